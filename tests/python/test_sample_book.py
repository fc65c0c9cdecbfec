"""The sample book: the same bytes for a seed, complete, and consistent on every day."""

from __future__ import annotations

import csv
import datetime
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import o2c
import oracle_aging
import pytest
from aging_tables import document_tables, pa

GENERATOR = Path(__file__).parents[2] / "examples" / "sample_book" / "generate.py"
FILES = ("invoices.csv", "receipts.csv", "applications.csv", "rates.csv")
AS_OF = datetime.date(2026, 10, 31)
PREFIX = {"invoice": "INV", "credit_note": "CN-", "returned_payment": "RP-"}
DIGITS = {"USD": 2, "EUR": 2, "CNY": 2, "JPY": 0}

Rows = list[dict[str, Any]]


def generate(folder: Path, *options: str) -> dict[str, bytes]:
    command = [sys.executable, str(GENERATOR), "--out", str(folder), *options]
    subprocess.run(command, check=True, capture_output=True)
    return {name: (folder / name).read_bytes() for name in FILES}


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        rows: Rows = list(csv.DictReader(file))
    for row in rows:
        for name, text in row.items():
            if name in ("date", "invoice_date", "due_date"):
                row[name] = datetime.date.fromisoformat(text) if text else None
            elif name in ("amount", "rate"):
                row[name] = Decimal(text)
            elif name == "recorded_at":
                row[name] = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
            else:
                row[name] = text or None
    return rows


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    folder = tmp_path_factory.mktemp("book")
    generate(folder)
    return {name.removesuffix(".csv"): read(folder / name) for name in FILES}


def test_a_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = generate(tmp_path / "1", "--invoices", "300")
    assert generate(tmp_path / "2", "--invoices", "300") == first
    other = generate(tmp_path / "3", "--invoices", "300", "--seed", "1")
    assert all(other[name] != first[name] for name in FILES)


def test_columns_have_the_standard_names(book: dict[str, Rows]) -> None:
    assert {name: ",".join(rows[0]) for name, rows in book.items()} == {
        "invoices": "document,kind,party,salesperson,order,invoice_date,due_date,amount,"
        "currency,refers_to,recorded_at",
        "receipts": "receipt,party,order,date,amount,currency,recorded_at",
        "applications": "receipt,document,date,amount,recorded_at",
        "rates": "date,base,quote,rate",
    }


def test_documents_are_what_they_should_be(book: dict[str, Rows]) -> None:
    written = [row for row in book["invoices"] if row["kind"] != "returned_payment"]
    assert len(written) == 2000
    assert len({row["document"] for row in book["invoices"]}) == len(book["invoices"])
    assert len({row["receipt"] for row in book["receipts"]}) == len(book["receipts"])
    for row in book["invoices"]:
        assert PREFIX[row["kind"]] == row["document"][:3]
        is_credit = row["kind"] == "credit_note"
        assert (row["amount"] < 0) == (row["due_date"] is None) == is_credit
        assert (row["refers_to"] is None) == (row["kind"] == "invoice")
        assert row["due_date"] is None or row["due_date"] >= row["invoice_date"]
    assert all(row["amount"] > 0 for row in book["receipts"])
    for row in book["invoices"] + book["receipts"]:
        assert -row["amount"].as_tuple().exponent == DIGITS[row["currency"]], row
    for row in book["invoices"] + book["receipts"] + book["applications"]:
        date = row.get("date") or row["invoice_date"]
        assert date <= AS_OF
        assert row["recorded_at"].date() >= date
    for name in ("invoices", "receipts", "applications"):
        moments = [row["recorded_at"] for row in book[name]]
        assert moments == sorted(moments), "a book is written to, never changed"


def test_applications_are_between_documents_of_one_party_and_currency(
    book: dict[str, Rows],
) -> None:
    debit_of = {row["document"]: row for row in book["invoices"] if row["amount"] > 0}
    credit_of = {row["receipt"]: row for row in book["receipts"]}
    credit_of |= {row["document"]: row for row in book["invoices"] if row["amount"] < 0}
    for row in book["applications"]:
        debit, credit = debit_of[row["document"]], credit_of[row["receipt"]]
        assert (debit["party"], debit["currency"]) == (credit["party"], credit["currency"])
        credited = credit.get("date") or credit["invoice_date"]
        assert row["date"] >= max(debit["invoice_date"], credited)
        assert row["recorded_at"] > max(debit["recorded_at"], credit["recorded_at"])


