#include "o2c/commission/commission_table.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "line_reader.hpp"
#include "line_ways.hpp"
#include "people_names.hpp"
#include "settled_lines.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;
using PersonKey = std::variant<std::int64_t, std::string_view>;

// What lines come to, before it is known to fit.
struct LineSums {
  std::size_t lines = 0;
  Int128 net = 0;
  Int128 amount = 0;
  Int128 base = 0;

  void add(const LineBlock& block, std::size_t i) {
    ++lines;
    net += block.nets[i];
    base += block.bases[i];
    if (!block.amounts.empty()) amount += block.amounts[i];
  }
  LineSums& operator+=(const LineSums& other) {
    lines += other.lines;
    net += other.net;
    amount += other.amount;
    base += other.base;
    return *this;
  }
};

// The sums of all lines by where they stand, counted and excluded ones by rule.
struct StandingSums {
  explicit StandingSums(std::size_t rules) : by_rule(rules) {}

  StandingSums& operator+=(const StandingSums& other) {
    for (std::size_t i = 0; i < by_rule.size(); ++i) by_rule[i] += other.by_rule[i];
    unmatched += other.unmatched;
    earlier += other.earlier;
    outside += other.outside;
    return *this;
  }

  std::vector<LineSums> by_rule;
  LineSums unmatched;
  LineSums earlier;
  LineSums outside;
};

}  // namespace

struct CommissionTable::State {
  State(TableSource& source, const Plan& how, const Period& when,
        const CommissionTableOptions& options, const SettleInput& input)
      : plan(how), period(when), ways(plan), spans(spans_of(plan, period, input.team)) {
    check_input(plan, input);
    const LineTable table(source, plan, ways, input.credits, options.amount_digits);
    rows = table.table.rows();
    has_amounts = table.amount_column.has_value();
    quantity_digits = table.digits_of_quantity;
    // Few rows are not worth many threads.
    threads = std::clamp<std::size_t>(options.threads, 1, rows / HeldTable::block_rows + 1);
    read(table, options.amount_digits);
    if (input.credits != nullptr) share(*input.credits);
    settle(input);
    sort_totals();
    sum_up(input);
  }

  // --- what is read ------------------------------------------------------------------------------

  void read(const LineTable& table, std::optional<int> amount_digits) {
    lines.count = rows;
    lines.bases = room_for<std::int64_t>(rows);
    lines.people = room_for<std::uint32_t>(rows);
    lines.days = room_for<std::uint16_t>(rows);
    if (!table.is_plain()) lines.ways = room_for<std::uint32_t>(rows);
    if (!table.is_plain() && table.quantity_column) lines.quantities = room_for<std::int64_t>(rows);
    if (table.credits != nullptr) assignments = room_for<std::uint32_t>(rows);

    std::vector<LineReader> readers;
    for (std::size_t t = 0; t < threads; ++t) readers.emplace_back(table, amount_digits);
    std::vector<std::uint32_t> last_codes(threads, 0);
    std::vector<StandingSums> sums(threads, StandingSums(plan.rules().size()));
    table.table.for_blocks(threads, [&](std::size_t t, const HeldRows& of) {
      const LineBlock block = readers[t].read(of);
      const std::size_t first = of.first();
      std::ranges::copy(block.bases, lines.bases.data() + first);
      std::ranges::copy(block.people, lines.people.data() + first);
      std::ranges::copy(block.ways, lines.ways.data() + (block.ways.empty() ? 0 : first));
      std::ranges::copy(block.quantities,
                        lines.quantities.data() + (block.quantities.empty() ? 0 : first));
      std::ranges::copy(block.credits, assignments.data() + (block.credits.empty() ? 0 : first));
      take_days(block, lines.days.data() + first, sums[t]);
      last_codes[t] = std::max(last_codes[t], std::ranges::max(block.people));
    });
    FaultList faults;
    for (LineReader& reader : readers) faults.merge(std::exchange(reader.faults(), FaultList()));
    faults.throw_if_any(table.table.name());
    for (const StandingSums& each : sums) standing += each;
    std::vector<KeyEncoder*> encoders;
    for (LineReader& reader : readers) encoders.push_back(&reader.people());
    names.join(table.people, table.table, encoders, last_codes, lines.people.data(), threads);
    names.refuse_empty(table.table.name(), {lines.people.data(), rows});
  }

