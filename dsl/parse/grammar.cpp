// Declarations, and the entry of the parser.
#include "dsl/parse/grammar.h"

#include "dsl/parse/literate.h"
#include "dsl/parse/parse.h"

#include <utility>

namespace mandate::dsl::grammar {

namespace {

auto const into_declaration = [](auto &context) {
    x3::_val(context).node = std::move(x3::_attr(context).node);
    session(context).append(x3::_val(context).tag, std::move(x3::_attr(context).tag));
};
// The rank is a name in Manner, and printed in the language of the page: keep the English word.
struct RankName {
    Keyword keyword;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context) = {std::string(spelling(keyword, Language::english)), x3::_attr(context)};
    }
};

} // namespace

auto const rank_word_def = spanned(Keyword::programme)[RankName{Keyword::programme}] |
                           spanned(Keyword::decree)[RankName{Keyword::decree}] |
                           spanned(Keyword::statute)[RankName{Keyword::statute}] |
                           spanned(Keyword::constitution)[RankName{Keyword::constitution}];

auto const maybe_of = [](auto const member) { return -(kw(Keyword::of) > binder[member]); };

// ---- the world
// ------------------------------------------------------------------------------------
MANDATE_RULE(use, Tagged<ast::Use>);
MANDATE_RULE(level, Tagged<ast::Level>);
MANDATE_RULE(kind, ast::Kind);
MANDATE_RULE(person_declaration, Tagged<ast::Person>);
MANDATE_RULE(attribute, ast::Attribute);
MANDATE_RULE(authority, Tagged<ast::Authority>);
MANDATE_RULE(office, Tagged<ast::OfficeDecl>);
MANDATE_RULE(body, Tagged<ast::BodyDecl>);
MANDATE_RULE(people, Tagged<ast::PeopleDecl>);
MANDATE_RULE(superior, Tagged<ast::SuperiorDecl>);
MANDATE_RULE(event, Tagged<ast::EventDecl>);
MANDATE_RULE(parameter, Tagged<ast::Parameter>);
MANDATE_RULE(amount, ast::Value);
MANDATE_RULE(sources, Tagged<ast::Sources>);
MANDATE_RULE(rule, ast::Rule);

auto const use_def = kw(Keyword::use) > text[put<&ast::Use::path>];

auto const kind_def = name[put<&ast::Kind::name>] >>
                      -(kw(Keyword::in) > list_of(name[put<&ast::Kind::in>], kw(Keyword::or_)));
auto const level_def = kw(Keyword::level) > name[put<&ast::Level::name>] >
                       -(kw(Keyword::in) > name[put<&ast::Level::in>]) >
                       -kw(Keyword::or_in_same_level)[assign<&ast::Level::same_level>()] > tags >
                       -(mark("{") > kw(Keyword::kinds) >
                         list_of(kind[put<&ast::Level::kinds>], mark(",")) > mark("}")) > tags;

auto const attribute_name = [](auto &context) {
    x3::_val(context).name = std::move(x3::_attr(context));
};
struct SpecialAttribute {
    ast::Attribute::Kind kind;
    char const *word;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = kind;
        x3::_val(context).name = {word, x3::_attr(context)};
    }
};
auto const attribute_def =
    -kw(Keyword::changing)[assign<&ast::Attribute::changing>()] >>
    ((spanned(Keyword::lives_in)[SpecialAttribute{ast::Attribute::Kind::lives_in, "lives_in"}] >
      list_of(name[put<&ast::Attribute::values>], kw(Keyword::or_))) |
     spanned(Keyword::born)[SpecialAttribute{ast::Attribute::Kind::born, "born"}] |
     (name[attribute_name] >>
      -(mark(":")[assign<&ast::Attribute::kind>(ast::Attribute::Kind::enumeration)] > mark("{") >
        list_of(name[put<&ast::Attribute::values>], mark(",")) > mark("}"))));
auto const person_declaration_def =
    kw(Keyword::person) > tags >
    braced((attribute[put<&ast::Person::attributes>] >> -mark(",")) | block_tags) > tags;

