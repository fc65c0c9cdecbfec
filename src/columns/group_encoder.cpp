#include "o2c/columns/group_encoder.hpp"

#include <algorithm>
#include <utility>

namespace o2c::inline v1 {

GroupPlan::GroupPlan(const TableSource& table, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    columns_.push_back(find_column(table, name));
    const ColumnKind kind = columns_.back() ? table.fields()[*columns_.back()].kind
                                            : ColumnKind{.type = ColumnType::text32};
    keys_.push_back(std::make_shared<KeyPlan>(name, kind));
  }
}

void GroupPlan::sample(const RecordBatch& batch) {
  for (std::size_t i = 0; i < keys_.size(); ++i)
    if (columns_[i]) keys_[i]->sample(batch.columns[*columns_[i]]);
}

std::vector<KeyBatch> GroupPlan::bind(const RecordBatch& batch) {
  std::vector<KeyBatch> bound(keys_.size());
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (!columns_[i]) continue;
    const ColumnView& column = batch.columns[*columns_[i]];
    bound[i] = {&column, keys_[i]->dictionary_codes(column, batch.owner)};
  }
  return bound;
}

std::size_t GroupPlan::expected_codes() const noexcept {
  return keys_.size() == 1 ? keys_.front()->expected_codes() : 0;
}

std::size_t GroupPlan::alike_codes() const noexcept {
  if (keys_.empty()) return 1;
  return keys_.size() == 1 ? keys_.front()->alike_codes() : 0;
}

GroupEncoder::GroupEncoder(const GroupPlan& plan)
    : pairs_(plan.size() > 0 ? plan.size() - 1 : 0), key_codes_(plan.size()) {
  for (std::size_t i = 0; i < plan.size(); ++i) keys_.emplace_back(plan.shared_key(i));
}

void GroupEncoder::encode(std::span<const KeyBatch> keys, std::int64_t begin,
                          std::span<std::uint32_t> groups) {
  if (keys_.empty()) {
    std::ranges::fill(groups, std::uint32_t{0});
    return;
  }
  keys_[0].encode(keys[0], begin, groups);
  if (keys_.size() == 1) return;
  key_codes_[0].assign(groups.begin(), groups.end());
  for (std::size_t k = 1; k < keys_.size(); ++k) {
    key_codes_[k].resize(groups.size());
    keys_[k].encode(keys[k], begin, key_codes_[k]);
    for (std::size_t i = 0; i < groups.size(); ++i)
      groups[i] = pairs_[k - 1].code(groups[i], key_codes_[k][i]);
  }
}

std::uint32_t GroupEncoder::adopt(const GroupEncoder& other, std::uint32_t group) {
  if (keys_.empty()) return group;
  std::uint32_t own = keys_[0].adopt(other.keys_[0], other.key_code(group, 0));
  for (std::size_t k = 1; k < keys_.size(); ++k)
    own = pairs_[k - 1].code(own, keys_[k].adopt(other.keys_[k], other.key_code(group, k)));
  return own;
}

std::uint32_t GroupEncoder::key_code(std::uint32_t group, std::size_t key) const {
  for (std::size_t k = keys_.size(); k-- > 1;) {
    const PairCodes::Pair pair = pairs_[k - 1].pair(group);
    if (k == key) return pair.b;
    group = pair.a;
  }
  return group;
}

KeyValue GroupEncoder::value(std::uint32_t group, std::size_t key) const {
  return keys_[key].value(key_code(group, key));
}

}  // namespace o2c::inline v1
