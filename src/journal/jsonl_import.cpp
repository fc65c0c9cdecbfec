#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <istream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/order/journal_jsonl.hpp"

#include "chain_check.hpp"
#include "fields.hpp"
#include "held.hpp"
#include "json_line.hpp"
#include "moments.hpp"

namespace o2c::inline v1 {

/// One import, inside of its transaction.
class JournalImport {
 public:
  static std::int64_t run(Journal& journal, std::istream& in, const std::string& name);

 private:
  JournalImport(JournalStore& store, const std::string& name) : store_(store), name_(name) {}

  void read(std::istream& in);
  void take_line(const std::string& text);
  void take_first(const JsonLine& line);
  void take_entry(const JsonLine& line);
  void take_last(const JsonLine& line);
  void check_chain(const JournalEntry& entry);
  void report_breaks();
  void store_page();
  void finish();

  void fault(std::string field, std::string value, std::string expected) {
    faults_.push_back({.row = line_,
                       .field = std::move(field),
                       .value = std::move(value),
                       .expected = std::move(expected)});
  }

  JournalStore& store_;
  const std::string& name_;
  std::int64_t line_ = 0;
  std::vector<Fault> faults_;  // Their rows are lines, until they are thrown.
  ChainCheck chain_;
  std::size_t breaks_reported_ = 0;
  std::optional<JournalHead> last_;  // What the last line says.
  JournalHead head_;
  std::unordered_map<std::string, OrderHead> orders_;
  std::vector<JournalEntry> page_;
  std::vector<std::int64_t> page_lines_;
};

namespace {

constexpr std::array entry_keys{std::string_view("position"), std::string_view("order"),
                                std::string_view("seq"),      std::string_view("id"),
                                std::string_view("event"),    std::string_view("event_version"),
                                std::string_view("on"),       std::string_view("recorded_at"),
                                std::string_view("by"),       std::string_view("payload"),
                                std::string_view("hash"),     std::string_view("journal_hash")};

// Members of a line, taken one by one.
class Members {
 public:
  Members(const JsonLine& line, const FieldCheck& check) : line_(line), check_(check) {}

  void only(std::span<const std::string_view> keys) const {
    for (const auto& [key, value] : line_.members)
      if (std::ranges::find(keys, key) == keys.end())
        check_.fault(key.c_str(), "", "no such member");
  }
  std::string text(const char* key) const {
    if (const auto* value = get<std::string>(key, "a text")) return *value;
    return {};
  }
  std::int64_t number(const char* key, std::int64_t least,
                      std::int64_t most = std::numeric_limits<std::int64_t>::max()) const {
    const auto* value = get<std::int64_t>(key, "a whole number");
    if (value == nullptr) return least;
    if (*value < least || *value > most) {
      check_.fault(key, std::to_string(*value),
                   "a number from " + std::to_string(least) + " to " + std::to_string(most));
      return least;
    }
    return *value;
  }
  JournalHash hash(const char* key) const {
    return parsed(key, "64 hexadecimal digits in lower case", JournalHash{},
                  [](const std::string& text) { return JournalHash::parse(text); });
  }
  Date date(const char* key) const {
    return parsed(key, "a date YYYY-MM-DD", Date(1970, 1, 1),
                  [](const std::string& text) { return Date::parse(text); });
  }
  std::int64_t moment(const char* key) const {
    const auto* value = get<std::string>(key, "a moment");
    if (value == nullptr) return 0;
    const std::optional<std::int64_t> moment = read_moment(*value);
    if (!moment) check_.fault(key, *value, "a moment such as 2026-11-01T08:00:00.000000Z");
    return moment.value_or(0);
  }

 private:
  template <class T>
  const T* get(const char* key, const char* expected) const {
    const JsonScalar* value = line_.find(key);
    if (value == nullptr) {
      check_.fault(key, "", std::string(expected) + ", but there is none");
      return nullptr;
    }
    const T* typed = std::get_if<T>(value);
    if (typed == nullptr) check_.fault(key, "", expected);
    return typed;
  }
  template <class T, class Parse>
  T parsed(const char* key, const char* expected, T otherwise, const Parse& parse) const {
    const auto* value = get<std::string>(key, expected);
    if (value == nullptr) return otherwise;
    try {
      return parse(*value);
    } catch (const Error&) {
      check_.fault(key, *value, expected);
      return otherwise;
    }
  }

