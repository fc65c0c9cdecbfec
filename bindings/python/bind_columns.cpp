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

std::unique_ptr<TableSource> read_arrow(py::handle table) {
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

}  // namespace

std::unique_ptr<TableSource> table_from(py::handle table, py::handle columns, bool all_of_them) {
  std::unique_ptr<TableSource> source = read_arrow(table);
  if (columns.is_none()) return source;
  std::vector<std::pair<std::string, std::string>> names;
  for (const auto& [name, present] : py::dict(py::reinterpret_borrow<py::object>(columns))) {
    const std::string own_name = py::str(present);
    if (all_of_them || find_column(*source, own_name))
      names.emplace_back(std::string(py::str(name)), own_name);
  }
  return std::make_unique<RenamedTable>(std::move(source), names);
}

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
        py::arg("all_of_them") = true,
        "Opens a table that speaks the Arrow PyCapsule protocol.\n\n"
        "columns maps standard names to the table's own: {\"due_date\": \"DueDate\"}; unless\n"
        "all_of_them must be there, those that are missing are passed over.");
}

}  // namespace o2c::python
