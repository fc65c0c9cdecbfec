"""The letter of confirmation as HTML: a fragment for notebooks, and a page that stands alone."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from ._figures import printable
from ._labels import Language, amount_text, text
from ._page import style_sheet, whole_page
from ._statement_html import head_cell

if TYPE_CHECKING:
    from . import Money
    from ._confirmation import BalanceConfirmation


def confirmation_html(confirmation: BalanceConfirmation) -> str:
    """Both letters as an HTML fragment with its own style."""
    style = "".join(map(style_sheet, ("report.css", "confirmation.css")))
    return f'<div class="o2c-report"><style>{style}</style>{_letters(confirmation)}</div>'


def confirmation_page(confirmation: BalanceConfirmation) -> str:
    """Both letters as a whole HTML page, for the screen and for paper."""
    title = f"{text('confirmation', 'en')} · {printable(confirmation.party)} · {confirmation.as_of}"
    return whole_page(
        title,
        f"""<div class="o2c-report">
{_letters(confirmation)}
</div>""",
        styles=("page.css", "report.css", "confirmation.css"),
    )


def _letters(confirmation: BalanceConfirmation) -> str:
    return _letter(confirmation, "en") + _letter(confirmation, "zh")


def _letter(confirmation: BalanceConfirmation, lang: Language) -> str:
    parts = []
    for words, table in confirmation.parts(lang):
        if words := words.strip("\n"):
            parts.append(f'<div class="letter-text">{escape(_lines(words))}</div>')
        if table == "balances":
            parts.append(_balances(confirmation, lang))
        elif table == "items":
            parts.append(_items(confirmation, lang))
    tag = "zh-CN" if lang == "zh" else "en"
    return f'<section class="letter" lang="{tag}">{"".join(parts)}</section>'


def _lines(words: str) -> str:
    return "\n".join(map(printable, words.split("\n")))


def _balances(confirmation: BalanceConfirmation, lang: Language) -> str:
    if not confirmation.balances:
        return f"<p>{escape(text('no_balance', lang))}</p>"
    head = head_cell("currency", lang, is_amount=False) + head_cell("balance", lang, is_amount=True)
    rows = [
        f"<tr><td>{amount.currency.code}</td>{_amount(amount)}</tr>"
        for amount in confirmation.balances
    ]
    return _table(head, rows)


def _items(confirmation: BalanceConfirmation, lang: Language) -> str:
    names = ("number", "posted", "due_date", "currency")
    head = "".join(head_cell(name, lang, is_amount=False) for name in names)
    head += head_cell("amount", lang, is_amount=True)
    rows = [
        f'<tr><td class="wide">{escape(printable(item.document))}</td>'
        f"<td>{_day(item.invoice_date)}</td><td>{_day(item.due_date)}</td>"
        f"<td>{item.amount.currency.code}</td>{_amount(item.amount)}</tr>"
        for item in confirmation.items
    ]
    return _table(head, rows)


def _day(day: date | None) -> str:
    """Blank, too, for what waits for its due date."""
    return "" if day in (None, date.max) else str(day)


def _table(head: str, rows: list[str]) -> str:
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _amount(amount: Money) -> str:
    css = "num neg" if amount.minor < 0 else "num"
    return f'<td class="{css}">{amount_text(amount.amount, amount.currency.digits)}</td>'
