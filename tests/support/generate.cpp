#include "support/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <utility>
#include <vector>

namespace mandate::testing {

namespace {

class Generator {
public:
    Generator(unsigned seed, int size)
        : random_(seed),
          duties_(~seed),
          answers_(seed + 1'000'003),
          limits_(seed + 2'000'003),
          size_(size) {}

    GeneratedProgram run(bool recovery = false) {
        recovery_ = recovery;
        placed_ = chance(60);
        of_ = placed_ ? " of v" : "";
        declared_ = placed_ ? " of v: place" : "";
        body_ = chance(85 - 10 * size_);
        doubted_ = answers_() % 8 == 0;
        attribute_ = chance(50 - 15 * size_);
        list_ = placed_ && chance(30 - 15 * size_);
        GeneratedProgram program;
        program.seats = size_ < 2 && chance(40) ? 2 : 1;
        program.spare_persons = size_ == 0 && chance(35) ? 1 : 0;
        seats_ = program.seats;
        instrument();
        question();
        program.text = declarations() + text_;
        return program;
    }

private:
    // Not a standard distribution: their results differ between libraries.
    unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }
    bool chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
    std::string one_of(std::initializer_list<char const *> choices) {
        return *(choices.begin() + pick(static_cast<unsigned>(choices.size())));
    }

    // A line of the instrument.
    void line(std::string const &text) { text_ += text + "\n"; }
    // A settled value or, now and then, one of several.
    std::string value(std::initializer_list<char const *> choices) {
        if (!chance(25)) return one_of(choices);
        auto const first = pick(static_cast<unsigned>(choices.size()));
        auto const second = (first + 1) % choices.size();
        return fmt::format("unsettled {{ {}, {} }}", *(choices.begin() + first),
                           *(choices.begin() + second));
    }
    std::string days() { return value({"1 day", "2 days", "3 days"}); }

    std::string declarations() const {
        std::string text;
        if (placed_) text += "level country\nlevel place in country\n";
        if (attribute_)
            text += changing_ ? "person { changing citizen }\n" : "person { citizen }\n";
        text += "authority board\n";
        if (head_) text += "office head filled outside\n";
        text += "office mayor" + declared_ + "\n";
        if (superior_) text += "superior of mayor of v: place = " + actor_of_superior() + "\n";
        if (body_) text += "body council" + declared_ + "\n";
        if (storm_) text += "event storm may never come\n";
        return text;
    }
    std::string actor_of_superior() const { return head_ ? "head" : "board"; }

    // Who appoints, presents or removes.
    std::string actor() {
        switch (pick(placed_ ? 4 : 3)) {
        case 0:
            return "board";
        case 1:
        case 2:
            head_ = true;
            return "head";
        default:
            superior_ = true;
            return "superior";
        }
    }
    std::string council() const { return "council" + of_; }

    void vote(std::string const &indent, bool ballot) {
        auto const share = value({"1/2", "2/3"}), number = value({"1", "any number"});
        auto const base = one_of({"all seats", "seats held"}), much = one_of({"majority", "2/3"});
        auto const of = value({"votes cast", "those present", "seats held", "all seats"});
        line(indent + "quorum " + (chance(70) ? share + " of " + base : number));
        if (ballot && chance(30))
            line(indent + "carried by plurality");
        else if (chance(80))
            line(indent + "carried by " + much + " of " + of);
        line(indent + "on tie: " + value({"fails", "repeat vote", "new election"}));
    }

    void consent(bool of_body) {
        line(fmt::format("      {} {} {{", of_body ? "consent of" : "agreement of",
                         of_body ? council() : actor()));
        if (of_body) vote("        ", false);
        line("        at most " + value({"1", "2"}) + " refusals");
        line("        same person again: " + value({"yes", "no"}));
        line("        no answer means " + value({"yes", "no", "blocks"}) +
             (answers_() % 3 == 0 ? answers_() % 2 == 0 ? " within 1 day" : " within 2 days" : ""));
        line("      }");
    }

