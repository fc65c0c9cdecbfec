"""Measures of collecting, period by period (回款指标)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import optional_microseconds
from o2c._threads import thread_count

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]
PeriodMeasure = Literal[
    "dso",
    "countback_dso",
    "best_possible_dso",
    "average_days_delinquent",
    "collection_effectiveness",
    "days_to_pay",
    "days_late",
    "turnover",
    "overdue_share",
]


def measures(
    invoices: Any,
    *,
    periods: Iterable[str | _core.Period],
    receipts: Any = None,
    applications: Any = None,
    known_at: datetime | str | None = None,
    group_by: str | Sequence[str] = (),
    days_in_period: int | None = None,
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    digits: int = 2,
    rounding: str | _core.Rounding = "half_up",
) -> MeasuresResult:
    """Days sales outstanding and the other measures of collecting, for each period.

    ``invoices``, ``receipts`` and ``applications`` are the tables that o2c.aging takes. The figures
    are those of debits: credit notes and unapplied cash stand apart. Every application is a
    payment; one to an invoice of several instalments names its instalment.

    periods: consecutive and of one kind: ``["2026-01", "2026-02"]``; see o2c.periods.
    group_by: none: all of a currency together; the currency always is one more key.
    days_in_period: how many days each period counts for, such as 30; by default its own.
    digits, rounding: how the table shows days; shares have two digits more. ``rows`` are exact.
    known_at, currency, amount_digits, columns, threads: as in o2c.aging.

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.InvalidArgument;
    o2c.Overflow.
    """
    threads = thread_count(threads)
    table = _core.measure_documents(
        *_core.open_tables([invoices, receipts, applications], dict(columns) if columns else None),
        periods=list(periods),
        group_by=chosen_keys(group_by),
        days_in_period=days_in_period,
        currency=currency,
        amount_digits=amount_digits,
        known_at=optional_microseconds(known_at, "known_at"),
        threads=threads,
    )
    return MeasuresResult(table, digits=digits, rounding=rounding, threads=threads)


def chosen_keys(group_by: str | Sequence[str]) -> list[str]:
    """The keys, without the currency, which always is one."""
    names = [group_by] if isinstance(group_by, str) else list(group_by)
    return [name for name in names if name != "currency"]


def periods(first: str | _core.Period, last: str | _core.Period) -> list[_core.Period]:
    """The periods from one to another, both included; both are of one kind, such as months.

        >>> o2c.periods("2026-01", "2026-03")
        [Period('2026-01'), Period('2026-02'), Period('2026-03')]

    Raises o2c.InvalidArgument for periods of two kinds, or in the wrong order.
    """
    period = first if isinstance(first, _core.Period) else _core.Period(first)
    end = last if isinstance(last, _core.Period) else _core.Period(last)
    if end < period:
        raise _core.InvalidArgument(f"periods: expected {end} to be no earlier than {period}")
    found = [period]
    while found[-1] != end:
        found.append(found[-1].next())
    return found


class MeasuresResult(ArrowResult):
    """The figures and measures of each group, currency and period.

    As a table it has a row for each: the keys, ``currency``, ``period``, ``days``, ``invoices``,
    the figures (``opening`` + ``sales`` - ``settled`` = ``closing`` = ``not_due`` + ``overdue``,
    and what was ``paid``) and the measures, null where they are undefined.
    """

    def __init__(
        self,
        table: _core.MeasuresTable,
        *,
        digits: int,
        rounding: str | _core.Rounding,
        threads: int = 1,
    ) -> None:
        super().__init__(table.to_arrow_table(digits=digits, rounding=rounding, threads=threads))
        self._measures = table
        self.digits = digits
        """The digits with which days are shown."""

    @property
    def periods(self) -> list[_core.Period]:
        """The periods."""
        return self._measures.periods

    @property
    def keys(self) -> list[str]:
        """Names of the key columns."""
        return self._measures.keys

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts: amounts are o2c.Money, measures exact o2c.Measure."""
        return [
            self._measures.row(row, period)
            for row in range(len(self._measures))
            for period in range(len(self.periods))
        ]

    def explain(self, row: int, measure: PeriodMeasure) -> _core.Derivation:
        """How a measure of a row (from 0) follows from its figures. Raises IndexError beyond the
        last."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._measures.explain(*divmod(row, len(self.periods)), measure)

    def concentration(
        self, *, count: int = 5, currency: str | _core.Currency | None = None
    ) -> list[Row]:
        """For each currency and period how much of the receivable at its end the ``count`` largest
        groups owe (``top_share``), and the ``herfindahl_index`` of all."""
        code = currency.code if isinstance(currency, _core.Currency) else currency
        currencies = sorted({row["currency"] for row in self.rows})
        found = []
        for each in currencies if code is None else [code]:
            for place, period in enumerate(self.periods):
                parts = self._measures.closing(each, place)
                found.append(
                    {
                        "currency": each,
                        "period": period,
                        "top_share": _core.top_share(parts, count),
                        "herfindahl_index": _core.herfindahl_index(parts),
                    }
                )
        return found

    def explain_concentration(
        self,
        period: str | _core.Period,
        *,
        count: int | None = None,
        currency: str | _core.Currency | None = None,
    ) -> _core.Derivation:
        """How the share of the ``count`` largest groups at the end of a period follows from what
        each owes; without ``count`` the ``herfindahl_index``. ``currency`` is needed if there are
        several. Raises o2c.InvalidArgument."""
        places = [str(each) for each in self.periods]
        if str(period) not in places:
            raise _core.InvalidArgument(
                f"period {str(period)!r}: expected one of {', '.join(places)}"
            )
        code = currency.code if isinstance(currency, _core.Currency) else currency
        currencies = sorted({row["currency"] for row in self.rows})
        if code is None and len(currencies) == 1:
            code = currencies[0]
        if code is None or code not in currencies:
            raise _core.InvalidArgument(
                f"currency {code!r}: expected one of {', '.join(currencies)}"
            )
        parts = self._measures.closing(code, places.index(str(period)))
        why = _core.Derivation()
        if count is None:
            _core.herfindahl_index(parts, trace=why)
        else:
            _core.top_share(parts, count, trace=why)
        return why

    def plot(self, **options: Any) -> Axes | list[Axes]:
        """A chart (needs ``pip install "o2c[plot]"``): a measure over time, a line for each group;
        a gap where it is undefined.

        measures: one or several, as ``("dso", "best_possible_dso")``, the default.
        currency: one of several. ax, lang: as of any chart of o2c.
        """
        from o2c._measure_plots import plot_measures

        return plot_measures(self, **options)

    def to_html(self, lang: str = "en") -> str:
        """The table as HTML, in English ("en") or Chinese ("zh")."""
        from o2c._measure_html import measures_html

        return measures_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return f"<MeasuresResult: {len(self._measures)} groups, {len(self.periods)} periods>"
