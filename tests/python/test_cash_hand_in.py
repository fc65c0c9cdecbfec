"""Cash of the sales force: the worked example day by day, an oracle, and every fault named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import o2c
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_credit import Collected, last_late_day, match

FIRST = dt.date(2026, 3, 1)
CALENDAR = o2c.Calendar("office", holidays={"2026-03-05": ""})
FIGURES = ("in_time", "late", "recovered", "recoverable", "withheld", "fine")


def collected(*rows: tuple[str, str, dt.date, str]) -> pa.Table:
    return pa.table(
        {
            "receipt": pa.array([row[0] for row in rows], pa.string()),
            "salesperson": pa.array([row[1] for row in rows], pa.string()),
            "date": pa.array([row[2] for row in rows], pa.date32()),
            "amount": pa.array([Decimal(row[3]) for row in rows], pa.decimal128(20, 2)),
        }
    )


def handed_in(*rows: tuple[str, dt.date, str, str | None, str | None]) -> pa.Table:
    return pa.table(
        {
            "salesperson": pa.array([row[0] for row in rows], pa.string()),
            "date": pa.array([row[1] for row in rows], pa.date32()),
            "amount": pa.array([Decimal(row[2]) for row in rows], pa.decimal128(20, 2)),
            "signed_by": pa.array([row[3] for row in rows], pa.string()),
            "receipt": pa.array([row[4] for row in rows], pa.string()),
        }
    )


COLLECTIONS = collected(("R1", "Li", dt.date(2026, 3, 2), "8000"))
HAND_INS = handed_in(
    ("Li", dt.date(2026, 3, 3), "3000", "Wang", "R1"),
    ("Li", dt.date(2026, 3, 6), "5000", "Wang", None),
)


def example(as_of: str, **options: Any) -> o2c.CashHandIn:
    return o2c.cash_hand_in(COLLECTIONS, HAND_INS, as_of=as_of, currency="CNY", **options)


@pytest.mark.parametrize(
    ("as_of", "figures"),
    [
        ("2026-03-02", (0, 0, 0, 8000, 0, 0)),
        ("2026-03-03", (0, 3000, 0, 5000, 0, 0)),
        ("2026-03-04", (0, 3000, 0, 5000, 5000, 5000)),
        ("2026-03-05", (0, 3000, 0, 5000, 5000, 5000)),
        ("2026-03-06", (0, 3000, 5000, 0, 5000, 5000)),
    ],
)
def test_the_worked_example_day_by_day(as_of: str, figures: tuple[int, ...]) -> None:
    cash = example(as_of)
    (row,) = cash.rows
    assert tuple(row[name].amount for name in FIGURES) == figures
    (claim,) = cash.salespersons
    assert tuple(claim[name] for name in FIGURES) == tuple(row[name] for name in FIGURES)
    assert cash.explain(0).recheck() == []
    frame = cash.to_pandas()
    assert tuple(frame.loc[0, list(FIGURES)]) == tuple(map(Decimal, figures))


def test_legal_limits_stand_beside_each_claim() -> None:
    cash = example("2026-03-04", wages={"Li": ("6000 CNY", "2420 CNY")})
    deduction = cash.salespersons[0]["deduction"]
    assert deduction["cap"] == o2c.Money("1200", "CNY")
    assert deduction["loss"] == o2c.Money("5000", "CNY")
    assert deduction["most"] + deduction["rest"] == deduction["loss"]
    assert example("2026-03-04").salespersons[0]["deduction"] is None
    trace = o2c.Derivation()
    loss = o2c.loss_deduction("372 CNY", wage="6000 CNY", minimum_wage="2420 CNY", trace=trace)
    assert loss["most"] == o2c.Money("372", "CNY")
    assert trace.recheck() == []
    assert "2008" in cash.legal_note()
    assert "2008年" in cash.legal_note("zh")


@pytest.mark.parametrize(
    ("as_of", "figures"),
    [
        ("2026-03-02", (0, 1200, 0, 0)),
        ("2026-03-03", (0, 1200, 0, 0)),
        ("2026-03-04", (5000, 1200, 1200, 3800)),
        ("2026-03-06", (0, 1200, 0, 0)),
    ],
)
def test_what_is_not_withheld_yet_is_no_loss(as_of: str, figures: tuple[int, ...]) -> None:
    cash = example(as_of, wages={"Li": ("6000 CNY", "2420 CNY")})
    deduction = cash.salespersons[0]["deduction"]
    names = ("loss", "cap", "most", "rest")
    assert tuple(deduction[name].amount for name in names) == figures
    claims = cash.claims.to_pandas()
    assert tuple(claims.loc[0, list(names)]) == tuple(map(Decimal, figures))
    assert claims.loc[0, "recoverable"] == cash.rows[0]["recoverable"].amount


def test_the_cap_stands_in_print() -> None:
    cash = example("2026-03-04", wages={"Li": ("6000 CNY", "2420 CNY")})
    assert "cap of deductions  deductible" in str(cash)
    assert "1200.00" in str(cash)
    assert "本月扣款上限" in cash.to_text("zh")
    without = example("2026-03-04")
    assert "cap of deductions" not in str(without)
    assert without.claims.to_pandas()["cap"].tolist() == [None]


def test_commissions_count_from_the_parts_that_were_handed_in() -> None:
    parts = pl.DataFrame(example("2026-03-06").handed_in)
    assert parts["date"].to_list() == [dt.date(2026, 3, 3), dt.date(2026, 3, 6)]
    assert parts["amount"].to_list() == [Decimal(3000), Decimal(5000)]
    assert parts["timing"].to_list() == ["late", "recovered"]


def test_working_days_go_by_the_calendar() -> None:
    # Friday; Saturday and Sunday are free.
    collections = collected(("R1", "Li", dt.date(2026, 3, 6), "1"))
    cash = o2c.cash_hand_in(
        collections, handed_in(), as_of="2026-03-09", currency="CNY", calendar=CALENDAR
    )
    assert cash.rows[0]["late_until"] == dt.date(2026, 3, 10)
    assert cash.rows[0]["withheld"] == o2c.Money("0", "CNY")


def test_what_finance_has_not_signed_does_not_count() -> None:
    unsigned = handed_in(("Li", dt.date(2026, 3, 3), "3000", None, None))
    cash = o2c.cash_hand_in(COLLECTIONS, unsigned, as_of="2026-03-04", currency="CNY")
    assert cash.unsigned_hand_ins == [0]
    assert cash.rows[0]["withheld"] == o2c.Money("8000", "CNY")


def test_nobody_signs_with_a_blank() -> None:
    blank = handed_in(("Li", dt.date(2026, 3, 3), "3000", "  ", None))
    cash = o2c.cash_hand_in(COLLECTIONS, blank, as_of="2026-03-04", currency="CNY")
    assert cash.unsigned_hand_ins == [0]
    flags = blank.set_column(3, "signed_by", pa.array([False]))
    with pytest.raises(o2c.BadTable, match=r"signed_by.*is bool"):
        o2c.cash_hand_in(COLLECTIONS, flags, as_of="2026-03-04", currency="CNY")


def test_a_day_beyond_the_calendar_is_a_fault_of_its_row() -> None:
    calendar = o2c.Calendar("office", covers_from="2026-01-01", covers_to="2026-03-03")
    with pytest.raises(o2c.BadTable) as raised:
        o2c.cash_hand_in(
            COLLECTIONS, HAND_INS, as_of="2026-03-03", currency="CNY", calendar=calendar
        )
    assert [(fault.row, fault.field) for fault in raised.value.faults] == [(0, "date")]


def test_wages_are_checked_at_once() -> None:
    for wages in (("6000 CNY", "2420 USD"), ("6000 CNY",), "6000 CNY"):
        with pytest.raises((o2c.InvalidArgument, o2c.CurrencyMismatch)):
            example("2026-03-04", wages={"Li": wages})  # type: ignore[dict-item]
    usd = {"Li": ("6000 USD", "2420 USD")}
    assert example("2026-03-04", wages=usd).salespersons[0]["deduction"] is None
    with pytest.raises(o2c.InvalidArgument, match=r"wages, row 0.*Lee.*who collected cash"):
        example("2026-03-04", wages={"Lee": ("6000 CNY", "2420 CNY")})
    with pytest.raises(o2c.InvalidArgument, match=r"wages, row 0, wage \"-1.00 CNY\""):
        example("2026-03-04", wages={"Li": ("-1 CNY", "2420 CNY")})
    with pytest.raises(o2c.InvalidArgument):
        o2c.loss_deduction("-1 CNY", wage="6000 CNY", minimum_wage="2420 CNY")


def test_every_faulty_row_is_named() -> None:
    wrong = handed_in(
        ("Li", dt.date(2026, 3, 3), "9000", "Wang", None),
        ("Li", dt.date(2026, 3, 1), "1", "Wang", "R1"),
        ("Li", dt.date(2026, 3, 3), "1", "Wang", "R7"),
    )
    with pytest.raises(o2c.BadTable) as raised:
        o2c.cash_hand_in(COLLECTIONS, wrong, as_of="2026-03-04", currency="CNY")
    assert [(fault.file, fault.row, fault.field) for fault in raised.value.faults] == [
        ("hand_ins", 0, "amount"),
        ("hand_ins", 1, "date"),
        ("hand_ins", 2, "receipt"),
    ]
    twice = pa.concat_tables([COLLECTIONS, COLLECTIONS])
    with pytest.raises(o2c.BadTable, match="row 1, receipt"):
        o2c.cash_hand_in(twice, HAND_INS, as_of="2026-03-04", currency="CNY")
    with pytest.raises(o2c.BadTable, match="signed_by"):
        o2c.cash_hand_in(
            COLLECTIONS, HAND_INS.drop(["signed_by"]), as_of="2026-03-04", currency="CNY"
        )
    with pytest.raises(o2c.InvalidArgument):
        o2c.CashRule(-1)
    with pytest.raises(o2c.FloatRefused):
        o2c.CashRule(2, 1.5)  # type: ignore[arg-type]
    with pytest.raises(IndexError):
        example("2026-03-04").explain(1)


def test_text_and_html_in_both_languages() -> None:
    cash = o2c.cash_hand_in(
        collected(("<b>", "李", FIRST, "1")), handed_in(), as_of="2026-03-09", currency="CNY"
    )
    assert "withheld" in str(cash)
    assert "私收" in cash.to_text("zh")
    page = cash.to_html("zh")
    assert "<b>" not in page
    assert "私收" in page
    assert "Withheld" in cash._repr_html_()
    with pytest.raises(ValueError, match="lang"):
        cash.to_html("fr")


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Collected], list[dict[str, Any]]]:
    """Hand-ins never above what is left by their day; some name a receipt."""
    collections: list[Collected] = []
    hand_ins: list[dict[str, Any]] = []
    for day in range(draw(st.integers(1, 6))):
        date = FIRST + dt.timedelta(day)
        for _ in range(draw(st.integers(0, 2))):
            who = draw(st.sampled_from(["Li", "Zhao"]))
            name = f"R{len(collections)}"
            collections.append(Collected(name, who, date, draw(st.integers(1, 999))))
        for who in ("Li", "Zhao"):
            own = [each for each in collections if each.salesperson == who]
            total = sum(each.amount for each in own)
            gone = sum(each["amount"] for each in hand_ins if each["salesperson"] == who)
            if total == gone or not draw(st.booleans()):
                continue
            hand_in = {"salesperson": who, "date": date, "receipt": None}
            hand_in["amount"] = draw(st.integers(1, total - gone))
            if draw(st.booleans()):
                of = draw(st.sampled_from(own))
                named = [each["amount"] for each in hand_ins if each["receipt"] == of.receipt]
                room = of.amount - sum(named)
                if room:
                    hand_in |= {"receipt": of.receipt}
                    hand_in["amount"] = min(hand_in["amount"], room)
            hand_ins.append(hand_in)
    return collections, hand_ins


@given(histories(), st.integers(-1, 10), st.integers(0, 3), st.booleans())
def test_it_is_what_the_oracle_says(
    history: tuple[list[Collected], list[dict[str, Any]]],
    day: int,
    late_days: int,
    by_calendar: bool,
) -> None:
    collections, hand_ins = history
    as_of = FIRST + dt.timedelta(day)

    def cents(amount: int) -> str:
        return str(Decimal(amount).scaleb(-2))

    cash = o2c.cash_hand_in(
        collected(*((c.receipt, c.salesperson, c.date, cents(c.amount)) for c in collections)),
        handed_in(
            *((h["salesperson"], h["date"], cents(h["amount"]), "Wang", h["receipt"])
              for h in hand_ins)
        ),
        as_of=as_of,
        currency="CNY",
        rule=o2c.CashRule(late_days, 2),
        calendar=CALENDAR if by_calendar else None,
    )  # fmt: skip
    match(collections, hand_ins)
    holidays = {dt.date(2026, 3, 5)} if by_calendar else None
    expected = [
        each.figures(as_of, last_late_day(each.date, late_days, holidays))
        for each in collections
        if each.date <= as_of
    ]
    assert [{name: row[name].minor for name in expected[0]} for row in cash.rows] == expected
    assert all(row["fine"] == row["withheld"] * 2 for row in cash.rows)
