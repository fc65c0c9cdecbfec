#pragma once

// Why a ledger refuses, in words. Private to src/receivable.

#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/explain/refusal.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// "发票"
std::string kind_zh(DocumentKind kind);
/// "invoice \"INV-1\""
std::string name(const LedgerState& state, const DocumentRow& document);
/// "发票 INV-1"
std::string name_zh(const LedgerState& state, const DocumentRow& document);
/// The same of an instalment: "invoice \"INV-1-2\"", "发票 INV-1-2"; 0: of the document.
std::string name(const LedgerState& state, const DocumentRow& document, std::int32_t installment);
std::string name_zh(const LedgerState& state, const DocumentRow& document,
                    std::int32_t installment);

Refusal refuse(std::string rule, std::string en, std::string zh);
Refusal refuse_duplicate(DocumentKind kind, std::string_view number);
/// A fact is dated before its document.
Refusal refuse_earlier(const LedgerState& state, Date date, const DocumentRow& document);
/// Something happens to a bill before what last happened to it.
Refusal refuse_earlier_move(Date date, Date last);
/// A credit of one party, a debit of another.
Refusal refuse_parties(const LedgerState& state, const DocumentRow& credit,
                       const DocumentRow& debit);
/// Two currencies, and no rate between them.
Refusal refuse_currencies(const LedgerState& state, const DocumentRow& credit,
                          const DocumentRow& debit);
/// A charge on what credits of the party covered.
Refusal refuse_covered(const std::string& party, const std::string& number, Money credits);
/// More than there is room for on an item or document.
Refusal refuse_more(const LedgerState& state, Money amount, Money room,
                    const DocumentRow& document);

}  // namespace o2c::inline v1
