"""Events of orders as tables, in and out of the libraries that analysts use."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import o2c
import pytest
from o2c import events as ev

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

NINE = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def told(journal: o2c.Journal, number: str, amount: str) -> o2c.Order:
    """An order up to a deposit, without samples."""
    order = o2c.Order(number, o2c.OrderPolicy(sample_needed=False))
    line = ev.OrderLine("umbrella", 10_000, "PCE", "5.00", "5")
    lines = [line, ev.OrderLine("stand", 10, "PCE", "2.505")]
    contract = ev.Contract(
        "SC-1", "2026-03-06", lines, "50025.05 USD", "30% deposit; balance against copy of B/L",
        "FOB Shanghai", tolerance="5%", latest_shipment="2026-05-31",
        specification="", packing="", price_formula="",
    )  # fmt: skip
    steps: list[tuple[ev.OrderEvent, str]] = [
        (ev.OrderOpened("export_sale", "Rainy Harbor", "李"), "Li"),
        (ev.InquiryReceived("umbrellas"), "Li"),
        (ev.QuotationDrafted(lines, "50025.05 USD", "2026-03-31"), "Li"),
        (ev.QuotationApproved(), "Chen"),
        (ev.QuotationSent("mail 17"), "Li"),
        (ev.ContractSigned(contract), "Li"),
        (ev.DepositReceived(amount, "R-1", bank_charges="12.30 USD"), "Wu"),
    ]
    for n, (event, by) in enumerate(steps):
        answer = order.record(
            journal, event, on="2026-03-06", by=by, id=f"{number}/{n}",
            recorded_at=NINE + datetime.timedelta(minutes=n),
        )  # fmt: skip
        assert answer
    return order


@pytest.fixture
def journal() -> o2c.Journal:
    kept = o2c.Journal(":memory:")
    for number, amount in (("SO-2", "15000 USD"), ("SO-1", "9000 USD"), ("SO-3", "6000.5 USD")):
        told(kept, number, amount)
    return kept


def test_a_table_for_each_type_of_event(journal: o2c.Journal) -> None:
    tables = journal.event_tables()
    assert list(tables)[:3] == ["events", "OrderOpened", "InquiryReceived"]
    assert len(tables["events"]) == 21
    deposits = tables["DepositReceived"].to_pandas()
    assert deposits.order.tolist() == ["SO-1", "SO-2", "SO-3"]
    assert deposits.amount.tolist() == [Decimal("9000"), Decimal("15000"), Decimal("6000.50")]
    assert deposits.currency.tolist() == ["USD"] * 3
    assert deposits.on.tolist() == [datetime.date(2026, 3, 6)] * 3
    assert deposits.bank_charges.sum() == Decimal("36.90")
    schema = tables["ContractSigned"].to_arrow().schema
    assert schema.field("amount").type == pa.decimal128(38, 2)
    assert schema.field("latest_shipment").type == pa.date32()
    assert tables["events"].to_arrow().schema.field("recorded_at").type == pa.timestamp("us", "UTC")
    lines = tables["ContractSigned.lines"].to_polars()
    assert lines["unit_price"].to_list()[:2] == [Decimal("5.000"), Decimal("2.505")]
    assert lines["item"].to_list() == [1, 2] * 3
    with pytest.raises(KeyError):
        tables["DepositRecieved"]


def test_as_they_were_known(journal: o2c.Journal) -> None:
    tables = journal.event_tables(known_at="2026-03-02T09:05:00Z")
    assert len(tables["events"]) == 18
    assert "DepositReceived" not in tables
    assert o2c.order_tables(tables)["orders"].to_pandas().deposit.isna().all()


def test_they_show_themselves(journal: o2c.Journal) -> None:
    tables = journal.event_tables()
    assert repr(tables).startswith("<o2c.EventTables events: 21, OrderOpened: 3, ")
    assert repr(tables["events"]) == "<o2c.NamedTable 'events', 21 rows>"
    assert "DepositReceived" in tables._repr_html_()
    stand = o2c.order_tables(tables)
    assert repr(stand) == (
        "<o2c.OrderTables orders: 3, lines: 6, shipments: 0, samples: 0, complaints: 0>"
    )
    assert pd.DataFrame(stand.to_pandas()).shape == (3, 24)


def with_dictionaries(table: o2c.NamedTable) -> Any:
    """All texts dictionary-encoded, as Arrow and Parquet may have them."""
    arrow = table.to_arrow()
    for i, field in enumerate(arrow.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            arrow = arrow.set_column(i, field.name, arrow.column(i).dictionary_encode())
    return arrow


def with_categories(table: o2c.NamedTable) -> Any:
    frame = table.to_pandas()
    texts = [f.name for f in table.to_arrow().schema if pa.types.is_large_string(f.type)]
    return frame.astype(dict.fromkeys(texts, "category"))


def in_shuffled_batches(table: o2c.NamedTable) -> Any:
    arrow = with_dictionaries(table)
    rows = list(range(arrow.num_rows))
    random.Random(5).shuffle(rows)
    return pa.Table.from_batches(arrow.take(rows).combine_chunks().to_batches(max_chunksize=2))


def in_duckdb(table: o2c.NamedTable) -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.connect().from_arrow(table.to_arrow())


READERS: dict[str, Callable[[o2c.NamedTable], Any]] = {
    "own": lambda table: table,
    "arrow": lambda table: table.to_arrow(),
    "batches": lambda table: pa.Table.from_batches(table.to_arrow().to_batches(max_chunksize=2)),
    "pandas": lambda table: table.to_pandas(),
    "shuffled": lambda table: table.to_pandas().sample(frac=1, random_state=7),
    "polars": lambda table: table.to_polars(),
    "shuffled polars": lambda table: table.to_polars().sample(fraction=1, shuffle=True, seed=3),
    "dictionaries": with_dictionaries,
    "categories": with_categories,
    "shuffled batches": in_shuffled_batches,
    "duckdb": in_duckdb,
}


@pytest.mark.parametrize("library", READERS)
@pytest.mark.parametrize("threads", [1, 2])
def test_orders_from_tables(journal: o2c.Journal, library: str, threads: int) -> None:
    tables = {name: READERS[library](each) for name, each in journal.event_tables().items()}
    stand = o2c.order_tables(tables, threads=threads)
    orders = stand["orders"].to_pandas().set_index("order").sort_index()
    assert orders.party.tolist() == ["Rainy Harbor"] * 3
    assert orders.deposit.tolist() == [Decimal("9012.3"), Decimal("15012.3"), Decimal("6012.8")]
    for number, history in o2c.order_histories(tables, threads=threads).items():
        opened = o2c.Order.open(journal, number)
        assert history == opened.history
        row = orders.loc[number]
        assert (row.deal, row.security) == (opened.stage("deal"), opened.stage("security"))
        assert row.amount == opened.contract.amount.amount  # type: ignore[union-attr]
        assert row.events == opened.version


def test_tables_in_files(journal: o2c.Journal, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for name, table in journal.event_tables().items():
        parquet.write_table(table.to_arrow(), tmp_path / f"{name}.parquet")
    read = {path.stem: parquet.read_table(path) for path in tmp_path.glob("*.parquet")}
    assert o2c.order_histories(read) == o2c.order_histories(journal.event_tables())


def faults(tables: Mapping[str, object]) -> list[tuple[str | None, int | None, str, str]]:
    with pytest.raises(o2c.BadTable) as caught:
        o2c.order_tables(tables)
    return [(f.file, f.row, f.field, f.value) for f in caught.value.faults]


def test_everything_that_is_wrong_is_told(journal: o2c.Journal) -> None:
    tables: dict[str, Any] = dict(journal.event_tables())
    deposits = tables["DepositReceived"].to_pandas()
    deposits.loc[1, "amount"] = None
    deposits.loc[2, "currency"] = None
    events = tables["events"].to_pandas()
    events["event"] = events.event.astype(str)
    events.loc[0, "event"] = "OrderOpend"
    events = events.drop(index=9)
    found = faults(tables | {"DepositReceived": deposits, "events": events})
    assert ("events", 0, "event", "OrderOpend") in found
    assert ("OrderOpened", 0, "seq", "1") in found  # A row without its event.
    assert ("events", 9, "seq", "4") in found  # 3 is left out.
    assert ("QuotationDrafted", 1, "seq", "3") in found
    assert ("DepositReceived", 1, "amount", "null") in found
    assert ("DepositReceived", 2, "currency", "null") in found
    assert len(found) == 6


def test_floats_are_refused(journal: o2c.Journal) -> None:
    deposits = journal.event_tables()["DepositReceived"].to_pandas()
    deposits["amount"] = deposits.amount.astype(float)
    assert faults(dict(journal.event_tables()) | {"DepositReceived": deposits}) == [
        ("DepositReceived", None, "amount", "float64")
    ]


def checked_sample(journal: o2c.Journal) -> dict[str, Any]:
    """The tables of an order whose sample was checked."""
    order = o2c.Order("SO-1")
    steps: list[tuple[ev.OrderEvent, str]] = [
        (ev.OrderOpened("export_sale", "Rainy Harbor", "李"), "Li"),
        (ev.InquiryReceived("umbrellas"), "Li"),
        (ev.SampleRequested(1, "umbrella", 2, fee="40 USD"), "Li"),
        (ev.SampleFeeReceived(1, "40 USD"), "Wu"),
        (ev.FreightCollectConfirmed(1, "DHL 77"), "Li"),
        (ev.SampleOrdered(1, 3), "Li"),
        (ev.SampleOrderSigned(1), "Chen"),
        (ev.SampleMade(1, 3), "Zhao"),
        (ev.SampleChecked(1, True, "as asked"), "Li"),
    ]
    for n, (event, by) in enumerate(steps):
        moment = NINE + datetime.timedelta(minutes=n)
        assert order.record(journal, event, on="2026-03-06", by=by, id=str(n), recorded_at=moment)
    return dict(journal.event_tables())


# The codes of a dictionary are not its values.
def test_booleans_in_a_dictionary_are_refused() -> None:
    tables = checked_sample(o2c.Journal(":memory:"))
    checked = tables["SampleChecked"].to_pandas()
    assert checked.passed.tolist() == [True]
    checked["passed"] = checked.passed.astype("category")
    assert faults(tables | {"SampleChecked": checked}) == [
        ("SampleChecked", None, "passed", "dictionary of boolean")
    ]


# One number that is missing makes floats of a column in pandas; the others are still read.
def test_a_missing_seq_is_a_fault_of_its_row(journal: o2c.Journal) -> None:
    tables: dict[str, Any] = dict(journal.event_tables())
    deposits = tables["DepositReceived"].to_pandas()
    deposits["seq"] = deposits.seq.astype(float)
    deposits.loc[1, "seq"] = None
    assert faults(tables | {"DepositReceived": deposits}) == [
        ("events", 13, "event", "DepositReceived"),  # It has no row now.
        ("DepositReceived", 1, "seq", "null"),
    ]


def test_events_without_a_seq_are_told_once(journal: o2c.Journal) -> None:
    tables: dict[str, Any] = dict(journal.event_tables())
    events = tables["events"].to_pandas().drop(columns="seq")
    assert faults(tables | {"events": events}) == [("events", None, "seq", "")]


def test_what_is_no_table_is_refused(journal: o2c.Journal) -> None:
    with pytest.raises(TypeError, match="a table"):
        o2c.order_tables({"events": 5})
    with pytest.raises(o2c.BadTable, match="this table, of all events"):
        o2c.order_tables({})
