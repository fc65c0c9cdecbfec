"""What the sample company sells, how it is packed, what it costs, and its price lists."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from days import Day

Line = Literal["export", "liquor", "aluminium"]


@dataclass(frozen=True)
class Product:
    """``price``: of one unit, in USD; of liquor and aluminium in CNY, tax included.
    ``cost_percent``: what it is bought for, of the price before tax. ``packing``: of a carton."""

    name: str
    line: Line
    category: str
    unit: str
    price: Decimal
    cost_percent: int
    packing: dict[str, str]

    @property
    def per_carton(self) -> int:
        return int(self.packing["per_carton"] or 1)


PACKING = ("per_carton", "length_cm", "width_cm", "height_cm", "net_kg", "gross_kg")


def _read() -> tuple[Product, ...]:
    with (Path(__file__).parent / "data" / "products.csv").open(encoding="utf-8") as file:
        return tuple(
            Product(
                name=row["name"],
                line=row["line"],  # type: ignore[arg-type]
                category=row["category"],
                unit=row["unit"],
                price=Decimal(row["price"]),
                cost_percent=int(row["cost_percent"]),
                packing={name: row[name] for name in PACKING},
            )
            for row in csv.DictReader(file)
        )


PRODUCTS = _read()
PRODUCT = {product.name: product for product in PRODUCTS}

# USD prices in other currencies, in hundredths.
_IN = {"USD": Decimal(1), "EUR": Decimal("0.90"), "JPY": Decimal(147)}
# From when on, and how the prices moved.
_REVISIONS = (
    (Day(2024, 11, 1), Decimal(1)),
    (Day(2025, 7, 1), Decimal("1.015")),
    (Day(2026, 4, 1), Decimal("1.03")),
)
_FLOOR = {"export": Decimal("0.93"), "liquor": Decimal("0.95")}


def list_price(product: Product, currency: str, day: Day) -> Decimal:
    """Aluminium is priced by formula, and has none; this is what is expected."""
    factor = [factor for start, factor in _REVISIONS if start <= day][-1]
    if product.line == "aluminium":
        if currency == "CNY":
            return (product.price * factor).quantize(Decimal(1))
        return (product.price * factor / Decimal("1.13") / Decimal("7.16")).quantize(Decimal("0.1"))
    if product.line == "liquor":
        return (product.price * factor).quantize(Decimal(1))
    return (product.price * factor * _IN[currency]).quantize(
        Decimal(1) if currency == "JPY" else Decimal("0.01")
    )


def floor_price(product: Product, currency: str, day: Day) -> Decimal:
    price = list_price(product, currency, day)
    return (price * _FLOOR[product.line]).quantize(Decimal(1) if currency == "JPY" else price)


def product_rows() -> list[dict[str, object]]:
    return [
        {"product": each.name, "category": each.category, "unit": each.unit, **each.packing}
        for each in PRODUCTS
    ]


def price_list_rows() -> list[dict[str, object]]:
    return [
        {
            "product": product.name,
            "from": start,
            "currency": currency,
            "price": list_price(product, currency, start),
            "floor": floor_price(product, currency, start),
        }
        for product in PRODUCTS
        if product.line != "aluminium"
        for start, _ in _REVISIONS
        for currency in (_IN if product.line == "export" else ("CNY",))
    ]
