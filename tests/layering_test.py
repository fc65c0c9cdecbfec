"""Includes point down only: the arrows of docs/design.md, held against every include we write."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each area may include itself and the areas before it.
GROUND = ["version", "number", "time", "money", "explain", "columns"]
# Domain areas stand on all of the ground, side by side: none includes another ...
DOMAIN = ["order", "receivable", "commission", "cost", "trade", "sales"]
# ... but for payment terms, which everyone reads, and the order's contract, which trade reads.
SHARED = {"receivable/terms.hpp": DOMAIN, "order/contract.hpp": ["trade"]}
# close/ ties the domains together, above them all.
TOP = ["close"]

AREAS = [*GROUND, *DOMAIN, *TOP]
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)

# Users include these by name: they pull in another library's whole idea of a date ...
BRIDGES = {"time/boost_date.hpp", "time/chrono_date.hpp"}
# ... and these to link o2c::journal, a library of its own, whose sources are in src/journal/.
JOURNAL = "order/journal"


def area_of(path: str) -> str:
    area = path.split("/")[0].removesuffix(".hpp")
    return "order" if area == "journal" else area


def may_include(area: str, target: str) -> bool:
    """Whether a file of `area` may include <o2c/`target`>."""
    other = area_of(target)
    if area == other or area in SHARED.get(target, []):
        return True
    if area in GROUND:
        return other in GROUND[: GROUND.index(area)]
    return other in GROUND or (area in TOP and other in DOMAIN)


def includes(path: Path) -> list[str]:
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def sources(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".hpp", ".cpp", ".inc"}
    ]


def test_each_area_includes_only_what_is_below_it() -> None:
    wrong = []
    for base in ("include/o2c", "src"):
        for path in sources(base):
            inner = path.relative_to(ROOT / base)
            if str(inner) == "o2c.hpp":
                continue
            area = area_of(str(inner))
            assert area in AREAS, f"{path}: give the area {area} its place in {__file__}"
            wrong += [
                f"{path.relative_to(ROOT)} includes {target}"
                for target in includes(path)
                if (target.startswith("o2c/") and not may_include(area, target[4:]))
                or target.startswith("..")
            ]
    assert not wrong, "\n".join(wrong)


def test_only_the_journal_includes_the_journal() -> None:
    """Who links o2c::o2c alone has no database."""
    wrong = [
        f"{path.relative_to(ROOT)} includes {target}"
        for base in ("include/o2c", "src")
        for path in sources(base)
        for target in includes(path)
        if target.startswith("o2c/" + JOURNAL)
        and not str(path.relative_to(ROOT / base)).startswith((JOURNAL, "journal/"))
    ]
    assert not wrong, "\n".join(wrong)


def test_only_users_include_the_umbrella() -> None:
    users = ROOT / "tests/consumer"
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources("include", "src", "bindings", "benchmarks", "tests")
        if "o2c/o2c.hpp" in includes(path) and users not in path.parents
    ]
    assert not wrong, "\n".join(wrong)


def test_the_umbrella_includes_every_public_header() -> None:
    headers = {
        str(path.relative_to(ROOT / "include/o2c"))
        for path in sources("include/o2c")
        if "detail" not in path.parts and path.name != "o2c.hpp"
    }
    headers = {header for header in headers if not header.startswith(JOURNAL)}
    umbrella = {target.removeprefix("o2c/") for target in includes(ROOT / "include/o2c/o2c.hpp")}
    assert umbrella == headers - BRIDGES


@pytest.mark.parametrize(
    ("area", "target", "allowed"),
    [
        ("money", "number/decimal.hpp", True),
        ("money", "money/currency.hpp", True),
        ("number", "money/money.hpp", False),
        ("money", "explain/derivation.hpp", False),
        ("receivable", "columns/arrow_abi.hpp", True),
        ("receivable", "order/contract.hpp", False),
        ("trade", "order/contract.hpp", True),
        ("commission", "receivable/terms.hpp", True),
        ("commission", "receivable/aging.hpp", False),
        ("close", "commission/plan.hpp", True),
        ("commission", "close/book.hpp", False),
        ("receivable", "o2c.hpp", False),
    ],
)
def test_the_arrows(area: str, target: str, allowed: bool) -> None:
    assert may_include(area, target) is allowed
