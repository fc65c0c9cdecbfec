#pragma once

// Reads the clauses of payment terms, word by word. Private to src/receivable.

#include <cstddef>
#include <string_view>
#include <vector>

#include "terms_clauses.hpp"
#include "terms_cursor.hpp"
#include "terms_words.hpp"

namespace o2c::inline v1::detail {

class ClauseReader {
 public:
  ClauseReader(TermsCursor words, const CurrencyTable& currencies, const Readings& readings)
      : words_(words), currencies_(currencies), readings_(readings), clause_(0) {}

  TermsClauses read();

 private:
  // Each reads on from a word that was taken.
  void read_item(const Token& item);
  void read_timing(const Token& item);
  void read_number(const Token& number);
  void read_percent(const Token& number);
  void read_quotient(const Token& first);
  void read_net(const Token& number);
  void read_after_step();
  void read_day_of_next_month(const Token& item);
  void read_month_account(const Token& item);
  void read_after_month_end();
  void read_anchor(const Token& item);
  void read_event();
  void read_plus();
  void read_more_days();
  void read_policy();

  // Each adds to the clause, or refuses to.
  void settle_monthly();
  void begin_share(std::size_t offset);
  void set_share(std::size_t offset, const Share& share);
  void set_instrument(const Token& item, Instrument instrument);
  void set_purpose(const Token& item, Purpose purpose);
  void set_event(const Token& item);
  void set_steps(const Token& item, std::vector<DateStep> steps);
  void set_timing(const Token& item, Anchor anchor, std::vector<DateStep> steps);
  void add_discount_days();
  void finish();

  void expect_event(std::string_view expected) const;
  [[nodiscard]] DateStep backwards(std::size_t offset, const DateStep& step) const;
  [[nodiscard]] Money amount(const Token& number, const Token& code) const;

  TermsCursor words_;
  const CurrencyTable& currencies_;
  Readings readings_;
  Clause clause_;
  TermsClauses result_{};
};

inline constexpr std::string_view instead_of_receipt =
    "an event whose day is known, such as 30 days after invoice date (发票日后30天) or after "
    "receipt of goods; the day on which an invoice is received is not";

constexpr bool is_event(Word word) { return word == Word::anchor || word == Word::acceptance; }
constexpr bool is_receipt(Word word) {
  return word == Word::receipt || word == Word::invoice_receipt;
}
constexpr bool ends_clause(Word word) { return word == Word::end || word == Word::separator; }

}  // namespace o2c::inline v1::detail
