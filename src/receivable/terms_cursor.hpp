#pragma once

// The words of payment terms, taken one after another. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "o2c/number/error.hpp"
#include "o2c/receivable/date_rule.hpp"

#include "terms_words.hpp"

namespace o2c::inline v1::detail {

class TermsCursor {
 public:
  /// `words` are those of `text`; both outlive the cursor.
  TermsCursor(std::string_view text, std::span<const Token> words) : text_(text), words_(words) {}

  /// The next word, or one further on; behind the last there is nothing but ends.
  [[nodiscard]] const Token& token(std::size_t ahead = 0) const {
    return words_[std::min(at_ + ahead, words_.size() - 1)];
  }
  [[nodiscard]] Word word(std::size_t ahead = 0) const { return token(ahead).word; }

  const Token& take() {
    const Token& taken = token();
    ++at_;
    return taken;
  }
  bool take(Word wanted) {
    if (word() != wanted) return false;
    ++at_;
    return true;
  }
  const Token& take_number() {
    if (word() != Word::number) fail("a number");
    return take();
  }
  std::int32_t take_count() { return count(take_number()); }

  /// A number as one of days or months: whole, and not written in groups of digits.
  [[nodiscard]] std::int32_t count(const Token& number) const {
    const bool grouped = text(number).find(',') != std::string_view::npos;
    if (!is_integer(number.number) || number.number > DateStep::most || grouped)
      fail_at(number.offset, "a whole number of days or months");
    return static_cast<std::int32_t>(normalized(number.number).coefficient());
  }
  [[nodiscard]] std::string_view text(const Token& token) const {
    return text_.substr(token.offset, token.size);
  }

  [[noreturn]] void fail_at(std::size_t offset, std::string_view expected) const {
    throw_parse(text_, offset, expected);
  }
  [[noreturn]] void fail(std::string_view expected) const { fail_at(token().offset, expected); }

 private:
  std::string_view text_;
  std::span<const Token> words_;
  std::size_t at_ = 0;
};

}  // namespace o2c::inline v1::detail
