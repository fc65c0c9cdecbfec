"""Arguments, which docstrings describe line by line (`as_of: the day`), as lists."""

from __future__ import annotations

import re
from typing import Any

import griffe

NAMED = re.compile(r"(?P<names>\w+(?:, \w+)*): (?P<text>.*)")


class ArgumentLists(griffe.Extension):
    def on_function(self, *, func: griffe.Function, **_: Any) -> None:
        if func.docstring:
            names = {parameter.name for parameter in func.parameters}
            paragraphs = func.docstring.value.split("\n\n")
            listed = "\n\n".join(as_list(paragraph, names) for paragraph in paragraphs)
            # Code after a list would be part of the list.
            func.docstring.value = listed.replace("\n\n    >>>", "\n\n<!-- -->\n\n    >>>")


def as_list(paragraph: str, names: set[str]) -> str:
    """The paragraph as a list, if it begins with the name of an argument."""
    lines = []
    for line in paragraph.splitlines():
        found = NAMED.fullmatch(line)
        if found and set(found["names"].split(", ")) <= names:
            shown = ", ".join(f"`{name}`" for name in found["names"].split(", "))
            lines.append(f"- {shown}: {found['text']}")
        elif not lines:
            return paragraph
        else:
            lines.append(f"  {line}")
    return "\n".join(lines)
