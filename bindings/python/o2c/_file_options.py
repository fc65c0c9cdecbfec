"""What the commands that read tables have in common: their options, faults and progress."""

from __future__ import annotations

import contextlib
import csv
import datetime
import functools
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from ._csv_table import read_date
from ._errors import BadTable, Error, InvalidArgument
from ._labels import Language, text
from ._moments import read_moment
from ._read import FileTable

_LONG_FILE_BYTES = 32 << 20  # From here on it takes long enough to show how far the reading is.

# What users may call a column for short.
_SHORT_NAMES = {"due": "due_date", "invoice": "invoice_date"}


def listed(value: str) -> list[str]:
    """Parts between commas; a part with a comma in it is quoted as in CSV."""
    return [part.strip() for part in next(csv.reader([value], skipinitialspace=True), [])]


def column_names(columns: str | None) -> dict[str, str]:
    """What --columns calls the standard columns. Throws InvalidArgument."""
    names = {}
    for part in listed(columns or ""):
        standard, equals, name = (side.strip() for side in part.partition("="))
        if not (standard and equals and name):
            raise InvalidArgument(f'--columns "{part}": expected NAME=COLUMN, as in due=DueDate')
        names[_SHORT_NAMES.get(standard, standard)] = name
    if len(set(names.values())) < len(names):
        raise InvalidArgument(f'--columns "{columns}": a column of the file has one meaning only')
    return names


def stated_date(option: str, value: str) -> datetime.date:
    """The date that an option states. Throws InvalidArgument."""
    if date := read_date(value):
        return date
    raise InvalidArgument(f'{option} "{value}": expected a date YYYY-MM-DD')


def stated_moment(option: str, value: str | None) -> datetime.datetime | None:
    """The moment that an option states, if it is given. Throws InvalidArgument."""
    if value is None:
        return None
    if moment := read_moment(value):
        return moment
    raise InvalidArgument(f'{option} "{value}": expected a moment such as 2026-11-01T08:00:00Z')


def check_amounts(tables: Mapping[str, FileTable], amount_digits: int | None) -> None:
    """Whole numbers may be cents or units; a file does not say which."""
    for table in tables.values():
        for name in ("amount", "disputed", "credit_amount"):
            if name not in table.schema.names:
                continue
            type_ = table.schema.field(name).type
            if amount_digits is None and pa.types.is_integer(type_):
                raise BadTable(
                    f"{table.path}, {name}: {type_} may count cents or whole units: state "
                    "--amount-digits 2 or --amount-digits 0"
                )


def columns_of(tables: Mapping[str, FileTable]) -> str:
    """What columns the files have, for a message."""
    return "; ".join(f"{table.path} has {', '.join(table.names)}" for table in tables.values())


@contextlib.contextmanager
def faults_in_files(tables: Mapping[str, FileTable]) -> Iterator[None]:
    """Faults of a table become faults of its file, with the line where they stand."""
    try:
        yield
    except Error as error:
        # Of a stream that broke off, the library has seen only that it did.
        for table in tables.values():
            if table.failure:
                faults = table.located(table.failure.faults)
                raise BadTable(str(table.failure), faults) from error
        # The first table is "items" to the library as long as it stands alone.
        named = {"items": tables["invoices"], **tables}
        faults = []
        for name, of_table in itertools.groupby(error.faults, key=lambda fault: fault.file):
            in_table = list(of_table)
            faults += named[name].located(in_table) if name in named else in_table
        raise type(error)(str(error), faults) from error


@contextlib.contextmanager
def progress(tables: Iterable[FileTable], lang: Language) -> Iterator[None]:
    """While the tables are read a bar for each shows how far, if the files are long."""
    sizes = {table: table.path.stat().st_size for table in tables}
    if sum(sizes.values()) < _LONG_FILE_BYTES or not sys.stderr.isatty():
        yield
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for table, size in sizes.items():
            task = progress.add_task(text("reading", lang, name=table.path.name), total=size)
            table.progress = functools.partial(_advance, progress, task)
        yield
    for table in sizes:
        table.progress = None


def _advance(progress: Progress, task: TaskID, read_bytes: int) -> None:
    progress.update(task, completed=read_bytes)
