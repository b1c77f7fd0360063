// Does an order stay within the statute above it: what is expected follows from what the statute
// here requires and forbids.
#include "support/program.h"
#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace mandate;
using tests::run;
using tests::valid;

namespace {

constexpr char const *declared =
    "person { citizen, resident }\nauthority board\nauthority crown\n"
    "event flood may never come\noffice mayor\nbody council\nbody senate\n";
constexpr char const *to_be_citizen = "a candidate must be citizen @candidates";
constexpr char const *four_years = "term 4 years @term on expiry: vacates";

std::string appointment(std::string const &share, std::string const &quorum = "1/2") {
    return "appointment by board @way { presented by board @names consent of council @consent { "
           "quorum " +
           quorum + " of all seats carried by " + share +
           " of all seats on tie: fails no answer means no at most 2 refusals same person again: "
           "no } }";
}

struct Order {
    std::string way = appointment("2/3"), candidates = to_be_citizen, term = four_years, more = {},
                besides = {}, seats = "5";

    std::string text(std::string const &name, std::string const &rank) const {
        return "instrument " + name + " \"\" { rank " + rank +
               " in force from 2000-01-01\n  office mayor { " + way + "\n    " + candidates +
               "\n    " + term + "\n    " + more + " }\n  " + besides +
               "\n  body council { seats " + seats +
               " elected by crown term 4 years on expiry: vacates "
               "pending matters: lapse } }\n";
    }
};

nlohmann::json asked(Order const &statute, Order const &order) {
    cli::MemoryFiles all;
    all.texts["town.mandate"] =
        declared + statute.text("Act", "statute") + order.text("Order", "decree") +
        "regime above = Act as of 2001-01-01\nregime order = Order as of 2001-01-01\n"
        "property kept \"\" order within above\n";
    auto const ended = run(all, {"check", "town.mandate", "--format", "json", "--no-cache"});
    INFO(ended.out << ended.err);
    REQUIRE(valid("report", ended.out));
    auto const results = nlohmann::json::parse(ended.out)["results"];
    REQUIRE(results.size() == 1);
    CHECK(results[0]["regime"] == "order");
    return results[0];
}
std::string verdict(Order const &statute, Order const &order) {
    return asked(statute, order)["verdict"];
}
// What the run breaks.
std::string broken(Order const &statute, Order const &order) {
    auto const result = asked(statute, order);
    INFO(result.dump(1));
    CHECK(result["verdict"] == "violated");
    REQUIRE(result["runs"].size() > 0);
    std::string all;
    for (auto const &part : result["runs"][0]["failed"]) all += part.get<std::string>() + "; ";
    return all;
}

Order with_more(std::string more) {
    Order order;
    order.more = std::move(more);
    return order;
}

} // namespace

TEST_CASE("an order that asks for as much or more stays within", "[cli]") {
    CHECK(verdict({}, {}) == "holds");
    Order order;
    order.way = appointment("3/4");
    CHECK(verdict({}, order) == "holds");
    order = {};
    order.term = "term 3 years @term on expiry: vacates";
    CHECK(verdict({}, order) == "holds");
    order = {};
    order.candidates = "a candidate must be citizen\n be resident";
    CHECK(verdict({}, order) == "holds");
    // The statute says nothing of removal, so that it does not forbid it.
    CHECK(verdict({}, with_more("may be removed by crown at discretion")) == "holds");
    // It knows no election, and requires of whoever takes office only what all have to meet.
    order = {};
    order.way = "election by council @election { candidates presented by board quorum 1/2 of all "
                "seats carried by majority of votes cast on tie: fails }";
    CHECK(verdict({}, order) == "holds");
}

