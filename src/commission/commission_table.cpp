#include "o2c/commission/commission_table.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <map>
#include <numeric>
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
#include "pay_curve.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

constexpr std::uint16_t not_of_period = std::numeric_limits<std::uint16_t>::max();

// What a person has accumulated in a period.
struct Account {
  PayCurve::Point point{};
  std::int64_t lines = 0;
};

struct Total {
  std::uint32_t person;
  std::uint16_t period;
  Account account;
};

// Lines go together by people, then by day: so a part of the people is settled by walking through
// its lines, with what each person has accumulated in the cache.
class Buckets {
 public:
  Buckets(std::size_t people, std::size_t days, std::size_t threads)
      : days_(days),
        parts_(std::bit_ceil(std::max(threads, people / people_in_cache + 1))),
        part_bits_(static_cast<unsigned>(std::countr_zero(parts_))),
        people_of_part_(people / parts_ + 1) {}

  [[nodiscard]] std::size_t of(std::uint32_t person, std::uint16_t day) const noexcept {
    return (person & (parts_ - 1)) * days_ + day;
  }
  [[nodiscard]] std::uint32_t within(std::uint32_t person) const noexcept {
    return person >> part_bits_;
  }
  [[nodiscard]] std::uint32_t person(std::size_t part, std::size_t within) const noexcept {
    return static_cast<std::uint32_t>(within << part_bits_ | part);
  }
  [[nodiscard]] std::size_t people_of_part() const noexcept { return people_of_part_; }
  [[nodiscard]] std::size_t parts() const noexcept { return parts_; }
  [[nodiscard]] std::size_t count() const noexcept { return parts_ * days_; }

 private:
  static constexpr std::size_t people_in_cache = 8'192;  // Accounts of 24 bytes.

  std::size_t days_;
  std::size_t parts_;  // A power of two.
  unsigned part_bits_;
  std::size_t people_of_part_;
};

}  // namespace

