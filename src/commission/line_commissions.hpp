#pragma once

// What lines earn. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <memory>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/number/int128.hpp"

#include "line_places.hpp"

namespace o2c::inline v1 {

/// In minor units, by place. Where a line's place is its number, they are as wide as a table's
/// column of them, which then is the same memory.
class LineCommissions {
 public:
  explicit LineCommissions(const LinePlaces& places) {
    if (places.keep_order())
      by_line_ = std::make_shared<PageArray<Int128>>(detail::room_for<Int128>(places.size()));
    else
      by_place_ = detail::room_for<std::int64_t>(places.size());
  }

  [[nodiscard]] std::int64_t operator[](std::size_t place) const {
    return by_line_ ? static_cast<std::int64_t>((*by_line_)[place]) : by_place_[place];
  }
  void put(std::size_t place, std::int64_t pays) {
    if (by_line_)
      (*by_line_)[place] = pays;
    else
      by_place_[place] = pays;
  }
  /// Calls `use` with a pointer to those of all places.
  template <class Use>
  void with_values(const Use& use) const {
    if (by_line_)
      use(static_cast<const Int128*>(by_line_->data()));
    else
      use(by_place_.data());
  }

  /// Those of places; null: they are by line.
  [[nodiscard]] std::int64_t* by_place() noexcept { return by_place_.data(); }
  /// Those of lines; null: they are by place.
  [[nodiscard]] Int128* by_line() noexcept { return by_line_ ? by_line_->data() : nullptr; }
  /// The same for a table, which keeps them.
  [[nodiscard]] std::shared_ptr<const void> column() const {
    return by_line_ ? std::shared_ptr<const void>(by_line_, by_line_->data()) : nullptr;
  }

 private:
  PageArray<std::int64_t> by_place_;
  std::shared_ptr<PageArray<Int128>> by_line_;
};

}  // namespace o2c::inline v1
