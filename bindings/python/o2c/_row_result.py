"""What results that are rows of dicts have in common, and tables that are read more than once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from o2c import _core

if TYPE_CHECKING:
    import os

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
            "money": pa.decimal128(38, self._currency.digits),
        }
        columns = {}
        for name, kind in self._kinds.items():
            values = [_plain(row[name]) for row in self.rows]
            of = pa.decimal128(38, _places(values)) if kind == "part" else types[kind]
            columns[name] = pa.array(values, of)
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

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The table as CSV in UTF-8, as of any result of o2c."""
        from o2c._arrow_result import written_csv

        return written_csv(self.to_arrow(), path)

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


def takeable_table(table: Any, needed_by: str) -> Any:
    """A pyarrow.Table whose texts are of a kind that it takes rows of (Polars hands over views);
    without rows no column is of floats, as pandas guesses then."""
    pa = pyarrow_module(needed_by)
    if not hasattr(table, "__arrow_c_stream__") and not hasattr(table, "__arrow_c_array__"):
        _core.open_table(table)  # Says what a table is.
    taken = pa.table(table)
    for place, field in enumerate(taken.schema):
        if str(field.type) == "string_view":
            texts = taken.column(place).cast(pa.large_string())
            taken = taken.set_column(place, field.name, texts)
        elif not taken.num_rows and pa.types.is_floating(field.type):
            taken = taken.set_column(place, field.name, pa.nulls(0))
    return taken


def _places(parts: Iterable[Decimal | int | None]) -> int:
    """Decimal places that hold all of them: so many whatever they are, or more where needed."""
    exponents = (int(Decimal(each).as_tuple().exponent) for each in parts if each is not None)
    return max(18, -min(exponents, default=0))


def as_decimal(number: Fraction | Decimal) -> Decimal:
    """A product of rates, which ends."""
    exactly = Context(prec=38, traps=[Inexact])
    return (
        exactly.divide(Decimal(number.numerator), Decimal(number.denominator))
        if isinstance(number, Fraction)
        else number
    )


def _plain(value: Any) -> Any:
    if isinstance(value, _core.Money):
        return value.amount
    if isinstance(value, _core.Period):
        return str(value)
    if isinstance(value, float):  # Of a table of floats: the decimal that it stands for.
        return Decimal(repr(value))
    if isinstance(value, Fraction):
        return as_decimal(value)
    return value.fraction if isinstance(value, _core.Rate) else value