auto const authority_def = kw(Keyword::authority) > name[put<&ast::Authority::name>] > tags;
auto const office_def = kw(Keyword::office) > name[put<&ast::OfficeDecl::name>] >
                        maybe_of(put<&ast::OfficeDecl::of>) >
                        -kw(Keyword::filled_outside)[assign<&ast::OfficeDecl::outside>()] >
                        -(kw(Keyword::corresponds_to) >
                          name[put<&ast::OfficeDecl::corresponds>]) > tags;
auto const body_def = kw(Keyword::body) > name[put<&ast::BodyDecl::name>] >
                      maybe_of(put<&ast::BodyDecl::of>) >
                      -kw(Keyword::filled_outside)[assign<&ast::BodyDecl::outside>()] >
                      -(kw(Keyword::corresponds_to) >
                        name[put<&ast::BodyDecl::corresponds>]) > tags;
auto const people_def = kw(Keyword::people_of) > binder[put<&ast::PeopleDecl::of>] > tags;
auto const superior_def = kw(Keyword::superior_of) > name[put<&ast::SuperiorDecl::office>] >
                          kw(Keyword::of) > binder[put<&ast::SuperiorDecl::of>] >
                          mark("=") > ref[put<&ast::SuperiorDecl::is>] > tags;
auto const event_def = kw(Keyword::event) > name[put<&ast::EventDecl::name>] >
                       maybe_of(put<&ast::EventDecl::of>) > kw(Keyword::may_never_come) > tags;

auto const content = [](auto &context) {
    x3::_val(context).content = std::move(x3::_attr(context));
};
auto const amount_def =
    located[described("an amount such as 1 day, 10% or 5")
                [fraction[content] | (&quiet[number >> one_of(time_units)] >> duration[content]) |
                 number[content]]];
auto const parameter_def = kw(Keyword::parameter) > name[put<&ast::Parameter::name>] > mark(":") >
                           one_of(parameter_kinds)[put<&ast::Parameter::kind>] >
                           kw(Keyword::from) > amount[put<&ast::Parameter::from>] >
                           -(kw(Keyword::to) > amount[put<&ast::Parameter::to>]) > tags;

auto const rule_def =
    located[rule_id[put<&ast::Rule::id>] > text[put<&ast::Rule::paraphrase>] >
            -(kw(Keyword::in) > text[put<&ast::Rule::place>]) >
            described("a mark such as 'sourced'")[one_of(marks)[put<&ast::Rule::marks>]] %
                mark(",") >
            -(kw(Keyword::no_effect_because) > text[put<&ast::Rule::no_effect>])];
auto const sources_def =
    kw(Keyword::sources) > tags >
    braced(described("a rule: id, paraphrase, mark")[rule[put<&ast::Sources::rules>]] | block_tags);

// ---- instruments, regimes, amendments
// --------------------------------------------------------------
MANDATE_RULE(instrument, Tagged<ast::Instrument>);
MANDATE_RULE(regime, Tagged<ast::Regime>);
MANDATE_RULE(chain, Tagged<ast::Chain>);
MANDATE_RULE(link, ast::ChainLink);
MANDATE_RULE(change, ast::Change);
MANDATE_RULE(changes, std::vector<ast::Change>);
MANDATE_RULE(amendment, Tagged<ast::Amendment>);

auto const instrument_def =
    kw(Keyword::instrument) > any_word[put<&ast::Instrument::name>] >
    -text[put<&ast::Instrument::title>] > tags >
    braced((kw(Keyword::rank) >
            described("a rank")[one_of(ranks)[put_once<&ast::Instrument::rank>("the rank")]]) |
           (kw(Keyword::issued_by) > ref[put_once<&ast::Instrument::by>("who issues it")]) |
           (kw(Keyword::in_force_from) >
            date[put_once<&ast::Instrument::from>("the date in force")] >
            -(kw(Keyword::until) > date[put<&ast::Instrument::until>])) |
           (kw(Keyword::starts_when) >
            name[put_once<&ast::Instrument::starts_when>("the event that starts it")]) |
           clause[put<&ast::Instrument::clauses>] | block_tags) > tags;

