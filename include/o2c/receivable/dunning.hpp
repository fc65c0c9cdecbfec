#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/letter_template.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What the days of a dunning level are counted from.
enum class DunningCount : std::uint8_t {
  net_days,       ///< The due date.
  end_of_month,   ///< The end of its month.
  previous_level  ///< The reminder at the level before; for the first level, the due date.
};

/// "net_days", "end_of_month", "previous_level"
std::string to_string(DunningCount count);
/// Reads what to_string writes. Throws ParseError.
DunningCount parse_dunning_count(std::string_view text);

/// One level of reminders (催款级别).
struct DunningLevel {
  std::int32_t days = 1;  ///< From this day on it is reached.
  DunningCount counted = DunningCount::net_days;
  std::vector<Money> fees{};                  ///< For a letter, in each currency.
  Rate fee_rate = Rate::from_fraction(0);     ///< Of the amount that a letter asks for, beside it.
  std::optional<LetterTemplate> letter_en{};  ///< None: the standard one.
  std::optional<LetterTemplate> letter_zh{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"days", &DunningLevel::days, "the day from which on it is reached"},
        Field{"counted", &DunningLevel::counted, "what the days are counted from"},
        Field{"fees", &DunningLevel::fees, "the fee of a letter, in each currency"},
        Field{"fee_rate", &DunningLevel::fee_rate, "and of the amount that it asks for"},
        Field{"letter_en", &DunningLevel::letter_en, "the text in English, if not the standard"},
        Field{"letter_zh", &DunningLevel::letter_zh, "the text in Chinese, if not the standard"}};
  }

  friend bool operator==(const DunningLevel&, const DunningLevel&) = default;
};

/// What holds for all levels.
struct DunningTerms {
  std::int32_t interval_days = 1;  ///< Between two reminders of an item, at least.
  std::vector<Money> minimums{};   ///< For each currency, the least of an item that is asked for.
  Rounding rounding = Rounding::half_up;  ///< Of fees.

  static constexpr auto fields() {
    return std::tuple{Field{"interval_days", &DunningTerms::interval_days,
                            "the least number of days between two reminders of an item"},
                      Field{"minimums", &DunningTerms::minimums,
                            "for each currency, the least of an item that is asked for"},
                      Field{"rounding", &DunningTerms::rounding, "of fees"}};
  }

  friend bool operator==(const DunningTerms&, const DunningTerms&) = default;
};

/// When overdue items are reminded of, how often, and what that costs (催款政策).
class DunningPolicy {
 public:
  /// Levels from the first to the last. Throws InvalidArgument with every fault: no level or more
  /// than 100; days below 1 (by the end of the month: below 0), or no more than those of a level
  /// before that is counted in the same way from the due date; fees or minimums not above zero, or
  /// two of one currency; a rate below 0% or of 100% and more; an interval below 1.
  explicit DunningPolicy(std::vector<DunningLevel> levels, DunningTerms terms = {});

  [[nodiscard]] const std::vector<DunningLevel>& levels() const noexcept { return levels_; }
  [[nodiscard]] const DunningTerms& terms() const noexcept { return terms_; }
  /// The number of the last level.
  [[nodiscard]] std::int32_t last() const noexcept {
    return static_cast<std::int32_t>(levels_.size());
  }
  /// A level, from 1. Throws InvalidArgument.
  [[nodiscard]] const DunningLevel& level(std::int32_t number) const;

  /// The least of an item that is asked for; one minor unit where none is stated.
  [[nodiscard]] Money minimum(Currency currency) const;

  /// What a letter of a level (from 1) that asks for an amount costs: the fixed fee of its
  /// currency, and the rate of the amount, rounded. Throws InvalidArgument for an unknown level,
  /// Overflow, InexactResult (rounding `exact`).
  template <Tracer T>
  Money fee(std::int32_t number, Money amount, T& trace) const;
  [[nodiscard]] Money fee(std::int32_t number, Money amount) const {
    NoTrace no_trace;
    return fee(number, amount, no_trace);
  }

