#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/period_measures.hpp"

#include "ledger_items.hpp"
#include "ledger_state.hpp"
#include "period_lines.hpp"

namespace o2c::inline v1 {
namespace {

class LedgerMeasures {
 public:
  LedgerMeasures(const LedgerState& state, std::span<const Period> periods,
                 const MeasureOptions& options, std::int64_t known_at_us)
      : state_(&state),
        days_(periods),
        as_of_(periods.back().last(), known_at_us),
        lines_(days_),
        builder_(periods, options, key_columns(options)) {
    for (const std::string& name : options.group_by)
      if (name != "currency") keys_.push_back(key_of(name));
  }

  MeasuresTable build() {
    debits_.resize(state_->items.size());
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id) add(state_->documents[id]);
    for (std::uint32_t id = 0; id < state_->applied.size(); ++id) settle(state_->applied[id]);
    return builder_.build(std::move(groups_), lines_);
  }

 private:
  enum class Key : std::uint8_t { party, salesperson, order };
  using Codes = std::array<std::uint32_t, 4>;  // Of up to three keys, and the currency.

  static Key key_of(const std::string& name) {
    if (name == "party") return Key::party;
    if (name == "salesperson") return Key::salesperson;
    if (name == "order") return Key::order;
    throw_invalid("group_by " + in_quotes(name) + ": expected party, salesperson or order");
  }

  static std::vector<KeyColumn> key_columns(const MeasureOptions& options) {
    std::vector<KeyColumn> columns;
    for (const std::string& name : options.group_by) {
      if (name == "currency") continue;
      static_cast<void>(key_of(name));
      for (const KeyColumn& column : columns)
        if (column.name() == name) throw_invalid("group_by " + in_quotes(name) + " stands twice");
      columns.emplace_back(name, ColumnKind{.type = ColumnType::text64});
    }
    return columns;
  }

  [[nodiscard]] std::uint32_t code(Key key, const DocumentRow& row) const {
    switch (key) {
      case Key::party:
        return row.party;
      case Key::salesperson:
        return row.salesperson;
      case Key::order:
        break;
    }
    return row.order;
  }
  [[nodiscard]] KeyValue value(Key key, std::uint32_t code) const {
    if (code == none) return {};
    switch (key) {
      case Key::party:
        return KeyValue::of(state_->party_names.text(code));
      case Key::salesperson:
        return KeyValue::of(state_->people.text(code));
      case Key::order:
        break;
    }
    return KeyValue::of(state_->orders.text(code));
  }

  std::uint32_t group_of(const DocumentRow& row) {
    Codes codes{};
    for (std::size_t k = 0; k < keys_.size(); ++k) codes[k] = code(keys_[k], row);
    codes.back() = row.currency;
    const auto [found, is_new] =
        group_of_codes_.try_emplace(codes, static_cast<std::uint32_t>(groups_.size()));
    if (is_new) {
      MeasuresTableBuilder::Group group{found->second, {}, state_->currency(row)};
      for (std::size_t k = 0; k < keys_.size(); ++k)
        group.keys.push_back(value(keys_[k], codes[k]));
      groups_.push_back(std::move(group));
      lines_.reserve(groups_.size());
    }
    return found->second;
  }

  // A day from which on an item counts as overdue (1), or no longer does (-1).
  struct OverdueStep {
    std::int32_t day;
    std::int64_t sign;
  };

  // When an item is overdue whose due date became known later, or was changed: by each date, from
  // the day on which it is posted until the next one is.
  [[nodiscard]] std::vector<OverdueStep> overdue_steps(std::uint32_t item,
                                                       std::int32_t posted) const {
    std::vector<OverdueStep> steps;
    std::int32_t due = state_->items[item].due;
    std::int32_t from = posted;
    const auto add = [&](std::int32_t until) {
      if (due == no_date) return;
      const std::int32_t begin = std::max(from, due + 1);
      if (begin >= until) return;
      steps.push_back({begin, 1});
      if (until != no_day) steps.push_back({until, -1});
    };
    for (const DueDate& date : state_->due_dates.at(item)) {
      if (!LedgerState::holds(date.posted, date.recorded_at_us, as_of_)) continue;
      add(std::max(from, date.posted));
      due = date.due;
      from = std::max(from, date.posted);
    }
    add(no_day);
    return steps;
  }

  void add(const DocumentRow& row) {
    if (!is_sale(row.kind)) {
      for (std::uint32_t i = 0; i < row.items; ++i) debits_[row.first_item + i].group = none;
      return;
    }
    const bool counts = LedgerState::holds(row, as_of_);
    const std::uint32_t group = counts ? group_of(row) : none;
    for (std::uint32_t i = 0; i < row.items; ++i) {
      const std::uint32_t item = row.first_item + i;
      const ItemRow& of = state_->items[item];
      const bool at_once = counts && of.dated_later == 0 && of.due != no_date;
      debits_[item] = {group, row.posted, at_once ? of.due : no_day};
      if (!counts) continue;
      lines_.add_debit(debits_[item], of.minor);
      if (of.dated_later == 0) continue;
      std::vector<OverdueStep>& steps = steps_of_[item] = overdue_steps(item, row.posted);
      for (const OverdueStep& step : steps)
        lines_.add_overdue(group, step.day, step.sign * of.minor);
    }
  }

  void settle(const AppliedRow& row) {
    const DebitDates& debit = debits_[row.debit];
    if (debit.group == none || !LedgerState::holds(row.posted, row.recorded_at_us, as_of_)) return;
    if (state_->items[row.debit].dated_later != 0)
      for (const OverdueStep& step : steps_of_.at(row.debit))
        lines_.add_overdue(debit.group, std::max(row.posted, step.day), -step.sign * row.minor);
    const bool payment =
        row.credit != none && is_payment(state_->document_of(state_->items[row.credit]).kind);
    if (!payment) return lines_.let_go(debit, row.posted, row.minor);
    const std::int32_t invoiced = state_->document_of(state_->items[row.debit]).date;
    const std::int32_t due = state_->due(row.debit, as_of_);
    lines_.pay(debit, row.posted, std::max(row.date - invoiced, 0),
               due == no_date ? 0 : std::max(row.date - due, 0), row.minor);
  }

  const LedgerState* state_;
  PeriodDays days_;
  AsOf as_of_;
  PeriodLines lines_;
  MeasuresTableBuilder builder_;
  std::vector<Key> keys_;
  std::map<Codes, std::uint32_t> group_of_codes_;
  std::vector<MeasuresTableBuilder::Group> groups_;
  std::vector<DebitDates> debits_;  // By item.
  // Of items whose due dates became known later, or were changed.
  std::unordered_map<std::uint32_t, std::vector<OverdueStep>> steps_of_;
};

}  // namespace

MeasuresTable measures(const Ledger& ledger, std::span<const Period> periods,
                       const MeasureOptions& options, std::int64_t known_at_us) {
  if (periods.empty()) throw_invalid("periods: expected one or more");
  return LedgerMeasures(ledger.state(), periods, options, known_at_us).build();
}

}  // namespace o2c::inline v1
