#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/rate_schedule.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/commission/settle_tables.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/exchange.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "commission_rows.hpp"
#include "enums.hpp"
#include "exchange_rows.hpp"
#include "payout_rows.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// --- the schedule ------------------------------------------------------------------------------

// A pair of where a tier begins and what it pays.
RateTier tier_from(py::handle object, bool pays_amounts) {
  const char* const expected = "a pair such as (300000, \"5%\")";
  if (!py::isinstance<py::sequence>(object) || py::isinstance<py::str>(object) ||
      py::len(object) != 2)
    throw_wrong_type(object, expected);
  const auto pair = py::reinterpret_borrow<py::sequence>(object);
  // Starts of attainment and margins may be parts, such as "120%".
  const bool is_part =
      py::isinstance<Rate>(pair[0]) || (py::isinstance<py::str>(pair[0]) &&
                                        pair[0].cast<std::string>().find('%') != std::string::npos);
  RateTier tier{.from = is_part ? rate_from(pair[0]).fraction() : decimal_from(pair[0])};
  if (pays_amounts)
    tier.amount = decimal_from(pair[1]);
  else
    tier.rate = rate_from(pair[1]);
  return tier;
}

RateSchedule schedule_from(const std::string& method, const py::object& tiers,
                           const std::string& edge, bool per_unit) {
  const TierMethod how = parse_tier_method(method);
  std::vector<RateTier> list;
  for (const py::handle each : items_of(tiers, "pairs of where a tier begins and what it pays"))
    list.push_back(tier_from(each, per_unit || how == TierMethod::table));
  return {how, std::move(list), parse_tier_edge(edge)};
}

bool pays_amounts(const RateSchedule& schedule) {
  return schedule.method() == TierMethod::table || schedule.pays_per_unit();
}

py::tuple tiers_of(const RateSchedule& schedule) {
  py::list tiers;
  for (const RateTier& tier : schedule.tiers())
    if (pays_amounts(schedule))
      tiers.append(py::make_tuple(tier.from, tier.amount));
    else
      tiers.append(py::make_tuple(tier.from, tier.rate));
  return py::tuple(tiers);
}

py::tuple schedule_state(const RateSchedule& schedule) {
  return py::make_tuple(to_string(schedule.method()), tiers_of(schedule),
                        to_string(schedule.edge()), schedule.pays_per_unit());
}

py::str schedule_repr(const RateSchedule& schedule) {
  py::list tiers;
  for (const RateTier& tier : schedule.tiers())
    tiers.append(py::make_tuple(to_string(tier.from), pays_amounts(schedule)
                                                          ? to_string(tier.amount)
                                                          : to_string(tier.rate)));
  return py::str("RateSchedule({!r}, {!r}, edge={!r}{})")
      .format(to_string(schedule.method()), tiers, to_string(schedule.edge()),
              schedule.pays_per_unit() ? ", per_unit=True" : "");
}

