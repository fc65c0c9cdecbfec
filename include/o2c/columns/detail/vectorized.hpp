#pragma once

/// O2C_VECTORIZED before a plain loop's function compiles it for any x86-64 processor, and again
/// for those with AVX2 and with AVX-512; which of them runs is chosen when the program is loaded.
/// Only for functions of source files. Sanitizers, which do not go with that, and other systems do
/// without.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define O2C_VECTORIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define O2C_VECTORIZED
#endif
#endif
#ifndef O2C_VECTORIZED
#if defined(__x86_64__) && defined(__GLIBC__)
#define O2C_VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define O2C_VECTORIZED
#endif
#endif
