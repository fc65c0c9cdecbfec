#include "o2c/columns/fault_list.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace o2c::inline v1 {
namespace {

bool before(const Fault& a, const Fault& b) {
  return std::tie(a.row, a.field, a.value, a.expected) <
         std::tie(b.row, b.field, b.value, b.expected);
}

}  // namespace

void FaultList::add(Fault fault) {
  faults_.push_back(std::move(fault));
  ++count_;
  if (faults_.size() >= 2 * most) trim();
}

void FaultList::merge(FaultList other) {
  count_ += other.count_;
  std::ranges::move(other.faults_, std::back_inserter(faults_));
  if (faults_.size() >= 2 * most) trim();
}

void FaultList::trim() {
  std::ranges::nth_element(faults_, faults_.begin() + most, before);
  faults_.resize(most);
}

std::vector<Fault> FaultList::sorted() const {
  std::vector<Fault> list = faults_;
  std::ranges::sort(list, before);
  if (list.size() > most) list.resize(most);
  return list;
}

void FaultList::throw_if_any(const std::string& file) const {
  if (empty()) return;
  std::vector<Fault> list = sorted();
  for (Fault& fault : list) fault.file = file;
  std::string message = to_string(list.front());
  if (count_ > 1) message += " (and " + std::to_string(count_ - 1) + " more faults)";
  throw BadTable(message, std::move(list));
}

}  // namespace o2c::inline v1
