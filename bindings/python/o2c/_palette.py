"""Colours of the age of money: from a neutral grey, not due, to a warning red.

Along the sequence the lightness only falls (on dark ground: only rises), so that it reads in the
same order with any colour vision and in grey print.
"""

from __future__ import annotations

from collections.abc import Sequence

_NOT_DUE = {"light": "#b4bfca", "dark": "#4d5965"}
_PAST_DUE = {
    "light": ("#f4d58d", "#e9a04c", "#cc5a30", "#8f2219"),
    "dark": ("#75663a", "#ad7b2d", "#e0883f", "#ff9d88"),
}
_APART = {
    "light": {
        "disputed": "#7b4173",
        "credits": "#2f7f86",
        "unapplied": "#86bcbd",
        "deposits": "#8f89b8",
    },
    "dark": {
        "disputed": "#c78bbf",
        "credits": "#4fa3aa",
        "unapplied": "#2f6b70",
        "deposits": "#857fb0",
    },
}
# What stands in the stages of credit, and what is taken off it; the overdue has the warning colour.
STAGE_COLOURS = {
    "open": "#b4bfca",
    "overdue": "#cc5a30",
    "under_collection": "#f4d58d",
    "draft": "#a9c9d6",
    "shipped": "#5fa3b5",
    "ordered": "#1d4e63",
}
COVER_COLOURS = {"covered": "#8f89b8", "credits": "#2f7f86", "insured": "#7b4173"}
# What became of cash, from what came in on its day to what is still out after the last.
CASH_COLOURS = {
    "in_time": "#2f7f86",
    "late": "#f4d58d",
    "recovered": "#e9a04c",
    "not_due_yet": "#b4bfca",
    "still_withheld": "#8f2219",
}
_COHORTS = ("#a9c9d6", "#5fa3b5", "#2f7f86", "#1d4e63", "#2a2350")


def bucket_colours(count: int, ground: str = "light") -> list[str]:
    """One colour for each of `count` buckets, the first being what is not due."""
    stops = _PAST_DUE[ground]
    overdue = count - 1
    if overdue <= 0:
        return [_NOT_DUE[ground]][:count]
    if overdue == 1:
        return [_NOT_DUE[ground], stops[-2]]
    return [_NOT_DUE[ground], *(_between(stops, i / (overdue - 1)) for i in range(overdue))]


def apart_colour(measure: str, ground: str = "light") -> str:
    """The colour of what is disputed, credits, unapplied receipts or deposits: of no bucket."""
    return _APART[ground][measure]


def cohort_colours(count: int) -> list[str]:
    """One colour for each of `count` months, from the oldest, pale, to the newest, dark."""
    if count == 1:
        return [_COHORTS[-1]]
    return [_between(_COHORTS, i / (count - 1)) for i in range(count)]


def _between(stops: Sequence[str], position: float) -> str:
    place = position * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    weight = place - left
    parts = (
        round((1 - weight) * int(stops[left][i : i + 2], 16)
              + weight * int(stops[left + 1][i : i + 2], 16))
        for i in (1, 3, 5)
    )  # fmt: skip
    return "#" + "".join(f"{part:02x}" for part in parts)
