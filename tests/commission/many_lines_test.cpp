// Lines enough for several threads, whatever their order and size: as the object face settles them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

#include "../receivable/interest_rows.hpp"
#include "../receivable/items_table.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using test_items::interest_lines;
using ::testing::HasSubstr;

RateSchedule tiers(TierMethod method = TierMethod::marginal) {
  return {method,
          {{.from = 0, .rate = Rate::parse("3%")},
           {.from = 3'000, .rate = Rate::parse("5.5%")},
           {.from = 9'000, .rate = Rate::parse("7%")}}};
}

Plan plain(PlanTerms terms = {}) { return {"Plain", CNY, tiers(), std::move(terms)}; }

Plan ruled(TierMethod method = TierMethod::marginal) {
  return {"Ruled",
          CNY,
          {{.name = "sheet",
            .picks = {.categories = {"sheet"}},
            .schedule = tiers(method),
            .line_cap = Money::of(90, CNY)},
           {.name = "gifts", .picks = {.categories = {"gift"}}, .excluded = true},
           {.name = "foil",
            .picks = {.categories = {"foil"}},
            .schedule = RateSchedule::flat(Rate::parse("2%"))}},
          {.accumulation = PeriodKind::quarter,
           .modifiers = {Modifier(ModifierMeasure::days_overdue,
                                  {{.beyond = 30, .pays = Rate::parse("80%")},
                                   {.beyond = 60, .pays = Rate::parse("0%")}})}}};
}

struct Shape {
  bool ordered = true;
  std::int64_t scale = 1;  // What nets are multiplied with.
  int days = 390;          // From 20 December 2025 on.
  // A line that comes behind the first one of a later day.
  std::optional<std::size_t> late = std::nullopt;
};

std::vector<SalesLine> many(const Shape& shape) {
  constexpr int count = 7'000;
  const std::vector<std::string> categories{"sheet", "foil", "gift", "wire"};
  std::vector<SalesLine> lines;
  std::uint32_t random = 20'261'129;
  const auto below = [&](std::uint32_t limit) {
    random = random * 1'664'525U + 1'013'904'223U;
    return static_cast<int>((random >> 8U) % limit);
  };
  for (int i = 0; i < count; ++i) {
    const int day =
        shape.ordered ? i * shape.days / count : below(static_cast<std::uint32_t>(shape.days));
    const int cents = below(90'000) - (below(9) == 0 ? 95'000 : 0);
    const std::int64_t net = cents * shape.scale + (shape.scale > 1 ? below(1'000) : 0);
    SalesLine line{.salesperson = "P" + std::to_string(below(60)),
                   .date = Date(2025, 12, 20) + day,
                   .net = Money::from_minor(net, CNY)};
    line.party = "C" + std::to_string(below(30));
    line.category = categories[static_cast<std::size_t>(below(4))];
    line.days_overdue = below(90);
    lines.push_back(std::move(line));
  }
  if (shape.late) {
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(*shape.late);
    const auto later = std::find_if(first, lines.end(),
                                    [&](const SalesLine& each) { return each.date > first->date; });
    std::rotate(first, first + 1, later + 1);
  }
  return lines;
}

hand_made::Batch batch_of(std::span<const SalesLine> lines) {
  hand_made::Values<std::string> people;
  hand_made::Values<std::string> parties;
  hand_made::Values<std::string> categories;
  std::vector<std::optional<Date>> dates;
  hand_made::Values<std::int64_t> nets;
  hand_made::Values<std::int64_t> days;
  for (const SalesLine& each : lines) {
    people.emplace_back(each.salesperson);
    parties.emplace_back(each.party);
    categories.emplace_back(each.category);
    dates.emplace_back(each.date);
    nets.emplace_back(each.net.minor());
    days.emplace_back(each.days_overdue);
  }
  return hand_made::batch({hand_made::text<std::int32_t>("salesperson", people),
                           hand_made::text<std::int32_t>("party", parties),
                           hand_made::text<std::int32_t>("category", categories),
                           test_items::dates("date", dates),
                           hand_made::fixed<std::int64_t>("net", "l", nets),
                           hand_made::fixed<std::int64_t>("days_overdue", "l", days)});
}

// In batches of sizes that are no multiple of anything.
std::vector<hand_made::Batch> batches_of(std::span<const SalesLine> lines) {
  return {batch_of(lines.first(1'003)), batch_of(lines.subspan(1'003, 1)),
          batch_of(lines.subspan(1'004, 3'331)), batch_of(lines.subspan(4'335))};
}

// What the lines of each row earn all people, as a table of lines has it.
std::vector<std::string> by_row(const CommissionStatement& statement, std::size_t rows) {
  std::vector<std::optional<Money>> sums(rows);
  for (const EarnedLine& each : statement.lines)
    sums[each.line] = sums[each.line].value_or(Money::zero(CNY)) + each.commission;
  std::vector<std::string> texts;
  for (const std::optional<Money>& sum : sums)
    texts.push_back(sum ? to_string(sum->amount()) : "null");
  return texts;
}

// The last value of each row.
std::vector<std::string> last_values(std::vector<std::string> rows) {
  for (std::string& row : rows) row = row.substr(row.rfind(' ') + 1);
  return rows;
}

CreditAssignments shared() {
  const auto half = [](const char* who, const char* other) {
    return CreditSplit({{who, Rate::parse("33.3%")}, {other, std::nullopt}});
  };
  return {CreditKey::party,
          {{.key = "C3", .split = half("P1", "Zhu")},
           {.key = "C7", .split = half("Zhu", "P2"), .to_date = Date(2026, 5, 11)},
           {.key = "C9", .split = CreditSplit({{"P4", std::nullopt}})}}};
}

// Whether any number of threads earns each person what the object face says of each line.
void expect_as_objects(const Plan& plan, const Shape& shape, const char* period,
                       bool with_credits) {
  SCOPED_TRACE(plan.name() + " of " + period + (shape.ordered ? ", ordered" : "") +
               (with_credits ? ", shared" : ""));
  const std::vector<SalesLine> lines = many(shape);
  const CreditAssignments credits = shared();
  const SettleInput input{.credits = with_credits ? &credits : nullptr};
  const Period settled = Period::parse(period);
  const CommissionStatement expected = settle(plan, lines, settled, input);
  std::vector<std::string> expected_lines;
  for (const EarnedLine& each : expected.lines)
    expected_lines.push_back(std::to_string(each.line) + " " + each.salesperson + " " +
                             plan.rules()[each.rule].name + " " + to_string(each.base.amount()) +
                             " " + to_string(each.commission.amount()));
  ASSERT_GT(expected_lines.size(), 100U);
  const std::vector<std::string> expected_rows = by_row(expected, lines.size());
  const std::vector<hand_made::Batch> batches = batches_of(lines);
  for (const std::size_t threads : {1U, 2U, 5U}) {
    SCOPED_TRACE(threads);
    const auto table = hand_made::table(batches);
    const CommissionTable found(*table, plan, settled, {.threads = threads}, input);
    EXPECT_EQ(interest_lines(found.credits()), expected_lines);
    EXPECT_EQ(last_values(interest_lines(found.lines())), expected_rows);
    EXPECT_EQ(found.statement().totals, expected.totals);
    EXPECT_EQ(found.statement().tie_out, expected.tie_out);
    EXPECT_EQ(found.unmatched(), expected.unmatched);
  }
}

TEST(ManyLines, InTheOrderOfTheirDaysAreSettledAsTheyCome) {
  for (const bool with_credits : {false, true})
    for (const PeriodKind accumulation :
         {PeriodKind::month, PeriodKind::quarter, PeriodKind::year}) {
      const Plan plan = plain({.accumulation = accumulation});
      for (const char* const period : {"2026", "2026-05"})
        expect_as_objects(plan, {}, period, with_credits);
    }
  // All of one accumulation, so that every share of the lines goes on from those before.
  expect_as_objects(plain(), {.days = 40}, "2026-01", true);
  expect_as_objects(plain({.rounded = CommissionRounding::line}), {}, "2026", true);
}

TEST(ManyLines, InAnyOrderAreSettledByDay) {
  for (const bool with_credits : {false, true})
    for (const char* const period : {"2026", "2026-05"}) {
      expect_as_objects(plain(), {.ordered = false}, period, with_credits);
      for (const bool ordered : {false, true})
        expect_as_objects(ruled(), {.ordered = ordered}, period, with_credits);
    }
}

// At the seams of what is looked at together: blocks of 1,024 rows, the halves of two threads.
TEST(ManyLines, OfWhichOneComesLateAreSettledByDay) {
  for (const std::size_t late : {1'008U, 3'490U, 5'000U})
    expect_as_objects(plain(), {.late = late}, "2026", false);
}

TEST(ManyLines, MayBeOfAnySize) {
  constexpr std::int64_t wide = 30'000'000'000;  // Nets of more than 50 bits.
  for (const bool ordered : {false, true}) {
    expect_as_objects(plain(), {.ordered = ordered, .scale = wide}, "2026", true);
    expect_as_objects(ruled(), {.ordered = ordered, .scale = wide}, "2026", true);
  }
}

// Fewer people than threads, all lines of one day, and lines of which none counts.
TEST(ManyLines, MayBeOfOnePersonAndDay) {
  std::vector<SalesLine> lines = many({.ordered = false, .scale = 1'000});
  for (SalesLine& each : lines) each.salesperson = "P1";
  for (const bool on_one_day : {false, true}) {
    if (on_one_day)
      for (SalesLine& each : lines) each.date = Date(2026, 3, 31);
    for (const char* const period : {"2026", "2025"}) {
      const Plan plan = plain();
      const Period settled = Period::parse(period);
      const CommissionStatement expected = settle(plan, lines, settled);
      for (const std::size_t threads : {1U, 2U, 5U}) {
        const auto table = hand_made::table(batches_of(lines));
        const CommissionTable found(*table, plan, settled, {.threads = threads});
        EXPECT_EQ(last_values(interest_lines(found.lines())), by_row(expected, lines.size()));
        EXPECT_EQ(found.statement().totals, expected.totals);
        EXPECT_EQ(found.statement().tie_out, expected.tie_out);
      }
    }
  }
}

// Three rules, each in as many ways as there are levels and one more: with 9 bits, of which one
// tells what takes back, a packed word holds 256 ways, and the last rule's are beyond that.
TEST(ManyLines, MayBePaidInMoreWaysThanAPackedWordHolds) {
  for (const int levels : {84, 85, 200}) {
    std::vector<ModifierLevel> days;
    for (int i = 0; i < levels; ++i)
      days.push_back({.beyond = i, .pays = Rate::from_bps(Decimal(9'990 - 40 * i))});
    const Plan plan("Levels of " + std::to_string(levels), CNY, ruled().rules(),
                    {.accumulation = PeriodKind::quarter,
                     .modifiers = {Modifier(ModifierMeasure::days_overdue, days)}});
    for (const bool ordered : {false, true})
      expect_as_objects(plan, {.ordered = ordered}, "2026-05", ordered);
  }
}

// What does not fit is told by the first row that makes it so, in whatever order and by how many.
TEST(ManyLines, OverflowAtTheSameRow) {
  for (const bool ordered : {false, true}) {
    std::vector<SalesLine> lines = many({.ordered = ordered});
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    for (const std::size_t row : {std::size_t{3'000}, std::size_t{5'500}}) {
      lines[row].salesperson = "P1";
      lines[row].date = lines[5'500].date;
      lines[row].net = Money::from_minor(most - 100'000'000, CNY);
    }
    if (ordered) std::ranges::stable_sort(lines, {}, &SalesLine::date);
    std::string expected;
    for (const std::size_t threads : {1U, 2U, 5U}) {
      const auto table = hand_made::table(batches_of(lines));
      try {
        const CommissionTable found(*table, plain(), Period::parse("2026"), {.threads = threads});
        ADD_FAILURE() << "expected an error";
      } catch (const Overflow& error) {
        if (expected.empty()) expected = error.what();
        EXPECT_EQ(error.what(), expected);
        EXPECT_THAT(error.what(), HasSubstr("lines: row "));
      }
    }
  }
}

TEST(ManyLines, MayEarnWhatIsNoWholeNumber) {
  for (const std::int64_t scale : {std::int64_t{1}, std::int64_t{30'000'000'000}})
    expect_as_objects(ruled(TierMethod::interpolated), {.ordered = false, .scale = scale}, "2026",
                      true);
}

TEST(ManyLines, NameTheFirstThatCannotBePaid) {
  // Only 5% of a multiple of 20 cents is a whole number of cents.
  const Plan exact("Exact", CNY, RateSchedule::flat(Rate::parse("5%")),
                   {.rounding = Rounding::exact});
  std::vector<SalesLine> lines = many({});
  for (SalesLine& each : lines) each.net = Money::of(20, CNY);
  lines[6'500].net = Money::from_minor(10, CNY);
  lines[3'490].net = Money::from_minor(7, CNY);
  const hand_made::Batch batch = batch_of(lines);
  for (const std::size_t threads : {1U, 2U, 5U}) {
    try {
      const auto table = hand_made::table({batch});
      const CommissionTable found(*table, exact, Period::parse("2026"), {.threads = threads});
      FAIL() << "expected an error";
    } catch (const InexactResult& error) {
      EXPECT_THAT(error.what(), HasSubstr("row 3490"));
    }
  }
}

}  // namespace
}  // namespace o2c
