#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/compensation.hpp"
#include "o2c/receivable/interest.hpp"
#include "o2c/receivable/interest_table.hpp"
#include "o2c/time/day_count.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// One rate, or pairs of a day and the rate from then on.
std::vector<AnnualRate> rates_from(const py::object& object) {
  if (py::isinstance<Rate>(object) || py::isinstance<py::str>(object))
    return {{Date::min(), rate_from(object)}};
  const char* expected = "an o2c.Rate, its text, or pairs of a date and a rate";
  const py::object pairs = py::isinstance<py::dict>(object) ? object.attr("items")() : object;
  std::vector<AnnualRate> rates;
  for (const py::handle item : items_of(pairs, expected)) {
    if (!py::isinstance<py::tuple>(item) || py::len(item) != 2) throw_wrong_type(item, expected);
    const auto pair = py::reinterpret_borrow<py::tuple>(item);
    rates.push_back({date_from(pair[0]), rate_from(pair[1])});
  }
  return rates;
}

py::tuple rates_tuple(const InterestPolicy& policy) {
  py::list rates;
  for (const AnnualRate& each : policy.rates())
    rates.append(py::make_tuple(to_python(each.from), each.rate));
  return py::tuple(rates);
}

py::tuple policy_state(const InterestPolicy& policy) {
  const InterestTerms& terms = policy.terms();
  return py::make_tuple(rates_tuple(policy), terms.day_count, to_string(terms.compounding),
                        terms.grace_days, to_string(terms.grace), to_string(terms.rounded),
                        terms.rounding);
}

InterestPolicy policy_from_state(const py::tuple& state) {
  return InterestPolicy(rates_from(state[0]),
                        {.day_count = state[1].cast<DayCount>(),
                         .compounding = parse_compounding(state[2].cast<std::string>()),
                         .grace_days = state[3].cast<std::int32_t>(),
                         .grace = parse_grace(state[4].cast<std::string>()),
                         .rounded = parse_interest_rounding(state[5].cast<std::string>()),
                         .rounding = state[6].cast<Rounding>()});
}

py::str policy_repr(const InterestPolicy& policy) {
  py::list rates;
  for (const AnnualRate& each : policy.rates())
    rates.append(py::make_tuple(to_string(each.from), to_string(each.rate)));
  const bool one = policy.rates().size() == 1 && policy.rates().front().from == Date::min();
  const InterestTerms& terms = policy.terms();
  return py::str(
             "InterestPolicy({!r}, day_count={!r}, compounding={!r}, grace_days={}, grace={!r}, "
             "rounded={!r}, rounding={!r})")
      .format(one ? py::object(py::str(to_string(policy.rates().front().rate))) : py::object(rates),
              to_string(terms.day_count), to_string(terms.compounding), terms.grace_days,
              to_string(terms.grace), to_string(terms.rounded), to_string(terms.rounding));
}

// What is open after each payment; those of one day together.
std::vector<InterestBalance> balances_after(Money amount, Date due_date,
                                            std::vector<std::pair<Date, Money>> payments) {
  std::ranges::stable_sort(payments, {}, &std::pair<Date, Money>::first);
  const Money none = Money::zero(amount.currency());
  const Date first = payments.empty() ? due_date : payments.front().first;
  std::vector<InterestBalance> balances;
  if (payments.empty() || first > Date::min())
    balances.push_back({payments.empty() ? first : first - 1, amount, none});
  for (const auto& [date, paid] : payments) {
    amount -= paid;
    if (!balances.empty() && balances.back().date == date) balances.pop_back();
    balances.push_back({date, amount, none});
  }
  return balances;
}

