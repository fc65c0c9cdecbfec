"""Costs and prices: the handbook's examples, the oracle, and what users may pass."""

from __future__ import annotations

import datetime
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import o2c
import oracle_cost as oracle
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st


def cents(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda minor: Decimal(minor) / 100)


def percents(high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, high * 100).map(lambda bps: Decimal(bps) / 100)


def four(value: Fraction) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), 4)


# --- quantities --------------------------------------------------------------------------------


def test_quantities_are_exact_and_never_mix() -> None:
    assert o2c.Quantity("1.5", "TNE").to("KGM") == o2c.Quantity("1500", "KGM")
    assert o2c.Quantity.parse("9,800 PCE").value == 9800
    assert sum([o2c.Quantity(1, "PCE"), o2c.Quantity(2, "PCE")]) == o2c.Quantity(3, "PCE")
    assert o2c.Quantity(10, "KGM").to("LBR", digits=4, rounding="half_up").value == Decimal(
        "22.0462"
    )
    with pytest.raises(o2c.UnitMismatch, match="cannot add 1 TNE and 1 KGM"):
        o2c.Quantity(1, "TNE") + o2c.Quantity(1, "KGM")
    with pytest.raises(o2c.ParseError, match="perhaps KGM"):
        o2c.Unit("kgm")
    with pytest.raises(o2c.FloatRefused):
        o2c.Quantity(1.5, "KGM")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(o2c.Quantity(0, "KGM"))


def test_a_unit_of_ones_own() -> None:
    quintal = o2c.Unit("QTL", "mass", 100)
    assert repr(quintal) == "Unit('QTL', 'mass', '100')"
    assert o2c.Quantity(3, quintal).to("KGM").value == 300
    assert pickle.loads(pickle.dumps(quintal)) == quintal
    assert o2c.known_units()[o2c.Unit("KGM")] == ("kilogram", "千克")


def test_unit_prices_make_money() -> None:
    price = o2c.UnitPrice.parse("45.00 USD/1000 PCE")
    assert price.of("9,801 PCE", rounding="half_up") == o2c.Money("441.05", "USD")
    assert price.of_one("DZN") == Fraction(54, 100)
    lines = [("0.335 USD/PCE", "1 PCE")] * 3
    assert [m.minor for m in o2c.line_amounts(lines, rounding="half_up")] == [34, 34, 34]
    by_document = o2c.line_amounts(lines, where="by_document", rounding="half_up")
    assert sum(by_document) == o2c.Money("1.01", "USD")


# --- terms and routes --------------------------------------------------------------------------

EXAMPLE = o2c.RouteCosts(main_freight="1.20", premium="0.5%")


def test_the_handbooks_price() -> None:
    route = o2c.PriceRoute(EXAMPLE)
    assert route.convert("FOB", "16.51", "CFR") == Fraction("17.71")
    assert four(route.convert("FOB", "16.51", "CIF")) == Decimal("17.8079")
    assert four(route.convert("FOB", "16.51", "CIFC3")) == Decimal("18.3587")
    insured = o2c.PriceRoute(EXAMPLE, commission_insured=True)
    assert four(insured.convert("FOB", "16.51", "CIFC3 London")) == Decimal("18.3618")
    dutiable = o2c.PriceRoute(o2c.RouteCosts(arrival="0.60", duty="5%", vat="20%"))
    assert four(dutiable.convert("CIF", "17.81", "DDP")) == Decimal("23.0406")
    assert o2c.bearer("FOB", "loading_on_board") is o2c.Bearer.seller


@given(
    goods=cents(1, 100_000),
    costs=st.fixed_dictionaries({item: cents(0, 900) for item in oracle.SELLER_BEARS}),
    rates=st.fixed_dictionaries(
        {"premium": percents(3), "duty": percents(40), "vat": percents(25)}
    ),
    commission=percents(15),
    to_door=st.booleans(),
    together=st.booleans(),
)
def test_prices_equal_the_oracles(
    goods: Decimal,
    costs: dict[str, Decimal],
    rates: dict[str, Decimal],
    commission: Decimal,
    to_door: bool,
    together: bool,
) -> None:
    given_rates: dict[str, Any] = {name: f"{rate}%" for name, rate in rates.items()}
    route = o2c.PriceRoute(
        o2c.RouteCosts(**costs, **given_rates, insured_to_door=to_door),
        commission_insured=together,
    )
    for incoterm in oracle.TERMS:
        term = o2c.PriceTerm(incoterm, commission=f"{commission}%")
        steps = o2c.Derivation()
        found = route.price(term, goods, trace=steps)
        assert found == oracle.price(
            incoterm,
            Fraction(goods),
            {item: Fraction(cost) for item, cost in costs.items()},
            **{name: Fraction(rate) / 100 for name, rate in rates.items()},
            commission=Fraction(commission) / 100,
            commission_insured=together,
            to_door=to_door,
        )
        assert not steps.recheck()
        back = o2c.Derivation()
        assert route.goods(term, found, trace=back) == goods
        assert not back.recheck()


