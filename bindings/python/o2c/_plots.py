"""Pictures of an aging with matplotlib, which only a caller of `plot` needs."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ._figures import Row, row_label
from ._labels import Language, check_language, compact_text, date_text, heading, text
from ._palette import apart_colour, bucket_colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._aging import AgingResult

# Families with Chinese glyphs on Linux, macOS and Windows.
_CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",  # The face that matplotlib finds first in Debian's collection.
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
)


def plot(
    result: AgingResult,
    kind: str = "parties",
    *,
    currency: str | None = None,
    top: int = 15,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws the `top` largest balances as stacked bars ("parties"), or the amounts by age
    ("profile"). A result in several currencies gets a panel for each, unless one is named; then,
    and for a single currency, the one Axes is returned.

    Chinese headings fall back to English where no font has them. Throws ImportError when
    matplotlib is absent, ValueError for an unknown kind, language or currency."""
    try:
        from matplotlib import pyplot
    except ImportError as missing:
        raise ImportError('plot needs matplotlib: pip install "o2c[plot]"') from missing
    draw = _DRAWN.get(kind)
    if draw is None:
        raise ValueError(f'kind "{kind}": expected "parties" or "profile"')
    fonts, language = fonts_for(check_language(lang))
    panels = _panels(result, currency, top)
    if ax is not None:
        if len(panels) != 1:
            found = ", ".join(totals["currency"] for totals, _ in panels) or "none"
            raise ValueError(f"plot on one Axes: expected currency= one of those found ({found})")
        axes = [ax]
    else:
        bars = [max(len(rows), 1) for _, rows in panels]
        heights = [1.5 + 0.3 * n if kind == "parties" else 3.6 for n in bars]
        _, grid = pyplot.subplots(
            len(panels) or 1,
            figsize=(8.5, sum(heights) or 3.6),
            squeeze=False,
            gridspec_kw={"height_ratios": heights or None},
            layout="constrained",
        )
        axes = list(grid[:, 0])
    for panel, (totals, rows) in zip(axes, panels, strict=False):
        draw(panel, result, totals, rows, fonts, language)
        panel.set_title(
            f"{text('aging', language)} · "
            f"{text('as_of', language, date=date_text(result.as_of, language))}",
            loc="left",
            fontsize="medium",
            fontfamily=fonts,
        )
    return axes if len(axes) > 1 else axes[0]


def _panels(result: AgingResult, currency: str | None, top: int) -> list[tuple[Row, Sequence[Row]]]:
    """The totals and the largest rows of each currency to draw."""
    totals = [row for row in result.totals if currency in (None, row["currency"])]
    if currency is not None and not totals:
        found = ", ".join(row["currency"] for row in result.totals) or "none"
        raise ValueError(f'currency "{currency}": expected one of those found ({found})')
    return [(row, result.top(top, currency=row["currency"])) for row in totals]


def _draw_parties(
    ax: Axes,
    result: AgingResult,
    totals: Row,
    rows: Sequence[Row],
    fonts: list[str],
    lang: Language,
) -> None:
    """Debits grow to the right, credits to the left, each in the order of the measures."""
    right, left = [0.0] * len(rows), [0.0] * len(rows)
    for name, colour in _pictured(result):
        # A length on a chart, the only place where an amount becomes a float.
        lengths = [float(row[name]) for row in rows]
        starts = [(left if length < 0 else right)[i] for i, length in enumerate(lengths)]
        ax.barh(range(len(rows)), lengths, left=starts, height=0.72, color=colour,
                label=heading(name, lang))  # fmt: skip
        for i, length in enumerate(lengths):
            (left if length < 0 else right)[i] += length
    names = [shortened(row_label(row, result.group_by, lang)) for row in rows]
    ax.set_yticks(range(len(rows)), names, fontfamily=fonts)
    ax.invert_yaxis()
    ax.axvline(0, color="0.35", linewidth=0.8)
    ax.use_sticky_edges = False
    ax.margins(x=0.03, y=0.02)
    ax.set_xlabel(totals["currency"])
    finish_axis(ax, "x", fonts, lang)
    # Beside the bars, where it can hide none.
    ax.legend(
        title=totals["currency"],
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        prop={"family": fonts, "size": "small"},
        alignment="left",
    )


def _draw_profile(
    ax: Axes,
    result: AgingResult,
    totals: Row,
    rows: Sequence[Row],
    fonts: list[str],
    lang: Language,
) -> None:
    """One column a measure, its exact amount in short form at its end."""
    names, colours = zip(*_pictured(result), strict=True)
    heights = [float(totals[name]) for name in names]  # Lengths on a chart.
    bars = ax.bar(range(len(names)), heights, width=0.68, color=colours)
    shown = [compact_text(totals[name], lang) if totals[name] else "" for name in names]
    ax.bar_label(bars, shown, padding=2, fontsize="small", fontfamily=fonts)
    ax.set_xticks(range(len(names)), [heading(name, lang) for name in names], fontfamily=fonts)
    ax.axhline(0, color="0.35", linewidth=0.8)
    ax.set_ylabel(totals["currency"])
    ax.margins(y=0.12)
    finish_axis(ax, "y", fonts, lang)


_DRAWN: dict[str, Callable[..., None]] = {"parties": _draw_parties, "profile": _draw_profile}


def _pictured(result: AgingResult) -> list[tuple[str, str]]:
    """The measures that make up the total, with their colours."""
    colours = dict(
        zip(result.bucket_labels, bucket_colours(len(result.bucket_labels)), strict=True)
    )
    for name in ("disputed", "credits", "unapplied"):
        if name in result.measures:
            colours[name] = apart_colour(name)
    return list(colours.items())


def finish_axis(ax: Axes, axis: str, fonts: list[str], lang: Language) -> None:
    """Short amounts on the amount axis, a faint grid behind the bars, no box."""

    def short(value: float, _place: float) -> str:
        return compact_text(decimal.Decimal(repr(float(value))), lang)

    amounts = ax.xaxis if axis == "x" else ax.yaxis
    amounts.set_major_formatter(short)
    ax.tick_params(axis=axis, labelfontfamily=fonts)  # type: ignore[arg-type]
    ax.tick_params(length=0)
    ax.grid(axis=axis, color="0.9")  # type: ignore[arg-type]
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)


def shortened(name: str) -> str:
    """A name that leaves room for the picture."""
    return name if len(name) <= 32 else name[:31] + "…"


def fonts_for(lang: Language) -> tuple[list[str], Language]:
    """The font families to write with, and the language that they can show."""
    try:
        import matplotlib
        from matplotlib import font_manager
    except ImportError as missing:
        raise ImportError('plot needs matplotlib: pip install "o2c[plot]"') from missing

    installed = {font.name for font in font_manager.fontManager.ttflist}
    chinese = [name for name in _CHINESE_FONTS if name in installed]
    usual = matplotlib.rcParams["font.family"]
    return [*usual, *chinese], lang if chinese else "en"
