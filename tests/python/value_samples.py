"""One value of each kind, for what all values have in common and for the stored pickles."""

from __future__ import annotations

from typing import Any

import o2c


def derivation() -> o2c.Derivation:
    """Steps that hold every type of value that pickles have to carry."""
    rates = o2c.ExchangeTable(
        [("CNY", "USD", "0.14", "2026-03-01"), ("EUR", "CNY", "7.8", "2026-03-01")], pivot="CNY"
    )
    made = o2c.Derivation()
    o2c.convert("100 USD", "EUR", rates=rates, on="2026-03-10", rounding="half_even", trace=made)
    o2c.apply("3.25%", "1000 USD", rounding="half_up", trace=made)
    o2c.split("100 USD", 3, trace=made)
    return made


def sheet() -> o2c.PlanRule:
    return o2c.PlanRule(
        "sheet",
        "3%",
        categories=["sheet", "coil"],
        discount_to="5%",
        first_order=False,
        from_date="2026-01-01",
        per_line="5 USD",
        per_unit="0.8",
        line_cap="500 USD",
    )


def full_plan() -> o2c.Plan:
    return o2c.Plan(
        "Full",
        "USD",
        [sheet(), o2c.PlanRule("others", excluded=True)],
        modifiers=[o2c.Modifier("days_overdue", [(30, "80%")])],
        category_above={"coil": "flat"},
        overrides=[o2c.Override("0.5%")],
        pools=[o2c.Pool("team", "0.1%", {"Li": 1})],
        cap="9000 USD",
        floor="10 USD",
        longer_period="year",
        longer_cap="60000 USD",
        longer_floor="120 USD",
        holdback="10%",
        draw="3000 USD",
        draw_recoverable=False,
        answer_days=10,
        silence="accepted",
        clawback_days=90,
        payable_on="full_payment",
        entitled="team",
        after_leaving="leaver",
        leaver_days=90,
        leaver_share="50%",
        leaver_later="house",
    )


def terms() -> o2c.PaymentTerms:
    """Terms with something of everything."""
    return o2c.PaymentTerms.parse(
        "30% T/T deposit; balance L/C 2/10 on B/L date + end of month + 15 days roll preceding; "
        "discount before tax; discount grace 3 days"
    )


def scheduled() -> o2c.Installment:
    """An instalment with a discount and a second amount."""
    return terms().schedule("100 USD", bl="2026-03-01", net_total="87 USD", second_total="710 CNY")[
        1
    ]


def packing() -> o2c.Packing:
    return o2c.Packing("50 PCE", 40, 30, 25, "11.0", "12.5", carton="BX")


def cost_lines() -> list[o2c.CostLine]:
    """A line of each rule."""
    rebate = o2c.ExportRebate("13%", "9%")
    return [
        o2c.CostLine.material(
            "cloth", "0.9 MTK", "1.60 USD/MTK", wastage="3%", rebate=rebate
        ).at_rate("7.1"),
        o2c.CostLine.bought_in("handle", "2.5", rebate=rebate),
        o2c.CostLine.per_unit("labour", "processing", "2.50").with_vat(rebate),
        o2c.CostLine.per_carton("carton", "packing", 5),
        o2c.CostLine.per_container("truck", "expense", 900, 100).on_route("carriage_to_port"),
        o2c.CostLine.per_order("inspection", "expense", 196),
        o2c.CostLine.tooling("mould", 10_000, 50_000),
        o2c.CostLine.of_cost("overhead", "overhead", "10%", base=["material"], minimum=5),
        o2c.CostLine.of_purchase("office", "expense", "2%", minimum=5),
        o2c.CostLine.of_price("licence", "2%"),
        o2c.CostLine.interest("loan", "6%", 60, year_days=365),
    ]


