"""The column face of profit statements: equal to the object face, and what tables may hold."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

KINDS = [kind.name for kind in o2c.ProfitKind]
amounts = st.integers(-9_999_999, 9_999_999).map(lambda cents: Decimal(cents) / 100)
rates = st.integers(1, 99_999_999).map(lambda units: Decimal(units) / 10_000)


@st.composite
def entry(draw: st.DrawFn) -> dict[str, Any]:
    currency = draw(st.sampled_from(["CNY", "USD", "JPY"]))
    amount = draw(amounts)
    return {
        "order": draw(st.sampled_from(["A", "B", "C", None])),
        "month": draw(st.sampled_from([1, 2])),
        "kind": draw(st.sampled_from(KINDS)),
        "amount": amount.quantize(1) if currency == "JPY" else amount,
        "currency": currency,
        "rate": None if currency == "CNY" else draw(rates),
    }


def table(rows: list[dict[str, Any]], **types: pa.DataType) -> pa.Table:
    known = {
        "order": pa.string(),
        "month": pa.int64(),
        "kind": pa.dictionary(pa.int32(), pa.string()),
        "amount": pa.decimal128(20, 2),
        "currency": pa.string(),
        "rate": pa.decimal128(20, 4),
    } | types
    return pa.table({name: pa.array([row[name] for row in rows], known[name]) for name in rows[0]})


@given(st.lists(entry(), min_size=1, max_size=30), st.sampled_from([1, 2]))
def test_statements_equal_those_of_objects(rows: list[dict[str, Any]], threads: int) -> None:
    for keys in (["order"], ["order", "month"], []):
        found = o2c.profit_table(table(rows), home="CNY", group_by=keys, threads=threads)
        frame = found.to_arrow().to_pylist()
        groups: dict[tuple[Any, ...], list[o2c.ProfitEntry]] = {}
        for row in rows:
            made = o2c.ProfitEntry(
                row["kind"], o2c.Money(row["amount"], row["currency"]), row["rate"] or 1
            )
            groups.setdefault(tuple(row[key] for key in keys), []).append(made)
        assert [tuple(row[key] for key in keys) for row in frame] == sorted(
            groups, key=lambda group: tuple((key is None, key) for key in group)
        )
        for row in frame:
            entries = groups[tuple(row[key] for key in keys)]
            profit = o2c.order_profit(entries, home="CNY")
            assert row["entries"] == len(entries)
            assert row["profit"] == profit.profit.amount
            assert row["cost"] == profit.cost.amount
            for line in profit.lines:
                assert row[line.kind.name] == line.amount.amount


def test_amounts_may_be_in_the_home_currency() -> None:
    frame = pd.DataFrame(
        {
            "order": [7, 3, 7],
            "kind": ["revenue", "revenue", "goods"],
            "amount": [1000, 500, 600],  # cents
        }
    )
    found = o2c.profit_table(frame, home="CNY").to_pandas()
    assert found["order"].tolist() == [3, 7]
    assert found["profit"].tolist() == [Decimal("5.00"), Decimal("4.00")]
    assert list(found) == ["order", "entries", "revenue", "goods", "cost", "profit"]


def test_dates_may_be_keys() -> None:
    day = datetime.date(2026, 11, 30)
    rows = [{"day": day, "kind": "revenue", "amount": Decimal("1.00")}]
    found = o2c.profit_table(table(rows, day=pa.date32()), home="CNY", group_by="day")
    assert found.to_arrow().to_pylist()[0]["day"] == day


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.dates(datetime.date(2025, 12, 20), datetime.date(2027, 1, 9))),
            st.sampled_from(KINDS),
            amounts,
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["week", "half_month", "month", "quarter", "half", "year"]),
    st.sampled_from([1, 2]),
)
def test_periods_equal_those_of_objects(
    rows: list[tuple[datetime.date | None, str, Decimal]], period: str, threads: int
) -> None:
    columns = [{"date": day, "kind": kind, "amount": amount} for day, kind, amount in rows]
    found = o2c.profit_table(
        table(columns, date=pa.date32()), home="CNY", group_by=(), period=period, threads=threads
    ).to_arrow().to_pylist()  # fmt: skip
    entries = [
        o2c.ProfitEntry(kind, o2c.Money(amount, "CNY"), date=day) for day, kind, amount in rows
    ]
    by_period = o2c.profit_by(entries, period, home="CNY")
    assert {row["period"] or "": row["profit"] for row in found} == {
        key: profit.profit.amount for key, profit in by_period.items()
    }
    starts = [o2c.Period(row["period"]).first for row in found if row["period"]]
    assert starts == sorted(starts)
    assert [row["period"] for row in found].count(None) == (None in [day for day, _, _ in rows])
    assert sum(row["entries"] for row in found) == len(rows)


def test_a_period_is_the_last_key_and_needs_dates() -> None:
    rows = [
        {
            "order": order,
            "period": "the table's own",
            "date": datetime.date(2026, month, day),
            "kind": "revenue",
            "amount": Decimal(amount),
        }
        for order, month, day, amount in [("B", 3, 31, 1), ("A", 4, 1, 2), ("B", 4, 1, 4)]
    ]
    entries = table(rows, period=pa.string(), date=pa.date32())
    found = o2c.profit_table(entries, home="CNY", period="quarter").to_arrow().to_pylist()
    assert [(row["order"], row["period"], row["profit"]) for row in found] == [
        ("A", "2026Q2", Decimal(2)), ("B", "2026Q1", Decimal(1)), ("B", "2026Q2", Decimal(4)),
    ]  # fmt: skip
    with pytest.raises(o2c.BadTable, match="date"):
        o2c.profit_table(entries.drop_columns(["date"]), home="CNY", period="quarter")
    with pytest.raises(o2c.InvalidArgument, match="group_by"):
        o2c.profit_table(entries, home="CNY", group_by=["period"], period="quarter")


def test_sums_beyond_32_bits_are_exact_in_whatever_order() -> None:
    big = Decimal(2**31) / 100
    most = Decimal(2**63 - 1) / 100
    amounts_of = {
        "A": [big, -big, big, big, Decimal("-0.01"), -big * 7],
        "B": [most, most, -most, Decimal("-1.00")],  # What is too large is so on the way only.
        "C": [Decimal("0.01")] * 3,
    }
    rows = [
        {"order": order, "kind": "goods", "amount": amount}
        for order, amounts in amounts_of.items()
        for amount in amounts
    ]
    for threads in (1, 2):
        found = o2c.profit_table(
            table(rows, amount=pa.decimal128(30, 2)), home="CNY", threads=threads
        )
        assert {row["order"]: row["goods"] for row in found.to_arrow().to_pylist()} == {
            order: sum(amounts) for order, amounts in amounts_of.items()
        }


def test_every_faulty_row_is_named() -> None:
    rows = [
        {"order": "A", "kind": "sales", "amount": Decimal(1), "currency": "CNY", "rate": None},
        {"order": "A", "kind": "goods", "amount": Decimal(1), "currency": "USD", "rate": None},
        {
            "order": "A",
            "kind": "goods",
            "amount": Decimal(1),
            "currency": "CNY",
            "rate": Decimal(2),
        },
        {"order": "A", "kind": "goods", "amount": None, "currency": "CNY", "rate": None},
        {"order": "A", "kind": None, "amount": Decimal(1), "currency": "XQQ", "rate": None},
    ]
    with pytest.raises(o2c.BadTable) as error:
        o2c.profit_table(table(rows), home="CNY")
    assert [(fault.row, fault.field) for fault in error.value.faults] == [
        (0, "kind"),
        (1, "rate"),
        (2, "rate"),
        (3, "amount"),
        (4, "currency"),
        (4, "kind"),
    ]


def test_what_is_wrong_is_named() -> None:
    rows = [{"order": "A", "kind": "goods", "amount": Decimal(1), "rate": Decimal(2)}]
    with pytest.raises(o2c.BadTable, match="without"):
        o2c.profit_table(table(rows), home="CNY")
    fine = table([{key: rows[0][key] for key in ("order", "kind", "amount")}])
    with pytest.raises(o2c.BadTable, match="customer"):
        o2c.profit_table(fine, home="CNY", group_by="customer")
    with pytest.raises(o2c.InvalidArgument, match="group_by"):
        o2c.profit_table(fine, home="CNY", group_by="goods")


def test_overflow_is_an_error() -> None:
    huge = Decimal(2**63 - 1) / 100
    rows = [{"order": "A", "kind": "goods", "amount": huge} for _ in range(2)]
    with pytest.raises(o2c.Overflow):
        o2c.profit_table(table(rows), home="CNY")
