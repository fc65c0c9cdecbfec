"""Payment terms from Python: the worked examples, the shorthand, what is refused, the oracle."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_number import MODES
from oracle_terms import Part, Step, amounts, cleared, due_date
from oracle_time import Business

EVENTS = [
    "order",
    "contract",
    "invoice",
    "documents_sent",
    "bl",
    "delivery",
    "acceptance",
    "presentation",
    "sight",
    "draft_acceptance",
]


def lines(text: str, total: str, **events: Any) -> list[str]:
    return [str(part) for part in o2c.PaymentTerms.parse(text).schedule(total, **events)]


def test_the_readme_of_terms() -> None:
    assert lines("30% T/T in advance, balance 60 days after B/L", "50000 USD",
                 contract="2026-03-01", bl="2026-04-02") == [
        "1: 15000.00 USD, due 2026-03-01",
        "2: 35000.00 USD, due 2026-06-01",
    ]  # fmt: skip


def test_pending_on_what() -> None:
    deposit, balance = o2c.PaymentTerms.parse("30% deposit; 70% against copy of B/L").schedule(
        "50000 USD", contract=dt.date(2026, 3, 1)
    )
    assert (deposit.purpose, deposit.due_date) == (o2c.Purpose.deposit, dt.date(2026, 3, 1))
    assert (balance.due_date, balance.anchor) == (None, o2c.Anchor.documents_sent)
    assert str(balance) == "2: 35000.00 USD, pending on the sending of the documents"


@pytest.mark.parametrize(
    ("text", "event", "due"),
    [
        ("net 30", "2026-01-31", "2026-03-02"),
        ("on invoice date + 2 months", "2026-01-31", "2026-03-31"),
        ("月结30天", "2026-05-15", "2026-06-30"),
        ("proximo 10 cut-off 25", "2026-01-25", "2026-02-10"),
        ("proximo 10 cut-off 25", "2026-01-26", "2026-03-10"),
        ("on invoice date + 30 days + end of month", "2026-01-31", "2026-03-31"),
        ("EOM+30", "2026-01-31", "2026-03-02"),
        ("net 60", "2002-05-12", "2002-07-11"),
        ("月结2个月", "2026-02-15", "2026-04-30"),
        ("due on receipt", "2026-02-15", "2026-02-15"),
    ],
)
def test_worked_dates(text: str, event: str, due: str) -> None:
    assert lines(text, "1 USD", invoice=event) == [f"1: 1.00 USD, due {due}"]


def test_a_holiday_at_the_place_of_payment() -> None:
    terms = o2c.PaymentTerms.parse("L/C 60 days after B/L date")
    shanghai = o2c.Calendar("Shanghai", holidays=["2026-05-01"])
    for calendar, due in ((None, "2026-05-01"), (shanghai, "2026-05-04")):
        (part,) = terms.schedule("1 USD", bl="2026-03-02", calendar=calendar)
        assert str(part.due_date) == due


def test_sight_gives_the_bank_five_banking_days() -> None:
    terms = o2c.PaymentTerms.parse("L/C at sight")
    with pytest.raises(o2c.InvalidArgument, match="calendar"):
        terms.schedule("1 USD", presentation="2026-03-05")
    (part,) = terms.schedule("1 USD", presentation="2026-03-05", calendar=o2c.Calendar("NY"))
    assert part.due_date == dt.date(2026, 3, 12)


def test_discounts() -> None:
    terms = o2c.PaymentTerms.parse("2/10 net 30")
    (part,) = terms.schedule("113000 CNY", invoice="2026-03-01")
    (offer,) = part.discounts
    assert (offer.discount, offer.last_day) == (o2c.Money("2260", "CNY"), dt.date(2026, 3, 11))
    before_tax = o2c.PaymentTerms(terms.installments, o2c.DiscountPolicy("before_tax"))
    (part,) = before_tax.schedule("113000 CNY", invoice="2026-03-01", net_total="100000 CNY")
    assert part.discounts[0].discount == o2c.Money("2000", "CNY")
    with pytest.raises(o2c.InvalidArgument, match="net total"):
        before_tax.schedule("113000 CNY", invoice="2026-03-01")
    (part,) = terms.schedule("10000 USD", invoice="2026-03-01")
    paid = o2c.pay_early(
        part, open="10000 USD", paid="4900 USD", paid_on="2026-03-11", policy=terms.discounts
    )
    assert (paid.cleared, paid.discount) == (o2c.Money("5000", "USD"), o2c.Money("100", "USD"))


def test_costs() -> None:
    assert o2c.annual_discount_cost("2%", 20) == Fraction(2, 98) * Fraction(365, 20)
    assert str(o2c.compounded_discount_cost("2%", 20)) == "44.59%"
    assert str(o2c.compounded_discount_cost("2%", 20, digits=6)).startswith("44.5")


def test_shares_of_a_fraction_and_a_divisor() -> None:
    assert o2c.Share.of_total("33.33%", 3) == o2c.Share("1/3")
    with pytest.raises(o2c.InvalidArgument, match="disagree"):
        o2c.Share.of_total("33.34%", 3)


def test_terms_made_of_their_parts() -> None:
    terms = o2c.PaymentTerms(
        [
            o2c.InstallmentTerm("30%", anchor="contract", instrument="tt", purpose="deposit"),
            o2c.InstallmentTerm("balance", anchor="bl", steps=60, roll="modified_following"),
        ]
    )
    assert str(terms) == "30% T/T deposit; balance 60 days after B/L date roll modified following"
    assert o2c.PaymentTerms.parse(str(terms)) == terms


def test_refusals_say_why() -> None:
    with pytest.raises(o2c.InvalidArgument, match="100%") as caught:
        o2c.PaymentTerms.parse("30% deposit; 60% net 30")
    assert caught.value.faults[0].field == "shares"
    with pytest.raises(o2c.ParseError, match="EOM") as two:
        o2c.PaymentTerms.parse("30 days EOM")
    assert "on invoice date + 30 days + end of month" in str(two.value)
    with pytest.raises(o2c.ParseError) as unknown:
        o2c.PaymentTerms.parse("net 30 sometimes")
    assert unknown.value.offset == 7
    with pytest.raises(o2c.ParseError, match=r"\(at offset 5\)") as bill:
        o2c.PaymentTerms.parse("月结30天承兑")
    assert bill.value.text[bill.value.offset :] == "承兑"
    with pytest.raises(TypeError, match=r"expected an o2c\.Share"):
        o2c.InstallmentTerm(30)  # type: ignore[arg-type]
    with pytest.raises(o2c.InvalidArgument, match="too many days"):
        o2c.InstallmentTerm("100%", steps=2**40)
    with pytest.raises(TypeError, match="DateStep"):
        o2c.DiscountTier("2%", True)
    with pytest.raises(o2c.ParseError):
        o2c.DiscountOffer("2026-01-01", "2%", "1/0", "1 USD")
    with pytest.raises(o2c.FloatRefused):
        o2c.PaymentTerms.net(30).schedule("1 USD", cash_step=0.05)  # type: ignore[arg-type]


def test_reschedule() -> None:
    parts = o2c.reschedule("1000 USD", parts=3, first_due="2026-01-31")
    assert [str(part) for part in parts] == [
        "1: 333.33 USD, due 2026-01-31",
        "2: 333.33 USD, due 2026-02-28",
        "3: 333.34 USD, due 2026-03-31",
    ]
    weekly = o2c.DateStep.weeks(1)
    fixed = o2c.reschedule("1000 USD", each="400 USD", first_due="2026-01-05", every=weekly)
    assert [part.amount.amount for part in fixed] == [Decimal(400), Decimal(400), Decimal(200)]
    with pytest.raises(o2c.InvalidArgument, match="either"):
        o2c.reschedule("1000 USD", first_due="2026-01-05")


def test_the_derivation_rechecks() -> None:
    why = o2c.Derivation()
    o2c.PaymentTerms.parse("1/3 deposit; balance 2/10 net EOM+45").schedule(
        "100 USD", contract="2026-01-31", invoice="2026-02-15", trace=why
    )
    assert why.recheck() == []
    assert "33.33 USD" in str(why)


# The oracle ----------------------------------------------------------------------------------

small = st.integers(1, 99)
steps_of = st.lists(
    st.one_of(
        st.tuples(st.just("days"), st.tuples(st.integers(-30, 200))),
        st.tuples(st.just("weeks"), st.tuples(st.integers(0, 20))),
        st.tuples(st.just("months"), st.tuples(st.integers(-5, 30))),
        st.tuples(st.just("business_days"), st.tuples(st.integers(-9, 30))),
        st.tuples(st.just("end_of_month"), st.just(())),
        st.tuples(st.just("day_of_month"), st.tuples(st.integers(1, 31))),
        st.tuples(st.just("month"), st.tuples(st.integers(1, 12))),
        st.tuples(st.just("weekday"), st.tuples(st.integers(1, 7))),
        st.tuples(
            st.just("proximo"), st.tuples(st.integers(1, 31), st.integers(1, 31), st.integers(0, 3))
        ),
    ),
    max_size=3,
)
days = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
rolls = st.sampled_from(["none", "following", "modified_following", "preceding",
                         "modified_preceding"])  # fmt: skip


def date_step(step: Step) -> o2c.DateStep:
    kind, arguments = step
    if kind == "weekday":
        return o2c.DateStep.weekday(o2c.Weekday(arguments[0]))
    made: o2c.DateStep = getattr(o2c.DateStep, kind)(*arguments)
    return made


@given(days, steps_of, rolls, st.sets(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))))
def test_due_dates(event: dt.date, steps: list[Step], roll: str, holidays: set[dt.date]) -> None:
    place = Business({6, 7}, holidays, set())
    term = o2c.InstallmentTerm("100%", steps=[date_step(step) for step in steps], roll=roll)
    calendar = o2c.Calendar("a place", holidays=holidays)
    (part,) = o2c.PaymentTerms([term]).schedule("1 USD", invoice=event, calendar=calendar)
    assert part.due_date == due_date(event, steps, roll, place)


@st.composite
def divisions(draw: st.DrawFn) -> list[Part]:
    parts = []
    left = 99
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["total", "rest", "fixed"]))
        if kind == "total" and left > 1:
            percent = draw(st.integers(1, left - 1))
            left -= percent
            parts.append(Part(kind, Fraction(percent, 100)))
        elif kind == "rest":
            parts.append(Part(kind, Fraction(1, draw(st.integers(2, 9)))))
        else:
            parts.append(Part("fixed", Fraction(draw(st.integers(1, 200_000)), 100)))
    return [*parts, Part("balance", Fraction(0))]


def share(part: Part) -> o2c.Share:
    if part.kind == "balance":
        return o2c.Share.remainder()
    if part.kind == "fixed":
        return o2c.Share.fixed(o2c.Money(Decimal(int(part.size * 100)).scaleb(-2), "USD"))
    return o2c.Share(f"{part.size}" + (" of the rest" if part.kind == "rest" else ""))


@given(
    st.integers(-10_000_000, 10_000_000),
    divisions(),
    st.sampled_from([None, "0.05", "1"]),
    st.sampled_from(MODES),
)
def test_amounts(minor: int, parts: list[Part], step: str | None, mode: str) -> None:
    total = o2c.Money(Decimal(minor).scaleb(-2), "USD")
    terms = o2c.PaymentTerms([o2c.InstallmentTerm(share(part)) for part in parts])
    made = terms.schedule(total, rounding=mode, cash_step=step)
    expected = amounts(Fraction(minor, 100), parts, Fraction(step or "0.01"), mode)
    assert [Fraction(part.amount.amount) for part in made] == expected
    assert sum((part.amount for part in made), o2c.Money(0, "USD")) == total


@given(small, st.integers(1, 10_000_000), st.integers(0, 12_000_000))
def test_part_payments(percent: int, open_minor: int, paid_minor: int) -> None:
    terms = o2c.PaymentTerms.parse(f"{percent}%/10 net 30")
    (part,) = terms.schedule("200000 USD", invoice="2026-03-01")
    made = o2c.pay_early(
        part,
        open=o2c.Money(Decimal(open_minor).scaleb(-2), "USD"),
        paid=o2c.Money(Decimal(paid_minor).scaleb(-2), "USD"),
        paid_on="2026-03-11",
        policy=terms.discounts,
    )
    expected = cleared(
        Fraction(200_000),
        Fraction(open_minor, 100),
        Fraction(paid_minor, 100),
        Fraction(percent, 100),
    )
    assert Fraction(made.cleared.amount) == expected


def test_every_event_has_its_argument() -> None:
    assert [anchor.name for anchor in o2c.Anchor] == EVENTS
    for event in EVENTS:
        term = o2c.InstallmentTerm("100%", anchor=event)
        (part,) = o2c.PaymentTerms([term]).schedule("1 USD", **{event: "2026-03-01"})
        assert part.due_date == dt.date(2026, 3, 1)
