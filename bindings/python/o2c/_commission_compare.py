"""What a commission plan would have paid in place of another."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._commission import CommissionResult, commission, plan_for
from o2c._row_result import RowResult, held_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]

_KINDS = {
    "salesperson": "text",
    **dict.fromkeys(("base_before", "base_after", "before", "after", "change"), "money"),
}


def compare_plans(
    lines: Any,
    before: _core.Plan | _core.PlanHistory,
    after: _core.Plan | _core.PlanHistory,
    *,
    period: str | _core.Period,
    credits: Any = None,
    people: Any = None,
    targets: Any = None,
    rates: _core.ExchangeTable | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> PlanComparison:
    """What people earn on the same lines under two plans of a currency.

    Compared is all that a period's lines bring somebody: commission within the plans' caps and
    floors, overrides and pools; not what was owed or held back before. The lines are taken as they
    are: who would have sold otherwise under the other plan is not guessed.

    before, after: each an o2c.Plan, or the o2c.PlanHistory of which the version is compared that
        holds in the period.
    period, credits, people, targets, rates, amount_digits, columns, threads: as in o2c.commission;
        both plans read all of it. Tables that can be read only once are held, for which pyarrow is
        needed. Where the plans count lines on different days, lines need their ``date``.

        >>> whole = o2c.Plan("Whole", "CNY", o2c.RateSchedule("whole", plan.schedule.tiers))
        >>> o2c.compare_plans(lines, plan, whole, period="2026-11").totals["change"]

    Raises what o2c.commission raises, and o2c.InvalidArgument for plans of two currencies.
    """
    settled = _core.Period(period) if isinstance(period, str) else period
    plans = plan_for(before, settled, "before"), plan_for(after, settled, "after")
    if plans[0].currency != plans[1].currency:
        raise _core.InvalidArgument(
            "plans: expected two of one currency, got "
            f"{plans[0].currency.code} and {plans[1].currency.code}"
        )
    lines, credits, people, targets = (
        held_table(table, "compare_plans") for table in (lines, credits, people, targets)
    )

    def settle(plan: _core.Plan | _core.PlanHistory, **tables: Any) -> CommissionResult:
        return commission(
            lines,
            plan=plan,
            period=settled,
            rates=rates,
            amount_digits=amount_digits,
            columns=columns,
            threads=threads,
            **tables,
        )

    settled_before, settled_after = (
        settle(plan, credits=credits, people=people, targets=targets) for plan in (before, after)
    )
    net = revenue(settle(_counting_all(*plans)))
    return PlanComparison(settled_before, settled_after, net)


class PlanComparison(RowResult):
    """What people earn under one plan and under another, by salesperson.

    As a table (which needs pyarrow): ``salesperson``, ``base_before``, ``base_after``, ``before``,
    ``after``, ``change``, ``currency``.
    """

    def __init__(self, before: CommissionResult, after: CommissionResult, net: _core.Money) -> None:
        self.before = before
        """The settlement under the plan before."""
        self.after = after
        """The settlement under the plan after."""
        self._revenue = net
        super().__init__(_compared(before, after), _KINDS, before.plan.currency)

    @property
    def totals(self) -> Row:
        """``before``, ``after`` and ``change``, the sums of all rows; ``revenue``, the net of all
        the period's lines, whichever of them a plan counts: by the day on which both plans count
        them, or, where these differ, by their ``date``; ``cost_before`` and ``cost_after``, the
        fractions of it that are paid, exactly, and None where there is no revenue; ``gain`` and
        ``lose``, how many people do."""
        nothing = _core.Money.zero(self._currency)
        sums = {
            name: sum((row[name] for row in self.rows), nothing)
            for name in ("before", "after", "change")
        }
        net = self._revenue
        return {
            **sums,
            "revenue": net,
            "cost_before": cost_of(sums["before"], net),
            "cost_after": cost_of(sums["after"], net),
            "gain": sum(row["change"].sign > 0 for row in self.rows),
            "lose": sum(row["change"].sign < 0 for row in self.rows),
        }

    def plot(self, **options: Any) -> Axes:
        """A chart (needs ``pip install "o2c[plot]"``): what people gain and lose.

        top: so many people, those with the largest changes. ax, lang: as of any chart of o2c.
        """
        from o2c._commission_plots import plot_comparison

        return plot_comparison(self, **options)

    def to_html(self, lang: str = "en") -> str:
        """The rows as HTML, in English ("en") or Chinese ("zh"); costs are percents of the revenue,
        rounded half up to 0.01%."""
        from o2c._commission_compare_html import comparison_html

        return comparison_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        before, after = self.before.plan.name, self.after.plan.name
        return f"<PlanComparison: {len(self)} people, {before} and {after}, {self.before.period}>"


def _compared(before: CommissionResult, after: CommissionResult) -> list[Row]:
    nothing = _core.Money.zero(before.plan.currency)
    bases, earnings = [], []
    for result in (before, after):
        base: dict[str, _core.Money] = {}
        for row in result.rows:  # A row for each period of the plan.
            person = str(row["salesperson"])
            base[person] = base.get(person, nothing) + row["base"]
        bases.append(base)
        earnings.append({row["salesperson"]: earned(row) for row in result.payouts})
    rows = []
    for person in sorted({*earnings[0], *earnings[1]}):
        was, becomes = (each.get(person, nothing) for each in earnings)
        rows.append(
            {
                "salesperson": person,
                "base_before": bases[0].get(person, nothing),
                "base_after": bases[1].get(person, nothing),
                "before": was,
                "after": becomes,
                "change": becomes - was,
            }
        )
    return rows


def earned(payout: Row) -> _core.Money:
    """What a period's lines bring somebody."""
    money: _core.Money = payout["commission"] + payout["overrides"] + payout["pools"]
    return money


def _counting_all(before: _core.Plan, after: _core.Plan) -> _core.Plan:
    """A plan of which all lines of a period count, on the day and by the rate of both plans where
    these agree: whichever plan is the first."""
    terms = ("accumulation", "earned_on", "rates_on", "rounding")
    agreed = {
        name: getattr(before, name)
        for name in terms
        if getattr(before, name) == getattr(after, name)
    }
    return _core.Plan("Revenue", before.currency, "0%", **agreed)


def revenue(result: CommissionResult) -> _core.Money:
    """The net of the period's lines, also of those that the plan does not count."""
    of_period = ("counted", "excluded", "unmatched", "too_late", "house")
    nets = (row["net"] for row in result.tie_out if row["standing"] in of_period)
    return sum(nets, _core.Money.zero(result.plan.currency))


def cost_of(paid: _core.Money, net: _core.Money) -> Fraction | None:
    """What is paid as a part of the revenue."""
    return None if net.is_zero() else Fraction(paid.amount) / Fraction(net.amount)
