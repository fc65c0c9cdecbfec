#include "o2c/close/commission_close.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/commission/team.hpp"

#include "closing_lines.hpp"
#include "collected_tie.hpp"
#include "commission_close.hpp"
#include "holdback_releases.hpp"
#include "plan_closer.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> left_out_names{"no_plan", "no_salesperson", "cash_held"};

Team team_of(const Book& book) {
  const BookRows& people = book.rows("people");
  std::vector<Reporting> reportings;
  std::vector<Leaving> leavings;
  const std::size_t left = people.column("left");
  for (std::size_t row = 0; row < people.rows(); ++row) {
    reportings.push_back({.salesperson = std::string(people.text(people.column("person"), row)),
                          .manager = std::string(people.text(people.column("manager"), row)),
                          .from_date = people.date(people.column("joined"), row)});
    if (people.has(left, row))
      leavings.push_back({.salesperson = reportings.back().salesperson,
                          .last_day = people.date(left, row),
                          .successor = std::string(people.text(people.column("successor"), row))});
  }
  return Team(std::move(reportings), std::move(leavings));
}

/// Whether a plan holds in the period that is closed.
bool holds(const PlanHistory& history, const CloseView& view) {
  return history.versions().front().from_date <= view.first();
}

/// All lines by their bases, each read once: those of the plans that count them, and those of the
/// period.
class LinesByBasis {
 public:
  explicit LinesByBasis(const CloseView& view) : view_(&view) {
    for (const auto& [name, history] : view.book.get().plans())
      if (holds(history, view))
        for (const LineBasis basis : line_bases(history, view.period))
          bases_.emplace_back(name, basis);
  }

  /// Those that are somebody's, of the line of business that a plan is for.
  std::vector<const ClosingLine*> of_plan(std::string_view name) {
    std::vector<const ClosingLine*> mine;
    for (const auto& [plan, basis] : bases_)
      if (plan == name)
        for (const ClosingLine& line : of(basis).counting)
          if (line.business == name && !line.salesperson.empty()) mine.push_back(&line);
    return mine;
  }

  const ClosingLines& of(LineBasis basis) {
    auto found = lines_.find(basis);
    if (found == lines_.end())
      found = lines_
                  // What came before a plan may count in its months.
                  .emplace(basis, closing_lines(*view_, Date::min(), basis,
                                                [&](const ClosingLine& line) {
                                                  return view_->is_within(line.counts) ||
                                                         view_->is_within(line.line.date) ||
                                                         is_counted(line, basis);
                                                }))
                  .first;
    return found->second;
  }

 private:
  [[nodiscard]] bool is_counted(const ClosingLine& line, LineBasis basis) const {
    return std::ranges::find(bases_, std::pair(line.business, basis)) != bases_.end();
  }

  const CloseView* view_;
  std::vector<std::pair<std::string_view, LineBasis>> bases_;  // Of plans by lines of business.
  std::map<LineBasis, ClosingLines> lines_;
};

}  // namespace

std::string to_string(LineLeftOut why) {
  return std::string(left_out_names.at(static_cast<std::size_t>(why)));
}

std::span<const LineCredit> PlanClose::credits_of(std::size_t line) const {
  const auto found = std::ranges::equal_range(credits, line, {}, &LineCredit::line);
  return {found.begin(), found.end()};
}

CommissionClose close_commission(const CloseView& view) {
  const Book& book = view.book;
  check_releases(book);
  const Team team = team_of(book);
  LinesByBasis lines(view);
  CommissionClose closed;
  for (const auto& [name, history] : book.plans())
    if (holds(history, view))
      closed.plans.push_back(close_plan(view, {name, history, team, lines.of_plan(name)}));

  // Of what was collected in the period, since that is what has to be accounted for.
  const auto has_plan = [&](const ClosingLine& line) {
    return std::ranges::find(closed.plans, line.business, &PlanClose::name) != closed.plans.end();
  };
  const ClosingLines& collected = lines.of(LineBasis::collected);
  for (const ClosingLine& line : collected.counting) {
    if (!view.is_within(line.counts)) continue;
    if (!has_plan(line))
      closed.left_out.push_back({line, LineLeftOut::no_plan});
    else if (line.salesperson.empty())
      closed.left_out.push_back({line, LineLeftOut::no_salesperson});
  }
  for (const ClosingLine& line : collected.held)
    closed.left_out.push_back({line, LineLeftOut::cash_held});
  closed.ties = collected_ties(view, closed, collected);
  return closed;
}

}  // namespace o2c::inline v1
