#include "o2c/cost/profit_table.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/past_cache.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/error.hpp"

#include "period_column.hpp"
#include "profit_adder.hpp"

namespace o2c::inline v1 {
namespace {

// The finished rows, each a group that all threads have under one code, or one of them alone.
class StatementRows {
 public:
  StatementRows(const ProfitTablePlan& plan, std::span<const std::unique_ptr<ProfitAdder>> adders)
      : plan_(plan), adders_(adders), first_(*adders.front()) {
    for (std::uint32_t group = 0; group < first_.groups_seen(); ++group)
      if (entries(group) > 0) rows_.push_back(group);
    const std::size_t keys = plan.groups.size();
    // Null, code 0, is the last; of a window of integers the codes are in order already.
    const bool ascend = keys == 1 && !rows_.empty() && rows_.front() != 0 &&
                        plan.groups.key(0).codes_ascend(rows_.back());
    if (!ascend)
      std::ranges::sort(rows_, [&](std::uint32_t a, std::uint32_t b) {
        for (std::size_t k = 0; k < keys; ++k)
          if (const auto order = key(a, k) <=> key(b, k); order != 0) return order < 0;
        return false;
      });
  }

  // The keys are one piece of work, and the figures many, dealt out to the threads.
  [[nodiscard]] std::shared_ptr<const ArrowTable> table() const {
    Figures figures = empty_figures();
    std::shared_ptr<ArrowTable> table;
    std::atomic<std::size_t> next_block = 0;
    run_threads(std::max<std::size_t>(1, plan_.options.threads), [&](std::size_t t) {
      if (t == 0) table = keys_and_entries();
      write_figures(figures, next_block);
    });
    add_figures(std::move(figures), *table);
    return table;
  }

 private:
  // Rows that are worked out together: what is written of a column at once are whole lines of
  // memory.
  static constexpr std::size_t block_rows = 64;
  using ColumnBlock = std::array<Int128, block_rows>;

  [[nodiscard]] std::int64_t entries(std::uint32_t group) const {
    std::int64_t count = 0;
    for (const auto& adder : adders_) count += adder->entries(group);
    return count;
  }

  [[nodiscard]] KeyValue key(std::uint32_t group, std::size_t k) const {
    return first_.groups().value(group, k);
  }

  // What the threads together have of a group, of each kind, if that is known to fit.
  void add_low(std::uint32_t group, std::array<std::int64_t, profit_kind_count>& sum) const {
    const std::size_t begin = ProfitAdder::place(group, 0);
    for (const auto& adder : adders_) {
      if (group >= adder->groups_seen()) continue;
      const std::int32_t* const low = adder->sums().low() + begin;
      for (std::size_t kind = 0; kind < sum.size(); ++kind) sum[kind] += low[kind];
    }
  }
  // The same of any size. Throws Overflow.
  void add_whole(std::uint32_t group, std::array<std::int64_t, profit_kind_count>& sum) const {
    const std::size_t begin = ProfitAdder::place(group, 0);
    for (std::size_t kind = 0; kind < sum.size(); ++kind) {
      Int128 whole = 0;
      for (const auto& adder : adders_)
        if (group < adder->groups_seen()) whole += adder->sums()[begin + kind];
      sum[kind] = static_cast<std::int64_t>(whole);
      if (whole != sum[kind]) throw_overflow("a figure of a profit statement exceeds 64 bits");
    }
  }

  // The columns of the kinds that came up, of the cost and of the profit.
  struct Figures {
    std::vector<std::size_t> kinds;
    bool all_low = true;
    std::vector<PageArray<Int128>> columns;
  };

  [[nodiscard]] Figures empty_figures() const {
    Figures figures;
    std::uint32_t seen = 0;
    for (const auto& adder : adders_) {
      seen |= adder->seen();
      figures.all_low &= adder->sums().all_low();
    }
    for (std::size_t kind = 0; kind < profit_kind_count; ++kind)
      if ((seen >> kind & 1U) != 0) figures.kinds.push_back(kind);
    for (std::size_t c = 0; c < figures.kinds.size() + 2; ++c)
      figures.columns.push_back(detail::room_for<Int128>(rows_.size()));
    return figures;
  }

  void write_figures(Figures& figures, std::atomic<std::size_t>& next_block) const {
    const detail::PastCache past_cache;
    std::vector<ColumnBlock> block(figures.columns.size());
    for (std::size_t begin = next_block++ * block_rows; begin < rows_.size();
         begin = next_block++ * block_rows) {
      const std::size_t count = std::min(block_rows, rows_.size() - begin);
      for (std::size_t i = 0; i < count; ++i) {
        std::array<std::int64_t, profit_kind_count> sums{};
        if (figures.all_low)
          add_low(rows_[begin + i], sums);
        else
          add_whole(rows_[begin + i], sums);
        put_row(figures.kinds, sums, block, i);
      }
      for (std::size_t c = 0; c < block.size(); ++c)
        past_cache.put(std::span<const Int128>(block[c]).first(count),
                       figures.columns[c].data() + begin);
    }
  }

