"""Every Python example of docs/*.md runs, in the order of its page, and gives what it says.

A comment at the end of an expression that begins as a value does is that value: `  # Money('16.00',
'USD'): 10 days of ...`. Any other comment is read by people only."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from guide_data import GIVEN

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"This is `([\w.]+)`:\n\n^```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VALUE = re.compile(r"-?\d|['\"\[({]|(?:True|False|None)\b|[A-Z]\w*\(")


def examples(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if examples(page)]


def test_there_are_guides() -> None:
    if not (ROOT / "docs").exists():
        pytest.skip("not in a working tree")
    assert len(PAGES) > 10
    assert GIVEN.keys() <= {page.stem for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    (tmp_path / "examples").symlink_to(ROOT / "examples")  # pages name plans of the project
    monkeypatch.chdir(tmp_path)
    for name, content in FILE.findall(page.read_text(encoding="utf-8")):
        Path(name).write_text(content, encoding="utf-8")
    blocks = examples(page)
    if any(block.startswith(">>>") for block in blocks):
        failed, tried = doctest.testfile(str(page), module_relative=False)
        assert tried >= len(blocks)
        assert not failed
        return
    names: dict[str, Any] = {}
    for position, block in enumerate(blocks):
        for given in GIVEN.get(page.stem, {}).get(position, []):
            names |= given(names) if inspect.signature(given).parameters else given()
        run(block, names)
    pyplot.close("all")


def run(block: str, names: dict[str, Any]) -> None:
    lines = block.splitlines()
    for node in ast.parse(block).body:
        source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        if not isinstance(node, ast.Expr):
            exec(compile(source, "<example>", "exec", dont_inherit=True), names)
            continue
        value = eval(compile(ast.Expression(node.value), "<example>", "eval"), names)
        assert node.end_lineno is not None
        said = said_of(lines, node.end_lineno - 1, node.end_col_offset)
        if said is not None and VALUE.match(said):
            shown = repr(value)
            assert said == shown or said.startswith((f"{shown}: ", f"{shown}, ")), source


def said_of(lines: list[str], line: int, column: int | None) -> str | None:
    """The comment after an expression: at the end of its last line, or below it."""
    rest = lines[line].encode()[column:].decode()
    if rest.strip().startswith("#"):
        return rest.strip().lstrip("# ")
    below = []
    for text in lines[line + 1 :]:
        if not text.startswith("#"):
            break
        below.append(text.removeprefix("#").strip())
    return " ".join(below) or None
