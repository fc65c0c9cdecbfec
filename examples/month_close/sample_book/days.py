"""The days of the sample book: two years, on which business is done by the company's calendar."""

import datetime
import random
from pathlib import Path

import o2c

FIRST_DAY = datetime.date(2024, 11, 1)
LAST_DAY = datetime.date(2026, 10, 31)
# The last moment at which something was recorded: the month is about to be closed.
CUT = datetime.datetime(2026, 11, 6, 10, tzinfo=datetime.UTC)

Day = datetime.date
Moment = datetime.datetime  # UTC.

CALENDAR_FILE = Path(__file__).parent / "files" / "calendar.txt"
_calendar = o2c.Calendar.load(str(CALENDAR_FILE))
_rolled: dict[Day, Day] = {}


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def working(day: Day) -> Day:
    """The day itself, or else the next one on which business is done."""
    if day not in _rolled:
        _rolled[day] = _calendar.roll(day, "following")
    return _rolled[day]


def after(day: Day, count: int) -> Day:
    """The working day on or after so many calendar days."""
    return working(day + days(count))


def month_end(day: Day) -> Day:
    return next_month(day) - days(1)


def next_month(day: Day) -> Day:
    """The first day of the next month."""
    return Day(day.year + day.month // 12, day.month % 12 + 1, 1)


def months() -> list[Day]:
    """The first days of all months of the book."""
    found = [FIRST_DAY]
    while next_month(found[-1]) <= LAST_DAY:
        found.append(next_month(found[-1]))
    return found


def month_name(day: Day) -> str:
    return f"{day:%Y-%m}"


def closed_at(month: Day) -> Moment:
    """When a month was closed: on the fifth working day of the next one, in the evening."""
    day = next_month(month)
    for _ in range(4):
        day = working(day) + days(1)
    return datetime.datetime.combine(working(day), datetime.time(10), datetime.UTC)


def moment_text(moment: Moment) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def recorded(rng: random.Random, on: Day, *not_before: Moment, late_percent: int = 4) -> Moment:
    """When a fact of a day is written down: on that day, or, rarely, days late; after whatever was
    written before. What has happened by the last day is there by the last moment."""
    late = rng.randrange(3, 31) if rng.randrange(100) < late_percent else 0
    late = max(min(late, (CUT.date() - on).days), 0)
    moment = datetime.datetime.combine(on + days(late), datetime.time(1), datetime.UTC)
    moment += datetime.timedelta(seconds=rng.randrange(8 * 3600))
    return max([moment, *(m + datetime.timedelta(seconds=1) for m in not_before)])
