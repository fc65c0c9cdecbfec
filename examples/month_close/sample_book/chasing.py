"""Reminders that were sent for what is overdue, and promises to pay, some of them broken."""

import datetime
import random
from collections import defaultdict
from dataclasses import dataclass

from customers import MINOR_DIGITS
from days import CUT, FIRST_DAY, LAST_DAY, Day, Moment, after, days
from ledger import Document, Ledger

# As files/dunning.toml has it.
LEVELS = (3, 15, 30, 60)
# Who has promised is asked again only after a while.
DAYS_BETWEEN_PROMISES = 100
LEAST = {"USD": 100, "EUR": 100, "CNY": 500, "JPY": 10_000}  # In whole units.


@dataclass(frozen=True)
class Reminder:
    document: Document
    date: Day
    level: int
    amount: int
    recorded_at: Moment


@dataclass(frozen=True)
class Promise:
    document: Document
    amount: int
    date: Day
    promised: Day
    by: str
    recorded_at: Moment


class Chasing:
    def __init__(self, rng: random.Random, ledger: Ledger, disputed: set[Document]) -> None:
        self._rng = rng
        self._ledger = ledger
        self._disputed = disputed
        self.reminders: list[Reminder] = []
        self.promises: list[Promise] = []
        self._promised: dict[str, list[Day]] = defaultdict(list)  # By customer.

    def chase_all(self) -> None:
        for document in self._ledger.documents:
            if document.amount > 0 and document.due_date and document not in self._disputed:
                self._chase(document, document.due_date)
        self.reminders.sort(key=lambda reminder: (reminder.date, reminder.document.number))
        self.promises.sort(key=lambda promise: (promise.date, promise.document.number))

    def _chase(self, document: Document, due: Day) -> None:
        """A run each Monday: a level further each time, but not while payment is promised."""
        level, promised_until = 0, FIRST_DAY
        day = due + days(1 + -(due.weekday() + 1) % 7)
        least = LEAST[document.customer.currency] * 10 ** MINOR_DIGITS[document.customer.currency]
        while day <= LAST_DAY and level < len(LEVELS):
            moment = datetime.datetime.combine(day, datetime.time(0, 30), datetime.UTC)
            left = self._open(document, day, moment)
            if left <= 0:
                return
            if (day - due).days >= LEVELS[level] and left >= least and day > promised_until:
                level += 1
                self.reminders.append(Reminder(document, day, level, left, moment))
                if level >= 2 and self._rng.randrange(100) < 15 and self._may_ask(document, day):
                    promised_until = self._promise(document, after(day, 2))
            day += days(7)

    def _may_ask(self, document: Document, day: Day) -> bool:
        return all(
            abs((day - other).days) >= DAYS_BETWEEN_PROMISES
            for other in self._promised[document.customer.name]
        )

    @staticmethod
    def _open(document: Document, day: Day, moment: Moment) -> int:
        """Of what was known that morning; nothing when it was not even recorded."""
        if document.recorded_at > moment:
            return 0
        return document.open_on(day, moment)

    def _promise(self, document: Document, day: Day) -> Day:
        moment = datetime.datetime.combine(day, datetime.time(9, 30), datetime.UTC)
        left = self._open(document, day, moment)
        # What is applied later, but dated earlier, leaves less to be promised.
        left = min(left, document.open_on(day, CUT))
        if left <= 0 or day > LAST_DAY:
            return day
        promised = after(day, self._rng.randrange(5, 15))
        amount = left if self._rng.randrange(100) < 80 else max(left // 2, 1)
        person = self._rng.choice(("the owner", "accounts payable", "the buyer", "财务"))
        self._promised[document.customer.name].append(day)
        self.promises.append(Promise(document, amount, day, promised, person, moment))
        return promised
