"""Costs, quotations and profit as HTML tables for notebooks."""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape

from o2c import _core

from ._errors import Refusal
from ._figures import printable
from ._labels import Language, amount_text, check_language, heading, text
from ._page import style_sheet, whole_page
from ._statement_html import head_cell

_SHOWN_DIGITS = 4


def profit_html(profit: _core.OrderProfit, *, title: str = "", lang: str = "en") -> str:
    """A profit statement as an HTML fragment with its own style: a line for each kind, its share of
    the revenue beside it."""
    language = check_language(lang)
    revenue = profit.revenue
    rows = [
        _statement_row(f"profit_{line.kind.name}", line.amount, revenue, language)
        for line in profit.lines
    ]
    sums = [
        _statement_row(name, amount, revenue, language)
        for name, amount in (("profit_cost", profit.cost), ("profit", profit.profit))
    ]
    head = head_cell("profit_item", language, is_amount=False) + "".join(
        head_cell(name, language, is_amount=True) for name in ("amount", "share_of_revenue")
    )
    notes = []
    if profit.exchange_cost is not None:
        notes.append(f"{heading('exchange_cost', language)}: {rounded(profit.exchange_cost)}")
    name = title or text("profit_statement", language)
    return report([name, revenue.currency.code], table_of(head, rows, sums), notes)


def costs_html(costs: _core.UnitCosts, *, title: str = "", lang: str = "en") -> str:
    """What one unit costs as an HTML fragment with its own style: a row for each line, its share of
    the whole beside it."""
    language = check_language(lang)
    rows = [
        text_cells([line.name, heading(f"cost_{line.category.name}", language)])
        + number_cell(rounded(line.amount))
        + number_cell(share_text(line.amount, costs.total))
        for line in costs.lines
    ]
    total = text_cells([text("total", language), ""]) + number_cell(rounded(costs.total))
    total += number_cell(share_text(costs.total, costs.total))
    head = "".join(head_cell(name, language, is_amount=False) for name in ("cost_line", "category"))
    head += "".join(head_cell(name, language, is_amount=True) for name in ("amount", "share"))
    notes = []
    if costs.of_price != _core.Rate("0%"):
        notes.append(text("cost_of_price", language, rate=str(costs.of_price)))
    return report(
        [title or text("cost_sheet", language), quantity_text(costs.quantity)],
        table_of(head, rows, [total]),
        notes,
    )


def quotes_html(quotes: Iterable[_core.Quote], *, title: str = "", lang: str = "en") -> str:
    """Quotations side by side as an HTML fragment with its own style: a row for each quantity and
    currency, a column for each term, with what the price leaves."""
    language = check_language(lang)
    return _quotes_report(quotes, [title or text("quotation", language)], language)


def quotation_page(
    asked: _core.QuotationSheet,
    quotes: Sequence[_core.Quote],
    refusals: Sequence[Refusal],
    *,
    lang: str = "en",
) -> str:
    """The prices, why some may not be given as they are, and what one unit costs for each quantity,
    as a whole HTML page that needs nothing else."""
    language = check_language(lang)
    title = f"{text('quotation', language)} · {printable(asked.sheet.product)}"
    told = _paragraphs(refusal_text(each, language) for each in refusals)
    of_one = f"{text('cost_sheet', language)} · {asked.sheet.currency.code}"
    costs = "".join(
        costs_html(asked.sheet.costs(quantity), title=of_one, lang=language)
        for quantity in asked.quantities
    )
    return whole_page(
        title,
        f"""<header>
<h1>{escape(title)}</h1>
</header>
{_quotes_report(quotes, [], language)}
{told}
<div style="margin-top: 18px">{costs}</div>""",
        styles=("page.css",),
        lang=language,
    )


def products_page(
    quotes: Sequence[_core.Quote], refusals: Sequence[str], *, lang: str = "en"
) -> str:
    """The prices of many products, and why some may not be given as they are, as a whole HTML page
    that needs nothing else."""
    language = check_language(lang)
    title = text("quotation", language)
    told = _paragraphs(refusals)
    return whole_page(
        title,
        f"""<header>
<h1>{escape(title)}</h1>
</header>
{_quotes_report(quotes, [], language)}
{told}""",
        styles=("page.css",),
        lang=language,
    )


