#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/order/next_steps.hpp"

#include "profile_stories.hpp"
#include "story.hpp"

// Histories that are read may lack what they began with, or the contract. What is asked of them is
// answered.
namespace o2c::test {
namespace {

/// Every kind of order, up to where it is paid.
std::vector<Story> stories() {
  std::vector<Story> all{paid(), day_closed(), matched(), import_paid()};
  for (const char* const terms :
       {"L/C at sight", "D/P at sight", "30% deposit; balance against copy of B/L"})
    all.push_back(shipped(terms));
  return all;
}

/// What is asked of a state: what is told need only be told.
void ask_all(const OrderState& state, const OrderPolicy& policy,
             const std::vector<OrderEntry>& entries) {
  for (const OrderEntry& entry : entries)
    for (const Refusal& each : decide(state, entry, policy)) EXPECT_FALSE(each.rule.empty());
  (void)deadlines(state, policy);
  (void)next_steps(state, policy, entries.back().on);
  (void)changes(state);
  (void)consequences(state);
}

TEST(MissingContract, EmptyHistoryAnswersEveryEvent) {
  for (const Story& story : stories()) {
    const std::vector<OrderEntry>& entries = story.order().history();
    ask_all({}, story.order().policy(), entries);
    for (std::size_t i = 1; i < entries.size(); ++i)
      EXPECT_FALSE(decide({}, entries[i], story.order().policy()).empty())
          << to_string(kind_of(entries[i].event));
  }
}

TEST(MissingContract, HistoriesWithoutItAnswerEveryEvent) {
  for (const Story& story : stories()) {
    const std::vector<OrderEntry>& entries = story.order().history();
    OrderState without;  // The contract's signing was not read, nor what does not go without.
    OrderState whole;
    for (const OrderEntry& entry : entries) {
      whole = evolve(whole, entry);
      OrderState lost = whole;
      lost.contract.reset();
      ask_all(lost, story.order().policy(), entries);
      if (std::holds_alternative<events::ContractSigned>(entry.event)) continue;
      try {
        without = evolve(without, entry);
      } catch (const InvalidArgument&) {
        continue;  // It is of a line that nobody knows.
      }
      ask_all(without, story.order().policy(), entries);
    }
  }
}

}  // namespace
}  // namespace o2c::test
