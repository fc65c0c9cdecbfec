#include "o2c/receivable/dunning_table.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/error.hpp"

#include "dispute_reader.hpp"
#include "interest_items.hpp"
#include "key_column_arrow.hpp"

namespace o2c::inline v1 {
namespace {

using detail::no_day;
using detail::room_for;
using detail::share;

static_assert(DateReader::null_date == no_day);

// A block of items, column by column.
struct DunningBlock {
  const std::int32_t* due_dates;
  const std::int64_t* minor;
  const std::int32_t* levels;
  const std::int32_t* reminded;
  const std::int64_t* disputed;
  const std::int32_t* promised;
};
template <class T>
using Block = std::array<T, HeldTable::block_rows>;

O2C_VECTORIZED void decide_block(const detail::DunningLimits limits, const DunningBlock block,
                                 const Block<std::int32_t>& latest,
                                 const Block<std::int32_t>& since_previous, std::size_t count,
                                 Block<std::int32_t>& holds, Block<std::int64_t>& amounts) {
  for (std::size_t i = 0; i < count; ++i) {
    const detail::DunningStep step =
        detail::dunning_step(limits, {latest[i], since_previous[i] != 0},
                             {.due_date = block.due_dates[i],
                              .open = block.minor[i],
                              .last_level = block.levels[i],
                              .last_reminded = block.reminded[i],
                              .disputed = block.disputed[i],
                              .promised_until = block.promised[i],
                              .promised = std::numeric_limits<std::int64_t>::max()});
    holds[i] = static_cast<std::int32_t>(step.hold);
    amounts[i] = step.amount;
  }
}

// What the answers are told as. The arrays are apart, whatever they hold.
O2C_VECTORIZED void tell(const Block<std::int32_t>& hold, const Block<std::int64_t>& asked,
                         const std::int32_t* last_levels, std::size_t count,
                         std::int32_t* __restrict levels, std::int8_t* __restrict holds,
                         Int128* __restrict amounts) {
  for (std::size_t i = 0; i < count; ++i)
    levels[i] = hold[i] == static_cast<std::int32_t>(DunningHold::none) ? last_levels[i] + 1 : 0;
  for (std::size_t i = 0; i < count; ++i) holds[i] = static_cast<std::int8_t>(hold[i]);
  for (std::size_t i = 0; i < count; ++i) amounts[i] = asked[i];
}

O2C_VECTORIZED bool know_their_days(std::span<const std::int32_t> levels,
                                    std::span<const std::int32_t> reminded) {
  std::int32_t wrong = 0;
  for (std::size_t i = 0; i < levels.size(); ++i)
    wrong |= static_cast<std::int32_t>(levels[i] != 0) ^
             static_cast<std::int32_t>(reminded[i] != no_day);
  return wrong == 0;
}

// The fees of a policy's levels for letters in one currency.
class FeeKernel {
 public:
  FeeKernel(const DunningPolicy& policy, const Currency& currency)
      : policy_(&policy), currency_(currency) {
    levels_.push_back({.fixed = 0, .rate = 0, .divide = RoundedDivision(1, Rounding::down)});
    for (const DunningLevel& level : policy.levels()) {
      std::int64_t fixed = 0;
      for (const Money& fee : level.fees)
        if (fee.currency() == currency) fixed = fee.minor();
      const Decimal& rate = level.fee_rate.fraction();
      is_fast_ &= rate.scale() <= digits_max && policy.terms().rounding != Rounding::exact;
      const int scale = is_fast_ ? rate.scale() : 0;
      levels_.push_back(
          {.fixed = fixed,
           .rate = is_fast_ ? static_cast<std::int64_t>(rate.coefficient()) : 0,
           .divide = RoundedDivision(static_cast<std::int64_t>(detail::power_of_ten(scale)),
                                     is_fast_ ? policy.terms().rounding : Rounding::down)});
    }
  }

