# What all our libraries have in common.
function(o2c_set_up_library name)
  set_target_properties(${name} PROPERTIES
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}
    POSITION_INDEPENDENT_CODE ON
    VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL})
  if(NOT BUILD_SHARED_LIBS)
    # Linked into a module, the library keeps its names to itself; only exceptions (O2C_EXPORT),
    # which must be recognised across modules, stay visible. A shared library shows everything.
    set_target_properties(${name} PROPERTIES
      CXX_VISIBILITY_PRESET hidden
      VISIBILITY_INLINES_HIDDEN ON)
  endif()
endfunction()
