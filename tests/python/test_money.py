"""Money, currencies and bags, as a user meets them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import pytest
from o2c import Currency, Money, MoneyBag

bill = Money("1234.50", "USD")


# Making --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        Money("1234.50", "USD"),
        Money(Decimal("1234.5"), Currency("USD")),
        Money(amount="1234.500", currency="USD"),
        Money.parse("1,234.50 USD"),
        Money.parse("USD 1234.5"),
        Money.from_minor(123450, "USD"),
        Money.rounded("1234.4951", "USD", rounding="half_up"),
        Money.rounded(Fraction(2469, 2), "USD", rounding="exact"),
    ],
)
def test_ways_to_make_an_amount(made: Money) -> None:
    assert made == bill
    assert made.minor == 123450
    assert str(made.amount) == "1234.50"
    assert made.currency == Currency("USD")
    assert str(made) == "1234.50 USD"
    assert repr(made) == "Money('1234.50', 'USD')"


def test_digits_of_the_currency() -> None:
    assert str(Money(1234, "JPY")) == "1234 JPY"
    assert str(Money(1, "BHD")) == "1.000 BHD"
    with pytest.raises(o2c.InexactResult, match=r"1\.005 USD .*2 decimal digits"):
        Money("1.005", "USD")


def test_floats_and_other_types_are_refused() -> None:
    with pytest.raises(
        o2c.FloatRefused, match=r'pass a str or decimal\.Decimal.*Decimal\("12\.5"\)'
    ):
        Money(12.5, "USD")  # type: ignore[arg-type]
    for amount in (True, None, [1], b"1"):
        with pytest.raises(TypeError, match=r"expected a decimal\.Decimal, int or str, got"):
            Money(amount, "USD")  # type: ignore[arg-type]
    for currency in (840, None, b"USD"):
        with pytest.raises(
            TypeError, match=r"expected an o2c\.Currency or its code, such as 'USD'"
        ):
            Money(1, currency)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "12", "12.50", "USD", "1.234,56 EUR", "12.50 USD x", "¥5"])
def test_texts_that_are_no_amounts(text: str) -> None:
    with pytest.raises(o2c.ParseError):
        Money.parse(text)


def test_parse_takes_texts_only() -> None:
    with pytest.raises(TypeError):
        Money.parse(bill)  # type: ignore[arg-type]


def test_a_text_will_do_where_an_amount_is_expected() -> None:
    assert o2c.split("50000 USD", 2) == [Money(25000, "USD")] * 2
    assert o2c.apply("3%", "1000 USD", rounding="half_up") == Money(30, "USD")
    with pytest.raises(o2c.ParseError):
        o2c.split("50000", 2)
    with pytest.raises(TypeError, match=r"expected an o2c\.Money or a str such as '50000 USD'"):
        o2c.split(50000, 2)  # type: ignore[arg-type]


# Arithmetic ----------------------------------------------------------------------------------


def test_sum_works() -> None:
    assert sum([bill, bill, bill]) == Money("3703.50", "USD")
    assert sum([bill, bill], Money.zero("USD")) == Money(2469, "USD")
    assert sum([bill, Money(1, "EUR")], MoneyBag()) == MoneyBag([bill, Money(1, "EUR")])
    assert 0 + bill == bill


@pytest.mark.parametrize("other", [1, 0.0, Decimal(0), "1 USD", None, False])
def test_nothing_else_is_added(other: Any) -> None:
    for add in (lambda: bill + other, lambda: bill - other, lambda: other - bill):
        with pytest.raises(TypeError):
            add()
    with pytest.raises(TypeError):
        other + bill


def test_currencies_never_mix() -> None:
    euro = Money(1, "EUR")
    for mix in (operator.add, operator.sub, operator.lt, operator.ge):
        with pytest.raises(o2c.CurrencyMismatch, match=r"1234\.50 USD and 1\.00 EUR"):
            mix(bill, euro)
    with pytest.raises(o2c.CurrencyMismatch):
        sorted([bill, euro])
    assert euro != bill
    assert Money.zero("USD") != Money.zero("EUR")


def test_signs() -> None:
    assert -bill == Money("-1234.50", "USD") == bill * -1
    assert abs(-bill) == +bill == bill
    assert [m.sign for m in (bill, -bill, bill - bill)] == [1, -1, 0]
    assert (bill - bill).is_zero()
    assert not bill.is_zero()


def test_an_amount_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match=r"is_zero\(\)"):
        bool(bill)
    with pytest.raises(TypeError, match=r"is_zero\(\)"):
        assert bill or None


def test_an_amount_is_no_float() -> None:
    with pytest.raises(TypeError, match=r"decimal\.Decimal"):
        float(bill)


@pytest.mark.parametrize("factor", [Decimal("1.5"), 1.5, Fraction(1, 3)])
def test_what_may_round_is_not_an_operator(factor: Any) -> None:
    with pytest.raises(TypeError, match=r"use multiply\(money, factor, rounding=\.\.\.\)"):
        bill * factor
    with pytest.raises(TypeError, match=r"use multiply\(money, factor, rounding=\.\.\.\)"):
        factor * bill
    with pytest.raises(TypeError, match=r"use divide\(money, divisor, rounding=\.\.\.\)"):
        bill / factor


def test_hints_at_the_function_to_use() -> None:
    with pytest.raises(TypeError, match=r"use apply\(rate, money, rounding=\.\.\.\)"):
        bill * o2c.Rate("3%")  # type: ignore[operator]
    with pytest.raises(TypeError, match=r"use ratio\(dividend, divisor\)"):
        bill / bill
    with pytest.raises(TypeError, match=r"split\(money, n\)"):
        bill / 2
    for factor in (True, "2", None):
        with pytest.raises(TypeError):
            bill * factor  # type: ignore[operator]


def test_numpy_integers_multiply() -> None:
    np = pytest.importorskip("numpy")
    assert bill * np.int64(2) == np.int64(2) * bill == Money(2469, "USD")


def test_columns_of_pandas_hold_amounts() -> None:
    pandas = pytest.importorskip("pandas")
    column = pandas.Series([bill, bill])
    assert column.sum() == Money(2469, "USD")
    with pytest.raises(TypeError):
        column.astype("float64")


def test_formats() -> None:
    assert f"{bill}" == "1234.50 USD"
    assert f"{bill:,}" == "1,234.50 USD"
    assert f"[{bill:>15,}]" == "[   1,234.50 USD]"
    assert f"[{bill:15}]" == "[    1234.50 USD]"
    assert f"[{bill:<15}]" == "[1234.50 USD    ]"
    assert f"{bill:。^15}" == "。。1234.50 USD。。"
    for spec in (".2f", "f", "10.1", "x", ",,", "ab>10"):
        with pytest.raises(ValueError, match=r"\[\[fill\]align\]\[width\]\[,\]"):
            format(bill, spec)


def test_conventions_are_stated() -> None:
    assert o2c.parse_money("1.234,50 USD", number_format="continental") == bill
    assert o2c.format_money(bill, number_format="swiss") == "1'234.50 USD"
    own = o2c.NumberFormat(",", None)
    assert o2c.format_amount(bill, number_format=own) == "1234,50"
    assert o2c.parse_money("¥1,234", currency="JPY") == Money(1234, "JPY")
    with pytest.raises(o2c.ParseError, match="CNY or JPY"):
        o2c.parse_money("¥1,234")
    with pytest.raises(o2c.ParseError, match="expected one of plain, continental"):
        o2c.format_money(bill, number_format="german")


# Currencies ----------------------------------------------------------------------------------


def test_an_unknown_code_offers_near_ones() -> None:
    with pytest.raises(o2c.UnknownCurrency, match="USD") as caught:
        Currency("USB")
    (fault,) = caught.value.faults
    assert (fault.field, fault.value) == ("currency", "USB")
    with pytest.raises(o2c.UnknownCurrency, match="EUR"):
        Currency("HRK")


def test_a_currency_of_ones_own_needs_no_registration() -> None:
    point = Currency("POINT", 0)
    assert str(Money(5, point)) == "5 POINT"
    assert repr(Money(5, point)) == "Money('5', Currency('POINT', 0))"
    assert eval(repr(Money(5, point)), vars(o2c)) == Money(5, point)
    with pytest.raises(o2c.UnknownCurrency):
        Money(5, "POINT")
    for code, digits in (("point", 0), ("TOOLONGCODE", 0), ("", 0), ("POINT", 7), ("POINT", -1)):
        with pytest.raises(o2c.InvalidArgument):
            Currency(code, digits)


def test_registration_holds_for_the_process(run_python: Callable[[str], str]) -> None:
    # In a process of its own, since a registration cannot be taken back.
    script = """
