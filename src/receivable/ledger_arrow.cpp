// The tables of a ledger, for other libraries.

#include <algorithm>
#include <string>
#include <vector>

#include "o2c/columns/table_builder.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

std::optional<std::string_view> text_of(const TextCodes& codes, std::uint32_t code) {
  if (code == none) return std::nullopt;
  return codes.text(code);
}

std::optional<std::int32_t> date_of(std::int32_t days) {
  if (days == no_date) return std::nullopt;
  return days;
}

int most_digits(const std::vector<Currency>& currencies) {
  int digits = 0;
  for (const Currency& currency : currencies) digits = std::max(digits, currency.digits());
  return digits;
}

// One scale for the rates of a table.
int most_digits(const std::vector<Decimal>& rates) {
  int digits = 0;
  for (const Decimal& rate : rates) digits = std::max<int>(digits, rate.scale());
  return digits;
}

class LedgerExport {
 public:
  explicit LedgerExport(const LedgerState& state)
      : state_(&state),
        scale_(most_digits(state.currencies)),
        rate_scale_(most_digits(state.exchange_rates)) {}

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
    table
        .integer("instalment",
                 [&](std::size_t i) -> std::optional<std::int64_t> {
                   const std::int32_t number = item_of(i).installment;
                   return number == 0 ? std::nullopt : std::optional<std::int64_t>(number);
                 })
        .date("invoice_date", [&](std::size_t i) { return std::optional(document_of(i).date); })
        .date("due_date", [&](std::size_t i) { return date_of(state_->due(items[i], AsOf::now)); })
        .decimal("amount", scale_, [&](std::size_t i) {
          const bool debit = is_debit(document_of(i).kind);
          return std::optional(
              scaled(document_of(i), debit ? item_of(i).minor : -item_of(i).minor));
        });
    add_common(table, document_of);
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> receipts() const {
    std::vector<std::uint32_t> documents;
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id)
      if (is_payment(state_->documents[id].kind)) documents.push_back(id);
    const auto document_of = [&](std::size_t i) -> const DocumentRow& {
      return state_->documents[documents[i]];
    };
    TableBuilder table(documents.size());
    add_document(table, "receipt", document_of);
    table.date("date", [&](std::size_t i) { return std::optional(document_of(i).date); })
        .date("due_date",
              [&](std::size_t i) { return date_of(state_->items[document_of(i).first_item].due); })
        .decimal("amount", scale_, [&](std::size_t i) {
          return std::optional(scaled(document_of(i), document_of(i).minor));
        });
    add_common(table, document_of);
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> applications() const {
    const auto row = [&](std::size_t i) -> const AppliedRow& { return state_->applied[i]; };
    const auto debit = [&](std::size_t i) -> const DocumentRow& {
      return state_->document_of(state_->items[row(i).debit]);
    };
    const auto optional_row = [](std::uint32_t other) {
      return other == none ? std::nullopt : std::optional<std::int64_t>(other);
    };
    const std::vector<std::string> kinds = adjustment_names();
    TableBuilder table(state_->applied.size());
    table
        .integer("application",
                 [](std::size_t i) { return std::optional(static_cast<std::int64_t>(i)); })
        .text("receipt",
              [&](std::size_t i) -> std::optional<std::string_view> {
                if (row(i).credit == none) return std::nullopt;
                return state_->number(state_->document_of(state_->items[row(i).credit]));
              })
        .text("document", [&](std::size_t i) { return state_->number(debit(i)); })
        .integer("instalment",
                 [&](std::size_t i) -> std::optional<std::int64_t> {
                   const std::int32_t number = state_->items[row(i).debit].installment;
                   return number == 0 ? std::nullopt : std::optional<std::int64_t>(number);
                 })
        .date("date", [&](std::size_t i) { return std::optional(row(i).date); })
        .decimal("amount", scale_,
                 [&](std::size_t i) { return std::optional(scaled(debit(i), row(i).minor)); })
        .decimal("credit_amount", scale_,
                 [&](std::size_t i) -> std::optional<Int128> {
                   const auto id = static_cast<std::uint32_t>(i);
                   if (!state_->credit_minor.contains(id)) return std::nullopt;
                   return scaled(state_->document_of(state_->items[row(i).credit]),
                                 state_->minor_of_credit(id));
                 })
        .text("currency",
              [&](std::size_t i) { return state_->currencies[debit(i).currency].code(); })
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
        .moment("recorded_at", [&](std::size_t i) { return std::optional(row(i).recorded_at_us); });
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> taxes() const {
    std::vector<std::uint32_t> document_of_tax;
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id)
      document_of_tax.insert(document_of_tax.end(), state_->documents[id].taxes, id);
    const auto document_of = [&](std::size_t i) -> const DocumentRow& {
      return state_->documents[document_of_tax[i]];
    };
    int scale = 0;
    for (const Rate& rate : state_->tax_rates)
      scale = std::max<int>(scale, rate.fraction().scale());
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
        .text("currency",
              [&](std::size_t i) { return state_->currencies[document_of(i).currency].code(); });
    return table.finish();
  }

