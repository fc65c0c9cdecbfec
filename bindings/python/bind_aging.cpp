#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/exchange.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/aging_arrow.hpp"
#include "o2c/receivable/aging_documents.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "aging_options.hpp"
#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "key_object.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

AgingBasis basis_from(const std::string& name) {
  if (name == "due_date") return AgingBasis::due_date;
  if (name == "invoice_date") return AgingBasis::invoice_date;
  throw_invalid("by " + in_quotes(name) + ": expected \"due_date\" or \"invoice_date\"");
}

py::dict row_dict(const AgingTable& table, std::size_t row,
                  const std::vector<std::string>& measures) {
  if (row >= table.rows()) throw py::index_error("row out of range");
  py::dict dict;
  for (const KeyColumn& column : table.keys())
    dict[py::str(column.name())] = key_object(column, row);
  dict["currency"] = py::str(std::string(table.currency(row).code()));
  std::vector<Int128> figures(measures.size());
  table.figures(row, figures);
  for (std::size_t i = 0; i < measures.size(); ++i)
    dict[py::str(measures[i])] =
        to_python(Decimal::from_parts(figures[i], table.currency(row).digits()));
  dict["items"] = table.items(row);
  return dict;
}

py::list total_dicts(const AgingTable& table) {
  const std::vector<std::string> measures = table.measures();
  py::list totals;
  for (const Currency& currency : table.currencies()) {
    py::dict dict;
    dict["currency"] = py::str(std::string(currency.code()));
    const std::vector<Int128> figures = table.total_minor(currency);
    for (std::size_t i = 0; i < measures.size(); ++i)
      dict[py::str(measures[i])] = to_python(Decimal::from_parts(figures[i], currency.digits()));
    dict["items"] = table.total_items(currency);
    totals.append(dict);
  }
  return totals;
}

std::size_t measure_index(const AgingTable& table, const std::string& name) {
  const std::vector<std::string> measures = table.measures();
  const auto found = std::ranges::find(measures, name);
  if (found == measures.end()) throw_invalid("no column " + in_quotes(name) + " in this aging");
  return static_cast<std::size_t>(found - measures.begin());
}

template <class T>
std::string repr(const T& value) {
  return py::repr(py::cast(value)).template cast<std::string>();
}

py::dict report_row(const AgingReport& report, const AgingRow& row,
                    const std::vector<std::string>& names) {
  if (names.size() != row.keys.size())
    throw_invalid("expected " + std::to_string(row.keys.size()) + " names of keys, got " +
                  std::to_string(names.size()));
  py::dict dict;
  for (std::size_t k = 0; k < row.keys.size(); ++k) dict[py::str(names[k])] = py::str(row.keys[k]);
  dict["currency"] = py::str(std::string(row.currency.code()));
  const std::vector<std::string> columns = report.columns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    dict[py::str(columns[i])] = to_python(row.columns[i].amount());
  dict["total"] = to_python(row.total.amount());
  if (report.has_deposits()) dict["deposits"] = to_python(row.deposits.amount());
  dict["items"] = row.items.size();
  return dict;
}

