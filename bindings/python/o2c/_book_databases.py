"""A book's tables in a database, read as texts, so that they are checked as CSV files are."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from o2c import _core
from o2c._book_sources import Parts, named
from o2c._core import Fault
from o2c._errors import InvalidArgument

_POSTGRESQL_FLOATS = {700: "real", 701: "double precision"}  # By their object ids.
_SQLITE_MARK = b"SQLite format 3\x00"


def read_sqlite(path: Path, parts: Parts) -> None:
    import sqlite3

    with path.open("rb") as file:
        if file.read(len(_SQLITE_MARK)) != _SQLITE_MARK:
            raise InvalidArgument(f"{path}: expected a folder, or an SQLite database")
    address = f"{path.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
        database.execute("BEGIN")  # All tables as they are at one moment.
        found = database.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
        ).fetchall()
        known = {name for name, *_ in _core.book_schema()}
        # Other tables may be there too: a database serves more than a close.
        for (name,) in found:
            if name in known:
                parts.tables[name] = _sqlite_table(database, name, path, parts)
                parts.located[name] = named(f"{path}, {name}")


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


def read_postgresql(address: str, parts: Parts) -> None:
    """All tables as they are at one moment. Needs psycopg; ConnectionError when it fails."""
    try:
        import psycopg
    except ImportError:
        raise ImportError(
            'a book on PostgreSQL needs psycopg: pip install "psycopg[binary]"', name="psycopg"
        ) from None
    try:
        with psycopg.connect(address, client_encoding="utf8") as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.execute("SET LOCAL datestyle = 'ISO'")
            connection.execute("SET LOCAL TIME ZONE 'UTC'")
            # Else it may begin a long table in its middle, and what is alike changes places.
            connection.execute("SET LOCAL synchronize_seqscans = off")
            found = connection.execute(
                "SELECT table_name FROM information_schema.tables "
                "WHERE table_schema = ANY (current_schemas(false)) ORDER BY table_name"
            ).fetchall()
            known = {name for name, *_ in _core.book_schema()}
            for name in sorted({name for (name,) in found} & known):
                place = f"{connection.info.dbname}, {name}"
                parts.tables[name] = _postgresql_table(connection, name, place, parts)
                parts.located[name] = named(place)
    except psycopg.Error as error:
        raise ConnectionError(" ".join(str(error).split())) from error


def _postgresql_table(connection: Any, name: str, place: str, parts: Parts) -> Any:
    import pyarrow as pa
    import pyarrow.csv

    with connection.cursor() as cursor, tempfile.TemporaryFile() as file:
        cursor.execute(f'SELECT * FROM "{name}" LIMIT 0')
        columns = [column.name for column in cursor.description]
        for column in cursor.description:
            if column.type_code in _POSTGRESQL_FLOATS:
                parts.faults.append(
                    Fault(
                        file=place,
                        field=column.name,
                        value=_POSTGRESQL_FLOATS[column.type_code],
                        expected="numeric, or text; binary floats are not exact",
                    )
                )
        with cursor.copy(f'COPY (SELECT * FROM "{name}") TO STDOUT (FORMAT csv, HEADER)') as copy:
            for block in copy:
                file.write(block)
        file.seek(0)
        return pyarrow.csv.read_csv(
            file,
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
