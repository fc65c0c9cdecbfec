"""The commission of 10 million lines under monthly marginal tiers, in o2c and other engines.

    python -m benchmarks.commission [--rows 10000000] [--people 10000] [--runs 5] [--ordered]

Lines of a year, one in sixteen a return, in the order of their numbers; dates are random, or
ascend with --ordered. 3% of what a person sold in a month up to 30,000, 5% up to 50,000, 7% above;
what was earned so far is rounded to the cent and each line pays what it adds, in the order of the
dates. Every engine gives the commission of each line; results are compared before any time is
taken. o2c, DuckDB and Polars use two threads; all but o2c work in whole cents.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "2")

import duckdb
import numpy as np
import o2c
import pandas as pd
import polars as pl
import pyarrow as pa

from benchmarks.peers.answer import decimal_coefficients
from benchmarks.side_by_side import print_times, time_in_turns

THREADS = 2
FIRST_DAY = 20_454  # 2026-01-01
FIRST, SECOND = 30_000_00, 50_000_00

Numbers = np.ndarray[Any, Any]


def lines(rows: int, people: int, ordered: bool) -> pa.Table:
    rng = np.random.default_rng(20261129)
    days = FIRST_DAY + rng.integers(0, 365, rows)
    if ordered:
        days.sort()
    net = rng.integers(1_00, 1_200_00, rows)
    return pa.table(
        {
            "number": np.arange(rows, dtype=np.int64),
            "salesperson": rng.integers(0, people, rows),
            "date": pa.array(days.astype(np.int32)).view(pa.date32()),
            "net": np.where(rng.integers(0, 16, rows) == 0, -net, net),
        }
    )


def plan() -> o2c.Plan:
    tiers = o2c.RateSchedule("marginal", [(0, "3%"), (FIRST // 100, "5%"), (SECOND // 100, "7%")])
    return o2c.Plan("Monthly", "CNY", tiers)


def with_o2c(table: pa.Table) -> Callable[[], pa.Table]:
    agreed = plan()
    return lambda: o2c.commission(
        table, plan=agreed, period="2026", threads=THREADS
    ).lines.to_arrow()


# Hundredths of a cent that a base earns, and the cents that they round to (half away from zero).
_EARNED = "3 * {base} + 2 * greatest({base} - 3000000, 0) + 2 * greatest({base} - 5000000, 0)"
_CENTS = "(CASE WHEN {it} >= 0 THEN ({it} + 50) // 100 ELSE -((50 - {it}) // 100) END)"
_SQL = f"""
SELECT number, {_CENTS.format(it="earned")} - {_CENTS.format(it="earned_before")} AS commission
FROM (SELECT number, {_EARNED.format(base="after")} AS earned,
             {_EARNED.format(base="(after - net)")} AS earned_before
      FROM (SELECT number, net, sum(net) OVER (PARTITION BY salesperson, month(date)
                                               ORDER BY date, number
                                               ROWS UNBOUNDED PRECEDING)::BIGINT AS after
            FROM lines))
"""


def with_duckdb(table: pa.Table) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", table)
    connection.execute("CREATE TABLE lines AS SELECT * FROM given")
    return lambda: connection.sql(_SQL).to_arrow_table()


def cents(base: Numbers) -> Numbers:
    earned = 3 * base + 2 * np.maximum(base - FIRST, 0) + 2 * np.maximum(base - SECOND, 0)
    return np.sign(earned) * ((np.abs(earned) + 50) // 100)


def with_polars(table: pa.Table) -> Callable[[], pa.Table]:
    frame = pl.DataFrame(table)

    def pay(base: pl.Expr) -> pl.Expr:
        earned = (
            3 * base
            + 2 * (base - FIRST).clip(lower_bound=0)
            + 2 * (base - SECOND).clip(lower_bound=0)
        )
        return earned.sign() * ((earned.abs() + 50) // 100)

    after = pl.col("net").cum_sum().over("salesperson", pl.col("date").dt.month())

    def run() -> pa.Table:
        found = (
            frame.lazy()
            .sort("date", "number")
            .with_columns(after=after)
            .select(
                "number", commission=pay(pl.col("after")) - pay(pl.col("after") - pl.col("net"))
            )
            .collect()
        )
        return found.to_arrow()

    return run


def with_pandas(table: pa.Table) -> Callable[[], pa.Table]:
    frame = table.to_pandas()
    frame["date"] = table["date"].cast(pa.int32()).to_numpy()
    month_of_day = np.repeat(np.arange(12), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

    def run() -> pa.Table:
        ordered = frame.sort_values("date", kind="stable")
        months = pd.Series(month_of_day[ordered["date"] - FIRST_DAY], index=ordered.index)
        after = ordered.groupby([ordered["salesperson"], months], sort=False)["net"].cumsum()
        paid = cents(after.to_numpy()) - cents((after - ordered["net"]).to_numpy())
        return pa.table({"number": ordered["number"].to_numpy(), "commission": paid})

    return run


def answer(result: pa.Table) -> Numbers:
    """Cents in the order of the lines."""
    column = result["commission"].combine_chunks()
    if pa.types.is_decimal(column.type):
        return decimal_coefficients(column).astype(np.int64)
    order = np.argsort(result["number"].to_numpy(), kind="stable")
    found: Numbers = column.to_numpy()[order].astype(np.int64)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ordered", action="store_true")
    parser.add_argument("--only-o2c", action="store_true")
    options = parser.parse_args()
    table = lines(options.rows, options.people, options.ordered)
    engines: dict[str, Callable[[], pa.Table]] = {"o2c": with_o2c(table)}
    if not options.only_o2c:
        engines |= {
            "duckdb": with_duckdb(table),
            "polars": with_polars(table),
            "pandas": with_pandas(table),
        }
    expected = answer(engines["o2c"]())
    for name, run in engines.items():
        assert np.array_equal(expected, answer(run())), f"{name} pays other commissions"
    print(f"{options.rows:,} lines of {options.people:,} people: {expected.sum() / 100:,.2f}")
    print_times(time_in_turns(engines, options.runs), options.rows, "lines")


if __name__ == "__main__":
    main()
