# Helpers that keep every folder's CMakeLists.txt a plain list.
#   mandate_library(NAME folder SOURCES ... HEADERS ... USES ... LINKS ...)
#   mandate_test(NAME folder SOURCES ... USES ... TIMEOUT seconds)
include_guard(GLOBAL)

find_program(MANDATE_CCACHE ccache)
if(MANDATE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${MANDATE_CCACHE}")
endif()

add_library(mandate_warnings INTERFACE)
target_compile_options(mandate_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror=switch
    $<$<BOOL:${MANDATE_WERROR}>:-Werror>)

# With CMAKE_UNITY_BUILD (.ci/setup, presets fuzz and tidy) sources are compiled in bundles.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)
function(mandate_bundled target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD_CODE_BEFORE_INCLUDE "// NOLINTNEXTLINE(bugprone-suspicious-include)")
endfunction()

# USES names other folders of the project, as in the table of .ci/check_layers.py; LINKS names packages.
function(mandate_library)
    cmake_parse_arguments(PARSE_ARGV 0 ARG "" "NAME" "SOURCES;HEADERS;USES;LINKS")
    set(target mandate_${ARG_NAME})
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES})
        set(scope PUBLIC)
        target_link_libraries(${target} PRIVATE mandate_warnings)
    else() # headers only, so far
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    mandate_bundled(${target})
    target_include_directories(${target} ${scope} "${PROJECT_SOURCE_DIR}")
    # Each header must compile alone: `cmake --build build --target all_verify_interface_header_sets`.
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_HEADERS})
    list(TRANSFORM ARG_USES PREPEND mandate_)
    target_link_libraries(${target} ${scope} ${ARG_USES} ${ARG_LINKS})
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# One program of tests per folder; ctest lists every case, and begins with those that may take long. What takes long is in
# the libraries: the tests themselves are not optimised, and compile in half the time.
function(mandate_test)
    cmake_parse_arguments(PARSE_ARGV 0 ARG "" "NAME;TIMEOUT" "SOURCES;USES")
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    set(target test_${ARG_NAME})
    add_executable(${target} ${ARG_SOURCES})
    mandate_bundled(${target})
    list(TRANSFORM ARG_USES PREPEND mandate_)
    target_link_libraries(${target} PRIVATE mandate_warnings ${ARG_USES} Catch2::Catch2WithMain)
    target_compile_options(${target} PRIVATE -O0)
    target_compile_definitions(${target} PRIVATE MANDATE_TEST_DIR="${PROJECT_SOURCE_DIR}/tests")
    catch_discover_tests(${target} TEST_PREFIX "${ARG_NAME}: " PROPERTIES TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT})
endfunction()
