"""The pages of the Python reference: every public name of o2c, by area, from package and stubs."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parents[2] / "bindings/python/o2c"


class Area(NamedTuple):
    """A page: names of these sections of _core.pyi, and of modules that begin so."""

    page: str
    title: str
    sections: tuple[str, ...]
    modules: tuple[str, ...]


AREAS = [
    Area("close", "Month close", ("close", "the close"), ("_close", "_book", "_check")),
    Area(
        "aging",
        "Aging and terms",
        ("columns and receivable", "terms of payment"),
        ("_aging", "_running_balance", "_schedule"),
    ),
    Area("ledger", "Ledger", ("the ledger",), ("_ledger", "_statement", "_exchange_differences")),
    Area(
        "collecting",
        "Interest and reminding",
        ("late interest", "dunning"),
        ("_interest", "_dunning"),
    ),
    Area(
        "measures",
        "Measures and provision",
        ("measures",),
        ("_measures", "_provision", "_collection"),
    ),
    Area(
        "control",
        "Reconciliation, credit, cash",
        ("reconciling, and letters of confirmation", "credit", "cash of the sales force"),
        ("_reconcile", "_confirmation", "_credit", "_cash_hand_in"),
    ),
    Area("orders", "Orders and journal", (), ("_order", "_journal", "events")),
    Area("commission", "Commission", ("commission",), ("_commission",)),
    Area("cost", "Prices, cost, profit", ("cost and profit",), ("_cost",)),
    Area(
        "money", "Money, numbers, dates", ("number", "time", "money", "quantities"), ("_currency",)
    ),
    Area("errors", "Explanations and errors", ("explain", "errors"), ("_errors",)),
    Area("other", "Other", (), ("",)),  # what no area above names
]


class Name(NamedTuple):
    name: str
    area: Area
    summary: str  # the first sentence of its documentation
    choices: tuple[str, ...]  # of an enumeration


def pages() -> list[tuple[str, str]]:
    used = {name.area for name in public_names()}
    found = [(area.title, f"python/{area.page}.md") for area in AREAS if area in used]
    return [("Overview", "python/index.md"), *found, ("Events of orders", "python/events.md")]


def texts() -> dict[str, str]:
    result = {"python/events.md": "# Events of orders\n\n::: o2c.events\n"}
    overview = ["# Python", "", "All public names of the package `o2c`, by area.", ""]
    for area in AREAS:
        names = [name for name in public_names() if name.area == area]
        if not names:
            continue
        shown = (directive(each) for each in names)
        result[f"python/{area.page}.md"] = f"# {area.title}\n\n" + "\n\n".join(shown) + "\n"
        overview += [f"## {area.title}", "", "| name | what it is |", "|---|---|"]
        overview += [
            f"| [`{each.name}`][o2c.{each.name}] | {each.summary.replace('|', chr(92) + '|')} |"
            for each in names
        ]
        overview.append("")
    overview += ["The events of orders have [a page of their own](events.md).", ""]
    overview += ["## Arguments", "", "What may stand for a value where a signature says so:", ""]
    overview += ["| in signatures | what may be given |", "|---|---|"]
    for alias, meaning in aliases():
        overview.append(f"| `{alias}` | `{meaning}` |")
    result["python/index.md"] = "\n".join(overview)
    return result


def directive(name: Name) -> str:
    """What mkdocstrings is asked for; the choices of an enumeration take one line together."""
    if not name.choices:
        return f"::: o2c.{name.name}"
    listed = ", ".join(f"`{choice}`" for choice in name.choices)
    return f"::: o2c.{name.name}\n    options:\n      members: false\n\nOne of {listed}."


@cache
def public_names() -> list[Name]:
    """In the order of the areas; classes before functions, each by its name."""
    package = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    listed: list[str] = []
    for node in ast.walk(package):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("o2c."):
            modules |= {each.name: node.module.removeprefix("o2c.") for each in node.names}
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            listed = [name for name in ast.literal_eval(node.value) if name != "events"]
    names = []
    for name in listed:
        if name.startswith("__"):
            continue
        module = modules.get(name, "")
        section = ""
        node = None
        if module == "_core":
            section, node = core_names()[name]
        if section.startswith("_"):
            module, section = section, ""
        if module != "_core":
            node = definitions(module).get(name)
        names.append(Name(name, area_of(module, section), summary_of(node), choices_of(node)))
    return sorted(names, key=lambda each: (not each.name[0].isupper(), each.name.lower()))


def area_of(module: str, section: str) -> Area:
    for area in AREAS:
        if section in area.sections or (module != "_core" and module.startswith(area.modules)):
            return area
    return AREAS[-1]


Definition = ast.ClassDef | ast.FunctionDef


@cache
def core_names() -> dict[str, tuple[str, Definition | None]]:
    """Each name in the stub, with the section that it stands in, or the module that it is from."""
    text = (PACKAGE / "_core.pyi").read_text(encoding="utf-8")
    headings = [
        (text.count("\n", 0, match.start()) + 1, match[1])
        for match in re.finditer(r"^# (.+?) -{10,}$", text, re.MULTILINE)
    ]
    names: dict[str, tuple[str, Definition | None]] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("o2c."):
            module = node.module.removeprefix("o2c.")
            names |= {each.name: (module, None) for each in node.names}
        elif isinstance(node, Definition) and node.name not in names:
            section = [heading for line, heading in headings if line < node.lineno]
            names[node.name] = (section[-1] if section else "", node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names[node.target.id] = ("", None)
    return names


def aliases() -> list[tuple[str, str]]:
    """The names of the stub for several types, and these."""
    stub = ast.parse((PACKAGE / "_core.pyi").read_text(encoding="utf-8"))
    return [
        (ast.unparse(node.target), ast.unparse(node.value))
        for node in stub.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"
        if node.value is not None
    ]


@cache
def definitions(module: str) -> dict[str, Definition]:
    body = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8")).body
    return {node.name: node for node in body if isinstance(node, Definition)}


def summary_of(node: Definition | None) -> str:
    paragraph = ((ast.get_docstring(node) if node else "") or "").split("\n\n")[0]
    return re.split(r"(?<=[.?]) ", paragraph.replace("\n", " "))[0]


def choices_of(node: Definition | None) -> tuple[str, ...]:
    if not isinstance(node, ast.ClassDef) or "enum." not in " ".join(map(ast.unparse, node.bases)):
        return ()
    return tuple(ast.unparse(each.targets[0]) for each in node.body if isinstance(each, ast.Assign))
