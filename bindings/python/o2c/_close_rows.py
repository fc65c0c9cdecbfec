"""The tables of a close as texts of cells, for pages and terminals."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._close_words import column, value, word
from o2c._labels import Language, amount_text

if TYPE_CHECKING:
    import pyarrow as pa

    from o2c._close import CloseReport

_KINDS = {"standing", "exception", "cause", "hold", "tie", "from", "to"}
_EVENTS = {"last_event", "waits_for"}
_SHARES = {"attainment", "ours", "customers"}
_QUANTITIES = {"contracted", "called", "delivered", "performed"}

# Columns of numbers that stay when all of them are zero; others would only take room.
_STAY = {"amount", "parts", "difference", "commission", "payable", "revenue", "cost", "profit",
         "total", "overdue", "provision", "target", "actual", *_QUANTITIES}  # fmt: skip
_LARGEST_FIRST = {"profit": "revenue", "aging": "total", "provision": "provision"}
_TOTALLED = {"aging", "commission", "letters", "profit", "provision", "worklist"}

# Of tables of facts no row is explained.
EXPLAINED = {
    "ties", "aging", "worklist", "letters", "held_letters", "commission", "commission_lines",
    "profit", "variances", "attainment", "fulfilment", "cash", "provision",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    text: str
    sort: str
    """What rows are sorted by: of numbers the number."""
    is_number: bool = False
    is_negative: bool = False


@dataclass(frozen=True)
class Shown:
    """Some rows of a table."""

    names: list[str]
    headings: list[str]
    rows: list[list[Cell]]
    positions: list[int]
    """Of the rows in the table."""
    left: int
    """How many are not shown."""
    totals: list[list[Cell]]
    """Of all rows, also those that are not shown: a row for each currency."""


def shown(report: CloseReport, table: str, lang: Language, most: int) -> Shown:
    """The first rows of a table; of statements in two languages the one that is asked for."""
    whole = report.tables[table].to_arrow()
    names = [name for name in whole.column_names if name not in ("says", "says_zh")]
    if table == "ties":
        names.remove("whole")
    if "says" in whole.column_names and table != "ties":
        names.append("says_zh" if lang == "zh" else "says")
    if table == "profit":
        first = ["order", "party", "salesperson", "line", "revenue", "cost", "profit"]
        names = first + [name for name in names if name not in (*first, "entries")]
    names = [name for name in names if name in _STAY or _is_used(whole, name)]
    positions = _positions(report, table, whole)
    at = positions[:most].to_pylist()
    rows = whole.take(positions[:most]).to_pylist()
    digits = {name: _places(row[name] for row in rows) for name in names if name in _QUANTITIES}
    headings = [column("says" if name == "says_zh" else name, lang) for name in names]
    cells = [[_cell(report, name, row, lang, digits) for name in names] for row in rows]
    if table == "orders" and lang == "zh":
        _say_lacks(report, names, at, cells)
    totals = _totals(report, names, whole, lang) if table in _TOTALLED else []
    return Shown(names, headings, cells, at, len(positions) - len(at), totals)


def _positions(report: CloseReport, table: str, whole: pa.Table) -> Any:
    """Which rows, and in which order: of cash what was not handed in in time; of what orders
    earned the largest revenue first; of aging the largest total."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if table == "cash":
        is_late = pc.or_(*(pc.not_equal(whole.column(name), 0) for name in ("withheld", "late")))
        is_of_month = pc.greater_equal(whole.column("date"), pa.scalar(report.period.first))
        is_claimed = pc.not_equal(whole.column("recoverable"), 0)
        return pc.indices_nonzero(pc.and_(is_late, pc.or_(is_of_month, is_claimed)))
    by = _LARGEST_FIRST.get(table)
    if by not in whole.column_names:
        return pa.array(range(whole.num_rows), pa.int64())
    keys = pa.table({"currency": _currencies(report, whole), "by": whole.column(by)})
    return pc.sort_indices(keys, sort_keys=[("currency", "ascending"), ("by", "descending")])


def _currencies(report: CloseReport, whole: pa.Table) -> Any:
    """Row by row, as plain text."""
    import pyarrow as pa

    if "currency" not in whole.column_names:
        return pa.repeat(report.home.code, whole.num_rows)
    return whole.column("currency").cast(pa.string())


def _is_used(whole: pa.Table, name: str) -> bool:
    """Whether a column of numbers has others than zero."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = whole.column(name)
    if pa.types.is_boolean(values.type):
        is_other = values
    elif pa.types.is_integer(values.type) or pa.types.is_decimal(values.type):
        is_other = pc.not_equal(values, 0)
    else:
        return True
    return pc.any(is_other).as_py() is not False  # None: there is no value.


def _places(quantities: Iterable[decimal.Decimal | None]) -> int:
    """How many decimals the longest needs."""
    exponents = [int(each.normalize().as_tuple().exponent) for each in quantities if each]
    return max((-each for each in exponents if each < 0), default=0)


def _totals(
    report: CloseReport, names: list[str], whole: pa.Table, lang: Language
) -> list[list[Cell]]:
    """The sums of amounts of money, by currency."""
    import pyarrow as pa

    kinds = dict(zip(whole.column_names, whole.schema.types, strict=True))
    amounts = [name for name in names if name in kinds and pa.types.is_decimal(kinds[name])]
    money = whole.select(amounts).append_column("currency", _currencies(report, whole))
    sums = money.group_by("currency").aggregate([(name, "sum") for name in amounts])
    sums = sums.rename_columns([name.removesuffix("_sum") for name in sums.column_names])
    sums = sums.sort_by("currency")
    totals = [{**row, names[0]: word("total", lang)} for row in sums.to_pylist()]
    return [[_cell(report, name, total, lang, {}) for name in names] for total in totals]


def _cell(
    report: CloseReport, name: str, row: dict[str, Any], lang: Language, places: dict[str, int]
) -> Cell:
    raw = row.get(name)
    if raw is None:
        return Cell("", "")
    if isinstance(raw, bool):
        return Cell(word("yes" if raw else "no", lang), str(int(raw)))
    if isinstance(raw, decimal.Decimal):
        if name in _SHARES:
            return Cell(f"{raw * 100:.2f}%", str(raw), is_number=True)
        if name in _QUANTITIES:
            return Cell(f"{raw:,.{places[name]}f}", str(raw), is_number=True)
        code = row.get("currency")
        digits = _core.Currency(code).digits if code else report.home.digits
        return Cell(
            "–" if not raw and name != "difference" else amount_text(raw, digits),
            str(raw),
            is_number=True,
            is_negative=raw < 0,
        )
    if isinstance(raw, int):
        return Cell(f"{raw:,}" if raw else "–", str(raw), is_number=True)
    if isinstance(raw, datetime.date):
        return Cell(raw.isoformat(), raw.isoformat())
    if name in _KINDS:
        return Cell(value(raw, lang), raw)
    if name in _EVENTS and raw:
        return Cell(_core.event_labels()[raw][lang == "zh"], raw)
    return Cell(str(raw), str(raw))


def _say_lacks(
    report: CloseReport, names: list[str], positions: list[int], cells: list[list[Cell]]
) -> None:
    waits = report._core.waits
    at = names.index("lacks")
    for position, row in zip(positions, cells, strict=False):
        wait = waits[position]
        if wait is not None:
            said = "；".join(chinese for _english, chinese in wait[2])
            row[at] = Cell(said, said)
