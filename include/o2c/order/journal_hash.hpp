#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// A SHA-256 digest (FIPS 180-4). All zeros stand before the first one of a chain.
struct JournalHash {
  std::array<std::uint8_t, 32> bytes{};

  /// Reads 64 hexadecimal digits, lower case. Throws ParseError.
  static JournalHash parse(std::string_view text);

  friend bool operator==(const JournalHash&, const JournalHash&) = default;
};

/// 64 hexadecimal digits, lower case.
std::string to_string(const JournalHash& hash);

/// How far a whole journal has come: the number of its entries, and the hash over all of them.
///
/// An auditor keeps it elsewhere, as text; Journal::verify then proves that no entry up to it was
/// changed, moved or taken away, whatever was done to the store.
struct JournalHead {
  std::int64_t entries = 0;
  JournalHash hash{};

  /// Reads "1234:" and the hash, as to_string writes it. Throws ParseError.
  static JournalHead parse(std::string_view text);

  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

/// The number of entries, a colon, and the hash: "2:8f0c...".
std::string to_string(const JournalHead& head);

}  // namespace o2c::inline v1
