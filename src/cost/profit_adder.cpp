#include "profit_adder.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/columns/require_column.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/number/error.hpp"

#include "period_column.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t block_rows = 1024;
constexpr std::uint8_t rate_digits = 8;

std::optional<std::uint8_t> number_of_kind(std::string_view text) {
  static const auto names = [] {
    std::array<std::string, profit_kind_count> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = to_string(static_cast<ProfitKind>(i));
    return all;
  }();
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - names.begin());
}

std::string names_of_kinds() {
  std::string names;
  for (std::size_t i = 0; i < profit_kind_count; ++i)
    names += (i == 0                       ? ""
              : i + 1 == profit_kind_count ? " or "
                                           : ", ") +
             to_string(static_cast<ProfitKind>(i));
  return names;
}

[[noreturn]] void throw_not_text(const char* name) {
  throw BadTable(
      std::string("column \"") + name + "\" of entries holds no text",
      {Fault{.file = ProfitTablePlan::table_name, .field = name, .expected = "a column of text"}});
}

std::vector<std::string> keys_of(const TableSource& table, const ProfitTableOptions& options) {
  std::vector<std::string> keys = options.group_by;
  if (options.period) keys.emplace_back(PeriodColumn::name);
  for (const std::string& name : keys) {
    if (number_of_kind(name) || name == "cost" || name == "profit" || name == "entries" ||
        std::ranges::count(keys, name) > 1)
      throw_invalid("group_by " + in_quotes(name) +
                    ": expected each name once, and none of the table's own columns");
    static_cast<void>(require_column(table, name, ProfitTablePlan::table_name));
  }
  return keys;
}

}  // namespace

ProfitTablePlan::ProfitTablePlan(const TableSource& table, const ProfitTableOptions& how)
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

KindReader::KindReader() : texts_(&number_of_kind) {}

std::span<const std::uint8_t> KindReader::read(const ColumnView& column, std::int64_t begin,
                                               std::size_t rows) {
  block_.resize(rows);
  if (column.kind.dictionary_encoded && column.validity == nullptr && read_codes(column, begin))
    return block_;
  const auto read = texts_.read(column, begin, rows);
  for (std::size_t i = 0; i < rows; ++i) block_[i] = read[i].value_or(none);
  return block_;
}

// The kinds of a dictionary's codes as they stand, if all are some.
bool KindReader::read_codes(const ColumnView& column, std::int64_t begin) {
  if (column.dictionary != dictionary_) {
    dictionary_ = column.dictionary;
    of_code_.assign(static_cast<std::size_t>(dictionary_->length) + 1, none);
    for (std::int64_t code = 0; code < dictionary_->length; ++code)
      if (dictionary_->has_value(code))
        of_code_[static_cast<std::size_t>(code)] =
            number_of_kind(dictionary_->text_at(code)).value_or(none);
  }
  const std::size_t outside = of_code_.size() - 1;
  const auto read = [&]<class T>(const T* codes) {
    const std::uint8_t* const of_code = of_code_.data();
    std::uint8_t all = 0;
    for (std::size_t i = 0; i < block_.size(); ++i) {
      block_[i] = of_code[std::min(static_cast<std::size_t>(std::int64_t{codes[i]}), outside)];
      all |= block_[i];
    }
    return all < none;
  };
  switch (column.kind.index) {
    case ColumnType::int8:
      return read(column.data<std::int8_t>() + begin);
    case ColumnType::uint8:
      return read(column.data<std::uint8_t>() + begin);
    case ColumnType::int16:
      return read(column.data<std::int16_t>() + begin);
    case ColumnType::int32:
      return read(column.data<std::int32_t>() + begin);
    case ColumnType::uint32:
      return read(column.data<std::uint32_t>() + begin);
    default:
      return false;
  }
}

ProfitAdder::ProfitAdder(const ProfitTablePlan& plan)
    : plan_(plan),
      groups_(plan.groups),
      currencies_(
          [&plan](std::string_view text) { return plan.options.currencies.get().find(text); }),
      amounts_(plan.fields[plan.amount], plan.options.amount_digits),
      sums_(plan.groups.expected_codes() * profit_kind_count),
      counts_(plan.groups.expected_codes()) {
  if (plan.rate) {
    const ColumnField& field = plan.fields[*plan.rate];
    rates_.emplace(field, is_integer(field.kind.type) ? std::optional(0) : std::nullopt);
  }
}

void ProfitAdder::add(const Morsel& morsel) {
  for (std::int64_t begin = morsel.begin; begin < morsel.end; begin += block_rows)
    add_block(*morsel.batch, begin,
              static_cast<std::size_t>(std::min(block_rows, morsel.end - begin)));
}

