#include "tests/support/parsing.h"

#include "dsl/parse/parse.h"
#include "dsl/print.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace mandate::test {

Parsed::Parsed(std::string_view text, std::string path)
    : file(dsl::parse(sources.add(std::move(path), text, sink), sources, sink)) {}

std::vector<std::string> Parsed::places() const {
    std::vector<std::string> places;
    for (auto const &d : sink.sorted()) {
        auto const place = sources.place(d.span.source, d.span.begin);
        places.push_back(std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
                         info(d.code).id);
    }
    return places;
}

std::string Parsed::messages() const {
    std::string all;
    for (auto const &d : sink.sorted()) {
        auto const place = sources.place(d.span.source, d.span.begin);
        all += std::to_string(place.line) + ":" + std::to_string(place.column) + " " + d.message() +
               "\n";
        for (auto const &hint : d.hints) all += "  " + hint + "\n";
    }
    return all;
}

std::string Parsed::print(dsl::Language language) const {
    return dsl::print(file, sources, language);
}

std::string read_data(std::string const &name) {
    std::ifstream in(std::string(MANDATE_TEST_DIR) + "/" + name, std::ios::binary);
    if (!in) throw std::runtime_error("no test data: " + name);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> tokens(std::string const &text) {
    std::vector<std::string> found;
    for (std::size_t at = dsl::skip_space(text, 0); at < text.size();
         at = dsl::skip_space(text, at)) {
        std::size_t length = dsl::scan_string(text, at).length;
        if (length == 0) length = dsl::scan_rule_id(text, at);
        length = std::max<std::size_t>(length, 1);
        found.push_back(text.substr(at, length));
        at += length;
    }
    return found;
}

} // namespace mandate::test
