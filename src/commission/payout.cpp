#include "o2c/commission/payout.hpp"

#include "o2c/number/error.hpp"

namespace o2c::inline v1::detail {

void throw_released_too_much(Money released, Money held) {
  const Fault fault{.field = "released",
                    .value = to_string(released),
                    .expected = "at most the " + to_string(held) + " that is held back"};
  throw InvalidArgument("cannot pay out: " + to_string(fault), {fault});
}

}  // namespace o2c::inline v1::detail
