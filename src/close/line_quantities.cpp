#include "line_quantities.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {
namespace {

/// Digits of the quantities of parts.
constexpr int quantity_digits = BookRows::decimal_scale;

std::int64_t share_of(std::int64_t whole, std::int64_t part, std::int64_t of) {
  if (of == 0) return 0;
  return static_cast<std::int64_t>(
      divide(static_cast<Int128>(whole) * part, of, Rounding::half_up));
}

/// What is new of a sum.
template <class Number>
Number added(Number& so_far, Number now) {
  const Number more = now - so_far;
  so_far = now;
  return more;
}

}  // namespace

bool looks_at_quantities(const Plan& plan) {
  return std::ranges::any_of(plan.rules(), [&](const PlanRule& rule) {
    return !rule.excluded && plan.counts_quantity(rule);
  });
}

LineQuantities::LineQuantities(const CloseView& view) : view_(&view) {
  const BookRows& rows = view.book.get().rows("invoice_lines");
  const BookRows& products = view.book.get().rows("products");
  const std::size_t document = rows.column("document");
  const std::size_t product = rows.column("product");
  const std::size_t quantity = rows.column("quantity");
  const std::size_t net = rows.column("net");
  const std::size_t category = products.column("category");
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    std::vector<Part>& parts = products_[rows.text(document, row)];
    const std::string_view name = rows.text(product, row);
    auto part = std::ranges::find(parts, name, &Part::product);
    if (part == parts.end())
      part = parts.insert(
          parts.end(), {.product = name,
                        .category = products.text(category, rows.referred(product, row).value())});
    part->quantity = normalized(part->quantity + rows.decimal(quantity, row));
    if (__builtin_add_overflow(part->net, rows.minor(net, row), &part->net))
      throw_overflow("the net of a document's product");
  }
}

LineQuantities::Goods& LineQuantities::goods_of(const ClosingLine& line) {
  const auto [found, is_new] = goods_.try_emplace(static_cast<std::uint32_t>(line.line.document));
  Goods& goods = found->second;
  if (!is_new) return goods;
  const PostedDocument posted = view_->ledger.document(line.line.document);
  const auto products = products_.find(posted.number);
  if (products != products_.end()) goods.parts = products->second;
  goods.net = net_of(view_->ledger, line.line.document).minor();
  if (posted.kind == DocumentKind::credit_note) goods.net = -goods.net;
  std::int64_t besides = goods.net;
  for (const Part& each : goods.parts)
    if (__builtin_sub_overflow(besides, each.net, &besides))
      throw_overflow("the net of a document's products");
  // An invoice has to say what it is about; a note may be about money alone.
  if (goods.parts.empty() ? posted.kind != DocumentKind::invoice : besides != 0)
    goods.parts.push_back({.product = {}, .category = {}, .net = besides});
  const auto size = [](const Part& part) { return std::abs(part.net); };
  if (!goods.parts.empty())
    goods.largest = static_cast<std::size_t>(std::ranges::max_element(goods.parts, {}, size) -
                                             goods.parts.begin());
  return goods;
}

void LineQuantities::divide(const ClosingLine& line, std::vector<ClosingLine>& parts) {
  Goods& goods = goods_of(line);
  if (goods.parts.empty()) {
    parts.push_back(line);
    return;
  }
  const Currency currency = line.line.net.currency();
  goods.net_brought += line.line.net.minor();
  goods.amount_brought += line.line.amount.minor();
  std::int64_t net_left = line.line.net.minor();
  std::int64_t amount_left = line.line.amount.minor();
  const std::size_t first = parts.size();
  for (std::size_t i = 0; i < goods.parts.size(); ++i) {
    Part& part = goods.parts[i];
    ClosingLine& of = parts.emplace_back(line);
    of.product = part.product;
    of.category = part.category;
    // Of what is given away all is brought by the document's only line, which brings nothing.
    const Decimal quantity =
        goods.net_brought == goods.net
            ? part.quantity
            : o2c::round(Ratio(part.quantity) * Ratio(goods.net_brought) / Ratio(goods.net),
                         quantity_digits, Rounding::half_up);
    of.quantity = normalized(added(part.quantity_brought, quantity));
    if (i == goods.largest) continue;
    const std::int64_t net =
        added(part.net_brought, share_of(part.net, goods.net_brought, goods.net));
    const std::int64_t amount =
        added(part.amount_brought, share_of(part.net, goods.amount_brought, goods.net));
    of.line.net = Money::from_minor(net, currency);
    of.line.amount = Money::from_minor(amount, currency);
    net_left -= net;
    amount_left -= amount;
  }
  ClosingLine& largest = parts[first + goods.largest];
  largest.line.net = Money::from_minor(net_left, currency);
  largest.line.amount = Money::from_minor(amount_left, currency);
}

}  // namespace o2c::inline v1
