#include "o2c/commission/commission_table.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "line_reader.hpp"
#include "pay_curve.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

constexpr std::uint16_t not_of_period = std::numeric_limits<std::uint16_t>::max();

// A line among those of its part of the people.
struct Line {
  std::int64_t base;
  std::uint32_t place;  // Among all settled lines by part, then row.
  std::uint32_t key;    // By person, then day.
};

struct Total {
  std::uint32_t person;
  std::uint16_t period;
  std::int64_t lines;
  std::int64_t base;
  std::int64_t commission;
};

// People go together in parts whose lines stay in the cache while they are put in order.
struct Parts {
  Parts(std::size_t rows, std::size_t people) {
    constexpr std::size_t rows_of_part = 8'192;
    constexpr std::size_t most = 4'096;
    constexpr unsigned most_shift = 22;  // A key, by person and day, has 32 bits.
    const std::size_t wanted = std::clamp<std::size_t>(rows / rows_of_part, 1, most);
    while (shift < most_shift && (std::max<std::size_t>(people, 1) - 1) >> shift >= wanted) ++shift;
    count = ((std::max<std::size_t>(people, 1) - 1) >> shift) + 1;
  }
  [[nodiscard]] std::size_t of(std::uint32_t person) const noexcept { return person >> shift; }
  [[nodiscard]] std::uint32_t within(std::uint32_t person) const noexcept {
    return person & ((1U << shift) - 1);
  }

  unsigned shift = 0;
  std::size_t count;
};

// Puts lines in the order of their keys; those of one key stay as they are.
class LineSorter {
 public:
  std::span<const Line> sort(std::span<Line> lines, std::size_t keys) {
    constexpr std::size_t sparse = 4;
    if (keys > sparse * lines.size() + 64) {
      std::ranges::sort(
          lines, {}, [](const Line& line) { return std::uint64_t{line.key} << 32U | line.place; });
      return lines;
    }
    ends_.assign(keys + 1, 0);
    for (const Line& line : lines) ++ends_[line.key + 1];
    for (std::size_t key = 1; key <= keys; ++key) ends_[key] += ends_[key - 1];
    sorted_.resize(std::max(sorted_.size(), lines.size()));
    for (const Line& line : lines) sorted_[ends_[line.key]++] = line;
    return std::span(sorted_).first(lines.size());
  }

 private:
  std::vector<std::uint32_t> ends_;
  std::vector<Line> sorted_;
};

}  // namespace

struct CommissionTable::State {
  State(TableSource& source, const Plan& how, const Period& when,
        const CommissionTableOptions& options)
      : plan(how), period(when), threads(std::max<std::size_t>(1, options.threads)) {
    list_periods();
    const LineTable lines(source, plan);
    rows = lines.table.rows();
    bases = room_for<std::int64_t>(rows);
    people = room_for<std::uint32_t>(rows);
    days = room_for<std::uint16_t>(rows);
    holds_text = is_text(lines.people->kind().type);
    read(lines, options.amount_digits);
    settle();
    sort_totals();
  }

  void list_periods() {
    const PeriodKind kind = plan.terms().accumulation;
    Period each = Period::containing(period.first(), kind);
    for (std::size_t i = 0; i < plan.periods_in(period); ++i) {
      periods.push_back(each);
      period_of_day.resize(
          period_of_day.size() + static_cast<std::size_t>(each.last() - each.first() + 1),
          static_cast<std::uint16_t>(i));
      each = Period::containing(each.last() + 1, kind);
    }
  }

  void read(const LineTable& lines, std::optional<int> amount_digits) {
    std::vector<LineReader> readers;
    for (std::size_t t = 0; t < threads; ++t) readers.emplace_back(lines, amount_digits);
    std::vector<std::uint32_t> last_codes(threads, 0);
    std::vector<std::size_t> not_settled(threads, 0);
    const std::int32_t first_day = period.first().days();
    const auto day_count = static_cast<std::uint32_t>(period_of_day.size());
    lines.table.for_blocks(threads, [&](std::size_t t, const HeldRows& of) {
      const LineBlock block = readers[t].read(of);
      std::ranges::copy(block.bases, bases.data() + of.first());
      std::ranges::copy(block.people, people.data() + of.first());
      std::uint16_t* const day = days.data() + of.first();
      std::size_t out = 0;
      for (std::size_t i = 0; i < block.dates.size(); ++i) {
        // Dates before the first day become large as well.
        const std::uint32_t since =
            static_cast<std::uint32_t>(block.dates[i]) - static_cast<std::uint32_t>(first_day);
        day[i] = since < day_count ? static_cast<std::uint16_t>(since) : not_of_period;
        out += since < day_count ? 0U : 1U;
      }
      not_settled[t] += out;
      last_codes[t] = std::max(last_codes[t], std::ranges::max(block.people));
    });
    FaultList faults;
    for (LineReader& reader : readers) faults.merge(std::exchange(reader.faults(), FaultList()));
    faults.throw_if_any(lines.table.name());
    outside = std::reduce(not_settled.begin(), not_settled.end());
    join_codes(lines, readers, last_codes);
    names.emplace(std::move(readers.front().people()));
  }

