"""`o2c close BOOK --period 2026-10`: closes a month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress

from . import _core
from ._book_command import opened_book
from ._labels import Language
from ._terms_command import Lang


def close(
    book: Annotated[
        str,
        typer.Argument(metavar="BOOK", help="A folder, an SQLite file, or postgresql://host/book."),
    ],
    period: Annotated[str, typer.Option(metavar="MONTH", help="Such as 2026-10.")],
    known_at: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT",
            help="With what was known then (2026-11-05T09:00:00Z); else, of a closed month, what "
            "was known when it was closed, of an open one all.",
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="What the change of receivables is told from."),
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="A page (.html), or a folder for all tables as Parquet and CSV, and the page. "
            "May be given several times.",
        ),
    ] = None,
    files: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where its files are, if not beside the tables."),
    ] = None,
    threads: Annotated[int | None, typer.Option(help="How many; all by default.")] = None,
    lang: Annotated[Lang, typer.Option(help="The language of what is said.")] = Lang.EN,
) -> None:
    """Close a month: who owes what and how late, who is paid what, what each order earned."""
    from ._close import close as close_month
    from ._close_text import print_close

    language: Language = lang.value
    with _Progress() as progress:
        progress("book")
        with opened_book(book, files, threads) as opened:
            report = close_month(
                opened,
                period=period,
                known_at=known_at,
                compare=compare,
                threads=threads,
                progress=progress,
            )
    for path in out or []:
        report.save(path, lang=language)
    print_close(report, Console(), language)
    if not report.ties_hold:
        raise typer.Exit(1)


class _Progress:
    """A bar on the error stream, where that is a terminal; gone when all is done."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __enter__(self) -> _Progress:
        console = Console(stderr=True)
        if console.is_terminal:
            self._bar = Progress("{task.description}", BarColumn(), console=console, transient=True)
            self._task = self._bar.add_task("", total=len(_core.close_stages()) + 1)
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, stage: str) -> None:
        if self._bar:
            self._bar.update(self._task, description=stage, advance=1)
