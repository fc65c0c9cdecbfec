// Laws of credit: whatever is open and ordered, and by both faces.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/credit_limit.hpp"
#include "o2c/receivable/credit_table.hpp"

#include "../receivable/items_table.hpp"

namespace o2c {
namespace {

constexpr Date as_of(2026, 3, 31);
using Parties = std::vector<std::string>;
const Parties parties{"A", "B", "C"};
const std::vector<std::string> order_numbers{"1", "2", "3"};

Currency random_currency() { return *rc::gen::element(currencies::USD, currencies::JPY); }
Money random_money(Currency currency, std::int64_t least = 0) {
  return Money::from_minor(*rc::gen::inRange<std::int64_t>(least, 500), currency);
}

CreditItem random_item() {
  CreditItem item{.party = *rc::gen::elementOf(parties),
                  .document = std::to_string(*rc::gen::inRange(0, 1'000)),
                  .amount = random_money(random_currency(), -200)};
  if (*rc::gen::arbitrary<bool>()) item.due_date = as_of + *rc::gen::inRange(-50, 50);
  if (*rc::gen::arbitrary<bool>()) item.order = *rc::gen::elementOf(order_numbers);
  if (sign(item.amount) < 0)
    item.kind = *rc::gen::element(OpenItemKind::document, OpenItemKind::deposit);
  else if (*rc::gen::inRange(0, 4) == 0)
    item.collection = CreditItem::Collection::with_bank;
  return item;
}

OrderPosition random_position() {
  OrderPosition made(*rc::gen::elementOf(parties), *rc::gen::elementOf(order_numbers),
                     random_currency());
  const Currency currency = made.ordered.currency();
  made.under_collection = random_money(currency);
  made.draft = random_money(currency);
  made.shipped = random_money(currency);
  made.ordered = random_money(currency);
  made.cover.deposits = random_money(currency);
  made.cover.letter_of_credit = random_money(currency);
  made.cover.insured = random_money(currency);
  return made;
}

struct Input {
  std::vector<CreditItem> items;
  std::vector<OrderPosition> positions;
  std::vector<CreditInsurance> insurance;

  [[nodiscard]] std::vector<PartyExposure> exposures() const {
    return credit_exposure(items, positions, as_of, insurance);
  }
};

Input random_input() {
  Input input;
  input.items = *rc::gen::container<std::vector<CreditItem>>(rc::gen::exec(random_item));
  std::set<std::tuple<std::string, std::string, Currency>> seen;
  for (OrderPosition& each :
       *rc::gen::container<std::vector<OrderPosition>>(rc::gen::exec(random_position)))
    if (seen.emplace(each.party, each.order, each.ordered.currency()).second)
      input.positions.push_back(std::move(each));
  for (const std::string& party : parties)
    if (*rc::gen::inRange(0, 3) == 0)
      input.insurance.push_back({.party = party,
                                 .limit = random_money(random_currency()),
                                 .share = Rate::from_percent(*rc::gen::inRange(0, 101))});
  return input;
}

Money cover_of(const OrderPosition& position) {
  return position.cover.deposits + position.cover.letter_of_credit + position.cover.insured;
}

// Without the order, which the input may hold already.
OrderPosition random_new_order(const std::string& party, Currency currency) {
  OrderPosition made = random_position();
  OrderPosition order(party, *rc::gen::element<std::string>("1", "2", "new"), currency);
  const auto in = [&](Money money) { return Money::from_minor(money.minor(), currency); };
  order.ordered = in(made.ordered);
  order.shipped = in(made.shipped);
  order.cover.deposits = in(made.cover.deposits);
  return order;
}

RC_GTEST_PROP(CreditLaws, TheFiguresAddUp, ()) {
  for (const PartyExposure& each : random_input().exposures()) {
    const ExposureFigures& figures = each.figures;
    RC_ASSERT(figures.exposure ==
              figures.stages.total() - figures.covered - figures.credits - figures.insured);
    RC_ASSERT(sign(figures.exposure) >= 0);
    Money uncovered = Money::zero(each.currency());
    for (const OrderExposure& order : each.orders) {
      RC_ASSERT(sign(order.uncovered) >= 0);
      uncovered += order.uncovered;
    }
    RC_ASSERT(uncovered == figures.stages.total() - figures.covered);
    const Derivation derivation = each.explain();
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(figures.exposure));
  }
}

RC_GTEST_PROP(CreditLaws, EachAmountStandsInOneStage, ()) {
  const Input input = random_input();
  std::int64_t given = 0;
  for (const CreditItem& item : input.items)
    given += std::max<std::int64_t>(item.amount.minor(), 0);
  for (const OrderPosition& each : input.positions)
    given += (each.under_collection + each.draft + each.shipped + each.ordered).minor();
  std::int64_t counted = 0;
  for (const PartyExposure& each : input.exposures())
    counted += each.figures.stages.total().minor();
  RC_ASSERT(counted == given);
}

RC_GTEST_PROP(CreditLaws, AnOrderOnItsWayStandsInOneStage, ()) {
  const auto any = [] { return random_money(currencies::USD); };
  const OrderTotals totals{any(), any(), any(), any()};
  OrderPosition position("A", "1", currencies::USD);
  set_stages(position, totals);
  RC_ASSERT(position.draft + position.shipped + position.ordered + totals.invoiced ==
            std::max({totals.ordered, totals.shipped, totals.drafted + totals.invoiced}));
}

RC_GTEST_PROP(CreditLaws, AnOrderNeverLowersExposureByMoreThanItsCover, ()) {
  const Input input = random_input();
  const CreditAnswer before =
      credit(CreditLimit("A", Money::zero(currencies::USD)), input.exposures());
  const OrderPosition order = random_new_order("A", currencies::USD);
  const CreditAnswer after = before.would(order);
  RC_ASSERT(after.figures.exposure >= before.figures.exposure - cover_of(order));
  RC_ASSERT(after.explain().recheck().empty());
}

RC_GTEST_PROP(CreditLaws, WhatAnOrderWouldDoIsWhatItDoes, ()) {
  Input input = random_input();
  const CreditLimit limit("A", Money::zero(currencies::USD));
  const CreditAnswer before = credit(limit, input.exposures());
  OrderPosition order = random_new_order("A", currencies::USD);
  order.order = "new";
  const CreditAnswer would = before.would(order);
  input.positions.push_back(order);
  const CreditAnswer after = credit(limit, input.exposures());
  RC_ASSERT(would.figures == after.figures);
  RC_ASSERT(would.refusals() == after.refusals());
}

RC_GTEST_PROP(CreditLaws, AGroupIsTheSumOfItsMembers, ()) {
  const std::vector<PartyExposure> exposures = random_input().exposures();
  ExposureFigures sum(currencies::USD);
  for (const std::string& party : parties)
    sum += credit(CreditLimit(party, Money::zero(currencies::USD)), exposures).figures;
  const CreditLimit group("group", Money::zero(currencies::USD), {}, {}, parties);
  RC_ASSERT(credit(group, exposures).figures == sum);
}

RC_GTEST_PROP(CreditLaws, ConvertedFiguresAddUpAndAreExplained, ()) {
  const CreditConversion conversion{
      ExchangeTable(std::vector{
          ExchangeRate(currencies::USD, currencies::JPY, Decimal::parse("157.31"), as_of)}),
      as_of, *rc::gen::element(Rounding::half_up, Rounding::down, Rounding::up)};
  const CreditAnswer answer =
      credit(CreditLimit("group", Money::zero(currencies::USD), {}, {}, parties),
             random_input().exposures(), conversion);
  RC_ASSERT(answer.other_currencies.empty());
  RC_ASSERT(answer.figures.exposure == answer.figures.stages.total() - answer.figures.covered -
                                           answer.figures.credits - answer.figures.insured);
  RC_ASSERT(answer.explain().recheck().empty());
}

// The columns of a table.
class Columns {
 public:
  template <class Rows, class Get>
  Columns& text(const char* name, const Rows& rows, const Get& get) {
    hand_made::Values<std::string> values;
    for (const auto& row : rows) {
      const std::string value(get(row));
      values.push_back(value.empty() ? std::nullopt : std::optional(value));
    }
    columns_.push_back(hand_made::text<std::int32_t>(name, values));
    return *this;
  }
  template <class Rows, class Get>
  Columns& money(const char* name, const Rows& rows, const Get& get) {
    hand_made::Values<Int128> values;
    for (const auto& row : rows) {
      const Money money = get(row);
      values.emplace_back(money.minor() * detail::power_of_ten(2 - money.currency().digits()));
    }
    columns_.push_back(hand_made::fixed<Int128>(name, "d:38,2", values));
    return *this;
  }
  Columns& add(hand_made::Column column) {
    columns_.push_back(std::move(column));
    return *this;
  }
  [[nodiscard]] std::unique_ptr<TableSource> table() const {
    return hand_made::table({hand_made::batch(columns_)});
  }

 private:
  std::vector<hand_made::Column> columns_;
};

RC_GTEST_PROP(CreditLaws, BothFacesAreEqual, ()) {
  const Input input = random_input();
  std::vector<std::optional<Date>> due_dates;
  for (const CreditItem& item : input.items) due_dates.push_back(item.due_date);
  hand_made::Values<Int128> shares;
  for (const CreditInsurance& each : input.insurance)
    shares.emplace_back(each.share.percent().coefficient() *
                        detail::power_of_ten(-each.share.percent().scale()));
  const auto code = [](Money money) { return std::string(money.currency().code()); };
  const auto items =
      Columns()
          .text("party", input.items, [](auto& row) { return row.party; })
          .text("document", input.items, [](auto& row) { return row.document; })
          .text("order", input.items, [](auto& row) { return row.order; })
          .text("currency", input.items, [&](auto& row) { return code(row.amount); })
          .text("kind", input.items,
                [](auto& row) { return row.kind == OpenItemKind::deposit ? "deposit" : ""; })
          .text("stage", input.items,
                [](auto& row) {
                  return row.collection == CreditItem::Collection::none ? "" : "under_collection";
                })
          .money("amount", input.items, [](auto& row) { return row.amount; })
          .add(test_items::dates("due_date", due_dates))
          .table();
  const auto positions =
      Columns()
          .text("party", input.positions, [](auto& row) { return row.party; })
          .text("order", input.positions, [](auto& row) { return row.order; })
          .text("currency", input.positions, [&](auto& row) { return code(row.ordered); })
          .money("under_collection", input.positions,
                 [](auto& row) { return row.under_collection; })
          .money("draft", input.positions, [](auto& row) { return row.draft; })
          .money("shipped", input.positions, [](auto& row) { return row.shipped; })
          .money("ordered", input.positions, [](auto& row) { return row.ordered; })
          .money("deposits", input.positions, [](auto& row) { return row.cover.deposits; })
          .money("letter_of_credit", input.positions,
                 [](auto& row) { return row.cover.letter_of_credit; })
          .money("insured", input.positions, [](auto& row) { return row.cover.insured; })
          .table();
  const auto insurance =
      Columns()
          .text("party", input.insurance, [](auto& row) { return row.party; })
          .text("currency", input.insurance, [&](auto& row) { return code(row.limit); })
          .money("limit", input.insurance, [](auto& row) { return row.limit; })
          .add(hand_made::fixed<Int128>("share", "d:38,2", shares))
          .table();
  RC_ASSERT(credit_exposure({items.get(), positions.get(), insurance.get()}, as_of) ==
            input.exposures());
}

}  // namespace
}  // namespace o2c
