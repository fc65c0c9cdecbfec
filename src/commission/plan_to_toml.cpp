// A plan as the text that plan_file.cpp reads.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/commission/plan_file.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/detail/utf8.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// --- values ------------------------------------------------------------------------------------

std::string toml(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = detail::utf8_length(rest);
    if (length == 0) throw_invalid("a TOML file cannot hold " + in_quotes(text) + ": no UTF-8");
    const auto byte = static_cast<unsigned char>(rest.front());
    if (byte == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += "\\u00";
      quoted += hex[byte >> 4U];
      quoted += hex[byte & 0xFU];
    } else {
      if (byte == '"' || byte == '\\') quoted += '\\';
      quoted += rest.substr(0, length);
    }
    rest.remove_prefix(length);
  }
  return quoted + '"';
}
std::string toml(const std::string& text) { return toml(std::string_view(text)); }

std::string toml(const Decimal& number) {
  constexpr Decimal most = std::numeric_limits<std::int64_t>::max();
  return is_integer(number) && abs(number) <= most ? to_string(normalized(number))
                                                   : toml(to_string(number));
}
std::string toml(const Money& amount) {
  const Decimal number = amount.amount();
  return is_integer(number) ? toml(number) : toml(to_string(number));
}
std::string toml(const Rate& rate) { return toml(to_string(rate)); }
std::string toml(Date date) { return to_string(date); }
std::string toml(bool flag) { return flag ? "true" : "false"; }
std::string toml(std::int64_t number) { return std::to_string(number); }
std::string toml(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "[" : ", ") + toml(text);
  return list + "]";
}
template <class Enum>
  requires std::is_enum_v<Enum>
std::string toml(Enum named) {
  return toml(to_string(named));
}
std::string part(const Decimal& part) { return part == 0 ? "0" : toml(Rate::from_fraction(part)); }

std::string toml_key(const std::string& key) {
  const auto is_plain = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' ||
           c == '-';
  };
  return !key.empty() && std::ranges::all_of(key, is_plain) ? key : toml(key);
}

// --- lines -------------------------------------------------------------------------------------

