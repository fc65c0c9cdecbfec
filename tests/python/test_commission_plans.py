"""Whole commission plans: worked examples, an independent oracle, laws, and what is refused."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import o2c
import oracle_plan
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_number import MODES

BANDS = [(0, "3%"), (300_000, "5%"), (500_000, "7%")]
LATE = [(30, "80%"), (60, "60%"), (90, "50%"), (120, "20%"), (180, "0%")]


def cny(amount: str | int) -> o2c.Money:
    return o2c.Money(str(amount), "CNY")


def lines_of(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Lines by Li on 3 November 2026, unless they say something else."""
    table = pd.DataFrame([{"salesperson": "Li", "date": "2026-11-03", **row} for row in rows])
    table["date"] = pd.to_datetime(table["date"])
    for name in {"net", "cost", "quantity", "list_price", "amount"} & set(table.columns):
        exact = [None if pd.isna(each) else Decimal(str(each)) for each in table[name]]
        table[name] = pd.Series(exact, dtype=object)
    return table


def by_person(rows: Sequence[Mapping[str, Any]]) -> dict[Any, Mapping[str, Any]]:
    found = {row["salesperson"]: row for row in rows}
    assert len(found) == len(rows)
    return found


# --- worked examples ----------------------------------------------------------------------------


def test_a_shared_late_receipt_is_paid_as_the_handbook_says() -> None:
    plan = o2c.Plan(
        "Cash",
        "CNY",
        [o2c.PlanRule("all", "4%", line_cap="5000 CNY")],
        modifiers=[o2c.Modifier("days_overdue", LATE)],
        overrides=[o2c.Override("0.5%")],
        draw="3000 CNY",
    )
    result = o2c.commission(
        lines_of({"document": "R1", "net": 200_000, "amount": 226_000, "days_overdue": 35}),
        plan=plan,
        period="2026-11",
        credits=pd.DataFrame(
            {"document": ["R1", "R1"], "salesperson": ["Li", "Wu"], "share": ["60%", None]}
        ),
        people=pd.DataFrame({"salesperson": ["Li", "Wu", "Zhu"], "manager": ["Zhu", "Zhu", None]}),
        openings=pd.DataFrame({"salesperson": ["Li"], "corrections": [Decimal(-500)]}),
    )
    rows = by_person(result.rows)
    assert (rows["Li"]["base"], rows["Li"]["commission"]) == (cny(120_000), cny(3_840))
    assert (rows["Wu"]["base"], rows["Wu"]["commission"]) == (cny(80_000), cny(2_560))
    payouts = by_person(result.payouts)
    assert payouts["Li"]["corrections"] == cny(-500)
    assert payouts["Li"]["recovered"] == cny(3_000)
    assert payouts["Li"]["payable"] == cny("340.00")
    assert payouts["Wu"]["draw"] == cny(440)
    (override,) = result.overrides
    assert (override["manager"], override["level"]) == ("Zhu", 1)
    assert (override["of"], override["amount"]) == (cny(200_000), cny(1_000))
    assert payouts["Zhu"]["overrides"] == cny(1_000)
    assert result.explain_line(0, "Li").steps[-1].result == cny(3_840)
    assert result.explain_payout("Li").steps[-1].result == cny(340)
    for why in (
        result.explain("Li", "2026-11"),
        result.explain_line(0, "Li"),
        result.explain_line(0, "Wu"),
        result.explain_payout("Li"),
        result.explain_payout("Zhu"),
    ):
        assert why.recheck() == []


def test_gross_profit_earns_of_what_is_left() -> None:
    plan = o2c.Plan("Profit", "CNY", "10%", basis="gross_profit")
    result = o2c.commission(
        lines_of({"net": 200_000, "cost": 150_000}), plan=plan, period="2026-11"
    )
    assert result.rows[0]["commission"] == cny(5_000)
    assert result.explain_line(0).recheck() == []


@pytest.mark.parametrize(
    ("method", "pays"),
    [("marginal", ["26000", "19000", "19000.00"]), ("whole", ["42000", "25000", "35000.00"])],
)
def test_tiers_pay_in_a_table_what_the_handbook_says(method: str, pays: list[str]) -> None:
    plan = o2c.Plan("Any", "CNY", o2c.RateSchedule(method, BANDS))
    lines = lines_of(
        {"salesperson": "A", "net": 400_000},
        {"salesperson": "A", "net": 200_000},
        {"salesperson": "B", "net": "500000.00"},
        {"salesperson": "C", "net": "500000.01"},
    )
    rows = by_person(o2c.commission(lines, plan=plan, period="2026-11").rows)
    assert [rows[who]["commission"] for who in "ABC"] == [cny(each) for each in pays]


@pytest.mark.parametrize(("edge", "pays"), [("closes", (25_000, 10)), ("opens", (35_000, 20))])
def test_an_edge_belongs_to_the_tier_that_the_plan_says(edge: str, pays: tuple[int, int]) -> None:
    by_margin = o2c.RateSchedule("whole", [(0, "1%"), (Decimal("0.2"), "2%")], edge=edge)
    plan = o2c.Plan(
        "Edges",
        "CNY",
        [
            o2c.PlanRule("margin", by_margin, tiers_over="margin", products=["steel"]),
            o2c.PlanRule("rest", o2c.RateSchedule("whole", BANDS, edge=edge)),
        ],
    )
    lines = lines_of(
        {"product": "copper", "net": 500_000}, {"product": "steel", "net": 1_000, "cost": 800}
    )
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert result.lines.to_arrow()["commission"].to_pylist() == [Decimal(each) for each in pays]


def test_what_is_above_the_target_earns_more() -> None:
    rule = o2c.PlanRule(
        "all", o2c.RateSchedule("marginal", [(0, "2%"), (1, "3%")]), tiers_over="attainment"
    )
    result = o2c.commission(
        lines_of({"net": 600_000}),
        plan=o2c.Plan("Quota", "CNY", [rule], accumulation="quarter"),
        period="2026Q4",
        targets=pd.DataFrame(
            {"salesperson": ["Li"], "period": ["2026Q4"], "target": [Decimal(500_000)]}
        ),
    )
    assert result.rows[0]["commission"] == cny(13_000)
    assert result.explain_line(0).recheck() == []


@pytest.mark.parametrize(
    ("days", "pays"),
    [(30, 1000), (31, 800), (60, 800), (61, 600), (91, 500), (121, 200), (180, 200), (181, 0)],
)
def test_what_was_paid_late_earns_less(days: int, pays: int) -> None:
    plan = o2c.Plan("Late", "CNY", "1%", modifiers=[o2c.Modifier("days_overdue", LATE)])
    lines = lines_of({"net": 100_000, "days_overdue": days})
    assert o2c.commission(lines, plan=plan, period="2026-11").rows[0]["commission"] == cny(pays)


def test_a_line_of_which_nothing_is_left_earns_no_floor() -> None:
    plan = o2c.Plan(
        "Late",
        "CNY",
        [o2c.PlanRule("all", "1%", line_floor="50 CNY", line_cap="900 CNY")],
        modifiers=[o2c.Modifier("days_overdue", LATE)],
    )
    lines = lines_of(
        *({"net": net, "days_overdue": days} for days in (180, 181) for net in (1_000, -1_000)),
        {"net": 500_000, "days_overdue": 0},
    )
    result = o2c.commission(lines, plan=plan, period="2026-11")
    paid = result.lines.to_arrow()["commission"].to_pylist()
    assert paid == [Decimal(each) for each in (50, -50, 0, 0, 900)]


