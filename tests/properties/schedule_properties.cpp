// Laws of schedules of many invoices: the same as those of each, whatever the terms, the batches
// and the threads.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/schedule_table.hpp"

#include "../columns/arrow_lines.hpp"
#include "../receivable/items_table.hpp"
#include "any_slices.hpp"
#include "any_terms.hpp"

namespace o2c {
namespace {

using hand_made::Batch;
using hand_made::Column;

struct Invoice {
  std::size_t terms;
  Money total;
  AnchorDates dates;
};

struct Invoices {
  std::vector<PaymentTerms> terms;
  std::vector<Invoice> rows;
};

// Amounts of terms are dollars, so that those of yen do not always fit them.
Invoices any_invoices() {
  Invoices invoices;
  for (int n = *rc::gen::inRange(1, 4); n > 0; --n)
    invoices.terms.push_back(any_terms::any_payment_terms());
  for (int n = *rc::gen::inRange(0, 12); n > 0; --n) {
    const bool yen = *rc::gen::inRange(0, 6) == 0;
    invoices.rows.push_back({.terms = *rc::gen::inRange<std::size_t>(0, invoices.terms.size()),
                             .total = Money::from_minor(*rc::gen::arbitrary<std::int32_t>(),
                                                        yen ? currencies::JPY : currencies::USD),
                             .dates = any_terms::any_dates()});
  }
  return invoices;
}

// The shorthand, or a name.
std::string terms_text(const Invoices& invoices, std::size_t number) {
  return number % 2 == 0 ? to_string(invoices.terms[number]) : "terms " + std::to_string(number);
}

Batch as_batch(const Invoices& invoices) {
  const hand_made::Layout layout{.offset = *rc::gen::inRange(0, 20),
                                 .states_nulls = *rc::gen::arbitrary<bool>()};
  hand_made::Values<std::string> documents;
  hand_made::Values<std::string> terms;
  hand_made::Values<Int128> amounts;
  hand_made::Values<std::string> codes;
  for (const Invoice& row : invoices.rows) {
    documents.emplace_back("INV-" + std::to_string(documents.size()));
    terms.emplace_back(terms_text(invoices, row.terms));
    amounts.emplace_back(row.total.minor() *
                         detail::power_of_ten(2 - row.total.currency().digits()));
    codes.emplace_back(row.total.currency().code());
  }
  std::vector<Column> columns{hand_made::text<std::int32_t>("document", documents, layout),
                              hand_made::text_view("terms", terms, layout),
                              hand_made::fixed<Int128>("amount", "d:38,2", amounts, layout),
                              hand_made::text<std::int64_t>("currency", codes, layout)};
  for (std::size_t i = 0; i < anchor_count; ++i) {
    const auto anchor = static_cast<Anchor>(i);
    std::vector<std::optional<Date>> days;
    for (const Invoice& row : invoices.rows) days.push_back(row.dates[anchor]);
    columns.push_back(test_items::dates(to_string(anchor) + "_date", days, layout));
  }
  return hand_made::batch(std::move(columns));
}

// Instalments as lines of text, and the rows that are refused.
struct Outcome {
  std::vector<std::string> lines{};
  std::vector<std::int64_t> refused{};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome one_by_one(const Invoices& invoices, const ScheduleTableOptions& options) {
  int scale = 0;
  for (const Invoice& row : invoices.rows) scale = std::max(scale, row.total.currency().digits());
  Outcome outcome;
  for (std::size_t i = 0; i < invoices.rows.size(); ++i) {
    const auto& [number, total, dates] = invoices.rows[i];
    try {
      for (const Installment& part :
           invoices.terms[number].schedule(total, dates,
                                           {.calendar = options.calendar,
                                            .rounding = options.rounding,
                                            .cash_step = options.cash_step,
                                            .net_total = total})) {
        const Int128 unit = detail::power_of_ten(scale - total.currency().digits());
        outcome.lines.push_back(std::to_string(i) + " INV-" + std::to_string(i) + ' ' +
                                std::to_string(part.number) + ' ' +
                                (part.due_date ? to_string(*part.due_date) : "null") + ' ' +
                                (part.due_date ? "null" : to_string(part.anchor)) + ' ' +
                                to_string(Decimal::from_parts(part.amount.minor() * unit, scale)) +
                                ' ' + std::string(total.currency().code()) + ' ');
      }
    } catch (const Error&) {
      outcome.refused.push_back(static_cast<std::int64_t>(i));
    }
  }
  if (!outcome.refused.empty()) outcome.lines.clear();
  return outcome;
}

Outcome at_once(TableSource& table, const ScheduleTableOptions& options) {
  Outcome outcome;
  try {
    outcome.lines = hand_made::read_back(schedule_table(table, options));
    outcome.lines.erase(outcome.lines.begin());
  } catch (const BadTable& bad) {
    for (const Fault& fault : bad.faults()) outcome.refused.push_back(fault.row);
  }
  return outcome;
}

RC_GTEST_PROP(ScheduleLaws, BothFacesAreEqual, ()) {
  const Invoices invoices = any_invoices();
  const Calendar calendar("Monday to Friday");
  ScheduleTableOptions options{.calendar = &calendar,
                               .rounding = any_terms::any_of<Rounding>(10),
                               .threads = *rc::gen::inRange<std::size_t>(1, 4)};
  if (*rc::gen::arbitrary<bool>()) options.cash_step = Decimal(5);
  for (std::size_t i = 1; i < invoices.terms.size(); i += 2)
    options.terms.emplace_back(terms_text(invoices, i), invoices.terms[i]);
  const auto table = hand_made::table(hand_made::any_slices(as_batch(invoices)));
  const Outcome expected = one_by_one(invoices, options);
  RC_CLASSIFY(!expected.refused.empty(), "refused");
  RC_ASSERT(at_once(*table, options) == expected);
}

}  // namespace
}  // namespace o2c