  // Days since the settlement's first, and the sums of the lines by where they stand.
  void take_days(const LineBlock& block, std::uint16_t* day, StandingSums& into) const {
    const auto first_day = static_cast<std::uint32_t>(spans.front().first.days());
    const auto first_settled = static_cast<std::uint32_t>(period.first() - spans.front().first);
    const auto end = static_cast<std::uint32_t>(spans.back().last - spans.front().first) + 1;
    if (block.ways.empty() && first_settled == 0) {
      take_plain_days(block, first_day, end, day, into);
      return;
    }
    for (std::size_t i = 0; i < block.dates.size(); ++i) {
      // Dates before the first day become large as well.
      const std::uint32_t since = static_cast<std::uint32_t>(block.dates[i]) - first_day;
      LineSums* sum = &into.outside;
      if (since >= end) {
        day[i] = CreditedLines::outside;
      } else {
        day[i] = static_cast<std::uint16_t>(since);
        const std::uint32_t way = block.ways.empty() ? 0 : block.ways[i];
        const bool is_unmatched = way == ways.unmatched();
        const std::size_t rule = is_unmatched ? 0 : ways.rule(way);
        const bool earlier = since < first_settled;
        if (is_unmatched || plan.rules()[rule].excluded)
          day[i] = earlier ? CreditedLines::outside : CreditedLines::not_counted;
        sum = earlier ? &into.earlier : is_unmatched ? &into.unmatched : &into.by_rule[rule];
      }
      sum->add(block, i);
    }
  }

