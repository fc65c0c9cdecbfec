#include "closing_lines.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {
namespace {

/// When cash counts, by the number of its receipt.
class CashDays {
 public:
  explicit CashDays(const CloseView& view) : receipts_(view.cash.collections.size() + 1) {
    const std::vector<FactDay> hand_ins = hand_in_days(view);
    days_.reserve(view.cash.collections.size());
    for (const CollectedCash& each : view.cash.collections) {
      const std::string_view receipt = each.collection.receipt;
      receipts_.add(receipt, detail::hash_text(receipt), static_cast<std::uint32_t>(days_.size()));
      std::optional<FactDay> last;
      if (is_zero(each.claim.recoverable))
        for (const HandedInPart& part : each.handed_in) {
          const FactDay& day = hand_ins[part.hand_in];
          if (!last) last = day;
          last = {std::max(last->on, day.on), std::max(last->posted, day.posted)};
        }
      days_.push_back(last);
    }
  }

  /// Null: the receipt is of no cash. Nothing: part of it is not handed in.
  [[nodiscard]] const std::optional<FactDay>* find(std::string_view receipt) const {
    const std::uint32_t at = receipts_.find(receipt, detail::hash_text(receipt));
    return at == TextSlots::unknown ? nullptr : &days_[at];
  }

 private:
  TextSlots receipts_;
  std::vector<std::optional<FactDay>> days_;
};

/// What is looked up at once.
constexpr std::size_t block_lines = 1024;

class Attribution {
 public:
  explicit Attribution(const CloseView& view)
      : view_(&view),
        orders_(&view.book.get().rows("orders")),
        parties_(&view.book.get().rows("parties")),
        order_line_(orders_->column("line")),
        order_salesperson_(orders_->column("salesperson")),
        party_line_(parties_->column("line")),
        party_salesperson_(parties_->column("salesperson")),
        goods_(goods_of_orders(view)),
        cash_days_(view) {}

  /// Calls `take(line, whether it counts by the last day)` for each of at most block_lines.
  template <class Take>
  void of(std::span<const CommissionLine> lines, const Take& take) const {
    std::vector<PostedDocument> documents;
    std::array<std::string_view, block_lines> orders;
    std::array<std::string_view, block_lines> parties;
    std::array<std::uint32_t, block_lines> order_rows{};
    std::array<std::uint32_t, block_lines> party_rows{};
    for (std::size_t i = 0; i < lines.size(); ++i) {
      documents.push_back(view_->ledger.document(lines[i].document));
      orders[i] = documents[i].order;
      parties[i] = documents[i].party;
    }
    view_->orders.find({orders.data(), lines.size()}, {order_rows.data(), lines.size()});
    view_->parties.find({parties.data(), lines.size()}, {party_rows.data(), lines.size()});
    for (std::size_t i = 0; i < lines.size(); ++i) {
      ClosingLine closing = attributed(lines[i], documents[i], order_rows[i], party_rows[i]);
      const bool counts = wait_for_cash(closing);
      take(closing, counts);
    }
  }

 private:
  [[nodiscard]] ClosingLine attributed(const CommissionLine& line, const PostedDocument& document,
                                       std::uint32_t order, std::uint32_t party) const {
    ClosingLine closing{
        .line = line,
        .counts = line.date,
        .on = line.application ? view_->ledger.application(*line.application).date : document.date,
        .salesperson = document.salesperson,
        .owner = {},
        .party = document.party,
        .order = document.order,
        .business = parties_->text(party_line_, party),
        .product = {},
        .category = {}};
    if (order != RowsByText::none) {
      closing.business = orders_->text(order_line_, order);
      closing.product = goods_[order].product;
      closing.category = goods_[order].category;
      if (closing.salesperson.empty())
        closing.salesperson = orders_->text(order_salesperson_, order);
    }
    if (closing.salesperson.empty())
      closing.salesperson = parties_->text(party_salesperson_, party);
    closing.owner = closing.salesperson;
    closing.salesperson = view_->successors.on(line.date, closing.salesperson);
    return closing;
  }

  bool wait_for_cash(ClosingLine& closing) const {
    if (!closing.line.application) return true;
    const auto credit = view_->ledger.application(*closing.line.application).credit;
    if (!credit) return true;
    const std::optional<FactDay>* const day =
        cash_days_.find(view_->ledger.document(*credit).number);
    if (day == nullptr) return true;
    if (!*day) return false;
    closing.counts = std::max(closing.counts, (*day)->posted);
    closing.on = std::max(closing.on, (*day)->on);
    return true;
  }

