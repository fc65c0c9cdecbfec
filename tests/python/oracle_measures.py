"""Measures of collecting written again from their meaning, with fractions and datetime only.

Each figure is worked out anew for each period from all rows; nothing is carried from one period to
the next. It shares no code and no method with the library.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
Measures = dict[str, Fraction | None]


def month(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of "2026-03"."""
    year, number = (int(part) for part in text.split("-"))
    last = calendar.monthrange(year, number)[1]
    return datetime.date(year, number, 1), datetime.date(year, number, last)


def effect(application: Row, invoices: Mapping[Any, Row], receipts: Mapping[Any, Row]) -> Any:
    """The day on which an application takes effect."""
    days = [application["date"], invoices[application["document"]]["invoice_date"]]
    if receipts:
        days.append(receipts[application["receipt"]]["date"])
    return max(days)


def figures(
    invoices: Sequence[Row], receipts: Sequence[Row], applications: Sequence[Row], period: str
) -> dict[str, Fraction]:
    """The figures of a month, of debits of one currency."""
    first, last = month(period)
    debits = {row["document"]: row for row in invoices if row["amount"] >= 0}
    all_invoices = {row["document"]: row for row in invoices}
    by_number = {row["receipt"]: row for row in receipts}
    paid = [
        (row, debits[row["document"]], effect(row, all_invoices, by_number))
        for row in applications
        if row["document"] in debits
    ]

    def open_on(day: datetime.date, *, overdue: bool) -> Fraction:
        def is_counted(debit: Row) -> bool:
            return debit["invoice_date"] <= day and (not overdue or debit["due_date"] < day)

        owed = sum(Fraction(row["amount"]) for row in debits.values() if is_counted(row))
        return owed - sum(
            Fraction(row["amount"]) for row, debit, on in paid if on <= day and is_counted(debit)
        )

    in_period = [each for each in paid if first <= each[2] <= last]
    return {
        "opening": open_on(first - datetime.timedelta(days=1), overdue=False),
        "sales": sum(
            (
                Fraction(row["amount"])
                for row in debits.values()
                if first <= row["invoice_date"] <= last
            ),
            Fraction(0),
        ),
        "closing": open_on(last, overdue=False),
        "overdue": open_on(last, overdue=True),
        "paid": sum((Fraction(row["amount"]) for row, _, _ in in_period), Fraction(0)),
        "amount_days": sum(
            (
                Fraction(row["amount"]) * (on - debit["invoice_date"]).days
                for row, debit, on in in_period
            ),
            Fraction(0),
        ),
        "late_days": sum(
            (
                Fraction(row["amount"]) * max((on - debit["due_date"]).days, 0)
                for row, debit, on in in_period
            ),
            Fraction(0),
        ),
        "days": Fraction((last - first).days + 1),
    }


def _quotient(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None


def measures(periods: Sequence[dict[str, Fraction]]) -> Measures:
    """Those of the last of these periods."""
    last = periods[-1]
    closing, overdue, sales, days = (last[name] for name in ("closing", "overdue", "sales", "days"))
    share = _quotient(closing, sales)
    best = _quotient(closing - overdue, sales)
    late = _quotient(overdue, sales)
    to_collect = last["opening"] + sales
    return {
        "dso": None if share is None else share * days,
        "countback_dso": countback(closing, periods),
        "best_possible_dso": None if best is None else best * days,
        "average_days_delinquent": None if late is None else late * days,
        "collection_effectiveness": _quotient(
            to_collect - closing, to_collect - (closing - overdue)
        ),
        "days_to_pay": _quotient(last["amount_days"], last["paid"]),
        "days_late": _quotient(last["late_days"], last["paid"]),
        "turnover": _quotient(2 * sales, last["opening"] + closing),
        "overdue_share": _quotient(overdue, closing),
    }


def countback(rest: Fraction, periods: Sequence[dict[str, Fraction]]) -> Fraction | None:
    """The days of the latest periods whose sales make up the receivable."""
    counted = Fraction(0)
    for period in reversed(periods):
        if rest <= 0:
            break
        if rest < period["sales"]:
            return counted + rest / period["sales"] * period["days"]
        rest -= period["sales"]
        counted += period["days"]
    return None if rest > 0 else counted


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """A number of cents in proportion to weights, the spare ones to the largest remainders."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts
