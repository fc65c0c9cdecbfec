// Reading a ledger from tables.

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_closing.hpp"
#include "ledger_rows.hpp"
#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {

namespace {

// What a business rule says against a row.
std::string allowed(const Refusals& refusals) {
  std::string text = "what the ledger allows (";
  for (std::size_t i = 0; i < refusals.size(); ++i)
    text += (i > 0 ? "; " : "") + refusals[i].reason.en;
  return text + ")";
}

// Rows in the order of their moments.
std::vector<std::size_t> by_moment(const std::vector<std::int64_t>& moments) {
  std::vector<std::size_t> order(moments.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (!std::ranges::is_sorted(moments))
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return moments[i]; });
  return order;
}

}  // namespace

/// Posts what tables tell.
class LedgerLoader {
 public:
  LedgerLoader(const LedgerTables& tables, const LedgerTableOptions& options)
      : options_(&options), ledger_(options.ledger), state_(ledger_.state_.get()) {
    if (tables.locks != nullptr) read_locks(*tables.locks);
    LedgerRows invoices(*tables.invoices, "invoices", options);
    std::optional<LedgerRows> receipts;
    if (tables.receipts != nullptr) receipts.emplace(*tables.receipts, "receipts", options);
    if (tables.taxes != nullptr) read_taxes(*tables.taxes);
    group_instalments(invoices);
    post_all(invoices, receipts);
    check_taxes();
    std::optional<LedgerRows> applications;
    if (tables.applications != nullptr && !any_faults(invoices, receipts)) {
      applications.emplace(*tables.applications, "applications", options);
      apply_all(*applications);
    }
    throw_faults_of(invoices, receipts, applications);
  }

  Ledger take() { return std::move(ledger_); }

 private:
  struct Fact {
    bool invoice;
    std::size_t row;  // Of an invoice: the first of its instalments.
  };

