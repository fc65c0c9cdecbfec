#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "o2c/receivable/credit_exposure.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

CreditItem item_of(const PostedDocument& document, Money amount, std::optional<Date> due_date) {
  return {.party = std::string(document.party),
          .document = std::string(document.number),
          .amount = amount,
          .due_date = due_date,
          .order = std::string(document.order)};
}

}  // namespace

std::vector<CreditItem> credit_items(const Ledger& ledger, const AsOf& as_of,
                                     std::span<const std::string> under_collection) {
  const std::set<std::string_view> with_bank(under_collection.begin(), under_collection.end());
  std::set<std::string_view> debits;
  std::vector<CreditItem> found;
  for (std::uint32_t id = 0; id < ledger.documents(); ++id) {
    const PostedDocument document = ledger.document(DocumentId{id});
    const bool debit = is_debit(document.kind);
    if (debit) debits.insert(document.number);
    if (document.posted > as_of.date || document.recorded_at_us > as_of.known_at_us) continue;
    for (const LedgerItem& each : ledger.items(document.id, as_of)) {
      if (is_zero(each.open)) continue;
      CreditItem item = item_of(document, debit ? each.open : -each.open, each.due_date);
      if (is_payment(document.kind) && !document.order.empty()) item.kind = OpenItemKind::deposit;
      if (debit && with_bank.contains(document.number))
        item.collection = CreditItem::Collection::with_bank;
      found.push_back(std::move(item));
    }
  }
  for (const Note& note : ledger.notes(as_of)) {
    if (note.state != NoteState::held && !note.is_contingent()) continue;
    CreditItem item = item_of(ledger.document(note.document), note.amount, note.maturity);
    item.collection = CreditItem::Collection::with_bank;
    found.push_back(std::move(item));
  }
  std::vector<Fault> faults;
  for (std::size_t row = 0; row < under_collection.size(); ++row)
    if (!debits.contains(under_collection[row]))
      faults.push_back({.row = static_cast<std::int64_t>(row),
                        .field = "under_collection",
                        .value = under_collection[row],
                        .expected = "the number of a debit of the ledger"});
  throw_faults("faulty documents under collection", std::move(faults));
  return found;
}

}  // namespace o2c::inline v1
