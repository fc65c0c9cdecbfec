"""Settlements of any plan: as the oracle takes them (oracle_plan), and as o2c does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import o2c
import oracle_plan
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import strategies as st
from oracle_number import MODES

DIGITS = {"CNY": 2, "JPY": 0, "BHD": 3, "USD": 2}
SELLERS = ["Li", "Wu", "陈", "Xu"]
PEOPLE = [*SELLERS, "Mo", "Zhu"]
ALL = [*PEOPLE, "Ou"]
NUMBERS = {who: 100 + place for place, who in enumerate(ALL)}
PARTS = ("tax", "freight", "discount")
MOMENTS = ("order", "invoice", "shipment", "full_payment")
FOREIGN = "USD"
TEXTS = ("document", "order", "party", "product", "category", "region", "price_list")
CATEGORY_ABOVE = {"base metal": "metal", "scrap": "base metal"}


def text(number: Fraction) -> str:
    """As a decimal number, which it has to be."""
    digits = next(n for n in range(30) if (number * 10**n).denominator == 1)
    return format(Decimal(int(number * 10**digits)).scaleb(-digits), "f")


def percent(part: Fraction) -> str:
    return f"{text(part * 100)}%"


def period_text(period: oracle_plan.Period) -> str:
    first, kind = period
    if kind == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}"
    if kind == "half_month":
        return f"{first:%Y-%m}H{1 if first.day == 1 else 2}"
    part = (first.month - 1) // oracle_plan.MONTHS[kind] + 1
    parts = {"month": f"-{part:02}", "quarter": f"Q{part}", "half": f"H{part}", "year": ""}
    return f"{first.year}{parts[kind]}"


IN_A_PLAN_OF_QUANTITIES = {
    "base": "base",
    "quantity": "base",
    "quantity_attainment": "attainment",
}


def schedule_of(rule: oracle_plan.Rule) -> o2c.RateSchedule:
    per_unit = "quantity" in rule.tiers_over and rule.method != "table"
    tiers = [
        (text(start), text(pays) if per_unit or rule.method == "table" else percent(pays))
        for start, pays in rule.tiers
    ]
    return o2c.RateSchedule(
        rule.method,
        [(Decimal(start), Decimal(pays) if "%" not in pays else pays) for start, pays in tiers],
        edge=rule.edge,
        per_unit=per_unit,
    )


def plan_of(plan: oracle_plan.Plan, currency: str, *, numbered: bool = False) -> o2c.Plan:
    """The plan of the oracle as one of o2c; numbered: people have numbers in place of names."""

    def money(amount: Fraction | None) -> str | None:
        return None if amount is None else f"{text(amount)} {currency}"

    def part(of: Fraction | None) -> str | None:
        return None if of is None else percent(of)

    return o2c.Plan(
        "Any",
        currency,
        [
            o2c.PlanRule(
                rule.name,
                schedule_of(rule),
                products=rule.products,
                categories=rule.categories,
                parties=rule.parties,
                regions=rule.regions,
                price_lists=rule.price_lists,
                discount_over=part(rule.discount_over),
                discount_to=part(rule.discount_to),
                first_order=rule.first_order,
                from_date=rule.from_date,
                to_date=rule.to_date,
                # In a plan that counts quantities nothing need be said of them.
                tiers_over=IN_A_PLAN_OF_QUANTITIES[rule.tiers_over]
                if plan.basis == "quantity"
                else rule.tiers_over,
                per_line=money(rule.per_line),
                per_unit=None if rule.per_unit is None else Decimal(text(rule.per_unit)),
                line_floor=money(rule.line_floor),
                line_cap=money(rule.line_cap),
                excluded=rule.excluded,
            )
            for rule in plan.rules
        ],
        basis=plan.basis,
        accumulation=plan.accumulation,
        carry_over=plan.carry_over,
        rounding=plan.rounding,
        rounded="line" if plan.by_line else "cumulative",
        unit=money(plan.unit),
        accelerators=[
            o2c.Accelerator(
                each.pays.name,
                schedule_of(each.pays),
                over=each.over,
                tiers_over=IN_A_PLAN_OF_QUANTITIES[each.pays.tiers_over]
                if plan.basis == "quantity"
                else each.pays.tiers_over,
                rules=each.rules,
            )
            for each in plan.accelerators
        ],
        modifiers=[
            o2c.Modifier(
                each.measure,
                [
                    (
                        int(bound) if each.measure == "days_overdue" else percent(bound),
                        percent(pays),
                    )
                    for bound, pays in each.levels
                ],
                rules=each.rules,
            )
            for each in plan.modifiers
        ],
        category_above=dict(plan.category_above),
        overrides=[
            o2c.Override(percent(rate), level=level, of=of)
            for level, (rate, of) in plan.overrides.items()
        ],
        pools=[
            o2c.Pool(
                name,
                percent(rate),
                {
                    str(NUMBERS[who]) if numbered else who: Decimal(text(weight))
                    for who, weight in weights.items()
                },
            )
            for name, (rate, weights) in plan.pools.items()
        ],
        cap=money(plan.cap),
        floor=money(plan.floor),
        longer_period=plan.longer_period,
        longer_cap=money(plan.longer_cap),
        longer_floor=money(plan.longer_floor),
        holdback=part(plan.holdback),
        draw=money(plan.draw),
        draw_recoverable=plan.draw_recoverable,
        entitled=plan.entitled,
        clawback_days=plan.clawback_days,
        earned_on=plan.earned_on,
        base_plus=plan.base_plus,
        base_less=plan.base_less,
        rates_on=plan.rates_on,
        per_order=plan.per_order,
        order_floor=money(plan.order_floor),
        order_cap=money(plan.order_cap),
        payable_on=plan.payable_on,
        after_leaving=plan.after_leaving,
        leaver_days=plan.leaver_days,
        leaver_share=part(plan.leaver_share),
        leaver_later=plan.leaver_later,
    )


@cache
def decimals(least: int, most: int, digits: int) -> st.SearchStrategy[Fraction]:
    return st.integers(least, most).map(lambda n: Fraction(n, 10**digits))


@cache
def perhaps(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@cache
def some_of(*values: str) -> st.SearchStrategy[list[str]]:
    return st.just([]) | st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


AMOUNT = st.integers(0, 600_000) | st.integers(0, 3)
EDGES = st.sampled_from([Fraction(each, 100) for each in (0, 20, 50)])


@st.composite
def rules(
    draw: st.DrawFn, name: str, minor: Fraction, *, picks: bool, by_quantity: bool = False
) -> oracle_plan.Rule:
    over = draw(
        st.sampled_from(["base", "base", "quantity", "attainment", "margin", "quantity_attainment"])
    )
    if by_quantity:
        over = draw(st.sampled_from(["quantity", "quantity", "quantity_attainment"]))
    by_target = "attainment" in over
    method = draw(st.sampled_from(["marginal", "whole", "interpolated", "table"]))
    if over == "margin":
        method = "whole"
    # Numbers that lines reach.
    width = 8 if by_target else {"base": 4_000, "quantity": 400, "margin": 8}[over]
    digits = 0 if over == "base" else 1
    start = decimals(1, width * 10**digits // 2, digits)
    if over == "base":
        start |= st.integers(1, 6).map(lambda n: Fraction(100 * n))
    if over == "margin":
        start |= EDGES.filter(bool)
    starts = sorted(draw(st.sets(start, max_size=3)))
    if method != "table":
        starts = [Fraction(0), *starts]
    elif not starts:
        starts = [Fraction(1, 2)]
    amounts = method == "table" or "quantity" in over
    pays = [draw(decimals(1, 900, 2) if amounts else decimals(0, 2_000, 4)) for _ in starts]
    selecting: dict[str, Any] = {}
    if picks:
        selecting = {
            "products": draw(some_of("steel", "copper", "zinc")),
            "categories": draw(some_of("metal", "base metal", "scrap")),
            "parties": draw(some_of("N", "O")) if draw(st.booleans()) else [],
            "regions": draw(some_of("EU")) if draw(st.booleans()) else [],
            "price_lists": draw(some_of("2025")) if draw(st.booleans()) else [],
            "discount_over": draw(perhaps(decimals(-10, 60, 2) | EDGES)),
            "discount_to": draw(perhaps(decimals(-10, 60, 2) | EDGES)),
            "first_order": draw(perhaps(st.booleans())),
            "from_date": draw(perhaps(st.dates(dt.date(2026, 1, 1), dt.date(2026, 7, 1)))),
            "to_date": draw(perhaps(st.dates(dt.date(2026, 5, 1), dt.date(2026, 12, 1)))),
        }
        # Few of them, so that the rule picks something.
        kept = draw(st.sets(st.sampled_from(sorted(selecting)), max_size=3))
        selecting = {key: value for key, value in selecting.items() if key in kept}
    if draw(st.integers(0, 7)) == 0:
        return oracle_plan.Rule(name=name, excluded=True, **selecting)
    amount = st.integers(1, 20_000)
    floor, cap = sorted([draw(amount) * minor, draw(amount) * minor])
    return oracle_plan.Rule(
        name=name,
        method=method,
        tiers=list(zip(starts, pays, strict=True)),
        edge=draw(st.sampled_from(["closes", "opens"])),
        tiers_over=over,
        per_line=draw(amount) * minor if draw(st.booleans()) else None,
        per_unit=None if by_quantity else draw(perhaps(decimals(1, 500, 2))),
        line_floor=floor if draw(st.booleans()) else None,
        line_cap=cap if draw(st.booleans()) else None,
        **selecting,
    )


@st.composite
def accelerators(
    draw: st.DrawFn, plan: oracle_plan.Plan, place: int
) -> oracle_plan.Accelerator | None:
    """One for such a plan, if it can have any."""
    longer = oracle_plan.KINDS[oracle_plan.KINDS.index(plan.accumulation) + 1 :]
    if plan.accumulation == "week" or not longer or plan.per_order:
        return None
    pays = draw(
        rules(f"top {place}", plan.minor, picks=False, by_quantity=plan.basis == "quantity").filter(
            lambda rule: not rule.excluded and rule.tiers_over != "margin"
        )
    )
    names = [rule.name for rule in plan.rules]
    return oracle_plan.Accelerator(
        pays=oracle_plan.Rule(
            name=pays.name,
            method=pays.method,
            tiers=pays.tiers,
            edge=pays.edge,
            tiers_over=pays.tiers_over,
        ),
        over=draw(st.sampled_from(longer)),
        rules=draw(st.just([]) | st.lists(st.sampled_from(names), min_size=1, unique=True)),
    )


@st.composite
def modifiers(draw: st.DrawFn, names: Sequence[str]) -> oracle_plan.Modifier:
    measure = draw(st.sampled_from(["days_overdue", "discount", "margin"]))
    bound = st.integers(-10, 60) | st.sampled_from([0, 20, 50])
    bounds = draw(st.sets(bound, min_size=1, max_size=3))
    in_order = sorted(bounds, reverse=measure == "margin")
    scale = 1 if measure == "days_overdue" else 100
    return oracle_plan.Modifier(
        measure=measure,
        levels=[(Fraction(each, scale), draw(decimals(0, 13, 1))) for each in in_order],
        rules=draw(st.just([]) | st.lists(st.sampled_from(names), min_size=1, unique=True)),
    )


@st.composite
def leavings(draw: st.DrawFn) -> dict[str, Any]:
    """Who is credited after somebody's last day."""
    earns = draw(st.sampled_from(["leaver", "successor", "house"]))
    terms: dict[str, Any] = {"after_leaving": earns}
    if earns == "leaver":
        terms["leaver_share"] = draw(perhaps(decimals(1, 999, 3)))
        terms["leaver_days"] = draw(perhaps(st.integers(1, 90)))
        if terms["leaver_days"] is not None:
            terms["leaver_later"] = draw(st.sampled_from(["successor", "house"]))
    return terms


