#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/aggregate.hpp"
#include "o2c/receivable/aging_change.hpp"
#include "o2c/receivable/collection_curve.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/party_statement.hpp"

#include "aging_options.hpp"
#include "bind.hpp"
#include "casters.hpp"
#include "report_columns.hpp"

namespace o2c::python {
namespace {

AsOf as_of_from(Date as_of, std::optional<std::int64_t> known_at) {
  return {as_of, known_at.value_or(AsOf::now)};
}

// --- the statement of a party ------------------------------------------------------------------

py::dict application_dict(const StatementApplication& applied) {
  py::dict row;
  row["application"] = static_cast<std::uint32_t>(applied.id);
  row["receipt"] = applied.number;
  row["receipt_kind"] = to_string(applied.kind);
  row["instalment"] = instalment_or_none(applied.installment);
  row["date"] = applied.date;
  row["posted"] = applied.posted;
  row["amount"] = applied.amount;
  return row;
}

py::dict movement_dict(const StatementMovement& movement) {
  py::list applications;
  for (const StatementApplication& applied : movement.applications)
    applications.append(application_dict(applied));
  py::dict row;
  row["kind"] = to_string(movement.kind);
  row["document_kind"] = to_string(movement.document_kind);
  row["document"] = movement.number;
  row["instalment"] = instalment_or_none(movement.installment);
  row["date"] = movement.date;
  row["posted"] = movement.posted;
  row["recorded_at"] = movement.recorded_at_us;
  row["application"] = number_or_none(movement.application);
  row["adjustment"] = name_or_none(movement.adjustment);
  row["reverses"] = number_or_none(movement.reverses);
  row["debit"] = movement.debit;
  row["credit"] = movement.credit;
  row["balance"] = movement.balance;
  row["applications"] = applications;
  return row;
}

py::dict foot_dict(const PartyStatement& statement, const StatementAccount& account) {
  const AgingRow foot = statement.foot(account);
  const std::vector<std::string> columns = statement.aging.columns();
  py::dict row;
  for (std::size_t i = 0; i < columns.size(); ++i) row[py::str(columns[i])] = foot.columns[i];
  row["total"] = foot.total;
  row["deposits"] = foot.deposits;
  return row;
}

py::dict account_dict(const PartyStatement& statement, const StatementAccount& account) {
  py::list movements;
  for (const StatementMovement& movement : account.movements)
    movements.append(movement_dict(movement));
  py::dict row;
  row["currency"] = std::string(account.currency.code());
  row["opening"] = account.opening;
  row["movements"] = movements;
  row["debits"] = account.debits;
  row["credits"] = account.credits;
  row["closing"] = account.closing;
  row["aging"] = foot_dict(statement, account);
  return row;
}

std::shared_ptr<ArrowTable> movements_table(const PartyStatement& statement) {
  std::vector<const StatementMovement*> rows;
  CommonScale scale;
  for (const StatementAccount& account : statement.accounts) {
    scale.include(account.opening);
    for (const StatementMovement& movement : account.movements) rows.push_back(&movement);
  }
  TableBuilder table(rows.size());
  add_names(table, "kind", rows.size(), [&](std::size_t i) { return to_string(rows[i]->kind); });
  add_names(table, "document_kind", rows.size(),
            [&](std::size_t i) { return to_string(rows[i]->document_kind); });
  table.text("party", [&](std::size_t) { return std::string_view(statement.party); })
      .text("document", [&](std::size_t i) { return std::string_view(rows[i]->number); })
      .integer("instalment", [&](std::size_t i) { return column_instalment(rows[i]->installment); })
      .date("date", [&](std::size_t i) { return column_date(rows[i]->date); })
      .date("posted", [&](std::size_t i) { return column_date(rows[i]->posted); })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(rows[i]->recorded_at_us); })
      .integer("application", [&](std::size_t i) { return column_number(rows[i]->application); });
  add_names(table, "adjustment", rows.size(),
            [&](std::size_t i) { return column_name(rows[i]->adjustment); });
  table.integer("reverses", [&](std::size_t i) { return column_number(rows[i]->reverses); })
      .text("currency", [&](std::size_t i) { return rows[i]->balance.currency().code(); })
      .decimal("debit", scale.digits(), [&](std::size_t i) { return scale.of(rows[i]->debit); })
      .decimal("credit", scale.digits(), [&](std::size_t i) { return scale.of(rows[i]->credit); })
      .decimal("balance", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i]->balance); });
  return finished(table);
}

