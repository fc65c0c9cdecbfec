#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/commission_lines.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/ledger_aging.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "aging_options.hpp"
#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"

namespace o2c::python {
namespace {

using enum DocumentKind;
constexpr std::array<DocumentKind, 5> debit_kinds{invoice, debit_note, interest, refund,
                                                  returned_payment};
constexpr std::array<DocumentKind, 4> credit_kinds{receipt, deposit, note_receivable, credit_note};

std::optional<Money> optional_money(const py::object& object) {
  if (object.is_none()) return std::nullopt;
  return money_from(object);
}

/// What a document is called: its number, or its kind and number.
DocumentId document_from(const Ledger& ledger, const py::object& document,
                         std::span<const DocumentKind> kinds) {
  if (py::isinstance<py::tuple>(document) && py::len(document) == 2) {
    const auto pair = document.cast<std::pair<std::string, std::string>>();
    return ledger.find(pair.second, parse_document_kind(pair.first));
  }
  if (!py::isinstance<py::str>(document))
    throw_wrong_type(document, "the number of a document, or a tuple of its kind and number");
  const auto number = document.cast<std::string>();
  // The side that is meant decides between an invoice and a receipt of one number.
  std::vector<DocumentId> found;
  for (const DocumentKind kind : kinds)
    if (const auto id = ledger.try_find(number, kind)) found.push_back(*id);
  return found.size() == 1 ? found.front() : ledger.find(number);
}
DocumentId debit_from(const Ledger& ledger, const py::object& document) {
  return document_from(ledger, document, debit_kinds);
}
DocumentId credit_from(const Ledger& ledger, const py::object& document) {
  return document_from(ledger, document, credit_kinds);
}
DocumentId any_from(const Ledger& ledger, const py::object& document) {
  return document_from(ledger, document, {});
}

AsOf as_of_from(Date as_of, std::optional<std::int64_t> known_at) {
  return {as_of, known_at.value_or(AsOf::now)};
}

py::object text_or_none(std::string_view text) {
  return text.empty() ? py::object(py::none()) : py::object(py::str(std::string(text)));
}

py::object number_or_none(const Ledger& ledger, const std::optional<DocumentId>& id) {
  return id ? text_or_none(ledger.document(*id).number) : py::none();
}

py::object integer_or_none(const std::optional<ApplicationId>& id) {
  return id ? py::object(py::int_(static_cast<std::uint32_t>(*id))) : py::none();
}

py::dict document_dict(const Ledger& ledger, DocumentId id) {
  const PostedDocument document = ledger.document(id);
  py::list taxes;
  for (const TaxLine& line : ledger.taxes(id))
    taxes.append(py::make_tuple(line.rate, line.net, line.tax));
  py::dict row;
  row["kind"] = to_string(document.kind);
  row["number"] = std::string(document.number);
  row["party"] = std::string(document.party);
  row["date"] = document.date;
  row["posted"] = document.posted;
  row["amount"] = document.amount;
  row["taxes"] = taxes;
  row["order"] = text_or_none(document.order);
  row["salesperson"] = text_or_none(document.salesperson);
  row["refers_to"] = number_or_none(ledger, document.refers_to);
  row["rate"] = document.rate;
  row["recorded_at"] = document.recorded_at_us;
  return row;
}

py::dict applied_dict(const Ledger& ledger, const AppliedAmount& applied) {
  py::dict row;
  row["application"] = static_cast<std::uint32_t>(applied.id);
  row["receipt"] = number_or_none(ledger, applied.credit);
  row["document"] = std::string(ledger.document(applied.debit).number);
  row["instalment"] =
      applied.installment == 0 ? py::object(py::none()) : py::object(py::int_(applied.installment));
  row["amount"] = applied.amount;
  row["credit_amount"] = applied.credit_amount;
  row["adjustment"] =
      applied.adjustment ? py::object(py::str(to_string(*applied.adjustment))) : py::none();
  row["date"] = applied.date;
  row["posted"] = applied.posted;
  row["reverses"] = integer_or_none(applied.reverses);
  row["made_with"] = integer_or_none(applied.made_with);
  row["recorded_at"] = applied.recorded_at_us;
  return row;
}

std::vector<std::uint32_t> numbers_of(const Expected<std::vector<ApplicationId>>& rows) {
  std::vector<std::uint32_t> numbers;
  for (const ApplicationId id : rows.value()) numbers.push_back(static_cast<std::uint32_t>(id));
  return numbers;
}

std::vector<TaxLine> taxes_from(py::handle lines) {
  std::vector<TaxLine> taxes;
  const std::string expected = "tax lines (rate, net, tax)";
  for (const py::handle line : items_of(lines, expected)) {
    if (!py::isinstance<py::sequence>(line) || py::len(line) != 3) throw_wrong_type(line, expected);
    const auto parts = line.cast<py::sequence>();
    std::optional<Rate> rate;
    if (!parts[0].is_none()) rate = rate_from(parts[0]);
    taxes.push_back({rate, money_from(parts[1]), money_from(parts[2])});
  }
  return taxes;
}

void def_facts(py::class_<Ledger>& ledger) {
  ledger.def(
      "post",
      [](Ledger& self, const std::string& kind, std::string number, std::string party, Date date,
         Given<Money> amount, std::int64_t recorded_at, std::optional<Date> due_date,
         std::vector<Installment> installments, const py::object& taxes, std::string order,
         std::string salesperson, std::string refers_to, const std::optional<Decimal>& rate,
         const DiscountPolicy& discounts, Given<Rate> secured, Given<Rate> burden,
         const std::string& deposit_terms, const std::string& charge) {
        static_cast<void>(self.post(Document{.kind = parse_document_kind(kind),
                                             .number = std::move(number),
                                             .party = std::move(party),
                                             .date = date,
                                             .amount = amount,
                                             .due_date = due_date,
                                             .installments = std::move(installments),
                                             .taxes = taxes_from(taxes),
                                             .order = std::move(order),
                                             .salesperson = std::move(salesperson),
                                             .refers_to = std::move(refers_to),
                                             .rate = rate,
                                             .deposit_terms = parse_deposit_terms(deposit_terms),
                                             .charge = parse_charge(charge),
                                             .discounts = discounts,
                                             .secured = secured,
                                             .burden = burden},
                                    recorded_at)
                              .value());
      },
      py::arg("kind"), py::arg("number"), py::kw_only(), py::arg("party"), py::arg("date"),
      py::arg("amount"), py::arg("recorded_at"), py::arg("due_date"), py::arg("installments"),
      py::arg("taxes"), py::arg("order"), py::arg("salesperson"), py::arg("refers_to"),
      py::arg("rate"), py::arg("discounts"), py::arg("secured"), py::arg("burden"),
      py::arg("deposit_terms"), py::arg("charge"));
  ledger.def(
      "apply",
      [](Ledger& self, const py::list& applications, std::int64_t recorded_at) {
        std::vector<Application> list;
        for (const py::handle item : applications) {
          const auto [credit, debit, amount, date, installment, rate] =
              item.cast<std::tuple<py::object, py::object, py::object, py::object, std::int32_t,
                                   std::optional<Decimal>>>();
          list.push_back({.credit = credit_from(self, credit),
                          .debit = debit_from(self, debit),
                          .amount = money_from(amount),
                          .date = date_from(date),
                          .installment = installment,
                          .rate = rate});
        }
        return numbers_of(self.apply(list, recorded_at));
      },
      py::arg("applications"), py::kw_only(), py::arg("recorded_at"));
  ledger.def(
      "settle",
      [](Ledger& self, const py::object& credit, Date date, std::int64_t recorded_at,
         const std::string& method, std::vector<std::string> references, bool rest_by_method,
         bool discounts, const py::object& tolerated_part, const py::object& tolerated_amount,
         const std::string& tolerated_as) {
        SettleOptions options{.method = parse_application_method(method),
                              .references = std::move(references),
                              .rest = rest_by_method ? SettleOptions::Rest::by_method
                                                     : SettleOptions::Rest::stays_unapplied,
                              .discounts = discounts ? SettleOptions::Discounts::granted
                                                     : SettleOptions::Discounts::ignored,
                              .tolerated_as = parse_adjustment_kind(tolerated_as)};
        if (!tolerated_part.is_none() || !tolerated_amount.is_none()) {
          options.tolerance.emplace();
          if (!tolerated_part.is_none()) options.tolerance->part = rate_from(tolerated_part);
          options.tolerance->amount = optional_money(tolerated_amount);
        }
        return numbers_of(self.settle(credit_from(self, credit), date, options, recorded_at));
      },
      py::arg("credit"), py::kw_only(), py::arg("date"), py::arg("recorded_at"), py::arg("method"),
      py::arg("references"), py::arg("rest_by_method"), py::arg("discounts"),
      py::arg("tolerated_part"), py::arg("tolerated_amount"), py::arg("tolerated_as"));
  ledger.def(
      "adjust",
      [](Ledger& self, const py::object& document, Given<Money> amount, const std::string& kind,
         Date date, std::int64_t recorded_at, std::int32_t installment) {
        return numbers_of(self.adjust({.document = debit_from(self, document),
                                       .amount = amount,
                                       .kind = parse_adjustment_kind(kind),
                                       .date = date,
                                       .installment = installment},
                                      recorded_at));
      },
      py::arg("document"), py::arg("amount"), py::arg("kind"), py::kw_only(), py::arg("date"),
      py::arg("recorded_at"), py::arg("installment"));
  ledger.def(
      "reverse",
      [](Ledger& self, std::uint32_t application, Date date, std::int64_t recorded_at,
         const py::object& amount) {
        return static_cast<std::uint32_t>(
            self.reverse(ApplicationId{application}, date, recorded_at, optional_money(amount))
                .value());
      },
      py::arg("application"), py::kw_only(), py::arg("date"), py::arg("recorded_at"),
      py::arg("amount"));
  ledger.def(
      "refund",
      [](Ledger& self, const py::object& credit, std::string number, Given<Money> amount, Date date,
         std::int64_t recorded_at, const std::optional<Decimal>& rate) {
        static_cast<void>(self.refund(credit_from(self, credit), std::move(number), amount, date,
                                      recorded_at, rate)
                              .value());
      },
      py::arg("credit"), py::arg("number"), py::arg("amount"), py::kw_only(), py::arg("date"),
      py::arg("recorded_at"), py::arg("rate"));
  ledger.def(
      "return_payment",
      [](Ledger& self, const py::object& payment, std::string number, Date date,
         std::int64_t recorded_at) {
        static_cast<void>(
            self.return_payment(credit_from(self, payment), std::move(number), date, recorded_at)
                .value());
      },
      py::arg("payment"), py::arg("number"), py::kw_only(), py::arg("date"),
      py::arg("recorded_at"));
  ledger.def(
      "move_note",
      [](Ledger& self, const py::object& note, const std::string& to, Date date,
         std::int64_t recorded_at, std::string holder, const py::object& proceeds) {
        static_cast<void>(self.move_note({.document = credit_from(self, note),
                                          .to = parse_note_state(to),
                                          .date = date,
                                          .with = std::move(holder),
                                          .proceeds = optional_money(proceeds)},
                                         recorded_at)
                              .value());
      },
      py::arg("note"), py::arg("to"), py::kw_only(), py::arg("date"), py::arg("recorded_at"),
      py::arg("holder"), py::arg("proceeds"));
  ledger.def(
      "dispute",
      [](Ledger& self, const py::object& document, Given<Money> amount, Date date,
         std::int64_t recorded_at, std::string reason, std::string owner,
         std::int32_t installment) {
        return static_cast<std::uint32_t>(self.dispute({.document = debit_from(self, document),
                                                        .amount = amount,
                                                        .date = date,
                                                        .reason = std::move(reason),
                                                        .owner = std::move(owner),
                                                        .installment = installment},
                                                       recorded_at)
                                              .value());
      },
      py::arg("document"), py::arg("amount"), py::kw_only(), py::arg("date"),
      py::arg("recorded_at"), py::arg("reason"), py::arg("owner"), py::arg("installment"));
  ledger.def(
      "end_dispute",
      [](Ledger& self, std::uint32_t dispute, const std::string& outcome, Date date,
         std::int64_t recorded_at) {
        static_cast<void>(
            self.end_dispute(DisputeId{dispute}, parse_dispute_outcome(outcome), date, recorded_at)
                .value());
      },
      py::arg("dispute"), py::arg("outcome"), py::kw_only(), py::arg("date"),
      py::arg("recorded_at"));
  ledger.def(
      "set_due_date",
      [](Ledger& self, const py::object& document, std::int32_t installment, Date due_date,
         std::int64_t recorded_at) {
        static_cast<void>(
            self.set_due_date(debit_from(self, document), installment, due_date, recorded_at)
                .value());
      },
      py::arg("document"), py::arg("installment"), py::arg("due_date"), py::kw_only(),
      py::arg("recorded_at"));
  ledger.def(
      "set_due_date",
      [](Ledger& self, const py::object& document, const Installment& dated,
         std::int64_t recorded_at) {
        static_cast<void>(
            self.set_due_date(debit_from(self, document), dated, recorded_at).value());
      },
      py::arg("document"), py::arg("dated"), py::kw_only(), py::arg("recorded_at"));
  ledger.def(
      "change_due_date",
      [](Ledger& self, const py::object& document, Date due_date, Date date, std::string reason,
         std::int32_t installment, std::int64_t recorded_at) {
        static_cast<void>(self.change_due_date({.document = debit_from(self, document),
                                                .due_date = due_date,
                                                .date = date,
                                                .reason = std::move(reason),
                                                .installment = installment},
                                               recorded_at)
                              .value());
      },
      py::arg("document"), py::arg("due_date"), py::kw_only(), py::arg("date"), py::arg("reason"),
      py::arg("installment"), py::arg("recorded_at"));
  ledger.def(
      "lock", [](Ledger& self, Date until, std::int64_t at) { self.lock(until, at); },
      py::arg("until"), py::kw_only(), py::arg("recorded_at"));
}

void def_questions(py::class_<Ledger>& ledger) {
  ledger.def_property_readonly("rounding",
                               [](const Ledger& self) { return self.options().rounding; });
  ledger.def_property_readonly("documents", &Ledger::documents);
  ledger.def_property_readonly("applications", &Ledger::applications);
  ledger.def_property_readonly("locked_until", &Ledger::locked_until);
  ledger.def(
      "document",
      [](const Ledger& self, const py::object& document) {
        return document_dict(self, any_from(self, document));
      },
      py::arg("document"));
  ledger.def(
      "history",
      [](const Ledger& self, const py::object& document) {
        py::list rows;
        for (const AppliedAmount& applied : self.history(any_from(self, document)))
          rows.append(applied_dict(self, applied));
        return rows;
      },
      py::arg("document"));
  ledger.def(
      "items",
      [](const Ledger& self, const py::object& document, Date as_of,
         std::optional<std::int64_t> known_at) {
        py::list rows;
        for (const LedgerItem& item :
             self.items(any_from(self, document), as_of_from(as_of, known_at))) {
          py::dict row;
          row["instalment"] = item.installment == 0 ? py::object(py::none())
                                                    : py::object(py::int_(item.installment));
          row["due_date"] = item.due_date;
          row["amount"] = item.amount;
          row["open"] = item.open;
          row["disputed"] = item.disputed;
          rows.append(row);
        }
        return rows;
      },
      py::arg("document"), py::kw_only(), py::arg("as_of"), py::arg("known_at"));
  ledger.def(
      "due_dates",
      [](const Ledger& self, const py::object& document, Date as_of,
         std::optional<std::int64_t> known_at) {
        py::list rows;
        for (const RecordedDueDate& each :
             self.due_dates(any_from(self, document), as_of_from(as_of, known_at))) {
          py::dict row;
          row["instalment"] = each.installment == 0 ? py::object(py::none())
                                                    : py::object(py::int_(each.installment));
          row["due_date"] = each.due_date;
          row["date"] = each.date;
          row["reason"] = text_or_none(each.reason);
          row["recorded_at"] = each.recorded_at_us;
          rows.append(row);
        }
        return rows;
      },
      py::arg("document"), py::kw_only(), py::arg("as_of"), py::arg("known_at"));
  ledger.def(
      "balance",
      [](const Ledger& self, const std::string& party, Date as_of,
         std::optional<std::int64_t> known_at) {
        return self.balance(party, as_of_from(as_of, known_at));
      },
      py::arg("party"), py::kw_only(), py::arg("as_of"), py::arg("known_at"));
  ledger.def(
      "future_dated",
      [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at) {
        py::list rows;
        for (const DocumentId id : self.future_dated(as_of_from(as_of, known_at)))
          rows.append(document_dict(self, id));
        return rows;
      },
      py::kw_only(), py::arg("as_of"), py::arg("known_at"));
  ledger.def(
      "notes",
      [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at) {
        py::list rows;
        for (const Note& note : self.notes(as_of_from(as_of, known_at))) {
          py::dict row;
          row["number"] = std::string(self.document(note.document).number);
          row["party"] = std::string(self.document(note.document).party);
          row["amount"] = note.amount;
          row["maturity"] = note.maturity;
          row["state"] = to_string(note.state);
          row["since"] = note.since;
          row["holder"] = text_or_none(note.with);
          row["proceeds"] = note.proceeds;
          row["contingent"] = note.is_contingent();
          rows.append(row);
        }
        return rows;
      },
      py::kw_only(), py::arg("as_of"), py::arg("known_at"));
  ledger.def(
      "disputes",
      [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at) {
        py::list rows;
        for (const RecordedDispute& each : self.disputes(as_of_from(as_of, known_at))) {
          py::dict row;
          row["dispute"] = static_cast<std::uint32_t>(each.id);
          row["document"] = std::string(self.document(each.dispute.document).number);
          row["instalment"] = each.dispute.installment == 0
                                  ? py::object(py::none())
                                  : py::object(py::int_(each.dispute.installment));
          row["amount"] = each.dispute.amount;
          row["date"] = each.dispute.date;
          row["reason"] = text_or_none(each.dispute.reason);
          row["owner"] = text_or_none(each.dispute.owner);
          row["outcome"] =
              each.outcome ? py::object(py::str(to_string(*each.outcome))) : py::none();
          row["ended"] = each.ended;
          row["recorded_at"] = each.recorded_at_us;
          rows.append(row);
        }
        return rows;
      },
      py::kw_only(), py::arg("as_of"), py::arg("known_at"));
}

void def_tables(py::class_<Ledger>& ledger) {
  ledger.def_static(
      "from_tables",
      [](TableSource& invoices, TableSource* receipts, TableSource* applications,
         TableSource* taxes, TableSource* locks, TableSource* disputes, TableSource* note_moves,
         TableSource* due_dates, TableSource* discounts, TableSource* revaluations,
         TableSource* reminders, TableSource* promises, const py::object& home,
         Given<Rounding> rounding, const std::optional<Decimal>& tax_tolerance,
         const py::object& currency, std::optional<int> amount_digits) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        LedgerTableOptions options;
        if (!home.is_none()) options.ledger.home = currency_from(home);
        options.ledger.rounding = rounding;
        options.ledger.tax_tolerance = tax_tolerance;
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        py::gil_scoped_release release;
        return ledger_from_tables({.invoices = &invoices,
                                   .receipts = receipts,
                                   .applications = applications,
                                   .taxes = taxes,
                                   .locks = locks,
                                   .disputes = disputes,
                                   .note_moves = note_moves,
                                   .due_dates = due_dates,
                                   .discounts = discounts,
                                   .revaluations = revaluations,
                                   .reminders = reminders,
                                   .promises = promises},
                                  options);
      },
      py::arg("invoices"), py::arg("receipts"), py::arg("applications"), py::arg("taxes"),
      py::arg("locks"), py::arg("disputes"), py::arg("note_moves"), py::arg("due_dates"),
      py::arg("discounts"), py::arg("revaluations"), py::arg("reminders"), py::arg("promises"),
      py::kw_only(), py::arg("home"), py::arg("rounding"), py::arg("tax_tolerance"),
      py::arg("currency"), py::arg("amount_digits"));
  ledger.def("to_tables", [](const Ledger& self) {
    const LedgerArrow tables = to_arrow(self);
    py::dict named;
    const auto add = [&](const char* name, const std::shared_ptr<const ArrowTable>& table) {
      named[name] = std::const_pointer_cast<ArrowTable>(table);
    };
    add("invoices", tables.invoices);
    add("receipts", tables.receipts);
    add("applications", tables.applications);
    add("taxes", tables.taxes);
    add("locks", tables.locks);
    add("disputes", tables.disputes);
    add("note_moves", tables.note_moves);
    add("due_dates", tables.due_dates);
    add("discounts", tables.discounts);
    add("revaluations", tables.revaluations);
    add("reminders", tables.reminders);
    add("promises", tables.promises);
    return named;
  });
  ledger.def(
      "open_items",
      [](const Ledger& self, Date as_of, std::optional<std::int64_t> known_at) {
        py::gil_scoped_release release;
        return std::const_pointer_cast<ArrowTable>(
            open_items_table(self, as_of_from(as_of, known_at)));
      },
      py::kw_only(), py::arg("as_of"), py::arg("known_at"));
  ledger.def(
      "commission_lines",
      [](const Ledger& self, Date from, Date to, const std::string& basis,
         std::optional<std::int64_t> known_at) {
        return std::const_pointer_cast<ArrowTable>(commission_lines_table(
            self, from, to, parse_line_basis(basis), known_at.value_or(AsOf::now)));
      },
      py::arg("from_date"), py::arg("to_date"), py::kw_only(), py::arg("basis"),
      py::arg("known_at"));
  ledger.def(
      "age",
      [](const Ledger& self, Date as_of, const AgingBuckets& buckets,
         std::vector<std::string> group_by, const std::string& credits,
         std::optional<std::int64_t> known_at, std::size_t threads) {
        const Options options(std::move(group_by), credits, py::none(), std::nullopt, threads);
        py::gil_scoped_release release;
        return age(self, as_of_from(as_of, known_at), buckets, options.aging);
      },
      py::kw_only(), py::arg("as_of"), py::arg("buckets"), py::arg("group_by"), py::arg("credits"),
      py::arg("known_at"), py::arg("threads"));
  ledger.def(
      "aged_items",
      [](const Ledger& self, Date as_of, const AgingBuckets& buckets,
         std::vector<std::string> group_by, const std::string& credits,
         std::optional<std::int64_t> known_at, const py::sequence& keys) {
        const Options options(std::move(group_by), credits, py::none(), std::nullopt, 1);
        const Keys wanted(keys);
        return found_items([&] {
          return aged_items(self, as_of_from(as_of, known_at), buckets, options.aging,
                            wanted.values());
        });
      },
      py::kw_only(), py::arg("as_of"), py::arg("buckets"), py::arg("group_by"), py::arg("credits"),
      py::arg("known_at"), py::arg("keys"));
}

}  // namespace

void bind_ledger(py::module_& m) {
  py::class_<Ledger> ledger(m, "Ledger", "What o2c.Ledger stands on.");
  ledger.def(py::init([](const py::object& home, Given<Rounding> rounding,
                         const std::optional<Decimal>& tax_tolerance) {
               LedgerOptions options{.tax_tolerance = tax_tolerance};
               if (!home.is_none()) options.home = currency_from(home);
               options.rounding = rounding;
               return Ledger(options);
             }),
             py::kw_only(), py::arg("home"), py::arg("rounding"), py::arg("tax_tolerance"));
  def_facts(ledger);
  def_questions(ledger);
  def_tables(ledger);
}

}  // namespace o2c::python
