#include "o2c/cost/export_rebate.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "rebate_faults.hpp"

namespace o2c::inline v1 {
namespace {

auto key(const RebateRates& row) { return std::tie(row.commodity, row.from_date); }

}  // namespace

void add_rebate_faults(const ExportRebate& rebate, std::int64_t row, std::vector<Fault>& faults) {
  const Decimal& vat = rebate.vat.fraction();
  const Decimal& refund = rebate.refund.fraction();
  if (sign(vat) < 0)
    faults.push_back({.row = row,
                      .field = "vat",
                      .value = to_string(rebate.vat),
                      .expected = "a rate not below zero"});
  if (sign(refund) < 0 || refund > vat)
    faults.push_back({.row = row,
                      .field = "refund",
                      .value = to_string(rebate.refund),
                      .expected = "a rate from zero to the VAT's, " + to_string(rebate.vat)});
}

void check(const ExportRebate& rebate) {
  std::vector<Fault> faults;
  add_rebate_faults(rebate, -1, faults);
  throw_faults("no such rebate", std::move(faults));
}

RebateTable::RebateTable(std::vector<RebateRates> rows) : rows_(std::move(rows)) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    add_rebate_faults(rows_[i].rebate, row, faults);
    if (rows_[i].commodity.empty())
      faults.push_back({.row = row, .field = "commodity", .expected = "a code in the tariff"});
    const auto before = rows_.begin() + row;
    if (std::any_of(rows_.begin(), before,
                    [&](const RebateRates& other) { return key(other) == key(rows_[i]); }))
      faults.push_back({.row = row,
                        .field = "from_date",
                        .value = to_string(rows_[i].from_date),
                        .expected = "one row of a commodity and day"});
  }
  throw_faults("no such table of rebates", std::move(faults));
  std::ranges::sort(rows_, {}, key);
}

const ExportRebate& RebateTable::at(std::string_view commodity, Date declared) const {
  for (std::size_t length = commodity.size(); length > 0; --length) {
    const std::string begin(commodity.substr(0, length));
    const auto after = std::ranges::upper_bound(rows_, std::tie(begin, declared), {}, key);
    if (after != rows_.begin() && std::prev(after)->commodity == begin)
      return std::prev(after)->rebate;
  }
  throw_invalid("no rebate of " + in_quotes(commodity) + " is known for exports declared on " +
                to_string(declared));
}

namespace detail {

void check_producer_tax(const ProducerTax& month) {
  std::vector<Fault> faults;
  std::apply(
      [&](const auto&... fields) {
        const auto check_one = [&](std::string_view name, const std::optional<Money>& amount) {
          if (amount && sign(*amount) < 0)
            faults.push_back({.field = std::string(name),
                              .value = to_string(*amount),
                              .expected = "an amount not below zero"});
        };
        (check_one(fields.name, month.*fields.member), ...);
      },
      ProducerTax::fields());
  // Materials count in the month that exports them; what is above belongs to a later one.
  if (faults.empty() && month.duty_free && *month.duty_free > month.exports)
    faults.push_back({.field = "duty_free",
                      .value = to_string(*month.duty_free),
                      .expected = "at most the exports that hold it"});
  throw_faults("no such month of a producer", std::move(faults));
}

}  // namespace detail
}  // namespace o2c::inline v1
