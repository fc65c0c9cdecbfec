"""The results as a picture: time per row of every engine on every case, logarithmic."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.peers.report import FAMILIES

_COLOURS = {
    "o2c": "#0b6e4f",
    "DuckDB": "#c9a227",
    "Polars": "#3b6fb6",
    "NumPy": "#8a8fa3",
    "pandas": "#7a4b94",
    "reading": "#d0d3da",
}


def draw(document: dict[str, Any], folder: Path) -> None:
    """Writes peers.svg and peers.png into the folder."""
    cases = [case for case in document["cases"] if any(_quoted(case, f) for f in FAMILIES)]
    mpl.rcParams["svg.hashsalt"] = "o2c"  # The same bytes for the same figures.
    figure = Figure(figsize=(9, 1.1 + 1.05 * len(cases)), layout="constrained")
    axes = figure.subplots()
    _bars(axes, cases)
    figure.legend(
        loc="outside upper left",
        title="Aging: nanoseconds per row (logarithmic; shorter is better)",
        title_fontsize=13,
        alignment="left",
        ncols=len(FAMILIES),
        frameon=False,
    )
    figure.supxlabel(_machine(document), fontsize=8, color="#555555")
    figure.savefig(folder / "peers.svg", metadata={"Date": None})
    figure.savefig(folder / "peers.png", dpi=150)


def _quoted(case: dict[str, Any], family: str) -> float | None:
    """Nanoseconds per row of the family's fastest way."""
    found = [case["engines"].get(engine, {}).get("ns_per_row") for engine in FAMILIES[family]]
    return min((ns for ns in found if ns is not None), default=None)


def _bars(axes: Axes, cases: list[dict[str, Any]]) -> None:
    step = 1 / (len(FAMILIES) + 1.5)
    for place, family in enumerate(FAMILIES):
        measured = [(y, ns) for y, c in enumerate(cases) if (ns := _quoted(c, family)) is not None]
        if not measured:
            continue
        offset = (place - (len(FAMILIES) - 1) / 2) * step
        label = "reading the input only" if family == "reading" else family
        bars = axes.barh(
            [y + offset for y, _ in measured],
            [ns for _, ns in measured],
            height=step * 0.92,
            color=_COLOURS[family],
            label=label,
        )
        labels = [f" {ns:.3g}" if ns < 100 else f" {ns:.0f}" for _, ns in measured]
        axes.bar_label(bars, labels, fontsize=7)
    axes.set_xscale("log")
    axes.margins(x=0.12, y=0.01)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_yticks(range(len(cases)), [_title(case) for case in cases])
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)


def _title(case: dict[str, Any]) -> str:
    rows = f"{_short(case['rows'])} rows"
    if case["kind"] == "documents":
        rows = f"{_short(case['rows'])} invoices\n{_short(case['applications'])} applications"
    keys = "" if case["keys"] == "number" else f"\n{case['keys']} keys"
    stream = "\nin batches" if case["kind"] == "stream" else ""
    return f"{rows}\n{_short(case['parties'])} parties{keys}{stream}"


def _short(count: int) -> str:
    for size, unit in ((1_000_000, " M"), (1_000, " k")):
        if count >= size and count % (size // 10 or 1) == 0:
            return f"{count / size:g}{unit}"
    return str(count)


def _machine(document: dict[str, Any]) -> str:
    machine = document["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    date = f"; {document['date']}" if document["date"] else ""
    return (
        f"{machine['processor']}, {document['threads']} threads of {machine['cpus']} CPUs "
        f"(NumPy and pandas: one){date}\n{versions}"
    )
