"""Cash that the sales force collects, and when it was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]


def cash_hand_in(
    collections: Any,
    hand_ins: Any,
    *,
    as_of: date | str,
    rule: _core.CashRule | None = None,
    calendar: _core.Calendar | None = None,
    wages: Mapping[str, tuple[str | _core.Money, str | _core.Money]] | None = None,
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> CashHandIn:
    """What became of the cash that the sales force collected (私收货款), by the end of a day.

    Cash is due on the day it is collected. What comes in on the days after that the rule allows is
    late; what is not handed in when they end is withheld: it is to be recovered, and a fine is
    claimed beside it. Claims only: nothing is deducted from anyone's wage.

    collections: a table of ``receipt`` (once), ``salesperson``, ``date``, ``amount``, ``currency``,
    and ``party`` if it is known.
    hand_ins: a table of ``salesperson``, ``date``, ``amount``, ``currency``, ``signed_by`` (who of
    finance signed; null: it does not count yet) and ``receipt``, if there (null: the salesperson's
    oldest collections first).
    calendar: the days of the rule are its business days; without one they are calendar days.
    wages: by salesperson the wage of the month and the minimum wage; ``salespersons`` then say how
    much of what was withheld and has not come in the law lets an employer deduct.
    currency, amount_digits, columns: as in o2c.aging; columns for both tables.

        >>> cash = o2c.cash_hand_in(collections, hand_ins, as_of="2026-03-04")
        >>> cash.salespersons[0]["withheld"]

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong: receipts that are unknown or
    stand twice, hand-ins above what was collected, or before it, ...; o2c.Overflow.
    """
    return CashHandIn(
        _core.cash_hand_in(
            *_core.open_tables([collections, hand_ins], dict(columns) if columns else None),
            as_of=as_of,
            rule=rule if rule is not None else _core.CashRule(),
            calendar=calendar,
            wages=_named_wages(wages or {}),
            currency=currency,
            amount_digits=amount_digits,
        )
    )


def _named_wages(
    wages: Mapping[str, tuple[str | _core.Money, str | _core.Money]],
) -> list[tuple[str, _core.Money, _core.Money]]:
    named = []
    for name, pair in wages.items():
        if isinstance(pair, str) or len(pair) != 2:
            raise _core.InvalidArgument(
                f"wages of {name}: expected (wage of the month, minimum wage), got {pair!r}"
            )
        wage, minimum = (x if isinstance(x, _core.Money) else _core.parse_money(x) for x in pair)
        named.append((name, wage, minimum))
    return named


class CashHandIn(ArrowResult):
    """What became of cash by the end of a day: for each collection

    ``collected`` = ``in_time`` + ``late`` + ``recovered`` + ``recoverable``.

    What was ``withheld`` and the ``fine`` claimed for it stay when the cash comes in. As a table it
    has a row for each collection by the day.
    """

    def __init__(self, cash: _core.CashHandIn) -> None:
        super().__init__(cash.to_arrow_table())
        self._cash = cash

    @property
    def as_of(self) -> date:
        """The day."""
        return self._cash.as_of

    @property
    def rule(self) -> _core.CashRule:
        """The rule."""
        return self._cash.rule

    @property
    def rows(self) -> list[Row]:
        """A dict for each collection; amounts are o2c.Money. ``late_until`` is the last day on
        which it could come in late; ``handed_in`` are the parts that came in, each with the row of
        its hand-in, ``date``, ``amount`` and ``timing`` (in_time, late, recovered): commissions on
        cash count from these dates."""
        return self._cash.rows()

    @property
    def salespersons(self) -> list[Row]:
        """The figures of each salesperson and currency. ``deduction``, where wages are stated: what
        was withheld and has not come in as a ``loss``, the ``cap`` on deductions in the month, the
        ``most`` that may be deducted of it, and the ``rest``; else None, also of cash in another
        currency than the wage's. Cash whose term has not ended is no loss yet; the fine is none."""
        return self._cash.salespersons()

    @property
    def claims(self) -> CashClaims:
        """The same as a table."""
        return CashClaims(self._cash.claims_table())

    @property
    def unsigned_hand_ins(self) -> list[int]:
        """Rows of the hand-ins by the day that finance has not signed for: they do not count."""
        return list(self._cash.unsigned_hand_ins)

    @property
    def handed_in(self) -> HandedIn:
        """All parts that were handed in, as a table."""
        return HandedIn(self._cash.handed_in_table())

    def legal_note(self, lang: str = "en") -> str:
        """How far the law lets claims be deducted from wages."""
        return self._cash.legal_note(lang)

    def explain(self, row: int) -> _core.Derivation:
        """How the claim of a row (from 0) came about. Raises IndexError beyond the last."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._cash.explain(row)

    def to_text(self, lang: str = "en") -> str:
        """Tables for the terminal, in English ("en") or Chinese ("zh")."""
        return self._cash.to_text(lang)

    def to_html(self, lang: str = "en") -> str:
        """Tables of HTML with their own style. Whatever comes from the data is escaped."""
        from o2c._credit_html import cash_html

        return cash_html(self, lang=lang)

    def plot(self, kind: str = "people", **options: Any) -> Axes | list[Axes]:
        """Draw what became of each salesperson's cash ("people"), or what was collected and handed
        in by each day ("days"), with matplotlib. Options: ``currency``, ``top``, ``ax``,
        ``lang``."""
        from o2c._cash_plots import plot_cash

        return plot_cash(self, kind, **options)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<CashHandIn as of {self.as_of}: {len(self)} collections>"


class CashClaims(ArrowResult):
    """A row for each salesperson and currency: ``salesperson``, ``currency``, ``collected``,
    ``in_time``, ``late``, ``recovered``, ``recoverable``, ``withheld``, ``fine``, and where wages
    are stated ``loss``, ``cap``, ``most``, ``rest`` (else null)."""

    def __repr__(self) -> str:
        return f"<CashClaims: {len(self)} rows>"


class HandedIn(ArrowResult):
    """A row for each part of a hand-in: ``receipt``, ``salesperson``, ``hand_in`` (its row),
    ``date``, ``amount``, ``currency``, ``timing``."""

    def __repr__(self) -> str:
        return f"<HandedIn: {len(self)} parts>"
