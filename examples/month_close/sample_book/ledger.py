"""Invoices, receipts and what was applied to what, as the sample company's office writes them.

Amounts are whole minor units. Nothing is applied beyond its amount, nor before it is recorded.
"""

import random
from dataclasses import dataclass, field

from customers import Customer
from days import Day, Moment, recorded


@dataclass(eq=False)
class Document:
    """An invoice or note; a credit note is negative, without a due date."""

    kind: str
    prefix: str
    customer: Customer
    salesperson: str
    date: Day
    due_date: Day | None
    amount: int
    net: int
    recorded_at: Moment
    order: str = ""
    refers_to: "Document | Receipt | None" = None
    lines: list[tuple[str, str, int]] = field(default_factory=list)  # Product, quantity, net.
    number: str = ""
    on_credit: int = 0  # How much of a credit was applied.
    applications: "list[Application]" = field(default_factory=list)
    payable_from: Day | None = None  # Not before: its papers have to be there.

    @property
    def open(self) -> int:
        return self.amount - sum(a.amount for a in self.applications) + self.on_credit

    def open_on(self, day: Day, known_at: Moment) -> int:
        return self.amount - sum(
            a.amount for a in self.applications if a.date <= day and a.recorded_at <= known_at
        )

    def least_open(self, since: Day) -> int:
        """The least that is open from that day on: a payment that bounced was there for a while."""
        later = [since, *(a.date for a in self.applications if a.date > since)]
        return min(
            self.amount - sum(a.amount for a in self.applications if a.date <= day) for day in later
        )


@dataclass(eq=False)
class Receipt:
    """Money or a bill that came in."""

    kind: str
    prefix: str
    customer: Customer
    salesperson: str
    date: Day
    amount: int
    recorded_at: Moment
    order: str = ""
    due_date: Day | None = None
    number: str = ""


@dataclass(eq=False)
class Application:
    """What of a credit settles a document; negative: a reversal; without a credit an adjustment."""

    credit: Receipt | Document | None
    document: Document
    date: Day
    amount: int
    recorded_at: Moment
    kind: str = ""
    reverses: "Application | None" = None
    made_with: "Application | None" = None
    number: str = ""


class Ledger:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.documents: list[Document] = []
        self.receipts: list[Receipt] = []
        self.applications: list[Application] = []
        self._written: dict[object, Moment] = {}

    def moment(self, on: Day, *about: object, late_percent: int = 4) -> Moment:
        """When something of that day is recorded, after what was recorded about the same things."""
        before = [self._written[thing] for thing in about if thing in self._written]
        moment = recorded(self._rng, on, *before, late_percent=late_percent)
        for thing in about:
            self._written[thing] = moment
        return moment

    def add(self, document: Document) -> Document:
        self.documents.append(document)
        self._written[document] = document.recorded_at
        return document

    def receive(
        self,
        customer: Customer,
        salesperson: str,
        date: Day,
        amount: int,
        *,
        kind: str = "receipt",
        prefix: str = "RC",
        order: str = "",
        due_date: Day | None = None,
        late_percent: int = 4,
    ) -> Receipt:
        receipt = Receipt(
            kind,
            prefix,
            customer,
            salesperson,
            date,
            amount,
            self.moment(date, late_percent=late_percent),
            order,
            due_date,
        )
        self.receipts.append(receipt)
        self._written[receipt] = receipt.recorded_at
        return receipt

    def apply(
        self,
        credit: Receipt | Document | None,
        date: Day,
        parts: list[tuple[Document, int]],
        *,
        kind: str = "",
        made_with: Application | None = None,
        reverses: list[Application] | None = None,
        late_percent: int = 4,
    ) -> list[Application]:
        """All of it is recorded at one moment."""
        about: list[object] = [document for document, _ in parts]
        moment = self.moment(date, *([credit] if credit else []), *about, late_percent=late_percent)
        made = []
        for i, (document, amount) in enumerate(parts):
            application = Application(
                credit, document, date, amount, moment, kind, reverses[i] if reverses else None
            )
            application.made_with = made_with
            self.applications.append(application)
            document.applications.append(application)
            if isinstance(credit, Document):
                credit.on_credit += amount
            made.append(application)
        return made

    def number_all(self) -> None:
        """Numbers in the order of dates, by kind of document."""
        numbered: dict[str, list[Document | Receipt]] = {}
        for thing in [*self.documents, *self.receipts]:
            numbered.setdefault(thing.prefix, []).append(thing)
        for prefix, things in numbered.items():
            things.sort(key=lambda thing: (thing.date, thing.recorded_at))
            for i, thing in enumerate(things, start=1):
                thing.number = f"{prefix}-{thing.date:%y}-{i:05d}"
        self.applications.sort(key=lambda a: a.recorded_at)
        for i, application in enumerate(self.applications, start=1):
            application.number = str(i)