  // The same of lines that all count, unless they are of other dates.
  static void take_plain_days(const LineBlock& block, std::uint32_t first_day, std::uint32_t end,
                              std::uint16_t* day, StandingSums& into) {
    const std::size_t rows = block.dates.size();
    std::size_t outside = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const std::uint32_t since = static_cast<std::uint32_t>(block.dates[i]) - first_day;
      day[i] = since < end ? static_cast<std::uint16_t>(since) : CreditedLines::outside;
      outside += since < end ? 0U : 1U;
    }
    if (outside == 0) {
      for (std::size_t i = 0; i < rows; ++i) into.by_rule.front().add(block, i);
      return;
    }
    for (std::size_t i = 0; i < rows; ++i)
      (day[i] == CreditedLines::outside ? into.outside : into.by_rule.front()).add(block, i);
  }

  // --- who is credited ---------------------------------------------------------------------------

  // Lines become those of the people who are credited with them.
  void share(const CreditAssignments& credits) {
    int share_digits = 0;
    std::size_t most_people = 1;
    std::vector<std::vector<std::uint32_t>> people;
    for (const CreditAssignment& each : credits.assignments()) {
      people.emplace_back();
      shares.push_back(each.split.shares());
      for (const CreditShare& share : each.split.shares()) {
        people.back().push_back(names.code(share.salesperson));
        share_digits = std::max(share_digits, share.share->fraction().scale());
      }
    }
    for (const std::vector<std::uint32_t>& each : people)
      most_people = std::max(most_people, each.size());
    constexpr int share_digits_most = 18;
    if (share_digits > share_digits_most)
      throw_faults("cannot settle", {{.field = "share",
                                      .value = std::to_string(share_digits) + " decimals",
                                      .expected = "shares of at most 20 digits, such as 33.33%"}});
    // What does not count is not shared.
    for (std::size_t row = 0; row < rows; ++row)
      if (!lines.counts(row)) assignments[row] = 0;
    begins = std::vector<std::size_t>(rows + 1, 0);
    for (std::size_t row = 0; row < rows; ++row)
      begins[row + 1] =
          begins[row] + (assignments[row] == 0 ? 1 : people[assignments[row] - 1].size());
    CreditedLines shared;
    shared.count = begins.back();
    shared.bases = room_for<std::int64_t>(shared.count);
    shared.people = room_for<std::uint32_t>(shared.count);
    shared.days = room_for<std::uint16_t>(shared.count);
    if (lines.ways.size() > 0) shared.ways = room_for<std::uint32_t>(shared.count);
    const bool with_quantities = lines.quantities.size() > 0;
    if (with_quantities) {
      shared.quantities = room_for<std::int64_t>(shared.count);
      quantity_digits += share_digits;
    }
    const auto quantity_one = static_cast<std::int64_t>(detail::power_of_ten(share_digits));
    run_threads(threads, [&](std::size_t t) {
      std::vector<Money> bases(most_people, money(0));
      const std::size_t end = rows * (t + 1) / threads;
      for (std::size_t row = rows * t / threads; row < end; ++row) {
        const std::size_t first = begins[row];
        const std::size_t parts = begins[row + 1] - first;
        std::fill_n(shared.days.data() + first, parts, lines.days[row]);
        if (lines.ways.size() > 0) std::fill_n(shared.ways.data() + first, parts, lines.ways[row]);
        std::int64_t quantity = with_quantities ? lines.quantities[row] : 0;
        if (lines.counts(row) && __builtin_mul_overflow(quantity, quantity_one, &quantity))
          throw Overflow("lines: row " + std::to_string(row) + ": the quantity of a shared line");
        if (assignments[row] == 0) {
          shared.bases[first] = lines.bases[row];
          shared.people[first] = lines.people[row];
          if (with_quantities) shared.quantities[first] = quantity;
          continue;
        }
        const CreditSplit& split = credits.assignments()[assignments[row] - 1].split;
        divide(split, row, {bases.data(), parts});
        for (std::size_t part = 0; part < parts; ++part) {
          shared.bases[first + part] = bases[part].minor();
          shared.people[first + part] = people[assignments[row] - 1][part];
          if (with_quantities) {
            const Decimal share = split.shares()[part].share->fraction();
            const Decimal of_it = Decimal::from_parts(lines.quantities[row], 0) * share;
            shared.quantities[first + part] = static_cast<std::int64_t>(
                of_it.coefficient() * detail::power_of_ten(share_digits - of_it.scale()));
          }
        }
      }
    });
    lines = std::move(shared);
  }

  void divide(const CreditSplit& split, std::size_t row, std::span<Money> parts) const try {
    split.divide(money(lines.bases[row]), plan.terms().rounding, parts);
  } catch (const InexactResult& error) {
    throw InexactResult("lines: row " + std::to_string(row) + ": " + error.what());
  }

  // The row of the table that a credited line is of.
  [[nodiscard]] std::size_t row_of(std::size_t line) const {
    if (begins.empty()) return line;
    return static_cast<std::size_t>(std::ranges::upper_bound(begins, line) - begins.begin()) - 1;
  }
  [[nodiscard]] const std::vector<CreditShare>& shares_of(std::size_t row) const {
    return shares[assignments[row] - 1];
  }
  [[nodiscard]] std::pair<std::size_t, std::size_t> lines_of(std::size_t row) const {
    return begins.empty() ? std::pair(row, row + 1) : std::pair(begins[row], begins[row + 1]);
  }

  // --- what is earned ----------------------------------------------------------------------------

  void settle(const SettleInput& input) {
    PersonTargets targets;
    for (const SalesTarget& each : input.targets) {
      const std::pair who(names.code(each.salesperson), each.period);
      if (!targets.emplace(who, each.target).second)  // The number of one who is named already.
        throw_faults("cannot settle", {{.field = "targets, salesperson",
                                        .value = each.salesperson,
                                        .expected = "one target for " + to_string(each.period)}});
    }
    try {
      settled.emplace(plan, ways, lines, spans, names.count(), quantity_digits, targets, threads);
    } catch (const PeopleWithoutTarget& missing) {
      FaultList faults;
      for (const auto& [who, first_line] : missing.first_lines)
        faults.add({.row = static_cast<std::int64_t>(row_of(first_line.second)),
                    .field = "salesperson",
                    .value = names.text(who.first),
                    .expected = "one with a target in " + to_string(who.second)});
      faults.throw_if_any("lines");
    } catch (const FailingLine& failing) {
      const std::string row = "lines: row " + std::to_string(row_of(failing.line)) + ": ";
      try {
        std::rethrow_exception(failing.error);
      } catch (const InexactResult& error) {
        throw InexactResult(row + error.what());
      } catch (const Overflow& error) {
        throw Overflow(row + error.what());
      }
    }
  }

  // By name, then span; the spans of one label become one total.
  void sort_totals() {
    std::vector<SpanTotal> by_span = settled->totals();
    std::vector<std::uint32_t> people;
    for (const SpanTotal& each : by_span) people.push_back(each.person);
    const std::vector<std::uint32_t> rank = names.ranks(people);
    std::ranges::sort(by_span, {}, [&](const SpanTotal& total) {
      return std::uint64_t{rank[total.person]} << 16U | total.span;
    });
    std::uint32_t person = 0;
    std::int64_t earlier_lines = 0;
    Money earlier = money(0);
    for (const SpanTotal& each : by_span) {
      if (std::exchange(person, each.person) != each.person) {
        earlier_lines = 0;
        earlier = money(0);
      }
      if (spans[each.span].earlier) {
        earlier_lines += each.lines;
        earlier += money(each.commission);
        continue;
      }
      const Period label = spans[each.span].label(period);
      if (totals.empty() || totals.back().person != each.person || totals.back().period != label)
        totals.push_back({.person = each.person,
                          .period = label,
                          .lines = 0,
                          .base = money(0),
                          .commission = money(0),
                          .bounded = money(0)});
      Total& total = totals.back();
      total.lines += each.lines;
      total.base += money(each.base);
      total.commission += money(each.commission);
      total.bounded = bounded_commission(plan.terms().payout, total.commission,
                                         earlier_lines > 0 ? std::optional(earlier) : std::nullopt);
    }
  }

  // What people are paid is told when it is asked for; where it may not be payable, at once.
  void sum_up(const SettleInput& input) {
    if (input.team != nullptr) team = *input.team;
    openings.assign(input.openings.begin(), input.openings.end());
    const bool pays_lines_only = plan.terms().overrides.empty() && plan.terms().pools.empty() &&
                                 plan.terms().payout == PayoutTerms() && openings.empty();
    if (!pays_lines_only) static_cast<void>(statement());
  }

  const CommissionStatement& statement() {
    std::call_once(is_summed_up, [&] {
      CommissionStatement all;
      std::vector<PersonSpan> earned;
      for (const SpanTotal& each : settled->totals())
        earned.push_back({.salesperson = names.text(each.person),
                          .span = each.span,
                          .lines = static_cast<std::size_t>(each.lines),
                          .base = money(each.base),
                          .commission = money(each.commission)});
      for (const Total& each : totals)
        all.totals.push_back({.salesperson = names.text(each.person),
                              .period = each.period,
                              .lines = static_cast<std::size_t>(each.lines),
                              .base = each.base,
                              .commission = each.commission,
                              .bounded = each.bounded});
      const SettleInput input{.team = team ? &*team : nullptr, .openings = openings};
      add_payouts(plan, period, spans, earned, input, all);
      add_tie_out(all);
      summed_up = std::move(all);
    });
    return summed_up;
  }

  void add_tie_out(CommissionStatement& into) const {
    const auto fitting = [&](Int128 minor) {
      if (minor > std::numeric_limits<std::int64_t>::max() ||
          minor < std::numeric_limits<std::int64_t>::min())
        throw_overflow("what all lines come to");
      return money(static_cast<std::int64_t>(minor));
    };
    const auto add = [&](LineStanding as, std::optional<std::size_t> rule, const LineSums& sums,
                         Int128 base, Int128 commission) {
      if (sums.lines == 0) return;
      into.tie_out.push_back(
          {.standing = as,
           .rule = rule,
           .lines = sums.lines,
           .net = fitting(sums.net),
           .amount = has_amounts ? std::optional(fitting(sums.amount)) : std::nullopt,
           .base = fitting(base),
           .commission = fitting(commission)});
    };
    for (const bool excluded : {false, true})
      for (std::size_t rule = 0; rule < plan.rules().size(); ++rule) {
        const LineSums& sums = standing.by_rule[rule];
        if (plan.rules()[rule].excluded != excluded) continue;
        if (excluded)
          add(LineStanding::excluded, rule, sums, 0, 0);
        else
          add(LineStanding::counted, rule, sums, sums.base, settled->commissions_by_rule()[rule]);
      }
    add(LineStanding::unmatched, std::nullopt, standing.unmatched, 0, 0);
    add(LineStanding::earlier, std::nullopt, standing.earlier, 0, 0);
    add(LineStanding::outside, std::nullopt, standing.outside, 0, 0);
  }

  [[nodiscard]] Money money(std::int64_t minor) const {
    return Money::from_minor(minor, plan.currency());
  }
  [[nodiscard]] std::size_t rule(std::size_t line) const {
    return lines.ways.size() == 0 ? 0 : ways.rule(lines.ways[line]);
  }
  [[nodiscard]] bool is_settled(std::size_t line) const {
    return lines.counts(line) && !settled->span_of(line).earlier;
  }

  // The lines of a person in an accumulation, in the order in which they count, and what had
  // accumulated by their rules before each.
  template <class Use>
  void for_lines_of(std::uint32_t person, const Period& accumulation, const Use& use) const {
    std::vector<std::size_t> found;
    for (std::size_t line = 0; line < lines.count; ++line)
      if (lines.people[line] == person && lines.counts(line) &&
          settled->span_of(line).accumulation == accumulation)
        found.push_back(line);
    std::ranges::sort(found, {},
                      [&](std::size_t line) { return std::pair(lines.days[line], line); });
    std::vector<Accumulated> accumulated(plan.rules().size());
    NoTrace no_trace;
    for (const std::size_t line : found) {
      const RuleCurve& curve = settled->curve(line);
      Accumulated& of = accumulated[rule(line)];
      const Accumulated before = of;
      const Money commission =
          plan.commission(curve.rule(), of, curve.credited(lines.whole(line)), no_trace);
      use(line, before, commission);
    }
  }

  [[nodiscard]] PageArray<std::int64_t> commissions_by_line() const {
    auto earned = room_for<std::int64_t>(lines.count);
    settled->for_commissions(
        [of = earned.data()](std::size_t line, std::int64_t commission) { of[line] = commission; });
    return earned;
  }
  [[nodiscard]] std::vector<std::string> rule_names() const {
    std::vector<std::string> rule_names;
    for (const PlanRule& each : plan.rules()) rule_names.push_back(each.name);
    return rule_names;
  }

  // Throws InvalidArgument unless the row's line counts.
  void check_line(std::size_t row) const {
    if (row < rows && is_settled(lines_of(row).first)) return;
    throw_faults("cannot explain", {{.field = "line",
                                     .value = std::to_string(row),
                                     .expected = "the position of one of " + std::to_string(rows) +
                                                 " lines that counts in " + to_string(period)}});
  }

  [[nodiscard]] Derivation explain_line(std::size_t line) const {
    Derivation derivation;
    const auto [first, end] = lines_of(row_of(line));
    if (!begins.empty() && assignments[row_of(line)] != 0) {
      Money whole = money(0);
      for (std::size_t each = first; each < end; ++each) whole += money(lines.bases[each]);
      const CreditShare& share = shares_of(row_of(line))[line - first];
      derivation.step(Text{"credited", "业绩归属"}, Operation::look_up, money(lines.bases[line]),
                      Operand{Text{"of", "共"}, whole},
                      Operand{Text{"share", "份额"}, *share.share});
    }
    if (lines.ways.size() > 0)
      static_cast<void>(plan.left_by_modifiers(ways.levels(lines.ways[line]), derivation));
    if (const auto target = settled->target(line))
      derivation.step(Text{"target", "任务量"}, Operation::given, *target);
    for_lines_of(lines.people[line], settled->span_of(line).accumulation,
                 [&](std::size_t each, Accumulated before, Money) {
                   const RuleCurve& curve = settled->curve(line);
                   if (each == line)
                     static_cast<void>(plan.commission(
                         curve.rule(), before, curve.credited(lines.whole(line)), derivation));
                 });
    return derivation;
  }

  struct Total {
    std::uint32_t person;
    Period period;
    std::int64_t lines;
    Money base;
    Money commission;
    Money bounded;
  };

  Plan plan;
  Period period;
  LineWays ways;
  std::vector<SettledSpan> spans;
  std::size_t threads = 1;
  std::size_t rows = 0;
  bool has_amounts = false;
  int quantity_digits = 0;
  PeopleNames names;
  CreditedLines lines;
  StandingSums standing{plan.rules().size()};
  // Of shared lines: by row the first credited line, and one more than the assignment's position.
  std::vector<std::size_t> begins;
  PageArray<std::uint32_t> assignments;
  std::vector<std::vector<CreditShare>> shares;
  std::optional<SettledLines> settled;
  std::vector<Total> totals;
  std::optional<Team> team;
  std::vector<PersonOpening> openings;
  std::once_flag is_summed_up;
  CommissionStatement summed_up;
};

