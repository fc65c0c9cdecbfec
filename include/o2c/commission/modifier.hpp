#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// What of a line a modifier looks at.
enum class ModifierMeasure : std::uint8_t {
  days_overdue,  ///< Days from due to paid (逾期扣减): levels begin above so many.
  discount,      ///< What was given away of the list price: levels begin above it.
  margin         ///< What is left of the net after cost: levels begin below it.
};

std::string to_string(ModifierMeasure measure);
/// Reads what to_string writes. Throws ParseError.
ModifierMeasure parse_modifier_measure(std::string_view text);

/// What is paid beyond some bound.
struct ModifierLevel {
  Decimal beyond{};  ///< Days, or a fraction: 0.12 for 12%. The bound itself is not beyond it.
  Rate pays = Rate::from_fraction(1);  ///< Of what the line has earned.

  static constexpr auto fields() {
    return std::tuple{Field{"beyond", &ModifierLevel::beyond, "the bound, which is not of it"},
                      Field{"pays", &ModifierLevel::pays, "of what the line has earned"}};
  }

  friend bool operator==(const ModifierLevel&, const ModifierLevel&) = default;
};

/// What reduces, or raises, what single lines earn: less for what was paid late, for what was sold
/// below the list price, or with too thin a margin (0% of it: such a line earns nothing).
class Modifier {
 public:
  /// `rules` names those whose lines it is for; none: all. Throws InvalidArgument with every fault:
  /// no level, bounds that do not go up (of a margin: down), a share below zero.
  Modifier(ModifierMeasure measure, std::vector<ModifierLevel> levels,
           std::vector<std::string> rules = {});

  [[nodiscard]] ModifierMeasure measure() const noexcept { return measure_; }
  [[nodiscard]] const std::vector<ModifierLevel>& levels() const noexcept { return levels_; }
  [[nodiscard]] const std::vector<std::string>& rules() const noexcept { return rules_; }
  [[nodiscard]] bool is_for(std::string_view rule) const {
    return rules_.empty() || std::ranges::find(rules_, rule) != rules_.end();
  }

  /// How many levels' bounds the value is beyond.
  [[nodiscard]] std::size_t reached(const Ratio& value) const {
    const auto is_beyond = [&](const ModifierLevel& level) {
      return measure_ == ModifierMeasure::margin ? value < Ratio(level.beyond)
                                                 : value > Ratio(level.beyond);
    };
    return static_cast<std::size_t>(std::ranges::find_if_not(levels_, is_beyond) - levels_.begin());
  }
  /// What is paid when so many are reached.
  [[nodiscard]] Rate pays(std::size_t reached) const {
    return reached == 0 ? Rate::from_fraction(1) : levels_[reached - 1].pays;
  }

  friend bool operator==(const Modifier&, const Modifier&) = default;

 private:
  ModifierMeasure measure_;
  std::vector<ModifierLevel> levels_;
  std::vector<std::string> rules_;
};

/// "days_overdue: 80% above 30, 60% above 60"
std::string to_string(const Modifier& modifier);
/// "collected more than 30 days late pays 80%, ..."
std::string describe(const Modifier& modifier, Language language);

}  // namespace o2c::inline v1
