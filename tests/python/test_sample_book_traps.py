"""The traps of real life are in the sample book, each found by a query of its own."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from sample_book_tables import AS_OF, DIGITS, Row, Tables, amount, by, day, total


def payloads(book: Tables, event: str) -> list[tuple[Row, dict[str, object]]]:
    return [(row, json.loads(row["payload"])) for row in book["events"] if row["event"] == event]


def test_three_lines_of_business(sample_book: Tables) -> None:
    lines = Counter(row["line"] for row in sample_book["orders"])
    assert lines.keys() == {"export", "liquor", "aluminium"}
    assert min(lines.values()) > 30
    terms = " ".join({row["terms"] for row in sample_book["orders"] if row["line"] == "export"})
    for way in ("deposit", "L/C at sight", "L/C 60", "net 45", "2/10 net 30", "D/P"):
        assert way in terms
    assert {row["currency"] for row in sample_book["invoices"]} == set(DIGITS)
    assert len({row["party"] for row in sample_book["orders"]}) == 42
    days = [row["date"] for row in sample_book["orders"]]
    assert (min(days)[:7], max(days)[:7]) == ("2024-11", "2026-10")


def test_orders_in_all_states(sample_book: Tables) -> None:
    last = {row["order"]: row["event"] for row in sample_book["events"]}
    ends = Counter(last.values())
    for event in ("OrderClosed", "OrderLost", "OrderCancelled", "QuotationSent", "PlanIssued"):
        assert ends[event] > 0, event
    assert len(ends) > 30
    assert 0.5 < ends["OrderClosed"] / len(last) < 0.9


def test_part_payments_and_one_transfer_for_several_invoices(sample_book: Tables) -> None:
    paid = [r for r in sample_book["applications"] if r["receipt"] and amount(r) > 0]
    assert sum(len(rows) > 1 for rows in by(paid, "document").values()) > 50
    assert sum(len(rows) > 1 for rows in by(paid, "receipt").values()) > 50


def test_credits_refunds_and_notes(sample_book: Tables) -> None:
    invoices = sample_book["invoices"]
    kinds = Counter(row["kind"] for row in invoices)
    assert kinds.keys() == {"invoice", "credit_note", "debit_note", "refund", "returned_payment"}
    credits = {row["document"]: row for row in invoices if row["kind"] == "credit_note"}
    used = [row for row in sample_book["applications"] if row["receipt"] in credits]
    others = [r for r in used if credits[r["receipt"]]["refers_to"] != r["document"]]
    assert used
    assert others, "deducted from what is paid for another invoice"


def test_a_bounced_transfer(sample_book: Tables) -> None:
    returned = {r["refers_to"] for r in sample_book["invoices"] if r["kind"] == "returned_payment"}
    reversed_receipts = {r["receipt"] for r in sample_book["applications"] if r["reverses"]}
    assert returned == reversed_receipts
    assert returned


def test_discounts_taken_in_time_and_late(sample_book: Tables) -> None:
    invoices = {row["document"]: row for row in sample_book["invoices"]}
    receipts = {row["receipt"]: row for row in sample_book["receipts"]}
    with_number = {row["application"]: row for row in sample_book["applications"]}
    found = Counter()
    for row in sample_book["applications"]:
        if "discount" in row["kind"]:
            paid = day(receipts[with_number[row["made_with"]]["receipt"]]["date"])
            days = (paid - day(invoices[row["document"]]["invoice_date"])).days
            assert (days > 10) == (row["kind"] == "late_discount"), row
            found[row["kind"]] += 1
    assert found["discount"] > 5
    assert found["late_discount"] > 0
    # And one that was not granted: 2% are open of an invoice that was else paid.
    applied = by(sample_book["applications"], "document")
    assert any(
        total(applied[number]) == row_amount - (row_amount * 2 / 100).quantize(Decimal("0.01"))
        for number, row in invoices.items()
        if row["kind"] == "invoice" and number in applied
        for row_amount in [amount(row)]
    )


def test_adjustments_write_offs_and_disputes(sample_book: Tables) -> None:
    kinds = Counter(row["kind"] for row in sample_book["applications"] if row["kind"])
    assert kinds["write_off"] > 2
    assert kinds["bank_charge"] > 30
    assert kinds["difference"] > 5
    outcomes = Counter(row["outcome"] for row in sample_book["disputes"])
    assert outcomes["accepted"]
    assert outcomes["rejected"]
    assert outcomes[""], "still open"


def test_promises_kept_and_broken(sample_book: Tables) -> None:
    receipts = {row["receipt"]: row["date"] for row in sample_book["receipts"]}
    paid = by((r for r in sample_book["applications"] if r["receipt"] in receipts), "document")
    kept = broken = 0
    for row in sample_book["promises"]:
        if day(row["promised"]) >= AS_OF:
            continue
        came = [r for r in paid[row["document"]]
                if row["date"] < receipts[r["receipt"]] <= row["promised"]]  # fmt: skip
        if total(came) >= amount(row):
            kept += 1
        elif not came:
            broken += 1
    assert kept > 3
    assert broken > 3


def test_reminders_go_up_by_one_level(sample_book: Tables) -> None:
    due = {row["document"]: day(row["due_date"] or "9999-12-31") for row in sample_book["invoices"]}
    for number, rows in by(sample_book["reminders"], "document").items():
        assert [int(row["level"]) for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            since = (day(row["date"]) - due[number]).days
            assert since >= (3, 15, 30, 60)[int(row["level"]) - 1]


def test_an_amendment_after_production_began(sample_book: Tables) -> None:
    assert any(
        names.index("ProductionProgressed") < names.index("AmendmentAgreed")
        and "PlanDrafted" in names[names.index("AmendmentAgreed") :]
        for rows in by(sample_book["events"], "order").values()
        for names in [[row["event"] for row in rows]]
        if "AmendmentAgreed" in names
    )


def test_an_amended_quantity_is_what_is_made_and_shipped(sample_book: Tables) -> None:
    """A written amendment, agreed; then contract, plan and shipments go by it."""
    told = by(sample_book["events"], "order")
    ordered = by(sample_book["order_lines"], "order")
    orders = {row["order"]: row for row in sample_book["orders"]}
    less = shipped_whole = 0
    for number, payload in (
        (row["order"], p) for row, p in payloads(sample_book, "AmendmentProposed")
    ):
        names = [row["event"] for row in told[number]]
        if not payload.get("lines") or "AmendmentAgreed" not in names:
            continue
        # Agreed in writing, approved by another before; a new plan follows.
        at = names.index("AmendmentProposed")
        assert names.index("AmendmentApproved") < names.index("AmendmentAgreed")
        assert "PlanDrafted" in names[at:] or names[-1] == "AmendmentAgreed"
        (signed,) = (json.loads(row["payload"])["contract"] for row in told[number]
                     if row["event"] == "ContractSigned")  # fmt: skip
        before = {line["product"]: Decimal(line["quantity"]) for line in signed["lines"]}
        after = {line["product"]: Decimal(line["quantity"]) for line in payload["lines"]}  # type: ignore[attr-defined]
        assert after.keys() == before.keys()
        assert after != before
        less += sum(after.values()) < sum(before.values())
        assert after == {row["product"]: amount(row, "quantity") for row in ordered[number]}
        assert payload["amount"] == f"{orders[number]['amount']} {orders[number]['currency']}"
        sent = sum(
            Decimal(quantity["quantity"])
            for row in told[number]
            if row["event"] == "GoodsShipped"
            for quantity in json.loads(row["payload"])["quantities"]
        )
        assert sent <= sum(after.values())
        shipped_whole += sent == sum(after.values())
    assert less > 3
    assert shipped_whole > 3


def test_likely_figures(sample_book: Tables) -> None:
    """Nobody breaks his word dozens of times."""
    party = {row["document"]: row["party"] for row in sample_book["invoices"]}
    promised = Counter(party[row["document"]] for row in sample_book["promises"])
    assert 2 < max(promised.values()) <= 8
    assert len(promised) > 10


def test_a_shipment_short_by_two_percent(sample_book: Tables) -> None:
    ordered = by(sample_book["order_lines"], "order")
    shipped: dict[str, Decimal] = {}
    for row, payload in payloads(sample_book, "GoodsShipped"):
        quantities = payload["quantities"]
        assert isinstance(quantities, list)
        sent = sum(Decimal(str(q["quantity"])) for q in quantities)
        shipped[row["order"]] = shipped.get(row["order"], Decimal(0)) + sent
    shares = [shipped[o] / total(ordered[o], "quantity") for o in shipped]
    assert sum(Decimal("0.979") < share < Decimal("0.981") for share in shares) > 5
    assert payloads(sample_book, "ShortShipmentClosed")


def test_a_salesperson_who_left_and_handed_over(sample_book: Tables) -> None:
    (leaver,) = (row for row in sample_book["people"] if row["left"])
    name, left, successor = leaver["person"], leaver["left"], leaver["successor"]
    opened = {
        row["order"] for row, payload in payloads(sample_book, "OrderOpened")
        if payload["salesperson"] == name
    }  # fmt: skip
    orders = {row["order"]: row for row in sample_book["orders"]}
    handed_over = [number for number in opened if orders[number]["salesperson"] == successor]
    assert 0 < len(handed_over) < len(opened)
    invoices = [row for row in sample_book["invoices"] if row["order"] in opened]
    assert {row["salesperson"] for row in invoices} == {name, successor}
    # Money for the leaver's invoices came in later.
    of_leaver = {row["document"] for row in invoices if row["salesperson"] == name}
    assert any(
        row["document"] in of_leaver and row["date"] > left for row in sample_book["applications"]
    )


def test_cash_handed_in_late_withheld_and_not_signed_for(sample_book: Tables) -> None:
    taken = {row["receipt"]: row for row in sample_book["cash_collected"]}
    handed = by((r for r in sample_book["cash_handed_in"] if r["signed_by"]), "receipt")
    late = withheld = never = 0
    for number, row in taken.items():
        if row["salesperson"] == "Lin Hai":
            continue  # Hands in a day's cash together.
        days = [(day(r["date"]) - day(row["date"])).days for r in handed[number]]
        late += any(0 < each <= 2 for each in days)
        withheld += any(each > 2 for each in days)
        never += not days and day(row["date"]) < AS_OF - timedelta(days=2)
    assert late > 10
    assert withheld > 2
    assert never > 0
    assert any(not row["signed_by"] for row in sample_book["cash_handed_in"])
    assert any(not row["receipt"] for row in sample_book["cash_handed_in"])


def test_quotations_below_floor(sample_book: Tables) -> None:
    opened = {row["order"]: row for row in sample_book["orders"]}
    floors = by(sample_book["price_list"], "product", "currency")
    below = set()
    for row in sample_book["order_lines"]:
        order = opened[row["order"]]
        held = [f for f in floors[row["product"], order["currency"]] if f["from"] <= order["date"]]
        if held and Decimal(row["price"]) < Decimal(held[-1]["floor"]):
            below.add(row["order"])
    assert len(below) > 10
    told = by(sample_book["events"], "order")
    for number in below:  # Signed with a manager's reason only.
        of_order = [(row["event"], json.loads(row["payload"])) for row in told[number]]
        reasons = [each.get("reason") for name, each in of_order if name == "QuotationApproved"]
        assert all(reasons)
        assert reasons or "ContractSigned" not in dict(of_order)


def test_rows_recorded_late(sample_book: Tables) -> None:
    closed = {row["period"]: row["closed_at"] for row in sample_book["closed_periods"]}
    assert len(closed) == 23
    assert max(closed) == "2026-09"
    for period, moment in closed.items():
        following = (day(f"{period}-28") + timedelta(days=6)).replace(day=1)
        assert 5 <= (day(moment[:10]) - following).days + 1 <= 15
    for name, date in (("invoices", "invoice_date"), ("receipts", "date"), ("costs", "date"),
                       ("applications", "date")):  # fmt: skip
        assert any(row["recorded_at"] > closed.get(row[date][:7], "9999")
                   for row in sample_book[name]), name  # fmt: skip
    assert any(
        row["date"] <= str(AS_OF) and row["recorded_at"][:7] == "2026-11"
        for row in sample_book["costs"] + sample_book["applications"]
    ), "October is still being written down"


def test_deposits_and_cash_without_an_invoice(sample_book: Tables) -> None:
    invoiced = {row["order"] for row in sample_book["invoices"]}
    deposits = [row for row in sample_book["receipts"] if row["kind"] == "deposit"]
    assert any(row["order"] not in invoiced for row in deposits)
    applied = by(sample_book["applications"], "receipt")
    unapplied = [
        row for row in sample_book["receipts"]
        if row["kind"] == "receipt" and not applied[row["receipt"]]
    ]  # fmt: skip
    assert len(unapplied) > 3
    assert any(row["kind"] == "note_receivable" for row in sample_book["receipts"])


def test_tax_at_home_and_none_abroad(sample_book: Tables) -> None:
    invoices = [row for row in sample_book["invoices"] if row["kind"] == "invoice"]
    assert all((row["net"] == row["amount"]) == (row["currency"] != "CNY") for row in invoices)
    assert {row["currency"] for row in invoices} == set(DIGITS)


def test_plausible_profits_and_some_losses(sample_book: Tables) -> None:
    line = {row["order"]: row["line"] for row in sample_book["orders"]}
    revenue: dict[str, Decimal] = Counter()  # type: ignore[assignment]
    for row in sample_book["invoices"]:
        if row["order"] and row["kind"] != "refund":
            revenue[row["order"]] += Decimal(row["net"]) * Decimal(row["rate"] or 1)
    cost: dict[str, Decimal] = Counter()  # type: ignore[assignment]
    kinds = set()
    for row in sample_book["costs"]:
        kinds.add(row["kind"])
        sign = -1 if row["kind"] == "refund" else 1
        cost[row["order"]] += sign * amount(row) * Decimal(row["rate"] or 1)
    assert {"goods", "refund", "domestic", "freight", "insurance", "bank", "commission"} <= kinds
    assert cost[""] > 0, "what nobody bears"
    margins = {o: 1 - cost[o] / revenue[o] for o in revenue if revenue[o] > 0 and cost[o]}
    for name, low, high in (("export", 15, 30), ("liquor", 15, 25), ("aluminium", 3, 15)):
        of_line = sorted(m for o, m in margins.items() if line[o] == name)
        assert low < of_line[len(of_line) // 2] * 100 < high, name
    assert 5 < sum(margin < 0 for margin in margins.values()) < len(margins) / 10


def test_frameworks_are_called_off_and_weighed(sample_book: Tables) -> None:
    rows = sample_book["contract_quantities"]
    frameworks = {r["order"] for r in sample_book["orders"] if r["line"] == "aluminium"}
    assert {row["order"] for row in rows} <= frameworks
    short = [r for r in rows if amount(r, "delivered") < amount(r, "called") * Decimal("0.95")]
    assert short
    assert any(amount(r, "called") < amount(r, "contracted") for r in rows if amount(r, "called"))


def test_targets_and_budgets(sample_book: Tables) -> None:
    people = {row["person"]: row for row in sample_book["people"]}
    managers = {row["manager"] for row in people.values()}
    sellers = people.keys() - managers
    assert {row["person"] for row in sample_book["targets"]} == sellers
    for row in sample_book["targets"]:
        assert people[row["person"]]["joined"][:7] <= row["period"]
        assert row["period"] <= (people[row["person"]]["left"] or "9999")
    products = {row["product"] for row in sample_book["products"]}
    october = {r["product"] for r in sample_book["budgets"] if r["period"] == "2026-10"}
    assert october == products
