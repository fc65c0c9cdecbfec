"""What a commission plan would cost if more or less were sold, or by luck."""

from __future__ import annotations

import operator
import random
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, SupportsIndex

from o2c import _core
from o2c._commission import CommissionResult, commission, plan_for
from o2c._commission_compare import cost_of, earned, revenue
from o2c._labels import in_own_decimals
from o2c._row_result import RowResult, held_table, pyarrow_module, takeable_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]

_SCALED = ("net", "cost", "amount", "tax", "freight", "discount", "quantity")
_DIGITS = 38  # Of what Arrow calls decimal128.
_KINDS = {
    "scale": "part",
    "run": "number",
    **dict.fromkeys(("revenue", "base", "cost"), "money"),
}


def simulate_plan(
    lines: Any,
    plan: _core.Plan | _core.PlanHistory,
    *,
    period: str | _core.Period,
    scales: Iterable[str | _core.Rate] = ("80%", "90%", "100%", "110%", "120%"),
    runs: int = 0,
    seed: int | None = None,
    credits: Any = None,
    people: Any = None,
    targets: Any = None,
    rates: _core.ExchangeTable | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> PlanSimulation:
    """What a plan costs when the same lines are larger or smaller, and when they fall otherwise.

    Scaled: ``net``, ``cost``, ``amount``, ``tax``, ``freight``, ``discount`` and ``quantity`` of
    every line, those before the period too, are multiplied exactly; amounts are then rounded half
    up to the minor unit of the line's currency, quantities are not. Prices, targets and what a line
    pays by itself stay.

    Resampled (a bootstrap): in each run everyone's lines of the period, by the day on which the
    plan counts them, are replaced by as many, drawn from the same with replacement; a line brings
    all its facts, its days as well. Other lines stay. So a run tells how far the period could have
    turned out otherwise by luck, not what a change of the market would do.

    plan: an o2c.Plan, or the o2c.PlanHistory of which the version is simulated that holds in the
        period.
    scales: texts such as "90%", or o2c.Rates.
    runs, seed: how many runs, and what random.Random begins with; with runs it has to be stated.
    period, credits, people, targets, rates, amount_digits, columns, threads: as in o2c.commission.

        >>> o2c.simulate_plan(lines, plan, period="2026", runs=1000, seed=7).quantiles()

    Raises what o2c.commission raises, o2c.InvalidArgument for a scale below zero, runs below zero
    or without a seed, what is no whole number, or no list of scales, and ImportError when pyarrow
    is absent, which takes the lines.
    """
    pa = pyarrow_module("simulate_plan")
    settled_period = _core.Period(period) if isinstance(period, str) else period
    version = plan_for(plan, settled_period)
    factors = _rates(scales, "scales")
    for factor in factors:
        if factor.fraction < 0:
            raise _core.InvalidArgument(f"scales: expected none below zero, got {factor}")
    runs = _whole_number(runs, "runs")
    if runs < 0:
        raise _core.InvalidArgument(f"runs: expected none or more, got {runs}")
    if runs > 0 and seed is None:
        raise _core.InvalidArgument("seed: expected a whole number, as runs draw lines by it")
    seed = None if seed is None else _whole_number(seed, "seed")
    table = takeable_table(lines, "simulate_plan")
    credits, people, targets = (
        held_table(each, "simulate_plan") for each in (credits, people, targets)
    )

    def settle(of: Any) -> CommissionResult:
        return commission(
            of,
            plan=plan,
            period=settled_period,
            credits=credits,
            people=people,
            targets=targets,
            rates=rates,
            amount_digits=amount_digits,
            columns=columns,
            threads=threads,
        )

    counted_on = "date" if version.earned_on == "date" else f"{version.earned_on}_date"
    ours = ("salesperson", counted_on, "currency", *_SCALED)
    names = {name: name for name in ours} | dict(columns or {})
    settled = settle(table)  # First, so that faults are of the rows as they are.
    by_digits = _by_digits(table, names["currency"], version, rates)

    def settle_scaled(factor: _core.Rate) -> CommissionResult:
        try:
            return settle(_scaled(table, factor.fraction, names, by_digits, amount_digits))
        except (_core.BadTable, _core.Overflow) as error:  # Of amounts that no line has.
            raise type(error)(f"scales: lines {factor} as large: {error}") from error

    scaled = [_row(settle_scaled(factor), scale=factor) for factor in factors]
    draws = _draws(table, settled.period, names["salesperson"], names[counted_on], runs, seed)
    resampled = [
        _row(settle(table.take(pa.array(drawn, pa.int64()))), run=run)
        for run, drawn in enumerate(draws, start=1)
    ]
    return PlanSimulation(settled, scaled, resampled)


class PlanSimulation(RowResult):
    """What a plan would have cost: a row for each scale, then one for each run.

    As a table (which needs pyarrow): ``scale`` or ``run``, ``revenue`` (the net of all the period's
    lines), ``base``, ``cost`` (commission, overrides and pools of everyone), ``currency``. Rows
    have ``cost_share`` besides, the exact fraction of the revenue that is paid; None where there is
    no revenue.
    """

    def __init__(self, settled: CommissionResult, scaled: list[Row], resampled: list[Row]) -> None:
        super().__init__(scaled + resampled, _KINDS, settled.plan.currency)
        self.settled = settled
        """The settlement of the lines as they are."""
        self.as_is = _row(settled)
        """The row of the lines as they are, of neither."""
        self.scaled = scaled
        """The rows of the scales."""
        self.resampled = resampled
        """The rows of the runs."""

    def quantiles(
        self,
        at: Sequence[str | _core.Rate] = ("5%", "25%", "50%", "75%", "95%"),
        *,
        of: str = "cost",
    ) -> dict[str, _core.Money]:
        """Quantiles of the runs' ``cost``, ``base`` or ``revenue``, by what they were asked for.

        The quantile at a part p is the smallest of the runs' amounts that at least p of the runs do
        not exceed: one of the amounts themselves, and nothing between two. Raises
        o2c.InvalidArgument without runs, for a part that is not from 0% to 100%, and for another
        column.
        """
        if of not in ("revenue", "base", "cost"):
            raise _core.InvalidArgument(f"of: expected revenue, base or cost, got {of}")
        if not self.resampled:
            raise _core.InvalidArgument("quantiles: expected runs, simulate_plan(..., runs=...)")
        amounts = sorted(row[of] for row in self.resampled)
        return {
            str(part): amounts[_place(rate, len(amounts))]
            for part, rate in zip(at, _rates(at, "at"), strict=True)
        }

    def plot(self, **options: Any) -> Axes:
        """A chart (needs ``pip install "o2c[plot]"``): how often runs cost how much, or what each
        scale costs.

        kind: ``runs`` (the default where there are any) or ``scales``. ax, lang: as of any chart of
        o2c.
        """
        from o2c._commission_plots import plot_simulation

        return plot_simulation(self, **options)

    def to_html(self, lang: str = "en") -> str:
        """The scales and quantiles of the runs as HTML, in English ("en") or Chinese ("zh"); costs
        are percents of the revenue, rounded half up to 0.01%."""
        from o2c._commission_compare_html import simulation_html

        return simulation_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return (
            f"<PlanSimulation: {len(self.scaled)} scales, {len(self.resampled)} runs, "
            f"{self.settled.plan.name}, {self.settled.period}>"
        )


def _rates(given: Iterable[str | _core.Rate], name: str) -> list[_core.Rate]:
    # A text has characters, none of which is a rate.
    if isinstance(given, str | _core.Rate):
        raise _core.InvalidArgument(f'{name}: expected a list of rates, such as ["{given}"]')
    return [each if isinstance(each, _core.Rate) else _core.Rate(each) for each in given]


def _whole_number(number: object, name: str) -> int:
    if isinstance(number, bool) or not isinstance(number, SupportsIndex):
        raise _core.InvalidArgument(f"{name}: expected a whole number, got {number!r}")
    return operator.index(number)


def _place(part: _core.Rate, count: int) -> int:
    fraction = part.fraction
    if not 0 <= fraction <= 1:
        raise _core.InvalidArgument(f"at: expected parts from 0% to 100%, got {part}")
    return max(-(-Fraction(fraction) * count // 1) - 1, 0)


def _row(
    result: CommissionResult, *, scale: _core.Rate | None = None, run: int | None = None
) -> Row:
    net = revenue(result)
    cost = sum(map(earned, result.payouts), _core.Money.zero(result.plan.currency))
    return {
        "scale": scale,
        "run": run,
        "revenue": net,
        "base": result.totals["base"],
        "cost": cost,
        "cost_share": cost_of(cost, net),
    }


# Digits of a currency's minor unit, ascending, and of which lines it is.
_ByDigits = list[tuple[int, Any]]


def _by_digits(
    table: Any, currency: str, plan: _core.Plan, rates: _core.ExchangeTable | None
) -> _ByDigits:
    """Lines by how many digits the amounts of their currency have; all at once without rates, as
    they are in the plan's currency then."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if rates is None:
        return [(plan.currency.digits, None)]
    of_rates = (each for rate in rates.rates for each in (rate.base, rate.quote))
    digits = {each.code: each.digits for each in (plan.currency, *of_rates)}
    codes = table[currency].cast(pa.string())
    return [
        (of, pc.is_in(codes, pa.array([code for code in digits if digits[code] == of])))
        for of in sorted(set(digits.values()))
    ]


def _scaled(
    table: Any,
    factor: Decimal,
    names: Mapping[str, str],
    by_digits: _ByDigits,
    amount_digits: int | None,
) -> Any:
    """The lines, each so many times as large."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name in _SCALED:
        if names[name] not in table.column_names:
            continue
        place = table.column_names.index(names[name])
        column = table.column(place)
        if pa.types.is_null(column.type):
            continue
        # As o2c.commission reads them: whole numbers count minor units, or units of the quantity.
        if name == "quantity":
            scaled = _times(_decimals(column, 0, amount_digits), factor, None)
        else:
            scaled = None
            most_digits = by_digits[-1][0]
            for digits, of_these in by_digits:
                whole_digits = digits if amount_digits is None else amount_digits
                those = _times(_decimals(column, whole_digits, amount_digits), factor, digits)
                those = pc.cast(those, pa.decimal128(_DIGITS, most_digits))
                scaled = those if scaled is None else pc.if_else(of_these, those, scaled)
        table = table.set_column(place, names[name], scaled)
    return table


@in_own_decimals
def _decimals(column: Any, whole_digits: int, amount_digits: int | None) -> Any:
    """Numbers of a column as decimals of 256 bits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_integer(kind):
        wide = pc.cast(pc.cast(column, pa.decimal128(20)), pa.decimal256(20))
        return pc.multiply(wide, pa.scalar(Decimal(1).scaleb(-whole_digits)))
    if pa.types.is_floating(kind):
        # They were read, so each is all but one decimal of so many digits.
        unit = Decimal(1).scaleb(-(amount_digits or 0))
        exact = [
            None if each is None else Decimal(each).quantize(unit) for each in column.to_pylist()
        ]
        return pa.chunked_array([pa.array(exact, pa.decimal256(_DIGITS, amount_digits or 0))])
    return pc.cast(column, pa.decimal256(_DIGITS, max(kind.scale, 0)))


def _times(numbers: Any, factor: Decimal, digits: int | None) -> Any:
    """The products; of amounts rounded half up (away from zero) to so many digits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # Without needless zeros, and without an exponent: Arrow counts a decimal's digits.
    exact = Decimal(f"{factor.normalize():f}")
    product = pc.multiply(numbers, pa.scalar(exact))
    if digits is None:
        return pc.cast(product, pa.decimal128(_DIGITS, product.type.scale))
    rounded = pc.round(product, digits, round_mode="half_towards_infinity")
    return pc.cast(rounded, pa.decimal128(_DIGITS, digits))


def _draws(
    table: Any,
    period: _core.Period,
    salesperson: str,
    day: str,
    runs: int,
    seed: int | None,
) -> Iterable[list[int]]:
    """For each run the rows of the lines that stand in each place."""
    if runs == 0:
        return
    import pyarrow as pa
    import pyarrow.compute as pc

    days = pc.cast(table[day], pa.date32())
    inside = pc.and_(
        pc.greater_equal(days, pa.scalar(period.first)), pc.less_equal(days, pa.scalar(period.last))
    )
    rows_of: dict[Any, list[int]] = {}
    people = table[salesperson].to_pylist()
    for row, (person, is_inside) in enumerate(zip(people, inside.to_pylist(), strict=True)):
        if is_inside:
            rows_of.setdefault(person, []).append(row)
    # Reproducible, and nothing that should be hard to guess.
    chance = random.Random(seed)
    for _ in range(runs):
        drawn = list(range(len(people)))
        for own in rows_of.values():
            # In their order, which is that of lines of one day.
            for place, row in zip(own, sorted(chance.choices(own, k=len(own))), strict=True):
                drawn[place] = row
        yield drawn
