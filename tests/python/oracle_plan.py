"""Settling whole commission plans in fractions and nothing else, by the words of the rules.

It shares no code with o2c. Lines are dicts of the columns that o2c.commission reads, amounts and
numbers being fractions; a column that a line does not have is None.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from oracle_commission import Tier, earned
from oracle_number import round_to

Line = Mapping[str, Any]
Period = tuple[dt.date, str]
"""The first day and how long it is."""
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KINDS = ["week", "half_month", *MONTHS]
Rates = Mapping[tuple[str, str], Mapping[dt.date, Fraction]]
"""By base and quote, and by day: so many of the quote for one of the base."""

NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A tier is (from, rate), over quantities (from, for each), of a table (from, amount)."""

    name: str
    method: str = "marginal"
    tiers: Sequence[Tier] = ((NOTHING, NOTHING),)
    edge: str = "closes"
    tiers_over: str = "base"
    products: Sequence[str] = ()
    categories: Sequence[str] = ()
    parties: Sequence[str] = ()
    regions: Sequence[str] = ()
    price_lists: Sequence[str] = ()
    discount_over: Fraction | None = None
    discount_to: Fraction | None = None
    first_order: bool | None = None
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    per_line: Fraction | None = None
    per_unit: Fraction | None = None
    line_floor: Fraction | None = None
    line_cap: Fraction | None = None
    excluded: bool = False


@dataclass(frozen=True, kw_only=True)
class Accelerator:
    """What a longer period pays on top."""

    pays: Rule
    over: str
    rules: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Modifier:
    measure: str
    levels: Sequence[tuple[Fraction, Fraction]]
    """(bound, what is paid beyond it)"""
    rules: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    rules: Sequence[Rule]
    minor: Fraction = Fraction(1, 100)
    unit: Fraction = Fraction(1, 100)
    basis: str = "collected"
    accumulation: str = "month"
    carry_over: str = "none"
    currency: str = "CNY"
    rounding: str = "half_up"
    by_line: bool = False
    accelerators: Sequence[Accelerator] = ()
    modifiers: Sequence[Modifier] = ()
    category_above: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[int, tuple[Fraction, str]] = field(default_factory=dict)
    """By level: (rate, of)."""
    pools: Mapping[str, tuple[Fraction, Mapping[Any, Fraction]]] = field(default_factory=dict)
    """By name: (rate, weights of people)."""
    cap: Fraction | None = None
    floor: Fraction | None = None
    longer_period: str | None = None
    longer_cap: Fraction | None = None
    longer_floor: Fraction | None = None
    holdback: Fraction | None = None
    draw: Fraction | None = None
    draw_recoverable: bool = True
    entitled: str = "lines"
    clawback_days: int | None = None
    earned_on: str = "date"
    base_plus: Sequence[str] = ()
    base_less: Sequence[str] = ()
    rates_on: str = "date"
    per_order: bool = False
    order_floor: Fraction | None = None
    order_cap: Fraction | None = None
    payable_on: str | None = None
    after_leaving: str | None = None
    leaver_days: int | None = None
    leaver_share: Fraction | None = None
    leaver_later: str | None = None


@dataclass(frozen=True, kw_only=True)
class Credited:
    """A line and a person who is credited with it."""

    line: int
    salesperson: Any
    rule: str
    period: Period
    base: Fraction
    quantity: Fraction
    commission: Fraction
    on_top: Mapping[str, Fraction]
    """What of the commission is accelerators', by these."""


@dataclass(frozen=True, kw_only=True)
class Total:
    lines: int
    base: Fraction
    commission: Fraction
    bounded: Fraction
    payable: Fraction
    """Of bounded: what lines that are payable by the period's end have earned, within bounds."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    credits: list[Credited]
    totals: dict[tuple[Any, Period], Total]
    overrides: dict[tuple[Any, Period, int], tuple[Fraction, Fraction]]
    """By manager, period and level: (of, amount)."""
    pools: dict[tuple[str, Any], Fraction]
    payouts: dict[Any, dict[str, Fraction]]
    tie_out: dict[tuple[str, str | None], dict[str, Fraction | int]]
    """By standing and rule."""
    unmatched: list[int]


# --- days ---------------------------------------------------------------------------------------


def containing(day: dt.date, kind: str) -> Period:
    if kind == "week":
        return day - dt.timedelta(day.weekday()), kind
    if kind == "half_month":
        return day.replace(day=1 if day.day <= 15 else 16), kind
    months = MONTHS[kind]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1), kind


def end(period: Period) -> dt.date:
    """The first day after it."""
    first, kind = period
    if kind == "week":
        return first + dt.timedelta(7)
    if kind == "half_month" and first.day == 1:
        return first.replace(day=16)
    months = MONTHS.get(kind, 1)
    return dt.date(
        first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1
    )


def is_within(inner: Period, outer: Period) -> bool:
    return outer[0] <= inner[0] and end(inner) <= end(outer)


def label(plan: Plan, period: Period, day: dt.date) -> Period:
    """What the total of a day is called: the plan's period, or what is settled of it."""
    of_plan = containing(day, plan.accumulation)
    return period if is_within(period, of_plan) else of_plan


