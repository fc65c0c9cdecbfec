#include "line_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "o2c/columns/column_view.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr unsigned mask_bits = 64;

// The digits that numbers of a column are read with.
int digits_of(const ColumnField& field, std::optional<int> stated_digits) {
  if (is_decimal(field.kind.type)) return std::max<int>(field.kind.scale, 0);
  return is_integer(field.kind.type) ? 0 : stated_digits.value_or(0);
}

RuleNeeds needs_of(const Plan& plan, const PlanRule& rule) {
  if (rule.excluded) return {};
  RuleNeeds needs{.cost = plan.terms().basis == CommissionBasis::gross_profit ||
                          rule.tiers_over == TierMeasure::margin,
                  .quantity = rule.counts_quantity()};
  for (const Modifier& modifier : plan.terms().modifiers) {
    if (!modifier.is_for(rule.name)) continue;
    needs.cost |= modifier.measure() == ModifierMeasure::margin;
    needs.discount |= modifier.measure() == ModifierMeasure::discount;
    needs.days_overdue |= modifier.measure() == ModifierMeasure::days_overdue;
  }
  return needs;
}

// The most whole days that are not beyond the bound.
std::int64_t whole_days(const Decimal& bound) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (bound >= most) return most;
  if (bound <= -most) return -most;
  return static_cast<std::int64_t>(round(bound, 0, Rounding::floor).coefficient());
}

std::string text_of(const KeyValue& value, bool holds_text) {
  if (value.is_null) return "";
  return holds_text ? std::string(value.text) : std::to_string(value.integer);
}

}  // namespace

LineKey::LineKey(const HeldTable& table, std::size_t of)
    : column(of),
      plan(std::make_shared<KeyPlan>(table.fields()[of].name, table.fields()[of].kind)) {
  if (!table.batches().empty()) plan->sample(table.batches().front().columns[column]);
  for (const RecordBatch& batch : table.batches()) {
    const ColumnView& view = batch.columns[column];
    batches.push_back({&view, plan->dictionary_codes(view, batch.owner)});
  }
}

LineTable::LineTable(TableSource& source, const Plan& of, const LineWays& of_ways,
                     const CreditAssignments* by_credits, std::optional<int> amount_digits)
    : table(source, "lines"),
      plan(&of),
      ways(&of_ways),
      credits(by_credits),
      plain(of.is_plain() && of.rules().size() == 1 && of.rules().front().picks == LinePick()),
      date_column(table.column("date")),
      net_column(table.column("net")),
      amount_column(table.find("amount")),
      people(table, table.column("salesperson")) {
  const ColumnKind& kind = table.fields()[people.column].kind;
  if (!is_text(kind.type) && !is_integer(kind.type) && kind.type != ColumnType::nulls) {
    const Fault fault{.file = table.name(),
                      .field = "salesperson",
                      .value = to_string(kind),
                      .expected = "a column of texts or whole numbers"};
    throw BadTable(to_string(fault), {fault});
  }
  const auto key_column = [&](const char* name) { return LineKey(table, table.column(name)); };
  if (const auto currency = table.find("currency")) currencies.emplace(table, *currency);
  if (credits != nullptr) credit_keys = key_column(to_string(credits->by()).c_str());
  RuleNeeds all;
  for (const PlanRule& rule : of.rules()) {
    needs.push_back(needs_of(of, rule));
    all.cost |= needs.back().cost;
    all.quantity |= needs.back().quantity;
    all.discount |= needs.back().discount;
    all.days_overdue |= needs.back().days_overdue;
    needs_discount |= rule.picks.discount_over || rule.picks.discount_to;
    needs_first_order |= rule.picks.first_order.has_value();
  }
  if (all.cost) cost_column = table.column("cost");
  if (all.days_overdue) days_overdue_column = table.column("days_overdue");
  if (all.quantity || all.discount || needs_discount) {
    quantity_column = table.column("quantity");
    digits_of_quantity = digits_of(table.fields()[*quantity_column], amount_digits);
  }
  const bool tells_returns = std::ranges::any_of(
      of.rules(), [](const PlanRule& rule) { return rule.per_line || rule.line_floor; });
  // What is returned without a net is told by its quantity.
  if (tells_returns && !quantity_column && table.find("quantity")) {
    quantity_column = table.find("quantity");
    digits_of_quantity = digits_of(table.fields()[*quantity_column], amount_digits);
  }
  if (all.discount || needs_discount) {
    list_price_column = table.column("list_price");
    digits_of_list_price = digits_of(table.fields()[*list_price_column], amount_digits);
  }
  if (needs_first_order) {
    first_orders = key_column("first_order");
    const ColumnKind& of_orders = table.fields()[first_orders->column].kind;
    if (of_orders.type != ColumnType::boolean && of_orders.type != ColumnType::nulls) {
      const Fault fault{.file = table.name(),
                        .field = "first_order",
                        .value = to_string(of_orders),
                        .expected = "a column of true and false"};
      throw BadTable(to_string(fault), {fault});
    }
  }
  const auto add_picks = [&](const char* name, std::vector<std::string> LinePick::* names,
                             bool has_parents) {
    const bool is_looked_at = std::ranges::any_of(
        of.rules(), [&](const PlanRule& rule) { return !(rule.picks.*names).empty(); });
    if (is_looked_at) picks.push_back({key_column(name), names, has_parents});
  };
  add_picks("product", &LinePick::products, false);
  add_picks("category", &LinePick::categories, true);
  add_picks("party", &LinePick::parties, false);
  add_picks("region", &LinePick::regions, false);
  add_picks("price_list", &LinePick::price_lists, false);
}

