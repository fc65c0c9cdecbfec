"""The headline figures of a close, from its tables."""

from __future__ import annotations

import collections
import decimal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from o2c import _core
from o2c._labels import Language, amount_text

if TYPE_CHECKING:
    from o2c._close import CloseReport

_BESIDES = ("disputed", "credits", "unapplied")


@dataclass
class Receivable:
    """What is owed in one currency."""

    currency: str
    total: decimal.Decimal = decimal.Decimal(0)
    buckets: dict[str, decimal.Decimal] = field(default_factory=dict)
    """By the aging's names, what is not due first."""
    deposits: decimal.Decimal = decimal.Decimal(0)
    """Paid for what is not invoiced: outside of the total."""

    @property
    def overdue(self) -> decimal.Decimal:
        return sum(list(self.buckets.values())[1:], decimal.Decimal(0))

    @property
    def overdue_share(self) -> decimal.Decimal:
        """Of what is in the buckets, in percent."""
        whole = sum(self.buckets.values(), decimal.Decimal(0))
        return self.overdue * 100 / whole if whole else decimal.Decimal(0)


def receivables(report: CloseReport) -> list[Receivable]:
    """By currency."""
    table = report.tables["aging"].to_arrow()
    buckets = table.column_names[2 : table.column_names.index("total")]
    buckets = [name for name in buckets if name not in _BESIDES]
    found: dict[str, Receivable] = {}
    for row in table.to_pylist():
        code = row["currency"]
        one = found.setdefault(code, Receivable(code, buckets=dict.fromkeys(buckets, _ZERO)))
        one.total += row["total"]
        one.deposits += row.get("deposits") or _ZERO
        for name in buckets:
            one.buckets[name] += row[name]
    return [found[code] for code in sorted(found)]


def payable(report: CloseReport) -> dict[str, decimal.Decimal]:
    """What all plans pay, by currency."""
    sums: dict[str, decimal.Decimal] = collections.defaultdict(decimal.Decimal)
    for row in report.tables["commission"].to_arrow().to_pylist():
        sums[row["currency"]] += row["payable"]
    return dict(sorted(sums.items()))


def orders_under_way(report: CloseReport) -> tuple[int, int]:
    """How many, and how many of these are stuck."""
    stuck = report.tables["orders"].to_arrow().column("stuck").to_pylist()
    return len(stuck), sum(stuck)


def exceptions(report: CloseReport) -> dict[str, int]:
    """How many of each kind, most first."""
    kinds = report.tables["exceptions"].to_arrow().column("exception").to_pylist()
    return dict(collections.Counter(kinds).most_common())


def provision(report: CloseReport) -> dict[str, decimal.Decimal]:
    """By currency; empty without a matrix."""
    sums: dict[str, decimal.Decimal] = collections.defaultdict(decimal.Decimal)
    if "provision" in report.tables:
        for row in report.tables["provision"].to_arrow().to_pylist():
            sums[row["currency"]] += row["provision"]
    return dict(sorted(sums.items()))


def profit_steps(report: CloseReport) -> list[tuple[str, str, decimal.Decimal]]:
    """From revenue to profit: each kind's name in English and Chinese, and what it adds."""
    tie = next(tie for tie in report.ties if tie.name == "profit")
    return [(part.name[0], part.name[1], part.amount.amount) for part in tie.parts]


def money_text(amount: decimal.Decimal, currency: str) -> str:
    return f"{amount_text(amount, _core.Currency(currency).digits)} {currency}"


def margin(report: CloseReport) -> str:
    """Profit ÷ revenue in percent; empty without revenue."""
    if not report.revenue.amount:
        return ""
    return f"{report.profit.amount * 100 / report.revenue.amount:.2f}%"


def state(report: CloseReport, lang: Language) -> str:
    """Whose month it is, whether it is signed, and with what was known."""
    from o2c._close_words import word

    parts = [word("signed" if report.is_closed else "open_month", lang)]
    if report.known_at is not None:
        parts.append(word("known_at", lang, moment=f"{report.known_at:%Y-%m-%d %H:%M} UTC"))
    parts.append(word("compared", lang, period=str(report.compare)))
    return " · ".join(parts)


_ZERO = decimal.Decimal(0)
