"""The dunning level of many items at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._threads import thread_count


def dunning(
    items: Any,
    *,
    as_of: date | str,
    policy: _core.DunningPolicy,
    rows: Literal["item", "party"] = "item",
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> DunningResult:
    """The next dunning level of many items on a day, or why there is none.

    ``items`` is a table with ``due_date`` (which only what is not above zero may lack), ``amount``
    and ``currency``; and, if there, ``last_level`` and ``last_reminded`` (null: not yet),
    ``disputed`` (null: nothing), ``promised_until`` (null: nothing is promised) and ``promised``
    (how much by then; null: all that is not in dispute). The result has a row for each item, in
    their order: ``level`` (0: held back), ``hold`` (why; ``none``: nothing), ``amount`` (what is
    asked for), ``fee`` (of a letter with this item alone) and ``currency``. It equals
    ``policy.decide`` for each item.

    rows: ``party``: a letter for each ``party`` and currency that has items to be reminded of,
    sorted: ``party``, ``level`` (the highest of its items), ``hold``, ``items``, ``amount``,
    ``fee`` (of the letter), ``credits`` and ``currency``. Amounts below zero are its credits; where
    they cover all that is asked for, ``hold`` is ``covered``, and level and fee are 0.

    currency, amount_digits, columns, threads: as in o2c.aging.

        >>> policy = o2c.DunningPolicy([1, 15, 30, 60], interval_days=7)
        >>> o2c.dunning(items, as_of="2026-03-31", policy=policy).to_pandas()

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.Overflow.
    """
    return DunningResult(
        _core.dunning_table(
            _core.open_table(items, dict(columns) if columns else None),
            policy=policy,
            as_of=as_of,
            rows=rows,
            currency=currency,
            amount_digits=amount_digits,
            threads=thread_count(threads),
        )
    )


class DunningResult(ArrowResult):
    """The levels of items, or letters to parties, which other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<DunningResult: {len(self)} rows>"
