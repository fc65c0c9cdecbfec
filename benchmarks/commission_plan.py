"""The commission of 10 million lines under a whole plan, in o2c and DuckDB.

    python -m benchmarks.commission_plan [--rows 10000000] [--people 10000] [--runs 3]

Three rules by category: sheet by marginal monthly tiers (3%, 5% above 30,000, 7% above 50,000),
ingot 4%, all else 2%; what is collected late is paid less (80% beyond 30 days, 60, 50, 20, nothing
beyond 180); a line pays at most 50.00. A tenth of the customers is shared by two people, 60% and
the rest: of what their lines come to by rule and month, to the cent. Managers, one for twenty
people, earn 0.5% of their teams' base. What somebody earned so far by a rule is rounded to the cent
and each line pays what it adds, in the order of the dates.

Both give what each line earns each person, and the overrides by month; these are compared before
any time is taken. DuckDB works in whole numbers: cents, and ten-thousandths of them.
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
FIRST_DAY = 20_454  # 2026-01-01
PARTIES = 50_000
CATEGORIES = ("sheet", "ingot", "foil", "wire")

Tables = dict[str, pa.Table]
Answer = tuple[pa.Table, dict[tuple[int, str], int]]


def tables(rows: int, people: int) -> Tables:
    rng = np.random.default_rng(20261129)
    net = rng.integers(1_00, 1_200_00, rows)
    cents = np.where(rng.integers(0, 16, rows) == 0, -net, net)
    category = rng.integers(0, len(CATEGORIES), rows).astype(np.int8)
    lines = pa.table(
        {
            "number": np.arange(rows, dtype=np.int64),
            "salesperson": rng.integers(0, people, rows),
            "party": rng.integers(0, PARTIES, rows),
            "category": pa.DictionaryArray.from_arrays(category, list(CATEGORIES)),
            "date": pa.array((FIRST_DAY + rng.integers(0, 365, rows)).astype(np.int32)).view(
                pa.date32()
            ),
            "net": cents,
            "days_overdue": rng.integers(-20, 220, rows).astype(np.int32),
        }
    )
    shared = np.arange(0, PARTIES, 10)
    first = rng.integers(0, people, len(shared))
    second = (first + 1 + rng.integers(0, people - 1, len(shared))) % people
    credits = pa.table(
        {
            "party": np.repeat(shared, 2),
            "salesperson": np.stack([first, second], axis=1).ravel(),
            "share": ["60%", None] * len(shared),
        }
    )
    heads = people + np.arange(people // 20 + 1)
    team = pa.table(
        {
            "salesperson": np.concatenate([np.arange(people), heads]),
            "manager": pa.array(
                [*(people + np.arange(people) // 20), *[None] * len(heads)], pa.int64()
            ),
        }
    )
    return {"lines": lines, "credits": credits, "people": team}


def plan() -> o2c.Plan:
    tiers = o2c.RateSchedule("marginal", [(0, "3%"), (30_000, "5%"), (50_000, "7%")])
    cap = "50 CNY"
    return o2c.Plan(
        "Whole",
        "CNY",
        [
            o2c.PlanRule("sheet", tiers, categories=["sheet"], line_cap=cap),
            o2c.PlanRule("ingot", "4%", categories=["ingot"], line_cap=cap),
            o2c.PlanRule("others", "2%", line_cap=cap),
        ],
        modifiers=[
            o2c.Modifier(
                "days_overdue",
                [(30, "80%"), (60, "60%"), (90, "50%"), (120, "20%"), (180, "0%")],
            )
        ],
        overrides=[o2c.Override("0.5%")],
    )


def with_o2c(given: Tables) -> Callable[[], Answer]:
    agreed = plan()

    def run() -> Answer:
        result = o2c.commission(
            given["lines"],
            plan=agreed,
            period="2026",
            credits=given["credits"],
            people=given["people"],
            threads=THREADS,
        )
        overrides = {
            (int(row["manager"]), str(row["period"])): row["amount"].minor
            for row in result.overrides
        }
        return result.credits.to_arrow(), overrides

    return run


_ROUNDED = (
    "(CASE WHEN {it} >= 0 THEN ({it} + {half}) // {one} ELSE -(({half} - {it}) // {one}) END)"
)
_TIERS = (
    "(CASE rule WHEN 1 THEN 3 * {base} + 2 * greatest({base} - 3000000, 0)"
    " + 2 * greatest({base} - 5000000, 0) WHEN 2 THEN 4 * {base} ELSE 2 * {base} END)"
)
# What a shared customer's lines come to by a rule and month is shared, and each line has what it
# adds.
_CREDITED = f"""
CREATE OR REPLACE TEMP TABLE credited AS
WITH ruled AS (
  SELECT number, salesperson, party, date, month(date) AS month, net,
         CASE category WHEN 'sheet' THEN 1 WHEN 'ingot' THEN 2 ELSE 3 END AS rule,
         CASE WHEN days_overdue > 180 THEN 0 WHEN days_overdue > 120 THEN 20
              WHEN days_overdue > 90 THEN 50 WHEN days_overdue > 60 THEN 60
              WHEN days_overdue > 30 THEN 80 ELSE 100 END AS pays
  FROM lines),
