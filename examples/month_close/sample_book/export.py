"""The lives of export orders, from the inquiry to the payment's being secured.

export_sample.py has the samples, export_goods.py goes on to goods on board, payments.py to the
money.
"""

import random
from decimal import Decimal

from company import DOCUMENTS, FINANCE
from customers import COPY, COPY_50, DEPOSIT_OPEN, Customer
from days import Day, after, days
from export_goods import Goods
from export_sample import Samples
from ledger import Document, Ledger, Receipt
from life import Life, Sold
from o2c import events as ev
from products import PRODUCTS, Product, floor_price, list_price
from rates import Rates

PORTS = ("Shanghai", "Ningbo", "Shenzhen")


def sold_lines(
    rng: random.Random, customer: Customer, day: Day, rates: Rates, *, below_floor: bool
) -> list[Sold]:
    goods = [product for product in PRODUCTS if product.category == customer.goods]
    chosen = rng.sample(goods, rng.choice((1, 1, 1, 2, 2, 3)))
    low, high = customer.order_size
    size = min(rng.randrange(low, high) for _ in range(2))  # Many small orders, few large ones.
    dear = Decimal(rng.randrange(95, 106)) / 100
    if rng.randrange(100) < 3:
        dear *= Decimal("1.30")  # Bought too dear: the order loses money.
    return [
        _sold(rng, customer, product, day, size / len(chosen), dear, rates, below_floor and i == 0)
        for i, product in enumerate(chosen)
    ]


