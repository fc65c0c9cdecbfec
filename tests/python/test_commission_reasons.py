"""Why people earn what they earn: overrides, pools, lines that do not count, whole periods."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import o2c
import pyarrow as pa
import pytest

PLANS = Path(__file__).parents[2] / "examples" / "plans"


def cny(amount: str) -> o2c.Money:
    return o2c.Money(amount, "CNY")


def table(*rows: dict[str, object]) -> pa.Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def line(who: str, date: str, net: str, **more: object) -> dict[str, object]:
    return {
        "salesperson": who,
        "date": dt.date.fromisoformat(date),
        "net": Decimal(net),
        **more,
    }


def team_result(period: str) -> o2c.CommissionResult:
    plan = o2c.Plan(
        "Team",
        "CNY",
        "1%",
        accumulation="quarter",
        overrides=[o2c.Override("0.5%"), o2c.Override("10%", level=2, of="commission")],
        pools=[o2c.Pool("back office", "0.1%", {"Ma": 2, "Bai": 1})],
    )
    lines = table(
        line("Li", "2026-10-05", "100.00"),
        line("Li", "2026-11-05", "400000.00"),
        line("Wu", "2026-11-06", "133.33"),
        line("Chen", "2026-11-07", "50.00"),
    )
    people = table(
        {"salesperson": "Li", "manager": "Chen"},
        {"salesperson": "Wu", "manager": "Chen"},
        {"salesperson": "Chen", "manager": "Zhou"},
        *({"salesperson": who, "manager": None} for who in ("Zhou", "Ma", "Bai")),
    )
    return o2c.commission(lines, plan=plan, period=period, people=people)


@pytest.mark.parametrize("period", ["2026-11", "2026Q4", "2026"])
def test_overrides_and_pools_are_explained_to_the_cent(period: str) -> None:
    result = team_result(period)
    assert result.overrides
    for row in result.overrides:
        why = result.explain_override(row["manager"], row["period"], row["level"])
        assert why.recheck() == []
        assert why.steps[-1].result == row["amount"]
    for row in result.pools:
        why = result.explain_pool(row["pool"], row["salesperson"])
        assert why.recheck() == []
        assert why.steps[-1].result == row["amount"]


def test_a_managers_statement_says_whose_sales_they_are() -> None:
    result = team_result("2026-11")
    why = str(result.explain_override("Chen", result.overrides[0]["period"]))
    for part in ("Li 400000.00 CNY + Wu 133.33 CNY", "0.5%", "half up", "before"):
        assert part in why
    html = result.statement("Chen").to_html()
    assert "Li 400000.00 CNY + Wu 133.33 CNY" in html
    assert "第1级下属的计提基数" in result.statement("Chen").to_html("zh")
    assert "sum of weights" in result.statement("Ma").to_html()
    assert "权重合计" in result.statement("Ma").to_html("zh")
    with pytest.raises(o2c.InvalidArgument, match="level 3"):
        result.explain_override("Chen", "2026Q4", 3)
    with pytest.raises(o2c.InvalidArgument, match="a share of it"):
        result.explain_pool("back office", "Li")


def uncounted_result() -> tuple[o2c.CommissionResult, pa.Table]:
    plan = o2c.Plan(
        "Rules",
        "CNY",
        [
            o2c.PlanRule("sheet", "3%", categories=["sheet"]),
            o2c.PlanRule("gifts", categories=["gift"], excluded=True),
        ],
        clawback_days=30,
    )
    lines = table(
        line("Li", "2026-11-01", "100.00", category="sheet"),
        line("Li", "2026-11-02", "50.00", category="gift"),
        line("Wu", "2026-11-03", "10.00", category="rod"),
        line("Li", "2026-11-04", "-20.00", category="sheet", returned=dt.date(2026, 12, 31)),
        line("Li", "2026-12-01", "70.00", category="sheet"),
        line("Li", "2026-10-01", "60.00", category="gift"),
    )
    return o2c.commission(lines, plan=plan, period="2026-11"), lines


def test_a_line_that_does_not_count_says_why() -> None:
    result, lines = uncounted_result()
    words = {
        1: "excluded by the rule gifts",
        2: "no rule picks it",
        3: "more than 30 days",
        4: "of other dates",
        5: "of other dates",
    }
    for position, said in words.items():
        why = result.explain_line(position)
        assert said in str(why)
        assert why.recheck() == []
        assert why.steps[-1].result == cny("0")
        assert str(result.explain_line(position, lines["salesperson"][position].as_py())) == str(
            why
        )
    assert "none of the rules sheet" in str(result.explain_line(2))
    with pytest.raises(o2c.InvalidArgument, match="one of 6 lines"):
        result.explain_line(6)
    with pytest.raises(o2c.InvalidArgument, match="credited with the line"):
        result.explain_line(2, "Li")


def test_every_line_is_in_a_statement() -> None:
    result, lines = uncounted_result()
    li = result.statement("Li", lines=lines)
    assert [row["line"] for row in li.lines] == [0]
    assert [(row["line"], row["standing"], row["rule"]) for row in li.uncounted] == [
        (1, "excluded", "gifts"),
        (3, "too_late", "sheet"),
        (4, "outside", None),
        (5, "outside", None),
    ]
    assert li.uncounted[0]["category"] == "gift"
    table = li.to_arrow("uncounted").to_pylist()
    assert [(row["line"], row["standing"]) for row in table] == [
        (row["line"], row["standing"]) for row in li.uncounted
    ]
    assert table[0]["category"] == "gift"
    wu = result.statement("Wu", lines=lines)
    assert (wu.lines, wu.payout) == ([], None)
    assert [row["standing"] for row in wu.uncounted] == ["unmatched"]
    html = li.to_html()
    for part in ("Lines that earn nothing", "excluded by the rule gifts", "2 lines of other dates"):
        assert part in html
    assert "无适用规则" in wu.to_html("zh")
    with pytest.raises(o2c.InvalidArgument, match="has lines or is paid"):
        result.statement("Xu")


def test_lines_of_who_left_and_lines_that_are_not_earned_are_told_apart() -> None:
    plan = o2c.Plan("House", "CNY", "1%", earned_on="invoice", after_leaving="house")
    lines = table(
        line("Li", "2026-11-01", "100.00", invoice_date=dt.date(2026, 11, 2)),
        line("Li", "2026-11-01", "100.00", invoice_date=dt.date(2026, 11, 20)),
        line("Li", "2026-11-01", "100.00", invoice_date=None),
    )
    people = table({"salesperson": "Li", "manager": None, "left": dt.date(2026, 11, 10)})
    result = o2c.commission(lines, plan=plan, period="2026-11", people=people)
    assert [row["standing"] for row in result.statement("Li").uncounted] == ["house", "pending"]
    assert "has left" in str(result.explain_line(1))
    assert "invoice_date" in str(result.explain_line(2))


def test_lines_that_do_not_count_have_their_people_where_orders_accumulate() -> None:
    plan = o2c.Plan(
        "Orders", "CNY", [o2c.PlanRule("sheet", "3%", categories=["sheet"])], per_order=True
    )
    lines = table(
        line("Li", "2026-11-01", "100.00", category="sheet", order="A"),
        line("Wu", "2026-11-02", "50.00", category="rod", order="B"),
        line("Li", "2026-11-02", "50.00", category="rod", order="A"),
    )
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert [row["line"] for row in result.statement("Wu").uncounted] == [1]
    assert [row["line"] for row in result.statement("Li").uncounted] == [2]


def test_gross_ties_to_base_tax_and_what_is_left_out() -> None:
    plan = o2c.Plan(
        "Rules",
        "CNY",
        [
            o2c.PlanRule("sheet", "3%", categories=["sheet"]),
            o2c.PlanRule("gifts", categories=["gift"], excluded=True),
        ],
    )
    rows = [
        line("Li", "2026-11-01", "100.00", tax=Decimal("13.00"), amount=Decimal("113.00")),
        line("Li", "2026-11-02", "50.00", tax=Decimal("6.50"), amount=Decimal("56.50")),
        line("Wu", "2026-11-03", "10.00", tax=Decimal("1.30"), amount=Decimal("999.00")),
    ]
    for row, category in zip(rows, ("sheet", "gift", "rod"), strict=True):
        row["category"] = category
    result = o2c.commission(table(*rows), plan=plan, period="2026-11")
    tie = {row["standing"]: row for row in result.tie_out}
    assert tie["counted"]["tax"] == cny("13")
    assert tie["counted"]["unexplained"] == cny("0")
    assert tie["excluded"]["unexplained"] == cny("0")
    assert tie["unmatched"]["unexplained"] == cny("987.70")
    zero = cny("0")
    gross, tax, unexplained = (
        sum((row[key] for row in result.tie_out), zero) for key in ("amount", "tax", "unexplained")
    )
    left_out = tie["excluded"]["net"] + tie["unmatched"]["net"]
    assert gross == tie["counted"]["base"] + tax + left_out + unexplained
    # Without it, or where a line states none, there is no such sum.
    for untaxed in (
        table(*rows).drop_columns(["tax"]),
        table(*rows[:2], {**rows[2], "tax": None}),
    ):
        [*ties] = o2c.commission(untaxed, plan=plan, period="2026-11").tie_out
        assert {row["tax"] for row in ties} == {None}
        assert {row["unexplained"] for row in ties} == {None}


def test_a_plain_plan_sums_taxes_too_and_parts_add_up() -> None:
    plan = o2c.Plan("Flat", "CNY", "1%")

    def settled(who: str) -> o2c.CommissionResult:
        lines = table(
            line(who, "2026-11-03", "100.00", tax=Decimal("13.00"), amount=Decimal("114.00")),
            line(who, "2026-12-03", "10.00", tax=Decimal("1.30"), amount=Decimal("11.30")),
        )
        return o2c.commission(lines, plan=plan, period="2026-11")

    assert [(row["standing"], row["tax"], row["unexplained"]) for row in settled("Li").tie_out] == [
        ("counted", cny("13"), cny("1")),
        ("outside", cny("1.30"), cny("0")),
    ]
    both = (settled("Li").part() + settled("Wu").part()).finish()
    assert [row["tax"] for row in both.tie_out] == [cny("26"), cny("2.60")]


def test_a_month_of_a_quarter_is_told_slice_by_slice() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, "3%"), (300_000, "5%")])
    plan = o2c.Plan("Quarter", "CNY", tiers, accumulation="quarter")
    lines = table(
        line("Li", "2026-10-05", "200000.00"),
        line("Li", "2026-11-25", "100000.00"),
        line("Li", "2026-11-05", "150000.00"),
    )
    result = o2c.commission(lines, plan=plan, period="2026-11")
    why = result.explain("Li", "2026-11")
    assert why.recheck() == []
    assert why.steps[-1].result == cny("10500")  # 100,000 at 3%, 150,000 at 5%.
    for part in ("before 200000.00", "tier", "5%"):
        assert part in str(why)


def test_the_accelerator_tells_target_attainment_and_slices() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, "2%"), ("100%", "3%")])
    plan = o2c.Plan("Quota", "CNY", [o2c.PlanRule("all", tiers, tiers_over="attainment")])
    lines = table(line("Li", "2026-11-05", "600000.00"))
    targets = table({"salesperson": "Li", "period": "2026-11", "target": Decimal("500000.00")})
    result = o2c.commission(lines, plan=plan, period="2026-11", targets=targets)
    why = result.explain("Li", "2026-11")
    assert why.recheck() == []
    assert why.steps[-1].result == cny("13000")
    for part in ("target", "500000.00 CNY", "attainment", "120%", "3%"):
        assert part in str(why)
    assert "完成率" in result.statement("Li").to_html("zh")


def test_lines_that_modifiers_change_are_named_and_folded_below_their_table() -> None:
    plan = o2c.Plan.from_toml(PLANS / "export_gross_profit.toml")
    lines = table(
        line("Li", "2026-11-03", "200000.00", cost=Decimal("150000.00"), days_overdue=35),
        line("Wu", "2026-11-03", "10.00", cost=Decimal("5.00"), days_overdue=0),
        line("Li", "2026-11-04", "1000.00", cost=Decimal("500.00"), days_overdue=0),
    )
    result = o2c.commission(lines, plan=plan, period="2026-11")
    why = result.explain("Li", "2026-11")
    assert why.recheck() == []
    assert "line 0" in str(why)
    assert "line 2" in str(why)
    statement = result.statement("Li", lines=lines)
    assert [row["cost"] for row in statement.lines] == [Decimal("150000.00"), Decimal("500.00")]
    html = statement.to_html()
    assert html.count("<details>") == 2
    assert "150,000.00" in html
    for row in statement.lines:
        assert result.explain_line(row["line"], "Li").to_html() in html


@pytest.mark.parametrize("measure", ["days_overdue", "discount", "margin"])
def test_a_line_tells_the_figure_that_its_modifier_looks_at(measure: str) -> None:
    level = {"days_overdue": (30, "80%"), "discount": ("5%", "80%"), "margin": ("20%", "80%")}
    plan = o2c.Plan("Late", "CNY", "3%", modifiers=[o2c.Modifier(measure, [level[measure]])])
    lines = table(
        line(
            "Li",
            "2026-11-03",
            "920.00",
            cost=Decimal("805.00"),
            quantity=Decimal("80"),
            list_price=Decimal("12.50"),
            days_overdue=45,
        )
    )
    why = o2c.commission(lines, plan=plan, period="2026-11").explain_line(0)
    assert why.recheck() == []
    figures = {
        "days_overdue": [("days overdue", 45)],
        "discount": [
            ("at list price", Decimal(1000)),
            ("sold at", o2c.Rate("92%")),
            ("discount", o2c.Rate("8%")),
        ],
        "margin": [("net less cost", cny("115.00")), ("margin", o2c.Rate("12.5%"))],
    }[measure]
    told = [(step.label, step.result) for step in why.steps]
    assert told[: len(figures)] == figures
    assert told[len(figures)][1] == o2c.Rate("80%")
    assert told[-1][1] == cny("22.08")


def test_a_statement_has_what_a_line_is_recomputed_from() -> None:
    lines = table(
        line("Li", "2026-11-03", "90.00", quantity=Decimal("10"), list_price=Decimal("10.00"))
    )
    plan = o2c.Plan("Flat", "CNY", "1%")
    [row] = o2c.commission(lines, plan=plan, period="2026-11").statement("Li", lines=lines).lines
    assert (row["quantity"], row["list_price"]) == (Decimal("10"), Decimal("10.00"))
