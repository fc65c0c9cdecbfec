"""What results that are rows of dicts have in common, and tables that are read more than once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from o2c import _core

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Row = dict[str, Any]


class RowResult:
    """Rows of one currency, which pyarrow makes a table of."""

    def __init__(self, rows: list[Row], kinds: Mapping[str, str], currency: _core.Currency) -> None:
        self.rows = rows
        """The rows as dicts; amounts are o2c.Money."""
        self._kinds = kinds  # Of each column: "text", "number", "part" or "money".
        self._currency = currency

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow.Table; amounts are decimal128. Raises ImportError when pyarrow is absent."""
        pa = pyarrow_module("to_arrow")
        types = {
            "text": pa.string(),
            "number": pa.int64(),
            "part": pa.decimal128(38, 18),
            "money": pa.decimal128(38, self._currency.digits),
        }
        columns = {
            name: pa.array([_plain(row[name]) for row in self.rows], types[kind])
            for name, kind in self._kinds.items()
        }
        columns["currency"] = pa.array([self._currency.code] * len(self.rows), pa.string())
        return pa.table(columns)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame whose amounts are decimal.Decimal."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A polars.DataFrame whose amounts are Decimal."""
        import polars

        return polars.DataFrame(self.to_arrow())

    def __len__(self) -> int:
        return len(self.rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)


def pyarrow_module(needed_by: str) -> Any:
    """pyarrow. Raises ImportError that says what it is needed for."""
    try:
        import pyarrow
    except ImportError as missing:
        raise ImportError(f"{needed_by} needs pyarrow: pip install pyarrow") from missing
    return pyarrow


def held_table(table: Any, needed_by: str) -> Any:
    """The table itself where it can be read again, or what pyarrow has read of it.

    What has no length is a stream (pyarrow's readers, among others), which is gone once read."""
    if table is None or hasattr(type(table), "__len__"):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        return table  # No table: what reads it says so.
    return pyarrow_module(f"{needed_by} of a stream, which has to be read again,").table(table)


def _plain(value: Any) -> Any:
    if isinstance(value, _core.Money):
        return value.amount
    return value.fraction if isinstance(value, _core.Rate) else value
