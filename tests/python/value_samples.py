"""One value of each kind, for what all values have in common and for the stored pickles."""

from __future__ import annotations

from typing import Any

import o2c


def derivation() -> o2c.Derivation:
    """Steps that hold every type of value that pickles have to carry."""
    rates = o2c.ExchangeTable(
        [("CNY", "USD", "0.14", "2026-03-01"), ("EUR", "CNY", "7.8", "2026-03-01")], pivot="CNY"
    )
    made = o2c.Derivation()
    o2c.convert("100 USD", "EUR", rates=rates, on="2026-03-10", rounding="half_even", trace=made)
    o2c.apply("3.25%", "1000 USD", rounding="half_up", trace=made)
    o2c.split("100 USD", 3, trace=made)
    return made


def samples() -> dict[str, Any]:
    """By the names under which they are pickled."""
    return {
        "allocation": o2c.Allocation.last_takes_rest,
        "calendar": o2c.Calendar(
            "CN",
            holidays={"2026-02-17": "春节"},
            workdays={"2026-02-14": "调休"},
            covers_from="2026-01-01",
            covers_to="2026-12-31",
        ),
        "currency": o2c.Currency("USD"),
        "derivation": derivation(),
        "derivation_step": derivation().steps[-1],
        "exchange_rate": o2c.ExchangeRate("USD", "CNY", "7.10", "2026-03-01"),
        "exchange_table": o2c.ExchangeTable(
            [("USD", "CNY", "7.10", "2026-03-01")], pivot="USD", max_age_days=5
        ),
        "fault": o2c.Fault(
            file="items.csv", row=17, field="due_date", value="x", expected="a date"
        ),
        "fault_without_row": o2c.Fault(expected="a date"),
        "language": o2c.Language.zh,
        "money": o2c.Money("-1234.50", "USD"),
        "money_bag": o2c.MoneyBag(["12 EUR", "3.50 USD"]),
        "number_format": o2c.NumberFormat(",", "."),
        "number_format_ungrouped": o2c.NumberFormat(".", None),
        "open_item": o2c.OpenItem(
            "Acme",
            "INV-1",
            "12.50 USD",
            "2026-11-30",
            invoice_date="2026-10-31",
            salesperson="Li",
        ),
        "operation": o2c.Operation.look_up,
        "own_currency": o2c.Money(5, o2c.Currency("POINT", 0)),
        "period": o2c.Period("2026Q4"),
        "period_kind": o2c.PeriodKind.half,
        "rate": o2c.Rate("3.25%"),
        "roll": o2c.Roll.modified_following,
        "rounding": o2c.Rounding.half_odd,
        "weekday": o2c.Weekday.friday,
    }
