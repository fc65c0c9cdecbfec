#pragma once

// Making buffers of finished columns; for whoever fills an ArrowTable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1::detail {

template <class T>
std::shared_ptr<const void> share(PageArray<T> values) {
  auto owner = std::make_shared<PageArray<T>>(std::move(values));
  const void* data = owner->data();
  return {std::move(owner), data};
}

// Arrow wants a pointer even to no values.
template <class T>
PageArray<T> zeros(std::size_t size) {
  return PageArray<T>(std::max<std::size_t>(size, 1));
}
template <class T>
PageArray<T> room_for(std::size_t size) {
  return PageArray<T>::uninitialized(std::max<std::size_t>(size, 1));
}

template <class To, class From>
std::shared_ptr<const void> convert(std::span<const From> values) {
  auto converted = room_for<To>(values.size());
  std::ranges::transform(values, converted.data(), [](From v) { return static_cast<To>(v); });
  return share(std::move(converted));
}

inline std::shared_ptr<const void> share_bytes(std::string_view bytes) {
  auto copy = room_for<char>(bytes.size());
  std::ranges::copy(bytes, copy.data());
  return share(std::move(copy));
}

/// A bit for each position, set where `holds` says so.
template <class Holds>
std::shared_ptr<const void> bits_of(std::size_t size, const Holds& holds) {
  auto bits = zeros<std::uint8_t>((size + 7) / 8);
  for (std::size_t i = 0; i < size; ++i)
    if (holds(i)) bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (1U << (i % 8)));
  return share(std::move(bits));
}

}  // namespace o2c::inline v1::detail
