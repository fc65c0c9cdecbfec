#include "o2c/number/error.hpp"

#include <string>

#include <gtest/gtest.h>

#include "o2c/number/detail/utf8.hpp"

namespace o2c {
namespace {

TEST(Fault, SaysWhereWhatAndWhatWasExpected) {
  const Fault full{"items.csv", 17, "due_date", "2026-13-01", "a date YYYY-MM-DD"};
  EXPECT_EQ(to_string(full),
            "items.csv, row 17, due_date \"2026-13-01\": expected a date YYYY-MM-DD");
}

TEST(Fault, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(to_string(Fault{.row = 0, .field = "amount", .expected = "an amount"}),
            "row 0, amount: expected an amount");
  EXPECT_EQ(to_string(Fault{.value = "x", .expected = "a number"}), "\"x\": expected a number");
  EXPECT_EQ(to_string(Fault{.file = "a.csv", .value = "x"}), "a.csv, \"x\"");
  EXPECT_EQ(to_string(Fault{.row = 3, .value = "x"}), "row 3, \"x\"");
  EXPECT_EQ(to_string(Fault{.expected = "a table"}), "expected a table");
  EXPECT_EQ(to_string(Fault{}), "");
}

TEST(Error, CarriesMessageAndFaults) {
  const Fault fault{.row = 1, .field = "amount"};
  const BadTable error("two faults", {fault, {.row = 2}});
  EXPECT_STREQ(error.what(), "two faults");
  const Error copy = error;  // NOLINT(*slicing*): as a catch by value would
  ASSERT_EQ(copy.faults().size(), 2U);
  EXPECT_EQ(copy.faults().front(), fault);
  EXPECT_TRUE(Overflow("too large").faults().empty());
}

TEST(ParseError, NamesTextAndOffset) {
  try {
    throw_parse("1,234", 1, "only digits");
  } catch (const ParseError& error) {
    EXPECT_STREQ(error.what(), "\"1,234\": expected only digits (at offset 1)");
    EXPECT_EQ(error.text(), "1,234");
    EXPECT_EQ(error.offset(), 1U);
    ASSERT_EQ(error.faults().size(), 1U);
    EXPECT_EQ(error.faults().front(), (Fault{.value = "1,234", .expected = "only digits"}));
  }
}

TEST(ParseError, TextIsEmptyWhenFaultsCarryIt) {
  const ParseError error("bad line", {Fault{.row = 3}});
  EXPECT_EQ(error.text(), "");
  EXPECT_EQ(error.offset(), 0U);
}

TEST(Error, ThrowersThrowTheirType) {
  EXPECT_THROW(throw_overflow("x"), Overflow);
  EXPECT_THROW(throw_invalid("x"), InvalidArgument);
  EXPECT_THROW(throw_division_by_zero(), InvalidArgument);
}

TEST(Quoted, MakesAnyBytesFitForAMessage) {
  EXPECT_EQ(in_quotes("plain"), "\"plain\"");
  EXPECT_EQ(in_quotes("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(in_quotes("tab\tend\x7F"), R"("tab\x09end\x7F")");
  EXPECT_EQ(in_quotes("发票"), "\"发票\"");
  EXPECT_EQ(in_quotes("\xC3(\xFF"), R"("\xC3(\xFF")");
  EXPECT_EQ(in_quotes(std::string_view("\0", 1)), R"("\x00")");
}

TEST(Quoted, CutsLongTextsBetweenCharacters) {
  std::string chinese;
  for (int i = 0; i < 1000; ++i) chinese += "票";
  const std::string text = in_quotes(chinese);
  EXPECT_LT(text.size(), 120U);
  EXPECT_TRUE(text.ends_with("票...\""));
}

TEST(Utf8, WellFormedCharactersOnly) {
  using detail::utf8_length;
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("é"), 2U);
  EXPECT_EQ(utf8_length("票"), 3U);
  EXPECT_EQ(utf8_length("😀"), 4U);
  for (const char* broken :
       {"", "\x80", "\xC3", "\xC3(", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_EQ(utf8_length(broken), 0U) << in_quotes(broken);
  }
}

}  // namespace
}  // namespace o2c
