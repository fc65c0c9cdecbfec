#include <gmock/gmock.h>

#include "o2c/order/journal_order.hpp"
#include "o2c/order/journal_sqlite.hpp"

#include "../order/story.hpp"

// Orders in a journal.
namespace o2c::test {
namespace {

using namespace events;

/// Every event of a whole order, with ids and moments.
std::vector<OrderEntry> whole_order() {
  Story story = shipped();
  story.then(BlCopySent{1, "mail 40"})
      .then(ComplaintOpened{1, 1, "colour"})
      .then(RemedyAgreed{1, "credit note", usd(100)});
  std::vector<OrderEntry> history = story.order().history();
  for (std::size_t i = 0; i < history.size(); ++i)
    history[i].recorded_at_us = 1'000'000 * static_cast<std::int64_t>(i);
  return history;
}

TEST(JournalOrder, KeepsEveryEventExactly) {
  for (const OrderEntry& entry : whole_order()) {
    const JournalEvent event = to_journal(entry, "id");
    EXPECT_EQ(from_journal(event), entry) << event.payload;
  }
}

TEST(JournalOrder, IsWhatTheJournalSays) {
  SqliteJournal journal(":memory:");
  Order order("SO-1");
  int number = 0;
  for (const OrderEntry& entry : whole_order()) {
    const auto answer = record(journal, order, entry, "e" + std::to_string(++number));
    ASSERT_TRUE(answer) << to_string(answer.error());
    EXPECT_EQ(answer->version, number);
  }
  EXPECT_EQ(open_order(journal, "SO-1"), order);
  EXPECT_EQ(open_order(journal, "SO-1", {}, 2'000'000).state().version, 3);  // What was known then.
  EXPECT_THAT(journal.verify(), testing::IsEmpty());
}

TEST(JournalOrder, IsNotChangedByARefusal) {
  SqliteJournal journal(":memory:");
  Order order("SO-1");
  const Order before = order;
  const auto answer =
      record(journal, order, {InquiryReceived{"goods"}, Date(2026, 3, 2), "Li"}, "e1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(order, before);
  EXPECT_EQ(journal.version("SO-1"), 0);
}

TEST(JournalOrder, MaySendAnEventTwice) {
  SqliteJournal journal(":memory:");
  Order order("SO-1");
  const OrderEntry entry{OrderOpened{Profile::export_sale, "P", "Li"}, Date(2026, 3, 2), "Li"};
  EXPECT_EQ(record(journal, order, entry, "e1")->outcome, AppendOutcome::appended);
  EXPECT_EQ(record(journal, order, entry, "e1")->outcome, AppendOutcome::already_there);
  EXPECT_EQ(order.state().version, 1);
}

TEST(JournalOrder, LosesNoUpdate) {
  SqliteJournal journal(":memory:");
  Order mine("SO-1");
  const OrderEntry opened{OrderOpened{Profile::export_sale, "P", "Li"}, Date(2026, 3, 2), "Li"};
  ASSERT_TRUE(record(journal, mine, opened, "e1"));
  Order yours = open_order(journal, "SO-1");
  const OrderEntry inquiry{InquiryReceived{"goods"}, Date(2026, 3, 2), "Li"};
  const OrderEntry lost{OrderLost{"price"}, Date(2026, 3, 2), "Wang"};
  ASSERT_TRUE(record(journal, mine, inquiry, "e2")->stored());
  const auto answer = record(journal, yours, lost, "e3");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->outcome, AppendOutcome::conflict);
  EXPECT_EQ(answer->version, 2);
  EXPECT_EQ(yours.state().version, 1);
}

TEST(JournalOrder, NamesWhatItCannotRead) {
  const auto read = [](const char* event, const char* payload) {
    try {
      (void)from_journal({"id", event, 1, Date(2026, 3, 2), 0, "Li", payload});
    } catch (const ParseError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(read("InquiryReceived", "{}"),
            "InquiryReceived \"{}\": expected a JSON object with a role");
  EXPECT_EQ(read("InquiryReceived", R"({"role":"salesperson"})"),
            "InquiryReceived.subject \"{\\\"role\\\":\\\"salesperson\\\"}\": expected to be there");
  EXPECT_THAT(
      read("CashCollected", R"({"role":"salesperson","shipment":1,"amount":"12,5","receipt":"C"})"),
      testing::HasSubstr("CashCollected.amount: "));
  EXPECT_THAT(read("GoodsLanded",
                   R"({"role":"warehouse","shipment":1,"quantities":[{"line":1,"quantity":2}]})"),
              testing::HasSubstr("GoodsLanded.quantities[0].quantity \"2\": expected a text"));
  EXPECT_THAT(read("SomethingElse", R"({"role":"salesperson"})"),
              testing::HasSubstr("an event of an order"));
}

// Plans once always named a seal: "" where they go without a sample.
TEST(JournalOrder, ReadsWhatEarlierVersionsWrote) {
  const auto read = [](std::int32_t version, const std::string& payload) {
    return from_journal({"id", "PlanIssued", version, Date(2026, 3, 2), 0, "Li", payload}).event;
  };
  const std::string begins = R"({"role":"salesperson","departments":["workshop"],"sample_seal":)";
  EXPECT_EQ(read(1, begins + R"("S-1"})"), OrderEvent(PlanIssued{{"workshop"}, "S-1"}));
  EXPECT_EQ(read(1, begins + R"(""})"), OrderEvent(PlanIssued{{"workshop"}, std::nullopt}));
  EXPECT_EQ(read(2, begins + R"(""})"), OrderEvent(PlanIssued{{"workshop"}, ""}));

  EXPECT_EQ(to_journal({PlanIssued{{"workshop"}}, Date(2026, 3, 2), "Li"}, "id").event_version, 2);
  EXPECT_EQ(to_journal({PlanApproved{}, Date(2026, 3, 2), "Li"}, "id").event_version, 1);
  for (const std::int32_t version : {3, 0}) {
    try {
      (void)read(version, begins + R"(""})");
      ADD_FAILURE() << version;
    } catch (const ParseError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("expected a version from 1 to 2"));
    }
  }
}

TEST(JournalOrder, KeepsTermsWithTheirDiscounts) {
  Contract contract = umbrella_contract("2/10 net 30");
  contract.terms = PaymentTerms(contract.terms.installments(),
                                {.base = DiscountBase::before_tax, .grace_days = 3});
  const OrderEntry entry{ContractSigned{contract}, Date(2026, 3, 6), "Li"};
  EXPECT_EQ(from_journal(to_journal(entry, "e")), entry);
}

}  // namespace
}  // namespace o2c::test