CommissionTable::CommissionTable(TableSource& lines, const Plan& plan, const Period& period,
                                 const CommissionTableOptions& options, const SettleInput& input)
    : state_(std::make_unique<State>(lines, plan, period, options, input)) {}
CommissionTable::CommissionTable(CommissionTable&&) noexcept = default;
CommissionTable& CommissionTable::operator=(CommissionTable&&) noexcept = default;
CommissionTable::~CommissionTable() = default;

const Plan& CommissionTable::plan() const noexcept { return state_->plan; }
const Period& CommissionTable::period() const noexcept { return state_->period; }
std::size_t CommissionTable::outside() const noexcept { return state_->standing.outside.lines; }
const CommissionStatement& CommissionTable::statement() const { return state_->statement(); }

std::vector<std::size_t> CommissionTable::unmatched() const {
  const State& s = *state_;
  std::vector<std::size_t> found;
  if (s.standing.unmatched.lines == 0) return found;
  for (std::size_t row = 0; row < s.rows; ++row) {
    const std::size_t line = s.lines_of(row).first;
    if (s.lines.days[line] == CreditedLines::not_counted &&
        s.lines.ways[line] == s.ways.unmatched())
      found.push_back(row);
  }
  return found;
}

std::vector<CommissionRow> CommissionTable::rows() const {
  const State& s = *state_;
  std::vector<CommissionRow> rows;
  for (const State::Total& total : s.totals) {
    const KeyValue name = s.names.value(total.person);
    CommissionRow row{.salesperson = name.integer,
                      .period = total.period,
                      .lines = total.lines,
                      .base = total.base,
                      .commission = total.commission,
                      .bounded = total.bounded};
    if (s.names.hold_text()) row.salesperson = std::string(name.text);
    rows.push_back(std::move(row));
  }
  return rows;
}

