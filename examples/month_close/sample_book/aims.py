"""What the sample company meant to sell: budgets of products, targets of people."""

import random
from collections import defaultdict
from decimal import Decimal

from company import SELLERS
from customers import MINOR_DIGITS
from days import LAST_DAY, Day, closed_at, month_end, month_name, months, next_month
from ledger import Document, Ledger
from products import PRODUCTS, list_price
from rates import Rates

BUDGETED_MONTHS = 6


def _net_sales(ledger: Ledger, rates: Rates) -> dict[tuple[str, str], Decimal]:
    """In CNY, by person and month."""
    sales: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for document in ledger.documents:
        if document.lines:
            currency = document.customer.currency
            net = Decimal(document.net).scaleb(-MINOR_DIGITS[currency])
            key = (document.salesperson, month_name(_counts_in(document)))
            sales[key] += net * rates.on(currency, document.date)
    return sales


def _counts_in(document: Document) -> Day:
    """The month of its date, or the first that was open when it was recorded."""
    month = document.date.replace(day=1)
    while month_end(month) < LAST_DAY and closed_at(month) <= document.recorded_at:
        month = next_month(month)
    return month


def target_rows(rng: random.Random, ledger: Ledger, rates: Rates) -> list[dict[str, object]]:
    """Near what each has come to: some are met, some are not. Who sells little in one month and
    much in the next knows that beforehand, roughly."""
    sales = _net_sales(ledger, rates)
    rows: list[dict[str, object]] = []
    for person in SELLERS:
        mine = [sales.get((person.name, month_name(month)), Decimal(0)) for month in months()]
        usual = sum(mine, Decimal(0)) / max(sum(1 for each in mine if each), 1)
        for month, sold in zip(months(), mine, strict=True):
            if person.joined > month_end(month) or (person.left and person.left < month):
                continue
            expected = (usual + 3 * sold) / 4
            target = expected * rng.randrange(80, 125) / 100
            rows.append(
                {
                    "person": person.name,
                    "period": month_name(month),
                    "amount": f"{int(target) // 1000 * 1000 + 1000}.00",
                    "currency": "CNY",
                }
            )
    return rows


def budget_rows(rng: random.Random, ledger: Ledger, rates: Rates) -> list[dict[str, object]]:
    """Of the last months: prices before tax, of exports in USD."""
    sold: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for document in ledger.documents:
        for product, quantity, _ in document.lines:
            sold[product, month_name(document.date)] += Decimal(quantity)
    rows: list[dict[str, object]] = []
    for month in months()[-BUDGETED_MONTHS:]:
        for product in PRODUCTS:
            actual = sold.get((product.name, month_name(month)), Decimal(0))
            quantity = int(actual * rng.randrange(85, 118) / 100) or rng.randrange(20, 90)
            rows.append(_budget(product.name, month, quantity, rates))
    return rows


def _budget(name: str, month: Day, quantity: int, rates: Rates) -> dict[str, object]:
    product = next(product for product in PRODUCTS if product.name == name)
    currency = "USD" if product.line == "export" else "CNY"
    price = list_price(product, currency, month)
    if currency == "CNY":
        price = (price / Decimal("1.13")).quantize(Decimal("0.01"))
    rate = rates.on(currency, month).quantize(Decimal("0.01"))
    cost = (price * rate * product.cost_percent / 100).quantize(Decimal("0.01"))
    return {
        "period": month_name(month),
        "product": name,
        "quantity": quantity,
        "price": price,
        "currency": currency,
        "rate": rate,
        "unit_cost": cost,
    }
