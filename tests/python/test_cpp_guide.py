"""The C++ program of docs/guide-cpp.md compiles, and says what the guide promises."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


# The second example of the guide runs first, with a customer.
CLOSING = """
void close_month() {
using namespace o2c;
const std::vector<std::string_view> names{"Acme"}, lines{"export"}, people{""};
...
}
int main() {
  close_month();
"""


def test_the_program_runs(tmp_path: Path) -> None:
    library = ROOT / "build/release/libo2c.a"
    if not library.exists():
        pytest.skip("the library is not built in build/release: ./dev test builds it")
    guide = (ROOT / "docs/guide-cpp.md").read_text(encoding="utf-8")
    source, closing = re.findall(r"```cpp\n(.*?)```", guide, re.DOTALL)
    program = tmp_path / "guide.cpp"
    program.write_text(source.replace("int main() {", CLOSING.replace("...", closing)), "utf-8")
    binary = tmp_path / "guide"
    command = ["g++", "-std=c++20", f"-I{ROOT}/include", program, library, "-o", binary]
    subprocess.run([*map(str, command), "-pthread"], check=True)
    output = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    assert output.startswith("Tianhe: month close 2026-10, not signed yet\n")
    assert "\nall ties hold\nties: 3 rows\naging: 0 rows\n" in output
    assert (
        "exceptions: 0 rows\n2940.01 USD is more than the 2940.00 USD that is open of receipt"
        in output
    )
    assert "Ningbo  USD          0.00  2000.00" in output
    assert "given document INV-1" in output
    assert '"12.345": expected at most 2 decimals, as USD has' in output


# What the examples of a page take as given, as parameters: one list for each example, in order.
GIVEN = {
    "cash-hand-in": ["Money collected, std::vector<HandIn> hand_ins"],
    "commission": ["std::vector<SalesLine> lines"],
    "credit": [
        "Currency USD, Money ordered, Money shipped, Money drafted, Money invoiced",
        "Money total, std::vector<CreditItem> items, std::vector<OrderPosition> positions, "
        "OrderPosition order, Date as_of",
    ],
    "journal": ["std::vector<JournalEvent> events"],
    "ledger": [
        "const Ledger& ledger",
        "const Ledger& ledger, std::int64_t when_march_was_reported",
        "Currency CNY, Currency USD, Date march_1, Date march_31, Date april_30, "
        "DocumentId invoice, std::int64_t now",
    ],
}


def test_the_other_examples_compile(tmp_path: Path) -> None:
    source = ["#include <iostream>", "#include <o2c/o2c.hpp>"]
    source += ["#include <o2c/order/journal_sqlite.hpp>", "using namespace o2c;"]
    for stem, lists in GIVEN.items():
        guide = (ROOT / "docs" / f"{stem}.md").read_text(encoding="utf-8")
        examples = re.findall(r"```cpp\n(.*?)```", guide, re.DOTALL)
        name = stem.replace("-", "_")
        for number, (given, example) in enumerate(zip(lists, examples, strict=True)):
            source.append(f"void {name}_{number}({given}) {{\n{example}}}")
    program = tmp_path / "examples.cpp"
    program.write_text("\n".join(source), encoding="utf-8")
    command = ["g++", "-std=c++20", f"-I{ROOT}/include", "-fsyntax-only", program]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
