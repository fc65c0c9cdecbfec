"""Reconciling two lists, from the rules as they are written: slow, with every pair and every
subset looked at. Lines are (reference, day, cents, currency, disputed, cents of it)."""

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
    disputed_cents: int | None = None

    @property
    def in_dispute(self) -> int:
        if not self.disputed:
            return 0
        return abs(self.cents) if self.disputed_cents is None else self.disputed_cents


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
        nears = ((0, 0), (self.amount, self.days))
        for amount, days in nears:
            self.only_ones(amount, days, has_unnamed=True)
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
        twice = self.duplicates()
        for side in (0, 1):
            self.free[side].difference_update(twice[side])
        for amount, days in nears:
            self.only_ones(amount, days, has_unnamed=False)
        paired = {
            each
            for i, j in itertools.product(*self.free)
            if self.near(i, j, self.amount, self.days)
            for each in ((0, i), (1, j))
        }
        for amount, days in nears:
            self.only_sums(paired, amount, days)
        for side in (0, 1):
            self.free[side].update(twice[side])
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

    def compared_pair(self, i: int, j: int) -> str:
        a, b = self.ours[i], self.theirs[j]
        of = self.compared(a.cents - b.cents, abs(a.day - b.day))
        more = max(a, b, key=lambda x: abs(x.cents))
        in_dispute = 0 if a.cents * b.cents < 0 else more.in_dispute
        is_disputed = of == "amount_differs" and abs(a.cents - b.cents) <= in_dispute
        return "disputed" if is_disputed else of

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
                         a.disputed + b.disputed, a.in_dispute + b.in_dispute, i, j)
                    )  # fmt: skip
            if not near:
                return
            *_, i, j = min(near)
            self.group(self.compared_pair(i, j), by, (i,), (j,))
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
            return (-abs(x.cents), x.cents, x.day, x.disputed, x.in_dispute, i)

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

    def near(self, i: int, j: int, amount: int, days: int) -> bool:
        a, b = self.ours[i], self.theirs[j]
        return (
            a.currency == b.currency
            and abs(a.cents - b.cents) <= amount
            and abs(a.day - b.day) <= days
        )

    def only_ones(self, amount: int, days: int, *, has_unnamed: bool) -> None:
        pairs = [
            (i, j)
            for i, j in itertools.product(*self.free)
            if self.near(i, j, amount, days)
            and not (has_unnamed and reference(self.ours[i]) and reference(self.theirs[j]))
        ]
        for i, j in sorted(pairs):
            if sum(a == i for a, _ in pairs) == 1 and sum(b == j for _, b in pairs) == 1:
                self.group(self.compared_pair(i, j), "amount", (i,), (j,))

    def only_sums(self, paired: set[tuple[int, int]], amount: int, days: int) -> None:
        """Sums of which no line is in another one."""
        sums = []
        for side in (0, 1):
            for i in self.free[side]:
                x = self.lists[side][i]
                parts = [
                    j for j in self.free[1 - side]
                    if (y := self.lists[1 - side][j]).currency == x.currency
                    and signum(y.cents) == signum(x.cents) != 0
                    and abs(y.day - x.day) <= days
                    and (1 - side, j) not in paired
                ]  # fmt: skip
                for size in range(2, len(parts) + 1 if (side, i) not in paired else 0):
                    for chosen in itertools.combinations(parts, size):
                        difference = x.cents - sum(self.lists[1 - side][j].cents for j in chosen)
                        if abs(difference) <= amount:
                            sums.append((side, i, chosen))
        uses = [each for found in sums for each in self.lines(*found)]
        for side, i, chosen in sums:
            if all(uses.count(each) == 1 for each in self.lines(side, i, chosen)):
                ours, theirs = ((i,), chosen) if side == 0 else (chosen, (i,))
                difference = sum(self.ours[i].cents for i in ours) - sum(
                    self.theirs[j].cents for j in theirs
                )
                self.group(self.compared(difference, 0), "amount_sum", ours, theirs)

    @staticmethod
    def lines(side: int, i: int, parts: tuple[int, ...]) -> list[tuple[int, int]]:
        return [(side, i), *((1 - side, j) for j in parts)]

    def duplicates(self) -> list[set[int]]:
        """Of each list what is left of a reference and amount that it has in a group, too."""
        found = []
        for free, lines in zip(self.free, self.lists, strict=True):
            grouped = {same(x) for i, x in enumerate(lines) if i not in free and reference(x)}
            found.append({i for i in free if same(lines[i]) in grouped})
        return found

    def currencies(self, name: str) -> None:
        for sign in (-1, 0, 1):
            sides = [
                sorted(
                    (
                        i for i in self.free[side]
                        if reference(lines[i]) == name and signum(lines[i].cents) == sign
                    ),
                    key=lambda i, lines=lines: (  # type: ignore[misc]
                        lines[i].day, lines[i].currency, lines[i].cents, lines[i].disputed,
                        lines[i].in_dispute, i
                    ),
                )
                for side, lines in enumerate(self.lists)
            ]  # fmt: skip
            for i, j in zip(*sides, strict=False):
                self.group("currency_differs", "reference", (i,), (j,))

    def alone(self) -> None:
        for side, lines in enumerate(self.lists):
            seen = {same(lines[i]) for i in range(len(lines)) if i not in self.free[side]}
            by_day = sorted(
                self.free[side],
                key=lambda i: (lines[i].day, lines[i].disputed, lines[i].in_dispute, i),
            )
            for i in by_day:
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
