"""What orders cost: purchases, carriage, insurance, banks; and what is refunded of taxes."""

import random
from dataclasses import dataclass
from decimal import Decimal

from company import HEAD
from days import CUT, FIRST_DAY, Day, Moment, after, days, month_end, months, recorded
from life import Life, Shipment, minor_of
from rates import Rates

SUPPLIERS = {
    "umbrellas": ("绍兴晴雨伞业有限公司", "晋江撑天制伞厂"),
    "bags": ("白沟远行箱包厂", "平湖行远箱包有限公司"),
    "liquor": ("老窖酒厂", "高粱酿造有限公司"),
    "aluminium": ("西岭电解铝有限公司", "长江铸造材料有限公司"),
}
INCOME = ("refund", "rebate")


@dataclass(frozen=True)
class Cost:
    document: str
    kind: str
    date: Day
    amount: int  # Of its currency's minor units; refunds are income.
    currency: str
    rate: Decimal
    order: str
    product: str
    party: str
    recorded_at: Moment


class Costs:
    def __init__(self, rng: random.Random, rates: Rates) -> None:
        self._rng = rng
        self._rates = rates
        self.rows: list[Cost] = []
        self._number = 0

    def of_all(self, lives: list[Life]) -> None:
        """The costs of all orders, whose profits are stated with them."""
        for life in lives:
            for shipment in life.shipments:
                if shipment.date <= CUT.date():
                    life.profit += self._revenue(life, shipment) - self._of(life, shipment)
        self._of_nobody()
        self.rows.sort(key=lambda cost: (cost.date, cost.recorded_at, cost.document))

    def _revenue(self, life: Life, shipment: Shipment) -> int:
        currency = life.customer.currency
        return sum(
            minor_of(
                Decimal(life.amount_text(document.net)) * self._rates.on(currency, document.date), 2
            )
            for document in shipment.documents
        )

    def _of(self, life: Life, shipment: Shipment) -> int:
        before = len(self.rows)
        customer, on = life.customer, shipment.date
        goods = 0
        for i, quantity in shipment.quantities.items():
            line = life.lines[i - 1]
            supplier = self._rng.choice(SUPPLIERS[customer.goods])
            bought = minor_of(quantity * line.unit_cost, 2)
            goods += bought
            # Mostly costed with the sale; some suppliers bill before it, in another month perhaps.
            early = self._rng.randrange(1, 12) if self._rng.randrange(100) < 6 else 0
            date = max(on - days(early), FIRST_DAY)
            self._add("goods", date, bought, life.number, line.product, supplier)
            if customer.line == "export":
                # All of the tax that was paid, refunded by the state; stated with the sale.
                refund = minor_of(Decimal(bought) / 100 / Decimal("1.13") * Decimal("0.13"), 2)
                self._add("refund", on, refund, life.number, line.product, "税务局", prefix="ER")
        if customer.line == "export":
            self._of_export(life, shipment, goods)
        elif customer.line == "aluminium":
            tonnes = sum(shipment.quantities.values())
            self._add("domestic", on, minor_of(tonnes * 95, 2), life.number, "", "顺达物流")
            if life.lines[0].product.startswith("A356"):
                self._add(
                    "processing", on, minor_of(tonnes * 180, 2), life.number, "", "西岭铸造厂"
                )
        else:
            self._add("domestic", on, 900 + goods // 200, life.number, "", "城配车队")
        return sum(
            minor_of(Decimal(row.amount).scaleb(-2) * row.rate, 2)
            * (-1 if row.kind in INCOME else 1)
            for row in self.rows[before:]
        )

    def _of_export(self, life: Life, shipment: Shipment, goods: int) -> None:
        on, number = shipment.date, life.number
        self._add("packing", max(on - days(2), FIRST_DAY), goods // 180, number, "", "恒丰纸箱")
        self._add("domestic", on, 60_000 + goods // 90, number, "", "港城货代")
        if life.price_term.startswith(("CIF", "CFR")):
            freight = 42_000 + goods // 700
            self._add("freight", on, freight, number, "", "港城货代", currency="USD")
        if life.price_term.startswith("CIF"):
            self._add("insurance", on, goods // 380, number, "", "海安保险")
        if life.terms.startswith(("L/C", "D/P")):
            self._add("bank", after(on, 6), 45_000 + goods // 900, number, "", "港湾银行")
        if life.customer.country in ("AE", "PK"):
            self._add("commission", after(on, 20), goods // 45, number, "", "Gulf Agencies FZE")
        if shipment.number == 1 and self._rng.randrange(100) < 2:
            self._add("claim", after(on, 40), goods // 12, number, "", "air freight for a late lot")

    def _of_nobody(self) -> None:
        """What no order bears: the office's interest and bank charges, month by month."""
        for month in months():
            end = month_end(month)
            self._add("finance", end, self._rng.randrange(9_000_00, 14_000_00), "", "", "港湾银行")
            self._add("bank", end, self._rng.randrange(900_00, 2_600_00), "", "", "港湾银行")
            self._add("other", end, self._rng.randrange(3_000_00, 9_000_00), "", "", HEAD)

    def _add(
        self, kind: str, date: Day, amount: int, order: str, product: str, party: str, *,
        currency: str = "CNY", prefix: str = "PI",
    ) -> None:  # fmt: skip
        self._number += 1
        moment = recorded(self._rng, date, late_percent=4)
        if amount <= 0 or date > CUT.date():
            return
        rate = self._rates.on(currency, date)
        self.rows.append(
            Cost(
                f"{prefix}-{date:%y}-{self._number:06d}", kind, date, amount, currency, rate, order,
                product, party, moment,
            )
        )  # fmt: skip
