#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/terms.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "terms_casters.hpp"
#include "value_type.hpp"

namespace o2c::python {

std::vector<DateStep> steps_from(py::handle object) {
  if (py::isinstance<py::int_>(object) && !py::isinstance<py::bool_>(object)) {
    const Int128 days = int128_from(object);
    if (days > DateStep::most || days < -DateStep::most)
      throw_invalid("a step of too many days: expected at most " + std::to_string(DateStep::most));
    return days == 0 ? std::vector<DateStep>{}
                     : std::vector{DateStep::days(static_cast<std::int64_t>(days))};
  }
  std::vector<DateStep> steps;
  for (const py::handle item : items_of(object, "o2c.DateStep items, or a number of days")) {
    if (!py::isinstance<DateStep>(item)) throw_wrong_type(item, "an o2c.DateStep");
    steps.push_back(item.cast<DateStep>());
  }
  return steps;
}

Share share_from(py::handle object) {
  if (py::isinstance<Share>(object)) return object.cast<Share>();
  if (py::isinstance<Money>(object)) return Share::fixed(object.cast<Money>());
  if (py::isinstance<Rate>(object)) return Share::of_total(object.cast<Rate>());
  if (!py::isinstance<py::str>(object))
    throw_wrong_type(object, "an o2c.Share or its text, such as '30%', '1/3' or 'balance'");
  return Share::parse(object.cast<std::string>(), *currency_table());
}

namespace {

std::optional<Money> optional_money(py::handle object) {
  if (object.is_none()) return std::nullopt;
  return money_from(object);
}

std::optional<Date> optional_date(py::handle object) {
  if (object.is_none()) return std::nullopt;
  return date_from(object);
}

// "1/50", too, as a DiscountOffer shows it.
Ratio part_from(py::handle object) {
  if (!py::isinstance<py::str>(object)) return ratio_from(object);
  const Share share = Share::parse(object.cast<std::string>());
  if (share.kind() != Share::Kind::of_total)
    throw_parse(object.cast<std::string>(), 0, "a part, such as 1/50");
  return share.part();
}

void bind_offer(py::module_& m) {
  py::class_<DiscountOffer> offer(m, "DiscountOffer", py::is_final(),
                                  "A discount that an instalment offers.");
  const auto state = [](const DiscountOffer& self) {
    return py::make_tuple(to_python(self.last_day), self.rate, self.part, self.discount);
  };
  offer
      .def(py::init(
               [](Date last_day, Given<Rate> rate, const py::object& part, Given<Money> discount) {
                 return DiscountOffer{last_day, rate, part_from(part), discount};
               }),
           py::arg("last_day"), py::arg("rate"), py::arg("part"), py::arg("discount"))
      .def_readonly("last_day", &DiscountOffer::last_day, "The last day that earns it.")
      .def_readonly("rate", &DiscountOffer::rate, "As the terms state it.")
      .def_readonly("part", &DiscountOffer::part,
                    "Of the instalment's amount: the rate, or less where it is before tax.")
      .def_readonly("discount", &DiscountOffer::discount, "For paying the whole instalment.");
  def_repr(offer, [](const DiscountOffer& self) {
    return py::str("DiscountOffer({!r}, {!r}, {!r}, {!r})")
        .format(to_string(self.last_day), self.rate, to_string(self.part), self.discount);
  });
  def_equality(offer);
  def_copy(offer);
  offer.def("__hash__", [state](const DiscountOffer& self) { return py::hash(state(self)); });
  def_pickle(offer, state, [](const py::tuple& stored) {
    return DiscountOffer{date_from(stored[0]), rate_from(stored[1]), ratio_from(stored[2]),
                         money_from(stored[3])};
  });
}

py::tuple installment_state(const Installment& self) {
  return py::make_tuple(self.number, self.amount, self.due_date, self.anchor, self.instrument,
                        self.purpose, self.second_amount, py::tuple(py::cast(self.discounts)));
}

Installment installment_from_state(const py::tuple& state) {
  return Installment{.number = state[0].cast<std::int32_t>(),
                     .amount = money_from(state[1]),
                     .second_amount = optional_money(state[6]),
                     .anchor = state[3].cast<Anchor>(),
                     .due_date = optional_date(state[2]),
                     .instrument = state[4].cast<Instrument>(),
                     .purpose = state[5].cast<Purpose>(),
                     .discounts = state[7].cast<std::vector<DiscountOffer>>()};
}

py::str installment_repr(const Installment& self) {
  std::string more;
  if (self.anchor != Anchor::invoice)
    more += std::string(", anchor='") + name_of_member(self.anchor) + "'";
  if (self.instrument != Instrument::unstated)
    more += std::string(", instrument='") + name_of_member(self.instrument) + "'";
  if (self.purpose != Purpose::payment)
    more += std::string(", purpose='") + name_of_member(self.purpose) + "'";
  if (self.second_amount)
    more += ", second_amount=" + py::repr(py::cast(*self.second_amount)).cast<std::string>();
  if (!self.discounts.empty())
    more += ", discounts=" + py::repr(py::cast(self.discounts)).cast<std::string>();
  const py::object due =
      self.due_date ? py::object(py::str(to_string(*self.due_date))) : py::none();
  return py::str("Installment({}, {!r}, {!r}{})").format(self.number, self.amount, due, more);
}

void bind_installment(py::module_& m) {
  py::class_<Installment> installment(m, "Installment", py::is_final(),
                                      "One instalment of a schedule.");
  installment
      .def(py::init([](std::int32_t number, Given<Money> amount, std::optional<Date> due_date,
                       Given<Anchor> anchor, Given<Instrument> instrument, Given<Purpose> purpose,
                       const py::object& second_amount, std::vector<DiscountOffer> discounts) {
             return Installment{.number = number,
                                .amount = amount,
                                .second_amount = optional_money(second_amount),
                                .anchor = anchor,
                                .due_date = due_date,
                                .instrument = instrument,
                                .purpose = purpose,
                                .discounts = std::move(discounts)};
           }),
           py::arg("number"), py::arg("amount"), py::arg("due_date") = py::none(), py::kw_only(),
           py::arg("anchor") = "invoice", py::arg("instrument") = "unstated",
           py::arg("purpose") = "payment", py::arg("second_amount") = py::none(),
           py::arg("discounts") = py::tuple())
      .def_readonly("number", &Installment::number, "From 1.")
      .def_readonly("amount", &Installment::amount)
      .def_readonly("second_amount", &Installment::second_amount,
                    "In the second currency, where one was asked for; else None.")
      .def_readonly("anchor", &Installment::anchor, "The event that the date counts from.")
      .def_readonly("due_date", &Installment::due_date,
                    "None: pending, as the anchor's date is not known yet.")
      .def_readonly("instrument", &Installment::instrument, "How it is paid.")
      .def_readonly("purpose", &Installment::purpose, "What it is for.")
      .def_property_readonly(
          "discounts", [](const Installment& self) { return std::vector(self.discounts); },
          "Discounts for paying early; none while the date is not known.")
      .def("__str__", [](const Installment& self) { return to_string(self); });
  def_repr(installment, &installment_repr);
  def_equality(installment);
  def_copy(installment);
  installment.def("__hash__",
                  [](const Installment& self) { return py::hash(installment_state(self)); });
  def_pickle(installment, &installment_state, &installment_from_state);
}

void bind_early_payment(py::module_& m) {
  py::class_<EarlyPayment> payment(m, "EarlyPayment", py::is_final(),
                                   "What a payment on a day clears of an instalment.");
  const auto state = [](const EarlyPayment& self) {
    return py::make_tuple(self.discount, self.cleared, self.late);
  };
  payment
      .def(py::init([](Given<Money> discount, Given<Money> cleared, bool late) {
             return EarlyPayment{discount, cleared, late};
           }),
           py::arg("discount"), py::arg("cleared"), py::arg("late") = false)
      .def_readonly("discount", &EarlyPayment::discount)
      .def_readonly("cleared", &EarlyPayment::cleared,
                    "Cash and discount together; never more than what was open.")
      .def_readonly("late", &EarlyPayment::late, "Granted within the days of grace.");
  def_repr(payment, [](const EarlyPayment& self) {
    return py::str("EarlyPayment({!r}, {!r}, {!r})").format(self.discount, self.cleared, self.late);
  });
  def_equality(payment);
  def_copy(payment);
  payment.def("__hash__", [state](const EarlyPayment& self) { return py::hash(state(self)); });
  def_pickle(payment, state, [](const py::tuple& stored) {
    return EarlyPayment{money_from(stored[0]), money_from(stored[1]), stored[2].cast<bool>()};
  });
  m.def(
      "pay_early",
      [](const Installment& installment, Given<Money> open, Given<Money> paid, Date paid_on,
         const DiscountPolicy& policy, Given<Rounding> rounding) {
        return pay_early(installment, open, paid, paid_on, policy, rounding);
      },
      py::arg("installment"), py::kw_only(), py::arg("open"), py::arg("paid"), py::arg("paid_on"),
      py::arg("policy"), py::arg("rounding") = "half_up",
      "What a payment clears of an instalment of which `open` is left.\n\nThe best discount whose "
      "last day has not passed holds, else the best that the days of grace still reach; `policy` "
      "is "
      "the terms' `discounts`. A part "
      "payment at rate d clears paid / (1 - d): 4,900 at 2% clears 5,000.");
}

void bind_costs(py::module_& m) {
  m.def(
      "annual_discount_cost",
      [](Given<Rate> rate, std::int32_t days, std::int32_t year_days) {
        return annual_discount_cost(rate, days, year_days);
      },
      py::arg("rate"), py::arg("days"), py::arg("year_days") = 365,
      "What not taking a discount costs a year, as a part of the amount: d / (1 - d) * year_days / "
      "days, the days being those by which payment may then be later (20 for 2/10 net 30).");
  m.def(
      "compounded_discount_cost",
      [](Given<Rate> rate, std::int32_t days, std::int32_t year_days, int digits,
         Given<Rounding> rounding) {
        return compounded_discount_cost(rate, days, year_days, digits, rounding);
      },
      py::arg("rate"), py::arg("days"), py::arg("year_days") = 365, py::kw_only(),
      py::arg("digits") = 2, py::arg("rounding") = "half_up",
      "The same compounded, to `digits` decimals of a percent.");
}

// The options of a schedule as Python passes them.
ScheduleOptions options_from(const Calendar* calendar, Rounding rounding,
                             const std::optional<Decimal>& cash_step) {
  ScheduleOptions options;
  options.calendar = calendar;
  options.rounding = rounding;
  options.cash_step = cash_step;
  return options;
}

void bind_reschedule(py::module_& m) {
  m.def(
      "reschedule",
      [](Given<Money> open, std::optional<std::int32_t> parts, const py::object& each,
         Date first_due, const DateStep& every, const Calendar* calendar, Given<Rounding> rounding,
         const std::optional<Decimal>& cash_step) {
        const ScheduleOptions options = options_from(calendar, rounding, cash_step);
        if (parts.has_value() == !each.is_none())
          throw_invalid("expected either a number of parts, or the amount of each");
        if (parts) return reschedule(open, *parts, first_due, every, options);
        return reschedule(open, money_from(each), first_due, every, options);
      },
      py::arg("open"), py::kw_only(), py::arg("parts") = py::none(), py::arg("each") = py::none(),
      py::arg("first_due"), py::arg_v("every", DateStep::months(1), "DateStep.months(1)"),
      py::arg("calendar") = py::none(), py::arg("rounding") = "half_up",
      py::arg("cash_step") = py::none(),
      "Divide an open amount into instalments: `parts` of them, equal, each rounded and the last "
      "taking the rest; or of `each`, the last of what is left. The first is due on `first_due`, "
      "the others `every` later each, counted from the first.");
}

}  // namespace

void bind_installments(py::module_& m) {
  bind_offer(m);
  bind_installment(m);
  bind_early_payment(m);
  bind_costs(m);
  bind_reschedule(m);
}

void def_schedule(py::class_<PaymentTerms>& terms) {
  terms.def(
      "schedule",
      [](const PaymentTerms& self, Given<Money> total, std::optional<Date> order,
         std::optional<Date> contract, std::optional<Date> invoice,
         std::optional<Date> documents_sent, std::optional<Date> bl, std::optional<Date> delivery,
         std::optional<Date> acceptance, std::optional<Date> presentation,
         std::optional<Date> sight, std::optional<Date> draft_acceptance, const Calendar* calendar,
         Given<Rounding> rounding, const std::optional<Decimal>& cash_step,
         const py::object& net_total, const py::object& second_total, Derivation* trace) {
        AnchorDates dates;
        dates.set(Anchor::order, order)
            .set(Anchor::contract, contract)
            .set(Anchor::invoice, invoice)
            .set(Anchor::documents_sent, documents_sent)
            .set(Anchor::bl, bl)
            .set(Anchor::delivery, delivery)
            .set(Anchor::acceptance, acceptance)
            .set(Anchor::presentation, presentation)
            .set(Anchor::sight, sight)
            .set(Anchor::draft_acceptance, draft_acceptance);
        ScheduleOptions options = options_from(calendar, rounding, cash_step);
        options.net_total = optional_money(net_total);
        options.second_total = optional_money(second_total);
        if (trace != nullptr) return self.schedule(total, dates, options, *trace);
        return self.schedule(total, dates, options);
      },
      py::arg("total"), py::kw_only(), py::arg("order") = py::none(),
      py::arg("contract") = py::none(), py::arg("invoice") = py::none(),
      py::arg("documents_sent") = py::none(), py::arg("bl") = py::none(),
      py::arg("delivery") = py::none(), py::arg("acceptance") = py::none(),
      py::arg("presentation") = py::none(), py::arg("sight") = py::none(),
      py::arg("draft_acceptance") = py::none(), py::arg("calendar") = py::none(),
      py::arg("rounding") = "half_up", py::arg("cash_step") = py::none(),
      py::arg("net_total") = py::none(), py::arg("second_total") = py::none(),
      py::arg("trace") = py::none(),
      "The instalments of a total, which add up to it exactly.\n\nThe dates are those of the "
      "events that the terms count from; an instalment whose event has no date yet is pending "
      "(`due_date` is None, `anchor` says on what). With a calendar, dates roll to business days. "
      "`cash_step`: amounts but the last are multiples of it. `net_total`: the total before tax, "
      "which discounts before tax need. `second_total`: the total in another currency, divided as "
      "the first is. `trace` takes each step.");
}

}  // namespace o2c::python
