"""Writes the sample book: a trading company's two years, as tables and rules.

    python examples/month_close/sample_book/generate.py --out build/book

Umbrellas and bags are exported on deposits, letters of credit and open account; liquor is sold on
routes; aluminium goes by framework contracts. All of it is made up, the same bytes for the same
seed. The last day is 2026-10-31, and October has not been closed yet.

Of more than 5,000 orders the lives of some 3,000 are repeated under new numbers.
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
MOST_LIVES = 5000
FILES = Path(__file__).parent / "files"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--orders", type=int, default=DEFAULT_ORDERS)
    parser.add_argument("--format", choices=("csv", "parquet"), help="csv up to 5,000 orders")
    options = parser.parse_args(arguments)
    if options.orders < 1:
        parser.error(f"argument --orders: expected at least 1, got {options.orders}")
    lives, copies = lives_and_copies(options.orders)
    kind = options.format or ("csv" if copies == 1 else "parquet")
    if kind == "csv" and copies > 1:
        parser.error(f"argument --format: expected parquet for more than {MOST_LIVES} orders")
    tables = SampleBook(options.seed, lives).tables()
    shutil.copytree(FILES, options.out, dirs_exist_ok=True)
    for name in tables:  # Of a book that stood there.
        for ending in ("csv", "parquet"):
            (options.out / f"{name}.{ending}").unlink(missing_ok=True)
    tables = {name: rows for name, rows in tables.items() if rows}
    if kind == "csv":
        for name, rows in tables.items():
            write_csv(options.out / f"{name}.csv", rows)
    else:
        from copies import write_parquet

        write_parquet(options.out, tables, copies)
    print(f"{options.out}: {summary(tables, copies)}")


def lives_and_copies(orders: int) -> tuple[int, int]:
    """How many orders are lived, and how often their lives are written: all together so many, or
    the next number below that can be had."""
    if orders <= MOST_LIVES:
        return orders, 1
    counts = range(-(-orders // MOST_LIVES), orders // 2000 + 1)
    copies = min(counts, key=lambda n: (orders % n, abs(orders // n - DEFAULT_ORDERS)))
    return orders // copies, copies


def summary(tables: Tables, copies: int) -> str:
    shown = ("orders", "events", "invoices", "receipts", "applications", "costs")
    return ", ".join(f"{len(tables.get(name, ())) * copies:,} {name}" for name in shown)


def write_csv(path: Path, rows: list[Row]) -> None:
    """The fullest row's names become the header."""
    names = max(rows, key=len).keys()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
