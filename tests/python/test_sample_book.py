"""The sample book: the same bytes for a seed, and a book by its schema."""

from __future__ import annotations

import datetime
import itertools
import re
from decimal import Decimal
from pathlib import Path

import o2c
import pytest
from sample_book_tables import AS_OF, CUT, DIGITS, ORDERS, Tables, by, day, generate, schemas

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])|\d{4}Q[1-4]|\d{4}H[12]|\d{4}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_the_schema_is_read() -> None:
    """So that what follows is checked at all."""
    assert len(schemas()) == 25
    assert schemas()["price_list"].key == ("product", "currency", "from")
    columns = schemas()["costs"].columns
    assert columns["kind"].one_of.startswith("goods|material|")
    assert columns["kind"].one_of.endswith("|other")
    assert columns["order"].refers_to == "orders.order"
    assert columns["amount"].currency_in == "currency"
    assert columns["order"].presence == "nullable"


def test_a_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    def bytes_of(name: str, *options: str) -> dict[str, bytes]:
        folder = generate(tmp_path / name, "--orders", "120", *options)
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.is_file()
        }

    first = bytes_of("1")
    assert bytes_of("2") == first
    other = bytes_of("3", "--seed", "1")
    assert other.keys() == first.keys()
    for name in ("orders", "events", "invoices", "receipts", "applications", "exchange_rates"):
        assert other[f"{name}.csv"] != first[f"{name}.csv"], name


def test_the_smallest_books_leave_out_what_is_empty(tmp_path: Path) -> None:
    for orders, kind in ((1, "csv"), (3, "parquet"), (8, "csv")):
        folder = generate(tmp_path, "--orders", str(orders), "--format", kind)
        book = o2c.Book.open(folder)
        assert book.rows["orders"] == orders
        tables = [path for path in folder.iterdir() if path.suffix in (".csv", ".parquet")]
        assert {path.suffix for path in tables} == {f".{kind}"}, "nothing is left of the last one"


def test_every_table_of_a_book_is_there(sample_book: Tables) -> None:
    # No plan of the company goes by targets of quantity; nothing is released that was held back.
    assert sample_book.keys() == schemas().keys() - {"quantity_targets", "holdback_releases"}
    assert all(sample_book.values())
    for name, rows in sample_book.items():
        columns = schemas()[name].columns
        assert set(rows[0]) <= set(columns), name
        missing = [c.name for c in columns.values() if c.presence != "optional"]
        assert set(missing) <= set(rows[0]), name


def test_values_are_of_their_types(sample_book: Tables) -> None:
    for name, rows in sample_book.items():
        for column in schemas()[name].columns.values():
            if column.name not in rows[0]:
                continue
            for row in rows:
                text = row[column.name]
                if not text:
                    assert column.presence != "required", (name, column.name, row)
                    continue
                currency = row[column.currency_in] if column.currency_in else "CNY"
                assert _is_of(column.type, text, currency), (name, column.name, row)
                assert (
                    not column.one_of
                    or text in column.one_of.split("|")
                    or (column.type == "period")
                ), (name, column.name, row)


def _is_of(kind: str, text: str, currency: str) -> bool:
    if kind == "date":
        return str(day(text)) == text
    if kind == "moment":
        return MOMENT.fullmatch(text) is not None
    if kind == "period":
        return PERIOD.fullmatch(text) is not None
    if kind == "amount":
        return -Decimal(text).as_tuple().exponent == DIGITS[currency]
    if kind == "decimal":
        return -Decimal(text).as_tuple().exponent <= 8
    if kind == "integer":
        return str(int(text)) == text
    if kind == "currency":
        return text in DIGITS
    return kind == "text"


def test_keys_are_keys(sample_book: Tables) -> None:
    for name, rows in sample_book.items():
        if key := schemas()[name].key:
            found = [tuple(row.get(column, "") for column in key) for row in rows]
            assert len(set(found)) == len(found), name
    applications = [row["application"] for row in sample_book["applications"]]
    assert len(set(applications)) == len(applications)


def test_references_lead_somewhere(sample_book: Tables) -> None:
    followed = 0
    for name, rows in sample_book.items():
        for column in schemas()[name].columns.values():
            if not column.refers_to or column.name not in rows[0]:
                continue
            table, _, target = column.refers_to.partition(".")
            there = {row[target] for row in sample_book[table]}
            followed += 1
            for row in rows:
                assert not row[column.name] or row[column.name] in there, (name, column.name, row)
    assert followed > 30


def test_documents_refer_to_what_was_there_before(sample_book: Tables) -> None:
    documents = {row["document"]: row for row in sample_book["invoices"]}
    receipts = {row["receipt"]: row for row in sample_book["receipts"]}
    for row in sample_book["invoices"]:
        if row["refers_to"]:
            first = documents.get(row["refers_to"]) or receipts[row["refers_to"]]
            assert first["party"] == row["party"]
            assert first.get("date", first.get("invoice_date", "")) <= row["invoice_date"]
            assert first["recorded_at"] < row["recorded_at"]
        is_note = row["kind"] in ("credit_note", "refund", "returned_payment")
        assert is_note <= bool(row["refers_to"])
        assert (row["amount"][0] == "-") == (row["kind"] == "credit_note") == (not row["due_date"])
    numbers = {row["application"]: row for row in sample_book["applications"]}
    for row in sample_book["applications"]:
        if row["made_with"]:
            assert row["kind"], row
            assert numbers[row["made_with"]]["document"] == row["document"]
        if row["reverses"]:
            taken = numbers[row["reverses"]]
            assert Decimal(taken["amount"]) == -Decimal(row["amount"])
            assert (taken["receipt"], taken["document"]) == (row["receipt"], row["document"])
        assert bool(row["kind"]) == (not row["receipt"])


