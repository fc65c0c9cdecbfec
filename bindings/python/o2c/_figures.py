"""What every presentation of an aging shows: which rows, which columns, which headline figures."""

from __future__ import annotations

import dataclasses
import decimal
import fractions
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._core import Currency, round_to
from ._errors import UnknownCurrency
from ._labels import EXACT, Language, count_text, date_text, heading, in_own_decimals, text

if TYPE_CHECKING:
    from ._aging import AgingResult

Row = Mapping[str, Any]

# Measures that are no bucket; tables set them apart.
APART = ("disputed", "credits", "unapplied", "deposits")


@dataclasses.dataclass(frozen=True)
class Headline:
    """The open debits of one currency, parted where a reader begins to worry."""

    recent: decimal.Decimal  # Not due; by invoice date, up to the first limit.
    overdue: decimal.Decimal  # Due; by invoice date, older than that.
    overdue_share: decimal.Decimal | None  # Of both, a fraction; None where they are not positive.


def headline(result: AgingResult, totals: Row) -> Headline:
    """Of one row of `result.totals`. Credits and unapplied receipts that stand apart are left out:
    they would raise the share of what is overdue, up to more than all; and so is what is disputed:
    that it is not paid has another reason."""
    buckets = [totals[name] for name in result.bucket_labels]
    first = 1 if result.by == "due_date" else 2
    recent, overdue = total(buckets[:first]), total(buckets[first:])
    debits = total([recent, overdue])
    has_share = debits > 0 and overdue >= 0
    share = decimal.Context(prec=50).divide(overdue, debits) if has_share else None
    return Headline(recent, overdue, share)


@in_own_decimals
def percent_text(share: decimal.Decimal | None) -> str:
    """34.2%, half up; a dash when there is no share."""
    if share is None:
        return "–"
    tenth = decimal.Decimal("0.1")
    return f"{(share * 100).quantize(tenth, decimal.ROUND_HALF_UP)}%"


def part_text(part: fractions.Fraction | None) -> str:
    """4.33%, half up; a dash when there is none."""
    if part is None:
        return "–"
    return f"{round_to(part * 100, '0.01', rounding='half_up')}%"


def total(amounts: Iterable[decimal.Decimal]) -> decimal.Decimal:
    """The exact sum; `sum()` would round to the 28 digits of the ambient context."""
    result = decimal.Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


def digits_needed(currency: str, rows: Iterable[Row], measures: Sequence[str]) -> int:
    """Decimals that show every amount whole: at least those usual in the currency."""
    try:
        needed = Currency(currency).digits
    except UnknownCurrency:  # A currency of the caller's own.
        needed = 0
    for row in rows:
        for name in measures:
            amount: decimal.Decimal = row[name]
            exponent = amount.normalize(EXACT).as_tuple().exponent
            if isinstance(exponent, int):
                needed = max(needed, -exponent)
    return needed


def shown_rows(result: AgingResult, limit: int) -> dict[str, Sequence[Row]]:
    """For each currency, in the order of the totals, its largest rows by total: `limit` rows in
    all, shared evenly, and what a currency with few rows leaves free goes to the others. Without
    group keys there are only totals."""
    if not result.group_by:
        return {row["currency"]: [] for row in result.totals}
    rows: dict[str, Sequence[Row]] = {
        row["currency"]: result.top(limit, currency=row["currency"]) for row in result.totals
    }
    left = limit
    for rank, currency in enumerate(sorted(rows, key=lambda code: len(rows[code]))):
        rows[currency] = rows[currency][: -(-left // (len(rows) - rank))]
        left -= len(rows[currency])
    return rows


def row_label(row: Row, group_by: Sequence[str], lang: Language) -> str:
    """The group keys of a row as one name."""
    return " · ".join(key_text(row[name]) for name in group_by) or text("all", lang)


def key_text(key: object) -> str:
    """A group key as text; a dash for null."""
    return "–" if key is None else printable(str(key))


def printable(text: str) -> str:
    """Text from the data without control characters, which a terminal would obey."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)


def headline_labels(result: AgingResult, lang: Language) -> tuple[str, str, str]:
    """What the figures of a Headline are called."""
    if result.by == "due_date":
        not_due = heading(result.bucket_labels[0], lang)
        return not_due, text("overdue", lang), text("overdue_share", lang)
    span = re.search(r"\d+$", result.bucket_labels[1])
    if span is None:  # Buckets with names of the caller's own.
        recent = " + ".join(heading(name, lang) for name in result.bucket_labels[:2])
        return recent, text("older", lang), text("older_share", lang)
    days = span[0]
    return (
        text("up_to_days", lang, days=days),
        text("older_than_days", lang, days=days),
        text("older_share", lang),
    )


def caption(result: AgingResult, lang: Language, *, with_title: bool = True) -> str:
    """What the figures are: the day, the basis, how many rows and items."""
    items = sum(row["items"] for row in result.totals)
    parts = [
        text("as_of", lang, date=date_text(result.as_of, lang)),
        text(f"by_{result.by}", lang),
        count_text("row", len(result), lang),
        count_text("item", items, lang),
    ]
    title = [text("aging", lang)] if with_title else []
    return " · ".join(title + parts)


def rows_left_note(
    result: AgingResult, rows: dict[str, Sequence[Row]], lang: Language
) -> str | None:
    """How many rows are not shown, if any."""
    if not result.group_by:
        return None
    left = len(result) - sum(len(shown) for shown in rows.values())
    return count_text("more_row", left, lang) if left else None
