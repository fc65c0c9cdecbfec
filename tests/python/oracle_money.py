"""Amounts written again with fractions: shares, exchange rates, texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from oracle_number import round_to

DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "BHD": 3, "CLF": 4, "CNY": 2}


def minor(amount: Fraction, digits: int, mode: str) -> int:
    """An amount in minor units, rounded."""
    return int(round_to(amount * 10**digits, Fraction(1), mode))


def allocate(
    total: int, weights: Sequence[Fraction], policy: str, mode: str = "half_up", step: int = 1
) -> list[int]:
    """Parts of a total of minor units, all multiples of the step."""
    if total < 0:
        return [-part for part in allocate(-total, weights, policy, mode, step)]
    exact = [Fraction(total // step) * weight / sum(weights) for weight in weights]
    if policy == "last_takes_rest":
        rest = total // step
        parts = []
        last = max(i for i, weight in enumerate(weights) if weight)
        for i, share in enumerate(exact):
            part = rest if i == last else min(rest, int(round_to(share, Fraction(1), mode)))
            parts.append(part)
            rest -= part
    else:
        parts = [int(share) for share in exact]
        if policy == "largest_remainder":
            first = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
        else:
            first = sorted(range(len(exact)), key=lambda i: (-weights[i], i))
        for i in first[: total // step - sum(parts)]:
            parts[i] += 1
    return [part * step for part in parts]


Stated = tuple[str, str, Decimal, dt.date]


def leg(
    rates: Sequence[Stated], base: str, quote: str, on: dt.date, age: int | None
) -> Fraction | None:
    """The latest rate of the pair, or one over that of the inverse pair."""
    for inverse in (False, True):
        pair = (quote, base) if inverse else (base, quote)
        known = [(day, rate) for b, q, rate, day in rates if (b, q) == pair and day <= on]
        if not known:
            continue
        day, rate = max(known)
        if age is None or (on - day).days <= age:
            return 1 / Fraction(rate) if inverse else Fraction(rate)
    return None


def factor(
    rates: Sequence[Stated],
    base: str,
    quote: str,
    on: dt.date,
    pivot: str | None = None,
    age: int | None = None,
) -> Fraction | None:
    """Units of `quote` for one of `base`; None where no rate leads there."""
    if base == quote:
        return Fraction(1)
    direct = leg(rates, base, quote, on, age)
    if direct is not None or pivot is None or pivot in (base, quote):
        return direct
    there = leg(rates, base, pivot, on, age)
    back = leg(rates, pivot, quote, on, age)
    return None if there is None or back is None else there * back


def grouped(units: int, digits: int, point: str, group: str) -> str:
    """'1,234.50' from 123450 minor units, digit by digit."""
    text = str(abs(units)).rjust(digits + 1, "0")
    whole, decimals = (text[:-digits], text[-digits:]) if digits else (text, "")
    groups = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    groups.insert(0, whole)
    sign = "-" if units < 0 else ""
    return sign + group.join(groups) + (point + decimals if digits else "")
