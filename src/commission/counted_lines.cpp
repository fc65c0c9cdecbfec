#include "counted_lines.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "line_base.hpp"

namespace o2c::inline v1 {
namespace {

// Counts lines, and finds what is wrong with them.
class LineCounter {
 public:
  LineCounter(const Plan& plan, const Period& period, const KeptRates& rates)
      : plan_(&plan),
        period_(period),
        rates_(&rates),
        picks_by_discount_(std::ranges::any_of(plan.rules(), [](const PlanRule& rule) {
          return rule.picks.discount_over || rule.picks.discount_to;
        })) {}

  CountedLine count(std::size_t row, const SalesLine& line) {
    row_ = static_cast<std::int64_t>(row);
    const std::size_t faults_before = faults_.size();
    if (line.salesperson.empty()) add("salesperson", "", "a text");
    const std::optional<Date> date = day_of(line, plan_->terms().earned_on);
    const Money nothing = Money::zero(plan_->currency());
    CountedLine counted{.date = date,
                        .rule = std::nullopt,
                        .net = nothing,
                        .amount = std::nullopt,
                        .base = nothing,
                        .exchanged = exchange_of(line, date)};
    if (picks_by_discount_) need_discount(line, "a rule picks lines by their discount");
    for (const PlanRule& rule : plan_->rules())
      if (rule.picks.first_order && !line.first_order) {
        add("first_order", "", "a value, as a rule picks lines by it");
        break;
      }
    counted.rule = plan_->rule_for(line);
    const bool pays = counted.rule && !plan_->rules()[*counted.rule].excluded;
    if (pays) check_needed(line, date, plan_->rules()[*counted.rule]);
    if (faults_.size() > faults_before) return counted;
    try {
      NoTrace no_trace;
      const auto in_plan = [&](Money amount) {
        return exchanged(amount, *plan_, counted.exchanged, no_trace);
      };
      counted.net = in_plan(line.net);
      if (line.amount) counted.amount = in_plan(*line.amount);
      if (!rates_->any()) counted.tax = line.tax;
      counted.base = pays ? in_plan(own_base(*plan_, line, no_trace)) : counted.net;
    } catch (const Error& error) {
      add("net", to_string(line.net), std::string("amounts that can be counted: ") + error.what());
    }
    return counted;
  }

  void throw_if_any() { throw_faults("cannot settle", std::move(faults_)); }

 private:
  void add(const char* field, std::string value, std::string expected) {
    faults_.push_back(
        {.row = row_, .field = field, .value = std::move(value), .expected = std::move(expected)});
  }
  void needs(bool needed, const char* field, bool is_there, const char* why) {
    if (needed && !is_there) add(field, "", std::string("a value, as ") + why);
  }
  void need_discount(const SalesLine& line, const char* why) {
    needs(true, "list_price", line.list_price.has_value(), why);
    needs(true, "quantity", line.quantity.has_value(), why);
  }

  // All amounts are in one currency, which is the plan's, or has a rate.
  std::optional<LineExchange> exchange_of(const SalesLine& line, std::optional<Date> date) {
    const Currency& to = plan_->currency();
    const Currency& from = rates_->any() ? line.net.currency() : to;
    const auto in_currency = [&](const char* field, const std::optional<Money>& amount) {
      if (amount && amount->currency() != from)
        add(field, to_string(*amount),
            "an amount in " + to_string(from) +
                (rates_->any() ? ", as the line's net" : ", as the plan"));
    };
    in_currency("net", line.net);
    in_currency("cost", line.cost);
    in_currency("amount", line.amount);
    in_currency("tax", line.tax);
    in_currency("freight", line.freight);
    in_currency("discount", line.discount);
    if (from == to) return std::nullopt;
    const std::optional<Date> day =
        rate_date(*plan_, period_, date,
                  line.credited_invoice_date ? line.credited_invoice_date : line.invoice_date);
    if (!day) {
      add("invoice_date", "", "a date, as of which the plan converts the line");
      return std::nullopt;
    }
    std::optional<ExchangePath> path = rates_->find(from, to, *day);
    if (!path) {
      add("net", to_string(line.net),
          "a rate from " + to_string(from) + " to " + to_string(to) + " on " + to_string(*day));
      return std::nullopt;
    }
    return LineExchange{*day, std::move(*path)};
  }

  void check_needed(const SalesLine& line, std::optional<Date> date, const PlanRule& rule) {
    const PlanTerms& terms = plan_->terms();
    if (const std::optional<Date> taken = taken_back_on(line);
        terms.clawback_days && (taken ? date && *taken < *date : is_return(line)))
      add(is_return(line) ? "returned" : "written_off", taken ? to_string(*taken) : "",
          "a day from that of the sale on, as the plan has clawback_days");
    for (const auto* const parts : {&terms.base_plus, &terms.base_less})
      for (const BasePart part : *parts)
        needs(true, to_string(part).c_str(), amount_of(line, part).has_value(),
              "the plan's base counts it");
    needs(terms.looks_at_orders(), "order", !line.order.empty(), "the plan looks at orders");
    needs(terms.basis == CommissionBasis::gross_profit, "cost", line.cost.has_value(),
          "the plan counts gross profit");
    needs(rule.tiers_over == TierMeasure::margin, "cost", line.cost.has_value(),
          "the rule's tiers run over margins");
    needs(plan_->counts_quantity(rule), "quantity", line.quantity.has_value(),
          "the rule counts quantities");
    for (const Modifier& modifier : terms.modifiers) {
      if (!modifier.is_for(rule.name)) continue;
      const char* const why = "a modifier looks at it";
      if (modifier.measure() == ModifierMeasure::discount) need_discount(line, why);
      needs(modifier.measure() == ModifierMeasure::days_overdue, "days_overdue",
            line.days_overdue.has_value(), why);
      needs(modifier.measure() == ModifierMeasure::margin, "cost", line.cost.has_value(), why);
    }
  }

  const Plan* plan_;
  Period period_;
  const KeptRates* rates_;
  bool picks_by_discount_;
  std::int64_t row_ = 0;
  std::vector<Fault> faults_;
};

}  // namespace

std::optional<Date> rate_date(const Plan& plan, const Period& settled,
                              std::optional<Date> counts_on, std::optional<Date> invoiced) {
  if (plan.terms().rates_on == RateMoment::invoice) return invoiced;
  if (!counts_on) return settled.last();
  if (plan.terms().rates_on == RateMoment::date) return counts_on;
  return Period::containing(*counts_on, std::min(settled.kind(), plan.terms().accumulation)).last();
}

std::vector<CountedLine> count_lines(const Plan& plan, std::span<const SalesLine> lines,
                                     const Period& period, const KeptRates& rates) {
  LineCounter counter(plan, period, rates);
  std::vector<CountedLine> counted;
  counted.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) counted.push_back(counter.count(i, lines[i]));
  counter.throw_if_any();
  return counted;
}

}  // namespace o2c::inline v1
