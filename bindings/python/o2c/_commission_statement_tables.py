"""A person's statement of commissions as tables, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from o2c import _core
from o2c._row_result import RowResult

if TYPE_CHECKING:
    import pyarrow

    from o2c._commission import Row
    from o2c._commission_statement import CommissionStatement

# Columns of each table, and of what kind they are.
_MONEY_OF_PAYOUT = (
    *("commission", "overrides", "pools", "corrections", "deferred", "released", "repaid"),
    *("held_back", "advanced", "recovered", "forgiven", "payable"),
    *("overpaid", "draw", "held", "awaiting"),
)
_TABLES = {
    "lines": {
        "salesperson": "text",
        "line": "number",
        "period": "text",
        "rule": "text",
        "share": "part",
        "base": "money",
        "quantity": "part",
        "left": "part",
        "commission": "money",
    },
    "uncounted": {
        "salesperson": "text",
        "line": "number",
        "standing": "text",
        "rule": "text",
    },
    "totals": {
        "salesperson": "text",
        "period": "text",
        "lines": "number",
        **dict.fromkeys(("base", "commission", "bounded"), "money"),
    },
    "by_rule": {
        "salesperson": "text",
        "period": "text",
        "rule": "text",
        "lines": "number",
        "base": "money",
        "quantity": "part",
        "commission": "money",
    },
    "overrides": {
        "manager": "text",
        "period": "text",
        "level": "number",
        **dict.fromkeys(("of", "amount"), "money"),
    },
    "pools": {"pool": "text", "salesperson": "text", "amount": "money"},
    "corrections": {
        "period": "text",
        "salesperson": "text",
        **dict.fromkeys(("settled", "recomputed", "correction"), "money"),
        **dict.fromkeys(("commission", "overrides", "pools", "late", "changed"), "money"),
    },
    "payout": {
        "salesperson": "text",
        "period": "text",
        **dict.fromkeys(_MONEY_OF_PAYOUT, "money"),
    },
}


def statement_table(statement: CommissionStatement, of: str, details: Any) -> pyarrow.Table:
    """One table of a statement.

    details: columns that lines have besides, as a pyarrow.Table of all lines; or None."""
    if of not in _TABLES:
        raise _core.InvalidArgument(f"of: expected {', '.join(_TABLES)}, got {of}")
    rows = _rows(statement, of)
    plan = statement._result.plan
    table = RowResult(rows, _TABLES[of], plan.currency).to_arrow()
    if details is not None and "line" in _TABLES[of]:
        table = _with_details(table, details.take(table["line"]))
    return table


def _rows(statement: CommissionStatement, of: str) -> list[Row]:
    name = str(statement.salesperson)
    if of == "payout":
        found: list[Row] = [] if statement.payout is None else [statement.payout]
        return [{**row, "period": statement._result.period} for row in found]
    rows: list[Row] = getattr(statement, of)
    return rows if of == "overrides" else [{**row, "salesperson": name} for row in rows]


# After the line's position. A line's own currency has a name of its own, as the last column is that
# of what is earned.
def _with_details(table: Any, details: Any) -> Any:
    import pyarrow as pa

    place = table.column_names.index("line") + 1
    for name in reversed(details.column_names):
        if name != "currency" and name in table.column_names:
            continue
        column = details[name]
        if pa.types.is_dictionary(column.type):  # Which CSV has not.
            column = column.cast(column.type.value_type)
        table = table.add_column(place, "line_currency" if name == "currency" else name, column)
    return table