  // People have one code in all threads from then on: the first one's.
  void join_codes(const LineTable& lines, std::vector<LineReader>& readers,
                  std::span<const std::uint32_t> last_codes) {
    std::uint32_t last = last_codes.front();
    std::vector<std::vector<std::uint32_t>> own(readers.size());
    const std::size_t alike = lines.people->alike_codes();
    bool differ = false;
    for (std::size_t t = 1; t < readers.size(); ++t) {
      for (std::size_t code = alike; code <= last_codes[t]; ++code) {
        own[t].push_back(
            readers.front().people().adopt(readers[t].people(), static_cast<std::uint32_t>(code)));
        last = std::max(last, own[t].back());
        differ = true;
      }
      last = std::max(last,
                      static_cast<std::uint32_t>(std::min<std::size_t>(last_codes[t], alike - 1)));
    }
    people_count = std::size_t{last} + 1;
    if (!differ) return;
    lines.table.for_blocks(threads, [&](std::size_t t, const HeldRows& of) {
      if (t == 0) return;
      for (std::size_t row = of.first(); row < of.first() + of.count(); ++row)
        if (people[row] >= alike) people[row] = own[t][people[row] - alike];
    });
  }

  // Calls `work(row, place)` for each line that is settled. Lines of a part have their places
  // side by side, in the order of their rows: one that goes by rows walks through all parts at
  // once.
  template <class Work>
  void for_places(const Work& work) const {
    run_threads(threads, [&](std::size_t t) {
      std::vector<std::size_t> next = first_places[t];
      // Copies, since what is written might be them.
      const Parts into = *parts;
      const std::size_t end = first_row(t + 1);
      const std::uint16_t* const day = days.data();
      const std::uint32_t* const person = people.data();
      std::size_t* const place = next.data();
      for (std::size_t row = first_row(t); row < end; ++row)
        if (day[row] != not_of_period) work(row, place[into.of(person[row])]++);
    });
  }
  [[nodiscard]] std::size_t first_row(std::size_t thread) const noexcept {
    return rows * thread / threads;
  }

  // Where the lines of each part begin, those of each thread's rows, too.
  std::vector<std::size_t> give_places() {
    first_places.assign(threads, std::vector<std::size_t>(parts->count, 0));
    run_threads(threads, [&](std::size_t t) {
      std::vector<std::size_t>& counts = first_places[t];
      const Parts into = *parts;
      const std::size_t end = first_row(t + 1);
      for (std::size_t row = first_row(t); row < end; ++row)
        if (days[row] != not_of_period) ++counts[into.of(people[row])];
    });
    std::vector<std::size_t> begins(parts->count + 1, 0);
    std::size_t total = 0;
    for (std::size_t part = 0; part < parts->count; ++part) {
      begins[part] = total;
      for (std::vector<std::size_t>& of_thread : first_places)
        total += std::exchange(of_thread[part], total);
    }
    begins.back() = total;
    return begins;
  }

  void settle() {
    parts.emplace(rows, people_count);
    const auto day_count = static_cast<std::uint32_t>(period_of_day.size());
    const std::vector<std::size_t> begins = give_places();
    auto lines = room_for<Line>(begins.back());
    commissions = room_for<std::int64_t>(begins.back());
    for_places([line = lines.data(), into = *parts, day_count, base = bases.data(),
                person = people.data(), day = days.data()](std::size_t row, std::size_t place) {
      line[place] = {.base = base[row],
                     .place = static_cast<std::uint32_t>(place),
                     .key = into.within(person[row]) * day_count + day[row]};
    });

    std::vector<std::vector<Total>> of_thread(threads);
    std::atomic<std::size_t> next = 0;
    run_threads(threads, [&](std::size_t t) {
      LineSorter sorter;
      const PayCurve curve(plan);
      const std::size_t keys = (std::size_t{1} << parts->shift) * day_count;
      for (std::size_t part = next++; part < parts->count; part = next++) {
        const std::span<Line> own(lines.data() + begins[part], begins[part + 1] - begins[part]);
        pay(curve, sorter.sort(own, keys), static_cast<std::uint32_t>(part << parts->shift),
            of_thread[t]);
      }
    });
    for (const std::vector<Total>& each : of_thread)
      totals.insert(totals.end(), each.begin(), each.end());
  }

