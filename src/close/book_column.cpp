#include "book_column.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/time/moment.hpp"
#include "o2c/time/period.hpp"

#include "cell_text.hpp"

namespace o2c::inline v1 {
namespace {

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return parts;
}

// Coefficient of a decimal or an integer; whether the value has one.
bool coefficient_at(const ColumnView& column, std::int64_t row, Int128& coefficient) {
  switch (column.kind.type) {
    case ColumnType::decimal32:
      coefficient = column.data<std::int32_t>()[row];
      return true;
    case ColumnType::decimal64:
      coefficient = column.data<std::int64_t>()[row];
      return true;
    case ColumnType::decimal128:
      // Arrow asks for no more than 8-byte alignment.
      std::memcpy(&coefficient, column.data<char>() + row * 16, sizeof coefficient);
      return true;
    case ColumnType::uint64:
      coefficient = static_cast<Int128>(column.data<std::uint64_t>()[row]);
      return true;
    default:
      coefficient = column.integer_at(row);
      return true;
  }
}

CellNumber rescale(Int128& coefficient, int from, int to) {
  if (from > to) {
    const Int128 divisor = detail::power_of_ten(from - to);
    if (coefficient % divisor != 0) return CellNumber::too_many_digits;
    coefficient /= divisor;
  } else if (!detail::scale_up_fits(coefficient, to - from)) {
    return CellNumber::too_large;
  }
  return Decimal::fits(coefficient) ? CellNumber::sound : CellNumber::too_large;
}

const char* number_expected(CellNumber number) {
  return number == CellNumber::too_large         ? "a number of at most 30 digits before the point"
         : number == CellNumber::too_many_digits ? "a number with at most 8 decimal digits"
                                                 : "a number, such as 7.1025";
}

const char* integer_expected(CellNumber number) {
  return number == CellNumber::too_large ? "a whole number within 64 bits"
                                         : "a whole number, such as 12";
}

std::string bounded_expected(BookColumnType type, BookBound bound) {
  const char* const what = type == BookColumnType::amount    ? "an amount"
                           : type == BookColumnType::integer ? "a whole number"
                                                             : "a number";
  return std::string(what) + (bound == BookBound::positive ? " " : " of ") + to_string(bound);
}

std::string amount_expected(CellNumber number, int digits) {
  if (number == CellNumber::unlike) return "an amount, such as 1234.50";
  if (number == CellNumber::too_large) return "an amount within 64 bits of minor units";
  return "an amount with at most " + std::to_string(digits) +
         " decimal digits, as its currency has";
}

}  // namespace

BookColumnReader::BookColumnReader(BookColumnTarget& target, const CurrencyTable& currencies,
                                   std::optional<int> home_digits)
    : to_(&target), currencies_(&currencies), home_digits_(home_digits) {
  allowed_ = parts_of(target.column->one_of, '|');
  if (is_text(target.from.kind.type)) return;
  if (target.column->type == BookColumnType::date) dates_.emplace(target.from);
  if (target.column->type == BookColumnType::moment) moments_.emplace(target.from);
  if (target.column->type == BookColumnType::amount) amounts_.emplace(target.from, std::nullopt);
}

void BookColumnReader::read(const HeldRows& rows) {
  rows_ = rows;
  batch_ = static_cast<std::size_t>(rows.batch - to_->table->batches().data());
  if (is_text(to_->from.kind.type)) return read_texts();
  switch (to_->column->type) {
    case BookColumnType::date:
      return read_dates();
    case BookColumnType::moment:
      return each_value([&](std::size_t i, std::int64_t row) {
        if (to_->numbers.size() > 0) to_->numbers[row_of(i)] = moments_->at(view(), row);
        found(i);
      });
    case BookColumnType::amount:
      return read_amounts();
    case BookColumnType::decimal:
      return read_decimals();
    default:
      return read_integers();
  }
}

template <class Text>
void BookColumnReader::take_number(std::size_t i, const Int128& number, const Text& text) {
  const BookBound bound = to_->column->bound;
  if (number > 0 || bound == BookBound::none || (bound == BookBound::not_negative && number == 0))
    return found(i);
  fault(i, text(), bounded_expected(to_->column->type, bound));
}

template <class Take>
void BookColumnReader::each_value(const Take& take) {
  for (std::size_t i = 0; i < rows_.count(); ++i) {
    const std::int64_t row = rows_.begin + static_cast<std::int64_t>(i);
    if (view().has_value(row))
      take(i, row);
    else
      missing(i);
  }
}

