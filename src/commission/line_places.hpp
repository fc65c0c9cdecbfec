#pragma once

// In which order lines are settled. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "o2c/columns/parallel.hpp"

#include "credited_lines.hpp"

namespace o2c::inline v1 {

/// How lines are dealt out.
struct PlacesOptions {
  std::size_t days;             ///< Of the settlement.
  std::size_t people;           ///< Their codes are below it.
  std::size_t people_in_cache;  ///< How many a part has at most.
  std::size_t runs = 1;         ///< Of days, each of which is settled by itself.
  bool may_keep_order = false;
  std::size_t threads = 1;
};

/// Gives each line that counts a place: those of a part of the people side by side, by day, then by
/// row, so that what these people have accumulated stays in the cache. Lines that come in the order
/// of their days already may keep theirs: then there is one part, and a line's place is its number.
class LinePlaces {
 public:
  /// The lines must outlive it.
  LinePlaces(const CreditedLines& lines, const PlacesOptions& options);

  [[nodiscard]] const CreditedLines& lines() const noexcept { return *lines_; }
  [[nodiscard]] std::size_t threads() const noexcept { return threads_; }
  /// Places are below it.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool keep_order() const noexcept { return keep_order_; }
  [[nodiscard]] std::size_t parts() const noexcept { return parts_; }
  [[nodiscard]] std::size_t part_of(std::uint32_t person) const noexcept {
    return person & (parts_ - 1);
  }
  /// A person's number within the part, which is below people_of_part(), is the code without its
  /// lowest bits, which are this many.
  [[nodiscard]] unsigned part_bits() const noexcept { return part_bits_; }
  [[nodiscard]] std::size_t people_of_part() const noexcept { return people_of_part_; }
  [[nodiscard]] std::uint32_t person(std::size_t part, std::size_t in_part) const noexcept {
    return static_cast<std::uint32_t>(in_part << part_bits_ | part);
  }
  /// The first place of a part's day, or, of the day after the last, the one after its last. Not of
  /// lines that keep their order.
  [[nodiscard]] std::size_t begin(std::size_t part, std::size_t day) const noexcept {
    return begins_[part * days_ + day];
  }
  /// The first row of a thread's share.
  [[nodiscard]] std::size_t first_row(std::size_t thread) const noexcept {
    return lines_->rows * thread / threads_;
  }

  /// Calls what `work(thread)` gives with (line, row, place) of each line that counts, row by row,
  /// each thread for its share. One that goes by rows walks through all days at once, and would
  /// wait for the memory of each: so `ahead(place)` is called with a place that a line of the same
  /// day will have, which may fetch it. There may be no such line, nor place.
  template <class Ahead, class Work>
  void for_lines(const Ahead& ahead, const Work& work) const {
    run_threads(threads_, [&](std::size_t t) { for_share(t, ahead, work(t)); });
  }

 private:
  // How many lines of a day are placed before the one whose place is fetched.
  static constexpr std::size_t lines_ahead = 8;

  [[nodiscard]] bool come_by_day() const;
  void place_by_bucket();
  template <class Ahead, class Use>
  void for_share(std::size_t thread, const Ahead& ahead, Use use) const;
  template <class Use>
  void for_buckets(std::size_t thread, std::uint32_t* buckets, Use use) const;

  const CreditedLines* lines_;
  std::size_t days_;
  std::size_t threads_;
  std::size_t parts_;  // A power of two.
  unsigned part_bits_;
  std::size_t people_of_part_;
  bool keep_order_ = false;
  std::size_t size_ = 0;
  std::vector<std::size_t> begins_;                 // By part and day.
  std::vector<std::vector<std::uint32_t>> firsts_;  // The same of each thread.
};

// Calls `use` with (line, row, bucket) of each line of a share that counts. With one part nobody
// looks at the people.
template <class Use>
void LinePlaces::for_buckets(std::size_t thread, std::uint32_t* buckets, Use use) const {
  const auto walk = [&](const auto& part_of_line) {
    lines_->for_lines(first_row(thread), first_row(thread + 1),
                      [=, day_of = lines_->days.data()](std::size_t line, std::size_t row) mutable {
                        const std::uint16_t day = day_of[row];
                        if (day < CreditedLines::not_counted)
                          use(line, row, buckets + part_of_line(line, row) + day);
                      });
  };
  if (parts_ == 1)
    walk([](std::size_t, std::size_t) { return std::size_t{0}; });
  else
    walk(
        [lines = lines_->of_rows(), mask = parts_ - 1, days = days_](
            std::size_t line, std::size_t row) { return (lines.person(line, row) & mask) * days; });
}

template <class Ahead, class Use>
void LinePlaces::for_share(std::size_t thread, const Ahead& ahead, Use use) const {
  if (keep_order_) {
    lines_->for_lines(first_row(thread), first_row(thread + 1),
                      [&, day_of = lines_->days.data()](std::size_t line, std::size_t row) {
                        if (day_of[row] < CreditedLines::not_counted) use(line, row, line);
                      });
    return;
  }
  std::vector<std::uint32_t> next = firsts_[thread];
  for_buckets(thread, next.data(),
              [ahead, use](std::size_t line, std::size_t row, std::uint32_t* bucket) mutable {
                const std::size_t place = (*bucket)++;
                ahead(place + lines_ahead);
                use(line, row, place);
              });
}

}  // namespace o2c::inline v1
