"""The pictures of a close's page: numbers made into places, which the template draws as SVG."""

from __future__ import annotations

import decimal
from typing import TYPE_CHECKING, Any

from o2c import _close_figures as figures
from o2c._close_words import column
from o2c._labels import amount_text

if TYPE_CHECKING:
    from o2c._close import CloseReport
    from o2c._labels import Language

_WIDTH = 1000


def age_bar(receivable: figures.Receivable, lang: Language) -> dict[str, Any]:
    """A bar of the buckets of one currency, each as long as its share of what is not negative."""
    amounts = {name: max(amount, _ZERO) for name, amount in receivable.buckets.items()}
    whole = sum(amounts.values(), _ZERO) or decimal.Decimal(1)
    start = _ZERO
    segments = []
    for place, (name, amount) in enumerate(amounts.items()):
        length = amount * _WIDTH / whole
        shown = figures.money_text(receivable.buckets[name], receivable.currency)
        segments.append(
            {
                "css": f"b{place}",
                "x": f"{start:.2f}",
                "width": f"{length:.2f}",
                "hint": f"{column(name, lang)}: {shown} ({amount * 100 / whole:.1f}%)",
                "label": column(name, lang),
            }
        )
        start += length
    return {
        "currency": receivable.currency,
        "total": figures.money_text(receivable.total, receivable.currency),
        "overdue": f"{column('overdue', lang)} {receivable.overdue_share:.1f}%",
        "segments": segments,
    }


def profit_bridge(report: CloseReport, lang: Language) -> list[dict[str, str]]:
    """Bars from revenue down to the profit, each beginning where the last one ended."""
    steps = [(chinese if lang == "zh" else english, amount)
             for english, chinese, amount in figures.profit_steps(report) if amount]  # fmt: skip
    steps.append((column("profit", lang), report.profit.amount))
    bars = []
    level = _ZERO
    for index, (name, amount) in enumerate(steps):
        is_total = index in (0, len(steps) - 1)
        begin = _ZERO if is_total else level
        level = begin + amount
        css = "total" if is_total else "down" if amount < 0 else "up"
        bars.append((name, amount, min(begin, level), max(begin, level), css))
    low = min(_ZERO, *(start for _, _, start, _, _ in bars))
    span = max(_ZERO, *(end for _, _, _, end, _ in bars)) - low or decimal.Decimal(1)
    return [
        {
            "name": name,
            "x": f"{(start - low) * _WIDTH / span:.1f}",
            "width": f"{max((end - start) * _WIDTH / span, _THINNEST):.1f}",
            "goal": f"{-low * _WIDTH / span:.1f}" if low else "",
            "shown": amount_text(amount, report.home.digits),
            "css": css,
        }
        for name, amount, start, end, css in bars
    ]


def target_bars(report: CloseReport) -> list[dict[str, str]]:
    """What of each target of the month was reached."""
    rows = [row for row in report.tables["attainment"].to_arrow().to_pylist()
            if row["attainment"] is not None and row["period"] == str(report.period)]  # fmt: skip
    top = max([decimal.Decimal(1), *(row["attainment"] for row in rows)])
    return [
        {
            "name": row["person"],
            "x": "0",
            "width": f"{max(row['attainment'], _ZERO) * _WIDTH / top:.1f}",
            "goal": f"{_WIDTH / top:.1f}",
            "shown": f"{row['attainment'] * 100:.1f}%",
            "css": "met" if row["attainment"] >= 1 else "missed",
        }
        for row in sorted(rows, key=lambda row: -row["attainment"])
    ]


def tally_bars(counts: dict[str, int]) -> list[dict[str, str]]:
    """How many of each kind."""
    top = max(counts.values(), default=1)
    return [
        {"name": name, "x": "0", "width": f"{decimal.Decimal(n) * _WIDTH / top:.1f}",
         "shown": f"{n:,}", "css": "tally"}
        for name, n in counts.items()
    ]  # fmt: skip


_ZERO = decimal.Decimal(0)
_THINNEST = decimal.Decimal(3)  # Of the width: still seen.
