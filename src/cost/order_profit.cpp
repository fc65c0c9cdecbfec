#include "o2c/cost/order_profit.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>

#include "o2c/money/exchange_rate.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {
namespace {

struct KindName {
  ProfitKind kind;
  std::string_view name;
  Text text;
};

constexpr KindName kind_names[profit_kind_count] = {
    {ProfitKind::revenue, "revenue", {"revenue", "销售收入"}},
    {ProfitKind::goods, "goods", {"goods", "采购成本"}},
    {ProfitKind::material, "material", {"material", "材料"}},
    {ProfitKind::processing, "processing", {"processing", "加工费"}},
    {ProfitKind::packing, "packing", {"packing", "包装费"}},
    {ProfitKind::refund, "refund", {"VAT refund", "出口退税"}},
    {ProfitKind::domestic, "domestic", {"domestic charges", "国内费用"}},
    {ProfitKind::freight, "freight", {"freight", "国际运费"}},
    {ProfitKind::insurance, "insurance", {"insurance", "保险费"}},
    {ProfitKind::bank, "bank", {"bank charges", "银行费用"}},
    {ProfitKind::commission, "commission", {"commission", "佣金提成"}},
    {ProfitKind::claim, "claim", {"claims", "索赔"}},
    {ProfitKind::rebate, "rebate", {"rebates received", "供应商返利"}},
    {ProfitKind::finance, "finance", {"finance cost", "财务费用"}},
    {ProfitKind::exchange, "exchange", {"exchange differences", "汇兑损益"}},
    {ProfitKind::other, "other", {"other costs", "其他费用"}},
};

constexpr std::string_view by_names[] = {"order", "customer",   "product", "salesperson",
                                         "week",  "half_month", "month",   "quarter",
                                         "half",  "year"};

constexpr std::size_t index(ProfitKind kind) { return static_cast<std::size_t>(kind); }

void check_entries(std::span<const ProfitEntry> entries, const Currency& home) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ProfitEntry& entry = entries[i];
    const bool at_home = entry.amount.currency() == home;
    const Decimal rate = entry.rate.value_or(at_home ? 1 : 0);
    if (sign(rate) <= 0 || (at_home && rate != 1))
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = "rate",
                        .value = entry.rate ? to_string(rate) : "",
                        .expected = at_home ? "1, the amount is in the home currency"
                                            : "above zero, " + to_string(home) + " for one " +
                                                  to_string(entry.amount.currency())});
  }
  throw_faults("no such entries", std::move(faults));
}

// The one rule: what an entry is in the home currency.
Money at_home(const ProfitEntry& entry, const Currency& home, Rounding rounding) {
  if (entry.amount.currency() == home) return entry.amount;
  return convert_at(entry.amount, home, Ratio(*entry.rate), rounding);
}

class Statement {
 public:
  explicit Statement(const Currency& home) : home_(home), totals_(empty_totals(home)) {}

  void add(const ProfitEntry& entry, Rounding rounding, Derivation* steps = nullptr) {
    const Money amount = at_home(entry, home_, rounding);
    totals_[index(entry.kind)] += amount;
    seen_[index(entry.kind)] = true;
    count_abroad(entry, amount);
    if (steps == nullptr) return;
    const KindName& name = kind_names[index(entry.kind)];
    const std::string document = entry.document.empty() ? "" : " " + entry.document;
    const Label label(std::string(name.text.en) + document, std::string(name.text.zh) + document);
    if (entry.amount.currency() == home_)
      steps->add({label, Operation::given, {}, amount, {}});
    else
      steps->add({label,
                  Operation::exchange,
                  {{Label("amount", "金额"), entry.amount}, {Label("rate", "汇率"), *entry.rate}},
                  amount,
                  RoundedTo{rounding, minor_unit(home_)}});
    parts_[index(entry.kind)].push_back({label, amount});
  }

