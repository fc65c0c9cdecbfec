"""The aging of receivables: who owes what, and how late."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

from o2c import _core
from o2c._moments import optional_microseconds
from o2c._threads import thread_count

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Row = dict[str, Any]
_Conversion = tuple[str | _core.Currency, _core.ExchangeTable, str | _core.Rounding]
_MOST_DAYS = 10_000_000
_ROWS_SHOWN = 20
By = Literal["due_date", "invoice_date"]
Credits = Literal["apart", "netted"]


def aging(
    items: Any,
    *,
    as_of: date | str,
    receipts: Any = None,
    applications: Any = None,
    known_at: datetime | str | None = None,
    buckets: Sequence[int] | _core.AgingBuckets = (30, 60, 90),
    by: By | None = None,
    group_by: str | Sequence[str] = ("party",),
    credits: Credits = "apart",
    currency: str | _core.Currency | None = None,
    report_currency: str | _core.Currency | None = None,
    rates: _core.ExchangeTable | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    rounding: str | _core.Rounding = "half_up",
) -> AgingResult:
    """Age receivables as of a date: by party (or other keys) and currency, by days overdue.

    ``items`` is a table of open items (``party``, ``due_date``, ``amount``, ``currency``), or of
    invoices when ``receipts`` or ``applications`` are given: then what was open on the day is
    worked out from them, later settlements left aside, and cash that was not applied by then
    stands in ``unapplied``. Open items are taken as they are: all that the table lists is open;
    what of a debit is in dispute, by a column ``disputed``, stands in a column of that name, and
    the rest in its bucket (from documents, the column is not looked at). In place of a receipt an
    application may name a credit note of the invoices; without either it is an adjustment, whose
    ``kind`` is stated.
    Amounts are decimals; integers count minor units (cents), unless ``amount_digits`` says else.
    Tables are anything that speaks the Arrow PyCapsule protocol: pandas, Polars, DuckDB, PyArrow.

    as_of: the day; due that day is not yet due.
    known_at: only invoices, receipts and applications recorded (``recorded_at``, UTC) by then.
    buckets: day limits, each in the bucket that it closes; or AgingBuckets.
    by: ``due_date`` (the default) or ``invoice_date``, that ages count from.
    group_by: the columns to group by; the currency always is one more.
    credits: ``apart`` in a column of their own, or ``netted`` in the buckets.
    currency: of tables without a ``currency`` column.
    report_currency, rates, rounding: each figure converted as of the day, and rounded.
    amount_digits: the digits of integer amounts, if not their currency's; required to read floats.
    columns: other names of columns, {"due_date": "DueDate"}.
    threads: default: the CPUs this process may use. Results do not depend on it.

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong.
    """
    conversion = chosen_conversion(report_currency, rates, rounding)
    request = _Request(
        as_of=as_of,
        buckets=chosen_buckets(buckets, by),
        group_by=(group_by,) if isinstance(group_by, str) else tuple(group_by),
        credits=credits,
        currency=currency,
        amount_digits=amount_digits,
        columns=dict(columns) if columns else None,
        known_at=optional_microseconds(known_at, "known_at"),
    )
    threads = thread_count(threads)
    table = request.run(items, receipts, applications, threads)
    if conversion is not None:
        table = table.converted_to(*conversion)
    return AgingResult(table, request, (items, receipts, applications), threads, conversion)


def age(
    items: Sequence[_core.OpenItem],
    *,
    as_of: date | str,
    buckets: Sequence[int] | _core.AgingBuckets = (30, 60, 90),
    by: By | None = None,
    group_by: str | Sequence[str] = ("party",),
    credits: Credits = "apart",
) -> _core.AgingReport:
    """Age a list of open items, one by one: each row of the report can be explained.

    group_by: of ``party``, ``salesperson`` and ``document``; the currency always is one more key.
    For tables of many rows there is ``aging``; the two agree to the cent.
    """
    keys = [group_by] if isinstance(group_by, str) else list(group_by)
    listed = list(items)
    for place, item in enumerate(listed):
        if not isinstance(item, _core.OpenItem):
            raise TypeError(f"items[{place}]: expected an o2c.OpenItem, got {item!r}")
    return _core.age_items(
        listed,
        as_of=as_of,
        buckets=chosen_buckets(buckets, by),
        group_by=keys,
        credits=credits,
    )


def chosen_conversion(
    report_currency: str | _core.Currency | None,
    rates: _core.ExchangeTable | None,
    rounding: str | _core.Rounding,
) -> _Conversion | None:
    """What an aging is converted to; None: nothing."""
    if rates is not None and not isinstance(rates, _core.ExchangeTable):
        raise _core.InvalidArgument(f"rates: expected an o2c.ExchangeTable, got {rates!r}")
    if report_currency is None and rates is None:
        return None
    if report_currency is None or rates is None:
        raise _core.InvalidArgument("report_currency and rates go together: give both or neither")
    return report_currency, rates, rounding


def chosen_buckets(
    buckets: Sequence[int] | _core.AgingBuckets, by: By | None
) -> _core.AgingBuckets:
    """Buckets say themselves what they count from: then ``by`` may only repeat it."""
    if isinstance(buckets, _core.AgingBuckets):
        if by not in (None, buckets.by):
            raise _core.InvalidArgument(f"by={by!r} contradicts {buckets!r}")
        return buckets
    try:
        limits = [operator.index(limit) for limit in buckets]
    except TypeError:
        raise _core.InvalidArgument(
            f"buckets {buckets!r}: expected whole days, as in (30, 60, 90)"
        ) from None
    if any(abs(limit) > _MOST_DAYS for limit in limits):
        raise _core.InvalidArgument(f"buckets {buckets!r}: expected at most {_MOST_DAYS:,} days")
    return _core.AgingBuckets(limits, by=by or "due_date")


class AgingRequest(Protocol):
    """What was asked for, so that the items behind a figure can be found again."""

    options: dict[str, Any]

    def find(
        self, items: Any, receipts: Any, applications: Any, keys: Sequence[Any]
    ) -> tuple[list[int], list[_core.OpenItem]]:
        """Row numbers and items behind the groups that have the keys first."""


class _Request:
    """What was asked of tables."""

    def __init__(
        self,
        *,
        as_of: date | str,
        buckets: _core.AgingBuckets,
        group_by: tuple[str, ...],
        credits: str,
        currency: str | _core.Currency | None,
        amount_digits: int | None,
        columns: dict[str, str] | None,
        known_at: int | None,
    ) -> None:
        self.columns = columns
        self.known_at = known_at
        self.options: dict[str, Any] = {
            "as_of": as_of,
            "buckets": buckets,
            "group_by": [name for name in group_by if name != "currency"],
            "credits": credits,
            "currency": currency,
            "amount_digits": amount_digits,
        }

    def run(self, items: Any, receipts: Any, applications: Any, threads: int) -> _core.AgingTable:
        if receipts is None and applications is None and self.known_at is None:
            return _core.age_table(self._open(items), **self.options, threads=threads)
        return _core.age_documents(
            *self._open_all(items, receipts, applications),
            known_at=self.known_at,
            **self.options,
            threads=threads,
        )

    def find(
        self, items: Any, receipts: Any, applications: Any, keys: Sequence[Any]
    ) -> tuple[list[int], list[_core.OpenItem]]:
        if receipts is None and applications is None and self.known_at is None:
            return _core.aged_items(self._open(items), **self.options, keys=keys)
        return _core.aged_document_items(
            *self._open_all(items, receipts, applications),
            known_at=self.known_at,
            **self.options,
            keys=keys,
        )

    def _open(self, table: Any) -> _core.TableSource:
        return _core.open_table(table, self.columns)

    def _open_all(self, items: Any, receipts: Any, applications: Any) -> list[Any]:
        return list(_core.open_tables([items, receipts, applications], self.columns))


class AgingResult:
    """An aging: a row for each group and currency, figures that add up, and what is behind them.

    Rows are sorted by their keys (numbers ascending, text by code point, null last), then by
    currency. Other libraries read it through the Arrow PyCapsule protocol as often as they like.
    """

    def __init__(
        self,
        table: _core.AgingTable,
        request: AgingRequest,
        tables: tuple[Any, Any, Any],
        threads: int,
        conversion: _Conversion | None = None,
    ) -> None:
        self._conversion = conversion
        self._table = table
        self._request = request
        self._tables = tables
        self._threads = threads
        self._arrow: _core.ArrowTable | None = None
        self._totals: list[Row] | None = None

    @property
    def as_of(self) -> date:
        """The day of the aging."""
        return self._table.as_of

    @property
    def table(self) -> _core.AgingTable:
        """The figures, for other functions of o2c."""
        return self._table

    @property
    def by(self) -> str:
        """The date that ages count from: "due_date" or "invoice_date"."""
        return self._table.buckets.by

    @property
    def buckets(self) -> _core.AgingBuckets:
        """The buckets."""
        return self._table.buckets

    @property
    def bucket_labels(self) -> tuple[str, ...]:
        """Names of the buckets; the first holds what is not yet of age."""
        return self._table.buckets.labels

    @property
    def group_by(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(self._table.keys)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the figures: the buckets, what stands beside them, and their total.

        ``deposits``, where there is one, follows the total and is no part of it.
        """
        return tuple(self._table.measures)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as dicts, made when asked for."""
        return _Rows(self._table)

    @property
    def totals(self) -> list[Row]:
        """The figures of all rows, for each currency."""
        if self._totals is None:
            self._totals = self._table.totals()
        return [dict(total) for total in self._totals]

    def top(self, count: int, by: str = "total", *, currency: str | None = None) -> list[Row]:
        """The rows with the largest absolute figure, largest first; of one currency if stated."""
        return [self._table.row(row) for row in self._table.largest(count, by, currency)]

    def explain(self, *keys: Any, items: Any = None) -> AgingExplanation:
        """The items behind the figures of the group with these keys, and how they add up.

        ``items``: the table again, where the aging read a stream, which can be read only once.

        Raises o2c.InvalidArgument when there is no such group, or when the items no longer add up
        to it, because the table has been changed since.
        """
        rows_of_group = self._table.find(keys)
        if not rows_of_group:
            wanted = ", ".join(map(repr, keys))
            raise _core.InvalidArgument(f"no {', '.join(self.group_by)} {wanted} in the aging")
        tables = self._tables if items is None else (items, *self._tables[1:])
        # pyarrow's readers and Python's generators are streams: gone once read.
        if items is None and any(_is_stream(table) for table in tables):
            raise _core.InvalidArgument(
                "the items were a stream, which is read only once: pass them again, "
                "explain(..., items=...)"
            )
        rows, found = self._request.find(*tables, keys)
        explanation = AgingExplanation(self, keys, rows, found)
        aged = _sums(self._table.row(row) for row in rows_of_group)
        if _sums(explanation.figures) != aged:
            raise _core.InvalidArgument(
                "the items do not add up to the aging's figures: the table is not what it was"
            )
        return explanation

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow.Table: keys, currency, figures as decimal128, number of items."""
        import pyarrow

        return pyarrow.table(self._exported())

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame whose figures are decimal.Decimal."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A polars.DataFrame whose figures are Decimal."""
        import polars

        return polars.DataFrame(self._exported())

    def plot(self, kind: Literal["parties", "profile"] = "parties", **options: Any) -> Any:
        """A chart (needs ``pip install "o2c[plot]"``): stacked bars by party, or the buckets."""
        from o2c._plots import plot

        return plot(self, kind=kind, **options)

    def _repr_html_(self) -> str:
        from o2c._html import aging_html

        return aging_html(self)

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self)} rows"
        keys = f" by {', '.join(self.group_by)}" if self.group_by else ""
        return f"<AgingResult as of {self.as_of}: {rows}{keys}>"

    def __arrow_c_schema__(self) -> object:
        return self._exported().__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self._exported().__arrow_c_array__(requested_schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._exported().__arrow_c_stream__(requested_schema)

    def _exported(self) -> _core.ArrowTable:
        if self._arrow is None:
            self._arrow = self._table.to_arrow_table(self._threads)
        return self._arrow


class AgingExplanation:
    """The items behind the figures of one group, and the derivation of each figure."""

    def __init__(
        self,
        result: AgingResult,
        keys: tuple[Any, ...],
        rows: list[int],
        found: list[_core.OpenItem],
    ) -> None:
        options = result._request.options
        self.keys = keys
        self._found = found
        self._rows = rows
        self._report = _core.age_items(
            found,
            as_of=options["as_of"],
            buckets=options["buckets"],
            group_by=[],
            credits=options["credits"],
        )
        self._by = result.by
        self._as_of = result.as_of
        self._converted = result._conversion and self._report.converted_to(*result._conversion)

    @property
    def items(self) -> list[Row]:
        """Row (from 0) in the table, document, date, days past it, amount, what of it is disputed
        (if the table says so) and currency of each."""
        described = []
        for row, item in zip(self._rows, self._found, strict=True):
            day = item.due_date if self._by == "due_date" else item.invoice_date
            described.append(
                {
                    "row": row,
                    "document": item.document,
                    self._by: day,
                    "days": None if day is None else (self._as_of - day).days,
                    "amount": item.amount.amount,
                    **({} if item.disputed is None else {"disputed": item.disputed.amount}),
                    "currency": item.amount.currency.code,
                }
            )
        return described

    @property
    def figures(self) -> list[Row]:
        """What the items add up to, for each currency: the figures of the aging's rows."""
        if self._converted:
            return [dict(self._converted[0])]
        return [self._report.row(i, []) for i in range(len(self._report))]

    @property
    def derivations(self) -> list[_core.Derivation]:
        """How each currency's figures follow, step by step; with a report currency, all of it."""
        if self._converted:
            return [self._converted[1]]
        return [self._report.explain(i) for i in range(len(self._report))]

    def to_text(self, lang: str = "en") -> str:
        """The derivations as aligned text, in English ("en") or Chinese ("zh")."""
        return "\n".join(derivation.to_text(lang) for derivation in self.derivations)

    def to_html(self, lang: str = "en") -> str:
        """The derivations as HTML tables."""
        return "\n".join(derivation.to_html(lang) for derivation in self.derivations)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def __len__(self) -> int:
        return len(self._found)


class _Rows(Sequence[Row]):
    """Rows of a table as dicts, made one by one."""

    def __init__(self, table: _core.AgingTable) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._table.row(row) for row in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError("row out of range")
        return self._table.row(index % len(self))

    def __iter__(self) -> Iterator[Row]:
        return (self._table.row(row) for row in range(len(self)))

    def __repr__(self) -> str:
        shown = [repr(row) for row in self[:_ROWS_SHOWN]]
        left = len(self) - len(shown)
        return f"[{', '.join(shown + [f'... {left} more'] * (left > 0))}]"


def _is_stream(table: Any) -> bool:
    """Whether a table can be read only once, as far as its class tells."""
    return type(table).__name__ in {"RecordBatchReader", "ArrowArrayStream", "generator"}


def _sums(rows: Iterable[Row]) -> dict[str, dict[str, Decimal]]:
    """The figures of rows by currency, as far as open items give them: without deposits, and
    without what is zero."""
    from o2c._labels import EXACT

    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        figures = sums.setdefault(row["currency"], {})
        for name, value in row.items():
            if isinstance(value, Decimal) and name != "deposits":
                figures[name] = EXACT.add(figures.get(name, Decimal(0)), value)
    return {
        currency: {name: value for name, value in figures.items() if value}
        for currency, figures in sums.items()
        if any(figures.values())
    }
