// expect: deleted
#include "o2c/time/date.hpp"

#ifdef O2C_CONTROL
constexpr int days = 30;
#else
constexpr double days = 30.0;  // a fraction of a day would be dropped without a word
#endif

o2c::Date due(o2c::Date invoiced) { return invoiced + days; }
