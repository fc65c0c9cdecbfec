#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "o2c/money/money_text.hpp"

#include "amount_text.hpp"
#include "currency_symbols.hpp"
#include "near_codes.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t group_digits = 3;
constexpr std::size_t symbol_currencies_named = 8;

constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }
constexpr bool is_letter(char c) { return ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z'); }

// A space, also the no-break spaces that amounts are often pasted with: its length in bytes, or 0.
std::size_t space_at(std::string_view text) {
  for (const std::string_view space : {" ", "\t", "\u00A0", "\u202F"})
    if (text.starts_with(space)) return space.size();
  return 0;
}

// Which currencies the caller lets a text have: those of a table, or the one stated.
class Accepted {
 public:
  explicit Accepted(const CurrencyTable& table) : table_(&table) {}
  explicit Accepted(Currency stated) : stated_(stated) {}

  std::optional<Currency> stated() const { return stated_; }

  std::optional<Currency> by_code(std::string_view code) const {
    if (!stated_) return table_->find(code);
    return code == stated_->code() ? stated_ : std::nullopt;
  }

  // The currency that a sign stands for, if it can be only one.
  std::optional<Currency> by_symbol(std::string_view symbol) const {
    const auto codes = detail::currencies_of_symbol(symbol);
    if (!stated_) return codes.size() == 1 ? table_->find(codes[0]) : std::nullopt;
    const bool fits = std::ranges::find(codes, stated_->code()) != codes.end();
    return fits ? stated_ : std::nullopt;
  }

  [[noreturn]] void refuse(std::string_view text, std::size_t offset, std::string_view mark) const {
    if (stated_)
      throw_parse(text, offset, "an amount in " + to_string(*stated_) + ", the currency stated");
    const auto codes = detail::currencies_of_symbol(mark);
    if (codes.size() <= 1) detail::throw_unknown_currency(mark, table_->currencies());
    std::string expected = "a currency code: " + std::string(mark) + " may be ";
    for (std::size_t i = 0; i < codes.size() && i < symbol_currencies_named; ++i) {
      if (i > 0) expected += i + 1 < codes.size() ? ", " : " or ";
      expected += codes[i];
    }
    if (codes.size() > symbol_currencies_named) expected += " or another";
    throw_parse(text, offset, expected);
  }

 private:
  const CurrencyTable* table_ = nullptr;
  std::optional<Currency> stated_;
};

class MoneyParser {
 public:
  MoneyParser(std::string_view text, const NumberFormat& format, const Accepted& accepted)
      : text_(text), format_(format), accepted_(accepted) {}

  Money parse() {
    skip_spaces();
    read_sign();
    read_mark(true);
    skip_spaces();
    read_sign();
    read_number();
    skip_spaces();
    read_mark(false);
    skip_spaces();
    if (position_ < text_.size()) fail(currency_ ? "nothing more" : "a currency code");
    if (!currency_) currency_ = accepted_.stated();
    if (!currency_) fail("a currency code, such as USD or EUR");
    return amount(*currency_);
  }

 private:
  std::string_view rest() const { return text_.substr(position_); }

  [[noreturn]] void fail(std::string_view expected) const {
    throw_parse(text_, position_, expected);
  }

  void skip_spaces() {
    while (const std::size_t length = space_at(rest())) position_ += length;
  }

  void read_sign() {
    if (rest().empty() || (text_[position_] != '-' && text_[position_] != '+')) return;
    if (signed_) fail("one sign at most");
    signed_ = true;
    negative_ = text_[position_] == '-';
    ++position_;
  }

  // A code or sign, if there is one here. Before the number a code may touch it: USD5.
  void read_mark(bool before_number) {
    std::size_t letters = 0;
    while (letters < rest().size() && is_letter(rest()[letters])) ++letters;
    std::size_t word = letters;
    while (word < rest().size() && (is_letter(rest()[word]) || is_digit(rest()[word]))) ++word;
    if (letters == 0) word = 0;
    const std::string_view symbol = detail::leading_symbol(rest());
    if (word == 0 && symbol.empty()) return;
    if (currency_) fail("one currency code or sign");

    // A code that a digit follows is read up to that digit, unless all of it is the code.
    const bool word_ends = word == rest().size() || space_at(rest().substr(word)) > 0;
    const bool whole_word = word == letters || word_ends || !before_number;
    if (whole_word && accept_code(rest().substr(0, word))) return;
    if (before_number && accept_code(rest().substr(0, letters))) return;
    const std::string_view mark =
        symbol.size() >= letters ? symbol : rest().substr(0, before_number ? letters : word);
    if (!accept(mark, accepted_.by_symbol(mark))) accepted_.refuse(text_, position_, mark);
  }

  bool accept_code(std::string_view code) { return accept(code, accepted_.by_code(code)); }

  bool accept(std::string_view mark, std::optional<Currency> currency) {
    if (!currency) return false;
    currency_ = currency;
    position_ += mark.size();
    return true;
  }

  // The bytes of a group separator that three digits follow, or 0.
  std::size_t group_at(std::string_view text) const {
    if (format_.group == '\0' || text.empty()) return 0;
    const std::size_t length = format_.group == ' ' ? space_at(text) : text[0] == format_.group;
    const bool digit_follows = length > 0 && length < text.size() && is_digit(text[length]);
    return format_.group == ' ' && !digit_follows ? 0 : length;
  }

  std::size_t read_digits() {
    const std::size_t start = position_;
    while (!rest().empty() && is_digit(text_[position_])) digits_ += text_[position_++];
    return position_ - start;
  }

  void read_number() {
    std::size_t in_group = read_digits();
    if (in_group == 0) fail("a digit");
    for (bool first = true; const std::size_t length = group_at(rest()); first = false) {
      if (first && in_group > group_digits) fail("a group of three digits before the separator");
      position_ += length;
      in_group = read_digits();
      if (in_group != group_digits) {
        position_ -= in_group;
        fail("a group of three digits");
      }
    }
    if (rest().empty() || text_[position_] != format_.decimal_point) return;
    ++position_;
    decimals_offset_ = position_;
    decimals_ = read_digits();
    if (decimals_ == 0) fail("a digit after the decimal point");
  }

  Money amount(Currency currency) const {
    const auto digits = static_cast<std::size_t>(currency.digits());
    if (decimals_ > digits)
      throw_parse(
          text_, decimals_offset_,
          (digits == 0 ? "no decimals" : "at most " + std::to_string(digits) + " decimals") +
              ", as " + to_string(currency) + " has");
    // Counted downward from zero, since the lowest number has no positive counterpart.
    std::int64_t minor = 0;
    const std::string padded = digits_ + std::string(digits - decimals_, '0');
    for (const char digit : padded)
      if (__builtin_mul_overflow(minor, 10, &minor) ||
          __builtin_sub_overflow(minor, digit - '0', &minor))
        throw_too_large();
    if (!negative_ && __builtin_sub_overflow(std::int64_t{0}, minor, &minor)) throw_too_large();
    return Money::from_minor(minor, currency);
  }

  [[noreturn]] void throw_too_large() const {
    throw Overflow("the amount " + in_quotes(text_) + " is too large for Money");
  }

  std::string_view text_;
  const NumberFormat& format_;
  const Accepted& accepted_;
  std::size_t position_ = 0;
  bool signed_ = false;
  bool negative_ = false;
  std::string digits_;  // Without separators.
  std::size_t decimals_ = 0;
  std::size_t decimals_offset_ = 0;
  std::optional<Currency> currency_;
};

}  // namespace

Money parse_money(std::string_view text, const NumberFormat& format,
                  const CurrencyTable& currencies) {
  detail::check(format);
  return MoneyParser(text, format, Accepted(currencies)).parse();
}

Money parse_money(std::string_view text, Currency currency, const NumberFormat& format) {
  detail::check(format);
  return MoneyParser(text, format, Accepted(currency)).parse();
}

}  // namespace o2c
