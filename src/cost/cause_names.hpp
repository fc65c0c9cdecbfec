#pragma once

// What the causes of a variance are called. Private to src/cost.

#include "o2c/number/trace.hpp"

namespace o2c::inline v1::cause_name {

inline constexpr Text exchange{"exchange", "汇率"};
inline constexpr Text price{"price", "价格"};
inline constexpr Text mix{"mix", "结构"};
inline constexpr Text quantity{"quantity", "数量"};
inline constexpr Text cost{"cost", "成本"};

}  // namespace o2c::inline v1::cause_name
