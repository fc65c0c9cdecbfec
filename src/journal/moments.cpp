#include "moments.hpp"

#include <cstddef>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

std::string padded(std::int64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

}  // namespace

std::string moment_text(std::int64_t moment_us) {
  if (!is_moment(moment_us)) return std::to_string(moment_us);
  std::int64_t day = moment_us / day_us;
  std::int64_t rest = moment_us % day_us;
  if (rest < 0) {
    --day;
    rest += day_us;
  }
  const std::int64_t seconds = rest / 1'000'000;
  return to_string(Date::from_days(static_cast<std::int32_t>(day))) + "T" +
         padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" +
         padded(seconds % 60, 2) + "." + padded(rest % 1'000'000, 6) + "Z";
}

std::optional<std::int64_t> read_moment(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00.000000Z";
  if (text.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = '0' <= text[i] && text[i] <= '9';
    if (form[i] == '0' ? !digit : text[i] != form[i]) return std::nullopt;
  }
  const auto number = [text](std::size_t at, std::size_t width) {
    std::int64_t value = 0;
    for (std::size_t i = at; i < at + width; ++i) value = 10 * value + (text[i] - '0');
    return value;
  };
  const std::int64_t hour = number(11, 2);
  const std::int64_t minute = number(14, 2);
  const std::int64_t second = number(17, 2);
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  try {
    const Date day = Date::parse(text.substr(0, 10));
    return day.days() * day_us + ((hour * 60 + minute) * 60 + second) * 1'000'000 + number(20, 6);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace o2c::inline v1
