#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/open_item.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Where an amount stands on its way from order to cash. Each amount is in one stage only.
enum class CreditStage : std::uint8_t {
  open,              ///< Invoiced and not due.
  overdue,           ///< Invoiced and due before the day.
  under_collection,  ///< Documents with a bank (D/P, D/A), or a bill not paid by its acceptor.
  draft,             ///< Invoice drafts.
  shipped,           ///< Shipped, without an invoice or a draft.
  ordered            ///< Ordered and not shipped.
};

inline constexpr std::size_t credit_stages = 6;

/// "open", "overdue", "under_collection", "draft", "shipped", "ordered"
std::string to_string(CreditStage stage);
/// Reads what to_string writes. Throws ParseError.
CreditStage parse_credit_stage(std::string_view text);

/// An amount for each stage, all of one currency.
class StageAmounts {
 public:
  explicit StageAmounts(Currency currency)
      : StageAmounts(currency, std::make_index_sequence<credit_stages>()) {}

  [[nodiscard]] Currency currency() const noexcept { return amounts_.front().currency(); }
  [[nodiscard]] Money at(CreditStage stage) const noexcept {
    return amounts_[static_cast<std::size_t>(stage)];
  }
  /// Throws CurrencyMismatch, Overflow.
  void add(CreditStage stage, Money amount) { amounts_[static_cast<std::size_t>(stage)] += amount; }
  StageAmounts& operator+=(const StageAmounts& other) {
    for (std::size_t i = 0; i < credit_stages; ++i) amounts_[i] += other.amounts_[i];
    return *this;
  }
  [[nodiscard]] Money total() const {
    Money total = Money::zero(currency());
    for (const Money amount : amounts_) total += amount;
    return total;
  }

  friend bool operator==(const StageAmounts&, const StageAmounts&) = default;

 private:
  template <std::size_t... i>
  StageAmounts(Currency currency, std::index_sequence<i...> /*stages*/)
      : amounts_{((void)i, Money::zero(currency))...} {}

  std::array<Money, credit_stages> amounts_;
};

/// What covers an order, in its currency.
struct CreditCover {
  Money deposits;          ///< Received in advance, without those that the items have.
  Money letter_of_credit;  ///< What of a letter of credit is not drawn yet.
  Money insured;           ///< For this order alone.

  explicit CreditCover(Currency currency)
      : deposits(Money::zero(currency)), letter_of_credit(deposits), insured(deposits) {}

  friend bool operator==(const CreditCover&, const CreditCover&) = default;
};

/// What is on its way in an order, before its invoice is posted: what is shipped is no longer
/// ordered, what is drafted no longer shipped, what is invoiced in none of them.
struct OrderPosition {
  std::string party;
  std::string order;
  Money under_collection;  ///< Of documents that are not among the open items.
  Money draft;
  Money shipped;
  Money ordered;
  CreditCover cover;

  OrderPosition(std::string of_party, std::string of_order, Currency currency)
      : party(std::move(of_party)),
        order(std::move(of_order)),
        under_collection(Money::zero(currency)),
        draft(under_collection),
        shipped(under_collection),
        ordered(under_collection),
        cover(currency) {}

  static constexpr auto fields() {
    return std::tuple{
        Field{"party", &OrderPosition::party, "who ordered"},
        Field{"order", &OrderPosition::order, "the number of the order, once for a party"},
        Field{"under_collection", &OrderPosition::under_collection, "documents with a bank"},
        Field{"draft", &OrderPosition::draft, "invoice drafts"},
        Field{"shipped", &OrderPosition::shipped, "shipped, neither invoiced nor drafted"},
        Field{"ordered", &OrderPosition::ordered, "ordered and not shipped"}};
  }

  friend bool operator==(const OrderPosition&, const OrderPosition&) = default;
};

/// How far an order has come, each figure from its beginning, as systems keep it.
struct OrderTotals {
  Money ordered;
  Money shipped;
  Money drafted;
  Money invoiced;

  friend bool operator==(const OrderTotals&, const OrderTotals&) = default;
};

