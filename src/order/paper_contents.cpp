#include "paper_contents.hpp"

namespace o2c::inline v1 {

Paper paper_of(OrderPaper paper, const PaperSource& source) {
  switch (paper) {
    case OrderPaper::sample_order:
      return sample_order(source);
    case OrderPaper::contract:
      return contract_paper(source);
    case OrderPaper::production_plan:
      return production_plan(source);
    case OrderPaper::qc_record:
      return qc_record(source);
    case OrderPaper::shipment_notice:
      return shipment_notice(source);
  }
  throw_invalid("no such paper of an order");
}

}  // namespace o2c::inline v1
