"""`o2c terms TERMS AMOUNT [DATE]`: when terms of payment make how much due."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._csv_table import read_date
from ._errors import InvalidArgument
from ._labels import Language, heading, text

if TYPE_CHECKING:
    from . import Derivation, Installment, PaymentTerms


class Lang(enum.StrEnum):
    """The language of headings."""

    EN = "en"
    ZH = "zh"


def _event(help_text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="DATE", help=help_text)
    return option


def terms(
    terms: Annotated[
        str, typer.Argument(metavar="TERMS", help='As in "2/10 net 30" or "月结30天".')
    ],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help='As in "1000 USD".')],
    date: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATE]",
            help="Of the event that the terms count from; if there are several, of the invoice.",
        ),
    ] = None,
    order: Annotated[str | None, _event("The order is confirmed.")] = None,
    contract: Annotated[str | None, _event("The contract is signed.")] = None,
    invoice: Annotated[str | None, _event("The invoice is dated.")] = None,
    documents_sent: Annotated[str | None, _event("The copy of the B/L is sent.")] = None,
    bl: Annotated[str | None, _event("Shipment: the date of the B/L.")] = None,
    delivery: Annotated[str | None, _event("The goods are delivered.")] = None,
    acceptance: Annotated[str | None, _event("The buyer accepts the goods.")] = None,
    presentation: Annotated[str | None, _event("The documents are presented to the bank.")] = None,
    sight: Annotated[str | None, _event("The drawee receives the draft.")] = None,
    draft_acceptance: Annotated[str | None, _event("The drawee accepts the draft.")] = None,
    calendar: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Rolls dates to business days (docs/calendar-format)."),
    ] = None,
    net_total: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="Before tax, for discounts before tax.")
    ] = None,
    second_total: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="The same in a second currency.")
    ] = None,
    cash_step: Annotated[
        str | None, typer.Option(metavar="STEP", help="Amounts in multiples of it: 0.05.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each came about.")] = False,
    lang: Annotated[Lang, typer.Option(help="The language of headings.")] = Lang.EN,
) -> None:
    """When terms of payment make how much due."""
    import o2c

    read = o2c.PaymentTerms.parse(terms)
    given = {
        "order": order,
        "contract": contract,
        "invoice": invoice,
        "documents_sent": documents_sent,
        "bl": bl,
        "delivery": delivery,
        "acceptance": acceptance,
        "presentation": presentation,
        "sight": sight,
        "draft_acceptance": draft_acceptance,
    }
    events: dict[str, Any] = {
        name: _date(f"--{name.replace('_', '-')}", value) for name, value in given.items() if value
    }
    if date is not None:
        events[_event_of(read, events)] = _date("DATE", date)
    if calendar is None and any(
        step.kind == "business_days" and term.anchor.name in events
        for term in read.installments
        for step in (*term.steps, *(step for tier in term.discounts for step in tier.steps))
    ):
        raise InvalidArgument(f"{read} counts business days: expected --calendar FILE")
    why = o2c.Derivation()
    schedule = read.schedule(
        amount,
        **events,
        calendar=o2c.Calendar.load(calendar) if calendar else None,
        cash_step=cash_step,
        net_total=net_total,
        second_total=second_total,
        trace=why,
    )
    _print(read, schedule, why if explain else None, lang.value)


def _event_of(read: PaymentTerms, events: Mapping[str, object]) -> str:
    """The event that DATE is of. What it cannot be of is said, rather than left aside."""
    anchors = list(dict.fromkeys(term.anchor.name for term in read.installments))
    event = anchors[0] if len(anchors) == 1 else "invoice"
    if event not in anchors or event in events:
        options = " ".join(f"--{name.replace('_', '-')} DATE" for name in anchors)
        raise InvalidArgument(f"DATE: expected the dates of the events by their names: {options}")
    return event


def _date(name: str, value: str) -> datetime.date:
    if date := read_date(value):
        return date
    raise InvalidArgument(f'{name} "{value}": expected a date YYYY-MM-DD')


def _print(
    read: PaymentTerms, schedule: list[Installment], why: Derivation | None, lang: Language
) -> None:
    console = Console()
    console.print(Text(str(read), style="bold"), soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(heading("instalment", lang), no_wrap=True, justify="right")
    table.add_column(heading("due_date", lang), no_wrap=True)
    for name in ("amount", *(["second_amount"] if schedule[0].second_amount is not None else [])):
        table.add_column(heading(name, lang), no_wrap=True, justify="right")
    if any(part.discounts for part in schedule):
        table.add_column(heading("discount", lang))
    for part in schedule:
        due = str(
            part.due_date or text("pending", lang, event=text(f"event_{part.anchor.name}", lang))
        )
        cells = [str(part.number), due, f"{part.amount:,}"]
        if part.second_amount is not None:
            cells.append(f"{part.second_amount:,}")
        cells.append(
            "\n".join(
                text("until", lang, amount=f"{offer.discount:,}", date=str(offer.last_day))
                for offer in part.discounts
            )
        )
        table.add_row(*cells[: len(table.columns)])
    console.print(table, soft_wrap=True)
    if why is not None:
        console.print(Text(why.to_text(lang)), soft_wrap=True)
