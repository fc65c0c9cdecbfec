"""Commission plans pay what an independent oracle pays."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import o2c
import oracle_plan
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_cases import (
    CATEGORY_ABOVE,
    MOMENTS,
    NUMBERS,
    PARTS,
    SELLERS,
    TEXTS,
    by_oracle,
    period_text,
    plan_of,
    plans,
    settled,
    settlements,
)


def amount(money: o2c.Money) -> Fraction:
    return Fraction(money.amount)


def check_against_oracle(how: Mapping[str, Any]) -> o2c.CommissionResult:
    expected = by_oracle(how)
    result = settled(how)
    names = {str(number): name for name, number in NUMBERS.items()} if how["numbered"] else {}

    def who(found: Any) -> str:
        return names.get(str(found), str(found))

    assert {
        (who(row["salesperson"]), str(row["period"])): (
            row["lines"],
            amount(row["base"]),
            amount(row["commission"]),
            amount(row["bounded"]),
        )
        for row in result.rows
    } == {
        (name, period_text(period)): (total.lines, total.base, total.commission, total.bounded)
        for (name, period), total in expected.totals.items()
    }
    rule_names = [rule.name for rule in how["plan"].rules]
    credits = result.credits.to_arrow().to_pylist()
    assert [
        (row["line"], who(row["salesperson"]), row["rule"], row["base"], row["commission"])
        for row in credits
    ] == [
        (each.line, each.salesperson, each.rule, each.base, each.commission)
        for each in expected.credits
    ]
    check_lines(how, expected, result)
    by_rule: dict[tuple[str, str, str], tuple[int, Fraction, Fraction | None, Fraction]] = {}
    paying = [*how["plan"].rules, *(each.pays for each in how["plan"].accelerators)]
    counting = {
        rule.name for rule in paying if "quantity" in rule.tiers_over or rule.per_unit is not None
    }
    for each in expected.credits:
        of_rule = each.commission - sum(each.on_top.values())
        for name, paid in {each.rule: of_rule, **each.on_top}.items():
            key = each.salesperson, period_text(each.period), name
            lines, base, quantity, commission = by_rule.get(
                key, (0, Fraction(0), Fraction(0), Fraction(0))
            )
            by_rule[key] = (
                lines + 1,
                base + each.base,
                (quantity or 0) + each.quantity if name in counting else None,
                commission + paid,
            )
    assert {
        (who(row["salesperson"]), str(row["period"]), row["rule"]): (
            row["lines"],
            amount(row["base"]),
            row["quantity"],
            amount(row["commission"]),
        )
        for row in result.by_rule
    } == by_rule
    assert {
        (who(row["manager"]), str(row["period"]), row["level"]): (
            amount(row["of"]),
            amount(row["amount"]),
        )
        for row in result.overrides
    } == {
        (name, period_text(period), level): amounts
        for (name, period, level), amounts in expected.overrides.items()
    }
    assert {
        (row["pool"], who(row["salesperson"])): amount(row["amount"]) for row in result.pools
    } == expected.pools
    assert {
        who(row["salesperson"]): {
            key: amount(value) for key, value in row.items() if key != "salesperson"
        }
        for row in result.payouts
    } == expected.payouts
    tie_out = {
        (row["standing"], row["rule"]): {
            "lines": row["lines"],
            **{key: amount(row[key]) for key in ("net", "amount", "base", "commission")},
        }
        for row in result.tie_out
    }
    assert tie_out == expected.tie_out
    assert {rule for _, rule in tie_out} <= {*rule_names, None}
    assert list(result.unmatched) == expected.unmatched
    return result


def check_lines(
    how: Mapping[str, Any], expected: oracle_plan.Statement, result: o2c.CommissionResult
) -> None:
    first, _ = how["period"]
    plan = how["plan"]
    found = result.lines.to_arrow().to_pylist()
    assert len(found) == len(how["lines"])
    for place, (line, row) in enumerate(zip(how["lines"], found, strict=True)):
        assert set(row) >= {"period", "rule", "commission"}
        rule = oracle_plan.rule_for(plan, line)
        day = oracle_plan.day_of(plan, line)
        if day is None or not first <= day < oracle_plan.end(how["period"]):
            rule = None
        label = None
        _, credited = oracle_plan.credited_people(
            plan, line, how["credits"], how["credited_by"], how["people"]
        )
        counts = rule is not None and not rule.excluded and bool(credited)
        if counts and not oracle_plan.is_too_late(plan, line):
            assert day is not None
            label = period_text(oracle_plan.label(plan, how["period"], day))
        assert row["period"] == label
        assert row["rule"] == (rule.name if rule else None)
        parts = [each.commission for each in expected.credits if each.line == place]
        assert row["commission"] == (sum(parts) if parts else None)


def check_derivations(how: Mapping[str, Any], result: o2c.CommissionResult) -> None:
    def holds(why: o2c.Derivation, pays: Any) -> None:
        assert why.recheck() == []
        last = why.steps[-1].result
        assert isinstance(last, o2c.Money)
        assert last.amount == pays

    rows = result.credits.to_arrow().to_pylist()
    people = [row["line"] for row in rows]
    for row in rows[:6]:
        if how["numbered"] or people.count(row["line"]) > 1:
            holds(result.explain_line(row["line"], row["salesperson"]), row["commission"])
        else:
            holds(result.explain_line(row["line"]), row["commission"])
    for row in result.rows:
        why = result.explain(row["salesperson"], row["period"])
        holds(why, row["bounded"].amount)
    for row in result.payouts:
        holds(result.explain_payout(row["salesperson"]), row["payable"].amount)


@given(settlements())
def test_it_pays_what_the_oracle_pays(how: dict[str, Any]) -> None:
    result = check_against_oracle(how)
    check_derivations(how, result)
    # Every line stands once, and the sums are those of the lines.
    assert sum(row["lines"] for row in result.tie_out) == len(how["lines"])
    if how["rates"] is None:
        for name in ("net", "amount"):
            assert sum(amount(row[name]) for row in result.tie_out) == sum(
                line[name] for line in how["lines"]
            )
    for name in ("base", "commission"):
        total = sum(amount(row[name]) for row in result.rows)
        assert sum(amount(row[name]) for row in result.tie_out) == total
    # The parts of a line make it.
    parts: dict[int, Fraction] = {}
    for row in result.credits.to_arrow().to_pylist():
        parts[row["line"]] = parts.get(row["line"], Fraction(0)) + Fraction(row["base"])
    for place, base in parts.items():
        line = how["lines"][place]
        if line["currency"] == how["currency"]:
            assert base == oracle_plan.own_base(how["plan"], line)


@settings(max_examples=80)
@given(settlements(plain=True))
def test_plain_plans_pay_what_the_oracle_pays(how: dict[str, Any]) -> None:
    check_derivations(how, check_against_oracle(how))


@settings(max_examples=80)
@given(settlements(plain=True), st.integers(0, 2**32))
def test_another_order_of_a_day_changes_no_total(how: dict[str, Any], seed: int) -> None:
    # Few days, so that lines fall on one.
    of_day = "date" if how["plan"].earned_on == "date" else f"{how['plan'].earned_on}_date"
    lines = [
        {**line, of_day: line[of_day] and line[of_day].replace(day=1 + line[of_day].day % 2)}
        for line in how["lines"]
    ]
    before = settled({**how, "lines": lines})
    after = settled({**how, "lines": random.Random(seed).sample(lines, len(lines))})
    for name in ("rows", "overrides", "pools", "payouts"):
        assert getattr(after, name) == getattr(before, name)
    assert sorted(map(str, after.tie_out)) == sorted(map(str, before.tie_out))


@settings(max_examples=80)
@given(st.sampled_from(["BHD", "CNY", "JPY"]).flatmap(lambda c: st.tuples(st.just(c), plans(c))))
def test_a_plan_is_read_as_it_is_written(of: tuple[str, oracle_plan.Plan]) -> None:
    plan = plan_of(of[1], of[0])
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    assert plan.describe() != plan.describe("zh")


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("numbered", [False, True])
def test_many_lines_are_settled_as_the_oracle_does(numbered: bool, threads: int) -> None:
    dice = random.Random(20_261_103)
    cent = Fraction(1, 100)

    def line() -> dict[str, Any]:
        sign = dice.choice([1, 1, 1, 1, -1])
        return {
            **dict.fromkeys((*TEXTS, *PARTS, "invoice_date", "credited_invoice_date", "currency")),
            **{f"{moment}_date": None for moment in MOMENTS},
            "salesperson": dice.choice(SELLERS),
            "date": dt.date(2026, 1, 1) + dt.timedelta(dice.randrange(120)),
            "net": sign * dice.randrange(900_000) * cent,
            "cost": sign * dice.randrange(700_000) * cent,
            "amount": sign * dice.randrange(999_999) * cent,
            "quantity": sign * dice.randrange(1, 9_000) * cent,
            "list_price": dice.randrange(1, 900_000) * cent,
            "days_overdue": dice.randrange(-20, 200),
            "first_order": dice.random() < 0.2,
            "returned": dt.date(2026, 5, 1) + dt.timedelta(dice.randrange(90)),
            "written_off": dice.choice([None, dt.date(2026, 5, dice.randrange(1, 32))]),
            "currency": "CNY",
            "party": dice.choice(["N", "O", "P"]),
            "product": dice.choice(["steel", "copper", "zinc", "tin", None]),
            "category": dice.choice(["metal", "base metal", "scrap", "other"]),
        }

    plan = oracle_plan.Plan(
        rules=[
            oracle_plan.Rule(name="scrap", categories=["scrap"], excluded=True),
            oracle_plan.Rule(
                name="zinc",
                products=["zinc"],
                method="whole",
                tiers=[(Fraction(0), Fraction(3, 10)), (Fraction(500), Fraction(45, 100))],
                tiers_over="quantity",
                line_floor=Fraction(3),
                line_cap=Fraction(900),
            ),
            oracle_plan.Rule(
                name="metal",
                categories=["metal"],
                method="interpolated",
                tiers=[(Fraction(0), Fraction(1, 100)), (Fraction(90_000), Fraction(3, 100))],
                per_line=Fraction(5),
            ),
            oracle_plan.Rule(
                name="rest",
                method="whole",
                tiers=[(Fraction(0), Fraction(1, 100)), (Fraction(2, 10), Fraction(2, 100))],
                tiers_over="margin",
                per_unit=Fraction(1, 8),
            ),
        ],
        accumulation="quarter",
        category_above=CATEGORY_ABOVE,
        modifiers=[
            oracle_plan.Modifier(
                measure="days_overdue",
                levels=[(Fraction(30), Fraction(8, 10)), (Fraction(180), Fraction(0))],
            )
        ],
        overrides={1: (Fraction(1, 200), "base"), 2: (Fraction(1, 10), "commission")},
        pools={
            "team": (Fraction(1, 1000), {"Li": Fraction(2), "Wu": Fraction(1), "Mo": Fraction(3)})
        },
        cap=Fraction(60_000),
        clawback_days=150,
    )
    how = {
        "currency": "CNY",
        "plan": plan,
        "lines": [line() for _ in range(4_000)],
        "period": (dt.date(2026, 2, 1), "month"),
        "credits": [
            {
                "party": "N",
                "salesperson": who,
                "share": share,
                "from_date": None,
                "to_date": dt.date(2026, 3, 1),
            }
            for who, share in (("Li", Fraction(333, 1000)), ("Wu", None))
        ],
        "credited_by": "party",
        "people": [
            {"salesperson": who, "manager": "Mo", "from_date": None, "to_date": None}
            for who in SELLERS
        ]
        + [
            {
                "salesperson": "Mo",
                "manager": "Zhu",
                "from_date": dt.date(2026, 2, 10),
                "to_date": None,
            },
            {"salesperson": "Zhu", "manager": None, "from_date": None, "to_date": None},
        ],
        "targets": {},
        "quantity_targets": {},
        "openings": {},
        "rates": None,
        "kind": "dictionary",
        "numbered": numbered,
        "threads": threads,
    }
    check_derivations(how, check_against_oracle(how))
