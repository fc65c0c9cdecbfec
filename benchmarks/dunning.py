"""The dunning levels of 10 million open items, and letters of parties, in o2c and DuckDB.

    python -m benchmarks.dunning [--rows 10000000] [--runs 5]

Amounts are cents of one currency. Levels are reached 1 and 15 days after the due date, 5 days after
the end of its month, and 20 days after the reminder before; a week lies between two reminders, the
least is 50.00, and the last two levels cost a fee, fixed and in part. An eighth of the items is in
dispute, in part or whole, an eighth is promised, and a few are credits. Results are compared before
any time is taken; both use two threads.

- item: the level and fee of each item, in the order of the items.
- party: a letter for each of 100,000 parties, unless its credits cover what it asks for.

DuckDB works in whole numbers, with a CASE for the reasons, as values of an ENUM (`duckdb`) or texts
(`duckdb-text`), and once with the levels as a table that it joins (`duckdb-join`). `duckdb-same`
gives all that o2c gives: amounts as decimals, and the currency.
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
AS_OF = 20_530  # 2026-03-18
PARTIES = 100_000
LAST = 4
MINIMUM = 50_00
INTERVAL = 7
_HOLDS = ["paid", "not_due", "last_level", "already_reminded", "not_reached", "too_soon",
          "disputed", "promised", "below_minimum", "covered", "none"]  # fmt: skip


def date_column(days: np.ndarray[Any, Any], nulls: np.ndarray[Any, Any] | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=nulls).view(pa.date32())


def items(rows: int) -> pa.Table:
    rng = np.random.default_rng(20261129)
    due = AS_OF - rng.integers(-10, 200, rows)
    level = rng.integers(0, LAST + 1, rows, dtype=np.int32)
    amount = rng.integers(1_00, 50_000_00, rows)
    share = rng.integers(0, 16, rows)
    disputed = np.where(share == 0, amount, np.where(share == 1, amount // 2, 0))
    promised = AS_OF + rng.integers(-20, 20, rows)
    has_promise = rng.integers(0, 8, rows) == 0
    is_credit = rng.integers(0, 32, rows) == 0
    return pa.table(
        {
            "number": np.arange(rows, dtype=np.int64),
            "party": rng.integers(0, PARTIES, rows, dtype=np.int32),
            "due_date": date_column(due),
            "amount": np.where(is_credit, -amount, amount),
            "last_level": level,
            "last_reminded": date_column(AS_OF - rng.integers(0, 40, rows), level == 0),
            "disputed": np.where(is_credit, 0, disputed),
            "promised_until": date_column(promised, ~has_promise),
        }
    )


def policy() -> o2c.DunningPolicy:
    return o2c.DunningPolicy(
        [
            1,
            15,
            o2c.DunningLevel(5, counted="end_of_month", fees=["10 USD"]),
            o2c.DunningLevel(20, counted="previous_level", fees=["25 USD"], fee_rate="0.5%"),
        ],
        interval_days=INTERVAL,
        minimums=[o2c.Money(MINIMUM // 100, "USD")],
    )


def with_o2c(table: pa.Table, rows: str) -> Callable[[], pa.Table]:
    as_of = date_column(np.array([AS_OF]))[0].as_py()
    agreed = policy()
    return lambda: o2c.dunning(
        table, as_of=as_of, policy=agreed, rows=rows, currency="USD", threads=THREADS
    ).to_arrow()


_DAY = f"(DATE '1970-01-01' + {AS_OF})"
_ITEMS = f"""
SELECT *, greatest(amount, 0) - disputed AS undisputed,
       CASE WHEN promised_until >= {_DAY} THEN 0 ELSE greatest(amount, 0) - disputed END AS asked
FROM items
"""
_FEE = """
CASE WHEN hold <> 'none' THEN 0
     WHEN last_level = 2 THEN 1000
     WHEN last_level = 3 THEN 2500 + (2 * asked * 5 + 1000) // 2000 ELSE 0 END
"""


def reasons(reached: str) -> str:
    return f"""
CASE WHEN amount <= 0 THEN 'paid'
     WHEN due_date >= {_DAY} THEN 'not_due'
     WHEN last_level >= {LAST} THEN 'last_level'
     WHEN last_reminded >= {_DAY} THEN 'already_reminded'
     WHEN NOT ({reached}) THEN 'not_reached'
     WHEN last_reminded > {_DAY} - {INTERVAL} THEN 'too_soon'
     WHEN undisputed = 0 THEN 'disputed'
     WHEN asked = 0 THEN 'promised'
     WHEN asked < {MINIMUM} THEN 'below_minimum'
     ELSE 'none' END"""


_OF_CASE = reasons(
    f"""CASE last_level WHEN 0 THEN due_date <= {_DAY} - 1
                        WHEN 1 THEN due_date <= {_DAY} - 15
                        WHEN 2 THEN last_day(due_date) <= {_DAY} - 5
                        ELSE last_reminded <= {_DAY} - 20 END"""
)
_OF_JOIN = reasons(
    f"""CASE counted WHEN 'net_days' THEN due_date <= {_DAY} - days
                     WHEN 'end_of_month' THEN last_day(due_date) <= {_DAY} - days
                     ELSE last_reminded <= {_DAY} - days END"""
)
_RESULT = """
SELECT {first} CASE WHEN hold = 'none' THEN last_level + 1 ELSE 0 END AS level, hold,
       asked AS amount, {fee} AS fee
