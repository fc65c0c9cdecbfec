#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/terms.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "terms_casters.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

template <class T>
std::string repr_of(const T& value) {
  return py::repr(py::cast(value)).template cast<std::string>();
}

// --- DateStep --------------------------------------------------------------------------------

std::string step_repr(const DateStep& step) {
  std::string start = "DateStep." + to_string(step.kind()) + "(";
  switch (step.kind()) {
    case DateStep::Kind::days:
    case DateStep::Kind::business_days:
    case DateStep::Kind::months:
      return start + std::to_string(step.count()) + ")";
    case DateStep::Kind::end_of_month:
      return start + ")";
    case DateStep::Kind::day_of_month:
    case DateStep::Kind::month:
      return start + std::to_string(step.target()) + ")";
    case DateStep::Kind::weekday:
      return start + "'" + EnumTraits<Weekday>::members[step.target() - 1].name + "')";
    case DateStep::Kind::proximo:
      return start + std::to_string(step.target()) + ", cutoff=" + std::to_string(step.cutoff()) +
             ", months=" + std::to_string(step.count()) + ")";
  }
  return start;
}

py::tuple step_state(const DateStep& step) {
  return py::make_tuple(to_string(step.kind()), step.count(), step.target(), step.cutoff());
}

DateStep step_from_state(const py::tuple& state) {
  const auto kind = state[0].cast<std::string>();
  const auto count = state[1].cast<std::int32_t>();
  const auto target = state[2].cast<int>();
  if (kind == "days") return DateStep::days(count);
  if (kind == "business_days") return DateStep::business_days(count);
  if (kind == "months") return DateStep::months(count);
  if (kind == "end_of_month") return DateStep::end_of_month();
  if (kind == "day_of_month") return DateStep::day_of_month(target);
  if (kind == "month") return DateStep::month(target);
  if (kind == "weekday") return DateStep::weekday(static_cast<Weekday>(target));
  return DateStep::proximo(target, state[3].cast<int>(), count);
}

void bind_date_step(py::module_& m) {
  py::class_<DateStep> step(
      m, "DateStep", py::is_final(),
      "One step from a date to another, such as 30 days later, or the end of the month.");
  step.def_static("days", &DateStep::days, py::arg("n"), "So many calendar days later.")
      .def_static("weeks", &DateStep::weeks, py::arg("n"), "So many times 7 days later.")
      .def_static("business_days", &DateStep::business_days, py::arg("n"),
                  "So many business days later; needs a calendar.")
      .def_static("months", &DateStep::months, py::arg("n"),
                  "The same day so many months later, cut to the month's length.")
      .def_static("end_of_month", &DateStep::end_of_month, "The last day of the month.")
      .def_static("day_of_month", &DateStep::day_of_month, py::arg("day"),
                  "That day of the same month, cut to its length.")
      .def_static("month", &DateStep::month, py::arg("month"),
                  "The same day of the next such month, the present one included.")
      .def_static(
          "weekday", [](Given<Weekday> day) { return DateStep::weekday(day); }, py::arg("day"),
          "The next such weekday, the day itself included.")
      .def_static("proximo", &DateStep::proximo, py::arg("day"), py::arg("cutoff") = 31,
                  py::arg("months") = 1,
                  "Day `day` of the month `months` later, or of the one after when the date is "
                  "later in its month than `cutoff`.")
      .def_property_readonly(
          "kind", [](const DateStep& self) { return to_string(self.kind()); },
          "The name of the method that makes such a step.")
      .def(
          "apply",
          [](const DateStep& self, Date date, const Calendar* calendar) {
            return self.apply(date, calendar);
          },
          py::arg("date"), py::arg("calendar") = py::none(),
          "Where the step leads. Raises InvalidArgument for business days without a calendar.")
      .def("__str__", [](const DateStep& self) { return to_string(self); });
  def_repr(step, &step_repr);
  def_equality(step);
  def_copy(step);
  step.def("__hash__", [](const DateStep& self) { return py::hash(step_state(self)); });
  def_pickle(step, &step_state, &step_from_state);
}