/// Puts what is not invoiced of an order into one stage each: drafted; shipped beyond what is
/// invoiced and drafted; ordered beyond what is shipped, invoiced or drafted. They add up to the
/// greatest of the totals less what is invoiced. Throws CurrencyMismatch, Overflow.
template <Tracer T>
void set_stages(OrderPosition& position, const OrderTotals& totals, T& trace) {
  constexpr Text billed_label{"invoiced and drafted", "已开票及草稿"};
  constexpr Text gone_label{"shipped or billed", "已发货或已开票"};
  const Money billed = totals.invoiced + totals.drafted;
  trace.step(billed_label, Operation::sum, billed,
             Operand{Text{"invoiced", "已开票"}, totals.invoiced},
             Operand{Text{"drafted", "发票草稿"}, totals.drafted});
  const Money gone = std::max(totals.shipped, billed);
  trace.step(gone_label, Operation::maximum, gone,
             Operand{Text{"shipped", "已发货"}, totals.shipped}, Operand{billed_label, billed});
  const Money all = std::max(totals.ordered, gone);
  trace.step(Text{"ordered or more", "订单或实际"}, Operation::maximum, all,
             Operand{Text{"ordered", "订单"}, totals.ordered}, Operand{gone_label, gone});
  position.draft = totals.drafted;
  position.shipped = gone - billed;
  trace.step(Text{"shipped, not invoiced", "已发货未开票"}, Operation::difference, position.shipped,
             Operand{gone_label, gone}, Operand{billed_label, billed});
  position.ordered = all - gone;
  trace.step(Text{"ordered, not shipped", "已订未发"}, Operation::difference, position.ordered,
             Operand{Text{"ordered or more", "订单或实际"}, all}, Operand{gone_label, gone});
}
inline void set_stages(OrderPosition& position, const OrderTotals& totals) {
  NoTrace no_trace;
  set_stages(position, totals, no_trace);
}

/// What is open of a document of a party.
struct CreditItem {
  std::string party;
  std::string document;
  Money amount;                    ///< Positive: a debit. Negative: a credit.
  std::optional<Date> due_date{};  ///< Without one a debit is not due.
  std::string order{};             ///< That it is for; may be empty.
  /// A deposit covers its order; other credits are subtracted from what their party owes.
  OpenItemKind kind = OpenItemKind::document;
  enum class Collection : std::uint8_t { none, with_bank };
  Collection collection = Collection::none;  ///< with_bank: the debit is under collection.

  friend bool operator==(const CreditItem&, const CreditItem&) = default;
};

template <Tracer T>
CreditStage stage_of(const CreditItem& item, Date as_of, T& trace) {
  if (item.collection == CreditItem::Collection::with_bank) return CreditStage::under_collection;
  if (!item.due_date) return CreditStage::open;
  trace.step(Text{"days overdue", "逾期天数"}, Operation::days_between,
             std::int64_t{as_of - *item.due_date},
             Operand{Text{"due date", "到期日"}, *item.due_date},
             Operand{Text{"as of", "截止日"}, as_of});
  return *item.due_date < as_of ? CreditStage::overdue : CreditStage::open;
}

/// A credit insurer's cover of a party: of what is not covered otherwise, a share, up to a limit.
struct CreditInsurance {
  std::string party;
  Money limit;  ///< Of exposure; it covers amounts of its own currency.
  Rate share = Rate::from_percent(100);

  friend bool operator==(const CreditInsurance&, const CreditInsurance&) = default;
};

/// What an order adds to an exposure.
struct OrderExposure {
  std::string order;  ///< Empty: all that is for no order.
  StageAmounts stages;
  CreditCover cover;
  Money received;   ///< Deposits among the items.
  Money covered;    ///< Of the stages.
  Money uncovered;  ///< stages.total() - covered.

  friend bool operator==(const OrderExposure&, const OrderExposure&) = default;
};

/// An order's stages less its cover, no less than zero. Throws Overflow.
template <Tracer T>
void cover_order(OrderExposure& order, T& trace) {
  constexpr Text stages_label{"all stages", "各阶段合计"};
  constexpr Text cover_label{"cover", "保障合计"};
  const Money gross = order.stages.total();
  const Money cover =
      order.received + order.cover.deposits + order.cover.letter_of_credit + order.cover.insured;
  order.covered = std::min(gross, cover);
  order.uncovered = gross - order.covered;
  trace.step(cover_label, Operation::sum, cover,
             Operand{Text{"deposits received", "已收定金"}, order.received},
             Operand{Text{"deposits", "定金"}, order.cover.deposits},
             Operand{Text{"letter of credit", "信用证"}, order.cover.letter_of_credit},
             Operand{Text{"insured", "已投保"}, order.cover.insured});
  trace.step(Text{"covered", "有保障"}, Operation::minimum, order.covered,
             Operand{stages_label, gross}, Operand{cover_label, cover});
  trace.step(Text{"not covered", "无保障"}, Operation::difference, order.uncovered,
             Operand{stages_label, gross}, Operand{Text{"covered", "有保障"}, order.covered});
}

/// exposure = stages.total() - covered - credits - insured, no less than zero.
struct ExposureFigures {
  StageAmounts stages;
  Money covered;   ///< By deposits, letters of credit and insurance of single orders.
  Money credits;   ///< Credit notes and receipts that are not applied, as far as they count.
  Money insured;   ///< By the insurance of the party.
  Money exposure;  ///< What is at risk.

