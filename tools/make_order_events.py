"""Writes bindings/python/o2c/events.py from the definitions of the events in C++.

Usage: python tools/make_order_events.py [--check]
"""

import re
import subprocess
import sys
from pathlib import Path

from o2c import _core

TARGET = Path(__file__).parent.parent / "bindings/python/o2c/events.py"

HEAD = '''"""What can happen to an order: one class for each event.

Written by tools/make_order_events.py from the definitions in include/o2c/order; do not change it
by hand. Events are values: what they are made of is checked and made exact when they are made.
Who did it, and when, is said where it is applied: see ``o2c.Order.apply``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from o2c import _core
from o2c._core import Money, PaymentTerms, Rate

Profile = Literal["export_sale", "route_sale", "framework", "import"]
Verdict = Literal["accepted", "rejected", "no_order"]
Stage = Literal["purchasing", "making", "packing"]
Quantities = Mapping[int, Decimal | int | str] | Iterable[tuple[int, Decimal | int | str]]


def _shown(value: object) -> str:
    """As it would be given."""
    if isinstance(value, (Decimal, datetime.date)):
        return repr(str(value))
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return repr(value)


class _Struct:
    """Its fields as C++ reads them."""

    def __init_subclass__(cls) -> None:
        if cls.__module__ not in (__name__, "o2c"):
            raise TypeError("an event of o2c is not an acceptable base type")

    def __repr__(self) -> str:
        said = ((name, value) for name, value in vars(self).items() if value is not None)
        fields = ", ".join(f"{name}={_shown(value)}" for name, value in said)
        return f"{type(self).__name__}({fields})"

    def _set(self, **given: Any) -> None:
        for name, value in _core._normalized(type(self).__name__, given).items():
            object.__setattr__(self, name, value)


class OrderEvent(_Struct):
    """The base of all events. ``label`` is its name for people in English and Chinese, ``machine``
    the one that has to be ready for it, ``by`` the offices that do it."""

    label: tuple[str, str]
    machine: str
    by: tuple[str, ...]
'''


def dated(annotation):
    """`date` alone would be the field of that name."""
    return re.sub(r"\bdate\b", "datetime.date", annotation)


def struct(name, base, doc, constants, fields):
    fields = [(field, dated(held), dated(given), *rest) for field, held, given, *rest in fields]
    required = [field for field in fields if not field[4]]
    optional = [field for field in fields if field[4]]
    lines = [
        "",
        "",
        "@dataclass(frozen=True, init=False, repr=False)",
        f"class {name}({base}):",
        f'    """{doc}"""',
    ]
    if constants:
        lines += ["", *(f"    {constant}" for constant in constants)]
    if not fields:
        return [*lines, ""]
    lines.append("")
    lines += [f"    {field}: {held}" for field, held, *_ in fields]
    arguments = [f"{field}: {given}" for field, _, given, *_ in required]
    arguments += [f"{field}: {given} = None" for field, _, given, *_ in optional]
    lines += [
        "",
        f"    def __init__(self, {', '.join(arguments)}) -> None:",
        f"        self._set({', '.join(f'{field[0]}={field[0]}' for field in fields)})",
    ]
    return lines


def described(label, fields):
    doc = f"{label[0]} ({label[1]})."
    for name, _, _, meaning, is_optional in fields:
        doc += f"\n\n    ``{name}``: {meaning}" + (", if any." if is_optional else ".")
    return doc + ("\n    " if fields else "")


def source():
    lines = [HEAD.rstrip("\n")]
    for name, fields in _core._struct_definitions():
        label = {"OrderLine": ("a line of an order", "订单行"), "Contract": ("a contract", "合同")}[
            name
        ]
        constants = ['__module__ = "o2c"']
        lines += struct(name, "_Struct", described(label, fields), constants, fields)
    for name, label, machine, by, fields in _core._event_definitions():
        constants = [
            f"label = ({label[0]!r}, {label[1]!r})",
            f"machine = {machine!r}",
            f"by = {tuple(by)!r}",
        ]
        lines += struct(name, "OrderEvent", described(label, fields), constants, fields)
    return "\n".join(lines) + "\n"


def formatted(text):
    command = ["ruff", "format", "-", "--stdin-filename", str(TARGET)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    text = formatted(source())
    if "--check" in sys.argv:
        sys.exit(text != TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(text, encoding="utf-8")
