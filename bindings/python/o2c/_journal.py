"""The journal of orders: events that are only ever added, in a file or on a server."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import microseconds, moment_of, optional_microseconds

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from o2c._event_tables import EventTables

_Date = date | str
_Moment = datetime | str
_PAGE = 1024


@dataclass(frozen=True, init=False, repr=False)
class JournalEvent:
    """An event on its way into a journal, which does not look into its payload.

    id: of the event; once in a journal. Texts other than the payload have 1 to 500 bytes.
    event, event_version: the name of its type, and of the form of its payload.
    on: the day when it holds. recorded_at: the moment when it was recorded (UTC), which never goes
    back within an order. by: who recorded it.
    payload: what it says, as text; most often JSON.
    """

    __module__ = "o2c"
    __slots__ = ("by", "event", "event_version", "id", "on", "payload", "recorded_at")

    id: str
    event: str
    event_version: int
    on: date
    recorded_at: datetime
    by: str
    payload: str

    def __init__(
        self,
        id: str,
        event: str,
        *,
        on: _Date,
        recorded_at: _Moment,
        by: str,
        payload: str = "",
        event_version: int = 1,
    ) -> None:
        moment = moment_of(microseconds(recorded_at, "recorded_at"))
        day = _core.parse_date(on) if isinstance(on, str) else on
        if isinstance(day, datetime) or not isinstance(day, date):
            raise TypeError(f"on: expected a datetime.date, got {day!r}")
        fields: dict[str, Any] = {"id": id, "event": event, "by": by, "payload": payload}
        for name, text in fields.items():
            if not isinstance(text, str):
                raise TypeError(f"{name}: expected a str, got {text!r}")
        if type(event_version) is not int:
            raise TypeError(f"event_version: expected an int, got {event_version!r}")
        if not 1 <= event_version < 2**31:
            raise _core.InvalidArgument(
                f"event_version {event_version}: expected a number from 1 to {2**31 - 1}"
            )
        fields |= {"event_version": event_version, "on": day, "recorded_at": moment}
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("type 'o2c.JournalEvent' is not an acceptable base type")

    def __repr__(self) -> str:
        return (
            f"JournalEvent({self.id!r}, {self.event!r}, on={str(self.on)!r}, "
            f"recorded_at={_shown(self.recorded_at)!r}, by={self.by!r}, "
            f"payload={self.payload!r}, event_version={self.event_version!r})"
        )

    def __reduce__(self) -> tuple[object, ...]:
        fields = ("id", "event", "event_version", "on", "recorded_at", "by", "payload")
        return _event_of, tuple(getattr(self, name) for name in fields)


def _event_of(
    id: str, event: str, version: int, on: date, recorded_at: datetime, by: str, payload: str
) -> JournalEvent:
    return JournalEvent(
        id, event, on=on, recorded_at=recorded_at, by=by, payload=payload, event_version=version
    )


_event_of.__module__ = "o2c._journal"


class JournalEntry(NamedTuple):
    """An event as it stands in a journal."""

    position: int
    """In the order of recording of the whole journal: 1, 2, ..."""
    order: str
    seq: int
    """The order's version: 1, 2, ... without gaps."""
    id: str
    event: str
    event_version: int
    on: date
    recorded_at: datetime
    by: str
    payload: str
    hash: str
    """SHA-256 over the order's entry before and all that this one says."""
    journal_hash: str
    """SHA-256 over the journal's entry before and the hash of this one."""


class AppendAnswer(NamedTuple):
    """What became of events that were to be appended. It is true if they are in the journal."""

    outcome: Literal["appended", "already_there", "conflict", "held_back"]
    """``already_there``: by their ids, and nothing was done; ``conflict``: the order has another
    version than was expected; ``held_back``: other events of the same call had a conflict."""
    version: int
    """That the order now has."""

    def __bool__(self) -> bool:
        return self.outcome in ("appended", "already_there")


