"""Cost sheets and quotations as TOML, in Python."""

from __future__ import annotations

from pathlib import Path

import o2c
import pytest

SAMPLE = Path(__file__).parents[2] / "examples/cost_sheet/umbrella.toml"


def test_the_sample_is_read_and_written_alike() -> None:
    asked = o2c.QuotationSheet.from_toml(SAMPLE)
    assert asked.sheet.product == "Umbrella, 23 inch"
    assert [str(term) for term in asked.terms] == ["FOB Ningbo", "CIF Hamburg", "CIFC3 Hamburg"]
    assert o2c.QuotationSheet.from_toml(asked.to_toml()) == asked
    assert o2c.CostSheet.from_toml(asked.sheet.to_toml()) == asked.sheet
    assert asked.quotes() == o2c.quotes(
        asked.sheet, asked.rule, currencies=asked.currencies, terms=asked.terms,
        quantities=asked.quantities,
    )  # fmt: skip
    assert len(asked.quotes()) == 12


def test_the_samples_costs_by_hand() -> None:
    """Of 5,000 umbrellas, in CNY: each line as a controller reckons it."""
    costs = o2c.QuotationSheet.from_toml(SAMPLE).sheet.costs("5000 PCE")
    by_name = {line.name: line.amount for line in costs.lines}
    cloth = (o2c.Quantity("0.97", "MTK").value / (1 - 3 * o2c.Quantity("0.01", "MTK").value)) * 10
    assert by_name["cloth"] == cloth == 10  # 0.97 ÷ 97% × 11.30 ÷ 1.13
    assert by_name["frame and handle"] * 100 == 624  # 6.78 − 6.00 × 9%
    assert by_name["cartons"] * 100 == 13  # 6.50 ÷ 50
    assert by_name["mould of the handle"] * 10 == 2
    assert by_name["overhead"] * 1000 == 1056  # 8% of 13.20
    assert by_name["truck to the port"] * 5000 == 1800  # 100 cartons are one container
    assert by_name["customs broker"] * 5000 == 400
    base = 10 + by_name["frame and handle"] + by_name["sewing"] + by_name["cartons"]
    base += by_name["mould of the handle"] + by_name["overhead"]
    assert by_name["bank interest"] == base / 100  # 6% for a sixth of a year


def test_registered_currencies_are_known() -> None:
    asked = o2c.QuotationSheet.from_toml(SAMPLE)
    points = o2c.Currency("PTS", 0)
    sheet = o2c.CostSheet("x", points, "PCE", asked.sheet.lines[2:3])
    assert o2c.CostSheet.from_toml(sheet.to_toml()) == sheet


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sheet.toml"
    path.write_text(
        SAMPLE.read_text("utf-8").replace('"3%"', "3").replace("FOB N", "FOX N"), "utf-8"
    )
    with pytest.raises(o2c.ParseError) as error:
        o2c.QuotationSheet.from_toml(path)
    assert [fault.field for fault in error.value.faults] == ["wastage", "terms"]
    assert all(fault.file.startswith(f"{path}:") for fault in error.value.faults)
    with pytest.raises(o2c.ParseError, match="cost sheet alone"):
        o2c.CostSheet.from_toml(SAMPLE)
