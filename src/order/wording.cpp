#include "wording.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/order/cancellation.hpp"
#include "o2c/order/guards.hpp"

#include "asked.hpp"
#include "machines.hpp"
#include "person.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1 {

namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

Label list_of(const std::vector<Label>& labels) {
  std::vector<std::string> en;
  std::vector<std::string> zh;
  for (const Label& label : labels) {
    en.push_back(label.en);
    zh.push_back(label.zh);
  }
  return {joined(en, "; "), joined(zh, "；")};
}

std::string number(std::size_t position) { return std::to_string(position + 1); }

/// What can be asked of a stage, a part or an amount in words.
Label stage_of_part(Text part, std::size_t position, Machine machine, std::uint8_t stage) {
  const Text label = stage_label(machine, stage);
  return {std::string(part.en) + " " + number(position) + " is " + std::string(label.en),
          std::string(part.zh) + number(position) + "：" + std::string(label.zh)};
}

constexpr std::array<Text, machine_count> machine_words{{{"deal", "订单"},
                                                         {"amendment", "变更单"},
                                                         {"sample", "样品"},
                                                         {"security", "付款保障"},
                                                         {"production", "生产"},
                                                         {"shipment", "批次"},
                                                         {"settlement of shipment", "结算批次"},
                                                         {"complaint", "投诉"},
                                                         {"review", "效益分析"}}};
constexpr std::array<Text, profile_count> profile_words{{{"export sale", "外贸出口"},
                                                         {"route sale", "线路直销"},
                                                         {"framework contract", "长单"},
                                                         {"import", "进口"}}};

constexpr Text shipment_word{"shipment", "批次"};
constexpr Text sample_word{"sample", "样品"};
constexpr Text ticket_word{"complaint", "投诉"};

Text word_of_part(Machine machine) {
  if (machine == Machine::sample) return sample_word;
  return machine == Machine::after_sales ? ticket_word : shipment_word;
}

Label received_of(Text what, const std::optional<Money>& received, Money due) {
  const std::string got = to_string(received.value_or(Money::zero(due.currency())));
  return {std::string(what.en) + ": " + got + " of " + to_string(due) + " received",
          std::string(what.zh) + "：应收" + to_string(due) + "，已收" + got};
}

}  // namespace

Text words_of(Machine machine) noexcept { return machine_words[static_cast<std::size_t>(machine)]; }
Text words_of(Profile profile) noexcept { return profile_words[static_cast<std::size_t>(profile)]; }

std::string role_names(RoleSet roles, Language language) {
  std::vector<std::string> names;
  for (int i = 0; i < role_count; ++i) {
    const auto role = static_cast<Role>(i);
    if (!roles.has(role)) continue;
    const Text name = name_of(role);
    names.emplace_back(language == Language::zh ? name.zh : name.en);
  }
  return joined(names, language == Language::zh ? "或" : " or ");
}

Refusal refusal_of(const Guard& guard, const Asked& asked) {
  Label reason{"expected " + std::string(guard.expected.en),
               "要求：" + std::string(guard.expected.zh)};
  if (guard.lacking != nullptr) {
    const Label lacking = guard.lacking(asked);
    if (!lacking.en.empty()) {
      reason.en += " (" + lacking.en + ")";
      reason.zh += "（" + lacking.zh + "）";
    }
  }
  return {std::string(guard.name), std::move(reason), guard.cure, std::string(guard.source)};
}

