#include "o2c/receivable/aging_change.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/receivable/aging.hpp"

#include "ledger_items.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 9> causes{"new_document", "late_record", "application",
                                                 "adjustment",   "reversal",    "dispute",
                                                 "due_date",     "invoiced",    "passing_of_time"};

class Comparison {
 public:
  Comparison(const LedgerState& state, AgingChange& change) : state_(&state), change_(&change) {}

  void add_document(std::uint32_t document) {
    const DocumentRow& row = state_->documents[document];
    for (std::uint32_t i = 0; i < row.items; ++i) add_item(row.first_item + i);
  }

 private:
  void add_item(std::uint32_t item) {
    const AsOf& before = change_->before;
    const AsOf& after = change_->after;
    const std::int64_t was = state_->open_minor(item, before);
    const std::int64_t is = state_->open_minor(item, after);
    if (was == 0 && is == 0) return;
    const std::size_t from =
        was == 0 ? column(item, is, after.date, after) : column(item, was, before.date, before);
    const std::size_t to = is == 0 ? from : column(item, is, after.date, after);
    const std::int64_t was_disputed = state_->disputed_minor(item, before, was);
    const std::int64_t disputed = state_->disputed_minor(item, after, is);
    if (was == is && from == to && was_disputed == disputed) return;
    add_facts(item, from);
    move(item, AgingCause::dispute, disputed - was_disputed, from, disputed_column());
    if (is == 0) return;
    if (is_payment(state_->document_of(state_->items[item]).kind))
      return move(item, AgingCause::invoiced, is, from, to);
    // What remains moves at the day of `before` by its due date, and then with the days.
    const std::size_t between = was == 0 ? from : column(item, is, before.date, after);
    if (between != from) add_due_date(item, is - disputed, from, between);
    move(item, AgingCause::passing_of_time, is - disputed, between, to);
  }

  // A line for what moves from one column to another, if anything does.
  void move(std::uint32_t item, AgingCause cause, std::int64_t minor, std::size_t from,
            std::size_t to) {
    if (minor == 0 || from == to) return;
    AgingChangeLine moved = line(item, cause, signed_money(item, minor), to);
    moved.column_from = from;
    change_->lines.push_back(std::move(moved));
  }

  [[nodiscard]] AgingLine aging_line() const {
    return {.buckets = change_->buckets.size(),
            .has_disputed = true,
            .has_credits = change_->credits == Credits::apart,
            .has_unapplied = true,
            .has_deposits = true};
  }
  [[nodiscard]] std::size_t disputed_column() const {
    return aging_line().disputed() - AgingLine::first_bucket;
  }
  // On a day, by the due date as of perhaps another.
  [[nodiscard]] std::size_t column(std::uint32_t item, std::int64_t open, Date day,
                                   const AsOf& as_of) const {
    const OpenItem found = open_item(*state_, item, open, as_of);
    if (found.kind == OpenItemKind::deposit)
      return aging_line().deposits() - AgingLine::first_bucket;
    NoTrace no_trace;
    return aging_column(found, day, change_->buckets, aging_line(), no_trace);
  }

  [[nodiscard]] Money signed_money(std::uint32_t item, std::int64_t minor) const {
    const DocumentRow& document = state_->document_of(state_->items[item]);
    return state_->money(document, is_debit(document.kind) ? minor : -minor);
  }

  [[nodiscard]] AgingChangeLine line(std::uint32_t item, AgingCause cause, Money amount,
                                     std::size_t column_to) const {
    const ItemRow& row = state_->items[item];
    const DocumentRow& document = state_->documents[row.document];
    return {.party = std::string(state_->party_names.text(document.party)),
            .document = DocumentId{row.document},
            .kind = document.kind,
            .number = std::string(state_->number(document)),
            .installment = state_->installment_of(item),
            .cause = cause,
            .column_to = column_to,
            .amount = amount};
  }

  // The line of a fact that holds in one of the agings only; `minor` is what it opens of the item.
  [[nodiscard]] std::optional<AgingChangeLine> fact(std::uint32_t item, AgingCause cause,
                                                    std::int64_t minor, std::size_t column,
                                                    const auto& row) const {
    const bool held = LedgerState::holds(row.posted, row.recorded_at_us, change_->before);
    const bool holds = LedgerState::holds(row.posted, row.recorded_at_us, change_->after);
    if (held == holds) return std::nullopt;
    AgingChangeLine found = line(item, cause, signed_money(item, holds ? minor : -minor), column);
    const AsOf& other = holds ? change_->before : change_->after;
    // By its own date: where its month was locked it is posted after that day.
    found.late = row.date <= other.date.days();
    found.posted = Date::from_days(row.posted);
    found.recorded_at_us = row.recorded_at_us;
    return found;
  }

