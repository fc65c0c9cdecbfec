#include "o2c/receivable/dunning.hpp"

#include <array>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> counts{"net_days", "end_of_month", "previous_level"};
constexpr std::array<std::string_view, 11> holds{
    "paid",     "not_due",  "last_level",    "already_reminded", "not_reached", "too_soon",
    "disputed", "promised", "below_minimum", "covered",          "none"};
constexpr std::array<Text, 11> reasons{{
    {"nothing is open", "已无未清金额"},
    {"it is not overdue", "尚未逾期"},
    {"it was reminded of at the last level", "已按最后一级催款"},
    {"it was reminded of on the day, or later", "当日或之后已催款"},
    {"not enough days for the next level", "未达到下一级别的天数"},
    {"too few days after the last reminder", "距上次催款天数不足"},
    {"all of it is in dispute", "全部有争议"},
    {"payment is promised, and the day has not passed", "已承诺付款，承诺日未过"},
    {"what is left is below the minimum", "余额低于最低催收金额"},
    {"credits that are not applied cover it", "未核销的贷方金额足以抵付"},
    {"it is reminded of", "应予催款"},
}};
constexpr std::int32_t levels_max = 100;

bool counts_from_due(const DunningLevel& level) {
  return level.counted != DunningCount::previous_level;
}

// Amounts above zero, one for each currency.
void check_amounts(const std::vector<Money>& amounts, std::int64_t row, const char* field,
                   std::vector<Fault>& faults) {
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    bool again = false;
    for (std::size_t k = 0; k < i; ++k) again |= amounts[k].currency() == amounts[i].currency();
    if (sign(amounts[i]) <= 0 || again)
      faults.push_back({.row = row,
                        .field = field,
                        .value = to_string(amounts[i]),
                        .expected = "an amount above zero, one for each currency"});
  }
}

std::vector<Fault> faults_of(const std::vector<DunningLevel>& levels, const DunningTerms& terms) {
  std::vector<Fault> faults;
  if (levels.empty() || levels.size() > levels_max)
    faults.push_back({.field = "levels",
                      .value = std::to_string(levels.size()),
                      .expected = "from 1 to 100 levels"});
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const DunningLevel& level = levels[i];
    const auto row = static_cast<std::int64_t>(i);
    std::int32_t least = level.counted == DunningCount::end_of_month ? 0 : 1;
    for (std::size_t k = 0; k < i; ++k)
      if (counts_from_due(level) && levels[k].counted == level.counted)
        least = std::max(least, levels[k].days == std::numeric_limits<std::int32_t>::max()
                                    ? levels[k].days
                                    : levels[k].days + 1);
    if (level.days < least)
      faults.push_back({.row = row,
                        .field = "days",
                        .value = std::to_string(level.days),
                        .expected = "at least " + std::to_string(least)});
    check_amounts(level.fees, row, "fees", faults);
    const Decimal& rate = level.fee_rate.fraction();
    if (sign(rate) < 0 || rate >= 1)
      faults.push_back({.row = row,
                        .field = "fee_rate",
                        .value = to_string(level.fee_rate),
                        .expected = "from 0% to below 100%"});
  }
  check_amounts(terms.minimums, -1, "minimums", faults);
  if (terms.interval_days < 1)
    faults.push_back({.field = "interval_days",
                      .value = std::to_string(terms.interval_days),
                      .expected = "at least 1"});
  return faults;
}

// A day before another, or one before all days.
std::int32_t days_before(Date date, std::int32_t days) {
  return days > date - Date::min() ? Date::min().days() - 1 : date.days() - days;
}

// The latest due date that a level is reached with.
std::int32_t latest_due(const DunningLevel& level, Date as_of) {
  const std::int32_t day = days_before(as_of, level.days);
  if (day < Date::min().days()) return day;
  const Date latest = Date::from_days(day);
  if (level.counted != DunningCount::end_of_month || latest == end_of_month(latest))
    return latest.days();
  return latest.days() - latest.day();  // The end of the month before.
}

