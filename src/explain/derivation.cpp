#include "o2c/explain/derivation.hpp"

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

std::string to_string(Language language) { return language == Language::zh ? "zh" : "en"; }

Language parse_language(std::string_view text) {
  if (text == "en") return Language::en;
  if (text == "zh") return Language::zh;
  throw_parse(text, 0, "a language: en or zh");
}

std::string to_string(const Derivation& derivation) { return derivation.to_text(Language::en); }

}  // namespace o2c::inline v1
