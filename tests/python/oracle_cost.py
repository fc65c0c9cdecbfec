"""Costs, prices and profit in fractions, from the rules of the trade alone.

Nothing here looks at how o2c does it: each function is the sentence of the handbook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

# Who bears what: S seller, B buyer, in the order of the terms.
TERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
SELLER_BEARS = {
    "packing": "SSSSSSSSSSS",
    "loading_at_works": "BSSSSSSSSSS",
    "carriage_to_port": "BSSSSSSSSSS",
    "export_clearance": "BSSSSSSSSSS",
    "origin_handling": "BBSSSSSSSSS",
    "loading_on_board": "BBBSSSSSSSS",
    "main_freight": "BBBBSSSSSSS",
    "arrival": "BBBBBBBBSSS",
    "inland": "BBBBBBSSSSS",
    "unloading": "BBBBBBBBBSB",
    "import_clearance": "BBBBBBBBBBS",
}


def price(
    term: str,
    goods: Fraction,
    costs: Mapping[str, Fraction],
    *,
    premium: Fraction = Fraction(0),
    above: Fraction = Fraction(1, 10),
    to_door: bool = True,
    duty: Fraction = Fraction(0),
    vat: Fraction = Fraction(0),
    commission: Fraction = Fraction(0),
    commission_insured: bool = False,
) -> Fraction:
    """What one unit is offered at."""

    def with_costs(by: str) -> Fraction:
        at = TERMS.index(by)
        return goods + sum(
            (costs.get(item, Fraction(0)) for item, who in SELLER_BEARS.items() if who[at] == "S"),
            Fraction(0),
        )

    insured = (1 + above) * premium
    offer = with_costs(term)
    if term in ("CIF", "CIP"):
        if commission_insured:
            return offer / (1 - insured - commission)
        offer /= 1 - insured
    cif = with_costs("CFR") / (1 - insured)
    if term in ("DAP", "DPU", "DDP") and to_door:
        offer += cif - with_costs("CFR")
    if term == "DDP":
        offer += cif * duty + cif * (1 + duty) * vat
    return offer / (1 - commission)


def actual_cost(with_vat: Fraction, vat: Fraction, refund: Fraction) -> Fraction:
    return with_vat * (1 + vat - refund) / (1 + vat)


def quoted(cost: Fraction, profit: Fraction, of: str, of_price: Fraction) -> Fraction:
    if of == "price":
        return cost / (1 - profit - of_price)
    return cost * (1 + profit) / (1 - of_price)


def exchange_cost(
    purchase: Fraction, expenses: Fraction, refund: Fraction, fob: Fraction
) -> Fraction:
    return (purchase + expenses - refund) / fob


Product = tuple[Fraction, Fraction, Fraction]  # quantity, price, cost


def variances(
    budget: Mapping[str, Product],
    actual: Mapping[str, Product],
    budget_rate: Fraction,
    actual_rate: Fraction,
) -> dict[str, Fraction]:
    """FX, price, cost, mix and quantity; both sides hold the same products."""
    sold = sum((q for q, _, _ in actual.values()), Fraction(0))
    planned = sum((q for q, _, _ in budget.values()), Fraction(0))
    margin = {name: p * budget_rate - c for name, (_, p, c) in budget.items()}
    average = sum((budget[name][0] * margin[name] for name in budget), Fraction(0)) / planned
    found = dict.fromkeys(("exchange", "price", "cost", "mix", "quantity"), Fraction(0))
    for name, (aq, ap, ac) in actual.items():
        bq, bp, bc = budget[name]
        found["exchange"] += aq * ap * (actual_rate - budget_rate)
        found["price"] += aq * (ap - bp) * budget_rate
        found["cost"] += aq * (bc - ac)
        found["mix"] += (aq - sold * bq / planned) * margin[name]
    found["quantity"] = (sold - planned) * average
    return found


def weighted_mean(prices: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    return sum((p * w for p, w in prices), Fraction(0)) / sum((w for _, w in prices), Fraction(0))


def producer_refund(
    exports: Fraction,
    output_tax: Fraction,
    input_tax: Fraction,
    carried: Fraction,
    duty_free: Fraction,
    vat: Fraction,
    refund: Fraction,
) -> dict[str, Fraction]:
    """Caishui [2012] 39, each amount that is a rate of something rounded to cents."""
    relief = cents(duty_free * (vat - refund))
    non_creditable = cents(exports * (vat - refund)) - relief
    payable = output_tax - (input_tax - non_creditable) - carried
    ceiling_relief = cents(duty_free * refund)
    ceiling = cents(exports * refund) - ceiling_relief
    left_over = max(-payable, Fraction(0))
    paid = min(left_over, ceiling)
    return {
        "non_creditable": non_creditable,
        "payable": payable,
        "ceiling": ceiling,
        "refund": paid,
        "credited": ceiling - paid,
        "carried_forward": left_over - paid,
        "relief": relief,
        "ceiling_relief": ceiling_relief,
    }


def cents(amount: Fraction) -> Fraction:
    """Half up, of an amount not below zero."""
    return Fraction((amount * 200 + 1) // 2, 100)


def average_without_vat(
    prices: Sequence[tuple[Fraction, Fraction]], vat: Fraction, digits: int
) -> Fraction:
    """Rounded half up once, at the end."""
    exact = weighted_mean(prices) / (1 + vat)
    unit = Fraction(1, 10**digits)
    return (exact / unit * 2 + 1) // 2 * unit