class TomlText {
 public:
  void header(std::string_view header) {
    text_ += '\n';
    text_ += header;
    text_ += '\n';
  }
  void line(std::string_view key, const std::string& value) {
    text_ += key;
    text_ += " = " + value + "\n";
  }
  /// Nothing, when it is what it is without being stated.
  template <class T>
  void line_unless(std::string_view key, const T& value, const T& usual) {
    if (value != usual) line(key, toml(value));
  }
  template <class T>
  void line_if(std::string_view key, const std::optional<T>& value) {
    if (value) line(key, toml(*value));
  }
  /// One table a line.
  void tables(std::string_view key, const std::vector<std::string>& tables) {
    std::string list = "[";
    for (const std::string& table : tables)
      list += tables.size() == 1 ? "{ " + table + " }" : "\n  { " + table + " },";
    line(key, list + (tables.size() == 1 ? "]" : "\n]"));
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

void write_picks(TomlText& text, const LinePick& picks) {
  const auto write = [&text]<class T>(std::string_view key, const T& value) {
    if constexpr (std::is_same_v<T, std::optional<Decimal>>) {
      if (value) text.line(key, part(*value));
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      text.line_unless(key, value, {});
    } else {
      text.line_if(key, value);
    }
  };
  std::apply([&](const auto&... field) { (write(field.name, picks.*field.member), ...); },
             LinePick::fields());
}

void write_schedule(TomlText& text, const PlanRule& rule) {
  const RateSchedule& schedule = rule.schedule;
  text.line_unless("tiers_over", rule.tiers_over, TierMeasure::base);
  if (schedule == RateSchedule::flat(schedule.tiers().front().rate)) {
    const Rate rate = schedule.tiers().front().rate;
    const bool pays_otherwise = rule.per_line || rule.per_unit || rule.line_floor || rule.excluded;
    if (!pays_otherwise || rate != Rate::from_fraction(0)) text.line("rate", toml(rate));
    return;
  }
  text.line("method", toml(schedule.method()));
  text.line_unless("edge", schedule.edge(), TierEdge::closes);
  const bool of_parts =
      rule.tiers_over == TierMeasure::attainment || rule.tiers_over == TierMeasure::margin;
  const bool pays_amounts = schedule.method() == TierMethod::table || schedule.pays_per_unit();
  std::vector<std::string> tiers;
  for (const RateTier& tier : schedule.tiers())
    tiers.push_back(
        "from = " + (of_parts ? part(tier.from) : toml(tier.from)) +
        (pays_amounts ? ", amount = " + toml(tier.amount) : ", rate = " + toml(tier.rate)));
  text.tables("tiers", tiers);
}

void write_pay(TomlText& text, const PlanRule& rule) {
  write_schedule(text, rule);
  text.line_if("per_line", rule.per_line);
  text.line_if("per_unit", rule.per_unit);
  text.line_if("line_floor", rule.line_floor);
  text.line_if("line_cap", rule.line_cap);
}

void write_rule(TomlText& text, const PlanRule& rule) {
  text.header("[[rule]]");
  text.line("name", toml(rule.name));
  write_picks(text, rule.picks);
  text.line_unless("excluded", rule.excluded, false);
  write_pay(text, rule);
}

void write_modifier(TomlText& text, const Modifier& modifier) {
  text.header("[[modifier]]");
  text.line("by", toml(modifier.measure()));
  const bool is_days = modifier.measure() == ModifierMeasure::days_overdue;
  const bool falls = modifier.measure() == ModifierMeasure::margin;
  std::vector<std::string> levels;
  for (const ModifierLevel& level : modifier.levels())
    levels.push_back((falls ? "below = " : "above = ") +
                     (is_days ? toml(level.beyond) : part(level.beyond)) +
                     ", pays = " + toml(level.pays));
  text.tables("levels", levels);
  text.line_unless("rules", modifier.rules(), {});
}

std::string members(const std::vector<PoolMember>& members) {
  const auto weighs_one = [](const PoolMember& member) { return member.weight == 1; };
  const bool alike = std::ranges::all_of(members, weighs_one);
  std::string list;
  for (const PoolMember& member : members) {
    list += list.empty() ? "" : ", ";
    list += alike ? toml(member.salesperson)
                  : toml_key(member.salesperson) + " = " + toml(member.weight);
  }
  return alike ? "[" + list + "]" : "{ " + list + " }";
}

void write_terms(TomlText& text, const PlanTerms& terms) {
  const PlanTerms usual;
  text.line_unless("basis", terms.basis, usual.basis);
  text.line_unless("accumulation", terms.accumulation, usual.accumulation);
  text.line_unless("rounding", terms.rounding, usual.rounding);
  text.line_unless("rounded", terms.rounded, usual.rounded);
  text.line_if("unit", terms.unit);
}

void write_tables(TomlText& text, const PlanTerms& terms) {
  for (const Modifier& modifier : terms.modifiers) write_modifier(text, modifier);
  if (!terms.category_above.empty()) text.header("[category_above]");
  for (const auto& [category, above] : terms.category_above)
    text.line(toml_key(category), toml(above));
  for (const Override& each : terms.overrides) {
    text.header("[[override]]");
    text.line("level", toml(each.level));
    text.line("rate", toml(each.rate));
    text.line_unless("of", each.of, OverrideBasis::base);
  }
  for (const Pool& pool : terms.pools) {
    text.header("[[pool]]");
    text.line("name", toml(pool.name));
    text.line("rate", toml(pool.rate));
    text.line("members", members(pool.members));
  }
  const PayoutTerms& payout = terms.payout;
  if (payout == PayoutTerms{}) return;
  text.header("[payout]");
  text.line_if("cap", payout.cap);
  text.line_if("floor", payout.floor);
  text.line_if("holdback", payout.holdback);
  text.line_if("draw", payout.draw);
  text.line_unless("draw_recoverable", payout.draw_recoverable, true);
}

}  // namespace

std::string to_toml(const Plan& plan) {
  TomlText text;
  text.line("name", toml(plan.name()));
  const Currency& currency = plan.currency();
  if (CurrencyTable::iso_4217().find(currency.code()) == currency)
    text.line("currency", toml(currency.code()));
  else
    text.line("currency", "{ code = " + toml(currency.code()) +
                              ", digits = " + std::to_string(currency.digits()) + " }");
  write_terms(text, plan.terms());
  const PlanRule& first = plan.rules().front();
  const bool is_for_all = plan.rules().size() == 1 && first.name == "all" &&
                          first.picks == LinePick{} && !first.excluded;
  if (is_for_all)
    write_pay(text, first);
  else
    for (const PlanRule& rule : plan.rules()) write_rule(text, rule);
  write_tables(text, plan.terms());
  return std::move(text).text();
}

}  // namespace o2c::inline v1
