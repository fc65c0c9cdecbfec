"""The reports of a day and of a year in the terminal, as a page, as files."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from ._errors import InvalidArgument
from ._figures import printable
from ._labels import Language
from ._report_sheet import Sheet, SheetTable, word
from ._write import replaced, write_page

if TYPE_CHECKING:
    from ._close import CloseTable

_ENDINGS = (".html", ".csv", ".parquet")
_WIDEST = 10_000


def check_report_ending(path: Path) -> None:
    """Throws InvalidArgument for a name with another ending."""
    if path.suffix.lower() not in _ENDINGS:
        raise InvalidArgument(f'"{path}": expected a file name that ends in {", ".join(_ENDINGS)}')


def write_report(
    sheet: Sheet, tables: Mapping[str, CloseTable], path: Path, lang: Language
) -> list[Path]:
    """A page of all of it, or a file of each table: the first under the name that is given, others
    under it with theirs (day.csv, day-actions.csv). Gives what was written. Throws OSError."""
    if path.suffix.lower() == ".html":
        write_page(_page(sheet, lang), path)
        return [path]
    written: list[Path] = []
    for name, table in tables.items():
        place = path.with_stem(f"{path.stem}-{name}") if written else path
        with replaced(place) as file:
            if path.suffix.lower() == ".csv":
                pyarrow.csv.write_csv(pa.table(table), file)
            else:
                pyarrow.parquet.write_table(pa.table(table), file)
        written.append(place)
    return written


def print_report(sheet: Sheet, console: Console, lang: Language, top: int) -> None:
    """Of each table the `top` first rows. Wider than the terminal is better than an amount that is
    cut."""
    title = f"{printable(sheet.company)} · {sheet.title}"
    console.print(Text.assemble((title, "bold"), (f"  {sheet.note}", "dim")), soft_wrap=True)
    for table in sheet.tables:
        console.print(Text(table.title, style="bold"), soft_wrap=True)
        if not table.rows:
            console.print(word("none", lang))
            continue
        shown = _rich(table, top)
        any_width = console.options.update(max_width=_WIDEST)
        shown.width = Measurement.get(console, any_width, shown).maximum
        console.print(shown, soft_wrap=True)
        if (left := len(table.rows) - top) > 0:
            note = word("more", lang, count=f"{left:,}")
            console.print(Text(note, style="dim"), soft_wrap=True)


def _rich(table: SheetTable, top: int) -> Table:
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading, is_number in zip(table.headings, table.numbers, strict=True):
        shown.add_column(heading, no_wrap=True, justify="right" if is_number else "left")
    for row in table.rows[:top]:
        shown.add_row(*(Text(printable(cell)) for cell in row))
    if table.total:
        shown.add_section()
        shown.add_row(*table.total, style="bold")
    return shown


def _page(sheet: Sheet, lang: Language) -> str:
    folder = importlib.resources.files(__package__) / "templates"

    def source(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source("report.html.jinja")).render(
        lang="zh-CN" if lang == "zh" else "en",
        sheet=sheet,
        style=source("page.css") + source("report.css"),
        none=word("none", lang),
    )
