#include <algorithm>
#include <span>

#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {
namespace {

#include "iso_4217_rows.inc"

static_assert(std::ranges::is_sorted(active_rows, {}, &CurrencyInfo::currency));
static_assert(std::ranges::is_sorted(withdrawn_rows, {}, &CurrencyInfo::currency));

}  // namespace

std::span<const CurrencyInfo> iso_4217() noexcept { return active_rows; }

std::span<const CurrencyInfo> iso_4217_withdrawn() noexcept { return withdrawn_rows; }

}  // namespace o2c
