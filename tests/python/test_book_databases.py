"""Books in databases: SQLite, and PostgreSQL where a server and psycopg are installed."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path
from typing import Any

import o2c
import pytest
from book_folders import BOOK_TOML, TABLES, book_folder, faults_of, same_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return book_folder(tmp_path / "book", TABLES)


def sqlite_book(path: Path, tables: dict[str, str]) -> Path:
    (path.parent / "book.toml").write_text(BOOK_TOML)
    with sqlite3.connect(path) as database:
        for name, text in tables.items():
            head, *rows = csv.reader(io.StringIO(text))
            columns = ", ".join(f'"{column}" TEXT' for column in head)
            database.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" for _ in head)
            database.executemany(
                f'INSERT INTO "{name}" VALUES ({marks})',
                [[cell or None for cell in row] for row in rows],
            )
        database.execute("CREATE TABLE anything_else (n)")
    database.close()
    return path


def test_opens_a_database(folder: Path, tmp_path: Path) -> None:
    path = sqlite_book(tmp_path / "book.db", TABLES)
    book = o2c.Book.open(path)
    assert same_tables(book, o2c.Book.open(folder))
    assert same_tables(book, o2c.Book.open(f"sqlite:///{path}", files=folder))
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE people")
        database.execute("CREATE TABLE people (person, manager, joined, left)")
        database.execute(
            "INSERT INTO people VALUES ('Zhou', 1.5, 'x', NULL), ('Li Na', NULL, 7, 8)"
        )
    database.close()
    assert faults_of(path) == [
        f'{path}, people, row 0, manager "1.5": expected a text or a whole number; declare the '
        "column TEXT, as SQLite keeps other numbers as binary floats",
        f'{path}, people, row 0, joined "x": expected a date YYYY-MM-DD',
        f'{path}, people, row 0, manager "1.5": expected one that people.person has',
        f'{path}, people, row 1, joined "7": expected a date YYYY-MM-DD',
        f'{path}, people, row 1, left "8": expected a date YYYY-MM-DD',
    ]


_TYPES = {
    "joined": "date", "left": "date", "invoice_date": "date", "due_date": "date",
    "amount": "numeric(20, 4)", "credit_limit": "numeric", "rate": "numeric",
    "instalment": "smallint", "recorded_at": "timestamptz", "currency": "char(3)",
}  # fmt: skip


@pytest.fixture
def connection(server: str) -> Any:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SET TIME ZONE 'Asia/Shanghai'")
        for name, text in TABLES.items():
            head, *rows = csv.reader(io.StringIO(text))
            connection.execute(f"DROP TABLE IF EXISTS {name}")
            columns = ", ".join(f'"{column}" {_TYPES.get(column, "text")}' for column in head)
            connection.execute(f"CREATE TABLE {name} ({columns})")
            marks = ", ".join("%s" for _ in head)
            for row in rows:
                values = [cell or None for cell in row]
                connection.execute(f"INSERT INTO {name} VALUES ({marks})", values)
        yield connection


def test_opens_a_book_on_a_server(folder: Path, server: str, connection: Any) -> None:
    assert same_tables(o2c.Book.open(server, files=folder), o2c.Book.open(folder))
    with pytest.raises(o2c.InvalidArgument, match="on a server: expected the folder"):
        o2c.Book.open(server)
    connection.execute("ALTER TABLE parties ALTER credit_limit TYPE double precision")
    connection.execute("INSERT INTO invoices (document, party) VALUES ('I-1', 'Nobody')")
    assert faults_of(server, files={"book.toml": BOOK_TOML}) == [
        'postgres, parties, credit_limit "double precision": expected numeric, or text; binary '
        "floats are not exact",
        "postgres, invoices, row 2, amount: expected a value",
        "postgres, invoices, row 2, currency: expected a value",
        "postgres, invoices, row 2, invoice_date: expected a value",
        'postgres, invoices, row 2, party "Nobody": expected one that parties.party has',
    ]


def test_a_server_that_is_not_there() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(ConnectionError):
        o2c.Book.open("postgresql://li:secret@/book?host=/no/such/folder", files={})
