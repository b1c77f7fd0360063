#include "compiler/counterparts.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mandate::compiler {

namespace {

std::map<std::string, std::vector<VarId>> by_name(Core const &core, Role role) {
    std::map<std::string, std::vector<VarId>> result;
    for (std::size_t i = 0; i < core.variables.size(); ++i) {
        VarId const id = core.variables.id(i);
        Variable const &variable = core.variables[id];
        if (variable.role != role || variable.monitor) continue;
        result[role == Role::reading && !variable.question.empty() ? variable.question
                                                                   : variable.name]
            .push_back(id);
    }
    return result;
}

// The more of these are equal, the nearer.
std::vector<std::string> names_of(std::string const &value) {
    std::string const bare = value.substr(0, value.find(" ["));
    auto const at = bare.find('@');
    if (at == std::string::npos) return {value, bare};
    auto const space = bare.rfind(' ', at);
    std::string const before = space == std::string::npos ? "" : bare.substr(0, space + 1);
    return {value, bare, before + bare.substr(at)};
}

// By value that names a clause: what may be done under it, and at which levels.
using Done = std::set<std::pair<std::string, std::vector<LevelId>>>;
std::vector<Done> done_under(Core const &core, std::vector<std::string> const &values) {
    std::map<std::string, Done> by_clause;
    for (Act const &act : core.acts)
        if (act.kind != ActKind::automatic && act.clause)
            by_clause[core.clauses[act.clause].label()].emplace(
                act.name,
                act.parameters.empty() ? std::vector<LevelId>{} : act.parameters.front().levels);
    std::vector<Done> result;
    for (std::string const &value : values)
        result.push_back(by_clause[value.starts_with("under ") ? value.substr(6) : value]);
    return result;
}

} // namespace

std::map<VarId, VarId> counterparts(Core const &of, Core const &in, Role role) {
    std::map<VarId, VarId> result;
    auto const others = by_name(in, role);
    for (auto const &[name, vars] : by_name(of, role)) {
        auto const it = others.find(name);
        if (it == others.end() || it->second.size() != vars.size()) continue;
        for (std::size_t i = 0; i < vars.size(); ++i) {
            Variable const &mine = of.variables[vars[i]], &other = in.variables[it->second[i]];
            if (mine.parameters == other.parameters && mine.sort.kind == other.sort.kind &&
                static_cast<bool>(mine.sort.enumeration) ==
                    static_cast<bool>(other.sort.enumeration))
                result[vars[i]] = it->second[i];
        }
    }
    return result;
}

std::vector<std::string> const &values(Core const &core, VarId variable) {
    static std::vector<std::string> const none;
    EnumId const enumeration = core.variables[variable].sort.enumeration;
    return enumeration ? core.enumerations[enumeration].values : none;
}

std::vector<std::int64_t> correspondence(Core const &from, VarId of, Core const &to, VarId in,
                                         bool in_order) {
    auto const &words_of = values(from, of), &words_in = values(to, in);
    std::vector<std::int64_t> result(words_of.size(), 0);
    std::vector<bool> taken(words_in.size(), false);
    auto const take = [&](std::size_t i, std::size_t j) {
        result[i] = static_cast<std::int64_t>(j);
    };
    auto const done_of = done_under(from, words_of), done_in = done_under(to, words_in);
    // The same clause name may be given to something else altogether.
    auto const may_be = [&](std::size_t i, std::size_t j) {
        return done_of[i].empty() || done_in[j].empty() ||
               std::any_of(done_of[i].begin(), done_of[i].end(),
                           [&](auto const &act) { return done_in[j].contains(act); });
    };
    for (std::size_t k = 0; k < 3; ++k) {
        for (std::size_t i = 0; i < words_of.size(); ++i) {
            auto const wanted = names_of(words_of[i]);
            for (std::size_t j = words_in.size(); j-- > 0 && result[i] == 0 && k < wanted.size();)
                if (auto const names = names_of(words_in[j]); !taken[j] && k < names.size() &&
                                                              names[k] == wanted[k] &&
                                                              (k < 2 || may_be(i, j)))
                    take(i, j);
        }
        for (std::int64_t const j : result) taken[static_cast<std::size_t>(j)] = true;
    }
    if (!in_order) return result;
    for (bool const alike : {true, false})
        for (std::size_t i = 1; i < words_of.size(); ++i) {
            if (result[i] != 0 || (alike && done_of[i].empty())) continue;
            for (std::size_t j = 1; j < words_in.size() && result[i] == 0; ++j)
                if (!taken[j] && (!alike || done_of[i] == done_in[j])) take(i, j);
            taken[static_cast<std::size_t>(result[i])] = true;
        }
    return result;
}

} // namespace mandate::compiler
