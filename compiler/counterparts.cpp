#include "compiler/counterparts.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mandate::compiler {

namespace {

// The variables of one core, by name.
using ByName = std::map<std::string, std::vector<VarId>>;
ByName by_name(Core const &core, Role role) {
    ByName result;
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

// Of each name those that both have, in their order.
std::map<VarId, VarId> in_their_places(Core const &of, ByName const &mine, Core const &in,
                                       ByName const &others) {
    std::map<VarId, VarId> result;
    for (auto const &[name, vars] : mine) {
        auto const it = others.find(name);
        if (it == others.end() || it->second.size() != vars.size()) continue;
        for (std::size_t i = 0; i < vars.size(); ++i) {
            Variable const &one = of.variables[vars[i]], &other = in.variables[it->second[i]];
            if (one.parameters == other.parameters && one.sort.kind == other.sort.kind &&
                static_cast<bool>(one.sort.enumeration) ==
                    static_cast<bool>(other.sort.enumeration))
                result[vars[i]] = it->second[i];
        }
    }
    return result;
}

// What the acts that read a variable are done under, by the words of the stage.
std::map<VarId, std::set<std::string>> stages_of(Core const &core) {
    std::map<VarId, std::set<std::string>> result;
    for (Act const &act : core.acts) {
        std::vector<ExprId> left;
        for (Guard const &guard : act.guards) left.push_back(guard.condition);
        for (Update const &update : act.updates)
            left.insert(left.end(), {update.value, update.condition});
        std::set<VarId> read;
        std::set<ExprId> done;
        std::set<std::string> stages;
        while (!left.empty()) {
            ExprId const id = left.back();
            left.pop_back();
            if (!id || !done.insert(id).second) continue;
            Expr const &expr = core.expressions[id];
            left.insert(left.end(), expr.operands.begin(), expr.operands.end());
            if (expr.var) read.insert(expr.var);
            if (expr.op != Op::equal) continue;
            Expr const &stage = core.expressions[expr.operands[0]],
                       &value = core.expressions[expr.operands[1]];
            if (stage.op != Op::read || value.op != Op::integer) continue;
            auto const &words = values(core, stage.var);
            auto const at = static_cast<std::size_t>(value.value);
            if (at < words.size() && words[at].starts_with("under ")) stages.insert(words[at]);
        }
        for (VarId var : read) result[var].insert(stages.begin(), stages.end());
    }
    return result;
}

// Of one core, the stages in the words of another.
class Stages {
public:
    Stages(Core const &core, std::map<std::string, std::string> words)
        : stages_(stages_of(core)),
          words_(std::move(words)) {}
    // A name for what concerns the same stages.
    std::string with(std::string name, VarId var) const {
        std::set<std::string> translated;
        if (auto const it = stages_.find(var); it != stages_.end())
            for (auto const &stage : it->second) {
                auto const other = words_.find(stage);
                translated.insert(other == words_.end() ? stage : other->second);
            }
        for (auto const &stage : translated) name += "; " + stage;
        return name;
    }

private:
    std::map<VarId, std::set<std::string>> stages_;
    std::map<std::string, std::string> words_;
};

std::map<std::string, std::string> stage_words(Core const &of, Core const &in) {
    std::map<std::string, std::string> words;
    for (auto const &[mine, other] : counterparts(of, in, Role::state)) {
        auto const table = correspondence(of, mine, in, other, true);
        for (std::size_t i = 1; i < table.size(); ++i)
            if (table[i] > 0)
                words.emplace(values(of, mine)[i],
                              values(in, other)[static_cast<std::size_t>(table[i])]);
    }
    return words;
}

// Of several questions in the same words each is told by the stages that it concerns.
ByName by_question(Core const &core, Stages const &stages) {
    ByName result;
    for (auto const &[question, vars] : by_name(core, Role::reading))
        for (VarId var : vars)
            result[vars.size() == 1 ? question : stages.with(question, var)].push_back(var);
    return result;
}

// The questions that the other does not ask in the same words, by their matter.
ByName by_matter(Core const &of, Core const &in, Stages const &stages) {
    ByName result;
    auto const known = by_name(in, Role::reading);
    for (auto const &[question, vars] : by_name(of, Role::reading)) {
        auto const ends = question.rfind(": ");
        if (ends == std::string::npos || known.contains(question)) continue;
        std::string matter = question.substr(ends);
        // Which clause there is says nothing of the matter, but for the name of the clause.
        if (matter == ": which clause there is") {
            auto const name = question.find('@');
            if (name > ends) continue;
            matter += question.substr(name, question.find(' ', name) - name);
        }
        for (VarId var : vars) result[stages.with(matter, var)].push_back(var);
    }
    for (auto &[_, vars] : result) std::sort(vars.begin(), vars.end());
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
    if (role != Role::reading) return in_their_places(of, by_name(of, role), in, by_name(in, role));
    return in_their_places(of, by_question(of, {of, stage_words(of, in)}), in,
                           by_question(in, {in, {}}));
}

std::map<VarId, VarId> same_matters(Core const &of, Core const &in) {
    return in_their_places(of, by_matter(of, in, {of, stage_words(of, in)}), in,
                           by_matter(in, of, {in, {}}));
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
