"""Closed periods of commissions: kept, replayed, and corrected in the first open one."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import o2c
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

TIERS = [(0, "3%"), (300000, "5%"), (500000, "7%")]
PLAN = o2c.Plan("Export", "CNY", o2c.RateSchedule("marginal", TIERS))


def yuan(amount: int | str) -> o2c.Money:
    return o2c.Money(str(amount), "CNY")


def table(*rows: tuple[str, str, int, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "salesperson": [row[0] for row in rows],
            "date": [dt.date.fromisoformat(row[1]) for row in rows],
            "net": [row[2] * 100 for row in rows],
            "document": [row[3] for row in rows],
        }
    )


OCTOBER = table(("Li", "2026-10-05", 600_000, "INV-1"), ("Wu", "2026-10-07", 1_000, "INV-2"))
LATE = table(("Li", "2026-10-05", -120_000, "CN-1"))
NOVEMBER = table(("Li", "2026-11-02", 100_000, "INV-3"))


def closed(lines: Any = OCTOBER, plan: o2c.Plan = PLAN, **options: Any) -> o2c.CommissionBook:
    book = o2c.CommissionBook()
    book.close(book.settle(lines, plan=plan, period="2026-10", **options))
    return book


def test_a_late_line_is_paid_by_the_quarter_of_each_month() -> None:
    """1% of what a quarter brings beyond 4,000, on top of 10%."""
    top = o2c.Accelerator("top", o2c.RateSchedule("marginal", [(0, "0%"), (4_000, "1%")]))
    plan = o2c.Plan("Quarter", "CNY", "10%", accelerators=[top])
    lines = table(("Li", "2026-10-10", 3_000, "I-1"), ("Li", "2026-11-10", 3_000, "I-2"))
    book = o2c.CommissionBook()
    for month in ("2026-10", "2026-11"):
        book.close(book.settle(lines, plan=plan, period=month))
    assert [book.payouts(month)[0]["payable"] for month in ("2026-10", "2026-11")] == [
        yuan(300), yuan(300 + 20)
    ]  # fmt: skip
    late = pd.concat([lines, table(("Li", "2026-10-20", 2_000, "I-9"))], ignore_index=True)
    december = book.settle(late, plan=plan, period="2026-12")
    assert [(str(row["period"]), row["correction"]) for row in december.corrections] == [
        ("2026-10", yuan(200 + 10)), ("2026-11", yuan(30 - 20))
    ]  # fmt: skip
    other = o2c.Plan("Quarter", "CNY", "12%", accelerators=[top])
    with pytest.raises(o2c.InvalidArgument, match="its bounds or accelerators are of 2026Q4"):
        book.settle(late, plan=other, period="2026-12")


def test_a_late_line_takes_room_of_the_months_after_it() -> None:
    """A cap of the year of 250: 100, 100 and 50 of three months were paid."""
    plan = o2c.Plan("Capped", "CNY", "10%", longer_period="year", longer_cap="250 CNY")
    lines = table(*(("Li", f"2026-0{month}-10", 1_000, f"I-{month}") for month in range(1, 4)))
    book = o2c.CommissionBook()
    for month in range(1, 4):
        book.close(book.settle(lines, plan=plan, period=f"2026-0{month}"))
    assert [book.payouts(f"2026-0{month}")[0]["payable"] for month in range(1, 4)] == [
        yuan(100), yuan(100), yuan(50)
    ]  # fmt: skip
    late = pd.concat([lines, table(("Li", "2026-01-20", 800, "I-9"))], ignore_index=True)
    april = book.settle(late, plan=plan, period="2026-04")
    assert [(str(row["period"]), row["correction"]) for row in april.corrections] == [
        ("2026-01", yuan(80)), ("2026-02", yuan(-30)), ("2026-03", yuan(-50))
    ]  # fmt: skip
    book.close(april)
    again = o2c.CommissionBook.from_toml(book.to_toml())
    assert again.replay(lines, period="2026-03")
    with pytest.raises(o2c.InvalidArgument, match="as its bounds or accelerators are of 2026"):
        book.settle(
            late,
            plan=o2c.Plan("Capped", "CNY", "12%", longer_period="year", longer_cap="250 CNY"),
            period="2026-05",
        )
    # Nor does a plan drop or shorten them within the year.
    for bounds in ({}, {"longer_period": "quarter", "longer_cap": "250 CNY"}):
        other = o2c.Plan("Capped", "CNY", "10%", **bounds)
        with pytest.raises(
            o2c.InvalidArgument, match="that of 2026-01, as its bounds or accelerators are of 2026"
        ):
            book.settle(late, plan=other, period="2026-05")


def test_a_late_return_is_corrected_in_the_first_open_period() -> None:
    book = closed()
    lines = pd.concat([OCTOBER, LATE, NOVEMBER], ignore_index=True)
    november = book.settle(lines, plan=PLAN, period="2026-11")
    assert november.reopened == [o2c.Period("2026-10")]
    assert november.late == [
        {
            "period": o2c.Period("2026-10"),
            "line": 2,
            "date": dt.date(2026, 10, 5),
            "salesperson": "Li",
            "document": "CN-1",
            "net": yuan(-120_000),
        }
    ]
    correction = {
        "period": o2c.Period("2026-10"),
        "salesperson": "Li",
        "settled": yuan(26_000),
        "recomputed": yuan(18_000),
        "correction": yuan(-8_000),
        "commission": yuan(-8_000),
        "overrides": yuan(0),
        "pools": yuan(0),
        "late": yuan(-8_000),
        "changed": yuan(0),
    }
    assert november.corrections == [correction]
    payout = november.payouts[0]
    assert (payout["commission"], payout["corrections"]) == (yuan(3_000), yuan(-8_000))
    assert (payout["payable"], payout["overpaid"]) == (yuan(0), yuan(5_000))

    book.close(november)
    assert book.corrections("2026-11") == [correction]
    assert [line["document"] for line in book.lines("2026-11")] == ["CN-1", "INV-3"]
    december = book.settle(lines, plan=PLAN, period="2026-12")
    assert not december.corrections
    assert december.payouts[0]["overpaid"] == yuan(5_000)


def test_nothing_is_closed_twice_or_by_an_old_settlement() -> None:
    book = o2c.CommissionBook()
    october = book.settle(OCTOBER, plan=PLAN, period="2026-10")
    again = book.settle(OCTOBER, plan=PLAN, period="2026-10")
    book.close(october)
    for settlement in (october, again):
        with pytest.raises(o2c.InvalidArgument, match=r"2026-11-01|one of this book"):
            book.close(settlement)
    with pytest.raises(o2c.InvalidArgument, match="2026-11-01, as all before it is closed"):
        book.settle(OCTOBER, plan=PLAN, period="2026-10")
    with pytest.raises(o2c.InvalidArgument, match="2026-11-01, the day after the last"):
        book.settle(OCTOBER, plan=PLAN, period="2026-12")
    assert book.periods == [o2c.Period("2026-10")]
    assert len(book) == 1


def test_a_changed_line_of_a_closed_period_is_refused_by_name() -> None:
    book = closed()
    changed = pd.concat([OCTOBER, NOVEMBER], ignore_index=True)
    changed.loc[1, "net"] = 999
    with pytest.raises(o2c.InvalidArgument) as raised:
        book.settle(changed, plan=PLAN, period="2026-11")
    (fault,) = raised.value.faults
    assert fault.value == "2026-10-07 Wu INV-2 1000.00 CNY"
    assert fault.expected == "this line as it was when 2026-10 was closed, or none of the period"
    # Without the closed period's lines there is nothing that could have changed.
    assert not book.settle(NOVEMBER, plan=PLAN, period="2026-11").reopened


def test_other_columns_may_come_later_but_those_of_the_book_stay() -> None:
    book = closed()
    assert book.columns == ["salesperson", "date", "net", "document"]
    more = pd.concat([OCTOBER, NOVEMBER], ignore_index=True).assign(party="Acme")
    assert not book.settle(more, plan=PLAN, period="2026-11").late
    with pytest.raises(o2c.BadTable, match='column "document" is missing'):
        book.settle(more.drop(columns="document"), plan=PLAN, period="2026-11")
    by_net = o2c.CommissionBook(["net"])
    by_net.close(by_net.settle(OCTOBER, plan=PLAN, period="2026-10"))
    assert not by_net.settle(more.drop(columns="document"), plan=PLAN, period="2026-11").late
    with pytest.raises(o2c.InvalidArgument, match="colour"):
        o2c.CommissionBook(["colour"])


def test_a_replay_is_the_same_bit_by_bit_or_says_what_is_not() -> None:
    book = closed()
    assert book.replay(OCTOBER, period="2026-10")
    replay = book.replay(pd.concat([OCTOBER, LATE]), period="2026-10")
    assert not replay
    assert replay.differences == [
        {
            "salesperson": "Li",
            "field": field,
            "kept": yuan(26_000),
            "now": yuan(18_000),
        }
        for field in ("commission", "payable")
    ]
    assert [row["document"] for row in replay.late] == ["CN-1"]
    assert not replay.missing
    fewer = book.replay(OCTOBER.head(1), period="2026-10")
    assert [row["document"] for row in fewer.missing] == ["INV-2"]
    assert "1 missing" in repr(fewer)
    with pytest.raises(o2c.InvalidArgument, match="2026-11"):
        book.replay(OCTOBER, period="2026-11")


@pytest.mark.parametrize("of", [pd.DataFrame, pl.DataFrame])
def test_what_is_booked_later_changes_no_replay(of: Any) -> None:
    """200,000 in October and in November, tiers by quarter; 50,000 of October come in December."""
    tiers = o2c.RateSchedule("marginal", TIERS[:2])
    plan = o2c.Plan("By\n[[closed]]\nquarter", "CNY", tiers, accumulation="quarter")
    october = table(("Li", "2026-10-05", 200_000, "INV\n[[closed]]\n"))
    november = table(("Li", "2026-11-05", 200_000, "INV-2"))
    late = table(("Li", "2026-10-06", 50_000, "INV-9"))
    december = table(("Li", "2026-12-05", 10_000, "INV-3"))
    # The late line stands among those that were there.
    everything = of(pd.concat([late, october, november, december], ignore_index=True))
    book = o2c.CommissionBook()
    book.close(book.settle(october, plan=plan, period="2026-10"))
    book.close(book.settle(pd.concat([october, november]), plan=plan, period="2026-11"))
    settled = book.settle(everything, plan=plan, period="2026-12")
    assert [row["correction"] for row in settled.corrections] == [yuan(1_500), yuan(1_000)]
    book.close(settled)

    as_then = of(pd.concat([october, november], ignore_index=True))
    for kept in (book, o2c.CommissionBook.from_toml(book.to_toml())):
        for period in ("2026-10", "2026-11"):
            assert kept.replay(everything, period=period)
            assert kept.replay(as_then, period=period)
        assert kept.replay(everything, period="2026-12")
    # What is booked nowhere is still told.
    more = of(pd.concat([late, october, table(("Li", "2026-10-07", 1_000, "INV-10"))]))
    replay = book.replay(more, period="2026-10")
    assert [(row["document"], row["line"]) for row in replay.late] == [("INV-10", 2)]
    assert {row["now"] for row in replay.differences} == {yuan(6_030)}
    [missing] = book.replay(of(late), period="2026-10").missing
    assert missing["net"] == yuan(200_000)


def test_of_lines_that_are_alike_as_many_are_replayed_as_were_there() -> None:
    alike = table(("Li", "2026-10-05", 1_000, ""))
    book = closed(alike)
    twice = pd.concat([alike, alike], ignore_index=True)
    november = book.settle(twice, plan=PLAN, period="2026-11")
    assert [row["correction"] for row in november.corrections] == [yuan(30)]
    book.close(november)
    assert book.replay(twice, period="2026-10")
    thrice = book.replay(pd.concat([twice, alike], ignore_index=True), period="2026-10")
    assert [row["line"] for row in thrice.late] == [2]
    assert {row["now"] for row in thrice.differences} == {yuan(60)}


def test_a_long_book_with_many_late_lines_replays() -> None:
    """Each of 24 months gets 60 lines and returns of all before it, under three plan versions."""
    dice = random.Random(9)
    months = [o2c.Period(f"{2025 + i // 12}-{i % 12 + 1:02}") for i in range(24)]
    plans = [PLAN, o2c.Plan("Export", "CNY", "4%"), o2c.Plan("Export", "CNY", "5%", cap="900 CNY")]
    book = o2c.CommissionBook()
    tables: list[pd.DataFrame] = []
    for i, month in enumerate(months):
        days = [month.first] * 60 + [months[dice.randrange(i)].first for _ in range(60 if i else 0)]
        rows = [
            (dice.choice(["Li", "Wu"]), str(day), dice.randrange(-40, 100), f"D-{i}-{j % 50}")
            for j, day in enumerate(days)
        ]
        tables.insert(dice.randrange(i + 1), table(*rows))
        lines = pd.concat(tables, ignore_index=True)
        settled = book.settle(lines, plan=plans[i // 8], period=month)
        assert len(settled.late) == (60 if i else 0)
        book.close(settled)
    for month in months:
        replay = book.replay(lines, period=month)
        assert replay
        assert not replay.late
        assert not replay.missing


def test_faults_of_a_replay_are_of_the_rows_as_they_are() -> None:
    plan = o2c.Plan("Profit", "CNY", "10%", basis="gross_profit")
    october = OCTOBER.assign(cost=100)
    late = LATE.assign(cost=-100)
    book = o2c.CommissionBook(["salesperson", "date", "net", "document"])
    book.close(book.settle(october, plan=plan, period="2026-10"))
    lines = pd.concat([late, october], ignore_index=True)
    book.close(book.settle(lines, plan=plan, period="2026-11"))
    assert book.replay(lines, period="2026-10")
    lines["cost"] = lines["cost"].where(lines.index != 2).astype("Int64")
    with pytest.raises(o2c.BadTable) as raised:
        book.replay(lines, period="2026-10")
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [(2, "cost")]


def test_what_is_no_plan_is_refused() -> None:
    for plan in ("export.toml", None):
        with pytest.raises(o2c.InvalidArgument, match=r"plan: expected an o2c\.Plan .* file, got"):
            o2c.CommissionBook().settle(OCTOBER, plan=plan, period="2026-10")  # type: ignore[arg-type]
        with pytest.raises(o2c.InvalidArgument, match=r"plan: expected an o2c\.Plan .* file, got"):
            o2c.commission(OCTOBER, plan=plan, period="2026-10")  # type: ignore[arg-type]


def test_the_book_is_a_file(tmp_path: Path) -> None:
    book = closed()
    path = tmp_path / "book.toml"
    path.write_text(book.to_toml(), encoding="utf-8")
    read = o2c.CommissionBook.from_toml(path)
    lines = pd.concat([OCTOBER, LATE, NOVEMBER], ignore_index=True)
    november = read.settle(lines, plan=PLAN, period="2026-11")
    assert november.corrections == book.settle(lines, plan=PLAN, period="2026-11").corrections
    read.close(november)
    assert read.to_toml().startswith(book.to_toml())
    assert read.plan("2026-10") == PLAN
    assert read.payouts("2026-10") == book.payouts("2026-10")
    path.write_text(book.to_toml().replace("payable = 26000", "payable = 26001"), encoding="utf-8")
    with pytest.raises(o2c.ParseError, match=r"cannot read the book: .*Li, payable"):
        o2c.CommissionBook.from_toml(path)
    with pytest.raises(o2c.InvalidArgument, match="closed"):
        o2c.CommissionBook().to_toml()


def test_targets_that_are_not_looked_at_may_be_anybodys() -> None:
    tiers = o2c.RateSchedule("marginal", [(0, "1%"), (1, "2%")])
    rule = o2c.PlanRule("all", tiers, tiers_over="attainment")
    plan = o2c.Plan("Export", "CNY", [rule])
    people = pd.DataFrame({"salesperson": ["Li", "Wu"]})

    def earned(stranger: str) -> o2c.CommissionSettlement:
        targets = pd.DataFrame(
            {
                "salesperson": ["Li", "Wu", "Zhao"],
                "period": ["2026-10", "2026-10", stranger],
                "target": [100_00] * 3,
            }
        )
        book = o2c.CommissionBook()
        return book.settle(OCTOBER, plan=plan, period="2026-10", people=people, targets=targets)

    assert len(earned("2025-11").rows) == 2  # Zhao has left since.
    with pytest.raises(o2c.BadTable, match='row 2, salesperson "Zhao": expected one of the team'):
        earned("2026-10")


def test_a_draw_of_the_team_begins_for_all_of_it() -> None:
    people = pd.DataFrame({"salesperson": ["Li", "Wang"]})
    lines = table(("Li", "2026-10-05", 600_000, "INV-1"))
    october = o2c.commission(lines, plan=PLAN, period="2026-10", people=people)
    plan = o2c.Plan("Export", "CNY", "3%", draw="2000 CNY", entitled="team")
    lines = table(("Li", "2026-11-05", 1_000, "INV-2"))
    november = o2c.commission(lines, plan=plan, period="2026-11", people=people, previous=october)
    assert [(row["salesperson"], row["advanced"]) for row in november.payouts] == [
        ("Li", yuan(2000)),
        ("Wang", yuan(2000)),
    ]


def test_versions_of_a_plan_and_their_targets() -> None:
    def plan(kind: str) -> o2c.Plan:
        tiers = o2c.RateSchedule("marginal", [("0%", "2%"), ("100%", "3%")])
        rule = o2c.PlanRule("all", tiers, tiers_over="attainment")
        return o2c.Plan("Export", "CNY", [rule], accumulation=kind)

    history = o2c.PlanHistory([("2026-10-01", plan("month")), ("2027-01-01", plan("quarter"))])
    targets = pd.DataFrame(
        {
            "salesperson": ["Li"] * 2,
            "period": ["2026-12", "2027Q1"],
            "target": [50_000_000, 90_000_000],
        }
    )
    book = o2c.CommissionBook()
    lines = table(("Li", "2026-12-05", 500_000, "INV-1"))
    book.close(book.settle(lines, plan=history, period="2026-12", targets=targets))
    lines = pd.concat([lines, table(("Li", "2026-12-06", 100_000, "INV-2"))])
    next_one = book.settle(lines, plan=history, period="2027Q1", targets=targets)
    assert next_one.plan == plan("quarter")
    assert [row["correction"] for row in next_one.corrections] == [yuan(3_000)]


def test_a_stream_is_held(tmp_path: Path) -> None:
    def stream() -> pa.RecordBatchReader:
        return pa.Table.from_pandas(OCTOBER, preserve_index=False).to_reader()

    book = closed(stream())
    assert book.replay(stream(), period="2026-10")


def people(manager: str) -> pd.DataFrame:
    return pd.DataFrame({"salesperson": ["Li", "Wu", "Chen"], "manager": [manager, manager, None]})


def parts(row: dict[str, Any]) -> tuple[str, str, str, str]:
    who, *amounts = (row[key] for key in ("salesperson", "correction", "late", "changed"))
    return (who, *(str(amount.amount) for amount in amounts))


TEAM = o2c.Plan("Team", "CNY", "10%", overrides=[o2c.Override("1%", 1)])


def test_a_late_cent_does_not_hide_what_changed_tables_do() -> None:
    """October was closed with Chen as the manager; November's table names Zhou, without dates."""
    chen, zhou = people("Chen"), people("Zhou")
    zhou.loc[3] = ["Zhou", None]
    book = closed(table(("Li", "2026-10-05", 100_000, "INV-1")), TEAM, people=chen)
    lines = table(("Li", "2026-10-05", 100_000, "INV-1"), ("Li", "2026-10-06", 10, "INV-2"))
    # Changed tables alone reopen nothing: a replay tells of them.
    assert not book.settle(lines.head(1), plan=TEAM, period="2026-11", people=zhou).corrections
    told = book.replay(lines.head(1), period="2026-10", people=zhou).differences
    assert {row["salesperson"] for row in told} == {"Chen", "Zhou"}

    november = book.settle(lines, plan=TEAM, period="2026-11", people=zhou)
    assert [parts(row) for row in november.corrections] == [
        ("Chen", "-1000.00", "0.00", "-1000.00"),
        ("Li", "1.00", "1.00", "0.00"),
        ("Zhou", "1000.10", "0.10", "1000.00"),
    ]
    assert [row["overrides"] for row in november.corrections] == [
        yuan(-1_000), yuan(0), yuan("1000.10")
    ]  # fmt: skip
    why = november.explain_correction("Zhou", "2026-10")
    assert why.recheck() == []
    assert [str(step.label) for step in why.steps[-4:]] == [
        "known lines by today's tables", "changed tables", "late lines", "correction"
    ]  # fmt: skip
    # It is kept, and goes on from there.
    book.close(november)
    kept = o2c.CommissionBook.from_toml(book.to_toml())
    assert kept.to_toml() == book.to_toml()
    assert kept.corrections("2026-11") == november.corrections
    assert november.explain_correction("Zhou", "2026-10") == why
    more = pd.concat([lines, table(("Wu", "2026-10-09", 50, "INV-3"))], ignore_index=True)
    december = kept.settle(more, plan=TEAM, period="2026-12", people=zhou)
    assert [parts(row) for row in december.corrections] == [
        ("Wu", "5.00", "5.00", "0.00"), ("Zhou", "0.50", "0.50", "0.00")
    ]  # fmt: skip
    again = december.explain_correction("Zhou", "2026-10")
    assert again.recheck() == []
    assert "corrected in 2026-11" in again.to_text()
    # As it was then: later closings are left aside.
    assert book.replay(more, period="2026-11", people=zhou).differences == []


