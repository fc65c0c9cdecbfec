# o2c::journal, a library of its own, so that users of o2c::o2c alone need no database.
set_property(CACHE O2C_BUILD_JOURNAL O2C_JOURNAL_POSTGRESQL PROPERTY STRINGS AUTO ON OFF)

# What must be there is asked for loudly, what may be there quietly.
function(journal_need result choice)
  set(${result} OFF PARENT_SCOPE)
  if(NOT choice)
    return()
  endif()
  foreach(package IN LISTS ARGN)
    string(REPLACE " " ";" arguments ${package})
    if(choice STREQUAL AUTO)
      find_package(${arguments} QUIET)
    else()
      find_package(${arguments} REQUIRED)
    endif()
    list(GET arguments 0 name)
    if(NOT ${name}_FOUND)
      message(STATUS "o2c: built without what needs ${name}")
      return()
    endif()
  endforeach()
  set(${result} ON PARENT_SCOPE)
endfunction()

set(journal_choice ${O2C_BUILD_JOURNAL})
if(O2C_BUILD_PYTHON)
  set(journal_choice ON)  # the module has all areas
endif()
journal_need(O2C_WITH_JOURNAL "${journal_choice}"
             "SQLite3 3.37" "OpenSSL 3.0 COMPONENTS Crypto" "nlohmann_json 3.11 CONFIG")
set(O2C_WITH_POSTGRESQL OFF)
if(NOT O2C_WITH_JOURNAL)
  return()
endif()
journal_need(O2C_WITH_POSTGRESQL "${O2C_JOURNAL_POSTGRESQL}" "PostgreSQL")

file(GLOB journal_headers CONFIGURE_DEPENDS include/o2c/order/journal*.hpp)
file(GLOB journal_sources CONFIGURE_DEPENDS src/journal/*.cpp)
if(NOT O2C_WITH_POSTGRESQL)
  list(FILTER journal_headers EXCLUDE REGEX "postgres[^/]*$")
  list(FILTER journal_sources EXCLUDE REGEX "postgres[^/]*$")
endif()

add_library(o2c_journal ${journal_sources})
add_library(o2c::journal ALIAS o2c_journal)
set_target_properties(o2c_journal PROPERTIES EXPORT_NAME journal)
target_sources(o2c_journal PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${journal_headers})
target_link_libraries(o2c_journal PUBLIC o2c
                                  PRIVATE SQLite::SQLite3 OpenSSL::Crypto
                                          $<BUILD_INTERFACE:o2c_warnings>)
if(O2C_WITH_POSTGRESQL)
  target_link_libraries(o2c_journal PRIVATE PostgreSQL::PostgreSQL)
  target_compile_definitions(o2c_journal PUBLIC O2C_WITH_POSTGRESQL)
endif()
# Headers alone: its users need not have them.
target_include_directories(o2c_journal SYSTEM PRIVATE
  $<TARGET_PROPERTY:nlohmann_json::nlohmann_json,INTERFACE_INCLUDE_DIRECTORIES>)
o2c_set_up_library(o2c_journal)
if("LIBRARY" IN_LIST O2C_PRECOMPILED)
  o2c_precompile(o2c_journal PRIVATE ${o2c_standard_headers})
endif()
