#include "o2c/receivable/interest_table.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/past_cache.hpp"
#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/error.hpp"

#include "counted_sums.hpp"
#include "interest_balances.hpp"
#include "interest_items.hpp"
#include "key_column_arrow.hpp"
#include "party_sums.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;

// At least the largest of the amounts above zero: all their bits together.
O2C_VECTORIZED std::uint64_t largest(std::span<const std::int64_t> minor) {
  std::uint64_t bits = 0;
  for (const std::int64_t each : minor) bits |= static_cast<std::uint64_t>(each & ~(each >> 63));
  return bits;
}

// The interest of items that stand still, in one thread. Simple interest is the amount times what
// one of it bears, which is found once for each due date.
class InterestKernel {
 public:
  InterestKernel(const InterestPolicy& policy, Date as_of)
      : policy_(&policy), as_of_(as_of), divide_(denominator(policy), policy.terms().rounding) {
    if (!is_proportional(policy.terms())) return;
    factors_.assign(window, not_known);
    shares_.resize(window);
  }

  /// Of a block of rows, if all of them are of the plain kind, which most are: due within the
  /// window, and so small that nothing overflows.
  bool fill(std::span<const std::int64_t> minor, std::span<const std::int32_t> due_dates,
            Upcoming next, std::int64_t* interest) {
    std::array<std::int32_t, HeldTable::block_rows> dated;
    std::int32_t first = least_day(due_dates);
    if (first ==
        DateReader::null_date) {  // Only credits may lack it, which bear nothing on any day.
      const std::span all = std::span(dated).first(due_dates.size());
      std::ranges::replace_copy(due_dates, all.begin(), first, as_of_.days());
      due_dates = all;
      first = least_day(due_dates);
    }
    const std::int64_t days = std::max<std::int64_t>(std::int64_t{as_of_.days()} - first, 0);
    if (days >= static_cast<std::int64_t>(factors_.size())) return false;
    for (; known_ <= days; ++known_) {
      const auto day = static_cast<std::size_t>(known_);
      factors_[day] = known_ == 0 ? 0 : factor(as_of_.days() - static_cast<std::int32_t>(known_));
      largest_ = std::max(largest_, static_cast<std::uint64_t>(factors_[day]));
      if (divide_.has_shares(0, largest_)) shares_[day] = divide_.share(factors_[day]);
    }
    const std::uint64_t most = largest(minor);
    std::uint64_t product = 0;  // too_large is larger than all, too.
    if (divide_.has_shares(most, largest_))
      fill_each(minor, due_dates, next, interest, [&](std::int64_t amount, std::size_t late) {
        return divide_.of(amount, shares_[late]);
      });
    else if (!__builtin_mul_overflow(largest_, most, &product) && product >> 63U == 0)
      fill_each(minor, due_dates, next, interest, [&](std::int64_t amount, std::size_t late) {
        return divide_(amount * factors_[late]);
      });
    else
      return false;
    return true;
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

  // `bears(amount, days)`: of an item so many days late. Amounts below zero are cut off by their
  // bits: GCC multiplies a maximum as a signed number, in twice the time.
  template <class Bears>
  void fill_each(std::span<const std::int64_t> minor, std::span<const std::int32_t> due_dates,
                 Upcoming next, std::int64_t* interest, const Bears& bears) const {
    for (std::size_t begin = 0; begin < minor.size(); begin += Upcoming::rows_a_step) {
      next.step();
      const std::size_t end = std::min(begin + Upcoming::rows_a_step, minor.size());
      for (std::size_t i = begin; i < end; ++i)
        interest[i] = bears(minor[i] & ~(minor[i] >> 63),
                            static_cast<std::size_t>(std::max(as_of_.days() - due_dates[i], 0)));
    }
  }

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
  std::vector<std::uint64_t> shares_;  // Of the factors, as long as all are below the divisor.
  std::int64_t known_ = 0;             // Those of fewer days are known,
  std::uint64_t largest_ = 0;          // and this is the largest of them.
};

constexpr std::int32_t no_days = std::numeric_limits<std::int32_t>::min();

// How many days each item is overdue. Returns how many have no due date.
O2C_VECTORIZED std::size_t put_days(std::int32_t as_of, std::span<const std::int32_t> due_dates,
                                    std::int32_t* __restrict days) {
  std::uint32_t without = 0;
  for (std::size_t i = 0; i < due_dates.size(); ++i) {
    const bool dated = due_dates[i] != DateReader::null_date;
    without += dated ? 0U : 1U;
    days[i] = dated ? as_of - due_dates[i] : no_days;
  }
  return without;
}

// What a party owes in a currency.
struct InterestSum {
  std::uint64_t low = 0;
  std::uint32_t high = 0;
  std::uint32_t items = 0;

