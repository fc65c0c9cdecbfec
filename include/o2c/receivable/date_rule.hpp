#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/number/trace.hpp"
#include "o2c/time/calendar.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/weekday.hpp"

namespace o2c::inline v1 {

/// The event that a payment's date counts from.
enum class Anchor : std::uint8_t {
  order,           ///< The order is confirmed.
  contract,        ///< The contract is signed.
  invoice,         ///< The invoice is dated.
  documents_sent,  ///< The copy of the B/L, or the documents, are sent to the buyer.
  bl,              ///< Shipment: the B/L's on-board date, else its date of issue (UCP 600 art. 20).
  delivery,        ///< The goods are delivered.
  acceptance,      ///< The buyer accepts the goods (验收).
  presentation,    ///< The documents are presented to the bank.
  sight,           ///< The drawee receives the draft, or the documents (见票).
  draft_acceptance,  ///< The drawee accepts the draft (承兑).
};

inline constexpr std::size_t anchor_count = 10;

/// "order", "contract", "invoice", "documents_sent", "bl", "delivery", "acceptance",
/// "presentation", "sight", "draft_acceptance".
std::string to_string(Anchor anchor);
/// Reads what to_string writes. Throws ParseError, with the anchors that there are.
Anchor parse_anchor(std::string_view text);
/// For people: "B/L date", "提单日".
Text name_of(Anchor anchor) noexcept;

/// The dates of the events that payments count from; those that have not come yet are missing.
class AnchorDates {
 public:
  constexpr AnchorDates() = default;
  /// Of one event.
  constexpr AnchorDates(Anchor anchor, Date date) { set(anchor, date); }

  constexpr AnchorDates& set(Anchor anchor, std::optional<Date> date) {
    dates_[static_cast<std::size_t>(anchor)] = date;
    return *this;
  }
  [[nodiscard]] constexpr std::optional<Date> operator[](Anchor anchor) const {
    return dates_[static_cast<std::size_t>(anchor)];
  }

  friend constexpr bool operator==(const AnchorDates&, const AnchorDates&) = default;

 private:
  std::array<std::optional<Date>, anchor_count> dates_{};
};

/// One step from a date to another, such as "30 days later", "the end of the month".
class DateStep {
 public:
  enum class Kind : std::uint8_t {
    days,           ///< So many calendar days later; earlier, if negative. Weeks are 7 of them.
    business_days,  ///< So many business days later; needs a calendar.
    months,         ///< The same day so many months later, cut to the month's length.
    end_of_month,   ///< The last day of the month.
    day_of_month,   ///< That day of the same month, cut to its length.
    month,          ///< The same day of the next such month, the present one included.
    weekday,        ///< The next such weekday, the day itself included.
    proximo         ///< Day D, so many months later; one more if the date is past the cut-off day.
  };

  /// The most that a step counts, either way; more is an InvalidArgument.
  static constexpr std::int32_t most = 1'000'000;

  static constexpr DateStep days(std::int64_t n) { return {Kind::days, checked(n)}; }
  static constexpr DateStep weeks(std::int64_t n) { return {Kind::days, checked(n) * 7}; }
  static constexpr DateStep business_days(std::int64_t n) {
    return {Kind::business_days, checked(n)};
  }
  static constexpr DateStep months(std::int64_t n) { return {Kind::months, checked(n)}; }
  static constexpr DateStep end_of_month() { return {Kind::end_of_month, 0}; }
  /// Throws InvalidArgument unless 1 <= day <= 31.
  static constexpr DateStep day_of_month(int day) {
    return {Kind::day_of_month, 0, checked_day(day)};
  }
  /// Throws InvalidArgument unless 1 <= month <= 12.
  static constexpr DateStep month(int month);
  static constexpr DateStep weekday(Weekday day) {
    return {Kind::weekday, 0, static_cast<std::uint8_t>(day)};
  }
  /// Day `day` (31: the last) of the month `months` after that of the date, or of the one after
  /// when the date is later in its month than `cutoff`. Throws InvalidArgument for days outside
  /// [1, 31] and negative months.
  static constexpr DateStep proximo(int day, int cutoff = 31, int months = 1);

  [[nodiscard]] constexpr Kind kind() const noexcept { return kind_; }
  /// How many days or months; 0 where there are none to count.
  [[nodiscard]] constexpr std::int32_t count() const noexcept { return count_; }
  /// The day of the month, the month, or the weekday (ISO) that is set; else 0.
  [[nodiscard]] constexpr int target() const noexcept { return target_; }
  /// The cut-off day of `proximo`; else 0.
  [[nodiscard]] constexpr int cutoff() const noexcept { return cutoff_; }

  /// Where the step leads. Throws Overflow beyond the years 1 to 9999, and InvalidArgument for
  /// business days without a calendar.
  [[nodiscard]] constexpr Date apply(Date date, const Calendar* calendar = nullptr) const;

  friend constexpr bool operator==(const DateStep&, const DateStep&) = default;

 private:
  constexpr DateStep(Kind kind, std::int32_t count, std::uint8_t target = 0,
                     std::uint8_t cutoff = 0) noexcept
      : count_(count), kind_(kind), target_(target), cutoff_(cutoff) {}

  static constexpr std::uint8_t checked_day(int day);
  static constexpr std::int32_t checked(std::int64_t n);

