"""The notebooks of examples/notebooks run, and show what they gave when they were written."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import o2c
import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples/notebooks").glob("*.ipynb"))


def shown(notebook: Any) -> list[tuple[str, list[str]]]:
    """The source of each cell of code and what stands below it, without what differs each time."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        outputs: list[str] = []
        before = None
        for output in cell.outputs:
            data = output.get("data", {})
            text = data.get("text/html") or data.get("text/plain") or output.get("text", "")
            text = re.sub(r"0x[0-9a-f]+", "", text)  # Where an object lies in memory.
            if before is not None and output.get("name") == before:
                outputs[-1] += text  # What is printed comes in pieces, cut anywhere.
            else:
                outputs.append(text)
            before = output.get("name")
        cells.append((cell.source, outputs))
    return cells


def test_there_are_notebooks() -> None:
    if not (ROOT / "examples").exists():
        pytest.skip("not in a working tree")
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_says(path: Path) -> None:
    kept = nbformat.read(path, as_version=4)
    again = nbformat.read(path, as_version=4)
    package = str(Path(o2c.__file__).parents[1])
    client = nbclient.NotebookClient(
        again, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute(env={**os.environ, "PYTHONPATH": package})
    assert shown(again) == shown(kept), "run it again: jupyter nbconvert --execute --inplace"