@st.composite
def plans(draw: st.DrawFn, currency: str, *, plain: bool = False) -> oracle_plan.Plan:
    """plain: one rule, of the base alone, no bounds, and nothing that waits."""
    minor = Fraction(1, 10 ** DIGITS[currency])
    names = [f"rule {place}" for place in range(draw(st.integers(0, 3)))]
    basis = draw(st.sampled_from(["invoiced", "collected", "gross_profit", "quantity"]))
    if plain and basis == "quantity":
        basis = "collected"
    by_quantity = basis == "quantity"
    of_plan = [draw(rules(name, minor, picks=True, by_quantity=by_quantity)) for name in names]
    if not of_plan or draw(st.booleans()):
        of_plan.append(draw(rules("rest", minor, picks=False, by_quantity=by_quantity)))
    if plain:
        rule = draw(rules("all", minor, picks=False).filter(lambda r: r.tiers_over == "base"))
        of_plan = [
            oracle_plan.Rule(name="all", method=rule.method, tiers=rule.tiers, edge=rule.edge)
        ]
    names = [rule.name for rule in of_plan]
    amount = st.integers(1, 100_000)
    floor, cap = sorted([draw(amount) * minor, draw(amount) * minor])
    levels = draw(st.sets(st.integers(1, 3), max_size=2))
    parts = draw(st.lists(st.sampled_from(PARTS), max_size=0 if by_quantity else 3, unique=True))
    added = draw(st.integers(0, len(parts)))
    attains = any("attainment" in rule.tiers_over for rule in of_plan)
    order_floor, order_cap = sorted([draw(amount) * minor, draw(amount) * minor])
    of_orders = draw(st.integers(0, 3))  # Most plans do not look at them.
    weights = draw(st.dictionaries(st.sampled_from(ALL), decimals(1, 30, 1), min_size=1))
    accumulation = draw(st.sampled_from(oracle_plan.KINDS))
    carry_over = "none"
    if attains and accumulation not in ("week", "year"):
        carry_over = draw(st.sampled_from(["none", "shortfall", "surplus", "both"]))
    longer: dict[str, Any] = {}
    if not plain and accumulation not in ("week", "year") and draw(st.booleans()):
        kinds = oracle_plan.KINDS[oracle_plan.KINDS.index(accumulation) + 1 :]
        bounds = sorted([3 * draw(amount) * minor, 3 * draw(amount) * minor])
        named = draw(st.sampled_from(["cap", "floor", "both"]))
        longer = {"longer_period": draw(st.sampled_from(kinds))}
        longer["longer_floor"] = None if named == "cap" else bounds[0]
        longer["longer_cap"] = None if named == "floor" else bounds[1]
    earned_on = draw(st.sampled_from(["date", *MOMENTS])) if draw(st.booleans()) else "date"
    payable_on = draw(st.none() | st.sampled_from(["date", *MOMENTS]))
    found = oracle_plan.Plan(
        rules=of_plan,
        carry_over=carry_over,
        payable_on=None if plain or payable_on == earned_on else payable_on,
        minor=minor,
        unit=minor * draw(st.sampled_from([1, 1, 5, 100])),
        basis=basis,
        accumulation=accumulation,
        currency=currency,
        rounding=draw(st.sampled_from(MODES)),
        by_line=not plain and draw(st.booleans()),
        modifiers=[] if plain else draw(st.lists(modifiers(names), max_size=2)),
        category_above=CATEGORY_ABOVE,
        overrides={
            level: (
                draw(decimals(1, 80, 3)),
                "commission" if by_quantity else draw(st.sampled_from(["base", "commission"])),
            )
            for level in sorted(levels)
        },
        pools={"team": (draw(decimals(1, 80, 3)), weights)}
        if not by_quantity and draw(st.booleans())
        else {},
        cap=None if plain or draw(st.booleans()) else cap,
        floor=None if plain or draw(st.booleans()) else floor,
        holdback=draw(perhaps(decimals(1, 100, 2))),
        draw=draw(amount) * minor if draw(st.booleans()) else None,
        draw_recoverable=draw(st.booleans()),
        entitled=draw(st.sampled_from(["lines", "team"])),
        clawback_days=None if plain else draw(perhaps(st.integers(0, 40))),
        earned_on=earned_on,
        base_plus=parts[:added],
        base_less=parts[added:],
        rates_on=draw(st.sampled_from(["date", "invoice", "period_end"])),
        per_order=of_orders == 1 and not attains and draw(st.booleans()),
        order_floor=order_floor if of_orders == 1 and draw(st.booleans()) else None,
        order_cap=order_cap if of_orders == 1 and draw(st.booleans()) else None,
        **longer,
        **draw(st.just({}) | leavings()),
    )
    if plain:
        return found
    on_top = [draw(accelerators(found, place)) for place in range(draw(st.integers(0, 2)))]
    return replace(found, accelerators=[each for each in on_top if each is not None])


