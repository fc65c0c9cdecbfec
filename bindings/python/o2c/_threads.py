"""How many threads to use."""

from __future__ import annotations

import os

from o2c import _core

_MOST = 1024


def thread_count(threads: int | None) -> int:
    """As many as asked for; by default the CPUs that this process may use."""
    count = threads if threads is not None else len(os.sched_getaffinity(0))
    if not 1 <= count <= _MOST:
        raise _core.InvalidArgument(f"threads {count}: expected 1 to {_MOST}")
    return count
