"""What results that are one finished table have in common."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from o2c import _core

if TYPE_CHECKING:
    import os

    import pandas
    import polars
    import pyarrow


class ArrowResult:
    """A table that other libraries read without a copy, as often as they like."""

    def __init__(self, table: _core.ArrowTable) -> None:
        self._table = table

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow.Table; amounts are decimal128."""
        import pyarrow

        return pyarrow.table(self._table)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame whose amounts are decimal.Decimal."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A polars.DataFrame whose amounts are Decimal."""
        import polars

        return polars.DataFrame(self._table)

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The table as CSV in UTF-8, names in its first line (needs pyarrow): a text, or written to
        a file, which is there as a whole or not at all. Raises OSError when the place cannot be
        written; then an older file there is untouched."""
        return written_csv(self.to_arrow(), path)

    def __len__(self) -> int:
        return len(self._table)

    def __arrow_c_schema__(self) -> object:
        return self._table.__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self._table.__arrow_c_array__(requested_schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


# pyarrow writes a decimal zero of more places as 0E-7.
_MOST_PLACES = 6


def _as_people_write(table: pyarrow.Table) -> pyarrow.Table:
    """Numbers of many decimal places with as many as they need: 0.8 where the column could hold
    0.800000000000000000. Amounts keep those of their currency."""
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        if not pa.types.is_decimal(field.type) or field.type.scale <= _MOST_PLACES:
            continue
        values = [None if of is None else plain_text(of) for of in table[field.name].to_pylist()]
        needed = max((len(of.partition(".")[2]) for of in values if of is not None), default=0)
        of_type = pa.decimal128(38, needed) if needed <= _MOST_PLACES else pa.string()
        column = pa.array(values, pa.string()).cast(of_type)
        table = table.set_column(place, field.name, column)
    return table


def plain_text(number: Decimal) -> str:
    """Without zeros at the end, and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written_csv(table: pyarrow.Table, path: str | os.PathLike[str] | None) -> str | None:
    """What ArrowResult.to_csv says, of any table."""
    import pyarrow.csv

    sink = io.BytesIO()
    pyarrow.csv.write_csv(_as_people_write(table), sink)
    text = sink.getvalue()
    if path is None:
        return text.decode()
    from o2c._write import replaced

    with replaced(Path(path)) as file:
        file.write(text)
    return None
