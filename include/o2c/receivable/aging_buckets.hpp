#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Which date of an item its age counts from.
enum class AgingBasis : std::uint8_t { due_date, invoice_date };

std::string to_string(AgingBasis);

/// The columns of an aging (帐龄): how old an item is decides the one bucket that it stands in.
///
/// By due date, with the limits 30, 60, 90: an item that is due today or later is not due (bucket
/// 0); day 1 after the due date opens 1-30; a limit belongs to the bucket that it closes; what is
/// older than the last limit stands in the last bucket. By invoice date the first bucket is 0-30,
/// and bucket 0 holds what is dated after the day of the aging.
class AgingBuckets {
 public:
  /// 30, 60, 90 days by due date.
  AgingBuckets();
  /// Throws InvalidArgument unless the limits ascend strictly and the first bucket is not empty.
  /// No limits: one bucket for all that has come of age.
  explicit AgingBuckets(std::vector<std::int32_t> day_limits,
                        AgingBasis basis = AgingBasis::due_date);
  /// With names in place of "not_due", "1-30", ...: one for each bucket, all different.
  AgingBuckets(std::vector<std::int32_t> day_limits, AgingBasis basis,
               std::vector<std::string> labels);

  [[nodiscard]] const std::vector<std::int32_t>& day_limits() const noexcept { return limits_; }
  [[nodiscard]] AgingBasis basis() const noexcept { return basis_; }
  /// Whether this is what a column beside the buckets is called, and so neither label nor key.
  static bool is_other_column(std::string_view name) noexcept;
  [[nodiscard]] const std::vector<std::string>& labels() const noexcept { return labels_; }
  /// Buckets, that of what is not yet of age included: limits + 2.
  [[nodiscard]] std::size_t size() const noexcept { return limits_.size() + 2; }

  /// Bucket of an item that is that many days past its date (negative: before it): the number of
  /// buckets that close before that day.
  [[nodiscard]] std::size_t bucket(std::int32_t days) const noexcept {
    std::uint32_t index = days > last_day_before_age() ? 1U : 0U;
    for (const std::int32_t limit : limits_) index += days > limit ? 1U : 0U;
    return index;
  }

  /// The same for many items at once, by their dates in days since 1970-01-01, within Date's range.
  void buckets(std::span<const std::int32_t> dates, Date as_of,
               std::span<std::uint32_t> indices) const noexcept {
    const std::int32_t day = as_of.days();
    const std::int32_t before = last_day_before_age();
    for (std::size_t i = 0; i < dates.size(); ++i) indices[i] = day - dates[i] > before ? 1U : 0U;
    for (const std::int32_t limit : limits_)
      for (std::size_t i = 0; i < dates.size(); ++i) indices[i] += day - dates[i] > limit ? 1U : 0U;
  }

  /// Bucket of an item by its due or invoice date, with the derivation.
  template <Tracer T>
  std::size_t bucket(Date date, Date as_of, T& trace) const {
    const std::int32_t days = as_of - date;
    const std::size_t index = bucket(days);
    if constexpr (T::recording) {
      const bool due = basis_ == AgingBasis::due_date;
      trace.step(due ? Text{"days overdue", "逾期天数"} : Text{"days since invoice", "开票后天数"},
                 Operation::days_between, std::int64_t{days},
                 Operand{due ? Text{"due date", "到期日"} : Text{"invoice date", "开票日期"}, date},
                 Operand{Text{"as of", "截止日"}, as_of});
      trace.step(Text{"bucket", "账龄段"}, Operation::look_up, labels_[index],
                 Operand{Text{"days", "天数"}, std::int64_t{days}});
    }
    return index;
  }

  friend bool operator==(const AgingBuckets&, const AgingBuckets&) = default;

 private:
  [[nodiscard]] constexpr std::int32_t last_day_before_age() const noexcept {
    return basis_ == AgingBasis::due_date ? 0 : -1;
  }

  std::vector<std::int32_t> limits_;
  AgingBasis basis_;
  std::vector<std::string> labels_;
};

/// "30, 60, 90 days by due_date"
std::string to_string(const AgingBuckets&);

}  // namespace o2c::inline v1
