"""Dates in and out, periods, calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import o2c
import pytest

# Dates ---------------------------------------------------------------------------------------


def test_a_date_or_its_text() -> None:
    assert o2c.end_of_month(dt.date(2028, 2, 3)) == dt.date(2028, 2, 29)
    assert o2c.end_of_month("2028-02-03") == dt.date(2028, 2, 29)
    assert type(o2c.end_of_month("2028-02-03")) is dt.date


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(2026, 11, 23, 14, 30),
        dt.datetime(2026, 11, 23),
        dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
    ],
)
def test_a_moment_is_no_date(moment: dt.datetime) -> None:
    with pytest.raises(TypeError, match=r"datetime 2026-11-23 .* time of day: pass its \.date\(\)"):
        o2c.end_of_month(moment)


def test_a_timestamp_of_pandas_is_no_date() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(TypeError, match=r"Timestamp 2026-11-23 .*: pass its \.date\(\)"):
        o2c.end_of_month(pandas.Timestamp("2026-11-23"))


@pytest.mark.parametrize("value", [None, 20261123, 1.5, b"2026-11-23", ("2026", 11, 23)])
def test_other_types_are_no_dates(value: object) -> None:
    with pytest.raises(TypeError, match=r"expected a datetime\.date or a str YYYY-MM-DD, got "):
        o2c.end_of_month(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "2026-11", "2026-13-01", "2026-02-29", "23.11.2026", "2026-1-1", "20261123"]
)
def test_texts_that_are_no_dates(text: str) -> None:
    with pytest.raises(o2c.ParseError) as caught:
        o2c.end_of_month(text)
    assert caught.value.text == text


def test_the_offset_of_an_error_counts_characters() -> None:
    with pytest.raises(o2c.ParseError) as caught:
        o2c.parse_date("日2026-11-x3", "日%Y-%m-%d")
    error = caught.value
    assert error.text[error.offset :] == "x3"


def test_months_are_added_from_the_anchor() -> None:
    assert o2c.add_months("2026-01-31", 1) == dt.date(2026, 2, 28)
    assert o2c.add_months("2024-01-31", 1) == dt.date(2024, 2, 29)
    assert o2c.add_months("2026-01-31", 2) == dt.date(2026, 3, 31)
    assert o2c.add_months("2024-02-29", 1) == dt.date(2024, 3, 29)
    assert o2c.add_years("2024-02-29", 1) == dt.date(2025, 2, 28)


def test_dates_end_with_the_year_9999() -> None:
    assert o2c.add_months(dt.date.max, 0) == dt.date.max
    with pytest.raises(o2c.Overflow):
        o2c.add_months(dt.date.max, 1)
    with pytest.raises(o2c.Overflow):
        o2c.add_months(dt.date.min, -1)


def test_a_stated_date_format() -> None:
    assert o2c.parse_date("4/6/2013", "%m/%d/%Y") == dt.date(2013, 4, 6)
    assert o2c.parse_date("06.04.2013", "%d.%m.%Y") == dt.date(2013, 4, 6)
    with pytest.raises(o2c.ParseError):
        o2c.parse_date("2013-04-06", "%m/%d/%Y")
    with pytest.raises(o2c.InvalidArgument):
        o2c.parse_date("2013-04-06", "%Y-%m")


# Periods -------------------------------------------------------------------------------------


def test_periods() -> None:
    quarter = o2c.Period("2026Q4")
    assert o2c.Period(quarter) == quarter
    for wrong in (2026, dt.date(2026, 1, 1)):
        with pytest.raises(TypeError, match=r"expected an o2c\.Period or a str such as '2026-11'"):
            o2c.Period(wrong)  # type: ignore[arg-type]
    assert quarter.kind is o2c.PeriodKind.quarter
    assert (quarter.first, quarter.last) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert "2026-11-23" in quarter
    assert dt.date(2027, 1, 1) not in quarter
    assert quarter.months() == [o2c.Period(text) for text in ("2026-10", "2026-11", "2026-12")]
    assert quarter.next() == o2c.Period("2027Q1")
    assert quarter.previous() == o2c.Period("2026Q3")
    assert o2c.Period("2026").parts("half") == [o2c.Period("2026H1"), o2c.Period("2026H2")]
    assert str(quarter) == "2026Q4"


def test_the_period_of_a_date() -> None:
    day = dt.date(2026, 11, 23)
    assert o2c.Period.month_of(day) == o2c.Period("2026-11")
    assert o2c.Period.quarter_of(day) == o2c.Period("2026Q4")
    assert o2c.Period.half_of(day) == o2c.Period("2026H2")
    assert o2c.Period.year_of(day) == o2c.Period("2026")
    assert o2c.Period.containing(day, "month") == o2c.Period("2026-11")
    assert o2c.Period.week_of(day) == o2c.Period("2026-W48")
    assert o2c.Period.half_month_of(day) == o2c.Period("2026-11H2")
    assert o2c.Period.containing(day, "half_month") == o2c.Period("2026-11H2")


def test_weeks_are_those_of_the_calendar_of_python() -> None:
    for day in (
        dt.date(year, 1, 1) + dt.timedelta(days=n) for year in (2020, 2026) for n in range(-9, 9)
    ):
        year, number, _ = day.isocalendar()
        week = o2c.Period.week_of(day)
        assert str(week) == f"{year}-W{number:02}"
        assert (week.first.isoweekday(), week.last.isoweekday()) == (1, 7)


def test_periods_of_one_kind_are_in_order() -> None:
    assert o2c.Period("2026-02") < o2c.Period("2026-11") <= o2c.Period("2026-11")
    assert o2c.Period("2026") != o2c.Period("2026H1")
    with pytest.raises(o2c.InvalidArgument):
        assert o2c.Period("2026") < o2c.Period("2026H2")


@pytest.mark.parametrize("text", ["", "26Q1", "2026Q5", "2026H3", "2026-13", "2026-1", "2026q1x"])
def test_texts_that_are_no_periods(text: str) -> None:
    with pytest.raises(o2c.ParseError, match="expected"):
        o2c.Period(text)


# Calendars -----------------------------------------------------------------------------------

SPRING_FESTIVAL = o2c.Calendar(
    "CN",
    holidays={dt.date(2026, 2, day): "春节" for day in range(16, 23)},
    workdays={dt.date(2026, 2, 14): "调休", "2026-02-28": "调休"},
    covers_from="2026-01-01",
    covers_to="2026-12-31",
)


def test_make_up_days_are_worked() -> None:
    calendar = SPRING_FESTIVAL
    assert calendar.is_business_day("2026-02-14")  # a Saturday
    assert not calendar.is_business_day("2026-02-16")  # a Monday
    assert calendar.roll("2026-02-16", "following") == dt.date(2026, 2, 23)
    assert calendar.roll("2026-02-16", o2c.Roll.preceding) == dt.date(2026, 2, 14)
    assert calendar.add_business_days("2026-02-13", 2) == dt.date(2026, 2, 23)
    assert calendar.business_days_between("2026-02-13", "2026-02-23") == 2


def test_what_a_calendar_holds() -> None:
    calendar = SPRING_FESTIVAL
    assert calendar.name == "CN"
    assert calendar.weekend == (o2c.Weekday.saturday, o2c.Weekday.sunday)
    assert calendar.holidays[dt.date(2026, 2, 17)] == "春节"
    assert list(calendar.workdays) == [dt.date(2026, 2, 14), dt.date(2026, 2, 28)]
    assert (calendar.covers_from, calendar.covers_to) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
    )


def test_a_calendar_answers_only_for_the_days_it_covers() -> None:
    with pytest.raises(o2c.InvalidArgument, match="2027"):
        SPRING_FESTIVAL.is_business_day("2027-02-16")


def test_a_calendar_file(tmp_path: Path) -> None:
    path = tmp_path / "cn.calendar"
    path.write_text(SPRING_FESTIVAL.to_text(), encoding="utf-8")
    assert o2c.Calendar.load(path) == SPRING_FESTIVAL
    assert o2c.Calendar.load(str(path)) == SPRING_FESTIVAL
    with pytest.raises(o2c.InvalidArgument, match="missing"):
        o2c.Calendar.load(tmp_path / "missing")


def test_every_faulty_line_of_a_calendar_is_listed() -> None:
    text = (
        "calendar X\nweekend Saturday Sunday\nholiday 2026-02-30 no such day\nholidy 2026-05-01\n"
    )
    with pytest.raises(o2c.ParseError) as caught:
        o2c.Calendar.parse(text, "x.calendar")
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [
        ("x.calendar", 2),
        ("x.calendar", 3),
    ]
    assert all(fault.expected for fault in caught.value.faults)


def test_days_that_contradict_one_another() -> None:
    with pytest.raises(o2c.InvalidArgument) as caught:
        o2c.Calendar("X", holidays=["2026-02-16", "2026-02-16"], workdays=["2026-02-17"])
    assert {fault.field for fault in caught.value.faults} == {"holidays", "workdays"}


@pytest.mark.parametrize("make", [list, dict.fromkeys])
def test_all_dates_that_cannot_be_read_are_named(make: Callable[[list[str]], object]) -> None:
    days = make(["2026-02-30", "2026-02-16", "mañana"])
    if isinstance(days, dict):
        days = dict.fromkeys(days, "Spring Festival")
    with pytest.raises(o2c.ParseError, match=r'row 0, "2026-02-30": .*and 1 more fault') as caught:
        o2c.Calendar("X", holidays=days)  # type: ignore[arg-type]
    assert [(fault.row, fault.value) for fault in caught.value.faults] == [
        (0, "2026-02-30"),
        (2, "mañana"),
    ]


def test_names_of_holidays_stay_with_their_dates() -> None:
    named = {"2026-10-01": "National Day", "2026-02-17": "Spring Festival"}
    calendar = o2c.Calendar("X", holidays=named)
    assert calendar.holidays == {
        dt.date(2026, 2, 17): "Spring Festival",
        dt.date(2026, 10, 1): "National Day",
    }


@pytest.mark.parametrize("holidays", ["2026-02-16", 5, None])
def test_holidays_are_dates(holidays: object) -> None:
    with pytest.raises(TypeError, match="expected an iterable of dates"):
        o2c.Calendar("X", holidays=holidays)  # type: ignore[arg-type]


def test_both_calendars_have_to_be_open() -> None:
    gulf = o2c.Calendar("AE", weekend=["friday", "saturday"])
    both = o2c.joint(o2c.Calendar("CN"), gulf)
    assert [both.is_business_day(f"2026-11-{day}") for day in range(23, 30)] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip


def test_weekdays_are_numbered_like_python_numbers_them() -> None:
    day = dt.date(2026, 11, 23)
    assert o2c.Weekday(day.isoweekday()) is o2c.Weekday.monday
    assert o2c.Weekday.sunday == 7
