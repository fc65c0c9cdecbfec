// expect: could not convert|not contextually convertible
#include "o2c/money/money.hpp"

#ifdef O2C_CONTROL
bool open(o2c::Money balance) { return is_zero(balance) ? false : true; }
#else
// Is that "not zero", "positive" or "known"?
bool open(o2c::Money balance) { return balance ? true : false; }
#endif