  /// The text of a level's letter: its own, or the standard one.
  [[nodiscard]] LetterTemplate letter(std::int32_t number, Language language) const;

  friend bool operator==(const DunningPolicy&, const DunningPolicy&) = default;

 private:
  std::vector<DunningLevel> levels_;
  DunningTerms terms_;
};

/// "1: 1 days, 2: 15 days, 3: 30 days; 7 days apart; from 50.00 USD"
std::string to_string(const DunningPolicy& policy);

/// What is known of an item on the day of a run.
struct DunningItem {
  Date due_date;
  Money open;
  std::int32_t last_level = 0;           ///< At which it was reminded of; 0: not yet.
  std::optional<Date> last_reminded{};   ///< When.
  std::optional<Money> disputed{};       ///< What of it is in dispute.
  std::optional<Date> promised_until{};  ///< The day by which payment was promised,
  std::optional<Money> promised{};       ///< of so much; none: of all.

  static constexpr auto fields() {
    return std::tuple{
        Field{"due_date", &DunningItem::due_date, "when it was due"},
        Field{"open", &DunningItem::open, "what is open of it"},
        Field{"last_level", &DunningItem::last_level, "at which it was reminded of; 0: not yet"},
        Field{"last_reminded", &DunningItem::last_reminded, "when"},
        Field{"disputed", &DunningItem::disputed, "what of it is in dispute"},
        Field{"promised_until", &DunningItem::promised_until, "by when payment was promised"},
        Field{"promised", &DunningItem::promised, "of how much; none: of all"}};
  }

  friend bool operator==(const DunningItem&, const DunningItem&) = default;
};

/// Why an item is not reminded of. The first that applies is the answer.
enum class DunningHold : std::uint8_t {
  paid,              ///< Nothing is open.
  not_due,           ///< It is not overdue, or has no due date yet.
  last_level,        ///< It was reminded of at the last level.
  already_reminded,  ///< On the day, or later.
  not_reached,       ///< Not enough days for the next level.
  too_soon,          ///< Too few days after the last reminder.
  disputed,          ///< All of it is in dispute.
  promised,          ///< All that is not in dispute is promised, and the day has not passed.
  below_minimum,     ///< What is left is below the minimum.
  covered,           ///< In a run: credits of the party that are not applied cover its letter.
  none               ///< Nothing: it is reminded of.
};

/// "paid", "not_due", ...
std::string to_string(DunningHold hold);
/// Reads what to_string writes. Throws ParseError.
DunningHold parse_dunning_hold(std::string_view text);
/// A sentence.
Label reason(DunningHold hold);

/// Whether an item is to be reminded of.
struct DunningAnswer {
  std::int32_t level;  ///< The next level; 0: it is held back.
  DunningHold hold;
  Money amount;  ///< What is open and neither in dispute nor promised.

  friend bool operator==(const DunningAnswer&, const DunningAnswer&) = default;
};

/// The next level of an item on a day, or why there is none. A run advances an item by one level,
/// however long it is overdue, and does so no more than once a day. A promise holds until its day
/// is over. What is in dispute or promised is not asked for; the rest is, if it reaches the
/// minimum.
///
/// Throws InvalidArgument for a level below 0 or without its day, and amounts of a dispute or
/// promise below zero; CurrencyMismatch.
template <Tracer T>
DunningAnswer dunning(const DunningPolicy& policy, const DunningItem& item, Date as_of, T& trace);
inline DunningAnswer dunning(const DunningPolicy& policy, const DunningItem& item, Date as_of) {
  NoTrace no_trace;
  return dunning(policy, item, as_of, no_trace);
}

/// The first day on which the next level is reached, whatever is in dispute or promised; none after
/// the last level, or beyond the year 9999.
std::optional<Date> next_reminder(const DunningPolicy& policy, const DunningItem& item);

}  // namespace o2c::inline v1

#include "o2c/receivable/detail/dunning_steps.hpp"
