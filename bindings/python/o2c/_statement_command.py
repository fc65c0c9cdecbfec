"""`o2c statement INVOICES --receipts R --applications A --party P --from D --to D`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from ._errors import BadTable, InvalidArgument
from ._figures import printable
from ._file_options import (
    check_amounts,
    column_names,
    columns_of,
    faults_in_files,
    progress,
    stated_date,
    stated_moment,
)
from ._labels import Language, amount_text, date_text, heading, text
from ._read import LEDGER_COLUMNS, FileTable, file_table
from ._statement_html import entry_text
from ._terms_command import Lang
from ._write import write_page

if TYPE_CHECKING:
    from . import Money, PartyStatement

_WIDEST = 10_000
_NEEDED = {
    "invoices": ("party", "document", "invoice_date", "due_date", "amount"),
    "receipts": ("party", "receipt", "date", "amount"),
    "applications": ("receipt", "document", "date", "amount"),
}


def statement(
    invoices: Annotated[
        Path, typer.Argument(metavar="INVOICES", help="Invoices and credit notes: CSV or Parquet.")
    ],
    party: Annotated[str, typer.Option(metavar="PARTY", help="Whose statement.")],
    from_date: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day, YYYY-MM-DD.")
    ],
    to_date: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The last day, included, YYYY-MM-DD.")
    ],
    receipts: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Receipts: what customers paid.")
    ] = None,
    applications: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Which receipt settled which invoice.")
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="Only rows recorded by then: 2026-11-01T08:00:00Z."),
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of tables that have no such column.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="NAME=COLUMN,...",
            help="What standard columns are called in the files: due=DueDate,amount=Total.",
        ),
    ] = None,
    date_format: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="How dates are written in CSV files: %m/%d/%Y."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of CSV files.")] = "utf-8",
    amount_digits: Annotated[
        int | None,
        typer.Option(help="Decimals of Parquet amounts that are floats or integers: 2 for cents."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="The language of the statement.")] = Lang.EN,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write .html instead of the table.")
    ] = None,
) -> None:
    """What a party was charged and paid in a period, and what it owes."""
    if out is not None and out.suffix.lower() != ".html":
        raise InvalidArgument(f'"{out}": expected a file name that ends in .html')
    first, last = stated_date("--from", from_date), stated_date("--to", to_date)
    moment = stated_moment("--known-at", known_at)
    names = column_names(columns)
    paths = {"invoices": invoices, "receipts": receipts, "applications": applications}
    tables = {
        name: file_table(
            path,
            name,
            names=names,
            group_by=LEDGER_COLUMNS[name],
            date_format=date_format,
            encoding=encoding,
        )
        for name, path in paths.items()
        if path is not None
    }
    _check_columns(tables, names)
    check_amounts(tables, amount_digits)

    import o2c

    options: dict[str, Any] = {"currency": currency, "amount_digits": amount_digits}
    with faults_in_files(tables), progress(tables.values(), lang.value):
        ledger = o2c.Ledger.from_tables(
            invoices=tables["invoices"],
            receipts=tables.get("receipts"),
            applications=tables.get("applications"),
            **options,
        )
    told = ledger.statement(party, from_date=first, to_date=last, known_at=moment)
    if out is None:
        print_statement(told, Console(), lang.value)
        return
    write_page(told.to_html(lang.value), out)
    print(text("wrote", lang.value, path=str(out)), file=sys.stderr)


def _check_columns(tables: Mapping[str, FileTable], names: Mapping[str, str]) -> None:
    """So that a missing column is told with the file's own names, and how to state another."""
    for standard, name in names.items():
        if not any(name in table.names for table in tables.values()):
            raise BadTable(f"--columns {standard}={name}: no such column; {columns_of(tables)}")
    for kind, table in tables.items():
        for standard in _NEEDED[kind]:
            if standard not in table.schema.names:
                raise BadTable(
                    f'{table.path}: no column "{standard}"; {columns_of({kind: table})}; another '
                    f"name is stated with --columns {standard}=NAME"
                )


def print_statement(told: PartyStatement, console: Console, lang: Language) -> None:
    """Prints a table for each account."""
    span = text(
        "from_to",
        lang,
        from_date=date_text(told.from_date, lang),
        to_date=date_text(told.to_date, lang),
    )
    title = f"{text('statement', lang)} · {printable(told.party)} · {span}"
    accounts = told.accounts
    if not accounts:
        console.print(Text(title, style="bold"), soft_wrap=True)
        console.print(text("no_movement", lang))
    for code, account in accounts.items():
        console.print(Text(f"{title} · {code}", style="bold"), soft_wrap=True)
        for table in (_table(told, account, lang), _foot(told, account, lang)):
            # Wider than the terminal is better than an amount with its end cut off.
            any_width = console.options.update(max_width=_WIDEST)
            table.width = Measurement.get(console, any_width, table).maximum
            console.print(table, soft_wrap=True)


def _table(told: PartyStatement, account: Mapping[str, Any], lang: Language) -> Table:
    has_applied = any(movement["applications"] for movement in account["movements"])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("posted", "entry", "number"):
        table.add_column(heading(name, lang), no_wrap=True)
    for name in ("debit", "credit", "balance", *(["applied"] if has_applied else [])):
        table.add_column(heading(name, lang), no_wrap=True, justify="right")
    table.add_row(
        str(told.from_date), text("opening", lang), "", "", "", _shown(account["opening"])
    )
    for movement in account["movements"]:
        table.add_row(
            str(movement["posted"]),
            entry_text(movement, lang),
            Text(printable(movement["document"])),
            _shown(movement["debit"], blank=True),
            _shown(movement["credit"], blank=True),
            _shown(movement["balance"]),
        )
        for applied in movement["applications"]:
            table.add_row(
                f"  {applied['posted']}",
                f"  {text('kind_' + applied['receipt_kind'], lang)}",
                Text(f"  {printable(applied['receipt'])}"),
                *("", "", "", _shown(applied["amount"])),
                style="dim",
            )
    table.add_section()
    ends = (_shown(account[name]) for name in ("debits", "credits", "closing"))
    table.add_row(str(told.to_date), text("closing", lang), "", *ends, style="bold")
    return table


def _foot(told: PartyStatement, account: Mapping[str, Any], lang: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(text("profile", lang), no_wrap=True)
    for name in told.aging_columns:
        table.add_column(heading(name, lang), no_wrap=True, justify="right")
    figures = (_shown(account["aging"][name]) for name in told.aging_columns)
    table.add_row(str(told.to_date), *figures)
    return table


def _shown(amount: Money, *, blank: bool = False) -> str:
    if blank and not amount.minor:
        return ""
    return amount_text(amount.amount, amount.currency.digits)
