"""Who is credited with what comes after somebody's last day, and plans that count quantities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pyarrow as pa
import pytest

LAST = dt.date(2026, 10, 10)
PEOPLE = pa.table(
    {
        "salesperson": ["Li", "Mei", "Wu"],
        "left": pa.array([LAST, dt.date(2026, 10, 20), None], pa.date32()),
        "successor": ["Mei", "Wu", None],
    }
)


def yuan(amount: int | str) -> o2c.Money:
    return o2c.Money(str(amount), "CNY")


def cash(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """Salesperson, day of October, net."""
    return pd.DataFrame(
        {
            "salesperson": [row[0] for row in rows],
            "date": [dt.date(2026, 10, row[1]) for row in rows],
            "net": [Decimal(row[2]) for row in rows],
        }
    )


LINES = cash(("Li", 10, 1000), ("Li", 11, 1000), ("Li", 21, 1000))


def paid(people: Any = PEOPLE, lines: Any = LINES, **terms: Any) -> dict[str, o2c.Money]:
    plan = o2c.Plan("Export", "CNY", "10%", **terms)
    result = o2c.commission(lines, plan=plan, period="2026-10", people=people)
    return {row["salesperson"]: row["commission"] for row in result.rows}


def test_the_plan_says_who_is_credited() -> None:
    assert paid() == {"Li": yuan(300)}
    assert paid(after_leaving="leaver") == {"Li": yuan(300)}
    assert paid(after_leaving="successor") == {"Li": yuan(100), "Mei": yuan(100), "Wu": yuan(100)}
    assert paid(after_leaving="house") == {"Li": yuan(100)}
    within = {"after_leaving": "leaver", "leaver_days": 10}
    assert paid(**within, leaver_later="house") == {"Li": yuan(200)}
    assert paid(**within, leaver_later="successor") == {"Li": yuan(200), "Wu": yuan(100)}
    assert paid(after_leaving="leaver", leaver_share="60%") == {
        "Li": yuan(220),
        "Mei": yuan(40),
        "Wu": yuan(40),
    }


def test_the_sentence_of_the_guide_holds() -> None:
    plan = o2c.Plan(
        "Export",
        "CNY",
        "10%",
        after_leaving="leaver",
        leaver_days=10,
        leaver_share="60%",
        leaver_later="house",
    )
    lines = cash(("Li", 20, 1000), ("Li", 21, 1000))
    result = o2c.commission(lines, plan=plan, period="2026-10", people=PEOPLE)
    assert {row["salesperson"]: row["commission"] for row in result.rows} == {
        "Li": yuan(60),
        "Mei": yuan(40),
    }
    assert [(row["standing"], row["lines"], row["net"]) for row in result.tie_out] == [
        ("counted", 1, yuan(1000)),
        ("house", 1, yuan(1000)),
    ]
    why = result.explain_line(0, "Mei")
    assert why.recheck() == []
    assert "credited after leaving" in str(why)
    assert "离职后归属" in why.to_text("zh")
    html = result.statement("Mei", lines=lines).to_html()
    assert "later to nobody" in html


def test_an_assignment_comes_first() -> None:
    lines = LINES.assign(party="Acme")
    credits = pa.table({"party": ["Acme"], "salesperson": ["Li"], "share": ["100%"]})
    plan = o2c.Plan("Export", "CNY", "10%", after_leaving="successor")
    result = o2c.commission(lines, plan=plan, period="2026-10", people=PEOPLE, credits=credits)
    assert [row["salesperson"] for row in result.rows] == ["Li"]


@pytest.mark.parametrize(
    ("people", "match"),
    [
        (None, "team .*: expected one, as the plan says who is credited"),
        (PEOPLE.drop_columns(["left"]), "left"),
        (PEOPLE.slice(1), r"row 0, salesperson \"Li\": expected one of the people"),
        (
            PEOPLE.drop_columns(["successor"]),
            r"row 1, salesperson \"Li\": expected one with a successor",
        ),
        (
            pa.table({"salesperson": ["Li"], "left": pa.array([LAST]), "successor": ["Xu"]}),
            r"Li, successor \"Xu\": expected one of the team",
        ),
        (
            pa.table(
                {
                    "salesperson": ["Li", "Mei"],
                    "left": pa.array([None, None], pa.date32()),
                    "successor": ["Mei", None],
                }
            ),
            r"row 0, left \"null\": expected the last day, as there is a successor",
        ),
        (
            pa.table(
                {
                    "salesperson": ["Li", "Mei"],
                    "left": pa.array([LAST, LAST]),
                    "successor": ["Mei", "Li"],
                }
            ),
            "Li -> Mei -> Li",
        ),
    ],
)
def test_what_is_missing_is_named(people: Any, match: str) -> None:
    with pytest.raises(o2c.Error, match=match):
        paid(people, after_leaving="successor")


def test_one_row_of_a_person_says_who_took_over() -> None:
    for successors in (["Mei", None, None], [None, "Mei", None]):
        people = pa.table(
            {
                "salesperson": ["Li", "Li", "Mei"],
                "left": pa.array([LAST, LAST, None], pa.date32()),
                "to_date": pa.array([dt.date(2026, 6, 30), None, None], pa.date32()),
                "from_date": pa.array([None, dt.date(2026, 7, 1), None], pa.date32()),
                "successor": successors,
            }
        )
        assert paid(people, after_leaving="successor") == {"Li": yuan(100), "Mei": yuan(200)}


def test_days_beyond_the_calendar_never_come() -> None:
    never = dt.date.max
    people = pa.table(
        {"salesperson": ["Li", "Mei"], "left": [never, LAST], "successor": [None, "Li"]}
    )
    assert paid(people, after_leaving="successor") == {"Li": yuan(300)}
    days = {"after_leaving": "leaver", "leaver_days": 2**63 - 1, "leaver_later": "house"}
    assert paid(**days) == {"Li": yuan(300)}


def test_every_line_of_whom_nothing_is_known_is_named() -> None:
    lines = cash(("Xu", 1, 5), ("Li", 1, 5), ("Yu", 2, 5), ("Li", 12, 5))
    people = PEOPLE.drop_columns(["successor"])
    with pytest.raises(o2c.BadTable) as refused:
        paid(people, lines, after_leaving="successor")
    assert [(fault.row, fault.value) for fault in refused.value.faults] == [
        (0, "Xu"),
        (2, "Yu"),
        (3, "Li"),
    ]
    # What is assigned, excluded, or of another month needs nothing.
    other = cash(("Xu", 1, 5)).assign(date=[dt.date(2026, 9, 30)])
    assert paid(people, other, after_leaving="successor") == {}


def test_a_book_goes_on_by_the_rule() -> None:
    plan = o2c.Plan("Export", "CNY", "10%", after_leaving="successor")
    book = o2c.CommissionBook()
    october = book.settle(LINES, plan=plan, period="2026-10", people=PEOPLE)
    book.close(october)
    again = o2c.CommissionBook.from_toml(book.to_toml())
    assert again.plan("2026-10") == plan
    assert again.replay(LINES, period="2026-10", people=PEOPLE)


# --- quantities ---------------------------------------------------------------------------------

SOLD = pa.table(
    {
        "salesperson": ["Li", "Li", "Wu"],
        "date": [dt.date(2026, 10, 5)] * 3,
        "net": [Decimal("9000.00"), Decimal("2000.00"), Decimal("-500.00")],
        "quantity": [Decimal("450.5"), Decimal("99.5"), Decimal(-25)],
    }
)


def test_quantities_are_a_basis() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, 20), (500, 25)], per_unit=True)
    plan = o2c.Plan("Tonnes", "CNY", tiers, basis="quantity")
    assert plan.basis == "quantity"
    assert plan.rules[0].tiers_over == "quantity"
    assert plan == o2c.Plan("Tonnes", "CNY", [o2c.PlanRule("all", tiers, tiers_over="quantity")],
                            basis="quantity")  # fmt: skip
    assert o2c.Plan.from_toml(plan.to_toml()) == plan
    result = o2c.commission(SOLD, plan=plan, period="2026-10")
    assert [(row["quantity"], row["base"], row["commission"]) for row in result.by_rule] == [
        (Decimal(550), yuan(11000), yuan(11250)),
        (Decimal(-25), yuan(-500), yuan(-500)),
    ]
    statement = result.statement("Li", lines=SOLD)
    assert [row["quantity"] for row in statement.lines] == [Decimal("450.5"), Decimal("99.5")]
    assert "450.5" in statement.to_html()
    flat = o2c.Plan("Cases", "CNY", o2c.RateSchedule.flat_amount("0.8"), basis="quantity")
    result = o2c.commission(SOLD, plan=flat, period="2026-10")
    assert [row["commission"] for row in result.rows] == [yuan(440), yuan(-20)]


@pytest.mark.parametrize(
    ("terms", "match"),
    [
        ({}, "expected amounts, as its tiers run over quantities"),
        ({"overrides": [o2c.Override("1%")]}, "expected commission, as a rate of quantities"),
        ({"pools": [o2c.Pool("all", "1%", {"Li": 1})]}, "as a rate of quantities is no amount"),
        ({"base_plus": ["tax"]}, "none, as the plan counts quantities"),
    ],
)
def test_what_makes_no_sense_of_quantities_is_refused(terms: dict[str, Any], match: str) -> None:
    schedule = o2c.RateSchedule.flat_amount(2) if terms else "3%"
    with pytest.raises(o2c.InvalidArgument, match=match):
        o2c.Plan("Cases", "CNY", schedule, basis="quantity", **terms)
