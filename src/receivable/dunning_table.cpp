#include "o2c/receivable/dunning_table.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/past_cache.hpp"
#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

#include "dunning_columns.hpp"
#include "dunning_fees.hpp"
#include "interest_items.hpp"
#include "key_column_arrow.hpp"
#include "party_sums.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;

// A block of items, column by column.
struct DunningBlock {
  const std::int32_t* due_dates;
  const std::int64_t* minor;
  const std::int32_t* levels;
  const std::int32_t* reminded;
  const std::int64_t* disputed;
  const std::int32_t* promised_until;
  const std::int64_t* promised;
};
template <class T>
using Block = std::array<T, HeldTable::block_rows>;

// The arrays are apart, whatever they hold.
O2C_VECTORIZED void decide_block(const detail::DunningLimits limits, const DunningBlock block,
                                 const Block<detail::DunningLimits::Reach>& reach,
                                 std::size_t count, std::int32_t* __restrict holds,
                                 std::int64_t* __restrict amounts) {
  for (std::size_t i = 0; i < count; ++i) {
    const detail::DunningStep step =
        detail::dunning_step(limits, reach[i],
                             {.due_date = block.due_dates[i],
                              .open = block.minor[i],
                              .last_level = block.levels[i],
                              .last_reminded = block.reminded[i],
                              .disputed = block.disputed[i],
                              .promised_until = block.promised_until[i],
                              .promised = block.promised[i]});
    holds[i] = static_cast<std::int32_t>(step.hold);
    amounts[i] = step.amount;
  }
}

// The levels that are reached; 0 where something holds the item back.
O2C_VECTORIZED void tell(const Block<std::int32_t>& holds, const std::int32_t* last_levels,
                         std::size_t count, Block<std::int32_t>& levels,
                         Block<std::int8_t>& codes) {
  for (std::size_t i = 0; i < count; ++i)
    levels[i] = holds[i] == static_cast<std::int32_t>(DunningHold::none) ? last_levels[i] + 1 : 0;
  for (std::size_t i = 0; i < count; ++i) codes[i] = static_cast<std::int8_t>(holds[i]);
}

// What a party is to be reminded of in a currency.
struct DunningSum {
  std::uint64_t amount_low = 0;
  std::uint64_t credits_low = 0;  // Above zero.
  std::uint32_t amount_high = 0;
  std::uint32_t credits_high = 0;
  std::uint32_t items = 0;
  std::int32_t level = 0;  // The highest.

  [[nodiscard]] Int128 amount() const noexcept { return whole_sum(amount_low, amount_high); }
  [[nodiscard]] Int128 credits() const noexcept { return whole_sum(credits_low, credits_high); }
  [[nodiscard]] bool is_empty() const noexcept { return items == 0 && credits() == 0; }
  void add(const DunningSum& other) {
    add_to_sum(amount_low, amount_high, other.amount_low, other.amount_high);
    add_to_sum(credits_low, credits_high, other.credits_low, other.credits_high);
    items += other.items;
    level = std::max(level, other.level);
  }
};

// What a thread adds to for every second item: half as much as the whole sum, which has the rest,
// so that those of many parties stay in the cache.
struct Reminders {
  std::uint64_t amount_low = 0;
  std::uint32_t items = 0;
  std::int32_t level = 0;  // The highest.
};

class DunningTable {
 public:
  DunningTable(TableSource& source, const DunningPolicy& policy, Date as_of,
               const DunningTableOptions& options)
      : policy_(&policy),
        as_of_(as_of),
        read_as_{.rows = options.rows,
                 .currency = options.currency,
                 .currencies = options.currencies,
                 .amount_digits = options.amount_digits,
                 .threads = options.threads},
        items_(source, read_as_, {.currencies = options.rows == ItemRows::item}),
        sums_(items_.threads) {
    if (!items_.by_party) {
      level_ = room_for<std::int32_t>(items_.rows());
      hold_ = room_for<std::int8_t>(items_.rows());
      amount_ = room_for<Int128>(items_.rows());
      fee_ = room_for<Int128>(items_.rows());
    }
    for (std::size_t t = 0; t < items_.threads; ++t)
      workers_.push_back(std::make_unique<Worker>(items_, options));
    items_.table.for_blocks(items_.threads,
                            [&](std::size_t t, const HeldRows& rows) { remind(t, rows); });
    FaultList faults;
    for (auto& worker : workers_) faults.merge(std::exchange(worker->reader.faults(), FaultList()));
    faults.throw_if_any(items_.table.name());
    for (const auto& worker : workers_)
      if (worker->failure) std::rethrow_exception(worker->failure);
  }

