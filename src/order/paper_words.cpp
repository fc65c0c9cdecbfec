#include "paper_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace o2c::inline v1 {

namespace {

constexpr std::array<Text, 3> purposes{
    {{"payment", "货款"}, {"deposit", "定金"}, {"retention", "质保金"}}};
constexpr std::array<Text, 8> instruments{{{"", ""},
                                           {"T/T", "电汇"},
                                           {"L/C at sight", "即期信用证"},
                                           {"usance L/C", "远期信用证"},
                                           {"D/P", "付款交单"},
                                           {"D/A", "承兑交单"},
                                           {"open account", "赊销"},
                                           {"cash", "现金"}}};
constexpr std::array<Text, 3> verdicts{
    {{"accepted", "接受"}, {"rejected", "退改"}, {"no order", "不下单"}}};

template <class Enum, std::size_t n>
Label word(Enum value, const std::array<Text, n>& words) {
  return words[static_cast<std::size_t>(value)];
}

Label step_text(const DateStep& step) {
  const std::string count = std::to_string(step.count());
  const bool is_one = step.count() == 1;
  switch (step.kind()) {
    case DateStep::Kind::days:
      if (step.count() < 0) {
        const std::string days = std::to_string(-step.count());
        return {days + (step.count() == -1 ? " day" : " days") + " before", "前" + days + "天"};
      }
      return {count + (is_one ? " day" : " days") + " later", "后" + count + "天"};
    case DateStep::Kind::months:
      return {count + (is_one ? " month" : " months") + " later", "后" + count + "个月"};
    case DateStep::Kind::end_of_month:
      return {"end of month", "月底"};
    default:
      return same(to_string(step));
  }
}

}  // namespace

Label listed(const std::vector<Label>& parts) {
  Label all;
  for (const Label& part : parts) {
    if (!all.en.empty()) {
      all.en += ", ";
      all.zh += "、";
    }
    all.en += part.en;
    all.zh += part.zh;
  }
  return all;
}

std::string grouped(const Decimal& number) {
  std::string text = to_string(number);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(text.find('.'), text.size());
  while (at > first + 3) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

Label pieces_text(std::int32_t pieces) {
  const std::string count = std::to_string(pieces);
  return {count + (pieces == 1 ? " piece" : " pieces"), count + "件"};
}

Label with_verdict(bool passed, const std::string& record) {
  return {(passed ? "passed: " : "to be made again: ") + record,
          (passed ? "合格：" : "重做：") + record};
}

Label verdict_word(events::Verdict verdict) { return word(verdict, verdicts); }
Label purpose_word(Purpose purpose) { return word(purpose, purposes); }
Label instrument_word(Instrument instrument) { return word(instrument, instruments); }

Label due_text(const DateRule& due) {
  Label text = name_of(due.anchor);
  for (const DateStep& step : due.steps) {
    const Label next = step_text(step);
    text.en += ", " + next.en;
    text.zh += next.zh;
  }
  return text;
}

}  // namespace o2c::inline v1
