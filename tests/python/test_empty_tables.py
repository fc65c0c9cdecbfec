"""Tables without rows and columns without values: a new business, a filter that keeps nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pyarrow as pa
import pytest

AS_OF = dt.date(2026, 11, 30)
LINE = {
    "salesperson": "Li",
    "date": AS_OF,
    "net": Decimal("100.00"),
    "cost": Decimal("60.00"),
    "days_overdue": 3,
    "returned": AS_OF,
    "product": "steel",
}
ITEM = {
    "document": "I1",
    "party": "Acme",
    "currency": "USD",
    "amount": Decimal("100.00"),
    "date": AS_OF,
    "invoice_date": AS_OF,
    "due_date": AS_OF,
}
PLAN = o2c.Plan(
    "Export",
    "CNY",
    "1%",
    basis="gross_profit",
    clawback_days=30,
    modifiers=[o2c.Modifier("days_overdue", [(30, "80%")])],
)
DUNNING = o2c.DunningPolicy([o2c.DunningLevel(1)])
INTEREST = o2c.InterestPolicy("12%")


def commission(lines: Any) -> Any:
    return o2c.commission(lines, plan=PLAN, period="2026-11").rows


def measures(items: Any) -> Any:
    return o2c.measures(
        items,
        applications=items,
        periods=["2026-11"],
    ).rows


CALLS: dict[str, tuple[dict[str, Any], Callable[[Any], Any]]] = {
    "commission": (LINE, commission),
    "aging": (ITEM, lambda items: o2c.aging(items, as_of=AS_OF).rows),
    "interest": (ITEM, lambda items: o2c.interest(items, as_of=AS_OF, policy=INTEREST).to_arrow()),
    "dunning": (ITEM, lambda items: o2c.dunning(items, as_of=AS_OF, policy=DUNNING).to_arrow()),
    "measures": (ITEM, measures),
}


def without_rows(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "filtered": pd.DataFrame([row]).iloc[:0],
        "lists": pd.DataFrame({name: [] for name in row}),
        "floats": pd.DataFrame({name: pd.Series(dtype=float) for name in row}),
        "nulls": pa.table({name: pa.nulls(0) for name in row}),
    }


@pytest.mark.parametrize("made", ["filtered", "lists", "floats", "nulls"])
@pytest.mark.parametrize("call", CALLS)
def test_a_table_without_rows_gives_none(call: str, made: str) -> None:
    row, function = CALLS[call]
    assert len(function(without_rows(row)[made])) == 0


@pytest.mark.parametrize(
    ("call", "column"),
    [
        ("commission", "net"),
        ("commission", "cost"),
        ("commission", "days_overdue"),
        ("aging", "amount"),
    ],
)
def test_a_column_without_values_is_refused_by_row(call: str, column: str) -> None:
    row, function = CALLS[call]
    table = pa.table({name: pa.nulls(1) if name == column else [row[name]] for name in row})
    with pytest.raises(o2c.BadTable) as refused:
        function(table)
    assert [(fault.row, fault.field) for fault in refused.value.faults] == [(0, column)]


@pytest.mark.parametrize("call", ["aging", "interest"])
def test_credits_alone_need_no_due_dates(call: str) -> None:
    row, function = CALLS[call]
    credit = {**row, "amount": Decimal("-100.00"), "due_date": None}
    assert len(function(pd.DataFrame([credit]))) == 1


def test_invoices_without_any_payment_are_measured() -> None:
    applications = pd.DataFrame({"document": [], "date": [], "amount": []})
    result = o2c.measures(
        pd.DataFrame([ITEM]),
        applications=applications,
        periods=["2026-11"],
    )
    assert result.rows[0]["dso"].value == 30
