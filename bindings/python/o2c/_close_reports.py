"""Reports from the same parts as the close: a day, and a year."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from o2c import _core
from o2c._book import Book
from o2c._close import CloseTable
from o2c._moments import optional_microseconds
from o2c._threads import thread_count

if TYPE_CHECKING:
    from o2c._core import Period

_AnyBook = str | os.PathLike[str] | Mapping[str, Any] | Book


class DailyReport(NamedTuple):
    """A day of the sales force (销售日报), in the home currency."""

    by_salesperson: CloseTable
    """``opened``, ``contracted``, ``dispatched`` (how many), ``invoiced`` before tax, ``received``,
    ``overdue`` at the day's end, ``actions`` that are due, and ``late`` ones among them."""
    actions: CloseTable
    """What is due: ``salesperson``, ``subject``, ``what``, ``what_zh``, ``due_on``,
    ``days_late``."""


def daily_report(
    book: _AnyBook,
    *,
    date: date | str,
    known_at: datetime | str | None = None,
    threads: int | None = None,
) -> DailyReport:
    """Orders, dispatch, receipts, what is overdue and what is to be done on one day, of what was
    known at a moment (None: all). Amounts in other currencies are converted at the day's rates.
    Raises BadTable that lists every fault of the book; MissingRate."""
    tables = _core.daily_tables(
        _opened(book, threads)._core,
        date,
        optional_microseconds(known_at, "known_at"),
        thread_count(threads),
    )
    return DailyReport(CloseTable(tables["by_salesperson"]), CloseTable(tables["actions"]))


def annual_summary(
    book: _AnyBook, *, year: Period | str, as_of: date | str, threads: int | None = None
) -> CloseTable:
    """A row for each month of a year (年度总结) that had ended by a day, closed as ``o2c.close``
    closes it: ``revenue``, ``cost``, ``profit``, ``collected``, ``receivable`` and ``overdue`` at
    its end, ``commission`` payable, ``opened``, ``contracted``, ``dispatched`` (how many orders),
    ``exceptions``, ``ties_hold``; in the home currency, at the rates of each month's last day.
    Raises InvalidArgument, and what ``o2c.close`` raises."""
    table = _core.annual_table(
        _opened(book, threads)._core, _core.Period(str(year)), as_of, thread_count(threads)
    )
    return CloseTable(table)


def _opened(book: _AnyBook, threads: int | None) -> Book:
    return book if isinstance(book, Book) else Book.open(book, threads=threads)
