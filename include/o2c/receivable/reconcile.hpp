#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/money_bag.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/party_statement.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// An amount of a list, and how much of it is in dispute, without its sign.
struct DisputedAmount {
  Money amount;
  Money in_dispute;
};

/// What two amounts may differ in because of a dispute: what the greater one has in dispute. A
/// debit and a credit have nothing in common.
inline Money disputed_difference(const DisputedAmount& ours, const DisputedAmount& theirs) {
  if (sign(ours.amount) * sign(theirs.amount) < 0) return Money::zero(ours.amount.currency());
  return abs(ours.amount) > abs(theirs.amount) ? ours.in_dispute : theirs.in_dispute;
}

/// A line of a list of what a party owes: of ours, or of the party's own. Both lists have the same
/// signs: positive is owed to us.
struct ReconcileLine {
  std::string reference;  ///< The number that both lists may know it by; empty: none.
  Date date;
  Money amount;
  std::string kind{};                      ///< Of document; looked at if both lists say it.
  bool disputed = false;                   ///< Whoever's list it is says so.
  std::optional<Money> disputed_amount{};  ///< How much of it, if in dispute; none: all.

  [[nodiscard]] DisputedAmount in_dispute() const {
    return {amount,
            disputed ? disputed_amount.value_or(abs(amount)) : Money::zero(amount.currency())};
  }

  static constexpr auto fields() {
    return std::tuple{
        Field{"reference", &ReconcileLine::reference, "the number both may know it by; or empty"},
        Field{"date", &ReconcileLine::date, "when it was booked"},
        Field{"amount", &ReconcileLine::amount, "positive: owed to us"},
        Field{"kind", &ReconcileLine::kind, "of document; looked at if both lists say it"},
        Field{"disputed", &ReconcileLine::disputed, "whether it is in dispute"},
        Field{"disputed_amount", &ReconcileLine::disputed_amount, "how much; none: all of it"}};
  }

  friend bool operator==(const ReconcileLine&, const ReconcileLine&) = default;
};

/// A reference as it is compared: letters as capitals, digits without the zeros before them, and
/// nothing else, but for a hyphen where two numbers meet: "inv. 0012/07" is "INV12-7". Full-width
/// forms are their ASCII ones; other characters stay. Zeros alone are "0".
std::string normalized_reference(std::string_view reference);

/// What a group of lines is. The first that applies counts.
enum class ReconcileClass : std::uint8_t {
  matched,              ///< Same amount; a pair, too, of the same date.
  within_tolerance,     ///< The same, but for what the tolerances allow.
  amount_differs,       ///< Same reference.
  date_differs,         ///< Same reference and amount, within its tolerance.
  currency_differs,     ///< Same reference.
  duplicate,            ///< Its own list has the same reference and amount once more.
  disputed,             ///< In dispute: in one list only, or a pair that differs by no more.
  in_transit,           ///< In one list only, and so new that the other may not have it yet (未达).
  missing_from_theirs,  ///< In our list only.
  missing_from_ours     ///< In their list only.
};
inline constexpr std::size_t reconcile_classes = 10;

/// "matched", "within_tolerance", ...
std::string to_string(ReconcileClass of);
/// Reads what to_string writes. Throws ParseError.
ReconcileClass parse_reconcile_class(std::string_view text);
Label label(ReconcileClass of);

/// What told that the lines of a group belong together.
enum class MatchedBy : std::uint8_t {
  reference,   ///< Pairs of the same reference.
  sum,         ///< One line, and several of the same reference that add up to it.
  amount,      ///< Pairs that no reference matches: by amount and date.
  amount_sum,  ///< One line, and several that add up to it, by amounts and dates.
  nothing      ///< A line alone.
};
inline constexpr std::size_t matched_by_kinds = 5;

/// "reference", "sum", "amount", "amount_sum", "nothing"
std::string to_string(MatchedBy by);
/// Reads what to_string writes. Throws ParseError.
MatchedBy parse_matched_by(std::string_view text);

