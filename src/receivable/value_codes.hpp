#pragma once

// Codes of values. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace o2c::inline v1 {

/// Dense codes 0, 1, 2, ... for values, in the order in which they first come. Equal values have
/// one code, and are kept as they first came: 7.1 and 7.10 are one.
template <class Value>
class ValueCodes {
 public:
  std::uint32_t code(const Value& value) {
    // Documents mostly come with the rate of the one before.
    if (!values_.empty() && values_[last_] == value) return last_;
    const auto [found, is_new] =
        codes_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (is_new) values_.push_back(value);
    return last_ = found->second;
  }

  [[nodiscard]] const Value& operator[](std::uint32_t code) const { return values_[code]; }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] auto begin() const noexcept { return values_.begin(); }
  [[nodiscard]] auto end() const noexcept { return values_.end(); }

 private:
  std::vector<Value> values_;
  std::unordered_map<Value, std::uint32_t> codes_;
  std::uint32_t last_ = 0;  // The one asked for last.
};

}  // namespace o2c::inline v1
