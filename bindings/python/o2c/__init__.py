"""Order to cash, exactly: money, dates, receivables and their aging.

Amounts are exact and never mix currencies; a binary float is refused. What needs rounding takes
``rounding``; nothing reads the clock. ``decimal.Decimal`` and ``datetime.date`` go in and come out.

    >>> import o2c
    >>> o2c.Money("1234.50", "USD") * 3
    Money('3703.50', 'USD')
    >>> o2c.split("100 USD", 3)
    [Money('33.34', 'USD'), Money('33.33', 'USD'), Money('33.33', 'USD')]
"""

from __future__ import annotations

from o2c._core import (
    AgingBuckets,
    AgingReport,
    Allocation,
    BadTable,
    Calendar,
    Currency,
    CurrencyInfo,
    CurrencyMismatch,
    Derivation,
    DerivationStep,
    Error,
    ExchangePath,
    ExchangeRate,
    ExchangeTable,
    Fault,
    FloatRefused,
    InexactResult,
    InvalidArgument,
    Language,
    MissingRate,
    Money,
    MoneyBag,
    NumberFormat,
    OpenItem,
    Operation,
    Overflow,
    ParseError,
    Period,
    PeriodKind,
    Rate,
    Roll,
    Rounding,
    UnknownCurrency,
    Weekday,
    __version__,
    add_months,
    add_years,
    allocate,
    apply,
    average,
    convert,
    convert_at,
    divide,
    end_of_month,
    format_amount,
    format_money,
    iso_4217,
    iso_4217_withdrawn,
    joint,
    multiply,
    parse_date,
    parse_money,
    percentage,
    ratio,
    register_currency,
    round_cash,
    round_to,
    split,
)

TYPE_CHECKING = False  # type checkers take it as true; importing typing would double the time
if TYPE_CHECKING:
    from o2c._aging import AgingExplanation, AgingResult, age, aging

__all__ = [
    "AgingBuckets",
    "AgingExplanation",
    "AgingReport",
    "AgingResult",
    "Allocation",
    "BadTable",
    "Calendar",
    "Currency",
    "CurrencyInfo",
    "CurrencyMismatch",
    "Derivation",
    "DerivationStep",
    "Error",
    "ExchangePath",
    "ExchangeRate",
    "ExchangeTable",
    "Fault",
    "FloatRefused",
    "InexactResult",
    "InvalidArgument",
    "Language",
    "MissingRate",
    "Money",
    "MoneyBag",
    "NumberFormat",
    "OpenItem",
    "Operation",
    "Overflow",
    "ParseError",
    "Period",
    "PeriodKind",
    "Rate",
    "Roll",
    "Rounding",
    "UnknownCurrency",
    "Weekday",
    "__version__",
    "add_months",
    "add_years",
    "age",
    "aging",
    "allocate",
    "apply",
    "average",
    "convert",
    "convert_at",
    "divide",
    "end_of_month",
    "format_amount",
    "format_money",
    "iso_4217",
    "iso_4217_withdrawn",
    "joint",
    "multiply",
    "parse_date",
    "parse_money",
    "percentage",
    "ratio",
    "register_currency",
    "round_cash",
    "round_to",
    "split",
]

# Written in Python over the compiled module, and loaded when first asked for.
_loaded_on_use = {
    "AgingExplanation": "o2c._aging",
    "AgingResult": "o2c._aging",
    "age": "o2c._aging",
    "aging": "o2c._aging",
}


def __getattr__(name: str) -> object:
    if name not in _loaded_on_use:
        raise AttributeError(f"module 'o2c' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_loaded_on_use[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_loaded_on_use})
