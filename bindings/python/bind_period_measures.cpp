#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/period_measures.hpp"
#include "o2c/receivable/roll_flows.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "key_object.hpp"
#include "tables.hpp"

namespace o2c::python {
namespace {

py::dict period_dict(const MeasuresTable& table, std::size_t row, std::size_t period) {
  const std::vector<PeriodFigures> all = table.figures(row);
  const PeriodFigures& figures = all.at(period);
  py::dict dict;
  for (const KeyColumn& key : table.keys()) dict[py::str(key.name())] = key_object(key, row);
  dict["currency"] = std::string(table.currency(row).code());
  dict["period"] = table.periods()[period];
  dict["days"] = figures.days;
  dict["invoices"] = figures.invoices;
  dict["opening"] = figures.opening;
  dict["sales"] = figures.sales;
  dict["settled"] = figures.settled();
  dict["closing"] = figures.closing;
  dict["not_due"] = figures.not_due();
  dict["overdue"] = figures.overdue;
  dict["paid"] = figures.paid;
  NoTrace no_trace;
  for (std::size_t m = 0; m < period_measures; ++m) {
    const auto wanted = static_cast<PeriodMeasure>(m);
    dict[py::str(to_string(wanted))] = measure(wanted, std::span(all).first(period + 1), no_trace);
  }
  return dict;
}

std::vector<Period> periods_from(const py::object& periods) {
  return list_from<Period, period_from>(periods, "several periods");
}

void bind_table(py::module_& m) {
  py::class_<MeasuresTable>(m, "MeasuresTable", "The figures behind o2c.MeasuresResult.")
      .def("__len__", &MeasuresTable::rows)
      .def_property_readonly("periods", &MeasuresTable::periods)
      .def_property_readonly("keys",
                             [](const MeasuresTable& self) {
                               py::list names;
                               for (const KeyColumn& key : self.keys()) names.append(key.name());
                               return names;
                             })
      .def("row", &period_dict, py::arg("row"), py::arg("period"))
      .def(
          "explain",
          [](const MeasuresTable& self, std::size_t row, std::size_t period,
             const std::string& measure) {
            return self.explain(row, period, parse_period_measure(measure));
          },
          py::arg("row"), py::arg("period"), py::arg("measure"))
      .def(
          "closing",
          [](const MeasuresTable& self, const Given<Currency>& currency, std::size_t period) {
            return self.closing(currency.value, period);
          },
          py::arg("currency"), py::arg("period"))
      .def(
          "to_arrow_table",
          [](const MeasuresTable& self, int digits, const Given<Rounding>& rounding,
             std::size_t threads) {
            py::gil_scoped_release release;
            return std::const_pointer_cast<ArrowTable>(
                to_arrow(self, {.digits = digits, .rounding = rounding.value}, threads));
          },
          py::kw_only(), py::arg("digits"), py::arg("rounding"), py::arg("threads") = 1);
}

py::dict roll_dict(const RollFlows& flows, const std::vector<std::string>& labels) {
  NoTrace no_trace;
  py::dict dict;
  dict["currency"] = std::string(flows.currency.code());
  dict["buckets"] = py::tuple(py::cast(labels));
  dict["before"] = flows.before;
  dict["moved"] = flows.moved;
  dict["settled"] = flows.settled;
  dict["entered"] = flows.entered;
  dict["after"] = flows.after;
  std::vector<std::vector<Measure>> rates;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    rates.emplace_back();
    for (std::size_t j = 0; j < labels.size(); ++j)
      rates.back().push_back(flows.rate(i, j, no_trace));
  }
  dict["rates"] = rates;
  return dict;
}

void def_ledger(py::class_<Ledger>& ledger) {
  ledger.def(
      "measures",
      [](const Ledger& self, const py::object& periods, std::vector<std::string> group_by,
         std::optional<std::int32_t> days_in_period, std::optional<std::int64_t> known_at) {
        MeasureOptions options;
        options.group_by = std::move(group_by);
        options.days_in_period = days_in_period;
        const std::vector<Period> wanted = periods_from(periods);
        return measures(self, wanted, options, known_at.value_or(AsOf::now));
      },
      py::kw_only(), py::arg("periods"), py::arg("group_by"), py::arg("days_in_period"),
      py::arg("known_at"));
  ledger.def(
      "roll_flows",
      [](const Ledger& self, Date before, Date after, const AgingBuckets& buckets,
         std::optional<std::int64_t> known_at) {
        py::list rows;
        for (const RollFlows& flows :
             roll_flows(self, before, AsOf(after, known_at.value_or(AsOf::now)), buckets))
          rows.append(roll_dict(flows, buckets.labels()));
        return rows;
      },
      py::arg("before"), py::arg("after"), py::kw_only(), py::arg("buckets"), py::arg("known_at"));
  ledger.def(
      "loss_flows",
      [](const Ledger& self, Date as_of, const AgingBuckets& buckets, std::optional<Date> from,
         std::optional<Date> to, std::optional<std::int64_t> known_at) {
        py::dict found;
        for (const LossFlows& flows : loss_flows(self, AsOf(as_of, known_at.value_or(AsOf::now)),
                                                 buckets, {.from = from, .to = to}))
          found[py::str(std::string(flows.unpaid.currency().code()))] =
              py::make_tuple(flows.reached, flows.unpaid);
        return found;
      },
      py::kw_only(), py::arg("as_of"), py::arg("buckets"), py::arg("from_date"), py::arg("to_date"),
      py::arg("known_at"));
}

void def_tables(py::module_& m) {
  m.def(
      "measure_documents",
      [](TableSource& invoices, TableSource* receipts, TableSource* applications,
         const py::object& periods, std::vector<std::string> group_by,
         std::optional<std::int32_t> days_in_period, const py::object& currency,
         std::optional<int> amount_digits, std::optional<std::int64_t> known_at,
         std::size_t threads) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        MeasureOptions options;
        options.group_by = std::move(group_by);
        options.days_in_period = days_in_period;
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        options.threads = threads;
        const std::vector<Period> wanted = periods_from(periods);
        py::gil_scoped_release release;
        return measures(
            ReceivableTables{
                .invoices = &invoices, .receipts = receipts, .applications = applications},
            wanted, options, known_at);
      },
      py::arg("invoices"), py::arg("receipts"), py::arg("applications"), py::kw_only(),
      py::arg("periods"), py::arg("group_by"), py::arg("days_in_period"), py::arg("currency"),
      py::arg("amount_digits"), py::arg("known_at"), py::arg("threads"),
      "The column face of the measures.");
}

}  // namespace

void bind_period_measures(py::module_& m) {
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  bind_table(m);
  def_ledger(ledger);
  def_tables(m);
}

}  // namespace o2c::python