std::vector<std::pair<Date, Money>> payments_from(const py::object& object) {
  const char* expected = "pairs of a date and an amount";
  std::vector<std::pair<Date, Money>> payments;
  for (const py::handle item : items_of(object, expected)) {
    if (!py::isinstance<py::tuple>(item) || py::len(item) != 2) throw_wrong_type(item, expected);
    const auto pair = py::reinterpret_borrow<py::tuple>(item);
    payments.emplace_back(date_from(pair[0]), money_from(pair[1]));
  }
  return payments;
}

void bind_policy(py::module_& m) {
  py::class_<InterestPolicy> policy(
      m, "InterestPolicy", py::is_final(),
      "The late interest that was agreed or that the law sets: yearly rates, and how they are "
      "applied.");
  policy
      .def(py::init([](const py::object& rates, Given<DayCount> day_count,
                       const std::string& compounding, std::int32_t grace_days,
                       const std::string& grace, const std::string& rounded,
                       Given<Rounding> rounding) {
             return InterestPolicy(rates_from(rates),
                                   {.day_count = day_count,
                                    .compounding = parse_compounding(compounding),
                                    .grace_days = grace_days,
                                    .grace = parse_grace(grace),
                                    .rounded = parse_interest_rounding(rounded),
                                    .rounding = rounding});
           }),
           py::arg("rates"), py::kw_only(), py::arg("day_count") = "act_365",
           py::arg("compounding") = "none", py::arg("grace_days") = 0,
           py::arg("grace") = "conditional", py::arg("rounded") = "total",
           py::arg("rounding") = "half_up",
           "rates: one (\"4.5%\"), or the rate from each day on ({\"2026-01-01\": \"4.5%\"}).\n"
           "compounding: none, daily, monthly, quarterly, yearly.\n"
           "grace: conditional (what is still open after the days of grace bears interest from the "
           "due date on), free (interest begins after them).\n"
           "rounded: total (once), daily (what each day bears).\n\n"
           "Raises InvalidArgument with every fault.")
      .def_property_readonly("rates", &rates_tuple, "The days from which rates hold, and these.")
      .def_property_readonly(
          "day_count", [](const InterestPolicy& self) { return self.terms().day_count; },
          "How days and years are counted.")
      .def_property_readonly(
          "compounding",
          [](const InterestPolicy& self) { return to_string(self.terms().compounding); },
          "When interest bears interest.")
      .def_property_readonly(
          "grace_days", [](const InterestPolicy& self) { return self.terms().grace_days; },
          "Days of grace after the due date.")
      .def_property_readonly(
          "grace", [](const InterestPolicy& self) { return to_string(self.terms().grace); },
          "What they are.")
      .def_property_readonly(
          "rounded", [](const InterestPolicy& self) { return to_string(self.terms().rounded); },
          "In total, or what each day bears.")
      .def_property_readonly(
          "rounding", [](const InterestPolicy& self) { return self.terms().rounding; }, "How.")
      .def(
          "interest",
          [](const InterestPolicy& self, Given<Money> amount, Date due_date, Date as_of,
             const py::object& payments, Derivation* trace) {
            const auto balances = balances_after(amount, due_date, payments_from(payments));
            if (trace != nullptr) return late_interest(self, due_date, balances, as_of, *trace);
            return late_interest(self, due_date, balances, as_of);
          },
          py::arg("amount"), py::kw_only(), py::arg("due_date"), py::arg("as_of"),
          py::arg("payments") = py::tuple(), py::arg("trace") = py::none(),
          "What an amount bears from the day after its due date until a day, of which payments, as "
          "pairs of a date and an amount, take their part.")
      .def("__str__", [](const InterestPolicy& self) { return to_string(self); });
  def_repr(policy, policy_repr);
  def_equality(policy);
  def_copy(policy);
  policy.def("__hash__", [](const InterestPolicy& self) { return py::hash(policy_state(self)); });
  def_pickle(policy, policy_state, policy_from_state);
}

py::tuple tiers_tuple(const Compensation& compensation) {
  py::list tiers;
  for (const CompensationTier& tier : compensation.tiers())
    tiers.append(py::make_tuple(tier.from, tier.amount));
  return py::tuple(tiers);
}

