#pragma once

// People's accounts by order. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/time/date.hpp"

#include "credited_lines.hpp"
#include "line_table.hpp"

namespace o2c::inline v1 {

/// A person and an order: what accumulates, or is bounded, by itself where plans look at orders.
struct OrderAccount {
  std::uint32_t person;
  std::uint32_t order;
};

/// Gives each person's order a number.
class OrderAccounts {
 public:
  [[nodiscard]] std::uint32_t number(std::uint32_t person, std::uint32_t order);
  [[nodiscard]] const std::vector<OrderAccount>& all() const noexcept { return all_; }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<OrderAccount> all_;
};

/// Puts accounts in the place of the lines' people, so that each accumulates by itself; returns
/// whose they are. `orders`: by row.
std::vector<OrderAccount> open_order_accounts(CreditedLines& lines,
                                              const PageArray<std::uint32_t>& orders);

/// The earliest day on which a line counts.
std::optional<Date> first_day_of(const LineTable& lines);

}  // namespace o2c::inline v1
