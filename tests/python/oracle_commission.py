"""Commissions in fractions and nothing else, by the words of the rule; shares no code with o2c."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

Tier = tuple[Fraction, Fraction]


def earned(method: str, tiers: Sequence[Tier], edge: str, base: Fraction) -> Fraction:
    """What a base earns; a tier is (from, rate), of a table (from, amount)."""
    if method == "marginal":
        total = Fraction(0)
        for place, (start, rate) in enumerate(tiers):
            end = tiers[place + 1][0] if place + 1 < len(tiers) else None
            if place > 0 and base <= start:
                break
            upper = base if end is None or base < end else end
            total += (upper - start) * rate
        return total
    past = [tier for tier in tiers if tier[0] < base or (edge == "opens" and tier[0] == base)]
    if method == "table":
        return past[-1][1] if past else Fraction(0)
    if method == "whole":
        return base * (past[-1] if past else tiers[0])[1]
    for (start, rate), (end, next_rate) in pairwise(tiers):
        if start < base <= end:
            return base * (rate + (next_rate - rate) * (base - start) / (end - start))
    return base * (tiers[0] if base <= 0 else tiers[-1])[1]


def half_up(value: Fraction, unit: Fraction) -> Fraction:
    """To a multiple of the unit, ties away from zero."""
    count = abs(value) / unit
    whole = count.numerator // count.denominator
    if count - whole >= Fraction(1, 2):
        whole += 1
    return whole * unit if value >= 0 else -whole * unit


def period_of(date: datetime.date, months: int) -> tuple[int, int]:
    return date.year, (date.month - 1) // months


def settle(
    lines: Sequence[dict[str, Any]],
    *,
    method: str,
    tiers: Sequence[Tier],
    edge: str = "closes",
    months: int = 1,
    by_line: bool = False,
    unit: Fraction = Fraction(1, 100),
) -> tuple[list[Fraction], dict[tuple[Any, tuple[int, int]], tuple[Fraction, Fraction]]]:
    """(each line's commission, {(salesperson, period): (base, commission)})."""
    paid = [Fraction(0)] * len(lines)
    totals: dict[tuple[Any, tuple[int, int]], tuple[Fraction, Fraction]] = {}
    for place in sorted(range(len(lines)), key=lambda i: (lines[i]["date"], i)):
        line = lines[place]
        key = line["salesperson"], period_of(line["date"], months)
        base, commission = totals.get(key, (Fraction(0), Fraction(0)))
        after = base + Fraction(line["net"])
        before_it = earned(method, tiers, edge, base)
        with_it = earned(method, tiers, edge, after)
        if by_line:
            paid[place] = half_up(with_it - before_it, unit)
        else:
            paid[place] = half_up(with_it, unit) - half_up(before_it, unit)
        totals[key] = after, commission + paid[place]
    return paid, totals