  std::shared_ptr<const ArrowTable> locks() const {
    TableBuilder table(state_->locks.size());
    table.date("until", [&](std::size_t i) { return std::optional(state_->locks[i].until); })
        .moment("recorded_at",
                [&](std::size_t i) { return std::optional(state_->locks[i].recorded_at_us); });
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
    table
        .integer("instalment",
                 [&](std::size_t i) -> std::optional<std::int64_t> {
                   const std::int32_t number = state_->items[items[i]].installment;
                   return number == 0 ? std::nullopt : std::optional<std::int64_t>(number);
                 })
        .date("invoice_date", [&](std::size_t i) { return std::optional(document_of(i).date); })
        .date("due_date",
              [&](std::size_t i) -> std::optional<std::int32_t> {
                if (!is_debit(document_of(i).kind)) return std::nullopt;
                return date_of(state_->due(items[i], as_of.known_at_us));
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
    return table.finish();
  }

 private:
  [[nodiscard]] Int128 scaled(const DocumentRow& row, std::int64_t minor) const {
    return static_cast<Int128>(minor) *
           detail::power_of_ten(scale_ - state_->currencies[row.currency].digits());
  }
  [[nodiscard]] static Int128 coefficient(const Decimal& value, int scale) {
    return value.coefficient() * detail::power_of_ten(scale - value.scale());
  }

  static std::vector<std::string> adjustment_names() {
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(AdjustmentKind::write_off); ++i)
      names.push_back(to_string(static_cast<AdjustmentKind>(i)));
    return names;
  }
  static std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(DocumentKind::credit_note); ++i)
      names.push_back(to_string(static_cast<DocumentKind>(i)));
    return names;
  }

  template <class DocumentOf>
  void add_document(TableBuilder& table, std::string number, const DocumentOf& document_of) const {
    const std::vector<std::string> kinds = kind_names();
    table
        .text("party",
              [&](std::size_t i) { return state_->party_names.text(document_of(i).party); })
        .text(std::move(number), [&](std::size_t i) { return state_->number(document_of(i)); })
        .text("kind", [&](std::size_t i) {
          return std::string_view(kinds[static_cast<std::size_t>(document_of(i).kind)]);
        });
  }

  template <class DocumentOf>
  void add_common(TableBuilder& table, const DocumentOf& document_of) const {
    table
        .text("currency",
              [&](std::size_t i) { return state_->currencies[document_of(i).currency].code(); })
        .text("order", [&](std::size_t i) { return text_of(state_->orders, document_of(i).order); })
        .text("salesperson",
              [&](std::size_t i) { return text_of(state_->people, document_of(i).salesperson); })
        .text("refers_to",
              [&](std::size_t i) -> std::optional<std::string_view> {
                const std::uint32_t other = document_of(i).refers_to;
                if (other == none) return std::nullopt;
                return state_->number(state_->documents[other]);
              })
        .decimal("rate", rate_scale_,
                 [&](std::size_t i) -> std::optional<Int128> {
                   const std::uint32_t rate = document_of(i).rate;
                   if (rate == none) return std::nullopt;
                   return coefficient(state_->exchange_rates[rate], rate_scale_);
                 })
        .moment("recorded_at",
                [&](std::size_t i) { return std::optional(document_of(i).recorded_at_us); });
  }

  const LedgerState* state_;
  int scale_;
  int rate_scale_;
};

}  // namespace

LedgerArrow to_arrow(const Ledger& ledger) {
  const LedgerExport tables(ledger.state());
  return {.invoices = tables.invoices(),
          .receipts = tables.receipts(),
          .applications = tables.applications(),
          .taxes = tables.taxes(),
          .locks = tables.locks()};
}

std::shared_ptr<const ArrowTable> open_items_table(const Ledger& ledger, const AsOf& as_of) {
  return LedgerExport(ledger.state()).open_items(as_of);
}

}  // namespace o2c::inline v1