void bind_buckets(py::module_& m) {
  auto type = py::class_<AgingBuckets>(
      m, "AgingBuckets",
      "The columns of an aging: by how many days past its date an item is, in which it stands.\n\n"
      "Day limits ascend strictly; a limit belongs to the bucket that it closes (30 is in 1-30). "
      "By\n"
      "due date, what is due today or later is not due; by invoice date the first bucket is 0-30.");
  type.def(py::init([](std::vector<std::int32_t> day_limits, const std::string& by,
                       std::optional<std::vector<std::string>> labels) {
             if (labels)
               return AgingBuckets(std::move(day_limits), basis_from(by), *std::move(labels));
             return AgingBuckets(std::move(day_limits), basis_from(by));
           }),
           py::arg_v("day_limits", std::vector<std::int32_t>{30, 60, 90}, "(30, 60, 90)"),
           py::kw_only(), py::arg("by") = "due_date", py::arg("labels") = py::none(),
           "labels: one for each bucket, that of what is not yet of age first.")
      .def_property_readonly(
          "day_limits",
          [](const AgingBuckets& self) { return py::tuple(py::cast(self.day_limits())); },
          "The last day of each bucket but the last.")
      .def_property_readonly(
          "by", [](const AgingBuckets& self) { return to_string(self.basis()); },
          "\"due_date\" or \"invoice_date\".")
      .def_property_readonly(
          "labels", [](const AgingBuckets& self) { return py::tuple(py::cast(self.labels())); },
          "The buckets' names.")
      .def(
          "bucket",
          [](const AgingBuckets& self, Date date, Date as_of) {
            NoTrace no_trace;
            return self.labels()[self.bucket(date, as_of, no_trace)];
          },
          py::arg("date"), py::arg("as_of"), "Label of the bucket of an item with that date.")
      .def("__len__", &AgingBuckets::size)
      .def("__repr__",
           [](const AgingBuckets& self) {
             return "AgingBuckets(" +
                    std::string(py::str(py::repr(py::tuple(py::cast(self.day_limits()))))) +
                    ", by='" + to_string(self.basis()) + "', labels=" +
                    std::string(py::str(py::repr(py::tuple(py::cast(self.labels()))))) + ")";
           })
      .def("__hash__",
           [](const AgingBuckets& self) {
             return py::hash(py::make_tuple(py::tuple(py::cast(self.day_limits())),
                                            to_string(self.basis()),
                                            py::tuple(py::cast(self.labels()))));
           })
      .def(py::pickle(
          [](const AgingBuckets& self) {
            return py::make_tuple(self.day_limits(), to_string(self.basis()), self.labels());
          },
          [](const py::tuple& state) {
            return AgingBuckets(state[0].cast<std::vector<std::int32_t>>(),
                                basis_from(state[1].cast<std::string>()),
                                state[2].cast<std::vector<std::string>>());
          }));
  def_equality(type);
}

void bind_table(py::module_& m) {
  py::class_<AgingTable, std::shared_ptr<AgingTable>>(m, "AgingTable",
                                                      "The figures behind o2c.AgingResult.")
      .def("__len__", &AgingTable::rows)
      .def_property_readonly("as_of", &AgingTable::as_of, "The day of the aging.")
      .def_property_readonly("buckets", &AgingTable::buckets, "Its buckets.")
      .def_property_readonly("measures", &AgingTable::measures, "Names of the figures, in order.")
      .def_property_readonly(
          "keys",
          [](const AgingTable& self) {
            py::list names;
            for (const KeyColumn& key : self.keys()) names.append(key.name());
            return names;
          },
          "Names of the key columns.")
      .def(
          "row",
          [](const AgingTable& self, std::size_t row) {
            return row_dict(self, row, self.measures());
          },
          py::arg("row"), "Keys, currency, figures and number of items of one row.")
      .def("totals", &total_dicts, "The figures of all rows, for each currency.")
      .def(
          "find",
          [](const AgingTable& self, const py::sequence& keys) {
            return self.find(Keys(keys).values());
          },
          py::arg("keys"), "The rows whose first keys have these values.")
      .def(
          "largest",
          [](const AgingTable& self, std::size_t count, const std::string& measure,
             std::optional<std::string> currency) {
            const std::size_t index = measure_index(self, measure);
            if (!currency) return self.largest(count, index);
            const auto found = std::ranges::find(self.currencies(), *currency, &Currency::code);
            if (found == self.currencies().end()) return std::vector<std::size_t>();
            return self.largest(count, index, *found);
          },
          py::arg("count"), py::arg("measure"), py::arg("currency") = py::none(),
          "Rows with the largest absolute figure, of all currencies or of one.")
      .def(
          "converted_to",
          [](const AgingTable& self, const Given<Currency>& to, const ExchangeTable& rates,
             const Given<Rounding>& rounding) {
            return self.converted_to(to.value, rates, rounding.value);
          },
          py::arg("currency"), py::arg("rates"), py::arg("rounding"),
          "The same in one currency, each figure converted and rounded.")
      .def(
          "__add__", [](const AgingTable& a, const AgingTable& b) { return a + b; },
          py::arg("other"), "Figures of the same keys and currency added.")
      .def(
          "to_arrow_table",
          [](const AgingTable& self, std::size_t threads) {
            py::gil_scoped_release release;
            return to_arrow(self, threads);
          },
          py::arg("threads") = 1, "The columns for other libraries.");
}

