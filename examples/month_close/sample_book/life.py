"""The life of an order: what is to happen to it, day by day, until the book is written.

Events are planned in any order, and then told in the order of their days to an ``o2c.Order``, which
refuses what the rules of the trade do not allow: a book with a false life cannot be written.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

import o2c
from company import MANAGER_OF, owner_on
from customers import MINOR_DIGITS, Customer
from days import CUT, Day, Moment, moment_text, recorded
from ledger import Application, Document, Receipt
from o2c import events as ev

Make = Callable[[], ev.OrderEvent]


class HasTicket(Protocol):
    """A complaint, as its order sees it."""

    opened_on: Day
    ticket: int


Fact = Document | Receipt | Application


@dataclass(frozen=True)
class Sold:
    """A line of the contract: what is sold, at what price, and what one unit costs in CNY."""

    product: str
    unit: str
    quantity: Decimal
    price: Decimal
    list_price: Decimal | None
    unit_cost: Decimal

    def event_line(self) -> ev.OrderLine:
        return ev.OrderLine(self.product, self.quantity, self.unit, self.price, self.list_price)


@dataclass(eq=False)
class Shipment:
    """What goes at once, and the documents that are owed for it."""

    number: int
    date: Day
    documents: list[Document]
    quantities: dict[int, Decimal]
    held: int = 0  # Cash that the salesperson has not handed in.
    last_on: Day | None = None  # When the last of it happened.
    settled: bool = False  # Nothing is open, nothing is held; last_on says when it came to that.

    @property
    def open(self) -> int:
        return sum(document.open for document in self.documents)

    def moved(self, on: Day) -> None:
        self.last_on = max(on, self.last_on or on)


@dataclass(eq=False)
class Life:
    number: str
    customer: Customer
    salesperson: str
    opened: Day
    lines: list[Sold]
    terms: str
    amount: int | None = None  # Of the contract, once it is signed.
    price_term: str = ""
    tolerance: int = 0  # Of quantities, in percent.
    on_credit: bool = False  # Credit was granted.
    signed_on: Day | None = None
    ended_on: Day | None = None  # Lost or cancelled.
    shipments: list[Shipment] = field(default_factory=list)
    profit: int = 0  # In fen: revenue less costs, for its analysis.
    complaints: "list[HasTicket]" = field(default_factory=list)
    open_tickets: int = 0
    all_gone_on: Day | None = None  # When the last of it has gone.
    deposit_left: int = 0  # When all had gone.
    planned: "list[tuple[Day, Make, str, Fact | None]]" = field(default_factory=list)

    @property
    def manager(self) -> str:
        return MANAGER_OF[self.customer.line]

    def seller(self, day: Day) -> str:
        return owner_on(self.salesperson, day)

    def plan(self, on: Day, make: Make, by: str | None = None, fact: Fact | None = None) -> None:
        """It happens on that day, by the salesperson if by nobody else. ``fact``: the row of the
        book of which it is the trace, and which is recorded with it."""
        self.planned.append((on, make, by or self.seller(on), fact))

    @property
    def known_amount(self) -> int | None:
        """Of the contract, if it was signed before the book was written."""
        return self.amount if self.signed_on and self.signed_on <= CUT.date() else None

    @property
    def handled_by(self) -> str:
        """Whose it is in the end: the successor's, if it was open when its salesperson left."""
        ended = self.ended_on or max((on for on, *_ in self.planned), default=self.opened)
        return self.seller(min(ended, CUT.date()))

    def money(self, minor: int) -> o2c.Money:
        return o2c.Money(self.amount_text(minor), self.customer.currency)

    def amount_text(self, minor: int) -> str:
        return str(Decimal(minor).scaleb(-MINOR_DIGITS[self.customer.currency]))

    def minor(self, amount: Decimal) -> int:
        return minor_of(amount, MINOR_DIGITS[self.customer.currency])

    def price_of(self, quantities: dict[int, Decimal]) -> int:
        """What the lines' quantities come to, each rounded, as on an invoice."""
        return sum(
            self.minor(quantity * self.lines[line - 1].price)
            for line, quantity in quantities.items()
        )

    def tell(self, journal: o2c.Journal, policy: o2c.OrderPolicy, rng: random.Random) -> o2c.Order:
        """Into the journal, as far as it was recorded before the book was written."""
        for i, complaint in enumerate(sorted(self.complaints, key=lambda c: c.opened_on), start=1):
            complaint.ticket = i
        order = o2c.Order(self.number, policy)
        last: Moment | None = None
        for on, make, by, fact in sorted(self.planned, key=lambda planned: planned[0]):
            moment = fact.recorded_at if fact else recorded(rng, on, late_percent=0)
            last = max(moment, last) if last else moment
            if last > CUT:
                break
            event = make()
            try:
                order.record(
                    journal,
                    event,
                    on=on,
                    by=by,
                    recorded_at=moment_text(last),
                    id=f"{self.number}/{order.version + 1}",
                )
            except o2c.Refused as refused:
                raise AssertionError(f"{self.number}, {on} {event} by {by}: {refused}") from None
        return order


def minor_of(amount: Decimal, digits: int) -> int:
    return int(amount.scaleb(digits).quantize(Decimal(1), ROUND_HALF_UP))


def net_of(customer: Customer, gross: int) -> int:
    """Before 13% tax, where it is in the price."""
    if not customer.taxed:
        return gross
    return int((Decimal(gross) / Decimal("1.13")).quantize(Decimal(1), ROUND_HALF_UP))
