#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/dunning.hpp"
#include "o2c/receivable/dunning_table.hpp"
#include "o2c/receivable/letter_template.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

std::vector<Money> monies_from(py::handle object) {
  return list_from<Money, money_from>(object, "o2c.Money items");
}

py::tuple texts_of(const std::vector<Money>& monies) {
  py::list texts;
  for (const Money& each : monies) texts.append(to_string(each));
  return py::tuple(texts);
}

std::optional<Money> optional_money(const py::object& object) {
  if (object.is_none()) return std::nullopt;
  return money_from(object);
}

// --- levels ------------------------------------------------------------------------------------

std::optional<LetterTemplate> template_from(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return LetterTemplate(*text);
}

std::optional<std::string> text_of(const std::optional<LetterTemplate>& letter) {
  if (!letter) return std::nullopt;
  return letter->text();
}

py::tuple level_state(const DunningLevel& level) {
  return py::make_tuple(level.days, to_string(level.counted), py::tuple(py::cast(level.fees)),
                        level.fee_rate, text_of(level.letter_en), text_of(level.letter_zh));
}

DunningLevel level_from_state(const py::tuple& state) {
  return {.days = state[0].cast<std::int32_t>(),
          .counted = parse_dunning_count(state[1].cast<std::string>()),
          .fees = monies_from(state[2]),
          .fee_rate = rate_from(state[3]),
          .letter_en = template_from(state[4].cast<std::optional<std::string>>()),
          .letter_zh = template_from(state[5].cast<std::optional<std::string>>())};
}

py::str level_repr(const DunningLevel& level) {
  return py::str(
             "DunningLevel({}, counted={!r}, fees={!r}, fee_rate={!r}, letter_en={!r}, "
             "letter_zh={!r})")
      .format(level.days, to_string(level.counted), texts_of(level.fees), to_string(level.fee_rate),
              text_of(level.letter_en), text_of(level.letter_zh));
}

void bind_level(py::module_& m) {
  py::class_<DunningLevel> level(m, "DunningLevel", py::is_final(), "One level of reminders.");
  level
      .def(py::init([](std::int32_t days, const std::string& counted, const py::object& fees,
                       const Given<Rate>& fee_rate, const std::optional<std::string>& letter_en,
                       const std::optional<std::string>& letter_zh) {
             return DunningLevel{.days = days,
                                 .counted = parse_dunning_count(counted),
                                 .fees = monies_from(fees),
                                 .fee_rate = fee_rate,
                                 .letter_en = template_from(letter_en),
                                 .letter_zh = template_from(letter_zh)};
           }),
           py::arg("days"), py::kw_only(), py::arg("counted") = "net_days",
           py::arg("fees") = py::tuple(), py::arg("fee_rate") = "0%",
           py::arg("letter_en") = py::none(), py::arg("letter_zh") = py::none(),
           "days: the day from which on it is reached, counted from the due date (net_days), the "
           "end of its month (end_of_month), or the reminder before (previous_level).\n"
           "fees: what a letter costs, in each currency; fee_rate: and of the amount it asks for.\n"
           "letter_en, letter_zh: its text, if not the standard one, with the places {party}, "
           "{date}, {level}, {oldest_due}, {days_overdue}, {amount}, {fee}, {total}, {items}; two "
           "braces are one.\n\n"
           "Raises ParseError, with its position, for a place that has no such name.")
      .def_property_readonly(
          "days", [](const DunningLevel& self) { return self.days; },
          "The day from which on it is reached.")
      .def_property_readonly(
          "counted", [](const DunningLevel& self) { return to_string(self.counted); },
          "What the days are counted from.")
      .def_property_readonly(
          "fees", [](const DunningLevel& self) { return py::tuple(py::cast(self.fees)); },
          "What a letter costs, in each currency.")
      .def_property_readonly(
          "fee_rate", [](const DunningLevel& self) { return self.fee_rate; },
          "And of the amount that it asks for.")
      .def_property_readonly(
          "letter_en", [](const DunningLevel& self) { return text_of(self.letter_en); },
          "Its text in English, if not the standard one.")
      .def_property_readonly(
          "letter_zh", [](const DunningLevel& self) { return text_of(self.letter_zh); },
          "Its text in Chinese, if not the standard one.");
  def_repr(level, level_repr);
  def_equality(level);
  def_copy(level);
  level.def("__hash__", [](const DunningLevel& self) { return py::hash(level_state(self)); });
  def_pickle(level, level_state, level_from_state);
}

// --- the policy --------------------------------------------------------------------------------

// A level, or its days alone.
DunningLevel level_from(py::handle object) {
  if (py::isinstance<DunningLevel>(object)) return object.cast<DunningLevel>();
  if (py::isinstance<py::int_>(object) && !py::isinstance<py::bool_>(object))
    return {.days = object.cast<std::int32_t>()};
  throw_wrong_type(object, "an o2c.DunningLevel, or its days");
}

py::tuple policy_state(const DunningPolicy& policy) {
  const DunningTerms& terms = policy.terms();
  return py::make_tuple(py::tuple(py::cast(policy.levels())), terms.interval_days,
                        py::tuple(py::cast(terms.minimums)), terms.rounding);
}

DunningPolicy policy_from(const py::object& levels, std::int32_t interval_days,
                          const py::object& minimums, Rounding rounding) {
  return DunningPolicy(
      list_from<DunningLevel, level_from>(levels, "o2c.DunningLevel items, or their days"),
      {.interval_days = interval_days, .minimums = monies_from(minimums), .rounding = rounding});
}

