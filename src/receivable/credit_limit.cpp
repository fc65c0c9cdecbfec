#include "o2c/receivable/credit_limit.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/error.hpp"

#include "credit_stages.hpp"
#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

std::string field_of(std::optional<CreditStage> stage) {
  return stage ? to_string(*stage) : "total";
}

// The currency of the limits; every fault of theirs is added.
Currency currency_of(const std::optional<Money>& total, const CreditLimit::StageLimits& stages,
                     std::vector<Fault>& faults) {
  std::vector<std::pair<std::optional<CreditStage>, Money>> given;
  if (total) given.emplace_back(std::nullopt, *total);
  for (const CreditStage stage : all_credit_stages)
    if (const auto& limit = stages[static_cast<std::size_t>(stage)])
      given.emplace_back(stage, *limit);
  if (given.empty()) {
    faults.push_back({.field = "total", .expected = "a limit for the total or for a stage"});
    throw_faults("no credit limit", std::move(faults));
  }
  const Currency currency = given.front().second.currency();
  for (const auto& [stage, limit] : given) {
    if (limit.currency() != currency)
      faults.push_back({.field = field_of(stage),
                        .value = to_string(limit),
                        .expected = "a limit in " + to_string(currency) + ", as the first one"});
    if (sign(limit) < 0)
      faults.push_back({.field = field_of(stage),
                        .value = to_string(limit),
                        .expected = "a limit not below zero"});
  }
  return currency;
}

// The figures in another currency. They add up as before: what would exceed what it is taken from
// by a rounded cent is cut.
template <Tracer T>
ExposureFigures converted(const ExposureFigures& figures, Currency to,
                          const CreditConversion& conversion, T& trace) {
  const auto convert_one = [&](Money amount) {
    return convert(amount, to, conversion.rates, conversion.date, conversion.rounding, trace);
  };
  ExposureFigures found(to);
  for (const CreditStage stage : all_credit_stages)
    if (!is_zero(figures.stages.at(stage)))
      found.stages.add(stage, convert_one(figures.stages.at(stage)));
  found.exposure = found.stages.total();
  const auto take = [&](Money& part, Money amount) {
    if (!is_zero(amount)) part = std::min(convert_one(amount), found.exposure);
    found.exposure -= part;
  };
  take(found.covered, figures.covered);
  take(found.credits, figures.credits);
  take(found.insured, figures.insured);
  return found;
}

class Answerer {
 public:
  Answerer(const CreditLimit& limit, const std::optional<CreditConversion>& conversion)
      : answer_{.limit = limit,
                .conversion = conversion,
                .exposures = {},
                .figures = ExposureFigures(limit.currency()),
                .other_currencies = {},
                .uses = {},
                .overdue = {},
                .overdue_party = {}} {}

  void add(const PartyExposure& exposure) {
    if (!answer_.limit.covers(exposure.party)) return;
    // Whatever its currency, what is overdue too long blocks.
    if (exposure.overdue && (!answer_.overdue || answer_.overdue->days < exposure.overdue->days)) {
      answer_.overdue = exposure.overdue;
      answer_.overdue_party = exposure.party;
    }
    answer_.exposures.push_back(exposure);
    NoTrace no_trace;
    if (exposure.currency() == answer_.limit.currency())
      answer_.figures += exposure.figures;
    else if (answer_.conversion)
      answer_.figures +=
          converted(exposure.figures, answer_.limit.currency(), *answer_.conversion, no_trace);
    else
      answer_.other_currencies += exposure.figures.exposure;
  }

  CreditAnswer take() && {
    NoTrace no_trace;
    const auto use = [&](std::optional<CreditStage> stage, Money limit, Money used) {
      answer_.uses.push_back({.stage = stage,
                              .limit = limit,
                              .used = used,
                              .left = credit_left(limit, used, no_trace)});
    };
    if (answer_.limit.total()) use({}, *answer_.limit.total(), answer_.figures.exposure);
    for (const CreditStage stage : all_credit_stages)
      if (const auto& limit = answer_.limit.stage(stage))
        use(stage, *limit, answer_.figures.stages.at(stage));
    return std::move(answer_);
  }

