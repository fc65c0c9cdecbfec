#include <iostream>
#include <vector>

#include <o2c/o2c.hpp>

int main() {
  using namespace o2c::currencies;
  const auto money = [](const char* amount, o2c::Currency currency) {
    return o2c::Money::of(o2c::Decimal::parse(amount), currency);
  };
  const std::vector<o2c::OpenItem> items{
      {"Acme", "INV-1", money("1234.50", USD), o2c::Date(2026, 11, 30)},
      {"Acme", "INV-2", money("800.00", USD), o2c::Date(2026, 9, 30)},
      {"Acme", "CN-1", money("-50.25", USD), {}},
      {"山田商事", "INV-3", money("98000", JPY), o2c::Date(2026, 7, 31)},
  };
  try {
    std::cout << "o2c " << O2C_VERSION_STRING << '\n'
              << to_string(o2c::age(items, o2c::Date(2026, 10, 31)));
    // An exception from inside the library is recognised outside.
    o2c::age({{"Acme", "INV-4", money("1.00", USD)}}, o2c::Date(2026, 10, 31));
  } catch (const o2c::InvalidArgument& refused) {
    std::cout << refused.what() << '\n';
    return 0;
  }
  return 1;
}
