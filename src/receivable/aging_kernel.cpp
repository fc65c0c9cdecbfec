#include "o2c/receivable/aging_kernel.hpp"

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

void add_checked(Int128& sum, Int128 amount) {
  if (!detail::add_fits(sum, amount)) throw_overflow("an aging figure exceeds 128 bits");
}

}  // namespace

void GroupCells::carry() {
  wide_.grow_to(narrow_.size());
  for (std::size_t i = 0; i < narrow_.size(); ++i) {
    if (narrow_[i] == 0) continue;
    add_checked(wide_[i], narrow_[i]);
    narrow_[i] = 0;
  }
  bound_ = 0;
  rows_since_carry_ = 0;
}

void GroupCells::add_wide(std::span<const std::uint32_t> cells,
                          std::span<const std::int64_t> minor) {
  wide_.grow_to(narrow_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    add_checked(wide_[cells[i]], minor[i]);
    wide_[cells[i] & ~(stride_ - 1)] += 1;
  }
}

}  // namespace o2c::inline v1