  const CloseView* view_;
  const BookRows* orders_;
  const BookRows* parties_;
  std::size_t order_line_;
  std::size_t order_salesperson_;
  std::size_t party_line_;
  std::size_t party_salesperson_;
  std::vector<OrderGoods> goods_;
  CashDays cash_days_;
};

std::optional<std::string_view> text_or_null(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

std::vector<OrderGoods> goods_of_orders(const CloseView& view) {
  const BookRows& lines = view.book.get().rows("order_lines");
  const BookRows& products = view.book.get().rows("products");
  const std::size_t order = lines.column("order");
  const std::size_t product = lines.column("product");
  const std::size_t category = products.column("category");
  std::vector<OrderGoods> goods(view.book.get().rows("orders").rows());
  std::vector<bool> seen(goods.size());
  for (std::size_t row = 0; row < lines.rows(); ++row) {
    const std::size_t at = lines.referred(order, row).value();
    const OrderGoods these{lines.text(product, row),
                           products.text(category, lines.referred(product, row).value())};
    if (!seen[at]) {
      goods[at] = these;
      seen[at] = true;
      continue;
    }
    if (goods[at].product != these.product) goods[at].product = {};
    if (goods[at].category != these.category) goods[at].category = {};
  }
  return goods;
}

ClosingLines closing_lines(const CloseView& view, Date from, LineBasis basis,
                           const std::function<bool(const ClosingLine&)>& keeps) {
  const Attribution attribution(view);
  const std::vector<CommissionLine> all =
      commission_lines(view.ledger, from, view.last(), basis, view.known_at_us);
  ClosingLines lines;
  lines.counting.reserve(all.size());
  for (std::size_t begin = 0; begin < all.size(); begin += block_lines)
    attribution.of(std::span(all).subspan(begin, std::min(block_lines, all.size() - begin)),
                   [&](const ClosingLine& closing, bool counts) {
                     if (!counts)
                       lines.held.push_back(closing);
                     else if (keeps(closing))
                       lines.counting.push_back(closing);
                   });
  return lines;
}

std::optional<Date> credited_invoice_date(const CloseView& view, const ClosingLine& line) {
  const PostedDocument document = view.ledger.document(line.line.document);
  if (document.kind != DocumentKind::credit_note || !document.refers_to) return std::nullopt;
  return view.ledger.document(*document.refers_to).date;
}

std::unique_ptr<TableSource> lines_table(const CloseView& view,
                                         std::span<const ClosingLine* const> lines,
                                         const LinesTableOptions& options) {
  const auto document = [&](std::size_t i) {
    return view.ledger.document(lines[i]->line.document);
  };
  const auto day = [&](std::string_view name, std::size_t i, Date own) {
    const std::optional<Date> found = options.day(name, i, own);
    return found ? std::optional(found->days()) : std::nullopt;
  };
  TableBuilder table(lines.size());
  table
      .text("salesperson",
            [&](std::size_t i) {
              return text_or_null(options.by_owner ? lines[i]->owner : lines[i]->salesperson);
            })
      .date("date", [&](std::size_t i) { return day("date", i, lines[i]->counts); })
      .date("invoice_date", [&](std::size_t i) { return day("invoice_date", i, document(i).date); })
      .date("credited_invoice_date",
            [&](std::size_t i) -> std::optional<std::int32_t> {
              const std::optional<Date> credited = credited_invoice_date(view, *lines[i]);
              if (!credited) return std::nullopt;
              return credited->days();
            })
      .integer("amount",
               [&](std::size_t i) { return std::optional(lines[i]->line.amount.minor()); })
      .integer("net", [&](std::size_t i) { return std::optional(lines[i]->line.net.minor()); })
      .text("currency", [&](std::size_t i) { return lines[i]->line.amount.currency().code(); })
      .text("document", [&](std::size_t i) { return document(i).number; })
      .text("order", [&](std::size_t i) { return text_or_null(lines[i]->order); })
      .text("party", [&](std::size_t i) { return lines[i]->party; })
      .integer("days_overdue", [&](std::size_t i) -> std::optional<std::int64_t> {
        return lines[i]->line.days_overdue.value_or(0);  // Without a due date it is not late.
      });
  if (view.book.get().rows("order_lines").rows() > 0 || options.quantities)
    table.text("product", [&](std::size_t i) { return lines[i]->product; })
        .text("category", [&](std::size_t i) { return lines[i]->category; });
  if (options.costs)
    table.integer("cost",
                  [&](std::size_t i) { return std::optional((*options.costs)[i].minor()); });
  CommonScale quantities;
  for (const ClosingLine* line : lines)
    if (line->quantity) quantities.include(*line->quantity);
  if (options.quantities)
    table.decimal("quantity", quantities.digits(), [&](std::size_t i) -> std::optional<Int128> {
      if (!lines[i]->quantity) return std::nullopt;
      return quantities.of(*lines[i]->quantity);
    });
  for (const auto& [name, days] : options.days)
    if (name != "date" && name != "invoice_date")
      table.date(name, [&](std::size_t i) -> std::optional<std::int32_t> {
        if (!days[i]) return std::nullopt;
        return days[i]->days();
      });
  ArrowArrayStream stream{};
  export_arrow(table.finish(), stream);
  return import_arrow(stream);
}

}  // namespace o2c::inline v1
