#include "o2c/receivable/commission_lines.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> basis_names{"collected", "invoiced", "written_off"};

// Of a document: its net, tax left aside.
std::int64_t net_minor(const LedgerState& state, const DocumentRow& document) {
  if (document.taxes == 0) return document.minor;
  std::int64_t net = 0;
  for (std::uint32_t i = 0; i < document.taxes; ++i)
    if (__builtin_add_overflow(net, state.taxes[document.first_tax + i].net, &net))
      throw_overflow("the net of a document exceeds 64 bits of minor units");
  return net;
}

class Lines {
 public:
  Lines(const LedgerState& state, Date from, Date to, std::int64_t known_at_us)
      : state_(&state), from_(from.days()), to_(to.days()), known_at_us_(known_at_us) {}

  std::vector<CommissionLine> collected() {
    for (std::uint32_t at = 0; at < state_->applied.size(); ++at) {
      const AppliedRow& row = state_->applied[at];
      if (row.recorded_at_us > known_at_us_ || row.credit == none) continue;
      const ItemRow& item = state_->items[row.debit];
      const DocumentRow& debit = state_->document_of(item);
      const DocumentRow& credit = state_->document_of(state_->items[row.credit]);
      const std::uint32_t credit_id = state_->items[row.credit].document;
      if (is_payment(credit.kind) && is_sale(item.document, debit.kind))
        add(at, item.document, row.minor, 1, row.debit, credit);
      else if (credit.kind == DocumentKind::credit_note && debit.kind == DocumentKind::refund &&
               !takes_back_cost(credit_id))
        add(at, credit_id, row.minor, -1, none, credit);
    }
    return std::move(lines_);
  }

