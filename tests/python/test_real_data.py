"""Real invoices, where they are at hand: the aging of five dates against pandas.

The folder that O2C_REAL_DATA names holds ar_ibm.csv (IBM's "late payment histories": 2,466 invoices
with due and settlement dates). Each settled invoice becomes one receipt and one application.
"""

from __future__ import annotations

import datetime
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import o2c
import oracle_measures
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


# --- measures of collecting ----------------------------------------------------------------------

MONTHS = [f"{year}-{month:02}" for year in (2012, 2013) for month in range(1, 13)]


def cents_of(frame: Any) -> Fraction:
    return Fraction(int(frame["cents"].sum()), 100)


def figures_by_pandas(frame: Any, month: str) -> dict[str, Fraction]:
    """The figures of a month, worked out from the rows as they stood at its beginning and end."""
    first = pd.Timestamp(f"{month}-01")
    last = first + pd.offsets.MonthEnd(0)

    def open_on(day: Any) -> Any:
        return frame[(frame["InvoiceDate"] <= day) & (frame["SettledDate"] > day)]

    paid = frame[(frame["SettledDate"] >= first) & (frame["SettledDate"] <= last)]
    closing = open_on(last)
    sold = frame[(frame["InvoiceDate"] >= first) & (frame["InvoiceDate"] <= last)]

    def weighted(days: Any) -> Fraction:
        return Fraction(sum(int(c) * int(d) for c, d in zip(paid["cents"], days, strict=True)), 100)

    return {
        "opening": cents_of(open_on(first - pd.Timedelta(days=1))),
        "sales": cents_of(sold),
        "closing": cents_of(closing),
        "overdue": cents_of(closing[closing["DueDate"] < last]),
        "paid": cents_of(paid),
        "amount_days": weighted((paid["SettledDate"] - paid["InvoiceDate"]).dt.days),
        "late_days": weighted((paid["SettledDate"] - paid["DueDate"]).dt.days.clip(lower=0)),
        "days": Fraction((last - first).days + 1),
    }


def test_measures_by_month_are_what_pandas_finds(documents: Any) -> None:
    names = ("invoices", "receipts", "applications")
    books = dict(zip(names, tables(documents), strict=True))
    rows = o2c.measures(**books, periods=MONTHS, currency="USD").rows
    assert o2c.Ledger.from_tables(**books, currency="USD").measures(periods=MONTHS).rows == rows
    expected = [figures_by_pandas(documents, month) for month in MONTHS]
    for place, row in enumerate(rows):
        for name in ("opening", "sales", "closing", "overdue", "paid"):
            assert row[name].amount == expected[place][name], (row["period"], name)
        for name, value in oracle_measures.measures(expected[: place + 1]).items():
            assert row[name].value == value, (row["period"], name)
    assert {row["dso"].undefined for row in rows} == {None}
    # Days late of the file's own column, weighted by amounts.
    paid = documents[documents["SettledDate"].dt.strftime("%Y-%m") == "2013-05"]
    late = sum(Fraction(int(c)) * int(d) for c, d in zip(paid["cents"], paid["DaysLate"],
                                                         strict=True))  # fmt: skip
    assert rows[MONTHS.index("2013-05")]["days_late"].value == late / int(paid["cents"].sum())


def test_a_matrix_estimated_from_real_invoices_is_what_pandas_finds(documents: Any) -> None:
    as_of = pd.Timestamp("2013-06-15")
    names = ("invoices", "receipts", "applications")
    ledger = o2c.Ledger.from_tables(
        **dict(zip(names, tables(documents), strict=True)), currency="USD"
    )
    buckets = (5, 10, 20)
    reached, unpaid = ledger.loss_flows(as_of=as_of.date(), buckets=buckets)["USD"]

    old_enough = documents[documents["DueDate"] + pd.Timedelta(days=21) <= as_of]
    settled_after = (old_enough["SettledDate"] - old_enough["DueDate"]).dt.days
    expected = [cents_of(old_enough)]
    expected += [cents_of(old_enough[settled_after > first_day]) for first_day in (1, 6, 11, 21)]
    still_open = cents_of(old_enough[old_enough["SettledDate"] > as_of])
    assert [Fraction(money.amount) for money in reached] == expected
    assert Fraction(unpaid.amount) == still_open > 0

    matrix = o2c.ProvisionMatrix.from_flows(reached=reached, unpaid=unpaid, buckets=buckets)
    assert matrix.rates == tuple(still_open / amount for amount in expected)
    aging = ledger.aging(as_of=as_of.date(), buckets=buckets)
    result = o2c.provision(aging, matrix=matrix)
    is_open = (documents["InvoiceDate"] <= as_of) & (documents["SettledDate"] > as_of)
    days = (as_of - documents[is_open]["DueDate"]).dt.days
    bounds = [(-(10**6), 0), (1, 5), (6, 10), (11, 20), (21, 10**6)]
    for label, rate, (low, high) in zip(aging.bucket_labels, matrix.rates, bounds, strict=True):
        exposure = cents_of(documents[is_open][(days >= low) & (days <= high)])
        assert Fraction(result.totals[0]["exposures"][label].amount) == exposure
        provided = result.totals[0]["provisions"][label].amount
        assert provided == o2c.round_to(exposure * rate, "0.01", rounding="half_up")
    total = result.totals[0]["provision"]
    assert sum((row["provision"] for row in result.rows), o2c.Money(0, "USD")) == total