  OrderProfit close(Derivation* steps = nullptr) {
    OrderProfit result{.lines = {},
                       .revenue = totals_[index(ProfitKind::revenue)],
                       .cost = Money::zero(home_),
                       .profit = Money::zero(home_),
                       .exchange_cost = {}};
    std::vector<NamedValue> costs;
    std::vector<NamedValue> incomes;
    for (const KindName& name : kind_names) {
      if (!seen_[index(name.kind)]) continue;
      const Money amount = totals_[index(name.kind)];
      result.lines.push_back({name.kind, amount});
      if (steps != nullptr)
        steps->add({name.text, Operation::sum, std::move(parts_[index(name.kind)]), amount, {}});
      if (name.kind == ProfitKind::revenue) continue;
      result.cost += is_income(name.kind) ? -amount : amount;
      (is_income(name.kind) ? incomes : costs).push_back({name.text, amount});
    }
    result.profit = result.revenue - result.cost;
    result.exchange_cost = exchange_cost_of(steps);
    if (steps != nullptr) tell(result, std::move(costs), std::move(incomes), *steps);
    return result;
  }

 private:
  using Totals = std::array<Money, profit_kind_count>;

  static Totals empty_totals(const Currency& home) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return Totals{((void)I, Money::zero(home))...};
    }(std::make_index_sequence<profit_kind_count>());
  }

  // What revenue in foreign currency comes to, and the freight and insurance paid out of it.
  void count_abroad(const ProfitEntry& entry, Money home_amount) {
    const bool of_the_way =
        entry.kind == ProfitKind::freight || entry.kind == ProfitKind::insurance;
    if (entry.kind != ProfitKind::revenue && !of_the_way) return;
    if (entry.kind == ProfitKind::revenue && entry.amount.currency() == home_)
      revenue_at_home_ = true;
    if (entry.amount.currency() == home_) return;
    auto found = std::ranges::find(abroad_, entry.amount.currency(), &Abroad::currency);
    if (found == abroad_.end())
      found = abroad_.insert(abroad_.end(), Abroad(entry.amount.currency(), home_));
    if (entry.kind == ProfitKind::revenue) {
      found->has_revenue = true;
      found->net += entry.amount;
    } else {
      found->net -= entry.amount;
      found->way_at_home += home_amount;
    }
  }

  std::optional<Ratio> exchange_cost_of(Derivation* steps) const {
    const auto sells = [](const Abroad& one) { return one.has_revenue; };
    if (revenue_at_home_ || std::ranges::count_if(abroad_, sells) != 1) return std::nullopt;
    const Abroad& abroad = *std::ranges::find_if(abroad_, sells);
    if (sign(abroad.net) <= 0) return std::nullopt;
    Money cost = -abroad.way_at_home;
    std::vector<NamedValue> parts;
    for (const KindName& name : kind_names) {
      if (!seen_[index(name.kind)] || name.kind == ProfitKind::revenue ||
          name.kind == ProfitKind::exchange)
        continue;
      const Money amount = totals_[index(name.kind)];
      const Money part = is_income(name.kind) ? -amount : amount;
      cost += part;
      parts.push_back({name.text, part});
    }
    const Ratio result = Ratio(cost.amount()) / Ratio(abroad.net.amount());
    if (steps != nullptr) {
      if (!is_zero(abroad.way_at_home))
        parts.push_back({Label("freight and insurance abroad", "外币运保费"), -abroad.way_at_home});
      steps->add({Label("cost of the exchange", "换汇总成本"),
                  Operation::sum,
                  std::move(parts),
                  cost,
                  {}});
      steps->add({Label("exchange cost", "换汇成本"),
                  Operation::quotient,
                  {{Label("cost of the exchange", "换汇总成本"), cost.amount()},
                   {Label("net FOB", "外汇净收入 FOB"), abroad.net.amount()}},
                  result,
                  {}});
    }
    return result;
  }

  static void tell(const OrderProfit& result, std::vector<NamedValue> costs,
                   std::vector<NamedValue> incomes, Derivation& steps) {
    const Money zero = Money::zero(result.profit.currency());
    if (costs.empty()) costs.push_back({Label("costs", "费用"), zero});
    Money all_costs = zero;
    for (const NamedValue& cost : costs) all_costs += std::get<Money>(cost.value);
    steps.add({Label("all costs", "费用合计"), Operation::sum, std::move(costs), all_costs, {}});
    incomes.insert(incomes.begin(), {Label("all costs", "费用合计"), all_costs});
    steps.add({Label("cost", "成本"), Operation::difference, std::move(incomes), result.cost, {}});
    steps.add(
        {Label("profit", "利润"),
         Operation::difference,
         {{Label("revenue", "销售收入"), result.revenue}, {Label("cost", "成本"), result.cost}},
         result.profit,
         {}});
  }

  struct Abroad {
    Abroad(const Currency& foreign, const Currency& home)
        : currency(foreign), net(Money::zero(foreign)), way_at_home(Money::zero(home)) {}

    Currency currency;
    Money net;
    Money way_at_home;
    bool has_revenue = false;
  };

  Currency home_;
  Totals totals_;
  std::array<bool, profit_kind_count> seen_{};
  std::array<std::vector<NamedValue>, profit_kind_count> parts_{};
  std::vector<Abroad> abroad_;
  bool revenue_at_home_ = false;
};

