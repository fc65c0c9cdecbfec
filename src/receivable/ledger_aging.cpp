#include "o2c/receivable/ledger_aging.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

#include "aging_engine.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

// Codes of texts, and the texts: a column as dictionaries are.
class CodeColumn {
 public:
  void push_back(std::uint32_t code) { codes_.push_back(static_cast<std::int32_t>(code)); }

  // `none` reads as null.
  [[nodiscard]] ColumnView view(std::shared_ptr<const ColumnView> dictionary) {
    validity_.assign((codes_.size() + 7) / 8, 0);
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      const bool has_value = codes_[i] != static_cast<std::int32_t>(none);
      if (has_value) validity_[i / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
    }
    ColumnView view = ColumnView::of(std::span<const std::int32_t>(codes_));
    view.kind = dictionary->kind;
    view.kind.dictionary_encoded = true;
    view.kind.index = ColumnType::int32;
    view.dictionary = std::move(dictionary);
    view.validity = validity_.data();
    return view;
  }

 private:
  std::vector<std::int32_t> codes_;
  std::vector<std::uint8_t> validity_;
};

// The texts that codes stand for.
struct Names {
  std::vector<std::string_view> texts;
  std::shared_ptr<const ColumnView> view;

  void done() {
    view = std::make_shared<const ColumnView>(
        ColumnView::of(std::span<const std::string_view>(texts)));
  }
  template <class Codes>
  void take(const Codes& codes) {
    texts.reserve(codes.size());
    for (std::uint32_t code = 0; code < codes.size(); ++code) texts.push_back(codes.text(code));
    done();
  }
};

// Rows of what is open: items, or payments.
struct OpenRows {
  CodeColumn parties;
  CodeColumn salespeople;
  CodeColumn orders;
  CodeColumn documents;
  CodeColumn currencies;
  std::vector<std::int32_t> due_dates;
  std::vector<std::int32_t> invoice_dates;
  std::vector<std::int64_t> minor;
  std::vector<std::int64_t> disputed;
  bool any_disputed = false;
};

class LedgerAging {
  // The two tables and how each of them is aged.
  template <class Use>
  auto with_plans(const AgingBuckets& buckets, const Use& use) {
    const AgingLine line{.buckets = buckets.size(),
                         .has_disputed = items_.any_disputed,
                         .has_credits = options_.credits == Credits::apart,
                         .has_unapplied = true,
                         .has_deposits = any_deposit_};
    MemoryTable items = table(items_);
    AgingPlan item_plan(items, AgedTable::items, as_of_.date, buckets, options_, line);
    const Settlement settlement{.applied = PageArray<std::int64_t>(payments_.minor.size() + 1),
                                .counted = {},
                                .deposit = deposit_flags()};
    MemoryTable payments = table(payments_);
    payments.add("date", dates(payments_.invoice_dates))
        .add("receipt", payments_.documents.view(numbers_.view));
    AgingPlan payment_plan(payments, AgedTable::receipts, as_of_.date, buckets, options_, line,
                           &settlement);
    return use(items, item_plan, payments, payment_plan);
  }

 public:
  LedgerAging(const LedgerState& state, const AsOf& as_of, const AgingOptions& options)
      : state_(&state), as_of_(as_of), options_(options) {
    for (const std::string& key : options.group_by)
      if (key != "party" && key != "salesperson" && key != "order" && key != "document" &&
          key != "currency")
        throw_invalid("group_by " + in_quotes(key) +
                      ": expected party, salesperson, order or document");
    for (const Currency& currency : state.currencies) {
      currencies_.add(currency);
      currency_names_.texts.push_back(currency.code());
    }
    options_.currencies = currencies_;
    options_.amount_digits = std::nullopt;
    parties_.take(state.party_names);
    salespeople_.take(state.people);
    orders_.take(state.orders);
    numbers_.take(state.numbers);
    currency_names_.done();
    invoiced_ = state.invoiced_orders(as_of);
    const PageArray<std::int64_t> open = state.open_minors(as_of);
    for (std::uint32_t item = 0; item < state.items.size(); ++item)
      if (open[item] != 0) add(item, open[item]);
  }

