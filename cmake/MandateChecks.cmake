# Questions as tests:
#   mandate_checks(FOLDER [PREFIX text] [OPTIONS option...])
# registers a test for each property and regime that FOLDER, or one file, asks about: what is asked under given answers goes with
# it. A test passes where `mandate check` ends with 0. OPTIONS are passed on to it. The list
# is read when CMake runs: again with the next build after a file of FOLDER is written, or comes, or goes. A folder that asks
# nothing is an error. Finds the program as MANDATE_PROGRAM.
cmake_minimum_required(VERSION 3.19) # names of tests have spaces
include_guard(GLOBAL)

find_program(MANDATE_PROGRAM mandate REQUIRED)

function(mandate_checks FOLDER)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "PREFIX" "OPTIONS")
    get_filename_component(folder "${FOLDER}" ABSOLUTE)
    set(files "${folder}")
    if(IS_DIRECTORY "${folder}")
        file(GLOB_RECURSE files CONFIGURE_DEPENDS "${folder}/*.mandate" "${folder}/*.md")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
    execute_process(COMMAND "${MANDATE_PROGRAM}" check "${folder}" --list
        OUTPUT_VARIABLE questions ERROR_VARIABLE errors RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(failed)
        message(FATAL_ERROR "mandate check ${folder} --list:\n${errors}")
    endif()
    # A name has no semicolon and no space; a line may have both behind `when`.
    string(REGEX MATCHALL "(^|\n)[^ \n]+ in [^ \n]+" questions "${questions}")
    list(TRANSFORM questions STRIP)
    list(REMOVE_DUPLICATES questions)
    foreach(question IN LISTS questions)
        string(REPLACE " in " ";" parts "${question}")
        list(GET parts 0 property)
        list(GET parts 1 regime)
        add_test(NAME "${ARG_PREFIX}${question}"
            COMMAND "${MANDATE_PROGRAM}" check "${folder}" --prop "${property}" --regime "${regime}" ${ARG_OPTIONS})
    endforeach()
endfunction()
