"""How customers pay: in runs or one by one, in parts, less credits, discounts and bank charges."""

import heapq
import random
from dataclasses import dataclass, field

from company import FINANCE, owner_on
from complaints import Complaint, Remedies
from customers import CUSTOMERS, HABITS, MINOR_DIGITS, Customer
from days import CUT, FIRST_DAY, LAST_DAY, Day, after, days
from ledger import Application, Document, Ledger, Receipt
from life import Life, Shipment
from o2c import events as ev

Owner = tuple[Life, Shipment]


@dataclass(order=True)
class _Due:
    """What of a document a customer means to pay on a day, or a complaint about it."""

    day: Day
    turn: int
    document: Document = field(compare=False)
    part: int = field(compare=False)
    discount: int = field(compare=False, default=0)
    complaint: Complaint | None = field(compare=False, default=None)


class Payments:
    def __init__(self, rng: random.Random, ledger: Ledger, lives: list[Life]) -> None:
        self._rng = rng
        self._ledger = ledger
        self._owner: dict[Document, Owner] = {}
        self._of_customer: dict[str, list[Document]] = {}
        self._turn = 0
        self.remedies = Remedies(rng, ledger, self._owner)
        for life in lives:
            for shipment in life.shipments:
                for document in shipment.documents:
                    self._owner[document] = (life, shipment)
                    self._of_customer.setdefault(life.customer.name, []).append(document)

    def settle_all(self) -> None:
        for customer in CUSTOMERS:
            documents = self._of_customer.get(customer.name, [])
            self._settle(customer, [d for d in documents if d.amount > 0 and d.open > 0])
            self._receive_without_purpose(customer)

    def _chance(self, percent: int) -> bool:
        return self._rng.randrange(100) < percent

    def _due(self, day: Day, document: Document, part: int, **more: object) -> _Due:
        self._turn += 1
        return _Due(day, self._turn, document, part, **more)  # type: ignore[arg-type]

    def _settle(self, customer: Customer, documents: list[Document]) -> None:
        runs: list[_Due] = []
        for document in documents:
            for due in self._plan(customer, document):
                heapq.heappush(runs, due)
            for complaint in self.remedies.complaints(document):
                heapq.heappush(
                    runs, self._due(complaint.remedied_on, document, 0, complaint=complaint)
                )
        while runs and runs[0].day <= CUT.date():
            day = runs[0].day
            together = [heapq.heappop(runs)]
            while runs and runs[0].day == day:
                together.append(heapq.heappop(runs))
            for due in together:
                if due.complaint:
                    self.remedies.remedy(due.complaint)
            paying = [due for due in together if not due.complaint]
            groups = [paying] if customer.pays_every else [[due] for due in paying]
            for group in groups:
                for again in self._pay(customer, day, group):
                    heapq.heappush(runs, again)

    # What a customer means to pay.

    def _plan(self, customer: Customer, document: Document) -> list[_Due]:
        first, last, never = HABITS[customer.habit]
        assert document.due_date is not None
        if self._rng.randrange(1000) < never:
            return self._plan_write_off(document)
        earliest = document.payable_from or document.date
        rest = document.open
        if customer.terms.startswith("2/10") and self._chance(60):
            return [self._take_discount(document, earliest, rest)]
        ready = max(earliest, document.due_date + days(self._rng.randrange(first, last + 1)))
        if customer.terms.startswith(("L/C", "D/")):
            ready = max(earliest, document.due_date + days(self._rng.randrange(-3, 6)))
        if rest < 100 or self._rng.randrange(100) >= 12:
            return [self._due(self._next_run(customer, ready), document, rest)]
        part = rest * self._rng.randrange(30, 80) // 100
        later = ready + days(self._rng.randrange(20, 75))
        return [
            self._due(self._next_run(customer, ready), document, part),
            self._due(self._next_run(customer, later), document, rest - part),
        ]

    def _take_discount(self, document: Document, earliest: Day, rest: int) -> _Due:
        """2% within ten days, and sometimes some days after them."""
        late = self._chance(20)
        on = document.date + days(
            self._rng.randrange(12, 17) if late else self._rng.randrange(7, 11)
        )
        on = max(after(on, 0) if late else on, earliest)
        return self._due(on, document, rest, discount=(rest * 2 + 50) // 100)

    def _plan_write_off(self, document: Document) -> list[_Due]:
        if self._chance(50):
            return []
        assert document.due_date is not None
        return [self._due(after(document.due_date, self._rng.randrange(185, 260)), document, -1)]

    @staticmethod
    def _next_run(customer: Customer, ready: Day) -> Day:
        if not customer.pays_every:
            return after(ready, 0)
        since = (ready - FIRST_DAY).days + sum(map(ord, customer.name))
        return after(ready, -since % customer.pays_every)

    # What comes in.

    def _pay(self, customer: Customer, day: Day, group: list[_Due]) -> list[_Due]:
        """One receipt for all of it; gives what has to be paid again because the bank took the
        transfer back."""
        for due in group:
            if due.part < 0 and due.document.open > 0:
                self._write_off(due.document, day, due.document.open, "write_off", "bad debt")
        parts: list[tuple[_Due, int]] = []
        for due in group:  # Two parts of a document may come together.
            before = sum(part for other, part in parts if other.document is due.document)
            part = min(due.part, due.document.open - before)
            if part > 0:
                parts.append((due, part))
        if not parts:
            return []
        deducted = self.remedies.deduct(customer, day, sum(part for _, part in parts) // 2)
        taken = self._deduct(day, parts, deducted)
        less = {
            due.turn: self._less(customer, due, part - taken.get(due.turn, 0))
            for due, part in parts
        }
        paid = {
            due.turn: part - taken.get(due.turn, 0) - sum(less[due.turn].values())
            for due, part in parts
        }
        parts = [(due, part) for due, part in parts if paid[due.turn] > 0]
        amount = sum(paid[due.turn] for due, _ in parts)
        if not parts:
            return []
        extra = amount // 50 if self._chance(1) else 0
        receipt = self._receive(customer, day, amount + extra)
        applied_on = after(day, self._matching_delay())
        bounces = not deducted and self._rng.randrange(160) == 0 and applied_on + days(9) < LAST_DAY
        made = self._ledger.apply(
            receipt, applied_on, [(due.document, paid[due.turn]) for due, _ in parts]
        )
        if bounces:
            return self._bounce(
                customer, receipt, after(applied_on, self._rng.randrange(2, 7)), made, parts
            )
        for (due, _), application in zip(parts, made, strict=True):
            self._trace(due, receipt, application, less[due.turn])
        return []

    def _deduct(
        self, day: Day, parts: list[tuple[_Due, int]], notes: list[Document]
    ) -> dict[int, int]:
        """Credit notes that the customer takes off what it pays, from the first document on."""
        taken: dict[int, int] = {}
        for note in notes:
            for due, part in parts:
                used = min(-note.open, part - taken.get(due.turn, 0))
                if used <= 0:
                    continue
                (application,) = self._ledger.apply(note, day, [(due.document, used)])
                taken[due.turn] = taken.get(due.turn, 0) + used
                life, shipment = self._owner[due.document]
                shipment.moved(day)
                n = shipment.number
                life.plan(
                    day,
                    lambda n=n, life=life, note=note, used=used: ev.PaymentReceived(  # type: ignore[misc]
                        n, life.money(used), note.number
                    ),
                    FINANCE,
                    application,
                )
                self.remedies.set_off(note, used, day)
        return taken

    def _less(self, customer: Customer, due: _Due, part: int) -> dict[str, int]:
        """What is deducted from a part that is paid."""
        unit = 10 ** MINOR_DIGITS[customer.currency]
        if due.discount and part > due.discount:
            on_time = due.day <= due.document.date + days(10)
            return {"discount" if on_time else "late_discount": due.discount}
        full = part == due.document.open
        if not customer.taxed and self._chance(25) and part > 500 * unit:
            charge = self._rng.randrange(15, 46) * unit
            return {"bank_charge": charge * (150 if customer.currency == "JPY" else 1)}
        if full and self._chance(2) and part > 300 * unit:
            return {"difference": self._rng.randrange(20, 400) * unit // 100 or 1}
        return {}

    def _receive(self, customer: Customer, day: Day, amount: int) -> Receipt:
        by_bill = customer.line == "aluminium" and customer.taxed and self._chance(25)
        seller = owner_on(customer.salesperson, day)
        if by_bill:
            return self._ledger.receive(
                customer, seller, day, amount,
                kind="note_receivable", prefix="BA", due_date=day + days(180),
            )  # fmt: skip
        return self._ledger.receive(customer, seller, day, amount)

    def _trace(
        self, due: _Due, receipt: Receipt, application: Application, less: dict[str, int]
    ) -> None:
        """The order is told, and what was deducted is let go."""
        life, shipment = self._owner[due.document]
        n, paid, on = shipment.number, application.amount, application.date
        charge = less.get("bank_charge", 0)
        life.plan(
            on,
            lambda: ev.PaymentReceived(
                n, life.money(paid), receipt.number, life.money(charge) if charge else None
            ),
            FINANCE,
            application,
        )
        shipment.moved(on)
        for kind, amount in less.items():
            if kind == "late_discount" and self._chance(35):
                continue  # Not granted: it stays open.
            reason = {
                "discount": "2% within ten days",
                "late_discount": "2%, granted though it came late",
                "difference": "within the tolerance",
            }.get(kind, "")
            self._write_off(due.document, on, amount, kind, reason, application)

    def _write_off(
        self, document: Document, day: Day, amount: int, kind: str, reason: str,
        made_with: Application | None = None,
    ) -> None:  # fmt: skip
        (application,) = self._ledger.apply(
            None, day, [(document, amount)], kind=kind, made_with=made_with
        )
        life, shipment = self._owner[document]
        shipment.moved(day)
        if kind != "bank_charge":
            n = shipment.number
            life.plan(
                day,
                lambda: ev.BalanceWrittenOff(n, life.money(amount), reason),
                life.manager,
                application,
            )

    def _bounce(
        self,
        customer: Customer,
        receipt: Receipt,
        day: Day,
        made: list[Application],
        parts: list[tuple[_Due, int]],
    ) -> list[_Due]:
        """The bank takes a transfer back: what it paid is owed again. The orders are told of money
        only once it has stayed, so they know nothing of it."""
        self._ledger.apply(
            receipt,
            day,
            [(application.document, -application.amount) for application in made],
            reverses=made,
        )
        returned = self._ledger.add(
            Document(
                "returned_payment", "RP", customer, receipt.salesperson, day, day, receipt.amount,
                receipt.amount, self._ledger.moment(day, receipt), "", receipt,
            )
        )  # fmt: skip
        self._ledger.apply(receipt, day, [(returned, receipt.amount)])
        again = self._next_run(customer, after(day, 10))
        return [self._due(again, due.document, part) for due, part in parts]

    def _matching_delay(self) -> int:
        """Days until the office knows what a receipt was for: mostly none."""
        if self._chance(6):
            return self._rng.randrange(4, 16)
        return self._rng.choice((0, 0, 1))

    def _receive_without_purpose(self, customer: Customer) -> None:
        """Cash of the last days that nobody has applied yet."""
        if self._chance(25):
            low, high = customer.order_size
            unit = 10 ** MINOR_DIGITS[customer.currency]
            if customer.line == "aluminium":
                low, high = low * 2_000, high * 2_000
            day = LAST_DAY - days(self._rng.randrange(12))
            self._receive(customer, day, self._rng.randrange(low, (low + high) // 2) * unit)
