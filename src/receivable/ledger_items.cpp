#include "ledger_items.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

namespace o2c::inline v1 {

std::vector<std::uint32_t> documents_of(const LedgerState& state, std::string_view party) {
  std::uint32_t code = TextCodes::unknown;
  state.party_names.find(std::span(&party, 1), std::span(&code, 1));
  if (code == TextCodes::unknown)
    throw_faults(
        "no such party",
        {{.field = "party", .value = std::string(party), .expected = "a party of this ledger"}});
  std::vector<std::uint32_t> documents;
  for (std::uint32_t at = state.parties[code].last_document; at != none;
       at = state.documents[at].next_of_party)
    documents.push_back(at);
  std::ranges::reverse(documents);
  return documents;
}

OpenItem open_item(const LedgerState& state, std::uint32_t item, std::int64_t open_minor,
                   const AsOf& as_of) {
  const DocumentRow& row = state.document_of(state.items[item]);
  const bool debit = is_debit(row.kind);
  OpenItem found{.party = std::string(state.party_names.text(row.party)),
                 .document = std::string(state.number(row)),
                 .amount = state.money(row, debit ? open_minor : -open_minor),
                 .due_date = std::nullopt,
                 .invoice_date = Date::from_days(row.date),
                 .salesperson = row.salesperson == none
                                    ? std::string()
                                    : std::string(state.people.text(row.salesperson)),
                 .kind = !is_payment(row.kind)          ? OpenItemKind::document
                         : state.is_deposit(row, as_of) ? OpenItemKind::deposit
                                                        : OpenItemKind::unapplied_cash};
  if (!debit) return found;
  // What waits for its date is not due: later than any day it could be aged on.
  const std::int32_t due = state.due(item, as_of);
  found.due_date = due == no_date ? Date::max() : Date::from_days(due);
  return found;
}

}  // namespace o2c::inline v1
