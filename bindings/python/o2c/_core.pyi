"""The compiled part of o2c. Everything public in it is imported by the package o2c."""

import datetime
import enum
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, SupportsIndex, TypeAlias, final, overload

from o2c._errors import BadTable as BadTable
from o2c._errors import CurrencyMismatch as CurrencyMismatch
from o2c._errors import Error as Error
from o2c._errors import FloatRefused as FloatRefused
from o2c._errors import InexactResult as InexactResult
from o2c._errors import InvalidArgument as InvalidArgument
from o2c._errors import JournalError as JournalError
from o2c._errors import MissingRate as MissingRate
from o2c._errors import Overflow as Overflow
from o2c._errors import ParseError as ParseError
from o2c._errors import Refusal as Refusal
from o2c._errors import Refused as Refused
from o2c._errors import UnknownCurrency as UnknownCurrency

__version__: str

# What may stand for a value where one is expected.
_Number: TypeAlias = Decimal | SupportsIndex | str
_Fraction: TypeAlias = Fraction | _Number
_Date: TypeAlias = datetime.date | str
_Money: TypeAlias = Money | str
_Currency: TypeAlias = Currency | str
_Rate: TypeAlias = Rate | str
_NumberFormat: TypeAlias = NumberFormat | str
_Rounding: TypeAlias = Rounding | str
_Roll: TypeAlias = Roll | str
_PeriodKind: TypeAlias = PeriodKind | str
_DayCount: TypeAlias = DayCount | str
_Weekday: TypeAlias = Weekday | str
_Allocation: TypeAlias = Allocation | str
_Language: TypeAlias = Language | str
_Anchor: TypeAlias = Anchor | str
_Instrument: TypeAlias = Instrument | str
_Purpose: TypeAlias = Purpose | str
_DiscountBase: TypeAlias = DiscountBase | str
_PartPayments: TypeAlias = PartPayments | str
_Steps: TypeAlias = Iterable[DateStep] | int

# number --------------------------------------------------------------------------------------

class Rounding(enum.Enum):
    """What to do with digits that do not fit, named by effect.

    The `half_...` modes go to the nearest value and differ only in ties.
    """

    half_even = 0
    half_up = 1
    half_down = 2
    half_odd = 3
    half_ceiling = 4
    half_floor = 5
    up = 6
    down = 7
    ceiling = 8
    floor = 9
    exact = 10

@final
class Rate:
    """A part of something, held exactly: '3%', '3.25%', '300bp'.

    It meets an amount in apply(rate, money, rounding=...).
    """

    def __init__(self, text: str) -> None: ...
    @staticmethod
    def from_fraction(fraction: _Number) -> Rate: ...
    @staticmethod
    def from_percent(percent: _Number) -> Rate: ...
    @staticmethod
    def from_bps(basis_points: _Number) -> Rate: ...
    @property
    def fraction(self) -> Decimal: ...
    @property
    def percent(self) -> Decimal: ...
    @property
    def bps(self) -> Decimal: ...
    def __add__(self, other: Rate) -> Rate: ...
    def __sub__(self, other: Rate) -> Rate: ...
    def __neg__(self) -> Rate: ...
    def __eq__(self, other: object) -> bool: ...
    def __lt__(self, other: Rate) -> bool: ...
    def __le__(self, other: Rate) -> bool: ...
    def __gt__(self, other: Rate) -> bool: ...
    def __ge__(self, other: Rate) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Rate: ...
    def __deepcopy__(self, memo: Any) -> Rate: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

def round_to(value: _Fraction, step: _Number, *, rounding: _Rounding) -> Decimal:
    """The value rounded to a multiple of any positive step; the result has the step's scale."""

# time ----------------------------------------------------------------------------------------

class Weekday(enum.IntEnum):
    """A day of the week, numbered as in ISO 8601, so that Weekday(day.isoweekday()) is it."""

    monday = 1
    tuesday = 2
    wednesday = 3
    thursday = 4
    friday = 5
    saturday = 6
    sunday = 7

class Roll(enum.Enum):
    """Where a date that is no business day moves to."""

    none = 0
    following = 1
    modified_following = 2
    preceding = 3
    modified_preceding = 4

class DayCount(enum.Enum):
    """How days and years are counted for interest."""

    act_365 = 0
    act_360 = 1
    act_act_isda = 2
    thirty_360_bond = 3
    thirty_360_us = 4
    thirty_e_360 = 5
    thirty_365 = 6

class PeriodKind(enum.Enum):
    """How long a period is."""

    month = 0
    quarter = 1
    half = 2
    year = 3

def parse_date(text: str, format: str = "%Y-%m-%d") -> datetime.date:
    """Read a date written as `format` says, of %Y, %m and %d; nothing is guessed."""

def add_months(date: _Date, months: int) -> datetime.date:
    """The same day number that many months later, cut to the month's length."""

def add_years(date: _Date, years: int) -> datetime.date:
    """The same month and day, years later; 29 February becomes 28 in a common year."""

def end_of_month(date: _Date) -> datetime.date:
    """The last day of the date's month."""

@final
class Period:
    """A named month, quarter, half or year: '2026-11', '2026Q4', '2026H2' or '2026'."""

    def __init__(self, text: str) -> None: ...
    @staticmethod
    def containing(date: _Date, kind: _PeriodKind) -> Period: ...
    @staticmethod
    def month_of(date: _Date) -> Period: ...
    @staticmethod
    def quarter_of(date: _Date) -> Period: ...
    @staticmethod
    def half_of(date: _Date) -> Period: ...
    @staticmethod
    def year_of(date: _Date) -> Period: ...
    @property
    def kind(self) -> PeriodKind: ...
    @property
    def first(self) -> datetime.date: ...
    @property
    def last(self) -> datetime.date: ...
    def __contains__(self, date: _Date) -> bool: ...
    def next(self) -> Period: ...
    def previous(self) -> Period: ...
    def parts(self, kind: _PeriodKind) -> list[Period]: ...
    def months(self) -> list[Period]: ...
    def __eq__(self, other: object) -> bool: ...
    def __lt__(self, other: Period) -> bool: ...
    def __le__(self, other: Period) -> bool: ...
    def __gt__(self, other: Period) -> bool: ...
    def __ge__(self, other: Period) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Period: ...
    def __deepcopy__(self, memo: Any) -> Period: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

