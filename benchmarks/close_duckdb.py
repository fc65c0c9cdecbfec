"""A month's receivables, commissions and profit of orders, in o2c and in DuckDB.

    python -m benchmarks.close --orders 100000 --peer duckdb

Both read the tables below of the same files, with as many threads, each in a process of its own; so
the book is closed without its events, which o2c would live through beside the rest. Results are
compared before any time is told. o2c reads with its checks of every row, and holds applications to
the rules of the ledger; and it settles all months since the plans began, since draws and what was
overpaid carry over, while DuckDB is asked for what lines earn in the one month, and, beside the
rest, for that of all months.
"""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import o2c
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import close_sql
from benchmarks.close_plans import plans_of

ROOT = Path(__file__).resolve().parent.parent
TABLES = (
    *("closed_periods", "parties", "people", "products", "orders", "invoices", "receipts"),
    *("applications", "disputes", "costs", "exchange_rates", "targets"),
    *("cash_collected", "cash_handed_in"),
)
ALL_MONTHS = "all months"
STAGES = ("ledger", "aging", "commission", "profit")
KEYS = {
    "aging": ("party", "currency"),
    "commission": ("plan", "salesperson", "currency"),
    "profit": ("order",),
}
COUNTS = ("items", "entries")  # Are no amounts.
EXAMPLES = 5

Cells = dict[tuple[str | None, ...], dict[str, Decimal]]


def with_o2c(book: Path, period: str, threads: int, out: Path) -> dict[str, float]:
    """Seconds by stage; the tables that are compared are left in `out`."""
    begun: list[tuple[str, float]] = [("read", time.perf_counter())]

    def begin(stage: str) -> None:
        begun.append((stage, time.perf_counter()))

    opened = o2c.Book.open(book, threads=threads)
    report = o2c.close(opened, period=period, threads=threads, progress=begin)
    begin("end")
    seconds = {name: end - start for (name, start), (_, end) in itertools.pairwise(begun)}
    seconds["memory"] = peak()
    for name in KEYS:
        pq.write_table(report[name].to_arrow(), out / f"{name}.parquet")
    return seconds


def with_duckdb(book: Path, period: str, threads: int, out: Path) -> dict[str, float]:
    seconds: dict[str, float] = {}
    connection = duckdb.connect(config={"threads": threads})
    settings = tomllib.loads((book / "book.toml").read_text(encoding="utf-8"))
    home = settings["book"]["home"]
    first = datetime.date.fromisoformat(f"{period}-01")

    def timed(stage: str, statements: Iterable[str]) -> pa.Table | None:
        start = time.perf_counter()
        *before, last = statements
        for statement in before:
            connection.execute(statement)
        result = connection.sql(last)
        table = None if result is None else result.to_arrow_table()
        seconds[stage] = time.perf_counter() - start
        return table

    start = time.perf_counter()
    digits = read(connection, book, home)
    seconds["read"] = time.perf_counter() - start
    refuse_what_is_not_known(connection)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    plans = plans_of(book, last, digits)
    if any(plan.currency != home for plan in plans):
        raise SystemExit("plans in another currency than the book's are not compared")
    variables = {
        "first": f"DATE '{first}'",
        "last": f"DATE '{last}'",
        "begin": f"DATE '{min([first, *(plan.first.replace(day=1) for plan in plans)])}'",
        "since": f"DATE '{first}'",
        # Of a closed month what was known when it was signed, else all.
        "known": "(SELECT coalesce(min(closed_at), TIMESTAMP 'infinity') FROM closed_periods"
        f" WHERE period = '{period}')",
    }
    for name, value in variables.items():
        connection.execute(f"SET VARIABLE {name} = {value}")
    timed("ledger", [close_sql.MONTHS, close_sql.DOCUMENTS, close_sql.APPLIED])
    of_month = [plan for plan in plans if plan.first <= first and plan.last == last]
    if not of_month:
        raise SystemExit(f"not compared: no plan holds in {period}")
    tables = {
        "aging": timed("aging", [close_sql.aging(buckets_of(book))]),
        "commission": timed("commission", close_sql.commission(of_month, digits, "commissions")),
        "profit": timed("profit", [close_sql.profit(home, digits)]),
    }
    seconds["memory"] = peak()
    connection.execute("SET VARIABLE since = getvariable('begin')")
    months = timed(ALL_MONTHS, close_sql.commission(plans, digits, "all_commissions"))
    assert months is not None
    again = months.filter(pc.field("month") == period)
    if rows_of(again) != rows_of(tables["commission"]):
        raise SystemExit("DuckDB pays other commissions where it settles all months")
    for name, table in {**tables, "months": months}.items():
        pq.write_table(table, out / f"{name}.parquet")
    return seconds


