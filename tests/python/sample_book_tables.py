"""The sample book as rows of text, and what the schema of a book says, read from its source."""

from __future__ import annotations

import csv
import datetime
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "month_close" / "sample_book"
ORDERS = 1000  # Enough for every trap, and made in a few seconds.
AS_OF = datetime.date(2026, 10, 31)
CUT = "2026-11-06T10:00:00Z"
DIGITS = {"USD": 2, "EUR": 2, "CNY": 2, "JPY": 0}

Row = dict[str, str]
Tables = dict[str, list[Row]]


class Column(NamedTuple):
    name: str
    type: str
    presence: str
    refers_to: str
    one_of: str
    currency_in: str


class Schema(NamedTuple):
    columns: dict[str, Column]
    key: tuple[str, ...]


@cache
def schemas() -> dict[str, Schema]:
    """Of src/close/book_schema.cpp, which describes every table of a book."""
    text = (ROOT / "src" / "close" / "book_schema.cpp").read_text(encoding="utf-8")
    kinds = "".join(re.findall(r'"([^"]*)"', text.split("cost_kinds =")[1].split(";")[0]))
    arrays = {}
    for name, body in re.findall(r"constexpr std::array (\w+)\{(.*?)\n\};", text, re.DOTALL):
        entries = re.findall(r"BookColumn\{((?:[^{}]|\{\})*)\}", body)
        arrays[name] = [_column(entry, kinds) for entry in entries]
    found = {}
    for name, columns, key in re.findall(
        r'BookTable\{"(\w+)",\s*"[^"]*",\s*(\w+),\s*"([^"]*)"\}', text
    ):
        keys = tuple(key.split(",")) if key else ()
        found[name] = Schema({column.name: column for column in arrays[columns]}, keys)
    return found


def _column(entry: str, kinds: str) -> Column:
    parts = re.findall(r'"(?:[^"\\]|\\.)*"|\{\}|\w+', entry)
    values = [kinds if part == "cost_kinds" else part.strip('"') for part in parts]
    values = ["" if value == "{}" else value for value in values]
    name, kind, presence, _meaning, *more = [*values, "", "", ""]
    return Column(name, kind, presence, more[0], more[1], more[2])


def generate(folder: Path, *options: str) -> Path:
    command = [sys.executable, str(FOLDER / "generate.py"), "--out", str(folder), *options]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def read(folder: Path) -> Tables:
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def by(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    """The rows of each value, or of values together."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[names[0]] if len(names) == 1 else tuple(row[name] for name in names)].append(row)
    return found


def amount(row: Row, name: str = "amount") -> Decimal:
    return Decimal(row[name])


def total(rows: Iterable[Row], name: str = "amount") -> Decimal:
    return sum((amount(row, name) for row in rows), Decimal(0))
