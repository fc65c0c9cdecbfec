"""What is handed to a salesperson, plans as files, and settlements one after the other."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import o2c
import pandas as pd
import pyarrow as pa
import pytest

PLANS = Path(__file__).parents[2] / "examples" / "plans"
TIERS = o2c.RateSchedule("marginal", [(0, "3%"), (300_000, "5%"), (500_000, "7%")])


def frame(*lines: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "salesperson": [who for who, _, _ in lines],
            "date": [dt.date.fromisoformat(date) for _, date, _ in lines],
            "net": [Decimal(net) for _, _, net in lines],
        }
    )


def worked_example() -> tuple[o2c.CommissionResult, pd.DataFrame]:
    plan = o2c.Plan(
        "Export",
        "CNY",
        [o2c.PlanRule("all", "4%", line_cap="5000 CNY")],
        modifiers=[o2c.Modifier("days_overdue", [(30, "80%"), (60, "60%")])],
        overrides=[o2c.Override("0.5%")],
        draw="3000 CNY",
    )
    lines = frame(("Li", "2026-11-20", "200000.00")).assign(party="<Acme>", days_overdue=35)
    result = o2c.commission(
        lines,
        plan=plan,
        period="2026-11",
        credits=pd.DataFrame(
            {"party": ["<Acme>"] * 2, "salesperson": ["Li", "Wu"], "share": ["60%", None]}
        ),
        people=pd.DataFrame(
            {"salesperson": ["Li", "Wu", "Chen"], "manager": ["Chen", "Chen", None]}
        ),
        openings=pd.DataFrame({"salesperson": ["Li"], "corrections": [Decimal("-500.00")]}),
    )
    return result, lines


def test_a_statement_says_all_that_a_person_is_paid() -> None:
    result, lines = worked_example()
    statement = result.statement("Li", lines=lines)
    assert statement.lines == [
        {
            "line": 0,
            "date": dt.date(2026, 11, 20),
            "party": "<Acme>",
            "net": Decimal("200000.00"),
            "days_overdue": 35,
            "period": o2c.Period("2026-11"),
            "rule": "all",
            "share": o2c.Rate("60%"),
            "base": o2c.Money("120000", "CNY"),
            "quantity": None,
            "left": Decimal("0.8"),
            "commission": o2c.Money("3840", "CNY"),
        }
    ]
    assert statement.payout is not None
    assert statement.payout["payable"] == o2c.Money("340", "CNY")
    assert result.statement("Chen").overrides[0]["amount"] == o2c.Money("1000", "CNY")
    with pytest.raises(o2c.InvalidArgument, match="has lines or is paid"):
        result.statement("Xu")
    html = statement.to_html()
    assert "&lt;Acme&gt;" in html
    assert "<Acme>" not in html
    for part in ("3,840.00", "340.00 CNY", "Statement of commissions", "draws repaid"):
        assert part in html
    assert "提成单" in statement.to_html("zh")
    assert repr(statement) == "<CommissionStatement: Li, 2026-11, 1 lines>"
    shown = result.to_html()
    assert "1,000.00" in shown
    assert "Draws repaid" in shown


def test_balances_are_carried_from_one_settlement_to_the_next() -> None:
    plan = o2c.Plan("Export", "CNY", TIERS, draw="30000 CNY")
    lines = frame(("Li", "2026-10-03", "600000"), ("Li", "2026-11-03", "900000"))
    october = o2c.commission(lines, plan=plan, period="2026-10")
    [paid] = october.payouts
    assert (paid["payable"], paid["draw"]) == (o2c.Money("0", "CNY"), o2c.Money("4000", "CNY"))

    more = pd.concat([lines, frame(("Li", "2026-10-03", "-120000"))])
    recomputed = o2c.commission(more, plan=october.plan, period="2026-10")
    late = o2c.corrections(october, recomputed)
    assert [(row["salesperson"], row["correction"]) for row in late] == [
        ("Li", o2c.Money("-8000", "CNY"))
    ]
    november = o2c.commission(more, plan=plan, period="2026-11", previous=october, corrections=late)
    [paid] = november.payouts
    # 47,000 - 8,000 - 4,000 - 30,000
    assert paid["payable"] == o2c.Money("5000", "CNY")
    assert november.explain_payout("Li").recheck() == []

    december = o2c.commission(more, plan=plan, period="2026-12", previous=november)
    [paid] = december.payouts
    # Who was advanced a draw is so again, without lines as well.
    assert paid["draw"] == o2c.Money("30000", "CNY")
    with pytest.raises(o2c.InvalidArgument, match="one period"):
        o2c.corrections(october, november)
    with pytest.raises(o2c.InvalidArgument, match="one plan"):
        o2c.corrections(
            october, o2c.commission(more, plan=o2c.Plan("X", "CNY", "1%"), period="2026-10")
        )
    with pytest.raises(o2c.InvalidArgument, match="the day before 2026-12"):
        o2c.commission(more, plan=plan, period="2026-12", previous=october)
    twice = o2c.commission(more, plan=plan, period="2026-11", corrections=[*late, *late])
    assert twice.payouts[0]["corrections"] == o2c.Money("-16000", "CNY")
    with pytest.raises(o2c.InvalidArgument, match="not both"):
        o2c.commission(
            more, plan=plan, period="2026-12", previous=november, openings=pd.DataFrame()
        )


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.toml")), ids=lambda path: path.stem)
def test_sample_plans_are_read_written_and_described(path: Path) -> None:
    plan = o2c.Plan.from_toml(path)
    assert o2c.Plan.from_toml(str(path)) == plan
    assert o2c.Plan.from_toml(path.read_text(encoding="utf-8")) == plan
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert eval(repr(plan), vars(o2c)) == plan
    assert plan.describe("zh") != plan.describe()


def test_what_is_wrong_with_a_file_is_said_by_line(tmp_path: Path) -> None:
    file = tmp_path / "export.toml"
    file.write_text('name = "Export"\ncurrency = "CNY"\nrate = 0.04\ncap = 5\n', encoding="utf-8")
    with pytest.raises(o2c.ParseError, match=r"export.toml:3, rate") as refused:
        o2c.Plan.from_toml(file)
    assert len(refused.value.faults) == 2
    with pytest.raises(FileNotFoundError):
        o2c.Plan.from_toml(tmp_path / "none.toml")


def test_lines_are_told_their_rules() -> None:
    plan = o2c.Plan.from_toml(PLANS / "liquor_route.toml")
    lines = pa.table(
        {
            "salesperson": ["Li"] * 5,
            "date": [dt.date(2026, 11, 3)] * 5,
            "net": [Decimal("900.00"), Decimal("0.00"), Decimal("50.00"), Decimal("8.00"), None],
            "category": ["premium 53%", "display", "gift", None, "premium"],
            "quantity": [100, 1, 5, 10, 1],
        }
    ).slice(0, 4)
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert result.lines.to_pandas()["rule"].tolist() == [
        "premium",
        "display",
        "gifts",
        "other cases",
    ]
    assert result.totals["commission"] == o2c.Money("288", "CNY")
    assert [(row["standing"], row["rule"], row["lines"]) for row in result.tie_out] == [
        ("counted", "display", 1),
        ("counted", "premium", 1),
        ("counted", "other cases", 1),
        ("excluded", "gifts", 1),
    ]


def test_the_plan_of_the_guide() -> None:
    guide = (PLANS.parents[1] / "docs" / "commission.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)[0]
    assert o2c.Plan.from_toml(example).name == "Export 2026"
