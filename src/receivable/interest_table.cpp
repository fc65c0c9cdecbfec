#include "o2c/receivable/interest_table.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/error.hpp"

#include "interest_applications.hpp"
#include "interest_items.hpp"
#include "key_column_arrow.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;

constexpr std::array<std::string_view, 2> row_names{"item", "party"};

// The interest of items that stand still, in one thread. Simple interest is the amount times what
// one of it bears, which is found once for each due date.
class InterestKernel {
 public:
  InterestKernel(const InterestPolicy& policy, Date as_of)
      : policy_(&policy), as_of_(as_of), divide_(denominator(policy), policy.terms().rounding) {
    if (is_proportional(policy.terms())) factors_.assign(window, not_known);
  }

  std::int64_t interest(std::int64_t minor, std::int32_t due_date, const Currency& currency) {
    if (minor <= 0 || due_date >= as_of_.days()) return 0;
    const auto days = static_cast<std::size_t>(as_of_.days() - due_date);
    if (days < factors_.size()) {
      if (factors_[days] == not_known) factors_[days] = factor(due_date);
      std::int64_t numerator = 0;
      if (factors_[days] >= 0 && !__builtin_mul_overflow(minor, factors_[days], &numerator))
        return divide_(numerator);
    }
    return late_interest(*policy_, Date::from_days(due_date), Money::from_minor(minor, currency),
                         as_of_)
        .minor();
  }

 private:
  static constexpr std::size_t window = 16'384;  // Days: 44 years.
  static constexpr std::int64_t not_known = -1;
  static constexpr std::int64_t too_large = -2;

  static bool is_proportional(const InterestTerms& terms) {
    return terms.compounding == Compounding::none && terms.rounded == InterestRounding::total &&
           terms.rounding != Rounding::exact;
  }
  // Rates have few enough digits that it always fits.
  static std::int64_t denominator(const InterestPolicy& policy) {
    return static_cast<std::int64_t>(detail::interest_denominator(policy));
  }

  [[nodiscard]] std::int64_t factor(std::int32_t due_date) const {
    const Int128 exact = detail::interest_factor(*policy_, Date::from_days(due_date), as_of_);
    return exact > std::numeric_limits<std::int64_t>::max() ? too_large
                                                            : static_cast<std::int64_t>(exact);
  }

  const InterestPolicy* policy_;
  Date as_of_;
  RoundedDivision divide_;
  std::vector<std::int64_t> factors_;  // By days overdue; empty: each item goes its own way.
};

class InterestTable {
 public:
  InterestTable(TableSource& source, const InterestPolicy& policy, Date as_of,
                const InterestTableOptions& options, TableSource* applications)
      : policy_(&policy), as_of_(as_of), items_(source, options, applications != nullptr) {
    for (std::size_t t = 0; t < items_.threads; ++t) readers_.emplace_back(items_);
    std::vector<InterestKernel> kernels(items_.threads, InterestKernel(policy, as_of));
    std::vector<std::exception_ptr> failures(items_.threads);  // Told once no row is faulty.
    items_.table.for_blocks(items_.threads, [&](std::size_t t, const HeldRows& rows) {
      const std::optional<InterestBlock> block = readers_[t].read(rows);
      if (!block || applications != nullptr || !readers_[t].faults().empty() || failures[t]) return;
      try {
        for (std::size_t i = 0; i < block->minor.size(); ++i)
          items_.interest[block->first + i] = kernels[t].interest(
              block->minor[i], block->due_dates[i], readers_[t].currency(block->first + i));
      } catch (const Error&) {
        failures[t] = std::current_exception();
      }
    });
    FaultList faults;
    for (InterestReader& reader : readers_)
      faults.merge(std::exchange(reader.faults(), FaultList()));
    faults.throw_if_any(items_.table.name());
    for (const std::exception_ptr& failure : failures)
      if (failure) std::rethrow_exception(failure);
    if (applications != nullptr) accrue(InterestApplications(items_, *applications, as_of));
  }

