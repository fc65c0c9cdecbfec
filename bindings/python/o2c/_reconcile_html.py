"""A reconciliation as HTML tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ._figures import printable
from ._labels import Language, amount_text, check_language, date_text, text
from ._page import style_sheet
from ._statement_html import head_cell

if TYPE_CHECKING:
    from . import Money
    from ._reconcile import Reconciliation

Row = dict[str, Any]

_MOST_GROUPS = 1_000


def reconciliation_html(found: Reconciliation, *, lang: str = "en") -> str:
    """For each currency the balances by class, then the groups that differ, as a fragment with its
    own style."""
    language = check_language(lang)
    title = " · ".join(
        (
            text("reconciliation", language),
            text("as_of", language, date=date_text(found.as_of, language)),
        )
    )
    parts = [
        f"<h2>{escape(code)}</h2>{_balance_table(balance, language)}"
        for code, balance in found.balances.items()
    ]
    parts.append(_differences(found, language))
    parts += [
        _note(text("reconcile_unfinished", language, reference=reference))
        for reference in found.unfinished
    ]
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f"{_note(title)}{''.join(parts)}</div>"
    )


def _balance_table(balance: Row, lang: Language) -> str:
    ours, theirs = balance["ours"], balance["theirs"]
    rows = [_balance_row("opening", "", ours["opening"], theirs["opening"], lang, css="edge")]
    for name, total in balance["classes"].items():
        if total["groups"]:
            count = f"{total['groups']:,}"
            rows.append(
                _balance_row(f"reconcile_{name}", count, total["ours"], total["theirs"], lang)
            )
    if ours["unexplained"].minor or theirs["unexplained"].minor:
        rows.append(
            _balance_row(
                "reconcile_unexplained", "", ours["unexplained"], theirs["unexplained"], lang
            )
        )
    closing = _balance_row("closing", "", ours["closing"], theirs["closing"], lang)
    head = head_cell("reconcile_class", lang, is_amount=False) + "".join(
        head_cell(f"reconcile_{name}", lang, is_amount=True)
        for name in ("groups", "ours", "theirs", "difference")
    )
    return _table(head, f"<tbody>{''.join(rows)}</tbody><tfoot>{closing}</tfoot>")


def _balance_row(
    name: str, count: str, ours: Money, theirs: Money, lang: Language, *, css: str = ""
) -> str:
    mark = f' class="{css}"' if css else ""
    return (
        f'<tr{mark}><td>{escape(text(name, lang))}</td><td class="num">{count}</td>'
        f"{_amount(ours)}{_amount(theirs)}{_amount(ours - theirs)}</tr>"
    )


def _differences(found: Reconciliation, lang: Language) -> str:
    groups = found.first_differences(_MOST_GROUPS)
    if not groups:
        return _note(text("reconcile_no_difference", lang))
    columns = ("class", "reference", "date")
    head = "".join(head_cell(f"reconcile_{name}", lang, is_amount=False) for name in columns)
    head += head_cell("currency", lang, is_amount=False)
    head += "".join(
        head_cell(f"reconcile_{name}", lang, is_amount=True) for name in ("ours", "theirs")
    )
    body = "".join(_group(group, lang) for group in groups)
    left = found.groups - groups[-1]["group"] - 1
    note = text("first_rows", lang, count=f"{len(groups):,}", all=f"{len(groups) + left:,}")
    return _table(head, body) + (_note(note) if left else "")


def _group(group: Row, lang: Language) -> str:
    rows: list[str] = []
    for side in ("ours", "theirs"):
        for line in group[side]:
            cells = [_amount(line["amount"]), "<td></td>"]
            name = "" if rows else text(f"reconcile_{group['class']}", lang)
            rows.append(
                f"<tr><td>{escape(name)}</td>"
                f'<td class="wide">{escape(printable(line["reference"]))}</td>'
                f"<td>{line['date']}</td><td>{line['amount'].currency.code}</td>"
                f"{''.join(cells if side == 'ours' else reversed(cells))}</tr>"
            )
    return f"<tbody>{''.join(rows)}</tbody>"


def _table(head: str, body: str) -> str:
    return f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>{body}</table></div>'


def _note(sentence: str) -> str:
    return f'<div class="o2c-note">{escape(printable(sentence))}</div>'


def _amount(amount: Money) -> str:
    if not amount.minor:
        return '<td class="num">–</td>'
    css = "num neg" if amount.minor < 0 else "num"
    return f'<td class="{css}">{amount_text(amount.amount, amount.currency.digits)}</td>'