def _sold(
    rng: random.Random,
    customer: Customer,
    product: Product,
    day: Day,
    size: float,
    dear: Decimal,
    rates: Rates,
    below_floor: bool,
) -> Sold:
    listed = list_price(product, customer.currency, day)
    unit = Decimal(1) if customer.currency == "JPY" else Decimal("0.01")
    price = (listed * rng.randrange(96, 104) / 100).quantize(unit)
    if below_floor:
        price = (floor_price(product, customer.currency, day) * Decimal("0.97")).quantize(unit)
    price = max(price, unit)
    step = product.per_carton
    quantity = max(int(size / float(price)) // step, 2) * step
    # With 13% tax, of which the state refunds all.
    cost = (
        listed
        * rates.on(customer.currency, day)
        * product.cost_percent
        / 100
        * dear
        * Decimal("1.13")
    )
    return Sold(
        product.name,
        product.unit,
        Decimal(quantity),
        price,
        listed,
        cost.quantize(Decimal("0.0001")),
    )


class ExportOrders:
    def __init__(self, rng: random.Random, ledger: Ledger, rates: Rates) -> None:
        self._rng = rng
        self._ledger = ledger
        self._rates = rates
        self._samples = Samples(rng)
        self._goods = Goods(rng, ledger)

    def _days(self, first: int, last: int) -> int:
        return self._rng.randrange(first, last + 1)

    def _chance(self, percent: int) -> bool:
        return self._rng.randrange(100) < percent

    def live(self, number: str, customer: Customer, salesperson: str, opened: Day) -> Life:
        below_floor = self._chance(2)
        lines = sold_lines(self._rng, customer, opened, self._rates, below_floor=below_floor)
        life = Life(number, customer, salesperson, opened, lines, customer.terms)
        day = self._quote(life, opened)
        if self._chance(14):
            lost = after(day, self._days(5, 40))
            why = self._rng.choice(("price", "delivery", "went with another", "no answer"))
            life.plan(lost, lambda: ev.OrderLost(why))
            life.ended_on = lost
            return life
        day, seal = self._samples.send(life, day)
        if seal is None:
            return life
        day = self._sign(life, after(day, self._days(2, 12)))
        secured = self._secure(life, day)
        if secured is None:
            return life
        day, deposit = secured
        self._goods.make_and_ship(life, day, seal, deposit)
        return life

    # Quotation and contract.

    def _quote(self, life: Life, day: Day) -> Day:
        lines = [line.event_line() for line in life.lines]
        amount = life.price_of(self._all(life))
        goods = ", ".join(line.product for line in life.lines)
        life.plan(
            day,
            lambda: ev.OrderOpened("export_sale", life.customer.name, life.salesperson),
            life.salesperson,
        )
        life.plan(day, lambda: ev.InquiryReceived(goods))
        if self._chance(6):
            life.plan(day, lambda: ev.InquiryEscalated("delivery before the season?"))
        day = after(day, self._days(0, 2))
        below = any(line.list_price and line.price < line.list_price for line in life.lines)
        for _ in range(2 if self._chance(12) else 1):
            valid = day + days(150)
            life.plan(
                day,
                lambda v=valid: ev.QuotationDrafted(lines, life.money(amount), v),  # type: ignore[misc]
            )
            if below or self._chance(60):
                reason = "to win the season's order" if below else None
                life.plan(day, lambda r=reason: ev.QuotationApproved(r), life.manager)  # type: ignore[misc]
            else:
                life.plan(day, lambda: ev.QuotationReviewWaived("by the list"))
            day = after(day, self._days(0, 1))
            sent = day
            life.plan(day, lambda s=sent: ev.QuotationSent(f"mail {s:%m%d}-{life.number[-5:]}"))  # type: ignore[misc]
            day = after(day, self._days(1, 6))
        return day

    def _all(self, life: Life) -> dict[int, Decimal]:
        return {i: line.quantity for i, line in enumerate(life.lines, start=1)}

    def _sign(self, life: Life, day: Day) -> Day:
        amount = life.price_of(self._all(life))
        by_sea = self._rng.choice(PORTS)
        term = self._rng.choice((f"FOB {by_sea}", f"FOB {by_sea}", "CIF", "CFR"))
        if len(term) == 3:
            term = f"{term} {life.customer.country} port"
        life.tolerance = 0 if self._chance(8) else 5
        contract = ev.Contract(
            f"SC-{life.number[3:]}",
            day,
            [line.event_line() for line in life.lines],
            life.money(amount),
            life.terms,
            term,
            f"{life.tolerance}%",
            "as sealed sample",
            "export cartons",
            "",
            day + days(330),
        )
        life.plan(day, lambda: ev.ContractSigned(contract))
        life.amount, life.signed_on, life.price_term = amount, day, term
        return day

    # What secures it.

    def _secure(self, life: Life, day: Day) -> tuple[Day, Receipt | None] | None:
        """From when on it is secured, and the deposit. None: it is not, or the order is off."""
        assert life.amount is not None
        amount, terms = life.amount, life.terms
        stuck = self._chance(3)
        deposit = None
        if terms in (COPY, COPY_50, DEPOSIT_OPEN):
            if stuck:
                if self._chance(50):
                    end = after(day, self._days(20, 60))
                    life.plan(
                        end, lambda: ev.OrderCancelled("no deposit came", "mail"), life.manager
                    )
                    life.ended_on = end
                return None
            share = 50 if terms == COPY_50 else 30
            owed = int((Decimal(amount) * share / 100).quantize(Decimal(1), "ROUND_HALF_UP"))
            day = after(day, self._days(2, 18))
            deposit = self._ledger.receive(
                life.customer, life.seller(day), day, owed,
                kind="deposit", prefix="DP", order=life.number,
            )  # fmt: skip
            paid = deposit
            life.plan(
                day, lambda: ev.DepositReceived(life.money(owed), paid.number), FINANCE, deposit
            )
            if self._chance(2):  # Off after the deposit was paid: some of it is kept.
                self._cancel_with_deposit(life, after(day, self._days(3, 15)), deposit)
                return None
        if terms.startswith("L/C"):
            if stuck:
                return None  # Waits for the letter of credit.
            day = self._letter_of_credit(life, after(day, self._days(6, 20)))
        elif terms not in (COPY, COPY_50):
            reference = f"CC-{life.number[3:]}"
            if not terms.startswith("D/P"):
                granted = life.money(amount + amount // 10)
                life.plan(day, lambda: ev.CreditGranted(granted, reference), FINANCE)
            else:
                # Goods go before they are paid, against documents: covered by credit insurance.
                granted = life.money(amount)
                life.plan(day, lambda: ev.CreditGranted(granted, reference), life.manager)
        return day, deposit

    def _cancel_with_deposit(self, life: Life, day: Day, deposit: Receipt) -> None:
        kept = deposit.amount // 2
        life.plan(
            day,
            lambda: ev.OrderCancelled("the shop closes", "mail", life.money(kept)),
            life.manager,
        )
        life.ended_on = day
        back = after(day, self._days(2, 9))
        refund = self._ledger.add(
            Document(
                "refund", "RF", life.customer, life.seller(back), back, back,
                deposit.amount - kept, deposit.amount - kept,
                self._ledger.moment(back, deposit), life.number, deposit,
            )
        )  # fmt: skip
        fee = self._ledger.add(
            Document(
                "debit_note", "DN", life.customer, life.seller(day), day, day, kept, kept,
                self._ledger.moment(day, deposit), life.number,
            )
        )  # fmt: skip
        self._ledger.apply(deposit, day, [(fee, kept)])
        self._ledger.apply(deposit, back, [(refund, refund.amount)])
        life.plan(
            back,
            lambda: ev.DepositRefunded(life.money(refund.amount), refund.number),
            FINANCE,
            refund,
        )

    def _letter_of_credit(self, life: Life, day: Day) -> Day:
        assert life.amount is not None
        credit = f"LC{life.number[3:].replace('-', '')}"
        amount = life.money(life.amount + life.amount * 5 // 100)
        ship_by, expiry = day + days(200), day + days(221)
        first = day
        life.plan(first, lambda: ev.LetterOfCreditReceived(credit, amount, expiry, ship_by, 21))
        if self._chance(15):
            checked = after(day, 1)
            life.plan(
                checked,
                lambda: ev.LetterOfCreditChecked(
                    ["46A asks for a certificate signed by the buyer"]
                ),
                DOCUMENTS,
            )
            again = after(checked, self._days(5, 12))
            life.plan(
                again,
                lambda: ev.LetterOfCreditReceived(f"{credit}/1", amount, expiry, ship_by, 21),
                DOCUMENTS,
            )
            day = again
        day = after(day, 1)
        life.plan(day, lambda: ev.LetterOfCreditChecked([]), DOCUMENTS)
        return day
