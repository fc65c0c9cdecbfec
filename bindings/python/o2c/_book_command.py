"""`o2c init BOOK`: writes an empty book. `o2c check BOOK`: lists all that is wrong with one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ._book_start import empty_book
from ._book_texts import table_name
from ._core import Currency
from ._errors import BadTable, InvalidArgument
from ._figures import printable
from ._labels import Language, text
from ._terms_command import Lang

if TYPE_CHECKING:
    from ._book import Book


@contextlib.contextmanager
def opened_book(book: str, files: Path | None, threads: int | None) -> Iterator[Book]:
    """A book to work with; what turns out to be wrong with it is told by file and line."""
    from ._book import Book
    from ._book_sources import opened

    parts = opened(book, files)
    checked = Book.of_parts(parts, threads=threads)
    parts.book_is_read()
    with parts.located_faults():
        yield checked


def init(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A folder, new or empty.")],
    company: Annotated[
        str | None, typer.Option(help="The company's name; else that of the folder.")
    ] = None,
    home: Annotated[str, typer.Option(metavar="CODE", help="The currency of its books.")] = "CNY",
    lang: Annotated[Lang, typer.Option(help="The language of what is said.")] = Lang.EN,
) -> None:
    """Write an empty book: a header for each table, and files of rules to fill in."""
    if book.exists() and (not book.is_dir() or any(book.iterdir())):
        raise InvalidArgument(f"{book}: expected a folder that is new or empty")
    texts = empty_book(company or book.resolve().name, Currency(home).code)
    for name, content in texts.items():
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    print(text("book_written", lang.value, count=str(len(texts)), path=str(book)))


def check(
    book: Annotated[
        str,
        typer.Argument(metavar="BOOK", help="A folder, an SQLite file, or postgresql://host/book."),
    ],
    files: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where its files are, if not beside the tables."),
    ] = None,
    threads: Annotated[int | None, typer.Option(help="How many; all by default.")] = None,
    lang: Annotated[Lang, typer.Option(help="The language of headings.")] = Lang.EN,
) -> None:
    """Check a book: how many rows each table has, and all that is wrong with them."""
    from ._book import Book, book_tables
    from ._book_sources import fault_count, opened

    language: Language = lang.value
    console = Console()
    faults: BadTable | None = None
    parts = opened(book, files)
    title = Path(book).name
    try:
        checked = Book.of_parts(parts, threads=threads)
        title = f"{checked.company} · {checked.home.code}"
        with parts.located_faults():
            checked.check_facts(threads=threads)
    except BadTable as error:
        faults = error
    console.print(Text(printable(title), style="bold"), soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(text("book_table", language), no_wrap=True)
    table.add_column(text("book_rows", language), no_wrap=True, justify="right")
    table.add_column("", no_wrap=True)
    for each in book_tables():
        if each.name in parts.tables:
            meaning = table_name(each.name, each.meaning, language)
            table.add_row(
                each.name, f"{len(parts.tables[each.name]):,}", Text(meaning, style="dim")
            )
    console.print(table, soft_wrap=True)
    if faults is None:
        console.print(text("book_sound", language))
        return
    lines = [str(fault) for fault in faults.faults] or [str(faults)]
    for line in lines:
        print(line)
    count = max(fault_count(faults), len(lines))
    print(text("one_fault" if count == 1 else "fault_count", language, count=f"{count:,}"))
    raise typer.Exit(2)
