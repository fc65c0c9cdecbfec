"""Weekly exchange rates of the sample book: made up, near what they have been."""

import datetime
import random

# Units of 1/10000 CNY (JPY: 1/1000000) for one unit, and the largest weekly step.
_START = {"USD": (71_600, 220), "EUR": (83_900, 380), "JPY": (48_800, 310)}
_DIGITS = {"USD": 4, "EUR": 4, "JPY": 6}


def weekly_rates(seed: int, first: datetime.date, last: datetime.date) -> list[dict[str, object]]:
    """Rows of date, base, quote, rate; from the Friday on or before the first day."""
    rng = random.Random(seed)
    rate = {base: start for base, (start, _) in _START.items()}
    day = first - datetime.timedelta(days=(first.weekday() - 4) % 7)
    rows: list[dict[str, object]] = []
    while day <= last:
        for base, (start, step) in _START.items():
            # Pulled back by a twentieth of the way, so that it stays near its start.
            rate[base] += rng.randrange(-step, step + 1) - (rate[base] - start) // 20
            rate_text = decimal_text(rate[base], _DIGITS[base])
            rows.append({"date": day, "base": base, "quote": "CNY", "rate": rate_text})
        day += datetime.timedelta(days=7)
    return rows


def decimal_text(units: int, digits: int) -> str:
    """123456 with 2 digits is "1234.56"."""
    sign, text = "-" * (units < 0), f"{abs(units):0{digits + 1}d}"
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text
