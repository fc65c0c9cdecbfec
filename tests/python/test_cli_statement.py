"""`o2c statement` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from o2c._cli import main

INVOICES = """\
document,party,invoice_date,due_date,amount,currency,kind
OLD,Ningbo,2026-02-20,2026-03-20,500,USD,
A,Ningbo,2026-03-03,2026-04-02,1000.00,USD,
C,Ningbo,2026-03-28,,-30,USD,credit_note
X,Ann,2026-03-05,2026-04-05,9,EUR,
"""
RECEIPTS = """\
receipt,party,date,amount,currency
R1,Ningbo,2026-03-10,700,USD
R2,Ningbo,2026-04-02,60,USD
"""
APPLICATIONS = """\
receipt,document,date,amount,kind
R1,OLD,2026-03-10,500,
R1,A,2026-03-12,200,
,A,2026-03-15,50,write_off
,A,2026-03-20,-20,write_off
"""
MARCH = ("--party", "Ningbo", "--from", "2026-03-01", "--to", "2026-03-31")
BOOK = ("invoices.csv", "--receipts", "receipts.csv", "--applications", "applications.csv")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("invoices", INVOICES), ("receipts", RECEIPTS), ("applications", APPLICATIONS)
    ):  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command; gives back its status, output and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["statement", *arguments])
        output = capsys.readouterr()
        assert "Traceback" not in output.err
        return status, output.out, output.err

    return run


def test_a_statement_in_the_terminal(book: Path, run: Any) -> None:
    status, out, err = run(*BOOK, *MARCH)
    assert (status, err) == (0, "")
    title, *lines = out.splitlines()
    assert title == "Statement of account · Ningbo · 1 March 2026 to 31 March 2026 · USD"
    lines = [line.split() for line in lines]
    assert ["2026-03-01", "Opening", "balance", "500.00"] in lines
    assert ["2026-03-03", "Invoice", "A", "1,000.00", "1,500.00"] in lines
    assert ["2026-03-12", "Receipt", "R1", "200.00"] in lines
    assert ["2026-03-20", "Reversal", "of", "write-off", "A", "20.00", "770.00"] in lines
    assert ["2026-03-31", "Closing", "balance", "1,020.00", "780.00", "740.00"] in lines
    assert ["2026-03-31", "770.00", *["0.00"] * 4, "-30.00", "740.00"] in lines
    assert "Ann" not in out


def test_a_statement_in_chinese(book: Path, run: Any) -> None:
    status, out, _ = run(*BOOK, *MARCH, "--lang", "zh")
    assert status == 0
    assert "对账单 · Ningbo · 2026年3月1日至2026年3月31日 · USD" in out
    lines = [line.split() for line in out.splitlines()]
    assert ["2026-03-31", "期末余额", "1,020.00", "780.00", "740.00"] in lines
    assert any(line[:2] == ["账龄分布", "未到期"] for line in lines)
    assert ["2026-03-28", "贷项通知单", "C", "30.00", "740.00"] in lines


def test_a_statement_as_a_page(book: Path, run: Any) -> None:
    status, out, err = run(*BOOK, *MARCH, "--out", "march.html", "--lang", "zh")
    assert (status, out) == (0, "")
    assert err == "已写入 march.html\n"
    page = (book / "march.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "740.00" in page
    status, _, err = run(*BOOK, *MARCH, "--out", "no/such/folder/march.html")
    assert (status, err) == (2, "o2c: no/such/folder/march.html: No such file or directory\n")


def test_parquet_and_other_names(book: Path, run: Any) -> None:
    _, expected, _ = run(*BOOK, *MARCH)
    for name in ("invoices", "receipts", "applications"):
        types = {"document": "string", "receipt": "string", "kind": "string"}
        convert = pyarrow.csv.ConvertOptions(
            column_types={**types, "amount": pyarrow.decimal128(12, 2)}, strings_can_be_null=True
        )
        table = pyarrow.csv.read_csv(book / f"{name}.csv", convert_options=convert)
        pyarrow.parquet.write_table(table, book / f"{name}.parquet")
    parquet = [argument.replace(".csv", ".parquet") for argument in BOOK]
    assert run(*parquet, *MARCH) == (0, expected, "")
    renamed = INVOICES.replace("party", "Customer").replace("due_date", "Due")
    (book / "invoices.csv").write_text(renamed, encoding="utf-8")
    arguments = (*BOOK, *MARCH, "--columns", "party=Customer,due=Due")
    assert run(*arguments) == (0, expected, "")


def test_a_moment_and_one_currency(book: Path, run: Any) -> None:
    (book / "i.csv").write_text(
        "document,party,invoice_date,due_date,amount,recorded_at\n"
        "A,Ann,2026-03-05,2026-04-05,9,2026-03-05T08:00:00Z\n"
        "B,Ann,2026-03-06,2026-04-05,8,2026-05-05T08:00:00Z\n"
    )
    march = ("--party", "Ann", "--from", "2026-03-01", "--to", "2026-03-31")
    _, out, _ = run("i.csv", *march, "--currency", "CNY", "--known-at", "2026-04-01T00:00:00Z")
    assert "CNY" in out
    assert "9.00" in out
    assert "17.00" not in out


def test_a_quiet_period(book: Path, run: Any) -> None:
    status, out, _ = run(*BOOK, "--party", "Ann", "--from", "2025-01-01", "--to", "2025-01-31")
    assert status == 0
    assert "No balance and no movement" in out


def test_control_characters_do_not_reach_the_terminal(book: Path, run: Any) -> None:
    (book / "i.csv").write_text(INVOICES.replace("A,Ningbo", "\x1b[31m[bold],Ningbo"))
    status, out, _ = run("i.csv", *MARCH)
    assert status == 0
    assert "\x1b" not in out
    assert "\N{REPLACEMENT CHARACTER}[31m[bold]" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*BOOK, *MARCH[:-1], "soon"), '--to "soon": expected a date YYYY-MM-DD'),
        ((*BOOK, *MARCH, "--known-at", "now"), '--known-at "now": expected a moment'),
        ((*BOOK, *MARCH, "--out", "march.pdf"), "ends in .html"),
        ((*BOOK, *MARCH, "--columns", "party=Firm"), "--columns party=Firm: no such column"),
        ((*BOOK, *MARCH, "--lang", "de"), "'de' is not"),
        (("receipts.csv", *MARCH), 'receipts.csv: no column "document"'),
        (("no.csv", *MARCH), "no.csv: No such file"),
        ((*BOOK, "--party", "Nobody", *MARCH[2:]), "Nobody"),
        ((*BOOK, *MARCH[:2], "--from", "2026-04-01", "--to", "2026-03-31"), "2026-04-01 or a day"),
        ((*BOOK, *MARCH[2:]), "--party"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    book: Path, run: Any, arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("o2c: ")
    assert err.count("\n") == 1
    assert message in err


def test_faulty_rows_are_told_where_they_stand(book: Path, run: Any) -> None:
    (book / "applications.csv").write_text(APPLICATIONS.replace("R1,A", "R9,A"))
    status, _, err = run(*BOOK, *MARCH)
    assert status == 2
    assert err.startswith('o2c: applications.csv, line 3, receipt "R9": expected')