LINE = st.fixed_dictionaries(
    {
        "sign": st.sampled_from([1, 1, 1, -1]),
        # Hundreds, discount, margin: of some lines, so that they are just at bounds.
        "tidy": st.none() | st.tuples(st.integers(1, 4), EDGES, EDGES),
        "salesperson": st.sampled_from(SELLERS),
        "date": st.integers(0, 400),
        "net": AMOUNT,
        "cost": AMOUNT,
        "amount": AMOUNT,
        "quantity": decimals(0, 9_000, 2),
        "list_price": decimals(0, 90_000, 3),
        "days_overdue": st.integers(-20, 90),
        "first_order": st.booleans(),
        "returned": st.integers(0, 60),
        "written_off": st.none() | st.integers(0, 60),
        "credited_invoice_date": st.none() | st.integers(0, 40),
        "days_after": st.integers(-40, 40),
        "not_yet": st.sampled_from([False, False, False, True]),
        "foreign": st.sampled_from([False, False, True]),
        **dict.fromkeys(PARTS, AMOUNT),
        "document": st.sampled_from([None, "D1", "D2"]),
        "order": st.sampled_from([None, "A1", "A2"]),
        "party": st.sampled_from([None, "N", "O", "P"]),
        "product": st.sampled_from([None, "steel", "copper", "zinc", "tin"]),
        "category": st.sampled_from([None, "metal", "base metal", "scrap", "other"]),
        "region": st.sampled_from([None, "EU", "CN"]),
        "price_list": st.sampled_from([None, "2025", "2026"]),
    }
)


