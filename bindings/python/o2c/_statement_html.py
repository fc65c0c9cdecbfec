"""The statement of a party as HTML: a table for notebooks, and a page that stands alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ._figures import printable
from ._labels import Language, amount_text, check_language, date_text, heading, text
from ._page import style_sheet, whole_page

if TYPE_CHECKING:
    from . import Money
    from ._statement import PartyStatement

Row = dict[str, Any]

_AMOUNTS = ("debit", "credit", "balance")


def statement_html(statement: PartyStatement, *, lang: str = "en") -> str:
    """The accounts as an HTML fragment with its own style, for notebooks."""
    language = check_language(lang)
    parts = text("statement", language), printable(statement.party), _span(statement, language)
    title = " · ".join(parts)
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f'<div class="o2c-note">{escape(title)}</div>{_accounts(statement, language)}</div>'
    )


def statement_page(statement: PartyStatement, *, lang: str = "en") -> str:
    """The statement as a whole HTML page that needs nothing else, for the screen and for paper."""
    language = check_language(lang)
    party = printable(statement.party)
    title = text("statement", language)
    notes = [text("note_balance", language, party=party)]
    if any(_has_applied(account) for account in statement.accounts.values()):
        notes.append(text("note_applied", language))
    return whole_page(
        f"{title} · {party} · {_span(statement, language)}",
        f"""<header>
<h1>{escape(title)}</h1>
<p><span class="party">{escape(party)}</span><br>{escape(_span(statement, language))}</p>
</header>
{_cards(statement, language)}
<div class="o2c-report">
{_accounts(statement, language)}
</div>
<section class="notes">
<ul>
{"".join(f"<li>{escape(note)}</li>" for note in notes)}
</ul>
</section>""",
        styles=("page.css", "report.css", "statement.css"),
        lang=language,
    )


def head_cell(name: str, lang: Language, *, is_amount: bool) -> str:
    """The heading of a column."""
    css = ' class="num"' if is_amount else ""
    return f'<th scope="col"{css}>{escape(heading(name, lang))}</th>'


def entry_text(movement: Row, lang: Language) -> str:
    """What a movement is called: its kind of document, or what was let go, converted or taken
    back."""
    if movement["adjustment"]:
        entry = text(f"adjustment_{movement['adjustment']}", lang)
    elif movement["kind"] == "conversion":
        entry = text("conversion", lang)
    else:
        entry = text(f"kind_{movement['document_kind']}", lang)
    if movement["reverses"] is None:
        return entry
    return text("reversal_of", lang, entry=entry if lang == "zh" else entry.lower())


def _span(statement: PartyStatement, lang: Language) -> str:
    return text(
        "from_to",
        lang,
        from_date=date_text(statement.from_date, lang),
        to_date=date_text(statement.to_date, lang),
    )


def _cards(statement: PartyStatement, lang: Language) -> str:
    label = escape(text("balance_on", lang, date=date_text(statement.to_date, lang)))
    cards = [
        f'<article class="card"><h2>{escape(code)}</h2>'
        f"<p{_negative(account['closing'])}><span>{label}</span>{_figure(account['closing'])}</p>"
        "</article>"
        for code, account in statement.accounts.items()
    ]
    return f'<section class="cards">{"".join(cards)}</section>' if cards else ""


def _accounts(statement: PartyStatement, lang: Language) -> str:
    if not statement.accounts:
        return f"<p>{escape(text('no_movement', lang))}</p>"
    return "".join(
        f'<section class="account"><h2>{escape(code)}</h2>'
        f'<div class="o2c-scroll">{_table(statement, account, lang)}</div>'
        f'<div class="o2c-scroll">{_foot(statement, account, lang)}</div></section>'
        for code, account in statement.accounts.items()
    )


def _table(statement: PartyStatement, account: Row, lang: Language) -> str:
    amounts = [*_AMOUNTS, *(["applied"] if _has_applied(account) else [])]
    head = "".join(
        head_cell(name, lang, is_amount=name in amounts)
        for name in ("posted", "entry", "number", *amounts)
    )
    end = "<td></td>" * (len(amounts) - len(_AMOUNTS))
    opening = (
        f'<tbody><tr class="edge"><td>{statement.from_date}</td>'
        f'<td colspan="4">{escape(text("opening", lang))}</td>'
        f"{_amount_cell(account['opening'], always=True)}{end}</tr></tbody>"
    )
    movements = "".join(_movement(each, end, lang) for each in account["movements"])
    ends = "".join(
        _amount_cell(account[name], always=True) for name in ("debits", "credits", "closing")
    )
    closing = (
        f"<tfoot><tr><td>{statement.to_date}</td>"
        f'<td colspan="2">{escape(text("closing", lang))}</td>{ends}{end}</tr></tfoot>'
    )
    return f"<table><thead><tr>{head}</tr></thead>{opening}{movements}{closing}</table>"


def _foot(statement: PartyStatement, account: Row, lang: Language) -> str:
    """What is open at the end of the period, by its age."""
    names = statement.aging_columns
    head = "".join(head_cell(name, lang, is_amount=True) for name in names)
    cells = "".join(_amount_cell(account["aging"][name], always=True) for name in names)
    title = f'<th scope="col">{escape(text("profile", lang))}</th>'
    return (
        f"<table><thead><tr>{title}{head}</tr></thead>"
        f"<tbody><tr><td>{statement.to_date}</td>{cells}</tr></tbody></table>"
    )


def _movement(movement: Row, end: str, lang: Language) -> str:
    """A movement, and below it what was applied to it."""
    rows = [
        f"<tr><td>{movement['posted']}</td><td>{escape(entry_text(movement, lang))}"
        f"{_own_date(movement, lang)}</td>"
        f'<td class="wide">{escape(printable(movement["document"]))}</td>'
        f"{''.join(_amount_cell(movement[name], always=name == 'balance') for name in _AMOUNTS)}"
        f"{end}</tr>"
    ]
    for applied in movement["applications"]:
        kind = text(f"kind_{applied['receipt_kind']}", lang)
        rows.append(
            f'<tr class="applied"><td>{applied["posted"]}</td><td>{escape(kind)}</td>'
            f'<td class="wide">{escape(printable(applied["receipt"]))}</td>'
            f"{'<td></td>' * len(_AMOUNTS)}{_amount_cell(applied['amount'], always=True)}</tr>"
        )
    return f"<tbody>{''.join(rows)}</tbody>"


def _own_date(movement: Row, lang: Language) -> str:
    """Of what was recorded too late for its own date."""
    if movement["date"] == movement["posted"]:
        return ""
    return f" <small>{escape(text('dated', lang, date=str(movement['date'])))}</small>"


def _has_applied(account: Row) -> bool:
    return any(movement["applications"] for movement in account["movements"])


def _amount_cell(amount: Money, *, always: bool) -> str:
    if not amount.minor and not always:
        return '<td class="num"></td>'
    return f'<td class="num{" neg" if amount.minor < 0 else ""}">{_figure(amount)}</td>'


def _figure(amount: Money) -> str:
    return amount_text(amount.amount, amount.currency.digits)


def _negative(amount: Money) -> str:
    return ' class="neg"' if amount.minor < 0 else ""
