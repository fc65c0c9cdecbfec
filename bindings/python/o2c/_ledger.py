"""The ledger of receivables: documents, what was applied to what, and what is open on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from o2c import _core
from o2c._aging import AgingResult, By, Credits, chosen_buckets, chosen_conversion
from o2c._arrow_result import ArrowResult
from o2c._home_rates import HomeRates, home_rates
from o2c._ledger_dunning import LedgerDunning
from o2c._ledger_interest import LedgerInterest
from o2c._ledger_reports import DocumentName, LedgerReports
from o2c._moments import microseconds, moment_of, optional_microseconds
from o2c._threads import thread_count

Row = dict[str, Any]
Method = Literal[
    "oldest_due", "oldest_invoice", "largest", "proportional", "exact_match", "statutory"
]
_Money = str | _core.Money
_EVENTS = (
    "order", "contract", "invoice", "documents_sent", "bl", "delivery", "acceptance",
    "presentation", "sight", "draft_acceptance",
)  # fmt: skip
_Date = date | str
_Moment = datetime | str
_NO_DISCOUNTS = _core.DiscountPolicy()


class Ledger(LedgerReports, LedgerInterest, LedgerDunning):
    """Who owes what for what, and what was paid on it: documents, and applications of credits to
    debits, which are only ever added. A correction is a new document or a reversal.

    Each fact has the day on which it holds and the moment when it was recorded (``recorded_at``,
    UTC), which never goes back, so that the ledger can be asked what was open on any day, as it was
    known at any moment. What a rule of the trade forbids raises o2c.Refused, and nothing changes.

    home: the currency that documents in others are carried in; without it none may state a rate.
    rounding: of amounts converted, discounts, and shares of an invoice's net.
    tax_tolerance: by how much the tax of a line may differ from its net times its rate, in units of
    its currency ("0.06"); None: by as much as comes of rounding one of the two to the cent.
    """

    def __init__(
        self,
        *,
        home: str | _core.Currency | None = None,
        rounding: str | _core.Rounding = "half_up",
        tax_tolerance: Decimal | int | str | None = None,
    ) -> None:
        self._ledger = _core.Ledger(home=home, rounding=rounding, tax_tolerance=tax_tolerance)

    # --- documents ------------------------------------------------------------------------------

    def post(
        self,
        kind: str,
        number: str,
        *,
        party: str,
        date: _Date,
        amount: _Money,
        recorded_at: _Moment,
        due_date: _Date | None = None,
        installments: Iterable[_core.Installment] = (),
        taxes: Iterable[tuple[str | _core.Rate | None, _Money, _Money]] = (),
        order: str = "",
        salesperson: str = "",
        refers_to: str = "",
        rate: Decimal | int | str | None = None,
        discounts: _core.DiscountPolicy = _NO_DISCOUNTS,
        secured: str | _core.Rate = "0%",
        burden: str | _core.Rate = "0%",
        deposit_terms: Literal["fixed", "refundable"] = "fixed",
        charge: Literal["price", "collection_cost"] = "price",
    ) -> None:
        """Add a document. Its amount is positive: the kind says on which side it stands.

        kind: ``invoice``, ``debit_note``, ``interest``; ``receipt``, ``deposit`` (needs an order),
        ``note_receivable`` (a bill; due_date is its maturity), ``credit_note``.
        number: once for each kind.
        due_date, installments: of debits, one or the other; they add up to the amount.
        taxes: (rate, net, tax) for each rate; they add up to the amount, and each tax is its rate
        of its net (see ``tax_tolerance`` of the ledger). None: it has no tax.
        refers_to: the invoice that it corrects, or charges for.
        rate: units of the home currency for one of the amount's.
        discounts: how the instalments' discounts are granted.
        secured, burden: of a debt, for the statutory order of application.
        deposit_terms: a deposit in a foreign currency that is ``refundable`` in cash is revalued,
        one that will be goods (``fixed``) keeps its rate.
        charge: of a debit note that refers to a debt: its price, or the cost of collecting it,
        which is paid before interest and principal.

        Raises o2c.Refused (duplicate_number), o2c.InvalidArgument with every fault.
        """
        self._ledger.post(
            kind,
            number,
            party=party,
            date=date,
            amount=amount,
            recorded_at=microseconds(recorded_at, "recorded_at"),
            due_date=due_date,
            installments=list(installments),
            taxes=list(taxes),
            order=order,
            salesperson=salesperson,
            refers_to=refers_to,
            rate=rate,
            discounts=discounts,
            secured=secured,
            burden=burden,
            deposit_terms=deposit_terms,
            charge=charge,
        )

    def invoice(
        self,
        number: str,
        *,
        party: str,
        date: _Date,
        amount: _Money,
        recorded_at: _Moment,
        terms: str | _core.PaymentTerms | None = None,
        anchors: Mapping[str, _Date] | None = None,
        calendar: _core.Calendar | None = None,
        **details: Any,
    ) -> None:
        """Post an invoice, with a due date or with terms of payment.

        terms: "2/10 net 30", or PaymentTerms: they make the instalments and their discounts.
        anchors: dates of events besides the invoice's that the terms count from, {"bl": ...}.
        details: as in post.
        """
        if terms is not None:
            if isinstance(terms, str):
                terms = _core.PaymentTerms.parse(terms)
            for event in anchors or ():
                _one_of("anchors", event, _EVENTS)
            dates: dict[str, Any] = {"invoice": date, **(anchors or {})}
            taxes = details["taxes"] = list(details.get("taxes", ()))
            if taxes:  # A discount may be on the amount before tax.
                dates.setdefault("net_total", _sum([net for _, net, _ in taxes]))
            installments = terms.schedule(
                amount, calendar=calendar, rounding=self._ledger.rounding, **dates
            )
            # Of a few cents some shares are nothing, and nothing is owed for them.
            details["installments"] = [each for each in installments if not each.amount.is_zero()]
            details.setdefault("discounts", terms.discounts)
        elif anchors or calendar:
            raise _core.InvalidArgument("anchors and calendar go with terms")
        self.post(
            "invoice", number, party=party, date=date, amount=amount, recorded_at=recorded_at,
            **details,
        )  # fmt: skip

    def receipt(self, number: str, **details: Any) -> None:
        """Post money received: see post."""
        self.post("receipt", number, **details)

    def credit_note(self, number: str, **details: Any) -> None:
        """Post a credit note: see post."""
        self.post("credit_note", number, **details)

    # --- applications ---------------------------------------------------------------------------

    def apply(
        self,
        credit: DocumentName,
        debit: DocumentName,
        amount: _Money,
        *,
        date: _Date,
        recorded_at: _Moment,
        installment: int = 0,
        rate: Decimal | int | str | None = None,
    ) -> list[int]:
        """Apply a credit to a debit; the numbers of the applications, one for each instalment.

        amount: in the debit's currency. installment: 0 fills those due earliest first.
        rate: between two currencies, units of the credit's for one of the debit's.

        Raises o2c.Refused: parties_differ, currencies_differ, predates_document, over_applied.
        """
        return self.apply_all(
            [(credit, debit, amount, date, installment, rate)], recorded_at=recorded_at
        )

    def apply_all(
        self, applications: Iterable[Sequence[Any]], *, recorded_at: _Moment
    ) -> list[int]:
        """Apply several, (credit, debit, amount, date[, installment[, rate]]) each, or none."""
        filled = []
        for each in applications:
            if not 4 <= len(each) <= 6:
                raise _core.InvalidArgument(
                    f"expected (credit, debit, amount, date[, installment[, rate]]), got {each!r}"
                )
            filled.append((*each, *(0, None)[len(each) - 4 :]))
        return self._ledger.apply(filled, recorded_at=microseconds(recorded_at, "recorded_at"))

    def settle(
        self,
        credit: DocumentName,
        *,
        date: _Date,
        recorded_at: _Moment,
        method: Method = "oldest_due",
        references: Sequence[str] = (),
        rest: Literal["stays_unapplied", "by_method"] = "stays_unapplied",
        discounts: Literal["ignored", "granted"] = "ignored",
        tolerance: str | _core.Rate | _core.Money | tuple[Any, Any] | None = None,
        tolerated_as: str = "difference",
    ) -> list[int]:
        """Apply what is open of a payment to what its party owes in its currency on the day.

        method: ``statutory`` is the order of Civil Code of China art. 560 and 561.
        references: documents that the payer names are paid first, and the rest by the method only
        if ``rest="by_method"``.
        discounts: whether those that the payment's date earns are granted, late ones among them.
        tolerance: a difference small enough to be let go, of the whole document: "1%", Money, or
        both in a tuple, of which the lesser counts; booked as ``tolerated_as`` (difference,
        bank_charge, write_off, discount). What was paid too much is kept as a difference of the
        payment if it is within that of what is paid now.

        Raises o2c.Refused: no_exact_match, predates_document.
        """
        _one_of("rest", rest, ("stays_unapplied", "by_method"))
        _one_of("discounts", discounts, ("ignored", "granted"))
        part, amount = _tolerance(tolerance)
        return self._ledger.settle(
            credit,
            date=date,
            recorded_at=microseconds(recorded_at, "recorded_at"),
            method=method,
            references=_names("references", references),
            rest_by_method=rest == "by_method",
            discounts=discounts == "granted",
            tolerated_part=part,
            tolerated_amount=amount,
            tolerated_as=tolerated_as,
        )

    def adjust(
        self,
        document: DocumentName,
        amount: _Money,
        kind: str,
        *,
        date: _Date,
        recorded_at: _Moment,
        installment: int = 0,
    ) -> list[int]:
        """Close part of a document without money: of a debit ``write_off``, ``waiver``,
        ``discount``, ...; of a payment what was paid too much, ``difference`` or ``write_off``."""
        return self._ledger.adjust(
            document,
            amount,
            kind,
            date=date,
            recorded_at=microseconds(recorded_at, "recorded_at"),
            installment=installment,
        )

    def reverse(
        self,
        application: int,
        *,
        date: _Date,
        recorded_at: _Moment,
        amount: _Money | None = None,
    ) -> int:
        """Take back an application or adjustment, or an amount of it; the reversal's number.

        Raises o2c.Refused: over_reversed, predates_application, reversal_of_reversal.
        """
        return self._ledger.reverse(
            application,
            date=date,
            recorded_at=microseconds(recorded_at, "recorded_at"),
            amount=amount,
        )

    def refund(
        self, credit: DocumentName, number: str, amount: _Money, *, date: _Date,
        recorded_at: _Moment, rate: Decimal | int | str | None = None,
    ) -> None:  # fmt: skip
        """Pay back part of a credit. Raises o2c.Refused (over_applied) beyond what is open.

        rate: units of the home currency for one of the credit's, on the day; None: that at which
        the credit is carried.
        """
        self._ledger.refund(
            credit, number, amount, date=date, recorded_at=microseconds(recorded_at, "recorded_at"),
            rate=rate,
        )  # fmt: skip

    def return_payment(
        self, payment: DocumentName, number: str, *, date: _Date, recorded_at: _Moment
    ) -> None:
        """A receipt bounced, or a bill was dishonoured: what it paid is open again, with what was
        let go because it paid."""
        self._ledger.return_payment(
            payment, number, date=date, recorded_at=microseconds(recorded_at, "recorded_at")
        )

    def move_note(
        self,
        note: DocumentName,
        to: Literal["endorsed", "discounted", "collected"],
        *,
        date: _Date,
        recorded_at: _Moment,
        holder: str = "",
        proceeds: _Money | None = None,
    ) -> None:
        """Pass a bill on (to ``holder``), discount it (for ``proceeds``), or collect it."""
        self._ledger.move_note(
            note,
            to,
            date=date,
            recorded_at=microseconds(recorded_at, "recorded_at"),
            holder=holder,
            proceeds=proceeds,
        )

    # --- other facts ----------------------------------------------------------------------------

    def dispute(
        self,
        document: DocumentName,
        amount: _Money,
        *,
        date: _Date,
        recorded_at: _Moment,
        reason: str = "",
        owner: str = "",
        installment: int = 0,
    ) -> int:
        """Put part of a debit in dispute; the dispute's number. Refused beyond what is open.

        installment: 0 is that due earliest that has room for all of it, or else all of them, those
        due earliest first: ``items`` tells what is in dispute of each.
        """
        return self._ledger.dispute(
            document,
            amount,
            date=date,
            recorded_at=microseconds(recorded_at, "recorded_at"),
            reason=reason,
            owner=owner,
            installment=installment,
        )

    def end_dispute(
        self,
        dispute: int,
        outcome: Literal["accepted", "rejected", "withdrawn"],
        *,
        date: _Date,
        recorded_at: _Moment,
    ) -> None:
        """End a dispute: what was in dispute is owed like the rest, until a credit settles it."""
        self._ledger.end_dispute(
            dispute, outcome, date=date, recorded_at=microseconds(recorded_at, "recorded_at")
        )

    def set_due_date(
        self,
        document: DocumentName,
        installment: int | _core.Installment,
        due_date: _Date | None = None,
        *,
        recorded_at: _Moment,
    ) -> None:
        """The date that an instalment waited for is known.

        installment: its number; or, without due_date, the instalment as the terms make it now
        (``terms.schedule(amount, invoice=..., bl=...)[1]``), with the discounts that are counted
        from the date.

        Raises o2c.Refused: due_date_known.
        """
        moment = microseconds(recorded_at, "recorded_at")
        if isinstance(installment, _core.Installment):
            if due_date is not None:
                raise _core.InvalidArgument("due_date: the instalment has its own")
            self._ledger.set_due_date(document, installment, recorded_at=moment)
        elif due_date is None:
            raise _core.InvalidArgument("due_date: expected a date")
        else:
            self._ledger.set_due_date(document, installment, due_date, recorded_at=moment)

    def change_due_date(
        self,
        document: DocumentName,
        due_date: _Date,
        *,
        date: _Date,
        reason: str,
        recorded_at: _Moment,
        installment: int = 0,
    ) -> None:
        """A debit, or an instalment of it, is due on another day than was known: a date was
        mistyped (更正), or put off by agreement (展期).

        date: from when on the new one holds; of a correction that of the document. Until then, and
        as known before ``recorded_at``, it is due on the old day. Discounts stay as they were.

        Raises o2c.Refused: due_date_unknown (set_due_date tells it), same_due_date,
        predates_document, predates_due_date (before the change that made the date what it is).
        """
        self._ledger.change_due_date(
            document,
            due_date,
            date=date,
            reason=reason,
            installment=installment,
            recorded_at=microseconds(recorded_at, "recorded_at"),
        )

    def revalue(
        self,
        date: _Date,
        rates: HomeRates,
        *,
        recorded_at: _Moment,
    ) -> int:
        """Carry what is open in foreign currencies at closing rates (期末调汇), from the end of a
        day on until the next revaluation; the number of this one.

        rates: o2c.ExchangeRate, with the home currency as quote, of the day or before it; or
        {"USD": "7.05"}, units of the home currency for one.

        Raises o2c.InvalidArgument, whose ``faults`` list what is wrong with the rates, or without a
        home currency.
        """
        return self._ledger.revalue(
            date,
            home_rates(self._ledger, rates, date),
            recorded_at=microseconds(recorded_at, "recorded_at"),
        )

    def lock(self, until: _Date, *, recorded_at: _Moment) -> None:
        """Close the books up to a day: what is recorded later for such a day is posted on the next
        one that is open, and what was reported stays as it was."""
        self._ledger.lock(until, recorded_at=microseconds(recorded_at, "recorded_at"))

    @property
    def locked_until(self) -> date | None:
        """The last day of the books that are closed."""
        return self._ledger.locked_until

    # --- questions ------------------------------------------------------------------------------

    def document(self, document: DocumentName) -> Row:
        """A document as it was posted: ``posted`` is the day from which it holds."""
        return _with_moment(self._ledger.document(document))

    def items(
        self, document: DocumentName, *, as_of: _Date, known_at: _Moment | None = None
    ) -> list[Row]:
        """The instalments of a document: their amount, what is open of it and what is disputed."""
        return self._ledger.items(
            document, as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )

    def due_dates(
        self, document: DocumentName, *, as_of: _Date, known_at: _Moment | None = None
    ) -> list[Row]:
        """The due dates of a document that became known (``date`` is None) or were changed by a
        day, in the order in which they were recorded."""
        rows = self._ledger.due_dates(
            document, as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )
        return [_with_moment(row) for row in rows]

    def history(self, document: DocumentName) -> list[Row]:
        """What was applied to a debit, or of a credit, in the order in which it was recorded."""
        return [_with_moment(row) for row in self._ledger.history(document)]

    def open_items(self, *, as_of: _Date, known_at: _Moment | None = None) -> LedgerTable:
        """What is open on a day, as a table that o2c.aging and other libraries read."""
        return LedgerTable(
            self._ledger.open_items(
                as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
            )
        )

    def balance(
        self, party: str, *, as_of: _Date, known_at: _Moment | None = None
    ) -> _core.MoneyBag:
        """What a party owes on a day, less what it is owed, in each currency."""
        return self._ledger.balance(
            party, as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )

    def future_dated(self, *, as_of: _Date, known_at: _Moment | None = None) -> list[Row]:
        """Documents known by a day that hold only after it, in the order of their dates: dated
        after it, or posted after it because the books were locked."""
        rows = self._ledger.future_dated(
            as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )
        return [_with_moment(row) for row in rows]

    def notes(self, *, as_of: _Date, known_at: _Moment | None = None) -> list[Row]:
        """Acceptance bills and what became of them; ``contingent``: passed on or discounted, so
        that we may still have to pay."""
        return self._ledger.notes(as_of=as_of, known_at=optional_microseconds(known_at, "known_at"))

    def disputes(self, *, as_of: _Date, known_at: _Moment | None = None) -> list[Row]:
        """Disputes begun by a day; ``ended`` and ``outcome`` as far as they were by then."""
        rows = self._ledger.disputes(
            as_of=as_of, known_at=optional_microseconds(known_at, "known_at")
        )
        return [_with_moment(row) for row in rows]

    def aging(
        self,
        *,
        as_of: _Date,
        known_at: _Moment | None = None,
        buckets: Sequence[int] | _core.AgingBuckets = (30, 60, 90),
        by: By | None = None,
        group_by: str | Sequence[str] = ("party",),
        credits: Credits = "apart",
        report_currency: str | _core.Currency | None = None,
        rates: _core.ExchangeTable | None = None,
        rounding: str | _core.Rounding = "half_up",
        threads: int | None = None,
    ) -> AgingResult:
        """The aging of what was open on a day, as it was known at a moment: by the same rule and
        with the same result as o2c.aging.

        group_by: of ``party``, ``salesperson``, ``order`` and ``document``.
        """
        request = _LedgerRequest(
            self._ledger,
            as_of=as_of,
            known_at=optional_microseconds(known_at, "known_at"),
            buckets=chosen_buckets(buckets, by),
            group_by=[group_by] if isinstance(group_by, str) else list(group_by),
            credits=credits,
        )
        threads = thread_count(threads)
        conversion = chosen_conversion(report_currency, rates, rounding)
        table = self._ledger.age(**request.options, known_at=request.known_at, threads=threads)
        if conversion is not None:
            table = table.converted_to(*conversion)
        return AgingResult(table, request, (self, None, None), threads, conversion)

    def commission_lines(
        self,
        period: str | _core.Period,
        basis: Literal["collected", "invoiced", "written_off"] = "collected",
        *,
        known_at: _Moment | None = None,
    ) -> LedgerTable:
        """What commissions of a period are computed from, a row for each application of cash.

        ``net`` is the application's exact share of its invoice's net: round(net * applied to date /
        gross) less what was counted before, so that the parts add up to the net and a line, once
        there, never changes. ``amount`` is what was applied; ``days_overdue`` counts from due to
        paid; ``rate`` is the payment's exchange rate. ``invoice_date`` is the document's own, and
        ``credited_invoice_date``, of a credit note, that of the invoice which it refers to: for
        plans that count lines, or convert them, as of the invoice. Discounts, bank charges and
        write-offs bring nothing; a reversal brings a negative line.

        basis: ``invoiced`` gives a row for each invoice, and a negative one for each credit note.
            ``written_off`` gives a negative row for each write-off of the period, dated as the
            invoice that it takes back is posted, and ``returned`` as many days later as its own
            date is after the invoice's: what is recorded late did not come late. What is recovered
            is a positive one; ``reverses`` is the write-off's ``application``, and ``written_off``
            its day, in the same way. Such rows go with those of what was invoiced, where a credit
            note is ``returned`` on its own day, for plans that take sales back that are not paid.
        """
        if not isinstance(period, _core.Period):
            period = _core.Period(period)
        return LedgerTable(
            self._ledger.commission_lines(
                period.first,
                period.last,
                basis=basis,
                known_at=optional_microseconds(known_at, "known_at"),
            )
        )

    # --- tables ---------------------------------------------------------------------------------

    @classmethod
    def from_tables(
        cls,
        *,
        invoices: Any,
        receipts: Any = None,
        applications: Any = None,
        taxes: Any = None,
        locks: Any = None,
        disputes: Any = None,
        note_moves: Any = None,
        due_dates: Any = None,
        discounts: Any = None,
        revaluations: Any = None,
        reminders: Any = None,
        promises: Any = None,
        home: str | _core.Currency | None = None,
        rounding: str | _core.Rounding = "half_up",
        tax_tolerance: Decimal | int | str | None = None,
        currency: str | _core.Currency | None = None,
        amount_digits: int | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Ledger:
        """The ledger that tables tell: facts are told in the order of their moments.

        invoices: ``party``, ``document``, ``invoice_date``, ``due_date`` (as first known),
        ``amount``, ``currency``; optional ``instalment``, ``kind`` (else invoice, or credit_note
        where the amount is negative), ``net``, ``order``, ``salesperson``, ``refers_to``, ``rate``,
        ``anchor`` (what an instalment without a date waits for), ``secured``, ``burden``,
        ``charge`` (of debit notes), ``grace_days``, ``discount_base``, ``part_payments``. The rows
        of a document's instalments are one document.
        receipts: ``receipt``, ``party``, ``date``, ``amount``, ``currency``; optional ``kind``,
        ``due_date`` (of bills), ``order``, ``salesperson``, ``refers_to``, ``rate``,
        ``deposit_terms``.
        applications: ``receipt``, ``document``, ``date``, ``amount`` (negative: a reversal);
        optional ``instalment``, ``credit_amount`` (between two currencies), ``kind`` (of an
        adjustment, which has no receipt; of a payment if ``document_kind`` says so),
        ``application``, ``reverses``, ``made_with`` (numbers of applications).
        taxes: ``document``, ``net``, ``tax``; optional ``kind``, ``tax_rate`` (0.13).
        locks: ``until``, ``recorded_at``.
        disputes: ``document``, ``amount``, ``date``; optional ``kind``, ``instalment``, ``reason``,
        ``owner``, ``outcome``, ``ended``, ``end_recorded_at``, ``end_sequence``.
        note_moves: ``receipt``, ``to``, ``date``; optional ``holder``, ``proceeds``.
        due_dates: ``document``, ``due_date``, ``recorded_at``; optional ``kind``, ``instalment``,
        and ``date`` (from when on) and ``reason`` of a change; without them it was waited for.
        discounts: ``document``, ``instalment``, ``last_day``, ``rate`` (0.02), ``discount``;
        optional ``kind``, ``part`` ("1/50", of the instalment; else the rate).
        revaluations: ``date``, ``currency``, ``rate``; optional ``rate_date``.
        reminders: ``document``, ``date``, ``level``, ``amount``; optional ``kind``, ``instalment``,
        ``fee_document``. The rows of a party's items in a currency of one date, moment and sequence
        are a letter.
        promises: ``amount``, ``currency``, ``date``, ``promised``, and ``document`` or ``party``;
        optional ``kind``, ``instalment``, ``by``, ``promise`` (a number of its own), ``replaces``
        (that of another promise).

        A number that documents of several kinds have needs the kind: ``kind``,
        ``refers_to_kind`` (invoices, receipts), ``document_kind``, ``receipt_kind`` (applications).
        Each may have ``recorded_at`` (UTC); without it a fact is known from the beginning of its
        day on, and no earlier than its documents. ``sequence`` is the order of what was recorded at
        one moment; without it locks come first, then documents, due dates, disputes, promises,
        applications, moves of bills, ends of disputes, reminders, revaluations.
        home, rounding, tax_tolerance: as for a new ledger; the tables do not tell them.
        currency, amount_digits, columns: as in o2c.aging.

        Raises o2c.BadTable, whose ``faults`` list every row that is wrong or that a rule of the
        trade forbids.
        """
        if invoices is None:
            raise TypeError("invoices: expected a table, got None")
        tables = _core.open_tables(
            [
                invoices,
                receipts,
                applications,
                taxes,
                locks,
                disputes,
                note_moves,
                due_dates,
                discounts,
                revaluations,
                reminders,
                promises,
            ],
            dict(columns) if columns else None,
        )
        ledger = cls.__new__(cls)
        ledger._ledger = _core.Ledger.from_tables(
            *tables, home=home, rounding=rounding, tax_tolerance=tax_tolerance, currency=currency,
            amount_digits=amount_digits,
        )  # fmt: skip
        return ledger

    def to_tables(self) -> dict[str, LedgerTable]:
        """The tables of all that the ledger holds, by the names that from_tables has for them:
        ``Ledger.from_tables(**ledger.to_tables(), home=...)`` is the same ledger again."""
        return {name: LedgerTable(table) for name, table in self._ledger.to_tables().items()}

    def __repr__(self) -> str:
        ledger = self._ledger
        return f"<Ledger: {ledger.documents} documents, {ledger.applications} applications>"


class LedgerTable(ArrowResult):
    """A table of a ledger, which other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<LedgerTable: {len(self)} rows>"


