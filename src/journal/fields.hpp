#pragma once

// What texts and numbers a journal takes.

#include <cstdint>
#include <string_view>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_entry.hpp"

namespace o2c::inline v1 {

/// Faults of what is to be stored, each with the place that it stands at.
class FieldCheck {
 public:
  /// `place` and `row` go into each fault.
  FieldCheck(std::vector<Fault>& faults, std::string place, std::int64_t row = -1)
      : faults_(&faults), place_(std::move(place)), row_(row) {}

  void name(const char* field, std::string_view text) const;     ///< 1 to 500 bytes.
  void payload(const char* field, std::string_view text) const;  ///< At most 64 MiB.
  void moment(const char* field, std::int64_t moment_us) const;
  void at_least(const char* field, std::int64_t number, std::int64_t least) const;
  void event(const JournalEvent& event) const;

  void fault(const char* field, std::string_view value, std::string expected) const;

 private:
  bool utf8(const char* field, std::string_view text) const;

  std::vector<Fault>* faults_;
  std::string place_;
  std::int64_t row_;
};

}  // namespace o2c::inline v1
