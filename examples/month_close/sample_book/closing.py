"""Months that were closed, and what the general ledger then had as receivables."""

from company import FINANCE, HOME
from customers import MINOR_DIGITS
from days import CUT, Day, Moment, closed_at, moment_text, month_end, month_name, months
from ledger import Ledger


def closed_period_rows() -> list[dict[str, object]]:
    """All months but the last one, which is about to be."""
    return [
        {
            "period": month_name(month),
            "closed_at": moment_text(closed_at(month)),
            "closed_by": FINANCE,
        }
        for month in months()[:-1]
    ]


def control_balances(ledger: Ledger) -> list[tuple[Day, str, int]]:
    """Of each month end and currency, as known when the month was closed: debits less all credits,
    deposits and cash that is not applied among them, less what was let go."""
    found = []
    for month in months():
        end = month_end(month)
        known_at = closed_at(month) if month != months()[-1] else CUT
        for currency in sorted(MINOR_DIGITS, key=lambda code: (code != HOME, code)):
            found.append((end, currency, _balance(ledger, currency, end, known_at)))
    return found


def _balance(ledger: Ledger, currency: str, end: Day, known_at: Moment) -> int:
    def counts(date: Day, recorded_at: Moment, code: str) -> bool:
        return code == currency and date <= end and recorded_at <= known_at

    balance = sum(
        document.amount
        for document in ledger.documents
        if counts(document.date, document.recorded_at, document.customer.currency)
    )
    balance -= sum(
        receipt.amount
        for receipt in ledger.receipts
        if counts(receipt.date, receipt.recorded_at, receipt.customer.currency)
    )
    return balance - sum(
        each.amount
        for each in ledger.applications
        if each.credit is None
        and counts(each.date, each.recorded_at, each.document.customer.currency)
    )
