#pragma once
// Does JSON that the program printed have the shape that its schema in docs/ publishes?
#include <string>

namespace mandate::tests {

// `name`: of docs/NAME.schema.json. What is wrong is said by the next check that fails.
bool valid(std::string const &name, std::string const &printed);

} // namespace mandate::tests
