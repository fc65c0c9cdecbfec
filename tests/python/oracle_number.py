"""Rounding written again from its definition, with fractions only.

It shares no code and no method with the library: it looks for the neighbours of a value among the
multiples of the step, and chooses between them.
"""

from __future__ import annotations

import decimal
from fractions import Fraction

MODES = [
    "half_even",
    "half_up",
    "half_down",
    "half_odd",
    "half_ceiling",
    "half_floor",
    "up",
    "down",
    "ceiling",
    "floor",
]

# What the decimal module calls them; it has no half_odd, half_ceiling and half_floor.
DECIMAL_MODES = {
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_up": decimal.ROUND_HALF_UP,
    "half_down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}


def round_to(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """The multiple of `step` that `mode` chooses for `value`."""
    lower = (value / step).__floor__()
    if lower * step == value:
        return value
    upper = lower + 1
    toward_zero, away = sorted((lower, upper), key=abs)
    even, odd = (lower, upper) if lower % 2 == 0 else (upper, lower)
    if mode.startswith("half_"):
        to_lower, to_upper = value - lower * step, upper * step - value
        if to_lower != to_upper:
            return (lower if to_lower < to_upper else upper) * step
    chosen = {
        "up": away,
        "half_up": away,
        "down": toward_zero,
        "half_down": toward_zero,
        "ceiling": upper,
        "half_ceiling": upper,
        "floor": lower,
        "half_floor": lower,
        "half_even": even,
        "half_odd": odd,
    }[mode]
    return chosen * step
