"""Pictures of credit against limits, and of the cash of the sales force."""

import sys

import matplotlib as mpl
import o2c
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex

mpl.use("Agg")

AS_OF = "2026-03-31"


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    pyplot.close("all")


def labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def bars(ax):
    """The stages' bars by label: (start, length) of each row."""
    return {
        container.get_label(): [(bar.get_x(), bar.get_width()) for bar in container]
        for container in ax.containers
    }


@pytest.fixture
def exposure():
    items = pd.DataFrame(
        {
            "party": ["Acme", "Acme", "Ben", "Cy", "Acme"],
            "document": ["1", "2", "3", "4", "5"],
            "due_date": pd.to_datetime(
                ["2026-04-30", "2026-03-01", "2026-04-30", "2026-04-30", "2026-04-30"]
            ),
            "amount": [300_00, 20_00, 40_00, 700_00, 5_00],
            "currency": ["USD", "USD", "USD", "USD", "EUR"],
        }
    )
    orders = pd.DataFrame(
        {
            "party": ["Acme"],
            "order": ["SO-1"],
            "currency": ["USD"],
            "ordered": [150_00],
            "deposits": [30_00],
        }
    )
    return o2c.credit_exposure(items, orders, as_of=AS_OF)


def test_exposures_are_stages_to_the_right_and_cover_to_the_left(exposure):
    ax = exposure.plot(currency="USD")
    assert labels(ax.yaxis) == ["Cy", "Acme", "Ben"]
    drawn = bars(ax)
    assert list(drawn) == ["Open", "Overdue", "Ordered, not shipped", "Covered"]
    assert [drawn[name][1] for name in drawn] == [(0, 300), (300, 20), (320, 150), (0, -30)]
    assert [text.get_text() for text in ax.texts] == ["700", "440", "40"]
    assert "Exposure" in legend(ax)
    assert "Limit" not in legend(ax)
    assert len(ax.lines) == 1  # The axis of zero.
    assert ax.get_title(loc="left") == "Credit exposure · as of 31 March 2026 · USD"


def test_limits_are_lines_and_groups_one_bar(exposure):
    group = o2c.CreditLimit("Group", "1000 USD", members=["Acme", "Cy"])
    ax = exposure.plot([group, o2c.CreditLimit("Ben", "39.99 USD")], currency="USD")
    assert labels(ax.yaxis) == ["Group", "Ben"]
    assert bars(ax)["Open"] == [(0, 1000), (0, 40)]
    limits = [line for line in ax.lines if line.get_linewidth() > 2]
    assert [list(line.get_xdata()) for line in limits] == [[1000, 1000], [39.99, 39.99]]
    assert legend(ax).count("Limit") == 1
    # 1,140 of the group exceed its limit, and so do the 40 of Ben.
    assert [text.get_color() for text in ax.texts] == ["#8f2219", "#8f2219"]
    assert [text.get_text() for text in ax.texts] == ["1.14k", "40"]


def test_an_answer_that_would_be_given_is_drawn(exposure):
    limit = o2c.CreditLimit("Acme", "500 USD")
    would = exposure.check(limit).would("SO-2", ordered="100 USD")
    ax = exposure.plot([would], currency="USD")
    assert bars(ax)["Ordered, not shipped"][1] == (320, 250)
    assert [text.get_text() for text in ax.texts] == ["700", "540", "40"]


def test_each_currency_has_its_panel(exposure):
    panels = exposure.plot([o2c.CreditLimit("Dee", "1 CNY")])
    assert [ax.get_title(loc="left")[-3:] for ax in panels] == ["CNY", "EUR", "USD"]
    assert labels(panels[0].yaxis) == ["Dee"]
    assert labels(panels[1].yaxis) == ["Acme"]
    assert labels(exposure.plot(top=1)[1].yaxis) == ["Cy"]
    with pytest.raises(ValueError, match='currency "GBP"'):
        exposure.plot(currency="GBP")
    _, ax = pyplot.subplots()
    with pytest.raises(ValueError, match=r"expected currency= one of those found \(EUR, USD\)"):
        exposure.plot(ax=ax)


def test_nothing_is_an_empty_picture():
    empty = pd.DataFrame({"party": [], "amount": [], "currency": []}).astype(
        {"party": str, "amount": int, "currency": str}
    )
    assert labels(o2c.credit_exposure(empty, as_of=AS_OF).plot().yaxis) == []


