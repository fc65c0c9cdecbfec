"""Parts of the people, settled apart, make the whole."""

from __future__ import annotations

import datetime as dt
import pickle
import random
from functools import reduce
from operator import add
from typing import Any

import o2c
import pyarrow as pa
import pytest

PLAN = o2c.Plan(
    "Team",
    "CNY",
    [
        o2c.PlanRule("steel", o2c.RateSchedule("marginal", [(0, "3%"), (5_000, "5%")]),
                     products=["steel"]),
        o2c.PlanRule("rest", "2%", line_cap="50 CNY"),
    ],
    overrides=[o2c.Override("0.5%")],
    pools=[o2c.Pool("all", "0.1%", {"1": 2, "7": 1})],
    cap="900 CNY",
    draw="100 CNY",
)  # fmt: skip
TEAM = pa.table({"salesperson": range(10), "manager": pa.array([*[9] * 9, None], pa.int64())})


def lines(seed: int = 7, far: int = 0) -> pa.Table:
    rng = random.Random(seed)
    rows = 3_000
    days = [dt.date(2026, 10, 1) + dt.timedelta(rng.randrange(40)) for _ in range(rows)]
    return pa.table(
        {
            "salesperson": pa.array([far + rng.randrange(9) for _ in range(rows)], pa.int64()),
            "date": pa.array(days, pa.date32()),
            "net": pa.array([rng.randrange(-20_00, 300_00) for _ in range(rows)], pa.int64()),
            "product": [rng.choice(["steel", "zinc"]) for _ in range(rows)],
        }
    )


def settle(table: pa.Table, **options: Any) -> o2c.CommissionResult:
    return o2c.commission(table, plan=PLAN, period="2026-10", people=TEAM, **options)


def parts_of(table: pa.Table, count: int = 4) -> list[o2c.CommissionPart]:
    of_part = [number % count for number in table["salesperson"].to_pylist()]
    parts = []
    for each in range(count):
        part = settle(table.filter(pa.array([of == each for of in of_part]))).part()
        parts.append(pickle.loads(pickle.dumps(part)))  # As from another machine.
    return parts


def test_parts_make_the_whole_in_any_order() -> None:
    table = lines()
    whole = settle(table)
    parts = parts_of(table)
    for order in (parts, parts[::-1]):
        total = reduce(add, order).finish(people=TEAM)
        assert [{**row, "salesperson": int(row["salesperson"])} for row in total.rows] == whole.rows
        assert total.by_rule == whole.by_rule
        assert total.overrides == whole.overrides
        assert total.pools == whole.pools
        assert total.payouts == whole.payouts
        assert total.tie_out == whole.tie_out
        assert total.exchanges == whole.exchanges == []
        assert str(total.explain_payout(9)) == str(whole.explain_payout(9))
    assert whole.part() == reduce(add, parts)
    assert repr(parts[0]) == "<CommissionPart: 3 people, Team, 2026-10>"


def test_parts_know_what_a_longer_period_has_paid_before() -> None:
    plan = o2c.Plan(
        "Capped",
        "CNY",
        "10%",
        cap="2500 CNY",
        longer_period="quarter",
        longer_cap="3000 CNY",
        payable_on="invoice",
    )
    table = lines().append_column("invoice_date", pa.array([dt.date(2026, 10, 1)] * 3_000))

    def november(part: pa.Table) -> o2c.CommissionResult:
        return o2c.commission(part, plan=plan, period="2026-11")

    whole = november(table)
    people = table["salesperson"].to_pylist()
    parts = [
        november(table.filter(pa.array([who % 3 == each for who in people]))).part()
        for each in range(3)
    ]
    total = reduce(add, parts).finish()
    assert [{**row, "salesperson": int(row["salesperson"])} for row in total.rows] == whole.rows
    assert total.payouts == whole.payouts
    # October's cap leaves 500 of the quarter's to all.
    assert {row["bounded"] for row in whole.rows} == {o2c.Money("500", "CNY")}
    assert {row["commission"] > row["bounded"] for row in whole.rows} == {True}


def test_balances_are_for_the_whole() -> None:
    october = settle(lines())
    table = lines(seed=8)
    whole = o2c.commission(table, plan=PLAN, period="2026-11", people=TEAM, previous=october)
    part = o2c.commission(table, plan=PLAN, period="2026-11", people=TEAM).part()
    total = part.finish(people=TEAM, previous=october)
    assert total.payouts == whole.payouts
    with pytest.raises(o2c.InvalidArgument, match="ends the day before"):
        part.finish(people=TEAM, previous=whole)


def test_parts_that_make_no_whole_are_refused() -> None:
    first, second, *_ = parts_of(lines())
    with pytest.raises(o2c.InvalidArgument, match="somebody of one part") as raised:
        first + second + first
    assert [fault.value for fault in raised.value.faults] == ["0", "4", "8"]
    other = o2c.commission(lines(), plan=PLAN, period="2026-11", people=TEAM).part()
    with pytest.raises(o2c.InvalidArgument, match="2026-10, as of the other part"):
        first + other
    with pytest.raises(o2c.InvalidArgument, match="team"):
        first.finish()
    with pytest.raises(TypeError):
        first + 1  # type: ignore[operator]


def test_numbers_far_from_0_are_settled_alike() -> None:
    near = o2c.commission(lines(), plan=o2c.Plan("P", "CNY", "3%"), period="2026-10")
    for far in (2_000_000, 10**15, -(10**15)):
        result = o2c.commission(lines(far=far), plan=near.plan, period="2026-10")
        assert [row["salesperson"] - far for row in result.rows] == [
            row["salesperson"] for row in near.rows
        ]
        assert result.totals == near.totals
        assert result.lines.to_arrow().equals(near.lines.to_arrow())
        assert result.explain_line(0).recheck() == []