  std::vector<CommissionLine> invoiced() {
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id) {
      const DocumentRow& row = state_->documents[id];
      const bool credit = row.kind == DocumentKind::credit_note;
      if ((credit ? takes_back_cost(id) : !is_sale(id, row.kind)) ||
          row.recorded_at_us > known_at_us_ || !is_within(row.posted))
        continue;
      const std::int64_t sign = credit ? -1 : 1;
      lines_.push_back({.document = DocumentId{id},
                        .date = Date::from_days(row.posted),
                        .amount = state_->money(row, sign * row.minor),
                        .net = state_->money(row, sign * net_minor(*state_, row)),
                        .rate = rate_of(row)});
    }
    return std::move(lines_);
  }

  std::vector<CommissionLine> written_off() {
    for (std::uint32_t at = 0; at < state_->applied.size(); ++at) {
      const AppliedRow& row = state_->applied[at];
      if (row.recorded_at_us > known_at_us_) continue;
      const std::uint32_t document = state_->items[row.debit].document;
      const DocumentRow& debit = state_->documents[document];
      if (!is_sale(document, debit.kind)) continue;
      if (row.credit != none) {
        take_note(document, state_->items[row.credit].document, row.minor);
        continue;
      }
      if (row.adjustment != AdjustmentKind::write_off) continue;
      const std::int64_t brought = writes_off(document, row.minor);
      if (is_within(row.posted))
        lines_.push_back({.document = DocumentId{document},
                          .application = ApplicationId{at},
                          .date = Date::from_days(row.posted),
                          .amount = state_->money(debit, -row.minor),
                          .net = state_->money(debit, -brought),
                          .rate = rate_of(debit)});
    }
    return std::move(lines_);
  }

 private:
  struct Counted {
    std::int64_t applied = 0;
    std::int64_t net = 0;
  };

  [[nodiscard]] bool is_within(std::int32_t posted) const {
    return posted >= from_ && posted <= to_;
  }

  // What it costs to collect a debt is paid back, not sold.
  [[nodiscard]] bool is_sale(std::uint32_t document, DocumentKind kind) const {
    return kind == DocumentKind::invoice ||
           (kind == DocumentKind::debit_note && !state_->is_collection_cost(document));
  }
  [[nodiscard]] bool takes_back_cost(std::uint32_t credit) const {
    const std::uint32_t of = state_->refers_to(credit);
    return of != none && state_->is_collection_cost(of);
  }

  [[nodiscard]] std::optional<Decimal> rate_of(const DocumentRow& document) const {
    if (document.rate == none) return std::nullopt;
    return state_->exchange_rates[document.rate];
  }

  // What so much of a document brings of its net: up to it, less what was before.
  std::int64_t brings(std::uint32_t document, std::int64_t minor) {
    const DocumentRow& row = state_->documents[document];
    Counted& counted = counted_[document];
    // A credit note may close what is owed in another currency.
    if (__builtin_add_overflow(counted.applied, minor, &counted.applied))
      throw_overflow("what is applied of a document exceeds 64 bits of minor units");
    const auto net = static_cast<std::int64_t>(
        divide(static_cast<Int128>(net_minor(*state_, row)) * counted.applied, row.minor,
               state_->options.rounding));
    return net - std::exchange(counted.net, net);
  }

  // What a credit note takes of an invoice's sale is not there to be written off.
  void take_note(std::uint32_t document, std::uint32_t credit, std::int64_t minor) {
    if (state_->documents[credit].kind != DocumentKind::credit_note || takes_back_cost(credit))
      return;
    Counted& noted = noted_[document];
    noted.applied += minor;
    if (__builtin_add_overflow(noted.net, brings(credit, minor), &noted.net))
      throw_overflow("what credit notes take of a document exceeds 64 bits of minor units");
  }

  // What a write-off takes of what credit notes have left of a document's net.
  std::int64_t writes_off(std::uint32_t document, std::int64_t minor) {
    const DocumentRow& row = state_->documents[document];
    const auto found = noted_.find(document);
    const Counted noted = found == noted_.end() ? Counted{} : found->second;
    Counted& counted = counted_[document];
    counted.applied += minor;
    std::int64_t left = 0;
    if (__builtin_sub_overflow(net_minor(*state_, row), noted.net, &left))
      throw_overflow("the net of a document exceeds 64 bits of minor units");
    // No more is written off than is left, so this is no more than the net that is.
    const std::int64_t net = counted.applied == 0
                                 ? 0
                                 : static_cast<std::int64_t>(
                                       divide(static_cast<Int128>(left) * counted.applied,
                                              row.minor - noted.applied, state_->options.rounding));
    std::int64_t brought = 0;
    if (__builtin_sub_overflow(net, std::exchange(counted.net, net), &brought))
      throw_overflow("what is written off of a document exceeds 64 bits of minor units");
    return brought;
  }

  // What the application brings of the net of a document.
  void add(std::uint32_t application, std::uint32_t document, std::int64_t minor, std::int64_t sign,
           std::uint32_t item, const DocumentRow& payment) {
    const DocumentRow& row = state_->documents[document];
    const std::int64_t brought = brings(document, minor);
    const AppliedRow& applied = state_->applied[application];
    if (!is_within(applied.posted)) return;
    CommissionLine line{.document = DocumentId{document},
                        .application = ApplicationId{application},
                        .date = Date::from_days(applied.posted),
                        .amount = state_->money(row, sign * minor),
                        .net = state_->money(row, sign * brought),
                        .paid = state_->money(payment, sign * state_->minor_of_credit(application)),
                        .rate = rate_of(payment)};
    // As it was known then, since a line never changes.
    const std::int32_t due =
        item == none ? no_date : state_->due(item, AsOf(Date::max(), applied.recorded_at_us));
    if (due != no_date) line.days_overdue = payment.date - due;
    lines_.push_back(std::move(line));
  }

  const LedgerState* state_;
  std::int32_t from_;
  std::int32_t to_;
  std::int64_t known_at_us_;
  std::unordered_map<std::uint32_t, Counted> counted_;
  std::unordered_map<std::uint32_t, Counted> noted_;  // By credit notes, of what they close.
  std::vector<CommissionLine> lines_;
};

// What a write-off, or what is recovered of one, takes back: its invoice's days, posted and own.
struct SaleDays {
  Date posted;
  Date own;

  // When it was taken back, as many days after the sale as its own date says: what is told late did
  // not come late.
  [[nodiscard]] Date taken_back_on(const AppliedAmount& applied) const {
    return posted + std::max(applied.date - own, 0);
  }
};
SaleDays sale_of(const PostedDocument& document, const AppliedAmount& taken) {
  return {std::min(document.posted, taken.posted), std::min(document.date, taken.date)};
}

std::optional<std::string_view> text_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

std::string to_string(LineBasis basis) {
  return std::string(basis_names[static_cast<std::size_t>(basis)]);
}

LineBasis parse_line_basis(std::string_view text) {
  return parse_name<LineBasis>(text, basis_names, "what commission lines are made from: one of");
}

Money net_of(const Ledger& ledger, DocumentId document) {
  const LedgerState& state = ledger.state();
  const DocumentRow& row = state.documents[state.checked(document)];
  return state.money(row, net_minor(state, row));
}

