#include "o2c/receivable/policy_file.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

std::int32_t days_of(const TomlValue& value) {
  const std::int64_t days = whole_of(value);
  if (days < std::numeric_limits<std::int32_t>::min() ||
      days > std::numeric_limits<std::int32_t>::max())
    throw_unlike(value, "a number of days");
  return static_cast<std::int32_t>(days);
}

// What `convert` makes of each value of a list.
template <class Convert>
auto each_of(const TomlValue& value, const Convert& convert, const char* expected) {
  std::vector<decltype(convert(value))> converted;
  const auto* const list = std::get_if<TomlList>(&value.value);
  if (list == nullptr) throw_unlike(value, expected);
  for (const TomlValue& each : *list) converted.push_back(convert(each));
  return converted;
}

// Amounts by the codes of their currencies: { USD = 50, JPY = 5000 }.
std::vector<Money> read_amounts(TomlReader& from, std::string_view key,
                                const CurrencyTable& currencies) {
  std::vector<Money> amounts;
  std::optional<TomlReader> inner = from.inner(key);
  if (!inner) return amounts;
  for (const TomlEntry& entry : inner->table()) {
    std::optional<Money> amount;
    inner->take(entry, amount, [&](const TomlValue& value) {
      const Currency currency = currencies.at(entry.key);
      return Money::of(number_of(value), currency);
    });
    if (amount) amounts.push_back(*amount);
  }
  return amounts;
}

Ratio loss_rate_of(const TomlValue& value) {
  const Decimal rate = part_of(value);
  if (sign(rate) < 0 || rate > 1) throw_unlike(value, "a rate from 0% to 100%");
  return rate;
}
Ratio factor_of(const TomlValue& value) { return number_of(value); }
std::vector<Ratio> loss_rates_of(const TomlValue& value) {
  return each_of(value, loss_rate_of, "rates in brackets, such as [\"0.5%\", \"2%\"]");
}
std::vector<std::int32_t> limits_of(const TomlValue& value) {
  return each_of(value, days_of, "days in brackets, such as [30, 60, 90]");
}

AgingBasis parse_basis(std::string_view text) {
  for (const AgingBasis basis : {AgingBasis::due_date, AgingBasis::invoice_date})
    if (text == to_string(basis)) return basis;
  throw_parse(text, 0, "due_date or invoice_date");
}

// Runs what makes the finished value. What it refuses is a fault of the table with the key named.
template <class Make>
auto made(TomlReader& top, std::vector<TomlReader>& rows, LineFaults& faults, const Make& make)
    -> decltype(make()) {
  faults.throw_if_any();
  try {
    return make();
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) {
      const auto row = static_cast<std::size_t>(fault.row);
      (fault.row >= 0 && row < rows.size() ? rows[row] : top).fault_here(fault);
    }
    if (error.faults().empty()) top.fault(1, "", "", error.what());
    faults.throw_if_any();
    throw;
  }
}

}  // namespace

DunningPolicy dunning_policy_from_toml(std::string_view text, const std::string& file,
                                       const CurrencyTable& currencies) {
  LineFaults faults(file, "cannot read the dunning policy");
  const TomlTable table = parse_toml(text, faults);
  faults.throw_if_any();
  TomlReader top(table, 1, faults);
  DunningTerms terms;
  top.read("interval_days", terms.interval_days, days_of);
  terms.minimums = read_amounts(top, "minimums", currencies);
  top.read("rounding", terms.rounding, named<parse_rounding>);
  std::vector<TomlReader> rows = top.tables("level", "[[level]] in double brackets");
  if (top.find("level") == nullptr) top.fault(1, "level", "", "a [[level]] with its days");
  top.end();
  std::vector<DunningLevel> levels;
  for (TomlReader& row : rows) {
    DunningLevel& level = levels.emplace_back();
    row.require("days", level.days, days_of, "the day from which on the level is reached");
    row.read("counted", level.counted, named<parse_dunning_count>);
    level.fees = read_amounts(row, "fees", currencies);
    row.read("fee_rate", level.fee_rate, rate_of);
    const auto letter_of = [](const TomlValue& value) { return LetterTemplate(text_of(value)); };
    row.read("letter_en", level.letter_en, letter_of);
    row.read("letter_zh", level.letter_zh, letter_of);
    row.end();
  }
  return made(top, rows, faults, [&] { return DunningPolicy(std::move(levels), terms); });
}

ProvisionMatrix provision_matrix_from_toml(std::string_view text, const std::string& file) {
  LineFaults faults(file, "cannot read the provision");
  const TomlTable table = parse_toml(text, faults);
  faults.throw_if_any();
  TomlReader top(table, 1, faults);
  std::vector<std::int32_t> limits = AgingBuckets().day_limits();
  AgingBasis basis = AgingBasis::due_date;
  ProvisionMatrix matrix;
  top.read("buckets", limits, limits_of);
  top.read("basis", basis, named<parse_basis>);
  top.require("rates", matrix.rates, loss_rates_of,
              "the rate of each bucket, such as [\"0.5%\", \"2%\"]");
  top.read("forward_looking", matrix.forward_looking, factor_of);
  top.read("disputed_rate", matrix.disputed_rate, loss_rate_of);
  top.read("credits", matrix.credits, named<parse_provision_credits>);
  top.read("rounding", matrix.rounding, named<parse_rounding>);
  if (std::optional<TomlReader> parties = top.inner("specific"))
    for (const TomlEntry& entry : parties->table()) {
      SpecificRate& specific = matrix.specific.emplace_back(SpecificRate{entry.key, {}});
      parties->take(entry, specific.rate, loss_rate_of);
    }
  top.end();
  try {
    matrix.buckets = AgingBuckets(std::move(limits), basis);
  } catch (const InvalidArgument&) {
    top.fault_here({.field = "buckets", .expected = "days that ascend, such as [30, 60, 90]"});
  }
  std::vector<TomlReader> no_rows;
  return made(top, no_rows, faults, [&] {
    matrix.check();
    return matrix;
  });
}

}  // namespace o2c::inline v1
