"""Schedules of 10 million invoices by one of 50 terms, in o2c, DuckDB and pandas, side by side.

    python -m benchmarks.schedules [--rows 10000000] [--runs 5]

Each gives a row for each instalment: the invoice's number, the instalment, the due date and the
amount in cents. Results are compared, in order, before any time is taken; o2c and DuckDB use two
threads, pandas one. DuckDB and pandas join a table of the terms' parts, which is how one would
write it there; o2c reads the terms as shorthand.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import o2c
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.peers.answer import decimal_coefficients
from benchmarks.side_by_side import print_times, time_in_turns

THREADS = 2
FIRST_DAY, LAST_DAY = 19_000, 20_500  # 2022-01-08 to 2026-02-16
PART_COLUMNS = ("terms", "instalment", "percent", "rest_after", "event", "month_end", "days")


def terms_and_parts() -> tuple[list[str], pd.DataFrame]:
    """50 terms, and the parts that each has: a percentage, or the rest after one; an event, its
    month's end or not, and days after that."""
    texts: list[str] = []
    parts: list[tuple[Any, ...]] = []
    for days in range(5, 105, 5):
        texts.append(f"net {days}")
        parts.append((texts[-1], 1, None, 0, "invoice_date", False, days))
    for days in range(5, 80, 5):
        texts.append(f"EOM+{days}")
        parts.append((texts[-1], 1, None, 0, "invoice_date", True, days))
    for percent in (10, 20, 30):
        for days in (30, 45, 60, 90, 120):
            texts.append(f"{percent}% deposit; balance {days} days after B/L date")
            parts.append((texts[-1], 1, percent, None, "contract_date", False, 0))
            parts.append((texts[-1], 2, None, percent, "bl_date", False, days))
    types = {"instalment": "int32", "percent": "Int64", "rest_after": "Int64", "days": "int32"}
    return texts, pd.DataFrame(parts, columns=list(PART_COLUMNS)).astype(types)


def invoices(rows: int, texts: list[str]) -> pa.Table:
    rng = np.random.default_rng(20261123)
    day = rng.integers(FIRST_DAY, LAST_DAY, rows, dtype=np.int32)
    as_dates: Callable[[Any], pa.Array] = lambda days: pa.array(days).view(pa.date32())  # noqa: E731
    return pa.table(
        {
            "number": pa.array(np.arange(rows, dtype=np.int64)),
            "terms": pc.take(pa.array(texts), pa.array(rng.integers(0, len(texts), rows))),
            "amount": rng.integers(100, 5_000_000, rows),
            "invoice_date": as_dates(day),
            "contract_date": as_dates(day - 30),
            "bl_date": as_dates(day + 5),
        }
    )


def with_o2c(table: pa.Table) -> Callable[[], pa.Table]:
    return lambda: o2c.schedule(table, currency="USD", threads=THREADS).to_arrow()


_SQL = """
SELECT number, instalment,
       CASE WHEN month_end THEN last_day(event_date) ELSE event_date END + days AS due_date,
       CASE WHEN percent IS NOT NULL THEN (amount * percent + 50) // 100
            ELSE amount - (amount * rest_after + 50) // 100 END AS amount
FROM (SELECT *, CASE event WHEN 'invoice_date' THEN invoice_date
                           WHEN 'contract_date' THEN contract_date ELSE bl_date END AS event_date
      FROM invoices JOIN parts USING (terms))
"""


def with_duckdb(table: pa.Table, parts: pd.DataFrame) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", table)
    connection.execute("CREATE TABLE invoices AS SELECT * FROM given")
    connection.register("given_parts", parts)
    connection.execute("CREATE TABLE parts AS SELECT * FROM given_parts")
    return lambda: connection.sql(_SQL).to_arrow_table()


def with_pandas(table: pa.Table, parts: pd.DataFrame) -> Callable[[], pd.DataFrame]:
    frame = table.to_pandas(date_as_object=False)

    def run() -> pd.DataFrame:
        lines = frame.merge(parts, on="terms")
        event = lines["invoice_date"].where(lines["event"] == "invoice_date", lines["bl_date"])
        event = event.where(lines["event"] != "contract_date", lines["contract_date"])
        at_end = event + pd.offsets.MonthEnd(0)
        day = event.where(~lines["month_end"], at_end)
        day = day + pd.to_timedelta(lines["days"], unit="D")
        share = (lines["amount"] * lines["percent"].fillna(0).astype("int64") + 50) // 100
        left = (lines["amount"] * lines["rest_after"].fillna(0).astype("int64") + 50) // 100
        return pd.DataFrame(
            {
                "number": lines["number"],
                "instalment": lines["instalment"],
                "due_date": day,
                "amount": share.where(lines["percent"].notna(), lines["amount"] - left),
            }
        )

    return run


def answer(result: pa.Table | pd.DataFrame) -> list[Any]:
    """Number, instalment, day and cents in one order, as integers."""
    table = result if isinstance(result, pa.Table) else pa.Table.from_pandas(result)
    number = table["number"] if "number" in table.column_names else table["row"]
    amount = table["amount"]
    if pa.types.is_decimal(amount.type):
        amount = pa.chunked_array([pa.array(decimal_coefficients(amount.combine_chunks()))])
    columns = [
        number.cast(pa.int64()).to_numpy(),
        table["instalment"].cast(pa.int64()).to_numpy(),
        table["due_date"].cast(pa.date32()).cast(pa.int32()).to_numpy(),
        amount.cast(pa.int64()).to_numpy(),
    ]
    order = np.lexsort((columns[1], columns[0]))
    return [column[order] for column in columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    texts, parts = terms_and_parts()
    table = invoices(options.rows, texts)
    engines: dict[str, Callable[[], Any]] = {
        "o2c": with_o2c(table),
        "duckdb": with_duckdb(table, parts),
        "pandas": with_pandas(table, parts),
    }
    expected = answer(engines["o2c"]())
    for name, run in engines.items():
        for ours, theirs in zip(expected, answer(run()), strict=True):
            assert np.array_equal(ours, theirs), f"{name} gives another result"
    print(f"{options.rows:,} invoices, {len(texts)} terms, {len(expected[0]):,} instalments")
    print_times(time_in_turns(engines, options.runs), options.rows, "invoices")


if __name__ == "__main__":
    main()
