"""Aging against an oracle that is written from its meaning, on random data: both faces."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import oracle_aging as oracle
import oracle_number
import pytest
from aging_tables import document_tables
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")

AS_OF = datetime.date(2026, 3, 31)
DIGITS = {"USD": 2, "EUR": 2, "CNY": 2, "JPY": 0, "BHD": 3}
PARTIES = ["老街烟酒行", "Brolly & Daughters Ltd", "A", "", "株式会社雨音商店", "Ω" * 40]

LIMITS = st.sets(st.integers(1, 400), min_size=1, max_size=6).map(sorted)


def around(day: datetime.date, before: int, after: int) -> st.SearchStrategy[datetime.date]:
    """Days near that one; the edges of the usual buckets more often than others."""
    edges = [d for d in (-1, 0, 1, 29, 30, 31, 60, 61, 90, 91) if -after <= d <= before]
    age = st.one_of(st.sampled_from(edges), st.integers(-after, before))
    return age.map(lambda d: day - datetime.timedelta(days=d))


@st.composite
def amounts(
    draw: st.DrawFn, currency: str, smallest: int = -(10**15), largest: int = 9 * 10**18
) -> Decimal:
    """Not zero; sometimes so large that a few of them leave 64 bits."""
    largest = draw(st.sampled_from([10**3, 10**9, largest]))
    minor = draw(st.integers(max(smallest, -largest), largest).filter(bool))
    return Decimal(minor).scaleb(-DIGITS[currency])


@st.composite
def open_items(
    draw: st.DrawFn, currencies: tuple[str, ...] = tuple(DIGITS), largest: int = 9 * 10**18
) -> dict[str, Any]:
    currency = draw(st.sampled_from(currencies))
    amount = draw(amounts(currency, largest=largest))
    invoice_date = draw(around(AS_OF, 500, 40))
    due_date = invoice_date + datetime.timedelta(days=draw(st.integers(0, 120)))
    lacks_date = amount < 0 and draw(st.booleans())
    digits = DIGITS[currency]
    disputed = draw(st.none() | st.integers(0, max(0, int(amount.scaleb(digits)))))
    return {
        "party": draw(st.sampled_from(PARTIES)),
        "salesperson": draw(st.integers(-2, 3)),
        "currency": currency,
        "invoice_date": invoice_date,
        "due_date": None if lacks_date else due_date,
        "amount": amount,
        "disputed": None if disputed is None else Decimal(disputed).scaleb(-digits),
    }


ITEM_SCHEMA = pa.schema(
    {
        "party": pa.string(),
        "salesperson": pa.int64(),
        "currency": pa.string(),
        "invoice_date": pa.date32(),
        "due_date": pa.date32(),
        "amount": pa.decimal128(30, 3),
        "disputed": pa.decimal128(30, 3),
    }
)


def item_table(items: list[dict[str, Any]], chunk_rows: int = 10**6) -> Any:
    """With a column of disputes if there is any."""
    starts = range(0, max(len(items), 1), chunk_rows)
    chunks = [pa.Table.from_pylist(items[i : i + chunk_rows], ITEM_SCHEMA) for i in starts]
    table = pa.concat_tables(chunks)
    has_disputes = any(item["disputed"] is not None for item in items)
    return table if has_disputes else table.drop_columns("disputed")


@given(
    items=st.lists(open_items(), max_size=40),
    limits=LIMITS,
    by=st.sampled_from(["due_date", "invoice_date"]),
    credits=st.sampled_from(["apart", "netted"]),
    group_by=st.sampled_from([("party",), ("salesperson",), ("party", "salesperson")]),
)
def test_open_items(
    items: list[dict[str, Any]], limits: list[int], by: str, credits: str, group_by: Any
) -> None:
    options: dict[str, Any] = {"by": by, "credits": credits, "group_by": group_by}
    result = o2c.aging(item_table(items), as_of=AS_OF, buckets=limits, **options)
    assert list(result.bucket_labels) == oracle.labels(limits, by)
    assert oracle.figures_of(result) == oracle.age_items(items, AS_OF, limits=limits, **options)
    assert sum(row["items"] for row in result.rows) == len(items)
    for row in result.rows:
        assert row["total"] == sum(row[name] for name in result.measures if name != "total")


@given(
    items=st.lists(open_items(largest=10**9), max_size=30),
    limits=LIMITS,
    by=st.sampled_from(["due_date", "invoice_date"]),
    credits=st.sampled_from(["apart", "netted"]),
)
def test_the_items_behind_each_figure_add_up_to_it(
    items: list[dict[str, Any]], limits: list[int], by: str, credits: str
) -> None:
    """The object face, item by item, against the oracle; and its derivation holds."""
    options: dict[str, Any] = {"by": by, "credits": credits}
    result = o2c.aging(item_table(items), as_of=AS_OF, buckets=limits, **options)
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    for party in {item["party"] for item in items}:
        explanation = result.explain(party)
        assert [items[item["row"]]["party"] for item in explanation.items] == [party] * len(
            explanation
        )
        for figures, derivation in zip(explanation.figures, explanation.derivations, strict=True):
            assert not derivation.recheck()
            found[party, figures["currency"]] = {name: figures[name] for name in result.measures}
    assert oracle.without_zeros(found) == oracle.age_items(items, AS_OF, limits=limits, **options)


@given(items=st.lists(open_items(), min_size=1, max_size=60), data=st.data())
def test_the_form_of_the_table_never_matters(
    items: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Nor the order of rows, nor the number of threads."""
    expected = oracle.age_items(items, AS_OF)
    shuffled = data.draw(st.permutations(items))
    table = item_table(shuffled, chunk_rows=data.draw(st.integers(1, 20)))
    dictionary = table
    for name in ("party", "currency"):
        at = table.column_names.index(name)
        dictionary = dictionary.set_column(at, name, table[name].dictionary_encode())
    padded = pa.concat_tables([table, table.slice(0, 1), table])
    sliced = padded.slice(table.num_rows + 1)
    texts = [field.name for field in table.schema if field.type == pa.string()]
    large = table.cast(
        pa.schema([f.with_type(pa.large_string()) if f.name in texts else f for f in table.schema])
    )
    stream = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    for form in (table, dictionary, sliced, large, stream):
        result = o2c.aging(form, as_of=AS_OF, threads=data.draw(st.integers(1, 4)))
        assert oracle.figures_of(result) == expected


