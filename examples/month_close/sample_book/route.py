"""The lives of orders of liquor sold on routes, from the visit to the cash handed in."""

import random
from dataclasses import dataclass
from decimal import Decimal

from company import FINANCE, KEEPS_CASH, WAREHOUSE
from customers import COD, Customer
from days import CUT, LAST_DAY, Day, Moment, after, days, working
from ledger import Document, Ledger, Receipt
from life import Life, Shipment, Sold, net_of
from o2c import events as ev
from products import PRODUCTS, floor_price, list_price

HANDS_IN_AT_ONCE = "Lin Hai"  # All of a day together, on the next working day.


@dataclass(frozen=True)
class HandIn:
    receipt: Receipt
    salesperson: str
    date: Day
    amount: int
    signed_by: str
    recorded_at: Moment


def sold_lines(rng: random.Random, customer: Customer, day: Day, *, cheap: bool) -> list[Sold]:
    goods = rng.sample([p for p in PRODUCTS if p.line == "liquor"], rng.choice((1, 2, 2, 3)))
    low, high = customer.order_size
    size = min(rng.randrange(low, high) for _ in range(2))
    lines = []
    for i, product in enumerate(goods):
        listed = list_price(product, "CNY", day)
        price = listed
        if cheap and i == 0:
            price = (floor_price(product, "CNY", day) * Decimal("0.98")).quantize(Decimal(1))
        quantity = max(Decimal(int(size / len(goods) / float(listed))), Decimal(1))
        dear = Decimal(rng.randrange(97, 104)) / 100
        if rng.randrange(100) < 3:
            dear *= Decimal("1.28")
        cost = listed / Decimal("1.13") * product.cost_percent / 100 * dear
        lines.append(
            Sold(
                product.name, product.unit, quantity, price, listed, cost.quantize(Decimal("0.01"))
            )
        )
    return lines


