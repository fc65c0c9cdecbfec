"""The table of docs/cost.md says who bears what."""

from __future__ import annotations

from pathlib import Path

import o2c

GUIDE = Path(__file__).resolve().parents[2] / "docs/cost.md"


def test_the_guides_table_of_incoterms() -> None:
    letters = {"S": "seller", "B": "buyer", "C": "carriage", "–": "nobody"}
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| item | EXW |"))
    _, *terms = (cell.strip() for cell in lines[start].strip("|").split("|"))
    assert terms == [term.name for term in o2c.Incoterm]
    rows = lines[start + 2 : start + 2 + len(o2c.RouteItem)]
    for row, route_item in zip(rows, o2c.RouteItem, strict=True):
        item, *bearers = (cell.strip() for cell in row.strip("|").split("|"))
        assert item == route_item.name
        for term, letter in zip(terms, bearers, strict=True):
            assert o2c.bearer(term, item).name == letters[letter], (term, item)
