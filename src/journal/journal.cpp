#include "o2c/order/journal.hpp"

#include <span>
#include <string>
#include <unistd.h>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"

#include "append.hpp"
#include "chain_check.hpp"
#include "fields.hpp"
#include "held.hpp"
#include "sha256.hpp"

namespace o2c::inline v1 {
namespace {

JournalEntry readable(StoredEntry stored, const JournalStore& store) {
  if (!stored.unreadable.empty())
    throw JournalError(
        JournalFailure::corrupt,
        store.place() + ": order " + in_quotes(stored.entry.order) + ", seq " +
            std::to_string(stored.entry.seq) + ": " + stored.unreadable +
            ". Somebody changed it: verify() lists all that is wrong; restore a backup");
  return std::move(stored.entry);
}

std::vector<JournalEntry> readable(std::vector<StoredEntry> stored, const JournalStore& store) {
  std::vector<JournalEntry> entries;
  entries.reserve(stored.size());
  for (StoredEntry& each : stored) entries.push_back(readable(std::move(each), store));
  return entries;
}

JournalHash snapshot_hash(const JournalHash& entry, const JournalSnapshot& snapshot) {
  return Sha256("o2c journal snapshot 1\n")
      .hash(entry)
      .text(snapshot.order)
      .number(snapshot.seq)
      .text(snapshot.schema)
      .text(snapshot.payload)
      .finish();
}

void check_name(const char* field, std::string_view text) {
  std::vector<Fault> faults;
  FieldCheck(faults, "").name(field, text);
  throw_faults("asking a journal", std::move(faults));
}

}  // namespace

Journal::Held::Held(std::unique_ptr<JournalStore> opened)
    : store(std::move(opened)), process(getpid()) {}

Journal::Held::~Held() {
  // Closing it after a fork would close what the other process goes on with.
  if (process != getpid()) static_cast<void>(store.release());
}

StoreInUse Journal::Held::use() {
  StoreInUse in_use(*store, mutex);
  if (process != getpid())
    throw JournalError(JournalFailure::failed,
                       store->place() +
                           ": this journal was opened before the process forked; open it again in "
                           "the new process");
  return in_use;
}

Journal::Journal(std::unique_ptr<JournalStore> store)
    : held_(std::make_unique<Held>(std::move(store))) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

const std::string& Journal::place() const noexcept { return held_->store->place(); }

AppendAnswer Journal::append(std::string_view order, std::int64_t expected_version,
                             std::span<const JournalEvent> events) {
  const AppendPart part{.order = order, .expected_version = expected_version, .events = events};
  return append_parts(*held_->use(), {&part, 1}).front();
}

std::vector<AppendAnswer> Journal::append_all(std::span<const OrderAppend> parts) {
  std::vector<AppendPart> views;
  views.reserve(parts.size());
  for (const OrderAppend& part : parts)
    views.push_back(
        {.order = part.order, .expected_version = part.expected_version, .events = part.events});
  return append_parts(*held_->use(), views);
}

std::int64_t Journal::version(std::string_view order) const {
  check_name("order", order);
  const std::vector<OrderHead> heads = held_->use()->order_heads({&order, 1});
  return heads.empty() ? 0 : heads.front().version;
}

std::vector<OrderVersion> Journal::orders() const {
  std::vector<OrderVersion> orders;
  for (OrderHead& head : held_->use()->all_order_heads())
    orders.push_back({.order = std::move(head.order), .version = head.version});
  return orders;
}

std::vector<JournalEntry> Journal::read(std::string_view order,
                                        const JournalReading& reading) const {
  std::vector<Fault> faults;
  const FieldCheck check(faults, "");
  check.name("order", order);
  check.at_least("from_seq", reading.from_seq, 1);
  throw_faults("asking a journal", std::move(faults));
  const StoreInUse store = held_->use();
  return readable(store->of_order(order, reading), *store);
}

std::optional<JournalEntry> Journal::find(std::string_view id) const {
  check_name("id", id);
  const StoreInUse store = held_->use();
  std::vector<StoredEntry> found = store->with_ids({&id, 1});
  if (found.empty()) return std::nullopt;
  return readable(std::move(found.front()), *store);
}

std::vector<JournalEntry> Journal::page(std::int64_t after_position, std::size_t limit,
                                        std::int64_t known_at_us) const {
  const StoreInUse store = held_->use();
  return readable(store->after(after_position, limit, known_at_us), *store);
}

JournalEntries Journal::entries(std::int64_t known_at_us) const { return {*this, known_at_us}; }

JournalHead Journal::head() const { return held_->use()->head(); }

std::vector<JournalBreak> Journal::verify(std::span<const JournalHead> kept) const {
  constexpr std::size_t page_size = 1024;
  const StoreInUse store = held_->use();
  const JournalTransaction transaction = JournalTransaction::reading(*store);
  ChainCheck check(kept);
  std::int64_t position = INT64_MIN;
  for (std::vector<StoredEntry> page;;) {
    page = store->after(position, page_size, JournalReading::now);
    for (const StoredEntry& stored : page) check.entry(stored);
    if (page.size() < page_size) break;
    position = page.back().entry.position;
  }
  check.head(store->head());
  check.order_heads(store->all_order_heads());
  std::vector<JournalBreak> found = check.take_found();
  for (JournalBreak& each : store->check()) found.push_back(std::move(each));
  return found;
}

void Journal::save_snapshot(const JournalSnapshot& snapshot) {
  std::vector<Fault> faults;
  const FieldCheck check(faults, "snapshot");
  check.name("order", snapshot.order);
  check.at_least("seq", snapshot.seq, 1);
  check.name("schema", snapshot.schema);
  check.payload("payload", snapshot.payload);
  throw_faults("a snapshot for the journal", std::move(faults));

  const StoreInUse store = held_->use();
  JournalTransaction transaction = JournalTransaction::writing(*store);
  const std::optional<JournalHash> entry = store->hash_of(snapshot.order, snapshot.seq);
  if (!entry) {
    check.fault("seq", std::to_string(snapshot.seq),
                "an entry of order " + in_quotes(snapshot.order));
    throw_faults(store->place().c_str(), std::move(faults));
  }
  store->save_snapshot(
      snapshot.order, snapshot.schema,
      {.seq = snapshot.seq, .payload = snapshot.payload, .hash = snapshot_hash(*entry, snapshot)});
  transaction.commit();
}

std::optional<JournalSnapshot> Journal::snapshot(std::string_view order,
                                                 std::string_view schema) const {
  check_name("order", order);
  check_name("schema", schema);
  const StoreInUse store = held_->use();
  std::optional<StoredSnapshot> stored = store->snapshot(order, schema);
  if (!stored) return std::nullopt;
  const std::optional<JournalHash> entry = store->hash_of(order, stored->seq);
  JournalSnapshot snapshot{.order = std::string(order),
                           .seq = stored->seq,
                           .schema = std::string(schema),
                           .payload = std::move(stored->payload)};
  if (!entry || snapshot_hash(*entry, snapshot) != stored->hash) return std::nullopt;
  return snapshot;
}

std::int64_t Journal::drop_snapshots() {
  const StoreInUse store = held_->use();
  JournalTransaction transaction = JournalTransaction::writing(*store);
  const std::int64_t dropped = store->drop_snapshots();
  transaction.commit();
  return dropped;
}

}  // namespace o2c::inline v1