OptionalNumbers::OptionalNumbers(const ColumnField& field, std::optional<int> stated_digits,
                                 int digits)
    : reader_(field, stated_digits), digits_(static_cast<std::uint8_t>(digits)) {}

void OptionalNumbers::read(const ColumnView& column, const HeldRows& rows, FaultList& faults) {
  const std::array digits{digits_};
  present_.clear();
  if (column.validity == nullptr && column.kind.type != ColumnType::nulls) {
    values_ = reader_.read(column, rows.begin, rows.count(), digits, rows.first_row, faults);
    return;
  }
  held_.assign(rows.count(), 0);
  present_.assign(rows.count(), false);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (!column.has_value(row)) continue;
    present_[i] = true;
    held_[i] = reader_.read(column, row, 1, digits, rows.first_row, faults).front();
  }
  values_ = held_;
}

PartBound::PartBound(const Decimal& bound)
    : number_(normalized(bound).coefficient()),
      power_(detail::power_of_ten(normalized(bound).scale())),
      bound_(bound) {}

int PartBound::compare(Int128 part, Int128 whole) const {
  if (whole == 0) {
    part = 0;
    whole = 1;
  }
  if (whole < 0) {
    part = -part;
    whole = -whole;
  }
  Int128 left = part;
  Int128 right = whole;
  if (detail::multiply_fits(left, power_) && detail::multiply_fits(right, number_))
    return left < right ? -1 : left > right ? 1 : 0;
  const auto order = Ratio(part, whole) <=> Ratio(bound_);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

LineReader::LineReader(const LineTable& lines, std::optional<int> amount_digits)
    : lines_(&lines),
      words_((lines.plan->rules().size() + mask_bits - 1) / mask_bits),
      people_(lines.people.plan),
      dates_(lines.table.fields()[lines.date_column]),
      nets_(lines.table.fields()[lines.net_column], amount_digits) {
  const auto& fields = lines.table.fields();
  const int of_currency = lines.plan->currency().digits();
  // Whole numbers count quantities and units of money for one, not their last digits.
  const auto number_digits = [&](const ColumnField& field) {
    return is_integer(field.kind.type) ? std::optional(0) : amount_digits;
  };
  if (lines.currencies) currencies_.emplace(lines.currencies->plan);
  if (lines.first_orders) first_orders_.emplace(lines.first_orders->plan);
  if (lines.credit_keys) credit_keys_.emplace(lines.credit_keys->plan);
  if (lines.amount_column) amounts_.emplace(fields[*lines.amount_column], amount_digits);
  if (lines.cost_column) costs_.emplace(fields[*lines.cost_column], amount_digits, of_currency);
  if (lines.quantity_column)
    quantities_.emplace(fields[*lines.quantity_column],
                        number_digits(fields[*lines.quantity_column]), lines.digits_of_quantity);
  if (lines.list_price_column)
    list_prices_.emplace(fields[*lines.list_price_column],
                         number_digits(fields[*lines.list_price_column]),
                         lines.digits_of_list_price);
  if (lines.days_overdue_column) days_overdue_.emplace(fields[*lines.days_overdue_column], 0, 0);
  for (const PickColumn& each : lines.picks) picks_.push_back({KeyEncoder(each.key.plan)});
  for (const PlanRule& rule : lines.plan->rules()) {
    const LinePick& picks = rule.picks;
    const auto bound = [](const std::optional<Decimal>& of) {
      return of ? std::optional<PartBound>(*of) : std::nullopt;
    };
    bounds_.push_back(
        {.from =
             picks.from_date ? picks.from_date->days() : std::numeric_limits<std::int32_t>::min(),
         .to = picks.to_date ? picks.to_date->days() : std::numeric_limits<std::int32_t>::max(),
         .discount_over = bound(picks.discount_over),
         .discount_to = bound(picks.discount_to),
         .first_order = picks.first_order,
         .any = picks.from_date || picks.to_date || picks.discount_over || picks.discount_to ||
                picks.first_order});
  }
  for (const Modifier& modifier : lines.plan->terms().modifiers) {
    LevelBounds bounds;
    for (const ModifierLevel& level : modifier.levels())
      if (modifier.measure() == ModifierMeasure::days_overdue)
        bounds.days.push_back(whole_days(level.beyond));
      else
        bounds.parts.emplace_back(level.beyond);
    levels_.push_back(std::move(bounds));
  }
}

LineBlock LineReader::read(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  const auto& columns = rows.batch->columns;
  people_block_.resize(rows.count());
  people_.encode(lines_->people.batches[batch], rows.begin, people_block_);
  LineBlock block;
  block.people = people_block_;
  block.dates =
      dates_.read(columns[lines_->date_column], rows.begin, rows.count(), rows.first_row, faults_);
  const std::array digits{static_cast<std::uint8_t>(lines_->plan->currency().digits())};
  block.nets = nets_.read(columns[lines_->net_column], rows.begin, rows.count(), digits,
                          rows.first_row, faults_);
  block.bases = block.nets;
  if (amounts_)
    block.amounts = amounts_->read(columns[*lines_->amount_column], rows.begin, rows.count(),
                                   digits, rows.first_row, faults_);
  if (currencies_) check_currencies(rows);
  read_facts(rows);
  if (!lines_->is_plain()) {
    find_ways(rows, block.dates, block.nets);
    block.ways = way_block_;
    if (quantities_) block.quantities = quantities_->values();
  } else if (costs_ && !costs_->is_complete()) {
    for (std::size_t i = 0; i < rows.count(); ++i)
      static_cast<void>(has_what_is_needed(rows, i, 0));
  }
  // Without a rule that counts anything there are no costs.
  if (lines_->plan->terms().basis == CommissionBasis::gross_profit && costs_) {
    subtract_costs(rows, block.nets);
    block.bases = base_block_;
  }
  if (lines_->credits != nullptr) {
    find_credits(rows, block.dates);
    block.credits = credit_block_;
  }
  if (std::ranges::find(people_block_, 0U) != people_block_.end())
    for (std::size_t i = 0; i < people_block_.size(); ++i)
      if (people_block_[i] == 0) fault(rows, i, lines_->people.column, "a salesperson");
  if (std::ranges::find(block.dates, DateReader::null_date) != block.dates.end())
    for (std::size_t i = 0; i < block.dates.size(); ++i)
      if (block.dates[i] == DateReader::null_date) fault(rows, i, lines_->date_column, "a date");
  return block;
}

void LineReader::read_facts(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  const auto& columns = rows.batch->columns;
  if (costs_) costs_->read(columns[*lines_->cost_column], rows, faults_);
  if (quantities_) quantities_->read(columns[*lines_->quantity_column], rows, faults_);
  if (list_prices_) list_prices_->read(columns[*lines_->list_price_column], rows, faults_);
  if (days_overdue_) days_overdue_->read(columns[*lines_->days_overdue_column], rows, faults_);
  if (first_orders_) {
    first_order_block_.resize(rows.count());
    first_orders_->encode(lines_->first_orders->batches[batch], rows.begin, first_order_block_);
  }
}

// Which rules each value fits: a bit each.
void LineReader::encode_picks(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  const std::vector<PlanRule>& rules = lines_->plan->rules();
  for (std::size_t at = 0; at < picks_.size(); ++at) {
    PickState& state = picks_[at];
    const PickColumn& column = lines_->picks[at];
    state.block.resize(rows.count());
    state.encoder.encode(column.key.batches[batch], rows.begin, state.block);
    const std::size_t codes = std::size_t{std::ranges::max(state.block)} + 1;
    for (std::size_t code = state.masks.size() / words_; code < codes; ++code) {
      const std::string value = text_of(state.encoder.value(static_cast<std::uint32_t>(code)),
                                        column.key.plan->holds_text());
      state.masks.resize((code + 1) * words_, 0);
      for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        const std::vector<std::string>& wanted = rules[rule].picks.*column.names;
        const bool fits = wanted.empty() ||
                          (column.has_parents ? lines_->plan->is_within(value, wanted)
                                              : std::ranges::find(wanted, value) != wanted.end());
        if (fits)
          state.masks[code * words_ + rule / mask_bits] |= std::uint64_t{1} << rule % mask_bits;
      }
    }
  }
}

