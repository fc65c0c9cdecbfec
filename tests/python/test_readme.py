"""The examples of README are run, so that they cannot go stale."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import o2c
import pytest
from aging_tables import document_tables

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.zh-CN.md"]


def examples(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_both_readmes_show_the_same_code() -> None:
    for language in ("cpp", "python"):
        assert examples(READMES[0], language) == examples(READMES[1], language)


def test_python_example_of_a_close(
    sample_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "book").symlink_to(sample_folder)
    monkeypatch.chdir(tmp_path)
    exec(examples("README.md", "python")[0], {"o2c": o2c})
    output = capsys.readouterr().out
    assert "All ties hold" in output
    # The same steps as those that README shows; the demo's book has other amounts.
    for readme, lang in (("README.md", "en"), ("README.zh-CN.md", "zh")):
        shown = examples(readme, "text")[0]
        told = o2c.close("build/book", period="2026-10").explain("commission", 0).to_text(lang)
        amounts = re.compile(r"-?[\d.]+ CNY|\s+")
        assert amounts.sub("", shown) == amounts.sub("", told)


def test_python_example(tmp_path: Path) -> None:
    program = tmp_path / "example.py"
    program.write_text(examples("README.md", "python")[1], encoding="utf-8")
    output = subprocess.run(
        [sys.executable, program], check=True, capture_output=True, text=True
    ).stdout
    assert "800.00" in output
    assert re.search(r"total\s+2034\.50 USD", output)


def test_python_example_of_documents() -> None:
    early = datetime(2026, 10, 1, 8, tzinfo=UTC)
    late = datetime(2026, 11, 6, 8, tzinfo=UTC)
    day = date(2026, 10, 1)
    same = {"party": "Acme", "currency": "USD", "order": None}
    tables = document_tables(
        invoices=[
            {"document": "A1", "invoice_date": day, "due_date": day, "amount": Decimal(100)}
            | {"recorded_at": early}
            | same
        ],
        receipts=[
            {"receipt": "R1", "date": day, "amount": Decimal(70), "recorded_at": early} | same
        ],
        applications=[
            {"receipt": "R1", "document": "A1", "date": day, "amount": Decimal(amount)}
            | {"recorded_at": moment}
            for amount, moment in ((40, early), (30, late))
        ],
    )
    result = eval(examples("README.md", "python")[2], {"o2c": o2c, **tables})
    row = result.rows[0]
    assert (row["1-30"], row["unapplied"], row["total"]) == (60, -30, 30)


def test_python_example_of_terms(capsys: pytest.CaptureFixture[str]) -> None:
    exec(examples("README.md", "python")[3], {"o2c": o2c})
    assert capsys.readouterr().out.splitlines() == [
        "1: 15000.00 USD, due 2026-03-01",
        "2: 35000.00 USD, due 2026-06-01",
    ]


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


@pytest.mark.parametrize("page", [*READMES, "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", prose) if "://" not in link]
    broken = [
        link
        for link in links
        if not (link[1:] in anchors if link.startswith("#") else (ROOT / link).exists())
    ]
    assert not broken
