#include "tier_pieces.hpp"

#include <algorithm>

#include "o2c/number/error.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();

int scale_of(const Decimal& x) { return normalized(x).scale(); }

// The largest whole number that is not above x, times 10^-digits; nothing beyond 64 bits.
std::optional<std::int64_t> whole_below(const Decimal& x, int digits) {
  if (x > int64_max) return std::nullopt;
  const Decimal whole = round(x, digits, Rounding::floor);
  const Int128 number = whole.coefficient() * detail::power_of_ten(digits - whole.scale());
  if (number < 0 || number > int64_max) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

}  // namespace

std::optional<Int128> scaled(const Decimal& x, int digits, Int128 most) {
  const Decimal exact = normalized(x);
  if (exact.scale() > digits || digits - exact.scale() > 30) return std::nullopt;
  Int128 value = exact.coefficient();
  if (!detail::multiply_fits(value, detail::power_of_ten(digits - exact.scale())))
    return std::nullopt;
  if (value < -most || value > most) return std::nullopt;
  return value;
}

int digits_earned(const RateSchedule& schedule, int measure_digits) {
  int of_rates = 0;
  int of_starts = measure_digits;
  for (const RateTier& tier : schedule.tiers()) {
    of_rates = std::max(of_rates, scale_of(tier.of_one()));
    of_starts = std::max(of_starts, scale_of(tier.from));
  }
  return schedule.method() == TierMethod::table ? of_rates : of_rates + of_starts;
}

std::int64_t measure_within(const std::vector<TierPiece>& pieces, Int128 most, std::int64_t limit) {
  Int128 measure = limit;
  for (const TierPiece& each : pieces) {
    if (each.constant > most || each.constant < -most) return -1;
    if (each.factor > 0)
      measure = std::min(measure, (most - std::max(each.constant, Int128{0})) / each.factor);
  }
  return static_cast<std::int64_t>(measure);
}

std::vector<SmallPiece> small_pieces(const std::vector<TierPiece>& pieces, std::int64_t most) {
  std::vector<SmallPiece> small;
  for (std::size_t i = 0; most >= 0 && i < pieces.size(); ++i)
    small.push_back({.start = i == 0 ? -1 : std::max<std::int64_t>(-1, pieces[i].start),
                     .end = i + 1 < pieces.size() ? std::min(most, pieces[i + 1].start) : most,
                     .constant = static_cast<std::int64_t>(pieces[i].constant),
                     .factor = pieces[i].factor});
  small.push_back({.start = 0, .end = 0, .constant = 0, .factor = 0});
  return small;
}

std::uint32_t small_piece_of(const std::vector<SmallPiece>& pieces, std::int64_t measure) noexcept {
  std::uint32_t at = 0;
  while (at + 1 < pieces.size() && !pieces[at].holds(measure)) ++at;
  return at;
}

std::optional<std::vector<TierPiece>> pieces_of(const RateSchedule& schedule, int measure_digits,
                                                int digits) try {
  if (schedule.method() == TierMethod::interpolated) return std::nullopt;
  const bool is_table = schedule.method() == TierMethod::table;
  std::vector<TierPiece> pieces;
  if (is_table)  // What is not past the first start earns nothing.
    pieces.push_back({.start = 0, .constant = 0, .factor = 0});
  Decimal constant = 0;
  const std::vector<RateTier>& tiers = schedule.tiers();
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const RateTier& tier = tiers[i];
    if (schedule.method() == TierMethod::marginal && i > 0)
      constant = constant + tier.from * (tiers[i - 1].of_one() - tier.of_one());
    if (is_table) constant = tier.amount;
    const auto start = whole_below(tier.from, measure_digits);
    const auto factor =
        scaled(is_table ? Decimal(0) : tier.of_one(), digits - measure_digits, factor_max);
    const auto exact = scaled(constant, digits, constant_max);
    if (!start || !factor || !exact) return std::nullopt;
    // A measure that opens a tier is one unit more than the last one before it.
    const bool opens = schedule.edge() == TierEdge::opens &&
                       Decimal::from_parts(*start, measure_digits) == tier.from;
    pieces.push_back({.start = opens ? *start - 1 : *start,
                      .constant = *exact,
                      .factor = static_cast<std::int64_t>(*factor)});
  }
  return pieces;
} catch (const Overflow&) {
  return std::nullopt;
}

}  // namespace o2c::inline v1
