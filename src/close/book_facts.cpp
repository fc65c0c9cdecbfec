#include "o2c/close/book_facts.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <string>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/order/event_payload.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t events_at_once = 400'000;

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
        const std::int64_t its_version =
            events.has(version, row) ? events.integer(version, row) : 1;
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
  add_events(book, threads, faults);
  return faults;
}

}  // namespace o2c::inline v1
