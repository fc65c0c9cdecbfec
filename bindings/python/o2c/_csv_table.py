"""A CSV file as a stream of Arrow record batches.

The file says nothing about types, so the standard column names do: amounts become exact decimals,
dates dates, moments timestamps, and everything else stays text. Nothing is guessed, and nothing
passes through a float. Empty fields are null.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ._core import Fault
from ._errors import BadTable, Error, InvalidArgument
from ._moments import read_moment

_BLOCK_BYTES = 1 << 20
FAULTS_LISTED = 10_000

Wanted = Callable[[Sequence[str]], Mapping[str, str]]
"""Of a header, the names of the columns that are wanted, and their standard names."""

# No currency has more than six decimals; beside them 32 digits fit a decimal128.
_AMOUNT_TYPE = pa.decimal128(38, 6)
_AMOUNT = r"^[+-]?(\d{1,32}(\.\d{0,6}0*)?|\.\d{1,6}0*)$"
_AMOUNT_EXPECTED = (
    "an amount such as 1234.50: at most 6 decimals, no currency, group separator or exponent"
)

_MOMENT_TYPE = pa.timestamp("us", "UTC")
_MOMENT_EXPECTED = "a moment such as 2026-10-31T08:00:00Z, in UTC where no zone is written"


@dataclasses.dataclass(frozen=True)
class _Reader:
    """How the texts of a column become values; what cannot be read becomes null."""

    type: pa.DataType
    expected: str
    read: Callable[[pa.Array], pa.Array]


class CsvTable:
    """The columns of a CSV file that are wanted of one with its header."""

    def __init__(self, path: Path, wanted: Wanted, date_format: str | None, encoding: str) -> None:
        self.path = path
        self.progress: Callable[[int], None] | None = None
        self.failure: Error | None = None
        self._encoding = encoding
        try:
            with self._text() as file:
                self.names: list[str] = next(csv.reader(file), [])
        except LookupError as error:
            raise BadTable(f'encoding "{encoding}": expected one such as utf-8 or gbk') from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise self._not_text() from error
        if not self.names:
            raise BadTable(f"{path}: expected a header line with the names of the columns")
        dates = _date_reader(date_format)
        self._columns: dict[str, str] = {}  # Standard name to name in the file.
        self._readers: dict[str, _Reader] = {}
        standard_names = wanted(self.names)
        for name in self.names:
            if name not in standard_names:
                continue
            standard_name = standard_names[name]
            if standard_name in self._columns:
                raise BadTable(f'{path}: the column "{name}" stands twice in the header')
            self._columns[standard_name] = name
            self._readers[standard_name] = _reader(standard_name, dates)
        self.schema = pa.schema([(name, reader.type) for name, reader in self._readers.items()])

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        reader = pa.RecordBatchReader.from_batches(self.schema, self._batches())
        return reader.__arrow_c_stream__(requested_schema)

    def located(self, faults: Sequence[Fault]) -> list[Fault]:
        rows = {f.row for f in faults if f.row is not None}
        lines = row_lines(self.path, self._encoding, rows)
        return [
            Fault(
                file=f"{self.path}, line {lines[f.row]}" if f.row in lines else str(self.path),
                field=self._columns.get(f.field, f.field),
                value=f.value,
                expected=f.expected,
            )
            for f in faults
        ]

    def _batches(self) -> Iterator[pa.RecordBatch]:
        self.failure = None
        if not self._readers:
            return
        faults: list[Fault] = []
        rows = 0
        try:
            with pa.OSFile(str(self.path)) as source:
                for texts in self._texts(source):
                    values, found = self._values(texts, rows)
                    rows += texts.num_rows
                    faults += found[: FAULTS_LISTED - len(faults)]
                    if self.progress:
                        self.progress(source.tell())
                    # Once something is wrong, the rest is read for its faults only.
                    if not faults:
                        yield values
        except (pa.ArrowException, csv.Error, UnicodeDecodeError) as error:
            # Behind a row of the wrong shape the numbers of the others are shifted.
            faults = self._misshapen()
            if not faults:
                self.failure = self._not_text()
                raise self.failure from error
        if faults:
            self.failure = BadTable(str(self.located(faults[:1])[0]), faults)
            raise self.failure

    def _misshapen(self) -> list[Fault]:
        """The rows that have not as many fields as the header. Arrow would tell them to a function
        of ours, but might drop that from a thread of its own while Python ends, which aborts."""
        width = len(self.names)
        faults: list[Fault] = []
        with contextlib.suppress(csv.Error, UnicodeDecodeError), self._text() as file:
            records = filter(None, csv.reader(file))
            next(records, None)
            for row, record in enumerate(records):
                if len(record) != width and len(faults) < FAULTS_LISTED:
                    expected = f"{width} fields, found {len(record)}"
                    faults.append(Fault(row=row, expected=expected))
        return faults

    def _texts(self, source: pa.NativeFile) -> Iterator[pa.RecordBatch]:
        """The wanted columns as they are written."""
        if self._has_no_rows():  # Which Arrow calls an error when the header has no line break.
            return
        yield from pyarrow.csv.open_csv(
            source,
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK_BYTES,
                encoding=self._encoding,
            ),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=list(self._columns.values()),
                column_types={name: pa.string() for name in self._columns.values()},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )

    def _values(self, texts: pa.RecordBatch, first_row: int) -> tuple[pa.RecordBatch, list[Fault]]:
        columns, faults = [], []
        for place, (name, reader) in enumerate(self._readers.items()):
            column = texts.column(place)
            values = reader.read(column)
            columns.append(values)
            if values.null_count > column.null_count:
                lost = pc.and_(pc.is_valid(column), pc.is_null(values))
                faults += [
                    Fault(
                        row=first_row + row,
                        field=name,
                        value=column[row].as_py(),
                        expected=reader.expected,
                    )
                    for row in pc.indices_nonzero(lost).to_pylist()
                ]
        faults.sort(key=lambda fault: fault.row or 0)
        return pa.record_batch(columns, names=list(self._readers)), faults

    def _has_no_rows(self) -> bool:
        with self._text() as file:
            return sum(1 for _ in itertools.islice(filter(None, csv.reader(file)), 2)) < 2

    def _text(self) -> TextIO:
        return open_text(self.path, self._encoding)

    def _not_text(self) -> Error:
        return BadTable(
            f"{self.path}: not readable as CSV in {self._encoding}: expected UTF-8, or the "
            "encoding stated with --encoding, such as gbk"
        )


def _reader(standard_name: str, dates: _Reader) -> _Reader:
    """By the standard name of a column."""
    if standard_name in ("amount", "disputed", "credit_amount"):
        return _Reader(_AMOUNT_TYPE, _AMOUNT_EXPECTED, _amounts)
    if standard_name == "recorded_at":
        return _Reader(_MOMENT_TYPE, _MOMENT_EXPECTED, _moments)
    if standard_name in ("invoice_date", "due_date", "date"):
        return dates
    return _Reader(pa.string(), "text", lambda texts: texts)


def _amounts(texts: pa.Array) -> pa.Array:
    bare = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.match_substring_regex(bare, _AMOUNT), bare, None).cast(_AMOUNT_TYPE)


def _moments(texts: pa.Array) -> pa.Array:
    bare = pc.utf8_trim_whitespace(texts)
    has_zone = pc.match_substring_regex(bare, r"(Z|[+-]\d{2}:\d{2})$")
    zoned = pc.if_else(has_zone, bare, pc.binary_join_element_wise(bare, "Z", ""))
    try:
        return zoned.cast(_MOMENT_TYPE)
    except pa.ArrowInvalid:  # Which does not say where: one by one.
        return pa.array([text and read_moment(text) for text in zoned.to_pylist()], _MOMENT_TYPE)


def open_text(path: Path, encoding: str) -> TextIO:
    """A CSV file as the `csv` module wants it, with or without a byte order mark."""
    if encoding.lower() in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    return path.open(encoding=encoding, newline="")


def row_lines(path: Path, encoding: str, rows: Set[int]) -> dict[int, int]:
    """The lines on which rows of a CSV file begin; without quoted line breaks and blank lines,
    row + 2."""
    lines: dict[int, int] = {row: row + 2 for row in rows}
    with contextlib.suppress(csv.Error, UnicodeDecodeError), open_text(path, encoding) as file:
        reader = csv.reader(file)
        row, line = -1, 1
        for record in reader:
            if record:
                if row in lines:
                    lines[row] = line
                row += 1
            line = reader.line_num + 1
    return lines


def _date_reader(date_format: str | None) -> _Reader:
    """Dates repeat, so each text is read once."""
    known: dict[str | None, datetime.date | None] = {None: None}

    def read(texts: pa.Array) -> pa.Array:
        encoded = texts.dictionary_encode()
        for text in encoded.dictionary.to_pylist():
            if text not in known:
                known[text] = read_date(text, date_format)
        days = [known[text] for text in encoded.dictionary.to_pylist()]
        return pa.array(days, pa.date32()).take(encoded.indices)

    if date_format is None:
        return _Reader(pa.date32(), "a date YYYY-MM-DD; another form is stated with "
                       "--date-format, such as %m/%d/%Y", read)  # fmt: skip
    for needed in (("%Y",), ("%d",), ("%m", "%b", "%B")):
        if not any(part in date_format for part in needed):
            raise InvalidArgument(
                f'date format "{date_format}": expected one with year, month and day, '
                "such as %m/%d/%Y or %d.%m.%Y"
            )
    return _Reader(pa.date32(), f"a date written {date_format}", read)


def read_date(text: str, date_format: str | None = None) -> datetime.date | None:
    """A date in the form YYYY-MM-DD or in the one stated; None if it is not one, or has a time."""
    bare = text.strip()
    try:
        if date_format is None:
            is_iso = re.fullmatch(r"\d{4}-\d{2}-\d{2}", bare, re.ASCII)
            return datetime.date.fromisoformat(bare) if is_iso else None
        moment = datetime.datetime.strptime(bare, date_format)
    except ValueError:
        return None
    has_time = moment.tzinfo or moment.time() != datetime.time()
    return None if has_time else moment.date()