  AgingTable age(const AgingBuckets& buckets) {
    return with_plans(buckets, [](MemoryTable& items, AgingPlan& item_plan, MemoryTable& payments,
                                  AgingPlan& payment_plan) {
      AgingTable aged = run_aging(items, item_plan);
      return aged + run_aging(payments, payment_plan);
    });
  }

  std::vector<AgedItem> find(const AgingBuckets& buckets, const std::vector<KeyValue>& keys) {
    return with_plans(buckets, [&](MemoryTable& items, AgingPlan& item_plan, MemoryTable& payments,
                                   AgingPlan& payment_plan) {
      std::vector<AgedItem> found = find_items(items, item_plan, keys);
      std::vector<AgedItem> cash = find_items(payments, payment_plan, keys);
      std::ranges::move(cash, std::back_inserter(found));
      return found;
    });
  }

 private:
  void add(std::uint32_t item, std::int64_t open) {
    const DocumentRow& document = state_->document_of(state_->items[item]);
    const bool debit = is_debit(document.kind);
    const bool payment = is_payment(document.kind);
    OpenRows& rows = payment ? payments_ : items_;
    rows.parties.push_back(document.party);
    rows.salespeople.push_back(document.salesperson);
    rows.orders.push_back(document.order);
    rows.documents.push_back(document.number);
    rows.currencies.push_back(document.currency);
    rows.invoice_dates.push_back(document.date);
    // A credit ages from its date; what waits for its date is not due.
    const std::int32_t due = debit ? state_->due(item, as_of_) : document.date;
    rows.due_dates.push_back(due == no_date ? Date::max().days() : due);
    rows.minor.push_back(debit || payment ? open : -open);
    const std::int64_t disputed = debit ? state_->disputed_minor(item, as_of_, open) : 0;
    rows.disputed.push_back(disputed);
    rows.any_disputed = rows.any_disputed || disputed != 0;
    if (payment) {
      const bool deposit = LedgerState::is_deposit(document, invoiced_);
      deposits_.push_back(deposit ? 1 : 0);
      any_deposit_ = any_deposit_ || deposit;
    }
  }

  PageArray<std::uint8_t> deposit_flags() const {
    if (!any_deposit_) return {};
    PageArray<std::uint8_t> flags(deposits_.size() + 1);
    std::ranges::copy(deposits_, flags.data());
    return flags;
  }

  static ColumnView dates(const std::vector<std::int32_t>& days) {
    ColumnView view = ColumnView::of(std::span<const std::int32_t>(days));
    view.kind.type = ColumnType::date32;
    return view;
  }

  MemoryTable table(OpenRows& rows) const {
    MemoryTable table;
    table.add("party", rows.parties.view(parties_.view))
        .add("salesperson", rows.salespeople.view(salespeople_.view))
        .add("order", rows.orders.view(orders_.view))
        .add("document", rows.documents.view(numbers_.view))
        .add("currency", rows.currencies.view(currency_names_.view))
        .add("due_date", dates(rows.due_dates))
        .add("invoice_date", dates(rows.invoice_dates))
        .add("amount", ColumnView::of(std::span<const std::int64_t>(rows.minor)));
    if (rows.any_disputed)
      table.add("disputed", ColumnView::of(std::span<const std::int64_t>(rows.disputed)));
    return table;
  }

  const LedgerState* state_;
  AsOf as_of_;
  AgingOptions options_;
  CurrencyTable currencies_;
  Names parties_;
  Names salespeople_;
  Names orders_;
  Names numbers_;
  Names currency_names_;
  std::vector<bool> invoiced_;  // By order.
  OpenRows items_;
  OpenRows payments_;
  std::vector<std::uint8_t> deposits_;
  bool any_deposit_ = false;
};

}  // namespace

AgingTable age(const Ledger& ledger, const AsOf& as_of, const AgingBuckets& buckets,
               const AgingOptions& options) {
  return LedgerAging(ledger.state(), as_of, options).age(buckets);
}

std::vector<AgedItem> aged_items(const Ledger& ledger, const AsOf& as_of,
                                 const AgingBuckets& buckets, const AgingOptions& options,
                                 const std::vector<KeyValue>& keys) {
  return LedgerAging(ledger.state(), as_of, options).find(buckets, keys);
}

}  // namespace o2c::inline v1
