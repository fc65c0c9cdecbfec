#include "o2c/receivable/roll_flows.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "o2c/number/error.hpp"

#include "ledger_items.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

// The day that an item's age counts from; none: it is not due yet.
std::optional<std::int32_t> base_day(const LedgerState& state, std::uint32_t item,
                                     const AgingBuckets& buckets, const AsOf& as_of) {
  if (buckets.basis() == AgingBasis::invoice_date) return state.document_of(state.items[item]).date;
  const std::int32_t due = state.due(item, as_of);
  if (due == no_date) return std::nullopt;
  return due;
}

std::size_t bucket_on(const LedgerState& state, std::uint32_t item, const AgingBuckets& buckets,
                      const AsOf& as_of) {
  const auto base = base_day(state, item, buckets, as_of);
  return base ? buckets.bucket(as_of.date.days() - *base) : 0;
}

// The age with which a bucket begins, other than the first.
std::int32_t first_age(const AgingBuckets& buckets, std::size_t bucket) {
  if (bucket == 1) return buckets.basis() == AgingBasis::due_date ? 1 : 0;
  return buckets.day_limits()[bucket - 2] + 1;
}

// What is open of one debit over time, as if nothing had been written off.
class OpenOverTime {
 public:
  OpenOverTime(const LedgerState& state, std::uint32_t item, const AsOf& as_of) {
    const ItemRow& row = state.items[item];
    changes_.emplace_back(state.document_of(row).posted, row.minor);
    state.for_applied(item, [&](std::uint32_t at, std::int64_t minor) {
      const AppliedRow& applied = state.applied[at];
      if (!LedgerState::holds(applied.posted, applied.recorded_at_us, as_of)) return;
      const bool write_off =
          applied.credit == none && applied.adjustment == AdjustmentKind::write_off;
      if (!write_off) changes_.emplace_back(applied.posted, -minor);
    });
    std::ranges::sort(changes_);
    std::int64_t open = 0;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      open += changes_[i].second;
      if (i + 1 == changes_.size() || changes_[i + 1].first != changes_[i].first)
        open_at_end_of_.emplace_back(changes_[i].first, open);
    }
  }

  // The most at the end of any day from this one on.
  [[nodiscard]] std::int64_t most_from(std::int32_t day) const {
    std::int64_t most = 0;
    for (auto at = open_at_end_of_.rbegin(); at != open_at_end_of_.rend(); ++at) {
      most = std::max(most, at->second);
      if (at->first <= day) break;
    }
    return most;
  }
  [[nodiscard]] std::int64_t last() const { return open_at_end_of_.back().second; }

 private:
  std::vector<std::pair<std::int32_t, std::int64_t>> changes_;
  std::vector<std::pair<std::int32_t, std::int64_t>> open_at_end_of_;
};

}  // namespace

std::vector<RollFlows> roll_flows(const Ledger& ledger, Date before, const AsOf& after,
                                  const AgingBuckets& buckets) {
  if (!(before < after.date))
    throw_invalid("roll flows: expected a day after " + to_string(before) + ", got " +
                  to_string(after.date));
  const LedgerState& state = ledger.state();
  const AsOf first(before, after.known_at_us);
  const PageArray<std::int64_t> open_before = state.open_minors(first);
  const PageArray<std::int64_t> open_after = state.open_minors(after);
  std::map<Currency, RollFlows> flows;
  for (std::uint32_t item = 0; item < state.items.size(); ++item) {
    const DocumentRow& document = state.document_of(state.items[item]);
    if (!is_debit(document.kind) || (open_before[item] == 0 && open_after[item] == 0)) continue;
    const Currency currency = state.currency(document);
    const std::vector<Money> zeros(buckets.size(), Money::zero(currency));
    RollFlows& flow =
        flows
            .try_emplace(currency, RollFlows{currency, zeros, zeros,
                                             std::vector<std::vector<Money>>(buckets.size(), zeros),
                                             zeros, zeros})
            .first->second;
    const std::size_t from = bucket_on(state, item, buckets, first);
    const std::size_t to = bucket_on(state, item, buckets, after);
    const Money was = state.money(document, open_before[item]);
    const Money is = state.money(document, open_after[item]);
    const Money moved = std::min(was, is);
    flow.before[from] += was;
    flow.after[to] += is;
    flow.moved[from][to] += moved;
    flow.settled[from] += was - moved;
    flow.entered[to] += is - moved;
  }
  std::vector<RollFlows> found;
  for (auto& [currency, flow] : flows) found.push_back(std::move(flow));
  return found;
}

std::vector<LossFlows> loss_flows(const Ledger& ledger, const AsOf& as_of,
                                  const AgingBuckets& buckets, const LossFlowOptions& options) {
  if (options.from && options.to && *options.to < *options.from)
    throw_faults("no such invoices", {{.field = "to",
                                       .value = to_string(*options.to),
                                       .expected = "no day before " + to_string(*options.from)}});
  const LedgerState& state = ledger.state();
  const std::int32_t last_age = first_age(buckets, buckets.size() - 1);
  std::map<Currency, LossFlows> flows;
  for (std::uint32_t item = 0; item < state.items.size(); ++item) {
    const DocumentRow& document = state.document_of(state.items[item]);
    if (!is_sale(document.kind) || !LedgerState::holds(document, as_of)) continue;
    const Date date = Date::from_days(document.date);
    if ((options.from && date < *options.from) || (options.to && *options.to < date)) continue;
    const auto base = base_day(state, item, buckets, as_of);
    if (!base || *base + last_age > as_of.date.days()) continue;
    const Currency currency = state.currency(document);
    const Money zero = Money::zero(currency);
    LossFlows& flow =
        flows.try_emplace(currency, LossFlows{std::vector<Money>(buckets.size(), zero), zero})
            .first->second;
    const OpenOverTime open(state, item, as_of);
    flow.reached[0] += state.money(document, state.items[item].minor);
    for (std::size_t b = 1; b < buckets.size(); ++b)
      flow.reached[b] += state.money(document, open.most_from(*base + first_age(buckets, b)));
    flow.unpaid += state.money(document, open.last());
  }
  std::vector<LossFlows> found;
  for (auto& [currency, flow] : flows) found.push_back(std::move(flow));
  return found;
}

}  // namespace o2c::inline v1
