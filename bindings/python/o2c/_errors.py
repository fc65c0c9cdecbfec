"""The errors of o2c. The compiled module raises these classes for the C++ exceptions of the same
names."""

# ruff: noqa: N818 (the names are those of C++)

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False  # type checkers take it as true; importing typing would double the time
if TYPE_CHECKING:
    from collections.abc import Iterable

    from o2c._core import Fault


class Error(ValueError):
    """Bad input: the message says what was expected. Every error of o2c is one of these.

    ``faults`` lists everything that is wrong with a table or a file, not only the first thing;
    it is empty for an error about a single value.
    """

    __module__ = "o2c"

    faults: list[Fault]

    def __init__(self, message: str = "", faults: Iterable[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = list(faults)


class ParseError(Error):
    """A text could not be read: ``text`` is the whole text, ``offset`` where reading stopped."""

    __module__ = "o2c"

    def __init__(
        self, message: str = "", faults: Iterable[Fault] = (), *, text: str = "", offset: int = 0
    ) -> None:
        super().__init__(message, faults)
        self.text = text
        self.offset = offset


class Overflow(Error):
    """A result does not fit: amounts hold 18 digits, decimals 38."""

    __module__ = "o2c"


class InexactResult(Error):
    """Rounding was ``exact``, and the result would have had to be rounded."""

    __module__ = "o2c"


class InvalidArgument(Error):
    """A value that the rule cannot work with, such as negative weights or the date 2026-02-29."""

    __module__ = "o2c"


class CurrencyMismatch(Error):
    """Amounts in different currencies were added, subtracted or put in order."""

    __module__ = "o2c"


class UnitMismatch(Error):
    """Quantities of different units were added, subtracted, put in order or converted."""

    __module__ = "o2c"


class UnknownCurrency(Error):
    """A currency code that is neither in ISO 4217 nor registered; the message offers near ones."""

    __module__ = "o2c"


class MissingRate(Error):
    """No exchange rate for a pair of currencies as of a date; the message names both."""

    __module__ = "o2c"


class BadTable(Error):
    """A table cannot be used as it is; ``faults`` names each row and column at fault."""

    __module__ = "o2c"


class JournalError(Error):
    """A journal's file or server failed, and nothing of the call was confirmed; since events are
    stored once, it can be made again as it is. ``failure`` says how: ``full``, ``locked``,
    ``inaccessible``, ``corrupt``, ``not_a_journal``, ``newer``, ``not_durable``, ``failed``."""

    __module__ = "o2c"

    def __init__(
        self, message: str = "", faults: Iterable[Fault] = (), *, failure: str = "failed"
    ) -> None:
        super().__init__(message, faults)
        self.failure = failure


class FloatRefused(Error, TypeError):
    """A binary float stood where an exact number is expected: pass a str or decimal.Decimal."""

    __module__ = "o2c"


class Refusal(namedtuple("Refusal", "rule en zh cure_en cure_zh source", defaults=("", "", ""))):
    """Why a rule of the trade forbids something: its name, and a sentence in each language; what
    would cure it, and where the rule comes from, as far as the rule says it."""

    __module__ = "o2c"
    __slots__ = ()

    rule: str
    en: str
    zh: str
    cure_en: str
    cure_zh: str
    source: str


class Refused(Exception):
    """A rule of the trade does not allow it, and nothing has changed. Not an error of the input:
    ``refusals`` lists every rule that stands against it."""

    __module__ = "o2c"

    refusals: list[Refusal]

    def __init__(self, message: str = "", refusals: Iterable[tuple[str, ...]] = ()) -> None:
        super().__init__(message)
        self.refusals = [Refusal(*refusal) for refusal in refusals]
