"""The ledger: the trade's worked examples digit by digit, its tables, and what it refuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import oracle_aging
import pandas as pd
import pytest

pa = pytest.importorskip("pyarrow")

D = Decimal
BUCKETS = ("not_due", "1-30", "31-60", "61-90", ">90")


class Books:
    """A ledger to which facts are told one second after the other."""

    def __init__(self, party: str = "Ningbo", **options: Any) -> None:
        self.ledger = o2c.Ledger(**options)
        self.party = party
        self.moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def tick(self) -> dt.datetime:
        self.moment += dt.timedelta(seconds=1)
        return self.moment

    def post(self, kind: str, number: str, amount: str, date: str, **details: Any) -> None:
        details.setdefault("party", self.party)
        if kind == "invoice" and "terms" in details:
            self.ledger.invoice(
                number, amount=amount, date=date, recorded_at=self.tick(), **details
            )
        else:
            self.ledger.post(
                kind, number, amount=amount, date=date, recorded_at=self.tick(), **details
            )

    def invoice(self, number: str, amount: str, date: str, due: str, **details: Any) -> None:
        self.post("invoice", number, amount, date, due_date=due, **details)

    def receipt(self, number: str, amount: str, date: str, **details: Any) -> None:
        self.post("receipt", number, amount, date, **details)

    def apply(self, credit: str, debit: str, amount: str, date: str, **details: Any) -> list[int]:
        return self.ledger.apply(
            credit, debit, amount, date=date, recorded_at=self.tick(), **details
        )

    def settle(self, credit: str, date: str, **options: Any) -> list[int]:
        return self.ledger.settle(credit, date=date, recorded_at=self.tick(), **options)

    def open(self, document: Any, as_of: str = "2099-12-31", known_at: Any = None) -> Decimal:
        items = self.ledger.items(document, as_of=as_of, known_at=known_at)
        return sum((item["open"].amount for item in items), D(0))

    def closed_as(self, document: str) -> list[tuple[str | None, Decimal]]:
        return [(r["adjustment"], r["amount"].amount) for r in self.ledger.history(document)]


def rules(refused: pytest.ExceptionInfo[o2c.Refused]) -> list[str]:
    return [refusal.rule for refusal in refused.value.refusals]


def lines(table: o2c.LedgerTable, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in table.to_arrow().to_pylist()]


# --- worked examples -----------------------------------------------------------------------------


def aging_example() -> Books:
    """As of 2026-03-31, with what happened after it."""
    books = Books()
    for number, amount, date, due in (
        ("A", "10000 USD", "2026-03-01", "2026-03-31"),
        ("B", "8000 USD", "2026-03-01", "2026-03-30"),
        ("C", "6000 USD", "2026-02-01", "2026-03-01"),
        ("D", "5000 USD", "2026-02-01", "2026-02-28"),
        ("E", "4000 USD", "2025-12-01", "2025-12-30"),
    ):
        books.invoice(number, amount, date, due)
    books.receipt("on account", "1500 USD", "2026-03-10")
    books.receipt("R1", "2000 USD", "2026-03-29")
    books.apply("R1", "B", "2000 USD", "2026-04-02")
    books.receipt("R2", "3000 USD", "2026-04-05")
    books.apply("R2", "D", "3000 USD", "2026-04-05")
    return books


def test_the_aging_of_the_last_day_of_march() -> None:
    ledger = aging_example().ledger
    (row,) = ledger.aging(as_of="2026-03-31").rows
    assert [row[name] for name in BUCKETS] == [10_000, 14_000, 5_000, 0, 4_000]
    assert (row["unapplied"], row["total"]) == (-3_500, 29_500)
    assert ledger.balance("Ningbo", as_of="2026-03-31") == o2c.MoneyBag(["29500.00 USD"])
    (future,) = ledger.future_dated(as_of="2026-03-31")
    assert (future["number"], future["date"]) == ("R2", dt.date(2026, 4, 5))
    (row,) = ledger.aging(as_of="2026-04-05").rows
    assert [row[name] for name in BUCKETS] == [0, 16_000, 8_000, 0, 4_000]
    assert (row["unapplied"], row["total"]) == (-1_500, 26_500)


def test_the_aging_by_invoice_date_begins_with_0_to_30() -> None:
    aging = aging_example().ledger.aging(as_of="2026-03-31", by="invoice_date")
    assert aging.bucket_labels == ("future", "0-30", "31-60", "61-90", ">90")
    (row,) = aging.rows
    assert [row[name] for name in aging.bucket_labels] == [0, 18_000, 11_000, 0, 4_000]


def test_the_explanation_of_an_aging_adds_up() -> None:
    aging = aging_example().ledger.aging(as_of="2026-03-31")
    (row,) = aging.rows
    explanation = aging.explain("Ningbo")
    assert sum(item["amount"] for item in explanation.items) == row["total"]
    assert sorted(item["document"] for item in explanation.items) == [
        "A", "B", "C", "D", "E", "R1", "on account"
    ]  # fmt: skip
    (figures,) = explanation.figures
    assert {name: figures[name] for name in aging.measures} == {
        name: row[name] for name in aging.measures
    }
    (derivation,) = explanation.derivations
    assert derivation.recheck() == []
    assert "29500.00 USD" in explanation.to_text()


def test_a_difference_within_the_tolerance_closes_the_invoice() -> None:
    """The lesser of 1% and 50.00: 30.00 of 3,000.00, 50.00 of 10,000.00."""
    for amount, paid, rest in (
        ("3000 USD", "2970.00 USD", D(0)),
        ("3000 USD", "2969.99 USD", D("30.01")),
        ("10000 USD", "9950.00 USD", D(0)),
        ("10000 USD", "9949.99 USD", D("50.01")),
    ):
        books = Books()
        books.invoice("A", amount, "2026-03-01", "2026-03-31")
        books.receipt("R", paid, "2026-03-20")
        books.settle("R", "2026-03-20", tolerance=("1%", "50 USD"), tolerated_as="bank_charge")
        assert books.open("A") == rest
        assert [kind for kind, _ in books.closed_as("A")] == [None, "bank_charge"][: 2 - bool(rest)]
        assert books.ledger.balance("Ningbo", as_of="2026-03-20") == (
            o2c.MoneyBag(o2c.Money(rest, "USD")) if rest else o2c.MoneyBag()
        )


@pytest.mark.parametrize(
    ("paid_on", "kind"),
    [
        ("2026-03-11", "discount"),
        ("2026-03-12", "late_discount"),
        ("2026-03-14", "late_discount"),
        ("2026-03-15", None),
    ],
)
def test_a_discount_within_its_days_of_grace_is_of_its_own_kind(
    paid_on: str, kind: str | None
) -> None:
    books = Books()
    policy = o2c.DiscountPolicy(grace_days=3)
    books.post("invoice", "A", "113000 CNY", "2026-03-01", terms="2/10 net 30", discounts=policy)
    books.receipt("R", "110740.00 CNY", paid_on)
    books.settle("R", "2026-03-20", discounts="granted")
    expected: list[tuple[str | None, Decimal]] = [(None, D("110740.00"))]
    if kind:
        expected.append((kind, D("2260.00")))
    assert books.closed_as("A") == expected
    assert books.open("A") == (0 if kind else D("2260.00"))


def test_a_discount_may_be_on_the_amount_before_tax() -> None:
    """2% of 100,000.00 before 13% of tax: 2,000.00."""
    policy = o2c.DiscountPolicy(base="before_tax")
    (whole,) = o2c.PaymentTerms.parse("2/10 net 30").schedule("113000 CNY", invoice="2026-03-01")
    offer = o2c.DiscountOffer("2026-03-11", "2%", Fraction(2000, 113000), "2000 CNY")
    item = o2c.Installment(1, "113000 CNY", whole.due_date, discounts=[offer])
    books = Books()
    books.post("invoice", "A", "113000 CNY", "2026-03-01", installments=[item], discounts=policy)
    books.receipt("R", "111000.00 CNY", "2026-03-11")
    books.settle("R", "2026-03-11", discounts="granted")
    assert books.closed_as("A") == [(None, D("111000.00")), ("discount", D("2000.00"))]


def test_a_part_payment_of_4900_at_2_percent_clears_5000() -> None:
    books = Books()
    books.post("invoice", "A", "10000 USD", "2026-03-01", terms="2/10 net 30")
    books.receipt("R", "4900 USD", "2026-03-09")
    books.settle("R", "2026-03-09", discounts="granted")
    assert books.closed_as("A") == [(None, D("4900.00")), ("discount", D("100.00"))]
    assert books.open("A") == D("5000.00")


def test_a_third_each_of_100000() -> None:
    books = Books()
    books.post(
        "invoice", "A", "100000 USD", "2026-01-31",
        terms="1/3 30 days; 1/3 60 days; 1/3 90 days",
    )  # fmt: skip
    items = books.ledger.items("A", as_of="2026-01-31")
    assert [item["open"].amount for item in items] == [D("33333.33"), D("33333.33"), D("33333.34")]
    assert [item["instalment"] for item in items] == [1, 2, 3]
    books.receipt("R", "40000 USD", "2026-02-10")
    books.apply("R", "A", "40000 USD", "2026-02-10")
    items = books.ledger.items("A", as_of="2026-02-10")
    assert [item["open"].amount for item in items] == [0, D("26666.66"), D("33333.34")]


def test_the_statutory_order() -> None:
    """CC 560: due debts first; least secured; heaviest burden; earliest due; in proportion."""
    books = Books()
    for number, due, amount, more in (
        ("not due", "2026-04-30", "100 USD", {}),
        ("secured", "2026-03-01", "100 USD", {"secured": "50%"}),
        ("burden", "2026-03-20", "100 USD", {"burden": "5%"}),
        ("equal 1", "2026-03-15", "60 USD", {}),
        ("equal 2", "2026-03-15", "40 USD", {}),
        ("earliest", "2026-03-10", "100 USD", {}),
    ):
        books.invoice(number, amount, "2026-01-01", due, **more)
    books.receipt("R", "250 USD", "2026-03-31")
    books.settle("R", "2026-03-31", method="statutory")
    left = {number: books.open(number) for number in ("burden", "earliest", "equal 1", "equal 2")}
    assert left == {"burden": 0, "earliest": 0, "equal 1": 30, "equal 2": 20}
    assert books.open("secured") == books.open("not due") == 100


def test_a_debt_that_falls_due_on_the_day_is_due() -> None:
    """So that of two debts that are due the one secured least is paid first."""
    books = Books()
    books.invoice("secured", "100 USD", "2026-01-01", "2026-03-20", secured="50%")
    books.invoice("due today", "100 USD", "2026-01-01", "2026-03-31")
    books.receipt("R", "100 USD", "2026-03-31")
    books.settle("R", "2026-03-31", method="statutory")
    assert (books.open("due today"), books.open("secured")) == (0, 100)


def test_a_payment_bounces_no_earlier_than_its_last_reversal() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-03-01", "2026-03-31")
    books.receipt("R", "100 USD", "2026-03-05")
    (applied,) = books.apply("R", "A", "100 USD", "2026-03-06")
    books.ledger.reverse(applied, date="2026-03-10", recorded_at=books.tick())
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.return_payment("R", "B", date="2026-03-09", recorded_at=books.tick())
    assert rules(refused) == ["predates_reversal"]
    books.ledger.return_payment("R", "B", date="2026-03-10", recorded_at=books.tick())
    assert (books.open("A"), books.open("R"), books.open("B")) == (100, 0, 0)


def test_within_a_debt_costs_then_interest_then_principal() -> None:
    """CC 561."""
    books = Books()
    books.invoice("A", "100 USD", "2026-01-01", "2026-03-10")
    books.post("interest", "I", "5 USD", "2026-03-12", refers_to="A")
    books.post(
        "debit_note", "costs", "3 USD", "2026-03-13", refers_to="A", charge="collection_cost"
    )
    books.receipt("R", "20 USD", "2026-03-31")
    books.settle("R", "2026-03-31", method="statutory")
    assert [books.open(number) for number in ("costs", "I", "A")] == [0, 0, 88]


def test_fees_of_reminders_and_compensation_are_costs_of_collecting() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-01-01", "2026-03-10")
    books.post("interest", "I", "5 USD", "2026-03-12", refers_to="A")
    policy = o2c.DunningPolicy([o2c.DunningLevel(1, fees=["3 USD"])])
    run = books.ledger.dunning_run(as_of="2026-03-20", policy=policy)
    books.ledger.record_reminders(run, recorded_at=books.tick())
    tiers = o2c.Compensation([("0 USD", "2 USD")])
    charges = books.ledger.compensation(as_of="2026-03-21", compensation=tiers)
    booked = books.ledger.charge_compensation(charges, date="2026-03-21", recorded_at=books.tick())
    assert booked == ["A/C"]
    books.receipt("R", "6 USD", "2026-03-31")
    books.settle("R", "2026-03-31", method="statutory")
    assert [books.open(number) for number in ("A/D1", "A/C", "I", "A")] == [0, 0, 4, 100]


def test_a_payment_that_bounces_leaves_at_what_it_is_carried_at() -> None:
    books = Books(home="CNY")
    books.receipt("R", "1000 USD", "2026-03-02", rate="7.10")
    books.ledger.revalue("2026-03-31", {"USD": "7.05"}, recorded_at=books.tick())
    books.ledger.return_payment("R", "B", date="2026-04-08", recorded_at=books.tick())
    assert str(books.ledger.document("B")["rate"]) == "7.05"
    assert len(books.ledger.exchange_differences(period="2026-03")) == 1
    assert len(books.ledger.exchange_differences(period="2026-04")) == 0


def test_a_debit_note_for_a_price_is_a_debt_like_any_other() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-01-01", "2026-03-10")
    books.post("debit_note", "B", "3 USD", "2026-03-13", refers_to="A", due_date="2026-03-20")
    books.receipt("R", "101 USD", "2026-03-31")
    books.settle("R", "2026-03-31", method="statutory")
    assert [books.open(number) for number in "AB"] == [0, 2]
    with pytest.raises(o2c.InvalidArgument, match='charge "collection_cost": expected price'):
        books.post("debit_note", "C", "3 USD", "2026-03-13", charge="collection_cost")


def test_a_discount_is_counted_from_a_date_that_became_known_later() -> None:
    books = Books()
    terms = o2c.PaymentTerms.parse("2/10 net 30 days after B/L date")
    books.post("invoice", "A", "5000 USD", "2026-03-01", terms=terms)
    (waiting,) = terms.schedule("5000 USD", invoice="2026-03-01")
    assert waiting.due_date is None
    with pytest.raises(o2c.InvalidArgument, match="due_date"):
        books.ledger.set_due_date("A", waiting, recorded_at=books.tick())
    (other,) = terms.schedule("4999 USD", bl="2026-03-20")
    with pytest.raises(o2c.InvalidArgument, match=r"amount \"4999.00 USD\": expected 5000.00 USD"):
        books.ledger.set_due_date("A", other, recorded_at=books.tick())
    offer = o2c.DiscountOffer("2026-03-30", "2%", Fraction(1, 50), "100 EUR")
    foreign = o2c.Installment(1, "5000 USD", "2026-04-19", discounts=[offer])
    with pytest.raises(o2c.InvalidArgument, match="discounts"):
        books.ledger.set_due_date("A", foreign, recorded_at=books.tick())
    (dated,) = terms.schedule("5000 USD", bl="2026-03-20")
    books.ledger.set_due_date("A", dated, recorded_at=books.tick())
    again = o2c.Ledger.from_tables(**books.ledger.to_tables())
    books.receipt("R", "4900 USD", "2026-03-30")
    books.settle("R", "2026-03-30", discounts="granted")
    assert books.closed_as("A") == [(None, D("4900.00")), ("discount", D("100.00"))]
    assert str(again.items("A", as_of="2026-03-31")[0]["due_date"]) == "2026-04-19"
    again.receipt("R", party="Ningbo", date="2026-03-30", amount="4900 USD",
                  recorded_at=books.tick())  # fmt: skip
    again.settle("R", date="2026-03-30", discounts="granted", recorded_at=books.tick())
    assert again.items("A", as_of="2026-03-31")[0]["open"] == o2c.Money("0", "USD")


def test_for_full_payment_only_parts_in_time_earn_the_discount_together() -> None:
    policy = o2c.DiscountPolicy(part_payments="do_not_earn")
    for last, rest in (("4900 USD", 0), ("4800 USD", 0), ("4799.99 USD", D("200.01"))):
        books = Books()
        books.post("invoice", "A", "10000 USD", "2026-03-01", terms="2/10 net 30", discounts=policy)
        books.receipt("R1", "5000 USD", "2026-03-05")
        books.settle("R1", "2026-03-05", discounts="granted")
        assert books.open("A") == 5000
        books.receipt("R2", last, "2026-03-11")
        books.settle("R2", "2026-03-11", discounts="granted")
        assert books.open("A") == rest


def test_no_discount_is_earned_on_what_a_credit_note_took() -> None:
    for policy in ("earn", "do_not_earn"):
        books = Books()
        books.post(
            "invoice", "A", "10000 USD", "2026-03-01", terms="2/10 net 30",
            discounts=o2c.DiscountPolicy(part_payments=policy),
        )  # fmt: skip
        books.post("credit_note", "C", "5000 USD", "2026-03-03")
        books.apply("C", "A", "5000 USD", "2026-03-03")
        books.receipt("R", "5000 USD", "2026-03-05")
        books.settle("R", "2026-03-05", discounts="granted")
        assert (books.open("A"), books.open("R")) == (0, 100)


def test_the_tolerance_is_for_the_invoice_in_all() -> None:
    books = Books()
    parts = [
        o2c.Installment(i, "1000 USD", f"2026-03-{10 + i}") for i in (1, 2, 3)
    ]  # fmt: skip
    books.post("invoice", "A", "3000 USD", "2026-03-01", installments=parts)
    options: dict[str, Any] = {"tolerance": ("1%", "50 USD")}
    for i, (paid, rest) in enumerate((("980 USD", 2000), ("985 USD", 1015), ("1000 USD", 15))):
        books.receipt(f"R{i}", paid, "2026-03-20")
        books.settle(f"R{i}", "2026-03-20", **options)
        assert books.open("A") == rest  # 20.00 of 30.00 were let go, so that 15.00 are too many.


def test_a_credit_note_for_an_order_leaves_its_deposit_a_deposit() -> None:
    books = Books()
    books.post("deposit", "P", "30 USD", "2026-03-01", order="SO1")
    books.post("credit_note", "C", "5 USD", "2026-03-02", order="SO1")
    row = books.ledger.aging(as_of="2026-03-31").rows[0]
    assert (row["deposits"], row["credits"]) == (30, -5)
    tables = books.ledger.to_tables()
    raw = o2c.aging(
        tables["invoices"],
        receipts=tables["receipts"],
        applications=tables["applications"],
        as_of="2026-03-31",
    ).rows[0]
    assert (raw["deposits"], raw["credits"]) == (row["deposits"], row["credits"])


def test_the_instalments_of_an_invoice_are_rounded_as_the_ledger_rounds() -> None:
    ledger = o2c.Ledger(rounding="half_even")
    for number, amount, parts in (
        ("A", "0.25 USD", ["0.12", "0.13"]),
        ("B", "0.01 USD", ["0.01"]),  # Half a cent is nothing, and is no instalment.
    ):
        ledger.invoice(
            number, party="P", date="2026-03-01", amount=amount, terms="50% deposit; 50% net 30",
            recorded_at="2026-03-01T09:00:00Z",
        )  # fmt: skip
        items = ledger.items(number, as_of="2026-03-31")
        assert [item["open"] for item in items] == [o2c.Money(part, "USD") for part in parts]


def test_the_tables_of_a_ledger_age_and_measure_like_the_ledger() -> None:
    """Also what closes without money, and credit notes in place of receipts."""
    books = Books()
    books.post("invoice", "A", "5000 USD", "2026-01-05", terms="2/10 net 30")
    books.invoice("B", "1000 USD", "2026-01-20", "2026-02-20")
    books.invoice("C", "300 USD", "2026-02-01", "2026-03-01")
    books.receipt("1", "4900 USD", "2026-01-15")
    books.settle("1", "2026-01-15", discounts="granted")
    books.post("credit_note", "1", "200 USD", "2026-02-10")
    (applied,) = books.apply(("credit_note", "1"), "B", "150 USD", "2026-02-12")
    books.ledger.reverse(applied, date="2026-03-10", recorded_at=books.tick(), amount="40 USD")
    books.receipt("2", "295 USD", "2026-03-05")
    books.settle("2", "2026-03-05", references=["C"], tolerance="2%")
    books.ledger.adjust("B", "30 USD", "write_off", date="2026-03-20", recorded_at=books.tick())

    def tables() -> tuple[Any, dict[str, Any]]:
        all_ = books.ledger.to_tables()
        return all_["invoices"], {name: all_[name] for name in ("receipts", "applications")}

    periods = o2c.periods("2026-01", "2026-04")
    invoices, cash = tables()
    measured = o2c.measures(invoices, **cash, periods=periods).to_arrow()
    assert measured == books.ledger.measures(periods=periods).to_arrow()

    books.receipt("3", "100 USD", "2026-03-21")
    books.settle("3", "2026-03-21")
    books.ledger.return_payment("3", "X", date="2026-03-25", recorded_at=books.tick())
    invoices, cash = tables()
    for month in range(1, 5):
        for day in ("11", "15", "28"):
            as_of = f"2026-{month:02}-{day}"
            raw = o2c.aging(invoices, as_of=as_of, **cash)
            expected = books.ledger.aging(as_of=as_of).rows
            found = [{name: row[name] for name in row if name != "deposits"} for row in raw.rows]
            assert found == list(expected)


def test_an_adjustment_beside_a_credit_note_counts_from_its_own_day() -> None:
    """Also before 1970, where days are counted below zero."""
    books = Books()
    books.invoice("A", "100 USD", "1969-03-01", "1969-03-31")
    books.receipt("R", "1 USD", "1969-03-02")
    books.post("credit_note", "C", "20 USD", "1969-04-02")
    books.apply("C", "A", "20 USD", "1969-04-03")
    books.ledger.adjust("A", "30 USD", "write_off", date="1969-04-20", recorded_at=books.tick())
    tables = books.ledger.to_tables()
    cash = {name: tables[name] for name in ("receipts", "applications")}
    periods = o2c.periods("1969-03", "1969-05")
    measured = o2c.measures(tables["invoices"], **cash, periods=periods).to_arrow()
    assert measured["settled"].to_pylist() == [0, 50, 0]
    assert measured == books.ledger.measures(periods=periods).to_arrow()


def test_what_is_applied_of_a_credit_note_is_within_it() -> None:
    invoices = pd.DataFrame(
        {
            "document": ["A", "B", "C"], "party": ["P", "Q", "P"], "currency": "USD",
            "invoice_date": dt.date(2026, 3, 1), "amount": [D(100), D(50), D(-20)],
            "due_date": [dt.date(2026, 3, 31), dt.date(2026, 3, 31), None],
        }
    )  # fmt: skip
    receipts = pd.DataFrame(
        {"receipt": ["R"], "party": "P", "date": dt.date(2026, 3, 5), "amount": [D(5)],
         "currency": "USD"}
    )  # fmt: skip

    def aged(credit: str | None, amount: int, **more: Any) -> Any:
        row = {"receipt": [credit], "document": "A", "date": dt.date(2026, 3, 6), **more}
        applications = pd.DataFrame({**row, "amount": [D(amount)]})
        return o2c.aging(
            invoices, receipts=receipts, applications=applications, as_of="2026-03-31"
        ).rows[0]

    assert (aged("C", 15)["not_due"], aged("C", 15)["credits"]) == (85, -5)
    assert aged(None, 7, kind="write_off")["not_due"] == 93
    for credit, amount, expected in (
        ("C", 21, "an amount within what is open of document C, which is of -20.00 USD"),
        ("A", 1, "a receipt of the table of receipts, or a credit note"),
        ("B", 1, "an amount within what is open of document B, which is of 50.00 USD"),
        ("X", 1, "a receipt of the table of receipts, or a credit note"),
        (None, 1, "a receipt of the table of receipts, or a credit note"),
    ):
        with pytest.raises(o2c.BadTable) as bad:
            aged(credit, amount)
        assert [fault.expected for fault in bad.value.faults] == [expected]


def test_the_rows_of_instalments_agree() -> None:
    rows = {
        "party": ["P", "P"], "document": ["A", "A"], "instalment": [1, 2],
        "invoice_date": [dt.date(2026, 3, 1)] * 2, "due_date": [dt.date(2026, 3, 31)] * 2,
        "amount": [D(1), D(2)], "currency": ["USD", "USD"], "order": ["SO1", "SO2"],
        "salesperson": ["Li", None],
    }  # fmt: skip
    with pytest.raises(o2c.BadTable) as bad:
        o2c.Ledger.from_tables(invoices=pd.DataFrame(rows))
    assert [(f.row, f.field, f.expected) for f in bad.value.faults] == [
        (1, "order", '"SO1", as the document\'s first row'),
        (1, "salesperson", '"Li", as the document\'s first row'),
    ]


def test_methods_of_application() -> None:
    def settled(method: Any, amount: str = "80 USD") -> list[Decimal]:
        books = Books()
        books.invoice("1", "50 USD", "2026-03-03", "2026-03-20")
        books.invoice("2", "70 USD", "2026-03-01", "2026-03-25")
        books.invoice("3", "60 USD", "2026-03-02", "2026-03-28")
        books.receipt("R", amount, "2026-03-31")
        books.settle("R", "2026-03-31", method=method)
        return [books.open(number) for number in "123"]

    assert settled("oldest_due") == [0, 40, 60]
    assert settled("oldest_invoice") == [50, 0, 50]
    assert settled("largest") == [50, 0, 50]
    assert settled("proportional") == [D("27.78"), D("38.89"), D("33.33")]
    assert settled("exact_match", "70 USD") == [50, 0, 60]
    assert settled("exact_match", "180 USD") == [0, 0, 0]
    with pytest.raises(o2c.Refused) as refused:
        settled("exact_match", "110 USD")
    assert rules(refused) == ["no_exact_match"]


def test_what_the_payer_names_is_paid_first() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-03-01", "2026-03-10")
    books.invoice("B", "100 USD", "2026-03-01", "2026-03-20")
    books.receipt("R", "150 USD", "2026-03-21")
    books.settle("R", "2026-03-21", references=["B"])
    assert (books.open("A"), books.open("B"), books.open("R")) == (100, 0, 50)
    books.settle("R", "2026-03-22", references=["B"], rest="by_method")
    assert (books.open("A"), books.open("R")) == (50, 0)


def test_commission_is_on_200000_of_226000() -> None:
    """226,000 with 13% of tax; 35 days overdue."""
    books = Books()
    books.invoice(
        "A", "226000 CNY", "2026-03-01", "2026-03-31", salesperson="Li",
        taxes=[("13%", "200000 CNY", "26000 CNY")],
    )  # fmt: skip
    books.receipt("R", "226000 CNY", "2026-05-05")
    books.apply("R", "A", "226000 CNY", "2026-05-06")
    (line,) = books.ledger.commission_lines("2026-05").to_arrow().to_pylist()
    assert line["net"] == D("200000.00")
    assert line["amount"] == D("226000.00")
    assert (line["salesperson"], line["days_overdue"]) == ("Li", 35)
    assert line["date"] == dt.date(2026, 5, 6)  # of the application, not of the receipt
    assert len(books.ledger.commission_lines("2026-04")) == 0
    assert lines(books.ledger.commission_lines("2026-03", "invoiced"), "document", "net") == [
        ("A", D("200000.00"))
    ]


def test_lines_say_when_their_invoice_was_and_that_which_is_credited() -> None:
    books = Books()
    books.invoice("A", "1000 USD", "2026-03-01", "2026-03-31", salesperson="Li")
    books.invoice("B", "500 USD", "2026-04-01", "2026-04-30", salesperson="Li")
    books.post("credit_note", "C", "200 USD", "2026-04-10", refers_to="A", salesperson="Li")
    books.receipt("R", "1000 USD", "2026-04-20")
    books.apply("R", "B", "500 USD", "2026-04-20")
    march, first, tenth = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 4, 10)
    columns = ("document", "invoice_date", "credited_invoice_date")
    april = books.ledger.commission_lines("2026-04", "invoiced")
    assert lines(april, *columns) == [("B", first, None), ("C", tenth, march)]
    assert lines(books.ledger.commission_lines("2026-04"), *columns) == [("B", first, None)]
    rates = o2c.ExchangeTable(
        [
            o2c.ExchangeRate("USD", "CNY", rate, date)
            for rate, date in (("7", "2026-03-01"), ("8", "2026-04-01"), ("9", "2026-04-10"))
        ]
    )
    plan = o2c.Plan("Export", "CNY", "10%", basis="invoiced", rates_on="invoice")
    sold = o2c.commission(april, plan=plan, period="2026-04", rates=rates)
    # 10% of 500 at 8, and of 200 at 7, as the invoice was.
    assert sold.totals["commission"] == o2c.Money("260", "CNY")
    plan = o2c.Plan("Export", "USD", "10%", basis="collected", earned_on="invoice")
    paid = books.ledger.commission_lines("2026-04")
    assert o2c.commission(paid, plan=plan, period="2026-04").rows[0]["lines"] == 1


def test_what_is_written_off_takes_the_sale_back() -> None:
    """Half of a net of 200,000 is written off; the commission of 4% falls by half, once."""
    books = Books()
    books.invoice(
        "A", "226000 CNY", "2026-03-01", "2026-03-31", salesperson="Li",
        taxes=[("13%", "200000 CNY", "26000 CNY")],
    )  # fmt: skip
    books.ledger.adjust("A", "113000 CNY", "write_off", date="2026-05-20", recorded_at=books.tick())
    sold = books.ledger.commission_lines("2026-03", "invoiced").to_arrow()
    gone = books.ledger.commission_lines("2026-05", "written_off").to_arrow()
    (line,) = gone.to_pylist()
    assert line["net"] == D("-100000.00")
    assert (line["date"], line["returned"]) == (dt.date(2026, 3, 1), dt.date(2026, 5, 20))
    assert len(books.ledger.commission_lines("2026-04", "written_off")) == 0
    assert sold.schema.names == gone.schema.names
    lines = pa.concat_tables([sold, gone])
    for days, earned in ((80, "4000"), (79, "8000")):
        plan = o2c.Plan("Export", "CNY", "4%", basis="invoiced", clawback_days=days)
        result = o2c.commission(lines, plan=plan, period="2026-03")
        assert result.totals["commission"] == o2c.Money(earned, "CNY")


def test_what_is_written_off_counts_by_its_own_days_and_what_is_recovered_by_them() -> None:
    """Sold on 1 March, written off on the 20th of May, 80 days later, and recovered in July; March
    and May are locked before that is recorded."""
    books = Books()
    books.invoice("A", "1000 CNY", "2026-03-01", "2026-03-31", salesperson="Li")
    books.ledger.lock("2026-05-31", recorded_at=books.tick())
    (gone,) = books.ledger.adjust(
        "A", "1000 CNY", "write_off", date="2026-05-20", recorded_at=books.tick()
    )
    books.ledger.reverse(gone, date="2026-07-02", recorded_at=books.tick())
    lost, back = (
        books.ledger.commission_lines(month, "written_off") for month in ("2026-06", "2026-07")
    )
    names = ("date", "returned", "written_off")
    assert lines(lost, *names) == [(dt.date(2026, 3, 1), dt.date(2026, 5, 20), None)]
    assert lines(back, *names) == [(dt.date(2026, 3, 1), dt.date(2026, 7, 2), dt.date(2026, 5, 20))]
    sold = books.ledger.commission_lines("2026-03", "invoiced")
    for days, after_loss in ((80, "0"), (79, "40")):
        plan = o2c.Plan("Export", "CNY", "4%", basis="invoiced", clawback_days=days)
        for tables, earned in (([sold, lost], after_loss), ([sold, lost, back], "40")):
            whole = pa.concat_tables([each.to_arrow() for each in tables])
            result = o2c.commission(whole, plan=plan, period="2026-03")
            assert result.totals["commission"] == o2c.Money(earned, "CNY")


def test_what_credit_notes_took_is_not_written_off_again() -> None:
    """200 are sold; 100 come back in March, the other 100 are written off, and 50 recovered."""
    books = Books()
    untaxed = ("0%", "100 CNY", "0 CNY")
    books.invoice(
        "A", "213 CNY", "2026-03-01", "2026-03-31", salesperson="Li",
        taxes=[("13%", "100 CNY", "13 CNY"), untaxed],
    )  # fmt: skip
    books.ledger.post(
        "credit_note", "C", party="Ningbo", amount="100 CNY", date="2026-03-05", salesperson="Li",
        taxes=[untaxed], recorded_at=books.tick(),
    )  # fmt: skip
    books.apply("C", "A", "100 CNY", "2026-03-05")
    (written_off,) = books.ledger.adjust(
        "A", "113 CNY", "write_off", date="2026-05-20", recorded_at=books.tick()
    )
    books.ledger.reverse(
        written_off, date="2026-06-01", recorded_at=books.tick(), amount="56.50 CNY"
    )
    sold = books.ledger.commission_lines("2026-03", "invoiced")
    assert lines(sold, "net", "returned") == [
        (D("200.00"), None), (D("-100.00"), dt.date(2026, 3, 5))
    ]  # fmt: skip
    gone, back = (
        books.ledger.commission_lines(month, "written_off") for month in ("2026-05", "2026-06")
    )
    assert lines(gone, "application", "net", "reverses") == [(written_off, D("-100.00"), None)]
    assert lines(back, "net", "reverses") == [(D("50.00"), written_off)]
    plan = o2c.Plan("Export", "CNY", "4%", basis="invoiced", clawback_days=90)
    for tables, earned in (([sold], "4"), ([sold, gone], "0"), ([sold, gone, back], "2")):
        whole = pa.concat_tables([each.to_arrow() for each in tables])
        result = o2c.commission(whole, plan=plan, period="2026-03")
        assert result.totals["commission"] == o2c.Money(earned, "CNY")


def test_parts_of_commission_add_up_whatever_is_reversed() -> None:
    """100.00 with a net of 88.50 in 33.33, 33.33 and 33.34: 29.497..., 58.994..., 88.50."""
    books = Books()
    books.invoice(
        "A", "100 CNY", "2026-03-01", "2026-03-31", taxes=[(None, "88.50 CNY", "11.50 CNY")]
    )
    books.receipt("R", "500 CNY", "2026-03-02")
    ids = [books.apply("R", "A", f"{part} CNY", "2026-03-10")[0] for part in
           ("33.33", "33.33", "33.34")]  # fmt: skip
    nets = [D("29.50"), D("29.49"), D("29.51")]
    assert lines(books.ledger.commission_lines("2026-03"), "net") == [(net,) for net in nets]
    before = books.moment
    books.ledger.reverse(ids[0], date="2026-03-20", recorded_at=books.tick())
    assert lines(books.ledger.commission_lines("2026-03"), "net") == [
        (net,) for net in (*nets, D("-29.50"))
    ]
    assert len(books.ledger.commission_lines("2026-03", known_at=before)) == 3


def test_what_is_no_cash_brings_no_commission() -> None:
    """Discounts taken, bank charges borne, write-offs and credit notes."""
    books = Books()
    books.invoice("A", "113 CNY", "2026-03-01", "2026-03-31", taxes=[("13%", "100 CNY", "13 CNY")])
    books.post("credit_note", "C", "13 CNY", "2026-03-02")
    books.apply("C", "A", "13 CNY", "2026-03-03")
    for kind in ("discount", "bank_charge", "write_off"):
        books.ledger.adjust("A", "20 CNY", kind, date="2026-03-04", recorded_at=books.tick())
    assert len(books.ledger.commission_lines("2026-03")) == 0
    books.receipt("R", "40 CNY", "2026-03-05")
    books.apply("R", "A", "40 CNY", "2026-03-05")  # 40/113 of 100
    assert lines(books.ledger.commission_lines("2026-03"), "net") == [(D("35.40"),)]
    assert books.open("A") == 0


def test_a_foreign_receipt_brings_the_rate_of_its_own_day() -> None:
    books = Books(home="CNY")
    books.invoice("A", "34000 USD", "2026-03-01", "2026-03-31", rate="7.10")
    books.receipt("R", "34000 USD", "2026-04-20", rate="7.08")
    books.apply("R", "A", "34000 USD", "2026-04-21")
    (line,) = books.ledger.commission_lines("2026-04").to_arrow().to_pylist()
    assert (line["net"], line["rate"]) == (D("34000.00"), D("7.08"))  # exports bear no tax


def test_a_deposit_waits_outside_of_the_total_until_its_order_is_invoiced() -> None:
    """30% of 50,000 in advance; 9,800 of 10,000 pieces shipped: a balance of 34,000."""
    books = Books()
    books.post("deposit", "R1", "15000 USD", "2026-03-02", order="SO1")
    (row,) = books.ledger.aging(as_of="2026-03-31").rows
    assert (row["deposits"], row["unapplied"], row["total"]) == (15_000, 0, 0)
    books.invoice("A", "49000 USD", "2026-04-10", "2026-05-10", order="SO1")
    (row,) = books.ledger.aging(as_of="2026-04-10").rows
    assert (row["unapplied"], row["total"]) == (-15_000, 34_000)
    books.apply("R1", "A", "15000 USD", "2026-04-10")
    (row,) = books.ledger.aging(as_of="2026-04-10").rows
    assert (row["unapplied"], row["not_due"], row["total"]) == (0, 34_000, 34_000)


def test_a_dispute_has_a_column_of_its_own() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-03-01", "2026-03-20")
    number = books.ledger.dispute(
        "A", "30 USD", date="2026-03-25", recorded_at=books.tick(), reason="two cartons wet",
        owner="Li",
    )  # fmt: skip
    (row,) = books.ledger.aging(as_of="2026-03-31").rows
    assert (row["1-30"], row["disputed"], row["total"]) == (70, 30, 100)
    (dispute,) = books.ledger.disputes(as_of="2026-03-31")
    assert (dispute["reason"], dispute["owner"], dispute["outcome"]) == (
        "two cartons wet", "Li", None
    )  # fmt: skip
    books.ledger.end_dispute(number, "rejected", date="2026-04-02", recorded_at=books.tick())
    (row,) = books.ledger.aging(as_of="2026-04-02").rows
    assert (row["1-30"], row["total"]) == (100, 100)
    (row,) = books.ledger.aging(as_of="2026-03-31").rows
    assert row["disputed"] == 30
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.end_dispute(number, "accepted", date="2026-04-03", recorded_at=books.tick())
    assert rules(refused) == ["dispute_ended"]


def test_a_write_off_is_its_own_event_and_a_later_recovery_reverses_it() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-03-01", "2026-03-31")
    (written_off,) = books.ledger.adjust(
        "A", "100 USD", "write_off", date="2026-04-01", recorded_at=books.tick()
    )
    assert books.open("A", "2026-03-31") == 100
    assert books.ledger.balance("Ningbo", as_of="2026-04-01") == o2c.MoneyBag()
    books.ledger.reverse(written_off, date="2026-05-01", recorded_at=books.tick(), amount="60 USD")
    assert books.open("A", "2026-05-01") == 60


def test_a_bounced_receipt_takes_its_discount_with_it() -> None:
    books = Books()
    books.post("invoice", "A", "1000 USD", "2026-03-01", terms="2/10 net 30")
    books.receipt("R", "980 USD", "2026-03-11")
    books.settle("R", "2026-03-12", discounts="granted")
    assert books.open("A") == 0
    books.ledger.return_payment("R", "B", date="2026-03-20", recorded_at=books.tick())
    assert books.open("A", "2026-03-19") == 0
    assert (books.open("A"), books.open("R"), books.open("B")) == (1000, 0, 0)


def test_the_story_of_a_bill() -> None:
    books = Books()
    books.invoice("A", "1000 CNY", "2026-03-01", "2026-03-31")
    books.post("note_receivable", "N", "1000 CNY", "2026-03-10", due_date="2026-09-10")
    books.apply("N", "A", "1000 CNY", "2026-03-10")
    move = books.ledger.move_note
    move(
        "N", "discounted", date="2026-03-20", recorded_at=books.tick(), holder="Bank of Ningbo",
        proceeds="985 CNY",
    )  # fmt: skip
    (note,) = books.ledger.notes(as_of="2026-03-20")
    assert (note["state"], note["holder"], note["contingent"]) == (
        "discounted", "Bank of Ningbo", True
    )  # fmt: skip
    assert (note["proceeds"], note["maturity"]) == (
        o2c.Money(985, "CNY"), dt.date(2026, 9, 10)
    )  # fmt: skip
    with pytest.raises(o2c.Refused) as refused:
        move("N", "endorsed", date="2026-03-21", recorded_at=books.tick())
    assert rules(refused) == ["note_not_held"]
    books.ledger.return_payment("N", "protest", date="2026-09-11", recorded_at=books.tick())
    assert books.ledger.notes(as_of="2026-09-11")[0]["state"] == "dishonoured"
    assert (books.open("A", "2026-09-10"), books.open("A", "2026-09-11")) == (0, 1000)


def test_what_comes_late_for_a_locked_month_stands_in_the_next() -> None:
    books = Books()
    books.invoice("A", "100 USD", "2026-03-01", "2026-03-31")
    books.ledger.lock("2026-03-31", recorded_at=books.tick())
    assert books.ledger.locked_until == dt.date(2026, 3, 31)
    books.invoice("B", "50 USD", "2026-03-20", "2026-04-20")
    late = books.ledger.document("B")
    assert (late["date"], late["posted"]) == (dt.date(2026, 3, 20), dt.date(2026, 4, 1))
    assert books.ledger.balance("Ningbo", as_of="2026-03-31") == o2c.MoneyBag(["100 USD"])
    assert books.ledger.balance("Ningbo", as_of="2026-04-01") == o2c.MoneyBag(["150 USD"])


def test_an_instalment_waits_for_its_event() -> None:
    books = Books()
    books.post(
        "invoice", "A", "1000 USD", "2026-03-01",
        terms="30% net 10; balance 60 days after B/L date",
    )  # fmt: skip
    assert [i["due_date"] for i in books.ledger.items("A", as_of="2026-03-01")][1] is None
    before = books.tick()
    (row,) = books.ledger.aging(as_of="2026-09-30").rows
    assert (row["not_due"], row[">90"]) == (700, 300)
    books.ledger.set_due_date("A", 2, "2026-05-19", recorded_at=books.tick())
    (row,) = books.ledger.aging(as_of="2026-09-30").rows
    assert (row["not_due"], row[">90"]) == (0, 1000)
    (row,) = books.ledger.aging(as_of="2026-09-30", known_at=before).rows
    assert row["not_due"] == 700
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.set_due_date("A", 2, "2026-05-20", recorded_at=books.tick())
    assert rules(refused) == ["due_date_known"]


def test_a_mistyped_due_date_is_corrected() -> None:
    books = Books()
    books.invoice("A", "1000 USD", "2026-03-01", "2027-03-31")
    before = books.tick()
    books.ledger.change_due_date(
        "A", "2026-03-31", date="2026-03-01", reason="2027 for 2026", recorded_at=books.tick()
    )
    (row,) = books.ledger.aging(as_of="2026-04-10").rows
    assert row["1-30"] == 1000
    (row,) = books.ledger.aging(as_of="2026-04-10", known_at=before).rows
    assert row["not_due"] == 1000
    assert books.ledger.due_dates("A", as_of="2026-04-10") == [
        {
            "instalment": None,
            "due_date": dt.date(2026, 3, 31),
            "date": dt.date(2026, 3, 1),
            "reason": "2027 for 2026",
            "recorded_at": books.moment,
        }
    ]
    assert books.ledger.due_dates("A", as_of="2026-04-10", known_at=before) == []


def test_a_due_date_that_is_put_off_stays_the_old_one_until_then() -> None:
    books = Books()
    books.invoice("A", "1000 USD", "2026-03-01", "2026-03-10")
    books.ledger.change_due_date(
        "A", "2026-04-30", date="2026-03-20", reason="agreed", recorded_at=books.tick()
    )
    columns = [
        [row["not_due"], row["1-30"]]
        for day in ("2026-03-19", "2026-03-20")
        for row in books.ledger.aging(as_of=day).rows
    ]
    assert columns == [[0, 1000], [1000, 0]]
    change = books.ledger.aging_change("2026-03-19", "2026-03-20")
    (line,) = change.rows
    assert (line["cause"], line["column_from"], line["column_to"]) == (
        "due_date",
        "1-30",
        "not_due",
    )
    measures = books.ledger.measures(periods=o2c.periods("2026-02", "2026-05"))
    assert [row["overdue"] for row in measures.to_arrow().to_pylist()] == [0, 0, 0, 1000]
    again = o2c.Ledger.from_tables(**books.ledger.to_tables())
    assert again.due_dates("A", as_of="2026-03-20") == books.ledger.due_dates(
        "A", as_of="2026-03-20"
    )
    for rule, due, date in (
        ("same_due_date", "2026-04-30", "2026-03-25"),
        ("predates_due_date", "2026-05-31", "2026-03-19"),
        ("predates_document", "2026-05-31", "2026-02-28"),
    ):
        with pytest.raises(o2c.Refused) as refused:
            books.ledger.change_due_date(
                "A", due, date=date, reason="again", recorded_at=books.tick()
            )
        assert rules(refused) == [rule]
    with pytest.raises(o2c.InvalidArgument, match="reason"):
        books.ledger.change_due_date(
            "A", "2026-05-31", date="2026-03-25", reason="", recorded_at=books.tick()
        )


def test_an_extension_counts_as_overdue_only_until_it_was_agreed() -> None:
    books = Books()
    books.invoice("A", "1000 USD", "2026-01-01", "2026-01-31")
    books.receipt("R", "400 USD", "2026-02-10")
    books.apply("R", "A", "400 USD", "2026-02-10")
    books.ledger.change_due_date(
        "A", "2026-04-15", date="2026-03-05", reason="agreed", recorded_at=books.tick()
    )
    periods = o2c.periods("2026-01", "2026-04")
    found = books.ledger.measures(periods=periods).to_arrow().to_pylist()
    assert [row["overdue"] for row in found] == [0, 600, 0, 600]


def test_a_dispute_of_a_whole_invoice_is_spread() -> None:
    books = Books()
    books.post(
        "invoice", "A", "100 USD", "2026-03-01", terms="30% net 10; balance net 40",
    )  # fmt: skip
    books.ledger.dispute("A", "80 USD", date="2026-03-05", recorded_at=books.tick())
    items = books.ledger.items("A", as_of="2026-03-05")
    assert [item["disputed"].amount for item in items] == [D(30), D(50)]
    (dispute,) = books.ledger.disputes(as_of="2026-03-05")
    assert (dispute["instalment"], dispute["amount"].amount) == (None, D(80))
    again = o2c.Ledger.from_tables(**books.ledger.to_tables())
    assert again.items("A", as_of="2026-03-05") == items


def test_what_was_paid_too_much_is_kept_within_the_tolerance() -> None:
    books = Books()
    books.invoice("A", "1000 USD", "2026-03-01", "2026-03-31")
    books.receipt("R", "1000.03 USD", "2026-03-05")
    applied, kept = books.settle("R", "2026-03-05", tolerance=("1%", "0.05 USD"))
    assert books.closed_as("R") == [(None, D(1000)), ("difference", D("0.03"))]
    assert books.ledger.history("R")[1]["made_with"] == applied
    assert books.ledger.balance("Ningbo", as_of="2026-03-05") == o2c.MoneyBag()
    statement = books.ledger.statement("Ningbo", period="2026-03")
    assert statement.accounts["USD"]["closing"].amount == 0
    # The tables that it writes age and measure likewise.
    made = books.ledger.to_tables()
    again = o2c.Ledger.from_tables(**made)
    assert again.history("R") == books.ledger.history("R")
    aged = o2c.aging(
        made["invoices"],
        receipts=made["receipts"],
        applications=made["applications"],
        as_of="2026-03-05",
    )
    assert list(aged.rows) == []
    books.ledger.reverse(applied, date="2026-03-06", recorded_at=books.tick())
    assert books.open("R") == D("1000.03")
    assert kept == applied + 1


def test_a_tax_is_that_of_its_rate() -> None:
    books = Books()
    details = {"due_date": "2026-03-31"}
    books.post("invoice", "A", "1 CNY", "2026-03-01", taxes=[("13%", "0.88 CNY", "0.12 CNY")],
               **details)  # fmt: skip
    wrong = [("13%", "100 CNY", "13.02 CNY")]
    with pytest.raises(o2c.InvalidArgument, match=r"a tax of 13\.00 CNY, 13% of the net"):
        books.post("invoice", "B", "113.02 CNY", "2026-03-01", taxes=wrong, **details)
    lenient = Books(tax_tolerance="0.06")
    lenient.post("invoice", "B", "113.02 CNY", "2026-03-01", taxes=wrong, **details)
    tables = lenient.ledger.to_tables()
    with pytest.raises(o2c.BadTable, match="13% of the net"):
        o2c.Ledger.from_tables(**tables)
    again = o2c.Ledger.from_tables(**tables, tax_tolerance="0.06")
    assert again.document("B") == lenient.ledger.document("B")


# --- refusals and bad input ----------------------------------------------------------------------


def test_a_refusal_is_no_error_and_speaks_two_languages() -> None:
    books = Books()
    books.invoice("I", "100 USD", "2026-03-10", "2026-04-10")
    books.receipt("R", "80 USD", "2026-03-15")
    with pytest.raises(o2c.Refused) as refused:
        books.apply("R", "I", "120 USD", "2026-03-09")
    assert not isinstance(refused.value, o2c.Error)
    assert not issubclass(o2c.Refused, ValueError)
    assert rules(refused) == [
        "predates_document", "predates_document", "over_applied", "over_applied"
    ]  # fmt: skip
    refusal = refused.value.refusals[2]
    assert refusal.en == '120.00 USD is more than the 80.00 USD that is open of receipt "R"'
    assert refusal.zh == "120.00 USD 超过 收款 R 的未清金额 80.00 USD"
    assert str(refused.value).count("\n") == 3
    assert (books.open("I"), books.open("R")) == (100, 80)
    assert repr(books.ledger) == "<Ledger: 2 documents, 0 applications>"


def test_several_applications_hold_together_or_not_at_all() -> None:
    books = Books()
    books.invoice("A", "60 USD", "2026-03-01", "2026-03-31")
    books.invoice("B", "60 USD", "2026-03-01", "2026-03-31")
    books.receipt("R", "100 USD", "2026-03-05")
    both = [("R", "A", "60 USD", "2026-03-05"), ("R", "B", "60 USD", "2026-03-05")]
    with pytest.raises(o2c.Refused):
        books.ledger.apply_all(both, recorded_at=books.tick())
    assert (books.open("A"), books.open("R")) == (60, 100)
    with pytest.raises(o2c.InvalidArgument, match=r"expected \(credit, debit"):
        books.ledger.apply_all([("R", "A")], recorded_at=books.tick())


def test_two_kinds_may_have_one_number() -> None:
    books = Books()
    books.invoice("7", "60 USD", "2026-03-01", "2026-03-31")
    books.receipt("7", "50 USD", "2026-03-01")
    books.apply("7", "7", "20 USD", "2026-03-02")  # the side says which
    with pytest.raises(o2c.InvalidArgument, match="the kind as well"):
        books.ledger.document("7")
    assert books.open(("invoice", "7")) == 40
    assert books.open(("receipt", "7")) == 30
    books.post("credit_note", "7", "5 USD", "2026-03-03")
    with pytest.raises(o2c.InvalidArgument, match="the kind as well"):
        books.apply("7", "7", "5 USD", "2026-03-03")
    books.ledger.apply(
        ("credit_note", "7"), "7", "5 USD", date="2026-03-03", recorded_at=books.tick()
    )
    assert books.open(("invoice", "7")) == 35
    with pytest.raises(o2c.Refused) as refused:
        books.receipt("7", "1 USD", "2026-03-04")
    assert rules(refused) == ["duplicate_number"]


def test_all_faults_of_a_document_are_listed() -> None:
    with pytest.raises(o2c.InvalidArgument) as error:
        Books().post(
            "invoice", "", "0 USD", "2026-03-01", taxes=[("13%", "100 USD", "13 USD")], rate=7
        )
    assert [fault.field for fault in error.value.faults] == [
        "number", "amount", "due_date", "taxes", "rate"
    ]  # fmt: skip


def test_unknown_documents_and_wrong_sides() -> None:
    books = Books()
    books.invoice("A", "60 USD", "2026-03-01", "2026-03-31")
    books.receipt("R", "60 USD", "2026-03-01")
    for credit, debit in (("R", "Z"), ("Z", "A"), ("A", "R")):
        with pytest.raises(o2c.InvalidArgument):
            books.apply(credit, debit, "1 USD", "2026-03-02")
    with pytest.raises(o2c.InvalidArgument, match="is no debit"):
        books.ledger.set_due_date("R", 0, "2026-04-01", recorded_at=books.tick())
    with pytest.raises(o2c.InvalidArgument, match="references"):
        books.settle("R", "2026-03-02", references=["Z"])
    with pytest.raises(o2c.InvalidArgument, match="a party of this ledger"):
        books.ledger.balance("Lyon", as_of="2026-03-31")
    with pytest.raises(o2c.Error):
        books.post("quotation", "Q", "1 USD", "2026-03-01")
    assert books.open("A") == 60


@pytest.mark.parametrize("amount", [60.0, 60])
def test_amounts_are_money(amount: Any) -> None:
    books = Books()
    with pytest.raises(TypeError):
        books.invoice("A", amount, "2026-03-01", "2026-03-31")
    with pytest.raises(TypeError):
        books.post("invoice", "A", "1 USD", "2026-03-01", due_date="2026-03-31", rate=7.1)


def test_the_moment_of_recording_never_goes_back() -> None:
    books = Books()
    books.invoice("A", "60 USD", "2026-03-01", "2026-03-31")
    with pytest.raises(o2c.InvalidArgument, match=r"never goes back.*no moment before \d{4}-"):
        books.ledger.receipt(
            "R", party="Ningbo", date="2026-03-01", amount="1 USD",
            recorded_at=books.moment - dt.timedelta(microseconds=1),
        )  # fmt: skip
    for moment in ("2026-03-01", dt.date(2026, 3, 1), "noon"):
        with pytest.raises(o2c.InvalidArgument, match="recorded_at"):
            books.ledger.receipt(
                "R", party="Ningbo", date="2026-03-01", amount="1 USD", recorded_at=moment
            )


def test_what_fails_halfway_leaves_nothing_behind() -> None:
    """Rounding `exact` lets the second discount fail; the first invoice is open as before."""
    books = Books(rounding="exact")
    books.post("invoice", "A", "100 USD", "2026-03-01", terms="2/10 net 30")
    parts = o2c.PaymentTerms.parse("2/10 net 30").schedule("0.33 USD", invoice="2026-03-01")
    books.post("invoice", "B", "0.33 USD", "2026-03-01", installments=parts)
    books.receipt("R", "98.20 USD", "2026-03-05")
    before = books.moment
    with pytest.raises(o2c.InexactResult):
        books.settle("R", "2026-03-05", references=["A"], rest="by_method", discounts="granted")
    assert (books.open("A"), books.open("R")) == (100, D("98.20"))
    books.ledger.settle("R", date="2026-03-05", recorded_at=before)  # the moment counts no more
    assert books.open("A") == D("1.80")


# --- tables --------------------------------------------------------------------------------------


def days(*texts: str | None) -> Any:
    return pa.array([t and dt.date.fromisoformat(t) for t in texts], pa.date32())


def amounts(*texts: str | None) -> Any:
    return pa.array([None if t is None else D(t) for t in texts], pa.decimal128(18, 2))


def tables(**changes: dict[str, Any]) -> dict[str, Any]:
    """Two invoices, two receipts, three applications; `invoices={"amount": ...}` changes some."""
    columns: dict[str, dict[str, Any]] = {
        "invoices": {
            "party": ["Acme", "Brio"],
            "document": ["A", "B"],
            "invoice_date": days("2026-03-01", "2026-03-02"),
            "due_date": days("2026-03-31", "2026-04-01"),
            "amount": amounts("113.00", "50.00"),
            "net": amounts("100.00", "50.00"),
            "currency": ["USD", "USD"],
        },
        "receipts": {
            "party": ["Acme", "Brio"],
            "receipt": ["R1", "R2"],
            "date": days("2026-03-10", "2026-03-11"),
            "amount": amounts("80.00", "60.00"),
            "currency": ["USD", "USD"],
        },
        "applications": {
            "receipt": ["R1", "R2", "R1"],
            "document": ["A", "B", "A"],
            "date": days("2026-03-10", "2026-03-11", "2026-03-15"),
            "amount": amounts("80.00", "50.00", "-30.00"),
        },
    }
    for name, values in changes.items():
        columns[name].update(values)
    return {
        name: pa.table({key: value for key, value in values.items() if value is not None})
        for name, values in columns.items()
    }


def figures(ledger: o2c.Ledger) -> Any:
    return oracle_aging.figures_of(ledger.aging(as_of="2026-03-31"))


def test_a_ledger_from_tables() -> None:
    ledger = o2c.Ledger.from_tables(**tables())
    assert figures(ledger) == {
        ("Acme", "USD"): {"not_due": D(63), "unapplied": D(-30), "total": D(33)},
        ("Brio", "USD"): {"unapplied": D(-10), "total": D(-10)},
    }
    assert ledger.document("A")["taxes"] == [(None, o2c.Money(100, "USD"), o2c.Money(13, "USD"))]
    assert lines(ledger.commission_lines("2026-03"), "document", "net") == [
        ("A", D("70.80")), ("B", D("50.00")), ("A", D("-26.55")),
    ]  # fmt: skip
    assert repr(ledger) == "<Ledger: 4 documents, 3 applications>"


def test_tables_of_other_libraries() -> None:
    pd = pytest.importorskip("pandas")
    pl = pytest.importorskip("polars")
    expected = o2c.Ledger.from_tables(**tables())
    pandas = {k: t.to_pandas(types_mapper=pd.ArrowDtype) for k, t in tables().items()}
    polars = {k: pl.DataFrame(t) for k, t in tables().items()}
    again = expected.to_tables()
    for form in (pandas, polars, again, {k: pa.table(t) for k, t in again.items()}):
        assert figures(o2c.Ledger.from_tables(**form)) == figures(expected)
    open_items = expected.open_items(as_of="2026-03-31")
    assert len(open_items) == 3
    assert repr(open_items) == "<LedgerTable: 3 rows>"
    total = D("23.00")
    assert open_items.to_pandas()["amount"].sum() == total
    assert open_items.to_polars()["amount"].sum() == total
    assert pa.table(open_items).equals(open_items.to_arrow())
    aged = o2c.aging(open_items, as_of="2026-03-31")
    assert sum(row["total"] for row in aged.rows) == total


def test_names_of_columns_and_one_currency() -> None:
    made = tables()
    renamed = (
        made["invoices"]
        .drop_columns("currency")
        .rename_columns(["party", "No", "invoice_date", "due_date", "amount", "net"])
    )
    ledger = o2c.Ledger.from_tables(invoices=renamed, currency="USD", columns={"document": "No"})
    assert figures(ledger) == {
        ("Acme", "USD"): {"not_due": D(113), "total": D(113)},
        ("Brio", "USD"): {"not_due": D(50), "total": D(50)},
    }


def test_a_mapped_column_is_in_one_of_the_tables() -> None:
    made = tables()
    receipts = made["receipts"]
    own = receipts.rename_columns(
        ["Reference" if name == "receipt" else name for name in receipts.column_names]
    )
    ledger = o2c.Ledger.from_tables(
        invoices=made["invoices"], receipts=own, columns={"receipt": "Reference"}
    )
    assert ledger.document("R1")["number"] == "R1"
    with pytest.raises(o2c.BadTable, match='"Referenc", to be read as "receipt", is in none'):
        o2c.Ledger.from_tables(
            invoices=made["invoices"], receipts=own, columns={"receipt": "Referenc"}
        )


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"invoices": {"due_date": None}}, [("invoices", None, "due_date")]),
        ({"invoices": {"party": None}}, [("invoices", None, "party")]),
        ({"receipts": {"receipt": None}}, [("receipts", None, "receipt")]),
        ({"applications": {"date": None}}, [("applications", None, "date")]),
        ({"invoices": {"document": ["A", None]}}, [("invoices", 1, "document")]),
        ({"invoices": {"amount": amounts("113", None)}}, [("invoices", 1, "amount")]),
        ({"receipts": {"receipt": [None, "R2"]}}, [("receipts", 0, "receipt")]),
        ({"receipts": {"date": days("2026-03-10", None)}}, [("receipts", 1, "date")]),
        ({"invoices": {"currency": ["USD", "USX"]}}, [("invoices", 1, "currency")]),
        ({"invoices": {"amount": pa.array([113.0, 50.0])}}, [("", None, "amount")]),
        ({"invoices": {"document": ["A", "A"]}}, [("invoices", 1, "document")]),
        ({"invoices": {"amount": amounts("113", "0")}}, [("invoices", 1, "amount")]),
        ({"applications": {"document": ["A", "Z", "A"]}}, [("applications", 1, "document")]),
        ({"applications": {"receipt": ["R1", "Z", "R1"]}}, [("applications", 1, "receipt")]),
        (
            {"applications": {"receipt": ["R1", None, "R1"]}},
            [("applications", 1, "receipt")],
        ),
        (
            {"applications": {"amount": amounts("80.01", "50.00", "-80.02")}},
            [("applications", 0, "amount"), ("applications", 2, "amount")],
        ),
        (
            {"applications": {"receipt": ["R2", "R2", "R1"]}},
            [("applications", 0, "amount"), ("applications", 2, "amount")],
        ),
        (
            {"applications": {"date": days("2026-03-09", "2026-03-11", "2026-03-15")}},
            [("applications", 0, "amount"), ("applications", 2, "amount")],
        ),
        (
            {"invoices": {"kind": ["invoice", "quotation"]}},
            [("invoices", 1, "kind")],
        ),
        (
            {"invoices": {"amount": amounts("113.00", "-50.00"), "kind": ["invoice"] * 2}},
            [("invoices", 1, "amount")],
        ),
    ],
)
def test_faults_of_tables_say_where_they_are(
    changes: dict[str, dict[str, Any]], places: list[tuple[str, int | None, str]]
) -> None:
    with pytest.raises(o2c.BadTable) as error:
        o2c.Ledger.from_tables(**tables(**changes))
    assert [(f.file, f.row, f.field) for f in error.value.faults] == places
    assert str(error.value)


def test_a_number_of_two_credits_is_ambiguous_in_a_table() -> None:
    made = tables(
        invoices={
            "party": ["Acme", "Acme"],
            "document": ["A", "R1"],
            "amount": amounts("113.00", "-20.00"),
            "net": None,
        },
        applications={"receipt": ["R1"] * 3, "document": ["A"] * 3},
    )
    with pytest.raises(o2c.BadTable) as error:
        o2c.Ledger.from_tables(**made)
    fault = error.value.faults[0]
    assert (fault.file, fault.row, fault.field) == ("applications", 0, "receipt")
    assert "of a receipt and of a credit_note" in fault.expected


def test_locks_and_moments_of_tables() -> None:
    moments = pa.array(
        [dt.datetime(2026, 3, 2, tzinfo=dt.UTC), dt.datetime(2026, 4, 3, tzinfo=dt.UTC)],
        pa.timestamp("us", "UTC"),
    )
    made = tables(invoices={"recorded_at": moments})
    locks = pa.table(
        {
            "until": days("2026-03-31"),
            "recorded_at": moments.slice(1).cast(pa.timestamp("us", "UTC")),
        }
    )
    earlier = pa.array([dt.datetime(2026, 4, 2, tzinfo=dt.UTC)], pa.timestamp("us", "UTC"))
    ledger = o2c.Ledger.from_tables(
        invoices=made["invoices"], locks=locks.set_column(1, "recorded_at", earlier)
    )
    assert ledger.document("A")["posted"] == dt.date(2026, 3, 1)
    assert ledger.document("B")["posted"] == dt.date(2026, 4, 1)
    assert ledger.locked_until == dt.date(2026, 3, 31)


# --- what must not be ----------------------------------------------------------------------------


def test_a_returned_payment_never_pays_again() -> None:
    books = Books()
    books.invoice("I", "100 USD", "2026-03-01", "2026-03-31")
    books.receipt("R", "100 USD", "2026-03-10")
    books.ledger.return_payment("R", "X", date="2026-03-12", recorded_at=books.tick())
    (row,) = books.ledger.history("X")
    with pytest.raises(o2c.Refused) as refused:
        books.ledger.reverse(row["application"], date="2026-03-13", recorded_at=books.tick())
    assert rules(refused) == ["returned_payment"]
    with pytest.raises(o2c.Refused):
        books.apply("R", "I", "100 USD", "2026-03-14")


def test_typos_are_told_with_their_name() -> None:
    books = Books()
    for name in ("bll", "net_total"):
        with pytest.raises(o2c.InvalidArgument, match=f"anchors '{name}': expected one of order"):
            books.post(
                "invoice", "I", "100 USD", "2026-03-01", terms="net 30", anchors={name: "1 USD"}
            )
    books.receipt("R", "100 USD", "2026-03-10")
    with pytest.raises(o2c.InvalidArgument, match="references 'ABC': expected several"):
        books.settle("R", "2026-03-10", references="ABC")


def test_a_document_refers_to_one_of_its_own_party() -> None:
    books = Books()
    books.invoice("1", "100 USD", "2026-03-01", "2026-03-31", party="Q")
    books.receipt("1", "100 USD", "2026-03-01", party="P")
    books.post("debit_note", "D", "5 USD", "2026-03-02", party="P", refers_to="1")
    assert books.ledger.document("D")["refers_to"] == "1"
    with pytest.raises(o2c.InvalidArgument, match='a document of "R" that was posted'):
        books.post("debit_note", "E", "5 USD", "2026-03-02", party="R", refers_to="1")


def test_taxes_have_the_side_of_their_document() -> None:
    for taxes in ([("13%", "3000.00 CNY", "-2000.00 CNY")], [(None, "-9.00 CNY", "1009.00 CNY")]):
        with pytest.raises(o2c.InvalidArgument, match="not below zero"):
            Books().invoice("I", "1000.00 CNY", "2026-03-01", "2026-03-31", taxes=taxes)


def test_a_discount_before_tax_takes_the_net_of_the_taxes() -> None:
    books = Books()
    books.post(
        "invoice", "I", "113000.00 CNY", "2026-03-01",
        terms="2/10 net 30 discount before tax",
        taxes=[("13%", "100000.00 CNY", "13000.00 CNY")],
    )  # fmt: skip
    books.receipt("R", "111000.00 CNY", "2026-03-11")
    books.settle("R", "2026-03-11", discounts="granted")
    assert books.open("I") == 0
    assert ("discount", D(2000)) in books.closed_as("I")


def test_a_refund_has_a_rate_of_its_own() -> None:
    books = Books(home="CNY")
    books.receipt("R", "1000 USD", "2026-03-10", rate="7.10")
    books.ledger.refund(
        "R", "F", "1000 USD", date="2026-03-20", recorded_at=books.tick(), rate="7.05"
    )
    assert books.ledger.document("F")["rate"] == D("7.05")
    (row,) = books.ledger.exchange_differences(period="2026-03").to_arrow().to_pylist()
    assert row["difference"] == D(50)


def test_oldest_due_goes_by_the_documents_date_within_a_day() -> None:
    """Whatever the order of recording, and though only so much is looked at as can be paid."""
    books = Books()
    for number, date in (("C", "2026-03-03"), ("A", "2026-03-01"), ("B", "2026-03-02")):
        books.invoice(number, "100 USD", date, "2026-03-31")
    books.receipt("R", "150 USD", "2026-03-31")
    books.settle("R", "2026-03-31")
    assert [books.open(number) for number in "ABC"] == [0, 50, 100]


def test_reversing_what_earned_a_discount_comes_back() -> None:
    for part in (None, "2450.00 USD"):
        books = Books()
        books.post("invoice", "I", "5000.00 USD", "2026-03-01", terms="2/10 net 30")
        books.receipt("R", "4900.00 USD", "2026-03-11")
        first, *_ = books.settle("R", "2026-03-11", discounts="granted")
        books.ledger.reverse(first, date="2026-03-12", recorded_at=books.tick(), amount=part)
        again = o2c.Ledger.from_tables(**books.ledger.to_tables())
        for name, table in books.ledger.to_tables().items():
            assert again.to_tables()[name].to_arrow().equals(table.to_arrow()), name


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("kind", ["write_off"], "null: with a receipt it is no adjustment"),
        ("kind", ["nonsense"], "null: with a receipt it is no adjustment"),
        ("credit_amount", [D("70.00")], "the amount, or null"),
        ("made_with", [1], "null: only an adjustment comes with a payment"),
        ("reverses", [1], "null: only a row below zero reverses"),
    ],
)
def test_columns_that_contradict_their_row_are_faults(
    column: str, values: list[Any], expected: str
) -> None:
    books = Books()
    books.invoice("I", "100.00 USD", "2026-03-01", "2026-03-31")
    books.receipt("R", "100.00 USD", "2026-03-10")
    books.apply("R", "I", "100.00 USD", "2026-03-10")
    tables = {name: table.to_arrow() for name, table in books.ledger.to_tables().items()}
    applied = tables["applications"]
    at = applied.schema.get_field_index(column)
    field = applied.schema.field(at)
    tables["applications"] = applied.set_column(at, field, pa.array(values, field.type))
    with pytest.raises(o2c.BadTable) as bad:
        o2c.Ledger.from_tables(**tables)
    fault = bad.value.faults[0]
    assert (fault.file, fault.row, fault.field, fault.expected) == (
        "applications", 0, column, expected,
    )  # fmt: skip
