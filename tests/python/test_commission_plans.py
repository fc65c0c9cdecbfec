"""Whole commission plans, what they pay and refuse: worked examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pytest

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


QUARTER = o2c.Accelerator(
    "quarter",
    o2c.RateSchedule("marginal", [("0%", "0%"), ("100%", "1%")]),
    tiers_over="attainment",
)


def test_what_a_quarter_is_above_its_target_pays_half_again_as_much() -> None:
    plan = o2c.Plan("Quota", "CNY", "2%", accelerators=[QUARTER])
    lines = lines_of(
        {"date": "2026-10-05", "net": 200_000},
        {"date": "2026-11-05", "net": 250_000},
        {"date": "2026-12-05", "net": 150_000},
    )
    targets = pd.DataFrame(
        {"salesperson": ["Li"], "period": ["2026Q4"], "target": [Decimal(500_000)]}
    )
    months = [
        o2c.commission(lines, plan=plan, period=month, targets=targets)
        for month in ("2026-10", "2026-11", "2026-12")
    ]
    assert [of.rows[0]["commission"] for of in months] == [cny(4_000), cny(5_000), cny(4_000)]
    assert [(row["rule"], row["base"], row["commission"]) for row in months[2].by_rule] == [
        ("all", cny(150_000), cny(3_000)),
        ("quarter", cny(150_000), cny(1_000)),
    ]
    told = str(months[2].explain_line(2))
    assert "quarter accumulates over" in told
    assert months[2].explain_line(2).recheck() == []
    of_december = months[2].explain("Li", "2026-12")
    assert of_december.recheck() == []
    assert "quarter accumulates over" in str(of_december)
    # All at once it is the same.
    quarter = o2c.commission(lines, plan=plan, period="2026Q4", targets=targets)
    assert sum(row["commission"].amount for row in quarter.rows) == 13_000


def test_an_accelerator_of_a_file_is_told_and_doubted() -> None:
    text = """name = "Quota"
