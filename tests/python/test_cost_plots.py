"""The pictures of prices and profit show what they should."""

from __future__ import annotations

from fractions import Fraction

import o2c
import pytest

pytest.importorskip("matplotlib")
import matplotlib as mpl

mpl.use("Agg")

ROUTE = o2c.PriceRoute(
    o2c.RouteCosts(
        packing="0.50", carriage_to_port=1, main_freight="1.20", premium="0.5%", arrival="0.60",
        duty="5%", vat="20%",
    )
)  # fmt: skip


def names(ax: object) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]  # type: ignore[attr-defined]


def test_a_price_from_the_works_to_the_door() -> None:
    ax = o2c.plot_waterfall(ROUTE, "14.00", title="Umbrella, USD")
    assert names(ax) == ["Goods", "EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "DAP", "DDP"]
    bars = [bar for bar in ax.patches if bar.get_width()]
    ends = bars[-1].get_x() + bars[-1].get_width()
    assert ends == pytest.approx(float(ROUTE.price("DDP", 14)))
    assert ax.texts[1].get_text() == "+0.50"
    assert len(names(o2c.plot_waterfall(ROUTE, 14, to="FOB", lang="zh"))) == 5
    with pytest.raises(ValueError, match="CPT"):
        o2c.plot_waterfall(ROUTE, 14, to="CPT")


def test_the_bridge_from_budget_to_actual() -> None:
    def plan(rate: str, price: str) -> o2c.ProfitPlan:
        return o2c.ProfitPlan([o2c.ProductResult("A", 100, price, [])], rate)

    variance = o2c.profit_variance(plan("7.0", "10"), plan("7.1", "9.80"))
    ax = o2c.plot_variance(variance)
    assert names(ax) == ["Budget", "Exchange", "Price", "Mix", "Quantity", "Actual"]
    assert ax.texts[0].get_text() == "7,000.00"
    assert ax.texts[-1].get_text() == "6,958.00"


def test_a_tornado() -> None:
    offer = o2c.ExportOffer(
        "x", quantity=10, price=20, exchange_rate=7, purchase_price=100, freight=2
    )
    found = o2c.sensitivities(offer, "1%")
    ax = o2c.plot_tornado(found)
    assert names(ax)[0] == "Price"
    widths = [abs(bar.get_width()) for bar in ax.patches if bar.get_width()]
    assert max(widths) == pytest.approx(float(max(abs(Fraction(found[0].higher)), 0)))
