#include "o2c/cost/profit_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/morsels.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/require_column.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/number/error.hpp"

#include "meaning_reader.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t block_rows = 1024;
constexpr std::uint8_t rate_digits = 8;
constexpr const char* table_name = "entries";

std::optional<ProfitKind> parse_kind(std::string_view text) {
  static const auto names = [] {
    std::array<std::string, profit_kind_count> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = to_string(static_cast<ProfitKind>(i));
    return all;
  }();
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<ProfitKind>(found - names.begin());
}

// What the threads share.
struct ProfitTablePlan {
  ProfitTablePlan(const TableSource& table, const ProfitTableOptions& how)
      : options(how),
        fields(table.fields()),
        kind(require_column(table, "kind", table_name)),
        amount(require_column(table, "amount", table_name)),
        currency(find_column(table, "currency")),
        rate(find_column(table, "rate")),
        groups(table, keys_of(table, how)) {
    if (!is_text(fields[kind].kind.type)) throw_not_text("kind");
    if (currency && !is_text(fields[*currency].kind.type)) throw_not_text("currency");
    if (rate && !currency)
      throw BadTable("column \"rate\" without \"currency\" in entries",
                     {Fault{.file = table_name,
                            .field = "currency",
                            .expected = "the currency of each amount, where there are rates"}});
  }

  static const std::vector<std::string>& keys_of(const TableSource& table,
                                                 const ProfitTableOptions& options) {
    for (const std::string& name : options.group_by) {
      if (parse_kind(name) || name == "cost" || name == "profit" || name == "entries" ||
          std::ranges::count(options.group_by, name) > 1)
        throw_invalid("group_by " + in_quotes(name) +
                      ": expected each name once, and none of the table's own columns");
      static_cast<void>(require_column(table, name, table_name));
    }
    return options.group_by;
  }

  [[noreturn]] void throw_not_text(const char* name) const {
    throw BadTable(std::string("column \"") + name + "\" of entries holds no text",
                   {Fault{.file = table_name, .field = name, .expected = "a column of text"}});
  }

  const ProfitTableOptions& options;
  std::vector<ColumnField> fields;
  std::size_t kind;
  std::size_t amount;
  std::optional<std::size_t> currency;
  std::optional<std::size_t> rate;
  GroupPlan groups;
};

void add_to(std::int64_t& cell, std::int64_t minor) {
  if (__builtin_add_overflow(cell, minor, &cell))
    throw_overflow("a figure of a profit statement exceeds 64 bits");
}

// Adds up entries, in one thread. A group has a line of cells, one for each kind.
class ProfitAdder {
 public:
  explicit ProfitAdder(const ProfitTablePlan& plan)
      : plan_(plan),
        groups_(plan.groups),
        kinds_([](std::string_view text) { return parse_kind(text); }),
        currencies_(
            [&plan](std::string_view text) { return plan.options.currencies.get().find(text); }),
        amounts_(plan.fields[plan.amount], plan.options.amount_digits),
        cells_(plan.groups.expected_codes() * profit_kind_count),
        counts_(plan.groups.expected_codes()) {
    if (plan.rate) {
      const ColumnField& field = plan.fields[*plan.rate];
      rates_.emplace(field, is_integer(field.kind.type) ? std::optional(0) : std::nullopt);
    }
  }

  void add(const Morsel& morsel) {
    for (std::int64_t begin = morsel.begin; begin < morsel.end; begin += block_rows)
      add_block(*morsel.batch, begin, std::min(block_rows, morsel.end - begin));
  }

