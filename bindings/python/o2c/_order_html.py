"""An order as an HTML fragment for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from o2c import _core
from o2c._figures import printable
from o2c._labels import Language, amount_text, check_language
from o2c._page import style_sheet

if TYPE_CHECKING:
    from o2c import Money, NextStep, OrderState
    from o2c._order_state import CancellationAccount


def order_html(order: OrderState, *, lang: str = "en", as_of: date | str | None = None) -> str:
    """Its stages side by side, its lines and its money, and, with ``as_of``, what comes next: what
    is late, by whom it is done, and what it still lacks."""
    language = check_language(lang)
    parts = [_head(order, language), _stages(order, language)]
    if order.lines:
        parts.append(_lines(order, language))
    if order.money:
        parts.append(_money(order, language))
    if order.cancellation is not None:
        parts.append(_cancellation(order.cancellation, language))
    if as_of is not None:
        parts.append(_steps(order.next_steps(as_of), language))
    style = "".join(map(style_sheet, ("report.css", "order.css")))
    return f'<div class="o2c-report o2c-order"><style>{style}</style>{"".join(parts)}</div>'


def _say(lang: Language, en: str, zh: str) -> str:
    return zh if lang == "zh" else en


def _text(value: object) -> str:
    return escape(printable(str(value)))


def _head(order: OrderState, lang: Language) -> str:
    facts = [order.party, order.salesperson]
    if order.contract is not None:
        facts += [order.contract.number, _amount(order.contract.amount, with_code=True)]
    note = " · ".join(_text(fact) for fact in facts if fact)
    title = _say(lang, "Order", "订单")
    return f'<h2>{title} {_text(order.number)}</h2><div class="o2c-note">{note}</div>'


def _stages(order: OrderState, lang: Language) -> str:
    chips = "".join(
        f'<li class="{stage.machine}">{_MACHINES[stage.machine][lang == "zh"]} '
        f"{stage.part or ''} <b>{escape(stage.label[lang == 'zh'])}</b></li>"
        for stage in order.stages
    )
    return f'<ul class="stages">{chips}</ul>'


def _amount(money: Money, *, with_code: bool = False) -> str:
    text = amount_text(money.amount, money.currency.digits)
    return f"{text} {money.currency.code}" if with_code else text


def _table(head: Iterable[tuple[str, bool]], rows: Iterable[Iterable[tuple[str, str]]]) -> str:
    """Columns with whether they are of numbers; cells with their classes, already escaped."""
    names = "".join(
        f'<th scope="col" class="{"num" if is_number else ""}">{escape(name)}</th>'
        for name, is_number in head
    )
    body = "".join(
        "<tr>" + "".join(f'<td class="{css}">{cell}</td>' for cell, css in row) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{names}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _lines(order: OrderState, lang: Language) -> str:
    names = _say(
        lang,
        "line|product|ordered|made|passed|shipped|unit",
        "行|品名|合同数量|已完成|合格|已出运|单位",
    ).split("|")
    head = [(name, 2 <= place <= 5) for place, name in enumerate(names)]
    rows = (
        [
            (str(line.line), ""),
            (_text(line.product), "wide"),
            *((f"{amount:,}", "num") for amount in (line.ordered, line.made, line.passed)),
            (f"{line.shipped:,}" + (" ■" if line.closed_short else ""), "num"),
            (_text(line.unit), ""),
        ]
        for line in order.lines
    )
    note = _say(lang, "■ the rest will not be shipped", "■ 余量不再出运")
    is_short = any(line.closed_short for line in order.lines)
    return _table(head, rows) + (f'<div class="o2c-note">{note}</div>' if is_short else "")


def _money(order: OrderState, lang: Language) -> str:
    still_open = "未付" if order.profile == "import" else "未收"
    names = _say(
        lang, "shipment|currency|invoiced|settled|open", f"批次|币种|已开票|已结|{still_open}"
    )
    head = [(name, place > 1) for place, name in enumerate(names.split("|"))]
    rows = (
        [
            (str(row.shipment), ""),
            (_text(row.open.currency.code), ""),
            (_amount(row.invoiced), "num"),
            (_amount(row.settled), "num"),
            (_amount(row.open), "num neg" if row.open.amount < 0 else "num"),
        ]
        for row in order.money
    )
    return _table(head, rows)


def _cancellation(account: CancellationAccount, lang: Language) -> str:
    names = _say(
        lang,
        "paid in advance|earnest money|forfeited|due besides|kept|to be handed back|handed back"
        "|still to come",
        "预付款|其中定金|不予返还|双倍返还增加|协议扣留|应退还|已退还|尚待退还",
    )
    head = [(_say(lang, "cancelled", "解约清算"), False), (account.received.currency.code, True)]
    rows = (
        [(name, ""), (_amount(amount), "num")]
        for name, amount in zip(names.split("|"), account, strict=True)
        if amount.amount or name == names.split("|")[-1]
    )
    return _table(head, rows)


def _steps(steps: Iterable[NextStep], lang: Language) -> str:
    at = lang == "zh"
    names = _say(
        lang, "next step|part|by|due|late (days)|lacks", "下一步|序号|办理人|期限|逾期天数|尚缺"
    )
    head = [(name, place == 4) for place, name in enumerate(names.split("|"))]
    rows = (
        [
            (escape(step.label[at]), ""),
            (str(step.part or ""), ""),
            (escape(", ".join(_core._role_label(role)[at] for role in step.by)), ""),
            (str(step.due_on or ""), ""),
            (str(step.days_late or ""), "num late"),
            ("<br>".join(_text(refusal[1 + at]) for refusal in step.lacks), "wide"),
        ]
        for step in steps
    )
    return _table(head, rows)


_MACHINES = {
    "deal": ("deal", "业务"),
    "amendment": ("amendment", "变更"),
    "sample": ("sample", "样品"),
    "security": ("security", "付款保障"),
    "production": ("production", "生产"),
    "shipment": ("shipment", "出运"),
    "settlement": ("settlement", "结算"),
    "after_sales": ("complaint", "投诉"),
    "review": ("review", "效益与提成"),
}
