#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/export.hpp"

namespace o2c::inline v1 {

/// Why a rule of the trade does not allow something. An answer, not an error: whoever asked can
/// show it, and nothing has changed.
struct Refusal {
  std::string rule;      ///< Its name, the same in every language: "over_applied".
  Label reason;          ///< What stands against it, as a sentence.
  Label cure{};          ///< What would cure it, where the rule knows.
  std::string source{};  ///< Where the rule comes from: "UCP 600 art. 14(c)".

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// All the rules that stand against something.
using Refusals = std::vector<Refusal>;

/// The sentences, one for each line.
std::string to_string(const Refusals& refusals, Language language = Language::en);

/// Thrown by whoever takes a value where there are refusals. Not an o2c::Error: the input was well.
class O2C_EXPORT Refused : public std::exception {
 public:
  explicit Refused(Refusals refusals);

  [[nodiscard]] const Refusals& refusals() const noexcept { return state_->refusals; }
  [[nodiscard]] const char* what() const noexcept override { return state_->message.c_str(); }

 private:
  struct State {
    Refusals refusals;
    std::string message;
  };
  std::shared_ptr<const State> state_;  // Copying never throws.
};

/// A value, or why there is none: std::expected<T, Refusals> as far as it goes, which C++20 lacks.
template <class T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(*explicit*)
  Expected(Refusals refusals)                                              // NOLINT(*explicit*)
      : state_(std::in_place_index<1>, std::move(refusals)) {}
  Expected(Refusal refusal) : Expected(Refusals{std::move(refusal)}) {}  // NOLINT(*explicit*)

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  /// Throws Refused.
  [[nodiscard]] const T& value() const {
    if (!has_value()) throw Refused(error());
    return std::get<0>(state_);
  }
  [[nodiscard]] const T& operator*() const { return value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }
  /// Only where there is no value.
  [[nodiscard]] const Refusals& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Refusals> state_;
};

}  // namespace o2c::inline v1
