"""Profit statements of orders from 10 million entries, in o2c, DuckDB, Polars and pandas.

    python -m benchmarks.profit [--rows 10000000] [--orders 400000] [--runs 5]

Each gives a row for each order: what its entries of each kind come to, its cost, and its profit, in
exact decimals (pandas: whole cents). Results are compared before any time is taken; all but pandas
use two threads.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import o2c
import pandas as pd
import polars as pl
import pyarrow as pa

from benchmarks.peers.answer import decimal_coefficients
from benchmarks.side_by_side import print_times, time_in_turns

THREADS = 2
KINDS = [kind.name for kind in o2c.ProfitKind]
INCOMES = ("revenue", "refund", "rebate", "exchange")


def entries(rows: int, orders: int) -> pa.Table:
    rng = np.random.default_rng(20261130)
    cents = rng.integers(1, 5_000_000, rows)
    words = np.stack([cents, np.zeros(rows, np.int64)], axis=1)
    kinds = pa.array(rng.integers(0, len(KINDS), rows, dtype=np.int32))
    return pa.table(
        {
            "order": rng.integers(0, orders, rows),
            "kind": pa.DictionaryArray.from_arrays(kinds, pa.array(KINDS)),
            "amount": pa.Array.from_buffers(
                pa.decimal128(18, 2), rows, [None, pa.py_buffer(words)]
            ),
        }
    )


def with_o2c(table: pa.Table) -> Callable[[], pa.Table]:
    return lambda: o2c.profit_table(table, home="CNY", threads=THREADS).to_arrow()


def with_duckdb(table: pa.Table) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", table)
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    connection.execute(f"CREATE TYPE kind AS ENUM ({kinds})")
    connection.execute(
        'CREATE TABLE entries AS SELECT "order", kind::VARCHAR::kind AS kind, amount FROM given'
    )
    sums = ", ".join(
        f"coalesce(sum(amount) FILTER (kind = '{kind}'), 0) AS {kind}" for kind in KINDS
    )
    incomes = ", ".join(f"'{kind}'" for kind in INCOMES)
    query = (
        f'SELECT "order", {sums}, '
        f"sum(CASE WHEN kind IN ({incomes}) THEN amount ELSE -amount END) AS profit "
        f'FROM entries GROUP BY "order"'
    )
    return lambda: connection.sql(query).to_arrow_table()


def with_polars(table: pa.Table) -> Callable[[], pl.DataFrame]:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    signed = pl.when(pl.col("kind").is_in(INCOMES)).then("amount").otherwise(-pl.col("amount"))
    query = (
        frame.lazy()
        .with_columns(pl.col("kind").cast(pl.Enum(KINDS)))
        .group_by("order")
        .agg(
            *(pl.col("amount").filter(pl.col("kind") == kind).sum().alias(kind) for kind in KINDS),
            signed.sum().alias("profit"),
        )
    )
    return query.collect


def with_pandas(table: pa.Table) -> Callable[[], pd.DataFrame]:
    frame = pd.DataFrame(
        {
            "order": table["order"].to_numpy(),
            "kind": table["kind"].to_pandas(),
            "amount": decimal_coefficients(table["amount"].combine_chunks()),
        }
    )

    def run() -> pd.DataFrame:
        sums = frame.groupby(["order", "kind"], observed=True)["amount"].sum()
        by_kind = sums.unstack("kind", fill_value=0)[KINDS]
        income = by_kind[list(INCOMES)].sum(axis=1)
        by_kind["profit"] = 2 * income - by_kind.sum(axis=1)
        return by_kind.reset_index()

    return run


def answer(result: Any) -> list[Any]:
    table = result.to_arrow() if isinstance(result, pl.DataFrame) else result
    columns = []
    for name in ("order", *KINDS, "profit"):
        column = table[name]
        if isinstance(table, pa.Table):
            one = column.combine_chunks()
            column = (
                decimal_coefficients(one.cast(pa.decimal128(38, 2)))
                if pa.types.is_decimal(one.type)
                else one.to_numpy()
            )
        columns.append(np.asarray(column, dtype=np.int64))
    order = np.argsort(columns[0])
    return [column[order] for column in columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--orders", type=int, default=400_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    table = entries(options.rows, options.orders)
    engines: dict[str, Callable[[], Any]] = {
        "o2c": with_o2c(table),
        "duckdb": with_duckdb(table),
        "polars": with_polars(table),
        "pandas": with_pandas(table),
    }
    expected = answer(engines["o2c"]())
    for name, run in engines.items():
        for ours, theirs in zip(expected, answer(run()), strict=True):
            assert np.array_equal(ours, theirs), f"{name} gives another result"
    print(f"{options.rows:,} entries of {len(expected[0]):,} orders")
    print_times(time_in_turns(engines, options.runs), options.rows, "entries")


if __name__ == "__main__":
    main()
