"""What a ledger reports: statements, why agings differ, exchange differences, collection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from o2c import _core
from o2c._aging import By, Credits, chosen_buckets
from o2c._aging_change import AgingChange
from o2c._aging_over_time import AgingOverTime
from o2c._collection import CollectionCurves
from o2c._confirmation import BalanceConfirmation
from o2c._credit import CreditExposure, exposure_of_ledger
from o2c._exchange_differences import ExchangeDifferences
from o2c._measures import MeasuresResult, chosen_keys
from o2c._moments import optional_microseconds
from o2c._statement import PartyStatement

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DocumentName = str | tuple[str, str]
"""The number of a document; or its kind and number, where several kinds have the number."""
_Date = date | str
_Moment = datetime | str
_Period = str | _core.Period
_Buckets = Sequence[int] | _core.AgingBuckets


class LedgerReports:
    """The reports of o2c.Ledger. ``known_at`` of each: as it was known at that moment (UTC)."""

    _ledger: _core.Ledger

    def statement(
        self,
        party: str,
        *,
        from_date: _Date | None = None,
        to_date: _Date | None = None,
        period: _Period | None = None,
        known_at: _Moment | None = None,
        buckets: _Buckets = (30, 60, 90),
        by: By | None = None,
    ) -> PartyStatement:
        """What moved the balance of a party (对账单), its balance before and after, and what is
        open at the end by its age.

            >>> ledger.statement("Ningbo", period="2026-03")

        from_date, to_date: both included; or period: "2026-03", "2026Q1", an o2c.Period.
        buckets, by: as in o2c.aging.

        Raises o2c.InvalidArgument for a party that nothing was posted for; o2c.Overflow.
        """
        first, last = _days(from_date, to_date, period)
        return PartyStatement(
            self._ledger.statement(
                party,
                first,
                last,
                known_at=optional_microseconds(known_at, "known_at"),
                buckets=chosen_buckets(buckets, by),
            )
        )

    def confirmation(
        self,
        party: str,
        *,
        as_of: _Date,
        company: str,
        reply_to: str,
        items: Literal["left_out", "listed"] = "left_out",
        texts: Mapping[Literal["en", "zh"], str] | None = None,
        known_at: _Moment | None = None,
    ) -> BalanceConfirmation:
        """The letter that asks a party to confirm its balance (询证函), in English and Chinese.

            >>> print(ledger.confirmation("Ningbo", as_of="2026-03-31", company="Acme",
            ...                           reply_to="audit@acme.example"))

        company: who asks. reply_to: where the answer goes, as a text.
        items: whether the open items are listed, too.
        texts: your own in place of those of o2c.confirmation_text("en"), ("zh").

        Raises o2c.ParseError for a text with a place that is unknown; o2c.InvalidArgument for a
        party that nothing was posted for.
        """
        own = dict(texts or {})
        if unknown := [lang for lang in own if lang not in ("en", "zh")]:
            raise _core.InvalidArgument(f'texts {unknown}: expected "en" or "zh"')
        if items not in ("left_out", "listed"):
            raise _core.InvalidArgument(f'items {items!r}: expected "left_out" or "listed"')
        return BalanceConfirmation(
            self._ledger.confirmation(
                party,
                as_of=as_of,
                known_at=optional_microseconds(known_at, "known_at"),
                company=company,
                reply_to=reply_to,
                list_items=items == "listed",
                en=own.get("en"),
                zh=own.get("zh"),
            )
        )

    def aging_change(
        self,
        before: _Date,
        after: _Date,
        *,
        buckets: _Buckets = (30, 60, 90),
        by: By | None = None,
        credits: Credits = "apart",
        party: str | None = None,
        known_before: _Moment | None = None,
        known_after: _Moment | None = None,
    ) -> AgingChange:
        """Why the aging of one day differs from that of another, document by document.

        buckets, by, credits: as in o2c.aging. party: one only.
        known_before, known_after: the moments when the agings were made: two moments of one day
        show what was recorded in between.

        The agings are those of open_items, where deposits stand in ``unapplied``.

        Raises o2c.InvalidArgument for a party that nothing was posted for; o2c.Overflow.
        """
        return AgingChange(
            self._ledger.explain_change(
                before,
                after,
                buckets=chosen_buckets(buckets, by),
                credits=credits,
                party=party,
                known_before=optional_microseconds(known_before, "known_before"),
                known_after=optional_microseconds(known_after, "known_after"),
            ),
            _core.parse_date(before) if isinstance(before, str) else before,
            _core.parse_date(after) if isinstance(after, str) else after,
        )

    def exchange_differences(
        self,
        from_date: _Date | None = None,
        to_date: _Date | None = None,
        *,
        period: _Period | None = None,
        known_at: _Moment | None = None,
    ) -> ExchangeDifferences:
        """What was gained (positive) or lost in the home currency since rates had moved (汇兑损益):
        realised when money came in, unrealised when open amounts were revalued.

        from_date, to_date, period: as in statement, by the days on which they are posted.

        Raises o2c.MissingRate, whose ``faults`` list the documents in a foreign currency that state
        no rate; o2c.InvalidArgument without a home currency; o2c.Overflow, o2c.InexactResult.
        """
        first, last = _days(from_date, to_date, period)
        return ExchangeDifferences(
            self._ledger.exchange_differences(
                first, last, known_at=optional_microseconds(known_at, "known_at")
            )
        )

    def carrying_amount(
        self,
        document: DocumentName,
        *,
        as_of: _Date,
        known_at: _Moment | None = None,
        trace: _core.Derivation | None = None,
    ) -> _core.Money:
        """What is open of a document on a day in the home currency, at the rate that it is carried
        at: its own, or that of the last revaluation. Positive for debits and credits alike.

        Raises o2c.MissingRate; o2c.InvalidArgument without a home currency; o2c.Overflow,
        o2c.InexactResult.
        """
        kind, number = (None, document) if isinstance(document, str) else document
        return self._ledger.carrying_amount(
            number,
            kind,
            as_of=as_of,
            known_at=optional_microseconds(known_at, "known_at"),
            trace=trace,
        )

    def aging_over_time(
        self,
        dates: Iterable[_Date],
        *,
        known_at: _Moment | None = None,
        buckets: _Buckets = (30, 60, 90),
        by: By | None = None,
        credits: Credits = "apart",
    ) -> AgingOverTime:
        """The totals of the agings of several days, for each currency.

        buckets, by, credits: as in o2c.aging.
        """
        return AgingOverTime(
            self._ledger,
            dates,
            known_at=optional_microseconds(known_at, "known_at"),
            buckets=chosen_buckets(buckets, by),
            credits=credits,
        )

    def collection_curve(
        self,
        *,
        as_of: _Date,
        cohorts: Literal["by_month", "all"] = "by_month",
        from_date: _Date | None = None,
        to_date: _Date | None = None,
        party: str | None = None,
        known_at: _Moment | None = None,
    ) -> CollectionCurves:
        """How much of what was invoiced had been collected so many days after the invoices' dates
        (回款曲线), from the payments applied by the day ``as_of``.

        cohorts: a curve for the invoices dated in each month, or one for all, of each currency.
        from_date, to_date: only invoices dated from then, and until then, both included. Of ``all``
        the youngest are of today, unless to_date leaves them out.
        party: one only.

        Raises o2c.InvalidArgument for a party that nothing was posted for; o2c.Overflow.
        """
        return CollectionCurves(
            *self._ledger.collection_curves(
                as_of=as_of,
                known_at=optional_microseconds(known_at, "known_at"),
                cohorts=cohorts,
                from_date=from_date,
                to_date=to_date,
                party=party,
            )
        )

    def credit(
        self,
        *,
        as_of: _Date,
        orders: Any = None,
        insurance: Any = None,
        under_collection: Iterable[str] = (),
        known_at: _Moment | None = None,
        currency: str | _core.Currency | None = None,
        amount_digits: int | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> CreditExposure:
        """What each party may cost us by the end of a day; its ``check`` says what a limit allows.

        The open items are the ledger's: deposits cover their orders; bills that their acceptors
        have not paid are under collection.

        under_collection: numbers of debits whose documents a bank has.
        orders, insurance, currency, amount_digits, columns: as in o2c.credit_exposure; of the
        orders only ``deposits`` that the ledger does not have.

            >>> ledger.credit(as_of="2026-03-31", orders=orders).check(limit).refusals

        Raises o2c.BadTable, o2c.InvalidArgument for a number that no debit has, o2c.Overflow.
        """
        return exposure_of_ledger(
            self._ledger,
            orders,
            insurance,
            columns,
            under_collection=list(under_collection),
            as_of=as_of,
            known_at=optional_microseconds(known_at, "known_at"),
            currency=currency,
            amount_digits=amount_digits,
        )

    def measures(
        self,
        *,
        periods: Iterable[_Period],
        group_by: str | Sequence[str] = (),
        days_in_period: int | None = None,
        known_at: _Moment | None = None,
        digits: int = 2,
        rounding: str | _core.Rounding = "half_up",
    ) -> MeasuresResult:
        """Days sales outstanding and the other measures of collecting, for each period.

            >>> ledger.measures(periods=o2c.periods("2026-01", "2026-06"))

        Debits are invoices and debit notes; what interest and refunds leave open is no part of the
        figures. Facts count on the day on which they are posted.

        group_by: ``party``, ``salesperson``, ``order``; none: all of a currency together.
        periods, days_in_period, digits, rounding: as in o2c.measures.

        Raises o2c.InvalidArgument, o2c.Overflow.
        """
        return MeasuresResult(
            self._ledger.measures(
                periods=list(periods),
                group_by=chosen_keys(group_by),
                days_in_period=days_in_period,
                known_at=optional_microseconds(known_at, "known_at"),
            ),
            digits=digits,
            rounding=rounding,
        )

    def roll_flows(
        self,
        before: _Date,
        after: _Date,
        *,
        buckets: _Buckets = (30, 60, 90),
        by: By | None = None,
        known_at: _Moment | None = None,
    ) -> list[dict[str, Any]]:
        """What became of the debits of each bucket from one day to a later one (迁徙率), for each
        currency: ``before`` by bucket, what ``moved`` from each to each, what was ``settled``,
        what ``entered``, and ``after``; ``rates`` are the shares moved, each an o2c.Measure.

        Of each bucket, what moved and what was settled add up to what it held before.
        """
        return self._ledger.roll_flows(
            before,
            after,
            buckets=chosen_buckets(buckets, by),
            known_at=optional_microseconds(known_at, "known_at"),
        )

    def loss_flows(
        self,
        *,
        as_of: _Date,
        buckets: _Buckets = (30, 60, 90),
        by: By | None = None,
        from_date: _Date | None = None,
        to_date: _Date | None = None,
        known_at: _Moment | None = None,
    ) -> dict[str, tuple[list[_core.Money], _core.Money]]:
        """What of the debits ever reached each bucket, and what was never paid (written off, or
        still open), for each currency: what o2c.ProvisionMatrix.from_flows takes.

        Only debits count that could have reached the last bucket by the day.
        from_date, to_date: only debits dated from then, and until then, both included.
        """
        return self._ledger.loss_flows(
            as_of=as_of,
            buckets=chosen_buckets(buckets, by),
            from_date=from_date,
            to_date=to_date,
            known_at=optional_microseconds(known_at, "known_at"),
        )

    def plot_aging(
        self,
        dates: Iterable[_Date],
        *,
        known_at: _Moment | None = None,
        buckets: _Buckets = (30, 60, 90),
        by: By | None = None,
        credits: Credits = "apart",
        **options: Any,
    ) -> Axes | list[Axes]:
        """Draw aging_over_time (needs ``pip install "o2c[plot]"``); options: as its plot has."""
        return self.aging_over_time(
            dates, known_at=known_at, buckets=buckets, by=by, credits=credits
        ).plot(**options)

    def plot_collection(
        self,
        *,
        as_of: _Date,
        cohorts: Literal["by_month", "all"] = "by_month",
        from_date: _Date | None = None,
        to_date: _Date | None = None,
        party: str | None = None,
        known_at: _Moment | None = None,
        **options: Any,
    ) -> Axes | list[Axes]:
        """Draw collection_curve (needs ``pip install "o2c[plot]"``); options: as its plot has."""
        return self.collection_curve(
            as_of=as_of,
            cohorts=cohorts,
            from_date=from_date,
            to_date=to_date,
            party=party,
            known_at=known_at,
        ).plot(**options)


def _days(
    from_date: _Date | None, to_date: _Date | None, period: _Period | None
) -> tuple[_Date, _Date]:
    """The first day and the last, stated as such or as a period."""
    if period is None:
        if from_date is None or to_date is None:
            raise _core.InvalidArgument("expected from_date and to_date, or period")
        return from_date, to_date
    if from_date is not None or to_date is not None:
        raise _core.InvalidArgument("expected from_date and to_date, or period, not both")
    if not isinstance(period, _core.Period):
        period = _core.Period(period)
    return period.first, period.last
