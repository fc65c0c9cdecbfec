#pragma once

// On which days lines count, as they are seen on a day. Private to src/close.

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "o2c/commission/plan_history.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

#include "close_view.hpp"
#include "closing_lines.hpp"
#include "payable_days.hpp"

namespace o2c::inline v1 {

/// A line that counts on a day, and may be payable on another.
struct SeenLine {
  std::size_t at;  ///< Its position among all.
  Date counts;
  std::optional<Date> payable;
  /// As many days after `counts` as its fact is after that of the sale; none, of what is never too
  /// late to be taken back.
  Date returned;

  friend bool operator==(const SeenLine&, const SeenLine&) = default;
};

/// Where lines count, and those that do not yet.
struct SeenLines {
  std::vector<ClosingLine> lines{};  ///< By the day on which they count.
  std::vector<SeenLine> days{};      ///< Likewise.
  std::vector<ClosingLine> pending{};
  /// What comes back of what was too late to be taken.
  std::vector<ClosingLine> unchanging{};

  /// Those that count in a period.
  [[nodiscard]] std::vector<SeenLine> of(const Period& period) const;
};

/// How lines of a plan are seen that count on another day than that on which they come in: on that
/// of the plan's moment, and what is taken back on that of the sale.
class LineSight {
 public:
  /// All have to stay; lines stand in the order in which they came in.
  LineSight(const CloseView& view, const PlanHistory& history, PayableDays& days,
            std::span<const ClosingLine* const> lines);

  /// The first so many of the lines, as they are seen on a day.
  [[nodiscard]] SeenLines on(Date day, std::size_t count) const;

 private:
  [[nodiscard]] MomentDay came(ApplicationId application) const;
  [[nodiscard]] std::optional<MomentDay> last_payment(DocumentId document, Date until) const;
  [[nodiscard]] ClosingLine sale_of(const ClosingLine& line) const;
  [[nodiscard]] bool bounces(const ClosingLine& line) const;
  [[nodiscard]] bool is_default(const ClosingLine& line) const;
  [[nodiscard]] bool gives_back_nothing(const ClosingLine& line, const MomentDay& sold) const;
  void count_on(ClosingLine& line, Date day) const;
  [[nodiscard]] const PlanTerms& terms_on(Date day) const;

  const CloseView* view_;
  const PlanHistory* history_;
  PayableDays* days_;
  std::vector<const ClosingLine*> lines_;
  std::map<ApplicationId, MomentDay> came_;  // When applications did.
};

}  // namespace o2c::inline v1
