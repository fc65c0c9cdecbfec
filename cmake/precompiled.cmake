# What many files include, compiled once, where O2C_PRECOMPILED asks for it: for the time that a
# build takes; every file includes what it needs as if it were not there. A compiler cache needs
# CCACHE_SLOPPINESS=pch_defines,time_macros and the options below; it does not know such builds from
# one folder to another.
function(o2c_precompile name)
  target_precompile_headers(${name} ${ARGN})
  target_compile_options(${name} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()

set(o2c_standard_headers <algorithm> <array> <functional> <map> <memory> <optional> <ranges> <span>
                         <string> <string_view> <tuple> <utility> <variant> <vector>)