namespace {

/// How many of a row's conditions do not hold as the order stands. Before there is a contract, and
/// of a part that is not there yet, nobody knows.
int lacking_of(const TransitionRow& row, const Asked& asked) {
  if (!asked.state.contract || asked.part > part_count(asked.state, row.machine)) return 0;
  return static_cast<int>(std::ranges::count_if(
      row.guards, [&](const Guard* guard) { return !guard->of_event && !guard->holds(asked); }));
}

/// What has to happen in its machine before the event can, by the way that lacks least; of ways
/// that lack the same the shortest. None: no way leads there.
std::optional<std::vector<EventKind>> way_to(EventKind event, const Asked& asked) {
  struct Way {
    int cost = std::numeric_limits<int>::max();
    std::vector<EventKind> events{};
  };
  constexpr int one_lacking = static_cast<int>(most_stages);
  const Machine machine = info_of(event).machine;
  const Profile profile = asked.state.profile;
  std::array<Way, most_stages> ways;
  ways[stage_of(asked.state, machine, asked.part)].cost = 0;
  bool is_changed = true;
  while (std::exchange(is_changed, false))
    for (const TransitionRow& row : rows_of(machine))
      for (std::uint8_t from = 0; from < most_stages; ++from) {
        if (!row.is_from(from) || row.stays || !row.profiles.has(profile)) continue;
        if (ways[from].cost == Way{}.cost) continue;
        const int cost = ways[from].cost + 1 + one_lacking * lacking_of(row, asked);
        if (cost >= ways[row.to].cost) continue;
        ways[row.to] = {cost, ways[from].events};
        ways[row.to].events.push_back(row.event);
        is_changed = true;
      }
  const Way* best = nullptr;
  for (std::uint8_t stage = 0; stage < most_stages; ++stage)
    if (ways[stage].cost != Way{}.cost && !rows_for(machine, profile, stage, event).empty() &&
        (best == nullptr || ways[stage].cost < best->cost))
      best = &ways[stage];
  return best != nullptr ? std::optional(best->events) : std::nullopt;
}

Label cure_of_stage(const Asked& asked, EventKind event) {
  const auto way = way_to(event, asked);
  if (!way) return {"It is too late for it.", "已不能办理。"};
  std::vector<std::string> en;
  std::vector<std::string> zh;
  for (const EventKind step : *way) {
    en.emplace_back(info_of(step).label.en);
    zh.emplace_back(info_of(step).label.zh);
  }
  return {"First: " + joined(en, ", ") + ".", "先办理：" + joined(zh, "、") + "。"};
}

/// A sample, shipment or complaint that is not there, and is not the next one either.
std::optional<Refusal> missing_part(const Asked& asked, Machine machine) {
  const std::int32_t there = part_count(asked.state, machine);
  const std::int32_t most = machine == Machine::settlement ? there : there + 1;
  if (!has_parts(machine) || (1 <= asked.part && asked.part <= most)) return std::nullopt;
  const Text name = word_of_part(machine);
  const std::string number = std::to_string(asked.part);
  const std::string last = std::to_string(most);
  const std::string en(name.en);
  const std::string zh(name.zh);
  if (most == 0)
    return Refusal{
        "not_at_this_stage",
        {"there is no " + en + " yet, asked for is " + number, "尚无" + zh + "，所填为" + number},
        {"Begin the " + en + " first.", "先登记" + zh + "。"},
        "lifecycle"};
  return Refusal{"not_at_this_stage",
                 {"expected a " + en + " from 1 to " + last + ", not " + number,
                  "要求：" + zh + "1至" + last + "，而非" + number},
                 {"Correct its number.", "更正序号。"},
                 "lifecycle"};
}

}  // namespace

Refusal wrong_stage(const Asked& asked) {
  if (asked.state.deal == DealStage::none)
    return {"not_at_this_stage",
            {"the order is not opened yet", "订单尚未建立"},
            {"Open the order first.", "先建立订单。"},
            "lifecycle"};
  const EventKind event = kind_of(asked.entry->event);
  const EventInfo& info = info_of(event);
  if (std::optional<Refusal> missing = missing_part(asked, info.machine)) return *missing;
  const bool is_part = has_parts(info.machine);
  const std::string part = is_part ? " " + std::to_string(asked.part) : "";
  std::vector<std::string> en;
  std::vector<std::string> zh;
  for (std::size_t stage = 0; stage < stage_count(info.machine); ++stage) {
    const auto s = static_cast<std::uint8_t>(stage);
    if (rows_for(info.machine, asked.state.profile, s, event).empty()) continue;
    en.emplace_back(stage_label(info.machine, s).en);
    zh.emplace_back(stage_label(info.machine, s).zh);
  }
  const Text now = stage_label(info.machine, stage_of(asked.state, info.machine, asked.part));
  const Text machine = machine_words[static_cast<std::size_t>(info.machine)];
  Label reason{std::string(machine.en) + part + " is at: " + std::string(now.en) + "; " +
                   std::string(info.label.en) + " is for: " + joined(en, ", "),
               std::string(machine.zh) + part + "现为：" + std::string(now.zh) + "；“" +
                   std::string(info.label.zh) + "”适用于：" + joined(zh, "、")};
  const Text profile = profile_words[static_cast<std::size_t>(asked.state.profile)];
  if (en.empty())
    reason = {std::string(info.label.en) +
                  " is not for an order of this kind: " + std::string(profile.en),
              "“" + std::string(info.label.zh) + "”不适用于" + std::string(profile.zh) + "订单"};
  Label cure = en.empty() ? Label{"Record what such an order has instead.", "按该类订单办理。"}
                          : cure_of_stage(asked, event);
  return {"not_at_this_stage", std::move(reason), std::move(cure), "lifecycle"};
}

