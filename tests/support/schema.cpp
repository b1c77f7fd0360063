#include "support/schema.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace mandate::tests {

bool valid(std::string const &name, std::string const &printed) {
    std::ifstream file(std::filesystem::path(MANDATE_TEST_DIR).parent_path() / "docs" /
                       (name + ".schema.json"));
    auto const document = nlohmann::json::parse(file), report = nlohmann::json::parse(printed);
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema);
    valijson::Validator validator;
    valijson::ValidationResults results;
    bool const good =
        validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(report), &results);
    for (valijson::ValidationResults::Error error; results.popError(error);)
        UNSCOPED_INFO(error.description);
    return good;
}

} // namespace mandate::tests
