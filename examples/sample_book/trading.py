"""Sixteen months of invoices, receipts and applications of the sample trading company.

Everything follows from one ``random.Random``; amounts are whole minor units. What holds on every
day and at every moment of recording: no invoice and no receipt is applied beyond its amount, and
nothing is applied before it is recorded.
"""

import datetime
import heapq
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

from customers import CUSTOMERS, HABITS, INVOICE_SIZES, MINOR_DIGITS, Customer

FIRST_DAY = datetime.date(2025, 7, 1)
LAST_DAY = datetime.date(2026, 10, 31)

Moment = datetime.datetime  # UTC.


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


@dataclass(eq=False)
class Document:
    """An invoice, a credit note (negative, without a due date), or a returned payment: what a
    transfer that the bank took back leaves owed."""

    kind: Literal["invoice", "credit_note", "returned_payment"]
    number: str
    customer: Customer
    order: str
    date: datetime.date
    due_date: datetime.date | None
    amount: int
    recorded_at: Moment
    refers_to: "Document | Receipt | None" = None


@dataclass(eq=False)
class Receipt:
    """Money that came in."""

    customer: Customer
    order: str  # Of a deposit; otherwise empty.
    date: datetime.date
    amount: int
    recorded_at: Moment
    number: str = ""


@dataclass(eq=False)
class Application:
    """What of a receipt, or a credit note, settles a document; negative: a reversal."""

    credit: "Receipt | Document"
    document: Document
    date: datetime.date
    amount: int
    recorded_at: Moment


@dataclass
class Book:
    documents: list[Document] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)


def make_book(seed: int, invoices: int) -> Book:
    """A book with that many documents (credit notes among them)."""
    return _Company(random.Random(seed), invoices).run()


