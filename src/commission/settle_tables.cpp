#include "o2c/commission/settle_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/column_view.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/number/error.hpp"

#include "line_reader.hpp"

namespace o2c::inline v1 {
namespace {

// A table of a few rows, column by column. Rows are named as they are found at fault.
class FewRows {
 public:
  FewRows(TableSource& source, const char* name, std::optional<int> amount_digits = std::nullopt)
      : table_(source, name), amount_digits_(amount_digits) {}

  [[nodiscard]] std::size_t rows() const noexcept { return table_.rows(); }
  [[nodiscard]] bool has(std::string_view column) const { return table_.find(column).has_value(); }

  void require(std::string_view column) const { static_cast<void>(table_.column(column)); }

  /// None where there is no value.
  std::vector<std::optional<std::string>> texts(std::string_view column) const {
    const LineKey key(table_, table_.column(column));
    std::vector<std::optional<std::string>> texts;
    for_batches([&](std::size_t batch, const RecordBatch& of) {
      KeyEncoder encoder(key.plan);
      std::vector<std::uint32_t> codes(static_cast<std::size_t>(of.rows));
      encoder.encode(key.batches[batch], 0, codes);
      for (const std::uint32_t code : codes) {
        const KeyValue value = encoder.value(code);
        if (value.is_null)
          texts.emplace_back();
        else
          texts.emplace_back(key.plan->holds_text() ? std::string(value.text)
                                                    : std::to_string(value.integer));
      }
    });
    return texts;
  }

  std::vector<std::string> names(std::string_view column) {
    std::vector<std::string> names;
    for (const std::optional<std::string>& each : texts(column)) {
      names.push_back(each.value_or(""));
      if (names.back().empty()) fault(names.size() - 1, column, each.value_or("null"), "a name");
    }
    return names;
  }

  /// None where there is no column, or no value.
  std::vector<std::optional<Date>> dates(std::string_view column) {
    std::vector<std::optional<Date>> dates;
    const std::optional<std::size_t> at = table_.find(column);
    if (!at) return std::vector<std::optional<Date>>(rows());
    // A column without any value may be of no type.
    if (table_.fields()[*at].kind.type == ColumnType::nulls)
      return std::vector<std::optional<Date>>(rows());
    DateReader reader(table_.fields()[*at]);
    for_batches([&](std::size_t, const RecordBatch& of) {
      const auto read = reader.read(of.columns[*at], 0, static_cast<std::size_t>(of.rows),
                                    static_cast<std::int64_t>(dates.size()), faults_);
      for (const std::int32_t day : read)
        dates.push_back(day == DateReader::null_date ? std::nullopt
                                                     : std::optional(Date::from_days(day)));
    });
    return dates;
  }

  /// Nothing where there is no column.
  std::vector<Money> amounts(std::string_view column, const Currency& currency) {
    const std::optional<std::size_t> at = table_.find(column);
    if (!at) return std::vector<Money>(rows(), Money::zero(currency));
    std::vector<Money> amounts;
    for (const std::int64_t minor : units(*at, currency.digits()))
      amounts.push_back(Money::from_minor(minor, currency));
    return amounts;
  }

  /// None where there is no column, or no value.
  std::vector<std::optional<Money>> optional_amounts(std::string_view column,
                                                     const Currency& currency) {
    const std::optional<std::size_t> at = table_.find(column);
    std::vector<std::optional<Money>> amounts;
    if (!at || table_.fields()[*at].kind.type == ColumnType::nulls)
      return std::vector<std::optional<Money>>(rows());
    AmountReader reader(table_.fields()[*at], amount_digits_);
    const std::array of_all{static_cast<std::uint8_t>(currency.digits())};
    for_batches([&](std::size_t, const RecordBatch& of) {
      for (std::int64_t row = 0; row < of.rows; ++row) {
        const auto first_row = static_cast<std::int64_t>(amounts.size()) - row;
        amounts.emplace_back();
        if (!of.columns[*at].has_value(row)) continue;
        amounts.back() = Money::from_minor(
            reader.read(of.columns[*at], row, 1, of_all, first_row, faults_).front(), currency);
      }
    });
    return amounts;
  }

  /// Rates: texts such as "60%", or decimal fractions.
  std::vector<std::optional<Rate>> rates(std::string_view column) {
    const std::size_t at = table_.column(column);
    const ColumnKind& kind = table_.fields()[at].kind;
    std::vector<std::optional<Rate>> rates;
    if (is_text(kind.type) || kind.type == ColumnType::nulls) {
      for (const std::optional<std::string>& text : texts(column)) {
        rates.emplace_back();
        if (!text) continue;
        try {
          rates.back() = Rate::parse(*text);
        } catch (const ParseError&) {
          fault(rates.size() - 1, column, *text, "a rate such as 60%");
        }
      }
      return rates;
    }
    const int digits = is_decimal(kind.type) ? std::max<int>(kind.scale, 0) : 0;
    AmountReader reader(table_.fields()[at],
                        is_integer(kind.type) ? std::optional(0) : std::nullopt);
    const std::array of_all{static_cast<std::uint8_t>(digits)};
    for_batches([&](std::size_t, const RecordBatch& of) {
      for (std::int64_t row = 0; row < of.rows; ++row) {
        const auto table_row = static_cast<std::int64_t>(rates.size());
        rates.emplace_back();
        if (!of.columns[at].has_value(row)) continue;
        const std::int64_t number =
            reader.read(of.columns[at], row, 1, of_all, table_row - row, faults_).front();
        rates.back() = Rate::from_fraction(Decimal::from_parts(number, digits));
      }
    });
    return rates;
  }

