"""The rates of a book's plans, as SQL that reckons in whole numbers.

Known is what the sample book's plans have: one rule for all lines, marginal or whole tiers over the
month's base or over attainment, modifiers by days overdue, a cap. Overrides, holdbacks and draws
come after what lines earn, and are not reckoned here. Anything else is refused, not left out.
"""

from __future__ import annotations

import datetime
import itertools
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

KNOWN_OF_PLAN = {"name", "currency", "version"}
KNOWN_OF_VERSION = {
    *("from_date", "basis", "accumulation", "rate", "method", "edge", "tiers", "tiers_over"),
    *("modifier", "override", "payout"),
}
KNOWN_OF_PAYOUT = {"cap", "holdback", "draw", "draw_recoverable"}  # All but the cap come later.


class UnknownPlanError(Exception):
    """A plan has something that is not known here."""


@dataclass(frozen=True)
class PlanSql:
    """Of `base`, a sum in minor units, and `days_overdue`; `target` where it is by attainment.

    What a base earns is `tiers(base) * pays / scale` minor units.
    """

    name: str
    currency: str
    basis: str
    by_attainment: bool
    cap: Decimal | None
    scale: int
    pays: str
    first: datetime.date  # That this version of the plan holds for.
    last: datetime.date
    _tiers: tuple[tuple[str, int], ...]  # Where each begins, of the base times _of_base; its rate.
    _of_base: int
    _is_whole: bool
    _opens: bool

    def tiers(self, base: str) -> str:
        base = f"({base})::HUGEINT"
        (_, first), *rest = self._tiers
        if self._is_whole:
            past = ">=" if self._opens else ">"
            whens = "".join(
                f" WHEN {self._of_base} * {base} {past} {start} THEN {rate}"
                for start, rate in reversed(rest)
            )
            reached = f"(CASE{whens} ELSE {first} END)" if rest else str(first)
            return f"({self._of_base} * {base} * {reached})"
        earned = f"{first * self._of_base} * {base}"
        for (_, before), (start, rate) in itertools.pairwise(self._tiers):
            earned += f" + {rate - before} * greatest({self._of_base} * {base} - {start}, 0)"
        return f"({earned})"


def plans_of(book: Path, last: datetime.date, digits: dict[str, int]) -> list[PlanSql]:
    """The versions of all plans that began by a month's last day; of each plan the latest last."""
    plans = []
    for path in sorted((book / "plans").glob("*.toml")):
        history = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(path, history, KNOWN_OF_PLAN)
        if not history.get("version"):
            raise UnknownPlanError(f"{path}: it has no versions")
        versions = [each for each in history["version"] if each["from_date"] <= last]
        ends = [each["from_date"] for each in versions[1:]] + [last + datetime.timedelta(days=1)]
        for version, end in zip(versions, ends, strict=True):
            sql = plan_sql(path, history["currency"], version, digits)
            day_before = end - datetime.timedelta(days=1)
            plans.append(replace(sql, first=version["from_date"], last=day_before))
    return plans


def plan_sql(path: Path, currency: str, version: dict[str, Any], digits: dict[str, int]) -> PlanSql:
    payout = version.get("payout", {})
    refuse_unknown(path, version, KNOWN_OF_VERSION)
    refuse_unknown(path, payout, KNOWN_OF_PAYOUT)
    known = {"basis": ("collected", "invoiced"), "accumulation": ("month",)}
    known |= {"tiers_over": ("base", "attainment"), "method": ("marginal", "whole")}
    for key, values in known.items():
        if version.get(key, values[0]) not in values:
            raise UnknownPlanError(f"{path}: {key} = {version[key]!r}")
    stated = version.get("tiers") or [{"from": 0, "rate": version["rate"]}]
    by_attainment = version.get("tiers_over", "base") == "attainment"
    unit = 1 if by_attainment else 10 ** digits[currency]
    starts = [unit * fraction(tier["from"]) for tier in stated]
    rates = [fraction(tier["rate"]) for tier in stated]
    of_base = lcm(*(start.denominator for start in starts))
    of_rate = lcm(*(rate.denominator for rate in rates))
    times = " * target" if by_attainment else ""
    begins = [f"({int(start * of_base)}{times})" for start in starts]
    of_pays, pays = pays_sql(path, version.get("modifier", []))
    return PlanSql(
        name=path.stem,
        currency=currency,
        basis=version.get("basis", "collected"),
        by_attainment=by_attainment,
        cap=Decimal(payout["cap"]) if "cap" in payout else None,
        scale=of_rate * of_base * of_pays,
        pays=pays,
        first=datetime.date.min,
        last=datetime.date.max,
        _tiers=tuple(
            (start, int(rate * of_rate)) for start, rate in zip(begins, rates, strict=True)
        ),
        _of_base=of_base,
        _is_whole=version.get("method") == "whole",
        _opens=version.get("edge", "closes") == "opens",
    )


def pays_sql(path: Path, modifiers: list[dict[str, Any]]) -> tuple[int, str]:
    scale = 1
    factors = []
    for modifier in modifiers:
        if modifier["by"] != "days_overdue" or modifier.keys() - {"by", "levels"}:
            raise UnknownPlanError(f"{path}: a modifier by {modifier['by']}, or of some rules")
        levels = [(int(each["above"]), fraction(each["pays"])) for each in modifier["levels"]]
        of_pays = lcm(*(pays.denominator for _, pays in levels))
        scale *= of_pays
        whens = "".join(
            f" WHEN days_overdue > {above} THEN {int(pays * of_pays)}"
            for above, pays in reversed(levels)
        )
        factors.append(f"(CASE{whens} ELSE {of_pays} END)")
    return scale, " * ".join(factors) or "1"


def fraction(stated: str | int) -> Fraction:
    text = str(stated)
    for unit, part in (("%", 100), ("bp", 10_000)):
        if text.endswith(unit):
            return Fraction(text.removesuffix(unit)) / part
    return Fraction(text)


def refuse_unknown(path: Path, stated: dict[str, Any], known: set[str]) -> None:
    if unknown := sorted(stated.keys() - known):
        raise UnknownPlanError(f"{path}: {', '.join(unknown)}")
