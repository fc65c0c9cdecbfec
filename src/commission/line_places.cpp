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

O2C_VECTORIZED bool ascend(std::span<const std::uint16_t> days) {
  std::uint16_t descents = 0;
  for (std::size_t i = 1; i < days.size(); ++i)
    descents = static_cast<std::uint16_t>(descents | (days[i - 1] > days[i] ? 1U : 0U));
  return descents == 0;
}

}  // namespace

LinePlaces::LinePlaces(const CreditedLines& lines, std::size_t days, std::size_t people,
                       std::size_t people_in_cache, bool may_keep_order, std::size_t threads)
    : lines_(&lines),
      days_(days),
      threads_(threads),
      parts_(std::bit_ceil(std::max(threads, people / people_in_cache + 1))),
      part_bits_(static_cast<unsigned>(std::countr_zero(parts_))),
      people_of_part_(people / parts_ + 1) {
  if (lines.count() > std::numeric_limits<std::uint32_t>::max() - lines_ahead)
    throw_overflow("more than 4 billion lines");
  // Each thread then has room for all people, which must not be what takes the time.
  constexpr std::size_t lines_per_person = 16;
  if (may_keep_order && people <= lines.count() / lines_per_person && take_rows_as_they_come()) {
    keep_order_ = true;
    parts_ = 1;
    part_bits_ = 0;
    people_of_part_ = people;
  } else {
    place_by_bucket();
  }
}

// Whether no line that counts is of an earlier day than one before it.
bool LinePlaces::take_rows_as_they_come() {
  struct Share {
    bool ascends = true;
    std::uint16_t first = CreditedLines::not_counted;  // Of those that count.
    std::uint16_t last = 0;
    std::size_t count = 0;
  };
  std::vector<Share> shares(threads_);
  run_threads(threads_, [&](std::size_t t) {
    constexpr std::size_t block_rows = 1024;
    Share share;
    const auto add = [&](std::uint16_t first, std::uint16_t last, std::size_t count) {
      share.ascends = first >= share.last;
      if (share.count == 0) share.first = first;
      share.last = last;
      share.count += count;
    };
    for (std::size_t row = first_row(t); row < first_row(t + 1) && share.ascends;
         row += block_rows) {
      const std::span<const std::uint16_t> days(lines_->days.data() + row,
                                                std::min(block_rows, first_row(t + 1) - row));
      if (days.back() < CreditedLines::not_counted && ascend(days)) {
        add(days.front(), days.back(), days.size());
        continue;
      }
      for (std::size_t i = 0; i < days.size() && share.ascends; ++i)
        if (days[i] < CreditedLines::not_counted) add(days[i], days[i], 1);
    }
    for (std::size_t i = lines_->first_further(first_row(t));
         i < lines_->first_further(first_row(t + 1)); ++i)
      share.count += lines_->counts(lines_->rows + i) ? 1U : 0U;
    shares[t] = share;
  });
  std::uint16_t last = 0;
  for (const Share& share : shares) {
    if (share.count == 0) continue;
    if (!share.ascends || share.first < std::exchange(last, share.last)) return false;
  }
  for (const Share& share : shares)
    first_places_.push_back(std::exchange(size_, size_ + share.count));
  return true;
}

void LinePlaces::place_by_bucket() {
  const std::size_t count = lines_->count();
  const std::size_t buckets = parts_ * days_;
  // By thread, part and day: how many there are, then where the next one goes.
  std::vector<std::vector<std::size_t>> next(threads_, std::vector<std::size_t>(buckets, 0));
  const auto for_share = [&](std::size_t t, const auto& use) {
    lines_->for_lines(first_row(t), first_row(t + 1),
                      [&, next_of = next[t].data(), mask = parts_ - 1, days = days_,
                       day_of = lines_->days.data()](std::size_t line, std::size_t row) {
                        const std::uint16_t day = day_of[row];
                        use(line, day < CreditedLines::not_counted
                                      ? next_of + ((lines_->person(line, row) & mask) * days + day)
                                      : nullptr);
                      });
  };
  run_threads(threads_, [&](std::size_t t) {
    for_share(t, [](std::size_t, std::size_t* bucket) {
      if (bucket != nullptr) ++*bucket;
    });
  });
  begins_.assign(buckets + 1, 0);
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    begins_[bucket] = size_;
    for (std::vector<std::size_t>& of_thread : next)
      size_ += std::exchange(of_thread[bucket], size_);
  }
  begins_.back() = size_;
  place_of_ = PageArray<std::uint32_t>::uninitialized(count + lines_ahead);
  const auto nowhere = static_cast<std::uint32_t>(size_);
  std::fill_n(place_of_.data() + count, lines_ahead, nowhere);
  run_threads(threads_, [&](std::size_t t) {
    for_share(t, [=, place_of = place_of_.data()](std::size_t line, std::size_t* bucket) {
      place_of[line] = bucket == nullptr ? nowhere : static_cast<std::uint32_t>((*bucket)++);
    });
  });
}

}  // namespace o2c::inline v1
