"""What an aging can be asked, and what it refuses to be asked."""

from __future__ import annotations

import decimal
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import o2c
import pandas as pd
import pyarrow as pa
import pytest

AS_OF = "2026-03-31"
RATES = o2c.ExchangeTable(
    [("EUR", "USD", "1.0837", date(2026, 3, 30)), ("USD", "JPY", "151.333", date(2026, 3, 1))],
    pivot="USD",
)


def items(**changes: Any) -> pa.Table:
    columns: dict[str, Any] = {
        "party": ["Acme", "Acme", "Brio", "Brio", "Brio"],
        "document": ["A1", "A2", "B1", "B2", "B3"],
        "due_date": pa.array(
            [date(2026, 4, 9), date(2026, 3, 1), date(2026, 3, 1), date(2026, 2, 1), None],
            pa.date32(),
        ),
        "amount": pa.array(
            [Decimal(text) for text in ("100.01", "60.02", "50.25", "40.33", "-7.75")],
            pa.decimal128(18, 2),
        ),
        "currency": ["USD", "EUR", "EUR", "USD", "EUR"],
    }
    return pa.table({**columns, **changes})


@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY"])
@pytest.mark.parametrize("rounding", ["half_up", "down"])
def test_converted_figures_are_explained_with_their_rates(currency: str, rounding: str) -> None:
    result = o2c.aging(
        items(), as_of=AS_OF, report_currency=currency, rates=RATES, rounding=rounding
    )
    for row in result.rows:
        explanation = result.explain(row["party"])
        (figures,) = explanation.figures
        for name in ("not_due", "1-30", "31-60", "credits", "total", "currency", "items"):
            assert figures[name] == row[name], name
        (derivation,) = explanation.derivations
        assert derivation.recheck() == []
        assert "converted amount" in explanation.to_text()
        assert f"{row['total']} {currency}" in explanation.to_text()


def test_the_callers_decimal_context_changes_no_figure() -> None:
    table = items(salesperson=["Lin", "Wu", "Lin", "Wu", "Ma"], currency=["USD"] * 5)
    result = o2c.aging(table, as_of=AS_OF, group_by=("party", "salesperson"))
    expected = result.explain("Brio").figures
    page = result._repr_html_()
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP)):
        assert result.explain("Brio").figures == expected
        assert result._repr_html_() == page
    assert expected[0]["total"] == Decimal("82.83")


def test_a_group_that_is_not_there_is_named() -> None:
    result = o2c.aging(items(), as_of=AS_OF)
    with pytest.raises(o2c.InvalidArgument, match="no party 'Amce' in the aging"):
        result.explain("Amce")
    with pytest.raises(o2c.InvalidArgument, match="expected at most 1 keys"):
        result.explain("Acme", "A1")


def test_keys_of_other_integer_types() -> None:
    result = o2c.aging(items(party=[7, 7, 8, 8, 8]), as_of=AS_OF)
    assert len(result.explain(np.int64(7))) == len(result.explain(7)) == 2
    with pytest.raises(o2c.InvalidArgument, match="no party '7'"):
        result.explain("7")


def test_a_table_that_was_changed_since_is_noticed() -> None:
    frame = items().to_pandas(types_mapper=pd.ArrowDtype)
    result = o2c.aging(frame, as_of=AS_OF)
    assert len(result.explain("Brio")) == 3
    frame.loc[2, "amount"] = Decimal("50.26")
    with pytest.raises(o2c.InvalidArgument, match="the table is not what it was"):
        result.explain("Brio")


def test_the_derivation_is_chinese_throughout() -> None:
    text = o2c.aging(items(), as_of=AS_OF).explain("Brio").to_text("zh")
    assert "贷项 " in text
    assert "账龄段" in text
    assert "合计 " in text


