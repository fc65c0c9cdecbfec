"""Credit exposure and cash hand-in by the rules of the trade, with datetime and integers only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Collected:
    """A collection, and the (date, amount) of what was handed in for it."""

    receipt: str
    salesperson: str
    date: dt.date
    amount: int
    handed_in: list[tuple[dt.date, int]] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.amount - sum(amount for _, amount in self.handed_in)

    def figures(self, as_of: dt.date, last_day: dt.date) -> dict[str, int]:
        """By the end of a day; a hand-in after it has not happened."""
        parts = [(day, amount) for day, amount in self.handed_in if day <= as_of]
        in_time = sum(amount for day, amount in parts if day == self.date)
        late = sum(amount for day, amount in parts if self.date < day <= last_day)
        recovered = sum(amount for day, amount in parts if day > last_day)
        return {
            "collected": self.amount,
            "in_time": in_time,
            "late": late,
            "recovered": recovered,
            "recoverable": self.amount - in_time - late - recovered,
            "withheld": self.amount - in_time - late if as_of >= last_day else 0,
        }


def last_late_day(date: dt.date, days: int, holidays: set[dt.date] | None) -> dt.date:
    """So many calendar days after the date; with holidays, working days of Monday to Friday."""
    while days > 0:
        date += dt.timedelta(1)
        if holidays is None or (date.weekday() < 5 and date not in holidays):
            days -= 1
    return date


def match(collections: list[Collected], hand_ins: list[dict[str, Any]]) -> None:
    """Day by day those that name a receipt, then those that do not, oldest collection first."""
    by_receipt = {collection.receipt: collection for collection in collections}
    for hand_in in sorted(hand_ins, key=lambda each: (each["date"], each["receipt"] is None)):
        amount = hand_in["amount"]
        own = [each for each in collections if each.salesperson == hand_in["salesperson"]]
        own = [each for each in own if each.date <= hand_in["date"]]
        order = sorted(own, key=lambda each: each.date)
        if hand_in["receipt"] is not None:
            order.insert(0, by_receipt[hand_in["receipt"]])
        for collection in order:
            part = min(amount, collection.left)
            if part:
                collection.handed_in.append((hand_in["date"], part))
                amount -= part
        assert amount == 0, "more handed in than collected"


def exposures(
    items: list[dict[str, Any]],
    orders: list[dict[str, Any]],
    insurance: dict[str, tuple[int, int]],
    as_of: dt.date,
) -> dict[str, dict[str, int]]:
    """By party, of one currency; insurance: the limit and the percent of a party."""
    stages: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    gross: dict[tuple[str, str], int] = defaultdict(int)
    cover: dict[tuple[str, str], int] = defaultdict(int)
    credits: dict[str, int] = defaultdict(int)
    for item in items:
        party, amount = item["party"], item["amount"]
        stages[party]["exposure"] += 0
        if amount < 0 and item["kind"] == "deposit" and item["order"]:
            cover[party, item["order"]] -= amount
        elif amount < 0:
            credits[party] -= amount
        else:
            late = item["due_date"] is not None and item["due_date"] < as_of
            stage = item["stage"] or ("overdue" if late else "open")
            stages[party][stage] += amount
            gross[party, item["order"] or ""] += amount
    for order in orders:
        party = order["party"]
        stages[party]["exposure"] += 0
        for stage in ("under_collection", "draft", "shipped", "ordered"):
            stages[party][stage] += order[stage]
            gross[party, order["order"]] += order[stage]
        for kind in ("deposits", "letter_of_credit", "insured"):
            cover[party, order["order"]] += order[kind]
    for party in insurance:
        stages[party]["exposure"] += 0
    found = {}
    for party, amounts in stages.items():
        keys = [key for key in gross if key[0] == party]
        net = sum(max(gross[key] - cover[key], 0) for key in keys)
        net = max(net - credits[party], 0)
        limit, percent = insurance.get(party, (0, 0))
        found[party] = {**amounts, "exposure": net - min(net, limit) * percent // 100}
    return found
