"""Late interest of many items at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import optional_microseconds
from o2c._threads import thread_count


def interest(
    items: Any,
    *,
    as_of: date | str,
    policy: _core.InterestPolicy,
    applications: Any = None,
    disputes: Any = None,
    known_at: datetime | str | None = None,
    rows: Literal["item", "party"] = "item",
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> InterestResult:
    """The late interest of many items from the day after their due dates until a day.

    ``items`` is a table with ``due_date``, ``amount`` and ``currency``. What is not above zero
    bears none, and alone may lack a due date. The result has a row for each item, in their order:
    ``days_overdue``, ``interest`` and ``currency``; or, with ``rows="party"``, one for each
    ``party`` and currency that owes interest, sorted: ``party``, ``items``, ``interest``,
    ``currency``. It equals ``policy.interest`` for each item.

    applications: a table with ``document``, ``date`` and ``amount`` (negative: taken back). The
    items then are documents, with ``document`` and, if they have instalments, ``instalment``; each
    application takes its part from its date on. Those that name no instalment fill those of the
    document that are due earliest first.
    disputes: a table with ``document``, ``date``, ``amount`` and ``ended`` (null: not yet): the
    items then are documents, too; what is in dispute bears none from the day after its date until
    its end. One that names no ``instalment`` is about the one due earliest that has room for it, or
    else about all, those due earliest first.
    known_at: what was recorded after a moment is left out, by the column ``recorded_at`` of each
    table, and by ``end_recorded_at`` of disputes that ended.
    currency, amount_digits, columns, threads: as in o2c.aging.

        >>> policy = o2c.InterestPolicy("4.5%", day_count="act_360")
        >>> o2c.interest(items, as_of="2026-10-31", policy=policy, rows="party").to_pandas()

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.Overflow.
    """
    opened, applied, disputed = _core.open_tables(
        [items, applications, disputes], dict(columns) if columns else None
    )
    table = _core.interest_table(
        opened,
        policy=policy,
        as_of=as_of,
        applications=applied,
        disputes=disputed,
        known_at=optional_microseconds(known_at, "known_at"),
        rows=rows,
        currency=currency,
        amount_digits=amount_digits,
        threads=thread_count(threads),
    )
    return InterestResult(table)


class InterestResult(ArrowResult):
    """The late interest of items or parties, which other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<InterestResult: {len(self)} rows>"
