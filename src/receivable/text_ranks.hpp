#pragma once

// Texts in their order. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "o2c/columns/text_codes.hpp"

namespace o2c::inline v1 {

/// Texts as their ranks; the empty one's is 0.
class TextRanks {
 public:
  TextRanks() { static_cast<void>(texts_.code("")); }

  /// Their codes, from which `rank` gives the rank once all are there.
  template <class Texts>
  std::vector<std::uint32_t> codes(const Texts& texts) {
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<std::uint32_t> found(views.size());
    texts_.codes(views, found);
    return found;
  }
  void sort() {
    // Most texts differ in their first bytes, which are compared as a number.
    struct Beginning {
      std::uint64_t bytes;
      std::uint32_t code;
    };
    std::vector<Beginning> order;
    for (std::uint32_t code = 0; code < texts_.size(); ++code) {
      const std::string_view text = texts_.text(code);
      std::uint64_t bytes = 0;
      for (std::size_t i = 0; i < 8; ++i)
        bytes = bytes << 8U | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U);
      order.push_back({bytes, code});
    }
    std::ranges::sort(order, [this](const Beginning& a, const Beginning& b) {
      return a.bytes != b.bytes ? a.bytes < b.bytes : texts_.text(a.code) < texts_.text(b.code);
    });
    ranks_.resize(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      ranks_[order[i].code] = i;
      sorted_.push_back(order[i].code);
    }
  }
  [[nodiscard]] std::uint32_t rank(std::uint32_t code) const { return ranks_[code]; }
  [[nodiscard]] std::string_view text(std::uint32_t rank) const {
    return texts_.text(sorted_[rank]);
  }

 private:
  TextCodes texts_;
  std::vector<std::uint32_t> ranks_;
  std::vector<std::uint32_t> sorted_;
};

}  // namespace o2c::inline v1
