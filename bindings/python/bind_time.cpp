#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/time/calendar.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

// A mapping from dates to names, or any iterable of dates.
std::vector<CalendarDay> days_from(const py::object& object) {
  std::vector<CalendarDay> days;
  for (const Date date :
       list_from<Date, date_from>(object, "an iterable of dates, or a dict from dates to names"))
    days.push_back({date});
  if (py::isinstance<py::dict>(object)) {
    auto day = days.begin();
    for (const auto& [date, name] : object.cast<py::dict>())
      (day++)->name = name.cast<std::string>();
  }
  return days;
}

py::dict named_days(const std::vector<CalendarDay>& days) {
  py::dict names;
  for (const CalendarDay& day : days) names[to_python(day.date)] = day.name;
  return names;
}

Calendar make_calendar(std::string name, const py::object& weekend, const py::object& holidays,
                       const py::object& workdays, Date covers_from, Date covers_to) {
  return Calendar(std::move(name),
                  list_from<Weekday, enum_from<Weekday>>(weekend, "an iterable of weekdays"),
                  days_from(holidays), days_from(workdays), covers_from, covers_to);
}

void bind_dates(py::module_& m) {
  m.def(
      "parse_date",
      [](const std::string& text, const std::string& format) { return Date::parse(text, format); },
      py::arg("text"), py::arg("format") = "%Y-%m-%d",
      "Read a date written as `format` says: '%m/%d/%Y' reads '4/6/2013' and '04/06/2013'.\n\n"
      "%Y is a year of four digits, %m and %d a month and a day of one or two; nothing is "
      "guessed. Raises ParseError.");
  m.def("add_months", &add_months, py::arg("date"), py::arg("months"),
        "The same day number in the month `months` later (earlier, if negative), cut to that "
        "month's length.\n\n31 January + 1 is 28 or 29 February, + 2 is 31 March. Always add from "
        "the original anchor, since cutting forgets the day number. Raises Overflow.");
  m.def("add_years", &add_years, py::arg("date"), py::arg("years"),
        "The same month and day, years later or earlier; 29 February becomes 28 February in a "
        "common year. Raises Overflow.");
  m.def("end_of_month", &end_of_month, py::arg("date"), "The last day of the date's month.");
}

void bind_period(py::module_& m) {
  bind_enum<PeriodKind>(m);
  py::class_<Period> period(
      m, "Period", py::is_final(),
      "A named period: a month '2026-11', a quarter '2026Q4', a half "
      "'2026H2', a year '2026', a week of ISO 8601 '2026-W45', or a half of "
      "a month '2026-11H1'.\n\nPeriods of different kinds are never equal and have no "
      "order. `date in period` tests whether a date belongs to it.");
  const auto of_date = [&period](const char* name, Period (*make)(Date), const char* doc) {
    period.def_static(name, make, py::arg("date"), doc);
  };
  period
      .def(py::init([](const Given<Period>& text) { return text.value; }), py::arg("text"),
           "Raises ParseError for anything but these forms.")
      .def_static(
          "containing",
          [](Date date, Given<PeriodKind> kind) { return Period::containing(date, kind); },
          py::arg("date"), py::arg("kind"), "The period of that kind which contains the date.");
  of_date("week_of", [](Date date) { return Period::week_of(date); }, "The date's week.");
  of_date(
      "half_month_of", [](Date date) { return Period::half_month_of(date); },
      "The date's half of a month.");
  of_date("month_of", [](Date date) { return Period::month_of(date); }, "The date's month.");
  of_date("quarter_of", [](Date date) { return Period::quarter_of(date); }, "The date's quarter.");
  of_date("half_of", [](Date date) { return Period::half_of(date); }, "The date's half-year.");
  of_date("year_of", [](Date date) { return Period::year_of(date); }, "The date's year.");
  period.def_property_readonly("kind", &Period::kind, "How long it is.")
      .def_property_readonly("first", &Period::first, "The first day.")
      .def_property_readonly("last", &Period::last, "The last day, which belongs to the period.")
      .def("__contains__", &Period::contains, py::arg("date"))
      .def("next", &Period::next, "The period of the same kind that follows. Raises Overflow.")
      .def("previous", &Period::previous, "The period of the same kind before. Raises Overflow.")
      .def(
          "parts", [](const Period& self, Given<PeriodKind> kind) { return self.parts(kind); },
          py::arg("kind"),
          "The shorter periods that make up this one, in order. Raises InvalidArgument when `kind` "
          "is longer, and for weeks, which make up nothing but themselves.")
      .def("months", &Period::months,
           "The months that make up this period. Raises InvalidArgument for one that is shorter.")
      .def("__str__", [](const Period& self) { return to_string(self); });
  def_repr(period, [](const Period& self) { return "Period('" + to_string(self) + "')"; });
  def_equality(period);
  def_copy(period);
  def_hash(period);
  def_ordering(period);
  def_pickle(
      period, [](const Period& self) { return py::make_tuple(to_string(self)); },
      [](const py::tuple& state) { return Period::parse(state[0].cast<std::string>()); });
}

