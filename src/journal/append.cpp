#include "append.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"

#include "fields.hpp"
#include "moments.hpp"

namespace o2c::inline v1 {
namespace {

std::string named(std::string_view order) { return "order " + in_quotes(order); }

// What can be said without looking into the journal.
void check_part(const AppendPart& part, std::vector<Fault>& faults) {
  const FieldCheck whole(faults, named(part.order));
  whole.name("order", part.order);
  whole.at_least("expected_version", part.expected_version, 0);
  if (part.events.empty()) whole.fault("events", "", "at least one");
  for (std::size_t i = 0; i < part.events.size(); ++i) {
    const JournalEvent& event = part.events[i];
    const FieldCheck check(faults, named(part.order), static_cast<std::int64_t>(i));
    check.event(event);
    if (i > 0 && event.recorded_at_us < part.events[i - 1].recorded_at_us)
      check.fault(
          "recorded_at", moment_text(event.recorded_at_us),
          "no earlier than the event before, " + moment_text(part.events[i - 1].recorded_at_us));
  }
}

void name_twice(const char* field, std::vector<std::string_view> values, const char* expected,
                std::vector<Fault>& faults) {
  std::ranges::sort(values);
  for (auto twice = std::ranges::adjacent_find(values); twice != values.end();
       twice = std::adjacent_find(std::upper_bound(twice, values.end(), *twice), values.end()))
    faults.push_back({.field = field, .value = std::string(*twice), .expected = expected});
}

// The ids of all events. Throws InvalidArgument for everything that is wrong by itself.
std::vector<std::string_view> checked_ids(std::span<const AppendPart> parts) {
  std::vector<Fault> faults;
  std::vector<std::string_view> ids;
  for (const AppendPart& part : parts) {
    check_part(part, faults);
    for (const JournalEvent& event : part.events) ids.emplace_back(event.id);
  }
  std::vector<std::string_view> orders;
  for (const AppendPart& part : parts) orders.push_back(part.order);
  name_twice("order", std::move(orders), "each order once in a call", faults);
  name_twice("id", ids, "each event once in a call", faults);
  throw_faults("events for the journal", std::move(faults));
  return ids;
}

// But for the moment: whoever sends again does so later.
bool same_content(const JournalEvent& a, const JournalEvent& b) {
  return a.event == b.event && a.event_version == b.event_version && a.on == b.on && a.by == b.by &&
         a.payload == b.payload;
}

// One call, inside of its transaction.
class Appending {
 public:
  Appending(JournalStore& store, std::span<const AppendPart> parts,
            std::span<const std::string_view> ids)
      : store_(store), head_(store.head()) {
    for (StoredEntry& stored : store.with_ids(ids)) {
      std::string id = stored.entry.id;
      there_.emplace(std::move(id), std::move(stored.entry));
    }
    std::vector<std::string_view> orders;
    for (const AppendPart& part : parts) orders.push_back(part.order);
    for (OrderHead& head : store.order_heads(orders)) {
      std::string order = head.order;
      orders_.emplace(std::move(order), std::move(head));
    }
  }

  AppendAnswer take(const AppendPart& part) {
    OrderHead& order = head_of(part.order);
    const auto known = static_cast<std::size_t>(std::ranges::count_if(
        part.events, [&](const JournalEvent& event) { return there_.contains(event.id); }));
    if (known > 0) {
      compare(part, known);
      return {AppendOutcome::already_there, order.version};
    }
    if (order.version != part.expected_version) return {AppendOutcome::conflict, order.version};
    if (part.events.front().recorded_at_us < order.recorded_at_us && order.version > 0)
      FieldCheck(faults_, named(part.order), 0)
          .fault("recorded_at", moment_text(part.events.front().recorded_at_us),
                 "no earlier than the order's last entry, " + moment_text(order.recorded_at_us));
    for (const JournalEvent& event : part.events) add(order, event);
    changed_.push_back(&order);
    return {AppendOutcome::appended, order.version};
  }

  std::vector<Fault> faults() { return std::move(faults_); }

  void store() {
    std::vector<OrderHead> heads;
    for (const OrderHead* head : changed_) heads.push_back(*head);
    store_.insert(added_);
    store_.set_order_heads(heads);
    store_.set_head(head_);
  }

 private:
  OrderHead& head_of(std::string_view order) {
    std::string number(order);
    const auto [at, added] = orders_.try_emplace(
        number, OrderHead{.order = number, .version = 0, .recorded_at_us = 0, .hash = {}});
    return at->second;
  }

  // Events of which some or all are there.
  void compare(const AppendPart& part, std::size_t known) {
    for (std::size_t i = 0; i < part.events.size(); ++i) {
      const JournalEvent& event = part.events[i];
      const FieldCheck check(faults_, named(part.order), static_cast<std::int64_t>(i));
      const auto found = there_.find(event.id);
      if (found == there_.end()) {
        check.fault("id", event.id,
                    "an event that is there already, as " + std::to_string(known) +
                        " of this call are; or all of them new");
      } else if (const JournalEntry& entry = found->second;
                 entry.order != part.order || !same_content(entry, event)) {
        check.fault("id", event.id,
                    "an id of its own: it stands for " + to_string(entry) +
                        (entry.order == part.order ? ", which says something else" : ""));
      }
    }
  }

  void add(OrderHead& order, const JournalEvent& event) {
    JournalEntry entry{event, head_.entries + 1, order.order, order.version + 1, {}, {}};
    entry.hash = entry_hash(order.hash, entry);
    entry.journal_hash = journal_hash_after(head_.hash, entry.position, entry.hash);
    head_ = {.entries = entry.position, .hash = entry.journal_hash};
    order.version = entry.seq;
    order.recorded_at_us = entry.recorded_at_us;
    order.hash = entry.hash;
    added_.push_back(std::move(entry));
  }

  JournalStore& store_;
  JournalHead head_;
  std::unordered_map<std::string, JournalEntry> there_;  // By id.
  std::unordered_map<std::string, OrderHead> orders_;    // As they will be.
  std::vector<JournalEntry> added_;
  std::vector<OrderHead*> changed_;
  std::vector<Fault> faults_;
};

// Nothing is stored: the parts that had no conflict are held back, at the version they have.
void hold_back(std::span<const AppendPart> parts, std::vector<AppendAnswer>& answers) {
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (answers[i].outcome == AppendOutcome::appended)
      answers[i] = {AppendOutcome::held_back, parts[i].expected_version};
}

}  // namespace

std::vector<AppendAnswer> append_parts(JournalStore& store, std::span<const AppendPart> parts) {
  const std::vector<std::string_view> ids = checked_ids(parts);
  JournalTransaction transaction = JournalTransaction::writing(store);
  Appending appending(store, parts, ids);
  std::vector<AppendAnswer> answers;
  for (const AppendPart& part : parts) answers.push_back(appending.take(part));
  throw_faults(store.place().c_str(), appending.faults());

  const auto any = [&](AppendOutcome outcome) {
    return std::ranges::any_of(answers,
                               [=](const AppendAnswer& a) { return a.outcome == outcome; });
  };
  if (any(AppendOutcome::conflict)) {
    hold_back(parts, answers);
  } else if (any(AppendOutcome::appended)) {
    appending.store();
    transaction.commit();
  }
  return answers;
}

}  // namespace o2c::inline v1
