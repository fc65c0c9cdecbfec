"""Pictures of measures and provisions, with matplotlib.

Measures and amounts become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ._labels import check_language, compact_text, heading, text
from ._ledger_plots import named_axes, put_title, returned_axes
from ._palette import apart_colour, bucket_colours
from ._plots import finish_axis, fonts_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._measures import MeasuresResult
    from ._provision import ProvisionResult

_SHARES = ("collection_effectiveness", "overdue_share")
_COLOURS = ("#1d4e63", "#e9a04c", "#2f7f86", "#8f2219", "#8f89b8", "#5fa3b5", "#7b4173", "#4d5965")
_TICKS = 8


def plot_measures(
    result: MeasuresResult,
    measures: str | Sequence[str] = ("dso", "best_possible_dso"),
    *,
    currency: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws measures over time, a line for each and for each group; a gap where it is undefined.
    A panel for each currency.

    Throws ImportError when matplotlib is absent, ValueError for an unknown measure, language or
    currency."""
    names = [measures] if isinstance(measures, str) else list(measures)
    rows = result.rows
    for name in names:
        if rows and not hasattr(rows[0].get(name), "undefined"):
            raise ValueError(f'measure "{name}": expected one such as "dso" or "days_to_pay"')
    fonts, language = fonts_for(check_language(lang))
    axes = named_axes(sorted({row["currency"] for row in rows}), currency, ax)
    periods = [str(period) for period in result.periods]
    shares = all(name in _SHARES for name in names)
    for code, panel in axes:
        lines: dict[tuple[Any, ...], list[Any]] = {}
        for row in rows:
            if row["currency"] == code:
                lines.setdefault(tuple(row[key] for key in result.keys), []).append(row)
        place = 0
        for group, of_group in lines.items():
            for name in names:
                values = [row[name].value for row in of_group]
                label = " · ".join([*(str(key) for key in group), heading(name, language)])
                panel.plot(
                    range(len(periods)),
                    [float("nan") if value is None else float(value) for value in values],
                    color=_COLOURS[place % len(_COLOURS)],
                    linewidth=1.7,
                    marker="o",
                    markersize=3,
                    label=label,
                )
                place += 1
        panel.set_ylim(bottom=min(0.0, panel.get_ylim()[0]))
        finish_axis(panel, "y", fonts, language)
        if shares:
            panel.yaxis.set_major_formatter(lambda share, _place: f"{100 * share:.0f}%")
        step = -(-len(periods) // _TICKS) or 1
        panel.set_xticks(range(0, len(periods), step), periods[::step])
        if not shares:
            panel.set_ylabel(text("days", language), fontfamily=fonts)
        put_title(panel, text("measures", language), code, fonts)
    return returned_axes(axes)


def plot_provision(
    result: ProvisionResult,
    *,
    currency: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws what is provided for each bucket, its exact amount in short form at its end. A panel
    for each currency.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language or currency."""
    fonts, language = fonts_for(check_language(lang))
    axes = named_axes([totals["currency"] for totals in result.totals], currency, ax)
    colours = bucket_colours(len(result.matrix.rates))
    if len(result.columns) > len(colours):
        colours.append(apart_colour("disputed"))
    for code, panel in axes:
        for totals in result.totals:
            if totals["currency"] != code:
                continue
            amounts = [totals["provisions"][name].amount for name in result.columns]
            places = range(len(amounts))
            bars = panel.bar(places, [float(amount) for amount in amounts], width=0.68,
                             color=colours)  # fmt: skip
            shown = [compact_text(amount, language) if amount else "" for amount in amounts]
            panel.bar_label(bars, shown, padding=2, fontsize="small", fontfamily=fonts)
            panel.set_xticks(places, [heading(name, language) for name in result.columns],
                             fontfamily=fonts)  # fmt: skip
        finish_axis(panel, "y", fonts, language)
        put_title(panel, text("provision_title", language), code, fonts)
    return returned_axes(axes)
