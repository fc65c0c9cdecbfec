#include "o2c/commission/sales_line.hpp"

namespace o2c::inline v1 {

std::optional<Ratio> margin(const SalesLine& line) {
  if (!line.cost) return std::nullopt;
  if (sign(line.net) == 0) return Ratio(0);
  return Ratio((line.net - *line.cost).amount()) / Ratio(line.net.amount());
}

bool is_return(const SalesLine& line) {
  return sign(line.net) < 0 || (sign(line.net) == 0 && line.quantity && *line.quantity < 0);
}

std::optional<Ratio> discount(const SalesLine& line) {
  if (!line.list_price || !line.quantity) return std::nullopt;
  const Decimal list = *line.list_price * *line.quantity;
  if (list == 0) return Ratio(0);
  return Ratio(1) - Ratio(line.net.amount()) / Ratio(list);
}

}  // namespace o2c::inline v1
