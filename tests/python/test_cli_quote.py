"""`o2c quote` on the command line."""

from __future__ import annotations

import re
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
    assert "profit of the price" in run(SAMPLE, *options, "--price", least, "--explain")[1]
    status, out, _ = run(SAMPLE, *options, "--as-of", "2027-01-01")
    assert status == 1
    assert "valid until 2026-12-31" in out
    assert run(SAMPLE, "--as-of", "2027-01-01")[1].count("was valid until") == 1
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


def test_a_file_in_another_encoding_is_named(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_bytes('product = "Gläser"\r\ncurrency = "EUR"\n'.encode("latin-1"))
    status, out, err = run(str(path))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"o2c: {path}:1, ")
    assert "utf-8" in err


TABLES = Path(SAMPLE).parent / "tables"
OF_TABLES = [
    str(TABLES / "pricing.toml"),
    *("--products", str(TABLES / "products.csv")),
    *("--materials", str(TABLES / "materials.csv")),
    *("--expenses", str(TABLES / "expenses.csv")),
]


def test_products_of_tables(run: Any, tmp_path: Path) -> None:
    import o2c
    import pandas as pd

    status, out, err = run(*OF_TABLES)
    assert (status, err) == (0, "")
    for word in ("Umbrella, 23 inch", "Rain boots", "Poncho", "6,000 PCE", "FOB Ningbo", "CIF H"):
        assert word in out
    table = tmp_path / "prices.csv"
    assert run(*OF_TABLES, "--out", str(table))[0] == 0
    frame = pd.read_csv(table, dtype=str)
    asked = o2c.QuotationSheet.from_toml(SAMPLE)
    fob = o2c.quote(asked.sheet, asked.rule, asked.currencies[0], "FOB Ningbo", "6000 PCE")
    assert frame["price"][0] == str(fob.price)
    assert len(frame) == 6
    assert run(*OF_TABLES, "--out", str(tmp_path / "prices.parquet"))[0] == 0
    assert pd.read_parquet(tmp_path / "prices.parquet")["price"][0] == fob.price
    page = tmp_path / "prices.html"
    assert run(*OF_TABLES, "--out", str(page), "--lang", "zh")[0] == 0
    assert "Rain boots" in page.read_text("utf-8")


def test_products_of_tables_below_the_floor(run: Any) -> None:
    status, out, _ = run(*OF_TABLES, "--as-of", "2027-01-01", "--terms", "FOB", "--currency", "USD")
    assert status == 1
    assert out.count("valid until 2026-12-31") == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SAMPLE, *OF_TABLES[1:]), "product"),
        ((OF_TABLES[0],), "product"),
        ((SAMPLE, *OF_TABLES[3:5]), "--products as well"),
        ((*OF_TABLES, "--price", "3"), "--price and --explain"),
        ((*OF_TABLES, "--out", "x.pdf"), "ends in .html, .csv, .parquet"),
        ((*OF_TABLES, "--columns", "usage=Menge"), "Menge"),
        ((OF_TABLES[0], "--products", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_bad_input_with_tables(run: Any, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert status == 2
    assert out == ""
    assert message in err


def test_the_page_of_tables_says_what_the_terminal_says(run: Any, tmp_path: Path) -> None:
    page = tmp_path / "prices.html"
    status, out, _ = run(*OF_TABLES, "--out", str(page))
    assert status == 0
    rates = re.findall(r"\((\d+\.\d\d%)\)", out)
    assert rates == re.findall(r"<small>(.*?)</small>", page.read_text("utf-8"))
    assert len(rates) == 6


def test_faults_of_tables_name_their_lines(run: Any, tmp_path: Path) -> None:
    products = tmp_path / "products.csv"
    products.write_text("product,bought_in,vat\na,5,13\nb,five,\n", "utf-8")
    status, _, err = run(OF_TABLES[0], "--products", str(products))
    assert status == 2
    assert f"{products}, line 2, vat" in err
    assert f"{products}, line 3, bought_in" in err