MONEY = ("net", "cost", "amount", *PARTS)


def line_of(
    drawn: dict[str, Any], plan: oracle_plan.Plan, first: dt.date, last: dt.date, *, foreign: bool
) -> Any:
    """The line with its amounts in minor units, its sign, and a day of these."""
    line = dict(drawn)
    sign, tidy = line.pop("sign"), line.pop("tidy")
    day = first + dt.timedelta(line["date"] % ((last - first).days + 1))
    after, not_yet = dt.timedelta(line.pop("days_after")), line.pop("not_yet")
    line["currency"] = FOREIGN if line.pop("foreign") and foreign else plan.currency
    minor = Fraction(1, 10 ** DIGITS[line["currency"]])
    line["returned"] = day + dt.timedelta(line["returned"])
    if line["credited_invoice_date"] is not None:
        line["credited_invoice_date"] = day - dt.timedelta(line["credited_invoice_date"])
    if line["written_off"] is not None:
        line["written_off"] = day + dt.timedelta(line["written_off"])
    line |= {f"{moment}_date": None for moment in MOMENTS}
    later = None if not_yet else day + abs(after)
    if plan.earned_on == "date":
        line |= {"date": day, "invoice_date": day - after}
        if plan.payable_on not in (None, "invoice"):
            line[f"{plan.payable_on}_date"] = later
    else:
        line |= {"date": day - after, "invoice_date": day - after}
        line[f"{plan.earned_on}_date"] = None if not_yet else day
        if plan.payable_on not in (None, "date", "invoice"):
            line[f"{plan.payable_on}_date"] = later
        if line["invoice_date"] is None and plan.rates_on == "invoice":
            line["currency"] = plan.currency
            minor = plan.minor
    line |= {name: line[name] * minor for name in MONEY}
    if tidy is not None:
        hundreds, discount, margin = tidy
        net = Fraction(100 * hundreds)
        line |= {"net": net, "cost": net * (1 - margin), "quantity": Fraction(10)}
        line |= {"list_price": net / 10 / (1 - discount), "days_overdue": int(discount * 100)}
    return line | {name: line[name] * sign for name in (*MONEY, "quantity")}


