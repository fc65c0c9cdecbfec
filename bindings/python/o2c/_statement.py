"""The statement of a party's account (对账单)."""

from __future__ import annotations

from datetime import date
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._moments import moment_of

Row = dict[str, Any]


class PartyStatement(ArrowResult):
    """What moved the balance of a party in a period, for each of its currencies.

    As a table it has a row for each movement: ``to_arrow``, ``to_pandas``, ``to_polars``. As text
    it is a table for the terminal, in a notebook one of HTML.
    """

    def __init__(self, statement: _core.PartyStatement) -> None:
        super().__init__(statement.to_arrow_table())
        self._statement = statement

    @property
    def core(self) -> _core.PartyStatement:
        """What it stands on."""
        return self._statement

    @property
    def aging_columns(self) -> list[str]:
        """The columns of ``aging`` that are shown: ``deposits`` only where there are any."""
        columns = [name for account in self._statement.accounts() for name in account["aging"]]
        shown = list(dict.fromkeys(columns))
        return shown if self._statement.has_deposits else shown[:-1]

    @property
    def party(self) -> str:
        """The party."""
        return self._statement.party

    @property
    def from_date(self) -> date:
        """The first day of the period."""
        return self._statement.from_date

    @property
    def to_date(self) -> date:
        """The last day of the period, included."""
        return self._statement.to_date

    @property
    def accounts(self) -> dict[str, Row]:
        """The account in each currency: ``opening`` + ``debits`` - ``credits`` = ``closing``.

        ``aging``: what is open at the end of the period by its age, as in the aging of a ledger:
        ``total`` - ``deposits`` = ``closing``.

        ``movements``: in the order in which they were posted, a document, adjustment or conversion
        (``kind``) each, with ``debit``, ``credit`` and the ``balance`` after it. ``applications``
        of a debit: all that was applied to it by the end of the period, which moves no balance.
        """
        return {
            account["currency"]: {
                **account,
                "movements": [
                    {**movement, "recorded_at": moment_of(movement["recorded_at"])}
                    for movement in account["movements"]
                ],
            }
            for account in self._statement.accounts()
        }

    def explain(self, currency: str | _core.Currency | None = None) -> _core.Derivation:
        """How the closing balance of an account follows from its opening balance and movements.

        currency: whose account; None: the only one.

        Raises o2c.InvalidArgument where there is none, or several and none is stated.
        """
        return self._statement.explain(self._account(currency))

    def explain_aging(self, currency: str | _core.Currency | None = None) -> _core.Derivation:
        """How the closing balance of an account follows from what is open, item by item."""
        return self._statement.explain_foot(self._account(currency))

    def _account(self, currency: str | _core.Currency | None) -> int:
        codes = list(self.accounts)
        code = currency.code if isinstance(currency, _core.Currency) else currency
        if code is None and len(codes) == 1:
            code = codes[0]
        if code not in codes:
            found = ", ".join(codes) or "none"
            raise _core.InvalidArgument(f"currency {code}: expected one of the accounts ({found})")
        return codes.index(code)

    def to_html(self, lang: str = "en") -> str:
        """A page that needs nothing else and prints on paper, in English ("en") or Chinese ("zh").
        Whatever comes from the data is escaped."""
        from o2c._statement_html import statement_page

        return statement_page(self, lang=lang)

    def _repr_html_(self) -> str:
        from o2c._statement_html import statement_html

        return statement_html(self)

    def __str__(self) -> str:
        return str(self._statement)

    def __repr__(self) -> str:
        return (
            f"<PartyStatement of {self.party!r}, {self.from_date} to {self.to_date}: "
            f"{len(self)} movements>"
        )
