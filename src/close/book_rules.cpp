#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/close/book_rows.hpp"
#include "o2c/columns/column_view.hpp"
#include "o2c/time/moment.hpp"
#include "o2c/time/period.hpp"

#include "book_checks.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t rules_day_us = 86'400'000'000;

/// Looks at a table's rows, but for those in which something is wrong already.
class RowRules {
 public:
  explicit RowRules(BookTableRead& table) : table_(&table), rows_(table.state) {
    for (const Fault& fault : table.faults.sorted())
      if (fault.row >= 0) faulty_.insert(fault.row);
    // Of more faults than that not all rows are known.
    is_legible_ = table.faults.count() <= FaultList::most;
  }

  /// A day is not before another.
  void in_order(std::string_view earlier, std::string_view later) {
    each({earlier, later}, [&](std::size_t row) {
      const Date begin = rows_.date(rows_.column(earlier), row);
      if (rows_.date(rows_.column(later), row) < begin)
        fault(row, later, "a date not before " + std::string(earlier) + ", " + to_string(begin));
    });
  }

  /// What a row names never leads back to it.
  void no_circle(std::string_view person, std::string_view next) {
    const std::size_t name = rows_.column(person);
    const std::size_t link = rows_.column(next);
    std::unordered_map<std::string_view, std::size_t> row_of;
    for (std::size_t row = 0; row < rows_.rows(); ++row)
      row_of.try_emplace(rows_.text(name, row), row);
    std::vector<bool> seen(rows_.rows());
    for (std::size_t start = 0; start < rows_.rows(); ++start) {
      std::vector<std::size_t> chain;
      std::size_t at = start;
      while (!seen[at]) {
        seen[at] = true;
        chain.push_back(at);
        const auto found = row_of.find(rows_.text(link, at));
        if (!rows_.has(link, at) || found == row_of.end()) break;
        at = found->second;
        const auto circle = std::ranges::find(chain, at);
        if (circle != chain.end()) tell_circle({circle, chain.end()}, name, next);
      }
    }
  }

  /// Net is part of the amount. Of a document in parts it may stand where it likes.
  void net_within_amount() {
    const std::size_t instalment = rows_.column("instalment");
    each({"amount", "net"}, [&](std::size_t row) {
      if (rows_.has(instalment, row)) return;
      const Money amount = rows_.amount(rows_.column("amount"), row);
      const Money net = rows_.amount(rows_.column("net"), row);
      const Money zero = Money::zero(amount.currency());
      if (net < std::min(amount, zero) || net > std::max(amount, zero))
        fault(row, "net", "between 0 and the amount, " + to_string(amount.amount()),
              to_string(net.amount()));
    });
  }

  void not_above(std::string_view less, std::string_view more) {
    each({less, more}, [&](std::size_t row) {
      const Decimal most = normalized(rows_.decimal(rows_.column(more), row));
      const Decimal value = normalized(rows_.decimal(rows_.column(less), row));
      if (value > most)
        fault(row, less, "no more than " + std::string(more) + ", " + to_string(most),
              to_string(value));
    });
  }

  void two_currencies(std::string_view one, std::string_view other) {
    each({one, other}, [&](std::size_t row) {
      if (rows_.text(rows_.column(one), row) == rows_.text(rows_.column(other), row))
        fault(row, other, "another currency than the " + std::string(one));
    });
  }

  /// Months are closed one after the other, and none before its last day.
  void months_closed_in_order() {
    struct Closed {
      Period period;
      std::int64_t at_us;
      std::size_t row;
    };
    std::vector<Closed> closed;
    each({"period", "closed_at"}, [&](std::size_t row) {
      closed.push_back({Period::parse(rows_.text(rows_.column("period"), row)),
                        rows_.integer(rows_.column("closed_at"), row), row});
    });
    std::ranges::stable_sort(closed, {}, [](const Closed& each) { return each.period.last(); });
    for (std::size_t i = 0; i < closed.size(); ++i) {
      const Closed& each = closed[i];
      if (each.at_us < each.period.last().days() * rules_day_us)
        fault(each.row, "closed_at",
              "a moment not before " + to_string(each.period.last()) + ", the last day",
              format_moment(each.at_us));
      else if (i > 0 && each.at_us <= closed[i - 1].at_us)
        fault(each.row, "closed_at", "a moment after that of " + to_string(closed[i - 1].period),
              format_moment(each.at_us));
    }
  }

 private:
  /// Calls use(row) for the rows that have values in all of the columns.
  template <class Use>
  void each(std::initializer_list<std::string_view> names, const Use& use) const {
    if (!is_legible_) return;
    std::vector<std::size_t> columns;
    for (const std::string_view name : names) columns.push_back(rows_.column(name));
    if (!std::ranges::all_of(columns, [&](std::size_t column) { return rows_.has_any(column); }))
      return;
    for (std::size_t row = 0; row < rows_.rows(); ++row)
      if (std::ranges::all_of(columns,
                              [&](std::size_t column) { return rows_.has(column, row); }) &&
          (faulty_.empty() || !faulty_.contains(static_cast<std::int64_t>(row))))
        use(row);
  }

  void tell_circle(const std::vector<std::size_t>& circle, std::size_t name,
                   std::string_view next) {
    std::string names;
    for (const std::size_t row : circle) names += std::string(rows_.text(name, row)) + " -> ";
    names += rows_.text(name, circle.front());
    for (const std::size_t row : circle) fault(row, next, "no circle: " + names);
  }

  void fault(std::size_t row, std::string_view column, std::string expected) {
    const std::size_t at = rows_.column(column);
    const BookRows::State::Place place = rows_.state().place(row);
    fault(row, column, std::move(expected),
          value_text(rows_.state().columns[at].batches[place.batch], place.row));
  }
  void fault(std::size_t row, std::string_view column, std::string expected, std::string value) {
    table_->faults.add({.row = static_cast<std::int64_t>(row),
                        .field = std::string(column),
                        .value = std::move(value),
                        .expected = std::move(expected)});
  }

  BookTableRead* table_;
  BookRows rows_;
  std::set<std::int64_t> faulty_;
  bool is_legible_;
};

}  // namespace

void check_rules(std::vector<BookTableRead>& tables) {
  for (BookTableRead& table : tables) {
    if (table.state->rows == 0) continue;
    const std::string_view name = table.state->table->name;
    if (name == "people") {
      RowRules rules(table);
      rules.in_order("joined", "left");
      rules.no_circle("person", "manager");
      rules.no_circle("person", "successor");
    } else if (name == "products") {
      RowRules(table).not_above("net_kg", "gross_kg");
    } else if (name == "invoices") {
      RowRules(table).net_within_amount();
    } else if (name == "receipts") {
      RowRules(table).in_order("date", "due_date");
    } else if (name == "disputes") {
      RowRules(table).in_order("date", "ended");
    } else if (name == "promises") {
      RowRules(table).in_order("date", "promised");
    } else if (name == "exchange_rates") {
      RowRules(table).two_currencies("base", "quote");
    } else if (name == "closed_periods") {
      RowRules(table).months_closed_in_order();
    }
  }
}

}  // namespace o2c::inline v1
