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


def test_the_commands(tmp_path: Path, sample_folder: Path) -> None:
    (tmp_path / "invoices.csv").write_text(blocks("csv")[0], encoding="utf-8")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/book").symlink_to(sample_folder)
    commands = [
        line.partition("#")[0].strip()
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("o2c ")
    ]
    said = {command: run(command, tmp_path) for command in commands}
    assert len(said) == 7
    aging = "o2c aging invoices.csv --as-of 2026-10-31"
    assert without_margins(said[aging]) == without_margins(blocks("text")[0])
    assert "应收账款账龄" in said[f"{aging} --lang zh"]
    assert "INV-2" in said[f"{aging} --explain Acme"]
    assert "All ties hold" in said["o2c close build/book --period 2026-10"]
    for page, language in (("aging", "en"), ("october", "en"), ("october/close", "zh")):
        text = (tmp_path / f"{page}.html").read_text(encoding="utf-8")
        assert text.lower().startswith("<!doctype html>")
        assert f'<html lang="{language}' in text


def run(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "o2c"
    return subprocess.run(
        [sys.executable, "-m", "o2c", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
