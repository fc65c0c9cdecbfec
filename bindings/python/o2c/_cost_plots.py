"""Pictures of prices and profit, with matplotlib.

Prices and amounts become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from o2c import _core

from ._labels import Language, check_language, heading
from ._plots import finish_axis, fonts_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LADDER = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "DAP", "DDP")
# Inputs of an offer whose labels are not their own names'.
_INPUTS = {"commission": "offer_commission", "vat": "offer_vat", "refund": "offer_refund_rate"}
_TOTAL, _UP, _DOWN = "#1d4e63", "#2f7f86", "#cc5a30"


def _axes(ax: Axes | None, height: float) -> Axes:
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(8, height), layout="constrained")[1]


def plot_waterfall(
    route: _core.PriceRoute,
    goods: Fraction | int | str,
    *,
    to: str = "DDP",
    title: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes:
    """Draws how a price grows from the goods at the works to a term: what each term adds.

    Raises ImportError when matplotlib is absent, ValueError for another term than EXW, FCA, FAS,
    FOB, CFR, CIF, DAP or DDP."""
    if to not in _LADDER:
        raise ValueError(f"to: expected one of {', '.join(_LADDER)}, got {to!r}")
    fonts, language = fonts_for(check_language(lang))
    terms = _LADDER[: _LADDER.index(to) + 1]
    start = Fraction(goods)
    prices = [start, *(route.price(term, start) for term in terms)]
    steps = [(heading("goods", language), Fraction(0), start)]
    steps += [
        (term, below, price - below)
        for term, below, price in zip(terms, prices, prices[1:], strict=False)
    ]
    return _bridge(steps, title, _axes(ax, 0.42 * len(steps) + 1.2), fonts, language)


def plot_variance(
    variance: _core.ProfitVariance,
    *,
    title: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes:
    """Draws the bridge from the budgeted profit to the actual one, cause by cause.

    Raises ImportError when matplotlib is absent."""
    fonts, language = fonts_for(check_language(lang))
    at = variance.budget
    steps = [(heading("budget", language), Fraction(0), at)]
    for line in variance.by_cause():
        name = _core.cause_name(line.cause, language)
        steps.append((name[:1].upper() + name[1:], at, line.amount))
        at += line.amount
    steps.append((heading("actual", language), Fraction(0), variance.actual))
    return _bridge(
        steps,
        title,
        _axes(ax, 0.42 * len(steps) + 1.2),
        fonts,
        language,
        totals=(0, len(steps) - 1),
    )


def plot_tornado(
    sensitivities: Sequence[_core.Sensitivity],
    *,
    title: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes:
    """Draws by how much the profit moves when each input falls and rises; the widest on top.

    Raises ImportError when matplotlib is absent."""
    fonts, language = fonts_for(check_language(lang))
    ax = _axes(ax, 0.42 * len(sensitivities) + 1.2)
    names = [heading(_INPUTS.get(one.input, one.input), language) for one in sensitivities]
    for place, one in enumerate(sensitivities):
        for change, colour in ((one.lower, _DOWN), (one.higher, _UP)):
            ax.barh(place, float(change), color=colour, height=0.62)
    ax.axvline(0, color="0.3", linewidth=0.8)
    handles = [
        ax.barh(0, 0, color=_DOWN, label=heading("input_falls", language)),
        ax.barh(0, 0, color=_UP, label=heading("input_rises", language)),
    ]
    ax.legend(handles=handles, frameon=False, prop={"family": fonts}, loc="lower right")
    return _finish(ax, names, title, fonts, language)


def _bridge(
    steps: Sequence[tuple[str, Fraction, Fraction]],
    title: str | None,
    ax: Axes,
    fonts: list[str],
    language: Language,
    totals: tuple[int, ...] = (0,),
) -> Axes:
    for place, (_, below, amount) in enumerate(steps):
        colour = _TOTAL if place in totals else _UP if amount >= 0 else _DOWN
        ax.barh(place, float(amount), left=float(below), color=colour, height=0.62)
        end = below + amount
        label = f"{float(end):,.2f}" if place in totals else f"{float(amount):+,.2f}"
        if place + 1 == len(steps) and place not in totals:
            label += f" = {float(end):,.2f}"
        ax.annotate(
            label,
            (float(max(below, end)), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
        if place + 1 < len(steps):
            ax.plot([float(end)] * 2, [place - 0.31, place + 1.31], color="0.6", linewidth=0.7)
    ax.margins(x=0.14)
    return _finish(ax, [name for name, _, _ in steps], title, fonts, language)


def _finish(
    ax: Axes, names: Sequence[str], title: str | None, fonts: list[str], language: Language
) -> Axes:
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    finish_axis(ax, "x", fonts, language)
    ax.tick_params(axis="y", labelfontfamily=fonts)
    if title:
        ax.set_title(title, fontfamily=fonts, loc="left")
    return ax
