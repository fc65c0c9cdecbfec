"""Reminders as HTML: letters that stand alone, and tables for notebooks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

from . import _core
from ._figures import printable
from ._labels import Language, amount_text, check_language, date_text, text
from ._page import style_sheet, whole_page
from ._statement_html import head_cell

if TYPE_CHECKING:
    from . import Money
    from ._dunning_run import DunningRun, Worklist

Row = dict[str, Any]


def letter_page(run: DunningRun, number: int, *, lang: str = "en") -> str:
    """A letter as a whole HTML page that needs nothing else, for the screen and for paper."""
    language = check_language(lang)
    letter = run.letters[number]
    # The text is escaped before its places are filled, and so is what they are filled with; each
    # paragraph by itself, as the items are a table.
    values = {
        **run._run.values(number, language),
        "date": date_text(run.as_of, language),
        "oldest_due": date_text(letter["items"][0]["due_date"], language),
        **{name: _money(letter[name]) for name in ("amount", "fee", "total", "credits")},
    }
    cells = {name: escape(printable(value)) for name, value in values.items()}
    cells["items"] = _letter_items(letter, language)
    paragraphs = [
        _core.fill_letter(_paragraph(part), cells)
        for part in escape(run.policy.letter(letter["level"], language)).strip().split("\n\n")
    ]
    title = text("reminder", language, level=str(letter["level"]))
    return whole_page(
        f"{title} · {printable(letter['party'])} · {run.as_of}",
        f"""<header>