  const JsonLine& line_;
  const FieldCheck& check_;
};

JournalEntry entry_from(const Members& members, const FieldCheck& check) {
  members.only(entry_keys);
  JournalEntry entry{{.id = members.text("id"),
                      .event = members.text("event"),
                      .event_version = static_cast<std::int32_t>(members.number(
                          "event_version", 1, std::numeric_limits<std::int32_t>::max())),
                      .on = members.date("on"),
                      .recorded_at_us = members.moment("recorded_at"),
                      .by = members.text("by"),
                      .payload = members.text("payload")},
                     members.number("position", 1),
                     members.text("order"),
                     members.number("seq", 1),
                     members.hash("hash"),
                     members.hash("journal_hash")};
  check.name("order", entry.order);
  check.event(entry);
  return entry;
}

}  // namespace

void JournalImport::read(std::istream& in) {
  constexpr std::size_t faults_max = 10'000;
  std::string text;
  while (std::getline(in, text)) {
    ++line_;
    take_line(text);
    if (faults_.size() >= faults_max) return;
  }
  if (in.bad())
    throw JournalError(JournalFailure::inaccessible, name_ +
                                                         ": the export cannot be read to its "
                                                         "end; see to the disk it is on");
  ++line_;
  if (line_ == 1)
    fault("", "", "an export of a journal, but there is nothing");
  else if (!last_)
    fault("", "", "the last line of an export, with its number of entries; the file ends early");
}

void JournalImport::take_line(const std::string& text) {
  if (last_) return fault("", text, "nothing after the line with the number of entries");
  const JsonLine line = read_json_line(text);
  if (!line.problem.empty())
    return fault("", text, "an object of texts and whole numbers; it " + line.problem);
  if (line_ == 1) return take_first(line);
  return line.find("entries") != nullptr ? take_last(line) : take_entry(line);
}

void JournalImport::take_first(const JsonLine& line) {
  const JsonScalar* version = line.find("o2c_journal");
  if (version == nullptr || *version != JsonScalar(std::int64_t{1}) || line.members.size() != 1)
    fault("o2c_journal", "", "a first line {\"o2c_journal\":1}");
}

void JournalImport::take_entry(const JsonLine& line) {
  const std::size_t before = faults_.size();
  const FieldCheck check(faults_, "", line_);
  JournalEntry entry = entry_from(Members(line, check), check);
  if (faults_.size() > before) return;
  check_chain(entry);
  head_ = {.entries = entry.position, .hash = entry.journal_hash};
  orders_.insert_or_assign(entry.order, OrderHead{.order = entry.order,
                                                  .version = entry.seq,
                                                  .recorded_at_us = entry.recorded_at_us,
                                                  .hash = entry.hash});
  page_.push_back(std::move(entry));
  page_lines_.push_back(line_);
  constexpr std::size_t page_size = 1024;
  if (page_.size() == page_size) store_page();
}

void JournalImport::take_last(const JsonLine& line) {
  constexpr std::array keys{std::string_view("entries"), std::string_view("hash")};
  const std::size_t before = faults_.size();
  const FieldCheck check(faults_, "", line_);
  const Members members(line, check);
  members.only(keys);
  last_ = {.entries = members.number("entries", 0), .hash = members.hash("hash")};
  if (faults_.size() > before || before > 0) return;
  chain_.head(*last_);
  report_breaks();
}

// Only while every line before could be read: after that, what follows fits nothing.
void JournalImport::check_chain(const JournalEntry& entry) {
  if (faults_.size() > breaks_reported_) return;
  chain_.entry({.entry = entry});
  report_breaks();
}

void JournalImport::report_breaks() {
  for (; breaks_reported_ < chain_.found().size(); ++breaks_reported_) {
    const JournalBreak& found = chain_.found()[breaks_reported_];
    const std::string order = found.order.empty() ? "" : " (order " + in_quotes(found.order) + ")";
    fault(found.differs, "", "what was recorded: " + found.reason + order);
  }
}

void JournalImport::store_page() {
  std::vector<std::string_view> ids;
  std::unordered_map<std::string_view, std::int64_t> lines;
  for (std::size_t i = 0; i < page_.size(); ++i) {
    const std::string& id = page_[i].id;
    ids.emplace_back(id);
    if (!lines.emplace(id, page_lines_[i]).second)
      faults_.push_back(
          {.row = page_lines_[i], .field = "id", .value = id, .expected = "each event once"});
  }
  for (const StoredEntry& stored : store_.with_ids(ids))
    faults_.push_back({.row = lines[stored.entry.id],
                       .field = "id",
                       .value = stored.entry.id,
                       .expected = "each event once"});
  if (faults_.empty()) store_.insert(page_);
  page_.clear();
  page_lines_.clear();
}

void JournalImport::finish() {
  store_page();
  std::ranges::stable_sort(faults_, {}, &Fault::row);
  for (Fault& each : faults_) {
    each.file = name_ + ":" + std::to_string(each.row);
    each.row = -1;
  }
  throw_all<ParseError>("an export of a journal", std::move(faults_));
  std::vector<OrderHead> heads;
  heads.reserve(orders_.size());
  for (auto& [number, head] : orders_) heads.push_back(std::move(head));
  store_.set_order_heads(heads);
  store_.set_head(head_);
}

std::int64_t JournalImport::run(Journal& journal, std::istream& in, const std::string& name) {
  const StoreInUse store = journal.held_->use();
  JournalTransaction transaction = JournalTransaction::writing(*store);
  if (const std::int64_t entries = store->head().entries; entries != 0)
    throw_invalid(store->place() + ": has " + std::to_string(entries) +
                  " entries; import into a new journal");
  JournalImport import(*store, name);
  import.read(in);
  import.finish();
  transaction.commit();
  return import.head_.entries;
}

std::int64_t import_jsonl(Journal& journal, std::istream& in, const std::string& name) {
  return JournalImport::run(journal, in, name);
}

std::int64_t import_jsonl(Journal& journal, const std::string& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw JournalError(JournalFailure::inaccessible,
                       file + ": cannot be opened: " + std::generic_category().message(errno));
  return import_jsonl(journal, in, file);
}

}  // namespace o2c::inline v1
