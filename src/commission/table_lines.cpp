#include "table_lines.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/past_cache.hpp"
#include "o2c/columns/detail/vectorized.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

// A number with a bit wherever any of these has one that is not its sign's.
O2C_VECTORIZED std::uint64_t bits_of(std::span<const std::int64_t> numbers) {
  std::uint64_t bits = 0;
  for (const std::int64_t each : numbers) bits |= static_cast<std::uint64_t>(each ^ (each >> 63));
  return bits;
}

// Days since the first, `outside` in place of those from the end on. Whether there is none of
// these.
O2C_VECTORIZED bool put_days(std::span<const std::int32_t> dates, std::uint32_t first,
                             std::uint32_t end, std::uint16_t* day) {
  constexpr std::uint32_t outside = CreditedLines::outside;
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    std::uint32_t since = static_cast<std::uint32_t>(dates[i]) - first;
    since = since < end ? since : outside;
    day[i] = static_cast<std::uint16_t>(since);
    last = std::max(last, since);
  }
  return last != outside;
}

}  // namespace

TableLines::TableLines(const LineTable& table, const Period& period,
                       std::span<const SettledSpan> spans, Date payable_until,
                       std::optional<int> amount_digits, std::size_t threads)
    : standing(table.plan->rules().size()),
      figures(table),
      first_day_(static_cast<std::uint32_t>(spans.front().first.days())),
      first_settled_(static_cast<std::uint32_t>(period.first() - spans.front().first)),
      end_(static_cast<std::uint32_t>(spans.back().last - spans.front().first) + 1),
      payable_until_(payable_until.days()) {
  for (const PlanRule& rule : table.plan->rules()) drops_.push_back(rule.excluded ? 1 : 0);
  drops_.resize(standing.house() + 1, 1);
  lines.rows = table.table.rows();
  lines.bases = room_for<std::int64_t>(lines.rows);
  lines.people = room_for<std::uint32_t>(lines.rows);
  lines.days = room_for<std::uint16_t>(lines.rows);
  if (!table.is_plain()) lines.ways = room_for<std::uint32_t>(lines.rows);
  if (!table.is_plain() && table.quantity_column)
    lines.quantities = room_for<std::int64_t>(lines.rows);
  if (table.orders) orders = room_for<std::uint32_t>(lines.rows);
  if (table.payable_column) awaits = room_for<std::uint8_t>(lines.rows);
  read(table, amount_digits, threads);
}

void TableLines::read(const LineTable& table, std::optional<int> amount_digits,
                      std::size_t threads) {
  struct Thread {
    LineReader reader;
    StandingSums sums;
    std::vector<AssignedRow> assigned{};
    std::uint32_t last_code = 0;
    std::uint32_t last_order = 0;
    std::uint64_t base_bits = 0;
    std::optional<OptionalNumbers> taxes{};
    std::vector<Int128> tax_sums{};
    bool states_taxes = true;
  };
  std::vector<Thread> each_thread;
  for (std::size_t t = 0; t < threads; ++t)
    each_thread.push_back({.reader = LineReader(table, amount_digits), .sums = standing});
  for (Thread& thread : each_thread) {
    if (!table.tax_column) continue;
    thread.taxes.emplace(table.table.fields()[*table.tax_column], amount_digits,
                         table.plan->currency().digits());
    thread.tax_sums.resize(standing.house() + 1, 0);
  }
  table.table.for_blocks(threads, [&](std::size_t t, const HeldRows& of) {
    Thread& thread = each_thread[t];
    const LineBlock block = thread.reader.read(of);
    const std::size_t first = of.first();
    const detail::PastCache past_cache;
    past_cache.put(block.bases, lines.bases.data() + first);
    thread.base_bits |= bits_of(block.bases);
    past_cache.put(block.people, lines.people.data() + first);
    if (!block.ways.empty()) std::ranges::copy(block.ways, lines.ways.data() + first);
    if (!block.quantities.empty())
      std::ranges::copy(block.quantities, lines.quantities.data() + first);
    figures.put(block, first);
    if (!block.orders.empty()) {
      std::ranges::copy(block.orders, orders.data() + first);
      thread.last_order = std::max(thread.last_order, std::ranges::max(block.orders));
    }
    std::span<const std::int64_t> block_taxes;
    if (thread.taxes) {
      thread.taxes->read(of.batch->columns[*table.tax_column], of, thread.reader.faults());
      thread.states_taxes = thread.states_taxes && thread.taxes->is_complete();
      block_taxes = thread.taxes->values();
    }
    take_days(table, block, lines.days.data() + first, thread.sums, block_taxes, thread.tax_sums);
    for (std::size_t i = 0; awaits.size() > 0 && i < of.count(); ++i)
      awaits[first + i] = block.payable_dates.empty() ||
                                  block.payable_dates[i] == DateReader::null_date ||
                                  block.payable_dates[i] > payable_until_
                              ? 1
                              : 0;
    for (std::size_t i = 0; i < block.credits.size(); ++i) {
      const std::uint32_t credit = block.credits[i];
      if (credit == 0 || lines.days[first + i] >= CreditedLines::not_counted) continue;
      if (credit >= LineBlock::no_successor)
        thread.reader.faults().add(table.fault(
            of, i, table.people.column,
            credit == LineBlock::stranger ? LeavingCredits::known : LeavingCredits::succeeded));
      else
        thread.assigned.push_back(
            {.row = static_cast<std::uint32_t>(first + i), .assignment = credit - 1});
    }
    thread.last_code = std::max(thread.last_code, block.last_person);
  });
  has_amounts = table.amount_column.has_value();
  bool has_taxes = table.tax_column.has_value();
  if (has_taxes) taxes.resize(standing.house() + 1, 0);
  FaultList faults;
  std::vector<KeyEncoder*> encoders;
  std::vector<std::uint32_t> last_codes;
  std::vector<KeyEncoder*> order_encoders;
  std::vector<std::uint32_t> last_orders;
  std::uint64_t base_bits = 0;
  for (Thread& thread : each_thread) {
    faults.merge(std::exchange(thread.reader.faults(), FaultList()));
    standing += thread.sums;
    assigned.insert(assigned.end(), thread.assigned.begin(), thread.assigned.end());
    encoders.push_back(&thread.reader.people());
    last_codes.push_back(thread.last_code);
    if (table.orders) order_encoders.push_back(&thread.reader.orders());
    last_orders.push_back(thread.last_order);
    base_bits |= thread.base_bits;
    has_amounts = has_amounts && thread.reader.states_amounts();
    has_taxes = has_taxes && thread.states_taxes;
    for (std::size_t i = 0; i < taxes.size(); ++i) taxes[i] += thread.tax_sums[i];
  }
  if (!has_amounts || !has_taxes) taxes.clear();
  lines.base_bits = static_cast<unsigned>(std::bit_width(base_bits)) + 1;
  faults.throw_if_any(table.table.name());
  names.join(table.people, table.table, encoders, last_codes, lines.people.data(), threads);
  names.compact({lines.people.data(), lines.rows}, threads);
  if (table.orders)  // Codes alone are wanted.
    PeopleNames().join(*table.orders, table.table, order_encoders, last_orders, orders.data(),
                       threads);
  names.refuse_empty(table.table.name(), {lines.people.data(), lines.rows});
}

