"""Exchange rates into the home currency of a ledger, as its methods take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from o2c import _core

HomeRates = Iterable[_core.ExchangeRate] | Mapping[str, Decimal | int | str]


def home_rates(ledger: _core.Ledger, rates: HomeRates, day: date | str) -> list[_core.ExchangeRate]:
    """Those of a day, where they are stated as {"USD": "7.05"}."""
    if not isinstance(rates, Mapping):
        return list(rates)
    home = ledger.home
    if home is None:
        if rates:
            raise _core.InvalidArgument("rates: expected none: the ledger has no home currency")
        return []
    return [_core.ExchangeRate(code, home, rate, day) for code, rate in rates.items()]
