"""What a book is read from: a folder of CSV and Parquet files, a database, or DataFrames."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from o2c._core import Fault
from o2c._errors import BadTable, InvalidArgument

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
    long_texts: list[tuple[str, str, Callable[[int], Any]]] = dataclasses.field(
        default_factory=list
    )
    """Columns that their tables are without: table, name, and what reads a batch of the table."""
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

    def book_is_read(self) -> None:
        """The tables are not needed any more; where their rows came from still is."""
        self.tables.clear()

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
        beside = _read_source(os.fspath(source), parts)
        files = beside if files is None else files
    if files is None:
        raise InvalidArgument("a book on a server: expected the folder of its files with `files`")
    if isinstance(files, Mapping):
        parts.files = dict(files)
    else:
        _read_texts(Path(files), parts)
    return parts


def _read_source(source: str, parts: Parts) -> Path | None:
    """The tables of a path or an address, and the folder that it lies in."""
    scheme, colon, _ = source.partition("://")
    if colon and scheme in ("postgresql", "postgres"):
        from o2c._book_databases import read_postgresql

        read_postgresql(source, parts)
        return None
    if colon and scheme != "sqlite":
        raise InvalidArgument(
            f'a book at "{scheme}://...": expected a folder, sqlite:///book.db or '
            "postgresql://host/book"
        )
    place = Path(source.removeprefix("sqlite:///"))
    if place.is_dir():
        _read_folder(place, parts)
        return place
    from o2c._book_databases import read_sqlite

    read_sqlite(place, parts)
    return place.parent


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
            parts.tables[name], csv.table = csv.table, None
            parts.located[name] = csv.located
        else:
            from o2c._book_parquet import read_parquet

            parts.tables[name], long_texts = read_parquet(path, parts.faults)
            parts.long_texts += [(name, column, read) for column, read in long_texts.items()]
            parts.located[name] = named(str(path))


def named(place: str) -> Located:
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