// Days since the settlement's first, and the sums of the lines by where they stand.
void TableLines::take_days(const LineTable& table, const LineBlock& block, std::uint16_t* day,
                           StandingSums& into, std::span<const std::int64_t> line_taxes,
                           std::vector<Int128>& tax_sums) const {
  const bool may_be_pending = table.may_be_pending() || !table.left_aside.empty();
  const bool may_be_house = table.leavings != nullptr;
  if (block.ways.empty() && first_settled_ == 0 && !may_be_pending && !may_be_house &&
      line_taxes.empty())
    return take_plain_days(block, day, into);
  const std::uint32_t unmatched = table.ways->unmatched();
  // Inlined in both loops, as a call for each line would take as long as the rest.
  const auto stands = [&](std::size_t i) __attribute__((always_inline)) {
    // Dates before the first day become large as well.
    const std::uint32_t since = static_cast<std::uint32_t>(block.dates[i]) - first_day_;
    if (may_be_pending && block.dates[i] == DateReader::null_date) {
      day[i] = CreditedLines::pending;
      return into.pending();
    }
    day[i] = CreditedLines::outside;
    if (since >= end_) return into.outside();
    const std::uint32_t way = block.ways.empty() ? 0 : block.ways[i];
    std::size_t rule = way == unmatched               ? into.unmatched()
                       : table.ways->is_too_late(way) ? into.too_late()
                                                      : table.ways->rule(way);
    if (may_be_house && drops_[rule] == 0 && block.credits[i] == LineBlock::house)
      rule = into.house();
    const bool earlier = since < first_settled_;
    if (drops_[rule] == 0)
      day[i] = static_cast<std::uint16_t>(since);
    else
      day[i] = earlier ? CreditedLines::earlier : CreditedLines::not_counted;
    return earlier ? into.earlier() : rule;
  };
  if (line_taxes.empty()) return into.add(block, stands);
  into.add(block, [&](std::size_t i) {
    const std::size_t standing_of_line = stands(i);
    tax_sums[standing_of_line] += line_taxes[i];
    return standing_of_line;
  });
}

// The same of lines that all count, unless they are of other dates.
void TableLines::take_plain_days(const LineBlock& block, std::uint16_t* day,
                                 StandingSums& into) const {
  if (put_days(block.dates, first_day_, end_, day)) return into.add_all(block, 0);
  into.add(block, [&](std::size_t i) {
    return day[i] == CreditedLines::outside ? into.outside() : std::size_t{0};
  });
}

}  // namespace o2c::inline v1
