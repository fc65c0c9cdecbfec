#include "o2c/receivable/aging.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

bool lacks_date(const OpenItem& item, AgingBasis basis, Credits credits) {
  if (sign(item.amount) < 0 && credits == Credits::apart) return false;
  if (item.kind != OpenItemKind::document) return false;
  return !is_zero(item.amount) && !find_aging_date(item, basis);
}

// Nothing can be in dispute of any item; something only of a debit, and no more than all of it.
bool has_wrong_dispute(const OpenItem& item) {
  if (!item.disputed) return false;
  if (item.disputed->currency() != item.amount.currency() || sign(*item.disputed) < 0) return true;
  if (is_zero(*item.disputed)) return false;
  return item.kind != OpenItemKind::document || *item.disputed > item.amount;
}

void check_items(const std::vector<OpenItem>& items, AgingBasis basis, Credits credits) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const OpenItem& item = items[i];
    if (lacks_date(item, basis, credits))
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = to_string(basis),
                        .value = item.document,
                        .expected = "a date (only credits that stand apart need none)"});
    if (has_wrong_dispute(item))
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = "disputed",
                        .value = to_string(*item.disputed),
                        .expected = "from 0 to the " + to_string(item.amount) + " of item " +
                                    in_quotes(item.document) + " (only debits have disputes)"});
  }
  throw_faults("open items", std::move(faults));
}

// What a column is called in both languages; labels of a user's own are the same in both.
Label column_label(const std::string& name) {
  static const std::map<std::string, Text> known{
      {"not_due", {"not_due", "未到期"}},         {"future", {"future", "未到开票日"}},
      {"disputed", {"disputed", "争议"}},         {"credits", {"credits", "贷项"}},
      {"unapplied", {"unapplied", "未核销收款"}}, {"deposits", {"deposits", "预收定金"}},
  };
  if (const auto found = known.find(name); found != known.end()) return found->second;
  return {name, name};
}

// Adds up the summands of each column that has any, and those to the total.
void add_up(Derivation& derivation, const std::vector<std::string>& names,
            std::vector<std::vector<NamedValue>> summands, std::span<const Money> columns,
            Money total) {
  std::vector<NamedValue> totals;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (summands[i].empty()) continue;
    const Label name = column_label(names[i]);
    derivation.add({.label = name,
                    .operation = Operation::sum,
                    .operands = std::move(summands[i]),
                    .result = columns[i]});
    totals.push_back({name, columns[i]});
  }
  derivation.add({.label = Text{"total", "合计"},
                  .operation = Operation::sum,
                  .operands = std::move(totals),
                  .result = total});
}

// They stand outside of the total.
void add_deposits(Derivation& derivation, std::vector<NamedValue> deposits, Money sum) {
  if (deposits.empty()) return;
  derivation.add({.label = column_label("deposits"),
                  .operation = Operation::sum,
                  .operands = std::move(deposits),
                  .result = sum});
}

struct RowKey {
  std::vector<std::string> keys;
  Currency currency;
  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

}  // namespace

std::optional<Date> find_aging_date(const OpenItem& item, AgingBasis basis) {
  if (basis == AgingBasis::invoice_date) return item.invoice_date;
  return item.due_date || sign(item.amount) >= 0 ? item.due_date : item.invoice_date;
}

AgingLine aging_line(std::span<const OpenItem> open_items, const AgingBuckets& buckets,
                     Credits credits) {
  const auto any = [&](const auto& is_such) { return std::ranges::any_of(open_items, is_such); };
  const auto any_of_kind = [&](OpenItemKind kind) {
    return any([&](const OpenItem& item) { return item.kind == kind; });
  };
  return {.buckets = buckets.size(),
          .has_disputed = any([](const OpenItem& item) { return item.disputed.has_value(); }),
          .has_credits = credits == Credits::apart,
          .has_unapplied = any_of_kind(OpenItemKind::unapplied_cash),
          .has_deposits = any_of_kind(OpenItemKind::deposit)};
}

Date aging_date(const OpenItem& item, AgingBasis basis) {
  const std::optional<Date> date = find_aging_date(item, basis);
  if (!date) throw_invalid("item " + in_quotes(item.document) + " has no " + to_string(basis));
  return *date;
}

AgingReport::AgingReport(std::vector<OpenItem> open_items, Date as_of, AgingBuckets buckets,
                         Credits credits, std::vector<AgingRow> rows)
    : items_(std::move(open_items)),
      as_of_(as_of),
      buckets_(std::move(buckets)),
      credits_(credits),
      line_(aging_line(items_, buckets_, credits)),
      rows_(std::move(rows)) {}

std::vector<std::string> AgingReport::columns() const {
  std::vector<std::string> names = buckets_.labels();
  if (line_.has_disputed) names.emplace_back("disputed");
  if (line_.has_credits) names.emplace_back("credits");
  if (line_.has_unapplied) names.emplace_back("unapplied");
  return names;
}