void bind_arrow_table(py::module_& m) {
  py::class_<ArrowTable, std::shared_ptr<ArrowTable>>(
      m, "ArrowTable", "Finished columns, which other libraries read without a copy.")
      .def("__len__", [](const ArrowTable& self) { return self.rows; })
      .def("__arrow_c_schema__",
           [](const std::shared_ptr<ArrowTable>& self) { return schema_capsule(self); })
      .def(
          "__arrow_c_array__",
          [](const std::shared_ptr<ArrowTable>& self, const py::object&) {
            return array_capsules(self);
          },
          py::arg("requested_schema") = py::none())
      .def(
          "__arrow_c_stream__",
          [](const std::shared_ptr<ArrowTable>& self, const py::object&) {
            return stream_capsule(self);
          },
          py::arg("requested_schema") = py::none());
}

void bind_object_face(py::module_& m) {
  auto item = py::class_<OpenItem>(
      m, "OpenItem",
      "What is open of one instalment of an invoice: a positive amount is a debit, a negative one\n"
      "a credit, and only a credit may lack the due date.",
      py::is_final());
  item.def(
      py::init([](std::string party, std::string document, const Given<Money>& amount,
                  std::optional<Date> due_date, std::optional<Date> invoice_date,
                  std::string salesperson, std::optional<Given<Money>> disputed,
                  bool unapplied_cash, bool deposit) {
        if (unapplied_cash && deposit)
          throw_invalid("an open item: expected unapplied_cash or deposit, not both");
        return OpenItem{std::move(party),
                        std::move(document),
                        amount.value,
                        due_date,
                        invoice_date,
                        std::move(salesperson),
                        disputed ? std::optional(disputed->value) : std::nullopt,
                        unapplied_cash ? OpenItemKind::unapplied_cash
                        : deposit      ? OpenItemKind::deposit
                                       : OpenItemKind::document};
      }),
      py::arg("party"), py::arg("document"), py::arg("amount"), py::arg("due_date") = py::none(),
      py::kw_only(), py::arg("invoice_date") = py::none(), py::arg("salesperson") = "",
      py::arg("disputed") = py::none(), py::arg("unapplied_cash") = false,
      py::arg("deposit") = false,
      "disputed: what of a debit the customer disputes, from nothing to all of it.\n"
      "unapplied_cash: it is not a document's, but what of a receipt is not applied yet.\n"
      "deposit: the same for an order that has no invoice yet; it stands outside of the total.");
  std::apply(
      [&](const auto&... field) {
        (item.def_property_readonly(
             std::string(field.name).c_str(),
             [member = field.member](const OpenItem& self) { return self.*member; },
             std::string(field.doc).c_str()),
         ...);
      },
      OpenItem::fields());
  def_equality(item);
  // Its fields in order: what a pickle holds, and what is hashed.
  const auto state = [](const OpenItem& self) {
    return std::apply([&](const auto&... field) { return py::make_tuple(self.*(field.member)...); },
                      OpenItem::fields());
  };
  item.def("__hash__", [state](const OpenItem& self) { return py::hash(state(self)); });
  item.def("__repr__", [](const OpenItem& self) {
    std::string text =
        "OpenItem(" + repr(self.party) + ", " + repr(self.document) + ", " + repr(self.amount);
    if (self.due_date) text += ", " + repr(to_string(*self.due_date));
    if (self.invoice_date) text += ", invoice_date=" + repr(to_string(*self.invoice_date));
    if (!self.salesperson.empty()) text += ", salesperson=" + repr(self.salesperson);
    if (self.disputed) text += ", disputed=" + repr(*self.disputed);
    if (self.kind == OpenItemKind::unapplied_cash) text += ", unapplied_cash=True";
    if (self.kind == OpenItemKind::deposit) text += ", deposit=True";
    return text + ")";
  });
  item.def(py::pickle(
      [state](const OpenItem& self) {
        return state(self) + py::make_tuple(static_cast<int>(self.kind));
      },
      [](const py::tuple& saved) {
        const int kind = saved[7].cast<int>();
        if (kind < 0 || kind > static_cast<int>(OpenItemKind::deposit))
          throw_invalid("an open item of an unknown kind");
        return OpenItem{.party = saved[0].cast<std::string>(),
                        .document = saved[1].cast<std::string>(),
                        .amount = saved[2].cast<Money>(),
                        .due_date = saved[3].cast<std::optional<Date>>(),
                        .invoice_date = saved[4].cast<std::optional<Date>>(),
                        .salesperson = saved[5].cast<std::string>(),
                        .disputed = saved[6].cast<std::optional<Money>>(),
                        .kind = static_cast<OpenItemKind>(kind)};
      }));

  py::class_<AgingReport>(m, "AgingReport", "The aging of a list of open items.")
      .def("__len__", [](const AgingReport& self) { return self.rows().size(); })
      .def(
          "row",
          [](const AgingReport& self, std::size_t row, const std::vector<std::string>& names) {
            return report_row(self, self.rows().at(row), names);
          },
          py::arg("row"), py::arg("names"), "One row, its keys under the given names.")
      .def(
          "items",
          [](const AgingReport& self, std::size_t row) { return self.rows().at(row).items; },
          py::arg("row"), "Positions, in the list, of the items of a row.")
      .def(
          "explain",
          [](const AgingReport& self, std::size_t row) {
            return self.explain(self.rows().at(row));
          },
          py::arg("row"), "How the figures of a row follow from its items.")
      .def(
          "converted_to",
          [](const AgingReport& self, const Given<Currency>& currency, const ExchangeTable& rates,
             const Given<Rounding>& rounding) {
            ConvertedAging converted = self.converted_to(currency, rates, rounding);
            py::dict figures;
            figures["currency"] = py::str(std::string(converted.total.currency().code()));
            const std::vector<std::string> columns = self.columns();
            for (std::size_t i = 0; i < columns.size(); ++i)
              figures[py::str(columns[i])] = to_python(converted.columns[i].amount());
            figures["total"] = to_python(converted.total.amount());
            if (self.has_deposits()) figures["deposits"] = to_python(converted.deposits.amount());
            figures["items"] = self.open_items().size();
            return py::make_tuple(figures, std::move(converted.derivation));
          },
          py::arg("currency"), py::arg("rates"), py::arg("rounding"),
          "All rows in one currency, as of the day: the figures, and how they follow.")
      .def("__str__", [](const AgingReport& self) { return to_string(self); });

  m.def(
      "age_items",
      [](std::vector<OpenItem> items, Date as_of, const AgingBuckets& buckets,
         const std::vector<std::string>& group_by, const std::string& credits) {
        std::vector<OpenItemKey> keys;
        for (const std::string& name : group_by) {
          if (name == "party")
            keys.push_back(&OpenItem::party);
          else if (name == "salesperson")
            keys.push_back(&OpenItem::salesperson);
          else if (name == "document")
            keys.push_back(&OpenItem::document);
          else
            throw_invalid("group_by " + in_quotes(name) +
                          ": expected party, salesperson or document");
        }
        return age(std::move(items), as_of, buckets, keys, credits_from(credits));
      },
      py::arg("items"), py::kw_only(), py::arg("as_of"), py::arg("buckets"), py::arg("group_by"),
      py::arg("credits"), "The object face of the aging.");
}

}  // namespace

