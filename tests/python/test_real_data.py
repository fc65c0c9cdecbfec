"""Real invoices, where they are at hand: the aging of five dates against pandas.

The folder that O2C_REAL_DATA names holds ar_ibm.csv (IBM's "late payment histories": 2,466 invoices
with due and settlement dates). Each settled invoice becomes one receipt and one application.
"""

from __future__ import annotations

import datetime
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import o2c
import pytest

pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")

FILE = Path(os.environ.get("O2C_REAL_DATA", "")) / "ar_ibm.csv"
pytestmark = pytest.mark.skipif(
    "O2C_REAL_DATA" not in os.environ or not FILE.is_file(),
    reason="set O2C_REAL_DATA to a folder that holds ar_ibm.csv",
)

DATES = [
    datetime.date(2012, 3, 31),
    datetime.date(2012, 12, 31),
    datetime.date(2013, 6, 15),
    datetime.date(2013, 11, 30),
    datetime.date(2014, 1, 31),
]


@pytest.fixture(scope="module")
def documents() -> Any:
    """One row for each invoice, as it stands in the file, with dates and whole cents."""
    frame = pd.read_csv(FILE, dtype=str)
    for column in ("InvoiceDate", "DueDate", "SettledDate"):
        frame[column] = pd.to_datetime(frame[column], format="%m/%d/%Y")
    frame["cents"] = [int(Decimal(text) * 100) for text in frame["InvoiceAmount"]]
    assert len(frame) == 2466
    assert (frame["SettledDate"] >= frame["InvoiceDate"]).all()
    return frame


def amounts(frame: Any) -> Any:
    decimals = [Decimal(text) for text in frame["InvoiceAmount"]]
    return pa.array(decimals, pa.decimal128(12, 2))


def dates(column: Any) -> Any:
    return pa.array(column.dt.date, pa.date32())


def tables(frame: Any) -> tuple[Any, Any, Any]:
    """(invoices, receipts, applications) under the standard names."""
    receipt = "R" + frame["invoiceNumber"]
    invoices = pa.table(
        {
            "document": pa.array(frame["invoiceNumber"]),
            "party": pa.array(frame["customerID"]),
            "invoice_date": dates(frame["InvoiceDate"]),
            "due_date": dates(frame["DueDate"]),
            "amount": amounts(frame),
        }
    )
    receipts = pa.table(
        {
            "receipt": pa.array(receipt),
            "party": pa.array(frame["customerID"]),
            "date": dates(frame["SettledDate"]),
            "amount": amounts(frame),
        }
    )
    applications = pa.table(
        {
            "receipt": pa.array(receipt),
            "document": pa.array(frame["invoiceNumber"]),
            "date": dates(frame["SettledDate"]),
            "amount": amounts(frame),
        }
    )
    return invoices, receipts, applications


def aged_by_pandas(frame: Any, as_of: datetime.date, by: str) -> dict[str, dict[str, Decimal]]:
    """{party: {bucket: amount}} of what was invoiced and not yet settled that day."""
    day = pd.Timestamp(as_of)
    is_open = (frame["InvoiceDate"] <= day) & (frame["SettledDate"] > day)
    frame = frame[is_open]
    starts = [-(10**6), 0, 30, 60, 90, 10**6]
    names = ["not_due", "1-30", "31-60", "61-90", ">90"]
    column = "DueDate"
    if by == "invoice_date":
        starts[1] = -1
        names[:2] = ["future", "0-30"]
        column = "InvoiceDate"
    days = (day - frame[column]).dt.days
    bucket = pd.cut(days, starts, labels=names).astype(str)
    sums = frame.groupby([frame["customerID"], bucket])["cents"].sum()
    result: dict[str, dict[str, Decimal]] = {}
    for (party, name), cents in sums.items():
        result.setdefault(party, {})[name] = Decimal(int(cents)) / 100
    return result


@pytest.mark.parametrize("by", ["due_date", "invoice_date"])
@pytest.mark.parametrize("as_of", DATES, ids=str)
def test_aging_of_real_invoices_is_what_pandas_finds(
    documents: Any, as_of: datetime.date, by: str
) -> None:
    invoices, receipts, applications = tables(documents)
    aging = o2c.aging(
        invoices,
        receipts=receipts,
        applications=applications,
        as_of=as_of,
        by=by,
        currency="USD",
    )
    expected = aged_by_pandas(documents, as_of, by)
    assert expected or as_of == DATES[-1], "nothing to compare"

    found = {}
    for row in aging.rows:
        assert row["unapplied"] == 0
        assert row["total"] == sum(row[name] for name in aging.bucket_labels)
        buckets = {name: row[name] for name in aging.bucket_labels if row[name]}
        if buckets:
            found[row["party"]] = buckets
    assert found == expected


def test_without_settlements_every_invoice_is_open(documents: Any) -> None:
    """Open items alone, straight from pandas, under the file's own column names."""
    as_of = DATES[-1]
    items = documents.assign(Amount=[Decimal(text) for text in documents["InvoiceAmount"]])
    aging = o2c.aging(
        items[["customerID", "DueDate", "Amount"]],
        as_of=as_of,
        currency="USD",
        columns={"party": "customerID", "due_date": "DueDate", "amount": "Amount"},
    )
    expected = aged_by_pandas(documents.assign(SettledDate=pd.Timestamp.max), as_of, "due_date")
    found = {
        row["party"]: {name: row[name] for name in aging.bucket_labels if row[name]}
        for row in aging.rows
    }
    assert found == expected
    (total,) = aging.totals
    assert total["total"] == Decimal(int(documents["cents"].sum())) / 100
    assert total["items"] == len(documents)
