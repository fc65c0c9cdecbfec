#include "collected_tie.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

#include "invoices_of_sales.hpp"

namespace o2c::inline v1 {
namespace {

enum class Part : std::size_t {
  base,
  tax,
  excluded,
  unmatched,
  no_plan,
  no_salesperson,
  by_invoice,
  cash_held,
  cash_of_before,
  pending,
  of_closed_months,
  came_before
};

constexpr std::array part_names{
    Text{"commission base", "提成基数"},
    Text{"tax", "税额"},
    Text{"excluded by a rule", "按规则不计提"},
    Text{"for no rule", "无适用规则"},
    Text{"for no plan", "无提成方案"},
    Text{"of no salesperson", "无业务员"},
    Text{"of plans that count what is invoiced", "按开票计提的方案"},
    Text{"cash not handed in", "未上交现金"},
    Text{"less: cash collected before, handed in now", "减：前期收取本期上交的现金"},
    Text{"not earned yet", "未到计提时点"},
    Text{"counted in closed months, as corrections", "归属已结月份（更正）"},
    Text{"less: collected before, earned now", "减：前期回款本期计提"},
};

/// Sums of one currency.
struct Collected {
  explicit Collected(const Currency& currency) : gross(Money::zero(currency)) { parts.fill(gross); }
  void add(Part part, Money amount) {
    Money& sum = parts[static_cast<std::size_t>(part)];
    sum = sum + amount;
  }

  Money gross;
  std::array<Money, part_names.size()> parts{gross, gross, gross, gross, gross, gross,
                                             gross, gross, gross, gross, gross, gross};
};

class Sums {
 public:
  Collected& of(const Currency& currency) {
    return sums_.try_emplace(std::string(currency.code()), currency).first->second;
  }
  [[nodiscard]] std::vector<Tie> ties() const {
    std::vector<Tie> ties;
    for (const auto& [code, sum] : sums_) {
      Tie tie{"collected", {Text{"collected, tax included", "回款（含税）"}, sum.gross}, {}};
      for (std::size_t i = 0; i < part_names.size(); ++i)
        if (i < 4 || !is_zero(sum.parts[i])) tie.parts.push_back({part_names[i], sum.parts[i]});
      ties.push_back(std::move(tie));
    }
    return ties;
  }

 private:
  std::map<std::string, Collected> sums_;
};

/// When documents of a table are posted, of those that are known and `counts(row)`.
class PostedRows {
 public:
  template <class Counts>
  PostedRows(const CloseView& view, const BookRows& rows, std::string_view number,
             std::string_view date, const Counts& counts)
      : view_(&view),
        rows_(&rows),
        date_(rows.column(date)),
        recorded_(rows.column("recorded_at")),
        by_number_(rows, number,
                   [&](std::size_t row) { return counts(row) && posted(row).has_value(); }) {}

