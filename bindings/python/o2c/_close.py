"""The month close: who owes what, who is paid what, what orders earned, from a company's book."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._book import Book
from o2c._labels import Language, check_language
from o2c._moments import moment_of, optional_microseconds
from o2c._threads import thread_count

if TYPE_CHECKING:
    from o2c._core import Currency, Derivation, Money, Period


class TieTerm(NamedTuple):
    """An amount of a tie, with its name in English and Chinese."""

    name: tuple[str, str]
    amount: Money


class Tie(NamedTuple):
    """Two ways to one amount (勾稽): the whole, and the parts that have to add up to it."""

    name: str
    whole: TieTerm
    parts: tuple[TieTerm, ...]
    difference: Money

    @property
    def holds(self) -> bool:
        """Whether there is no difference."""
        return self.difference == 0 * self.difference


class CloseTable(ArrowResult):
    """One of the tables of a close, which shows itself as pandas shows a frame."""

    def __repr__(self) -> str:
        return repr(self.to_pandas())

    def _repr_html_(self) -> str:
        return self.to_pandas().to_html(index=False, max_rows=20, na_rep="")


class CloseReport:
    """A month, closed. ``o2c.close`` makes it."""

    __module__ = "o2c"

    def __init__(self, core: _core.MonthClose, book: Book, compared: Period) -> None:
        self._core = core
        self._book = book
        self._tables = {name: CloseTable(table) for name, table in core.tables().items()}
        self.compare = compared
        """The month that it is compared with."""

    @property
    def book(self) -> Book:
        """What was closed."""
        return self._book

    @property
    def company(self) -> str:
        return self._core.company

    @property
    def home(self) -> Currency:
        """The currency of its books."""
        return self._core.home

    @property
    def period(self) -> Period:
        """The month."""
        return self._core.period

    @property
    def as_of(self) -> date:
        """Its last day."""
        return self._core.as_of

    @property
    def known_at(self) -> datetime | None:
        """With what was known then; None: all."""
        moment = self._core.known_at_us
        return None if moment is None else moment_of(moment)

    @property
    def is_closed(self) -> bool:
        """Whether the book has the month as closed and signed."""
        return self._core.is_closed

    @property
    def revenue(self) -> Money:
        """What orders brought in the month, before tax, in the home currency."""
        return self._core.revenue

    @property
    def cost(self) -> Money:
        """All costs that count in the month, less other income."""
        return self._core.cost

    @property
    def profit(self) -> Money:
        """Revenue less cost."""
        return self._core.profit

    @property
    def ties(self) -> tuple[Tie, ...]:
        """What has to agree, and whether it does."""
        return tuple(
            Tie(name, _term(whole), tuple(_term(part) for part in parts), difference)
            for name, whole, parts, difference in self._core.ties
        )

    @property
    def ties_hold(self) -> bool:
        """Whether no tie has a difference."""
        return self._core.ties_hold

    @property
    def events(self) -> Mapping[str, int]:
        """How many events of each kind orders had in the month."""
        return self._core.events

    @property
    def tables(self) -> Mapping[str, CloseTable]:
        """Its tables by name; docs/close.md describes them."""
        return self._tables

    def __getitem__(self, table: str) -> CloseTable:
        return self._tables[table]

    def explain(self, table: str, row: int) -> Derivation:
        """How the figures of a row of a table came about. Raises InvalidArgument for tables of
        facts, and a row that is not there."""
        return self._core.explain(table, row)

    def to_html(self, *, lang: str = "en") -> str:
        """The close as one page that needs nothing else (needs jinja2)."""
        from o2c._close_html import close_page

        return close_page(self, check_language(lang))

    def save(self, out: str | os.PathLike[str], *, lang: str = "en") -> None:
        """Writes the close: a page to a name that ends in ``.html``; else a folder of all tables as
        Parquet and CSV, with the page. What was there is replaced as a whole, or stays. Raises
        OSError."""
        from o2c._close_files import write_close

        write_close(self, Path(out), check_language(lang))

    def summary(self, *, lang: str = "en") -> str:
        """The close in lines that fit one screen."""
        from o2c._close_text import close_text

        return close_text(self, check_language(lang))

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        state = "ties hold" if self.ties_hold else "TIES DIFFER"
        return f"<CloseReport {self.company} {self.period}: profit {self.profit}, {state}>"

    def _repr_html_(self) -> str:
        from o2c._close_html import close_fragment

        return close_fragment(self, "en")


def close(
    book: str | os.PathLike[str] | Mapping[str, Any] | Book,
    *,
    period: Period | str,
    known_at: datetime | str | None = None,
    compare: Period | str | None = None,
    out: str | os.PathLike[str] | None = None,
    lang: Language = "en",
    threads: int | None = None,
    progress: Callable[[str], object] | None = None,
) -> CloseReport:
    """Closes a month (月结): receivables and their aging, reminders, provision, commissions, what
    orders earned, orders and what they wait for, targets, cash, exceptions, and the ties between
    all of these.

    ``book``: an o2c.Book, or what ``o2c.Book.open`` takes: a folder, a database, a dict of tables.
    ``known_at``: with what was known at that moment. Without it: of a month that the book has as
    closed what was known when it was closed, so that it comes out as it was signed; of an open one
    all.
    ``compare``: the month whose receivables the change is told from; without it, the one before.
    ``out``: where ``CloseReport.save`` writes it.
    ``progress``: is told when a stage begins: "ledger", "aging", "reminders", "commission", ...

    Nothing changes in the book. Raises BadTable that lists every fault of the book;
    InvalidArgument for a period that is no month; MissingRate.
    """
    language = check_language(lang)
    opened = book if isinstance(book, Book) else Book.open(book, threads=threads)
    month = _core.Period(str(period))
    before = _core.Period(str(compare)) if compare is not None else None
    core = _core.MonthClose(
        opened._core,
        month,
        known_at_us=optional_microseconds(known_at, "known_at"),
        compare=before,
        threads=thread_count(threads),
        progress=progress,
    )
    report = CloseReport(core, opened, before or month.previous())
    if out is not None:
        report.save(out, lang=language)
    return report


def _term(term: tuple[str, str, Money]) -> TieTerm:
    english, chinese, amount = term
    return TieTerm((english, chinese), amount)
