"""Exchange rates from a CSV file with the columns date, base, quote and rate."""

from __future__ import annotations

import csv
import datetime
import decimal
import re
from pathlib import Path

from ._core import Currency, ExchangeTable, Fault
from ._csv_table import open_text, read_date
from ._errors import BadTable, Error

_COLUMNS = ("date", "base", "quote", "rate")


def read_rates(
    path: Path,
    *,
    pivot: str | None = None,
    date_format: str | None = None,
    encoding: str = "utf-8",
) -> ExchangeTable:
    """The rates of a file: on `date`, one unit of `base` is `rate` units of `quote`. Currencies
    without a rate of their own are converted through `pivot`.

    Throws BadTable with a fault for each value that cannot be read, OSError."""
    rates: dict[tuple[str, str, datetime.date], str] = {}
    faults = []
    with open_text(path, encoding) as file:
        try:
            rows = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise BadTable(f'{path}: no column "{missing[0]}"; expected {", ".join(_COLUMNS)}')
            for row in rows:
                values = {name: (row[name] or "").strip() for name in _COLUMNS}
                date = read_date(values["date"], date_format)
                expected = {}
                if date is None:
                    expected["date"] = "a date " + (date_format or "YYYY-MM-DD")
                is_number = re.fullmatch(r"(\d+(\.\d*)?|\.\d+)", values["rate"], re.ASCII)
                if not is_number or not decimal.Decimal(values["rate"]):
                    expected["rate"] = "a positive decimal number such as 7.1005"
                for name in ("base", "quote"):
                    try:
                        Currency(values[name])
                    except Error:
                        expected[name] = "a currency code of ISO 4217, such as USD"
                if date is not None and (values["base"], values["quote"], date) in rates:
                    expected["date"] = "one rate of a pair and day"
                place = f"{path}, line {rows.line_num}"
                faults += [
                    Fault(file=place, field=name, value=values[name], expected=expectation)
                    for name, expectation in expected.items()
                ]
                if date is not None and not expected:
                    rates[values["base"], values["quote"], date] = values["rate"]
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadTable(f"{path}: expected a CSV file in {encoding}") from error
    if faults:
        raise BadTable(str(faults[0]), faults)
    listed = [(base, quote, rate, date) for (base, quote, date), rate in rates.items()]
    return ExchangeTable(listed, pivot=pivot)