@pytest.mark.parametrize("order", ["date", "recorded_at"])
def test_nothing_is_ever_applied_beyond_its_amount(book: dict[str, Rows], order: str) -> None:
    """Day by day, and moment of recording by moment of recording."""
    amount_of = {row["document"]: abs(row["amount"]) for row in book["invoices"]}
    amount_of |= {row["receipt"]: row["amount"] for row in book["receipts"]}
    left = dict(amount_of)
    steps = defaultdict(list)
    for row in book["applications"]:
        steps[row[order]].append(row)
    for step in sorted(steps):
        for row in steps[step]:
            left[row["document"]] -= row["amount"]
            left[row["receipt"]] -= row["amount"]
        for row in steps[step]:
            for key in (row["document"], row["receipt"]):
                assert 0 <= left[key] <= amount_of[key], (step, key)


def test_the_book_shows_what_a_trading_company_meets(book: dict[str, Rows]) -> None:
    invoices, receipts, applications = (
        book[name] for name in ("invoices", "receipts", "applications")
    )
    assert {row["currency"] for row in invoices} == set(DIGITS)
    assert any("一" <= row["party"][0] <= "鿿" for row in invoices)
    assert len({row["party"] for row in invoices}) == 40

    paid = [row for row in applications if row["amount"] > 0]
    payments = Counter(row["document"] for row in paid)
    covered = Counter(row["receipt"] for row in paid)
    assert sum(count > 1 for count in payments.values()) > 100, "part payments"
    assert sum(count > 1 for count in covered.values()) > 100, "one receipt, several invoices"
    credit_notes = {row["document"] for row in invoices if row["amount"] < 0}
    assert len(credit_notes) > 50
    assert any(row["receipt"] in credit_notes for row in paid), "deducted from payments"

    bounced = {row["refers_to"] for row in invoices if row["kind"] == "returned_payment"}
    reversed_receipts = {row["receipt"] for row in applications if row["amount"] < 0}
    assert bounced == reversed_receipts, "reversals of bounced transfers"
    assert len(bounced) > 2

    late = [row for row in invoices if (row["recorded_at"].date() - row["invoice_date"]).days > 2]
    assert 20 < len(late) < 150, "invoices recorded late"
    assert any(row["recorded_at"].date() > AS_OF for row in late), "and after the last day"

    items, unapplied, deposits = oracle_aging.open_documents(
        invoices, receipts, applications, AS_OF
    )
    assert sum(row["due_date"] is not None and row["due_date"] < AS_OF for row in items) > 50
    assert len(deposits) > 5, "deposits for orders that are not invoiced"
    assert len([row for row in unapplied if row["amount"] > 0]) > 5, "unapplied cash"


def test_rates_are_weekly_and_reach_the_last_day(book: dict[str, Rows]) -> None:
    days = sorted({row["date"] for row in book["rates"]})
    assert {later - earlier for earlier, later in pairwise(days)} == {datetime.timedelta(days=7)}
    assert days[0] <= min(row["invoice_date"] for row in book["invoices"])
    assert AS_OF - days[-1] < datetime.timedelta(days=7)
    assert {(row["base"], row["quote"]) for row in book["rates"]} == {
        ("USD", "CNY"),
        ("EUR", "CNY"),
        ("JPY", "CNY"),
    }
    assert all(row["rate"] > 0 for row in book["rates"])


MONTH_ENDS = [datetime.date(2025, 12, 31), datetime.date(2026, 6, 30), AS_OF]


@pytest.mark.parametrize("known_days_later", [None, 0, 7])
@pytest.mark.parametrize("as_of", MONTH_ENDS, ids=str)
def test_its_aging_is_the_oracles(
    book: dict[str, Rows], as_of: datetime.date, known_days_later: int | None
) -> None:
    known_at = None
    if known_days_later is not None:
        known_at = datetime.datetime.combine(as_of, datetime.time(12), datetime.UTC)
        known_at += datetime.timedelta(days=known_days_later)
    documents = {name: book[name] for name in ("invoices", "receipts", "applications")}
    expected = oracle_aging.age_documents(**documents, as_of=as_of, known_at=known_at)
    tables = document_tables(**documents)
    result = o2c.aging(tables.pop("invoices"), **tables, as_of=as_of, known_at=known_at)
    assert oracle_aging.figures_of(result) == expected


@pytest.mark.parametrize("as_of", MONTH_ENDS, ids=str)
def test_its_ledger_ages_like_the_tables(book: dict[str, Rows], as_of: datetime.date) -> None:
    documents = {name: book[name] for name in ("invoices", "receipts", "applications")}
    ledger = o2c.Ledger.from_tables(**document_tables(**documents))
    expected = oracle_aging.age_documents(**documents, as_of=as_of)
    assert oracle_aging.figures_of(ledger.aging(as_of=as_of)) == expected
    assert sum(kind == "returned_payment" for kind in _kinds(ledger)) == 4


def _kinds(ledger: o2c.Ledger) -> list[str]:
    kinds: list[str] = pa.table(ledger.to_tables()["invoices"])["kind"].to_pylist()
    return kinds
