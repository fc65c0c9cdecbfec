#include "o2c/receivable/aging_kernel.hpp"

#include <bit>
#include <limits>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// The bits of all amounts, those of negative ones flipped.
O2C_VECTORIZED std::uint64_t joined_bits(const std::int64_t* minor, std::size_t size) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < size; ++i)
    bits |= static_cast<std::uint64_t>(minor[i] ^ (minor[i] >> 63));
  return bits;
}

}  // namespace

O2C_VECTORIZED void aging_cells(std::span<const std::uint32_t> groups,
                                std::span<const std::int32_t> dates,
                                std::span<const std::int64_t> minor, Date as_of,
                                const AgingBuckets& buckets, const AgingLine& line,
                                std::span<std::uint32_t> cells) noexcept {
  buckets.buckets(dates, as_of, cells);
  const auto line_bits = std::countr_zero(line.stride());
  const auto credits = static_cast<std::uint32_t>(line.credits());
  constexpr auto first = static_cast<std::uint32_t>(AgingLine::first_bucket);
  // All ones for a credit: whether an amount is one cannot be foreseen, so nothing branches on it.
  const std::int64_t apart = line.has_credits ? -1 : 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto credit = static_cast<std::uint32_t>((minor[i] >> 63) & apart);
    cells[i] = (groups[i] << line_bits) + (((cells[i] + first) & ~credit) | (credits & credit));
  }
}

std::uint64_t sum_bound(std::span<const std::int64_t> minor) noexcept {
  std::uint64_t bound = 0;
  return __builtin_mul_overflow(joined_bits(minor.data(), minor.size()) + 1, minor.size(), &bound)
             ? std::numeric_limits<std::uint64_t>::max()
             : bound;
}

void GroupCells::carry() {
  wide_.grow_to(narrow_.size());
  for (std::size_t i = 0; i < narrow_.size(); ++i) {
    if (narrow_[i] == 0) continue;
    add_figure(wide_[i], narrow_[i]);
    narrow_[i] = 0;
  }
  bound_ = 0;
  rows_since_carry_ = 0;
}

void GroupCells::add_wide(std::span<const std::uint32_t> cells,
                          std::span<const std::int64_t> minor) {
  wide_.grow_to(narrow_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    add_figure(wide_[cells[i]], minor[i]);
    wide_[cells[i] & ~(stride_ - 1)] += 1;
  }
}

}  // namespace o2c::inline v1
