#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/open_item.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What a letter of confirmation may name, in braces: "{party}".
enum class ConfirmationPlace : std::uint8_t {
  company,   ///< Who asks.
  party,     ///< Who is asked.
  as_of,     ///< The day.
  balances,  ///< A table of the balances.
  items,     ///< A table of the open items, or nothing.
  reply_to   ///< Where the answer goes.
};

/// "company", "party", ...
std::string to_string(ConfirmationPlace place);

/// The text of a letter with named places. Two braces are one: "{{". What is empty and stands in a
/// line of its own takes the line with it.
class ConfirmationTemplate {
 public:
  /// Throws ParseError, with its position, for a place that has no such name and for a brace
  /// without its other.
  explicit ConfirmationTemplate(std::string text);
  /// The library's own text.
  static ConfirmationTemplate standard(Language language);

  struct Part {
    std::string text;
    std::optional<ConfirmationPlace> place;  ///< After the text; none at the end.

    friend bool operator==(const Part&, const Part&) = default;
  };

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const std::vector<Part>& parts() const noexcept { return parts_; }

  friend bool operator==(const ConfirmationTemplate&, const ConfirmationTemplate&) = default;

 private:
  std::string text_;
  std::vector<Part> parts_;
};

/// What a party is asked to confirm (询证函): what it owes at the end of a day, less what it is
/// owed.
struct BalanceConfirmation {
  std::string party;
  Date as_of;
  MoneyBag balances;            ///< Positive: owed to us.
  std::vector<OpenItem> items;  ///< What they are made of.

  friend bool operator==(const BalanceConfirmation&, const BalanceConfirmation&) = default;
};

/// From the ledger, as it was known then. Throws InvalidArgument for a party that nothing was
/// posted for; Overflow.
BalanceConfirmation balance_confirmation(const Ledger& ledger, std::string_view party,
                                         const AsOf& as_of);

/// How the letter is written.
struct ConfirmationLetter {
  enum class Items : std::uint8_t { left_out, listed };

  std::string company;
  std::string reply_to;
  Items items = Items::left_out;
  ConfirmationTemplate en = ConfirmationTemplate::standard(Language::en);
  ConfirmationTemplate zh = ConfirmationTemplate::standard(Language::zh);

  [[nodiscard]] const ConfirmationTemplate& in(Language language) const noexcept {
    return language == Language::zh ? zh : en;
  }
  friend bool operator==(const ConfirmationLetter&, const ConfirmationLetter&) = default;
};

/// A stretch of a letter: text with its places filled, and then a table.
struct ConfirmationPart {
  std::string text;
  std::optional<ConfirmationPlace> table;  ///< balances or items; none at the end.

  friend bool operator==(const ConfirmationPart&, const ConfirmationPart&) = default;
};

/// The letter in one language, its tables apart.
std::vector<ConfirmationPart> letter_parts(const BalanceConfirmation& confirmation,
                                           const ConfirmationLetter& letter, Language language);

/// The letter in both languages, one below the other. A signed acknowledgement interrupts the
/// three-year limitation (Civil Code of China art. 188, 195).
std::string to_string(const BalanceConfirmation& confirmation, const ConfirmationLetter& letter);

}  // namespace o2c::inline v1
