"""The C++ program of examples/month_close closes a month as `o2c.close` does, cell by cell."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import o2c
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/release/examples/month_close/month_close"

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(),
    reason="examples/month_close is not built in build/release: ./dev test builds it",
)


def run(*arguments: object, status: int = 0) -> str:
    """What the program prints; with another status than 0 or 1 what it says is wrong."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == status, done.stderr
    if status == 2:
        assert done.stdout == ""
        return done.stderr
    assert done.stderr == ""
    return done.stdout


def text_of(cell: object) -> str:
    """A cell as CSV has it: a number with all digits of its column, nothing for a missing one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    assert isinstance(cell, int | str | datetime.date), type(cell)
    return str(cell)


def rows_of(table: o2c.CloseTable) -> list[list[str]]:
    whole = table.to_arrow()
    rows = zip(*(column.to_pylist() for column in whole.columns), strict=True)
    return [whole.column_names, *([text_of(cell) for cell in row] for row in rows)]


@pytest.fixture(scope="module")
def book(sample_folder: Path) -> o2c.Book:
    return o2c.Book.open(sample_folder)


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])
def test_every_table_is_the_same_to_the_cent(
    sample_folder: Path, book: o2c.Book, month: str
) -> None:
    report = o2c.close(book, period=month)
    assert report.is_closed == (month == "2026-09")
    assert report.ties_hold
    for name, table in report.tables.items():
        printed = run(sample_folder, month, "--table", name)
        assert list(csv.reader(io.StringIO(printed, newline=""))) == rows_of(table), name


def test_it_knows_what_was_known(sample_folder: Path, book: o2c.Book) -> None:
    moment = "2026-10-20T09:00:00Z"
    report = o2c.close(book, period="2026-10", known_at=moment)
    assert not report.ties_hold  # The general ledger is of the last day.
    printed = run(sample_folder, "2026-10", "--known-at", moment, "--table", "profit", status=1)
    rows = list(csv.reader(io.StringIO(printed, newline="")))
    assert rows == rows_of(report["profit"])
    assert rows != rows_of(o2c.close(book, period="2026-10")["profit"])


def test_it_explains_a_row(sample_folder: Path, book: o2c.Book) -> None:
    report = o2c.close(book, period="2026-10")
    for table in ("ties", "aging", "commission", "profit"):
        steps = report.explain(table, 1)
        assert run(sample_folder, "2026-10", "--explain", table, 1) == steps.to_text("en")
        chinese = run(sample_folder, "2026-10", "--explain", table, 1, "--lang", "zh")
        assert chinese == steps.to_text("zh")


def test_the_summary_has_the_figures(sample_folder: Path, book: o2c.Book) -> None:
    report = o2c.close(book, period="2026-10")
    for lang in ("en", "zh"):
        text = run(sample_folder, "2026-10", "--lang", lang)
        for amount in (report.revenue, report.cost, report.profit):
            assert f"{amount.amount:,.2f} CNY" in text
        for row in report["commission"].to_arrow().to_pylist():
            assert row["salesperson"] in text
            assert f"{row['payable']:,.2f}" in text
        assert text.count(" 0.00\n") + text.count(" 0\n") >= len(report.ties)


def test_a_tie_that_differs_is_told_by_the_status(sample_folder: Path, tmp_path: Path) -> None:
    folder = copy_of(sample_folder, tmp_path)
    balances = folder / "control_balances.csv"
    lines = balances.read_text(encoding="utf-8").splitlines()
    wrong = [
        "receivables,2026-10-31,CNY,1.00" if line.startswith("receivables,2026-10-31,CNY") else line
        for line in lines
    ]
    assert wrong != lines
    balances.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    assert "1 of the ties differ" in run(folder, "2026-10", status=1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["2026-13"], '"2026-13": expected'),
        (["2026Q4"], "what is closed is a month such as 2026-10: 2026Q4"),
        (["2026-10", "--table", "sales"], 'no table "sales": expected one of ties, aging,'),
        (["2026-10", "--explain", "orders", "0"], "table orders has nothing to explain in row 0"),
        (["2026-10", "--explain", "ties", "-1"], "usage: month_close"),
        (["2026-10", "--explain", "ties"], "usage: month_close"),
        (["2026-10", "--table", "ties", "--lang", "zh"], "usage: month_close"),
        (["2026-10", "--known-at", "2026-11-05"], '"2026-11-05": expected a moment'),
        (["2026-10", "--lang", "de"], '"de": expected'),
        ([], "usage: month_close"),
    ],
)
def test_bad_arguments(sample_folder: Path, arguments: list[str], says: str) -> None:
    assert says in run(sample_folder, *arguments, status=2)


def test_a_missing_folder(tmp_path: Path) -> None:
    assert str(tmp_path / "nowhere") in run(tmp_path / "nowhere", "2026-10", status=2)


def test_every_fault_of_a_damaged_book_is_a_line(sample_folder: Path, tmp_path: Path) -> None:
    """The same faults as Python finds, by file and line; it reads CSV with another reader."""
    folder = copy_of(sample_folder, tmp_path)

    def damage(name: str, line: int, column: str, value: str) -> None:
        path = folder / name
        lines = path.read_text(encoding="utf-8").split("\n")
        cells = lines[line - 1].split(",")
        cells[lines[0].split(",").index(column)] = value
        lines[line - 1] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")

    damage("orders.csv", 5, "order", '"SO-24-\n00003"')  # A line break, and a number that
    damage("orders.csv", 4, "order", '"SO-24-\n00003"')  # stands twice.
    damage("orders.csv", 2, "salesperson", "Nobody")
    damage("invoices.csv", 3, "invoice_date", "2024-11-31")
    damage("receipts.csv", 2, "currency", "CNX")
    damage("costs.csv", 4, "document", "P-1,P-2")
    damage("order_lines.csv", 2, "quantity", "\xff")
    found = run(folder, "2026-10", status=2).splitlines()
    with pytest.raises(o2c.BadTable) as raised:
        o2c.Book.open(folder)
    assert sorted(found) == sorted(map(str, raised.value.faults))
    assert f"{folder}/costs.csv, line 4: expected 10 fields, found 11" in found
    number = f'{folder}/orders.csv, line 6, order "SO-24-\\x0A00003"'
    assert any(line.startswith(number) and line.endswith("line 4 has it") for line in found)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("people.csv", 'person,manager\nA,\n"B,\n', "people.csv, line 3: expected CSV ("),
        ("people.csv", "", "people.csv, line 1: expected a header line"),
        ("people.csv", "person,person\nA,A\n", 'expected each column once, found "person" again'),
        ("book.toml", "[book\n", "book.toml"),
        ("prices.csv", "price\n1\n", "prices"),
        ("costs.parquet", "", "costs.parquet: expected CSV: this program reads no Parquet"),
    ],
)
def test_files_that_cannot_be_read(
    sample_folder: Path, tmp_path: Path, name: str, text: str, says: str
) -> None:
    folder = copy_of(sample_folder, tmp_path)
    (folder / name).write_text(text, encoding="utf-8")
    assert says in run(folder, "2026-10", status=2)


def test_csv_is_read_as_rfc_4180_has_it(sample_folder: Path, tmp_path: Path) -> None:
    """A byte order mark, line ends of two characters, empty lines, quotes in a quoted text."""
    folder = copy_of(sample_folder, tmp_path)
    people = folder / "people.csv"
    text = people.read_text(encoding="utf-8").replace("\n", "\r\n") + "\r\n\r\n"
    people.write_bytes(b"\xef\xbb\xbf" + text.encode())
    name = '" A ""quoted""\nname, in two lines "'
    order = "Chen Wei,export,2026-10-01,EUR,,net 30\n"
    append(folder / "parties.csv", f"{name},export,NO,Chen Wei,,EUR\n")
    append(folder / "orders.csv", f"A-1,{name},{order}")
    ties = run(folder, "2026-10", "--table", "ties")
    assert ties == run(sample_folder, "2026-10", "--table", "ties")
    trimmed = name.replace(" A", "A")
    append(folder / "orders.csv", f"A-2,{trimmed},{order}")
    assert "expected one that parties.party has" in run(folder, "2026-10", status=2)


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def copy_of(folder: Path, parent: Path) -> Path:
    return Path(shutil.copytree(folder, parent / "book"))
