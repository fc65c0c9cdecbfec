"""NumPy on numbered parties (one thread). Ids in a dense range are used as indices, which is the
best case for it; other keys are numbered first.

It is also the reference that every engine's result must equal.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.peers.answer import Answer
from benchmarks.peers.cases import LIMITS, Case
from benchmarks.peers.data import AS_OF_DAYS, Inputs

Int64s = npt.NDArray[np.int64]
_CELLS = len(LIMITS) + 3  # Not due, each limit's bucket, the last bucket, credits.


def _column(table: pa.Table | pa.RecordBatch, name: str) -> Any:
    column = table[name]
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_date(column.type):
        column = column.view(pa.int32())
    return column.to_numpy(zero_copy_only=False)


def _buckets(due_date: npt.NDArray[np.int32], amount: Int64s) -> npt.NDArray[np.int8]:
    bucket = (due_date < AS_OF_DAYS).view(np.int8).copy()
    for limit in LIMITS:
        bucket += due_date < AS_OF_DAYS - limit
    np.copyto(bucket, _CELLS - 1, where=amount < 0)
    return bucket


def _add(cells: Int64s, index: Int64s, due_date: Any, amount: Int64s) -> None:
    """Adds each amount into ``cells[index, bucket]``."""
    flat = index * _CELLS
    flat += _buckets(due_date, amount)
    np.add.at(cells.reshape(-1), flat, amount)


class NumPy:
    def __init__(self) -> None:
        self._inputs: Inputs

    def supports(self, case: Case) -> bool:
        return case.kind == "items" and case.keys != "text"

    def prepare(self, inputs: Inputs) -> None:
        self._inputs = inputs

    def run(self) -> Any:
        inputs = self._inputs
        if inputs.stream is not None:
            return self._age_stream(inputs.stream())
        if inputs.items is not None:
            return self._age(inputs.items)
        return self._age(self._open_items(inputs.invoices, inputs.applications))

    def _age(self, items: pa.Table) -> tuple[Any, Int64s]:
        party = items["party"].combine_chunks()
        if pa.types.is_string(party.type):  # Only as the reference; too slow to be quoted.
            party = party.dictionary_encode()
        if pa.types.is_dictionary(party.type):
            parties, index = party.dictionary, party.indices.to_numpy().astype(np.int64)
        else:
            parties, index = self._number(party.to_numpy())
        cells = np.zeros((len(parties), _CELLS), np.int64)
        _add(cells, index, _column(items, "due_date"), _column(items, "amount"))
        return parties, cells

    def _number(self, party: Int64s) -> tuple[Int64s, Int64s]:
        first, last = int(party.min()), int(party.max())
        if last - first < 4 * party.size:
            return np.arange(first, last + 1), party - first
        parties, index = np.unique(party, return_inverse=True)
        return parties, index

    def _age_stream(self, reader: pa.RecordBatchReader) -> tuple[Any, Int64s]:
        case = self._inputs.case
        parties = np.arange(case.parties) + 100_001
        cells = np.zeros((case.parties, _CELLS), np.int64)
        for batch in reader:
            index = _column(batch, "party") - parties[0]
            _add(cells, index, _column(batch, "due_date"), _column(batch, "amount"))
        return parties, cells

    def _open_items(self, invoices: pa.Table, applications: pa.Table) -> pa.Table:
        """Invoices are numbered 1, 2, 3, ... in their table's order."""
        document = applications["document"].combine_chunks()
        if pa.types.is_string(document.type):
            row = pc.index_in(document, value_set=invoices["document"].combine_chunks())
            number = row.to_numpy().astype(np.int64) + 1
        else:
            number = document.to_numpy()
        amount = _column(invoices, "amount").copy()
        in_time = _column(applications, "date") <= AS_OF_DAYS
        part = _column(applications, "amount")
        np.subtract.at(amount, number[in_time] - 1, part[in_time])
        table = invoices.select(["party", "due_date"]).append_column("amount", pa.array(amount))
        return table.filter(pa.array(_column(invoices, "invoice_date") <= AS_OF_DAYS))

    def answer(self, result: Any) -> Answer:
        parties, cells = result
        if not isinstance(parties, pa.Array):
            parties = pa.array(parties)
        total = cells.sum(axis=1)
        return Answer.from_columns(parties, [*cells.T, total])
