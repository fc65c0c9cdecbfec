#include "currency_registry.hpp"

#include <mutex>
#include <utility>

namespace o2c::python {

namespace {

struct Registry {
  std::mutex mutex;
  std::shared_ptr<const CurrencyTable> table =
      std::make_shared<const CurrencyTable>(CurrencyTable::iso_4217());
};

Registry& registry() {
  static Registry the_registry;
  return the_registry;
}

}  // namespace

std::shared_ptr<const CurrencyTable> currency_table() {
  Registry& shared = registry();
  const std::scoped_lock lock(shared.mutex);
  return shared.table;
}

void register_currency(Currency currency) {
  Registry& shared = registry();
  const std::scoped_lock lock(shared.mutex);
  CurrencyTable table = *shared.table;
  table.add(currency);
  shared.table = std::make_shared<const CurrencyTable>(std::move(table));
}

bool is_known(Currency currency) { return currency_table()->find(currency.code()) == currency; }

}  // namespace o2c::python
