"""Cost sheets of many products from tables, and their quotations as a table."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._arrow_result import ArrowResult
from o2c._errors import BadTable

if TYPE_CHECKING:
    from o2c._read import FileTable


def cost_sheets(
    products: Any,
    *,
    materials: Any = None,
    expenses: Any = None,
    currency: str | _core.Currency,
    unit: str | _core.Unit = "PCE",
    amount_digits: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> dict[str, _core.CostSheet]:
    """Cost sheets of many products, by product, from tables or files of them (CSV, Parquet).

    Columns may be missing, and null is nothing, but for those that are named as needed. Numbers may
    be decimals, integers or texts; rates are texts such as "13%" or numbers below 1 (0.13).

    products: ``product`` (needed, each once); ``unit``; ``bought_in``, what one is bought at, with
    ``vat`` and ``refund``; its packing ``per_carton``, ``length_cm``, ``width_cm``, ``height_cm``,
    ``net_kg`` and ``gross_kg``, all of them or none, and ``carton``.
    materials: the bill of materials, a row for each material of a product: ``product``,
    ``material``, ``usage`` of one, its ``unit`` and ``price`` (needed); ``per``, what the price is
    for ("TNE", "1000 PCE"); ``wastage``; ``currency`` and ``rate``, the sheets' currency for one of
    it; ``vat``, ``refund``; ``on_route``.
    expenses: a row for each further line: ``name`` and ``rule`` (needed), the name of a function of
    o2c.CostLine: ``bought_in``, ``per_unit``, ``per_carton``, ``per_container``, ``per_order`` and
    ``tooling`` need an ``amount``, ``of_cost``, ``of_purchase``, ``of_price`` and ``interest`` a
    ``share``. ``product``: null for a line of every product. ``category`` (else expense),
    ``on_route``, ``currency`` and ``rate``, ``vat``, ``refund``, ``cartons``, ``units``, ``base``
    ("material, processing"), ``minimum``, ``days``, ``year_days``: where the rule has them.
    currency: of the sheets, and of amounts that name no other.
    unit: what products are sold by that name no other.
    amount_digits: the digits that binary floats are read with, rates with two more; without it
    they are refused.
    columns: as in o2c.aging; for all tables.

        >>> sheets = o2c.cost_sheets("products.csv", materials="materials.csv", currency="CNY")
        >>> sheets["umbrella"].costs("1,000 PCE").total

    Raises o2c.BadTable, whose ``faults`` list every row of every table that is wrong, in a CSV file
    by its line.
    """
    named = {"products": products, "materials": materials, "expenses": expenses}
    names = dict(columns or {})
    files = {name: _file(table) for name, table in named.items() if _is_path(table)}
    try:
        sheets = _core.cost_sheets(
            *_core.open_tables(list((named | files).values()), names or None),
            currency=currency,
            unit=unit,
            amount_digits=amount_digits,
        )
    except BadTable as error:
        if not files:
            raise
        raise _in_files(error, files, names) from error
    return {sheet.product: sheet for sheet in sheets}


def quote_table(
    sheets: Mapping[str, _core.CostSheet] | Iterable[_core.CostSheet],
    *,
    rule: _core.PricingRule,
    currencies: Iterable[_core.PricingCurrency],
    terms: Iterable[_core.PriceTerm | str],
    quantities: Iterable[_core.Quantity | str],
    as_of: datetime.date | str | None = None,
    lang: str = "en",
) -> QuoteTable:
    """The quotations of many products side by side, by the rule of o2c.quote.

    A row for each product, quantity, currency and term, in this order: ``product``, ``quantity``,
    ``unit``, ``currency``, ``term``, ``price``; ``least_price``, which leaves the floor; ``cost``
    and ``profit`` of one unit, in the price's currency and with two digits more; ``profit_rate``
    (0.1000 is 10%); ``valid_until``; and ``refusal``, why a price may not be given as it is, null
    where it may.

    as_of: whether prices are still valid; without it none is too late.
    lang: of the refusals, "en" or "zh".

    Raises o2c.InvalidArgument, whose ``faults`` name each product that cannot be quoted.
    """
    every = sheets.values() if isinstance(sheets, Mapping) else sheets
    table = _core.quote_table(
        list(every),
        rule=rule,
        currencies=list(currencies),
        terms=list(terms),
        quantities=list(quantities),
        as_of=as_of,
        lang=lang,
    )
    return QuoteTable(table)


class QuoteTable(ArrowResult):
    """Quotations, as a table that other libraries read without a copy."""

    def __repr__(self) -> str:
        return f"<QuoteTable: {len(self)} quotations>"


def _is_path(table: Any) -> bool:
    return isinstance(table, (str, os.PathLike))


def _file(path: str | os.PathLike[str]) -> FileTable:
    from o2c._read import whole_file_table

    return whole_file_table(Path(path))


def _in_files(
    error: BadTable, files: Mapping[str, FileTable], names: Mapping[str, str]
) -> BadTable:
    """Faults of tables that are files are where they stand in these, by the files' own names."""
    for table in files.values():
        if table.failure:  # Of a stream that broke off, the library has seen only that it did.
            return BadTable(str(table.failure), table.located(table.failure.faults))
    faults = [
        files[fault.file].located([_named(fault, names)])[0] if fault.file in files else fault
        for fault in error.faults
    ]
    more = f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
    return BadTable(f"{faults[0]}{more}", faults) if faults else error


def _named(fault: _core.Fault, names: Mapping[str, str]) -> _core.Fault:
    field = names.get(fault.field, fault.field)
    return _core.Fault(row=fault.row, field=field, value=fault.value, expected=fault.expected)
