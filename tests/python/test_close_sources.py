"""A month is the same to the byte wherever the book lies: folders, databases, DataFrames."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import o2c
import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("jinja2")

PERIOD = "2026-10"
_POSTGRESQL_TYPES = {
    "text": "text", "period": "text", "currency": "char(3)", "date": "date", "integer": "bigint",
    "moment": "timestamptz", "amount": "numeric", "decimal": "numeric",
}  # fmt: skip


def written(source: Any, folder: Path, out: Path) -> dict[str, bytes]:
    """The files of the close of a book, whose rules are those of a folder."""
    book = o2c.Book.open(source, files=folder)
    o2c.close(book, period=PERIOD, out=out)
    return bytes_of(out)


def bytes_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def from_folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = written(sample_folder, sample_folder, tmp_path_factory.mktemp("closed") / "folder")
    assert {"close.html", "ties.csv", "profit.parquet"} <= found.keys()
    return found


def assert_same(found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    assert found.keys() == wanted.keys()
    assert [name for name in wanted if found[name] != wanted[name]] == []


def header_and_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, rows


@pytest.fixture(scope="module")
def sqlite(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "book.db"
    database = sqlite3.connect(path)
    with database:
        for table in sorted(sample_folder.glob("*.csv")):
            head, rows = header_and_rows(table)
            types = {column.name: column.type for column in described(table.stem).columns}
            columns = ", ".join(
                f'"{name}" {"INTEGER" if types[name] == "integer" else "TEXT"}' for name in head
            )
            database.execute(f'CREATE TABLE "{table.stem}" ({columns})')
            marks = ", ".join("?" for _ in head)
            database.executemany(
                f'INSERT INTO "{table.stem}" VALUES ({marks})',
                [[cell or None for cell in row] for row in rows],
            )
    database.close()
    return path


def described(name: str) -> o2c.BookTable:
    return next(table for table in o2c.book_tables() if table.name == name)


def test_from_sqlite(
    sqlite: Path, sample_folder: Path, from_folder: dict[str, bytes], tmp_path: Path
) -> None:
    assert_same(written(sqlite, sample_folder, tmp_path / "closed"), from_folder)


def test_from_sqlite_on_the_command_line(
    sqlite: Path, sample_folder: Path, from_folder: dict[str, bytes], tmp_path: Path
) -> None:
    from o2c._cli import main

    out = tmp_path / "closed"
    command = ["close", f"sqlite:///{sqlite}", "--files", str(sample_folder)]
    assert main([*command, "--period", PERIOD, "--out", str(out)]) == 0
    assert_same(bytes_of(out), from_folder)


def test_from_postgresql(
    server: str, sample_folder: Path, from_folder: dict[str, bytes], tmp_path: Path
) -> None:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server, autocommit=True) as connection:
        # The server's own zone and style of dates are no concern of a book.
        for setting in ("TimeZone = 'Asia/Shanghai'", "DateStyle = 'SQL, DMY'"):
            connection.execute(f"ALTER DATABASE {connection.info.dbname} SET {setting}")
        for name in (table.name for table in o2c.book_tables()):
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        for path in sorted(sample_folder.glob("*.csv")):
            types = {column.name: column.type for column in described(path.stem).columns}
            head, _ = header_and_rows(path)
            columns = ", ".join(f'"{name}" {_POSTGRESQL_TYPES[types[name]]}' for name in head)
            copy = f'COPY "{path.stem}" FROM STDIN (FORMAT csv, HEADER)'
            # In one transaction the rows lie in the order of the file; else short ones fill gaps.
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute(f'CREATE TABLE "{path.stem}" ({columns})')
                with cursor.copy(copy) as into:
                    into.write(path.read_bytes())
    try:
        assert_same(written(server, sample_folder, tmp_path / "closed"), from_folder)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {connection.info.dbname} RESET ALL")
            for table in o2c.book_tables():
                connection.execute(f'DROP TABLE IF EXISTS "{table.name}"')


def texts_in_pandas(path: Path) -> Any:
    pandas = pytest.importorskip("pandas")
    return pandas.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])


def typed_in_pandas(path: Path) -> Any:
    pytest.importorskip("pandas")
    table = o2c.Book.open(path.parent).table(path.stem).to_arrow()
    return table.to_pandas(integer_object_nulls=True)  # Else pandas makes floats of them.


def typed_in_polars(path: Path) -> Any:
    pytest.importorskip("polars")
    return o2c.Book.open(path.parent).table(path.stem).to_polars()


@pytest.mark.parametrize("read", [texts_in_pandas, typed_in_pandas, typed_in_polars])
def test_from_frames(
    read: Callable[[Path], Any],
    sample_folder: Path,
    from_folder: dict[str, bytes],
    tmp_path: Path,
) -> None:
    frames = {path.stem: read(path) for path in sorted(sample_folder.glob("*.csv"))}
    assert_same(written(frames, sample_folder, tmp_path / "closed"), from_folder)
