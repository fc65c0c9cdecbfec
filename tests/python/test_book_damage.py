"""Books with damaged cells: each is listed, and nothing crashes."""

from __future__ import annotations

import csv
import datetime
import random
import re
import shutil
from pathlib import Path

import o2c
import pytest
import sample_book_tables
from book_folders import BOOK_TOML, TABLES, book_folder
from hypothesis import given, settings
from hypothesis import strategies as st

_BAD = {
    "date": ["2026-02-30", "05/01/2026", "nan"],
    "moment": ["2026-02-30T00:00:00Z", "noon"],
    "period": ["2026-13", "Q1"],
    "amount": ["1,000", "1.0000005", "USD 5", "1e400"],
    "decimal": ["1.123456789", "-", "½"],
    "integer": ["1.5", "0x1", "9" * 30],
    "currency": ["usd", "€", "ZZZ"],
}
_OUT_OF_BOUNDS = {None: [], "above 0": ["0", "-1"], "0 or more": ["-1"]}


def damages(table: o2c.BookTable, column: o2c.BookColumn) -> list[str]:
    """What the column may not hold, and no other row is told about."""
    name = f"{table.name}.{column.name}"
    if any(c.refers_to == name for t in o2c.book_tables() for c in t.columns):
        return []
    texts = [""] if column.presence == "required" else []
    if column.refers_to or (column.one_of and column.type == "text"):
        texts.append("nobody's")
    return texts + _BAD.get(column.type, []) + _OUT_OF_BOUNDS[column.bound]


def sound_tables() -> dict[str, list[dict[str, str]]]:
    """A sound book: what each row has is different from the others, where it may be."""
    tables = {}
    for table in o2c.book_tables():
        rows = []
        for row in range(25):
            rows.append({column.name: _sound(table, column, row) for column in table.columns})
        tables[table.name] = rows
    return tables


def _sound(table: o2c.BookTable, column: o2c.BookColumn, row: int) -> str:
    if table.name == "people" and column.refers_to == "people.person":
        if row == 0:
            return ""
        row -= 1  # Nobody is his own manager.
    if column.refers_to:
        name, _, other = column.refers_to.partition(".")
        of = next(each for each in o2c.book_tables() if each.name == name)
        return _sound(of, of.column(other), row)
    day = datetime.date(2026, 1, 1) + datetime.timedelta(row)
    values = {
        "date": day.isoformat(),
        "moment": f"{day}T08:00:00Z",
        "period": f"{2020 + row // 12}-{row % 12 + 1:02}",
        "amount": f"{row}.25",
        "decimal": f"1.{row:02}",
        "integer": str(row + 1),
        "currency": "CNY" if column.name == "quote" else "USD",
        "text": column.one_of[0] if column.one_of else f'{table.name}, "{column.name}" {row}',
    }
    return values[column.type]


def write_tables(folder: Path, tables: dict[str, list[dict[str, str]]]) -> None:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


_PLACE = re.compile(r"(?:.*/)?(\w+)\.csv, line (\d+)")


def damage(
    tables: dict[str, list[dict[str, str]]], share: float, chance: random.Random
) -> set[tuple[str, int, str]]:
    """Damages a share of all rows, a cell of each; returns the cells."""
    damaged = set()
    for table in o2c.book_tables():
        for row, values in enumerate(tables.get(table.name, [])):
            if chance.random() >= share:
                continue
            column = table.column(chance.choice(list(values)))
            if texts := damages(table, column):
                values[column.name] = chance.choice(texts).replace("nobody", f"nobody {row}")
                damaged.add((table.name, row, column.name))
    return damaged


def listed_in(folder: Path) -> set[tuple[str, int, str]]:
    """The cells that the faults of the book name."""
    listed = set()
    try:
        o2c.Book.open(folder)
    except o2c.BadTable as error:
        for fault in error.faults:
            place = _PLACE.fullmatch(fault.file)
            assert place is not None, fault
            for field in fault.field.split(", "):
                listed.add((place[1], int(place[2]) - 2, field))
    return listed


@settings(max_examples=25)
@given(seed=st.integers(0, 1 << 32), share=st.sampled_from([0.0, 0.01, 0.2]))
def test_every_damaged_row_is_listed(
    seed: int, share: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tables = sound_tables()
    damaged = damage(tables, share, random.Random(seed))
    folder = tmp_path_factory.mktemp("book")
    (folder / "book.toml").write_text(BOOK_TOML)
    write_tables(folder, tables)
    assert listed_in(folder) == damaged


def test_the_sample_book_is_sound(sample_folder: Path) -> None:
    book = o2c.Book.open(sample_folder)
    assert book.rows["orders"] == sample_book_tables.ORDERS
    assert sorted(book.plans) == ["aluminium", "export", "liquor"]


@pytest.mark.parametrize("seed", range(5))
def test_a_hundredth_of_the_sample_book_damaged(
    seed: int, sample_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "book"
    shutil.copytree(sample_folder, folder)
    tables = {
        name: [dict(row) for row in rows]
        for name, rows in sample_book_tables.read(sample_folder).items()
    }
    damaged = damage(tables, 0.01, random.Random(seed))
    assert len(damaged) > 100
    write_tables(folder, {name: rows for name, rows in tables.items() if rows})
    assert listed_in(folder) == damaged


@settings(max_examples=100)
@given(data=st.data())
def test_nothing_crashes(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file holds, there is a list of faults, or a book."""
    folder = book_folder(tmp_path_factory.mktemp("any") / "book", TABLES)
    for name in data.draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=2)):
        path = folder / f"{name}.csv"
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 5))):
            at = data.draw(st.integers(0, len(content) - 1))
            content[at : at + data.draw(st.integers(0, 3))] = data.draw(
                st.sampled_from([b"", b"\n", b",", b'"', b"\xff", b"\0", b"9", "表".encode()])
            )
        path.write_bytes(bytes(content))
    try:
        o2c.Book.open(folder)
    except o2c.BadTable as error:
        assert error.faults  # noqa: PT017