def test_parts_that_cancel_each_other_have_their_row() -> None:
    """Chen leads Wu instead of Li by today's table, and what comes late of Wu is what Li sold."""
    before, now = people("Chen"), people("Chen")
    before.loc[1, "manager"] = now.loc[0, "manager"] = None
    book = closed(table(("Li", "2026-10-05", 100_000, "INV-1")), TEAM, people=before)
    lines = table(("Li", "2026-10-05", 100_000, "INV-1"), ("Wu", "2026-10-06", 100_000, "INV-2"))
    november = book.settle(lines, plan=TEAM, period="2026-11", people=now)
    assert [parts(row) for row in november.corrections] == [
        ("Chen", "0.00", "1000.00", "-1000.00"), ("Wu", "10000.00", "10000.00", "0.00")
    ]  # fmt: skip
    statement = november.statement("Chen")
    assert [parts(row) for row in statement.corrections] == [
        ("Chen", "0.00", "1000.00", "-1000.00")
    ]
    assert "2026-10: Correction 0.00 CNY</summary>" in statement.to_html()
    told = str(statement.to_csv(of="corrections")).splitlines()[1]
    assert told == '"2026-10","Chen",1000.00,1000.00,0.00,0.00,0.00,0.00,1000.00,-1000.00,"CNY"'
    why = statement.explain(period="2026-10")
    assert why.recheck() == []
    assert why.steps[-1].result == yuan(0)
    book.close(november)
    book = o2c.CommissionBook.from_toml(book.to_toml())
    assert book.corrections("2026-11") == november.corrections
    # They are told once.
    assert not book.settle(lines, plan=TEAM, period="2026-12", people=now).corrections


