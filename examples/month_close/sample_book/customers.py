"""The customers of the sample trading company. All of them are made up."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from products import Line

Habit = Literal["prompt", "usual", "slow", "bad"]


@dataclass(frozen=True)
class Customer:
    """``goods``: the category it buys. ``pays_every``: days between its payment runs; 0: each
    invoice by itself. ``weight``: its share of the orders of its line. ``order_size``: smallest and
    largest amount of a contract (aluminium: tonnes a month), in whole units."""

    name: str
    line: Line
    goods: str
    country: str
    currency: str
    salesperson: str
    terms: str
    habit: Habit
    pays_every: int
    weight: int
    order_size: tuple[int, int]
    credit_limit: int = 0  # In whole units; 0: none.

    @property
    def taxed(self) -> bool:
        """Sold at home, with 13% tax in the price; exports bear none."""
        return self.currency == "CNY"


COPY = "30% deposit; balance 7 days after copy of B/L"
COPY_50 = "50% deposit; balance 7 days after copy of B/L"
DEPOSIT_OPEN = "30% deposit; balance 60 days after B/L date"
SIGHT = "L/C at sight"
USANCE = "L/C 60 days after B/L date"
DP = "D/P at sight"
COD = "cash on delivery"


def _read() -> tuple[Customer, ...]:
    with (Path(__file__).parent / "data" / "customers.csv").open(encoding="utf-8") as file:
        return tuple(
            Customer(
                name=row["name"],
                line=row["line"],  # type: ignore[arg-type]
                goods=row["goods"],
                country=row["country"],
                currency=row["currency"],
                salesperson=row["salesperson"],
                terms=row["terms"],
                habit=row["habit"],  # type: ignore[arg-type]
                pays_every=int(row["pays_every"]),
                weight=int(row["weight"]),
                order_size=(int(row["smallest_order"]), int(row["largest_order"])),
                credit_limit=int(row["credit_limit"] or 0),
            )
            for row in csv.DictReader(file)
        )


CUSTOMERS = _read()
CUSTOMER = {customer.name: customer for customer in CUSTOMERS}

# Days after the due date on which an invoice is ready to be paid, first to last; and how many in
# a thousand are never paid.
HABITS: dict[Habit, tuple[int, int, int]] = {
    "prompt": (-8, 4, 0),
    "usual": (-2, 18, 4),
    "slow": (8, 55, 12),
    "bad": (25, 120, 120),
}

MINOR_DIGITS = {"USD": 2, "EUR": 2, "CNY": 2, "JPY": 0}