def test_names_of_keys_are_as_many_as_the_keys() -> None:
    report = o2c.age([o2c.OpenItem("P", "I", "1 USD", date(2026, 3, 1))], as_of=AS_OF)
    assert report.row(0, ["party"])["party"] == "P"
    for names in ([], ["party", "document"]):
        with pytest.raises(o2c.InvalidArgument, match="expected 1 names of keys"):
            report.row(0, names)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"buckets": 30}, "buckets 30: expected whole days"),
        ({"buckets": (30.5,)}, "expected whole days"),
        ({"buckets": (30, 99_999_999_999)}, "expected at most 10,000,000 days"),
        ({"buckets": o2c.AgingBuckets(), "by": "invoice_date"}, "by='invoice_date' contradicts"),
        ({"buckets": o2c.AgingBuckets(by="invoice_date"), "by": "due_date"}, "contradicts"),
        ({"threads": 0}, "threads 0: expected 1 to 1024"),
        ({"threads": 100_000}, "threads 100000: expected 1 to 1024"),
        ({"rates": {"EUR": "1.1"}, "report_currency": "USD"}, "expected an o2c.ExchangeTable"),
        ({"group_by": ("party", "party")}, 'group_by "party" stands twice'),
        ({"known_at": "2026-10-31"}, "expected a date with a time of day"),
        ({"known_at": "noon"}, "expected a date with a time of day"),
        ({"known_at": date(2026, 10, 31)}, "expected a date with a time of day"),
    ],
)
def test_options_that_mean_nothing_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(o2c.InvalidArgument, match=message):
        o2c.aging(items(), as_of=AS_OF, **options)


@pytest.mark.parametrize("name", ["total", "items", "credits", "disputed", "not_due", "1-30"])
def test_keys_may_not_be_called_as_other_columns(name: str) -> None:
    table = items().append_column(name, items()["party"])
    with pytest.raises(o2c.InvalidArgument, match="name of another column"):
        o2c.aging(table, as_of=AS_OF, group_by=("party", name))
    with pytest.raises(o2c.InvalidArgument, match="name of another column"):
        o2c.AgingBuckets((30,), labels=["not yet", "total", "credits"])


def test_by_is_what_the_buckets_say() -> None:
    item = o2c.OpenItem("P", "I", "1 USD", date(2026, 3, 1), invoice_date=date(2025, 3, 1))
    buckets = o2c.AgingBuckets(by="invoice_date")
    assert o2c.age([item], as_of=AS_OF, buckets=buckets).row(0, ["party"])[">90"] == 1
    assert o2c.age([item], as_of=AS_OF, by="invoice_date").row(0, ["party"])[">90"] == 1
    with pytest.raises(o2c.InvalidArgument, match="contradicts"):
        o2c.age([item], as_of=AS_OF, buckets=buckets, by="due_date")


def receipts(orders: list[str | None]) -> pa.Table:
    count = len(orders)
    return pa.table(
        {
            "receipt": [f"R{i}" for i in range(count)],
            "party": ["Acme"] * count,
            "date": pa.array([date(2026, 3, 1)] * count, pa.date32()),
            "amount": pa.array([Decimal("3.00")] * count, pa.decimal128(18, 2)),
            "currency": ["USD"] * count,
            "order": pa.array(orders, pa.string()),
        }
    )


def test_orders_of_receipts_need_those_of_invoices() -> None:
    with pytest.raises(o2c.BadTable, match='column "order" is missing from invoices'):
        o2c.aging(items(), receipts=receipts(["SO1", None]), as_of=AS_OF)
    result = o2c.aging(items(), receipts=receipts([None, ""]), as_of=AS_OF)
    assert result.rows[0]["unapplied"] == 0
    assert sum(row["unapplied"] for row in result.rows) == Decimal("-6.00")
    nothing = receipts([None, None]).set_column(5, "order", pa.nulls(2))
    orders = pa.array(["SO1", "SO2", "SO3", "SO4", "SO5"])
    result = o2c.aging(items(order=orders), receipts=nothing, as_of=AS_OF)
    assert sum(row["unapplied"] for row in result.rows) == Decimal("-6.00")
    assert sum(row["deposits"] for row in result.rows) == 0


def test_whole_numbers_count_minor_units_unless_stated() -> None:
    whole = items(amount=[1000, 2000, 3000, 4000, -5000], currency=["USD"] * 5)
    assert o2c.aging(whole, as_of=AS_OF).totals[0]["total"] == Decimal("50.00")
    assert o2c.aging(whole, as_of=AS_OF, amount_digits=0).totals[0]["total"] == 5000


def test_known_at_takes_moments() -> None:
    documents = items(
        invoice_date=pa.array([date(2026, 1, 1)] * 5, pa.date32()),
        recorded_at=pa.array([datetime(2026, 1, day) for day in range(1, 6)], pa.timestamp("us")),
    )
    for known in ("2026-01-03T00:00:00Z", "2026-01-03 00:00", datetime(2026, 1, 3)):
        assert (
            sum(row["items"] for row in o2c.aging(documents, as_of=AS_OF, known_at=known).rows) == 3
        )
