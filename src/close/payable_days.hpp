#pragma once

// On which days lines are payable. Private to src/close.

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/commission/line_terms.hpp"
#include "o2c/time/date.hpp"

#include "close_view.hpp"
#include "closing_lines.hpp"

namespace o2c::inline v1 {

/// When a line has reached a moment.
struct MomentDay {
  Date counts;
  Date on;  ///< The day of the fact itself.
};

/// The moments of lines that plans may pay on, from the facts of a book.
class PayableDays {
 public:
  /// The view has to stay.
  explicit PayableDays(const CloseView& view) : view_(&view) {}

  /// The day on which a line is payable, as it was to be seen on another; none: it has not come.
  ///
  /// shipment: of what went with the invoice; of an invoice that no event names, the last dispatch
  /// of its order up to its date, else the first one after it. Events hold from when they are
  /// posted: one that is told after its month was closed is seen in the next.
  /// full_payment: since when nothing of the document is open, where what was written off still is;
  /// what is open again, as a payment bounced, is not paid.
  /// What is credited has these, and its order's, of the invoice that it refers to.
  [[nodiscard]] std::optional<MomentDay> moment_of(const ClosingLine& line, EarningMoment moment,
                                                   Date as_of);
  [[nodiscard]] std::optional<Date> of(const ClosingLine& line, EarningMoment moment, Date as_of) {
    const std::optional<MomentDay> found = moment_of(line, moment, as_of);
    return found ? std::optional(found->counts) : std::nullopt;
  }

 private:
  struct Dispatch {
    Date day;
    Date posted;
  };
  struct Payment {
    MomentDay day;
    bool is_full;
  };

  [[nodiscard]] PostedDocument sale_of(const ClosingLine& line) const;
  void take_dispatches();
  [[nodiscard]] std::optional<Date> shipped(const ClosingLine& line, Date as_of);
  [[nodiscard]] std::optional<MomentDay> paid(DocumentId document, Date as_of);

  const CloseView* view_;
  bool has_dispatches_ = false;
  std::map<std::string, std::vector<Dispatch>, std::less<>> by_invoice_;  // By day.
  std::unordered_map<std::uint32_t, std::vector<Dispatch>> by_order_;     // By row; by day.
  // From when on a document is paid, or no longer, day by day.
  std::unordered_map<std::uint32_t, std::vector<Payment>> payments_;
};

}  // namespace o2c::inline v1