// --- Share -----------------------------------------------------------------------------------

void bind_share(py::module_& m) {
  py::class_<Share> share(m, "Share", py::is_final(),
                          "How much of the total an instalment is: '30%', '1/3', '50% of the "
                          "rest', '1000 USD' or 'balance'.");
  share
      .def(py::init([](const std::string& text) { return Share::parse(text, *currency_table()); }),
           py::arg("text"), "Raises ParseError.")
      .def_static(
          "of_total",
          [](Given<Rate> ratio, std::optional<std::int32_t> divisor) {
            return divisor ? Share::of_total(ratio, *divisor) : Share::of_total(ratio.value);
          },
          py::arg("ratio"), py::arg("divisor") = py::none(),
          "A part of the total. Stated twice, as '33.33%' and 3, it stands for exactly a third; "
          "raises InvalidArgument when the two disagree.")
      .def_static(
          "of_rest", [](Given<Rate> ratio) { return Share::of_rest(ratio.value); },
          py::arg("ratio"), "A part of what the instalments before it leave.")
      .def_static(
          "fixed", [](Given<Money> amount) { return Share::fixed(amount); }, py::arg("amount"))
      .def_static("remainder", &Share::remainder, "All that the instalments before it leave.")
      .def("__str__", [](const Share& self) { return to_string(self); });
  def_repr(share, [](const Share& self) { return "Share('" + to_string(self) + "')"; });
  def_equality(share);
  def_copy(share);
  const auto state = [](const Share& self) {
    return py::make_tuple(static_cast<int>(self.kind()), self.part(), self.amount());
  };
  share.def("__hash__", [state](const Share& self) { return py::hash(state(self)); });
  def_pickle(share, state, [](const py::tuple& stored) {
    switch (static_cast<Share::Kind>(stored[0].cast<int>())) {
      case Share::Kind::of_total:
        return Share::of_total(ratio_from(stored[1]));
      case Share::Kind::of_rest:
        return Share::of_rest(ratio_from(stored[1]));
      case Share::Kind::fixed:
        return Share::fixed(money_from(stored[2]));
      default:
        return Share::remainder();
    }
  });
}

// --- Discounts -------------------------------------------------------------------------------

void bind_discounts(py::module_& m) {
  py::class_<DiscountTier> tier(m, "DiscountTier", py::is_final(),
                                "A discount for paying on or before the day that the steps lead "
                                "to, from the same event as the instalment's own date.");
  const auto tier_state = [](const DiscountTier& self) {
    return py::make_tuple(self.rate, self.steps);
  };
  tier.def(py::init([](Given<Rate> rate, const py::object& steps) {
             return DiscountTier{.rate = rate, .steps = steps_from(steps)};
           }),
           py::arg("rate"), py::arg("steps"), "`steps`: DateSteps, or a number of days.")
      .def_readonly("rate", &DiscountTier::rate)
      .def_property_readonly("steps",
                             [](const DiscountTier& self) { return std::vector(self.steps); });
  def_repr(tier, [](const DiscountTier& self) {
    return "DiscountTier('" + to_string(self.rate) + "', " + repr_of(self.steps) + ")";
  });
  def_equality(tier);
  def_copy(tier);
  tier.def("__hash__", [](const DiscountTier& self) {
    return py::hash(py::make_tuple(self.rate, py::tuple(py::cast(self.steps))));
  });
  def_pickle(tier, tier_state, [](const py::tuple& state) {
    return DiscountTier{.rate = rate_from(state[0]), .steps = steps_from(state[1])};
  });

  bind_enum<DiscountBase>(m);
  bind_enum<PartPayments>(m);
  py::class_<DiscountPolicy> policy(m, "DiscountPolicy", py::is_final(),
                                    "How early-payment discounts are granted.");
  const auto policy_state = [](const DiscountPolicy& self) {
    return py::make_tuple(self.base, self.part_payments, self.grace_days);
  };
  policy
      .def(py::init([](Given<DiscountBase> base, Given<PartPayments> part_payments,
                       std::int32_t grace_days) {
             return DiscountPolicy{base, part_payments, grace_days};
           }),
           py::arg("base") = "total", py::arg("part_payments") = "earn", py::arg("grace_days") = 0)
      .def_readonly("base", &DiscountPolicy::base, "What the discount is counted on.")
      .def_readonly("part_payments", &DiscountPolicy::part_payments,
                    "Whether a payment of less than the whole earns its part.")
      .def_readonly("grace_days", &DiscountPolicy::grace_days,
                    "Days after the last one on which it may still be granted.");
  def_repr(policy, [](const DiscountPolicy& self) {
    return "DiscountPolicy('" + std::string(name_of_member(self.base)) + "', '" +
           name_of_member(self.part_payments) + "', " + std::to_string(self.grace_days) + ")";
  });
  def_equality(policy);
  def_copy(policy);
  policy.def("__hash__",
             [policy_state](const DiscountPolicy& self) { return py::hash(policy_state(self)); });
  def_pickle(policy, policy_state, [](const py::tuple& state) {
    return DiscountPolicy{state[0].cast<DiscountBase>(), state[1].cast<PartPayments>(),
                          state[2].cast<std::int32_t>()};
  });
}

