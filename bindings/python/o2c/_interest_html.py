"""Interest to be charged as an HTML table for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ._figures import printable
from ._labels import Language, amount_text, check_language, date_text, text
from ._page import style_sheet
from ._statement_html import head_cell

if TYPE_CHECKING:
    from . import Money
    from ._interest_charges import InterestCharges

Row = dict[str, Any]

_AMOUNTS = ("accrued", "charged_before", "to_be_charged", "unapplied_credits")
_HEADINGS = ("party", "document", "currency", *_AMOUNTS)


def interest_html(charges: InterestCharges, *, lang: str = "en") -> str:
    """The charges as an HTML fragment with its own style: below each document the stretches that
    bore interest, in the foot the total of each currency."""
    language = check_language(lang)
    title = f"{text('late_interest', language)} · {date_text(charges.as_of, language)}"
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f'<div class="o2c-note">{escape(title)}</div>'
        f'<div class="o2c-note">{escape(str(charges.policy))}</div>'
        f"{_table(charges, language)}</div>"
    )


def _table(charges: InterestCharges, lang: Language) -> str:
    if not len(charges):
        return f"<p>{escape(text('no_interest', lang))}</p>"
    head = "".join(head_cell(name, lang, is_amount=name in _AMOUNTS) for name in _HEADINGS)
    body = "".join(_charge(row, lang) for row in charges.rows)
    foot = "".join(
        f'<tr><td colspan="2">{escape(text("total", lang))}</td>'
        f'<td>{escape(total.currency.code)}</td><td colspan="2"></td>{_amount(total)}<td></td></tr>'
        for total in charges.totals
    )
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>"
    )


def _charge(row: Row, lang: Language) -> str:
    document = f"{text('kind_' + row['document_kind'], lang)} {row['document']}"
    cells = "".join(
        f"<td>{escape(printable(cell))}</td>"
        for cell in (row["party"], document, row["amount"].currency.code)
    )
    names = ("accrued", "charged_before", "amount", "credits")
    amounts = "".join(_amount(row[name]) for name in names)
    covered = (
        f'<tr class="applied"><td></td><td colspan="6">'
        f"{escape(text('interest_covered', lang))}</td></tr>"
        if row["covered"]
        else ""
    )
    stretches = "".join(
        f'<tr class="applied"><td></td><td colspan="6">{escape(_stretch(each, lang))}</td></tr>'
        for each in row["stretches"]
    )
    return f"<tr>{cells}{amounts}</tr>{covered}{stretches}"


def _stretch(stretch: Row, lang: Language) -> str:
    open_amount = stretch["open"]
    line = text(
        "interest_stretch",
        lang,
        first=date_text(stretch["first"], lang),
        last=date_text(stretch["last"], lang),
        days=str(stretch["days"]),
        amount=amount_text(open_amount.amount, open_amount.currency.digits),
        rate=str(stretch["rate"]),
    )
    if stretch["instalment"] is None:
        return line
    return f"{text('instalment', lang)} {stretch['instalment']}: {line}"


def _amount(amount: Money) -> str:
    return f'<td class="num">{amount_text(amount.amount, amount.currency.digits)}</td>'
