// expect: no match|invalid operands
#include "o2c/number/rate.hpp"

o2c::Decimal interest(o2c::Rate rate, o2c::Decimal base) {
#ifdef O2C_CONTROL
  return rate.fraction() * base;
#else
  return rate * base;
#endif
}
