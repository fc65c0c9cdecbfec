"""The entry to the C++ reference: every public header by area, and what it declares, from Doxygen's
tag file; with Doxygen's own pages beside it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
TAGS = ROOT / "build/docs/cpp.tag"
HTML = ROOT / "build/docs/cpp"

AREAS = {
    "close": "The month close.",
    "receivable": "Terms of payment, the ledger, aging, interest, reminders, credit, measures.",
    "commission": "Plans, tiers, and what each line earned.",
    "order": "Lifecycles as tables, refusals, history; the journal is a library of its own.",
    "cost": "Cost sheets, prices by term of delivery, export figures, profit and variances.",
    "columns": "Tables by Arrow, keys as codes, sums by several threads.",
    "explain": "How a figure came about, and why something is refused.",
    "money": "Currencies, money, allocation, exchange, units, quantities, tax.",
    "time": "Dates, periods, calendars.",
    "number": "Exact numbers, rates, roundings, errors.",
}


def html_files() -> list[Path]:
    return sorted(path for path in HTML.rglob("*") if path.is_file())


def texts() -> dict[str, str]:
    out = [
        "# C++",
        "",
        "Everything is in the namespace `o2c`; `#include <o2c/o2c.hpp>` is all of it, and each",
        "header can be included alone. Also as Doxygen's pages: [classes](cpp/annotated.html),",
        "[files](cpp/files.html), [the namespace](cpp/namespaceo2c.html).",
        "",
    ]
    folders = sorted({header.folder for header in headers()}, key=place)
    for folder in folders:
        out += [f"## {folder}", "", AREAS.get(folder, ""), "", "| header | declares |", "|---|---|"]
        for header in headers():
            if header.folder == folder:
                declared = ", ".join(f"[`{name}`](cpp/{link})" for name, link in header.declared)
                out.append(f"| [`{header.name}`](cpp/{header.page}) | {declared} |")
        out.append("")
    return {"cpp.md": "\n".join(out)}


def place(folder: str) -> tuple[int, str]:
    known = list(AREAS)
    return (known.index(folder) if folder in known else len(known), folder)


class Header:
    def __init__(self, compound: ElementTree.Element, classes: dict[str, str]) -> None:
        self.name = text_of(compound, "name")
        folder = Path(text_of(compound, "path")).relative_to(ROOT / "include/o2c")
        self.folder = str(folder)
        self.page = text_of(compound, "filename")
        declared: dict[str, str] = {}
        for each in compound.findall("class"):
            name = (each.text or "").removeprefix("o2c::")
            if re.fullmatch(r"[A-Za-z]\w*(::\w+)?", name) and each.text in classes:
                declared[name] = classes[each.text]
        for member in compound.findall("member"):
            name = text_of(member, "name")
            if name.startswith(("operator", "O2C_", "to_string")) or name in declared:
                continue
            declared[name] = f"{text_of(member, 'anchorfile')}#{text_of(member, 'anchor')}"
        self.declared = list(declared.items())


@cache
def headers() -> list[Header]:
    tags = ElementTree.parse(TAGS).getroot()
    classes = {
        text_of(each, "name"): text_of(each, "filename")
        for each in tags.findall("compound")
        if each.get("kind") in ("class", "struct")
    }
    files = [each for each in tags.findall("compound") if each.get("kind") == "file"]
    found = [Header(each, classes) for each in files]
    # What only includes others has no area.
    return sorted(
        (each for each in found if each.folder != "."), key=lambda each: (each.folder, each.name)
    )


def text_of(element: ElementTree.Element, child: str) -> str:
    return element.findtext(child) or ""
