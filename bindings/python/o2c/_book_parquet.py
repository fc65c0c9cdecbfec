"""A Parquet file of a book."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from ._core import Fault

# In memory a text takes its length and 4 bytes, in a dictionary a code of 4 bytes.
_REPEATED_BYTES = 8


def read_parquet(path: Path, faults: list[Fault]) -> pa.Table | None:
    """The table; None, with a fault, when it cannot be read."""
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            repeated = _repeated_texts(file)
        with (
            _frugal_memory(),
            pyarrow.parquet.ParquetFile(path, read_dictionary=repeated, pre_buffer=False) as file,
        ):
            # Group by group: read at once they would all be unpacked beside each other.
            groups = range(file.metadata.num_row_groups)
            parts = [file.read_row_group(group) for group in groups] or [file.read()]
            return pa.concat_tables(parts)
    except pa.ArrowException as error:
        faults.append(Fault(file=str(path), expected=f"a Parquet file ({error})"))
        return None


@contextlib.contextmanager
def _frugal_memory() -> Iterator[None]:
    """Arrow's usual allocator keeps 2 GiB more for the tables of a million orders, and takes the
    system three times as long to give them."""
    usual = pa.default_memory_pool()
    if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ:
        try:
            pa.set_memory_pool(pa.jemalloc_memory_pool())
        except NotImplementedError:  # It need not be there.
            pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


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
