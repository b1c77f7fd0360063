#include "compiler/counterparts.h"

#include <algorithm>

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

std::vector<std::int64_t> correspondence(std::vector<std::string> const &from,
                                         std::vector<std::string> const &to, bool in_order) {
    std::vector<std::int64_t> result(from.size(), 0);
    std::vector<bool> taken(to.size(), false); // by a nearer name
    for (std::size_t k = 0; k < 3; ++k) {
        for (std::size_t i = 0; i < from.size(); ++i) {
            auto const wanted = names_of(from[i]);
            for (std::size_t j = to.size(); j-- > 0 && result[i] == 0 && k < wanted.size();)
                if (auto const names = names_of(to[j]);
                    !taken[j] && k < names.size() && names[k] == wanted[k])
                    result[i] = static_cast<std::int64_t>(j);
        }
        for (std::int64_t const j : result) taken[static_cast<std::size_t>(j)] = true;
    }
    std::int64_t next = 0;
    for (std::size_t i = 1; in_order && i < from.size(); ++i) {
        if (result[i] != 0) continue;
        do ++next;
        while (std::find(result.begin(), result.end(), next) != result.end());
        if (next < static_cast<std::int64_t>(to.size())) result[i] = next;
    }
    return result;
}

} // namespace mandate::compiler
