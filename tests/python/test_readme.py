"""The examples of README are run, so that they cannot go stale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.zh-CN.md"]


def examples(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_both_readmes_show_the_same_code() -> None:
    for language in ("cpp", "python"):
        assert examples(READMES[0], language) == examples(READMES[1], language)


def test_python_example(tmp_path: Path) -> None:
    program = tmp_path / "example.py"
    program.write_text(examples("README.md", "python")[0], encoding="utf-8")
    output = subprocess.run(
        [sys.executable, program], check=True, capture_output=True, text=True
    ).stdout
    assert "800.00" in output
    assert re.search(r"total\s+2034\.50 USD", output)


def test_cpp_example(tmp_path: Path) -> None:
    library = ROOT / "build/release/libo2c.a"
    if not library.exists():
        pytest.skip("the library is not built in build/release: ./dev test builds it")
    program = tmp_path / "example.cpp"
    program.write_text(examples("README.md", "cpp")[0], encoding="utf-8")
    binary = tmp_path / "example"
    compile_command = ["g++", "-std=c++20", f"-I{ROOT}/include", program, library, "-o", binary]
    subprocess.run([*map(str, compile_command), "-pthread"], check=True)
    output = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    table = [" ".join(line.split()) for line in output.splitlines()[:4]]
    assert table == [
        "currency not_due 1-30 31-60 61-90 >90 credits total",
        "Acme USD 1234.50 0.00 800.00 0.00 0.00 0.00 2034.50",
        "Brio USD 0.00 0.00 0.00 0.00 99.99 -20.00 79.99",
        "total USD 1234.50 0.00 800.00 0.00 99.99 -20.00 2114.49",
    ]
    assert re.search(r"days overdue\s+31", output)