currency = "CNY"
rate = "60%"
[[accelerator]]
name = "quarter"
over = "quarter"
rate = "50%"
rules = ["all"]
"""
    plan = o2c.Plan.from_toml(text)
    assert plan.accelerators == (o2c.Accelerator("quarter", "50%", rules=["all"]),)
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert "on top, accumulating by quarter (only all)" in plan.describe()
    assert "另计，按季度累计（限 all）" in plan.describe("zh")
    assert plan.lint() == [
        "with accelerators, overrides and pools the highest rate pays more than the base itself: "
        "110%"
    ]
    with pytest.raises(o2c.ParseError) as caught:
        o2c.Plan.from_toml(text.replace('over = "quarter"', 'over = "week"').replace("50%", "5"))
    assert [fault.file for fault in caught.value.faults] == ["line 7"]
    with pytest.raises(o2c.ParseError) as caught:
        o2c.Plan.from_toml(text.replace('over = "quarter"', 'over = "week"'))
    assert "a longer period than a month" in str(caught.value)


def test_an_accelerator_needs_a_longer_period_and_its_targets() -> None:
    with pytest.raises(o2c.InvalidArgument, match="a longer period than a quarter"):
        o2c.Plan("Quota", "CNY", "2%", accumulation="quarter", accelerators=[QUARTER])
    with pytest.raises(o2c.InvalidArgument, match="each name once"):
        o2c.Plan("Quota", "CNY", "2%", accelerators=[QUARTER, QUARTER])
    plan = o2c.Plan("Quota", "CNY", "2%", accelerators=[QUARTER])
    with pytest.raises(o2c.BadTable, match="one with a target in 2026Q4"):
        o2c.commission(lines_of({"net": 100}), plan=plan, period="2026-11")
    with pytest.raises(o2c.InvalidArgument, match="pays by the base alone"):
        plan.commission("100 CNY")


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
    assert [row[part] for part in ("commission", "overrides", "pools")] == [
        correction,
        cny(0),
        cny(0),
    ]

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


def test_a_cap_of_the_year_is_kept_over_its_months() -> None:
    plan = o2c.Plan("Year", "CNY", "10%", longer_period="year", longer_cap="250 CNY")
    lines = lines_of(
        *({"date": f"2026-0{month}-03", "net": 1_000} for month in range(1, 5)),
        {"date": "2026-05-03", "net": -1_000},
        {"date": "2026-06-03", "net": -1_200},
        {"date": "2026-07-03", "net": 5_000},
    )
    months = [o2c.commission(lines, plan=plan, period=f"2026-0{month}") for month in range(1, 8)]
    assert [month.rows[0]["bounded"] for month in months] == [
        cny(each) for each in (100, 100, 50, 0, 0, -70, 70)
    ]
    year = o2c.commission(lines, plan=plan, period="2026")
    assert sum((row["bounded"] for row in year.rows), cny(0)) == cny(250)
    explained = months[5].explain("Li", "2026-06")
    assert explained.recheck() == []
    assert "within the cap and floor of 2026" in str(explained)
    assert "2026 封顶保底后" in explained.to_text("zh")
    assert "- in a year at most 250.00 CNY" in plan.describe()
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert (plan.longer_period, plan.longer_cap, plan.longer_floor) == (
        o2c.PeriodKind.year,
        cny(250),
        None,
    )
    doubtful = o2c.Plan(
        "Year", "CNY", "10%", cap="300 CNY", longer_period="year", longer_cap="250 CNY"
    )
    assert doubtful.lint() == ["a month may earn more than a year"]


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


def test_whom_a_team_does_not_know_is_refused_by_row() -> None:
    people = pd.DataFrame({"salesperson": ["Li", "Wu"], "manager": ["Wu", None]})
    plan = o2c.Plan("Flat", "CNY", "1%")

    def refused(lines: list[dict[str, Any]], plan: o2c.Plan = plan, **tables: Any) -> list[str]:
        with pytest.raises((o2c.BadTable, o2c.InvalidArgument)) as caught:
            o2c.commission(lines_of(*lines), plan=plan, period="2026-11", people=people, **tables)
        return [f"{f.file} {f.row} {f.field} {f.value}" for f in caught.value.faults]

    def shares(*names: str) -> pd.DataFrame:
        return pd.DataFrame(
            {"party": list(names), "salesperson": list(names), "share": ["100%"] * len(names)}
        )

    strange = [{"net": 1}, {"net": 2, "salesperson": "Liii"}, {"net": 3, "salesperson": "Liii"}]
    assert refused(strange) == ["lines 1 salesperson Liii", "lines 2 salesperson Liii"]
    assert refused([{"net": 1}], credits=shares("Li", "Wng")) == ["credits 1 salesperson Wng"]
    openings = pd.DataFrame({"salesperson": ["Wu", "Lee"], "draw": [Decimal(1), Decimal(2)]})
    assert refused([{"net": 1}], openings=openings) == ["openings 1 salesperson Lee"]
    aims = {"period": ["2026-11"] * 2, "target": [Decimal(1), Decimal(2)]}
    targets = pd.DataFrame({"salesperson": ["Wu", "Lee"], **aims})
    assert refused([{"net": 1}], targets=targets) == ["targets 1 salesperson Lee"]
    # Whoever was paid off and has left may still stand there.
    nothing = openings.assign(draw=[Decimal(1), Decimal(0)])
    o2c.commission(
        lines_of({"net": 1}), plan=plan, period="2026-11", people=people, openings=nothing
    )
    pooled = o2c.Plan("Pool", "CNY", "1%", pools=[o2c.Pool("team", "1%", {"Wu": 1, "Xu": 1})])
    assert refused([{"net": 1}], plan=pooled) == [" None pool team Xu"]
    # Lines of other days, and those that do not count, are nobody's.
    other = lines_of({"net": 1}, {"net": 2, "date": "2026-10-31", "salesperson": "Liii"})
    assert o2c.commission(other, plan=plan, period="2026-11", people=people).outside == 1
    # Parts may be settled without the team that they are finished with.
    part = o2c.commission(lines_of(*strange), plan=plan, period="2026-11").part()
    with pytest.raises(o2c.InvalidArgument, match='salesperson "Liii": expected one of the team'):
        part.finish(people=people)


def test_a_plan_may_entitle_everybody_of_the_team() -> None:
    plan = o2c.Plan("Guaranteed", "CNY", "1%", floor="3000 CNY", draw="500 CNY", entitled="team")
    assert plan.entitled == "team"
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert eval(repr(plan), {"Plan": o2c.Plan, "RateSchedule": o2c.RateSchedule}) == plan
    assert "everybody of the team" in plan.describe()
    assert "团队全体人员" in plan.describe("zh")
    joined = [None, None, dt.date(2026, 12, 1)]
    people = pd.DataFrame({"salesperson": ["Li", "Wu", "Xu"], "from_date": joined})
    lines = lines_of({"net": 10_000})
    result = o2c.commission(lines, plan=plan, period="2026-11", people=people)
    assert [(row["salesperson"], row["lines"], row["bounded"]) for row in result.rows] == [
        ("Li", 1, cny(3_000)),
        ("Wu", 0, cny(3_000)),
    ]
    assert by_person(result.payouts)["Wu"]["payable"] == cny(2_500)
    why = result.explain("Wu", "2026-11")
    assert why.recheck() == []
    assert "without lines" in str(why)
    assert "无明细" in why.to_text("zh")
    statement = result.statement("Wu", lines=lines)
    assert "without lines" in statement.to_html()
    part = o2c.commission(lines, plan=plan, period="2026-11", people=people).part()
    assert part.finish(people=people).payouts == result.payouts
    # Who has left by the next settlement is advanced nothing in it.
    left = people.assign(left=[None, dt.date(2026, 11, 30), None])
    december = o2c.commission(
        lines_of({"net": 1, "date": "2026-12-01"}),
        plan=plan,
        period="2026-12",
        people=left,
        previous=result,
    )
    assert {row["salesperson"]: row["advanced"] for row in december.payouts} == {
        "Li": cny(500),
        "Wu": cny(0),
        "Xu": cny(500),
    }
    with pytest.raises(o2c.InvalidArgument, match="team"):
        o2c.commission(lines, plan=plan, period="2026-11")
    with pytest.raises(o2c.ParseError, match='"all": expected who has floors and the draw'):
        o2c.Plan("Guaranteed", "CNY", "1%", entitled="all")
    (doubt,) = o2c.Plan("Guaranteed", "CNY", "1%", entitled="team").lint()
    assert "entitled to nothing" in doubt


def test_a_table_over_quantities_is_told_by_the_quantity() -> None:
    table = o2c.RateSchedule("table", [(0, 100), (50, 300)])
    plan = o2c.Plan("Cases", "CNY", [o2c.PlanRule("all", table, tiers_over="quantity")])
    lines = lines_of({"net": 100, "quantity": 30}, {"net": 200, "quantity": 40})
    result = o2c.commission(lines, plan=plan, period="2026-11")
    told = str(result.explain("Li", "2026-11")) + str(result.explain_line(1))
    assert "found by quantity 70, step from 50" in told
    assert "base" not in told
    units = o2c.RateSchedule("whole", [(0, 20), (50, 30)], per_unit=True)
    assert units.describe("zh").startswith("按达到的档次计全部数量：")
    between = o2c.RateSchedule("interpolated", units.tiers, per_unit=True)
    assert between.describe("zh").startswith("全部数量，单价按直线变化：")
    assert between.describe().startswith("of all, by an amount that goes in a straight line: ")


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


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "columns", "misspelt", "meant"),
    [
        ("openings", {"salesperson": ["Li"], "overpayed": [Decimal(40)]}, "overpayed", "overpaid"),
        (
            "credits",
            {"party": ["A"], "salesperson": ["Li"], "share": [None], "from_dat": ["2027-01-01"]},
            "from_dat",
            "from_date",
        ),
        ("people", {"salesperson": ["Li"], "mananger": [None]}, "mananger", "manager"),
        (
            "targets",
            {"salesperson": ["Li"], "period": ["2026-11"], "target": [1], "quantitiy": [1]},
            "quantitiy",
            "quantity",
        ),
    ],
)
def test_misspelt_columns_are_not_left_out(
    table: str, columns: dict[str, Any], misspelt: str, meant: str
) -> None:
    lines = lines_of({"net": 700, "party": "A"})
    given: dict[str, Any] = {table: pd.DataFrame(columns)}
    plan = o2c.Plan("P", "CNY", "10%")
    with pytest.raises(o2c.BadTable, match=f'columns "{misspelt}": expected {meant}'):
        o2c.commission(lines, plan=plan, period="2026-11", **given)
    # What has another name is somebody's own.
    for own in ("remark", "doc_date", "po_date", "bl_date", "team_manager", "overdue"):
        given[table] = pd.DataFrame(columns).rename(columns={misspelt: own})
        o2c.commission(lines, plan=plan, period="2026-11", **given)


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
        r'credits, row 1, party N "Wu": expected one assignment on a day; that of row 0 holds',
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
    units = o2c.RateSchedule("marginal", [(0, 1), (1, 2)], per_unit=True)
    rule = o2c.PlanRule("units", units, tiers_over="quantity_attainment")
    plan = o2c.Plan("Units", "CNY", [rule])
    lines = lines_of({"net": 100, "quantity": 5})
    people = {"salesperson": ["Li", "Wu"], "period": ["2026-11"] * 2}
    for match, columns in (
        ("one with a target of quantity in 2026-11", {"target": [thousand] * 2}),
        ("quantity.*more than 0", {"quantity": [Decimal(0), Decimal(1)]}),
        ('row 1, target "null"', {"target": [thousand, None], "quantity": [Decimal(1), None]}),
    ):
        targets = pd.DataFrame({**people, **columns})
        with pytest.raises(REFUSED, match=match):
            o2c.commission(lines, plan=plan, period="2026-11", targets=targets)


def test_openings_that_make_no_sense_are_refused() -> None:
    plan = o2c.Plan("Any", "CNY", "1%")

    def refuse(match: str, **columns: list[Any]) -> None:
        with pytest.raises(REFUSED, match=match):
            o2c.commission(ONE, plan=plan, period="2026-11", openings=pd.DataFrame(columns))

    refuse("5.00 CNY", salesperson=["Li"], held=[Decimal(5)], released=[Decimal(6)])
    refuse("Li", salesperson=["Li"], overpaid=[Decimal(-1)])
    refuse("Li", salesperson=["Li", "Li"], draw=[Decimal(1), Decimal(1)])


def test_a_blank_text_is_a_faulty_plan_and_no_path() -> None:
    for blank in ("", "  ", "\n"):
        for kind in (o2c.Plan, o2c.PlanHistory, o2c.CommissionBook):
            with pytest.raises(o2c.ParseError):
                kind.from_toml(blank)
    with pytest.raises(o2c.ParseError, match="line 1, name: expected what the plan is called"):
        o2c.Plan.from_toml("")
    with pytest.raises(FileNotFoundError):
        o2c.Plan.from_toml("nothing.toml")


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
    refuse("each name once", pools=[o2c.Pool("team", "1%", {who: 1}) for who in ("Li", "Wu")])
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
        lambda: result.explain_line(2),
        lambda: result.explain_line(0, "Wu"),
        lambda: result.explain("Wu", "2026-11"),
        lambda: result.explain_payout("Wu"),
    ]
    for explain in absent:
        with pytest.raises(o2c.InvalidArgument):
            explain()