void bind_statement(py::module_& m, py::class_<Ledger>& ledger) {
  py::class_<PartyStatement>(m, "PartyStatement", "What o2c.PartyStatement stands on.")
      .def_readonly("party", &PartyStatement::party)
      .def_readonly("from_date", &PartyStatement::from)
      .def_readonly("to_date", &PartyStatement::to)
      .def("accounts",
           [](const PartyStatement& self) {
             py::list accounts;
             for (const StatementAccount& account : self.accounts)
               accounts.append(account_dict(self, account));
             return accounts;
           })
      .def_property_readonly("has_deposits",
                             [](const PartyStatement& self) { return self.aging.has_deposits(); })
      .def(
          "explain",
          [](const PartyStatement& self, std::size_t account) {
            return self.explain(self.accounts.at(account));
          },
          py::arg("account"))
      .def(
          "explain_foot",
          [](const PartyStatement& self, std::size_t account) {
            return self.explain_foot(self.accounts.at(account));
          },
          py::arg("account"))
      .def("to_arrow_table", &movements_table)
      .def("__str__", [](const PartyStatement& self) { return to_string(self); });
  ledger.def(
      "statement",
      [](const Ledger& self, const std::string& party, Date from, Date to,
         std::optional<std::int64_t> known_at, const AgingBuckets& buckets) {
        return statement(self, party, from, to, known_at.value_or(AsOf::now), buckets);
      },
      py::arg("party"), py::arg("from_date"), py::arg("to_date"), py::kw_only(),
      py::arg("known_at"), py::arg("buckets"));
}

// --- the change of an aging --------------------------------------------------------------------

py::dict change_dict(const AgingChangeLine& line, const std::vector<std::string>& columns) {
  py::dict row;
  row["party"] = line.party;
  row["document_kind"] = to_string(line.kind);
  row["document"] = line.number;
  row["instalment"] = instalment_or_none(line.installment);
  row["cause"] = to_string(line.cause);
  row["late"] = line.late;
  row["posted"] = line.posted;
  row["recorded_at"] = line.recorded_at_us;
  row["application"] = number_or_none(line.application);
  row["counterpart"] = line.counterpart ? py::object(py::str(line.counterpart_number)) : py::none();
  row["adjustment"] = name_or_none(line.adjustment);
  row["column_from"] =
      line.column_from ? py::object(py::str(columns.at(*line.column_from))) : py::none();
  row["column_to"] = columns.at(line.column_to);
  row["amount"] = line.amount;
  return row;
}

// For each currency what the lines add to each column of the aging, and to its total; there
// deposits are positive, and no part of the total.
py::list effect_dicts(const AgingChange& change) {
  std::map<Currency, std::vector<Money>> effects;
  const std::size_t columns = change.columns().size();
  for (const AgingChangeLine& line : change.lines) {
    const Money zero = Money::zero(line.amount.currency());
    std::vector<Money>& of = effects.try_emplace(zero.currency(), columns, zero).first->second;
    for (std::size_t i = 0; i < columns; ++i) of[i] += line.effect_on(i);
  }
  py::list rows;
  for (const auto& [currency, of] : effects) {
    py::dict row;
    row["currency"] = std::string(currency.code());
    for (std::size_t i = 0; i + 1 < columns; ++i) row[py::str(change.columns()[i])] = of[i];
    row[py::str(change.columns().back())] = -of.back();
    row["total"] = sum(of, currency) - of.back();
    rows.append(row);
  }
  return rows;
}

std::shared_ptr<ArrowTable> change_table(const AgingChange& change) {
  const std::vector<AgingChangeLine>& lines = change.lines;
  const std::vector<std::string> columns = change.columns();
  CommonScale scale;
  for (const AgingChangeLine& line : lines) scale.include(line.amount);
  const auto names = [&](TableBuilder& table, const char* name, const auto& get) {
    add_names(table, name, lines.size(), [&](std::size_t i) { return get(lines[i]); });
  };
  TableBuilder table(lines.size());
  table.text("party", [&](std::size_t i) { return std::string_view(lines[i].party); });
  names(table, "document_kind", [](const AgingChangeLine& line) { return to_string(line.kind); });
  table.text("document", [&](std::size_t i) { return std::string_view(lines[i].number); })
      .integer("instalment",
               [&](std::size_t i) { return column_instalment(lines[i].installment); });
  names(table, "cause", [](const AgingChangeLine& line) { return to_string(line.cause); });
  table.date("posted", [&](std::size_t i) { return column_date(lines[i].posted); })
      .moment("recorded_at", [&](std::size_t i) { return lines[i].recorded_at_us; })
      .integer("application", [&](std::size_t i) { return column_number(lines[i].application); })
      .text("counterpart", [&](std::size_t i) -> std::optional<std::string_view> {
        if (!lines[i].counterpart) return std::nullopt;
        return lines[i].counterpart_number;
      });
  names(table, "adjustment",
        [](const AgingChangeLine& line) { return column_name(line.adjustment); });
  table
      .text("column_from",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (!lines[i].column_from) return std::nullopt;
              return columns.at(*lines[i].column_from);
            })
      .text("column_to",
            [&](std::size_t i) { return std::string_view(columns[lines[i].column_to]); })
      .text("currency", [&](std::size_t i) { return lines[i].amount.currency().code(); })
      .decimal("amount", scale.digits(), [&](std::size_t i) { return scale.of(lines[i].amount); });
  return finished(table);
}

