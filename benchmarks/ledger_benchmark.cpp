// What a document of a ledger costs: posting and applying, settling, aging, and the memory it
// takes. A program of its own, since memory that other benchmarks gave back would hide what it
// takes.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/ledger_aging.hpp"

#include "ledger_documents.hpp"

namespace o2c::bench {
namespace {

constexpr std::uint32_t invoices = 3'000'000;
constexpr std::uint32_t receipts = 5'000'000;
constexpr std::uint32_t documents = invoices + receipts;
constexpr std::uint32_t parties = 10'000;
constexpr std::uint32_t salespeople = 50;
constexpr std::int32_t latest_payment = 120;  // Days after the invoice.

// How often each of six invoices is paid: 10 receipts for 6 invoices.
constexpr std::array<std::uint32_t, 6> payments{3, 2, 1, 2, 0, 2};

// An invoice by its position: 100.00 to 10,099.99 before 13% tax.
struct Invoice {
  std::uint32_t at;

  [[nodiscard]] std::uint64_t party() const { return mixed(at) % parties; }
  [[nodiscard]] std::int64_t net() const {
    return 10'000 + static_cast<std::int64_t>(mixed(at + 1) % 1'000'000);
  }
  [[nodiscard]] std::int64_t tax() const { return (net() * 13 + 50) / 100; }
  [[nodiscard]] std::int64_t total() const { return net() + tax(); }
  [[nodiscard]] std::int32_t day() const {
    return static_cast<std::int32_t>(std::uint64_t{at} * days / invoices);
  }
  [[nodiscard]] std::uint32_t paid_by() const { return payments[at % payments.size()]; }
  [[nodiscard]] std::int32_t paid_on(std::uint32_t part) const {
    const auto span = static_cast<std::uint64_t>(latest_payment);
    return day() + static_cast<std::int32_t>(mixed(std::uint64_t{at} << 8U | part) % span);
  }
  // Each of them the same part of it; every tenth invoice stays a cent or more short of the whole.
  [[nodiscard]] std::int64_t part() const {
    return (at % 10 == 0 ? total() - 1 : total()) / paid_by();
  }
};

// What a receipt says beyond what is applied of it: every sixteenth is for too much.
std::int64_t overpaid(std::uint32_t receipt) { return receipt % 16 == 0 ? 1'000 : 0; }

struct Event {
  std::int32_t day;
  std::uint32_t invoice;
  bool paid;
};

struct Book {
  std::vector<Event> events;  // In the order of their days.
  std::int64_t invoiced = 0;
  std::int64_t received = 0;
  std::int64_t applied = 0;
};

Book make_book() {
  Book book;
  std::vector<std::uint32_t> at(days + latest_payment + 1);  // Where the events of a day begin.
  const auto for_events = [](const auto& use) {
    for (std::uint32_t i = 0; i < invoices; ++i) {
      const Invoice invoice{i};
      use(Event{invoice.day(), i, false});
      for (std::uint32_t part = 0; part < invoice.paid_by(); ++part)
        use(Event{invoice.paid_on(part), i, true});
    }
  };
  for_events([&](const Event& event) { ++at[static_cast<std::size_t>(event.day) + 1]; });
  for (std::size_t day = 1; day < at.size(); ++day) at[day] += at[day - 1];
  book.events.resize(documents);
  for_events([&](const Event& event) {
    book.events[at[static_cast<std::size_t>(event.day)]++] = event;
    const Invoice invoice{event.invoice};
    (event.paid ? book.applied : book.invoiced) += event.paid ? invoice.part() : invoice.total();
  });
  book.received = book.applied;
  for (std::uint32_t receipt = 0; receipt < receipts; ++receipt) book.received += overpaid(receipt);
  return book;
}

const Book& book() {
  static const Book made = make_book();
  return made;
}

Document invoice_document(std::uint32_t at, Date date) {
  const Invoice invoice{at};
  const std::uint64_t party = invoice.party();
  return {.number = numbered("INV-", at + 1, 8),
          .party = numbered("Customer ", party, 5),
          .date = date,
          .amount = cents(invoice.total()),
          .due_date = date + 30,
          .taxes = {{.rate = Rate::from_bps(1'300),
                     .net = cents(invoice.net()),
                     .tax = cents(invoice.tax())}},
          .order = at % 4 == 0 ? numbered("ORD-", at / 4 + 1, 7) : std::string(),
          .salesperson = numbered("Salesperson ", party % salespeople, 2)};
}

Document receipt_document(std::uint32_t at, const Invoice& paid, Date date) {
  return {.kind = DocumentKind::receipt,
          .number = numbered("RCT-", at + 1, 8),
          .party = numbered("Customer ", paid.party(), 5),
          .date = date,
          .amount = cents(paid.part() + overpaid(at))};
}

enum class Paying : std::uint8_t { by_pairs, oldest_due };

Ledger build(Paying paying) {
  Ledger ledger;
  std::vector<DocumentId> posted(invoices);
  std::uint32_t receipt = 0;
  std::int64_t moment = 0;
  for (const Event& event : book().events) {
    const Date date = first_day + event.day;
    moment = std::max(moment + 1, std::int64_t{date.days()} * 86'400'000'000);
    if (!event.paid) {
      posted[event.invoice] = ledger.post(invoice_document(event.invoice, date), moment).value();
      continue;
    }
    const Invoice invoice{event.invoice};
    const DocumentId credit =
        ledger.post(receipt_document(receipt++, invoice, date), moment).value();
    const auto applied = paying == Paying::by_pairs
                             ? ledger.apply({.credit = credit,
                                             .debit = posted[event.invoice],
                                             .amount = cents(invoice.part()),
                                             .date = date},
                                            moment)
                             : ledger.settle(credit, date, SettleOptions(), moment);
    benchmark::DoNotOptimize(applied.value().data());
  }
  return ledger;
}

AsOf last_day() { return first_day + days + latest_payment; }

AgingTable aged(const Ledger& ledger) { return age(ledger, last_day(), AgingBuckets()); }

// What is open in all and what is unapplied, as the aging has it.
struct Open {
  Int128 total = 0;
  Int128 unapplied = 0;

  friend bool operator==(const Open&, const Open&) = default;
};

Open open_of(const AgingTable& table) {
  const std::vector<std::string> names = table.measures();
  const std::vector<Int128> sums = table.total_minor(currencies::CNY);
  const auto sum = [&](const char* name) {
    return sums[static_cast<std::size_t>(std::ranges::find(names, name) - names.begin())];
  };
  return {.total = sum("total"), .unapplied = sum("unapplied")};
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages_of_all = 0;
  std::size_t resident_pages = 0;
  statm >> pages_of_all >> resident_pages;
  return resident_pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// The ledger that is asked questions; the first that is built, for the memory that it takes.
struct Built {
  Ledger ledger;
  std::size_t bytes;
  bool right;
};

const Built& built() {
  static const Built first = [] {
    book();
    const std::size_t before = resident_bytes();
    Ledger ledger = build(Paying::by_pairs);
    const std::size_t bytes = resident_bytes() - before;
    const Book& of = book();
    const Open expected{.total = of.invoiced - of.received, .unapplied = of.applied - of.received};
    const bool right = ledger.documents() == documents && ledger.applications() == receipts &&
                       open_of(aged(ledger)) == expected;
    return Built{.ledger = std::move(ledger), .bytes = bytes, .right = right};
  }();
  return first;
}

// Makes 8 million documents, numbers and names included, posts them and applies the receipts.
void BM_post_and_apply(benchmark::State& state) {
  if (!built().right) state.SkipWithError("wrong balances");
  for (auto _ : state) {
    std::optional<Ledger> ledger = build(Paying::by_pairs);
    state.PauseTiming();
    ledger.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * documents);
  state.counters["bytes/document"] =
      static_cast<double>(built().bytes) / static_cast<double>(documents);
}
BENCHMARK(BM_post_and_apply)->Iterations(1)->Unit(benchmark::kMillisecond);

// Only makes them: what of the above is not the ledger's.
void BM_make_documents(benchmark::State& state) {
  for (auto _ : state) {
    std::uint32_t receipt = 0;
    for (const Event& event : book().events) {
      const Date date = first_day + event.day;
      const Document made = event.paid ? receipt_document(receipt++, Invoice{event.invoice}, date)
                                       : invoice_document(event.invoice, date);
      benchmark::DoNotOptimize(made.number.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * documents);
}
BENCHMARK(BM_make_documents)->Iterations(1)->Unit(benchmark::kMillisecond);

// The same with each receipt settled against what its party owes, that due earliest first.
void BM_post_and_settle(benchmark::State& state) {
  for (auto _ : state) {
    std::optional<Ledger> ledger = build(Paying::oldest_due);
    state.PauseTiming();
    if (open_of(aged(*ledger)).total != book().invoiced - book().received)
      state.SkipWithError("wrong balances");
    ledger.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * documents);
}
BENCHMARK(BM_post_and_settle)->Iterations(1)->Unit(benchmark::kMillisecond);

// Ages all of them by party.
void BM_age_ledger(benchmark::State& state) {
  if (!built().right) state.SkipWithError("wrong balances");
  for (auto _ : state) benchmark::DoNotOptimize(aged(built().ledger));
  state.SetItemsProcessed(state.iterations() * documents);
}
BENCHMARK(BM_age_ledger)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace o2c::bench