  explicit ExposureFigures(Currency currency)
      : stages(currency),
        covered(Money::zero(currency)),
        credits(covered),
        insured(covered),
        exposure(covered) {}

  ExposureFigures& operator+=(const ExposureFigures& other);
  friend bool operator==(const ExposureFigures&, const ExposureFigures&) = default;
};

/// Fills in credits, insured and exposure from the stages and what covers them. Throws Overflow.
template <Tracer T>
void expose(ExposureFigures& figures, Money credits,
            const std::optional<CreditInsurance>& insurance, T& trace) {
  constexpr Text uncovered_label{"not covered", "无保障"};
  constexpr Text net_label{"owed without cover", "无保障净额"};
  const Money gross = figures.stages.total();
  const Money uncovered = gross - figures.covered;
  trace.step(uncovered_label, Operation::difference, uncovered,
             Operand{Text{"all stages", "各阶段合计"}, gross},
             Operand{Text{"covered", "有保障"}, figures.covered});
  figures.credits = std::min(credits, uncovered);
  trace.step(Text{"credits that count", "可抵贷项"}, Operation::minimum, figures.credits,
             Operand{Text{"credits", "贷项"}, credits}, Operand{uncovered_label, uncovered});
  const Money net = uncovered - figures.credits;
  trace.step(net_label, Operation::difference, net, Operand{uncovered_label, uncovered},
             Operand{Text{"credits that count", "可抵贷项"}, figures.credits});
  figures.insured = Money::zero(net.currency());
  if (insurance) {
    const Money within = std::min(net, insurance->limit);
    trace.step(Text{"within the insurer's limit", "保险限额内"}, Operation::minimum, within,
               Operand{net_label, net}, Operand{Text{"limit", "限额"}, insurance->limit});
    // Down: an insurer pays no fraction of a cent.
    figures.insured = apply(insurance->share, within, Rounding::down);
    trace.rounded_step(Text{"insured", "已投保"}, Operation::product, Rounding::down,
                       minor_unit(net.currency()), figures.insured,
                       Operand{Text{"within the insurer's limit", "保险限额内"}, within},
                       Operand{Text{"share", "比例"}, insurance->share});
  }
  figures.exposure = net - figures.insured;
  trace.step(Text{"exposure", "信用风险敞口"}, Operation::difference, figures.exposure,
             Operand{net_label, net}, Operand{Text{"insured", "已投保"}, figures.insured});
}

/// The item that is overdue longest.
struct LongestOverdue {
  std::string document;
  std::int32_t days;  ///< [1, ...]
  Money amount;

  friend bool operator==(const LongestOverdue&, const LongestOverdue&) = default;
};

/// What a party may cost us in one currency (信用风险敞口).
struct PartyExposure {
  std::string party;
  ExposureFigures figures;
  Money credits;  ///< All of them, whether they count or not.
  std::optional<CreditInsurance> insurance;
  std::optional<LongestOverdue> overdue;  ///< Documents under collection are not left aside.
  std::vector<OrderExposure> orders;      ///< By number; that of no order first.

  [[nodiscard]] Currency currency() const noexcept { return credits.currency(); }
  /// How the exposure follows from the orders.
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const PartyExposure&, const PartyExposure&) = default;
};

/// The exposures of all parties by the end of a day: by party, then by currency. Currencies stand
/// side by side and are never converted here.
///
/// Throws InvalidArgument with every fault: no party; a position without an order, or whose order
/// stands twice for its party and currency; stages or cover below zero or in two currencies;
/// insurance that stands twice, with a limit below zero or a share beyond 100%. Overflow.
std::vector<PartyExposure> credit_exposure(std::span<const CreditItem> items,
                                           std::span<const OrderPosition> positions, Date as_of,
                                           std::span<const CreditInsurance> insurance = {});

/// The items of a ledger: what is open on a day, by orders; bills that their acceptors have not
/// paid (held, endorsed or discounted) as under collection, and so are the debits whose numbers are
/// given, whose documents a bank has. Throws InvalidArgument for a number that no debit has.
std::vector<CreditItem> credit_items(const Ledger& ledger, const AsOf& as_of,
                                     std::span<const std::string> under_collection = {});

/// The exposure with one more position: of an order that is there already it adds to it.
/// The party and the currency are those of the exposure. Throws CurrencyMismatch, Overflow.
PartyExposure with_position(PartyExposure exposure, const OrderPosition& position);

/// A table for the terminal.
std::string to_string(std::span<const PartyExposure> exposures, Language language = Language::en);

}  // namespace o2c::inline v1