@final
class Calendar:
    """Which days business is done at one place: a weekend, holidays, and make-up working days.

    A calendar knows only the holidays it was given. One that states the days it covers refuses to
    answer for any other.
    """

    def __init__(
        self,
        name: str,
        *,
        weekend: Iterable[_Weekday] = ("saturday", "sunday"),
        holidays: Mapping[datetime.date, str] | Mapping[str, str] | Iterable[_Date] = (),
        workdays: Mapping[datetime.date, str] | Mapping[str, str] | Iterable[_Date] = (),
        covers_from: _Date = ...,
        covers_to: _Date = ...,
    ) -> None: ...
    @staticmethod
    def parse(text: str, file: str = "") -> Calendar: ...
    @staticmethod
    def load(path: str | os.PathLike[str]) -> Calendar: ...
    def to_text(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def weekend(self) -> tuple[Weekday, ...]: ...
    @property
    def holidays(self) -> dict[datetime.date, str]: ...
    @property
    def workdays(self) -> dict[datetime.date, str]: ...
    @property
    def covers_from(self) -> datetime.date: ...
    @property
    def covers_to(self) -> datetime.date: ...
    def is_business_day(self, date: _Date) -> bool: ...
    def roll(self, date: _Date, roll: _Roll) -> datetime.date: ...
    def add_business_days(self, date: _Date, n: int) -> datetime.date: ...
    def business_days_between(self, start: _Date, end: _Date) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Calendar: ...
    def __deepcopy__(self, memo: Any) -> Calendar: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

def joint(a: Calendar, b: Calendar) -> Calendar:
    """The calendar of business at two places at once: its business days are those of both."""

# money ---------------------------------------------------------------------------------------

@final
class Currency:
    """A unit of money: its code and the number of decimal digits of its amounts.

    Currency('USD') is known by its code; Currency('POINT', 0) is a currency of your own.
    """

    def __init__(self, code: str, digits: int | None = None) -> None: ...
    @property
    def code(self) -> str: ...
    @property
    def digits(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __lt__(self, other: Currency) -> bool: ...
    def __le__(self, other: Currency) -> bool: ...
    def __gt__(self, other: Currency) -> bool: ...
    def __ge__(self, other: Currency) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Currency: ...
    def __deepcopy__(self, memo: Any) -> Currency: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

@final
class CurrencyInfo:
    """What ISO 4217 says about a currency."""

    @property
    def currency(self) -> Currency: ...
    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def replaced_by(self) -> str: ...

def iso_4217() -> list[CurrencyInfo]:
    """All active codes of ISO 4217 (currencies, funds, metals), ordered by code."""

def iso_4217_withdrawn() -> list[CurrencyInfo]:
    """Codes withdrawn from ISO 4217 that data of past years still carries."""

def register_currency(code: str, digits: int) -> Currency:
    """Make a currency of your own known by its code, for the rest of the process."""

@final
class Money:
    """An exact amount: a whole number of minor units (cents, in 64 bits) of one currency.

    Sums, differences and multiples by whole numbers are exact; what may need rounding is a function
    that takes `rounding`: multiply, divide, apply. Currencies never mix.
    """

    def __init__(self, amount: _Number, currency: _Currency) -> None: ...
    @staticmethod
    def parse(text: str) -> Money: ...
    @staticmethod
    def from_minor(minor: int, currency: _Currency) -> Money: ...
    @staticmethod
    def rounded(amount: _Fraction, currency: _Currency, *, rounding: _Rounding) -> Money: ...
    @staticmethod
    def zero(currency: _Currency) -> Money: ...
    @property
    def minor(self) -> int: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def sign(self) -> int: ...
    def is_zero(self) -> bool: ...
    def __add__(self, other: Money) -> Money: ...
    def __radd__(self, other: int) -> Money: ...  # only 0, where sum() starts
    def __sub__(self, other: Money) -> Money: ...
    def __neg__(self) -> Money: ...
    def __pos__(self) -> Money: ...
    def __abs__(self) -> Money: ...
    def __mul__(self, factor: SupportsIndex) -> Money: ...
    def __rmul__(self, factor: SupportsIndex) -> Money: ...
    def __truediv__(self, divisor: NoReturn) -> NoReturn: ...
    def __bool__(self) -> NoReturn: ...
    def __float__(self) -> NoReturn: ...
    def __format__(self, spec: str) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __lt__(self, other: Money) -> bool: ...
    def __le__(self, other: Money) -> bool: ...
    def __gt__(self, other: Money) -> bool: ...
    def __ge__(self, other: Money) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Money: ...
    def __deepcopy__(self, memo: Any) -> Money: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

@final
class NumberFormat:
    """How the digits of an amount are written. Always stated, never guessed."""

    def __init__(self, decimal_point: str, group: str | None) -> None: ...
    @property
    def decimal_point(self) -> str: ...
    @property
    def group(self) -> str | None: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> NumberFormat: ...
    def __deepcopy__(self, memo: Any) -> NumberFormat: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

def parse_money(
    text: str, *, currency: _Currency | None = None, number_format: _NumberFormat = "plain"
) -> Money:
    """Read '1,234.56 USD', 'USD 1234.5', '-USD1,234', '€5'; with a currency also '1,234.56'."""

def format_money(money: _Money, *, number_format: _NumberFormat = "plain") -> str:
    """'1,234.50 USD'; parse_money with the same format reads it back."""

def format_amount(money: _Money, *, number_format: _NumberFormat = "plain") -> str:
    """'1,234.50': for a column whose heading names the currency."""

def multiply(money: _Money, factor: _Fraction, *, rounding: _Rounding) -> Money:
    """money * factor, rounded to the currency's digits."""

def divide(money: _Money, divisor: _Fraction, *, rounding: _Rounding) -> Money:
    """money / divisor, rounded to the currency's digits."""

def ratio(dividend: _Money, divisor: _Money) -> Fraction:
    """The exact quotient of two amounts of one currency."""

def percentage(part: _Money, whole: _Money, *, digits: int, rounding: _Rounding) -> Rate:
    """part / whole as a Rate whose percentage has `digits` decimals: 25.74% for 2."""

def apply(
    rate: _Rate, money: _Money, *, rounding: _Rounding, trace: Derivation | None = None
) -> Money:
    """rate * money, rounded to the currency's digits."""

def round_cash(money: _Money, step: _Number, *, rounding: _Rounding) -> Money:
    """The nearest multiple of `step` ('0.05': Swiss cash), a whole number of minor units."""

def average(monies: Iterable[_Money], *, rounding: _Rounding) -> Money:
    """The mean of amounts of one currency, rounded to its digits."""

@final
class MoneyBag:
    """Amounts of several currencies side by side, one for each, never converted.

    Zeros are not kept: a bag is empty, and false, when every currency nets to zero.
    """

    def __init__(self, monies: Money | Iterable[_Money] = ()) -> None: ...
    def __getitem__(self, currency: _Currency) -> Money: ...
    @property
    def amounts(self) -> tuple[Money, ...]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Money]: ...
    def __neg__(self) -> MoneyBag: ...
    def __add__(self, other: MoneyBag | Money) -> MoneyBag: ...
    def __radd__(self, other: MoneyBag | Money | int) -> MoneyBag: ...  # of ints, only 0
    def __sub__(self, other: MoneyBag | Money) -> MoneyBag: ...
    def __rsub__(self, other: MoneyBag | Money) -> MoneyBag: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> MoneyBag: ...
    def __deepcopy__(self, memo: Any) -> MoneyBag: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

class Allocation(enum.Enum):
    """Who gets the spare cents that do not divide evenly."""

    largest_remainder = 0
    largest_weight_first = 1
    last_takes_rest = 2

def allocate(
    money: _Money,
    weights: Iterable[_Number | Money],
    *,
    policy: _Allocation = "largest_remainder",
    rounding: _Rounding = "half_up",
    step: _Number | None = None,
    trace: Derivation | None = None,
) -> list[Money]:
    """Divide an amount in proportion to weights; the parts always add up to it."""

def split(
    money: _Money,
    parts: int,
    *,
    policy: _Allocation = "largest_remainder",
    rounding: _Rounding = "half_up",
    step: _Number | None = None,
    trace: Derivation | None = None,
) -> list[Money]:
    """Divide an amount into that many parts as equal as can be; they add up to it."""

@final
class ExchangeRate:
    """On a date, 1 unit of `base` is `rate` units of `quote`: 1 USD = 7.10 CNY."""

    def __init__(self, base: _Currency, quote: _Currency, rate: _Number, date: _Date) -> None: ...
    @property
    def base(self) -> Currency: ...
    @property
    def quote(self) -> Currency: ...
    @property
    def rate(self) -> Decimal: ...
    @property
    def date(self) -> datetime.date: ...
    def convert(self, money: _Money, *, rounding: _Rounding) -> Money: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> ExchangeRate: ...
    def __deepcopy__(self, memo: Any) -> ExchangeRate: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

@final
class ExchangePath:
    """How one currency becomes another: by no rate (the same currency), one, or two."""

    @property
    def legs(self) -> tuple[tuple[ExchangeRate, bool], ...]: ...
    @property
    def factor(self) -> Fraction: ...
    def __eq__(self, other: object) -> bool: ...

@final
class ExchangeTable:
    """Exchange rates by pair and date.

    A rate holds from its date until a newer one, at most `max_age_days` days if that is stated.
    Where a pair has no rate, that of the inverse pair serves; where there is none either, rates to
    and from `pivot` are combined.
    """

    def __init__(
        self,
        rates: Iterable[ExchangeRate | tuple[_Currency, _Currency, _Number, _Date]] = (),
        *,
        pivot: _Currency | None = None,
        max_age_days: int | None = None,
    ) -> None: ...
    @property
    def rates(self) -> tuple[ExchangeRate, ...]: ...
    @property
    def pivot(self) -> Currency | None: ...
    @property
    def max_age_days(self) -> int | None: ...
    def find(self, base: _Currency, quote: _Currency, on: _Date) -> ExchangePath | None: ...
    def at(self, base: _Currency, quote: _Currency, on: _Date) -> ExchangePath: ...
    def __len__(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> ExchangeTable: ...
    def __deepcopy__(self, memo: Any) -> ExchangeTable: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

def convert(
    money: _Money,
    to: _Currency,
    *,
    rates: ExchangeTable,
    on: _Date,
    rounding: _Rounding,
    trace: Derivation | None = None,
) -> Money:
    """The amount in another currency as of a date: one exact chain of rates, rounded once."""

def convert_at(money: _Money, to: _Currency, rate: _Fraction, *, rounding: _Rounding) -> Money:
    """The amount at `rate` units of `to` for one of its own, rounded once."""

# explain -------------------------------------------------------------------------------------

class Language(enum.Enum):
    """The language of what is shown to people."""

    en = 0
    zh = 1

class Operation(enum.Enum):
    """How a step's result follows from its operands."""

    given = 0
    sum = 1
    difference = 2
    product = 3
    quotient = 4
    rounded = 5
    minimum = 6
    maximum = 7
    days_between = 8
    look_up = 9
    share = 10
    count = 11
    exchange = 12

_Value: TypeAlias = int | Decimal | Fraction | Rate | Money | MoneyBag | datetime.date | str

@final
class DerivationStep:
    """One line of a derivation: label = operation(operands), perhaps rounded."""

    @property
    def label(self) -> str: ...
    @property
    def operation(self) -> Operation: ...
    @property
    def operands(self) -> tuple[tuple[str, _Value], ...]: ...
    @property
    def result(self) -> _Value: ...
    @property
    def rounding(self) -> tuple[Rounding, Decimal] | None: ...
    def __eq__(self, other: object) -> bool: ...
    def __copy__(self) -> DerivationStep: ...
    def __deepcopy__(self, memo: Any) -> DerivationStep: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

@final
class Derivation:
    """How an amount came about, step by step, in a form that can be recomputed.

    Make an empty one, pass it to a function that takes `trace`, and show it.
    """

    def __init__(self) -> None: ...
    @property
    def steps(self) -> list[DerivationStep]: ...
    def __len__(self) -> int: ...
    def recheck(self) -> list[int]: ...
    def to_text(self, lang: _Language = "en") -> str: ...
    def to_html(self, lang: _Language = "en") -> str: ...
    def to_json(self, lang: _Language = "en") -> str: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

# columns and receivable ----------------------------------------------------------------------

class TableSource:
    """A table that is being read, once: what open_table returns."""

    @property
    def column_names(self) -> list[str]: ...

def open_table(table: Any, columns: Mapping[str, str] | None = None) -> TableSource:
    """Opens a table that speaks the Arrow PyCapsule protocol."""

def open_tables(tables: list[Any], columns: Mapping[str, str] | None = None) -> list[Any]:
    """Opens tables that are read together: a TableSource for each, or None."""

class ArrowTable:
    """Finished columns, which other libraries read without a copy."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

class AgingBuckets:
    """The columns of an aging: by how many days past its date an item is, in which it stands."""

    def __init__(
        self,
        day_limits: Sequence[int] = (30, 60, 90),
        *,
        by: str = "due_date",
        labels: Sequence[str] | None = None,
    ) -> None: ...
    @property
    def day_limits(self) -> tuple[int, ...]: ...
    @property
    def by(self) -> str: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    def bucket(self, date: _Date, as_of: _Date) -> str: ...
    def __len__(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

class AgingTable:
    """The figures behind o2c.AgingResult."""

    def __len__(self) -> int: ...
    @property
    def as_of(self) -> datetime.date: ...
    @property
    def buckets(self) -> AgingBuckets: ...
    @property
    def measures(self) -> list[str]: ...
    @property
    def keys(self) -> list[str]: ...
    def row(self, row: int) -> dict[str, Any]: ...
    def totals(self) -> list[dict[str, Any]]: ...
    def find(self, keys: Sequence[Any]) -> list[int]: ...
    def largest(self, count: int, measure: str, currency: str | None = None) -> list[int]: ...
    def converted_to(
        self, currency: _Currency, rates: ExchangeTable, rounding: _Rounding
    ) -> AgingTable: ...
    def __add__(self, other: AgingTable) -> AgingTable: ...
    def to_arrow_table(self, threads: int = 1) -> ArrowTable: ...

# terms of payment -------------------------------------------------------------------------

class Anchor(enum.Enum):
    """The event that a payment's date counts from."""

    order = 0
    contract = 1
    invoice = 2
    documents_sent = 3
    bl = 4
    delivery = 5
    acceptance = 6
    presentation = 7
    sight = 8
    draft_acceptance = 9

class Instrument(enum.Enum):
    """How an instalment is paid."""

    unstated = 0
    tt = 1
    lc_sight = 2
    lc_usance = 3
    dp = 4
    da = 5
    open_account = 6
    cash = 7

class Purpose(enum.Enum):
    """What an instalment is for."""

    payment = 0
    deposit = 1
    retention = 2

class DiscountBase(enum.Enum):
    """What an early-payment discount is counted on."""

    total = 0
    before_tax = 1

class PartPayments(enum.Enum):
    """Whether a payment of less than the whole earns its part of a discount."""

    earn = 0
    do_not_earn = 1

@final
class DateStep:
    """One step from a date to another, such as 30 days later, or the end of the month."""

    @staticmethod
    def days(n: int) -> DateStep: ...
    @staticmethod
    def weeks(n: int) -> DateStep: ...
    @staticmethod
    def business_days(n: int) -> DateStep: ...
    @staticmethod
    def months(n: int) -> DateStep: ...
    @staticmethod
    def end_of_month() -> DateStep: ...
    @staticmethod
    def day_of_month(day: int) -> DateStep: ...
    @staticmethod
    def month(month: int) -> DateStep: ...
    @staticmethod
    def weekday(day: _Weekday) -> DateStep: ...
    @staticmethod
    def proximo(day: int, cutoff: int = 31, months: int = 1) -> DateStep: ...
    @property
    def kind(self) -> str: ...
    def apply(self, date: _Date, calendar: Calendar | None = None) -> datetime.date: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> DateStep: ...
    def __deepcopy__(self, memo: Any) -> DateStep: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class Share:
    """How much of the total an instalment is: '30%', '1/3', '1000 USD', 'balance'."""

    def __init__(self, text: str) -> None: ...
    @staticmethod
    def of_total(ratio: _Rate, divisor: int | None = None) -> Share: ...
    @staticmethod
    def of_rest(ratio: _Rate) -> Share: ...
    @staticmethod
    def fixed(amount: _Money) -> Share: ...
    @staticmethod
    def remainder() -> Share: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Share: ...
    def __deepcopy__(self, memo: Any) -> Share: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class DiscountTier:
    """A discount for paying on or before the day that the steps lead to."""

    def __init__(self, rate: _Rate, steps: _Steps) -> None: ...
    @property
    def rate(self) -> Rate: ...
    @property
    def steps(self) -> list[DateStep]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> DiscountTier: ...
    def __deepcopy__(self, memo: Any) -> DiscountTier: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class DiscountPolicy:
    """How early-payment discounts are granted."""

    def __init__(
        self,
        base: _DiscountBase = "total",
        part_payments: _PartPayments = "earn",
        grace_days: int = 0,
    ) -> None: ...
    @property
    def base(self) -> DiscountBase: ...
    @property
    def part_payments(self) -> PartPayments: ...
    @property
    def grace_days(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> DiscountPolicy: ...
    def __deepcopy__(self, memo: Any) -> DiscountPolicy: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class InstallmentTerm:
    """One instalment as payment terms state it."""

    def __init__(
        self,
        share: Share | Money | Rate | str,
        *,
        anchor: _Anchor = "invoice",
        steps: _Steps = (),
        roll: _Roll | None = None,
        instrument: _Instrument = "unstated",
        purpose: _Purpose = "payment",
        discounts: Sequence[DiscountTier] = (),
    ) -> None: ...
    @property
    def share(self) -> Share: ...
    @property
    def anchor(self) -> Anchor: ...
    @property
    def steps(self) -> list[DateStep]: ...
    @property
    def roll(self) -> Roll: ...
    @property
    def instrument(self) -> Instrument: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def discounts(self) -> list[DiscountTier]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> InstallmentTerm: ...
    def __deepcopy__(self, memo: Any) -> InstallmentTerm: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class DiscountOffer:
    """A discount that an instalment offers."""

    def __init__(self, last_day: _Date, rate: _Rate, part: _Fraction, discount: _Money) -> None: ...
    @property
    def last_day(self) -> datetime.date: ...
    @property
    def rate(self) -> Rate: ...
    @property
    def part(self) -> Fraction: ...
    @property
    def discount(self) -> Money: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> DiscountOffer: ...
    def __deepcopy__(self, memo: Any) -> DiscountOffer: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class Installment:
    """One instalment of a schedule."""

    def __init__(
        self,
        number: int,
        amount: _Money,
        due_date: _Date | None = None,
        *,
        anchor: _Anchor = "invoice",
        instrument: _Instrument = "unstated",
        purpose: _Purpose = "payment",
        second_amount: _Money | None = None,
        discounts: Sequence[DiscountOffer] = (),
    ) -> None: ...
    @property
    def number(self) -> int: ...
    @property
    def amount(self) -> Money: ...
    @property
    def second_amount(self) -> Money | None: ...
    @property
    def anchor(self) -> Anchor: ...
    @property
    def due_date(self) -> datetime.date | None: ...
    @property
    def instrument(self) -> Instrument: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def discounts(self) -> list[DiscountOffer]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Installment: ...
    def __deepcopy__(self, memo: Any) -> Installment: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class EarlyPayment:
    """What a payment on a day clears of an instalment."""

    def __init__(self, discount: _Money, cleared: _Money, late: bool = False) -> None: ...
    @property
    def discount(self) -> Money: ...
    @property
    def cleared(self) -> Money: ...
    @property
    def late(self) -> bool: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> EarlyPayment: ...
    def __deepcopy__(self, memo: Any) -> EarlyPayment: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

def pay_early(
    installment: Installment,
    *,
    open: _Money,
    paid: _Money,
    paid_on: _Date,
    policy: DiscountPolicy,
    rounding: _Rounding = "half_up",
) -> EarlyPayment: ...
def annual_discount_cost(rate: _Rate, days: int, year_days: int = 365) -> Fraction: ...
def compounded_discount_cost(
    rate: _Rate,
    days: int,
    year_days: int = 365,
    *,
    digits: int = 2,
    rounding: _Rounding = "half_up",
) -> Rate: ...
def reschedule(
    open: _Money,
    *,
    parts: int | None = None,
    each: _Money | None = None,
    first_due: _Date,
    every: DateStep = ...,
    calendar: Calendar | None = None,
    rounding: _Rounding = "half_up",
    cash_step: _Number | None = None,
) -> list[Installment]: ...

@final
class PaymentTerms:
    """When and how a price is to be paid."""

    def __init__(
        self, installments: Sequence[InstallmentTerm], discounts: DiscountPolicy = ...
    ) -> None: ...
    @staticmethod
    def parse(text: str) -> PaymentTerms: ...
    @staticmethod
    def net(days: int) -> PaymentTerms: ...
    @property
    def installments(self) -> list[InstallmentTerm]: ...
    @property
    def discounts(self) -> DiscountPolicy: ...
    def schedule(
        self,
        total: _Money,
        *,
        order: _Date | None = None,
        contract: _Date | None = None,
        invoice: _Date | None = None,
        documents_sent: _Date | None = None,
        bl: _Date | None = None,
        delivery: _Date | None = None,
        acceptance: _Date | None = None,
        presentation: _Date | None = None,
        sight: _Date | None = None,
        draft_acceptance: _Date | None = None,
        calendar: Calendar | None = None,
        rounding: _Rounding = "half_up",
        cash_step: _Number | None = None,
        net_total: _Money | None = None,
        second_total: _Money | None = None,
        trace: Derivation | None = None,
    ) -> list[Installment]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> PaymentTerms: ...
    def __deepcopy__(self, memo: Any) -> PaymentTerms: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class OpenItem:
    """What is open of one instalment of an invoice: positive is a debit, negative a credit."""

    def __init__(
        self,
        party: str,
        document: str,
        amount: _Money,
        due_date: _Date | None = None,
        *,
        invoice_date: _Date | None = None,
        salesperson: str = "",
        disputed: _Money | None = None,
        unapplied_cash: bool = False,
        deposit: bool = False,
    ) -> None: ...
    @property
    def party(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def amount(self) -> Money: ...
    @property
    def due_date(self) -> datetime.date | None: ...
    @property
    def invoice_date(self) -> datetime.date | None: ...
    @property
    def salesperson(self) -> str: ...
    @property
    def disputed(self) -> Money | None: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class AgingReport:
    """The aging of a list of open items."""

    def __len__(self) -> int: ...
    def row(self, row: int, names: Sequence[str]) -> dict[str, Any]: ...
    def items(self, row: int) -> list[int]: ...
    def explain(self, row: int) -> Derivation: ...
    def converted_to(
        self, currency: _Currency, rates: ExchangeTable, rounding: _Rounding
    ) -> tuple[dict[str, Any], Derivation]: ...

def age_items(
    items: Sequence[OpenItem],
    *,
    as_of: _Date,
    buckets: AgingBuckets,
    group_by: Sequence[str],
    credits: str,
) -> AgingReport:
    """The object face of the aging."""

def age_table(
    items: TableSource,
    *,
    as_of: _Date,
    buckets: AgingBuckets,
    group_by: Sequence[str],
    credits: str,
    currency: _Currency | None,
    amount_digits: int | None,
    threads: int,
) -> AgingTable:
    """The column face of the aging, over open items."""

def aged_items(
    items: TableSource,
    *,
    as_of: _Date,
    buckets: AgingBuckets,
    group_by: Sequence[str],
    credits: str,
    currency: _Currency | None,
    amount_digits: int | None,
    keys: Sequence[Any],
) -> tuple[list[int], list[OpenItem]]:
    """Row numbers and OpenItems of the rows of a table that have the given keys."""

def age_documents(
    invoices: TableSource,
    receipts: TableSource | None,
    applications: TableSource | None,
    *,
    as_of: _Date,
    buckets: AgingBuckets,
    group_by: Sequence[str],
    credits: str,
    currency: _Currency | None,
    amount_digits: int | None,
    known_at: int | None,
    threads: int,
) -> AgingTable:
    """The column face of the aging, over documents; known_at is in microseconds since 1970, UTC."""

def aged_document_items(
    invoices: TableSource,
    receipts: TableSource | None,
    applications: TableSource | None,
    *,
    as_of: _Date,
    buckets: AgingBuckets,
    group_by: Sequence[str],
    credits: str,
    currency: _Currency | None,
    amount_digits: int | None,
    known_at: int | None,
    keys: Sequence[Any],
) -> tuple[list[int], list[OpenItem]]:
    """Row numbers and OpenItems, from documents, that have the given keys."""

# errors --------------------------------------------------------------------------------------

@final
class Fault:
    """What is wrong with one value of the input: where it stands, what it is, what was expected."""

    def __init__(
        self,
        *,
        file: str = "",
        row: int | None = None,
        field: str = "",
        value: str = "",
        expected: str = "",
    ) -> None: ...
    @property
    def file(self) -> str: ...
    @property
    def row(self) -> int | None: ...
    @property
    def field(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def expected(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Fault: ...
    def __deepcopy__(self, memo: Any) -> Fault: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...], /) -> None: ...

def schedule_table(
    invoices: TableSource,
    *,
    terms: Mapping[str, PaymentTerms],
    currency: _Currency | None,
    calendar: Calendar | None,
    rounding: _Rounding,
    cash_step: _Number | None,
    amount_digits: int | None,
    threads: int,
) -> ArrowTable:
    """The column face of PaymentTerms.schedule."""

def open_by_fifo(
    movements: TableSource,
    *,
    as_of: _Date,
    currency: _Currency | None,
    amount_digits: int | None,
) -> ArrowTable:
    """What is open of the running balances of many parties."""

# late interest ------------------------------------------------------------------------------

def days_counted(day_count: _DayCount, start: _Date, end: _Date) -> int:
    """The days counted from one day to another: actual, or by months of 30 days."""

def year_fraction(day_count: _DayCount, start: _Date, end: _Date) -> Fraction:
    """The time from one day to another in years, exactly."""

@final
class InterestPolicy:
    """The late interest that was agreed or that the law sets: yearly rates, and how they are
    applied."""

    def __init__(
        self,
        rates: _Rate | Mapping[_Date, _Rate] | Iterable[tuple[_Date, _Rate]],
        *,
        day_count: _DayCount = "act_365",
        compounding: str = "none",
        grace_days: int = 0,
        grace: str = "conditional",
        rounded: str = "total",
        rounding: _Rounding = "half_up",
    ) -> None: ...
    @property
    def rates(self) -> tuple[tuple[datetime.date, Rate], ...]: ...
    @property
    def day_count(self) -> DayCount: ...
    @property
    def compounding(self) -> str: ...
    @property
    def grace_days(self) -> int: ...
    @property
    def grace(self) -> str: ...
    @property
    def rounded(self) -> str: ...
    @property
    def rounding(self) -> Rounding: ...
    def interest(
        self,
        amount: _Money,
        *,
        due_date: _Date,
        as_of: _Date,
        payments: Iterable[tuple[_Date, _Money]] = (),
        trace: Derivation | None = None,
    ) -> Money: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> InterestPolicy: ...
    def __deepcopy__(self, memo: Any) -> InterestPolicy: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class Compensation:
    """The fixed sum that a late payer owes for each debt, once, by the tier of the debt."""

    def __init__(self, tiers: Iterable[tuple[_Money, _Money]]) -> None: ...
    @property
    def tiers(self) -> tuple[tuple[Money, Money], ...]: ...
    def of_debt(self, debt: _Money, *, trace: Derivation | None = None) -> Money: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Compensation: ...
    def __deepcopy__(self, memo: Any) -> Compensation: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

def interest_table(
    items: TableSource,
    *,
    policy: InterestPolicy,
    as_of: _Date,
    applications: TableSource | None,
    rows: str,
    currency: _Currency | None,
    amount_digits: int | None,
    threads: int,
) -> ArrowTable:
    """The late interest of many items."""

class InterestRun:
    """What o2c.InterestCharges stands on."""

    @property
    def as_of(self) -> datetime.date: ...
    @property
    def policy(self) -> InterestPolicy: ...
    def __len__(self) -> int: ...
    def row(self, row: int) -> dict[str, Any]: ...
    def explain(self, row: int) -> Derivation: ...
    def to_arrow_table(self) -> ArrowTable: ...

class CompensationRun:
    """What o2c.CompensationCharges stands on."""

    def __len__(self) -> int: ...
    def row(self, row: int) -> dict[str, Any]: ...
    def to_arrow_table(self) -> ArrowTable: ...

# dunning -------------------------------------------------------------------------------------

@final
class DunningLevel:
    """One level of reminders."""

    def __init__(
        self,
        days: int,
        *,
        counted: str = "net_days",
        fees: Iterable[_Money] = (),
        fee_rate: _Rate = "0%",
        letter_en: str | None = None,
        letter_zh: str | None = None,
    ) -> None: ...
    @property
    def days(self) -> int: ...
    @property
    def counted(self) -> str: ...
    @property
    def fees(self) -> tuple[Money, ...]: ...
    @property
    def fee_rate(self) -> Rate: ...
    @property
    def letter_en(self) -> str | None: ...
    @property
    def letter_zh(self) -> str | None: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> DunningLevel: ...
    def __deepcopy__(self, memo: Any) -> DunningLevel: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

@final
class DunningPolicy:
    """When overdue items are reminded of, how often, and what that costs."""

    def __init__(
        self,
        levels: Iterable[DunningLevel | int],
        *,
        interval_days: int = 1,
        minimums: Iterable[_Money] = (),
        rounding: _Rounding = "half_up",
    ) -> None: ...
    @property
    def levels(self) -> tuple[DunningLevel, ...]: ...
    @property
    def interval_days(self) -> int: ...
    @property
    def minimums(self) -> tuple[Money, ...]: ...
    @property
    def rounding(self) -> Rounding: ...
    def decide(
        self,
        open: _Money,
        *,
        due_date: _Date,
        as_of: _Date,
        last_level: int = 0,
        last_reminded: _Date | None = None,
        disputed: _Money | None = None,
        promised_until: _Date | None = None,
        promised: _Money | None = None,
        trace: Derivation | None = None,
    ) -> dict[str, Any]: ...
    def fee(self, level: int, amount: _Money, *, trace: Derivation | None = None) -> Money: ...
    def letter(self, level: int, lang: str = "en") -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> DunningPolicy: ...
    def __deepcopy__(self, memo: Any) -> DunningPolicy: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

def fill_letter(text: str, values: dict[str, str]) -> str:
    """A letter's text with its places filled."""

def hold_reason(hold: str, lang: str) -> str:
    """Why an item is held back, as a sentence."""

def dunning_table(
    items: TableSource,
    *,
    policy: DunningPolicy,
    as_of: _Date,
    currency: _Currency | None,
    amount_digits: int | None,
    threads: int,
) -> ArrowTable:
    """The next dunning level of many items."""

class DunningRun:
    """What o2c.DunningRun stands on."""

    @property
    def as_of(self) -> datetime.date: ...
    @property
    def policy(self) -> DunningPolicy: ...
    def __len__(self) -> int: ...
    def letter(self, letter: int) -> dict[str, Any]: ...
    def held(self) -> list[dict[str, Any]]: ...
    def values(self, letter: int, lang: str) -> dict[str, str]: ...
    def text(self, letter: int, lang: str) -> str: ...
    def explain(self, letter: int) -> Derivation: ...
    def explain_item(self, row: int) -> Derivation: ...
    def to_arrow_table(self) -> ArrowTable: ...

class Worklist:
    """What o2c.Worklist stands on."""

    @property
    def as_of(self) -> datetime.date: ...
    def __len__(self) -> int: ...
    def row(self, row: int) -> dict[str, Any]: ...
    def explain(self, row: int) -> Derivation: ...
    def to_text(self, lang: str) -> str: ...
    def to_arrow_table(self) -> ArrowTable: ...

# measures ------------------------------------------------------------------------------------

@final
class Measure:
    """A measure: an exact number, or why there is none."""

    def __init__(self, value: _Fraction) -> None: ...
    @staticmethod
    def undefined_because(why: str) -> Measure:
        """One without a value: no_sales, sales_do_not_reach, nothing_to_collect, nothing_paid,
        nothing_receivable, nothing_in_bucket."""
    @property
    def value(self) -> Fraction | None:
        """The number as a fractions.Fraction; None where it is undefined."""
    @property
    def undefined(self) -> str | None:
        """Why there is no value, such as "no_sales"; None where there is one."""
    def round(self, digits: SupportsIndex, *, rounding: _Rounding) -> Decimal | None:
        """With so many digits after the point; None where it is undefined."""
    def reason(self, lang: _Language = "en") -> str | None:
        """Why there is no value, as a sentence."""
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Measure: ...
    def __deepcopy__(self, memo: object) -> Measure: ...

def days_sales_outstanding(
    receivable: _Money,
    credit_sales: _Money,
    *,
    days: SupportsIndex,
    trace: Derivation | None = None,
) -> Measure:
    """Days sales outstanding (DSO): receivable / credit sales * days of the period.

        >>> o2c.days_sales_outstanding('212000 USD', '250000 USD', days=90)

    Undefined: no_sales. Raises o2c.CurrencyMismatch, o2c.Overflow.
    """

def countback_dso(
    receivable: _Money,
    latest_first: Iterable[tuple[_Money, int]],
    *,
    trace: Derivation | None = None,
) -> Measure:
    """DSO by counting back: the sales of each period, the latest first, are taken from the
    receivable, and their days counted; of the last period the part that is left.

    latest_first: pairs of sales and days; the days are the period's own or a policy's.

    Undefined: no_sales, sales_do_not_reach. Raises o2c.InvalidArgument for negative sales or days;
    o2c.CurrencyMismatch, o2c.Overflow.
    """

def best_possible_dso(
    not_due: _Money,
    credit_sales: _Money,
    *,
    days: SupportsIndex,
    trace: Derivation | None = None,
) -> Measure:
    """The least DSO that there could be, if nothing were overdue. Undefined: no_sales."""

def average_days_delinquent(
    dso: Measure, best_possible: Measure, *, trace: Derivation | None = None
) -> Measure:
    """DSO less best possible DSO; undefined where they are."""

def collection_effectiveness(
    *,
    begin: _Money,
    credit_sales: _Money,
    end_total: _Money,
    end_current: _Money,
    trace: Derivation | None = None,
) -> Measure:
    """Collection effectiveness index (CEI): (begin + sales - end total) / (begin + sales - end
    current).

    Undefined: nothing_to_collect. Raises o2c.CurrencyMismatch, o2c.Overflow.
    """

def weighted_average_days_to_pay(
    payments: Iterable[tuple[_Money, int]], *, trace: Derivation | None = None
) -> Measure:
    """The days of payments, weighted by their amounts.

    payments: pairs of an amount and its days since the invoice.

    Undefined: nothing_paid.
    """

def receivables_turnover(
    credit_sales: _Money, *, begin: _Money, end: _Money, trace: Derivation | None = None
) -> Measure:
    """Credit sales / the mean of the receivable at the beginning and at the end.

    Undefined: nothing_receivable.
    """

def overdue_share(
    overdue: _Money, receivable: _Money, *, trace: Derivation | None = None
) -> Measure:
    """What part of the receivable is overdue. Undefined: nothing_receivable."""

def roll_rates(*, before: Iterable[_Money], after: Iterable[_Money]) -> list[Measure]:
    """What stands in each bucket but the first / what stood in the one before it on an earlier day.

    Undefined: nothing_in_bucket. Raises o2c.InvalidArgument unless both have the same number of
    buckets.
    """

def top_share(
    parts: Iterable[_Money], count: SupportsIndex, *, trace: Derivation | None = None
) -> Measure:
    """The share of the largest parts in the whole. Undefined: nothing_receivable.

    Raises o2c.InvalidArgument for a negative part.
    """

def herfindahl_index(parts: Iterable[_Money], *, trace: Derivation | None = None) -> Measure:
    """The sum of the squares of the shares; 1: all is one part's. Undefined: nothing_receivable.

    Raises o2c.InvalidArgument for a negative part.
    """

class MeasuresTable:
    """The figures behind o2c.MeasuresResult."""

    def __len__(self) -> int: ...
    @property
    def periods(self) -> list[Period]: ...
    @property
    def keys(self) -> list[str]: ...
    def row(self, row: SupportsIndex, period: SupportsIndex) -> dict[str, Any]: ...
    def explain(self, row: SupportsIndex, period: SupportsIndex, measure: str) -> Derivation: ...
    def closing(self, currency: _Currency, period: SupportsIndex) -> list[Money]: ...
    def to_arrow_table(
        self, *, digits: SupportsIndex, rounding: _Rounding, threads: SupportsIndex = 1
    ) -> ArrowTable: ...

def measure_documents(
    invoices: TableSource,
    receipts: TableSource | None,
    applications: TableSource | None,
    *,
    periods: list[Any],
    group_by: Sequence[str],
    days_in_period: SupportsIndex | None,
    currency: _Currency | None,
    amount_digits: SupportsIndex | None,
    known_at: SupportsIndex | None,
    threads: SupportsIndex,
) -> MeasuresTable:
    """The column face of the measures."""

@final
class ProvisionMatrix:
    """Loss rates by age: the simplified approach of IFRS 9 (5.5.15, B5.5.35), lifetime expected
    losses from the first day on."""

    def __init__(
        self,
        rates: Iterable[_Fraction | Rate],
        *,
        buckets: AgingBuckets | Iterable[int] = (30, 60, 90),
        forward_looking: _Fraction | Rate = 1,
        specific: Mapping[str, _Fraction | Rate] | None = None,
        disputed_rate: _Fraction | Rate | None = None,
        credits: str = "ignored",
        rounding: _Rounding = "half_up",
    ) -> None:
        """rates: one for each bucket, that of what is not due first: '2%', o2c.Rate, or a
        fractions.Fraction.
        buckets: day limits by due date, or AgingBuckets.
        forward_looking: the factor that all rates are multiplied by, to 1 at most.
        specific: {party: rate}, in place of the buckets' rates, and not multiplied.
        disputed_rate: of what is in dispute, which has no bucket.
        credits: what credits and unapplied cash do to a row's buckets: nothing ('ignored'), or
        they lessen them ('oldest_first', 'newest_first').

        Raises o2c.InvalidArgument with every fault.
        """
    @staticmethod
    def from_flows(
        *,
        reached: Iterable[_Money],
        unpaid: _Money,
        buckets: AgingBuckets | Iterable[int] = (30, 60, 90),
        forward_looking: _Fraction | Rate = 1,
    ) -> ProvisionMatrix:
        """The rates of flows: unpaid / the amount that ever reached each bucket.

        Raises o2c.InvalidArgument, which names each bucket that nothing reached.
        """
    @property
    def buckets(self) -> AgingBuckets:
        """What the rates go by."""
    @property
    def rates(self) -> tuple[Fraction, ...]:
        """The loss rate of each bucket, exactly."""
    @property
    def forward_looking(self) -> Fraction:
        """What all rates are multiplied by."""
    @property
    def specific(self) -> dict[str, Fraction]:
        """The rates of single parties."""
    @property
    def disputed_rate(self) -> Fraction | None:
        """Of what is in dispute, or None."""
    @property
    def credits(self) -> str:
        """What credits do to the amounts."""
    @property
    def rounding(self) -> Rounding:
        """Of each bucket's provision."""
    def rate(self, bucket: SupportsIndex, *, trace: Derivation | None = None) -> Fraction:
        """The rate of a bucket (from 0) with the forward-looking factor."""
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> ProvisionMatrix: ...
    def __deepcopy__(self, memo: object) -> ProvisionMatrix: ...

class Provision:
    """What o2c.ProvisionResult stands on."""

    def __init__(self, aging: AgingTable, matrix: ProvisionMatrix) -> None: ...
    def __len__(self) -> int: ...
    @property
    def as_of(self) -> datetime.date: ...
    @property
    def columns(self) -> list[str]: ...
    @property
    def keys(self) -> list[str]: ...
    def row(self, row: SupportsIndex) -> dict[str, Any]: ...
    def totals(self) -> list[dict[str, Any]]: ...
    def explain(self, row: SupportsIndex) -> Derivation: ...
    def to_arrow_table(self) -> ArrowTable: ...

# the ledger ---------------------------------------------------------------------------------

_Document: TypeAlias = str | tuple[str, str]

class Journal:
    """What o2c.Journal stands on."""

    @staticmethod
    def open_file(file: str, *, create: bool, wait_ms: int) -> Journal: ...
    @staticmethod
    def open_server(connection: str, *, create: bool, schema: str, wait_ms: int) -> Journal: ...
    def close(self) -> None: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def place(self) -> str: ...
    def append_all(self, parts: list[tuple[str, int, list[tuple[Any, ...]]]]) -> list[Any]: ...
    def version(self, order: str) -> int: ...
    def orders(self) -> dict[str, int]: ...
    def read(self, order: str, *, from_seq: int, known_at: int | None) -> list[tuple[Any, ...]]: ...
    def find(self, id: str) -> tuple[Any, ...] | None: ...
    def page(self, *, after: int, limit: int, known_at: int | None) -> list[tuple[Any, ...]]: ...
    def table(self, *, known_at: int | None) -> ArrowTable: ...
    def head(self) -> str: ...
    def verify(self, kept: list[str]) -> list[tuple[int, str, int, str, str, str]]: ...
    def save_snapshot(self, order: str, *, seq: int, schema: str, payload: str) -> None: ...
    def snapshot(self, order: str, *, schema: str) -> tuple[str, int, str, str] | None: ...
    def drop_snapshots(self) -> int: ...
    def export_jsonl(self, file: str) -> int: ...
    def import_jsonl(self, file: str) -> int: ...

class Ledger:
    """What o2c.Ledger stands on."""

    def __init__(self, *, home: _Currency | None, rounding: _Rounding) -> None: ...
    @property
    def documents(self) -> int: ...
    @property
    def applications(self) -> int: ...
    @property
    def locked_until(self) -> datetime.date | None: ...
    def post(
        self,
        kind: str,
        number: str,
        *,
        party: str,
        date: _Date,
        amount: _Money,
        recorded_at: int,
        due_date: _Date | None,
        installments: Sequence[Installment],
        taxes: Sequence[tuple[_Rate | None, _Money, _Money]],
        order: str,
        salesperson: str,
        refers_to: str,
        rate: _Number | None,
        discounts: DiscountPolicy,
        secured: _Rate,
        burden: _Rate,
        deposit_terms: str,
        charge: str,
    ) -> None: ...
    def apply(self, applications: list[Any], *, recorded_at: int) -> list[int]: ...
    def settle(
        self,
        credit: _Document,
        *,
        date: _Date,
        recorded_at: int,
        method: str,
        references: Sequence[str],
        rest_by_method: bool,
        discounts: bool,
        tolerated_part: _Rate | None,
        tolerated_amount: _Money | None,
        tolerated_as: str,
    ) -> list[int]: ...
    def adjust(
        self,
        debit: _Document,
        amount: _Money,
        kind: str,
        *,
        date: _Date,
        recorded_at: int,
        installment: int,
    ) -> list[int]: ...
    def reverse(
        self, application: int, *, date: _Date, recorded_at: int, amount: _Money | None
    ) -> int: ...
    def refund(
        self,
        credit: _Document,
        number: str,
        amount: _Money,
        *,
        date: _Date,
        recorded_at: int,
        rate: Decimal | int | str | None,
    ) -> None: ...
    def return_payment(
        self, payment: _Document, number: str, *, date: _Date, recorded_at: int
    ) -> None: ...
    def move_note(
        self,
        note: _Document,
        to: str,
        *,
        date: _Date,
        recorded_at: int,
        holder: str,
        proceeds: _Money | None,
    ) -> None: ...
    def dispute(
        self,
        document: _Document,
        amount: _Money,
        *,
        date: _Date,
        recorded_at: int,
        reason: str,
        owner: str,
        installment: int,
    ) -> int: ...
    def end_dispute(self, dispute: int, outcome: str, *, date: _Date, recorded_at: int) -> None: ...
    @overload
    def set_due_date(
        self, document: _Document, installment: int, due_date: _Date, *, recorded_at: int
    ) -> None: ...
    @overload
    def set_due_date(
        self, document: _Document, dated: Installment, *, recorded_at: int
    ) -> None: ...
    def lock(self, until: _Date, *, recorded_at: int) -> None: ...
    def document(self, document: _Document) -> dict[str, Any]: ...
    def history(self, document: _Document) -> list[dict[str, Any]]: ...
    def items(
        self, document: _Document, *, as_of: _Date, known_at: int | None
    ) -> list[dict[str, Any]]: ...
    def balance(self, party: str, *, as_of: _Date, known_at: int | None) -> MoneyBag: ...
    def future_dated(self, *, as_of: _Date, known_at: int | None) -> list[dict[str, Any]]: ...
    def notes(self, *, as_of: _Date, known_at: int | None) -> list[dict[str, Any]]: ...
    def disputes(self, *, as_of: _Date, known_at: int | None) -> list[dict[str, Any]]: ...
    @staticmethod
    def from_tables(
        invoices: TableSource | None,
        receipts: TableSource | None,
        applications: TableSource | None,
        taxes: TableSource | None,
        locks: TableSource | None,
        disputes: TableSource | None,
        note_moves: TableSource | None,
        due_dates: TableSource | None,
        discounts: TableSource | None,
        revaluations: TableSource | None,
        reminders: TableSource | None,
        promises: TableSource | None,
        *,
        home: _Currency | None,
        rounding: _Rounding,
        currency: _Currency | None,
        amount_digits: int | None,
    ) -> Ledger: ...
    def to_tables(self) -> dict[str, ArrowTable]: ...
    def open_items(self, *, as_of: _Date, known_at: int | None) -> ArrowTable: ...
    def commission_lines(
        self, from_date: _Date, to_date: _Date, *, basis: str, known_at: int | None
    ) -> ArrowTable: ...
    def age(
        self,
        *,
        as_of: _Date,
        buckets: AgingBuckets,
        group_by: Sequence[str],
        credits: str,
        known_at: int | None,
        threads: int,
    ) -> AgingTable: ...
    def aged_items(
        self,
        *,
        as_of: _Date,
        buckets: AgingBuckets,
        group_by: Sequence[str],
        credits: str,
        known_at: int | None,
        keys: Sequence[Any],
    ) -> tuple[list[int], list[OpenItem]]: ...
    def statement(
        self,
        party: str,
        from_date: _Date,
        to_date: _Date,
        *,
        known_at: int | None,
        buckets: AgingBuckets,
    ) -> PartyStatement: ...
    def confirmation(
        self,
        party: str,
        *,
        as_of: _Date,
        known_at: int | None,
        company: str,
        reply_to: str,
        list_items: bool,
        en: str | None,
        zh: str | None,
    ) -> BalanceConfirmation: ...
    def explain_change(
        self,
        before: _Date,
        after: _Date,
        *,
        buckets: AgingBuckets,
        credits: str,
        party: str | None,
        known_before: int | None,
        known_after: int | None,
    ) -> AgingChange: ...
    def collection_curves(
        self,
        *,
        as_of: _Date,
        known_at: int | None,
        cohorts: str,
        from_date: _Date | None,
        to_date: _Date | None,
        party: str | None,
    ) -> tuple[list[dict[str, Any]], ArrowTable]: ...
    def credit_exposure(
        self,
        orders: TableSource | None,
        insurance: TableSource | None,
        under_collection: list[str],
        *,
        as_of: _Date,
        known_at: int | None,
        currency: _Currency | None,
        amount_digits: int | None,
    ) -> CreditExposure: ...
    def measures(
        self,
        *,
        periods: list[Any],
        group_by: Sequence[str],
        days_in_period: int | None,
        known_at: int | None,
    ) -> MeasuresTable: ...
    def roll_flows(
        self, before: _Date, after: _Date, *, buckets: AgingBuckets, known_at: int | None
    ) -> list[dict[str, Any]]: ...
    def loss_flows(
        self,
        *,
        as_of: _Date,
        buckets: AgingBuckets,
        from_date: _Date | None,
        to_date: _Date | None,
        known_at: int | None,
    ) -> dict[str, tuple[list[Money], Money]]: ...
    @property
    def home(self) -> Currency | None: ...
    @property
    def rounding(self) -> Rounding: ...
    def revalue(self, date: _Date, rates: list[ExchangeRate], *, recorded_at: int) -> int: ...
    def exchange_differences(
        self, from_date: _Date, to_date: _Date, *, known_at: int | None
    ) -> ExchangeDifferences: ...
    def interest_run(
        self,
        policy: InterestPolicy,
        *,
        as_of: _Date,
        known_at: int | None,
        party: str | None,
        disputed: str,
        minimums: Iterable[_Money],
    ) -> InterestRun: ...
    def charge_interest(
        self,
        run: InterestRun,
        row: int,
        *,
        date: _Date,
        due_date: _Date | None,
        number: str,
        rate: _Number | None,
        recorded_at: int,
    ) -> str: ...
    def compensation_run(
        self,
        compensation: Compensation,
        *,
        as_of: _Date,
        known_at: int | None,
        party: str | None,
    ) -> CompensationRun: ...
    def dunning_run(
        self,
        policy: DunningPolicy,
        *,
        as_of: _Date,
        known_at: int | None,
        party: str | None,
        letter_minimums: Iterable[_Money],
        fees: str,
    ) -> DunningRun: ...
    def record_reminder(
        self,
        run: DunningRun,
        letter: int,
        *,
        date: _Date,
        due_date: _Date | None,
        fee_number: str,
        rate: _Number | None,
        recorded_at: int,
    ) -> int: ...
    def reminders(self, *, as_of: _Date, known_at: int | None) -> list[dict[str, Any]]: ...
    def promise(
        self,
        amount: _Money,
        *,
        document: str | None,
        kind: str | None,
        party: str,
        date: _Date,
        promised: _Date,
        installment: int,
        by: str,
        recorded_at: int,
    ) -> int: ...
    def promises(
        self, *, as_of: _Date, known_at: int | None, party: str | None
    ) -> list[dict[str, Any]]: ...
    def explain_promise(
        self, promise: int, *, as_of: _Date, known_at: int | None
    ) -> Derivation: ...
    def worklist(
        self,
        *,
        as_of: _Date,
        known_at: int | None,
        order: Sequence[Any],
        credit: Sequence[CreditAnswer],
    ) -> Worklist: ...
    def charge_compensation(
        self, run: CompensationRun, row: int, *, date: _Date, recorded_at: int
    ) -> str: ...
    def carrying_amount(
        self,
        number: str,
        kind: str | None,
        *,
        as_of: _Date,
        known_at: int | None,
        trace: Derivation | None,
    ) -> Money: ...

class PartyStatement:
    """What o2c.PartyStatement stands on."""

    @property
    def party(self) -> str: ...
    @property
    def from_date(self) -> datetime.date: ...
    @property
    def to_date(self) -> datetime.date: ...
    @property
    def has_deposits(self) -> bool: ...
    def accounts(self) -> list[dict[str, Any]]: ...
    def explain(self, account: int) -> Derivation: ...
    def explain_foot(self, account: int) -> Derivation: ...
    def to_arrow_table(self) -> ArrowTable: ...

class AgingChange:
    """What o2c.AgingChange stands on."""

    def __len__(self) -> int: ...
    @property
    def columns(self) -> list[str]: ...
    def rows(self) -> list[dict[str, Any]]: ...
    def effects(self) -> list[dict[str, Any]]: ...
    def to_arrow_table(self) -> ArrowTable: ...

class ExchangeDifferences:
    """What o2c.ExchangeDifferences stands on."""

    def __len__(self) -> int: ...
    def row(self, row: int) -> dict[str, Any]: ...
    def explain(self, row: int) -> Derivation: ...
    def to_arrow_table(self) -> ArrowTable: ...

# cash of the sales force --------------------------------------------------------------------

@final
class CashRule:
    """The rule for cash that the sales force collects (私收货款)."""

    def __init__(
        self,
        late_days: int = 2,
        fine_multiple: _Number = "1",
        *,
        fine_rounding: _Rounding = "half_up",
        deduction_share: _Rate = "20%",
        deduction_rounding: _Rounding = "down",
    ) -> None: ...
    @property
    def late_days(self) -> int: ...
    @property
    def fine_multiple(self) -> Decimal: ...
    @property
    def fine_rounding(self) -> Rounding: ...
    @property
    def deduction_share(self) -> Rate: ...
    @property
    def deduction_rounding(self) -> Rounding: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> CashRule: ...
    def __deepcopy__(self, memo: Any) -> CashRule: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

def loss_deduction(
    loss: _Money,
    *,
    wage: _Money,
    minimum_wage: _Money,
    rule: CashRule = ...,
    trace: Derivation | None = None,
) -> dict[str, Money]:
    """What the law lets an employer deduct from a month's wage for a loss."""

class CashHandIn:
    """What o2c.CashHandIn stands on."""

    def __len__(self) -> int: ...
    @property
    def as_of(self) -> datetime.date: ...
    @property
    def rule(self) -> CashRule: ...
    @property
    def unsigned_hand_ins(self) -> list[int]: ...
    def rows(self) -> list[dict[str, Any]]: ...
    def salespersons(self) -> list[dict[str, Any]]: ...
    def explain(self, row: int) -> Derivation: ...
    def legal_note(self, lang: str) -> str: ...
    def to_text(self, lang: str) -> str: ...
    def to_arrow_table(self) -> ArrowTable: ...
    def handed_in_table(self) -> ArrowTable: ...

def cash_hand_in(
    collections: TableSource,
    hand_ins: TableSource,
    *,
    as_of: _Date,
    rule: CashRule,
    calendar: Calendar | None,
    currency: _Currency | None,
    amount_digits: int | None,
) -> CashHandIn:
    """What became of the cash that the sales force collected."""

# reconciling, and letters of confirmation ---------------------------------------------------

_Balances: TypeAlias = _Money | MoneyBag | Iterable[_Money]

@final
class ReconcileTolerances:
    """What two lists may differ in without being told as a difference."""

    def __init__(
        self,
        *,
        days: int = 0,
        amount: _Balances | None = None,
        transit_days: int = 7,
        search_steps: int = 10000,
    ) -> None: ...
    @property
    def days(self) -> int: ...
    @property
    def amount(self) -> MoneyBag: ...
    @property
    def transit_days(self) -> int: ...
    @property
    def search_steps(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> ReconcileTolerances: ...
    def __deepcopy__(self, memo: Any) -> ReconcileTolerances: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class Reconciliation:
    """What o2c.Reconciliation stands on."""

    def __len__(self) -> int: ...
    @property
    def as_of(self) -> datetime.date: ...
    @property
    def tolerances(self) -> ReconcileTolerances: ...
    @property
    def unfinished(self) -> list[str]: ...
    @property
    def matched(self) -> int: ...
    def group(self, group: int) -> dict[str, Any]: ...
    def balances(self) -> list[dict[str, Any]]: ...
    def explain_balance(self, balance: int) -> Derivation: ...
    def explain_group(self, group: int) -> Derivation: ...
    def to_text(self, lang: str) -> str: ...
    def to_arrow_table(self) -> ArrowTable: ...

def normalized_reference(reference: str) -> str:
    """A reference as it is compared: 'inv. 0012/07' is 'INV12-7'."""

def reconcile(
    ours: TableSource,
    theirs: TableSource,
    *,
    as_of: _Date,
    tolerances: ReconcileTolerances,
    opening_ours: _Balances | None,
    opening_theirs: _Balances | None,
    closing_ours: _Balances | None,
    closing_theirs: _Balances | None,
    currency: _Currency | None,
    amount_digits: int | None,
    threads: int,
) -> Reconciliation:
    """Matches two lists of what a party owes."""

def reconcile_statement(
    ours: PartyStatement,
    theirs: TableSource,
    *,
    tolerances: ReconcileTolerances,
    opening_theirs: _Balances | None,
    closing_theirs: _Balances | None,
    currency: _Currency | None,
    amount_digits: int | None,
    threads: int,
) -> Reconciliation:
    """The same with a party's statement as our list."""

class BalanceConfirmation:
    """What o2c.BalanceConfirmation stands on."""

    @property
    def party(self) -> str: ...
    @property
    def as_of(self) -> datetime.date: ...
    @property
    def balances(self) -> MoneyBag: ...
    @property
    def items(self) -> list[OpenItem]: ...
    def parts(self, lang: str) -> list[tuple[str, str | None]]: ...

def confirmation_text(lang: str = "en") -> str:
    """The text of a letter of confirmation, with its places."""

# credit -------------------------------------------------------------------------------------

@final
class CreditLimit:
    """How much credit a party, or a group of parties, is given (信用额度), in one currency."""

    def __init__(
        self,
        name: str,
        total: _Money | None = None,
        *,
        stages: Mapping[str, _Money] = ...,
        overdue_days: int | None = None,
        members: Sequence[str] = ...,
    ) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def total(self) -> Money | None: ...
    @property
    def stages(self) -> dict[str, Money]: ...
    @property
    def overdue_days(self) -> int | None: ...
    @property
    def members(self) -> list[str]: ...
    @property
    def currency(self) -> Currency: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> CreditLimit: ...
    def __deepcopy__(self, memo: Any) -> CreditLimit: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class CreditExposure:
    """What o2c.CreditExposure stands on."""

    def __len__(self) -> int: ...
    @property
    def as_of(self) -> datetime.date: ...
    def rows(self) -> list[dict[str, Any]]: ...
    def explain(self, row: int) -> Derivation: ...
    def check(
        self, limit: CreditLimit, *, rates: ExchangeTable | None, rounding: _Rounding
    ) -> CreditAnswer: ...
    def to_text(self, lang: str) -> str: ...
    def to_arrow_table(self) -> ArrowTable: ...

def credit_exposure(
    items: TableSource | None,
    orders: TableSource | None,
    insurance: TableSource | None,
    *,
    as_of: _Date,
    currency: _Currency | None,
    amount_digits: int | None,
) -> CreditExposure:
    """What parties may cost us."""

class CreditAnswer:
    """What o2c.CreditAnswer stands on."""

    def __len__(self) -> int: ...
    @property
    def limit(self) -> CreditLimit: ...
    @property
    def left(self) -> Money | None: ...
    @property
    def other_currencies(self) -> MoneyBag: ...
    def figures(self) -> dict[str, Money]: ...
    def uses(self) -> list[dict[str, Any]]: ...
    def overdue(self) -> dict[str, Any] | None: ...
    def refusals(self) -> list[tuple[str, str, str]]: ...
    def would(self, party: str, order: str, amounts: dict[str, _Money]) -> CreditAnswer: ...
    def explain(self) -> Derivation: ...
    def to_text(self, lang: str) -> str: ...
    def to_arrow_table(self) -> ArrowTable: ...

class RateSchedule:
    """How much a base earns: a flat rate, or tiers."""

    def __init__(
        self,
        method: str,
        tiers: Iterable[tuple[_Number | Rate, _Rate | _Number]],
        *,
        edge: str = "closes",
        per_unit: bool = False,
    ) -> None: ...
    @staticmethod
    def flat(rate: _Rate) -> RateSchedule: ...
    @property
    def method(self) -> str: ...
    @property
    def tiers(self) -> tuple[tuple[Decimal, Rate | Decimal], ...]: ...
    @property
    def edge(self) -> str: ...
    @property
    def per_unit(self) -> bool: ...
    def for_target(self, target: _Number) -> RateSchedule: ...
    def earned(self, base: _Number, *, trace: Derivation | None = None) -> Fraction: ...
    def lint(self, lang: str = "en") -> list[str]: ...
    def describe(self, lang: str = "en") -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> RateSchedule: ...
    def __deepcopy__(self, memo: Any) -> RateSchedule: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class Modifier:
    """What reduces, or raises, what single lines earn."""

    def __init__(
        self,
        measure: str,
        levels: Iterable[tuple[_Number | Rate, _Rate]],
        *,
        rules: Iterable[str] = (),
    ) -> None: ...
    @property
    def measure(self) -> str: ...
    @property
    def levels(self) -> tuple[tuple[Decimal, Rate], ...]: ...
    @property
    def rules(self) -> tuple[str, ...]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Modifier: ...
    def __deepcopy__(self, memo: Any) -> Modifier: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class PlanRule:
    """What some lines earn."""

    def __init__(
        self,
        name: str,
        schedule: RateSchedule | _Rate = "0%",
        *,
        products: Iterable[str] = (),
        categories: Iterable[str] = (),
        parties: Iterable[str] = (),
        regions: Iterable[str] = (),
        price_lists: Iterable[str] = (),
        discount_over: _Number | Rate | None = None,
        discount_to: _Number | Rate | None = None,
        first_order: bool | None = None,
        from_date: _Date | None = None,
        to_date: _Date | None = None,
        tiers_over: str = "base",
        per_line: _Money | None = None,
        per_unit: _Number | None = None,
        line_floor: _Money | None = None,
        line_cap: _Money | None = None,
        excluded: bool = False,
    ) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def schedule(self) -> RateSchedule: ...
    @property
    def products(self) -> tuple[str, ...]: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def parties(self) -> tuple[str, ...]: ...
    @property
    def regions(self) -> tuple[str, ...]: ...
    @property
    def price_lists(self) -> tuple[str, ...]: ...
    @property
    def discount_over(self) -> Decimal | None: ...
    @property
    def discount_to(self) -> Decimal | None: ...
    @property
    def first_order(self) -> bool | None: ...
    @property
    def from_date(self) -> datetime.date | None: ...
    @property
    def to_date(self) -> datetime.date | None: ...
    @property
    def tiers_over(self) -> str: ...
    @property
    def per_line(self) -> Money | None: ...
    @property
    def per_unit(self) -> Decimal | None: ...
    @property
    def line_floor(self) -> Money | None: ...
    @property
    def line_cap(self) -> Money | None: ...
    @property
    def excluded(self) -> bool: ...
    def describe(self, lang: str = "en") -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> PlanRule: ...
    def __deepcopy__(self, memo: Any) -> PlanRule: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class Override:
    """What a manager earns on what those below have sold."""

    def __init__(self, rate: _Rate, level: int = 1, of: str = "base") -> None: ...
    @property
    def rate(self) -> Rate: ...
    @property
    def level(self) -> int: ...
    @property
    def of(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Override: ...
    def __deepcopy__(self, memo: Any) -> Override: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class Pool:
    """A part of all that is sold, shared by weight."""

    def __init__(self, name: str, rate: _Rate, members: dict[str, _Number]) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def rate(self) -> Rate: ...
    @property
    def members(self) -> dict[str, Decimal]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Pool: ...
    def __deepcopy__(self, memo: Any) -> Pool: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class Plan:
    """A commission plan: what earns, how much, and how it is paid."""

    def __init__(
        self,
        name: str,
        currency: _Currency,
        schedule: RateSchedule | _Rate | Iterable[PlanRule],
        *,
        basis: str = "collected",
        accumulation: _PeriodKind = "month",
        rounding: _Rounding = "half_up",
        rounded: str = "cumulative",
        unit: _Money | None = None,
        modifiers: Iterable[Modifier] = (),
        category_above: dict[str, str] = ...,
        overrides: Iterable[Override] = (),
        pools: Iterable[Pool] = (),
        cap: _Money | None = None,
        floor: _Money | None = None,
        holdback: _Rate | None = None,
        draw: _Money | None = None,
        draw_recoverable: bool = True,
    ) -> None: ...
    @staticmethod
    def from_toml(path_or_text: str | os.PathLike[str]) -> Plan: ...
    def to_toml(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def schedule(self) -> RateSchedule: ...
    @property
    def rules(self) -> tuple[PlanRule, ...]: ...
    @property
    def basis(self) -> str: ...
    @property
    def accumulation(self) -> PeriodKind: ...
    @property
    def rounding(self) -> Rounding: ...
    @property
    def rounded(self) -> str: ...
    @property
    def unit(self) -> Money: ...
    @property
    def modifiers(self) -> tuple[Modifier, ...]: ...
    @property
    def category_above(self) -> dict[str, str]: ...
    @property
    def overrides(self) -> tuple[Override, ...]: ...
    @property
    def pools(self) -> tuple[Pool, ...]: ...
    @property
    def cap(self) -> Money | None: ...
    @property
    def floor(self) -> Money | None: ...
    @property
    def holdback(self) -> Rate | None: ...
    @property
    def draw(self) -> Money | None: ...
    @property
    def draw_recoverable(self) -> bool: ...
    def commission(
        self, base: _Money, *, before: _Money | None = None, trace: Derivation | None = None
    ) -> Money: ...
    def describe(self, lang: str = "en") -> str: ...
    def lint(self, lang: str = "en") -> list[str]: ...
    def plot(self, **options: Any) -> Any: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Plan: ...
    def __deepcopy__(self, memo: Any) -> Plan: ...
    def __getstate__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: tuple[Any, ...]) -> None: ...

class CommissionTable:
    """What o2c.CommissionResult stands on."""

    def __init__(
        self,
        lines: TableSource,
        *,
        plan: Plan,
        period: Period | str,
        credits: TableSource | None,
        people: TableSource | None,
        targets: TableSource | None,
        openings: TableSource | None,
        opening_rows: list[tuple[str, Money, Money, Money, Money, Money, Money | None]],
        amount_digits: int | None,
        threads: int,
    ) -> None: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def period(self) -> Period: ...
    @property
    def outside(self) -> int: ...
    def unmatched(self) -> list[int]: ...
    def rows(self) -> list[dict[str, Any]]: ...
    def lines_of(self, salesperson: str | int) -> list[dict[str, Any]]: ...
    def overrides(self) -> list[dict[str, Any]]: ...
    def pools(self) -> list[dict[str, Any]]: ...
    def payouts(self) -> list[dict[str, Any]]: ...
    def tie_out(self) -> list[dict[str, Any]]: ...
    def totals(self) -> ArrowTable: ...
    def lines(self) -> ArrowTable: ...
    def credits(self) -> ArrowTable: ...
    def explain(self, salesperson: str | int, period: Period | str) -> Derivation: ...
    def explain_line(self, line: int, salesperson: str | int | None) -> Derivation: ...
    def explain_payout(self, salesperson: str) -> Derivation: ...

def commission_corrections(
    settled: CommissionTable, recomputed: CommissionTable
) -> list[dict[str, Any]]: ...
