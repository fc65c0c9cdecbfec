#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/exchange_differences.hpp"
#include "o2c/receivable/ledger.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "exchange_rows.hpp"
#include "report_columns.hpp"

namespace o2c::python {
namespace {

/// Differences, with what their documents are called.
struct ExchangeDifferences {
  std::vector<ExchangeDifference> rows;
  std::vector<PostedDocument> documents{};             // Of each row;
  std::vector<std::optional<std::string>> receipts{};  // and its credit's number.
};

ExchangeDifferences differences_of(const Ledger& ledger, Date from, Date to,
                                   std::optional<std::int64_t> known_at) {
  ExchangeDifferences found{
      .rows = exchange_differences(ledger, from, to, known_at.value_or(AsOf::now))};
  for (const ExchangeDifference& row : found.rows) {
    found.documents.push_back(ledger.document(row.document));
    std::optional<std::string> receipt;
    if (row.credit) receipt = std::string(ledger.document(*row.credit).number);
    found.receipts.push_back(std::move(receipt));
  }
  return found;
}

py::dict difference_dict(const ExchangeDifferences& self, std::size_t place) {
  const ExchangeDifference& difference = self.rows.at(place);
  py::dict row;
  row["kind"] = to_string(difference.kind);
  row["posted"] = difference.posted;
  row["recorded_at"] = difference.recorded_at_us;
  row["party"] = std::string(self.documents[place].party);
  row["document_kind"] = to_string(difference.document_kind);
  row["document"] = std::string(self.documents[place].number);
  row["receipt"] = self.receipts[place];
  row["application"] = number_or_none(difference.application);
  row["revaluation"] = number_or_none(difference.revaluation);
  row["amount"] = difference.amount;
  row["rate_from"] = difference.rate_from;
  row["rate_to"] = difference.rate_to;
  row["difference"] = difference.difference;
  return row;
}

std::shared_ptr<ArrowTable> differences_table(const ExchangeDifferences& self) {
  const std::vector<ExchangeDifference>& rows = self.rows;
  CommonScale amounts;
  CommonScale rates;
  CommonScale home;
  for (const ExchangeDifference& row : rows) {
    amounts.include(row.amount);
    rates.include(row.rate_from);
    rates.include(row.rate_to);
    home.include(row.difference);
  }
  TableBuilder table(rows.size());
  add_names(table, "kind", rows.size(), [&](std::size_t i) { return to_string(rows[i].kind); });
  table.date("posted", [&](std::size_t i) { return column_date(rows[i].posted); })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(rows[i].recorded_at_us); })
      .text("party", [&](std::size_t i) { return self.documents[i].party; });
  add_names(table, "document_kind", rows.size(),
            [&](std::size_t i) { return to_string(rows[i].document_kind); });
  table.text("document", [&](std::size_t i) { return self.documents[i].number; })
      .text("receipt",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (!self.receipts[i]) return std::nullopt;
              return *self.receipts[i];
            })
      .integer("application", [&](std::size_t i) { return column_number(rows[i].application); })
      .integer("revaluation", [&](std::size_t i) { return column_number(rows[i].revaluation); })
      .decimal("amount", amounts.digits(),
               [&](std::size_t i) { return amounts.of(rows[i].amount); })
      .text("currency", [&](std::size_t i) { return rows[i].amount.currency().code(); })
      .decimal("rate_from", rates.digits(),
               [&](std::size_t i) { return rates.of(rows[i].rate_from); })
      .decimal("rate_to", rates.digits(), [&](std::size_t i) { return rates.of(rows[i].rate_to); })
      .decimal("difference", home.digits(),
               [&](std::size_t i) { return home.of(rows[i].difference); })
      .text("home_currency", [&](std::size_t i) { return rows[i].difference.currency().code(); });
  return finished(table);
}

void def_facts(py::class_<Ledger>& ledger) {
  ledger.def_property_readonly("home", [](const Ledger& self) { return self.options().home; });
  ledger.def(
      "revalue",
      [](Ledger& self, Date date, const py::list& rates, std::int64_t recorded_at) {
        return static_cast<std::uint32_t>(
            self.revalue({.date = date, .rates = rates_from(rates)}, recorded_at));
      },
      py::arg("date"), py::arg("rates"), py::kw_only(), py::arg("recorded_at"));
}

void def_questions(py::class_<Ledger>& ledger) {
  // The differences refer to names that live as long as the ledger.
  ledger.def("exchange_differences", &differences_of, py::arg("from_date"), py::arg("to_date"),
             py::kw_only(), py::arg("known_at"), py::keep_alive<0, 1>());
  ledger.def(
      "carrying_amount",
      [](const Ledger& self, const std::string& number, const std::optional<std::string>& kind,
         Date as_of, std::optional<std::int64_t> known_at, Derivation* trace) {
        std::optional<DocumentKind> of;
        if (kind) of = parse_document_kind(*kind);
        const AsOf at(as_of, known_at.value_or(AsOf::now));
        const DocumentId document = self.find(number, of);
        if (trace != nullptr) return carrying_amount(self, document, at, *trace);
        return carrying_amount(self, document, at);
      },
      py::arg("number"), py::arg("kind"), py::kw_only(), py::arg("as_of"), py::arg("known_at"),
      py::arg("trace"));
}

}  // namespace

void bind_exchange_differences(py::module_& m) {
  py::class_<ExchangeDifferences>(m, "ExchangeDifferences",
                                  "What o2c.ExchangeDifferences stands on.")
      .def("__len__", [](const ExchangeDifferences& self) { return self.rows.size(); })
      .def("row", &difference_dict, py::arg("row"))
      .def(
          "explain",
          [](const ExchangeDifferences& self, std::size_t row) {
            return self.rows.at(row).explain();
          },
          py::arg("row"))
      .def("to_arrow_table", &differences_table);
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  def_facts(ledger);
  def_questions(ledger);
}

}  // namespace o2c::python
