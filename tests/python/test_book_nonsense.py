"""Nonsense of the right type: what `o2c check` passes, a close closes; and what it tells, it tells
by row and column."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import o2c
import pytest
import sample_book_tables
from book_folders import BOOK_TOML, faults_of
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

NUMBERS = {
    "amount": ["-1", "0", "0.01", "-99999999999", "99999999999999.99", "100000000000000.00",
               "92233720368547758", "-92233720368547758"],
    "decimal": ["-1", "0", "0.00000001", "-0.00000001", "999999999999", "1000000000001",
                "999999999999999999999999999999"],
    "integer": ["-1", "0", "1", "2", "2147483648", "4294967297", "9223372036854775807"],
    "date": ["0001-01-01", "1970-01-01", "2026-10-31", "9999-12-31"],
    "moment": ["0001-01-01T00:00:00Z", "2026-10-31T23:59:59Z", "9999-12-31T23:59:59Z"],
}  # fmt: skip
Rows = list[dict[str, str]]


class SmallBook:
    """A sample book as texts, of which a cell may be another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables: dict[str, Rows] = {
            name: rows for name, rows in sample_book_tables.read(folder).items() if rows
        }
        self._arrow = {name: self._table(name, rows) for name, rows in self.tables.items()}

    @staticmethod
    def _table(name: str, rows: Rows) -> Any:
        names = list(dict.fromkeys(each for row in rows for each in row))
        return pa.table({n: pa.array([r.get(n) or None for r in rows], pa.string()) for n in names})

    def with_cell(self, table: str, row: int, column: str, value: str) -> o2c.Book:
        rows = [dict(each) for each in self.tables[table]]
        rows[row][column] = value
        tables = {**self._arrow, table: self._table(table, rows)}
        return o2c.Book.open(tables, files=self.folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    folder = tmp_path_factory.mktemp("small")
    return SmallBook(sample_book_tables.generate(folder, "--orders", "60"))


def columns(*types: str) -> Iterator[tuple[str, str, str]]:
    for table in o2c.book_tables():
        for column in table.columns:
            if column.type in types:
                yield table.name, column.name, column.type


@given(data=st.data())
def test_what_check_passes_is_closed(data: st.DataObject, small: SmallBook) -> None:
    numbers = [each for each in columns(*NUMBERS) if each[0] in small.tables]
    table, column, type_ = data.draw(st.sampled_from(numbers))
    row = data.draw(st.integers(0, len(small.tables[table]) - 1))
    value = data.draw(st.sampled_from(NUMBERS[type_]))
    try:
        book = small.with_cell(table, row, column, value)
        book.check_facts()
    except o2c.BadTable as error:
        assert error.faults  # noqa: PT017
        for fault in error.faults:
            assert fault.expected
            if fault.file in {"2026-10"}:  # What only the settlement of the month can tell.
                continue
            assert fault.file in {each.name for each in o2c.book_tables()}
            assert fault.row is not None
            assert fault.field
        return
    for period in ("2026-09", "2026-10"):
        o2c.close(book, period=period)


@pytest.mark.parametrize(("table", "column", "type_"), [*columns("amount", "decimal", "integer")])
def test_a_bound_is_told_with_its_row(
    table: str, column: str, type_: str, small: SmallBook
) -> None:
    if table not in small.tables:
        pytest.skip("the small book has no such table")
    described = next(each for each in o2c.book_tables() if each.name == table).column(column)
    below = {"above 0": ["0", "-1"], "0 or more": ["-1"], None: []}[described.bound]
    names = {"amount": "an amount", "decimal": "a number", "integer": "a whole number"}
    row = len(small.tables[table]) // 2
    for value in below:
        with pytest.raises(o2c.BadTable) as caught:
            small.with_cell(table, row, column, value)
        told = {"above 0": f"{names[type_]} above 0", "0 or more": f"{names[type_]} of 0 or more"}
        assert [str(fault) for fault in caught.value.faults] == [
            f'{table}, row {row}, {column} "{value}": expected {told[described.bound or ""]}'
        ]


def test_bounds_hold_for_typed_columns_too() -> None:
    """As a Parquet file or a DataFrame has them: read where they are, or converted."""
    files = {"book.toml": BOOK_TOML}
    parties = pa.table({"party": ["Acme"], "line": ["export"], "salesperson": ["Li"]})
    people = pa.table(
        {"person": ["Li"], "manager": pa.array([None], pa.string()),
         "joined": [datetime.date(2020, 1, 1)], "left": pa.array([None], pa.date32())}
    )  # fmt: skip
    wanted = [
        'receipts, row 0, amount "{}": expected an amount above 0',
        'receipts, row 0, rate "{}": expected a number above 0',
        'receipts, row 1, rate "{}": expected a number above 0',
    ]
    as_they_are = (
        pa.array([-500, 1], pa.int64()),
        pa.array([Decimal(-1), Decimal(0)], pa.decimal128(18, 8)),
        ("-500", "-1.00000000", "0.00000000"),
    )
    converted = (
        pa.array([Decimal("-5.00"), Decimal(1)], pa.decimal128(9, 2)),
        pa.array([-1, 0], pa.int32()),
        ("-5.00", "-1", "0"),
    )
    for amounts, rates, shown in (as_they_are, converted):
        receipts = pa.table(
            {"receipt": ["R-1", "R-2"], "party": ["Acme"] * 2,
             "date": [datetime.date(2026, 10, 6)] * 2, "amount": amounts,
             "currency": ["USD"] * 2, "rate": rates}
        )  # fmt: skip
        found = faults_of({"parties": parties, "people": people, "receipts": receipts}, files=files)
        assert found == [line.format(text) for line, text in zip(wanted, shown, strict=True)]


def test_a_negative_budget_is_told_by_check_and_by_close(
    sample_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    from o2c._cli import main

    book = shutil.copytree(sample_folder, tmp_path / "book")
    with (book / "budgets.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    rows[-1][head.index("quantity")] = "-3"
    with (book / "budgets.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
    told = (
        f'{book}/budgets.csv, line {len(rows) + 1}, quantity "-3": expected a number of 0 or more'
    )
    assert main(["check", str(book)]) == 2
    assert told in capsys.readouterr().out
    assert main(["close", str(book), "--period", "2026-10"]) == 2
    assert told in capsys.readouterr().err


def test_cash_that_is_too_large_to_be_added_up_is_told_with_its_row(small: SmallBook) -> None:
    book = small.with_cell("cash_collected", 0, "amount", "92233720368547758")
    with pytest.raises(o2c.BadTable) as caught:
        book.check_facts()
    assert [(fault.file, fault.row, fault.field) for fault in caught.value.faults] == [
        ("cash_collected", 0, "amount")
    ]