std::optional<Date> later(Date date, std::int32_t days) {
  if (days > Date::max() - date) return std::nullopt;
  return date + days;
}

constexpr std::array<Text, 3> standard_letters{{
    {"Dear {party},\n\n"
     "by our books the items below were due and are not paid as of {date}: {amount} in all, the "
     "oldest since {oldest_due}. If your payment is on its way, please take no notice of this "
     "letter. Otherwise please pay {total}, or tell us what stands against it.\n\n"
     "{items}\n",
     "致：{party}\n\n"
     "截至{date}，下列款项已到期而我方尚未收到，合计{amount}，最早到期日为{oldest_due}。"
     "如贵方已付款，请忽略本函；否则请支付{total}，或告知我方有何异议。\n\n"
     "{items}\n"},
    {"Dear {party},\n\n"
     "we wrote to you before. As of {date} the items below, {amount} in all, are still not paid; "
     "the oldest is {days_overdue} days overdue. Please pay {total} without delay, or tell us "
     "today when you will.\n\n"
     "{items}\n",
     "致：{party}\n\n"
     "我方此前已去函催款，现再次提示。截至{date}，下列款项合计{amount}仍未支付，最长已逾期{days_"
     "overdue}天。"
     "请立即支付{total}，或于今日告知付款日期。\n\n"
     "{items}\n"},
    {"Dear {party},\n\n"
     "this is our last reminder. The items below, {amount} in all, are up to {days_overdue} days "
     "overdue as of {date}. Unless {total} is paid without delay, we shall claim it by law, with "
     "interest and costs.\n\n"
     "{items}\n",
     "致：{party}\n\n"
     "此为最后一次催款。截至{date}，下列款项合计{amount}，最长已逾期{days_overdue}天。"
     "如不立即支付{total}，我方将依法追索，并主张利息及费用。\n\n"
     "{items}\n"},
}};

}  // namespace

std::string to_string(DunningCount count) {
  return std::string(counts[static_cast<std::size_t>(count)]);
}
DunningCount parse_dunning_count(std::string_view text) {
  return parse_name<DunningCount>(text, counts, "what days are counted from: one of");
}
std::string to_string(DunningHold hold) {
  return std::string(holds[static_cast<std::size_t>(hold)]);
}
DunningHold parse_dunning_hold(std::string_view text) {
  return parse_name<DunningHold>(text, holds, "why an item is held back: one of");
}
Label reason(DunningHold hold) { return reasons[static_cast<std::size_t>(hold)]; }

DunningPolicy::DunningPolicy(std::vector<DunningLevel> levels, DunningTerms terms)
    : levels_(std::move(levels)), terms_(std::move(terms)) {
  throw_faults("no such dunning policy", faults_of(levels_, terms_));
}

const DunningLevel& DunningPolicy::level(std::int32_t number) const {
  if (number < 1 || number > last())
    throw_faults("no such dunning level", {{.field = "level",
                                            .value = std::to_string(number),
                                            .expected = "from 1 to " + std::to_string(last())}});
  return levels_[static_cast<std::size_t>(number - 1)];
}

Money DunningPolicy::minimum(Currency currency) const {
  for (const Money& each : terms_.minimums)
    if (each.currency() == currency) return each;
  return Money::from_minor(1, currency);
}

LetterTemplate DunningPolicy::letter(std::int32_t number, Language language) const {
  const DunningLevel& of = level(number);
  const std::optional<LetterTemplate>& own = language == Language::zh ? of.letter_zh : of.letter_en;
  if (own) return *own;
  const std::size_t which = number == 1 ? 0 : number == last() ? 2 : 1;
  const Text& text = standard_letters[which];
  return LetterTemplate(std::string(language == Language::zh ? text.zh : text.en));
}