def peak() -> float:
    """The most memory that the process held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def rows_of(table: pa.Table | None) -> list[Any]:
    return sorted(tuple(row.values()) for row in table.to_pylist()) if table is not None else []


ENGINES = {"o2c": with_o2c, "duckdb": with_duckdb}


def read(connection: duckdb.DuckDBPyConnection, book: Path, home: str) -> dict[str, int]:
    """The tables as native ones, amounts in minor units; gives the digits of each currency."""
    sources = {name: source_of(connection, book, name) for name in TABLES}
    rates, _ = sources["exchange_rates"]
    query = f"SELECT base FROM {rates} UNION SELECT quote FROM {rates}" if rates else "SELECT NULL"
    found = {code for (code,) in connection.execute(query).fetchall() if code}
    digits = {code: o2c.Currency(code).digits for code in sorted({home, *found})}
    rows = ", ".join(f"('{code}', {count})" for code, count in digits.items())
    connection.execute(f"CREATE TABLE digits AS FROM (VALUES {rows}) d(currency, digits)")
    scales = " ".join(f"WHEN '{code}' THEN {10**count}" for code, count in digits.items())
    for table in o2c.book_tables():
        if table.name not in TABLES:
            continue
        source, types = sources[table.name]
        columns = ", ".join(
            f'{cell(column, types.get(column.name), scales)} AS "{column.name}"'
            for column in table.columns
        )
        rows = f"FROM {source}" if source else "LIMIT 0"
        connection.execute(f'CREATE TABLE "{table.name}" AS SELECT {columns} {rows}')
    return digits


def source_of(
    connection: duckdb.DuckDBPyConnection, book: Path, table: str
) -> tuple[str, dict[str, str]]:
    """Where a table is read from, and how its columns are stored there; none: it has no rows."""
    path = book / f"{table}.parquet"
    if path.exists():
        source = f"read_parquet('{path}')"
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        return source, {column: kind for column, kind, *_ in described}
    path = book / f"{table}.csv"
    if not path.exists():
        return "", {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        types = dict.fromkeys(next(csv.reader(file)), "VARCHAR")
    # Told, not guessed: that takes longer than to read.
    form = f"header = true, auto_detect = false, delim = ',', quote = '\"', columns = {types}"
    return f"read_csv('{path}', {form})", types


def cell(column: Any, stored: str | None, scales: str) -> str:
    """A column of a file as what a book takes it for."""
    name = f'"{column.name}"'
    if stored is None:
        name, stored = "NULL", "NULL"
    elif stored == "VARCHAR":
        name = f"nullif({name}, '')"
    match column.type:
        case "amount" if stored.endswith("INT") or stored == "NULL":
            return f"{name}::BIGINT"
        case "amount":  # Not in minor units yet.
            scale = f"CASE {column.currency_in} {scales} ELSE error('no rate of a currency') END"
            return f"CASE WHEN {name} <> '' THEN {name}::DECIMAL(18, 4) * ({scale}) END::BIGINT"
        case "date":
            return f"{name}::DATE"
        case "moment" if stored == "TIMESTAMP WITH TIME ZONE":
            return f"{name} AT TIME ZONE 'UTC'"
        case "moment":
            return f"{name}::TIMESTAMPTZ AT TIME ZONE 'UTC'"
        case "decimal":
            return f"{name}::DECIMAL(18, 8)"
        case "integer":
            return f"{name}::BIGINT"
        case _:
            return f"{name}::VARCHAR"


def refuse_what_is_not_known(connection: duckdb.DuckDBPyConnection) -> None:
    """What the queries do not reckon with would be a difference that is none of DuckDB's."""
    not_known = {
        "documents in instalments": "SELECT 1 FROM invoices WHERE instalment IS NOT NULL",
        "rows without a moment": " UNION ALL ".join(
            f"SELECT 1 FROM {name} WHERE recorded_at IS NULL"
            for name in ("invoices", "receipts", "applications", "disputes", "costs")
        ),
        "cash without a moment": "SELECT 1 FROM cash_collected WHERE recorded_at IS NULL"
        " UNION ALL SELECT 1 FROM cash_handed_in WHERE recorded_at IS NULL",
        "numbers of several debits": "SELECT 1 FROM invoices"
        " WHERE kind <> 'credit_note' GROUP BY document HAVING count(*) > 1",
        "numbers of several credits": "SELECT 1 FROM (SELECT receipt FROM receipts UNION ALL"
        " SELECT document FROM invoices WHERE kind = 'credit_note')"
        " GROUP BY receipt HAVING count(*) > 1",
        "applications between currencies": "SELECT 1 FROM applications a"
        " JOIN receipts r USING (receipt) WHERE a.currency <> r.currency",
    }
    for what, query in not_known.items():
        if connection.execute(f"{query} LIMIT 1").fetchone():
            raise SystemExit(f"not compared: the book has {what}")