  /// Adds all of another thread's cells.
  void take(ProfitAdder& other, std::size_t threads) {
    std::vector<std::uint32_t> own(other.groups_seen_);
    bool alike = true;
    for (std::uint32_t group = 0; group < own.size(); ++group) {
      own[group] = other.counts_[group] == 0 ? group : groups_.adopt(other.groups_, group);
      alike &= own[group] == group;
      if (other.counts_[group] > 0) make_room(own[group]);
    }
    // Groups that have the same code are apart whichever thread adds them.
    const std::size_t shares = alike ? threads : 1;
    run_threads(shares, [&](std::size_t t) {
      for (std::size_t group = own.size() * t / shares; group < own.size() * (t + 1) / shares;
           ++group) {
        if (other.counts_[group] == 0) continue;
        counts_[own[group]] += other.counts_[group];
        for (std::size_t k = 0; k < profit_kind_count; ++k)
          add_to(cells_[own[group] * profit_kind_count + k],
                 other.cells_[group * profit_kind_count + k]);
      }
    });
    for (std::size_t k = 0; k < profit_kind_count; ++k) seen_[k] = seen_[k] || other.seen_[k];
    faults_.merge(std::exchange(other.faults_, FaultList()));
  }

  [[nodiscard]] FaultList& faults() noexcept { return faults_; }
  [[nodiscard]] const GroupEncoder& groups() const noexcept { return groups_; }
  /// Codes of groups are below this.
  [[nodiscard]] std::uint32_t groups_seen() const noexcept { return groups_seen_; }
  [[nodiscard]] std::int64_t entries(std::uint32_t group) const { return counts_[group]; }
  [[nodiscard]] const std::int64_t* line(std::uint32_t group) const {
    return cells_.data() + std::size_t{group} * profit_kind_count;
  }
  [[nodiscard]] bool seen(std::size_t kind) const { return seen_[kind]; }