@given(items=st.lists(open_items(), min_size=1, max_size=30))
def test_data_frames(items: list[dict[str, Any]]) -> None:
    expected = oracle.age_items(items, AS_OF)
    pl = pytest.importorskip("polars")
    assert oracle.figures_of(o2c.aging(pl.DataFrame(item_table(items)), as_of=AS_OF)) == expected
    pd = pytest.importorskip("pandas")
    frame = item_table(items).to_pandas(types_mapper=pd.ArrowDtype)
    assert oracle.figures_of(o2c.aging(frame, as_of=AS_OF)) == expected


@given(items=st.lists(open_items(("USD",)), min_size=1, max_size=40))
def test_minor_units(items: list[dict[str, Any]]) -> None:
    """One currency stated for the table, amounts as whole numbers of its smallest unit."""
    table = item_table(items).drop_columns(["currency", "amount"])
    minor = pa.array([int(item["amount"].scaleb(2)) for item in items], pa.int64())
    result = o2c.aging(table.append_column("amount", minor), as_of=AS_OF, currency="USD")
    assert oracle.figures_of(result) == oracle.age_items(items, AS_OF)


@given(
    items=st.lists(open_items(), min_size=1, max_size=30),
    report_currency=st.sampled_from(sorted(DIGITS)),
    mode=st.sampled_from(oracle_number.MODES),
    data=st.data(),
)
def test_reporting_currency(
    items: list[dict[str, Any]], report_currency: str, mode: str, data: st.DataObject
) -> None:
    """At the latest rate on or before the day, quoted either way round."""
    rates: list[Any] = []
    rate_of = {report_currency: Fraction(1)}
    for currency in sorted(set(DIGITS) - {report_currency}):
        is_inverse = data.draw(st.booleans())
        pair = (report_currency, currency) if is_inverse else (currency, report_currency)
        days = sorted(data.draw(st.sets(st.integers(0, 90), min_size=1, max_size=3)))
        for age in days:
            rate = Decimal(data.draw(st.integers(1, 10**6))).scaleb(-4)
            rates.append((*pair, rate, AS_OF - datetime.timedelta(days=age)))
            if age == days[0]:
                rate_of[currency] = 1 / Fraction(rate) if is_inverse else Fraction(rate)
        rates.append((*pair, Decimal(5), AS_OF + datetime.timedelta(days=1)))
    result = o2c.aging(
        item_table(items),
        as_of=AS_OF,
        report_currency=report_currency,
        rates=o2c.ExchangeTable(data.draw(st.permutations(rates))),
        rounding=mode,
    )
    expected = oracle.converted(
        oracle.age_items(items, AS_OF), report_currency, DIGITS[report_currency], rate_of, mode
    )
    assert oracle.figures_of(result) == expected