def test_facts_are_written_down_in_time(sample_book: Tables) -> None:
    """Not before they happen, none after the book was written, in that order."""
    dates = {"invoices": "invoice_date", "events": "on"}
    for name, rows in sample_book.items():
        if "recorded_at" not in rows[0]:
            continue
        moments = [row["recorded_at"] for row in rows]
        for row in rows:
            assert row[dates.get(name, "date")] <= row["recorded_at"][:10], (name, row)
            assert row["recorded_at"] <= CUT
        if name != "events":
            assert moments == sorted(moments), "a book is written to, never changed"
    for rows in by(sample_book["events"], "order").values():
        assert [int(row["seq"]) for row in rows] == list(range(1, len(rows) + 1))
        moments = [row["recorded_at"] for row in rows]
        assert moments == sorted(moments)
        assert [row["id"] for row in rows] == [f"{row['order']}/{row['seq']}" for row in rows]
    november = [row for row in sample_book["receipts"] if row["date"] > str(AS_OF)]
    assert november, "the first days of November are there"


def test_people_sell_while_they_are_there(sample_book: Tables) -> None:
    people = {row["person"]: row for row in sample_book["people"]}
    for row in sample_book["invoices"]:
        person = people[row["salesperson"]]
        assert person["joined"] <= row["invoice_date"] <= (person["left"] or "9999")
    for row in sample_book["parties"]:
        assert not people[row["salesperson"]]["left"]


def test_rates_are_weekly_and_reach_the_last_day(sample_book: Tables) -> None:
    rows = sample_book["exchange_rates"]
    days = sorted({day(row["date"]) for row in rows})
    week = datetime.timedelta(days=7)
    assert {later - earlier for earlier, later in itertools.pairwise(days)} == {week}
    assert days[0] <= min(day(row["invoice_date"]) for row in sample_book["invoices"])
    assert AS_OF - days[-1] < week
    pairs = {(row["base"], row["quote"]) for row in rows}
    assert pairs == {("USD", "CNY"), ("EUR", "CNY"), ("JPY", "CNY")}
    in_force = {(row["date"], row["base"]): Decimal(row["rate"]) for row in rows}
    for row in sample_book["invoices"] + sample_book["receipts"]:
        date = day(row.get("date") or row["invoice_date"])
        if row["currency"] == "CNY":
            assert not row["rate"]
        else:
            last = max(each for each in days if each <= date)
            assert Decimal(row["rate"]) == in_force[str(last), row["currency"]]


def test_net_is_before_tax(sample_book: Tables) -> None:
    lines = by(sample_book["invoice_lines"], "document")
    for row in sample_book["invoices"]:
        gross, net = Decimal(row["amount"]), Decimal(row["net"])
        if row["currency"] == "CNY" and row["kind"] in ("invoice", "credit_note", "debit_note"):
            assert abs(gross / Decimal("1.13") - net) <= Decimal("0.01"), row
        else:
            assert net == gross
        if row["document"] in lines:
            assert sum(Decimal(line["net"]) for line in lines[row["document"]]) == net
        else:
            assert row["kind"] in ("refund", "returned_payment", "debit_note")


def test_its_files_are_read(sample_folder: Path) -> None:
    for line in ("export", "liquor", "aluminium"):
        history = o2c.PlanHistory.from_toml(sample_folder / "plans" / f"{line}.toml")
        for period in ("2024-11", "2026-10"):
            assert history.for_period(period).currency == o2c.Currency("CNY")
    calendar = o2c.Calendar.load(str(sample_folder / "calendar.txt"))
    assert not calendar.is_business_day("2026-10-01")
    for name in ("book.toml", "dunning.toml", "provision.toml"):
        assert (sample_folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [("--orders", "0"), ("--orders", "many")])
def test_what_is_no_number_of_orders_is_refused(tmp_path: Path, options: tuple[str, str]) -> None:
    with pytest.raises(Exception, match="non-zero exit status 2"):
        generate(tmp_path, *options)


def test_it_has_no_faults(sample_folder: Path) -> None:
    book = o2c.Book.open(sample_folder)
    assert (book.company, book.home) == ("Bright Harbour Trading Co., Ltd.", o2c.Currency("CNY"))
    assert book.rows["orders"] == ORDERS


@pytest.mark.parametrize("period", ["2025-03", "2026-09", "2026-10"])
def test_it_closes_with_all_ties(sample_folder: Path, period: str) -> None:
    report = o2c.close(sample_folder, period=period)
    assert report.ties_hold
    assert sum(tie.name == "general_ledger" for tie in report.ties) == 4
    found = set(report.tables["exceptions"].to_pandas()["exception"])
    assert {"broken_promise", "over_limit"} & found
    assert "refused_event" not in found
    assert 0 < report.profit.amount < report.revenue.amount / 5