void bind_aging_change(py::module_& m, py::class_<Ledger>& ledger) {
  py::class_<AgingChange>(m, "AgingChange", "What o2c.AgingChange stands on.")
      .def("__len__", [](const AgingChange& self) { return self.lines.size(); })
      .def_property_readonly("columns", &AgingChange::columns)
      .def("rows",
           [](const AgingChange& self) {
             const std::vector<std::string> columns = self.columns();
             py::list rows;
             for (const AgingChangeLine& line : self.lines) rows.append(change_dict(line, columns));
             return rows;
           })
      .def("effects", &effect_dicts)
      .def("to_arrow_table", &change_table)
      .def("__str__", [](const AgingChange& self) { return to_string(self); });
  ledger.def(
      "explain_change",
      [](const Ledger& self, Date before, Date after, const AgingBuckets& buckets,
         const std::string& credits, const std::optional<std::string>& party,
         std::optional<std::int64_t> known_before, std::optional<std::int64_t> known_after) {
        return explain_change(self, as_of_from(before, known_before),
                              as_of_from(after, known_after), buckets, credits_from(credits),
                              party);
      },
      py::arg("before"), py::arg("after"), py::kw_only(), py::arg("buckets"), py::arg("credits"),
      py::arg("party"), py::arg("known_before"), py::arg("known_after"));
}

// --- collection --------------------------------------------------------------------------------

py::dict curve_dict(const CollectionCurve& curve) {
  py::list points;
  for (const CollectionPoint& point : curve.points) {
    py::dict row;
    row["days"] = point.days;
    row["collected"] = point.collected;
    row["share"] = curve.share(point);
    points.append(row);
  }
  py::dict row;
  row["month"] = curve.month;
  row["currency"] = std::string(curve.currency.code());
  row["invoices"] = curve.invoices;
  row["invoiced"] = curve.invoiced;
  row["observed_days"] = curve.observed_days;
  row["points"] = points;
  return row;
}

std::shared_ptr<ArrowTable> curves_table(const std::vector<CollectionCurve>& curves) {
  std::vector<std::pair<const CollectionCurve*, const CollectionPoint*>> rows;
  CommonScale scale;
  for (const CollectionCurve& curve : curves) {
    scale.include(curve.invoiced);
    for (const CollectionPoint& point : curve.points) rows.emplace_back(&curve, &point);
  }
  TableBuilder table(rows.size());
  add_names(table, "month", rows.size(), [&](std::size_t i) -> std::optional<std::string> {
    if (!rows[i].first->month) return std::nullopt;
    return to_string(*rows[i].first->month);
  });
  table.text("currency", [&](std::size_t i) { return rows[i].first->currency.code(); })
      .integer("invoices", [&](std::size_t i) { return std::optional(rows[i].first->invoices); })
      .decimal("invoiced", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].first->invoiced); })
      .integer("days",
               [&](std::size_t i) { return std::optional<std::int64_t>(rows[i].second->days); })
      .decimal("collected", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].second->collected); });
  return finished(table);
}

void def_collection(py::class_<Ledger>& ledger) {
  ledger.def(
      "collection_curves",
      [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at,
         const std::string& cohorts, std::optional<Date> from, std::optional<Date> to,
         std::optional<std::string> party) {
        const auto curves = collection_curves(self, as_of_from(as_of, known_at),
                                              {.cohorts = parse_collection_cohorts(cohorts),
                                               .from = from,
                                               .to = to,
                                               .party = std::move(party)});
        py::list rows;
        for (const CollectionCurve& curve : curves) rows.append(curve_dict(curve));
        return py::make_tuple(rows, curves_table(curves));
      },
      py::kw_only(), py::arg("as_of"), py::arg("known_at"), py::arg("cohorts"),
      py::arg("from_date"), py::arg("to_date"), py::arg("party"));
}

}  // namespace

void bind_ledger_reports(py::module_& m) {
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  bind_statement(m, ledger);
  bind_aging_change(m, ledger);
  def_collection(ledger);
}

}  // namespace o2c::python