  [[nodiscard]] bool is_empty() const noexcept { return items == 0; }
  [[nodiscard]] Int128 minor() const noexcept { return whole_sum(low, high); }
  void add(std::uint64_t interest, std::uint32_t count) {
    add_to_sum(low, high, interest);
    items += count;
  }
  void add(const InterestSum& other) {
    add_to_sum(low, high, other.low, other.high);
    items += other.items;
  }
};

class InterestTable {
 public:
  InterestTable(TableSource& source, const InterestPolicy& policy, Date as_of,
                const InterestTableOptions& options, const InterestHistory& history)
      : policy_(&policy),
        as_of_(as_of),
        items_(source, options,
               {.documents = history.any(), .currencies = history.any() || !by_party(options)}),
        sums_(items_.threads),
        packed_(items_.threads) {
    for (std::size_t t = 0; t < items_.threads; ++t) readers_.emplace_back(items_);
    if (!items_.by_party) {
      days_ = room_for<std::int32_t>(items_.rows());
      amounts_ = room_for<Int128>(items_.rows());
      without_date_.resize(items_.threads, 0);
    }
    std::vector<InterestKernel> kernels(items_.threads, InterestKernel(policy, as_of));
    std::vector<std::exception_ptr> failures(items_.threads);  // Told once no row is faulty.
    items_.table.for_blocks(items_.threads, [&](std::size_t t, const HeldRows& rows) {
      const std::optional<InterestBlock> block = readers_[t].read(rows);
      if (!block || history.any() || !readers_[t].faults().empty() || failures[t]) return;
      std::array<std::int64_t, HeldTable::block_rows> interest;
      try {
        if (kernels[t].fill(block->minor, block->due_dates, readers_[t].upcoming(rows),
                            interest.data()))
          return put(t, *block, interest.data());
        for (std::size_t i = 0; i < block->minor.size(); ++i)
          interest[i] = kernels[t].interest(block->minor[i], block->due_dates[i],
                                            readers_[t].currency(block->currency(i)));
      } catch (const Error&) {
        failures[t] = std::current_exception();
        return;
      }
      put(t, *block, interest.data());
    });
    FaultList faults;
    for (InterestReader& reader : readers_)
      faults.merge(std::exchange(reader.faults(), FaultList()));
    faults.throw_if_any(items_.table.name());
    for (const std::exception_ptr& failure : failures)
      if (failure) std::rethrow_exception(failure);
    if (history.any()) accrue(history);
  }

  std::shared_ptr<const ArrowTable> of_items() {
    const std::size_t rows = items_.rows();
    to_one_scale();
    std::size_t nulls = 0;
    for (const std::size_t count : without_date_) nulls += count;
    std::shared_ptr<const void> bits;
    if (nulls > 0)
      bits = detail::bits_of(rows, [&](std::size_t row) { return days_[row] != no_days; });
    start(rows);
    add("days_overdue", "i", share(std::move(days_)));
    table_->columns.back().null_count = static_cast<std::int64_t>(nulls);
    table_->columns.back().buffers.front() = bits;
    add_interest(share(std::move(amounts_)),
                 share(items_.currency.size() > 0 ? std::move(items_.currency)
                                                  : detail::zeros<std::int32_t>(rows)));
    return table_;
  }

  std::shared_ptr<const ArrowTable> of_parties() {
    for (std::size_t t = 0; t < items_.threads; ++t) packed_[t].carry(sums_.of(t));
    sums_.join([&](std::size_t t) -> GroupEncoder& { return readers_[t].groups(); });
    const GroupEncoder& keys = readers_.front().groups();
    const std::vector<std::uint32_t> groups =
        sums_.sorted(items_.keys, keys, [](const InterestSum& sum) { return !sum.is_empty(); });
    KeyColumn parties("party", items_.keys.key(0).kind());
    auto counts = room_for<std::int64_t>(groups.size());
    auto interest = room_for<Int128>(groups.size());
    auto currencies = room_for<std::int32_t>(groups.size());
    const std::vector<Int128> units = units_of_currencies();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const InterestSum& sum = sums_[groups[i]];
      parties.push_back(keys.value(groups[i], 0));
      counts[i] = sum.items;
      const std::uint32_t currency = readers_.front().currency_of_group(groups[i]);
      interest[i] = sum.minor() * units[currency];
      if (!Decimal::fits(interest[i])) throw_overflow("the interest of a party");
      currencies[i] = static_cast<std::int32_t>(currency);
    }
    start(groups.size());
    table_->columns.push_back(to_arrow(parties));
    add("items", "l", share(std::move(counts)));
    add_interest(share(std::move(interest)), share(std::move(currencies)));
    return table_;
  }