def team(*names: str) -> pd.DataFrame:
    return pd.DataFrame({"salesperson": list(names), "manager": [None] * len(names)})


@pytest.mark.parametrize("accumulation", ["month", "quarter"])
@pytest.mark.parametrize(("late", "correction"), [(-400, "-40.00"), (200, "20.00")])
def test_who_is_gone_from_people_is_corrected(
    accumulation: Any, late: int, correction: str
) -> None:
    """Li is paid for October, and in no table of people after it."""
    plan = o2c.Plan("Flat", "CNY", "10%", accumulation=accumulation)
    book = closed(
        table(("Li", "2026-10-05", 1_000, "INV-1"), ("Wu", "2026-10-05", 500, "INV-2")),
        plan,
        people=team("Li", "Wu"),
    )
    lines = table(
        ("Li", "2026-10-05", 1_000, "INV-1"),
        ("Wu", "2026-10-05", 500, "INV-2"),
        ("Li", "2026-10-06", late, "INV-3"),
        ("Wu", "2026-11-05", 100, "INV-4"),
    )
    november = book.settle(lines, plan=plan, period="2026-11", people=team("Wu"))
    assert [parts(row) for row in november.corrections] == [("Li", correction, correction, "0.00")]
    assert november.statement("Li").explain(period="2026-10").recheck() == []
    by_name = {row["salesperson"]: row for row in november.payouts}
    assert by_name["Li"]["corrections"] == yuan(correction)
    # Owed, or owing: nothing is lost.
    paid = by_name["Li"]["payable"] - by_name["Li"]["overpaid"]
    assert paid == yuan(correction)
    assert by_name["Wu"]["payable"] == yuan(10)
    book.close(november)
    december = book.settle(lines, plan=plan, period="2026-12", people=team("Wu"))
    assert not december.corrections
    owed = [row["overpaid"] for row in december.payouts if row["salesperson"] == "Li"]
    assert owed == ([yuan(40)] if late < 0 else [])
    assert book.replay(lines, period="2026-10", people=team("Wu"))
    assert book.replay(lines, period="2026-11", people=team("Wu"))
    # What is new of him is a slip, and so is a name that nobody ever had.
    for who, day in (("Li", "2026-12-05"), ("Lee", "2026-10-07"), ("Lee", "2026-12-05")):
        more = pd.concat([lines, table((who, day, 10, "INV-5"))], ignore_index=True)
        with pytest.raises(o2c.BadTable, match="one of the team"):
            book.settle(more, plan=plan, period="2026-12", people=team("Wu"))


