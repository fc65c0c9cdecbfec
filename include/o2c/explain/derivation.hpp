#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/explain/value.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

enum class Language : std::uint8_t { en, zh };

/// "en" or "zh".
std::string to_string(Language language);
/// Throws ParseError.
Language parse_language(std::string_view text);

/// A Text that a derivation keeps for itself, so that names may come from data.
struct Label {
  std::string en{};
  std::string zh{};

  Label() = default;
  Label(std::string english, std::string chinese)
      : en(std::move(english)), zh(std::move(chinese)) {}
  Label(Text text) : en(text.en), zh(text.zh) {}  // NOLINT(*explicit*)

  /// Falls back to English where there is no Chinese.
  [[nodiscard]] const std::string& in(Language language) const noexcept {
    return language == Language::zh && !zh.empty() ? zh : en;
  }

  friend bool operator==(const Label&, const Label&) = default;
};

struct NamedValue {
  Label name{};
  Value value{};

  friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

/// Rounded to a multiple of the unit.
struct RoundedTo {
  Rounding mode = Rounding::exact;
  Decimal unit{};

  friend bool operator==(const RoundedTo&, const RoundedTo&) = default;
};

/// One line of a derivation: label = operation(operands), perhaps rounded.
struct DerivationStep {
  Label label{};
  Operation operation = Operation::given;
  std::vector<NamedValue> operands{};
  Value result{};
  std::optional<RoundedTo> rounding{};

  friend bool operator==(const DerivationStep&, const DerivationStep&) = default;
};

/// How an amount came about, step by step, in a form that can be recomputed. A Tracer: pass one to
/// a rule in place of NoTrace.
class Derivation {
 public:
  static constexpr bool recording = true;

  template <class R, class... Vs>
  void step(Text label, Operation operation, const R& result, const Operand<Vs>&... operands) {
    add({label, operation, {named(operands)...}, to_value(result), std::nullopt});
  }
  template <class R, class... Vs>
  void rounded_step(Text label, Operation operation, Rounding mode, const Decimal& unit,
                    const R& result, const Operand<Vs>&... operands) {
    add({label, operation, {named(operands)...}, to_value(result), RoundedTo{mode, unit}});
  }
  /// A step whose operands or names come from data.
  void add(DerivationStep step) { steps_.push_back(std::move(step)); }

  [[nodiscard]] const std::vector<DerivationStep>& steps() const noexcept { return steps_; }

  /// Recomputes every step from its operands, in unbounded exact arithmetic, and returns the
  /// positions (from 0) of those whose result differs or cannot follow from them. `given` and
  /// `look_up` are facts and always hold.
  [[nodiscard]] std::vector<std::size_t> recheck() const;

  /// Aligned lines for a terminal or an e-mail; each ends in a newline.
  [[nodiscard]] std::string to_text(Language language) const;
  /// A table of class "o2c-derivation", without script or style.
  [[nodiscard]] std::string to_html(Language language) const;
  /// {"language": ..., "steps": [...]}; every value is {"type": ..., "value": text}, amounts too.
  [[nodiscard]] std::string to_json(Language language) const;

  friend bool operator==(const Derivation&, const Derivation&) = default;

 private:
  template <class V>
  static NamedValue named(const Operand<V>& operand) {
    return {operand.name, to_value(operand.value)};
  }

  std::vector<DerivationStep> steps_;
};

static_assert(Tracer<Derivation>);

/// The English text.
std::string to_string(const Derivation& derivation);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Derivation& derivation) {
  return out << to_string(derivation);
}

}  // namespace o2c::inline v1
