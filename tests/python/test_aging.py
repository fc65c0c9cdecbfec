"""The aging from Python: tables of every library in and out, documents, faults, explanations."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import o2c
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

AS_OF = date(2026, 3, 31)
PARTIES = ["Acme", "Brio", "Acme", "Cora", "Brio", "Acme"]
DUE = [
    date(2026, 3, 31),
    date(2026, 3, 30),
    date(2026, 3, 1),
    date(2026, 2, 28),
    date(2025, 12, 30),
    None,
]
AMOUNTS = [Decimal(text) for text in ("100.00", "80.50", "60.00", "50.25", "40.00", "-7.75")]
EXPECTED = [
    ("Acme", "100.00", "60.00", "0.00", "0.00", "0.00", "-7.75", "152.25", 3),
    ("Brio", "0.00", "80.50", "0.00", "0.00", "40.00", "0.00", "120.50", 2),
    ("Cora", "0.00", "0.00", "50.25", "0.00", "0.00", "0.00", "50.25", 1),
]


def arrow(**changes: Any) -> pa.Table:
    columns: dict[str, Any] = {
        "party": PARTIES,
        "due_date": pa.array(DUE, pa.date32()),
        "amount": pa.array(AMOUNTS, pa.decimal128(18, 2)),
        "currency": ["USD"] * 6,
    }
    return pa.table({**columns, **changes})


def figures(result: o2c.AgingResult) -> list[tuple[Any, ...]]:
    return [
        (row["party"], *(str(row[name]) for name in result.measures), row["items"])
        for row in result.rows
    ]


TABLES = {
    "pyarrow": arrow,
    "pandas": lambda: arrow().to_pandas(),
    "polars": lambda: pl.from_arrow(arrow()),
    "duckdb": lambda: duckdb.arrow(arrow()),
    "reader": lambda: arrow().to_reader(),
    "record batch": lambda: arrow().to_batches()[0],
    "chunked": lambda: pa.concat_tables([arrow().slice(0, 1), arrow().slice(1, 3), arrow()[4:]]),
    "sliced": lambda: pa.concat_tables([arrow(), arrow()]).slice(6),
    "dictionary": lambda: arrow(
        party=pa.array(PARTIES).dictionary_encode(),
        currency=pa.array(["USD"] * 6).dictionary_encode(),
    ),
    "dictionary by chunk": lambda: pa.concat_tables(
        [
            arrow(party=pa.array(PARTIES)).slice(0, 3),
            arrow(party=pa.array(PARTIES)).slice(3),
        ]
    ).set_column(
        0,
        "party",
        pa.chunked_array(
            [
                pa.array(PARTIES[:3]).dictionary_encode(),
                pa.array(PARTIES[3:]).dictionary_encode(),
            ]
        ),
    ),
    "large text": lambda: arrow(party=pa.array(PARTIES, pa.large_string())),
    "text views": lambda: arrow(party=pa.array(PARTIES, pa.string_view())),
    "minor units": lambda: arrow(amount=pa.array([int(a * 100) for a in AMOUNTS], pa.int64())),
    "wider decimals": lambda: arrow(amount=pa.array(AMOUNTS, pa.decimal128(38, 6))),
    "small decimals": lambda: arrow(amount=pa.array(AMOUNTS, pa.decimal64(18, 2))),
    "timestamps": lambda: arrow(due_date=pa.array(DUE, pa.date32()).cast(pa.timestamp("ns"))),
    "categorical": lambda: arrow().to_pandas().astype({"party": "category"}),
    "polars categorical": lambda: pl.from_arrow(arrow()).with_columns(
        pl.col("party").cast(pl.Categorical)
    ),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("threads", [1, 3])
def test_every_kind_of_table_gives_the_same_aging(name: str, threads: int) -> None:
    result = o2c.aging(TABLES[name](), as_of=AS_OF, threads=threads)
    assert figures(result) == EXPECTED
    assert result.totals[0]["total"] == Decimal("323.00")


def test_numbers_dates_and_booleans_as_keys() -> None:
    table = arrow(
        party=pa.array([3, 1, 3, -9_000_000_000, 1, 3], pa.int64()),
        day=pa.array([AS_OF] * 6, pa.date32()),
        export=pa.array([True, None, True, False, None, True]),
    )
    result = o2c.aging(table, as_of=AS_OF, group_by=("party", "day", "export"))
    assert [(row["party"], row["day"], row["export"]) for row in result.rows] == [
        (-9_000_000_000, AS_OF, False),
        (1, AS_OF, None),
        (3, AS_OF, True),
    ]
    assert result.to_arrow().column("export").to_pylist() == [False, None, True]


def test_results_go_back_to_every_library_as_often_as_asked() -> None:
    result = o2c.aging(arrow(), as_of=AS_OF)
    for _ in range(2):
        frame = result.to_pandas()
        assert list(frame["total"]) == [Decimal("152.25"), Decimal("120.50"), Decimal("50.25")]
        assert result.to_polars()["total"].sum() == Decimal("323.00")
        assert duckdb.sql("select sum(total) from result").fetchall() == [(Decimal("323.00"),)]
        assert result.to_arrow().column("credits").type == pa.decimal128(38, 2)
    assert pa.schema(result).names[0] == "party"
    assert pa.record_batch(result).num_rows == 3
    assert len(result) == 3
    assert result.rows[-1]["party"] == "Cora"
    assert [row["party"] for row in result.top(2)] == ["Acme", "Brio"]


def test_several_currencies_stand_apart_and_are_converted_when_asked() -> None:
    table = pa.table(
        {
            "party": ["A", "A", "B"],
            "due_date": pa.array([date(2026, 3, 1)] * 3),
            "amount": pa.array([Decimal("100.00"), Decimal("5000"), Decimal("0.005")]),
            "currency": ["USD", "JPY", "BHD"],
        }
    )
    result = o2c.aging(table, as_of=AS_OF)
    assert [(r["party"], r["currency"], str(r["total"])) for r in result.rows] == [
        ("A", "JPY", "5000"),
        ("A", "USD", "100.00"),
        ("B", "BHD", "0.005"),
    ]
    rates = o2c.ExchangeTable(
        [
            o2c.ExchangeRate("USD", "JPY", "150", AS_OF),
            o2c.ExchangeRate("BHD", "USD", "2.65", AS_OF),
        ]
    )
    converted = o2c.aging(table, as_of=AS_OF, report_currency="USD", rates=rates)
    # 5000 / 150 = 33.333...; 0.005 x 2.65 = 0.01325
    assert [(r["party"], str(r["1-30"])) for r in converted.rows] == [
        ("A", "133.33"),
        ("B", "0.01"),
    ]
    with pytest.raises(o2c.MissingRate, match="BHD"):
        o2c.aging(
            table,
            as_of=date(2026, 3, 30),
            report_currency="USD",
            rates=o2c.ExchangeTable([o2c.ExchangeRate("USD", "JPY", "150", date(2026, 1, 1))]),
        )


def test_floats_are_refused_unless_their_digits_are_stated() -> None:
    frame = pd.DataFrame({"party": ["A"], "due_date": [AS_OF], "amount": [0.1 + 0.2]})
    with pytest.raises(o2c.BadTable, match=r"amount_digits=2"):
        o2c.aging(frame, as_of=AS_OF, currency="USD")
    result = o2c.aging(frame, as_of=AS_OF, currency="USD", amount_digits=2)
    assert result.rows[0]["total"] == Decimal("0.30")
    frame["amount"] = [0.305]
    with pytest.raises(o2c.BadTable) as caught:
        o2c.aging(frame, as_of=AS_OF, currency="USD", amount_digits=2)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [(0, "amount")]


def test_every_fault_is_listed_lowest_row_first() -> None:
    table = arrow(
        party=pa.array(["Acme", None, "Acme", "Cora", "Brio", "Acme"]),
        due_date=pa.array([DUE[0], DUE[1], None, *DUE[3:]], pa.date32()),
        currency=["USD", "USD", "USD", "UDS", "USD", "USD"],
    )
    with pytest.raises(o2c.BadTable) as caught:
        o2c.aging(table, as_of=AS_OF, threads=2)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (1, "party"),
        (2, "due_date"),
        (3, "currency"),
    ]
    assert "USD" in caught.value.faults[2].expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_date": ["2026-03-01"] * 6}, "dates"),
        ({"due_date": pa.array([datetime(2026, 3, 1, 12)] * 6)}, "time of day"),
        ({"amount": ["1"] * 6}, "decimal amounts"),
        ({"party": pa.array([1.5] * 6)}, "cannot be grouped by"),
        ({"amount": pa.array([Decimal("1.005")] * 6)}, "at most 2 decimal digits"),
    ],
)
def test_wrong_columns_say_what_was_expected(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(o2c.BadTable, match=expected):
        o2c.aging(arrow(**changes), as_of=AS_OF)


def test_missing_and_mapped_columns() -> None:
    renamed = arrow().rename_columns(["Customer", "Due", "amount", "currency"])
    with pytest.raises(o2c.BadTable, match='"party" is missing'):
        o2c.aging(renamed, as_of=AS_OF)
    result = o2c.aging(renamed, as_of=AS_OF, columns={"party": "Customer", "due_date": "Due"})
    assert figures(result) == EXPECTED
    with pytest.raises(o2c.BadTable, match="Klient"):
        o2c.aging(renamed, as_of=AS_OF, columns={"party": "Klient"})


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(o2c.InvalidArgument, match="ascend"):
        o2c.aging(arrow(), as_of=AS_OF, buckets=(30, 30))
    with pytest.raises(o2c.InvalidArgument, match="credits"):
        o2c.aging(arrow(), as_of=AS_OF, credits="gone")
    with pytest.raises(o2c.InvalidArgument, match="both or neither"):
        o2c.aging(arrow(), as_of=AS_OF, report_currency="USD")
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        o2c.aging([1, 2, 3], as_of=AS_OF)
    with pytest.raises(TypeError):
        o2c.aging(arrow(), as_of=datetime(2026, 3, 31))


def test_a_stream_is_read_once_and_explained_from_the_items_given_again() -> None:
    result = o2c.aging(arrow().to_reader(), as_of=AS_OF)
    with pytest.raises(o2c.InvalidArgument, match="items="):
        result.explain("Acme")
    explanation = result.explain("Acme", items=arrow())
    assert [item["row"] for item in explanation.items] == [0, 2, 5]


def test_an_explanation_adds_up_to_the_row() -> None:
    result = o2c.aging(arrow(), as_of=AS_OF)
    for row in result.rows:
        explanation = result.explain(row["party"])
        (explained,) = explanation.figures
        assert {name: explained[name] for name in result.measures} == {
            name: row[name] for name in result.measures
        }
        assert sum(item["amount"] for item in explanation.items) == row["total"]
        assert all(not derivation.recheck() for derivation in explanation.derivations)
    assert "days overdue" in result.explain("Acme").to_text()
    assert "逾期天数" in result.explain("Acme").to_text("zh")


def test_both_faces_agree() -> None:
    items = [
        o2c.OpenItem(party, str(row), o2c.Money(amount, "USD"), due)
        for row, (party, due, amount) in enumerate(zip(PARTIES, DUE, AMOUNTS, strict=True))
    ]
    report = o2c.age(items, as_of=AS_OF)
    rows = [report.row(i, ["party"]) for i in range(len(report))]
    assert rows == list(o2c.aging(arrow(), as_of=AS_OF).rows)


def test_what_is_no_open_item_is_named() -> None:
    item = o2c.OpenItem("Acme", "1", "5 USD", AS_OF)
    with pytest.raises(TypeError, match=r"items\[1\]: expected an o2c.OpenItem, got 'x'"):
        o2c.age([item, "x"], as_of=AS_OF)


def test_a_result_shows_itself() -> None:
    result = o2c.aging(arrow(), as_of=AS_OF)
    assert repr(result) == "<AgingResult as of 2026-03-31: 3 rows by party>"
    assert repr(result.rows) == repr(list(result.rows))
    whole = o2c.aging(arrow(), as_of=AS_OF, group_by=())
    assert repr(whole) == "<AgingResult as of 2026-03-31: 1 row>"
    many = pa.table({"party": [str(i) for i in range(50)], "amount": pa.array([1] * 50)})
    many = many.append_column("due_date", pa.array([date(2026, 1, 1)] * 50))
    shown = repr(o2c.aging(many, as_of=AS_OF, currency="USD").rows)
    assert shown.count("'party'") == 20
    assert shown.endswith(", ... 30 more]")


def test_buckets_are_a_value() -> None:
    buckets = o2c.AgingBuckets([15, 45], by="invoice_date")
    assert buckets.labels == ("future", "0-15", "16-45", ">45")
    assert buckets == pickle.loads(pickle.dumps(buckets))
    assert buckets.bucket(date(2026, 3, 16), AS_OF) == "0-15"
    assert len({buckets, o2c.AgingBuckets([15, 45], by="invoice_date")}) == 1
    assert eval(repr(buckets), {"AgingBuckets": o2c.AgingBuckets}) == buckets


# --- disputes ------------------------------------------------------------------------------------

DISPUTED = [Decimal("40.00"), None, Decimal("60.00"), Decimal("0.25"), None, Decimal("0.00")]
WITH_DISPUTES = [
    ("Acme", "60.00", "0.00", "0.00", "0.00", "0.00", "100.00", "-7.75", "152.25", 3),
    ("Brio", "0.00", "80.50", "0.00", "0.00", "40.00", "0.00", "0.00", "120.50", 2),
    ("Cora", "0.00", "0.00", "50.00", "0.00", "0.00", "0.25", "0.00", "50.25", 1),
]


def disputed(values: list[Any] | None = None, type_: Any = None) -> pa.Table:
    return arrow(disputed=pa.array(DISPUTED if values is None else values, type_))


DISPUTES = {
    "decimals": disputed,
    "wider decimals": lambda: disputed(type_=pa.decimal128(38, 6)),
    "minor units": lambda: disputed([4000, None, 6000, 25, None, 0], pa.int64()),
    "no nulls": lambda: disputed([4000, 0, 6000, 25, 0, 0], pa.int32()),
    "pandas": lambda: disputed().to_pandas(),
    "polars": lambda: pl.from_arrow(disputed()),
    "chunked": lambda: pa.concat_tables([disputed().slice(0, 1), disputed().slice(1)]),
}


@pytest.mark.parametrize("name", DISPUTES)
@pytest.mark.parametrize("threads", [1, 3])
def test_what_is_disputed_stands_in_a_column_of_its_own(name: str, threads: int) -> None:
    result = o2c.aging(DISPUTES[name](), as_of=AS_OF, threads=threads)
    assert result.measures[-3:] == ("disputed", "credits", "total")
    assert figures(result) == WITH_DISPUTES
    assert result.totals[0]["disputed"] == Decimal("100.25")
    assert [row["party"] for row in result.top(2, "disputed")] == ["Acme", "Cora"]
    assert result.to_arrow().column("disputed").type == pa.decimal128(38, 2)


def test_a_column_without_any_dispute_is_a_column() -> None:
    for column in (pa.nulls(6), pa.nulls(6, pa.int64()), pa.array([0] * 6)):
        rows = o2c.aging(arrow(disputed=column), as_of=AS_OF).rows
        assert [row["disputed"] for row in rows] == [0, 0, 0]
        assert [row["total"] for row in rows] == [Decimal(row[-2]) for row in EXPECTED]


def test_a_column_of_disputes_may_have_another_name() -> None:
    table = disputed().rename_columns([*arrow().column_names, "InDispute"])
    assert figures(o2c.aging(table, as_of=AS_OF)) == EXPECTED
    result = o2c.aging(table, as_of=AS_OF, columns={"disputed": "InDispute"})
    assert figures(result) == WITH_DISPUTES


def test_disputes_are_explained_and_converted() -> None:
    result = o2c.aging(disputed(), as_of=AS_OF)
    for row in result.rows:
        explanation = result.explain(row["party"])
        (explained,) = explanation.figures
        assert {name: explained[name] for name in result.measures} == {
            name: row[name] for name in result.measures
        }
        assert sum(item["disputed"] for item in explanation.items) == row["disputed"]
        assert all(not derivation.recheck() for derivation in explanation.derivations)
    assert "not in dispute" in result.explain("Acme").to_text()
    assert "无争议金额" in result.explain("Acme").to_text("zh")
    rates = o2c.ExchangeTable([("USD", "JPY", "150.5", AS_OF)])
    converted = o2c.aging(disputed(), as_of=AS_OF, report_currency="JPY", rates=rates)
    assert [row["disputed"] for row in converted.rows] == [15050, 0, 38]
    (explained,) = converted.explain("Cora").figures
    assert (explained["31-60"], explained["disputed"], explained["total"]) == (7525, 38, 7563)


def test_both_faces_agree_on_disputes() -> None:
    items = [
        o2c.OpenItem(
            party,
            str(row),
            o2c.Money(amount, "USD"),
            due,
            disputed=None if part is None else o2c.Money(part, "USD"),
        )
        for row, (party, due, amount, part) in enumerate(
            zip(PARTIES, DUE, AMOUNTS, DISPUTED, strict=True)
        )
    ]
    report = o2c.age(items, as_of=AS_OF)
    rows = [report.row(i, ["party"]) for i in range(len(report))]
    assert rows == list(o2c.aging(disputed(), as_of=AS_OF).rows)
    assert eval(repr(items[0]), vars(o2c)) == items[0]
    assert items[0] != items[1]
    assert items[0].disputed == o2c.Money("40.00", "USD")


def test_more_than_the_amount_cannot_be_disputed() -> None:
    texts = ("100.01", "-0.01", "0", "50.25", "0", "0.01")
    wrong = disputed([Decimal(text) for text in texts])
    with pytest.raises(o2c.BadTable) as caught:
        o2c.aging(wrong, as_of=AS_OF, threads=2)
    assert [(f.row, f.field, f.value) for f in caught.value.faults] == [
        (0, "disputed", "100.01"),
        (1, "disputed", "-0.01"),
        (5, "disputed", "0.01"),
    ]
    assert caught.value.faults[0].expected.startswith("from 0 to the amount, 100.00")
    with pytest.raises(o2c.BadTable, match='disputed "float64"'):
        o2c.aging(disputed([1.5] * 6), as_of=AS_OF)
    item = o2c.OpenItem("A", "I", "10 USD", AS_OF, disputed="10.01 USD")
    with pytest.raises(o2c.InvalidArgument, match=r'the 10\.00 USD of item "I"'):
        o2c.age([item], as_of=AS_OF)


# --- from documents ------------------------------------------------------------------------------


def documents() -> dict[str, pa.Table]:
    money = pa.decimal128(18, 2)

    def amounts(*texts: str) -> pa.Array:
        return pa.array([Decimal(text) for text in texts], money)

    def moments(*texts: str) -> pa.Array:
        return pa.array([datetime.fromisoformat(text) for text in texts], pa.timestamp("us", "UTC"))

    return {
        "items": pa.table(
            {
                "document": ["A", "B", "C"],
                "party": ["X", "X", "Y"],
                "order": ["O1", "O2", "O3"],
                "invoice_date": pa.array([date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 10)]),
                "due_date": pa.array([date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 10)]),
                "amount": amounts("100.00", "50.00", "70.00"),
                "recorded_at": moments("2026-01-01", "2026-02-20", "2026-04-10"),
            }
        ),
        "receipts": pa.table(
            {
                "receipt": ["R1", "R2"],
                "party": ["X", "Y"],
                "order": [None, "O3"],
                "date": pa.array([date(2026, 2, 15), date(2026, 3, 1)]),
                "amount": amounts("120.00", "21.00"),
                "recorded_at": moments("2026-02-15", "2026-03-01"),
            }
        ),
        "applications": pa.table(
            {
                "receipt": ["R1", "R1", "R2"],
                "document": ["A", "B", "C"],
                "date": pa.array([date(2026, 2, 15), date(2026, 3, 5), date(2026, 3, 1)]),
                "amount": amounts("100.00", "20.00", "21.00"),
                "recorded_at": moments("2026-02-15", "2026-03-05", "2026-03-01"),
            }
        ),
    }


def aged(day: str, **options: Any) -> dict[str, dict[str, str]]:
    tables = {**documents(), **options.pop("tables", {})}
    items = tables.pop("items")
    result = o2c.aging(items, **tables, as_of=day, currency="USD", threads=2, **options)
    return {
        row["party"]: {
            name: str(row[name]) for name in result.measures if row[name] != 0 or name == "total"
        }
        for row in result.rows
    }


def test_what_was_open_on_each_day() -> None:
    assert aged("2026-01-15") == {"X": {"not_due": "100.00", "total": "100.00"}}
    assert aged("2026-02-14") == {"X": {"not_due": "50.00", "1-30": "100.00", "total": "150.00"}}
    # Cash of the 15th is not applied to B before 5 March; O3 has no invoice before 10 April.
    assert aged("2026-03-01") == {
        "X": {"not_due": "50.00", "unapplied": "-20.00", "total": "30.00"},
        "Y": {"total": "0.00", "deposits": "21.00"},
    }
    assert aged("2026-03-05")["X"] == {"not_due": "30.00", "total": "30.00"}
    # The deposit is applied on the day of its invoice: nothing of it is left, nothing is lost.
    assert aged("2026-04-10")["Y"] == {"not_due": "49.00", "total": "49.00"}


def test_documents_say_nothing_of_disputes() -> None:
    items = documents()["items"]
    claimed = items.append_column("disputed", pa.array([1.5, 2.5, 3.5]))
    assert aged("2026-03-01", tables={"items": claimed}) == aged("2026-03-01")


def test_what_was_known_at_a_moment() -> None:
    known = aged("2026-02-15", known_at="2026-02-19T23:59:59")
    assert known == {"X": {"unapplied": "-20.00", "total": "-20.00"}}
    later = aged("2026-02-15", known_at=datetime(2026, 2, 20))
    assert later == {"X": {"not_due": "50.00", "unapplied": "-20.00", "total": "30.00"}}


def test_documents_are_explained_too() -> None:
    tables = documents()
    result = o2c.aging(tables.pop("items"), **tables, as_of="2026-03-01", currency="USD")
    explanation = result.explain("X")
    assert [(item["document"], str(item["amount"])) for item in explanation.items] == [
        ("B", "50.00"),
        ("R1", "-20.00"),
    ]
    (explained,) = explanation.figures
    assert (explained["not_due"], explained["unapplied"], explained["total"]) == (
        Decimal("50.00"),
        Decimal("-20.00"),
        Decimal("30.00"),
    )


def test_instalments_are_filled_earliest_due_first() -> None:
    invoices = pa.table(
        {
            "document": ["A", "A", "A"],
            "instalment": [1, 2, 3],
            "party": ["X"] * 3,
            "invoice_date": pa.array([date(2026, 1, 1)] * 3),
            "due_date": pa.array([date(2026, 3, 1), date(2026, 1, 31), date(2026, 6, 1)]),
            "amount": pa.array([Decimal("30.00"), Decimal("30.00"), Decimal("40.00")]),
        }
    )
    applications = pa.table(
        {
            "document": ["A", "A"],
            "instalment": pa.array([None, 3], pa.int64()),
            "date": pa.array([date(2026, 2, 1)] * 2),
            "amount": pa.array([Decimal("45.00"), Decimal("10.00")]),
        }
    )
    result = o2c.aging(invoices, applications=applications, as_of=AS_OF, currency="USD")
    (row,) = result.rows
    assert (row["not_due"], row["1-30"], row["total"]) == (
        Decimal("30.00"),
        Decimal("15.00"),
        Decimal("45.00"),
    )


def test_faults_of_documents_name_their_table_and_row() -> None:
    tables = documents()
    unknown = tables["applications"].set_column(1, "document", [["A", "B", "Z"]])
    with pytest.raises(o2c.BadTable) as caught:
        aged("2026-04-30", tables={"applications": unknown})
    assert [(f.file, f.row, f.field, f.value) for f in caught.value.faults] == [
        ("applications", 2, "document", "Z")
    ]
    too_much = pa.concat_tables([tables["applications"], tables["applications"].slice(0, 1)])
    with pytest.raises(o2c.BadTable) as caught:
        aged("2026-04-30", tables={"applications": too_much})
    assert {(f.file, f.row) for f in caught.value.faults} == {("applications", 3)}
    twice = pa.concat_tables([tables["items"], tables["items"].slice(1, 1)])
    with pytest.raises(o2c.BadTable, match="invoices, row 3, document"):
        aged("2026-04-30", tables={"items": twice})


def test_a_reversal_opens_the_invoice_again() -> None:
    tables = documents()
    bounced = (
        tables["applications"]
        .slice(0, 1)
        .set_column(3, "amount", pa.array([Decimal("-100.00")], pa.decimal128(18, 2)))
    )
    reversed_ = pa.concat_tables([tables["applications"], bounced])
    day = aged("2026-02-20", tables={"applications": reversed_})
    assert day["X"] == {
        "not_due": "50.00", "1-30": "100.00", "unapplied": "-120.00", "total": "30.00",
    }  # fmt: skip


def test_a_large_table_equals_numpy() -> None:
    rows = 300_000
    rng = np.random.default_rng(7)
    party = rng.integers(0, 260_000, rows)
    due = rng.integers(20_000, 20_700, rows).astype("int32")
    amount = rng.integers(-(10**7), 10**8, rows)
    table = pa.table(
        {
            "party": party,
            "due_date": pa.array(due, pa.int32()).cast(pa.date32()),
            "amount": amount,
        }
    )
    as_of = date.fromordinal(date(1970, 1, 1).toordinal() + 20_350)
    days = 20_350 - due
    columns = {
        "not_due": days <= 0,
        "1-30": (days >= 1) & (days <= 30),
        "31-60": (days >= 31) & (days <= 60),
        "61-90": (days >= 61) & (days <= 90),
        ">90": days > 90,
    }
    for threads in (1, 2, 5):
        result = o2c.aging(table, as_of=as_of, currency="USD", threads=threads).to_arrow()
        assert result.column("party").to_numpy().tolist() == np.unique(party).tolist()
        for name, mask in columns.items():
            expected = np.zeros(260_000, dtype=np.int64)
            np.add.at(expected, party[mask & (amount >= 0)], amount[mask & (amount >= 0)])
            found = [int(x.scaleb(2)) for x in result.column(name).to_pylist()]
            assert found == expected[np.unique(party)].tolist(), name