# --- sheets and quotations ---------------------------------------------------------------------


def umbrella(refund: str = "13%", price: Any = 113) -> o2c.CostSheet:
    return o2c.CostSheet(
        "umbrella",
        "CNY",
        "PCE",
        [
            o2c.CostLine.bought_in("umbrella", price, rebate=o2c.ExportRebate("13%", refund)),
            o2c.CostLine.per_unit("carriage", "expense", 4).on_route("carriage_to_port"),
        ],
    )


DOLLARS = o2c.PricingCurrency("USD", exchange_rate=7, route=EXAMPLE)
TENTH = o2c.PricingRule(profit="10%", floor="8%", valid_until="2026-11-30")


def test_the_handbooks_quotation() -> None:
    assert umbrella().costs("1 PCE").goods == 100
    assert umbrella("9%").costs("1 PCE").goods == 104
    quotes = o2c.quotes(
        umbrella(),
        TENTH,
        currencies=[DOLLARS],
        terms=["FOB", "CFR", "CIF", "CIFC3"],
        quantities=["1,000 PCE"],
    )
    assert [q.price for q in quotes] == [Decimal(p) for p in ("16.51", "17.71", "17.81", "18.36")]
    assert four(quotes[0].cost) == Decimal("14.8571")
    assert quotes[3].as_dict()["term"] == o2c.PriceTerm.parse("CIFC3")


def test_a_quotation_below_the_floor_is_refused() -> None:
    asked = o2c.at_price(umbrella(), TENTH, DOLLARS, "FOB Shanghai", "1 PCE", "16.14")
    refusals = o2c.quote_refusals(umbrella(), TENTH, DOLLARS, asked, "2026-12-01")
    assert [refusal.rule for refusal in refusals] == ["below_floor", "expired"]
    assert "16.15 USD or more" in refusals[0].cure_en
    steps = o2c.Derivation()
    assert o2c.at_price(umbrella(), TENTH, DOLLARS, "FOB", "1 PCE", "16.14", trace=steps).profit
    assert o2c.least_price(umbrella(), TENTH, DOLLARS, "FOB", "1 PCE", trace=steps)
    assert not steps.recheck()
    assert "利润率底线" in steps.to_text("zh")
    fair = o2c.quote(umbrella(), TENTH, DOLLARS, "FOB", "1 PCE")
    assert not o2c.quote_refusals(umbrella(), TENTH, DOLLARS, fair, "2026-11-30")


@given(
    price=cents(100, 100_000),
    refund=percents(13),
    profit=percents(40),
    of=st.sampled_from(["price", "cost"]),
    exchange=cents(50, 1000),
    licence=percents(5),
    term=st.sampled_from(oracle.TERMS),
)
def test_quotations_equal_the_oracles(
    price: Decimal,
    refund: Decimal,
    profit: Decimal,
    of: str,
    exchange: Decimal,
    licence: Decimal,
    term: str,
) -> None:
    sheet = o2c.CostSheet(
        "x",
        "CNY",
        "PCE",
        [*umbrella(f"{refund}%", price).lines, o2c.CostLine.of_price("licence", f"{licence}%")],
    )
    rule = o2c.PricingRule(profit=f"{profit}%", profit_of=of, rounded_first=False)
    currency = o2c.PricingCurrency("USD", exchange_rate=exchange, route=EXAMPLE)
    steps = o2c.Derivation()
    found = o2c.quote(sheet, rule, currency, term, "1 PCE", trace=steps)

    rate = Fraction(exchange)
    goods = oracle.actual_cost(Fraction(price), Fraction(13, 100), Fraction(refund) / 100) / rate
    costs = {"carriage_to_port": 4 / rate, "main_freight": Fraction("1.20")}
    premium = Fraction(5, 1000)
    fob_cost = oracle.price("FOB", goods, costs, premium=premium)
    fob = oracle.quoted(fob_cost, Fraction(profit) / 100, of, Fraction(licence) / 100)
    # What the goods would cost, were this the FOB price at cost.
    assert found.exact == oracle.price(term, fob - (fob_cost - goods), costs, premium=premium)
    assert not steps.recheck()


