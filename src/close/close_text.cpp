// A close as text.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/close/close.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/aligned.hpp"
#include "o2c/time/moment.hpp"

namespace o2c::inline v1 {
namespace {

using Lines = std::vector<std::vector<std::string>>;

struct TieName {
  std::string_view tie;
  Text text;
};
constexpr std::array tie_names{TieName{"aging", {"aging", "账龄"}},
                               TieName{"statements", {"statements", "往来"}},
                               TieName{"general_ledger", {"general ledger", "总帐"}},
                               TieName{"collected", {"collected", "回款"}},
                               TieName{"profit", {"profit", "利润"}},
                               TieName{"revenue", {"revenue", "收入"}},
                               TieName{"costs", {"costs", "成本费用"}}};

/// What is owed in one currency, as far as it is in the buckets of ages, and beside them.
struct OwedByAge {
  Money not_due;
  Money overdue;
  Money beside;  ///< In dispute, or credits.
  Money total;
  Money deposits;  ///< Received ahead, which the total is before.
};

OwedByAge owed_in(const AgingTable& aging, const Currency& currency) {
  const std::vector<std::string> measures = aging.measures();
  const std::vector<Int128> minor = aging.total_minor(currency);
  const Money nothing = Money::zero(currency);
  OwedByAge owed{nothing, nothing, nothing, nothing, nothing};
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const Money amount = Money::of(Decimal::from_parts(minor[i], currency.digits()), currency);
    if (i == 0)
      owed.not_due = amount;
    else if (i < aging.buckets().size())
      owed.overdue += amount;
    else if (measures[i] == "total")
      owed.total = amount;
    else if (measures[i] == "deposits")
      owed.deposits = amount;
  }
  owed.beside = owed.total - owed.not_due - owed.overdue;
  return owed;
}

class CloseText {
 public:
  CloseText(const CloseReport& report, Language language) : report_(&report), language_(language) {}

  [[nodiscard]] std::string text() const {
    return heading() + '\n' + profit() + '\n' + receivables() + payouts() + orders() +
           exceptions() + '\n' + ties();
  }

 private:
  [[nodiscard]] std::string say(Text text) const {
    return std::string(language_ == Language::zh ? text.zh : text.en);
  }

  [[nodiscard]] std::string heading() const {
    std::string text = report_->company + say({": month close ", "：月结 "}) +
                       to_string(report_->period) +
                       (report_->is_closed ? say({", closed and signed", "，已结帐"})
                                           : say({", not signed yet", "，未结帐"}));
    if (report_->known_at_us != AsOf::now)
      text += say({", as known at ", "，截至所知 "}) + format_moment(report_->known_at_us);
    return text + '\n';
  }

  [[nodiscard]] std::string profit() const {
    const OrderProfit& total = report_->profit.total;
    const auto margin = total.margin();
    return detail::aligned(
        {{say({"revenue", "收入"}), format_money(total.revenue), ""},
         {say({"cost", "成本"}), format_money(total.cost), ""},
         {say({"profit", "利润"}), format_money(total.profit), margin ? to_string(*margin) : ""}},
        1);
  }

  [[nodiscard]] std::string receivables() const {
    Lines lines{{say({"receivable", "应收"}), say({"not due", "未到期"}), say({"overdue", "逾期"}),
                 say({"disputed, credits", "争议及贷项"}), say({"total", "合计"}),
                 say({"deposits", "预收定金"})}};
    for (const Currency& currency : report_->aging.currencies()) {
      const OwedByAge owed = owed_in(report_->aging, currency);
      lines.push_back({std::string(currency.code()), format_amount(owed.not_due),
                       format_amount(owed.overdue), format_amount(owed.beside),
                       format_amount(owed.total), format_amount(owed.deposits)});
    }
    return table(lines, 1);
  }

  [[nodiscard]] std::string payouts() const {
    Lines lines{
        {say({"plan", "方案"}), say({"salesperson", "业务员"}), say({"payable", "应发"}), ""}};
    MoneyBag all;
    for (const PlanClose& plan : report_->commission.plans) {
      for (const PersonPayout& person : plan.table.statement().payouts) {
        const Money paid = person.payout.payable;
        lines.push_back({plan.name, person.salesperson, format_amount(paid),
                         std::string(paid.currency().code())});
        all += paid;
      }
    }
    for (const Money& amount : all)
      lines.push_back(
          {say({"all", "合计"}), "", format_amount(amount), std::string(amount.currency().code())});
    return table(lines, 2);
  }

  [[nodiscard]] std::string orders() const {
    const auto& open = report_->orders.open;
    return say({"orders under way ", "在办订单 "}) + std::to_string(open.size()) +
           say({", of these stuck ", "，其中停滞 "}) +
           std::to_string(std::ranges::count_if(open, &OpenOrder::is_stuck)) + '\n';
  }

  [[nodiscard]] std::string exceptions() const {
    std::vector<std::pair<ExceptionKind, std::size_t>> kinds;
    for (const CloseException& each : report_->exceptions) {
      const auto found =
          std::ranges::find(kinds, each.kind, &std::pair<ExceptionKind, std::size_t>::first);
      if (found == kinds.end())
        kinds.emplace_back(each.kind, 1);
      else
        ++found->second;
    }
    std::ranges::stable_sort(kinds, std::ranges::greater{},
                             &std::pair<ExceptionKind, std::size_t>::second);
    std::string text = say({"exceptions ", "异常 "}) + std::to_string(report_->exceptions.size());
    for (std::size_t i = 0; i < kinds.size(); ++i)
      text += (i == 0 ? say({": ", "："}) : say({", ", "，"})) + std::to_string(kinds[i].second) +
              ' ' + say(describe(kinds[i].first));
    return text + '\n';
  }

  [[nodiscard]] std::string ties() const {
    Lines lines{
        {say({"tie", "勾稽"}), "", "", say({"amount", "金额"}), say({"difference", "差额"})}};
    for (const Tie& tie : report_->ties)
      lines.push_back({name_of(tie), tie.whole.name.in(language_),
                       std::string(tie.whole.amount.currency().code()),
                       format_amount(tie.whole.amount), format_amount(tie.difference())});
    const auto wrong =
        std::ranges::count_if(report_->ties, [](const Tie& t) { return !t.holds(); });
    return detail::aligned(lines, 3) +
           (wrong == 0 ? say({"all ties hold", "勾稽全部相符"})
                       : std::to_string(wrong) + say({" of the ties differ", "项勾稽不符"})) +
           '\n';
  }

  [[nodiscard]] std::string name_of(const Tie& tie) const {
    const auto* found = std::ranges::find(tie_names, tie.name, &TieName::tie);
    return found == tie_names.end() ? tie.name : say(found->text);
  }

  /// With an empty line after it; nothing where there is only the heading.
  static std::string table(const Lines& lines, std::size_t left) {
    return lines.size() == 1 ? "" : detail::aligned(lines, left) + '\n';
  }

  const CloseReport* report_;
  Language language_;
};

}  // namespace

std::string to_string(const CloseReport& report, Language language) {
  return CloseText(report, language).text();
}

}  // namespace o2c::inline v1