 private:
  CreditAnswer answer_;
};

}  // namespace

CreditLimit::CreditLimit(std::string name, std::optional<Money> total, StageLimits stages,
                         std::optional<std::int32_t> overdue_days, std::vector<std::string> members)
    : name_(std::move(name)),
      total_(total),
      stages_(stages),
      overdue_days_(overdue_days),
      members_(std::move(members)),
      currency_([&] {
        std::vector<Fault> faults;
        if (name_.empty())
          faults.push_back({.field = "name", .expected = "the name of a party or a group"});
        std::ranges::sort(members_);
        if (!members_.empty() && members_.front().empty())
          faults.push_back({.field = "members", .expected = "the names of parties"});
        if (const auto twice = std::ranges::adjacent_find(members_); twice != members_.end())
          faults.push_back(
              {.field = "members", .value = *twice, .expected = "members that stand once"});
        if (overdue_days_ && *overdue_days_ < 0)
          faults.push_back({.field = "overdue_days",
                            .value = std::to_string(*overdue_days_),
                            .expected = "a whole number not below zero"});
        const Currency currency = currency_of(total_, stages_, faults);
        throw_faults("no credit limit", std::move(faults));
        return currency;
      }()) {}

bool CreditLimit::covers(std::string_view party) const noexcept {
  if (members_.empty()) return party == name_;
  return std::ranges::binary_search(members_, party);
}

std::string to_string(const CreditLimit& limit) {
  std::string text = limit.name() + ":";
  if (limit.total()) text += " " + to_string(*limit.total());
  for (const CreditStage stage : all_credit_stages)
    if (limit.stage(stage)) text += " " + to_string(stage) + " " + to_string(*limit.stage(stage));
  if (limit.overdue_days())
    text += ", at most " + std::to_string(*limit.overdue_days()) + " days overdue";
  for (std::size_t i = 0; i < limit.members().size(); ++i)
    text += (i == 0 ? "; " : ", ") + limit.members()[i];
  return text;
}

CreditAnswer credit(const CreditLimit& limit, std::span<const PartyExposure> exposures,
                    const std::optional<CreditConversion>& conversion) {
  Answerer answerer(limit, conversion);
  for (const PartyExposure& exposure : exposures) answerer.add(exposure);
  return std::move(answerer).take();
}

std::optional<Money> CreditAnswer::left() const {
  if (!limit.total()) return std::nullopt;
  return uses.front().left;
}

Refusals CreditAnswer::refusals() const {
  Refusals found;
  for (const LimitUse& use : uses) {
    if (!use.is_hit()) continue;
    const std::string amounts = to_string(use.used) + ", exceeds the limit of " +
                                to_string(use.limit) + " by " + to_string(-use.left);
    const std::string amounts_zh = to_string(use.used) + "，超过额度 " + to_string(use.limit) +
                                   "，超出 " + to_string(-use.left);
    if (!use.stage) {
      found.push_back(refuse("credit_limit", "the exposure of " + limit.name() + ", " + amounts,
                             limit.name() + " 的信用风险敞口 " + amounts_zh));
      continue;
    }
    const Text stage = stage_label(*use.stage);
    found.push_back(refuse(
        "credit_stage", "the stage " + in_quotes(stage.en) + " of " + limit.name() + ", " + amounts,
        limit.name() + " 的“" + std::string(stage.zh) + "”金额 " + amounts_zh));
  }
  if (blocks_overdue()) {
    const std::string days = std::to_string(overdue->days);
    const std::string most = std::to_string(*limit.overdue_days());
    found.push_back(refuse(
        "overdue",
        to_string(overdue->amount) +
            (overdue->document.empty() ? "" : " of document " + overdue->document) + " of " +
            overdue_party + " is " + days + " days overdue, more than " + most,
        overdue_party + (overdue->document.empty() ? " 的" : " 的单据 " + overdue->document + " ") +
            "金额 " + to_string(overdue->amount) + " 已逾期" + days + "天，超过" + most + "天"));
  }
  return found;
}

