"""What pages that need nothing else have in common."""

from __future__ import annotations

import importlib.resources
from html import escape

from ._labels import Language


def style_sheet(name: str) -> str:
    """A style sheet of the package."""
    folder = importlib.resources.files(__package__) / "templates"
    return (folder / name).read_text(encoding="utf-8")


def whole_page(
    title: str, body: str, *, styles: tuple[str, ...], lang: Language = "en", css: str = ""
) -> str:
    """A body with its head. ``css``: the class of the body."""
    style = "".join(map(style_sheet, styles))
    its_class = f' class="{css}"' if css else ""
    return f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body{its_class}>
{body}
</body>
</html>
"""
