"""Late interest of 10 million open items, in o2c and DuckDB, side by side.

    python -m benchmarks.interest [--rows 10000000] [--runs 5]

Amounts are cents of one currency, due within four years; the yearly rate changed twelve times; days
count by act/365; an item's interest is rounded once, half up. Results are compared before any time
is taken; both use two threads.

- item: the interest of each item, in the order of the items.
- party: of each of 100,000 parties.

DuckDB works in whole numbers, since its quotient of decimals is binary: once as one would write it,
with a join of items and rates (`duckdb`), and once with what one cent bears by each due date worked
out before, which o2c does, too (`duckdb-factors`; its sum has 128 bits). `duckdb-narrow` cuts that
to 64 bits, which must be known to be enough, and gives all that o2c gives.
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
FIRST_DAY, LAST_DAY = 19_000, 20_500  # 2022-01-08 to 2026-02-16
AS_OF = 20_530
PARTIES = 100_000
RATE_DAYS = [18_900 + 130 * i for i in range(12)]
RATE_BPS = [570 - 15 * i for i in range(12)]
DENOMINATOR = 10_000 * 365


def items(rows: int) -> pa.Table:
    rng = np.random.default_rng(20261123)
    return pa.table(
        {
            "number": np.arange(rows, dtype=np.int64),
            "party": rng.integers(0, PARTIES, rows, dtype=np.int32),
            "due_date": pa.array(rng.integers(FIRST_DAY, LAST_DAY, rows, dtype=np.int32)).view(
                pa.date32()
            ),
            "amount": rng.integers(100, 5_000_000, rows),
        }
    )


def policy() -> o2c.InterestPolicy:
    days = pa.array(np.array(RATE_DAYS, dtype=np.int32)).view(pa.date32()).to_pylist()
    return o2c.InterestPolicy(
        [(day, o2c.Rate(f"{bps}bp")) for day, bps in zip(days, RATE_BPS, strict=True)]
    )


def with_o2c(table: pa.Table, rows: str) -> Callable[[], pa.Table]:
    as_of = pa.array(np.array([AS_OF], dtype=np.int32)).view(pa.date32())[0].as_py()
    agreed = policy()
    return lambda: o2c.interest(
        table, as_of=as_of, policy=agreed, rows=rows, currency="USD", threads=THREADS
    ).to_arrow()


# A rate holds from the day before its own, after which its first day counts, to that of the next.
_RATES = f"""
CREATE TABLE rates AS
SELECT day - 1 AS after, coalesce(lead(day) OVER (ORDER BY day), {AS_OF} + 1) - 1 AS until, bps
FROM (SELECT unnest({RATE_DAYS}) AS day, unnest({RATE_BPS}) AS bps)
"""
_ROUNDED = f"(2 * {{}} + {DENOMINATOR}) // {2 * DENOMINATOR}"
_DUE = "date_diff('day', DATE '1970-01-01', due_date)"
_ITEMS = f"""
SELECT number, any_value(party) AS party,
       {_ROUNDED.format("sum(amount * bps * (until - greatest(due, after)))")} AS interest
FROM (SELECT number, party, amount, {_DUE} AS due FROM items) JOIN rates ON due < until
GROUP BY number
"""
_FACTORS = f"""
SELECT number, party, {_ROUNDED.format("amount * factor")} AS interest
FROM (SELECT number, party, amount, {_DUE} AS due FROM items)
JOIN (SELECT due, sum(bps * (until - greatest(due, after))) AS factor
      FROM (SELECT unnest(range({FIRST_DAY}, {LAST_DAY})) AS due) JOIN rates ON due < until
      GROUP BY due) USING (due)
"""


_CENT = "0.01::DECIMAL(3, 2)"
_NARROW = _FACTORS.replace("AS factor\n", "::BIGINT AS factor\n").replace(
    "SELECT number,", "SELECT number, due,", 1
)
_SAME = {
    "item": f"""
SELECT number, {AS_OF} - due AS days_overdue, interest * {_CENT} AS interest,
       'USD'::currency AS currency
FROM ({_NARROW})
""",
    "party": f"""
SELECT party, count(*) FILTER (interest > 0) AS items, sum(interest) * {_CENT} AS interest,
       'USD'::currency AS currency
FROM ({_NARROW}) GROUP BY party ORDER BY party
""",
}


def with_duckdb(table: pa.Table, rows: str, sql: str) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", table)
    connection.execute("CREATE TABLE items AS SELECT * FROM given")
    connection.execute(_RATES)
    connection.execute("CREATE TYPE currency AS ENUM ('USD')")
    if rows == "party" and sql != _SAME["party"]:
        sql = f"SELECT party, sum(interest) AS interest FROM ({sql}) GROUP BY party"
    return lambda: connection.sql(sql).to_arrow_table()


def answer(result: pa.Table, rows: str) -> np.ndarray[Any, Any]:
    """Cents in the order of the items or parties."""
    interest = result["interest"]
    if pa.types.is_decimal(interest.type) and interest.type.scale == 2:
        cents = decimal_coefficients(interest.combine_chunks()).astype(np.int64)
    else:
        cents = interest.cast(pa.int64()).to_numpy()
    key = "number" if rows == "item" else "party"
    if key in result.column_names:
        cents = cents[np.argsort(result[key].to_numpy(), kind="stable")]
    return cents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    table = items(options.rows)
    for rows in ("item", "party"):
        engines: dict[str, Callable[[], pa.Table]] = {
            "o2c": with_o2c(table, rows),
            "duckdb": with_duckdb(table, rows, _ITEMS),
            "duckdb-factors": with_duckdb(table, rows, _FACTORS),
            "duckdb-narrow": with_duckdb(table, rows, _SAME[rows]),
        }
        expected = answer(engines["o2c"](), rows)
        for name, run in engines.items():
            assert np.array_equal(expected, answer(run(), rows)), f"{name} gives another result"
        print(f"{rows}: {options.rows:,} items, interest of {expected.sum() / 100:,.2f}")
        print_times(time_in_turns(engines, options.runs), options.rows, "items")


if __name__ == "__main__":
    main()
