#include "wording.hpp"

#include "o2c/number/detail/utf8.hpp"

namespace o2c::inline v1::detail {
namespace {

// The words before, between and after the operands, and those that introduce a list of them.
struct Phrase {
  Text before;
  Text between;
  Text after;
  Text list;
};

Phrase phrase(Operation operation) {
  constexpr Text comma{", ", "、"};
  switch (operation) {
    case Operation::given:
      return {{"given ", "已知 "}, comma, {}, {"given:", "已知："}};
    case Operation::sum:
      return {{"= ", "= "}, {" + ", " + "}, {}, {"= the sum of:", "= 合计："}};
    case Operation::difference:
      return {{"= ", "= "}, {" − ", " − "}, {}, {"= the first less the others:", "= 首项减其余："}};
    case Operation::product:
    case Operation::exchange:
      return {{"= ", "= "}, {" × ", " × "}, {}, {"= the product of:", "= 连乘："}};
    case Operation::quotient:
      return {{"= ", "= "}, {" ÷ ", " ÷ "}, {}, {"= the quotient of:", "= 相除："}};
    case Operation::rounded:
      return {{"= ", "= "}, comma, {}, {"=", "="}};
    case Operation::minimum:
      return {{"the least of ", "取最小："}, comma, {}, {"the least of:", "取最小："}};
    case Operation::maximum:
      return {{"the greatest of ", "取最大："}, comma, {}, {"the greatest of:", "取最大："}};
    case Operation::days_between:
      return {{"from ", "从 "}, {" to ", " 到 "}, {}, {"days between:", "相隔天数："}};
    case Operation::look_up:
      return {{"found by ", "按 "}, comma, {"", " 查得"}, {"found by:", "查得依据："}};
    case Operation::share:
      return {{"= ", "= "}, {" × ", " × "}, {}, {"= the share of:", "= 分摊："}};
    case Operation::count:
      return {{"the number of ", "个数："}, comma, {}, {"the number of:", "个数："}};
  }
  return {};
}

Text rounding_text(Rounding mode) {
  switch (mode) {
    case Rounding::half_even:
      return {"half to even", "四舍六入五成双"};
    case Rounding::half_up:
      return {"half up", "四舍五入"};
    case Rounding::half_down:
      return {"half down", "五舍六入"};
    case Rounding::half_odd:
      return {"half to odd", "四舍六入五成单"};
    case Rounding::half_ceiling:
      return {"half to the larger", "逢五取大"};
    case Rounding::half_floor:
      return {"half to the smaller", "逢五取小"};
    case Rounding::up:
      return {"away from zero", "远离零进位"};
    case Rounding::down:
      return {"toward zero", "截尾"};
    case Rounding::ceiling:
      return {"to the larger", "向上取整"};
    case Rounding::floor:
      return {"to the smaller", "向下取整"};
    case Rounding::exact:
      return {"exact", "不得舍入"};
  }
  return {};
}

std::string_view in(const Text& text, Language language) {
  return language == Language::zh ? text.zh : text.en;
}

std::string rounding_suffix(const RoundedTo& rounding, Language language) {
  const std::string unit = to_string(rounding.unit);
  const std::string mode(in(rounding_text(rounding.mode), language));
  return language == Language::zh ? "，舍入到 " + unit + "（" + mode + "）"
                                  : ", rounded to " + unit + " (" + mode + ")";
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    // U+0080 to U+009F are control characters as well: terminals obey some of them.
    const bool control =
        first < 0x20 || first == 0x7F ||
        (first == 0xC2 && length == 2 && static_cast<unsigned char>(text[1]) < 0xA0);
    if (length == 0 || control) {
      out += "\uFFFD";
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string shown_value(const Value& value) {
  constexpr int digits_exact = 12;  // Longer ones are read worse than the fraction.
  constexpr int digits_close = 6;
  const auto* ratio = std::get_if<Ratio>(&value);
  if (ratio == nullptr || is_integer(*ratio)) return value_text(value);
  try {
    const Decimal exact = round(*ratio, digits_exact, Rounding::half_up);
    if (Ratio(exact) == *ratio) return to_string(normalized(exact));
    return to_string(*ratio) + " ≈ " + to_string(round(*ratio, digits_close, Rounding::half_up));
  } catch (const Overflow&) {
    return to_string(*ratio);
  }
}

std::string operand_text(const NamedValue& operand, Language language) {
  std::string text = printable(operand.name.in(language));
  if (!text.empty()) text += ' ';
  return text + printable(shown_value(operand.value));
}

std::string formula_text(const DerivationStep& step, Language language) {
  const Phrase words = phrase(step.operation);
  std::string text;
  if (lists_operands(step)) {
    text = in(words.list, language);
  } else if (step.operands.empty()) {
    text = step.operation == Operation::given ? in(Text{"given", "已知"}, language)
                                              : in(words.list, language);
  } else {
    text = in(words.before, language);
    for (std::size_t i = 0; i < step.operands.size(); ++i) {
      if (i == 2 && step.operation == Operation::share) {
        text += " ÷ ";
      } else if (i > 0) {
        text += in(words.between, language);
      }
      text += operand_text(step.operands[i], language);
    }
    text += in(words.after, language);
  }
  if (step.rounding) text += rounding_suffix(*step.rounding, language);
  return text;
}

}  // namespace o2c::inline v1::detail
