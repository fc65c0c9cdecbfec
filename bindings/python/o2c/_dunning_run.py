"""Reminders that a ledger proposes, and the list of whom to call."""

from __future__ import annotations

from datetime import date
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult

Row = dict[str, Any]


class DunningRun(ArrowResult):
    """The reminders proposed as of a day (催款), and what was held back.

    A table with a row for each overdue item, those of the letters first: ``letter`` (its number
    from 0; null: held back), ``party``, ``document_kind``, ``document``, ``instalment``,
    ``due_date``, ``days_overdue``, ``open``, ``amount`` (asked for), ``currency``, ``last_level``,
    ``level`` (the next by the policy; 0: there is none) and ``hold`` (why it is held back;
    ``none``: it is not).
    """

    def __init__(self, run: _core.DunningRun) -> None:
        super().__init__(run.to_arrow_table())
        self._run = run

    @property
    def as_of(self) -> date:
        """The day."""
        return self._run.as_of

    @property
    def policy(self) -> _core.DunningPolicy:
        """By which it was decided."""
        return self._run.policy

    @property
    def letters(self) -> list[Row]:
        """The letters, by party and currency: ``party``, ``level`` (the highest of its ``items``),
        ``amount``, ``fee``, ``total``, ``credits`` (what the party paid or is credited, and is not
        applied). Amounts are o2c.Money."""
        return [self._run.letter(letter) for letter in range(len(self._run))]

    @property
    def held(self) -> list[Row]:
        """The overdue items that are held back; ``hold`` says why."""
        return self._run.held()

    def text(self, letter: int, lang: str = "en") -> str:
        """A letter (from 0) as text, by the policy's template of its level."""
        return self._run.text(self._checked(letter), lang)

    def letter_html(self, letter: int, lang: str = "en") -> str:
        """A letter (from 0) as a page of HTML that needs nothing else, for the screen and for
        paper. Whatever comes from the data is escaped."""
        from o2c._dunning_html import letter_page

        return letter_page(self, self._checked(letter), lang=lang)

    def explain(self, letter: int) -> _core.Derivation:
        """How the amount, fee and total of a letter (from 0) came about."""
        return self._run.explain(self._checked(letter))

    def explain_item(self, row: int) -> _core.Derivation:
        """Why the item in a row of the table (from 0) is reminded of, or held back."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._run.explain_item(row)

    def to_html(self, lang: str = "en") -> str:
        """Tables of the letters and of what was held back, in English ("en") or Chinese ("zh"),
        with their own style. Whatever comes from the data is escaped."""
        from o2c._dunning_html import run_html

        return run_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def _checked(self, letter: int) -> int:
        if not 0 <= letter < len(self._run):
            raise IndexError(f"letter {letter}: expected one below {len(self._run)}")
        return letter

    def __repr__(self) -> str:
        held = len(self.held)
        return f"<DunningRun as of {self.as_of}: {len(self._run)} letters, {held} items held back>"


class Worklist(ArrowResult):
    """Whom to call first, and why: a row for each party and currency with overdue amounts.

    As a table: ``party``, ``overdue``, ``disputed``, ``promised`` (what is missing of promises that
    are open), ``credits`` (paid or credited, not applied, deposits apart), ``currency``, ``items``,
    ``days_overdue`` (of the oldest), ``level`` (at which it was reminded of), ``broken_promises``,
    ``limit_used`` (the share of the credit limit) and ``score``, both rounded half up to four
    digits; where amounts are compared in one currency, also what is overdue as ``converted`` and
    ``converted_currency``.
    """

    def __init__(self, worklist: _core.Worklist) -> None:
        super().__init__(worklist.to_arrow_table())
        self._worklist = worklist

    @property
    def as_of(self) -> date:
        """The day."""
        return self._worklist.as_of

    @property
    def rows(self) -> list[Row]:
        """The rows as dicts; amounts are o2c.Money. ``limit_used``: the share of the credit limit
        (of a limit of zero that is used: the highest of the list, at least 1), ``score``: with
        weights; both are exact Fractions, or None. ``converted``: what is overdue
        in the report currency, or None."""
        return [self._worklist.row(row) for row in range(len(self))]

    def explain(self, row: int) -> _core.Derivation:
        """How what a row (from 0) is ordered by came about."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}: expected one below {len(self)}")
        return self._worklist.explain(row)

    def to_text(self, lang: str = "en") -> str:
        """A table for the terminal, in English ("en") or Chinese ("zh")."""
        return self._worklist.to_text(lang)

    def to_html(self, lang: str = "en") -> str:
        """A table of HTML with its own style. Whatever comes from the data is escaped."""
        from o2c._dunning_html import worklist_html

        return worklist_html(self, lang=lang)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Worklist as of {self.as_of}: {len(self)} rows>"
