"""Which machine and which versions the figures come from."""

import importlib
import os
import platform
from pathlib import Path


def describe_machine() -> dict[str, object]:
    return {
        "processor": _from_file("/proc/cpuinfo", "model name"),
        "cpus": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
        "caches_kib": _caches(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _PACKAGES},
    }


_PACKAGES = ("o2c", "duckdb", "polars", "pandas", "numpy", "pyarrow")


def _version(package: str) -> str:
    try:
        return str(importlib.import_module(package).__version__)
    except ImportError:
        return "absent"


def _from_file(path: str, field: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(field):
            return line.partition(":")[2].strip()
    return "unknown"


def _caches() -> dict[str, str]:
    """Of the first CPU: {"L1 data": "32K", ...}."""
    folder = Path("/sys/devices/system/cpu/cpu0/cache")
    caches = {}
    for index in sorted(folder.glob("index*")):
        level, kind, size = ((index / f).read_text().strip() for f in ("level", "type", "size"))
        caches[f"L{level}" + (f" {kind.lower()}" if kind != "Unified" else "")] = size
    return caches
