#include "o2c/close/book_facts.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/order/event_payload.hpp"
#include "o2c/receivable/cash_hand_in.hpp"

#include "attainment.hpp"
#include "book_figures.hpp"
#include "close_view.hpp"
#include "commission_close.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t events_at_once = 400'000;
constexpr std::int64_t most_versions = std::numeric_limits<std::int32_t>::max();

/// Of each order the numbers of its events have no gap: else one is missing.
void add_gaps(const Book& book, std::vector<Fault>& faults) {
  struct Last {
    std::int64_t seq = 0;
    std::int64_t count = 0;
    std::size_t row = 0;
  };
  const BookRows& events = book.rows("events");
  const std::size_t order = events.column("order");
  const std::size_t seq = events.column("seq");
  std::vector<Last> lasts(book.rows("orders").rows());
  for (std::size_t row = 0; row < events.rows(); ++row) {
    Last& last = lasts[events.referred(order, row).value()];
    ++last.count;
    if (events.integer(seq, row) > last.seq) {
      last.seq = events.integer(seq, row);
      last.row = row;
    }
  }
  FaultList found;
  for (const Last& last : lasts)
    if (last.seq != last.count)
      found.add({.file = "events",
                 .row = static_cast<std::int64_t>(last.row),
                 .field = "seq",
                 .value = std::to_string(last.seq),
                 .expected = std::to_string(last.count) + ", as " +
                             std::string(events.text(order, last.row)) + " has " +
                             std::to_string(last.count) + " events"});
  std::ranges::copy(found.sorted(), std::back_inserter(faults));
}

/// Of each month that was closed, and of all that is known.
void add_cash(const Book& book, const ClosedMonths& months, std::vector<Fault>& faults) {
  std::set<std::tuple<std::string, std::int64_t, std::string>> told;
  std::vector<std::pair<Date, std::int64_t>> views;
  for (const ClosedMonth& each : months.all())
    views.emplace_back(each.period.last(), each.closed_at_us);
  views.emplace_back(Date::max(), AsOf::now);
  for (const auto& [last, known_at_us] : views)
    for (Fault& fault : cash_faults(CloseDays(book, last, last, known_at_us, 1)))
      if (told.emplace(fault.file, fault.row, fault.field).second)
        faults.push_back(std::move(fault));
}

/// What only the settlement of the month that is closed next can tell: a plan that needs a target
/// which is not there, or a rate to its own currency.
void add_settlement(const Book& book, const ClosedMonths& months, std::size_t threads,
                    std::vector<Fault>& faults) {
  std::optional<Date> day;
  for (const ClosedMonth& each : months.all()) day = each.period.last() + 1;
  const BookRows& invoices = book.rows("invoices");
  if (!day)
    for (std::size_t row = 0; row < invoices.rows(); ++row)
      day =
          std::max(day.value_or(Date::min()), invoices.date(invoices.column("invoice_date"), row));
  if (!day) return;
  const Period month = Period::month_of(*day);
  try {
    const CloseView view(CloseDays(book, month.first(), month.last(), std::nullopt, threads));
    (void)close_commission(view);
    (void)attainments(view);
  } catch (const Error& error) {
    faults.push_back(
        {.file = to_string(month),
         .expected = std::string("a month that can be closed (") + error.what() + ")"});
  }
}

void add_events(const Book& book, std::size_t threads, std::vector<Fault>& faults) {
  const BookRows& events = book.rows("events");
  const std::size_t event = events.column("event");
  const std::size_t version = events.column("event_version");
  const std::size_t payload = events.column("payload");
  threads = std::max<std::size_t>(1, std::min(threads, events.rows()));
  std::vector<FaultList> found(threads);
  run_threads(threads, [&](std::size_t t) {
    EventReader reader;
    const std::size_t end = events.rows() * (t + 1) / threads;
    std::vector<std::uint32_t> rows;
    for (std::size_t begin = events.rows() * t / threads; begin < end; begin += rows.size()) {
      rows.resize(std::min(events_at_once, end - begin));
      std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(begin));
      const RowTexts payloads = events.texts(payload, rows);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        // No event has so many versions; which ones it has is told by what reads it.
        const std::int64_t its_version =
            events.has(version, row)
                ? std::clamp(events.integer(version, row), std::int64_t{0}, most_versions)
                : 1;
        try {
          (void)reader.read(events.text(event, row), static_cast<std::int32_t>(its_version),
                            payloads[i]);
        } catch (const ParseError& error) {
          found[t].add({.file = "events",
                        .row = static_cast<std::int64_t>(row),
                        .field = "payload",
                        .value = std::string(events.text(event, row)),
                        .expected = error.what()});
        }
      }
    }
  });
  for (FaultList& share : found) std::ranges::copy(share.sorted(), std::back_inserter(faults));
}

}  // namespace

std::vector<Fault> check_facts(const Book& book, std::size_t threads) {
  std::vector<Fault> faults;
  const auto try_to = [&](const char* table, const auto& read) {
    try {
      read();
    } catch (const Error& error) {
      if (error.faults().empty()) faults.push_back({.file = table, .expected = error.what()});
      for (Fault fault : error.faults()) {
        if (fault.file.empty()) fault.file = table;
        faults.push_back(std::move(fault));
      }
    }
  };
  ClosedMonths months;
  try_to("closed_periods", [&] { months = closed_months(book); });
  try_to("invoices", [&] { (void)ledger_of(book, months); });
  std::optional<std::string> overflow;
  try {
    add_cash(book, months, faults);
  } catch (const Overflow& error) {
    overflow = error.what();
  }
  add_events(book, threads, faults);
  add_gaps(book, faults);
  add_figures(book, faults);
  // An amount that is too large by itself is told with its row.
  if (overflow && faults.empty())
    faults.push_back({.file = "cash_collected", .expected = *overflow});
  if (faults.empty()) add_settlement(book, months, threads, faults);
  return faults;
}

}  // namespace o2c::inline v1
