"""The geometry of the page's SVG pictures; `templates/aging.html.jinja` draws it.

Amounts become floats here, as the lengths of bars, and nowhere before: every number written next
to a bar comes from the exact amount.
"""

from __future__ import annotations

import dataclasses
import decimal
from typing import TYPE_CHECKING

from ._figures import (
    APART,
    Row,
    digits_needed,
    headline,
    headline_labels,
    percent_text,
    row_label,
    total,
)
from ._labels import Language, amount_text, compact_text, heading, in_own_decimals
from ._palette import apart_colour, bucket_colours

if TYPE_CHECKING:
    from ._aging import AgingResult

_BARS = 12  # Parties in a picture.
_BAR_WIDTH = 1000.0  # The page stretches a bar to the room it has.
_SLOT = 58.0  # Width of a column of the profile with the gap beside it.
_COLUMN = 38.0
_RISE = 150.0  # From the lowest to the highest amount of the profile.
_LINE = 18.0  # A line of text over or under it.


@dataclasses.dataclass(frozen=True)
class Figure:
    """A line of a currency's headline figures."""

    css: str
    label: str
    shown: str


@dataclasses.dataclass(frozen=True)
class Segment:
    """A rectangle of a bar: `css` is its colour class, `hint` says its amount in full."""

    css: str
    start: float
    length: float
    hint: str


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of the profile, with a short amount over it, or under it when negative."""

    css: str
    left: float
    width: float
    centre: float
    top: float
    height: float
    amount: str
    amount_y: float
    label: str
    hint: str


@dataclasses.dataclass(frozen=True)
class Profile:
    """The amounts by age: columns on a base line."""

    width: float
    height: float
    base: float
    columns: list[Column]


@dataclasses.dataclass(frozen=True)
class Bar:
    """A party's balance as a stacked bar."""

    label: str
    amount: str
    negative: bool
    segments: list[Segment]


@dataclasses.dataclass(frozen=True)
class Section:
    """All that the page shows of one currency above the table."""

    currency: str
    total: str
    figures: list[Figure]
    strip: list[Segment]
    profile: Profile
    bars: list[Bar]
    zero: float
    others: str | None

    @property
    def figure_width(self) -> int:
        """Of the widest amount beside a bar, in characters."""
        return max(
            len(amount) for amount in [self.others or "", *(bar.amount for bar in self.bars)]
        )


@in_own_decimals
def currency_section(result: AgingResult, totals: Row, lang: Language) -> Section:
    """The figures and pictures of the currency of `totals`."""
    currency = totals["currency"]
    rows = result.top(_BARS, currency=currency) if result.group_by else []
    digits = digits_needed(currency, [*rows, totals], result.measures)
    low = max((-_stack(result, row, negative=True) for row in rows), default=0.0)
    high = max((_stack(result, row, negative=False) for row in rows), default=0.0)
    scale = _BAR_WIDTH / (low + high or 1.0)
    others = total([totals["total"], *(-row["total"] for row in rows)])
    has_others = totals["items"] > sum(row["items"] for row in rows)
    return Section(
        currency=currency,
        total=amount_text(totals["total"], digits),
        figures=_figures(result, totals, digits, lang),
        strip=_strip(result, totals, digits, lang),
        profile=_profile(result, totals, digits, lang),
        bars=[
            Bar(
                row_label(row, result.group_by, lang),
                amount_text(row["total"], digits),
                row["total"] < 0,
                _segments(result, row, low * scale, scale, digits, lang),
            )
            for row in rows
        ],
        zero=low * scale,
        others=amount_text(others, digits) if has_others else None,
    )


def legend(result: AgingResult, lang: Language) -> list[tuple[str, str]]:
    """Colour class and heading of each pictured measure."""
    return [(css, heading(name, lang)) for name, css in _pictured(result)]


