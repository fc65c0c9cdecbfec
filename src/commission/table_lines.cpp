#include "table_lines.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

// Days of lines that all count, unless they are of other dates, and the sums of both.
void take_plain_days(const LineBlock& block, std::uint32_t first_day, std::uint32_t end,
                     std::uint16_t* day, StandingSums& into) {
  const std::size_t rows = block.dates.size();
  std::size_t outside = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint32_t since = static_cast<std::uint32_t>(block.dates[i]) - first_day;
    day[i] = since < end ? static_cast<std::uint16_t>(since) : CreditedLines::outside;
    outside += since < end ? 0U : 1U;
  }
  if (outside == 0) {
    for (std::size_t i = 0; i < rows; ++i) into.by_rule.front().add(block, i);
    return;
  }
  for (std::size_t i = 0; i < rows; ++i)
    (day[i] == CreditedLines::outside ? into.outside : into.by_rule.front()).add(block, i);
}

}  // namespace

TableLines::TableLines(const LineTable& table, const Period& period,
                       std::span<const SettledSpan> spans, std::optional<int> amount_digits,
                       std::size_t threads)
    : standing(table.plan->rules().size()),
      first_day_(static_cast<std::uint32_t>(spans.front().first.days())),
      first_settled_(static_cast<std::uint32_t>(period.first() - spans.front().first)),
      end_(static_cast<std::uint32_t>(spans.back().last - spans.front().first) + 1) {
  const std::size_t rows = table.table.rows();
  lines.count = rows;
  lines.bases = room_for<std::int64_t>(rows);
  lines.people = room_for<std::uint32_t>(rows);
  lines.days = room_for<std::uint16_t>(rows);
  if (!table.is_plain()) lines.ways = room_for<std::uint32_t>(rows);
  if (!table.is_plain() && table.quantity_column) lines.quantities = room_for<std::int64_t>(rows);
  if (table.credits != nullptr) assignments = room_for<std::uint32_t>(rows);

  std::vector<LineReader> readers;
  for (std::size_t t = 0; t < threads; ++t) readers.emplace_back(table, amount_digits);
  std::vector<std::uint32_t> last_codes(threads, 0);
  std::vector<StandingSums> sums(threads, standing);
  table.table.for_blocks(threads, [&](std::size_t t, const HeldRows& of) {
    const LineBlock block = readers[t].read(of);
    const std::size_t first = of.first();
    std::ranges::copy(block.bases, lines.bases.data() + first);
    std::ranges::copy(block.people, lines.people.data() + first);
    std::ranges::copy(block.ways, lines.ways.data() + (block.ways.empty() ? 0 : first));
    std::ranges::copy(block.quantities,
                      lines.quantities.data() + (block.quantities.empty() ? 0 : first));
    std::ranges::copy(block.credits, assignments.data() + (block.credits.empty() ? 0 : first));
    take_days(table, block, lines.days.data() + first, sums[t]);
    last_codes[t] = std::max(last_codes[t], std::ranges::max(block.people));
  });
  FaultList faults;
  for (LineReader& reader : readers) faults.merge(std::exchange(reader.faults(), FaultList()));
  faults.throw_if_any(table.table.name());
  for (const StandingSums& each : sums) standing += each;
  std::vector<KeyEncoder*> encoders;
  for (LineReader& reader : readers) encoders.push_back(&reader.people());
  names.join(table.people, table.table, encoders, last_codes, lines.people.data(), threads);
  names.refuse_empty(table.table.name(), {lines.people.data(), rows});
}

// Days since the settlement's first, and the sums of the lines by where they stand.
void TableLines::take_days(const LineTable& table, const LineBlock& block, std::uint16_t* day,
                           StandingSums& into) const {
  if (block.ways.empty() && first_settled_ == 0) {
    take_plain_days(block, first_day_, end_, day, into);
    return;
  }
  for (std::size_t i = 0; i < block.dates.size(); ++i) {
    // Dates before the first day become large as well.
    const std::uint32_t since = static_cast<std::uint32_t>(block.dates[i]) - first_day_;
    LineSums* sum = &into.outside;
    if (since >= end_) {
      day[i] = CreditedLines::outside;
    } else {
      day[i] = static_cast<std::uint16_t>(since);
      const std::uint32_t way = block.ways.empty() ? 0 : block.ways[i];
      const bool is_unmatched = way == table.ways->unmatched();
      const std::size_t rule = is_unmatched ? 0 : table.ways->rule(way);
      const bool earlier = since < first_settled_;
      if (is_unmatched || table.plan->rules()[rule].excluded)
        day[i] = earlier ? CreditedLines::outside : CreditedLines::not_counted;
      sum = earlier ? &into.earlier : is_unmatched ? &into.unmatched : &into.by_rule[rule];
    }
    sum->add(block, i);
  }
}

}  // namespace o2c::inline v1
