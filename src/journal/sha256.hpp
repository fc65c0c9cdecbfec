#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/order/journal_hash.hpp"

namespace o2c::inline v1 {

/// A SHA-256 of parts, each written so that no other parts give the same bytes. One at a time in a
/// thread.
class Sha256 {
 public:
  /// `domain` says what is hashed.
  explicit Sha256(std::string_view domain);

  /// Eight bytes in two's complement, the highest first.
  Sha256& number(std::int64_t value);
  /// Its length as a number, and its bytes.
  Sha256& text(std::string_view value);
  /// Its 32 bytes.
  Sha256& hash(const JournalHash& value);

  JournalHash finish();

 private:
  class Hasher;
  static Hasher& of_this_thread();
  void bytes(const void* data, std::size_t size);

  Hasher* hasher_;
};

}  // namespace o2c::inline v1
