"""Where commissions of tables could go wrong silently: each was, or nearly was, a wrong amount."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pyarrow as pa
import pytest

NOVEMBER = dt.date(2026, 11, 3)


def table(*nets: str, dates: list[dt.date] | None = None, **columns: Any) -> pa.Table:
    rows = len(nets)
    return pa.table(
        {
            "salesperson": ["Li"] * rows,
            "date": dates or [NOVEMBER] * rows,
            "net": pa.array([Decimal(net) for net in nets], pa.decimal128(20, 2)),
            **columns,
        }
    )


def settled(lines: Any, plan: o2c.Plan, **inputs: Any) -> o2c.CommissionResult:
    return o2c.commission(lines, plan=plan, period=inputs.pop("period", "2026-11"), **inputs)


def cny(amount: str) -> o2c.Money:
    return o2c.Money(amount, "CNY")


def test_what_cannot_be_paid_out_is_said_at_once() -> None:
    plan = o2c.Plan("Exact", "CNY", "100%", rounding="exact", holdback="50%")
    with pytest.raises(o2c.InexactResult):
        settled(table("0.01"), plan)


def test_first_orders_are_true_or_false() -> None:
    plan = o2c.Plan("New", "CNY", [o2c.PlanRule("new", "5%", first_order=True)])
    with pytest.raises(o2c.BadTable, match="first_order"):
        settled(table("100.00", first_order=["true"]), plan)
    result = settled(table("100.00", "100.00", first_order=[True, False]), plan)
    assert result.totals["commission"] == cny("5")
    assert result.unmatched == [1]
    with pytest.raises(o2c.BadTable, match='row 1, first_order "null"'):
        settled(table("1", "2", first_order=[True, None]), plan)


def test_amount_digits_are_those_of_all_tables() -> None:
    tiers = o2c.RateSchedule("marginal", [("0%", "2%"), ("100%", "3%")])
    plan = o2c.Plan("Quota", "CNY", [o2c.PlanRule("all", tiers, tiers_over="attainment")])
    lines = table("0").set_column(2, "net", pa.array([600_000]))
    targets = pd.DataFrame({"salesperson": ["Li"], "period": ["2026-11"], "target": [500_000]})
    openings = pd.DataFrame({"salesperson": ["Li"], "overpaid": [1_000]})
    result = settled(lines, plan, targets=targets, openings=openings, amount_digits=0)
    assert result.totals["commission"] == cny("13000")
    assert result.payouts[0]["repaid"] == cny("1000")


def test_a_plan_that_looks_at_more_than_the_base_tells_no_commission_of_it() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, 20), (100, 30)], per_unit=True)
    plan = o2c.Plan("Tonnes", "CNY", [o2c.PlanRule("all", tiers, tiers_over="quantity")])
    with pytest.raises(o2c.InvalidArgument, match="by the base alone"):
        plan.commission("100 CNY")


def test_sums_of_spans_overflow_with_an_error() -> None:
    plan = o2c.Plan("Quarter", "CNY", "1%", accumulation="quarter")
    dates = [dt.date(2026, 10, 3), NOVEMBER, NOVEMBER]
    large = "90000000000000000.00"
    with pytest.raises(o2c.Overflow):
        settled(table("-" + large, large, large, dates=dates), plan)


def test_bounds_of_days_may_be_of_any_size() -> None:
    modifier = o2c.Modifier("days_overdue", [(10**19, "50%")])
    plan = o2c.Plan("Late", "CNY", "10%", modifiers=[modifier])
    result = settled(table("100.00", days_overdue=[3]), plan)
    assert result.totals["commission"] == cny("10")


def test_discounts_overflow_with_their_row() -> None:
    plan = o2c.Plan("List", "CNY", "10%", modifiers=[o2c.Modifier("discount", [("10%", "0%")])])
    lines = table(
        "-92233720368547758.07",
        list_price=pa.array([Decimal("92233720.36854775807")], pa.decimal128(19, 11)),
        quantity=pa.array([Decimal("922337203.6854775807")], pa.decimal128(19, 10)),
    )
    with pytest.raises(o2c.BadTable, match="row 0, list_price"):
        settled(lines, plan)


def test_numbered_people_are_the_same_however_they_are_written() -> None:
    lines = table("100.00", "100.00", party=["Acme", "Beta"])
    lines = lines.set_column(0, "salesperson", pa.array([7, 8]))
    credits = pd.DataFrame({"party": ["Beta"], "salesperson": ["007"], "share": ["100%"]})
    result = settled(lines, o2c.Plan("Flat", "CNY", "10%"), credits=credits)
    assert [(row["salesperson"], row["commission"]) for row in result.rows] == [(7, cny("20"))]


def refused_rows(**inputs: Any) -> list[tuple[Any, ...]]:
    lines = table("100.00", party=["Acme"]).set_column(0, "salesperson", pa.array([7]))
    with pytest.raises(o2c.Error) as refused:
        settled(lines, **inputs)
    return [(each.file, each.row, each.field, each.value) for each in refused.value.faults]


def test_who_has_no_number_where_people_have_is_named_by_table_and_row() -> None:
    plan = o2c.Plan("Flat", "CNY", "10%", entitled="team", draw="5 CNY", after_leaving="successor")
    people = pd.DataFrame(
        {
            "salesperson": ["7", "Wu", "Li", "Ma"],
            "to_date": [None, None, dt.date(2026, 9, 30), dt.date(2026, 9, 30)],
            "left": [dt.date(2026, 10, 31), None, None, None],
            "successor": ["Ma", None, None, None],
        }
    )
    credits = pd.DataFrame(
        {"party": ["Acme"] * 2, "salesperson": ["7", "Ma"], "share": ["50%", "50%"]}
    )
    targets = pd.DataFrame(
        {
            "salesperson": ["7", "Wu"],
            "period": ["2026-11"] * 2,
            "target": [Decimal(5), Decimal(9)],
        }
    )
    found = refused_rows(plan=plan, people=people, credits=credits, targets=targets)
    # Li, of whom nothing is settled, may be anybody.
    assert found == [
        ("credits", 1, "salesperson", "Ma"),
        ("people", 1, "salesperson", "Wu"),
        ("people", 3, "salesperson", "Ma"),
        ("targets", 1, "salesperson", "Wu"),
    ]


def test_wrong_targets_are_named_by_row() -> None:
    tiers = o2c.RateSchedule("marginal", [("0%", "2%"), ("100%", "3%")])
    plan = o2c.Plan("Quota", "CNY", [o2c.PlanRule("all", tiers, tiers_over="attainment")])
    targets = pd.DataFrame(
        {
            "salesperson": [7, 7, 7, 8, 8],
            "period": ["2025-01", "2026-11", "2026-11", "2026-11", "2026Q4"],
            "target": [Decimal(each) for each in (1, 5, 9, -3, 0)],
        }
    )
    expected = [
        ("targets", 2, "period", "2026-11"),
        ("targets", 3, "target", "-3.00 CNY"),
        ("targets", 4, "target", "0.00 CNY"),
        ("targets", 4, "period", "2026Q4"),
    ]
    assert refused_rows(plan=plan, targets=targets) == expected
    # Of a history, which looks at those of its version alone, the rows are the table's.
    history = o2c.PlanHistory([("2026-01-01", plan)])
    assert refused_rows(plan=history, targets=targets) == expected


def test_a_target_of_somebody_numbered_twice_is_refused() -> None:
    tiers = o2c.RateSchedule("marginal", [("0%", "2%"), ("100%", "3%")])
    plan = o2c.Plan("Quota", "CNY", [o2c.PlanRule("all", tiers, tiers_over="attainment")])
    lines = table("100.00").set_column(0, "salesperson", pa.array([7]))
    targets = pd.DataFrame(
        {"salesperson": ["7", "007"], "period": ["2026-11"] * 2, "target": [Decimal(5), Decimal(9)]}
    )
    with pytest.raises(o2c.InvalidArgument, match=r"row 1.*007.*one target for 2026-11"):
        settled(lines, plan, targets=targets)


def test_what_does_not_count_is_not_shared() -> None:
    plan = o2c.Plan("Exact", "CNY", "100%", rounding="exact")
    credits = pd.DataFrame(
        {"party": ["Acme"] * 2, "salesperson": ["Li", "Wu"], "share": ["50%", None]}
    )
    dates = [dt.date(2025, 11, 3), NOVEMBER]
    lines = table("100.01", "100.00", dates=dates, party=["Acme"] * 2)
    assert settled(lines, plan, credits=credits).totals["commission"] == cny("100")
    with pytest.raises(o2c.InexactResult, match="row 0"):
        settled(lines, plan, credits=credits, period="2025-11")


def test_overrides_and_pools_of_months_make_the_quarter() -> None:
    plan = o2c.Plan(
        "Team",
        "CNY",
        "1%",
        accumulation="quarter",
        overrides=[o2c.Override("5%")],
        pools=[o2c.Pool("office", "5%", {"Ma": 1})],
    )
    dates = [dt.date(2026, month, 5) for month in (10, 11, 12)]
    lines = table("33.33", "33.33", "33.34", dates=dates)
    people = pd.DataFrame({"salesperson": ["Li", "Chen", "Ma"], "manager": ["Chen", None, None]})
    months = [settled(lines, plan, people=people, period=f"2026-{month}") for month in (10, 11, 12)]
    assert [result.overrides[0]["amount"] for result in months] == [
        cny("1.67"),
        cny("1.66"),
        cny("1.67"),
    ]
    assert sum((result.pools[0]["amount"] for result in months), cny("0")) == cny("5")
    quarter = settled(lines, plan, people=people, period="2026Q4")
    assert quarter.overrides[0]["amount"] == cny("5") == quarter.pools[0]["amount"]


def test_parts_of_a_target_are_not_taken_for_amounts_without_doubt() -> None:
    tiers = o2c.RateSchedule("marginal", [("0%", "3%"), ("120%", "5%")])
    [doubt] = o2c.Plan("Quota", "CNY", tiers).lint()
    assert "tiers over attainment" in doubt
    [doubt] = o2c.Plan("Capped", "CNY", [o2c.PlanRule("all", "3%", line_cap="5 CNY")]).lint()
    assert "for each receipt" in doubt


def test_nothing_counts_where_all_is_excluded() -> None:
    plan = o2c.Plan("None", "CNY", [o2c.PlanRule("x", excluded=True)], basis="gross_profit")
    result = settled(table("100.00"), plan)
    assert result.rows == []
    assert [row["standing"] for row in result.tie_out] == ["excluded"]
