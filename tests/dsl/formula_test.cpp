// Formulas: each kind is read as that kind, with its parts where the tree says.
#include "dsl/print.h"
#include "tests/support/parsing.h"

#include <catch2/catch.hpp>

using namespace mandate;
using namespace mandate::dsl;
using ast::ExprKind;
using ast::Verb;

namespace {
ast::Expr formula(std::string const &text) {
    test::Parsed const parsed("property p possible " + text);
    CAPTURE(text);
    INFO(parsed.messages());
    REQUIRE(parsed.messages().empty());
    return std::get<ast::Property>(parsed.file.declarations.at(0).node).form.operands.at(0);
}
} // namespace

TEST_CASE("precedence") {
    auto const e = formula("a or b and not c implies d since e");
    REQUIRE(e.kind == ExprKind::implication);
    REQUIRE(e.operands[0].kind == ExprKind::disjunction);
    REQUIRE(e.operands[0].operands[1].kind == ExprKind::conjunction);
    REQUIRE(e.operands[1].kind == ExprKind::since);
    REQUIRE(print(e, Language::english) == "a or b and not c implies d since e");
    REQUIRE(print(formula("(a or b) and (not (c and d))"), Language::english) ==
            "(a or b) and not (c and d)");
    REQUIRE(formula("a or b or c").operands.size() == 3);
    REQUIRE(formula("not a within the last 2 days").operands[0].kind == ExprKind::within_last);
}

TEST_CASE("every kind of statement") {
    struct Row {
        char const *text;
        ExprKind kind;
    };
    auto const row = GENERATE(values<Row>({
        {"p is citizen", ExprKind::person_is},
        {"p has citizen", ExprKind::person_is},
        {"education of p = higher", ExprKind::person_value},
        {"p is at least 25 years old", ExprKind::person_age},
        {"p lives in oblast of v", ExprKind::person_lives},
        {"city_district", ExprKind::unit_kind},
        {"r is of level raion", ExprKind::unit_level},
        {"r is inside oblast of v", ExprKind::unit_inside},
        {"r is the same as v", ExprKind::same},
        {"elects(v)", ExprKind::listed},
        {"there is maslikhat of u", ExprKind::exists},
        {"maslikhat of r is constituted", ExprKind::constituted},
        {"akim of r is vacant", ExprKind::vacant},
        {"akim of r is held under earlier law", ExprKind::under_earlier_law},
        {"maslikhat of r is dissolved", ExprKind::dissolved},
        {"maslikhat of r is newly chosen", ExprKind::chosen},
        {"D555@election happens", ExprKind::happens},
        {"reform of r occurs", ExprKind::occurs},
        {"refusals of akim of r >= 2", ExprKind::compare},
        {"no confidence votes in akim of r >= 2", ExprKind::compare},
        {"candidates for akim of v < 2", ExprKind::compare},
        {"bloc local votes against", ExprKind::tally},
        {"no confidence votes in akim of r within one term of the maslikhat >= 2",
         ExprKind::compare},
        {"requests for removal of akim of r = 1", ExprKind::compare},
        {"the second vote of no confidence", ExprKind::compare},
        {"the second vote of no confidence within one term of the maslikhat", ExprKind::compare},
        {"the second request for removal", ExprKind::compare},
        {"@term is breached", ExprKind::breached},
        {"@term is breached as to r", ExprKind::breached},
        {"@term is owed as to raion of v", ExprKind::owed},
        {"akim of r is filled under D555@election", ExprKind::in_manner},
        {"once p takes akim of r", ExprKind::once},
        {"previously true", ExprKind::previously},
        {"for some p: person: p holds akim of r", ExprKind::some},
    }));
    auto const e = formula(row.text);
    CAPTURE(row.text);
    REQUIRE(e.kind == row.kind);
    auto const printed = print(e, Language::english);
    if (std::string_view(row.text) != "p has citizen") REQUIRE(printed == row.text);
    for (auto const language : all_languages)
        REQUIRE(print(formula(print(e, language)), Language::english) == printed);
}

TEST_CASE("every verb, with who does what to whom") {
    struct Row {
        char const *text;
        Verb verb;
        char const *subject;
        std::size_t refs;
    };
    auto const row = GENERATE(values<Row>({
        {"p takes akim of r", Verb::takes, "p", 1},
        {"someone holds akim of r", Verb::holds, "someone", 1},
        {"p withdraws from akim of r", Verb::withdraws, "p", 1},
        {"president appoints p as akim of r", Verb::appoints, "p", 2},
        {"akim of oblast of r presents p for akim of r", Verb::presents, "p", 2},
        {"maslikhat of r elects p as akim of v", Verb::elects, "p", 2},
        {"maslikhat of r consents to p for akim of r", Verb::consents_to, "p", 2},
        {"maslikhat of r consents to p for that appointment", Verb::consents_to, "p", 1},
        {"maslikhat of r refuses p for akim of r", Verb::refuses, "p", 2},
        {"maslikhat of r votes on p for akim of r", Verb::votes_on, "p", 2},
        {"maslikhat of r refuses report of akim of r", Verb::refuses_report_of, "", 2},
        {"maslikhat of r expresses no confidence in akim of r", Verb::expresses_no_confidence_in,
         "", 2},
        {"akim of r reports to maslikhat of r", Verb::reports_to, "", 2},
        {"president dissolves maslikhat of r", Verb::dissolves, "", 2},
        {"superior of akim of r removes akim of r", Verb::removes, "", 2},
        {"akim of r agrees to elects(v)", Verb::agrees_to, "", 1},
        {"akim of r dies", Verb::dies, "", 1},
        {"akim of r resigns", Verb::resigns, "", 1},
    }));
    auto const e = formula(row.text);
    CAPTURE(row.text);
    REQUIRE(e.kind == ExprKind::verb);
    REQUIRE(e.verb == row.verb);
    REQUIRE((e.subject ? e.subject->text : "") == row.subject);
    REQUIRE(e.refs.size() == row.refs);
    for (auto const language : all_languages)
        REQUIRE(print(formula(print(e, language)), Language::english) == row.text);
}

TEST_CASE("a statement about a person needs a person") {
    test::Parsed const parsed("property p possible akim of r is at least 25 years old");
    REQUIRE(parsed.places() == std::vector<std::string>{"1:21 needs-plain-name"});
}
