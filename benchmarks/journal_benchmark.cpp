// What events cost in a journal on the disk of this computer, beside what the disk itself takes.
// Files are made in the folder O2C_BENCHMARK_FOLDER, or where temporary files are.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>

#include "o2c/order/decide.hpp"
#include "o2c/order/journal_order.hpp"
#include "o2c/order/journal_sqlite.hpp"
#include "o2c/order/journal_state.hpp"
#include "o2c/order/journal_table.hpp"

#include "order_events.hpp"

namespace o2c {
namespace {

class Folder {
 public:
  Folder() {
    const char* wanted = std::getenv("O2C_BENCHMARK_FOLDER");
    const std::filesystem::path parent =
        wanted == nullptr ? std::filesystem::temp_directory_path() : std::filesystem::path(wanted);
    std::string form = (parent / "o2c_journal_XXXXXX").string();
    path_ = mkdtemp(form.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

constexpr std::int64_t first_moment_us = 1'780'304'400'000'000;

// About as long as events of orders are.
JournalEvent event_number(std::int64_t n) {
  return {.id = "0192f3a4-0000-7000-8000-" + std::to_string(100'000'000'000 + n),
          .event = "deposit_received",
          .event_version = 1,
          .on = Date(2026, 6, 1) + n % 300,
          .recorded_at_us = first_moment_us + n,
          .by = "Li Wei",
          .payload = R"({"amount":"15000.00 USD","bank":"Bank of Ningbo","receipt":"R-)" +
                     std::to_string(n) + R"(","reference":"TT 30% deposit"})"};
}

std::vector<JournalEvent> event_numbers(std::int64_t first, std::int64_t count) {
  std::vector<JournalEvent> events;
  for (std::int64_t n = first; n < first + count; ++n) events.push_back(event_number(n));
  return events;
}

std::string order_number(std::int64_t n) { return "SO-2026-" + std::to_string(100'000 + n); }

// What a disk can do at most: a page written and waited for, as a single append needs one.
void BM_disk_syncs(benchmark::State& state) {
  const Folder folder;
  const int file = open(folder.file("page").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) {
    state.SkipWithError("no file can be made there");
    return;
  }
  const std::string page(4096, 'x');
  off_t offset = 0;
  for (auto _ : state) {
    if (pwrite(file, page.data(), page.size(), offset) < 0 || fdatasync(file) != 0)
      state.SkipWithError("the disk failed");
    offset += static_cast<off_t>(page.size());
  }
  close(file);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_disk_syncs)->UseRealTime();

void BM_single_appends(benchmark::State& state) {
  const Folder folder;
  SqliteJournal journal(folder.file("orders.db"));
  std::int64_t n = 0;
  for (auto _ : state) {
    const JournalEvent event = event_number(n);
    if (!journal.append(order_number(n % 1000), n / 1000, {&event, 1}).stored())
      state.SkipWithError("an append was lost");
    ++n;
  }
  if (journal.head().entries != n) state.SkipWithError("entries are missing");
  state.SetItemsProcessed(n);
}
BENCHMARK(BM_single_appends)->UseRealTime();

// Batches over 1,000 orders, each of which gets its part.
void BM_batches(benchmark::State& state) {
  const Folder folder;
  SqliteJournal journal(folder.file("orders.db"));
  constexpr std::int64_t orders = 1'000;
  const std::int64_t each = state.range(0) / orders;
  std::int64_t version = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<OrderAppend> parts;
    for (std::int64_t order = 0; order < orders; ++order)
      parts.push_back({.order = order_number(order),
                       .expected_version = version,
                       .events = event_numbers((version * orders + order * each), each)});
    state.ResumeTiming();
    if (!journal.append_all(parts).front().stored()) state.SkipWithError("a batch was lost");
    version += each;
  }
  if (journal.head().entries != version * orders) state.SkipWithError("entries are missing");
  state.SetItemsProcessed(version * orders);
}
BENCHMARK(BM_batches)->Arg(10'000)->Arg(100'000)->Iterations(10)->UseRealTime();

// A journal of 100,000 entries, of which one order has 10,000.
class Filled : public benchmark::Fixture {
 public:
  void SetUp(benchmark::State& /*state*/) override {
    if (journal) return;
    journal.emplace(folder.file("orders.db"));
    static_cast<void>(journal->append("large", 0, event_numbers(0, 10'000)));
    for (std::int64_t order = 0; order < 90; ++order)
      static_cast<void>(
          journal->append(order_number(order), 0, event_numbers(10'000 + order * 1'000, 1'000)));
    journal->save_snapshot(
        {.order = "large", .seq = 9'990, .schema = "state 1", .payload = std::string(4'000, 's')});
  }

  static inline const Folder folder;
  static inline std::optional<SqliteJournal> journal;
};

BENCHMARK_F(Filled, BM_open_10k_events_by_snapshot)(benchmark::State& state) {
  for (auto _ : state) {
    const std::optional<JournalSnapshot> snapshot = journal->snapshot("large", "state 1");
    const std::int64_t from = snapshot ? snapshot->seq + 1 : 1;
    const std::vector<JournalEntry> rest = journal->read("large", {.from_seq = from});
    if (rest.size() != 10) state.SkipWithError("the snapshot was not used");
    benchmark::DoNotOptimize(rest.data());
  }
}

BENCHMARK_F(Filled, BM_open_10k_events_by_file_and_snapshot)(benchmark::State& state) {
  for (auto _ : state) {
    const SqliteJournal opened(folder.file("orders.db"));
    const std::optional<JournalSnapshot> snapshot = opened.snapshot("large", "state 1");
    if (opened.read("large", {.from_seq = snapshot->seq + 1}).size() != 10)
      state.SkipWithError("the snapshot was not used");
  }
}

// An order of 10,000 events: goods that were made little by little.
class LongOrder : public benchmark::Fixture {
 public:
  void SetUp(benchmark::State& /*state*/) override {
    if (journal) return;
    journal.emplace(folder.file("orders.db"));
    std::vector<OrderEntry> history = bench::ExportOrder::without_sample();
    const auto is_issued = [](const OrderEntry& entry) {
      return std::holds_alternative<events::PlanIssued>(entry.event);
    };
    history.erase(std::ranges::find_if(history, is_issued) + 1, history.end());
    while (history.size() < 10'000)
      history.push_back({events::ProductionProgressed{events::Stage::making, 1, 1},
                         Date(2026, 4, 15), "Zhao", Role::production,
                         static_cast<std::int64_t>(history.size())});
    std::vector<JournalEvent> events;
    for (const OrderEntry& entry : history) {
      events.push_back(to_journal(entry, std::to_string(events.size())));
      if (folded.version < 9'900) fold(folded, entry);
    }
    static_cast<void>(journal->append("SO-1", 0, events));
    whole = open_state(*journal, "SO-1");
  }

  static inline const Folder folder;
  static inline std::optional<SqliteJournal> journal;
  static inline OrderState folded;  // Of the first 9,900 events.
  static inline OrderState whole;
};

BENCHMARK_F(LongOrder, BM_open_state_of_10k_events)(benchmark::State& state) {
  journal->drop_snapshots();
  for (auto _ : state)
    if (open_state(*journal, "SO-1") != whole) state.SkipWithError("the state is another");
}

BENCHMARK_F(LongOrder, BM_open_kept_state_of_10k_events)(benchmark::State& state) {
  keep_state(*journal, "SO-1", folded);
  for (auto _ : state)
    if (open_state(*journal, "SO-1") != whole) state.SkipWithError("the state is another");
}

BENCHMARK_F(Filled, BM_read_10k_events)(benchmark::State& state) {
  for (auto _ : state)
    if (journal->read("large").size() != 10'000) state.SkipWithError("entries are missing");
  state.SetItemsProcessed(state.iterations() * 10'000);
}

BENCHMARK_F(Filled, BM_verify_100k_entries)(benchmark::State& state) {
  for (auto _ : state)
    if (!journal->verify().empty()) state.SkipWithError("the journal is broken");
  state.SetItemsProcessed(state.iterations() * 100'000);
}

BENCHMARK_F(Filled, BM_table_of_100k_entries)(benchmark::State& state) {
  for (auto _ : state)
    if (journal_table(*journal)->rows != 100'000) state.SkipWithError("entries are missing");
  state.SetItemsProcessed(state.iterations() * 100'000);
}

}  // namespace
}  // namespace o2c
