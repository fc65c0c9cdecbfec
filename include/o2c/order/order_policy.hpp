#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/role.hpp"
#include "o2c/receivable/terms.hpp"
#include "o2c/time/calendar.hpp"

namespace o2c::inline v1 {

/// Somebody of the company, and the offices that he holds.
struct StaffMember {
  std::string name;
  RoleSet roles;

  friend bool operator==(const StaffMember&, const StaffMember&) = default;
};

/// Who does something, other than the handbook says.
struct Assignment {
  EventKind event;
  RoleSet by;

  friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// What the house decides about its orders.
struct OrderPolicy {
  std::string company{};             ///< Its name and address, as they stand on papers.
  std::vector<StaffMember> staff{};  ///< Without any, nobody's office is asked for.
  std::vector<Assignment> assignments{};

  // Days count as business days where a calendar is given.
  std::optional<Calendar> calendar{};
  std::int32_t reply_days = 1;      ///< To answer an inquiry; then it is the manager's.
  std::int32_t verdict_days = 7;    ///< For the customer's verdict on a sample.
  std::int32_t amendment_days = 3;  ///< For the answer to an amendment.

  /// Terms of payment that need no approval; without any, none does.
  std::vector<PaymentTerms> usual_terms{};

  std::int32_t spare_samples = 1;  ///< Made in addition to what the customer asks for.
  /// Whether freight collect stands alone, or a sample fee has to be paid all the same.
  bool freight_collect_is_enough = false;
  bool sample_needed = true;      ///< A plan is issued with an approved sample.
  bool inspection_needed = true;  ///< Commodity inspection (商检) before loading.
  /// Bank charges that are borne for the customer, for each payment; without: any.
  std::optional<Money> bank_charges{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"company", &OrderPolicy::company, "name and address, for papers"},
        Field{"reply_days", &OrderPolicy::reply_days, "to answer an inquiry"},
        Field{"verdict_days", &OrderPolicy::verdict_days, "for the verdict on a sample"},
        Field{"amendment_days", &OrderPolicy::amendment_days, "for the answer to an amendment"},
        Field{"usual_terms", &OrderPolicy::usual_terms, "terms that need no approval"},
        Field{"spare_samples", &OrderPolicy::spare_samples, "made in addition"},
        Field{"freight_collect_is_enough", &OrderPolicy::freight_collect_is_enough,
              "whether freight collect stands for the sample fee, too"},
        Field{"sample_needed", &OrderPolicy::sample_needed, "whether a plan needs a sample"},
        Field{"inspection_needed", &OrderPolicy::inspection_needed, "commodity inspection"},
        Field{"bank_charges", &OrderPolicy::bank_charges, "borne for each payment, at most"}};
  }

  friend bool operator==(const OrderPolicy&, const OrderPolicy&) = default;
};

/// Who may do it: what the policy assigns, else what the handbook says.
RoleSet roles_for(const OrderPolicy& policy, EventKind event);
/// The offices of a person; none for strangers.
RoleSet roles_of(const OrderPolicy& policy, std::string_view person);

}  // namespace o2c::inline v1
