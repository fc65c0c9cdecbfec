#include "o2c/receivable/measures.hpp"

#include <array>

#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 6> undefined_names{
    "no_sales",     "sales_do_not_reach", "nothing_to_collect",
    "nothing_paid", "nothing_receivable", "nothing_in_bucket"};

constexpr std::array<Text, 6> sentences{
    Text{"nothing was sold in the period", "本期无赊销"},
    Text{"the sales of all periods are less than the receivable", "各期赊销合计小于应收账款"},
    Text{"nothing was due for collection", "本期无应收回款项"},
    Text{"nothing was paid in the period", "本期无付款"},
    Text{"there is no receivable", "无应收账款"},
    Text{"nothing stood in the bucket", "该账龄段无余额"}};

}  // namespace

std::string to_string(Undefined why) {
  return std::string(undefined_names[static_cast<std::size_t>(why)]);
}

Undefined parse_undefined(std::string_view text) {
  return parse_name<Undefined>(text, undefined_names, "why a measure has no value: one of");
}

Text sentence(Undefined why) noexcept { return sentences[static_cast<std::size_t>(why)]; }

std::string to_string(const Measure& measure) {
  return measure.is_defined() ? to_string(measure.value()) : to_string(*measure.undefined());
}

void detail::check_same_buckets(std::size_t before, std::size_t after) {
  if (before != after)
    throw_invalid("roll rates: expected the same buckets on both days, got " +
                  std::to_string(before) + " and " + std::to_string(after));
}

Money detail::whole_of(std::span<const Money> parts) {
  Money whole = Money::zero(parts.front().currency());
  for (const Money part : parts) {
    if (sign(part) < 0)
      throw_invalid("concentration: expected amounts of 0 or more, got " + to_string(part));
    whole += part;
  }
  return whole;
}

}  // namespace o2c::inline v1