  std::int32_t count_;
  Kind kind_;
  std::uint8_t target_;
  std::uint8_t cutoff_;
};

/// "30 days", "end of month", "day 10 of month", "next friday", "proximo 10, cut-off 25".
std::string to_string(const DateStep& step);
/// "days", "business_days", "months", "end_of_month", "day_of_month", "month", "weekday",
/// "proximo".
std::string to_string(DateStep::Kind kind);

/// Where a date moves to if nothing else is said: to the following business day, but what is due
/// before an event to the one before, lest it come after the event.
Roll usual_roll(const std::vector<DateStep>& steps);

/// When something is due: steps in order from the date of an event, then the roll to a business day
/// where a calendar is given. The day of the event itself is not counted (UCP 600 art. 3): 2 March
/// + 30 days is 1 April.
struct DateRule {
  Anchor anchor = Anchor::invoice;
  std::vector<DateStep> steps{};
  Roll roll = Roll::following;

  /// The due date that follows from the event's date. Without a calendar nothing rolls. Throws what
  /// the steps and the calendar throw.
  [[nodiscard]] Date due_date(Date event, const Calendar* calendar = nullptr) const {
    Date date = event;
    for (const DateStep& step : steps) date = step.apply(date, calendar);
    return calendar == nullptr ? date : calendar->roll(date, roll);
  }
  /// The same, telling each step.
  template <Tracer T>
  [[nodiscard]] Date due_date(Date event, const Calendar* calendar, T& trace) const;

  friend bool operator==(const DateRule&, const DateRule&) = default;
};

namespace detail {
[[noreturn]] void throw_day_of_month(int day);
[[noreturn]] void throw_month(int month);
[[noreturn]] void throw_step_count(std::int64_t count);
[[noreturn]] void throw_proximo_months(int months);
[[noreturn]] void throw_no_calendar(std::int32_t business_days);

constexpr Date day_in_month(int year, int month, int day) {
  const int last = days_in_month(year, month);
  return Date(year, month, day < last ? day : last);
}
}  // namespace detail

constexpr std::uint8_t DateStep::checked_day(int day) {
  if (day < 1 || day > 31) detail::throw_day_of_month(day);
  return static_cast<std::uint8_t>(day);
}

constexpr std::int32_t DateStep::checked(std::int64_t n) {
  if (n > most || n < -most) detail::throw_step_count(n);
  return static_cast<std::int32_t>(n);
}

constexpr DateStep DateStep::month(int month) {
  if (month < 1 || month > 12) detail::throw_month(month);
  return {Kind::month, 0, static_cast<std::uint8_t>(month)};
}

constexpr DateStep DateStep::proximo(int day, int cutoff, int months) {
  if (months < 0) detail::throw_proximo_months(months);
  return {Kind::proximo, checked(months), checked_day(day), checked_day(cutoff)};
}

constexpr Date DateStep::apply(Date date, const Calendar* calendar) const {
  switch (kind_) {
    case Kind::days:
      return date + count_;
    case Kind::business_days:
      if (calendar == nullptr) detail::throw_no_calendar(count_);
      return calendar->add_business_days(date, count_);
    case Kind::months:
      return add_months(date, count_);
    case Kind::end_of_month:
      return o2c::end_of_month(date);
    case Kind::day_of_month: {
      const YearMonthDay parts = date.ymd();
      return detail::day_in_month(parts.year, parts.month, target_);
    }
    case Kind::month: {
      const int ahead = target_ - date.month();
      return add_months(date, ahead < 0 ? ahead + 12 : ahead);
    }
    case Kind::weekday: {
      const int ahead = target_ - static_cast<int>(o2c::weekday(date));
      return date + (ahead < 0 ? ahead + 7 : ahead);
    }
    case Kind::proximo: {
      const YearMonthDay parts = date.ymd();
      const Date first = Date(parts.year, parts.month, 1);
      const std::int64_t later = std::int64_t{count_} + (parts.day > cutoff_ ? 1 : 0);
      const YearMonthDay month = add_months(first, later).ymd();
      return detail::day_in_month(month.year, month.month, target_);
    }
  }
  return date;
}

template <Tracer T>
Date DateRule::due_date(Date event, const Calendar* calendar, T& trace) const {
  if constexpr (!T::recording) {
    return due_date(event, calendar);
  } else {
    Date date = event;
    trace.step(name_of(anchor), Operation::given, event);
    for (const DateStep& step : steps) {
      const Date before = date;
      date = step.apply(before, calendar);
      if (step.kind() == DateStep::Kind::days)
        trace.step(Text{"days later", "加天数"}, Operation::sum, date,
                   Operand{Text{"date", "日期"}, before},
                   Operand{Text{"days", "天数"}, std::int64_t{step.count()}});
      else
        trace.step(Text{"date by the terms", "按条款推算"}, Operation::look_up, date,
                   Operand{Text{"date", "日期"}, before},
                   Operand{Text{"step", "步骤"}, to_string(step)});
    }
    if (calendar == nullptr) return date;
    const Date rolled = calendar->roll(date, roll);
    if (rolled != date)
      trace.step(Text{"business day", "顺延至工作日"}, Operation::look_up, rolled,
                 Operand{Text{"date", "日期"}, date},
                 Operand{Text{"roll", "规则"}, to_string(roll)},
                 Operand{Text{"calendar", "日历"}, calendar->name()});
    return rolled;
  }
}

}  // namespace o2c::inline v1
