"""Pictures of credit against its limits, with matplotlib.

Amounts become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ._credit import CreditAnswer
from ._credit_html import heading_key
from ._labels import Language, check_language, compact_text, date_text, text
from ._ledger_plots import named_axes, put_title, returned_axes
from ._palette import COVER_COLOURS, STAGE_COLOURS
from ._plots import finish_axis, fonts_for, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from . import CreditLimit, Money
    from ._credit import CreditExposure

_HIT = "#8f2219"
_MARK = "#1b2530"


@dataclasses.dataclass(frozen=True)
class _Bar:
    """A party's figures, or those of a limit, with what it allows in all."""

    name: str
    figures: dict[str, Any]
    limit: Money | None

    @property
    def exposure(self) -> Money:
        exposure: Money = self.figures["exposure"]
        return exposure

    @property
    def is_hit(self) -> bool:
        return self.limit is not None and self.exposure > self.limit


def plot_exposure(
    exposure: CreditExposure,
    limits: Iterable[CreditLimit | CreditAnswer] = (),
    *,
    currency: str | None = None,
    top: int = 15,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws the `top` largest exposures: the stages to the right, what is taken off them (cover,
    credits, insurance) to the left, the exposure as a mark with its amount in short form, red where
    it exceeds the limit, which is a line. A panel for each currency.

    limits: those of parties and groups, or what they said (CreditAnswer, such as one with rates). A
    group is one bar in place of its members.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language or currency."""
    fonts, language = fonts_for(check_language(lang))
    bars = _bars(exposure, limits)
    axes = named_axes(sorted(bars), currency, ax)
    for code, panel in axes:
        shown = sorted(bars.get(code, []), key=lambda bar: bar.exposure, reverse=True)[:top]
        _draw_stacks(panel, shown, language)
        _draw_marks(panel, shown, fonts, language)
        panel.set_yticks(
            range(len(shown)), [shortened(bar.name) for bar in shown], fontfamily=fonts
        )
        panel.invert_yaxis()
        _finish(panel, fonts, language)
        as_of = text("as_of", language, date=date_text(exposure.as_of, language))
        put_title(panel, f"{text('credit_exposure', language)} · {as_of}", code, fonts)
    return returned_axes(axes)


def plot_answer(answer: CreditAnswer, *, ax: Axes | None = None, lang: str = "en") -> Axes:
    """Draws what stands in each stage, what is taken off, and the exposure, each with its amount in
    short form; limits are lines, and what is beyond them is red.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language."""
    fonts, language = fonts_for(check_language(lang))
    code = answer.limit.currency.code
    [(_, panel)] = named_axes([code], None, ax)
    figures = answer.figures
    limits = {
        "exposure" if use["limit_of"] == "total" else use["limit_of"]: use["limit"]
        for use in answer.uses
    }
    names = [*STAGE_COLOURS, *COVER_COLOURS, "exposure"]
    colours = {**STAGE_COLOURS, **COVER_COLOURS, "exposure": _MARK}
    label: str | None = text("credit_most", language)
    for place, name in enumerate(names):
        amount, limit = figures[name], limits.get(name)
        is_hit = limit is not None and amount > limit
        length = float(amount.amount)
        if name in COVER_COLOURS:
            length = -length
        within = float(limit.amount) if limit is not None and is_hit else length
        panel.barh(place, within, height=0.68, color=colours[name])
        if is_hit:
            panel.barh(place, length - within, left=within, height=0.68, color=_HIT)
        if limit is not None:
            _limit_line(panel, place, limit, label)
            label = None  # Once in the legend.
        if amount.minor:
            shown = compact_text(-amount.amount if name in COVER_COLOURS else amount.amount,
                                 language)  # fmt: skip
            end = length if limit is None else max(length, float(limit.amount))
            _note(panel, shown, end, place, is_hit, fonts)
    panel.set_yticks(
        range(len(names)), [_heading(name, language) for name in names], fontfamily=fonts
    )
    panel.invert_yaxis()
    _finish(panel, fonts, language)
    put_title(panel, f"{text('credit_limit', language)} · {answer.limit.name}", code, fonts)
    return panel


def _bars(
    exposure: CreditExposure, limits: Iterable[CreditLimit | CreditAnswer]
) -> dict[str, list[_Bar]]:
    """By currency: a bar for each limit, and for each party that no limit is of."""
    bars: dict[str, list[_Bar]] = {}
    limited = set()
    for each in limits:
        answer = each if isinstance(each, CreditAnswer) else exposure.check(each)
        limit, code = answer.limit, answer.limit.currency.code
        limited |= {(party, code) for party in limit.members or [limit.name]}
        bars.setdefault(code, []).append(_Bar(limit.name, answer.figures, limit.total))
    for row in exposure.rows:
        if (row["party"], row["currency"]) not in limited:
            bars.setdefault(row["currency"], []).append(_Bar(row["party"], row, None))
    return bars


def _draw_stacks(ax: Axes, bars: Sequence[_Bar], lang: Language) -> None:
    places = range(len(bars))
    for names, sign in ((STAGE_COLOURS, 1.0), (COVER_COLOURS, -1.0)):
        starts = [0.0] * len(bars)
        for name, colour in names.items():
            lengths = [sign * float(bar.figures[name].amount) for bar in bars]
            if not any(lengths):
                continue
            ax.barh(places, lengths, left=starts, height=0.68, color=colour,
                    label=_heading(name, lang))  # fmt: skip
            starts = [start + length for start, length in zip(starts, lengths, strict=True)]


def _draw_marks(ax: Axes, bars: Sequence[_Bar], fonts: list[str], lang: Language) -> None:
    label: str | None = text("credit_most", lang)
    for place, bar in enumerate(bars):
        if bar.limit is not None:
            _limit_line(ax, place, bar.limit, label)
            label = None  # Once in the legend.
        stages = sum(float(bar.figures[name].amount) for name in STAGE_COLOURS)
        end = max(stages, float(bar.limit.amount) if bar.limit is not None else 0.0)
        _note(ax, compact_text(bar.exposure.amount, lang), end, place, bar.is_hit, fonts)
    if bars:
        ax.scatter(
            [float(bar.exposure.amount) for bar in bars],
            range(len(bars)),
            marker="D",
            s=22,
            color=[_HIT if bar.is_hit else _MARK for bar in bars],
            edgecolors="white",
            linewidths=0.8,
            zorder=4,
            label=text("credit_at_risk", lang),
        )


def _limit_line(ax: Axes, place: int, limit: Money, label: str | None) -> None:
    at = float(limit.amount)
    ax.plot([at, at], [place - 0.45, place + 0.45], color=_MARK, linewidth=2.2, label=label,
            solid_capstyle="butt", zorder=3)  # fmt: skip


def _note(ax: Axes, shown: str, end: float, place: int, is_hit: bool, fonts: list[str]) -> None:
    ax.annotate(
        shown,
        (end, place),
        xytext=(-6 if end < 0 else 6, 0),
        textcoords="offset points",
        ha="right" if end < 0 else "left",
        va="center",
        fontsize="small",
        fontfamily=fonts,
        color=_HIT if is_hit else "0.2",
        fontweight="bold" if is_hit else "normal",
    )


def _finish(ax: Axes, fonts: list[str], lang: Language) -> None:
    ax.axvline(0, color="0.35", linewidth=0.8)
    ax.use_sticky_edges = False
    ax.margins(x=0.1, y=0.04)
    finish_axis(ax, "x", fonts, lang)


def _heading(name: str, lang: Language) -> str:
    return text(heading_key(name), lang)
