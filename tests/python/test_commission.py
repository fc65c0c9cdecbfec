"""Commissions: worked examples, an independent oracle, tables, what is shown, and real orders."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import o2c
import oracle_commission
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
BANDS = [(0, "3%"), (300_000, "5%"), (500_000, "7%")]
MARGINAL = o2c.RateSchedule("marginal", BANDS)
WHOLE = o2c.RateSchedule("whole", BANDS)
EXPORT = o2c.Plan("Export", "CNY", MARGINAL)


# --- the rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "marginal", "whole"),
    [
        ("600000", "26000", "42000"),
        ("500000.00", "19000", "25000"),
        ("500000.01", "19000.00", "35000.00"),
    ],
)
def test_tiers_pay_what_the_handbook_says(base: str, marginal: str, whole: str) -> None:
    money = f"{base} CNY"
    assert EXPORT.commission(money) == o2c.Money(marginal, "CNY")
    assert o2c.Plan("Whole", "CNY", WHOLE).commission(money) == o2c.Money(whole, "CNY")


def test_an_edge_may_open_its_tier() -> None:
    opens = o2c.RateSchedule("whole", BANDS, edge="opens")
    assert opens.earned(500_000) == 35_000
    assert WHOLE.earned(500_000) == 25_000


def test_attainment_of_a_target_accelerates() -> None:
    of_target = o2c.RateSchedule("marginal", [(0, "2%"), (1, "3%")])
    assert of_target.for_target("500000").earned("600000") == 13_000


@pytest.mark.parametrize(("schedule", "costs"), [(MARGINAL, "8000"), (WHOLE, "18000")])
def test_a_return_takes_back_what_it_had_earned(schedule: o2c.RateSchedule, costs: str) -> None:
    plan = o2c.Plan("Any", "CNY", schedule)
    taken = plan.commission("-120000 CNY", before="600000 CNY")
    assert -taken == o2c.Money(costs, "CNY")


def test_parts_make_the_whole_in_any_order() -> None:
    plan = o2c.Plan("Flat", "CNY", "5%")
    total = o2c.Money("0", "CNY")
    paid = []
    for part in ("33.33 CNY", "33.33 CNY", "33.34 CNY"):
        paid.append(plan.commission(part, before=total))
        total += o2c.parse_money(part)
    assert sum(paid, o2c.Money("0", "CNY")) == o2c.Money("5.00", "CNY")
    by_line = o2c.Plan("By line", "CNY", "5%", rounded="line")
    assert by_line.commission("33.33 CNY") * 3 == o2c.Money("5.01", "CNY")


def test_a_schedule_is_explained_described_and_doubted() -> None:
    why = o2c.Derivation()
    assert EXPORT.commission("600000 CNY", trace=why) == o2c.Money("26000", "CNY")
    assert why.recheck() == []
    assert "5% from 300000 to 500000" in str(why)
    assert "300000 至 500000" in why.to_text("zh")
    assert MARGINAL.lint() == []
    assert WHOLE.lint() == [
        "one unit more than 300000 changes what is earned by 6000",
        "one unit more than 500000 changes what is earned by 10000",
    ]
    assert "全部基数" in WHOLE.describe("zh")
    assert "accumulates by month" in EXPORT.describe()


def test_what_is_wrong_with_a_plan_is_said() -> None:
    with pytest.raises(o2c.InvalidArgument) as refused:
        o2c.RateSchedule("marginal", [(5, "3%"), (5, "-1%")])
    assert [fault.field for fault in refused.value.faults] == ["from", "from", "rate"]
    with pytest.raises(o2c.ParseError, match="marginal whole interpolated table"):
        o2c.RateSchedule("tiered", [(0, "3%")])
    with pytest.raises(TypeError, match="a pair such as"):
        o2c.RateSchedule("marginal", ["3%"])  # type: ignore[list-item]
    with pytest.raises(o2c.FloatRefused):
        o2c.RateSchedule("marginal", [(0.5, "3%")])  # type: ignore[list-item]
    with pytest.raises(o2c.InvalidArgument, match="unit"):
        o2c.Plan("Any", "CNY", "5%", unit="1 USD")


# --- tables -------------------------------------------------------------------------------------


def frame(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "salesperson": [row[0] for row in rows],
            "date": [pd.Timestamp(row[1]) for row in rows],
            "net": [Decimal(row[2]) for row in rows],
        }
    )


LINES = frame(
    ("Wu", "2026-11-09", "100000.00"),
    ("Li", "2026-11-20", "400000.00"),
    ("Li", "2026-11-03", "200000.00"),
    ("Li", "2026-12-01", "5.00"),
)


def test_a_frame_is_settled_line_by_line() -> None:
    result = o2c.commission(LINES, plan=EXPORT, period="2026-11")
    assert result.to_pandas().to_dict("records") == [
        {
            "salesperson": who,
            "period": "2026-11",
            "lines": lines,
            "base": Decimal(base),
            "commission": Decimal(commission),
            "bounded": Decimal(commission),
            "currency": "CNY",
        }
        for who, lines, base, commission in [
            ("Li", 2, "600000.00", "26000.00"),
            ("Wu", 1, "100000.00", "3000.00"),
        ]
    ]
    assert result.lines.to_pandas()["commission"].tolist() == [
        Decimal("3000.00"),
        Decimal("20000.00"),
        Decimal("6000.00"),
        None,
    ]
    assert result.outside == 1
    assert result.totals["commission"] == o2c.Money("29000", "CNY")
    assert repr(result) == "<CommissionResult: 2 rows, Export, 2026-11>"
    assert result.explain("Li", "2026-11").steps[-1].result == o2c.Money("26000", "CNY")
    assert result.explain_line(1).steps[-1].result == o2c.Money("20000", "CNY")
    assert "of other dates" in str(result.explain_line(3))
    with pytest.raises(o2c.InvalidArgument, match="one of 4 lines"):
        result.explain_line(4)
    with pytest.raises(TypeError, match="a text or a whole number"):
        result.explain(None, "2026-11")  # type: ignore[arg-type]


def test_every_kind_of_table_gives_the_same() -> None:
    arrow = pa.Table.from_pandas(LINES, preserve_index=False)
    expected = o2c.commission(LINES, plan=EXPORT, period="2026Q4").to_pandas()
    dictionary = arrow.set_column(0, "salesperson", arrow["salesperson"].dictionary_encode())
    for table in (arrow, pl.from_arrow(arrow), dictionary):
        result = o2c.commission(table, plan=EXPORT, period="2026Q4")
        pd.testing.assert_frame_equal(result.to_pandas(), expected)
    renamed = LINES.rename(columns={"net": "Net"})
    columns = {"net": "Net"}
    result = o2c.commission(renamed, plan=EXPORT, period="2026Q4", columns=columns)
    pd.testing.assert_frame_equal(result.to_pandas(), expected)
    assert result.to_polars().height == len(expected) == len(result)


def test_what_is_wrong_with_lines_is_said_by_row() -> None:
    lines = LINES.assign(
        currency=["CNY", "USD", "CNY", "CNY"], salesperson=["Wu", "Li", None, "Li"]
    )
    with pytest.raises(o2c.BadTable) as refused:
        o2c.commission(lines, plan=EXPORT, period="2026-11")
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [
        (1, "currency"),
        (2, "salesperson"),
    ]
    floats = LINES.assign(net=LINES["net"].astype(float))
    with pytest.raises(o2c.BadTable, match="amount_digits"):
        o2c.commission(floats, plan=EXPORT, period="2026-11")
    with pytest.raises(o2c.BadTable, match="cost"):
        o2c.commission(
            LINES, plan=o2c.Plan("Profit", "CNY", "10%", basis="gross_profit"), period="2026-11"
        )


def test_a_month_goes_on_from_what_the_quarter_has_accumulated() -> None:
    quarterly = o2c.Plan("Quarterly", "CNY", MARGINAL, accumulation="quarter")
    lines = frame(("Li", "2026-10-05", "450000"), ("Li", "2026-11-03", "150000"))
    november = o2c.commission(lines, plan=quarterly, period="2026-11")
    assert november.totals["commission"] == o2c.Money("9500", "CNY")
    assert [str(row["period"]) for row in november.rows] == ["2026-11"]
    assert [row["standing"] for row in november.tie_out] == ["counted", "earlier"]


def test_gross_profit_is_net_less_cost() -> None:
    plan = o2c.Plan("Profit", "CNY", "10%", basis="gross_profit")
    lines = frame(("Li", "2026-11-03", "200000")).assign(cost=[Decimal(150_000)])
    result = o2c.commission(lines, plan=plan, period="2026-11")
    assert result.totals["commission"] == o2c.Money("5000", "CNY")


def test_what_a_ledger_collected_is_settled() -> None:
    ledger = o2c.Ledger()
    ledger.invoice(
        "A",
        party="N",
        date="2026-10-01",
        amount="226000 CNY",
        taxes=[("13%", "200000 CNY", "26000 CNY")],
        salesperson="Li",
        terms="net 30",
        recorded_at="2026-10-01T01:00:00Z",
    )
    for number, amount, day in (("R1", "113000 CNY", "05"), ("R2", "113000 CNY", "15")):
        date, moment = f"2026-11-{day}", f"2026-11-{day}T01:00:00Z"
        ledger.receipt(number, party="N", date=date, amount=amount, recorded_at=moment)
        ledger.apply(number, "A", amount=amount, date=date, recorded_at=moment)
    lines = ledger.commission_lines("2026-11")
    result = o2c.commission(lines, plan=o2c.Plan("Cash", "CNY", "4%"), period="2026-11")
    assert result.rows[0]["base"] == o2c.Money("200000", "CNY")
    assert result.rows[0]["commission"] == o2c.Money("8000", "CNY")


@given(
    st.lists(st.integers(1, 99_999), min_size=2, max_size=6),
    st.sampled_from(["half_up", "half_even", "down", "up", "ceiling"]),
    st.data(),
)
def test_paying_in_parts_or_at_once_earns_the_same(
    parts: list[int], rounding: str, data: st.DataObject
) -> None:
    def money(cents: int) -> o2c.Money:
        return o2c.Money.from_minor(cents, "CNY")

    days = [data.draw(st.integers(1, 30)) for _ in parts]
    credits = pd.DataFrame(
        {
            "document": ["A", "A", "A", "B", "B"],
            "salesperson": ["Li", "Wu", "Xu", "Li", "Xu"],
            "share": ["33.3%", "41.7%", None, "50%", None],
        }
    )
    tiers = o2c.RateSchedule("marginal", [(0, "3%"), (700, "5.5%")])
    plan = o2c.Plan("Cash", "CNY", tiers, rounding=rounding)

    net = {"A": money(sum(parts)), "B": money(100_00)}
    tax = {"A": money(round(sum(parts) * Fraction(13, 100))), "B": money(13_00)}
    parts = [*parts[:-1], parts[-1] + tax["A"].minor]

    def earned(receipts: list[tuple[int, int]]) -> o2c.CommissionResult:
        ledger = o2c.Ledger()
        moment = "2026-10-01T01:00:00Z"
        for number in ("A", "B"):
            ledger.invoice(
                number,
                party="N",
                date="2026-10-01",
                amount=net[number] + tax[number],
                taxes=[("13%", net[number], tax[number])],
                salesperson="Li",
                terms="net 30",
                recorded_at=moment,
            )
        paid = [("A", day, money(cents)) for day, cents in receipts]
        for place, (number, day, amount) in enumerate([*paid, ("B", 15, money(113_00))]):
            date = f"2026-11-{day:02}"
            ledger.receipt(f"R{place}", party="N", date=date, amount=amount, recorded_at=moment)
            ledger.apply(f"R{place}", number, amount=amount, date=date, recorded_at=moment)
        lines = ledger.commission_lines("2026-11")
        return o2c.commission(lines, plan=plan, period="2026-11", credits=credits)

    in_parts = earned(sorted(zip(days, parts, strict=True)))
    at_once = earned([(max(days), sum(parts))])
    assert in_parts.payouts == at_once.payouts
    assert [{**row, "lines": 0} for row in in_parts.rows] == [
        {**row, "lines": 0} for row in at_once.rows
    ]


def test_the_sample_of_a_team_settles_what_a_ledger_invoiced() -> None:
    invoices = pd.DataFrame(
        {
            "document": ["I-1", "C-1", "I-2"],
            "kind": ["invoice", "credit_note", "invoice"],
            "refers_to": [None, "I-1", None],
            "party": ["Acme", "Acme", "Bell"],
            "salesperson": ["Li", "Li", "Wang"],
            "invoice_date": [dt.date(2026, 11, day) for day in (2, 20, 3)],
            "due_date": [dt.date(2026, 12, 2), None, dt.date(2026, 12, 3)],
            "amount": [Decimal(339_000), Decimal(-11_300), Decimal(113_000)],
            "net": [Decimal(300_000), Decimal(-10_000), Decimal(100_000)],
            "currency": ["CNY"] * 3,
        }
    )
    lines = o2c.Ledger.from_tables(invoices=invoices).commission_lines("2026-11", basis="invoiced")
    plan = o2c.Plan.from_toml(ROOT / "examples/plans/team_draw.toml")
    assert plan.basis == "invoiced"
    people = pd.DataFrame({"salesperson": ["Li", "Wang"], "manager": ["Wang", None]})
    result = o2c.commission(lines, plan=plan, period="2026-11", people=people)
    # 290,000 stay below the tier of 300,000; a tenth is held back.
    shown = ("commission", "overrides", "held_back", "recovered", "payable")
    assert {row["salesperson"]: [row[name].amount for name in shown] for row in result.payouts} == {
        "Li": [8_700, 0, 870, 3_000, 4_830],
        "Wang": [3_000, 1_450, 445, 3_000, 1_005],
    }


def test_it_shows_itself() -> None:
    plan = o2c.Plan("<Export>", "CNY", MARGINAL)
    lines = LINES.assign(salesperson=["Wu", "<b>Li</b>", "<b>Li</b>", "Li"])
    result = o2c.commission(lines, plan=plan, period="2026-11")
    shown = result._repr_html_()
    assert "&lt;b&gt;Li&lt;/b&gt;" in shown
    assert "<b>Li" not in shown
    assert "26,000.00" in shown
    assert "1 lines of other dates" in shown
    assert "提成核算" in result.to_html("zh")
    pytest.importorskip("matplotlib").use("Agg")
    panel = result.plot(top=1, lang="zh")
    assert [label.get_text() for label in panel.get_yticklabels()] == ["<b>Li</b>"]
    with pytest.raises(ValueError, match="lang"):
        result.plot(lang="fr")


# --- an independent oracle ----------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    method = draw(st.sampled_from(["marginal", "whole", "interpolated", "table"]))
    is_table = method == "table"
    starts = sorted(draw(st.sets(st.integers(1, 900_000), min_size=0, max_size=4)))
    starts = [Decimal(start).scaleb(-2) for start in (starts or [1] if is_table else [0, *starts])]
    rates = [Decimal(draw(st.integers(0, 30_000))).scaleb(-5) for _ in starts]
    return {
        "method": method,
        "edge": draw(st.sampled_from(["closes", "opens"])),
        "starts": starts,
        "values": [rate * 10_000 for rate in rates] if is_table else rates,
        "months": draw(st.sampled_from([1, 3, 12])),
        "by_line": draw(st.booleans()),
        "unit": draw(st.sampled_from(["0.01", "0.05", "1"])),
    }


LINE = st.fixed_dictionaries(
    {
        "salesperson": st.sampled_from(["Li", "Wu", "陈"]),
        "date": st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        "net": st.integers(-300_000, 900_000).map(lambda cents: Decimal(cents).scaleb(-2)),
    }
)
KIND = {1: "month", 3: "quarter", 12: "year"}


@given(plans(), st.lists(LINE, min_size=1, max_size=40))
def test_it_pays_what_the_oracle_pays(how: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    is_table = how["method"] == "table"
    tiers = [
        (start, value if is_table else f"{value * 100}%")
        for start, value in zip(how["starts"], how["values"], strict=True)
    ]
    plan = o2c.Plan(
        "Any",
        "CNY",
        o2c.RateSchedule(how["method"], tiers, edge=how["edge"]),
        accumulation=KIND[how["months"]],
        rounded="line" if how["by_line"] else "cumulative",
        unit=f"{how['unit']} CNY",
    )
    paid, totals = oracle_commission.settle(
        lines,
        method=how["method"],
        tiers=[
            (Fraction(start), Fraction(value))
            for start, value in zip(how["starts"], how["values"], strict=True)
        ],
        edge=how["edge"],
        months=how["months"],
        by_line=how["by_line"],
        unit=Fraction(how["unit"]),
    )
    table = pa.Table.from_pylist(
        lines,
        pa.schema({"salesperson": pa.string(), "date": pa.date32(), "net": pa.decimal128(12, 2)}),
    )
    result = o2c.commission(table, plan=plan, period="2026", threads=2)
    assert [Fraction(each) for each in result.lines.to_arrow()["commission"].to_pylist()] == paid
    found = {
        (row["salesperson"], oracle_commission.period_of(row["period"].first, how["months"])): (
            Fraction(row["base"].amount),
            Fraction(row["commission"].amount),
        )
        for row in result.rows
    }
    assert found == totals


# --- real orders --------------------------------------------------------------------------------

NORTHWIND = Path(os.environ.get("O2C_REAL_DATA", "")) / "northwind"


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    """The lines of 830 orders: what was invoiced of each product, in cents."""
    if "O2C_REAL_DATA" not in os.environ or not (NORTHWIND / "orders.csv").is_file():
        pytest.skip("set O2C_REAL_DATA to a folder that holds northwind/orders.csv")
    # The addresses at the end of a row have commas of their own.
    text = (NORTHWIND / "orders.csv").read_text(encoding="utf-8").splitlines()
    names, *rows = [line.split(",")[:4] for line in text if line]
    heads = pd.DataFrame(rows, columns=names)
    assert len(heads) == 830
    details = pd.read_csv(NORTHWIND / "order-details.csv", dtype=str)
    lines = details.merge(heads[["orderID", "employeeID", "orderDate"]], on="orderID")
    assert len(lines) == len(details)
    net = [
        oracle_commission.half_up(
            Fraction(price) * int(count) * (1 - Fraction(discount)), Fraction(1, 100)
        )
        for price, count, discount in zip(
            lines["unitPrice"], lines["quantity"], lines["discount"], strict=True
        )
    ]
    return pd.DataFrame(
        {
            "salesperson": lines["employeeID"].astype(int),
            "date": pd.to_datetime(lines["orderDate"]),
            "net": [Decimal(each.numerator * 100 // each.denominator).scaleb(-2) for each in net],
        }
    )


@pytest.mark.parametrize("months", [1, 3])
@pytest.mark.parametrize(
    ("method", "tiers"),
    [
        ("marginal", [(0, "5%")]),
        ("marginal", [(0, "1.5%"), (5_000, "2.25%"), (12_000, "3.5%")]),
        ("whole", [(0, "1%"), (4_000, "2%"), (10_000, "3%"), (20_000, "3.333%")]),
    ],
)
def test_a_year_of_real_orders_is_settled(
    orders: pd.DataFrame, method: str, tiers: list[tuple[int, str]], months: int
) -> None:
    plan = o2c.Plan("1997", "USD", o2c.RateSchedule(method, tiers), accumulation=KIND[months])
    result = o2c.commission(orders, plan=plan, period="1997")
    of_year = orders[orders["date"].dt.year == 1997]
    paid, totals = oracle_commission.settle(
        of_year.assign(date=of_year["date"].dt.date).to_dict("records"),
        method=method,
        tiers=[(Fraction(start), Fraction(rate.rstrip("%")) / 100) for start, rate in tiers],
        months=months,
    )
    assert result.outside == len(orders) - len(of_year)
    earned = result.lines.to_pandas()["commission"]
    assert [Fraction(each) for each in earned[of_year.index]] == paid
    assert {
        (row["salesperson"], oracle_commission.period_of(row["period"].first, months)): (
            Fraction(row["base"].amount),
            Fraction(row["commission"].amount),
        )
        for row in result.rows
    } == totals
    assert len({who for who, _ in totals}) == 9
