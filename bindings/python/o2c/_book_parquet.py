"""A Parquet file of a book."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from ._core import Fault
from ._errors import BadTable

# In memory a text takes its length and 4 bytes, in a dictionary a code of 4 bytes.
_REPEATED_BYTES = 8
# Texts of so much are not held: the payloads of a million orders take 3 GiB, of which a close looks
# at a fifth.
LONG_BYTES = 2**28
_MAY_BE_LONG = ("id", "payload")  # Of events.


def read_parquet(
    path: Path, faults: list[Fault]
) -> tuple[pa.Table | None, dict[str, Callable[[int], pa.RecordBatch]]]:
    """The table, without its long texts, and what reads a batch of these. No table, with a fault,
    when it cannot be read."""
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            repeated = _repeated_texts(file)
            long = _long_texts(file) if path.stem == "events" else []
        with (
            _frugal_memory(),
            pyarrow.parquet.ParquetFile(path, read_dictionary=repeated, pre_buffer=False) as file,
        ):
            names = [name for name in file.schema_arrow.names if name not in long]
            # Group by group: read at once they would all be unpacked beside each other.
            groups = _groups(file)
            parts = [file.read_row_group(group, names) for group in groups]
            table = pa.concat_tables(parts) if parts else file.read()
            return table, {name: _reader(path, file.metadata, name) for name in long}
    except pa.ArrowException as error:
        faults.append(Fault(file=str(path), expected=f"a Parquet file ({error})"))
        return None, {}


def _groups(file: pyarrow.parquet.ParquetFile) -> list[int]:
    """The groups that have rows: each becomes a batch."""
    metadata = file.metadata
    return [g for g in range(metadata.num_row_groups) if metadata.row_group(g).num_rows]


def _reader(
    path: Path, metadata: pyarrow.parquet.FileMetaData, name: str
) -> Callable[[int], pa.RecordBatch]:
    made = _made(path)

    def read(batch: int) -> pa.RecordBatch:
        try:
            if _made(path) != made:
                raise OSError("it has been changed since")
            with pyarrow.parquet.ParquetFile(path, metadata=metadata, pre_buffer=False) as file:
                part = file.read_row_group(_groups(file)[batch], [name])
        except (pa.ArrowException, OSError) as error:
            expected = f"the file from which the book was read ({error})"
            fault = Fault(file=str(path), field=name, expected=expected)
            raise BadTable(str(fault), [fault]) from error
        return part.combine_chunks().to_batches()[0]

    return read


def _made(path: Path) -> tuple[int, int, int]:
    """Other than before where a file was written again."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


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


def _text_chunks(
    file: pyarrow.parquet.ParquetFile,
) -> Iterator[tuple[str, list[pyarrow.parquet.ColumnChunkMetaData]]]:
    """The columns of texts by name, and what each row group says of them."""
    if file.metadata.num_columns != len(file.schema_arrow):  # Columns of columns: not a book's.
        return
    for position, field in enumerate(file.schema_arrow):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            yield field.name, [file.metadata.row_group(g).column(position) for g in _groups(file)]


def _repeated_texts(file: pyarrow.parquet.ParquetFile) -> list[str]:
    """Columns of texts that are so often the same that dictionaries of them are smaller: a million
    orders have 25 million events, of a few dozen types."""
    repeated: list[str] = []
    for name, chunks in _text_chunks(file):
        size = sum(chunk.total_uncompressed_size for chunk in chunks)
        values = sum(chunk.num_values for chunk in chunks)
        if all(chunk.has_dictionary_page for chunk in chunks) and size < _REPEATED_BYTES * values:
            repeated.append(name)
    return repeated


def _long_texts(file: pyarrow.parquet.ParquetFile) -> list[str]:
    """Columns of texts that take much memory, and are known to lack none."""
    return [
        name
        for name, chunks in _text_chunks(file)
        if name in _MAY_BE_LONG
        and sum(chunk.total_uncompressed_size for chunk in chunks) >= LONG_BYTES
        and all(_lacks_none(chunk.statistics) for chunk in chunks)
    ]


def _lacks_none(statistics: pyarrow.parquet.Statistics | None) -> bool:
    """An empty text would be the least."""
    return (
        statistics is not None
        and statistics.has_null_count
        and statistics.null_count == 0
        and statistics.has_min_max
        and bool(statistics.min)
    )
