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

std::optional<Date> taken_back_on(const SalesLine& line) {
  return is_return(line) ? line.returned : line.written_off;
}

const std::optional<Money>& amount_of(const SalesLine& line, BasePart part) {
  switch (part) {
    case BasePart::tax:
      return line.tax;
    case BasePart::freight:
      return line.freight;
    case BasePart::discount:
      break;
  }
  return line.discount;
}

std::optional<Date> day_of(const SalesLine& line, EarningMoment moment) {
  switch (moment) {
    case EarningMoment::date:
      break;
    case EarningMoment::order:
      return line.order_date;
    case EarningMoment::invoice:
      return line.invoice_date;
    case EarningMoment::shipment:
      return line.shipment_date;
    case EarningMoment::full_payment:
      return line.full_payment_date;
  }
  return line.date;
}

std::optional<Ratio> discount(const SalesLine& line) {
  if (!line.list_price || !line.quantity) return std::nullopt;
  const Decimal list = *line.list_price * *line.quantity;
  if (list == 0) return Ratio(0);
  return Ratio(1) - Ratio(line.net.amount()) / Ratio(list);
}

}  // namespace o2c::inline v1
