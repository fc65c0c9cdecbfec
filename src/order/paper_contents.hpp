#pragma once

#include "o2c/order/order_document.hpp"

#include "paper.hpp"
#include "paper_source.hpp"

// What each of the papers says.
namespace o2c::inline v1 {

Paper paper_of(OrderPaper paper, const PaperSource& source);

// For customer and forwarder.
Paper contract_paper(const PaperSource& source);
Paper shipment_notice(const PaperSource& source);

// For workshop and departments: without prices.
Paper sample_order(const PaperSource& source);
Paper production_plan(const PaperSource& source);
Paper qc_record(const PaperSource& source);

}  // namespace o2c::inline v1
