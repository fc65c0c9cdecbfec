#pragma once

// The clauses of payment terms as they are written, one for each instalment. Private to
// src/receivable.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/receivable/terms.hpp"

#include "terms_words.hpp"

namespace o2c::inline v1::detail {

/// Where the shorthand can be read in two ways, terms are read in both, and what makes sense
/// counts.
struct Readings {
  bool quotient_is_share;    // A first "1/3" is a third; else a discount of 1% within 3 days.
  bool percent_is_share;     // "2% 10 days" is a share due in 10 days; else a discount within them.
  bool month_end_first;      // "30 days EOM" is 30 days after the month's end; else its reverse.
  bool draft_is_accepted;    // "acceptance", by a letter of credit, is that of the draft.
  bool tenor_from_shipment;  // "D/A 60 days" counts from the B/L date; else from sight.
  bool next_quotient_is_share;  // "1/3" after a share of that kind is the next; else a discount.

  static constexpr unsigned count = 64;
  explicit constexpr Readings(unsigned bits)
      : quotient_is_share((bits & 1U) != 0),
        percent_is_share((bits & 2U) != 0),
        month_end_first((bits & 4U) != 0),
        draft_is_accepted((bits & 8U) != 0),
        tenor_from_shipment((bits & 16U) != 0),
        next_quotient_is_share((bits & 32U) != 0) {}
};

/// What one clause says of its instalment; what it leaves unsaid is not yet filled in.
struct Clause {
  explicit Clause(std::size_t begin) : offset(begin) {}

  std::size_t offset;
  std::optional<Share> share{};
  bool is_balance = false;
  bool is_prepayment = false;
  Instrument instrument = Instrument::unstated;
  Purpose purpose = Purpose::payment;
  std::optional<Anchor> anchor{};
  bool acceptance = false;  // The anchor is an acceptance of what is not said.
  std::optional<std::vector<DateStep>> steps{};
  bool at_sight = false;
  std::optional<std::size_t> bare_receipt{};  // Where it says "on receipt", but not of what.
  std::optional<Roll> roll{};
  std::vector<DiscountTier> discounts{};
  bool is_net = false;            // "net" was said.
  bool instrument_leads = false;  // It stands alone before the share, and so for all instalments.
  std::size_t share_ends = 0;     // Where the word after the share begins.

  /// Due with the contract unless another day is said.
  [[nodiscard]] bool is_by_contract() const { return purpose == Purpose::deposit || is_prepayment; }
  [[nodiscard]] bool has_share() const { return share || is_balance; }
  [[nodiscard]] bool has_event() const { return anchor || acceptance; }
  [[nodiscard]] bool has_date() const { return has_event() || steps; }
  [[nodiscard]] bool has_timing() const { return has_date() || at_sight; }
  // Whether a comma ends it.
  [[nodiscard]] bool may_end() const { return has_timing() || purpose != Purpose::payment || roll; }
  [[nodiscard]] bool says_nothing() const {
    return !has_share() && !has_timing() && instrument == Instrument::unstated &&
           purpose == Purpose::payment && discounts.empty();
  }
};

struct TermsClauses {
  std::vector<Clause> clauses{};
  DiscountPolicy policy{};
  bool has_fraction = false;  // A share is written as a fraction.
};

/// Throws ParseError, InvalidArgument.
TermsClauses read_clauses(std::string_view text, std::span<const Token> words,
                          const CurrencyTable& currencies, const Readings& readings);

}  // namespace o2c::inline v1::detail
