"""o2c through its Python entry point: importing the columns and the Arrow result are timed."""

from typing import Any

import o2c

from benchmarks.peers.answer import Answer
from benchmarks.peers.cases import AS_OF, LIMITS, Case
from benchmarks.peers.data import Inputs


class O2c:
    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._inputs: Inputs

    def supports(self, case: Case) -> bool:
        return True

    def prepare(self, inputs: Inputs) -> None:
        self._inputs = inputs

    def run(self) -> Any:
        inputs = self._inputs
        items = inputs.items if inputs.stream is None else inputs.stream()
        if inputs.invoices is not None:
            items = inputs.invoices
        aging = o2c.aging(
            items,
            applications=inputs.applications,
            as_of=AS_OF,
            buckets=LIMITS,
            currency="USD",
            threads=self._threads,
        )
        return aging.to_arrow()

    def answer(self, result: Any) -> Answer:
        return Answer.from_table(result)
