"""The sample book as Parquet: the same as CSV, and repeated under numbers of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from sample_book_tables import DIGITS, FOLDER, Tables, generate, read, schemas

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

COPIES = 3
WRITE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from book import SampleBook
from copies import write_parquet
write_parquet(Path(sys.argv[2]), SampleBook(7, 90).tables(), int(sys.argv[3]))
"""
TYPES = {
    "text": pa.string(),
    "date": pa.date32(),
    "moment": pa.timestamp("us", "UTC"),
    "period": pa.string(),
    "amount": pa.int64(),
    "decimal": pa.decimal128(18, 8),
    "integer": pa.int64(),
    "currency": pa.string(),
}
OWN = {"orders", "events", "invoices", "receipts", "applications", "costs", "parties"}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return read(generate(tmp_path_factory.mktemp("csv"), "--orders", "90", "--seed", "7"))


def write(folder: Path, copies: int) -> dict[str, pa.Table]:
    command = [sys.executable, "-c", WRITE, str(FOLDER), str(folder), str(copies)]
    subprocess.run(command, check=True)
    return {path.stem: pq.read_table(path) for path in folder.glob("*.parquet")}


def texts(table: pa.Table) -> list[dict[str, str]]:
    """As CSV has them."""
    rows = []
    for row in table.to_pylist():
        digits = DIGITS[row.get("currency") or "CNY"]
        rows.append({name: _text(name, value, digits) for name, value in row.items()})
    return rows


def _text(name: str, value: object, digits: int) -> str:
    if value is None:
        return ""
    if name in ("amount", "net", "credit_limit", "balance"):
        return f"{Decimal(int(str(value))).scaleb(-digits):f}"
    if hasattr(value, "hour"):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def test_parquet_says_what_csv_says(tmp_path: Path, once: Tables) -> None:
    tables = write(tmp_path, 1)
    assert tables.keys() == once.keys()
    for name, table in tables.items():
        for field in table.schema:
            column = schemas()[name].columns[field.name]
            if name != "applications" or field.name not in ("application", "reverses", "made_with"):
                assert field.type == TYPES[column.type], (name, field)
        found = texts(table)
        for row, expected in zip(found, once[name], strict=True):
            for column, text in expected.items():
                is_decimal = schemas()[name].columns[column].type == "decimal"
                same = f"{Decimal(text).normalize():f}" if is_decimal and text else text
                assert row[column] == same, (name, column)


def test_copies_are_books_of_their_own(tmp_path: Path, once: Tables) -> None:
    tables = {name: texts(table) for name, table in write(tmp_path, COPIES).items()}
    for name in OWN:
        assert len(tables[name]) == COPIES * len(once[name])
    for name in ("people", "products", "exchange_rates", "targets", "budgets", "closed_periods"):
        assert len(tables[name]) == len(once[name])
    for name, schema in schemas().items():
        if name not in tables:  # The sample has no such table.
            continue
        if schema.key:
            keys = [tuple(row.get(each, "") for each in schema.key) for row in tables[name]]
            assert len(set(keys)) == len(keys), name
        for column in schema.columns.values():
            if column.refers_to and column.name in tables[name][0]:
                table, _, target = column.refers_to.partition(".")
                there = {row[target] for row in tables[table]} | {""}
                assert {row[column.name] for row in tables[name]} <= there, (name, column.name)
    applications = tables["applications"]
    numbers = [row["application"] for row in applications]
    assert len(set(numbers)) == len(numbers)
    ids = [row["id"] for row in tables["events"]]
    assert len(set(ids)) == len(ids)
    party_of = {row["document"]: row["party"] for row in tables["invoices"]}
    party_of |= {row["receipt"]: row["party"] for row in tables["receipts"]}
    assert len(party_of) == len(tables["invoices"]) + len(tables["receipts"])
    for row in tables["invoices"]:
        assert not row["refers_to"] or party_of[row["refers_to"]] == row["party"]
    for row in applications:
        assert not row["receipt"] or party_of[row["receipt"]] == party_of[row["document"]]
    document_of = {row["application"]: row["document"] for row in applications}
    for row in applications:
        for other in (row["made_with"], row["reverses"]):
            assert not other or document_of[other] == row["document"]


def test_copies_name_their_own_documents_and_parties(tmp_path: Path) -> None:
    tables = {name: texts(table) for name, table in write(tmp_path, COPIES).items()}
    order_of = {row["document"]: row["order"] for row in tables["invoices"]}
    order_of |= {row["receipt"]: row["order"] for row in tables["receipts"] if row["order"]}
    party_of = {row["order"]: row["party"] for row in tables["orders"]}
    seen = Counter()
    for row in tables["events"]:
        assert "\x01" not in row["payload"]
        assert row["id"] == f"{row['order']}/{row['seq']}"
        payload = json.loads(row["payload"])
        for name in ("invoice", "note", "receipt"):
            if name in payload and row["event"] != "OutletVisited":
                assert order_of[payload[name]] == row["order"]
                seen[name] += 1
        if "party" in payload:
            assert payload["party"] == party_of[row["order"]]
            seen["party"] += 1
    assert len(seen) == 4
    assert min(seen.values()) > 3 * COPIES


def test_balances_are_those_of_all_copies(tmp_path: Path, once: Tables) -> None:
    tables = {name: texts(table) for name, table in write(tmp_path, COPIES).items()}
    for row, alone in zip(tables["control_balances"], once["control_balances"], strict=True):
        assert Decimal(row["balance"]) == COPIES * Decimal(alone["balance"])


def test_how_many_lives_and_copies(tmp_path: Path) -> None:
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1]); from generate import lives_and_copies as f; "
        "print(*(f(n) for n in (1, 3000, 5000, 5001, 12000, 1000000)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask, str(FOLDER)], check=True, capture_output=True, text=True
    ).stdout
    found = [tuple(map(int, pair)) for pair in re.findall(r"\((\d+), (\d+)\)", answer)]
    assert found == [(1, 1), (3000, 1), (5000, 1), (2500, 2), (3000, 4), (3125, 320)]
    with pytest.raises(subprocess.CalledProcessError):
        generate(tmp_path, "--orders", "5001", "--format", "csv")
