"""The engines that are compared. Each is imported only by the process that measures it."""

from importlib import import_module
from typing import Any, Protocol

from benchmarks.peers.answer import Answer
from benchmarks.peers.cases import Case
from benchmarks.peers.data import Inputs

THREADS = 2  # For every engine that can use more than one.


class Engine(Protocol):
    """One way of doing a case. Only ``run`` is timed: from inputs to the finished result."""

    def supports(self, case: Case) -> bool: ...
    def prepare(self, inputs: Inputs) -> None:
        """Brings the inputs into the form that this engine likes best."""

    def run(self) -> Any: ...
    def answer(self, result: Any) -> Answer | None:
        """The result in the common form; None when there is none (reading)."""


# Name: (module, class, arguments).
_ENGINES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "o2c": ("with_o2c", "O2c", {"threads": THREADS}),
    "o2c-1-thread": ("with_o2c", "O2c", {"threads": 1}),
    "duckdb-native": ("with_duckdb", "DuckDb", {"native": True}),
    "duckdb-arrow": ("with_duckdb", "DuckDb", {"native": False}),
    "polars-streaming": ("with_polars", "Polars", {"engine": "streaming"}),
    "polars-in-memory": ("with_polars", "Polars", {"engine": "in-memory"}),
    "numpy": ("with_numpy", "NumPy", {}),
    "pandas": ("with_pandas", "Pandas", {}),
    "read": ("reading", "Reading", {"threads": THREADS}),
}
NAMES = tuple(_ENGINES)
REFERENCE = "reference"  # Not timed: the answer that every engine must give.


def make(name: str) -> Engine:
    """The engine of that name; ImportError when its library is not installed."""
    if name == REFERENCE:
        name = "numpy"
    module, class_name, arguments = _ENGINES[name]
    engine: Engine = getattr(import_module(f"{__name__}.{module}"), class_name)(**arguments)
    return engine
