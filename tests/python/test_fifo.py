"""Running balances opened first in, first out: held against an oracle, and every fault named."""

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

AS_OF = dt.date(2026, 3, 31)
DAYS = st.integers(-40, 5).map(lambda days: AS_OF + dt.timedelta(days))
MOVEMENTS = st.lists(
    st.tuples(
        st.sampled_from(["Acme", "Brio", "张三贸易有限公司"]),
        st.integers(-30, 30) | st.integers(-(10**9), 10**9),
        DAYS,
        st.none() | DAYS,
        st.sampled_from(["USD", "EUR"]),
    ),
    max_size=40,
)
COLUMNS = ["party", "document", "invoice_date", "due_date", "amount", "currency"]


def table(rows: list[Any]) -> pa.Table:
    return pa.table(
        {
            "party": pa.array([row[0] for row in rows], pa.string()),
            "document": pa.array([f"DOC-{i}" for i in range(len(rows))], pa.string()),
            "amount": pa.array([Decimal(row[1]).scaleb(-2) for row in rows], pa.decimal128(20, 2)),
            "date": pa.array([row[2] for row in rows], pa.date32()),
            "due_date": pa.array([row[3] for row in rows], pa.date32()),
            "currency": pa.array([row[4] for row in rows], pa.string()),
        }
    )


def oracle(rows: list[Any]) -> list[dict[str, Any]]:
    """The debits of each account laid end to end, and the paid length cut off at the front.

    What of a debit lies beyond the length of the credits is open.
    """
    found: dict[int, dict[str, Any]] = {}
    numbered = [(i, *row) for i, row in enumerate(rows) if row[2] <= AS_OF]
    for account in {(party, currency) for _, party, _, _, _, currency in numbered}:
        own = [row for row in numbered if (row[1], row[5]) == account]
        debits = sorted((r for r in own if r[2] > 0), key=lambda r: (r[3], r[4] or r[3], r[0]))
        credits = [row for row in own if row[2] < 0]
        paid = -sum((Decimal(row[2]).scaleb(-2) for row in credits), Decimal(0))
        begin = Decimal(0)
        for i, party, minor, date, due, currency in debits:
            end = begin + Decimal(minor).scaleb(-2)
            if end > paid:
                found[i] = {
                    "party": party,
                    "document": f"DOC-{i}",
                    "invoice_date": date,
                    "due_date": due or date,
                    "amount": end - max(begin, paid),
                    "currency": currency,
                }
            begin = end
        if paid > begin:
            latest = max(credits, key=lambda row: (row[3], row[0]))
            found[latest[0]] = {
                "party": account[0],
                "document": None,
                "invoice_date": latest[3],
                "due_date": None,
                "amount": begin - paid,
                "currency": account[1],
            }
    return [found[i] for i in sorted(found)]


@given(MOVEMENTS)
def test_equal_to_the_oracle(rows: list[Any]) -> None:
    made = o2c.open_by_fifo(table(rows), as_of=AS_OF)
    assert made.to_arrow().to_pylist() == oracle(rows)


@given(MOVEMENTS)
def test_an_aging_of_it_adds_up_to_the_balance(rows: list[Any]) -> None:
    balances: dict[tuple[str, str], Decimal] = {}
    for party, minor, date, _, currency in rows:
        if date <= AS_OF:
            key = (party, currency)
            balances[key] = balances.get(key, Decimal(0)) + Decimal(minor).scaleb(-2)
    aged = o2c.aging(o2c.open_by_fifo(table(rows), as_of=AS_OF), as_of=AS_OF)
    totals = {(row["party"], row["currency"]): row["total"] for row in aged.rows}
    assert totals == {key: balance for key, balance in balances.items() if balance}


def worked_example() -> pa.Table:
    return table(
        [
            ("Acme", 200_00, dt.date(2026, 1, 10), dt.date(2026, 2, 9), "USD"),
            ("Acme", -250_00, dt.date(2026, 2, 12), None, "USD"),
            ("Acme", 300_00, dt.date(2026, 2, 20), dt.date(2026, 3, 22), "USD"),
            ("Acme", 400_00, dt.date(2026, 3, 15), dt.date(2026, 4, 14), "USD"),
            ("Brio", -30_00, dt.date(2026, 3, 1), None, "USD"),
        ]
    )


def test_the_worked_example_aged() -> None:
    opened = o2c.open_by_fifo(worked_example(), as_of="2026-03-31")
    aged = o2c.aging(opened, as_of="2026-03-31")
    assert [(r["party"], r["not_due"], r["1-30"], r["credits"], r["total"]) for r in aged.rows] == [
        ("Acme", Decimal("400.00"), Decimal("250.00"), Decimal("0.00"), Decimal("650.00")),
        ("Brio", Decimal("0.00"), Decimal("0.00"), Decimal("-30.00"), Decimal("-30.00")),
    ]
    assert [item["document"] for item in aged.explain("Acme").items] == ["DOC-2", "DOC-3"]
    by_invoice = o2c.aging(opened, as_of="2026-03-31", by="invoice_date", credits="netted")
    assert [r["total"] for r in by_invoice.rows] == [Decimal("650.00"), Decimal("-30.00")]


