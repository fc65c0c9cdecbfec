"""`o2c daily BOOK --on 2026-10-15` and `o2c annual BOOK --year 2026 --as-of 2026-10-31`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from ._book_command import opened_book
from ._file_options import stated_date, stated_moment
from ._labels import Language, text
from ._report_output import check_report_ending, print_report, write_report
from ._report_sheet import Sheet, annual_sheet, daily_sheet
from ._terms_command import Lang

if TYPE_CHECKING:
    from ._close import CloseTable

_BOOK_HELP = "A folder, an SQLite file, or postgresql://host/book."
_FILES_HELP = "Where its files are, if not beside the tables."
_OUT_HELP = "Write .html, .csv or .parquet instead of the tables. May be given several times."


def daily(
    book: Annotated[str, typer.Argument(metavar="BOOK", help=_BOOK_HELP)],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day, YYYY-MM-DD.")],
    known_at: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="With what was known then: 2026-10-15T18:00:00Z."),
    ] = None,
    files: Annotated[Path | None, typer.Option(metavar="FOLDER", help=_FILES_HELP)] = None,
    out: Annotated[list[Path] | None, typer.Option(metavar="FILE", help=_OUT_HELP)] = None,
    top: Annotated[int, typer.Option(min=0, help="Rows to show of each table.")] = 20,
    threads: Annotated[int | None, typer.Option(help="How many; all by default.")] = None,
    lang: Annotated[Lang, typer.Option(help="The language of what is said.")] = Lang.EN,
) -> None:
    """What the sales force did on a day, and what it has to do."""
    day, moment = stated_date("--on", on), stated_moment("--known-at", known_at)
    for path in out or ():
        check_report_ending(path)
    from ._close_reports import daily_report

    with opened_book(book, files, threads) as opened:
        report = daily_report(opened, date=day, known_at=moment, threads=threads)
    sheet = daily_sheet(opened, report, day, moment, lang.value)
    tables = {"by_salesperson": report.by_salesperson, "actions": report.actions}
    _give(sheet, tables, out or (), lang.value, top)


def annual(
    book: Annotated[str, typer.Argument(metavar="BOOK", help=_BOOK_HELP)],
    year: Annotated[str, typer.Option(metavar="YEAR", help="Such as 2026.")],
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="Of months that had ended by this day, YYYY-MM-DD.")
    ],
    files: Annotated[Path | None, typer.Option(metavar="FOLDER", help=_FILES_HELP)] = None,
    out: Annotated[list[Path] | None, typer.Option(metavar="FILE", help=_OUT_HELP)] = None,
    threads: Annotated[int | None, typer.Option(help="How many; all by default.")] = None,
    lang: Annotated[Lang, typer.Option(help="The language of what is said.")] = Lang.EN,
) -> None:
    """Sum up a year: each of its months, closed."""
    day = stated_date("--as-of", as_of)
    for path in out or ():
        check_report_ending(path)
    from ._close_reports import annual_summary

    with opened_book(book, files, threads) as opened:
        table = annual_summary(opened, year=year, as_of=day, threads=threads)
    sheet = annual_sheet(opened, table, year, day, lang.value)
    _give(sheet, {"months": table}, out or (), lang.value, len(table))
    if not all(table.to_arrow()["ties_hold"].to_pylist()):
        raise typer.Exit(1)


def _give(
    sheet: Sheet,
    tables: Mapping[str, CloseTable],
    out: Sequence[Path],
    lang: Language,
    top: int,
) -> None:
    for path in out:
        for written in write_report(sheet, tables, path, lang):
            print(text("wrote", lang, path=str(written)), file=sys.stderr)
    if not out:
        print_report(sheet, Console(), lang, top)