 private:
  void add_block(const BoundBatch& batch, std::int64_t begin, std::int64_t count) {
    const auto rows = static_cast<std::size_t>(count);
    block_.resize(rows);
    groups_.encode(batch.keys, begin, block_);
    const auto kinds = kinds_.read(batch.batch.columns[plan_.kind], begin, rows);
    const std::span<const std::int64_t> minor = read_amounts(batch, begin, rows);
    make_room(*std::ranges::max_element(block_));
    at_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      if (!kinds[i]) fault_kind(batch, begin + static_cast<std::int64_t>(i));
      const auto kind = static_cast<std::size_t>(kinds[i].value_or(ProfitKind::other));
      seen_[kind] = true;
      at_[i] = block_[i] * profit_kind_count + kind;
    }
    constexpr std::size_t ahead = 32;
    for (std::size_t i = 0; i < rows; ++i) {
      if (i + ahead < rows) __builtin_prefetch(cells_.data() + at_[i + ahead], 1);
      add_to(cells_[at_[i]], minor[i]);
      ++counts_[block_[i]];
    }
  }

  void make_room(std::uint32_t group) {
    groups_seen_ = std::max(groups_seen_, group + 1);
    cells_.grow_to(std::size_t{groups_seen_} * profit_kind_count);
    counts_.grow_to(groups_seen_);
  }

  void fault_kind(const BoundBatch& batch, std::int64_t row) {
    faults_.add({.row = batch.first_row + row,
                 .field = "kind",
                 .value = value_text(batch.batch.columns[plan_.kind], row),
                 .expected = "revenue, goods, material, processing, packing, refund, domestic, "
                             "freight, insurance, bank, commission, claim, rebate, finance, "
                             "exchange or other"});
  }

  std::span<const std::int64_t> read_amounts(const BoundBatch& batch, std::int64_t begin,
                                             std::size_t rows) {
    const ColumnView& column = batch.batch.columns[plan_.amount];
    if (!plan_.currency) {
      const std::array digits{static_cast<std::uint8_t>(plan_.options.home.digits())};
      return amounts_.read(column, begin, rows, digits, batch.first_row, faults_);
    }
    const ColumnView& codes = batch.batch.columns[*plan_.currency];
    const auto currencies = currencies_.read(codes, begin, rows);
    digits_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      digits_[i] = currencies[i] ? static_cast<std::uint8_t>(currencies[i]->digits())
                                 : AmountReader::unknown_digits;
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      if (!currencies[i])
        faults_.add({.row = batch.first_row + row,
                     .field = "currency",
                     .value = value_text(codes, row),
                     .expected = "the code of a currency"});
    }
    const std::span<const std::int64_t> minor =
        amounts_.read(column, begin, rows, digits_, batch.first_row, faults_);
    home_.assign(minor.begin(), minor.end());
    convert_home(batch, begin, currencies);
    return home_;
  }

  void convert_home(const BoundBatch& batch, std::int64_t begin,
                    std::span<const std::optional<Currency>> currencies) {
    std::span<const std::int64_t> rates;
    FaultList not_told;  // A null is well for the home currency, and told below for others.
    if (rates_) {
      const std::array digits{rate_digits};
      rates = rates_->read(batch.batch.columns[*plan_.rate], begin, home_.size(), digits,
                           batch.first_row, not_told);
    }
    const Currency& home = plan_.options.home;
    const auto one = static_cast<std::int64_t>(detail::power_of_ten(rate_digits));
    for (std::size_t i = 0; i < home_.size(); ++i) {
      if (!currencies[i]) continue;
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      const bool given = rates_ && batch.batch.columns[*plan_.rate].has_value(row);
      const bool at_home = *currencies[i] == home;
      if (at_home && (!given || rates[i] == one)) continue;
      if (at_home || !given || rates[i] <= 0) {
        faults_.add({.row = batch.first_row + row,
                     .field = "rate",
                     .value = given ? value_text(batch.batch.columns[*plan_.rate], row) : "null",
                     .expected = at_home ? "1, the amount is in the home currency"
                                         : "a rate above zero, of at most 8 digits"});
        continue;
      }
      home_[i] =
          convert_at(Money::from_minor(home_[i], *currencies[i]), home,
                     Ratio(Decimal::from_parts(rates[i], rate_digits)), plan_.options.rounding)
              .minor();
    }
  }

  const ProfitTablePlan& plan_;
  GroupEncoder groups_;
  MeaningReader<ProfitKind> kinds_;
  MeaningReader<Currency> currencies_;
  AmountReader amounts_;
  std::optional<AmountReader> rates_;
  PageArray<std::int64_t> cells_;
  PageArray<std::int64_t> counts_;
  std::uint32_t groups_seen_ = 0;
  std::array<bool, profit_kind_count> seen_{};
  std::vector<std::uint32_t> block_;
  std::vector<std::size_t> at_;
  std::vector<std::uint8_t> digits_;
  std::vector<std::int64_t> home_;
  FaultList faults_;
};

// The finished rows, each a group of the adder's.
class StatementRows {
 public:
  StatementRows(const ProfitTablePlan& plan, const ProfitAdder& sums) : plan_(plan), sums_(sums) {
    for (std::uint32_t group = 0; group < sums.groups_seen(); ++group)
      if (sums.entries(group) > 0) rows_.push_back(group);
    const std::size_t keys = plan.groups.size();
    // Null, code 0, is the last; of a window of integers the codes are in order already.
    const bool ascend = keys == 1 && !rows_.empty() && rows_.front() != 0 &&
                        plan.groups.key(0).codes_ascend(rows_.back());
    if (!ascend)
      std::ranges::sort(rows_, [&](std::uint32_t a, std::uint32_t b) {
        for (std::size_t k = 0; k < keys; ++k)
          if (const auto order = key(a, k) <=> key(b, k); order != 0) return order < 0;
        return false;
      });
  }

  [[nodiscard]] std::shared_ptr<const ArrowTable> table() const {
    TableBuilder builder(rows_.size());
    for (std::size_t k = 0; k < plan_.groups.size(); ++k) add_key(builder, k);
    builder.integer("entries",
                    [&](std::size_t i) { return std::optional(sums_.entries(rows_[i])); });
    auto table = std::make_shared<ArrowTable>(*builder.finish());
    add_figures(*table);
    return table;
  }