  // The fees of letters, by their levels; 0: there is none.
  void fill(std::span<const std::int32_t> levels, std::span<const std::int64_t> minor,
            Int128* fees) const {
    // Those that cost a part of the amount, which few do, come second.
    std::array<std::uint16_t, HeldTable::block_rows> in_part;
    std::size_t count = 0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const Level& level = of(levels[i]);
      fees[i] = level.fixed;
      in_part[count] = static_cast<std::uint16_t>(i);
      count += static_cast<std::size_t>(level.rate != 0);
    }
    bool fits = is_fast_;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t i = in_part[k];
      const Level& level = of(levels[i]);
      std::int64_t product = 0;
      fits &= !__builtin_mul_overflow(minor[i], level.rate, &product);
      // The rate is below 1, so that it cannot overflow in 128 bits.
      fees[i] += level.divide(product & positive);
      fits &= fees[i] <= std::numeric_limits<std::int64_t>::max();
    }
    if (fits) return;
    for (std::size_t i = 0; i < levels.size(); ++i)
      fees[i] = levels[i] == 0
                    ? 0
                    : policy_->fee(levels[i], Money::from_minor(minor[i], currency_)).minor();
  }

 private:
  struct Level {
    std::int64_t fixed;
    std::int64_t rate;  // Times the divisor.
    RoundedDivision divide;
  };
  static constexpr int digits_max = 18;
  static constexpr std::int64_t positive = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] const Level& of(std::int32_t level) const {
    return levels_[static_cast<std::size_t>(level)];
  }

  const DunningPolicy* policy_;
  Currency currency_;
  std::vector<Level> levels_;  // The first: none.
  bool is_fast_ = true;
};

// Levels of a column of whole numbers; null is 0.
class LevelReader {
 public:
  explicit LevelReader(const ColumnField& field) : name_(field.name) {
    if (is_integer(field.kind.type) && !field.kind.dictionary_encoded) return;
    const Fault fault{
        .field = name_, .value = to_string(field.kind), .expected = "a column of whole numbers"};
    throw BadTable(to_string(fault), {fault});
  }

  std::span<const std::int32_t> read(const ColumnView& column, std::int64_t begin, std::size_t rows,
                                     std::int64_t first_row, FaultList& faults) {
    if (column.kind.type == ColumnType::int32 && column.validity == nullptr) {
      const std::span levels(column.data<std::int32_t>() + begin, rows);
      bool are_levels = true;
      for (const std::int32_t level : levels) are_levels &= is_level(level);
      if (are_levels) return levels;
    }
    block_.assign(rows, 0);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      if (!column.has_value(row)) continue;
      const std::int64_t level = column.has_integer(row) ? column.integer_at(row) : -1;
      if (is_level(level))
        block_[i] = static_cast<std::int32_t>(level);
      else
        faults.add({.row = first_row + row,
                    .field = name_,
                    .value = value_text(column, row),
                    .expected = "the number of a level, or 0"});
    }
    return block_;
  }

 private:
  static constexpr bool is_level(std::int64_t level) { return level >= 0 && level <= 1'000'000; }

  std::string name_;
  std::vector<std::int32_t> block_;
};

// The optional columns of an item, read in one thread.
class DunningColumns {
 public:
  DunningColumns(const InterestItems& items, std::optional<int> amount_digits)
      : levels_(items.table, "last_level"),
        reminded_(items.table, "last_reminded"),
        promised_(items.table, "promised_until") {
    if (const auto column = items.table.find("disputed"))
      disputed_.emplace(items.table.fields(), *column, items.amount_column, amount_digits);
  }

  struct Read {
    std::span<const std::int32_t> levels;
    std::span<const std::int32_t> reminded;
    std::span<const std::int32_t> promised;
    std::span<const std::int64_t> disputed;
  };

  Read read(const HeldRows& rows, std::span<const std::int64_t> minor,
            std::span<const std::uint8_t> digits, FaultList& faults) {
    const std::size_t count = rows.count();
    Read block{.levels = levels_.read(rows, std::span(no_levels_).first(count), faults),
               .reminded = reminded_.read(rows, std::span(no_days_).first(count), faults),
               .promised = promised_.read(rows, std::span(no_days_).first(count), faults),
               .disputed = std::span(zeros_).first(count)};
    if (disputed_)
      block.disputed =
          disputed_->read(*rows.batch, rows.begin, digits, minor, rows.first_row, faults);
    if (know_their_days(block.levels, block.reminded)) return block;
    for (std::size_t i = 0; i < count; ++i)
      if ((block.levels[i] != 0) != (block.reminded[i] != no_day))
        faults.add({.row = rows.first_row + rows.begin + static_cast<std::int64_t>(i),
                    .field = "last_reminded",
                    .value = reminded_.text(rows, i),
                    .expected = "the day of the last level, if there was one"});
    return block;
  }

