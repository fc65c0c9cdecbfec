"""Schedules of many invoices at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._threads import thread_count


def schedule(
    invoices: Any,
    *,
    terms: Mapping[str, str | _core.PaymentTerms] | None = None,
    currency: str | _core.Currency | None = None,
    calendar: _core.Calendar | None = None,
    rounding: str | _core.Rounding = "half_up",
    cash_step: Decimal | int | str | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> ScheduleResult:
    """When and how much of each invoice is to be paid, by the terms of each.

    ``invoices`` is a table with ``terms``, ``amount``, ``currency`` and the dates that the terms
    count from, as far as they are known: ``invoice_date``, ``bl_date``, ``contract_date``,
    ``order_date``, ``documents_sent_date``, ``delivery_date``, ``acceptance_date``,
    ``presentation_date``, ``sight_date``, ``draft_acceptance_date``; ``document`` is copied.
    The result has a row for each instalment: ``row`` (of the invoice, from 0), ``document``,
    ``instalment`` (from 1), ``due_date``, ``pending_on`` (the event whose date is missing),
    ``amount`` and ``currency``. It equals ``PaymentTerms.schedule`` for each invoice.

    terms: what names in the column stand for, {"N30": "net 30"}; others are read as shorthand.
    currency: of a table without such a column.
    calendar, rounding, cash_step: as in PaymentTerms.schedule.
    amount_digits, columns, threads: as in o2c.aging.

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong.
    """
    table = _core.schedule_table(
        _core.open_table(invoices, dict(columns) if columns else None),
        terms=_named_terms(terms),
        currency=currency,
        calendar=calendar,
        rounding=rounding,
        cash_step=cash_step,
        amount_digits=amount_digits,
        threads=thread_count(threads),
    )
    return ScheduleResult(table)


def _named_terms(
    terms: Mapping[str, str | _core.PaymentTerms] | None,
) -> dict[str, _core.PaymentTerms]:
    if terms is not None and not isinstance(terms, Mapping):
        raise TypeError(f"terms: expected a dict of names and terms, got {terms!r}")
    named = {}
    for name, of_name in (terms or {}).items():
        if isinstance(of_name, str):
            of_name = _core.PaymentTerms.parse(of_name)
        if not isinstance(name, str) or not isinstance(of_name, _core.PaymentTerms):
            raise TypeError(f"terms: expected a name and its terms, got {name!r}: {of_name!r}")
        named[name] = of_name
    return named


class ScheduleResult(ArrowResult):
    """The instalments of many invoices, as a table that other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<ScheduleResult: {len(self)} instalments>"