  void read_locks(TableSource& source) {
    LedgerRows rows(source, "locks", *options_);
    rows.require({"until"});
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const std::optional<Date> until = rows.date(row, "until");
      if (!until) continue;
      locks_.push_back({until->days(), rows.moment(row, *until)});
    }
    rows.throw_if_faulty();
    std::ranges::stable_sort(locks_, {}, &LockRow::recorded_at_us);
  }

  void read_taxes(TableSource& source) {
    taxes_.emplace(source, "taxes", *options_);
    taxes_->require({"document", "net", "tax"});
    for (std::size_t row = 0; row < taxes_->size(); ++row) {
      const DocumentKind kind = taxes_->kind(row, DocumentKind::invoice);
      const auto number = taxes_->text(row, "document", LedgerRows::Need::must);
      if (number) taxes_of_[key(kind, *number)].push_back(row);
    }
  }
  static std::string key(DocumentKind kind, std::string_view number) {
    return to_string(kind) + ' ' + std::string(number);
  }

  void group_instalments(LedgerRows& invoices) {
    invoices.require({"party", "document", "invoice_date", "due_date", "amount"});
    if (!invoices.has("instalment")) return;
    std::unordered_map<std::string, std::size_t> first_of;
    for (std::size_t row = 0; row < invoices.size(); ++row) {
      const auto number = invoices.text(row, "document", LedgerRows::Need::may);
      if (!number) continue;
      const auto [found, is_new] =
          first_of.try_emplace(key(invoices.kind(row, DocumentKind::invoice), *number), row);
      if (is_new) continue;
      rows_of_[found->second].push_back(row);
      continued_.insert(row);
    }
  }

  void post_all(LedgerRows& invoices, std::optional<LedgerRows>& receipts) {
    std::vector<Fact> facts;
    std::vector<std::int64_t> moments;
    for (std::size_t row = 0; row < invoices.size(); ++row) {
      if (continued_.contains(row)) continue;
      facts.push_back({true, row});
      moments.push_back(
          invoices.moment(row, invoices.date(row, "invoice_date").value_or(Date::min())));
    }
    if (receipts) {
      receipts->require({"party", "receipt", "date", "amount"});
      for (std::size_t row = 0; row < receipts->size(); ++row) {
        facts.push_back({false, row});
        moments.push_back(receipts->moment(row, receipts->date(row, "date").value_or(Date::min())));
      }
    }
    for (const std::size_t i : by_moment(moments)) {
      const auto [invoice, row] = facts[i];
      LedgerRows& rows = invoice ? invoices : *receipts;
      const std::size_t faults = rows.faults();
      const Document document = invoice ? read_invoice(rows, row) : read_receipt(rows, row);
      if (rows.faults() > faults) continue;
      post(rows, row, document, moments[i], invoice);
    }
    refer(invoices, receipts);
  }

  void post(LedgerRows& rows, std::size_t row, const Document& document, std::int64_t moment,
            bool invoice) {
    lock_until(moment);
    try {
      check_document(document, *state_);
    } catch (const Error& error) {
      for (const Fault& fault : error.faults())
        rows.fault(row, fault.field, fault.value, fault.expected);
      return;
    }
    const Expected<std::uint32_t> id = state_->add_document(document, none, moment);
    if (!id) {
      rows.fault(row, invoice ? "document" : "receipt", document.number, allowed(id.error()));
      return;
    }
    if (!document.refers_to.empty()) referring_.push_back({*id, row, document.refers_to, invoice});
  }

  // What a document refers to may have been recorded after it.
  void refer(LedgerRows& invoices, std::optional<LedgerRows>& receipts) {
    for (const Referring& each : referring_) {
      DocumentRow& document = state_->documents[each.document];
      try {
        document.refers_to = state_->find_referred(document.kind, each.number);
        if (document.kind == DocumentKind::returned_payment)
          state_->documents[document.refers_to].returned = 1;
      } catch (const InvalidArgument& error) {
        LedgerRows& rows = each.invoice ? invoices : *receipts;
        rows.fault(each.row, "refers_to", each.number, error.faults().front().expected);
      }
    }
  }

  // From a moment on the books are locked as they were then.
  void lock_until(std::int64_t moment) {
    while (next_lock_ < locks_.size() && locks_[next_lock_].recorded_at_us <= moment)
      state_->locks.push_back(locks_[next_lock_++]);
  }

  Document read_invoice(LedgerRows& rows, std::size_t row) {
    Document document = read_common(rows, row, "document", "invoice_date");
    const std::optional<Money> amount = rows.amount(row, "amount");
    if (!amount) return document;
    document.kind =
        rows.kind(row, sign(*amount) < 0 ? DocumentKind::credit_note : DocumentKind::invoice);
    const bool debit = is_debit(document.kind);
    if (is_payment(document.kind))
      rows.fault(row, "kind", to_string(document.kind), "what is no payment: those are receipts");
    if ((sign(*amount) > 0) != debit || is_zero(*amount)) {
      rows.fault(row, "amount", to_string(*amount),
                 debit ? "an amount above zero" : "an amount below zero, since it is a credit");
      return document;
    }
    document.amount = debit ? *amount : -*amount;
    const auto more = rows_of_.find(row);
    const std::optional<std::int64_t> installment = rows.integer(row, "instalment");
    if (more == rows_of_.end() && !installment) {
      if (debit) document.due_date = rows.date(row, "due_date");
    } else if (!debit) {
      rows.fault(row, "instalment", "", "no instalments of a credit");
    } else {
      read_instalments(rows, row, document);
    }
    read_net(rows, row, document);
    return document;
  }

  void read_instalments(LedgerRows& rows, std::size_t row, Document& document) {
    std::vector<std::size_t> all{row};
    if (const auto more = rows_of_.find(row); more != rows_of_.end())
      all.insert(all.end(), more->second.begin(), more->second.end());
    Money total = Money::zero(document.amount.currency());
    for (const std::size_t each : all) {
      const std::optional<std::int64_t> number =
          rows.integer(each, "instalment", LedgerRows::Need::must);
      const std::optional<Money> amount = rows.amount(each, "amount");
      if (!number || !amount) continue;
      if (amount->currency() != total.currency() || *number <= 0 || *number > 1'000'000'000) {
        rows.fault(each, "instalment", std::to_string(*number),
                   "a number from 1, and the currency of the document's other instalments");
        continue;
      }
      document.installments.push_back({.number = static_cast<std::int32_t>(*number),
                                       .amount = *amount,
                                       .due_date = rows.date(each, "due_date")});
      total += *amount;
    }
    document.amount = total;
  }

  void read_net(LedgerRows& rows, std::size_t row, Document& document) {
    if (taxes_) {
      const auto found = taxes_of_.find(key(document.kind, document.number));
      if (found == taxes_of_.end()) return;
      for (const std::size_t line : found->second) {
        const auto net = taxes_->amount(line, "net", document.amount.currency());
        const auto tax = taxes_->amount(line, "tax", document.amount.currency());
        if (!net || !tax) continue;
        std::optional<Rate> rate;
        if (const auto fraction = taxes_->decimal(line, "tax_rate"))
          rate = Rate::from_fraction(*fraction);
        document.taxes.push_back({rate, *net, *tax});
      }
      taxes_of_.erase(found);
    } else if (rows.has("net")) {
      std::vector<std::size_t> all{row};
      if (const auto more = rows_of_.find(row); more != rows_of_.end())
        all.insert(all.end(), more->second.begin(), more->second.end());
      Money net = Money::zero(document.amount.currency());
      for (const std::size_t each : all)
        if (const auto part = rows.amount(each, "net")) net += *part;
      if (!is_debit(document.kind)) net = -net;
      document.taxes.push_back({std::nullopt, net, document.amount - net});
    }
  }

  void check_taxes() {
    if (!taxes_) return;
    for (const auto& [name, lines] : taxes_of_)
      for (const std::size_t line : lines)
        taxes_->fault(line, "document", name, "a document of the invoices");
    taxes_->throw_if_faulty();
  }

  Document read_receipt(LedgerRows& rows, std::size_t row) {
    Document document = read_common(rows, row, "receipt", "date");
    document.kind = rows.kind(row, DocumentKind::receipt);
    if (!is_payment(document.kind))
      rows.fault(row, "kind", to_string(document.kind), "receipt, deposit or note_receivable");
    if (const auto amount = rows.amount(row, "amount")) document.amount = *amount;
    if (document.kind == DocumentKind::note_receivable)
      document.due_date = rows.date(row, "due_date");
    return document;
  }

  Document read_common(LedgerRows& rows, std::size_t row, const char* number, const char* date) {
    const auto text = [&](const char* column, LedgerRows::Need need) {
      return std::string(rows.text(row, column, need).value_or(std::string()));
    };
    using enum LedgerRows::Need;
    return {.number = text(number, must),
            .party = text("party", must),
            .date = rows.date(row, date, must).value_or(Date::min()),
            .amount = Money::zero(Currency("XXX", 0)),
            .order = text("order", may),
            .salesperson = text("salesperson", may),
            .refers_to = text("refers_to", may),
            .rate = rows.decimal(row, "rate")};
  }

  // --- applications ----------------------------------------------------------------------------

  void apply_all(LedgerRows& rows) {
    rows.require({"document", "date", "amount"});
    std::vector<std::int64_t> moments;
    for (std::size_t row = 0; row < rows.size(); ++row)
      moments.push_back(rows.moment(row, rows.date(row, "date").value_or(Date::min())));
    state_->locks.clear();
    next_lock_ = 0;
    for (const std::size_t row : by_moment(moments)) {
      const std::size_t faults = rows.faults();
      apply(rows, row, moments[row], faults);
    }
    while (next_lock_ < locks_.size()) state_->locks.push_back(locks_[next_lock_++]);
  }

  void apply(LedgerRows& rows, std::size_t row, std::int64_t moment, std::size_t faults) {
    using enum DocumentKind;
    constexpr std::array<DocumentKind, 5> debits{invoice, debit_note, interest, refund,
                                                 returned_payment};
    constexpr std::array<DocumentKind, 4> credits{receipt, deposit, note_receivable, credit_note};
    const std::uint32_t debit = find(rows, row, "document", debits);
    const auto receipt_number = rows.text(row, "receipt", LedgerRows::Need::may);
    const std::uint32_t credit = receipt_number ? find(rows, row, "receipt", credits) : none;
    std::optional<AdjustmentKind> adjustment;
    if (!receipt_number) {
      const auto kind = rows.text(row, "kind", LedgerRows::Need::may);
      try {
        adjustment = parse_adjustment_kind(kind.value_or(""));
      } catch (const ParseError&) {
        rows.fault(row, kind ? "kind" : "receipt", kind.value_or("null"),
                   "a receipt, or the kind of an adjustment");
      }
    }
    const std::optional<Date> date = rows.date(row, "date", LedgerRows::Need::must);
    if (debit == none || rows.faults() > faults || !date) return;
    const DocumentRow& of = state_->documents[debit];
    const std::optional<Money> amount = rows.amount(row, "amount", state_->currency(of));
    const std::optional<std::int64_t> installment = rows.integer(row, "instalment");
    if (!amount || is_zero(*amount)) {
      if (amount) rows.fault(row, "amount", to_string(*amount), "an amount other than zero");
      return;
    }
    moment = std::max(moment, of.recorded_at_us);
    if (credit != none) moment = std::max(moment, state_->documents[credit].recorded_at_us);
    lock_until(moment);
    try {
      const auto done =
          sign(*amount) < 0
              ? reverse(rows, row, debit, credit, installment, -*amount, *date, moment)
              : close(rows, row, debit, credit, installment, *amount, *date, moment, adjustment);
      if (!done) rows.fault(row, "amount", to_string(*amount), allowed(done.error()));
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults())
        rows.fault(row, fault.field, fault.value, fault.expected);
      if (error.faults().empty()) rows.fault(row, "amount", to_string(*amount), error.what());
    }
  }

  std::uint32_t find(LedgerRows& rows, std::size_t row, const char* column,
                     std::span<const DocumentKind> kinds) {
    const auto number = rows.text(row, column, LedgerRows::Need::must);
    if (!number) return none;
    std::uint32_t found = none;
    for (const DocumentKind kind : kinds) {
      const std::uint32_t other = state_->find_document(*number, kind);
      if (other == none) continue;
      if (found != none) {
        rows.fault(row, column, *number,
                   "a number of one document, but it is that of a " +
                       to_string(state_->documents[found].kind) + " and of a " + to_string(kind));
        return none;
      }
      found = other;
    }
    if (found == none) rows.fault(row, column, *number, "the number of a posted document");
    return found;
  }

  Expected<std::vector<ApplicationId>> close(LedgerRows& rows, std::size_t row, std::uint32_t debit,
                                             std::uint32_t credit,
                                             std::optional<std::int64_t> installment, Money amount,
                                             Date date, std::int64_t moment,
                                             std::optional<AdjustmentKind> adjustment) {
    Money taken = amount;
    if (credit != none) {
      const DocumentRow& of = state_->documents[credit];
      if (of.party != state_->documents[debit].party)
        return refuse_parties(*state_, of, state_->documents[debit]);
      if (state_->currency(of) != amount.currency()) {
        const auto credit_amount = rows.amount(row, "credit_amount", state_->currency(of));
        if (!credit_amount) return refuse_currencies(*state_, of, state_->documents[debit]);
        taken = *credit_amount;
      }
    }
    const std::optional<std::int64_t> with = rows.integer(row, "made_with");
    std::uint32_t made_with = none;
    if (with && number_of_.contains(*with)) made_with = number_of_.at(*with);
    Expected<std::vector<ApplicationId>> added =
        close_debit(*state_,
                    {.debit = debit,
                     .credit = credit,
                     .installment = installment_of(installment),
                     .amount = amount,
                     .credit_amount = taken,
                     .date = date,
                     .kind = adjustment.value_or(AdjustmentKind::discount),
                     .made_with = made_with},
                    moment);
    if (added)
      if (const auto number = rows.integer(row, "application"))
        number_of_[*number] = static_cast<std::uint32_t>(added->front());
    return added;
  }

  static std::int32_t installment_of(std::optional<std::int64_t> number) {
    if (!number) return 0;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(*number, -1, 2'000'000'000));
  }

  // Takes back what was applied between the two, the latest first, or the application named.
  Expected<std::vector<ApplicationId>> reverse(LedgerRows& rows, std::size_t row,
                                               std::uint32_t debit, std::uint32_t credit,
                                               std::optional<std::int64_t> installment, Money part,
                                               Date date, std::int64_t moment) {
    std::vector<std::uint32_t> candidates;
    const auto named = rows.integer(row, "reverses");
    if (named && number_of_.contains(*named)) {
      candidates = {number_of_.at(*named)};
    } else {
      const DocumentRow& of = state_->documents[debit];
      const std::uint32_t credit_item =
          credit == none ? none : state_->documents[credit].first_item;
      for (std::uint32_t i = 0; i < of.items; ++i) {
        const std::uint32_t item = of.first_item + i;
        if (installment && state_->items[item].installment != installment_of(installment)) continue;
        state_->for_applied(item, [&](std::uint32_t at, std::int64_t) {
          const AppliedRow& applied = state_->applied[at];
          if (applied.credit == credit_item && applied.reverses == none &&
              applied.date <= date.days())
            candidates.push_back(at);
        });
      }
      std::ranges::sort(candidates, std::greater{});
    }
    std::int64_t left = part.minor();
    for (const std::uint32_t at : candidates) left -= std::min(left, not_reversed(*state_, at));
    if (left > 0)
      return refuse(
          "over_reversed",
          to_string(part) + " is more than was applied between them by " + to_string(date),
          to_string(part) + " 超过截至 " + to_string(date) + " 的核销金额");
    std::vector<ApplicationId> added;
    left = part.minor();
    for (const std::uint32_t at : candidates) {
      const std::int64_t taken = std::min(left, not_reversed(*state_, at));
      if (taken == 0) continue;
      added.push_back(add_reversal(*state_, at, taken, date, moment));
      left -= taken;
    }
    return added;
  }

  static bool any_faults(const LedgerRows& invoices, const std::optional<LedgerRows>& receipts) {
    return invoices.faults() > 0 || (receipts && receipts->faults() > 0);
  }

  static void throw_faults_of(LedgerRows& invoices, std::optional<LedgerRows>& receipts,
                              std::optional<LedgerRows>& applications) {
    std::vector<Fault> faults = invoices.take_faults();
    for (auto* rows : {&receipts, &applications}) {
      if (!*rows) continue;
      std::vector<Fault> more = (*rows)->take_faults();
      std::ranges::move(more, std::back_inserter(faults));
    }
    if (faults.empty()) return;
    std::string message = "cannot read the ledger: " + to_string(faults.front());
    if (faults.size() > 1) message += " (and " + std::to_string(faults.size() - 1) + " more)";
    throw BadTable(message, std::move(faults));
  }

  struct Referring {
    std::uint32_t document;
    std::size_t row;
    std::string number;
    bool invoice;
  };

  const LedgerTableOptions* options_;
  Ledger ledger_;
  LedgerState* state_;
  std::vector<LockRow> locks_;
  std::size_t next_lock_ = 0;
  std::unordered_map<std::size_t, std::vector<std::size_t>> rows_of_;  // More of a first row's.
  std::unordered_set<std::size_t> continued_;
  std::optional<LedgerRows> taxes_;
  std::unordered_map<std::string, std::vector<std::size_t>> taxes_of_;
  std::vector<Referring> referring_;
  std::unordered_map<std::int64_t, std::uint32_t> number_of_;  // Of applications.
};

Ledger ledger_from_tables(const LedgerTables& tables, const LedgerTableOptions& options) {
  return LedgerLoader(tables, options).take();
}

}  // namespace o2c::inline v1