  void add_facts(std::uint32_t item, std::size_t column) {
    const ItemRow& row = state_->items[item];
    const DocumentRow& document = state_->documents[row.document];
    if (auto found = fact(item, AgingCause::new_document, row.minor, column, document)) {
      if (found->late) found->cause = AgingCause::late_record;
      change_->lines.push_back(*std::move(found));
    }
    std::vector<AgingChangeLine> applied;
    state_->for_applied(item, [&](std::uint32_t at, std::int64_t minor) {
      const AppliedRow& each = state_->applied[at];
      const AgingCause cause = each.reverses != none ? AgingCause::reversal
                               : each.credit == none ? AgingCause::adjustment
                                                     : AgingCause::application;
      auto found = fact(item, cause, -minor, column, each);
      if (!found) return;
      found->application = ApplicationId{at};
      if (each.credit == none) {
        found->adjustment = each.adjustment;
      } else {
        const std::uint32_t other = is_debit(document.kind) ? each.credit : each.debit;
        found->counterpart = DocumentId{state_->items[other].document};
        found->counterpart_number =
            std::string(state_->number(state_->document_of(state_->items[other])));
      }
      applied.push_back(*std::move(found));
    });
    std::ranges::sort(applied, {}, [](const AgingChangeLine& each) {
      return std::pair(each.posted, each.application);
    });
    std::ranges::move(applied, std::back_inserter(change_->lines));
  }

  void add_due_date(std::uint32_t item, std::int64_t open, std::size_t from, std::size_t to) {
    if (open == 0) return;  // All of it is in dispute.
    AgingChangeLine moved = line(item, AgingCause::due_date, signed_money(item, open), to);
    moved.column_from = from;
    for (const DueDate& date : state_->due_dates.at(item))
      if (LedgerState::holds(date.posted, date.recorded_at_us, change_->before) !=
          LedgerState::holds(date.posted, date.recorded_at_us, change_->after))
        moved.recorded_at_us = date.recorded_at_us;
    change_->lines.push_back(std::move(moved));
  }

  const LedgerState* state_;
  AgingChange* change_;
};

}  // namespace

std::string to_string(AgingCause cause) {
  return std::string(causes[static_cast<std::size_t>(cause)]);
}

AgingCause parse_aging_cause(std::string_view text) {
  return parse_name<AgingCause>(text, causes, "a cause: one of");
}

Money AgingChangeLine::effect_on(std::size_t column) const {
  Money effect = Money::zero(amount.currency());
  if (column == column_to) effect += amount;
  if (column == column_from) effect -= amount;
  return effect;
}

std::vector<std::string> AgingChange::columns() const {
  std::vector<std::string> names = buckets.labels();
  names.emplace_back("disputed");
  if (credits == Credits::apart) names.emplace_back("credits");
  names.emplace_back("unapplied");
  names.emplace_back("deposits");
  return names;
}

AgingChange explain_change(const Ledger& ledger, const AsOf& before, const AsOf& after,
                           const AgingBuckets& buckets, Credits credits,
                           std::optional<std::string_view> party) {
  AgingChange change{
      .before = before, .after = after, .buckets = buckets, .credits = credits, .lines = {}};
  const LedgerState& state = ledger.state();
  Comparison comparison(state, change);
  std::vector<std::string_view> parties;
  if (party)
    parties.push_back(*party);
  else
    for (std::uint32_t code = 0; code < state.parties.size(); ++code)
      parties.push_back(state.party_names.text(code));
  std::ranges::sort(parties);
  for (const std::string_view each : parties)
    for (const std::uint32_t id : documents_of(state, each)) comparison.add_document(id);
  return change;
}

std::string to_string(const AgingChange& change) {
  std::vector<std::vector<std::string>> lines{{"party", "document", "number", "instalment", "cause",
                                               "with", "posted", "from", "to", "currency",
                                               "amount"}};
  const std::vector<std::string> columns = change.columns();
  std::map<Currency, Money> totals;
  for (const AgingChangeLine& each : change.lines) {
    std::string cause = to_string(each.cause);
    if (each.late && each.cause != AgingCause::late_record) cause += " (late)";
    lines.push_back({each.party, to_string(each.kind), each.number,
                     each.installment == 0 ? "" : std::to_string(each.installment),
                     std::move(cause), each.counterpart_number,
                     each.posted ? to_string(*each.posted) : "",
                     each.column_from ? columns[*each.column_from] : "", columns[each.column_to],
                     std::string(each.amount.currency().code()), to_string(each.amount.amount())});
    const Money comes_in = each.column_from ? Money::zero(each.amount.currency()) : each.amount;
    const auto [total, is_new] = totals.try_emplace(each.amount.currency(), comes_in);
    if (!is_new) total->second += comes_in;
  }
  const std::size_t names = lines.front().size() - 2;
  for (const auto& [currency, total] : totals) {
    std::vector<std::string> line(names);
    line.front() = "total";
    line.emplace_back(currency.code());
    line.push_back(to_string(total.amount()));
    lines.push_back(std::move(line));
  }
  return "aging of " + to_string(change.before.date) + " to that of " +
         to_string(change.after.date) + '\n' + detail::aligned(lines, names + 1);
}

}  // namespace o2c::inline v1
