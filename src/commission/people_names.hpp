#pragma once

// The people of a table of lines, by codes. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"

#include "line_reader.hpp"

namespace o2c::inline v1 {

/// People are texts or whole numbers, as the table has them.
class PeopleNames {
 public:
  /// Gives people one code in all threads: the first one's. `last_codes` has the largest of each.
  void join(const LineKey& column, const HeldTable& table, std::span<KeyEncoder* const> readers,
            std::span<const std::uint32_t> last_codes, std::uint32_t* people, std::size_t threads);
  /// Leaves out codes that nobody has, where these are many: what accumulates has room for each.
  void compact(std::span<std::uint32_t> people, std::size_t threads);
  /// Throws BadTable for people without a name.
  void refuse_empty(const std::string& table, std::span<const std::uint32_t> people) const;

  /// The whole number that is written so; none: it is no number.
  [[nodiscard]] static std::optional<std::int64_t> number(std::string_view name);
  /// The code of somebody who may not be in the table; one that is new makes room for it. Where
  /// people are numbers, the name is one.
  std::uint32_t code(std::string_view name);

  [[nodiscard]] bool hold_text() const noexcept { return hold_text_; }
  /// Codes are below it.
  [[nodiscard]] std::size_t count() const noexcept { return of_table_ + added_.size(); }
  [[nodiscard]] KeyValue value(std::uint32_t code) const;
  [[nodiscard]] std::string text(std::uint32_t code) const;
  [[nodiscard]] bool is(std::uint32_t code,
                        const std::variant<std::int64_t, std::string_view>& name) const;
  /// Where people stand in the order of their names, by code; of those in the list.
  [[nodiscard]] std::vector<std::uint32_t> ranks(std::span<const std::uint32_t> people) const;

 private:
  std::optional<KeyEncoder> encoder_;
  bool hold_text_ = true;
  std::size_t of_table_ = 1;              // Codes, that of null included.
  std::vector<std::uint32_t> compacted_;  // The encoder's code of each; empty: the same.
  std::deque<std::string> texts_;
  std::vector<KeyValue> added_;
  std::unordered_map<std::string, std::uint32_t> codes_;  // Made when it is first needed.
};

}  // namespace o2c::inline v1