// --- InstallmentTerm and PaymentTerms --------------------------------------------------------

py::tuple term_state(const InstallmentTerm& term) {
  return py::make_tuple(term.share, term.due.anchor, term.due.steps, term.due.roll, term.instrument,
                        term.purpose, term.discounts);
}

InstallmentTerm term_from_state(const py::tuple& state) {
  return InstallmentTerm{
      .share = state[0].cast<Share>(),
      .due = {state[1].cast<Anchor>(), steps_from(state[2]), state[3].cast<Roll>()},
      .instrument = state[4].cast<Instrument>(),
      .purpose = state[5].cast<Purpose>(),
      .discounts = state[6].cast<std::vector<DiscountTier>>()};
}

std::string term_repr(const InstallmentTerm& term) {
  std::string text = "InstallmentTerm('" + to_string(term.share) + "'";
  const auto add = [&](const char* name, const std::string& value) {
    text += std::string(", ") + name + "=" + value;
  };
  const auto quoted = [](std::string_view name) { return "'" + std::string(name) + "'"; };
  add("anchor", quoted(name_of_member(term.due.anchor)));
  if (!term.due.steps.empty()) add("steps", repr_of(term.due.steps));
  if (term.due.roll != usual_roll(term.due.steps))
    add("roll", quoted(name_of_member(term.due.roll)));
  if (term.instrument != Instrument::unstated)
    add("instrument", quoted(name_of_member(term.instrument)));
  if (term.purpose != Purpose::payment) add("purpose", quoted(name_of_member(term.purpose)));
  if (!term.discounts.empty()) add("discounts", repr_of(term.discounts));
  return text + ")";
}

