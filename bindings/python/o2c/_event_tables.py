"""Events of orders as tables with typed columns, and where orders stand, from such tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import moment_of
from o2c._order import OrderEntry
from o2c._threads import thread_count

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class NamedTable(ArrowResult):
    """One of several tables that belong together."""

    __module__ = "o2c"

    def __init__(self, name: str, table: _core.ArrowTable) -> None:
        super().__init__(table)
        self.name = name

    def __repr__(self) -> str:
        return f"<o2c.NamedTable {self.name!r}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        return self.to_pandas().to_html(max_rows=20, index=False)


class _NamedTables(Mapping[str, NamedTable]):
    """Tables by their names."""

    _main: str  # The one that stands for all of them.

    def __init__(self, tables: list[tuple[str, _core.ArrowTable]]) -> None:
        self._tables = {name: NamedTable(name, table) for name, table in tables}

    def __getitem__(self, name: str) -> NamedTable:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def to_arrow(self) -> pyarrow.Table:
        return self[self._main].to_arrow()

    def to_pandas(self) -> pandas.DataFrame:
        return self[self._main].to_pandas()

    def to_polars(self) -> polars.DataFrame:
        return self[self._main].to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self[self._main].__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(table)}" for name, table in self.items())
        return f"<o2c.{type(self).__name__} {rows}>"

    def _repr_html_(self) -> str:
        return self[self._main]._repr_html_()


class EventTables(_NamedTables):
    """Events of orders by table: ``events`` has a row for each (``order``, ``seq``, ``event``,
    ``on``, ``recorded_at``, ``by``, ``role``), ``tables["DepositReceived"]`` what those of a type
    say, one column for each field, ``tables["ContractSigned.lines"]`` the items of a list.

    An amount has its currency beside it (``currency`` of ``amount``, else ``<field>_currency``), a
    rate is a fraction, terms of payment are their text. Of a list the event's column says how many
    items there are. Its own to_pandas() and the like give ``events``.
    """

    __module__ = "o2c"
    _main = "events"


class OrderTables(_NamedTables):
    """Where orders stand: ``orders`` has a row for each, with the stage of each machine and its
    amounts; ``lines``, ``shipments``, ``samples``, ``complaints`` a row for each part of an order.

    Its own to_pandas() and the like give ``orders``.
    """

    __module__ = "o2c"
    _main = "orders"


def order_tables(tables: Mapping[str, object], *, threads: int | None = None) -> OrderTables:
    """Where each order stands, folded from the tables of its events.

    tables: what journal.event_tables() gives, or tables of the same names and columns from
    elsewhere (pandas, Polars, PyArrow, DuckDB, Parquet files read by any of them), rows in any
    order. Each order has all of its events there, from the first one on.
    threads: how many to use; by default the CPUs that this process may use.

    Raises o2c.BadTable with everything that is wrong: table, row, field and value.
    """
    return OrderTables(_core._order_tables(dict(tables), threads=thread_count(threads)))


def order_histories(
    tables: Mapping[str, object], *, threads: int | None = None
) -> dict[str, list[OrderEntry]]:
    """The events themselves, by order: o2c.Order.replay(number, history) makes the order of them.

    tables, threads: as in order_tables.
    """
    found = _core._order_histories(dict(tables), threads=thread_count(threads))
    return {
        order: [OrderEntry(*entry[:4], moment_of(entry[4])) for entry in entries]
        for order, entries in found
    }
