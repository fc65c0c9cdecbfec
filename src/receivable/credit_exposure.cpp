#include "o2c/receivable/credit_exposure.hpp"

#include <map>
#include <set>

#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/named_values.hpp"

#include "credit_stages.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, credit_stages> stage_names{
    "open", "overdue", "under_collection", "draft", "shipped", "ordered"};
constexpr std::array<Text, credit_stages> stage_labels{{{"open", "未到期"},
                                                        {"overdue", "逾期"},
                                                        {"under collection", "托收中"},
                                                        {"invoice drafts", "发票草稿"},
                                                        {"shipped, not invoiced", "已发货未开票"},
                                                        {"ordered, not shipped", "已订未发"}}};

using OrderMap = std::map<std::string, OrderExposure, std::less<>>;

struct Account {
  explicit Account(Currency currency) : credits(Money::zero(currency)) {}

  Money credits;
  std::optional<CreditInsurance> insurance{};
  std::optional<LongestOverdue> overdue{};
  OrderMap orders{};
};

OrderExposure no_order(std::string number, Currency currency) {
  const Money zero = Money::zero(currency);
  return {.order = std::move(number),
          .stages = StageAmounts(currency),
          .cover = CreditCover(currency),
          .received = zero,
          .covered = zero,
          .uncovered = zero};
}

void add(OrderExposure& order, const OrderPosition& position) {
  order.stages.add(CreditStage::under_collection, position.under_collection);
  order.stages.add(CreditStage::draft, position.draft);
  order.stages.add(CreditStage::shipped, position.shipped);
  order.stages.add(CreditStage::ordered, position.ordered);
  order.cover.deposits += position.cover.deposits;
  order.cover.letter_of_credit += position.cover.letter_of_credit;
  order.cover.insured += position.cover.insured;
}

// Makes the figures from the orders.
void measure(PartyExposure& exposure) {
  NoTrace no_trace;
  ExposureFigures figures(exposure.currency());
  for (OrderExposure& order : exposure.orders) {
    cover_order(order, no_trace);
    figures.stages += order.stages;
    figures.covered += order.covered;
  }
  expose(figures, exposure.credits, exposure.insurance, no_trace);
  exposure.figures = figures;
}

class Exposer {
 public:
  explicit Exposer(Date as_of) : as_of_(as_of) {}

  void add(std::size_t row, const CreditItem& item) {
    if (item.party.empty()) return fault("items", row, "party", "", "a party");
    Account& account = this->account(item.party, item.amount.currency());
    if (sign(item.amount) < 0 && (item.kind != OpenItemKind::deposit || item.order.empty())) {
      account.credits -= item.amount;
      return;
    }
    OrderExposure& order = this->order(account, item.order, item.amount.currency());
    if (sign(item.amount) < 0) {
      order.received -= item.amount;
      return;
    }
    order.stages.add(stage_of(item, as_of_, no_trace_), item.amount);
    // Documents under collection are overdue by the same day as others.
    if (!item.due_date || *item.due_date >= as_of_ || is_zero(item.amount)) return;
    const std::int32_t days = as_of_ - *item.due_date;
    if (!account.overdue || account.overdue->days < days)
      account.overdue = {.document = item.document, .days = days, .amount = item.amount};
  }

  void add(std::size_t row, const OrderPosition& position) {
    std::vector<Fault> found = faults_of(position);
    const Currency currency = position.ordered.currency();
    if (found.empty() && !positions_.emplace(position.party, currency, position.order).second)
      found.push_back({.field = "order",
                       .value = position.order,
                       .expected = "an order that stands once for its party"});
    for (Fault& each : found) {
      each.file = "orders";
      each.row = static_cast<std::int64_t>(row);
      faults_.push_back(std::move(each));
    }
    if (!found.empty()) return;
    o2c::add(order(account(position.party, currency), position.order, currency), position);
  }

