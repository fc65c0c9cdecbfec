#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/close/attainment.hpp"
#include "o2c/close/book.hpp"
#include "o2c/close/close_exception.hpp"
#include "o2c/close/commission_close.hpp"
#include "o2c/close/orders_close.hpp"
#include "o2c/close/profit_close.hpp"
#include "o2c/close/tie.hpp"
#include "o2c/close/variance_close.hpp"
#include "o2c/columns/arrow_export.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/aging_change.hpp"
#include "o2c/receivable/aging_table.hpp"
#include "o2c/receivable/cash_hand_in.hpp"
#include "o2c/receivable/dunning_run.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/provision.hpp"
#include "o2c/receivable/worklist.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

struct CloseOptions {
  /// With what was known at this moment (microseconds since 1970, UTC). Without it: of a month that
  /// the book has as closed, what was known when it was closed; of an open one, all.
  std::optional<std::int64_t> known_at_us{};
  /// The month that it is compared with; without it, the one before.
  std::optional<Period> compare{};
  std::size_t threads = 1;
  /// Told when a stage begins: one of close_stages(), in their order.
  std::function<void(std::string_view stage)> progress{};
};

/// What a close does, one after the other: "ledger", "aging", "reminders", ... With more than one
/// thread the events of orders are read beside all that comes before "orders".
std::span<const std::string_view> close_stages() noexcept;

/// A month of a company, closed: who owes what and how late, who is paid which commission and why,
/// what each order earned, and the ties that hold these together. Its texts are partly the book's,
/// which has to live as long.
struct CloseReport {
  std::string company;
  Currency home;
  Period period;
  std::int64_t known_at_us;  ///< AsOf::now: all.
  bool is_closed;            ///< The book has the month as closed and signed.
  std::shared_ptr<const Ledger> ledger;

  AgingTable aging;  ///< By party, on the last day.
  Worklist worklist;
  DunningRun dunning;
  std::optional<Provision> provision;  ///< If the book has a matrix.
  CommissionClose commission;
  ProfitClose profit;
  VarianceClose variances;
  OrdersClose orders;
  std::vector<Attainment> attainments;
  std::vector<Fulfilment> fulfilments;
  CashHandIn cash;
  std::vector<CloseException> exceptions;
  std::vector<Tie> ties;  ///< All of them.
  AgingChange change;     ///< From the month that it is compared with, fact by fact.

  [[nodiscard]] AsOf as_of() const { return {period.last(), known_at_us}; }
  [[nodiscard]] bool ties_hold() const;

  /// Its tables by name, in the order in which they are read (docs/close.md describes them).
  /// Amounts are decimal128.
  [[nodiscard]] std::vector<std::pair<std::string, std::shared_ptr<const ArrowTable>>> tables()
      const;
  /// How the figures of a row of one of the tables came about. Throws InvalidArgument for a table
  /// whose rows are facts and no results (aging_change, orders, exceptions, lines that no plan
  /// counts), and a row that is not there.
  [[nodiscard]] Derivation explain(std::string_view table, std::size_t row) const;
};

/// Closes a month (月结). Late records belong to the first month that was open when they were
/// recorded, so that closing a signed month again gives what was signed, and nothing is lost.
/// Nothing changes in the book. The result does not depend on the number of threads.
///
/// Throws InvalidArgument for a period that is no month, and what its parts throw.
CloseReport close(const Book& book, const Period& period, const CloseOptions& options = {});

/// The month in a few aligned lines: what was earned, what is owed and how much of it is overdue,
/// what each person is paid, orders under way, exceptions by kind, each tie with its difference.
/// Each line ends in a newline. Throws Overflow.
std::string to_string(const CloseReport& report, Language language = Language::en);

}  // namespace o2c::inline v1
