#include <algorithm>
#include <initializer_list>
#include <ranges>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "person.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

bool is_contracted(const Asked& asked) { return asked.state.deal == DealStage::contracted; }

bool quotation_adds_up(const Asked& asked) {
  const auto& quotation = event_of<QuotationDrafted>(asked);
  return adds_up(quotation.lines, quotation.amount);
}

bool approved_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.quotation_drafted_by);
}

bool reason_for_low_price(const Asked& asked) {
  const auto& reason = event_of<QuotationApproved>(asked).reason;
  return (reason && !is_blank(*reason)) || at_list_price(asked);
}

bool at_list_price(const Asked& asked) {
  return std::ranges::none_of(asked.state.quoted_lines, is_below_list);
}

bool contract_is_complete(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  return !is_blank(contract.number) && !contract.lines.empty() &&
         contract.date <= asked.entry->on && names_its_price_term(contract, asked.state.profile) &&
         std::ranges::all_of(contract.lines,
                             [&](const OrderLine& line) { return is_priced(contract, line); });
}

bool contract_adds_up(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  const Rate nothing = Rate::from_fraction(0);
  return adds_up(contract.lines, contract.amount) && contract.tolerance >= nothing &&
         contract.tolerance < Rate::from_fraction(1);
}

bool quotation_is_valid(const Asked& asked) {
  const std::optional<Date>& until = asked.state.quotation_valid_until;
  return !until || event_of<ContractSigned>(asked).contract.date <= *until;
}

bool prices_as_quoted(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  const auto& quoted_amount = asked.state.quoted_amount;
  return quoted_amount && quoted_amount->currency() == contract.amount.currency() &&
         std::ranges::all_of(contract.lines, [&](const OrderLine& line) {
           return std::ranges::any_of(asked.state.quoted_lines, [&](const OrderLine& quoted) {
             return quoted.product == line.product && quoted.unit == line.unit &&
                    quoted.unit_price == line.unit_price;
           });
         });
}

bool sold_at_list_price(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  return std::ranges::all_of(contract.lines, [](const OrderLine& line) {
    return line.list_price && line.unit_price == *line.list_price;
  });
}

bool terms_are_usual(const Asked& asked) {
  const PaymentTerms& terms = event_of<ContractSigned>(asked).contract.terms;
  const auto has = [&](const std::vector<PaymentTerms>& some) {
    return std::ranges::find(some, terms) != some.end();
  };
  return asked.policy.usual_terms.empty() || has(asked.policy.usual_terms) ||
         has(asked.state.special_terms);
}

bool terms_approved_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.salesperson);
}

bool samples_have_verdicts(const Asked& asked) {
  return std::ranges::none_of(asked.state.samples, is_pending, &SampleState::stage);
}

bool nothing_has_gone(const Asked& asked) {
  return std::ranges::none_of(asked.state.shipments, [](const ShipmentState& shipment) {
    return has_gone(shipment) || is_on_its_way(shipment.stage);
  });
}

bool keeps_no_more_than_deposit(const Asked& asked) {
  const auto& kept = event_of<OrderCancelled>(asked).kept;
  if (!kept || !asked.state.contract) return !kept;
  const Money left = deposit_left(asked.state);
  return kept->currency() == left.currency() && sign(*kept) >= 0 && *kept <= left;
}

bool something_has_gone(const Asked& asked) {
  return std::ranges::any_of(asked.state.shipments, has_gone);
}

bool all_has_gone(const Asked& asked) {
  return std::ranges::all_of(asked.state.lines, [&](const LineProgress& line) {
    return line.closed_short ||
           (asked.state.contract &&
            line.shipped >= least_of(line.ordered, asked.state.contract->tolerance));
  });
}

bool no_shipment_under_way(const Asked& asked) {
  return std::ranges::all_of(asked.state.shipments, is_finished, &ShipmentState::stage);
}

bool all_is_settled(const Asked& asked) {
  return std::ranges::all_of(asked.state.shipments, [&](const ShipmentState& shipment) {
    return is_settled(asked.state, shipment);
  });
}

bool line_is_known(const Asked& asked) {
  return std::visit(
      [&]<class E>(const E& e) {
        if constexpr (requires { e.line; })
          return is_line(asked.state, e.line);
        else
          return true;
      },
      asked.entry->event);
}

bool no_amendment_pending(const Asked& asked) {
  return asked.state.amendment == AmendmentStage::none;
}

bool amendment_changes_something(const Asked& asked) {
  return asked.state.contract &&
         scope_of(event_of<AmendmentProposed>(asked), *asked.state.contract) != AmendmentScope{};
}

bool amendment_number_is_new(const Asked& asked) {
  return std::ranges::find(asked.state.amendments, event_of<AmendmentProposed>(asked).number) ==
         asked.state.amendments.end();
}

bool amendment_adds_up(const Asked& asked) {
  const auto& amendment = event_of<AmendmentProposed>(asked);
  if (!asked.state.contract) return true;
  const Contract& contract = *asked.state.contract;
  const Money amount = amendment.amount.value_or(contract.amount);
  return amount.currency() == contract.amount.currency() &&
         adds_up(amendment.lines.value_or(contract.lines), amount);
}

bool amendment_leaves_nothing_out(const Asked& asked) {
  const std::optional<Contract> contract = contract_with(asked);
  return !contract || (names_its_price_term(*contract, asked.state.profile) &&
                       std::ranges::all_of(contract->lines, [&](const OrderLine& line) {
                         return is_priced(*contract, line);
                       }));
}

bool amendment_keeps_what_has_gone(const Asked& asked) {
  const OrderState& state = asked.state;
  const auto* proposed = std::get_if<AmendmentProposed>(&asked.entry->event);
  if (proposed == nullptr && state.amendment_proposed) proposed = &*state.amendment_proposed;
  if (proposed == nullptr || !proposed->lines || !state.contract) return true;
  const std::vector<OrderLine>& then = *proposed->lines;
  if (then.size() < state.lines.size()) return false;
  for (std::size_t i = 0; i < state.lines.size(); ++i) {
    if (sign(state.lines[i].shipped) == 0) continue;
    const OrderLine& now = state.contract->lines[i];
    const Decimal most = most_of(then[i].quantity, state.contract->tolerance);
    if (then[i].product != now.product || then[i].unit != now.unit || most < state.lines[i].shipped)
      return false;
  }
  return true;
}

bool amendment_approved_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.amendment_proposed_by);
}

}  // namespace o2c::inline v1::guards::holds
