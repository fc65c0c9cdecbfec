#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/renamed_table.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "tables.hpp"

namespace o2c::python {

namespace {

// Capsules own a struct on the heap, and release what nobody has taken out of it.
template <class T>
void destroy(PyObject* capsule) {
  auto* held = static_cast<T*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule)));
  if (held->release != nullptr) held->release(held);
  delete held;
}

template <class T>
py::capsule export_capsule(const std::shared_ptr<const ArrowTable>& table, const char* name) {
  auto exported = std::make_unique<T>();
  export_arrow(table, *exported);
  py::capsule capsule(exported.get(), name, &destroy<T>);
  static_cast<void>(exported.release());
  return capsule;
}

template <class T>
T& unpack(const py::handle capsule, const char* name) {
  void* held = PyCapsule_GetPointer(capsule.ptr(), name);
  if (held == nullptr) throw py::error_already_set();
  return *static_cast<T*>(held);
}

// A DataFrame of pandas without rows, whose columns are floats unless somebody said otherwise, with
// columns that are of no type.
py::object without_guesses(py::handle table) {
  auto same = py::reinterpret_borrow<py::object>(table);
  if (!py::hasattr(table, "select_dtypes") || py::len(table) > 0) return same;
  const py::object floats = table.attr("select_dtypes")("float").attr("columns");
  return table.attr("astype")(
      py::module_::import("builtins").attr("dict").attr("fromkeys")(floats, "object"));
}

std::unique_ptr<TableSource> read_arrow(py::handle given) {
  const py::object table = without_guesses(given);
  if (py::hasattr(table, "__arrow_c_stream__")) {
    const py::object capsule = table.attr("__arrow_c_stream__")();
    return import_arrow(unpack<ArrowArrayStream>(capsule, "arrow_array_stream"));
  }
  if (py::hasattr(table, "__arrow_c_array__")) {
    const py::tuple capsules = table.attr("__arrow_c_array__")();
    return import_arrow(unpack<ArrowSchema>(capsules[0], "arrow_schema"),
                        unpack<ArrowArray>(capsules[1], "arrow_array"));
  }
  throw_wrong_type(table,
                   "a table: a DataFrame of pandas (2.2 or later, with pyarrow) or Polars, a "
                   "PyArrow table or reader, a DuckDB relation, or anything else with "
                   "__arrow_c_stream__");
}

// Standard names, and the tables' own.
using Names = std::vector<std::pair<std::string, std::string>>;

Names names_from(py::handle columns) {
  Names names;
  for (const auto& [name, own_name] : py::dict(py::reinterpret_borrow<py::object>(columns)))
    names.emplace_back(std::string(py::str(name)), std::string(py::str(own_name)));
  return names;
}

}  // namespace

std::unique_ptr<TableSource> table_from(py::handle table, py::handle columns) {
  std::unique_ptr<TableSource> source = read_arrow(table);
  if (columns.is_none()) return source;
  return std::make_unique<RenamedTable>(std::move(source), names_from(columns));
}

namespace {

// Of tables that are read together, a mapped column need not be in each; but in one.
py::list tables_from(const py::list& tables, py::handle columns) {
  std::vector<std::unique_ptr<TableSource>> sources;
  for (const py::handle table : tables)
    sources.push_back(table.is_none() ? nullptr : read_arrow(table));
  const Names names = columns.is_none() ? Names() : names_from(columns);
  for (const auto& [name, own_name] : names)
    if (std::ranges::none_of(sources, [&](const std::unique_ptr<TableSource>& source) {
          return source != nullptr && find_column(*source, own_name);
        }))
      throw BadTable(
          "column \"" + own_name + "\", to be read as \"" + name + "\", is in none of the tables",
          {Fault{.field = name, .value = own_name, .expected = "a column of one of the tables"}});
  py::list opened;
  for (std::unique_ptr<TableSource>& source : sources) {
    if (source == nullptr) {
      opened.append(py::none());
      continue;
    }
    Names own;
    for (const auto& each : names)
      if (find_column(*source, each.second)) own.push_back(each);
    opened.append(
        std::unique_ptr<TableSource>(std::make_unique<RenamedTable>(std::move(source), own)));
  }
  return opened;
}

}  // namespace

py::capsule schema_capsule(const std::shared_ptr<const ArrowTable>& table) {
  return export_capsule<ArrowSchema>(table, "arrow_schema");
}
py::capsule stream_capsule(const std::shared_ptr<const ArrowTable>& table) {
  return export_capsule<ArrowArrayStream>(table, "arrow_array_stream");
}
py::tuple array_capsules(const std::shared_ptr<const ArrowTable>& table) {
  return py::make_tuple(schema_capsule(table), export_capsule<ArrowArray>(table, "arrow_array"));
}

void bind_columns(py::module_& m) {
  py::class_<TableSource>(m, "TableSource",
                          "A table that is being read, once: what open_table returns.")
      .def_property_readonly(
          "column_names",
          [](const TableSource& self) {
            py::list names;
            for (const ColumnField& field : self.fields()) names.append(field.name);
            return names;
          },
          "Names of the columns, after they were mapped.");
  m.def("open_table", &table_from, py::arg("table"), py::arg("columns") = py::none(),
        "Opens a table that speaks the Arrow PyCapsule protocol.\n\n"
        "columns maps standard names to the table's own: {\"due_date\": \"DueDate\"}.");
  m.def("open_tables", &tables_from, py::arg("tables"), py::arg("columns") = py::none(),
        "Opens tables that are read together; None stays None.\n\n"
        "A column that is mapped need not be in each of them, but in one.");
}

}  // namespace o2c::python
