"""Reconciling two lists, from the rules as they are written: slow, with every pair and every
subset looked at. Lines are (reference, day, cents, currency, disputed)."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    reference: str
    day: int
    cents: int
    currency: str
    disputed: bool = False


@dataclass
class Oracle:
    """Groups as (class, matched_by, rows of ours, rows of theirs)."""

    ours: list[Line]
    theirs: list[Line]
    as_of: int
    days: int = 0
    amount: int = 0
    transit_days: int = 7
    groups: list[tuple[str, str, tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.free = (set(range(len(self.ours))), set(range(len(self.theirs))))
        self.lists = (self.ours, self.theirs)
        keys = sorted({(reference(x), x.currency) for x in (*self.ours, *self.theirs)})
        named = [key for key in keys if key[0]]
        for key in keys:
            self.pair_while(self.in_key(key), 0, 0, "reference" if key[0] else "amount")
        for key in named:
            self.pair_while(self.in_key(key), self.amount, self.days, "reference")
            self.sums(key)
        for exactly in (True, False):
            self.only_ones(0 if exactly else self.amount, 0 if exactly else self.days)
        for key in named:
            self.pair_while(self.in_key(key), self.amount, 10**6, "reference")
            for sign in (-1, 0, 1):
                of_sign = [
                    [i for i in rows if signum(self.lists[side][i].cents) == sign]
                    for side, rows in enumerate(self.in_key(key))
                ]
                self.pair_while(of_sign, 10**18, 10**6, "reference")
        for name in sorted({key[0] for key in named}):
            self.currencies(name)
        self.alone()

    def in_key(self, key: tuple[str, str]) -> list[list[int]]:
        return [
            [i for i in sorted(self.free[side]) if (reference(lines[i]), lines[i].currency) == key]
            for side, lines in enumerate(self.lists)
        ]

    def group(self, of: str, by: str, ours: tuple[int, ...], theirs: tuple[int, ...]) -> None:
        self.free[0].difference_update(ours)
        self.free[1].difference_update(theirs)
        self.groups.append((of, by, tuple(sorted(ours)), tuple(sorted(theirs))))

    def compared(self, difference: int, apart: int) -> str:
        if difference == 0 and apart == 0:
            return "matched"
        if abs(difference) > self.amount:
            return "amount_differs"
        return "date_differs" if apart > self.days else "within_tolerance"

    def pair_while(self, rows: list[list[int]], amount: int, days: int, by: str) -> None:
        """Pairs the two nearest of each side, as long as any two are near enough."""
        ours, theirs = (list(side) for side in rows)
        while True:
            near = []
            for i, j in itertools.product(ours, theirs):
                a, b = self.ours[i], self.theirs[j]
                if abs(a.cents - b.cents) <= amount and abs(a.day - b.day) <= days:
                    low, high = sorted([(a.cents, a.day), (b.cents, b.day)])
                    near.append(
                        (abs(a.cents - b.cents), abs(a.day - b.day), low, high,
                         a.disputed + b.disputed, i, j)
                    )  # fmt: skip
            if not near:
                return
            difference, apart, *_, i, j = min(near)
            self.group(self.compared(difference, apart), by, (i,), (j,))
            ours.remove(i)
            theirs.remove(j)

    def sums(self, key: tuple[str, str]) -> None:
        ours, theirs = self.in_key(key)
        total = sum(self.ours[i].cents for i in ours) - sum(self.theirs[j].cents for j in theirs)
        one_to_many = 1 in (len(ours), len(theirs)) and len(ours) * len(theirs) > 1
        if one_to_many and abs(total) <= self.amount:
            self.group(self.compared(total, 0), "sum", tuple(ours), tuple(theirs))
            return
        for amount in sorted({0, self.amount}):
            self.subsets(key, amount)

    def subsets(self, key: tuple[str, str], amount: int) -> None:
        def largest_first(side: int, i: int) -> tuple[int, ...]:
            x = self.lists[side][i]
            return (-abs(x.cents), x.cents, x.day, x.disputed, i)

        rows = self.in_key(key)
        singles = sorted(
            ((side, i) for side in (0, 1) for i in rows[side]),
            key=lambda each: largest_first(*each),
        )
        for side, i in singles:
            if i not in self.free[side]:
                continue
            other = 1 - side
            others = sorted(self.in_key(key)[other], key=lambda j: largest_first(other, j))
            target = self.lists[side][i].cents
            found = self.first_subset([self.lists[other][j].cents for j in others], target, amount)
            if found is None:
                continue
            parts = tuple(others[at] for at in found)
            difference = target - sum(self.lists[other][j].cents for j in parts)
            of = self.compared(difference, 0)
            pair = ((i,), parts) if side == 0 else (parts, (i,))
            self.group(of, "sum", *pair)

    @staticmethod
    def first_subset(amounts: list[int], target: int, amount: int) -> tuple[int, ...] | None:
        """Of two or more: the first as words stand in a dictionary."""
        sizes = range(2, len(amounts) + 1)
        subsets = itertools.chain.from_iterable(
            itertools.combinations(range(len(amounts)), size) for size in sizes
        )
        fitting = (s for s in subsets if abs(sum(amounts[i] for i in s) - target) <= amount)
        return min(fitting, default=None)

    def only_ones(self, amount: int, days: int) -> None:
        def near(i: int, j: int) -> bool:
            a, b = self.ours[i], self.theirs[j]
            return (
                a.currency == b.currency
                and not (reference(a) and reference(b))
                and abs(a.cents - b.cents) <= amount
                and abs(a.day - b.day) <= days
            )

        pairs = [(i, j) for i in self.free[0] for j in self.free[1] if near(i, j)]
        for i, j in sorted(pairs):
            if sum(a == i for a, _ in pairs) == 1 and sum(b == j for _, b in pairs) == 1:
                a, b = self.ours[i], self.theirs[j]
                of = self.compared(a.cents - b.cents, abs(a.day - b.day))
                self.group(of, "amount", (i,), (j,))

    def currencies(self, name: str) -> None:
        for sign in (-1, 0, 1):
            sides = [
                sorted(
                    (
                        i for i in self.free[side]
                        if reference(lines[i]) == name and signum(lines[i].cents) == sign
                    ),
                    key=lambda i, lines=lines: (  # type: ignore[misc]
                        lines[i].day, lines[i].currency, lines[i].cents, lines[i].disputed, i
                    ),
                )
                for side, lines in enumerate(self.lists)
            ]  # fmt: skip
            for i, j in zip(*sides, strict=False):
                self.group("currency_differs", "reference", (i,), (j,))

    def alone(self) -> None:
        for side, lines in enumerate(self.lists):
            seen = {same(lines[i]) for i in range(len(lines)) if i not in self.free[side]}
            for i in sorted(self.free[side], key=lambda i: (lines[i].day, lines[i].disputed, i)):
                x = lines[i]
                if reference(x) and same(x) in seen:
                    of = "duplicate"
                elif x.disputed:
                    of = "disputed"
                elif self.as_of - x.day <= self.transit_days:
                    of = "in_transit"
                else:
                    of = ("missing_from_theirs", "missing_from_ours")[side]
                seen.add(same(x))
                self.group(of, "nothing", *(((i,), ()) if side == 0 else ((), (i,))))


def same(line: Line) -> tuple[str, str, int]:
    return reference(line), line.currency, line.cents


def signum(cents: int) -> int:
    return (cents > 0) - (cents < 0)


def reference(line: Line) -> str:
    """Runs of digits without leading zeros; hyphens between two of them; letters as capitals."""
    found = ""
    for run in re.findall(r"[0-9]+|[A-Za-z]+|[^\x00-\x7f]+", line.reference):
        if run[0] in "0123456789":
            digits = run.lstrip("0") or "0"
            found += ("-" if found[-1:] in set("0123456789") and found else "") + digits
        else:
            found += run.upper() if run.isascii() else run
    return found
