#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/credit_limit.hpp"
#include "o2c/receivable/dunning_run.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/promises.hpp"
#include "o2c/receivable/worklist.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "exchange_rows.hpp"
#include "report_columns.hpp"

namespace o2c::python {
namespace {

AsOf as_of_from(Date as_of, std::optional<std::int64_t> known_at) {
  return {as_of, known_at.value_or(AsOf::now)};
}

DocumentId document_from(const Ledger& ledger, const std::string& number,
                         const std::optional<std::string>& kind) {
  if (kind) return ledger.find(number, parse_document_kind(*kind));
  // Debits come first: an invoice and a receipt may have one number.
  for (int i = 0; i < static_cast<int>(DocumentKind::receipt); ++i)
    if (const auto found = ledger.try_find(number, static_cast<DocumentKind>(i))) return *found;
  return ledger.find(number);
}

// --- the run -----------------------------------------------------------------------------------

py::dict item_dict(const DunnedItem& item) {
  py::dict row;
  row["party"] = item.party;
  row["document_kind"] = to_string(item.kind);
  row["document"] = item.number;
  row["instalment"] = instalment_or_none(item.installment);
  row["due_date"] = item.item.due_date;
  row["days_overdue"] = item.days_overdue;
  row["open"] = item.item.open;
  row["disputed"] = *item.item.disputed;
  row["promised"] = item.item.promised;
  row["promised_until"] = item.item.promised_until;
  row["last_level"] = item.item.last_level;
  row["last_reminded"] = item.item.last_reminded;
  row["level"] = item.answer.level;
  row["amount"] = item.answer.amount;
  row["hold"] = to_string(item.hold);
  return row;
}

py::list item_dicts(const std::vector<DunnedItem>& items) {
  py::list rows;
  for (const DunnedItem& item : items) rows.append(item_dict(item));
  return rows;
}

py::dict letter_dict(const DunningRun& run, std::size_t place) {
  const DunningLetter& letter = run.letters.at(place);
  py::dict row;
  row["party"] = letter.party;
  row["level"] = letter.level;
  row["items"] = item_dicts(letter.items);
  row["amount"] = letter.amount;
  row["fee"] = letter.fee;
  row["total"] = letter.total;
  row["credits"] = letter.credits;
  return row;
}

py::dict values_dict(const DunningRun& run, std::size_t letter, const std::string& lang) {
  const LetterValues values = run.values(run.letters.at(letter), parse_language(lang));
  py::dict named;
  for (std::size_t i = 0; i < letter_places; ++i)
    named[py::str(to_string(static_cast<LetterPlace>(i)))] = values[i];
  return named;
}

// A row for each item: those of the letters, then those held back.
std::shared_ptr<ArrowTable> run_table(const DunningRun& run) {
  std::vector<std::pair<std::optional<std::int64_t>, const DunnedItem*>> rows;
  for (std::size_t i = 0; i < run.letters.size(); ++i)
    for (const DunnedItem& item : run.letters[i].items)
      rows.emplace_back(static_cast<std::int64_t>(i), &item);
  for (const DunnedItem& item : run.held) rows.emplace_back(std::nullopt, &item);
  CommonScale scale;
  for (const auto& [letter, item] : rows) scale.include(item->answer.amount);
  const auto item = [&](std::size_t i) -> const DunnedItem& { return *rows[i].second; };
  TableBuilder table(rows.size());
  table.integer("letter", [&](std::size_t i) { return rows[i].first; })
      .text("party", [&](std::size_t i) { return std::string_view(item(i).party); });
  add_names(table, "document_kind", rows.size(),
            [&](std::size_t i) { return to_string(item(i).kind); });
  table.text("document", [&](std::size_t i) { return std::string_view(item(i).number); })
      .integer("instalment", [&](std::size_t i) { return column_instalment(item(i).installment); })
      .date("due_date", [&](std::size_t i) { return column_date(item(i).item.due_date); })
      .integer("days_overdue",
               [&](std::size_t i) { return std::optional<std::int64_t>(item(i).days_overdue); })
      .decimal("open", scale.digits(), [&](std::size_t i) { return scale.of(item(i).item.open); })
      .decimal("amount", scale.digits(),
               [&](std::size_t i) { return scale.of(item(i).answer.amount); })
      .text("currency", [&](std::size_t i) { return item(i).answer.amount.currency().code(); })
      .integer("last_level",
               [&](std::size_t i) { return std::optional<std::int64_t>(item(i).item.last_level); })
      .integer("level",
               [&](std::size_t i) { return std::optional<std::int64_t>(item(i).answer.level); });
  add_names(table, "hold", rows.size(), [&](std::size_t i) { return to_string(item(i).hold); });
  return finished(table);
}

void bind_run(py::module_& m, py::class_<Ledger>& ledger) {
  py::class_<DunningRun>(m, "DunningRun", "What o2c.DunningRun stands on.")
      .def_property_readonly("as_of", [](const DunningRun& self) { return self.as_of; })
      .def_property_readonly("policy", [](const DunningRun& self) { return self.policy; })
      .def("__len__", [](const DunningRun& self) { return self.letters.size(); })
      .def("letter", &letter_dict, py::arg("letter"))
      .def("held", [](const DunningRun& self) { return item_dicts(self.held); })
      .def("values", &values_dict, py::arg("letter"), py::arg("lang"))
      .def(
          "text",
          [](const DunningRun& self, std::size_t letter, const std::string& lang) {
            return self.text(self.letters.at(letter), parse_language(lang));
          },
          py::arg("letter"), py::arg("lang"))
      .def(
          "explain",
          [](const DunningRun& self, std::size_t letter) {
            return self.explain(self.letters.at(letter));
          },
          py::arg("letter"))
      .def(
          "explain_item",
          [](const DunningRun& self, std::size_t row) {
            for (const DunningLetter& letter : self.letters) {
              if (row < letter.items.size()) return self.explain(letter.items[row]);
              row -= letter.items.size();
            }
            return self.explain(self.held.at(row));
          },
          py::arg("row"))
      .def("to_arrow_table", &run_table);
  ledger
      .def(
          "dunning_run",
          [](const Ledger& self, const DunningPolicy& policy, Date as_of,
             std::optional<std::int64_t> known_at, std::optional<std::string> party,
             const py::object& letter_minimums, const std::string& fees) {
            return dunning_run(self, policy, as_of_from(as_of, known_at),
                               {.party = std::move(party),
                                .letter_minimums = list_from<Money, money_from>(letter_minimums,
                                                                                "o2c.Money items"),
                                .fees = parse_reminder_fees(fees)});
          },
          py::arg("policy"), py::kw_only(), py::arg("as_of"), py::arg("known_at"), py::arg("party"),
          py::arg("letter_minimums"), py::arg("fees"))
      .def(
          "record_reminders",
          [](Ledger& self, const DunningRun& run, const std::vector<std::size_t>& letters,
             Date date, std::optional<Date> due_date, std::string fee_number, const py::list& rates,
             const std::string& check, std::int64_t recorded_at) {
            std::vector<DunningLetter> chosen;
            for (const std::size_t letter : letters) chosen.push_back(run.letters.at(letter));
            std::vector<std::uint32_t> ids;
            const auto kept = record_reminders(self, run.policy, chosen,
                                               {.date = date,
                                                .due_date = due_date,
                                                .fee_number = std::move(fee_number),
                                                .rates = rates_from(rates),
                                                .check = parse_reminder_check(check)},
                                               recorded_at);
            for (const ReminderId id : kept.value()) ids.push_back(static_cast<std::uint32_t>(id));
            return ids;
          },
          py::arg("run"), py::arg("letters"), py::kw_only(), py::arg("date"), py::arg("due_date"),
          py::arg("fee_number"), py::arg("rates"), py::arg("check"), py::arg("recorded_at"))
      .def(
          "reminders",
          [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at) {
            py::list rows;
            for (const RecordedReminder& each : self.reminders(as_of_from(as_of, known_at))) {
              py::list lines;
              for (const ReminderLine& line : each.reminder.lines) {
                py::dict of;
                of["document"] = std::string(self.document(line.document).number);
                of["instalment"] = instalment_or_none(line.installment);
                of["level"] = line.level;
                of["amount"] = line.amount;
                lines.append(of);
              }
              py::dict row;
              row["reminder"] = static_cast<std::uint32_t>(each.id);
              row["party"] = std::string(self.document(each.reminder.lines.front().document).party);
              row["date"] = each.reminder.date;
              row["lines"] = lines;
              row["fee_document"] =
                  each.reminder.fee
                      ? py::object(py::str(std::string(self.document(*each.reminder.fee).number)))
                      : py::none();
              row["recorded_at"] = each.recorded_at_us;
              rows.append(row);
            }
            return rows;
          },
          py::kw_only(), py::arg("as_of"), py::arg("known_at"));
}

// --- promises ----------------------------------------------------------------------------------

py::dict promise_dict(const Ledger& ledger, const PromiseStatus& status) {
  const PromiseToPay& promise = status.promise;
  py::list payments;
  for (const PromisePayment& each : status.payments)
    payments.append(py::make_tuple(to_python(each.date), each.amount));
  py::dict row;
  row["promise"] = static_cast<std::uint32_t>(status.id);
  row["party"] = promise.party;
  row["document"] =
      promise.document ? py::object(py::str(std::string(ledger.document(*promise.document).number)))
                       : py::none();
  row["instalment"] = instalment_or_none(promise.installment);
  row["amount"] = promise.amount;
  row["date"] = promise.made;
  row["promised"] = promise.promised;
  row["by"] = promise.by.empty() ? py::object(py::none()) : py::object(py::str(promise.by));
  row["state"] = to_string(status.state);
  row["replaces"] = promise.replaces
                        ? py::object(py::int_(static_cast<std::uint32_t>(*promise.replaces)))
                        : py::object(py::none());
  row["paid"] = status.paid;
  row["paid_otherwise"] = status.paid_otherwise;
  row["remaining"] = status.remaining;
  row["payments"] = payments;
  return row;
}

void bind_promises(py::class_<Ledger>& ledger) {
  ledger
      .def(
          "promise",
          [](Ledger& self, Given<Money> amount, const std::optional<std::string>& document,
             const std::optional<std::string>& kind, std::string party, Date date, Date promised,
             std::int32_t installment, std::string by, std::optional<std::uint32_t> replaces,
             std::int64_t recorded_at) {
            PromiseToPay promise{.party = std::move(party),
                                 .amount = amount,
                                 .made = date,
                                 .promised = promised,
                                 .installment = installment,
                                 .by = std::move(by)};
            if (document) promise.document = document_from(self, *document, kind);
            if (replaces) promise.replaces = PromiseId{*replaces};
            return static_cast<std::uint32_t>(self.promise(promise, recorded_at).value());
          },
          py::arg("amount"), py::kw_only(), py::arg("document"), py::arg("kind"), py::arg("party"),
          py::arg("date"), py::arg("promised"), py::arg("installment"), py::arg("by"),
          py::arg("replaces"), py::arg("recorded_at"))
      .def(
          "promises",
          [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at,
             const std::optional<std::string>& party) {
            py::list rows;
            for (const PromiseStatus& each :
                 promises_to_pay(self, as_of_from(as_of, known_at), party))
              rows.append(promise_dict(self, each));
            return rows;
          },
          py::kw_only(), py::arg("as_of"), py::arg("known_at"), py::arg("party"))
      .def(
          "explain_promise",
          [](const Ledger& self, std::uint32_t promise, Date as_of,
             std::optional<std::int64_t> known_at) {
            const auto found = promises_to_pay(self, as_of_from(as_of, known_at));
            const auto it = std::ranges::find(found, PromiseId{promise}, &PromiseStatus::id);
            if (it == found.end())
              throw_invalid("promise " + std::to_string(promise) + " was not made by " +
                            to_string(as_of));
            return it->explain();
          },
          py::arg("promise"), py::kw_only(), py::arg("as_of"), py::arg("known_at"));
}

// --- the worklist ------------------------------------------------------------------------------

WorklistKey key_from(py::handle object) {
  if (py::isinstance<py::str>(object))
    return {parse_worklist_measure(object.cast<std::string>()), std::nullopt};
  const auto pair = py::reinterpret_borrow<py::tuple>(object);
  if (!py::isinstance<py::tuple>(object) || pair.size() != 2)
    throw_wrong_type(object, "a measure, or a pair of a measure and its weight");
  return {parse_worklist_measure(pair[0].cast<std::string>()), decimal_from(pair[1])};
}

py::dict worklist_dict(const Worklist& list, std::size_t place) {
  const WorklistRow& of = list.rows.at(place);
  py::dict row;
  row["party"] = of.party;
  row["overdue"] = of.overdue;
  row["disputed"] = of.disputed;
  row["promised"] = of.promised;
  row["credits"] = of.credits;
  row["items"] = of.items.size();
  row["days_overdue"] = of.days_overdue;
  row["level"] = of.level;
  row["broken_promises"] = of.broken.size();
  row["limit_used"] = of.limit ? to_python(of.limit->share) : py::none();
  row["converted"] = list.conversion ? py::cast(of.compared) : py::object(py::none());
  row["score"] = of.score ? to_python(*of.score) : py::none();
  return row;
}

// A share or score with four digits.
std::optional<Int128> four_digits(const std::optional<Ratio>& ratio) {
  if (!ratio) return std::nullopt;
  CommonScale scale;
  scale.include(Decimal::from_parts(0, 4));
  return scale.of(round(*ratio, 4, Rounding::half_up));
}

std::shared_ptr<ArrowTable> worklist_table(const Worklist& list) {
  const std::vector<WorklistRow>& rows = list.rows;
  CommonScale scale;
  for (const WorklistRow& row : rows) scale.include(row.overdue);
  const auto number = [](auto value) { return std::optional(static_cast<std::int64_t>(value)); };
  TableBuilder table(rows.size());
  table.text("party", [&](std::size_t i) { return std::string_view(rows[i].party); })
      .decimal("overdue", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].overdue); })
      .decimal("disputed", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].disputed); })
      .decimal("promised", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].promised); })
      .decimal("credits", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].credits); })
      .text("currency", [&](std::size_t i) { return rows[i].overdue.currency().code(); })
      .integer("items", [&](std::size_t i) { return number(rows[i].items.size()); })
      .integer("days_overdue", [&](std::size_t i) { return number(rows[i].days_overdue); })
      .integer("level", [&](std::size_t i) { return number(rows[i].level); })
      .integer("broken_promises", [&](std::size_t i) { return number(rows[i].broken.size()); })
      .decimal(
          "limit_used", 4,
          [&](std::size_t i) {
            return four_digits(rows[i].limit ? std::optional(rows[i].limit->share) : std::nullopt);
          })
      .decimal("score", 4, [&](std::size_t i) { return four_digits(rows[i].score); });
  if (list.conversion) {
    CommonScale compared;
    for (const WorklistRow& row : rows) compared.include(row.compared);
    table
        .decimal("converted", compared.digits(),
                 [&](std::size_t i) { return compared.of(rows[i].compared); })
        .text("converted_currency",
              [&](std::size_t i) { return rows[i].compared.currency().code(); });
  }
  return finished(table);
}