def colour_rules(result: AgingResult) -> dict[str, dict[str, str]]:
    """The CSS variables of the pictured measures' colours on light and on dark ground."""
    rules: dict[str, dict[str, str]] = {}
    for ground in ("light", "dark"):
        buckets = bucket_colours(len(result.bucket_labels), ground)
        rules[ground] = {f"b{place}": colour for place, colour in enumerate(buckets)}
        for name in ("disputed", "credits", "unapplied"):
            rules[ground][name] = apart_colour(name, ground)
    return rules


def _pictured(result: AgingResult) -> list[tuple[str, str]]:
    """What adds up to the total; deposits stand outside, and so outside the pictures."""
    buckets = [(name, f"b{place}") for place, name in enumerate(result.bucket_labels)]
    apart = [name for name in ("disputed", "credits", "unapplied") if name in result.measures]
    return buckets + [(name, name) for name in apart]


def _figures(result: AgingResult, totals: Row, digits: int, lang: Language) -> list[Figure]:
    """What adds up to the total, and the share that is overdue."""
    figures = headline(result, totals)
    recent, overdue, share = headline_labels(result, lang)
    shown = [
        Figure("", recent, amount_text(figures.recent, digits)),
        Figure("overdue", overdue, amount_text(figures.overdue, digits)),
        Figure("share", share, percent_text(figures.overdue_share)),
    ]
    for name in APART:
        if name in result.measures:
            amount = amount_text(totals[name], digits) if totals[name] else "–"
            shown.append(Figure(name, heading(name, lang), amount))
    return shown


def _strip(result: AgingResult, totals: Row, digits: int, lang: Language) -> list[Segment]:
    """One bar of the open debits by age."""
    whole = sum(max(float(totals[name]), 0.0) for name in result.bucket_labels)
    segments = _segments(result, totals, 0.0, _BAR_WIDTH / (whole or 1.0), digits, lang)
    return [segment for segment in segments if segment.start >= 0]


def _segments(
    result: AgingResult, row: Row, zero: float, scale: float, digits: int, lang: Language
) -> list[Segment]:
    """Debits to the right of `zero`, credits to its left, each in the order of the measures."""
    right = left = zero
    segments = []
    for name, css in _pictured(result):
        length = abs(float(row[name])) * scale
        hint = f"{heading(name, lang)}: {amount_text(row[name], digits)}"
        if row[name] > 0:
            segments.append(Segment(css, right, length, hint))
            right += length
        elif row[name] < 0:
            left -= length
            segments.append(Segment(css, left, length, hint))
    return segments


def _stack(result: AgingResult, row: Row, *, negative: bool) -> float:
    amounts = (float(row[name]) for name, _ in _pictured(result))
    return sum(amount for amount in amounts if (amount < 0) == negative)


def _profile(result: AgingResult, totals: Row, digits: int, lang: Language) -> Profile:
    pictured = _pictured(result)
    amounts = [float(totals[name]) for name, _ in pictured]
    high, low = max(0.0, *amounts), min(0.0, *amounts)
    scale = _RISE / (high - low or 1.0)
    base = _LINE + high * scale
    columns = []
    for place, ((name, css), amount) in enumerate(zip(pictured, amounts, strict=True)):
        exact: decimal.Decimal = totals[name]
        height = abs(amount) * scale
        columns.append(
            Column(
                css=css,
                left=place * _SLOT + (_SLOT - _COLUMN) / 2,
                width=_COLUMN,
                centre=(place + 0.5) * _SLOT,
                top=base - height if amount > 0 else base,
                height=height,
                amount=compact_text(exact, lang) if exact else "",
                amount_y=base - height - 5 if amount >= 0 else base + height + 13,
                label=heading(name, lang),
                hint=f"{heading(name, lang)}: {amount_text(exact, digits)}",
            )
        )
    under = _LINE if low < 0 else 0.0
    return Profile(_SLOT * len(pictured), _LINE + _RISE + under + _LINE + 4, base, columns)
