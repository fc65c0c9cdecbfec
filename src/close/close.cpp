#include "o2c/close/close.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <future>
#include <iterator>
#include <memory>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_aging.hpp"

#include "attainment.hpp"
#include "close_exceptions.hpp"
#include "close_view.hpp"
#include "commission_close.hpp"
#include "ledger_ties.hpp"
#include "orders_close.hpp"
#include "profit_close.hpp"
#include "variance_close.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 10> stages{"ledger", "aging",     "reminders", "commission",
                                                  "profit", "variances", "orders",    "exceptions",
                                                  "change", "targets"};

AsOf compared_with(const CloseView& view, const std::optional<Period>& wanted) {
  const Period before = wanted.value_or(Period::month_of(view.first() - 1));
  // What was signed then, or, if nothing was, what is known now.
  const std::int64_t known = view.months.closed_at(before.last()).value_or(view.known_at_us);
  return {before.last(), std::min(known, view.known_at_us)};
}

}  // namespace

std::span<const std::string_view> close_stages() noexcept { return stages; }

bool CloseReport::ties_hold() const { return std::ranges::all_of(ties, &Tie::holds); }

CloseReport close(const Book& book, const Period& period, const CloseOptions& options) {
  if (period.kind() != PeriodKind::month)
    throw_invalid("what is closed is a month such as 2026-10: " + to_string(period));
  std::size_t next = 0;
  const auto begin = [&](std::string_view stage) {
    if (options.progress && stages.at(next++) == stage) options.progress(stage);
  };
  const CloseDays days(book, period.first(), period.last(), options.known_at_us, options.threads);
  // To live through the events takes as long as all the rest, and needs nothing of it.
  const auto orders_policy = days.threads > 1 ? std::launch::async : std::launch::deferred;
  std::future<OrdersClose> living =
      std::async(orders_policy, [its_days = CloseDays(days)]() mutable {
        its_days.threads = std::max<std::size_t>(1, its_days.threads - 1);
        return close_orders(its_days);
      });
  begin("ledger");
  CloseView view(days);
  begin("aging");
  const AgingBuckets buckets = book.provision() ? book.provision()->buckets : AgingBuckets();
  AgingTable aging = age(view.ledger, view.as_of(), buckets, {.threads = options.threads});
  begin("reminders");
  Worklist worklist = collection_worklist(view.ledger, view.as_of());
  DunningRun dunning = dunning_run(view.ledger, book.dunning(), view.as_of());
  std::optional<Provision> provision;
  if (book.provision()) provision.emplace(aging, *book.provision());
  begin("commission");
  CommissionClose commission = close_commission(view);
  begin("profit");
  ProfitClose profit = close_profit(view, commission);
  begin("variances");
  VarianceClose variances = close_variances(view, profit);
  begin("orders");
  OrdersClose orders = living.get();
  begin("exceptions");
  std::vector<CloseException> exceptions = close_exceptions(view, aging, orders, profit);
  std::vector<Tie> ties = ledger_ties(view, aging);
  std::ranges::copy(commission.ties, std::back_inserter(ties));
  std::ranges::copy(profit.ties, std::back_inserter(ties));
  std::ranges::copy(variances.ties, std::back_inserter(ties));
  begin("change");
  AgingChange change =
      explain_change(view.ledger, compared_with(view, options.compare), view.as_of(), buckets);
  begin("targets");
  const bool is_closed = view.months.closed_at(period.last()).has_value();
  std::vector<Attainment> its_attainments = attainments(view);
  std::vector<Fulfilment> its_fulfilments = fulfilments(view);
  return {.company = book.settings().company,
          .home = book.settings().home,
          .period = period,
          .known_at_us = view.known_at_us,
          .is_closed = is_closed,
          .ledger = std::make_shared<const Ledger>(std::move(view.ledger)),
          .aging = std::move(aging),
          .worklist = std::move(worklist),
          .dunning = std::move(dunning),
          .provision = std::move(provision),
          .commission = std::move(commission),
          .profit = std::move(profit),
          .variances = std::move(variances),
          .orders = std::move(orders),
          .attainments = std::move(its_attainments),
          .fulfilments = std::move(its_fulfilments),
          .cash = std::move(view.cash),
          .exceptions = std::move(exceptions),
          .ties = std::move(ties),
          .change = std::move(change)};
}

}  // namespace o2c::inline v1
