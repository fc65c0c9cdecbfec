"""What a ledger's late payers are to be charged: interest and compensation."""

from __future__ import annotations

from datetime import date
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult

Row = dict[str, Any]


class InterestCharges(ArrowResult):
    """The late interest of documents that was not charged yet.

    A table with a row for each document: ``party``, ``document_kind``, ``document``, ``accrued``
    (in all), ``charged_before``, ``amount`` (to be charged), ``credits`` (the most that the party
    paid or was credited, and that was not applied on a day that bore interest; deposits apart),
    ``covered`` (whether that was all that bore interest on such a day), ``currency`` and
    ``interest_number`` (of the interest document).
    """

    def __init__(self, run: _core.InterestRun) -> None:
        super().__init__(run.to_arrow_table())
        self._run = run

    @property
    def as_of(self) -> date:
        """The last day that bore interest."""
        return self._run.as_of

    @property
    def policy(self) -> _core.InterestPolicy:
        """By which it was computed."""
        return self._run.policy

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; amounts are o2c.Money. ``stretches``: the days, from ``first`` to
        ``last``, during which what was ``open`` and the ``rate`` stood still."""
        return [self._run.row(row) for row in range(len(self))]

    @property
    def totals(self) -> _core.MoneyBag:
        """What is to be charged in all, in each currency."""
        return _core.MoneyBag([row["amount"] for row in self.rows])

    def explain(self, row: int) -> _core.Derivation:
        """How the amount in a row (from 0) follows. Raises IndexError beyond the last."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._run.explain(row)

    def to_html(self, lang: str = "en") -> str:
        """A table with its own style, in English ("en") or Chinese ("zh"), for notebooks. Whatever
        comes from the data is escaped."""
        from o2c._interest_html import interest_html

        return interest_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<InterestCharges as of {self.as_of}: {len(self)} documents>"


class CompensationCharges(ArrowResult):
    """The fixed compensation for invoices that were not paid in time.

    A table with a row for each invoice: ``party``, ``document``, ``late_since``, ``debt`` (what was
    open of it when it became late), ``amount``, ``credits`` (of the party, not applied then;
    deposits apart), ``covered`` (whether they would have paid the debt in time) and ``currency``.
    """

    def __init__(self, run: _core.CompensationRun) -> None:
        super().__init__(run.to_arrow_table())
        self._run = run

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; amounts are o2c.Money."""
        return [self._run.row(row) for row in range(len(self))]

    def __repr__(self) -> str:
        return f"<CompensationCharges: {len(self)} invoices>"