class JournalBreak(NamedTuple):
    """Something in a journal that is not as it was recorded."""

    position: int
    """In the journal; 0: none in particular."""
    order: str
    seq: int
    differs: str
    """What: "hash", "seq", "position", "recorded_at", "journal_hash", "missing", "head",
    "unreadable", "store"."""
    reason: str
    text: str
    """All of it as a line."""

    def __str__(self) -> str:
        return self.text


class JournalSnapshot(NamedTuple):
    """The state of an order after one of its entries: a cache, from which nothing is lost."""

    order: str
    seq: int
    schema: str
    payload: str


class JournalTable(ArrowResult):
    """The entries of a journal in the order of recording."""

    def _repr_html_(self) -> str:
        return self.to_pandas().to_html(max_rows=20, index=False)


class Journal:
    """The history of orders, to which events are added and from which nothing is ever taken.

    place: a file ("orders.db", which SQLite keeps; ":memory:" ends with the object), or a server
    ("postgresql://li@db.example/orders"). Passwords are better kept in ~/.pgpass.
    create: whether to make a journal that is not there; false: raises o2c.JournalError.
    wait_ms: how many milliseconds to wait for another writer.
    schema: of the tables on a server.

    When an append returns, its events survive a loss of power. Threads may share one; after a fork
    a process opens its own. Failures of the disk or server raise o2c.JournalError.
    """

    def __init__(
        self,
        place: str | os.PathLike[str],
        *,
        create: bool = True,
        wait_ms: int = 5_000,
        schema: str | None = None,
    ) -> None:
        name = os.fspath(place)
        if name.startswith(("postgresql://", "postgres://")):
            self._journal = _core.Journal.open_server(
                name, create=create, schema=schema or "o2c_journal", wait_ms=wait_ms
            )
            return
        if schema is not None:
            raise _core.InvalidArgument(
                f"schema {schema!r}: expected only for a server; {name!r} is a file"
            )
        self._journal = _core.Journal.open_file(name, create=create, wait_ms=wait_ms)

    @property
    def place(self) -> str:
        """The file, or the database and its server."""
        return self._journal.place

    # --- adding ---------------------------------------------------------------------------------

    def append(
        self, order: str, events: Iterable[JournalEvent], *, expected_version: int
    ) -> AppendAnswer:
        """Add events to an order, all or none. Look at the answer: a conflict is one, and then
        nothing was stored.

        expected_version: the order's version before the first of them; 0: a new order.

        Events whose ids are all there, in the same order and with the same content, are already
        there. (When they were recorded is not compared: whoever sends again does so later.) An id
        that stands for something else raises o2c.InvalidArgument.
        """
        return self.append_all([(order, expected_version, events)])[0]

    def append_all(
        self, parts: Iterable[tuple[str, int, Iterable[JournalEvent]]]
    ) -> list[AppendAnswer]:
        """The same for several orders, each with its expected version, all or none."""
        listed = [
            (order, version, [_event_tuple(event) for event in events])
            for order, version, events in parts
        ]
        return [AppendAnswer(*answer) for answer in self._journal.append_all(listed)]

    # --- reading --------------------------------------------------------------------------------

    def version(self, order: str) -> int:
        """The seq of the order's last entry; 0: there is none."""
        return self._journal.version(order)

    def orders(self) -> dict[str, int]:
        """The version of every order."""
        return self._journal.orders()

    def read(
        self, order: str, *, from_seq: int = 1, known_at: _Moment | None = None
    ) -> list[JournalEntry]:
        """The entries of an order, by seq. known_at: only what was recorded by that moment."""
        moment = optional_microseconds(known_at, "known_at")
        found = self._journal.read(order, from_seq=from_seq, known_at=moment)
        return [_entry(each) for each in found]

    def find(self, id: str) -> JournalEntry | None:
        """The entry of an event, if there is one."""
        found = self._journal.find(id)
        return None if found is None else _entry(found)

    def entries(self, *, known_at: _Moment | None = None) -> Iterator[JournalEntry]:
        """All entries in the order of recording, read page by page; it does not hold up writers."""
        moment = optional_microseconds(known_at, "known_at")
        after = 0
        while True:
            page = self._journal.page(after=after, limit=_PAGE, known_at=moment)
            yield from map(_entry, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def __iter__(self) -> Iterator[JournalEntry]:
        return self.entries()

    def __len__(self) -> int:
        return int(self.head().partition(":")[0])

    def __bool__(self) -> bool:
        return True  # Also while it is empty.

    def table(self, *, known_at: _Moment | None = None) -> JournalTable:
        """All entries as columns: position, order, seq, id, event, event_version, on, recorded_at,
        by, payload, hash."""
        moment = optional_microseconds(known_at, "known_at")
        return JournalTable(self._journal.table(known_at=moment))

    def event_tables(self, *, known_at: _Moment | None = None) -> EventTables:
        """What the events of orders say, as tables with typed columns, one for each type of event.
        Raises o2c.ParseError for an entry that is no event of an order."""
        from o2c._event_tables import EventTables

        moment = optional_microseconds(known_at, "known_at")
        return EventTables(self._journal.event_tables(known_at=moment))

    def to_arrow(self) -> pyarrow.Table:
        """The table as a pyarrow.Table."""
        return self.table().to_arrow()

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a pandas.DataFrame."""
        return self.table().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The table as a polars.DataFrame."""
        return self.table().to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table().__arrow_c_stream__(requested_schema)

    # --- proof, copies --------------------------------------------------------------------------

    def head(self) -> str:
        """How far the journal has come: the number of its entries and the hash over all of them,
        for an auditor to keep elsewhere."""
        return self._journal.head()

    def verify(self, kept: Iterable[str] = ()) -> list[JournalBreak]:
        """Everything that is not as it was recorded; empty: nothing.

        kept: heads of this journal that were kept elsewhere. Without them an edit is found, and an
        entry or order taken away, unless whoever did it also wrote all later hashes anew.
        """
        return [JournalBreak(*found) for found in self._journal.verify(list(kept))]

    def export_jsonl(self, file: str | os.PathLike[str]) -> int:
        """Write the journal as JSON Lines; returns the number of entries. The file appears when it
        is whole and on the disk."""
        return self._journal.export_jsonl(os.fspath(file))

    def import_jsonl(self, file: str | os.PathLike[str]) -> int:
        """Read what export_jsonl wrote, into a journal that is empty, all or nothing. Raises
        o2c.ParseError with every line at fault."""
        return self._journal.import_jsonl(os.fspath(file))

    # --- snapshots ------------------------------------------------------------------------------

    def save_snapshot(self, order: str, *, seq: int, schema: str, payload: str) -> None:
        """Keep the state of an order after an entry, in place of an earlier one of the schema."""
        self._journal.save_snapshot(order, seq=seq, schema=schema, payload=payload)

    def snapshot(self, order: str, *, schema: str) -> JournalSnapshot | None:
        """The state that was kept; None if there is none, or if it does not fit the entries."""
        found = self._journal.snapshot(order, schema=schema)
        return None if found is None else JournalSnapshot(*found)

    def drop_snapshots(self) -> int:
        """Forget all snapshots, which changes nothing but times; returns how many there were."""
        return self._journal.drop_snapshots()

    # --- the handle -----------------------------------------------------------------------------

    def close(self) -> None:
        """Let the file or server go. Closing it twice is no error."""
        self._journal.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if not self._journal.is_open:
            return "<o2c.Journal, closed>"
        return f"<o2c.Journal {self.place!r}>"


def _shown(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _event_tuple(event: JournalEvent) -> tuple[str, str, int, date, int, str, str]:
    if not isinstance(event, JournalEvent):
        raise TypeError(f"expected an o2c.JournalEvent, got {event!r}")
    return (
        event.id,
        event.event,
        event.event_version,
        event.on,
        microseconds(event.recorded_at, "recorded_at"),
        event.by,
        event.payload,
    )


def _entry(row: tuple[Any, ...]) -> JournalEntry:
    return JournalEntry._make((*row[:7], moment_of(row[7]), *row[8:]))
