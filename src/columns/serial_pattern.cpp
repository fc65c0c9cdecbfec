#include "o2c/columns/serial_pattern.hpp"

#include <algorithm>
#include <cstring>

#include <boost/endian/conversion.hpp>

namespace o2c::inline v1 {
namespace {

constexpr std::size_t word_size = 8;
constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080U;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The first character becomes the lowest byte.
std::uint64_t load_word(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, word_size);
  return boost::endian::little_to_native(word);
}

// A text that is shorter than a word: its last character becomes the highest byte.
std::uint64_t load_short(std::string_view text) {
  std::uint64_t word = 0;
  for (const char c : text) word = word >> 8U | std::uint64_t{static_cast<unsigned char>(c)} << 56U;
  return word;
}

// Eight decimal digits, one in each byte, the first in the lowest: neighbours are joined to pairs,
// to fours and to all eight.
constexpr std::uint64_t decimal_value(std::uint64_t digits) {
  constexpr std::uint64_t every_fourth = 0x0000'00FF'0000'00FFU;
  constexpr std::uint64_t fours_of_first = 100 + (std::uint64_t{1'000'000} << 32U);
  constexpr std::uint64_t fours_of_second = 1 + (std::uint64_t{10'000} << 32U);
  const std::uint64_t pairs = digits * 10 + (digits >> 8U);
  return ((pairs & every_fourth) * fours_of_first +
          ((pairs >> 16U) & every_fourth) * fours_of_second) >>
         32U;
}
static_assert(decimal_value(0x0807'0605'0403'0201U) == 12'345'678);

}  // namespace

[[gnu::always_inline]] inline std::int64_t SerialPattern::serial(
    std::string_view text) const noexcept {
  if (text.size() != size_) return none;
  std::uint64_t differs = 0;
  std::uint64_t value = 0;
  for (std::size_t w = 0; w < word_count_; ++w) {
    const Word& word = words_[w];
    const std::uint64_t characters =
        size_ < word_size ? load_short(text) : load_word(text.data() + word.begin);
    const std::uint64_t difference = (characters ^ word.expected) & word.own;
    differs |= difference | (difference + word.room);
    value += decimal_value(difference) * word.weight;
  }
  return (differs & high_bits) == 0 ? static_cast<std::int64_t>(value) : none;
}

std::optional<SerialPattern> SerialPattern::of(std::span<const std::string_view> texts) {
  if (texts.empty()) return std::nullopt;
  const std::string_view example = texts[texts.size() / 2];
  const auto first_digit =
      static_cast<std::size_t>(std::ranges::find_if(example, is_digit) - example.begin());
  if (first_digit == example.size() || example.size() - first_digit > digits_most ||
      example.size() > words_most * word_size)
    return std::nullopt;
  const SerialPattern pattern(example);
  const auto follow = std::ranges::count_if(
      texts, [&](std::string_view text) { return pattern.serial(text) != none; });
  if (static_cast<std::size_t>(follow) < texts.size() - texts.size() / 8) return std::nullopt;
  return pattern;
}

SerialPattern::SerialPattern(std::string_view example) noexcept : size_(example.size()) {
  for (std::size_t begin = 0; begin < size_; begin += word_size) {
    const std::size_t end = std::min(begin + word_size, size_);
    Word& word = words_[word_count_++];
    word.begin = end < word_size ? 0 : end - word_size;
    for (std::size_t at = begin; at < end; ++at) {
      const std::size_t shift = 8 * (word_size - (end - at));
      const bool digit = is_digit(example[at]);
      const auto expected = static_cast<unsigned char>(digit ? '0' : example[at]);
      word.own |= std::uint64_t{0xFF} << shift;
      word.expected |= std::uint64_t{expected} << shift;
      word.room |= std::uint64_t{digit ? 0x80U - 10U : 0x80U - 1U} << shift;
    }
    word.weight = size_ - end < digits_most ? 1 : 0;  // Further to the left there are no digits.
    for (std::size_t at = end; at < size_; ++at) word.weight *= 10;
  }
}

std::size_t SerialPattern::serials(std::span<const std::string_view> texts,
                                   std::span<std::int64_t> serials) const noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    serials[i] = serial(texts[i]);
    count += serials[i] == none ? 0U : 1U;
  }
  return count;
}

}  // namespace o2c::inline v1