std::string to_string(const DunningPolicy& policy) {
  std::string text;
  for (std::int32_t number = 1; number <= policy.last(); ++number) {
    const DunningLevel& level = policy.level(number);
    text += (number == 1 ? "" : ", ") + std::to_string(number) + ": " + std::to_string(level.days) +
            " days";
    if (level.counted == DunningCount::end_of_month) text += " after the end of the month";
    if (level.counted == DunningCount::previous_level) text += " after the level before";
    for (const Money& fee : level.fees) text += " + " + to_string(fee);
    if (sign(level.fee_rate.fraction()) != 0) text += " + " + to_string(level.fee_rate);
  }
  const DunningTerms& terms = policy.terms();
  if (terms.interval_days > 1) text += "; " + std::to_string(terms.interval_days) + " days apart";
  for (const Money& minimum : terms.minimums) text += "; from " + to_string(minimum);
  return text;
}

std::optional<Date> next_reminder(const DunningPolicy& policy, const DunningItem& item) {
  detail::check_dunning_item(item);
  if (item.last_level >= policy.last()) return std::nullopt;
  const DunningLevel& level = policy.level(item.last_level + 1);
  Date from = item.due_date;
  if (level.counted == DunningCount::end_of_month) from = end_of_month(from);
  if (level.counted == DunningCount::previous_level && item.last_reminded)
    from = *item.last_reminded;
  std::optional<Date> next = later(from, level.days);
  const std::optional<Date> overdue = later(item.due_date, 1);
  if (!next || !overdue) return std::nullopt;
  next = std::max(*next, *overdue);
  if (!item.last_reminded) return next;
  const std::optional<Date> again = later(*item.last_reminded, policy.terms().interval_days);
  return again ? std::optional(std::max(*next, *again)) : std::nullopt;
}

namespace detail {

DunningDay::DunningDay(const DunningPolicy& policy, Date day, Currency currency)
    : limits_{.as_of = day.days(),
              .latest_reminded = days_before(day, policy.terms().interval_days),
              .minimum = policy.minimum(currency).minor(),
              .last = policy.last(),
              .levels = nullptr} {
  for (const DunningLevel& level : policy.levels())
    levels_.push_back({latest_due(level, day),
                       level.counted == DunningCount::previous_level && !levels_.empty() ? 1 : 0});
  levels_.push_back({day.days(), 0});
}

void check_dunning_item(const DunningItem& item) {
  std::vector<Fault> faults;
  if (item.last_level < 0)
    faults.push_back({.field = "last_level",
                      .value = std::to_string(item.last_level),
                      .expected = "the number of a level, or 0"});
  if ((item.last_level != 0) != item.last_reminded.has_value())
    faults.push_back({.field = "last_reminded",
                      .value = item.last_reminded ? to_string(*item.last_reminded) : "",
                      .expected = "the day of the last level, if there was one"});
  const auto check = [&](const char* field, const std::optional<Money>& amount) {
    if (!amount) return;
    if (amount->currency() != item.open.currency())
      throw_currency_mismatch("remind of", item.open, *amount);
    if (sign(*amount) < 0)
      faults.push_back({.field = field, .value = to_string(*amount), .expected = "not below zero"});
  };
  check("disputed", item.disputed);
  check("promised", item.promised);
  throw_faults("no such item to be reminded of", std::move(faults));
}

DunningFacts dunning_facts(const DunningItem& item) {
  const auto day = [](const std::optional<Date>& date) { return date ? date->days() : no_day; };
  return {.due_date = item.due_date.days(),
          .open = item.open.minor(),
          .last_level = item.last_level,
          .last_reminded = day(item.last_reminded),
          .disputed = item.disputed ? item.disputed->minor() : 0,
          .promised_until = day(item.promised_until),
          .promised = item.promised ? item.promised->minor()
                                    : std::max<std::int64_t>(item.open.minor(), 0)};
}

}  // namespace detail
}  // namespace o2c::inline v1
