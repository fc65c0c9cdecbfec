#include "aging_table_builder.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <utility>

namespace o2c::inline v1 {
namespace {

// With how many bytes all texts begin; the null has none, and does not count.
std::size_t shared_prefix(const KeyEncoder& values, std::span<const std::uint32_t> codes) {
  std::optional<std::string_view> shared;
  for (const std::uint32_t code : codes) {
    const KeyValue value = values.value(code);
    if (value.is_null) continue;
    if (!shared) shared = value.text;
    const auto [end, other] = std::ranges::mismatch(*shared, value.text);
    shared = shared->substr(0, static_cast<std::size_t>(end - shared->begin()));
  }
  return shared ? shared->size() : 0;
}

// A number in whose order values are, as far as it goes: the integer, or the text's first bytes.
std::uint64_t lead_of(const KeyValue& value, bool is_text, std::size_t shared) {
  if (value.is_null) return std::numeric_limits<std::uint64_t>::max();
  if (!is_text) return static_cast<std::uint64_t>(value.integer) ^ (std::uint64_t{1} << 63U);
  constexpr std::size_t bytes = 8;
  const std::string_view text = value.text.substr(shared);
  std::uint64_t lead = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    lead = lead << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return lead;
}

}  // namespace

AgingTable AgingTableBuilder::build() {
  FaultList faults;
  for (auto& worker : *workers_) faults.merge(worker->reader().faults());
  faults.throw_if_any(plan_->table_name);

  AgingTable table(plan_->buckets, plan_->line, plan_->as_of);
  if (needs_wide())
    merge_wide(table.wide_);
  else
    merge_narrow(table.narrow_);
  fill_rows(table);
  return table;
}

bool AgingTableBuilder::needs_wide() const {
  Int128 bound = 0;
  for (const auto& worker : *workers_) {
    if (worker->cells().is_wide()) return true;
    bound += static_cast<Int128>(worker->cells().bound()) + worker->shared_bound();
  }
  return bound > std::numeric_limits<std::int64_t>::max();
}

void AgingTableBuilder::merge_narrow(PageArray<std::int64_t>& sums) {
  std::size_t first = 0;
  if (plan_->shared) {
    sums = plan_->shared->take();
  } else {
    sums = std::move(workers_->front()->cells().narrow());
    first = 1;
  }
  const std::size_t stride = plan_->line.stride();
  const std::size_t alike = plan_->groups.alike_codes();
  for (std::size_t i = first; i < workers_->size(); ++i) {
    AgingWorker& worker = *(*workers_)[i];
    PageArray<std::int64_t>& theirs = worker.cells().narrow();
    const std::size_t end =
        std::min({theirs.size() / stride, alike, std::size_t{worker.met().largest} + 1}) * stride;
    const std::size_t begin = std::min(worker.met().least * stride, end);
    sums.grow_to(end);
    add_in_parallel(std::span(sums.data() + begin, end - begin),
                    std::span(theirs.data() + begin, end - begin));
    adopt_groups(sums, worker, alike, [&](std::size_t cell) { return theirs[cell]; });
  }
}

void AgingTableBuilder::merge_wide(PageArray<Int128>& sums) {
  if (plan_->shared) {
    const PageArray<std::int64_t> shared = plan_->shared->take();
    sums.grow_to(shared.size());
    for (std::size_t i = 0; i < shared.size(); ++i) sums[i] = shared[i];
  }
  for (auto& worker : *workers_)
    adopt_groups(sums, *worker, 0, [&](std::size_t cell) { return worker->cells().sum(cell); });
}

// Groups whose code is the same in all threads are added cell by cell; the others meet by value.
template <class Sum, class Source>
void AgingTableBuilder::adopt_groups(PageArray<Sum>& sums, AgingWorker& worker, std::size_t from,
                                     const Source& source) {
  GroupEncoder& own = workers_->front()->reader().groups();
  const std::size_t stride = plan_->line.stride();
  const std::size_t groups = worker.cells().groups();
  for (std::size_t group = from; group < groups; ++group) {
    if (source(group * stride + AgingLine::count_cell) == 0) continue;
    const std::size_t to =
        own.adopt(worker.reader().groups(), static_cast<std::uint32_t>(group)) * stride;
    sums.grow_to(to + stride);
    for (std::size_t i = 0; i < plan_->line.end(); ++i)
      sums[to + i] = static_cast<Sum>(sums[to + i] + source(group * stride + i));
  }
}

void AgingTableBuilder::add_in_parallel(std::span<std::int64_t> sums,
                                        std::span<const std::int64_t> more) const {
  in_shares(sums.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) sums[i] += more[i];
  });
}

void AgingTableBuilder::fill_rows(AgingTable& table) const {
  find_used_lines(table);
  const std::span<std::uint32_t> groups(table.line_of_row_.data(), table.rows_);
  sort(groups);
  for (std::size_t k = 0; k < plan_->options.group_by.size(); ++k)
    table.keys_.push_back(key_column(groups, k));
  fill_currencies(table);
}

