"""A ledger of receivables written again from the rules of the trade, with lists that are looked
through anew for each question.

It shares no code and no method with the library. Amounts are whole minor units (cents). Nothing is
kept but facts; what is open is added up from them whenever it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import oracle_aging
from oracle_money import DIGITS, allocate
from oracle_number import round_to

PAYMENTS = ("receipt", "deposit", "note_receivable")
CREDITS = (*PAYMENTS, "credit_note")
END = dt.date.max
NOW = dt.datetime.max.replace(tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


class Refused(Exception):  # noqa: N818
    """Rules of the trade forbid it; nothing has changed."""

    def __init__(self, *rules: str) -> None:
        super().__init__(*rules)
        self.rules = sorted(rules)


class Nonsense(Exception):  # noqa: N818
    """The input makes no sense; nothing has changed."""


def rounded(value: Fraction) -> int:
    return int(round_to(value, Fraction(1), "half_up"))


@dataclass(eq=False)
class Item:
    """An instalment, or the whole of a document that has none (then number 0)."""

    number: int
    amount: int
    due: dt.date | None = None
    # What it was due on before: until a day, and as known before a moment.
    was: list[tuple[dt.date | None, dt.date, dt.datetime]] = field(default_factory=list)
    changed_on: dt.date = dt.date.min  # the date of the last change
    offers: list[tuple[dt.date, Fraction]] = field(default_factory=list)  # last day, discount

    def due_as_of(self, day: dt.date, known: dt.datetime) -> dt.date | None:
        due = self.due
        for before, posted, recorded_at in reversed(self.was):
            if posted <= day and recorded_at <= known:
                break
            due = before
        return due


@dataclass(eq=False)
class Document:
    kind: str
    number: str
    party: str
    date: dt.date
    currency: str
    items: list[Item]
    recorded_at: dt.datetime
    posted: dt.date = dt.date.min
    net: int | None = None  # None: there is no tax
    order: str | None = None
    salesperson: str | None = None
    refers_to: Document | None = None
    rate: Decimal | None = None
    grace_days: int = 0
    parts_earn: bool = True
    collection_cost: bool = False
    secured: Fraction = Fraction(0)
    burden: Fraction = Fraction(0)
    returned: bool = False
    position: int = 0

    @property
    def amount(self) -> int:
        return sum(item.amount for item in self.items)

    @property
    def is_debit(self) -> bool:
        return self.kind not in CREDITS

    @property
    def is_payment(self) -> bool:
        return self.kind in PAYMENTS

    @property
    def is_of_sales(self) -> bool:
        """Whether it sells, or takes back what was sold: costs of collection are paid back."""
        if self.kind == "credit_note":
            return self.refers_to is None or not self.refers_to.collection_cost
        return self.kind in ("invoice", "debit_note") and not self.collection_cost


@dataclass(eq=False)
class Applied:
    id: int
    debit: Document
    item: Item
    credit: Document | None  # None: closed without money
    amount: int
    credit_amount: int
    date: dt.date
    posted: dt.date
    recorded_at: dt.datetime
    adjustment: str | None = None
    reverses: Applied | None = None
    made_with: Applied | None = None


@dataclass(eq=False)
class Dispute:
    document: Document
    parts: list[tuple[Item, int]]
    date: dt.date
    posted: dt.date
    recorded_at: dt.datetime
    outcome: str | None = None
    ended: dt.date | None = None
    end_posted: dt.date = dt.date.max
    end_recorded_at: dt.datetime | None = None

    def stands(self, day: dt.date, known: dt.datetime) -> bool:
        begun = self.posted <= day and self.recorded_at <= known
        ended = self.end_recorded_at is not None and self.end_recorded_at <= known
        return begun and not (ended and self.end_posted <= day)


@dataclass
class Claim:
    """What a payment may be divided among."""

    item: Item
    document: Document
    open: int
    cash: int  # what closes it: less than what is open where a discount is earned
    position: int
    debt: tuple[int, int] = (0, 0)


def due_or_last(claim: Claim) -> dt.date:
    return claim.item.due or END


class OracleLedger:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.applied: list[Applied] = []
        self.disputes: list[Dispute] = []
        self.locked_until: dt.date | None = None
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)

    # --- facts ----------------------------------------------------------------------------------

    def posted_on(self, date: dt.date) -> dt.date:
        """Its own day, or the first that is open."""
        if self.locked_until is not None and date <= self.locked_until:
            return self.locked_until + DAY
        return date

    def at(self, recorded_at: dt.datetime) -> None:
        if recorded_at < self.now:
            raise Nonsense("what is recorded never goes back")

    def find(self, kind: str, number: str) -> Document | None:
        for document in self.documents:
            if (document.kind, document.number) == (kind, number):
                return document
        return None

    def post(self, document: Document) -> None:
        self.at(document.recorded_at)
        if document.refers_to is not None and document.refers_to.party != document.party:
            raise Nonsense("it refers to a document of another party")
        if self.find(document.kind, document.number):
            raise Refused("duplicate_number")
        document.posted = self.posted_on(document.date)
        document.position = len(self.documents)
        self.documents.append(document)
        self.now = document.recorded_at

    def apply_all(self, applications: Sequence[tuple[Any, ...]], recorded_at: dt.datetime) -> None:
        """(credit, debit, amount, date, instalment, rate) each: all of them, or none."""
        self.at(recorded_at)
        before, was = len(self.applied), self.now
        try:
            for credit, debit, amount, date, installment, rate in applications:
                self.apply(credit, debit, amount, date, installment, rate, recorded_at)
        except Refused:
            del self.applied[before:]
            self.now = was
            raise

    def apply(
        self,
        credit: Document,
        debit: Document,
        amount: int,
        date: dt.date,
        installment: int,
        rate: Decimal | None,
        recorded_at: dt.datetime,
    ) -> None:
        rules = []
        if credit.party != debit.party:
            rules.append("parties_differ")
        if credit.currency != debit.currency and rate is None:
            rules.append("currencies_differ")
        if rules:
            raise Refused(*rules)
        taken = amount
        if rate is not None:
            digits = DIGITS[credit.currency] - DIGITS[debit.currency]
            taken = rounded(amount * Fraction(rate) * Fraction(10) ** digits)
            if taken == 0:
                raise Nonsense("it takes nothing of the credit")
        self.close(debit, installment, amount, date, recorded_at, credit=credit, taken=taken)

    def adjust(
        self,
        debit: Document,
        amount: int,
        kind: str,
        date: dt.date,
        installment: int,
        recorded_at: dt.datetime,
    ) -> None:
        self.at(recorded_at)
        if not debit.is_debit and not (debit.is_payment and kind in ("difference", "write_off")):
            raise Nonsense("only a difference of a payment is kept")
        self.close(debit, installment, amount, date, recorded_at, adjustment=kind)

    def close(
        self,
        debit: Document,
        installment: int,
        amount: int,
        date: dt.date,
        recorded_at: dt.datetime,
        *,
        credit: Document | None = None,
        taken: int = 0,
        adjustment: str | None = None,
        made_with: Applied | None = None,
    ) -> list[Applied]:
        """Closes an instalment, or those due earliest first, with a credit or without."""
        sides = [debit] if credit is None else [debit, credit]
        rules = ["predates_document" for side in sides if date < side.date]
        posted = max(self.posted_on(date), *(side.posted for side in sides))
        if credit is not None and self.room(credit, credit.items[0], posted) < taken:
            rules.append("over_applied")
        chosen = [item for item in debit.items if installment in (0, item.number)]
        if not chosen:
            raise Nonsense("no such instalment")
        parts = []
        left = amount
        for item in self.by_due(chosen):
            part = min(left, self.room(debit, item, posted))
            if part > 0:
                parts.append((item, part))
                left -= part
        if left > 0:
            rules.append("over_applied")
        if rules:
            raise Refused(*rules)
        rows = []
        for item, part in parts:
            share = part
            if credit is not None and credit.currency != debit.currency:
                share = rounded(Fraction(taken * part, amount))
            taken, amount = taken - share, amount - part
            row = Applied(
                len(self.applied), debit, item, credit, part, share, date, posted, recorded_at,
                adjustment, made_with=made_with,
            )  # fmt: skip
            self.applied.append(row)
            rows.append(row)
        self.now = recorded_at
        return rows

    def left_of(self, row: Applied) -> tuple[int, int]:
        """What of an application still stands, in both currencies."""
        rows = [row, *(other for other in self.applied if other.reverses is row)]
        return sum(r.amount for r in rows), sum(r.credit_amount for r in rows)

    def reverse(
        self, id: int, date: dt.date, recorded_at: dt.datetime, amount: int | None = None
    ) -> None:
        self.at(recorded_at)
        row = self.applied[id]
        if row.reverses is not None:
            raise Refused("reversal_of_reversal")
        if row.debit.kind == "returned_payment" and row.credit is not None:
            raise Refused("returned_payment")
        left, _ = self.left_of(row)
        because = [other for other in reversed(self.applied) if other.made_with is row]
        rules = []
        if left == 0 or (amount is not None and amount > left):
            rules.append("over_reversed")
        if date < row.date:
            rules.append("predates_application")
        if rules:
            raise Refused(*rules)
        taken = left if amount is None else amount
        self.take_back(row, taken, date, recorded_at)
        # What was let go because of it is owed again, in proportion.
        for each in because:
            part = rounded(Fraction(self.left_of(each)[0] * taken, left))
            if part > 0:
                self.take_back(each, part, date, recorded_at)

    def take_back(self, row: Applied, amount: int, date: dt.date, recorded_at: dt.datetime) -> None:
        left, credit_left = self.left_of(row)
        taken = amount
        if row.credit is not None and row.credit.currency != row.debit.currency:
            taken = rounded(Fraction(credit_left * amount, left))
        posted = max(self.posted_on(date), row.posted)
        self.applied.append(
            Applied(
                len(self.applied), row.debit, row.item, row.credit, -amount, -taken, date, posted,
                recorded_at, row.adjustment, reverses=row,
            )
        )  # fmt: skip
        self.now = recorded_at

    def refund(
        self, credit: Document, number: str, amount: int, date: dt.date, recorded_at: dt.datetime
    ) -> None:
        self.at(recorded_at)
        rules = []
        if date < credit.date:
            rules.append("predates_document")
        posted = max(self.posted_on(date), credit.posted)
        if self.room(credit, credit.items[0], posted) < amount:
            rules.append("over_applied")
        if rules:
            raise Refused(*rules)
        self.pay_back("refund", number, credit, amount, date, recorded_at)

    def pay_back(
        self,
        kind: str,
        number: str,
        credit: Document,
        amount: int,
        date: dt.date,
        recorded_at: dt.datetime,
    ) -> None:
        """A debit that the credit closes at once."""
        debit = self.counterpart(kind, number, credit, amount, date, recorded_at)
        self.close(debit, 0, amount, date, recorded_at, credit=credit, taken=amount)

    def counterpart(
        self,
        kind: str,
        number: str,
        credit: Document,
        amount: int,
        date: dt.date,
        recorded_at: dt.datetime,
    ) -> Document:
        debit = Document(
            kind, number, credit.party, date, credit.currency, [Item(0, amount, date)],
            recorded_at, refers_to=credit, rate=credit.rate,
        )  # fmt: skip
        self.post(debit)
        return debit

    def return_payment(
        self, payment: Document, number: str, date: dt.date, recorded_at: dt.datetime
    ) -> None:
        self.at(recorded_at)
        if date < payment.date:
            raise Refused("predates_document")
        if payment.returned:
            raise Refused("already_returned")
        posted = max(self.posted_on(date), payment.posted)
        uses = [row for row in self.applied if payment in (row.credit, row.debit)]
        if any(row.reverses and row.posted > posted for row in uses):
            raise Refused("predates_reversal")
        debit = self.counterpart(
            "returned_payment", number, payment, payment.amount, date, recorded_at
        )
        payment.returned = True
        for row in [row for row in uses if row.reverses is None]:
            because = [other for other in reversed(self.applied) if other.made_with is row]
            for each in (row, *because):
                left, _ = self.left_of(each)
                if left > 0:
                    self.take_back(each, left, max(date, each.date), recorded_at)
        self.close(
            debit, 0, payment.amount, date, recorded_at, credit=payment, taken=payment.amount
        )

    def dispute(
        self,
        document: Document,
        amount: int,
        date: dt.date,
        installment: int,
        recorded_at: dt.datetime,
    ) -> None:
        self.at(recorded_at)
        if date < document.date:
            raise Refused("predates_document")
        posted = max(self.posted_on(date), document.posted)
        items = self.by_due([i for i in document.items if installment in (0, i.number)])
        rooms = [(item, self.undisputed(document, item, posted)) for item in items]
        parts = [(item, amount) for item, room in rooms if room >= amount][:1]
        if not parts:  # no instalment has room for all of it
            left = amount
            for item, room in rooms:
                part = min(left, room)
                if part > 0:
                    parts.append((item, part))
                    left -= part
            if left > 0:
                raise Refused("over_disputed")
        self.disputes.append(Dispute(document, parts, date, posted, recorded_at))
        self.now = recorded_at

    def end_dispute(self, id: int, outcome: str, date: dt.date, recorded_at: dt.datetime) -> None:
        self.at(recorded_at)
        dispute = self.disputes[id]
        if dispute.ended:
            raise Refused("dispute_ended")
        if date < dispute.date:
            raise Refused("predates_dispute")
        dispute.outcome, dispute.ended, dispute.end_recorded_at = outcome, date, recorded_at
        dispute.end_posted = max(self.posted_on(date), dispute.posted)
        self.now = recorded_at

    def set_due_date(
        self,
        document: Document,
        installment: int,
        due: dt.date,
        recorded_at: dt.datetime,
        offers: Sequence[tuple[dt.date, Fraction]] = (),
    ) -> None:
        self.at(recorded_at)
        (item,) = [item for item in document.items if item.number == installment]
        if item.due is not None:
            raise Refused("due_date_known")
        posted = dt.date.min if self.locked_until is None else self.locked_until + DAY
        item.was.append((None, posted, recorded_at))
        item.due, item.offers = due, list(offers)
        self.now = recorded_at

    def change_due_date(
        self,
        document: Document,
        installment: int,
        due: dt.date,
        date: dt.date,
        recorded_at: dt.datetime,
    ) -> None:
        self.at(recorded_at)
        (item,) = [item for item in document.items if item.number == installment]
        if date < document.date:
            raise Refused("predates_document")
        if item.due is None:
            raise Refused("due_date_unknown")
        if item.due == due:
            raise Refused("same_due_date")
        if date < item.changed_on:
            raise Refused("predates_due_date")
        posted = max(self.posted_on(date), document.posted)
        item.was.append((item.due, posted, recorded_at))
        item.due, item.changed_on = due, date
        self.now = recorded_at

    def lock(self, until: dt.date, recorded_at: dt.datetime) -> None:
        self.at(recorded_at)
        if self.locked_until is not None and until <= self.locked_until:
            raise Nonsense("locked already")
        self.locked_until = until
        self.now = recorded_at

    # --- what is open ---------------------------------------------------------------------------

    def changes(self, document: Document, item: Item) -> list[tuple[Applied, int]]:
        """All that was applied to an item, or of a credit."""
        if document.is_debit:
            return [(row, row.amount) for row in self.applied if row.item is item]
        return [
            (row, row.credit_amount if row.credit is document else row.amount)
            for row in self.applied
            if document in (row.credit, row.debit)
        ]

    def open(self, document: Document, item: Item, day: dt.date, known: dt.datetime) -> int:
        if document.posted > day or document.recorded_at > known:
            return 0
        return item.amount - sum(
            amount
            for row, amount in self.changes(document, item)
            if row.posted <= day and row.recorded_at <= known
        )

    def room(self, document: Document, item: Item, day: dt.date) -> int:
        """The least that is open on a day or on any later one."""
        changes = self.changes(document, item)
        days = {day} | {row.posted for row, _ in changes if row.posted > day}
        return min(
            item.amount - sum(amount for row, amount in changes if row.posted <= each)
            for each in days
        )

    def disputed(self, document: Document, item: Item, day: dt.date, known: dt.datetime) -> int:
        total = sum(
            amount
            for dispute in self.disputes
            for part, amount in dispute.parts
            if part is item and dispute.stands(day, known)
        )
        return min(total, self.open(document, item, day, known))

    def undisputed(self, document: Document, item: Item, day: dt.date) -> int:
        """The least that is open and not in dispute on a day or on any later one."""
        days = {row.posted for row, _ in self.changes(document, item)}
        days |= {
            dispute.posted
            for dispute in self.disputes
            if item in [part for part, _ in dispute.parts]
        }
        return min(
            self.open(document, item, each, NOW) - self.disputed(document, item, each, NOW)
            for each in {day} | {later for later in days if later > day}
        )

    @staticmethod
    def by_due(items: Sequence[Item]) -> list[Item]:
        return sorted(items, key=lambda item: item.due or END)

    def balance(self, party: str, day: dt.date, known: dt.datetime) -> dict[str, int]:
        """By currency, without zeros."""
        sums: dict[str, int] = {}
        for document in self.documents:
            if document.party != party:
                continue
            for item in document.items:
                amount = self.open(document, item, day, known)
                amount = amount if document.is_debit else -amount
                sums[document.currency] = sums.get(document.currency, 0) + amount
        return {currency: amount for currency, amount in sums.items() if amount}

    # --- settling -------------------------------------------------------------------------------

    def settle(
        self,
        credit: Document,
        date: dt.date,
        recorded_at: dt.datetime,
        *,
        method: str,
        references: Sequence[str] = (),
        rest_by_method: bool = False,
        discounts: bool = False,
        tolerance: tuple[Fraction | None, int | None] | None = None,
        tolerated_as: str = "difference",
    ) -> None:
        self.at(recorded_at)
        if date < credit.date:
            raise Refused("predates_document")
        posted = max(self.posted_on(date), credit.posted)
        left = self.room(credit, credit.items[0], posted)
        named = [self.referred(number, credit) for number in references]
        early = [document for document in named if document.date > date]
        if early:
            raise Refused(*["predates_document"] * len(early))

        last: list[Applied] = []

        def pay(documents: list[Document], by: str, left: int, *, by_due: bool = False) -> int:
            """What the payment has left after it."""
            claims = self.claims(documents, credit, date, posted, discounts, by_due)
            parts = apportion(left, claims, [claim.cash for claim in claims], by, date)
            in_full = by == "exact_match" and not any(parts)
            if in_full:  # perhaps the payer took no discount
                parts = apportion(left, claims, [claim.open for claim in claims], by, date)
            for claim, cash in zip(claims, parts, strict=True):
                if cash > 0:
                    discount = not in_full and discounts
                    row = self.pay_claim(credit, claim, cash, date, posted, recorded_at, discount,
                                         tolerance, tolerated_as)  # fmt: skip
                    last[:] = [row]
            return left - sum(parts)

        whole = left
        for document in named:
            left = pay([document], "oldest_due", left, by_due=True)
        if left > 0 and (not references or rest_by_method):
            # First what it is for: what a credit note corrects, or the order of a payment.
            if credit.refers_to is not None and credit.refers_to.is_debit:
                left = pay([credit.refers_to], method, left, by_due=True)
            elif credit.is_payment and credit.order is not None:
                left = pay([d for d in self.documents if d.order == credit.order], method, left)
            if credit.kind != "deposit":
                left = pay(self.documents, method, left)
            if left == whole and method == "exact_match":
                raise Refused("no_exact_match")
        # What was paid too much is kept if it is little of what was paid.
        may_keep = tolerance is not None and last and credit.is_payment
        if may_keep and 0 < left <= tolerated(tolerance, whole - left):
            self.close(credit, 0, left, date, recorded_at, adjustment="difference",
                       made_with=last[0])  # fmt: skip

    def referred(self, number: str, credit: Document) -> Document:
        for kind in ("invoice", "debit_note", "interest", "returned_payment"):
            document = self.find(kind, number)
            if document is not None:
                if (document.party, document.currency) != (credit.party, credit.currency):
                    break
                return document
        raise Nonsense("not a debit of the payer")

    def claims(
        self,
        documents: list[Document],
        credit: Document,
        date: dt.date,
        posted: dt.date,
        discounts: bool,
        by_due: bool,
    ) -> list[Claim]:
        found = []
        for document in documents:
            if (
                not document.is_debit
                or document.party != credit.party
                or document.currency != credit.currency
                or document.date > date
            ):
                continue
            items = self.by_due(document.items) if by_due else document.items
            for item in items:
                open_amount = self.room(document, item, max(posted, document.posted))
                if open_amount <= 0:
                    continue
                cash = open_amount
                if discounts and credit.is_payment:
                    rate, _ = earned(item, document, credit.date)
                    paid_for = self.paid_for(item)
                    cash -= discount_left(paid_for, open_amount, rate, document.parts_earn)
                found.append(Claim(item, document, open_amount, cash, len(found)))
        for claim in found:
            claim.debt = self.debt_of(claim, posted)
        return found

    def debt_of(self, claim: Claim, posted: dt.date) -> tuple[int, int]:
        """Each instalment is a debt. Interest and costs that say for what are part of what they
        refer to: of its instalment that owed longest."""
        document, item = claim.document, claim.item
        if document.refers_to is not None and (
            document.kind == "interest" or document.collection_cost
        ):
            document = document.refers_to
            day = max(posted, document.posted)
            owed = [i for i in self.by_due(document.items) if self.room(document, i, day) > 0]
            item = (owed or document.items)[0]
        return document.position, document.items.index(item)

    def pay_claim(
        self,
        credit: Document,
        claim: Claim,
        cash: int,
        date: dt.date,
        posted: dt.date,
        recorded_at: dt.datetime,
        discount: bool,
        tolerance: tuple[Fraction | None, int | None] | None,
        tolerated_as: str,
    ) -> Applied:
        document, item = claim.document, claim.item
        (row,) = self.close(
            document, item.number, cash, date, recorded_at, credit=credit, taken=cash
        )

        def let_go(amount: int, kind: str) -> None:
            self.close(
                document, item.number, amount, date, recorded_at, adjustment=kind, made_with=row
            )

        if discount and credit.is_payment and cash < claim.open:
            rate, late = earned(item, document, credit.date)
            paid_for = self.paid_for(item)
            granted = cleared(paid_for, claim.open, cash, rate, document.parts_earn) - cash
            if granted > 0:
                let_go(granted, "late_discount" if late else "discount")
        if tolerance is not None:
            rest = self.room(document, item, posted)
            if 0 < rest <= tolerated(tolerance, document.amount) - self.differences(document):
                let_go(rest, tolerated_as)
        return row

    def paid_for(self, item: Item) -> int:
        """What of an instalment is for money: not what credit notes and the like took of it."""
        amount = item.amount
        for row in self.applied:
            paid = row.credit.is_payment if row.credit else "discount" in (row.adjustment or "")
            if row.item is item and not paid:
                amount -= row.amount
        return amount

    def differences(self, document: Document) -> int:
        """What was let go of it because it was paid but for that."""
        return sum(
            row.amount
            for row in self.applied
            if row.debit is document
            and (row.reverses or row).made_with is not None
            and not ("discount" in (row.adjustment or "") and row.item.offers)
        )

    # --- commission -----------------------------------------------------------------------------

    def collected(self, first: dt.date, last: dt.date, known: dt.datetime) -> list[dict[str, Any]]:
        """Each application of cash brings its share of the invoice's net; each line what its
        rounded sum gains."""
        lines = []
        counted: dict[Document, int] = {}
        brought: dict[Document, int] = {}
        for row in self.applied:
            if row.credit is None or row.recorded_at > known:
                continue
            if row.credit.is_payment and row.debit.is_debit and row.debit.is_of_sales:
                document, sign = row.debit, 1
            elif row.debit.kind == "refund" and not row.credit.is_debit and row.credit.is_of_sales:
                document, sign = row.credit, -1  # money paid back
            else:
                continue
            counted[document] = counted.get(document, 0) + row.amount
            net = document.amount if document.net is None else document.net
            up_to_it = rounded(Fraction(net * counted[document], document.amount))
            new = up_to_it - brought.get(document, 0)
            brought[document] = up_to_it
            due = row.item.due_as_of(END, row.recorded_at)
            credited = document.refers_to if document.kind == "credit_note" else None
            if first <= row.posted <= last:
                lines.append(
                    {
                        "document": document.number,
                        "application": row.id,
                        "date": row.posted,
                        "invoice_date": document.date,
                        "credited_invoice_date": credited.date if credited else None,
                        "amount": sign * row.amount,
                        "net": sign * new,
                        "currency": document.currency,
                        "days_overdue": (row.credit.date - due).days if sign > 0 and due else None,
                        "paid": sign * row.credit_amount,
                        "paid_currency": row.credit.currency,
                        "rate": row.credit.rate,
                        "salesperson": document.salesperson,
                        "party": document.party,
                        "order": document.order,
                    }
                )
        return lines

    def invoiced(self, first: dt.date, last: dt.date, known: dt.datetime) -> list[tuple[str, int]]:
        """(document, net) of invoices, debit notes and, taken away, credit notes."""
        return [
            (d.number, (d.amount if d.net is None else d.net) * (1 if d.is_debit else -1))
            for d in self.documents
            if d.is_of_sales and d.recorded_at <= known and first <= d.posted <= last
        ]

    # --- aging ----------------------------------------------------------------------------------

    def aging(
        self,
        day: dt.date,
        known: dt.datetime,
        *,
        limits: Sequence[int] = (30, 60, 90),
        by: str = "due_date",
        credits: str = "apart",
        group_by: Sequence[str] = ("party",),
    ) -> oracle_aging.Figures:
        invoiced_orders = {
            d.order
            for d in self.documents
            if d.is_debit and d.posted <= day and d.recorded_at <= known
        }
        items, cash = [], []
        for document in self.documents:
            for item in document.items:
                minor = self.open(document, item, day, known)
                digits = DIGITS[document.currency]
                disputed = self.disputed(document, item, day, known) if document.is_debit else 0
                row = {
                    "party": document.party,
                    "document": document.number,
                    "order": document.order,
                    "salesperson": document.salesperson,
                    "currency": document.currency,
                    "invoice_date": document.date,
                    "due_date": (item.due_as_of(day, known) or END) if document.is_debit else None,
                    "amount": Decimal(minor if document.is_debit else -minor).scaleb(-digits),
                    "disputed": Decimal(disputed).scaleb(-digits),
                }
                (cash if document.is_payment else items).append(row)
        options: dict[str, Any] = {"limits": limits, "by": by, "group_by": group_by}
        figures = {
            key: dict(row)
            for key, row in oracle_aging.age_items(items, day, credits=credits, **options).items()
        }
        for row in cash:
            key = (*(row[name] for name in group_by), row["currency"])
            sums = figures.setdefault(key, {})
            is_deposit = row["order"] is not None and row["order"] not in invoiced_orders
            if is_deposit:  # outside of the total, and not negative
                sums["deposits"] = sums.get("deposits", Decimal(0)) - row["amount"]
            else:
                for name in ("unapplied", "total"):
                    sums[name] = sums.get(name, Decimal(0)) + row["amount"]
        return oracle_aging.without_zeros(figures)


# --- dividing a payment --------------------------------------------------------------------------


def earned(item: Item, document: Document, paid_on: dt.date) -> tuple[Fraction, bool]:
    """The discount that a day earns, and whether it is granted late."""
    in_time = [rate for last, rate in item.offers if paid_on <= last]
    if in_time:
        return max(in_time), False
    grace = dt.timedelta(days=document.grace_days)
    reached = [(last, rate) for last, rate in item.offers if paid_on <= last + grace]
    return (max(rate for _, rate in reached), True) if reached else (Fraction(0), False)


def discount_left(amount: int, open_amount: int, rate: Fraction, parts_earn: bool) -> int:
    """What is left of the discount on an amount: rounded for all of it, less what is gone. Unless
    parts earn theirs nothing is."""
    if not parts_earn:
        return min(rounded(max(amount, open_amount) * rate), open_amount)
    before = max(amount - open_amount, 0)
    return rounded((before + open_amount) * rate) - rounded(before * rate)


def tolerated(tolerance: tuple[Fraction | None, int | None] | None, amount: int) -> int:
    part, fixed = tolerance or (None, 0)
    limits = [amount]
    if part is not None:
        limits.append((amount * part).__floor__())
    if fixed is not None:
        limits.append(fixed)
    return min(limits)


def cleared(amount: int, open_amount: int, cash: int, rate: Fraction, parts_earn: bool) -> int:
    """A part payment clears more than itself: 4,900 at 2% clears 5,000."""
    if cash + discount_left(amount, open_amount, rate, parts_earn) >= open_amount:
        return open_amount
    if not parts_earn:
        return cash
    before = max(amount - open_amount, 0)
    paid_before = before - rounded(before * rate)
    up_to_it = rounded((paid_before + cash) / (1 - rate))
    return min(max(up_to_it - before, cash), open_amount)


def apportion(
    paid: int, claims: list[Claim], open_amounts: list[int], method: str, day: dt.date
) -> list[int]:
    """What each claim gets."""
    if not claims:
        return []
    total = sum(open_amounts)
    if method == "proportional":
        return allocate_up_to(paid, open_amounts)
    if method == "statutory":
        return statutory(paid, claims, open_amounts, day)
    by_due = sorted(claims, key=lambda c: (due_or_last(c), c.document.date, c.position))
    order = by_due
    if method == "oldest_invoice":
        order = sorted(claims, key=lambda c: (c.document.date, due_or_last(c), c.position))
    elif method == "largest":
        order = sorted(by_due, key=lambda c: -open_amounts[c.position])
    elif method == "exact_match":
        order = matching(paid, by_due, open_amounts, total)
    parts = [0] * len(claims)
    for claim in order:
        parts[claim.position] = min(paid, open_amounts[claim.position])
        paid -= parts[claim.position]
    return parts


def allocate_up_to(paid: int, open_amounts: list[int]) -> list[int]:
    if paid >= sum(open_amounts):
        return list(open_amounts)
    return allocate(paid, [Fraction(amount) for amount in open_amounts], "largest_remainder")


def debts_of(claims: Sequence[Claim]) -> dict[tuple[int, int], list[Claim]]:
    debts: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        debts.setdefault(claim.debt, []).append(claim)
    return debts


def matching(paid: int, claims: list[Claim], open_amounts: list[int], total: int) -> list[Claim]:
    """One item of just that amount, else one debt, else one document, without its costs and
    interest or with them, else all that is owed, else nothing."""
    for claim in claims:
        if open_amounts[claim.position] == paid:
            return [claim]

    def is_principal(claim: Claim) -> bool:
        return claim.document.kind != "interest" and not claim.document.collection_cost

    def of_documents(some: Sequence[Claim]) -> list[list[Claim]]:
        found: dict[int, list[Claim]] = {}
        for claim in some:
            found.setdefault(claim.debt[0], []).append(claim)
        return list(found.values())

    groups = list(debts_of(claims).values())
    groups += of_documents([claim for claim in claims if is_principal(claim)])
    groups += of_documents(claims)
    for group in groups:
        if sum(open_amounts[claim.position] for claim in group) == paid:
            return group
    return claims if total == paid else []


def statutory(paid: int, claims: list[Claim], open_amounts: list[int], day: dt.date) -> list[int]:
    """CC 560: debts that are due, secured least, burdening most, due earliest, in proportion.
    CC 561: within a debt costs, then interest, then principal."""

    by_key = debts_of([claim for claim in claims if open_amounts[claim.position] > 0])

    def rank(debt: list[Claim]) -> tuple[Any, ...]:
        # What is due of a debt and what is not are paid apart; its security is that of all of it.
        whole = by_key[debt[0].debt]
        due = min(due_or_last(claim) for claim in debt)
        secured = max(claim.document.secured for claim in whole)
        burden = max(claim.document.burden for claim in whole)
        return (due > day, secured, -burden, due)

    def part_of_debt(claim: Claim) -> tuple[int, dt.date]:
        document = claim.document
        if document.collection_cost:
            return 0, due_or_last(claim)
        return (1 if document.kind == "interest" else 2), due_or_last(claim)

    parts = [0] * len(claims)
    debts = [
        part
        for key in sorted(by_key)
        for part in (
            [claim for claim in by_key[key] if due_or_last(claim) <= day],
            [claim for claim in by_key[key] if due_or_last(claim) > day],
        )
        if part
    ]
    for each in sorted({rank(debt) for debt in debts}):
        equals = [debt for debt in debts if rank(debt) == each]
        sums = [sum(open_amounts[claim.position] for claim in debt) for debt in equals]
        for debt, share in zip(equals, allocate_up_to(paid, sums), strict=True):
            paid -= share
            for claim in sorted(debt, key=part_of_debt):
                parts[claim.position] = min(share, open_amounts[claim.position])
                share -= parts[claim.position]
    return parts
