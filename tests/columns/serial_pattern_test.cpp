#include "o2c/columns/serial_pattern.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace o2c {
namespace {

using testing::ElementsAre;

constexpr std::int64_t none = SerialPattern::none;

// The serials of `texts` by the pattern that `example` shows.
std::vector<std::int64_t> serials(std::string_view example,
                                  const std::vector<std::string_view>& texts) {
  const auto pattern = SerialPattern::of(std::span(&example, 1));
  EXPECT_TRUE(pattern.has_value()) << example;
  std::vector<std::int64_t> found(texts.size());
  const std::size_t count = pattern ? pattern->serials(texts, found) : 0;
  EXPECT_EQ(count, texts.size() - static_cast<std::size_t>(std::ranges::count(found, none)));
  return found;
}

bool has_pattern(const std::vector<std::string_view>& texts) {
  return SerialPattern::of(texts).has_value();
}

TEST(SerialPattern, ReadsTheDigits) {
  EXPECT_THAT(serials("INV-00012345", {"INV-00000000", "INV-00012345", "INV-99999999"}),
              ElementsAre(0, 12'345, 99'999'999));
  EXPECT_THAT(serials("7", {"0", "7", "9"}), ElementsAre(0, 7, 9));
  EXPECT_THAT(serials("A12", {"A12", "A00"}), ElementsAre(12, 0));
  EXPECT_THAT(serials("1234567", {"7654321"}), ElementsAre(7'654'321));
  EXPECT_THAT(serials("12345678", {"87654321"}), ElementsAre(87'654'321));
  EXPECT_THAT(serials("123456789", {"987654321"}), ElementsAre(987'654'321));
  EXPECT_THAT(serials("999999999999999999", {"123456789012345678"}),
              ElementsAre(123'456'789'012'345'678));
  EXPECT_THAT(serials("Branch Ningbo, invoice no. 00421", {"Branch Ningbo, invoice no. 10421"}),
              ElementsAre(10'421));
}

TEST(SerialPattern, OtherCharactersBetweenDigitsCountAsZeros) {
  EXPECT_THAT(serials("SI/2026-0815", {"SI/2026-0816", "SI/2027-0001"}),
              ElementsAre(202'600'816, 202'700'001));
  EXPECT_THAT(serials("0815/A", {"0816/A"}), ElementsAre(81'600));
  EXPECT_THAT(serials("2026年第0815号", {"2027年第0815号"}), ElementsAre(20'270'000'000'815'000));
}

TEST(SerialPattern, TellsOtherFormsApart) {
  EXPECT_THAT(
      serials("INV-00012345", {"INV-0001234", "INV-000123456", "INX-00012345", "INV-0001234A",
                               "INV-0001234/", "INV-0001234:", "INV 00012345", "inv-00012345", "",
                               "INV-000\xB1"
                               "2345"}),
      testing::Each(none));
  EXPECT_THAT(serials("A1", {"B1", "A", "AA", "A12", "1A", "A\xB1"}), testing::Each(none));
}

TEST(SerialPattern, IsWhatAlmostAllFollow) {
  EXPECT_FALSE(has_pattern({}));
  EXPECT_FALSE(has_pattern({""}));
  EXPECT_FALSE(has_pattern({"no digits"}));
  EXPECT_FALSE(has_pattern({"1234567890123456789"})) << "19 digits";
  EXPECT_FALSE(has_pattern({"7xxxxxxxxxxxxxxxxxx"})) << "as long as 19 digits";
  EXPECT_FALSE(has_pattern({"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1"})) << "33 characters";
  EXPECT_TRUE(has_pattern({"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1"}));
  EXPECT_TRUE(has_pattern({"A1", "A2", "A3", "A4", "A5", "A6", "A7", "B"}));
  EXPECT_FALSE(has_pattern({"A1", "A2", "A3", "A4", "A5", "A6", "B", "B"}));
}

}  // namespace
}  // namespace o2c
