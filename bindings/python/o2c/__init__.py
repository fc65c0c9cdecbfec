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
    Anchor,
    BadTable,
    Calendar,
    Compensation,
    Currency,
    CurrencyInfo,
    CurrencyMismatch,
    DateStep,
    DayCount,
    Derivation,
    DerivationStep,
    DiscountBase,
    DiscountOffer,
    DiscountPolicy,
    DiscountTier,
    EarlyPayment,
    Error,
    ExchangePath,
    ExchangeRate,
    ExchangeTable,
    Fault,
    FloatRefused,
    InexactResult,
    Installment,
    InstallmentTerm,
    Instrument,
    InterestPolicy,
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
    PartPayments,
    PaymentTerms,
    Period,
    PeriodKind,
    Purpose,
    Rate,
    Refusal,
    Refused,
    Roll,
    Rounding,
    Share,
    UnknownCurrency,
    Weekday,
    __version__,
    add_months,
    add_years,
    allocate,
    annual_discount_cost,
    apply,
    average,
    compounded_discount_cost,
    convert,
    convert_at,
    days_counted,
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
    pay_early,
    percentage,
    ratio,
    register_currency,
    reschedule,
    round_cash,
    round_to,
    split,
    year_fraction,
)

TYPE_CHECKING = False  # type checkers take it as true; importing typing would double the time
if TYPE_CHECKING:
    from o2c._aging import AgingExplanation, AgingResult, age, aging
    from o2c._aging_change import AgingChange
    from o2c._aging_over_time import AgingOverTime
    from o2c._collection import CollectionCurves
    from o2c._exchange_differences import ExchangeDifferences
    from o2c._interest import InterestResult, interest
    from o2c._interest_charges import CompensationCharges, InterestCharges
    from o2c._ledger import Ledger, LedgerTable
    from o2c._running_balance import OpenItemsResult, open_by_fifo
    from o2c._schedule import ScheduleResult, schedule
    from o2c._statement import PartyStatement

__all__ = [
    "AgingBuckets",
    "AgingChange",
    "AgingExplanation",
    "AgingOverTime",
    "AgingReport",
    "AgingResult",
    "Allocation",
    "Anchor",
    "BadTable",
    "Calendar",
    "CollectionCurves",
    "Compensation",
    "CompensationCharges",
    "Currency",
    "CurrencyInfo",
    "CurrencyMismatch",
    "DateStep",
    "DayCount",
    "Derivation",
    "DerivationStep",
    "DiscountBase",
    "DiscountOffer",
    "DiscountPolicy",
    "DiscountTier",
    "EarlyPayment",
    "Error",
    "ExchangeDifferences",
    "ExchangePath",
    "ExchangeRate",
    "ExchangeTable",
    "Fault",
    "FloatRefused",
    "InexactResult",
    "Installment",
    "InstallmentTerm",
    "Instrument",
    "InterestCharges",
    "InterestPolicy",
    "InterestResult",
    "InvalidArgument",
    "Language",
    "Ledger",
    "LedgerTable",
    "MissingRate",
    "Money",
    "MoneyBag",
    "NumberFormat",
    "OpenItem",
    "OpenItemsResult",
    "Operation",
    "Overflow",
    "ParseError",
    "PartPayments",
    "PartyStatement",
    "PaymentTerms",
    "Period",
    "PeriodKind",
    "Purpose",
    "Rate",
    "Refusal",
    "Refused",
    "Roll",
    "Rounding",
    "ScheduleResult",
    "Share",
    "UnknownCurrency",
    "Weekday",
    "__version__",
    "add_months",
    "add_years",
    "age",
    "aging",
    "allocate",
    "annual_discount_cost",
    "apply",
    "average",
    "compounded_discount_cost",
    "convert",
    "convert_at",
    "days_counted",
    "divide",
    "end_of_month",
    "format_amount",
    "format_money",
    "interest",
    "iso_4217",
    "iso_4217_withdrawn",
    "joint",
    "multiply",
    "open_by_fifo",
    "parse_date",
    "parse_money",
    "pay_early",
    "percentage",
    "ratio",
    "register_currency",
    "reschedule",
    "round_cash",
    "round_to",
    "schedule",
    "split",
    "year_fraction",
]

# Written in Python over the compiled module, and loaded when first asked for.
_loaded_on_use = {
    "AgingExplanation": "o2c._aging",
    "AgingResult": "o2c._aging",
    "age": "o2c._aging",
    "aging": "o2c._aging",
    "AgingChange": "o2c._aging_change",
    "AgingOverTime": "o2c._aging_over_time",
    "CollectionCurves": "o2c._collection",
    "ExchangeDifferences": "o2c._exchange_differences",
    "InterestResult": "o2c._interest",
    "interest": "o2c._interest",
    "CompensationCharges": "o2c._interest_charges",
    "InterestCharges": "o2c._interest_charges",
    "Ledger": "o2c._ledger",
    "LedgerTable": "o2c._ledger",
    "OpenItemsResult": "o2c._running_balance",
    "open_by_fifo": "o2c._running_balance",
    "ScheduleResult": "o2c._schedule",
    "schedule": "o2c._schedule",
    "PartyStatement": "o2c._statement",
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
