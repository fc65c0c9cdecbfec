#include "o2c/receivable/dunning.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::EUR;
using currencies::JPY;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Date due(2026, 3, 1);

Money usd(std::int64_t cents) { return Money::from_minor(cents, USD); }

// By days past due 1, 15, 30 and 60, a week apart, from 50 dollars on.
DunningPolicy house_policy() {
  return DunningPolicy({{.days = 1}, {.days = 15}, {.days = 30}, {.days = 60}},
                       {.interval_days = 7, .minimums = {usd(50'00)}});
}

struct Case {
  int days;  // After the due date.
  int last_level;
  int last_days;
  int level;
  DunningHold hold;
};

TEST(Dunning, AdvancesOneLevelAtATime) {
  using enum DunningHold;
  for (const auto& [days, last_level, last_days, level, hold] : {Case{0, 0, 0, 0, not_due},
                                                                 {1, 0, 0, 1, none},
                                                                 {100, 0, 0, 1, none},
                                                                 {1, 1, 1, 0, already_reminded},
                                                                 {5, 1, 9, 0, already_reminded},
                                                                 {14, 1, 1, 0, not_reached},
                                                                 {15, 1, 1, 2, none},
                                                                 {15, 1, 9, 0, too_soon},
                                                                 {16, 1, 9, 2, none},
                                                                 {30, 2, 16, 3, none},
                                                                 {59, 3, 30, 0, not_reached},
                                                                 {60, 3, 30, 4, none},
                                                                 {400, 4, 60, 0, last_level}}) {
    DunningItem item{.due_date = due, .open = usd(100'00), .last_level = last_level};
    if (last_level > 0) item.last_reminded = due + last_days;
    Derivation why;
    const DunningAnswer answer = dunning(house_policy(), item, due + days, why);
    EXPECT_EQ(answer, (DunningAnswer{level, hold, usd(100'00)})) << days << ' ' << last_level;
    EXPECT_THAT(why.recheck(), ElementsAre());
  }
}

TEST(Dunning, AsksForWhatIsNeitherInDisputeNorPromised) {
  using enum DunningHold;
  const Date day = due + 10;
  const auto answer = [&](DunningItem item) {
    Derivation why;
    const DunningAnswer found = dunning(house_policy(), item, day, why);
    EXPECT_THAT(why.recheck(), ElementsAre());
    return std::pair(found.hold, found.amount);
  };
  DunningItem item{.due_date = due, .open = usd(100'00), .disputed = usd(50'00)};
  EXPECT_EQ(answer(item), std::pair(none, usd(50'00)));
  item.disputed = usd(50'01);
  EXPECT_EQ(answer(item), std::pair(below_minimum, usd(49'99)));
  item.disputed = usd(100'00);
  EXPECT_EQ(answer(item), std::pair(disputed, usd(0)));
  item.disputed = usd(40'00);
  item.promised_until = day;  // The promised day belongs to the party.
  EXPECT_EQ(answer(item), std::pair(promised, usd(0)));
  item.promised_until = day - 1;
  EXPECT_EQ(answer(item), std::pair(none, usd(60'00)));
  item.promised_until = day;
  item.promised = usd(10'00);
  EXPECT_EQ(answer(item), std::pair(none, usd(50'00)));
  item.open = usd(0);
  EXPECT_EQ(answer(item), std::pair(paid, usd(0)));
  item.open = usd(-5'00);
  EXPECT_EQ(answer(item), std::pair(paid, usd(0)));
}

TEST(Dunning, CountsFromTheEndOfTheMonthOrTheReminderBefore) {
  const DunningPolicy policy({{.days = 5, .counted = DunningCount::end_of_month},
                              {.days = 10, .counted = DunningCount::previous_level}});
  DunningItem item{.due_date = due, .open = usd(1)};
  EXPECT_EQ(next_reminder(policy, item), Date(2026, 4, 5));
  EXPECT_EQ(dunning(policy, item, Date(2026, 4, 4)).hold, DunningHold::not_reached);
  EXPECT_EQ(dunning(policy, item, Date(2026, 4, 5)).level, 1);
  item.last_level = 1;
  item.last_reminded = Date(2026, 4, 8);
  EXPECT_EQ(next_reminder(policy, item), Date(2026, 4, 18));
  EXPECT_EQ(dunning(policy, item, Date(2026, 4, 17)).hold, DunningHold::not_reached);
  EXPECT_EQ(dunning(policy, item, Date(2026, 4, 18)).level, 2);
  item.last_level = 2;
  EXPECT_EQ(next_reminder(policy, item), std::nullopt);
}

TEST(Dunning, HasNoDayOutsideTheCalendar) {
  const DunningPolicy policy({{.days = 2'000'000'000}}, {.interval_days = 2'147'483'647});
  const DunningItem item{.due_date = Date::min(), .open = usd(1)};
  EXPECT_EQ(dunning(policy, item, Date::max()).hold, DunningHold::not_reached);
  EXPECT_EQ(dunning(policy, item, Date::min() + 1).hold, DunningHold::not_reached);
  EXPECT_EQ(next_reminder(policy, item), std::nullopt);
}

TEST(Dunning, ChargesAFixedFeeAndAPart) {
  const DunningPolicy policy({{.days = 1},
                              {.days = 15,
                               .fees = {usd(10'00), Money::from_minor(1'500, JPY)},
                               .fee_rate = Rate::parse("0.5%")}},
                             {.rounding = Rounding::half_up});
  EXPECT_EQ(policy.fee(1, usd(999'00)), usd(0));
  Derivation why;
  EXPECT_EQ(policy.fee(2, usd(333'00), why), usd(11'67));  // 10 + 1.665
  EXPECT_THAT(why.recheck(), ElementsAre());
  EXPECT_EQ(policy.fee(2, Money::from_minor(1'000, JPY)), Money::from_minor(1'505, JPY));
  EXPECT_EQ(policy.fee(2, Money::from_minor(100'00, EUR)), Money::from_minor(50, EUR));
  EXPECT_THROW(static_cast<void>(policy.fee(3, usd(1))), InvalidArgument);
  const DunningPolicy exact({{.fee_rate = Rate::parse("0.5%")}}, {.rounding = Rounding::exact});
  EXPECT_THROW(static_cast<void>(exact.fee(1, usd(333'00))), InexactResult);
}

std::vector<std::string> faults(std::vector<DunningLevel> levels, DunningTerms terms = {}) {
  std::vector<std::string> found;
  try {
    static_cast<void>(DunningPolicy(std::move(levels), std::move(terms)));
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults())
      found.push_back(std::to_string(fault.row) + ' ' + fault.field);
  }
  return found;
}

TEST(Dunning, TellsWhatIsWrongWithAPolicy) {
  EXPECT_THAT(faults({}), ElementsAre("-1 levels"));
  EXPECT_THAT(
      faults({{.days = 5}, {.days = 5}, {.days = 0, .counted = DunningCount::previous_level}}),
      ElementsAre("1 days", "2 days"));
  EXPECT_THAT(faults({{.days = 0, .counted = DunningCount::end_of_month}}), ElementsAre());
  EXPECT_THAT(faults({{.fees = {usd(1), usd(2)}, .fee_rate = Rate::parse("100%")}},
                     {.interval_days = 0, .minimums = {usd(0)}}),
              ElementsAre("0 fees", "0 fee_rate", "-1 minimums", "-1 interval_days"));
}

TEST(Dunning, TellsWhatIsWrongWithAnItem) {
  const DunningPolicy policy = house_policy();
  const DunningItem item{.due_date = due, .open = usd(1)};
  const auto with = [&](auto change) {
    DunningItem other = item;
    change(other);
    return dunning(policy, other, due);
  };
  EXPECT_THROW(with([](DunningItem& each) { each.last_level = 1; }), InvalidArgument);
  EXPECT_THROW(with([](DunningItem& each) { each.last_level = -1; }), InvalidArgument);
  EXPECT_THROW(with([](DunningItem& each) { each.last_reminded = due; }), InvalidArgument);
  EXPECT_THROW(with([](DunningItem& each) { each.disputed = usd(-1); }), InvalidArgument);
  EXPECT_THROW(with([](DunningItem& each) { each.promised = Money::from_minor(1, EUR); }),
               CurrencyMismatch);
}

TEST(Dunning, PrintsAPolicyAndReadsNames) {
  EXPECT_EQ(to_string(house_policy()),
            "1: 1 days, 2: 15 days, 3: 30 days, 4: 60 days; 7 days apart; from 50.00 USD");
  for (int i = 0; i <= static_cast<int>(DunningHold::none); ++i) {
    const auto hold = static_cast<DunningHold>(i);
    EXPECT_EQ(parse_dunning_hold(to_string(hold)), hold);
    EXPECT_FALSE(reason(hold).zh.empty());
  }
  EXPECT_EQ(parse_dunning_count("end_of_month"), DunningCount::end_of_month);
  EXPECT_THROW(parse_dunning_count("weeks"), ParseError);
}

LetterValues values() {
  LetterValues filled;
  for (std::size_t i = 0; i < letter_places; ++i)
    filled[i] = "<" + to_string(static_cast<LetterPlace>(i)) + ">";
  return filled;
}

TEST(LetterTemplate, FillsItsPlaces) {
  EXPECT_EQ(LetterTemplate("Dear {party}: {total}{items}, {{no place}}").fill(values()),
            "Dear <party>: <total><items>, {no place}");
  EXPECT_EQ(LetterTemplate("").fill(values()), "");
  EXPECT_EQ(LetterTemplate("{date}"), LetterTemplate("{date}"));
}

TEST(LetterTemplate, NamesThePositionOfAnUnknownPlace) {
  const auto position = [](const char* text) {
    try {
      static_cast<void>(LetterTemplate(text));
    } catch (const ParseError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(position("Dear {name}"), HasSubstr("at offset 6"));
  EXPECT_THAT(position("Dear {name}"), HasSubstr("party date level"));
  EXPECT_THAT(position("{party"), HasSubstr("at offset 0"));
  EXPECT_THAT(position("50} {party}"), HasSubstr("at offset 2"));
}

TEST(Dunning, HasAStandardLetterForEachLevel) {
  const DunningPolicy policy(
      {{.days = 1}, {.days = 15, .letter_en = LetterTemplate("Pay {total}!")}, {.days = 30}});
  EXPECT_EQ(policy.letter(2, Language::en).fill(values()), "Pay <total>!");
  EXPECT_THAT(policy.letter(2, Language::zh).text(), HasSubstr("再"));
  EXPECT_THAT(policy.letter(1, Language::en).text(), HasSubstr("on its way"));
  EXPECT_THAT(policy.letter(3, Language::en).text(), HasSubstr("last reminder"));
  EXPECT_THAT(policy.letter(3, Language::zh).text(), HasSubstr("最后"));
}

}  // namespace
}  // namespace o2c
