#include "interest_applications.hpp"

#include <algorithm>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

using detail::room_for;

InterestApplications::InterestApplications(const InterestDocuments& documents, TableSource* source,
                                           Date before)
    : documents_(&documents) {
  if (source != nullptr) read(HeldTable(*source, "applications"), before);
}

void InterestApplications::read(const HeldTable& applications, Date before) {
  const std::size_t threads = documents_->items().threads;
  std::vector<InterestFactReader> readers;
  for (std::size_t t = 0; t < threads; ++t) readers.emplace_back(*documents_, applications);
  std::vector<std::vector<InterestFact>> read(threads);
  applications.for_blocks(threads, [&](std::size_t t, const HeldRows& rows) {
    for (const std::optional<InterestFact>& fact : readers[t].read(rows))
      if (fact && fact->date < before.days()) read[t].push_back(*fact);
  });
  FaultList faults;
  for (InterestFactReader& reader : readers)
    faults.merge(std::exchange(reader.faults(), FaultList()));
  faults.throw_if_any(applications.name());
  sort(read);
}

// First by document, counting how many each has; then those of each by date.
void InterestApplications::sort(const std::vector<std::vector<InterestFact>>& read) {
  const std::size_t documents = documents_->items().rows();
  std::size_t total = 0;
  first_ = detail::zeros<std::uint32_t>(documents + 1);
  for (const std::vector<InterestFact>& part : read) {
    total += part.size();
    for (const InterestFact& each : part) ++first_[each.document];
  }
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < documents; ++i) first_[i] = std::exchange(end, end + first_[i]);
  first_[documents] = end;
  applied_ = room_for<Dated>(total);
  for (const std::vector<InterestFact>& part : read)
    for (const InterestFact& each : part)
      applied_[first_[each.document]++] = {each.date, each.row, each.minor};
  // Each stands where the next one begins by now.
  for (std::size_t i = documents; i > 0; --i) first_[i] = first_[i - 1];
  first_[0] = 0;
  for (std::size_t i = 0; i < documents; ++i)
    if (first_[i + 1] - first_[i] > 1)
      std::ranges::stable_sort(applied_.data() + first_[i], applied_.data() + first_[i + 1], {},
                               &Dated::date);
}

Int128 InterestApplications::over_applied(std::uint32_t first_row) const {
  const InterestItems& items = documents_->items();
  Int128 most = 0;   // Of what is over in one instalment, or in all.
  Int128 whole = 0;  // Of all: applied less amounts.
  for (const Dated& each : of(first_row)) whole += each.minor;
  for (const std::uint32_t row : documents_->rows(first_row)) {
    const Int128 amount = std::max<Int128>(items.minor[row], 0);
    Int128 over = -amount;
    for (const Dated& each : of(first_row))
      if (each.row == row) over += each.minor;
    most = std::max(most, over);
    whole -= amount;
  }
  return std::max(most, whole);
}

}  // namespace o2c::inline v1
