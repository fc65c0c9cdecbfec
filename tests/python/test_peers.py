"""The comparison with other engines still runs, and still finds equal answers."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ENGINES = {
    "DuckDB": ("duckdb-native", "duckdb-arrow"),
    "Polars": ("polars-streaming", "polars-in-memory"),
    "pandas": ("pandas",),
    "NumPy": ("numpy",),
}

for library in ("duckdb", "polars", "pandas", "matplotlib"):
    pytest.importorskip(library)


def test_a_quick_run_gives_times_for_equal_answers(tmp_path: Path) -> None:
    cases = ["items-10k", "documents-text", "stream-100m"]
    engines = ["o2c", "duckdb-arrow", "read"]
    command = [sys.executable, "-m", "benchmarks.peers", "--quick", "--date", "2026-10-31"]
    command += ["--cases", *cases, "--engines", *engines, "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    document = json.loads((tmp_path / "peers.json").read_text())
    assert document["date"] == "2026-10-31"
    assert [case["name"] for case in document["cases"]] == cases
    for case in document["cases"]:
        measured = case["engines"]
        assert {name: measured[name]["status"] for name in engines} == dict.fromkeys(engines, "ok")
        assert measured["o2c"]["digest"] == measured["duckdb-arrow"]["digest"] != ""
        assert all(len(measured[name]["seconds"]) == 2 for name in engines)
    assert (tmp_path / "peers.png").stat().st_size > 10_000


def published() -> dict[str, dict[str, Any]]:
    """The measured engines of each case, as the repository keeps them."""
    document = json.loads((ROOT / "benchmarks/results/peers.json").read_text())
    return {case["name"]: case["engines"] for case in document["cases"]}


def median(engine: dict[str, Any]) -> float:
    return statistics.median(engine["seconds"])


def times_as_long(engines: dict[str, Any], name: str) -> str:
    """What a table says of a peer: its faster way beside o2c."""
    ways = [median(engines[way]) for way in ENGINES[name] if way in engines]
    return f"{min(ways) / median(engines['o2c']):.1f}×" if ways else "–"


def table_rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the table under the line that begins with the heading."""
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = text[text.index(f"\n{heading}") + 1 :].splitlines()[2:]
    end = next(place for place, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:end]]


def test_the_documented_figures_are_the_kept_ones() -> None:
    results = published()
    rows = table_rows("docs/benchmarks.md", "| case |")
    assert [row[0].strip("`") for row in rows] == list(results)
    for case, _, per_row, duckdb, polars, pandas, numpy, reading, _ in rows:
        engines = results[case.strip("`")]
        assert per_row == f"{engines['o2c']['ns_per_row']:.1f}", case
        peers = dict(zip(ENGINES, (duckdb, polars, pandas, numpy), strict=True))
        assert peers == {name: times_as_long(engines, name) for name in ENGINES}, case
        assert reading == f"{median(engines['o2c']) / median(engines['read']):.1f}", case


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_figures_of_readme_are_the_kept_ones(page: str) -> None:
    results = published()
    cases = ["items-100k", "items-2m", "text-100k", "documents", "documents-text"]
    rows = table_rows(page, "| work |" if page == "README.md" else "| 工作 |")
    for case, (_, own, *peers) in zip(cases, rows, strict=True):
        seconds = re.sub(r"[^0-9.]", "", own)
        assert seconds == f"{median(results[case]['o2c']):.3f}", case
        assert peers == [times_as_long(results[case], name) for name in ENGINES][:3], case
