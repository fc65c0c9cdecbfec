"""The whole sample book: orders are lived, paid, chased and closed, and told as tables."""

import random
from typing import TypeVar

import o2c
from aims import budget_rows, target_rows
from chasing import Chasing
from closing import closed_period_rows, control_balances
from company import PERSON, owner_on, policy
from costs import Costs
from customers import CUSTOMERS, Customer
from days import CUT, FIRST_DAY, LAST_DAY, Day, days, moment_text, working
from endings import Endings
from export import ExportOrders
from framework import FrameworkOrders
from ledger import Application, Document, Ledger, Receipt
from life import Life
from payments import Payments
from products import Line, price_list_rows, product_rows
from rates import Rates
from route import HANDS_IN_AT_ONCE, RouteOrders
from tables import (
    Tables,
    application_row,
    called_off_row,
    cash_row,
    control_rows,
    cost_row,
    dispute_row,
    hand_in_rows,
    invoice_line_rows,
    invoice_row,
    known,
    order_line_rows,
    order_row,
    party_rows,
    people_rows,
    promise_row,
    receipt_row,
    reminder_row,
)

Row = TypeVar("Row", Document, Receipt, Application)

# Of a thousand orders.
SHARES: dict[Line, int] = {"export": 320, "liquor": 620, "aluminium": 60}


class SampleBook:
    """A company's two years, from a seed; ``orders``: how many, of all three lines of business."""

    def __init__(self, seed: int, orders: int) -> None:
        self._rng = random.Random(seed)
        self._rates = Rates(seed)
        self._ledger = Ledger(self._rng)
        self._export = ExportOrders(self._rng, self._ledger, self._rates)
        self._route = RouteOrders(self._rng, self._ledger)
        self._framework = FrameworkOrders(self._rng, self._ledger)
        self._lives = [self._live(n, line, day) for n, (day, line) in self._openings(orders)]
        self._payments = Payments(self._rng, self._ledger, self._lives)
        self._payments.settle_all()
        self._costs = Costs(self._rng, self._rates)
        self._costs.of_all(self._lives)
        endings = Endings(self._rng)
        for life in self._lives:
            endings.end(life)
        self._ledger.number_all()
        self._forget_what_came_later()
        disputed = {dispute.document for dispute in self._payments.remedies.disputes}
        self._chasing = Chasing(self._rng, self._ledger, disputed)
        self._chasing.chase_all()

    def _openings(self, orders: int) -> list[tuple[int, tuple[Day, Line]]]:
        lines = list(SHARES)
        span = (LAST_DAY - FIRST_DAY).days
        found: list[tuple[Day, Line]] = []
        for i in range(orders):
            (line,) = self._rng.choices(lines, list(SHARES.values()))
            if i < len(lines):
                line = lines[i]  # Each has an order, in however small a book.
            last = span - 40 if line == "aluminium" else span  # So that each has been called off.
            found.append((working(FIRST_DAY + days(self._rng.randrange(last))), line))
        found.sort()
        return list(enumerate(found, start=1))

    def _live(self, n: int, line: Line, day: Day) -> Life:
        day = min(day, LAST_DAY)
        customers = [c for c in CUSTOMERS if c.line == line and _is_served(c, day)]
        (customer,) = self._rng.choices(customers, [c.weight for c in customers])
        number = f"SO-{day:%y}-{n:05d}"
        seller = owner_on(customer.salesperson, day)
        if line == "export":
            return self._export.live(number, customer, seller, day)
        if line == "liquor":
            return self._route.live(number, customer, seller, day)
        return self._framework.live(number, customer, seller, day)

    def _forget_what_came_later(self) -> None:
        """Nothing that is recorded after the last moment is in the book."""
        ledger = self._ledger
        ledger.documents = _known(ledger.documents)
        ledger.receipts = _known(ledger.receipts)
        ledger.applications = _known(ledger.applications)

    def tables(self) -> Tables:
        rate, ledger = self._rates.on, self._ledger
        documents = sorted(ledger.documents, key=lambda each: (each.recorded_at, each.number))
        route, payments, chasing = self._route, self._payments, self._chasing
        return {
            "parties": party_rows(),
            "people": people_rows(),
            "products": product_rows(),
            "price_list": price_list_rows(),
            "orders": [order_row(life) for life in self._lives],
            "order_lines": [row for life in self._lives for row in order_line_rows(life)],
            "events": self.events(),
            "invoices": [invoice_row(document, rate) for document in documents],
            "invoice_lines": [row for each in documents for row in invoice_line_rows(each)],
            "receipts": known(receipt_row(receipt, rate) for receipt in ledger.receipts),
            "applications": known(map(application_row, ledger.applications)),
            "disputes": known(map(dispute_row, payments.remedies.disputes)),
            "promises": known(map(promise_row, chasing.promises)),
            "reminders": known(map(reminder_row, chasing.reminders)),
            "costs": known(map(cost_row, self._costs.rows)),
            "exchange_rates": self._rates.rows(),
            "budgets": budget_rows(self._rng, ledger, self._rates),
            "targets": target_rows(self._rng, ledger, self._rates),
            "contract_quantities": list(map(called_off_row, self._framework.quantities)),
            "cash_collected": known(map(cash_row, route.cash)),
            "cash_handed_in": known(hand_in_rows(route.hand_ins, HANDS_IN_AT_ONCE)),
            "control_balances": control_rows(control_balances(ledger)),
            "closed_periods": closed_period_rows(),
        }

    def events(self) -> list[dict[str, object]]:
        """What the orders' journal holds, order by order."""
        house = policy()
        rows = []
        with o2c.Journal(":memory:") as journal:
            for life in self._lives:
                life.tell(journal, house, self._rng)
                for entry in journal.read(life.number):
                    rows.append(
                        {
                            "id": entry.id,
                            "order": entry.order,
                            "seq": entry.seq,
                            "event": entry.event,
                            "event_version": entry.event_version,
                            "on": entry.on,
                            "recorded_at": moment_text(entry.recorded_at),
                            "by": entry.by,
                            "payload": entry.payload,
                        }
                    )
        return rows


def _known(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.recorded_at <= CUT]


def _is_served(customer: Customer, day: Day) -> bool:
    return PERSON[customer.salesperson].joined <= day