  void fault(std::size_t row, std::string_view column, std::string value, std::string expected) {
    faults_.add({.row = static_cast<std::int64_t>(row),
                 .field = std::string(column),
                 .value = std::move(value),
                 .expected = std::move(expected)});
  }
  void throw_if_any() const { faults_.throw_if_any(table_.name()); }

 private:
  template <class Use>
  void for_batches(const Use& use) const {
    for (std::size_t i = 0; i < table_.batches().size(); ++i) use(i, table_.batches()[i]);
  }
  std::vector<std::int64_t> units(std::size_t column, int digits) {
    AmountReader reader(table_.fields()[column], amount_digits_);
    const std::array of_all{static_cast<std::uint8_t>(digits)};
    std::vector<std::int64_t> units;
    for_batches([&](std::size_t, const RecordBatch& of) {
      const auto read = reader.read(of.columns[column], 0, static_cast<std::size_t>(of.rows),
                                    of_all, static_cast<std::int64_t>(units.size()), faults_);
      units.insert(units.end(), read.begin(), read.end());
    });
    return units;
  }

  HeldTable table_;
  std::optional<int> amount_digits_;
  FaultList faults_;
};

}  // namespace

CreditAssignments read_credits(TableSource& table) {
  FewRows rows(table, "credits");
  constexpr std::array keys{CreditKey::document, CreditKey::order, CreditKey::party};
  const auto is_there = [&](CreditKey key) { return rows.has(to_string(key)); };
  if (std::ranges::count_if(keys, is_there) != 1) {
    const Fault fault{.file = "credits",
                      .field = "columns",
                      .value = "",
                      .expected = "one of document, order and party"};
    throw BadTable(to_string(fault), {fault});
  }
  const CreditKey by = *std::ranges::find_if(keys, is_there);
  const std::vector<std::string> names = rows.names(to_string(by));
  const std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::optional<Rate>> shares = rows.rates("share");
  const std::vector<std::optional<Date>> from = rows.dates("from_date");
  const std::vector<std::optional<Date>> to = rows.dates("to_date");
  rows.throw_if_any();

  using Days = std::tuple<std::string, std::optional<Date>, std::optional<Date>>;
  std::map<Days, std::vector<CreditShare>> splits;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    splits[{names[i], from[i], to[i]}].push_back({people[i], shares[i]});
  std::vector<CreditAssignment> assignments;
  std::vector<Fault> faults;
  for (const auto& [days, of] : splits) try {
      assignments.push_back({.key = std::get<0>(days),
                             .split = CreditSplit(of),
                             .from_date = std::get<1>(days),
                             .to_date = std::get<2>(days)});
    } catch (const InvalidArgument& error) {
      for (Fault fault : error.faults()) {
        fault.file = "credits";
        fault.row = -1;
        fault.field = to_string(by) + " " + std::get<0>(days) + ", " + fault.field;
        faults.push_back(std::move(fault));
      }
    }
  if (!faults.empty()) throw BadTable(to_string(faults.front()), faults);
  return {by, std::move(assignments)};
}

Team read_team(TableSource& table) {
  FewRows rows(table, "people");
  const std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::optional<std::string>> managers = rows.texts("manager");
  const std::vector<std::optional<Date>> from = rows.dates("from_date");
  const std::vector<std::optional<Date>> to = rows.dates("to_date");
  rows.throw_if_any();
  std::vector<Reporting> reportings;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    reportings.push_back({people[i], managers[i].value_or(""), from[i], to[i]});
  return Team(std::move(reportings));
}

std::vector<SalesTarget> read_targets(TableSource& table, const Plan& plan,
                                      std::optional<int> amount_digits) {
  FewRows rows(table, "targets", amount_digits);
  rows.require("target");
  const std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::string> periods = rows.names("period");
  const std::vector<Money> targets = rows.amounts("target", plan.currency());
  std::vector<SalesTarget> read;
  for (std::size_t i = 0; i < rows.rows(); ++i) try {
      if (!periods[i].empty()) read.push_back({people[i], Period::parse(periods[i]), targets[i]});
    } catch (const ParseError&) {
      rows.fault(i, "period", periods[i], "a period such as 2026-11");
    }
  rows.throw_if_any();
  return read;
}

std::vector<PersonOpening> read_openings(TableSource& table, const Plan& plan,
                                         std::optional<int> amount_digits) {
  FewRows rows(table, "openings", amount_digits);
  const std::vector<std::string> people = rows.names("salesperson");
  const auto amounts = [&](const char* column) { return rows.amounts(column, plan.currency()); };
  const std::vector<Money> overpaid = amounts("overpaid");
  const std::vector<Money> draw = amounts("draw");
  const std::vector<Money> held = amounts("held");
  const std::vector<Money> corrections = amounts("corrections");
  const std::vector<Money> released = amounts("released");
  const std::vector<std::optional<Money>> advanced =
      rows.optional_amounts("advanced", plan.currency());
  rows.throw_if_any();
  std::vector<PersonOpening> openings;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    openings.push_back({.salesperson = people[i],
                        .balance = {overpaid[i], draw[i], held[i]},
                        .corrections = corrections[i],
                        .released = released[i],
                        .advanced = advanced[i]});
  return openings;
}

}  // namespace o2c::inline v1
