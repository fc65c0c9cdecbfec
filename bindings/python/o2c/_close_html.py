"""A close as HTML: one page that needs nothing else, and a fragment for notebooks.

Of long tables the first rows are shown; the files of the close have all.
"""

from __future__ import annotations

import decimal
import importlib.resources
from html import escape
from typing import TYPE_CHECKING, Any

from o2c import _close_figures as figures
from o2c._close_charts import age_bar, profit_bridge, tally_bars, target_bars
from o2c._close_rows import EXPLAINED, Shown, shown
from o2c._close_words import TABLES, column, note, title, value, word
from o2c._core import Currency
from o2c._errors import InvalidArgument
from o2c._labels import amount_text, in_own_decimals
from o2c._palette import bucket_colours

if TYPE_CHECKING:
    from o2c._close import CloseReport
    from o2c._labels import Language

_MOST_ROWS = 200
_ORDER = (
    "ties", "exceptions", "profit", "variances", "aging", "worklist", "letters", "commission",
    "commission_corrections", "attainment", "orders", "fulfilment", "cash", "provision",
    "aging_change", "held_letters", "commission_lines",
)  # fmt: skip


@in_own_decimals
def close_page(report: CloseReport, lang: Language) -> str:
    """The whole page. Raises ImportError when jinja2 is absent."""
    try:
        import jinja2
    except ImportError as missing:
        raise ImportError('a close\'s page needs jinja2: pip install "o2c[cli]"') from missing
    folder = importlib.resources.files(__package__) / "templates"

    def source(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    receivables = figures.receivables(report)
    buckets = list(receivables[0].buckets) if receivables else []
    cards = _cards(report, lang)
    return environment.from_string(source("close.html.jinja")).render(
        lang="zh-CN" if lang == "zh" else "en",
        title=f"{report.company} · {report.period}",
        heading=word("close", lang),
        company=report.company,
        period=str(report.period),
        state=figures.state(report, lang),
        ties_hold=report.ties_hold,
        verdict=_verdict(report, lang),
        style=source("page.css") + source("close.css"),
        script=source("close.js"),
        light=_colours(len(buckets), "light"),
        dark=_colours(len(buckets), "dark"),
        cards=cards,
        longest=max(len(f"{figure} {code}") for _name, figure, code, _beside in cards),
        home=report.home.code,
        ages=[age_bar(each, lang) for each in receivables],
        bridge=profit_bridge(report, lang),
        targets=target_bars(report),
        tally=tally_bars({value(k, lang): n for k, n in figures.exceptions(report).items()}),
        sections=[_section(report, name, lang) for name in _ORDER if name in report.tables],
        t=lambda key: word(key, lang),
    )


@in_own_decimals
def close_fragment(report: CloseReport, lang: Language) -> str:
    """The headline figures and the ties, for notebooks; the standard library is enough."""
    cards = "".join(
        f"<tr><th style='text-align:left'>{escape(name)}</th>"
        f"<td style='text-align:right'>{escape(f'{figure} {code}'.rstrip())}</td>"
        f"<td style='text-align:left;opacity:.7'>{escape(beside)}</td></tr>"
        for name, figure, code, beside in _cards(report, lang)
    )
    ties = "".join(
        f"<tr><td style='text-align:left'>{escape(value(tie.name, lang))}</td>"
        f"<td style='text-align:right'>{escape(str(tie.whole.amount))}</td>"
        f"<td>{'✓' if tie.holds else escape(str(tie.difference))}</td></tr>"
        for tie in report.ties
    )
    return (
        f"<div><b>{escape(report.company)} · {escape(str(report.period))}</b> "
        f"<span style='opacity:.7'>{escape(figures.state(report, lang))}</span>"
        f"<table>{cards}</table><table>{ties}</table></div>"
    )


def _verdict(report: CloseReport, lang: Language) -> str:
    wrong = sum(not tie.holds for tie in report.ties)
    return word("ties_differ", lang, count=str(wrong)) if wrong else word("ties_hold", lang)


def _cards(report: CloseReport, lang: Language) -> list[tuple[str, str, str, str]]:
    """A name, the figure, its currency, and what stands beside it."""

    def money(name: str, amount: decimal.Decimal, code: str, beside: str = "") -> None:
        cards.append((name, amount_text(amount, Currency(code).digits), code, beside))

    home = report.home.code
    cards: list[tuple[str, str, str, str]] = []
    money(column("revenue", lang), report.revenue.amount, home)
    money(column("cost", lang), report.cost.amount, home)
    margin = figures.margin(report)
    beside = f"{word('margin', lang)} {margin}" if margin else ""
    money(column("profit", lang), report.profit.amount, home, beside)
    for each in figures.receivables(report):
        beside = f"{column('overdue', lang)} {each.overdue_share:.1f}%"
        if each.deposits:  # The ties have them within what is open.
            deposits = amount_text(each.deposits, Currency(each.currency).digits)
            beside += f" · {word('deposits_apart', lang, amount=deposits)}"
        money(word("receivable", lang), each.total, each.currency, beside)
    for code, amount in figures.payable(report).items():
        money(word("payable_commission", lang), amount, code)
    orders, stuck = figures.orders_under_way(report)
    beside = f"{word('orders_stuck', lang)} {stuck:,}"
    cards.append((word("orders_open", lang), f"{orders:,}", "", beside))
    count = sum(figures.exceptions(report).values())
    cards.append((title("exceptions", lang), f"{count:,}", "", ""))
    return cards


def _section(report: CloseReport, name: str, lang: Language) -> dict[str, Any]:
    table = shown(report, name, lang, _MOST_ROWS)
    return {
        "name": name,
        "title": title(name, lang),
        "note": note(name, lang),
        "count": f"{len(table.rows) + table.left:,}",
        "headings": [(heading, _is_number(table, i)) for i, heading in enumerate(table.headings)],
        "rows": [
            (cells, _derivation(report, name, position, lang))
            for cells, position in zip(table.rows, table.positions, strict=True)
        ],
        "totals": table.totals,
        "more": word("more_rows", lang, count=f"{table.left:,}") if table.left else "",
    }


def _is_number(table: Shown, column: int) -> bool:
    return any(row[column].is_number for row in table.rows)


def _derivation(report: CloseReport, table: str, row: int, lang: Language) -> str:
    if table not in EXPLAINED:
        return ""
    try:
        return report.explain(table, row).to_html(lang)
    except InvalidArgument:  # A line that no plan counts.
        return ""


def _colours(buckets: int, ground: str) -> dict[str, str]:
    return {f"b{i}": colour for i, colour in enumerate(bucket_colours(buckets, ground))}


assert set(_ORDER) == set(TABLES)