def test_packing_and_containers() -> None:
    packing = o2c.Packing("50 PCE", 40, 30, 25, "11.0", "12.5")
    goods = packing.pack("9,800 PCE")
    assert (goods.cartons, goods.net, goods.gross, goods.volume) == tuple(
        map(o2c.Quantity.parse, ("196 CT", "2156 KGM", "2450 KGM", "5.88 MTQ"))
    )
    tariff = o2c.FreightTariff(
        [o2c.container_20gp(1000), o2c.container_40hq(2000)], loose_per_ton=60, loose_minimum=60
    )
    plan = o2c.plan_containers("111,000 PCE", packing, tariff)
    assert [(kind.name, kind.count) for kind in plan.containers] == [("40HQ", 1)]
    assert (plan.loose_cartons, plan.freight) == (100, 2180)
    assert plan.freight_per_unit == Fraction(2180, 111_000)
    boundless = o2c.FreightTariff([o2c.ContainerRate("ship", "9" * 30, "9" * 30, 5)])
    assert o2c.plan_containers("111,000 PCE", packing, boundless).freight == 5


# --- figures of export -------------------------------------------------------------------------


def test_export_figures() -> None:
    offer = o2c.ExportOffer(
        "textbook",
        quantity=100,
        price=350,
        freight=30,
        insurance="2.25",
        exchange_rate="6.50",
        purchase_price=2060,
        rebate=o2c.ExportRebate("17%", "9%"),
        expense_rate="10%",
    )
    figures = o2c.export_figures(offer)
    assert figures.net_fob == Fraction("317.75")
    assert four(figures.exchange_cost) == Decimal("6.6327")
    assert figures.exchange_cost == oracle.exchange_cost(
        Fraction(2060),
        Fraction(206),
        Fraction(2060) / Fraction("1.17") * 9 / 100,
        Fraction("317.75"),
    )
    assert round(figures.profit, 2) == Fraction("-42.16")
    assert four(figures.profit_loss_ratio) == Decimal("-0.0200")
    assert o2c.sensitivities(offer, "1%")[0].input == "price"
    assert o2c.exchange_creation_ratio("180 USD", "100 USD") == Fraction(8, 10)
    assert o2c.break_even_quantity(180_000, 20) == 9000


def test_refunds() -> None:
    month = o2c.ProducerTax("1000000 CNY", "50000 CNY", "150000 CNY", "0 CNY")
    refund = o2c.producer_refund(month, o2c.ExportRebate("13%", "9%"), rounding="half_up")
    assert (refund.payable.amount, refund.refund.amount, refund.credited.amount) == (
        -60_000,
        60_000,
        30_000,
    )
    table = o2c.RebateTable(
        [
            o2c.RebateRates("76", "2018-09-15", o2c.ExportRebate("13%", "13%")),
            o2c.RebateRates("76", "2024-12-01", o2c.ExportRebate("13%", "0%")),
        ]
    )
    assert table.at("7606", "2024-11-30").refund == o2c.Rate("13%")
    assert table.at("7606", "2024-12-01").refund == o2c.Rate("0%")


@given(
    amounts=st.tuples(*[cents(0, 99_999_999)] * 4),
    part=st.integers(0, 100),
    vat=percents(20),
    share=st.integers(0, 100),
)
def test_producers_refunds_equal_the_oracles(
    amounts: tuple[Decimal, Decimal, Decimal, Decimal], part: int, vat: Decimal, share: int
) -> None:
    duty_free = (amounts[0] * part / 100).quantize(Decimal("0.01"), "ROUND_DOWN")
    refund = (vat * share / 100).quantize(Decimal("0.01"), "ROUND_DOWN")
    month = o2c.ProducerTax(
        *(o2c.Money(amount, "CNY") for amount in amounts),
        duty_free=o2c.Money(duty_free, "CNY") if part else None,
    )
    rebate = o2c.ExportRebate(f"{vat}%", f"{refund}%")
    steps = o2c.Derivation()
    found = o2c.producer_refund(month, rebate, rounding="half_up", trace=steps)
    assert {name: Fraction(amount.amount) for name, amount in found.as_dict().items()} == (
        oracle.producer_refund(
            *map(Fraction, amounts),
            Fraction(duty_free),
            Fraction(vat) / 100,
            Fraction(refund) / 100,
        )
    )
    assert not steps.recheck()