  std::shared_ptr<const ArrowTable> of_items() {
    const std::size_t rows = items_.rows();
    auto days = room_for<std::int32_t>(rows);
    auto interest = room_for<Int128>(rows);
    std::vector<std::size_t> without_date(items_.threads, 0);
    const std::vector<Int128> units = units_of_currencies();
    for_rows([&](std::size_t t, std::size_t row) {
      const std::int32_t due = items_.due_date[row];
      without_date[t] += due == DateReader::null_date ? 1U : 0U;
      days[row] = due == DateReader::null_date ? 0 : as_of_.days() - due;
      interest[row] = items_.interest[row] * units[items_.currency_number(row)];
    });
    std::size_t nulls = 0;
    for (const std::size_t count : without_date) nulls += count;
    start(rows);
    add("days_overdue", "i", share(std::move(days)));
    if (nulls > 0) {
      table_->columns.back().null_count = static_cast<std::int64_t>(nulls);
      table_->columns.back().buffers.front() = detail::bits_of(
          rows, [&](std::size_t row) { return items_.due_date[row] != DateReader::null_date; });
    }
    add_interest(share(std::move(interest)),
                 share(items_.currency_column ? std::move(items_.currency)
                                              : detail::zeros<std::int32_t>(rows)));
    return table_;
  }