def test_plans_that_look_at_the_team_need_who_is_gone() -> None:
    """Without him Chen would silently lose the override on what he sold."""
    both = people("Chen")
    book = closed(table(("Li", "2026-10-05", 1_000, "INV-1")), TEAM, people=both)
    lines = table(("Li", "2026-10-05", 1_000, "INV-1"), ("Wu", "2026-10-06", 10, "INV-2"))
    with pytest.raises(o2c.BadTable, match='"Li": expected one of the team'):
        book.settle(lines, plan=TEAM, period="2026-11", people=both[1:])
    gone = both.assign(left=[dt.date(2026, 10, 31), None, None])
    november = book.settle(lines, plan=TEAM, period="2026-11", people=gone)
    assert [parts(row) for row in november.corrections] == [
        ("Chen", "0.10", "0.10", "0.00"), ("Wu", "1.00", "1.00", "0.00")
    ]  # fmt: skip


def test_balances_of_who_is_gone_go_on_and_no_draw_is_advanced() -> None:
    plan = o2c.Plan("Draw", "CNY", "10%", draw="50 CNY", holdback="20%")
    book = closed(
        table(("Li", "2026-10-05", 200, "INV-1"), ("Wu", "2026-10-05", 1_000, "INV-2")),
        plan,
        people=team("Li", "Wu"),
    )
    lines = table(("Wu", "2026-11-05", 1_000, "INV-3"))
    release = pd.DataFrame({"salesperson": ["Li"], "released": [Decimal("4.00")]})
    november = book.settle(lines, plan=plan, period="2026-11", people=team("Wu"), openings=release)
    of_li = next(row for row in november.payouts if row["salesperson"] == "Li")
    assert (of_li["advanced"], of_li["draw"]) == (yuan(0), yuan(34))
    assert (of_li["held"], of_li["released"]) == (yuan(0), yuan(4))
    left = team("Li", "Wu").assign(left=[dt.date(2026, 10, 31), None])
    same = book.settle(lines, plan=plan, period="2026-11", people=left, openings=release)
    assert same.payouts == november.payouts
    there = book.settle(lines, plan=plan, period="2026-11", people=team("Li", "Wu"))
    assert [row["advanced"] for row in there.payouts] == [yuan(50), yuan(50)]


