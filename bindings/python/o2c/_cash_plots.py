"""Pictures of the cash that the sales force collects and hands in, with matplotlib.

Amounts become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ._labels import Language, check_language, compact_text, date_text, text
from ._ledger_plots import named_axes, put_title, returned_axes
from ._palette import CASH_COLOURS
from ._plots import finish_axis, fonts_for, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from . import Money
    from ._cash_hand_in import CashHandIn

Row = dict[str, Any]

_DATES_SHOWN = 5


def plot_cash(
    cash: CashHandIn,
    kind: str = "people",
    *,
    currency: str | None = None,
    top: int = 15,
    ax: Axes | None = None,
    lang: str = "en",
) -> Axes | list[Axes]:
    """Draws what became of the cash of each salesperson, a bar that ends at what was collected
    ("people"; the `top` with the most that was withheld, then the most that was collected; with the
    fine that is claimed, in short form), or what was collected and what was handed in by each day,
    and the cash that was out between ("days"). A panel for each currency.

    Throws ImportError when matplotlib is absent, ValueError for an unknown kind, language or
    currency."""
    draw = {"people": _draw_people, "days": _draw_days}.get(kind)
    if draw is None:
        raise ValueError(f'kind "{kind}": expected "people" or "days"')
    fonts, language = fonts_for(check_language(lang))
    codes = sorted({row["collected"].currency.code for row in cash.salespersons})
    axes = named_axes(codes, currency, ax)
    for code, panel in axes:
        draw(panel, cash, code, top, fonts, language)
        as_of = text("as_of", language, date=date_text(cash.as_of, language))
        put_title(panel, f"{text('cash_hand_in', language)} · {as_of}", code, fonts)
    return returned_axes(axes)


def _draw_people(
    ax: Axes, cash: CashHandIn, code: str, top: int, fonts: list[str], lang: Language
) -> None:
    rows = [row for row in cash.salespersons if row["collected"].currency.code == code]
    rows.sort(key=lambda row: (row["withheld"], row["collected"]), reverse=True)
    rows = rows[:top]
    starts = [0.0] * len(rows)
    for name, colour in CASH_COLOURS.items():
        lengths = [float(_part(row, name).amount) for row in rows]
        if not any(lengths):
            continue
        ax.barh(range(len(rows)), lengths, left=starts, height=0.68, color=colour,
                label=text(f"cash_{name}", lang))  # fmt: skip
        starts = [start + length for start, length in zip(starts, lengths, strict=True)]
    for place, (row, end) in enumerate(zip(rows, starts, strict=True)):
        shown = compact_text(row["collected"].amount, lang)
        if row["fine"].minor:
            shown += f" · {text('cash_fine', lang)} {compact_text(row['fine'].amount, lang)}"
        ax.annotate(
            shown,
            (end, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
            fontfamily=fonts,
        )
    names = [shortened(row["salesperson"]) for row in rows]
    ax.set_yticks(range(len(rows)), names, fontfamily=fonts)
    ax.invert_yaxis()
    ax.use_sticky_edges = False
    ax.margins(x=0.3 if any(row["fine"].minor for row in rows) else 0.12, y=0.04)
    ax.set_xlim(left=0)
    finish_axis(ax, "x", fonts, lang)


def _part(row: Row, name: str) -> Money:
    """A part of what was collected: they add up to it."""
    # Withheld is what came in too late and what is still out after the last day.
    out_too_long: Money = row["withheld"] - row["recovered"]
    if name == "still_withheld":
        return out_too_long
    if name == "not_due_yet":
        rest: Money = row["recoverable"] - out_too_long
        return rest
    part: Money = row[name]
    return part


def _draw_days(
    ax: Axes, cash: CashHandIn, code: str, _top: int, fonts: list[str], lang: Language
) -> None:
    rows = [row for row in cash.rows if row["collected"].currency.code == code]
    parts = [part for row in rows for part in row["handed_in"]]
    dates = {row["date"] for row in rows} | {part["date"] for part in parts} | {cash.as_of}
    days: list[Any] = sorted(dates)
    collected = _running(days, ((row["date"], row["collected"]) for row in rows))
    handed_in = _running(days, ((part["date"], part["amount"]) for part in parts))
    ax.fill_between(days, handed_in, collected, step="post", color="#f4d58d", linewidth=0,
                    label=text("cash_out", lang))  # fmt: skip
    for values, colour, name in (
        (handed_in, CASH_COLOURS["in_time"], "cash_handed_in"),
        (collected, "#1d4e63", "cash_collected"),
    ):
        # A line of one day alone has no length.
        ax.plot(days, values, color=colour, linewidth=1.7, drawstyle="steps-post",
                marker="" if len(days) > 1 else "o", label=text(name, lang))  # fmt: skip
    step = max(-(-(days[-1] - days[0]).days // _DATES_SHOWN), 1)
    later = [days[0] + datetime.timedelta(days=n * step) for n in range(_DATES_SHOWN + 1)]
    shown: list[Any] = [day for day in later if day <= days[-1]]
    ax.set_xticks(shown, [day.isoformat() for day in shown])
    ax.set_ylim(bottom=0)
    finish_axis(ax, "y", fonts, lang)


def _running(
    days: Sequence[datetime.date], amounts: Iterable[tuple[datetime.date, Money]]
) -> list[float]:
    """The exact sum of all amounts by the end of each day."""
    of_day: dict[datetime.date, Money] = {}
    for day, amount in amounts:
        of_day[day] = amount + of_day[day] if day in of_day else amount
    sums: list[float] = []
    total: Money | None = None
    for day in days:
        if day in of_day:
            total = of_day[day] if total is None else total + of_day[day]
        sums.append(0.0 if total is None else float(total.amount))
    return sums