def buckets_of(book: Path) -> list[int]:
    path = book / "provision.toml"
    stated = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if stated.get("basis", "due_date") != "due_date":
        raise SystemExit("not compared: an aging by another date than the due date")
    return list(stated.get("buckets", [30, 60, 90]))


def cells(path: Path, keys: tuple[str, ...], digits: Callable[[str | None], int]) -> Cells:
    """The figures of a table by its keys, whole amounts as of so many digits."""
    found: Cells = {}
    for row in pq.read_table(path).to_pylist():
        found[tuple(row[key] for key in keys)] = {
            name: Decimal(value).scaleb(0 if name in COUNTS else -digits(row.get("currency")))
            if isinstance(value, int)
            else value
            for name, value in row.items()
            if isinstance(value, int | Decimal)
        }
    return found


def differences(name: str, ours: Path, theirs: Path, home: str) -> tuple[int, list[str]]:
    """How many cells of a table were compared, and those that differ, each as text."""
    keys = KEYS[name]
    mine = cells(ours / f"{name}.parquet", keys, lambda _: 0)
    other = cells(
        theirs / f"{name}.parquet", keys, lambda code: int(o2c.Currency(code or home).digits)
    )
    if name == "commission":  # Beside it stands what is paid beside what lines earn.
        mine = {key: {"commission": row["commission"]} for key, row in mine.items()}
    if name == "profit":
        for side in (mine, other):
            without_commission(side.get((None,), {}))
    counted = 0
    differing: list[str] = []
    for key in sorted({*mine, *other}, key=str):
        row, its = mine.get(key, {}), other.get(key, {})
        for column in sorted({*row, *its}):
            counted += 1
            value, its_value = row.get(column, Decimal(0)), its.get(column, Decimal(0))
            if value != its_value:
                differing.append(f"  {key} {column}: o2c {value}, DuckDB {its_value}")
    return counted, differing


def without_commission(row: dict[str, Decimal]) -> None:
    """Of what no order bears: overrides and caps are, and they are not reckoned in SQL."""
    commission = row.pop("commission", Decimal(0))
    row.pop("entries", None)
    if row:
        row["cost"] -= commission
        row["profit"] += commission


def compare(book: Path, period: str, threads: int, runs: int) -> None:
    """Prints the differences, and, if there are none, the times of each."""
    settings = tomllib.loads((book / "book.toml").read_text(encoding="utf-8"))
    seconds: dict[str, list[dict[str, float]]] = {engine: [] for engine in ENGINES}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        part = place / "book"
        part.mkdir()
        for path in book.iterdir():
            if path.stem in TABLES or path.suffix not in (".csv", ".parquet"):
                (part / path.name).symlink_to(path.resolve())
        for run in range(runs):
            for engine, its_runs in seconds.items():
                (place / engine).mkdir(exist_ok=True)
                command = [sys.executable, "-m", "benchmarks.close_duckdb", engine, str(part)]
                told = subprocess.run(
                    [*command, period, str(threads), str(place / engine)],
                    check=True,
                    stdout=subprocess.PIPE,
                    text=True,
                    cwd=ROOT,
                )
                its_runs.append(json.loads(told.stdout))
            if run == 0:
                print_differences(period, place / "o2c", place / "duckdb", settings["book"]["home"])
    print_stages(seconds)


def print_differences(period: str, ours: Path, theirs: Path, home: str) -> None:
    """Ends the program if there are any."""
    differ = False
    for name in KEYS:
        counted, differing = differences(name, ours, theirs, home)
        print(f"{period} {name}: {counted:,} cells compared, {len(differing):,} differ")
        print("".join(f"{each}\n" for each in differing[:EXAMPLES]), end="")
        differ |= bool(differing)
    if differ:
        raise SystemExit("the results differ, so no times are told")


def print_stages(seconds: dict[str, list[dict[str, float]]]) -> None:
    medians = {
        engine: {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        for engine, runs in seconds.items()
    }
    print("the book without events; o2c's commission is of all months since the plans began")
    print(f"{'':12}{'o2c':>10}{'duckdb':>10}")
    rows = {name: [name] for name in ("read", *STAGES)}
    rows |= {"the four": list(STAGES), "with reading": ["read", *STAGES]}
    for title, names in rows.items():
        print_row(title, *(sum(medians[engine][name] for name in names) for engine in medians))
    print_row("all months", medians["o2c"]["commission"], medians["duckdb"][ALL_MONTHS])
    print("memory      " + "".join(f"{medians[engine]['memory']:6.2f} GiB" for engine in medians))


def print_row(title: str, ours: float, theirs: float) -> None:
    print(f"{title:12}{ours:8.2f} s{theirs:8.2f} s{theirs / ours:8.1f} x")


def main() -> None:
    engine, book, period, threads, out = sys.argv[1:]
    print(json.dumps(ENGINES[engine](Path(book), period, int(threads), Path(out))))


if __name__ == "__main__":
    main()
