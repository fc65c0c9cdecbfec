#include "o2c/receivable/aging_buckets.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

std::string join(const std::vector<std::int32_t>& limits) {
  std::string text;
  for (const std::int32_t limit : limits) {
    if (!text.empty()) text += ", ";
    text += std::to_string(limit);
  }
  return text;
}

std::vector<std::string> standard_labels(const std::vector<std::int32_t>& limits,
                                         AgingBasis basis) {
  const bool due = basis == AgingBasis::due_date;
  std::vector<std::string> labels{due ? "not_due" : "future"};
  std::int32_t first = due ? 1 : 0;
  for (const std::int32_t limit : limits) {
    labels.push_back(first == limit ? std::to_string(limit)
                                    : std::to_string(first) + "-" + std::to_string(limit));
    first = limit + 1;
  }
  labels.push_back(first > 0 ? ">" + std::to_string(first - 1) : ">=0");
  return labels;
}

void check_limits(const std::vector<std::int32_t>& limits, std::int32_t first_day) {
  std::int32_t least = first_day;
  for (const std::int32_t limit : limits) {
    // The last day that a limit may have leaves room for the bucket after it.
    if (limit < least || limit >= Date::max() - Date::min())
      throw_invalid("aging buckets " + join(limits) +
                    ": expected day limits that ascend strictly, "
                    "the first not below " +
                    std::to_string(first_day));
    least = limit + 1;
  }
}

}  // namespace

std::string to_string(AgingBasis basis) {
  return basis == AgingBasis::due_date ? "due_date" : "invoice_date";
}

AgingBuckets::AgingBuckets() : AgingBuckets({30, 60, 90}) {}

AgingBuckets::AgingBuckets(std::vector<std::int32_t> day_limits, AgingBasis basis)
    : limits_(std::move(day_limits)), basis_(basis) {
  check_limits(limits_, last_day_before_age() + 1);
  labels_ = standard_labels(limits_, basis_);
}

AgingBuckets::AgingBuckets(std::vector<std::int32_t> day_limits, AgingBasis basis,
                           std::vector<std::string> labels)
    : AgingBuckets(std::move(day_limits), basis) {
  if (labels.size() != size())
    throw_invalid("aging buckets " + join(limits_) + ": expected " + std::to_string(size()) +
                  " labels, got " + std::to_string(labels.size()));
  for (auto label = labels.begin(); label != labels.end(); ++label) {
    if (label->empty() || std::find(labels.begin(), label, *label) != label)
      throw_invalid("aging buckets: label " + in_quotes(*label) + " is empty or stands twice");
    if (is_other_column(*label))
      throw_invalid("aging buckets: label " + in_quotes(*label) +
                    " is the name of another column of an aging");
  }
  labels_ = std::move(labels);
}

bool AgingBuckets::is_other_column(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 7> columns{
      "disputed", "credits", "unapplied", "total", "deposits", "items", "currency"};
  return std::ranges::find(columns, name) != columns.end();
}

std::string to_string(const AgingBuckets& buckets) {
  const auto& limits = buckets.day_limits();
  return (limits.empty() ? "no limits" : join(limits) + " days") + " by " +
         to_string(buckets.basis());
}

}  // namespace o2c::inline v1