def test_a_correction_is_recomputed_by_the_salesperson() -> None:
    plan = o2c.Plan("Pool", "CNY", "10%", pools=[o2c.Pool("bonus", "1%", {"Li": 1, "Wu": 1})])
    book = closed(table(("Li", "2026-10-05", 1_000, "INV-1")), plan)
    lines = table(("Li", "2026-10-05", 1_000, "INV-1"), ("Wu", "2026-10-06", 500, "INV-2"))
    november = book.settle(lines, plan=plan, period="2026-11")
    [of_li, of_wu] = november.corrections
    assert of_li["correction"] == of_li["pools"] == yuan("2.50")
    assert (of_wu["settled"], of_wu["recomputed"]) == (yuan(5), yuan("57.50"))
    assert (of_wu["commission"], of_wu["pools"]) == (yuan(50), yuan("2.50"))

    october = november.recomputed("2026-10")
    assert october.explain_line(1, "Wu").steps[-1].result == yuan(50)
    statement = november.statement("Wu", lines=lines)
    assert [row["commission"] for row in statement.late] == [yuan(50)]
    assert [row["commission"] for row in november.statement("Li").late] == [None]
    why = statement.explain(period="2026-10")
    assert why == november.explain_correction("Wu", "2026-10")
    assert why.recheck() == []
    results = [step.result for step in why.steps]
    for told in (yuan(50), yuan("7.50"), yuan("57.50")):
        assert told in results
    html = statement.to_html()
    assert "2026-10: Correction 52.50 CNY</summary>" in html
    assert "recomputed, 2026-10" in html
    [row] = statement.to_arrow("corrections").to_pylist()
    assert str(row["pools"]) == "2.50"
    for refused in ("2026-09", "2026-11"):
        with pytest.raises(o2c.InvalidArgument, match="expected one that was recomputed"):
            november.recomputed(refused)
    with pytest.raises(o2c.InvalidArgument, match="expected one of whom 2026-10 is corrected"):
        november.explain_correction("Chen", "2026-10")


