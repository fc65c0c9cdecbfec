"""Credit: what parties may cost us, and what their limits say to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = dict[str, Any]
_Money = str | _core.Money


def credit_exposure(
    items: Any = None,
    orders: Any = None,
    *,
    as_of: date | str,
    insurance: Any = None,
    currency: str | _core.Currency | None = None,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> CreditExposure:
    """What each party may cost us by the end of a day (信用风险敞口), by currency.

    An order's stages less its cover, no less than zero; of all orders of a party together; less
    credit notes and receipts that are not applied; less what an insurer covers.

    items: open items: ``party``, ``amount`` (negative: a credit), ``currency``; ``due_date``,
    ``document``, ``order``, ``kind`` (``deposit``: it covers its order) and ``stage``
    (``under_collection``: a bank has the documents), if there.
    orders: what is on its way, each amount in one stage: ``party``, ``order`` (once), ``currency``;
    ``ordered`` (not shipped), ``shipped`` (neither invoiced nor drafted), ``draft`` and
    ``under_collection`` (of what is no open item); the cover ``deposits`` (that are no items),
    ``letter_of_credit`` and ``insured``. Columns may be missing, and null is zero. A row may state
    ``total_ordered``, ``total_shipped``, ``total_drafted`` and ``total_invoiced``, from the order's
    beginning, in place of ``ordered``, ``shipped`` and ``draft``: what is invoiced, which the items
    have, is then not counted again.
    insurance: ``party``, ``limit``, ``currency`` and ``share`` (0.9 is 90%; null: all).
    currency, amount_digits, columns: as in o2c.aging; columns for all tables.

        >>> exposure = o2c.credit_exposure(items, orders, as_of="2026-03-31")
        >>> exposure.check(o2c.CreditLimit("Acme", "500000 USD", overdue_days=30)).left

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong; o2c.Overflow.
    """
    return CreditExposure(
        _core.credit_exposure(
            *_core.open_tables([items, orders, insurance], dict(columns) if columns else None),
            as_of=as_of,
            currency=currency,
            amount_digits=amount_digits,
        )
    )


def exposure_of_ledger(
    ledger: _core.Ledger,
    orders: Any,
    insurance: Any,
    columns: Mapping[str, str] | None,
    **options: Any,
) -> CreditExposure:
    """The exposures of a ledger's parties; options: as the ledger's own."""
    tables = _core.open_tables([orders, insurance], dict(columns) if columns else None)
    return CreditExposure(ledger.credit_exposure(*tables, **options))


class CreditExposure(ArrowResult):
    """What parties may cost us, a row for each party and currency:

    ``exposure`` = the stages (``open``, ``overdue``, ``under_collection``, ``draft``, ``shipped``,
    ``ordered``) - ``covered`` - ``credits`` - ``insured``.
    """

    def __init__(self, exposure: _core.CreditExposure) -> None:
        super().__init__(exposure.to_arrow_table())
        self._exposure = exposure

    @property
    def as_of(self) -> date:
        """The day."""
        return self._exposure.as_of

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; amounts are o2c.Money. ``orders``: of each the ``total`` of its
        stages, what is ``covered`` and what is ``uncovered``. ``overdue_longest``: the item that
        is, under collection or not (``document``, ``days``, ``amount``), or None."""
        return self._exposure.rows()

    def check(
        self,
        limit: _core.CreditLimit,
        *,
        rates: _core.ExchangeTable | None = None,
        rounding: str | _core.Rounding = "half_up",
    ) -> CreditAnswer:
        """What a limit says to its party, or to the parties of its group.

        rates: exposures in other currencies are converted as of the day, each figure rounded once;
        without rates the answer names them in ``other_currencies``, and does not count them.

        Raises o2c.MissingRate, o2c.Overflow, o2c.InexactResult.
        """
        return CreditAnswer(self._exposure.check(limit, rates=rates, rounding=rounding))

    def explain(self, row: int) -> _core.Derivation:
        """How the exposure in a row (from 0) came about. Raises IndexError beyond the last."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._exposure.explain(row)

    def to_text(self, lang: str = "en") -> str:
        """A table for the terminal, in English ("en") or Chinese ("zh")."""
        return self._exposure.to_text(lang)

    def to_html(self, lang: str = "en") -> str:
        """A table of HTML with its own style. Whatever comes from the data is escaped."""
        from o2c._credit_html import exposure_html

        return exposure_html(self, lang=lang)

    def plot(
        self, limits: Iterable[_core.CreditLimit | CreditAnswer] = (), **options: Any
    ) -> Axes | list[Axes]:
        """Draw the exposures by stage, against limits where they are given, with matplotlib; a
        group is one bar in place of its members. Options: ``currency``, ``top``, ``ax``,
        ``lang``."""
        from o2c._credit_plots import plot_exposure

        return plot_exposure(self, limits, **options)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<CreditExposure as of {self.as_of}: {len(self)} rows>"


class CreditAnswer(ArrowResult):
    """What a limit says: what is left, which limits are hit and by how much.

    As a table it has a row for the total and for each stage that is limited: ``name``,
    ``limit_of``, ``currency``, ``limit``, ``used``, ``left`` (negative: exceeded).
    """

    def __init__(self, answer: _core.CreditAnswer) -> None:
        super().__init__(answer.to_arrow_table())
        self._answer = answer

    @property
    def limit(self) -> _core.CreditLimit:
        """The limit."""
        return self._answer.limit

    @property
    def left(self) -> _core.Money | None:
        """What is left of the total, negative where it is exceeded; None: it is not limited."""
        return self._answer.left

    @property
    def figures(self) -> dict[str, _core.Money]:
        """The stages, ``covered``, ``credits``, ``insured`` and ``exposure`` of all its parties, in
        the currency of the limit."""
        return self._answer.figures()

    @property
    def uses(self) -> list[Row]:
        """For the total and each limited stage ``limit``, ``used``, ``left``, ``is_hit``."""
        return self._answer.uses()

    @property
    def hits(self) -> list[Row]:
        """Those that are hit."""
        return [use for use in self.uses if use["is_hit"]]

    @property
    def overdue(self) -> Row | None:
        """The item that is overdue longest: ``party``, ``document``, ``days``, ``amount``."""
        return self._answer.overdue()

    @property
    def other_currencies(self) -> _core.MoneyBag:
        """Exposures in other currencies that are not counted, since no rates are given."""
        return self._answer.other_currencies

    @property
    def refusals(self) -> list[_core.Refusal]:
        """All that stands against more credit: ``credit_limit`` (the total), ``credit_stage`` (a
        stage), ``overdue`` (an item overdue too long). Empty: it may be given."""
        return [_core.Refusal(*refusal) for refusal in self._answer.refusals()]

    @property
    def allowed(self) -> bool:
        """Whether nothing stands against it."""
        return not self.refusals

    def would(
        self,
        order: str,
        *,
        party: str | None = None,
        ordered: _Money | None = None,
        shipped: _Money | None = None,
        draft: _Money | None = None,
        under_collection: _Money | None = None,
        deposits: _Money | None = None,
        letter_of_credit: _Money | None = None,
        insured: _Money | None = None,
    ) -> CreditAnswer:
        """The answer if an order came in; what is known of it already stays, and this is added.

        party: of a group whose order it is; None: the party of the limit.

        Raises o2c.InvalidArgument for a party that the limit is not of and for amounts below zero,
        o2c.CurrencyMismatch for another currency where no rates are given; o2c.Overflow.
        """
        stated = {
            "ordered": ordered,
            "shipped": shipped,
            "draft": draft,
            "under_collection": under_collection,
            "deposits": deposits,
            "letter_of_credit": letter_of_credit,
            "insured": insured,
        }
        amounts = {name: amount for name, amount in stated.items() if amount is not None}
        of = self.limit.name if party is None else party
        return CreditAnswer(self._answer.would(of, order, amounts))

    def explain(self) -> _core.Derivation:
        """How the figures, and what is left, came about."""
        return self._answer.explain()

    def to_text(self, lang: str = "en") -> str:
        """A table for the terminal, in English ("en") or Chinese ("zh")."""
        return self._answer.to_text(lang)

    def to_html(self, lang: str = "en") -> str:
        """A table of HTML with its own style. Whatever comes from the data is escaped."""
        from o2c._credit_html import answer_html

        return answer_html(self, lang=lang)

    def plot(self, **options: Any) -> Axes:
        """Draw the stages and the exposure against their limits, with matplotlib. Options: ``ax``,
        ``lang``."""
        from o2c._credit_plots import plot_answer

        return plot_answer(self, **options)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<CreditAnswer of {self.limit.name!r}: {len(self.refusals)} refusals>"
