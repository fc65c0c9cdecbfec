"""Moments as text."""

from __future__ import annotations

import re
from datetime import UTC, datetime


def read_moment(text: str) -> datetime | None:
    """A moment in the form of ISO 8601, UTC unless it has another zone; None if it is not one. A
    date without a time of day is none: which moment of the day would be a guess."""
    text = text.strip()
    if not re.search(r"\d[T ]\d", text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub("Z$", "+00:00", text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