void bind_calendar(py::module_& m) {
  bind_enum<Weekday>(m, "enum.IntEnum");
  bind_enum<Roll>(m);
  py::class_<Calendar> calendar(
      m, "Calendar", py::is_final(),
      "Which days business is done at one place: a weekend, holidays, and make-up working days, "
      "which are weekend days worked in exchange for a holiday.\n\nA calendar knows only the "
      "holidays it was given. One that states the days it covers refuses to answer for any other "
      "(InvalidArgument).");
  calendar
      .def(py::init(&make_calendar), py::arg("name"), py::kw_only(),
           py::arg("weekend") = py::make_tuple("saturday", "sunday"),
           py::arg("holidays") = py::tuple(), py::arg("workdays") = py::tuple(),
           py::arg_v("covers_from", Date::min(), "datetime.date.min"),
           py::arg_v("covers_to", Date::max(), "datetime.date.max"),
           "`holidays` and `workdays` are dates, or dicts from dates to names. Raises "
           "InvalidArgument with a fault for each day that contradicts another.")
      .def_static(
          "parse",
          [](const std::string& text, const std::string& file) {
            return Calendar::parse(text, file);
          },
          py::arg("text"), py::arg("file") = "",
          "Read the calendar format (see the documentation); `file` is only named in errors. "
          "Raises ParseError with a fault for every faulty line.")
      .def_static(
          "load",
          [](const py::object& path) {
            const py::object text = py::module_::import("os").attr("fspath")(path);
            return Calendar::load(text.cast<std::string>());
          },
          py::arg("path"), "Read a file in the calendar format.")
      .def("to_text", &Calendar::to_text, "The text that `parse` reads back as an equal calendar.")
      .def_property_readonly("name", &Calendar::name, "The calendar's name.")
      .def_property_readonly(
          "weekend", [](const Calendar& self) { return py::tuple(py::cast(self.weekend())); },
          "The weekdays of the weekend.")
      .def_property_readonly(
          "holidays", [](const Calendar& self) { return named_days(self.holidays()); },
          "The holidays in order, with their names.")
      .def_property_readonly(
          "workdays", [](const Calendar& self) { return named_days(self.workdays()); },
          "The make-up working days in order, with their names.")
      .def_property_readonly("covers_from", &Calendar::covers_from,
                             "The first day that the calendar answers for.")
      .def_property_readonly("covers_to", &Calendar::covers_to,
                             "The last day that the calendar answers for.")
      .def("is_business_day", &Calendar::is_business_day, py::arg("date"),
           "Whether business is done that day.")
      .def(
          "roll",
          [](const Calendar& self, Date date, Given<Roll> roll) { return self.roll(date, roll); },
          py::arg("date"), py::arg("roll"),
          "The date itself if it is a business day, else where the roll moves it.")
      .def("add_business_days", &Calendar::add_business_days, py::arg("date"), py::arg("n"),
           "The n-th business day after the date, or before it for a negative n; the date itself "
           "for 0.")
      .def("business_days_between", &Calendar::business_days_between, py::arg("start"),
           py::arg("end"),
           "The business days after `start` up to and including `end`; negative when `end` is "
           "earlier.")
      .def("__str__", [](const Calendar& self) { return to_string(self); });
  def_repr(calendar, [](const Calendar& self) { return "<o2c.Calendar " + to_string(self) + ">"; });
  def_equality(calendar);
  def_copy(calendar);
  def_hash(calendar);
  def_pickle(
      calendar, [](const Calendar& self) { return py::make_tuple(self.to_text()); },
      [](const py::tuple& state) { return Calendar::parse(state[0].cast<std::string>()); });
  m.def("joint", &joint, py::arg("a"), py::arg("b"),
        "The calendar of business at two places at once: its business days are those of both.");
}

}  // namespace

void bind_time(py::module_& m) {
  bind_dates(m);
  bind_period(m);
  bind_calendar(m);
}

}  // namespace o2c::python
