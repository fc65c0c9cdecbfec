#include "plan_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "plan_currency.hpp"

namespace o2c::inline v1 {
namespace {

PeriodKind period_kind_of(const TomlValue& value, const std::string& what) {
  std::string kinds;
  for (int i = 0; i <= static_cast<int>(PeriodKind::year); ++i) {
    const auto kind = static_cast<PeriodKind>(i);
    if (text_of(value) == to_string(kind)) return kind;
    kinds += " " + to_string(kind);
  }
  throw_unlike(value, what + ": one of" + kinds);
}

std::vector<BasePart> base_parts_of(const TomlValue& value) {
  std::vector<BasePart> parts;
  for (const std::string& each : texts_of(value)) parts.push_back(parse_base_part(each));
  return parts;
}

// Where there is none, which is a fault already.
constexpr const char* stand_in = "?";

class PlanReader {
 public:
  PlanReader(TomlReader& top, PlanHead head, LineFaults& faults)
      : faults_(&faults), top_(top), head_(std::move(head)) {}

  /// None, when something is wrong.
  std::optional<Plan> plan() {
    const std::size_t faults_before = faults_->size();
    top_.read("basis", terms_.basis, named<parse_commission_basis>);
    top_.read("accumulation", terms_.accumulation, [](const TomlValue& value) {
      return period_kind_of(value, "how long a base accumulates");
    });
    top_.read("carry_over", terms_.carry_over, named<parse_carry_over>);
    top_.read("rounding", terms_.rounding, named<parse_rounding>);
    top_.read("rounded", terms_.rounded, named<parse_commission_rounding>);
    read_field(top_, "unit", terms_.unit);
    top_.read("clawback_days", terms_.clawback_days, whole_of);
    top_.read("earned_on", terms_.earned_on, named<parse_earning_moment>);
    top_.read("base_plus", terms_.base_plus, base_parts_of);
    top_.read("base_less", terms_.base_less, base_parts_of);
    top_.read("rates_on", terms_.rates_on, named<parse_rate_moment>);
    top_.read("per_order", terms_.per_order, flag_of);
    read_field(top_, "order_floor", terms_.order_floor);
    read_field(top_, "order_cap", terms_.order_cap);
    read_rules();
    for (TomlReader& each : parts("accelerator")) read_accelerator(each);
    for (TomlReader& each : parts("modifier")) read_modifier(each);
    read_categories();
    for (TomlReader& each : parts("override")) read_override(each);
    for (TomlReader& each : parts("pool")) read_pool(each);
    if (std::optional<TomlReader> leaving = top_.inner("leaving")) {
      LeavingTerms& terms = terms_.leaving;
      leaving->require("earns", terms.earns, named<parse_after_leaving>,
                       "who is credited: one of leaver successor house");
      leaving->read("days", terms.days, whole_of);
      leaving->read("share", terms.share, rate_of);
      leaving->read("later", terms.later, named<parse_after_leaving>);
      leaving->end();
      // A fault already; what is left says nothing by itself.
      if (!terms.earns) terms = {};
      remember_keys("leaving: ", *leaving);
      if (!places_.contains("leaving: later")) places_["leaving: later"] = leaving->line();
    }
    if (std::optional<TomlReader> payout = top_.inner("payout")) {
      read_fields(*payout, terms_.payout);
      payout->end();
      remember_keys("", *payout);
    }
    if (std::optional<TomlReader> answers = top_.inner("acknowledgement")) {
      answers->read("days", terms_.acknowledgement.days, whole_of);
      answers->read("silence", terms_.acknowledgement.silence, named<parse_statement_silence>);
      answers->end();
      remember_keys("acknowledgement: ", *answers);
    }
    top_.end();
    remember_keys("", top_);
    std::optional<Plan> plan = made();
    if (faults_->size() > faults_before) plan.reset();
    return plan;
  }

 private:
  /// What is under each [[key]].
  std::vector<TomlReader> parts(const std::string& key) {
    return top_.tables(key, "[[" + key + "]] in double brackets");
  }

  // --- what the structs' fields hold

