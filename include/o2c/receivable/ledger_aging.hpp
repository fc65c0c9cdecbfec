#pragma once

#include "o2c/receivable/aging_table.hpp"
#include "o2c/receivable/ledger.hpp"

namespace o2c::inline v1 {

/// Ages what was open on a day, as it was known then: by the same rule as age() ages a table, from
/// the documents as age_documents() does. `group_by` may name `party`, `salesperson`, `order` and
/// `document`. Credit notes stand in `credits`; payments that are not applied in `unapplied`, or,
/// where they carry an order that has no invoice yet, in `deposits`, outside of the total.
/// An instalment whose date is not known yet is not due. Throws InvalidArgument for other keys.
AgingTable age(const Ledger& ledger, const AsOf& as_of,
               const AgingBuckets& buckets = AgingBuckets(), const AgingOptions& options = {});

}  // namespace o2c::inline v1
