#pragma once
// What `mandate profile` prints: how a regime stands to a yardstick, article by article.
#include "report/report.h"

#include <span>

namespace mandate::report {

// broken by any answer; else depends or undecided by any; else kept by any; else nothing is there
// to which it applies, or no question of the model is about it.
enum class Standing { broken, depends, undecided, kept, not_applicable, not_modelled };
char const *words_of(Standing standing);

struct ProfileReport {
    // A rule of the yardstick.
    struct Demand {
        std::string rule, paraphrase;
        std::string why_not;              // why no question asks about it, if the source says so
        std::vector<std::size_t> answers; // numbers of results: of the questions that cite it
    };
    // Rules with the same place in the source.
    struct Article {
        std::string place;
        std::vector<Demand> demands;
    };
    std::string yardstick;
    std::string regime, regime_title;
    std::vector<Article> articles; // in order of the text
    Report answers;
};

// That something is possible is a demand as well: then `impossible` breaks it.
Standing standing(ProfileReport const &report, ProfileReport::Demand const &demand);
Standing standing(ProfileReport const &report, ProfileReport::Article const &article);
// 1 if an article is broken, else 5 if one depends, is undecided or not modelled, else 0.
ExitCode exit_code(ProfileReport const &report);

// The table of formats, as for verdicts.
std::span<Format<ProfileReport> const> profile_renderers();

} // namespace mandate::report
