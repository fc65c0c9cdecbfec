"""How orders end: papers released, the profit analysed, completed, commission settled, closed."""

import random
from decimal import Decimal

from company import DOCUMENTS, FINANCE
from customers import COPY, COPY_50
from days import CUT, Day, after, next_month
from life import Life, Shipment
from o2c import events as ev


class Endings:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def end(self, life: Life) -> None:
        for shipment in life.shipments:
            if shipment.open == 0 and shipment.held == 0:
                shipment.settled = True
                self._release(life, shipment)
        if life.all_gone_on is None or life.ended_on or not life.shipments:
            return
        if not all(shipment.settled for shipment in life.shipments):
            return
        if self._rng.randrange(100) < 2:
            return  # Paid, and nobody has closed the file.
        self._complete(life)

    def _release(self, life: Life, shipment: Shipment) -> None:
        """The originals, which were held until the balance came; a framework's commission, month by
        month."""
        n, on = shipment.number, shipment.last_on or shipment.date
        if life.terms in (COPY, COPY_50):
            on = after(on, 1)
            life.plan(
                on, lambda: ev.OriginalsReleased(n, f"courier {life.number[3:]}/{n}"), DOCUMENTS
            )
        if life.customer.line == "aluminium":
            on = after(next_month(on), 6)
            life.plan(
                on, lambda: ev.ShipmentCommissionSettled(n, f"commission {on:%Y-%m}"), FINANCE
            )
        shipment.moved(on)

    def _complete(self, life: Life) -> None:
        assert life.all_gone_on is not None
        last = max([life.all_gone_on, *(s.last_on or s.date for s in life.shipments)])
        day = after(last, self._rng.randrange(1, 6))
        for i, line in enumerate(life.lines, start=1):
            gone = sum((s.quantities.get(i, Decimal(0)) for s in life.shipments), Decimal(0))
            if gone < line.quantity * (100 - life.tolerance) / 100:
                life.plan(day, lambda i=i: ev.ShortShipmentClosed(i, "agreed in writing"))  # type: ignore[misc]
        profit = f"{Decimal(life.profit).scaleb(-2)} CNY"
        reported = after(day, self._rng.randrange(0, 4))
        life.plan(
            reported,
            lambda: ev.ProfitReported(profit, f"PA-{life.number[3:]}", life.manager),
        )
        completed = after(reported, self._rng.randrange(0, 3))
        life.plan(completed, ev.OrderCompleted)
        settled = self._commission_day(completed)
        if life.customer.line != "aluminium":
            life.plan(settled, lambda: ev.CommissionSettled(f"commission {settled:%Y-%m}"), FINANCE)
        if life.open_tickets == 0 and settled <= CUT.date():
            closed = after(settled, self._rng.randrange(1, 9))
            # What is left of a deposit waits for the customer's next order, and so does the file.
            if not life.deposit_left:
                life.plan(closed, ev.OrderClosed, life.manager)

    @staticmethod
    def _commission_day(day: Day) -> Day:
        """With the next month's close."""
        return after(next_month(day), 6)