    void way(int number) {
        std::string const name = fmt::format("@way{}", number);
        ways_ = number + 1;
        if (body_ && chance(35)) {
            line(fmt::format("    election by {} {} {{", council(), name));
            auto const by = actor();
            line("      candidates presented by " + (chance(15)   ? "anyone"
                                                     : chance(25) ? "only " + by
                                                                  : by));
            if (chance(50)) {
                line("      candidates at least " + value({"1", "2"}));
                if (chance(50)) {
                    auto const what = value({"void", "go on"});
                    line("      withdrawal: " +
                         (limits_() % 3 == 0 ? "unsettled { extend, void }" : what));
                }
            }
            vote("      ", true);
            static constexpr char const *rounds[] = {"1", "2", "no limit", "unsettled { 1, 2 }"};
            if (limits_() % 3 == 0)
                line(fmt::format("      at most {} rounds", rounds[limits_() % 4]));
            if (chance(15)) line("      against all");
            if (chance(25)) line("      takes office after " + one_of({"1 day", "2 days"}));
            if (chance(20)) line("      called by board");
        } else {
            line(fmt::format("    appointment by {} {} {{", actor(), name));
            switch (pick(5)) {
            case 0:
                break;
            case 1:
                line("      presented by " + actor());
                break;
            case 2:
                consent(false);
                break;
            default:
                if (chance(40)) line("      presented by " + actor());
                consent(body_);
            }
        }
        if (body_ && chance(12))
            line(fmt::format("      after consultation with {} {{ if omitted: {} }}", council(),
                             value({"void", "no effect"})));
        if (attribute_ && chance(25)) line("      a candidate must be citizen");
        if (chance(20)) line("      term " + days());
        line("    }");
    }

    void office() {
        line(fmt::format("  office mayor{}{} {{", declared_, list_ ? " where chosen(v)" : ""));
        int const ways = size_ < 2 && chance(30) ? 2 : 1;
        for (int i = 0; i < ways; ++i) way(i);
        if (attribute_ && chance(50))
            line("    a candidate must " + std::string(chance(30) ? "not " : "") + "be citizen");
        if (chance(15)) {
            bool const ends = limits_() % 2 == 0;
            line("    a candidate must " +
                 value({ends ? "not have been removed from mayor within the last 1 day"
                             : "not have been removed from mayor",
                        "nothing"}));
        }
        if (chance(55)) {
            line("    term " + days());
            static constexpr char const *limits[] = {"1 day", "2 days",
                                                     "unsettled { 1 day, none }"};
            if (chance(70)) {
                auto const what = value({"vacates", "stays until successor"});
                bool const limited = limits_() % 3 == 0 && what != "vacates";
                line("    on expiry: " + what +
                     (limited ? fmt::format(" {{ at most {} }}", limits[limits_() % 3]) : ""));
            }
        }
        if (chance(45)) {
            std::string const by = actor();
            auto const words = "may be removed by " + by + (chance(40) ? " at discretion" : "");
            switch (pick(7)) {
            case 0:
                line(fmt::format("    {} @removal {{ agreement of {} }}", words, actor()));
                break;
            case 3:
                if (body_ && placed_) {
                    confidence_ = true;
                    line("    " + words +
                         " only on grounds (no confidence votes in mayor of v >= 1) @removal");
                    break;
                }
                line("    " + words + " @removal");
                break;
            case 4:
                if (body_) {
                    line("    " + words + " @removal { after consultation with " + council() +
                         " }");
                    break;
                }
                [[fallthrough]];
            case 1:
                line("    unsettled { { " + words + " @removal }, { } }");
                break;
            case 2:
                if (body_) {
                    line("    " + words + " @removal {\n      consent of " + council() + " {");
                    vote("        ", false);
                    line("      }\n    }");
                    break;
                }
                [[fallthrough]];
            default:
                line("    " + words + " @removal");
            }
        }
        if (doubted_) {
            head_ = true;
            line("    unsettled { { may be removed by head at discretion @doubted }, { } }");
        }
        if (chance(35)) {
            std::string by = actor();
            if (chance(25)) by = "unsettled { " + by + ", nobody }";
            auto const limit = chance(60) ? " at most " + days() : "";
            auto const powers = limits_() % 3 == 0 ? " powers unsettled { nothing, no limit }" : "";
            auto const said = limit + powers;
            line("    acting holder designated by " + by +
                 (said.empty() ? "" : " {" + said + " }"));
        }
        // `ends when a newly elected` speaks of an office of no unit.
        if (placed_ && chance(20)) {
            head_ = true;
            line("    ends when a newly elected head takes office { " +
                 value({"stays until successor", "vacates"}) + " }");
        }
        line("  }");
    }

    void body() {
        line(fmt::format("  body council{} {{", declared_));
        line("    seats " +
             (seats_ == 2 && chance(25) ? std::string("1 to 2") : std::to_string(seats_)));
        if (chance(60)) line("    elected by board");
        if (chance(25)) {
            line("    term " + days());
            if (chance(50)) line("    on expiry: " + value({"vacates", "stays until successor"}));
        }
        if (chance(30)) {
            if (chance(70)) {
                bool const by_head = chance(40);
                head_ |= by_head;
                line(std::string("    dissolved by ") + (by_head ? "head" : "board") +
                     (chance(50) ? " at discretion" : ""));
            } else {
                line("    dissolves itself {");
                vote("      ", false);
                line("    }");
            }
            if (chance(30)) line("    re-elected within 2 days by board");
        }
        if (chance(70)) line("    pending matters: " + value({"lapse", "inherited", "renewed"}));
        line("  }");
    }

