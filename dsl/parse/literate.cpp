#include "dsl/parse/literate.h"

#include <algorithm>

namespace mandate::dsl {

namespace {

struct Fence {
    char mark = 0;
    std::size_t length = 0; // 0: the line is no fence
    std::string_view info;
};

// CommonMark: up to three spaces, then three or more of the same mark.
Fence fence(std::string_view line) {
    auto const indent = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(indent);
    if (indent > 3 || line.empty() || (line[0] != '`' && line[0] != '~')) return {};
    auto const length = std::min(line.find_first_not_of(line[0]), line.size());
    if (length < 3) return {};
    auto info = line.substr(length);
    if (line[0] == '`' && info.find('`') != std::string_view::npos) return {}; // inline code
    info.remove_prefix(std::min(info.find_first_not_of(" \t"), info.size()));
    return {line[0], length, info};
}

bool names_code(std::string_view info) {
    constexpr std::string_view word = "mandate";
    return info.substr(0, word.size()) == word &&
           (info.size() == word.size() || info[word.size()] == ' ' || info[word.size()] == '\t');
}

} // namespace

bool is_literate(std::string_view path) {
    return path.size() >= 3 && path.substr(path.size() - 3) == ".md";
}

std::vector<Block> code_blocks(SourceId source, std::string_view text, DiagnosticSink &sink) {
    std::vector<Block> blocks;
    Fence open;
    std::size_t opened_at = 0;
    bool code = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        auto const next = std::min(end + 1, text.size());
        auto const found = fence(text.substr(at, end - at));
        if (open.length == 0 && found.length > 0) {
            open = found;
            opened_at = at;
            code = names_code(found.info);
            if (code) blocks.push_back({next, text.size()});
        } else if (open.length > 0 && found.mark == open.mark && found.length >= open.length &&
                   found.info.empty()) {
            if (code) blocks.back().end = at;
            open = {};
        }
        at = next;
    }
    if (open.length > 0 && code) {
        auto const begin = static_cast<std::uint32_t>(opened_at);
        sink.report({Code::unclosed_fence,
                     {source, begin, begin + static_cast<std::uint32_t>(open.length)},
                     {}});
    }
    return blocks;
}

std::string blank_prose(std::string_view text, std::vector<Block> const &blocks) {
    std::string blanked(text);
    std::size_t from = 0;
    auto blank = [&](std::size_t to) {
        for (; from < to; ++from)
            if (blanked[from] != '\n') blanked[from] = ' ';
    };
    for (auto const &block : blocks) {
        blank(block.begin);
        from = block.end;
    }
    blank(text.size());
    return blanked;
}

} // namespace mandate::dsl
