"""The journal: adding, reading, proof, copies, columns; in a file and on a server."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import os
import pickle
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import o2c
import pytest

ROOT = Path(__file__).resolve().parents[2]
NINE = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)


def event(n: int, prefix: str = "e") -> o2c.JournalEvent:
    return o2c.JournalEvent(
        f"{prefix}{n}",
        "confirmed" if n % 2 else "deposit_received",
        on=datetime.date(2026, 6, 1) + datetime.timedelta(days=n),
        recorded_at=NINE + datetime.timedelta(microseconds=n),
        by="王芳",
        payload=f'{{"n":{n}}}',
        event_version=1 + n % 3,
    )


def events(first: int, count: int, prefix: str = "e") -> list[o2c.JournalEvent]:
    return [event(n, prefix) for n in range(first, first + count)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.db"


_names = (f"python_{n}" for n in itertools.count())


@pytest.fixture(params=["file", "server"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], o2c.Journal]:
    """Opens one journal, as often as one likes."""
    if request.param == "file":
        return lambda: o2c.Journal(tmp_path / "orders.db")
    address = request.getfixturevalue("server")
    schema = next(_names)
    return lambda: o2c.Journal(address, schema=schema)


def test_events_are_added_and_read(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen() as journal:
        assert journal.append("SO-1", events(0, 2), expected_version=0) == ("appended", 2)
        assert journal.append("SO-2", events(2, 1), expected_version=0) == ("appended", 1)
    with reopen() as journal:
        assert len(journal) == 3
        assert journal.version("SO-1") == 2
        assert journal.version("SO-3") == 0
        assert journal.orders() == {"SO-1": 2, "SO-2": 1}
        entry = journal.read("SO-1")[1]
        assert (entry.position, entry.order, entry.seq, entry.id) == (2, "SO-1", 2, "e1")
        assert (entry.event, entry.event_version, entry.by) == ("confirmed", 2, "王芳")
        assert entry.on == datetime.date(2026, 6, 2)
        assert entry.recorded_at == NINE + datetime.timedelta(microseconds=1)
        assert entry.recorded_at.tzinfo is datetime.UTC
        assert entry.payload == '{"n":1}'
        assert [each.id for each in journal] == ["e0", "e1", "e2"]
        assert journal.read("SO-1", from_seq=2) == [entry]
        assert journal.find("e1") == entry
        assert journal.find("e9") is None
        assert journal.verify() == []


def test_a_conflict_is_an_answer_that_is_not_true(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen() as journal:
        assert journal.append("SO-1", events(0, 2), expected_version=0)
        answer = journal.append("SO-1", events(5, 1), expected_version=1)
        assert not answer
        assert answer == o2c.AppendAnswer("conflict", 2)
        again = journal.append("SO-1", events(0, 2), expected_version=0)
        assert again
        assert again.outcome == "already_there"
        parts = [("SO-1", 0, events(5, 1)), ("SO-2", 0, events(6, 1))]
        assert [each.outcome for each in journal.append_all(parts)] == ["conflict", "held_back"]
        assert len(journal) == 2


def test_every_fault_is_named(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen() as journal:
        assert journal.append("SO-1", events(0, 1), expected_version=0)
        bad = o2c.JournalEvent("", "x", on="2026-06-01", recorded_at=NINE, by="a\0", payload="p")
        with pytest.raises(o2c.InvalidArgument) as caught:
            journal.append("SO-1", [event(1), bad], expected_version=-1)
        assert [(fault.row, fault.field) for fault in caught.value.faults] == [
            (None, "expected_version"),
            (1, "id"),
            (1, "by"),
            (1, "recorded_at"),
        ]
        other = o2c.JournalEvent("e0", "x", on="2026-06-01", recorded_at=NINE, by="Li")
        with pytest.raises(o2c.InvalidArgument, match=r"e0.*says something else"):
            journal.append("SO-1", [other], expected_version=1)


def test_known_at(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen() as journal:
        assert journal.append("SO-1", events(0, 4), expected_version=0)
        assert len(journal.read("SO-1", known_at="2026-06-01T09:00:00.000001Z")) == 2
        assert [each.seq for each in journal.entries(known_at=NINE)] == [1]
        assert len(journal.table(known_at=NINE)) == 1


def expected_hashes(journal: o2c.Journal) -> list[tuple[str, str]]:
    """By the description of the chain alone, with Python's own SHA-256."""

    def number(value: int) -> bytes:
        return struct.pack(">q", value)

    def text(value: str) -> bytes:
        data = value.encode()
        return number(len(data)) + data

    orders: dict[str, bytes] = {}
    whole = bytes(32)
    hashes = []
    for entry in journal:
        since = entry.recorded_at - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        own = hashlib.sha256(
            b"o2c journal entry 1\n"
            + orders.get(entry.order, bytes(32))
            + text(entry.order)
            + number(entry.seq)
            + text(entry.id)
            + text(entry.event)
            + number(entry.event_version)
            + number((entry.on - datetime.date(1970, 1, 1)).days)
            + number(since // datetime.timedelta(microseconds=1))
            + text(entry.by)
            + text(entry.payload)
        ).digest()
        whole = hashlib.sha256(b"o2c journal 1\n" + whole + number(entry.position) + own).digest()
        orders[entry.order] = own
        hashes.append((own.hex(), whole.hex()))
    return hashes


def test_anybody_can_compute_the_hashes(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen() as journal:
        for n in range(7):
            assert journal.append(f"SO-{n % 3}", events(n, 1), expected_version=n // 3)
        expected = expected_hashes(journal)
        assert [(entry.hash, entry.journal_hash) for entry in journal] == expected
        assert journal.head() == f"7:{expected[-1][1]}"


def test_an_edit_is_named(file: Path) -> None:
    with o2c.Journal(file) as journal:
        assert journal.append("SO-1", events(0, 3), expected_version=0)
        kept = journal.head()
    with sqlite3.connect(file) as database:
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            database.execute("UPDATE entries SET payload = '{}' WHERE position = 2")
        (trigger,) = database.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'entries_stay_as_they_are'"
        ).fetchone()
        database.execute("DROP TRIGGER entries_stay_as_they_are")
        database.execute("UPDATE entries SET payload = '{}' WHERE position = 2")
        database.execute(trigger)
    database.close()
    with o2c.Journal(file) as journal:
        (found,) = journal.verify([kept])
        assert (found.order, found.seq, found.differs) == ("SO-1", 2, "hash")
        assert str(found).startswith("order SO-1, seq 2 (position 2): hash: ")
        (found,) = journal.verify(["3:" + "0" * 64])[-1:]
        assert found.differs == "head"
        with pytest.raises(o2c.ParseError):
            journal.verify(["three"])


def test_json_lines_go_there_and_back(reopen: Callable[[], o2c.Journal], tmp_path: Path) -> None:
    with reopen() as journal, o2c.Journal(":memory:") as copy:
        assert journal.append("SO-1", events(0, 3), expected_version=0)
        out = tmp_path / "journal.jsonl"
        assert journal.export_jsonl(out) == 3
        assert copy.import_jsonl(out) == 3
        assert list(copy) == list(journal)
        assert copy.head() == journal.head()
        out.write_text(out.read_text(encoding="utf-8").replace('n\\":1', 'n\\":7'), "utf-8")
        with o2c.Journal(":memory:") as other:
            with pytest.raises(o2c.ParseError, match=r"journal\.jsonl:3, hash"):
                other.import_jsonl(out)
            assert len(other) == 0
            assert other  # Empty, but there.


def test_columns(reopen: Callable[[], o2c.Journal]) -> None:
    pa = pytest.importorskip("pyarrow")
    with reopen() as journal:
        assert journal.append("SO-1", events(0, 3), expected_version=0)
        table = journal.to_arrow()
        assert table.schema.names == [
            *("position", "order", "seq", "id", "event", "event_version", "on", "recorded_at"),
            *("by", "payload", "hash"),
        ]
        assert table.schema.field("on").type == pa.date32()
        assert table.schema.field("recorded_at").type == pa.timestamp("us", "UTC")
        names = table.schema.names
        assert [tuple(row.values()) for row in table.to_pylist()] == [
            tuple(getattr(entry, name) for name in names) for entry in journal
        ]
        assert pa.table(journal).equals(table)
        assert list(journal.to_pandas()["seq"]) == [1, 2, 3]
        assert journal.to_polars()["by"].to_list() == ["王芳"] * 3
        assert "<table" in journal.table()._repr_html_()


def test_snapshots(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen() as journal:
        assert journal.append("SO-1", events(0, 3), expected_version=0)
        journal.save_snapshot("SO-1", seq=2, schema="v1", payload="{}")
        assert journal.snapshot("SO-1", schema="v1") == ("SO-1", 2, "v1", "{}")
        assert journal.snapshot("SO-1", schema="v2") is None
        assert journal.drop_snapshots() == 1
        assert journal.snapshot("SO-1", schema="v1") is None
        with pytest.raises(o2c.InvalidArgument, match="seq"):
            journal.save_snapshot("SO-1", seq=9, schema="v1", payload="{}")


def test_failures_say_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(o2c.JournalError, match="No such file") as caught:
        o2c.Journal(tmp_path / "orders.db", create=False)
    assert caught.value.failure == "inaccessible"
    assert isinstance(caught.value, o2c.Error)
    assert pickle.loads(pickle.dumps(caught.value)).failure == "inaccessible"
    (tmp_path / "letter").write_text("Dear customer, " * 100)
    with pytest.raises(o2c.JournalError, match="letter") as caught:
        o2c.Journal(tmp_path / "letter")
    assert caught.value.failure == "not_a_journal"
    with pytest.raises(o2c.JournalError) as caught:
        o2c.Journal("postgresql://li:secret@/orders?host=/no/such/folder")
    assert caught.value.failure == "inaccessible"
    assert "secret" not in str(caught.value)
    with pytest.raises(o2c.InvalidArgument, match="only for a server"):
        o2c.Journal(tmp_path / "orders.db", schema="orders")
    with pytest.raises(o2c.InvalidArgument, match=r"wait_ms|busy_timeout_ms"):
        o2c.Journal(tmp_path / "orders.db", wait_ms=-1)


def test_a_closed_journal_says_so(file: Path) -> None:
    journal = o2c.Journal(file)
    assert repr(journal) == f"<o2c.Journal {str(file)!r}>"
    journal.close()
    journal.close()
    assert repr(journal) == "<o2c.Journal, closed>"
    with pytest.raises(o2c.InvalidArgument, match="closed"):
        journal.version("SO-1")


@pytest.mark.parametrize(
    "fields",
    [
        {"on": NINE},
        {"on": 20260601},
        {"recorded_at": "2026-06-01"},
        {"recorded_at": 0},
        {"by": None},
        {"payload": {}},
        {"id": 1},
        {"event_version": 0},
        {"event_version": 2**31},
        {"event_version": 1.0},
        {"event_version": True},
    ],
)
def test_events_take_what_they_say(fields: dict[str, object]) -> None:
    good = {"id": "e", "event": "x", "on": "2026-06-01", "recorded_at": NINE, "by": "Li"}
    assert o2c.JournalEvent(**good).on == datetime.date(2026, 6, 1)  # type: ignore[arg-type]
    with pytest.raises((TypeError, o2c.InvalidArgument)):
        o2c.JournalEvent(**{**good, **fields})  # type: ignore[arg-type]


def test_moments_come_back_in_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=8))
    shanghai = o2c.JournalEvent(
        "e", "x", on="2026-06-01", recorded_at=NINE.astimezone(zone), by="Li"
    )
    assert shanghai.recorded_at == NINE
    assert shanghai.recorded_at.tzinfo is datetime.UTC


def test_no_others_are_taken_for_events(file: Path) -> None:
    with o2c.Journal(file) as journal, pytest.raises(TypeError, match="JournalEvent"):
        journal.append("SO-1", ["e1"], expected_version=0)  # type: ignore[list-item]


def test_eight_threads_lose_no_update(reopen: Callable[[], o2c.Journal]) -> None:
    with reopen():
        pass

    def work(writer: int) -> None:
        with reopen() as journal:
            version = journal.version("SO-1")
            for n in range(10):
                each = o2c.JournalEvent(
                    f"{writer}-{n}", "x", on="2026-06-01", recorded_at=NINE, by="Li"
                )
                while not (answer := journal.append("SO-1", [each], expected_version=version)):
                    version = answer.version
                version = answer.version

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reopen() as journal:
        assert journal.verify() == []
        assert sorted(entry.id for entry in journal) == sorted(
            f"{writer}-{n}" for writer in range(8) for n in range(10)
        )


APPENDING = """
import sys
import o2c
with o2c.Journal(sys.argv[1]) as journal:
    while True:
        n = journal.version("SO-1")
        event = o2c.JournalEvent(
            f"e{n}", "x", on="2026-06-01", recorded_at="2026-06-01T09:00:00Z", by="Li"
        )
        assert journal.append("SO-1", [event], expected_version=n)
        print(n + 1, flush=True)
"""


def test_a_killed_process_loses_nothing_that_it_confirmed(file: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(o2c.__file__).parents[1])}
    confirmed = 0
    for n in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", APPENDING, file],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout
            confirmed = int(process.stdout.readline())
            time.sleep(0.003 * n)
            process.kill()
            confirmed = max([confirmed, *map(int, process.stdout)])
        assert process.returncode == -signal.SIGKILL
        with o2c.Journal(file) as journal:
            assert journal.verify() == []
            assert len(journal) in (confirmed, confirmed + 1)
