"""Exchange differences of a ledger (汇兑损益)."""

from __future__ import annotations

from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import moment_of

Row = dict[str, Any]


class ExchangeDifferences(ArrowResult):
    """What single facts gained (positive) or lost in the home currency.

    A table with a row for each: ``kind`` (realised, unrealised), ``posted``, ``party``,
    ``document``, ``receipt``, ``amount`` in ``currency``, ``rate_from``, ``rate_to`` and
    ``difference`` in ``home_currency``.
    """

    def __init__(self, differences: _core.ExchangeDifferences) -> None:
        super().__init__(differences.to_arrow_table())
        self._differences = differences

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; amounts are o2c.Money."""
        rows = (self._differences.row(row) for row in range(len(self)))
        return [{**row, "recorded_at": moment_of(row["recorded_at"])} for row in rows]

    def explain(self, row: int) -> _core.Derivation:
        """How the difference in a row (from 0) came about. Raises IndexError beyond the last."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._differences.explain(row)

    def __repr__(self) -> str:
        return f"<ExchangeDifferences: {len(self)} rows>"
