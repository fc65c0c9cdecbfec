#pragma once

// What the tables of a ledger have in common. Private to src/receivable.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/table_builder.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/document.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

inline std::optional<std::string_view> text_or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
inline std::optional<std::string_view> text_of(const TextCodes& codes, std::uint32_t code) {
  return code == none ? std::nullopt : std::optional(codes.text(code));
}
inline std::optional<std::int32_t> date_of(std::int32_t days) {
  return days == no_date ? std::nullopt : std::optional(days);
}
inline std::optional<std::int64_t> positive_or_null(std::int64_t number) {
  return number == 0 ? std::nullopt : std::optional(number);
}

/// One scale for the numbers of a column: the digits of the one that has most.
template <class Values, class DigitsOf>
int most_digits(const Values& values, const DigitsOf& digits_of) {
  int digits = 0;
  for (const auto& value : values) digits = std::max<int>(digits, digits_of(value));
  return digits;
}
/// Throws Overflow beyond 38 digits.
inline Int128 coefficient(const Decimal& value, int scale) {
  Int128 units = value.coefficient();
  const Int128 most = detail::power_of_ten(Decimal::max_digits) - 1;
  if (!detail::multiply_fits(units, detail::power_of_ten(scale - value.scale())) || units > most ||
      units < -most)
    throw_overflow("the rates of a table do not fit into decimals of 38 digits");
  return units;
}

/// The names of an enumeration.
template <class Enum>
std::vector<std::string> names_up_to(Enum last) {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(last); ++i)
    names.push_back(to_string(static_cast<Enum>(i)));
  return names;
}

class LedgerExport {
 public:
  explicit LedgerExport(const LedgerState& state)
      : state_(&state),
        scale_(most_digits(state.currencies, [](Currency each) { return each.digits(); })),
        kinds_(names_up_to(DocumentKind::credit_note)) {}

 protected:
  [[nodiscard]] Int128 scaled(const DocumentRow& row, std::int64_t minor) const {
    return static_cast<Int128>(minor) *
           detail::power_of_ten(scale_ - state_->currencies[row.currency].digits());
  }
  [[nodiscard]] Int128 scaled(Money amount) const {
    return static_cast<Int128>(amount.minor()) *
           detail::power_of_ten(scale_ - amount.currency().digits());
  }
  [[nodiscard]] std::string_view kind_of(const DocumentRow& row) const {
    return kinds_[static_cast<std::size_t>(row.kind)];
  }
  [[nodiscard]] std::string_view currency_of(const DocumentRow& row) const {
    return state_->currencies[row.currency].code();
  }
  [[nodiscard]] std::optional<std::int64_t> instalment_of(std::uint32_t item) const {
    return positive_or_null(state_->items[item].installment);
  }

  const LedgerState* state_;
  int scale_;
  std::vector<std::string> kinds_;
};

/// Where among all facts documents and applications stand.
class FactSequences {
 public:
  explicit FactSequences(const LedgerState& state);

  [[nodiscard]] std::int64_t of_document(std::uint32_t id) const;
  [[nodiscard]] std::int64_t of_application(std::uint32_t id) const;

 private:
  const LedgerState* state_;
  std::vector<FactOrder> others_;  // In their order.
};

/// The tables of what is no document or application.
class FactExport : private LedgerExport {
 public:
  using LedgerExport::LedgerExport;

  [[nodiscard]] std::shared_ptr<const ArrowTable> locks() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> disputes() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> reminders() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> promises() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> note_moves() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> due_dates() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> discounts() const;
  [[nodiscard]] std::shared_ptr<const ArrowTable> revaluations() const;
};

}  // namespace o2c::inline v1
