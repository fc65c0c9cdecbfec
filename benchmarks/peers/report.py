"""The results as a table on the terminal and as JSON."""

import statistics
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.peers.cases import Case
from benchmarks.peers.worker import Measurement

# What a peer is quoted by: the faster of the ways it was tried in.
FAMILIES = {
    "o2c": ("o2c",),
    "DuckDB": ("duckdb-native", "duckdb-arrow"),
    "Polars": ("polars-streaming", "polars-in-memory"),
    "NumPy": ("numpy",),
    "pandas": ("pandas",),
    "reading": ("read",),
}


@dataclass(frozen=True)
class CaseResult:
    case: Case
    measurements: dict[str, Measurement]

    def median(self, engine: str) -> float | None:
        found = self.measurements.get(engine)
        return statistics.median(found.seconds) if found and found.seconds else None

    def quoted(self, family: str) -> float | None:
        """The median seconds of the family's faster way; None when it was not measured."""
        medians = [self.median(engine) for engine in FAMILIES[family]]
        return min((m for m in medians if m is not None), default=None)


def print_case(result: CaseResult) -> None:
    case, own = result.case, result.median("o2c")
    applications = f" and {case.applications:,} applications" if case.applications else ""
    print(
        f"\n{case.name}: {case.rows:,} {_noun(case)}{applications}, {case.parties:,} parties, "
        f"keys: {case.keys}"
    )
    print(
        f"  {'engine':<18}{'median s':>9}{'min':>8}{'max':>8}{'first':>8}{'cpu s':>8}{'ns/row':>8}"
        f"{'/ o2c':>8}"
        f"{'peak MiB':>10}{'others':>8}"
    )
    for name, m in result.measurements.items():
        if m.status in ("wrong", "absent"):
            print(f"  {name:<18}{m.status}: {m.detail}")
        if not m.seconds:
            continue
        median = statistics.median(m.seconds)
        ratio = f"{median / own:>8.2f}" if own else f"{'':>8}"
        print(
            f"  {name:<18}{median:>9.4f}{min(m.seconds):>8.3f}{max(m.seconds):>8.3f}"
            f"{statistics.median(m.first_seconds):>8.3f}{statistics.median(m.cpu_seconds):>8.3f}"
            f"{median * 1e9 / case.rows_read:>8.2f}{ratio}{m.peak_extra_bytes / 2**20:>10.0f}"
            f"{m.others_busy:>8.2f}",
            flush=True,
        )


def print_summary(results: list[CaseResult]) -> None:
    """How many times as long as o2c each peer takes, and o2c as reading alone."""
    peers = [family for family in FAMILIES if family not in ("o2c", "reading")]
    print(f"\n{'x o2c':<24}" + "".join(f"{peer:>9}" for peer in peers), end="")
    print(f"{'o2c ns/row':>14}{'o2c x reading':>15}")
    for result in results:
        own, reading = result.median("o2c"), result.median("read")
        if own is None:
            continue
        ratios = [_ratio(result.quoted(peer), own) for peer in peers]
        print(f"{result.case.name:<24}" + "".join(f"{ratio:>9}" for ratio in ratios), end="")
        print(f"{own * 1e9 / result.case.rows_read:>14.2f}{_ratio(own, reading):>15}")


def _ratio(numerator: float | None, denominator: float | None) -> str:
    return "-" if numerator is None or denominator is None else f"{numerator / denominator:.2f}"


def to_json(
    results: list[CaseResult], machine: dict[str, object], date: str | None
) -> dict[str, Any]:
    return {
        "date": date,
        "machine": machine,
        "threads": 2,
        "note": "seconds: every timed run by the clock, after one run (first_seconds) whose answer "
        "was compared; "
        "each engine in fresh processes, taking turns. peak_extra_bytes: most resident memory "
        "above the inputs. others_busy: CPUs that other programs used meanwhile.",
        "cases": [_case_to_json(result) for result in results],
    }


def _case_to_json(result: CaseResult) -> dict[str, Any]:
    case = asdict(result.case)
    del case["engines"]
    engines = {}
    for name, m in result.measurements.items():
        if m.status == "skipped":
            continue
        engines[name] = asdict(m)
        if m.seconds:
            median = statistics.median(m.seconds)
            engines[name] |= {
                "median": median,
                "min": min(m.seconds),
                "max": max(m.seconds),
                "ns_per_row": median * 1e9 / result.case.rows_read,
            }
    return case | {"engines": engines}


def _noun(case: Case) -> str:
    return "invoices" if case.kind == "documents" else "open items"
