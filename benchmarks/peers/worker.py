"""Measures one engine on one case, in a process of its own.

A fresh process each, so that no engine's allocator, thread pool or leftovers disturb another's
time or memory. The first run gives the answer, which must be the expected one before any time is
taken, and the peak memory; it is also the warm-up.
"""

import gc
import json
import sys
import time
from dataclasses import asdict, dataclass, field

from benchmarks.peers import usage
from benchmarks.peers.cases import Case
from benchmarks.peers.data import make_inputs
from benchmarks.peers.engines import REFERENCE, make


@dataclass
class Measurement:
    """``status``: "ok", "wrong" (another answer than expected; no times), "absent" (not
    installed), or "skipped" (not a case for this engine)."""

    status: str
    detail: str = ""
    digest: str = ""
    first_seconds: list[float] = field(default_factory=list)  # Of each process; not in `seconds`.
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)  # Of all threads together.
    others_busy: float = 0  # CPUs that other programs used meanwhile.
    inputs_bytes: int = 0
    peak_extra_bytes: int = 0  # Above what was resident with the inputs in place.


def measure(
    case: Case,
    engine_name: str,
    runs: int,
    seconds: float = 0,
    expected: str | None = None,
    patience_seconds: float = 0,
) -> Measurement:
    """One turn: ``runs`` timed runs, and more until they have lasted so many seconds."""
    try:
        engine = make(engine_name)
    except ImportError as error:
        return Measurement("absent", str(error))
    if engine_name != REFERENCE and not engine.supports(case):
        return Measurement("skipped")
    engine.prepare(make_inputs(case))
    gc.collect()
    usage.forget_peak()
    resident = usage.resident_bytes()
    start = time.perf_counter()
    result = engine.run()
    first = time.perf_counter() - start
    measurement = Measurement("ok", inputs_bytes=resident, first_seconds=[first])
    measurement.peak_extra_bytes = usage.peak_bytes() - resident
    answer = engine.answer(result)
    if answer is not None:
        measurement.digest = answer.digest()
        if expected is not None and measurement.digest != expected:
            return Measurement("wrong", answer.summary(), measurement.digest)
    del result, answer
    if runs:
        usage.wait_until_quiet(patience_seconds)
    busy, own, start = usage.busy_seconds(), usage.own_seconds(), time.perf_counter()
    while len(measurement.seconds) < runs or (runs and sum(measurement.seconds) < seconds):
        gc.collect()
        run_start, run_own = time.perf_counter(), usage.own_seconds()
        result = engine.run()
        measurement.seconds.append(time.perf_counter() - run_start)
        measurement.cpu_seconds.append(usage.own_seconds() - run_own)
        del result
    if runs:
        others = usage.busy_seconds() - busy - (usage.own_seconds() - own)
        measurement.others_busy = round(max(others, 0) / (time.perf_counter() - start), 2)
    return measurement


def main() -> None:
    job = json.loads(sys.argv[1])
    job["case"]["engines"] = tuple(job["case"]["engines"])
    job["case"] = Case(**job["case"])
    print(json.dumps(asdict(measure(**job))))


if __name__ == "__main__":
    main()
