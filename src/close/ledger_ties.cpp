#include "ledger_ties.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace o2c::inline v1 {
namespace {

/// Amounts by currency, one for each, also where they come to zero.
class ByCurrency {
 public:
  void add(Money amount) {
    const auto found =
        sums_.try_emplace(std::string(amount.currency().code()), Money::zero(amount.currency()));
    found.first->second += amount;
  }
  [[nodiscard]] Money of(const Currency& currency) const {
    const auto found = sums_.find(std::string(currency.code()));
    return found == sums_.end() ? Money::zero(currency) : found->second;
  }
  [[nodiscard]] auto begin() const { return sums_.begin(); }
  [[nodiscard]] auto end() const { return sums_.end(); }

 private:
  std::map<std::string, Money> sums_;
};

ByCurrency open_in(const Ledger& ledger, const AsOf& as_of) {
  ByCurrency sums;
  for (const OpenItem& item : ledger.open_items(as_of)) sums.add(item.amount);
  return sums;
}

/// What changed in the period what is open, by what it was.
struct Movements {
  ByCurrency debits;
  ByCurrency credit_notes;
  ByCurrency payments;
  ByCurrency adjustments;
  ByCurrency exchanges;  ///< Payments of debits in another currency.
};

Movements movements_in(const CloseView& view) {
  Movements found;
  const Ledger& ledger = view.ledger;
  const auto counts = [&](Date posted, std::int64_t recorded_at_us) {
    return view.is_within(posted) && recorded_at_us <= view.known_at_us;
  };
  for (std::size_t i = 0; i < ledger.documents(); ++i) {
    const PostedDocument each = ledger.document(static_cast<DocumentId>(i));
    if (!counts(each.posted, each.recorded_at_us)) continue;
    if (is_debit(each.kind))
      found.debits.add(each.amount);
    else
      (is_payment(each.kind) ? found.payments : found.credit_notes).add(-abs(each.amount));
  }
  for (std::size_t i = 0; i < ledger.applications(); ++i) {
    const AppliedAmount each = ledger.application(static_cast<ApplicationId>(i));
    if (!counts(each.posted, each.recorded_at_us)) continue;
    if (!each.credit) {
      found.adjustments.add(-each.amount);
    } else if (each.credit_amount.currency() != each.amount.currency()) {
      found.exchanges.add(-each.amount);
      found.exchanges.add(each.credit_amount);
    }
  }
  return found;
}

Label label_of(const std::string& measure) {
  if (measure == "not_due") return Text{"not due", "未到期"};
  if (measure == "disputed") return Text{"in dispute", "争议"};
  if (measure == "credits") return Text{"credit notes", "贷项通知单"};
  if (measure == "unapplied") return Text{"cash not applied", "未核销收款"};
  if (measure == "deposits") return Text{"less: deposits", "减：预收定金"};
  return {measure + " days", measure + "天"};
}

std::vector<TieTerm> columns_of(const AgingTable& aging, const Currency& currency) {
  const std::vector<std::string> measures = aging.measures();
  const std::vector<Int128> totals = aging.total_minor(currency);
  std::vector<TieTerm> terms;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (measures[i] == "total") continue;  // The sum of those before.
    const bool is_deposits = measures[i] == "deposits";
    const Money amount = Money::of(
        Decimal::from_parts(is_deposits ? -totals[i] : totals[i], currency.digits()), currency);
    terms.push_back({label_of(measures[i]), amount});
  }
  return terms;
}

}  // namespace

std::vector<Tie> ledger_ties(const CloseView& view, const AgingTable& aging) {
  constexpr Text ledger_label{"open in the ledger", "明细帐余额"};
  const ByCurrency open = open_in(view.ledger, view.as_of());
  const ByCurrency before = open_in(view.ledger, {view.first() - 1, view.known_at_us});
  const Movements moved = movements_in(view);
  // Also of currencies in which all is settled by now.
  ByCurrency all = open;
  for (const ByCurrency* each : {&before, &moved.debits, &moved.credit_notes, &moved.payments})
    for (const auto& [code, amount] : *each) all.add(Money::zero(amount.currency()));

  std::vector<Tie> ties;
  for (const auto& [code, amount] : all) {
    const Currency currency = amount.currency();
    const TieTerm whole{ledger_label, open.of(currency)};
    ties.push_back({"aging", whole, columns_of(aging, currency)});
    ties.push_back(
        {"statements",
         whole,
         {{Text{"open before", "期初余额"}, before.of(currency)},
          {Text{"invoices and other debits", "本期借方"}, moved.debits.of(currency)},
          {Text{"credit notes", "贷项通知单"}, moved.credit_notes.of(currency)},
          {Text{"payments", "收款"}, moved.payments.of(currency)},
          {Text{"discounts and other differences", "折扣及差额"}, moved.adjustments.of(currency)},
          {Text{"payments in another currency", "异币种核销"}, moved.exchanges.of(currency)}}});
  }
  const BookRows& balances = view.book.get().rows("control_balances");
  const std::size_t balance = balances.column("balance");
  for (std::size_t row = 0; row < balances.rows(); ++row) {
    if (balances.date(balances.column("date"), row) != view.last()) continue;
    const Money stated = balances.amount(balance, row);
    ties.push_back({"general_ledger",
                    {Text{"balance in the general ledger", "总帐余额"}, stated},
                    {{ledger_label, open.of(stated.currency())}}});
  }
  return ties;
}

}  // namespace o2c::inline v1
