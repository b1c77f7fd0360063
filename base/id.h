#pragma once
// Typed indices instead of pointers: an id is dense, stable and also the order of output.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace mandate {

// Index into the table of Tag; -1 means none.
template <class Tag>
struct Id {
    std::int32_t index = -1;
    constexpr explicit operator bool() const { return index >= 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

// Values by id. `add` gives the next id; iteration is in id order.
template <class IdType, class Value>
class IdTable {
public:
    IdType add(Value value) {
        values_.push_back(std::move(value));
        return IdType{static_cast<std::int32_t>(values_.size()) - 1};
    }
    Value &operator[](IdType id) { return values_[static_cast<std::size_t>(id.index)]; }
    Value const &operator[](IdType id) const { return values_[static_cast<std::size_t>(id.index)]; }
    std::size_t size() const { return values_.size(); }
    bool empty() const { return values_.empty(); }
    IdType id(std::size_t position) const { return IdType{static_cast<std::int32_t>(position)}; }
    auto begin() { return values_.begin(); }
    auto end() { return values_.end(); }
    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }

private:
    std::vector<Value> values_;
};

} // namespace mandate
