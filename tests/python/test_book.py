"""Books: read from folders, databases and DataFrames; all that is wrong with them, by name."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import o2c
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from book_folders import (
    BOOK_TOML,
    INVOICES,
    PEOPLE,
    TABLES,
    book_folder,
    faults_of,
    same_tables,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return book_folder(tmp_path / "book", TABLES)


def test_opens_a_folder(folder: Path) -> None:
    (folder / "dunning.toml").write_text("[[level]]\ndays = 9\n")
    (folder / "provision.toml").write_text('buckets = []\nrates = ["1%", "2%"]\n')
    (folder / "calendar.txt").write_text("calendar X\nweekend Sunday\n")
    (folder / "plans").mkdir()
    (folder / "plans" / "export.toml").write_text(
        'name = "Export"\ncurrency = "CNY"\n[[version]]\nfrom_date = 2026-01-01\nrate = "1%"\n'
        'basis = "collected"\n'
    )
    (folder / "notes.txt").write_text("not looked at")
    book = o2c.Book.open(folder)
    assert (book.company, book.home) == ("Tianhe", o2c.Currency("CNY"))
    assert book.rows["invoices"] == 2
    assert book.rows["orders"] == 0
    assert book.dunning.levels[0].days == 9
    assert book.provision is not None
    assert book.calendar is not None
    assert list(book.plans) == ["export"]
    assert repr(book) == "Book('Tianhe', home='CNY', rows=6)"
    invoices = book.table("invoices").to_arrow().to_pylist()
    assert invoices[0] == {
        "document": "I-1",
        "party": "Baltic",
        "instalment": 1,
        "invoice_date": datetime.date(2026, 1, 5),
        "due_date": datetime.date(2026, 2, 5),
        "amount": Decimal("1000.50"),
        "currency": "USD",
        "rate": Decimal("7.1025"),
        "recorded_at": datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC),
    }
    assert invoices[1]["amount"] == 700
    assert invoices[1]["due_date"] is None
    assert invoices[1]["recorded_at"].hour == 8
    assert len(book.table("orders")) == 0
    with pytest.raises(o2c.InvalidArgument, match='no table "invoice"'):
        book.table("invoice")


def frames() -> dict[str, Any]:
    return {
        "parties": pd.DataFrame(
            {
                "party": ["Baltic", "Hengtong"],
                "line": pd.Categorical(["export", "aluminium"]),
                "salesperson": ["Li Na", None],
                "credit_limit": [Decimal("5000.00"), None],
                "currency": ["USD", None],
                "x_note": [1.5, 2.5],
            }
        ),
        "people": pl.DataFrame(
            {
                "person": ["Zhou", "Li Na"],
                "manager": [None, "Zhou"],
                "joined": [datetime.date(2020, 1, 1), datetime.date(2021, 3, 1)],
                "left": [None, datetime.date(2026, 6, 30)],
            }
        ),
        "invoices": pa.table(
            {
                "document": ["I-1", "I-2"],
                "party": ["Baltic", "Hengtong"],
                "instalment": pa.array([1, None], pa.int8()),
                "invoice_date": pa.array(
                    [datetime.datetime(2026, 1, 5), datetime.datetime(2026, 2, 28)],
                    pa.timestamp("ns"),
                ),
                "due_date": [datetime.date(2026, 2, 5), None],
                "amount": pa.array([Decimal("1000.50"), Decimal(700)], pa.decimal128(20, 3)),
                "currency": pa.array(["USD", "JPY"]).dictionary_encode(),
                "rate": ["7.1025", ""],
                "recorded_at": pa.array(
                    [
                        datetime.datetime(2026, 1, 5, 8),
                        datetime.datetime(2026, 2, 28, 8),
                    ],
                    pa.timestamp("s"),
                ),
            }
        ),
    }


def test_typed_tables_give_the_same_rows(folder: Path) -> None:
    book = o2c.Book.open(frames(), files={"book.toml": BOOK_TOML})
    assert same_tables(book, o2c.Book.open(folder))
    assert same_tables(book, o2c.Book.open(frames(), files=folder, threads=1))


def test_parquet_gives_the_same_rows(folder: Path, tmp_path: Path) -> None:
    other = book_folder(tmp_path / "other", {"people": PEOPLE})
    for name, frame in frames().items():
        if name != "people":
            pa.parquet.write_table(pa.table(frame), other / f"{name}.parquet")
    assert same_tables(o2c.Book.open(other), o2c.Book.open(folder))
    pa.parquet.write_table(pa.table(frames()["parties"]), folder / "parties.parquet")
    (folder / "people.csv").unlink()
    (folder / "people.parquet").write_text("no such thing")
    faults = faults_of(folder)
    assert faults[0] == (
        f"{folder}/parties.parquet: expected one file of a table, CSV or Parquet, not both"
    )
    assert faults[1].startswith(f"{folder}/people.parquet: expected a Parquet file (")


def test_says_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        o2c.Book.open(tmp_path / "none")
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(o2c.InvalidArgument, match="expected a folder, or an SQLite database"):
        o2c.Book.open(tmp_path / "x.txt")
    with pytest.raises(o2c.InvalidArgument, match='a book at "mysql:'):
        o2c.Book.open("mysql://host/book")
    with pytest.raises(o2c.InvalidArgument, match="expected files"):
        o2c.Book.open({})
    with pytest.raises(TypeError, match="a table"):
        o2c.Book.open({"orders": 5}, files={})
    assert faults_of(tmp_path) == ["book.toml: expected [book] with its company and home"]


def test_faults_name_the_lines(folder: Path) -> None:
    (folder / "people.csv").write_text(
        'person,manager,joined,left\n"Zhou\nDe",,2020-01-01,\n\nLi Na,Chou,2021-02-30,\n'
        "Li Na,,2021-03-01,\n"
    )
    (folder / "parties.csv").write_text("party,line,salesperson\nBaltic,export\nHengtong,x,\n")
    (folder / "invoices.csv").write_bytes(INVOICES.encode().replace(b"I-2", b"I-\xff"))
    (folder / "products.csv").write_bytes("product,品名\n".encode("gbk"))
    gbk = "".join(f"R-{i},张三,{i}\n" for i in range(50)).encode("gbk")
    (folder / "cash_collected.csv").write_bytes(b"receipt,salesperson,amount\n" + gbk)
    (folder / "receipts.csv").write_text("")
    (folder / "orders.csv").write_text("order,x_mine")
    (folder / "dunning.toml").write_bytes(b"\xff")
    (folder / "provision.toml").write_text("rate = 5\n")
    assert sorted(faults_of(folder)) == sorted(
        [
            f"{folder}/dunning.toml: expected a text in UTF-8",
            f'{folder}/invoices.csv, line 3, document "I-\\\\xff": expected a text in UTF-8',
            f'{folder}/invoices.csv, line 2, party "Baltic": expected one that parties.party has',
            f"{folder}/products.csv: expected CSV in UTF-8",
            f"{folder}/cash_collected.csv: expected CSV in UTF-8; other encodings are not read",
            f"{folder}/parties.csv, line 2: expected 3 fields, found 2",
            f"{folder}/receipts.csv: expected a header line with the names of the columns",
            *(
                f"{folder}/orders.csv, {column}: expected a column of this name"
                for column in ("party", "salesperson", "line", "date", "currency", "amount")
            ),
            f'{folder}/people.csv, line 5, joined "2021-02-30": expected a date YYYY-MM-DD',
            f'{folder}/people.csv, line 5, manager "Chou": expected one that people.person has',
            f'{folder}/people.csv, line 6, person "Li Na": expected a key that no row before has, '
            "but line 5 has it",
            'provision.toml:1, rate "5": expected the key rates',
            'provision.toml:1, rates: expected the rate of each bucket, such as ["0.5%", "2%"]',
        ]
    )


def test_tables_are_described() -> None:
    tables = {table.name: table for table in o2c.book_tables()}
    orders = tables["orders"]
    assert orders.key == ("order",)
    assert orders.column("party") == o2c.BookColumn(
        "party", "text", "required", "the customer", refers_to="parties.party"
    )
    assert orders.column("amount").currency_in == "currency"
    assert tables["receipts"].column("kind").one_of == ("receipt", "deposit", "note_receivable")
    with pytest.raises(KeyError):
        orders.column("partner")
    assert orders == next(table for table in o2c.book_tables() if table.name == "orders")
