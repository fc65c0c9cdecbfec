"""Moments as text and as numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from o2c import _core

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


def microseconds(moment: datetime | str, name: str) -> int:
    """Microseconds since 1970 (UTC); a moment without a zone is taken as UTC. ``name`` is what the
    argument is called."""
    if isinstance(moment, str):
        moment = read_moment(moment) or moment
    if not isinstance(moment, datetime):
        raise _core.InvalidArgument(
            f"{name} {moment!r}: expected a date with a time of day, such as 2026-11-01T08:00:00Z"
        )
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def optional_microseconds(moment: datetime | str | None, name: str) -> int | None:
    """The same; None stays None."""
    return None if moment is None else microseconds(moment, name)


def moment_of(number: int) -> datetime:
    """The moment so many microseconds after 1970 (UTC)."""
    return _EPOCH + timedelta(microseconds=number)
