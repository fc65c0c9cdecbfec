"""Reconciling two lists of what a party owes (对账)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._statement import PartyStatement
from o2c._threads import thread_count

Row = dict[str, Any]
_Amount = str | _core.Money
Balances = _Amount | _core.MoneyBag | Iterable[_Amount]
"""Balances of one currency or several: "1000 USD", an o2c.MoneyBag, a list."""


def reconcile(
    ours: Any,
    theirs: Any,
    *,
    as_of: date | str | None = None,
    tolerances: _core.ReconcileTolerances | None = None,
    opening_ours: Balances | None = None,
    opening_theirs: Balances | None = None,
    closing_ours: Balances | None = None,
    closing_theirs: Balances | None = None,
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Reconciliation:
    """Matches our list of what a party owes with the party's own (对账), and tells what is left.

    ours, theirs: tables of ``reference`` (null: none), ``date``, ``amount``, ``currency``, and if
    there ``kind`` (of document; looked at if both say it), ``disputed`` (true or false) and
    ``disputed_amount`` (how much of the line; null: all of it, if it is in dispute). Both have the
    same signs: positive is owed to us. ``ours`` may be an o2c.PartyStatement: then it states the
    day, our balances, and what is in dispute, too.
    as_of: the day; no line is dated after it.
    opening_ours, opening_theirs: the balances before the lines; none: zero.
    closing_ours, closing_theirs: what each side says it comes to; what opening and lines do not
    explain of it is told as ``unexplained``. None: what they come to.
    currency, amount_digits, columns, threads: as in o2c.aging; columns for both tables.

    Each line stands in one group, each group in one class: ``matched``, ``within_tolerance``,
    ``amount_differs``, ``date_differs``, ``currency_differs``, ``duplicate``, ``disputed``,
    ``in_transit``, ``missing_from_theirs``, ``missing_from_ours``.

        >>> found = o2c.reconcile(ours, theirs, as_of="2026-03-31")
        >>> found.balances["USD"]["classes"]["in_transit"]["difference"]

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.InvalidArgument,
    o2c.Overflow.
    """
    chosen = tolerances if tolerances is not None else _core.ReconcileTolerances()
    names = dict(columns) if columns else None
    options: dict[str, Any] = {
        "opening_theirs": opening_theirs,
        "closing_theirs": closing_theirs,
        "currency": currency,
        "amount_digits": amount_digits,
        "threads": thread_count(threads),
    }
    if isinstance(ours, PartyStatement):
        if as_of is not None or opening_ours is not None or closing_ours is not None:
            raise _core.InvalidArgument(
                "expected no as_of, opening_ours and closing_ours: the statement says them"
            )
        return Reconciliation(
            _core.reconcile_statement(
                ours.core,
                _core.open_table(theirs, names),
                tolerances=chosen,
                **options,
            )
        )
    if as_of is None:
        raise _core.InvalidArgument("expected as_of, the day of the reconciliation")
    our_table, their_table = _core.open_tables([ours, theirs], names)
    return Reconciliation(
        _core.reconcile(
            our_table,
            their_table,
            as_of=as_of,
            tolerances=chosen,
            opening_ours=opening_ours,
            closing_ours=closing_ours,
            **options,
        )
    )


class Reconciliation(ArrowResult):
    """Two lists of what a party owes, matched line by line.

    As a table it has a row for each line: ``group``, ``class``, ``matched_by`` (reference; sum: of
    one reference; amount: a pair by amount and date; amount_sum: a sum by amounts and dates;
    nothing), ``side`` (ours, theirs), ``row`` (in its list), ``reference``, ``date``, ``amount``,
    ``currency``, ``kind``, ``disputed``, ``disputed_amount`` (null: not stated), and
    ``difference``: what the line adds to ours less theirs.
    """

    def __init__(self, found: _core.Reconciliation) -> None:
        super().__init__(found.to_arrow_table())
        self._found = found

    @property
    def as_of(self) -> date:
        """The day."""
        return self._found.as_of

    @property
    def tolerances(self) -> _core.ReconcileTolerances:
        """What the lists may differ in."""
        return self._found.tolerances

    @property
    def balances(self) -> dict[str, Row]:
        """For each currency ``ours`` and ``theirs`` (opening + lines + unexplained = closing), the
        ``difference`` of the closing balances, and the ``classes``: of each how many ``groups``,
        what they come to in ``ours`` and ``theirs``, and their ``difference``.

        difference = that of the opening balances + those of all classes + that of what is
        unexplained.
        """
        return {balance["currency"]: balance for balance in self._found.balances()}

    @property
    def differences(self) -> list[Row]:
        """The groups that are neither matched nor within the tolerances: ``group`` (its number),
        ``class``, ``matched_by``, and the lines of ``ours`` and ``theirs`` with ``row``,
        ``reference``, ``date``, ``amount``, ``kind``, ``disputed``, ``disputed_amount``."""
        return self._groups(len(self._found))

    @property
    def groups(self) -> int:
        """How many groups there are, numbered from 0: first those that match."""
        return len(self._found)

    def group(self, group: int) -> Row:
        """A group by its number, as in ``differences``. Raises IndexError beyond the last."""
        self._check(group)
        return {"group": group, **self._found.group(group)}

    @property
    def unfinished(self) -> list[str]:
        """References, as they are compared, whose search for sums ended before it was done."""
        return list(self._found.unfinished)

    def explain(self, currency: str | _core.Currency | None = None) -> _core.Derivation:
        """How the difference of the closing balances comes about.

        currency: of which; None: the only one.

        Raises o2c.InvalidArgument where there is none, or several and none is stated.
        """
        codes = list(self.balances)
        code = currency.code if isinstance(currency, _core.Currency) else currency
        if code is None and len(codes) == 1:
            code = codes[0]
        if code not in codes:
            known = ", ".join(codes) or "none"
            raise _core.InvalidArgument(f"currency {code}: expected one of the lists' ({known})")
        return self._found.explain_balance(codes.index(code))

    def explain_group(self, group: int) -> _core.Derivation:
        """Why a group is of its class. Raises IndexError beyond the last."""
        self._check(group)
        return self._found.explain_group(group)

    def to_text(self, lang: str = "en") -> str:
        """Tables for the terminal, in English ("en") or Chinese ("zh")."""
        return self._found.to_text(lang)

    def to_html(self, lang: str = "en") -> str:
        """Tables of HTML with their own style. Whatever comes from the data is escaped."""
        from o2c._reconcile_html import reconciliation_html

        return reconciliation_html(self, lang=lang)

    def first_differences(self, most: int) -> list[Row]:
        """The first of ``differences``."""
        return self._groups(min(self._found.matched + most, len(self._found)))

    def _groups(self, end: int) -> list[Row]:
        return [self.group(i) for i in range(self._found.matched, end)]

    def _check(self, group: int) -> None:
        if not 0 <= group < len(self._found):
            raise IndexError(f"group {group}: expected one below {len(self._found)}")

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        left = len(self._found) - self._found.matched
        return f"<Reconciliation as of {self.as_of}: {len(self)} lines, {left} differences>"