  std::shared_ptr<const ArrowTable> of_items() {
    to_one_scale();
    start(items_.rows());
    add("level", "i", share(std::move(level_)));
    add_holds(share(std::move(hold_)));
    add("amount", decimal(), share(std::move(amount_)));
    add("fee", decimal(), share(std::move(fee_)));
    add_currencies(share(items_.currency.size() > 0 ? std::move(items_.currency)
                                                    : detail::zeros<std::int32_t>(items_.rows())));
    return table_;
  }

  std::shared_ptr<const ArrowTable> of_parties() {
    join_sums();
    const GroupEncoder& keys = workers_.front()->reader.groups();
    const std::vector<Currency>& currencies = items_.currencies.all();
    const std::vector<std::uint32_t> groups =
        sums_.sorted(items_.keys, keys, [](const DunningSum& sum) { return sum.items > 0; });
    const std::vector<Int128> units = units_of_currencies();
    KeyColumn parties("party", items_.keys.key(0).kind());
    auto levels = room_for<std::int32_t>(groups.size());
    auto holds = room_for<std::int8_t>(groups.size());
    auto counts = room_for<std::int64_t>(groups.size());
    auto amounts = room_for<Int128>(groups.size());
    auto fees = room_for<Int128>(groups.size());
    auto credits = room_for<Int128>(groups.size());
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t group : groups) {
      parties.push_back(keys.value(group, 0));
      numbers.push_back(workers_.front()->reader.currency_of_group(group));
    }
    const std::size_t threads = groups.size() < HeldTable::block_rows ? 1 : items_.threads;
    run_threads(threads, [&](std::size_t t) {
      for (std::size_t i = groups.size() * t / threads; i < groups.size() * (t + 1) / threads;
           ++i) {
        const DunningSum& sum = sums_[groups[i]];
        const Currency& currency = currencies[numbers[i]];
        const Int128 unit = units[numbers[i]];
        const bool covered = sum.credits() >= sum.amount();
        levels[i] = covered ? 0 : sum.level;
        holds[i] = static_cast<std::int8_t>(covered ? DunningHold::covered : DunningHold::none);
        counts[i] = sum.items;
        amounts[i] = in_column(sum.amount(), unit);
        credits[i] = in_column(sum.credits(), unit);
        fees[i] =
            covered ? 0 : policy_->fee(sum.level, money(sum.amount(), currency)).minor() * unit;
      }
    });
    start(groups.size());
    table_->columns.push_back(to_arrow(parties));
    add("level", "i", share(std::move(levels)));
    add_holds(share(std::move(holds)));
    add("items", "l", share(std::move(counts)));
    add("amount", decimal(), share(std::move(amounts)));
    add("fee", decimal(), share(std::move(fees)));
    add("credits", decimal(), share(std::move(credits)));
    add_currencies(detail::convert<std::int32_t>(std::span<const std::uint32_t>(numbers)));
    return table_;
  }

 private:
  struct Rules {
    detail::DunningDay day;
    FeeKernel fees;
  };

  struct Worker {
    Worker(InterestItems& items, const DunningTableOptions& options)
        : reader(items), columns(items, options.amount_digits) {}

    InterestReader reader;
    DunningColumns columns;
    std::vector<std::optional<Rules>> rules;  // By the number of the currency, once met.
    std::vector<Reminders> reminders;         // By group.
    std::exception_ptr failure{};             // Told once no row is faulty.
  };

  void remind(std::size_t t, const HeldRows& rows) {
    Worker& worker = *workers_[t];
    const std::optional<InterestBlock> block = worker.reader.read(rows);
    if (!block) return;
    const DunningColumns::Read columns =
        worker.columns.read(rows, block->minor, worker.reader.digits(), worker.reader.faults());
    if (!worker.reader.faults().empty() || worker.failure) return;
    if (items_.by_party) sums_.reserve(t, block->groups);
    Upcoming next = worker.reader.upcoming(rows);
    worker.columns.add_upcoming(rows, next);
    // Items are written in short runs, between which more of what is read comes in.
    const std::size_t run = items_.by_party ? HeldTable::block_rows : HeldTable::block_rows / 4;
    try {
      // Rows of one currency that follow one another go together.
      for (std::size_t begin = 0, end = 0; begin < rows.count(); begin = end) {
        const std::size_t most = std::min(begin + run, rows.count());
        end = items_.currency_column ? begin + 1 : most;
        while (end < most && block->currency(end) == block->currency(begin)) ++end;
        decide(t, rules_of(worker, block->currency(begin)), *block, columns, begin, end, next);
      }
    } catch (const Error&) {
      worker.failure = std::current_exception();
    }
  }

  void decide(std::size_t t, const Rules& rules, const InterestBlock& block,
              const DunningColumns::Read& columns, std::size_t begin, std::size_t end,
              Upcoming& next) {
    const std::size_t count = end - begin;
    const std::int32_t* const last_levels = columns.levels.data() + begin;
    const detail::DunningLimits limits = rules.day.limits();
    Block<detail::DunningLimits::Reach> reach;
    for (std::size_t i = 0; i < count; ++i) {
      if (i % (2 * Upcoming::rows_a_step) == 0) next.step();
      reach[i] = limits.levels[std::min(last_levels[i], limits.last)];
    }
    Block<std::int32_t> holds;
    Block<std::int64_t> asked;
    decide_block(limits,
                 {.due_dates = block.due_dates.data() + begin,
                  .minor = block.minor.data() + begin,
                  .levels = last_levels,
                  .reminded = columns.reminded.data() + begin,
                  .disputed = columns.disputed.data() + begin,
                  .promised_until = columns.promised_until.data() + begin,
                  .promised = columns.promised.data() + begin},
                 reach, count, holds.data(), asked.data());
    if (items_.by_party) return add_up(t, block, columns, begin, count, holds, asked, next);
    Block<std::int32_t> levels;
    Block<std::int8_t> codes;
    Block<std::int64_t> fees;
    tell(holds, last_levels, count, levels, codes);
    rules.fees.fill(std::span(levels).first(count), asked.data(), next, fees.data());
    const auto tell_all = [&](const auto& put) {
      const auto put_column = [&](const auto& from, auto& to) {
        put(std::span(from).first(count), to.data() + block.first + begin);
      };
      put_column(levels, level_);
      put_column(codes, hold_);
      put_column(asked, amount_);
      put_column(fees, fee_);
    };
    // Where currencies change from row to row, a line of the cache is not written at once.
    constexpr std::size_t few = 64;
    if (count < few)
      tell_all([](auto values, auto* to) { std::ranges::copy(values, to); });
    else
      tell_all([past_cache = detail::PastCache()](auto values, auto* to) {
        past_cache.put(values, to);
      });
  }

  void add_up(std::size_t t, const InterestBlock& block, const DunningColumns::Read& columns,
              std::size_t begin, std::size_t count, const Block<std::int32_t>& holds,
              const Block<std::int64_t>& asked, Upcoming& next) {
    Block<std::uint16_t> reminded;
    Block<std::uint16_t> credits;
    std::size_t reminders = 0;
    std::size_t credit_count = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i % (2 * Upcoming::rows_a_step) == 0) next.step();
      reminded[reminders] = static_cast<std::uint16_t>(i);
      reminders += holds[i] == static_cast<std::int32_t>(DunningHold::none) ? 1U : 0U;
      credits[credit_count] = static_cast<std::uint16_t>(i);
      credit_count += block.minor[begin + i] < 0 ? 1U : 0U;
    }
    const std::span<DunningSum> sums = sums_.of(t);
    std::vector<Reminders>& of_groups = workers_[t]->reminders;
    of_groups.resize(sums.size());
    for (std::size_t k = 0; k < credit_count; ++k)
      __builtin_prefetch(&sums[block.groups[begin + credits[k]]], 1);
    constexpr std::size_t ahead = 64;  // More would leave the nearest cache before they are used.
    // GCC takes a function that only fetches for one that does nothing, unless it is inline.
    const auto fetch = [&](std::size_t k) __attribute__((always_inline)) {
      if (k < reminders) __builtin_prefetch(&of_groups[block.groups[begin + reminded[k]]], 1);
    };
    for (std::size_t k = 0; k < ahead; ++k) fetch(k);
    for (std::size_t k = 0; k < reminders; ++k) {
      fetch(k + ahead);
      const std::size_t i = reminded[k];
      const std::uint32_t group = block.groups[begin + i];
      Reminders& of = of_groups[group];
      if (__builtin_add_overflow(of.amount_low, static_cast<std::uint64_t>(asked[i]),
                                 &of.amount_low))
        ++sums[group].amount_high;
      of.items += 1;
      of.level = std::max(of.level, columns.levels[begin + i] + 1);
    }
    for (std::size_t k = 0; k < credit_count; ++k) {
      const std::size_t i = begin + credits[k];
      DunningSum& sum = sums[block.groups[i]];
      add_to_sum(sum.credits_low, sum.credits_high, 0 - static_cast<std::uint64_t>(block.minor[i]));
    }
  }

  void join_sums() {
    for (std::size_t t = 0; t < items_.threads; ++t) {
      const std::span<DunningSum> sums = sums_.of(t);
      for (std::size_t group = 0; group < workers_[t]->reminders.size(); ++group) {
        const Reminders& of = workers_[t]->reminders[group];
        sums[group].amount_low = of.amount_low;
        sums[group].items = of.items;
        sums[group].level = of.level;
      }
    }
    sums_.join([&](std::size_t t) -> GroupEncoder& { return workers_[t]->reader.groups(); });
  }

  const Rules& rules_of(Worker& worker, std::size_t number) const {
    if (number >= worker.rules.size()) worker.rules.resize(number + 1);
    std::optional<Rules>& rules = worker.rules[number];
    if (!rules) {
      const Currency& currency = worker.reader.currency(number);
      rules.emplace(Rules{.day = detail::DunningDay(*policy_, as_of_, currency),
                          .fees = FeeKernel(*policy_, currency)});
    }
    return *rules;
  }

  static Money money(Int128 minor, const Currency& currency) {
    if (minor != static_cast<std::int64_t>(minor))
      throw_overflow("what a party is reminded of exceeds 64 bits of minor units");
    return Money::from_minor(static_cast<std::int64_t>(minor), currency);
  }
  static Int128 in_column(Int128 minor, Int128 unit) {
    const Int128 value = minor * unit;
    if (!Decimal::fits(value)) throw_overflow("the amount of a party");
    return value;
  }

  [[nodiscard]] int scale() const {
    int digits = 0;
    for (const Currency& each : items_.currencies.all()) digits = std::max(digits, each.digits());
    return digits;
  }
  [[nodiscard]] std::string decimal() const { return "d:38," + std::to_string(scale()); }
  // What a minor unit of each currency counts in a column of amounts.
  [[nodiscard]] std::vector<Int128> units_of_currencies() const {
    std::vector<Int128> units;
    for (const Currency& each : items_.currencies.all())
      units.push_back(detail::power_of_ten(scale() - each.digits()));
    return units;
  }

  // Amounts were written in minor units of each row's currency.
  void to_one_scale() {
    const std::vector<Int128> units = units_of_currencies();
    if (std::ranges::all_of(units, [](Int128 unit) { return unit == 1; })) return;
    items_.table.for_blocks(items_.threads, [&](std::size_t, const HeldRows& rows) {
      for (std::size_t row = rows.first(); row < rows.first() + rows.count(); ++row) {
        const Int128 unit = units[static_cast<std::size_t>(items_.currency[row])];
        amount_[row] *= unit;
        fee_[row] *= unit;
      }
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
  void add_holds(std::shared_ptr<const void> holds) {
    add("hold", "c", std::move(holds));
    table_->columns.back().dictionary = hold_names();
  }
  void add_currencies(std::shared_ptr<const void> numbers) {
    add("currency", "i", std::move(numbers));
    table_->columns.back().dictionary = currency_dictionary(items_.currencies.all());
  }

  static std::shared_ptr<const ArrowColumn> hold_names() {
    KeyColumn names("", ColumnKind{.type = ColumnType::text64});
    for (int i = 0; i <= static_cast<int>(DunningHold::none); ++i)
      names.push_back(KeyValue::of(to_string(static_cast<DunningHold>(i))));
    return std::make_shared<const ArrowColumn>(to_arrow(names));
  }

  const DunningPolicy* policy_;
  Date as_of_;
  InterestTableOptions read_as_;
  InterestItems items_;
  std::vector<std::unique_ptr<Worker>> workers_;
  PartySums<DunningSum> sums_;
  PageArray<std::int32_t> level_;
  PageArray<std::int8_t> hold_;
  PageArray<Int128> amount_;
  PageArray<Int128> fee_;
  std::shared_ptr<ArrowTable> table_ = std::make_shared<ArrowTable>();
};

}  // namespace

std::shared_ptr<const ArrowTable> dunning_table(TableSource& items, const DunningPolicy& policy,
                                                Date as_of, const DunningTableOptions& options) {
  DunningTable table(items, policy, as_of, options);
  return options.rows == ItemRows::item ? table.of_items() : table.of_parties();
}

}  // namespace o2c::inline v1
