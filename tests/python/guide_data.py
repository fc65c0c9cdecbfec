"""What the examples of docs/*.md take as given: tables and ledgers that their text describes.

GIVEN holds, by page, what stands there before one of its examples, which are counted from 0."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import o2c
import pandas as pd
import sample_book_tables

Names = dict[str, Any]


def table(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    """Texts that look like days become days, whole numbers become decimals."""

    def cell(value: Any) -> Any:
        if isinstance(value, str) and value[:2] == "20":
            return date.fromisoformat(value)
        return Decimal(value) if isinstance(value, int) else value

    return pd.DataFrame([[cell(value) for value in row] for row in rows], columns=columns.split())


class Books:
    """A ledger in which each fact is recorded a second after the one before."""

    def __init__(self, start: datetime, **options: Any) -> None:
        self.ledger = o2c.Ledger(**options)
        self._moment = start

    def now(self) -> datetime:
        self._moment += timedelta(seconds=1)
        return self._moment

    def invoice(self, number: str, day: str, amount: str, due: str, **more: Any) -> None:
        self.ledger.invoice(
            number,
            party="Ningbo",
            date=day,
            amount=amount,
            due_date=due,
            recorded_at=self.now(),
            **more,
        )

    def receipt(self, number: str, day: str, amount: str, **more: Any) -> None:
        self.ledger.receipt(
            number, party="Ningbo", date=day, amount=amount, recorded_at=self.now(), **more
        )

    def apply(self, receipt: str, invoice: str, amount: str, day: str) -> None:
        self.ledger.apply(receipt, invoice, amount, date=day, recorded_at=self.now())


def cash() -> Names:
    collections = table(
        "receipt salesperson date amount currency", ("R1", "Li", "2026-03-02", 8000, "CNY")
    )
    hand_ins = table(
        "salesperson date amount currency signed_by",
        ("Li", "2026-03-03", 3000, "CNY", "Wu"),
        ("Li", "2026-03-06", 5000, "CNY", "Wu"),
    )
    return {"collections": collections, "hand_ins": hand_ins}


def credit() -> Names:
    items = table(
        "party document due_date amount currency",
        ("Acme", "INV-1", "2026-04-15", 280000, "USD"),
        ("Acme", "INV-2", "2026-03-20", 40000, "USD"),
    )
    orders = table(
        "party order currency ordered deposits letter_of_credit",
        ("Acme", "SO-1", "USD", 150000, 30000, 60000),
    )
    books = Books(datetime(2026, 3, 1, tzinfo=UTC))
    books.invoice("INV-7", "2026-03-01", "1000 USD", "2026-03-31")
    return {"items": items, "orders": orders, "ledger": books.ledger}


def march() -> Names:
    """February leaves 500; in March part of an invoice is let go, and some of that taken back."""
    books = Books(datetime(2026, 3, 31, tzinfo=UTC))
    ledger = books.ledger
    books.invoice("OLD", "2026-02-20", "500 USD", "2026-03-20")
    books.invoice("A", "2026-03-03", "1000 USD", "2026-04-02")
    books.receipt("R1", "2026-03-10", "700 USD")
    books.apply("R1", "OLD", "500 USD", "2026-03-10")
    books.apply("R1", "A", "200 USD", "2026-03-12")
    (let_go,) = ledger.adjust(
        "A", "50 USD", "write_off", date="2026-03-15", recorded_at=books.now()
    )
    ledger.reverse(let_go, date="2026-03-20", recorded_at=books.now(), amount="20 USD")
    ledger.credit_note(
        "C", party="Ningbo", date="2026-03-28", amount="30 USD", recorded_at=books.now()
    )
    return {"ledger": ledger}


def april(names: Names) -> Names:
    ledger: o2c.Ledger = names["ledger"]
    ledger.invoice(
        "LATE",
        party="Ningbo",
        date="2026-02-01",
        amount="60 USD",
        due_date="2026-02-20",
        recorded_at="2026-04-05T09:00:00Z",
    )
    return {}


def dollars_in_yuan() -> Names:
    books = Books(datetime(2026, 3, 1, tzinfo=UTC), home="CNY")
    books.invoice("INV-1", "2026-03-01", "34000 USD", "2026-04-15", rate="7.10")
    return {"ledger": books.ledger}


def paid_in_april(names: Names) -> Names:
    books = Books(datetime(2026, 4, 15, tzinfo=UTC))
    books.ledger = names["ledger"]
    books.receipt("R-1", "2026-04-15", "34000 USD", rate="7.08")
    books.apply("R-1", "INV-1", "34000 USD", "2026-04-15")
    return {}


def ten_months() -> Names:
    books = Books(datetime(2026, 11, 1, tzinfo=UTC))
    books.invoice("I-1", "2026-01-10", "1000 CNY", "2026-02-09")
    books.receipt("R-1", "2026-01-10", "200 CNY")
    books.apply("R-1", "I-1", "200 CNY", "2026-01-10")
    books.receipt("R-2", "2026-03-01", "500 CNY")
    books.apply("R-2", "I-1", "500 CNY", "2026-03-01")
    return {"ledger": books.ledger}


def half_a_year() -> Names:
    invoices = table(
        "party document invoice_date due_date amount",
        ("Acme", "I-1", "2026-01-10", "2026-02-09", 1000),
        ("Acme", "I-2", "2026-02-10", "2026-03-12", 2000),
        ("Brio", "I-3", "2026-03-10", "2026-04-09", 500),
    )
    receipts = table("receipt party date amount", ("R-1", "Acme", "2026-04-20", 1000))
    applications = table("receipt document date amount", ("R-1", "I-1", "2026-04-20", 1000))
    books = Books(datetime(2026, 6, 30, tzinfo=UTC))
    for number, day, due in (
        ("I-0", "2025-10-01", "2025-10-31"),
        ("I-1", "2026-01-10", "2026-02-09"),
        ("I-2", "2026-03-10", "2026-04-09"),
    ):
        books.invoice(number, day, "1000 USD", due)
    books.receipt("R-0", "2026-03-20", "1600 USD")
    books.apply("R-0", "I-0", "900 USD", "2026-03-20")
    return {
        "invoices": invoices,
        "receipts": receipts,
        "applications": applications,
        "ledger": books.ledger,
    }


def aged() -> Names:
    items = table(
        "party due_date amount", ("Acme", "2026-03-01", 1000), ("Brio", "2026-06-01", 500)
    )
    return {"aging": o2c.aging(items, as_of="2026-03-31", currency="USD")}


def november() -> Names:
    books = Books(datetime(2026, 11, 30, tzinfo=UTC))
    books.invoice("INV-1", "2026-10-01", "1130 CNY", "2026-10-31", salesperson="Li")
    books.receipt("R-1", "2026-11-20", "1130 CNY")
    books.apply("R-1", "INV-1", "1130 CNY", "2026-11-20")
    return {"ledger": books.ledger, "plan": o2c.Plan("Export", "CNY", "4%")}


def lines_of_two_months() -> Names:
    lines = table(
        "salesperson date document party net currency",
        ("Li", "2026-10-05", "INV-1", "Acme", 120000, "CNY"),
        ("Wu", "2026-10-20", "INV-2", "Brio", 480000, "CNY"),
        ("Li", "2026-11-03", "INV-3", "Acme", 100000, "CNY"),
        ("Wu", "2026-11-20", "INV-4", "Brio", 500000, "CNY"),
    )
    more = pd.concat(
        [
            lines,
            table(
                "salesperson date document party net currency",
                ("Li", "2026-10-05", "INV-5", "Acme", -20000, "CNY"),
            ),
        ],
        ignore_index=True,
    )
    return {
        "lines": lines,
        "more": more,
        "plan": o2c.Plan("Export", "CNY", "4%", answer_days=10, silence="accepted"),
        "people": pd.DataFrame({"salesperson": ["Li", "Wu"], "manager": ["Wu", None]}),
        "credits": pd.DataFrame(
            {
                "party": ["Acme", "Acme"],
                "salesperson": ["Li", "Wu"],
                "share": [Decimal("0.6"), Decimal("0.4")],
            }
        ),
        "targets": table(
            "salesperson period target", ("Li", "M2026-11", 100000), ("Wu", "M2026-11", 400000)
        ).replace({"M2026-11": "2026-11"}),
    }


def paid_in_full() -> Names:
    lines = lines_of_two_months()["lines"]
    days = [date(2026, 10, 30), None, date(2026, 12, 1), None]
    return {"sales": lines.assign(full_payment_date=days)}


def lines_by_person(names: Names) -> Names:
    lines = names["lines"]
    return {
        "tables": [lines[lines["salesperson"] == name] for name in ("Li", "Wu")],
        "openings": pd.DataFrame({"salesperson": ["Li"], "overpaid": [Decimal(100)]}),
    }


def dollar_lines() -> Names:
    given = lines_of_two_months()
    lines = given["lines"].assign(
        net=[Decimal(1000)] * 4, currency=["USD"] * 4, salesperson=["Li"] * 4
    )
    return {"lines": lines[lines["date"] >= date(2026, 11, 1)], "plan": given["plan"]}


def book() -> Names:
    folder = Path("book")
    folder.mkdir()
    text = '[book]\ncompany = "Tianhe"\nhome = "CNY"\n'
    (folder / "book.toml").write_text(text, encoding="utf-8")
    person = {"person": "Li", "manager": None, "joined": date(2024, 1, 1), "left": None}
    people = pd.DataFrame([person], dtype="object").convert_dtypes()
    people["left"] = pd.Series([None], dtype="datetime64[s]")
    return {
        "people": people,
        "parties": pd.DataFrame([{"party": "Acme", "line": "export", "salesperson": "Li"}]),
        "orders": table(
            "order party salesperson line date currency amount",
            ("SO-1", "Acme", "Li", "export", "2026-03-01", "CNY", 1000),
        ),
    }


def sample_book() -> Names:
    sample_book_tables.generate(Path("build/book"), "--orders", "60")
    return {}


GIVEN: dict[str, dict[int, list[Callable[..., Names]]]] = {
    "book": {0: [book]},
    "cash-hand-in": {0: [cash]},
    "close": {0: [sample_book]},
    "commission": {
        5: [november],
        6: [dollar_lines],
        7: [lines_of_two_months],
        9: [paid_in_full],
        10: [lines_by_person],
    },
    "credit": {0: [credit]},
    "ledger": {1: [march], 2: [april], 3: [dollars_in_yuan, paid_in_april], 4: [ten_months]},
    "start": {0: [sample_book]},
    "measures": {2: [half_a_year], 4: [aged]},
}