namespace {

std::string text_of(const PersonKey& name) {
  if (const auto* const text = std::get_if<std::string_view>(&name)) return std::string(*text);
  return std::to_string(std::get<std::int64_t>(name));
}

// A column of people.
template <class Code>
void add_people(TableBuilder& table, const PeopleNames& names, const Code& code) {
  if (names.hold_text())
    table.text("salesperson", [&](std::size_t i) { return names.value(code(i)).text; });
  else
    table.integer("salesperson", [&](std::size_t i) { return names.value(code(i)).integer; });
}

// Names by small codes, of which some rows may have none.
void add_dictionary(ArrowTable& table, const char* name, const char* format,
                    const std::vector<std::string>& names, std::shared_ptr<const void> codes,
                    std::shared_ptr<const void> valid, std::size_t nulls) {
  table.columns.push_back({.name = name,
                           .format = format,
                           .buffers = {std::move(valid), std::move(codes)},
                           .null_count = static_cast<std::int64_t>(nulls),
                           .length = table.rows});
  table.columns.back().dictionary = std::make_shared<const ArrowColumn>(
      TableBuilder(names.size())
          .text("", [&](std::size_t i) { return std::string_view(names[i]); })
          .finish()
          ->columns.front());
}

}  // namespace

std::shared_ptr<const ArrowTable> CommissionTable::totals() const {
  const State& s = *state_;
  const int digits = s.plan.currency().digits();
  std::map<Period, std::string> labels;
  for (const State::Total& each : s.totals) labels.try_emplace(each.period, to_string(each.period));
  TableBuilder table(s.totals.size());
  const auto amount = [&](const char* name, Money State::Total::* of) {
    table.decimal(name, digits, [&](std::size_t i) { return Int128{(s.totals[i].*of).minor()}; });
  };
  add_people(table, s.names, [&](std::size_t i) { return s.totals[i].person; });
  table
      .text(
          "period",
          [&](std::size_t i) { return std::string_view(labels.find(s.totals[i].period)->second); })
      .integer("lines", [&](std::size_t i) { return s.totals[i].lines; });
  amount("base", &State::Total::base);
  amount("commission", &State::Total::commission);
  amount("bounded", &State::Total::bounded);
  table.text("currency", [&](std::size_t) { return std::string_view(s.plan.currency().code()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> CommissionTable::lines() const {
  const State& s = *state_;
  std::vector<std::string> labels;
  std::vector<std::int8_t> label_of_span;
  for (const SettledSpan& span : s.spans) {
    const std::string label = to_string(span.label(s.period));
    if (labels.empty() || labels.back() != label) labels.push_back(label);
    label_of_span.push_back(static_cast<std::int8_t>(labels.size() - 1));
  }
  const auto line_of = [&](std::size_t row) { return s.lines_of(row).first; };
  const auto counts = [&](std::size_t row) { return s.is_settled(line_of(row)); };
  const auto has_rule = [&](std::size_t row) {
    const std::size_t line = line_of(row);
    return counts(row) || (s.lines.days[line] == CreditedLines::not_counted &&
                           s.lines.ways[line] != s.ways.unmatched());
  };
  std::size_t without_rule =
      s.standing.outside.lines + s.standing.earlier.lines + s.standing.unmatched.lines;
  std::size_t not_counted = without_rule;
  for (std::size_t rule = 0; rule < s.plan.rules().size(); ++rule)
    if (s.plan.rules()[rule].excluded) not_counted += s.standing.by_rule[rule].lines;

  auto periods = room_for<std::int8_t>(s.rows);
  auto commissions = room_for<Int128>(s.rows);
  std::shared_ptr<const void> counted;
  if (not_counted > 0) {
    counted = detail::bits_of(s.rows, counts);
    std::fill_n(periods.data(), s.rows, std::int8_t{0});
    std::fill_n(commissions.data(), s.rows, Int128{0});
  }
  if (s.begins.empty()) {
    s.settled->for_commissions(
        [&, period = periods.data(), commission = commissions.data(), label = label_of_span.data()](
            std::size_t line, std::int64_t earned) {
          period[line] = label[s.settled->span(s.lines.days[line])];
          commission[line] = earned;
        });
  } else {
    const PageArray<std::int64_t> earned = s.commissions_by_line();
    for (std::size_t row = 0; row < s.rows; ++row) {
      if (!counts(row)) continue;
      const auto [first, end] = s.lines_of(row);
      periods[row] = label_of_span[s.settled->span(s.lines.days[first])];
      commissions[row] = std::accumulate(earned.data() + first, earned.data() + end, Int128{0});
    }
  }
  std::shared_ptr<const void> rules = detail::share(detail::zeros<std::int32_t>(s.rows));
  std::shared_ptr<const void> ruled;
  if (without_rule > 0) ruled = detail::bits_of(s.rows, has_rule);
  if (s.plan.rules().size() > 1) {
    auto codes = room_for<std::int32_t>(s.rows);
    for (std::size_t row = 0; row < s.rows; ++row)
      codes[row] = has_rule(row) ? static_cast<std::int32_t>(s.rule(line_of(row))) : 0;
    rules = detail::share(std::move(codes));
  }

  auto table = std::make_shared<ArrowTable>();
  table->rows = static_cast<std::int64_t>(s.rows);
  add_dictionary(*table, "period", "c", labels, detail::share(std::move(periods)), counted,
                 not_counted);
  add_dictionary(*table, "rule", "i", s.rule_names(), std::move(rules), ruled, without_rule);
  table->columns.push_back({.name = "commission",
                            .format = "d:38," + std::to_string(s.plan.currency().digits()),
                            .buffers = {counted, detail::share(std::move(commissions))},
                            .null_count = static_cast<std::int64_t>(not_counted),
                            .length = table->rows});
  return table;
}

std::shared_ptr<const ArrowTable> CommissionTable::credits() const {
  const State& s = *state_;
  const PageArray<std::int64_t> earned = s.commissions_by_line();
  // Where the settled lines of each thread's rows begin.
  std::vector<std::size_t> begins(s.threads + 1, 0);
  const auto first_row = [&](std::size_t t) { return s.rows * t / s.threads; };
  const auto for_settled = [&](std::size_t t, const auto& use) {
    for (std::size_t row = first_row(t); row < first_row(t + 1); ++row) {
      const auto [first, end] = s.lines_of(row);
      for (std::size_t line = first; line < end; ++line)
        if (s.is_settled(line)) use(row, line);
    }
  };
  run_threads(s.threads, [&](std::size_t t) {
    std::size_t settled = 0;
    for_settled(t, [&](std::size_t, std::size_t) { ++settled; });
    begins[t + 1] = settled;
  });
  std::partial_sum(begins.begin(), begins.end(), begins.begin());

  auto rows = room_for<std::int64_t>(begins.back());
  auto people = room_for<std::int32_t>(begins.back());
  auto numbers = room_for<std::int64_t>(s.names.hold_text() ? 0 : begins.back());
  auto rules = room_for<std::int32_t>(begins.back());
  auto bases = room_for<Int128>(begins.back());
  auto commissions = room_for<Int128>(begins.back());
  run_threads(s.threads, [&](std::size_t t) {
    std::size_t at = begins[t];
    for_settled(t, [&](std::size_t row, std::size_t line) {
      rows[at] = static_cast<std::int64_t>(row);
      if (s.names.hold_text())
        people[at] = static_cast<std::int32_t>(s.lines.people[line]);
      else
        numbers[at] = s.names.value(s.lines.people[line]).integer;
      rules[at] = static_cast<std::int32_t>(s.rule(line));
      bases[at] = s.lines.bases[line];
      commissions[at] = earned[line];
      ++at;
    });
  });

  auto table = std::make_shared<ArrowTable>();
  table->rows = static_cast<std::int64_t>(begins.back());
  const auto add = [&](const char* name, std::string format, std::shared_ptr<const void> values) {
    table->columns.push_back({.name = name,
                              .format = std::move(format),
                              .buffers = {nullptr, std::move(values)},
                              .length = table->rows});
  };
  add("line", "l", detail::share(std::move(rows)));
  if (s.names.hold_text()) {
    std::vector<std::string> names;
    for (std::uint32_t code = 0; code < s.names.count(); ++code)
      names.push_back(code == 0 ? "" : s.names.text(code));
    add_dictionary(*table, "salesperson", "i", names, detail::share(std::move(people)), nullptr, 0);
  } else {
    add("salesperson", "l", detail::share(std::move(numbers)));
  }
  add_dictionary(*table, "rule", "i", s.rule_names(), detail::share(std::move(rules)), nullptr, 0);
  const std::string amounts = "d:38," + std::to_string(s.plan.currency().digits());
  add("base", amounts, detail::share(std::move(bases)));
  add("commission", amounts, detail::share(std::move(commissions)));
  return table;
}

std::vector<EarnedLine> CommissionTable::lines_of(PersonKey salesperson) const {
  const State& s = *state_;
  const auto total = std::ranges::find_if(
      s.totals, [&](const State::Total& each) { return s.names.is(each.person, salesperson); });
  if (total == s.totals.end()) return {};
  std::vector<EarnedLine> lines;
  std::set<Period> accumulations;
  for (const SettledSpan& span : s.spans) accumulations.insert(span.accumulation);
  for (const Period& each : accumulations)
    s.for_lines_of(
        total->person, each, [&](std::size_t line, const Accumulated& before, Money paid) {
          if (!s.is_settled(line)) return;
          const std::size_t row = s.row_of(line);
          const auto [first, end] = s.lines_of(row);
          EarnedLine earned{.line = row,
                            .salesperson = s.names.text(total->person),
                            .period = s.settled->span_of(line).label(s.period),
                            .rule = s.rule(line),
                            .share = std::nullopt,
                            .base = s.money(s.lines.bases[line]),
                            .credited = s.settled->curve(line).credited(s.lines.whole(line)),
                            .before = before,
                            .target = s.settled->target(line),
                            .commission = paid};
          if (!s.begins.empty() && s.assignments[row] != 0)
            earned.share = s.shares_of(row)[line - first].share;
          lines.push_back(std::move(earned));
        });
  std::ranges::stable_sort(lines, {}, &EarnedLine::line);
  return lines;
}

Derivation CommissionTable::explain(std::size_t line) const {
  const State& s = *state_;
  s.check_line(line);
  const auto [first, end] = s.lines_of(line);
  if (end - first > 1) {
    std::string people = "one of the people who share it:";
    for (std::size_t each = first; each < end; ++each)
      people += " " + s.names.text(s.lines.people[each]);
    throw_faults("cannot explain", {{.field = "salesperson", .value = "none", .expected = people}});
  }
  return s.explain_line(first);
}

Derivation CommissionTable::explain(std::size_t line, PersonKey salesperson) const {
  const State& s = *state_;
  s.check_line(line);
  const auto [first, end] = s.lines_of(line);
  for (std::size_t each = first; each < end; ++each)
    if (s.names.is(s.lines.people[each], salesperson)) return s.explain_line(each);
  throw_faults("cannot explain", {{.field = "salesperson",
                                   .value = text_of(salesperson),
                                   .expected = "somebody who is credited with the line"}});
  return {};
}

Derivation CommissionTable::explain(PersonKey salesperson, const Period& period) const {
  const State& s = *state_;
  const auto found = std::ranges::find_if(s.totals, [&](const State::Total& total) {
    return s.names.is(total.person, salesperson) && total.period == period;
  });
  if (found == s.totals.end())
    throw_faults("cannot explain", {{.field = "period",
                                     .value = to_string(period),
                                     .expected = "one in which the salesperson has lines"}});
  std::vector<RuleEarnings> rules;
  for (std::size_t rule = 0; rule < s.plan.rules().size(); ++rule)
    rules.push_back({.rule = rule, .base = s.money(0)});
  const Period accumulation = Period::containing(period.first(), s.plan.terms().accumulation);
  s.for_lines_of(found->person, accumulation.kind() > period.kind() ? accumulation : period,
                 [&](std::size_t line, const Accumulated&, Money commission) {
                   if (!s.settled->span_of(line).earlier)
                     rules[s.rule(line)].add(s.money(s.lines.bases[line]), commission);
                 });
  std::erase_if(rules, [](const RuleEarnings& each) { return each.lines.empty(); });
  return explain_total(s.plan, period, found->bounded, rules);
}

}  // namespace o2c::inline v1
