#include "document_batch.hpp"

#include <utility>

#include "refusals.hpp"

namespace o2c::inline v1 {

bool DocumentBatch::check(const Document& document, std::size_t row) {
  try {
    check_document(document, *state_);
    static_cast<void>(state_->find_referred(document.kind, document.party, document.refers_to));
    return false;
  } catch (const InvalidArgument& error) {
    add_faults(error.faults(), row);
    return true;
  }
}

void DocumentBatch::look_at(const Document& document, std::size_t row) {
  if (check(document, row)) return;
  if (state_->find_document(document.number, document.kind) != none ||
      !numbers_.insert(to_string(document.kind) + ' ' + document.number).second)
    refusals_.push_back(refuse_duplicate(document.kind, document.number));
}

void DocumentBatch::refuse(const Refusals& refusals) {
  refusals_.insert(refusals_.end(), refusals.begin(), refusals.end());
}

void DocumentBatch::add_faults(const std::vector<Fault>& faults, std::size_t row) {
  for (const Fault& fault : faults) {
    faults_.push_back(fault);
    faults_.back().row = static_cast<std::int64_t>(row);
  }
}

Refusals DocumentBatch::refusals(const char* what) {
  throw_faults(what, std::exchange(faults_, {}));
  return refusals_;
}

Expected<std::vector<DocumentId>> post_all(Ledger& ledger, std::span<const Document> documents,
                                           std::int64_t recorded_at_us, const char* what,
                                           const Refusals& against) {
  ledger.state().check_moment(recorded_at_us);
  DocumentBatch batch(ledger.state());
  batch.refuse(against);
  for (std::size_t row = 0; row < documents.size(); ++row) batch.look_at(documents[row], row);
  if (Refusals refusals = batch.refusals(what); !refusals.empty()) return refusals;
  std::vector<DocumentId> posted;
  posted.reserve(documents.size());
  for (const Document& document : documents)
    posted.push_back(ledger.post(document, recorded_at_us).value());
  return posted;
}

}  // namespace o2c::inline v1
