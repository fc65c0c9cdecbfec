"""Writes the sample book: invoices.csv, receipts.csv, applications.csv and rates.csv.

    python examples/sample_book/generate.py --out book

An exporter of umbrellas and bags that also sells liquor on routes and aluminium by contract. Part
payments, one transfer for several invoices, credit notes, deposits for orders not yet invoiced,
cash that nobody has applied, transfers that bounced, rows recorded days late: all of it made up,
the same bytes for the same seed. The last day is 2026-10-31.
"""

import argparse
import csv
import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from customers import MINOR_DIGITS, Customer
from rates import decimal_text, weekly_rates
from trading import FIRST_DAY, LAST_DAY, Application, Book, Document, Receipt, make_book

DEFAULT_SEED = 20261031


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--invoices", type=int, default=2000, help="credit notes included")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    if options.invoices < 1:
        parser.error(f"argument --invoices: expected at least 1, got {options.invoices}")
    book = make_book(options.seed, options.invoices)
    write_book(book, options.out)
    rates = weekly_rates(options.seed, FIRST_DAY, LAST_DAY)
    _write(options.out / "rates.csv", rates)
    print(
        f"{options.out}: {len(book.documents)} invoices, credit notes and returned payments, "
        f"{len(book.receipts)} receipts, {len(book.applications)} applications, "
        f"{len(rates)} exchange rates"
    )


def write_book(book: Book, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "invoices.csv", map(_invoice, book.documents))
    _write(folder / "receipts.csv", map(_receipt, book.receipts))
    _write(folder / "applications.csv", map(_application, book.applications))


def _invoice(document: Document) -> dict[str, object]:
    return {
        "document": document.number,
        "kind": document.kind,
        "party": document.customer.name,
        "salesperson": document.customer.salesperson,
        "order": document.order,
        "invoice_date": document.date,
        "due_date": document.due_date,
        "amount": _amount(document.amount, document.customer),
        "currency": document.customer.currency,
        "refers_to": document.refers_to.number if document.refers_to else None,
        "recorded_at": _moment(document.recorded_at),
    }


def _receipt(receipt: Receipt) -> dict[str, object]:
    return {
        "receipt": receipt.number,
        "party": receipt.customer.name,
        "order": receipt.order,
        "date": receipt.date,
        "amount": _amount(receipt.amount, receipt.customer),
        "currency": receipt.customer.currency,
        "recorded_at": _moment(receipt.recorded_at),
    }


def _application(application: Application) -> dict[str, object]:
    return {
        "receipt": application.credit.number,
        "document": application.document.number,
        "date": application.date,
        "amount": _amount(application.amount, application.document.customer),
        "recorded_at": _moment(application.recorded_at),
    }


def _write(path: Path, rows: Iterable[dict[str, object]]) -> None:
    """The first row's names become the header; None becomes an empty field."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _amount(minor: int, customer: Customer) -> str:
    return decimal_text(minor, MINOR_DIGITS[customer.currency])


def _moment(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


if __name__ == "__main__":
    main()
