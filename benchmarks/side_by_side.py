"""Times of the same work in several engines, which take turns so that all meet the same noise."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any


def time_in_turns(engines: Mapping[str, Callable[[], Any]], runs: int) -> dict[str, list[float]]:
    """Seconds of each run; what it gave is dropped outside of the time."""
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(runs):
        for name, run in engines.items():
            start = time.perf_counter()
            result = run()
            seconds[name].append(time.perf_counter() - start)
            del result
    return seconds


def print_times(seconds: Mapping[str, list[float]], count: int, unit: str) -> None:
    """A line for each engine; the first is what the others are measured by."""
    first, *_ = seconds
    ours = statistics.median(seconds[first])
    width = max(map(len, seconds))
    for name, times in seconds.items():
        median = statistics.median(times)
        print(
            f"{name:{width}} median {median:.3f} s ({min(times):.3f} to {max(times):.3f}), "
            f"{count / median / 1e6:.1f} M {unit}/s, {median / ours:.1f} x {first}"
        )
