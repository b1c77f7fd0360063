#pragma once
// Several lambdas as one function object, for std::visit.

namespace mandate {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace mandate
