#include "o2c/receivable/aging_documents.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "o2c/number/error.hpp"

#include "aging_engine.hpp"
#include "settlement.hpp"

namespace o2c::inline v1 {
namespace {

// The tables of documents, settled, and how each of them is aged.
class Documents {
 public:
  Documents(const ReceivableTables& tables, Date as_of, const AgingBuckets& buckets,
            const AgingOptions& options, std::optional<std::int64_t> known_at_us)
      : settler_(tables, as_of, options, known_at_us) {
    settler_.settle();
    const HeldTable& invoices = settler_.invoices().table;
    for (const std::string& key : options.group_by) static_cast<void>(invoices.column(key));
    const AgingLine line{.buckets = buckets.size(),
                         .has_credits = options.credits == Credits::apart,
                         .has_unapplied = settler_.receipts().has_value(),
                         .has_deposits = settler_.has_deposits()};
    invoice_plan_.emplace(invoices, AgedTable::items, as_of, buckets, options, line,
                          &settler_.invoices().settlement);
    if (!settler_.receipts()) return;
    const HeldTable& receipts = settler_.receipts()->table;
    for (const std::string& key : options.group_by) check_key(key);
    receipt_plan_.emplace(receipts, AgedTable::receipts, as_of, buckets, options, line,
                          &settler_.receipts()->settlement);
  }

  AgingTable age() {
    AgingTable invoices = run_aging(settler_.invoices().table, *invoice_plan_);
    if (!receipt_plan_) return invoices;
    return invoices + run_aging(settler_.receipts()->table, *receipt_plan_);
  }

  std::vector<AgedItem> find(const std::vector<KeyValue>& keys) {
    std::vector<AgedItem> found = find_items(settler_.invoices().table, *invoice_plan_, keys);
    if (!receipt_plan_) return found;
    std::vector<AgedItem> cash = find_items(settler_.receipts()->table, *receipt_plan_, keys);
    std::ranges::move(cash, std::back_inserter(found));
    return found;
  }

 private:
  // Receipts may lack a key other than the party; one that they have is of the invoices' type.
  void check_key(const std::string& key) {
    const HeldTable& invoices = settler_.invoices().table;
    const HeldTable& receipts = settler_.receipts()->table;
    if (key == "party") static_cast<void>(receipts.column(key));
    const auto at = receipts.find(key);
    if (!at) return;
    const ColumnKind& kind = receipts.fields()[*at].kind;
    const ColumnKind& expected = invoices.fields()[invoices.column(key)].kind;
    if (alike_keys(kind, expected)) return;
    Fault fault{.file = receipts.name(),
                .field = key,
                .value = to_string(kind),
                .expected = to_string(expected) + ", as in " + invoices.name()};
    const std::string message = to_string(fault);
    throw BadTable(message, {std::move(fault)});
  }

  Settler settler_;
  std::optional<AgingPlan> invoice_plan_;
  std::optional<AgingPlan> receipt_plan_;
};

}  // namespace

AgingTable age_documents(const ReceivableTables& tables, Date as_of, const AgingBuckets& buckets,
                         const AgingOptions& options, std::optional<std::int64_t> known_at_us) {
  return Documents(tables, as_of, buckets, options, known_at_us).age();
}

std::vector<AgedItem> aged_document_items(const ReceivableTables& tables, Date as_of,
                                          const AgingBuckets& buckets, const AgingOptions& options,
                                          std::optional<std::int64_t> known_at_us,
                                          const std::vector<KeyValue>& keys) {
  return Documents(tables, as_of, buckets, options, known_at_us).find(keys);
}

}  // namespace o2c::inline v1