void BookColumnReader::read_texts() {
  texts_.resize(rows_.count());
  view().texts(rows_.begin, texts_);
  const auto each = [&](const auto& take) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (texts_[i].empty())
        missing(i);
      else
        take(i, texts_[i]);
    }
  };
  switch (to_->column->type) {
    case BookColumnType::date:
      return each([&](std::size_t i, std::string_view text) { take_day(i, text); });
    case BookColumnType::moment:
      return each([&](std::size_t i, std::string_view text) { take_moment(i, text); });
    case BookColumnType::amount:
      return each([&](std::size_t i, std::string_view text) { take_amount(i, text); });
    case BookColumnType::decimal:
      return each([&](std::size_t i, std::string_view text) { take_decimal(i, text); });
    case BookColumnType::integer:
      return each([&](std::size_t i, std::string_view text) { take_integer(i, text); });
    case BookColumnType::currency:
      return each([&](std::size_t i, std::string_view text) { take_currency(i, text); });
    default:
      return each([&](std::size_t i, std::string_view text) { check_text(i, text); });
  }
}

void BookColumnReader::check_text(std::size_t i, std::string_view text) {
  const bool is_period = to_->column->type == BookColumnType::period;
  if (to_->column->presence == BookPresence::required &&
      text.find_first_not_of(" \t") == std::string_view::npos)
    return fault(i, std::string(text), "a value, not blanks");
  if (!is_period && allowed_.empty()) return found(i);
  if (text != last_text_) {
    last_text_ = text;
    last_is_sound_ = text_expected(text).empty();
  }
  if (last_is_sound_) return found(i);
  fault(i, std::string(text), text_expected(text));
}

std::string BookColumnReader::text_expected(std::string_view text) const {
  if (to_->column->type != BookColumnType::period) {
    if (std::ranges::find(allowed_, text) != allowed_.end()) return {};
    std::string expected;
    for (const std::string_view each : allowed_) {
      expected += expected.empty() ? "one of " : ", ";
      expected += each;
    }
    return expected;
  }
  if (is_allowed_period(text)) return {};
  if (allowed_.size() == 1 && allowed_.front() == "month") return "a month, such as 2026-10";
  return "a month, quarter, half or year, such as 2026-10, 2026Q4, 2026H2 or 2026";
}

bool BookColumnReader::is_allowed_period(std::string_view text) const {
  try {
    const PeriodKind kind = Period::parse(text).kind();
    return allowed_.empty() ? kind >= PeriodKind::month
                            : std::ranges::find(allowed_, to_string(kind)) != allowed_.end();
  } catch (const Error&) {
    return false;
  }
}

void BookColumnReader::take_day(std::size_t i, std::string_view text) {
  if (text != last_text_ || !last_is_sound_) {
    last_text_ = text;
    last_is_sound_ = detail::read_day(text, last_day_);
  }
  if (!last_is_sound_) return fault(i, std::string(text), "a date YYYY-MM-DD");
  to_->days[row_of(i)] = last_day_;
  found(i);
}

void BookColumnReader::take_moment(std::size_t i, std::string_view text) {
  if (detail::read_moment(text, to_->numbers[row_of(i)])) return found(i);
  fault(i, std::string(text),
        "a moment such as 2026-10-31T08:00:00Z, in UTC where no zone is written");
}

void BookColumnReader::take_amount(std::size_t i, std::string_view text) {
  const std::optional<int> digits = digits_of(i);
  if (!digits) return take_amount_of_any(i, text);
  std::int64_t& minor = to_->numbers[row_of(i)];
  const CellNumber number = read_units(text, *digits, minor);
  if (number == CellNumber::sound) return take_number(i, minor, [&] { return std::string(text); });
  fault(i, std::string(text), amount_expected(number, *digits));
}

// Its currency is faulty; still it has to be an amount of some currency.
void BookColumnReader::take_amount_of_any(std::size_t i, std::string_view text) {
  Int128 units = 0;
  CellNumber number = read_units(text, Currency::digits_max, units);
  constexpr Int128 most =
      Int128{std::numeric_limits<std::int64_t>::max()} * detail::power_of_ten(Currency::digits_max);
  if (number == CellNumber::sound && (units > most || units < -most))
    number = CellNumber::too_large;
  to_->numbers[row_of(i)] = 0;
  if (number == CellNumber::sound) return take_number(i, units, [&] { return std::string(text); });
  fault(i, std::string(text), amount_expected(number, Currency::digits_max));
}

void BookColumnReader::take_decimal(std::size_t i, std::string_view text) {
  Int128& coefficient = to_->coefficients[row_of(i)];
  const CellNumber number = read_units(text, BookRows::decimal_scale, coefficient);
  if (number == CellNumber::sound)
    return take_number(i, coefficient, [&] { return std::string(text); });
  fault(i, std::string(text), number_expected(number));
}

void BookColumnReader::take_integer(std::size_t i, std::string_view text) {
  std::int64_t& whole = to_->numbers[row_of(i)];
  const CellNumber number = read_units(text, 0, whole);
  if (number == CellNumber::sound && text.find('.') == std::string_view::npos)
    return take_number(i, whole, [&] { return std::string(text); });
  fault(i, std::string(text), integer_expected(number));
}