/// What two lists may differ in without being told as a difference.
struct ReconcileTolerances {
  std::int32_t days = 0;              ///< Between two dates.
  MoneyBag amount{};                  ///< In each currency; none: nothing.
  std::int32_t transit_days = 7;      ///< So old a line in transit may be on the day.
  std::int32_t search_steps = 10000;  ///< To find sums among the lines of one reference; of others
                                      ///< as many are looked at for each line.

  static constexpr auto fields() {
    return std::tuple{
        Field{"days", &ReconcileTolerances::days, "how far dates may differ"},
        Field{"amount", &ReconcileTolerances::amount, "how far amounts may differ, by currency"},
        Field{"transit_days", &ReconcileTolerances::transit_days,
              "how old a line in transit may be on the day"},
        Field{"search_steps", &ReconcileTolerances::search_steps,
              "how long sums are searched for: among the lines of one reference, or for a line"}};
  }

  /// What lines that belong together are, by what they add up to. `days_apart`: of a pair's dates;
  /// those of a sum may be any. `in_dispute`: of a pair's difference.
  template <Tracer T>
  [[nodiscard]] ReconcileClass compare(Money ours, Money theirs,
                                       std::optional<std::int32_t> days_apart, Money in_dispute,
                                       T& trace) const {
    using enum ReconcileClass;
    const Money difference = ours - theirs;
    const Money allowed = amount.at(ours.currency());
    const bool same_amount = abs(difference) <= allowed;
    const bool same_date = !days_apart || *days_apart <= days;
    const bool alike = is_zero(difference) && days_apart.value_or(0) == 0;
    const ReconcileClass differing = abs(difference) <= in_dispute ? disputed : amount_differs;
    const ReconcileClass found = alike          ? matched
                                 : !same_amount ? differing
                                 : !same_date   ? date_differs
                                                : within_tolerance;
    if constexpr (T::recording) {
      constexpr Text apart{"days apart", "相差天数"};
      constexpr Text differ{"difference", "差额"};
      constexpr Text tolerated{"tolerance", "容差"};
      trace.step(differ, Operation::difference, difference, Operand{Text{"ours", "我方"}, ours},
                 Operand{Text{"theirs", "对方"}, theirs});
      if (days_apart && !is_zero(in_dispute))
        trace.step(Text{"class", "类别"}, Operation::look_up, to_string(found),
                   Operand{differ, difference}, Operand{tolerated, allowed},
                   Operand{Text{"in dispute", "争议金额"}, in_dispute}, Operand{apart, *days_apart},
                   Operand{Text{"days allowed", "允许天数"}, days});
      else if (days_apart)
        trace.step(Text{"class", "类别"}, Operation::look_up, to_string(found),
                   Operand{differ, difference}, Operand{tolerated, allowed},
                   Operand{apart, *days_apart}, Operand{Text{"days allowed", "允许天数"}, days});
      else
        trace.step(Text{"class", "类别"}, Operation::look_up, to_string(found),
                   Operand{differ, difference}, Operand{tolerated, allowed});
    }
    return found;
  }

  friend bool operator==(const ReconcileTolerances&, const ReconcileTolerances&) = default;
};

/// Throws InvalidArgument, with a fault for each number that makes no sense.
void check(const ReconcileTolerances& tolerances);

/// What stood before the lines, and what each side says stands after them.
struct ReconcileBalances {
  MoneyBag opening_ours{};
  MoneyBag opening_theirs{};
  std::optional<MoneyBag> closing_ours{};  ///< None: what the lines lead to.
  std::optional<MoneyBag> closing_theirs{};

  friend bool operator==(const ReconcileBalances&, const ReconcileBalances&) = default;
};

/// Lines that belong together, as their positions in the two lists, ascending; or one line alone.
struct ReconciledGroup {
  ReconcileClass of;
  MatchedBy matched_by;
  std::vector<std::size_t> ours;
  std::vector<std::size_t> theirs;

  friend bool operator==(const ReconciledGroup&, const ReconciledGroup&) = default;
};

/// The lines of a class in one currency.
struct ReconciledTotal {
  ReconcileClass of;
  std::size_t groups;
  Money ours;
  Money theirs;