  template <class T>
  static T value_of(const TomlValue& value) {
    if constexpr (std::is_same_v<T, bool>) return flag_of(value);
    if constexpr (std::is_same_v<T, Date>) return date_of(value);
    if constexpr (std::is_same_v<T, Decimal>) return part_of(value);
    if constexpr (std::is_same_v<T, EarningMoment>) return parse_earning_moment(text_of(value));
    if constexpr (std::is_same_v<T, EntitledPeople>) return parse_entitled_people(text_of(value));
    if constexpr (std::is_same_v<T, PeriodKind>)
      return period_kind_of(value, "how long a period is");
    if constexpr (std::is_same_v<T, Rate>) return rate_of(value);
    if constexpr (std::is_same_v<T, std::vector<std::string>>) return texts_of(value);
  }
  template <class T>
  void read_field(TomlReader& reader, std::string_view key, T& to) {
    reader.read(key, to, value_of<T>);
  }
  template <class T>
  void read_field(TomlReader& reader, std::string_view key, std::optional<T>& to) {
    reader.read(key, to, value_of<T>);
  }
  void read_field(TomlReader& reader, std::string_view key, std::optional<Money>& to) {
    reader.read(key, to, [this](const TomlValue& value) -> std::optional<Money> {
      const Decimal number = number_of(value);
      if (!head_.currency) return std::nullopt;
      return Money::of(number, *head_.currency);
    });
  }
  template <class Struct>
  void read_fields(TomlReader& reader, Struct& to) {
    std::apply(
        [&](const auto&... field) { (read_field(reader, field.name, to.*field.member), ...); },
        Struct::fields());
  }

  // --- the parts of a plan

  void read_rules() {
    const TomlValue* const listed = top_.find("rule");
    const std::size_t faults_before = faults_->size();
    const std::size_t found_before = top_.found().size();
    PlanRule all{.name = "all"};
    const bool pays = read_pay(top_, all);
    if (listed == nullptr) {
      if (!pays)
        top_.fault(top_.line(), "rate", "", "what the plan pays: rate, tiers or a [[rule]]");
      remember_rule(all.name, top_);
      rules_.push_back(faults_->size() > faults_before ? PlanRule{.name = all.name} : all);
      return;
    }
    for (std::size_t i = found_before; i < top_.found().size(); ++i) {
      const TomlEntry& entry = *top_.found()[i];
      top_.fault(entry.value.line, entry.key, shown(entry.value),
                 "it in a [[rule]], as there are some");
    }
    places_["rules"] = listed->line;
    for (TomlReader& each : parts("rule")) read_rule(each);
    // A fault already.
    if (!std::holds_alternative<TomlList>(listed->value)) rules_.push_back({.name = stand_in});
  }

  void read_rule(TomlReader& reader) {
    const std::size_t faults_before = faults_->size();
    PlanRule rule{.name = stand_in + std::to_string(rules_.size())};
    reader.require("name", rule.name, text_of, "what the rule is called");
    read_fields(reader, rule.picks);
    reader.read("excluded", rule.excluded, flag_of);
    if (!read_pay(reader, rule) && !rule.excluded)
      reader.fault(reader.line(), "rate", "",
                   "what the rule pays: rate, amount, tiers, per_line, per_unit or line_floor; "
                   "or excluded = true");
    reader.end();
    remember_rule(rule.name, reader);
    // What is left of a faulty rule says nothing wrong by itself.
    if (faults_->size() > faults_before) rule = {.name = rule.name};
    rules_.push_back(std::move(rule));
  }

  // Returns whether it pays anything, faulty or not.
  bool read_pay(TomlReader& reader, PlanRule& rule) {
    reader.read("tiers_over", rule.tiers_over, named<parse_tier_measure>);
    bool pays = read_schedule(reader, rule);
    const std::size_t found_before = reader.found().size();
    read_field(reader, "per_line", rule.per_line);
    reader.read("per_unit", rule.per_unit, number_of);
    read_field(reader, "line_floor", rule.line_floor);
    pays = pays || reader.found().size() > found_before;
    read_field(reader, "line_cap", rule.line_cap);
    return pays;
  }

