"""Commissions that are earned, payable and paid on different days; what is carried over."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pyarrow as pa
import pytest


def yuan(amount: int | str) -> o2c.Money:
    return o2c.Money(str(amount), "CNY")


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


# --- payable ------------------------------------------------------------------------------------

PAID_IN_FULL = o2c.Plan("Export", "CNY", "1%", basis="invoiced", payable_on="full_payment")


def invoices(*rows: tuple[str, str, int, str | None]) -> pa.Table:
    """Salesperson, day, net, and the day on which the last of it was paid."""
    return pa.table(
        {
            "salesperson": [row[0] for row in rows],
            "date": pa.array([day(row[1]) for row in rows], pa.date32()),
            "net": pa.array([row[2] * 100 for row in rows], pa.int64()),
            "full_payment_date": pa.array([day(row[3]) for row in rows], pa.date32()),
        }
    )


OCTOBER = [
    ("Li", "2026-10-05", 10_000, "2026-10-31"),
    ("Li", "2026-10-06", 20_000, None),
    ("Wu", "2026-10-07", 5_000, "2026-11-01"),
]


def test_what_is_not_paid_in_full_is_earned_and_not_payable() -> None:
    october = o2c.commission(invoices(*OCTOBER), plan=PAID_IN_FULL, period="2026-10")
    assert [row["bounded"] for row in october.rows] == [yuan(300), yuan(50)]
    assert october.awaiting == [
        {
            "salesperson": name,
            "period": o2c.Period("2026-10"),
            "bounded": yuan(earned),
            "payable": yuan(payable),
            "awaiting": yuan(earned - payable),
        }
        for name, earned, payable in (("Li", 300, 100), ("Wu", 50, 0))
    ]
    li, wu = october.payouts
    assert (li["deferred"], li["payable"], li["awaiting"]) == (yuan(200), yuan(100), yuan(200))
    assert (wu["payable"], wu["awaiting"]) == (yuan(0), yuan(50))
    assert "not payable yet" in str(october.explain_payout("Li"))
    assert "Awaiting" in october.to_html()
    statement = october.statement("Li", lines=invoices(*OCTOBER))
    assert statement.lines[0]["full_payment_date"] == dt.date(2026, 10, 31)
    # What the next settlement has to pay of it, only a book can tell.
    with pytest.raises(o2c.InvalidArgument, match=r"200\.00 CNY of Li is not payable yet"):
        o2c.commission(invoices(*OCTOBER), plan=PAID_IN_FULL, period="2026-11", previous=october)


def test_a_book_pays_it_when_it_is_paid() -> None:
    book = o2c.CommissionBook()
    book.close(book.settle(invoices(*OCTOBER), plan=PAID_IN_FULL, period="2026-10"))
    assert book.columns == ["salesperson", "date", "net"]  # Without the day that comes later.
    paid = [*OCTOBER[:1], ("Li", "2026-10-06", 20_000, "2026-11-15"), *OCTOBER[2:]]
    november = book.settle(invoices(*paid), plan=PAID_IN_FULL, period="2026-11")
    assert not november.corrections
    assert november.reopened == [o2c.Period("2026-10")]
    assert [row["payable"] for row in november.payouts] == [yuan(200), yuan(50)]
    assert [row["awaiting"] for row in november.payouts] == [yuan(0), yuan(0)]
    kept = o2c.CommissionBook.from_toml(book.to_toml())
    assert kept.awaiting("2026-10") == [
        {"period": o2c.Period("2026-10"), "salesperson": name, "amount": yuan(amount)}
        for name, amount in (("Li", 200), ("Wu", 50))
    ]
    book.close(november)
    assert book.awaiting("2026-11") == []
    assert book.replay(invoices(*paid), period="2026-10")
    assert book.replay(invoices(*paid), period="2026-11")


def test_openings_may_say_what_still_awaits() -> None:
    opening = pa.table(
        {"salesperson": ["Li"], "awaiting": [Decimal(200)], "still_awaiting": [Decimal(30)]}
    )
    result = o2c.commission(invoices(), plan=PAID_IN_FULL, period="2026-11", openings=opening)
    assert result.payouts[0]["payable"] == yuan(170)
    with pytest.raises(o2c.InvalidArgument, match="still_awaiting as well"):
        o2c.commission(
            invoices(),
            plan=PAID_IN_FULL,
            period="2026-11",
            openings=opening.drop_columns("still_awaiting"),
        )


def test_the_day_has_to_be_there_and_is_another_than_that_of_earning() -> None:
    with pytest.raises(o2c.BadTable, match="full_payment_date"):
        o2c.commission(
            invoices(*OCTOBER).drop_columns("full_payment_date"),
            plan=PAID_IN_FULL,
            period="2026-10",
        )
    with pytest.raises(o2c.InvalidArgument, match="another moment"):
        o2c.Plan("Export", "CNY", "1%", payable_on="date")
    with pytest.raises(o2c.ParseError, match="when a line earns"):
        o2c.Plan("Export", "CNY", "1%", payable_on="someday")
    assert "payable on the day on which the last is paid" in PAID_IN_FULL.describe()
    assert "全额回款日方可支付" in PAID_IN_FULL.describe("zh")
    assert o2c.Plan.from_toml(PAID_IN_FULL.to_toml()) == PAID_IN_FULL


# --- carried over -------------------------------------------------------------------------------


def quota(carry_over: str) -> o2c.Plan:
    tiers = o2c.RateSchedule("marginal", [(0, "2%"), ("100%", "5%")])
    rule = o2c.PlanRule("all", tiers, tiers_over="attainment")
    return o2c.Plan("Quota", "CNY", [rule], accumulation="quarter", carry_over=carry_over)


@pytest.mark.parametrize(
    ("carry_over", "earned"),
    [("none", 4_500), ("shortfall", 3_600), ("surplus", 4_500), ("both", 3_600)],
)
def test_a_shortfall_is_made_up_first(carry_over: str, earned: int) -> None:
    lines = invoices(("Li", "2026-01-05", 70_000, None), ("Li", "2026-04-05", 150_000, None))
    targets = pd.DataFrame(
        {
            "salesperson": "Li",
            "period": ["2026Q1", "2026Q2"],
            "target": [Decimal(100_000), Decimal(100_000)],
        }
    )
    plan = quota(carry_over)
    result = o2c.commission(lines, plan=plan, period="2026Q2", targets=targets)
    assert result.totals["commission"] == yuan(earned)
    assert result.explain_line(1).recheck() == []
    assert ("carried over" in str(result.explain_line(1))) == (carry_over in ("shortfall", "both"))
    assert plan.carry_over == carry_over
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert (
        eval(
            repr(plan),
            {"Plan": o2c.Plan, "PlanRule": o2c.PlanRule, "RateSchedule": o2c.RateSchedule},
        )
        == plan
    )


# --- converted once -----------------------------------------------------------------------------


def sales(*rows: tuple[str, int, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "salesperson": "Li",
            "date": [day(row[0]) for row in rows],
            "net": [row[1] * 100 for row in rows],
            "currency": [row[2] for row in rows],
        }
    )


def test_a_book_keeps_the_rates_that_made_an_entry() -> None:
    plan = o2c.Plan("Export", "CNY", "1%")
    rates = o2c.ExchangeTable([("USD", "CNY", "7.10", "2026-10-01")])
    october = [("2026-10-05", 10_000, "USD"), ("2026-10-06", 1_000, "CNY")]
    book = o2c.CommissionBook()
    book.close(book.settle(sales(*october), plan=plan, period="2026-10", rates=rates))
    assert book.payouts("2026-10")[0]["payable"] == yuan(720)
    assert [row["net"] for row in book.lines("2026-10")] == [
        o2c.Money("10000", "USD"),
        yuan(1_000),
    ]
    (kept,) = book.exchanges("2026-10")
    assert (kept["currency"], kept["as_of"]) == ("USD", dt.date(2026, 10, 5))

    # A return of the sale comes when the table says something else of that day.
    book = o2c.CommissionBook.from_toml(book.to_toml())
    other = o2c.ExchangeTable([("USD", "CNY", "9.99", "2026-10-01")])
    lines = sales(*october, ("2026-10-05", -10_000, "USD"), ("2026-11-02", 100, "USD"))
    november = book.settle(lines, plan=plan, period="2026-11", rates=other)
    assert november.corrections[0]["correction"] == yuan(-710)
    assert november.totals["commission"] == o2c.Money("9.99", "CNY")
    book.close(november)
    assert book.replay(sales(*october), period="2026-10").late == []
    assert not book.replay(sales(*october), period="2026-10").differences
    assert book.replay(sales(*october, ("2026-10-05", -10_000, "USD")), period="2026-10").late == []


def test_a_book_refuses_currencies_that_it_has_no_rate_for() -> None:
    plan = o2c.Plan("Export", "CNY", "1%")
    rates = o2c.ExchangeTable([("USD", "CNY", "7.10", "2026-10-01")])
    book = o2c.CommissionBook()
    with pytest.raises(o2c.BadTable, match="a currency that the rates have"):
        book.settle(sales(("2026-10-05", 1, "EUR")), plan=plan, period="2026-10", rates=rates)
    with pytest.raises(o2c.BadTable, match="CNY, as the plan"):
        book.settle(sales(("2026-10-05", 1, "USD")), plan=plan, period="2026-10")
    wrong: Any = {"USD": 7.1}
    with pytest.raises(o2c.InvalidArgument, match=r"expected an o2c\.ExchangeTable"):
        book.settle(sales(("2026-10-05", 1, "USD")), plan=plan, period="2026-10", rates=wrong)