 private:
  [[nodiscard]] KeyValue key(std::uint32_t group, std::size_t k) const {
    return sums_.groups().value(group, k);
  }

  // The kinds that came up, the cost and the profit, row by row in as many threads.
  void add_figures(ArrowTable& table) const {
    std::vector<std::size_t> kinds;
    for (std::size_t kind = 0; kind < profit_kind_count; ++kind)
      if (sums_.seen(kind)) kinds.push_back(kind);
    std::vector<PageArray<Int128>> columns;
    for (std::size_t c = 0; c < kinds.size() + 2; ++c)
      columns.push_back(detail::room_for<Int128>(rows_.size()));
    const std::size_t threads = std::max<std::size_t>(1, plan_.options.threads);
    run_threads(threads, [&](std::size_t t) {
      for (std::size_t i = rows_.size() * t / threads; i < rows_.size() * (t + 1) / threads; ++i) {
        const std::int64_t* line = sums_.line(rows_[i]);
        Int128 profit = 0;
        for (std::size_t c = 0; c < kinds.size(); ++c) {
          const Int128 minor = line[kinds[c]];
          columns[c][i] = minor;
          profit += is_income(static_cast<ProfitKind>(kinds[c])) ? minor : -minor;
        }
        columns[kinds.size()][i] = line[static_cast<std::size_t>(ProfitKind::revenue)] - profit;
        columns[kinds.size() + 1][i] = profit;
      }
    });
    const std::string format = "d:38," + std::to_string(plan_.options.home.digits());
    for (std::size_t c = 0; c < columns.size(); ++c)
      table.columns.push_back({.name = c < kinds.size()
                                           ? to_string(static_cast<ProfitKind>(kinds[c]))
                                       : c == kinds.size() ? "cost"
                                                           : "profit",
                               .format = format,
                               .buffers = {nullptr, detail::share(std::move(columns[c]))},
                               .length = table.rows});
  }

  void add_key(TableBuilder& builder, std::size_t k) const {
    const KeyPlan& plan = plan_.groups.key(k);
    if (plan.holds_text()) {
      builder.text(plan.name(), [&](std::size_t i) -> std::optional<std::string_view> {
        const KeyValue value = key(rows_[i], k);
        return value.is_null ? std::nullopt : std::optional(value.text);
      });
      return;
    }
    const auto integer = [&](std::size_t i) {
      const KeyValue value = key(rows_[i], k);
      return value.is_null ? std::nullopt : std::optional(value.integer);
    };
    if (plan.kind().type == ColumnType::date32)
      builder.date(plan.name(), [&](std::size_t i) -> std::optional<std::int32_t> {
        const auto day = integer(i);
        return day ? std::optional(static_cast<std::int32_t>(*day)) : std::nullopt;
      });
    else
      builder.integer(plan.name(), integer);
  }

  const ProfitTablePlan& plan_;
  const ProfitAdder& sums_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace

std::shared_ptr<const ArrowTable> profit_table(TableSource& entries,
                                               const ProfitTableOptions& options) {
  ProfitTablePlan plan(entries, options);
  std::optional<RecordBatch> first = entries.next();
  if (first) plan.groups.sample(*first);
  Morsels morsels(entries, plan.groups, std::move(first));
  const std::size_t threads = std::max<std::size_t>(1, options.threads);
  std::vector<std::unique_ptr<ProfitAdder>> adders;
  for (std::size_t t = 0; t < threads; ++t) adders.push_back(std::make_unique<ProfitAdder>(plan));
  run_threads(threads, [&](std::size_t t) {
    while (const std::optional<Morsel> morsel = morsels.next()) adders[t]->add(*morsel);
  });
  for (std::size_t t = 1; t < threads; ++t) adders[0]->take(*adders[t], threads);
  adders[0]->faults().throw_if_any(table_name);
  return StatementRows(plan, *adders[0]).table();
}

}  // namespace o2c::inline v1
