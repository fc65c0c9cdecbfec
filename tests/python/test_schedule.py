"""Schedules of many invoices: equal to those of each, and every fault named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

TEXTS = [
    "net 30",
    "2/10 net 30",
    "月结30天",
    "30% deposit; 70% against copy of B/L",
    "1/3 deposit; 1/3 on delivery; balance 60 days after B/L date",
    "500 USD deposit; balance EOM+45",
    "20% deposit; 1/3 of the rest on delivery; balance on B/L date + proximo 10 cut-off 25",
]
DAYS = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
INVOICES = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.integers(-(10**9), 10**9), DAYS, DAYS, DAYS), max_size=30
)


def table(rows: list[Any]) -> pa.Table:
    return pa.table(
        {
            "document": pa.array([f"INV-{i}" for i in range(len(rows))]),
            "terms": pa.array([row[0] for row in rows], pa.string()),
            "amount": pa.array([Decimal(row[1]).scaleb(-2) for row in rows], pa.decimal128(20, 2)),
            "currency": pa.array(["USD"] * len(rows), pa.string()),
            "invoice_date": pa.array([row[2] for row in rows], pa.date32()),
            "contract_date": pa.array([row[3] for row in rows], pa.date32()),
            "bl_date": pa.array([row[4] for row in rows], pa.date32()),
        }
    )


def one_by_one(rows: list[Any], **options: Any) -> list[dict[str, Any]]:
    lines = []
    for number, (text, minor, invoice, contract, bl) in enumerate(rows):
        parts = o2c.PaymentTerms.parse(text).schedule(
            o2c.Money(Decimal(minor).scaleb(-2), "USD"),
            invoice=invoice,
            contract=contract,
            bl=bl,
            **options,
        )
        for part in parts:
            lines.append(
                {
                    "row": number,
                    "document": f"INV-{number}",
                    "instalment": part.number,
                    "due_date": part.due_date,
                    "pending_on": None if part.due_date else part.anchor.name,
                    "amount": part.amount.amount,
                    "currency": "USD",
                }
            )
    return lines


@given(INVOICES, st.sampled_from([1, 2]), st.sampled_from([None, "0.05"]))
def test_both_faces_are_equal(rows: list[Any], threads: int, step: str | None) -> None:
    calendar = o2c.Calendar("a place", holidays=["2026-05-01"])
    options: dict[str, Any] = {"calendar": calendar, "cash_step": step, "rounding": "half_even"}
    made = o2c.schedule(table(rows), threads=threads, **options)
    assert made.to_arrow().to_pylist() == one_by_one(rows, **options)


def test_many_rows_in_pieces() -> None:
    rows = [(TEXTS[i % len(TEXTS)], i * 7919, dt.date(2026, 1, 1), None, None) for i in range(9000)]
    whole = table(rows)
    expected = one_by_one(rows)
    pieces = pa.concat_tables([whole.slice(0, 1), whole.slice(1, 4000), whole.slice(4001)])
    for given_table in (whole, pieces):
        for threads in (1, 2, 5):
            assert o2c.schedule(given_table, threads=threads).to_arrow().to_pylist() == expected


def test_names_of_terms_and_other_layouts() -> None:
    frame = pd.DataFrame(
        {
            "Number": [7, 8],
            "terms": pd.Categorical(["N30", "split"]),
            "amount": [100_00, 100_01],
            "invoice_date": pd.to_datetime(["2026-03-01", "2026-03-02"]),
        }
    )
    made = o2c.schedule(
        frame,
        terms={"N30": "net 30", "split": o2c.PaymentTerms.parse("50% net 10; 50% net 20")},
        currency="USD",
        columns={"document": "Number"},
    )
    shown = made.to_pandas()
    assert list(shown["document"]) == [7, 8, 8]
    assert list(shown["amount"]) == [Decimal("100.00"), Decimal("50.01"), Decimal("50.00")]
    assert made.to_polars()["due_date"].to_list() == [
        dt.date(2026, 3, 31),
        dt.date(2026, 3, 12),
        dt.date(2026, 3, 22),
    ]
    assert len(made) == 3
    assert isinstance(made.to_polars(), pl.DataFrame)


def test_several_currencies_share_one_scale() -> None:
    rows = pa.table(
        {"terms": ["net 0"] * 3, "amount": [5, 5, 5], "currency": ["JPY", "USD", "BHD"],
         "invoice_date": pa.array([dt.date(2026, 1, 1)] * 3)}
    )  # fmt: skip
    amounts = o2c.schedule(rows).to_arrow()["amount"]
    assert amounts.type == pa.decimal128(38, 3)
    assert amounts.to_pylist() == [Decimal("5.000"), Decimal("0.050"), Decimal("0.005")]


def test_every_fault_is_named() -> None:
    rows = pa.table(
        {
            "document": ["A", None, "C", "D", "E"],
            "terms": ["net 30", "30 days EOM", None, "500 EUR deposit; balance net 30", "net 30"],
            "amount": pa.array([Decimal("1.00")] * 5, pa.decimal128(9, 2)),
            "currency": ["USD", "USD", "USD", "USD", "USX"],
            "invoice_date": pa.array([dt.date(2026, 1, 1)] * 5),
        }
    )
    with pytest.raises(o2c.BadTable) as caught:
        o2c.schedule(rows)
    found = [(fault.row, fault.field) for fault in caught.value.faults]
    assert found == [(1, "document"), (1, "terms"), (2, "terms"), (4, "currency")]
    with pytest.raises(o2c.BadTable, match="EUR") as late:
        o2c.schedule(rows.slice(3, 1))
    assert late.value.faults[0].row == 0
    with pytest.raises(o2c.BadTable, match='"terms" is missing'):
        o2c.schedule(rows.drop_columns(["terms"]))
    with pytest.raises(o2c.BadTable, match="currency"):
        o2c.schedule(rows.drop_columns(["currency"]))
    with pytest.raises(o2c.InvalidArgument, match="threads"):
        o2c.schedule(rows, threads=0)


def test_columns_without_any_value_and_documents_of_other_types() -> None:
    rows = table([("net 30", 100, dt.date(2026, 1, 1), None, None)] * 2)
    no_dates = rows.set_column(4, "invoice_date", pa.nulls(2))
    assert o2c.schedule(no_dates).to_arrow()["pending_on"].to_pylist() == ["invoice"] * 2
    coded = rows.set_column(0, "document", pa.array([7, 8]).dictionary_encode())
    with pytest.raises(o2c.BadTable, match="document"):
        o2c.schedule(coded)
    too_large = rows.set_column(0, "document", pa.array([7, 2**63], pa.uint64()))
    with pytest.raises(o2c.BadTable, match="document") as caught:
        o2c.schedule(too_large)
    assert caught.value.faults[0].row == 1


def test_options_are_checked_before_rows() -> None:
    rows = table([("net 30", 100, None, None, None)])
    with pytest.raises(o2c.InvalidArgument, match="step"):
        o2c.schedule(rows, cash_step="-1")
    for wrong in ({"a": 5}, {1: "net 30"}, "net 30"):
        with pytest.raises(TypeError, match="terms"):
            o2c.schedule(rows, terms=wrong)  # type: ignore[arg-type]


def test_an_empty_table() -> None:
    assert o2c.schedule(table([])).to_arrow().num_rows == 0
