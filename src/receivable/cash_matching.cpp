#include "cash_matching.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace o2c::inline v1 {
namespace {

class CashMatcher {
 public:
  CashMatcher(std::span<const CashCollection> collections, std::span<const HandIn> hand_ins,
              Date as_of, const CashRule& rule, const Calendar* calendar)
      : collections_(collections), hand_ins_(hand_ins), as_of_(as_of), rule_(&rule) {
    for (std::size_t row = 0; row < collections.size(); ++row) add_collection(row, calendar);
    for (auto& [key, account] : accounts_)
      std::ranges::stable_sort(account.rows, {},
                               [&](std::size_t row) { return collections_[row].date; });
  }

  MatchedCash match() {
    const bool is_whole = faults_.empty();
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < hand_ins_.size(); ++row) {
      if (!is_sound(row)) continue;
      if (hand_ins_[row].signed_by.find_first_not_of(" \t") != std::string::npos)
        rows.push_back(row);
      else if (hand_ins_[row].date <= as_of_)
        unsigned_.push_back(row);
    }
    // Those of one day that name a receipt come before those that take what is left.
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) {
      return std::pair(hand_ins_[row].date, hand_ins_[row].receipt.empty());
    });
    // Where a collection is faulty, what it could take is not known.
    if (is_whole)
      for (const std::size_t row : rows) place(row);
    std::ranges::stable_sort(faults_, {}, [](const Fault& fault) {
      return std::tuple(std::string_view(fault.file), fault.row);
    });
    MatchedCash matched{.cash = {.as_of = as_of_,
                                 .rule = *rule_,
                                 .collections = {},
                                 .salespersons = {},
                                 .unsigned_hand_ins = std::move(unsigned_)},
                        .faults = std::move(faults_)};
    if (matched.faults.empty()) assess_all(matched.cash);
    return matched;
  }

 private:
  // A salesperson and a currency.
  using Key = std::pair<std::string_view, Currency>;
  struct Account {
    std::vector<std::size_t> rows;  // Of the collections, oldest first.
    std::size_t first = 0;          // Those before it are handed in.
  };

  void fault(const char* file, std::size_t row, const char* field, std::string value,
             std::string expected) {
    faults_.push_back({.file = file,
                       .row = static_cast<std::int64_t>(row),
                       .field = field,
                       .value = std::move(value),
                       .expected = std::move(expected)});
  }

  void add_collection(std::size_t row, const Calendar* calendar) {
    const CashCollection& each = collections_[row];
    const std::size_t before = faults_.size();
    if (each.receipt.empty())
      fault("collections", row, "receipt", "", "the number of a receipt");
    else if (!row_of_.try_emplace(each.receipt, row).second)
      fault("collections", row, "receipt", each.receipt, "a receipt that stands once");
    if (each.salesperson.empty()) fault("collections", row, "salesperson", "", "who collected it");
    if (sign(each.amount) <= 0)
      fault("collections", row, "amount", to_string(each.amount), "an amount above zero");
    states_.push_back({.row = row,
                       .collection = each,
                       .late_until = each.date,
                       .handed_in = {},
                       .claim = CashClaim(each.amount.currency())});
    room_.push_back(each.amount);
    named_.push_back(each.amount);
    if (faults_.size() > before) return;
    try {
      states_.back().late_until = late_until(each.date, *rule_, calendar);
    } catch (const Error& error) {
      return fault(
          "collections", row, "date", to_string(each.date),
          std::string("a day after which the rule's days are known (") + error.what() + ")");
    }
    accounts_[{each.salesperson, each.amount.currency()}].rows.push_back(row);
  }

  // Whether the row makes sense for itself and beside its collection.
  bool is_sound(std::size_t row) {
    const HandIn& each = hand_ins_[row];
    const std::size_t before = faults_.size();
    if (sign(each.amount) <= 0)
      fault("hand_ins", row, "amount", to_string(each.amount), "an amount above zero");
    if (each.salesperson.empty()) fault("hand_ins", row, "salesperson", "", "who handed it in");
    if (each.receipt.empty()) return faults_.size() == before;
    const auto found = row_of_.find(each.receipt);
    if (found == row_of_.end()) {
      fault("hand_ins", row, "receipt", each.receipt, "a receipt among the collections");
      return false;
    }
    const CashCollection& of = collections_[found->second];
    if (!each.salesperson.empty() && each.salesperson != of.salesperson)
      fault("hand_ins", row, "salesperson", each.salesperson,
            of.salesperson + ", who collected " + of.receipt);
    if (each.amount.currency() != of.amount.currency())
      fault("hand_ins", row, "currency", to_string(each.amount.currency()),
            to_string(of.amount.currency()) + ", as collected by " + of.receipt);
    if (each.date < of.date)
      fault("hand_ins", row, "date", to_string(each.date),
            to_string(of.date) + ", when " + of.receipt + " was collected, or a day after it");
    return faults_.size() == before;
  }

  void place(std::size_t row) {
    const HandIn& each = hand_ins_[row];
    Money left = each.amount;
    if (!each.receipt.empty()) {
      const std::size_t of = row_of_.at(each.receipt);
      if (left > named_[of]) {
        fault("hand_ins", row, "amount", to_string(left),
              "at most the " + to_string(named_[of]) +
                  " that nothing was handed in for by the "
                  "number of " +
                  each.receipt);
        return;
      }
      named_[of] -= left;
      left -= fill(of, row, left);
    }
    left -= fill_oldest(row, left);
    if (!is_zero(left))
      fault("hand_ins", row, "amount", to_string(each.amount),
            "at most the " + to_string(each.amount - left) + " that " + each.salesperson +
                " has collected by then and not handed in");
  }

  // What of the amount the oldest collections take.
  Money fill_oldest(std::size_t row, Money amount) {
    Money filled = Money::zero(amount.currency());
    const auto found = accounts_.find({hand_ins_[row].salesperson, amount.currency()});
    if (found == accounts_.end()) return filled;
    Account& account = found->second;
    for (std::size_t i = account.first; i < account.rows.size() && filled < amount; ++i) {
      const std::size_t of = account.rows[i];
      if (collections_[of].date > hand_ins_[row].date) break;
      filled += fill(of, row, amount - filled);
      if (i == account.first && is_zero(room_[of])) ++account.first;
    }
    return filled;
  }

  // What of the amount the collection takes.
  Money fill(std::size_t of, std::size_t row, Money amount) {
    const Money part = std::min(amount, room_[of]);
    if (is_zero(part)) return part;
    room_[of] -= part;
    CollectedCash& state = states_[of];
    const Date date = hand_ins_[row].date;
    if (date > as_of_) return part;
    const HandInTiming when = hand_in_timing(date, state.collection.date, state.late_until);
    state.handed_in.push_back({.hand_in = row, .date = date, .amount = part, .timing = when});
    (when == HandInTiming::in_time ? state.claim.in_time
     : when == HandInTiming::late  ? state.claim.late
                                   : state.claim.recovered) += part;
    return part;
  }

  void assess_all(CashHandIn& cash) {
    std::map<Key, CashClaim> totals;
    NoTrace no_trace;
    for (CollectedCash& state : states_) {
      if (state.collection.date > as_of_) continue;
      state.claim.collected = state.collection.amount;
      assess(state.claim, as_of_, state.late_until, *rule_, no_trace);
      const Currency currency = state.collection.amount.currency();
      totals.try_emplace({collections_[state.row].salesperson, currency}, CashClaim(currency))
          .first->second += state.claim;
      cash.collections.push_back(std::move(state));
    }
    for (const auto& [key, claim] : totals)
      cash.salespersons.push_back({.salesperson = std::string(key.first), .claim = claim});
  }

  std::span<const CashCollection> collections_;
  std::span<const HandIn> hand_ins_;
  Date as_of_;
  const CashRule* rule_;
  std::map<std::string_view, std::size_t> row_of_;  // By receipt.
  std::map<Key, Account> accounts_;
  std::vector<CollectedCash> states_;  // By row, as is what follows.
  std::vector<Money> room_;            // What is not handed in yet,
  std::vector<Money> named_;           // and not by the receipt's number.
  std::vector<std::size_t> unsigned_;
  std::vector<Fault> faults_;
};

}  // namespace

MatchedCash match_cash(std::span<const CashCollection> collections,
                       std::span<const HandIn> hand_ins, Date as_of, const CashRule& rule,
                       const Calendar* calendar) {
  check(rule);
  return CashMatcher(collections, hand_ins, as_of, rule, calendar).match();
}

}  // namespace o2c::inline v1