namespace guards::lacking {

using namespace events;

Label amount_of_lines(const Asked& asked) {
  return std::visit(
      [&]<class E>(const E& e) -> Label {
        const auto told = [](const std::vector<OrderLine>& lines, Money amount) -> Label {
          if (lines.empty()) return {"no lines", "没有行"};
          const std::string sum = to_string(o2c::amount_of(lines, amount.currency()));
          return {"lines come to " + sum + ", stated is " + to_string(amount),
                  "各行合计" + sum + "，总额" + to_string(amount)};
        };
        if constexpr (std::is_same_v<E, ContractSigned>)
          return told(e.contract.lines, e.contract.amount);
        else if constexpr (std::is_same_v<E, QuotationDrafted>)
          return told(e.lines, e.amount);
        else if constexpr (std::is_same_v<E, AmendmentProposed>)
          return asked.state.contract ? told(e.lines.value_or(asked.state.contract->lines),
                                             e.amount.value_or(asked.state.contract->amount))
                                      : Label{};
        else
          return {};
      },
      asked.entry->event);
}

Label low_prices(const Asked& asked) {
  std::vector<Label> low;
  for (const OrderLine& line : asked.state.quoted_lines)
    if (line.list_price && line.unit_price < *line.list_price)
      low.emplace_back(
          line.product + ": " + to_string(line.unit_price) + " below " +
              to_string(*line.list_price),
          line.product + "：" + to_string(line.unit_price) + "低于" + to_string(*line.list_price));
  return list_of(low);
}

Label missing_of_contract(const Asked& asked) {
  const std::optional<Contract> contract = holds::contract_with(asked);
  if (!contract) return {};
  std::vector<Label> missing;
  if (is_blank(contract->number)) missing.emplace_back("number", "合同号");
  if (contract->lines.empty()) missing.emplace_back("lines", "行");
  if (contract->date > asked.entry->on) {
    const std::string date = to_string(contract->date);
    missing.emplace_back("a date that has come, not " + date, "已到的日期，而非" + date);
  }
  if (!holds::names_its_price_term(*contract, asked.state.profile)) {
    const std::string term = in_quotes(contract->price_term);
    missing.push_back(asked.state.profile == Profile::framework
                          ? Label{"price term", "价格术语"}
                          : Label{"Incoterm 2020 with its place, not " + term,
                                  "价格术语（Incoterms 2020及地点），而非" + term});
  }
  for (const OrderLine& line : contract->lines)
    if (!holds::is_priced(*contract, line))
      missing.emplace_back("price of " + line.product, line.product + "的单价");
  const Label list = list_of(missing);
  return {"missing: " + list.en, "缺少：" + list.zh};
}

Label validity(const Asked& asked) {
  const std::string day =
      asked.state.quotation_valid_until ? to_string(*asked.state.quotation_valid_until) : "";
  return {"it held until " + day, "有效期至" + day};
}

Label prices(const Asked& asked) {
  std::vector<Label> others;
  for (const OrderLine& line : event_of<ContractSigned>(asked).contract.lines) {
    const auto quoted =
        std::ranges::find(asked.state.quoted_lines, line.product, &OrderLine::product);
    const bool is_quoted = quoted != asked.state.quoted_lines.end();
    const auto expected = is_quoted ? std::optional(quoted->unit_price) : line.list_price;
    if (expected && *expected == line.unit_price) continue;
    const std::string price = expected ? to_string(*expected) : "";
    others.emplace_back(line.product + " at " + to_string(line.unit_price) +
                            (expected ? ", not " + price : ", without a price to hold it to"),
                        line.product + "：" + to_string(line.unit_price) +
                            (expected ? "，应为" + price : "，无价可比"));
  }
  return list_of(others);
}

Label usual_terms(const Asked& asked) {
  Label usual;
  for (const PaymentTerms& terms : asked.policy.usual_terms) {
    if (!usual.en.empty()) usual = {usual.en + " | ", usual.zh + " | "};
    usual = {usual.en + to_string(terms), usual.zh + to_string(terms)};
  }
  const std::string signed_terms = to_string(event_of<ContractSigned>(asked).contract.terms);
  return {"signed: " + signed_terms + "; usual: " + usual.en,
          "合同：" + signed_terms + "；常用：" + usual.zh};
}

Label refund(const Asked& asked) {
  if (!asked.state.contract) return {};
  const auto ended = cancellation_account(asked.state);
  const std::string most = to_string(ended ? ended->left : holds::deposit_left(asked.state));
  return {"at most " + most, "最多" + most};
}

Label still_here(const Asked& asked) {
  const std::int32_t line = event_of<GoodsReinspected>(asked).line;
  if (!is_line(asked.state, line)) return {};
  const LineProgress& progress = asked.state.lines[position(line)];
  const std::string here = to_string(progress.passed - progress.shipped);
  return {"line " + std::to_string(line) + ": " + here + " passed and still here",
          "第" + std::to_string(line) + "行：合格未出运" + here};
}

Label samples(const Asked& asked) {
  std::vector<Label> open;
  for (std::size_t i = 0; i < asked.state.samples.size(); ++i) {
    const SampleStage stage = asked.state.samples[i].stage;
    if (stage < SampleStage::accepted)
      open.push_back(
          stage_of_part(sample_word, i, Machine::sample, static_cast<std::uint8_t>(stage)));
  }
  return list_of(open);
}

Label not_gone(const Asked& asked) {
  std::vector<Label> rest;
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i) {
    const LineProgress& line = asked.state.lines[i];
    if (line.closed_short || line.shipped >= line.ordered) continue;
    const std::string shipped = to_string(line.shipped);
    const std::string ordered = to_string(line.ordered);
    rest.emplace_back("line " + number(i) + ": " + shipped + " of " + ordered,
                      "第" + number(i) + "行：" + ordered + "中已出" + shipped);
  }
  return list_of(rest);
}

