"""Measures of collecting by month over 10 million documents, in o2c and DuckDB, side by side.

    python -m benchmarks.measures [--rows 10000000] [--parties 1000] [--runs 5]

Invoices, and one receipt and application for most of them, over four years; from them for each
month (and each party, unless there is but one) what was open, sold, overdue and paid, with the
amounts weighted by days to pay and days late, and the measures made of these. The figures are
compared, cent by cent, and the measures to their last digit, before any time is taken; both use two
threads. DuckDB is given the tables as its own; it need not be told when a document is missing, paid
twice or over-applied, which o2c finds out on the way.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import o2c
import pyarrow as pa

from benchmarks.peers.answer import decimal_coefficients
from benchmarks.side_by_side import print_times, time_in_turns

THREADS = 2
FIRST_DAY, LAST_DAY = 18_993, 20_453  # 2022-01-01 to 2025-12-31
PERIODS = o2c.periods("2022-01", "2025-12")


def documents(rows: int, parties: int) -> dict[str, pa.Table]:
    """Seven of eight invoices are paid, whole, 0 to 120 days after their dates, in the order in
    which the payments came."""
    rng = np.random.default_rng(20261128)
    day = rng.integers(FIRST_DAY, LAST_DAY, rows, dtype=np.int32)
    amount = rng.integers(100, 5_000_000, rows)
    party = rng.integers(0, parties, rows)
    paid = np.flatnonzero(rng.integers(0, 8, rows) > 0)
    on = day[paid] + rng.integers(0, 121, len(paid), dtype=np.int32)
    order = np.argsort(on, kind="stable")
    paid, on = paid[order], on[order]

    def dates(days: Any) -> pa.Array:
        return pa.array(days).view(pa.date32())

    number = np.arange(len(paid), dtype=np.int64)
    return {
        "invoices": pa.table(
            {
                "document": np.arange(rows, dtype=np.int64),
                "party": party,
                "invoice_date": dates(day),
                "due_date": dates(day + rng.choice(np.array([15, 30, 60], np.int32), rows)),
                "amount": amount,
            }
        ),
        "receipts": pa.table(
            {"receipt": number, "party": party[paid], "date": dates(on), "amount": amount[paid]}
        ),
        "applications": pa.table(
            {"receipt": number, "document": paid, "date": dates(on), "amount": amount[paid]}
        ),
    }


def with_o2c(tables: dict[str, pa.Table], keys: list[str]) -> Callable[[], pa.Table]:
    return lambda: o2c.measures(
        **tables, periods=PERIODS, group_by=keys, currency="USD", threads=THREADS
    ).to_arrow()


# Sums by month of what came and went; windows make balances of them. An application takes effect on
# the latest of its own date and those of its invoice and receipt.
_SQL = """
WITH paid AS (
  SELECT {key} AS party, invoice_date, due_date, a.amount,
         greatest(a.date, invoice_date, r.date) AS effect
  FROM applications a JOIN invoices USING (document) JOIN receipts r USING (receipt)),
moves AS (
  SELECT {key} AS party, date_trunc('month', invoice_date) AS month, sum(amount) AS sales,
         0 AS overdue, 0 AS paid, 0 AS amount_days, 0 AS late_days, count(*) AS invoices
  FROM invoices GROUP BY ALL
  UNION ALL
  SELECT {key}, date_trunc('month', greatest(due_date + 1, invoice_date)), 0, sum(amount),
         0, 0, 0, 0
  FROM invoices GROUP BY ALL
  UNION ALL
  SELECT party, date_trunc('month', effect), 0, 0, sum(amount),
         sum(amount * (effect - invoice_date)), sum(amount * greatest(effect - due_date, 0)), 0
  FROM paid GROUP BY ALL
  UNION ALL
  SELECT party, date_trunc('month', greatest(effect, due_date + 1)), 0, -sum(amount), 0, 0, 0, 0
  FROM paid GROUP BY ALL),
