"""Orders of the sample book lived by the library's own rules; its documents say the same."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import o2c
import pytest
from sample_book_tables import Row, Tables, amount, by, total


@pytest.fixture(scope="module")
def orders(sample_book: Tables) -> dict[str, o2c.Order]:
    """Lived again from the journal's rows, each event judged."""
    journal = o2c.Journal(":memory:")
    journal.append_all(
        (
            number,
            0,
            [
                o2c.JournalEvent(
                    f"{number}/{seq}",
                    row["event"],
                    on=row["on"],
                    recorded_at=row["recorded_at"],
                    by=row["by"],
                    payload=row["payload"],
                    event_version=int(row["event_version"]),
                )
                for seq, row in enumerate(rows)
            ],
        )
        for number, rows in by(sample_book["events"], "order").items()
    )
    lived = {}
    for number in journal.orders():
        order = o2c.Order(number)
        for entry in o2c.Order.open(journal, number).history:
            order.apply(
                entry.event,
                on=entry.on,
                by=entry.by,
                role=entry.role,
                recorded_at=entry.recorded_at,
            )
        lived[number] = order
    return lived


def events(book: Tables, *names: str) -> list[tuple[Row, dict[str, Any]]]:
    return [(row, json.loads(row["payload"])) for row in book["events"] if row["event"] in names]


def money(text: str) -> Decimal:
    return Decimal(text.split()[0])


def test_they_are_the_orders_of_the_table(
    sample_book: Tables, orders: dict[str, o2c.Order]
) -> None:
    rows = {row["order"]: row for row in sample_book["orders"]}
    lines = by(sample_book["order_lines"], "order")
    assert orders.keys() == rows.keys()
    for number, order in orders.items():
        row = rows[number]
        assert order.party == row["party"]
        assert bool(row["amount"]) == (order.contract is not None)
        if order.contract:
            assert order.contract.amount == o2c.Money(row["amount"], row["currency"])
            assert order.contract.terms == o2c.PaymentTerms.parse(row["terms"])
            assert [(line.product, line.quantity, line.unit_price)
                    for line in order.contract.lines] == [
                (line["product"], Decimal(line["quantity"]), Decimal(line["price"]))
                for line in lines[number]
            ]  # fmt: skip


def test_what_was_invoiced_was_invoiced(sample_book: Tables) -> None:
    told = Counter()
    for row, payload in events(
        sample_book, "GoodsShipped", "GoodsDelivered", "ProvisionalInvoiced"
    ):
        told[payload["invoice"], row["order"], row["on"], money(payload["amount"])] += 1
    for row, payload in events(sample_book, "PriceFixed"):
        told[payload["note"], row["order"], row["on"], money(payload["difference"])] += 1
    for row, payload in events(sample_book, "RemedyAgreed"):
        if "credit" in payload:
            number = payload["remedy"].split()[-1]
            told[number, row["order"], row["on"], -money(payload["credit"])] += 1
    kept = {row["order"] for row, _ in events(sample_book, "DepositRefunded")}
    written = Counter(
        (row["document"], row["order"], row["invoice_date"], amount(row))
        for row in sample_book["invoices"]
        if row["kind"] in ("invoice", "credit_note")
        or (row["kind"] == "debit_note" and row["refers_to"])
    )
    assert told == written
    # What is kept of a deposit, when an order is off.
    fees = [r for r in sample_book["invoices"] if r["kind"] == "debit_note" and not r["refers_to"]]
    assert {row["order"] for row in fees} >= kept


def test_deposits_are_receipts(sample_book: Tables) -> None:
    told = {
        (payload["reference"], row["order"], row["on"], money(payload["amount"]))
        for row, payload in events(sample_book, "DepositReceived")
    }
    assert told == {
        (row["receipt"], row["order"], row["date"], amount(row))
        for row in sample_book["receipts"]
        if row["kind"] == "deposit"
    }
    applied = {
        (row["receipt"], row["document"]): amount(row) for row in sample_book["applications"]
    }
    deposits = {payload["reference"]: row["order"] for row, payload in
                events(sample_book, "DepositReceived")}  # fmt: skip
    of_order = {order: receipt for receipt, order in deposits.items()}
    deducted = 0
    for row, payload in events(sample_book, "GoodsShipped"):
        if "deposit_applied" in payload:
            pair = (of_order[row["order"]], payload["invoice"])
            assert applied[pair] == money(payload["deposit_applied"])
            deducted += 1
    assert deducted > 20


