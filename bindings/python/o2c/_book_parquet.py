"""A Parquet file of a book."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from ._core import Fault

# In memory a text takes its length and 4 bytes, in a dictionary a code of 4 bytes.
_REPEATED_BYTES = 8


def read_parquet(path: Path, faults: list[Fault]) -> pa.Table | None:
    """The table; None, with a fault, when it cannot be read."""
    try:
        with pyarrow.parquet.ParquetFile(path, memory_map=True) as file:
            repeated = _repeated_texts(file)
        with pyarrow.parquet.ParquetFile(
            path, memory_map=True, read_dictionary=repeated, pre_buffer=False
        ) as file:
            return file.read()
    except pa.ArrowException as error:
        faults.append(Fault(file=str(path), expected=f"a Parquet file ({error})"))
        return None


def _repeated_texts(file: pyarrow.parquet.ParquetFile) -> list[str]:
    """Columns of texts that are so often the same that dictionaries of them are smaller: a million
    orders have 25 million events, of a few dozen types."""
    repeated: list[str] = []
    if file.metadata.num_columns != len(file.schema_arrow):  # Columns of columns: not a book's.
        return repeated
    for position, field in enumerate(file.schema_arrow):
        if not pa.types.is_string(field.type) and not pa.types.is_large_string(field.type):
            continue
        chunks = [
            file.metadata.row_group(group).column(position)
            for group in range(file.metadata.num_row_groups)
        ]
        size = sum(chunk.total_uncompressed_size for chunk in chunks)
        values = sum(chunk.num_values for chunk in chunks)
        if all(chunk.has_dictionary_page for chunk in chunks) and size < _REPEATED_BYTES * values:
            repeated.append(field.name)
    return repeated