months AS (
  SELECT party, month, sum(sales)::BIGINT AS sales, sum(overdue)::BIGINT AS overdue,
         sum(paid)::BIGINT AS paid, sum(amount_days)::BIGINT AS amount_days,
         sum(late_days)::BIGINT AS late_days, sum(invoices)::BIGINT AS invoices
  FROM moves WHERE month < DATE '2026-01-01' GROUP BY ALL),
grid AS (
  SELECT party, unnest(generate_series(DATE '2022-01-01', DATE '2025-12-01', INTERVAL 1 MONTH))
           AS month
  FROM (SELECT DISTINCT party FROM months)),
balances AS (
  SELECT party, month, coalesce(sales, 0) AS sales, coalesce(paid, 0) AS paid,
         coalesce(amount_days, 0) AS amount_days, coalesce(late_days, 0) AS late_days,
         coalesce(invoices, 0) AS invoices,
         sum(coalesce(sales, 0) - coalesce(paid, 0)) OVER past AS closing,
         sum(coalesce(overdue, 0)) OVER past AS overdue,
         date_diff('day', month, month + INTERVAL 1 MONTH) AS days
  FROM grid LEFT JOIN months USING (party, month)
  WINDOW past AS (PARTITION BY party ORDER BY month))
SELECT party, month, invoices, closing - sales + paid AS opening, sales, closing, overdue, paid,
       amount_days, late_days,
       closing * days / nullif(sales, 0) AS dso,
       (closing - overdue) * days / nullif(sales, 0) AS best_possible_dso,
       overdue * days / nullif(sales, 0) AS average_days_delinquent,
       paid / nullif(paid + overdue, 0) AS collection_effectiveness,
       amount_days / nullif(paid, 0) AS days_to_pay,
       late_days / nullif(paid, 0) AS days_late,
       2 * sales / nullif(closing - sales + paid + closing, 0) AS turnover,
       overdue / nullif(closing, 0) AS overdue_share
FROM balances ORDER BY party, month
"""
_FIGURES = ("opening", "sales", "closing", "overdue", "paid")
_MEASURES = (
    "dso", "best_possible_dso", "average_days_delinquent", "collection_effectiveness",
    "days_to_pay", "days_late", "turnover", "overdue_share",
)  # fmt: skip


def with_duckdb(tables: dict[str, pa.Table], keys: list[str]) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    for name, table in tables.items():
        connection.register("given", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")
    sql = _SQL.format(key="invoices.party" if keys else "0")
    return lambda: connection.sql(sql).to_arrow_table()


def compare(ours: pa.Table, theirs: pa.Table) -> None:
    """Figures to the cent; measures, which DuckDB has as floats, to the digits that ours show."""
    assert len(ours) == len(theirs)
    assert np.array_equal(ours["invoices"].to_numpy(), theirs["invoices"].to_numpy())
    for name in _FIGURES:
        cents = decimal_coefficients(ours[name].combine_chunks())
        assert np.array_equal(cents, theirs[name].cast(pa.int64()).to_numpy()), name
    for name in _MEASURES:
        shown = ours[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
        floats = theirs[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
        digits = ours.schema.field(name).type.scale
        assert np.allclose(shown, floats, rtol=0, atol=0.51 * 10.0**-digits, equal_nan=True), name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--parties", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    tables = documents(options.rows, options.parties)
    keys = ["party"] if options.parties > 1 else []
    engines = {"o2c": with_o2c(tables, keys), "duckdb": with_duckdb(tables, keys)}
    compare(engines["o2c"](), engines["duckdb"]())
    print(
        f"{options.rows:,} invoices, {len(tables['applications']):,} payments, "
        f"{len(PERIODS)} months, {options.parties:,} parties"
    )
    print_times(time_in_turns(engines, options.runs), options.rows, "invoices")


if __name__ == "__main__":
    main()