class _Company:
    def __init__(self, rng: random.Random, invoices: int) -> None:
        self._rng = rng
        self._size = invoices
        self._book = Book()
        self._of_customer: dict[str, list[Document]] = defaultdict(list)
        self._open: dict[Document, int] = {}  # After everything that is applied, also later.
        self._written: dict[Document | Receipt, Moment] = {}  # When last written about.
        self._orders = 0

    def run(self) -> Book:
        self._write_documents()
        for customer in CUSTOMERS:
            self._settle(customer)
        self._take_deposits_ahead()
        self._receive_without_purpose()
        self._number_payments()
        for rows in (self._book.documents, self._book.receipts, self._book.applications):
            rows.sort(key=lambda row: row.recorded_at)
        return self._book

    # Documents.

    def _write_documents(self) -> None:
        span = (LAST_DAY - FIRST_DAY).days
        dates = sorted(FIRST_DAY + days(self._rng.randrange(span + 1)) for _ in range(self._size))
        weights = [customer.weight for customer in CUSTOMERS]
        for index, date in enumerate(dates, start=1):
            customer = self._rng.choices(CUSTOMERS, weights)[0]
            earlier = self._of_customer[customer.name]
            if len(earlier) > 2 and self._rng.randrange(100) < 4:
                self._write_credit_note(customer, date, index)
            else:
                self._write_invoice(customer, date, index)

    def _write_invoice(self, customer: Customer, date: datetime.date, index: int) -> None:
        low, high = INVOICE_SIZES[customer.line, customer.currency]
        unit = 10 ** MINOR_DIGITS[customer.currency]
        # The smaller of two: many small invoices, few large ones.
        amount = min(self._rng.randrange(low * unit, high * unit) for _ in range(2))
        due_date = date + days(customer.terms_days)
        number = f"INV-{date:%y}-{index:05d}"
        self._add_document(
            Document(
                "invoice",
                number,
                customer,
                self._next_order(date),
                date,
                due_date,
                amount,
                self._recorded(date),
            )
        )

    def _write_credit_note(self, customer: Customer, date: datetime.date, index: int) -> None:
        invoices = [d for d in self._of_customer[customer.name] if d.kind == "invoice"]
        invoice = self._rng.choice(invoices[-6:])
        amount = -invoice.amount * self._rng.randrange(2, 15) // 100
        number = f"CN-{date:%y}-{index:05d}"
        recorded_at = self._recorded(date, invoice)
        self._add_document(
            Document(
                "credit_note",
                number,
                customer,
                invoice.order,
                date,
                None,
                amount,
                recorded_at,
                invoice,
            )
        )

    def _add_document(self, document: Document) -> None:
        self._written[document] = document.recorded_at
        self._book.documents.append(document)
        self._of_customer[document.customer.name].append(document)
        self._open[document] = document.amount

    def _next_order(self, date: datetime.date) -> str:
        self._orders += 1
        return f"SO-{date:%y}-{self._orders:05d}"

    # Money.

    def _settle(self, customer: Customer) -> None:
        """Deposits first, then one receipt for all that is ready at each payment run."""
        invoices = [d for d in self._of_customer[customer.name] if d.kind == "invoice"]
        runs: list[tuple[datetime.date, str, int, Document]] = []  # A heap: (day, number, part).
        for invoice in invoices:
            if customer.deposit_percent and self._rng.randrange(100) < 80:
                self._take_deposit(invoice)
            for day, part in self._plan_payments(invoice):
                heapq.heappush(runs, (day, invoice.number, part, invoice))
        while runs and runs[0][0] <= LAST_DAY:
            day = runs[0][0]
            due: list[tuple[Document, int]] = []
            while runs and runs[0][0] == day:
                _, _, part, invoice = heapq.heappop(runs)
                due.append((invoice, part))
            for again in self._pay(customer, day, due):
                heapq.heappush(runs, again)

    def _take_deposit(self, invoice: Document) -> None:
        """Paid with the order, applied when the invoice is written."""
        date = invoice.date - days(self._rng.randrange(25, 60))
        if date < FIRST_DAY:
            return
        amount = invoice.amount * invoice.customer.deposit_percent // 100
        receipt = self._add_receipt(invoice.customer, date, amount, invoice.order)
        self._apply(receipt, invoice.date, [(invoice, amount)])

    def _plan_payments(self, invoice: Document) -> list[tuple[datetime.date, int]]:
        """(payment run, amount) of each part that the customer means to pay."""
        first, last, never_percent = HABITS[invoice.customer.habit]
        assert invoice.due_date is not None
        if self._rng.randrange(100) < never_percent:
            return []
        ready = max(invoice.date, invoice.due_date + days(self._rng.randrange(first, last + 1)))
        rest = self._open[invoice]
        if rest < 10 or self._rng.randrange(100) >= 12:
            return [(self._next_run(invoice.customer, ready), rest)]
        part = rest * self._rng.randrange(30, 80) // 100
        later = ready + days(self._rng.randrange(20, 75))
        return [
            (self._next_run(invoice.customer, ready), part),
            (self._next_run(invoice.customer, later), rest - part),
        ]

    @staticmethod
    def _next_run(customer: Customer, ready: datetime.date) -> datetime.date:
        since = (ready - FIRST_DAY).days + sum(map(ord, customer.name))
        return ready + days(-since % customer.pays_every)

    def _pay(
        self, customer: Customer, day: datetime.date, due: list[tuple[Document, int]]
    ) -> list[tuple[datetime.date, str, int, Document]]:
        """One receipt for the parts that are due, less the credit notes; returns what has to be
        paid again because the bank took the transfer back."""
        parts = [(invoice, min(part, self._open[invoice])) for invoice, part in due]
        amount = sum(part for _, part in parts)
        deducted: list[tuple[Document, int]] = []
        for note in self._of_customer[customer.name]:
            left = -self._open[note]
            # It takes the customer's accountants some weeks to see a credit note.
            if left > 0 and note.date + days(45) <= day and left < amount // 2:
                deducted.append((note, left))
                amount -= left
        extra = amount * self._rng.randrange(1, 6) // 100 if self._rng.randrange(100) < 2 else 0
        receipt = self._add_receipt(customer, day, amount + extra)
        applied_on = day + days(self._matching_delay())
        unpaid = parts
        for note, left in deducted:
            used, unpaid = _taken_from(unpaid, left)
            self._apply(note, applied_on, used)
        self._apply(receipt, applied_on, unpaid)
        bounced_on = applied_on + days(self._rng.randrange(3, 9))
        if self._rng.randrange(200) or bounced_on > LAST_DAY or deducted:
            return []
        self._bounce(receipt, bounced_on, parts)
        again = self._next_run(customer, bounced_on + days(10))
        return [(again, document.number, part, document) for document, part in parts]

    def _bounce(
        self, receipt: Receipt, date: datetime.date, parts: list[tuple[Document, int]]
    ) -> None:
        """The bank takes a transfer back: what it paid is owed again."""
        self._apply(receipt, date, [(document, -part) for document, part in parts])
        recorded_at = self._recorded(date, receipt)
        returned = Document(
            "returned_payment",
            "",
            receipt.customer,
            "",
            date,
            date,
            receipt.amount,
            recorded_at,
            receipt,
        )
        self._add_document(returned)
        self._apply(receipt, date, [(returned, receipt.amount)])

    def _matching_delay(self) -> int:
        """Days until the office knows what a receipt was for: mostly none."""
        if self._rng.randrange(100) < 6:
            return self._rng.randrange(4, 16)
        return self._rng.choice((0, 0, 1))

    def _take_deposits_ahead(self) -> None:
        """Deposits of the last weeks, for orders that have no invoice yet."""
        with_deposit = [c for c in CUSTOMERS if c.deposit_percent]
        for _ in range(max(self._size // 150, 1)):
            customer = self._rng.choice(with_deposit)
            date = LAST_DAY - days(self._rng.randrange(50))
            low, high = INVOICE_SIZES[customer.line, customer.currency]
            order_amount = self._rng.randrange(low, high) * 10 ** MINOR_DIGITS[customer.currency]
            amount = order_amount * customer.deposit_percent // 100
            self._add_receipt(customer, date, amount, self._next_order(date))

    def _receive_without_purpose(self) -> None:
        """Cash of the last days that nobody has applied yet."""
        for _ in range(max(self._size // 200, 1)):
            customer = self._rng.choice(CUSTOMERS)
            date = LAST_DAY - days(self._rng.randrange(12))
            low, high = INVOICE_SIZES[customer.line, customer.currency]
            unit = 10 ** MINOR_DIGITS[customer.currency]
            self._add_receipt(customer, date, self._rng.randrange(low, (low + high) // 2) * unit)

    def _add_receipt(
        self, customer: Customer, date: datetime.date, amount: int, order: str = ""
    ) -> Receipt:
        receipt = Receipt(customer, order, date, amount, self._recorded(date))
        self._written[receipt] = receipt.recorded_at
        self._book.receipts.append(receipt)
        return receipt

    def _apply(
        self,
        credit: Receipt | Document,
        date: datetime.date,
        parts: list[tuple[Document, int]],
    ) -> None:
        """Applies the receipt, or the credit note, to its documents, all at one moment."""
        if date > LAST_DAY:
            return
        recorded_at = self._recorded(date, credit, *(document for document, _ in parts))
        for document, amount in parts:
            self._book.applications.append(Application(credit, document, date, amount, recorded_at))
            self._open[document] -= amount
            if isinstance(credit, Document):
                self._open[credit] += amount

    def _number_payments(self) -> None:
        returned = [d for d in self._book.documents if d.kind == "returned_payment"]
        for prefix, payments in (("RC", self._book.receipts), ("RP", returned)):
            for index, payment in enumerate(sorted(payments, key=lambda p: p.date), start=1):
                payment.number = f"{prefix}-{payment.date:%y}-{index:05d}"

    # Recording.

    def _recorded(self, date: datetime.date, *about: Document | Receipt) -> Moment:
        """When a row of that date is written down: the same day, or, rarely, days late; after
        whatever was written before about the same documents."""
        late = self._rng.randrange(3, 21) if self._rng.randrange(100) < 3 else 0
        opening = datetime.time(hour=1, tzinfo=datetime.UTC)
        moment = datetime.datetime.combine(date + days(late), opening)
        moment += datetime.timedelta(seconds=self._rng.randrange(8 * 3600))
        for thing in about:
            moment = max(moment, self._written[thing] + datetime.timedelta(seconds=1))
        for thing in about:
            self._written[thing] = moment
        return moment


def _taken_from(
    parts: list[tuple[Document, int]], amount: int
) -> tuple[list[tuple[Document, int]], list[tuple[Document, int]]]:
    """The parts that the amount settles, the first ones first, and what is left of them all."""
    taken: list[tuple[Document, int]] = []
    left: list[tuple[Document, int]] = []
    for document, part in parts:
        used = min(part, amount)
        amount -= used
        if used:
            taken.append((document, used))
        if part > used:
            left.append((document, part - used))
    return taken, left