  // Lines of a part, in the order of people and days.
  void pay(const PayCurve& curve, std::span<const Line> lines, std::uint32_t first_person,
           std::vector<Total>& into) {
    constexpr std::size_t block = 256;
    std::array<std::int64_t, block> bases_block;
    std::array<std::int64_t, block> pays_block;
    const auto day_count = static_cast<std::uint32_t>(period_of_day.size());
    for (std::size_t i = 0; i < lines.size();) {
      const std::uint32_t person = lines[i].key / day_count;
      const std::uint16_t of = period_of_day[lines[i].key % day_count];
      const auto period_end = static_cast<std::uint32_t>(
          std::ranges::upper_bound(period_of_day, of) - period_of_day.begin());
      const std::uint32_t end = person * day_count + period_end;
      const std::size_t first = i;
      PayCurve::Point point;
      std::size_t count = block;
      while (count == block) {  // While there are more.
        for (count = 0; count < block && i + count < lines.size() && lines[i + count].key < end;
             ++count)
          bases_block[count] = lines[i + count].base;
        curve.pay(point, std::span(bases_block).first(count), std::span(pays_block).first(count));
        for (std::size_t k = 0; k < count; ++k) commissions[lines[i + k].place] = pays_block[k];
        i += count;
      }
      into.push_back({.person = first_person + person,
                      .period = of,
                      .lines = static_cast<std::int64_t>(i - first),
                      .base = point.base,
                      .commission = point.paid});
    }
  }

  void sort_totals() {
    // Each person's are together, and in order.
    std::vector<std::pair<KeyValue, std::uint32_t>> by_name;
    for (std::size_t i = 0; i < totals.size(); ++i)
      if (i == 0 || totals[i].person != totals[i - 1].person)
        by_name.emplace_back(names->value(totals[i].person), static_cast<std::uint32_t>(i));
    std::ranges::sort(by_name);
    std::vector<Total> sorted;
    sorted.reserve(totals.size());
    for (const auto& [name, first] : by_name)
      for (std::size_t i = first; i < totals.size() && totals[i].person == totals[first].person;
           ++i)
        sorted.push_back(totals[i]);
    totals = std::move(sorted);
  }

  [[nodiscard]] Money money(std::int64_t minor) const {
    return Money::from_minor(minor, plan.currency());
  }

  // The lines of one total, in the order in which they count.
  template <class Use>
  void for_lines_of(std::uint32_t person, std::uint16_t of, const Use& use) const {
    std::vector<std::size_t> found;
    for (std::size_t row = 0; row < rows; ++row)
      if (people[row] == person && days[row] != not_of_period && period_of_day[days[row]] == of)
        found.push_back(row);
    std::ranges::sort(found, {}, [&](std::size_t row) { return std::pair(days[row], row); });
    for (const std::size_t row : found) use(row);
  }

  Plan plan;
  Period period;
  std::size_t threads;
  std::size_t rows = 0;
  std::size_t outside = 0;
  std::vector<Period> periods;
  std::vector<std::uint16_t> period_of_day;
  // By line.
  PageArray<std::int64_t> bases;
  PageArray<std::uint32_t> people;
  PageArray<std::uint16_t> days;  // Of the settled period.
  std::optional<KeyEncoder> names;
  bool holds_text = true;
  std::size_t people_count = 1;  // Codes, that of null included.
  // By place.
  std::optional<Parts> parts;
  std::vector<std::vector<std::size_t>> first_places;  // Of each thread's rows, by part.
  PageArray<std::int64_t> commissions;
  std::vector<Total> totals;
};

CommissionTable::CommissionTable(TableSource& lines, const Plan& plan, const Period& period,
                                 const CommissionTableOptions& options)
    : state_(std::make_unique<State>(lines, plan, period, options)) {}
CommissionTable::CommissionTable(CommissionTable&&) noexcept = default;
CommissionTable& CommissionTable::operator=(CommissionTable&&) noexcept = default;
CommissionTable::~CommissionTable() = default;

const Plan& CommissionTable::plan() const noexcept { return state_->plan; }
const Period& CommissionTable::period() const noexcept { return state_->period; }
std::size_t CommissionTable::outside() const noexcept { return state_->outside; }

