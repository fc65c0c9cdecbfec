// Laws of cash handed in: whatever was collected and handed in, and by both faces.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/cash_hand_in_table.hpp"

#include "../receivable/items_table.hpp"

namespace o2c {
namespace {

constexpr Date first(2026, 3, 1);

struct Cash {
  std::vector<CashCollection> collections;
  std::vector<HandIn> hand_ins;
};

// Some hand-ins are of a receipt, some of none; none is above what is left by its day.
Cash make_cash() {
  const std::vector<std::string> people{"Li", "Zhao"};
  Cash cash;
  std::map<std::string, std::int64_t> left;
  const int days = *rc::gen::inRange(1, 9);
  int receipts = 0;
  for (int day = 0; day < days; ++day) {
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
      const std::string who = *rc::gen::elementOf(people);
      const auto minor = *rc::gen::inRange<std::int64_t>(1, 1'000);
      cash.collections.push_back({.receipt = "R" + std::to_string(receipts++),
                                  .salesperson = who,
                                  .date = first + day,
                                  .amount = Money::from_minor(minor, currencies::CNY)});
      left[who] += minor;
    }
    for (const std::string& who : people) {
      if (left[who] == 0 || *rc::gen::arbitrary<bool>()) continue;
      const auto minor = *rc::gen::inRange<std::int64_t>(1, left[who] + 1);
      left[who] -= minor;
      cash.hand_ins.push_back({.salesperson = who,
                               .date = first + day,
                               .amount = Money::from_minor(minor, currencies::CNY),
                               .signed_by = "Wang"});
    }
  }
  return cash;
}

// Of full size from the first test on: small ones hold nothing.
Cash random_cash() { return *rc::gen::resize(rc::kNominalSize, rc::gen::exec(make_cash)); }

CashRule random_rule() {
  return {.late_days = *rc::gen::inRange(0, 4),
          .fine_multiple = Decimal::from_parts(*rc::gen::inRange(0, 300), 2)};
}

hand_made::Values<std::string> texts(const auto& rows, const auto& get) {
  hand_made::Values<std::string> values;
  for (const auto& row : rows) {
    const std::string text = get(row);
    values.push_back(text.empty() ? std::nullopt : std::optional(text));
  }
  return values;
}

hand_made::Batch batch(const auto& rows, const std::string& text_column, const auto& text) {
  hand_made::Values<Int128> amounts;
  std::vector<std::optional<Date>> dates;
  for (const auto& row : rows) {
    amounts.emplace_back(Int128{row.amount.minor()});
    dates.push_back(row.date);
  }
  return hand_made::batch(
      {hand_made::text<std::int32_t>("receipt", texts(rows, [](auto& r) { return r.receipt; })),
       hand_made::text<std::int32_t>("salesperson",
                                     texts(rows, [](auto& r) { return r.salesperson; })),
       hand_made::text<std::int32_t>(text_column, texts(rows, text)),
       test_items::dates("date", dates), hand_made::fixed<Int128>("amount", "d:38,2", amounts)});
}

RC_GTEST_PROP(CashLaws, PartsAddUpToWhatWasCollected, ()) {
  const Cash cash = random_cash();
  const CashRule rule = random_rule();
  const Date as_of = first + *rc::gen::inRange(-1, 12);
  const CashHandIn found = cash_hand_in(cash.collections, cash.hand_ins, as_of, rule);
  for (const CollectedCash& each : found.collections) {
    const CashClaim& claim = each.claim;
    RC_ASSERT(claim.in_time + claim.late + claim.recovered + claim.recoverable == claim.collected);
    RC_ASSERT(claim.collected == each.collection.amount);
    RC_ASSERT(sign(claim.recoverable) >= 0);
    RC_ASSERT(claim.recovered <= claim.withheld);
    RC_ASSERT(found.explain(each).recheck().empty());
  }
}

RC_GTEST_PROP(CashLaws, WhatComesLaterChangesNothingBefore, ()) {
  const Cash cash = random_cash();
  const Date as_of = first + *rc::gen::inRange(0, 9);
  Cash known;
  for (const CashCollection& each : cash.collections)
    if (each.date <= as_of) known.collections.push_back(each);
  for (const HandIn& each : cash.hand_ins)
    if (each.date <= as_of) known.hand_ins.push_back(each);
  RC_ASSERT(cash_hand_in(cash.collections, cash.hand_ins, as_of) ==
            cash_hand_in(known.collections, known.hand_ins, as_of));
}

RC_GTEST_PROP(CashLaws, AFineStaysAndWithheldNeverFalls, ()) {
  const Cash cash = random_cash();
  const Date as_of = first + *rc::gen::inRange(0, 9);
  const CashHandIn before = cash_hand_in(cash.collections, cash.hand_ins, as_of);
  const CashHandIn after = cash_hand_in(cash.collections, cash.hand_ins, as_of + 1);
  for (std::size_t i = 0; i < before.collections.size(); ++i) {
    RC_ASSERT(after.collections[i].claim.withheld >= before.collections[i].claim.withheld);
    RC_ASSERT(after.collections[i].claim.fine >= before.collections[i].claim.fine);
  }
}

RC_GTEST_PROP(CashLaws, SplittingAHandInChangesNoClaim, ()) {
  const Cash cash = random_cash();
  RC_PRE(!cash.hand_ins.empty());
  Cash split = cash;
  const auto at = *rc::gen::inRange<std::size_t>(0, cash.hand_ins.size());
  const std::int64_t minor = cash.hand_ins[at].amount.minor();
  RC_PRE(minor > 1);
  const Money part = Money::from_minor(*rc::gen::inRange<std::int64_t>(1, minor), currencies::CNY);
  split.hand_ins[at].amount -= part;
  split.hand_ins.push_back(cash.hand_ins[at]);
  split.hand_ins.back().amount = part;
  const Date as_of = first + *rc::gen::inRange(0, 12);
  RC_ASSERT(cash_hand_in(cash.collections, cash.hand_ins, as_of).salespersons ==
            cash_hand_in(split.collections, split.hand_ins, as_of).salespersons);
}

RC_GTEST_PROP(CashLaws, BothFacesAreEqual, ()) {
  const Cash cash = random_cash();
  const CashRule rule = random_rule();
  const Date as_of = first + *rc::gen::inRange(-1, 12);
  const auto collections =
      hand_made::table({batch(cash.collections, "party", [](auto& row) { return row.party; })});
  const auto hand_ins = hand_made::table(
      {batch(cash.hand_ins, "signed_by", [](auto& row) { return row.signed_by; })});
  RC_ASSERT(
      cash_hand_in(*collections, *hand_ins, as_of, rule, nullptr, {.currency = currencies::CNY}) ==
      cash_hand_in(cash.collections, cash.hand_ins, as_of, rule));
}

}  // namespace
}  // namespace o2c
