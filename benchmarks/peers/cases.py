"""What is measured: each case is one table (or pair of tables) to age as of one day."""

import datetime
from dataclasses import dataclass, replace
from typing import Literal

AS_OF = datetime.date(2026, 10, 31)
LIMITS = (30, 60, 90)
MEASURES = ("not_due", "1-30", "31-60", "61-90", ">90", "credits", "total")

Kind = Literal["items", "documents", "stream"]
Keys = Literal["number", "spread number", "text", "spread text", "dictionary"]


@dataclass(frozen=True)
class Case:
    """One comparison. ``rows`` counts open items, or invoices; ``keys`` are the parties' ids
    (items) or the invoice numbers (documents; the parties are then numbers)."""

    name: str
    kind: Kind
    rows: int
    parties: int
    keys: Keys = "number"
    applications: int = 0
    engines: tuple[str, ...] = ()  # Empty: every engine that can do it.

    @property
    def rows_read(self) -> int:
        """Rows of all input tables: what a time per row is divided by."""
        return self.rows + self.applications


MILLION = 1_000_000
_SCALING = ("o2c", "duckdb-arrow", "read")

CASES = (
    Case("items-10k", "items", 20 * MILLION, 10_000),
    Case("items-100k", "items", 20 * MILLION, 100_000),
    Case("items-2m", "items", 20 * MILLION, 2 * MILLION),
    Case("items-spread-100k", "items", 20 * MILLION, 100_000, "spread number"),
    Case("text-100k", "items", 20 * MILLION, 100_000, "text"),
    Case("dictionary-100k", "items", 20 * MILLION, 100_000, "dictionary"),
    Case("documents", "documents", 10 * MILLION, 100_000, "number", 15 * MILLION),
    Case("documents-text", "documents", 10 * MILLION, 100_000, "text", 15 * MILLION),
    Case("documents-spread-text", "documents", 10 * MILLION, 100_000, "spread text", 15 * MILLION),
    Case("rows-1m", "items", 1 * MILLION, 100_000, engines=_SCALING),
    Case("rows-40m", "items", 40 * MILLION, 100_000, engines=_SCALING),
    Case("rows-100m", "items", 100 * MILLION, 100_000, engines=_SCALING),
    Case("stream-100m", "stream", 100 * MILLION, 100_000),
)


def quick(case: Case) -> Case:
    """The same case small enough for a smoke test: a hundredth of the rows and parties."""
    return replace(
        case,
        rows=case.rows // 100,
        parties=max(case.parties // 100, 10),
        applications=case.applications // 100,
    )
