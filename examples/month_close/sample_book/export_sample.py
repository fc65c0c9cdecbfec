"""The samples of an export order: made, sealed and sent, until there is a verdict."""

import random
from decimal import Decimal

from company import FINANCE, PRODUCTION
from days import Day, after, days, working
from life import Life
from o2c import events as ev

MISLIKED = ("the handle is not what we want", "the print is off by 3 mm", "the zip is stiff")


class Samples:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def _days(self, first: int, last: int) -> int:
        return self._rng.randrange(first, last + 1)

    def send(self, life: Life, day: Day) -> tuple[Day, str | None]:
        """When the verdict came, and the seal of the sample that was accepted; none: it was not."""
        for number in (1, 2):
            draw = self._rng.randrange(100)
            verdict = "accepted"
            if draw < 12:
                verdict = "no_order" if draw < 3 or number == 2 else "rejected"
            day, seal = self._round(life, day, number, verdict)
            if verdict == "accepted":
                return day, seal
            if verdict == "no_order":
                break
            day = after(day, 1)
        lost = day
        life.plan(lost, lambda: ev.OrderLost("the sample was not accepted"))
        life.ended_on = lost
        return lost, None

    def _round(self, life: Life, day: Day, number: int, verdict: str) -> tuple[Day, str]:
        pieces, product = self._days(1, 3), life.lines[0].product
        fee = life.money(life.minor(Decimal(6000 if life.customer.currency == "JPY" else 40)))
        collect = self._rng.randrange(2) == 0
        courier = None if collect else fee
        seal = f"S-{life.number[3:]}/{number}"
        life.plan(day, lambda: ev.SampleRequested(number, product, pieces, fee, courier))
        day = after(day, self._days(1, 4))
        life.plan(day, lambda: ev.SampleFeeReceived(number, fee), FINANCE)
        if collect:
            account = "the customer's DHL account"
            life.plan(day, lambda: ev.FreightCollectConfirmed(number, account))
        else:
            life.plan(day, lambda: ev.CourierFeeReceived(number, fee), FINANCE)
        life.plan(day, lambda: ev.SampleOrdered(number, pieces + 1))
        day = after(day, 1)
        life.plan(day, lambda: ev.SampleOrderSigned(number), life.manager)
        return self._make(life, day, number, pieces, seal, verdict), seal

    def _make(self, life: Life, day: Day, number: int, pieces: int, seal: str, verdict: str) -> Day:
        day = after(day, self._days(3, 8))
        life.plan(day, lambda: ev.SampleMade(number, pieces + 1), PRODUCTION)
        life.plan(day, lambda: ev.SampleChecked(number, True, "as asked"))
        life.plan(day, lambda: ev.SampleFiled(number, f"photos/{seal}", seal))
        arrives = working(day + days(self._days(4, 7)))
        waybill = f"JD{life.number[3:]}{number}"
        life.plan(day, lambda: ev.SampleSent(number, pieces, "DHL", waybill, arrives))
        life.plan(arrives, lambda: ev.SampleArrived(number))
        life.plan(arrives, lambda: ev.SampleFollowedUp(number, "mail on arrival"))
        day = after(arrives, self._days(1, 7))
        words = "go ahead" if verdict == "accepted" else self._rng.choice(MISLIKED)
        life.plan(day, lambda: ev.SampleVerdictGiven(number, verdict, words))  # type: ignore[arg-type]
        return day