def test_an_answer_draws_its_stages_against_their_limits(exposure):
    limit = o2c.CreditLimit("Acme", "500 USD", stages={"open": "250 USD", "overdue": "50 USD"})
    ax = exposure.check(limit).plot()
    assert labels(ax.yaxis) == [
        "Open", "Overdue", "Under collection", "Invoice drafts", "Shipped, not invoiced",
        "Ordered, not shipped", "Covered", "Credits", "Insured", "Exposure",
    ]  # fmt: skip
    drawn = [
        (bar.get_y() + bar.get_height() / 2, bar.get_x(), bar.get_width()) for bar in ax.patches
    ]
    # What is open beyond its limit is a bar of its own.
    assert [(x, width) for y, x, width in drawn if y == pytest.approx(0)] == [(0, 250), (250, 50)]
    assert to_hex(ax.patches[1].get_facecolor()) == "#8f2219"
    assert [width for y, x, width in drawn if y == pytest.approx(6)] == [-30]
    limits = [line.get_xdata()[0] for line in ax.lines if line.get_linewidth() > 2]
    assert limits == [250, 50, 500]
    assert [text.get_text() for text in ax.texts] == ["300", "20", "150", "−30", "440"]
    assert exposure.check(limit).plot(lang="zh") is not None
    with pytest.raises(ValueError, match='lang "de"'):
        exposure.check(limit).plot(lang="de")


@pytest.fixture
def cash():
    """Of Li 8,000: 1,000 in time, 2,000 late, 1,500 recovered, 3,500 out; of Wang 500, not late."""
    collections = pd.DataFrame(
        {
            "receipt": ["R1", "R2", "R3"],
            "salesperson": ["Li", "Wang", "Li"],
            "date": pd.to_datetime(["2026-03-02", "2026-03-06", "2026-03-06"]),
            "amount": [8_000_00, 500_00, 70_00],
            "currency": ["CNY", "CNY", "USD"],
        }
    )
    hand_ins = pd.DataFrame(
        {
            "salesperson": ["Li", "Li", "Li"],
            "date": pd.to_datetime(["2026-03-02", "2026-03-03", "2026-03-06"]),
            "amount": [1_000_00, 2_000_00, 1_500_00],
            "currency": ["CNY"] * 3,
            "signed_by": ["Fang"] * 3,
        }
    )
    return o2c.cash_hand_in(collections, hand_ins, as_of="2026-03-06")


def test_cash_of_people_adds_up_to_what_was_collected(cash):
    ax = cash.plot(currency="CNY")
    assert labels(ax.yaxis) == ["Li", "Wang"]
    assert bars(ax) == {
        "In time": [(0, 1000), (0, 0)],
        "Late": [(1000, 2000), (0, 0)],
        "Recovered": [(3000, 1500), (0, 0)],
        "Not handed in, not late yet": [(4500, 0), (0, 500)],
        "Withheld, not handed in": [(4500, 3500), (500, 0)],
    }
    assert [text.get_text() for text in ax.texts] == ["8k · Fine 5k", "500"]
    assert labels(cash.plot(top=1)[0].yaxis) == ["Li"]
    assert len(cash.plot()) == 2


def test_cash_by_day_is_what_was_collected_and_handed_in(cash):
    ax = cash.plot("days", currency="CNY")
    handed_in, collected = ax.lines
    assert list(handed_in.get_ydata()) == [1000, 3000, 4500]
    assert list(collected.get_ydata()) == [8000, 8000, 8500]
    assert [str(day) for day in handed_in.get_xdata()] == ["2026-03-02", "2026-03-03", "2026-03-06"]
    assert legend(ax) == ["Collected", "Handed in", "Cash that is out"]
    of_one_day = cash.plot("days", currency="USD")
    assert [line.get_marker() for line in of_one_day.lines] == ["o", "o"]
    (usd,) = [cash.plot("days", currency="USD")]
    assert list(usd.lines[0].get_ydata()) == [0]


def test_what_is_unknown_is_refused(cash, exposure, monkeypatch):
    with pytest.raises(ValueError, match='kind "pie": expected "people" or "days"'):
        cash.plot("pie")
    with pytest.raises(ValueError, match='currency "GBP"'):
        cash.plot(currency="GBP")
    with pytest.raises(ValueError, match='lang "de"'):
        exposure.plot(lang="de")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for draw in (cash.plot, exposure.plot):
        with pytest.raises(ImportError, match=r'pip install "o2c\[plot\]"'):
            draw(lang="en")
