"""Long payloads of a Parquet file are read again instead of held: nothing is different for it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import o2c
import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("jinja2")
csv = pytest.importorskip("pyarrow.csv")
parquet = pytest.importorskip("pyarrow.parquet")

import o2c._book_parquet  # noqa: E402

PERIOD = "2026-10"
ROWS = 3_000  # Of a group: one of many.


@pytest.fixture
def is_long(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Whether the texts that follow are taken for long."""

    def take(long: bool) -> None:
        monkeypatch.setattr(o2c._book_parquet, "LONG_BYTES", 1 if long else 2**60)

    return take


@pytest.fixture(scope="module")
def events(sample_folder: Path) -> pa.Table:
    path = sample_folder / "events.csv"
    texts = dict.fromkeys(csv.read_csv(path).column_names, pa.string())
    return csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=texts))


def book_with(events: pa.Table, sample: Path, folder: Path, rows: int = ROWS) -> Path:
    """The sample book with its events in a Parquet file of several groups."""
    folder.mkdir()
    for path in sample.rglob("*"):
        if path.is_file() and path.name != "events.csv":
            place = folder / path.relative_to(sample)
            place.parent.mkdir(exist_ok=True)
            place.symlink_to(path)
    parquet.write_table(events, folder / "events.parquet", row_group_size=rows)
    return folder


def closed(book: o2c.Book, out: Path) -> dict[str, bytes]:
    o2c.close(book, period=PERIOD, out=out, threads=2)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_nothing_is_different(
    events: pa.Table, sample_folder: Path, tmp_path: Path, is_long: Callable[[bool], None]
) -> None:
    folder = book_with(events, sample_folder, tmp_path / "book")
    is_long(False)
    held = o2c.Book.open(folder)
    is_long(True)
    long = o2c.Book.open(folder)
    assert closed(long, tmp_path / "long") == closed(held, tmp_path / "held")
    assert long.table("events").to_arrow().equals(held.table("events").to_arrow())
    assert (
        o2c.close(long, period=PERIOD, threads=1).summary()
        == o2c.close(held, period=PERIOD).summary()
    )


def test_events_in_any_order(
    events: pa.Table, sample_folder: Path, tmp_path: Path, is_long: Callable[[bool], None]
) -> None:
    """As a journal has them: orders one beside the other."""
    is_long(True)
    by_time = events.sort_by([("recorded_at", "ascending"), ("id", "ascending")])
    book = o2c.Book.open(book_with(by_time, sample_folder, tmp_path / "book", rows=777))
    want = o2c.close(sample_folder, period=PERIOD)
    assert o2c.close(book, period=PERIOD).summary() == want.summary()


@pytest.mark.parametrize("missing", [None, ""])
def test_a_missing_payload_is_told(
    missing: str | None,
    events: pa.Table,
    sample_folder: Path,
    tmp_path: Path,
    is_long: Callable[[bool], None],
) -> None:
    is_long(True)
    payloads = events["payload"].to_pylist()
    row = len(payloads) // 2
    payloads[row] = missing
    at = events.column_names.index("payload")
    faulty = events.set_column(at, "payload", pa.array(payloads, pa.string()))
    folder = book_with(faulty, sample_folder, tmp_path / "book")
    with pytest.raises(o2c.BadTable) as refused:
        o2c.Book.open(folder)
    assert [(f.file, f.row, f.field, f.expected) for f in refused.value.faults] == [
        (f"{folder}/events.parquet", row, "payload", "a value")
    ]


def test_what_cannot_be_read_is_told(
    events: pa.Table, sample_folder: Path, tmp_path: Path, is_long: Callable[[bool], None]
) -> None:
    is_long(True)
    payloads = events["payload"].to_pylist()
    payloads[1] = payloads[1][:-1]
    at = events.column_names.index("payload")
    faulty = events.set_column(at, "payload", pa.array(payloads, pa.string()))
    book = o2c.Book.open(book_with(faulty, sample_folder, tmp_path / "book"))
    with pytest.raises(o2c.BadTable) as refused:
        book.check_facts()
    (fault,) = refused.value.faults
    assert (fault.file, fault.row, fault.field) == ("events", 1, "payload")


def test_a_file_that_changes_is_told(
    events: pa.Table, sample_folder: Path, tmp_path: Path, is_long: Callable[[bool], None]
) -> None:
    is_long(True)
    folder = book_with(events, sample_folder, tmp_path / "book")
    book = o2c.Book.open(folder)
    parquet.write_table(events.slice(0, 3_000), folder / "events.parquet", row_group_size=100)
    wanted = "expected the file from which the book was read"
    with pytest.raises(o2c.BadTable, match=wanted) as refused:
        o2c.close(book, period=PERIOD)
    assert refused.value.faults[0].file == f"{folder}/events.parquet"
    (folder / "events.parquet").unlink()
    with pytest.raises(o2c.BadTable, match=wanted):
        book.table("events")


def test_groups_without_rows(
    events: pa.Table, sample_folder: Path, tmp_path: Path, is_long: Callable[[bool], None]
) -> None:
    is_long(True)
    folder = book_with(events.slice(0, 0), sample_folder, tmp_path / "book")
    with parquet.ParquetWriter(folder / "events.parquet", events.schema) as writer:
        for begin, size in itertools.pairwise([0, 1_000, 1_000, 5_000, len(events)]):
            writer.write_table(events.slice(begin, size - begin))
    want = o2c.close(sample_folder, period=PERIOD)
    assert o2c.close(folder, period=PERIOD).summary() == want.summary()
