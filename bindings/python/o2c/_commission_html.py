"""Commissions as an HTML table for notebooks; the standard library is enough."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._labels import Language, amount_text, check_language, heading, text

if TYPE_CHECKING:
    from o2c._commission import CommissionResult

STYLE = """\
.o2c-commission{font-family:system-ui,sans-serif;font-size:13px;line-height:1.4;overflow-x:auto}
.o2c-commission table{border-collapse:collapse;font-variant-numeric:tabular-nums;color:inherit}
.o2c-commission th,.o2c-commission td{padding:3px 9px;border:0;text-align:right;\
white-space:nowrap;background:none}
.o2c-commission .key{text-align:left;font-weight:400}
.o2c-commission thead th{font-weight:600;border-bottom:1px solid rgba(128,128,128,.6)}
.o2c-commission tfoot td,.o2c-commission tfoot th{font-weight:600;\
border-top:1px solid rgba(128,128,128,.6)}
.o2c-commission caption{text-align:left;opacity:.75;padding:2px 0}
.o2c-commission .o2c-note{margin:2px 9px;opacity:.75}
.o2c-commission .neg{color:#c0392b}
.o2c-commission .o2c-derivation th,.o2c-commission .o2c-derivation td{text-align:left;\
vertical-align:top}
.o2c-commission .o2c-derivation .o2c-step,.o2c-commission .o2c-derivation .o2c-how{\
white-space:normal}
"""
_KEYS = ("salesperson", "period")
_FIGURES = ("lines", "base", "commission")
_MOST_ROWS = 120
_PAID = (
    "commission", "overrides", "pools", "corrections", "deferred", "repaid", "held_back",
    "recovered", "released", "payable", "overpaid", "draw", "held", "awaiting",
)  # fmt: skip


def commission_html(result: CommissionResult, lang: str = "en") -> str:
    """The rows as a table with their sums in the foot. Data is escaped."""
    language = check_language(lang)
    rows = result.rows
    body = "".join(
        f"<tr>{_key(row['salesperson'])}{_key(row['period'])}{_figures(row)}</tr>"
        for row in rows[:_MOST_ROWS]
    )
    head = "".join(
        f'<th scope="col" class="key">{escape(heading(name, language))}</th>' for name in _KEYS
    ) + "".join(f'<th scope="col">{escape(heading(name, language))}</th>' for name in _FIGURES)
    total = f'<th scope="row" class="key" colspan="2">{escape(text("total", language))}</th>'
    return (
        f'<div class="o2c-commission"><style>{STYLE}</style><table>'
        f"<caption>{escape(_caption(result, len(rows), language))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        f"<tfoot><tr>{total}{_figures(result.totals)}</tr></tfoot></table>"
        f"{_payouts(result, language)}"
        f'<p class="o2c-note">{sentences_html(result.plan.describe(language))}</p></div>'
    )


def sentences_html(description: str) -> str:
    return "<br>".join(escape(line) for line in description.splitlines())


# What people are paid, where that is not simply what their lines earned.
def _payouts(result: CommissionResult, lang: Language) -> str:
    rows = result.payouts
    nothing = _core.Money("0", result.plan.currency)
    shown = [key for key in _PAID if any(row[key] != nothing for row in rows)]
    if set(shown) <= {"commission", "payable"}:
        return ""
    head = f'<th scope="col" class="key">{escape(heading("salesperson", lang))}</th>' + "".join(
        f'<th scope="col">{escape(heading(key, lang))}</th>' for key in shown
    )
    body = "".join(
        f"<tr>{_key(row['salesperson'])}{''.join(amount_cell(row[key]) for key in shown)}</tr>"
        for row in rows[:_MOST_ROWS]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _caption(result: CommissionResult, rows: int, lang: Language) -> str:
    parts = [text("commission_title", lang), str(result.period), result.plan.currency.code]
    unmatched = len(result.unmatched)
    if unmatched:
        parts.append(text("lines_unmatched", lang, count=f"{unmatched:,}"))
    if result.outside:
        parts.append(text("lines_outside", lang, count=f"{result.outside:,}"))
    if rows > _MOST_ROWS:
        parts.append(text("first_rows", lang, count=f"{_MOST_ROWS:,}", all=f"{rows:,}"))
    return " · ".join(parts)


def _key(value: Any) -> str:
    return f'<th scope="row" class="key">{escape(str(value))}</th>'


def _figures(row: dict[str, Any]) -> str:
    return f"<td>{row['lines']:,}</td>{amount_cell(row['base'])}{amount_cell(row['commission'])}"


def amount_cell(money: _core.Money) -> str:
    negative = ' class="neg"' if money.minor < 0 else ""
    return f"<td{negative}>{amount_text(money.amount, money.currency.digits)}</td>"
