"""A small book, as a folder of CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import o2c

BOOK_TOML = '[book]\ncompany = "Tianhe"\nhome = "CNY"\n'
PARTIES = """\
party,line,salesperson,credit_limit,currency,x_note
Baltic,export,Li Na,5000.00,USD,hello
Hengtong,aluminium,,,,
"""
PEOPLE = """\
person,manager,joined,left
Zhou,,2020-01-01,
Li Na,Zhou,2021-03-01,2026-06-30
"""
INVOICES = """\
document,party,instalment,invoice_date,due_date,amount,currency,rate,recorded_at
I-1,Baltic,1,2026-01-05,2026-02-05,1000.50,USD,7.1025,2026-01-05T08:00:00Z
I-2,Hengtong,,2026-02-28,,700,JPY,,2026-02-28T16:00:00+08:00
"""
TABLES = {"parties": PARTIES, "people": PEOPLE, "invoices": INVOICES}


def book_folder(folder: Path, tables: dict[str, str]) -> Path:
    folder.mkdir()
    (folder / "book.toml").write_text(BOOK_TOML, encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def faults_of(*arguments: Any, **more: Any) -> list[str]:
    try:
        o2c.Book.open(*arguments, **more)
    except o2c.BadTable as error:
        assert str(error).startswith(f"the book is faulty: {error.faults[0]}")  # noqa: PT017
        return [str(fault) for fault in error.faults]
    return []


def same_tables(a: o2c.Book, b: o2c.Book) -> bool:
    return all(
        a.table(each.name).to_arrow().equals(b.table(each.name).to_arrow())
        for each in o2c.book_tables()
    )
