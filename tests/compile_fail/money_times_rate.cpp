// expect: no match for|invalid operands
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
o2c::Money fee(o2c::Money net, o2c::Rate rate) {
  return o2c::apply(rate, net, o2c::Rounding::half_even);
}
#else
// 2.5% of an amount needs rounding, and nobody has said how.
o2c::Money fee(o2c::Money net, o2c::Rate rate) { return net * rate; }
#endif
