"""The `o2c` command: `o2c aging FILE --as-of DATE ...`, `o2c statement FILE --party P ...`,
`o2c terms TERMS AMOUNT DATE`, `o2c quote SHEET`, `o2c init BOOK`, `o2c check BOOK`,
`o2c close BOOK --period MONTH`, `o2c daily BOOK --on DATE`,
`o2c annual BOOK --year YEAR --as-of DATE`."""

from __future__ import annotations

import enum
import io
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyarrow as pa
import typer
from rich.console import Console

from ._book_command import check, init
from ._close_command import close
from ._csv_table import FAULTS_LISTED, read_date
from ._errors import BadTable, Error, InvalidArgument, ParseError
from ._file_options import (
    check_amounts,
    column_names,
    columns_of,
    faults_in_files,
    listed,
    progress,
    stated_date,
    stated_moment,
)
from ._labels import text
from ._quote_command import quote
from ._rates import read_rates
from ._read import FileTable, file_table
from ._report_command import annual, daily
from ._statement_command import statement
from ._terminal import print_aging, print_explanation
from ._terms_command import Lang, terms
from ._write import check_ending, write_aging

if TYPE_CHECKING:
    from ._aging import AgingExplanation, AgingResult

_FAULTS_SHOWN = 20

app = typer.Typer(
    name="o2c",
    help="Order to cash: exact money, receivables and their aging.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class By(enum.StrEnum):
    """The date that ages are counted from."""

    DUE = "due"
    INVOICE = "invoice"


class CreditsIn(enum.StrEnum):
    """Where negative items stand."""

    APART = "apart"
    NETTED = "netted"


def run(arguments: Sequence[str]) -> int:
    """Runs the command; returns the exit status. Bad input is told in lines on the error stream,
    never in a traceback."""
    command = typer.main.get_command(app)
    for stream in (sys.stdout, sys.stderr):  # A console that cannot show a letter shows a "?".
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = command.main(args=list(arguments), prog_name="o2c", standalone_mode=False)
    except BrokenPipeError:  # Whoever read our output, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return _complain(["interrupted"], 130)
    except (Error, ImportError) as error:
        return _complain(_lines_of(error))
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _complain([f"{name}{error.strerror or error}"])
    except Exception as error:
        # What typer raises for a wrong option; the class is not public in each of its versions.
        usage = getattr(error, "format_message", None)
        if usage is None:
            raise
        message = " ".join(usage().split()).replace("Value error, ", "")
        # Without arguments the message is empty: the help has been printed.
        return _complain([f"{message} (o2c --help tells more)"] if message else [])
    return status if isinstance(status, int) else 0


def _complain(lines: Sequence[str], status: int = 2) -> int:
    for line in lines:
        print(f"o2c: {line}", file=sys.stderr)
    return status


def _lines_of(error: Exception) -> list[str]:
    faults = error.faults if isinstance(error, Error) else []
    if not faults:
        return [" ".join(str(error).split())]
    lines = [str(fault) for fault in faults[:_FAULTS_SHOWN]]
    if isinstance(error, ParseError) and len(faults) == 1:
        lines[0] += _place_of(error)
    if left := len(faults) - len(lines):
        # The library, too, lists no more than that many.
        at_least = "at least " if len(faults) >= FAULTS_LISTED else ""
        lines.append(f"and {at_least}{left:,} more faults")
    return lines


def _place_of(error: ParseError) -> str:
    """Where in its text reading stopped, if that is not at its beginning."""
    if not 0 < error.offset <= len(error.text):
        return ""
    rest = " ".join(error.text[error.offset :].split())
    return f' (at "{rest}")' if rest else " (at its end)"


def _show_version(asked: bool) -> None:
    if asked:
        from . import __version__

        typer.echo(f"o2c {__version__}")
        raise typer.Exit


@app.callback()
def options_of_all(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Order to cash: exact money, receivables and their aging."""


app.command()(terms)
app.command()(quote)
app.command()(statement)
app.command()(init)
app.command()(check)
app.command()(close)
app.command()(daily)
app.command()(annual)


@app.command()
def aging(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Open items, all of which count, or with --receipts and --applications the "
            "invoices: CSV or Parquet.",
        ),
    ],
    as_of: Annotated[str, typer.Option(metavar="DATE", help="The day, YYYY-MM-DD.")],
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
    by: Annotated[By, typer.Option(help="The date that ages are counted from.")] = By.DUE,
    group_by: Annotated[
        str, typer.Option(metavar="COLUMN,...", help="A row for each of these.")
    ] = "party",
    buckets: Annotated[
        str, typer.Option(metavar="DAYS,...", help="The last day of each bucket.")
    ] = "30,60,90",
    credits: Annotated[
        CreditsIn, typer.Option(help="Negative items in a column of their own, or in the buckets.")
    ] = CreditsIn.APART,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of tables that have no such column.")
    ] = None,
    report_currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Convert to this one; needs --rates.")
    ] = None,
    rates: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Exchange rates, CSV: date, base, quote, rate."),
    ] = None,
    pivot: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Converts between currencies that it has rates of."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="NAME=COLUMN,...",
            help="What standard columns are called in the files: due=DueDate,amount=Open.",
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
    threads: Annotated[int | None, typer.Option(help="How many; all by default.")] = None,
    lang: Annotated[Lang, typer.Option(help="The language of headings.")] = Lang.EN,
    top: Annotated[int, typer.Option(min=0, help="Rows to show, the largest first.")] = 20,
    explain: Annotated[
        str | None,
        typer.Option(metavar="PARTY", help="Show the items behind a row (KEY,KEY if several)."),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Write .html, .csv or .parquet instead of the table."),
    ] = None,
) -> None:
    """Who owes what, and how late, as of a day."""
    for path in out or ():
        check_ending(path)
    names = column_names(columns)
    keys = [_standard(name, names) for name in listed(group_by)]
    paths = {"invoices": file, "receipts": receipts, "applications": applications}
    # Without documents to settle them or a moment to know them, the invoices are open items.
    kinds = {} if receipts or applications or known_at else {"invoices": "items"}
    tables = {
        name: file_table(
            path,
            kinds.get(name, name),
            names=names,
            group_by=keys,
            date_format=date_format,
            encoding=encoding,
        )
        for name, path in paths.items()
        if path is not None
    }
    _check_columns(tables, names, keys, by, currency)
    check_amounts(tables, amount_digits)
    if pivot and not rates:
        raise InvalidArgument("--pivot: expected the exchange rates with --rates FILE")
    exchange = (
        read_rates(rates, pivot=pivot, date_format=date_format, encoding=encoding)
        if rates
        else None
    )
    if report_currency and not exchange:
        raise InvalidArgument("--report-currency: expected the exchange rates with --rates FILE")

    import o2c

    with faults_in_files(tables), progress(tables.values(), lang.value):
        result = o2c.aging(
            tables["invoices"],
            receipts=tables.get("receipts"),
            applications=tables.get("applications"),
            as_of=stated_date("--as-of", as_of),
            known_at=stated_moment("--known-at", known_at),
            buckets=_days(buckets),
            by="due_date" if by is By.DUE else "invoice_date",
            group_by=keys,
            credits=credits.value,
            currency=currency,
            report_currency=report_currency,
            rates=exchange,
            amount_digits=amount_digits,
            threads=threads,
        )
    for path in out or ():
        write_aging(result, path, lang=lang.value)
        print(text("wrote", lang.value, path=str(path)), file=sys.stderr)
    if explain is not None:
        explanation = _explanation(result, explain, tables)
        print_explanation(explanation, result, Console(), lang=lang.value)
    elif not out:
        print_aging(result, Console(), lang=lang.value, top=top)


def _standard(name: str, names: Mapping[str, str]) -> str:
    """A column to group by may be called as in the file, too."""
    return next((standard for standard, in_file in names.items() if in_file == name), name)


def _days(buckets: str) -> tuple[int, ...]:
    try:
        return tuple(int(day) for day in listed(buckets))
    except ValueError:
        raise InvalidArgument(
            f'--buckets "{buckets}": expected numbers of days, as in 30,60,90'
        ) from None


def _check_columns(
    tables: Mapping[str, FileTable],
    names: Mapping[str, str],
    keys: Sequence[str],
    by: By,
    currency: str | None,
) -> None:
    """So that a missing column is told with the file's own names, and how to state another."""
    for standard, name in names.items():
        if not any(name in table.names for table in tables.values()):
            raise BadTable(f"--columns {standard}={name}: no such column; {columns_of(tables)}")
    needed = [*keys, f"{by.value}_date", "amount", *([] if currency else ["currency"])]
    for standard in needed:
        if standard not in tables["invoices"].schema.names:
            hint = f"another name is stated with --columns {standard}=NAME"
            if standard == "currency":
                hint += ", one currency for all with --currency CODE"
            raise BadTable(f'no column "{standard}"; {columns_of(tables)}; {hint}')


def _explanation(
    result: AgingResult, party: str, tables: Mapping[str, FileTable]
) -> AgingExplanation:
    texts = [party] if len(result.group_by) == 1 else listed(party)
    if len(texts) != len(result.group_by):
        raise InvalidArgument(f'--explain "{party}": expected {",".join(result.group_by)}')
    schema = tables["invoices"].schema
    keys = [
        _key(value, schema.field(name).type)
        for name, value in zip(result.group_by, texts, strict=True)
    ]
    try:
        with faults_in_files(tables):
            explanation = result.explain(*keys)
    except InvalidArgument as error:
        raise InvalidArgument(f'--explain "{party}": {error}') from error
    if not explanation.items:
        raise InvalidArgument(f'--explain "{party}": nothing was open there on that day')
    return explanation


def _key(value: str, type_: pa.DataType) -> object:
    """A key as the column has it: text, in a Parquet file also a number or a date."""
    if pa.types.is_integer(type_):
        return int(value) if re.fullmatch(r"-?\d+", value) else value
    return read_date(value) or value if pa.types.is_date(type_) else value