void bind_schedule(py::module_& m) {
  py::class_<RateSchedule> schedule(m, "RateSchedule", py::is_final(),
                                    "How much a base earns: a flat rate, or tiers.");
  schedule
      .def(py::init(&schedule_from), py::arg("method"), py::arg("tiers"), py::kw_only(),
           py::arg("edge") = "closes", py::arg("per_unit") = false,
           "method: \"marginal\" (each rate pays for what of the base lies in its tier), \"whole\" "
           "(the rate of the tier that is reached pays for all of it), \"interpolated\" (the rate "
           "goes in a straight line from tier to tier, and pays for all of it), \"table\" (the "
           "tier that is reached pays its amount).\n"
           "tiers: pairs of where a tier begins and what it pays, ascending: "
           "[(0, \"3%\"), (300000, \"5%\")]; of a table, amounts.\n"
           "edge: whether a base that is exactly a tier's start \"closes\" the tier before, or "
           "\"opens\" that tier.\n"
           "per_unit: whether tiers pay amounts for each unit of the base: [(0, 20), (100, 30)] a "
           "tonne.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_static(
          "flat", [](Given<Rate> rate) { return RateSchedule::flat(rate); }, py::arg("rate"),
          "One rate for all.")
      .def_static("flat_amount", &RateSchedule::flat_amount, py::arg("amount"),
                  "One amount for each unit of the base.")
      .def_property_readonly(
          "method", [](const RateSchedule& self) { return to_string(self.method()); },
          "How the tiers pay.")
      .def_property_readonly("tiers", &tiers_of, "Where each begins, and what it pays.")
      .def_property_readonly(
          "edge", [](const RateSchedule& self) { return to_string(self.edge()); },
          "Where a base belongs that is exactly a tier's start.")
      .def_property_readonly("per_unit", &RateSchedule::pays_per_unit,
                             "Whether tiers pay amounts for each unit of the base.")
      .def("for_target", &RateSchedule::for_target, py::arg("target"),
           "The same with starts that are parts of a target, such as 1.2, turned into amounts.")
      .def(
          "earned",
          [](const RateSchedule& self, const Decimal& base, Derivation* trace) {
            return trace == nullptr ? self.earned(base) : self.earned(base, *trace);
          },
          py::arg("base"), py::kw_only(), py::arg("trace") = py::none(),
          "What the base earns, exactly. A trace is told the steps.")
      .def(
          "lint",
          [](const RateSchedule& self, const std::string& lang) {
            std::vector<std::string> findings;
            for (const Label& each : self.lint()) findings.push_back(each.in(parse_language(lang)));
            return findings;
          },
          py::arg("lang") = "en",
          "What its author may not have meant: starts at which the pay jumps, tiers that pay as "
          "the one before, rates that fall, a rate above 100%.")
      .def(
          "describe",
          [](const RateSchedule& self, const std::string& lang) {
            return describe(self, parse_language(lang));
          },
          py::arg("lang") = "en", "The schedule in plain words.")
      .def("__str__", [](const RateSchedule& self) { return to_string(self); });
  def_repr(schedule, schedule_repr);
  def_equality(schedule);
  def_copy(schedule);
  schedule.def("__hash__", [](const RateSchedule& self) { return py::hash(schedule_state(self)); });
  def_pickle(schedule, schedule_state, [](const py::tuple& state) {
    return schedule_from(state[0].cast<std::string>(), state[1], state[2].cast<std::string>(),
                         state[3].cast<bool>());
  });
}

// --- the lines ---------------------------------------------------------------------------------

// The tables that a settlement looks at besides lines; None: there is none.
struct SettleTables {
  std::optional<CreditAssignments> credits{};
  std::optional<Team> team{};
  std::vector<SalesTarget> targets{};
  std::vector<PersonOpening> openings{};
  std::optional<ExchangeTable> rates{};
  std::vector<CurrencyExchange> kept_exchanges{};
  std::vector<std::string> paid_before{};

  // Former people are taken for such as are of the team.
  SettleTables(TableSource* credit_rows, TableSource* people, TableSource* target_rows,
               TableSource* opening_rows, std::vector<PersonOpening> given_openings,
               const Plan& plan, const std::optional<Period>& within,
               std::optional<int> amount_digits, std::span<const std::string> former_people = {})
      : openings(std::move(given_openings)) {
    if (people != nullptr) team = read_team(*people, plan);
    if (team) team = with_people(*team, former_people);
    const Team* const of = team ? &*team : nullptr;
    if (credit_rows != nullptr) credits = read_credits(*credit_rows, of);
    if (target_rows != nullptr)
      targets = read_targets(*target_rows, plan, amount_digits, of, within);
    if (opening_rows != nullptr) openings = read_openings(*opening_rows, plan, amount_digits, of);
  }
  [[nodiscard]] SettleInput input() const {
    return {.credits = credits ? &*credits : nullptr,
            .team = team ? &*team : nullptr,
            .targets = targets,
            .openings = openings,
            .paid_before = paid_before,
            .rates = rates ? &*rates : nullptr,
            .kept_exchanges = kept_exchanges};
  }
};

py::list corrections_of(const CommissionTable& settled, const CommissionTable& recomputed) {
  if (settled.period() != recomputed.period())
    throw_invalid("corrections: expected one period, got " + to_string(settled.period()) + " and " +
                  to_string(recomputed.period()));
  if (settled.plan() != recomputed.plan())
    throw_invalid("corrections: expected one plan, that which the period was settled by, got " +
                  settled.plan().name() + " and " + recomputed.plan().name());
  py::list rows;
  for (const CommissionCorrection& each : correct(settled.statement(), recomputed.statement())) {
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["settled"] = each.settled;
    row["recomputed"] = each.recomputed;
    row["correction"] = each.correction;
    row["commission"] = each.commission;
    row["overrides"] = each.overrides;
    row["pools"] = each.pools;
    rows.append(std::move(row));
  }
  return rows;
}

