"""The C++ program of docs/guide-cpp.md compiles, and says what the guide promises."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_program_runs(tmp_path: Path) -> None:
    library = ROOT / "build/release/libo2c.a"
    if not library.exists():
        pytest.skip("the library is not built in build/release: ./dev test builds it")
    guide = (ROOT / "docs/guide-cpp.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"```cpp\n(.*?)```", guide, re.DOTALL)
    program = tmp_path / "guide.cpp"
    program.write_text(source, encoding="utf-8")
    binary = tmp_path / "guide"
    command = ["g++", "-std=c++20", f"-I{ROOT}/include", program, library, "-o", binary]
    subprocess.run([*map(str, command), "-pthread"], check=True)
    output = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    assert output.startswith("2940.01 USD is more than the 2940.00 USD that is open of receipt")
    assert "Ningbo  USD          0.00  2000.00" in output
    assert "given document INV-1" in output
    assert '"12.345": expected at most 2 decimals, as USD has' in output
