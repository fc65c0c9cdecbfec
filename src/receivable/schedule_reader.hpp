#pragma once

// Reads what the invoices of a table are paid by. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "o2c/columns/fault_list.hpp"

#include "schedule_plan.hpp"

namespace o2c::inline v1 {

/// Reads terms and currencies of rows in one thread, and how many instalments there will be.
class ScheduleReader {
 public:
  explicit ScheduleReader(SchedulePlan& plan) : plan_(&plan), keys_(plan.keys) {}

  void read(const HeldRows&);

  [[nodiscard]] std::size_t instalments() const noexcept { return instalments_; }
  /// Of the document numbers of all instalments, where these are text.
  [[nodiscard]] std::size_t text_bytes() const noexcept { return text_bytes_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  // What a code of the column of terms stands for: terms, or the fault of each such row.
  struct CodeTerms {
    bool read = false;
    std::uint32_t number = ScheduleBook::faulty;
    std::size_t instalments = 0;
    std::string fault{};
  };

  bool encode(const HeldRows&);
  const CodeTerms& terms_of(std::uint32_t code, const HeldRows&, std::int64_t row);
  [[nodiscard]] CodeTerms read_terms(std::uint32_t code, const HeldRows&, std::int64_t row);
  std::uint32_t currency_of(std::uint32_t code, const HeldRows&, std::int64_t row);
  void read_document(const HeldRows&, std::int64_t row, std::size_t instalments);
  void add_fault(const HeldRows&, std::int64_t row, std::size_t column, std::string expected);

  SchedulePlan* plan_;
  GroupEncoder keys_;
  std::vector<CodeTerms> terms_of_code_;
  std::vector<std::uint32_t> currency_of_code_;
  std::vector<std::uint32_t> codes_;
  std::size_t instalments_ = 0;
  std::size_t text_bytes_ = 0;
  FaultList faults_;
};

}  // namespace o2c::inline v1
