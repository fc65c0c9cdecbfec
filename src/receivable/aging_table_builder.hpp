#pragma once

// How the sums of several threads become one table. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "aging_engine.hpp"

namespace o2c::inline v1 {

/// Joins the threads' sums into one table. Throws BadTable when any thread met faults.
class AgingTableBuilder {
 public:
  AgingTableBuilder(AgingPlan& plan, std::vector<std::unique_ptr<AgingWorker>>& workers)
      : plan_(&plan), workers_(&workers) {}

  AgingTable build();

 private:
  [[nodiscard]] bool needs_wide() const;
  void merge_narrow(PageArray<std::int64_t>& sums);
  void merge_wide(PageArray<Int128>& sums);
  template <class Sum, class Source>
  void adopt_groups(PageArray<Sum>& sums, AgingWorker& worker, std::size_t from,
                    const Source& source);
  void add_in_parallel(std::span<std::int64_t> sums, std::span<const std::int64_t> more) const;

  void fill_rows(AgingTable&) const;
  /// The groups that have items become the rows' lines.
  void find_used_lines(AgingTable&) const;
  void sort(std::span<std::uint32_t> groups) const;
  [[nodiscard]] std::vector<std::uint32_t> ranks(std::span<const std::uint32_t> groups,
                                                 std::size_t key) const;
  [[nodiscard]] KeyColumn key_column(std::span<const std::uint32_t> groups, std::size_t key) const;
  void fill_currencies(AgingTable&) const;

  /// Calls `work(thread, begin, end)` for the shares of so many values that are worth a thread.
  template <class Work>
  void in_shares(std::size_t size, const Work& work) const;
  /// The first thread's, in which all groups have met.
  [[nodiscard]] const GroupEncoder& encoder() const;

  AgingPlan* plan_;
  std::vector<std::unique_ptr<AgingWorker>>* workers_;
};

}  // namespace o2c::inline v1
