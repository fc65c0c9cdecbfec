// When an instalment is due: what follows days, the end of a month, an event.

#include <utility>

#include "terms_clause_reader.hpp"
#include "terms_steps.hpp"

namespace o2c::inline v1::detail {

// What may follow "30 days": "EOM", "after B/L date", "before delivery".
void ClauseReader::read_after_step() {
  std::vector<DateStep>& steps = *clause_.steps;
  const Token& next = words_.token();
  if (words_.take(Word::end_of_month)) {
    steps.insert(readings_.month_end_first ? steps.begin() : steps.end(), DateStep::end_of_month());
    return;
  }
  if (words_.take(Word::month_account)) return settle_monthly();  // 30天月结
  if (words_.take(Word::before)) {
    if (steps.size() != 1) words_.fail_at(next.offset, "days before an event");
    steps.front() = backwards(next.offset, steps.front());
    if (!clause_.has_event()) read_event();
  } else if (words_.take(Word::after)) {
    if (!clause_.has_event()) read_event();
  } else if (is_event(next.word) && !clause_.anchor) {
    read_event();
  }
}

// "EOM+45" counts days, as "EOM 45 days" does.
void ClauseReader::read_after_month_end() {
  const bool bare =
      is_sign(words_.word()) && words_.word(1) == Word::number && !is_unit(words_.word(2));
  if (bare) {
    const bool back = words_.take().word == Word::minus;
    const std::int32_t days = words_.take_count();
    clause_.steps->push_back(DateStep::days(back ? -days : days));
  } else if (words_.word() == Word::number && words_.word(1) == Word::days) {
    return read_more_days();
  }
  read_plus();
}

// 月结30天, 月结30, 月结2个月
void ClauseReader::read_month_account(const Token& item) {
  set_steps(item, {});
  if (words_.word() == Word::number) {
    if (words_.word(1) == Word::months) {
      const Token& number = words_.take();
      clause_.steps->push_back(read_step(words_, number));
      words_.take(Word::after);
    } else if (words_.word(1) == Word::days || ends_clause(words_.word(1))) {
      read_more_days();
    }
  }
  if (words_.word() == Word::anchor &&
      static_cast<Anchor>(words_.token().value) == Anchor::draft_acceptance)
    words_.fail(
        "the month's account alone (paid by a bill, 承兑汇票), or the acceptance of a draft "
        "alone (承兑后90天)");
  settle_monthly();
}

// Days count from the month's end; months lead to the end of theirs.
void ClauseReader::settle_monthly() {
  std::vector<DateStep>& steps = *clause_.steps;
  const bool months = !steps.empty() && steps.front().kind() == DateStep::Kind::months;
  steps.insert(months ? steps.end() : steps.begin(), DateStep::end_of_month());
}

void ClauseReader::read_more_days() {
  clause_.steps->push_back(DateStep::days(words_.take_count()));
  words_.take(Word::days);
  words_.take(Word::after);
}

void ClauseReader::read_day_of_next_month(const Token& item) {
  const std::int32_t day = words_.take_count();
  if (!words_.take(Word::days)) words_.take(Word::day_number);
  words_.take(Word::before);  // 次月10日前: on it at the latest.
  if (clause_.steps == std::vector{DateStep::end_of_month()})
    clause_.steps.reset();  // 月结次月10日
  set_steps(item, {DateStep::proximo(day)});
}

void ClauseReader::read_event() {
  expect_event("an event, such as delivery, B/L date, sight");
  set_event(words_.take());
  words_.take(Word::date);
  read_plus();
}

void ClauseReader::expect_event(std::string_view expected) const {
  if (!is_event(words_.word()))
    words_.fail(is_receipt(words_.word()) ? instead_of_receipt : expected);
}

// An event by itself; in Chinese what counts from it may come after: 提单日后60天.
void ClauseReader::read_anchor(const Token& item) {
  set_event(item);
  words_.take(Word::date);
  if (is_sign(words_.word())) return read_plus();
  const bool before = words_.take(Word::before);
  if (!before) words_.take(Word::after);
  if (words_.word() == Word::number && is_unit(words_.word(1))) {
    const Token& number = words_.take();
    const DateStep step = read_step(words_, number);
    set_steps(number, {before ? backwards(number.offset, step) : step});
  } else if (before) {
    set_steps(item, {DateStep::days(-1)});
  }
}

void ClauseReader::read_plus() {
  if (!is_sign(words_.word())) return;
  if (!clause_.steps) clause_.steps.emplace();
  read_signed_steps(words_, *clause_.steps);
}

DateStep ClauseReader::backwards(std::size_t offset, const DateStep& step) const {
  if (step.kind() != DateStep::Kind::days) words_.fail_at(offset, "days before an event");
  return DateStep::days(-step.count());
}

}  // namespace o2c::inline v1::detail
