#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "o2c/commission/settle_tables.hpp"
#include "o2c/number/error.hpp"

#include "few_rows.hpp"
#include "kept_rates.hpp"
#include "print_text.hpp"

namespace o2c::inline v1 {
namespace {

// Reads the columns of lines, and adds them to their prints.
class PrintReader {
 public:
  PrintReader(FewRows& rows, std::span<const Currency> currencies, std::vector<KnownLine>& lines)
      : rows_(&rows), currencies_(currencies), lines_(&lines) {}

  template <class Member>
  void add(std::string_view column, Member SalesLine::* /*member*/) {
    if constexpr (std::is_same_v<Member, std::string>) {
      add_each(column, rows_->texts(column));
    } else if constexpr (std::is_same_v<Member, Date> ||
                         std::is_same_v<Member, std::optional<Date>>) {
      add_each(column, rows_->dates(column));
    } else if constexpr (std::is_same_v<Member, Money> ||
                         std::is_same_v<Member, std::optional<Money>>) {
      add_each(column, rows_->optional_amounts(column, currencies_));
    } else if constexpr (std::is_same_v<Member, std::optional<bool>>) {
      add_each(column, rows_->texts(column));
    } else {
      static_assert(std::is_same_v<Member, std::optional<Decimal>> ||
                    std::is_same_v<Member, std::optional<std::int64_t>>);
      add_each(column, rows_->numbers(column));
    }
  }

 private:
  template <class T>
  void add_each(std::string_view column, const std::vector<std::optional<T>>& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i]) (*lines_)[i].print.add(column, print_text(*values[i]));
  }

  FewRows* rows_;
  std::span<const Currency> currencies_;
  std::vector<KnownLine>* lines_;
};

// Of each row: the plan's, where there are no rates, which settling holds the rows to.
std::vector<Currency> currencies_of(FewRows& rows, const Currency& of_plan,
                                    const KeptRates& rates) {
  std::vector<Currency> currencies(rows.rows(), of_plan);
  if (!rates.any()) return currencies;
  rows.require("currency");
  const std::vector<Currency> known = rates.currencies(of_plan);
  const std::vector<std::optional<std::string>> codes = rows.texts("currency");
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto found = std::ranges::find(known, codes[i].value_or(""), &Currency::code);
    if (found == known.end())
      rows.fault(i, "currency", codes[i].value_or("null"),
                 std::string(of_plan.code()) + ", as the plan, or a currency that the rates have");
    else
      currencies[i] = *found;
  }
  return currencies;
}

}  // namespace

KnownLineTable read_known_lines(TableSource& table, const Plan& plan,
                                std::vector<std::string> columns, std::optional<int> amount_digits,
                                const ExchangeTable* rates,
                                std::span<const CurrencyExchange> kept_exchanges) {
  FewRows rows(table, "lines", amount_digits);
  const EarningMoment counted_on = plan.terms().earned_on;
  const std::string day = day_column(counted_on);
  // The day on which a line is payable comes when the line is known already.
  const std::optional<EarningMoment> payable_on = plan.terms().payout.payable_on;
  const std::string changing =
      payable_on && *payable_on != EarningMoment::date ? day_column(*payable_on) : "";
  if (columns.empty())
    for (const std::string_view each : line_print_columns())
      if (rows.has(each) && each != changing) columns.emplace_back(each);
  for (const std::string& each : columns)
    if (std::ranges::find(line_print_columns(), each) == line_print_columns().end())
      throw_invalid("lines have no column " + in_quotes(each));
  for (const std::string& each : columns) rows.require(each);
  for (const std::string& each : {std::string("salesperson"), day, std::string("net")})
    rows.require(each);
  std::vector<std::string> people = rows.names("salesperson");
  const std::vector<std::optional<Date>> dates = rows.dates(day);
  const std::vector<Currency> currencies =
      currencies_of(rows, plan.currency(), KeptRates(rates, kept_exchanges));
  const std::vector<std::optional<Money>> nets = rows.optional_amounts("net", currencies);
  std::vector<std::optional<std::string>> documents(rows.rows());
  if (rows.has("document")) documents = rows.texts("document");
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (!dates[i] && counted_on == EarningMoment::date) rows.fault(i, day, "null", "a date");
    if (!nets[i]) rows.fault(i, "net", "null", "an amount");
  }
  rows.throw_if_any();
  std::vector<KnownLine> lines;
  lines.reserve(rows.rows());
  for (std::size_t i = 0; i < rows.rows(); ++i)
    lines.push_back({LinePrint(), dates[i].value_or(Date::max()), std::move(people[i]),
                     std::move(documents[i]).value_or(""), *nets[i]});
  PrintReader reader(rows, currencies, lines);
  const auto add = [&](const auto& field) {
    if (std::ranges::find(columns, field.name) != columns.end())
      reader.add(field.name, field.member);
  };
  std::apply([&](const auto&... field) { (add(field), ...); }, SalesLine::fields());
  rows.throw_if_any();
  return {std::move(columns), std::move(lines)};
}

}  // namespace o2c::inline v1