class RouteOrders:
    def __init__(self, rng: random.Random, ledger: Ledger) -> None:
        self._rng = rng
        self._ledger = ledger
        self.hand_ins: list[HandIn] = []
        self.cash: list[Receipt] = []

    def _days(self, first: int, last: int) -> int:
        return self._rng.randrange(first, last + 1)

    def _chance(self, percent: int) -> bool:
        return self._rng.randrange(100) < percent

    def live(self, number: str, customer: Customer, salesperson: str, opened: Day) -> Life:
        cheap = self._chance(3)
        lines = sold_lines(self._rng, customer, opened, cheap=cheap)
        life = Life(number, customer, salesperson, opened, lines, customer.terms)
        life.plan(opened, lambda: ev.OrderOpened("route_sale", customer.name, salesperson))
        note = self._rng.choice(("the shelf is empty", "two cartons left", "a display asked for"))
        life.plan(opened, lambda: ev.OutletVisited(customer.name, note))
        if self._chance(5):
            life.plan(opened, lambda: ev.OrderLost("stocked by another"))
            life.ended_on = opened
            return life
        day = self._sign(life, opened, cheap)
        if self._chance(1):
            day = after(day, 3)
            life.plan(day, lambda: ev.OrderCancelled("the outlet closed", "on site"), life.manager)
            life.ended_on = day
            return life
        quantities = {i: line.quantity for i, line in enumerate(lines, start=1)}
        count = self._rng.choice((2, 3, 3, 3, 4, 4))
        for n in range(1, count + 1):
            going = quantities
            if n < count:
                going = {
                    i: (q / (count - n + 1)).to_integral_value("ROUND_HALF_UP")
                    for i, q in quantities.items()
                }
            going = {i: q for i, q in going.items() if q > 0}
            if not going:
                continue
            day = after(day, self._days(1, 2) if n == 1 else self._days(5, 9))
            self._deliver(life, day, len(life.shipments) + 1, going)
            quantities = {i: q - going.get(i, Decimal(0)) for i, q in quantities.items()}
        return life

    def _sign(self, life: Life, day: Day, cheap: bool) -> Day:
        lines = [line.event_line() for line in life.lines]
        everything = {i: line.quantity for i, line in enumerate(life.lines, start=1)}
        amount = life.price_of(everything)
        if cheap:  # Below the list: quoted, with a manager's approval.
            life.plan(day, lambda: ev.QuotationDrafted(lines, life.money(amount)))
            life.plan(day, lambda: ev.QuotationApproved("shelf for the festival"), life.manager)
            life.plan(day, lambda: ev.QuotationSent("on site"))
        contract = ev.Contract(
            f"RC-{life.number[3:]}", day, lines, life.money(amount), life.terms,
            "delivered", f"{life.tolerance}%", "", "", "",
        )  # fmt: skip
        life.plan(day, lambda: ev.ContractSigned(contract))
        life.amount, life.signed_on = amount, day
        if life.terms != COD or self._chance(8):
            life.plan(
                day, lambda: ev.CreditGranted(life.money(amount), "the outlet's limit"), FINANCE
            )
            life.on_credit = True
        return day

    def _deliver(self, life: Life, day: Day, n: int, loaded: dict[int, Decimal]) -> None:
        seller = life.seller(day)
        life.plan(day, lambda: ev.VanLoaded(n, loaded, seller), WAREHOUSE)
        returned: dict[int, Decimal] = {}
        missing: dict[int, Decimal] = {}
        first, quantity = next(iter(loaded.items()))
        if quantity > 1 and self._chance(10):
            (missing if self._chance(20) else returned)[first] = Decimal(1)
        delivered = {
            i: q - returned.get(i, Decimal(0)) - missing.get(i, Decimal(0))
            for i, q in loaded.items()
        }
        amount = life.price_of(delivered)
        net = net_of(life.customer, amount)
        due = day if life.terms == COD else day + days(int(life.terms.split()[-1]))
        invoice = self._ledger.add(
            Document(
                "invoice", "INV", life.customer, seller, day, due, amount, net,
                self._ledger.moment(day), life.number,
            )
        )  # fmt: skip
        rest = net
        for j, (i, q) in enumerate(delivered.items(), start=1):
            part = rest if j == len(delivered) else net_of(life.customer, life.price_of({i: q}))
            invoice.lines.append((life.lines[i - 1].product, str(q), part))
            rest -= part
        life.plan(
            day,
            lambda: ev.GoodsDelivered(
                n, delivered, life.customer.name, invoice.number, life.money(amount)
            ),
            seller,
            invoice,
        )
        life.shipments.append(Shipment(n, day, [invoice], delivered))
        if life.terms == COD:
            part = amount
            if life.on_credit and self._chance(50):
                part = amount * self._days(40, 90) // 100
            self._collect(life, n, invoice, day, part)
        life.plan(day, lambda: ev.VanCounted(n, returned, missing), WAREHOUSE)
        life.all_gone_on = day

    def _collect(self, life: Life, n: int, invoice: Document, day: Day, amount: int) -> None:
        seller = life.seller(day)
        cash = self._ledger.receive(
            life.customer, seller, day, amount, prefix="CR", order=life.number, late_percent=0
        )
        self.cash.append(cash)
        shipment = life.shipments[-1]
        shipment.held = amount
        self._ledger.apply(cash, day, [(invoice, amount)], late_percent=0)
        life.plan(day, lambda: ev.CashCollected(n, life.money(amount), cash.number), seller, cash)
        for on, part, signed in self._hand_in(seller, day, amount):
            moment = self._ledger.moment(on, cash, late_percent=1)
            if moment > CUT:
                break
            handed = HandIn(cash, seller, on, part, FINANCE if signed else "", moment)
            self.hand_ins.append(handed)
            if signed:
                life.plan(
                    on,
                    lambda part=part: ev.CashHandedIn(n, life.money(part), cash.number),  # type: ignore[misc]
                    FINANCE,
                )
                shipment.held -= part
                shipment.moved(on)

    def _hand_in(self, seller: str, day: Day, amount: int) -> list[tuple[Day, int, bool]]:
        """When it comes in, how much of it, and whether finance signs for it."""
        if seller == HANDS_IN_AT_ONCE:
            return [(after(day, 1), amount, True)]
        if seller == KEEPS_CASH:
            found = self._hand_in_late(day, amount)
            if found is not None:
                return found
        draw = self._rng.randrange(100)
        return [(day if draw < 70 else after(day, 1 if draw < 95 else 2), amount, True)]

    def _hand_in_late(self, day: Day, amount: int) -> list[tuple[Day, int, bool]] | None:
        """Of the last weeks some is still missing, the rest of it came in when it was found out."""
        draw = self._rng.randrange(100)
        if day > LAST_DAY - days(45):
            draw //= 2  # It is getting worse.
        found_out = working(day + days(self._days(20, 45)))
        if draw < 4:
            return [(found_out, amount, True)] if found_out <= LAST_DAY else []
        if draw < 6:
            half = (after(day, self._days(6, 20)), amount // 2, True)
            return [half, (max(found_out, half[0]), amount - half[1], True)]
        if draw < 20:
            return [(working(day + days(self._days(3, 15))), amount, True)]
        if draw < 26:
            part = amount * 3 // 8
            return [(day, part, True), (after(day, 5), amount - part, True)]
        if draw < 28:  # Nobody signed for it, until it was counted again.
            return [(after(day, 1), amount, False), (found_out, amount, True)]
        return None
