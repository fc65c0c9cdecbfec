#pragma once

// The lines of plans that count quantities, product by product. Private to src/close.

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/number/decimal.hpp"

#include "close_view.hpp"
#include "closing_lines.hpp"

namespace o2c::inline v1 {

/// Whether a line's quantity counts for the plan.
bool looks_at_quantities(const Plan& plan);

/// Divides lines by the products that their documents are about (table `invoice_lines`). With its
/// lines so far a document has brought of each product
///
///     its quantity (or net) · net of these lines ÷ net of the document
///
/// rounded, so that the parts of a document add up to its products, and those of a line to the
/// line: the product of the largest net takes what rounding leaves. What a document charges besides
/// its products is a part without one, of which there is no quantity.
class LineQuantities {
 public:
  explicit LineQuantities(const CloseView& view);

  /// Adds the parts of a line to the others, in the order of the table. An invoice that is about
  /// nothing stays one line, without a quantity. Lines of a document have to come in the order in
  /// which they count.
  void divide(const ClosingLine& line, std::vector<ClosingLine>& parts);

 private:
  // A product of a document.
  struct Part {
    std::string_view product;
    std::string_view category;
    Decimal quantity{};
    std::int64_t net = 0;  // In minor units, as all that follows.
    Decimal quantity_brought{};
    std::int64_t net_brought = 0;
    std::int64_t amount_brought = 0;
  };
  struct Goods {
    std::vector<Part> parts{};
    std::size_t largest = 0;
    std::int64_t net = 0;  // Of the document.
    std::int64_t net_brought = 0;
    std::int64_t amount_brought = 0;
  };

  Goods& goods_of(const ClosingLine& line);

  const CloseView* view_;
  std::unordered_map<std::string_view, std::vector<Part>> products_;  // By document.
  std::unordered_map<std::uint32_t, Goods> goods_;                    // By document.
};

}  // namespace o2c::inline v1
