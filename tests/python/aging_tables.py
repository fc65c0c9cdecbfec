"""Arrow tables of documents, from rows as dicts."""

from __future__ import annotations

from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

MOMENT = pa.timestamp("us", "UTC")
DOCUMENT_SCHEMAS = {
    "invoices": pa.schema(
        {
            "document": pa.string(),
            "kind": pa.string(),
            "party": pa.string(),
            "order": pa.string(),
            "refers_to": pa.string(),
            "invoice_date": pa.date32(),
            "due_date": pa.date32(),
            "amount": pa.decimal128(30, 3),
            "currency": pa.string(),
            "recorded_at": MOMENT,
        }
    ),
    "receipts": pa.schema(
        {
            "receipt": pa.string(),
            "party": pa.string(),
            "order": pa.string(),
            "date": pa.date32(),
            "amount": pa.decimal128(30, 3),
            "currency": pa.string(),
            "recorded_at": MOMENT,
        }
    ),
    "applications": pa.schema(
        {
            "receipt": pa.string(),
            "document": pa.string(),
            "kind": pa.string(),
            "date": pa.date32(),
            "amount": pa.decimal128(30, 3),
            "recorded_at": MOMENT,
        }
    ),
}


def document_tables(**rows: list[dict[str, Any]]) -> dict[str, Any]:
    """invoices, receipts and applications; other columns are left out."""
    return {
        name: pa.Table.from_pylist(rows[name], schema) for name, schema in DOCUMENT_SCHEMAS.items()
    }