std::vector<CommissionLine> commission_lines(const Ledger& ledger, Date from, Date to,
                                             LineBasis basis, std::int64_t known_at_us) {
  Lines lines(ledger.state(), from, to, known_at_us);
  switch (basis) {
    case LineBasis::collected:
      return lines.collected();
    case LineBasis::invoiced:
      return lines.invoiced();
    case LineBasis::written_off:
      break;
  }
  return lines.written_off();
}

std::shared_ptr<const ArrowTable> commission_lines_table(const Ledger& ledger, Date from, Date to,
                                                         LineBasis basis,
                                                         std::int64_t known_at_us) {
  const std::vector<CommissionLine> lines = commission_lines(ledger, from, to, basis, known_at_us);
  CommonScale amounts;
  CommonScale rates;
  for (const CommissionLine& line : lines) {
    amounts.include(line.amount);
    if (line.paid) amounts.include(*line.paid);
    if (line.rate) rates.include(*line.rate);
  }
  const auto document = [&](std::size_t i) { return ledger.document(lines[i].document); };
  const bool takes_back = basis == LineBasis::written_off;
  const auto applied = [&](std::size_t i) { return ledger.application(*lines[i].application); };
  const auto sale = [&](std::size_t i) { return sale_of(document(i), applied(i)); };
  const auto reversed = [&](std::size_t i) {
    return lines[i].application ? applied(i).reverses : std::nullopt;
  };
  TableBuilder table(lines.size());
  table
      .integer("line",
               [](std::size_t i) { return std::optional(static_cast<std::int64_t>(i) + 1); })
      .text("salesperson", [&](std::size_t i) { return text_of(document(i).salesperson); })
      .date("date",
            [&](std::size_t i) {
              return std::optional((takes_back ? sale(i).posted : lines[i].date).days());
            })
      .date("invoice_date", [&](std::size_t i) { return std::optional(document(i).date.days()); })
      .date("credited_invoice_date",
            [&](std::size_t i) -> std::optional<std::int32_t> {
              const PostedDocument note = document(i);
              if (note.kind != DocumentKind::credit_note || !note.refers_to) return std::nullopt;
              return ledger.document(*note.refers_to).date.days();
            })
      .decimal("amount", amounts.digits(),
               [&](std::size_t i) { return amounts.of(lines[i].amount); })
      .decimal("net", amounts.digits(), [&](std::size_t i) { return amounts.of(lines[i].net); })
      .text("currency", [&](std::size_t i) { return lines[i].amount.currency().code(); })
      .text("document", [&](std::size_t i) { return document(i).number; })
      .integer("application",
               [&](std::size_t i) -> std::optional<std::int64_t> {
                 if (!lines[i].application) return std::nullopt;
                 return static_cast<std::int64_t>(*lines[i].application);
               })
      .text("order", [&](std::size_t i) { return text_of(document(i).order); })
      .text("party", [&](std::size_t i) { return document(i).party; })
      .integer("days_overdue",
               [&](std::size_t i) -> std::optional<std::int64_t> { return lines[i].days_overdue; })
      .decimal("paid", amounts.digits(),
               [&](std::size_t i) -> std::optional<Int128> {
                 if (!lines[i].paid) return std::nullopt;
                 return amounts.of(*lines[i].paid);
               })
      .text("paid_currency",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (!lines[i].paid) return std::nullopt;
              return lines[i].paid->currency().code();
            })
      .decimal("rate", rates.digits(), [&](std::size_t i) -> std::optional<Int128> {
        if (!lines[i].rate) return std::nullopt;
        return rates.of(*lines[i].rate);
      });
  if (basis != LineBasis::collected)
    table
        .date("returned",
              [&](std::size_t i) -> std::optional<std::int32_t> {
                if (takes_back) return sale(i).taken_back_on(applied(i)).days();
                if (document(i).kind != DocumentKind::credit_note) return std::nullopt;
                return lines[i].date.days();
              })
        .integer("reverses",
                 [&](std::size_t i) -> std::optional<std::int64_t> {
                   const std::optional<ApplicationId> of = reversed(i);
                   if (!of) return std::nullopt;
                   return static_cast<std::int64_t>(*of);
                 })
        .date("written_off", [&](std::size_t i) -> std::optional<std::int32_t> {
          const std::optional<ApplicationId> of = reversed(i);
          if (!of) return std::nullopt;
          return sale(i).taken_back_on(ledger.application(*of)).days();
        });
  return table.finish();
}

}  // namespace o2c::inline v1
