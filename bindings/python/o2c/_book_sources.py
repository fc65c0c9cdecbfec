"""What a book is read from: a folder of CSV and Parquet files, a database, or DataFrames."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from o2c import _core
from o2c._core import Fault
from o2c._errors import BadTable, InvalidArgument

_SQLITE_MARK = b"SQLite format 3\x00"
_FILES = ("book.toml", "dunning.toml", "provision.toml", "calendar.txt")
_MORE = re.compile(r" \(and (\d+) more\)$")
_OTHER_ROW = re.compile(r"(?<=, but row )\d+(?= has it$)")

Located = Callable[[Sequence[Fault]], list[Fault]]
"""Faults of a table, in terms of where it came from."""


@dataclasses.dataclass
class Parts:
    """The tables and the texts of the files by name. A table that is None could not be read."""

    tables: dict[str, Any] = dataclasses.field(default_factory=dict)
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    located: dict[str, Located] = dataclasses.field(default_factory=dict)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    """What was found before the library looks."""

    @contextlib.contextmanager
    def located_faults(self) -> Iterator[None]:
        """Faults that are found inside say where they stand in the files."""
        try:
            yield
        except BadTable as error:
            raise self._in_files(error) from error
        if self.faults:
            raise self._in_files(BadTable("", []))

    def _in_files(self, error: BadTable) -> BadTable:
        faults = list(self.faults)
        by_table: dict[str, list[Fault]] = {}
        for fault in error.faults:
            by_table.setdefault(fault.file, []).append(fault)
        for name, of_table in by_table.items():
            if name in self.tables and self.tables[name] is None:
                continue  # Why it cannot be read is said already.
            located = self.located.get(name)
            faults += located(of_table) if located else of_table
        if not faults:
            return error
        count = len(self.faults) + fault_count(error)
        rest = f" (and {count - 1} more)" if count > 1 else ""
        return BadTable(f"the book is faulty: {faults[0]}{rest}", faults)


def fault_count(error: BadTable) -> int:
    """How many faults there are; of a table with very many not all are listed."""
    more = _MORE.search(str(error))
    return int(more[1]) + 1 if more else len(error.faults)


def opened(
    source: str | os.PathLike[str] | Mapping[str, Any],
    files: str | os.PathLike[str] | Mapping[str, str] | None,
) -> Parts:
    """Reads what a book consists of, and checks nothing in it."""
    parts = Parts()
    if isinstance(source, Mapping):
        if files is None:
            raise InvalidArgument(
                "a book of tables: expected files, a folder or {'book.toml': '[book] ...'}"
            )
        parts.tables = dict(source)
    else:
        place = _place(source)
        if place.is_dir():
            _read_folder(place, parts)
            files = place if files is None else files
        else:
            _read_sqlite(place, parts)
            files = place.parent if files is None else files
    if isinstance(files, Mapping):
        parts.files = dict(files)
    else:
        _read_texts(Path(files), parts)
    return parts


def _place(source: str | os.PathLike[str]) -> Path:
    """The folder or file that a path or an address names."""
    text = os.fspath(source)
    if match := re.fullmatch(r"sqlite:///(.+)", text):
        return Path(match[1])
    if match := re.match(r"(\w+)://", text):
        raise InvalidArgument(
            f'a book at "{match[1]}://...": expected a folder, or an SQLite database '
            "(sqlite:///book.db)"
        )
    return Path(text)


def _read_texts(folder: Path, parts: Parts) -> None:
    paths = [folder / name for name in _FILES if (folder / name).exists()]
    for path in [*paths, *sorted((folder / "plans").glob("*.toml"))]:
        try:
            name = path.relative_to(folder).as_posix()
            parts.files[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            parts.faults.append(Fault(file=str(path), expected="a text in UTF-8"))


# --- folders --------------------------------------------------------------------------------------


def _read_folder(folder: Path, parts: Parts) -> None:
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".csv", ".parquet"):
            continue
        name = path.stem
        if name in parts.tables:
            parts.faults.append(
                Fault(file=str(path), expected="one file of a table, CSV or Parquet, not both")
            )
            continue
        if path.suffix == ".csv":
            from o2c._book_csv import BookCsv

            csv = BookCsv(path)
            parts.faults += csv.faults
            parts.tables[name] = csv.table
            parts.located[name] = csv.located
        else:
            import pyarrow as pa
            import pyarrow.parquet

            try:
                parts.tables[name] = pyarrow.parquet.read_table(path, memory_map=True)
            except pa.ArrowException as error:
                parts.faults.append(Fault(file=str(path), expected=f"a Parquet file ({error})"))
                parts.tables[name] = None
            parts.located[name] = _named(str(path))


def _named(place: str) -> Located:
    """Of rows that are only counted."""

    def located(faults: Sequence[Fault]) -> list[Fault]:
        return [
            Fault(file=place, row=f.row, field=f.field, value=f.value, expected=f.expected)
            for f in faults
        ]

    return located


def with_lines(faults: Sequence[Fault], place: str, lines: Mapping[int, int]) -> list[Fault]:
    """Faults of rows, with the lines of a file instead."""

    def line_of(match: re.Match[str]) -> str:
        return str(lines[int(match[0])])

    return [
        Fault(
            file=place if f.row is None else f"{place}, line {lines[f.row]}",
            field=f.field,
            value=f.value,
            expected=_OTHER_ROW.sub(line_of, f.expected).replace(", but row ", ", but line "),
        )
        for f in faults
    ]


def rows_named(faults: Sequence[Fault]) -> set[int]:
    """All rows that the faults name."""
    rows = {fault.row for fault in faults if fault.row is not None}
    for fault in faults:
        if match := _OTHER_ROW.search(fault.expected):
            rows.add(int(match[0]))
    return rows


# --- databases ------------------------------------------------------------------------------------


def _read_sqlite(path: Path, parts: Parts) -> None:
    import sqlite3

    with path.open("rb") as file:
        if file.read(len(_SQLITE_MARK)) != _SQLITE_MARK:
            raise InvalidArgument(f"{path}: expected a folder, or an SQLite database")
    address = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
        found = database.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
        ).fetchall()
        known = {name for name, *_ in _core.book_schema()}
        # Other tables may be there too: a database serves more than a close.
        for (name,) in found:
            if name in known:
                parts.tables[name] = _sqlite_table(database, name, path, parts)
                parts.located[name] = _named(f"{path}, {name}")


def _sqlite_table(database: Any, name: str, path: Path, parts: Parts) -> Any:
    """A table as texts, so that it is read as a CSV file is."""
    import pyarrow as pa

    rows_of_batch = 1 << 16
    cursor = database.execute(f'SELECT * FROM "{name}"')  # A name of ours.
    columns = [column for column, *_ in cursor.description]
    schema = pa.schema([(column, pa.string()) for column in columns])
    batches = []
    row = 0
    while values := cursor.fetchmany(rows_of_batch):
        texts: list[list[str | None]] = [[] for _ in columns]
        for record in values:
            for column, value, into in zip(columns, record, texts, strict=True):
                into.append(_sqlite_text(value))
                if isinstance(value, float | bytes):
                    parts.faults.append(
                        Fault(
                            file=f"{path}, {name}",
                            row=row,
                            field=column,
                            value=repr(value),
                            expected="a text or a whole number; declare the column TEXT, as SQLite "
                            "keeps other numbers as binary floats",
                        )
                    )
            row += 1
        batches.append(
            pa.record_batch([pa.array(each, pa.string()) for each in texts], schema=schema)
        )
    return pa.Table.from_batches(batches, schema)


def _sqlite_text(value: object) -> str | None:
    return None if value is None else str(value)
