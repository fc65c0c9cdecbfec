"""Ledgers that go through tables and come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import o2c
import pytest

pa = pytest.importorskip("pyarrow")

TABLES = {
    "invoices",
    "receipts",
    "applications",
    "taxes",
    "locks",
    "disputes",
    "note_moves",
    "due_dates",
    "discounts",
    "revaluations",
    "reminders",
    "promises",
}


def moment(second: int) -> str:
    return f"2026-04-01T08:00:{second:02}Z"


@pytest.fixture
def ledger() -> o2c.Ledger:
    ledger = o2c.Ledger()
    ledger.post(
        "invoice", "A", party="Ningbo", date="2026-03-01", amount="1000.00 USD",
        due_date="2026-03-31", recorded_at=moment(1),
    )  # fmt: skip
    ledger.post(
        "note_receivable", "N", party="Ningbo", date="2026-03-05", amount="300.00 USD",
        due_date="2026-06-05", recorded_at=moment(2),
    )  # fmt: skip
    ledger.dispute("A", "800.00 USD", date="2026-03-06", reason="short", recorded_at=moment(3))
    ledger.move_note(
        "N", "discounted", date="2026-03-07", holder="BOC", proceeds="295.00 USD",
        recorded_at=moment(4),
    )  # fmt: skip
    ledger.apply("N", "A", "300.00 USD", date="2026-03-08", recorded_at=moment(5))
    ledger.end_dispute(0, "rejected", date="2026-03-20", recorded_at=moment(6))
    ledger.lock("2026-03-31", recorded_at=moment(7))
    return ledger


def asked(ledger: o2c.Ledger) -> list[Any]:
    answers: list[Any] = []
    for second in range(9):
        for day in (date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 31)):
            known = {"as_of": day, "known_at": moment(second)}
            answers += [ledger.items("A", **known), ledger.disputes(**known)]
            answers += [ledger.notes(**known), ledger.history("A"), ledger.locked_until]
    return answers


def test_tables_bring_the_same_ledger_back(ledger: o2c.Ledger) -> None:
    tables = ledger.to_tables()
    assert set(tables) == TABLES
    assert asked(o2c.Ledger.from_tables(**tables)) == asked(ledger)


def test_faulty_rows_are_listed_with_their_table(ledger: o2c.Ledger) -> None:
    tables = ledger.to_tables()
    tables["note_moves"] = tables["disputes"]
    with pytest.raises(o2c.BadTable, match="receipt"):
        o2c.Ledger.from_tables(**tables)
    tables = ledger.to_tables() | {"applications": None}
    del tables["receipts"]
    with pytest.raises(o2c.BadTable) as raised:
        o2c.Ledger.from_tables(**tables)
    assert [(fault.file, fault.row, fault.value) for fault in raised.value.faults] == [
        ("note_moves", 0, "N")
    ]


def test_texts_of_dictionaries_are_read_like_others() -> None:
    """As pandas' categories come, and what Parquet files repeat."""
    invoices = pa.table(
        {
            "party": ["Acme", "Brio", "Acme"],
            "document": ["I-1", "I-2", "I-3"],
            "kind": ["invoice", "invoice", "debit_note"],
            "invoice_date": pa.array(["2026-01-05"] * 3).cast(pa.date32()),
            "due_date": pa.array(["2026-02-05"] * 3).cast(pa.date32()),
            "amount": pa.array([100, 200, 300]),
            "currency": ["CNY", "USD", "CNY"],
            "salesperson": ["Li", None, "Li"],
        }
    )
    receipts = pa.table(
        {
            "receipt": ["R-1"],
            "party": ["Acme"],
            "date": pa.array(["2026-01-09"]).cast(pa.date32()),
            "amount": pa.array([50]),
            "currency": ["CNY"],
        }
    )

    def encoded(table: pa.Table) -> pa.Table:
        columns = [
            column.dictionary_encode() if pa.types.is_string(column.type) else column
            for column in table.columns
        ]
        return pa.table(columns, names=table.column_names)

    plain = o2c.Ledger.from_tables(invoices=invoices, receipts=receipts)
    dictionaries = o2c.Ledger.from_tables(invoices=encoded(invoices), receipts=encoded(receipts))
    as_of = "2026-03-31"
    assert pa.table(dictionaries.open_items(as_of=as_of)).equals(
        pa.table(plain.open_items(as_of=as_of))
    )
