#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/commission_book_file.hpp"
#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/settle_tables.hpp"
#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "exchange_rows.hpp"
#include "payout_rows.hpp"
#include "tables.hpp"
#include "toml_source.hpp"

namespace o2c::python {
namespace {

// A period of a book that is being settled, table by table.
struct BookOpening {
  std::shared_ptr<CommissionBook> book;
  Plan plan;
  Period period;
  std::vector<KnownLine> lines;
  std::vector<ClosedLines> reopened;
  std::vector<BookedCorrection> corrections{};
  std::vector<CurrencyExchange> used{};        // By recomputed periods.
  std::vector<AwaitingCommission> awaiting{};  // Of recomputed periods.
};

using Book = py::class_<CommissionBook, std::shared_ptr<CommissionBook>>;

const ClosedPeriod& closed(const CommissionBook& book, const Period& period) {
  const ClosedPeriod* const found = book.find(period);
  if (found == nullptr)
    throw_invalid("period: expected one that is closed, got " + to_string(period));
  return *found;
}

py::dict line_row(const KnownLine& line) {
  py::dict row;
  row["date"] = line.date;
  row["salesperson"] = line.salesperson;
  row["document"] = line.document;
  row["net"] = line.net;
  return row;
}
py::list line_rows(const std::vector<KnownLine>& lines) {
  py::list rows;
  for (const KnownLine& each : lines) {
    py::dict row = line_row(each);
    row["print"] = to_string(each.print);
    rows.append(std::move(row));
  }
  return rows;
}

py::list correction_rows(const std::vector<BookedCorrection>& corrections) {
  py::list rows;
  for (const BookedCorrection& each : corrections) {
    py::dict row;
    row["period"] = each.of;
    row["salesperson"] = each.salesperson;
    row["settled"] = each.settled;
    row["recomputed"] = each.recomputed;
    row["correction"] = each.amount();
    row["commission"] = each.commission();
    row["overrides"] = each.overrides;
    row["pools"] = each.pools;
    row["late"] = each.late();
    row["changed"] = each.changed;
    rows.append(std::move(row));
  }
  return rows;
}

Derivation explain_correction(const BookOpening& opening, const std::string& salesperson,
                              const CommissionTable& recomputed) {
  for (const BookedCorrection& each : opening.corrections)
    if (each.of == recomputed.period() && each.salesperson == salesperson)
      return explain(*opening.book, each, recomputed);
  throw_invalid("salesperson: expected one of whom " + to_string(recomputed.period()) +
                " is corrected, got " + salesperson);
}

// Which lines of a table came late, and to which period.
void add_late_rows(py::list& rows, const ClosedLines& of, const std::vector<KnownLine>& lines) {
  for (const std::size_t i : of.late) {
    py::dict row;
    row["period"] = of.period;
    row["line"] = i;
    row.attr("update")(line_row(lines[i]));
    rows.append(std::move(row));
  }
}

py::list differences(const CommissionBook& book, const Period& period, const CommissionTable& now) {
  py::list rows;
  for (const ReplayDifference& each : replay_differences(closed(book, period), now.statement())) {
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["field"] = each.field;
    row["kept"] = each.kept;
    row["now"] = each.now;
    rows.append(std::move(row));
  }
  return rows;
}

void bind_known_lines(py::module_& m) {
  py::class_<KnownLineTable>(m, "KnownLines", "Lines as a book remembers them.")
      .def(py::init([](TableSource& lines, const Plan& plan, std::vector<std::string> columns,
                       const ExchangeTable* rates, const CommissionBook* book,
                       std::optional<int> amount_digits) {
             // Copies, as somebody may add to them meanwhile.
             const std::optional<ExchangeTable> own_rates =
                 rates == nullptr ? std::nullopt : std::optional(*rates);
             std::vector<CurrencyExchange> kept;
             if (book != nullptr) kept = book->exchanges();
             const py::gil_scoped_release release;
             return read_known_lines(lines, plan, std::move(columns), amount_digits,
                                     own_rates ? &*own_rates : nullptr, kept);
           }),
           py::arg("lines"), py::kw_only(), py::arg("plan"), py::arg("columns"), py::arg("rates"),
           py::arg("book"), py::arg("amount_digits"))
      .def_readonly("columns", &KnownLineTable::columns);
}

void bind_opening(py::module_& m) {
  py::class_<BookOpening>(m, "BookOpening", "A period of a book that is being settled.")
      .def_property_readonly("reopened",
                             [](const BookOpening& self) {
                               std::vector<Period> periods;
                               for (const ClosedLines& each : self.reopened)
                                 periods.push_back(each.period);
                               return periods;
                             })
      .def("late",
           [](const BookOpening& self) {
             py::list rows;
             for (const ClosedLines& each : self.reopened) add_late_rows(rows, each, self.lines);
             return rows;
           })
      .def("corrections", [](const BookOpening& self) { return correction_rows(self.corrections); })
      .def(
          "correct",
          [](BookOpening& self, const CommissionTable& recomputed, const CommissionTable& known) {
            for (BookedCorrection& each : self.book->corrections(
                     recomputed.period(), recomputed.statement(), known.statement()))
              self.corrections.push_back(std::move(each));
            const std::vector<CurrencyExchange>& used = recomputed.statement().exchanges;
            self.used.insert(self.used.end(), used.begin(), used.end());
            for (AwaitingCommission& each :
                 awaiting_of(recomputed.period(), recomputed.statement()))
              self.awaiting.push_back(std::move(each));
          },
          py::arg("recomputed"), py::arg("known"))
      .def_property_readonly("late_lines",
                             [](const BookOpening& self) { return late_lines(self.reopened); })
      .def("explain_correction", &explain_correction, py::arg("salesperson"), py::arg("recomputed"))
      .def(
          "opening_rows",
          [](const BookOpening& self, TableSource* given, TableSource* people,
             std::optional<int> amount_digits) {
            std::optional<Team> team;
            if (people != nullptr) team = read_team(*people, self.plan);
            std::vector<PersonOpening> openings;
            std::optional<Team> known;
            if (team) known = with_people(*team, self.book->people());
            if (given != nullptr)
              openings = read_openings(*given, self.plan, amount_digits, known ? &*known : nullptr);
            return opening_tuples(self.book->openings(self.plan, self.corrections, openings,
                                                      self.awaiting, team ? &*team : nullptr));
          },
          py::arg("openings"), py::arg("people"), py::arg("amount_digits"))
      .def(
          "closing",
          [](const BookOpening& self, const CommissionTable& settled) {
            std::vector<CurrencyExchange> used = self.used;
            const std::vector<CurrencyExchange>& own = settled.statement().exchanges;
            used.insert(used.end(), own.begin(), own.end());
            std::vector<AwaitingCommission> awaiting = self.awaiting;
            for (AwaitingCommission& each : awaiting_of(self.period, settled.statement()))
              awaiting.push_back(std::move(each));
            return ClosedPeriod{
                .period = self.period,
                .plan = self.plan,
                .payouts = settled.statement().payouts,
                .corrections = self.corrections,
                .lines = self.book->lines_to_close(self.period, self.reopened, self.lines),
                .exchanges = self.book->exchanges_to_close(used),
                .awaiting = std::move(awaiting)};
          },
          py::arg("settled"));
}

}  // namespace

void bind_commission_book(py::module_& m) {
  py::class_<ClosedPeriod>(m, "ClosedPeriod", "What is kept of a period.");
  Book book(m, "CommissionBook", "What o2c.CommissionBook stands on.");
  bind_known_lines(m);
  bind_opening(m);
  book.def(py::init<std::vector<std::string>>(), py::arg("columns"))
      .def_static(
          "from_toml",
          [](const py::object& path_or_text) {
            const TomlSource source = toml_source_from(path_or_text);
            const py::gil_scoped_release release;
            return std::make_shared<CommissionBook>(
                commission_book_from_toml(source.text, source.file));
          },
          py::arg("path_or_text"))
      .def("to_toml", [](const CommissionBook& self) { return to_toml(self); })
      .def_property_readonly("columns", &CommissionBook::columns)
      .def_property_readonly("periods",
                             [](const CommissionBook& self) {
                               std::vector<Period> periods;
                               for (const ClosedPeriod& each : self.periods())
                                 periods.push_back(each.period);
                               return periods;
                             })
      .def(
          "plan",
          [](const CommissionBook& self, Given<Period> period) {
            return closed(self, period).plan;
          },
          py::arg("period"))
      .def(
          "payouts",
          [](const CommissionBook& self, Given<Period> period) {
            return payout_rows(closed(self, period).payouts);
          },
          py::arg("period"))
      .def(
          "corrections",
          [](const CommissionBook& self, Given<Period> period) {
            return correction_rows(closed(self, period).corrections);
          },
          py::arg("period"))
      .def(
          "lines",
          [](const CommissionBook& self, Given<Period> period) {
            return line_rows(closed(self, period).lines);
          },
          py::arg("period"))
      .def(
          "awaiting",
          [](const CommissionBook& self, Given<Period> period) {
            py::list rows;
            for (const AwaitingCommission& each : closed(self, period).awaiting) {
              py::dict row;
              row["period"] = each.of;
              row["salesperson"] = each.salesperson;
              row["amount"] = each.amount;
              rows.append(std::move(row));
            }
            return rows;
          },
          py::arg("period"))
      .def(
          "exchanges",
          [](const CommissionBook& self, Given<Period> period) {
            return exchange_rows(closed(self, period).exchanges);
          },
          py::arg("period"))
      .def(
          "opening_rows",
          [](const CommissionBook& self, Given<Period> period) {
            return opening_tuples(self.openings_of(period));
          },
          py::arg("period"))
      .def(
          "compare",
          [](const CommissionBook& self, Given<Period> period, const KnownLineTable& lines) {
            py::list late;
            add_late_rows(late, self.compare(period, lines.lines), lines.lines);
            return py::make_tuple(
                late, line_rows(self.compare(period, lines.lines, period.value).missing));
          },
          py::arg("period"), py::arg("lines"),
          "Lines that it does not know today, and those that are missing of what it knew then.")
      .def(
          "booked_later",
          [](const CommissionBook& self, Given<Period> period, const KnownLineTable& lines) {
            return self.booked_later(period, lines.lines);
          },
          py::arg("period"), py::arg("lines"))
      .def(
          "differences",
          [](const CommissionBook& self, Given<Period> period, const CommissionTable& now) {
            return differences(self, period, now);
          },
          py::arg("period"), py::arg("now"))
      .def(
          "open",
          [](const std::shared_ptr<CommissionBook>& self, const Plan& plan, Given<Period> period,
             const KnownLineTable& lines) {
            std::vector<ClosedLines> reopened = self->reopened(plan, period, lines.lines);
            return BookOpening{self, plan, period, lines.lines, std::move(reopened)};
          },
          py::arg("plan"), py::arg("period"), py::arg("lines"))
      .def(
          "close", [](CommissionBook& self, const ClosedPeriod& closing) { self.close(closing); },
          py::arg("closing"));
}

}  // namespace o2c::python
