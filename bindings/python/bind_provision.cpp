#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/provision.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "fraction_text.hpp"
#include "key_object.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// "2%", a Rate, or an exact fraction of one, such as "1/3".
Ratio loss_rate_from(py::handle rate) {
  const bool is_percentage =
      py::isinstance<py::str>(rate) && rate.cast<std::string>().ends_with('%');
  if (is_percentage || py::isinstance<Rate>(rate)) return Ratio(rate_from(rate).fraction());
  return fraction_from(rate);
}

std::vector<SpecificRate> specific_from(const py::dict& specific) {
  std::vector<SpecificRate> rates;
  for (const auto& [party, rate] : specific) {
    if (!py::isinstance<py::str>(party)) throw_wrong_type(party, "the name of a party");
    rates.push_back({party.cast<std::string>(), loss_rate_from(rate)});
  }
  // Equal whatever the order in which they were stated.
  std::ranges::sort(rates, {}, &SpecificRate::party);
  return rates;
}

py::dict specific_dict(const ProvisionMatrix& self) {
  py::dict rates;
  for (const SpecificRate& specific : self.specific) rates[py::str(specific.party)] = specific.rate;
  return rates;
}

py::tuple state_of(const ProvisionMatrix& self) {
  return py::make_tuple(self.buckets, py::tuple(py::cast(self.rates)), self.forward_looking,
                        specific_dict(self), self.disputed_rate, to_string(self.credits),
                        self.rounding);
}

// The matrix with all that is stated besides its rates.
ProvisionMatrix with_terms(ProvisionMatrix matrix, const py::object& forward_looking,
                           const py::dict& specific, const py::object& disputed_rate,
                           const std::string& credits, const Given<Rounding>& rounding) {
  matrix.forward_looking = loss_rate_from(forward_looking);
  matrix.specific = specific_from(specific);
  matrix.credits = parse_provision_credits(credits);
  matrix.rounding = rounding.value;
  if (!disputed_rate.is_none()) matrix.disputed_rate = loss_rate_from(disputed_rate);
  matrix.check();
  return matrix;
}

ProvisionMatrix made(const AgingBuckets& buckets, const py::object& rates,
                     const py::object& forward_looking, const py::dict& specific,
                     const py::object& disputed_rate, const std::string& credits,
                     const Given<Rounding>& rounding) {
  return with_terms(
      {.buckets = buckets,
       .rates = list_from<Ratio, loss_rate_from>(rates, "a loss rate for each bucket")},
      forward_looking, specific, disputed_rate, credits, rounding);
}

// The buckets of an aging, or their day limits.
AgingBuckets buckets_from(py::handle buckets) {
  if (py::isinstance<AgingBuckets>(buckets)) return buckets.cast<AgingBuckets>();
  std::vector<std::int32_t> limits;
  for (const py::handle limit : items_of(buckets, "AgingBuckets, or whole days")) {
    if (!py::isinstance<py::int_>(limit)) throw_wrong_type(limit, "a whole number of days");
    limits.push_back(limit.cast<std::int32_t>());
  }
  return AgingBuckets(std::move(limits));
}