void ProfitAdder::add_block(const BoundBatch& batch, std::int64_t begin, std::size_t rows) {
  block_.resize(rows);
  groups_.encode(batch.keys, begin, block_);
  const std::span<const std::int64_t> minor = read_amounts(batch, begin, rows);
  const std::span<const std::uint8_t> kinds = read_kinds(batch, begin, rows);
  make_room(*std::ranges::max_element(block_));
  // So far ahead that the line has come by the time that it is added to.
  constexpr std::size_t ahead = 48;
  const auto expect = [&](std::size_t i) {
    sums_.expect(place(block_[i], 0));
    counts_.expect(block_[i]);
  };
  const auto add_row = [&](std::size_t i) {
    seen_ |= 1U << kinds[i];
    sums_.add(place(block_[i], kinds[i]), minor[i]);
    counts_.add(block_[i], 1);
  };
  for (std::size_t i = 0; i < std::min(ahead, rows); ++i) expect(i);
  for (std::size_t i = 0; i + ahead < rows; ++i) {
    expect(i + ahead);
    add_row(i);
  }
  for (std::size_t i = rows - std::min(ahead, rows); i < rows; ++i) add_row(i);
}

void ProfitAdder::make_room(std::uint32_t group) {
  groups_seen_ = std::max(groups_seen_, group + 1);
  sums_.grow_to(std::size_t{groups_seen_} * profit_kind_count);
  counts_.grow_to(groups_seen_);
}

void ProfitAdder::take(ProfitAdder& other) {
  const auto alike = static_cast<std::uint32_t>(
      std::min<std::size_t>(plan_.groups.alike_codes(), other.groups_seen_));
  if (alike > 0) make_room(alike - 1);
  for (std::uint32_t group = alike; group < other.groups_seen_; ++group) {
    if (other.entries(group) == 0) continue;
    const std::uint32_t own = groups_.adopt(other.groups_, group);
    make_room(own);
    if (own == group) continue;
    counts_.take(own, other.counts_, group);
    for (std::size_t kind = 0; kind < profit_kind_count; ++kind)
      sums_.take(place(own, kind), other.sums_, place(group, kind));
  }
  seen_ |= other.seen_;
  faults_.merge(std::exchange(other.faults_, FaultList()));
}

std::span<const std::uint8_t> ProfitAdder::read_kinds(const BoundBatch& batch, std::int64_t begin,
                                                      std::size_t rows) {
  const ColumnView& column = batch.batch.columns[plan_.kind];
  const std::span<const std::uint8_t> kinds = kinds_.read(column, begin, rows);
  std::uint8_t all = 0;
  for (const std::uint8_t kind : kinds) all |= kind;
  if (all < KindReader::none) return kinds;
  kind_block_.assign(kinds.begin(), kinds.end());
  for (std::size_t i = 0; i < rows; ++i) {
    if (kinds[i] != KindReader::none) continue;
    const std::int64_t row = begin + static_cast<std::int64_t>(i);
    faults_.add({.row = batch.first_row + row,
                 .field = "kind",
                 .value = value_text(column, row),
                 .expected = names_of_kinds()});
    kind_block_[i] = static_cast<std::uint8_t>(ProfitKind::other);
  }
  return kind_block_;
}

std::span<const std::int64_t> ProfitAdder::read_amounts(const BoundBatch& batch, std::int64_t begin,
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
  const bool alike = std::ranges::all_of(digits_, [&](auto each) { return each == digits_[0]; });
  const std::span<const std::uint8_t> digits(digits_.data(), alike ? 1 : rows);
  const std::span<const std::int64_t> minor =
      amounts_.read(column, begin, rows, digits, batch.first_row, faults_);
  home_.assign(minor.begin(), minor.end());
  convert_home(batch, begin, currencies);
  return home_;
}

void ProfitAdder::convert_home(const BoundBatch& batch, std::int64_t begin,
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
    home_[i] = this->at_home(home_[i], *currencies[i], rates[i]);
  }
}

// By convert_at, but that the rate's fraction is not reduced first: minor units times the rate over
// a power of ten, rounded once.
std::int64_t ProfitAdder::at_home(std::int64_t minor, const Currency& currency,
                                  std::int64_t rate) const {
  const Currency& home = plan_.options.home;
  const int fewer_digits = currency.digits() - home.digits() + rate_digits;
  Int128 product = static_cast<Int128>(minor) * rate;
  if (fewer_digits >= 0 && plan_.options.rounding != Rounding::exact) {
    product = divide(product, detail::power_of_ten(fewer_digits), plan_.options.rounding);
    if (product == static_cast<std::int64_t>(product)) return static_cast<std::int64_t>(product);
  }
  return convert_at(Money::from_minor(minor, currency), home,
                    Ratio(Decimal::from_parts(rate, rate_digits)), plan_.options.rounding)
      .minor();
}

}  // namespace o2c::inline v1
