"""The lives of aluminium contracts: a quantity a month, called off, weighed, priced afterwards."""

import random
from dataclasses import dataclass
from decimal import Decimal

from company import FINANCE, QUALITY, WAREHOUSE
from customers import MINOR_DIGITS, Customer
from days import CUT, LAST_DAY, Day, after, days, month_end, next_month, working
from ledger import Document, Ledger
from life import Life, Shipment, Sold, minor_of, net_of
from o2c import events as ev
from products import PRODUCTS, list_price

FORMULA = "SHFE three-month settlement, month's average, + 120"
FORMULA_USD = "LME three-month settlement, month's average, + 90"


@dataclass
class CalledOff:
    """What a contract says of a month, what was called off of it, and what was weighed."""

    order: str
    product: str
    month: Day
    contracted: Decimal
    called: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)


class FrameworkOrders:
    def __init__(self, rng: random.Random, ledger: Ledger) -> None:
        self._rng = rng
        self._ledger = ledger
        self.quantities: list[CalledOff] = []

    def _days(self, first: int, last: int) -> int:
        return self._rng.randrange(first, last + 1)

    def _chance(self, percent: int) -> bool:
        return self._rng.randrange(100) < percent

    def live(self, number: str, customer: Customer, salesperson: str, opened: Day) -> Life:
        product = self._rng.choice([p for p in PRODUCTS if p.line == "aluminium"])
        months = self._rng.choice((3, 6, 6, 12))
        monthly = Decimal(self._rng.randrange(*customer.order_size) // 5 * 5)
        price = list_price(product, customer.currency, opened)
        before_tax = price / Decimal("1.13") if customer.taxed else price * Decimal("7.12")
        dear = Decimal(112 if self._chance(4) else self._rng.randrange(97, 104)) / 100
        cost = before_tax * product.cost_percent / 100 * dear
        line = Sold(
            product.name,
            product.unit,
            monthly * months,
            price,
            None,
            cost.quantize(Decimal("0.01")),
        )
        life = Life(number, customer, salesperson, opened, [line], customer.terms, tolerance=2)
        day = self._quote(life)
        if self._chance(10):
            lost = after(day, self._days(3, 20))
            life.plan(lost, lambda: ev.OrderLost("another smelter's premium"))
            life.ended_on = lost
            return life
        day = self._sign(life, after(day, self._days(3, 12)), months, monthly)
        month = next_month(day)
        for n in range(1, months + 1):
            if month > LAST_DAY + days(1):
                break
            self._deliver(life, n, month, monthly)
            month = next_month(month)
        else:
            life.all_gone_on = life.shipments[-1].date
        return life

    def _quote(self, life: Life) -> Day:
        lines = [life.lines[0].event_line()]
        amount = life.price_of({1: life.lines[0].quantity})
        day = life.opened
        life.plan(
            day, lambda: ev.OrderOpened("framework", life.customer.name, life.salesperson),
            life.salesperson,
        )  # fmt: skip
        subject = f"{life.lines[0].product}, {life.lines[0].quantity} t"
        life.plan(day, lambda: ev.InquiryReceived(subject))
        day = after(day, self._days(0, 2))
        life.plan(day, lambda: ev.QuotationDrafted(lines, life.money(amount)))
        life.plan(day, ev.QuotationApproved, life.manager)
        day = after(day, self._days(0, 1))
        life.plan(day, lambda: ev.QuotationSent(f"mail {life.number[-5:]}"))
        return day

    def _sign(self, life: Life, day: Day, months: int, monthly: Decimal) -> Day:
        amount = life.price_of({1: life.lines[0].quantity})
        contract = ev.Contract(
            f"FC-{life.number[3:]}", day, [life.lines[0].event_line()], life.money(amount),
            life.terms, "FCA works", f"{life.tolerance}%", "as GB/T 1196", "bundles of 1 t",
            FORMULA if life.customer.taxed else FORMULA_USD,
        )  # fmt: skip
        life.plan(day, lambda: ev.ContractSigned(contract))
        # Months are called off before those before them are paid.
        granted = life.price_of({1: monthly * (months + 1)})
        life.plan(
            day, lambda: ev.CreditGranted(life.money(granted), f"CC-{life.number[3:]}"), FINANCE
        )
        life.amount, life.signed_on, life.price_term = amount, day, "FCA works"
        return day

    def _deliver(self, life: Life, n: int, month: Day, monthly: Decimal) -> None:
        product = life.lines[0].product
        row = CalledOff(life.number, product, month, monthly)
        self.quantities.append(row)
        called = monthly if self._chance(80) else monthly * self._days(85, 100) // 100
        day = after(month, self._days(1, 5))
        if day > CUT.date():
            return
        row.called = called
        life.plan(day, lambda: ev.CallOffReceived(n, {1: called}))
        sent = after(day, self._days(3, 12))
        if sent > CUT.date():
            return
        reference = f"{life.number[3:]}/{n}"
        life.plan(sent, lambda: ev.GoodsDispatched(n, f"DO-{reference}"), WAREHOUSE)
        share = Decimal(self._rng.randrange(980, 1004)) / 1000
        if self._chance(6):
            share = Decimal("0.90")  # A truck was missing: the month is short.
        weight = (called * share).quantize(Decimal("0.001"))
        tare = Decimal("15.240")
        life.plan(
            sent,
            lambda: ev.GoodsWeighed(n, 1, tare, tare + weight, f"W-{reference}a, W-{reference}b"),
            QUALITY,
        )
        row.delivered = weight
        self._invoice(life, n, sent, weight)

    def _invoice(self, life: Life, n: int, sent: Day, weight: Decimal) -> None:
        customer, line = life.customer, life.lines[0]
        day = after(sent, self._days(0, 2))
        amount = life.price_of({1: weight})
        due = day + days(int(life.terms.split()[-1]))
        invoice = self._note(life, "invoice", "INV", day, due, amount, None, str(weight))
        life.plan(
            day,
            lambda: ev.ProvisionalInvoiced(n, invoice.number, life.money(amount)),
            FINANCE,
            invoice,
        )
        shipment = Shipment(n, sent, [invoice], {1: weight})
        life.shipments.append(shipment)
        fixed = max(after(month_end(sent), self._days(1, 4)), working(day))
        final = (line.price * self._rng.randrange(9850, 10160) / 10000).quantize(Decimal("0.01"))
        difference = minor_of(weight * final, MINOR_DIGITS[customer.currency]) - amount
        difference = difference or 1
        kind, prefix = ("debit_note", "DN") if difference > 0 else ("credit_note", "CN")
        note = self._note(
            life, kind, prefix, fixed, max(due, fixed) if difference > 0 else None, difference,
            invoice, "0",
        )  # fmt: skip
        shipment.documents.append(note)
        life.plan(
            fixed,
            lambda: ev.PriceFixed(n, note.number, life.money(difference)),
            FINANCE,
            note,
        )
        for document in shipment.documents:
            document.payable_from = after(fixed, 1)
        if difference < 0:
            self._ledger.apply(note, fixed, [(invoice, -difference)])
        matched = after(fixed, self._days(1, 8))
        life.plan(
            matched, lambda: ev.StatementMatched(n, FINANCE, f"{customer.name}, accounts"), FINANCE
        )
        shipment.moved(matched)

    def _note(
        self, life: Life, kind: str, prefix: str, day: Day, due: Day | None, amount: int,
        refers_to: Document | None, quantity: str,
    ) -> Document:  # fmt: skip
        net = net_of(life.customer, abs(amount)) * (1 if amount > 0 else -1)
        about = [refers_to] if refers_to else []
        note = Document(
            kind, prefix, life.customer, life.seller(day), day, due, amount, net,
            self._ledger.moment(day, *about), life.number, refers_to,
        )  # fmt: skip
        note.lines.append((life.lines[0].product, quantity, net))
        return self._ledger.add(note)
