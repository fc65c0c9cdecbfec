#include "o2c/cost/profit_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/morsels.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/require_column.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t block_rows = 1024;
constexpr std::uint8_t rate_digits = 8;
constexpr const char* table_name = "entries";
constexpr const char* too_large = "a figure of a profit statement exceeds 64 bits";

// What the threads share. After the keys of the groups come the kind and, if there is one, the
// currency: a cell is a group's amount of one kind from one currency.
struct ProfitTablePlan {
  ProfitTablePlan(const TableSource& table, const ProfitTableOptions& how)
      : options(how),
        fields(table.fields()),
        amount(require_column(table, "amount", table_name)),
        currency(find_column(table, "currency")),
        rate(find_column(table, "rate")),
        groups(table, keys_of(table, how)) {
    if (rate && !currency)
      throw BadTable("column \"rate\" without \"currency\" in entries",
                     {Fault{.file = table_name,
                            .field = "currency",
                            .expected = "the currency of each amount, where there are rates"}});
  }

  static std::vector<std::string> keys_of(const TableSource& table,
                                          const ProfitTableOptions& options) {
    std::vector<std::string> names = options.group_by;
    for (const std::string& name : names) {
      static_cast<void>(require_column(table, name, table_name));
      if (name == "kind" || name == "currency" || std::ranges::count(names, name) > 1)
        throw_invalid("group_by " + in_quotes(name) +
                      ": expected columns other than kind and currency, once");
    }
    static_cast<void>(require_column(table, "kind", table_name));
    names.emplace_back("kind");
    if (find_column(table, "currency")) names.emplace_back("currency");
    return names;
  }

  [[nodiscard]] std::size_t kind_key() const noexcept { return options.group_by.size(); }
  [[nodiscard]] std::size_t currency_key() const noexcept { return kind_key() + 1; }

  const ProfitTableOptions& options;
  std::vector<ColumnField> fields;
  std::size_t amount;
  std::optional<std::size_t> currency;
  std::optional<std::size_t> rate;
  GroupPlan groups;
};

std::optional<ProfitKind> kind_of(const KeyValue& value) {
  for (std::size_t i = 0; i < profit_kind_count; ++i)
    if (!value.is_null && to_string(static_cast<ProfitKind>(i)) == value.text)
      return static_cast<ProfitKind>(i);
  return std::nullopt;
}

struct ProfitCell {
  std::int64_t minor = 0;
  std::int64_t entries = 0;
};

void add_to(ProfitCell& cell, std::int64_t minor, std::int64_t entries) {
  if (__builtin_add_overflow(cell.minor, minor, &cell.minor)) throw_overflow(too_large);
  cell.entries += entries;
}

// Adds up entries, in one thread.
class ProfitAdder {
 public:
  explicit ProfitAdder(const ProfitTablePlan& plan)
      : plan_(plan),
        groups_(plan.groups),
        amounts_(plan.fields[plan.amount], plan.options.amount_digits) {
    if (plan.rate) {
      const ColumnField& field = plan.fields[*plan.rate];
      rates_.emplace(field, is_integer(field.kind.type) ? std::optional(0) : std::nullopt);
    }
  }

  void add(const Morsel& morsel) {
    for (std::int64_t begin = morsel.begin; begin < morsel.end; begin += block_rows)
      add_block(*morsel.batch, begin, std::min(block_rows, morsel.end - begin));
  }

  void take(ProfitAdder& other) {
    for (std::uint32_t group = 0; group < other.cells_.size(); ++group) {
      const ProfitCell& cell = other.cells_[group];
      if (cell.entries > 0)
        add_to(cell_of(groups_.adopt(other.groups_, group)), cell.minor, cell.entries);
    }
    faults_.merge(std::exchange(other.faults_, FaultList()));
  }

  [[nodiscard]] FaultList& faults() noexcept { return faults_; }
  [[nodiscard]] const GroupEncoder& groups() const noexcept { return groups_; }
  [[nodiscard]] const std::vector<ProfitCell>& cells() const noexcept { return cells_; }

 private:
  void add_block(const BoundBatch& batch, std::int64_t begin, std::int64_t count) {
    const auto rows = static_cast<std::size_t>(count);
    block_.resize(rows);
    groups_.encode(batch.keys, begin, block_);
    check_kinds(batch, begin);
    const std::span<const std::int64_t> minor = read_amounts(batch, begin, rows);
    const std::uint32_t last = *std::ranges::max_element(block_);
    if (last >= cells_.size()) cells_.resize(std::max<std::size_t>(2 * cells_.size(), last + 1));
    constexpr std::size_t ahead = 16;
    for (std::size_t i = 0; i < rows; ++i) {
      if (i + ahead < rows) __builtin_prefetch(&cells_[block_[i + ahead]], 1);
      add_to(cells_[block_[i]], minor[i], 1);
    }
  }

