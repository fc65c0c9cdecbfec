// expect: constant expression|not a constant|throw_parse|non-'constexpr'|non-constexpr
#include "o2c/number/decimal.hpp"

using namespace o2c::literals;

#ifdef O2C_CONTROL
constexpr o2c::Decimal mask = 16_dec;
#else
constexpr o2c::Decimal mask = 0x10_dec;
#endif
