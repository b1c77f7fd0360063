#include "report/formats/pieces.h"

#include <fmt/format.h>

#include <map>
#include <pugixml.hpp>
#include <sstream>

namespace mandate::report {

namespace {

void set(pugi::xml_node node, char const *name, std::string const &value) {
    node.append_attribute(name).set_value(plain(value).c_str());
}

struct Counts {
    std::size_t tests = 0, failures = 0, errors = 0;
    void write(pugi::xml_node node) const {
        set(node, "tests", std::to_string(tests));
        set(node, "failures", std::to_string(failures));
        set(node, "errors", std::to_string(errors));
    }
};

} // namespace

// A suite a file, a case a question. There are no times: the same check writes the same bytes.
std::string junit(Json const &report) {
    std::map<std::string, std::vector<Json const *>> by_file;
    for (auto const &result : report.at("results"))
        by_file[result.at("place").at("path")].push_back(&result);
    pugi::xml_document document;
    auto suites = document.append_child("testsuites");
    set(suites, "name", "mandate");
    Counts all;
    for (auto const &[path, results] : by_file) {
        auto suite = suites.append_child("testsuite");
        set(suite, "name", path);
        Counts counts;
        for (auto const *result : results) {
            auto one = suite.append_child("testcase");
            set(one, "classname", path);
            set(one, "name", name(*result));
            set(one, "file", path);
            set(one, "line", result->at("place").at("line").dump());
            auto properties = one.append_child("properties");
            for (char const *const key : {"title", "verdict", "expected"}) {
                if (!result->at(key).is_string()) continue;
                auto property = properties.append_child("property");
                set(property, "name", key);
                set(property, "value", result->at(key));
            }
            ++counts.tests;
            auto const how = outcome(*result);
            if (how == Outcome::pass) continue;
            (how == Outcome::fail ? counts.failures : counts.errors)++;
            auto why = one.append_child(how == Outcome::fail ? "failure" : "error");
            set(why, "message", sentence(*result));
            set(why, "type", how == Outcome::fail ? result->at("verdict") : Json("inconclusive"));
            std::string told;
            for (auto const &line : story(*result)) told += line + "\n";
            why.text().set(plain(told).c_str());
        }
        counts.write(suite);
        all.tests += counts.tests;
        all.failures += counts.failures;
        all.errors += counts.errors;
    }
    all.write(suites);
    std::ostringstream out;
    document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
    return out.str();
}

} // namespace mandate::report
