"""An aging as HTML: a table for notebooks, and a page that stands alone.

The table needs the standard library only, because `_repr_html_` calls it; the page is filled into
`templates/aging.html.jinja`, and so needs jinja2.
"""

from __future__ import annotations

import decimal
import importlib.resources
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from . import _charts
from ._figures import (
    APART,
    Row,
    caption,
    digits_needed,
    key_text,
    rows_left_note,
    shown_rows,
)
from ._labels import (
    Language,
    amount_text,
    check_language,
    date_text,
    heading,
    text,
)
from ._palette import apart_colour, bucket_colours

if TYPE_CHECKING:
    from ._aging import AgingResult

# Notebooks are light or dark without telling us, so borders and tints are half-transparent.
_NOTEBOOK_STYLE = """\
.o2c-aging{font-family:system-ui,sans-serif;font-size:13px;line-height:1.4}
.o2c-aging .o2c-scroll{overflow-x:auto}
.o2c-aging table{border-collapse:collapse;margin:4px 0;font-size:inherit;color:inherit;\
font-variant-numeric:tabular-nums}
.o2c-aging th,.o2c-aging td{padding:3px 9px;border:0;text-align:left;white-space:nowrap;\
background:none}
.o2c-aging .key{font-weight:400;max-width:22em;overflow:hidden;text-overflow:ellipsis}
.o2c-aging .num{text-align:right}
.o2c-aging thead th{font-weight:600;border-bottom:1px solid rgba(128,128,128,.6)}
.o2c-aging thead .span{text-align:center;font-weight:400;opacity:.75;\
border-bottom:1px solid rgba(128,128,128,.3)}
.o2c-aging thead tr.over th{border-bottom:0;padding-bottom:0}
.o2c-aging thead tr.over th.span{border-bottom:1px solid rgba(128,128,128,.3)}
.o2c-aging tbody tr:hover{background:rgba(128,128,128,.1)}
.o2c-aging tbody+tbody tr:first-child>*{border-top:1px solid rgba(128,128,128,.35)}
.o2c-aging tfoot td,.o2c-aging tfoot th{font-weight:600}
.o2c-aging tfoot tr:first-child>*{border-top:1px solid rgba(128,128,128,.6)}
.o2c-aging .apart{border-left:1px solid rgba(128,128,128,.35)}
.o2c-aging .outside{border-left:3px double rgba(128,128,128,.6);font-style:italic}
.o2c-aging .zero{color:rgba(128,128,128,.7)}
.o2c-aging .neg{color:#c0392b}
.o2c-aging .o2c-note{margin:2px 0;opacity:.75}
"""


def aging_html(
    result: AgingResult, *, lang: str = "en", max_rows: int = 50, title: str | None = None
) -> str:
    """The aging as an HTML fragment with its own style, for notebooks: the largest `max_rows` rows
    by total, the totals of each currency in the foot. Whatever comes from the data is escaped."""
    language = check_language(lang)
    rows = shown_rows(result, max_rows)
    parts = [f'<div class="o2c-aging"><style>{_NOTEBOOK_STYLE}{_notebook_colours(result)}</style>']
    parts.append(f'<div class="o2c-note">{escape(title or caption(result, language))}</div>')
    parts.append(f'<div class="o2c-scroll">{_table(result, rows, language)}</div>')
    if note := rows_left_note(result, rows, language):
        parts.append(f'<div class="o2c-note">{escape(note)}</div>')
    parts.append("</div>")
    return "".join(parts)


def aging_page(
    result: AgingResult, *, lang: str = "en", max_rows: int = 500, title: str | None = None
) -> str:
    """The aging as a whole HTML page that needs nothing else: headline figures, the profile and
    the largest balances as pictures, and the table. Throws ImportError when jinja2 is absent."""
    try:
        import jinja2
    except ImportError as missing:
        raise ImportError('aging_page needs jinja2: pip install "o2c[cli]"') from missing
    language = check_language(lang)
    rows = shown_rows(result, max_rows)
    folder = importlib.resources.files(__package__) / "templates"
    page = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        (folder / "aging.html.jinja").read_text(encoding="utf-8")
    )
    return page.render(
        lang="zh-CN" if language == "zh" else "en",
        title=title or text("aging", language),
        subtitle=caption(result, language, with_title=False),
        style="".join(
            (folder / name).read_text(encoding="utf-8") for name in ("page.css", "aging.css")
        ),
        colours=_charts.colour_rules(result),
        currencies=[_charts.currency_section(result, totals, language) for totals in result.totals],
        legend=_charts.legend(result, language),
        tints={f"b{place}": strength for place, strength in _tint_strengths(result)},
        t=lambda key: text(key, language),
        table=_table(result, rows, language),
        more=rows_left_note(result, rows, language),
        notes=_notes(result, language),
    )