    // Chosen apart, so that they do not change what else the programs say.
    bool duty_chance(int percent) { return static_cast<int>(duties_() % 100) < percent; }
    void duty() {
        owing_ = duty_chance(60) ? "head" : "board";
        head_ |= owing_ == "head";
        std::string after =
            duty_chance(50) ? "not mayor of v is vacant" : "mayor of v is held under earlier law";
        if (confidence_ && duty_chance(60))
            after = duty_chance(50)
                        ? "no confidence votes in mayor of v >= 1"
                        : "no confidence votes in mayor of v within one term of the council >= 1";
        if (body_ && duty_chance(25)) after = "council of v is constituted";
        std::string const within = duty_chance(50) ? " within 1 day" : " within 2 days";
        line(fmt::format("  for v: place: {} must remove mayor of v after {}{} @owed", owing_,
                         after, duty_chance(80) ? within : ""));
    }

    void instrument() {
        line("instrument Law \"law\" {\n  rank statute  in force from 2000-01-01");
        if (list_) {
            bool const agreed = chance(30), once = chance(30);
            head_ |= agreed;
            line(fmt::format("  list chosen of v: place fixed by board{}{}",
                             agreed ? " with agreement of head" : "", once ? " once" : ""));
        }
        office();
        if (body_) body();
        if (body_ && placed_ && (confidence_ || chance(10))) {
            line("  no confidence by council of v in mayor of v: place {");
            if (chance(40)) line("    initiated by 1/2 of all seats");
            vote("    ", false);
            if (chance(40)) {
                superior_ = true;
                line(std::string("    then may request removal by superior") +
                     (duty_chance(50) ? " again after 1 day" : ""));
            }
            line("  }");
        }
        if (placed_ && chance(15))
            line("  incumbents of mayor of v: place " + value({"stay", "end"}));
        if (placed_ && duty_chance(25)) duty();
        line("}");
        storm_ = chance(10);
        changing_ = attribute_ && chance(20);
        std::string parts = "Law";
        if (size_ == 0 && chance(20)) {
            line("instrument Decree \"decree\" {\n  rank " + one_of({"decree", "statute"}) +
                 "  in force from 2000-01-01");
            if (storm_ && chance(70)) line("  starts when storm");
            if (chance(50)) {
                line(fmt::format("  office mayor{} {{ term {} }}", declared_, days()));
            } else {
                line("  " + one_of({"displaces Law@way0", "repeals Law@way0",
                                    "unsettled { { displaces Law@way0 }, { } }"}));
                line(fmt::format("  office mayor{} {{ appointment by board @other }}", declared_));
            }
            line("}");
            parts += " + Decree";
        }
        line("regime now \"now\" = " + parts + " as of 2001-01-01");
    }

