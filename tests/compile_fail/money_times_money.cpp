// expect: no match for|invalid operands
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
o2c::Ratio share(o2c::Money a, o2c::Money b) { return o2c::ratio(a, b); }
#else
o2c::Money area(o2c::Money a, o2c::Money b) { return a * b; }  // square dollars
#endif
