#include "closing_faults.hpp"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "payout_amounts.hpp"

namespace o2c::inline v1 {
namespace {

std::string told(const CommissionBalance& balance) {
  return "overpaid " + to_string(balance.overpaid) + ", draw " + to_string(balance.draw) +
         ", held " + to_string(balance.held) +
         (sign(balance.awaiting) == 0 ? "" : ", awaiting " + to_string(balance.awaiting));
}

// What is wrong with a period that is to be closed.
class ClosingFaults {
 public:
  ClosingFaults(const CommissionBook& book, const ClosedPeriod& closing)
      : book_(&book), closing_(&closing) {
    check_currency();
    if (faults_.empty()) {
      check_corrections();
      check_payouts();
      check_awaiting();
    }
    check_exchanges();
    check_lines();
  }

  [[nodiscard]] std::vector<Fault> list() && { return std::move(faults_); }

 private:
  void fault(std::string field, std::string value, std::string expected) {
    faults_.push_back(
        {.field = std::move(field), .value = std::move(value), .expected = std::move(expected)});
  }

  void check_currency() {
    const Currency& currency = closing_->plan.currency();
    if (!book_->periods().empty() && book_->periods().back().plan.currency() != currency)
      fault("plan", to_string(currency),
            "one in " + to_string(book_->periods().back().plan.currency()) +
                ", as of the periods before");
    const EarningMoment counted_on = closing_->plan.terms().earned_on;
    if (!book_->periods().empty() && book_->periods().back().plan.terms().earned_on != counted_on)
      fault(
          "plan, earned_on", to_string(counted_on),
          to_string(book_->periods().back().plan.terms().earned_on) + ", as of the periods before");
    const auto in_currency = [&](const std::string& who, std::string_view field, Money amount) {
      if (amount.currency() != currency)
        fault(who + ", " + std::string(field), to_string(amount),
              "an amount in " + to_string(currency) + ", as the plan");
    };
    for (const PersonPayout& each : closing_->payouts)
      for (const PayoutAmount& amount : payout_amounts)
        in_currency(each.salesperson, amount.name, amount_of(each.payout, amount));
    for (const BookedCorrection& each : closing_->corrections) {
      in_currency(each.salesperson, "settled", each.settled);
      in_currency(each.salesperson, "recomputed", each.recomputed);
      in_currency(each.salesperson, "changed", each.changed);
      in_currency(each.salesperson, "overrides", each.overrides);
      in_currency(each.salesperson, "pools", each.pools);
    }
    for (const AwaitingCommission& each : closing_->awaiting)
      in_currency(each.salesperson, "awaiting", each.amount);
  }

  // Each currency becomes the plan's in one way as of a day.
  void check_exchanges() {
    std::set<std::pair<std::string_view, Date>> known;
    const std::vector<CurrencyExchange> before = book_->exchanges();
    for (const CurrencyExchange& each : before) known.emplace(each.from.code(), each.by.date);
    for (const CurrencyExchange& each : closing_->exchanges) {
      const std::string of =
          "exchange of " + std::string(each.from.code()) + " as of " + to_string(each.by.date);
      Currency at = each.from;
      for (const ExchangeLeg& leg : each.by.path.legs) {
        const ExchangeRate& rate = leg.rate;
        if (at != (leg.inverted ? rate.quote() : rate.base()))
          fault(of, to_string(rate), "a rate of " + to_string(at));
        if (rate.date() > each.by.date)
          fault(of, to_string(rate), "a rate of that day or an earlier one");
        at = leg.inverted ? rate.base() : rate.quote();
      }
      if (each.by.path.legs.empty() || at != closing_->plan.currency())
        fault(of, "rates to " + to_string(at),
              "such as lead to " + to_string(closing_->plan.currency()) + ", the plan's");
      if (!known.emplace(each.from.code(), each.by.date).second)
        fault(of, "rates", "each currency and day once, in all periods");
    }
  }

  void check_corrections() {
    std::set<std::pair<Date, std::string_view>> seen;
    for (const BookedCorrection& each : closing_->corrections) {
      const std::string of = "correction of " + to_string(each.of) + " of " + each.salesperson;
      const ClosedPeriod* const closed = book_->find(each.of);
      if (closed == nullptr) {
        fault(of, to_string(each.amount()), "one of a closed period");
        continue;
      }
      if (!seen.insert({each.of.first(), each.salesperson}).second)
        fault(of, to_string(each.amount()), "one for each person");
      const Money settled = settled_so_far(*closed, each.salesperson);
      if (settled != each.settled)
        fault(of + ", settled", to_string(each.settled),
              to_string(settled) + ", as of the book so far");
    }
  }
  [[nodiscard]] Money settled_so_far(const ClosedPeriod& closed, std::string_view who) const {
    Money sum = Money::zero(closed.plan.currency());
    for (const PersonPayout& each : closed.payouts)
      if (each.salesperson == who) sum += earned_of(each.payout);
    for (const ClosedPeriod& later : book_->periods())
      for (const BookedCorrection& each : later.corrections)
        if (each.of == closed.period && each.salesperson == who) sum += each.amount();
    return sum;
  }

