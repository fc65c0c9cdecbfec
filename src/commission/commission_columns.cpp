#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/past_cache.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/commission/commission_table.hpp"

#include "commission_state.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

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
  const std::vector<State::Total>& totals = s.totals();
  std::map<Period, std::string> labels;
  for (const State::Total& each : totals) labels.try_emplace(each.period, to_string(each.period));
  TableBuilder table(totals.size());
  const auto amount = [&](const char* name, Money State::Total::* of) {
    table.decimal(name, digits, [&](std::size_t i) { return Int128{(totals[i].*of).minor()}; });
  };
  add_people(table, s.names, [&](std::size_t i) { return totals[i].person; });
  table
      .text("period",
            [&](std::size_t i) { return std::string_view(labels.find(totals[i].period)->second); })
      .integer("lines", [&](std::size_t i) { return totals[i].lines; });
  amount("base", &State::Total::base);
  amount("commission", &State::Total::commission);
  amount("bounded", &State::Total::bounded);
  table.text("currency", [&](std::size_t) { return std::string_view(s.plan.currency().code()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> CommissionTable::lines() const {
  const State& s = *state_;
  std::vector<std::string> labels;
  std::vector<std::int8_t> label_of_day;  // Of earlier spans, which no line is told of, any.
  for (const SettledSpan& span : s.spans) {
    const std::string label = to_string(span.label);
    if (!span.earlier && (labels.empty() || labels.back() != label)) labels.push_back(label);
    label_of_day.resize(label_of_day.size() + static_cast<std::size_t>(span.last - span.first + 1),
                        static_cast<std::int8_t>(span.earlier ? 0 : labels.size() - 1));
  }
  const std::size_t rows = s.lines.rows;
  const auto counts = [&](std::size_t row) { return s.is_settled(row); };
  const auto has_rule = [&](std::size_t row) {
    return counts(row) || (s.lines.days[row] == CreditedLines::not_counted && !s.is_unmatched(row));
  };
  const std::size_t without_rule = s.rows_without_rule();
  const std::size_t not_counted = s.rows_left_out();

  auto periods = room_for<std::int8_t>(rows);
  const auto put_periods = [&](std::size_t t) {
    const std::size_t first = s.settled->first_row(t);
    std::transform(s.lines.days.data() + first, s.lines.days.data() + s.settled->first_row(t + 1),
                   periods.data() + first, [label = label_of_day.data()](std::uint16_t day) {
                     return day < CreditedLines::not_counted ? label[day] : std::int8_t{0};
                   });
  };
  std::shared_ptr<const void> counted;
  if (not_counted > 0) counted = detail::bits_of(rows, counts);
  std::shared_ptr<const void> commissions = s.settled->commission_column();
  if (commissions != nullptr) {
    run_threads(s.threads, put_periods);
  } else {
    auto of_row = room_for<Int128>(rows);
    if (not_counted > 0) std::fill_n(of_row.data(), rows, Int128{0});
    s.settled->for_commissions([&](std::size_t t) {
      put_periods(t);
      return [commission = of_row.data(), past_cache = detail::PastCache()](
                 std::size_t line, std::size_t row, std::int64_t earned) {
        // The others who share a row's line come after its first.
        if (line == row)
          past_cache.put(commission + row, earned);
        else
          commission[row] += earned;
      };
    });
    commissions = detail::share(std::move(of_row));
  }
  std::shared_ptr<const void> rules = detail::share(detail::zeros<std::int32_t>(rows));
  std::shared_ptr<const void> ruled;
  if (without_rule > 0) ruled = detail::bits_of(rows, has_rule);
  if (s.plan.rules().size() > 1) {
    auto codes = room_for<std::int32_t>(rows);
    run_threads(s.threads, [&](std::size_t t) {
      for (std::size_t row = s.settled->first_row(t); row < s.settled->first_row(t + 1); ++row)
        codes[row] = has_rule(row) ? static_cast<std::int32_t>(s.rule(row)) : 0;
    });
    rules = detail::share(std::move(codes));
  }

  auto table = std::make_shared<ArrowTable>();
  table->rows = static_cast<std::int64_t>(rows);
  add_dictionary(*table, "period", "c", labels, detail::share(std::move(periods)), counted,
                 not_counted);
  add_dictionary(*table, "rule", "i", s.rule_names(), std::move(rules), ruled, without_rule);
  table->columns.push_back({.name = "commission",
                            .format = "d:38," + std::to_string(s.plan.currency().digits()),
                            .buffers = {counted, std::move(commissions)},
                            .null_count = static_cast<std::int64_t>(not_counted),
                            .length = table->rows});
  return table;
}

std::shared_ptr<const ArrowTable> CommissionTable::credits() const {
  const State& s = *state_;
  // Where the settled lines of each thread's rows begin.
  std::vector<std::size_t> begins(s.threads + 1, 0);
  if (s.rows_left_out() == 0) {
    for (std::size_t t = 0; t <= s.threads; ++t)
      begins[t] = s.settled->first_row(t) + s.lines.first_further(s.settled->first_row(t));
  } else {
    run_threads(s.threads, [&](std::size_t t) {
      std::size_t settled = 0;
      s.lines.for_lines(
          s.settled->first_row(t), s.settled->first_row(t + 1),
          [&](std::size_t, std::size_t row) { settled += s.is_settled(row) ? 1U : 0U; });
      begins[t + 1] = settled;
    });
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
  }

  const bool text = s.names.hold_text();
  std::vector<std::int64_t> number_of;  // By code.
  for (std::uint32_t code = 0; !text && code < s.names.count(); ++code)
    number_of.push_back(s.names.value(code).integer);
  auto rows = room_for<std::int64_t>(begins.back());
  auto people = room_for<std::int32_t>(text ? begins.back() : 0);
  auto numbers = room_for<std::int64_t>(text ? 0 : begins.back());
  auto rules = room_for<std::int32_t>(begins.back());
  auto bases = room_for<Int128>(begins.back());
  auto commissions = room_for<Int128>(begins.back());
  s.settled->for_commissions([&](std::size_t t) {
    return [&s, at = begins[t], row_of = rows.data(), person_of = text ? people.data() : nullptr,
            number = numbers.data(), number_of = number_of.data(), rule = rules.data(),
            base = bases.data(), commission = commissions.data(), lines = s.lines.of_rows()](
               std::size_t line, std::size_t row, std::int64_t earned) mutable {
      if (s.lines.days[row] < s.first_settled) return;
      row_of[at] = static_cast<std::int64_t>(row);
      const std::uint32_t person = s.person_of(lines.person(line, row));
      if (person_of != nullptr)
        person_of[at] = static_cast<std::int32_t>(person);
      else
        number[at] = number_of[person];
      rule[at] = static_cast<std::int32_t>(s.rule(row));
      base[at] = lines.base(line, row);
      commission[at] = earned;
      ++at;
    };
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
  if (text) {
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

}  // namespace o2c::inline v1
