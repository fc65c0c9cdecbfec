#include "attainment.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/money/exchange.hpp"
#include "o2c/money/scaling.hpp"

#include "closing_lines.hpp"

namespace o2c::inline v1 {
namespace {

constexpr Text called_label{"called off", "要货量"};
constexpr Text performed_label{"delivered of what was called", "按要货交付量"};

std::optional<Ratio> ratio_of(const Decimal& part, const Decimal& whole) {
  if (whole == 0) return std::nullopt;
  return Ratio(part) / Ratio(whole);
}

}  // namespace

std::optional<Rate> Attainment::share(int digits, Rounding rounding) const {
  if (is_zero(target)) return std::nullopt;
  return percentage(actual, target, digits, rounding);
}

Derivation Attainment::explain() const {
  constexpr Text actual_label{"invoiced, net", "开票不含税额"};
  constexpr Text target_label{"target", "任务量"};
  Derivation steps;
  steps.step(actual_label, Operation::given, actual);
  steps.step(target_label, Operation::given, target);
  if (!is_zero(target))
    steps.step(Text{"attainment", "完成率"}, Operation::quotient, ratio(actual, target),
               Operand{actual_label, actual}, Operand{target_label, target});
  return steps;
}

std::optional<Ratio> Fulfilment::ours() const { return ratio_of(performed, called); }
std::optional<Ratio> Fulfilment::customers() const { return ratio_of(called, contracted); }

Derivation Fulfilment::explain() const {
  Derivation steps;
  steps.step(called_label, Operation::given, called);
  steps.step(Text{"delivered", "交付量"}, Operation::given, delivered);
  steps.step(performed_label, Operation::minimum, performed,
             Operand{Text{"delivered", "交付量"}, delivered}, Operand{called_label, called});
  if (const auto share = ours())
    steps.step(Text{"fulfilment", "履约率"}, Operation::quotient, *share,
               Operand{performed_label, performed}, Operand{called_label, called});
  return steps;
}

std::vector<Fulfilment> together(const std::vector<Fulfilment>& contracts) {
  std::vector<Fulfilment> sums;
  for (const Fulfilment& each : contracts) {
    auto sum = std::ranges::find(sums, each.unit, &Fulfilment::unit);
    if (sum == sums.end())
      sum = sums.insert(sums.end(), {.order = {}, .product = {}, .unit = each.unit});
    sum->contracted = sum->contracted + each.contracted;
    sum->called = sum->called + each.called;
    sum->delivered = sum->delivered + each.delivered;
    sum->performed = sum->performed + each.performed;
  }
  return sums;
}

std::vector<Attainment> attainments(const CloseView& view) {
  const BookRows& targets = view.book.get().rows("targets");
  std::vector<Attainment> found;
  Date from = view.first();
  for (std::size_t row = 0; row < targets.rows(); ++row) {
    const Period period = Period::parse(targets.text(targets.column("period"), row));
    if (period.first() > view.first() || period.last() < view.last()) continue;
    from = std::min(from, period.first());
    const Money target = targets.amount(targets.column("amount"), row);
    found.push_back({std::string(targets.text(targets.column("person"), row)), period, target,
                     Money::zero(target.currency())});
  }
  const auto key = [](const Attainment& each) {
    return std::tuple(std::string_view(each.person), each.period.last() - each.period.first(),
                      each.period.first());
  };
  std::ranges::sort(found, {}, key);
  if (found.empty()) return found;
  const auto of_person = [&](std::string_view person) {
    return std::ranges::equal_range(
        found, person, {}, [](const Attainment& each) { return std::string_view(each.person); });
  };
  const auto is_counted = [&](const ClosingLine& line) {
    return !of_person(line.salesperson).empty();
  };
  for (const ClosingLine& line :
       closing_lines(view, from, LineBasis::invoiced, is_counted).counting) {
    for (Attainment& each : of_person(line.salesperson)) {
      if (line.counts < each.period.first()) continue;
      const Date day = view.ledger.document(line.line.document).date;
      each.actual += convert(line.line.net, each.target.currency(), view.book.get().rates(), day,
                             Rounding::half_up);
    }
  }
  return found;
}

std::vector<Fulfilment> fulfilments(const CloseView& view) {
  const BookRows& rows = view.book.get().rows("contract_quantities");
  const BookRows& products = view.book.get().rows("products");
  std::vector<Fulfilment> found;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (Period::parse(rows.text(rows.column("period"), row)) != view.period) continue;
    const std::size_t product = rows.column("product");
    const std::size_t sold = rows.referred(product, row).value();
    const Decimal called = rows.decimal(rows.column("called"), row);
    const Decimal delivered = rows.decimal(rows.column("delivered"), row);
    found.push_back({.order = std::string(rows.text(rows.column("order"), row)),
                     .product = std::string(rows.text(product, row)),
                     .unit = std::string(products.text(products.column("unit"), sold)),
                     .contracted = rows.decimal(rows.column("contracted"), row),
                     .called = called,
                     .delivered = delivered,
                     .performed = std::min(delivered, called)});
  }
  return found;
}

}  // namespace o2c::inline v1
