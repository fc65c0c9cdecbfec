"""Ledgers that go through tables and come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import o2c
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


# --- reversals that do not say of what ------------------------------------------------------------

_DAY = date(2026, 1, 1)
_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["R", "S", None]),
        st.sampled_from([("A", None), ("B", None), ("B", 1), ("B", 2)]),
        st.integers(-300, 300).filter(bool),
        st.integers(0, 9),
    ),
    min_size=10,
    max_size=40,
)


@dataclass
class _Applied:
    receipt: str | None
    document: str
    instalment: int
    day: int
    left: int


def _told(rows: list[Any]) -> tuple[list[Any], list[Any]]:
    """The rows that make sense, and what each of them becomes: the latest is taken back first."""
    applied: list[_Applied | None] = []  # a reversal cannot be taken back
    kept, expected = [], []
    for receipt, (document, instalment), amount, day in rows:
        if amount > 0:
            # Without a number it is the first of B's, which is due first and has room for all.
            of = instalment or (1 if document == "B" else 0)
            applied.append(_Applied(receipt, document, of, day, amount))
            expected.append((receipt, document, of or None, amount, None))
        else:
            found = [
                (number, each)
                for number, each in reversed(list(enumerate(applied)))
                if each is not None
                and (each.receipt, each.document) == (receipt, document)
                and instalment in (None, each.instalment)
                and each.day <= day
            ]
            if sum(each.left for _, each in found) < -amount:
                continue
            left = -amount
            for number, each in found:
                taken = min(left, each.left)
                if taken == 0:
                    continue
                left -= taken
                each.left -= taken
                applied.append(None)
                expected.append((receipt, document, each.instalment or None, -taken, number))
        kept.append((receipt, document, instalment, amount, day))
    return kept, expected


@given(rows=_ROWS)
def test_a_reversal_without_a_number_takes_back_what_was_applied_last(rows: list[Any]) -> None:
    kept, expected = _told(rows)
    invoices = pa.table(
        {
            "party": ["P"] * 3,
            "document": ["A", "B", "B"],
            "instalment": [None, 1, 2],
            "invoice_date": [_DAY] * 3,
            "due_date": [_DAY, _DAY, _DAY + timedelta(days=30)],
            "amount": [1_000_000] * 3,
        }
    )
    receipts = pa.table(
        {"party": ["P"] * 2, "receipt": ["R", "S"], "date": [_DAY] * 2, "amount": [1_000_000] * 2}
    )
    start = datetime(2026, 2, 1, tzinfo=UTC)
    applications = pa.table(
        {
            "receipt": pa.array([row[0] for row in kept], pa.string()),
            "document": pa.array([row[1] for row in kept], pa.string()),
            "instalment": pa.array([row[2] for row in kept], pa.int64()),
            "kind": pa.array([None if row[0] else "write_off" for row in kept], pa.string()),
            "amount": pa.array([row[3] for row in kept], pa.int64()),
            "date": pa.array([_DAY + timedelta(days=row[4]) for row in kept], pa.date32()),
            "recorded_at": pa.array(
                [start + timedelta(seconds=i) for i in range(len(kept))],
                pa.timestamp("us", "UTC"),
            ),
        }
    )
    ledger = o2c.Ledger.from_tables(
        invoices=invoices, receipts=receipts, applications=applications, currency="USD"
    )
    found = ledger.to_tables()["applications"].to_arrow().to_pylist()
    assert [
        (row["receipt"], row["document"], row["instalment"], int(row["amount"] * 100))
        for row in found
    ] == [row[:4] for row in expected]
    numbers = [row["application"] for row in found]
    assert [row["reverses"] for row in found] == [
        None if row[4] is None else numbers[row[4]] for row in expected
    ]