Compensation compensation_from(const py::object& object) {
  const char* expected = "pairs of the least debt of a tier and what is due for it";
  std::vector<CompensationTier> tiers;
  for (const py::handle item : items_of(object, expected)) {
    if (!py::isinstance<py::tuple>(item) || py::len(item) != 2) throw_wrong_type(item, expected);
    const auto pair = py::reinterpret_borrow<py::tuple>(item);
    tiers.push_back({money_from(pair[0]), money_from(pair[1])});
  }
  return Compensation(std::move(tiers));
}

void bind_compensation(py::module_& m) {
  py::class_<Compensation> compensation(
      m, "Compensation", py::is_final(),
      "The fixed sum that a late payer owes for each debt, once, by the tier of the debt.");
  compensation
      .def(py::init(&compensation_from), py::arg("tiers"),
           "tiers: the least debt of each, and what is due for it: [(\"0 GBP\", \"40 GBP\"), "
           "(\"1000 GBP\", \"70 GBP\")].\n\nRaises InvalidArgument with every fault.")
      .def_property_readonly("tiers", &tiers_tuple, "The tiers.")
      .def(
          "of_debt",
          [](const Compensation& self, Given<Money> debt, Derivation* trace) {
            if (trace != nullptr) return self.of_debt(debt, *trace);
            return self.of_debt(debt);
          },
          py::arg("debt"), py::kw_only(), py::arg("trace") = py::none(), "What is due for a debt.")
      .def("__str__", [](const Compensation& self) { return to_string(self); });
  def_repr(compensation, [](const Compensation& self) {
    py::list tiers;
    for (const CompensationTier& tier : self.tiers())
      tiers.append(py::make_tuple(to_string(tier.from), to_string(tier.amount)));
    return py::str("Compensation({!r})").format(tiers);
  });
  def_equality(compensation);
  def_copy(compensation);
  compensation.def("__hash__",
                   [](const Compensation& self) { return py::hash(tiers_tuple(self)); });
  def_pickle(
      compensation, [](const Compensation& self) { return py::make_tuple(tiers_tuple(self)); },
      [](const py::tuple& state) { return compensation_from(state[0]); });
}

void bind_day_count(py::module_& m) {
  bind_enum<DayCount>(m);
  m.def(
      "days_counted",
      [](Given<DayCount> day_count, Date from, Date to) {
        return days_counted(day_count, from, to);
      },
      py::arg("day_count"), py::arg("start"), py::arg("end"),
      "The days counted from one day to another: actual, or by months of 30 days.");
  m.def(
      "year_fraction",
      [](Given<DayCount> day_count, Date from, Date to) {
        return year_fraction(day_count, from, to);
      },
      py::arg("day_count"), py::arg("start"), py::arg("end"),
      "The time from one day to another in years, exactly.");
}

}  // namespace

void bind_interest(py::module_& m) {
  bind_day_count(m);
  bind_policy(m);
  bind_compensation(m);
  m.def(
      "interest_table",
      [](TableSource& items, const InterestPolicy& policy, Date as_of, TableSource* applications,
         TableSource* disputes, std::optional<std::int64_t> known_at, const std::string& rows,
         const py::object& currency, std::optional<int> amount_digits, std::size_t threads) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        InterestTableOptions options{.rows = parse_item_rows(rows)};
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        options.threads = threads;
        options.known_at_us = known_at;
        py::gil_scoped_release release;
        return interest_table(items, policy, as_of, options, {applications, disputes});
      },
      py::arg("items"), py::kw_only(), py::arg("policy"), py::arg("as_of"), py::arg("applications"),
      py::arg("disputes"), py::arg("known_at"), py::arg("rows"), py::arg("currency"),
      py::arg("amount_digits"), py::arg("threads"), "The late interest of many items.");
}

}  // namespace o2c::python
