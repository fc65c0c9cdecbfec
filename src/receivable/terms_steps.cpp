#include "terms_steps.hpp"

namespace o2c::inline v1::detail {
namespace {

DateStep read_signed_step(TermsCursor& words) {
  const Token& item = words.take();
  switch (item.word) {
    case Word::number:
      return read_step(words, item);
    case Word::end_of_month:
      return DateStep::end_of_month();
    case Word::days:
      return DateStep::day_of_month(words.take_count());
    case Word::months:
      return DateStep::month(words.take_count());
    case Word::weekday:
      return DateStep::weekday(static_cast<Weekday>(item.value));
    case Word::proximo:
      return read_proximo(words);
    default:
      words.fail_at(item.offset,
                    "a step, such as 30 days, end of month, day 15, next Friday, proximo 10");
  }
}

DateStep reversed(const TermsCursor& words, const Token& sign, const DateStep& step) {
  switch (step.kind()) {
    case DateStep::Kind::days:
      return DateStep::days(-step.count());
    case DateStep::Kind::business_days:
      return DateStep::business_days(-step.count());
    case DateStep::Kind::months:
      return DateStep::months(-step.count());
    default:
      words.fail_at(sign.offset, "+, or days or months to go back");
  }
}

}  // namespace

DateStep read_step(TermsCursor& words, const Token& number) {
  const std::int32_t n = words.count(number);
  if (words.take(Word::days)) return DateStep::days(n);
  if (words.take(Word::weeks)) return DateStep::weeks(n);
  if (words.take(Word::months)) return DateStep::months(n);
  if (words.take(Word::business_days)) return DateStep::business_days(n);
  words.fail("days, weeks, months, business days, % or a currency");
}

void read_signed_steps(TermsCursor& words, std::vector<DateStep>& steps) {
  while (is_sign(words.word())) {
    const Token& sign = words.take();
    const DateStep step = read_signed_step(words);
    steps.push_back(sign.word == Word::plus ? step : reversed(words, sign, step));
  }
}

DateStep read_proximo(TermsCursor& words) {
  const std::int32_t day = words.take_count();
  const std::int32_t months = words.take(Word::months) ? words.take_count() : 1;
  const std::int32_t cut_off = words.take(Word::cut_off) ? words.take_count() : 31;
  return DateStep::proximo(day, cut_off, months);
}

}  // namespace o2c::inline v1::detail
