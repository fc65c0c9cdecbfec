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

Date LineSight::came(ApplicationId application) const {
  const auto found = came_.find(application);
  return found == came_.end() ? view_->ledger.application(application).posted : found->second;
}

// When the last money for a document came in that had not bounced.
std::optional<Date> LineSight::last_payment(DocumentId document, Date until) const {
  std::vector<AppliedAmount> history = view_->ledger.history(document);
  std::erase_if(history, [&](const AppliedAmount& each) {
    return each.posted > until || each.recorded_at_us > view_->known_at_us;
  });
  std::optional<Date> last;
  for (const AppliedAmount& each : history) {
    if (!each.credit || each.reverses ||
        view_->ledger.document(*each.credit).kind == DocumentKind::credit_note)
      continue;
    Money left = each.amount;
    for (const AppliedAmount& reversal : history)
      if (reversal.reverses == each.id) left += reversal.amount;
    if (!is_zero(left)) last = came(each.id);
  }
  return last;
}

// The document and the day of the sale that a line takes back, or gives back, where the plan does
// so within a window; of others its own.
ClosingLine LineSight::sale_of(const ClosingLine& line) const {
  ClosingLine sale = line;
  const PostedDocument document = view_->ledger.document(line.line.document);
  const bool credits = document.kind == DocumentKind::credit_note && document.refers_to;
  if (credits) sale.line.document = *document.refers_to;
  std::optional<Date> sold;
  if (line.line.application) {
    const AppliedAmount applied = view_->ledger.application(*line.line.application);
    if (!applied.credit) {  // Written off, or recovered: without a window it changes nothing.
      sale.counts = std::min(document.posted, line.counts);
      return sale;
    }
    if (applied.reverses) {
      ClosingLine reversed = line;
      reversed.line.application = applied.reverses;
      reversed.counts = came(*applied.reverses);
      sold = sale_of(reversed).counts;
    } else if (credits) {
      sold = last_payment(*document.refers_to, line.counts);
    }
  } else if (credits) {
    sold = view_->ledger.document(*document.refers_to).posted;
  }
  if (sold && terms_on(*sold).clawback_days) sale.counts = std::min(*sold, line.counts);
  return sale;
}

// Whether a payment is returned: nothing was collected, however late that is told.
bool LineSight::bounces(const ClosingLine& line) const {
  if (!line.line.application) return false;
  const AppliedAmount applied = view_->ledger.application(*line.line.application);
  return applied.credit && applied.reverses &&
         view_->ledger.document(line.line.document).kind != DocumentKind::credit_note;
}

// Whether it writes off where the plan takes nothing back, or gives back what was too late to be
// taken.
bool LineSight::changes_nothing(const ClosingLine& line, Date counts) const {
  if (!line.line.application) return false;
  const AppliedAmount applied = view_->ledger.application(*line.line.application);
  const auto days = terms_on(counts).clawback_days;
  if (!days) return !applied.credit;
  return applied.reverses && !bounces(line) && came(*applied.reverses) - counts > *days;
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
    if (changes_nothing(*lines_[i], *counts)) {
      if (view_->ledger.application(*lines_[i]->line.application).credit) {
        ClosingLine& line = seen.unchanging.emplace_back(*lines_[i]);
        line.came = line.counts;
        line.counts = *counts;
      }
      continue;
    }
    const auto payable_on = terms_on(*counts).payout.payable_on;
    // It cannot come back before it is sold.
    days.push_back({i, *counts, payable_on ? days_->of(sale, *payable_on, day) : std::nullopt,
                    bounces(*lines_[i]) ? *counts : std::max(*counts, lines_[i]->counts)});
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
