"""What of lines a plan counts, on which day, in which currency, and by which period."""

from __future__ import annotations

import csv
import datetime as dt
import io
import pickle
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import o2c
import pandas as pd
import pytest

RATES = o2c.ExchangeTable(
    [("USD", "CNY", "7.10", "2026-11-01"), ("USD", "CNY", "7.08", "2026-11-16")]
)
AMOUNTS = {"net", "cost", "amount", "tax", "freight", "discount", "list_price", "quantity"}


def cny(amount: str | int) -> o2c.Money:
    return o2c.Money(str(amount), "CNY")


def lines_of(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Lines by Li on 3 November 2026, unless they say something else."""
    table = pd.DataFrame([{"salesperson": "Li", "date": "2026-11-03", **row} for row in rows])
    for name in table.columns:
        if name == "date" or name.endswith("_date"):
            table[name] = pd.to_datetime(table[name])
    for name in AMOUNTS & set(table.columns):
        exact = [None if pd.isna(each) else Decimal(str(each)) for each in table[name]]
        table[name] = pd.Series(exact, dtype=object)
    return table


def flat(rate: str = "10%", **terms: Any) -> o2c.Plan:
    return o2c.Plan("Export", "CNY", rate, **terms)


def settle(lines: pd.DataFrame, plan: o2c.Plan, period: str = "2026-11", **more: Any) -> Any:
    return o2c.commission(lines, plan=plan, period=period, **more)


def bases(result: o2c.CommissionResult) -> list[Decimal]:
    return [row["base"] for row in result.credits.to_arrow().to_pylist()]


def standing(result: o2c.CommissionResult) -> dict[str, int]:
    return {row["standing"]: row["lines"] for row in result.tie_out}


# --- other currencies ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rates_on", "pays"),
    [
        ("date", ["7100.00", "7080.00", "1000.00"]),
        ("period_end", ["7080.00", "7080.00", "1000.00"]),
        ("invoice", ["7080.00", "7100.00", "1000.00"]),
    ],
)
def test_lines_are_converted_as_of_the_day_that_the_plan_states(
    rates_on: str, pays: list[str]
) -> None:
    lines = lines_of(
        {"net": 1_000, "currency": "USD", "invoice_date": "2026-11-18"},
        {"net": 1_000, "currency": "USD", "date": "2026-11-20", "invoice_date": "2026-11-02"},
        {"net": 1_000, "currency": "CNY", "invoice_date": None},
    )
    result = settle(lines, flat(rates_on=rates_on), rates=RATES)
    assert bases(result) == [Decimal(each) for each in pays]
    why = result.explain_line(0)
    assert why.recheck() == []
    assert f"{Decimal(pays[0]) / 1000:.2f}" in str(why)
    assert "2026-11-01" in str(why) or "2026-11-16" in str(why)


def test_a_credit_note_takes_the_rate_of_the_invoice_that_it_credits() -> None:
    lines = lines_of(
        {"net": 1_000, "currency": "USD", "invoice_date": "2026-11-02"},
        {"net": -400, "currency": "USD", "date": "2026-11-20", "invoice_date": "2026-11-20",
         "credited_invoice_date": "2026-11-02"},
        {"net": -100, "currency": "USD", "date": "2026-11-20", "invoice_date": "2026-11-20"},
        {"net": -100, "currency": "USD", "credited_invoice_date": "2026-11-02"},
    )  # fmt: skip
    result = settle(lines, flat(rates_on="invoice"), rates=RATES)
    assert bases(result) == [Decimal(each) for each in ("7100", "-2840", "-708", "-710")]
    of_day = settle(lines, flat(), rates=RATES)
    assert bases(of_day) == [Decimal(each) for each in ("7100", "-2832", "-708", "-710")]


def test_what_was_converted_by_is_kept() -> None:
    rates = o2c.ExchangeTable(
        [("USD", "CNY", "7.10", "2026-11-01"), ("EUR", "USD", "1.10", "2026-10-01")], pivot="USD"
    )
    lines = lines_of({"net": 1_000, "currency": "EUR"}, {"net": 1_000, "currency": "USD"})
    result = settle(lines, flat(), rates=rates)
    assert bases(result) == [Decimal("7810.00"), Decimal("7100.00")]
    dollars = o2c.ExchangeRate("USD", "CNY", "7.10", "2026-11-01")
    assert result.exchanges == [
        {
            "currency": "EUR",
            "as_of": dt.date(2026, 11, 3),
            "rates": [o2c.ExchangeRate("EUR", "USD", "1.10", "2026-10-01"), dollars],
        },
        {"currency": "USD", "as_of": dt.date(2026, 11, 3), "rates": [dollars]},
    ]
    assert "7.10" in str(result.explain_line(1))


def test_a_base_is_rounded_once() -> None:
    rates = o2c.ExchangeTable([("JPY", "CNY", "0.045", "2026-01-01")])
    lines = lines_of({"net": 102, "cost": 35, "currency": "JPY"})
    result = settle(lines, flat(basis="gross_profit"), rates=rates)
    # 67 are 3.015; apart 4.59 and 1.575 would leave 3.01, or, rounded down, 3.02.
    assert bases(result) == [Decimal("3.02")]
    down = settle(lines, flat(basis="gross_profit", rounding="down"), rates=rates)
    assert bases(down) == [Decimal("3.01")]


def test_margins_and_discounts_need_no_rate() -> None:
    rates = o2c.ExchangeTable([("JPY", "CNY", "0.04", "2026-01-01")])
    plan = flat(
        "100%",
        modifiers=[o2c.Modifier("margin", [("20%", "50%")])],
    )
    # A margin of exactly 20%, which it would not be of rounded amounts.
    lines = lines_of({"net": 10, "cost": 8, "currency": "JPY"})
    assert settle(lines, plan, rates=rates).rows[0]["commission"] == cny("0.40")


def test_a_missing_rate_names_row_pair_and_day() -> None:
    lines = lines_of(
        {"net": 1, "currency": "USD"},
        {"net": 1, "currency": "USD", "date": "2026-10-31"},
        {"net": 1, "currency": "EUR"},
        {"net": 1, "currency": None},
    )
    with pytest.raises(o2c.BadTable) as refused:
        settle(lines, flat(), rates=RATES)
    found = [(each.row, each.field, each.value, each.expected) for each in refused.value.faults]
    assert found[0] == (1, "currency", "USD", "a rate from USD to CNY on 2026-10-31")
    assert [each[:2] for each in found] == [(1, "currency"), (2, "currency"), (3, "currency")]
    with pytest.raises(o2c.BadTable, match=r"row 0.*as the plan"):
        settle(lines, flat())
    with pytest.raises(o2c.BadTable, match='"currency" is missing'):
        settle(lines.drop(columns="currency"), flat(), rates=RATES)
    with pytest.raises(o2c.InvalidArgument, match=r"an o2c\.ExchangeTable"):
        settle(lines, flat(), rates={"USD": 7})
    with pytest.raises(o2c.BadTable, match="invoice_date"):
        settle(lines, flat(rates_on="invoice"), rates=RATES)


# --- what of a line, and when -------------------------------------------------------------------


def test_the_base_is_gross_or_net_of_what_the_plan_states() -> None:
    lines = lines_of({"net": 1_000, "tax": 130, "freight": 50, "discount": 20, "cost": 600})
    for terms, base in [
        ({}, 1_000),
        ({"base_plus": ["tax"]}, 1_130),
        ({"base_less": ["freight", "discount"]}, 930),
        ({"base_plus": ["tax"], "base_less": ["freight"]}, 1_080),
        ({"basis": "gross_profit", "base_less": ["freight"]}, 350),
    ]:
        result = settle(lines, flat(**terms))
        assert bases(result) == [base]
        why = result.explain_line(0)
        assert why.recheck() == []
        assert why.steps[-1].result == cny(base // 10)
    with pytest.raises(o2c.BadTable) as refused:
        settle(lines.assign(freight=None), flat(base_less=["freight"]))
    assert refused.value.faults[0].field == "freight"
    with pytest.raises(o2c.InvalidArgument, match="each amount of lines once"):
        flat(base_plus=["tax"], base_less=["tax"])
    with pytest.raises(o2c.ParseError, match="tax freight discount"):
        flat(base_plus=["duty"])


def test_the_profit_of_a_line_of_a_table_is_explained() -> None:
    lines = lines_of({"net": 1_000, "cost": 600})
    why = settle(lines, flat(basis="gross_profit")).explain_line(0)
    first = why.steps[0]
    assert first.result == cny(400)
    assert [value for _, value in first.operands] == [cny(1_000), cny(600)]


def test_a_line_counts_on_the_day_that_the_plan_states() -> None:
    lines = lines_of(
        {"net": 100, "shipment_date": "2026-11-02"},
        {"net": 200, "shipment_date": "2026-12-02"},
        {"net": 400, "shipment_date": None},
        {"net": 800, "date": "2026-10-30", "shipment_date": "2026-11-30"},
    )
    result = settle(lines, flat(earned_on="shipment"))
    assert bases(result) == [100, 800]
    assert standing(result) == {"counted": 2, "pending": 1, "outside": 1}
    # Nothing is shipped yet.
    none = settle(lines.assign(shipment_date=pd.NaT), flat(earned_on="shipment"))
    assert standing(none) == {"pending": 4}
    with pytest.raises(o2c.BadTable, match="order_date"):
        settle(lines, flat(earned_on="order"))


# --- orders -------------------------------------------------------------------------------------


def test_an_order_accumulates_by_itself_over_all_periods() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, "1%"), (1_000, "10%")])
    plan = o2c.Plan("Orders", "CNY", tiers, per_order=True)
    lines = lines_of(
        {"net": 800, "order": "A", "date": "2026-09-10"},
        {"net": 700, "order": "A"},  # 200 at 1%, 500 at 10%.
        {"net": 700, "order": "B"},  # All at 1%.
    )
    result = settle(lines, plan)
    assert [row["commission"] for row in result.credits.to_arrow().to_pylist()] == [52, 7]
    assert result.rows[0]["commission"] == cny(59)
    assert standing(result) == {"counted": 2, "earlier": 1}
    assert result.explain_line(1).recheck() == []
    with pytest.raises(o2c.BadTable, match=r"row 0, order.*looks at orders"):
        settle(lines.assign(order=[None, "A", "B"]), plan)


def test_an_order_earns_within_its_floor_and_cap() -> None:
    plan = flat(order_floor="50 CNY", order_cap="120 CNY")
    lines = lines_of(
        {"net": 1_000, "order": "A", "date": "2026-10-10"},  # 100 in October
        {"net": 1_000, "order": "A"},  # 100 more, of which 20 are left.
        {"net": 10, "order": "B"},  # Raised to 50.
        {"net": 100, "order": "B"},  # 11 in all: raised already.
        {"net": -110, "order": "B"},  # All is taken back.
    )
    result = settle(lines, plan)
    paid = [row["commission"] for row in result.credits.to_arrow().to_pylist()]
    assert paid == [20, 50, 0, -50]
    assert result.rows[0]["commission"] == cny(20)
    for line in (1, 2, 3, 4):
        why = result.explain_line(line)
        assert why.recheck() == []
        assert why.steps[-1].result == cny(paid[line - 1])


# --- weeks and halves of months -----------------------------------------------------------------


def test_weeks_and_halves_of_a_month_go_on_from_what_is_before() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, "1%"), (1_000, "10%")])
    plan = o2c.Plan("Monthly", "CNY", tiers)
    lines = lines_of(
        {"net": 900, "date": "2026-11-14"},
        {"net": 900, "date": "2026-11-16"},
        {"net": 900, "date": "2026-11-30"},
        {"net": 900, "date": "2026-12-01"},
    )
    first, second = (settle(lines, plan, period) for period in ("2026-11H1", "2026-11H2"))
    assert [row["commission"] for row in (*first.rows, *second.rows)] == [cny(9), cny(171)]
    # A week of two months has a row of each.
    week = settle(lines, plan, "2026-W49")
    assert [(str(row["period"]), row["commission"]) for row in week.rows] == [
        ("2026-11", cny(90)),
        ("2026-12", cny(9)),
    ]
    assert week.explain("Li", "2026-11").recheck() == []
    weekly = o2c.Plan("Weekly", "CNY", tiers, accumulation="week", cap="85 CNY")
    rows = settle(lines, weekly, "2026-12").rows
    # The week earns 90, of which it is paid 85 at most: 9 of them in November.
    assert [(str(row["period"]), row["commission"], row["bounded"]) for row in rows] == [
        ("2026-W49", cny(81), cny(76)),
    ]


# --- tidiness -----------------------------------------------------------------------------------


def test_lines_without_an_amount_are_not_summed() -> None:
    lines = lines_of({"net": 1, "amount": "1.13"}, {"net": 2, "amount": None})
    assert settle(lines, flat()).tie_out[0]["amount"] is None
    assert settle(lines.iloc[:1], flat()).tie_out[0]["amount"] == cny("1.13")


def test_results_are_written_as_csv(tmp_path: Path) -> None:
    result = settle(lines_of({"net": 1_000, "salesperson": 'Li, "A"'}), flat())
    text = result.to_csv()
    assert list(csv.reader(io.StringIO(text))) == [
        ["salesperson", "period", "lines", "base", "commission", "bounded", "currency"],
        ['Li, "A"', "2026-11", "1", "1000.00", "100.00", "100.00", "CNY"],
    ]
    assert result.to_csv(tmp_path / "paid.csv") is None
    assert (tmp_path / "paid.csv").read_text() == text
    assert result.lines.to_csv() == '"period","rule","commission"\n"2026-11","all",100.00\n'
    with pytest.raises(OSError, match="nowhere"):
        result.to_csv(tmp_path / "nowhere" / "paid.csv")


def test_a_plan_says_what_of_lines_counts() -> None:
    plan = flat(
        earned_on="shipment",
        base_plus=["tax"],
        base_less=["freight", "discount"],
        rates_on="period_end",
        per_order=True,
        order_floor="5 CNY",
        order_cap="900 CNY",
        cap="800 CNY",
        basis="gross_profit",
        accumulation="half_month",
    )
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert eval(repr(plan), {"Plan": o2c.Plan, "RateSchedule": o2c.RateSchedule}) == plan
    said, gesagt = plan.describe(), plan.describe("zh")
    for words in ("gross of tax", "net of freight and discount", "shipment", "last day"):
        assert words in said
    for words in ("半月", "税额", "运费、折扣", "发货日", "期末", "每个订单"):
        assert words in gesagt
    found = plan.lint()
    assert any("tax is added to the gross profit" in each for each in found)
    assert any("an order may earn more than a period" in each for each in found)
    assert "counts on" not in flat().describe()
    doubts = flat(earned_on="order").lint()
    assert any("not when it comes in" in each for each in doubts)