void BookColumnReader::take_currency(std::size_t i, std::string_view text) {
  if (text != last_text_) {
    last_text_ = text;
    const auto known = currencies_->currencies();
    const auto at = std::ranges::lower_bound(known, text, {}, &Currency::code);
    last_currency_ = at != known.end() && at->code() == text
                         ? static_cast<std::uint16_t>(at - known.begin())
                         : unknown_currency;
  }
  (*to_->currencies)[row_of(i)] = last_currency_;
  if (last_currency_ != unknown_currency) return found(i);
  std::string expected = "a known currency code, such as USD";
  try {
    currencies_->at(text);
  } catch (const Error& unknown) {
    expected += std::string(" (") + unknown.what() + ")";
  }
  fault(i, std::string(text), std::move(expected));
}

void BookColumnReader::read_dates() {
  FaultList of_dates;
  const auto days = dates_->read(view(), rows_.begin, rows_.count(), rows_.first_row, of_dates);
  if (to_->days.size() > 0) std::ranges::copy(days, to_->days.data() + rows_.first());
  if (!of_dates.empty()) {
    if (to_->in_key)
      for (const Fault& each : of_dates.sorted())
        unsure_rows.push_back(static_cast<std::size_t>(each.row));
    faults.merge(std::move(of_dates));
  }
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days[i] == DateReader::null_date)
      missing(i);
    else
      found(i);
  }
}

void BookColumnReader::read_amounts() {
  each_value([&](std::size_t i, std::int64_t row) {
    const std::optional<int> digits = digits_of(i);
    std::optional<std::int64_t> minor = 0;
    if (digits) minor = amounts_->minor_at(view(), row, *digits);
    if (!minor)
      return fault(i, value_text(view(), row),
                   amount_expected(CellNumber::too_many_digits, *digits) +
                       ", within 64 bits of minor units");
    if (to_->numbers.size() > 0) to_->numbers[row_of(i)] = *minor;
    if (!digits) return found(i);  // Its currency is faulty.
    take_number(i, *minor, [&] { return value_text(view(), row); });
  });
}

void BookColumnReader::read_decimals() {
  const bool keeps_values = to_->coefficients.size() == 0;
  if (keeps_values && to_->column->bound == BookBound::none)
    return each_value([&](std::size_t i, std::int64_t) { found(i); });
  each_value([&](std::size_t i, std::int64_t row) {
    Int128 coefficient = 0;
    coefficient_at(view(), row, coefficient);
    const CellNumber number = rescale(coefficient, view().kind.scale, BookRows::decimal_scale);
    if (!keeps_values) to_->coefficients[row_of(i)] = coefficient;
    if (number == CellNumber::sound)
      return take_number(i, coefficient, [&] { return value_text(view(), row); });
    fault(i, value_text(view(), row), number_expected(number));
  });
}

void BookColumnReader::read_integers() {
  const bool keeps_values = to_->numbers.size() == 0;
  if (keeps_values && to_->column->bound == BookBound::none)
    return each_value([&](std::size_t i, std::int64_t) { found(i); });
  each_value([&](std::size_t i, std::int64_t row) {
    Int128 value = 0;
    coefficient_at(view(), row, value);
    CellNumber number = rescale(value, view().kind.scale, 0);
    if (value > std::numeric_limits<std::int64_t>::max() ||
        value < std::numeric_limits<std::int64_t>::min())
      number = CellNumber::too_large;
    if (number != CellNumber::sound)
      return fault(i, value_text(view(), row), integer_expected(number));
    if (!keeps_values) to_->numbers[row_of(i)] = static_cast<std::int64_t>(value);
    take_number(i, value, [&] { return value_text(view(), row); });
  });
}

std::optional<int> BookColumnReader::digits_of(std::size_t i) {
  if (to_->column->currency_in.empty()) return home_digits_;
  const std::uint16_t currency =
      to_->currency == nullptr ? missing_currency : (*to_->currency->currencies)[row_of(i)];
  if (currency < unknown_currency) return currencies_->currencies()[currency].digits();
  if (currency == missing_currency && !to_->currency_required)
    faults.add({.row = static_cast<std::int64_t>(row_of(i)),
                .field = std::string(to_->column->currency_in),
                .expected = "the currency of " + std::string(to_->column->name)});
  return std::nullopt;
}

void BookColumnReader::fault(std::size_t i, std::string value, std::string expected) {
  faults.add({.row = static_cast<std::int64_t>(row_of(i)),
              .field = std::string(to_->column->name),
              .value = std::move(value),
              .expected = std::move(expected)});
  if (to_->in_key) unsure_rows.push_back(row_of(i));
}

void BookColumnReader::missing(std::size_t i) {
  if (to_->currencies != nullptr) (*to_->currencies)[row_of(i)] = missing_currency;
  if (to_->column->presence == BookPresence::required) fault(i, "", "a value");
}

void BookColumnReader::found(std::size_t i) {
  ++present_rows;
  if (to_->present.empty()) return;
  // Blocks begin at whole bytes of their batch, so no other thread writes to this one.
  const auto bit = static_cast<std::size_t>(rows_.begin) + i;
  std::uint8_t& byte = to_->present[batch_][bit >> 3U];
  byte = static_cast<std::uint8_t>(byte | 1U << (bit & 7U));
}

}  // namespace o2c::inline v1
