#include "ledger_export.hpp"

#include <tuple>
#include <utility>

namespace o2c::inline v1 {

FactSequences::FactSequences(const LedgerState& state) : state_(&state) {
  const auto add = [&](const FactOrder& order) { others_.push_back(order); };
  for (const LockRow& row : state.locks) add(row.order);
  for (const NoteRow& row : state.note_moves) add(row.order);
  for (const RevaluationRow& row : state.revaluations) add(row.order);
  for (const auto& [item, dates] : state.due_dates)
    for (const DueDate& date : dates) add(date.order);
  for (const DisputeRow& row : state.disputes) {
    add(row.order);
    if (row.ended) add(row.end_order);
  }
  for (const ReminderRow& row : state.reminders) add(row.order);
  for (const PromiseRow& row : state.promises) add(row.order);
  std::ranges::sort(others_, {}, &FactOrder::others);
}

// Between two other facts, documents are counted before applications.
std::int64_t FactSequences::of_document(std::uint32_t id) const {
  const auto next = std::ranges::upper_bound(others_, id, {}, &FactOrder::documents);
  const auto before = next - others_.begin();
  return before + std::int64_t{id} + (before == 0 ? 0 : std::prev(next)->applied);
}

std::int64_t FactSequences::of_application(std::uint32_t id) const {
  const auto next = std::ranges::upper_bound(others_, id, {}, &FactOrder::applied);
  const std::int64_t documents = next == others_.end()
                                     ? static_cast<std::int64_t>(state_->documents.size())
                                     : std::int64_t{next->documents};
  return (next - others_.begin()) + std::int64_t{id} + documents;
}

std::shared_ptr<const ArrowTable> FactExport::locks() const {
  const auto row = [&](std::size_t i) -> const LockRow& { return state_->locks[i]; };
  TableBuilder table(state_->locks.size());
  table.date("until", [&](std::size_t i) { return std::optional(row(i).until); })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(row(i).recorded_at_us); })
      .integer("sequence", [&](std::size_t i) { return std::optional(row(i).order.sequence()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::disputes() const {
  const auto row = [&](std::size_t i) -> const DisputeRow& { return state_->disputes[i]; };
  const auto document = [&](std::size_t i) -> const DocumentRow& {
    return state_->documents[static_cast<std::uint32_t>(row(i).dispute.document)];
  };
  const std::vector<std::string> outcomes = names_up_to(DisputeOutcome::withdrawn);
  TableBuilder table(state_->disputes.size());
  table
      .integer("dispute", [](std::size_t i) { return std::optional(static_cast<std::int64_t>(i)); })
      .text("document", [&](std::size_t i) { return state_->number(document(i)); })
      .text("kind", [&](std::size_t i) { return kind_of(document(i)); })
      .integer("instalment",
               [&](std::size_t i) { return positive_or_null(row(i).dispute.installment); })
      .decimal("amount", scale_,
               [&](std::size_t i) {
                 return std::optional(scaled(document(i), row(i).dispute.amount.minor()));
               })
      .text("currency", [&](std::size_t i) { return currency_of(document(i)); })
      .date("date", [&](std::size_t i) { return std::optional(row(i).dispute.date.days()); })
      .text("reason", [&](std::size_t i) { return text_or_null(row(i).dispute.reason); })
      .text("owner", [&](std::size_t i) { return text_or_null(row(i).dispute.owner); })
      .text("outcome",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (!row(i).outcome) return std::nullopt;
              return outcomes[static_cast<std::size_t>(*row(i).outcome)];
            })
      .date("ended",
            [&](std::size_t i) {
              return row(i).ended ? std::optional(row(i).ended->days()) : std::nullopt;
            })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(row(i).recorded_at_us); })
      .moment("end_recorded_at",
              [&](std::size_t i) {
                return row(i).ended ? std::optional(row(i).end_recorded_at_us) : std::nullopt;
              })
      .integer("sequence", [&](std::size_t i) { return std::optional(row(i).order.sequence()); })
      .integer("end_sequence", [&](std::size_t i) {
        return row(i).ended ? std::optional(row(i).end_order.sequence()) : std::nullopt;
      });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::reminders() const {
  struct Line {
    const ReminderRow* row;
    const ReminderLine* line;
    const DocumentRow* document;
  };
  std::vector<Line> lines;
  for (const ReminderRow& row : state_->reminders)
    for (const ReminderLine& line : row.reminder.lines)
      lines.push_back({&row, &line, &state_->documents[static_cast<std::uint32_t>(line.document)]});
  TableBuilder table(lines.size());
  table.text("document", [&](std::size_t i) { return state_->number(*lines[i].document); })
      .text("kind", [&](std::size_t i) { return kind_of(*lines[i].document); })
      .integer("instalment",
               [&](std::size_t i) { return positive_or_null(lines[i].line->installment); })
      .date("date",
            [&](std::size_t i) { return std::optional(lines[i].row->reminder.date.days()); })
      .integer("level",
               [&](std::size_t i) { return std::optional<std::int64_t>(lines[i].line->level); })
      .decimal("amount", scale_,
               [&](std::size_t i) {
                 return std::optional(scaled(*lines[i].document, lines[i].line->amount.minor()));
               })
      .text("currency", [&](std::size_t i) { return currency_of(*lines[i].document); })
      .text("fee_document",
            [&](std::size_t i) -> std::optional<std::string_view> {
              const std::optional<DocumentId>& fee = lines[i].row->reminder.fee;
              if (!fee) return std::nullopt;
              return state_->number(state_->documents[static_cast<std::uint32_t>(*fee)]);
            })
      .moment("recorded_at",
              [&](std::size_t i) { return std::optional(lines[i].row->recorded_at_us); })
      .integer("sequence",
               [&](std::size_t i) { return std::optional(lines[i].row->order.sequence()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::promises() const {
  const auto row = [&](std::size_t i) -> const PromiseRow& { return state_->promises[i]; };
  const auto document = [&](std::size_t i) -> const DocumentRow* {
    const std::optional<DocumentId>& of = row(i).promise.document;
    return of ? &state_->documents[static_cast<std::uint32_t>(*of)] : nullptr;
  };
  TableBuilder table(state_->promises.size());
  table
      .integer("promise", [](std::size_t i) { return std::optional(static_cast<std::int64_t>(i)); })
      .text("party", [&](std::size_t i) { return state_->party_names.text(row(i).party); })
      .text("document",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (document(i) == nullptr) return std::nullopt;
              return state_->number(*document(i));
            })
      .text("kind",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (document(i) == nullptr) return std::nullopt;
              return kind_of(*document(i));
            })
      .integer("instalment",
               [&](std::size_t i) { return positive_or_null(row(i).promise.installment); })
      .decimal("amount", scale_,
               [&](std::size_t i) { return std::optional(scaled(row(i).promise.amount)); })
      .text("currency", [&](std::size_t i) { return row(i).promise.amount.currency().code(); })
      .date("date", [&](std::size_t i) { return std::optional(row(i).promise.made.days()); })
      .date("promised",
            [&](std::size_t i) { return std::optional(row(i).promise.promised.days()); })
      .text("by", [&](std::size_t i) { return text_or_null(row(i).promise.by); })
      .integer("replaces",
               [&](std::size_t i) -> std::optional<std::int64_t> {
                 const std::optional<PromiseId>& of = row(i).promise.replaces;
                 if (!of) return std::nullopt;
                 return static_cast<std::int64_t>(static_cast<std::uint32_t>(*of));
               })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(row(i).recorded_at_us); })
      .integer("sequence", [&](std::size_t i) { return std::optional(row(i).order.sequence()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::note_moves() const {
  const auto row = [&](std::size_t i) -> const NoteRow& { return state_->note_moves[i]; };
  const auto document = [&](std::size_t i) -> const DocumentRow& {
    return state_->documents[static_cast<std::uint32_t>(row(i).move.document)];
  };
  const std::vector<std::string> states = names_up_to(NoteState::dishonoured);
  TableBuilder table(state_->note_moves.size());
  table.text("receipt", [&](std::size_t i) { return state_->number(document(i)); })
      .text("to",
            [&](std::size_t i) {
              return std::string_view(states[static_cast<std::size_t>(row(i).move.to)]);
            })
      .date("date", [&](std::size_t i) { return std::optional(row(i).move.date.days()); })
      .text("holder", [&](std::size_t i) { return text_or_null(row(i).move.with); })
      .decimal("proceeds", scale_,
               [&](std::size_t i) -> std::optional<Int128> {
                 if (!row(i).move.proceeds) return std::nullopt;
                 return scaled(document(i), row(i).move.proceeds->minor());
               })
      .text("currency", [&](std::size_t i) { return currency_of(document(i)); })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(row(i).recorded_at_us); })
      .integer("sequence", [&](std::size_t i) { return std::optional(row(i).order.sequence()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::due_dates() const {
  std::vector<std::pair<std::uint32_t, DueDate>> rows;
  for (const auto& [item, dates] : state_->due_dates)
    for (const DueDate& date : dates) rows.emplace_back(item, date);
  std::ranges::sort(rows, {}, [](const auto& row) { return row.second.order.others; });
  const auto document = [&](std::size_t i) -> const DocumentRow& {
    return state_->document_of(state_->items[rows[i].first]);
  };
  const auto date = [&](std::size_t i) -> const DueDate& { return rows[i].second; };
  TableBuilder table(rows.size());
  table.text("document", [&](std::size_t i) { return state_->number(document(i)); })
      .text("kind", [&](std::size_t i) { return kind_of(document(i)); })
      .integer("instalment", [&](std::size_t i) { return instalment_of(rows[i].first); })
      .date("due_date", [&](std::size_t i) { return std::optional(date(i).due); })
      .date("date", [&](std::size_t i) { return date_of(date(i).date); })
      .text("reason", [&](std::size_t i) { return text_or_null(date(i).reason); })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(date(i).recorded_at_us); })
      .integer("sequence", [&](std::size_t i) { return std::optional(date(i).order.sequence()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::discounts() const {
  std::vector<std::pair<std::uint32_t, const DiscountOffer*>> rows;
  for (const auto& [item, discounts] : state_->discounts_of_item)
    for (const DiscountOffer& offer : discounts.offers) rows.emplace_back(item, &offer);
  std::ranges::sort(rows);  // Offers of an item lie one behind the other.
  const auto document = [&](std::size_t i) -> const DocumentRow& {
    return state_->document_of(state_->items[rows[i].first]);
  };
  const int scale =
      most_digits(rows, [](const auto& row) { return row.second->rate.fraction().scale(); });
  std::vector<std::string> parts;
  for (const auto& [item, offer] : rows) parts.push_back(to_string(offer->part));
  TableBuilder table(rows.size());
  table.text("document", [&](std::size_t i) { return state_->number(document(i)); })
      .text("kind", [&](std::size_t i) { return kind_of(document(i)); })
      .integer("instalment", [&](std::size_t i) { return instalment_of(rows[i].first); })
      .date("last_day",
            [&](std::size_t i) { return std::optional(rows[i].second->last_day.days()); })
      .decimal("rate", scale,
               [&](std::size_t i) {
                 return std::optional(coefficient(rows[i].second->rate.fraction(), scale));
               })
      .text("part", [&](std::size_t i) { return std::string_view(parts[i]); })
      .decimal("discount", scale_,
               [&](std::size_t i) {
                 return std::optional(scaled(document(i), rows[i].second->discount.minor()));
               })
      .text("currency", [&](std::size_t i) { return currency_of(document(i)); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> FactExport::revaluations() const {
  std::vector<std::pair<const RevaluationRow*, const ExchangeRate*>> rows;
  for (const RevaluationRow& row : state_->revaluations)
    for (const ExchangeRate& rate : row.revaluation.rates) rows.emplace_back(&row, &rate);
  const int scale = most_digits(rows, [](const auto& row) { return row.second->rate().scale(); });
  std::vector<std::string> codes;
  for (const auto& [row, rate] : rows) codes.push_back(to_string(rate->base()));
  TableBuilder table(rows.size());
  table
      .date("date",
            [&](std::size_t i) { return std::optional(rows[i].first->revaluation.date.days()); })
      .text("currency", [&](std::size_t i) { return std::string_view(codes[i]); })
      .decimal(
          "rate", scale,
          [&](std::size_t i) { return std::optional(coefficient(rows[i].second->rate(), scale)); })
      .date("rate_date",
            [&](std::size_t i) { return std::optional(rows[i].second->date().days()); })
      .moment("recorded_at",
              [&](std::size_t i) { return std::optional(rows[i].first->recorded_at_us); })
      .integer("sequence",
               [&](std::size_t i) { return std::optional(rows[i].first->order.sequence()); });
  return table.finish();
}

}  // namespace o2c::inline v1