def test_released_and_advanced_are_stated_by_opening() -> None:
    plan = o2c.Plan("Held", "CNY", "4%", holdback="10%", draw="50 CNY")
    book = closed(plan=plan)
    openings = pd.DataFrame({"salesperson": ["Li"], "released": [240_000], "advanced": [0]})
    november = book.settle(OCTOBER, plan=plan, period="2026-11", openings=openings)
    rows = {row["salesperson"]: row for row in november.payouts}
    assert rows["Li"]["payable"] == yuan(2_400)
    assert rows["Li"]["held"] == yuan(0)
    assert rows["Wu"]["advanced"] == yuan(50)  # Again, without lines.
    with pytest.raises(o2c.InvalidArgument, match="none, as the book has them"):
        book.settle(
            OCTOBER,
            plan=plan,
            period="2026-11",
            openings=pd.DataFrame({"salesperson": ["Li"], "overpaid": [1]}),
        )


# --- against what domain says, in fractions -------------------------------------------------------


def oracle_earned(rows: list[dict[str, Any]], accumulation: list[str], until: str) -> int:
    """What a person's lines of an accumulation earned up to a month, in cents."""
    base = sum(row["net"] for row in rows if row["month"] in accumulation and row["month"] <= until)
    earned = Fraction(0)
    for start, end, rate in ((0, 300_000, 3), (300_000, 500_000, 5), (500_000, None, 7)):
        low, high = start * 100, None if end is None else end * 100
        if base <= low and start > 0:
            continue
        top = base if high is None else min(base, high)
        earned += Fraction(rate, 100) * (top - low)
    return int((2 * abs(earned) + 1) // 2) * (1 if earned >= 0 else -1)


@pytest.mark.parametrize("seed", range(12))
def test_corrections_bring_what_was_paid_to_what_is_due(seed: int) -> None:
    """Lines come in any order; what the book has paid by the end of a period is what all lines
    that are known by then earn, and what it carries on is the rest."""
    dice = random.Random(seed)
    kind = dice.choice(["month", "quarter"])
    plan = o2c.Plan("Export", "CNY", o2c.RateSchedule("marginal", TIERS), accumulation=kind)
    months = ["2026-10", "2026-11", "2026-12", "2027-01"]
    groups = [[m] for m in months] if kind == "month" else [months[:3], months[3:]]
    book = o2c.CommissionBook()
    rows: list[dict[str, Any]] = []
    for at, month in enumerate(months):
        for _ in range(dice.randrange(1, 9)):
            of = dice.choice(months[: at + 1])
            rows.append(
                {
                    "salesperson": dice.choice(["Li", "Wu"]),
                    "month": of,
                    "date": dt.date.fromisoformat(f"{of}-{dice.randrange(1, 28):02}"),
                    "net": dice.choice([-1, 1, 1, 1]) * dice.randrange(40_000_000),
                    "document": f"D-{len(rows)}" if dice.random() < 0.7 else "",
                }
            )
        dice.shuffle(rows)
        lines = pd.DataFrame(rows).drop(columns="month")
        if dice.random() < 0.5:  # Through a file.
            book = book if not book.periods else o2c.CommissionBook.from_toml(book.to_toml())
        settlement = book.settle(lines, plan=plan, period=month)
        book.close(settlement)
        paid: dict[str, int] = {}
        for period in book.periods:
            for payout in book.payouts(period):
                who = payout["salesperson"]
                paid[who] = paid.get(who, 0) + payout["payable"].minor
        owed = {row["salesperson"]: row["overpaid"].minor for row in settlement.payouts}
        for who in {row["salesperson"] for row in rows}:
            mine = [row for row in rows if row["salesperson"] == who]
            due = sum(oracle_earned(mine, group, month) for group in groups)
            assert paid.get(who, 0) - owed.get(who, 0) == due
        for row in settlement.corrections:
            assert row["changed"] == yuan(0)
            why = settlement.explain_correction(row["salesperson"], row["period"])
            assert why.recheck() == []
            assert why.steps[-1].result == row["correction"]
        for period in book.periods:
            assert book.replay(lines, period=period)
