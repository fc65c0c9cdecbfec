"""Dates, periods and business days written again with datetime and calendar, day by day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator

DAY = dt.timedelta(days=1)


def add_months(anchor: dt.date, months: int) -> dt.date:
    """Count the months off one by one, then cut the day number."""
    year, month = anchor.year, anchor.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        elif month == 0:
            year, month = year - 1, 12
    return dt.date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def period_days(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of '2026-11', '2026Q4', '2026H2' or '2026'."""
    year = int(text[:4])
    rest = text[4:]
    if not rest:
        months = (1, 12)
    elif rest[0] == "-":
        months = (int(rest[1:]), int(rest[1:]))
    elif rest[0] == "Q":
        months = (3 * int(rest[1]) - 2, 3 * int(rest[1]))
    else:
        months = (6 * int(rest[1]) - 5, 6 * int(rest[1]))
    last_day = calendar.monthrange(year, months[1])[1]
    return dt.date(year, months[0], 1), dt.date(year, months[1], last_day)


class Business:
    """Business days of one place, asked one day at a time."""

    def __init__(self, weekend: set[int], holidays: set[dt.date], workdays: set[dt.date]) -> None:
        self.weekend = weekend  # ISO numbers, Monday is 1
        self.holidays = holidays
        self.workdays = workdays

    def is_open(self, day: dt.date) -> bool:
        if day in self.workdays:
            return True
        return day not in self.holidays and day.isoweekday() not in self.weekend

    def days(self, start: dt.date, step: dt.timedelta) -> Iterator[dt.date]:
        day = start
        while True:
            if self.is_open(day):
                yield day
            day += step

    def roll(self, day: dt.date, how: str) -> dt.date:
        after = next(self.days(day, DAY))
        before = next(self.days(day, -DAY))
        same_month: Callable[[dt.date], bool] = lambda other: other.month == day.month  # noqa: E731
        if how == "none":
            return day
        if how == "following":
            return after
        if how == "preceding":
            return before
        first, second = (after, before) if how == "modified_following" else (before, after)
        return second if not same_month(first) and same_month(second) else first

    def add(self, day: dt.date, n: int) -> dt.date:
        if n == 0:
            return day
        step = DAY if n > 0 else -DAY
        stream = self.days(day + step, step)
        for _ in range(abs(n) - 1):
            next(stream)
        return next(stream)

    def between(self, start: dt.date, end: dt.date) -> int:
        """Business days after start up to and including end, minus those the other way round."""
        step = DAY if end >= start else -DAY
        count = 0
        day = start
        while day != end:
            day += step
            count += self.is_open(day)
        return count if end >= start else -count
