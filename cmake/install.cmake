# Installs the library, its headers, its CMake package and its pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/o2c)

install(TARGETS o2c EXPORT o2cTargets FILE_SET HEADERS)
install(EXPORT o2cTargets NAMESPACE o2c:: DESTINATION ${package_dir})
if(O2C_WITH_JOURNAL)
  install(TARGETS o2c_journal EXPORT o2cJournalTargets FILE_SET HEADERS)
  install(EXPORT o2cJournalTargets NAMESPACE o2c:: DESTINATION ${package_dir})
endif()

configure_package_config_file(cmake/o2cConfig.cmake.in ${PROJECT_BINARY_DIR}/o2cConfig.cmake
  INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/o2cConfigVersion.cmake
  COMPATIBILITY SameMajorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/o2cConfig.cmake
  ${PROJECT_BINARY_DIR}/o2cConfigVersion.cmake
  DESTINATION ${package_dir})

# The prefix is written relative to the .pc file, so that an installed tree can be moved.
file(RELATIVE_PATH pc_prefix
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/o2c.pc.in ${PROJECT_BINARY_DIR}/o2c.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/o2c.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(O2C_WITH_JOURNAL)
  set(pc_databases "sqlite3 >= 3.37, libcrypto >= 3.0")
  if(O2C_WITH_POSTGRESQL)
    string(APPEND pc_databases ", libpq")
  endif()
  # A static library is linked together with what it uses.
  if(BUILD_SHARED_LIBS)
    set(pc_private .private)
  endif()
  configure_file(cmake/o2c-journal.pc.in ${PROJECT_BINARY_DIR}/o2c-journal.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/o2c-journal.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY examples/plans DESTINATION ${CMAKE_INSTALL_DATADIR}/o2c)
