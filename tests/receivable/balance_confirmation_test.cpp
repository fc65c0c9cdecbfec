#include "o2c/receivable/balance_confirmation.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;

constexpr Date march(int day) { return {2026, 3, day}; }

BalanceConfirmation march_balances() {
  Books books;
  const DocumentId invoice = books.invoice("INV-1", usd(1'000), march(1), march(31));
  const DocumentId receipt = books.receipt("R-1", usd(400), march(9));
  EXPECT_TRUE(books.apply(receipt, invoice, usd(300), march(9)));
  books.receipt("R-2", cny(50), march(10));
  books.invoice("LATER", usd(1), {2026, 4, 1}, {2026, 4, 2});
  return balance_confirmation(books.ledger, "Ningbo", march(31));
}

ConfirmationLetter plain(std::string en) {
  return {.company = "Acme",
          .reply_to = "audit@acme.example",
          .items = ConfirmationLetter::Items::listed,
          .en = ConfirmationTemplate(std::move(en)),
          .zh = ConfirmationTemplate("")};
}

TEST(BalanceConfirmation, StatesTheBalancesOfTheLedger) {
  const BalanceConfirmation found = march_balances();
  EXPECT_EQ(found.balances, (MoneyBag{usd(600), cny(-50)}));
  MoneyBag items;
  for (const OpenItem& item : found.items) items += item.amount;
  EXPECT_EQ(items, found.balances);
  EXPECT_THROW(static_cast<void>(balance_confirmation(Ledger(), "nobody", march(1))),
               InvalidArgument);
}

TEST(BalanceConfirmation, IsALetterInBothLanguages) {
  const ConfirmationLetter letter{.company = "Acme", .reply_to = "audit@acme.example"};
  const std::string text = to_string(march_balances(), letter);
  EXPECT_THAT(text, HasSubstr(R"(To: Ningbo

By our books the balances between us at the end of 2026-03-31 are as follows. A positive amount is owed to us, a negative one by us.

currency  balance
CNY        -50.00
USD        600.00

Please compare)"));
  EXPECT_THAT(text, HasSubstr("return this letter to audit@acme.example.\n\nAcme\n"));
  EXPECT_THAT(text, HasSubstr("致：Ningbo"));
  EXPECT_THAT(text, HasSubstr("签字盖章："));
  EXPECT_THAT(text, Not(HasSubstr("INV-1")));
}

TEST(BalanceConfirmation, ListsTheOpenItemsIfAsked) {
  EXPECT_THAT(to_string(march_balances(), plain("{items}\n")),
              StartsWith(R"(number  date        due         currency   amount
INV-1   2026-03-01  2026-03-31  USD        700.00
R-1     2026-03-09              USD       -100.00
R-2     2026-03-10              CNY        -50.00
)"));
}

TEST(BalanceConfirmation, TakesTextsOfOnesOwn) {
  const auto first_line = [](std::string text) {
    const std::string letter = to_string(march_balances(), plain(std::move(text)));
    return letter.substr(0, letter.find("\n-----"));
  };
  EXPECT_EQ(first_line("{company} asks {party}: {{as of {as_of}}}\n"),
            "Acme asks Ningbo: {as of 2026-03-31}\n");
  EXPECT_THAT([] { ConfirmationTemplate("Dear {name}"); },
              ThrowsMessage<ParseError>(HasSubstr("one of company party as_of balances items "
                                                  "reply_to")));
  EXPECT_THAT([] { ConfirmationTemplate("Dear {party"); },
              ThrowsMessage<ParseError>(HasSubstr("(at offset 5)")));
  EXPECT_THROW(ConfirmationTemplate("}"), ParseError);
  EXPECT_EQ(to_string(ConfirmationPlace::reply_to), "reply_to");
}

TEST(BalanceConfirmation, AnEmptyPlaceTakesItsLineWithIt) {
  ConfirmationLetter letter = plain("a\n\n{items}\n\nb {reply_to} c\n");
  letter.items = ConfirmationLetter::Items::left_out;
  letter.reply_to = "";
  const std::vector<ConfirmationPart> parts = letter_parts(march_balances(), letter, Language::en);
  EXPECT_THAT(parts, ElementsAre(ConfirmationPart{"a\n\nb  c\n", std::nullopt}));
}

TEST(BalanceConfirmation, SaysThatNothingIsOwed) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(10), march(1), march(2));
  ASSERT_TRUE(books.apply(books.receipt("R", usd(10), march(3)), invoice, usd(10), march(3)));
  const BalanceConfirmation found = balance_confirmation(books.ledger, "Ningbo", march(31));
  EXPECT_THAT(found.items, IsEmpty());
  EXPECT_THAT(to_string(found, {.company = "Acme", .reply_to = "us"}), HasSubstr("no balance\n"));
  EXPECT_EQ(letter_parts(found, plain("{items}"), Language::en), std::vector<ConfirmationPart>(1));
}

}  // namespace
}  // namespace o2c
