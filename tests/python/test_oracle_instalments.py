"""Invoices in instalments, and applications that know no receipts, against the oracle."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import o2c
import oracle_aging as oracle
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

AS_OF = datetime.date(2026, 3, 31)
DAYS = st.integers(-120, 40).map(lambda days: AS_OF + datetime.timedelta(days))
SCHEMAS = {
    "invoices": pa.schema(
        {
            "document": pa.string(),
            "instalment": pa.int64(),
            "party": pa.string(),
            "invoice_date": pa.date32(),
            "due_date": pa.date32(),
            "amount": pa.decimal128(18, 2),
            "currency": pa.string(),
        }
    ),
    "applications": pa.schema(
        {
            "document": pa.string(),
            "instalment": pa.int64(),
            "date": pa.date32(),
            "amount": pa.decimal128(18, 2),
        }
    ),
}

Rows = list[dict[str, Any]]


@st.composite
def books(draw: st.DrawFn) -> tuple[Rows, Rows]:
    """Invoices of one to three instalments, whose dates may differ, and applications to an
    instalment or to the whole, never more than is left of it."""
    invoices: Rows = []
    applications: Rows = []
    for number in range(draw(st.integers(0, 5))):
        document, left = f"INV-{number}", {}
        party = draw(st.sampled_from(["Acme", "Brio"]))
        for instalment in range(draw(st.integers(1, 3))):
            left[instalment] = draw(st.integers(1, 1000))
            invoices.append(
                {
                    "document": document,
                    "instalment": instalment,
                    "party": party,
                    "invoice_date": draw(DAYS),
                    "due_date": draw(DAYS),
                    "amount": Decimal(left[instalment]).scaleb(-2),
                    "currency": "USD",
                }
            )
        named = draw(st.lists(st.sampled_from(sorted(left)), max_size=3))
        for instalment in [*named, *[None] * draw(st.integers(0, 3))]:
            most = sum(left.values()) if instalment is None else left[instalment]
            if most == 0:
                continue
            cents = draw(st.integers(1, most))
            if instalment is None:
                left = {None: most - cents}  # type: ignore[dict-item]
            else:
                left[instalment] -= cents
            applications.append(
                {
                    "document": document,
                    "instalment": instalment,
                    "date": draw(DAYS),
                    "amount": Decimal(cents).scaleb(-2),
                }
            )
    return draw(st.permutations(invoices)), draw(st.permutations(applications))


def open_instalments(invoices: Rows, applications: Rows, as_of: datetime.date) -> Rows:
    """What is left of each that counts on the day: what is applied to an invoice as a whole, once
    all its instalments count, fills what else is not applied, those due earliest first."""
    rows = [{**row} for row in invoices]
    for of_instalment in (True, False):
        for application in applications:
            if (application["instalment"] is not None) != of_instalment:
                continue
            of_document = [r for r in rows if r["document"] == application["document"]]
            meant = [r for r in of_document if r["instalment"] == application["instalment"]]
            meant = meant or sorted(of_document, key=lambda row: row["due_date"])
            if max([application["date"], *(row["invoice_date"] for row in meant)]) > as_of:
                continue
            amount = application["amount"]
            for row in meant:
                taken = min(amount, row["amount"])
                row["amount"] -= taken
                amount -= taken
            assert amount == 0
    return [row for row in rows if row["amount"] and row["invoice_date"] <= as_of]


@given(book=books(), as_of=DAYS, threads=st.integers(1, 3))
def test_instalments(book: tuple[Rows, Rows], as_of: datetime.date, threads: int) -> None:
    invoices, applications = book
    result = o2c.aging(
        pa.Table.from_pylist(invoices, SCHEMAS["invoices"]),
        applications=pa.Table.from_pylist(applications, SCHEMAS["applications"]),
        as_of=as_of,
        threads=threads,
    )
    expected = oracle.age_items(open_instalments(invoices, applications, as_of), as_of)
    assert oracle.figures_of(result) == expected
