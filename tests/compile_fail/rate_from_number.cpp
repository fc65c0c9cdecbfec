// expect: private
#include "o2c/number/rate.hpp"

#ifdef O2C_CONTROL
const o2c::Rate rate = o2c::Rate::from_percent(3);
#else
const o2c::Rate rate{3};  // 3% or 300%?
#endif