auto const part = [](auto &context) {
    x3::_val(context).node.parts.push_back(std::move(x3::_attr(context)));
    x3::_val(context).node.chosen.emplace_back();
};
auto const chosen = [](auto &context) {
    x3::_val(context).node.chosen.back().push_back(std::move(x3::_attr(context)));
};
auto const regime_def = kw(Keyword::regime) > any_word[put<&ast::Regime::name>] >
                        -text[put<&ast::Regime::title>] > tags > mark("=") >
                        list_of(name[part] >
                                    -(kw(Keyword::choosing) > list_of(name[chosen], mark(","))),
                                mark("+")) >
                        -(kw(Keyword::as_of) > date[put<&ast::Regime::as_of>]) > tags;
auto const link_def = name[put<&ast::ChainLink::regime>] >>
                      -(kw(Keyword::on) > date[put<&ast::ChainLink::on>]);
auto const chain_def = kw(Keyword::chain) > any_word[put<&ast::Chain::name>] >
                       mark("=") > link[put<&ast::Chain::links>] >
                       *(-mark(",") >> kw(Keyword::then) > link[put<&ast::Chain::links>]) > tags;

auto const option = [](auto &context) {
    x3::_val(context).options.emplace_back(std::move(x3::_attr(context)),
                                           std::vector<ast::Change>{});
};
auto const option_changes = [](auto &context) {
    x3::_val(context).options.back().second = std::move(x3::_attr(context));
};
auto const changed_parts = [](auto &context) {
    x3::_val(context).parts = std::move(x3::_attr(context).node);
};
auto const is_change = [](ast::Change::Kind kind) { return assign<&ast::Change::kind>(kind); };
auto const change_def = located
    [described("'add', 'replace', 'repeal', 'alter' or 'choose'")
         [bounded[(kw(Keyword::add_beside)[is_change(ast::Change::Kind::add_beside)] > mark("@") >
                   any_word[put<&ast::Change::target>] > clause[put<&ast::Change::clauses>]) |
                  (kw(Keyword::add)[is_change(ast::Change::Kind::add)] >
                   clause[put<&ast::Change::clauses>]) |
                  (kw(Keyword::replace)[is_change(ast::Change::Kind::replace)] > mark("@") >
                   any_word[put<&ast::Change::target>] > kw(Keyword::with) >
                   clause[put<&ast::Change::clauses>]) |
                  (kw(Keyword::repeal)[is_change(ast::Change::Kind::repeal)] > mark("@") >
                   any_word[put<&ast::Change::target>]) |
                  (kw(Keyword::alter)[is_change(ast::Change::Kind::alter)] > mark("@") >
                   any_word[put<&ast::Change::target>] > way_parts[changed_parts]) |
                  (kw(Keyword::choose)[is_change(ast::Change::Kind::choose)] > mark("{") >
                   +(name[option] >> mark(":") > changes[option_changes] > -mark(";")) >
                   mark("}"))]]];
auto const changes_def =
    +(change[([](auto &c) { x3::_val(c).push_back(std::move(x3::_attr(c))); })] >> -mark(";"));
auto const enacted = [](auto &context) {
    auto &from = x3::_attr(context);
    x3::_val(context).node.enacted.push_back(std::move(from.node));
};
auto const amendment_def = kw(Keyword::amendment) > any_word[put<&ast::Amendment::name>] >
                           -text[put<&ast::Amendment::title>] >
                           kw(Keyword::amends) > name[put<&ast::Amendment::target>] > tags >
                           braced(change[put<&ast::Amendment::changes>] |
                                  (kw(Keyword::enact) > instrument[enacted]) | block_tags) > tags;

