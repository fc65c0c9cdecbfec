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
    if (line->line.application)
      came_.emplace(*line->line.application, MomentDay{line->counts, line->on});
}

// Of lines before the first version those of it.
const PlanTerms& LineSight::terms_on(Date day) const {
  return history_->on(std::max(day, history_->versions().front().from_date)).plan.terms();
}

MomentDay LineSight::came(ApplicationId application) const {
  if (const auto found = came_.find(application); found != came_.end()) return found->second;
  const AppliedAmount applied = view_->ledger.application(application);
  return {applied.posted, applied.date};
}

// When the last money for a document came in that had not bounced.
std::optional<MomentDay> LineSight::last_payment(DocumentId document, Date until) const {
  std::vector<AppliedAmount> history = view_->ledger.history(document);
  std::erase_if(history, [&](const AppliedAmount& each) {
    return each.posted > until || each.recorded_at_us > view_->known_at_us;
  });
  std::optional<MomentDay> last;
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

// The document and the days of the sale that a line takes back, or gives back, where the plan does
// so within a window; of others its own.
ClosingLine LineSight::sale_of(const ClosingLine& line) const {
  ClosingLine sale = line;
  const PostedDocument document = view_->ledger.document(line.line.document);
  const bool credits = document.kind == DocumentKind::credit_note && document.refers_to;
  if (credits) sale.line.document = *document.refers_to;
  const auto days_of = [](const PostedDocument& sold) { return MomentDay{sold.posted, sold.date}; };
  const auto go_back = [&](const MomentDay& sold) {
    sale.counts = std::min(sold.counts, line.counts);
    sale.on = std::min(sold.on, line.on);
  };
  std::optional<MomentDay> sold;
  if (line.line.application) {
    const AppliedAmount applied = view_->ledger.application(*line.line.application);
    if (!applied.credit) {  // Written off, or recovered: without a window it changes nothing.
      go_back(days_of(document));
      return sale;
    }
    if (applied.reverses) {
      ClosingLine reversed = line;
      reversed.line.application = applied.reverses;
      const MomentDay before = came(*applied.reverses);
      reversed.counts = before.counts;
      reversed.on = before.on;
      const ClosingLine of = sale_of(reversed);
      sold = {of.counts, of.on};
    } else if (credits) {
      sold = last_payment(*document.refers_to, line.counts);
    }
  } else if (credits) {
    sold = days_of(view_->ledger.document(*document.refers_to));
  }
  if (sold && terms_on(sold->counts).clawback_days) go_back(*sold);
  return sale;
}

// Whether a payment is returned: nothing was collected, however late that is told.
bool LineSight::bounces(const ClosingLine& line) const {
  if (!line.line.application) return false;
  const AppliedAmount applied = view_->ledger.application(*line.line.application);
  return applied.credit && applied.reverses &&
         view_->ledger.document(line.line.document).kind != DocumentKind::credit_note;
}

// Whether it is a write-off, or what is recovered of one.
bool LineSight::is_default(const ClosingLine& line) const {
  return line.line.application && !view_->ledger.application(*line.line.application).credit;
}

// Whether it gives back what was too late to be taken.
bool LineSight::gives_back_nothing(const ClosingLine& line, const MomentDay& sold) const {
  if (!line.line.application) return false;
  const AppliedAmount applied = view_->ledger.application(*line.line.application);
  const auto days = terms_on(sold.counts).clawback_days;
  return days && applied.reverses && !bounces(line) && came(*applied.reverses).on - sold.on > *days;
}

// It is of whoever has it on that day.
void LineSight::count_on(ClosingLine& line, Date day) const {
  if (line.counts == day) return;
  line.counts = day;
  line.salesperson = view_->successors.on(day, line.owner);
}

SeenLines LineSight::on(Date day, std::size_t count) const {
  const EarningMoment moment = history_->versions().front().plan.terms().earned_on;
  std::vector<SeenLine> days;
  SeenLines seen;
  for (std::size_t i = 0; i < count; ++i) {
    const ClosingLine sale = sale_of(*lines_[i]);
    const std::optional<MomentDay> sold = days_->moment_of(sale, moment, day);
    if (!sold) {
      seen.pending.push_back(*lines_[i]);
      seen.pending.back().came = lines_[i]->counts;
      continue;
    }
    const Date counts = sold->counts;
    // Where the plan takes nothing back, nobody ever was to pay for defaults.
    if (is_default(*lines_[i]) && !terms_on(counts).clawback_days) continue;
    if (gives_back_nothing(*lines_[i], *sold)) {
      ClosingLine& line = seen.unchanging.emplace_back(*lines_[i]);
      line.came = line.counts;
      count_on(line, counts);
      continue;
    }
    const auto payable_on = terms_on(counts).payout.payable_on;
    // It cannot come back before it is sold.
    const std::int32_t days_after = bounces(*lines_[i]) ? 0 : std::max(lines_[i]->on - sold->on, 0);
    days.push_back({i, counts, payable_on ? days_->of(sale, *payable_on, day) : std::nullopt,
                    counts + days_after});
  }
  std::ranges::stable_sort(days, {}, &SeenLine::counts);
  for (const SeenLine& each : days) {
    ClosingLine& line = seen.lines.emplace_back(*lines_[each.at]);
    line.came = line.counts;
    count_on(line, each.counts);
  }
  seen.days = std::move(days);
  return seen;
}

}  // namespace o2c::inline v1
