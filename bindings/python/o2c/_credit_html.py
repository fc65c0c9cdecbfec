"""Credit and cash as HTML tables for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ._figures import printable
from ._labels import Language, amount_text, check_language, date_text, text
from ._page import style_sheet
from ._statement_html import head_cell

if TYPE_CHECKING:
    from . import Money
    from ._cash_hand_in import CashHandIn
    from ._credit import CreditAnswer, CreditExposure

Row = dict[str, Any]

_STAGES = ("open", "overdue", "under_collection", "draft", "shipped", "ordered")
_EXPOSURE = (*_STAGES, "covered", "credits", "insured", "exposure")
_CASH = ("collected", "in_time", "late", "recovered", "recoverable", "withheld", "fine")


def exposure_html(exposure: CreditExposure, *, lang: str = "en") -> str:
    """The exposures as an HTML fragment with its own style."""
    language = check_language(lang)
    title = (
        text("credit_exposure", language),
        text("as_of", language, date=date_text(exposure.as_of, language)),
    )
    body = []
    for row in exposure.rows:
        longest = row["overdue_longest"]
        body.append(
            _texts([row["party"], row["currency"]])
            + _amounts(row, _EXPOSURE)
            + f'<td class="num">{longest["days"] if longest else ""}</td>'
        )
    head = _head(
        ["party", "currency"], [*map(heading_key, _EXPOSURE), "credit_days_overdue"], language
    )
    return _report(title, _table(head, body, language))


def answer_html(answer: CreditAnswer, *, lang: str = "en") -> str:
    """What a limit says as an HTML fragment with its own style."""
    language = check_language(lang)
    limit = answer.limit
    title = text("credit_limit", language), printable(limit.name), limit.currency.code
    body = []
    for use in answer.uses:
        name = "exposure" if use["limit_of"] == "total" else use["limit_of"]
        cell = f"<td>{escape(text(heading_key(name), language))}</td>"
        body.append(cell + _amounts(use, ("limit", "used", "left")))
    parts = [
        _table(
            _head(["credit_limit_of"], ["credit_most", "credit_used", "credit_left"], language),
            body,
            language,
        )
    ]
    if answer.other_currencies:
        note = text("credit_elsewhere", language, amounts=str(answer.other_currencies))
        parts.append(_note(note))
    sentences = [each.zh if language == "zh" else each.en for each in answer.refusals]
    parts += map(_note, sentences or [text("credit_given", language)])
    return _report(title, "".join(parts))


def cash_html(cash: CashHandIn, *, lang: str = "en") -> str:
    """The claims and the collections as an HTML fragment with its own style."""
    language = check_language(lang)
    title = (
        text("cash_hand_in", language),
        text("as_of", language, date=date_text(cash.as_of, language)),
    )
    figures = [f"cash_{name}" for name in _CASH]
    claims = []
    for row in cash.salespersons:
        deduction = row["deduction"] or {}
        claims.append(
            _texts([row["salesperson"], row["collected"].currency.code])
            + _amounts(row, _CASH)
            + "".join(_amount(deduction.get(name)) for name in ("cap", "most"))
        )
    head = _head(["salesperson", "currency"], [*figures, "cash_cap", "cash_most"], language)
    collections = [
        _texts(
            [row["receipt"], row["salesperson"], row["date"], row["late_until"],
             row["collected"].currency.code]
        )
        + _amounts(row, _CASH)
        for row in cash.rows
    ]  # fmt: skip
    of_each = _head(["receipt", "salesperson", "cash_date", "cash_late_until", "currency"], figures,
                    language)  # fmt: skip
    parts = [_table(head, claims, language), _table(of_each, collections, language)]
    if cash.unsigned_hand_ins:
        count = str(len(cash.unsigned_hand_ins))
        parts.append(_note(text("cash_unsigned", language, count=count)))
    parts.append(_note(cash.legal_note(language)))
    return _report(title, "".join(parts))


def heading_key(name: str) -> str:
    """The key of a figure's heading; some have the name of another column elsewhere."""
    if name == "exposure":
        return "credit_at_risk"
    if name == "credits":
        return name
    return f"stage_{name}" if name in _STAGES else f"credit_{name}"


def _report(title: Iterable[str], content: str) -> str:
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f'<div class="o2c-note">{escape(" · ".join(title))}</div>{content}</div>'
    )


def _note(sentence: str) -> str:
    return f'<div class="o2c-note">{escape(printable(sentence))}</div>'


def _head(keys: Sequence[str], amounts: Sequence[str], lang: Language) -> str:
    return "".join(
        [head_cell(name, lang, is_amount=False) for name in keys]
        + [head_cell(name, lang, is_amount=True) for name in amounts]
    )


def _table(head: str, rows: Sequence[str], lang: Language) -> str:
    if not rows:
        return f"<p>{escape(text('nothing', lang))}</p>"
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _texts(cells: Iterable[Any]) -> str:
    return "".join(f"<td>{escape(printable(str(cell)))}</td>" for cell in cells)


def _amounts(row: Row, names: Iterable[str]) -> str:
    return "".join(_amount(row[name]) for name in names)


def _amount(amount: Money | None) -> str:
    if amount is None or amount.minor == 0:
        return '<td class="num"></td>' if amount is None else '<td class="num">–</td>'
    css = "num neg" if amount.minor < 0 else "num"
    return f'<td class="{css}">{amount_text(amount.amount, amount.currency.digits)}</td>'
