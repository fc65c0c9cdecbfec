"""Commissions of many lines (提成核算)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._threads import thread_count

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]


def commission(
    lines: Any,
    *,
    plan: _core.Plan,
    period: str | _core.Period,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> CommissionResult:
    """What the lines of a period earn under a plan.

    ``lines`` is a table with ``salesperson`` (texts or whole numbers), ``date``, ``net``, ``cost``
    (if the plan counts gross profit) and, if there, ``currency``, which has to be the plan's; such
    as ``ledger.commission_lines(...)`` gives. A person's base accumulates by the plan's periods, in
    the order of the dates, lines of one day in the order of the table; what is negative (a return,
    a credit note) earns negatively. The result equals ``plan.commission`` for each line.

    period: what is settled, of whole periods of the plan: "2026-11", "2026Q4", "2026". Lines of
        other dates earn nothing; ``outside`` counts them.
    amount_digits, columns, threads: as in o2c.aging.

        >>> tiers = o2c.RateSchedule("marginal", [(0, "3%"), (300000, "5%"), (500000, "7%")])
        >>> plan = o2c.Plan("Export", "CNY", tiers, basis="collected")
        >>> o2c.commission(lines, plan=plan, period="2026-11")

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.InvalidArgument for a
    period that is not of whole periods of the plan; o2c.Overflow.
    """
    return CommissionResult(
        _core.CommissionTable(
            _core.open_table(lines, dict(columns) if columns else None),
            plan=plan,
            period=period,
            amount_digits=amount_digits,
            threads=thread_count(threads),
        )
    )


class CommissionResult(ArrowResult):
    """What each person earned in each period of a plan.

    As a table: ``salesperson``, ``period``, ``lines``, ``base``, ``commission``, ``currency``.
    """

    def __init__(self, table: _core.CommissionTable) -> None:
        super().__init__(table.totals())
        self._lines = table

    @property
    def plan(self) -> _core.Plan:
        """The plan that was settled."""
        return self._lines.plan

    @property
    def period(self) -> _core.Period:
        """The period that was settled."""
        return self._lines.period

    @property
    def outside(self) -> int:
        """How many lines are not of the period."""
        return self._lines.outside

    @cached_property
    def lines(self) -> CommissionLines:
        """What each line earned, in the order of the table."""
        return CommissionLines(self._lines.lines())

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; ``base`` and ``commission`` are o2c.Money."""
        return self._lines.rows()

    @property
    def totals(self) -> Row:
        """The sums of all rows: ``lines``, ``base`` and ``commission``."""
        zero = _core.Money("0", self.plan.currency)
        rows = self.rows
        return {
            "lines": sum(row["lines"] for row in rows),
            "base": sum((row["base"] for row in rows), zero),
            "commission": sum((row["commission"] for row in rows), zero),
        }

    def explain(self, salesperson: str | int, period: str | _core.Period) -> _core.Derivation:
        """How what a person earned in a period of the plan came about. Raises o2c.InvalidArgument
        when there is no such row."""
        return self._lines.explain(salesperson, period)

    def explain_line(self, line: int) -> _core.Derivation:
        """How the commission of a line came about, by its position in the table (from 0). Raises
        o2c.InvalidArgument for one that is not there, or not of the period."""
        return self._lines.explain_line(line)

    def plot(self, **options: Any) -> Axes:
        """A chart (needs ``pip install "o2c[plot]"``): what people earned, by period.

        top: so many people, those who earned most. ax, lang: as of any chart of o2c.
        """
        from o2c._commission_plots import plot_commission

        return plot_commission(self, **options)

    def to_html(self, lang: str = "en") -> str:
        """The rows as HTML, in English ("en") or Chinese ("zh")."""
        from o2c._commission_html import commission_html

        return commission_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<CommissionResult: {len(self)} rows, {self.plan.name}, {self.period}>"


class CommissionLines(ArrowResult):
    """What each line earned: ``period``, ``commission``; a line that is not of the settled period
    has none. Rows are in the order of the lines' table."""

    def __repr__(self) -> str:
        return f"<CommissionLines: {len(self)} rows>"
