#include "o2c/receivable/reconcile.hpp"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
Money eur(std::int64_t units) { return Money::from_minor(units * 100, EUR); }
Money cents(std::int64_t minor) { return Money::from_minor(minor, USD); }

ReconcileLine line(std::string reference, int day, Money amount) {
  return {.reference = std::move(reference), .date = march(day), .amount = amount};
}
ReconcileLine in_dispute(ReconcileLine of) {
  of.disputed = true;
  return of;
}
ReconcileLine of_kind(ReconcileLine of, std::string kind) {
  of.kind = std::move(kind);
  return of;
}

using Lines = std::vector<ReconcileLine>;

// "amount_differs reference 0 | 1 2"
std::vector<std::string> groups(const Reconciliation& found) {
  std::vector<std::string> texts;
  for (const ReconciledGroup& group : found.groups) {
    std::string text = to_string(group.of) + " " + to_string(group.matched_by);
    for (const std::size_t row : group.ours) text += " " + std::to_string(row);
    text += " |";
    for (const std::size_t row : group.theirs) text += " " + std::to_string(row);
    texts.push_back(std::move(text));
  }
  return texts;
}
std::vector<std::string> groups(Lines ours, Lines theirs,
                                const ReconcileTolerances& tolerances = {.transit_days = 0}) {
  return groups(reconcile(std::move(ours), std::move(theirs), march(31), tolerances));
}

std::vector<std::string> faults(const std::function<void()>& call) {
  try {
    call();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> texts;
    for (const Fault& fault : error.faults()) texts.push_back(to_string(fault));
    return texts;
  }
  return {};
}

TEST(Reference, IsComparedByItsLettersAndNumbers) {
  struct Case {
    const char* written;
    const char* compared;
  };
  for (const auto& [written, compared] : {Case{"INV-0012", "INV12"},
                                          {"inv 12", "INV12"},
                                          {"INV/00012.", "INV12"},
                                          {"0012", "12"},
                                          {"000", "0"},
                                          {"A-000", "A0"},
                                          {"2026-001", "2026-1"},
                                          {"2026/1", "2026-1"},
                                          {"1-2", "1-2"},
                                          {"12", "12"},
                                          {"A00B7", "A0B7"},
                                          {"100", "100"},
                                          {"---", ""},
                                          {"", ""},
                                          {" \t", ""},
                                          {"ＩＮＶ－００１２", "INV12"},
                                          {"发票　0012", "发票12"},
                                          {"12\u201307", "12-7"},
                                          {"12\u00a007", "12-7"}})
    EXPECT_EQ(normalized_reference(written), compared) << written;
}

TEST(Reference, IsComparedByItselfOnceMore) {
  for (const char* written : {"INV-0012/07", "0-0-0", "ａ－００７", "\xE2\x80", "\xC2", "\xFF"}) {
    const std::string once = normalized_reference(written);
    EXPECT_EQ(normalized_reference(once), once) << written;
  }
}

TEST(Reconcile, MatchesTheSameReferenceAmountAndDate) {
  EXPECT_THAT(
      groups({line("INV-001", 1, usd(100)), line("INV-2", 2, usd(50))},
             {line("inv 2", 2, usd(50)), line("1 INV", 1, usd(100)), line("INV1", 1, usd(100))}),
      ElementsAre("matched reference 0 | 2", "matched reference 1 | 0",
                  "missing_from_ours nothing | 1"));
}

TEST(Reconcile, MatchesWithinTolerancesTheNearestFirst) {
  const ReconcileTolerances tolerances{.days = 2, .amount = cents(5), .transit_days = 0};
  EXPECT_THAT(groups({line("A", 1, cents(1000)), line("B", 1, cents(1000))},
                     {line("A", 3, cents(1005)), line("B", 1, cents(1006))}, tolerances),
              ElementsAre("within_tolerance reference 0 | 0", "amount_differs reference 1 | 1"));
  EXPECT_THAT(groups({line("A", 1, cents(1000))}, {line("A", 4, cents(1000))}, tolerances),
              ElementsAre("date_differs reference 0 | 0"));
  // 10.02 is nearer to 10.03 than to 10.00; each finds another.
  EXPECT_THAT(groups({line("A", 1, cents(1002)), line("A", 1, cents(998))},
                     {line("A", 1, cents(1000)), line("A", 1, cents(1003))}, tolerances),
              ElementsAre("within_tolerance reference 1 | 0", "within_tolerance reference 0 | 1"));
}