std::vector<CommissionRow> CommissionTable::rows() const {
  const State& s = *state_;
  std::vector<CommissionRow> rows;
  for (const Total& total : s.totals) {
    const KeyValue name = s.names->value(total.person);
    CommissionRow row{.salesperson = name.integer,
                      .period = s.periods[total.period],
                      .lines = total.lines,
                      .base = s.money(total.base),
                      .commission = s.money(total.commission)};
    if (s.holds_text) row.salesperson = std::string(name.text);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::shared_ptr<const ArrowTable> CommissionTable::totals() const {
  const State& s = *state_;
  const int digits = s.plan.currency().digits();
  std::vector<std::string> period_names;
  for (const Period& each : s.periods) period_names.push_back(to_string(each));
  TableBuilder table(s.totals.size());
  const auto name = [&](std::size_t i) { return s.names->value(s.totals[i].person); };
  if (s.holds_text)
    table.text("salesperson", [&](std::size_t i) { return name(i).text; });
  else
    table.integer("salesperson", [&](std::size_t i) { return name(i).integer; });
  table
      .text("period",
            [&](std::size_t i) { return std::string_view(period_names[s.totals[i].period]); })
      .integer("lines", [&](std::size_t i) { return s.totals[i].lines; })
      .decimal("base", digits, [&](std::size_t i) { return Int128{s.totals[i].base}; })
      .decimal("commission", digits, [&](std::size_t i) { return Int128{s.totals[i].commission}; })
      .text("currency", [&](std::size_t) { return std::string_view(s.plan.currency().code()); });
  return table.finish();
}

std::shared_ptr<const ArrowTable> CommissionTable::lines() const {
  const State& s = *state_;
  auto periods = room_for<std::int8_t>(s.rows);
  auto commissions = room_for<Int128>(s.rows);
  std::shared_ptr<const void> settled;
  if (s.outside > 0) {
    settled =
        detail::bits_of(s.rows, [&](std::size_t row) { return s.days[row] != not_of_period; });
    std::fill_n(periods.data(), s.rows, std::int8_t{0});
    std::fill_n(commissions.data(), s.rows, Int128{0});
  }
  s.for_places([of_day = s.period_of_day.data(), day = s.days.data(), earned = s.commissions.data(),
                period = periods.data(),
                commission = commissions.data()](std::size_t row, std::size_t place) {
    period[row] = static_cast<std::int8_t>(of_day[day[row]]);
    commission[row] = earned[place];
  });
  auto table = std::make_shared<ArrowTable>();
  table->rows = static_cast<std::int64_t>(s.rows);
  const auto add = [&](const char* name, std::string format, std::shared_ptr<const void> values) {
    table->columns.push_back({.name = name,
                              .format = std::move(format),
                              .buffers = {settled, std::move(values)},
                              .null_count = static_cast<std::int64_t>(s.outside),
                              .length = table->rows});
  };
  add("period", "c", detail::share(std::move(periods)));
  std::vector<std::string> names;
  for (const Period& each : s.periods) names.push_back(to_string(each));
  table->columns.back().dictionary = std::make_shared<const ArrowColumn>(
      TableBuilder(names.size())
          .text("", [&](std::size_t i) { return std::string_view(names[i]); })
          .finish()
          ->columns.front());
  add("commission", "d:38," + std::to_string(s.plan.currency().digits()),
      detail::share(std::move(commissions)));
  return table;
}

Derivation CommissionTable::explain(std::size_t line) const {
  const State& s = *state_;
  if (line >= s.rows || s.days[line] == not_of_period)
    throw_faults("cannot explain",
                 {{.field = "line",
                   .value = std::to_string(line),
                   .expected = "the position of one of " + std::to_string(s.rows) +
                               " lines that is of " + to_string(s.period)}});
  Money before = s.money(0);
  bool reached = false;
  s.for_lines_of(s.people[line], s.period_of_day[s.days[line]], [&](std::size_t row) {
    reached |= row == line;
    if (!reached) before += s.money(s.bases[row]);
  });
  Derivation derivation;
  static_cast<void>(s.plan.commission(before, s.money(s.bases[line]), derivation));
  return derivation;
}

Derivation CommissionTable::explain(std::variant<std::int64_t, std::string_view> salesperson,
                                    const Period& period) const {
  const State& s = *state_;
  const auto found = std::ranges::find_if(s.totals, [&](const Total& total) {
    const KeyValue name = s.names->value(total.person);
    const bool same = s.holds_text ? salesperson == decltype(salesperson)(name.text)
                                   : salesperson == decltype(salesperson)(name.integer);
    return same && s.periods[total.period] == period;
  });
  if (found == s.totals.end())
    throw_faults("cannot explain", {{.field = "period",
                                     .value = to_string(period),
                                     .expected = "one in which the salesperson has lines"}});
  Derivation derivation;
  if (s.plan.terms().rounded == CommissionRounding::cumulative) {
    static_cast<void>(s.plan.commission(s.money(0), s.money(found->base), derivation));
    return derivation;
  }
  DerivationStep sum{.label = Text{"commission of the lines", "各笔提成"},
                     .operation = Operation::sum,
                     .result = s.money(found->commission)};
  Money before = s.money(0);
  s.for_lines_of(found->person, found->period, [&](std::size_t row) {
    const Money base = s.money(s.bases[row]);
    sum.operands.push_back({Text{"line", "本笔"}, s.plan.commission(before, base)});
    before += base;
  });
  derivation.add(std::move(sum));
  return derivation;
}

}  // namespace o2c::inline v1