std::string key_of(const ProfitEntry& entry, ProfitBy by) {
  switch (by) {
    case ProfitBy::order:
      return entry.order;
    case ProfitBy::customer:
      return entry.customer;
    case ProfitBy::product:
      return entry.product;
    case ProfitBy::salesperson:
      return entry.salesperson;
    case ProfitBy::week:
    case ProfitBy::half_month:
    case ProfitBy::month:
    case ProfitBy::quarter:
    case ProfitBy::half:
    case ProfitBy::year:
      break;
  }
  if (!entry.date) return "";
  return to_string(Period::containing(*entry.date, parse_period_kind(to_string(by))));
}

// Statements by key, in the order in which the keys come up.
class Statements {
 public:
  explicit Statements(const Currency& home) : home_(home) {}

  Statement& of(const std::string& key) {
    const auto [at, is_new] = places_.try_emplace(key, statements_.size());
    if (is_new) statements_.emplace_back(key, Statement(home_));
    return statements_[at->second].second;
  }

  std::vector<std::pair<std::string, OrderProfit>> close() {
    std::vector<std::pair<std::string, OrderProfit>> closed;
    for (auto& [key, statement] : statements_) closed.emplace_back(key, statement.close());
    return closed;
  }

 private:
  Currency home_;
  std::vector<std::pair<std::string, Statement>> statements_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

std::string to_string(ProfitKind kind) { return std::string(kind_names[index(kind)].name); }

ProfitKind parse_profit_kind(std::string_view text) {
  const auto* found = std::ranges::find(kind_names, text, &KindName::name);
  if (found != std::end(kind_names)) return found->kind;
  std::string expected = "one of";
  for (const KindName& name : kind_names)
    expected += (name.kind == ProfitKind::revenue ? " " : ", ") + std::string(name.name);
  throw_parse(text, 0, expected);
}

Text describe(ProfitKind kind) { return kind_names[index(kind)].text; }

std::string to_string(ProfitBy by) { return std::string(by_names[static_cast<std::size_t>(by)]); }

ProfitBy parse_profit_by(std::string_view text) {
  const auto* found = std::ranges::find(by_names, text);
  if (found == std::end(by_names))
    throw_parse(text, 0,
                "order, customer, product, salesperson, week, half_month, month, quarter, half or "
                "year");
  return static_cast<ProfitBy>(found - std::begin(by_names));
}

std::optional<Rate> OrderProfit::margin(int digits, Rounding rounding) const {
  if (is_zero(revenue)) return std::nullopt;
  return percentage(profit, revenue, digits, rounding);
}

OrderProfit order_profit(std::span<const ProfitEntry> entries, const Currency& home,
                         Rounding rounding) {
  check_entries(entries, home);
  Statement statement(home);
  for (const ProfitEntry& entry : entries) statement.add(entry, rounding);
  return statement.close();
}

OrderProfit order_profit(std::span<const ProfitEntry> entries, const Currency& home,
                         Rounding rounding, Derivation& steps) {
  check_entries(entries, home);
  Statement statement(home);
  for (const ProfitEntry& entry : entries) statement.add(entry, rounding, &steps);
  return statement.close(&steps);
}

std::vector<std::pair<std::string, OrderProfit>> profit_by(std::span<const ProfitEntry> entries,
                                                           ProfitBy by, const Currency& home,
                                                           Rounding rounding) {
  check_entries(entries, home);
  Statements statements(home);
  for (const ProfitEntry& entry : entries) statements.of(key_of(entry, by)).add(entry, rounding);
  return statements.close();
}

std::vector<CostShare> revenue_shares(std::span<const ProfitEntry> entries, const Currency& home,
                                      Rounding rounding) {
  std::vector<CostShare> shares;
  for (const auto& [order, profit] : profit_by(entries, ProfitBy::order, home, rounding))
    if (sign(profit.revenue) > 0) shares.push_back({order, profit.revenue.amount()});
  return shares;
}

std::vector<ProfitEntry> share_cost(const ProfitEntry& cost, std::span<const CostShare> shares,
                                    const AllocationOptions& options) {
  std::vector<Decimal> weights;
  for (const CostShare& share : shares) weights.push_back(share.weight);
  const std::vector<Money> parts = allocate(cost.amount, weights, options);
  std::vector<ProfitEntry> entries;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    entries.push_back(cost);
    entries.back().amount = parts[i];
    entries.back().order = shares[i].order;
  }
  return entries;
}

