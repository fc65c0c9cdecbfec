"""An aging as a table in the terminal, with rich; aligned plain text where it is piped."""

from __future__ import annotations

import dataclasses
import decimal
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from ._figures import (
    Row,
    caption,
    digits_needed,
    key_text,
    printable,
    rows_left_note,
    shown_rows,
    total,
)
from ._labels import Language, amount_text, check_language, date_text, heading, text

if TYPE_CHECKING:
    from ._aging import AgingExplanation, AgingResult

# What is tried in turn to fit a narrow terminal: decimals as needed or none, the width that keys
# are cut to, blanks between columns. A short name is a lesser loss than an amount without cents,
# down to twenty letters.
_FITS = (
    (None, 28, 2),
    (None, 20, 2),
    (None, 20, 1),
    (0, 28, 2),
    (0, 20, 2),
    (0, 20, 1),
    (0, 12, 1),
)

# The ground of a terminal is unknown: only the basic colours, which its owner has chosen.
_OVERDUE_STYLES = ("yellow", "yellow", "red", "bold red")


@dataclasses.dataclass(frozen=True)
class _Line:
    """A row of the table as text, before it is known how wide it makes the table."""

    keys: list[str]
    currency: str
    amounts: list[str]
    styles: list[str]
    is_total: bool
    ends_section: bool


@dataclasses.dataclass(frozen=True)
class _Layout:
    """The lines, with their keys cut to `key_width`, and `gap` blanks between columns."""

    lines: list[_Line]
    key_width: int
    gap: int
    is_rounded: bool


def print_aging(result: AgingResult, console: Console, *, lang: str = "en", top: int = 20) -> None:
    """Prints the `top` largest rows by total, and the totals of each currency. Where the terminal
    is too narrow, amounts are shown in whole units and a line says so; none is ever cut."""
    language = check_language(lang)
    title = caption(result, language)
    if len(result.totals) == 1:
        title += f" · {result.totals[0]['currency']}"
    console.print(Text(title, style="bold"), soft_wrap=True)
    if not result.totals:
        console.print(text("no_rows", language))
        return
    rows = shown_rows(result, top)
    layout = _layout(result, rows, console.width if console.is_terminal else None, language)
    # Soft-wrapped: wider than the terminal is better than an amount with its end cut off.
    console.print(_table(result, layout, language), soft_wrap=True)
    notes = [rows_left_note(result, rows, language)]
    if layout.is_rounded:
        notes.append(text("whole_units", language))
    for note in filter(None, notes):
        console.print(Text(note, style="dim"), soft_wrap=True)


