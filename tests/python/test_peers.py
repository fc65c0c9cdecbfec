"""The comparison with other engines still runs, and still finds equal answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

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