shared AS (
  SELECT *, {_ROUNDED.format(it="(60 * after)", half=50, one=100)}
         - {_ROUNDED.format(it="(60 * (after - net))", half=50, one=100)} AS sixty
  FROM (SELECT *, sum(net) OVER (PARTITION BY party, rule, month
            ORDER BY date, number ROWS UNBOUNDED PRECEDING)::BIGINT AS after
        FROM ruled SEMI JOIN shares USING (party)))
SELECT number, salesperson AS who, month, date, rule, pays, net AS base
FROM ruled ANTI JOIN shares USING (party)
UNION ALL
SELECT number, who, month, date, rule, pays, CASE part WHEN 1 THEN sixty ELSE net - sixty END
FROM shared JOIN shares USING (party)
"""
_LINES = f"""
SELECT number, who, {_ROUNDED.format(it="total", half=5000, one=10000)}
       - {_ROUNDED.format(it="(total - earned)", half=5000, one=10000)} AS commission
FROM (SELECT number, who, earned, sum(earned) OVER (PARTITION BY who, rule, month
          ORDER BY date, number ROWS UNBOUNDED PRECEDING)::BIGINT AS total
      FROM (SELECT *, greatest(least(pays * ({_TIERS.format(base="after")}
                   - {_TIERS.format(base="(after - base)")}), 50000000), -50000000) AS earned
            FROM (SELECT *, sum(base) OVER (PARTITION BY who, rule, month
                      ORDER BY date, number ROWS UNBOUNDED PRECEDING)::BIGINT AS after
                  FROM credited)))
"""
_OVERRIDES = f"""
SELECT manager, month, {_ROUNDED.format(it="sum", half=100, one=200)} AS amount
FROM (SELECT manager, month, sum(base)::BIGINT AS sum
      FROM credited JOIN team ON team.salesperson = who WHERE manager IS NOT NULL
      GROUP BY manager, month)
"""


def with_duckdb(given: Tables) -> Callable[[], Answer]:
    connection = duckdb.connect(config={"threads": THREADS})
    for name in ("lines", "people", "credits"):
        connection.register(f"given_{name}", given[name])
    connection.execute("CREATE TABLE lines AS SELECT * FROM given_lines")
    connection.execute("CREATE TABLE team AS SELECT * FROM given_people")
    connection.execute(
        "CREATE TABLE shares AS SELECT party, salesperson AS who,"
        " CASE WHEN share IS NULL THEN 2 ELSE 1 END AS part FROM given_credits"
    )

    def run() -> Answer:
        connection.execute(_CREDITED)
        lines = connection.sql(_LINES).to_arrow_table()
        overrides = {
            (manager, f"2026-{month:02}"): amount
            for manager, month, amount in connection.sql(_OVERRIDES).fetchall()
        }
        return lines, overrides

    return run


def by_line_and_person(lines: pa.Table) -> Any:
    """Number, person and cents of each credited line, in that order."""
    number = lines["number" if "number" in lines.column_names else "line"]
    person = lines["who" if "who" in lines.column_names else "salesperson"].to_numpy()
    column = lines["commission"].combine_chunks()
    cents = (
        decimal_coefficients(column).astype(np.int64)
        if pa.types.is_decimal(column.type)
        else column.to_numpy()
    )
    order = np.lexsort([person, number.to_numpy()])
    return number.to_numpy()[order], person[order], cents[order]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only-o2c", action="store_true")
    options = parser.parse_args()
    given = tables(options.rows, options.people)
    engines: dict[str, Callable[[], Answer]] = {"o2c": with_o2c(given)}
    if not options.only_o2c:
        engines["duckdb"] = with_duckdb(given)
    lines, overrides = engines["o2c"]()
    expected = by_line_and_person(lines)
    for name, run in engines.items():
        other_lines, other_overrides = run()
        for mine, theirs in zip(expected, by_line_and_person(other_lines), strict=True):
            assert np.array_equal(mine, theirs), f"{name} pays other commissions"
        assert overrides == other_overrides, f"{name} pays other overrides"
    print(f"{options.rows:,} lines of {options.people:,} people: {expected[2].sum() / 100:,.2f}")
    print_times(time_in_turns(engines, options.runs), options.rows, "lines")


if __name__ == "__main__":
    main()