  void add(std::size_t row, const CreditInsurance& insurance) {
    const std::size_t before = faults_.size();
    if (insurance.party.empty()) fault("insurance", row, "party", "", "a party");
    if (sign(insurance.limit) < 0)
      fault("insurance", row, "limit", to_string(insurance.limit), "a limit not below zero");
    if (insurance.share.fraction() < 0 || insurance.share.fraction() > 1)
      fault("insurance", row, "share", to_string(insurance.share), "a share from 0% to 100%");
    if (faults_.size() > before) return;
    Account& account = this->account(insurance.party, insurance.limit.currency());
    if (account.insurance)
      return fault("insurance", row, "party", insurance.party,
                   "a party that stands once for a currency");
    account.insurance = insurance;
  }

  FoundExposures take() && {
    FoundExposures found{.exposures = {}, .faults = std::move(faults_)};
    if (!found.faults.empty()) return found;
    for (auto& [key, account] : accounts_) {
      PartyExposure exposure{.party = key.first,
                             .figures = ExposureFigures(key.second),
                             .credits = account.credits,
                             .insurance = std::move(account.insurance),
                             .overdue = std::move(account.overdue),
                             .orders = {}};
      for (auto& [number, order] : account.orders) exposure.orders.push_back(std::move(order));
      measure(exposure);
      found.exposures.push_back(std::move(exposure));
    }
    return found;
  }

 private:
  Account& account(const std::string& party, Currency currency) {
    return accounts_.try_emplace({party, currency}, currency).first->second;
  }
  static OrderExposure& order(Account& account, const std::string& number, Currency currency) {
    return account.orders.try_emplace(number, no_order(number, currency)).first->second;
  }

  void fault(const char* file, std::size_t row, const char* field, std::string value,
             const char* expected) {
    faults_.push_back({.file = file,
                       .row = static_cast<std::int64_t>(row),
                       .field = field,
                       .value = std::move(value),
                       .expected = expected});
  }

  Date as_of_;
  NoTrace no_trace_;
  std::map<std::pair<std::string, Currency>, Account> accounts_;
  std::set<std::tuple<std::string, Currency, std::string>> positions_;
  std::vector<Fault> faults_;
};

}  // namespace

std::string to_string(CreditStage stage) {
  return std::string(stage_names[static_cast<std::size_t>(stage)]);
}

CreditStage parse_credit_stage(std::string_view text) {
  return parse_name<CreditStage>(text, stage_names, "a stage of credit: one of");
}

Text stage_label(CreditStage stage) { return stage_labels[static_cast<std::size_t>(stage)]; }

std::vector<Fault> faults_of(const OrderPosition& position) {
  std::vector<Fault> faults;
  if (position.party.empty()) faults.push_back({.field = "party", .expected = "a party"});
  if (position.order.empty())
    faults.push_back({.field = "order", .expected = "the number of an order"});
  const Currency currency = position.ordered.currency();
  const auto check = [&](const char* field, Money amount) {
    if (amount.currency() != currency)
      faults.push_back({.field = field,
                        .value = to_string(amount),
                        .expected = "an amount in " + to_string(currency) + ", as the order is"});
    else if (sign(amount) < 0)
      faults.push_back(
          {.field = field, .value = to_string(amount), .expected = "an amount not below zero"});
  };
  check("under_collection", position.under_collection);
  check("draft", position.draft);
  check("shipped", position.shipped);
  check("ordered", position.ordered);
  check("deposits", position.cover.deposits);
  check("letter_of_credit", position.cover.letter_of_credit);
  check("insured", position.cover.insured);
  return faults;
}

ExposureFigures& ExposureFigures::operator+=(const ExposureFigures& other) {
  stages += other.stages;
  covered += other.covered;
  credits += other.credits;
  insured += other.insured;
  exposure += other.exposure;
  return *this;
}

FoundExposures find_exposures(std::span<const CreditItem> items,
                              std::span<const OrderPosition> positions, Date as_of,
                              std::span<const CreditInsurance> insurance) {
  Exposer exposer(as_of);
  for (std::size_t row = 0; row < items.size(); ++row) exposer.add(row, items[row]);
  for (std::size_t row = 0; row < positions.size(); ++row) exposer.add(row, positions[row]);
  for (std::size_t row = 0; row < insurance.size(); ++row) exposer.add(row, insurance[row]);
  return std::move(exposer).take();
}