<h1>{escape(title)}</h1>
<p><span class="party">{escape(printable(letter["party"]))}</span><br>{cells["date"]}</p>
</header>
{"".join(paragraphs)}""",
        styles=("page.css", "report.css", "letter.css"),
        lang=language,
        css="letter",
    )


def _paragraph(part: str) -> str:
    """The items alone are a table, which no paragraph may hold."""
    return part if part.strip() == "{items}" else f"<p>{part.replace(chr(10), '<br>')}</p>\n"


def _letter_items(letter: Row, lang: Language) -> str:
    names = ["document", "due_date", "days_past_due", "asked_for"]
    head = "".join(head_cell(name, lang, is_amount=name in names[2:]) for name in names)
    rows = [
        f"<tr><td>{_document(item)}</td><td>{date_text(item['due_date'], lang)}</td>"
        f'<td class="num">{item["days_overdue"]}</td>{_amount(item["amount"])}</tr>'
        for item in letter["items"]
    ]
    foot = [
        f'<tr><td colspan="3">{escape(text(name, lang))}</td>{_amount(amount)}</tr>'
        for name, amount in (
            ("reminder_fee", letter["fee"]),
            ("total", letter["total"]),
            ("unapplied_credits", -letter["credits"]),
        )
        if amount.minor or name == "total"
    ]
    return (
        f'<div class="o2c-report"><div class="o2c-note">'
        f"{escape(letter['amount'].currency.code)}</div>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
        f"<tfoot>{''.join(foot)}</tfoot></table></div>\n"
    )


def run_html(run: DunningRun, *, lang: str = "en") -> str:
    """The letters and what was held back as an HTML fragment with its own style."""
    language = check_language(lang)
    title = (
        text("dunning_run", language),
        text("as_of", language, date=date_text(run.as_of, language)),
    )
    letters = []
    for letter in run.letters:
        letters.append(
            _texts([letter["party"], letter["amount"].currency.code])
            + _number(letter["level"])
            + _number(len(letter["items"]))
            + "".join(_amount(letter[name]) for name in ("amount", "fee", "total", "credits"))
        )
        for item in letter["items"]:
            line = f'<td colspan="5">{_item(item, language)}</td>'
            letters.append(_texts(["", ""]) + _number(item["level"]) + line)
    held = [
        _texts([item["party"], item["open"].currency.code])
        + f"<td>{_document(item)}</td><td>{date_text(item['due_date'], language)}</td>"
        + _number(item["days_overdue"])
        + _amount(item["open"])
        + _number(item["last_level"])
        + f"<td>{escape(_core.hold_reason(item['hold'], language))}</td>"
        for item in run.held
    ]
    parts = [
        _table(
            ["party", "currency"],
            ["dunning_level", "items", "asked_for", "reminder_fee", "total", "unapplied_credits"],
            letters,
            language,
        )
    ]
    if held:
        parts.append(f'<div class="o2c-note">{escape(text("dunning_held_back", language))}</div>')
        parts.append(
            _table(
                ["party", "currency", "document", "due_date"],
                ["days_past_due", "open_amount", "last_level"],
                held,
                language,
                last="hold",
            )
        )
    return _report(title, "".join(parts))


def worklist_html(worklist: Worklist, *, lang: str = "en") -> str:
    """The list as an HTML fragment with its own style."""
    language = check_language(lang)
    title = [
        text("worklist", language),
        text("as_of", language, date=date_text(worklist.as_of, language)),
    ]
    rows = worklist.rows
    report_currency = worklist._worklist.report_currency
    if report_currency is not None:
        title.append(text("worklist_converted", language, currency=report_currency.code))
    has_limits = any(row["limit_used"] is not None for row in rows)
    body = []
    for row in rows:
        share = row["limit_used"]
        used = "" if share is None else _percent(share)
        body.append(
            _texts([row["party"], row["overdue"].currency.code])
            + "".join(_amount(row[name]) for name in ("overdue", "disputed", "promised", "credits"))
            + "".join(
                _number(row[name]) for name in ("items", "days_overdue", "level", "broken_promises")
            )
            + (f'<td class="num">{used}</td>' if has_limits else "")
            + (_amount(row["converted"]) if report_currency is not None else "")
        )
    figures = ["overdue", "disputed", "promised_amount", "unapplied_credits", "items",
               "days_past_due", "dunning_level", "broken_promises",
               *(["limit_used"] if has_limits else []),
               *(["converted"] if report_currency is not None else [])]  # fmt: skip
    return _report(title, _table(["party", "currency"], figures, body, language))


def _report(title: Iterable[str], content: str) -> str:
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f'<div class="o2c-note">{escape(" · ".join(title))}</div>{content}</div>'
    )


def _table(
    keys: Sequence[str], figures: Sequence[str], rows: Sequence[str], lang: Language, last: str = ""
) -> str:
    if not rows:
        return f"<p>{escape(text('nothing', lang))}</p>"
    head = "".join(
        [head_cell(name, lang, is_amount=False) for name in keys]
        + [head_cell(name, lang, is_amount=True) for name in figures]
        + ([head_cell(last, lang, is_amount=False)] if last else [])
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _item(item: Row, lang: Language) -> str:
    line = text(
        "dunned_item",
        lang,
        document=printable(item["document"]),
        date=date_text(item["due_date"], lang),
        days=str(item["days_overdue"]),
        amount=_money(item["amount"]),
    )
    return escape(line)


def _document(item: Row) -> str:
    number = printable(item["document"])
    return escape(number if item["instalment"] is None else f"{number}-{item['instalment']}")


def _texts(cells: Iterable[Any]) -> str:
    return "".join(f"<td>{escape(printable(str(cell)))}</td>" for cell in cells)


def _number(number: int) -> str:
    return f'<td class="num">{number}</td>'


def _percent(share: Fraction) -> str:
    """With one digit, rounded half up."""
    tenths = math.floor(share * 1000 + Fraction(1, 2))
    return f"{Decimal(tenths).scaleb(-1)}%"


def _amount(amount: Money) -> str:
    if not amount.minor:
        return '<td class="num">–</td>'
    css = "num neg" if amount.minor < 0 else "num"
    return f'<td class="{css}">{amount_text(amount.amount, amount.currency.digits)}</td>'


def _money(amount: Money) -> str:
    return f"{amount_text(amount.amount, amount.currency.digits)} {amount.currency.code}"
