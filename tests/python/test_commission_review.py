"""What salespeople answer to their statements: line by line, until a deadline."""

from __future__ import annotations

import datetime as dt

import o2c
import pandas as pd
import pytest

PLAN = o2c.Plan("Export", "CNY", "4%", answer_days=10, silence="accepted")
LINES = pd.DataFrame(
    {
        "salesperson": ["Li", "Wu", "Li"],
        "date": [dt.date(2026, 11, day) for day in (2, 3, 4)],
        "net": [100_000, 200_000, 300_000],
        "document": ["INV-1", "INV-2", "<INV-3>"],
    }
)
RESULT = o2c.commission(LINES, plan=PLAN, period="2026-11")
ANSWERS = [
    o2c.StatementAnswer("Li", "2026-12-03", "accepts", line=0),
    o2c.StatementAnswer("Li", "2026-12-04", "objects", line=2, reason="<shared> with Wu"),
    o2c.StatementAnswer("Li", "2026-12-04", "objects", reason="INV-9 is missing"),
]


def yuan(amount: str) -> o2c.Money:
    return o2c.Money(amount, "CNY")


def test_a_statement_is_answered_line_by_line() -> None:
    statement = RESULT.statement("Li", lines=LINES)
    review = statement.review(ANSWERS, handed_out="2026-12-01", as_of=dt.date(2026, 12, 5))
    assert review.deadline == dt.date(2026, 12, 11)
    assert [(row["line"], row["standing"], row["answered"]) for row in review.lines] == [
        (0, "accepted", dt.date(2026, 12, 3)),
        (2, "objected", dt.date(2026, 12, 4)),
    ]
    assert review.whole["standing"] == "objected"
    assert review.objections == [
        {
            "salesperson": "Li",
            "line": None,
            "commission": None,
            "answered": dt.date(2026, 12, 4),
            "reason": "INV-9 is missing",
        },
        {
            "salesperson": "Li",
            "line": 2,
            "commission": yuan("120"),
            "answered": dt.date(2026, 12, 4),
            "reason": "<shared> with Wu",
        },
    ]
    html = statement.to_html(review=review)
    for part in ("objected to", "&lt;shared&gt; with Wu", "11 December 2026", "INV-9 is missing"):
        assert part in html
    assert "<shared>" not in html
    assert "有异议" in statement.to_html("zh", review=review)
    assert "objected to" not in statement.to_html()


def test_lines_that_earn_nothing_are_objected_to_as_well() -> None:
    plan = o2c.Plan(
        "Export", "CNY", [o2c.PlanRule("metal", "4%", products=["sheet"])], answer_days=10
    )
    lines = pd.concat([LINES, LINES.iloc[:1].assign(salesperson="Xu")], ignore_index=True)
    lines["product"] = ["sheet", "sheet", "foil", "foil"]
    result = o2c.commission(lines, plan=plan, period="2026-11")
    answers = [o2c.StatementAnswer("Li", "2026-12-04", "objects", line=2, reason="is sheet")]
    asked = {"handed_out": "2026-12-01", "as_of": "2026-12-05"}
    review = result.statement("Li").review(answers, **asked)
    assert [(row["line"], row["standing"]) for row in review.lines] == [(0, "open")]
    assert [(row["line"], row["standing"], row["answer"]) for row in review.uncounted] == [
        (2, "unmatched", "objected")
    ]
    assert review.objections == [
        {
            "salesperson": "Li",
            "line": 2,
            "commission": None,
            "answered": dt.date(2026, 12, 4),
            "reason": "is sheet",
        }
    ]
    of_all = result.review(answers, **asked)
    assert [(row["salesperson"], row["open"], row["missed"]) for row in of_all.rows] == [
        ("Li", 1, 1),
        ("Wu", 1, 0),
    ]
    # Of somebody all of whose lines earn nothing, too.
    for_nothing = result.review(
        [o2c.StatementAnswer("Xu", "2026-12-04", "objects", line=3, reason="is sheet")], **asked
    )
    assert [(row["salesperson"], row["line"]) for row in for_nothing.objections] == [("Xu", 3)]
    shown = result.statement("Li").to_html(review=review)
    assert "objected to" in shown
    assert "is sheet" in shown


def test_the_controller_sees_all_statements() -> None:
    review = RESULT.review(ANSWERS, handed_out="2026-12-01", as_of="2026-12-12")
    assert [{**row} for row in review.rows] == [
        {
            "salesperson": "Li",
            "lines": 2,
            "accepted": 1,
            "accepted_by_silence": 0,
            "objected": 1,
            "open": 0,
            "missed": 0,
            "whole": "objected",
        },
        {
            "salesperson": "Wu",
            "lines": 1,
            "accepted": 0,
            "accepted_by_silence": 1,
            "objected": 0,
            "open": 0,
            "missed": 0,
            "whole": "accepted_by_silence",
        },
    ]
    assert [row["line"] for row in review.objections] == [None, 2]
    before = RESULT.review([], handed_out="2026-12-01", as_of="2026-12-11")
    assert [row["open"] for row in before.rows] == [2, 1]


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(o2c.InvalidArgument, match="'Xu'"):
        RESULT.review(
            [o2c.StatementAnswer("Xu", "2026-12-02", "accepts")],
            handed_out="2026-12-01",
            as_of="2026-12-02",
        )
    late = o2c.StatementAnswer("Li", "2026-12-12", "objects", line=0, reason="x")
    not_his = o2c.StatementAnswer("Li", "2026-12-02", "accepts", line=1)
    with pytest.raises(o2c.InvalidArgument) as raised:
        RESULT.review([late, not_his], handed_out="2026-12-01", as_of="2026-12-31")
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [(0, "date"), (1, "line")]
    with pytest.raises(o2c.ParseError, match="accepts objects"):
        o2c.StatementAnswer("Li", "2026-12-02", "agrees")
    with pytest.raises(o2c.InvalidArgument, match="position"):
        o2c.StatementAnswer("Li", "2026-12-02", "accepts", line=-1)


def test_people_may_be_numbers_and_terms_are_of_the_plan() -> None:
    numbered = LINES.assign(salesperson=[7, 8, 7])
    result = o2c.commission(
        numbered, plan=o2c.Plan("Export", "CNY", "4%", answer_days=3), period="2026-11"
    )
    answers = [o2c.StatementAnswer(7, "2026-12-02", "accepts")]
    review = result.review(answers, handed_out="2026-12-01", as_of="2026-12-31")
    assert [(row["salesperson"], row["accepted"], row["open"]) for row in review.rows] == [
        (7, 2, 0),
        (8, 0, 1),
    ]
    # As payouts call them.
    (paid, _) = result.payouts
    by_text = result.statement(paid["salesperson"])
    assert by_text.lines == result.statement(7).lines
    assert by_text.totals == result.statement(7).totals
    assert [row["commission"] for row in by_text.lines] == [yuan("40"), yuan("120")]
    assert (PLAN.answer_days, PLAN.silence) == (10, "accepted")
    assert o2c.Plan.from_toml(PLAN.to_toml()) == PLAN
    assert "answer_days=10" in repr(PLAN)
    with pytest.raises(o2c.InvalidArgument, match="days"):
        o2c.Plan("Export", "CNY", "4%", silence="accepted")