AgingReport age(std::vector<OpenItem> open_items, Date as_of, const AgingBuckets& buckets,
                const std::vector<OpenItemKey>& group_by, Credits credits) {
  check_items(open_items, buckets.basis(), credits);
  NoTrace no_trace;
  const AgingLine line = aging_line(open_items, buckets, credits);
  const std::size_t columns = line.end_of_receivable() - AgingLine::first_bucket;
  const std::size_t disputed = line.disputed() - AgingLine::first_bucket;
  std::map<RowKey, AgingRow> rows;
  for (std::size_t i = 0; i < open_items.size(); ++i) {
    const OpenItem& item = open_items[i];
    RowKey key{.keys = {}, .currency = item.amount.currency()};
    for (const OpenItemKey member : group_by) key.keys.push_back(item.*member);
    const Money zero = Money::zero(key.currency);
    const auto [found, is_new] = rows.try_emplace(
        key, AgingRow{key.keys, key.currency, std::vector<Money>(columns, zero), zero, zero, {}});
    AgingRow& row = found->second;
    row.items.push_back(i);
    if (item.kind == OpenItemKind::deposit) {
      row.deposits -= item.amount;
      continue;
    }
    row.columns[aging_column(item, as_of, buckets, line, no_trace)] += undisputed(item, no_trace);
    if (item.disputed) row.columns[disputed] += *item.disputed;
    row.total = row.total + item.amount;
  }
  std::vector<AgingRow> sorted;
  for (auto& [key, row] : rows) sorted.push_back(std::move(row));
  return {std::move(open_items), as_of, buckets, credits, std::move(sorted)};
}

Derivation AgingReport::explain(const AgingRow& row) const {
  Derivation derivation;
  const std::vector<std::string> names = columns();
  const std::size_t disputed = line_.disputed() - AgingLine::first_bucket;
  std::vector<std::vector<NamedValue>> summands(names.size());
  std::vector<NamedValue> deposits;
  for (const std::size_t i : row.items) {
    const OpenItem& item = items_[i];
    if (item.kind == OpenItemKind::deposit) {
      derivation.step(Text{"deposit", "定金"}, Operation::given, -item.amount,
                      Operand{Text{"document", "单据"}, item.document});
      deposits.push_back({Label(item.document, item.document), -item.amount});
      continue;
    }
    derivation.step(Text{"open item", "未清项"}, Operation::given, item.amount,
                    Operand{Text{"document", "单据"}, item.document});
    const std::size_t column = aging_column(item, as_of_, buckets_, line_, derivation);
    const Label name(item.document, item.document);
    summands[column].push_back({name, undisputed(item, derivation)});
    if (item.disputed && !is_zero(*item.disputed))
      summands[disputed].push_back({name, *item.disputed});
  }
  add_up(derivation, names, std::move(summands), row.columns, row.total);
  add_deposits(derivation, std::move(deposits), row.deposits);
  return derivation;
}

ConvertedAging AgingReport::converted_to(Currency to, const ExchangeTable& rates,
                                         Rounding rounding) const {
  const std::vector<std::string> names = columns();
  const Money zero = Money::from_minor(0, to);
  ConvertedAging result{std::vector<Money>(names.size(), zero), zero, zero, {}};
  std::vector<std::vector<NamedValue>> summands(names.size());
  std::vector<NamedValue> deposits;
  for (const AgingRow& row : rows_) {
    const Derivation of_row = explain(row);
    for (const DerivationStep& step : of_row.steps()) result.derivation.add(step);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Money& figure = row.columns[i];
      if (is_zero(figure)) continue;
      const Money converted = convert(figure, to, rates, as_of_, rounding, result.derivation);
      summands[i].push_back({column_label(names[i]), converted});
      result.columns[i] += converted;
      result.total += converted;
    }
    if (is_zero(row.deposits)) continue;
    const Money converted = convert(row.deposits, to, rates, as_of_, rounding, result.derivation);
    deposits.push_back({column_label("deposits"), converted});
    result.deposits += converted;
  }
  add_up(result.derivation, names, std::move(summands), result.columns, result.total);
  add_deposits(result.derivation, std::move(deposits), result.deposits);
  return result;
}

std::string to_string(const AgingReport& report) {
  std::vector<std::vector<std::string>> lines(1);
  const std::size_t keys = report.rows().empty() ? 0 : report.rows().front().keys.size();
  lines[0].resize(keys);
  lines[0].emplace_back("currency");
  for (const std::string& column : report.columns()) lines[0].push_back(column);
  lines[0].emplace_back("total");
  if (report.has_deposits()) lines[0].emplace_back("deposits");
  std::map<Currency, std::vector<Money>> totals;
  const auto add_line = [&](std::vector<std::string> line, std::span<const Money> figures) {
    line.emplace_back(figures.front().currency().code());
    for (const Money& figure : figures) line.push_back(to_string(figure.amount()));
    lines.push_back(std::move(line));
  };
  for (const AgingRow& row : report.rows()) {
    std::vector<Money> figures = row.columns;
    figures.push_back(row.total);
    if (report.has_deposits()) figures.push_back(row.deposits);
    add_line(row.keys, figures);
    const auto [sum, is_new] = totals.try_emplace(row.currency, figures);
    for (std::size_t i = 0; !is_new && i < figures.size(); ++i)
      sum->second[i] = sum->second[i] + figures[i];
  }
  for (const auto& [currency, figures] : totals) {
    std::vector<std::string> line(keys);
    if (keys > 0) line[0] = "total";
    add_line(std::move(line), figures);
  }
  return detail::aligned(lines, keys + 1);
}

}  // namespace o2c::inline v1