void bind_matrix(py::module_& m) {
  py::class_<ProvisionMatrix> type(
      m, "ProvisionMatrix", py::is_final(),
      "Loss rates by age: the simplified approach of IFRS 9 (5.5.15, B5.5.35), lifetime expected\n"
      "losses from the first day on.");
  type.def(py::init([](const py::object& rates, const py::object& buckets,
                       const py::object& forward_looking, const py::object& specific,
                       const py::object& disputed_rate, const std::string& credits,
                       const Given<Rounding>& rounding) {
             return made(buckets_from(buckets), rates, forward_looking,
                         specific.is_none() ? py::dict() : py::dict(specific), disputed_rate,
                         credits, rounding);
           }),
           py::arg("rates"), py::kw_only(),
           py::arg_v("buckets", py::make_tuple(30, 60, 90), "(30, 60, 90)"),
           py::arg("forward_looking") = 1, py::arg("specific") = py::none(),
           py::arg("disputed_rate") = py::none(), py::arg("credits") = "ignored",
           py::arg_v("rounding", "half_up", "'half_up'"),
           "rates: one for each bucket, that of what is not due first: '2%', o2c.Rate, or a\n"
           "fractions.Fraction.\n"
           "buckets: day limits by due date, or AgingBuckets.\n"
           "forward_looking: the factor that all rates are multiplied by, to 1 at most.\n"
           "specific: {party: rate}, in place of the buckets' rates, and not multiplied.\n"
           "disputed_rate: of what is in dispute, which has no bucket.\n"
           "credits: what credits and unapplied cash do to a row's buckets: nothing ('ignored'), "
           "or\n"
           "they lessen them ('oldest_first', 'newest_first').\n\n"
           "Raises o2c.InvalidArgument with every fault.")
      .def_static(
          "from_flows",
          [](const py::object& reached, const Given<Money>& unpaid, const py::object& buckets,
             const py::object& forward_looking, const py::object& specific,
             const py::object& disputed_rate, const std::string& credits,
             const Given<Rounding>& rounding, Derivation* trace) {
            const LossFlows flows{
                list_from<Money, money_from>(reached, "an amount for each bucket"), unpaid.value};
            AgingBuckets by = buckets_from(buckets);
            return with_terms(trace != nullptr
                                  ? ProvisionMatrix::from_flows(std::move(by), flows, *trace)
                                  : ProvisionMatrix::from_flows(std::move(by), flows),
                              forward_looking, specific.is_none() ? py::dict() : py::dict(specific),
                              disputed_rate, credits, rounding);
          },
          py::kw_only(), py::arg("reached"), py::arg("unpaid"),
          py::arg_v("buckets", py::make_tuple(30, 60, 90), "(30, 60, 90)"),
          py::arg("forward_looking") = 1, py::arg("specific") = py::none(),
          py::arg("disputed_rate") = py::none(), py::arg("credits") = "ignored",
          py::arg_v("rounding", "half_up", "'half_up'"), py::arg("trace") = py::none(),
          "The rates of flows: unpaid / the amount that ever reached each bucket.\n\n"
          "trace: an o2c.Derivation that keeps how each rate came about. The others: as those of "
          "a\n"
          "matrix with given rates.\n\n"
          "Raises o2c.InvalidArgument, which names each bucket that nothing reached.")
      .def_readonly("buckets", &ProvisionMatrix::buckets, "What the rates go by.")
      .def_property_readonly(
          "rates", [](const ProvisionMatrix& self) { return py::tuple(py::cast(self.rates)); },
          "The loss rate of each bucket, exactly.")
      .def_readonly("forward_looking", &ProvisionMatrix::forward_looking,
                    "What all rates are multiplied by.")
      .def_property_readonly("specific", &specific_dict, "The rates of single parties.")
      .def_readonly("disputed_rate", &ProvisionMatrix::disputed_rate,
                    "Of what is in dispute, or None.")
      .def_property_readonly(
          "credits", [](const ProvisionMatrix& self) { return to_string(self.credits); },
          "What credits do to the amounts.")
      .def_readonly("rounding", &ProvisionMatrix::rounding, "Of each bucket's provision.")
      .def(
          "rate",
          [](const ProvisionMatrix& self, std::size_t bucket, Derivation* trace) {
            if (bucket >= self.rates.size()) throw py::index_error("bucket out of range");
            if (trace != nullptr) return self.rate(bucket, *trace);
            NoTrace no_trace;
            return self.rate(bucket, no_trace);
          },
          py::arg("bucket"), py::kw_only(), py::arg("trace") = py::none(),
          "The rate of a bucket (from 0) with the forward-looking factor.")
      .def("__hash__",
           [](const ProvisionMatrix& self) { return py::hash(py::str(py::repr(state_of(self)))); });
  def_repr(type, [](const ProvisionMatrix& self) {
    py::dict specific;
    for (const SpecificRate& each : self.specific)
      specific[py::str(each.party)] = to_string(each.rate);
    const std::string disputed =
        self.disputed_rate ? "'" + to_string(*self.disputed_rate) + "'" : "None";
    return "ProvisionMatrix(" + std::string(py::str(py::repr(fraction_texts(self.rates)))) +
           ", buckets=" + std::string(py::str(py::repr(py::cast(self.buckets)))) +
           ", forward_looking='" + to_string(self.forward_looking) +
           "', specific=" + std::string(py::str(py::repr(specific))) +
           ", disputed_rate=" + disputed + ", credits='" + to_string(self.credits) +
           "', rounding='" + to_string(self.rounding) + "')";
  });
  def_equality(type);
  def_copy(type);
  def_pickle(type, &state_of, [](const py::tuple& state) {
    return made(state[0].cast<AgingBuckets>(), state[1], state[2], state[3].cast<py::dict>(),
                state[4], state[5].cast<std::string>(), state[6].cast<Given<Rounding>>());
  });
}

py::dict row_dict(const Provision& self, const ProvisionRow& row) {
  py::dict exposures;
  py::dict provisions;
  for (std::size_t c = 0; c < self.columns().size(); ++c) {
    exposures[py::str(self.columns()[c])] = row.exposures[c];
    provisions[py::str(self.columns()[c])] = row.provisions[c];
  }
  py::dict dict;
  dict["currency"] = std::string(row.currency.code());
  dict["exposures"] = exposures;
  dict["provisions"] = provisions;
  dict["exposure"] = row.exposure;
  dict["provision"] = row.provision;
  return dict;
}

void bind_result(py::module_& m) {
  py::class_<Provision>(m, "Provision", "What o2c.ProvisionResult stands on.")
      .def(py::init<const AgingTable&, ProvisionMatrix>(), py::arg("aging"), py::arg("matrix"))
      .def("__len__", [](const Provision& self) { return self.rows().size(); })
      .def_property_readonly("as_of", &Provision::as_of)
      .def_property_readonly("columns", &Provision::columns)
      .def_property_readonly("keys",
                             [](const Provision& self) {
                               py::list names;
                               for (const KeyColumn& key : self.keys()) names.append(key.name());
                               return names;
                             })
      .def(
          "row",
          [](const Provision& self, std::size_t row) {
            if (row >= self.rows().size()) throw py::index_error("row out of range");
            py::dict dict;
            for (const KeyColumn& key : self.keys())
              dict[py::str(key.name())] = key_object(key, row);
            dict.attr("update")(row_dict(self, self.rows()[row]));
            return dict;
          },
          py::arg("row"))
      .def("totals",
           [](const Provision& self) {
             py::list rows;
             for (const ProvisionRow& row : self.totals()) rows.append(row_dict(self, row));
             return rows;
           })
      .def("explain", &Provision::explain, py::arg("row"))
      .def("to_arrow_table", [](const Provision& self) {
        return std::const_pointer_cast<ArrowTable>(to_arrow(self));
      });
}

}  // namespace

void bind_provision(py::module_& m) {
  bind_matrix(m);
  bind_result(m);
}

}  // namespace o2c::python
