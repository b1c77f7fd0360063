#include "report/formats/pieces.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace mandate::report {

namespace {

std::string in_latex(std::string const &text) {
    static std::map<char, std::string> const special{{'\\', "\\textbackslash{}"},
                                                     {'~', "\\textasciitilde{}"},
                                                     {'^', "\\textasciicircum{}"},
                                                     {'{', "\\{"},
                                                     {'}', "\\}"},
                                                     {'$', "\\$"},
                                                     {'&', "\\&"},
                                                     {'#', "\\#"},
                                                     {'_', "\\_"},
                                                     {'%', "\\%"},
                                                     {'\n', " "}};
    std::string result;
    for (char const c : plain(text))
        if (auto const found = special.find(c); found != special.end())
            result += found->second;
        else
            result += c;
    return result;
}

// The part of a name of a macro; names of the language have no character that ends it.
std::string key(Json const &result) {
    return fmt::format("{}@{}", result.at("property").get<std::string>(),
                       result.at("regime").get<std::string>());
}

void define(std::string &out, std::string const &what, std::string const &name,
            std::string const &value) {
    out +=
        fmt::format("\\expandafter\\def\\csname mandate@{}@\\detokenize{{{}}}\\endcsname{{{}}}\n",
                    what, name, value);
}

// Down the page, a node a step.
std::string picture(Json const &run) {
    std::string out = "\\begin{tikzpicture}[x=1cm, y=-1cm, every node/.style={font=\\small}]\n";
    auto const &steps = run.at("steps");
    if (!steps.empty()) out += fmt::format("\\draw (0,0) -- (0,{});\n", steps.size() - 1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto const cited = labels(steps[i].at("clauses"), ", ");
        out += fmt::format("\\fill (0,{0}) circle (2pt) node[left] {{{1}}} "
                           "node[right, text width=10cm] {{{2}{3}}};\n",
                           i, in_latex(steps[i].at("date")), in_latex(words(steps[i])),
                           cited.empty() ? "" : " (" + in_latex(cited) + ")");
    }
    return out + "\\end{tikzpicture}";
}

} // namespace

// Answers under given answers to what the texts leave open stand in the table only.
std::string latex(Json const &report) {
    std::string out = "% \\mandateVerdict{PROPERTY}{REGIME}, \\mandateReach, \\mandateRun (TikZ), "
                      "\\mandateAnswers, \\mandateTable (booktabs, longtable)\n";
    for (auto const &[macro, what] :
         {std::pair("Verdict", "verdict"), {"Reach", "reach"}, {"Run", "run"}})
        out += fmt::format(
            "\\newcommand{{\\mandate{}}}[2]{{\\ifcsname mandate@{}@\\detokenize{{#1@#2}}"
            "\\endcsname\\csname mandate@{}@\\detokenize{{#1@#2}}\\endcsname\\else"
            "\\textbf{{??}}\\fi}}\n",
            macro, what, what);
    out += fmt::format("\\newcommand{{\\mandateAnswers}}{{{}}}\n", in_latex(summary(report)));
    std::string rows;
    for (auto const &result : report.at("results")) {
        std::string verdict = verdict_words(result.at("verdict"));
        auto question = in_latex(result.at("property"));
        if (result.contains("given"))
            question += " (" + in_latex(together(result.at("given"))) + ")";
        rows += fmt::format("{} & {} & {} \\\\\n", question, in_latex(result.at("regime")),
                            in_latex(verdict));
        if (result.contains("given")) continue;
        define(out, "verdict", key(result), in_latex(verdict));
        if (result.contains("reach"))
            define(out, "reach", key(result), in_latex(result.at("reach")));
        if (auto const *const run = first_run(result))
            define(out, "run", key(result), picture(*run));
    }
    out += "\\newcommand{\\mandateTable}{%\n\\begin{longtable}{p{0.5\\linewidth}ll}\n\\toprule\n"
           "question & regime & verdict \\\\\n\\midrule\n\\endhead\n" +
           rows + "\\bottomrule\n\\end{longtable}}\n";
    return out;
}

} // namespace mandate::report