py::dict decide(const DunningPolicy& policy, Given<Money> open, Date due_date, Date as_of,
                std::int32_t last_level, std::optional<Date> last_reminded,
                const py::object& disputed, std::optional<Date> promised_until,
                const py::object& promised, Derivation* trace) {
  const DunningItem item{.due_date = due_date,
                         .open = open,
                         .last_level = last_level,
                         .last_reminded = last_reminded,
                         .disputed = optional_money(disputed),
                         .promised_until = promised_until,
                         .promised = optional_money(promised)};
  const DunningAnswer answer =
      trace == nullptr ? dunning(policy, item, as_of) : dunning(policy, item, as_of, *trace);
  py::dict row;
  row["level"] = answer.level;
  row["hold"] = to_string(answer.hold);
  row["amount"] = answer.amount;
  row["next_reminder"] = next_reminder(policy, item);
  return row;
}

void bind_policy(py::module_& m) {
  py::class_<DunningPolicy> policy(
      m, "DunningPolicy", py::is_final(),
      "When overdue items are reminded of, how often, and what that costs.");
  policy
      .def(py::init([](const py::object& levels, std::int32_t interval_days,
                       const py::object& minimums, Given<Rounding> rounding) {
             return policy_from(levels, interval_days, minimums, rounding);
           }),
           py::arg("levels"), py::kw_only(), py::arg("interval_days") = 1,
           py::arg("minimums") = py::tuple(), py::arg("rounding") = "half_up",
           "levels: o2c.DunningLevel, or their days: [1, 15, 30, 60].\n"
           "interval_days: the least number of days between two reminders of an item.\n"
           "minimums: for each currency, the least of an item that is asked for.\n"
           "rounding: of fees.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_property_readonly(
          "levels", [](const DunningPolicy& self) { return py::tuple(py::cast(self.levels())); },
          "From the first to the last.")
      .def_property_readonly(
          "interval_days", [](const DunningPolicy& self) { return self.terms().interval_days; },
          "The least number of days between two reminders of an item.")
      .def_property_readonly(
          "minimums",
          [](const DunningPolicy& self) { return py::tuple(py::cast(self.terms().minimums)); },
          "For each currency, the least of an item that is asked for.")
      .def_property_readonly(
          "rounding", [](const DunningPolicy& self) { return self.terms().rounding; }, "Of fees.")
      .def(
          "decide", &decide, py::arg("open"), py::kw_only(), py::arg("due_date"), py::arg("as_of"),
          py::arg("last_level") = 0, py::arg("last_reminded") = py::none(),
          py::arg("disputed") = py::none(), py::arg("promised_until") = py::none(),
          py::arg("promised") = py::none(), py::arg("trace") = py::none(),
          "The next level of an item on a day, or why there is none: level (0: held back), hold "
          "(\"none\": nothing), amount (neither in dispute nor promised), next_reminder (the first "
          "day on which the next level is reached, or None).\n\n"
          "promised: None with promised_until: all of it is.")
      .def(
          "fee",
          [](const DunningPolicy& self, std::int32_t level, Given<Money> amount,
             Derivation* trace) {
            return trace == nullptr ? self.fee(level, amount) : self.fee(level, amount, *trace);
          },
          py::arg("level"), py::arg("amount"), py::kw_only(), py::arg("trace") = py::none(),
          "What a letter of a level that asks for an amount costs.")
      .def(
          "letter",
          [](const DunningPolicy& self, std::int32_t level, const std::string& lang) {
            return self.letter(level, parse_language(lang)).text();
          },
          py::arg("level"), py::arg("lang") = "en",
          "The text of a level's letter, with its places: its own, or the standard one.")
      .def("__str__", [](const DunningPolicy& self) { return to_string(self); });
  def_repr(policy, [](const DunningPolicy& self) {
    return py::str("DunningPolicy({!r}, interval_days={}, minimums={!r}, rounding={!r})")
        .format(py::list(py::cast(self.levels())), self.terms().interval_days,
                texts_of(self.terms().minimums), to_string(self.terms().rounding));
  });
  def_equality(policy);
  def_copy(policy);
  policy.def("__hash__", [](const DunningPolicy& self) { return py::hash(policy_state(self)); });
  def_pickle(policy, policy_state, [](const py::tuple& state) {
    return policy_from(state[0], state[1].cast<std::int32_t>(), state[2],
                       state[3].cast<Rounding>());
  });
}

}  // namespace

void bind_dunning(py::module_& m) {
  bind_level(m);
  bind_policy(m);
  m.def(
      "fill_letter",
      [](const std::string& text, const py::dict& given) {
        LetterValues values;
        for (std::size_t i = 0; i < letter_places; ++i)
          values[i] = given[py::str(to_string(static_cast<LetterPlace>(i)))].cast<std::string>();
        return LetterTemplate(text).fill(values);
      },
      py::arg("text"), py::arg("values"), "A letter's text with its places filled.");
  m.def(
      "hold_reason",
      [](const std::string& hold, const std::string& lang) {
        return reason(parse_dunning_hold(hold)).in(parse_language(lang));
      },
      py::arg("hold"), py::arg("lang"), "Why an item is held back, as a sentence.");
  m.def(
      "dunning_table",
      [](TableSource& items, const DunningPolicy& policy, Date as_of, const std::string& rows,
         const py::object& currency, std::optional<int> amount_digits, std::size_t threads) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        DunningTableOptions options{.rows = parse_item_rows(rows)};
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        options.threads = threads;
        py::gil_scoped_release release;
        return std::const_pointer_cast<ArrowTable>(dunning_table(items, policy, as_of, options));
      },
      py::arg("items"), py::kw_only(), py::arg("policy"), py::arg("as_of"), py::arg("rows"),
      py::arg("currency"), py::arg("amount_digits"), py::arg("threads"),
      "The next dunning level of many items.");
}

}  // namespace o2c::python