void bind_aging(py::module_& m) {
  bind_buckets(m);
  bind_arrow_table(m);
  bind_table(m);
  bind_object_face(m);

  m.def(
      "age_table",
      [](TableSource& items, Date as_of, const AgingBuckets& buckets,
         std::vector<std::string> group_by, const std::string& credits, const py::object& currency,
         std::optional<int> amount_digits, std::size_t threads) {
        const Options options(std::move(group_by), credits, currency, amount_digits, threads);
        py::gil_scoped_release release;
        return age(items, as_of, buckets, options.aging);
      },
      py::arg("items"), py::kw_only(), py::arg("as_of"), py::arg("buckets"), py::arg("group_by"),
      py::arg("credits"), py::arg("currency"), py::arg("amount_digits"), py::arg("threads"),
      "The column face of the aging, over open items.");

  m.def(
      "aged_items",
      [](TableSource& items, Date as_of, const AgingBuckets& buckets,
         std::vector<std::string> group_by, const std::string& credits, const py::object& currency,
         std::optional<int> amount_digits, const py::sequence& keys) {
        const Options options(std::move(group_by), credits, currency, amount_digits, 1);
        const Keys wanted(keys);
        return found_items(
            [&] { return aged_items(items, as_of, buckets, options.aging, wanted.values()); });
      },
      py::arg("items"), py::kw_only(), py::arg("as_of"), py::arg("buckets"), py::arg("group_by"),
      py::arg("credits"), py::arg("currency"), py::arg("amount_digits"), py::arg("keys"),
      "Row numbers and OpenItems of the rows of a table that have the given keys.");

  m.def(
      "age_documents",
      [](TableSource& invoices, TableSource* receipts, TableSource* applications, Date as_of,
         const AgingBuckets& buckets, std::vector<std::string> group_by, const std::string& credits,
         const py::object& currency, std::optional<int> amount_digits,
         std::optional<std::int64_t> known_at, std::size_t threads) {
        const Options options(std::move(group_by), credits, currency, amount_digits, threads);
        py::gil_scoped_release release;
        return age_documents({&invoices, receipts, applications}, as_of, buckets, options.aging,
                             known_at);
      },
      py::arg("invoices"), py::arg("receipts"), py::arg("applications"), py::kw_only(),
      py::arg("as_of"), py::arg("buckets"), py::arg("group_by"), py::arg("credits"),
      py::arg("currency"), py::arg("amount_digits"), py::arg("known_at"), py::arg("threads"),
      "The column face of the aging, over documents; known_at is in microseconds since 1970, UTC.");

  m.def(
      "aged_document_items",
      [](TableSource& invoices, TableSource* receipts, TableSource* applications, Date as_of,
         const AgingBuckets& buckets, std::vector<std::string> group_by, const std::string& credits,
         const py::object& currency, std::optional<int> amount_digits,
         std::optional<std::int64_t> known_at, const py::sequence& keys) {
        const Options options(std::move(group_by), credits, currency, amount_digits, 1);
        const Keys wanted(keys);
        return found_items([&] {
          return aged_document_items({&invoices, receipts, applications}, as_of, buckets,
                                     options.aging, known_at, wanted.values());
        });
      },
      py::arg("invoices"), py::arg("receipts"), py::arg("applications"), py::kw_only(),
      py::arg("as_of"), py::arg("buckets"), py::arg("group_by"), py::arg("credits"),
      py::arg("currency"), py::arg("amount_digits"), py::arg("known_at"), py::arg("keys"),
      "Row numbers and OpenItems, from documents, that have the given keys.");
}

}  // namespace o2c::python
