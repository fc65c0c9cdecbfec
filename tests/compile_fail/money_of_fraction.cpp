// expect: deleted
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
o2c::Money price() { return o2c::Money::of(o2c::Decimal::parse("1.10"), o2c::currencies::USD); }
#else
// 1.1 is no binary fraction: the amount would be another than the one written.
o2c::Money price() { return o2c::Money::of(1.1, o2c::currencies::USD); }
#endif
