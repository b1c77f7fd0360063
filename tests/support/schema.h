#pragma once
// Does JSON that the program printed have the shape that its schema in docs/ publishes?
#include <nlohmann/json_fwd.hpp>

#include <string>

namespace mandate::tests {

// `name`: of docs/NAME.schema.json. What is wrong is said by the next check that fails.
bool valid(std::string const &name, nlohmann::json const &printed);

} // namespace mandate::tests