def test_the_result_is_a_table_of_any_library() -> None:
    opened = o2c.open_by_fifo(worked_example(), as_of=AS_OF)
    assert len(opened) == 3
    assert repr(opened) == "<OpenItemsResult: 3 open items>"
    arrow = opened.to_arrow()
    assert arrow.column_names == COLUMNS
    assert arrow["amount"].type == pa.decimal128(38, 2)
    expected = [Decimal("250.00"), Decimal("400.00"), Decimal("-30.00")]
    assert list(opened.to_pandas()["amount"]) == expected
    assert opened.to_polars()["amount"].to_list() == expected
    assert pa.table(opened) == arrow
    assert pa.RecordBatchReader.from_stream(opened).read_all() == arrow


def test_other_names_and_layouts() -> None:
    frame = pd.DataFrame(
        {
            "Customer": pd.Categorical(["B", "A", "B"]),
            "amount": [100_00, 50_00, -30_00],
            "Posted": pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-03"]),
        }
    )
    names = {"party": "Customer", "date": "Posted"}
    made = o2c.open_by_fifo(frame, as_of=AS_OF, currency="USD", columns=names)
    assert made.to_arrow().to_pylist() == [
        {
            "party": party,
            "invoice_date": date,
            "due_date": date,
            "amount": amount,
            "currency": "USD",
        }
        for party, date, amount in [
            ("B", dt.date(2026, 3, 1), Decimal("70.00")),
            ("A", dt.date(2026, 3, 2), Decimal("50.00")),
        ]
    ]
    floats = pl.DataFrame(
        {"party": [7, 7], "date": [AS_OF, AS_OF], "amount": [10.55, -0.55], "document": [1, 2]}
    )
    read = o2c.open_by_fifo(floats, as_of=AS_OF, currency="USD", amount_digits=2).to_arrow()
    assert read["amount"].to_pylist() == [Decimal("10.00")]
    assert read["party"].to_pylist() == [7]
    assert read["document"].to_pylist() == [1]


def test_many_rows_in_pieces() -> None:
    rows = [
        (f"P{i % 37}", (i * 7919) % 5000 - 2000, AS_OF - dt.timedelta(i % 90), None, "USD")
        for i in range(9000)
    ]
    whole = table(rows)
    pieces = pa.concat_tables([whole.slice(0, 1), whole.slice(1, 4000), whole.slice(4001)])
    expected = oracle(rows)
    for movements in (whole, pieces):
        assert o2c.open_by_fifo(movements, as_of=AS_OF).to_arrow().to_pylist() == expected


def test_every_fault_is_named() -> None:
    rows = pa.table(
        {
            "party": ["Acme", None, "Acme", "Acme"],
            "date": pa.array([AS_OF, AS_OF, None, AS_OF]),
            "amount": pa.array([None, Decimal("1.00"), None, Decimal("1.00")], pa.decimal128(9, 2)),
            "currency": ["USD", "USD", "USD", "USX"],
        }
    )
    with pytest.raises(o2c.BadTable) as caught:
        o2c.open_by_fifo(rows, as_of=AS_OF)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (0, "amount"),
        (1, "party"),
        (2, "amount"),
        (2, "date"),
        (3, "currency"),
    ]
    assert {fault.file for fault in caught.value.faults} == {"movements"}


@pytest.mark.parametrize("name", ["party", "date", "amount", "currency"])
def test_a_column_is_missing(name: str) -> None:
    rows = worked_example().drop_columns([name])
    with pytest.raises(o2c.BadTable, match=f'"{name}" is missing'):
        o2c.open_by_fifo(rows, as_of=AS_OF)


def test_columns_of_the_wrong_type() -> None:
    rows = worked_example()
    text = pa.array(["x"] * rows.num_rows)
    floats = pa.array([1.5] * rows.num_rows)
    for name, column in [
        *(("date", text), ("due_date", text), ("amount", text), ("amount", floats)),
        *(("party", floats), ("document", floats)),
    ]:
        at = rows.column_names.index(name)
        with pytest.raises(o2c.BadTable, match=name):
            o2c.open_by_fifo(rows.set_column(at, name, column), as_of=AS_OF)
    with pytest.raises(TypeError, match="table"):
        o2c.open_by_fifo([1, 2, 3], as_of=AS_OF)
    with pytest.raises(o2c.ParseError):
        o2c.open_by_fifo(rows, as_of="31/03/2026")


def test_balances_beyond_64_bits() -> None:
    most = 2**63 - 1
    rows = pa.table({"party": ["A", "A"], "date": [AS_OF] * 2, "amount": [most, 1]})
    with pytest.raises(o2c.Overflow):
        o2c.open_by_fifo(rows, as_of=AS_OF, currency="USD")


def test_an_empty_table() -> None:
    opened = o2c.open_by_fifo(table([]), as_of=AS_OF)
    assert opened.to_arrow().column_names == COLUMNS
    assert len(opened) == 0
    assert len(o2c.aging(opened, as_of=AS_OF)) == 0