 private:
  template <class Reader>
  class Optional {
   public:
    Optional(const HeldTable& table, std::string_view name) : column_(table.find(name)) {
      if (column_ && table.fields()[*column_].kind.type != ColumnType::nulls)
        reader_.emplace(table.fields()[*column_]);
    }
    std::span<const std::int32_t> read(const HeldRows& rows,
                                       std::span<const std::int32_t> otherwise, FaultList& faults) {
      if (!reader_) return otherwise;
      return reader_->read(rows.batch->columns[*column_], rows.begin, rows.count(), rows.first_row,
                           faults);
    }
    [[nodiscard]] std::string text(const HeldRows& rows, std::size_t i) const {
      if (!column_) return "null";
      return value_text(rows.batch->columns[*column_], rows.begin + static_cast<std::int64_t>(i));
    }

   private:
    std::optional<std::size_t> column_;
    std::optional<Reader> reader_;
  };

  Optional<LevelReader> levels_;
  Optional<DateReader> reminded_;
  Optional<DateReader> promised_;
  std::optional<DisputeReader> disputed_;
  std::vector<std::int64_t> zeros_ = std::vector<std::int64_t>(HeldTable::block_rows, 0);
  std::vector<std::int32_t> no_days_ = std::vector<std::int32_t>(HeldTable::block_rows, no_day);
  std::vector<std::int32_t> no_levels_ = std::vector<std::int32_t>(HeldTable::block_rows, 0);
};

class DunningTable {
 public:
  DunningTable(TableSource& source, const DunningPolicy& policy, Date as_of,
               const DunningTableOptions& options)
      : policy_(&policy),
        as_of_(as_of),
        read_as_{.currency = options.currency,
                 .currencies = options.currencies,
                 .amount_digits = options.amount_digits,
                 .threads = options.threads},
        items_(source, read_as_, false),
        level_(room_for<std::int32_t>(items_.rows())),
        hold_(room_for<std::int8_t>(items_.rows())),
        amount_(room_for<Int128>(items_.rows())),
        fee_(room_for<Int128>(items_.rows())) {
    std::vector<Worker> workers;
    for (std::size_t t = 0; t < items_.threads; ++t) workers.emplace_back(items_, options);
    items_.table.for_blocks(items_.threads,
                            [&](std::size_t t, const HeldRows& rows) { remind(workers[t], rows); });
    FaultList faults;
    for (Worker& worker : workers) faults.merge(std::exchange(worker.reader.faults(), FaultList()));
    faults.throw_if_any(items_.table.name());
    for (const Worker& worker : workers)
      if (worker.failure) std::rethrow_exception(worker.failure);
    to_one_scale();
  }

  std::shared_ptr<const ArrowTable> finish() {
    auto table = std::make_shared<ArrowTable>();
    table->rows = static_cast<std::int64_t>(items_.rows());
    table->metadata.emplace_back("o2c.as_of", to_string(as_of_));
    const auto add = [&](std::string name, std::string format, std::shared_ptr<const void> values) {
      table->columns.push_back({.name = std::move(name),
                                .format = std::move(format),
                                .buffers = {nullptr, std::move(values)},
                                .length = table->rows});
    };
    const std::string decimal = "d:38," + std::to_string(scale());
    add("level", "i", share(std::move(level_)));
    add("hold", "c", share(std::move(hold_)));
    table->columns.back().dictionary = hold_names();
    add("amount", decimal, share(std::move(amount_)));
    add("fee", decimal, share(std::move(fee_)));
    add("currency", "i",
        share(items_.currency_column ? std::move(items_.currency)
                                     : detail::zeros<std::int32_t>(items_.rows())));
    table->columns.back().dictionary = currency_dictionary(items_.currencies.all());
    return table;
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
    std::exception_ptr failure{};             // Told once no row is faulty.
  };

