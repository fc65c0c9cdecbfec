"""Writes the sample book: a trading company's two years, as tables and rules.

    python examples/month_close/sample_book/generate.py --out build/book

Umbrellas and bags are exported on deposits, letters of credit and open account; liquor is sold on
routes; aluminium goes by framework contracts. All of it is made up, the same bytes for the same
seed. The last day is 2026-10-31, and October has not been closed yet.
"""

import argparse
import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

from book import SampleBook
from tables import Row, Tables

DEFAULT_SEED = 20261031
DEFAULT_ORDERS = 3000
FILES = Path(__file__).parent / "files"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--orders", type=int, default=DEFAULT_ORDERS)
    options = parser.parse_args(arguments)
    if options.orders < 1:
        parser.error(f"argument --orders: expected at least 1, got {options.orders}")
    tables = SampleBook(options.seed, options.orders).tables()
    write_files(options.out)
    for name, rows in tables.items():
        _write(options.out / f"{name}.csv", rows)
    print(f"{options.out}: " + summary(tables))


def summary(tables: Tables) -> str:
    shown = ("orders", "events", "invoices", "receipts", "applications", "costs")
    return ", ".join(f"{len(tables[name]):,} {name}" for name in shown)


def write_files(folder: Path) -> None:
    """What is the same in every book: its name, plans, policies, the calendar."""
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def _write(path: Path, rows: list[Row]) -> None:
    """The first row's names become the header."""
    names = max(rows, key=len).keys()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