@given(
    prices=st.lists(st.tuples(cents(1, 9_999_999), st.integers(1, 9999)), min_size=1, max_size=20),
    vat=percents(25),
    digits=st.integers(0, 4),
)
def test_averages_without_vat_equal_the_oracles(
    prices: list[tuple[Decimal, int]], vat: Decimal, digits: int
) -> None:
    first = datetime.date(2026, 11, 1)
    settled = [
        o2c.SettlementPrice(first + datetime.timedelta(days=day), price, volume)
        for day, (price, volume) in enumerate(prices)
    ]
    formula = o2c.PriceFormula(
        "SHFE", first, settled[-1].date, "volume_weighted", digits=digits, currency="CNY",
        unit="TNE", vat=f"{vat}%",
    )  # fmt: skip
    assert formula.average(settled) == oracle.average_without_vat(
        [(Fraction(price), Fraction(volume)) for price, volume in prices],
        Fraction(vat) / 100,
        digits,
    )


def test_landed_costs_add_up() -> None:
    lines = [
        o2c.LandedLine("A", 100, "1000 CNY", weight=1, duty="10%"),
        o2c.LandedLine("B", 200, "2000 CNY", weight=1),
        o2c.LandedLine("C", 3, "0.01 CNY", weight=1),
    ]
    charges = [o2c.LandedCharge("freight", "100 CNY", "weight", True)]
    costs = o2c.landed_costs(lines, charges)
    assert sum(cost.shares[0] for cost in costs) == o2c.Money(100, "CNY")
    assert costs[0].duty == o2c.Money("103.33", "CNY")


LANDED = st.fixed_dictionaries(
    {
        "product": st.sampled_from("ABC"),
        "quantity": cents(1, 100_000),
        "value": cents(0, 1_000_000),
        "weight": cents(1, 100_000),
        "volume": st.none() | cents(0, 1000),
        "duty": st.none() | percents(40).map(lambda rate: f"{rate}%"),
    }
)
CHARGES = st.lists(
    st.tuples(cents(-10_000, 100_000), st.sampled_from(["weight", "quantity"]), st.booleans()),
    max_size=3,
)


@given(rows=st.lists(LANDED, min_size=1, max_size=8), charges=CHARGES)
def test_landed_costs_of_a_table_equal_those_of_lines(
    rows: list[dict[str, Any]], charges: list[tuple[Decimal, str, bool]]
) -> None:
    besides = [
        o2c.LandedCharge(f"charge {i}", o2c.Money(amount, "CNY"), key, dutiable)
        for i, (amount, key, dutiable) in enumerate(charges)
    ]
    lines = [
        o2c.LandedLine(
            row["product"],
            row["quantity"],
            o2c.Money(row["value"], "CNY"),
            weight=row["weight"],
            volume=row["volume"] or 0,
            duty=row["duty"] or "0%",
        )
        for row in rows
    ]
    types = {name: pa.decimal128(20, 2) for name in ("quantity", "value", "weight", "volume")}
    table = pa.table(
        {
            name: pa.array([row[name] for row in rows], types.get(name, pa.string()))
            for name in rows[0]
        }
    )
    found = o2c.landed_table(table, besides, currency="CNY").to_arrow().to_pylist()
    for row, cost in zip(found, o2c.landed_costs(lines, besides), strict=True):
        assert row["product"] == cost.product
        assert [row["value"], row["duty"], row["total"]] == [
            cost.value.amount, cost.duty.amount, cost.total.amount
        ]  # fmt: skip
        shares = [row[charge.name] for charge in besides]
        assert shares == [share.amount for share in cost.shares]
        assert abs(Fraction(row["unit_cost"]) - cost.unit_cost) <= Fraction(1, 2 * 10**6)