  void add_figures(Figures figures, ArrowTable& table) const {
    const std::string format = "d:38," + std::to_string(plan_.options.home.digits());
    const std::size_t kinds = figures.kinds.size();
    for (std::size_t c = 0; c < figures.columns.size(); ++c)
      table.columns.push_back({.name = c < kinds
                                           ? to_string(static_cast<ProfitKind>(figures.kinds[c]))
                                       : c == kinds ? "cost"
                                                    : "profit",
                               .format = format,
                               .buffers = {nullptr, detail::share(std::move(figures.columns[c]))},
                               .length = table.rows});
  }

  [[nodiscard]] std::shared_ptr<ArrowTable> keys_and_entries() const {
    TableBuilder builder(rows_.size());
    for (std::size_t k = 0; k < plan_.groups.size(); ++k) add_key(builder, k);
    builder.integer("entries", [&](std::size_t i) { return std::optional(entries(rows_[i])); });
    return std::make_shared<ArrowTable>(*builder.finish());
  }

  static void put_row(const std::vector<std::size_t>& kinds,
                      const std::array<std::int64_t, profit_kind_count>& figures,
                      std::vector<ColumnBlock>& block, std::size_t i) {
    Int128 profit = 0;
    for (std::size_t c = 0; c < kinds.size(); ++c) {
      const Int128 minor = figures[kinds[c]];
      block[c][i] = minor;
      profit += is_income(static_cast<ProfitKind>(kinds[c])) ? minor : -minor;
    }
    block[kinds.size()][i] = figures[static_cast<std::size_t>(ProfitKind::revenue)] - profit;
    block[kinds.size() + 1][i] = profit;
  }

  void add_key(TableBuilder& builder, std::size_t k) const {
    const KeyPlan& plan = plan_.groups.key(k);
    const auto integer = [&](std::size_t i) {
      const KeyValue value = key(rows_[i], k);
      return value.is_null ? std::nullopt : std::optional(value.integer);
    };
    if (plan_.options.period && k + 1 == plan_.groups.size()) {
      std::string period;
      builder.text(plan.name(), [&](std::size_t i) -> std::optional<std::string_view> {
        const auto day = integer(i);
        if (!day) return std::nullopt;
        const Date first = Date::from_days(static_cast<std::int32_t>(*day));
        period = to_string(Period::containing(first, *plan_.options.period));
        return period;
      });
    } else if (plan.holds_text()) {
      builder.text(plan.name(), [&](std::size_t i) -> std::optional<std::string_view> {
        const KeyValue value = key(rows_[i], k);
        return value.is_null ? std::nullopt : std::optional(value.text);
      });
    } else if (plan.kind().type == ColumnType::date32) {
      builder.date(plan.name(), [&](std::size_t i) -> std::optional<std::int32_t> {
        const auto day = integer(i);
        return day ? std::optional(static_cast<std::int32_t>(*day)) : std::nullopt;
      });
    } else {
      builder.integer(plan.name(), integer);
    }
  }

  const ProfitTablePlan& plan_;
  std::span<const std::unique_ptr<ProfitAdder>> adders_;
  const ProfitAdder& first_;  // Whose codes the groups have.
  std::vector<std::uint32_t> rows_;
};

}  // namespace

std::shared_ptr<const ArrowTable> profit_table(TableSource& entries,
                                               const ProfitTableOptions& options) {
  std::optional<PeriodColumn> periods;
  if (options.period) periods.emplace(entries, *options.period);
  TableSource& table = periods ? *periods : entries;
  ProfitTablePlan plan(table, options);
  std::optional<RecordBatch> first = table.next();
  if (first) plan.groups.sample(*first);
  Morsels morsels(table, plan.groups, std::move(first));
  const std::size_t threads = std::max<std::size_t>(1, options.threads);
  std::vector<std::unique_ptr<ProfitAdder>> adders;
  for (std::size_t t = 0; t < threads; ++t) adders.push_back(std::make_unique<ProfitAdder>(plan));
  run_threads(threads, [&](std::size_t t) {
    while (const std::optional<Morsel> morsel = morsels.next()) adders[t]->add(*morsel);
  });
  ProfitAdder& all = *adders.front();
  for (std::size_t t = 1; t < threads; ++t) all.take(*adders[t]);
  if (periods) all.faults().merge(std::move(periods->faults()));
  all.faults().throw_if_any(ProfitTablePlan::table_name);
  return StatementRows(plan, adders).table();
}

}  // namespace o2c::inline v1