  std::shared_ptr<const ArrowTable> of_parties() {
    std::vector<std::uint32_t> groups = sum();
    const GroupEncoder& keys = readers_.front().groups();
    std::ranges::sort(groups, [&](std::uint32_t a, std::uint32_t b) {
      const auto order = keys.value(a, 0) <=> keys.value(b, 0);
      return order != 0 ? order < 0 : currency(a).code() < currency(b).code();
    });
    KeyColumn parties("party", items_.keys.key(0).kind());
    auto counts = room_for<std::int64_t>(groups.size());
    auto interest = room_for<Int128>(groups.size());
    auto currencies = room_for<std::int32_t>(groups.size());
    const std::vector<Int128> units = units_of_currencies();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const Sum& sum = sums_.front()[groups[i]];
      parties.push_back(keys.value(groups[i], 0));
      counts[i] = sum.items;
      interest[i] = sum.minor * units[sum.currency];
      if (!Decimal::fits(interest[i])) throw_overflow("the interest of a party");
      currencies[i] = static_cast<std::int32_t>(sum.currency);
    }
    start(groups.size());
    table_->columns.push_back(to_arrow(parties));
    add("items", "l", share(std::move(counts)));
    add_interest(share(std::move(interest)), share(std::move(currencies)));
    return table_;
  }

 private:
  struct Sum {
    Int128 minor = 0;
    std::int64_t items = 0;
    std::size_t currency = 0;
  };

  void accrue(const InterestApplications& applications) {
    std::vector<std::vector<RowBalances>> kept(items_.threads);
    std::vector<FaultList> over(items_.threads);
    for_rows([&](std::size_t t, std::size_t first) {
      if (!applications.is_first(first)) return;
      if (applications.over_applied(static_cast<std::uint32_t>(first)) > 0) {
        const Money amount = Money::from_minor(items_.minor[first], items_.currency_of(first));
        return over[t].add({.row = static_cast<std::int64_t>(first),
                            .field = "amount",
                            .value = to_string(amount),
                            .expected = "no less than what was applied to the document"});
      }
      for (const RowBalances& each :
           applications.balances(static_cast<std::uint32_t>(first), kept[t])) {
        const std::int32_t due = items_.due_date[each.row];
        items_.interest[each.row] =
            due == DateReader::null_date
                ? 0
                : late_interest(*policy_, Date::from_days(due), each.balances, as_of_).minor();
      }
    });
    FaultList faults;
    for (FaultList& each : over) faults.merge(std::move(each));
    faults.throw_if_any(items_.table.name());
  }

  // The groups that bear interest, by the codes of the first thread.
  std::vector<std::uint32_t> sum() {
    sums_.resize(items_.threads);
    for_rows([&](std::size_t t, std::size_t row) {
      if (items_.interest[row] == 0) return;
      const std::uint32_t group = items_.group[row];
      if (group >= sums_[t].size()) sums_[t].resize(std::size_t{group} + 1);
      Sum& sum = sums_[t][group];
      sum.minor += items_.interest[row];
      ++sum.items;
      sum.currency = items_.currency_number(row);
    });
    std::vector<Sum>& all = sums_.front();
    for (std::size_t t = 1; t < items_.threads; ++t)
      for (std::uint32_t other = 0; other < sums_[t].size(); ++other) {
        if (sums_[t][other].items == 0) continue;
        const std::uint32_t group = readers_.front().groups().adopt(readers_[t].groups(), other);
        if (group >= all.size()) all.resize(std::size_t{group} + 1);
        all[group].minor += sums_[t][other].minor;
        all[group].items += sums_[t][other].items;
        all[group].currency = sums_[t][other].currency;
      }
    std::vector<std::uint32_t> groups;
    for (std::uint32_t group = 0; group < all.size(); ++group)
      if (all[group].items > 0) groups.push_back(group);
    return groups;
  }

  template <class Work>
  void for_rows(const Work& work) const {
    items_.table.for_blocks(items_.threads, [&](std::size_t t, const HeldRows& rows) {
      const auto first = static_cast<std::size_t>(rows.first_row + rows.begin);
      for (std::size_t i = 0; i < rows.count(); ++i) work(t, first + i);
    });
  }

  [[nodiscard]] const Currency& currency(std::uint32_t group) const {
    return items_.currencies.all()[sums_.front()[group].currency];
  }
  [[nodiscard]] int scale() const {
    int digits = 0;
    for (const Currency& each : items_.currencies.all()) digits = std::max(digits, each.digits());
    return digits;
  }
  // What a minor unit of each currency counts in the column of interest.
  [[nodiscard]] std::vector<Int128> units_of_currencies() const {
    std::vector<Int128> units;
    for (const Currency& each : items_.currencies.all())
      units.push_back(detail::power_of_ten(scale() - each.digits()));
    return units;
  }

  void start(std::size_t rows) {
    table_->rows = static_cast<std::int64_t>(rows);
    table_->metadata.emplace_back("o2c.as_of", to_string(as_of_));
  }
  void add(std::string name, std::string format, std::shared_ptr<const void> values) {
    table_->columns.push_back({.name = std::move(name),
                               .format = std::move(format),
                               .buffers = {nullptr, std::move(values)},
                               .length = table_->rows});
  }
  void add_interest(std::shared_ptr<const void> interest, std::shared_ptr<const void> currencies) {
    add("interest", "d:38," + std::to_string(scale()), std::move(interest));
    add("currency", "i", std::move(currencies));
    table_->columns.back().dictionary = currency_dictionary(items_.currencies.all());
  }

  const InterestPolicy* policy_;
  Date as_of_;
  InterestItems items_;
  std::vector<InterestReader> readers_;
  std::vector<std::vector<Sum>> sums_;  // By thread and group.
  std::shared_ptr<ArrowTable> table_ = std::make_shared<ArrowTable>();
};

}  // namespace

std::string to_string(InterestRows rows) {
  return std::string(row_names[static_cast<std::size_t>(rows)]);
}

InterestRows parse_interest_rows(std::string_view text) {
  return parse_name<InterestRows>(text, row_names, "what the rows are of: one of");
}

std::shared_ptr<const ArrowTable> interest_table(TableSource& items, const InterestPolicy& policy,
                                                 Date as_of, const InterestTableOptions& options,
                                                 TableSource* applications) {
  InterestTable table(items, policy, as_of, options, applications);
  return options.rows == InterestRows::item ? table.of_items() : table.of_parties();
}

}  // namespace o2c::inline v1