def holds(row: Mapping[str, Any], day: dt.date) -> bool:
    first, last = row.get("from_date"), row.get("to_date")
    return (first is None or first <= day) and (last is None or day <= last)


# --- what lines are for -------------------------------------------------------------------------


def discount(line: Line) -> Fraction:
    listed = line["list_price"] * line["quantity"]
    return 1 - line["net"] / listed if listed else NOTHING


def margin(line: Line) -> Fraction:
    return (line["net"] - line["cost"]) / line["net"] if line["net"] else NOTHING


def is_below(category: str | None, wanted: Sequence[str], above: Mapping[str, str]) -> bool:
    while category is not None:
        if category in wanted:
            return True
        category = above.get(category)
    return False


def day_of(plan: Plan, line: Line) -> dt.date | None:
    """On which it counts; None: that has not come yet."""
    day: dt.date | None = line["date" if plan.earned_on == "date" else f"{plan.earned_on}_date"]
    return day


def is_payable(plan: Plan, line: Line, last: dt.date) -> bool:
    """Whether what it has earned is payable on a day."""
    if plan.payable_on is None:
        return True
    day = line["date" if plan.payable_on == "date" else f"{plan.payable_on}_date"]
    return day is not None and day <= last


def kinds_of(plan: Plan) -> set[str]:
    """Over which what lines earn depends on those before."""
    longer = {plan.longer_period} if plan.longer_period else set()
    return {plan.accumulation, *longer, *(each.over for each in plan.accelerators)}


def picks(plan: Plan, rule: Rule, line: Line) -> bool:
    lists = [
        (rule.products, "product"),
        (rule.parties, "party"),
        (rule.regions, "region"),
        (rule.price_lists, "price_list"),
    ]
    if any(wanted and line[column] not in wanted for wanted, column in lists):
        return False
    if rule.categories and not is_below(line["category"], rule.categories, plan.category_above):
        return False
    if rule.discount_over is not None and not discount(line) > rule.discount_over:
        return False
    if rule.discount_to is not None and not discount(line) <= rule.discount_to:
        return False
    if rule.first_order is not None and line["first_order"] is not rule.first_order:
        return False
    day = day_of(plan, line) or dt.date.min
    return holds({"from_date": rule.from_date, "to_date": rule.to_date}, day)


def rule_for(plan: Plan, line: Line) -> Rule | None:
    """The first rule that picks the line."""
    return next((rule for rule in plan.rules if picks(plan, rule, line)), None)


def modifiers_for(plan: Plan, rule: Rule) -> list[Modifier]:
    return [each for each in plan.modifiers if not each.rules or rule.name in each.rules]


def left_by_modifiers(plan: Plan, rule: Rule, line: Line) -> Fraction:
    """The product of what each leaves: what its farthest level pays that the line is beyond."""
    left = Fraction(1)
    for modifier in modifiers_for(plan, rule):
        pays = Fraction(1)
        for bound, of_level in modifier.levels:
            if modifier.measure == "margin":
                beyond = margin(line) < bound
            elif modifier.measure == "discount":
                beyond = discount(line) > bound
            else:
                beyond = line["days_overdue"] > bound
            if beyond:
                pays = of_level
        left *= pays
    return left


# --- what lines come to -------------------------------------------------------------------------


def rate_day(plan: Plan, period: Period, line: Line) -> dt.date:
    """As of which a line is converted; one that is not earned yet as of the period's last day."""
    if plan.rates_on == "invoice":
        invoiced: dt.date = line["credited_invoice_date"] or line["invoice_date"]
        return invoiced
    day = day_of(plan, line)
    if day is None:
        return end(period) - dt.timedelta(1)
    if plan.rates_on == "date":
        return day
    shorter = min(period[1], plan.accumulation, key=KINDS.index)
    return end(containing(day, shorter)) - dt.timedelta(1)


