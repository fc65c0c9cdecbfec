"""Reconciling two lists of 100,000 lines, in o2c and DuckDB, side by side.

    python -m benchmarks.reconcile [--lines 100000] [--runs 5]

The customer writes our references in its own way. Of its lines 94% are the same as ours; of the
others one in six each is dated up to three days later, has another amount, is split into two, is
dated a month earlier, is missing there, or is missing here. Classes are compared before any time is
taken; both use two threads.

DuckDB does the first passes as joins, which suffices here: no reference stands twice in our list,
and none is missing. What it leaves out (the search for sums among more lines, lines without a
reference, duplicates) o2c looks for, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import duckdb
import numpy as np
import o2c
import pyarrow as pa

from benchmarks.side_by_side import print_times, time_in_turns

THREADS = 2
AS_OF = 20_543  # 2026-03-31
TOLERANCE_DAYS = 3
Totals = dict[str, tuple[int, int]]
"""Of each class the lines, and their difference in cents."""


def lists(lines: int) -> tuple[pa.Table, pa.Table]:
    rng = np.random.default_rng(20261129)
    numbers = rng.permutation(lines)
    cents = rng.integers(1_000, 5_000_000, lines) * 2
    days = rng.integers(AS_OF - 400, AS_OF - 60, lines)
    odd = rng.random(lines) < 0.06
    kind = np.where(odd, rng.integers(1, 7, lines), 0)
    later, other, split, earlier, not_theirs, not_ours = (kind == i for i in range(1, 7))
    their_days = days + np.where(later, rng.integers(1, TOLERANCE_DAYS + 1, lines), 0)
    their_days -= np.where(earlier, 30, 0)
    their_cents = cents + np.where(other, rng.integers(1, 500, lines), 0)
    half = np.where(split, their_cents // 2 + 1, their_cents)
    theirs = ~not_theirs
    order = rng.permutation(int(theirs.sum() + split.sum()))
    return (
        _table([f"INV-{i:08}" for i in numbers[~not_ours]], days[~not_ours], cents[~not_ours]),
        _table(
            [f"inv {i}" for i in np.concatenate([numbers[theirs], numbers[split]])],
            np.concatenate([their_days[theirs], their_days[split]]),
            np.concatenate([half[theirs], (their_cents - half)[split]]),
        ).take(pa.array(order)),
    )


def _table(references: list[str], days: np.ndarray, cents: np.ndarray) -> pa.Table:  # type: ignore[type-arg]
    return pa.table(
        {
            "reference": references,
            "date": pa.array(days.astype(np.int32)).view(pa.date32()),
            "amount": cents.astype(np.int64),
        }
    )


def with_o2c(ours: pa.Table, theirs: pa.Table, threads: int) -> Callable[[], pa.Table]:
    as_of = pa.array(np.array([AS_OF], dtype=np.int32)).view(pa.date32())[0].as_py()
    tolerances = o2c.ReconcileTolerances(days=TOLERANCE_DAYS)
    return lambda: o2c.reconcile(
        ours, theirs, as_of=as_of, tolerances=tolerances, currency="USD", threads=threads
    ).to_arrow()


_NORMALIZED = """
SELECT row_number() OVER () - 1 AS row, date, amount,
       regexp_replace(regexp_replace(upper(reference), '[^A-Z0-9]', '', 'g'),
                      '^([A-Z]*)0+([0-9])', '\\1\\2') AS reference
"""
_SQL = f"""
WITH ours AS ({_NORMALIZED} FROM our_list), theirs AS ({_NORMALIZED} FROM their_list),
same AS (
    SELECT o.row AS our_row, t.row AS their_row,
           CASE WHEN o.date = t.date THEN 'matched' ELSE 'within_tolerance' END AS class
    FROM ours o JOIN theirs t ON o.reference = t.reference AND o.amount = t.amount
     AND abs(date_diff('day', o.date, t.date)) <= {TOLERANCE_DAYS}
),
our_rest AS (SELECT * FROM ours ANTI JOIN same ON row = our_row),
their_rest AS (SELECT * FROM theirs ANTI JOIN same ON row = their_row),
sums AS (
    SELECT reference FROM our_rest JOIN
        (SELECT reference, sum(amount) AS total, count(*) AS lines FROM their_rest GROUP BY ALL)
        USING (reference)
    WHERE amount = total AND lines > 1
),
differing AS (
    SELECT o.row AS our_row, t.row AS their_row,
           CASE WHEN o.amount = t.amount THEN 'date_differs' ELSE 'amount_differs' END AS class
    FROM our_rest o JOIN their_rest t USING (reference)
    WHERE reference NOT IN (SELECT reference FROM sums)
),
pairs AS (SELECT * FROM same UNION ALL SELECT * FROM differing),
classed AS (
    SELECT 'ours' AS side, row, amount AS difference,
           coalesce(class, CASE WHEN reference IN (SELECT reference FROM sums) THEN 'matched'
                                ELSE 'missing_from_theirs' END) AS class
    FROM ours LEFT JOIN pairs ON row = our_row
    UNION ALL
    SELECT 'theirs', row, -amount,
           coalesce(class, CASE WHEN reference IN (SELECT reference FROM sums) THEN 'matched'
                                ELSE 'missing_from_ours' END)
    FROM theirs LEFT JOIN pairs ON row = their_row
)
SELECT * FROM classed
"""


def with_duckdb(ours: pa.Table, theirs: pa.Table) -> Callable[[], pa.Table]:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given_ours", ours)
    connection.register("given_theirs", theirs)
    connection.execute("CREATE TABLE our_list AS SELECT * FROM given_ours")
    connection.execute("CREATE TABLE their_list AS SELECT * FROM given_theirs")
    return lambda: connection.sql(_SQL).to_arrow_table()


def totals(result: pa.Table) -> Totals:
    sums = result.group_by("class").aggregate([("difference", "count"), ("difference", "sum")])
    scale = 100 if pa.types.is_decimal(result["difference"].type) else 1
    return {
        row["class"]: (row["difference_count"], int(row["difference_sum"] * scale))
        for row in sums.to_pylist()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    ours, theirs = lists(options.lines)
    engines = {
        "o2c": with_o2c(ours, theirs, THREADS),
        "o2c-1-thread": with_o2c(ours, theirs, 1),
        "duckdb": with_duckdb(ours, theirs),
    }
    expected = totals(engines["o2c"]())
    for name, run in engines.items():
        assert totals(run()) == expected, f"{name} gives {totals(run())}, not {expected}"
    print(f"{len(ours):,} against {len(theirs):,} lines: {expected}")
    print_times(time_in_turns(engines, options.runs), len(ours) + len(theirs), "lines")


if __name__ == "__main__":
    main()