void AgingTableBuilder::find_used_lines(AgingTable& table) const {
  const std::size_t stride = plan_->line.stride();
  std::size_t begin = 0;
  std::size_t end = std::max(table.narrow_.size(), table.wide_.size()) / stride;
  if (end <= plan_->groups.alike_codes()) {
    CodeRange met;
    for (const auto& worker : *workers_) met.join(worker->met());
    end = std::min(end, std::size_t{met.largest} + 1);
    begin = std::min(end, std::size_t{met.least});
  }
  // Each thread writes its groups from where its share begins; then they close up.
  auto used = PageArray<std::uint32_t>::uninitialized(end - begin);
  std::vector<std::span<std::uint32_t>> found(plan_->options.threads);
  in_shares(end - begin, [&](std::size_t t, std::size_t from, std::size_t to) {
    std::uint32_t* next = used.data() + from;
    for (std::size_t group = begin + from; group < begin + to; ++group)
      if (table.cell_at(group * stride + AgingLine::count_cell) != 0)
        *next++ = static_cast<std::uint32_t>(group);
    found[t] = {used.data() + from, next};
  });
  for (const std::span<std::uint32_t> share : found) {
    std::ranges::copy(share, used.data() + table.rows_);
    table.rows_ += share.size();
  }
  table.line_of_row_ = std::move(used);
}

void AgingTableBuilder::sort(std::span<std::uint32_t> groups) const {
  const std::size_t keys = plan_->groups.size();
  if (keys == 0 || groups.empty()) return;
  if (keys == 1 && plan_->groups.key(0).codes_ascend(groups.back())) {
    if (groups.front() == 0) std::ranges::rotate(groups, groups.begin() + 1);  // Null last.
    return;
  }
  std::vector<std::vector<std::uint32_t>> rank;
  for (std::size_t key = 0; key < keys; ++key) rank.push_back(ranks(groups, key));
  if (keys == 1) {  // Each group has a rank of its own.
    const std::vector<std::uint32_t> unsorted(groups.begin(), groups.end());
    for (const std::uint32_t group : unsorted)
      groups[rank[0][encoder().key_code(group, 0)]] = group;
    return;
  }
  std::ranges::sort(groups, [&](std::uint32_t a, std::uint32_t b) {
    for (std::size_t key = 0; key < keys; ++key) {
      const std::uint32_t of_a = rank[key][encoder().key_code(a, key)];
      const std::uint32_t of_b = rank[key][encoder().key_code(b, key)];
      if (of_a != of_b) return of_a < of_b;
    }
    return false;
  });
}

// Positions of the key's codes in the order of their values.
std::vector<std::uint32_t> AgingTableBuilder::ranks(std::span<const std::uint32_t> groups,
                                                    std::size_t key) const {
  const KeyEncoder& values = encoder().key(key);
  std::uint32_t most = 0;
  for (const std::uint32_t group : groups) most = std::max(most, encoder().key_code(group, key));
  std::vector<std::uint32_t> ranks(std::size_t{most} + 1, 0);
  for (const std::uint32_t group : groups) ranks[encoder().key_code(group, key)] = 1;
  std::vector<std::uint32_t> codes;
  for (std::uint32_t code = 0; code <= most; ++code)
    if (ranks[code] != 0) codes.push_back(code);

  // What tells most values apart stands beside their codes.
  struct Entry {
    std::uint64_t lead;
    std::uint32_t code;
  };
  const bool is_text = plan_->groups.key(key).holds_text();
  const std::size_t shared = is_text ? shared_prefix(values, codes) : 0;
  std::vector<Entry> entries;
  entries.reserve(codes.size());
  for (const std::uint32_t code : codes)
    entries.push_back({lead_of(values.value(code), is_text, shared), code});
  std::ranges::sort(entries, [&](const Entry& a, const Entry& b) {
    if (a.lead != b.lead) return a.lead < b.lead;
    return values.value(a.code) < values.value(b.code);
  });
  for (std::size_t i = 0; i < entries.size(); ++i)
    ranks[entries[i].code] = static_cast<std::uint32_t>(i);
  return ranks;
}

KeyColumn AgingTableBuilder::key_column(std::span<const std::uint32_t> groups,
                                        std::size_t key) const {
  const KeyPlan& plan = plan_->groups.key(key);
  KeyColumn column(plan.name(), plan.kind());
  if (!column.holds_text()) {
    auto integers = PageArray<std::int64_t>::uninitialized(groups.size());
    std::atomic<bool> any_null = false;
    in_shares(groups.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        const KeyValue value = encoder().value(groups[row], key);
        integers[row] = value.integer;
        if (value.is_null) any_null = true;
      }
    });
    if (!any_null) {
      column.assign(std::move(integers));
      return column;
    }
  }
  for (const std::uint32_t group : groups) column.push_back(encoder().value(group, key));
  return column;
}

void AgingTableBuilder::fill_currencies(AgingTable& table) const {
  if (!plan_->currency_column) {
    table.currencies_.push_back(*plan_->options.currency);
    return;
  }
  std::vector<Currency> of_row;
  of_row.reserve(table.rows_);
  for (std::size_t row = 0; row < table.rows_; ++row)
    of_row.push_back(workers_->front()->reader().currency(table.line_of_row_[row]));
  table.set_currencies(of_row);
}

template <class Work>
void AgingTableBuilder::in_shares(std::size_t size, const Work& work) const {
  constexpr std::size_t worth_a_thread = std::size_t{1} << 16U;
  const std::size_t threads = std::min(plan_->options.threads, size / worth_a_thread + 1);
  run_threads(threads,
              [&](std::size_t t) { work(t, size * t / threads, size * (t + 1) / threads); });
}

const GroupEncoder& AgingTableBuilder::encoder() const {
  return workers_->front()->reader().groups();
}

}  // namespace o2c::inline v1