Label under_way(const Asked& asked) {
  std::vector<Label> open;
  for (std::size_t i = 0; i < asked.state.shipments.size(); ++i) {
    const ShipmentState& shipment = asked.state.shipments[i];
    if (!has_gone(shipment) && shipment.stage != ShipmentStage::withdrawn)
      open.push_back(stage_of_part(shipment_word, i, Machine::shipment,
                                   static_cast<std::uint8_t>(shipment.stage)));
  }
  return list_of(open);
}

// What a customer owes us, or we a supplier.
std::string open_in_chinese(const OrderState& state) {
  return state.profile == Profile::import ? "未付" : "未收";
}

Label unsettled(const Asked& asked) {
  std::vector<Label> open;
  for (std::size_t i = 0; i < asked.state.shipments.size(); ++i) {
    const ShipmentState& shipment = asked.state.shipments[i];
    if (shipment.stage == ShipmentStage::withdrawn) continue;
    Label label = stage_of_part(shipment_word, i, Machine::settlement,
                                static_cast<std::uint8_t>(shipment.settlement));
    if (const std::optional<Money> rest = open_amount(shipment); rest && sign(*rest) > 0) {
      label.en += ", " + to_string(*rest) + " open";
      label.zh += "，" + open_in_chinese(asked.state) + to_string(*rest);
    }
    open.push_back(std::move(label));
  }
  return list_of(open);
}

Label surplus(const Asked& asked) {
  const bool is_import = asked.state.profile == Profile::import;
  const std::string left_over = is_import ? "预付余额" : "预收余额";
  const std::string too_much = is_import ? "多付" : "多收";
  std::vector<Label> all;
  if (asked.state.contract)
    if (const Money left = holds::deposit_left(asked.state); sign(left) > 0)
      all.emplace_back(to_string(left) + " paid in advance is left", left_over + to_string(left));
  for (std::size_t i = 0; i < asked.state.shipments.size(); ++i)
    if (const auto open = open_amount(asked.state.shipments[i]); open && sign(*open) < 0)
      all.emplace_back("shipment " + number(i) + ": " + to_string(-*open) + " too much",
                       "批次" + number(i) + "：" + too_much + to_string(-*open));
  return list_of(all);
}

