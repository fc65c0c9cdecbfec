"""Seeded input tables, made in memory with NumPy and never stored.

Everything is spread uniformly and at random, which is the hardest order for every engine: no two
neighbouring rows share a party, a day or a bucket. One row in twenty is a credit.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.peers.cases import AS_OF, Case

FIRST_PARTY = 100_001
FIRST_DOCUMENT = 1
AS_OF_DAYS = (AS_OF - datetime.date(1970, 1, 1)).days
BATCH_ROWS = 1 << 18

Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]


@dataclass
class Inputs:
    """The tables of one case. ``amount`` is in minor units (cents) throughout."""

    case: Case
    items: pa.Table | None = None
    invoices: pa.Table | None = None
    applications: pa.Table | None = None
    stream: Callable[[], pa.RecordBatchReader] | None = None


def make_inputs(case: Case) -> Inputs:
    """Builds the case's tables, the same for every engine and every run."""
    rng = np.random.default_rng(20261031)
    if case.kind == "items":
        return Inputs(case, items=_items(case, rng))
    if case.kind == "stream":
        return Inputs(case, stream=_stream(case, rng))
    invoices, applications = _documents(case, rng)
    return Inputs(case, invoices=invoices, applications=applications)


def _items(case: Case, rng: np.random.Generator) -> pa.Table:
    number = rng.integers(0, case.parties, case.rows, dtype=np.int32)
    due_date = rng.integers(AS_OF_DAYS - 400, AS_OF_DAYS + 60, case.rows, dtype=np.int32)
    return pa.table(
        {
            "party": _parties(case, number),
            "due_date": _dates(due_date),
            "amount": _amounts(case.rows, rng),
        }
    )


def _parties(case: Case, number: Int32s) -> pa.Array:
    if case.keys == "number":
        return pa.array(number.astype(np.int64) + FIRST_PARTY)
    if case.keys == "spread number":  # As ids made by hashing: anywhere in 60 bits.
        ids = np.random.default_rng(7).choice(1 << 60, case.parties * 2).astype(np.int64)
        return pa.array(np.unique(ids)[: case.parties][number])
    names = pa.array([_party_name(i) for i in range(case.parties)])
    if case.keys == "dictionary":
        return pa.DictionaryArray.from_arrays(pa.array(number), names)
    return pc.take(names, pa.array(number))


def _party_name(number: int) -> str:
    """Names of 11 to 48 letters, as companies have them."""
    branches = "Trading & Shipping Company of the Eastern Provinces"
    return f"Cust{number:07d}{branches[: number * 7919 % 38]}"


def _amounts(rows: int, rng: np.random.Generator) -> Int64s:
    amount = rng.integers(100, 5_000_000, rows, dtype=np.int64)
    np.negative(amount, out=amount, where=rng.integers(0, 20, rows, dtype=np.int8) == 0)
    return amount


def _dates(days: Int32s) -> pa.Array:
    return pa.array(days).view(pa.date32())


def _documents(case: Case, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """Invoices in the order of their numbers; applications to three quarters of them, in one to
    three parts each, in random order, none above its invoice."""
    rows = case.rows
    invoice_date = rng.integers(AS_OF_DAYS - 500, AS_OF_DAYS + 20, rows, dtype=np.int32)
    due_date = invoice_date + rng.choice(np.array([0, 30, 45, 60], np.int32), rows)
    amount = _amounts(rows, rng)
    applied_to, part = _application_parts(case, amount, rng)
    date = invoice_date[applied_to] + rng.integers(0, 150, applied_to.size, dtype=np.int32)
    invoices = pa.table(
        {
            "document": _document_numbers(case, np.arange(rows, dtype=np.int64)),
            "party": rng.integers(0, case.parties, rows, dtype=np.int64) + FIRST_PARTY,
            "invoice_date": _dates(invoice_date),
            "due_date": _dates(due_date),
            "amount": amount,
        }
    )
    applications = pa.table(
        {
            "receipt": np.arange(applied_to.size, dtype=np.int64) + 1,
            "document": _document_numbers(case, applied_to),
            "date": _dates(date),
            "amount": part,
        }
    )
    return invoices, applications


def _application_parts(
    case: Case, amount: Int64s, rng: np.random.Generator
) -> tuple[Int64s, Int64s]:
    debits = rng.permutation(np.flatnonzero(amount > 0))[: case.applications // 2]
    parts = np.arange(debits.size) % 3 + 1
    applied_to = np.repeat(debits, parts)
    part = amount[applied_to] // np.repeat(parts, parts)
    order = rng.permutation(applied_to.size)
    return applied_to[order], part[order]


def _document_numbers(case: Case, index: Int64s) -> pa.Array:
    if case.keys == "number":
        return pa.array(index + FIRST_DOCUMENT)
    text = np.empty((index.size, 12), np.uint8)
    if case.keys == "text":
        digits = (index[:, None] + FIRST_DOCUMENT) // 10 ** np.arange(7, -1, -1) % 10
        text[:, :4] = np.frombuffer(b"INV-", np.uint8)
        text[:, 4:] = digits + ord("0")
    else:  # As codes made by hashing: letters and digits in any order.
        codes = (index * 0x9E37_79B9_7F4A_7C1) & ((1 << 60) - 1)
        alphabet = np.frombuffer(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", np.uint8)
        text[:] = alphabet[codes[:, None] >> np.arange(0, 60, 5) & 31]
    offsets = np.arange(index.size + 1, dtype=np.int32) * 12
    return pa.StringArray.from_buffers(index.size, pa.py_buffer(offsets), pa.py_buffer(text))


def _stream(case: Case, rng: np.random.Generator) -> Callable[[], pa.RecordBatchReader]:
    """Batches that are copied out of a small pool when they are asked for, so that whoever keeps
    them all is seen to."""
    pool = _items(Case("", "items", min(case.rows, 4 * BATCH_ROWS), case.parties), rng)
    columns = [pool.column(name).chunk(0) for name in pool.column_names]
    arrays = [columns[0].to_numpy(), columns[1].view(pa.int32()).to_numpy(), columns[2].to_numpy()]

    def batches() -> Iterator[pa.RecordBatch]:
        for start in range(0, case.rows, BATCH_ROWS):
            rows = min(BATCH_ROWS, case.rows - start, pool.num_rows)
            at = start // BATCH_ROWS * 7919 % (pool.num_rows - rows + 1)
            party, due_date, amount = (a[at : at + rows].copy() for a in arrays)
            yield pa.record_batch(
                [pa.array(party), _dates(due_date), pa.array(amount)], pool.schema
            )

    return lambda: pa.RecordBatchReader.from_batches(pool.schema, batches())
