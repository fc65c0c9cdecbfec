"""Pictures of commissions, with matplotlib.

Amounts become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ._core import InvalidArgument, Money, Plan, PlanRule, Rate, RateSchedule, parse_money
from ._figures import part_text
from ._labels import Language, check_language, compact_text, in_own_decimals, text
from ._ledger_plots import named_axes, put_title
from ._plots import finish_axis, fonts_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._commission import CommissionResult
    from ._commission_compare import PlanComparison
    from ._commission_simulate import PlanSimulation

_SHADES = ("#2f7f86", "#7db3b8")  # Of periods, in turn.
_GAIN, _LOSS = "#2f7f86", "#cc5a30"
_RULES = ("#1d4e63", "#e9a04c", "#2f7f86", "#8f2219", "#8f89b8", "#5fa3b5", "#7b4173", "#4d5965")
_PARTS = 60  # Of a tier's curve; those of straight lines cost nothing.
_BINS = 24
_MARKED = ("5%", "50%", "95%")  # Quantiles of the runs.


def plot_commission(
    result: CommissionResult, *, top: int = 20, ax: Axes | None = None, lang: str = "en"
) -> Axes:
    """Draws what people earned, a bar for each, those who earned most at the top, with a part for
    each period of the plan; its exact sum in short form at its end.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language."""
    fonts, language = fonts_for(check_language(lang))
    code = result.plan.currency.code
    [(_, panel)] = named_axes([code], None, ax)
    rows = result.rows
    earned: dict[str | int, Money] = {}
    for row in rows:
        earned[row["salesperson"]] = row["commission"] + earned.get(
            row["salesperson"], row["commission"] * 0
        )
    people = sorted(earned, key=lambda person: earned[person], reverse=True)[:top]
    places = {person: place for place, person in enumerate(reversed(people))}
    periods = sorted({row["period"] for row in rows})
    starts = {(person, sign): 0.0 for person in people for sign in (True, False)}
    for row in rows:
        person, amount = row["salesperson"], float(row["commission"].amount)
        if person not in places:
            continue
        start = starts[person, amount >= 0]
        shade = _SHADES[periods.index(row["period"]) % len(_SHADES)]
        panel.barh(places[person], amount, left=start, height=0.68, color=shade)
        starts[person, amount >= 0] = start + amount
    for person, place in places.items():
        panel.annotate(
            compact_text(earned[person].amount, language),
            (starts[person, True], place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
    panel.set_yticks(range(len(people)), [str(each) for each in reversed(people)], fontfamily=fonts)
    panel.axvline(0, color="0.35", linewidth=0.8)
    finish_axis(panel, "x", fonts, language)
    put_title(panel, text("commission_title", language), f"{result.period} · {code}", fonts)
    return panel


def plot_comparison(
    result: PlanComparison, *, top: int = 20, ax: Axes | None = None, lang: str = "en"
) -> Axes:
    """Draws what people gain (to the right) and lose by the plan after, those with the largest
    changes, from the largest gain down; each exact change in short form at its bar's end.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language."""
    fonts, language = fonts_for(check_language(lang))
    code = result.before.plan.currency.code
    [(_, panel)] = named_axes([code], None, ax)
    largest = sorted(result.rows, key=lambda row: abs(row["change"]), reverse=True)[:top]
    rows = sorted(largest, key=lambda row: row["change"])
    lengths = [float(row["change"].amount) for row in rows]
    colours = [_LOSS if length < 0 else _GAIN for length in lengths]
    panel.barh(range(len(rows)), lengths, height=0.68, color=colours)
    for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
        shown = compact_text(row["change"].amount, language)
        panel.annotate(
            f"+{shown}" if length > 0 else shown,
            (length, place),
            xytext=(-4 if length < 0 else 4, 0),
            textcoords="offset points",
            ha="right" if length < 0 else "left",
            va="center",
            fontsize="small",
            fontfamily=fonts,
        )
    panel.set_yticks(range(len(rows)), [row["salesperson"] for row in rows], fontfamily=fonts)
    panel.axvline(0, color="0.35", linewidth=0.8)
    panel.use_sticky_edges = False
    panel.margins(x=0.12)
    finish_axis(panel, "x", fonts, language)
    plans = f"{result.before.plan.name} → {result.after.plan.name}"
    put_title(
        panel,
        f"{text('plan_change', language)} · {plans}",
        f"{result.before.period} · {code}",
        fonts,
    )
    return panel


