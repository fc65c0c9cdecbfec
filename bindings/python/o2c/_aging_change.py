"""Why one aging of a ledger differs from another."""

from __future__ import annotations

from datetime import date
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import moment_of

Row = dict[str, Any]


class AgingChange(ArrowResult):
    """The difference between two agings of a ledger, document by document.

    For each party, currency and column, the lines add up to the difference exactly. As a table it
    has a row for each line: ``to_arrow``, ``to_pandas``, ``to_polars``.
    """

    def __init__(self, change: _core.AgingChange, before: date, after: date) -> None:
        super().__init__(change.to_arrow_table())
        self._change = change
        self.before = before
        self.after = after

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the aging's columns that amounts come into or leave."""
        return tuple(self._change.columns)

    @property
    def rows(self) -> list[Row]:
        """The lines: what (``cause``) brings an ``amount`` into ``column_to``, from outside or out
        of ``column_from``. ``late``: recorded after the first aging was made, for a day before."""
        return [
            {
                **row,
                "recorded_at": None
                if row["recorded_at"] is None
                else moment_of(row["recorded_at"]),
            }
            for row in self._change.rows()
        ]

    @property
    def totals(self) -> list[Row]:
        """For each currency, the difference of each column and of the ``total``."""
        return self._change.effects()

    def to_html(self, lang: str = "en") -> str:
        """A table with its own style, in English ("en") or Chinese ("zh"), for notebooks. Whatever
        comes from the data is escaped."""
        from o2c._aging_change_html import aging_change_html

        return aging_change_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return str(self._change)

    def __repr__(self) -> str:
        return f"<AgingChange from {self.before} to {self.after}: {len(self)} lines>"
