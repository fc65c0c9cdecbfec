#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/key_encoder.hpp"

namespace o2c::inline v1 {

/// The key columns that rows are grouped by, as all threads share them. Without any, all rows are
/// one group.
class GroupPlan {
 public:
  /// Names of the key columns, in the order of the grouping. One that the table does not have is
  /// null in every row.
  GroupPlan(const TableSource&, const std::vector<std::string>& names);

  /// Looks at the first batch, before any row is encoded.
  void sample(const RecordBatch&);

  [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }
  [[nodiscard]] const KeyPlan& key(std::size_t i) const { return *keys_[i]; }
  [[nodiscard]] std::shared_ptr<const KeyPlan> shared_key(std::size_t i) const { return keys_[i]; }
  /// The key columns of a batch. One thread at a time, batches in order.
  [[nodiscard]] std::vector<KeyBatch> bind(const RecordBatch&);
  /// How many groups to expect whose code is the same in each thread, as far as the sample tells.
  [[nodiscard]] std::size_t expected_codes() const noexcept;
  /// Codes below this are the same in each thread.
  [[nodiscard]] std::size_t alike_codes() const noexcept;

 private:
  std::vector<std::optional<std::size_t>> columns_;
  std::vector<std::shared_ptr<KeyPlan>> keys_;
};

/// Turns the key columns of a row into one dense group code, in one thread.
class GroupEncoder {
 public:
  explicit GroupEncoder(const GroupPlan&);

  void encode(std::span<const KeyBatch> keys, std::int64_t begin, std::span<std::uint32_t> groups);
  /// Own code of another thread's group; both encoders have the same plan.
  std::uint32_t adopt(const GroupEncoder& other, std::uint32_t group);
  /// The code that the key at position `key` has in a group, and its value.
  [[nodiscard]] std::uint32_t key_code(std::uint32_t group, std::size_t key) const;
  [[nodiscard]] KeyValue value(std::uint32_t group, std::size_t key) const;
  [[nodiscard]] const KeyEncoder& key(std::size_t i) const { return keys_[i]; }
  /// Codes of the key at position `i` of the block that was encoded last; with a single key they
  /// are the groups themselves, and this is empty.
  [[nodiscard]] std::span<const std::uint32_t> last_codes(std::size_t i) const {
    return key_codes_[i];
  }

 private:
  std::vector<KeyEncoder> keys_;
  std::vector<PairCodes> pairs_;  // pairs_[i] joins the group of keys 0..i with key i + 1.
  std::vector<std::vector<std::uint32_t>> key_codes_;
};

}  // namespace o2c::inline v1
