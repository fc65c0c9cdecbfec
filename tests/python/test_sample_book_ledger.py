"""The sample book's receivables: aged as the oracle does, a ledger, and the general ledger's."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import Any

import o2c
import oracle_aging
import pytest
from aging_tables import document_tables, pa
from sample_book_tables import AS_OF, Tables, amount, day

Rows = list[dict[str, Any]]
NAMES = ("invoices", "receipts", "applications")
MONTH_ENDS = [datetime.date(2025, 12, 31), datetime.date(2026, 6, 30), AS_OF]


@pytest.fixture(scope="module")
def documents(sample_book: Tables) -> dict[str, Rows]:
    """With values in place of texts."""

    def value(name: str, text: str) -> Any:
        if not text:
            return None
        if name in ("date", "invoice_date", "due_date"):
            return day(text)
        if name in ("amount", "net", "rate"):
            return Decimal(text)
        if name == "recorded_at":
            return datetime.datetime.fromisoformat(text)
        return text

    return {
        name: [{key: value(key, text) for key, text in row.items()} for row in sample_book[name]]
        for name in NAMES
    }


@pytest.mark.parametrize("known_days_later", [None, 0, 7])
@pytest.mark.parametrize("as_of", MONTH_ENDS, ids=str)
def test_its_aging_is_the_oracles(
    documents: dict[str, Rows], as_of: datetime.date, known_days_later: int | None
) -> None:
    known_at = None
    if known_days_later is not None:
        known_at = datetime.datetime.combine(as_of, datetime.time(12), datetime.UTC)
        known_at += datetime.timedelta(days=known_days_later)
    expected = oracle_aging.age_documents(**documents, as_of=as_of, known_at=known_at)
    tables = document_tables(**documents)
    result = o2c.aging(tables.pop("invoices"), **tables, as_of=as_of, known_at=known_at)
    assert oracle_aging.figures_of(result) == expected


@pytest.mark.parametrize("as_of", MONTH_ENDS, ids=str)
def test_its_ledger_ages_like_the_tables(documents: dict[str, Rows], as_of: datetime.date) -> None:
    ledger = o2c.Ledger.from_tables(**document_tables(**documents))
    expected = oracle_aging.age_documents(**documents, as_of=as_of)
    assert oracle_aging.figures_of(ledger.aging(as_of=as_of)) == expected


def full_tables(sample_book: Tables) -> dict[str, Any]:
    """All that a ledger reads, with every column."""
    tables = {}
    for name in (*NAMES, "disputes", "promises", "reminders"):
        rows = sample_book[name]
        columns = {key: [row[key] or None for row in rows] for key in rows[0]}
        tables[name] = pa.table({key: _typed(key, texts) for key, texts in columns.items()})
    return tables


def _typed(name: str, texts: list[str | None]) -> Any:
    column = pa.array(texts, pa.string())
    if name in ("date", "invoice_date", "due_date", "promised", "ended"):
        return column.cast(pa.date32())
    if name in ("amount", "net"):
        return pa.array([Decimal(text) if text else None for text in texts], pa.decimal128(30, 2))
    if name == "rate":
        return pa.array([Decimal(text) if text else None for text in texts], pa.decimal128(30, 8))
    if name.endswith("recorded_at"):
        return pa.array(
            [datetime.datetime.fromisoformat(text) if text else None for text in texts],
            pa.timestamp("us", "UTC"),
        )
    return column.cast(pa.int64()) if name == "level" else column


def test_control_balances_are_an_independent_sum(sample_book: Tables) -> None:
    """As known when each month was closed: late rows count from the next month on."""
    closed = {row["period"]: row["closed_at"] for row in sample_book["closed_periods"]}
    currency_of = {row["document"]: row["currency"] for row in sample_book["invoices"]}
    facts = [(r["invoice_date"], r["recorded_at"], r["currency"], amount(r))
             for r in sample_book["invoices"]]  # fmt: skip
    facts += [(r["date"], r["recorded_at"], r["currency"], -amount(r))
              for r in sample_book["receipts"]]  # fmt: skip
    facts += [(r["date"], r["recorded_at"], currency_of[r["document"]], -amount(r))
              for r in sample_book["applications"] if not r["receipt"]]  # fmt: skip
    rows = sample_book["control_balances"]
    assert len(rows) == 24 * 4
    for row in rows:
        known_at = closed.get(row["date"][:7], "9999")
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for date, recorded_at, currency, value in facts:
            if date <= row["date"] and recorded_at <= known_at:
                sums[currency] += value
        assert amount(row, "balance") == sums[row["currency"]], row


def test_control_balances_are_the_ledgers(sample_book: Tables) -> None:
    """Reminders, promises and disputes among its facts, none of which it refuses. Deposits, which
    an aging shows apart, are taken off."""
    ledger = o2c.Ledger.from_tables(**full_tables(sample_book), home="CNY")
    closed = {row["period"]: row["closed_at"] for row in sample_book["closed_periods"]}
    for month in ("2025-06-30", "2026-09-30", "2026-10-31"):
        totals = ledger.aging(as_of=month, known_at=closed.get(month[:7])).totals
        found = {row["currency"]: row["total"] - row["deposits"] for row in totals}
        expected = {
            row["currency"]: amount(row, "balance")
            for row in sample_book["control_balances"]
            if row["date"] == month
        }
        assert found == expected


@pytest.mark.parametrize("order", ["date", "recorded_at"])
def test_nothing_is_ever_applied_beyond_its_amount(documents: dict[str, Rows], order: str) -> None:
    """Day by day, and moment of recording by moment of recording."""
    amount_of = {row["document"]: abs(row["amount"]) for row in documents["invoices"]}
    amount_of |= {row["receipt"]: row["amount"] for row in documents["receipts"]}
    left = dict(amount_of)
    steps = defaultdict(list)
    for row in documents["applications"]:
        steps[row[order]].append(row)
    for step in sorted(steps):
        for row in steps[step]:
            left[row["document"]] -= row["amount"]
            if row["receipt"]:
                left[row["receipt"]] -= row["amount"]
        for row in steps[step]:
            for key in (row["document"], row["receipt"] or row["document"]):
                assert 0 <= left[key] <= amount_of[key], (step, key)


def test_applications_are_between_documents_of_one_party_and_currency(
    documents: dict[str, Rows],
) -> None:
    debit_of = {row["document"]: row for row in documents["invoices"] if row["amount"] > 0}
    credit_of = {row["receipt"]: row for row in documents["receipts"]}
    credit_of |= {row["document"]: row for row in documents["invoices"] if row["amount"] < 0}
    for row in documents["applications"]:
        debit = debit_of[row["document"]]
        assert row["currency"] == debit["currency"]
        credit = credit_of[row["receipt"]] if row["receipt"] else debit
        assert (debit["party"], debit["currency"]) == (credit["party"], credit["currency"])
        credited = credit.get("date") or credit["invoice_date"]
        assert row["date"] >= max(debit["invoice_date"], credited)
        assert row["recorded_at"] > max(debit["recorded_at"], credit["recorded_at"])