# From documents.


@st.composite
def books(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Invoices, receipts and applications that are never applied beyond their amounts, on any day
    and at any moment: applications of one invoice come one after another in both orders."""
    moment = datetime.datetime(2025, 9, 1, tzinfo=datetime.UTC)
    parties = draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True))
    currency_of = {party: draw(st.sampled_from(sorted(DIGITS))) for party in parties}

    def recorded() -> datetime.datetime:
        return moment + datetime.timedelta(hours=draw(st.integers(0, 24 * 300)))

    form = draw(st.sampled_from(["INV-{}", "INV-{:04}", "{:03}/26", "{}" + "x" * 40]))
    step = draw(st.sampled_from([1, 7]))  # In order, or not.
    invoices = []
    for number in range(draw(st.integers(0, 8))):
        party = draw(st.sampled_from(parties))
        invoice_date = draw(around(AS_OF, 200, 20))
        amount = draw(amounts(currency_of[party]))
        due_date = invoice_date + datetime.timedelta(days=draw(st.integers(0, 60)))
        invoices.append(
            {
                "document": form.format(number * step % 11),
                "party": party,
                "order": draw(st.sampled_from(["SO-1", "SO-2", "SO-3"])) + party,
                "invoice_date": invoice_date,
                "due_date": due_date if amount > 0 or draw(st.booleans()) else None,
                "amount": amount,
                "currency": currency_of[party],
                "recorded_at": recorded(),
            }
        )
    receipts = []
    for number in range(draw(st.integers(0, 6))):
        party = draw(st.sampled_from(parties))
        order = draw(st.sampled_from([None, None, "SO-1", "SO-4"]))
        receipts.append(
            {
                "receipt": f"RC-{number}",
                "party": party,
                "order": order and order + party,
                "date": draw(around(AS_OF, 200, 20)),
                "amount": draw(amounts(currency_of[party], smallest=1)),
                "currency": currency_of[party],
                "recorded_at": recorded(),
            }
        )
    applications = draw(_applications(invoices, receipts))
    return {"invoices": invoices, "receipts": receipts, "applications": applications}


@st.composite
def _applications(
    draw: st.DrawFn, invoices: list[dict[str, Any]], receipts: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    left = {row["document"]: row["amount"] for row in invoices}
    left |= {row["receipt"]: row["amount"] for row in receipts}
    pairs = [
        (invoice, receipt)
        for invoice in invoices
        for receipt in receipts
        if invoice["party"] == receipt["party"] and invoice["amount"] > 0
    ]
    rows: list[dict[str, Any]] = []
    for invoice, receipt in draw(st.lists(st.sampled_from(pairs), max_size=8)) if pairs else []:
        document, number = invoice["document"], receipt["receipt"]
        most = min(left[document], left[number])
        if most <= 0:
            continue
        digits = DIGITS[invoice["currency"]]
        minor = draw(st.integers(1, int(most.scaleb(digits))))
        row = {
            "receipt": number,
            "document": document,
            "date": draw(around(AS_OF, 200, 20)),
            "amount": Decimal(minor).scaleb(-digits),
            "recorded_at": max(invoice["recorded_at"], receipt["recorded_at"])
            + datetime.timedelta(hours=draw(st.integers(0, 2000))),
        }
        rows.append(row)
        if draw(st.integers(0, 4)) == 0:  # Taken back: not earlier in effect than it was made.
            effective = max(row["date"], invoice["invoice_date"], receipt["date"])
            later = datetime.timedelta(days=draw(st.integers(0, 30)))
            taken_back = {
                "date": effective + later,
                "amount": -row["amount"],
                "recorded_at": row["recorded_at"] + later,
            }
            rows.append(row | taken_back)
        # What was taken back is not applied again, so that any order of the rest stays within.
        left[document] -= row["amount"]
        left[number] -= row["amount"]
    return rows


@given(
    book=books(),
    as_of=around(AS_OF, 150, 30),
    days_known=st.none() | st.integers(0, 400),
    limits=LIMITS,
    by=st.sampled_from(["due_date", "invoice_date"]),
    credits=st.sampled_from(["apart", "netted"]),
    threads=st.integers(1, 3),
)
def test_documents(
    book: dict[str, list[dict[str, Any]]],
    as_of: datetime.date,
    days_known: int | None,
    limits: list[int],
    by: str,
    credits: str,
    threads: int,
) -> None:
    known_at = None
    if days_known is not None:
        known_at = datetime.datetime(2025, 9, 1, tzinfo=datetime.UTC)
        known_at += datetime.timedelta(days=days_known)
    tables = document_tables(**book)
    result = o2c.aging(
        tables["invoices"],
        receipts=tables["receipts"],
        applications=tables["applications"],
        as_of=as_of,
        known_at=known_at,
        buckets=limits,
        by=by,
        credits=credits,
        threads=threads,
    )
    expected = oracle.age_documents(
        book["invoices"],
        book["receipts"],
        book["applications"],
        as_of,
        known_at=known_at,
        limits=limits,
        by=by,
        credits=credits,
    )
    assert oracle.figures_of(result) == expected
    parts = [name for name in result.measures if name not in ("total", "deposits")]
    for row in result.rows:
        assert row["total"] == sum(row[name] for name in parts)


@given(book=books(), as_of=around(AS_OF, 150, 30))
def test_the_aging_and_the_deposits_are_the_ledger(
    book: dict[str, list[dict[str, Any]]], as_of: datetime.date
) -> None:
    """All that was invoiced less all that was received by that day, whatever was applied."""
    ledger: dict[str, Decimal] = {}
    for row in book["invoices"]:
        if row["invoice_date"] <= as_of:
            ledger[row["currency"]] = ledger.get(row["currency"], Decimal(0)) + row["amount"]
    for row in book["receipts"]:
        if row["date"] <= as_of:
            ledger[row["currency"]] = ledger.get(row["currency"], Decimal(0)) - row["amount"]
    tables = document_tables(**book)
    result = o2c.aging(
        tables["invoices"],
        receipts=tables["receipts"],
        applications=tables["applications"],
        as_of=as_of,
    )
    found = {
        row["currency"]: row["total"] - row.get("deposits", Decimal(0)) for row in result.totals
    }
    assert {c: amount for c, amount in found.items() if amount} == {
        c: amount for c, amount in ledger.items() if amount
    }


def test_the_worked_example() -> None:
    """29,500 of which 3,500 are cash that was not applied by then."""

    def day(month: int, day: int, year: int = 2026) -> datetime.date:
        return datetime.date(year, month, day)

    def invoice(document: str, amount: int, due: datetime.date) -> dict[str, Any]:
        return {
            "document": document,
            "party": "P",
            "invoice_date": due - datetime.timedelta(days=30),
            "due_date": due,
            "amount": Decimal(amount),
            "currency": "USD",
        }

    def receipt(number: str, amount: int, date: datetime.date) -> dict[str, Any]:
        return {
            "receipt": number,
            "party": "P",
            "date": date,
            "amount": Decimal(amount),
            "currency": "USD",
        }

    def application(number: str, document: str, amount: int, date: datetime.date) -> dict[str, Any]:
        return {"receipt": number, "document": document, "date": date, "amount": Decimal(amount)}

    book = {
        "invoices": [
            invoice("A", 10_000, day(3, 31)),
            invoice("B", 8_000, day(3, 30)),
            invoice("C", 6_000, day(3, 1)),
            invoice("D", 5_000, day(2, 28)),
            invoice("E", 4_000, day(12, 30, 2025)),
        ],
        "receipts": [
            receipt("on account", 1_500, day(3, 20)),
            receipt("for B", 2_000, day(3, 29)),
            receipt("for D", 3_000, day(4, 5)),
        ],
        "applications": [
            application("for B", "B", 2_000, day(4, 2)),
            application("for D", "D", 3_000, day(4, 5)),
        ],
    }
    expected = {
        ("P", "USD"): {
            "not_due": Decimal(10_000),
            "1-30": Decimal(14_000),
            "31-60": Decimal(5_000),
            ">90": Decimal(4_000),
            "unapplied": Decimal(-3_500),
            "total": Decimal(29_500),
        }
    }
    assert oracle.age_documents(**book, as_of=AS_OF) == expected
    result = o2c.aging(
        pa.Table.from_pylist(book["invoices"]),
        receipts=pa.Table.from_pylist(book["receipts"]),
        applications=pa.Table.from_pylist(book["applications"]),
        as_of=AS_OF,
    )
    assert oracle.figures_of(result) == expected
