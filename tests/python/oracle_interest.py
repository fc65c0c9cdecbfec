"""Late interest written again in fractions, day by day, from the rules as people state them."""

from __future__ import annotations

import calendar
import datetime as dt
import decimal
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from oracle_time import add_months

DAY = dt.timedelta(days=1)


def is_last_of_february(day: dt.date) -> bool:
    return day.month == 2 and (day + DAY).month == 3


def months_of_30(start: dt.date, end: dt.date, d1: int, d2: int) -> int:
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + d2 - d1


def bond(start: dt.date, end: dt.date) -> int:
    d1 = min(start.day, 30)
    d2 = min(end.day, 30) if d1 > 29 else end.day
    return months_of_30(start, end, d1, d2)


def us(start: dt.date, end: dt.date) -> int:
    d1, d2 = start.day, end.day
    if is_last_of_february(start) and is_last_of_february(end):
        d2 = 30
    if is_last_of_february(start):
        d1 = 30
    if d2 == 31 and d1 in (30, 31):
        d2 = 30
    if d1 == 31:
        d1 = 30
    return months_of_30(start, end, d1, d2)


def euro(start: dt.date, end: dt.date) -> int:
    return months_of_30(start, end, min(start.day, 30), min(end.day, 30))


def act_act(start: dt.date, end: dt.date) -> Fraction:
    """Day by day: a day belongs to the year that it begins in."""
    days = [start + DAY * i for i in range((end - start).days)]
    leap = sum(calendar.isleap(day.year) for day in days)
    return Fraction(leap, 366) + Fraction(len(days) - leap, 365)


YEARS: dict[str, Callable[[dt.date, dt.date], Fraction]] = {
    "act_365": lambda a, b: Fraction((b - a).days, 365),
    "act_360": lambda a, b: Fraction((b - a).days, 360),
    "act_act_isda": act_act,
    "thirty_360_bond": lambda a, b: Fraction(bond(a, b), 360),
    "thirty_360_us": lambda a, b: Fraction(us(a, b), 360),
    "thirty_e_360": lambda a, b: Fraction(euro(a, b), 360),
    "thirty_365": lambda a, b: Fraction(bond(a, b), 365),
}
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def rounded(value: Fraction, digits: int, how: str = decimal.ROUND_HALF_UP) -> Decimal:
    """Exactly: the quotient has more digits than any tie needs."""
    with decimal.localcontext() as context:
        context.prec = 200
        scaled = value * 10**digits
        whole = scaled.numerator // scaled.denominator
        rest = scaled - whole
        below = Decimal(whole) + (
            Decimal(0) if rest == 0 else Decimal("0.5") if rest == Fraction(1, 2)
            else Decimal("0.25") if rest < Fraction(1, 2) else Decimal("0.75")
        )  # fmt: skip
        return below.quantize(Decimal(1), rounding=how).scaleb(-digits)


def interest(
    amount: Decimal,
    due: dt.date,
    as_of: dt.date,
    *,
    rates: Sequence[tuple[dt.date, Fraction]],
    payments: Sequence[tuple[dt.date, Decimal]] = (),
    day_count: str = "act_365",
    compounding: str = "none",
    grace_days: int = 0,
    grace: str = "conditional",
    daily: bool = False,
    how: str = decimal.ROUND_HALF_UP,
) -> Decimal:
    """Of dollars. Each day bears its part of the year on what was open in the morning, which is
    what the payments of earlier days had left, plus interest that was added before it."""
    if (as_of - due).days <= grace_days:
        return Decimal("0.00")
    grace_end = due + DAY * grace_days
    begin = grace_end if grace == "free" else due
    years = YEARS[day_count]
    added = Fraction(0)
    period = Fraction(0)
    periods = 0
    day = begin
    while day < as_of:
        before, day = day, day + DAY
        paid = sum((part for on, part in payments if on < day or on <= grace_end), Decimal(0))
        open_amount = Fraction(amount - paid)
        rate = next((rate for start, rate in reversed(rates) if start <= day), Fraction(0))
        if open_amount > 0:
            base = open_amount + added
            borne = base * rate * (years(begin, day) - years(begin, before))
            period += Fraction(rounded(borne, 2, how)) if daily else borne
        over = compounding == "daily" or (
            compounding in MONTHS and day == add_months(begin, MONTHS[compounding] * (periods + 1))
        )
        if over:
            periods += 1
            added += period if daily else Fraction(rounded(period, 14, decimal.ROUND_HALF_EVEN))
            period = Fraction(0)
    return rounded(added + period, 2, how)