def looked_at(plan: oracle_plan.Plan, line: Mapping[str, Any]) -> set[str]:
    """Columns that may be null, in this line, which the plan looks at all the same."""
    names: set[str] = set()
    for rule in plan.rules:
        if rule.discount_over is not None or rule.discount_to is not None:
            names |= {"list_price", "quantity"}
        if rule.first_order is not None:
            names.add("first_order")
    by = oracle_plan.rule_for(plan, line)
    if by is None or by.excluded:
        return names
    if plan.basis == "gross_profit" or by.tiers_over == "margin":
        names.add("cost")
    names |= {*plan.base_plus, *plan.base_less}
    paid_by = [by, *(a.pays for a in plan.accelerators if not a.rules or by.name in a.rules)]
    if by.per_unit is not None or any("quantity" in each.tiers_over for each in paid_by):
        names.add("quantity")
    of_measure = {
        "days_overdue": {"days_overdue"},
        "discount": {"list_price", "quantity"},
        "margin": {"cost"},
    }
    if plan.clawback_days is not None and oracle_plan.is_return(line):
        names.add("returned")
    for modifier in oracle_plan.modifiers_for(plan, by):
        names |= of_measure[modifier.measure]
    return names


@st.composite
def shares(draw: st.DrawFn) -> list[tuple[str, Fraction | None]]:
    people = draw(st.lists(st.sampled_from([*SELLERS, "Zhu"]), min_size=1, max_size=4, unique=True))
    cuts = sorted(
        draw(st.sets(st.integers(1, 999), min_size=len(people) - 1, max_size=len(people) - 1))
    )
    parts: list[Fraction | None] = [
        Fraction(end - start, 1000) for start, end in zip([0, *cuts], [*cuts, 1000], strict=True)
    ]
    if draw(st.booleans()):
        parts[draw(st.integers(0, len(parts) - 1))] = None
    return list(zip(people, parts, strict=True))


