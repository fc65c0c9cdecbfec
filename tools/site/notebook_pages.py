"""The notebooks of examples/notebooks as pages, with what they showed when they were run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbconvert import MarkdownExporter

FOLDER = Path(__file__).resolve().parents[2] / "examples/notebooks"


def pages() -> list[tuple[str, str]]:
    """The title of each notebook, which its first line is, and its page."""
    return [(title(path), f"notebooks/{path.stem}.md") for path in sorted(FOLDER.glob("*.ipynb"))]


def title(path: Path) -> str:
    first = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0]
    return first.lstrip("# ").split(":")[0]


def contents() -> Iterator[tuple[str, str | bytes]]:
    """Each page and each of its pictures, by their names in the site."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        exporter = MarkdownExporter(config={"NbConvertBase": {"display_data_priority": SHOWN}})
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if "text/html" in data:
                    data["text/html"] = f'<div class="shown">{data["text/html"]}</div>'
        text, resources = exporter.from_notebook_node(
            notebook, resources={"unique_key": path.stem, "output_files_dir": path.stem}
        )
        file = f"[The notebook itself](../files/examples/notebooks/{path.name})"
        yield f"notebooks/{path.stem}.md", re.sub(r"\n{3,}", "\n\n", text) + f"\n{file}\n"
        yield f"files/examples/notebooks/{path.name}", path.read_bytes()
        for name, content in resources["outputs"].items():
            yield f"notebooks/{name}", content


SHOWN = ["text/html", "image/svg+xml", "image/png", "text/plain"]