def test_parts_of_a_deal_make_it() -> None:
    lines = lines_of({"net": "33.33"}, {"net": "33.33"}, {"net": "33.34"})
    for rounded, pays in (("cumulative", "5.00"), ("line", "5.01")):
        plan = o2c.Plan("Flat", "CNY", "5%", rounded=rounded)
        result = o2c.commission(lines, plan=plan, period="2026-11")
        assert result.rows[0]["commission"] == cny(pays)


@pytest.mark.parametrize(("method", "costs"), [("marginal", 8_000), ("whole", 18_000)])
def test_a_return_is_taken_back_in_the_next_period(method: str, costs: int) -> None:
    plan = o2c.Plan("Any", "CNY", o2c.RateSchedule(method, BANDS), draw="1000 CNY")
    october = {"date": "2026-10-09", "net": 600_000}
    # The return comes in November, refers to the sale, and is dated as it.
    back = {"date": "2026-10-09", "net": -120_000}
    settled = o2c.commission(lines_of(october), plan=plan, period="2026-10")
    recomputed = o2c.commission(lines_of(october, back), plan=plan, period="2026-10")
    correction = recomputed.rows[0]["bounded"] - settled.rows[0]["bounded"]
    assert correction == cny(-costs)
    (row,) = o2c.corrections(settled, recomputed)
    assert (row["salesperson"], row["correction"]) == ("Li", correction)

    closed = by_person(settled.payouts)["Li"]
    openings = {
        "salesperson": ["Li"],
        "corrections": [correction.amount],
        **{name: [closed[name].amount] for name in ("overpaid", "draw", "held")},
    }
    november = lines_of({"net": 200_000})
    result = o2c.commission(november, plan=plan, period="2026-11", openings=pd.DataFrame(openings))
    carried_on = o2c.commission(
        november, plan=plan, period="2026-11", previous=settled, corrections=[row]
    )
    assert carried_on.payouts == result.payouts
    payout = by_person(result.payouts)["Li"]
    assert payout["commission"] == cny(6_000)
    assert payout["payable"] == cny(0)
    assert payout["overpaid"] == cny(costs - 6_000)
    assert payout["draw"] == cny(1_000)

    # What was overpaid is repaid before the draw.
    december = lines_of({"date": "2026-12-03", "net": 400_000})
    openings = {"salesperson": ["Li"], **{n: [payout[n].amount] for n in ("overpaid", "draw")}}
    result = o2c.commission(december, plan=plan, period="2026-12", openings=pd.DataFrame(openings))
    earned = 14_000 if method == "marginal" else 20_000
    payout = by_person(result.payouts)["Li"]
    assert payout["commission"] == cny(earned)
    assert payout["repaid"] == cny(costs - 6_000)
    left = earned - (costs - 6_000)
    assert payout["recovered"] == cny(2_000)
    assert payout["payable"] == cny(left - 2_000)
    assert result.explain_payout("Li").recheck() == []


def test_a_draw_is_owed_on_or_forgiven() -> None:
    lines = lines_of({"net": 10_000})
    for recoverable, owed, forgiven in ((True, 200, 0), (False, 0, 200)):
        plan = o2c.Plan("Draw", "CNY", "3%", draw="500 CNY", draw_recoverable=recoverable)
        (payout,) = o2c.commission(lines, plan=plan, period="2026-11").payouts
        assert (payout["advanced"], payout["recovered"]) == (cny(500), cny(300))
        assert (payout["draw"], payout["forgiven"]) == (cny(owed), cny(forgiven))
        assert payout["payable"] == cny(0)


def test_what_is_held_back_is_released_later() -> None:
    plan = o2c.Plan("Hold", "CNY", "3%", holdback="10%")
    (payout,) = o2c.commission(lines_of({"net": 10_000}), plan=plan, period="2026-11").payouts
    assert (payout["held_back"], payout["payable"]) == (cny(30), cny(270))
    openings = pd.DataFrame(
        {"salesperson": ["Li"], "held": [payout["held"].amount], "released": [Decimal(20)]}
    )
    lines = lines_of({"date": "2026-12-03", "net": 10_000})
    result = o2c.commission(lines, plan=plan, period="2026-12", openings=openings)
    (payout,) = result.payouts
    assert (payout["payable"], payout["held"]) == (cny(290), cny(40))
    assert result.explain_payout("Li").recheck() == []


def test_the_first_rule_that_picks_a_line_is_its_rule() -> None:
    plan = o2c.Plan(
        "Rules",
        "CNY",
        [
            o2c.PlanRule("scrap", categories=["scrap"], excluded=True),
            o2c.PlanRule("new", "2%", first_order=True, per_line="50 CNY"),
            o2c.PlanRule("metal", "1%", categories=["metal"], line_floor="20 CNY"),
            o2c.PlanRule("by weight", products=["ore"], per_unit="0.5"),
        ],
        category_above={"copper": "metal", "cathode": "copper"},
    )
    rows = [
        ("scrap", "ore", True, 1_000, None, "scrap", None),
        ("cathode", "c1", True, 1_000, None, "new", "70"),
        ("cathode", "c1", False, 1_000, None, "metal", "20"),
        ("copper", "c1", False, -1_000, None, "metal", "-20"),
        ("other", "ore", False, 1_000, "12.5", "by weight", "6.25"),
        ("other", "c1", False, 1_000, None, None, None),
    ]
    names = ("category", "product", "first_order", "net", "quantity")
    lines = lines_of(*(dict(zip(names, row, strict=False)) for row in rows))
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert result.lines.to_arrow().select(["rule", "commission"]).to_pylist() == [
        {"rule": row[-2], "commission": row[-1] and Decimal(row[-1])} for row in rows
    ]
    assert list(result.unmatched) == [5]
    assert [(row["standing"], row["rule"], row["lines"]) for row in result.tie_out] == [
        ("counted", "new", 1),
        ("counted", "metal", 2),
        ("counted", "by weight", 1),
        ("excluded", "scrap", 1),
        ("unmatched", None, 1),
    ]


@pytest.mark.parametrize("basis", ["collected", "gross_profit"])
def test_a_plan_may_exclude_all(basis: str) -> None:
    plan = o2c.Plan("None", "CNY", [o2c.PlanRule("all", excluded=True)], basis=basis)
    result = o2c.commission(lines_of({"net": 1_000}), plan=plan, period="2026-11")
    assert (result.rows, result.payouts, result.unmatched) == ([], [], [])
    assert [(row["standing"], row["net"]) for row in result.tie_out] == [("excluded", cny(1_000))]


def test_a_sale_at_a_loss_is_no_return() -> None:
    rule = o2c.PlanRule("all", "10%", per_line="5 CNY")
    plan = o2c.Plan("Profit", "CNY", [rule], basis="gross_profit")
    lines = lines_of(
        {"net": 100, "cost": 100},
        {"net": -100, "cost": -100},
        {"net": 100, "cost": 120},
        {"net": -100, "cost": -120},
    )
    result = o2c.commission(lines, plan=plan, period="2026-11")
    paid = result.lines.to_arrow()["commission"].to_pylist()
    assert paid == [Decimal(each) for each in (5, -5, 3, -3)]


def test_thin_margins_and_discounts_multiply() -> None:
    plan = o2c.Plan(
        "Thin",
        "CNY",
        "1%",
        modifiers=[
            o2c.Modifier("discount", [("10%", "50%")]),
            o2c.Modifier("margin", [("20%", "80%"), ("5%", "0%")]),
        ],
    )
    sold = {"quantity": 10, "list_price": 1_000}
    lines = lines_of(
        {"salesperson": "A", "net": 9_000, "cost": 7_200, **sold},
        {"salesperson": "B", "net": "8999.99", "cost": 7_200, **sold},
        {"salesperson": "C", "net": 9_000, "cost": "8550.01", **sold},
        {"salesperson": "D", "net": 8_000, "cost": 6_800, **sold},
    )
    rows = by_person(o2c.commission(lines, plan=plan, period="2026-11").rows)
    assert [rows[who]["commission"] for who in "ABCD"] == [
        cny(each) for each in ("90.00", "36.00", "0.00", "32.00")
    ]


