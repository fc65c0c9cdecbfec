#pragma once

#include <string>

#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/receivable/terms.hpp"
#include "o2c/time/calendar.hpp"
#include "o2c/time/day_count.hpp"
#include "o2c/time/period.hpp"
#include "o2c/time/weekday.hpp"

#include "casters.hpp"

// The enums, which Python sees as enum.Enum classes of the same names. Where one is expected, the
// name of a member will do: rounding="half_up".
namespace o2c::python {

template <class E>
struct Member {
  E value;
  const char* name;
  const char* doc;
};

/// Specialised for each enum: its name, what stands in signatures, its documentation, its members.
template <class E>
struct EnumTraits;

template <>
struct EnumTraits<Rounding> {
  static constexpr const char* name = "Rounding";
  static constexpr char given[] = "o2c.Rounding | str";
  static constexpr const char* doc =
      "What to do with digits that do not fit, named by effect.\n\nThe `half_...` modes go to the "
      "nearest value and differ only in ties.";
  static constexpr Member<Rounding> members[] = {
      {Rounding::half_even, "half_even", "Ties to the even neighbour (IEEE 754 default)."},
      {Rounding::half_up, "half_up", "Ties away from zero."},
      {Rounding::half_down, "half_down", "Ties toward zero."},
      {Rounding::half_odd, "half_odd", "Ties to the odd neighbour."},
      {Rounding::half_ceiling, "half_ceiling", "Ties toward plus infinity."},
      {Rounding::half_floor, "half_floor", "Ties toward minus infinity."},
      {Rounding::up, "up", "Away from zero."},
      {Rounding::down, "down", "Toward zero."},
      {Rounding::ceiling, "ceiling", "Toward plus infinity."},
      {Rounding::floor, "floor", "Toward minus infinity."},
      {Rounding::exact, "exact", "Refuses to round: InexactResult."},
  };
};

template <>
struct EnumTraits<Weekday> {
  static constexpr const char* name = "Weekday";
  static constexpr char given[] = "o2c.Weekday | str";
  static constexpr const char* doc =
      "A day of the week, numbered as in ISO 8601, so that Weekday(day.isoweekday()) is it.";
  static constexpr Member<Weekday> members[] = {
      {Weekday::monday, "monday", "1"},       {Weekday::tuesday, "tuesday", "2"},
      {Weekday::wednesday, "wednesday", "3"}, {Weekday::thursday, "thursday", "4"},
      {Weekday::friday, "friday", "5"},       {Weekday::saturday, "saturday", "6"},
      {Weekday::sunday, "sunday", "7"},
  };
};

template <>
struct EnumTraits<Roll> {
  static constexpr const char* name = "Roll";
  static constexpr char given[] = "o2c.Roll | str";
  static constexpr const char* doc = "Where a date that is no business day moves to.";
  static constexpr Member<Roll> members[] = {
      {Roll::none, "none", "Nowhere."},
      {Roll::following, "following", "The next business day."},
      {Roll::modified_following, "modified_following",
       "The next one, but the one before if the next is in another month."},
      {Roll::preceding, "preceding", "The business day before."},
      {Roll::modified_preceding, "modified_preceding",
       "The one before, but the next if the one before is in another month."},
  };
};

template <>
struct EnumTraits<PeriodKind> {
  static constexpr const char* name = "PeriodKind";
  static constexpr char given[] = "o2c.PeriodKind | str";
  static constexpr const char* doc = "How long a period is.";
  static constexpr Member<PeriodKind> members[] = {
      {PeriodKind::week, "week", "A week of ISO 8601, from Monday."},
      {PeriodKind::half_month, "half_month", "To the 15th of a month, or from the 16th on."},
      {PeriodKind::month, "month", "One month."},
      {PeriodKind::quarter, "quarter", "Three months, from January, April, July or October."},
      {PeriodKind::half, "half", "Six months, from January or July."},
      {PeriodKind::year, "year", "A calendar year."},
  };
};

template <>
struct EnumTraits<DayCount> {
  static constexpr const char* name = "DayCount";
  static constexpr char given[] = "o2c.DayCount | str";
  static constexpr const char* doc = "How days and years are counted for interest.";
  static constexpr Member<DayCount> members[] = {
      {DayCount::act_365, "act_365", "Actual days, each 1/365 of a year."},
      {DayCount::act_360, "act_360", "Actual days, each 1/360 of a year."},
      {DayCount::act_act_isda, "act_act_isda",
       "Actual days, each 1/366 of a leap year or 1/365 of another."},
      {DayCount::thirty_360_bond, "thirty_360_bond", "Months of 30 days: 30/360, bond basis."},
      {DayCount::thirty_360_us, "thirty_360_us",
       "The same, with the last day of February as its 30th."},
      {DayCount::thirty_e_360, "thirty_e_360",
       "The 31st is always the 30th: 30E/360, eurobond basis."},
      {DayCount::thirty_365, "thirty_365", "Days as by thirty_360_bond, each 1/365 of a year."},
  };
};

template <>
struct EnumTraits<Allocation> {
  static constexpr const char* name = "Allocation";
  static constexpr char given[] = "o2c.Allocation | str";
  static constexpr const char* doc = "Who gets the spare cents that do not divide evenly.";
  static constexpr Member<Allocation> members[] = {
      {Allocation::largest_remainder, "largest_remainder",
       "The shares that lost most when cut to whole cents, of equals the first."},
      {Allocation::largest_weight_first, "largest_weight_first",
       "The largest weights, of equals the first."},
      {Allocation::last_takes_rest, "last_takes_rest",
       "Each share is rounded, but takes no more than what remains; the last takes the rest."},
  };
};

template <>
struct EnumTraits<Language> {
  static constexpr const char* name = "Language";
  static constexpr char given[] = "o2c.Language | str";
  static constexpr const char* doc = "The language of what is shown to people.";
  static constexpr Member<Language> members[] = {
      {Language::en, "en", "English."},
      {Language::zh, "zh", "Chinese (simplified)."},
  };
};

template <>
struct EnumTraits<Operation> {
  static constexpr const char* name = "Operation";
  static constexpr char given[] = "o2c.Operation | str";
  static constexpr const char* doc = "How a step's result follows from its operands.";
  static constexpr Member<Operation> members[] = {
      {Operation::given, "given", "A fact that comes from outside."},
      {Operation::sum, "sum", "All operands added."},
      {Operation::difference, "difference", "The first less all others."},
      {Operation::product, "product", "All operands multiplied."},
      {Operation::quotient, "quotient", "The first divided by the second."},
      {Operation::rounded, "rounded", "The only operand, rounded."},
      {Operation::minimum, "minimum", "The least operand."},
      {Operation::maximum, "maximum", "The greatest operand."},
      {Operation::days_between, "days_between", "Days from the first date to the second."},
      {Operation::look_up, "look_up", "Found in a table by the operands."},
      {Operation::share, "share", "(whole, weight, sum of weights): whole * weight / sum."},
      {Operation::count, "count", "The number of operands."},
      {Operation::exchange, "exchange", "(amount, rate, ...): the amount times the rates."},
  };
};

template <>
struct EnumTraits<Anchor> {
  static constexpr const char* name = "Anchor";
  static constexpr char given[] = "o2c.Anchor | str";
  static constexpr const char* doc = "The event that a payment's date counts from.";
  static constexpr Member<Anchor> members[] = {
      {Anchor::order, "order", "The order is confirmed."},
      {Anchor::contract, "contract", "The contract is signed."},
      {Anchor::invoice, "invoice", "The invoice is dated."},
      {Anchor::documents_sent, "documents_sent",
       "The copy of the B/L, or the documents, are sent to the buyer."},
      {Anchor::bl, "bl", "Shipment: the B/L's on-board date, else its date of issue."},
      {Anchor::delivery, "delivery", "The goods are delivered."},
      {Anchor::acceptance, "acceptance", "The buyer accepts the goods."},
      {Anchor::presentation, "presentation", "The documents are presented to the bank."},
      {Anchor::sight, "sight", "The drawee receives the draft, or the documents."},
      {Anchor::draft_acceptance, "draft_acceptance", "The drawee accepts the draft."},
  };
};

template <>
struct EnumTraits<Instrument> {
  static constexpr const char* name = "Instrument";
  static constexpr char given[] = "o2c.Instrument | str";
  static constexpr const char* doc = "How an instalment is paid.";
  static constexpr Member<Instrument> members[] = {
      {Instrument::unstated, "unstated", "The terms do not say."},
      {Instrument::tt, "tt", "Telegraphic transfer."},
      {Instrument::lc_sight, "lc_sight", "Letter of credit, paid on complying presentation."},
      {Instrument::lc_usance, "lc_usance", "Letter of credit, paid at a later date."},
      {Instrument::dp, "dp", "Documents against payment."},
      {Instrument::da, "da", "Documents against acceptance."},
      {Instrument::open_account, "open_account", "On credit, without security."},
      {Instrument::cash, "cash", "Cash."},
  };
};

template <>
struct EnumTraits<Purpose> {
  static constexpr const char* name = "Purpose";
  static constexpr char given[] = "o2c.Purpose | str";
  static constexpr const char* doc = "What an instalment is for.";
  static constexpr Member<Purpose> members[] = {
      {Purpose::payment, "payment", "The price."},
      {Purpose::deposit, "deposit", "Paid in advance, settled against the invoices of the order."},
      {Purpose::retention, "retention", "Held back until the goods have proved themselves."},
  };
};

template <>
struct EnumTraits<DiscountBase> {
  static constexpr const char* name = "DiscountBase";
  static constexpr char given[] = "o2c.DiscountBase | str";
  static constexpr const char* doc = "What an early-payment discount is counted on.";
  static constexpr Member<DiscountBase> members[] = {
      {DiscountBase::total, "total", "The amount with tax."},
      {DiscountBase::before_tax, "before_tax", "The amount before tax."},
  };
};

template <>
struct EnumTraits<PartPayments> {
  static constexpr const char* name = "PartPayments";
  static constexpr char given[] = "o2c.PartPayments | str";
  static constexpr const char* doc =
      "Whether a payment of less than the whole earns its part of a discount.";
  static constexpr Member<PartPayments> members[] = {
      {PartPayments::earn, "earn", "4,900 at 2% clears 5,000."},
      {PartPayments::do_not_earn, "do_not_earn", "Only the whole amount earns a discount."},
  };
};

/// Adds the enum to the module, as enum.Enum, or as enum.IntEnum where the numbers have a meaning.
template <class E>
void bind_enum(py::module_& m, const char* base = "enum.Enum") {
  using Traits = EnumTraits<E>;
  py::native_enum<E> type(m, Traits::name, base, Traits::doc);
  for (const Member<E>& member : Traits::members) type.value(member.name, member.value, member.doc);
  type.finalize();
  // Enums are pickled by number unless told otherwise; their names are what stays.
  const py::object bound = m.attr(Traits::name);
  bound.attr("__reduce_ex__") = py::cpp_function(
      [](const py::object& self, const py::object&) {
        const py::object getattr = py::module_::import("builtins").attr("getattr");
        return py::make_tuple(getattr, py::make_tuple(py::type::of(self), self.attr("name")));
      },
      py::name("__reduce_ex__"), py::is_method(bound));
}

/// The member's name in Python.
template <class E>
const char* name_of_member(E value) {
  for (const Member<E>& member : EnumTraits<E>::members)
    if (member.value == value) return member.name;
  return "";
}

/// A member of the enum, or the name of one.
template <class E>
E enum_from(py::handle object) {
  using Traits = EnumTraits<E>;
  if (py::isinstance<E>(object)) return object.cast<E>();
  std::string names;
  for (const Member<E>& member : Traits::members)
    names += (names.empty() ? "" : ", ") + std::string(member.name);
  if (!py::isinstance<py::str>(object))
    throw_wrong_type(object,
                     std::string("an o2c.") + Traits::name + " or its name (" + names + ")");
  const std::string given = object.cast<std::string>();
  for (const Member<E>& member : Traits::members)
    if (given == member.name) return member.value;
  throw_parse(given, 0, "one of " + names);
}

}  // namespace o2c::python

namespace pybind11::detail {

template <class E>
  requires(std::is_enum_v<E>)
struct type_caster<o2c::python::Given<E>>
    : o2c::python::ArgumentCaster<o2c::python::Given<E>, o2c::python::enum_from<E>> {
  static constexpr auto name = const_name(o2c::python::EnumTraits<E>::given);
};

}  // namespace pybind11::detail
