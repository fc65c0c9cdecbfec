"""Rounding, rates, and what may stand where a number is expected."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import o2c
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle_number import DECIMAL_MODES, MODES, round_to

decimals = st.decimals(
    min_value=Decimal(-(10**15)), max_value=Decimal(10**15), allow_nan=False, places=9
) | st.decimals(min_value=-3, max_value=3, allow_nan=False, places=3)
steps = st.sampled_from(["0.01", "0.05", "0.001", "1", "50", "0.25", "3", "7.5"]).map(Decimal)
modes = st.sampled_from(MODES)


@given(decimals, steps, modes)
def test_round_to_agrees_with_the_definition(value: Decimal, step: Decimal, mode: str) -> None:
    rounded = o2c.round_to(value, step, rounding=mode)
    assert Fraction(rounded) == round_to(Fraction(value), Fraction(step), mode)
    assert rounded.as_tuple().exponent == step.as_tuple().exponent


@given(st.fractions(max_denominator=10**9), steps, modes)
def test_fractions_round_once(value: Fraction, step: Decimal, mode: str) -> None:
    assume(abs(value) < 10**20)
    rounded = o2c.round_to(value, step, rounding=mode)
    assert Fraction(rounded) == round_to(value, Fraction(step), mode)


@given(decimals, st.integers(0, 8), st.sampled_from(sorted(DECIMAL_MODES)))
def test_rounding_agrees_with_the_decimal_module(value: Decimal, digits: int, mode: str) -> None:
    unit = Decimal(1).scaleb(-digits)
    with decimal.localcontext() as context:
        context.prec = 60
        expected = value.quantize(unit, rounding=DECIMAL_MODES[mode])
    assert o2c.round_to(value, unit, rounding=mode) == expected


@pytest.mark.parametrize("rounding", [o2c.Rounding.half_odd, "half_odd"])
def test_rounding_is_a_member_or_its_name(rounding: o2c.Rounding | str) -> None:
    assert o2c.round_to("2.5", 1, rounding=rounding) == 3
    assert o2c.round_to("3.5", 1, rounding=rounding) == 3


def test_rounding_has_no_default_and_no_other_names() -> None:
    with pytest.raises(TypeError):
        o2c.round_to("2.5", 1)  # type: ignore[call-arg]
    with pytest.raises(o2c.ParseError, match=r"expected one of half_even, half_up, .*exact"):
        o2c.round_to("2.5", 1, rounding="half-up")
    with pytest.raises(TypeError, match=r"expected an o2c\.Rounding or its name .*, got int 1"):
        o2c.round_to("2.5", 1, rounding=1)  # type: ignore[arg-type]


def test_exact_refuses_to_round() -> None:
    assert o2c.round_to("1.25", "0.05", rounding="exact") == Decimal("1.25")
    with pytest.raises(o2c.InexactResult):
        o2c.round_to("1.26", "0.05", rounding="exact")


@pytest.mark.parametrize("step", ["0", "-0.01"])
def test_a_step_is_positive(step: str) -> None:
    with pytest.raises(o2c.InvalidArgument):
        o2c.round_to(1, step, rounding="half_up")


# Numbers in and out --------------------------------------------------------------------------


def through(value: object) -> Decimal:
    """The value after a journey through C++, where it is a Decimal."""
    return o2c.Rate.from_fraction(value).fraction  # type: ignore[arg-type]


@given(st.integers(-(10**38) + 1, 10**38 - 1), st.integers(0, 38))
def test_decimals_come_back_exactly(coefficient: int, scale: int) -> None:
    value = Decimal((int(coefficient < 0), tuple(map(int, str(abs(coefficient)))), -scale))
    assert through(value) == value
    assert through(str(value)) == value
    assert through(coefficient) == coefficient


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1E+5"), 100_000),
        (Decimal("-1.2E+3"), -1200),
        (Decimal("0E+999"), 0),
        (Decimal("-0.00"), 0),
        (Decimal("0E-99"), 0),
        (Decimal("1." + "0" * 60), 1),
        (Decimal("1" + "0" * 37), 10**37),
        (Decimal("1E-38"), Decimal("1E-38")),
        (Decimal("10E-39"), Decimal("1E-38")),
    ],
)
def test_any_way_to_write_a_decimal(value: Decimal, expected: Decimal | int) -> None:
    assert through(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1E+38"),
        Decimal("1E+999999"),
        Decimal("1E-39"),
        Decimal("1E-999999"),
        Decimal("1" + "2" * 38),
        10**38,
        -(2**127),
        2**200,
    ],
)
def test_more_than_38_digits_overflow(value: Decimal | int) -> None:
    with pytest.raises(o2c.Overflow):
        through(value)


INT64 = st.integers(1, 2**63 - 1)


@given(INT64, INT64)
def test_fractions_come_and_go_exactly(a: int, b: int) -> None:
    value = o2c.ratio(o2c.Money.from_minor(a, "JPY"), o2c.Money.from_minor(b, "JPY"))
    assert type(value) is Fraction
    assert value == Fraction(a, b)
    assert o2c.convert_at(o2c.Money.from_minor(b, "JPY"), "XAU", value, rounding="exact").minor == a


def test_fractions_of_more_than_128_bits_overflow() -> None:
    with pytest.raises(o2c.Overflow):
        o2c.round_to(Fraction(1, 2**130), 1, rounding="down")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            12.5,
            r'float 12\.5 is not exact: pass a str or decimal\.Decimal, e\.g\. Decimal\("12\.5"\)',
        ),
        (-0.1, r'Decimal\("-0\.1"\)'),
        (float("nan"), r"float nan is not exact: pass a str or decimal\.Decimal$"),
        (float("inf"), r"float inf is not exact: pass a str or decimal\.Decimal$"),
    ],
)
def test_floats_are_refused(value: float, message: str) -> None:
    with pytest.raises(o2c.FloatRefused, match=message) as caught:
        through(value)
    assert isinstance(caught.value, o2c.Error)
    assert isinstance(caught.value, TypeError)


def test_numpy_scalars() -> None:
    np = pytest.importorskip("numpy")
    assert through(np.int64(7)) == 7
    assert through(np.uint8(7)) == 7
    for scalar in (np.float64(0.5), np.float32(0.5), np.float16(0.5)):
        with pytest.raises(o2c.FloatRefused, match=r"0\.5"):
            through(scalar)
    with pytest.raises(TypeError, match="bool"):
        through(np.True_)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), Decimal("sNaN")])
def test_only_finite_decimals_are_numbers(value: Decimal) -> None:
    with pytest.raises(o2c.InvalidArgument, match="expected a finite decimal"):
        through(value)


@pytest.mark.parametrize("value", [True, None, b"1", [1], 1j, object()])
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"expected a decimal\.Decimal, int or str, got "):
        through(value)


@pytest.mark.parametrize("text", ["", "1,5", "1 000", "abc", "1e", "١", "0x10", "1_000", "nan"])
def test_texts_that_are_no_numbers(text: str) -> None:
    with pytest.raises(o2c.ParseError) as caught:
        through(text)
    assert caught.value.text == text


def test_the_context_of_decimal_does_not_matter() -> None:
    value = Decimal("12345678901234567890.123456789")
    with decimal.localcontext() as context:
        context.prec = 3
        assert through(value).compare_total(value) == 0


# Rates ---------------------------------------------------------------------------------------


def test_rates_are_read_as_they_are_written() -> None:
    assert o2c.Rate("3.25%") == o2c.Rate("325bp") == o2c.Rate("325 bps")
    assert o2c.Rate("3.25%").fraction == Decimal("0.0325")
    assert o2c.Rate("3.25%").percent == Decimal("3.25")
    assert o2c.Rate("3.25%").bps == 325
    assert o2c.Rate.from_percent("3.25") == o2c.Rate.from_bps(325)
    assert str(o2c.Rate("325bp")) == "3.25%"


def test_a_bare_number_is_no_rate() -> None:
    with pytest.raises(o2c.ParseError):
        o2c.Rate("3")
    # Nor does it end in pybind11's list of signatures.
    for number in (0.03, 3, Decimal("0.03")):
        with pytest.raises(TypeError, match=r"expected an o2c\.Rate or a str such as '3%'"):
            o2c.Rate(number)  # type: ignore[arg-type]
    assert o2c.Rate(o2c.Rate("3%")) == o2c.Rate("3%")


def test_rates_add_and_order() -> None:
    assert o2c.Rate("1%") + o2c.Rate("50bp") == o2c.Rate("1.5%")
    assert o2c.Rate("1%") - o2c.Rate("50bp") == -o2c.Rate("-0.5%")
    assert sorted([o2c.Rate("2%"), o2c.Rate("150bp")]) == [o2c.Rate("1.5%"), o2c.Rate("2%")]
    with pytest.raises(TypeError):
        o2c.Rate("1%") + 1  # type: ignore[operator]


@given(st.decimals(min_value=-1000, max_value=1000, places=6))
def test_rates_round_trip(percent: Decimal) -> None:
    rate = o2c.Rate.from_percent(percent)
    assert o2c.Rate(str(rate)) == rate
    assert Fraction(rate.fraction) == Fraction(percent) / 100