    // ---- questions
    std::string mayor() const { return "mayor" + of_; }
    // What is so in a state.
    std::string state() {
        for (;;) switch (pick(10)) {
            case 0:
                return mayor() + " is vacant";
            case 1:
                return "p holds " + mayor();
            case 2:
                return "p exercises " + mayor();
            case 3:
                return "p acts as " + mayor();
            case 4:
                return "p is held over as " + mayor();
            case 5:
                return mayor() + " is held under earlier law";
            case 6:
                if (attribute_) return "p is citizen";
                break;
            case 7:
                if (body_) return council() + " is constituted";
                break;
            case 8:
                if (list_) return "chosen(v)";
                break;
            default:
                return fmt::format("{} is filled under Law@way{}", mayor(),
                                   pick(static_cast<unsigned>(ways_)));
            }
    }
    // What happens in a step.
    std::string event() {
        if (!owing_.empty() && duty_chance(20))
            return duty_chance(50) ? "@owed is breached" : "@owed is owed as to v";
        for (;;) switch (pick(15)) {
            case 0:
            case 1:
            case 2:
                return "p takes " + mayor();
            case 3:
                return "p leaves " + mayor();
            case 4:
                return mayor() + " dies";
            case 5:
                return mayor() + " resigns";
            case 6:
                if (head_) return "head removes " + mayor();
                return "board removes " + mayor();
            case 7:
                if (body_) return council() + " consents to p for " + mayor();
                break;
            case 8:
                if (body_) return council() + " elects p as " + mayor();
                break;
            case 9:
                if (body_) return council() + " is dissolved";
                break;
            case 10:
                if (body_) return council() + " is newly chosen";
                break;
            case 11:
                return "board appoints p as " + mayor();
            case 12:
                if (head_) return "head presents p for " + mayor();
                break;
            case 13:
                if (confidence_) return "council of v expresses no confidence in mayor of v";
                break;
            default:
                return fmt::format("Law@way{} happens", pick(static_cast<unsigned>(ways_)));
            }
    }
    std::string atom() {
        auto text = chance(60) ? event() : state();
        return chance(20) ? "not " + text : text;
    }
    std::string formula() {
        // One after another: the order in which arguments are evaluated differs between compilers.
        auto const kind = pick(11);
        auto const a = atom(), b = atom(), e = event(), f = event(), s = state();
        switch (kind) {
        case 0:
            return fmt::format("({} and {})", a, b);
        case 1:
            return fmt::format("(not once {} and {})", e, a);
        case 2:
            return fmt::format("(previously {} and {})", s, a);
        case 3:
            return fmt::format("({} and not ({} within the last 1 day))", a, e);
        case 4:
            return fmt::format("({} and ({} since {}))", e, s, f);
        case 5:
            return fmt::format("({} or {})", a, b);
        case 6:
            return fmt::format("({} and not previously {})", e, s);
        case 7:
            return fmt::format("({} and previously (previously {}))", a, b);
        case 8:
            return fmt::format("(once ({} and previously {}) and {})", a, e, b);
        case 9:
            return s;
        default:
            return e;
        }
    }

    void question() {
        auto const binders = std::string(placed_ ? "v: place, " : "") + "p: person:";
        std::string form;
        bool possible = false, leads = false;
        switch (pick(6)) {
        case 0:
        case 1:
            possible = true;
            form = "possible " + formula();
            break;
        case 2:
            form = "never " + formula();
            break;
        case 3: {
            auto const a = formula(), b = atom();
            form = fmt::format("always ({} implies {})", a, b);
            break;
        }
        case 4: {
            // The usual one: nobody takes office without …
            bool const that = body_ && chance(50);
            auto const a = event(), b = event();
            form = that ? fmt::format("p takes {} only after {} consents to p for that appointment",
                                      mayor(), council())
                        : fmt::format("{} only after {}", a, b);
            break;
        }
        default: {
            auto const a = event(), b = atom(), within = one_of({"1 day", "2 days"});
            bool const endless = chance(60);
            leads = true;
            form = fmt::format("{} leads to {}", a, b) + (endless ? "" : " within " + within);
            if (endless && limits_() % 2 == 0) form += ", if board acts";
        }
        }
        // Whether the doubted clause is law decides more of these than of the others.
        if (doubted_ && !leads) {
            possible = true;
            form = fmt::format("possible (once head removes {} and {})", mayor(), formula());
        }
        if (recovery_) {
            possible = false;
            form = "always possible " + (answers_() % 2 ? state() : atom());
        }
        line(fmt::format("property q \"question\"\n  {} {}\n    {}",
                         possible ? "for some" : "for every", binders, form));
        if (!owing_.empty() && duty_chance(50)) line("  if " + owing_ + " may breach");
        if (chance(25)) line("  including incumbents");
        if (chance(30)) line("  starting from " + mayor() + " is vacant");
    }

    std::mt19937 random_, duties_, answers_,
        limits_; // a new construct draws from a stream of its own
    int size_;
    std::string text_, of_, declared_, owing_; // owing_: who has a duty, if anybody
    std::int64_t seats_ = 1;
    int ways_ = 0;
    bool placed_ = false, body_ = false, attribute_ = false, changing_ = false, list_ = false;
    bool head_ = false, superior_ = false, storm_ = false, confidence_ = false, doubted_ = false,
         recovery_ = false;
};

// Edits a program line by line.
class Editor {
public:
    Editor(std::string const &text, unsigned seed) : random_(seed) {
        for (std::size_t begin = 0; begin < text.size();) {
            auto const end = text.find('\n', begin);
            lines_.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
        // Whoever may come into the text is declared in both versions.
        auto const question = find("property q");
        lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(question), lines_.end());
        if (find("office head") == lines_.size())
            lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(find("authority board")),
                          "office head filled outside");
    }

    std::string text() const {
        std::string result;
        for (auto const &line : lines_) result += line + "\n";
        return result;
    }

