#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "o2c/money/money.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a step of a derivation can hold. Text stands for whatever is only shown.
using Value = std::variant<std::int64_t, Decimal, Ratio, Rate, Money, MoneyBag, Date, std::string>;

namespace detail {

template <class T>
concept Printable = requires(const T& x) {
  { to_string(x) } -> std::convertible_to<std::string>;
};

}  // namespace detail

/// The value itself where Value has its type; else a whole number, or the text that it prints as.
template <class T>
Value to_value(const T& x) {
  if constexpr (detail::Integer<T>) {
    const Decimal number(x);
    if (number < std::numeric_limits<std::int64_t>::min() ||
        number > std::numeric_limits<std::int64_t>::max()) {
      return number;
    }
    return static_cast<std::int64_t>(x);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return std::string(std::string_view(x));
  } else if constexpr (requires { Value(std::in_place_type<T>, x); }) {
    return Value(std::in_place_type<T>, x);
  } else {
    static_assert(detail::Printable<T>, "a step's value needs a to_string");
    return to_string(x);
  }
}

/// As people read it: "1234.50 USD", "3.25%", "2026-11-23".
std::string value_text(const Value& value);

}  // namespace o2c::inline v1
