"""The column face of quotations: equal to the object face, and what tables may hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import o2c
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

costs = st.integers(0, 9_999_999).map(lambda units: Decimal(units) / 10_000)
percent = st.integers(0, 2000).map(lambda bps: f"{Decimal(bps) / 100}%")


def priced(table: Any, **options: Any) -> pd.DataFrame:
    given_options = {
        "rule": o2c.PricingRule(profit="10%"),
        "currencies": [o2c.PricingCurrency("USD", exchange_rate=7)],
        "terms": ["FOB"],
        "home": "CNY",
    } | options
    return o2c.price_table(table, **given_options).to_pandas()


@given(
    rows=st.lists(st.tuples(costs, costs, costs), min_size=1, max_size=5),
    profit=percent,
    profit_of=st.sampled_from(["price", "cost"]),
    rounded_first=st.booleans(),
    step=st.sampled_from(["0.01", "0.05", "1", "0.0001"]),
    rate=st.integers(10_000, 99_999).map(lambda units: Decimal(units) / 10_000),
    safety=percent,
    insured=st.booleans(),
    threads=st.sampled_from([1, 2]),
)
def test_prices_equal_those_of_quotations(
    rows: list[tuple[Decimal, Decimal, Decimal]],
    profit: str,
    profit_of: str,
    rounded_first: bool,
    step: str,
    rate: Decimal,
    safety: str,
    insured: bool,
    threads: int,
) -> None:
    rule = o2c.PricingRule(
        profit=profit, profit_of=profit_of, rounded_first=rounded_first, step=step
    )
    route = o2c.RouteCosts(main_freight="1.20", arrival="0.3", premium="0.5%", duty="5%", vat="20%")
    currencies = [
        o2c.PricingCurrency("USD", rate, safety, route, commission_insured=insured),
        o2c.PricingCurrency("CNY"),
    ]
    terms = ["EXW", "FOB Shanghai", "CIFC3", "CIP", "DDP"]
    names = ["goods", "carriage_to_port", "main_freight"]
    table = pa.table(
        {
            name: pa.array(column, pa.decimal128(20, 4))
            for name, column in zip(names, zip(*rows, strict=True), strict=True)
        }
    )
    found = priced(table, rule=rule, currencies=currencies, terms=terms, threads=threads)
    for place, (goods, carriage, freight) in enumerate(rows):
        sheet = o2c.CostSheet(
            "x",
            "CNY",
            "PCE",
            [
                o2c.CostLine.per_unit("goods", "expense", goods),
                o2c.CostLine.per_unit("carriage", "expense", carriage).on_route("carriage_to_port"),
                o2c.CostLine.per_unit("freight", "expense", freight).on_route("main_freight"),
            ],
        )
        for currency in currencies:
            for term in terms:
                single = o2c.quote(sheet, rule, currency, term, "1 PCE")
                assert found[f"{currency.currency} {term}"][place] == single.price


def test_it_takes_what_tables_hold() -> None:
    whole = pd.DataFrame({"product": ["a", None], "goods": [104, 208]})
    frame = priced(whole)
    assert frame["USD FOB"].tolist() == [Decimal("16.51"), Decimal("33.02")]
    assert frame["product"].isna().tolist() == [False, True]
    numbered = pd.DataFrame({"product": [7], "cost": [Decimal("104.00")]})
    assert priced(numbered, columns={"goods": "cost"})["product"].tolist() == ["7"]
    halves = pa.chunked_array([pa.array([104]), pa.array([208])])
    assert len(priced(pa.table({"goods": halves}))) == 2


def test_huge_costs_are_priced_or_refused() -> None:
    table = pa.table({"goods": pa.array([Decimal("900000000000000.0000")], pa.decimal128(38, 4))})
    route = o2c.RouteCosts(premium="0.4567%", duty="3.21%", vat="17.3%")
    currency = o2c.PricingCurrency("USD", "7.1234567", "1.17%", route)
    sheet = o2c.CostSheet(
        "x", "CNY", "PCE", [o2c.CostLine.per_unit("goods", "expense", "900000000000000")]
    )
    rule = o2c.PricingRule(profit="7.77%")
    single = o2c.quote(sheet, rule, currency, "DDPC3.3", "1 PCE")
    frame = priced(table, rule=rule, currencies=[currency], terms=["DDPC3.3"])
    assert frame["USD DDPC3.3"].tolist() == [single.price]


def test_every_faulty_row_is_named() -> None:
    table = pa.table(
        {
            "goods": pa.array([Decimal("1.5"), None, Decimal("-2")], pa.decimal128(20, 5)),
            "main_freight": pa.array([1, 2, -3]),
        }
    )
    with pytest.raises(o2c.BadTable) as error:
        priced(table)
    assert [(fault.row, fault.field) for fault in error.value.faults] == [
        (1, "goods"),
        (2, "goods"),
        (2, "main_freight"),
    ]
    fine = pa.table({"goods": pa.array([Decimal("1.23456")], pa.decimal128(20, 5))})
    with pytest.raises(o2c.BadTable, match="goods"):
        priced(fine)
    assert len(priced(fine, cost_digits=5)) == 1


def test_what_is_wrong_is_named() -> None:
    table = pd.DataFrame({"goods": [1]})
    with pytest.raises(o2c.BadTable, match="goods"):
        priced(pd.DataFrame({"cost": [1]}))
    with pytest.raises(o2c.BadTable, match="goods"):
        priced(pd.DataFrame({"goods": [1.5]}))
    assert priced(pd.DataFrame({"goods": [1.5]}), amount_digits=4)["USD FOB"].tolist() == [
        Decimal("0.24")
    ]
    with pytest.raises(o2c.InvalidArgument, match="no term"):
        priced(table, terms=[])
    with pytest.raises(o2c.InvalidArgument, match="stands twice"):
        priced(table, terms=["FOB", "FOB"])
    tariff = o2c.FreightTariff([o2c.container_20gp(1)])
    with pytest.raises(o2c.BadTable, match="quantity"):
        priced(table, currencies=[o2c.PricingCurrency("USD", 7, tariff=tariff)])
    with pytest.raises(o2c.InvalidArgument, match="cost_digits"):
        priced(table, cost_digits=13)


PACKED = ["quantity", "per_carton", "length_cm", "width_cm", "height_cm", "net_kg", "gross_kg"]
digits2 = pa.decimal128(20, 2)


@given(
    rows=st.lists(
        st.tuples(
            costs,
            st.integers(1, 60_000),
            st.integers(1, 200),
            st.tuples(*[st.integers(10, 90)] * 3),
            st.integers(1, 2000),
            st.integers(0, 500),
        ),
        min_size=1,
        max_size=4,
    ),
    profit=percent,
    profit_at=st.sampled_from(["EXW", "FOB", "CIF", "DDP"]),
    rounded_first=st.booleans(),
    threads=st.sampled_from([1, 2]),
)
def test_freight_by_containers_equals_that_of_quotations(
    rows: list[tuple[Decimal, int, int, tuple[int, int, int], int, int]],
    profit: str,
    profit_at: str,
    rounded_first: bool,
    threads: int,
) -> None:
    rule = o2c.PricingRule(profit=profit, profit_at=profit_at, rounded_first=rounded_first)
    tariff = o2c.FreightTariff([o2c.container_20gp(1150), o2c.container_40hq(1900)], 60, 45)
    route = o2c.RouteCosts(main_freight="0.10", premium="0.5%", duty="5%", vat="20%")
    currencies = [
        o2c.PricingCurrency("USD", 7, "1%", route, tariff),
        o2c.PricingCurrency("EUR", "7.80", route=route),
    ]
    terms = ["EXW", "FOB", "CIFC3 London", "DDP"]
    columns: dict[str, list[Any]] = {name: [] for name in ["goods", *PACKED]}
    for goods, quantity, per_carton, (length, width, height), net, tare in rows:
        of_row = [goods, quantity, per_carton, length, width, height,
                  Decimal(net) / 100, Decimal(net + tare) / 100]  # fmt: skip
        for name, value in zip(columns, of_row, strict=True):
            columns[name].append(value)
    table = pa.table(
        {
            name: pa.array(values, digits2 if name.endswith("_kg") else None)
            for name, values in columns.items()
        }
    )
    found = o2c.price_table(
        table, rule=rule, currencies=currencies, terms=terms, home="CNY", threads=threads
    ).to_pandas()  # fmt: skip
    for place, (goods, quantity, *_) in enumerate(rows):
        packing = o2c.Packing(
            o2c.Quantity(columns["per_carton"][place], "PCE"),
            *(columns[name][place] for name in PACKED[2:]),
        )
        line = o2c.CostLine.per_unit("goods", "expense", goods)
        sheet = o2c.CostSheet("x", "CNY", "PCE", [line], packing)
        for currency in currencies:
            for term in terms:
                quote = o2c.quote(sheet, rule, currency, term, o2c.Quantity(quantity, "PCE"))
                assert found[f"{currency.currency.code} {term}"][place] == quote.price


def test_faulty_packings_are_named() -> None:
    rows = [
        [1, 100, 10, 40, 30, 25, 11, 12],
        [1, 100, 0, 40, 30, 25, 11, 12],
        [1, None, 10, 40, 30, 25, 11, 10],
        [1, 0, 10, 40, 30, 25, 11, 12],
        [1, 100, 10, 4000, 3000, 2500, 11, 12],
    ]
    table = pa.table(dict(zip(["goods", *PACKED], map(list, zip(*rows, strict=True)), strict=True)))
    tariff = o2c.FreightTariff([o2c.container_20gp(1)])
    with pytest.raises(o2c.BadTable) as error:
        priced(table, currencies=[o2c.PricingCurrency("USD", 7, tariff=tariff)])
    assert [(fault.row, fault.field) for fault in error.value.faults] == [
        (1, "per_carton"), (2, "quantity"), (3, "quantity"), (4, "name"),
    ]  # fmt: skip