class _LedgerRequest:
    """What was asked of a ledger, so that the items behind a figure can be found again."""

    def __init__(self, ledger: _core.Ledger, *, known_at: int | None, **options: Any) -> None:
        options["group_by"] = [name for name in options["group_by"] if name != "currency"]
        self.ledger = ledger
        self.known_at = known_at
        self.options = options

    def find(
        self, _ledger: Any, _receipts: Any, _applications: Any, keys: Sequence[Any]
    ) -> tuple[list[int], list[_core.OpenItem]]:
        return self.ledger.aged_items(**self.options, known_at=self.known_at, keys=keys)


def _sum(amounts: Sequence[_Money]) -> _core.Money:
    first, *rest = (x if isinstance(x, _core.Money) else _core.parse_money(x) for x in amounts)
    for amount in rest:
        first += amount
    return first


def _names(name: str, texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise _core.InvalidArgument(f"{name} {texts!r}: expected several texts, [{texts!r}]")
    return list(texts)


def _with_moment(row: Row) -> Row:
    return {**row, "recorded_at": moment_of(row["recorded_at"])}


def _one_of(name: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise _core.InvalidArgument(f"{name} {value!r}: expected one of {', '.join(values)}")


def _tolerance(tolerance: Any) -> tuple[Any, Any]:
    """A part and an amount, either of which may be missing."""
    if tolerance is None:
        return None, None
    if isinstance(tolerance, tuple):
        if len(tolerance) != 2:
            raise _core.InvalidArgument(f"tolerance {tolerance!r}: expected (part, amount)")
        return tolerance
    if isinstance(tolerance, _core.Money):
        return None, tolerance
    if isinstance(tolerance, str) and "%" not in tolerance and "bp" not in tolerance:
        return None, tolerance
    return tolerance, None
