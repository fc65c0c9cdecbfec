"""What is made for an export order, and how it goes on board with its invoice."""

import random
from dataclasses import replace
from decimal import Decimal

from company import CHECKER, DOCUMENTS, PRODUCTION, PURCHASING, QUALITY, WAREHOUSE
from customers import COPY, COPY_50, DEPOSIT_OPEN, DP
from days import LAST_DAY, Day, after, days
from ledger import Document, Ledger, Receipt
from life import Life, Shipment, Sold, net_of
from o2c import events as ev
from products import PRODUCTS

BANK = "Harbour Bank, Ningbo branch"
VESSELS = ("Ever Lucid", "Cosco Orient", "Maersk Hanoi", "MSC Aurelia", "ONE Harmony")


class Goods:
    def __init__(self, rng: random.Random, ledger: Ledger) -> None:
        self._rng = rng
        self._ledger = ledger

    def _days(self, first: int, last: int) -> int:
        return self._rng.randrange(first, last + 1)

    def _chance(self, percent: int) -> bool:
        return self._rng.randrange(100) < percent

    def make_and_ship(
        self, life: Life, day: Day, seal: str | None, deposit: Receipt | None
    ) -> None:
        day = self._plan(life, after(day, self._days(1, 4)), seal, 1)
        stuck = self._chance(2)
        amended = not stuck and self._chance(5)
        wanted = {i: line.quantity for i, line in enumerate(life.lines, start=1)}
        made = wanted
        if stuck or amended:
            made = {i: (q * 2 / 5).to_integral_value("ROUND_DOWN") for i, q in wanted.items()}
        day = self._make(life, day, made)
        if stuck:
            return  # The workshop has not gone on with it.
        if amended:
            day = self._amend(life, day, seal)
            wanted = {i: line.quantity for i, line in enumerate(life.lines, start=1)}
            day = self._make(life, day, {i: q - made[i] for i, q in wanted.items()})
        day = self._inspect(life, day)
        if self._chance(1):
            return  # Made, and the customer does not call for it.
        self._ship_all(life, day, deposit)

    def _plan(self, life: Life, day: Day, seal: str | None, version: int) -> Day:
        number = f"PP-{life.number[3:]}/{version}"
        finish = after(day, 35)
        life.plan(day, lambda: ev.PlanDrafted(number, finish))
        day = after(day, self._days(0, 1))
        life.plan(day, ev.PlanApproved, life.manager)
        life.plan(day, lambda: ev.PlanIssued(["purchasing", "production", "warehouse"], seal))
        return day

    def _make(self, life: Life, day: Day, quantities: dict[int, Decimal]) -> Day:
        day = after(day, self._days(2, 6))
        for i, part in quantities.items():
            life.plan(
                day,
                lambda i=i, q=part: ev.ProductionProgressed("purchasing", i, q),  # type: ignore[misc]
                PURCHASING,
            )
            parts = [part // 2, part - part // 2] if part > 200 and self._chance(60) else [part]
            for each in parts:
                day = after(day, self._days(6, 14) // len(quantities))
                life.plan(
                    day,
                    lambda i=i, q=each: ev.ProductionProgressed("making", i, q),  # type: ignore[misc]
                    PRODUCTION,
                )
        return day

    def _amend(self, life: Life, day: Day, seal: str | None) -> Day:
        """The customer wants another packing, or another quantity, after production began: once
        both sides have it in writing, the contract says so, and the plan is void."""
        number = f"CO-{life.number[3:]}"
        day = after(day, self._days(1, 3))
        agreed = after(day, self._days(2, 5))
        lines = self._other_quantities(life)
        if lines != life.lines and agreed < LAST_DAY and not life.terms.startswith("L/C"):
            life.lines = lines
            amount = life.price_of({i: line.quantity for i, line in enumerate(lines, start=1)})
            life.amount = amount
            life.plan(
                day,
                lambda: ev.AmendmentProposed(
                    number,
                    "the customer's forecast",
                    lines=[line.event_line() for line in lines],
                    amount=life.money(amount),
                ),
            )
        else:
            packing = "export cartons, 5 layers"
            life.plan(
                day, lambda: ev.AmendmentProposed(number, "the customer's mail", packing=packing)
            )
        life.plan(after(day, 1), ev.AmendmentApproved, life.manager)
        life.plan(agreed, lambda: ev.AmendmentAgreed("the customer's signature"))
        return self._plan(life, after(agreed, 1), seal, 2)

    def _other_quantities(self, life: Life) -> list[Sold]:
        """Less of all, in whole cartons; somewhat more only where the credit that was granted
        covers it."""
        on_credit = life.terms not in (COPY, COPY_50, DEPOSIT_OPEN, DP)
        percent = self._days(104, 108) if on_credit and self._chance(50) else self._days(72, 90)
        lines = []
        for line in life.lines:
            (product,) = (each for each in PRODUCTS if each.name == line.product)
            cartons = line.quantity * percent / 100 // product.per_carton
            lines.append(replace(line, quantity=cartons * product.per_carton))
        return lines

    def _inspect(self, life: Life, day: Day) -> Day:
        day = after(day, self._days(1, 4))
        for i, line in enumerate(life.lines, start=1):
            record = f"QC-{life.number[3:]}/{i}"
            rejected = Decimal(0)
            if self._chance(12):
                rejected = (line.quantity / 20).to_integral_value("ROUND_HALF_UP")
            if rejected:
                passed = line.quantity - rejected
                life.plan(
                    day,
                    lambda i=i, p=passed, r=rejected, t=record: ev.GoodsInspected(i, p, r, t),  # type: ignore[misc]
                    QUALITY,
                )
                day = after(day, self._days(2, 5))
                if self._chance(25):
                    life.plan(
                        day,
                        lambda i=i, r=rejected: ev.ConcessionSigned(i, r, "the customer's mail"),  # type: ignore[misc]
                        life.manager,
                    )
                else:
                    life.plan(
                        day,
                        lambda i=i, r=rejected, t=record: ev.GoodsInspected(i, r, 0, f"{t}b"),  # type: ignore[misc]
                        QUALITY,
                    )
            else:
                life.plan(
                    day,
                    lambda i=i, p=line.quantity, t=record: ev.GoodsInspected(i, p, 0, t),  # type: ignore[misc]
                    QUALITY,
                )
        life.plan(
            day, lambda: ev.ProductionProgressed("packing", 1, life.lines[0].quantity), WAREHOUSE
        )
        return day

    # Shipments.

    def _ship_all(self, life: Life, day: Day, deposit: Receipt | None) -> None:
        count = self._rng.choice((1, 1, 1, 1, 2, 2, 3))
        short = self._chance(9)  # The last of them carries 98% of what is left.
        left = {i: line.quantity for i, line in enumerate(life.lines, start=1)}
        deposit_left = deposit.amount if deposit else 0
        for number in range(1, count + 1):
            last = number == count
            going = {
                i: q if last else (q / 2).to_integral_value("ROUND_DOWN") for i, q in left.items()
            }
            if last and short:
                going = {
                    i: (q * 98 / 100).to_integral_value("ROUND_DOWN") for i, q in going.items()
                }
            going = {i: q for i, q in going.items() if q > 0}
            amount = life.price_of(going)
            applied = deposit_left if last else min(deposit_left, amount * 3 // 10)
            applied = min(applied, amount)
            deposit_left -= applied
            day = self._ship(life, day, number, going, amount, deposit, applied)
            left = {i: q - going.get(i, Decimal(0)) for i, q in left.items()}
            if not last:
                day = after(day, self._days(8, 25))
        life.deposit_left = deposit_left
        life.all_gone_on = day

    def _ship(
        self,
        life: Life,
        day: Day,
        number: int,
        going: dict[int, Decimal],
        amount: int,
        deposit: Receipt | None,
        applied: int,
    ) -> Day:
        n, reference = number, f"{life.number[3:]}/{number}"
        day = after(day, self._days(0, 3))
        life.plan(day, lambda: ev.ShipmentPlanned(n, going))
        day = after(day, 1)
        life.plan(day, lambda: ev.ShipmentConfirmed(n), PRODUCTION)
        day = after(day, self._days(1, 3))
        if self._chance(3):
            life.plan(day, lambda: ev.ShipmentDeclined(n, "the warehouse is full until next week"))
            day = after(day, 6)
            life.plan(day, lambda: ev.ShipmentPlanned(n, going))
            life.plan(day, lambda: ev.ShipmentConfirmed(n), PRODUCTION)
        life.plan(day, lambda: ev.ShipmentAccepted(n, "mail"))
        day = after(day, self._days(1, 3))
        vessel = f"{self._rng.choice(VESSELS)} {self._days(11, 98)}E"
        life.plan(day, lambda: ev.SpaceBooked(n, f"BK-{reference}", vessel), DOCUMENTS)
        day = after(day, self._days(1, 3))
        life.plan(day, lambda: ev.CommodityInspected(n, f"CIQ-{reference}"), DOCUMENTS)
        life.plan(day, lambda: ev.CustomsPrepared(n, f"CD-{reference}"), DOCUMENTS)
        loading = after(day, self._days(2, 5))
        life.plan(day, lambda: ev.LoadingFixed(n, loading), WAREHOUSE)
        life.plan(day, lambda: ev.ShipmentNotified(n, f"SN-{reference}"))
        day = after(loading, self._days(1, 4))
        invoice = self._invoice(life, day, going, amount)
        shipped = day
        deducted = life.money(applied) if applied else None
        life.plan(
            shipped,
            lambda: ev.GoodsShipped(
                n, f"BL-{reference}", shipped, going, invoice.number, life.money(amount), deducted
            ),
            DOCUMENTS,
            invoice,
        )
        if deposit and applied:
            self._ledger.apply(deposit, shipped, [(invoice, applied)])
        life.shipments.append(Shipment(n, shipped, [invoice], going))
        handed_over = after(shipped, self._days(2, 6))
        handed_over = self._hand_over_documents(life, n, handed_over, reference)
        invoice.payable_from = after(handed_over, 1)
        life.shipments[-1].moved(handed_over)
        return shipped

    def _invoice(self, life: Life, day: Day, going: dict[int, Decimal], amount: int) -> Document:
        invoice = Document(
            "invoice", "INV", life.customer, life.seller(day), day, self._due(life, day),
            amount, net_of(life.customer, amount), self._ledger.moment(day), life.number,
        )  # fmt: skip
        for i, quantity in going.items():
            line = life.lines[i - 1]
            invoice.lines.append((line.product, str(quantity), life.price_of({i: quantity})))
        return self._ledger.add(invoice)

    @staticmethod
    def _due(life: Life, day: Day) -> Day:
        """As the terms have it, where the copy of the B/L is sent, and documents are presented,
        within four days."""
        waits = {COPY: 11, COPY_50: 11, "L/C at sight": 12, DP: 25}
        if life.terms in waits:
            return after(day, waits[life.terms])
        return day + days(
            int(life.terms.split(" days")[0].split()[-1])
            if " days" in life.terms
            else int(life.terms.split()[-1])
        )

    def _hand_over_documents(self, life: Life, n: int, day: Day, reference: str) -> Day:
        """When they were, by the terms of payment, or when the bank has accepted them."""
        terms = life.terms
        if terms in (COPY, COPY_50):
            life.plan(day, lambda: ev.BlCopySent(n, f"mail BL-{reference}"))
        elif terms.startswith("L/C"):
            life.plan(day, lambda: ev.DocumentsPresented(n, BANK, CHECKER), DOCUMENTS)
            if self._chance(12):
                told = after(day, self._days(2, 5))
                life.plan(
                    told,
                    lambda: ev.DiscrepanciesNotified(
                        n, ["late by a day", "no signature on the list"]
                    ),
                    DOCUMENTS,
                )
                cured = after(told, self._days(1, 4))
                life.plan(cured, lambda: ev.DiscrepanciesCured(n, "waived by the applicant"))
                day = cured
            if terms != "L/C at sight":
                accepted = after(day, self._days(4, 7))
                life.plan(accepted, lambda: ev.DocumentsAccepted(n), DOCUMENTS)
                day = accepted
        elif terms == DP:
            life.plan(day, lambda: ev.DocumentsSentForCollection(n, BANK), DOCUMENTS)
        else:
            life.plan(day, lambda: ev.OriginalsReleased(n, f"courier {reference}"), DOCUMENTS)
        return day