std::variant<std::int64_t, std::string_view> person_from(const py::object& object) {
  if (py::isinstance<py::str>(object)) return object.cast<std::string_view>();
  if (!py::isinstance<py::int_>(object)) throw_wrong_type(object, "a text or a whole number");
  const Int128 number = int128_from(object);
  const auto code = static_cast<std::int64_t>(number);
  if (code != number) throw_invalid("salesperson: expected one who has lines");
  return code;
}

std::size_t line_from(std::int64_t line) {
  if (line < 0) throw_invalid("line: expected a position from 0, got " + std::to_string(line));
  return static_cast<std::size_t>(line);
}

// What people's periods come to is sorted when the first of these asks.
template <class Ask>
auto without_gil(const Ask& ask) {
  const py::gil_scoped_release release;
  return ask();
}

py::list rows_of(const CommissionTable& table) {
  py::list rows;
  for (const CommissionRow& each : without_gil([&] { return table.rows(); })) {
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["period"] = each.period;
    row["lines"] = each.lines;
    row["base"] = each.base;
    row["commission"] = each.commission;
    row["bounded"] = each.bounded;
    rows.append(std::move(row));
  }
  return rows;
}

// What is not payable yet.
py::list awaiting_rows(const CommissionTable& table) {
  py::list rows;
  for (const CommissionRow& each : without_gil([&] { return table.rows(); })) {
    if (each.payable == each.bounded) continue;
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["period"] = each.period;
    row["bounded"] = each.bounded;
    row["payable"] = each.payable;
    row["awaiting"] = each.bounded - each.payable;
    rows.append(std::move(row));
  }
  return rows;
}

py::list lines_of(const CommissionTable& table, const py::object& salesperson) {
  py::list rows;
  const auto person = person_from(salesperson);
  for (const EarnedLine& each : without_gil([&] { return table.lines_of(person); })) {
    py::dict row;
    row["line"] = each.line;
    row["period"] = each.period;
    row["rule"] = rule_name(table.plan(), each.rule);
    row["share"] = each.share;
    row["base"] = each.base;
    row["quantity"] = table.plan().rules()[each.rule].counts_quantity()
                          ? std::optional(normalized(each.credited.quantity))
                          : std::nullopt;
    row["left"] = each.credited.pays;
    row["commission"] = each.commission;
    rows.append(std::move(row));
  }
  return rows;
}

// Lines that earn nothing.
py::list uncounted_of(const CommissionTable& table, const py::object& salesperson) {
  py::list rows;
  const auto person = person_from(salesperson);
  for (const UncountedLine& each : without_gil([&] { return table.uncounted_of(person); })) {
    py::dict row;
    row["line"] = each.line;
    row["standing"] = to_string(each.standing);
    row["rule"] = rule_name(table.plan(), each.rule);
    rows.append(std::move(row));
  }
  return rows;
}

py::list by_rule_of(const CommissionTable& table) {
  return by_rule_rows(table.plan(), without_gil([&] { return table.by_rule(); }));
}
py::list overrides_of(const CommissionTable& table) {
  return override_rows(table.statement().overrides);
}
py::list exchanges_of(const CommissionTable& table) { return exchange_rows(table.exchanges()); }

py::list pools_of(const CommissionTable& table) { return pool_rows(table.statement().pools); }
py::list payouts_of(const CommissionTable& table) { return payout_rows(table.statement().payouts); }

py::list tie_out_of(const CommissionTable& table) {
  return tie_out_rows(table.plan(), table.statement().tie_out);
}

Derivation explain_payout(const CommissionTable& table, const std::string& salesperson) {
  for (const PersonPayout& each : table.statement().payouts)
    if (each.salesperson == salesperson) return explain(table.plan(), each.payout);
  throw_invalid("salesperson: expected one who is paid, got " + salesperson);
}

using LinesTable = std::shared_ptr<const ArrowTable> (CommissionTable::*)() const;
template <LinesTable make>
std::shared_ptr<ArrowTable> arrow_of(const CommissionTable& table) {
  const py::gil_scoped_release release;
  return std::const_pointer_cast<ArrowTable>((table.*make)());
}