def convert(plan: Plan, rates: Rates, period: Period, line: Line, amount: Fraction) -> Fraction:
    """In the plan's currency: exactly, rounded once."""
    currency = line.get("currency") or plan.currency
    if currency == plan.currency:
        return amount
    day = rate_day(plan, period, line)

    def latest(pair: tuple[str, str]) -> Fraction | None:
        days = [each for each in rates.get(pair, {}) if each <= day]
        return rates[pair][max(days)] if days else None

    rate = latest((currency, plan.currency))
    if rate is None:
        inverse = latest((plan.currency, currency))
        assert inverse is not None, "a rate is missing"
        rate = 1 / inverse
    return round_to(amount * rate, plan.minor, plan.rounding)


def own_base(plan: Plan, line: Line) -> Fraction:
    """In the line's own currency: its net, gross and net of what the plan states."""
    base: Fraction = line["net"]
    base += sum((line[part] for part in plan.base_plus), NOTHING)
    base -= sum((line[part] for part in plan.base_less), NOTHING)
    return base - line["cost"] if plan.basis == "gross_profit" else base


# --- what lines earn ----------------------------------------------------------------------------


def is_return(line: Line) -> bool:
    return line["net"] < 0 or (line["net"] == 0 and (line["quantity"] or 0) < 0)


def is_too_late(plan: Plan, line: Line) -> bool:
    """Whether it is a return that came more days after the sale than the plan takes back, or
    recovers what was written off so late."""
    taken = line["returned"] if is_return(line) else line["written_off"]
    if plan.clawback_days is None or taken is None:
        return False
    sold = day_of(plan, line)
    return sold is not None and (taken - sold).days > plan.clawback_days


def rate_at(rule: Rule, value: Fraction) -> Fraction:
    """Of the tier that the value is in; below all of them of the first."""
    reached = rule.tiers[0][1]
    for start, rate in rule.tiers:
        if start < value or (rule.edge == "opens" and start == value):
            reached = rate
    return reached


def earned_by_line(
    rule: Rule,
    line: Line,
    *,
    base: Fraction,
    quantity: Fraction,
    before: Fraction,
    target: Fraction,
    left: Fraction,
) -> Fraction:
    """Of a person's part of a line, exactly, when so much has accumulated before it, and modifiers
    leave so much."""
    if rule.tiers_over == "margin":
        amount = base * rate_at(rule, margin(line))
    else:
        scale = target if "attainment" in rule.tiers_over else Fraction(1)
        tiers = [(start * scale, pays) for start, pays in rule.tiers]
        measure = quantity if "quantity" in rule.tiers_over else base
        amount = earned(rule.method, tiers, rule.edge, before + measure) - earned(
            rule.method, tiers, rule.edge, before
        )
    # A return takes back what a sale is paid.
    sign = -1 if is_return(line) else 1
    amount += sign * (rule.per_line or 0)
    amount += quantity * (rule.per_unit or 0)
    amount *= left
    if rule.line_floor is not None and left:
        amount = sign * max(sign * amount, rule.line_floor)
    if rule.line_cap is not None:
        amount = max(-rule.line_cap, min(amount, rule.line_cap))
    return amount


def divide(plan: Plan, base: Fraction, shares: Sequence[Fraction | None]) -> list[Fraction]:
    """Each its share, rounded, and no more than what is left; one takes the rest: the one without a
    share, else the last."""
    rest = shares.index(None) if None in shares else len(shares) - 1
    parts = [NOTHING] * len(shares)
    left = base
    for place, share in enumerate(shares):
        if place == rest or share is None:
            continue
        part = round_to(base * share, plan.minor, plan.rounding)
        parts[place] = max(part, left) if base < 0 else min(part, left)
        left -= parts[place]
    parts[rest] = left
    return parts


