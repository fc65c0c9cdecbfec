#pragma once

// For exception classes: one thrown in a library and caught in a program must be the same type in
// both, also where the library is linked into a module that hides its names.
#if defined(__GNUC__)
#define O2C_EXPORT __attribute__((visibility("default")))
#else
#define O2C_EXPORT
#endif