void bind_table(py::module_& m) {
  py::class_<CommissionTable>(m, "CommissionTable", "What o2c.CommissionResult stands on.")
      .def(py::init([](TableSource& lines, const Plan& plan, Given<Period> period,
                       TableSource* credits, TableSource* people, TableSource* targets,
                       TableSource* openings, const py::list& opening_rows, bool other_targets,
                       const ExchangeTable* rates, const CommissionBook* book,
                       std::optional<Date> payable_until, std::optional<int> amount_digits,
                       std::size_t threads, std::vector<std::size_t> left_aside) {
             // A copy, as somebody may add to it meanwhile.
             const std::optional<ExchangeTable> own_rates =
                 rates == nullptr ? std::nullopt : std::optional(*rates);
             const CommissionTableOptions options{.amount_digits = amount_digits,
                                                  .threads = threads,
                                                  .left_aside = std::move(left_aside)};
             std::vector<PersonOpening> given_openings = openings_from(opening_rows);
             std::vector<CurrencyExchange> kept_exchanges;
             std::vector<std::string> paid_before;
             std::vector<std::string> former_people;
             if (book != nullptr) {
               kept_exchanges = book->exchanges();
               paid_before = book->people();
               former_people = book->people_of(period);
             }
             const py::gil_scoped_release release;
             SettleTables tables(credits, people, targets, openings, std::move(given_openings),
                                 plan, other_targets ? std::optional<Period>(period) : std::nullopt,
                                 amount_digits, former_people);
             tables.rates = own_rates;
             tables.paid_before = std::move(paid_before);
             tables.kept_exchanges = std::move(kept_exchanges);
             SettleInput input = tables.input();
             input.payable_until = payable_until;
             return CommissionTable(lines, plan, period, options, input);
           }),
           py::arg("lines"), py::kw_only(), py::arg("plan"), py::arg("period"), py::arg("credits"),
           py::arg("people"), py::arg("targets"), py::arg("openings"), py::arg("opening_rows"),
           py::arg("other_targets") = false, py::arg("rates") = py::none(),
           py::arg("book") = py::none(), py::arg("payable_until") = py::none(),
           py::arg("amount_digits"), py::arg("threads"),
           py::arg("left_aside") = std::vector<std::size_t>())
      .def_property_readonly("plan", &CommissionTable::plan)
      .def_property_readonly("period", &CommissionTable::period)
      .def_property_readonly("outside", &CommissionTable::outside)
      .def("exchanges", &exchanges_of)
      .def("unmatched", &CommissionTable::unmatched)
      .def("rows", &rows_of)
      .def("awaiting", &awaiting_rows)
      .def("lines_of", &lines_of, py::arg("salesperson"))
      .def("uncounted_of", &uncounted_of, py::arg("salesperson"))
      .def("by_rule", &by_rule_of)
      .def("overrides", &overrides_of)
      .def("pools", &pools_of)
      .def("payouts", &payouts_of)
      .def(
          "balances",
          [](const CommissionTable& table, std::string_view salesperson) {
            return balance_rows(table.statement().payouts, salesperson);
          },
          py::arg("salesperson"))
      .def("tie_out", &tie_out_of)
      .def("part",
           [](const CommissionTable& self) {
             const py::gil_scoped_release release;
             return self.part();
           })
      .def("totals", &arrow_of<&CommissionTable::totals>)
      .def("lines", &arrow_of<&CommissionTable::lines>)
      .def("credits", &arrow_of<&CommissionTable::credits>)
      .def(
          "explain_line",
          [](const CommissionTable& self, std::int64_t line, const py::object& salesperson) {
            if (salesperson.is_none()) return self.explain(line_from(line));
            return self.explain(line_from(line), person_from(salesperson));
          },
          py::arg("line"), py::arg("salesperson"))
      .def(
          "explain_lines_of",
          [](const CommissionTable& self, const py::object& salesperson) {
            const auto person = person_from(salesperson);
            return without_gil([&] { return self.explain_lines_of(person); });
          },
          py::arg("salesperson"))
      .def("explain_payout", &explain_payout, py::arg("salesperson"))
      .def(
          "explain_override",
          [](const CommissionTable& self, const std::string& manager, Given<Period> period,
             std::int64_t level) { return self.explain_override(manager, period, level); },
          py::arg("manager"), py::arg("period"), py::arg("level"))
      .def("explain_pool", &CommissionTable::explain_pool, py::arg("pool"), py::arg("salesperson"))
      .def(
          "explain",
          [](const CommissionTable& self, const py::object& salesperson, Given<Period> period) {
            return self.explain(person_from(salesperson), period);
          },
          py::arg("salesperson"), py::arg("period"));
  m.def("commission_corrections", &corrections_of, py::arg("settled"), py::arg("recomputed"));
}

}  // namespace

void bind_commission(py::module_& m) {
  bind_schedule(m);
  bind_plan_parts(m);
  bind_plan(m);
  bind_plan_history(m);
  bind_commission_part(m);
  bind_table(m);
  bind_commission_book(m);
  bind_acknowledgement(m);
}

}  // namespace o2c::python