// ---- properties
// -----------------------------------------------------------------------------------
MANDATE_RULE(property, Tagged<ast::Property>);
MANDATE_RULE(form, ast::Form);
MANDATE_RULE(expectation, ast::Expect);
using FormKind = ast::Form::Kind;
struct IsForm {
    FormKind kind;
    template <class AnyContext>
    void operator()(AnyContext &context) const {
        x3::_val(context).kind = kind;
    }
};
auto const operand = put<&ast::Form::operands>;
auto const acts = &quiet[-mark(",") >> kw(Keyword::if_) >> ref % mark(",") >> kw(Keyword::acts)] >>
                  -mark(",") >> kw(Keyword::if_) >>
                  list_of(ref[put<&ast::Form::if_acts>], mark(",")) >> kw(Keyword::acts);
auto const limit = kw(Keyword::within) > duration[put_once<&ast::Form::within>("the time limit")];
auto const requisite = kw(Keyword::basis)[assign<&ast::Form::basis>()] |
                       kw(Keyword::grounds)[assign<&ast::Form::grounds>()] |
                       kw(Keyword::procedure)[assign<&ast::Form::procedure>()];
MANDATE_RULE(capability, ast::Form);
auto const capability_def =
    ref[put<&ast::Form::refs>] % kw(Keyword::and_) >>
    ((kw(Keyword::can_bring_about)[IsForm{FormKind::can_bring_about}] > expr[operand] >
      kw(Keyword::alone)) |
     (kw(Keyword::can_prevent)[IsForm{FormKind::can_prevent}] > expr[operand]) |
     (kw(Keyword::have_weight_in_filling)[IsForm{FormKind::weight}] > ref[put<&ast::Form::refs>]));
MANDATE_RULE(staying, ast::Form);
auto const staying_def =
    &quiet[name >> kw(Keyword::stays_within)] >> name[put<&ast::Form::regimes>] >
    kw(Keyword::stays_within)[IsForm{FormKind::within}] > name[put<&ast::Form::regimes>];
auto const form_def = located[described(
    "what is asked: 'possible', 'always', 'never', or a condition with 'only after' or 'leads "
    "to'")[(kw(Keyword::always_possible)[IsForm{FormKind::always_possible}] > expr[operand]) |
           (kw(Keyword::possible)[IsForm{FormKind::possible}] > expr[operand]) |
           (kw(Keyword::always)[IsForm{FormKind::always}] > expr[operand]) |
           (kw(Keyword::never)[IsForm{FormKind::never}] > expr[operand]) |
           (kw(Keyword::every)[IsForm{FormKind::rank}] >
            one_of(rank_subjects)[put<&ast::Form::subject>] > ref[put<&ast::Form::refs>] >
            kw(Keyword::has) > list_of(requisite, kw(Keyword::and_)) > kw(Keyword::at_rank) >
            one_of(ranks)[put<&ast::Form::rank>] > kw(Keyword::or_higher)) |
           staying[([](auto &c) { x3::_val(c) = std::move(x3::_attr(c)); })] |
           capability[([](auto &c) { x3::_val(c) = std::move(x3::_attr(c)); })] |
           (expr[operand] >
            ((kw(Keyword::only_after)[IsForm{FormKind::only_after}] > expr[operand]) |
             (kw(Keyword::leads_to)[IsForm{FormKind::leads_to}] > expr[operand] > -limit > -acts >
              -limit)))]];

auto const text_name = [](auto &context) {
    auto &s = session(context);
    auto const to = x3::_where(context).begin();
    auto const size = static_cast<std::ptrdiff_t>(x3::_attr(context).size());
    x3::_val(context) = {x3::_attr(context),
                         s.span(to - std::min<std::ptrdiff_t>(size + 1, to - s.begin()), to)};
};
MANDATE_RULE(quoted_or_name, ast::Name);
auto const quoted_or_name_def = described(
    "a name or a text in quotation marks")[text[text_name] | (-mark("@") >> any_word[([](auto &c) {
                                               x3::_val(c) = std::move(x3::_attr(c));
                                           })])];
