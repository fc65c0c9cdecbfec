#include "book_figures.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/columns/fault_list.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/moment.hpp"

#include "home_rates.hpp"

namespace o2c::inline v1 {
namespace {

// Hundreds of the largest can be added up within 64 bits; nobody has owed so much yet.
constexpr std::int64_t amount_max_minor = 10'000'000'000'000'000;
constexpr std::int64_t number_max = 1'000'000'000'000;
// Else a digit of the year is missing, or one too many.
constexpr Date first_likely_day(1900, 1, 1);
constexpr Date last_likely_day(2199, 12, 31);
constexpr std::int64_t figures_day_us = 86'400'000'000;

class FigureCheck {
 public:
  FigureCheck(const Book& book, std::vector<Fault>& faults) : book_(&book), faults_(&faults) {}

  void run() {
    for (const BookTable& table : book_tables()) sizes(table);
    conversions("invoices", "invoice_date");
    conversions("costs", "date");
    budgets();
  }

 private:
  void sizes(const BookTable& table) {
    const BookRows& rows = book_->rows(table.name);
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const BookColumnType type = table.columns[column].type;
      if (!rows.has_any(column)) continue;
      if (type == BookColumnType::amount)
        for (std::size_t row = 0; row < rows.rows(); ++row) amount_size(rows, column, row);
      if (type == BookColumnType::decimal)
        for (std::size_t row = 0; row < rows.rows(); ++row) number_size(rows, column, row);
      if (type == BookColumnType::date || type == BookColumnType::moment ||
          type == BookColumnType::period)
        for (std::size_t row = 0; row < rows.rows(); ++row) year(rows, column, row, type);
    }
    take(table.name);
  }

  void amount_size(const BookRows& rows, std::size_t column, std::size_t row) {
    if (!rows.has(column, row) || !is_too_large(rows.minor(column, row))) return;
    fault(rows, column, row, to_string(rows.amount(column, row).amount()),
          "an amount of at most 16 digits, decimals included");
  }

  void number_size(const BookRows& rows, std::size_t column, std::size_t row) {
    if (!rows.has(column, row)) return;
    const Decimal number = normalized(rows.decimal(column, row));
    if (abs(number) > number_max)
      fault(rows, column, row, to_string(number), "a number of at most 12 digits before the point");
  }

  void year(const BookRows& rows, std::size_t column, std::size_t row, BookColumnType type) {
    if (!rows.has(column, row)) return;
    std::string text;
    if (type == BookColumnType::date) {
      const Date day = rows.date(column, row);
      if (day >= first_likely_day && day <= last_likely_day) return;
      text = to_string(day);
    } else if (type == BookColumnType::moment) {
      const std::int64_t moment_us = rows.integer(column, row);
      if (moment_us >= first_likely_day.days() * figures_day_us &&
          moment_us < (last_likely_day.days() + 1) * figures_day_us)
        return;
      text = format_moment(moment_us);
    } else {
      // "2026", "2026-10" and "2026Q4" begin with their year.
      text = rows.text(column, row);
      if (text >= "1900" && text < "2200") return;
    }
    fault(rows, column, row, std::move(text), "a year from 1900 to 2199");
  }

  /// By the rate on the row, else by that of its day.
  void conversions(std::string_view table, std::string_view day) {
    const BookRows& rows = book_->rows(table);
    const Currency home = book_->settings().home;
    const HomeRates rates(*book_);
    const std::size_t amount = rows.column("amount");
    const std::size_t currency = rows.column("currency");
    const std::size_t rate = rows.column("rate");
    const std::size_t date = rows.column(day);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (rows.currency(currency, row) == home || is_too_large(rows.minor(amount, row))) continue;
      const Money money = rows.amount(amount, row);
      try {
        const Money converted =
            rates.in_home(rates.rated(rows, rate, row, money, rows.date(date, row)));
        if (is_too_large(converted.minor())) throw_overflow("too large");
      } catch (const MissingRate& missing) {
        fault(rows, currency, row, std::string(rows.text(currency, row)),
              std::string("a rate on the row, or one of its day (") + missing.what() + ")");
      } catch (const Overflow&) {
        fault(rows, amount, row, to_string(money.amount()),
              "an amount of at most 16 digits in " + std::string(home.code()));
      }
    }
    take(table);
  }

  void budgets() {
    const BookRows& rows = book_->rows("budgets");
    const Currency home = book_->settings().home;
    const std::size_t quantity = rows.column("quantity");
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const Ratio of_one = Ratio(rows.decimal(quantity, row));
      const Ratio revenue = of_one * Ratio(rows.decimal(rows.column("price"), row)) *
                            Ratio(rows.decimal(rows.column("rate"), row));
      const Ratio cost = of_one * Ratio(rows.decimal(rows.column("unit_cost"), row));
      const Ratio most(Money::from_minor(amount_max_minor, home).amount());
      if (revenue > most || cost > most)
        fault(rows, quantity, row, to_string(normalized(rows.decimal(quantity, row))),
              "a budget of at most 16 digits in " + std::string(home.code()));
    }
    take("budgets");
  }

  static bool is_too_large(std::int64_t minor) {
    return minor > amount_max_minor || minor < -amount_max_minor;
  }

  void fault(const BookRows& rows, std::size_t column, std::size_t row, std::string value,
             std::string expected) {
    found_.add({.row = static_cast<std::int64_t>(row),
                .field = std::string(rows.table().columns[column].name),
                .value = std::move(value),
                .expected = std::move(expected)});
  }

  /// Hands over what was found in a table.
  void take(std::string_view table) {
    for (Fault& each : found_.sorted()) {
      each.file = std::string(table);
      faults_->push_back(std::move(each));
    }
    found_ = FaultList();
  }

  const Book* book_;
  std::vector<Fault>* faults_;
  FaultList found_;
};

}  // namespace

void add_figures(const Book& book, std::vector<Fault>& faults) { FigureCheck(book, faults).run(); }

}  // namespace o2c::inline v1