def pool_units(units: int, weights: Sequence[Fraction]) -> list[int]:
    """Units of a pool, one after the other, each to whose next half unit is the least for the
    weight, of equals to the first: nobody's share falls when there are more."""
    if units < 0:
        return [-part for part in pool_units(-units, weights)]
    # Nobody has fewer than that in the end, so the first of them need no turns.
    parts = [max(units * weight // sum(weights) - len(weights), 0) for weight in weights]
    while sum(parts) < units:
        parts[min(range(len(parts)), key=lambda i: ((2 * parts[i] + 1) / weights[i], i))] += 1
    return [int(part) for part in parts]


def shares_after_leaving(
    plan: Plan, who: Any, people: Sequence[Mapping[str, Any]], day: dt.date
) -> list[tuple[Any, Fraction | None]]:
    """(who, share) of a line that nobody is assigned; empty: the house keeps it."""
    leavings = {
        each["salesperson"]: (each["left"], each["successor"])
        for each in people
        if each.get("left") is not None
    }
    if plan.after_leaving is None or who not in leavings or day <= leavings[who][0]:
        return [(who, Fraction(1))]
    heir = leavings[who][1]
    while heir in leavings and day > leavings[heir][0]:
        heir = leavings[heir][1]
    earns = plan.after_leaving
    if plan.leaver_days is not None and (day - leavings[who][0]).days > plan.leaver_days:
        assert plan.leaver_later is not None
        earns = plan.leaver_later
    if earns == "house":
        return []
    if earns == "successor":
        return [(heir, Fraction(1))]
    if plan.leaver_share is None:
        return [(who, Fraction(1))]
    return [(who, plan.leaver_share), (heir, None)]


def credited_people(
    plan: Plan,
    line: Line,
    credits: Sequence[Mapping[str, Any]],
    by: str,
    people: Sequence[Mapping[str, Any]],
) -> tuple[Any, list[tuple[Any, Fraction | None]]]:
    """By what a line is shared, and (who, share); without an assignment its salesperson, or, when
    he has left, whoever the plan says; nobody: the house keeps it."""
    day = day_of(plan, line) or dt.date.min
    rows = [i for i, each in enumerate(credits) if each[by] == line[by] and holds(each, day)]
    if rows:
        return rows[0], [(credits[i]["salesperson"], credits[i]["share"]) for i in rows]
    shares = shares_after_leaving(plan, line["salesperson"], people, day)
    return tuple(who for who, _ in shares), shares


# --- what people are paid -----------------------------------------------------------------------


def within_bounds(plan: Plan, commission: Fraction) -> Fraction:
    if plan.floor is not None:
        commission = max(commission, plan.floor)
    if plan.cap is not None:
        commission = min(commission, plan.cap)
    return commission


def within_longer(plan: Plan, earned: Mapping[Period, Fraction]) -> Fraction:
    """What a longer period pays a person, of what its accumulations have come to; nothing without
    lines."""
    if not earned:
        return NOTHING
    paid = sum((within_bounds(plan, each) for each in earned.values()), NOTHING)
    if plan.longer_floor is not None:
        paid = max(paid, plan.longer_floor)
    if plan.longer_cap is not None:
        paid = min(paid, plan.longer_cap)
    return paid


def within_order(plan: Plan, earned: Fraction) -> Fraction:
    """What an order earns a person in all; what it takes back is bounded as well."""
    if earned == 0:
        return earned
    size = abs(earned)
    if plan.order_floor is not None:
        size = max(size, plan.order_floor)
    if plan.order_cap is not None:
        size = min(size, plan.order_cap)
    return size if earned > 0 else -size


def manager_at(
    people: Sequence[Mapping[str, Any]], salesperson: Any, day: dt.date, level: int
) -> Any:
    """Who stands so many levels above somebody on a day; None: nobody."""
    for _ in range(level):
        rows = [r for r in people if r["salesperson"] == salesperson and holds(r, day)]
        salesperson = rows[0]["manager"] if rows else None
        if salesperson is None:
            break
    return salesperson


def pay_out(
    plan: Plan, payout: dict[str, Fraction], opening: Mapping[str, Any], *, has_lines: bool
) -> None:
    """What is earned, corrections; what is not payable yet; overpayments; holdback; draws; what is
    released."""
    left = payout["commission"] + payout["overrides"] + payout["pools"] + payout["corrections"]
    payout["awaiting"] += opening.get("still_awaiting") or NOTHING
    payout["deferred"] = payout["awaiting"] - opening.get("awaiting", NOTHING)
    left -= payout["deferred"]
    overpaid = opening.get("overpaid", NOTHING)
    payout["repaid"] = min(max(left, NOTHING), overpaid)
    payout["overpaid"] = overpaid - payout["repaid"] + max(-left, NOTHING)
    left = max(left, NOTHING) - payout["repaid"]
    payout["held_back"] = round_to(left * (plan.holdback or 0), plan.minor, plan.rounding)
    payout["held"] = opening.get("held", NOTHING) + payout["held_back"] - payout["released"]
    left -= payout["held_back"]
    # Without a word on it, who has lines is advanced the plan's draw.
    advanced = opening.get("advanced")
    if advanced is None:
        advanced = plan.draw if has_lines else None
    payout["advanced"] = advanced or NOTHING
    owed = opening.get("draw", NOTHING) + payout["advanced"]
    payout["recovered"] = min(left, owed)
    # This settlement's draw is repaid before older ones.
    missing = max(payout["advanced"] - payout["recovered"], NOTHING)
    payout["forgiven"] = NOTHING if plan.draw_recoverable else missing
    payout["draw"] = owed - payout["recovered"] - payout["forgiven"]
    payout["payable"] = left - payout["recovered"] + payout["released"]


def team_on(people: Sequence[Mapping[str, Any]], day: dt.date) -> set[Any]:
    """Who has a place in the team on a day, and has not left."""
    return {
        row["salesperson"]
        for row in people
        if (row["from_date"] is None or row["from_date"] <= day)
        and (row["to_date"] is None or day <= row["to_date"])
        and (row.get("left") is None or day <= row["left"])
    }


# --- all of it ----------------------------------------------------------------------------------


def settle(
    plan: Plan,
    lines: Sequence[Line],
    period: Period,
    *,
    credits: Sequence[Mapping[str, Any]] = (),
    credited_by: str = "party",
    people: Sequence[Mapping[str, Any]] = (),
    targets: Mapping[tuple[Any, Period], Fraction] | None = None,
    quantity_targets: Mapping[tuple[Any, Period], Fraction] | None = None,
    openings: Mapping[Any, Mapping[str, Any]] | None = None,
    rates: Rates | None = None,
) -> Statement:
    """`targets` by person and what they are accumulated over."""
    begin = min(containing(period[0], kind)[0] for kind in kinds_of(plan))
    begin = min(period[0], begin)
    if plan.carry_over != "none":
        begin = dt.date(period[0].year, 1, 1)  # What targets leave goes on over the year.
    if plan.per_order or plan.order_floor is not None or plan.order_cap is not None:
        begin = dt.date.min  # Orders go on over all periods.
    tie_out: dict[tuple[str, str | None], dict[str, Fraction | int]] = {}
    credited: list[Credited] = []
    unmatched: list[int] = []
    # By person, accumulation and rule or accelerator: what tiers have run over, what was earned.
    accumulated: dict[tuple[Any, Any, str], tuple[Fraction, Fraction]] = {}
    # What lines that are shared alike have come to.
    shared: dict[Any, Fraction] = defaultdict(Fraction)
    # What a person's lines of an order have earned, without its bounds.
    of_order: dict[tuple[Any, str], Fraction] = defaultdict(Fraction)
    # What each line earned a person: its accumulation, whether it is settled, all of it, and what
    # of it is payable.
    earned_by: dict[Any, list[tuple[Period, bool, Fraction, Fraction]]] = defaultdict(list)
    last_day = end(period) - dt.timedelta(1)
    of_person: dict[tuple[Any, Period], list[Credited]] = defaultdict(list)
    # What stands below managers, by level, and what all lines come to: before and in the period.
    below: dict[tuple[Any, Period, int], list[Any]] = {}
    of_all: dict[Period, list[Fraction]] = defaultdict(lambda: [NOTHING, NOTHING])

    def target_of(who: Any, accumulation: Period, rule: Rule) -> Fraction:
        of_measure = quantity_targets if "quantity" in rule.tiers_over else targets
        return (of_measure or {}).get((who, accumulation), NOTHING)

    def carried_into(who: Any, accumulation: Period, rule: Rule) -> Fraction:
        """What was missed of the target before, or sold beyond it, as the plan carries it."""
        if plan.carry_over == "none" or "attainment" not in rule.tiers_over:
            return NOTHING
        before = containing(accumulation[0] - dt.timedelta(1), plan.accumulation)
        if before[0].year != accumulation[0].year:
            return NOTHING
        if (who, before, rule.name) in accumulated:
            measure, _ = accumulated[who, before, rule.name]
        else:
            measure = carried_into(who, before, rule)
        beyond = measure - target_of(who, before, rule)
        return (
            beyond
            if plan.carry_over in ("both", "shortfall" if beyond < 0 else "surplus")
            else NOTHING
        )

    def in_plan(line: Line, amount: Fraction) -> Fraction:
        return convert(plan, rates or {}, period, line, amount)

    def tie(standing: str, rule: Rule | None, line: Line) -> dict[str, Fraction | int]:
        row = tie_out.setdefault(
            (standing, rule.name if rule else None),
            {"lines": 0, "net": NOTHING, "amount": NOTHING, "base": NOTHING, "commission": NOTHING},
        )
        row["lines"] += 1
        row["net"] += in_plan(line, line["net"])
        row["amount"] += in_plan(line, line["amount"] or NOTHING)
        return row

    for place in sorted(
        range(len(lines)), key=lambda i: (day_of(plan, lines[i]) or dt.date.min, i)
    ):
        line = lines[place]
        day = day_of(plan, line)
        if day is None:
            tie("pending", None, line)
            continue
        if not begin <= day < end(period):
            tie("outside", None, line)
            continue
        is_earlier = day < period[0]
        rule = rule_for(plan, line)
        if is_earlier:
            tie("earlier", None, line)
        elif rule is None:
            tie("unmatched", None, line)
            unmatched.append(place)
        elif rule.excluded:
            tie("excluded", rule, line)
        if rule is None or rule.excluded:
            continue
        if is_too_late(plan, line):
            if not is_earlier:
                tie("too_late", None, line)
            continue
        base = in_plan(line, own_base(plan, line))
        shared_by, credited_to = credited_people(plan, line, credits, credited_by, people)
        if not credited_to:
            if not is_earlier:
                tie("house", None, line)
            continue
        row = None if is_earlier else tie("counted", rule, line)
        if row is not None:
            row["base"] += base
        accumulation = containing(day, plan.accumulation)
        shares = [share for _, share in credited_to]
        alike = shared_by, line["order"] if plan.per_order else accumulation, rule.name
        if plan.by_line:
            alike = (*alike, place)
        shared_before = shared[alike]
        shared[alike] += base
        for person, (who, share) in enumerate(credited_to):
            part = (
                divide(plan, shared[alike], shares)[person]
                - divide(plan, shared_before, shares)[person]
            )
            of_it = 1 - sum(filter(None, shares), NOTHING) if share is None else share
            quantity = (line["quantity"] or NOTHING) * of_it
            left = left_by_modifiers(plan, rule, line)

            def paid_by(
                by: Rule,
                over: Any,
                target: Fraction,
                who: Any = who,
                line: Line = line,
                part: Fraction = part,
                quantity: Fraction = quantity,
                left: Fraction = left,
            ) -> Fraction:
                before, earned_before = accumulated.get((who, over, by.name), (NOTHING, NOTHING))
                exact = earned_by_line(
                    by,
                    line,
                    base=part,
                    quantity=quantity,
                    before=before,
                    target=target,
                    left=left,
                )
                measure = quantity if "quantity" in by.tiers_over else part
                accumulated[who, over, by.name] = before + measure, earned_before + exact
                if plan.by_line:
                    return round_to(exact, plan.unit, plan.rounding)
                return round_to(earned_before + exact, plan.unit, plan.rounding) - round_to(
                    earned_before, plan.unit, plan.rounding
                )

            over = line["order"] if plan.per_order else accumulation
            if (who, over, rule.name) not in accumulated:
                accumulated[who, over, rule.name] = carried_into(who, accumulation, rule), NOTHING
            commission = paid_by(rule, over, target_of(who, accumulation, rule))
            on_top = {}
            for each in plan.accelerators:
                if each.rules and rule.name not in each.rules:
                    continue
                longer = containing(day, each.over)
                on_top[each.pays.name] = paid_by(
                    each.pays, longer, target_of(who, longer, each.pays)
                )
            commission += sum(on_top.values(), NOTHING)
            before_it = of_order[who, line["order"]]
            of_order[who, line["order"]] += commission
            commission = within_order(plan, before_it + commission) - within_order(plan, before_it)
            total = who, label(plan, period, day)
            of_all[total[1]][not is_earlier] += part
            for level, (_, of) in plan.overrides.items():
                manager = manager_at(people, who, day, level)
                if manager is not None:
                    sums = below.setdefault((manager, total[1], level), [NOTHING, None])
                    counted = part if of == "base" else commission
                    if is_earlier:
                        sums[0] += counted
                    else:
                        sums[1] = (sums[1] or NOTHING) + counted
            of_payable = commission if is_payable(plan, line, last_day) else NOTHING
            earned_by[who].append((accumulation, row is not None, commission, of_payable))
            if row is None:
                continue
            row["commission"] += commission
            credit = Credited(
                line=place,
                salesperson=who,
                rule=rule.name,
                period=total[1],
                base=part,
                quantity=quantity,
                commission=commission,
                on_top=on_top,
            )
            credited.append(credit)
            of_person[total].append(credit)

    if plan.entitled == "team":
        # Each day on which somebody is of the team counts as if a line earned nothing on it.
        day = containing(
            min(period[0], containing(period[0], plan.accumulation)[0]),
            plan.longer_period or plan.accumulation,
        )[0]
        while day < end(period):
            for who in team_on(people, day):
                accumulation = containing(day, plan.accumulation)
                is_settled = day >= period[0]
                earned_by[who].append((accumulation, is_settled, NOTHING, NOTHING))
                if is_settled:
                    of_person[who, label(plan, period, day)]
            day += dt.timedelta(1)

    totals = {}
    for total, parts in of_person.items():
        commission = sum((each.commission for each in parts), NOTHING)
        # The bounds are for the whole accumulation, and the longer period; what earlier lines
        # brought is paid.
        this = containing(total[1][0], plan.accumulation)
        whole = containing(this[0], plan.longer_period or plan.accumulation)
        sums: list[dict[Period, list[Fraction]]] = [{}, {}]  # Before, and with what is settled.
        for accumulation, is_settled, *amounts in earned_by[total[0]]:
            if not is_within(accumulation, whole) or accumulation[0] > this[0]:
                continue
            for after in (0, 1) if accumulation != this or not is_settled else (1,):
                of = sums[after].setdefault(accumulation, [NOTHING, NOTHING])
                of[:] = [of[0] + amounts[0], of[1] + amounts[1]]
        bounded, is_paid = (
            within_longer(plan, {key: of[which] for key, of in sums[1].items()})
            - within_longer(plan, {key: of[which] for key, of in sums[0].items()})
            for which in (0, 1)
        )
        totals[total] = Total(
            lines=len(parts),
            base=sum((each.base for each in parts), NOTHING),
            commission=commission,
            bounded=bounded,
            payable=is_paid,
        )

    def added(rate: Fraction, before: Fraction, now: Fraction) -> Fraction:
        """What a rate of it adds to what was rounded before, so that settlements make the whole."""
        return round_to((before + now) * rate, plan.unit, plan.rounding) - round_to(
            before * rate, plan.unit, plan.rounding
        )

    overrides = {
        key: (now, added(plan.overrides[key[2]][0], before, now))
        for key, (before, now) in below.items()
        if now is not None
    }
    pools = {}
    for name, (rate, weights) in plan.pools.items():
        pools.update({(name, who): NOTHING for who in weights})
        for before, now in of_all.values():
            # Each member's share accumulates: of all so far, less that of what was before.
            so_far, earlier = (
                pool_units(
                    int(round_to(of * rate, plan.unit, plan.rounding) / plan.unit),
                    list(weights.values()),
                )
                for of in (before + now, before)
            )
            for who, count, less in zip(weights, so_far, earlier, strict=True):
                pools[name, who] += (count - less) * plan.unit

    payouts: dict[Any, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for who, opening in (openings or {}).items():
        payouts[who]["corrections"] = opening.get("corrections", NOTHING)
        payouts[who]["released"] = opening.get("released", NOTHING)
    for (who, _), of_period in totals.items():
        payouts[who]["commission"] += of_period.bounded
        payouts[who]["awaiting"] += of_period.bounded - of_period.payable
    for (who, _, _), (_, amount) in overrides.items():
        payouts[who]["overrides"] += amount
    for (_, who), amount in pools.items():
        payouts[who]["pools"] += amount
    for who, payout in payouts.items():
        has_lines = any(name == who for name, _ in totals)
        pay_out(plan, payout, (openings or {}).get(who, {}), has_lines=has_lines)
    return Statement(
        credits=sorted(credited, key=lambda each: each.line),
        totals=totals,
        overrides=overrides,
        pools=pools,
        payouts={who: dict(payout) for who, payout in payouts.items()},
        tie_out=tie_out,
        unmatched=sorted(unmatched),
    )
