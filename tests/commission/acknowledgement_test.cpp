#include "o2c/commission/acknowledgement.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/plan_file.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using enum LineAcknowledgement;

const std::vector<std::size_t> lines{3, 5, 8};
const Date handed_out(2026, 12, 1);
const AcknowledgementTerms ten_days{.days = 10, .silence = StatementSilence::accepted};
const AcknowledgementTerms stays_open{.days = 10};

Date day(int of_december) { return {2026, 12, of_december}; }
StatementAnswer accepts(int on, std::optional<std::size_t> line = std::nullopt) {
  return {"Li", day(on), StatementOpinion::accepts, line};
}
StatementAnswer objects(int on, std::optional<std::size_t> line = std::nullopt) {
  return {"Li", day(on), StatementOpinion::objects, line, "sold by me alone"};
}
StatementReview review(const std::vector<StatementAnswer>& answers, int as_of,
                       const AcknowledgementTerms& terms = ten_days) {
  return review_statement(terms, "Li", lines, handed_out, answers, day(as_of));
}
std::vector<LineAcknowledgement> standings(const StatementReview& of) {
  std::vector<LineAcknowledgement> found;
  for (const ReviewedLine& each : of.lines) found.push_back(each.standing);
  return found;
}
std::vector<std::string> faults(const std::vector<StatementAnswer>& answers,
                                const AcknowledgementTerms& terms = ten_days) {
  std::vector<std::string> found;
  try {
    static_cast<void>(review(answers, 31, terms));
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(Acknowledgement, SilenceMeansWhatThePlanSaysOnceTheDeadlineIsPast) {
  EXPECT_EQ(ten_days.deadline(handed_out), day(11));
  EXPECT_THAT(standings(review({}, 11)), ElementsAre(open, open, open));
  EXPECT_THAT(standings(review({}, 12)),
              ElementsAre(accepted_by_silence, accepted_by_silence, accepted_by_silence));
  EXPECT_EQ(review({}, 12).whole.standing, accepted_by_silence);
  EXPECT_THAT(standings(review({}, 12, stays_open)), ElementsAre(open, open, open));
  EXPECT_THAT(standings(review({}, 31, {})), ElementsAre(open, open, open));
  EXPECT_EQ(review({}, 31, {}).deadline, std::nullopt);
}

TEST(Acknowledgement, IsGivenLineByLine) {
  const StatementReview of = review({accepts(2, 3), objects(3, 5)}, 12);
  EXPECT_THAT(standings(of), ElementsAre(accepted, objected, accepted_by_silence));
  EXPECT_EQ(of.lines[1].line, 5U);
  EXPECT_EQ(of.lines[1].date, day(3));
  EXPECT_EQ(of.lines[1].reason, "sold by me alone");
  // What comes later has not been said yet; others have statements of their own.
  StatementAnswer of_another = objects(2, 3);
  of_another.salesperson = "Wu";
  EXPECT_THAT(standings(review({accepts(2, 3), objects(3, 5), of_another}, 2)),
              ElementsAre(accepted, open, open));
}

TEST(Acknowledgement, TheLastAnswerCounts) {
  EXPECT_THAT(standings(review({accepts(4, 5), objects(3, 5)}, 5)),
              ElementsAre(open, accepted, open));
  EXPECT_THAT(standings(review({objects(3, 5), accepts(3, 5)}, 5)),
              ElementsAre(open, accepted, open));
  // To accept all withdraws an objection; one that comes after it stands.
  EXPECT_THAT(standings(review({objects(3, 5), accepts(4)}, 5)),
              ElementsAre(accepted, accepted, accepted));
  EXPECT_THAT(standings(review({accepts(4), objects(5, 8)}, 5)),
              ElementsAre(accepted, accepted, objected));
}

TEST(Acknowledgement, AnObjectionToTheWholeSaysNothingOfItsLines) {
  const StatementReview of = review({objects(3), accepts(4, 3)}, 5);
  EXPECT_EQ(of.whole.standing, objected);
  EXPECT_THAT(standings(of), ElementsAre(accepted, open, open));
}

TEST(Acknowledgement, WhatCannotBeAnsweredIsRefusedByRow) {
  StatementAnswer early = accepts(1, 3);
  early.date = Date(2026, 11, 30);
  StatementAnswer without_reason = objects(2, 3);
  without_reason.reason.clear();
  EXPECT_THAT(
      faults({accepts(2, 3), early, accepts(2, 4), without_reason, objects(12, 5)}),
      ElementsAre("row 1, date \"2026-11-30\": expected a day from 2026-12-01, when the statement "
                  "was handed out",
                  "row 2, line \"4\": expected a line of the statement of Li",
                  "row 3, reason: expected why, as it is an objection",
                  "row 4, date \"2026-12-12\": expected a day until 2026-12-11, the deadline, "
                  "after which the statement is accepted"));
  EXPECT_THAT(faults({objects(12, 5)}, stays_open), ElementsAre());
}

TEST(Acknowledgement, IsOfThePlan) {
  const std::string text =
      "name = \"Export\"\ncurrency = \"CNY\"\nrate = \"4%\"\n\n"
      "[acknowledgement]\ndays = 10\nsilence = \"accepted\"\n";
  const Plan plan = plan_from_toml(text);
  EXPECT_EQ(plan.terms().acknowledgement, ten_days);
  EXPECT_EQ(to_toml(plan), text);
  EXPECT_THAT(describe(plan, Language::en),
              HasSubstr("statements are answered within 10 days; silence accepts"));
  EXPECT_THAT(describe(plan, Language::zh), HasSubstr("10 日内"));
  const auto refused = [](const std::string& terms) {
    std::vector<std::string> found;
    try {
      static_cast<void>(plan_from_toml(
          "name = \"Export\"\ncurrency = \"CNY\"\nrate = \"4%\"\n[acknowledgement]\n" + terms));
    } catch (const ParseError& error) {
      for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
    }
    return found;
  };
  EXPECT_THAT(refused("days = 0\n"),
              ElementsAre("line 5, acknowledgement: days \"0\": expected 1 or more"));
  EXPECT_THAT(refused("silence = \"accepted\"\n"),
              ElementsAre("line 5, acknowledgement: silence \"accepted\": expected days as well, "
                          "after which it accepts"));
  EXPECT_THAT(refused("silence = \"yes\"\n"), ElementsAre(HasSubstr("line 5, silence \"yes\"")));
}

}  // namespace
}  // namespace o2c
