#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace o2c::inline v1 {

/// Categories, and the one that stands above each: "coil" below "flat".
class CategoryTree {
 public:
  using Entry = std::pair<std::string, std::string>;  ///< A category, and the one above it.

  CategoryTree() = default;
  CategoryTree(std::initializer_list<Entry> entries) {
    for (const Entry& each : entries) put(each.first, each.second);
  }

  /// Puts a category below another, in place of the one it was below.
  void put(std::string category, std::string above) {
    const auto at = std::ranges::lower_bound(entries_, category, {}, &Entry::first);
    if (at != entries_.end() && at->first == category)
      at->second = std::move(above);
    else
      entries_.insert(at, {std::move(category), std::move(above)});
  }

  /// The category above one; null: there is none.
  [[nodiscard]] const std::string* above(std::string_view category) const {
    const auto name = [](const Entry& each) { return std::string_view(each.first); };
    const auto at = std::ranges::lower_bound(entries_, category, {}, name);
    return at != entries_.end() && at->first == category ? &at->second : nullptr;
  }

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  /// By category.
  [[nodiscard]] auto begin() const noexcept { return entries_.begin(); }
  [[nodiscard]] auto end() const noexcept { return entries_.end(); }

  friend bool operator==(const CategoryTree&, const CategoryTree&) = default;

 private:
  std::vector<Entry> entries_;
};

}  // namespace o2c::inline v1
