#include "o2c/explain/value.hpp"

#include <type_traits>

namespace o2c::inline v1 {

std::string value_text(const Value& value) {
  return std::visit(
      [](const auto& x) -> std::string {
        using T = std::remove_cvref_t<decltype(x)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return x;
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          return std::to_string(x);
        } else {
          return to_string(x);
        }
      },
      value);
}

}  // namespace o2c::inline v1
