"""Compared and simulated commission plans as HTML tables for notebooks; the standard library is
enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from o2c._commission_html import STYLE, amount_cell
from o2c._figures import part_text
from o2c._labels import amount_text, check_language, text

if TYPE_CHECKING:
    from o2c import _core
    from o2c._commission_compare import PlanComparison
    from o2c._commission_simulate import PlanSimulation

_MOST_ROWS = 120
_QUANTILES = ("0%", "5%", "25%", "50%", "75%", "95%", "100%")


def comparison_html(result: PlanComparison, lang: str = "en") -> str:
    """The rows as a table with their sums in the foot, and what part of the revenue is paid. Data
    is escaped."""
    language = check_language(lang)
    rows, totals = result.rows, result.totals
    same_base = all(row["base_before"] == row["base_after"] for row in rows)
    bases = ("base_before",) if same_base else ("base_before", "base_after")
    figures = (*bases, "before", "after", "change")
    headings = [text("salesperson", language)] + [
        text("plan_base" if same_base and name == "base_before" else f"plan_{name}", language)
        for name in figures
    ]
    body = (
        _row(row["salesperson"], [amount_cell(row[name]) for name in figures])
        for row in rows[:_MOST_ROWS]
    )
    foot = _row(
        text("total", language),
        ["<td></td>" for _ in bases]
        + [amount_cell(totals[name]) for name in ("before", "after", "change")],
    )
    before, after = result.before.plan, result.after.plan
    caption = [
        text("plan_comparison", language),
        f"{before.name} → {after.name}",
        str(result.before.period),
        before.currency.code,
    ]
    if len(rows) > _MOST_ROWS:
        caption.append(text("first_rows", language, count=f"{_MOST_ROWS:,}", all=f"{len(rows):,}"))
    note = text(
        "plan_costs",
        language,
        revenue=_shown(totals["revenue"]),
        before=part_text(totals["cost_before"]),
        after=part_text(totals["cost_after"]),
        gain=f"{totals['gain']:,}",
        lose=f"{totals['lose']:,}",
    )
    return _page(_table(" · ".join(caption), headings, body, foot), note)


def simulation_html(result: PlanSimulation, lang: str = "en") -> str:
    """The scales, and the quantiles of the runs, a table each. Data is escaped."""
    language = check_language(lang)
    plan = result.settled.plan
    caption = " · ".join(
        [
            text("plan_simulation", language),
            plan.name,
            str(result.settled.period),
            plan.currency.code,
        ]
    )
    figures = ("revenue", "base", "cost")
    headings = [text(name, language) for name in ("plan_revenue", "plan_base", "plan_cost")]
    tables, note = [], ""
    if result.scaled:
        body = (
            _row(
                str(row["scale"]),
                [amount_cell(row[name]) for name in figures]
                + [f"<td>{part_text(row['cost_share'])}</td>"],
            )
            for row in result.scaled
        )
        of_scales = [text("plan_scale", language), *headings, text("plan_cost_share", language)]
        tables.append(_table(caption, of_scales, body))
        caption = ""
    if result.resampled:
        quantiles = [result.quantiles(_QUANTILES, of=name) for name in figures]
        body = (
            _row(part, [amount_cell(column[part]) for column in quantiles]) for part in _QUANTILES
        )
        tables.append(_table(caption, [text("plan_quantile", language), *headings], body))
        note = text("plan_quantiles", language, runs=f"{len(result.resampled):,}")
    return _page("".join(tables), note)


def _page(tables: str, note: str) -> str:
    noted = f'<p class="o2c-note">{escape(note)}</p>' if note else ""
    return f'<div class="o2c-commission"><style>{STYLE}</style>{tables}{noted}</div>'


def _table(caption: str, headings: Sequence[str], body: Iterable[str], foot: str = "") -> str:
    first, *others = (escape(heading) for heading in headings)
    head = f'<th scope="col" class="key">{first}</th>' + "".join(
        f'<th scope="col">{heading}</th>' for heading in others
    )
    captioned = f"<caption>{escape(caption)}</caption>" if caption else ""
    footed = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f"<table>{captioned}<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody>{footed}</table>"
    )


def _row(key: str, cells: Iterable[str]) -> str:
    return f'<tr><th scope="row" class="key">{escape(key)}</th>{"".join(cells)}</tr>'


def _shown(money: _core.Money) -> str:
    return amount_text(money.amount, money.currency.digits)
