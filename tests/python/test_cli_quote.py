"""`o2c quote` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from o2c._cli import main

SAMPLE = str(Path(__file__).parents[2] / "examples/cost_sheet/umbrella.toml")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command; gives back its status, output and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["quote", *arguments])
        output = capsys.readouterr()
        assert "Traceback" not in output.err
        return status, output.out, output.err

    return run


def test_the_file_says_what_to_quote(run: Any) -> None:
    import o2c

    status, out, err = run(SAMPLE)
    assert (status, err) == (0, "")
    for quote in o2c.QuotationSheet.from_toml(SAMPLE).quotes():
        assert f"{quote.price:,} (" in out
        assert str(quote.term) in out
    assert "Umbrella, 23 inch" in out
    assert "20,000 PCE" in out
    assert "Valid until 2026-12-31" in out


def test_options_say_otherwise(run: Any) -> None:
    options = ("--terms", "DDP Hamburg", "--quantity", "9,800", "--currency", "EUR")
    status, out, _ = run(SAMPLE, *options)
    assert status == 0
    assert "DDP Hamburg" in out
    assert "9,800 PCE" in out
    assert "USD" not in out
    _, out, _ = run(SAMPLE, *options[:2], "--quantity", "100 DZN", "--currency", "CNY")
    assert "100 DZN" in out
    assert "CNY" in out
    status, out, _ = run(SAMPLE, "--lang", "zh", "--explain")
    assert status == 0
    assert "报价" in out
    assert "有效期至2026-12-31" in out
    assert "出厂成本" in out


def test_a_price_below_the_floor_is_refused(run: Any) -> None:
    options = ("--terms", "FOB Ningbo", "--quantity", "5000", "--currency", "USD")
    status, out, _ = run(SAMPLE, *options, "--price", "3.20")
    assert status == 1
    assert "the floor is 8%" in out
    least = out.split("quote ")[1].split(" USD")[0]
    assert run(SAMPLE, *options, "--price", least)[0] == 0
    status, out, _ = run(SAMPLE, *options, "--as-of", "2027-01-01")
    assert status == 1
    assert "valid until 2026-12-31" in out
    assert run(SAMPLE, *options, "--as-of", "2026-12-31")[0] == 0


def test_a_page(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "quotation.html"
    status, _, err = run(SAMPLE, "--out", str(page), "--lang", "zh")
    assert status == 0
    assert str(page) in err
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert 'lang="zh-CN"' in text
    assert "单位成本" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.toml",), "nowhere.toml"),
        ((SAMPLE, "--terms", "FOX"), "Incoterms 2020"),
        ((SAMPLE, "--quantity", "many"), "number"),
        ((SAMPLE, "--quantity", "0"), "more than nothing"),
        ((SAMPLE, "--quantity", "5 KGM"), "KGM"),
        ((SAMPLE, "--currency", "GBP"), '--currency "GBP": expected USD, EUR, CNY'),
        ((SAMPLE, "--price", "3"), "--price: expected one of --terms"),
        ((SAMPLE, "--as-of", "soon"), '--as-of "soon": expected a date'),
        ((SAMPLE, "--out", "page.pdf"), "ends in .html"),
    ],
)
def test_bad_input_is_one_clear_line(run: Any, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("o2c: ")
    assert err.count("\n") == 1
    assert message in err


def test_all_faults_of_a_file_are_listed(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_text('product = "x"\ncurrency = "CNY"\nunit = "PCS"\nlines = 1\n', "utf-8")
    status, _, err = run(str(path))
    assert status == 2
    assert err.count("\n") == 3
    assert f"{path}:3, unit" in err
