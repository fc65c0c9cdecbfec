"""A CSV file of a book: all columns as texts, and empty ones missing."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from ._book_sources import rows_named, with_lines
from ._core import Fault
from ._csv_table import open_text, row_lines

_BLOCK_BYTES = 1 << 22
_BATCH_ROWS = 1 << 16
_SOME_FAULTS = 20  # Of a file in another encoding there are more.


class BookCsv:
    """Reads the file at once. `faults` are about the file itself; `table` has the rows that could
    be read, and is None when there are none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.table: pa.Table | None = None
        self._lines: list[int] | None = None  # Of each row, where they were read one by one.
        try:
            with open_text(path, "utf-8") as file:
                head = list(itertools.islice(filter(None, csv.reader(file)), 2))
            if len(head) == 2:  # Else Arrow calls it an error when the header has no line break.
                self.table = self._rows(head[0])
        except (UnicodeDecodeError, csv.Error, pa.ArrowInvalid):
            pass
        if self.table is None:
            self._read_slowly()

    def located(self, faults: Sequence[Fault]) -> list[Fault]:
        """With the lines of the file."""
        rows = rows_named(faults)
        if self._lines is None:
            lines = row_lines(self.path, "utf-8", rows)
        else:
            lines = {row: self._lines[row] for row in rows}
        return with_lines(faults, str(self.path), lines)

    def _rows(self, names: list[str]) -> pa.Table:
        return pyarrow.csv.read_csv(
            self.path,
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )

    def _read_slowly(self) -> None:
        """Row by row, to tell each that has another number of fields, or is no UTF-8."""
        self._lines = []
        misread: list[Fault] = []
        try:
            with self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
                records = _records(file)
                _, names = next(records, (0, []))
                if not names:
                    return self._fault("a header line with the names of the columns")
                if not all(map(_is_text, names)):
                    return self._fault("CSV in UTF-8")
                batches = list(self._batches(records, names, misread))
        except csv.Error as error:
            return self._fault(f"CSV in UTF-8 ({error})")
        if len(misread) > _SOME_FAULTS and len(misread) > len(self._lines) // 10:
            return self._fault("CSV in UTF-8; other encodings are not read")
        self.faults += misread
        self.table = pa.Table.from_batches(batches, _schema(names))
        return None

    def _batches(
        self, records: Iterator[tuple[int, list[str]]], names: list[str], misread: list[Fault]
    ) -> Iterator[pa.RecordBatch]:
        assert self._lines is not None
        while some := list(itertools.islice(records, _BATCH_ROWS)):
            rows: list[list[str | None]] = []
            for line, record in some:
                place = f"{self.path}, line {line}"
                if len(record) != len(names):
                    expected = f"{len(names)} fields, found {len(record)}"
                    self.faults.append(Fault(file=place, expected=expected))
                    continue
                for i, text in enumerate(record):
                    if not _is_text(text):
                        record[i] = text.encode(errors="surrogateescape").decode(
                            errors="backslashreplace"
                        )
                        misread.append(
                            Fault(
                                file=place,
                                field=names[i],
                                value=record[i],
                                expected="a text in UTF-8",
                            )
                        )
                self._lines.append(line)
                rows.append([text or None for text in record])
            columns = zip(*rows, strict=True) if rows else [[] for _ in names]
            yield pa.record_batch(
                [pa.array(list(column), pa.string()) for column in columns], schema=_schema(names)
            )

    def _fault(self, expected: str) -> None:
        self.faults.append(Fault(file=str(self.path), expected=expected))


def _records(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """The records, without blank lines, and the lines on which they begin."""
    reader = csv.reader(lines)
    line = 1
    for record in reader:
        if record:
            yield line, record
        line = reader.line_num + 1


def _schema(names: Sequence[str]) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text)
