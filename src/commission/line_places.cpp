#include "line_places.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace o2c::inline v1 {

LinePlaces::LinePlaces(const CreditedLines& lines, std::size_t days, std::size_t people,
                       std::size_t people_in_cache, bool may_keep_order, std::size_t threads)
    : lines_(&lines),
      days_(days),
      threads_(threads),
      parts_(std::bit_ceil(std::max(threads, people / people_in_cache + 1))),
      part_bits_(static_cast<unsigned>(std::countr_zero(parts_))),
      people_of_part_(people / parts_ + 1) {
  // Each thread then has room for all people, which must not be what takes the time.
  constexpr std::size_t lines_per_person = 16;
  if (may_keep_order && people <= lines.count() / lines_per_person && are_in_order()) {
    keep_order_ = true;
    parts_ = 1;
    part_bits_ = 0;
    people_of_part_ = people;
    count_in_order();
  } else {
    count_by_bucket();
  }
}

// Whether no line that counts is of an earlier day than one before it.
bool LinePlaces::are_in_order() const {
  struct Share {
    bool ascends = true;
    bool any = false;
    std::uint16_t first = 0;
    std::uint16_t last = 0;
  };
  std::vector<Share> shares(threads_);
  run_threads(threads_, [&](std::size_t t) {
    Share share;
    for (std::size_t row = first_row(t); row < first_row(t + 1); ++row) {
      const std::uint16_t day = lines_->days[row];
      if (day >= CreditedLines::not_counted) continue;
      if (!share.any) share = {.any = true, .first = day, .last = day};
      share.ascends = day >= share.last;
      share.last = day;
      if (!share.ascends) break;
    }
    shares[t] = share;
  });
  std::uint16_t last = 0;
  return std::ranges::all_of(shares, [&](const Share& share) {
    return !share.any || (share.ascends && share.first >= std::exchange(last, share.last));
  });
}

void LinePlaces::count_in_order() {
  first_places_.assign(threads_, std::vector<std::size_t>(1, 0));
  std::vector<std::size_t> counts(threads_, 0);
  run_threads(threads_, [&](std::size_t t) {
    std::size_t count = 0;
    lines_->for_lines(first_row(t), first_row(t + 1), [&](std::size_t, std::size_t row) {
      count += lines_->days[row] < CreditedLines::not_counted ? 1U : 0U;
    });
    counts[t] = count;
  });
  for (std::size_t t = 0; t < threads_; ++t)
    first_places_[t].front() = std::exchange(size_, size_ + counts[t]);
}

void LinePlaces::count_by_bucket() {
  const std::size_t buckets = parts_ * days_;
  first_places_.assign(threads_, std::vector<std::size_t>(buckets, 0));
  run_threads(threads_, [&](std::size_t t) {
    std::size_t* const counts = first_places_[t].data();
    lines_->for_lines(first_row(t), first_row(t + 1), [&](std::size_t line, std::size_t row) {
      const std::uint16_t day = lines_->days[row];
      if (day < CreditedLines::not_counted) ++counts[part_of(lines_->person(line)) * days_ + day];
    });
  });
  begins_.assign(buckets + 1, 0);
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    begins_[bucket] = size_;
    for (std::vector<std::size_t>& of_thread : first_places_)
      size_ += std::exchange(of_thread[bucket], size_);
  }
  begins_.back() = size_;
}

}  // namespace o2c::inline v1
