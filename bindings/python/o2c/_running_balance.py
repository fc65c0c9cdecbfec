"""What is open of running balances, where nobody keeps what was applied to what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult


def open_by_fifo(
    movements: Any,
    *,
    as_of: date | str,
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> OpenItemsResult:
    """What is open of each party's account when credits settle the oldest debits first.

    ``movements`` is a table of what was entered: ``party``, ``date``, ``amount`` (positive: a
    debit, such as an invoice; negative: a receipt or credit note), ``currency``; ``due_date`` of
    debits (null: due on the date) and ``document`` if they are known. The credits of a party settle
    its debits of the same currency first in, first out: by date, then by due date, then by row.

    The result is a table of open items that ``aging`` takes, in the order of the movements:
    ``party``, ``document``, ``invoice_date`` (the movement's date), ``due_date``, ``amount`` (what
    is open) and ``currency``. Where a party's credits exceed its debits, the excess is one negative
    row with the date of the latest credit, without a document and a due date; an aging has it in
    ``credits``. The items of a party add up to its balance.

    as_of: the day; movements dated later are left aside.
    currency, amount_digits, columns: as in o2c.aging.

        >>> open_items = o2c.open_by_fifo(movements, as_of="2026-10-31")
        >>> o2c.aging(open_items, as_of="2026-10-31")

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.Overflow.
    """
    table = _core.open_by_fifo(
        _core.open_table(movements, dict(columns) if columns else None),
        as_of=as_of,
        currency=currency,
        amount_digits=amount_digits,
    )
    return OpenItemsResult(table)


class OpenItemsResult(ArrowResult):
    """Open items, as a table that other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<OpenItemsResult: {len(self)} open items>"
