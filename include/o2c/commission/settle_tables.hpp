#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/table_source.hpp"
#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/money/exchange.hpp"

namespace o2c::inline v1 {

// What a settlement looks at besides lines, from tables. All throw BadTable, which lists every
// faulty row; names are texts or whole numbers, amount_digits as AmountReader takes them.

/// Who is credited with lines: one of `document`, `order` and `party`, `salesperson`, `share` (a
/// text such as "60%", or a decimal fraction; null: what the others leave) and, if there,
/// `from_date` and `to_date`. Rows of a key with the same days are one split. Throws also what
/// CreditSplit and CreditAssignments refuse, and, with a team, for people who are not of it.
CreditAssignments read_credits(TableSource& table, const Team* team = nullptr);
/// Who reports to whom: `salesperson`, `manager` (null: to nobody; a plan without overrides does
/// not need the column) and, if there, `from_date` and `to_date`; and who left: `left` (the last
/// day, or null; a plan that looks at it needs the column) and, if there, `successor` (null:
/// nobody). A person with several rows has the same there in each, or null. Throws also what Team
/// refuses.
Team read_team(TableSource& table, const Plan& plan);
/// `salesperson`, `period` (a text such as "2026-11"), and `target` (an amount in the plan's
/// currency), `quantity`, or both; in a row one of them may be null. Those that settling `within`
/// does not look at are left out. Throws also, with a team, for people of the others who are not of
/// it.
std::vector<SalesTarget> read_targets(TableSource& table, const Plan& plan,
                                      std::optional<int> amount_digits = std::nullopt,
                                      const Team* team = nullptr,
                                      const std::optional<Period>& within = std::nullopt);
/// `salesperson` and any of `overpaid`, `draw`, `held`, `awaiting`, `corrections`, `released`,
/// `advanced`, `still_awaiting` (the last two may be null), amounts in the plan's currency. Throws
/// also, with a team, for people who are not of it.
std::vector<PersonOpening> read_openings(TableSource& table, const Plan& plan,
                                         std::optional<int> amount_digits = std::nullopt,
                                         const Team* team = nullptr);

/// Lines of a table as a book remembers them.
struct KnownLineTable {
  std::vector<std::string> columns;  ///< That their prints are made of.
  std::vector<KnownLine> lines;
};

/// The lines of a table as the column face reads them: `salesperson`, the day on which the plan
/// counts them, `net`, `currency`, if there are rates, and the columns by which they are known
/// again; when none are stated, all of line_print_columns() that the table has. Currencies are the
/// plan's and those of the rates.
KnownLineTable read_known_lines(TableSource& table, const Plan& plan,
                                std::vector<std::string> columns,
                                std::optional<int> amount_digits = std::nullopt,
                                const ExchangeTable* rates = nullptr,
                                std::span<const CurrencyExchange> kept_exchanges = {});

}  // namespace o2c::inline v1
