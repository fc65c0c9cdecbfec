"""Late interest and compensation of a ledger: what is to be charged, and charging it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from o2c import _core
from o2c._home_rates import HomeRates, home_rates
from o2c._interest_charges import CompensationCharges, InterestCharges
from o2c._moments import microseconds, optional_microseconds

_Date = date | str
_Moment = datetime | str


class LedgerInterest:
    """What late payers of o2c.Ledger owe beside the debt."""

    _ledger: _core.Ledger

    def interest(
        self,
        *,
        as_of: _Date,
        policy: _core.InterestPolicy,
        party: str | None = None,
        disputed: Literal["borne", "paused"] = "borne",
        minimums: Iterable[str | _core.Money] = (),
        known_at: _Moment | None = None,
    ) -> InterestCharges:
        """The late interest (逾期利息) of invoices and debit notes, open or meanwhile paid, that
        was not charged yet. Nothing is booked: see charge_interest.

        Applications count from their own dates on, wherever they are posted; what is not applied is
        shown beside the charge (``credits``). What interest documents charged for the same document
        is taken off, whatever their dates.

        party: one only.
        disputed: ``paused``: what is in dispute bears none on the days on which it is.
        minimums: for each currency the least that is charged; what is below it waits.

        Raises o2c.InvalidArgument for a party that nothing was posted for; o2c.Overflow.
        """
        return InterestCharges(
            self._ledger.interest_run(
                policy,
                as_of=as_of,
                known_at=optional_microseconds(known_at, "known_at"),
                party=party,
                disputed=disputed,
                minimums=minimums,
            )
        )

    def charge_interest(
        self,
        charges: InterestCharges,
        *,
        recorded_at: _Moment,
        date: _Date | None = None,
        due_date: _Date | None = None,
        rows: Sequence[int] | None = None,
        number: str = "",
        rates: HomeRates = (),
        covered: Literal["refused", "booked"] = "refused",
    ) -> list[str]:
        """Book charges as interest documents, which stay when what they were charged for is paid;
        their numbers. All are booked or none. To waive one: ``adjust(number, amount, "waiver",
        ...)``.

        date: of the documents; None: the day of the charges. due_date: None: on their date.
        rows: those to be booked (from 0); None: all.
        number: of the only row; "": the ``interest_number`` of each, such as "INV-1/I1", so that
        none is booked twice.
        rates: of each foreign currency, in the home currency: {"USD": "7.05"}, or
        o2c.ExchangeRate of the date or before it; none: the documents state no rate.
        covered: ``booked``: charges that are ``covered`` are booked, too.

        Raises o2c.Refused (covered_by_credits, duplicate_number), whose ``refusals`` name each that
        is refused; IndexError, o2c.InvalidArgument.
        """
        chosen = _chosen(rows, len(charges))
        if number and len(chosen) != 1:
            raise _core.InvalidArgument(f"number {number!r}: expected none for several documents")
        moment = microseconds(recorded_at, "recorded_at")
        on = charges.as_of if date is None else date
        return self._ledger.charge_interest(
            charges._run,
            chosen,
            date=on,
            due_date=due_date,
            number=number,
            rates=home_rates(self._ledger, rates, on),
            covered=covered,
            recorded_at=moment,
        )

    def compensation(
        self,
        *,
        as_of: _Date,
        compensation: _core.Compensation,
        party: str | None = None,
        known_at: _Moment | None = None,
    ) -> CompensationCharges:
        """The fixed compensation for invoices that became late by a day and have none booked yet;
        once for each. party: one only.

        Raises o2c.InvalidArgument for a party that nothing was posted for, and, naming each, for
        late invoices in currencies that have no tier: a tier of zero says that nothing is due.
        """
        return CompensationCharges(
            self._ledger.compensation_run(
                compensation,
                as_of=as_of,
                known_at=optional_microseconds(known_at, "known_at"),
                party=party,
            )
        )

    def charge_compensation(
        self,
        charges: CompensationCharges,
        *,
        date: _Date,
        recorded_at: _Moment,
        rows: Sequence[int] | None = None,
        rates: HomeRates = (),
        covered: Literal["refused", "booked"] = "refused",
    ) -> list[str]:
        """Book them as debit notes, due on their date; their numbers, such as "INV-1/C". All are
        booked or none.

        rows: those to be booked (from 0); None: all.
        rates, covered: as in charge_interest.

        Raises o2c.Refused (covered_by_credits, duplicate_number), whose ``refusals`` name each that
        is refused; IndexError, o2c.InvalidArgument.
        """
        return self._ledger.charge_compensation(
            charges._run,
            _chosen(rows, len(charges)),
            date=date,
            rates=home_rates(self._ledger, rates, date),
            covered=covered,
            recorded_at=microseconds(recorded_at, "recorded_at"),
        )


def _chosen(rows: Sequence[int] | None, count: int) -> list[int]:
    chosen = list(range(count)) if rows is None else list(rows)
    if len(set(chosen)) != len(chosen):
        raise _core.InvalidArgument(f"rows {chosen}: expected each once")
    for row in chosen:
        if not 0 <= row < count:
            raise IndexError(f"row {row}: expected one below {count}")
    return chosen
