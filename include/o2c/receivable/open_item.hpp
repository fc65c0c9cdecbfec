#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What an open item is of.
enum class OpenItemKind : std::uint8_t {
  document,        ///< An invoice or credit note.
  unapplied_cash,  ///< Cash received and not yet applied.
  deposit          ///< The same for an order that has no invoice yet (预收).
};

/// What is open of one instalment of an invoice (未清项); an invoice with one due date has one.
struct OpenItem {
  std::string party;
  std::string document;
  Money amount;                    ///< Positive: a debit. Negative: a credit.
  std::optional<Date> due_date{};  ///< Only a credit may lack it.
  std::optional<Date> invoice_date{};
  std::string salesperson{};
  std::optional<Money> disputed{};  ///< What of it is in dispute (争议), if it is a debit.
  OpenItemKind kind = OpenItemKind::document;

  static constexpr auto fields() {
    return std::tuple{
        Field{"party", &OpenItem::party, "who owes it"},
        Field{"document", &OpenItem::document, "the invoice or credit note"},
        Field{"amount", &OpenItem::amount, "what is open: positive a debit, negative a credit"},
        Field{"due_date", &OpenItem::due_date, "when it is due; only a credit may lack it"},
        Field{"invoice_date", &OpenItem::invoice_date, "the date of the document"},
        Field{"salesperson", &OpenItem::salesperson, "who answers for it"},
        Field{"disputed", &OpenItem::disputed, "what of a debit is in dispute, if anything is"}};
  }

  friend bool operator==(const OpenItem&, const OpenItem&) = default;
};

}  // namespace o2c::inline v1