TEST(Reconcile, FindsOneLineInSeveralOfTheOtherList) {
  EXPECT_THAT(groups({line("A", 1, usd(100))}, {line("A", 1, usd(60)), line("A", 9, usd(40))}),
              ElementsAre("matched sum 0 | 0 1"));
  // An invoice and its discount are one line of theirs.
  EXPECT_THAT(groups({line("A", 1, usd(1'000)), line("A", 9, usd(-20))}, {line("A", 1, usd(980))}),
              ElementsAre("matched sum 0 1 | 0"));
  EXPECT_THAT(
      groups({line("A", 1, cents(10'000))},
             {line("A", 1, cents(6'000)), line("A", 1, cents(3'999))}, {.amount = cents(1)}),
      ElementsAre("within_tolerance sum 0 | 0 1"));
}

TEST(Reconcile, FindsASumAmongTheLinesOfAReference) {
  EXPECT_THAT(groups({line("A", 1, usd(100))},
                     {line("A", 1, usd(60)), line("A", 2, usd(7)), line("A", 3, usd(40))}),
              ElementsAre("matched sum 0 | 0 2", "missing_from_ours nothing | 1"));
  // The same sum stands before one within the tolerance; largest lines are looked at first.
  EXPECT_THAT(groups({line("A", 1, cents(10'000))},
                     {line("A", 1, cents(6'000)), line("A", 1, cents(3'999)),
                      line("A", 1, cents(5'000)), line("A", 2, cents(5'000))},
                     {.amount = cents(1), .transit_days = 0}),
              ElementsAre("matched sum 0 | 2 3", "missing_from_ours nothing | 1",
                          "missing_from_ours nothing | 0"));
}

TEST(Reconcile, TellsWhichSearchItGaveUp) {
  Lines ours{line("A-1", 1, cents(1))};
  Lines theirs;
  for (int i = 0; i < 30; ++i) theirs.push_back(line("a 01", 2, cents(1000 + 2 * i)));
  for (int i = 0; i < 30; ++i) theirs.push_back(line("a 01", 2, cents(-1001 - 2 * i * i)));
  theirs.push_back(line("B", 2, cents(-1001)));
  const Reconciliation all = reconcile(ours, theirs, march(31), {.search_steps = 3});
  EXPECT_THAT(all.unfinished, ElementsAre("A1"));
  EXPECT_THAT(to_string(all), ::testing::HasSubstr("the search for sums was not finished: A1\n"));
  EXPECT_THAT(reconcile(ours, theirs, march(31)).unfinished, IsEmpty());
}

TEST(Reconcile, MatchesWithoutAReferenceWhatIsTheOnlyOne) {
  const ReconcileTolerances tolerances{.days = 3, .amount = cents(5), .transit_days = 0};
  EXPECT_THAT(groups({line("A", 1, usd(100))}, {line("", 1, usd(100))}),
              ElementsAre("matched amount 0 | 0"));
  EXPECT_THAT(groups({line("A", 1, cents(1'000))}, {line("", 4, cents(1'005))}, tolerances),
              ElementsAre("within_tolerance amount 0 | 0"));
  // Two may be it.
  EXPECT_THAT(groups({line("A", 1, usd(100)), line("B", 1, usd(100))}, {line("", 1, usd(100))}),
              ElementsAre("missing_from_theirs nothing 0 |", "missing_from_theirs nothing 1 |",
                          "missing_from_ours nothing | 0"));
  // Of two within the tolerances one is the same.
  EXPECT_THAT(
      groups({line("A", 1, usd(100)), line("B", 2, usd(100))}, {line("", 1, usd(100))}, tolerances),
      ElementsAre("matched amount 0 | 0", "missing_from_theirs nothing 1 |"));
  // Whichever of them is missing.
  EXPECT_THAT(groups({line("", 1, usd(100)), line("", 1, usd(100))}, {line("", 1, usd(100))}),
              ElementsAre("matched amount 0 | 0", "missing_from_theirs nothing 1 |"));
}

TEST(Reconcile, MatchesOnePaymentKnownByTwoNumbers) {
  const ReconcileTolerances tolerances{.days = 3, .amount = cents(5), .transit_days = 0};
  EXPECT_THAT(groups({line("R1", 5, usd(-100))}, {line("V9", 5, usd(-100))}),
              ElementsAre("matched amount 0 | 0"));
  EXPECT_THAT(groups({line("R1", 5, cents(-10'000))}, {line("V9", 8, cents(-9'995))}, tolerances),
              ElementsAre("within_tolerance amount 0 | 0"));
  EXPECT_THAT(groups({line("R1", 5, usd(-100))}, {line("V9", 6, usd(-100))}),
              ElementsAre("missing_from_theirs nothing 0 |", "missing_from_ours nothing | 0"));
  // Two may be it; neither kinds nor currencies are mixed.
  EXPECT_THAT(
      groups({line("R1", 5, usd(-100))}, {line("V8", 5, usd(-100)), line("V9", 5, usd(-100))}),
      ElementsAre("missing_from_theirs nothing 0 |", "missing_from_ours nothing | 0",
                  "missing_from_ours nothing | 1"));
  EXPECT_THAT(groups({of_kind(line("R1", 5, usd(-100)), "receipt")},
                     {of_kind(line("V9", 5, usd(-100)), "credit_note")}),
              ElementsAre("missing_from_theirs nothing 0 |", "missing_from_ours nothing | 0"));
  EXPECT_THAT(groups({line("R1", 5, usd(-100))}, {line("V9", 5, eur(-100))}),
              ElementsAre("missing_from_theirs nothing 0 |", "missing_from_ours nothing | 0"));
  // What a reference pairs stays; what a list has twice is no payment by another number.
  EXPECT_THAT(groups({line("A", 5, usd(100)), line("B", 5, usd(50)), line("B", 5, usd(50))},
                     {line("A", 5, usd(90)), line("V", 5, usd(100)), line("B", 5, usd(50)),
                      line("W", 5, usd(50))}),
              ElementsAre("matched reference 1 | 2", "amount_differs reference 0 | 0",
                          "duplicate nothing 2 |", "missing_from_ours nothing | 1",
                          "missing_from_ours nothing | 3"));
}

TEST(Reconcile, MatchesOnePaymentOfSeveral) {
  const ReconcileTolerances tolerances{.days = 3, .amount = cents(5), .transit_days = 0};
  const Lines receipts{line("R1", 5, usd(-100)), line("R2", 5, usd(-70))};
  EXPECT_THAT(groups(receipts, {line("V9", 5, usd(-170))}),
              ElementsAre("matched amount_sum 0 1 | 0"));
  EXPECT_THAT(groups({line("", 5, usd(-170))}, receipts),
              ElementsAre("matched amount_sum 0 | 0 1"));
  EXPECT_THAT(groups(receipts, {line("V9", 8, cents(-17'005))}, tolerances),
              ElementsAre("within_tolerance amount_sum 0 1 | 0"));
  // Not on its day, nor with a line of the other sign.
  EXPECT_THAT(groups(receipts, {line("V9", 9, usd(-170))}, tolerances),
              ElementsAre("missing_from_theirs nothing 0 |", "missing_from_theirs nothing 1 |",
                          "missing_from_ours nothing | 0"));
  EXPECT_THAT(groups({line("R1", 5, usd(-100)), line("R2", 5, usd(30))}, {line("V9", 5, usd(-70))}),
              ElementsAre("missing_from_theirs nothing 0 |", "missing_from_theirs nothing 1 |",
                          "missing_from_ours nothing | 0"));
  // The same sum stands before one within the tolerance.
  EXPECT_THAT(groups({line("R1", 5, cents(-10'000)), line("R2", 5, cents(-7'000)),
                      line("R3", 5, cents(-6'998))},
                     {line("V9", 5, cents(-17'000))}, tolerances),
              ElementsAre("matched amount_sum 0 1 | 0", "missing_from_theirs nothing 2 |"));
}

TEST(Reconcile, LeavesSumsAloneThatCouldBeOthers) {
  const auto all_alone = [](const Lines& ours, const Lines& theirs) {
    for (const std::string& group : groups(ours, theirs)) {
      EXPECT_THAT(group, ::testing::StartsWith("missing_from"));
    }
  };
  const Lines receipts{line("R1", 5, usd(-100)), line("R2", 5, usd(-70)), line("R3", 5, usd(-70))};
  all_alone(receipts, {line("V9", 5, usd(-170))});  // With R2 or R3.
  all_alone({line("R1", 5, usd(-100)), line("R2", 5, usd(-70))},
            {line("V8", 5, usd(-170)), line("V9", 5, usd(-170))});
  // R1 is in a sum of V8, and in one of V9.
  all_alone({line("R1", 5, usd(-100)), line("R2", 5, usd(-70)), line("R3", 5, usd(-50))},
            {line("V8", 5, usd(-170)), line("V9", 5, usd(-150))});
  // R2 may be V8 or V7.
  all_alone({line("R1", 5, usd(-100)), line("R2", 5, usd(-70))},
            {line("V7", 5, usd(-70)), line("V8", 5, usd(-70)), line("V9", 5, usd(-170))});
}

// Three lines have one sum of three, and three sums of two.
TEST(Reconcile, LooksAtAsManySumsAsItIsTold) {
  const Lines ours{line("R1", 5, usd(100)), line("R2", 5, usd(70)), line("R3", 5, usd(20))};
  const auto found = [&](std::int64_t total, std::int32_t steps) {
    const Reconciliation all = reconcile(ours, {line("V9", 5, usd(total))}, march(31),
                                         {.transit_days = 0, .search_steps = steps});
    return all.groups.front().matched_by;
  };
  EXPECT_EQ(found(170, 2), MatchedBy::nothing);
  EXPECT_EQ(found(170, 3), MatchedBy::amount_sum);
  EXPECT_EQ(found(190, 3), MatchedBy::nothing);
  EXPECT_EQ(found(190, 4), MatchedBy::amount_sum);
  // Eleven amounts would do within the tolerance, and each takes its part of the steps.
  const auto within = [&](std::int32_t steps) {
    return groups(ours, {line("V9", 5, cents(18'995))},
                  {.amount = cents(5), .transit_days = 0, .search_steps = steps})
        .front();
  };
  EXPECT_EQ(within(43), "missing_from_theirs nothing 0 |");
  EXPECT_EQ(within(44), "within_tolerance amount_sum 0 1 2 | 0");
}

TEST(Reconcile, PairsWhatIsLeftOfAReference) {
  EXPECT_THAT(groups({line("A", 1, usd(100)), line("B", 1, usd(100)), line("C", 1, usd(100))},
                     {line("A", 1, usd(90)), line("B", 5, usd(100)), line("C", 1, eur(100))}),
              ElementsAre("amount_differs reference 0 | 0", "date_differs reference 1 | 1",
                          "currency_differs reference 2 | 2"));
  // The nearest amounts; a debit is no credit.
  EXPECT_THAT(groups({line("A", 1, usd(100)), line("A", 2, usd(500))},
                     {line("A", 2, usd(110)), line("A", 1, usd(-450))}),
              ElementsAre("amount_differs reference 0 | 0", "missing_from_theirs nothing 1 |",
                          "missing_from_ours nothing | 1"));
}

TEST(Reconcile, ClassesADifferenceThatIsInDispute) {
  const auto in_dispute_of = [](Money amount, Money part) {
    ReconcileLine of = in_dispute(line("A", 1, amount));
    of.disputed_amount = part;
    return of;
  };
  const auto found = [](const ReconcileLine& ours, const ReconcileLine& theirs) {
    return groups({ours}, {theirs}, {.amount = cents(5)}).front();
  };
  EXPECT_EQ(found(in_dispute_of(usd(1'000), usd(100)), line("A", 1, usd(900))),
            "disputed reference 0 | 0");
  EXPECT_EQ(found(line("A", 9, usd(-900)), in_dispute_of(usd(-1'000), usd(100))),
            "disputed reference 0 | 0");
  EXPECT_EQ(found(in_dispute_of(usd(1'000), usd(100)), line("A", 1, cents(89'999))),
            "amount_differs reference 0 | 0");
  EXPECT_EQ(found(in_dispute_of(usd(1'000), usd(100)), line("A", 1, usd(1'050))),
            "amount_differs reference 0 | 0");
  EXPECT_EQ(found(in_dispute(line("A", 1, usd(1'000))), line("A", 1, usd(1))),
            "disputed reference 0 | 0");
  EXPECT_EQ(found(in_dispute_of(usd(1'000), usd(100)), line("A", 1, cents(99'995))),
            "within_tolerance reference 0 | 0");
}

TEST(Reconcile, ClassesLinesThatAreAlone) {
  EXPECT_THAT(groups({line("A", 1, usd(100)), line("a", 5, usd(100)), line("B", 1, usd(50)),
                      line("B", 2, usd(50)), in_dispute(line("C", 1, usd(30))),
                      line("D", 24, usd(20)), line("E", 23, usd(10))},
                     {line("A", 1, usd(100)), line("F", 31, usd(5)), line("G", 1, usd(4))}, {}),
              ElementsAre("matched reference 0 | 0", "duplicate nothing 1 |",
                          "duplicate nothing 3 |", "disputed nothing 4 |", "in_transit nothing 5 |",
                          "in_transit nothing | 1", "missing_from_theirs nothing 2 |",
                          "missing_from_theirs nothing 6 |", "missing_from_ours nothing | 2"));
}

TEST(Reconcile, LooksAtKindsThatBothListsSay) {
  const Lines ours{of_kind(line("7", 1, usd(100)), "invoice"),
                   of_kind(line("7", 1, usd(-100)), "receipt")};
  EXPECT_THAT(groups(ours, {line("7", 1, usd(-100)), line("7", 1, usd(100))}),
              ElementsAre("matched reference 1 | 0", "matched reference 0 | 1"));
  EXPECT_THAT(groups(ours, {of_kind(line("7", 1, usd(100)), "debit_note"),
                            of_kind(line("7", 1, usd(-100)), "receipt")}),
              ElementsAre("matched reference 1 | 1", "missing_from_theirs nothing 0 |",
                          "missing_from_ours nothing | 0"));
}

// 1,000 and 500 open; of March's 300 + 200 they have 290 and 200 twice, and a payment that is not
// here yet.
Reconciliation march_lists(const std::optional<MoneyBag>& closing_theirs = std::nullopt) {
  return reconcile(
      {line("I-1", 3, usd(300)), line("I-2", 5, usd(200)), line("R-1", 9, usd(-400))},
      {line("I-1", 3, usd(290)), line("I-2", 5, usd(200)), line("I-2", 5, usd(200)),
       line("R-1", 9, usd(-400)), line("R-2", 30, usd(-150))},
      march(31), {},
      {.opening_ours = usd(1'000), .opening_theirs = usd(950), .closing_theirs = closing_theirs});
}

TEST(Reconcile, ExplainsTheDifferenceToTheCent) {
  const Reconciliation found = march_lists();
  ASSERT_EQ(found.balances.size(), 1U);
  const ReconciledBalance& balance = found.balances.front();
  EXPECT_EQ(balance.ours.closing, usd(1'100));
  EXPECT_EQ(balance.theirs.closing, usd(1'090));
  EXPECT_EQ(balance.difference(), usd(10));
  std::vector<std::int64_t> differences;
  for (const ReconciledTotal& each : balance.classes)
    differences.push_back(each.difference().minor() / 100);
  EXPECT_THAT(differences, ElementsAre(0, 0, 10, 0, 0, -200, 0, 150, 0, 0));
  const Derivation derivation = found.explain(balance);
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  EXPECT_EQ(derivation.steps().back().result, Value(usd(10)));
  EXPECT_EQ(to_string(found), R"(reconciliation as of 2026-03-31, USD
                 groups     ours   theirs  difference
opening balance          1000.00   950.00       50.00
matched               2  -200.00  -200.00        0.00
amount differs        1   300.00   290.00       10.00
duplicate             1            200.00     -200.00
in transit            1           -150.00      150.00
closing balance          1100.00  1090.00       10.00

class           reference  date        currency    ours   theirs
amount differs  I-1        2026-03-03  USD       300.00
amount differs  I-1        2026-03-03  USD                290.00
duplicate       I-2        2026-03-05  USD                200.00
in transit      R-2        2026-03-30  USD               -150.00
)");
}

TEST(Reconcile, ShowsWhatNoLineExplains) {
  const Reconciliation found = march_lists(usd(1'097));
  const ReconciledBalance& balance = found.balances.front();
  EXPECT_EQ(balance.theirs.unexplained, usd(7));
  EXPECT_EQ(balance.difference(), usd(3));
  EXPECT_THAT(found.explain(balance).recheck(), IsEmpty());
  EXPECT_THAT(to_string(found, Language::zh), ::testing::HasSubstr("未解释"));
  // A currency of a balance alone.
  const Reconciliation elsewhere = march_lists(MoneyBag{usd(1'090), eur(5)});
  ASSERT_EQ(elsewhere.balances.size(), 2U);
  EXPECT_EQ(elsewhere.balances.front().theirs.unexplained, eur(5));
  EXPECT_EQ(elsewhere.balances.front().difference(), eur(-5));
}

TEST(Reconcile, TellsWhyAGroupIsOfItsClass) {
  const Reconciliation found =
      reconcile({line("A", 1, usd(100)), line("B", 1, usd(50)), line("C", 1, usd(1))},
                {line("A", 1, usd(60)), line("A", 9, usd(40)), line("B", 3, usd(50))}, march(31));
  ASSERT_THAT(groups(found), ElementsAre("matched sum 0 | 0 1", "date_differs reference 1 | 2",
                                         "missing_from_theirs nothing 2 |"));
  for (const ReconciledGroup& group : found.groups) {
    const Derivation derivation = found.explain(group);
    EXPECT_THAT(derivation.recheck(), IsEmpty());
    EXPECT_EQ(derivation.steps().back().result, Value(to_string(group.of)));
  }
  const std::string dates = found.explain(found.groups[1]).to_text(Language::en);
  EXPECT_THAT(dates, ::testing::HasSubstr("days apart"));
  const Reconciliation sum = reconcile({line("R1", 1, usd(100)), line("R2", 1, usd(70))},
                                       {line("V9", 1, usd(170))}, march(31));
  const Derivation parts = sum.explain(sum.groups.front());
  EXPECT_THAT(parts.recheck(), IsEmpty());
  EXPECT_EQ(parts.steps().back().result, Value(std::string("matched")));
}

TEST(Reconcile, TakesThePartysStatementAsOurList) {
  Books books;
  const DocumentId invoice = books.invoice("INV-1", usd(1'000), march(1), march(31));
  books.invoice("OLD", usd(70), {2026, 2, 1}, march(1));
  const DocumentId receipt = books.receipt("R-1", usd(980), march(9));
  ASSERT_TRUE(books.apply(receipt, invoice, usd(900), march(9)));
  ASSERT_TRUE(books.ledger.adjust(
      {.document = invoice, .amount = usd(20), .kind = AdjustmentKind::discount, .date = march(9)},
      books.tick()));
  ASSERT_TRUE(books.ledger.dispute({.document = invoice, .amount = usd(30), .date = march(10)},
                                   books.tick()));
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  const Lines ours = reconcile_lines(told);
  ASSERT_EQ(ours.size(), 3U);
  EXPECT_EQ(ours[0].reference, "INV-1");
  EXPECT_EQ(ours[0].kind, "invoice");
  EXPECT_EQ(ours[0].amount, usd(1'000));
  const ReconcileBalances balances = reconcile_balances(told);
  EXPECT_EQ(balances.opening_ours, MoneyBag(usd(70)));
  EXPECT_EQ(balances.closing_ours, MoneyBag(usd(70)));
  const Reconciliation found = reconcile(
      ours, {line("INV-1", 1, usd(980)), line("R-1", 9, usd(-980))}, march(31), {}, balances);
  EXPECT_THAT(groups(found), ElementsAre("matched sum 0 2 | 0", "matched reference 1 | 1"));
  EXPECT_EQ(found.balances.front().difference(), usd(70));
}

TEST(Reconcile, DisputesOfTheLedgerAreThoseOfTheList) {
  Books books;
  const DocumentId invoice = books.invoice("INV-1", usd(1'000), march(1), march(31));
  books.invoice("INV-2", usd(10), march(2), march(31));
  ASSERT_TRUE(books.ledger.dispute({.document = invoice, .amount = usd(30), .date = march(10)},
                                   books.tick()));
  const Lines ours = reconcile_lines(statement(books.ledger, "Ningbo", march(1), march(31)));
  ASSERT_EQ(ours.size(), 2U);
  EXPECT_TRUE(ours[0].disputed);
  EXPECT_EQ(ours[0].disputed_amount, usd(30));
  EXPECT_FALSE(ours[1].disputed);
}

TEST(Reconcile, NamesEveryFault) {
  EXPECT_THAT(
      faults([] {
        static_cast<void>(reconcile({line("A", 31, usd(1)), line("B", 30, usd(1))},
                                    {line("C", 31, usd(1))}, march(30)));
      }),
      ElementsAre("ours, row 0, date \"2026-03-31\": expected a day not after 2026-03-30",
                  "theirs, row 0, date \"2026-03-31\": expected a day not after 2026-03-30"));
  EXPECT_THAT(
      faults([] {
        check({.days = -1, .amount = cents(-1), .transit_days = 40'000, .search_steps = -5});
      }),
      ElementsAre("days \"-1\": expected a whole number from 0 to 36600",
                  "amount \"-0.01 USD\": expected an amount not below zero",
                  "transit_days \"40000\": expected a whole number from 0 to 36600",
                  "search_steps \"-5\": expected a whole number from 0 to 100000000"));
  EXPECT_THROW(static_cast<void>(reconcile({}, {}, march(1), {.days = -1})), InvalidArgument);
}

TEST(Reconcile, NamesAreReadBack) {
  for (std::size_t i = 0; i < reconcile_classes; ++i) {
    const auto of = static_cast<ReconcileClass>(i);
    EXPECT_EQ(parse_reconcile_class(to_string(of)), of);
    EXPECT_FALSE(label(of).zh.empty());
  }
  for (std::size_t i = 0; i < matched_by_kinds; ++i) {
    const auto by = static_cast<MatchedBy>(i);
    EXPECT_EQ(parse_matched_by(to_string(by)), by);
  }
  EXPECT_THROW(static_cast<void>(parse_reconcile_class("lost")), ParseError);
  EXPECT_THROW(static_cast<void>(parse_matched_by("luck")), ParseError);
  EXPECT_EQ(to_string(reconcile({}, {}, march(1))), "reconciliation as of 2026-03-01: nothing\n");
}

}  // namespace
}  // namespace o2c
