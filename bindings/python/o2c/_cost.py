"""Prices of many products, landed costs of many lines and profit of many entries, at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._threads import thread_count


def price_table(
    products: Any,
    *,
    rule: _core.PricingRule,
    currencies: Iterable[_core.PricingCurrency],
    terms: Iterable[_core.PriceTerm | str],
    home: str | _core.Currency,
    cost_digits: int = 4,
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> PriceTable:
    """The prices of many products by every term and currency, by the same rule as o2c.quote.

    ``products`` is a table with ``goods``, what one unit costs at the works, and, as far as they
    are there, columns named as items of the route (``carriage_to_port``, ``main_freight``, ...),
    all in the home currency. Where a currency has a tariff, freight follows from the containers
    that a product fills: ``quantity`` (that is sold), ``per_carton``, ``length_cm``,
    ``width_cm``, ``height_cm``, ``net_kg`` and ``gross_kg``. The result has ``product``, if the
    table has it, and a column of prices for each currency and term, named "USD FOB".

    cost_digits: the digits that costs have at most; integers are whole units.
    amount_digits, columns, threads: as in o2c.aging.

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong.
    """
    table = _core.price_table(
        _core.open_table(products, dict(columns) if columns else None),
        rule=rule,
        currencies=list(currencies),
        terms=list(terms),
        home=home,
        cost_digits=cost_digits,
        amount_digits=amount_digits,
        threads=thread_count(threads),
    )
    return PriceTable(table)


class PriceTable(ArrowResult):
    """The prices of many products, as a table that other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<PriceTable: {len(self)} products>"


def landed_table(
    lines: Any,
    charges: Iterable[_core.LandedCharge],
    *,
    currency: str | _core.Currency,
    rounding: str | _core.Rounding = "half_up",
    policy: str | _core.Allocation = "largest_remainder",
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> LandedTable:
    """The landed costs of a shipment's lines, by the same rule as o2c.landed_costs.

    ``lines`` is a table with ``product``, ``quantity`` and ``value``, as invoiced, and, as far as
    they are there, ``weight``, ``volume`` and ``duty``, a rate: a text such as "10%", or a number
    below 1. The result has a row for each line: ``product``, ``quantity``, ``value``, a column for
    each charge, named as it is, ``duty``, ``total``, and ``unit_cost``, with four digits more.

    currency: of the values and the charges; a column ``currency`` may hold no other.
    rounding, policy: as in o2c.landed_costs.
    amount_digits: the digits that binary floats are read with, rates with two more; without it
    they are refused.
    columns: as in o2c.aging.

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong.
    """
    table = _core.landed_table(
        _core.open_table(lines, dict(columns) if columns else None),
        list(charges),
        currency=currency,
        rounding=rounding,
        policy=policy,
        amount_digits=amount_digits,
    )
    return LandedTable(table)


class LandedTable(ArrowResult):
    """Landed costs, as a table that other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<LandedTable: {len(self)} lines>"


def profit_table(
    entries: Any,
    *,
    home: str | _core.Currency,
    group_by: str | Sequence[str] = ("order",),
    period: str | _core.PeriodKind | None = None,
    rounding: str | _core.Rounding = "half_up",
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> ProfitTable:
    """The profit statements of many entries, by the same rule as o2c.order_profit.

    ``entries`` is a table with ``kind`` (the names of o2c.ProfitKind), ``amount``, and the columns
    of ``group_by``; amounts are in the home currency unless there is a column ``currency``, and
    then ``rate``, home currency for one of the amount's (1, or null, for the home currency). The
    result has a row for each group, sorted: the keys, ``entries`` (how many), a column for each
    kind that comes up, ``cost``, and ``profit``.

    period: "month", "quarter", "year", ...: statements are apart by the period, too, in which the
        ``date`` of an entry is. The column ``period`` is then the last of the keys ("2026Q4").
    rounding: of entries in other currencies.
    amount_digits, columns, threads: as in o2c.aging.

    Raises o2c.BadTable, whose ``faults`` list every row that is wrong.
    """
    table = _core.profit_table(
        _core.open_table(entries, dict(columns) if columns else None),
        group_by=[group_by] if isinstance(group_by, str) else list(group_by),
        period=period,
        home=home,
        rounding=rounding,
        amount_digits=amount_digits,
        threads=thread_count(threads),
    )
    return ProfitTable(table)


class ProfitTable(ArrowResult):
    """Profit statements, as a table that other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<ProfitTable: {len(self)} statements>"
