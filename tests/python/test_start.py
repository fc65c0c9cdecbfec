"""The commands of docs/start.md do what it shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def blocks(language: str) -> list[str]:
    page = (ROOT / "docs/start.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def without_margins(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_the_commands(tmp_path: Path) -> None:
    (tmp_path / "invoices.csv").write_text(blocks("csv")[0], encoding="utf-8")
    commands = [
        shlex.split(line, comments=True)
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("o2c ")
    ]
    assert len(commands) == 4
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "o2c", *command[1:]],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for command in commands
    ]
    assert without_margins(outputs[0]) == without_margins(blocks("text")[0])
    assert (tmp_path / "aging.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "应收账款账龄" in outputs[2]
    assert "INV-2" in outputs[3]