TEST_CASE("an order that asks for less goes beyond the statute", "[cli]") {
    Order order;
    order.way = appointment("majority");
    CHECK(broken({}, order) == "Act@consent: the vote passes; ");
    order = {};
    order.way = "appointment by board @way {}";
    CHECK(broken({}, order).find("Act@consent: council has consented; ") != std::string::npos);
    order = {};
    order.candidates = "";
    CHECK(broken({}, order) == "Act: the candidate meets the requirements; ");
    order.way = "election by council @election { candidates presented by board quorum 1/2 of all "
                "seats carried by majority of votes cast on tie: fails }";
    CHECK(broken({}, order) == "Act: the candidate meets the requirements; ");
    // Four years are the statute's; in the fifth he is in place, and is nobody any more.
    order = {};
    order.term = "term 5 years @term on expiry: vacates";
    CHECK(broken({}, order) == "status of mayor: still so under above; ");
    order.term = "term 5 years @term on expiry: stays until successor";
    CHECK(broken({}, order) == "status of mayor: still so under above; ");
}

TEST_CASE("requirements count wherever the statute says them, and however it is filled", "[cli]") {
    // In the way in itself.
    Order inside, without;
    inside.way = "appointment by board @way { a candidate must be citizen }";
    inside.candidates = "";
    without.way = "appointment by board @way {}";
    without.candidates = "";
    CHECK(broken(inside, without) == "Act@way: the candidate meets the requirements; ");
    CHECK(verdict(inside, inside) == "holds");
    // On an office whose way in the statute leaves to others.
    Order left_open;
    left_open.way = "";
    CHECK(broken(left_open, without) == "Act: the candidate meets the requirements; ");
    CHECK(verdict(left_open, {}) == "holds");
}

TEST_CASE("who is silent, or another, has not consented", "[cli]") {
    auto const silent = [](std::string const &means, std::string const &who = "council") {
        Order order;
        order.way = "appointment by board @way { consent of " + who +
                    " @consent { quorum 1/2 of all seats carried by 2/3 of all seats on tie: fails "
                    "no answer means " +
                    means + " at most 2 refusals same person again: no } }";
        order.besides = "body senate { seats 5 elected by crown term 4 years on expiry: vacates "
                        "pending matters: lapse }";
        return order;
    };
    CHECK(broken(silent("blocks"), silent("yes within 30 days")).find("council has consented") !=
          std::string::npos);
    CHECK(broken(silent("yes within 60 days"), silent("yes within 30 days"))
              .find("council has consented") != std::string::npos);
    CHECK(broken(silent("blocks"), silent("blocks", "senate")).find("council has consented") !=
          std::string::npos);
    CHECK(verdict(silent("yes within 30 days"), silent("yes within 30 days")) == "holds");
}

TEST_CASE("bodies of other sizes are still compared", "[cli]") {
    Order three, no_consent;
    three.seats = "3";
    no_consent.seats = "3";
    no_consent.way = "appointment by board @way {}";
    CHECK(verdict(no_consent, no_consent) == "holds");
    CHECK(broken({}, no_consent).find("Act@consent: council has consented; ") != std::string::npos);
    CHECK(verdict(three, three) == "holds");
}

TEST_CASE("of several clauses that permit an act the one of the same name says what follows",
          "[cli]") {
    for (bool const swapped : {false, true}) {
        std::string const one = "appointment by board @one { term 3 years }",
                          other = "appointment by board @other { term 5 years }";
        Order both;
        both.way = swapped ? other + "\n    " + one : one + "\n    " + other;
        both.term = "on expiry: vacates";
        CHECK(verdict(both, both) == "holds");
    }
}

TEST_CASE("a power may be used in the cases that the statute names", "[cli]") {
    auto const flooded =
        with_more("may be removed by crown only on grounds (flood occurs) @removal");
    CHECK(verdict(flooded, flooded) == "holds");
    CHECK(verdict(flooded, {}) == "holds");
    CHECK(broken(flooded, with_more("may be removed by crown at discretion")) ==
          "Act@removal: there is a ground; ");
    // Of others the statute says nothing, unless it says that they may not.
    auto const by_board = with_more("may be removed by board at discretion");
    CHECK(verdict(flooded, by_board) == "holds");
    auto const only = with_more("removal only by crown @sole");
    CHECK(broken(only, by_board) == "Act@sole: nobody else may remove; ");
    CHECK(verdict(only, with_more("may be removed by crown at discretion")) == "holds");
}

