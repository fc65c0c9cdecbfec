"""Pictures of a ledger over time, with matplotlib: its aging day by day, and how fast it collects.

Amounts and shares become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ._figures import Row
from ._labels import Language, check_language, heading, text
from ._palette import apart_colour, bucket_colours, cohort_colours
from ._plots import finish_axis, fonts_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._aging_over_time import AgingOverTime
    from ._collection import CollectionCurves

_DATES_SHOWN = 6
_COHORTS_NAMED = 18


def plot_aging_over_time(
    result: AgingOverTime,
    kind: str = "bars",
    *,
    currency: str | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws the amounts by age, stacked, as a bar for each day ("bars") or over an axis of time
    ("area"); what stands apart and is negative grows down. A panel for each currency, as plot.

    Throws ImportError when matplotlib is absent, ValueError for an unknown kind, language or
    currency."""
    draw = {"bars": _draw_bars, "area": _draw_area}.get(kind)
    if draw is None:
        raise ValueError(f'kind "{kind}": expected "bars" or "area"')
    fonts, language = fonts_for(check_language(lang))
    axes = named_axes(list(result.currencies), currency, ax)
    for code, panel in axes:
        rows = [row for row in result.rows if row["currency"] == code]
        draw(panel, result, rows, language)
        panel.axhline(0, color="0.35", linewidth=0.8)
        panel.set_ylabel(code)
        finish_axis(panel, "y", fonts, language)
        put_title(panel, text("aging_over_time", language), code, fonts)
    return returned_axes(axes)


