"""Commissions of many lines (提成核算)."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._threads import thread_count

if TYPE_CHECKING:
    import datetime

    from matplotlib.axes import Axes

    from o2c._commission_part import CommissionPart, CommissionTotals
    from o2c._commission_review import CommissionReview
    from o2c._commission_statement import CommissionStatement

Row = dict[str, Any]
# A name, what was overpaid, draws, what is held and awaiting, corrections, what is released and
# advanced, what is still awaiting.
_Opening = tuple[
    str,
    _core.Money,
    _core.Money,
    _core.Money,
    _core.Money,
    _core.Money,
    _core.Money,
    _core.Money | None,
    _core.Money | None,
]


def commission(
    lines: Any,
    *,
    plan: _core.Plan | _core.PlanHistory,
    period: str | _core.Period,
    credits: Any = None,
    people: Any = None,
    targets: Any = None,
    openings: Any = None,
    previous: CommissionResult | None = None,
    corrections: Iterable[Mapping[str, Any]] = (),
    rates: _core.ExchangeTable | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> CommissionResult:
    """What the lines of a period earn under a plan, and what each person is paid.

    ``lines`` is a table with ``salesperson`` (texts or whole numbers), ``date``, ``net`` and what
    the plan looks at: ``cost``, ``quantity``, ``list_price`` (of one unit), ``days_overdue``,
    ``first_order``, ``returned`` (the day on which a return came), ``written_off`` (of a debt that
    is recovered, when it was; if there), ``product``, ``category``, ``party``, ``region``,
    ``price_list``, ``order``; amounts that its base takes (``tax``,
    ``freight``, ``discount``); the day on which it counts lines, if that is not their ``date``
    (``order_date``, ``invoice_date``, ``shipment_date``, ``full_payment_date``). Such a table is
    what ``ledger.commission_lines(...)`` gives. If there, ``amount`` (tax included) is summed for
    ``tie_out``, and ``currency`` has to be the plan's, unless there are rates. A person's base
    accumulates by the plan's periods, by rule, in the order of the dates, lines of one day in the
    order of the table; what is negative (a return, a credit note) earns negatively.

    plan: an o2c.Plan, or the o2c.PlanHistory of which the version settles that holds in the period.
    period: what is settled: "2026-11", "2026Q4", "2026-W45", ... Lines of other dates earn nothing;
        ``outside`` counts them. One that is shorter than the plan accumulates over, or than it has
        a cap or floor of, begins with what earlier lines, which have to be in the table, have
        accumulated.
    credits: a table of who is credited with lines other than their salesperson, or shares them:
        one of ``document``, ``order`` and ``party``, ``salesperson``, ``share`` (texts such as
        "60%", or decimal fractions; null: what the others leave) and, if there, ``from_date``,
        ``to_date``.
    people: a table of who reports to whom, for overrides: ``salesperson``, ``manager`` (null: to
        nobody) and, if there, ``from_date``, ``to_date``; and of who left, for plans that say who
        is credited then: ``left`` (the last day, or null) and, if there, ``successor``. Whom it
        does not have among its salespeople is refused: in lines that count, ``credits``, pools,
        ``targets`` and ``openings``. Plans that entitle the team look at these days, too.
    targets: a table of ``salesperson``, ``period``, ``target``, for tiers over attainment, and
        ``quantity``, for those over the attainment of a quantity; of both, or one of them. With an
        o2c.PlanHistory those of other days, by periods of other versions, are not looked at.
    openings: a table of what the settlement begins with: ``salesperson`` and any of ``overpaid``,
        ``draw``, ``held``, ``awaiting`` (the balances), ``corrections``, ``released`` (of what was
        held back), ``advanced`` (else the plan's draw, for people whom the plan entitles to it),
        ``still_awaiting`` (what of ``awaiting`` is not payable by the period's end either).
    previous: in place of ``openings`` the settlement before, whose balances are carried on; what
        people were advanced in it they are so again. Where something of it is not payable yet, an
        o2c.CommissionBook carries it on, which settles it anew.
    corrections: what o2c.corrections gives, with ``previous`` or without.
    rates: an o2c.ExchangeTable. Amounts of lines in another ``currency`` (which the table has to
        have) are converted as of the day that the plan states (``rates_on``), each once, rounded as
        the plan rounds; with ``rates_on="invoice"`` as of ``invoice_date``, or, of a credit note,
        as of ``credited_invoice_date``, the date of the invoice that it credits, if that is there;
        ``exchanges`` keeps the rates as they were.
    amount_digits, columns, threads: as in o2c.aging.

        >>> tiers = o2c.RateSchedule("marginal", [(0, "3%"), (300000, "5%"), (500000, "7%")])
        >>> plan = o2c.Plan("Export", "CNY", tiers, basis="collected")
        >>> o2c.commission(lines, plan=plan, period="2026-11")

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.InvalidArgument for what
    does not go together (a circle in who leads whom, two assignments of a customer on one day,
    somebody who is not of the team, or left without the successor whom the plan credits);
    o2c.Overflow.
    """
    if rates is not None and not isinstance(rates, _core.ExchangeTable):
        raise _core.InvalidArgument(f"rates: expected an o2c.ExchangeTable, got {rates!r}")
    settled = _core.Period(period) if isinstance(period, str) else period
    has_versions = isinstance(plan, _core.PlanHistory)
    plan = plan_for(plan, settled)
    given_rows = opening_rows(plan, settled, previous, corrections)
    if openings is not None and (previous is not None or given_rows):
        raise _core.InvalidArgument(
            "openings: expected a table of them, or previous and corrections, not both"
        )

    def opened(table: Any) -> Any:
        return None if table is None else _core.open_table(table)

    return CommissionResult(
        _core.CommissionTable(
            _core.open_table(lines, dict(columns) if columns else None),
            plan=plan,
            period=period,
            credits=opened(credits),
            people=opened(people),
            targets=opened(targets),
            openings=opened(openings),
            opening_rows=given_rows,
            other_targets=has_versions,
            rates=rates,
            amount_digits=amount_digits,
            threads=thread_count(threads),
        )
    )


def plan_for(plan: object, settled: _core.Period, name: str = "plan") -> _core.Plan:
    """The plan that settles a period: of several versions the one that holds in it. Raises
    o2c.InvalidArgument for what is no plan, such as the path of one."""
    if isinstance(plan, _core.PlanHistory):
        return plan.for_period(settled)
    if isinstance(plan, _core.Plan):
        return plan
    raise _core.InvalidArgument(
        f"{name}: expected an o2c.Plan or o2c.PlanHistory, as o2c.Plan.from_toml reads from a "
        f"file, got {reprlib.repr(plan)}"
    )


def corrections(settled: CommissionResult, recomputed: CommissionResult) -> list[Row]:
    """What becomes of a settled period when lines have come to it.

    A return is dated as the line that it takes back; with it among the lines, the period is
    recomputed under the plan that it was settled by (``settled.plan``), and the difference is
    handed to the first period that is open: ``o2c.commission(..., corrections=...)``. Where the
    plan accumulates over several settlements, each later one of them that is settled changes as
    well; corrections of several periods are added up.

    Dicts, by salesperson: ``salesperson``, ``settled``, ``recomputed``, ``correction``, and what
    makes it: ``commission`` (of the person's lines), ``overrides`` and ``pools``; people of whom no
    part differs are left out. What of it is of tables that have changed since, and what of
    lines that came late, is told by corrections to, and from, the period recomputed without these
    lines; o2c.CommissionBook, which knows them, tells it by itself. Raises o2c.InvalidArgument for
    two periods or plans.
    """
    return _core.commission_corrections(settled._lines, recomputed._lines)


def opening_rows(
    plan: _core.Plan,
    settled: _core.Period,
    previous: CommissionResult | CommissionTotals | None,
    corrections: Iterable[Mapping[str, Any]],
) -> list[_Opening]:
    if previous is not None and previous.period.last + timedelta(days=1) != settled.first:
        raise _core.InvalidArgument(
            f"previous: expected the settlement that ends the day before {settled}, "
            f"got {previous.period}"
        )
    nothing = _core.Money("0", plan.currency)
    correction: dict[str, _core.Money] = {}
    for row in corrections:  # Of several periods, perhaps.
        name = str(row["salesperson"])
        correction[name] = correction.get(name, nothing) + row["correction"]
    balances = {} if previous is None else {row["salesperson"]: row for row in previous.payouts}
    had_lines = set() if previous is None else {str(row["salesperson"]) for row in previous.rows}
    usual = None if previous is None else previous.plan.draw
    rows: list[_Opening] = []
    for name in sorted({*correction, *balances}):
        row = balances.get(name, {})
        if row.get("awaiting", nothing) != nothing:
            raise _core.InvalidArgument(
                f"previous: {row['awaiting']} of {name} is not payable yet; expected a settlement "
                "of which all is, as an o2c.CommissionBook carries on what is not"
            )
        overpaid, draw, held = (row.get(key, nothing) for key in ("overpaid", "draw", "held"))
        advanced = row.get("advanced", nothing)
        is_known = name in had_lines or advanced != nothing
        # Of the team, who is there has the plan's draw, and who has left has not.
        if plan.entitled == "team" and advanced in (usual, nothing):
            is_known = False
        rows.append(
            (
                name,
                overpaid,
                draw,
                held,
                nothing,
                correction.get(name, nothing),
                nothing,
                advanced if is_known else None,
                None,
            )
        )
    return rows


class CommissionResult(ArrowResult):
    """What each person earned in each period of a plan.

    As a table: ``salesperson``, ``period``, ``lines``, ``base``, ``commission``, ``bounded`` (the
    same within the plan's cap and floor), ``currency``.
    """

    def __init__(self, table: _core.CommissionTable) -> None:
        self._lines = table

    @cached_property
    def _table(self) -> _core.ArrowTable:  # type: ignore[override]
        # Made when it is asked for: whoever wants lines or payouts does not wait for it.
        return self._lines.totals()

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
        """How many lines are neither of the period nor, before it, of its accumulation."""
        return self._lines.outside

    @cached_property
    def exchanges(self) -> list[Row]:
        """What lines in other currencies were converted by, as it was then: ``currency``, ``as_of``
        (the day that the plan states) and ``rates``, one or, through another currency, two."""
        return self._lines.exchanges()

    @cached_property
    def lines(self) -> CommissionLines:
        """What each line earned, in the order of the table."""
        return CommissionLines(self._lines.lines())

    @cached_property
    def credits(self) -> CommissionCredits:
        """What each line earned each person who is credited with it."""
        return CommissionCredits(self._lines.credits())

    @property
    def unmatched(self) -> list[int]:
        """Positions of the period's lines that no rule picks."""
        return self._lines.unmatched()

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; amounts are o2c.Money."""
        return self._lines.rows()

    @cached_property
    def awaiting(self) -> list[Row]:
        """Where the plan pays later than lines earn: rows of which something is not payable by the
        end of the period: ``salesperson``, ``period``, ``bounded``, ``payable``, ``awaiting``."""
        return self._lines.awaiting()

    @cached_property
    def by_rule(self) -> list[Row]:
        """What each person earned by each rule: ``salesperson`` (a text, of numbers too),
        ``period``, ``rule``, ``lines``, ``base``, ``quantity`` (of rules that count it),
        ``commission`` (before the period's cap and floor). Their sums are the rows."""
        return self._lines.by_rule()

    @property
    def overrides(self) -> list[Row]:
        """What managers earn on what their teams have sold: ``manager``, ``period``, ``level``,
        ``of`` (the team's base or commission), ``amount``."""
        return self._lines.overrides()

    @property
    def pools(self) -> list[Row]:
        """What people have of pools: ``pool``, ``salesperson``, ``amount``."""
        return self._lines.pools()

    @cached_property
    def payouts(self) -> list[Row]:
        """What each person is paid, in the order in which it comes about: ``salesperson``;
        ``commission`` (within cap and floor), ``overrides``, ``pools``, ``corrections``;
        ``deferred`` (what of it is not payable yet, less what has become payable);
        ``repaid`` (of what was overpaid), ``held_back``, ``advanced`` (the settlement's draw),
        ``recovered`` (of draws), ``forgiven``, ``released``; ``payable``; the balances that are
        carried on: ``overpaid``, ``draw``, ``held``, ``awaiting``."""
        return self._lines.payouts()

    @property
    def tie_out(self) -> list[Row]:
        """What all lines come to, each line in one row: ``standing`` ("counted", "excluded",
        "unmatched", "too_late", "house" (nobody's, as the plan says of who left), "pending",
        "earlier", "outside"), ``rule``, ``lines``, ``net``, ``amount``, ``tax`` and
        ``unexplained`` (what of the amount is neither net nor tax; where all lines state both, in
        the plan's currency), ``base``, ``commission``."""
        return self._lines.tie_out()

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

    def explain_line(self, line: int, salesperson: str | int | None = None) -> _core.Derivation:
        """How the commission of a line came about, by its position in the table (from 0), or why it
        earns nothing; of a shared line that of one person. Raises o2c.InvalidArgument for one that
        is not there, and somebody who is not credited with it."""
        return self._lines.explain_line(line, salesperson)

    def explain_payout(self, salesperson: str | int) -> _core.Derivation:
        """How what a person is paid came about. Raises o2c.InvalidArgument for somebody who is
        not."""
        return self._lines.explain_payout(str(salesperson))

    def explain_override(
        self, manager: str | int, period: str | _core.Period, level: int = 1
    ) -> _core.Derivation:
        """How what a manager earned on those so many levels below came about: whose base or
        commission it is of. Raises o2c.InvalidArgument when there is no such row of
        ``overrides``."""
        return self._lines.explain_override(str(manager), period, level)

    def explain_pool(self, pool: str, salesperson: str | int) -> _core.Derivation:
        """How somebody's share of a pool came about. Raises o2c.InvalidArgument when there is no
        such row of ``pools``."""
        return self._lines.explain_pool(pool, str(salesperson))

    def statement(self, salesperson: str | int, *, lines: Any = None) -> CommissionStatement:
        """All that one person is paid, and why: what is handed to the salesperson.

        lines: the table that was settled (needs pyarrow), for each line's date, document, customer
            and what else it has.
        """
        from o2c._commission_statement import CommissionStatement

        return CommissionStatement(self, salesperson, lines)

    def part(self) -> CommissionPart:
        """What these people earned, to be added to what others did: of lines that are settled in
        several places. Balances, corrections and openings are for its ``finish``."""
        from o2c._commission_part import CommissionPart

        return CommissionPart(self._lines.part())

    def review(
        self,
        answers: Iterable[_core.StatementAnswer],
        *,
        handed_out: datetime.date | str,
        as_of: datetime.date | str,
    ) -> CommissionReview:
        """How all statements stand on a day: who has accepted, objected, or said nothing.

        answers, handed_out, as_of: as of CommissionStatement.review.
        """
        from o2c._commission_review import CommissionReview

        return CommissionReview(self, answers, handed_out, as_of)

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
    """What each line earned: ``period``, ``rule``, ``commission``, in the order of the lines'
    table. A line that does not count has no commission; one that is excluded, or a return that
    comes too late, has its rule; one that no rule picks, or of other dates, has none."""

    def __repr__(self) -> str:
        return f"<CommissionLines: {len(self)} rows>"


class CommissionCredits(ArrowResult):
    """What lines earned: ``line`` (its position), ``salesperson``, ``rule``, ``base``,
    ``commission``; a row for each person who is credited."""

    def __repr__(self) -> str:
        return f"<CommissionCredits: {len(self)} rows>"