void LineReader::find_ways(const HeldRows& rows, std::span<const std::int32_t> dates,
                           std::span<const std::int64_t> nets) {
  encode_picks(rows);
  way_block_.resize(rows.count());
  const bool has_all = facts_are_complete();
  for (std::size_t i = 0; i < rows.count(); ++i) {
    way_block_[i] = lines_->ways->unmatched();
    if (!has_all && !has_what_is_needed(rows, i, std::nullopt)) continue;
    if (lines_->needs_discount && !find_discount(rows, i, nets[i])) continue;
    const std::optional<std::size_t> rule = rule_of(i, dates[i]);
    if (!rule) continue;
    way_block_[i] = lines_->ways->first(*rule);
    if (!has_all && !has_what_is_needed(rows, i, rule)) continue;
    if (lines_->needs[*rule].discount && !find_discount(rows, i, nets[i])) continue;
    const bool is_return = nets[i] < 0 || (nets[i] == 0 && quantities_ && quantities_->has(i) &&
                                           (*quantities_)[i] < 0);
    way_block_[i] = way_of(*rule, i, nets[i]) | (is_return ? LineWays::takes_back : 0);
  }
}

bool LineReader::facts_are_complete() const {
  const auto complete = [](const std::optional<OptionalNumbers>& of) {
    return !of || of->is_complete();
  };
  return complete(costs_) && complete(quantities_) && complete(list_prices_) &&
         complete(days_overdue_) &&
         std::ranges::find(first_order_block_, 0U) == first_order_block_.end();
}