  void check_payouts() {
    const Money nothing = Money::zero(closing_->plan.currency());
    const CommissionBalance none = CommissionBalance::none(closing_->plan.currency());
    std::map<std::string_view, Money> corrections;
    for (const BookedCorrection& each : closing_->corrections)
      corrections.try_emplace(each.salesperson, nothing).first->second += each.amount();
    std::map<std::string_view, CommissionBalance> balances;
    const std::vector<PersonPayout> last = book_->last_payouts();
    for (const PersonPayout& each : last)
      if (each.payout.closing != none) balances.emplace(each.salesperson, each.payout.closing);
    // Whatever a book begins with was carried from elsewhere.
    const bool is_first = book_->periods().empty();
    std::set<std::string_view> seen;
    for (const PersonPayout& each : closing_->payouts) {
      const std::string& who = each.salesperson;
      if (who.empty()) fault("payouts, salesperson", "", "a name");
      if (!seen.insert(who).second) fault("payouts, salesperson", who, "each person once");
      const auto balance = balances.find(who);
      const CommissionBalance before = balance == balances.end() ? none : balance->second;
      if (!is_first && each.payout.opening != before)
        fault(who + ", opening", told(each.payout.opening),
              told(before) + ", as the last period closed");
      const auto correction = corrections.find(who);
      const Money corrected = correction == corrections.end() ? nothing : correction->second;
      if (each.payout.earnings.corrections != corrected)
        fault(who + ", corrections", to_string(each.payout.earnings.corrections),
              to_string(corrected) + ", the sum of those that are booked");
      check_adds_up(each);
    }
    for (const auto& [who, balance] : balances)
      if (!seen.contains(who))
        fault("payouts", "none of " + std::string(who),
              "one, as the last period carries on " + told(balance));
    for (const auto& [who, correction] : corrections)
      if (!seen.contains(who))
        fault("payouts", "none of " + std::string(who),
              "one, as a correction of " + to_string(correction) + " is booked");
  }

  // What is awaiting is told period by period.
  void check_awaiting() {
    std::map<std::string_view, Money> sums;
    std::set<std::pair<Date, std::string_view>> seen;
    const Money nothing = Money::zero(closing_->plan.currency());
    for (const AwaitingCommission& each : closing_->awaiting) {
      const std::string of = "awaiting of " + to_string(each.of) + " of " + each.salesperson;
      if (each.of != closing_->period && book_->find(each.of) == nullptr)
        fault(of, to_string(each.amount), "one of the period or a closed one");
      if (!seen.insert({each.of.first(), each.salesperson}).second)
        fault(of, to_string(each.amount), "one for each person");
      sums.try_emplace(each.salesperson, nothing).first->second += each.amount;
    }
    for (const PersonPayout& each : closing_->payouts) {
      const auto sum = sums.find(each.salesperson);
      const Money expected = sum == sums.end() ? nothing : sum->second;
      if (each.payout.closing.awaiting != expected)
        fault(each.salesperson + ", awaiting", to_string(each.payout.closing.awaiting),
              to_string(expected) + ", the sum of its periods");
      if (sum != sums.end()) sums.erase(sum);
    }
    for (const auto& [who, sum] : sums)
      fault("payouts", "none of " + std::string(who),
            "one, as " + to_string(sum) + " of it is awaiting");
  }

  void check_adds_up(const PersonPayout& of) {
    PayoutTerms terms = closing_->plan.terms().payout;
    terms.draw = sign(of.payout.advanced) != 0 ? std::optional(of.payout.advanced) : std::nullopt;
    try {
      const Payout made =
          pay_out(terms, of.payout.earnings, of.payout.opening, closing_->plan.terms().rounding);
      for (const PayoutAmount& amount : payout_amounts)
        if (amount_of(made, amount) != amount_of(of.payout, amount))
          fault(of.salesperson + ", " + std::string(amount.name),
                to_string(amount_of(of.payout, amount)),
                to_string(amount_of(made, amount)) + ", as the payout's other amounts make it");
    } catch (const Error& error) {
      fault(of.salesperson, "a payout", std::string("one that adds up: ") + error.what());
    }
  }

  void check_lines() {
    const Date first = book_->periods().empty() ? closing_->period.first()
                                                : book_->periods().front().period.first();
    for (const KnownLine& each : closing_->lines)
      if (each.date < first || each.date > closing_->period.last())
        fault("line", told(each),
              "a day from " + to_string(first) + " to " + to_string(closing_->period.last()));
  }

  const CommissionBook* book_;
  const ClosedPeriod* closing_;
  std::vector<Fault> faults_;
};

}  // namespace

std::string told(const KnownLine& line) {
  return to_string(line.date) + " " + line.salesperson +
         (line.document.empty() ? "" : " " + line.document) + " " + to_string(line.net);
}

std::vector<Fault> closing_faults(const CommissionBook& book, const ClosedPeriod& closing) {
  return ClosingFaults(book, closing).list();
}

}  // namespace o2c::inline v1