std::string summarize(const OrderProfit& profit, std::string_view what, Language language) {
  const bool zh = language == Language::zh;
  const auto text = [](Money amount) { return format_money(amount); };
  std::vector<ProfitLine> costs;
  std::vector<ProfitLine> incomes;
  for (const ProfitLine& line : profit.lines)
    if (line.kind != ProfitKind::revenue && !is_zero(line.amount))
      (is_income(line.kind) ? incomes : costs).push_back(line);
  std::ranges::stable_sort(costs, [](const auto& a, const auto& b) { return a.amount > b.amount; });
  const auto list = [&](const std::vector<ProfitLine>& lines) {
    std::string items;
    for (const ProfitLine& line : lines) {
      const Text name = describe(line.kind);
      items += items.empty() ? "" : zh ? "、" : ", ";
      items += zh ? std::string(name.zh) + text(line.amount)
                  : std::string(name.en) + " " + text(line.amount);
    }
    return items;
  };
  const bool loss = sign(profit.profit) < 0;
  std::optional<Rate> margin = profit.margin();
  if (margin && loss) margin = Rate::from_fraction(abs(margin->fraction()));
  const Money result = abs(profit.profit);
  std::string summary;
  if (zh) {
    summary = std::string(what) + "：销售收入" + text(profit.revenue) + "。";
    if (!costs.empty()) summary += "费用：" + list(costs) + "。";
    if (!incomes.empty()) summary += "其他收入：" + list(incomes) + "。";
    summary += (loss ? "亏损" : "利润") + text(result);
    if (margin) summary += "，占收入" + to_string(*margin);
    summary += "。";
  } else {
    summary = std::string(what) + ": revenue " + text(profit.revenue) + ".";
    if (!costs.empty()) summary += " Costs: " + list(costs) + ".";
    if (!incomes.empty()) summary += " Other income: " + list(incomes) + ".";
    summary += std::string(loss ? " The loss is " : " The profit is ") + text(result);
    if (margin) summary += ", " + to_string(*margin) + " of revenue";
    summary += ".";
  }
  if (profit.exchange_cost) {
    const std::string cost = to_string(round(*profit.exchange_cost, 4, Rounding::half_up));
    summary += zh ? "换汇成本" + cost + "。" : " Exchange cost: " + cost + ".";
  }
  return summary;
}

}  // namespace o2c::inline v1
