#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

#include <fcntl.h>

#include "o2c/order/journal_jsonl.hpp"

#include "json_line.hpp"
#include "moments.hpp"

namespace o2c::inline v1 {
namespace {

std::string line_of(const JournalEntry& entry) {
  std::string line = "{";
  write_json(line, "position", entry.position);
  write_json(line, "order", entry.order);
  write_json(line, "seq", entry.seq);
  write_json(line, "id", entry.id);
  write_json(line, "event", entry.event);
  write_json(line, "event_version", std::int64_t{entry.event_version});
  write_json(line, "on", to_string(entry.on));
  write_json(line, "recorded_at", moment_text(entry.recorded_at_us));
  write_json(line, "by", entry.by);
  write_json(line, "payload", entry.payload);
  write_json(line, "hash", to_string(entry.hash));
  write_json(line, "journal_hash", to_string(entry.journal_hash));
  return line + "}\n";
}

[[noreturn]] void throw_unwritable(const std::string& name, int system_error) {
  const bool full = system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
  throw JournalError(full ? JournalFailure::full : JournalFailure::inaccessible,
                     name + ": the export cannot be written there: " +
                         std::generic_category().message(system_error) +
                         "; make room, or choose another file");
}

// Waits until what was written is on the disk.
void sync(const std::string& path, const std::string& name, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) throw_unwritable(name, errno);
  const int failed = fsync(file) == 0 ? 0 : errno;
  close(file);
  if (failed != 0) throw_unwritable(name, failed);
}

std::string folder_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : file.substr(0, slash);
}

}  // namespace

std::int64_t export_jsonl(const Journal& journal, std::ostream& out, const std::string& name) {
  const JournalHead head = journal.head();  // What is added from here on is left out.
  JournalHead written;
  out << "{\"o2c_journal\":1}\n";
  if (head.entries > 0) {
    for (const JournalEntry& entry : journal.entries()) {
      out << line_of(entry);
      written = {.entries = entry.position, .hash = entry.journal_hash};
      if (entry.position >= head.entries) break;
    }
  }
  if (written != head)
    throw JournalError(JournalFailure::corrupt,
                       journal.place() +
                           ": its entries do not end as its head says; verify() lists what is "
                           "wrong");
  std::string last = "{";
  write_json(last, "entries", head.entries);
  write_json(last, "hash", to_string(head.hash));
  out << last << "}\n";
  errno = 0;
  if (!out.flush()) throw_unwritable(name, errno != 0 ? errno : EIO);
  return head.entries;
}

std::int64_t export_jsonl(const Journal& journal, const std::string& file) {
  const std::string part = file + ".part";
  try {
    errno = 0;
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    if (!out) throw_unwritable(file, errno != 0 ? errno : EIO);
    const std::int64_t entries = export_jsonl(journal, out, file);
    out.close();
    if (!out) throw_unwritable(file, errno != 0 ? errno : EIO);
    sync(part, file, O_RDONLY);
    if (std::rename(part.c_str(), file.c_str()) != 0) throw_unwritable(file, errno);
    sync(folder_of(file), file, O_RDONLY | O_DIRECTORY);
    return entries;
  } catch (...) {
    std::remove(part.c_str());
    throw;
  }
}

}  // namespace o2c::inline v1
