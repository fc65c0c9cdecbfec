"""The customers of the sample trading company. All of them are made up."""

from dataclasses import dataclass
from typing import Literal

Line = Literal["umbrellas", "bags", "liquor", "aluminium"]
Habit = Literal["prompt", "usual", "slow", "bad"]


@dataclass(frozen=True)
class Customer:
    """``terms_days``: days from invoice to due date. ``pays_every``: days between the customer's
    payment runs. ``deposit_percent``: of an order's amount, paid when it is placed. ``weight``:
    share of the invoices."""

    name: str
    line: Line
    currency: str
    salesperson: str
    terms_days: int
    habit: Habit
    pays_every: int = 14
    deposit_percent: int = 0
    weight: int = 4


CUSTOMERS = (
    Customer("Nordlys Paraply AS", "umbrellas", "EUR", "Chen Wei", 30, "prompt", 14, 30),
    Customer("Regenbogen Schirmhandel GmbH", "umbrellas", "EUR", "Chen Wei", 45, "usual", 7, 0, 7),
    Customer("Ombrelli Fratelli Danti S.r.l.", "umbrellas", "EUR", "Chen Wei", 60, "slow"),
    Customer("Parapluies du Vieux Port SARL", "umbrellas", "EUR", "Chen Wei", 60, "usual", 30),
    Customer("Paraguas del Sur S.A.", "umbrellas", "USD", "Sun Jing", 60, "slow", 14, 30),
    Customer("Rainy Harbor Supply Co.", "umbrellas", "USD", "Sun Jing", 30, "usual", 7, 0, 9),
    Customer("Cascade Weather Goods LLC", "umbrellas", "USD", "Sun Jing", 45, "usual", 14, 0, 6),
    Customer("Brolly & Daughters Ltd", "umbrellas", "USD", "Sun Jing", 30, "prompt", 14, 30),
    Customer("Deniz Semsiye Ticaret A.S.", "umbrellas", "USD", "Sun Jing", 90, "bad", 30, 30, 2),
    Customer("株式会社雨音商店", "umbrellas", "JPY", "Zhang Min", 30, "prompt", 30, 0, 6),
    Customer("かさや本舗株式会社", "umbrellas", "JPY", "Zhang Min", 60, "usual", 30, 0, 4),
    Customer("Hanoi Mua Xanh Co., Ltd.", "umbrellas", "USD", "Zhang Min", 30, "usual", 14, 50, 3),
    Customer("Tasdevi Bags Private Limited", "bags", "USD", "Sun Jing", 60, "slow", 14, 30),
    Customer("Lakeshore Luggage Inc.", "bags", "USD", "Sun Jing", 45, "usual", 7, 0, 8),
    Customer("Prairie Tote Company", "bags", "USD", "Sun Jing", 30, "prompt", 14, 0, 5),
    Customer(
        "Taschenwerk Oberland GmbH & Co. KG", "bags", "EUR", "Chen Wei", 30, "prompt", 14, 0, 6
    ),
    Customer("Tassen van Dijk & Zoon B.V.", "bags", "EUR", "Chen Wei", 30, "usual", 7, 0, 6),
    Customer("Bolsas Atlântico Lda.", "bags", "EUR", "Chen Wei", 60, "slow", 30, 30, 3),
    Customer("Torebki Wschód Sp. z o.o.", "bags", "EUR", "Chen Wei", 45, "usual", 14, 30, 3),
    Customer("Al Waha Bags Trading LLC", "bags", "USD", "Zhang Min", 60, "slow", 14, 30, 3),
    Customer("Nairobi Carrier Works Ltd", "bags", "USD", "Zhang Min", 90, "bad", 30, 50, 2),
    Customer("株式会社みなと鞄", "bags", "JPY", "Zhang Min", 45, "prompt", 30, 0, 5),
    Customer("Seoul Gabang Co., Ltd.", "bags", "USD", "Zhang Min", 30, "usual", 14, 0, 4),
    Customer("老街烟酒行", "liquor", "CNY", "Wang Fang", 15, "prompt", 7, 0, 9),
    Customer("福临门大酒楼", "liquor", "CNY", "Wang Fang", 30, "usual", 7, 0, 9),
    Customer("江畔人家酒店", "liquor", "CNY", "Wang Fang", 30, "slow", 7, 0, 7),
    Customer("聚贤楼餐饮有限公司", "liquor", "CNY", "Wang Fang", 30, "usual", 14, 0, 7),
    Customer("三岔路口小卖部", "liquor", "CNY", "Wang Fang", 7, "prompt", 7, 0, 6),
    Customer("东湖宾馆", "liquor", "CNY", "Zhao Lei", 30, "slow", 30, 0, 6),
    Customer("好再来土菜馆", "liquor", "CNY", "Zhao Lei", 15, "usual", 7, 0, 8),
    Customer("金樽名酒商行", "liquor", "CNY", "Zhao Lei", 30, "usual", 14, 0, 8),
    Customer("南门批发部", "liquor", "CNY", "Zhao Lei", 15, "bad", 14, 0, 4),
    Customer("喜相逢饭店", "liquor", "CNY", "Zhao Lei", 15, "usual", 7, 0, 7),
    Customer("广佛铝型材有限公司", "aluminium", "CNY", "Liu Yang", 30, "usual", 14, 0, 6),
    Customer("顺水门窗制造有限公司", "aluminium", "CNY", "Liu Yang", 45, "slow", 14, 0, 5),
    Customer("长河轮毂股份有限公司", "aluminium", "CNY", "Liu Yang", 60, "usual", 30, 0, 5),
    Customer("新塬电缆有限责任公司", "aluminium", "CNY", "Liu Yang", 30, "prompt", 14, 20, 4),
    Customer("北岭幕墙工程有限公司", "aluminium", "CNY", "Liu Yang", 60, "bad", 30, 20, 3),
    Customer("Penang Extrusions Sdn. Bhd.", "aluminium", "USD", "Liu Yang", 30, "usual", 14, 30, 3),
    Customer("Alumínios Serra Azul Ltda.", "aluminium", "USD", "Liu Yang", 60, "slow", 30, 30, 2),
)

# Days after the due date on which an invoice is ready to be paid, first to last; and how many in
# a hundred are never paid.
HABITS: dict[Habit, tuple[int, int, int]] = {
    "prompt": (-8, 4, 0),
    "usual": (-2, 18, 1),
    "slow": (8, 55, 2),
    "bad": (25, 120, 18),
}

# What one invoice is for: smallest and largest, in whole units of the currency.
INVOICE_SIZES: dict[tuple[Line, str], tuple[int, int]] = {
    ("umbrellas", "EUR"): (2_400, 38_000),
    ("umbrellas", "USD"): (2_600, 42_000),
    ("umbrellas", "JPY"): (380_000, 5_600_000),
    ("bags", "EUR"): (1_800, 46_000),
    ("bags", "USD"): (2_000, 52_000),
    ("bags", "JPY"): (300_000, 6_400_000),
    ("liquor", "CNY"): (480, 16_000),
    ("aluminium", "CNY"): (62_000, 880_000),
    ("aluminium", "USD"): (12_000, 160_000),
}

MINOR_DIGITS = {"USD": 2, "EUR": 2, "CNY": 2, "JPY": 0}