FROM (SELECT *, {hold} AS hold FROM ({items}){join})
"""
_CASE = _RESULT.format(first="", fee=_FEE, hold=_OF_CASE, items=_ITEMS, join="")
_JOIN = _RESULT.format(
    first="number,",
    fee="CASE WHEN hold = 'none' THEN fixed + (2 * asked * per_mille + 1000) // 2000 ELSE 0 END",
    hold=_OF_JOIN,
    items=_ITEMS,
    join=" LEFT JOIN levels USING (last_level)",
)
_HOLD_TYPE = "CREATE TYPE hold AS ENUM (" + ", ".join(f"'{name}'" for name in _HOLDS) + ")"
_CURRENCY_TYPE = "CREATE TYPE currency AS ENUM ('USD')"


def with_enum(sql: str) -> str:
    """The texts of the reasons as values of an ENUM, which are found when the query is planned."""
    for name in _HOLDS:
        sql = sql.replace(f"'{name}'", f"'{name}'::hold")
    return sql


_CENT = "0.01::DECIMAL(3, 2)"
_SAME = f"""
SELECT level, hold, amount * {_CENT} AS amount, fee * {_CENT} AS fee, 'USD'::currency AS currency
FROM ({with_enum(_CASE)})
"""
# What a party's letter asks for; its fee is that of its highest level.
_PARTIES = """
SELECT party, CASE WHEN credits >= asked THEN 0 ELSE highest END AS level,
       CASE WHEN credits >= asked THEN 'covered'::hold ELSE 'none'::hold END AS hold, items,
       asked::BIGINT AS amount,
       CASE WHEN credits >= asked THEN 0 WHEN highest = 3 THEN 1000
            WHEN highest = 4 THEN 2500 + (2 * asked * 5 + 1000) // 2000 ELSE 0 END AS fee, credits
FROM (SELECT party, max(level) AS highest, count(*) FILTER (level > 0) AS items,
             sum(amount) FILTER (level > 0) AS asked, -sum(least(open, 0)) AS credits
      FROM ({items}) GROUP BY party HAVING items > 0)
ORDER BY party
"""
_LETTERS = _PARTIES.replace(
    "{items}",
    with_enum(
        _RESULT.format(
            first="party, amount AS open,", fee="0", hold=_OF_CASE, items=_ITEMS, join=""
        )
    ),
)
_LEVELS = """
CREATE TABLE levels AS FROM (VALUES (0, 1, 'net_days', 0, 0), (1, 15, 'net_days', 0, 0),
    (2, 5, 'end_of_month', 1000, 0), (3, 20, 'previous_level', 2500, 5))
    AS of(last_level, days, counted, fixed, per_mille)
"""


def with_duckdb(table: pa.Table, sql: str) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", table)
    connection.execute("CREATE TABLE items AS SELECT * FROM given")
    for statement in (_LEVELS, _HOLD_TYPE, _CURRENCY_TYPE):
        connection.execute(statement)
    return lambda: connection.sql(sql).to_arrow_table()


def answer(result: pa.Table) -> dict[str, np.ndarray[Any, Any]]:
    """The columns in the order of the items."""
    order = slice(None)
    if "number" in result.column_names:
        order = np.argsort(result["number"].to_numpy(), kind="stable")
    found = {}
    for name in {"amount", "fee", "credits", "items"} & set(result.column_names):
        column = result[name].combine_chunks()
        if pa.types.is_decimal(column.type):
            cents = decimal_coefficients(column).astype(np.int64)
        else:
            cents = column.cast(pa.int64()).to_numpy()
        found[name] = cents[order]
    found["level"] = result["level"].cast(pa.int64()).to_numpy()[order]
    holds = result["hold"].combine_chunks()
    if not pa.types.is_dictionary(holds.type):
        holds = holds.dictionary_encode()
    places = np.array([_HOLDS.index(name) for name in holds.dictionary.to_pylist()])
    found["hold"] = places[holds.indices.to_numpy()][order]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    table = items(options.rows)
    queries = {
        "item": {
            "duckdb": with_enum(_CASE),
            "duckdb-text": _CASE,
            "duckdb-join": _JOIN,
            "duckdb-same": _SAME,
        },
        "party": {"duckdb": _LETTERS},
    }
    for rows, of_engines in queries.items():
        engines = {"o2c": with_o2c(table, rows)}
        engines |= {name: with_duckdb(table, sql) for name, sql in of_engines.items()}
        expected = answer(engines["o2c"]())
        for name, run in engines.items():
            for column, values in answer(run()).items():
                assert np.array_equal(expected[column], values), f"{name} gives another {column}"
        count, fees = int((expected["level"] > 0).sum()), expected["fee"].sum()
        print(f"{rows}: {options.rows:,} items, {count:,} reminders, fees of {fees / 100:,.2f}")
        print_times(time_in_turns(engines, options.runs), options.rows, "items")


if __name__ == "__main__":
    main()
