"""Reminding a ledger's late payers: letters, promises to pay, and whom to call first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from o2c import _core
from o2c._aging import chosen_conversion
from o2c._credit import CreditAnswer
from o2c._dunning_run import DunningRun, Worklist
from o2c._home_rates import HomeRates, home_rates
from o2c._moments import microseconds, moment_of, optional_microseconds

Row = dict[str, Any]
_Date = date | str
_Moment = datetime | str
_Order = Sequence[str] | Sequence[tuple[str, Decimal | int | str]]


class LedgerDunning:
    """What o2c.Ledger does about what is overdue."""

    _ledger: _core.Ledger

    def dunning_run(
        self,
        *,
        as_of: _Date,
        policy: _core.DunningPolicy,
        party: str | None = None,
        letter_minimums: Iterable[str | _core.Money] = (),
        fees: Literal["left_out", "included"] = "left_out",
        known_at: _Moment | None = None,
    ) -> DunningRun:
        """Whom to remind of what (催收): a letter for each party and currency, and what is held
        back with the reason. Nothing changes: see record_reminders.

        An item's level is that of its last reminder since it was last paid in full; it starts
        again. A letter is held back if credits of the party that are not applied, deposits apart,
        cover all that it asks for.

        party: one only.
        letter_minimums: for each currency, the least that a letter asks for.
        fees: whether fees of earlier reminders are reminded of themselves.

        Raises o2c.InvalidArgument for a party that nothing was posted for; o2c.Overflow.
        """
        return DunningRun(
            self._ledger.dunning_run(
                policy,
                as_of=as_of,
                known_at=optional_microseconds(known_at, "known_at"),
                party=party,
                letter_minimums=letter_minimums,
                fees=fees,
            )
        )

    def record_reminders(
        self,
        run: DunningRun,
        *,
        recorded_at: _Moment,
        date: _Date | None = None,
        letters: Sequence[int] | None = None,
        due_date: _Date | None = None,
        fee_number: str = "",
        rates: HomeRates = (),
        check: Literal["again", "as_proposed"] = "again",
    ) -> list[int]:
        """Keep letters as sent; the numbers of the reminders. All are kept or none. The fee of each
        is booked as a debit note that refers to its first document; it bears no interest.

        date: of the reminders; None: the day of the run.
        letters: those that were sent (from 0); None: all.
        due_date: of the fees; None: on their date.
        fee_number: of the only letter's; "": the first document's and "/D1", "/D2", ...
        rates: as in charge_interest.
        check: each letter is decided again as of the date, by all that is known by now, and refused
        if nothing, another level or another amount is to be asked for; ``as_proposed``: letters
        that went out are kept whatever became known.

        Raises o2c.Refused (what holds an item back: paid, too_soon, disputed, promised, ...;
        reminder_changed, covered, already_reminded, predates_document, duplicate_number), whose
        ``refusals`` name each that is refused; IndexError, o2c.InvalidArgument.
        """
        chosen = range(len(run.letters)) if letters is None else letters
        for letter in chosen:
            run._checked(letter)
        if fee_number and len(chosen) != 1:
            raise _core.InvalidArgument(
                f"fee_number {fee_number!r}: expected none for several letters"
            )
        moment = microseconds(recorded_at, "recorded_at")
        on = run.as_of if date is None else date
        return self._ledger.record_reminders(
            run._run,
            list(chosen),
            date=on,
            due_date=due_date,
            fee_number=fee_number,
            rates=home_rates(self._ledger, rates, on),
            check=check,
            recorded_at=moment,
        )

    def reminders(self, *, as_of: _Date, known_at: _Moment | None = None) -> list[Row]:
        """The reminders sent by a day: ``lines`` are their items, with level and amount."""
        rows = self._ledger.reminders(
            as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )
        return [{**row, "recorded_at": moment_of(row["recorded_at"])} for row in rows]

    def promise(
        self,
        amount: str | _core.Money,
        *,
        promised: _Date,
        date: _Date,
        recorded_at: _Moment,
        document: str | tuple[str, str] | None = None,
        party: str = "",
        installment: int = 0,
        by: str = "",
        replaces: int | None = None,
    ) -> int:
        """Keep a promise to pay (付款承诺); its number. Until the promised day is over, what is
        promised is not asked for.

        promised: the last day on which it is kept. date: when it was made.
        document: what is to be paid, by its number, or its kind and number; None: whatever the
        party owes.
        by: who promised.
        replaces: the number of an open promise that this one takes the place of.

        Raises o2c.Refused (over_promised: more than is open and not promised yet;
        promise_not_open: the replaced one; predates_document), o2c.InvalidArgument.
        """
        kind, number = document if isinstance(document, tuple) else (None, document)
        return self._ledger.promise(
            amount,
            document=number,
            kind=kind,
            party=party,
            date=date,
            promised=promised,
            installment=installment,
            by=by,
            replaces=replaces,
            recorded_at=microseconds(recorded_at, "recorded_at"),
        )

    def promises(
        self, *, as_of: _Date, party: str | None = None, known_at: _Moment | None = None
    ) -> list[Row]:
        """What became of the promises made by a day: ``state`` is ``open``, ``kept``,
        ``partly_broken``, ``broken`` or ``replaced``; ``payments`` are the days and amounts that
        count, ``paid_otherwise`` what was paid as well and counts for another promise."""
        return self._ledger.promises(
            as_of=as_of, known_at=optional_microseconds(known_at, "known_at"), party=party
        )

    def explain_promise(
        self, promise: int, *, as_of: _Date, known_at: _Moment | None = None
    ) -> _core.Derivation:
        """How what is missing of a promise follows from what was paid."""
        return self._ledger.explain_promise(
            promise, as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )

    def worklist(
        self,
        *,
        as_of: _Date,
        order: _Order = ("broken_promises", "limit_used", "days_overdue", "overdue"),
        credit: Iterable[CreditAnswer] = (),
        known_at: _Moment | None = None,
        report_currency: str | _core.Currency | None = None,
        rates: _core.ExchangeTable | None = None,
        rounding: str | _core.Rounding = "half_up",
    ) -> Worklist:
        """Whom to call first, and why; currency by currency, unless amounts are converted. Parties
        whose ``credits`` cover what is overdue come last.

        order: measures of which more comes first, of equals by the next; or pairs of a measure and
        its weight: then rows go by the exact sum of weight × measure.
        credit: what limits say to their parties, for ``limit_used``.
        report_currency, rates, rounding: what is overdue is compared in one currency, converted as
        of the day, and there is one list.

        Raises o2c.InvalidArgument for an order that is none; o2c.MissingRate.
        """
        chosen_conversion(report_currency, rates, rounding)
        return Worklist(
            self._ledger.worklist(
                as_of=as_of,
                known_at=optional_microseconds(known_at, "known_at"),
                order=list(order),
                credit=[answer._answer for answer in credit],
                report_currency=report_currency,
                rates=rates,
                rounding=rounding,
            )
        )