  void remind(Worker& worker, const HeldRows& rows) {
    const std::optional<InterestBlock> block = worker.reader.read(rows);
    if (!block) return;
    const DunningColumns::Read columns =
        worker.columns.read(rows, block->minor, worker.reader.digits(), worker.reader.faults());
    if (!worker.reader.faults().empty() || worker.failure) return;
    try {
      // Rows of one currency that follow one another go together.
      for (std::size_t begin = 0, end = 0; begin < rows.count(); begin = end) {
        end = items_.currency_column ? begin + 1 : rows.count();
        while (end < rows.count() && items_.currency_number(block->first + end) ==
                                         items_.currency_number(block->first + begin))
          ++end;
        decide(rules_of(worker, block->first + begin), *block, columns, begin, end);
      }
    } catch (const Error&) {
      worker.failure = std::current_exception();
    }
  }

  void decide(const Rules& rules, const InterestBlock& block, const DunningColumns::Read& columns,
              std::size_t begin, std::size_t end) {
    // Copies, since what is written might be them.
    const detail::DunningLimits limits = rules.day.limits();
    std::int32_t* const levels = level_.data() + block.first;
    std::int8_t* const holds = hold_.data() + block.first;
    Int128* const amounts = amount_.data() + block.first;
    const std::size_t count = end - begin;
    Block<std::int32_t> latest;
    Block<std::int32_t> since_previous;
    for (std::size_t i = 0; i < count; ++i) {
      const detail::DunningLimits::Reach& reach =
          limits.levels[std::min(columns.levels[begin + i], limits.last)];
      latest[i] = reach.latest;
      since_previous[i] = static_cast<std::int32_t>(reach.since_previous);
    }
    Block<std::int32_t> hold;
    Block<std::int64_t> asked;
    decide_block(limits,
                 {.due_dates = block.due_dates.data() + begin,
                  .minor = block.minor.data() + begin,
                  .levels = columns.levels.data() + begin,
                  .reminded = columns.reminded.data() + begin,
                  .disputed = columns.disputed.data() + begin,
                  .promised = columns.promised.data() + begin},
                 latest, since_previous, count, hold, asked);
    tell(hold, asked, columns.levels.data() + begin, count, levels + begin, holds + begin,
         amounts + begin);
    rules.fees.fill({levels + begin, count}, {asked.data(), count},
                    fee_.data() + block.first + begin);
  }

  const Rules& rules_of(Worker& worker, std::size_t row) const {
    const std::size_t number = items_.currency_number(row);
    if (number >= worker.rules.size()) worker.rules.resize(number + 1);
    std::optional<Rules>& rules = worker.rules[number];
    if (!rules) {
      const Currency& currency = worker.reader.currency(row);
      rules.emplace(Rules{.day = detail::DunningDay(*policy_, as_of_, currency),
                          .fees = FeeKernel(*policy_, currency)});
    }
    return *rules;
  }

  [[nodiscard]] int scale() const {
    int digits = 0;
    for (const Currency& each : items_.currencies.all()) digits = std::max(digits, each.digits());
    return digits;
  }

  // Amounts were written in minor units of each row's currency.
  void to_one_scale() {
    std::vector<Int128> units;
    for (const Currency& each : items_.currencies.all())
      units.push_back(detail::power_of_ten(scale() - each.digits()));
    if (std::ranges::all_of(units, [](Int128 unit) { return unit == 1; })) return;
    items_.table.for_blocks(items_.threads, [&](std::size_t, const HeldRows& rows) {
      const auto first = static_cast<std::size_t>(rows.first_row + rows.begin);
      for (std::size_t row = first; row < first + rows.count(); ++row) {
        amount_[row] *= units[items_.currency_number(row)];
        fee_[row] *= units[items_.currency_number(row)];
      }
    });
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
  PageArray<std::int32_t> level_;
  PageArray<std::int8_t> hold_;
  PageArray<Int128> amount_;
  PageArray<Int128> fee_;
};

}  // namespace

std::shared_ptr<const ArrowTable> dunning_table(TableSource& items, const DunningPolicy& policy,
                                                Date as_of, const DunningTableOptions& options) {
  return DunningTable(items, policy, as_of, options).finish();
}

}  // namespace o2c::inline v1
