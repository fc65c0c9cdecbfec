#include "people_names.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

void PeopleNames::join(const LineKey& column, const HeldTable& table,
                       std::span<KeyEncoder* const> readers,
                       std::span<const std::uint32_t> last_codes, std::uint32_t* people,
                       std::size_t threads) {
  hold_text_ = !is_integer(column.plan->kind().type);
  std::uint32_t last = last_codes.front();
  std::vector<std::vector<std::uint32_t>> own(readers.size());
  const std::size_t alike = column.plan->alike_codes();
  bool differ = false;
  for (std::size_t t = 1; t < readers.size(); ++t) {
    for (std::size_t code = alike; code <= last_codes[t]; ++code) {
      own[t].push_back(readers.front()->adopt(*readers[t], static_cast<std::uint32_t>(code)));
      last = std::max(last, own[t].back());
      differ = true;
    }
    last =
        std::max(last, static_cast<std::uint32_t>(std::min<std::size_t>(last_codes[t], alike - 1)));
  }
  of_table_ = std::size_t{last} + 1;
  encoder_.emplace(std::move(*readers.front()));
  if (!differ) return;
  table.for_blocks(threads, [&](std::size_t t, const HeldRows& of) {
    if (t == 0) return;
    for (std::size_t row = of.first(); row < of.first() + of.count(); ++row)
      if (people[row] >= alike) people[row] = own[t][people[row] - alike];
  });
}

void PeopleNames::compact(std::span<std::uint32_t> people, std::size_t threads) {
  // Fewer are no matter.
  constexpr std::size_t codes_least = 16'384;
  if (of_table_ < codes_least) return;
  std::vector<std::vector<std::uint8_t>> used(threads, std::vector<std::uint8_t>(of_table_, 0));
  const auto for_share = [&](std::size_t t, const auto& use) {
    for (std::size_t row = people.size() * t / threads; row < people.size() * (t + 1) / threads;
         ++row)
      use(people[row]);
  };
  run_threads(threads, [&](std::size_t t) {
    for_share(t, [is_used = used[t].data()](std::uint32_t code) { is_used[code] = 1; });
  });
  std::vector<std::uint32_t> kept{0};
  std::vector<std::uint32_t> code_of(of_table_, 0);
  for (std::uint32_t code = 1; code < of_table_; ++code) {
    if (std::ranges::none_of(used, [code](const auto& of) { return of[code] != 0; })) continue;
    code_of[code] = static_cast<std::uint32_t>(kept.size());
    kept.push_back(code);
  }
  if (kept.size() > of_table_ / 2) return;
  run_threads(threads, [&](std::size_t t) {
    for_share(t, [of = code_of.data()](std::uint32_t& code) { code = of[code]; });
  });
  of_table_ = kept.size();
  compacted_ = std::move(kept);
}

void PeopleNames::refuse_empty(const std::string& table,
                               std::span<const std::uint32_t> people) const {
  if (!hold_text_) return;
  FaultList faults;
  for (std::uint32_t code = 1; code < of_table_; ++code) {
    if (!value(code).text.empty()) continue;
    for (std::size_t row = 0; row < people.size(); ++row)
      if (people[row] == code)
        faults.add({.row = static_cast<std::int64_t>(row),
                    .field = "salesperson",
                    .value = "",
                    .expected = "a salesperson"});
  }
  faults.throw_if_any(table);
}

std::optional<std::int64_t> PeopleNames::number(std::string_view name) {
  std::int64_t number = 0;
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(name.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

std::uint32_t PeopleNames::code(std::string_view name) {
  if (codes_.empty())
    for (std::uint32_t code = 1; code < of_table_; ++code) codes_.emplace(text(code), code);
  const std::int64_t number = hold_text_ ? 0 : PeopleNames::number(name).value();
  // Numbers may be written in several ways.
  const std::string key = hold_text_ ? std::string(name) : std::to_string(number);
  const auto [found, is_new] = codes_.try_emplace(key, static_cast<std::uint32_t>(count()));
  if (is_new)
    added_.push_back(hold_text_ ? KeyValue::of(std::string_view(texts_.emplace_back(name)))
                                : KeyValue::of(number));
  return found->second;
}

KeyValue PeopleNames::value(std::uint32_t code) const {
  if (code >= of_table_) return added_[code - of_table_];
  return encoder_->value(compacted_.empty() ? code : compacted_[code]);
}

std::string PeopleNames::text(std::uint32_t code) const {
  const KeyValue of = value(code);
  return hold_text_ ? std::string(of.text) : std::to_string(of.integer);
}

bool PeopleNames::is(std::uint32_t code,
                     const std::variant<std::int64_t, std::string_view>& name) const {
  const KeyValue of = value(code);
  if (hold_text_ == std::holds_alternative<std::string_view>(name))
    return hold_text_ ? of.text == std::get<std::string_view>(name)
                      : of.integer == std::get<std::int64_t>(name);
  // Whole numbers stand in payouts and pools by their texts.
  return hold_text_ ? of.text == std::to_string(std::get<std::int64_t>(name))
                    : std::to_string(of.integer) == std::get<std::string_view>(name);
}

std::vector<std::uint32_t> PeopleNames::ranks(std::span<const std::uint32_t> people) const {
  std::vector<std::pair<KeyValue, std::uint32_t>> by_name;
  std::vector<bool> is_named(count(), false);
  for (const std::uint32_t each : people) {
    if (is_named[each]) continue;
    is_named[each] = true;
    by_name.emplace_back(value(each), each);
  }
  std::ranges::sort(by_name);
  std::vector<std::uint32_t> ranks(count(), 0);
  for (std::size_t i = 0; i < by_name.size(); ++i)
    ranks[by_name[i].second] = static_cast<std::uint32_t>(i);
  return ranks;
}

}  // namespace o2c::inline v1
