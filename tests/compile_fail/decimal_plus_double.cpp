// expect: deleted|no match|invalid operands
#include "o2c/number/decimal.hpp"

#ifdef O2C_CONTROL
constexpr int fee = 1;
#else
constexpr double fee = 0.1;
#endif

o2c::Decimal with_fee(o2c::Decimal price) { return price + fee; }
