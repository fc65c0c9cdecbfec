"""Payment terms written again with fractions and datetime, from the rules in words."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from oracle_number import round_to
from oracle_time import Business, add_months

CENT = Fraction(1, 100)
Step = tuple[str, tuple[int, ...]]  # the name of the DateStep's factory, and its arguments


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def step_on(day: dt.date, step: Step, place: Business | None) -> dt.date:
    kind, arguments = step
    n = arguments[0] if arguments else 0
    if kind == "days":
        return day + dt.timedelta(days=n)
    if kind == "weeks":
        return day + dt.timedelta(weeks=n)
    if kind == "business_days":
        assert place is not None
        return place.add(day, n)
    if kind == "months":
        return add_months(day, n)
    if kind == "end_of_month":
        return day.replace(day=last_day(day.year, day.month))
    if kind == "day_of_month":
        return day.replace(day=min(n, last_day(day.year, day.month)))
    if kind == "month":
        months = 0
        while add_months(day, months).month != n:
            months += 1
        return add_months(day, months)
    if kind == "weekday":
        while day.isoweekday() != n:
            day += dt.timedelta(days=1)
        return day
    target, cutoff, months = arguments
    first = add_months(day.replace(day=1), months + (1 if day.day > cutoff else 0))
    return first.replace(day=min(target, last_day(first.year, first.month)))


def due_date(event: dt.date, steps: list[Step], roll: str, place: Business | None) -> dt.date:
    for step in steps:
        event = step_on(event, step, place)
    return event if place is None else place.roll(event, roll)


@dataclass
class Part:
    kind: str  # "total", "rest", "fixed" or "balance"
    size: Fraction


def amounts(total: Fraction, parts: list[Part], step: Fraction, mode: str) -> list[Fraction]:
    """Each share rounded, none exceeding what remains, the last taking the rest."""
    whole = rest = abs(total)
    made = []
    for number, part in enumerate(parts, 1):
        if number == len(parts) or part.kind == "balance":
            amount = rest
        elif part.kind == "fixed":
            amount = min(part.size, rest)
        else:
            base = whole if part.kind == "total" else rest
            amount = min(round_to(base * part.size, step, mode), rest)
        rest -= amount
        made.append(amount if total >= 0 else -amount)
    return made


def cleared(whole: Fraction, open_amount: Fraction, paid: Fraction, rate: Fraction) -> Fraction:
    """What a payment clears of an instalment while a discount holds, rounded half up for all that
    was cleared of it, so that the discounts of many parts add up to that of the whole."""
    before = whole - open_amount

    def discount(amount: Fraction) -> Fraction:
        return round_to(amount * rate, CENT, "half_up")

    if paid == 0:
        return Fraction(0)
    if paid + discount(whole) - discount(before) >= open_amount:
        return open_amount
    up_to_it = round_to((before - discount(before) + paid) / (1 - rate), CENT, "half_up")
    return min(max(up_to_it - before, paid), open_amount)
