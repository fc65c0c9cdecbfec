#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "o2c/number/decimal.hpp"

namespace o2c::inline v1::detail {

/// Within which a bank honours a complying presentation at sight (UCP 600 art. 14 b).
inline constexpr std::int32_t banking_days_to_honour = 5;

/// What a word or sign of the trade's shorthand stands for, in English or Chinese.
enum class Word : std::uint8_t {
  // Signs and numbers.
  number,
  percent,
  slash,
  plus,
  minus,
  separator,
  filler,   // Says nothing of amounts and dates: "of", "payable", "irrevocable", 付款.
  letters,  // Three letters that may be a currency.
  // Shares and what they are for.
  balance,
  of_the_rest,
  deposit,
  prepayment,
  retention,
  // How it is paid.
  instrument,          // value: Instrument; of letters of credit lc_usance.
  documents_for_cash,  // Cash against documents: D/P at sight.
  cash_at,             // value: Anchor; cash on delivery, with the order, in advance.
  payment_first,       // 款到发货
  // When it is due.
  advance,
  net,
  days,
  weeks,
  months,
  business_days,
  end_of_month,
  month_account,  // 月结: month end, and so many days.
  proximo,
  next_month,
  ordinal,     // The "th" of "10th".
  day_number,  // 号: which day of a month.
  date,        // As in "B/L date".
  cut_off,
  weekday,  // value: Weekday.
  at_sight,
  anchor,      // value: Anchor.
  acceptance,  // Of the goods or of the draft.
  receipt,     // Of what is not said.
  invoice_receipt,
  other_receipt,  // Of what is no event.
  on,
  against,  // A document: 凭.
  after,
  before,
  // Discounts and rolls.
  discount,
  before_tax,
  full_payment_only,
  grace,
  roll,  // value: Roll.
  end
};

struct Token {
  Word word = Word::end;
  std::uint8_t value = 0;
  std::size_t offset = 0;
  std::size_t size = 0;
  Decimal number{};
};

/// The words of a text; fillers are left out, and the last is `end`. Throws ParseError at what is
/// no word.
std::vector<Token> terms_words(std::string_view text);

}  // namespace o2c::inline v1::detail
