// expect: no match for|invalid operands
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
o2c::Money more(o2c::Money price) { return price + o2c::Money::of(5, price.currency()); }
#else
o2c::Money more(o2c::Money price) { return price + 5; }  // five what?
#endif
