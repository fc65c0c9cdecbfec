"""The totals of a ledger's agings on several days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from o2c import _core

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from matplotlib.axes import Axes

Row = dict[str, Any]

_APART = ("disputed", "credits", "unapplied", "total", "deposits")


class AgingOverTime:
    """For each day and currency the figures of the aging of that day, as exact decimals.

    Every day has a row for each currency that was open on any of them.
    """

    def __init__(
        self,
        ledger: _core.Ledger,
        dates: Iterable[date | str],
        *,
        known_at: int | None,
        buckets: _core.AgingBuckets,
        credits: str,
    ) -> None:
        if isinstance(dates, str):
            raise TypeError(f"dates: expected several days, got {dates!r}")
        tables = [
            ledger.age(
                as_of=day,
                buckets=buckets,
                group_by=[],
                credits=credits,
                known_at=known_at,
                threads=1,
            )
            for day in dates
        ]
        found = {name for table in tables for name in table.measures}
        self.buckets = buckets
        """The buckets."""
        self.measures = (*buckets.labels, *(name for name in _APART if name in found))
        """Names of the figures; ``deposits``, where there is one, is no part of the ``total``."""
        self.dates = tuple(table.as_of for table in tables)
        """The days, in the order in which they were stated."""
        of_days = [{row["currency"]: row for row in table.totals()} for table in tables]
        self.currencies = tuple(sorted({code for rows in of_days for code in rows}))
        """Codes of the currencies, sorted."""
        self.rows = [
            {
                "date": day,
                "currency": code,
                **{name: rows.get(code, {}).get(name, Decimal(0)) for name in self.measures},
                "items": rows.get(code, {}).get("items", 0),
            }
            for day, rows in zip(self.dates, of_days, strict=True)
            for code in self.currencies
        ]
        """A dict for each day and currency: the measures, and how many ``items`` were open."""

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow.Table; amounts are decimal128."""
        import pyarrow as pa

        amounts = [row[name] for row in self.rows for name in self.measures]
        digits = max((-int(amount.as_tuple().exponent) for amount in amounts), default=0)
        types = {
            "date": pa.date32(),
            "currency": pa.string(),
            **dict.fromkeys(self.measures, pa.decimal128(38, max(digits, 0))),
            "items": pa.int64(),
        }
        return pa.Table.from_pylist(self.rows, schema=pa.schema(types))

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame whose amounts are decimal.Decimal."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A polars.DataFrame whose amounts are Decimal."""
        import polars

        return polars.DataFrame(self.to_arrow())

    def plot(self, **options: Any) -> Axes | list[Axes]:
        """A chart (needs ``pip install "o2c[plot]"``): the amounts by age, stacked, day by day.

        kind: ``bars``, or ``area`` on an axis of time. currency: one of several. ax, lang: as of
        any chart of o2c.
        """
        from o2c._ledger_plots import plot_aging_over_time

        return plot_aging_over_time(self, **options)

    def __len__(self) -> int:
        return len(self.rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<AgingOverTime: {len(self.dates)} days, {', '.join(self.currencies) or 'nothing'}>"
