#pragma once

// A small set of books to test with: facts are recorded one second after the other.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/ledger.hpp"

namespace o2c {

struct Books {
  Ledger ledger{};
  std::int64_t now = 0;

  std::int64_t tick() { return now += 1'000'000; }

  DocumentId post(Document document) { return ledger.post(document, tick()).value(); }

  static Document of(DocumentKind kind, std::string number, Money amount, Date date) {
    return {.kind = kind,
            .number = std::move(number),
            .party = "Ningbo",
            .date = date,
            .amount = amount};
  }
  DocumentId invoice(std::string number, Money amount, Date date, Date due) {
    Document document = of(DocumentKind::invoice, std::move(number), amount, date);
    document.due_date = due;
    return post(document);
  }
  DocumentId receipt(std::string number, Money amount, Date date) {
    return post(of(DocumentKind::receipt, std::move(number), amount, date));
  }
  DocumentId credit_note(std::string number, Money amount, Date date) {
    return post(of(DocumentKind::credit_note, std::move(number), amount, date));
  }
  Expected<std::vector<ApplicationId>> apply(DocumentId credit, DocumentId debit, Money amount,
                                             Date date, std::int32_t installment = 0) {
    return ledger.apply(Application{.credit = credit,
                                    .debit = debit,
                                    .amount = amount,
                                    .date = date,
                                    .installment = installment},
                        tick());
  }
  Money open(DocumentId id, const AsOf& as_of = Date::max()) {
    Money total = Money::zero(ledger.document(id).amount.currency());
    for (const LedgerItem& item : ledger.items(id, as_of)) total += item.open;
    return total;
  }
};

inline std::vector<std::string> rules(const Refusals& refusals) {
  std::vector<std::string> names;
  for (const Refusal& refusal : refusals) names.push_back(refusal.rule);
  return names;
}

using namespace currencies;

inline Money usd(std::int64_t units) { return Money::from_minor(units * 100, USD); }
inline Money cny(std::int64_t units) { return Money::from_minor(units * 100, CNY); }

}  // namespace o2c