Label pending(const Asked& asked) {
  const auto& amendment = asked.state.amendment_proposed;
  if (!amendment) return {};
  const Text stage =
      stage_label(Machine::amendment, static_cast<std::uint8_t>(asked.state.amendment));
  return {amendment->number + " is " + std::string(stage.en),
          amendment->number + "：" + std::string(stage.zh)};
}

Label complaints(const Asked& asked) {
  std::vector<Label> open;
  for (std::size_t i = 0; i < asked.state.tickets.size(); ++i)
    if (asked.state.tickets[i].stage != TicketStage::closed)
      open.push_back(stage_of_part(ticket_word, i, Machine::after_sales,
                                   static_cast<std::uint8_t>(asked.state.tickets[i].stage)));
  return list_of(open);
}

Label gone(const Asked& asked) {
  std::vector<Label> all;
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i) {
    const std::string shipped = to_string(asked.state.lines[i].shipped);
    all.emplace_back("line " + number(i) + ": " + shipped + " has gone",
                     "第" + number(i) + "行已出运" + shipped);
  }
  return list_of(all);
}

Label fees(const Asked& asked) {
  const SampleState& sample = sample_of(asked);
  std::vector<Label> due;
  if (sample.fee)
    due.push_back(received_of({"sample fee", "样品费"}, sample.fee_received, *sample.fee));
  if (sample.courier_fee)
    due.push_back(
        received_of({"courier fee", "快递费"}, sample.courier_fee_received, *sample.courier_fee));
  else if (!sample.freight_collect)
    due.emplace_back("freight collect is not confirmed", "到付未确认");
  return list_of(due);
}

Label spare(const Asked& asked) {
  const std::string asked_for = std::to_string(sample_of(asked).asked);
  const std::string spare = std::to_string(asked.policy.spare_samples);
  return {asked_for + " asked for, " + spare + " more to be made",
          "客户要求" + asked_for + "件，另加" + spare + "件"};
}

Label security(const Asked& asked) {
  const SecurityState& now = asked.state.security;
  if (!now.need) return {};
  std::vector<Label> missing;
  if (now.deposit.value_or(Money::zero(now.need->deposit.currency())) < now.need->deposit)
    missing.push_back(received_of({"deposit", "定金"}, now.deposit, now.need->deposit));
  if (now.need->letter_of_credit && !now.credit_fits) {
    const Text stage = stage_label(Machine::security, static_cast<std::uint8_t>(now.stage));
    missing.emplace_back("letter of credit: " + std::string(stage.en),
                         "信用证：" + std::string(stage.zh));
  }
  if (now.need->credit) missing.push_back(credit(asked));
  return list_of(missing);
}

Label credit(const Asked& asked) {
  const auto& granted = asked.state.security.granted;
  const std::string amount = granted ? to_string(*granted) : "0";
  return {"credit granted: " + amount, "已批赊销额度：" + amount};
}

Label credit_amount(const Asked& asked) {
  const SecurityState& security = asked.state.security;
  if (!security.need || !security.credit_amount || !asked.state.contract) return {};
  const std::string has = to_string(*security.credit_amount);
  const std::string pays = to_string(asked.state.contract->amount - security.need->deposit);
  return {"it is of " + has + ", and has to pay " + pays, "信用证金额" + has + "，应付" + pays};
}

Label approved_sample(const Asked& asked) {
  std::vector<Label> all;
  for (std::size_t i = 0; i < asked.state.samples.size(); ++i) {
    const SampleState& sample = asked.state.samples[i];
    Label label =
        stage_of_part(sample_word, i, Machine::sample, static_cast<std::uint8_t>(sample.stage));
    if (!sample.seal.empty()) {
      label.en += ", seal " + sample.seal;
      label.zh += "，封样" + sample.seal;
    }
    all.push_back(std::move(label));
  }
  if (all.empty()) return {"no sample was made", "未打样"};
  return list_of(all);
}