def samples() -> dict[str, Any]:
    """By the names under which they are pickled."""
    return {
        "averaging": o2c.Averaging.volume_weighted,
        "bearer": o2c.Bearer.carriage,
        "container_rate": o2c.container_40hq("2000.50"),
        "cost_category": o2c.CostCategory.bought_in,
        "cost_line": cost_lines()[0],
        "cost_rule": o2c.CostRule.of_cost,
        "cost_sheet": o2c.CostSheet("umbrella", "CNY", "PCE", cost_lines(), packing()),
        "dimension": o2c.Dimension.mass,
        "expense_budget": o2c.ExpenseBudget([o2c.ExpenseLimit("2026", "6000 CNY")]),
        "expense_limit": o2c.ExpenseLimit("2026-11", "1000 CNY", "Li", "travel"),
        "export_offer": o2c.ExportOffer(
            "x",
            quantity=100,
            price=350,
            exchange_rate="6.5",
            purchase_price=2060,
            rebate=o2c.ExportRebate("17%", "9%"),
        ),
        "export_rebate": o2c.ExportRebate("13%", "9%"),
        "freight_tariff": o2c.FreightTariff([o2c.container_20gp(1000)], "60", 45),
        "incoterm": o2c.Incoterm.CIP,
        "landed_charge": o2c.LandedCharge("freight", "100 CNY", "weight", True),
        "landed_line": o2c.LandedLine("A", 100, "1000 CNY", weight=1, duty="10%"),
        "line_rounding": o2c.LineRounding.by_document,
        "packing": packing(),
        "price_formula": o2c.PriceFormula(
            "SHFE", "2026-11-01", "2026-11-30", "simple", -20, currency="CNY", unit="TNE"
        ),
        "price_route": o2c.PriceRoute(
            o2c.RouteCosts(main_freight="1.20", customs_value=20), commission_insured=True
        ),
        "price_term": o2c.PriceTerm.parse("CIFC2.5 New York"),
        "pricing_currency": o2c.PricingCurrency("EUR", "7.8", "2%"),
        "pricing_rule": o2c.PricingRule(profit="10%", profit_of="cost", valid_until="2026-11-30"),
        "producer_tax": o2c.ProducerTax("100 CNY", "5 CNY", "15 CNY", "0 CNY"),
        "product_pricing": o2c.ProductPricing("CNY", "PR", terms=["CIFC2.5 New York"]),
        "product_result": o2c.ProductResult("A", 100, "9.80", [o2c.UnitCost("material", 50)]),
        "profit_by": o2c.ProfitBy.salesperson,
        "profit_entry": o2c.ProfitEntry("freight", "100 USD", "7.1", "SO-1", date="2026-11-30"),
        "profit_kind": o2c.ProfitKind.rebate,
        "profit_of": o2c.ProfitOf.cost,
        "profit_plan": o2c.ProfitPlan([o2c.ProductResult("A", 1, 2, [])], "7.1"),
        "quantity": o2c.Quantity("498.600", "TNE"),
        "quotation_sheet": o2c.QuotationSheet(
            o2c.CostSheet("umbrella", "CNY", "PCE", cost_lines(), packing()),
            o2c.PricingRule(profit="10%"),
            [o2c.PricingCurrency("USD", "7.00")],
            ["FOB Shanghai"],
            ["9,800 PCE"],
        ),
        "rebate_rates": o2c.RebateRates("76", "2024-12-01", o2c.ExportRebate("13%", "0%")),
        "rebate_table": o2c.RebateTable(
            [o2c.RebateRates("76", "2024-12-01", o2c.ExportRebate("13%", "0%"))]
        ),
        "route_costs": o2c.RouteCosts(main_freight="1.20", premium="0.5%"),
        "route_item": o2c.RouteItem.inland,
        "selling_expense": o2c.SellingExpense("1", "Li", "travel", "2026-11-03", "900 CNY"),
        "settlement_price": o2c.SettlementPrice("2026-11-03", "16705", 1709020),
        "share_by": o2c.ShareBy.volume,
        "unit": o2c.Unit("QTL", "mass", 100),
        "unit_cost": o2c.UnitCost("material", "50.25"),
        "unit_price": o2c.UnitPrice("45.00", "USD", "1000 PCE"),
        "unpriced_delivery": o2c.UnpricedDelivery("2026-11-03", "100 TNE", "2026-11-30"),
        "anchor": o2c.Anchor.documents_sent,
        "allocation": o2c.Allocation.last_takes_rest,
        "calendar": o2c.Calendar(
            "CN",
            holidays={"2026-02-17": "春节"},
            workdays={"2026-02-14": "调休"},
            covers_from="2026-01-01",
            covers_to="2026-12-31",
        ),
        "compensation": o2c.Compensation([("0 GBP", "40 GBP"), ("1000 GBP", "70 GBP")]),
        "reconcile_tolerances": o2c.ReconcileTolerances(
            days=3, amount=["0.05 USD", "1 JPY"], transit_days=5, search_steps=100
        ),
        "cash_rule": o2c.CashRule(3, "0.5", deduction_share="10%"),
        "credit_limit": o2c.CreditLimit(
            "Group",
            "500000 USD",
            stages={"overdue": "1000 USD"},
            overdue_days=30,
            members=["Acme", "Brio"],
        ),
        "currency": o2c.Currency("USD"),
        "date_step": o2c.DateStep.proximo(10, cutoff=25, months=2),
        "date_step_weekday": o2c.DateStep.weekday("friday"),
        "day_count": o2c.DayCount.thirty_e_360,
        "derivation": derivation(),
        "derivation_step": derivation().steps[-1],
        "discount_base": o2c.DiscountBase.before_tax,
        "discount_offer": scheduled().discounts[0],
        "discount_policy": o2c.DiscountPolicy("before_tax", "do_not_earn", 3),
        "discount_tier": o2c.DiscountTier("2%", 10),
        "dunning_level": o2c.DunningLevel(
            10,
            counted="previous_level",
            fees=["5 USD", "4.50 EUR"],
            fee_rate="0.5%",
            letter_en="Dear {party}, pay {total}.",
        ),
        "dunning_policy": o2c.DunningPolicy(
            [1, o2c.DunningLevel(0, counted="end_of_month")],
            interval_days=7,
            minimums=["50 USD"],
            rounding="half_even",
        ),
        "early_payment": o2c.EarlyPayment("1 USD", "50 USD", True),
        "exchange_rate": o2c.ExchangeRate("USD", "CNY", "7.10", "2026-03-01"),
        "exchange_table": o2c.ExchangeTable(
            [("USD", "CNY", "7.10", "2026-03-01")], pivot="USD", max_age_days=5
        ),
        "fault": o2c.Fault(
            file="items.csv", row=17, field="due_date", value="x", expected="a date"
        ),
        "fault_without_row": o2c.Fault(expected="a date"),
        "installment": scheduled(),
        "installment_pending": terms().schedule("100 USD", net_total="87 USD")[0],
        "installment_term": terms().installments[1],
        "instrument": o2c.Instrument.lc_usance,
        "interest_policy": o2c.InterestPolicy("4.5%", day_count="act_360"),
        "interest_policy_rates": o2c.InterestPolicy(
            {"2026-01-01": "3.45%", "2026-07-01": "3.1%"},
            compounding="monthly",
            grace_days=3,
            grace="free",
            rounded="daily",
            rounding="down",
        ),
        "journal_event": o2c.JournalEvent(
            "ev-1",
            "confirmed",
            on="2026-11-02",
            recorded_at="2026-11-02T09:30:00.000001Z",
            by="王芳",
            payload='{"a":1}',
            event_version=2,
        ),
        "language": o2c.Language.zh,
        "measure": o2c.Measure("0.98"),
        "measure_undefined": o2c.Measure.undefined_because("no_sales"),
        "money": o2c.Money("-1234.50", "USD"),
        "money_bag": o2c.MoneyBag(["12 EUR", "3.50 USD"]),
        "number_format": o2c.NumberFormat(",", "."),
        "number_format_ungrouped": o2c.NumberFormat(".", None),
        "open_item": o2c.OpenItem(
            "Acme",
            "INV-1",
            "12.50 USD",
            "2026-11-30",
            invoice_date="2026-10-31",
            salesperson="Li",
        ),
        "open_item_deposit": o2c.OpenItem("Acme", "RCT-1", "-5 USD", deposit=True),
        "open_item_disputed": o2c.OpenItem(
            "Acme", "INV-2", "12.50 USD", "2026-11-30", disputed="2.50 USD"
        ),
        "operation": o2c.Operation.look_up,
        "own_currency": o2c.Money(5, o2c.Currency("POINT", 0)),
        "part_payments": o2c.PartPayments.do_not_earn,
        "payment_terms": terms(),
        "period": o2c.Period("2026Q4"),
        "period_kind": o2c.PeriodKind.half,
        "provision_matrix": o2c.ProvisionMatrix(
            ["2%", "4%", "9%", "25%", "100%"], specific={"Acme": "50%"}, forward_looking="110%"
        ),
        "purpose": o2c.Purpose.retention,
        "modifier": o2c.Modifier("margin", [("12%", "50%"), ("5.5%", "0%")], rules=["sheet"]),
        "accelerator": o2c.Accelerator("quarter", "1%", over="half", rules=["all"]),
        "override": o2c.Override("0.5%", level=2, of="commission"),
        "plan": o2c.Plan(
            "Export",
            "USD",
            o2c.RateSchedule("marginal", [(0, "3%"), ("300000.5", "5%")]),
            basis="gross_profit",
            accumulation="quarter",
            rounding="half_even",
            rounded="line",
            unit="0.05 USD",
        ),
        "plan_full": full_plan(),
        "plan_carried_over": o2c.Plan(
            "Quota",
            "CNY",
            [
                o2c.PlanRule(
                    "all",
                    o2c.RateSchedule("marginal", [(0, "2%"), (1, "3%")]),
                    tiers_over="attainment",
                )
            ],
            accumulation="quarter",
            carry_over="shortfall",
        ),
        "contract": o2c.Contract(
            "SC-1",
            "2026-03-06",
            [o2c.OrderLine("umbrella", 10_000, "PCE", "5.25")],
            "52500 USD",
            "30% deposit; balance against copy of B/L",
            "FOB Shanghai",
            "5%",
            "black",
            "50 a carton",
            "",
            latest_shipment="2026-05-31",
        ),
        "order_line": o2c.OrderLine("umbrella", 10_000, "PCE", "5.25", list_price=6),
        "order_policy": o2c.OrderPolicy(
            company="Bright Umbrella Co., Ltd.",
            staff={"Li": "salesperson"},
            reply_days=2,
            usual_terms=["30% deposit; balance against copy of B/L"],
            bank_charges="30 USD",
        ),
        "plan_history": o2c.PlanHistory(
            [
                ("2026-01-01", o2c.Plan("Export", "USD", "3%")),
                ("2026-07-01", o2c.Plan("Export", "USD", "4%", accumulation="quarter")),
            ]
        ),
        "plan_rule": sheet(),
        "pool": o2c.Pool("team", "0.1%", {"Li": 2, "Wu": "1.5"}),
        "rate": o2c.Rate("3.25%"),
        "rate_schedule": o2c.RateSchedule("table", [(1, 100), (1000, "250.5")], edge="opens"),
        "rate_schedule_per_unit": o2c.RateSchedule(
            "marginal", [(0, 20), (100, "30.5")], per_unit=True
        ),
        "roll": o2c.Roll.modified_following,
        "rounding": o2c.Rounding.half_odd,
        "share": o2c.Share("1/3"),
        "share_fixed": o2c.Share.fixed("1000 USD"),
        "share_of_rest": o2c.Share("50% of the rest"),
        "statement_answer": o2c.StatementAnswer(
            "Li", "2026-12-03", "objects", line=4, reason="shared with Wu"
        ),
        "weekday": o2c.Weekday.friday,
    }