TEST_CASE("who alone may present candidates is not joined by others", "[cli]") {
    Order only, other;
    only.way = "appointment by board @way { presented by only crown @names }";
    other.way = "appointment by board @way { presented by board @own }";
    CHECK(broken(only, other) == "Act@way: nobody else may present candidates; ");
    Order free;
    free.way = "appointment by board @way { presented by crown @names }";
    // That the crown presents is what the board's power is for, be it alone or not.
    CHECK(verdict(free, free) == "holds");
    CHECK(verdict(only, only) == "holds");
    CHECK(verdict(only, free) == "holds");
}

TEST_CASE("what the statute orders in time is done in time", "[cli]") {
    auto const duty = [](std::string const &within) {
        Order order = with_more("may be removed by crown at discretion @removal");
        order.besides = "board must appoint mayor after flood occurs @in_time" + within;
        order.way = "appointment by board @way {}";
        return order;
    };
    Order const none = [&] {
        Order order = duty("");
        order.besides = "";
        return order;
    }();
    CHECK(verdict(duty(" { within 30 days }"), duty(" { within 30 days }")) == "holds");
    // After twenty days in which there was nobody to appoint the order lets it be; the statute does
    // not when there is, ten days later.
    CHECK(broken(duty(" { within 30 days }"), duty(" { within 20 days }")) ==
          "Act@in_time: what it asks for in time is done; ");
    CHECK(broken(duty(" { within 30 days }"), duty(" { within 40 days }")) ==
          "Act@in_time: what it asks for in time is done; ");
    CHECK(broken(duty(" { within 30 days }"), none) ==
          "Act@in_time: what it asks for in time is done; ");
    // Without a time a duty is never late.
    CHECK(verdict(duty(""), none) == "holds");
}

TEST_CASE("what the statute leaves open decides, if it makes the difference", "[cli]") {
    Order open;
    open.way = appointment("2/3", "unsettled { 1/2, 3/4 }");
    auto const result = asked(open, {});
    CHECK(result["verdict"] == "depends");
    CHECK(result["conditions"]["violated"] ==
          nlohmann::json::parse(R"([[{"question": "Act@consent: quorum", "answer": "3/4"}]])"));
    Order more;
    more.way = appointment("2/3", "3/4");
    CHECK(verdict(open, more) == "holds");
    // Each text may mean another share.
    CHECK(asked(open, open)["conditions"]["violated"] ==
          nlohmann::json::parse(R"([[{"question": "Order@consent: quorum", "answer": "1/2"},
                                     {"question": "Act@consent: quorum", "answer": "3/4"}]])"));
}

TEST_CASE("every regime of the models stays within itself", "[cli]") {
    auto files = tests::models();
    std::string regimes;
    for (auto const &[path, text] : files.texts) {
        if (!path.ends_with(".mandate")) continue;
        for (auto at = text.find("\nregime "); at != std::string::npos;
             at = text.find("\nregime ", at + 1)) {
            auto const begin = at + 8;
            auto const name = text.substr(begin, text.find_first_of(" \n", begin) - begin);
            regimes += "property self_" + name + " \"\" " + name + " within " + name + "\n";
        }
    }
    files.texts["models/self.mandate"] = regimes;
    auto const ended =
        run(files, {"check", "models", "--prop", "self_*", "--format", "json", "--no-cache"});
    INFO(ended.err);
    auto const results = nlohmann::json::parse(ended.out)["results"];
    CHECK(results.size() > 20);
    for (auto const &result : results) {
        INFO(result["property"]);
        CHECK(result["verdict"] == "holds");
    }
}
