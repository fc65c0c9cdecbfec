"""Amounts against an independent calculation with fractions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import o2c
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from oracle_money import DIGITS, Stated, allocate, factor, grouped, minor
from oracle_number import MODES, round_to

INT64_MAX = 2**63 - 1

codes = st.sampled_from(sorted(DIGITS))
modes = st.sampled_from(MODES)
units = st.integers(-INT64_MAX, INT64_MAX) | st.integers(-(10**6), 10**6)
small_units = st.integers(-(10**12), 10**12) | st.integers(-1000, 1000)
factors = (
    st.fractions(-1000, 1000, max_denominator=10**6)
    | st.decimals(-1000, 1000, places=6).map(Fraction)
    | st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(-1, 8)])
)
days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 20))


def money(minor_units: int, code: str) -> o2c.Money:
    return o2c.Money.from_minor(minor_units, code)


# Sums ----------------------------------------------------------------------------------------


@given(units, units, codes)
def test_sums_and_differences(a: int, b: int, code: str) -> None:
    for result, make in ((a + b, lambda: money(a, code) + money(b, code)),
                         (a - b, lambda: money(a, code) - money(b, code))):  # fmt: skip
        if -INT64_MAX - 1 <= result <= INT64_MAX:
            assert make().minor == result
        else:
            with pytest.raises(o2c.Overflow):
                make()


@given(units, st.integers(-(2**70), 2**70), codes)
def test_multiples(a: int, n: int, code: str) -> None:
    if -INT64_MAX - 1 <= a * n <= INT64_MAX:
        assert (money(a, code) * n).minor == (n * money(a, code)).minor == a * n
    else:
        with pytest.raises(o2c.Overflow):
            money(a, code) * n


@given(st.lists(small_units, min_size=1), codes, modes)
def test_sum_min_max_average(amounts: list[int], code: str, mode: str) -> None:
    monies = [money(amount, code) for amount in amounts]
    assert sum(monies).minor == sum(amounts)  # type: ignore[union-attr]
    assert min(monies).minor == min(amounts)
    assert max(monies).minor == max(amounts)
    assert sorted(monies) == [money(amount, code) for amount in sorted(amounts)]
    mean = Fraction(sum(amounts), len(amounts))
    assert o2c.average(monies, rounding=mode).minor == round_to(mean, Fraction(1), mode)


@given(st.lists(st.tuples(small_units, codes)))
def test_bags_keep_currencies_apart(amounts: list[tuple[int, str]]) -> None:
    bag = o2c.MoneyBag([money(amount, code) for amount, code in amounts])
    totals: dict[str, int] = {}
    for amount, code in amounts:
        totals[code] = totals.get(code, 0) + amount
    expected = [money(totals[code], code) for code in sorted(totals) if totals[code]]
    assert list(bag) == expected
    assert len(bag) == len(expected)
    assert sum((money(amount, code) for amount, code in amounts), o2c.MoneyBag()) == bag
    assert not bag - bag


# Rounding ------------------------------------------------------------------------------------


@given(small_units, codes, factors, modes)
def test_multiply_and_divide_round_once(a: int, code: str, by: Fraction, mode: str) -> None:
    product = round_to(a * by, Fraction(1), mode)
    assert o2c.multiply(money(a, code), by, rounding=mode).minor == product
    assume(by != 0 and abs(a / by) < INT64_MAX)
    quotient = round_to(a / by, Fraction(1), mode)
    assert o2c.divide(money(a, code), by, rounding=mode).minor == quotient


@given(st.decimals(-(10**9), 10**9, places=8), codes, modes)
def test_money_is_made_exactly_or_rounded(amount: Decimal, code: str, mode: str) -> None:
    expected = minor(Fraction(amount), DIGITS[code], mode)
    assert o2c.Money.rounded(amount, code, rounding=mode).minor == expected
    if Fraction(amount) * 10 ** DIGITS[code] == expected:
        assert o2c.Money(amount, code).minor == expected
        assert o2c.Money(amount, code).amount == amount
    else:
        with pytest.raises(o2c.InexactResult):
            o2c.Money(amount, code)


@given(small_units, st.decimals(-100, 1000, places=4), codes, modes)
def test_apply_a_rate(base: int, percent: Decimal, code: str, mode: str) -> None:
    expected = round_to(base * Fraction(percent) / 100, Fraction(1), mode)
    why = o2c.Derivation()
    rate = o2c.Rate.from_percent(percent)
    assert o2c.apply(rate, money(base, code), rounding=mode, trace=why).minor == expected
    assert why.recheck() == []
    assert o2c.apply(rate, money(base, code), rounding=mode).minor == expected


@given(small_units, st.sampled_from(["0.05", "0.10", "0.50", "1", "20"]), modes)
def test_cash_rounding(amount: int, step: str, mode: str) -> None:
    expected = round_to(Fraction(amount, 100), Fraction(step), mode)
    assert Fraction(o2c.round_cash(money(amount, "CHF"), step, rounding=mode).amount) == expected


@given(small_units, small_units, codes, st.integers(0, 6), modes)
def test_ratios(a: int, b: int, code: str, digits: int, mode: str) -> None:
    assume(b)
    assert o2c.ratio(money(a, code), money(b, code)) == Fraction(a, b)
    percentage = o2c.percentage(money(a, code), money(b, code), digits=digits, rounding=mode)
    expected = round_to(Fraction(100 * a, b), Fraction(1, 10**digits), mode)
    assert Fraction(percentage.percent) == expected


# Allocation ----------------------------------------------------------------------------------

weight_lists = st.lists(
    st.integers(0, 10).map(Decimal) | st.decimals(0, 100, places=3), min_size=1, max_size=12
)
policies = st.sampled_from([policy.name for policy in o2c.Allocation])


@given(units, weight_lists, policies, modes)
@example(100_000_00, [Decimal(1)] * 3, "last_takes_rest", "half_up")
@example(-5, [Decimal(1)] * 3, "largest_remainder", "half_up")
def test_allocate(total: int, weights: list[Decimal], policy: str, mode: str) -> None:
    assume(any(weights))
    why = o2c.Derivation()
    parts = o2c.allocate(money(total, "USD"), weights, policy=policy, rounding=mode, trace=why)
    expected = allocate(total, [Fraction(weight) for weight in weights], policy, mode)
    assert [part.minor for part in parts] == expected
    assert sum(part.minor for part in parts) == total
    assert why.recheck() == []
    assert parts == o2c.allocate(money(total, "USD"), weights, policy=policy, rounding=mode)


@given(small_units, st.lists(st.integers(0, 10**9), min_size=1, max_size=8), codes)
def test_amounts_are_weights_too(total: int, weights: list[int], code: str) -> None:
    assume(any(weights))
    parts = o2c.allocate(money(total, "EUR"), [money(weight, code) for weight in weights])
    expected = allocate(total, [Fraction(weight) for weight in weights], "largest_remainder")
    assert [part.minor for part in parts] == expected


@given(small_units, st.integers(1, 30), policies)
def test_split(total: int, n: int, policy: str) -> None:
    parts = o2c.split(money(total, "USD"), n, policy=policy)
    assert [part.minor for part in parts] == allocate(total, [Fraction(1)] * n, policy)


@given(st.integers(-(10**9), 10**9), weight_lists, policies)
def test_parts_in_steps(steps: int, weights: list[Decimal], policy: str) -> None:
    assume(any(weights))
    total = money(5 * steps, "CHF")
    parts = o2c.allocate(total, weights, policy=policy, step="0.05")
    expected = allocate(5 * steps, [Fraction(w) for w in weights], policy, step=5)
    assert [part.minor for part in parts] == expected


# Exchange ------------------------------------------------------------------------------------

stated_rates = st.lists(
    st.tuples(codes, codes, st.decimals("0.0001", 1000, places=4), days),
    max_size=25,
    unique_by=lambda rate: (rate[0], rate[1], rate[3]),
).map(lambda rates: [rate for rate in rates if rate[0] != rate[1]])


@given(
    stated_rates,
    small_units,
    codes,
    codes,
    days,
    st.none() | codes,
    st.none() | st.integers(0, 10),
    modes,
)
def test_convert(
    rates: list[Stated],
    amount: int,
    base: str,
    quote: str,
    on: dt.date,
    pivot: str | None,
    age: int | None,
    mode: str,
) -> None:
    table = o2c.ExchangeTable(rates, pivot=pivot, max_age_days=age)
    expected = factor(rates, base, quote, on, pivot, age)
    if expected is None:
        assert table.find(base, quote, on) is None
        with pytest.raises(o2c.MissingRate, match=f"{base}.*{quote}.*{on}"):
            o2c.convert(money(amount, base), quote, rates=table, on=on, rounding=mode)
        return
    assert table.at(base, quote, on).factor == expected
    value = Fraction(amount, 10 ** DIGITS[base]) * expected
    assume(abs(value) < 10**14)
    converted = amount if base == quote else minor(value, DIGITS[quote], mode)
    why = o2c.Derivation()
    result = o2c.convert(money(amount, base), quote, rates=table, on=on, rounding=mode, trace=why)
    assert result == money(converted, quote)
    assert why.recheck() == []
    assert o2c.convert_at(money(amount, base), quote, expected, rounding=mode) == result


# Texts ---------------------------------------------------------------------------------------

FORMATS = {
    "plain": (".", ","),
    "continental": (",", "."),
    "spaced": (",", " "),
    "swiss": (".", "'"),
    "ungrouped": (".", ""),
}


@given(units, codes, st.sampled_from(sorted(FORMATS)))
def test_texts_round_trip(amount: int, code: str, name: str) -> None:
    written = grouped(amount, DIGITS[code], *FORMATS[name])
    value = money(amount, code)
    assert o2c.format_amount(value, number_format=name) == written
    text = o2c.format_money(value, number_format=name)
    assert text == f"{written} {code}"
    assert o2c.parse_money(text, number_format=name) == value
    assert o2c.parse_money(f"{code} {written}", number_format=name) == value
    assert o2c.parse_money(written, currency=code, number_format=name) == value


@given(units, codes)
def test_str_and_repr_round_trip(amount: int, code: str) -> None:
    value = money(amount, code)
    assert str(value) == f"{grouped(amount, DIGITS[code], '.', '')} {code}"
    assert o2c.Money.parse(str(value)) == value
    assert eval(repr(value), vars(o2c)) == value
    assert f"{value:,}" == f"{grouped(amount, DIGITS[code], '.', ',')} {code}"
