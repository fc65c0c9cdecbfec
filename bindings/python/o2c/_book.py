"""A company's book: the tables and rules that its month is closed from (帐簿)."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._errors import BadTable
from o2c._threads import thread_count

if TYPE_CHECKING:
    from o2c._book_sources import Parts


@dataclasses.dataclass(frozen=True)
class BookColumn:
    """A column of a table of a book."""

    name: str
    type: str
    """``text``, ``date``, ``moment``, ``period``, ``amount``, ``decimal``, ``integer`` or
    ``currency``."""
    presence: str
    """``required``: the column and all its values; ``nullable``: the column; ``optional``:
    neither."""
    meaning: str
    refers_to: str | None = None
    """``parties.party``: each value stands in that column of that table."""
    one_of: tuple[str, ...] = ()
    """No other values, or of periods no other kinds."""
    currency_in: str | None = None
    """Of amounts: the column of the table that has their currency."""
    bound: str | None = None
    """Of numbers: ``above 0`` or ``0 or more``."""


@dataclasses.dataclass(frozen=True)
class BookTable:
    """A table of a book."""

    name: str
    meaning: str
    key: tuple[str, ...]
    """Columns that are never the same together in two rows; none: rows may repeat."""
    columns: tuple[BookColumn, ...]

    def column(self, name: str) -> BookColumn:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def book_tables() -> tuple[BookTable, ...]:
    """The tables of a book, in the order in which docs/book.md describes them. None has to be
    there: a table that is missing has no rows.

    >>> [column.name for column in o2c.book_tables()[0].columns][:2]
    ['party', 'line']
    """
    return tuple(
        BookTable(
            name,
            meaning,
            tuple(key.split(",")) if key else (),
            tuple(_column(*described) for described in columns),
        )
        for name, meaning, key, columns in _core.book_schema()
    )


def _column(
    name: str,
    type_: str,
    presence: str,
    meaning: str,
    refers_to: str,
    one_of: str,
    currency_in: str,
    bound: str,
) -> BookColumn:
    return BookColumn(
        name,
        type_,
        presence,
        meaning,
        refers_to or None,
        tuple(one_of.split("|")) if one_of else (),
        currency_in or None,
        bound or None,
    )


class BookTableRows(ArrowResult):
    """The rows of a table of a book, as they were checked: dates, moments in UTC, exact decimals.
    Optional columns without any value are left out."""


class Book:
    """The tables and rules of a company, all of them checked. `Book.open` reads one."""

    def __init__(self, checked: _core.CheckedBook) -> None:
        self._core = checked

    @staticmethod
    def open(
        source: str | os.PathLike[str] | Mapping[str, Any],
        *,
        files: str | os.PathLike[str] | Mapping[str, str] | None = None,
        threads: int | None = None,
    ) -> Book:
        """Reads a book and checks everything in it.

        source: a folder with a file NAME.csv or NAME.parquet for each table, and the files
        book.toml, dunning.toml, provision.toml, calendar.txt and plans/LINE.toml; an SQLite
        database with a table of each name (a path, or ``sqlite:///book.db``); a PostgreSQL database
        of them (``postgresql://host/book``; needs psycopg); or tables by their names: DataFrames of
        pandas or Polars, or whatever speaks the Arrow PyCapsule protocol.
        files: where the files are, if not in the folder of the source: a folder, or their texts by
        name. With a server, or tables by their names, it has to be there.
        threads: how many check the tables; by default as many as there are CPUs.

        Of a Parquet file of events, payloads that take more than 256 MiB are not held in memory:
        they are read again when they are looked at, so that the file has to stay as it is.

            >>> book = o2c.Book.open("examples/sample_book")
            >>> book = o2c.Book.open(
            ...     {"orders": orders, "parties": parties, "people": people},
            ...     files={"book.toml": '[book]\\ncompany = "Tianhe"\\nhome = "CNY"'},
            ... )

        Raises o2c.BadTable, whose ``faults`` list all that is wrong with any table or file: of one
        table at most the 10,000 lowest rows. OSError for what cannot be read.
        """
        from o2c._book_sources import opened

        return Book.of_parts(opened(source, files), threads=threads)

    @staticmethod
    def of_parts(parts: Parts, *, threads: int | None = None) -> Book:
        """Checks what was opened."""
        with parts.located_faults():
            return Book(
                _core.CheckedBook(
                    list(parts.tables.items()),
                    list(parts.files.items()),
                    parts.long_texts,
                    threads=thread_count(threads),
                )
            )

    @property
    def company(self) -> str:
        """The company's name."""
        return self._core.company

    @property
    def home(self) -> _core.Currency:
        """The currency that it keeps its books in."""
        return self._core.home

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table.name: self._core.rows(table.name) for table in book_tables()}

    def table(self, name: str) -> BookTableRows:
        """The rows of a table, none if the book did not have it. Raises o2c.InvalidArgument for a
        name that no table of a book has."""
        return BookTableRows(self._core.table(name))

    @property
    def rates(self) -> _core.ExchangeTable:
        """The exchange rates. Pairs without a rate go through the home currency."""
        return self._core.rates

    @property
    def plans(self) -> dict[str, _core.PlanHistory]:
        """The commission plans by line of business."""
        return self._core.plans

    @property
    def dunning(self) -> _core.DunningPolicy:
        """When overdue items are reminded of: what dunning.toml says, else after 1, 15, 30 and 60
        days."""
        return self._core.dunning

    @property
    def provision(self) -> _core.ProvisionMatrix | None:
        """The loss rates of provision.toml."""
        return self._core.provision

    @property
    def calendar(self) -> _core.Calendar | None:
        """The calendar of calendar.txt; None: business is done on all days."""
        return self._core.calendar

    def check_facts(self, *, threads: int | None = None) -> None:
        """Raises BadTable that lists what a close would stumble over, though the tables are sound:
        facts that the ledger refuses, cash that does not match, events that cannot be read or are
        missing, amounts without a rate or too large to be added up. ``file`` is the name of a
        table, ``row`` counts its rows from 0; of what only the settlement of the next month can
        tell ``file`` is that month."""
        faults = _core.check_facts(self._core, thread_count(threads))
        if faults:
            raise BadTable(f"the book cannot be closed: {faults[0]}", faults)

    def __repr__(self) -> str:
        rows = sum(self.rows.values())
        return f"Book({self.company!r}, home={self.home.code!r}, rows={rows})"