  // Names the rows of kinds that there are not; known_ says which codes are well.
  void check_kinds(const BoundBatch& batch, std::int64_t begin) {
    const std::span<const std::uint32_t> last = groups_.last_codes(plan_.kind_key());
    const std::span<const std::uint32_t> codes =
        last.empty() ? std::span<const std::uint32_t>(block_) : last;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::uint32_t code = codes[i];
      if (code < known_.size() && known_[code]) continue;
      const KeyValue value = groups_.key(plan_.kind_key()).value(code);
      if (kind_of(value)) {
        if (code >= known_.size()) known_.resize(code + 1);
        known_[code] = true;
        continue;
      }
      faults_.add({.row = batch.first_row + begin + static_cast<std::int64_t>(i),
                   .field = "kind",
                   .value = value.is_null ? "null" : std::string(value.text),
                   .expected = "revenue, goods, material, processing, packing, refund, domestic, "
                               "freight, insurance, bank, commission, claim, rebate, finance, "
                               "exchange or other"});
    }
  }

  std::span<const std::int64_t> read_amounts(const BoundBatch& batch, std::int64_t begin,
                                             std::size_t rows) {
    const ColumnView& column = batch.batch.columns[plan_.amount];
    if (!plan_.currency) {
      const std::array digits{static_cast<std::uint8_t>(plan_.options.home.digits())};
      return amounts_.read(column, begin, rows, digits, batch.first_row, faults_);
    }
    const std::span<const std::uint32_t> codes = groups_.last_codes(plan_.currency_key());
    digits_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::optional<Currency>& currency = currency_of(codes[i]);
      digits_[i] =
          currency ? static_cast<std::uint8_t>(currency->digits()) : AmountReader::unknown_digits;
      if (!currency)
        faults_.add({.row = batch.first_row + begin + static_cast<std::int64_t>(i),
                     .field = "currency",
                     .value = text_of(currency_value(codes[i])),
                     .expected = "the code of a currency"});
    }
    const std::span<const std::int64_t> minor =
        amounts_.read(column, begin, rows, digits_, batch.first_row, faults_);
    home_.assign(minor.begin(), minor.end());
    convert_home(batch, begin, codes);
    return home_;
  }

  void convert_home(const BoundBatch& batch, std::int64_t begin,
                    std::span<const std::uint32_t> codes) {
    std::span<const std::int64_t> rates;
    FaultList rate_faults;  // A null is well for the home currency, and told below for others.
    if (rates_) {
      const std::array digits{rate_digits};
      rates = rates_->read(batch.batch.columns[*plan_.rate], begin, home_.size(), digits,
                           batch.first_row, rate_faults);
    }
    const Currency& home = plan_.options.home;
    const auto one = static_cast<std::int64_t>(detail::power_of_ten(rate_digits));
    for (std::size_t i = 0; i < home_.size(); ++i) {
      const std::optional<Currency>& currency = currency_of(codes[i]);
      if (!currency) continue;
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      const bool given = rates_ && batch.batch.columns[*plan_.rate].has_value(row);
      const bool at_home = *currency == home;
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
          convert_at(Money::from_minor(home_[i], *currency), home,
                     Ratio(Decimal::from_parts(rates[i], rate_digits)), plan_.options.rounding)
              .minor();
    }
  }

  const std::optional<Currency>& currency_of(std::uint32_t code) {
    while (code >= currency_of_code_.size()) {
      const auto next = static_cast<std::uint32_t>(currency_of_code_.size());
      const KeyValue value = currency_value(next);
      currency_of_code_.push_back(value.is_null ? std::nullopt
                                                : plan_.options.currencies.get().find(value.text));
    }
    return currency_of_code_[code];
  }

  [[nodiscard]] KeyValue currency_value(std::uint32_t code) const {
    return groups_.key(plan_.currency_key()).value(code);
  }

  static std::string text_of(const KeyValue& value) {
    return value.is_null ? "null" : std::string(value.text);
  }

  ProfitCell& cell_of(std::uint32_t group) {
    if (group >= cells_.size()) cells_.resize(std::max<std::size_t>(2 * cells_.size(), group + 1));
    return cells_[group];
  }

  const ProfitTablePlan& plan_;
  GroupEncoder groups_;
  AmountReader amounts_;
  std::optional<AmountReader> rates_;
  std::vector<ProfitCell> cells_;
  std::vector<bool> known_;
  std::vector<std::uint32_t> block_;
  std::vector<std::optional<Currency>> currency_of_code_;
  std::vector<std::uint8_t> digits_;
  std::vector<std::int64_t> home_;
  FaultList faults_;
};

