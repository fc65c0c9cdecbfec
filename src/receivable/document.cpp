#include "o2c/receivable/document.hpp"

#include <array>

#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 9> document_kinds{
    "invoice", "debit_note", "interest",        "refund",     "returned_payment",
    "receipt", "deposit",    "note_receivable", "credit_note"};
constexpr std::array<std::string_view, 2> deposit_terms{"fixed", "refundable"};
constexpr std::array<std::string_view, 2> charges{"price", "collection_cost"};
constexpr std::array<std::string_view, 6> adjustment_kinds{
    "discount", "late_discount", "bank_charge", "difference", "write_off", "waiver"};

}  // namespace

std::string to_string(DocumentKind kind) {
  return std::string(document_kinds[static_cast<std::size_t>(kind)]);
}

DocumentKind parse_document_kind(std::string_view text) {
  return parse_name<DocumentKind>(text, document_kinds, "a kind of document: one of");
}

std::string to_string(DepositTerms terms) {
  return std::string(deposit_terms[static_cast<std::size_t>(terms)]);
}

DepositTerms parse_deposit_terms(std::string_view text) {
  return parse_name<DepositTerms>(text, deposit_terms, "terms of a deposit: one of");
}

std::string to_string(Charge charge) {
  return std::string(charges[static_cast<std::size_t>(charge)]);
}

Charge parse_charge(std::string_view text) {
  return parse_name<Charge>(text, charges, "what a debit note charges for: one of");
}

std::string to_string(AdjustmentKind kind) {
  return std::string(adjustment_kinds[static_cast<std::size_t>(kind)]);
}

AdjustmentKind parse_adjustment_kind(std::string_view text) {
  return parse_name<AdjustmentKind>(text, adjustment_kinds, "a kind of adjustment: one of");
}

}  // namespace o2c::inline v1
