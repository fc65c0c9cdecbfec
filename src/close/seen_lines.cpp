#include "seen_lines.hpp"

#include <algorithm>
#include <utility>

namespace o2c::inline v1 {

std::vector<SeenLine> SeenLines::of(const Period& period) const {
  const auto begin = std::ranges::lower_bound(days, period.first(), {}, &SeenLine::counts);
  const auto end = std::ranges::upper_bound(days, period.last(), {}, &SeenLine::counts);
  return {begin, end};
}

LineSight::LineSight(const CloseView& view, const PlanHistory& history, PayableDays& days,
                     std::span<const ClosingLine* const> lines)
    : view_(&view), history_(&history), days_(&days), lines_(lines.begin(), lines.end()) {
  for (const ClosingLine* line : lines_)
    if (line->line.application) came_.emplace(*line->line.application, line->counts);
}

// Of lines before the first version those of it.
const PlanTerms& LineSight::terms_on(Date day) const {
  return history_->on(std::max(day, history_->versions().front().from_date)).plan.terms();
}

// The document and the day of the sale that a line takes back, or gives back; of others its own.
ClosingLine LineSight::sale_of(const ClosingLine& line) const {
  ClosingLine sale = line;
  const PostedDocument document = view_->ledger.document(line.line.document);
  const auto came = [&](ApplicationId application) {
    const auto found = came_.find(application);
    return found == came_.end() ? view_->ledger.application(application).posted : found->second;
  };
  if (line.line.application) {
    const AppliedAmount applied = view_->ledger.application(*line.line.application);
    if (!applied.credit) {
      sale.counts = document.posted;  // Written off, or recovered.
    } else if (applied.reverses) {
      sale.counts = came(*applied.reverses);
    } else if (document.kind == DocumentKind::credit_note && document.refers_to) {
      // Money that is paid back: the last that had come in by then.
      sale.line.document = *document.refers_to;
      for (const AppliedAmount& each : view_->ledger.history(*document.refers_to))
        if (each.credit && !each.reverses && each.posted <= line.counts)
          sale.counts = came(each.id);
    }
  } else if (document.kind == DocumentKind::credit_note && document.refers_to) {
    sale.line.document = *document.refers_to;
    sale.counts = view_->ledger.document(*document.refers_to).posted;
  }
  sale.counts = std::min(sale.counts, line.counts);
  return sale;
}

// Whether it gives back what was written off too late to be taken back.
bool LineSight::gives_back_nothing(const ClosingLine& line, Date counts) const {
  if (!line.line.application) return false;
  const AppliedAmount applied = view_->ledger.application(*line.line.application);
  const auto days = terms_on(counts).clawback_days;
  return !applied.credit && applied.reverses && days &&
         view_->ledger.application(*applied.reverses).posted - counts > *days;
}

SeenLines LineSight::on(Date day, std::size_t count) const {
  const EarningMoment moment = history_->versions().front().plan.terms().earned_on;
  std::vector<SeenLine> days;
  SeenLines seen;
  for (std::size_t i = 0; i < count; ++i) {
    const ClosingLine sale = sale_of(*lines_[i]);
    const std::optional<Date> counts = days_->of(sale, moment, day);
    if (!counts) {
      seen.pending.push_back(*lines_[i]);
      seen.pending.back().came = lines_[i]->counts;
      continue;
    }
    if (gives_back_nothing(*lines_[i], *counts)) continue;
    const auto payable_on = terms_on(*counts).payout.payable_on;
    days.push_back({i, *counts, payable_on ? days_->of(sale, *payable_on, day) : std::nullopt});
  }
  std::ranges::stable_sort(days, {}, &SeenLine::counts);
  for (const SeenLine& each : days) {
    ClosingLine& line = seen.lines.emplace_back(*lines_[each.at]);
    line.came = line.counts;
    if (each.counts != line.counts) {
      line.counts = each.counts;
      line.salesperson = view_->successors.on(each.counts, line.owner);
    }
  }
  seen.days = std::move(days);
  return seen;
}

}  // namespace o2c::inline v1
