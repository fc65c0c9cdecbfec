"""What closing a month takes, stage by stage, of the sample book repeated up to a size.

    python -m benchmarks.close --orders 1000000
    python -m benchmarks.close --book build/book --period 2026-10
    python -m benchmarks.close --orders 100000 --peer duckdb    # what both can, side by side

A book that is not given is written to a temporary folder first, which is not timed. Each run is a
process of its own, so that the peak of memory is its own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATOR = ROOT / "examples/month_close/sample_book/generate.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--book", type=Path, help="instead of the sample book")
    parser.add_argument("--period", default="2026-10")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--peer", choices=["duckdb"], help="compare results and times with it")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(once(options.book, options.period, options.threads)))
        return
    with tempfile.TemporaryDirectory() as folder:
        book = options.book
        if book is None:
            book = Path(folder) / "book"
            arguments = ["--out", book, "--orders", str(options.orders), "--format", "parquet"]
            subprocess.run([sys.executable, GENERATOR, *arguments], check=True)
        if options.peer is not None:
            from benchmarks.close_duckdb import compare

            compare(book, options.period, options.threads or 2, options.runs)
            return
        command = [sys.executable, "-m", "benchmarks.close", "--once", "--book", book]
        command += ["--period", options.period]
        if options.threads is not None:
            command += ["--threads", str(options.threads)]
        for run in range(options.runs):
            told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            print(f"run {run + 1}")
            for name, figure in json.loads(told.stdout).items():
                print(f"  {name:<12} {figure}")


def once(book: Path, period: str, threads: int | None) -> dict[str, str]:
    """Seconds of each stage, in order, and the most memory that was held."""
    import o2c

    begun: list[tuple[str, float]] = [("read", time.perf_counter())]

    def begin(stage: str) -> None:
        begun.append((stage, time.perf_counter()))

    opened = o2c.Book.open(book, threads=threads)
    rows = opened.rows
    report = o2c.close(opened, period=period, threads=threads, progress=begin)
    begin("write")
    with tempfile.TemporaryDirectory() as folder:
        report.save(Path(folder) / "closed")
        begin("end")
    figures = {
        name: f"{end - start:8.2f} s" for (name, start), (_, end) in itertools.pairwise(begun)
    }
    figures["all"] = f"{begun[-1][1] - begun[0][1]:8.2f} s"
    figures["memory"] = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:8.2f} GiB"
    figures["rows"] = f"{sum(rows.values()):,}"
    figures["ties"] = "hold" if report.ties_hold else "DIFFER"
    return figures


if __name__ == "__main__":
    main()
