"""Every worked example of the handbook's pages on cost and profit, in their order, to the last
digit that is printed there."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import o2c
import oracle_cost as oracle
import pytest

TERMS = oracle.TERMS
# S seller, B buyer, C the seller if his contract of carriage has it, - nobody.
BEARERS = {
    "packing": "SSSSSSSSSSS",
    "loading_at_works": "BSSSSSSSSSS",
    "carriage_to_port": "BSSSSSSSSSS",
    "export_clearance": "BSSSSSSSSSS",
    "origin_handling": "BBSSSSSSSSS",
    "loading_on_board": "BBBSSSSSSSS",
    "main_freight": "BBBBSSSSSSS",
    "insurance": "-----S-S---",
    "arrival": "BBBBCCCCSSS",
    "inland": "BBBBBBSSSSS",
    "unloading": "BBBBBBBBCSC",
    "import_clearance": "BBBBBBBBBBS",
}
LETTERS = {"S": "seller", "B": "buyer", "C": "carriage", "-": "nobody"}


def printed(value: Fraction | Decimal, digits: int) -> str:
    """Rounded half up, ties away from zero, as the handbook prints it."""
    exact = abs(Fraction(value)) * 10**digits
    units = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return str(Decimal(units if value >= 0 else -units).scaleb(-digits))


@pytest.mark.parametrize("item", BEARERS)
def test_who_bears_what(item: str) -> None:
    found = [o2c.bearer(term, item).name for term in TERMS]
    assert found == [LETTERS[letter] for letter in BEARERS[item]]


# --- from cost to price ------------------------------------------------------------------------


def umbrella(refund: str = "13%") -> o2c.CostSheet:
    return o2c.CostSheet(
        "umbrella",
        "CNY",
        "PCE",
        [
            o2c.CostLine.bought_in("umbrella", "113.00", rebate=o2c.ExportRebate("13%", refund)),
            o2c.CostLine.per_unit("domestic", "expense", "4.00").on_route("carriage_to_port"),
        ],
    )


ROUTE = o2c.RouteCosts(main_freight="1.20", premium="0.5%")
DOLLARS = o2c.PricingCurrency("USD", "7.00", route=ROUTE)


def test_the_actual_cost_of_goods_bought_with_vat() -> None:
    for refund, cost in (("13%", "100.00"), ("9%", "104.00")):
        assert printed(umbrella(refund).costs("1 PCE").goods, 2) == cost
        assert printed(o2c.actual_cost("113.00", o2c.ExportRebate("13%", refund)), 2) == cost


def test_the_price_is_built_up() -> None:
    def quoted(term: str, profit_of: str = "price", *, insured: bool = False) -> o2c.Quote:
        rule = o2c.PricingRule(profit="10%", profit_of=profit_of)
        dollars = o2c.PricingCurrency("USD", "7.00", route=ROUTE, commission_insured=insured)
        return o2c.quote(umbrella(), rule, dollars, term, "1 PCE")

    fob = quoted("FOB")
    assert printed(fob.cost, 4) == "14.8571"
    unrounded = o2c.quote(
        umbrella(), o2c.PricingRule(profit="10%", rounded_first=False), DOLLARS, "FOB", "1 PCE"
    )
    assert printed(unrounded.exact, 4) == "16.5079"
    assert str(fob.price) == "16.51"
    assert str(quoted("FOB", "cost").price) == "16.34"
    assert printed(quoted("CFR").exact, 2) == "17.71"
    assert printed(quoted("CIF").exact, 4) == "17.8079"
    assert printed(quoted("CIFC3").exact, 4) == "18.3587"
    assert printed(quoted("CIFC3", insured=True).exact, 4) == "18.3618"


def test_the_price_is_taken_down_again() -> None:
    route = o2c.PriceRoute(ROUTE)
    cifc3 = route.convert("FOB", "16.51", "CIFC3")
    assert printed(route.convert("CIFC3", cifc3, "CIF"), 4) == "17.8079"
    assert route.convert("CIFC3", cifc3, "CFR") == Fraction("17.71")
    assert route.convert("CIFC3", cifc3, "FOB") == Fraction("16.51")


def test_duty_and_tax_of_the_buyers_country() -> None:
    steps = o2c.Derivation()
    costs = o2c.RouteCosts(arrival="0.60", duty="5%", vat="20%")
    route = o2c.PriceRoute(costs)
    ddp = route.price("DDP", route.goods("CIF", "17.81"), trace=steps)
    assert printed(ddp, 4) == "23.0406"
    told = steps.to_text("en")
    assert "0.8905" in told
    assert "3.7401" in told
    assert Fraction("17.81") + Fraction("0.60") + Fraction("0.8905") + Fraction("3.7401") == ddp
    assert not steps.recheck()


# --- refund, figures of export ------------------------------------------------------------------


def test_the_producers_refund() -> None:
    found = o2c.producer_refund(
        o2c.ProducerTax("1000000 CNY", "50000 CNY", "150000 CNY", "0 CNY"),
        o2c.ExportRebate("13%", "9%"),
        rounding="half_up",
    )
    assert (str(found.payable), str(found.refund), str(found.credited)) == (
        "-60000.00 CNY",
        "60000.00 CNY",
        "30000.00 CNY",
    )
    assert str(found.non_creditable) == "40000.00 CNY"


def test_aluminium_lost_its_refund() -> None:
    table = o2c.RebateTable(
        [
            o2c.RebateRates("76", "2018-09-15", o2c.ExportRebate("13%", "13%")),
            o2c.RebateRates("76", "2024-12-01", o2c.ExportRebate("13%", "0%")),
        ]
    )
    assert str(table.at("7606", "2024-11-30").refund) == "13%"
    assert str(table.at("7606", "2024-12-01").refund) == "0%"


def test_the_figures_of_an_offer() -> None:
    steps = o2c.Derivation()
    offer = o2c.ExportOffer(
        "books", quantity=1, price=350, freight=30, insurance="2.25", exchange_rate="6.50",
        purchase_price=2060, rebate=o2c.ExportRebate("17%", "9%"), expense_rate="10%",
    )  # fmt: skip
    figures = o2c.export_figures(offer, trace=steps)
    assert printed(figures.net_fob, 2) == "317.75"
    assert printed(figures.cost, 3) == "2107.538"
    assert printed(figures.exchange_cost, 4) == "6.6327"
    assert printed(figures.profit, 2) == "-42.16"
    assert printed(100 * figures.profit_loss_ratio, 2) == "-2.00"
    assert figures.break_even_rate == figures.exchange_cost
    assert not steps.recheck()
    # The same cost, as a sheet has it: expenses are a rate of what is paid, VAT included.
    sheet = o2c.CostSheet(
        "books",
        "CNY",
        "PCE",
        [
            o2c.CostLine.bought_in("books", 2060, rebate=o2c.ExportRebate("17%", "9%")),
            o2c.CostLine.of_purchase("expenses", "expense", "10%"),
        ],
    )
    assert sheet.costs("1 PCE").total == figures.cost


def test_what_processing_adds() -> None:
    assert o2c.exchange_creation_ratio("180 USD", "100 USD") == Fraction(80, 100)


def test_the_break_even_quantity() -> None:
    assert o2c.break_even_quantity(180_000, 20) == 9000


# --- profit --------------------------------------------------------------------------------------


def test_the_profit_of_an_order() -> None:
    goods = o2c.UnitPrice.parse("28.25 CNY/PCE").of("9800 PCE", rounding="half_up")
    refund = o2c.trader_refund("245000 CNY", o2c.ExportRebate("13%", "13%"), rounding="half_up")
    entries = [
        o2c.ProfitEntry("revenue", "49000 USD", "7.10"),
        o2c.ProfitEntry("goods", goods),
        o2c.ProfitEntry("refund", refund),
        o2c.ProfitEntry("domestic", "8000 CNY"),
        o2c.ProfitEntry("bank", "1200 CNY"),
        o2c.ProfitEntry("commission", "150 USD", "7.10"),  # 1% of 15,000 and of 34,000
        o2c.ProfitEntry("commission", "340 USD", "7.08"),
        o2c.ProfitEntry("exchange", "-680 CNY"),
    ]
    assert (str(goods), str(refund)) == ("276850.00 CNY", "31850.00 CNY")
    profit = o2c.order_profit(entries, home="CNY")
    lines = {line.kind.name: str(line.amount) for line in profit.lines}
    assert lines["revenue"] == "347900.00 CNY"
    assert lines["commission"] == "3472.20 CNY"
    assert 15_000 * Fraction("7.10") + 34_000 * Fraction("7.08") == 347_220
    assert str(profit.profit) == "89547.80 CNY"
    assert str(profit.margin()) == "25.74%"
    assert profit.exchange_cost is not None
    assert printed(profit.exchange_cost, 4) == "5.2586"


def test_why_the_profit_differs() -> None:
    def plan(rate: str, *rows: tuple[str, int, str, int]) -> o2c.ProfitPlan:
        return o2c.ProfitPlan(
            [
                o2c.ProductResult(name, quantity, price, [o2c.UnitCost("cost", cost)])
                for name, quantity, price, cost in rows
            ],
            rate,
        )

    found = o2c.profit_variance(
        plan("7.0", ("A", 1000, "10", 50), ("B", 1000, "20", 110)),
        plan("7.1", ("A", 1500, "9.80", 50), ("B", 700, "20.50", 110)),
    )
    causes = {line.cause: line.amount for line in found.by_cause()}
    assert causes == {"exchange": 2905, "price": 350, "mix": -4000, "quantity": 5000}
    assert sum(causes.values()) == 4255
    assert (found.actual, found.budget) == (54_255, 50_000)


# --- packing and prices that are fixed later ------------------------------------------------------


def test_the_packing_list() -> None:
    goods = o2c.Packing("50 PCE", 40, 30, 25, "11.0", "12.5").pack("9800 PCE")
    assert [str(each) for each in (goods.cartons, goods.net, goods.gross)] == [
        "196 CT",
        "2156 KGM",
        "2450 KGM",
    ]
    assert goods.volume.value == Decimal("5.880")


SETTLEMENTS = (
    "16705:1709020 16750:2850440 16590:1727550 16445:2076880 16325:2298120 16100:2500020 "
    "16100:3070820 16575:2597910 16655:2341560 16540:2661400 16415:2579620 16375:1001940 "
    "16590:1052330 16860:1602390 17050:1604690 16695:2507590 16570:1751660 16615:1207460 "
    "16540:1310110 16480:1361560 16410:1311530"
)


def september() -> list[o2c.SettlementPrice]:
    """21 trading days of September 2017: all weekdays."""
    days = [datetime.date(2017, 9, day) for day in range(1, 30)]
    trading = [day for day in days if day.weekday() < 5]
    pairs = [pair.split(":") for pair in SETTLEMENTS.split()]
    return [
        o2c.SettlementPrice(day, price, volume)
        for day, (price, volume) in zip(trading, pairs, strict=True)
    ]


def test_a_price_that_is_fixed_later() -> None:
    def formula(averaging: str, digits: int = 2) -> o2c.PriceFormula:
        return o2c.PriceFormula(
            "SHFE aluminium, three months", "2017-09-01", "2017-09-29", averaging, 120, digits,
            currency="CNY", unit="TNE",
        )  # fmt: skip

    def final(averaging: str, digits: int = 2) -> o2c.PriceSettlement:
        price = formula(averaging, digits).final(september(), calendar=o2c.Calendar("weekdays"))
        return o2c.settle_price("8260000 CNY", "498.600 TNE", price, rounding="half_up")

    assert sum(p.price * p.volume for p in september()) == 679_561_073_300
    assert sum(p.volume for p in september()) == 41_124_600
    assert str(formula("simple").average(september())) == "16542.14"
    assert str(formula("volume_weighted").average(september())) == "16524.44"
    assert oracle.average_without_vat(
        [(Fraction(p.price), Fraction(p.volume)) for p in september()], Fraction(0), 2
    ) == Fraction("16524.44")
    provisional = formula("volume_weighted").provisional(16_400).of("500 TNE", rounding="half_up")
    assert str(provisional) == "8260000.00 CNY"
    settled = final("volume_weighted")
    assert str(settled.final) == "8298917.78 CNY"
    assert str(settled.difference) == "38917.78 CNY"
    assert str(final("volume_weighted", 0).final) == "8298698.40 CNY"
    assert str(final("simple").final) == "8307743.00 CNY"
