"""Docstrings as Markdown: arguments that are described line by line (`as_of: the day`) as a list,
and examples as code."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import griffe

NAMED = re.compile(r"(?P<names>(?:``)?\w+(?:``)?(?:, (?:``)?\w+(?:``)?)*): (?P<text>.*)")


class Docstrings(griffe.Extension):
    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if not obj.docstring:
            return
        names = {each.name for each in obj.parameters} if obj.is_function else set()
        paragraphs = obj.docstring.value.split("\n\n")
        text = "\n\n".join(as_markdown(paragraph, names) for paragraph in paragraphs)
        # Code after a list would be part of the list.
        obj.docstring.value = text.replace("\n\n    >>>", "\n\n<!-- -->\n\n    >>>")


def as_markdown(paragraph: str, names: set[str]) -> str:
    if paragraph.startswith(">>> "):
        return textwrap.indent(paragraph, "    ")
    lines = []
    for line in paragraph.splitlines():
        found = NAMED.fullmatch(line)
        given = found["names"].replace("`", "").split(", ") if found else []
        if found and set(given) <= names:
            shown = ", ".join(f"`{name}`" for name in given)
            lines.append(f"- {shown}: {found['text']}")
        elif not lines:
            return paragraph
        else:
            lines.append(f"  {line}")
    return "\n".join(lines)