MANDATE_RULE(given, ast::Given);
auto const given_def = quoted_or_name[put<&ast::Given::question>] >
                       mark("=") > quoted_or_name[put<&ast::Given::answer>];
auto const expectation_def =
    located[kw(Keyword::expect) >
            described("a verdict such as 'holds'")[one_of(verdicts)[put<&ast::Expect::verdict>]] >
            -(kw(Keyword::in) > list_of(name[put<&ast::Expect::regimes>], mark(","))) >
            -(kw(Keyword::when) > list_of(given[put<&ast::Expect::given>], kw(Keyword::and_))) >
            -(kw(Keyword::because) > text[put<&ast::Expect::because>])];

auto const property_def =
    kw(Keyword::property) > any_word[put<&ast::Property::name>] >
    -text[put<&ast::Property::title>] > tags >
    -((kw(Keyword::for_every) | kw(Keyword::for_some)[assign<&ast::Property::for_some>()]) >
      binders[put<&ast::Property::binders>] > mark(":")) >
    -kw(Keyword::guaranteed)[assign<&ast::Property::guaranteed>()] >
    form[put<&ast::Property::form>] >
    *((kw(Keyword::assume) > expr[put<&ast::Property::assumptions>]) |
      kw(Keyword::including_incumbents)[assign<&ast::Property::including_incumbents>()] |
      (kw(Keyword::if_) > list_of(ref[put<&ast::Property::may_breach>], mark(",")) >
       kw(Keyword::may_breach)) |
      (kw(Keyword::starting_from) > expr[put<&ast::Property::starting_from>]) |
      (kw(Keyword::in) > list_of(name[put<&ast::Property::regimes>], mark(","))) |
      expectation[put<&ast::Property::expects>] | block_tags);

// ---- the file
// -------------------------------------------------------------------------------------
MANDATE_RULE(declaration_node, ast::Declaration);
MANDATE_RULE(declaration, ast::Declaration);
MANDATE_RULE(file, std::vector<ast::Declaration>);
auto const declaration_node_def =
    use[into_declaration] | level[into_declaration] | person_declaration[into_declaration] |
    authority[into_declaration] | office[into_declaration] | body[into_declaration] |
    people[into_declaration] | superior[into_declaration] | event[into_declaration] |
    instrument[into_declaration] | regime[into_declaration] | chain[into_declaration] |
    parameter[into_declaration] | amendment[into_declaration] | property[into_declaration] |
    sources[into_declaration];
auto const declaration_def = located[described(
    "a declaration")[declaration_node[([](auto &c) { x3::_val(c) = std::move(x3::_attr(c)); })]]];
auto const file_def =
    declarations[declaration[([](auto &c) { x3::_val(c).push_back(std::move(x3::_attr(c))); })]];

BOOST_SPIRIT_DEFINE(rank_word, use, level, kind, person_declaration, attribute, authority, office,
                    body, people, superior, event, parameter, amount, sources, rule, instrument,
                    regime, chain, link, change, changes, amendment, property, capability, staying,
                    form, quoted_or_name, given, expectation, declaration_node, declaration, file)
BOOST_SPIRIT_INSTANTIATE(rank_word_type, Iterator, Context)

} // namespace mandate::dsl::grammar

namespace mandate::dsl {

ast::File parse(SourceId source, SourceMap const &sources, DiagnosticSink &sink) {
    ast::File file{source, {}};
    auto text = sources.text(source);
    if (text.size() > largest_file) {
        sink.report({Code::file_too_large, {source, 0, 0}, {"16 MB"}});
        return file;
    }
    std::string code;
    if (is_literate(sources.path(source))) {
        code = blank_prose(text, code_blocks(source, text, sink));
        text = code;
    }
    grammar::Session session(source, text, sink);
    auto const context = grammar::x3::make_context<grammar::session_tag>(session);
    grammar::Iterator first = session.begin();
    grammar::file.parse(first, session.end(), context, grammar::x3::unused, file.declarations);
    return file;
}

} // namespace mandate::dsl