std::optional<std::size_t> LineReader::rule_of(std::size_t i, std::int32_t date) const {
  const std::size_t rules = bounds_.size();
  for (std::size_t word = 0; word < words_; ++word) {
    const std::size_t of_word = std::min<std::size_t>(mask_bits, rules - word * mask_bits);
    std::uint64_t fitting = ~std::uint64_t{0} >> (mask_bits - of_word);
    for (const PickState& each : picks_) fitting &= each.masks[each.block[i] * words_ + word];
    for (; fitting != 0; fitting &= fitting - 1) {
      const std::size_t rule =
          word * mask_bits + static_cast<std::size_t>(std::countr_zero(fitting));
      if (!bounds_[rule].any || fits(bounds_[rule], i, date)) return rule;
    }
  }
  return std::nullopt;
}

bool LineReader::fits(const RuleBounds& rule, std::size_t i, std::int32_t date) const {
  if (date < rule.from || date > rule.to) return false;
  if (rule.first_order &&
      (first_orders_->value(first_order_block_[i]).integer != 0) != *rule.first_order)
    return false;
  return (!rule.discount_over || rule.discount_over->compare(given_away_, list_) > 0) &&
         (!rule.discount_to || rule.discount_to->compare(given_away_, list_) <= 0);
}

std::uint32_t LineReader::way_of(std::size_t rule, std::size_t i, std::int64_t net) const {
  const PlanRule& of = lines_->plan->rules()[rule];
  std::uint32_t way = lines_->ways->first(rule);
  if (of.excluded) return way;
  const auto profit = [&] { return static_cast<Int128>(net) - (*costs_)[i]; };
  if (of.tiers_over == TierMeasure::margin) {
    const Ratio margin = net == 0 ? Ratio(0) : Ratio(profit(), net);
    way += static_cast<std::uint32_t>(of.schedule.tier(margin)) * lines_->ways->of_tier(rule);
  }
  std::size_t levels = 0;
  for (std::size_t m = 0; m < levels_.size(); ++m) {
    const Modifier& modifier = lines_->plan->terms().modifiers[m];
    if (!modifier.is_for(of.name)) continue;
    const LevelBounds& bounds = levels_[m];
    std::size_t reached = 0;
    switch (modifier.measure()) {
      case ModifierMeasure::days_overdue:
        while (reached < bounds.days.size() && (*days_overdue_)[i] > bounds.days[reached])
          ++reached;
        break;
      case ModifierMeasure::discount:
        while (reached < bounds.parts.size() &&
               bounds.parts[reached].compare(given_away_, list_) > 0)
          ++reached;
        break;
      case ModifierMeasure::margin:
        while (reached < bounds.parts.size() && bounds.parts[reached].compare(profit(), net) < 0)
          ++reached;
        break;
    }
    levels = levels * (modifier.levels().size() + 1) + reached;
  }
  return way + static_cast<std::uint32_t>(levels);
}