def _quotes_report(quotes: Iterable[_core.Quote], title: Sequence[str], lang: Language) -> str:
    every = list(quotes)
    terms = list(dict.fromkeys(str(quote.term) for quote in every))
    rows: dict[tuple[str, str, str], dict[str, _core.Quote]] = {}
    for quote in every:
        key = (quote.product, quantity_text(quote.quantity), quote.currency.code)
        rows.setdefault(key, {})[str(quote.term)] = quote
    head = "".join(
        head_cell(name, lang, is_amount=False) for name in ("product", "quantity", "currency")
    ) + "".join(f'<th scope="col" class="num">{escape(term)}</th>' for term in terms)
    body = [
        text_cells(key) + "".join(_quote_cell(of_term.get(term)) for term in terms)
        for key, of_term in rows.items()
    ]
    notes = [text("quote_below", lang)] if every else []
    until = {quote.valid_until for quote in every if quote.valid_until is not None}
    if until:
        notes.append(text("quote_valid", lang, date=str(min(until))))
    return report(title, table_of(head, body), notes)


def refusal_text(refusal: Refusal, lang: Language) -> str:
    """Why, and what would help."""
    if lang == "zh":
        return f"{refusal.zh}：{refusal.cure_zh}"
    return f"{refusal.en}: {refusal.cure_en}"


def _paragraphs(texts: Iterable[str]) -> str:
    """Each text once."""
    lines = "".join(
        f'<div class="o2c-note neg">{escape(printable(each))}</div>'
        for each in dict.fromkeys(texts)
    )
    return f'<div class="o2c-report">{lines}</div>'


def _quote_cell(quote: _core.Quote | None) -> str:
    if quote is None:
        return "<td></td>"
    left = percent(quote.profit_rate)
    negative = ' class="neg"' if left.startswith("-") else ""
    return f'<td class="num">{quote.price:,}<br><small{negative}>{left}</small></td>'


def _statement_row(name: str, amount: _core.Money, revenue: _core.Money, lang: Language) -> str:
    share = share_text(Fraction(amount.amount), Fraction(revenue.amount))
    shown = amount_text(amount.amount, amount.currency.digits)
    return text_cells([heading(name, lang)]) + number_cell(shown) + number_cell(share)


def quantity_text(quantity: _core.Quantity) -> str:
    return f"{quantity.value:,} {quantity.unit.code}"


def rounded(value: Fraction) -> str:
    """To four digits, half up; a figure of its own keeps all of it."""
    scaled = abs(value) * 10**_SHOWN_DIGITS
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    shown = decimal.Decimal(units).scaleb(-_SHOWN_DIGITS)
    return f"{-shown if value < 0 and units else shown:,}"


def percent(rate: Fraction) -> str:
    """A rate with two digits after the point, half up, as quote_table has it."""
    return _percentage(rate, 2)


def share_text(part: Fraction, whole: Fraction) -> str:
    """With one digit after the point, half up."""
    return _percentage(part / whole, 1) if whole else ""


def _percentage(rate: Fraction, digits: int) -> str:
    scaled = abs(rate) * 10 ** (2 + digits)
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    shown = decimal.Decimal(units).scaleb(-digits)
    return f"{-shown if rate < 0 and units else shown}%"


def text_cells(values: Sequence[str]) -> str:
    return "".join(f"<td>{escape(printable(value))}</td>" for value in values)


def number_cell(shown: str) -> str:
    negative = " neg" if shown.startswith("-") else ""
    return f'<td class="num{negative}">{escape(shown)}</td>'


def table_of(head: str, rows: Sequence[str], sums: Sequence[str] = ()) -> str:
    body, foot = ("".join(f"<tr>{row}</tr>" for row in each) for each in (rows, sums))
    return (
        f'<div class="o2c-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody>{f'<tfoot>{foot}</tfoot>' if foot else ''}</table></div>"
    )


def report(title: Iterable[str], table: str, notes: Sequence[str]) -> str:
    lines = "".join(f'<div class="o2c-note">{escape(printable(note))}</div>' for note in notes)
    shown = " · ".join(printable(part) for part in title)
    caption = f'<div class="o2c-note">{escape(shown)}</div>' if shown else ""
    return (
        f'<div class="o2c-report"><style>{style_sheet("report.css")}</style>'
        f"{caption}{table}{lines}</div>"
    )
