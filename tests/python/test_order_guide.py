"""The C++ program of docs/order.md compiles, and says what the guide promises."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_program_runs(tmp_path: Path) -> None:
    library = ROOT / "build/release/libo2c.a"
    if not library.exists():
        pytest.skip("the library is not built in build/release: ./dev test builds it")
    guide = (ROOT / "docs/order.md").read_text(encoding="utf-8")
    source, drawing = re.findall(r"```cpp\n(.*?)```", guide, re.DOTALL)
    program = tmp_path / "order.cpp"
    # The lines that only draw are run at the end of the program, where there is an order.
    program.write_text(source.rstrip().removesuffix("}") + drawing + "}\n", encoding="utf-8")
    binary = tmp_path / "order"
    command = ["g++", "-std=c++20", f"-I{ROOT}/include", program, library, "-o", binary]
    subprocess.run([*map(str, command), "-pthread"], check=True)
    output = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    assert "is_contracted: expected a contract that is signed" in output
    assert "  Sign the contract. (sales handbook: contract)\n" in output
    assert "quotation drafted, late by 2 days\n" in output
    assert "<title>Order SO-1</title>" in output