def print_explanation(
    explanation: AgingExplanation, result: AgingResult, console: Console, *, lang: str = "en"
) -> None:
    """Prints the items behind a row, and what they add up to in each currency."""
    language = check_language(lang)
    disputed = ["disputed"] if "disputed" in result.measures else []
    names = ["document", result.by, "days", "amount", *disputed, "currency"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in names:
        is_number = name in ("days", "amount", "disputed")
        table.add_column(
            heading(name, language), no_wrap=True, justify="right" if is_number else "left"
        )
    items = explanation.items
    for currency in sorted({item["currency"] for item in items}):
        of_currency = [item for item in items if item["currency"] == currency]
        digits = digits_needed(currency, of_currency, ["amount", *disputed])
        for item in of_currency:
            day, amount = item[result.by], amount_text(item["amount"], digits)
            table.add_row(
                Text(printable(item["document"])),
                "-" if day is None else day.isoformat(),
                "-" if day is None else str(item["days"]),
                Text(amount, style="cyan" if item["amount"] < 0 else ""),
                *(Text(_shown(item[name], digits), style="magenta") for name in disputed),
                currency,
            )
        table.add_section()
        sums = [
            amount_text(total(item[name] for item in of_currency), digits)
            for name in ("amount", *disputed)
        ]
        table.add_row(
            text("total", language), "", "", *sums, currency, style="bold", end_section=True
        )
    keys = " · ".join(key_text(key) for key in explanation.keys)
    title = f"{keys} · {text('as_of', language, date=date_text(result.as_of, language))}"
    console.print(Text(title, style="bold"), soft_wrap=True)
    console.print(table, soft_wrap=True)


def _layout(
    result: AgingResult, rows: dict[str, Sequence[Row]], room: int | None, lang: Language
) -> _Layout:
    """The first that fits in `room` columns (None: any number), or the narrowest."""
    exact = _lines(result, rows, None, lang)
    longest = max((cell_len(key) for line in exact for key in line.keys), default=0)
    layout = _Layout(exact, longest, 2, is_rounded=False)
    if room is None:
        return layout
    for digits, key_width, gap in _FITS:
        if _width(result, layout, lang) <= room:
            break
        lines = _lines(result, rows, digits, lang)
        is_rounded = any(a.amounts != b.amounts for a, b in zip(exact, lines, strict=True))
        layout = _Layout(lines, key_width, gap, is_rounded)
    return layout


def _lines(
    result: AgingResult, rows: dict[str, Sequence[Row]], digits: int | None, lang: Language
) -> list[_Line]:
    """The rows of each currency and its totals, with `digits` decimals or all that are needed."""
    one_currency = len(result.totals) == 1
    lines = []
    for totals in result.totals:
        code = totals["currency"]
        places = digits
        if places is None:
            places = digits_needed(code, [*rows[code], totals], result.measures)
        for row in [*rows[code], totals]:
            is_total = row is totals
            keys = [key_text(row[name]) for name in result.group_by if not is_total]
            if is_total and result.group_by:
                keys = [text("total", lang), *[""] * (len(result.group_by) - 1)]
            lines.append(
                _Line(
                    keys,
                    "" if one_currency else code,
                    [_shown(row[name], places) for name in result.measures],
                    [_style(result, place, row) for place in range(len(result.measures))],
                    is_total,
                    ends_section=bool(rows[code]) and (is_total or row is rows[code][-1]),
                )
            )
    return lines


def _shown(amount: decimal.Decimal, digits: int) -> str:
    return amount_text(amount, digits) if amount else "-"


def _style(result: AgingResult, place: int, row: Row) -> str:
    name = result.measures[place]
    if not row[name]:
        return "dim"
    if name in ("credits", "unapplied"):
        return "cyan"
    if name == "disputed":
        return "magenta"
    if row[name] < 0:
        return "red"
    overdue = len(result.bucket_labels) - 1
    if 1 <= place <= overdue:
        return _OVERDUE_STYLES[(place - 1) * len(_OVERDUE_STYLES) // overdue]
    return "dim" if name == "deposits" else ""


def _width(result: AgingResult, layout: _Layout, lang: Language) -> int:
    columns = _columns(result, layout, lang)
    return sum(width for _, width, _ in columns) + layout.gap * len(columns) + 1


def _columns(
    result: AgingResult, layout: _Layout, lang: Language
) -> list[tuple[str, int, list[str]]]:
    """Heading, width and cells of each column: keys, the currency if there are several, amounts."""
    lines = layout.lines
    cells = [[line.keys[i] for line in lines] for i in range(len(result.group_by))]
    names = [*result.group_by]
    if len(result.totals) > 1:
        names.append("currency")
        cells.append([line.currency for line in lines])
    names += result.measures
    cells += [[line.amounts[i] for line in lines] for i in range(len(result.measures))]
    columns = []
    for place, (name, column) in enumerate(zip(names, cells, strict=True)):
        head = heading(name, lang)
        width = max(cell_len(cell) for cell in (head, *column))
        if place < len(result.group_by):
            width = min(width, max(layout.key_width, cell_len(head)))
        columns.append((head, width, column))
    return columns


def _table(result: AgingResult, layout: _Layout, lang: Language) -> Table:
    columns = _columns(result, layout, lang)
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, layout.gap - 1, 0, 0),
        width=_width(result, layout, lang),
    )
    first_amount = len(columns) - len(result.measures)
    for place, (head, width, _) in enumerate(columns):
        justify: JustifyMethod = "right" if place >= first_amount else "left"
        table.add_column(head, width=width, no_wrap=True, overflow="ellipsis", justify=justify)
    for place, line in enumerate(layout.lines):
        # Text, because a name from the data must not be read as rich's markup.
        names = [Text(column[place]) for _, _, column in columns[:first_amount]]
        amounts = [Text(a, style=s) for a, s in zip(line.amounts, line.styles, strict=True)]
        style = "bold" if line.is_total else None
        table.add_row(*names, *amounts, style=style, end_section=line.ends_section)
    return table
