"""Complaints about what was shipped, and the credits that are agreed on."""

import random
from dataclasses import dataclass

from company import FINANCE
from customers import COD, Customer
from days import Day, Moment, after, days
from ledger import Document, Ledger
from life import Life, Shipment, net_of
from o2c import events as ev

SUBJECTS = ("ribs broken in transit", "shade differs from the sample", "three cartons wet",
            "short count", "label missing")  # fmt: skip


@dataclass(eq=False)
class Complaint:
    document: Document
    opened_on: Day
    remedied_on: Day
    amount: int
    subject: str
    disputed: bool
    ticket: int = 0  # In the order of opening within its order, once all are known.
    note: Document | None = None


@dataclass(frozen=True)
class Dispute:
    document: Document
    amount: int
    date: Day
    reason: str
    owner: str
    outcome: str
    ended: Day | None
    recorded_at: Moment
    end_recorded_at: Moment | None


class Remedies:
    def __init__(
        self,
        rng: random.Random,
        ledger: Ledger,
        owner: dict[Document, tuple[Life, Shipment]],
    ) -> None:
        self._rng = rng
        self._ledger = ledger
        self._owner = owner
        self.disputes: list[Dispute] = []
        self._to_deduct: dict[str, list[Complaint]] = {}

    def complaints(self, document: Document) -> list[Complaint]:
        """About one shipment in twenty."""
        if document.kind != "invoice" or self._rng.randrange(100) >= 5:
            return []
        life, shipment = self._owner[document]
        if life.terms == COD:
            return []
        opened = after(document.date, self._rng.randrange(12, 50))
        life.open_tickets += 1
        subject = self._rng.choice(SUBJECTS)
        amount = max(document.amount * self._rng.randrange(2, 12) // 100, 1)
        complaint = Complaint(
            document, opened, after(opened, self._rng.randrange(4, 16)), amount, subject,
            self._rng.randrange(100) < 45,
        )  # fmt: skip
        n = shipment.number
        life.complaints.append(complaint)
        life.plan(opened, lambda: ev.ComplaintOpened(complaint.ticket, n, subject))
        return [complaint]

    def remedy(self, complaint: Complaint) -> None:
        """A credit note, set against the invoice, deducted from later payments, or paid back; or
        nothing, when it was unfounded; or nobody has answered yet."""
        document = complaint.document
        life, shipment = self._owner[document]
        # Not before what was paid for it.
        paid = [a.date for owed in shipment.documents for a in owed.applications]
        day = max([complaint.remedied_on, *paid])
        draw = self._rng.randrange(100)
        if complaint.disputed and document.least_open(complaint.opened_on) >= complaint.amount:
            outcome = "accepted" if draw < 65 else "rejected" if draw < 85 else ""
            self._dispute(complaint, outcome)
        if draw >= 85:
            return
        closed = after(day, self._rng.randrange(3, 12))
        life.plan(closed, lambda: ev.ComplaintClosed(complaint.ticket, "the customer's mail"))
        life.open_tickets -= 1
        shipment.moved(closed)
        if draw >= 65:
            life.plan(
                day,
                lambda: ev.RemedyAgreed(complaint.ticket, "unfounded; new goods sent"),
                life.manager,
            )
            return
        amount = complaint.amount
        note = Document(
            "credit_note", "CN", life.customer, life.seller(day), day, None, -amount,
            -net_of(life.customer, amount), self._ledger.moment(day, document), life.number,
            document,
        )  # fmt: skip
        note.lines.append((life.lines[0].product, "0", note.net))
        complaint.note = self._ledger.add(note)
        life.plan(
            day,
            lambda: ev.RemedyAgreed(
                complaint.ticket, f"credit note {note.number}", life.money(amount)
            ),
            life.manager,
            note,
        )
        for owed in (document, *shipment.documents):
            if owed.open > 0 and note.open < 0:
                self._ledger.apply(note, day, [(owed, min(owed.open, -note.open))])
                shipment.moved(day)
        if note.open == 0:
            return
        if self._rng.randrange(100) < 60:
            self._to_deduct.setdefault(life.customer.name, []).append(complaint)
        else:
            self._pay_back(life, shipment, note, after(day, self._rng.randrange(2, 9)))

    def deduct(self, customer: Customer, day: Day, most: int) -> list[Document]:
        """Credit notes that a customer takes off a payment: it takes its accountants some weeks to
        see one."""
        found = []
        for complaint in self._to_deduct.get(customer.name, []):
            note = complaint.note
            if note and note.open < 0 and note.date + days(20) <= day and -note.open <= most:
                found.append(note)
                most += note.open
        return found

    def set_off(self, note: Document, amount: int, day: Day) -> None:
        """The shipment that the note is for was paid too much, and its excess pays another."""
        assert isinstance(note.refers_to, Document)
        life, shipment = self._owner[note.refers_to]
        n = shipment.number
        life.plan(
            day,
            lambda: ev.PaymentRefunded(n, life.money(amount), f"{note.number}, set off"),
            FINANCE,
        )
        shipment.moved(day)

    def _pay_back(self, life: Life, shipment: Shipment, note: Document, day: Day) -> None:
        refund = self._ledger.add(
            Document(
                "refund", "RF", life.customer, life.seller(day), day, day, -note.open,
                -note.open, self._ledger.moment(day, note), life.number, note,
            )
        )  # fmt: skip
        self._ledger.apply(note, day, [(refund, refund.amount)])
        n = shipment.number
        life.plan(
            day,
            lambda: ev.PaymentRefunded(n, life.money(refund.amount), refund.number),
            FINANCE,
            refund,
        )
        shipment.moved(day)

    def _dispute(self, complaint: Complaint, outcome: str) -> None:
        life, _ = self._owner[complaint.document]
        moment = self._ledger.moment(complaint.opened_on, complaint.document, late_percent=0)
        ended = complaint.remedied_on if outcome else None
        self.disputes.append(
            Dispute(
                complaint.document, complaint.amount, complaint.opened_on, complaint.subject,
                life.seller(complaint.opened_on), outcome, ended, moment,
                self._ledger.moment(ended, complaint.document) if ended else None,
            )
        )  # fmt: skip
