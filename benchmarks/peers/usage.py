"""Memory of this process, and processor time of everybody else (from /proc)."""

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def resident_bytes() -> int:
    return _status("VmRSS")


def peak_bytes() -> int:
    """The most that was resident since ``forget_peak``."""
    return _status("VmHWM")


def forget_peak() -> None:
    """Lets the peak start again from what is resident now."""
    Path("/proc/self/clear_refs").write_text("5")


def _status(field: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise OSError(f"/proc/self/status has no {field}")


def own_seconds() -> float:
    """Processor seconds of this process, all threads."""
    return time.process_time()


def busy_seconds() -> float:
    """Processor seconds of all processes on this machine, and what a hypervisor took away."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, irq, soft_irq, steal = map(int, fields[:8])
    return (user + nice + system + irq + soft_irq + steal) / _TICKS


def wait_until_quiet(patience_seconds: float) -> None:
    """Returns once others use less than a twentieth of one CPU, or when patience ends."""
    end = time.monotonic() + patience_seconds
    while time.monotonic() < end:
        busy, own = busy_seconds(), own_seconds()
        time.sleep(1)
        if busy_seconds() - busy - (own_seconds() - own) < 0.05:
            return
