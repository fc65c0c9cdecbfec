#include "order_settings.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

/// A count: of days, or samples.
std::int32_t count_of(const TomlValue& value) {
  const std::int64_t count = whole_of(value);
  if (count < 0 || count > std::numeric_limits<std::int32_t>::max())
    throw_unlike(value, "a whole number from 0 on");
  return static_cast<std::int32_t>(count);
}

}  // namespace

void read_order_settings(TomlReader orders, OrderPolicy& policy, const CurrencyTable& currencies) {
  orders.read("reply_days", policy.reply_days, count_of);
  orders.read("verdict_days", policy.verdict_days, count_of);
  orders.read("amendment_days", policy.amendment_days, count_of);
  orders.read("spare_samples", policy.spare_samples, count_of);
  orders.read("freight_collect_is_enough", policy.freight_collect_is_enough, flag_of);
  orders.read("sample_needed", policy.sample_needed, flag_of);
  orders.read("inspection_needed", policy.inspection_needed, flag_of);
  orders.read("bank_charges", policy.bank_charges, [&](const TomlValue& value) {
    const Money most = parse_money(text_of(value), number_formats::plain, currencies);
    if (sign(most) < 0) throw_unlike(value, "an amount from 0 on");
    return most;
  });
  orders.read("usual_terms", policy.usual_terms, [&](const TomlValue& value) {
    std::vector<PaymentTerms> terms;
    for (const std::string& each : texts_of(value))
      terms.push_back(PaymentTerms::parse(each, currencies));
    return terms;
  });
  orders.end();
}

}  // namespace o2c::inline v1
