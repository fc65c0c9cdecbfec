"""Measures and provisions as HTML tables for notebooks; the standard library is enough."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any, get_args

from o2c import _core
from o2c._labels import Language, amount_text, check_language, heading, text
from o2c._measures import PeriodMeasure

if TYPE_CHECKING:
    from o2c._measures import MeasuresResult
    from o2c._provision import ProvisionResult

_STYLE = """\
.o2c-measures{font-family:system-ui,sans-serif;font-size:13px;line-height:1.4;overflow-x:auto}
.o2c-measures table{border-collapse:collapse;font-variant-numeric:tabular-nums;color:inherit}
.o2c-measures th,.o2c-measures td{padding:3px 9px;border:0;text-align:right;white-space:nowrap;\
background:none}
.o2c-measures .key{text-align:left;font-weight:400}
.o2c-measures thead th{font-weight:600;border-bottom:1px solid rgba(128,128,128,.6)}
.o2c-measures tfoot td,.o2c-measures tfoot th{font-weight:600;\
border-top:1px solid rgba(128,128,128,.6)}
.o2c-measures caption{text-align:left;opacity:.75;padding:2px 0}
.o2c-measures .none{color:rgba(128,128,128,.9)}
"""
_FIGURES = ("sales", "closing", "overdue")
_HEADINGS = {"sales": "credit_sales"}  # in other tables a user's column may be called so
_MEASURES = get_args(PeriodMeasure)
_SHARES = ("collection_effectiveness", "overdue_share")
_MOST_ROWS = 120


def measures_html(result: MeasuresResult, lang: str = "en") -> str:
    """The rows as a table; an undefined measure says why on hovering. Data is escaped."""
    language = check_language(lang)
    keys = [*result.keys, "currency", "period"]
    rows = result.rows
    body = []
    for row in rows[:_MOST_ROWS]:
        cells = [_key(row[name]) for name in keys]
        cells += [_amount(row[name]) for name in _FIGURES]
        cells += [_measure(name, row[name], result.digits, language) for name in _MEASURES]
        body.append(f"<tr>{''.join(cells)}</tr>")
    caption = text("measures", language)
    if len(rows) > _MOST_ROWS:
        caption += (
            f" · {text('first_rows', language, count=f'{_MOST_ROWS:,}', all=f'{len(rows):,}')}"
        )
    return _page(keys, [*_FIGURES, *_MEASURES], body, [], caption, language)


def provision_html(result: ProvisionResult, lang: str = "en") -> str:
    """For each currency the buckets with their exposure, rate and provision. Data is escaped."""
    language = check_language(lang)
    body, foot = [], []
    for totals in result.totals:
        for place, name in enumerate(result.columns):
            rate = result.matrix.disputed_rate
            if place < len(result.matrix.rates):
                rate = result.matrix.rate(place)
            exposure, provision = totals["exposures"][name], totals["provisions"][name]
            if result.matrix.specific and exposure.minor:  # of all parties, also those
                rate = Fraction(provision.minor, exposure.minor)
            shown = (
                "" if rate is None else f"{_core.round_to(rate * 100, '0.01', rounding='half_up')}%"
            )
            body.append(
                f"<tr>{_key(totals['currency'])}{_key(heading(name, language))}"
                f"{_amount(exposure)}<td>{shown}</td>"
                f"{_amount(provision)}</tr>"
            )
        foot.append(
            f"<tr>{_key(totals['currency'])}{_key(text('total', language))}"
            f"{_amount(totals['exposure'])}<td></td>{_amount(totals['provision'])}</tr>"
        )
    caption = text("provision_title", language)
    names = ["exposure", "loss_rate", "provision"]
    return _page(["currency", "bucket"], names, body, foot, caption, language)


def _page(
    keys: Sequence[str],
    names: Sequence[str],
    body: Sequence[str],
    foot: Sequence[str],
    caption: str,
    lang: Language,
) -> str:
    head = "".join(
        f'<th scope="col" class="key">{escape(heading(name, lang))}</th>' for name in keys
    ) + "".join(
        f'<th scope="col">{escape(heading(_HEADINGS.get(name, name), lang))}</th>' for name in names
    )
    return (
        f'<div class="o2c-measures"><style>{_STYLE}</style><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody><tfoot>{''.join(foot)}</tfoot></table></div>"
    )


def _key(value: Any) -> str:
    return f'<th scope="row" class="key">{escape("" if value is None else str(value))}</th>'


def _amount(money: _core.Money) -> str:
    return f"<td>{amount_text(money.amount, money.currency.digits)}</td>"


def _measure(name: str, measure: _core.Measure, digits: int, lang: Language) -> str:
    shown: Decimal | None
    if name in _SHARES and measure.value is not None:
        shown = _core.Measure(measure.value * 100).round(digits, rounding="half_up")
        return f"<td>{shown:,}%</td>"
    shown = measure.round(digits, rounding="half_up")
    if shown is None:
        return f'<td class="none" title="{escape(measure.reason(lang) or "")}">–</td>'
    return f"<td>{shown:,}</td>"