def test_months_of_a_quarter_make_it() -> None:
    plan = o2c.Plan(
        "Quarter", "CNY", o2c.RateSchedule("whole", BANDS), accumulation="quarter", cap="30000 CNY"
    )
    lines = lines_of(
        {"date": "2026-10-03", "net": 300_000},
        {"date": "2026-11-03", "net": 300_000},
        {"date": "2026-12-03", "net": -100_000},
    )
    paid = [
        o2c.commission(lines, plan=plan, period=month).rows[0]
        for month in ("2026-10", "2026-11", "2026-12")
    ]
    assert [row["commission"] for row in paid] == [cny(9_000), cny(33_000), cny(-17_000)]
    assert [row["bounded"] for row in paid] == [cny(9_000), cny(21_000), cny(-5_000)]


def test_overrides_and_pools_of_months_make_those_of_the_quarter() -> None:
    plan = o2c.Plan(
        "Quarter",
        "CNY",
        "1%",
        accumulation="quarter",
        overrides=[o2c.Override("0.5%")],
        pools=[o2c.Pool("team", "0.5%", {"Li": 1})],
    )
    people = pd.DataFrame({"salesperson": ["Li", "Zhu"], "manager": ["Zhu", None]})
    months = ["2026-10", "2026-11", "2026-12"]
    lines = lines_of(*({"date": f"{month}-03", "net": 1} for month in months))
    for periods, pays in ((months, ["0.01", "0.00", "0.01"]), (["2026Q4"], ["0.02"])):
        settled = [
            o2c.commission(lines, plan=plan, period=period, people=people) for period in periods
        ]
        assert [each.overrides[0]["amount"] for each in settled] == [cny(each) for each in pays]
        assert [each.pools[0]["amount"] for each in settled] == [cny(each) for each in pays]


def test_a_manager_earns_on_the_days_of_a_team() -> None:
    plan = o2c.Plan(
        "Team",
        "CNY",
        "1%",
        accumulation="year",
        overrides=[o2c.Override("1%"), o2c.Override("10%", level=2, of="commission")],
    )
    people = pd.DataFrame(
        {
            "salesperson": ["Li", "Li", "Mo", "Zhu"],
            "manager": ["Mo", "Zhu", "Zhu", None],
            "from_date": [pd.NaT, pd.Timestamp("2026-11-10"), pd.NaT, pd.NaT],
            "to_date": [pd.Timestamp("2026-11-09"), pd.NaT, pd.NaT, pd.NaT],
        }
    )
    lines = lines_of({"date": "2026-11-09", "net": 1_000}, {"date": "2026-11-10", "net": 20_000})
    result = o2c.commission(lines, plan=plan, period="2026-11", people=people)
    assert [
        (row["manager"], row["level"], row["of"], row["amount"]) for row in result.overrides
    ] == [
        ("Mo", 1, cny(1_000), cny(10)),
        ("Zhu", 1, cny(20_000), cny(200)),
        ("Zhu", 2, cny(10), cny(1)),
    ]


def test_a_pool_is_shared_by_weight() -> None:
    plan = o2c.Plan(
        "Pool", "CNY", "1%", pools=[o2c.Pool("team", "1%", {"Wu": 1, "Li": 1, "Xu": 1})]
    )
    result = o2c.commission(lines_of({"net": 10_000}), plan=plan, period="2026-11")
    assert [(row["pool"], row["salesperson"], row["amount"]) for row in result.pools] == [
        ("team", "Wu", cny("33.34")),
        ("team", "Li", cny("33.33")),
        ("team", "Xu", cny("33.33")),
    ]
    assert by_person(result.payouts)["Li"]["payable"] == cny("133.33")


# --- an independent oracle ----------------------------------------------------------------------

DIGITS = {"CNY": 2, "JPY": 0, "BHD": 3}
SELLERS = ["Li", "Wu", "陈", "Xu"]
PEOPLE = [*SELLERS, "Mo", "Zhu"]
ALL = [*PEOPLE, "Ou"]
NUMBERS = {who: 100 + place for place, who in enumerate(ALL)}
KINDS = {1: "month", 3: "quarter", 6: "half", 12: "year"}
TEXTS = ("document", "order", "party", "product", "category", "region", "price_list")
CATEGORY_ABOVE = {"base metal": "metal", "scrap": "base metal"}


def text(number: Fraction) -> str:
    """As a decimal number, which it has to be."""
    digits = next(n for n in range(30) if (number * 10**n).denominator == 1)
    return format(Decimal(int(number * 10**digits)).scaleb(-digits), "f")


def percent(part: Fraction) -> str:
    return f"{text(part * 100)}%"


def period_text(period: oracle_plan.Period) -> str:
    first, months = period
    part = (first.month - 1) // months + 1
    return f"{first.year}" + {1: f"-{part:02}", 3: f"Q{part}", 6: f"H{part}", 12: ""}[months]


def schedule_of(rule: oracle_plan.Rule) -> o2c.RateSchedule:
    per_unit = rule.tiers_over == "quantity" and rule.method != "table"
    tiers = [
        (text(start), text(pays) if per_unit or rule.method == "table" else percent(pays))
        for start, pays in rule.tiers
    ]
    return o2c.RateSchedule(
        rule.method,
        [(Decimal(start), Decimal(pays) if "%" not in pays else pays) for start, pays in tiers],
        edge=rule.edge,
        per_unit=per_unit,
    )


def plan_of(plan: oracle_plan.Plan, currency: str, *, numbered: bool = False) -> o2c.Plan:
    """The plan of the oracle as one of o2c; numbered: people have numbers in place of names."""

    def money(amount: Fraction | None) -> str | None:
        return None if amount is None else f"{text(amount)} {currency}"

    def part(of: Fraction | None) -> str | None:
        return None if of is None else percent(of)

    return o2c.Plan(
        "Any",
        currency,
        [
            o2c.PlanRule(
                rule.name,
                schedule_of(rule),
                products=rule.products,
                categories=rule.categories,
                parties=rule.parties,
                regions=rule.regions,
                price_lists=rule.price_lists,
                discount_over=part(rule.discount_over),
                discount_to=part(rule.discount_to),
                first_order=rule.first_order,
                from_date=rule.from_date,
                to_date=rule.to_date,
                tiers_over=rule.tiers_over,
                per_line=money(rule.per_line),
                per_unit=None if rule.per_unit is None else Decimal(text(rule.per_unit)),
                line_floor=money(rule.line_floor),
                line_cap=money(rule.line_cap),
                excluded=rule.excluded,
            )
            for rule in plan.rules
        ],
        basis=plan.basis,
        accumulation=KINDS[plan.months],
        rounding=plan.rounding,
        rounded="line" if plan.by_line else "cumulative",
        unit=money(plan.unit),
        modifiers=[
            o2c.Modifier(
                each.measure,
                [
                    (
                        int(bound) if each.measure == "days_overdue" else percent(bound),
                        percent(pays),
                    )
                    for bound, pays in each.levels
                ],
                rules=each.rules,
            )
            for each in plan.modifiers
        ],
        category_above=dict(plan.category_above),
        overrides=[
            o2c.Override(percent(rate), level=level, of=of)
            for level, (rate, of) in plan.overrides.items()
        ],
        pools=[
            o2c.Pool(
                name,
                percent(rate),
                {
                    str(NUMBERS[who]) if numbered else who: Decimal(text(weight))
                    for who, weight in weights.items()
                },
            )
            for name, (rate, weights) in plan.pools.items()
        ],
        cap=money(plan.cap),
        floor=money(plan.floor),
        holdback=part(plan.holdback),
        draw=money(plan.draw),
        draw_recoverable=plan.draw_recoverable,
        clawback_days=plan.clawback_days,
    )


