"""Weekly exchange rates of the sample book: made up, near what they have been."""

import bisect
import random
from decimal import Decimal

from days import FIRST_DAY, LAST_DAY, Day, days

# Units of 1/10000 CNY (JPY: 1/1000000) for one unit, and the largest weekly step.
_START = {"USD": (71_600, 220), "EUR": (79_900, 380), "JPY": (48_800, 310)}
_DIGITS = {"USD": 4, "EUR": 4, "JPY": 6}


class Rates:
    """CNY for one unit of a currency; each rate holds until the next one."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(f"rates {seed}")
        rate = {base: start for base, (start, _) in _START.items()}
        day = FIRST_DAY - days((FIRST_DAY.weekday() - 4) % 7)  # A Friday.
        self._days: list[Day] = []
        self._rates: dict[str, list[Decimal]] = {base: [] for base in _START}
        while day <= LAST_DAY + days(6):
            self._days.append(day)
            for base, (start, step) in _START.items():
                # Pulled back by a twentieth of the way, so that it stays near its start.
                rate[base] += rng.randrange(-step, step + 1) - (rate[base] - start) // 20
                self._rates[base].append(Decimal(rate[base]).scaleb(-_DIGITS[base]))
            day += days(7)

    def on(self, currency: str, day: Day) -> Decimal:
        if currency == "CNY":
            return Decimal(1)
        return self._rates[currency][bisect.bisect_right(self._days, day) - 1]

    def rows(self) -> list[dict[str, object]]:
        return [
            {"date": day, "base": base, "quote": "CNY", "rate": self._rates[base][i]}
            for i, day in enumerate(self._days)
            for base in self._rates
        ]
