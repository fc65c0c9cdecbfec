#pragma once

// In which order lines are settled. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"

#include "credited_lines.hpp"

namespace o2c::inline v1 {

/// Gives each line that counts a place: those of a part of the people side by side, by day, then by
/// row, so that what these people have accumulated stays in the cache. Lines that come in the order
/// of their days already may keep theirs: then there is one part, and a line's place is how many
/// come before it.
class LinePlaces {
 public:
  /// `people_in_cache`: how many a part has at most. The lines must outlive it.
  LinePlaces(const CreditedLines& lines, std::size_t days, std::size_t people,
             std::size_t people_in_cache, bool may_keep_order, std::size_t threads);

  [[nodiscard]] const CreditedLines& lines() const noexcept { return *lines_; }
  [[nodiscard]] std::size_t threads() const noexcept { return threads_; }
  /// Lines that count.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool keep_order() const noexcept { return keep_order_; }
  [[nodiscard]] std::size_t parts() const noexcept { return parts_; }
  [[nodiscard]] std::size_t part_of(std::uint32_t person) const noexcept {
    return person & (parts_ - 1);
  }
  /// A person's number within the part, which is below people_of_part().
  [[nodiscard]] std::uint32_t in_part(std::uint32_t person) const noexcept {
    return person >> part_bits_;
  }
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
  /// wait for the memory of each: so a while before, `ahead(place)` is called, which may fetch it.
  /// It may be called with size() as well.
  template <class Ahead, class Work>
  void for_lines(const Ahead& ahead, const Work& work) const {
    run_threads(threads_, [&](std::size_t t) { for_share(t, ahead, work(t)); });
  }
  /// The same in one thread, for the share of one.
  template <class Ahead, class Use>
  void for_share(std::size_t thread, const Ahead& ahead, Use use) const {
    if (keep_order_)
      use_in_order(thread, use);
    else
      use_by_bucket(thread, ahead, use);
  }

 private:
  // How many lines are placed before the one whose place is looked at.
  static constexpr std::size_t lines_ahead = 64;

  [[nodiscard]] bool take_rows_as_they_come();
  void place_by_bucket();
  template <class Use>
  void use_in_order(std::size_t thread, Use& use) const;
  template <class Ahead, class Use>
  void use_by_bucket(std::size_t thread, const Ahead& ahead, Use& use) const;

  const CreditedLines* lines_;
  std::size_t days_;
  std::size_t threads_;
  std::size_t parts_;  // A power of two.
  unsigned part_bits_;
  std::size_t people_of_part_;
  bool keep_order_ = false;
  std::size_t size_ = 0;
  std::vector<std::size_t> first_places_;  // Of each thread, where lines keep their order; else:
  std::vector<std::size_t> begins_;        // By part and day.
  PageArray<std::uint32_t> place_of_;      // By line; size_: it does not count.
};

template <class Use>
void LinePlaces::use_in_order(std::size_t thread, Use& use) const {
  const std::uint16_t* const day = lines_->days.data();
  std::size_t place = first_places_[thread];
  lines_->for_lines(first_row(thread), first_row(thread + 1),
                    [&](std::size_t line, std::size_t row) {
                      if (day[row] < CreditedLines::not_counted) use(line, row, place++);
                    });
}

template <class Ahead, class Use>
void LinePlaces::use_by_bucket(std::size_t thread, const Ahead& ahead, Use& use) const {
  // Copies, since what is written might be them.
  const std::uint32_t* const place_of = place_of_.data();
  const std::size_t nowhere = size_;
  lines_->for_lines(first_row(thread), first_row(thread + 1),
                    [&](std::size_t line, std::size_t row) {
                      ahead(std::size_t{place_of[line + lines_ahead]});
                      const std::size_t place = place_of[line];
                      if (place != nowhere) use(line, row, place);
                    });
}

}  // namespace o2c::inline v1
