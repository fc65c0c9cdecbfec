#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"

namespace o2c::python {

namespace {

AllocationOptions options_for(Money total, Allocation policy, Rounding rounding,
                              const std::optional<Decimal>& step) {
  AllocationOptions options(policy, rounding);
  if (step) options.step_minor = Money::of(*step, total.currency()).minor();
  return options;
}

template <class Weight>
std::vector<Money> allocated(Money total, const std::vector<Weight>& weights,
                             const AllocationOptions& options, Derivation* trace) {
  const std::span<const Weight> view(weights);
  if (trace != nullptr) return allocate(total, view, options, *trace);
  return allocate(total, view, options);
}

}  // namespace

void bind_allocate(py::module_& m) {
  bind_enum<Allocation>(m);
  m.def(
      "allocate",
      [](Given<Money> money, const py::object& weights, Given<Allocation> policy,
         Given<Rounding> rounding, const std::optional<Decimal>& step, Derivation* trace) {
        const AllocationOptions options = options_for(money, policy, rounding, step);
        const char* expected = "an iterable of numbers, or of o2c.Money";
        const py::list items = items_of(weights, expected);
        if (!items.empty() && py::isinstance<Money>(items[0]))
          return allocated(money, list_from<Money, money_from>(items, expected), options, trace);
        return allocated(money, list_from<Decimal, decimal_from>(items, expected), options, trace);
      },
      py::arg("money"), py::arg("weights"), py::kw_only(), py::arg("policy") = "largest_remainder",
      py::arg("rounding") = "half_up", py::arg("step") = py::none(), py::arg("trace") = py::none(),
      "Divide an amount in proportion to weights, numbers or amounts of one currency; the parts "
      "always add up to it.\n\n`policy` says who gets the spare cents; `rounding` is that of each "
      "share under 'last_takes_rest'; with a `step` ('0.05') every part is a multiple of it. "
      "Raises InvalidArgument for no weights, negative ones or only zeros.");
  m.def(
      "split",
      [](Given<Money> money, std::int64_t parts, Given<Allocation> policy, Given<Rounding> rounding,
         const std::optional<Decimal>& step, Derivation* trace) {
        const AllocationOptions options = options_for(money, policy, rounding, step);
        if (parts < 0)
          throw_invalid("a number of parts is not negative, as " + std::to_string(parts) + " is");
        const auto count = static_cast<std::size_t>(parts);
        if (trace != nullptr) return split(money.value, count, options, *trace);
        return split(money.value, count, options);
      },
      py::arg("money"), py::arg("parts"), py::kw_only(), py::arg("policy") = "largest_remainder",
      py::arg("rounding") = "half_up", py::arg("step") = py::none(), py::arg("trace") = py::none(),
      "Divide an amount into that many parts as equal as can be; they add up to it. The options "
      "are those of `allocate`.");
}

}  // namespace o2c::python