    void reword() {
        for (auto const &[from, to] : {std::pair{"@way", "@manner"}, {"@removal", "@dismissal"}})
            for (auto &line : lines_)
                if (auto const at = line.find(from); at != std::string::npos)
                    line.replace(at, std::string(from).size(), to);
        // Each clause of a block may change places with the next one.
        for (std::size_t i = first(); i < last();) {
            auto const middle = end_of(i), end = middle < last() ? end_of(middle) : middle;
            bool const both = indent(i) > 2 && middle < last() && indent(middle) == indent(i) &&
                              opens(lines_[i]) >= 0 && opens(lines_[middle]) >= 0;
            if (both && pick(2) == 0) {
                std::rotate(at(i), at(middle), at(end));
                i = end;
            } else {
                ++i;
            }
        }
    }

    void edit() {
        switch (pick(4)) {
        case 0:
            return leave_out();
        case 1:
            return put_in();
        case 2:
            return exchange(
                {{"1 day", "2 days", "3 days"}, {"1/2", "2/3", "majority"}, {": yes", ": no"}});
        default:
            return exchange({{"by board", "by head"},
                             {"of head", "of board"},
                             {"vacates", "stays until successor"}});
        }
    }

private:
    using Words = std::vector<std::string>;
    std::size_t pick(std::size_t n) { return random_() % n; }
    std::vector<std::string>::iterator at(std::size_t i) {
        return lines_.begin() + static_cast<std::ptrdiff_t>(i);
    }
    std::size_t find(std::string const &words) const {
        return static_cast<std::size_t>(
            std::find_if(lines_.begin(), lines_.end(),
                         [&](std::string const &line) { return line.starts_with(words); }) -
            lines_.begin());
    }
    // The lines inside the law.
    std::size_t first() const { return find("instrument Law") + 2; }
    std::size_t last() const { return find("regime now") - 1; }
    std::size_t indent(std::size_t i) const { return lines_[i].find_first_not_of(' '); }
    static std::ptrdiff_t opens(std::string const &line) {
        return std::count(line.begin(), line.end(), '{') -
               std::count(line.begin(), line.end(), '}');
    }
    // Past the clause that begins with the line.
    std::size_t end_of(std::size_t i) const {
        for (std::ptrdiff_t open = 0; i < last();)
            if ((open += opens(lines_[i++])) <= 0) break;
        return i;
    }

    void leave_out() {
        std::vector<std::size_t> clauses;
        for (std::size_t i = first(); i < last(); ++i)
            if (indent(i) > 2 && opens(lines_[i]) >= 0) clauses.push_back(i);
        if (clauses.empty()) return;
        auto const i = clauses[pick(clauses.size())];
        lines_.erase(at(i), at(end_of(i)));
    }

    void put_in() {
        static Words const clauses{
            "appointment by board @added",       "appointment by head @added",
            "may be removed by board @added",    "may be removed by head @added",
            "acting holder designated by board", "term 2 days"};
        auto const office = find("  office mayor");
        lines_.insert(at(office + 1), "    " + clauses[pick(clauses.size())]);
    }

    // Of the words of one of these kinds that stand in the law, one becomes another of its kind.
    void exchange(std::vector<Words> const &kinds) {
        struct Place {
            std::size_t line, column, length;
            std::string instead;
        };
        std::vector<Place> places;
        for (Words const &kind : kinds)
            for (std::size_t i = first(); i < last(); ++i)
                for (auto const &word : kind)
                    for (auto const &other : kind)
                        if (auto const column = lines_[i].find(word);
                            column != std::string::npos && other != word)
                            places.push_back({i, column, word.size(), other});
        if (places.empty()) return;
        auto const &[line, column, length, instead] = places[pick(places.size())];
        lines_[line].replace(column, length, instead);
    }

    std::mt19937 random_;
    std::vector<std::string> lines_;
};

} // namespace

GeneratedPair random_pair(unsigned seed, int size) {
    auto const program = random_program(seed, size);
    Editor const before(program.text, seed);
    Editor after = before;
    bool const reworded = seed % 5 == 0;
    if (reworded)
        after.reword();
    else
        after.edit();
    return {before.text(), after.text(), program.seats, reworded};
}

unsigned how_many(char const *variable, unsigned usual) {
    char const *more = std::getenv(variable);
    return more ? static_cast<unsigned>(std::max(1, std::atoi(more))) : usual;
}

GeneratedProgram random_program(unsigned seed, int size) {
    return Generator(seed, size).run();
}
GeneratedProgram random_recovery(unsigned seed, int size) {
    return Generator(seed, size).run(true);
}

} // namespace mandate::testing