def test_all_faults_of_landed_lines_are_listed() -> None:
    table = {
        "product": pa.array(["A", None, "C", "D", "E"]),
        "quantity": pa.array([1, 2, 0, 4, 5]),
        "value": pa.array(["10.00", "20.005", "30", "x", "99999999999999999999"]),
        "duty": pa.array(["10%", "5", "-1%", None, None]),
        "currency": pa.array(["CNY", "CNY", "USD", None, None]),
    }
    with pytest.raises(o2c.BadTable) as refused:
        o2c.landed_table(pa.table(table), [], currency="CNY")
    found = [(fault.row, fault.field, fault.value) for fault in refused.value.faults]
    assert found == [
        (1, "duty", "5"),
        (1, "product", ""),
        (1, "value", "20.005"),
        (2, "currency", "USD"),
        (3, "value", "x"),
        (4, "value", "99999999999999999999"),
    ]
    assert [fault.expected for fault in refused.value.faults if fault.field == "value"] == [
        "an amount of CNY with at most 2 decimal digits",
        "a number",
        "an amount of CNY within 64 bits of minor units",
    ]
    sound = pa.table({"product": ["A"], "quantity": [0], "value": [-1], "duty": ["-1%"]})
    with pytest.raises(o2c.BadTable, match='lines, row 0, duty "-1%"') as refused:
        o2c.landed_table(sound, [], currency="CNY")
    assert len(refused.value.faults) == 3
    with pytest.raises(o2c.BadTable, match="quantity"):
        o2c.landed_table(sound.drop_columns(["quantity"]), [], currency="CNY")
    for name in ("duty", "product"):
        with pytest.raises(o2c.InvalidArgument, match=f'column "{name}" stands twice'):
            o2c.landed_table(sound, [o2c.LandedCharge(name, "1 CNY")], currency="CNY")
    floats = pa.table({"product": ["A"], "quantity": [1], "value": [0.1]})
    with pytest.raises(o2c.BadTable, match="binary floats"):
        o2c.landed_table(floats, [], currency="CNY")
    found_one = o2c.landed_table(floats, [], currency="CNY", amount_digits=2)
    assert found_one.to_arrow()["total"].to_pylist() == [Decimal("0.10")]


def test_a_price_that_is_fixed_later() -> None:
    prices = [
        o2c.SettlementPrice(datetime.date(2017, 9, day), price, volume)
        for day, price, volume in [(1, 16705, 1709020), (4, 16750, 2850440), (5, 16590, 1727550)]
    ]
    formula = o2c.PriceFormula(
        "SHFE aluminium",
        "2017-09-01",
        "2017-09-05",
        "volume_weighted",
        120,
        currency="CNY",
        unit="TNE",
    )
    mean = oracle.weighted_mean([(Fraction(p.price), Fraction(p.volume)) for p in prices])
    assert formula.average(prices) == Decimal(str(round(float(mean), 2)))
    steps = o2c.Derivation()
    final = formula.final(prices, trace=steps)
    assert not steps.recheck()
    assert "升贴水" in steps.to_text("zh")
    settled = o2c.settle_price("8260000 CNY", "498.600 TNE", final, rounding="half_up")
    assert settled.difference == settled.final - settled.provisional
    with pytest.raises(o2c.InvalidArgument, match="2017-09-04"):
        formula.average(prices[::2], calendar=o2c.Calendar("weekdays"))
    with pytest.raises(o2c.InvalidArgument, match="digits"):
        o2c.PriceFormula("SHFE", "2017-09-01", "2017-09-05", digits=-1, currency="CNY", unit="TNE")


# --- profit ------------------------------------------------------------------------------------


def entries() -> list[o2c.ProfitEntry]:
    def entry(kind: str, amount: str, rate: Any = 1) -> o2c.ProfitEntry:
        return o2c.ProfitEntry(kind, amount, rate, order="U-1")

    return [
        entry("revenue", "49000 USD", "7.10"),
        entry("goods", "276850 CNY"),
        entry("refund", "31850 CNY"),
        entry("domestic", "8000 CNY"),
        entry("bank", "1200 CNY"),
        entry("commission", "150 USD", "7.10"),
        entry("commission", "340 USD", "7.08"),
        entry("exchange", "-680 CNY"),
    ]


