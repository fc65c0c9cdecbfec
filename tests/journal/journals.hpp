#pragma once

// Journals to try things on: in files of a folder that goes away, or on a server.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "o2c/order/journal.hpp"
#include "o2c/order/journal_sqlite.hpp"

namespace o2c {

/// A folder of its own, which is removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string form = (std::filesystem::temp_directory_path() / "o2c_journal_XXXXXX").string();
    path_ = mkdtemp(form.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

constexpr std::int64_t nine_o_clock_us = 1'780'304'400'000'000;  // 2026-06-01T09:00:00Z

/// The n-th of some events: each has its own id, day and moment.
inline JournalEvent event_number(std::int64_t n, const std::string& prefix = "e") {
  return {.id = prefix + std::to_string(n),
          .event = n % 2 == 0 ? "confirmed" : "deposit_received",
          .event_version = 1 + static_cast<std::int32_t>(n % 3),
          .on = Date(2026, 6, 1) + n,
          .recorded_at_us = nine_o_clock_us + n,
          .by = n % 2 == 0 ? "Li" : "王芳",
          .payload = "{\"n\":" + std::to_string(n) + "}"};
}

/// Events first, first + 1, ... so many of them.
inline std::vector<JournalEvent> event_numbers(std::int64_t first, std::int64_t count,
                                               const std::string& prefix = "e") {
  std::vector<JournalEvent> events;
  for (std::int64_t n = first; n < first + count; ++n) events.push_back(event_number(n, prefix));
  return events;
}

inline std::vector<std::string> lines_of(const std::vector<JournalBreak>& found) {
  std::vector<std::string> lines;
  for (const JournalBreak& each : found) lines.push_back(to_string(each));
  return lines;
}

}  // namespace o2c
