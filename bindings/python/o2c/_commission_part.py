"""Commissions of some people, settled apart and added: for a larger engine (分布式结算)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from o2c import _core

if TYPE_CHECKING:
    from o2c._commission import CommissionResult, Row


class CommissionPart:
    """What the lines of some people earned: what ``CommissionResult.part`` gives.

    A larger engine (Spark, Ray, Dask) gives each task all lines of its people, and adds what comes
    back, in any order: parts are values, small, and can be pickled. Finished, they are what
    settling all lines at once gives, bit by bit.

        >>> parts = [o2c.commission(each, plan=plan, period="2026-11").part() for each in tables]
        >>> total = sum(parts[1:], parts[0]).finish(people=people, openings=openings)

    Credits may give people lines of others: then lines are divided so that all that somebody is
    credited with are together. Adding parts with one person in both is refused.
    """

    def __init__(self, core: _core.CommissionPart) -> None:
        self._core = core

    @property
    def plan(self) -> _core.Plan:
        """The plan that was settled."""
        return self._core.plan

    @property
    def period(self) -> _core.Period:
        """The period that was settled."""
        return self._core.period

    def __add__(self, other: CommissionPart) -> CommissionPart:
        if not isinstance(other, CommissionPart):
            return NotImplemented
        return CommissionPart(self._core + other._core)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CommissionPart):
            return NotImplemented
        return self._core == other._core

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> tuple[Any, ...]:
        return self._core.__getstate__()

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._core = _core.CommissionPart.__new__(_core.CommissionPart)
        self._core.__setstate__(state)

    def finish(
        self,
        *,
        people: Any = None,
        openings: Any = None,
        previous: CommissionResult | CommissionTotals | None = None,
        corrections: Iterable[Mapping[str, Any]] = (),
        amount_digits: int | None = None,
    ) -> CommissionTotals:
        """What all these people are paid: overrides, pools, balances.

        people: the table of who reports to whom with which the parts were settled.
        openings, previous, corrections, amount_digits: as in o2c.commission, which for parts is
            given none of them.

        Raises o2c.InvalidArgument, o2c.BadTable, as o2c.commission.
        """
        from o2c._commission import opening_rows

        rows = opening_rows(self.plan, self.period, previous, corrections)
        if openings is not None and (previous is not None or rows):
            raise _core.InvalidArgument(
                "openings: expected a table of them, or previous and corrections, not both"
            )

        def opened(table: Any) -> Any:
            return None if table is None else _core.open_table(table)

        finished = self._core.finish(opened(people), opened(openings), rows, amount_digits)
        return CommissionTotals(self.plan, self.period, finished)

    def __repr__(self) -> str:
        return f"<CommissionPart: {self._core.people} people, {self.plan.name}, {self.period}>"


class CommissionTotals:
    """What people earned and are paid, of parts that were settled apart: as of CommissionResult,
    without lines. People stand by their names, numbers by their texts."""

    def __init__(
        self, plan: _core.Plan, period: _core.Period, core: _core.FinishedCommission
    ) -> None:
        self.plan = plan
        self.period = period
        self._core = core

    @cached_property
    def rows(self) -> list[Row]:
        """What each person earned in each period."""
        return self._core.rows()

    @cached_property
    def by_rule(self) -> list[Row]:
        """What each person earned by each rule."""
        return self._core.by_rule()

    @cached_property
    def overrides(self) -> list[Row]:
        """What managers earn on what their teams have sold."""
        return self._core.overrides()

    @cached_property
    def pools(self) -> list[Row]:
        """What people have of pools."""
        return self._core.pools()

    @cached_property
    def payouts(self) -> list[Row]:
        """What each person is paid, and what is carried on."""
        return self._core.payouts()

    @cached_property
    def tie_out(self) -> list[Row]:
        """What the lines of all parts come to."""
        return self._core.tie_out()

    @cached_property
    def exchanges(self) -> list[Row]:
        """By which lines that count were converted."""
        return self._core.exchanges()

    def explain_payout(self, salesperson: str | int) -> _core.Derivation:
        """How what a person is paid came about."""
        return self._core.explain_payout(str(salesperson))

    def __repr__(self) -> str:
        return f"<CommissionTotals: {len(self.rows)} rows, {self.plan.name}, {self.period}>"