def test_the_handbooks_profit() -> None:
    steps = o2c.Derivation()
    profit = o2c.order_profit(entries(), home="CNY", trace=steps)
    assert profit.profit == o2c.Money("89547.80", "CNY")
    assert profit.margin() == o2c.Rate("25.74%")
    assert profit.exchange_cost is not None
    assert four(profit.exchange_cost) == Decimal("5.2586")
    assert not steps.recheck()
    assert "89,547.80 CNY" in profit.summary("Order U-1")
    assert "利润89,547.80 CNY" in profit.summary("订单 U-1", lang="zh")
    assert o2c.profit_by(entries(), "order", home="CNY") == {"U-1": profit}


def test_common_costs_are_shared() -> None:
    shares = o2c.revenue_shares(entries(), home="CNY")
    assert shares == {"U-1": Decimal("347900.00")}
    fair = o2c.ProfitEntry("other", "10 CNY")
    parts = o2c.share_cost(fair, {"A": 1, "B": 2})
    assert [part.amount.minor for part in parts] == [333, 667]


@given(
    st.lists(st.tuples(*(st.integers(0, 5000) for _ in range(6))), min_size=1, max_size=5).filter(
        lambda rows: sum(row[0] for row in rows) > 0
    ),
    cents(1, 1000),
    cents(1, 1000),
)
def test_variances_equal_the_oracles(
    rows: list[tuple[int, ...]], budget_rate: Decimal, actual_rate: Decimal
) -> None:
    names = [f"P{i}" for i in range(len(rows))]

    def plan(columns: slice, rate: Decimal) -> o2c.ProfitPlan:
        return o2c.ProfitPlan(
            [
                o2c.ProductResult(name, *row[columns][:2], [o2c.UnitCost("cost", row[columns][2])])
                for name, row in zip(names, rows, strict=True)
            ],
            rate,
        )

    def side(columns: slice) -> dict[str, oracle.Product]:
        return {
            name: (Fraction(row[columns][0]), Fraction(row[columns][1]), Fraction(row[columns][2]))
            for name, row in zip(names, rows, strict=True)
        }

    first, second = slice(0, 3), slice(3, 6)
    found = o2c.profit_variance(plan(first, budget_rate), plan(second, actual_rate))
    causes = {line.cause: line.amount for line in found.by_cause()}
    assert {"cost": Fraction(0)} | causes == oracle.variances(
        side(first), side(second), Fraction(budget_rate), Fraction(actual_rate)
    )
    assert sum(causes.values()) == found.actual - found.budget


def test_expenses_over_a_limit_are_refused() -> None:
    budget = o2c.ExpenseBudget(
        [
            o2c.ExpenseLimit("2026-11", "1000 CNY", person="Li"),
            o2c.ExpenseLimit("2026", "6000 CNY"),
        ]
    )
    trip = o2c.SellingExpense("1", "Li", "travel", "2026-11-03", "900 CNY")
    assert budget.allow(trip, []) == o2c.Money(100, "CNY")
    fair = o2c.SellingExpense("2", "Li", "fairs", "2026-11-05", "5200 CNY")
    with pytest.raises(o2c.Refused) as refused:
        budget.allow(fair, [trip])
    assert [refusal.rule for refusal in refused.value.refusals] == ["over_budget"] * 2
    report = budget.report([trip])
    assert [use.left.amount for use in report.limits] == [100, 5100]