 private:
  static bool by_party(const InterestTableOptions& options) {
    return options.rows == ItemRows::party;
  }

  // What the items of a block bear, into rows or sums.
  void put(std::size_t t, const InterestBlock& block, const std::int64_t* interest) {
    const std::size_t count = block.due_dates.size();
    if (items_.by_party) {
      sums_.reserve(t, block.groups);
      packed_[t].add(block.groups, interest, sums_.of(t));
      return;
    }
    without_date_[t] += put_days(as_of_.days(), block.due_dates, days_.data() + block.first);
    detail::PastCache().put(std::span(interest, count), amounts_.data() + block.first);
  }

  void accrue(const InterestHistory& history) {
    const InterestDocuments documents(items_);
    const InterestApplications applications(documents, history.applications, as_of_);
    const InterestDisputes disputes(documents, history.disputes, as_of_);
    std::vector<InterestBalances> balances(items_.threads,
                                           InterestBalances(documents, applications, disputes));
    auto interest = room_for<std::int64_t>(items_.rows());
    std::vector<FaultList> over(items_.threads);
    const auto bear = [&](std::size_t t, std::uint32_t first) {
      if (!documents.is_first(first)) return;
      if (applications.over_applied(first) > 0) {
        const Money amount = Money::from_minor(items_.minor[first], items_.currency_of(first));
        return over[t].add({.row = static_cast<std::int64_t>(first),
                            .field = "amount",
                            .value = to_string(amount),
                            .expected = "no less than what was applied to the document"});
      }
      for (const RowBalances& each : balances[t].of(first)) {
        const std::int32_t due = items_.due_date[each.row];
        interest[each.row] =
            due == DateReader::null_date
                ? 0
                : late_interest(*policy_, Date::from_days(due), each.balances, as_of_).minor();
      }
    };
    items_.table.for_blocks(items_.threads, [&](std::size_t t, const HeldRows& rows) {
      for (std::size_t i = 0; i < rows.count(); ++i)
        bear(t, static_cast<std::uint32_t>(rows.first() + i));
    });
    FaultList faults;
    for (FaultList& each : over) faults.merge(std::move(each));
    faults.throw_if_any(items_.table.name());
    // Rows keep the thread that read them, by whose codes they are grouped.
    items_.table.for_blocks(items_.threads, [&](std::size_t t, const HeldRows& rows) {
      put(t, kept_block(rows), interest.data() + rows.first());
    });
  }

  [[nodiscard]] InterestBlock kept_block(const HeldRows& rows) const {
    const std::size_t first = rows.first();
    const auto part = [&](const auto& kept) {
      return std::span(kept.data() + (kept.size() > 0 ? first : 0),
                       kept.size() > 0 ? rows.count() : 0);
    };
    return {.first = first,
            .minor = part(items_.minor),
            .due_dates = part(items_.due_date),
            .groups = part(items_.group),
            .currencies = part(items_.currency)};
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
  // Interest was put in minor units of each row's currency.
  void to_one_scale() {
    const std::vector<Int128> units = units_of_currencies();
    if (std::ranges::all_of(units, [](Int128 unit) { return unit == 1; })) return;
    items_.table.for_blocks(items_.threads, [&](std::size_t, const HeldRows& rows) {
      for (std::size_t row = rows.first(); row < rows.first() + rows.count(); ++row)
        amounts_[row] *= units[static_cast<std::size_t>(items_.currency[row])];
    });
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
  PartySums<InterestSum> sums_;
  std::vector<CountedSums> packed_;        // By thread, before they are carried over into the sums.
  PageArray<std::int32_t> days_;           // Overdue; no_days: without a due date.
  PageArray<Int128> amounts_;              // The interest of each item.
  std::vector<std::size_t> without_date_;  // Items, by thread.
  std::shared_ptr<ArrowTable> table_ = std::make_shared<ArrowTable>();
};

}  // namespace

std::shared_ptr<const ArrowTable> interest_table(TableSource& items, const InterestPolicy& policy,
                                                 Date as_of, const InterestTableOptions& options,
                                                 const InterestHistory& history) {
  InterestTable table(items, policy, as_of, options, history);
  return options.rows == ItemRows::item ? table.of_items() : table.of_parties();
}

}  // namespace o2c::inline v1
