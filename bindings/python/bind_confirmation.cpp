#include <optional>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include "o2c/receivable/balance_confirmation.hpp"
#include "o2c/receivable/ledger.hpp"

#include "bind.hpp"
#include "casters.hpp"

namespace o2c::python {
namespace {

// A confirmation and how its letter is written.
struct WrittenConfirmation {
  BalanceConfirmation confirmation;
  ConfirmationLetter letter;
};

ConfirmationTemplate template_from(const std::optional<std::string>& text, Language language) {
  return text ? ConfirmationTemplate(*text) : ConfirmationTemplate::standard(language);
}

}  // namespace

void bind_confirmation(py::module_& m) {
  py::class_<WrittenConfirmation>(m, "BalanceConfirmation",
                                  "What o2c.BalanceConfirmation stands on.")
      .def_property_readonly(
          "party", [](const WrittenConfirmation& self) { return self.confirmation.party; })
      .def_property_readonly(
          "as_of", [](const WrittenConfirmation& self) { return self.confirmation.as_of; })
      .def_property_readonly(
          "balances", [](const WrittenConfirmation& self) { return self.confirmation.balances; })
      .def_property_readonly(
          "items", [](const WrittenConfirmation& self) { return self.confirmation.items; })
      .def(
          "parts",
          [](const WrittenConfirmation& self, const std::string& lang) {
            py::list parts;
            for (const ConfirmationPart& part :
                 letter_parts(self.confirmation, self.letter, parse_language(lang)))
              parts.append(
                  py::make_tuple(part.text, part.table ? py::object(py::str(to_string(*part.table)))
                                                       : py::none()));
            return parts;
          },
          py::arg("lang"))
      .def("__str__", [](const WrittenConfirmation& self) {
        return to_string(self.confirmation, self.letter);
      });
  m.def(
      "confirmation_text",
      [](const std::string& lang) {
        return ConfirmationTemplate::standard(parse_language(lang)).text();
      },
      py::arg("lang") = "en",
      "The text of a letter of confirmation in English (\"en\") or Chinese (\"zh\"), with its "
      "places: {company}, {party}, {as_of}, {balances}, {items}, {reply_to}. To be changed, and "
      "given to Ledger.confirmation.");
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  ledger.def(
      "confirmation",
      [](const Ledger& self, const std::string& party, Date as_of,
         std::optional<std::int64_t> known_at, std::string company, std::string reply_to,
         bool list_items, const std::optional<std::string>& en,
         const std::optional<std::string>& zh) {
        return WrittenConfirmation{
            balance_confirmation(self, party, AsOf(as_of, known_at.value_or(AsOf::now))),
            {.company = std::move(company),
             .reply_to = std::move(reply_to),
             .items = list_items ? ConfirmationLetter::Items::listed
                                 : ConfirmationLetter::Items::left_out,
             .en = template_from(en, Language::en),
             .zh = template_from(zh, Language::zh)}};
      },
      py::arg("party"), py::kw_only(), py::arg("as_of"), py::arg("known_at"), py::arg("company"),
      py::arg("reply_to"), py::arg("list_items"), py::arg("en"), py::arg("zh"));
}

}  // namespace o2c::python
