#include "line_places.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// Of days, so that threads end at about the same time.
constexpr std::size_t runs_per_thread = 4;

O2C_VECTORIZED bool ascend(std::span<const std::uint16_t> days) {
  std::uint16_t descents = 0;
  for (std::size_t i = 1; i < days.size(); ++i)
    descents = static_cast<std::uint16_t>(descents | (days[i - 1] > days[i] ? 1U : 0U));
  return descents == 0;
}

}  // namespace

LinePlaces::LinePlaces(const CreditedLines& lines, const PlacesOptions& options)
    : lines_(&lines),
      days_(options.days),
      threads_(options.threads),
      // Each thread has to find something to settle.
      parts_(std::bit_ceil(std::max(options.runs >= runs_per_thread * threads_ ? 1 : threads_,
                                    options.people / options.people_in_cache + 1))),
      part_bits_(static_cast<unsigned>(std::countr_zero(parts_))),
      people_of_part_(options.people / parts_ + 1) {
  if (lines.count() > std::numeric_limits<std::uint32_t>::max() - lines_ahead)
    throw_overflow("more than 4 billion lines");
  // Each thread then has room for all people, which must not be what takes the time.
  constexpr std::size_t lines_per_person = 16;
  if (options.may_keep_order && options.people <= lines.count() / lines_per_person &&
      come_by_day()) {
    keep_order_ = true;
    parts_ = 1;
    part_bits_ = 0;
    people_of_part_ = options.people;
    size_ = lines.count();
  } else {
    place_by_bucket();
  }
}

// Whether no line that counts is of an earlier day than one before it.
bool LinePlaces::come_by_day() const {
  struct Share {
    bool ascends = true;
    std::uint16_t first = CreditedLines::not_counted;  // Of those that count.
    std::uint16_t last = 0;
  };
  std::vector<Share> shares(threads_);
  run_threads(threads_, [&](std::size_t t) {
    constexpr std::size_t block_rows = 1024;
    Share share;
    const auto add = [&](std::uint16_t first, std::uint16_t last) {
      share.ascends = first >= share.last;
      if (share.first == CreditedLines::not_counted) share.first = first;
      share.last = last;
    };
    for (std::size_t row = first_row(t); row < first_row(t + 1) && share.ascends;
         row += block_rows) {
      const std::span<const std::uint16_t> days(lines_->days.data() + row,
                                                std::min(block_rows, first_row(t + 1) - row));
      if (days.back() < CreditedLines::not_counted && ascend(days)) {
        add(days.front(), days.back());
        continue;
      }
      for (std::size_t i = 0; i < days.size() && share.ascends; ++i)
        if (days[i] < CreditedLines::not_counted) add(days[i], days[i]);
    }
    shares[t] = share;
  });
  std::uint16_t last = 0;
  for (const Share& share : shares) {
    if (share.first == CreditedLines::not_counted) continue;
    if (!share.ascends || share.first < std::exchange(last, share.last)) return false;
  }
  return true;
}

void LinePlaces::place_by_bucket() {
  const std::size_t buckets = parts_ * days_;
  firsts_.resize(threads_);
  run_threads(threads_, [&](std::size_t t) {
    // Made by the thread: it would wait for one that writes beside it.
    std::vector<std::uint32_t> counts(buckets, 0);
    for_buckets(t, counts.data(),
                [](std::size_t, std::size_t, std::uint32_t* bucket) { ++*bucket; });
    firsts_[t] = std::move(counts);
  });
  begins_.assign(buckets + 1, 0);
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    begins_[bucket] = size_;
    for (std::vector<std::uint32_t>& of_thread : firsts_)
      size_ += std::exchange(of_thread[bucket], static_cast<std::uint32_t>(size_));
  }
  begins_.back() = size_;
}

}  // namespace o2c::inline v1
