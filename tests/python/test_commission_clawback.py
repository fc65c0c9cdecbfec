"""Returns within and after a plan's clawback, and totals by rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import o2c
import pandas as pd
import pytest

PLAN = o2c.Plan("Export", "CNY", "4%", clawback_days=90)


def returned_on(day: dt.date | None, **others: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "salesperson": ["Li", "Li"],
            "date": [dt.date(2026, 11, 2)] * 2,
            "net": [1_000_00, -400_00],
            "returned": [None, day],
            **others,
        }
    )


@pytest.mark.parametrize(
    ("days", "earned"), [(0, "24"), (89, "24"), (90, "24"), (91, "40"), (400, "40")]
)
def test_a_return_takes_back_until_the_last_day(days: int, earned: str) -> None:
    lines = returned_on(dt.date(2026, 11, 2) + dt.timedelta(days))
    result = o2c.commission(lines, plan=PLAN, period="2026-11")
    assert result.totals["commission"] == o2c.Money(earned, "CNY")
    standings = {row["standing"]: row["net"] for row in result.tie_out}
    if earned == "24":
        assert standings == {"counted": o2c.Money("600", "CNY")}
    else:
        assert standings == {
            "counted": o2c.Money("1000", "CNY"),
            "too_late": o2c.Money("-400", "CNY"),
        }
        assert result.lines.to_arrow().to_pylist()[1] == {
            "period": None,
            "rule": "all",
            "commission": None,
        }
        assert result.unmatched == []


def test_a_return_says_when_it_came() -> None:
    for day in (None, dt.date(2026, 11, 1)):
        with pytest.raises(o2c.BadTable) as raised:
            o2c.commission(returned_on(day), plan=PLAN, period="2026-11")
        (fault,) = raised.value.faults
        assert (fault.row, fault.field) == (1, "returned")
    with pytest.raises(o2c.BadTable, match='"returned" is missing'):
        o2c.commission(returned_on(None).drop(columns="returned"), plan=PLAN, period="2026-11")
    # Plans that take back whenever do not ask.
    o2c.commission(returned_on(None), plan=o2c.Plan("Any", "CNY", "4%"), period="2026-11")


@pytest.mark.parametrize(("days", "late"), [(90, 0), (91, 2)])
def test_what_is_recovered_comes_back_if_it_was_taken(days: int, late: int) -> None:
    """Of 500 all is written off, and recovered; too late to be taken back, it had never left."""
    sold = dt.date(2026, 11, 2)
    gone = sold + dt.timedelta(days)
    lines = pd.DataFrame(
        {
            "salesperson": ["Li"] * 3,
            "date": [sold] * 3,
            "net": [500_00, -500_00, 500_00],
            "returned": [None, gone, dt.date(2027, 6, 1)],
            "written_off": [None, None, gone],
        }
    )
    result = o2c.commission(lines, plan=PLAN, period="2026-11")
    assert result.totals["commission"] == o2c.Money("20", "CNY")
    standings = {row["standing"]: row["lines"] for row in result.tie_out}
    assert standings.get("too_late", 0) == late
    if late:
        assert "written off more than 90 days after the sale" in str(result.explain_line(2))
    # By itself it brings what its write-off took.
    recovered = o2c.commission(lines.tail(1), plan=PLAN, period="2026-11")
    assert recovered.totals["commission"] == o2c.Money("0" if late else "20", "CNY")


def test_what_is_recovered_was_sold_before() -> None:
    lines = returned_on(dt.date(2026, 12, 1), written_off=[dt.date(2026, 11, 1), None])
    with pytest.raises(o2c.BadTable) as raised:
        o2c.commission(lines, plan=PLAN, period="2026-11")
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [(0, "written_off")]
    o2c.commission(lines, plan=o2c.Plan("Any", "CNY", "4%"), period="2026-11")


def test_all_that_a_return_lacks_is_named_at_once() -> None:
    plan = o2c.Plan("Export", "CNY", "4%", basis="gross_profit", clawback_days=90)
    lines = returned_on(None, cost=[700_00, None])
    lines["cost"] = lines["cost"].astype("Int64")
    with pytest.raises(o2c.BadTable) as raised:
        o2c.commission(lines, plan=plan, period="2026-11")
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [
        (1, "cost"),
        (1, "returned"),
    ]


def test_what_is_excluded_does_not_come_too_late() -> None:
    plan = o2c.Plan(
        "Export",
        "CNY",
        [
            o2c.PlanRule("gifts", products=["gift"], excluded=True),
            o2c.PlanRule("rest", "4%", products=["pump"]),
        ],
        clawback_days=0,
    )
    late = dt.date(2026, 12, 1)
    for product, standing in (("gift", "excluded"), ("pump", "too_late"), ("hat", "unmatched")):
        lines = returned_on(late, product=["pump", product])
        result = o2c.commission(lines, plan=plan, period="2026-11")
        assert {row["standing"] for row in result.tie_out} == {"counted", standing}
        assert result.totals["commission"] == o2c.Money("40", "CNY")


def test_a_plan_states_it_as_text() -> None:
    assert o2c.Plan.from_toml(PLAN.to_toml()) == PLAN
    assert "clawback_days = 90" in PLAN.to_toml()
    assert "more than 90 days after the sale take nothing back" in PLAN.describe()
    assert "90 日" in PLAN.describe("zh")
    with pytest.raises(o2c.InvalidArgument, match="clawback_days"):
        o2c.Plan("Export", "CNY", "4%", clawback_days=-1)


def test_a_late_return_in_a_book_changes_nothing_and_is_known() -> None:
    book = o2c.CommissionBook()
    sale = returned_on(None).head(1)
    book.close(book.settle(sale, plan=PLAN, period="2026-11"))
    lines = returned_on(dt.date(2027, 2, 1))  # 91 days.
    december = book.settle(lines, plan=PLAN, period="2026-12")
    assert [row["line"] for row in december.late] == [1]
    assert december.corrections == []
    book.close(december)
    assert book.settle(lines, plan=PLAN, period="2027-01").late == []


def test_totals_by_rule_make_the_total() -> None:
    plan = o2c.Plan(
        "Export",
        "CNY",
        [o2c.PlanRule("pumps", "4%", products=["pump"]), o2c.PlanRule("rest", "1%")],
        cap="30 CNY",
    )
    lines = returned_on(None, product=["pump", "hat"])
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert result.by_rule == [
        {
            "salesperson": "Li",
            "period": o2c.Period("2026-11"),
            "rule": rule,
            "lines": 1,
            "base": o2c.Money(base, "CNY"),
            "quantity": None,
            "commission": o2c.Money(commission, "CNY"),
        }
        for rule, base, commission in (("pumps", "1000", "40"), ("rest", "-400", "-4"))
    ]
    assert result.rows[0]["commission"] == o2c.Money("36", "CNY")
    statement = result.statement("Li")
    assert statement.by_rule == result.by_rule
    assert "pumps" in statement.to_html()
