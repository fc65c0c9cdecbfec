// The tables of a ledger, for other libraries.

#include <algorithm>
#include <string>
#include <vector>

#include "o2c/columns/table_builder.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "discount_names.hpp"
#include "ledger_export.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

class DocumentExport : private LedgerExport {
 public:
  explicit DocumentExport(const LedgerState& state)
      : LedgerExport(state),
        rate_scale_(most_digits(state.exchange_rates, scale_of)),
        sequences_(state) {}

  std::shared_ptr<const ArrowTable> invoices() const {
    std::vector<std::uint32_t> items;
    for (std::uint32_t item = 0; item < state_->items.size(); ++item)
      if (!is_payment(state_->document_of(state_->items[item]).kind)) items.push_back(item);
    const auto item_of = [&](std::size_t i) -> const ItemRow& { return state_->items[items[i]]; };
    const auto document_of = [&](std::size_t i) -> const DocumentRow& {
      return state_->document_of(item_of(i));
    };
    TableBuilder table(items.size());
    add_document(table, "document", document_of);
    table.integer("instalment", [&](std::size_t i) { return instalment_of(items[i]); })
        .date("invoice_date", [&](std::size_t i) { return std::optional(document_of(i).date); })
        .date("due_date", [&](std::size_t i) { return date_of(item_of(i).due); })
        .decimal("amount", scale_, [&](std::size_t i) {
          const bool debit = is_debit(document_of(i).kind);
          return std::optional(
              scaled(document_of(i), debit ? item_of(i).minor : -item_of(i).minor));
        });
    add_common(table, document_of);
    add_recorded(table, [&](std::size_t i) { return item_of(i).document; });
    if (!state_->anchor_of_item.empty()) add_anchors(table, items);
    if (!state_->details.empty()) add_details(table, items);
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> receipts() const {
    std::vector<std::uint32_t> documents;
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id)
      if (is_payment(state_->documents[id].kind)) documents.push_back(id);
    const auto document_of = [&](std::size_t i) -> const DocumentRow& {
      return state_->documents[documents[i]];
    };
    const std::vector<std::string> terms = names_up_to(DepositTerms::refundable);
    TableBuilder table(documents.size());
    add_document(table, "receipt", document_of);
    table.date("date", [&](std::size_t i) { return std::optional(document_of(i).date); })
        .date("due_date",
              [&](std::size_t i) { return date_of(state_->items[document_of(i).first_item].due); })
        .decimal("amount", scale_, [&](std::size_t i) {
          return std::optional(scaled(document_of(i), document_of(i).minor));
        });
    add_common(table, document_of);
    add_recorded(table, [&](std::size_t i) { return documents[i]; });
    if (!state_->details.empty())
      table.text("deposit_terms", [&](std::size_t i) -> std::optional<std::string_view> {
        if (document_of(i).kind != DocumentKind::deposit) return std::nullopt;
        return terms[static_cast<std::size_t>(details(documents[i]).deposit_terms)];
      });
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> applications() const {
    const auto row = [&](std::size_t i) -> const AppliedRow& { return state_->applied[i]; };
    const auto debit = [&](std::size_t i) -> const DocumentRow& {
      return state_->document_of(state_->items[row(i).debit]);
    };
    const auto credit = [&](std::size_t i) -> const DocumentRow& {
      return state_->document_of(state_->items[row(i).credit]);
    };
    const auto optional_row = [](std::uint32_t other) {
      return other == none ? std::nullopt : std::optional<std::int64_t>(other);
    };
    const std::vector<std::string> kinds = names_up_to(AdjustmentKind::waiver);
    TableBuilder table(state_->applied.size());
    table
        .integer("application",
                 [](std::size_t i) { return std::optional(static_cast<std::int64_t>(i)); })
        .text("receipt",
              [&](std::size_t i) -> std::optional<std::string_view> {
                if (row(i).credit == none) return std::nullopt;
                return state_->number(credit(i));
              })
        .text("receipt_kind",
              [&](std::size_t i) -> std::optional<std::string_view> {
                if (row(i).credit == none) return std::nullopt;
                return kind_of(credit(i));
              })
        .text("document", [&](std::size_t i) { return state_->number(debit(i)); })
        .text("document_kind", [&](std::size_t i) { return kind_of(debit(i)); })
        .integer("instalment", [&](std::size_t i) { return instalment_of(row(i).debit); })
        .date("date", [&](std::size_t i) { return std::optional(row(i).date); })
        .decimal("amount", scale_,
                 [&](std::size_t i) { return std::optional(scaled(debit(i), row(i).minor)); })
        .decimal("credit_amount", scale_,
                 [&](std::size_t i) -> std::optional<Int128> {
                   const auto id = static_cast<std::uint32_t>(i);
                   if (!state_->credit_minor.contains(id)) return std::nullopt;
                   return scaled(credit(i), state_->minor_of_credit(id));
                 })
        .text("currency", [&](std::size_t i) { return currency_of(debit(i)); })
        .text("kind",
              [&](std::size_t i) -> std::optional<std::string_view> {
                if (row(i).credit != none) return std::nullopt;
                return kinds[static_cast<std::size_t>(row(i).adjustment)];
              })
        .integer("reverses", [&](std::size_t i) { return optional_row(row(i).reverses); })
        .integer("made_with",
                 [&](std::size_t i) {
                   return row(i).credit == none ? optional_row(row(i).next_of_credit)
                                                : std::nullopt;
                 })
        .moment("recorded_at", [&](std::size_t i) { return std::optional(row(i).recorded_at_us); })
        .integer("sequence", [&](std::size_t i) {
          return std::optional(sequences_.of_application(static_cast<std::uint32_t>(i)));
        });
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> taxes() const {
    std::vector<std::uint32_t> document_of_tax;
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id)
      document_of_tax.insert(document_of_tax.end(), state_->documents[id].taxes, id);
    const auto document_of = [&](std::size_t i) -> const DocumentRow& {
      return state_->documents[document_of_tax[i]];
    };
    const int scale = most_digits(state_->tax_rates, scale_of_rate);
    TableBuilder table(document_of_tax.size());
    add_document(table, "document", document_of);
    table
        .decimal("tax_rate", scale,
                 [&](std::size_t i) -> std::optional<Int128> {
                   const std::uint32_t rate = state_->taxes[i].rate;
                   if (rate == none) return std::nullopt;
                   return coefficient(state_->tax_rates[rate].fraction(), scale);
                 })
        .decimal("net", scale_,
                 [&](std::size_t i) {
                   return std::optional(scaled(document_of(i), state_->taxes[i].net));
                 })
        .decimal("tax", scale_,
                 [&](std::size_t i) {
                   return std::optional(scaled(document_of(i), state_->taxes[i].tax));
                 })
        .text("currency", [&](std::size_t i) { return currency_of(document_of(i)); });
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> open_items(const AsOf& as_of) const {
    std::vector<std::uint32_t> items;
    std::vector<std::int64_t> open;
    for (std::uint32_t item = 0; item < state_->items.size(); ++item) {
      const std::int64_t minor = state_->open_minor(item, as_of);
      if (minor == 0) continue;
      items.push_back(item);
      open.push_back(minor);
    }
    const auto document_of = [&](std::size_t i) -> const DocumentRow& {
      return state_->document_of(state_->items[items[i]]);
    };
    TableBuilder table(items.size());
    add_document(table, "document", document_of);
    table.integer("instalment", [&](std::size_t i) { return instalment_of(items[i]); })
        .date("invoice_date", [&](std::size_t i) { return std::optional(document_of(i).date); })
        .date("due_date",
              [&](std::size_t i) -> std::optional<std::int32_t> {
                if (!is_debit(document_of(i).kind)) return std::nullopt;
                return date_of(state_->due(items[i], as_of));
              })
        .decimal("amount", scale_,
                 [&](std::size_t i) {
                   return std::optional(
                       scaled(document_of(i), is_debit(document_of(i).kind) ? open[i] : -open[i]));
                 })
        .decimal("disputed", scale_, [&](std::size_t i) {
          return std::optional(
              scaled(document_of(i), state_->disputed_minor(items[i], as_of, open[i])));
        });
    add_common(table, document_of);
    table.moment("recorded_at",
                 [&](std::size_t i) { return std::optional(document_of(i).recorded_at_us); });
    return table.finish();
  }

 private:
  static int scale_of(const Decimal& value) { return value.scale(); }
  static int scale_of_rate(const Rate& rate) { return rate.fraction().scale(); }

  template <class DocumentOf>
  void add_document(TableBuilder& table, std::string number, const DocumentOf& document_of) const {
    table
        .text("party",
              [&](std::size_t i) { return state_->party_names.text(document_of(i).party); })
        .text(std::move(number), [&](std::size_t i) { return state_->number(document_of(i)); })
        .text("kind", [&](std::size_t i) { return kind_of(document_of(i)); });
  }

  template <class DocumentOf>
  void add_common(TableBuilder& table, const DocumentOf& document_of) const {
    const auto referred = [&](std::size_t i) -> const DocumentRow* {
      const std::uint32_t other = state_->refers_to(state_->id_of(document_of(i)));
      return other == none ? nullptr : &state_->documents[other];
    };
    table.text("currency", [&](std::size_t i) { return currency_of(document_of(i)); })
        .text("order", [&](std::size_t i) { return text_of(state_->orders, document_of(i).order); })
        .text("salesperson",
              [&](std::size_t i) { return text_of(state_->people, document_of(i).salesperson); })
        .text("refers_to",
              [&](std::size_t i) -> std::optional<std::string_view> {
                if (referred(i) == nullptr) return std::nullopt;
                return state_->number(*referred(i));
              })
        .text("refers_to_kind",
              [&](std::size_t i) -> std::optional<std::string_view> {
                if (referred(i) == nullptr) return std::nullopt;
                return kind_of(*referred(i));
              })
        .decimal("rate", rate_scale_, [&](std::size_t i) -> std::optional<Int128> {
          const std::uint32_t rate = document_of(i).rate;
          if (rate == none) return std::nullopt;
          return coefficient(state_->exchange_rates[rate], rate_scale_);
        });
  }

  template <class IdOf>
  void add_recorded(TableBuilder& table, const IdOf& id_of) const {
    table
        .moment("recorded_at",
                [&](std::size_t i) {
                  return std::optional(state_->documents[id_of(i)].recorded_at_us);
                })
        .integer("sequence",
                 [&](std::size_t i) { return std::optional(sequences_.of_document(id_of(i))); });
  }

  void add_anchors(TableBuilder& table, const std::vector<std::uint32_t>& items) const {
    const std::vector<std::string> names = names_up_to(Anchor::draft_acceptance);
    table.text("anchor", [&](std::size_t i) -> std::optional<std::string_view> {
      const auto found = state_->anchor_of_item.find(items[i]);
      if (found == state_->anchor_of_item.end()) return std::nullopt;
      return names[static_cast<std::size_t>(found->second)];
    });
  }

  [[nodiscard]] DocumentDetails details(std::uint32_t document) const {
    const auto found = state_->details.find(document);
    return found == state_->details.end() ? DocumentDetails() : found->second;
  }

  void add_details(TableBuilder& table, const std::vector<std::uint32_t>& items) const {
    const std::vector<std::string> charges = names_up_to(Charge::collection_cost);
    const auto of = [&](std::size_t i) { return details(state_->items[items[i]].document); };
    const int scale = most_digits(state_->details, [](const auto& each) {
      return std::max(scale_of_rate(each.second.secured), scale_of_rate(each.second.burden));
    });
    const auto rate = [&](const Rate& value) {
      return std::optional(coefficient(value.fraction(), scale));
    };
    table.decimal("secured", scale, [&](std::size_t i) { return rate(of(i).secured); })
        .decimal("burden", scale, [&](std::size_t i) { return rate(of(i).burden); })
        .integer(
            "grace_days",
            [&](std::size_t i) { return std::optional<std::int64_t>(of(i).discounts.grace_days); })
        .text("discount_base",
              [&](std::size_t i) {
                return discount_bases[static_cast<std::size_t>(of(i).discounts.base)];
              })
        .text("part_payments",
              [&](std::size_t i) {
                return part_payment_names[static_cast<std::size_t>(of(i).discounts.part_payments)];
              })
        .text("charge", [&](std::size_t i) -> std::optional<std::string_view> {
          const DocumentRow& row = state_->document_of(state_->items[items[i]]);
          if (row.kind != DocumentKind::debit_note) return std::nullopt;
          return charges[static_cast<std::size_t>(of(i).charge)];
        });
  }

  int rate_scale_;
  FactSequences sequences_;
};

}  // namespace

LedgerArrow to_arrow(const Ledger& ledger) {
  const DocumentExport documents(ledger.state());
  const FactExport facts(ledger.state());
  return {.invoices = documents.invoices(),
          .receipts = documents.receipts(),
          .applications = documents.applications(),
          .taxes = documents.taxes(),
          .locks = facts.locks(),
          .disputes = facts.disputes(),
          .note_moves = facts.note_moves(),
          .due_dates = facts.due_dates(),
          .discounts = facts.discounts(),
          .revaluations = facts.revaluations(),
          .reminders = facts.reminders(),
          .promises = facts.promises()};
}

std::shared_ptr<const ArrowTable> open_items_table(const Ledger& ledger, const AsOf& as_of) {
  return DocumentExport(ledger.state()).open_items(as_of);
}

}  // namespace o2c::inline v1