def _table(result: AgingResult, rows: dict[str, Sequence[Row]], lang: Language) -> str:
    if not result.totals:
        return f"<p>{escape(text('no_rows', lang))}</p>"
    parts = ["<table>", _head(result, lang)]
    feet = []
    for totals in result.totals:
        currency = totals["currency"]
        digits = digits_needed(currency, [*rows[currency], totals], result.measures)
        if rows[currency]:
            parts.append("<tbody>")
            parts.extend(_body_row(result, row, digits) for row in rows[currency])
            parts.append("</tbody>")
        feet.append(_foot_row(result, totals, digits, lang))
    return "".join([*parts, "<tfoot>", *feet, "</tfoot></table>"])


def _head(result: AgingResult, lang: Language) -> str:
    """Two lines: the overdue buckets stand under one common heading."""
    overdue = result.bucket_labels[1:]
    over, under = [], []
    for name in (*result.group_by, "currency"):
        over.append("<th></th>")
        under.append(f'<th scope="col">{escape(heading(name, lang))}</th>')
    for measure, css in _columns(result):
        if overdue and measure == overdue[0]:
            key = "days_past_due" if result.by == "due_date" else "days_since_invoice"
            over.append(f'<th class="span" colspan="{len(overdue)}">{escape(text(key, lang))}</th>')
        elif measure not in overdue:
            over.append(f'<th class="{css}"></th>')
        under.append(f'<th scope="col" class="{css}">{escape(heading(measure, lang))}</th>')
    return f'<thead><tr class="over">{"".join(over)}</tr><tr>{"".join(under)}</tr></thead>'


def _columns(result: AgingResult) -> Iterator[tuple[str, str]]:
    """Each measure with the classes of its cells."""
    for place, measure in enumerate(result.measures):
        if place < len(result.bucket_labels):
            yield measure, f"num b{place}"
        elif measure == "deposits":
            yield measure, "num outside"
        else:
            first_apart = measure in APART and result.measures[place - 1] in result.bucket_labels
            apart = first_apart or measure == "total"
            yield measure, f"num {measure}{' apart' if apart else ''}"


def _body_row(result: AgingResult, row: Row, digits: int) -> str:
    keys = "".join(_key_cell(key_text(row[name])) for name in result.group_by)
    return f"<tr>{keys}<td>{escape(row['currency'])}</td>{_amounts(result, row, digits)}</tr>"


def _key_cell(text: str) -> str:
    """A name that is too long for its column is shown in full on demand."""
    return f'<th scope="row" class="key" title="{escape(text)}">{escape(text)}</th>'


def _foot_row(result: AgingResult, totals: Row, digits: int, lang: Language) -> str:
    span = len(result.group_by)
    name = f'<th colspan="{span}">{escape(text("total", lang))}</th>' if span else ""
    currency = escape(totals["currency"])
    return f"<tr>{name}<td>{currency}</td>{_amounts(result, totals, digits)}</tr>"


def _amounts(result: AgingResult, row: Row, digits: int) -> str:
    return "".join(_cell(row[measure], css, digits) for measure, css in _columns(result))


def _cell(amount: decimal.Decimal, css: str, digits: int) -> str:
    if not amount:
        return f'<td class="{css} zero">–</td>'
    if amount < 0:
        css += " neg"
    return f'<td class="{css}">{amount_text(amount, digits)}</td>'


def _tint_strengths(result: AgingResult) -> Iterator[tuple[int, int]]:
    """The overdue buckets, and how much of its colour (percent) the ground of each takes on."""
    last = len(result.bucket_labels) - 1
    for place in range(1, last + 1):
        yield place, 10 + 12 * place // last


def _notebook_colours(result: AgingResult) -> str:
    colours = bucket_colours(len(result.bucket_labels))
    rules = []
    for place, strength in _tint_strengths(result):
        red, green, blue = (int(colours[place][i : i + 2], 16) for i in (1, 3, 5))
        rules.append(
            f".o2c-aging td.b{place}{{background:rgba({red},{green},{blue},.{strength:02d})}}\n"
        )
    for name in ("credits", "unapplied"):
        rules.append(f".o2c-aging td.{name}.neg{{color:{apart_colour('credits')}}}\n")
    return "".join(rules)


def _notes(result: AgingResult, lang: Language) -> list[str]:
    date = date_text(result.as_of, lang)
    notes = [text("note_future", lang, date=date)]
    if result.by == "due_date":
        notes = [text("note_not_due", lang, date=date), text("note_share", lang)]
    notes += [text(f"note_{name}", lang) for name in ("disputed", "credits", "unapplied")
              if name in result.measures]  # fmt: skip
    total = "note_total" if "credits" in result.measures else "note_total_netted"
    disputed = text("and_disputed", lang) if "disputed" in result.measures else ""
    notes.append(text(total, lang, disputed=disputed))
    if "deposits" in result.measures:
        notes.append(text("note_deposits", lang))
    return notes
