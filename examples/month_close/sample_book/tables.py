"""The tables of the sample book, as rows of text: what stands in which column."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from chasing import Promise, Reminder
from company import PEOPLE, owner_on
from complaints import Dispute
from costs import Cost
from customers import CUSTOMERS, MINOR_DIGITS, Customer
from days import CUT, LAST_DAY, Day, Moment, moment_text, month_name
from framework import CalledOff
from ledger import Application, Document, Receipt
from life import Life
from route import HandIn

Row = dict[str, object]
Tables = dict[str, list[Row]]


def amount_text(minor: int, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-MINOR_DIGITS[currency]):f}"


def _amount(minor: int, customer: Customer) -> str:
    return amount_text(minor, customer.currency)


def _moment(moment: Moment | None) -> str:
    return moment_text(moment) if moment else ""


def known(rows: Iterable[Row]) -> list[Row]:
    """Those that were recorded before the book was written, in the order in which they were."""
    cut = moment_text(CUT)
    return sorted(
        (row for row in rows if str(row["recorded_at"]) <= cut),
        key=lambda row: str(row["recorded_at"]),
    )


def party_rows() -> list[Row]:
    return [
        {
            "party": customer.name,
            "line": customer.line,
            "country": customer.country,
            "salesperson": owner_on(customer.salesperson, LAST_DAY),
            "credit_limit": (
                amount_text(customer.credit_limit * 10 ** MINOR_DIGITS[customer.currency],
                            customer.currency)
                if customer.credit_limit else ""
            ),
            "currency": customer.currency,
        }
        for customer in CUSTOMERS
    ]  # fmt: skip


def people_rows() -> list[Row]:
    return [
        {
            "person": person.name,
            "manager": person.manager,
            "team": person.team,
            "joined": person.joined,
            "left": person.left or "",
            "successor": person.successor,
        }
        for person in PEOPLE
    ]


def order_row(life: Life) -> Row:
    return {
        "order": life.number,
        "party": life.customer.name,
        "salesperson": life.handled_by,
        "line": life.customer.line,
        "date": life.opened,
        "currency": life.customer.currency,
        "amount": "" if life.known_amount is None else _amount(life.known_amount, life.customer),
        "terms": life.terms,
    }


def order_line_rows(life: Life) -> list[Row]:
    return [
        {
            "order": life.number,
            "product": line.product,
            "quantity": line.quantity,
            "price": line.price,
        }
        for line in life.lines
    ]


def invoice_row(document: Document, rate: Callable[[str, Day], Decimal]) -> Row:
    customer = document.customer
    return {
        "document": document.number,
        "kind": document.kind,
        "party": customer.name,
        "invoice_date": document.date,
        "due_date": document.due_date or "",
        "amount": _amount(document.amount, customer),
        "currency": customer.currency,
        "net": _amount(document.net, customer),
        "order": document.order,
        "salesperson": document.salesperson,
        "refers_to": document.refers_to.number if document.refers_to else "",
        "rate": "" if customer.taxed else rate(customer.currency, document.date),
        "recorded_at": _moment(document.recorded_at),
    }


def invoice_line_rows(document: Document) -> list[Row]:
    return [
        {
            "document": document.number,
            "product": product,
            "quantity": quantity,
            "net": _amount(net, document.customer),
            "currency": document.customer.currency,
        }
        for product, quantity, net in document.lines
    ]


def receipt_row(receipt: Receipt, rate: Callable[[str, Day], Decimal]) -> Row:
    customer = receipt.customer
    return {
        "receipt": receipt.number,
        "kind": receipt.kind,
        "party": customer.name,
        "date": receipt.date,
        "due_date": receipt.due_date or "",
        "amount": _amount(receipt.amount, customer),
        "currency": customer.currency,
        "order": receipt.order,
        "salesperson": receipt.salesperson,
        "rate": "" if customer.taxed else rate(customer.currency, receipt.date),
        "recorded_at": _moment(receipt.recorded_at),
    }


def application_row(application: Application) -> Row:
    customer = application.document.customer
    return {
        "receipt": application.credit.number if application.credit else "",
        "document": application.document.number,
        "date": application.date,
        "amount": _amount(application.amount, customer),
        "currency": customer.currency,
        "kind": application.kind,
        "application": application.number,
        "reverses": application.reverses.number if application.reverses else "",
        "made_with": application.made_with.number if application.made_with else "",
        "recorded_at": _moment(application.recorded_at),
    }


def dispute_row(dispute: Dispute) -> Row:
    ended = dispute.end_recorded_at is not None and dispute.end_recorded_at <= CUT
    return {
        "document": dispute.document.number,
        "amount": _amount(dispute.amount, dispute.document.customer),
        "currency": dispute.document.customer.currency,
        "date": dispute.date,
        "reason": dispute.reason,
        "owner": dispute.owner,
        "outcome": dispute.outcome if ended else "",
        "ended": dispute.ended if ended else "",
        "recorded_at": _moment(dispute.recorded_at),
        "end_recorded_at": _moment(dispute.end_recorded_at) if ended else "",
    }


def promise_row(promise: Promise) -> Row:
    return {
        "document": promise.document.number,
        "party": promise.document.customer.name,
        "amount": _amount(promise.amount, promise.document.customer),
        "currency": promise.document.customer.currency,
        "date": promise.date,
        "promised": promise.promised,
        "by": promise.by,
        "recorded_at": _moment(promise.recorded_at),
    }


def reminder_row(reminder: Reminder) -> Row:
    return {
        "document": reminder.document.number,
        "date": reminder.date,
        "level": reminder.level,
        "amount": _amount(reminder.amount, reminder.document.customer),
        "currency": reminder.document.customer.currency,
        "recorded_at": _moment(reminder.recorded_at),
    }


def cost_row(cost: Cost) -> Row:
    return {
        "document": cost.document,
        "kind": cost.kind,
        "date": cost.date,
        "amount": amount_text(cost.amount, cost.currency),
        "currency": cost.currency,
        "rate": "" if cost.currency == "CNY" else cost.rate,
        "order": cost.order,
        "product": cost.product,
        "party": cost.party,
        "recorded_at": _moment(cost.recorded_at),
    }


def cash_row(cash: Receipt) -> Row:
    return {
        "receipt": cash.number,
        "salesperson": cash.salesperson,
        "party": cash.customer.name,
        "date": cash.date,
        "amount": _amount(cash.amount, cash.customer),
        "currency": cash.customer.currency,
        "recorded_at": _moment(cash.recorded_at),
    }


def hand_in_rows(hand_ins: list[HandIn], together: str) -> list[Row]:
    """Who hands in a day's cash together does not say for which receipts it is."""
    sums: dict[object, Row] = {}
    rows = []
    for each in hand_ins:
        row: Row = {
            "salesperson": each.salesperson,
            "date": each.date,
            "amount": amount_text(each.amount, "CNY"),
            "currency": "CNY",
            "signed_by": each.signed_by,
            "receipt": each.receipt.number,
            "recorded_at": _moment(each.recorded_at),
        }
        if each.salesperson != together:
            rows.append(row)
            continue
        row["receipt"] = ""
        so_far = sums.setdefault(each.date, row)
        if so_far is not row:
            so_far["amount"] = str(Decimal(str(so_far["amount"])) + Decimal(str(row["amount"])))
            so_far["recorded_at"] = max(str(so_far["recorded_at"]), str(row["recorded_at"]))
    return rows + list(sums.values())


def called_off_row(row: CalledOff) -> Row:
    return {
        "order": row.order,
        "product": row.product,
        "period": month_name(row.month),
        "contracted": row.contracted,
        "called": row.called,
        "delivered": row.delivered,
    }


def control_rows(balances: list[tuple[Day, str, int]]) -> list[Row]:
    return [
        {
            "account": "receivables",
            "date": date,
            "currency": currency,
            "balance": amount_text(balance, currency),
        }
        for date, currency, balance in balances
    ]
