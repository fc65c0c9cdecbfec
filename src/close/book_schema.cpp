#include "o2c/close/book_schema.hpp"

#include <algorithm>
#include <array>

namespace o2c::inline v1 {
namespace {

using enum BookColumnType;
using enum BookPresence;

constexpr std::string_view cost_kinds =
    "goods|material|processing|packing|refund|domestic|freight|insurance|bank|commission|claim|"
    "rebate|finance|exchange|other";

constexpr BookColumn above_0(BookColumn column) {
  column.bound = BookBound::positive;
  return column;
}
constexpr BookColumn at_least_0(BookColumn column) {
  column.bound = BookBound::not_negative;
  return column;
}

constexpr std::array parties{
    BookColumn{"party", text, required, "its name, as documents have it"},
    BookColumn{"line", text, required, "the line of business, which a plan may be named after"},
    BookColumn{"country", text, optional, "where it is"},
    BookColumn{"salesperson", text, nullable, "who looks after it", "people.person"},
    at_least_0(BookColumn{"credit_limit", amount, optional, "what it may owe", {}, {}, "currency"}),
    BookColumn{"currency", currency, optional, "of the limit"},
};

constexpr std::array people{
    BookColumn{"person", text, required, "the name, as documents have it"},
    BookColumn{"manager", text, nullable, "whom they report to", "people.person"},
    BookColumn{"team", text, optional, "the line of business or region"},
    BookColumn{"joined", date, required, "the first day"},
    BookColumn{"left", date, nullable, "the last day"},
    BookColumn{"successor", text, optional, "who took over on leaving", "people.person"},
};

constexpr std::array products{
    BookColumn{"product", text, required, "its name or number"},
    BookColumn{"category", text, required, "what plans and reports group it by"},
    BookColumn{"unit", text, required, "of quantities: \"PCE\", \"TNE\""},
    above_0(BookColumn{"per_carton", integer, optional, "units in a carton"}),
    above_0(BookColumn{"length_cm", decimal, optional, "of a carton"}),
    above_0(BookColumn{"width_cm", decimal, optional, "of a carton"}),
    above_0(BookColumn{"height_cm", decimal, optional, "of a carton"}),
    above_0(BookColumn{"net_kg", decimal, optional, "of a full carton"}),
    above_0(BookColumn{"gross_kg", decimal, optional, "of a full carton"}),
};

constexpr std::array price_list{
    BookColumn{"product", text, required, "what is priced", "products.product"},
    BookColumn{"from", date, required, "the first day"},
    BookColumn{"currency", currency, required, "of the prices"},
    at_least_0(BookColumn{"price", decimal, required, "of one unit"}),
    at_least_0(BookColumn{"floor", decimal, optional, "the lowest that needs no approval"}),
};

constexpr std::array orders{
    BookColumn{"order", text, required, "its number"},
    BookColumn{"party", text, required, "the customer", "parties.party"},
    BookColumn{"salesperson", text, required, "whose it is", "people.person"},
    BookColumn{"line", text, required, "the line of business"},
    BookColumn{"date", date, required, "when it was opened"},
    BookColumn{"currency", currency, required, "of its amount"},
    at_least_0(
        BookColumn{"amount", amount, nullable, "of the contract; none yet", {}, {}, "currency"}),
    BookColumn{"terms", text, optional, "of payment: \"30% T/T in advance, ...\""},
};

constexpr std::array order_lines{
    BookColumn{"order", text, required, "which it is of", "orders.order"},
    BookColumn{"product", text, required, "what is sold", "products.product"},
    above_0(BookColumn{"quantity", decimal, required, "in the product's unit"}),
    at_least_0(BookColumn{"price", decimal, required, "of one unit, in the order's currency"}),
};

// As a journal writes them.
constexpr std::array events{
    BookColumn{"id", text, required, "of the event"},
    BookColumn{"order", text, required, "to which it happened", "orders.order"},
    above_0(BookColumn{"seq", integer, required, "1, 2, ... within the order"}),
    BookColumn{"event", text, required, "its type: \"ContractSigned\""},
    above_0(BookColumn{"event_version", integer, optional, "of its payload's form; else 1"}),
    BookColumn{"on", date, required, "when it holds"},
    BookColumn{"recorded_at", moment, required, "when it was recorded"},
    BookColumn{"by", text, required, "who recorded it"},
    BookColumn{"payload", text, required, "a JSON object: its role and fields"},
};

constexpr std::array invoices{
    BookColumn{"document", text, required, "its number"},
    BookColumn{"kind",
               text,
               optional,
               "else by the sign of the amount",
               {},
               "invoice|debit_note|interest|refund|returned_payment|credit_note"},
    BookColumn{"party", text, required, "who owes it", "parties.party"},
    above_0(BookColumn{"instalment", integer, optional, "1, 2, ... of a document in parts"}),
    BookColumn{"invoice_date", date, required, "of the document"},
    BookColumn{"due_date", date, nullable, "none: of a credit"},
    BookColumn{"amount", amount, required, "tax included; credits negative", {}, {}, "currency"},
    BookColumn{"currency", currency, required, "of the amounts"},
    BookColumn{"net", amount, optional, "before tax; else all of the amount", {}, {}, "currency"},
    BookColumn{"order", text, optional, "which it is for", "orders.order"},
    BookColumn{"salesperson", text, optional, "whose it is", "people.person"},
    BookColumn{"refers_to", text, optional, "the document that it changes or takes back"},
    BookColumn{"charge",
               text,
               optional,
               "of a debit note: what it charges; else `price`",
               {},
               "price|collection_cost"},
    above_0(BookColumn{"rate", decimal, optional, "home currency for one of its own"}),
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array invoice_lines{
    BookColumn{"document", text, required, "which it is of", "invoices.document"},
    BookColumn{"product", text, required, "what is sold", "products.product"},
    BookColumn{"quantity", decimal, required, "in the product's unit; returns negative"},
    BookColumn{"net", amount, required, "before tax", {}, {}, "currency"},
    BookColumn{"currency", currency, required, "of the amount"},
};

constexpr std::array receipts{
    BookColumn{"receipt", text, required, "its number"},
    BookColumn{"kind", text, optional, "else receipt", {}, "receipt|deposit|note_receivable"},
    BookColumn{"party", text, required, "who paid", "parties.party"},
    BookColumn{"date", date, required, "when it came in"},
    BookColumn{"due_date", date, optional, "of bills"},
    above_0(BookColumn{"amount", amount, required, "what came in", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the amount"},
    BookColumn{"order", text, optional, "which it is for", "orders.order"},
    BookColumn{"salesperson", text, optional, "whose it is", "people.person"},
    above_0(BookColumn{"rate", decimal, optional, "home currency for one of its own"}),
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array applications{
    BookColumn{"receipt", text, nullable, "the credit; none: an adjustment"},
    BookColumn{"document", text, required, "the debit", "invoices.document"},
    above_0(BookColumn{"instalment", integer, optional, "none: the earliest due first"}),
    BookColumn{"date", date, required, "from when on it holds"},
    BookColumn{"amount",
               amount,
               required,
               "in the document's currency; reversals negative",
               {},
               {},
               "currency"},
    BookColumn{"currency", currency, required, "of the document"},
    BookColumn{"kind",
               text,
               optional,
               "of an adjustment",
               {},
               "discount|late_discount|bank_charge|difference|write_off|waiver"},
    BookColumn{"application", text, optional, "its number, where others name it"},
    BookColumn{"reverses", text, optional, "the application that it takes back"},
    BookColumn{"made_with", text, optional, "the application that an adjustment falls with"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array disputes{
    BookColumn{"document", text, required, "what is disputed", "invoices.document"},
    above_0(BookColumn{"amount", amount, required, "how much of it", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the document"},
    BookColumn{"date", date, required, "since when"},
    BookColumn{"reason", text, optional, "why"},
    BookColumn{"owner", text, optional, "who settles it", "people.person"},
    BookColumn{"outcome", text, optional, "how it ended", {}, "accepted|rejected|withdrawn"},
    BookColumn{"ended", date, optional, "when"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
    BookColumn{"end_recorded_at", moment, optional, "when its end was"},
};

constexpr std::array promises{
    BookColumn{"document", text, nullable, "what is promised; none: of all that is owed",
               "invoices.document"},
    BookColumn{"party", text, required, "who promised", "parties.party"},
    above_0(BookColumn{"amount", amount, required, "how much", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the amount"},
    BookColumn{"date", date, required, "when it was promised"},
    BookColumn{"promised", date, required, "by when it is paid"},
    BookColumn{"by", text, optional, "the person who promised"},
    BookColumn{"promise", integer, optional, "its number, where another names it"},
    BookColumn{"replaces", integer, optional, "the promise that it takes the place of"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array reminders{
    BookColumn{"document", text, required, "what was asked for", "invoices.document"},
    BookColumn{"date", date, required, "of the letter"},
    above_0(BookColumn{"level", integer, required, "1, 2, ..."}),
    above_0(BookColumn{"amount", amount, required, "that was asked for", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the document"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array costs{
    BookColumn{"document", text, required, "the supplier's, or of the expense"},
    BookColumn{"kind", text, required, "what it is", {}, cost_kinds},
    BookColumn{"date", date, required, "of the document"},
    BookColumn{
        "amount", amount, required, "refund, rebate and exchange: income", {}, {}, "currency"},
    BookColumn{"currency", currency, required, "of the amount"},
    above_0(BookColumn{"rate", decimal, optional, "home currency for one of its own"}),
    BookColumn{"order", text, nullable, "which bears it; none: nobody's", "orders.order"},
    BookColumn{"product", text, optional, "of the order", "products.product"},
    BookColumn{"party", text, optional, "who is paid"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array exchange_rates{
    BookColumn{"date", date, required, "from when on it holds"},
    BookColumn{"base", currency, required, "one of which"},
    BookColumn{"quote", currency, required, "is worth so much of this"},
    above_0(BookColumn{"rate", decimal, required, "units of `quote` for one of `base`"}),
};

constexpr std::array budgets{
    BookColumn{"period", period, required, "a month", {}, "month"},
    BookColumn{"product", text, required, "what was to be sold", "products.product"},
    at_least_0(BookColumn{"quantity", decimal, required, "in the product's unit"}),
    at_least_0(BookColumn{"price", decimal, required, "of one unit"}),
    BookColumn{"currency", currency, required, "of the price"},
    above_0(BookColumn{"rate", decimal, required, "home currency for one of the price's"}),
    at_least_0(BookColumn{"unit_cost", decimal, required, "of one unit, in the home currency"}),
};

constexpr std::array targets{
    BookColumn{"person", text, required, "whose", "people.person"},
    BookColumn{"period", period, required, "of which it is"},
    at_least_0(
        BookColumn{"amount", amount, required, "net sales to be invoiced", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the amount"},
};

constexpr std::array quantity_targets{
    BookColumn{"person", text, required, "whose", "people.person"},
    BookColumn{"period", period, required, "of which it is"},
    at_least_0(BookColumn{"quantity", decimal, required, "to be sold, of what plans count by it"}),
    BookColumn{"unit", text, required, "in which products count it"},
};

constexpr std::array holdback_releases{
    BookColumn{"line", text, required, "the line of business, whose plan held it back"},
    BookColumn{"person", text, required, "who is paid it", "people.person"},
    BookColumn{"period", period, required, "a month, with which it is paid", {}, "month"},
    above_0(BookColumn{"amount", amount, required, "no more than is held", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "that of the plan"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array contract_quantities{
    BookColumn{"order", text, required, "the framework contract", "orders.order"},
    BookColumn{"product", text, required, "what is delivered", "products.product"},
    BookColumn{"period", period, required, "a month", {}, "month"},
    at_least_0(BookColumn{"contracted", decimal, required, "for the period"}),
    at_least_0(BookColumn{"called", decimal, required, "that the customer called off"}),
    at_least_0(BookColumn{"delivered", decimal, required, "that was weighed"}),
};

constexpr std::array cash_collected{
    BookColumn{"receipt", text, required, "the number of the numbered receipt"},
    BookColumn{"salesperson", text, required, "who collected it", "people.person"},
    BookColumn{"party", text, optional, "who paid", "parties.party"},
    BookColumn{"date", date, required, "when"},
    above_0(BookColumn{"amount", amount, required, "how much", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the amount"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array cash_handed_in{
    BookColumn{"salesperson", text, required, "who hands it in", "people.person"},
    BookColumn{"date", date, required, "when"},
    above_0(BookColumn{"amount", amount, required, "how much", {}, {}, "currency"}),
    BookColumn{"currency", currency, required, "of the amount"},
    BookColumn{"signed_by", text, nullable, "of finance; none: not signed"},
    BookColumn{"receipt", text, optional, "for which; none: the oldest first",
               "cash_collected.receipt"},
    BookColumn{"recorded_at", moment, optional, "when it was recorded"},
};

constexpr std::array control_balances{
    BookColumn{"account", text, required, "of the general ledger", {}, "receivables"},
    BookColumn{"date", date, required, "at the end of which"},
    BookColumn{"currency", currency, required, "of the balance"},
    BookColumn{"balance", amount, required, "debits positive", {}, {}, "currency"},
};

constexpr std::array closed_periods{
    BookColumn{"period", period, required, "a month that was closed and signed", {}, "month"},
    BookColumn{"closed_at", moment, required, "what is recorded later goes to the next"},
    BookColumn{"closed_by", text, required, "who signed it"},
};

constexpr std::array tables{
    BookTable{"parties", "customers", parties, "party"},
    BookTable{"people", "salespeople and their managers", people, "person"},
    BookTable{"products", "what is sold, and how it is packed", products, "product"},
    BookTable{"price_list", "prices by date", price_list, "product,currency,from"},
    BookTable{"orders", "orders, from the inquiry on", orders, "order"},
    BookTable{"order_lines", "what orders are about", order_lines, "order,product"},
    BookTable{"events", "what happened to orders: the journal", events, "order,seq"},
    BookTable{"invoices", "invoices, notes, refunds and returned payments", invoices,
              "document,kind,instalment"},
    BookTable{"invoice_lines", "what invoices are about", invoice_lines, ""},
    BookTable{"receipts", "money and bills received", receipts, "receipt"},
    BookTable{"applications", "what was applied to what, and adjustments", applications, ""},
    BookTable{"disputes", "what customers dispute", disputes, ""},
    BookTable{"promises", "promises to pay", promises, ""},
    BookTable{"reminders", "letters that were sent", reminders, ""},
    BookTable{"costs", "purchase and expense lines", costs, ""},
    BookTable{"exchange_rates", "rates by date", exchange_rates, "date,base,quote"},
    BookTable{"budgets", "what each product was to bring", budgets, "period,product"},
    BookTable{"targets", "what each person is to sell", targets, "person,period"},
    BookTable{"quantity_targets", "how much of it, for plans that go by quantities",
              quantity_targets, "person,period"},
    BookTable{"holdback_releases", "commission that was held back and is paid", holdback_releases,
              "line,person,period,recorded_at"},
    BookTable{"contract_quantities", "what framework contracts say", contract_quantities,
              "order,product,period"},
    BookTable{"cash_collected", "cash that salespeople took", cash_collected, "receipt"},
    BookTable{"cash_handed_in", "and what they handed in", cash_handed_in, ""},
    BookTable{"control_balances", "of the general ledger", control_balances,
              "account,date,currency"},
    BookTable{"closed_periods", "months that were signed", closed_periods, "period"},
};

}  // namespace

std::string to_string(BookColumnType type) {
  constexpr std::array names{"text",   "date",    "moment",  "period",
                             "amount", "decimal", "integer", "currency"};
  return names.at(static_cast<std::size_t>(type));
}

std::string to_string(BookBound bound) {
  constexpr std::array names{"", "0 or more", "above 0"};
  return names.at(static_cast<std::size_t>(bound));
}

std::span<const BookTable> book_tables() noexcept { return tables; }

const BookTable* find_book_table(std::string_view name) noexcept {
  const auto* found = std::ranges::find(tables, name, &BookTable::name);
  return found == tables.end() ? nullptr : found;
}

}  // namespace o2c::inline v1