Label room(const Asked& asked) {
  if (!asked.state.contract) return {};
  std::vector<Label> all;
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i) {
    const LineProgress& line = asked.state.lines[i];
    const std::string most = to_string(most_of_line(asked.state, i));
    const std::string others =
        to_string(quantity_in_shipments(asked.state, static_cast<std::int32_t>(i) + 1, asked.part));
    all.emplace_back("line " + number(i) + ": at most " + most + ", made " + to_string(line.made) +
                         ", passed " + to_string(line.passed) + ", in other shipments " + others,
                     "第" + number(i) + "行：最多" + most + "，已完成" + to_string(line.made) +
                         "，合格" + to_string(line.passed) + "，其他批次" + others);
  }
  return list_of(all);
}

Label not_passed(const Asked& asked) {
  std::vector<Label> rest;
  const ShipmentState& shipment = shipment_of(asked);
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i) {
    const Decimal planned = at(shipment.quantities, i);
    if (sign(planned) == 0) continue;
    const std::string passed = to_string(asked.state.lines[i].passed);
    rest.emplace_back(
        "line " + number(i) + ": " + to_string(planned) + " planned, " + passed + " passed in all",
        "第" + number(i) + "行：计划" + to_string(planned) + "，累计合格" + passed);
  }
  return list_of(rest);
}

Label papers(const Asked& asked) {
  const ShipmentState& shipment = shipment_of(asked);
  std::vector<Label> missing;
  if (!shipment.declared) missing.emplace_back("customs papers", "报关资料");
  if (!shipment.inspected && asked.policy.inspection_needed)
    missing.emplace_back("commodity inspection", "商检");
  const Label list = list_of(missing);
  return {"missing: " + list.en, "缺少：" + list.zh};
}

Label invoice(const Asked& asked) {
  const auto& security = asked.state.security;
  if (!security.deposit) return {};
  const Money left = *security.deposit -
                     security.deposit_applied.value_or(Money::zero(security.deposit->currency()));
  return {to_string(left) + " of the deposit is left", "定金余额" + to_string(left)};
}

Label latest(const Asked& asked) {
  const std::string shipped = to_string(event_of<GoodsShipped>(asked).shipped_on);
  const std::string said = to_string(asked.entry->on);
  std::vector<Label> days{
      {"shipped: " + shipped + ", said on " + said, "出运：" + shipped + "，登记：" + said}};
  if (asked.state.contract && asked.state.contract->latest_shipment) {
    const std::string day = to_string(*asked.state.contract->latest_shipment);
    days.emplace_back("contract: " + day, "合同：" + day);
  }
  if (asked.state.security.latest_shipment) {
    const std::string day = to_string(*asked.state.security.latest_shipment);
    days.emplace_back("letter of credit: " + day, "信用证：" + day);
  }
  return list_of(days);
}

Label van(const Asked& asked) {
  std::vector<Label> all;
  const ShipmentState& load = shipment_of(asked);
  for (std::size_t i = 0; i < load.loaded.size(); ++i) {
    const Decimal delivered = at(load.quantities, i);
    all.emplace_back("line " + number(i) + ": " + to_string(load.loaded[i]) + " loaded, " +
                         to_string(delivered) + " delivered",
                     "第" + number(i) + "行：装车" + to_string(load.loaded[i]) + "，送货" +
                         to_string(delivered));
  }
  return list_of(all);
}

Label terms(const Asked& asked) {
  if (!asked.state.contract) return {};
  const std::string text = to_string(asked.state.contract->terms);
  return {"agreed: " + text, "约定：" + text};
}

Label presentation(const Asked& asked) {
  if (!is_there(asked)) return {};
  const std::string last =
      to_string(last_presentation(asked.state, shipment_of(asked), asked.policy));
  return {"last day: " + last, "最迟交单日：" + last};
}

Label open(const Asked& asked) {
  if (!is_there(asked)) return {};
  const std::optional<Money> left = open_of(asked.state, shipment_of(asked));
  if (!left) return {};
  const std::string amount = to_string(*left);
  return {amount + " is open", open_in_chinese(asked.state) + amount};
}

}  // namespace guards::lacking

}  // namespace o2c::inline v1
