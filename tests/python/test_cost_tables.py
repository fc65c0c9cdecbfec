"""Cost sheets and quotations of many products, from tables and files of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import o2c
import oracle_cost as oracle
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from o2c import events as ev

EXAMPLES = Path(__file__).parents[2] / "examples/cost_sheet"
TABLES = EXAMPLES / "tables"
RULE = o2c.PricingRule(profit="12%", floor="8%", valid_until="2026-12-31")
DOLLARS = o2c.PricingCurrency("USD", "7.05", "1%")


def samples(**options: Any) -> dict[str, o2c.CostSheet]:
    files = {name: TABLES / f"{name}.csv" for name in ("products", "materials", "expenses")}
    return o2c.cost_sheets(**{**files, "currency": "CNY", **options})


def faults_of(**options: Any) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(o2c.BadTable) as error:
        o2c.cost_sheets(**{"currency": "CNY", **options})
    return [(f.file, f.row, f.field, f.value) for f in error.value.faults]


# --- sheets ------------------------------------------------------------------------------------


def test_tables_say_what_a_file_says() -> None:
    asked = o2c.QuotationSheet.from_toml(EXAMPLES / "umbrella.toml")
    assert samples()["Umbrella, 23 inch"] == asked.sheet
    assert list(samples()) == ["Umbrella, 23 inch", "Rain boots", "Poncho"]


def test_the_samples_costs_by_hand() -> None:
    sheets = samples()
    boots = {line.name: line.amount for line in sheets["Rain boots"].costs("3000 PR").lines}
    assert boots["Rain boots"] == 60  # 67.80 ÷ 1.13
    assert boots["cartons"] == Fraction("6.50") / 12
    assert boots["buying office"] == Fraction("1.356")  # 2% of 67.80, VAT included
    base = 60 + boots["cartons"] + boots["buying office"]
    assert boots["bank interest"] == base / 100
    poncho = {line.name: line.amount for line in sheets["Poncho"].costs("6000 PCE").lines}
    assert poncho["film"] == Fraction("2.10") / Fraction("0.96") * Fraction("0.62") * Fraction(
        "7.10"
    )
    assert poncho["snaps"] == 6 / Fraction("0.99") * 40 / 1000  # 45.20 ÷ 1.13
    assert poncho["welding by others"] == 2
    assert poncho["overhead"] == Fraction(8, 100) * (poncho["film"] + poncho["snaps"] + 2)


def test_tables_of_any_library_are_alike(tmp_path: Path) -> None:
    frames = {
        name: pd.read_csv(TABLES / f"{name}.csv", dtype=str)
        for name in ("products", "materials", "expenses")
    }
    assert samples(**frames) == samples()
    polars = {name: pl.read_csv(TABLES / f"{name}.csv", infer_schema_length=0) for name in frames}
    assert samples(**polars) == samples()
    for name, frame in frames.items():
        pq.write_table(pa.Table.from_pandas(frame), tmp_path / f"{name}.parquet")
    parquet = {name: str(tmp_path / f"{name}.parquet") for name in frames}
    assert samples(**parquet) == samples()


def test_floats_are_read_by_stated_digits_only() -> None:
    floats = pd.DataFrame({"product": ["a"], "bought_in": [113.0], "vat": [0.13], "refund": [0.09]})
    assert faults_of(products=floats) == [
        ("products", None, "bought_in", "float64"),
        ("products", None, "refund", "float64"),
        ("products", None, "vat", "float64"),
    ]
    sheet = o2c.cost_sheets(floats, currency="CNY", amount_digits=2)["a"]
    assert sheet.costs("1 PCE").total == 104
    unclear = pd.DataFrame({"product": ["a"], "bought_in": [1.005]})
    assert faults_of(products=unclear, amount_digits=2) == [("products", 0, "bought_in", "1.005")]


def test_numbers_of_every_kind() -> None:
    table = pa.table(
        {
            "product": pa.array(["a", "b", "c"]).dictionary_encode(),
            "bought_in": pa.array([Decimal("5.50"), Decimal("0.00"), None], pa.decimal128(9, 2)),
            "per_carton": pa.array([50, None, None], pa.int32()),
            **{
                name: pa.array([20, None, None])
                for name in ("length_cm", "width_cm", "height_cm", "net_kg", "gross_kg")
            },
            "vat": pa.nulls(3),
        }
    )
    materials = pa.table(
        {"product": ["c"], "material": [7], "usage": [2], "unit": ["KGM"], "price": ["1.5"]}
    )
    sheets = o2c.cost_sheets(table, materials=materials, currency="CNY", unit="SET")
    assert [sheet.costs("1 SET").total for sheet in sheets.values()] == [Fraction("5.5"), 0, 3]
    assert sheets["c"].lines[0].name == "7"
    assert sheets["c"].lines[0].usage == o2c.Quantity(2, "KGM")
    assert sheets["a"].packing == o2c.Packing("50 SET", 20, 20, 20, 20, 20)


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    materials = pd.DataFrame(
        {"Item": ["a"], "Part": ["x"], "Qty": ["2"], "UoM": ["KGM"], "price": ["3"]}
    )
    names = {"product": "Item", "material": "Part", "usage": "Qty", "unit": "UoM"}
    products = pd.DataFrame({"Item": ["a"]})
    found = o2c.cost_sheets(products, materials=materials, currency="CNY", columns=names)
    assert found["a"].costs("1 PCE").total == 6
    path = tmp_path / "bom.csv"
    materials.to_csv(path, index=False)
    assert found == o2c.cost_sheets(products, materials=path, currency="CNY", columns=names)
    with pytest.raises(o2c.BadTable, match="Menge"):
        o2c.cost_sheets(products, currency="CNY", columns={"usage": "Menge", "product": "Item"})


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    bom = tmp_path / "bom.csv"
    bom.write_text(
        "product,material,usage,unit,price,wastage\n"
        "a,cloth,0.97,MTK,11.30,3\n"
        "\n"
        "b,cloth,0.97,MTR2,11.30,3%\n"
        'a,"a\ncord",,KGM,1,\n'
        "a,steel,1,KGM,-1,\n",
        "utf-8",
    )
    products = pd.DataFrame({"product": ["a", "c"], "unit": ["PCE", "PIECE"]})
    with pytest.raises(o2c.BadTable) as error:
        o2c.cost_sheets(products, materials=bom, currency="CNY")
    assert [(f.file, f.row, f.field, f.value) for f in error.value.faults] == [
        ("products", 1, "unit", "PIECE"),
        (f"{bom}, line 2", None, "wastage", "3"),
        (f"{bom}, line 4", None, "product", "b"),
        (f"{bom}, line 4", None, "unit", "MTR2"),
        (f"{bom}, line 5", None, "usage", ""),
        (f"{bom}, line 7", None, "price", "-1"),
    ]
    assert "and 5 more faults" in str(error.value)
    assert "0.13" in error.value.faults[1].expected


def test_what_sheets_refuse_is_said_of_the_row() -> None:
    products = pd.DataFrame({"product": ["a", "b"], "bought_in": ["-1", ""]})
    materials = pd.DataFrame(
        {
            "product": ["a", "a"],
            "material": ["x", "x"],
            "usage": ["1", "1"],
            "unit": ["KGM", "KGM"],
            "price": ["1", "1"],
            "per": ["MTR", ""],
        }
    )
    expenses = pd.DataFrame({"name": ["cartons"], "rule": ["per_carton"], "amount": ["5"]})
    assert faults_of(products=products, materials=materials, expenses=expenses) == [
        ("products", 0, "bought_in", "-1"),
        ("materials", 0, "price", "1 CNY/MTR"),
        ("materials", 1, "material", "x"),
        ("expenses", 0, "amount", "cartons"),
        ("expenses", 0, "amount", "cartons"),
    ]
    assert faults_of(products=pd.DataFrame({"product": ["a"]})) == [("products", 0, "product", "a")]
    assert faults_of(products=pd.DataFrame({"name": ["a"]})) == [("products", None, "product", "")]


def test_cells_that_a_rule_has_no_use_for_are_faults() -> None:
    products = pd.DataFrame({"product": ["a"], "bought_in": ["1"]})
    expenses = pd.DataFrame(
        {
            "name": ["x", "y", "z"],
            "rule": ["per_unit", "of_price", "interest"],
            "amount": ["1", "1", ""],
            "share": ["3%", "3%", "6%"],
            "days": ["", "", "30.5"],
            "on_route": ["insurance", "inland", ""],
        }
    )
    assert faults_of(products=products, expenses=expenses) == [
        ("expenses", 0, "on_route", "insurance"),
        ("expenses", 0, "share", "3%"),
        ("expenses", 1, "amount", "1"),
        ("expenses", 1, "on_route", "inland"),
        ("expenses", 2, "days", "30.5"),
    ]


cents = st.integers(1, 99_999).map(lambda minor: Decimal(minor) / 100)
shares = st.integers(0, 99).map(lambda percent: Decimal(percent) / 100)


@given(
    rows=st.lists(st.tuples(cents, cents, shares, st.booleans()), min_size=1, max_size=6),
    share=shares,
)
def test_costs_equal_the_oracles(
    rows: list[tuple[Decimal, Decimal, Decimal, bool]], share: Decimal
) -> None:
    materials = pa.table(
        {
            "product": ["a"] * len(rows),
            "material": [f"m{i}" for i in range(len(rows))],
            "usage": [row[0] for row in rows],
            "unit": ["KGM"] * len(rows),
            "price": [row[1] for row in rows],
            "wastage": [row[2] for row in rows],
            "vat": ["13%" if row[3] else None for row in rows],
            "refund": ["9%" if row[3] else None for row in rows],
        }
    )
    expenses = pa.table(
        {"name": ["a", "b"], "rule": ["of_purchase", "of_cost"], "share": [share, share]}
    )
    found = o2c.cost_sheets(
        pa.table({"product": ["a"]}), materials=materials, expenses=expenses, currency="CNY"
    )["a"].costs("1 PCE")
    cost = paid = Fraction(0)
    for usage, price, wastage, with_vat in rows:
        bought = Fraction(usage) / (1 - Fraction(wastage)) * Fraction(price)
        paid += bought
        cost += (
            oracle.actual_cost(bought, Fraction(13, 100), Fraction(9, 100)) if with_vat else bought
        )
    cost += paid * Fraction(share)
    assert found.total == cost + cost * Fraction(share)


# --- quotations --------------------------------------------------------------------------------


def test_a_table_of_quotations_is_what_quotations_are() -> None:
    sheets = samples()
    euros = o2c.PricingCurrency("EUR", "7.80", route=o2c.RouteCosts(main_freight="0.05"))
    how: dict[str, Any] = {
        "currencies": [DOLLARS, euros],
        "terms": ["FOB Ningbo", "CIFC3 Hamburg"],
        "quantities": ["6000 PCE", "50 DZN"],
    }
    table = o2c.quote_table(sheets, rule=RULE, **how)
    assert repr(table) == "<QuoteTable: 24 quotations>"
    frame = table.to_pandas()
    quotes = [quote for sheet in sheets.values() for quote in o2c.quotes(sheet, RULE, **how)]
    assert frame["price"].tolist() == [quote.price for quote in quotes]
    assert frame["product"].tolist() == [quote.product for quote in quotes]
    assert frame["term"].tolist() == [str(quote.term) for quote in quotes]
    assert frame["currency"].tolist() == [quote.currency.code for quote in quotes]
    amounts = zip(frame["quantity"], frame["unit"], strict=True)
    assert [o2c.Quantity(value, unit) for value, unit in amounts] == [q.quantity for q in quotes]
    for column in ("cost", "profit", "profit_rate"):
        half = Fraction(1, 20_000)
        for found, quote in zip(frame[column], quotes, strict=True):
            assert abs(Fraction(found) - getattr(quote, column)) <= half
    assert frame["refusal"].isna().all()
    assert str(frame["valid_until"][0]) == "2026-12-31"


def test_a_table_of_quotations_tells_what_may_not_be_given() -> None:
    high = o2c.PricingRule(profit="2%", floor="8%", valid_until="2026-12-31")
    table = o2c.quote_table(
        samples(), rule=high, currencies=[DOLLARS], terms=["FOB"], quantities=["6000 PCE"],
        as_of="2027-01-01",
    ).to_pandas()  # fmt: skip
    assert all("the floor is 8%; the price was valid until" in text for text in table["refusal"])
    assert (table["least_price"] > table["price"]).all()
    chinese = o2c.quote_table(
        samples(), rule=high, currencies=[DOLLARS], terms=["FOB"], quantities=["6000 PCE"],
        lang="zh",
    ).to_pandas()  # fmt: skip
    assert "低于底线8%" in chinese["refusal"][0]
    with pytest.raises(o2c.InvalidArgument) as error:
        o2c.quote_table(
            samples(), rule=RULE, currencies=[o2c.PricingCurrency("USD")], terms=["FOB"],
            quantities=["1 PCE"],
        )  # fmt: skip
    assert [(f.field, f.value) for f in error.value.faults] == [
        ("product", "Umbrella, 23 inch"),
        ("product", "Rain boots"),
        ("product", "Poncho"),
    ]


def test_the_floor_is_what_an_orders_approval_looks_at() -> None:
    sheet = samples()["Poncho"]
    least = o2c.least_price(sheet, RULE, DOLLARS, "FOB Ningbo", "1000 PCE")
    asked = o2c.at_price(sheet, RULE, DOLLARS, "FOB Ningbo", "1000 PCE", least - Decimal("0.01"))
    refused = o2c.quote_refusals(sheet, RULE, DOLLARS, asked, "2026-11-01")
    assert [each.rule for each in refused] == ["below_floor"]

    line = o2c.OrderLine("Poncho", 1000, "PCE", asked.price, list_price=least)
    order = o2c.Order("SO-1")
    day = "2026-11-02"
    order.apply(ev.OrderOpened("export_sale", "Rainy Harbor", "Li"), on=day, by="Li")
    order.apply(ev.InquiryReceived("ponchos"), on=day, by="Li")
    amount = o2c.Money(asked.price * 1000, "USD")
    order.apply(ev.QuotationDrafted([line], amount, "2026-12-31"), on=day, by="Li")
    bare = order.refusals(ev.QuotationApproved(), on=day, by="Chen")
    assert [each.rule for each in bare] == ["reason_for_low_price"]
    assert order.can(ev.QuotationApproved(refused[0].en), on=day, by="Chen")
