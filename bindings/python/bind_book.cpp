#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include "o2c/close/book.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "tables.hpp"

namespace o2c::python {

namespace {

const char* name_of(BookPresence presence) {
  return presence == BookPresence::required   ? "required"
         : presence == BookPresence::nullable ? "nullable"
                                              : "optional";
}

// (name, meaning, key, [(name, type, presence, meaning, refers_to, one_of, currency_in), ...])
py::list schema() {
  py::list tables;
  for (const BookTable& table : book_tables()) {
    py::list columns;
    for (const BookColumn& column : table.columns)
      columns.append(py::make_tuple(column.name, to_string(column.type), name_of(column.presence),
                                    column.meaning, column.refers_to, column.one_of,
                                    column.currency_in, to_string(column.bound)));
    tables.append(py::make_tuple(table.name, table.meaning, table.key, columns));
  }
  return tables;
}

// Whichever thread asks, and whichever drops it last.
std::function<std::unique_ptr<TableSource>(std::size_t)> reader_of(py::object read) {
  const auto drop = [](const py::object* function) {
    const py::gil_scoped_acquire acquire;
    delete function;
  };
  const std::shared_ptr<const py::object> held(new py::object(std::move(read)), drop);
  return [held](std::size_t batch) {
    const py::gil_scoped_acquire acquire;
    return table_from((*held)(batch), py::none());
  };
}

BookInput input_of(const py::list& tables, const py::list& files, const py::list& long_texts) {
  BookInput input{.tables = {}, .files = {}, .currencies = *currency_table()};
  for (const py::handle each : tables) {
    const auto pair = py::reinterpret_borrow<py::tuple>(each);
    input.tables.emplace_back(pair[0].cast<std::string>(),
                              pair[1].is_none() ? nullptr : table_from(pair[1], py::none()));
  }
  for (const py::handle each : files) {
    const auto pair = py::reinterpret_borrow<py::tuple>(each);
    input.files.emplace_back(pair[0].cast<std::string>(), pair[1].cast<std::string>());
  }
  for (const py::handle each : long_texts) {
    const auto triple = py::reinterpret_borrow<py::tuple>(each);
    input.long_texts.push_back({triple[0].cast<std::string>(), triple[1].cast<std::string>(),
                                reader_of(py::reinterpret_borrow<py::object>(triple[2]))});
  }
  return input;
}

}  // namespace

void bind_book(py::module_& m) {
  m.def("book_schema", &schema, "What tables a book has, as o2c.book_tables tells.");
  py::class_<Book>(m, "CheckedBook", py::is_final(), "The tables and rules of an o2c.Book.")
      .def(py::init([](const py::list& tables, const py::list& files, const py::list& long_texts,
                       std::size_t threads) {
             BookInput input = input_of(tables, files, long_texts);
             const py::gil_scoped_release release;
             return Book(std::move(input), threads);
           }),
           py::arg("tables"), py::arg("files"), py::arg("long_texts"), py::kw_only(),
           py::arg("threads") = 1)
      .def_property_readonly("company", [](const Book& self) { return self.settings().company; })
      .def_property_readonly("home", [](const Book& self) { return self.settings().home; })
      .def(
          "rows",
          [](const Book& self, const std::string& table) { return self.rows(table).rows(); },
          py::arg("table"))
      .def(
          "table",
          [](const Book& self, const std::string& table) {
            const py::gil_scoped_release release;
            return std::const_pointer_cast<ArrowTable>(to_arrow(self.rows(table)));
          },
          py::arg("table"))
      .def_property_readonly("rates", &Book::rates)
      .def_property_readonly("plans",
                             [](const Book& self) {
                               py::dict plans;
                               for (const auto& [name, plan] : self.plans())
                                 plans[py::str(name)] = plan;
                               return plans;
                             })
      .def_property_readonly("dunning", &Book::dunning)
      .def_property_readonly("provision", &Book::provision)
      .def_property_readonly("calendar", [](const Book& self) -> std::optional<Calendar> {
        if (self.calendar() == nullptr) return std::nullopt;
        return *self.calendar();
      });
}

}  // namespace o2c::python
