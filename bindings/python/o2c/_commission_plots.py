"""Pictures of commissions, with matplotlib.

Amounts become floats here, as lengths on a chart, and nowhere before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._labels import check_language, compact_text, text
from ._ledger_plots import named_axes, put_title
from ._plots import finish_axis, fonts_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ._commission import CommissionResult
    from ._core import Money

_SHADES = ("#2f7f86", "#7db3b8")  # Of periods, in turn.


def plot_commission(
    result: CommissionResult, *, top: int = 20, ax: Axes | None = None, lang: str = "en"
) -> Axes:
    """Draws what people earned, a bar for each, those who earned most at the top, with a part for
    each period of the plan; its exact sum in short form at its end.

    Throws ImportError when matplotlib is absent, ValueError for an unknown language."""
    fonts, language = fonts_for(check_language(lang))
    code = result.plan.currency.code
    [(_, panel)] = named_axes([code], None, ax)
    rows = result.rows
    earned: dict[str | int, Money] = {}
    for row in rows:
        earned[row["salesperson"]] = row["commission"] + earned.get(
            row["salesperson"], row["commission"] * 0
        )
    people = sorted(earned, key=lambda person: earned[person], reverse=True)[:top]
    places = {person: place for place, person in enumerate(reversed(people))}
    periods = sorted({row["period"] for row in rows})
    starts = {(person, sign): 0.0 for person in people for sign in (True, False)}
    for row in rows:
        person, amount = row["salesperson"], float(row["commission"].amount)
        if person not in places:
            continue
        start = starts[person, amount >= 0]
        shade = _SHADES[periods.index(row["period"]) % len(_SHADES)]
        panel.barh(places[person], amount, left=start, height=0.68, color=shade)
        starts[person, amount >= 0] = start + amount
    for person, place in places.items():
        panel.annotate(
            compact_text(earned[person].amount, language),
            (starts[person, True], place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
    panel.set_yticks(range(len(people)), [str(each) for each in reversed(people)], fontfamily=fonts)
    panel.axvline(0, color="0.35", linewidth=0.8)
    finish_axis(panel, "x", fonts, language)
    put_title(panel, text("commission_title", language), f"{result.period} · {code}", fonts)
    return panel