  bool read_schedule(TomlReader& reader, PlanRule& rule) {
    const std::size_t faults_before = faults_->size();
    Rate rate = Rate::from_fraction(0);
    Decimal amount = 0;
    const bool has_rate = reader.read("rate", rate, rate_of);
    const bool has_amount = reader.read("amount", amount, number_of);
    const bool is_flat = has_rate || has_amount;
    if (has_rate && has_amount)
      reader.fault_here({.field = "amount", .expected = "either a rate or an amount"});
    TierMethod method = TierMethod::marginal;
    TierEdge edge = TierEdge::closes;
    const bool has_method = reader.read("method", method, named<parse_tier_method>);
    const bool has_edge = reader.read("edge", edge, named<parse_tier_edge>);
    const TomlValue* const listed = reader.find("tiers");
    if (listed == nullptr) {
      if (has_method || has_edge)
        reader.fault(reader.line(), "tiers", "", "tiers, as a method or edge is stated");
      const auto flat = [&] {
        rule.schedule = has_amount ? RateSchedule::flat_amount(amount) : RateSchedule::flat(rate);
      };
      try_to(flat, [&](const Fault& fault) { reader.fault_here(fault); });
      return is_flat;
    }
    if (is_flat)
      reader.fault_here(
          {.field = has_rate ? "rate" : "amount",
           .expected = has_rate ? "either a rate or tiers" : "either an amount or tiers"});
    if (!has_method)
      reader.fault(listed->line, "method", "",
                   "how the tiers pay: one of marginal whole interpolated table");
    const bool of_parts = rule.runs_over_target() || rule.tiers_over == TierMeasure::margin;
    std::vector<RateTier> tiers;
    std::vector<TomlReader> readers =
        reader.tables("tiers", "a list of tiers, such as [{ from = 0, rate = \"3%\" }]");
    for (TomlReader& each : readers) {
      RateTier& tier = tiers.emplace_back();
      each.require("from", tier.from, of_parts ? part_of : number_of, "where the tier begins");
      const bool pays_rate = each.read("rate", tier.rate, rate_of);
      const bool pays_amount = each.read("amount", tier.amount, number_of);
      if (!pays_rate && !pays_amount)
        each.fault(each.line(), "rate", "", "what the tier pays: rate or amount");
      each.end();
    }
    if (faults_->size() > faults_before) return true;
    const auto schedule = [&] { rule.schedule = RateSchedule(method, std::move(tiers), edge); };
    try_to(schedule, [&](const Fault& fault) {
      (fault.row < 0 ? reader : readers[static_cast<std::size_t>(fault.row)]).fault_here(fault);
    });
    return true;
  }

  void read_accelerator(TomlReader& reader) {
    const std::size_t faults_before = faults_->size();
    Accelerator each;
    PlanRule pays;
    reader.require("name", each.name, text_of, "what the accelerator is called");
    reader.require("over", each.over, value_of<PeriodKind>,
                   "how long it accumulates, such as \"quarter\"");
    reader.read("rules", each.rules, texts_of);
    reader.read("tiers_over", pays.tiers_over, named<parse_tier_measure>);
    if (!read_schedule(reader, pays))
      reader.fault(reader.line(), "tiers", "", "what it pays: tiers, rate or amount");
    reader.end();
    if (faults_->size() > faults_before) return;
    each.tiers_over = pays.tiers_over;
    each.schedule = std::move(pays.schedule);
    const std::string accelerator = "accelerator " + each.name;
    places_[accelerator] = reader.line();
    places_["accelerator " + std::to_string(terms_.accelerators.size())] = reader.line();
    remember_pay(accelerator, reader);
    terms_.accelerators.push_back(std::move(each));
  }

  void read_modifier(TomlReader& reader) {
    const std::size_t faults_before = faults_->size();
    ModifierMeasure measure = ModifierMeasure::days_overdue;
    reader.require("by", measure, named<parse_modifier_measure>,
                   "what it looks at: one of days_overdue discount margin");
    // Without it, what its levels state is anybody's guess.
    const bool knows_measure = faults_->size() == faults_before;
    const bool is_days = measure == ModifierMeasure::days_overdue;
    const char* const bound = measure == ModifierMeasure::margin ? "below" : "above";
    const auto read_level = [&](TomlReader& each) {
      ModifierLevel level;
      each.require(bound, level.beyond, is_days ? number_of : part_of, "where the level begins");
      each.require("pays", level.pays, rate_of, "what is paid of it, such as \"80%\"");
      each.end();
      return level;
    };
    std::vector<ModifierLevel> levels;
    std::vector<TomlReader> readers =
        reader.tables("levels", "a list of levels, such as [{ above = 30, pays = \"80%\" }]");
    if (knows_measure)
      for (TomlReader& each : readers) levels.push_back(read_level(each));
    std::vector<std::string> rules;
    if (const TomlValue* const named_rules = reader.find("rules")) {
      reader.read("rules", rules, texts_of);
      for (const std::string& rule : rules)
        places_["modifier " + to_string(measure) + " " + rule] = named_rules->line;
    }
    reader.end();
    if (faults_->size() > faults_before) return;
    const auto modifier = [&] {
      terms_.modifiers.emplace_back(measure, std::move(levels), std::move(rules));
    };
    try_to(modifier, [&](Fault fault) {
      if (fault.field == "beyond") fault.field = bound;
      (fault.row < 0 ? reader : readers[static_cast<std::size_t>(fault.row)]).fault_here(fault);
    });
  }

