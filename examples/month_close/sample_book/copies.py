"""The sample book as Parquet files, and its lives repeated under new numbers until there are as
many orders as somebody wants to measure with. What is written at a time is bounded."""

import datetime
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from customers import MINOR_DIGITS
from tables import Row, Tables

DATES = {"date", "from", "joined", "left", "invoice_date", "due_date", "on", "promised", "ended"}
MOMENTS = {"recorded_at", "end_recorded_at", "closed_at"}
AMOUNTS = {"amount", "net", "credit_limit", "balance"}
DECIMALS = {
    "quantity", "price", "floor", "rate", "unit_cost", "contracted", "called", "delivered",
    "length_cm", "width_cm", "height_cm", "net_kg", "gross_kg",
}  # fmt: skip
INTEGERS = {
    "seq", "event_version", "per_carton", "level", "application", "reverses", "made_with",
}  # fmt: skip
# What tells a copy from another, by table; and what is summed over all of them.
NUMBERS: dict[str, tuple[str, ...]] = {
    "parties": ("party",),
    "orders": ("order", "party"),
    "order_lines": ("order",),
    "events": ("order", "id", "payload"),
    "invoices": ("document", "party", "order", "refers_to"),
    "invoice_lines": ("document",),
    "receipts": ("receipt", "party", "order"),
    "applications": ("receipt", "document", "application", "reverses", "made_with"),
    "disputes": ("document",),
    "promises": ("document", "party"),
    "reminders": ("document",),
    "costs": ("document", "order"),
    "contract_quantities": ("order",),
    "cash_collected": ("receipt", "party"),
    "cash_handed_in": ("receipt",),
}
SUMS = {"control_balances": "balance", "targets": "amount", "budgets": "quantity"}

MARK = "\x01"  # In a payload: here a copy has its suffix.
DOCUMENT = re.compile(r"\b(?:INV|CN|DN|RF|RP|RC|CR|DP|BA)-\d\d-\d{5,}")
PARTY = re.compile(r'("party":"(?:[^"\\]|\\.)*)"')
ROWS_AT_ONCE = 400_000


def write_parquet(folder: Path, tables: Tables, copies: int) -> None:
    for name, rows in tables.items():
        base = _typed(name, rows)
        # A dictionary is worth it for all but what never repeats.
        repeating = [each for each in base.column_names if each not in ("id", "payload")]
        with pq.ParquetWriter(
            folder / f"{name}.parquet",
            _of_copy(name, base, 0).schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=repeating,
        ) as writer:
            for piece in _pieces(name, base, copies):
                writer.write_table(piece, row_group_size=ROWS_AT_ONCE)


def _pieces(name: str, base: pa.Table, copies: int) -> Iterator[pa.Table]:
    if name in SUMS:
        column = SUMS[name]
        at = base.column_names.index(column)
        summed = pc.multiply(base[column], pa.scalar(copies)).cast(base[column].type)
        yield base.set_column(at, column, summed)
        return
    if name not in NUMBERS:
        yield base
        return
    held: list[pa.Table] = []
    for copy in range(copies):
        held.append(_of_copy(name, base, copy))
        if sum(len(table) for table in held) >= ROWS_AT_ONCE:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)


def _of_copy(name: str, base: pa.Table, copy: int) -> pa.Table:
    """The first keeps its numbers."""
    suffix = f"-{copy}" if copy else ""
    table = base
    for column in NUMBERS.get(name, ()):
        values = base[column]
        if pa.types.is_integer(values.type):  # Whole numbers go on counting.
            values = pc.add(values, pa.scalar(copy * len(base)))
        elif column == "payload":
            values = pc.replace_substring(values, MARK, suffix)
        elif column == "id":
            numbers = pc.cast(base["seq"], pa.string())
            order = pc.binary_join_element_wise(base["order"], suffix, "")
            values = pc.binary_join_element_wise(order, numbers, "/")
        elif suffix:
            values = pc.binary_join_element_wise(values, suffix, "")
        table = table.set_column(base.column_names.index(column), column, values)
    return table


def _typed(name: str, rows: list[Row]) -> pa.Table:
    columns = list(max(rows, key=len))
    table = {}
    for column in columns:
        texts = [str(row.get(column, "")) for row in rows]
        if column in AMOUNTS:  # Whole minor units of the row's currency.
            digits = [MINOR_DIGITS[str(row["currency"])] for row in rows]
            values = [
                int(Decimal(text).scaleb(digit)) if text else None
                for text, digit in zip(texts, digits, strict=True)
            ]
            table[column] = pa.array(values, pa.int64())
        elif column == "payload":
            table[column] = pa.array([_marked(text) for text in texts], pa.string())
        else:
            read, kind = _reader(column)
            table[column] = pa.array([read(t) if t else None for t in texts], kind)
    return pa.table(table)


def _reader(column: str) -> tuple[Callable[[str], object], pa.DataType]:
    if column in DATES:
        return datetime.date.fromisoformat, pa.date32()
    if column in MOMENTS:
        return datetime.datetime.fromisoformat, pa.timestamp("us", "UTC")
    if column in DECIMALS:
        return Decimal, pa.decimal128(18, 8)
    if column in INTEGERS:
        return int, pa.int64()
    return str, pa.string()


def _marked(payload: str) -> str:
    with_documents = DOCUMENT.sub(lambda found: found[0] + MARK, payload)
    return PARTY.sub(lambda found: found[1] + MARK + '"', with_documents)