def plot_simulation(
    result: PlanSimulation, kind: str | None = None, *, ax: Axes | None = None, lang: str = "en"
) -> Axes:
    """Draws how many runs cost how much, with quantiles ("runs"), or the cost of each scale, with
    its part of the revenue ("scales"); by default the runs where there are any.

    Throws ImportError when matplotlib is absent, ValueError for an unknown kind or language, or a
    kind that was not simulated."""
    kind = kind or ("runs" if result.resampled else "scales")
    draw = {"runs": _draw_runs, "scales": _draw_scales}.get(kind)
    if draw is None:
        raise ValueError(f'kind "{kind}": expected "runs" or "scales"')
    if not (result.resampled if kind == "runs" else result.scaled):
        raise ValueError(f'kind "{kind}": expected what was simulated')
    fonts, language = fonts_for(check_language(lang))
    plan = result.settled.plan
    [(_, panel)] = named_axes([plan.currency.code], None, ax)
    draw(panel, result, fonts, language)
    title = f"{text('plan_simulation', language)} · {plan.name}"
    put_title(panel, title, f"{result.settled.period} · {plan.currency.code}", fonts)
    return panel


def _draw_runs(panel: Axes, result: PlanSimulation, fonts: list[str], lang: Language) -> None:
    costs = [float(row["cost"].amount) for row in result.resampled]
    panel.hist(costs, bins=min(_BINS, max(len(costs) // 4, 1)), color=_SHADES[1], edgecolor="white")
    top = panel.get_ylim()[1]
    panel.set_ylim(0, 1.3 * top)
    marks = [(part, cost, _RULES[0]) for part, cost in result.quantiles(_MARKED).items()]
    marks.append((text("plan_as_is", lang), result.as_is["cost"], _LOSS))
    # The further left the higher, so that no line runs through a name.
    marks.sort(key=lambda mark: mark[1], reverse=True)
    for place, (name, cost, colour) in enumerate(marks):
        height = (1.02 + 0.07 * place) * top
        panel.plot([float(cost.amount)] * 2, [0, height], color=colour, linewidth=1.1)
        panel.annotate(
            f"{name}: {compact_text(cost.amount, lang)}",
            (float(cost.amount), height),
            xytext=(4, -3),
            textcoords="offset points",
            fontsize="small",
            fontfamily=fonts,
        )
    panel.margins(x=0.1)
    finish_axis(panel, "x", fonts, lang)
    panel.grid(visible=False)
    panel.locator_params(axis="y", integer=True)
    panel.set_xlabel(text("plan_cost", lang), fontfamily=fonts)
    panel.set_ylabel(text("plan_runs", lang), fontfamily=fonts)


def _draw_scales(panel: Axes, result: PlanSimulation, fonts: list[str], lang: Language) -> None:
    rows = sorted(result.scaled, key=lambda row: row["scale"])
    scales = [float(row["scale"].percent) for row in rows]
    costs = [float(row["cost"].amount) for row in rows]
    panel.plot(scales, costs, color=_SHADES[0], linewidth=1.7, marker="o", markersize=4)
    for row, scale, cost in zip(rows, scales, costs, strict=True):
        panel.annotate(
            f"{compact_text(row['cost'].amount, lang)}\n{part_text(row['cost_share'])}",
            (scale, cost),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            fontsize="small",
            fontfamily=fonts,
        )
    panel.margins(x=0.08)
    low, high = min(0.0, *costs), max(0.0, *costs)
    panel.set_ylim(low - 0.08 * (high - low) if low < 0 else 0, high + 0.18 * (high - low) or 1)
    finish_axis(panel, "y", fonts, lang)
    panel.set_xticks(scales, [str(row["scale"]) for row in rows])
    panel.set_xlabel(text("plan_scale", lang), fontfamily=fonts)
    panel.set_ylabel(text("plan_cost", lang), fontfamily=fonts)


def plot_plan(
    plan: Plan,
    *,
    rule: str | None = None,
    upto: Money | Decimal | int | str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes:
    """Draws what a period's base (or quantity) earns by the tiers, exactly; where it jumps, the
    jump is dotted. A single rule over the base has its effective rate beside it, on an axis of its
    own. Tiers over attainment are drawn in percents of the target (of a target of quantity, as what
    each of its units earns), tiers over margins as the rate that a margin finds. Amounts a line or
    a unit, modifiers and bounds of a line are not of it; the plan's cap and floor are dashed.

    rule: the one to draw; by default all that run over the same as the first.
    upto: how far; by default half as far again as the last tier's start.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language,
    InvalidArgument for a rule that is not there or earns nothing, and an upto of nothing."""
    fonts, language = fonts_for(check_language(lang))
    rules = _drawn_rules(plan, rule)
    over = rules[0].tiers_over
    end = _end(plan, rules, upto)
    code = plan.currency.code
    [(_, panel)] = named_axes([code], None, ax)
    highest = Fraction(0)
    for place, each in enumerate(rules):
        pieces = _curve(each, end)
        highest = max(highest, *(y for piece in pieces for _, y in piece))
        label = each.name if len(rules) > 1 else None
        _draw_curve(panel, pieces, _RULES[place % len(_RULES)], label)
    if over == "base" and len(rules) == 1 and len(rules[0].schedule.tiers) > 1:
        _draw_effective(panel, rules[0].schedule, end, fonts, language)
    panel.set_xlim(0, float(end))
    panel.set_ylim(0, 1.08 * float(highest) or 1)
    if over in ("base", "quantity"):
        _draw_bounds(panel, plan, fonts, language)
    finish_axis(panel, "y", fonts, language)
    earned = _earned_label(rules[0])
    if earned in ("plan_rate", "plan_of_target"):
        panel.yaxis.set_major_formatter(_percent)
    if over == "margin" or _runs_over_target(rules[0]):
        panel.xaxis.set_major_formatter(_percent)
    else:
        panel.xaxis.set_major_formatter(lambda value, _place: compact_text(_exact(value), language))
    panel.tick_params(axis="x", labelfontfamily=fonts, pad=7)  # Clear of the other axis's zero.
    panel.set_xlabel(text(f"plan_over_{over}", language), fontfamily=fonts)
    panel.set_ylabel(text(earned, language), fontfamily=fonts)
    is_one_of_several = len(rules) == 1 < len(plan.rules)
    title = f"{plan.name} · {rules[0].name}" if is_one_of_several else plan.name
    put_title(panel, title, code, fonts)
    return panel


Points = list[tuple[Fraction, Fraction]]


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _percent(value: float, _place: float) -> str:
    return f"{100 * _exact(value):.6f}".rstrip("0").rstrip(".") + "%"


def _runs_over_target(rule: PlanRule) -> bool:
    return rule.tiers_over in ("attainment", "quantity_attainment")


def _earned_label(rule: PlanRule) -> str:
    """Of what the rule's curve is measured in."""
    if rule.tiers_over == "margin":
        return "plan_rate"
    if not _runs_over_target(rule) or rule.schedule.method == "table":
        return "commission"
    return "plan_of_target" if rule.tiers_over == "attainment" else "plan_of_target_unit"


def _drawn_rules(plan: Plan, name: str | None) -> list[PlanRule]:
    """Those that share their axes."""
    earning = [each for each in plan.rules if not each.excluded]
    if name is not None:
        rules = [each for each in earning if each.name == name]
        if not rules:
            known = ", ".join(each.name for each in earning) or "none"
            raise InvalidArgument(f"rule: expected one that earns ({known}), got {name}")
        return rules
    if not earning:
        raise InvalidArgument("plan: expected a rule that earns")

    def axes_of(rule: PlanRule) -> tuple[str, bool]:
        pays_amounts = rule.schedule.method == "table"
        return rule.tiers_over, pays_amounts and _runs_over_target(rule)

    return [each for each in earning if axes_of(each) == axes_of(earning[0])]


def _end(
    plan: Plan, rules: Sequence[PlanRule], upto: Money | Decimal | int | str | None
) -> Fraction:
    over = rules[0].tiers_over
    if upto is None:
        last = max(Fraction(each.schedule.tiers[-1][0]) for each in rules)
        usual = {"margin": Fraction(1), "quantity": Fraction(100)}
        if _runs_over_target(rules[0]):
            return last * 3 / 2 or Fraction(3, 2)
        return last * 3 / 2 or usual.get(over, Fraction(100_000))
    if isinstance(upto, Money) or (isinstance(upto, str) and over == "base" and " " in upto):
        money = upto if isinstance(upto, Money) else parse_money(upto)
        if money.currency != plan.currency:
            raise InvalidArgument(f"upto: expected an amount in {plan.currency.code}, got {money}")
        end = Fraction(money.amount)
    elif isinstance(upto, str) and upto.endswith("%"):
        end = Fraction(Rate(upto).fraction)
    else:
        end = Fraction(upto)
    if end <= 0:
        raise InvalidArgument(f"upto: expected more than nothing, got {upto}")
    return end


def _curve(rule: PlanRule, end: Fraction) -> list[Points]:
    """What is earned within each tier, its ends being what the tier itself earns there."""
    schedule = rule.schedule
    starts = [Fraction(start) for start, _ in schedule.tiers if Fraction(start) < end]
    pieces: list[Points] = []
    if not starts or starts[0] > 0:
        # Below a table's first tier nothing is earned.
        first = starts[0] if starts else end
        pieces.append([(Fraction(0), Fraction(0)), (first, Fraction(0))])
    for tier, start in enumerate(starts):
        stop = starts[tier + 1] if tier + 1 < len(starts) else end
        if rule.tiers_over == "margin":
            value = schedule.tiers[tier][1]
            rate = Fraction(value.fraction if isinstance(value, Rate) else value)
            pieces.append([(start, rate), (stop, rate)])
            continue
        target = schedule.for_target(1) if _runs_over_target(rule) else schedule
        # So little inside the tier that no chart shows it.
        margin = (stop - start) / 10**9
        steps = _PARTS if schedule.method == "interpolated" else 1
        places = [start + (stop - start) * Fraction(step, steps) for step in range(steps + 1)]
        inside = [start + margin, *places[1:-1], stop - margin]
        pieces.append(
            [(at, _earned(target, near)) for at, near in zip(places, inside, strict=True)]
        )
    return pieces


@in_own_decimals
def _earned(schedule: RateSchedule, base: Fraction) -> Fraction:
    digits = 12  # Finer than any chart; a fraction such as a third is no decimal.
    return schedule.earned(Decimal(base.numerator * 10**digits // base.denominator).scaleb(-digits))


def _draw_curve(panel: Axes, pieces: list[Points], colour: str, label: str | None) -> None:
    for place, piece in enumerate(pieces):
        xs, ys = [float(x) for x, _ in piece], [float(y) for _, y in piece]
        panel.plot(xs, ys, color=colour, linewidth=1.8, label=None if place else label)
        if place:
            jump = [float(pieces[place - 1][-1][1]), ys[0]]
            panel.plot([xs[0]] * 2, jump, color=colour, linewidth=1.2, linestyle=":")


def _draw_effective(
    panel: Axes, schedule: RateSchedule, end: Fraction, fonts: list[str], lang: Language
) -> None:
    """What of the base is earned in all, as a thin line with its axis at the right."""
    side = panel.twinx()
    at = [end * Fraction(step, 400) for step in range(1, 401)]
    starts = [Fraction(start) for start, _ in schedule.tiers]
    # Both sides of each start, as it may jump there.
    at += [start + sign * end / 10**6 for start in starts if 0 < start < end for sign in (-1, 1)]
    points = [(float(base), float(_earned(schedule, base) / base)) for base in sorted(at)]
    side.plot(*zip(*points, strict=True), color="0.55", linewidth=0.9)
    side.set_ylim(0, 1.3 * max(rate for _, rate in points) or 1)
    finish_axis(side, "y", fonts, lang)
    side.grid(visible=False)
    side.yaxis.set_major_formatter(_percent)
    side.tick_params(axis="y", labelcolor="0.45")
    side.set_ylabel(text("plan_effective_rate", lang), color="0.45", fontfamily=fonts)


def _draw_bounds(panel: Axes, plan: Plan, fonts: list[str], lang: Language) -> None:
    for name, bound in (("plan_cap", plan.cap), ("plan_floor", plan.floor)):
        # One far above what is drawn would press it flat.
        if bound is None or float(bound.amount) > 1.3 * panel.get_ylim()[1]:
            continue
        panel.axhline(float(bound.amount), color="0.35", linewidth=0.9, linestyle="--")
        panel.annotate(
            f"{text(name, lang)} {compact_text(bound.amount, lang)}",
            (0, float(bound.amount)),
            xycoords=("axes fraction", "data"),
            xytext=(4, 3),
            textcoords="offset points",
            fontsize="small",
            fontfamily=fonts,
        )
