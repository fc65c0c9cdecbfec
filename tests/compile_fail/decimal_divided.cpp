// expect: no match|invalid operands
#include "o2c/number/decimal.hpp"

o2c::Decimal each(o2c::Decimal total, o2c::Decimal parts) {
#ifdef O2C_CONTROL
  return quotient(total, parts, 2, o2c::Rounding::half_even);
#else
  return total / parts;  // how many digits, and rounded which way?
#endif
}