CreditAnswer CreditAnswer::would(const OrderPosition& order) const {
  std::vector<Fault> faults = faults_of(order);
  if (!limit.covers(order.party))
    faults.push_back({.field = "party",
                      .value = order.party,
                      .expected = "a party of the limit of " + limit.name()});
  throw_faults("no order for this limit", std::move(faults));
  const Currency currency = order.ordered.currency();
  if (currency != limit.currency() && !conversion)
    throw CurrencyMismatch("an order in " + to_string(currency) + " under a limit in " +
                           to_string(limit.currency()) + ": rates are missing");
  std::vector<PartyExposure> after = exposures;
  const auto at = std::ranges::find_if(after, [&](const PartyExposure& each) {
    return each.party == order.party && each.currency() == currency;
  });
  if (at != after.end())
    *at = with_position(std::move(*at), order);
  else
    after.push_back(with_position({.party = order.party,
                                   .figures = ExposureFigures(currency),
                                   .credits = Money::zero(currency),
                                   .insurance = {},
                                   .overdue = {},
                                   .orders = {}},
                                  order));
  return credit(limit, after, conversion);
}

Derivation CreditAnswer::explain() const {
  Derivation derivation;
  std::vector<NamedValue> parts;
  std::array<std::vector<NamedValue>, credit_stages> stages;
  for (const PartyExposure& each : exposures) {
    const bool same = each.currency() == limit.currency();
    if (!same && !conversion) continue;
    explain_exposure(each, derivation);
    const ExposureFigures counted =
        same ? each.figures : converted(each.figures, limit.currency(), *conversion, derivation);
    const Label name(each.party + ", " + to_string(each.currency()),
                     each.party + "，" + to_string(each.currency()));
    if (!same)
      derivation.step(Text{"exposure, converted", "折算后敞口"}, Operation::difference,
                      counted.exposure,
                      Operand{Text{"all stages", "各阶段合计"}, counted.stages.total()},
                      Operand{Text{"covered", "有保障"}, counted.covered},
                      Operand{Text{"credits that count", "可抵贷项"}, counted.credits},
                      Operand{Text{"insured", "已投保"}, counted.insured});
    parts.push_back({name, counted.exposure});
    for (const CreditStage stage : all_credit_stages)
      stages[static_cast<std::size_t>(stage)].push_back({name, counted.stages.at(stage)});
  }
  const auto total = [&](const Label& label, std::vector<NamedValue> operands, Money result) {
    if (operands.empty())
      derivation.add(
          {.label = label, .operation = Operation::given, .operands = {}, .result = result});
    else
      derivation.add({.label = label,
                      .operation = Operation::sum,
                      .operands = std::move(operands),
                      .result = result});
  };
  for (const LimitUse& use : uses) {
    if (use.stage)
      total(stage_label(*use.stage), std::move(stages[static_cast<std::size_t>(*use.stage)]),
            use.used);
    else
      total(Label("exposure of " + limit.name(), limit.name() + " 的敞口"), std::move(parts),
            use.used);
    credit_left(use.limit, use.used, derivation);
  }
  return derivation;
}

std::string to_string(const CreditAnswer& answer, Language language) {
  const bool zh = language == Language::zh;
  std::string text = answer.limit.name() + ", " + to_string(answer.limit.currency()) + '\n';
  std::vector<std::vector<std::string>> lines{
      zh ? std::vector<std::string>{"额度", "上限", "已用", "剩余"}
         : std::vector<std::string>{"limit of", "limit", "used", "left"}};
  for (const LimitUse& use : answer.uses) {
    const Text name = use.stage ? stage_label(*use.stage) : Text{"exposure", "敞口"};
    lines.push_back({std::string(zh ? name.zh : name.en), to_string(use.limit.amount()),
                     to_string(use.used.amount()), to_string(use.left.amount())});
  }
  text += detail::aligned(lines, 1);
  if (!answer.other_currencies.empty())
    text += (zh ? "未计入的其他币种：" : "not counted, in other currencies: ") +
            to_string(answer.other_currencies) + '\n';
  const Refusals refusals = answer.refusals();
  return text +
         (refusals.empty() ? zh ? "可以授信" : "credit may be given"
                           : to_string(refusals, language)) +
         '\n';
}

}  // namespace o2c::inline v1
