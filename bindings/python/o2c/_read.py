"""Tables from files, CSV or Parquet, as streams of Arrow record batches."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet

from ._core import Fault
from ._csv_table import CsvTable, Wanted
from ._errors import BadTable, Error

_INVOICES = ("party", "document", "instalment", "invoice_date", "due_date", "amount", "currency",
             "order", "recorded_at")  # fmt: skip

# The columns that each kind of table may have, beside those that rows are grouped by.
COLUMNS = {
    "items": (*_INVOICES, "disputed"),
    "invoices": _INVOICES,
    "receipts": ("receipt", "party", "date", "amount", "currency", "order", "recorded_at"),
    "applications": ("receipt", "receipt_kind", "document", "instalment", "date", "amount", "kind",
                     "recorded_at"),
}  # fmt: skip

# What a ledger reads beside them.
LEDGER_COLUMNS = {
    "invoices": ("kind", "refers_to"),
    "receipts": ("kind", "due_date"),
    "applications": ("kind", "credit_amount", "application", "reverses", "made_with"),
}

_BATCH_ROWS = 1 << 17

Progress = Callable[[int], None]
"""Is told how many bytes of a file have been read."""


class FileTable(Protocol):
    """A table in a file. It speaks the Arrow PyCapsule protocol and can be read more than once;
    its columns have their standard names."""

    path: Path
    names: list[str]
    """Of all its columns, as the file has them."""
    schema: pa.Schema
    """Of the columns that are read."""
    progress: Progress | None
    """Told how far the reading is."""
    failure: Error | None
    """Why the last stream broke off; the reader of the stream sees only a text of it."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

    def located(self, faults: Sequence[Fault]) -> list[Fault]:
        """The same faults, in terms of the file: where in it they stand, its own column names."""


def file_table(
    path: Path,
    kind: str,
    *,
    names: Mapping[str, str],
    group_by: Sequence[str],
    date_format: str | None = None,
    encoding: str = "utf-8",
) -> FileTable:
    """The table in a file. `names` maps standard column names to those in the file; only the
    columns that this `kind` of table may have and those of `group_by` are read.

    Throws BadTable when the file has no usable header, OSError when it cannot be opened."""
    wanted = functools.partial(_wanted, (*group_by, *COLUMNS[kind]), names)
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet or path.suffix.lower() == ".parquet":  # A damaged one is no CSV file either.
        return ParquetTable(path, wanted)
    return CsvTable(path, wanted, date_format, encoding)


def whole_file_table(path: Path) -> FileTable:
    """The table in a file, all columns as the file has them.

    Throws BadTable when the file has no usable header, OSError when it cannot be opened."""
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet or path.suffix.lower() == ".parquet":
        return ParquetTable(path, _all_as_named)
    return CsvTable(path, _all_as_named, None, "utf-8")


def _all_as_named(header: Sequence[str]) -> dict[str, str]:
    return {name: name for name in header}


def _wanted(
    standard_names: Sequence[str], names: Mapping[str, str], header: Sequence[str]
) -> dict[str, str]:
    """The columns of a file with this header that are wanted, and their standard names. A file that
    has not the other name of a column may have the standard one."""
    wanted = {}
    for standard in standard_names:
        name = names.get(standard, standard)
        if name not in header:
            name = standard
        if name in header and (name == names.get(standard) or name not in names.values()):
            wanted[name] = standard
    return wanted


class ParquetTable:
    """Columns of a Parquet file, with the types they have there."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self.path = path
        self.progress: Progress | None = None
        self.failure: Error | None = None
        try:
            self._file = pyarrow.parquet.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise self._unreadable(error) from error
        self.names: list[str] = list(self._file.schema_arrow.names)
        self._columns = {standard: name for name, standard in wanted(self.names).items()}
        fields = self._file.schema_arrow.field
        self.schema = pa.schema([fields(name).with_name(n) for n, name in self._columns.items()])

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        reader = pa.RecordBatchReader.from_batches(self.schema, self._batches())
        return reader.__arrow_c_stream__(requested_schema)

    def located(self, faults: Sequence[Fault]) -> list[Fault]:
        return [
            Fault(
                file=str(self.path),
                row=f.row,
                field=self._columns.get(f.field, f.field),
                value=f.value,
                expected=f.expected,
            )
            for f in faults
        ]

    def _batches(self) -> Iterator[pa.RecordBatch]:
        size = self.path.stat().st_size
        rows = 0
        try:
            for batch in self._file.iter_batches(_BATCH_ROWS, columns=list(self._columns.values())):
                rows += batch.num_rows
                if self.progress:
                    self.progress(size * rows // self._file.metadata.num_rows)
                yield pa.record_batch(
                    [batch.column(name) for name in self._columns.values()],
                    names=list(self._columns),
                )
        except (pa.ArrowException, OSError) as error:
            self.failure = self._unreadable(error)
            raise self.failure from error

    def _unreadable(self, error: Exception) -> Error:
        return BadTable(f"{self.path}: not a readable Parquet file: {str(error).splitlines()[0]}")