std::vector<PartyExposure> credit_exposure(std::span<const CreditItem> items,
                                           std::span<const OrderPosition> positions, Date as_of,
                                           std::span<const CreditInsurance> insurance) {
  FoundExposures found = find_exposures(items, positions, as_of, insurance);
  throw_faults("faulty credit exposure", std::move(found.faults));
  return std::move(found.exposures);
}

PartyExposure with_position(PartyExposure exposure, const OrderPosition& position) {
  auto at = std::ranges::lower_bound(exposure.orders, position.order, {}, &OrderExposure::order);
  if (at == exposure.orders.end() || at->order != position.order)
    at = exposure.orders.insert(at, no_order(position.order, exposure.currency()));
  add(*at, position);
  measure(exposure);
  return exposure;
}

void explain_exposure(const PartyExposure& exposure, Derivation& derivation) {
  const Text all_label{"all stages", "各阶段合计"};
  std::vector<NamedValue> covered;
  std::vector<NamedValue> all;
  for (const OrderExposure& order : exposure.orders) {
    const Label name = order.order.empty() ? Label("without an order", "无订单")
                                           : Label("order " + order.order, "订单 " + order.order);
    std::vector<NamedValue> stages{{name, Money::zero(exposure.currency())}};
    for (const CreditStage stage : all_credit_stages)
      if (!is_zero(order.stages.at(stage)))
        stages.push_back({stage_label(stage), order.stages.at(stage)});
    const Money gross = order.stages.total();
    if (stages.size() > 1) stages.erase(stages.begin());
    derivation.add(
        {.label = Label(exposure.party + ", " + name.en, exposure.party + "，" + name.zh),
         .operation = Operation::sum,
         .operands = std::move(stages),
         .result = gross});
    OrderExposure again = order;
    cover_order(again, derivation);
    all.push_back({name, gross});
    covered.push_back({name, order.covered});
  }
  if (!all.empty()) {
    derivation.add({.label = all_label,
                    .operation = Operation::sum,
                    .operands = std::move(all),
                    .result = exposure.figures.stages.total()});
    derivation.add({.label = Text{"covered", "有保障"},
                    .operation = Operation::sum,
                    .operands = std::move(covered),
                    .result = exposure.figures.covered});
  }
  ExposureFigures again = exposure.figures;
  expose(again, exposure.credits, exposure.insurance, derivation);
}

Derivation PartyExposure::explain() const {
  Derivation derivation;
  explain_exposure(*this, derivation);
  return derivation;
}

std::string to_string(std::span<const PartyExposure> exposures, Language language) {
  const bool zh = language == Language::zh;
  if (exposures.empty()) return zh ? "无信用风险敞口\n" : "no credit exposure\n";
  std::vector<std::vector<std::string>> lines{{zh ? "客户" : "party", zh ? "币种" : "currency"}};
  for (const CreditStage stage : all_credit_stages)
    lines.front().emplace_back(zh ? stage_label(stage).zh : stage_label(stage).en);
  for (const char* name :
       zh ? std::array{"有保障", "贷项", "已投保", "敞口", "逾期天数"}
          : std::array{"covered", "credits", "insured", "exposure", "days overdue"})
    lines.front().emplace_back(name);
  for (const PartyExposure& each : exposures) {
    std::vector<std::string> line{each.party, to_string(each.currency())};
    for (const CreditStage stage : all_credit_stages)
      line.push_back(figure(each.figures.stages.at(stage)));
    for (const Money amount : {each.figures.covered, each.figures.credits, each.figures.insured})
      line.push_back(figure(amount));
    line.push_back(to_string(each.figures.exposure.amount()));
    line.push_back(each.overdue ? std::to_string(each.overdue->days) : "");
    lines.push_back(std::move(line));
  }
  return detail::aligned(lines, 2);
}

}  // namespace o2c::inline v1
