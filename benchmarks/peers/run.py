"""The command line: measures, prints, and writes the results as JSON and as a picture."""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks.peers.cases import CASES, Case, quick
from benchmarks.peers.engines import NAMES, REFERENCE
from benchmarks.peers.machine import describe_machine
from benchmarks.peers.report import CaseResult, print_case, print_summary, to_json
from benchmarks.peers.worker import Measurement

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    chosen = [c for c in CASES if not options.cases or c.name in options.cases]
    if options.quick:
        chosen = [quick(case) for case in chosen]
    results = []
    for case in chosen:
        results.append(_compare(case, options))
        print_case(results[-1])
        if options.out is not None:  # What is measured is kept, whatever becomes of the rest.
            _write(results, options)
    print_summary(results)
    if options.out is not None:
        print(f"written: {options.out}/peers.json, peers.svg, peers.png")
    return 1 if any(m.status == "wrong" for r in results for m in r.measurements.values()) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    names = [case.name for case in CASES]
    parser.add_argument("--cases", nargs="+", choices=names, metavar="CASE", help=", ".join(names))
    parser.add_argument(
        "--engines",
        nargs="+",
        choices=NAMES,
        metavar="ENGINE",
        default=NAMES,
        help=", ".join(NAMES),
    )
    parser.add_argument("--quick", action="store_true", help="a hundredth of the rows, two runs")
    parser.add_argument("--sweeps", type=int, default=2, help="times each engine gets its turn")
    parser.add_argument("--runs", type=int, default=3, help="timed runs in each turn")
    parser.add_argument(
        "--seconds",
        type=float,
        default=1,
        help="how long the timed runs of a turn last at least: fast engines run more often",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=0,
        metavar="SECONDS",
        help="how long to wait for a quiet machine before each turn",
    )
    parser.add_argument(
        "--date",
        default=os.environ.get("O2C_BENCH_DATE"),
        help="the day to write into the results (or set O2C_BENCH_DATE)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="where to write peers.json, peers.svg and peers.png (benchmarks/results, "
        "and nowhere for a quick or partial run)",
    )
    options = parser.parse_args(arguments)
    if options.quick:
        options.sweeps, options.runs, options.seconds = 1, 2, 0
    elif options.out is None and not options.cases and options.engines == NAMES:
        options.out = ROOT / "benchmarks" / "results"
    return options


def _compare(case: Case, options: argparse.Namespace) -> CaseResult:
    """Every engine's turn, in sweeps: so that a disturbance of minutes hits all of them alike."""
    expected = _measure(case, REFERENCE, {"runs": 0}).digest
    turn_job = {
        "runs": options.runs,
        "seconds": options.seconds,
        "patience_seconds": options.patience,
        "expected": expected,
    }
    engines = [name for name in options.engines if not case.engines or name in case.engines]
    total: dict[str, Measurement] = {}
    for sweep in range(options.sweeps):
        for name in engines if sweep % 2 == 0 else reversed(engines):
            if sweep and total[name].status != "ok":
                continue
            started = time.monotonic()
            turn = _measure(case, name, turn_job)
            print(
                f"  {case.name} {name}: {turn.status}, {time.monotonic() - started:.0f} s",
                file=sys.stderr,
                flush=True,
            )
            total[name] = turn if name not in total else _joined(total[name], turn)
    return CaseResult(case, {name: total[name] for name in engines})


def _joined(earlier: Measurement, later: Measurement) -> Measurement:
    if later.status != "ok":
        return later
    return replace(
        later,
        first_seconds=earlier.first_seconds + later.first_seconds,
        seconds=earlier.seconds + later.seconds,
        cpu_seconds=earlier.cpu_seconds + later.cpu_seconds,
        others_busy=max(earlier.others_busy, later.others_busy),
        peak_extra_bytes=max(earlier.peak_extra_bytes, later.peak_extra_bytes),
    )


def _measure(case: Case, engine: str, turn: dict[str, Any]) -> Measurement:
    job = {"case": asdict(case), "engine_name": engine} | turn
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.peers.worker", json.dumps(job)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env=os.environ | {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"},
    )
    if done.returncode != 0:
        raise SystemExit(f"{engine} failed on {case.name}; its message stands above")
    fields: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Measurement(**fields)


def _write(results: list[CaseResult], options: argparse.Namespace) -> None:
    from benchmarks.peers.picture import draw  # matplotlib is needed for nothing else.

    options.out.mkdir(parents=True, exist_ok=True)
    document = to_json(results, describe_machine(), options.date)
    (options.out / "peers.json").write_text(json.dumps(document, indent=1) + "\n")
    draw(document, options.out)


if __name__ == "__main__":
    sys.exit(main())
