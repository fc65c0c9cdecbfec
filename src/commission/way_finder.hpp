#pragma once

// By which rule, and how, a plan pays each line. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/int128.hpp"

#include "line_facts.hpp"
#include "line_table.hpp"

namespace o2c::inline v1 {

/// A part compared with bounds of so many decimals.
class PartBound {
 public:
  explicit PartBound(const Decimal& bound);

  /// Whether part / whole is above (1), at (0) or below (-1) the bound; a whole of nothing makes 0.
  [[nodiscard]] int compare(Int128 part, Int128 whole) const;

 private:
  Int128 number_;
  Int128 power_;
  Decimal bound_;
};

/// Finds the ways of lines in one thread, block by block.
class WayFinder {
 public:
  explicit WayFinder(const LineTable& lines);

  /// Puts the way of each line into `ways`; those that lack what their rule needs are faults.
  void find(const HeldRows& rows, std::span<const std::int32_t> dates,
            std::span<const std::int64_t> nets, const LineFacts& facts, FaultList& faults,
            std::span<std::uint32_t> ways);

 private:
  // What is known of each value of a key column.
  struct PickState {
    KeyEncoder encoder;
    std::vector<std::uint32_t> block{};
    std::vector<std::uint64_t> masks{};  // A bit for each rule that the value fits, by code.
  };
  // What a rule, beyond its names, wants of a line.
  struct RuleBounds {
    std::int32_t from;
    std::int32_t to;
    std::optional<PartBound> discount_over;
    std::optional<PartBound> discount_to;
    std::optional<bool> first_order;
    bool any;
  };
  struct LevelBounds {
    ModifierMeasure measure;
    std::vector<PartBound> parts{};    // Of discounts and margins.
    std::vector<std::int64_t> days{};  // Of days overdue: whole days that are not beyond.
  };

  [[nodiscard]] bool can_find_together() const;
  void find_together(std::span<const std::int64_t> nets, const LineFacts& facts,
                     std::span<std::uint32_t> ways);
  void encode_picks(const HeldRows& rows);
  [[nodiscard]] std::optional<std::size_t> rule_of(std::size_t i, std::int32_t date,
                                                   const LineFacts& facts,
                                                   const GivenAway& given) const;
  [[nodiscard]] std::uint32_t way_of(std::size_t rule, std::size_t i, std::int64_t net,
                                     const LineFacts& facts, const GivenAway& given) const;
  [[nodiscard]] static bool fits(const RuleBounds& rule, std::size_t i, std::int32_t date,
                                 const LineFacts& facts, const GivenAway& given);

  const LineTable* lines_;
  std::size_t words_;  // Of a mask.
  std::vector<PickState> picks_;
  std::vector<RuleBounds> bounds_;
  std::vector<LevelBounds> levels_;
  bool together_;  // Nothing has to be asked of one line after the other.
  std::vector<std::uint64_t> fitting_block_;
  std::vector<std::uint32_t> rule_block_;
  std::vector<std::uint32_t> reached_block_;
};

}  // namespace o2c::inline v1