// A group's cells, by kind.
struct StatementRow {
  std::uint32_t group;  // Any of its cells', for the keys.
  std::int64_t entries = 0;
  std::array<std::int64_t, profit_kind_count> minor{};
};

class StatementRows {
 public:
  StatementRows(const ProfitTablePlan& plan, const ProfitAdder& sums) : plan_(plan), sums_(sums) {
    const std::size_t kind_key = plan.kind_key();
    std::map<std::vector<std::uint32_t>, std::size_t> places;
    std::vector<std::size_t> place_of_code;  // Of the only key.
    for (std::uint32_t group = 0; group < sums.cells().size(); ++group) {
      const ProfitCell& cell = sums.cells()[group];
      if (cell.entries == 0) continue;
      const auto kind = static_cast<std::size_t>(
          *kind_of(sums.groups().key(kind_key).value(sums.groups().key_code(group, kind_key))));
      std::size_t place = rows_.size();
      const bool one_key = kind_key == 1;
      if (one_key) {
        const std::uint32_t code = sums.groups().key_code(group, 0);
        if (code >= place_of_code.size()) place_of_code.resize(code + 1, none);
        if (place_of_code[code] == none) place_of_code[code] = place;
        place = place_of_code[code];
      } else {
        std::vector<std::uint32_t> codes;
        for (std::size_t k = 0; k < kind_key; ++k)
          codes.push_back(sums.groups().key_code(group, k));
        place = places.try_emplace(std::move(codes), place).first->second;
      }
      if (place == rows_.size()) rows_.push_back({.group = group});
      rows_[place].entries += cell.entries;
      if (__builtin_add_overflow(rows_[place].minor[kind], cell.minor, &rows_[place].minor[kind]))
        throw_overflow(too_large);
      seen_[kind] = true;
    }
    std::ranges::sort(rows_, [&](const StatementRow& a, const StatementRow& b) {
      for (std::size_t k = 0; k < kind_key; ++k)
        if (const auto order = key(a, k) <=> key(b, k); order != 0) return order < 0;
      return false;
    });
  }

  [[nodiscard]] std::shared_ptr<const ArrowTable> table() const {
    TableBuilder builder(rows_.size());
    for (std::size_t k = 0; k < plan_.kind_key(); ++k) add_key(builder, k);
    builder.integer("entries", [&](std::size_t i) { return std::optional(rows_[i].entries); });
    const int scale = plan_.options.home.digits();
    for (std::size_t kind = 0; kind < profit_kind_count; ++kind)
      if (seen_[kind])
        builder.decimal(to_string(static_cast<ProfitKind>(kind)), scale,
                        [&](std::size_t i) { return std::optional<Int128>(rows_[i].minor[kind]); });
    builder.decimal("cost", scale,
                    [&](std::size_t i) { return std::optional<Int128>(revenue(i) - profit(i)); });
    builder.decimal("profit", scale,
                    [&](std::size_t i) { return std::optional<Int128>(profit(i)); });
    return builder.finish();
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] KeyValue key(const StatementRow& row, std::size_t k) const {
    return sums_.groups().value(row.group, k);
  }

  [[nodiscard]] Int128 revenue(std::size_t i) const {
    return rows_[i].minor[static_cast<std::size_t>(ProfitKind::revenue)];
  }

  [[nodiscard]] Int128 profit(std::size_t i) const {
    Int128 sum = 0;
    for (std::size_t kind = 0; kind < profit_kind_count; ++kind) {
      const Int128 minor = rows_[i].minor[kind];
      sum += is_income(static_cast<ProfitKind>(kind)) ? minor : -minor;
    }
    return sum;
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
  std::vector<StatementRow> rows_;
  std::array<bool, profit_kind_count> seen_{};
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
  for (std::size_t t = 1; t < threads; ++t) adders[0]->take(*adders[t]);
  adders[0]->faults().throw_if_any(table_name);
  return StatementRows(plan, *adders[0]).table();
}

}  // namespace o2c::inline v1
