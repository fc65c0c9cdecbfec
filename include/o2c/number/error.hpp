#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/number/export.hpp"

namespace o2c::inline v1 {

/// What is wrong with one value of the input: where it stands, what it is, what was expected.
struct Fault {
  std::string file{};
  std::int64_t row = -1;  ///< Counts from 0; -1: no particular row.
  std::string field{};
  std::string value{};
  std::string expected{};  ///< Continues the sentence "expected ...".

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// `items.csv, row 17, due_date "2026-13-01": expected a date YYYY-MM-DD`; what is empty is left
/// out.
std::string to_string(const Fault& fault);

/// The base of all that o2c throws. Copying never throws.
class O2C_EXPORT Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, std::vector<Fault> faults = {});

  /// Every fault found, the lowest row first; empty when the message says it all.
  const std::vector<Fault>& faults() const noexcept { return *faults_; }

 private:
  std::shared_ptr<const std::vector<Fault>> faults_;
};

/// A text that does not say what it should.
class O2C_EXPORT ParseError : public Error {
 public:
  using Error::Error;
  ParseError(const std::string& message, std::string text, std::size_t offset,
             std::vector<Fault> faults = {});

  /// The text that was read; empty when the faults carry it.
  const std::string& text() const noexcept;
  /// Where in text() reading failed, in bytes from 0.
  std::size_t offset() const noexcept { return offset_; }

 private:
  std::shared_ptr<const std::string> text_;
  std::size_t offset_ = 0;
};

/// An exact result does not fit its type.
class O2C_EXPORT Overflow : public Error {
 public:
  using Error::Error;
};

/// Rounding::exact met a value that needs rounding.
class O2C_EXPORT InexactResult : public Error {
 public:
  using Error::Error;
};

/// An argument outside what the function is documented to take.
class O2C_EXPORT InvalidArgument : public Error {
 public:
  using Error::Error;
};

/// Amounts of different currencies met where one currency is needed.
class O2C_EXPORT CurrencyMismatch : public Error {
 public:
  using Error::Error;
};

/// A currency code that the table in use does not hold.
class O2C_EXPORT UnknownCurrency : public Error {
 public:
  using Error::Error;
};

/// No exchange rate for a pair of currencies as of a date.
class O2C_EXPORT MissingRate : public Error {
 public:
  using Error::Error;
};

/// A table given for import is faulty; faults() lists the rows.
class O2C_EXPORT BadTable : public Error {
 public:
  using Error::Error;
};

/// Throwing out of line keeps constexpr headers light and hot code small.
[[noreturn]] void throw_overflow(const char* what);
[[noreturn]] void throw_invalid(const std::string& message);
[[noreturn]] void throw_division_by_zero();
/// ParseError `"1,234": expected EXPECTED (at offset 1)` with one fault of the same content.
[[noreturn]] void throw_parse(std::string_view text, std::size_t offset, std::string_view expected);

/// The text in double quotes, fit for a message: control characters and broken UTF-8 as `\xNN`, and
/// cut after about 100 bytes.
std::string in_quotes(std::string_view text);

}  // namespace o2c::inline v1