// list price * quantity, and what of it the net is below.
bool LineReader::find_discount(const HeldRows& rows, std::size_t i, std::int64_t net) {
  const int of_list = lines_->digits_of_list_price + lines_->digits_of_quantity;
  const int of_net = lines_->plan->currency().digits();
  const int digits = std::max(of_list, of_net);
  list_ = static_cast<Int128>((*list_prices_)[i]) * (*quantities_)[i];
  Int128 sold = net;
  if (detail::scale_up_fits(list_, digits - of_list) &&
      detail::scale_up_fits(sold, digits - of_net) &&
      !__builtin_sub_overflow(list_, sold, &given_away_))
    return true;
  fault(rows, i, *lines_->list_price_column, "a price whose discount has at most 38 digits");
  return false;
}

// Of any line, when there is no rule.
bool LineReader::has_what_is_needed(const HeldRows& rows, std::size_t i,
                                    std::optional<std::size_t> rule) {
  bool has_all = true;
  const auto needs = [&](bool needed, bool is_there, std::optional<std::size_t> column,
                         const char* why) {
    if (!needed || is_there) return;
    fault(rows, i, *column, std::string("a value, as ") + why);
    has_all = false;
  };
  const auto needs_discount = [&](bool needed, const char* why) {
    if (!needed) return;
    needs(true, list_prices_->has(i), lines_->list_price_column, why);
    needs(true, quantities_->has(i), lines_->quantity_column, why);
  };
  if (!rule) {
    needs_discount(lines_->needs_discount, "a rule picks lines by their discount");
    needs(lines_->needs_first_order, first_order_block_.empty() || first_order_block_[i] != 0,
          lines_->first_orders ? std::optional(lines_->first_orders->column) : std::nullopt,
          "a rule picks lines by it");
    return has_all;
  }
  const RuleNeeds& of = lines_->needs[*rule];
  const bool of_profit = lines_->plan->terms().basis == CommissionBasis::gross_profit;
  needs(of.cost, !costs_ || costs_->has(i), lines_->cost_column,
        of_profit ? "the plan counts gross profit" : "the plan looks at margins");
  needs(of.quantity, !quantities_ || quantities_->has(i), lines_->quantity_column,
        "the rule counts quantities");
  needs(of.days_overdue, !days_overdue_ || days_overdue_->has(i), lines_->days_overdue_column,
        "a modifier looks at it");
  needs_discount(of.discount, "a modifier looks at it");
  return has_all;
}

