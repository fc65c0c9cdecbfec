#pragma once

#include <array>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// What stands behind the order before anything is made (付款保障): the deposit, the letter of
/// credit, or credit that was granted.
inline constexpr auto security_rows = [] {
  using enum SecurityStage;
  using namespace events;
  using namespace guards;
  using R = Row<SecurityStage>;
  constexpr Profiles with_deposit{Profile::export_sale, Profile::framework, Profile::import};
  constexpr Profiles on_credit{Profile::export_sale, Profile::route_sale, Profile::framework};
  // from, event, to, guards, profiles, when
  return std::array{
      R{open,
        on<DepositReceived>,
        secured,
        {&is_contracted, &deposit_is_agreed, &deposit_is_owed, &in_contract_currency,
         &charges_are_borne},
        export_only,
        &security_is_complete},
      R{{open, credit_received, credit_to_amend},
        on<DepositReceived>,
        R::To(true),
        {&is_contracted, &deposit_is_agreed, &deposit_is_owed, &in_contract_currency,
         &charges_are_borne},
        export_only},

      R{{open, credit_to_amend},
        on<LetterOfCreditReceived>,
        credit_received,
        {&is_contracted, &credit_is_agreed, &in_contract_currency, &presentation_has_days},
        export_only},
      R{credit_received,
        on<LetterOfCreditChecked>,
        secured,
        {&credit_covers_balance},
        export_only,
        &security_is_complete},
      R{credit_received,
        on<LetterOfCreditChecked>,
        open,
        {&credit_covers_balance},
        export_only,
        &credit_is_as_agreed},
      R{credit_received,
        on<LetterOfCreditChecked>,
        credit_to_amend,
        {&credit_covers_balance},
        export_only},

      // A later decision takes the place of the one before, and may be for less.
      R{{open, secured},
        on<CreditGranted>,
        secured,
        {&is_contracted, &in_contract_currency},
        on_credit,
        &security_is_complete},
      R{{open, secured},
        on<CreditGranted>,
        open,
        {&is_contracted, &in_contract_currency},
        on_credit},
      R{{credit_received, credit_to_amend},
        on<CreditGranted>,
        R::To(true),
        {&is_contracted, &in_contract_currency},
        on_credit},

      // Also after something has gone: what has not is barred then.
      R{{open, credit_received, credit_to_amend, secured},
        on<SecurityLapsed>,
        open,
        {&security_can_lapse},
        export_only},
      R{secured,
        on<DepositRefunded>,
        secured,
        {&in_contract_currency, &refunds_what_is_due},
        with_deposit,
        &security_is_complete},
      R{secured,
        on<DepositRefunded>,
        open,
        {&in_contract_currency, &refunds_what_is_due},
        with_deposit},
      R{{open, credit_received, credit_to_amend},
        on<DepositRefunded>,
        R::To(true),
        {&in_contract_currency, &refunds_what_is_due},
        with_deposit},

      R{open,
        on<DepositPaid>,
        secured,
        {&is_contracted, &deposit_is_agreed, &deposit_is_owed, &in_contract_currency},
        import_only,
        &security_is_complete},
      R{{open, credit_to_amend},
        on<DepositPaid>,
        R::To(true),
        {&is_contracted, &deposit_is_agreed, &deposit_is_owed, &in_contract_currency},
        import_only},
      R{{open, credit_to_amend},
        on<LetterOfCreditIssued>,
        secured,
        {&is_contracted, &credit_is_agreed, &in_contract_currency},
        import_only,
        &security_is_complete},
      R{{open, credit_to_amend},
        on<LetterOfCreditIssued>,
        open,
        {&is_contracted, &credit_is_agreed, &in_contract_currency},
        import_only},

      // What secured the contract as it was may not secure it as amended; what did not, may.
      R{secured, on<AmendmentAgreed>, secured, {}, all_profiles, &security_is_complete},
      R{secured, on<AmendmentAgreed>, credit_to_amend, {}, all_profiles, &credit_has_to_change},
      R{secured, on<AmendmentAgreed>, open, {}, all_profiles},
      R{open, on<AmendmentAgreed>, secured, {}, all_profiles, &security_is_complete},
      R{open, on<AmendmentAgreed>, open, {}, all_profiles},
      // A letter of credit that is here is held against the contract as it has become.
      R{{credit_received, credit_to_amend},
        on<AmendmentAgreed>,
        secured,
        {},
        export_only,
        &security_is_complete},
      R{{credit_received, credit_to_amend},
        on<AmendmentAgreed>,
        credit_received,
        {},
        export_only,
        &credit_has_to_change},
      R{{credit_received, credit_to_amend}, on<AmendmentAgreed>, open, {}, export_only},
      R{credit_to_amend, on<AmendmentAgreed>, secured, {}, import_only, &security_is_complete},
      R{credit_to_amend,
        on<AmendmentAgreed>,
        credit_to_amend,
        {},
        import_only,
        &credit_has_to_change},
      R{credit_to_amend, on<AmendmentAgreed>, open, {}, import_only},
  };
}();

}  // namespace o2c::inline v1