  [[nodiscard]] std::optional<Date> find(std::string_view number) const {
    const auto row = by_number_.find(number);
    return row ? posted(*row) : std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<Date> posted(std::size_t row) const {
    return view_->posted(*rows_, date_, recorded_, row);
  }

  const CloseView* view_;
  const BookRows* rows_;
  std::size_t date_;
  std::size_t recorded_;
  RowsByText by_number_;
};

/// From the tables alone: neither the ledger nor commission lines are looked at.
void add_gross(const CloseView& view, Sums& sums) {
  const BookRows& invoices = view.book.get().rows("invoices");
  const BookRows& receipts = view.book.get().rows("receipts");
  const BookRows& applications = view.book.get().rows("applications");
  const std::size_t kind = invoices.column("kind");
  const std::size_t amount = invoices.column("amount");
  const RevenueRows revenue(invoices);
  const auto is = [&](std::size_t row, std::string_view wanted) {
    return invoices.text(kind, row) == wanted;
  };
  const auto has_no_kind = [&](std::size_t row) { return !invoices.has(kind, row); };
  const PostedRows sold(view, invoices, "document", "invoice_date", [&](std::size_t row) {
    return revenue.has_revenue(row) && (is(row, "invoice") || is(row, "debit_note") ||
                                        (has_no_kind(row) && invoices.minor(amount, row) >= 0));
  });
  const PostedRows credited(view, invoices, "document", "invoice_date", [&](std::size_t row) {
    return revenue.has_revenue(row) &&
           (is(row, "credit_note") || (has_no_kind(row) && invoices.minor(amount, row) < 0));
  });
  const PostedRows refunded(view, invoices, "document", "invoice_date",
                            [&](std::size_t row) { return is(row, "refund"); });
  const PostedRows paid(view, receipts, "receipt", "date", [](std::size_t) { return true; });

  const std::size_t receipt = applications.column("receipt");
  const std::size_t document = applications.column("document");
  const std::size_t applied = applications.column("amount");
  const std::size_t date = applications.column("date");
  const std::size_t recorded = applications.column("recorded_at");
  for (std::size_t row = 0; row < applications.rows(); ++row) {
    if (!applications.has(receipt, row)) continue;  // An adjustment brings no money.
    const auto posted = view.posted(applications, date, recorded, row);
    if (!posted || *posted > view.last()) continue;
    const std::string_view from = applications.text(receipt, row);
    const std::string_view to = applications.text(document, row);
    const auto add = [&](std::optional<Date> credit, std::optional<Date> debit, int sign) {
      if (!credit || !debit || !view.is_within(std::max({*posted, *credit, *debit}))) return;
      const Money money = applications.amount(applied, row);
      Collected& sum = sums.of(money.currency());
      sum.gross = sign > 0 ? sum.gross + money : sum.gross - money;
    };
    add(paid.find(from), sold.find(to), 1);
    add(credited.find(from), refunded.find(to), -1);
  }
}

Part part_of(ClosingStanding standing) {
  switch (standing) {
    case ClosingStanding::counted:
      return Part::base;
    case ClosingStanding::excluded:
      return Part::excluded;
    case ClosingStanding::pending:
      return Part::pending;
    case ClosingStanding::late:
      return Part::of_closed_months;
    case ClosingStanding::no_plan:
      return Part::no_plan;
    case ClosingStanding::unmatched:
    case ClosingStanding::earlier:
      break;
  }
  return Part::unmatched;
}

Part part_of(LineLeftOut why) {
  switch (why) {
    case LineLeftOut::no_plan:
      return Part::no_plan;
    case LineLeftOut::no_salesperson:
      return Part::no_salesperson;
    case LineLeftOut::cash_held:
      break;
  }
  return Part::cash_held;
}

}  // namespace

std::vector<Tie> collected_ties(const CloseView& view, const CommissionClose& closed,
                                const ClosingLines& collected) {
  Sums sums;
  add_gross(view, sums);
  const auto is_of_period = [&](const ClosingLine& line) { return view.is_within(line.line.date); };
  const auto take = [&](const ClosingLine& line) {
    if (is_of_period(line))
      sums.of(line.line.net.currency()).add(Part::tax, line.line.amount - line.line.net);
    else
      sums.of(line.line.net.currency()).add(Part::cash_of_before, -line.line.net);
  };
  const auto by_invoice = [&](const PlanClose& plan) {
    return plan.table.plan().terms().basis != CommissionBasis::collected;
  };
  for (const ClosingLine& line : collected.counting) {
    if (!view.is_within(line.counts)) continue;
    take(line);
    const auto plan = std::ranges::find(closed.plans, line.business, &PlanClose::name);
    if (plan != closed.plans.end() && !line.salesperson.empty() && by_invoice(*plan))
      sums.of(line.line.net.currency()).add(Part::by_invoice, line.line.net);
  }
  for (const PlanClose& plan : closed.plans) {
    if (by_invoice(plan)) continue;
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
      if (plan.standings[i] == ClosingStanding::earlier) continue;
      const Money net = plan.lines[i].line.net;
      sums.of(net.currency()).add(part_of(plan.standings[i]), net);
      const std::optional<Date> came = plan.lines[i].came;
      if (came && !view.is_within(*came)) sums.of(net.currency()).add(Part::came_before, -net);
    }
  }
  for (const LeftOutLine& each : closed.left_out) {
    const Money net = each.line.line.net;
    if (each.why == LineLeftOut::cash_held) {
      if (!is_of_period(each.line)) continue;
      take(each.line);
    }
    sums.of(net.currency()).add(part_of(each.why), net);
  }
  return sums.ties();
}

}  // namespace o2c::inline v1
