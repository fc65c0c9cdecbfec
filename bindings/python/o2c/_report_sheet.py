"""The reports of a day and of a year as texts of cells, for pages and terminals."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._labels import Language, amount_text, date_text

if TYPE_CHECKING:
    from . import _core
    from ._book import Book
    from ._close import CloseTable
    from ._close_reports import DailyReport

_HEADINGS = {
    "salesperson": ("Salesperson", "业务员"),
    "opened": ("Opened", "新开"),
    "contracted": ("Signed", "签约"),
    "dispatched": ("Dispatched", "发货"),
    "invoiced": ("Invoiced, net", "开票不含税"),
    "received": ("Received", "收款"),
    "overdue": ("Overdue", "逾期"),
    "actions": ("To do", "待办"),
    "late": ("Late", "其中延误"),
    "subject": ("About", "对象"),
    "what": ("What is due", "待办事项"),
    "due_on": ("Due", "期限"),
    "days_late": ("Days late", "延误天数"),
    "period": ("Month", "月份"),
    "revenue": ("Revenue", "收入"),
    "cost": ("Cost", "成本"),
    "profit": ("Profit", "利润"),
    "collected": ("Collected", "回款"),
    "receivable": ("Receivable", "应收"),
    "commission": ("Commission", "提成"),
    "exceptions": ("Exceptions", "异常"),
    "ties_hold": ("Ties", "勾稽"),
}
_WORDS = {
    "day": ("Sales report of {date}", "{date}销售日报"),
    "year": ("Summary of {year}", "{year}年度总结"),
    "by_salesperson": ("By salesperson", "按业务员"),
    "to_do": ("What is to be done", "待办事项"),
    "months": ("Months", "各月"),
    "in_home": ("amounts in {code}", "金额单位{code}"),
    "known_at": ("as known at {moment}", "以{moment}所知"),
    "until": ("months that had ended by {date}", "截至{date}已结束的月份"),
    "total": ("Total", "合计"),
    "none": ("None.", "无。"),
    "more": ("{count} more rows; --top or --out shows them", "另有{count}行，--top 或 --out 可见"),
}
# At the end of the last month; the others are sums.
_STANDS = ("receivable", "overdue")


@dataclass(frozen=True)
class SheetTable:
    """A table of a report. ``total``: its last row, if it has one."""

    title: str
    headings: list[str]
    numbers: list[bool]
    rows: list[list[str]]
    total: list[str] | None = None


@dataclass(frozen=True)
class Sheet:
    """A report, ready to be shown."""

    company: str
    title: str
    note: str
    tables: list[SheetTable]


def word(key: str, lang: Language, **values: str) -> str:
    return _WORDS[key][lang == "zh"].format(**values)


def daily_sheet(
    book: Book,
    report: DailyReport,
    on: datetime.date,
    known_at: datetime.datetime | None,
    lang: Language,
) -> Sheet:
    """The day's figures, and what is due, what is late first."""
    figures = report.by_salesperson.to_arrow().to_pylist()
    names = list(figures[0]) if figures else []
    total = {name: sum(row[name] for row in figures) for name in names if name != "salesperson"}
    actions = report.actions.to_arrow().to_pylist()
    actions.sort(key=lambda row: -row["days_late"])
    to_do = [row | {"what": row["what_zh" if lang == "zh" else "what"]} for row in actions]
    note = [word("in_home", lang, code=book.home.code)]
    if known_at is not None:
        moment = known_at.astimezone(datetime.UTC)
        note.append(word("known_at", lang, moment=f"{moment:%Y-%m-%d %H:%M} UTC"))
    shown = ("salesperson", "subject", "what", "due_on", "days_late")
    return Sheet(
        book.company,
        word("day", lang, date=date_text(on, lang)),
        " · ".join(note),
        [
            _table("by_salesperson", figures, names, book.home, lang, total),
            _table("to_do", to_do, shown, book.home, lang),
        ],
    )


def annual_sheet(
    book: Book, table: CloseTable, year: str, as_of: datetime.date, lang: Language
) -> Sheet:
    """The months and their sums; what is owed is that of the last one."""
    months = table.to_arrow().to_pylist()
    names = list(months[0])
    total: dict[str, Any] = {
        name: months[-1][name] if name in _STANDS else sum(row[name] for row in months)
        for name in names
        if name not in ("period", "ties_hold")
    }
    total["ties_hold"] = all(row["ties_hold"] for row in months)
    note = [
        word("until", lang, date=date_text(as_of, lang)),
        word("in_home", lang, code=book.home.code),
    ]
    return Sheet(
        book.company,
        word("year", lang, year=year),
        " · ".join(note),
        [_table("months", months, names, book.home, lang, total)],
    )


def _table(
    title: str,
    rows: Sequence[Mapping[str, Any]],
    names: Iterable[str],
    home: _core.Currency,
    lang: Language,
    total: Mapping[str, Any] | None = None,
) -> SheetTable:
    names = list(names)
    cells = [[_cell(row[name], home.digits) for name in names] for row in rows]
    last = None
    if total is not None and rows:
        last = [_cell(total.get(name), home.digits) for name in names]
        last[0] = word("total", lang)
    return SheetTable(
        word(title, lang),
        [_HEADINGS[name][lang == "zh"] for name in names],
        [any(_is_number(row[name]) for row in rows) for name in names],
        cells,
        last,
    )


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | decimal.Decimal) and not isinstance(raw, bool)


def _cell(raw: Any, digits: int) -> str:
    if raw is None or raw == "":
        return "–"
    if isinstance(raw, bool):
        return "✓" if raw else "✗"
    if isinstance(raw, decimal.Decimal):
        return amount_text(raw, digits) if raw else "–"
    if isinstance(raw, int):
        return f"{raw:,}" if raw else "–"
    return str(raw)
