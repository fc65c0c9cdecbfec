#pragma once

#include <cstdint>
#include <string>

#include "o2c/number/error.hpp"
#include "o2c/number/export.hpp"

namespace o2c::inline v1 {

/// Why a journal's store does not do what it is asked.
enum class JournalFailure : std::uint8_t {
  full,           ///< No space left, or a limit on the size of files.
  locked,         ///< Another writer held it for longer than one wanted to wait.
  inaccessible,   ///< It cannot be opened, read, written or reached.
  corrupt,        ///< It cannot be read as what it says it is.
  not_a_journal,  ///< It holds something else.
  newer,          ///< It was written by a later version of o2c.
  not_durable,    ///< It does not promise to keep what it has confirmed.
  failed,         ///< Anything else.
};

/// The name as it is written above.
const char* to_string(JournalFailure failure);

/// A failure of a journal's store. The message names the file or server, and what to do. Nothing
/// of an append that throws it has been confirmed; since appends are idempotent, it can be sent
/// again as it is.
class O2C_EXPORT JournalError : public Error {
 public:
  JournalError(JournalFailure failure, const std::string& message)
      : Error(message), failure_(failure) {}

  [[nodiscard]] JournalFailure failure() const noexcept { return failure_; }

 private:
  JournalFailure failure_;
};

}  // namespace o2c::inline v1