def test_what_was_paid_was_applied(sample_book: Tables) -> None:
    """By order and payment; what bounced is not told to an order."""
    order_of = {row["document"]: row["order"] for row in sample_book["invoices"]}
    kind_of = {row["document"]: row["kind"] for row in sample_book["invoices"]}
    bounced = {r["refers_to"] for r in sample_book["invoices"] if r["kind"] == "returned_payment"}
    receipts = {row["receipt"]: row["kind"] for row in sample_book["receipts"]}
    notes = {
        row["document"]: row for row in sample_book["invoices"] if row["kind"] == "credit_note"
    }
    cash = {row["receipt"] for row in sample_book["cash_collected"]}
    applied: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in sample_book["applications"]:
        number, order = row["receipt"], order_of[row["document"]]
        if not number or number in bounced or number in cash or receipts.get(number) == "deposit":
            continue
        if kind_of[row["document"]] == "refund":
            continue
        if number in notes and notes[number]["order"] == order:
            continue  # Set against its own shipment, which RemedyAgreed does.
        applied[number, order, row["date"]] += amount(row)
    told: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row, payload in events(sample_book, "PaymentReceived"):
        if payload["reference"] in notes and notes[payload["reference"]]["order"] == row["order"]:
            continue
        told[payload["reference"], row["order"], row["on"]] += money(payload["amount"])
    assert told == applied
    assert len(told) > 500


def test_cash_is_collected_and_handed_in(sample_book: Tables) -> None:
    told = {
        (payload["receipt"], row["by"], row["on"], money(payload["amount"]))
        for row, payload in events(sample_book, "CashCollected")
    }
    assert told == {
        (row["receipt"], row["salesperson"], row["date"], amount(row))
        for row in sample_book["cash_collected"]
    }
    assert {(row["receipt"], row["date"], amount(row)) for row in sample_book["receipts"]} >= {
        (number, on, part) for number, _, on, part in told
    }
    collected_by = {row["receipt"]: row["salesperson"] for row in sample_book["cash_collected"]}
    handed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row, payload in events(sample_book, "CashHandedIn"):
        handed[collected_by[payload["receipt"]], row["on"]] += money(payload["amount"])
    signed = by((r for r in sample_book["cash_handed_in"] if r["signed_by"]), "salesperson", "date")
    assert handed == {key: total(rows) for key, rows in signed.items()}


def test_what_is_open_of_an_order_is_open_of_its_documents(
    sample_book: Tables, orders: dict[str, o2c.Order]
) -> None:
    left: dict[str, Decimal] = defaultdict(Decimal)
    order_of = {}
    for row in sample_book["invoices"]:
        order_of[row["document"]] = row["order"]
        left[row["order"]] += amount(row)
    for row in sample_book["applications"]:
        left[order_of[row["document"]]] -= amount(row)
        if row["receipt"] in order_of:
            left[order_of[row["receipt"]]] += amount(row)  # A credit note was used.
    owing = 0
    for number, order in orders.items():
        if any(entry.event.__class__.__name__ == "DepositRefunded" for entry in order.history):
            continue
        owed = sum((money.open.amount for money in order.money), Decimal(0))
        assert owed == left[number], number
        owing += owed != 0
    assert owing > 50


def test_profits_are_what_documents_and_costs_say(sample_book: Tables) -> None:
    profit: dict[str, Decimal] = defaultdict(Decimal)

    def at_home(value: str, rate: str) -> Decimal:
        return (Decimal(value) * Decimal(rate or 1)).quantize(Decimal("0.01"), "ROUND_HALF_UP")

    complaints = {row["document"] for row in sample_book["invoices"]
                  if row["kind"] == "credit_note"}  # fmt: skip
    fixed = {payload["note"] for _, payload in events(sample_book, "PriceFixed")}
    for row in sample_book["invoices"]:
        later = row["document"] in complaints - fixed  # After the analysis, perhaps.
        if row["kind"] in ("invoice", "debit_note", "credit_note") and not later:
            profit[row["order"]] += at_home(row["net"], row["rate"])
    for row in sample_book["costs"]:
        sign = 1 if row["kind"] == "refund" else -1
        profit[row["order"]] += sign * at_home(row["amount"], row["rate"])
    reported = events(sample_book, "ProfitReported")
    assert len(reported) > 400
    for row, payload in reported:
        assert money(payload["profit"]) == profit[row["order"]], row["order"]