# --- what users may pass -----------------------------------------------------------------------


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(TypeError, match="Packing needs height_cm"):
        o2c.Packing("50 PCE", 40, 30)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="ExportRebate has no vta"):
        o2c.ExportRebate("13%", "9%", vta="1%")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="ExportRebate takes 2 arguments, got 3"):
        o2c.ExportRebate("13%", "9%", "1%")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="ExportRebate got vat twice"):
        o2c.ExportRebate("13%", "9%", vat="1%")  # type: ignore[misc]
    with pytest.raises(o2c.FloatRefused, match="RouteCosts, main_freight"):
        o2c.RouteCosts(main_freight=1.2)  # type: ignore[arg-type]
    with pytest.raises(o2c.ParseError, match="ProfitEntry, kind"):
        o2c.ProfitEntry("sales", "1 CNY")
    with pytest.raises(o2c.InvalidArgument, match="refund"):
        o2c.ExportRebate("9%", "13%")
    with pytest.raises(TypeError, match="ProfitPlan, products"):
        o2c.ProfitPlan([1])  # type: ignore[list-item]
    for call, message in (
        (lambda: o2c.split_tax("1 CNY", "-100%", rounding="half_up"), "tax rate of -100%"),
        (lambda: o2c.net_price("1.13", "-13%"), "tax rate of -13%"),
        (lambda: o2c.exchange_cost("7 CNY", "0 USD"), "net FOB value of 0.00 USD"),
        (lambda: o2c.profit_loss_ratio("0 CNY", "1 USD", 7), "cost of 0.00 CNY"),
        (lambda: o2c.profit_loss_ratio("7 CNY", "1 USD", -7), "buying rate of -7"),
        (lambda: o2c.exchange_creation_ratio("1 USD", "0 USD"), "material of 0.00 USD"),
        (lambda: o2c.PriceRoute(EXAMPLE).price(o2c.PriceTerm("FOB", commission="-3%"), 1), "FOB"),
    ):
        with pytest.raises(o2c.InvalidArgument, match=message):
            call()


def test_structs_show_themselves() -> None:
    costs = o2c.RouteCosts(main_freight="1.20")
    again = eval(
        repr(costs), {"RouteCosts": o2c.RouteCosts, "Fraction": Fraction, "Rate": o2c.Rate}
    )
    assert again == costs
    assert hash(again) == hash(costs)
    assert costs != o2c.RouteCosts()
    assert pickle.loads(pickle.dumps(umbrella())) == umbrella()


# --- faces -------------------------------------------------------------------------------------


def test_figures_show_themselves_in_notebooks() -> None:
    offer = o2c.ExportOffer(
        "books", 1, 350, freight=30, insurance="2.25", exchange_rate="6.50", purchase_price=2060,
        rebate=o2c.ExportRebate("17%", "9%"), expense_rate="10%",
    )  # fmt: skip
    figures = o2c.export_figures(offer)
    assert "6.6327" in figures._repr_html_()
    assert "盈亏率" in figures.to_html(lang="zh")
    assert "-2.00%" in figures.to_html()

    plans = [
        o2c.ProfitPlan([o2c.ProductResult("<A>", quantity, price, [o2c.UnitCost("material", 50)])])
        for quantity, price in ((10, 60), (12, 59))
    ]
    variance = o2c.profit_variance(*plans).to_html(lang="zh")
    assert "&lt;A&gt;" in variance
    assert "+20.0000" in variance  # 2 more at a margin of 10
    assert "-12.0000" in variance
    assert "价格" in variance

    budget = o2c.ExpenseBudget([o2c.ExpenseLimit("2026-11", "1000 CNY", person="Li")])
    spent = [
        o2c.SellingExpense("1", "Li", "travel", "2026-11-03", "1100 CNY"),
        o2c.SellingExpense("2", "Wu", "fairs", "2026-11-04", "70 CNY"),
    ]
    report = budget.report(spent).to_html()
    assert "-100.00" in report
    assert "no limit" in report

    charges = [o2c.LandedCharge("freight", "100 CNY", "quantity", True)]
    lines = [
        o2c.LandedLine("A", 1, "10 CNY", duty="10%"),
        o2c.LandedLine("B", 2, "20 CNY", duty="10%"),
    ]
    landed = o2c.landed_html(o2c.landed_costs(lines, charges), charges, lang="zh")
    assert "33.33" in landed
    assert "143.00" in landed  # 30 + 100 + 13.00
    assert o2c.landed_html([], charges)


def test_another_currency_needs_its_rate() -> None:
    unrated = o2c.ProfitEntry("revenue", "49000 USD")
    with pytest.raises(o2c.InvalidArgument, match="above zero, CNY for one USD"):
        o2c.order_profit([unrated], home="CNY")
    pegged = o2c.ProfitEntry("revenue", "100 MOP", 1)
    assert o2c.order_profit([pegged], home="HKD").revenue == o2c.Money(100, "HKD")
    with pytest.raises(o2c.InvalidArgument, match="how many CNY one is worth"):
        o2c.quote(umbrella(), TENTH, o2c.PricingCurrency("USD"), "FOB", "1 PCE")
    at_par = o2c.PricingCurrency("USD", exchange_rate=1)
    assert o2c.quote(umbrella(), o2c.PricingRule(), at_par, "FOB", "1 PCE").price == 104


