# aw_embed(OUT NAMESPACE HEADER FILE NAME ...): a C++ source that defines the text of files as string_views. Written
# again only where a file changed.
function(aw_embed out namespace header)
    set(text "// Made by CMake.\n#include \"${header}\"\n\nnamespace ${namespace} {\n")
    set(rest ${ARGN})
    while(rest)
        list(POP_FRONT rest file name)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        file(READ ${file} content HEX)
        string(LENGTH "${content}" digits)
        math(EXPR size "${digits} / 2")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" content "${content}")
        # A literal is joined of short ones: some compilers limit the length of one.
        string(REGEX REPLACE "(\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..\\\\x..)" "\\1\"\n\"" content "${content}")
        string(APPEND text "extern const std::string_view ${name};\nconst std::string_view ${name}{\"${content}\", ${size}};\n")
    endwhile()
    string(APPEND text "} // namespace ${namespace}\n")
    file(CONFIGURE OUTPUT ${out} CONTENT "${text}" @ONLY)
endfunction()
