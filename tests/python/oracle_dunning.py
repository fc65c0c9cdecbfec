"""Reminders by the rules of the trade, written without looking at the library: levels by days past
due, a minimum, an interval; disputes and promises pause; one step a run; again once paid."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

DAY = dt.timedelta(days=1)


def month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def decide(
    policy: dict[str, Any], item: dict[str, Any], as_of: dt.date
) -> tuple[int, str, Decimal]:
    """The level, why it is held back, and what is asked for."""
    open_amount = max(item["open"], Decimal(0))
    rest = max(open_amount - item.get("disputed", 0), Decimal(0))
    amount = rest
    if item.get("promised_until") and as_of <= item["promised_until"]:
        amount = max(rest - item.get("promised", open_amount), Decimal(0))
    level, last = item.get("level", 0), item.get("reminded")
    if open_amount == 0:
        return 0, "paid", amount
    if as_of <= item["due"]:
        return 0, "not_due", amount
    if level >= len(policy["levels"]):
        return 0, "last_level", amount
    if last and last >= as_of:
        return 0, "already_reminded", amount
    days, counted = policy["levels"][level]
    start = item["due"]
    if counted == "end_of_month":
        start = month_end(start)
    elif counted == "previous_level" and last:
        start = last
    if as_of < start + days * DAY:
        return 0, "not_reached", amount
    if last and (as_of - last).days < policy["interval"]:
        return 0, "too_soon", amount
    if rest == 0:
        return 0, "disputed", amount
    if amount == 0:
        return 0, "promised", amount
    if amount < policy["minimum"]:
        return 0, "below_minimum", amount
    return level + 1, "none", amount


@dataclass
class Applied:
    date: dt.date
    amount: Decimal
    reverses: int | None = None  # By its place among those of the item, all of it.


@dataclass
class Promise:
    amount: Decimal
    made: dt.date
    until: dt.date
    applied_before: int

    def paid(self, applied: list[Applied], as_of: dt.date) -> Decimal:
        """Alone on its item; reversals come last on a day, and take back what was given."""
        given: dict[int, Decimal] = {}
        rows = sorted(
            (row.date, row.reverses is not None, place) for place, row in enumerate(applied)
        )
        for day, is_reversal, place in rows:
            row = applied[place]
            if day > as_of:
                continue
            if is_reversal:
                given.pop(row.reverses, None)
            elif self.made < day <= self.until or (
                day == self.made <= self.until and place >= self.applied_before
            ):
                given[place] = min(row.amount, self.amount - sum(given.values()))
        return sum(given.values(), Decimal(0))

    def state(self, applied: list[Applied], as_of: dt.date) -> str:
        paid = self.paid(applied, as_of)
        if paid == self.amount:
            return "kept"
        if as_of <= self.until:
            return "open"
        return "partly_broken" if paid else "broken"


@dataclass
class Item:
    """An invoice: what happened to it, day by day."""

    due: dt.date
    date: dt.date
    amount: Decimal
    applied: list[Applied] = field(default_factory=list)
    disputes: list[list[Any]] = field(default_factory=list)  # From, until, amount.
    promise: Promise | None = None
    reminders: list[tuple[dt.date, int]] = field(default_factory=list)

    def open(self, as_of: dt.date) -> Decimal:
        if as_of < self.date:
            return Decimal(0)
        return self.amount - sum(row.amount for row in self.applied if row.date <= as_of)

    def disputed(self, as_of: dt.date) -> Decimal:
        total = sum(
            (
                amount
                for begun, ended, amount in self.disputes
                if begun <= as_of and (ended is None or as_of < ended)
            ),
            Decimal(0),
        )
        return min(total, self.open(as_of))

    def last_reminder(self, as_of: dt.date) -> tuple[int, dt.date | None]:
        """Of those since the last day at the end of which nothing was open."""
        level, last = 0, None
        for day, of in self.reminders:
            if day > as_of:
                continue
            days = range((as_of - day).days + 1)
            if all(self.open(day + each * DAY) > 0 for each in days):
                level, last = of, day
        return level, last

    def facts(self, as_of: dt.date) -> dict[str, Any]:
        level, last = self.last_reminder(as_of)
        facts = {
            "due": self.due,
            "open": self.open(as_of),
            "disputed": self.disputed(as_of),
            "level": level,
            "reminded": last,
        }
        if self.promise and self.promise.made <= as_of <= self.promise.until:
            missing = self.promise.amount - self.promise.paid(self.applied, as_of)
            facts["promised_until"] = self.promise.until
            facts["promised"] = min(missing, facts["open"])
        return facts