@cache
def decimals(least: int, most: int, digits: int) -> st.SearchStrategy[Fraction]:
    return st.integers(least, most).map(lambda n: Fraction(n, 10**digits))


@cache
def perhaps(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@cache
def some_of(*values: str) -> st.SearchStrategy[list[str]]:
    return st.just([]) | st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


AMOUNT = st.integers(0, 600_000) | st.integers(0, 3)
EDGES = st.sampled_from([Fraction(each, 100) for each in (0, 20, 50)])


@st.composite
def rules(draw: st.DrawFn, name: str, minor: Fraction, *, picks: bool) -> oracle_plan.Rule:
    over = draw(st.sampled_from(["base", "base", "quantity", "attainment", "margin"]))
    method = draw(st.sampled_from(["marginal", "whole", "interpolated", "table"]))
    if over == "margin":
        method = "whole"
    # Numbers that lines reach.
    width = {"base": 4_000, "quantity": 400, "attainment": 8, "margin": 8}[over]
    digits = {"base": 0, "quantity": 1, "attainment": 1, "margin": 1}[over]
    start = decimals(1, width * 10**digits // 2, digits)
    if over == "base":
        start |= st.integers(1, 6).map(lambda n: Fraction(100 * n))
    if over == "margin":
        start |= EDGES.filter(bool)
    starts = sorted(draw(st.sets(start, max_size=3)))
    if method != "table":
        starts = [Fraction(0), *starts]
    elif not starts:
        starts = [Fraction(1, 2)]
    amounts = method == "table" or over == "quantity"
    pays = [draw(decimals(1, 900, 2) if amounts else decimals(0, 2_000, 4)) for _ in starts]
    selecting: dict[str, Any] = {}
    if picks:
        selecting = {
            "products": draw(some_of("steel", "copper", "zinc")),
            "categories": draw(some_of("metal", "base metal", "scrap")),
            "parties": draw(some_of("N", "O")) if draw(st.booleans()) else [],
            "regions": draw(some_of("EU")) if draw(st.booleans()) else [],
            "price_lists": draw(some_of("2025")) if draw(st.booleans()) else [],
            "discount_over": draw(perhaps(decimals(-10, 60, 2) | EDGES)),
            "discount_to": draw(perhaps(decimals(-10, 60, 2) | EDGES)),
            "first_order": draw(perhaps(st.booleans())),
            "from_date": draw(perhaps(st.dates(dt.date(2026, 1, 1), dt.date(2026, 7, 1)))),
            "to_date": draw(perhaps(st.dates(dt.date(2026, 5, 1), dt.date(2026, 12, 1)))),
        }
        # Few of them, so that the rule picks something.
        kept = draw(st.sets(st.sampled_from(sorted(selecting)), max_size=3))
        selecting = {key: value for key, value in selecting.items() if key in kept}
    if draw(st.integers(0, 7)) == 0:
        return oracle_plan.Rule(name=name, excluded=True, **selecting)
    amount = st.integers(1, 20_000)
    floor, cap = sorted([draw(amount) * minor, draw(amount) * minor])
    return oracle_plan.Rule(
        name=name,
        method=method,
        tiers=list(zip(starts, pays, strict=True)),
        edge=draw(st.sampled_from(["closes", "opens"])),
        tiers_over=over,
        per_line=draw(amount) * minor if draw(st.booleans()) else None,
        per_unit=draw(perhaps(decimals(1, 500, 2))),
        line_floor=floor if draw(st.booleans()) else None,
        line_cap=cap if draw(st.booleans()) else None,
        **selecting,
    )


@st.composite
def modifiers(draw: st.DrawFn, names: Sequence[str]) -> oracle_plan.Modifier:
    measure = draw(st.sampled_from(["days_overdue", "discount", "margin"]))
    bound = st.integers(-10, 60) | st.sampled_from([0, 20, 50])
    bounds = draw(st.sets(bound, min_size=1, max_size=3))
    in_order = sorted(bounds, reverse=measure == "margin")
    scale = 1 if measure == "days_overdue" else 100
    return oracle_plan.Modifier(
        measure=measure,
        levels=[(Fraction(each, scale), draw(decimals(0, 13, 1))) for each in in_order],
        rules=draw(st.just([]) | st.lists(st.sampled_from(names), min_size=1, unique=True)),
    )


@st.composite
def plans(draw: st.DrawFn, currency: str, *, plain: bool = False) -> oracle_plan.Plan:
    """plain: one rule, of the base alone, and no bounds."""
    minor = Fraction(1, 10 ** DIGITS[currency])
    names = [f"rule {place}" for place in range(draw(st.integers(0, 3)))]
    of_plan = [draw(rules(name, minor, picks=True)) for name in names]
    if not of_plan or draw(st.booleans()):
        of_plan.append(draw(rules("rest", minor, picks=False)))
    if plain:
        rule = draw(rules("all", minor, picks=False).filter(lambda r: r.tiers_over == "base"))
        of_plan = [
            oracle_plan.Rule(name="all", method=rule.method, tiers=rule.tiers, edge=rule.edge)
        ]
    names = [rule.name for rule in of_plan]
    amount = st.integers(1, 100_000)
    floor, cap = sorted([draw(amount) * minor, draw(amount) * minor])
    levels = draw(st.sets(st.integers(1, 3), max_size=2))
    weights = draw(st.dictionaries(st.sampled_from(ALL), decimals(1, 30, 1), min_size=1))
    return oracle_plan.Plan(
        rules=of_plan,
        minor=minor,
        unit=minor * draw(st.sampled_from([1, 1, 5, 100])),
        basis=draw(st.sampled_from(["invoiced", "collected", "gross_profit"])),
        months=draw(st.sampled_from([1, 3, 6, 12])),
        rounding=draw(st.sampled_from(MODES)),
        by_line=not plain and draw(st.booleans()),
        modifiers=[] if plain else draw(st.lists(modifiers(names), max_size=2)),
        category_above=CATEGORY_ABOVE,
        overrides={
            level: (draw(decimals(1, 80, 3)), draw(st.sampled_from(["base", "commission"])))
            for level in sorted(levels)
        },
        pools={"team": (draw(decimals(1, 80, 3)), weights)} if draw(st.booleans()) else {},
        cap=None if plain or draw(st.booleans()) else cap,
        floor=None if plain or draw(st.booleans()) else floor,
        holdback=draw(perhaps(decimals(1, 100, 2))),
        draw=draw(amount) * minor if draw(st.booleans()) else None,
        draw_recoverable=draw(st.booleans()),
        clawback_days=None if plain else draw(perhaps(st.integers(0, 40))),
    )


LINE = st.fixed_dictionaries(
    {
        "sign": st.sampled_from([1, 1, 1, -1]),
        # Hundreds, discount, margin: of some lines, so that they are just at bounds.
        "tidy": st.none() | st.tuples(st.integers(1, 4), EDGES, EDGES),
        "salesperson": st.sampled_from(SELLERS),
        "date": st.integers(0, 400),
        "net": AMOUNT,
        "cost": AMOUNT,
        "amount": AMOUNT,
        "quantity": decimals(0, 9_000, 2),
        "list_price": decimals(0, 90_000, 3),
        "days_overdue": st.integers(-20, 90),
        "first_order": st.booleans(),
        "returned": st.integers(0, 60),
        "document": st.sampled_from([None, "D1", "D2"]),
        "order": st.sampled_from([None, "A1", "A2"]),
        "party": st.sampled_from([None, "N", "O", "P"]),
        "product": st.sampled_from([None, "steel", "copper", "zinc", "tin"]),
        "category": st.sampled_from([None, "metal", "base metal", "scrap", "other"]),
        "region": st.sampled_from([None, "EU", "CN"]),
        "price_list": st.sampled_from([None, "2025", "2026"]),
    }
)


def line_of(drawn: dict[str, Any], minor: Fraction, first: dt.date, last: dt.date) -> Any:
    """The line with its amounts in minor units, its sign, and a day of these."""
    line = dict(drawn)
    sign, tidy = line.pop("sign"), line.pop("tidy")
    line["date"] = first + dt.timedelta(line["date"] % ((last - first).days + 1))
    line["returned"] = line["date"] + dt.timedelta(line["returned"])
    line |= {name: line[name] * minor for name in ("net", "cost", "amount")}
    if tidy is not None:
        hundreds, discount, margin = tidy
        net = Fraction(100 * hundreds)
        line |= {"net": net, "cost": net * (1 - margin), "quantity": Fraction(10)}
        line |= {"list_price": net / 10 / (1 - discount), "days_overdue": int(discount * 100)}
    return line | {name: line[name] * sign for name in ("net", "cost", "amount", "quantity")}


def looked_at(plan: oracle_plan.Plan, line: Mapping[str, Any]) -> set[str]:
    """Columns that may be null, in this line, which the plan looks at all the same."""
    names: set[str] = set()
    for rule in plan.rules:
        if rule.discount_over is not None or rule.discount_to is not None:
            names |= {"list_price", "quantity"}
        if rule.first_order is not None:
            names.add("first_order")
    by = oracle_plan.rule_for(plan, line)
    if by is None or by.excluded:
        return names
    if plan.basis == "gross_profit" or by.tiers_over == "margin":
        names.add("cost")
    if by.per_unit is not None or by.tiers_over == "quantity":
        names.add("quantity")
    of_measure = {
        "days_overdue": {"days_overdue"},
        "discount": {"list_price", "quantity"},
        "margin": {"cost"},
    }
    if plan.clawback_days is not None and oracle_plan.is_return(line):
        names.add("returned")
    for modifier in oracle_plan.modifiers_for(plan, by):
        names |= of_measure[modifier.measure]
    return names


@st.composite
def shares(draw: st.DrawFn) -> list[tuple[str, Fraction | None]]:
    people = draw(st.lists(st.sampled_from([*SELLERS, "Zhu"]), min_size=1, max_size=4, unique=True))
    cuts = sorted(
        draw(st.sets(st.integers(1, 999), min_size=len(people) - 1, max_size=len(people) - 1))
    )
    parts: list[Fraction | None] = [
        Fraction(end - start, 1000) for start, end in zip([0, *cuts], [*cuts, 1000], strict=True)
    ]
    if draw(st.booleans()):
        parts[draw(st.integers(0, len(parts) - 1))] = None
    return list(zip(people, parts, strict=True))


@st.composite
def credit_rows(draw: st.DrawFn, by: str) -> list[dict[str, Any]]:
    keys = {"document": ["D1"], "order": ["A1", "A2"], "party": ["N", "P"]}[by]
    rows = []
    for key in keys:
        change = draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
        spans = [(None, change), (change + dt.timedelta(draw(st.integers(1, 60))), None)]
        for first, last in spans[: draw(st.integers(0, 2))]:
            rows += [
                {by: key, "salesperson": who, "share": part, "from_date": first, "to_date": last}
                for who, part in draw(shares())
            ]
    return rows


@st.composite
def reportings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Each reports to somebody further up, and from some day on to somebody else."""
    rows = []
    for place, who in enumerate(PEOPLE):
        above = st.sampled_from([*PEOPLE[place + 1 :], None])
        change = draw(perhaps(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))))
        days = [(None, None)]
        if change is not None:
            days = [(None, change), (change + dt.timedelta(draw(st.integers(1, 9))), None)]
        rows += [
            {"salesperson": who, "manager": draw(above), "from_date": first, "to_date": last}
            for first, last in days
        ]
    return rows


@st.composite
def opening_rows(draw: st.DrawFn, minor: Fraction) -> dict[str, dict[str, Fraction | None]]:
    def money(least: int, most: int) -> Fraction:
        return draw(st.integers(least, most)) * minor

    found: dict[str, dict[str, Fraction | None]] = {}
    for who in draw(st.sets(st.sampled_from(ALL), max_size=3)):
        held = draw(st.integers(0, 50_000))
        found[who] = {
            "overpaid": money(0, 50_000),
            "draw": money(0, 50_000),
            "held": held * minor,
            "corrections": money(-50_000, 20_000),
            "released": money(0, held),
            "advanced": money(0, 50_000) if draw(st.booleans()) else None,
        }
    return found


@st.composite
def settlements(draw: st.DrawFn, *, plain: bool = False) -> dict[str, Any]:
    currency = draw(st.sampled_from(list(DIGITS)))
    minor = Fraction(1, 10 ** DIGITS[currency])
    plan = draw(plans(currency, plain=plain))
    months = draw(st.sampled_from([1, 3, 6, 12]))
    period = oracle_plan.containing(
        draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))), months
    )
    # Some lines are of days before and after.
    begin = min(period[0], oracle_plan.containing(period[0], plan.months)[0])
    days = begin - dt.timedelta(5), oracle_plan.end(period) + dt.timedelta(5)
    count = draw(st.sampled_from([1, 5, 20]))
    drawn = draw(st.lists(LINE, min_size=count, max_size=count))
    of_plan = [line_of(line, minor, *days) for line in drawn]
    if draw(st.booleans()):  # Null wherever nobody looks.
        for line in of_plan:
            blank = {"cost", "quantity", "list_price", "days_overdue", "first_order", "returned"}
            for name in blank - looked_at(plan, line):
                line[name] = None
    by = draw(st.sampled_from(["document", "order", "party"]))
    # Whole periods of the plan, from the first line to the last.
    firsts = {oracle_plan.containing(dt.date(2025, 12, 1), plan.months)[0]}
    while (last := max(firsts)) < dt.date(2027, 1, 1):
        firsts.add(oracle_plan.end((last, plan.months)))
    targets = {
        (who, first): minor * (target + 977 * place)
        for who in [*SELLERS, "Zhu"]
        for target in [draw(st.integers(10_000, 900_000))]
        for place, first in enumerate(sorted(firsts))
    }
    return {
        "currency": currency,
        "plan": plan,
        "lines": of_plan,
        "period": period,
        "credits": draw(credit_rows(by)),
        "credited_by": by,
        "people": draw(reportings()),
        "targets": targets,
        "openings": draw(opening_rows(minor)),
        "kind": draw(st.sampled_from(["plain", "dictionary", "polars", "pandas"])),
        "numbered": draw(st.booleans()),
        "threads": draw(st.sampled_from([1, 2])),
    }


def lines_table(how: Mapping[str, Any], who: Any) -> pa.Table:
    digits = DIGITS[how["currency"]]
    names = pa.int64() if how["numbered"] else pa.string()
    types: dict[str, pa.DataType] = {
        "salesperson": names,
        "date": pa.date32(),
        "net": pa.decimal128(18, digits),
        "cost": pa.decimal128(18, digits),
        "amount": pa.decimal128(18, digits),
        "quantity": pa.decimal128(18, 2),
        "list_price": pa.decimal128(18, 3),
        "days_overdue": pa.int64(),
        "first_order": pa.bool_(),
        "returned": pa.date32(),
        **dict.fromkeys(TEXTS, pa.string()),
    }
    rows = [
        {
            key: Decimal(text(value)) if isinstance(value, Fraction) else value
            for key, value in {**line, "salesperson": who(line["salesperson"])}.items()
        }
        for line in how["lines"]
    ]
    table = pa.Table.from_pylist(rows, pa.schema(types))
    if how["kind"] == "dictionary":
        for place, name in enumerate(table.column_names):
            if table.schema.field(name).type == pa.string():
                table = table.set_column(place, name, table[name].dictionary_encode())
    return table


def settled(how: Mapping[str, Any]) -> o2c.CommissionResult:
    plan: oracle_plan.Plan = how["plan"]
    names = pa.int64() if how["numbered"] else pa.string()
    money = pa.decimal128(18, DIGITS[how["currency"]])

    def who(name: str | None) -> Any:
        return NUMBERS.get(name) if how["numbered"] and name is not None else name

    def rows_table(rows: Sequence[Mapping[str, Any]], types: dict[str, pa.DataType]) -> pa.Table:
        return pa.Table.from_pylist(
            [{key: row[key] for key in types} for row in rows], pa.schema(types)
        )

    by = how["credited_by"]
    days = {"from_date": pa.date32(), "to_date": pa.date32()}
    credits = [
        {
            **row,
            "salesperson": who(row["salesperson"]),
            "share": None if row["share"] is None else percent(row["share"]),
        }
        for row in how["credits"]
    ]
    people = [
        {**row, "salesperson": who(row["salesperson"]), "manager": who(row["manager"])}
        for row in how["people"]
    ]
    targets = [
        {
            "salesperson": who(name),
            "period": period_text((first, plan.months)),
            "target": Decimal(text(target)),
        }
        for (name, first), target in how["targets"].items()
    ]
    columns = ("overpaid", "draw", "held", "corrections", "released", "advanced")
    openings = [
        {
            "salesperson": who(name),
            **{key: None if of[key] is None else Decimal(text(of[key])) for key in columns},
        }
        for name, of in how["openings"].items()
    ]
    table = lines_table(how, who)
    given: Any = table
    if how["kind"] == "polars":
        given = pl.from_arrow(table)
    elif how["kind"] == "pandas":
        given = table.to_pandas(types_mapper=pd.ArrowDtype)
    return o2c.commission(
        given,
        plan=plan_of(plan, how["currency"], numbered=how["numbered"]),
        period=period_text(how["period"]),
        credits=rows_table(
            credits, {by: pa.string(), "salesperson": names, "share": pa.string(), **days}
        )
        if credits
        else None,
        people=rows_table(people, {"salesperson": names, "manager": names, **days}),
        targets=rows_table(targets, {"salesperson": names, "period": pa.string(), "target": money}),
        openings=rows_table(openings, {"salesperson": names, **dict.fromkeys(columns, money)})
        if openings
        else None,
        threads=how["threads"],
    )


def by_oracle(how: Mapping[str, Any]) -> oracle_plan.Statement:
    return oracle_plan.settle(
        how["plan"],
        how["lines"],
        how["period"],
        credits=how["credits"],
        credited_by=how["credited_by"],
        people=how["people"],
        targets=how["targets"],
        openings=how["openings"],
    )


def amount(money: o2c.Money) -> Fraction:
    return Fraction(money.amount)


def check_against_oracle(how: Mapping[str, Any]) -> o2c.CommissionResult:
    expected = by_oracle(how)
    result = settled(how)
    names = {str(number): name for name, number in NUMBERS.items()} if how["numbered"] else {}

    def who(found: Any) -> str:
        return names.get(str(found), str(found))

    assert {
        (who(row["salesperson"]), str(row["period"])): (
            row["lines"],
            amount(row["base"]),
            amount(row["commission"]),
            amount(row["bounded"]),
        )
        for row in result.rows
    } == {
        (name, period_text(period)): (total.lines, total.base, total.commission, total.bounded)
        for (name, period), total in expected.totals.items()
    }
    rule_names = [rule.name for rule in how["plan"].rules]
    credits = result.credits.to_arrow().to_pylist()
    assert [
        (row["line"], who(row["salesperson"]), row["rule"], row["base"], row["commission"])
        for row in credits
    ] == [
        (each.line, each.salesperson, each.rule, each.base, each.commission)
        for each in expected.credits
    ]
    check_lines(how, expected, result)
    by_rule: dict[tuple[str, str, str], tuple[int, Fraction, Fraction]] = {}
    for each in expected.credits:
        key = each.salesperson, period_text(each.period), each.rule
        lines, base, commission = by_rule.get(key, (0, Fraction(0), Fraction(0)))
        by_rule[key] = lines + 1, base + each.base, commission + each.commission
    assert {
        (who(row["salesperson"]), str(row["period"]), row["rule"]): (
            row["lines"],
            amount(row["base"]),
            amount(row["commission"]),
        )
        for row in result.by_rule
    } == by_rule
    assert {
        (who(row["manager"]), str(row["period"]), row["level"]): (
            amount(row["of"]),
            amount(row["amount"]),
        )
        for row in result.overrides
    } == {
        (name, period_text(period), level): amounts
        for (name, period, level), amounts in expected.overrides.items()
    }
    assert {
        (row["pool"], who(row["salesperson"])): amount(row["amount"]) for row in result.pools
    } == expected.pools
    assert {
        who(row["salesperson"]): {
            key: amount(value) for key, value in row.items() if key != "salesperson"
        }
        for row in result.payouts
    } == expected.payouts
    tie_out = {
        (row["standing"], row["rule"]): {
            "lines": row["lines"],
            **{key: amount(row[key]) for key in ("net", "amount", "base", "commission")},
        }
        for row in result.tie_out
    }
    assert tie_out == expected.tie_out
    assert {rule for _, rule in tie_out} <= {*rule_names, None}
    assert list(result.unmatched) == expected.unmatched
    return result


def check_lines(
    how: Mapping[str, Any], expected: oracle_plan.Statement, result: o2c.CommissionResult
) -> None:
    first, months = how["period"]
    plan = how["plan"]
    found = result.lines.to_arrow().to_pylist()
    assert len(found) == len(how["lines"])
    for place, (line, row) in enumerate(zip(how["lines"], found, strict=True)):
        assert set(row) >= {"period", "rule", "commission"}
        rule = oracle_plan.rule_for(plan, line)
        if not first <= line["date"] < oracle_plan.end(how["period"]):
            rule = None
        label = None
        counts = rule is not None and not rule.excluded
        if counts and not oracle_plan.is_too_late(plan, line):
            label = period_text(
                oracle_plan.containing(line["date"], plan.months)
                if plan.months <= months
                else how["period"]
            )
        assert row["period"] == label
        assert row["rule"] == (rule.name if rule else None)
        parts = [each.commission for each in expected.credits if each.line == place]
        assert row["commission"] == (sum(parts) if parts else None)


def check_derivations(how: Mapping[str, Any], result: o2c.CommissionResult) -> None:
    def holds(why: o2c.Derivation, pays: Any) -> None:
        assert why.recheck() == []
        last = why.steps[-1].result
        assert isinstance(last, o2c.Money)
        assert last.amount == pays

    rows = result.credits.to_arrow().to_pylist()
    people = [row["line"] for row in rows]
    for row in rows[:6]:
        if how["numbered"] or people.count(row["line"]) > 1:
            holds(result.explain_line(row["line"], row["salesperson"]), row["commission"])
        else:
            holds(result.explain_line(row["line"]), row["commission"])
    for row in result.rows:
        why = result.explain(row["salesperson"], row["period"])
        holds(why, row["bounded"].amount)
    for row in result.payouts:
        holds(result.explain_payout(row["salesperson"]), row["payable"].amount)


@given(settlements())
def test_it_pays_what_the_oracle_pays(how: dict[str, Any]) -> None:
    result = check_against_oracle(how)
    check_derivations(how, result)
    # Every line stands once, and the sums are those of the lines.
    assert sum(row["lines"] for row in result.tie_out) == len(how["lines"])
    for name in ("net", "amount"):
        assert sum(amount(row[name]) for row in result.tie_out) == sum(
            line[name] for line in how["lines"]
        )
    for name in ("base", "commission"):
        total = sum(amount(row[name]) for row in result.rows)
        assert sum(amount(row[name]) for row in result.tie_out) == total
    # The parts of a line make it.
    parts: dict[int, Fraction] = {}
    for row in result.credits.to_arrow().to_pylist():
        parts[row["line"]] = parts.get(row["line"], Fraction(0)) + Fraction(row["base"])
    for place, base in parts.items():
        line = how["lines"][place]
        of_profit = how["plan"].basis == "gross_profit"
        assert base == (line["net"] - line["cost"] if of_profit else line["net"])


@settings(max_examples=80)
@given(settlements(plain=True))
def test_plain_plans_pay_what_the_oracle_pays(how: dict[str, Any]) -> None:
    check_derivations(how, check_against_oracle(how))


@settings(max_examples=80)
@given(settlements(plain=True), st.randoms(use_true_random=False))
def test_another_order_of_a_day_changes_no_total(how: dict[str, Any], order: random.Random) -> None:
    # Few days, so that lines fall on one.
    for line in how["lines"]:
        line["date"] = line["date"].replace(day=1 + line["date"].day % 2)
    before = settled(how)
    order.shuffle(how["lines"])
    after = settled(how)
    for name in ("rows", "overrides", "pools", "payouts"):
        assert getattr(after, name) == getattr(before, name)
    assert sorted(map(str, after.tie_out)) == sorted(map(str, before.tie_out))


@settings(max_examples=80)
@given(st.sampled_from(sorted(DIGITS)).flatmap(lambda c: st.tuples(st.just(c), plans(c))))
def test_a_plan_is_read_as_it_is_written(of: tuple[str, oracle_plan.Plan]) -> None:
    plan = plan_of(of[1], of[0])
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert plan.describe() != plan.describe("zh")


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("numbered", [False, True])
def test_many_lines_are_settled_as_the_oracle_does(numbered: bool, threads: int) -> None:
    dice = random.Random(20_261_103)
    cent = Fraction(1, 100)

    def line() -> dict[str, Any]:
        sign = dice.choice([1, 1, 1, 1, -1])
        return {
            **dict.fromkeys(TEXTS),
            "salesperson": dice.choice(SELLERS),
            "date": dt.date(2026, 1, 1) + dt.timedelta(dice.randrange(120)),
            "net": sign * dice.randrange(900_000) * cent,
            "cost": sign * dice.randrange(700_000) * cent,
            "amount": sign * dice.randrange(999_999) * cent,
            "quantity": sign * dice.randrange(1, 9_000) * cent,
            "list_price": dice.randrange(1, 900_000) * cent,
            "days_overdue": dice.randrange(-20, 200),
            "first_order": dice.random() < 0.2,
            "returned": dt.date(2026, 5, 1) + dt.timedelta(dice.randrange(90)),
            "party": dice.choice(["N", "O", "P"]),
            "product": dice.choice(["steel", "copper", "zinc", "tin", None]),
            "category": dice.choice(["metal", "base metal", "scrap", "other"]),
        }

    plan = oracle_plan.Plan(
        rules=[
            oracle_plan.Rule(name="scrap", categories=["scrap"], excluded=True),
            oracle_plan.Rule(
                name="zinc",
                products=["zinc"],
                method="whole",
                tiers=[(Fraction(0), Fraction(3, 10)), (Fraction(500), Fraction(45, 100))],
                tiers_over="quantity",
                line_floor=Fraction(3),
                line_cap=Fraction(900),
            ),
            oracle_plan.Rule(
                name="metal",
                categories=["metal"],
                method="interpolated",
                tiers=[(Fraction(0), Fraction(1, 100)), (Fraction(90_000), Fraction(3, 100))],
                per_line=Fraction(5),
            ),
            oracle_plan.Rule(
                name="rest",
                method="whole",
                tiers=[(Fraction(0), Fraction(1, 100)), (Fraction(2, 10), Fraction(2, 100))],
                tiers_over="margin",
                per_unit=Fraction(1, 8),
            ),
        ],
        months=3,
        category_above=CATEGORY_ABOVE,
        modifiers=[
            oracle_plan.Modifier(
                measure="days_overdue",
                levels=[(Fraction(30), Fraction(8, 10)), (Fraction(180), Fraction(0))],
            )
        ],
        overrides={1: (Fraction(1, 200), "base"), 2: (Fraction(1, 10), "commission")},
        pools={
            "team": (Fraction(1, 1000), {"Li": Fraction(2), "Wu": Fraction(1), "Mo": Fraction(3)})
        },
        cap=Fraction(60_000),
        clawback_days=150,
    )
    how = {
        "currency": "CNY",
        "plan": plan,
        "lines": [line() for _ in range(4_000)],
        "period": (dt.date(2026, 2, 1), 1),
        "credits": [
            {
                "party": "N",
                "salesperson": who,
                "share": share,
                "from_date": None,
                "to_date": dt.date(2026, 3, 1),
            }
            for who, share in (("Li", Fraction(333, 1000)), ("Wu", None))
        ],
        "credited_by": "party",
        "people": [
            {"salesperson": who, "manager": "Mo", "from_date": None, "to_date": None}
            for who in SELLERS
        ]
        + [
            {
                "salesperson": "Mo",
                "manager": "Zhu",
                "from_date": dt.date(2026, 2, 10),
                "to_date": None,
            },
            {"salesperson": "Zhu", "manager": None, "from_date": None, "to_date": None},
        ],
        "targets": {},
        "openings": {},
        "kind": "dictionary",
        "numbered": numbered,
        "threads": threads,
    }
    check_derivations(how, check_against_oracle(how))


# --- what is refused ----------------------------------------------------------------------------

REFUSED = (o2c.InvalidArgument, o2c.BadTable)
ONE = lines_of({"net": 1_000})


@pytest.mark.parametrize(
    ("column", "plan"),
    [
        ("cost", o2c.Plan("Any", "CNY", "1%", basis="gross_profit")),
        ("cost", o2c.Plan("Any", "CNY", "1%", modifiers=[o2c.Modifier("margin", [("5%", "0%")])])),
        (
            "days_overdue",
            o2c.Plan("A", "CNY", "1%", modifiers=[o2c.Modifier("days_overdue", LATE)]),
        ),
        (
            "list_price",
            o2c.Plan("A", "CNY", "1%", modifiers=[o2c.Modifier("discount", [("5%", "0%")])]),
        ),
        ("quantity", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", per_unit="0.5")])),
        ("product", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", "1%", products=["c"])])),
        ("category", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", "1%", categories=["c"])])),
        ("party", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", "1%", parties=["c"])])),
        ("region", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", "1%", regions=["c"])])),
        ("price_list", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", "1%", price_lists=["c"])])),
        ("first_order", o2c.Plan("Any", "CNY", [o2c.PlanRule("all", "1%", first_order=True)])),
    ],
    ids=str,
)
def test_a_column_that_the_plan_looks_at_is_missed(column: str, plan: o2c.Plan) -> None:
    lines = lines_of({"net": 1_000, "quantity": 1}).drop(columns=column, errors="ignore")
    with pytest.raises(o2c.BadTable, match=f'column "{column}" is missing'):
        o2c.commission(lines, plan=plan, period="2026-11")


def test_a_null_that_the_plan_looks_at_is_named_with_its_row() -> None:
    plan = o2c.Plan(
        "Late",
        "CNY",
        [o2c.PlanRule("new", "2%", products=["new"]), o2c.PlanRule("rest", "1%")],
        modifiers=[o2c.Modifier("days_overdue", LATE, rules=["rest"])],
    )
    lines = lines_of(
        {"net": 1, "product": "old", "days_overdue": 5},
        {"net": 1, "product": "new", "days_overdue": None},  # Nobody looks.
        {"net": 1, "product": "old", "days_overdue": None},
    ).astype({"days_overdue": "Int64"})
    with pytest.raises(o2c.BadTable) as refused:
        o2c.commission(lines, plan=plan, period="2026-11")
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(2, "days_overdue")]
    lines.loc[2, "days_overdue"] = 31
    result = o2c.commission(
        lines.assign(net=pd.Series([Decimal(100)] * 3, dtype=object)), plan=plan, period="2026-11"
    )
    assert result.rows[0]["commission"] == cny("3.80")


def test_credits_that_make_no_sense_are_refused() -> None:
    plan = o2c.Plan("Any", "CNY", "1%")
    lines = ONE.assign(party="N", order="A1")

    def refuse(match: str, **columns: list[Any]) -> None:
        with pytest.raises(REFUSED, match=match):
            o2c.commission(lines, plan=plan, period="2026-11", credits=pd.DataFrame(columns))

    day = pd.Timestamp("2026-11-01")
    refuse(
        "party N",
        party=["N", "N"],
        salesperson=["Li", "Wu"],
        share=["100%", "100%"],
        from_date=[day, pd.Timestamp("2026-11-15")],
        to_date=[pd.Timestamp("2026-11-15"), pd.NaT],
    )
    refuse("90%", party=["N", "N"], salesperson=["Li", "Wu"], share=["60%", "30%"])
    refuse("Li", party=["N", "N"], salesperson=["Li", "Li"], share=["60%", "40%"])
    refuse("document", salesperson=["Li"], share=["100%"])
    refuse("party", party=["N"], order=["A1"], salesperson=["Li"], share=["100%"])
    with pytest.raises(o2c.BadTable, match="document"):
        o2c.commission(
            ONE,
            plan=plan,
            period="2026-11",
            credits=pd.DataFrame({"document": ["D"], "salesperson": ["Li"], "share": ["100%"]}),
        )


def test_teams_that_make_no_sense_are_refused() -> None:
    plan = o2c.Plan("Any", "CNY", "1%", overrides=[o2c.Override("1%")])

    def refuse(match: str, **columns: list[Any]) -> None:
        with pytest.raises(REFUSED, match=match):
            o2c.commission(ONE, plan=plan, period="2026-11", people=pd.DataFrame(columns))

    refuse("Li -> Wu -> Li|Wu -> Li -> Wu", salesperson=["Li", "Wu"], manager=["Wu", "Li"])
    refuse("Zhu", salesperson=["Li"], manager=["Zhu"])
    refuse("Li", salesperson=["Wu", "Zhu"], manager=["Zhu", None])
    refuse("Wu", salesperson=["Li", "Li", "Wu", "Zhu"], manager=["Wu", "Zhu", None, None])
    with pytest.raises(REFUSED, match="team"):
        o2c.commission(ONE, plan=plan, period="2026-11")


def test_a_missing_target_is_named() -> None:
    rule = o2c.PlanRule(
        "all", o2c.RateSchedule("whole", [(0, "1%"), (1, "2%")]), tiers_over="attainment"
    )
    plan = o2c.Plan("Quota", "CNY", [rule])
    with pytest.raises(REFUSED, match=r"Li.*2026-11"):
        o2c.commission(ONE, plan=plan, period="2026-11")

    def refuse(match: str, **columns: list[Any]) -> None:
        with pytest.raises(REFUSED, match=match):
            o2c.commission(ONE, plan=plan, period="2026-11", targets=pd.DataFrame(columns))

    thousand = Decimal(1_000)
    refuse(r"Li.*2026-11", salesperson=["Li"], period=["2026-10"], target=[thousand])
    refuse("month", salesperson=["Li"], period=["2026Q4"], target=[thousand])
    refuse("more than 0", salesperson=["Li"], period=["2026-11"], target=[Decimal(0)])
    refuse("one target", salesperson=["Li"] * 2, period=["2026-11"] * 2, target=[thousand] * 2)


def test_openings_that_make_no_sense_are_refused() -> None:
    plan = o2c.Plan("Any", "CNY", "1%")

    def refuse(match: str, **columns: list[Any]) -> None:
        with pytest.raises(REFUSED, match=match):
            o2c.commission(ONE, plan=plan, period="2026-11", openings=pd.DataFrame(columns))

    refuse("5.00 CNY", salesperson=["Li"], held=[Decimal(5)], released=[Decimal(6)])
    refuse("Li", salesperson=["Li"], overpaid=[Decimal(-1)])
    refuse("Li", salesperson=["Li", "Li"], draw=[Decimal(1), Decimal(1)])


def test_plans_that_make_no_sense_are_refused() -> None:
    def refuse(match: str, *rules: o2c.PlanRule, **terms: Any) -> None:
        with pytest.raises(o2c.InvalidArgument, match=match):
            o2c.Plan("Any", "CNY", list(rules) or "1%", **terms)

    rule = o2c.PlanRule
    quantities = o2c.RateSchedule("marginal", [(0, 20)], per_unit=True)
    refuse("cap of 4.00 CNY", floor="5 CNY", cap="4 CNY")
    refuse("cap", rule("a", "1%", line_floor="5 CNY", line_cap="4 CNY"))
    refuse("each name once", rule("a", "1%"), rule("a", "2%"))
    refuse(
        "one of the plan's rules", modifiers=[o2c.Modifier("margin", [("5%", "0%")], rules=["b"])]
    )
    refuse("pays nothing", rule("a", "1%", excluded=True))
    refuse("quantities", rule("a", "1%", tiers_over="quantity"))
    refuse("quantities", rule("a", quantities))
    refuse("whole", rule("a", "1%", tiers_over="margin"))
    refuse("USD", cap="5 USD")
    refuse("metal", category_above={"metal": "copper", "copper": "metal"})
    refuse("each level once", overrides=[o2c.Override("1%"), o2c.Override("2%")])
    refuse("at least one", pools=[o2c.Pool("team", "1%", {})])
    refuse("at most 100%", holdback="101%")
    with pytest.raises(o2c.InvalidArgument, match="more than 60"):
        o2c.Modifier("days_overdue", [(60, "50%"), (30, "80%")])
    with pytest.raises(o2c.ParseError, match="base quantity attainment margin"):
        rule("a", "1%", tiers_over="amount")


def test_what_is_not_there_is_not_explained() -> None:
    plan = o2c.Plan("Any", "CNY", [o2c.PlanRule("some", "1%", products=["steel"])])
    lines = lines_of({"net": 1_000, "product": "steel"}, {"net": 1, "product": "tin"})
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert list(result.unmatched) == [1]
    absent: list[Callable[[], o2c.Derivation]] = [
        lambda: result.explain_line(1),
        lambda: result.explain_line(2),
        lambda: result.explain_line(0, "Wu"),
        lambda: result.explain("Wu", "2026-11"),
        lambda: result.explain_payout("Wu"),
    ]
    for explain in absent:
        with pytest.raises(o2c.InvalidArgument):
            explain()
