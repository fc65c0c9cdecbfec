// expect: no matching
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
o2c::Money third(o2c::Money total) { return o2c::divide(total, 3, o2c::Rounding::half_even); }
#else
o2c::Money third(o2c::Money total) { return o2c::divide(total, 3); }  // rounded how?
#endif
