"""Pictures of an aging with matplotlib."""

import datetime
import decimal
import sys

import matplotlib as mpl
import o2c
import pyarrow as pa
import pytest
from matplotlib import pyplot
from o2c import _plots
from o2c._plots import plot

mpl.use("Agg")

AS_OF = datetime.date(2026, 3, 31)


def aged(*rows, **options):
    party, currency, days, amount = zip(*rows, strict=True)
    table = pa.table(
        {
            "party": party,
            "currency": currency,
            "due_date": [AS_OF - datetime.timedelta(days=n) for n in days],
            "amount": pa.array([decimal.Decimal(a) for a in amount], pa.decimal128(20, 2)),
        }
    )
    return o2c.aging(table, as_of=AS_OF, **options)


@pytest.fixture
def result():
    return aged(
        ("Ann", "USD", 0, "600"),
        ("Ann", "USD", 40, "200"),
        ("Ann", "USD", 1, "-200"),
        ("Ben", "USD", 95, "1250000"),
    )


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    pyplot.close("all")


def labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def test_parties_are_stacked_bars_with_credits_to_the_left(result):
    ax = plot(result)
    assert labels(ax.yaxis) == ["Ben", "Ann"]
    assert ax.get_xlabel() == "USD"
    assert ax.get_legend().get_title().get_text() == "USD"
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["Not due", "1–30", "31–60", "61–90", "Over 90", "Credits"]
    ann = {
        name: (bars[1].get_x(), bars[1].get_width())
        for name, bars in zip(names, ax.containers, strict=True)
    }
    assert ann["Not due"] == (0, 600)
    assert ann["31–60"] == (600, 200)
    assert ann["Credits"] == (0, -200)


def test_only_the_largest_are_drawn(result):
    assert labels(plot(result, top=1).yaxis) == ["Ben"]


def test_the_profile_has_a_column_for_each_measure(result):
    ax = plot(result, "profile")
    assert labels(ax.xaxis) == ["Not due", "1–30", "31–60", "61–90", "Over 90", "Credits"]
    assert [bar.get_height() for bar in ax.patches] == [600, 0, 200, 0, 1250000, -200]
    assert [text.get_text() for text in ax.texts] == ["600", "", "200", "", "1.25M", "−200"]
    assert ax.get_ylabel() == "USD"


def test_disputes_are_drawn_between_buckets_and_credits():
    items = pa.table(
        {
            "party": ["Ann", "Ann"],
            "currency": ["USD", "USD"],
            "due_date": [AS_OF, AS_OF],
            "amount": pa.array([decimal.Decimal("600.00"), decimal.Decimal("-200.00")]),
            "disputed": pa.array([decimal.Decimal("150.00"), None]),
        }
    )
    result = o2c.aging(items, as_of=AS_OF)
    ax = plot(result, "profile")
    assert labels(ax.xaxis)[-2:] == ["Disputed", "Credits"]
    assert [bar.get_height() for bar in ax.patches] == [450, 0, 0, 0, 0, 150, -200]
    bars = plot(result).containers[5]
    assert (bars[0].get_x(), bars[0].get_width()) == (450, 150)


def test_each_currency_has_its_panel():
    result = aged(("Ann", "USD", 0, "600"), ("Ben", "EUR", 0, "500"))
    assert [ax.get_xlabel() for ax in plot(result)] == ["EUR", "USD"]
    assert plot(result, currency="EUR").get_xlabel() == "EUR"


def test_it_draws_on_the_axes_it_is_given(result):
    _, ax = pyplot.subplots()
    assert plot(result, "profile", ax=ax) is ax
    assert len(ax.patches) == 6


def test_one_axes_cannot_hold_two_currencies():
    result = aged(("Ann", "USD", 0, "600"), ("Ben", "EUR", 0, "500"))
    _, ax = pyplot.subplots()
    with pytest.raises(ValueError, match=r"expected currency= one of those found \(EUR, USD\)"):
        plot(result, ax=ax)


def test_what_is_unknown_is_refused(result):
    with pytest.raises(ValueError, match='kind "pie": expected "parties" or "profile"'):
        plot(result, "pie")
    with pytest.raises(ValueError, match='currency "GBP": expected one of those found'):
        plot(result, currency="GBP")
    with pytest.raises(ValueError, match='lang "de"'):
        plot(result, lang="de")


def test_without_matplotlib_the_error_says_what_to_install(result, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r'pip install "o2c\[plot\]"'):
        plot(result)


def test_chinese_headings_where_a_font_has_them(result, monkeypatch):
    # DejaVu Sans stands in, so that the test does not depend on the fonts of the machine.
    monkeypatch.setattr(_plots, "_CHINESE_FONTS", ("DejaVu Sans",))
    assert labels(plot(result, "profile", lang="zh").xaxis)[0] == "未到期"


def test_english_headings_where_no_font_has_chinese(result, monkeypatch):
    monkeypatch.setattr(_plots, "_CHINESE_FONTS", ("No such font",))
    ax = plot(result, "profile", lang="zh")
    assert labels(ax.xaxis)[0] == "Not due"
    ax.figure.canvas.draw()  # Warns, and so fails, on a glyph that is missing.


def test_the_result_plots_itself(result):
    assert len(result.plot(kind="profile").patches) == 6


def test_colours_grow_darker_with_age():
    for count in (2, 5, 9):
        light = [int(c[1:3], 16) * 3 + int(c[3:5], 16) * 6 + int(c[5:], 16)
                 for c in _plots.bucket_colours(count)[1:]]  # fmt: skip
        assert light == sorted(light, reverse=True)
        assert len(set(light)) == count - 1


def test_an_empty_aging_draws_empty_axes():
    empty = aged(("Ann", "USD", 0, "0"))
    for kind in ("parties", "profile"):
        plot(empty, kind).figure.canvas.draw()