import threading
import o2c
o2c.register_currency("POINT", 0)
o2c.register_currency("POINT", 0)
assert o2c.Money.parse("5 POINT") == o2c.Money(5, o2c.Currency("POINT", 0))
assert repr(o2c.Money(5, "POINT")) == "Money('5', 'POINT')"
try:
    o2c.register_currency("USD", 3)
except o2c.InvalidArgument as error:
    assert "USD" in str(error)
else:
    raise AssertionError("USD registered with 3 digits")
def register(number):
    for i in range(50):
        o2c.register_currency(f"X{number}{i:02}", 2)
        assert o2c.Currency(f"X{number}{i:02}").digits == 2
threads = [threading.Thread(target=register, args=(n,)) for n in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert all(o2c.Currency(f"X{n}{i:02}").digits == 2 for n in range(4) for i in range(50))
"""
    run_python(script)


def test_iso_4217() -> None:
    listed = {info.currency.code: info for info in o2c.iso_4217()}
    assert (listed["USD"].number, listed["USD"].name) == (840, "US Dollar")
    assert listed["JPY"].currency.digits == 0
    assert all(Currency(code) == info.currency for code, info in listed.items())
    withdrawn = {info.currency.code: info for info in o2c.iso_4217_withdrawn()}
    assert withdrawn["HRK"].replaced_by == "EUR"
    assert not set(withdrawn) & set(listed)


# Bags ----------------------------------------------------------------------------------------


def test_bags() -> None:
    bag = MoneyBag([bill, "12 EUR", Money(1, "USD")])
    assert str(bag) == "12.00 EUR + 1235.50 USD"
    assert bag["EUR"] == Money(12, "EUR")
    assert bag["JPY"] == Money(0, "JPY")
    assert list(bag) == list(bag.amounts) == [Money(12, "EUR"), Money("1235.50", "USD")]
    assert bag - Money(12, "EUR") == MoneyBag(Money("1235.50", "USD"))
    assert Money(12, "EUR") - bag == MoneyBag([-Money("1235.50", "USD")])
    assert bill + MoneyBag() == MoneyBag() + bill == MoneyBag(bill)
    assert sum([bag, -bag]) == MoneyBag()
    assert MoneyBag(bill) != bill
    assert not MoneyBag()
    assert bag
    assert eval(repr(bag), vars(o2c)) == bag


@pytest.mark.parametrize("other", [1, "1 USD", None, [bill]])
def test_nothing_else_goes_into_a_bag_by_operator(other: Any) -> None:
    with pytest.raises(TypeError):
        MoneyBag(bill) + other


def test_a_bag_is_made_of_amounts() -> None:
    with pytest.raises(TypeError, match="iterable"):
        MoneyBag("1 USD")
    with pytest.raises(o2c.FloatRefused, match=r"float 1\.5 is not exact: pass an o2c\.Money"):
        MoneyBag([1.5])  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"expected an o2c\.Money or a str .*, got int 1"):
        MoneyBag([1])  # type: ignore[list-item]


# Allocation ----------------------------------------------------------------------------------


def test_parts_add_up() -> None:
    assert o2c.split("100 USD", 3) == [Money(a, "USD") for a in ("33.34", "33.33", "33.33")]
    assert o2c.split("100000 USD", 3, policy="last_takes_rest") == [
        Money(a, "USD") for a in ("33333.33", "33333.33", "33333.34")
    ]
    assert o2c.allocate("0.05 USD", [1, 0, "1.5"]) == [
        Money(a, "USD") for a in ("0.02", "0.00", "0.03")
    ]


@pytest.mark.parametrize(
    ("weights", "message"), [([], "weight"), ([0, 0], "weight"), ([1, -1], "weight 1 is -1")]
)
def test_weights_that_make_no_sense(weights: list[int], message: str) -> None:
    with pytest.raises(o2c.InvalidArgument, match=message):
        o2c.allocate("1 USD", weights)


def test_weights_of_wrong_types() -> None:
    with pytest.raises(o2c.FloatRefused):
        o2c.allocate("1 USD", [0.5, 0.5])  # type: ignore[list-item]
    for weights in ("12", 5, None):
        with pytest.raises(TypeError, match="expected an iterable of numbers"):
            o2c.allocate("1 USD", weights)  # type: ignore[arg-type]
    with pytest.raises(o2c.CurrencyMismatch):
        o2c.allocate("1 USD", [Money(1, "USD"), Money(1, "EUR")])


@pytest.mark.parametrize("parts", [0, -1])
def test_no_parts(parts: int) -> None:
    with pytest.raises(o2c.InvalidArgument):
        o2c.split("1 USD", parts)
