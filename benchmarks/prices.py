"""Prices of a million products by five terms in three currencies, in o2c, DuckDB and pandas.

    python -m benchmarks.prices [--rows 1000000] [--runs 5]

Each takes what a product costs at the works and its carriage to the port, in CNY, and gives fifteen
prices rounded to the cent: 10% profit of the FOB price, which is rounded first; freight, insurance
on 110%, commission, duty and VAT after it. o2c is exact; DuckDB and pandas calculate the same
formula in binary floats, as one would write it there, and the prices that they miss are counted,
with by how many cents. o2c and DuckDB use two threads, pandas one.
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

from benchmarks.peers.answer import decimal_coefficients
from benchmarks.side_by_side import print_times, time_in_turns

THREADS = 2
RATES = {"USD": "7.1234", "EUR": "7.8231", "GBP": "9.0417"}
FREIGHT = {"USD": "1.20", "EUR": "1.10", "GBP": "0.95"}
TERMS = ("FOB", "CFR", "CIF", "CIFC3", "DDP")


def products(rows: int) -> pa.Table:
    rng = np.random.default_rng(20261130)

    def amounts(low: int, high: int) -> pa.Array:
        cents = rng.integers(low, high, rows)
        words = np.stack([cents, np.zeros(rows, np.int64)], axis=1)
        return pa.Array.from_buffers(pa.decimal128(18, 2), rows, [None, pa.py_buffer(words)])

    return pa.table({"goods": amounts(500, 500_000), "carriage_to_port": amounts(10, 2_000)})


def with_o2c(table: pa.Table) -> Callable[[], pa.Table]:
    rule = o2c.PricingRule(profit="10%")
    currencies = [
        o2c.PricingCurrency(
            code,
            rate,
            route=o2c.RouteCosts(
                main_freight=FREIGHT[code], arrival="0.60", premium="0.5%", duty="5%", vat="20%"
            ),
        )
        for code, rate in RATES.items()
    ]

    def run() -> pa.Table:
        priced = o2c.price_table(
            table, rule=rule, currencies=currencies, terms=TERMS, home="CNY", threads=THREADS
        )
        return priced.to_arrow()

    return run


def formulas(code: str) -> dict[str, str]:
    """Each term's price, in terms of `fob`."""
    cfr = f"(fob + {FREIGHT[code]})"
    cif = f"({cfr} / (1 - 1.1 * 0.005))"
    return {
        "FOB": "fob",
        "CFR": cfr,
        "CIF": cif,
        "CIFC3": f"({cif} / (1 - 0.03))",
        "DDP": f"({cif} + 0.6 + {cif} * 0.05 + {cif} * 1.05 * 0.2)",
    }


def with_duckdb(table: pa.Table) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", table)
    connection.execute(
        "CREATE TABLE products AS SELECT goods::DOUBLE AS goods, "
        "carriage_to_port::DOUBLE AS carriage FROM given"
    )
    columns = []
    for code, rate in RATES.items():
        fob = f"round((goods + carriage) / {rate}::DOUBLE / 0.9::DOUBLE, 2)"
        for term, formula in formulas(code).items():
            priced = formula.replace("fob", f"fob_{code}")
            columns.append((code, fob, f'round(({priced})::DOUBLE, 2) AS "{code} {term}"'))
    bases = ", ".join(f"{fob} AS fob_{code}" for code, fob in {c: f for c, f, _ in columns}.items())
    query = (
        f"SELECT {', '.join(column for *_, column in columns)} FROM (SELECT {bases} FROM products)"
    )
    return lambda: connection.sql(query).to_arrow_table()


def with_pandas(table: pa.Table) -> Callable[[], pd.DataFrame]:
    frame = pd.DataFrame({name: table[name].cast(pa.float64()) for name in table.column_names})

    def run() -> pd.DataFrame:
        prices = {}
        for code, rate in RATES.items():
            fob = ((frame["goods"] + frame["carriage_to_port"]) / float(rate) / 0.9).round(2)
            for term, formula in formulas(code).items():
                prices[f"{code} {term}"] = eval(formula, {"fob": fob}).round(2)
        return pd.DataFrame(prices)

    return run


def cents(result: pa.Table | pd.DataFrame, name: str) -> np.ndarray[Any, Any]:
    column = result[name]
    if isinstance(result, pa.Table) and pa.types.is_decimal(column.type):
        return np.asarray(decimal_coefficients(column.combine_chunks()), dtype=np.int64)
    return np.rint(np.asarray(column, dtype=np.float64) * 100).astype(np.int64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    table = products(options.rows)
    engines: dict[str, Callable[[], Any]] = {
        "o2c": with_o2c(table),
        "duckdb": with_duckdb(table),
        "pandas": with_pandas(table),
    }
    exact = engines["o2c"]()
    count = options.rows * len(RATES) * len(TERMS)
    print(f"{count:,} prices of {options.rows:,} products")
    for name in ("duckdb", "pandas"):
        theirs = engines[name]()
        off = [
            np.abs(cents(theirs, column) - cents(exact, column)) for column in exact.column_names
        ]
        wrong = sum(int(np.count_nonzero(each)) for each in off)
        most = max(int(each.max()) for each in off)
        assert most <= 2, f"{name} calculates something else"
        print(f"{name}: {wrong:,} prices are not the exact ones, by {most} cents at most")
    print_times(time_in_turns(engines, options.runs), count, "prices")


if __name__ == "__main__":
    main()