void bind_worklist(py::module_& m, py::class_<Ledger>& ledger) {
  py::class_<Worklist>(m, "Worklist", "What o2c.Worklist stands on.")
      .def_property_readonly("as_of", [](const Worklist& self) { return self.as_of; })
      .def_property_readonly("report_currency",
                             [](const Worklist& self) -> std::optional<Currency> {
                               if (!self.conversion) return std::nullopt;
                               return self.conversion->to;
                             })
      .def("__len__", [](const Worklist& self) { return self.rows.size(); })
      .def("row", &worklist_dict, py::arg("row"))
      .def(
          "explain",
          [](const Worklist& self, std::size_t row) { return self.explain(self.rows.at(row)); },
          py::arg("row"))
      .def(
          "to_text",
          [](const Worklist& self, const std::string& lang) {
            return to_string(self, parse_language(lang));
          },
          py::arg("lang"))
      .def("to_arrow_table", &worklist_table);
  ledger.def(
      "worklist",
      [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at,
         const py::object& order, const std::vector<CreditAnswer>& credit,
         const py::object& report_currency, const std::optional<ExchangeTable>& rates,
         Given<Rounding> rounding) {
        WorklistOptions options{
            .order = list_from<WorklistKey, key_from>(order, "measures, perhaps with weights"),
            .credit = credit};
        if (rates)
          options.conversion = WorklistConversion{
              .rates = *rates, .to = currency_from(report_currency), .rounding = rounding};
        return collection_worklist(self, as_of_from(as_of, known_at), options);
      },
      py::kw_only(), py::arg("as_of"), py::arg("known_at"), py::arg("order"), py::arg("credit"),
      py::arg("report_currency"), py::arg("rates"), py::arg("rounding"));
}

}  // namespace

void bind_ledger_dunning(py::module_& m) {
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  bind_run(m, ledger);
  bind_promises(ledger);
  bind_worklist(m, ledger);
}

}  // namespace o2c::python
