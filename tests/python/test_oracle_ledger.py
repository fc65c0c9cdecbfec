"""The ledger against an independent one, over random histories."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import oracle_aging
import oracle_ledger as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_money import DIGITS

pa = pytest.importorskip("pyarrow")

D = Decimal

FIRST_DAY = dt.date(2026, 1, 1)
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
METHODS = ["oldest_due", "oldest_invoice", "largest", "proportional", "exact_match", "statutory"]
POSTINGS = [
    "invoice", "invoice", "invoice", "thirds", "terms", "terms", "waiting", "debit_note",
    "interest", "receipt", "receipt", "receipt", "credit_note", "deposit", "note_receivable",
    "duplicate",
]  # fmt: skip
DEEDS = [
    "apply", "apply", "apply", "apply", "apply_two", "settle", "settle", "settle", "adjust",
    "reverse", "reverse", "refund", "return", "dispute", "dispute", "end_dispute", "set_due_date",
    "change_due_date", "lock",
]  # fmt: skip


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, list[int]]:
    """What happens, and numbers that say to what, how much and when."""
    what = draw(st.sampled_from(POSTINGS + DEEDS))
    return what, draw(st.lists(st.integers(0, 9_999), min_size=8, max_size=8))


HISTORIES = st.lists(steps(), min_size=8, max_size=50)


class History:
    """Tells a ledger and the oracle the same, and compares how they answer."""

    def __init__(self) -> None:
        self.ledger = o2c.Ledger(home="CNY")
        self.oracle = oracle.OracleLedger()
        self.moment = EPOCH
        self.refused: set[str] = set()
        self.numbers = 0

    def happen(self, history: Sequence[tuple[str, list[int]]]) -> None:
        for what, numbers in history:
            # A lock has a moment of its own: tables do not say what came before it.
            pause = 1 if what == "lock" else numbers[0] % 3
            self.moment += dt.timedelta(seconds=pause)
            if what in POSTINGS:
                self.post(what, numbers)
            else:
                self.act(what, numbers)
            self.moment += dt.timedelta(seconds=int(what == "lock"))

    def both(self, of_ledger: Any, of_oracle: Any) -> None:
        """Done by both, or refused by both by the same rules."""
        found: list[str] | str = "done"
        refusals: list[Any] = []
        try:
            of_ledger()
        except o2c.Refused as error:
            refusals = error.refusals
            found = sorted(refusal.rule for refusal in refusals)
        except o2c.InvalidArgument:
            found = "nonsense"
        expected: list[str] | str = "done"
        try:
            of_oracle()
        except oracle.Refused as error:
            expected = error.rules
        except oracle.Nonsense:
            expected = "nonsense"
        assert found == expected
        assert all(refusal.en and refusal.zh for refusal in refusals)
        self.refused.update(refusal.rule for refusal in refusals)

    # --- documents -------------------------------------------------------------------------------

    def post(self, what: str, numbers: list[int]) -> None:
        _, day, size, party, currency, more, other, form = numbers
        self.numbers += 1
        number = str(self.numbers)
        kind = what if what in ("debit_note", "interest", *oracle.CREDITS) else "invoice"
        if what == "duplicate" and self.oracle.documents:
            old = self.oracle.documents[other % len(self.oracle.documents)]
            if old.kind in ("invoice", "receipt"):
                kind, number = old.kind, old.number
        date = FIRST_DAY + dt.timedelta(days=day % 36)
        code = ["USD", "USD", "USD", "JPY"][currency % 4]
        minor = size + 1 if form % 4 else 600
        document = oracle.Document(
            kind, number, "AB"[party % 5 // 4], date, code, [oracle.Item(0, minor, date)],
            self.moment, salesperson=[None, "Li", "Wang"][more % 3],
        )  # fmt: skip
        details: dict[str, Any] = {}
        self.fill(document, what, more, other, details)
        if kind not in oracle.CREDITS and form % 3 == 0:
            document.net = minor * 87 // 100
            details["taxes"] = [
                (None, self.money(document.net, code), self.money(minor - document.net, code))
            ]
        if form % 2 and kind != "interest":
            document.rate = D("7.1234") if form % 5 else D("0.05")
        for name in ("salesperson", "order", "rate"):
            if getattr(document, name) is not None:
                details[name] = getattr(document, name)

        def told() -> None:
            post = self.ledger.invoice if kind == "invoice" else self.ledger.post
            names = (number,) if kind == "invoice" else (kind, number)
            post(
                *names, party=document.party, date=date, amount=self.money(minor, code),
                recorded_at=self.moment, **details,
            )  # fmt: skip

        self.both(told, lambda: self.oracle.post(document))

    def fill(
        self, document: oracle.Document, what: str, more: int, other: int, details: dict[str, Any]
    ) -> None:
        """Due dates, instalments, discounts and whatever else only some kinds have."""
        date, code, minor = document.date, document.currency, document.amount
        kind = document.kind

        def installments(*parts: tuple[int, dt.date | None]) -> None:
            document.items = [
                oracle.Item(i, part, due) for i, (part, due) in enumerate(parts, 1) if part
            ]
            details["installments"] = [
                o2c.Installment(i.number, self.money(i.amount, code), i.due,
                                anchor="invoice" if i.due else "acceptance")
                for i in document.items
            ]  # fmt: skip

        after = date + dt.timedelta(days=more % 20)
        if what == "thirds":
            third = minor // 3
            installments(
                (third, after + dt.timedelta(days=9)), (third, after), (minor - 2 * third, after)
            )
        elif what == "waiting":
            installments((minor // 2, None), (minor - minor // 2, after))
        elif what == "terms":
            document.grace_days = other % 4 * 5
            tiers = [("3/5, 2/10 net 30", [(5, 3), (10, 2)]), ("2/10 net 30", [(10, 2)])][more % 2]
            document.items = [oracle.Item(1, minor, date + dt.timedelta(days=30))]
            document.items[0].offers = [
                (date + dt.timedelta(days=n), Fraction(percent, 100)) for n, percent in tiers[1]
            ]
            details["terms"] = tiers[0]
            document.parts_earn = other % 5 > 1
            details["discounts"] = o2c.DiscountPolicy(
                part_payments="earn" if document.parts_earn else "do_not_earn",
                grace_days=document.grace_days,
            )
        elif kind == "invoice":
            document.items[0].due = details["due_date"] = after
        elif kind == "note_receivable":
            details["due_date"] = document.items[0].due = after
        elif kind in ("debit_note", "interest"):
            details["due_date"] = document.items[0].due = after
            owed = [d for d in self.oracle.documents if d.kind == "invoice"]
            if owed and other % 3:
                document.refers_to = owed[other % len(owed)]
                details["refers_to"] = document.refers_to.number
                document.collection_cost = kind == "debit_note" and more % 2 == 0
                details["charge"] = "collection_cost" if document.collection_cost else "price"
        if kind not in oracle.CREDITS:
            document.secured = Fraction(other % 3 // 2, 2)
            document.burden = Fraction(more % 4 // 3 * 5, 100)
            details["secured"] = "50%" if document.secured else "0%"
            details["burden"] = "5%" if document.burden else "0%"
        if kind == "deposit" or (kind in ("invoice", "receipt") and more % 4 == 0):
            document.order = f"SO{other % 3}"

    @staticmethod
    def money(minor: int, code: str) -> o2c.Money:
        return o2c.Money.from_minor(minor, code)

    # --- deeds -----------------------------------------------------------------------------------

    def act(self, what: str, numbers: list[int]) -> None:
        debits = [d for d in self.oracle.documents if d.is_debit]
        credits = [d for d in self.oracle.documents if not d.is_debit]
        if not debits or not credits:
            return
        if what == "lock":
            until = FIRST_DAY + dt.timedelta(days=numbers[1] % 40)
            self.both(
                lambda: self.ledger.lock(until, recorded_at=self.moment),
                lambda: self.oracle.lock(until, self.moment),
            )
            return
        debit = debits[numbers[2] % len(debits)]
        payers = [c for c in credits if c.party == debit.party and numbers[3] % 8] or credits
        credit = payers[numbers[3] % len(payers)]
        getattr(self, what if what != "return" else "return_payment")(debit, credit, numbers)

    def amount_of(self, document: oracle.Document, number: int) -> int:
        """Often all that is open, often part of it, seldom more."""
        left = sum(self.oracle.room(document, item, FIRST_DAY) for item in document.items)
        if left <= 0 or number % 10 == 0:
            return number + 1
        return left if number % 3 == 0 else 1 + number % left

    def date_of(self, number: int, *documents: oracle.Document) -> dt.date:
        """Seldom too early."""
        day = max(document.date for document in documents)
        return day + dt.timedelta(days=number % 21 - (number % 7 == 0))

    @staticmethod
    def name(document: oracle.Document) -> tuple[str, str]:
        return document.kind, document.number

    def application(
        self, debit: oracle.Document, credit: oracle.Document, n: list[int]
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        date = self.date_of(n[1], debit, credit)
        amount = self.amount_of(debit, n[4])
        if credit.currency == debit.currency and n[5] % 3:
            amount = min(amount, max(1, self.oracle.room(credit, credit.items[0], date)))
        installment = debit.items[n[6] % len(debit.items)].number if n[6] % 4 == 0 else 0
        differ = credit.currency != debit.currency and n[7] % 5
        rate = D("0.0123") if differ and credit.currency == "USD" else D("81.5") if differ else None
        money = self.money(amount, debit.currency)
        return (
            (self.name(credit), self.name(debit), money, date, installment, rate),
            (credit, debit, amount, date, installment, rate),
        )

    def apply(self, debit: oracle.Document, credit: oracle.Document, n: list[int]) -> None:
        told, meant = self.application(debit, credit, n)
        if rounds_to_nothing(meant):
            return
        self.both(
            lambda: self.ledger.apply_all([told], recorded_at=self.moment),
            lambda: self.oracle.apply_all([meant], self.moment),
        )

    def apply_two(self, debit: oracle.Document, credit: oracle.Document, n: list[int]) -> None:
        pairs = [self.application(debit, credit, n), self.application(debit, credit, n[::-1])]
        if any(rounds_to_nothing(meant) for _, meant in pairs):
            return
        self.both(
            lambda: self.ledger.apply_all([told for told, _ in pairs], recorded_at=self.moment),
            lambda: self.oracle.apply_all([meant for _, meant in pairs], self.moment),
        )

    def settle(self, debit: oracle.Document, credit: oracle.Document, n: list[int]) -> None:
        date = self.date_of(n[1], credit)
        references = [debit.number] if n[4] % 4 == 0 else []
        if n[4] % 8 == 0:
            references.append("1")
        part = [None, Fraction(1, 100), Fraction(1, 10)][n[5] % 3]
        fixed = [None, 5, 400][n[6] % 3]
        tolerance = None if part is None and fixed is None else (part, fixed)
        options: dict[str, Any] = {"method": METHODS[n[7] % 6], "references": references}
        kind = ["difference", "bank_charge", "write_off"][n[6] % 2]
        money = None if fixed is None else self.money(fixed, credit.currency)
        rate = None if part is None else f"{part * 100}%"
        self.both(
            lambda: self.ledger.settle(
                self.name(credit), date=date, recorded_at=self.moment, **options,
                rest="by_method" if n[5] % 2 else "stays_unapplied",
                discounts="granted" if n[6] % 4 else "ignored",
                tolerance=tolerance and (rate, money), tolerated_as=kind,
            ),
            lambda: self.oracle.settle(
                credit, date, self.moment, **options, rest_by_method=bool(n[5] % 2),
                discounts=bool(n[6] % 4), tolerance=tolerance, tolerated_as=kind,
            ),
        )  # fmt: skip

    def adjust(self, debit: oracle.Document, credit: oracle.Document, n: list[int]) -> None:
        if n[7] % 4 == 0:  # What was paid too much.
            debit = credit
        date, amount = self.date_of(n[1], debit), self.amount_of(debit, n[4])
        kind = ["write_off", "bank_charge", "discount", "difference"][n[5] % 4]
        installment = debit.items[n[6] % len(debit.items)].number if n[6] % 2 else 0
        self.both(
            lambda: self.ledger.adjust(
                self.name(debit), self.money(amount, debit.currency), kind, date=date,
                recorded_at=self.moment, installment=installment,
            ),
            lambda: self.oracle.adjust(debit, amount, kind, date, installment, self.moment),
        )  # fmt: skip

    def reverse(self, _: oracle.Document, __: oracle.Document, n: list[int]) -> None:
        if not self.oracle.applied:
            return
        row = self.oracle.applied[n[2] % len(self.oracle.applied)]
        date = row.date + dt.timedelta(days=n[1] % 20 if n[1] % 9 else -1)
        amount = 1 + n[4] % (abs(row.amount) + 1) if n[5] % 2 else None
        money = None if amount is None else self.money(amount, row.debit.currency)
        self.both(
            lambda: self.ledger.reverse(row.id, date=date, recorded_at=self.moment, amount=money),
            lambda: self.oracle.reverse(row.id, date, self.moment, amount),
        )

    def refund(self, _: oracle.Document, credit: oracle.Document, n: list[int]) -> None:
        self.numbers += 1
        number = f"F{self.numbers if n[5] % 5 else 1}"
        date, amount = self.date_of(n[1], credit), self.amount_of(credit, n[4])
        self.both(
            lambda: self.ledger.refund(
                self.name(credit), number, self.money(amount, credit.currency), date=date,
                recorded_at=self.moment,
            ),
            lambda: self.oracle.refund(credit, number, amount, date, self.moment),
        )  # fmt: skip

    def return_payment(self, _: oracle.Document, credit: oracle.Document, n: list[int]) -> None:
        if not credit.is_payment:
            return
        self.numbers += 1
        number = f"B{self.numbers if n[5] % 5 else 1}"
        date = self.date_of(n[1], credit)
        self.both(
            lambda: self.ledger.return_payment(
                self.name(credit), number, date=date, recorded_at=self.moment
            ),
            lambda: self.oracle.return_payment(credit, number, date, self.moment),
        )

    def dispute(self, debit: oracle.Document, _: oracle.Document, n: list[int]) -> None:
        date, amount = self.date_of(n[1], debit), self.amount_of(debit, n[4])
        installment = debit.items[n[6] % len(debit.items)].number if n[6] % 2 else 0
        self.both(
            lambda: self.ledger.dispute(
                self.name(debit), self.money(amount, debit.currency), date=date,
                recorded_at=self.moment, installment=installment,
            ),
            lambda: self.oracle.dispute(debit, amount, date, installment, self.moment),
        )  # fmt: skip

    def end_dispute(self, _: oracle.Document, __: oracle.Document, n: list[int]) -> None:
        if not self.oracle.disputes:
            return
        id = n[2] % len(self.oracle.disputes)
        date = self.oracle.disputes[id].date + dt.timedelta(days=n[1] % 20 if n[1] % 9 else -1)
        self.both(
            lambda: self.ledger.end_dispute(id, "rejected", date=date, recorded_at=self.moment),
            lambda: self.oracle.end_dispute(id, "rejected", date, self.moment),
        )

    def set_due_date(self, debit: oracle.Document, _: oracle.Document, n: list[int]) -> None:
        waiting = [d for d in self.oracle.documents if any(i.due is None for i in d.items)]
        if waiting and n[5] % 6:
            debit = waiting[n[2] % len(waiting)]
        due = debit.date + dt.timedelta(days=n[1] % 60)
        item = debit.items[0]
        dated: tuple[Any, ...] = (item.number, due)
        offers = []
        if item.number and n[6] % 3:
            offers = [(due - dt.timedelta(days=20), Fraction(3, 100))]
            amount = self.money(item.amount, debit.currency)
            discounts = [
                o2c.DiscountOffer(day, "3%", part, self.money(oracle.rounded(item.amount * part),
                                                              debit.currency))
                for day, part in offers
            ]  # fmt: skip
            dated = (o2c.Installment(item.number, amount, due, discounts=discounts),)
        self.both(
            lambda: self.ledger.set_due_date(self.name(debit), *dated, recorded_at=self.moment),
            lambda: self.oracle.set_due_date(debit, item.number, due, self.moment, offers),
        )

    def change_due_date(self, debit: oracle.Document, _: oracle.Document, n: list[int]) -> None:
        changed = [d for d in self.oracle.documents if any(i.changed_on > d.date for i in d.items)]
        if changed and n[5] % 3:
            debit = changed[n[2] % len(changed)]
        item = debit.items[n[6] % len(debit.items)]
        due = debit.date + dt.timedelta(days=n[4] % 60)
        if n[5] % 7 == 0 and item.due is not None:
            due = item.due
        date = max(debit.date, item.changed_on) + dt.timedelta(days=n[1] % 15 - (n[1] % 4 == 0))
        self.both(
            lambda: self.ledger.change_due_date(
                self.name(debit), due, date=date, reason="mistyped", installment=item.number,
                recorded_at=self.moment,
            ),
            lambda: self.oracle.change_due_date(debit, item.number, due, date, self.moment),
        )  # fmt: skip

    # --- questions -------------------------------------------------------------------------------

    def compare(self, ledger: o2c.Ledger, day: dt.date, known: dt.datetime) -> None:
        said = {"as_of": day, "known_at": known}
        for document in self.oracle.documents:
            items = ledger.items(self.name(document), **said)
            assert [(i["open"].minor, i["disputed"].minor, i["due_date"]) for i in items] == [
                (
                    self.oracle.open(document, item, day, known),
                    self.oracle.disputed(document, item, day, known),
                    item.due_as_of(day, known) if document.is_debit
                    or document.kind == "note_receivable" else None,
                )
                for item in document.items
            ]  # fmt: skip
        for party in {document.party for document in self.oracle.documents}:
            balance = {m.currency.code: m.minor for m in ledger.balance(party, **said)}
            assert balance == self.oracle.balance(party, day, known)

    def compare_aging(self, day: dt.date, known: dt.datetime, options: dict[str, Any]) -> None:
        aging = self.ledger.aging(
            as_of=day, known_at=known, buckets=options["limits"],
            **{name: value for name, value in options.items() if name != "limits"},
        )  # fmt: skip
        expected = self.oracle.aging(day, known, **options)
        assert oracle_aging.figures_of(aging) == expected
        for row in list(aging.rows)[:3]:
            keys = [row[name] for name in aging.group_by]
            explanation = aging.explain(*keys)  # adds up, or it raises
            for derivation in explanation.derivations:
                assert derivation.recheck() == []

    def compare_commission(self, period: o2c.Period, known: dt.datetime) -> None:
        first, last = period.first, period.last
        found = self.ledger.commission_lines(period, known_at=known).to_arrow().to_pylist()
        expected = self.oracle.collected(first, last, known)
        for line in expected:
            for name in ("amount", "net"):
                line[name] = D(line[name]).scaleb(-DIGITS[line["currency"]])
            line["paid"] = D(line["paid"]).scaleb(-DIGITS[line["paid_currency"]])
        assert [line.pop("line") for line in found] == list(range(1, len(found) + 1))
        assert found == expected
        invoiced = self.ledger.commission_lines(period, "invoiced", known_at=known)
        digits = {d.number: DIGITS[d.currency] for d in self.oracle.documents}
        assert [(row["document"], row["net"]) for row in invoiced.to_arrow().to_pylist()] == [
            (number, D(net).scaleb(-digits[number]))
            for number, net in self.oracle.invoiced(first, last, known)
        ]


def rounds_to_nothing(application: tuple[Any, ...]) -> bool:
    """A conversion to less than half a minor unit takes nothing of the credit."""
    credit, debit, amount, *_, rate = application
    digits = DIGITS[credit.currency] - DIGITS[debit.currency]
    return (
        rate is not None and oracle.rounded(amount * Fraction(rate) * Fraction(10) ** digits) == 0
    )


DAYS = st.integers(-1, 90).map(lambda n: FIRST_DAY + dt.timedelta(days=n))
MOMENTS = st.integers(-1, 90).map(lambda n: EPOCH + dt.timedelta(seconds=n))
AGINGS = st.fixed_dictionaries(
    {
        "limits": st.sampled_from([(30, 60, 90), (10,), (5, 20)]),
        "by": st.sampled_from(["due_date", "invoice_date"]),
        "credits": st.sampled_from(["apart", "netted"]),
        "group_by": st.sampled_from(
            [("party",), ("salesperson",), ("order", "party"), ("document",)]
        ),
    }
)


def arrows(ledger: o2c.Ledger) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_arrow().to_pylist() for name, table in ledger.to_tables().items()}


@settings(max_examples=250)
@given(history=HISTORIES, days=st.tuples(DAYS, DAYS), moment=MOMENTS, options=AGINGS)
def test_random_histories(
    history: list[tuple[str, list[int]]],
    days: tuple[dt.date, dt.date],
    moment: dt.datetime,
    options: dict[str, Any],
) -> None:
    told = History()
    told.happen(history)
    first, last = sorted(days)
    late = told.moment + dt.timedelta(days=1)
    for day, known in ((first, moment), (last, moment), (first, late), (last, late)):
        told.compare(told.ledger, day, known)
        told.compare_aging(day, known, options)
    for known in (moment, late):
        for period in (o2c.Period.month_of(first), o2c.Period.quarter_of(last)):
            told.compare_commission(period, known)


@settings(max_examples=100)
@given(history=HISTORIES, day=DAYS)
def test_tables_bring_the_same_ledger_back(
    history: list[tuple[str, list[int]]], day: dt.date
) -> None:
    told = History()
    told.happen([step for step in history if step[0] not in ("dispute", "end_dispute")])
    tables = told.ledger.to_tables()
    again = o2c.Ledger.from_tables(**tables, home="CNY")
    assert arrows(again) == arrows(told.ledger)
    assert repr(again) == repr(told.ledger)
    assert again.locked_until == told.ledger.locked_until
    told.compare(again, day, told.moment)


def test_long_histories_meet_every_rule() -> None:
    """What no history is refused for, no history tests."""
    chance = random.Random(20260331)
    met: set[str] = set()
    granted: set[str | None] = set()
    for _ in range(150):
        told = History()
        told.happen(
            [
                (chance.choice(POSTINGS + DEEDS), [chance.randrange(10_000) for _ in range(8)])
                for _ in range(chance.randrange(20, 70))
            ]
        )
        day = FIRST_DAY + dt.timedelta(days=chance.randrange(90))
        known = EPOCH + dt.timedelta(seconds=chance.randrange(100))
        told.compare(told.ledger, day, known)
        told.compare_aging(day, known, {"limits": (10, 30)})
        for month in ("2026-01", "2026-02", "2026-03"):
            told.compare_commission(o2c.Period(month), known)
        met |= told.refused
        granted |= {row.adjustment for row in told.oracle.applied}
    assert granted >= {"discount", "late_discount", "difference", "bank_charge", "write_off"}
    assert met >= {
        "already_returned", "currencies_differ", "dispute_ended", "due_date_known",
        "due_date_unknown", "duplicate_number", "no_exact_match", "over_applied", "over_disputed",
        "over_reversed",
        "parties_differ", "predates_application", "predates_dispute", "predates_document",
        "predates_due_date", "predates_reversal", "reversal_of_reversal", "same_due_date",
    }  # fmt: skip
