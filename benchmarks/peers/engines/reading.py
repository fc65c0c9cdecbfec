"""The read limit: two threads read every input byte once and do nothing with it.

``bitwise_or.reduce`` is the cheapest full pass NumPy has: it lets go of the interpreter, is
vectorised, and comes to the same time as a C++ loop that sums the same bytes (memory is the limit).
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.peers.cases import Case
from benchmarks.peers.data import Inputs

_BLOCK = 1 << 16  # In 8-byte words: small enough for threads to share the work evenly.


class Reading:
    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads)
        self._inputs: Inputs
        self._words: list[Any] = []

    def supports(self, case: Case) -> bool:
        return True

    def prepare(self, inputs: Inputs) -> None:
        self._inputs = inputs
        needed = {"party", "document", "invoice_date", "due_date", "date", "amount"}
        for table in (inputs.items, inputs.invoices, inputs.applications):
            if table is None:
                continue
            for name in needed & set(table.column_names):
                self._words += _words(table[name].combine_chunks())

    def run(self) -> Any:
        if self._inputs.stream is not None:  # What making the batches itself takes.
            return sum(batch.num_rows for batch in self._inputs.stream())
        return list(self._pool.map(self._read, range(self._threads)))

    def _read(self, thread: int) -> int:
        seen = 0
        for words in self._words:
            part = len(words) // self._threads
            for start in range(thread * part, (thread + 1) * part, _BLOCK):
                seen |= int(np.bitwise_or.reduce(words[start : start + _BLOCK]))
        return seen

    def answer(self, result: Any) -> None:
        return None


def _words(array: pa.Array) -> list[Any]:
    """The array's buffers as 8-byte words (a dictionary's values are left out)."""
    buffers = [b for b in array.buffers() if b is not None]
    if pa.types.is_dictionary(array.type):
        buffers = [b for b in array.indices.buffers() if b is not None]
    return [np.frombuffer(b, np.int64, b.size // 8) for b in buffers]
