"""Figures of export, landed costs, variances and expenses as HTML tables for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from html import escape

from o2c import _core

from ._cost_html import number_cell, percent, report, rounded, table_of, text_cells
from ._figures import printable
from ._labels import Language, amount_text, check_language, heading, text
from ._statement_html import head_cell

_RATES = ("profit_loss_ratio",)


def figures_html(figures: _core.ExportFigures, *, lang: str = "en") -> str:
    """The figures of an offer as an HTML fragment with its own style."""
    language = check_language(lang)
    rows = []
    for name, value in figures.as_dict().items():
        if value is None:
            shown = "–"
        elif name in _RATES:
            shown = percent(value)
        else:
            shown = rounded(Fraction(value))
        rows.append(text_cells([heading(f"offer_{name}", language)]) + number_cell(shown))
    head = _head(("offer_figure",), ("amount",), language)
    notes = [text("offer_note", language)]
    return report([text("offer_figures", language)], table_of(head, rows), notes)


def landed_html(
    costs: Iterable[_core.LandedCost],
    charges: Iterable[_core.LandedCharge],
    *,
    title: str = "",
    lang: str = "en",
) -> str:
    """What lines have cost in the buyer's warehouse as an HTML fragment with its own style: a row
    for each line, a column for each charge that they share."""
    language = check_language(lang)
    lines = list(costs)
    rows = [
        text_cells([line.product])
        + "".join(_amount(each) for each in (line.value, *line.shares, line.duty, line.total))
        + number_cell(rounded(line.unit_cost))
        for line in lines
    ]
    total = []
    if lines:
        columns = zip(*((x.value, *x.shares, x.duty, x.total) for x in lines), strict=True)
        sums = "".join(_amount(sum(column[1:], column[0])) for column in columns)
        total = [f"{text_cells([text('total', language)])}{sums}<td></td>"]
    head = (
        _head(("product",), ("landed_value",), language)
        + _own_heads(charge.name for charge in charges)
        + _head((), ("landed_duty", "total", "landed_unit_cost"), language)
    )
    currency = [lines[0].value.currency.code] if lines else []
    table = table_of(head, rows, total)
    return report([title or text("landed_costs", language), *currency], table, [])


def variance_html(variance: _core.ProfitVariance, *, lang: str = "en") -> str:
    """Why a profit differs from the budget as an HTML fragment with its own style: a row for each
    cause, a column for each product."""
    language = check_language(lang)
    products = list(dict.fromkeys(line.product for line in variance.lines if line.product))
    of_line = {(line.cause, line.product): line.amount for line in variance.lines}
    rows = []
    for total in variance.by_cause():
        name = _core.cause_name(total.cause, language)
        cells = (of_line.get((total.cause, product)) for product in products)
        rows.append(
            text_cells([name[:1].upper() + name[1:]])
            + "".join(number_cell("" if cell is None else _signed(cell)) for cell in cells)
            + number_cell(_signed(total.amount))
        )
    difference = variance.actual - variance.budget
    empty = "<td></td>" * len(products)
    whole = f"{text_cells([text('total', language)])}{empty}{number_cell(_signed(difference))}"
    head = _head(("cause",), (), language) + _own_heads(products) + _head((), ("total",), language)
    notes = [
        f"{heading(name, language)}: {rounded(value)}"
        for name, value in (("budget", variance.budget), ("actual", variance.actual))
    ]
    return report([text("profit_variance", language)], table_of(head, rows, [whole]), notes)


def expenses_html(told: _core.ExpenseReport, *, lang: str = "en") -> str:
    """Budget against actual as an HTML fragment with its own style: a row for each limit, and one
    for each expense that no limit looks at."""
    language = check_language(lang)
    everybody, everything = text("everybody", language), text("every_category", language)
    rows = [
        text_cells(
            [str(use.limit.period), use.limit.person or everybody, use.limit.category or everything]
        )
        + "".join(_amount(each) for each in (use.limit.limit, use.spent, use.left))
        for use in told.limits
    ]
    rows += [
        text_cells([str(one.date), one.person, one.category])
        + number_cell(text("no_limit", language))
        + _amount(one.amount)
        + "<td></td>"
        for one in told.without_limit
    ]
    head = _head(
        ("period", "expense_person", "category"),
        ("expense_limit", "expense_spent", "expense_left"),
        language,
    )
    currency = {use.limit.limit.currency.code for use in told.limits}
    return report([text("selling_expenses", language), *sorted(currency)], table_of(head, rows), [])


def _head(texts: Iterable[str], amounts: Iterable[str], lang: Language) -> str:
    return "".join(head_cell(name, lang, is_amount=False) for name in texts) + "".join(
        head_cell(name, lang, is_amount=True) for name in amounts
    )


def _own_heads(names: Iterable[str]) -> str:
    """Of columns that are named by data."""
    return "".join(f'<th scope="col" class="num">{escape(printable(name))}</th>' for name in names)


def _amount(amount: _core.Money) -> str:
    return number_cell(amount_text(amount.amount, amount.currency.digits))


def _signed(value: Fraction) -> str:
    return f"+{rounded(value)}" if value > 0 else rounded(value)
