#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/order/journal_event_tables.hpp"
#include "o2c/order/journal_jsonl.hpp"
#ifdef O2C_WITH_POSTGRESQL
#include "o2c/order/journal_postgres.hpp"
#endif
#include "o2c/order/journal_sqlite.hpp"
#include "o2c/order/journal_table.hpp"

#include "bind.hpp"
#include "bind_event_tables.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "open_journal.hpp"
#include "tables.hpp"

namespace o2c::python {

namespace {

JournalCreation creation(bool create) {
  return create ? JournalCreation::if_missing : JournalCreation::never;
}

OpenJournal open_file(const std::string& file, bool create, std::int32_t wait_ms) {
  const py::gil_scoped_release release;
  return OpenJournal(std::make_shared<SqliteJournal>(
      file, SqliteJournalOptions{.create = creation(create), .busy_timeout_ms = wait_ms}));
}

OpenJournal open_server(const std::string& connection, bool create, const std::string& schema,
                        std::int32_t wait_ms) {
#ifdef O2C_WITH_POSTGRESQL
  const py::gil_scoped_release release;
  return OpenJournal(std::make_shared<PostgresJournal>(
      connection, PostgresJournalOptions{
                      .create = creation(create), .schema = schema, .lock_timeout_ms = wait_ms}));
#else
  static_cast<void>(connection + schema);
  static_cast<void>(creation(create));
  static_cast<void>(wait_ms);
  throw JournalError(JournalFailure::inaccessible,
                     "this o2c was built without PostgreSQL's libpq (O2C_JOURNAL_POSTGRESQL)");
#endif
}

std::vector<JournalEvent> events_from(const py::iterable& tuples) {
  std::vector<JournalEvent> events;
  for (const py::handle each : tuples) {
    const auto event = py::reinterpret_borrow<py::tuple>(each);
    events.push_back({.id = event[0].cast<std::string>(),
                      .event = event[1].cast<std::string>(),
                      .event_version = event[2].cast<std::int32_t>(),
                      .on = event[3].cast<Date>(),
                      .recorded_at_us = event[4].cast<std::int64_t>(),
                      .by = event[5].cast<std::string>(),
                      .payload = event[6].cast<std::string>()});
  }
  return events;
}

py::tuple tuple_of(const JournalEntry& entry) {
  return py::make_tuple(entry.position, entry.order, entry.seq, entry.id, entry.event,
                        entry.event_version, entry.on, entry.recorded_at_us, entry.by,
                        entry.payload, to_string(entry.hash), to_string(entry.journal_hash));
}

template <class T, class Make>
py::list list_of(const std::vector<T>& values, const Make& make) {
  py::list list;
  for (const T& value : values) list.append(make(value));
  return list;
}

py::tuple tuple_of(const AppendAnswer& answer) {
  return py::make_tuple(to_string(answer.outcome), answer.version);
}

py::list append_all(const OpenJournal& self, const py::list& parts) {
  std::vector<OrderAppend> appends;
  for (const py::handle each : parts) {
    const auto part = py::reinterpret_borrow<py::tuple>(each);
    appends.push_back({.order = part[0].cast<std::string>(),
                       .expected_version = part[1].cast<std::int64_t>(),
                       .events = events_from(part[2].cast<py::list>())});
  }
  const std::vector<AppendAnswer> answers =
      self.with([&](Journal& journal) { return journal.append_all(appends); });
  return list_of(answers, [](const AppendAnswer& answer) { return tuple_of(answer); });
}

py::list verify(const OpenJournal& self, const std::vector<std::string>& kept) {
  std::vector<JournalHead> heads;
  heads.reserve(kept.size());
  for (const std::string& text : kept) heads.push_back(JournalHead::parse(text));
  const std::vector<JournalBreak> found =
      self.with([&](const Journal& journal) { return journal.verify(heads); });
  return list_of(found, [](const JournalBreak& each) {
    return py::make_tuple(each.position, each.order, each.seq, each.differs, each.reason,
                          to_string(each));
  });
}

}  // namespace

void bind_journal(py::module_& m) {
  py::class_<OpenJournal>(m, "Journal", "What o2c.Journal stands on.")
      .def_static("open_file", &open_file, py::arg("file"), py::kw_only(), py::arg("create"),
                  py::arg("wait_ms"))
      .def_static("open_server", &open_server, py::arg("connection"), py::kw_only(),
                  py::arg("create"), py::arg("schema"), py::arg("wait_ms"))
      .def("close", &OpenJournal::close)
      .def_property_readonly("is_open", &OpenJournal::is_open)
      .def_property_readonly(
          "place",
          [](const OpenJournal& self) {
            return self.with([](const Journal& journal) { return journal.place(); });
          })
      .def("append_all", &append_all, py::arg("parts"))
      .def(
          "version",
          [](const OpenJournal& self, const std::string& order) {
            return self.with([&](const Journal& journal) { return journal.version(order); });
          },
          py::arg("order"))
      .def("orders",
           [](const OpenJournal& self) {
             py::dict versions;
             for (const OrderVersion& each :
                  self.with([](const Journal& journal) { return journal.orders(); }))
               versions[py::str(each.order)] = each.version;
             return versions;
           })
      .def(
          "read",
          [](const OpenJournal& self, const std::string& order, std::int64_t from_seq,
             std::optional<std::int64_t> known_at) {
            const std::vector<JournalEntry> entries = self.with([&](const Journal& journal) {
              return journal.read(order,
                                  {.from_seq = from_seq, .known_at_us = moment_or_now(known_at)});
            });
            return list_of(entries, [](const JournalEntry& entry) { return tuple_of(entry); });
          },
          py::arg("order"), py::kw_only(), py::arg("from_seq"), py::arg("known_at"))
      .def(
          "find",
          [](const OpenJournal& self, const std::string& id) -> std::optional<py::tuple> {
            const std::optional<JournalEntry> entry =
                self.with([&](const Journal& journal) { return journal.find(id); });
            if (!entry) return std::nullopt;
            return tuple_of(*entry);
          },
          py::arg("id"))
      .def(
          "page",
          [](const OpenJournal& self, std::int64_t after, std::size_t limit,
             std::optional<std::int64_t> known_at) {
            const std::vector<JournalEntry> entries = self.with([&](const Journal& journal) {
              return journal.page(after, limit, moment_or_now(known_at));
            });
            return list_of(entries, [](const JournalEntry& entry) { return tuple_of(entry); });
          },
          py::kw_only(), py::arg("after"), py::arg("limit"), py::arg("known_at"))
      .def(
          "table",
          [](const OpenJournal& self, std::optional<std::int64_t> known_at) {
            return std::const_pointer_cast<ArrowTable>(self.with([&](const Journal& journal) {
              return journal_table(journal, moment_or_now(known_at));
            }));
          },
          py::kw_only(), py::arg("known_at"))
      .def(
          "event_tables",
          [](const OpenJournal& self, std::optional<std::int64_t> known_at) {
            return named_tables(self.with([&](const Journal& journal) {
              return journal_event_tables(journal, moment_or_now(known_at), *currency_table());
            }));
          },
          py::kw_only(), py::arg("known_at"))
      .def("head",
           [](const OpenJournal& self) {
             return to_string(self.with([](const Journal& journal) { return journal.head(); }));
           })
      .def("verify", &verify, py::arg("kept"))
      .def(
          "save_snapshot",
          [](const OpenJournal& self, std::string order, std::int64_t seq, std::string schema,
             std::string payload) {
            const JournalSnapshot snapshot{.order = std::move(order),
                                           .seq = seq,
                                           .schema = std::move(schema),
                                           .payload = std::move(payload)};
            self.with([&](Journal& journal) { journal.save_snapshot(snapshot); });
          },
          py::arg("order"), py::kw_only(), py::arg("seq"), py::arg("schema"), py::arg("payload"))
      .def(
          "snapshot",
          [](const OpenJournal& self, const std::string& order,
             const std::string& schema) -> std::optional<py::tuple> {
            const std::optional<JournalSnapshot> found =
                self.with([&](const Journal& journal) { return journal.snapshot(order, schema); });
            if (!found) return std::nullopt;
            return py::make_tuple(found->order, found->seq, found->schema, found->payload);
          },
          py::arg("order"), py::kw_only(), py::arg("schema"))
      .def("drop_snapshots",
           [](const OpenJournal& self) {
             return self.with([](Journal& journal) { return journal.drop_snapshots(); });
           })
      .def(
          "export_jsonl",
          [](const OpenJournal& self, const std::string& file) {
            return self.with([&](const Journal& journal) { return export_jsonl(journal, file); });
          },
          py::arg("file"))
      .def(
          "import_jsonl",
          [](const OpenJournal& self, const std::string& file) {
            return self.with([&](Journal& journal) { return import_jsonl(journal, file); });
          },
          py::arg("file"));
}

}  // namespace o2c::python