void bind_term(py::module_& m) {
  py::class_<InstallmentTerm> term(m, "InstallmentTerm", py::is_final(),
                                   "One instalment as payment terms state it.");
  term.def(py::init([](const py::object& share, Given<Anchor> anchor, const py::object& steps,
                       const py::object& roll, Given<Instrument> instrument, Given<Purpose> purpose,
                       std::vector<DiscountTier> discounts) {
             std::vector<DateStep> in_order = steps_from(steps);
             const Roll moves = roll.is_none() ? usual_roll(in_order) : enum_from<Roll>(roll);
             return InstallmentTerm{.share = share_from(share),
                                    .due = {anchor, std::move(in_order), moves},
                                    .instrument = instrument,
                                    .purpose = purpose,
                                    .discounts = std::move(discounts)};
           }),
           py::arg("share"), py::kw_only(), py::arg("anchor") = "invoice",
           py::arg("steps") = py::tuple(), py::arg("roll") = py::none(),
           py::arg("instrument") = "unstated", py::arg("purpose") = "payment",
           py::arg("discounts") = py::tuple(),
           "`share`: a Share, or its text. `steps`: DateSteps in order from the anchor's date, or "
           "a number of days. `roll`: by default to the following business day, but for what is "
           "due before an event to the preceding one.")
      .def_readonly("share", &InstallmentTerm::share, "How much of the total it is.")
      .def_property_readonly(
          "anchor", [](const InstallmentTerm& self) { return self.due.anchor; },
          "The event that its date counts from.")
      .def_property_readonly(
          "steps", [](const InstallmentTerm& self) { return std::vector(self.due.steps); },
          "The steps from the event's date to the due date.")
      .def_property_readonly(
          "roll", [](const InstallmentTerm& self) { return self.due.roll; },
          "Where it moves to from a day that is no business day.")
      .def_readonly("instrument", &InstallmentTerm::instrument, "How it is paid.")
      .def_readonly("purpose", &InstallmentTerm::purpose, "What it is for.")
      .def_property_readonly(
          "discounts", [](const InstallmentTerm& self) { return std::vector(self.discounts); },
          "Discounts for paying early.");
  def_repr(term, &term_repr);
  def_equality(term);
  def_copy(term);
  term.def("__hash__",
           [](const InstallmentTerm& self) { return py::hash(py::str(term_repr(self))); });
  def_pickle(term, &term_state, &term_from_state);
}

void bind_payment_terms(py::module_& m) {
  py::class_<PaymentTerms> terms(
      m, "PaymentTerms", py::is_final(),
      "When and how a price is to be paid: instalments, each a share of the total, due by a rule "
      "from an event's date, with discounts for paying early.\n\n"
      "    >>> print(o2c.PaymentTerms.parse('30% T/T in advance, balance 60 days after B/L'))\n"
      "    30% T/T in advance; balance 60 days after B/L date");
  terms
      .def(py::init([](std::vector<InstallmentTerm> installments, const DiscountPolicy& discounts) {
             return PaymentTerms(std::move(installments), discounts);
           }),
           py::arg("installments"), py::arg_v("discounts", DiscountPolicy(), "DiscountPolicy()"),
           "Raises InvalidArgument, with a fault for each reason, for terms that make no sense.")
      .def_static(
          "parse",
          [](const std::string& text) { return PaymentTerms::parse(text, *currency_table()); },
          py::arg("text"),
          "Read the trade's shorthand, English or Chinese: '2/10 net 30', 'EOM+45', '30% deposit; "
          "70% against copy of B/L', '月结30天'.\n\nRaises ParseError where reading fails, and "
          "with "
          "both readings where there are two, as of '30 days EOM'; InvalidArgument for terms that "
          "make no sense.")
      .def_static("net", &PaymentTerms::net, py::arg("days"),
                  "One payment so many days after the invoice date.")
      .def_property_readonly(
          "installments", [](const PaymentTerms& self) { return std::vector(self.installments()); },
          "The instalments as the terms state them.")
      .def_property_readonly(
          "discounts", [](const PaymentTerms& self) { return self.discounts(); },
          "How early-payment discounts are granted.")
      .def("__str__", [](const PaymentTerms& self) { return to_string(self); });
  def_schedule(terms);
  def_repr(terms, [](const PaymentTerms& self) {
    return "PaymentTerms.parse('" + to_string(self) + "')";
  });
  def_equality(terms);
  def_copy(terms);
  terms.def("__hash__",
            [](const PaymentTerms& self) { return py::hash(py::str(to_string(self))); });
  def_pickle(
      terms,
      [](const PaymentTerms& self) {
        return py::make_tuple(self.installments(), self.discounts());
      },
      [](const py::tuple& state) {
        return PaymentTerms(state[0].cast<std::vector<InstallmentTerm>>(),
                            state[1].cast<DiscountPolicy>());
      });
}

}  // namespace

void bind_terms(py::module_& m) {
  bind_enum<Anchor>(m);
  bind_enum<Instrument>(m);
  bind_enum<Purpose>(m);
  bind_date_step(m);
  bind_share(m);
  bind_discounts(m);
  bind_term(m);
  bind_installments(m);
  bind_payment_terms(m);
}

}  // namespace o2c::python
