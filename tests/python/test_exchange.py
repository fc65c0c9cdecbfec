"""Exchange rates and conversions, and how they explain themselves."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import pytest
from o2c import ExchangeRate, ExchangeTable, Money

RATES = [
    ExchangeRate("USD", "CNY", "7.10", "2026-03-01"),
    ExchangeRate("USD", "CNY", "7.20", "2026-03-10"),
    ("EUR", "USD", "1.08", dt.date(2026, 3, 1)),
]
TABLE = ExchangeTable(RATES, pivot="USD", max_age_days=30)


def cny(amount: str, on: str, **options: Any) -> Money:
    return o2c.convert(amount, "CNY", rates=TABLE, on=on, rounding="half_up", **options)


def test_the_latest_rate_on_or_before_the_day() -> None:
    assert cny("100 USD", "2026-03-01") == Money(710, "CNY")
    assert cny("100 USD", "2026-03-09") == Money(710, "CNY")
    assert cny("100 USD", "2026-03-10") == Money(720, "CNY")
    assert cny("100 CNY", "2020-01-01") == Money(100, "CNY")


def test_a_missing_rate_names_the_pair_and_the_day() -> None:
    with pytest.raises(o2c.MissingRate, match="USD/CNY as of 2026-02-28"):
        cny("100 USD", "2026-02-28")
    with pytest.raises(o2c.MissingRate, match="USD/CNY as of 2026-04-10"):
        cny("100 USD", "2026-04-10")  # older than 30 days
    with pytest.raises(o2c.MissingRate, match="JPY/CNY"):
        cny("100 JPY", "2026-03-10")
    assert TABLE.find("JPY", "CNY", "2026-03-10") is None


def test_inverse_and_cross_rates() -> None:
    assert o2c.convert("720 CNY", "USD", rates=TABLE, on="2026-03-10", rounding="exact") == Money(
        100, "USD"
    )
    assert cny("100 EUR", "2026-03-10") == Money("777.60", "CNY")
    path = TABLE.at("EUR", "CNY", "2026-03-10")
    assert [(leg.base.code, leg.quote.code, inverted) for leg, inverted in path.legs] == [
        ("EUR", "USD", False),
        ("USD", "CNY", False),
    ]
    assert path.factor == Fraction("1.08") * Fraction("7.2")
    assert path == TABLE.find("EUR", "CNY", dt.date(2026, 3, 10))
    back = TABLE.at("CNY", "EUR", "2026-03-10")
    assert [inverted for _, inverted in back.legs] == [True, True]
    assert back.factor == 1 / path.factor


def test_what_a_table_holds() -> None:
    assert len(TABLE) == 3
    assert [rate.base.code for rate in TABLE.rates] == ["EUR", "USD", "USD"]
    assert TABLE.pivot == o2c.Currency("USD")
    assert TABLE.max_age_days == 30
    assert ExchangeTable(TABLE.rates, pivot="USD", max_age_days=30) == TABLE
    assert ExchangeTable(TABLE.rates) != TABLE
    assert ExchangeTable().pivot is None
    assert eval(repr(TABLE), vars(o2c)) == TABLE


def test_one_rate_alone() -> None:
    rate = ExchangeRate("USD", "CNY", Decimal("7.10"), dt.date(2026, 3, 1))
    assert rate.convert("100 USD", rounding="half_up") == Money(710, "CNY")
    assert rate.convert("710 CNY", rounding="half_up") == Money(100, "USD")
    with pytest.raises(o2c.CurrencyMismatch):
        rate.convert("1 EUR", rounding="half_up")
    assert (rate.base.code, rate.quote.code, rate.rate, rate.date) == (
        "USD",
        "CNY",
        Decimal("7.10"),
        dt.date(2026, 3, 1),
    )
    assert str(rate) == "1 USD = 7.10 CNY on 2026-03-01"


def test_rates_that_make_no_sense() -> None:
    for base, quote, rate in (("USD", "USD", "1"), ("USD", "CNY", "0"), ("USD", "CNY", "-7")):
        with pytest.raises(o2c.InvalidArgument):
            ExchangeRate(base, quote, rate, "2026-03-01")
    with pytest.raises(o2c.FloatRefused):
        ExchangeRate("USD", "CNY", 7.1, "2026-03-01")  # type: ignore[arg-type]
    with pytest.raises(o2c.InvalidArgument):
        ExchangeTable(RATES, max_age_days=-1)
    with pytest.raises(o2c.InvalidArgument, match="2026-03-01"):
        ExchangeTable([*RATES, ExchangeRate("USD", "CNY", "7.11", "2026-03-01")])
    assert ExchangeTable([*RATES, *RATES]) == ExchangeTable(RATES)
    for rates in ("USD", [("USD", "CNY", "7.1")], [1], None):
        with pytest.raises(TypeError, match=r"o2c\.ExchangeRate"):
            ExchangeTable(rates)  # type: ignore[arg-type]


# Derivations ---------------------------------------------------------------------------------


def explained() -> o2c.Derivation:
    why = o2c.Derivation()
    assert cny("100 EUR", "2026-03-12", trace=why) == Money("777.60", "CNY")
    return why


def test_a_conversion_explains_itself() -> None:
    why = explained()
    assert len(why) == len(why.steps) == 3
    first, _, last = why.steps
    assert first.operation is o2c.Operation.look_up
    assert first.result == Decimal("1.08")
    assert ("dated", dt.date(2026, 3, 1)) in first.operands
    assert last.operands[0] == ("amount", Money(100, "EUR"))
    assert last.result == Money("777.60", "CNY")
    assert last.rounding == (o2c.Rounding.half_up, Decimal("0.01"))
    assert first.rounding is None
    assert why.recheck() == []


def test_derivations_as_text_html_and_json() -> None:
    why = explained()
    for shown in (str(why), why.to_text(), why.to_html(), why._repr_html_()):
        assert "777.60 CNY" in shown
        assert "2026-03-10" in shown
    assert "o2c-derivation" in why.to_html()
    assert "汇率" in why.to_text("zh")
    assert "汇率" in why.to_html(o2c.Language.zh)
    in_chinese = json.loads(why.to_json("zh"))
    assert in_chinese["language"] == "zh"
    assert [step["result"]["value"] for step in json.loads(why.to_json())["steps"]] == [
        "1.08",
        "7.20",
        "777.60",
    ]
    with pytest.raises(o2c.ParseError, match="expected one of en, zh"):
        why.to_text("de")


def test_steps_of_several_calls_follow_one_another() -> None:
    why = o2c.Derivation()
    total = o2c.apply("3%", "1000 USD", rounding="half_up", trace=why)
    o2c.allocate(total, [1, 2], trace=why)
    before = why.steps
    o2c.split(total, 3, trace=why)
    assert why.recheck() == []
    assert why.steps[: len(before)] == before
    assert len(why) > len(before) > 1


def test_only_a_derivation_traces() -> None:
    with pytest.raises(TypeError):
        cny("100 EUR", "2026-03-12", trace=[])


def test_a_pickled_step_that_is_wrong_does_not_hold() -> None:
    why = o2c.Derivation()
    o2c.apply("3%", "1000 USD", rounding="half_up", trace=why)
    version, (step,) = why.__getstate__()
    label, label_zh, operation, operands, _, rounding = step
    wrong = o2c.Derivation.__new__(o2c.Derivation)
    wrong.__setstate__(
        (version, ((label, label_zh, operation, operands, Money(31, "USD"), rounding),))
    )
    assert wrong.recheck() == [0]
