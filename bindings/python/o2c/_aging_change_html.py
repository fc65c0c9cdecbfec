"""The change of an aging as an HTML table for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ._figures import printable
from ._labels import Language, amount_text, check_language, date_text, heading, text
from ._page import style_sheet
from ._statement_html import head_cell

if TYPE_CHECKING:
    from . import Money
    from ._aging_change import AgingChange

Row = dict[str, Any]

_HEADINGS = ("party", "document", "instalment", "cause", "counterpart", "posted", "column_from",
             "column_to", "currency", "amount")  # fmt: skip


def aging_change_html(change: AgingChange, *, lang: str = "en") -> str:
    """The lines as an HTML fragment with its own style, the total of each currency in the foot."""
    language = check_language(lang)
    span = text(
        "from_to",
        language,
        from_date=date_text(change.before, language),
        to_date=date_text(change.after, language),
    )
    title = f"{text('aging_change', language)} · {span}"
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f'<div class="o2c-note">{escape(title)}</div>{_table(change, language)}</div>'
    )


def _table(change: AgingChange, lang: Language) -> str:
    rows = change.rows
    if not rows:
        return f"<p>{escape(text('no_change', lang))}</p>"
    head = "".join(head_cell(name, lang, is_amount=name == "amount") for name in _HEADINGS)
    body = "".join(_line(row, lang) for row in rows)
    foot = "".join(
        f'<tr><td colspan="8">{escape(text("total", lang))}</td>'
        f"<td>{escape(total['currency'])}</td>{_amount(total['total'])}</tr>"
        for total in change.totals
    )
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


def _line(row: Row, lang: Language) -> str:
    cause = text(f"cause_{row['cause']}", lang)
    if row["late"] and row["cause"] != "late_record":
        cause = text("late", lang, cause=cause)
    cells = [
        row["party"],
        f"{text('kind_' + row['document_kind'], lang)} {row['document']}",
        row["instalment"],
        cause,
        row["counterpart"],
        row["posted"],
        row["column_from"] and heading(row["column_from"], lang),
        heading(row["column_to"], lang),
        row["amount"].currency.code,
    ]
    shown = "".join(
        f"<td>{'' if cell is None else escape(printable(str(cell)))}</td>" for cell in cells
    )
    return f"<tr>{shown}{_amount(row['amount'])}</tr>"


def _amount(amount: Money) -> str:
    css = "num neg" if amount.minor < 0 else "num"
    return f'<td class="{css}">{amount_text(amount.amount, amount.currency.digits)}</td>'
