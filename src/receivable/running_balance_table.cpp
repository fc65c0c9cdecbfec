#include "o2c/receivable/running_balance_table.hpp"

#include <algorithm>
#include <compare>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/receivable/running_balance.hpp"

#include "key_column_arrow.hpp"
#include "movement_table.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using detail::share;

// A debit, in the order in which debits are settled. Its amount travels with it: what is sorted
// lies together, and the rows need not be fetched again.
struct Debit {
  std::int32_t date;
  std::int32_t due_date;
  std::uint32_t row;
  std::int64_t minor;

  friend auto operator<=>(const Debit&, const Debit&) = default;
};

struct Balance {
  Money credits;
  std::size_t debits = 0;  // How many; then where they end among those of all accounts.
  std::uint32_t latest_credit = no_row;

  static constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();
};

// Adds up the credits of the accounts, and counts their debits. Amounts become zero, but for the
// debits up to the day.
std::vector<Balance> balances_of(MovementTable& movements, Date as_of) {
  std::vector<Balance> balances;
  balances.reserve(movements.accounts());
  for (std::uint32_t account = 0; account < movements.accounts(); ++account)
    balances.push_back({Money::zero(movements.currencies()[movements.currency(account)])});
  for (std::uint32_t row = 0; row < movements.rows(); ++row) {
    const std::int64_t minor = movements.minor(row);
    const bool counts = movements.date(row) <= as_of.days();
    if (!counts || minor <= 0) movements.minor(row) = 0;
    if (!counts || minor == 0) continue;
    Balance& balance = balances[movements.account(row)];
    if (minor > 0) {
      ++balance.debits;
      continue;
    }
    balance.credits -= Money::from_minor(minor, balance.credits.currency());
    if (balance.latest_credit == Balance::no_row ||
        movements.date(balance.latest_credit) <= movements.date(row))
      balance.latest_credit = row;
  }
  return balances;
}

// All debits, those of an account together; leaves in `balances` where those of each end.
PageArray<Debit> debits_by_account(MovementTable& movements, std::vector<Balance>& balances) {
  std::size_t count = 0;
  for (Balance& balance : balances) count += std::exchange(balance.debits, count);
  auto debits = room_for<Debit>(count);
  for (std::uint32_t row = 0; row < movements.rows(); ++row) {
    const std::int64_t minor = std::exchange(movements.minor(row), 0);
    if (minor == 0) continue;
    debits[balances[movements.account(row)].debits++] = {movements.date(row),
                                                         movements.due_date(row), row, minor};
  }
  return debits;
}

// Puts what is open in the place of the amounts: of the debits; and in that of the latest credit,
// what is left over.
void settle(MovementTable& movements, Date as_of) {
  std::vector<Balance> balances = balances_of(movements, as_of);
  PageArray<Debit> all_debits = debits_by_account(movements, balances);
  NoTrace no_trace;
  std::size_t begin = 0;
  for (const Balance& balance : balances) {
    const std::span debits(all_debits.data() + begin, balance.debits - begin);
    begin = balance.debits;
    std::ranges::sort(debits);
    const Currency currency = balance.credits.currency();
    Money so_far = Money::zero(currency);
    for (const Debit& debit : debits) {
      const Money amount = Money::from_minor(debit.minor, currency);
      so_far += amount;
      movements.minor(debit.row) = fifo_open(amount, so_far, balance.credits, no_trace).minor();
    }
    if (balance.credits > so_far)
      movements.minor(balance.latest_credit) = (so_far - balance.credits).minor();
  }
}

// The open items, of so many rows.
struct OpenColumns {
  OpenColumns(std::size_t rows, const MovementTable& movements)
      : party("party", movements.party_kind()),
        document("document", movements.has_documents() ? movements.document_kind() : ColumnKind{}),
        invoice_date(room_for<std::int32_t>(rows)),
        due_date(room_for<std::int32_t>(rows)),
        amount(room_for<Int128>(rows)),
        currency(room_for<std::int32_t>(rows)) {}

  KeyColumn party;
  KeyColumn document;
  PageArray<std::int32_t> invoice_date;
  PageArray<std::int32_t> due_date;  // DateReader::null_date of what is left over of credits.
  PageArray<Int128> amount;
  PageArray<std::int32_t> currency;
  std::size_t credits = 0;
};

int most_digits(const std::vector<Currency>& currencies) {
  int digits = 0;
  for (const Currency& currency : currencies) digits = std::max(digits, currency.digits());
  return digits;
}

void fill(OpenColumns& out, MovementTable& movements) {
  const int scale = most_digits(movements.currencies());
  std::size_t at = 0;
  const auto put_if_open = [&](const HeldRows& rows, std::int64_t row_of_batch) {
    const auto row = static_cast<std::size_t>(rows.first_row + row_of_batch);
    const std::int64_t minor = movements.minor(row);
    if (minor == 0) return;
    const std::uint32_t account = movements.account(row);
    const std::uint32_t currency = movements.currency(account);
    const bool credit = minor < 0;
    out.party.push_back(movements.party(account));
    if (movements.has_documents())
      out.document.push_back(credit ? KeyValue{} : movements.document(*rows.batch, row_of_batch));
    out.invoice_date[at] = movements.date(row);
    out.due_date[at] = credit ? DateReader::null_date : movements.due_date(row);
    out.amount[at] =
        minor * detail::power_of_ten(scale - movements.currencies()[currency].digits());
    out.currency[at] = static_cast<std::int32_t>(currency);
    out.credits += credit ? 1U : 0U;
    ++at;
  };
  movements.table().for_blocks(1, [&](std::size_t, const HeldRows& rows) {
    for (std::int64_t row = rows.begin; row < rows.end; ++row) put_if_open(rows, row);
  });
}

std::shared_ptr<const ArrowTable> to_table(OpenColumns columns, std::size_t rows,
                                           const MovementTable& movements, Date as_of) {
  auto table = std::make_shared<ArrowTable>();
  table->rows = static_cast<std::int64_t>(rows);
  table->metadata.emplace_back("o2c.as_of", to_string(as_of));
  const auto add = [&](std::string name, std::string format, std::shared_ptr<const void> values) {
    table->columns.push_back({.name = std::move(name),
                              .format = std::move(format),
                              .buffers = {nullptr, std::move(values)},
                              .length = table->rows});
  };
  table->columns.push_back(to_arrow(columns.party));
  if (movements.has_documents()) table->columns.push_back(to_arrow(columns.document));
  add("invoice_date", "tdD", share(std::move(columns.invoice_date)));
  const auto due = [&](std::size_t i) { return columns.due_date[i] != DateReader::null_date; };
  auto validity = columns.credits == 0 ? nullptr : detail::bits_of(rows, due);
  add("due_date", "tdD", share(std::move(columns.due_date)));
  table->columns.back().buffers.front() = std::move(validity);
  table->columns.back().null_count = static_cast<std::int64_t>(columns.credits);
  add("amount", "d:38," + std::to_string(most_digits(movements.currencies())),
      share(std::move(columns.amount)));
  add("currency", "i", share(std::move(columns.currency)));
  table->columns.back().dictionary = currency_dictionary(movements.currencies());
  return table;
}

}  // namespace

std::shared_ptr<const ArrowTable> open_by_fifo(TableSource& movements, Date as_of,
                                               const RunningBalanceOptions& options) {
  MovementTable table(movements, options);
  settle(table, as_of);
  std::size_t rows = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) rows += table.minor(row) != 0 ? 1U : 0U;
  OpenColumns columns(rows, table);
  fill(columns, table);
  return to_table(std::move(columns), rows, table, as_of);
}

}  // namespace o2c::inline v1
