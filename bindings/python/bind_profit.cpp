#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/cost/expense_budget.hpp"
#include "o2c/cost/export_offer.hpp"
#include "o2c/cost/export_rebate.hpp"
#include "o2c/cost/landed_cost.hpp"
#include "o2c/cost/landed_table.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/cost/price_formula.hpp"
#include "o2c/cost/profit_plan.hpp"
#include "o2c/cost/profit_table.hpp"
#include "o2c/cost/variance.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "cost_enums.hpp"
#include "currency_registry.hpp"
#include "struct_type.hpp"
#include "tables.hpp"

namespace o2c::python {
namespace {

constexpr Money nothing = Money::zero(currencies::USD);  // Of prototypes, never seen.

template <class T>
std::vector<T> values_from(const py::object& object) {
  return read_value<std::vector<T>>(object);
}

void bind_export(py::module_& m) {
  m.def(
      "actual_cost",
      [](const Ratio& price, const py::object& rebate, Derivation* trace) {
        const auto rates = read_value<ExportRebate>(rebate);
        return trace != nullptr ? actual_cost(price, rates, *trace) : actual_cost(price, rates);
      },
      py::arg("price_with_vat"), py::arg("rebate"), py::kw_only(), py::arg("trace") = py::none(),
      "What goods bought with VAT really cost (实际成本): price (1 + VAT - refund) / (1 + VAT).");
  m.def(
      "trader_refund",
      [](Given<Money> net, const py::object& rebate, Given<Rounding> rounding, Derivation* trace) {
        const auto rates = read_value<ExportRebate>(rebate);
        return trace != nullptr ? trader_refund(net.value, rates, rounding.value, *trace)
                                : trader_refund(net.value, rates, rounding.value);
      },
      py::arg("net_purchase"), py::arg("rebate"), py::kw_only(), py::arg("rounding"),
      py::arg("trace") = py::none(),
      "What a trader is refunded: the net purchase times the refund rate.");
  bind_struct<RebateRates>(m, "RebateRates",
                           "The rates of one commodity from a day of declaration on.",
                           {.commodity = {}, .from_date = Date(1, 1, 1), .rebate = {}},
                           {"commodity", "from_date", "rebate"});
  py::class_<RebateTable> table(
      m, "RebateTable", py::is_final(),
      "Which rates hold for a commodity on the day that it is declared for export.");
  table
      .def(py::init(
               [](const py::object& rows) { return RebateTable(values_from<RebateRates>(rows)); }),
           py::arg("rows"), "Raises InvalidArgument with every fault.")
      .def_property_readonly("rows",
                             [](const RebateTable& self) { return show_value(self.rows()); })
      .def("at", &RebateTable::at, py::arg("commodity"), py::arg("declared"),
           "By the longest commodity that begins the one asked for. Raises InvalidArgument.");
  def_repr(table, [](const RebateTable& self) {
    return "RebateTable(" + py::repr(show_value(self.rows())).cast<std::string>() + ")";
  });
  def_equality(table);
  table.def("__hash__", [](const RebateTable& self) { return py::hash(show_value(self.rows())); });
  def_copy(table);
  def_pickle(
      table, [](const RebateTable& self) { return py::make_tuple(show_value(self.rows())); },
      [](const py::tuple& state) {
        return RebateTable(read_value<std::vector<RebateRates>>(state[0]));
      });
  bind_struct<ProducerTax>(m, "ProducerTax", "A month of a producer who exports (免抵退税).",
                           {nothing, nothing, nothing, nothing, {}},
                           {"exports", "output_tax", "input_tax", "carried"});
  bind_result<ProducerRefund>(m, "ProducerRefund", "What comes of it.");
  m.def(
      "producer_refund",
      [](const ProducerTax& month, const py::object& rebate, Given<Rounding> rounding,
         Derivation* trace) {
        const auto rates = read_value<ExportRebate>(rebate);
        if (trace != nullptr) return producer_refund(month, rates, rounding.value, *trace);
        return producer_refund(month, rates, rounding.value);
      },
      py::arg("month"), py::arg("rebate"), py::kw_only(), py::arg("rounding"),
      py::arg("trace") = py::none(), "The producer's refund: exempt, credit, refund.");
}

void bind_offer(py::module_& m) {
  bind_struct<ExportOffer>(
      m, "ExportOffer", "An offer for export as it stands before it is made.",
      {.name = {}, .quantity = {}, .price = {}, .exchange_rate = {}, .purchase_price = {}},
      {"name", "quantity", "price", "exchange_rate", "purchase_price"});
  auto figures = bind_result<ExportFigures>(m, "ExportFigures", "What an offer comes to. Exact.");
  def_html(figures, "o2c._profit_html", "figures_html");
  bind_result<Sensitivity>(m, "Sensitivity",
                           "What the total profit becomes when one input changes.");
  m.def(
      "export_figures",
      [](const ExportOffer& offer, Derivation* trace) {
        return trace != nullptr ? export_figures(offer, *trace) : export_figures(offer);
      },
      py::arg("offer"), py::kw_only(), py::arg("trace") = py::none(),
      "Net FOB, exchange cost, profit-loss ratio and break-even points of an offer.");
  m.def(
      "sensitivities",
      [](const ExportOffer& offer, Given<Rate> change) {
        return sensitivities(offer, change.value);
      },
      py::arg("offer"), py::arg("change"),
      "By how much the total profit changes when each input falls and rises by a part of itself; "
      "what moves it most comes first.");
  m.def(
      "rank_offers",
      [](const py::object& offers) { return rank_offers(values_from<ExportOffer>(offers)); },
      py::arg("offers"), "The positions of offers, the best first: by profit-loss ratio.");
  m.def(
      "exchange_cost",
      [](Given<Money> cost, Given<Money> net_fob) {
        return exchange_cost(cost.value, net_fob.value);
      },
      py::arg("total_cost"), py::arg("net_fob"),
      "Home currency spent for one unit of the foreign (换汇成本).");
  m.def(
      "profit_loss_ratio",
      [](Given<Money> cost, Given<Money> net_fob, const Decimal& rate) {
        return profit_loss_ratio(cost.value, net_fob.value, rate);
      },
      py::arg("total_cost"), py::arg("net_fob"), py::arg("buying_rate"),
      "(net FOB at the buying rate - total cost) / total cost (盈亏率).");
  m.def(
      "exchange_creation_ratio",
      [](Given<Money> net_fob, Given<Money> material) {
        return exchange_creation_ratio(net_fob.value, material.value);
      },
      py::arg("net_fob"), py::arg("material"), "(net FOB - material) / material (创汇率).");
  m.def("break_even_quantity", &break_even_quantity, py::arg("fixed"), py::arg("unit_contribution"),
        "fixed / contribution of one, rounded up (保本量).");
}

void bind_landed(py::module_& m) {
  bind_enum<ShareBy>(m);
  bind_struct<LandedLine>(m, "LandedLine", "A line of a shipment as it was bought.",
                          {.product = {}, .quantity = {}, .value = nothing},
                          {"product", "quantity", "value"});
  bind_struct<LandedCharge>(m, "LandedCharge", "What the shipment as a whole has cost besides.",
                            {.name = {}, .amount = nothing}, {"name", "amount"});
  bind_result<LandedCost>(m, "LandedCost", "What a line has cost in the buyer's warehouse.");
  m.def(
      "landed_costs",
      [](const py::object& lines, const py::object& charges, Given<Rounding> rounding,
         Given<Allocation> policy, Derivation* trace) {
        const auto bought = values_from<LandedLine>(lines);
        const auto besides = values_from<LandedCharge>(charges);
        if (trace != nullptr)
          return landed_costs(bought, besides, rounding.value, policy.value, *trace);
        return landed_costs(bought, besides, rounding.value, policy.value);
      },
      py::arg("lines"), py::arg("charges"), py::kw_only(),
      py::arg_v("rounding", "half_up", "'half_up'"),
      py::arg_v("policy", "largest_remainder", "'largest_remainder'"),
      py::arg("trace") = py::none(),
      "Shares each charge among the lines by its key, adding up exactly.");
  m.def(
      "landed_table",
      [](TableSource& lines, const py::object& charges, Given<Currency> currency,
         Given<Rounding> rounding, Given<Allocation> policy, std::optional<int> amount_digits) {
        const auto besides = values_from<LandedCharge>(charges);
        const LandedTableOptions options{.currency = currency.value,
                                         .rounding = rounding.value,
                                         .policy = policy.value,
                                         .amount_digits = amount_digits};
        py::gil_scoped_release release;
        return landed_table(lines, besides, options);
      },
      py::arg("lines"), py::arg("charges"), py::kw_only(), py::arg("currency"), py::arg("rounding"),
      py::arg("policy"), py::arg("amount_digits"), "The column face of landed_costs.");
}

void bind_formula(py::module_& m) {
  bind_enum<Averaging>(m);
  bind_struct<SettlementPrice>(m, "SettlementPrice", "What an exchange published for a day.",
                               {.date = Date(1, 1, 1), .price = {}}, {"date", "price"});
  using Prices = py::object;
  const auto calendar_of = [](const py::object& calendar) -> const Calendar* {
    return calendar.is_none() ? nullptr : calendar.cast<const Calendar*>();
  };
  bind_struct<PriceFormula>(m, "PriceFormula",
                            "A price that is fixed later (点价): the average of a reference over a "
                            "quotation period, and a premium.",
                            {.reference = {},
                             .from_date = Date(1, 1, 1),
                             .to_date = Date(1, 1, 1),
                             .currency = currencies::USD,
                             .unit = units::TNE},
                            {"reference", "from_date", "to_date", "currency", "unit"},
                            [](const PriceFormula& formula) { check(formula); })
      .def(
          "average",
          [calendar_of](const PriceFormula& self, const Prices& settlements,
                        const py::object& calendar, Derivation* trace) {
            const auto prices = values_from<SettlementPrice>(settlements);
            if (trace != nullptr) return average_price(self, prices, calendar_of(calendar), *trace);
            return average_price(self, prices, calendar_of(calendar));
          },
          py::arg("settlements"), py::kw_only(), py::arg("calendar") = py::none(),
          py::arg("trace") = py::none(),
          "The average of the period's settlements. With a calendar each of its business days "
          "needs one. Raises InvalidArgument with every fault.")
      .def(
          "final",
          [calendar_of](const PriceFormula& self, const Prices& settlements,
                        const py::object& calendar, Derivation* trace) {
            const auto prices = values_from<SettlementPrice>(settlements);
            if (trace != nullptr) return final_price(self, prices, calendar_of(calendar), *trace);
            return final_price(self, prices, calendar_of(calendar));
          },
          py::arg("settlements"), py::kw_only(), py::arg("calendar") = py::none(),
          py::arg("trace") = py::none(), "The final price: average and premium.")
      .def(
          "provisional",
          [](const PriceFormula& self, const Decimal& price, Derivation* trace) {
            return trace != nullptr ? provisional_price(self, price, *trace)
                                    : provisional_price(self, price);
          },
          py::arg("reference_price"), py::kw_only(), py::arg("trace") = py::none(),
          "A price until then (暂定价).")
      .def(
          "estimate",
          [](const PriceFormula& self, const Prices& settlements, const Decimal& forward,
             const Date& as_of, const Calendar& calendar, Derivation* trace) {
            const auto prices = values_from<SettlementPrice>(settlements);
            if (trace != nullptr)
              return estimated_price(self, prices, forward, as_of, calendar, *trace);
            return estimated_price(self, prices, forward, as_of, calendar);
          },
          py::arg("settlements"), py::kw_only(), py::arg("forward_price"), py::arg("as_of"),
          py::arg("calendar"), py::arg("trace") = py::none(),
          "The price of an unfinished period: the days to come at a forward price.");
  bind_result<PriceSettlement>(m, "PriceSettlement",
                               "The invoice for the difference once price and weight are final.");
  m.def(
      "settle_price",
      [](Given<Money> provisional, Given<Quantity> weighed, Given<UnitPrice> price,
         Given<Rounding> rounding, Derivation* trace) {
        if (trace != nullptr)
          return settle_price(provisional.value, weighed.value, price.value, rounding.value,
                              *trace);
        return settle_price(provisional.value, weighed.value, price.value, rounding.value);
      },
      py::arg("provisional"), py::arg("weighed"), py::arg("price"), py::kw_only(),
      py::arg("rounding"), py::arg("trace") = py::none(),
      "Final less provisional: above zero a debit note, below it a credit note.");
  bind_struct<UnpricedDelivery>(
      m, "UnpricedDelivery", "A delivery whose price is fixed by a quotation period.",
      {.delivered = Date(1, 1, 1), .quantity = Quantity(0, units::TNE), .priced_on = Date(1, 1, 1)},
      {"delivered", "quantity", "priced_on"});
  m.def(
      "unpriced_exposure",
      [](const py::object& deliveries, const Date& as_of, Given<Unit> unit) {
        return unpriced_exposure(values_from<UnpricedDelivery>(deliveries), as_of, unit.value);
      },
      py::arg("deliveries"), py::arg("as_of"), py::arg("unit"),
      "What was delivered by a day and has no final price yet.");
}

void bind_profit_table(py::module_& m) {
  m.def(
      "profit_table",
      [](TableSource& entries, const py::object& group_by, const py::object& period,
         Given<Currency> home, Given<Rounding> rounding, std::optional<int> amount_digits,
         std::size_t threads) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        const ProfitTableOptions options{.group_by = values_from<std::string>(group_by),
                                         .period = read_value<std::optional<PeriodKind>>(period),
                                         .home = home.value,
                                         .rounding = rounding.value,
                                         .currencies = *currencies,
                                         .amount_digits = amount_digits,
                                         .threads = threads};
        py::gil_scoped_release release;
        return profit_table(entries, options);
      },
      py::arg("entries"), py::kw_only(), py::arg("group_by"), py::arg("period"), py::arg("home"),
      py::arg("rounding"), py::arg("amount_digits"), py::arg("threads"),
      "The column face of order_profit.");
}

std::vector<std::pair<std::string, Decimal>> pairs_of(const std::vector<CostShare>& shares) {
  std::vector<std::pair<std::string, Decimal>> pairs;
  for (const CostShare& share : shares) pairs.emplace_back(share.order, share.weight);
  return pairs;
}

void bind_order_profit(py::module_& m) {
  bind_enum<ProfitKind>(m);
  bind_enum<ProfitBy>(m);
  bind_struct<ProfitEntry>(m, "ProfitEntry", "One document's part in what an order earned.",
                           {.kind = ProfitKind::revenue, .amount = nothing}, {"kind", "amount"});
  bind_result<ProfitLine>(m, "ProfitLine", "What all entries of a kind come to.");
  auto statement = bind_result<OrderProfit>(m, "OrderProfit",
                                            "What entries come to, in the home currency (利润表).");
  statement
      .def(
          "margin",
          [](const OrderProfit& self, int digits, Given<Rounding> rounding) {
            return self.margin(digits, rounding.value);
          },
          py::kw_only(), py::arg("digits") = 2, py::arg_v("rounding", "half_up", "'half_up'"),
          "profit / revenue; None without revenue.")
      .def(
          "summary",
          [](const OrderProfit& self, const std::string& what, Given<Language> lang) {
            return summarize(self, what, lang.value);
          },
          py::arg("what"), py::kw_only(), py::arg_v("lang", "en", "'en'"),
          "What the statement says, in sentences (效益情况分析).");
  def_html(statement, "o2c._cost_html", "profit_html");
  m.def(
      "order_profit",
      [](const py::object& entries, Given<Currency> home, Given<Rounding> rounding,
         Derivation* trace) {
        const auto all = values_from<ProfitEntry>(entries);
        if (trace != nullptr) return order_profit(all, home.value, rounding.value, *trace);
        return order_profit(all, home.value, rounding.value);
      },
      py::arg("entries"), py::kw_only(), py::arg("home"),
      py::arg_v("rounding", "half_up", "'half_up'"), py::arg("trace") = py::none(),
      "What an order, or any other set of entries, has earned.");
  m.def(
      "profit_by",
      [](const py::object& entries, Given<ProfitBy> by, Given<Currency> home,
         Given<Rounding> rounding) {
        py::dict statements;
        for (auto& [key, profit] :
             profit_by(values_from<ProfitEntry>(entries), by.value, home.value, rounding.value))
          statements[py::str(key)] = py::cast(std::move(profit));
        return statements;
      },
      py::arg("entries"), py::arg("by"), py::kw_only(), py::arg("home"),
      py::arg_v("rounding", "half_up", "'half_up'"),
      "The statement of each order, customer, product, salesperson or period.");
  m.def(
      "revenue_shares",
      [](const py::object& entries, Given<Currency> home, Given<Rounding> rounding) {
        py::dict shares;
        for (const auto& [order, weight] : pairs_of(
                 revenue_shares(values_from<ProfitEntry>(entries), home.value, rounding.value)))
          shares[py::str(order)] = to_python(weight);
        return shares;
      },
      py::arg("entries"), py::kw_only(), py::arg("home"),
      py::arg_v("rounding", "half_up", "'half_up'"),
      "Each order's revenue in the home currency, as weights of share_cost.");
  m.def(
      "share_cost",
      [](const ProfitEntry& cost, const py::dict& shares, Given<Allocation> policy) {
        std::vector<CostShare> weights;
        for (const auto& [order, weight] : shares)
          weights.push_back({read_value<std::string>(order), decimal_from(weight)});
        return share_cost(cost, weights, policy.value);
      },
      py::arg("cost"), py::arg("shares"), py::kw_only(),
      py::arg_v("policy", "largest_remainder", "'largest_remainder'"),
      "A cost that several orders have in common, {order: weight}, as entries of each.");
}

void bind_variance(py::module_& m) {
  bind_struct<UnitCost>(m, "UnitCost", "What one unit costs of one kind.",
                        {.kind = {}, .amount = {}}, {"kind", "amount"});
  bind_struct<ProductResult>(m, "ProductResult",
                             "A product as it was quoted or budgeted, or as it came.",
                             {.product = {}, .quantity = {}, .price = {}, .costs = {}},
                             {"product", "quantity", "price", "costs"});
  bind_struct<ProfitPlan>(m, "ProfitPlan",
                          "All products of a budget, a quotation or a period, and the rate of "
                          "exchange.",
                          {.products = {}}, {"products"});
  bind_result<VarianceLine>(m, "VarianceLine", "One cause of a difference in profit.");
  auto variance = bind_result<ProfitVariance>(
      m, "ProfitVariance", "Actual against budget: causes that add up to the whole difference.");
  def_html(variance, "o2c._profit_html", "variance_html");
  variance.def("by_cause", &ProfitVariance::by_cause, "By cause, of all products.")
      .def(
          "summary",
          [](const ProfitVariance& self, const std::string& what, Given<Currency> home,
             Given<Language> lang) { return summarize(self, what, home.value, lang.value); },
          py::arg("what"), py::kw_only(), py::arg("home"), py::arg_v("lang", "en", "'en'"),
          "What the comparison says, in sentences; the causes add up also as shown.");
  m.def(
      "quoted_plan",
      [](const CostSheet& sheet, const PricingRule& rule, const PricingCurrency& currency,
         const Quote& quoted) { return quoted_plan(sheet, rule, currency, quoted); },
      py::arg("sheet"), py::arg("rule"), py::arg("currency"), py::arg("quote"),
      "A quotation as the plan that its order is held against.");
  m.def(
      "actual_plan",
      [](const py::object& entries, const py::dict& sold, Given<Currency> home,
         Given<Rounding> rounding) {
        std::vector<SoldProduct> products;
        for (const auto& [product, quantity] : sold)
          products.push_back({read_value<std::string>(product), decimal_from(quantity)});
        return actual_plan(values_from<ProfitEntry>(entries), products, home.value, rounding.value);
      },
      py::arg("entries"), py::arg("sold"), py::kw_only(), py::arg("home"),
      py::arg_v("rounding", "half_up", "'half_up'"),
      "What documents say of products that were sold, {product: quantity}, as a plan beside the "
      "quoted one.");
  m.def(
      "profit_variance",
      [](const ProfitPlan& budget, const ProfitPlan& actual, Derivation* trace) {
        return trace != nullptr ? profit_variance(budget, actual, *trace)
                                : profit_variance(budget, actual);
      },
      py::arg("budget"), py::arg("actual"), py::kw_only(), py::arg("trace") = py::none(),
      "Why the profit differs from the budget: exchange, price, mix, quantity, costs.");
}

void bind_causes(py::module_& m) {
  m.def(
      "cause_name",
      [](const std::string& cause, Given<Language> lang) {
        return describe_cause(cause).in(lang.value);
      },
      py::arg("cause"), py::arg("lang"), "What a cause of a variance is called.");
}

void bind_expenses(py::module_& m) {
  bind_struct<ExpenseLimit>(m, "ExpenseLimit", "What may be spent on selling in a period.",
                            {.period = Period::year_of(Date(2000, 1, 1)), .limit = nothing},
                            {"period", "limit"});
  bind_struct<SellingExpense>(
      m, "SellingExpense", "What somebody spent, or wants to spend.",
      {.id = {}, .person = {}, .category = {}, .date = Date(1, 1, 1), .amount = nothing},
      {"id", "person", "category", "date", "amount"});
  bind_result<ExpenseUse>(m, "ExpenseUse", "A limit and what became of it.");
  auto report = bind_result<ExpenseReport>(m, "ExpenseReport", "Budget against actual.");
  def_html(report, "o2c._profit_html", "expenses_html");
  py::class_<ExpenseBudget> budget(m, "ExpenseBudget", py::is_final(),
                                   "The limits of a company's selling expenses (销售费用).");
  budget
      .def(py::init([](const py::object& limits) {
             return ExpenseBudget(values_from<ExpenseLimit>(limits));
           }),
           py::arg("limits"), "Raises InvalidArgument with every fault.")
      .def_property_readonly("limits",
                             [](const ExpenseBudget& self) { return show_value(self.limits()); })
      .def(
          "report",
          [](const ExpenseBudget& self, const py::object& spent) {
            return self.report(values_from<SellingExpense>(spent));
          },
          py::arg("spent"), "Each limit with what was spent on it, and what no limit looks at.")
      .def(
          "allow",
          [](const ExpenseBudget& self, const SellingExpense& expense, const py::object& spent) {
            return self.allow(expense, values_from<SellingExpense>(spent)).value();
          },
          py::arg("expense"), py::arg("spent"),
          "What is left of the tightest limit after one more expense; None where none looks at it. "
          "Raises o2c.Refused: over_budget, once for each limit that it would break.");
  def_repr(budget, [](const ExpenseBudget& self) {
    return "ExpenseBudget(" + py::repr(show_value(self.limits())).cast<std::string>() + ")";
  });
  def_equality(budget);
  budget.def("__hash__",
             [](const ExpenseBudget& self) { return py::hash(show_value(self.limits())); });
  def_copy(budget);
  def_pickle(
      budget, [](const ExpenseBudget& self) { return py::make_tuple(show_value(self.limits())); },
      [](const py::tuple& state) {
        return ExpenseBudget(read_value<std::vector<ExpenseLimit>>(state[0]));
      });
}

}  // namespace

void bind_profit(py::module_& m) {
  bind_export(m);
  bind_offer(m);
  bind_landed(m);
  bind_formula(m);
  bind_order_profit(m);
  bind_profit_table(m);
  bind_variance(m);
  bind_causes(m);
  bind_expenses(m);
}

}  // namespace o2c::python