def plot_collection(
    result: CollectionCurves,
    *,
    currency: str | None = None,
    days: int | None = None,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws the share collected by days after the invoice as steps, a line for each month; dotted
    where its youngest invoices are not that old yet. `days`: how many are shown; by default up to
    the last on which a curve changes. A panel for each currency, as plot.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language or currency."""
    fonts, language = fonts_for(check_language(lang))
    curves = result.curves
    axes = named_axes(sorted({curve["currency"] for curve in curves}), currency, ax)
    for code, panel in axes:
        shown = [curve for curve in curves if curve["currency"] == code]
        _draw_curves(panel, shown, language)
        if changes := [point["days"] for curve in shown for point in curve["points"]]:
            panel.set_xlim(0, days or max(*changes, 1))
        panel.set_xlabel(text("days_after_invoice", language), fontfamily=fonts)
        finish_axis(panel, "y", fonts, language)
        panel.yaxis.set_major_formatter(lambda share, _place: f"{100 * share:.0f}%")
        panel.grid(axis="x", color="0.95")
        put_title(panel, text("collection_curve", language), code, fonts)
    return returned_axes(axes)


def named_axes(
    currencies: list[str], currency: str | None, ax: Axes | None
) -> list[tuple[str, Axes]]:
    """The currencies to draw, each with its panel."""
    try:
        from matplotlib import pyplot
    except ImportError as missing:
        raise ImportError('plot needs matplotlib: pip install "o2c[plot]"') from missing
    found = ", ".join(currencies) or "none"
    if currency is not None:
        if currency not in currencies:
            raise ValueError(f'currency "{currency}": expected one of those found ({found})')
        currencies = [currency]
    if ax is not None:
        if len(currencies) != 1:
            raise ValueError(f"plot on one Axes: expected currency= one of those found ({found})")
        return [(currencies[0], ax)]
    panels = currencies or [""]
    _, grid = pyplot.subplots(
        len(panels), figsize=(8.5, 3.8 * len(panels)), squeeze=False, layout="constrained"
    )
    return list(zip(panels, grid[:, 0], strict=True))


def returned_axes(axes: Sequence[tuple[str, Axes]]) -> Axes | list[Axes]:
    panels = [panel for _, panel in axes]
    return panels if len(panels) > 1 else panels[0]


def put_title(ax: Axes, title: str, code: str, fonts: list[str]) -> None:
    ax.set_title(
        f"{title} · {code}" if code else title, loc="left", fontsize="medium", fontfamily=fonts
    )
    if ax.get_legend_handles_labels()[0]:
        # Beside the picture, where it can hide nothing.
        ax.legend(
            loc="upper left",
            bbox_to_anchor=(1.0, 1.0),
            frameon=False,
            prop={"family": fonts, "size": "small"},
            reverse=True,
        )


def _stacks(result: AgingOverTime, rows: Sequence[Row]) -> list[tuple[str, str, list[float]]]:
    """Name, colour and amounts of what adds up to the total."""
    labels = result.buckets.labels
    colours = dict(zip(labels, bucket_colours(len(labels)), strict=True))
    for name in ("disputed", "credits", "unapplied"):
        if name in result.measures:
            colours[name] = apart_colour(name)
    return [(name, colour, [float(row[name]) for row in rows]) for name, colour in colours.items()]


def _stack(
    rows: Sequence[Row],
    stacks: Sequence[tuple[str, str, list[float]]],
    lang: Language,
    draw: Callable[..., Any],
) -> None:
    """What is positive grows up, what is negative down, each on what came before it."""
    up, down = [0.0] * len(rows), [0.0] * len(rows)
    for name, colour, amounts in stacks:
        if not any(amounts):
            continue
        label: str | None = heading(name, lang)
        for base, part in (
            (up, [max(amount, 0.0) for amount in amounts]),
            (down, [min(amount, 0.0) for amount in amounts]),
        ):
            if any(part):
                draw(list(base), part, colour, label)
                label = None  # Once in the legend.
                base[:] = [start + length for start, length in zip(base, part, strict=True)]


def _draw_bars(ax: Axes, result: AgingOverTime, rows: Sequence[Row], lang: Language) -> None:
    places = range(len(rows))

    def draw(base: list[float], part: list[float], colour: str, label: str | None) -> None:
        ax.bar(places, part, bottom=base, width=0.72, color=colour, label=label)

    _stack(rows, _stacks(result, rows), lang, draw)
    step = -(-len(rows) // _DATES_SHOWN) or 1
    shown = list(places)[::step]
    ax.set_xticks(shown, [rows[place]["date"].isoformat() for place in shown])


def _draw_area(ax: Axes, result: AgingOverTime, rows: Sequence[Row], lang: Language) -> None:
    rows = sorted(rows, key=lambda row: row["date"])
    days = [row["date"] for row in rows]

    def draw(base: list[float], part: list[float], colour: str, label: str | None) -> None:
        top = [start + length for start, length in zip(base, part, strict=True)]
        ax.fill_between(days, base, top, color=colour, linewidth=0, label=label)

    _stack(rows, _stacks(result, rows), lang, draw)
    step = -(-len(days) // _DATES_SHOWN) or 1
    ax.set_xticks(days[::step], [day.isoformat() for day in days[::step]])


def _draw_curves(ax: Axes, curves: Sequence[Row], lang: Language) -> None:
    colours = cohort_colours(len(curves))
    for place, (curve, colour) in enumerate(zip(curves, colours, strict=True)):
        whole, later = _steps(curve)
        label = text("all_invoices", lang) if curve["month"] is None else str(curve["month"])
        # Many months: the legend names the first of them, the last, and some between.
        is_named = (len(curves) - 1 - place) % (-(-len(curves) // _COHORTS_NAMED)) == 0
        ax.plot(*whole, color=colour, linewidth=1.6, drawstyle="steps-post",
                label=label if is_named else None)  # fmt: skip
        ax.plot(*later, color=colour, linewidth=1.4, drawstyle="steps-post", linestyle=":")
    ax.set_ylim(0, max(ax.get_ylim()[1], 1.0))
    ax.set_xlim(left=0)


def _steps(curve: Row) -> tuple[tuple[list[int], list[float]], tuple[list[int], list[float]]]:
    """Days and shares up to the age of the youngest invoice, and behind it."""
    points = [(0, 0.0), *((point["days"], float(point["share"])) for point in curve["points"])]
    seen = curve["observed_days"]
    whole = [point for point in points if point[0] <= seen]
    last = whole[-1][1]
    whole.append((seen, last))
    later = [(seen, last), *(point for point in points if point[0] > seen)]
    return _columns(whole), _columns(later if len(later) > 1 else [])


def _columns(points: Sequence[tuple[int, float]]) -> tuple[list[int], list[float]]:
    return [days for days, _ in points], [share for _, share in points]
