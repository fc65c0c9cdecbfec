#pragma once

// Reads applications block by block: to which invoice, from which receipt, how much. Private to
// src/receivable.

#include <optional>
#include <span>
#include <vector>

#include "settlement.hpp"

namespace o2c::inline v1 {

/// Reads the rows of one table of applications in one thread.
class ApplicationReader {
 public:
  ApplicationReader(const Settler&, const HeldTable& applications);

  ApplicationBlock read(const HeldRows&);
  /// What will be read after these rows.
  [[nodiscard]] Upcoming upcoming(const HeldRows&) const;

  [[nodiscard]] FaultList& faults() noexcept { return faults_; }

 private:
  void find_invoices(const HeldRows&);
  void find_receipts(const HeldRows&);
  void find_credit(const HeldRows&, std::size_t i);
  [[nodiscard]] bool adjusts_payment(const HeldRows&, std::size_t i) const;
  [[nodiscard]] std::uint32_t cell(const HeldRows&, std::int64_t i, std::uint32_t document);
  [[nodiscard]] std::uint32_t invoice_row(std::size_t i) const;
  [[nodiscard]] bool invoice_counts(std::size_t i) const;
  std::span<const std::uint8_t> digits();
  void drop_without_effect(const HeldRows&, std::span<const std::int32_t> dates);
  void fault(const HeldRows&, std::size_t i, std::size_t column, std::string expected);

  const Settler* settler_;
  const HeldTable* table_;
  std::size_t document_column_;
  std::size_t amount_column_;
  std::size_t date_column_;
  std::optional<std::size_t> receipt_column_;
  std::optional<std::size_t> receipt_kind_column_;
  std::optional<std::size_t> kind_column_;
  std::optional<std::size_t> document_kind_column_;
  std::optional<std::size_t> instalment_column_;
  std::optional<std::size_t> recorded_column_;
  DocumentIndex::Reader documents_;
  std::optional<DocumentIndex::Reader> receipts_;
  std::optional<DocumentIndex::Reader> credit_notes_;
  std::optional<DocumentIndex::Reader> adjusted_payments_;
  AmountReader amounts_;
  DateReader dates_;
  std::optional<MomentReader> recorded_;
  bool adjusts_any_payment_ = false;  // In the block.
  std::vector<std::uint32_t> document_block_;
  std::vector<std::uint32_t> cell_block_;
  std::vector<std::uint32_t> receipt_block_;
  std::vector<ApplicationBlock::OfCreditNote> credit_block_;
  std::vector<std::uint8_t> digits_block_;
  std::vector<std::int64_t> minor_block_;
  FaultList faults_;
};

}  // namespace o2c::inline v1
