// expect: no matching
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
o2c::Money total = o2c::Money::zero(o2c::currencies::USD);
#else
o2c::Money total;  // zero of which currency?
#endif