@st.composite
def credit_rows(draw: st.DrawFn, by: str) -> list[dict[str, Any]]:
    keys = {"document": ["D1"], "order": ["A1", "A2"], "party": ["N", "P"]}[by]
    rows = []
    for key in keys:
        change = draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
        spans = [(None, change), (change + dt.timedelta(draw(st.integers(1, 60))), None)]
        for first, last in spans[: draw(st.integers(0, 2))]:
            rows += [
                {by: key, "salesperson": who, "share": part, "from_date": first, "to_date": last}
                for who, part in draw(shares())
            ]
    return rows


@st.composite
def reportings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Each reports to somebody further up, and from some day on to somebody else."""
    rows = []
    for place, who in enumerate(ALL):
        above = st.sampled_from([*PEOPLE[place + 1 :], None])
        change = draw(perhaps(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))))
        days = [(None, None)]
        if change is not None:
            days = [(None, change), (change + dt.timedelta(draw(st.integers(1, 9))), None)]
        rows += [
            {"salesperson": who, "manager": draw(above), "from_date": first, "to_date": last}
            for first, last in days
        ]
    # Whoever took over may have left, too.
    successors = {"Li": "Wu", "Wu": "Xu", "陈": "Li"}
    left = {
        who: draw(perhaps(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))))
        for who in successors
    }
    for row in rows:
        who = str(row["salesperson"])
        row["left"] = left.get(who)
        row["successor"] = successors[who] if row["left"] else None
    return rows


@st.composite
def opening_rows(draw: st.DrawFn, minor: Fraction) -> dict[str, dict[str, Fraction | None]]:
    def money(least: int, most: int) -> Fraction:
        return draw(st.integers(least, most)) * minor

    found: dict[str, dict[str, Fraction | None]] = {}
    for who in draw(st.sets(st.sampled_from(ALL), max_size=3)):
        held = draw(st.integers(0, 50_000))
        found[who] = {
            "overpaid": money(0, 50_000),
            "draw": money(0, 50_000),
            "held": held * minor,
            "corrections": money(-50_000, 20_000),
            "released": money(0, held),
            "advanced": money(0, 50_000) if draw(st.booleans()) else None,
            "awaiting": money(-5_000, 50_000),
            "still_awaiting": money(-5_000, 50_000),
        }
    return found


@st.composite
def rates(draw: st.DrawFn, currency: str) -> dict[tuple[str, str], dict[dt.date, Fraction]]:
    """Of the foreign currency, one way or the other, from a day before all lines on."""
    pair = draw(st.sampled_from([(FOREIGN, currency), (currency, FOREIGN)]))
    days = draw(st.sets(st.dates(dt.date(2025, 11, 1), dt.date(2027, 3, 1)), max_size=4))
    days.add(dt.date(2020, 1, 1))
    return {pair: {day: draw(decimals(100, 90_000, 4)) for day in sorted(days)}}


@st.composite
def settlements(draw: st.DrawFn, *, plain: bool = False) -> dict[str, Any]:
    currency = draw(st.sampled_from(["CNY", "JPY", "BHD"]))
    minor = Fraction(1, 10 ** DIGITS[currency])
    plan = draw(plans(currency, plain=plain))
    kind = draw(st.sampled_from(oracle_plan.KINDS))
    period = oracle_plan.containing(
        draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))), kind
    )
    # Some lines are of days before and after.
    kinds = oracle_plan.kinds_of(plan)
    begin = min(period[0], *(oracle_plan.containing(period[0], each)[0] for each in kinds))
    if plan.carry_over != "none":
        begin = dt.date(begin.year, 1, 1)
    days = begin - dt.timedelta(5), oracle_plan.end(period) + dt.timedelta(5)
    count = draw(st.sampled_from([1, 5, 20]))
    drawn = draw(st.lists(LINE, min_size=count, max_size=count))
    foreign = currency != FOREIGN and draw(st.booleans())
    of_plan = [line_of(line, plan, *days, foreign=foreign) for line in drawn]
    if plan.per_order or plan.order_floor or plan.order_cap:
        for line in of_plan:
            line["order"] = line["order"] or "A3"
    if draw(st.booleans()):  # Null wherever nobody looks.
        for line in of_plan:
            blank = {"cost", "quantity", "list_price", "days_overdue", "first_order", "returned"}
            blank |= {*PARTS}
            for name in blank - looked_at(plan, line):
                line[name] = None
    by = draw(st.sampled_from(["document", "order", "party"]))
    # Whole periods of the plan and its accelerators, from the first line to the last.
    spans = []
    for each in sorted({plan.accumulation, *(top.over for top in plan.accelerators)}):
        spans.append(oracle_plan.containing(days[0], each))
        while spans[-1][0] < dt.date(2027, 1, 1):
            spans.append((oracle_plan.end(spans[-1]), each))
    targets = {
        (who, span): minor * (target + 977 * place)
        for who in [*SELLERS, "Zhu"]
        for target in [draw(st.integers(10_000, 900_000))]
        for place, span in enumerate(spans)
    }
    return {
        "currency": currency,
        "plan": plan,
        "lines": of_plan,
        "period": period,
        "credits": draw(credit_rows(by)),
        "credited_by": by,
        "people": draw(reportings()),
        "targets": targets,
        "quantity_targets": {
            key: Fraction(int(target / minor) // 50, 100) for key, target in targets.items()
        },
        "openings": draw(opening_rows(minor)),
        "rates": draw(rates(currency)) if foreign else None,
        "kind": draw(st.sampled_from(["plain", "dictionary", "polars", "pandas"])),
        "numbered": draw(st.booleans()),
        "threads": draw(st.sampled_from([1, 2])),
    }


def lines_table(how: Mapping[str, Any], who: Any) -> pa.Table:
    digits = max(DIGITS[how["currency"]], DIGITS[FOREIGN] if how["rates"] else 0)
    names = pa.int64() if how["numbered"] else pa.string()
    types: dict[str, pa.DataType] = {
        "salesperson": names,
        "date": pa.date32(),
        "net": pa.decimal128(18, digits),
        "cost": pa.decimal128(18, digits),
        "amount": pa.decimal128(18, digits),
        "quantity": pa.decimal128(18, 2),
        "list_price": pa.decimal128(18, 3),
        "days_overdue": pa.int64(),
        "first_order": pa.bool_(),
        "returned": pa.date32(),
        "written_off": pa.date32(),
        "credited_invoice_date": pa.date32(),
        **dict.fromkeys(PARTS, pa.decimal128(18, digits)),
        **{f"{moment}_date": pa.date32() for moment in MOMENTS},
        "currency": pa.string(),
        **dict.fromkeys(TEXTS, pa.string()),
    }
    rows = [
        {
            key: Decimal(text(value)) if isinstance(value, Fraction) else value
            for key, value in {**line, "salesperson": who(line["salesperson"])}.items()
        }
        for line in how["lines"]
    ]
    table = pa.Table.from_pylist(rows, pa.schema(types))
    if how["kind"] == "dictionary":
        for place, name in enumerate(table.column_names):
            if table.schema.field(name).type == pa.string():
                table = table.set_column(place, name, table[name].dictionary_encode())
    return table


def settled(how: Mapping[str, Any]) -> o2c.CommissionResult:
    plan: oracle_plan.Plan = how["plan"]
    names = pa.int64() if how["numbered"] else pa.string()
    money = pa.decimal128(18, DIGITS[how["currency"]])

    def who(name: str | None) -> Any:
        return NUMBERS.get(name) if how["numbered"] and name is not None else name

    def rows_table(rows: Sequence[Mapping[str, Any]], types: dict[str, pa.DataType]) -> pa.Table:
        return pa.Table.from_pylist(
            [{key: row[key] for key in types} for row in rows], pa.schema(types)
        )

    by = how["credited_by"]
    days = {"from_date": pa.date32(), "to_date": pa.date32()}
    credits = [
        {
            **row,
            "salesperson": who(row["salesperson"]),
            "share": None if row["share"] is None else percent(row["share"]),
        }
        for row in how["credits"]
    ]
    people = [
        {
            "left": None,
            **row,
            "salesperson": who(row["salesperson"]),
            "manager": who(row["manager"]),
            "successor": who(row.get("successor")),
        }
        for row in how["people"]
    ]
    targets = [
        {
            "salesperson": who(name),
            "period": period_text(span),
            "target": Decimal(text(target)),
            "quantity": Decimal(text(how["quantity_targets"][name, span])),
        }
        for (name, span), target in how["targets"].items()
    ]
    columns = (
        *("overpaid", "draw", "held", "awaiting", "corrections", "released", "advanced"),
        "still_awaiting",
    )
    openings = [
        {
            "salesperson": who(name),
            **{key: None if of[key] is None else Decimal(text(of[key])) for key in columns},
        }
        for name, of in how["openings"].items()
    ]
    table = lines_table(how, who)
    given: Any = table
    if how["kind"] == "polars":
        given = pl.from_arrow(table)
    elif how["kind"] == "pandas":
        given = table.to_pandas(types_mapper=pd.ArrowDtype)
    return o2c.commission(
        given,
        plan=plan_of(plan, how["currency"], numbered=how["numbered"]),
        period=period_text(how["period"]),
        credits=rows_table(
            credits, {by: pa.string(), "salesperson": names, "share": pa.string(), **days}
        )
        if credits
        else None,
        people=rows_table(
            people,
            {
                "salesperson": names,
                "manager": names,
                **days,
                "left": pa.date32(),
                "successor": names,
            },
        ),
        targets=rows_table(
            targets,
            {
                "salesperson": names,
                "period": pa.string(),
                "target": money,
                "quantity": pa.decimal128(18, 2),
            },
        ),
        openings=rows_table(openings, {"salesperson": names, **dict.fromkeys(columns, money)})
        if openings
        else None,
        rates=None
        if how["rates"] is None
        else o2c.ExchangeTable(
            [
                (base, quote, Decimal(text(rate)), day)
                for (base, quote), of_pair in how["rates"].items()
                for day, rate in of_pair.items()
            ]
        ),
        threads=how["threads"],
    )


def by_oracle(how: Mapping[str, Any]) -> oracle_plan.Statement:
    return oracle_plan.settle(
        how["plan"],
        how["lines"],
        how["period"],
        credits=how["credits"],
        credited_by=how["credited_by"],
        people=how["people"],
        targets=how["targets"],
        quantity_targets=how["quantity_targets"],
        openings=how["openings"],
        rates=how["rates"],
    )
