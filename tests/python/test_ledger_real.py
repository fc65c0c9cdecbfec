"""A ledger of real invoices, where they are at hand: its aging is that of the tables that it was
made from, in every figure, on thirty dates. See test_real_data.py for what the file holds."""

from __future__ import annotations

import datetime
from typing import Any

import o2c
import pytest
from test_real_data import documents, pytestmark, tables

__all__ = ["documents", "pytestmark"]  # the fixture, and where to skip

DATES = 30


@pytest.fixture(scope="module")
def book(documents: Any) -> dict[str, Any]:
    """The tables; every second receipt was applied only some days after it had come."""
    invoices, receipts, applications = tables(documents)
    applied_on = [
        day + datetime.timedelta(days=row % 2 * (row % 12))
        for row, day in enumerate(applications["date"].to_pylist())
    ]
    at = applications.column_names.index("date")
    applications = applications.set_column(at, "date", [applied_on])
    return {"invoices": invoices, "receipts": receipts, "applications": applications}


@pytest.fixture(scope="module")
def ledger(book: dict[str, Any]) -> o2c.Ledger:
    return o2c.Ledger.from_tables(**book, currency="USD")


@pytest.fixture(scope="module")
def dates(documents: Any) -> list[datetime.date]:
    """From before the first invoice to after the last receipt, evenly."""
    first = documents["InvoiceDate"].min().date() - datetime.timedelta(days=1)
    last = documents["SettledDate"].max().date() + datetime.timedelta(days=12)
    return [first + (last - first) * i // (DATES - 1) for i in range(DATES)]


@pytest.mark.parametrize("by", ["due_date", "invoice_date"])
def test_the_ledger_ages_as_its_tables_do(
    book: dict[str, Any], ledger: o2c.Ledger, dates: list[datetime.date], by: Any
) -> None:
    documents = book["invoices"], book["receipts"], book["applications"]
    unapplied = 0
    for as_of in dates:
        of_ledger = ledger.aging(as_of=as_of, by=by)
        of_tables = o2c.aging(
            documents[0], receipts=documents[1], applications=documents[2], as_of=as_of, by=by,
            currency="USD",
        )  # fmt: skip
        assert figures(of_ledger) == figures(of_tables), as_of
        assert of_ledger.totals == of_tables.totals or not figures(of_tables)
        unapplied += any(row["unapplied"] for row in of_ledger.rows)
    assert len(set(dates)) == DATES
    assert unapplied > DATES // 2, "nothing to compare"
    assert not figures(ledger.aging(as_of=dates[0])), "all was open before the first invoice"
    assert not figures(ledger.aging(as_of=dates[-1])), "all was settled in the end"


def figures(aging: o2c.AgingResult) -> list[dict[str, Any]]:
    """Every row that is not all zero, but for how many items it was made from: the tables' aging
    counts those that are settled, too."""
    return [
        {name: value for name, value in row.items() if name != "items"}
        for row in aging.rows
        if any(row[name] for name in aging.measures)
    ]


def test_the_ledger_brings_its_tables_back(book: dict[str, Any], ledger: o2c.Ledger) -> None:
    again = o2c.Ledger.from_tables(**ledger.to_tables())
    for name, table in ledger.to_tables().items():
        assert again.to_tables()[name].to_arrow().equals(table.to_arrow()), name
    assert len(ledger.to_tables()["applications"]) == len(book["applications"])
