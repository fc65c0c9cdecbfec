// expect: deleted
#include "o2c/number/decimal.hpp"

#ifdef O2C_CONTROL
constexpr int price = 10;
#else
constexpr double price = 9.99;  // 9.99000000000000021316...
#endif

o2c::Decimal total() { return o2c::Decimal(price) * 3; }