  void read_categories() {
    std::optional<TomlReader> reader = top_.inner("category_above");
    if (!reader) return;
    for (const TomlEntry& entry : reader->table()) {
      std::string above;
      reader->take(entry, above, text_of);
      terms_.category_above.put(entry.key, std::move(above));
      places_["category " + entry.key + " ->"] = entry.value.line;
    }
  }

  void read_override(TomlReader& reader) {
    const std::size_t faults_before = faults_->size();
    Override each;
    reader.read("level", each.level, whole_of);
    reader.require("rate", each.rate, rate_of, "what managers earn, such as \"0.5%\"");
    reader.read("of", each.of, named<parse_override_basis>);
    reader.end();
    if (faults_->size() > faults_before) return;
    places_["override level " + std::to_string(each.level)] = reader.line();
    places_["override rate " + to_string(each.rate)] = reader.line();
    terms_.overrides.push_back(each);
  }

  void read_pool(TomlReader& reader) {
    const std::size_t faults_before = faults_->size();
    Pool pool;
    reader.require("name", pool.name, text_of, "what the pool is called");
    reader.require("rate", pool.rate, rate_of, "what of all that is sold, such as \"1%\"");
    const TomlValue* const members = reader.find("members");
    if (members != nullptr && std::holds_alternative<TomlTable>(members->value)) {
      TomlReader weights = *reader.inner("members");
      for (const TomlEntry& entry : weights.table())
        weights.take(entry, pool.members.emplace_back(entry.key).weight, number_of);
    } else {
      std::vector<std::string> names;
      reader.require("members", names, texts_of, "who shares it, such as { Li = 2, Wang = 1 }");
      for (std::string& name : names) pool.members.push_back({std::move(name)});
    }
    reader.end();
    if (faults_->size() > faults_before) return;
    places_["pool " + pool.name] = reader.line();
    terms_.pools.push_back(std::move(pool));
  }

  // --- what the library's own classes refuse

  template <class Make, class Report>
  static void try_to(const Make& make, const Report& report) {
    try {
      make();
    } catch (const Error& error) {
      for (const Fault& fault : error.faults()) report(fault);
      // A number that is too large has no place.
      if (error.faults().empty())
        report(Fault{.expected = std::string("other numbers: ") + error.what()});
    }
  }

  std::optional<Plan> made() {
    std::optional<Plan> plan;
    // Where there is no currency, which is a fault already, another stands in for it, so that all
    // other faults are found as well.
    const auto make = [&] {
      plan.emplace(std::move(head_.name), head_.currency.value_or(Currency("XXX", 0)),
                   std::move(rules_), std::move(terms_));
    };
    try_to(make, [&](const Fault& fault) { faults_->add(line_of(fault), fault); });
    return plan;
  }

  void remember_keys(const std::string& before, const TomlReader& reader) {
    for (const TomlEntry& entry : reader.table()) places_[before + entry.key] = entry.value.line;
  }
  void remember_rule(const std::string& name, const TomlReader& reader) {
    const std::string rule = "rule " + name;
    places_[rule] = reader.line();
    places_["rule " + std::to_string(rules_.size())] = reader.line();
    remember_pay(rule, reader);
  }
  // Keys of what pays.
  void remember_pay(const std::string& of, const TomlReader& reader) {
    remember_keys(of + ": ", reader);
    for (const char* const key : {"tiers", "rate", "amount"})
      if (const auto at = places_.find(of + ": " + key); at != places_.end())
        places_[of + ": schedule"] = at->second;
  }
  /// The line of what Plan finds faulty, which begins as something that was read.
  [[nodiscard]] std::int64_t line_of(const Fault& fault) const {
    const std::string about = fault.field + " " + fault.value;
    std::size_t longest = 0;
    std::int64_t line = top_.line();
    for (const auto& [begin, at] : places_)
      if (begin.size() > longest && about.starts_with(begin)) {
        longest = begin.size();
        line = at;
      }
    return line;
  }

  LineFaults* faults_;
  TomlReader& top_;
  PlanHead head_;
  std::vector<PlanRule> rules_;
  PlanTerms terms_;
  std::map<std::string, std::int64_t> places_;
};

}  // namespace

PlanHead read_plan_head(TomlReader& reader, LineFaults& faults) {
  PlanHead head{.name = stand_in, .currency = std::nullopt};
  reader.require("name", head.name, text_of, "what the plan is called");
  head.currency = read_currency(reader, "currency", "the plan's currency, such as \"CNY\"", faults);
  return head;
}

std::optional<Plan> read_plan(TomlReader& reader, PlanHead head, LineFaults& faults) {
  return PlanReader(reader, std::move(head), faults).plan();
}

}  // namespace o2c::inline v1
