"""One form for every engine's result, so that results can be compared before times are taken."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.peers.cases import MEASURES


@dataclass(frozen=True)
class Answer:
    """Parties (int64 or text) and, for each, the ``MEASURES`` in minor units."""

    parties: pa.Array
    cells: npt.NDArray[np.int64]

    @staticmethod
    def from_columns(parties: pa.Array | pa.ChunkedArray, columns: list[object]) -> "Answer":
        cells = np.column_stack([_minor_units(column) for column in columns])
        assert cells.shape[1] == len(MEASURES)
        if isinstance(parties, pa.ChunkedArray):
            parties = parties.combine_chunks()
        if pa.types.is_dictionary(parties.type):
            parties = parties.dictionary_decode()
        text = not pa.types.is_integer(parties.type)
        return Answer(parties.cast(pa.large_string() if text else pa.int64()), cells)

    @staticmethod
    def from_table(table: pa.Table) -> "Answer":
        """Of a table with the columns ``party`` and ``MEASURES``."""
        return Answer.from_columns(table["party"], [table[name] for name in MEASURES])

    def digest(self) -> str:
        """A hash of the rows in the order of the parties; parties with nothing open are left
        out, since engines differ in whether they list them."""
        kept = np.flatnonzero(self.cells.any(axis=1))
        parties, cells = pc.take(self.parties, pa.array(kept)), self.cells[kept]
        order = pc.sort_indices(parties).to_numpy()
        hashed = hashlib.sha256(np.ascontiguousarray(cells[order]).tobytes())
        for buffer in pc.take(parties, pa.array(order)).buffers():
            hashed.update(buffer or b"")
        return hashed.hexdigest()

    def summary(self) -> str:
        """What to print beside a digest that differs."""
        sums = ", ".join(f"{n} {s}" for n, s in zip(MEASURES, self.cells.sum(axis=0), strict=True))
        return f"{int(self.cells.any(axis=1).sum())} parties; sums {sums}"


def _minor_units(column: object) -> npt.NDArray[np.int64]:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.Array):
        if pa.types.is_decimal(column.type):
            return decimal_coefficients(column)
        column = pc.fill_null(column, 0).to_numpy(zero_copy_only=False)
    values = np.asarray(column)
    assert values.dtype == np.int64, values.dtype
    return values


def decimal_coefficients(column: pa.Array) -> npt.NDArray[np.int64]:
    if column.type.scale == 0:  # A 128-bit sum of minor units, null where nothing was summed.
        return pc.fill_null(column.cast(pa.int64()), 0).to_numpy()
    assert column.type == pa.decimal128(column.type.precision, 2)
    assert column.null_count == 0
    words = np.frombuffer(column.buffers()[1], np.int64)
    words = words[2 * column.offset : 2 * (column.offset + len(column))].reshape(-1, 2)
    assert (words[:, 1] == words[:, 0] >> 63).all(), "an amount does not fit 64 bits"
    return words[:, 0]
