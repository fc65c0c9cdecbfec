#include "o2c/receivable/policy_file.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;

template <class Read>
std::vector<std::string> faults_of(const Read& read) {
  std::vector<std::string> lines;
  try {
    read();
  } catch (const ParseError& error) {
    for (const Fault& fault : error.faults()) lines.push_back(to_string(fault));
  }
  return lines;
}

TEST(PolicyFile, ReadsADunningPolicy) {
  const DunningPolicy policy = dunning_policy_from_toml(R"(
interval_days = 7
rounding = "half_even"
minimums = { USD = 50, JPY = 5000 }

[[level]]
days = 5

[[level]]
days = 0
counted = "end_of_month"
fees = { USD = "12.50" }
fee_rate = "0.5%"
letter_en = "Dear {party}"
letter_zh = "{party}"
)");
  const std::vector<DunningLevel> levels{{.days = 5},
                                         {.days = 0,
                                          .counted = DunningCount::end_of_month,
                                          .fees = {Money::from_minor(1250, currencies::USD)},
                                          .fee_rate = Rate::parse("0.5%"),
                                          .letter_en = LetterTemplate("Dear {party}"),
                                          .letter_zh = LetterTemplate("{party}")}};
  EXPECT_EQ(policy, DunningPolicy(levels, {.interval_days = 7,
                                           .minimums = {Money::from_minor(5000, currencies::USD),
                                                        Money::from_minor(5000, currencies::JPY)},
                                           .rounding = Rounding::half_even}));
}

TEST(PolicyFile, ListsAllThatIsWrongWithADunningPolicy) {
  EXPECT_THAT(
      faults_of([] {
        return dunning_policy_from_toml(
            "interval = 7\n"
            "minimums = { USX = 5, USD = \"5.001\", CNY = 1.5 }\n"
            "[[level]]\n"
            "days = \"5\"\n"
            "[[level]]\n"
            "fee_rate = \"5\"\n"
            "letter_en = \"Dear {partner}\"\n",
            "dunning.toml");
      }),
      ElementsAre(
          "dunning.toml:1, interval \"7\": expected one of the keys interval_days, minimums, "
          "rounding, level",
          "dunning.toml:2, USX \"USX\": expected a currency code of ISO 4217, such as USD or EUR",
          "dunning.toml:2, USD \"5.001\": expected something else: 5.001 USD needs rounding: USD "
          "has 2 decimal digits",
          "dunning.toml:2, CNY \"1.5\": expected a number, such as 1234 or \"1234.50\" in quotes, "
          "as a number with a point is exact only as text",
          "dunning.toml:4, days \"5\": expected a whole number",
          "dunning.toml:5, days: expected the day from which on the level is reached",
          "dunning.toml:6, fee_rate \"5\": expected a rate with its unit, such as 3.25% or 325bp",
          "dunning.toml:7, letter_en \"Dear {partner}\": expected the name of a place, one of "
          "party date level oldest_due days_overdue amount fee total credits items"));
  EXPECT_THAT(faults_of([] { return dunning_policy_from_toml("[[level]]\ndays = 0\n", "d"); }),
              ElementsAre("d:2, days \"0\": expected at least 1"));
  EXPECT_THAT(faults_of([] { return dunning_policy_from_toml("", "d"); }),
              ElementsAre("d:1, level: expected a [[level]] with its days"));
  EXPECT_THAT(faults_of([] { return dunning_policy_from_toml("level = 4%", "d"); }),
              ElementsAre(testing::StartsWith("d:1, \"level = 4%\": expected TOML")));
}

TEST(PolicyFile, ReadsAProvision) {
  const ProvisionMatrix matrix = provision_matrix_from_toml(R"(
buckets = [60]
basis = "invoice_date"
rates = ["0.5%", "2%", 0]
forward_looking = "1.1"
disputed_rate = "30%"
credits = "oldest_first"
rounding = "up"

[specific]
"Old Harbour" = "50%"
)");
  EXPECT_EQ(matrix, (ProvisionMatrix{.buckets = AgingBuckets({60}, AgingBasis::invoice_date),
                                     .rates = {Ratio(1, 200), Ratio(1, 50), Ratio(0)},
                                     .forward_looking = Ratio(11, 10),
                                     .specific = {{"Old Harbour", Ratio(1, 2)}},
                                     .disputed_rate = Ratio(3, 10),
                                     .credits = ProvisionCredits::oldest_first,
                                     .rounding = Rounding::up}));
}

TEST(PolicyFile, ListsAllThatIsWrongWithAProvision) {
  EXPECT_THAT(
      faults_of([] {
        return provision_matrix_from_toml(
            "buckets = [30, 20]\nbasis = \"age\"\nrates = [\"1%\", 5]\n"
            "credits = \"all\"\n[specific]\nA = 2\n",
            "provision.toml");
      }),
      ElementsAre(
          "provision.toml:1, buckets \"[30, 20]\": expected days that ascend, such as [30, 60, 90]",
          "provision.toml:2, basis \"age\": expected due_date or invoice_date",
          "provision.toml:3, rates \"5\": expected a part with its sign, such as \"5%\"",
          "provision.toml:4, credits \"all\": expected what credits do: one of ignored "
          "oldest_first newest_first",
          "provision.toml:6, A \"2\": expected a part with its sign, such as \"5%\""));
  EXPECT_THAT(faults_of([] {
                return provision_matrix_from_toml(
                    "rates = [\"1%\", \"120%\"]\n[specific]\nA = \"200%\"\n", "p");
              }),
              ElementsAre("p:1, rates \"120%\": expected a rate from 0% to 100%",
                          "p:3, A \"200%\": expected a rate from 0% to 100%"));
  EXPECT_THAT(faults_of([] {
                return provision_matrix_from_toml("rates = [\"1%\"]\nforward_looking = -1\n", "p");
              }),
              ElementsAre("p:1, rates \"[\\\"1%\\\"]\": expected a rate for each of 5 buckets",
                          "p:2, forward_looking \"-1\": expected a factor of 0 or more"));
  EXPECT_THAT(faults_of([] { return provision_matrix_from_toml("", "p"); }),
              ElementsAre("p:1, rates: expected the rate of each bucket, such as [\"0.5%\", "
                          "\"2%\"]"));
}

}  // namespace
}  // namespace o2c
