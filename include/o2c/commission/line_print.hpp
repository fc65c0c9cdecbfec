#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "o2c/commission/sales_line.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// By what a line is known again: a number of 128 bits made of what stands in some of its columns
/// (FNV-1a). It finds what was changed by mistake; whoever means to can make two lines that have
/// the same.
class LinePrint {
 public:
  /// Of a line without any columns.
  constexpr LinePrint() = default;
  /// Reads 32 digits of base 16, as to_string writes them. Throws ParseError.
  static LinePrint parse(std::string_view text);

  /// Goes on with a column; one without a value adds nothing, so that a table without the column
  /// gives the same.
  void add(std::string_view column, std::string_view value);

  friend constexpr bool operator==(const LinePrint&, const LinePrint&) = default;
  friend constexpr auto operator<=>(const LinePrint&, const LinePrint&) = default;
  friend std::string to_string(const LinePrint& print);

 private:
  // The standard's offset basis.
  static constexpr UInt128 basis = UInt128{0x6c62272e07bb0142} << 64U | UInt128{0x62b821756295c58d};

  void add_bytes(std::string_view bytes);

  UInt128 number_ = basis;
};

/// "a68d622cec8b5822836dbc7977af7f3b"
std::string to_string(const LinePrint& print);

/// The columns that a line's print can be made of, in the order in which it takes them: those of
/// SalesLine.
std::span<const std::string_view> line_print_columns();

/// The print of a line by some columns. Throws InvalidArgument for one that lines do not have.
LinePrint line_print(const SalesLine& line, std::span<const std::string> columns);

}  // namespace o2c::inline v1
