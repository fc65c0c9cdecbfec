"""The letter in which a party confirms its balance (询证函)."""

from __future__ import annotations

from datetime import date

from o2c import _core


class BalanceConfirmation:
    """What a party owes by the end of a day, and the letter that asks it to confirm that.

    As text and HTML the letter stands in English, then in Chinese. A customer's signed
    acknowledgement interrupts the three-year limitation (Civil Code of China art. 188, 195).
    """

    def __init__(self, confirmation: _core.BalanceConfirmation) -> None:
        self._confirmation = confirmation

    @property
    def party(self) -> str:
        """Who is asked."""
        return self._confirmation.party

    @property
    def as_of(self) -> date:
        """The day."""
        return self._confirmation.as_of

    @property
    def balances(self) -> _core.MoneyBag:
        """What the party owes, less what it is owed."""
        return self._confirmation.balances

    @property
    def items(self) -> list[_core.OpenItem]:
        """The open items that the balances are made of."""
        return self._confirmation.items

    def parts(self, lang: str = "en") -> list[tuple[str, str | None]]:
        """The letter in one language: stretches of text, each with the table that follows it:
        ``balances``, ``items`` or, at the end, none."""
        return self._confirmation.parts(lang)

    def to_html(self) -> str:
        """A page that needs nothing else and prints on paper, each language on a sheet of its own.
        Whatever comes from the data is escaped."""
        from o2c._confirmation_html import confirmation_page

        return confirmation_page(self)

    def _repr_html_(self) -> str:
        from o2c._confirmation_html import confirmation_html

        return confirmation_html(self)

    def __str__(self) -> str:
        return str(self._confirmation)

    def __repr__(self) -> str:
        return f"<BalanceConfirmation of {self.party!r} as of {self.as_of}: {self.balances}>"
