"""What is handed to a salesperson, plans as files, and settlements one after the other."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import o2c
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pytest
from o2c._row_result import RowResult

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


def test_a_statement_is_a_table() -> None:
    result, lines = worked_example()
    given = pa.Table.from_pandas(lines, preserve_index=False)
    party = given["party"].dictionary_encode()
    for same in (lines, pl.DataFrame(lines), given.set_column(3, "party", party)):
        statement = result.statement("Li", lines=same)
        expected = {
            "salesperson": "Li",
            "line": 0,
            "date": dt.date(2026, 11, 20),
            "net": Decimal("200000.00"),
            "party": "<Acme>",
            "days_overdue": 35,
            "period": "2026-11",
            "rule": "all",
            "share": Decimal("0.6"),
            "base": Decimal("120000.00"),
            "quantity": None,
            "left": Decimal("0.8"),
            "commission": Decimal("3840.00"),
            "currency": "CNY",
        }
        arrow = pa.table(statement)
        assert arrow.to_pylist() == [expected]
        assert arrow.equals(statement.to_arrow())
        assert arrow.schema.field("commission").type == pa.decimal128(38, 2)
        assert statement.to_pandas()["commission"].tolist() == [Decimal("3840.00")]
        assert statement.to_polars().to_dicts() == [expected]
        names, row = str(statement.to_csv()).splitlines()
        assert names == ",".join(f'"{name}"' for name in expected)
        assert row.startswith('"Li",0,2026-11-20,200000.00,"<Acme>",35,"2026-11","all",0.6')
        assert row.endswith(',3840.00,"CNY"')
    # Everyone's, one after the other; also of whom there are no lines.
    everyone = [result.statement(who, lines=lines).to_arrow() for who in ("Chen", "Li", "Wu")]
    assert pa.concat_tables(everyone)["salesperson"].to_pylist() == ["Li", "Wu"]
    assert "party" not in result.statement("Li").to_arrow().column_names


def test_all_of_a_statement_is_a_table(tmp_path: Path) -> None:
    result, _ = worked_example()
    statement = result.statement("Li")
    [payout] = statement.to_arrow("payout").to_pylist()
    assert statement.payout is not None
    assert payout == {
        **{
            name: value.amount if isinstance(value, o2c.Money) else value
            for name, value in statement.payout.items()
        },
        "period": "2026-11",
        "currency": "CNY",
    }
    path = tmp_path / "li.csv"
    assert statement.to_csv(path, of="payout") is None
    assert path.read_text(encoding="utf-8") == statement.to_csv(of="payout")
    assert statement.to_arrow("totals")["bounded"].to_pylist() == [Decimal(3840)]
    assert statement.to_arrow("by_rule")["rule"].to_pylist() == ["all"]
    [override] = result.statement("Chen").to_arrow("overrides").to_pylist()
    assert override == {
        "manager": "Chen",
        "period": "2026-11",
        "level": 1,
        "of": Decimal("200000.00"),
        "amount": Decimal("1000.00"),
        "currency": "CNY",
    }
    for empty in ("overrides", "pools", "corrections"):
        assert len(statement.to_arrow(empty)) == 0
        assert "currency" in statement.to_pandas(empty).columns
    with pytest.raises(o2c.InvalidArgument, match=r"of: expected lines, .*, payout, got slices"):
        statement.to_arrow("slices")


def test_pools_corrections_and_currencies_of_a_statement_are_tables() -> None:
    plan = o2c.Plan("All", "CNY", "10%", pools=[o2c.Pool("bonus", "1%", {"7": 1, "8": 1})])
    lines = frame(("7", "2026-10-03", "100.00"), ("7", "2026-11-03", "10.00"))
    lines = lines.assign(salesperson=[7, 7], currency=["CNY", "USD"], document=["A", "B"])
    rates = o2c.ExchangeTable([("USD", "CNY", "7.10", "2026-11-01")])
    book = o2c.CommissionBook()
    book.close(book.settle(lines.head(1), plan=plan, period="2026-10"))
    late = lines.head(1).assign(document="C")
    result = book.settle(
        pd.concat([lines, late], ignore_index=True), plan=plan, period="2026-11", rates=rates
    )
    statement = result.statement(7, lines=pd.concat([lines, late], ignore_index=True))
    [line] = statement.to_arrow().to_pylist()
    assert (line["salesperson"], line["net"], line["line_currency"]) == ("7", Decimal(10), "USD")
    assert (line["base"], line["currency"]) == (Decimal(71), "CNY")
    [pool] = statement.to_arrow("pools").to_pylist()
    assert (pool["pool"], pool["salesperson"], pool["amount"]) == ("bonus", "7", Decimal("0.36"))
    [correction] = statement.to_arrow("corrections").to_pylist()
    assert (correction["period"], correction["correction"]) == ("2026-10", Decimal("10.50"))
    [total] = statement.to_arrow("totals").to_pylist()
    assert (total["salesperson"], total["commission"]) == ("7", Decimal("7.10"))


def test_what_modifiers_leave_is_exact_in_a_table() -> None:
    parts = ["33.333333333333%", "66.666666666667%"]
    plan = o2c.Plan(
        "Twice",
        "CNY",
        "10%",
        modifiers=[o2c.Modifier("days_overdue", [(0, part)]) for part in parts],
    )
    lines = frame(("Li", "2026-11-20", "100.00")).assign(days_overdue=1)
    statement = o2c.commission(lines, plan=plan, period="2026-11").statement("Li")
    [left] = statement.to_arrow()["left"].to_pylist()
    assert left == statement.lines[0]["left"]
    assert left == Decimal("0.2222222222222211111111111111")


def test_parts_of_a_table_may_be_any_numbers() -> None:
    values = [5, 0.1, Decimal("2.50"), Fraction(1, 8), o2c.Rate("60%"), None]
    kinds = {"quantity": "part"}
    table = RowResult([{"quantity": each} for each in values], kinds, o2c.Currency("CNY"))
    assert table.to_arrow()["quantity"].to_pylist() == [
        *(Decimal(each) for each in ("5", "0.1", "2.5", "0.125", "0.6")),
        None,
    ]
    assert str(table.to_csv()).splitlines()[1] == '5.000,"CNY"'


def test_a_statement_writes_numbers_as_people_do() -> None:
    plan = o2c.Plan(
        "Late", "CNY", "10%", modifiers=[o2c.Modifier("days_overdue", [(30, "80%"), (90, "0%")])]
    )
    lines = frame(("Li", "2026-11-02", "100.00"), ("Li", "2026-11-03", "100.00"))
    lines = lines.assign(days_overdue=[100, 31], quantity=[Decimal("600.000000000000000000")] * 2)
    statement = o2c.commission(lines, plan=plan, period="2026-11").statement("Li", lines=lines)
    table = pyarrow.csv.read_csv(pa.BufferReader(str(statement.to_csv()).encode()))
    assert ",600," in str(statement.to_csv()).splitlines()[1]
    assert "E-" not in str(statement.to_csv())
    assert [str(left) for left in table["left"].to_pylist()] == ["0.0", "0.8"]
    html = statement.to_html()
    assert "<td>80%</td>" in html
    assert "<td>600</td>" in html


@pytest.mark.parametrize("plan_currency", ["CNY", "JPY"])
def test_whole_minor_units_have_the_digits_of_their_rows_currency(plan_currency: str) -> None:
    plan = o2c.Plan("All", plan_currency, "10%")
    rates = o2c.ExchangeTable(
        [("CNY", "JPY", "20", "2026-01-01"), ("USD", plan_currency, "7", "2026-01-01")]
    )
    codes = [plan_currency, "USD"]
    lines = pa.table(
        {
            "salesperson": ["Li"] * 2,
            "date": [dt.date(2026, 11, 2)] * 2,
            "net": [10_000] * 2,
            "currency": codes,
        }
    )
    result = o2c.commission(lines, plan=plan, period="2026-11", rates=rates)
    of_row = [Decimal(10_000).scaleb(-o2c.Currency(code).digits) for code in codes]
    statement = result.statement("Li", lines=lines)
    assert [row["net"] for row in statement.lines] == of_row
    assert statement.to_arrow()["net"].to_pylist() == of_row
    assert statement.to_arrow()["line_currency"].to_pylist() == codes


def test_a_statement_is_explained() -> None:
    result, _ = worked_example()
    statement = result.statement("Li")
    assert statement.explain() == result.explain_payout("Li")
    assert statement.explain(line=0) == result.explain_line(0, "Li")
    assert statement.explain(period="2026-11") == result.explain("Li", "2026-11")
    with pytest.raises(o2c.InvalidArgument, match="a line or a period, got both"):
        statement.explain(line=0, period="2026-11")
    with pytest.raises(o2c.InvalidArgument):
        statement.explain(line=1)


@pytest.mark.parametrize("net", ["-200.00", "100.00", "400.00", "900.00"])
def test_a_statement_shows_balances_from_opening_to_closing(net: str) -> None:
    plan = o2c.Plan("E", "CNY", "10%", draw="50 CNY", draw_recoverable=False, holdback="10%")
    opening = {"overpaid": "30.00", "draw": "7.00", "held": "9.00"}
    openings = pd.DataFrame(
        [{"salesperson": "Li", "released": Decimal("4.00")}
         | {name: Decimal(amount) for name, amount in opening.items()}]
    )  # fmt: skip
    result = o2c.commission(
        frame(("Li", "2026-11-20", net)), plan=plan, period="2026-11", openings=openings
    )
    [paid] = result.payouts
    html = result.statement("Li").to_html()
    rows = re.findall(r'<tr><td class="key">(Overpaid|Draws owed|Held)</td>(.*?)</tr>', html)
    amounts = {name: re.findall(r"-?[0-9.]+\.[0-9]{2}", cells) for name, cells in rows}
    assert amounts == {
        "Overpaid": [opening["overpaid"], str(paid["overpaid"].amount)],
        "Draws owed": [opening["draw"], str(paid["draw"].amount)],
        "Held": [opening["held"], str(paid["held"].amount)],
    }
    results = [step.result for step in result.explain_payout("Li").steps]
    assert all(paid[name] in results for name in opening if paid[name] != o2c.Money("0", "CNY"))
    assert results[-1] == paid["payable"]


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


def test_details_that_count_minor_units_are_amounts() -> None:
    lines = pa.table(
        {
            "salesperson": ["Li"],
            "date": [dt.date(2026, 11, 3)],
            "net": [10_000],
            "cost": pa.array([60.0]),
        }
    )
    plan = o2c.Plan("Plain", "CNY", "5%")
    statement = o2c.commission(lines, plan=plan, period="2026-11").statement("Li", lines=lines)
    [row] = statement.to_arrow().to_pylist()
    assert row["net"] == row["base"] == Decimal("100.00")
    assert "cost" not in row, "a float is no amount"
    with_currency = lines.append_column("currency", pa.array(["CNY"]))
    result = o2c.commission(with_currency, plan=plan, period="2026-11")
    [row] = result.statement("Li", lines=with_currency).to_arrow().to_pylist()
    assert row["net"] == Decimal("100.00")
    # Of a currency of somebody's own it is not known how many places it has.
    points = lines.append_column("currency", pa.array(["PTS"]))
    assert "net" not in result.statement("Li", lines=points).to_arrow().column_names
