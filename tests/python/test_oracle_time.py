"""Month arithmetic, periods and business days against an independent calculation."""

from __future__ import annotations

import datetime as dt

import o2c
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle_time import Business, add_months, period_days

dates = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 12, 31))
spring = st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2026, 4, 30))
period_texts = st.builds(
    lambda year, rest: f"{year:04}{rest}",
    st.integers(1900, 2200),
    st.sampled_from(
        [f"-{month:02}" for month in range(1, 13)] + ["Q1", "Q2", "Q3", "Q4", "H1", "H2", ""]
    ),
)


@given(dates, st.integers(-600, 600))
def test_add_months(anchor: dt.date, months: int) -> None:
    assert o2c.add_months(anchor, months) == add_months(anchor, months)


@given(dates, st.integers(-100, 100))
def test_add_years(anchor: dt.date, years: int) -> None:
    assert o2c.add_years(anchor, years) == add_months(anchor, 12 * years)


@given(st.dates())
def test_every_date_of_python_goes_through(day: dt.date) -> None:
    assert o2c.add_months(day, 0) == day
    assert o2c.parse_date(day.isoformat()) == day
    assert o2c.parse_date(f"{day.month}/{day.day}/{day.year:04}", "%m/%d/%Y") == day
    assert o2c.end_of_month(day) == add_months(day.replace(day=1), 0).replace(
        day=period_days(f"{day.year:04}-{day.month:02}")[1].day
    )


@given(period_texts, st.dates(dt.date(1899, 1, 1), dt.date(2201, 12, 31)))
def test_periods_have_the_days_of_their_names(text: str, day: dt.date) -> None:
    period = o2c.Period(text)
    first, last = period_days(text)
    assert (period.first, period.last) == (first, last)
    assert (day in period) == (first <= day <= last)
    assert period.next().first == last + dt.timedelta(days=1)
    assert period.previous().last == first - dt.timedelta(days=1)
    assert o2c.Period.containing(last, period.kind) == period
    assert [month.first for month in period.months()] == [
        add_months(first, i) for i in range(len(period.months()))
    ]
    assert period.months()[-1].last == last


@st.composite
def places(draw: st.DrawFn) -> Business:
    weekend = draw(st.sampled_from([{6, 7}, {5, 6}, {7}, {5}]))
    holidays = draw(st.sets(spring, max_size=12))
    workdays = {
        day
        for day in draw(st.sets(spring, max_size=20))
        if day.isoweekday() in weekend and day not in holidays
    }
    return Business(weekend, holidays, workdays)


def calendar_of(place: Business) -> o2c.Calendar:
    return o2c.Calendar(
        "somewhere",
        weekend=[o2c.Weekday(number) for number in place.weekend],
        holidays=place.holidays,
        workdays=place.workdays,
    )


@given(places(), spring)
def test_business_days(place: Business, day: dt.date) -> None:
    calendar = calendar_of(place)
    assert calendar.is_business_day(day) == place.is_open(day)
    assert o2c.Calendar.parse(calendar.to_text()) == calendar


@given(places(), spring, st.sampled_from(list(o2c.Roll)))
def test_rolls(place: Business, day: dt.date, roll: o2c.Roll) -> None:
    assert calendar_of(place).roll(day, roll) == place.roll(day, roll.name)


@given(places(), spring, st.integers(-30, 30))
def test_add_business_days(place: Business, day: dt.date, n: int) -> None:
    assert calendar_of(place).add_business_days(day, n) == place.add(day, n)


@given(places(), spring, spring)
def test_business_days_between(place: Business, start: dt.date, end: dt.date) -> None:
    assert calendar_of(place).business_days_between(start, end) == place.between(start, end)


@given(places(), places(), spring)
def test_a_joint_calendar_is_open_where_both_are(a: Business, b: Business, day: dt.date) -> None:
    joint = o2c.joint(calendar_of(a), calendar_of(b))
    assert joint.is_business_day(day) == (a.is_open(day) and b.is_open(day))


@given(st.sets(spring, max_size=12), spring, st.integers(-30, 30))
def test_numpy_counts_the_same_business_days(holidays: set[dt.date], day: dt.date, n: int) -> None:
    np = pytest.importorskip("numpy")
    calendar = o2c.Calendar("somewhere", holidays=holidays)
    days_off = [np.datetime64(holiday) for holiday in holidays]
    roll = "backward" if n > 0 else "forward"  # the n-th after, or before, a day off
    if n != 0:
        expected = np.busday_offset(np.datetime64(day), n, roll=roll, holidays=days_off)
        assert calendar.add_business_days(day, n) == expected.item()
    rolled = np.busday_offset(np.datetime64(day), 0, roll="modifiedfollowing", holidays=days_off)
    assert calendar.roll(day, "modified_following") == rolled.item()