  [[nodiscard]] Money difference() const { return ours - theirs; }
  friend bool operator==(const ReconciledTotal&, const ReconciledTotal&) = default;
};

/// What one side says: opening + lines + unexplained = closing.
struct ReconciledSide {
  Money opening;
  Money lines;
  Money unexplained;  ///< What the stated closing balance has beyond opening and lines.
  Money closing;

  friend bool operator==(const ReconciledSide&, const ReconciledSide&) = default;
};

/// The balances in one currency: the difference of the closing ones is that of the opening ones, of
/// each class, and of what is unexplained.
struct ReconciledBalance {
  Currency currency;
  ReconciledSide ours;
  ReconciledSide theirs;
  std::vector<ReconciledTotal> classes;  ///< All, in their order.

  [[nodiscard]] Money difference() const { return ours.closing - theirs.closing; }
  friend bool operator==(const ReconciledBalance&, const ReconciledBalance&) = default;
};

/// Two lists of what a party owes, matched line by line (对账).
struct Reconciliation {
  Date as_of;
  ReconcileTolerances tolerances;
  std::vector<ReconcileLine> ours;
  std::vector<ReconcileLine> theirs;
  /// By class, then by reference, currency, amount and date. Each line is in one.
  std::vector<ReconciledGroup> groups;
  std::vector<ReconciledBalance> balances;  ///< Sorted by currency.
  /// References, as they are compared, whose search for sums ended before it was done.
  std::vector<std::string> unfinished;

  /// How the difference of the closing balances comes about.
  [[nodiscard]] Derivation explain(const ReconciledBalance& balance) const;
  /// What a group adds to it, and why it is of its class.
  [[nodiscard]] Derivation explain(const ReconciledGroup& group) const;

  friend bool operator==(const Reconciliation&, const Reconciliation&) = default;
};

/// Matches two lists of what a party owes on a day. Lines of the same reference, kind and currency
/// are matched
/// 1. where amount and date are the same (without a reference, too);
/// 2. where both are within the tolerances: the nearest amounts first, then the nearest dates;
/// 3. one with all of the other list, or with two or more of them that add up to it, the largest
///    first; the same sum before one within the tolerance. Dates do not count here.
/// Then, of all that is left,
/// 4. those of the same kind and currency of which at least one has no reference, where each is the
///    only one for the other: of the same amount and date, then within the tolerances.
/// What is left of a reference is paired: the same amount on another date, within the tolerance
/// (`date_differs`); of the same sign the nearest amounts (`amount_differs`), then in the order of
/// the dates what is in two currencies (`currency_differs`). Amounts that differ by no more than
/// what the greater one has in dispute are `disputed`. Then, of all that is left but for
/// duplicates, of the same kind and currency,
/// 5. pairs as in 4 whatever their references are, as one payment may have two numbers;
/// 6. one line with two or more of the other list, of the same sign and on days within the
///    tolerance of its own, that add up to it: first exactly and on its day, then within the
///    tolerances. Only where none of these lines is in another such sum that was looked at, and no
///    pair could be made of it. Sums of two lines, of three, ... are looked at as long as all of
///    them are no more than `search_steps` (for each amount within the tolerance a like part of
///    these).
///
/// Which of two lines that are alike in all of this is matched goes by their order, and nothing
/// else does. Throws InvalidArgument for tolerances that make no sense, and with each line dated
/// after the day, or whose `disputed_amount` is none of its own; Overflow.
Reconciliation reconcile(std::vector<ReconcileLine> ours, std::vector<ReconcileLine> theirs,
                         Date as_of, const ReconcileTolerances& tolerances = {},
                         const ReconcileBalances& balances = {}, std::size_t threads = 1);

/// The movements of a party's statement as our list: documents by their numbers and kinds, with
/// what of them is in dispute at the end of the period.
std::vector<ReconcileLine> reconcile_lines(const PartyStatement& statement);
/// Its opening and closing balances as ours.
ReconcileBalances reconcile_balances(const PartyStatement& statement);

/// Tables for the terminal: the balances by class, then what is not matched.
std::string to_string(const Reconciliation& reconciliation, Language language = Language::en);

}  // namespace o2c::inline v1