struct CommissionTable::State {
  State(TableSource& source, const Plan& how, const Period& when,
        const CommissionTableOptions& options)
      : plan(how), period(when) {
    list_periods();
    const LineTable lines(source, plan);
    rows = lines.table.rows();
    // Few rows are not worth many threads.
    threads = std::clamp<std::size_t>(options.threads, 1, rows / HeldTable::block_rows + 1);
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
    for (std::size_t i = 0; i < plan.periods_in(period); ++i) {
      const Date first = periods.empty() ? period.first() : periods.back().last() + 1;
      const Period each = Period::containing(first, kind);
      periods.push_back(each);
      period_of_day.resize(
          period_of_day.size() + static_cast<std::size_t>(each.last() - each.first() + 1),
          static_cast<std::uint16_t>(i));
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
    if (holds_text) refuse_empty_names(lines);
  }

  void refuse_empty_names(const LineTable& lines) const {
    FaultList faults;
    for (std::uint32_t code = 1; code < people_count; ++code) {
      if (!names->value(code).text.empty()) continue;
      for (std::size_t row = 0; row < rows; ++row)
        if (people[row] == code)
          faults.add({.row = static_cast<std::int64_t>(row),
                      .field = "salesperson",
                      .value = "",
                      .expected = "a salesperson"});
    }
    faults.throw_if_any(lines.table.name());
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

  // Calls `work(row, place)` for each line that is settled. Lines of a bucket have their places
  // side by side, in the order of their rows: one that goes by rows walks through all buckets at
  // once.
  template <class Work>
  void for_places(const Work& work) const {
    run_threads(threads, [&](std::size_t t) {
      std::vector<std::size_t> next = first_places[t];
      // Copies, since what is written might be them.
      const Buckets into = *buckets;
      const std::size_t end = first_row(t + 1);
      const std::uint16_t* const day = days.data();
      const std::uint32_t* const person = people.data();
      std::size_t* const place = next.data();
      for (std::size_t row = first_row(t); row < end; ++row)
        if (day[row] != not_of_period) work(row, place[into.of(person[row], day[row])]++);
    });
  }
  [[nodiscard]] std::size_t first_row(std::size_t thread) const noexcept {
    return rows * thread / threads;
  }

  // Where the lines of each bucket begin, those of each thread's rows, too.
  std::vector<std::size_t> give_places() {
    first_places.assign(threads, std::vector<std::size_t>(buckets->count(), 0));
    run_threads(threads, [&](std::size_t t) {
      std::vector<std::size_t>& counts = first_places[t];
      const Buckets into = *buckets;
      const std::size_t end = first_row(t + 1);
      for (std::size_t row = first_row(t); row < end; ++row)
        if (days[row] != not_of_period) ++counts[into.of(people[row], days[row])];
    });
    std::vector<std::size_t> begins(buckets->count() + 1, 0);
    std::size_t total = 0;
    for (std::size_t bucket = 0; bucket < buckets->count(); ++bucket) {
      begins[bucket] = total;
      for (std::vector<std::size_t>& of_thread : first_places)
        total += std::exchange(of_thread[bucket], total);
    }
    begins.back() = total;
    return begins;
  }

  void settle() {
    buckets.emplace(people_count, period_of_day.size(), threads);
    const std::vector<std::size_t> begins = give_places();
    commissions = room_for<std::int64_t>(begins.back());
    auto persons = room_for<std::uint32_t>(begins.back());
    // A line's base stands where its commission will.
    for_places([line_base = commissions.data(), line_person = persons.data(), into = *buckets,
                base = bases.data(), person = people.data()](std::size_t row, std::size_t place) {
      line_base[place] = base[row];
      line_person[place] = into.within(person[row]);
    });

    const PayCurve curve(plan);
    std::vector<std::vector<Total>> of_part(buckets->parts());
    std::atomic<std::size_t> next = 0;
    try {
      run_threads(threads, [&](std::size_t) {
        std::vector<Account> accounts(buckets->people_of_part());
        for (std::size_t part = next++; part < buckets->parts(); part = next++)
          settle_part(curve, part, begins, persons.data(), accounts, of_part[part]);
      });
    } catch (const Error&) {
      throw_at_first_line();
      throw;
    }
    for (const std::vector<Total>& each : of_part)
      totals.insert(totals.end(), each.begin(), each.end());
  }

  void settle_part(const PayCurve& curve, std::size_t part, const std::vector<std::size_t>& begins,
                   const std::uint32_t* persons, std::span<Account> accounts,
                   std::vector<Total>& into) {
    const std::size_t first_bucket = part * period_of_day.size();
    for (std::size_t day = 0, end = 0; day < period_of_day.size(); day = end) {
      const std::uint16_t of = period_of_day[day];
      while (end < period_of_day.size() && period_of_day[end] == of) ++end;
      const std::size_t last_place = begins[first_bucket + end];
      for (std::size_t place = begins[first_bucket + day]; place < last_place; ++place) {
        Account& account = accounts[persons[place]];
        commissions[place] = curve.pay(account.point, commissions[place]);
        ++account.lines;
      }
      for (std::size_t i = 0; i < accounts.size(); ++i)
        if (accounts[i].lines > 0)
          into.push_back({.person = buckets->person(part, i),
                          .period = of,
                          .account = std::exchange(accounts[i], Account())});
    }
  }

  // Which part fails first depends on the threads; the first line that does, by day and row, does
  // not.
  void throw_at_first_line() const {
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < rows; ++row)
      if (days[row] != not_of_period) order.push_back(row);
    std::ranges::sort(order, {}, [&](std::size_t row) { return std::pair(days[row], row); });
    std::map<std::pair<std::uint32_t, std::uint16_t>, Money> accumulated;
    for (const std::size_t row : order) {
      Money& before =
          accumulated.try_emplace({people[row], period_of_day[days[row]]}, money(0)).first->second;
      const auto of_line = [&](const Error& error) {
        return "lines: row " + std::to_string(row) + ": " + error.what();
      };
      try {
        static_cast<void>(plan.commission(before, money(bases[row])));
        before += money(bases[row]);
      } catch (const InexactResult& error) {
        throw InexactResult(of_line(error));
      } catch (const Overflow& error) {
        throw Overflow(of_line(error));
      }
    }
  }

  void sort_totals() {
    std::vector<std::pair<KeyValue, std::uint32_t>> by_name;
    std::vector<bool> is_named(people_count, false);
    for (const Total& total : totals) {
      if (is_named[total.person]) continue;
      is_named[total.person] = true;
      by_name.emplace_back(names->value(total.person), total.person);
    }
    std::ranges::sort(by_name);
    std::vector<std::uint32_t> rank(people_count, 0);
    for (std::size_t i = 0; i < by_name.size(); ++i)
      rank[by_name[i].second] = static_cast<std::uint32_t>(i);
    std::ranges::sort(totals, {}, [&](const Total& total) {
      return std::uint64_t{rank[total.person]} << 16U | total.period;
    });
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
  std::size_t threads = 1;
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
  std::optional<Buckets> buckets;
  std::vector<std::vector<std::size_t>> first_places;  // Of each thread's rows, by bucket.
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
                      .lines = total.account.lines,
                      .base = s.money(total.account.point.base),
                      .commission = s.money(total.account.point.paid)};
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
      .integer("lines", [&](std::size_t i) { return s.totals[i].account.lines; })
      .decimal("base", digits,
               [&](std::size_t i) { return Int128{s.totals[i].account.point.base}; })
      .decimal("commission", digits,
               [&](std::size_t i) { return Int128{s.totals[i].account.point.paid}; })
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
  std::vector<Money> lines;
  Money base = s.money(0);
  s.for_lines_of(found->person, found->period, [&](std::size_t row) {
    const Money of_line = s.money(s.bases[row]);
    lines.push_back(s.plan.commission(base, of_line));
    base += of_line;
  });
  return o2c::explain(s.plan, base, lines);
}

}  // namespace o2c::inline v1
