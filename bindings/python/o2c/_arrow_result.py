"""What results that are one finished table have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from o2c import _core

if TYPE_CHECKING:
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

    def __len__(self) -> int:
        return len(self._table)

    def __arrow_c_schema__(self) -> object:
        return self._table.__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self._table.__arrow_c_array__(requested_schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)
