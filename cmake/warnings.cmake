# o2c_warnings: linked PRIVATE and only inside this build, so that it never reaches a consumer.
add_library(o2c_warnings INTERFACE)
if(O2C_WARNINGS_AS_ERRORS)
  target_compile_options(o2c_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Werror
    # Files that are compiled together see each other's names.
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>
    # GCC 12 sees overlaps inside std::string's operator+ that are not there (its bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # Clang reports libstdc++ 12's own use of std::get_temporary_buffer in std::stable_sort.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
endif()