void LineReader::find_credits(const HeldRows& rows, std::span<const std::int32_t> dates) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  const CreditAssignments& credits = *lines_->credits;
  credit_block_.resize(rows.count());
  credit_keys_->encode(lines_->credit_keys->batches[batch], rows.begin, credit_block_);
  const std::size_t codes = std::size_t{std::ranges::max(credit_block_)} + 1;
  for (std::size_t code = assignments_.size(); code < codes; ++code) {
    const KeyValue key = credit_keys_->value(static_cast<std::uint32_t>(code));
    assignments_.push_back(credits.of(text_of(key, lines_->credit_keys->plan->holds_text())));
  }
  for (std::size_t i = 0; i < credit_block_.size(); ++i) {
    const auto [first, end] = assignments_[credit_block_[i]];
    credit_block_[i] = 0;
    for (std::size_t at = first; at < end; ++at) {
      const CreditAssignment& each = credits.assignments()[at];
      if ((each.from_date && dates[i] < each.from_date->days()) ||
          (each.to_date && dates[i] > each.to_date->days()))
        continue;
      credit_block_[i] = static_cast<std::uint32_t>(at) + 1;
      break;
    }
  }
}

void LineReader::subtract_costs(const HeldRows& rows, std::span<const std::int64_t> nets) {
  base_block_.resize(nets.size());
  for (std::size_t i = 0; i < nets.size(); ++i)
    if (__builtin_sub_overflow(nets[i], (*costs_)[i], &base_block_[i]))
      fault(rows, i, *lines_->cost_column, "a cost that leaves a profit of at most 64 bits");
}

void LineReader::check_currencies(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - lines_->table.batches().data());
  currency_block_.resize(rows.count());
  currencies_->encode(lines_->currencies->batches[batch], rows.begin, currency_block_);
  const std::string_view wanted = lines_->plan->currency().code();
  for (std::size_t i = 0; i < currency_block_.size(); ++i) {
    const std::uint32_t code = currency_block_[i];
    if (code == known_currency_ && code != 0) continue;
    if (code != 0 && currencies_->value(code).text == wanted)
      known_currency_ = code;
    else
      fault(rows, i, lines_->currencies->column, std::string(wanted) + ", as the plan");
  }
}

void LineReader::fault(const HeldRows& rows, std::size_t i, std::size_t column,
                       std::string expected) {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  faults_.add({.row = rows.first_row + row,
               .field = lines_->table.fields()[column].name,
               .value = value_text(rows.batch->columns[column], row),
               .expected = std::move(expected)});
}

}  // namespace o2c::inline v1
