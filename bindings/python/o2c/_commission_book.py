"""Closed periods of commissions: what is kept, and what is corrected later (已结期间与更正)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._commission import CommissionResult, plan_for
from o2c._row_result import held_table
from o2c._threads import thread_count

if TYPE_CHECKING:
    import datetime

    from o2c._commission import Row


class CommissionBook:
    """The closed periods of a plan, one after the other. Nothing in it is ever changed; what comes
    late is booked in the next period.

    columns: those of the lines by which a line is known again (``date``, ``net``, ``document``,
        ...); when none are stated, all that the first closed period's table has of the columns that
        o2c.commission reads. Later tables need to have them.

        >>> book = o2c.CommissionBook()
        >>> october = book.settle(lines, plan=plan, period="2026-10")
        >>> book.close(october)
        >>> Path("commissions.toml").write_text(book.to_toml(), encoding="utf-8")
    """

    def __init__(self, columns: Iterable[str] = ()) -> None:
        names = list(columns)
        self._core = _core.CommissionBook(names) if names else None

    @staticmethod
    def from_toml(path_or_text: str | os.PathLike[str]) -> CommissionBook:
        """Reads what to_toml has written: a path, or the text itself.

        Raises o2c.ParseError with every fault and its line: also for payouts that do not add up,
        or do not begin as the period before has closed."""
        book = CommissionBook()
        book._core = _core.CommissionBook.from_toml(path_or_text)
        return book

    def to_toml(self) -> str:
        """The book as a text that people can read, and from_toml reads exactly; what is closed
        later is added at its end."""
        return self._book().to_toml()

    @property
    def columns(self) -> list[str]:
        """By which lines are known again; none are known before something is closed."""
        return [] if self._core is None else self._core.columns

    @property
    def periods(self) -> list[_core.Period]:
        """The closed periods, in order."""
        return [] if self._core is None else self._core.periods

    def plan(self, period: str | _core.Period) -> _core.Plan:
        """The plan by which a closed period was settled."""
        return self._book().plan(period)

    def payouts(self, period: str | _core.Period) -> list[Row]:
        """What was paid in a closed period, and carried on: as of CommissionResult.payouts."""
        return self._book().payouts(period)

    def corrections(self, period: str | _core.Period) -> list[Row]:
        """Corrections of earlier periods that were booked in a closed one: ``period`` (that is
        corrected), ``salesperson``, ``settled`` (with earlier corrections), ``recomputed``,
        ``correction`` and what it is made of: as of CommissionSettlement.corrections."""
        return self._book().corrections(period)

    def awaiting(self, period: str | _core.Period) -> list[Row]:
        """What was not payable yet when a period was closed: ``period`` (in which it was earned),
        ``salesperson``, ``amount``."""
        return self._book().awaiting(period)

    def exchanges(self, period: str | _core.Period) -> list[Row]:
        """By which lines were converted that the book had no rate for before a period was closed:
        ``currency``, ``as_of``, ``rates``. They stay what they were, whatever rates are given."""
        return self._book().exchanges(period)

    def lines(self, period: str | _core.Period) -> list[Row]:
        """The lines with which a period was closed, those that came late to earlier ones included:
        ``date``, ``salesperson``, ``document``, ``net``, ``print``."""
        return self._book().lines(period)

    def settle(
        self,
        lines: Any,
        *,
        plan: _core.Plan | _core.PlanHistory,
        period: str | _core.Period,
        credits: Any = None,
        people: Any = None,
        targets: Any = None,
        openings: Any = None,
        rates: _core.ExchangeTable | None = None,
        amount_digits: int | None = None,
        columns: Mapping[str, str] | None = None,
        threads: int | None = None,
    ) -> CommissionSettlement:
        """Settles the first open period: as o2c.commission, with the balances of the book, and
        with corrections for lines that came late to closed periods. Each of these is recomputed
        under its own plan. It changes nothing in the book; ``close`` does.

        lines: with those of closed periods if something came to them, the plan still accumulates
            with them, or something of them is not payable yet; else they may be left out, but all
            of a period or none. A plan accumulates over all of its ``longer_period``.
        openings: ``released`` and ``advanced``; for the first period of the book also what was
            ``overpaid``, ``draw`` and ``held`` before. Who was advanced a draw in the last period
            is so again, with lines or without, unless it says otherwise; where the plan entitles
            the team, its people have it instead; who had left by then, or is not of the people any
            more, has none.
        people: whom the book has paid may be missing: lines of closed periods, corrections and
            balances may be theirs, but no credits, and no lines of the open period. Plans that
            look at who led whom, or was there, need all whose lines they recompute.
        targets: also those of other periods, which are not looked at.
        rates: as in o2c.commission. Where a closed period has converted a currency as of a day, it
            stays so, whatever ``rates`` say of it now.
        The rest: as in o2c.commission. Tables that can be read only once are held, for which
            pyarrow is needed.

        Raises also o2c.InvalidArgument, which names every line of a closed period that is not as it
        was, and a period that does not follow the last one.
        """
        settled = _core.Period(period) if isinstance(period, str) else period
        version = plan_for(plan, settled)
        tables = _Tables(lines, credits, people, targets, rates, amount_digits, columns, threads)
        book, opening = self._open(tables, version, settled)
        late = opening.late_lines
        recomputed = {}
        for reopened in opening.reopened:

            def again(
                left_aside: list[int], period: _core.Period = reopened
            ) -> _core.CommissionTable:
                by = book.plan(period)
                until = settled.last
                return tables.settle(book, by, period, [], payable_by=until, left_aside=left_aside)

            recomputed[reopened] = again([])
            known = again(late) if late else recomputed[reopened]
            opening.correct(recomputed[reopened], known)
        rows = opening.opening_rows(opened(openings), tables.people(), amount_digits)
        table = tables.settle(book, version, settled, rows)
        return CommissionSettlement(table, book, opening, recomputed)

    def close(self, settlement: CommissionSettlement) -> None:
        """Closes the period of a settlement.

        Raises o2c.InvalidArgument for a period that is closed already, or that was settled before
        another was closed."""
        if self._core is not None and settlement._book is not self._core:
            raise _core.InvalidArgument("settlement: expected one of this book")
        closing = settlement._opening.closing(settlement._lines)
        settlement._book.close(closing)
        self._core = settlement._book

    def replay(
        self,
        lines: Any,
        *,
        period: str | _core.Period,
        credits: Any = None,
        people: Any = None,
        targets: Any = None,
        rates: _core.ExchangeTable | None = None,
        amount_digits: int | None = None,
        columns: Mapping[str, str] | None = None,
        threads: int | None = None,
    ) -> CommissionReplay:
        """Settles a closed period again, as it was: under its plan, by the rates that it was
        converted by, with the balances and corrections that it began with; and says what comes out
        otherwise.

        lines: what was booked in a later period, as it came late, may be among them or not: it is
            left aside.
        rates: for lines that the book has not.
        The rest: as in ``settle``.
        """
        book = self._book()
        settled = _core.Period(period) if isinstance(period, str) else period
        plan = book.plan(settled)
        tables = _Tables(lines, credits, people, targets, rates, amount_digits, columns, threads)
        known = tables.known_lines(book, plan, book.columns)
        late, missing = book.compare(settled, known)
        booked_later = book.booked_later(settled, known)
        opening = book.opening_rows(settled)
        now = tables.settle(book, plan, settled, opening, left_aside=booked_later)
        return CommissionReplay(settled, book.differences(settled, now), late, missing)

    def _open(
        self, tables: _Tables, plan: _core.Plan, period: _core.Period
    ) -> tuple[_core.CommissionBook, _core.BookOpening]:
        known = tables.known_lines(self._core, plan, self.columns)
        book = self._core if self._core is not None else _core.CommissionBook(known.columns)
        return book, book.open(plan, period, known)

    def _book(self) -> _core.CommissionBook:
        if self._core is None:
            raise _core.InvalidArgument("book: expected one in which a period is closed")
        return self._core

    def __len__(self) -> int:
        return len(self.periods)

    def __repr__(self) -> str:
        periods = self.periods
        closed = f"{periods[0]} to {periods[-1]}" if periods else "nothing"
        return f"<CommissionBook: {closed} closed>"


def opened(table: Any) -> _core.TableSource | None:
    return None if table is None else _core.open_table(table)


class _Tables:
    """What a settlement reads, perhaps more than once."""

    def __init__(
        self,
        lines: Any,
        credits: Any,
        people: Any,
        targets: Any,
        rates: _core.ExchangeTable | None,
        amount_digits: int | None,
        columns: Mapping[str, str] | None,
        threads: int | None,
    ) -> None:
        self._lines, self._credits, self._people, self._targets = (
            held_table(table, "a commission book") for table in (lines, credits, people, targets)
        )
        if rates is not None and not isinstance(rates, _core.ExchangeTable):
            raise _core.InvalidArgument(f"rates: expected an o2c.ExchangeTable, got {rates!r}")
        self._rates = rates
        self._amount_digits = amount_digits
        self._columns = dict(columns) if columns else None
        self._threads = thread_count(threads)

    def people(self) -> _core.TableSource | None:
        return opened(self._people)

    def known_lines(
        self, book: _core.CommissionBook | None, plan: _core.Plan, columns: list[str]
    ) -> _core.KnownLines:
        return _core.KnownLines(
            _core.open_table(self._lines, self._columns),
            plan=plan,
            columns=columns,
            rates=self._rates,
            book=book,
            amount_digits=self._amount_digits,
        )

    def settle(
        self,
        book: _core.CommissionBook,
        plan: _core.Plan,
        period: _core.Period,
        opening_rows: list[Any],
        *,
        payable_by: datetime.date | None = None,
        left_aside: Sequence[int] = (),
    ) -> _core.CommissionTable:
        return _core.CommissionTable(
            _core.open_table(self._lines, self._columns),
            plan=plan,
            period=period,
            credits=opened(self._credits),
            people=self.people(),
            targets=opened(self._targets),
            openings=None,
            opening_rows=opening_rows,
            other_targets=True,
            rates=self._rates,
            book=book,
            payable_until=payable_by,
            amount_digits=self._amount_digits,
            threads=self._threads,
            left_aside=list(left_aside),
        )


class CommissionSettlement(CommissionResult):
    """A settlement of a book's first open period: what o2c.commission gives, and what is corrected
    of closed periods."""

    def __init__(
        self,
        table: _core.CommissionTable,
        book: _core.CommissionBook,
        opening: _core.BookOpening,
        recomputed: dict[_core.Period, _core.CommissionTable],
    ) -> None:
        super().__init__(table)
        self._book = book
        self._opening = opening
        self._recomputed = recomputed

    @property
    def reopened(self) -> list[_core.Period]:
        """The closed periods that were recomputed: lines came to them, or to what they accumulate
        with, or something of them was not payable yet."""
        return self._opening.reopened

    @property
    def late(self) -> list[Row]:
        """The lines that came late: ``period`` (the closed one), ``line`` (its position in the
        table), ``date``, ``salesperson``, ``document``, ``net``."""
        return self._opening.late()

    @property
    def corrections(self) -> list[Row]:
        """What recomputing changes, by closed period and person: ``period``, ``salesperson``,
        ``settled`` (with corrections that were booked before), ``recomputed``, ``correction``.

        This is ``commission`` (of the person's lines), ``overrides`` and ``pools``; and, told in
        another way, ``late`` (what late lines make) and ``changed`` (what tables of credits,
        people and targets make that are not what they were at the closing). Parts that cancel each
        other have their row, whose ``correction`` is 0."""
        return self._opening.corrections()

    def recomputed(self, period: str | _core.Period) -> CommissionResult:
        """What a closed period that was recomputed comes to now, late lines among its lines: line
        by line, with overrides, pools, and how each came about. It is not paid, but the difference.

        Raises o2c.InvalidArgument for a period that was not recomputed."""
        return CommissionResult(self._table_of(period))

    def explain_correction(
        self, salesperson: str | int, period: str | _core.Period
    ) -> _core.Derivation:
        """How a correction came about: what the person's closed period comes to now, what it was
        settled at, and the difference. Raises o2c.InvalidArgument when there is no such row of
        ``corrections``."""
        return self._opening.explain_correction(str(salesperson), self._table_of(period))

    def _table_of(self, period: str | _core.Period) -> _core.CommissionTable:
        of = _core.Period(period) if isinstance(period, str) else period
        found = self._recomputed.get(of)
        if found is None:
            raise _core.InvalidArgument(f"period: expected one that was recomputed, got {of}")
        return found

    def __repr__(self) -> str:
        return f"<CommissionSettlement: {len(self)} rows, {self.plan.name}, {self.period}>"


class CommissionReplay:
    """What comes out when a closed period is settled again."""

    def __init__(
        self, period: _core.Period, differences: list[Row], late: list[Row], missing: list[Row]
    ) -> None:
        self.period = period
        self.differences = differences
        """Amounts of payouts that are otherwise: ``salesperson``, ``field`` ("commission",
        "payable", ...), ``kept``, ``now``."""
        self.late = late
        """Lines of the period that are not known to the book: as of CommissionSettlement.late."""
        self.missing = missing
        """Lines of the period that the book knew when it was closed, and the table has not:
        ``date``, ``salesperson``, ``document``, ``net``, ``print``."""

    def __bool__(self) -> bool:
        """Whether everything is the same, bit by bit."""
        return not (self.differences or self.late or self.missing)

    def __repr__(self) -> str:
        if self:
            return f"<CommissionReplay: {self.period} is the same>"
        return (
            f"<CommissionReplay: {self.period}, {len(self.differences)} amounts differ, "
            f"{len(self.late)} lines late, {len(self.missing)} missing>"
        )