def test_a_line_tells_what_it_is_made_of() -> None:
    line = o2c.CostLine.material("steel", "0.2 KGM", "900 USD/TNE", wastage="3%").at_rate(1)
    assert (line.usage, line.price) == (
        o2c.Quantity("0.2", "KGM"),
        o2c.UnitPrice.parse("900 USD/TNE"),
    )
    assert (line.rate, line.exchange_rate, line.item) == (o2c.Rate("3%"), 1, None)
    office = o2c.CostLine.of_purchase("office", "expense", "2%", minimum=5)
    assert [kind.name for kind in office.base] == ["material", "bought_in"]
    assert (office.minimum, office.amount, office.exchange_rate) == (5, None, None)
    assert office.rule is o2c.CostRule.of_purchase


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([kind.name for kind in o2c.ProfitKind]),
            st.integers(-99_999, 99_999),
            st.booleans(),
            st.sampled_from(["A", "B"]),
        ),
        max_size=20,
    ),
    sold=st.tuples(st.integers(1, 999), st.integers(1, 999)),
    rate=cents(100, 999),
)
def test_the_plan_of_documents_earns_what_they_say(
    rows: list[tuple[str, int, bool, str]], sold: tuple[int, int], rate: Decimal
) -> None:
    made = [o2c.ProfitEntry("revenue", "30000000 USD", rate, product="A")]
    for kind, minor, abroad, product in rows:
        dollars = abroad or kind == "revenue"
        amount = o2c.Money.from_minor(minor, "USD" if dollars else "CNY")
        made.append(o2c.ProfitEntry(kind, amount, rate if dollars else None, product=product))
    plan = o2c.actual_plan(made, {"A": sold[0], "B": sold[1]}, home="CNY")
    assert all(p.price >= 0 for p in plan.products) or any(row[1] < 0 for row in rows)
    if any(product.price < 0 for product in plan.products):
        return  # More came back than was sold: nothing to compare.
    compared = o2c.profit_variance(plan, plan)
    assert compared.actual == Fraction(o2c.order_profit(made, home="CNY").profit.amount)


def test_a_quotation_is_held_against_its_documents() -> None:
    won = o2c.quote(umbrella("9%"), TENTH, DOLLARS, "CIFC3 London", "1,000 PCE")
    quoted = o2c.quoted_plan(umbrella("9%"), TENTH, DOLLARS, won)
    documents = [
        o2c.ProfitEntry("revenue", o2c.Money(won.price * 900, "USD"), "7.05"),
        o2c.ProfitEntry("goods", o2c.Money(115 * 900, "CNY")),
        o2c.ProfitEntry("refund", "8243.36 CNY"),
        o2c.ProfitEntry("domestic", "3600 CNY"),
        o2c.ProfitEntry("freight", "1100 USD", "7.05"),
        o2c.ProfitEntry("insurance", "90 USD", "7.05"),
        o2c.ProfitEntry("commission", o2c.Money(won.price * 27, "USD"), "7.05"),
        o2c.ProfitEntry("exchange", "-150 CNY"),
    ]
    came = o2c.actual_plan(documents, {"umbrella": 900}, home="CNY")
    steps = o2c.Derivation()
    found = o2c.profit_variance(quoted, came, trace=steps)
    causes = {line.cause: line.amount for line in found.by_cause()}
    assert list(causes) == [
        *("exchange", "price", "mix", "quantity"),
        *("goods", "refund", "freight", "insurance", "commission"),
    ]
    assert sum(causes.values()) == found.actual - found.budget
    assert found.budget == 1000 * 7 * won.profit
    assert found.actual == Fraction(o2c.order_profit(documents, home="CNY").profit.amount)
    assert causes["goods"] == -1800  # 2.00 dearer
    assert causes["price"] == 0
    assert causes["quantity"] == -100 * 7 * won.profit
    assert causes["exchange"] == Fraction(won.price) * 900 * Fraction("0.05") - 150
    assert not steps.recheck()
    assert "采购成本" in found.summary("订单", home="CNY", lang="zh")
    with pytest.raises(o2c.InvalidArgument, match="one of the products"):
        o2c.actual_plan(documents, {"umbrella": 900, "knob": 1}, home="CNY")
