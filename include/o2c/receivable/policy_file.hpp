#pragma once

#include <string>
#include <string_view>

#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/dunning.hpp"
#include "o2c/receivable/provision.hpp"

namespace o2c::inline v1 {

/// Reads a policy from TOML: the fields of DunningTerms, and under each [[level]] those of a
/// DunningLevel. Amounts stand by their currencies, `minimums = { USD = 50, JPY = 5000 }`; rates
/// are texts such as "2.5%". `file` names the text in errors. Throws ParseError with every fault,
/// each with its line: what is no TOML, keys that a policy does not have, values of another kind,
/// and what DunningPolicy refuses.
DunningPolicy dunning_policy_from_toml(std::string_view text, const std::string& file = "",
                                       const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// Reads the fields of a ProvisionMatrix from TOML: `buckets` are day limits, such as [30, 60, 90],
/// and `basis` is what they count from ("due_date" unless stated); under [specific] stand rates by
/// the names of their parties. Rates are texts such as "2.5%", factors such as "1.1". Throws like
/// the above.
ProvisionMatrix provision_matrix_from_toml(std::string_view text, const std::string& file = "");

}  // namespace o2c::inline v1
