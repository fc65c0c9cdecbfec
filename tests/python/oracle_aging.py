"""Aging written again from its meaning, row by row, with decimal and datetime only.

It shares no code and no method with the library. Rows are dicts with the standard column names;
amounts are ``Decimal``. The result is ``{(group keys..., currency): {measure: Decimal}}`` without
the rows in which every figure is zero.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle_number import round_to

Row = Mapping[str, Any]
Figures = dict[tuple[Any, ...], dict[str, Decimal]]


def labels(limits: Sequence[int], by: str) -> list[str]:
    """The buckets' names, oldest last."""
    starts_at = 0 if by == "invoice_date" else 1
    names = ["future" if by == "invoice_date" else "not_due"]
    for limit in limits:
        names.append(f"{starts_at}-{limit}" if starts_at < limit else f"{limit}")
        starts_at = limit + 1
    names.append(f">{limits[-1]}")
    return names


def bucket(date: datetime.date, as_of: datetime.date, limits: Sequence[int], by: str) -> str:
    days = (as_of - date).days
    names = labels(limits, by)
    if days < (0 if by == "invoice_date" else 1):
        return names[0]
    for limit, name in zip(limits, names[1:], strict=False):
        if days <= limit:
            return name
    return names[-1]


def age_items(
    items: Iterable[Row],
    as_of: datetime.date,
    *,
    limits: Sequence[int] = (30, 60, 90),
    by: str = "due_date",
    credits: str = "apart",
    group_by: Sequence[str] = ("party",),
) -> Figures:
    figures = _no_figures()
    _add_items(figures, items, as_of, limits, by, credits, group_by)
    return without_zeros(figures)


def _no_figures() -> Figures:
    return defaultdict(lambda: defaultdict(Decimal))


def _add_items(
    figures: Figures,
    items: Iterable[Row],
    as_of: datetime.date,
    limits: Sequence[int],
    by: str,
    credits: str,
    group_by: Sequence[str],
) -> None:
    for item in items:
        row = figures[(*(item[name] for name in group_by), item["currency"])]
        amount = item["amount"]
        disputed = item.get("disputed") or Decimal(0)
        row["disputed"] += disputed
        if amount < 0 and credits == "apart":
            row["credits"] += amount
        else:
            date = item[by] if item.get(by) is not None else item["invoice_date"]
            row[bucket(date, as_of, limits, by)] += amount - disputed
        row["total"] += amount


def open_documents(
    invoices: Iterable[Row],
    receipts: Iterable[Row],
    applications: Iterable[Row],
    as_of: datetime.date,
    known_at: datetime.datetime | None = None,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """What stood open that day, by what was known: (items, unapplied receipts, deposits).
    ``amount`` is what is left of each; those with nothing left are not listed. An application's
    ``receipt`` may be a credit note of the invoices, or None: an adjustment."""

    def is_known(row: Row) -> bool:
        return known_at is None or row["recorded_at"] <= known_at

    invoice_of = {i["document"]: i for i in invoices if is_known(i)}
    receipt_of = {r["receipt"]: r for r in receipts if is_known(r)}
    left_of_invoice = {key: row["amount"] for key, row in invoice_of.items()}
    left_of_receipt = {key: row["amount"] for key, row in receipt_of.items()}
    for application in applications:
        if not is_known(application):
            continue
        invoice = invoice_of[application["document"]]
        number = application["receipt"]
        receipt = receipt_of.get(number)
        if receipt:
            credited = receipt["date"]
        else:
            credited = invoice_of[number or application["document"]]["invoice_date"]
        effective = max(application["date"], invoice["invoice_date"], credited)
        if effective <= as_of:
            left_of_invoice[application["document"]] -= application["amount"]
            if receipt:
                left_of_receipt[number] -= application["amount"]
            elif number:
                left_of_invoice[number] += application["amount"]  # a credit note is negative

    def left(rows: dict[Any, Row], amounts: dict[Any, Decimal], date: str) -> list[dict[str, Any]]:
        return [
            {**row, "amount": amounts[key]}
            for key, row in rows.items()
            if row[date] <= as_of and amounts[key] != 0
        ]

    invoiced_orders = {
        i["order"]
        for i in invoice_of.values()
        if i["invoice_date"] <= as_of and i.get("order") and i["amount"] > 0  # no credit note
    }
    items = left(invoice_of, left_of_invoice, "invoice_date")
    unapplied: list[dict[str, Any]] = []
    deposits: list[dict[str, Any]] = []
    for receipt in left(receipt_of, left_of_receipt, "date"):
        order = receipt.get("order")
        (deposits if order and order not in invoiced_orders else unapplied).append(receipt)
    return items, unapplied, deposits


def age_documents(
    invoices: Iterable[Row],
    receipts: Iterable[Row],
    applications: Iterable[Row],
    as_of: datetime.date,
    *,
    known_at: datetime.datetime | None = None,
    limits: Sequence[int] = (30, 60, 90),
    by: str = "due_date",
    credits: str = "apart",
) -> Figures:
    """By party: the open items, less the unapplied receipts; deposits stand outside the total."""
    items, unapplied, deposits = open_documents(invoices, receipts, applications, as_of, known_at)
    figures = _no_figures()
    _add_items(figures, items, as_of, limits, by, credits, ("party",))
    for receipt in unapplied:
        row = figures[receipt["party"], receipt["currency"]]
        row["unapplied"] -= receipt["amount"]
        row["total"] -= receipt["amount"]
    for receipt in deposits:
        figures[receipt["party"], receipt["currency"]]["deposits"] += receipt["amount"]
    return without_zeros(figures)


def converted(
    figures: Figures, to: str, digits: int, rate_of: Mapping[str, Fraction], mode: str
) -> Figures:
    """Every part of every row converted and rounded; the total is the sum of what is shown."""
    sums = _no_figures()
    for key, row in figures.items():
        for name, amount in row.items():
            if name == "total":
                continue
            exact = Fraction(amount) * rate_of[key[-1]]
            rounded = round_to(exact, Fraction(1, 10**digits), mode)
            shown = Decimal(int(rounded * 10**digits)).scaleb(-digits)
            sums[(*key[:-1], to)][name] += shown
            if name != "deposits":
                sums[(*key[:-1], to)]["total"] += shown
    return without_zeros(sums)


def figures_of(result: Any) -> Figures:
    """The same form of an ``o2c.AgingResult``."""
    return without_zeros(
        {
            (*(row[name] for name in result.group_by), row["currency"]): {
                measure: row[measure] for measure in result.measures
            }
            for row in result.rows
        }
    )


def without_zeros(figures: Mapping[tuple[Any, ...], Mapping[str, Decimal]]) -> Figures:
    """Also without the figures that are zero: a missing one is a zero one."""
    kept = {
        key: {name: amount for name, amount in row.items() if amount != 0}
        for key, row in figures.items()
    }
    return {key: row for key, row in kept.items() if row}
