#include "o2c/receivable/dunning_run.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/utf8.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/promises.hpp"

#include "booking_rates.hpp"
#include "document_batch.hpp"
#include "ledger_items.hpp"
#include "ledger_reminders.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> fee_names{"left_out", "included"};
constexpr std::array<std::string_view, 2> check_names{"again", "as_proposed"};

using Account = std::pair<std::string, Currency>;

// Those due first in front.
std::tuple<Date, DocumentId, std::int32_t> place_of(const DunnedItem& item) {
  return {item.item.due_date, item.document, item.installment};
}

// What is promised of items, by promises whose day has not passed.
struct Promised {
  std::int64_t minor = 0;
  Date until;
};

class Dunning {
 public:
  Dunning(const LedgerState& state, const DunningPolicy& policy, const AsOf& as_of,
          const DunningRunOptions& options)
      : state_(&state), policy_(&policy), as_of_(as_of), options_(&options) {
    if (!options.party) invoiced_ = state.invoiced_orders(as_of);
    for (const Money& minimum : options.letter_minimums)
      if (sign(minimum) < 0 || !minimums_.emplace(minimum.currency(), minimum).second)
        throw_faults("no such minimum",
                     {{.field = "letter_minimums",
                       .value = to_string(minimum),
                       .expected = "one minimum for each currency, not below zero"}});
  }

  void add_promises(const std::vector<PromiseStatus>& promises) {
    for (const PromiseStatus& each : promises) {
      if (each.state != PromiseState::open) continue;
      std::int64_t rest = each.remaining.minor();
      for (const std::uint32_t item :
           promised_items(*state_, state_->promises[static_cast<std::uint32_t>(each.id)])) {
        Promised& of =
            promised_.try_emplace(item, Promised{0, each.promise.promised}).first->second;
        const std::int64_t part =
            std::clamp<std::int64_t>(state_->open_minor(item, as_of_) - of.minor, 0, rest);
        if (part == 0) continue;
        of.minor += part;
        of.until = std::max(of.until, each.promise.promised);
        rest -= part;
      }
    }
  }

  void add(std::uint32_t id) {
    const DocumentRow& row = state_->documents[id];
    if (!is_debit(row.kind)) return add_credit(id);
    if (!LedgerState::holds(row, as_of_)) return;
    if (options_->fees == ReminderFees::left_out && state_->reminder_fees.contains(id)) return;
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item)
      add_item(row, id, item);
  }

  void add_credit(std::uint32_t id) {
    const DocumentRow& row = state_->documents[id];
    if (is_debit(row.kind) || !LedgerState::holds(row, as_of_)) return;
    if (options_->party ? state_->is_deposit(row, as_of_) : LedgerState::is_deposit(row, invoiced_))
      return;
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item)
      credits_.try_emplace(account_of(row), state_->money(row, 0)).first->second +=
          state_->money(row, state_->open_minor(item, as_of_));
  }

  // What the policy says to an item, overdue or not.
  [[nodiscard]] DunningAnswer answer_of(std::uint32_t item) const {
    const DocumentRow& row = state_->document_of(state_->items[item]);
    const std::int32_t due = state_->due(item, as_of_);
    if (due == no_date) return {0, DunningHold::not_due, state_->money(row, 0)};
    return dunning(*policy_, facts_of(row, item, due, state_->open_minor(item, as_of_)),
                   as_of_.date);
  }

  [[nodiscard]] Money credits_of(const std::string& party, Currency currency) const {
    const auto found = credits_.find({party, currency});
    return found == credits_.end() ? Money::zero(currency) : found->second;
  }

  DunningRun take() {
    DunningRun run{.policy = *policy_, .as_of = as_of_.date, .letters = {}, .held = {}};
    for (auto& [account, items] : items_) {
      std::ranges::stable_sort(items, {},
                               [](const DunnedItem& each) { return each.item.due_date; });
      const auto to_send = std::ranges::stable_partition(
          items, [](const DunnedItem& each) { return each.hold != DunningHold::none; });
      DunningLetter letter = letter_of(account, {to_send.begin(), to_send.end()});
      items.erase(to_send.begin(), to_send.end());
      const DunningHold hold = hold_of(letter);
      if (hold == DunningHold::none) {
        run.letters.push_back(std::move(letter));
      } else {
        for (DunnedItem& each : letter.items) {
          each.hold = hold;
          items.push_back(std::move(each));
        }
        std::ranges::sort(items, {}, place_of);
      }
      std::ranges::move(items, std::back_inserter(run.held));
    }
    return run;
  }

 private:
  [[nodiscard]] Account account_of(const DocumentRow& row) const {
    return {std::string(state_->party_names.text(row.party)), state_->currency(row)};
  }

  void add_item(const DocumentRow& row, std::uint32_t id, std::uint32_t item) {
    const std::int32_t due = state_->due(item, as_of_);
    if (due == no_date || due >= as_of_.date.days()) return;
    const std::int64_t open = state_->open_minor(item, as_of_);
    if (open <= 0) return;
    const DunningItem facts = facts_of(row, item, due, open);
    const DunningAnswer answer = dunning(*policy_, facts, as_of_.date);
    items_[account_of(row)].push_back({.party = std::string(state_->party_names.text(row.party)),
                                       .document = DocumentId{id},
                                       .kind = row.kind,
                                       .number = std::string(state_->number(row)),
                                       .installment = state_->installment_of(item),
                                       .item = facts,
                                       .answer = answer,
                                       .hold = answer.hold,
                                       .days_overdue = as_of_.date.days() - due});
  }

  [[nodiscard]] DunningItem facts_of(const DocumentRow& row, std::uint32_t item, std::int32_t due,
                                     std::int64_t open) const {
    const LastReminder last = last_reminder(*state_, item, as_of_);
    DunningItem facts{.due_date = Date::from_days(due),
                      .open = state_->money(row, open),
                      .last_level = last.level,
                      .last_reminded = last.date,
                      .disputed = state_->money(row, state_->disputed_minor(item, as_of_, open))};
    if (const auto found = promised_.find(item);
        found != promised_.end() && found->second.minor > 0) {
      facts.promised_until = found->second.until;
      facts.promised = state_->money(row, found->second.minor);
    }
    return facts;
  }

  [[nodiscard]] DunningLetter letter_of(const Account& account,
                                        std::vector<DunnedItem> items) const {
    const Money zero = Money::zero(account.second);
    DunningLetter letter{.party = account.first,
                         .level = 0,
                         .items = std::move(items),
                         .amount = zero,
                         .fee = zero,
                         .total = zero,
                         .credits = credits_of(account.first, account.second)};
    for (const DunnedItem& each : letter.items) {
      letter.level = std::max(letter.level, each.answer.level);
      letter.amount += each.answer.amount;
    }
    if (letter.level > 0) letter.fee = policy_->fee(letter.level, letter.amount);
    letter.total = letter.amount + letter.fee;
    return letter;
  }

  [[nodiscard]] DunningHold hold_of(const DunningLetter& letter) const {
    const auto minimum = minimums_.find(letter.amount.currency());
    if (letter.credits >= letter.amount) return DunningHold::covered;  // Also without items.
    if (minimum != minimums_.end() && letter.amount < minimum->second)
      return DunningHold::below_minimum;
    return DunningHold::none;
  }

  const LedgerState* state_;
  const DunningPolicy* policy_;
  AsOf as_of_;
  const DunningRunOptions* options_;
  std::vector<bool> invoiced_;  // Of all parties only.
  std::map<Currency, Money> minimums_;
  std::unordered_map<std::uint32_t, Promised> promised_;
  std::map<Account, Money> credits_;
  std::map<Account, std::vector<DunnedItem>> items_;
};

std::string item_name(const DunnedItem& item) {
  if (item.installment == 0) return item.number;
  return item.number + "-" + std::to_string(item.installment);
}

// A line of the list in a letter.
struct LetterLine {
  std::string what;
  std::string amount;
  std::string days{};
};

std::string lines_of(const DunningLetter& letter, Language language) {
  const bool zh = language == Language::zh;
  std::size_t number = 0;
  for (const DunnedItem& each : letter.items)
    number = std::max(number, detail::terminal_columns(item_name(each)));
  std::vector<LetterLine> lines;
  for (const DunnedItem& each : letter.items) {
    const std::string name = item_name(each);
    const std::string days = std::to_string(each.days_overdue);
    lines.push_back({name + std::string(number - detail::terminal_columns(name) + 2, ' ') +
                         (zh ? "到期日 " : "due ") + to_string(each.item.due_date),
                     to_string(each.answer.amount),
                     zh ? "逾期 " + days + " 天" : days + (days == "1" ? " day" : " days")});
  }
  if (!is_zero(letter.fee)) {
    lines.push_back({zh ? "催款费" : "reminder fee", to_string(letter.fee)});
    lines.push_back({zh ? "合计" : "total", to_string(letter.total)});
  }
  if (!is_zero(letter.credits))
    lines.push_back(
        {zh ? "未核销的贷方金额" : "on account, not applied", to_string(-letter.credits)});
  std::size_t what = 0;
  std::size_t amount = 0;
  for (const LetterLine& line : lines) {
    what = std::max(what, detail::terminal_columns(line.what));
    amount = std::max(amount, line.amount.size());
  }
  std::string text;
  for (const LetterLine& line : lines) {
    if (!text.empty()) text += '\n';
    text += line.what +
            std::string(
                what - detail::terminal_columns(line.what) + 2 + amount - line.amount.size(), ' ') +
            line.amount;
    if (!line.days.empty()) text += "  " + line.days;
  }
  return text;
}

// What stands against keeping a letter, but for its fee; to be decided again, also why it is not to
// be sent any more as it was proposed, by all that is known of its day.
Refusals refusals_of(const Ledger& ledger, const DunningPolicy& policy, const DunningLetter& letter,
                     const Reminder& reminder, ReminderCheck check) {
  const LedgerState& state = ledger.state();
  const Date date = reminder.date;
  const AsOf as_of(date);
  const DunningRunOptions options{.party = letter.party};
  Dunning dunning(state, policy, as_of, options);
  dunning.add_promises(promises_to_pay(ledger, as_of, letter.party));
  for (const std::uint32_t id : documents_of(state, letter.party)) dunning.add_credit(id);
  Refusals refusals;
  Money asked = Money::zero(letter.amount.currency());
  for (std::size_t i = 0; i < letter.items.size(); ++i) {
    if (std::optional<Refusal> refusal = refusal_of(state, date, reminder.lines[i])) {
      refusals.push_back(*std::move(refusal));
      continue;
    }
    if (check != ReminderCheck::again) continue;
    const DunnedItem& each = letter.items[i];
    const std::uint32_t id = state.checked(each.document);
    const DunningAnswer now = dunning.answer_of(state.item_of(id, each.installment));
    const std::string en =
        name(state, state.documents[id], each.installment) + " as of " + to_string(date) + ": ";
    const std::string zh =
        name_zh(state, state.documents[id], each.installment) + "，截至 " + to_string(date) + "：";
    if (now.hold == DunningHold::none) asked += now.amount;
    if (now.hold != DunningHold::none) {
      const Label why = reason(now.hold);
      refusals.push_back(refuse(to_string(now.hold), en + why.en, zh + why.zh));
    } else if (now.level != each.answer.level || now.amount != each.answer.amount) {
      refusals.push_back(
          refuse("reminder_changed",
                 en + to_string(now.amount) + " at level " + std::to_string(now.level) +
                     " is to be asked for by now, not " + to_string(each.answer.amount) +
                     " at level " + std::to_string(each.answer.level),
                 zh + "现应按第" + std::to_string(now.level) + "级催收 " + to_string(now.amount) +
                     "，而非按第" + std::to_string(each.answer.level) + "级催收 " +
                     to_string(each.answer.amount)));
    }
  }
  const Money credits = dunning.credits_of(letter.party, letter.amount.currency());
  if (sign(asked) > 0 && credits >= asked)
    refusals.push_back(refuse(
        to_string(DunningHold::covered),
        to_string(credits) + " of " + in_quotes(letter.party) + " are not applied and cover the " +
            to_string(asked) + " that is asked for",
        letter.party + " 未核销的 " + to_string(credits) + " 足以抵付所催的 " + to_string(asked)));
  return refusals;
}

std::string next_fee_number(const LedgerState& state, const std::string& number) {
  std::string next;
  std::size_t count = 0;
  do next = number + "/D" + std::to_string(++count);
  while (state.find_document(next, DocumentKind::debit_note) != none);
  return next;
}

Document fee_of(const LedgerState& state, const DunningLetter& letter,
                const ReminderBooking& booking, const std::optional<Decimal>& rate) {
  const std::string& number = letter.items.front().number;
  return {
      .kind = DocumentKind::debit_note,
      .number = booking.fee_number.empty() ? next_fee_number(state, number) : booking.fee_number,
      .party = letter.party,
      .date = booking.date,
      .amount = letter.fee,
      .due_date = booking.due_date.value_or(booking.date),
      .refers_to = number,
      .rate = rate,
      .charge = Charge::collection_cost};
}

}  // namespace

std::string to_string(ReminderFees fees) {
  return std::string(fee_names[static_cast<std::size_t>(fees)]);
}
ReminderFees parse_reminder_fees(std::string_view text) {
  return parse_name<ReminderFees>(text, fee_names, "whether fees are reminded of: one of");
}

std::string to_string(ReminderCheck check) {
  return std::string(check_names[static_cast<std::size_t>(check)]);
}
ReminderCheck parse_reminder_check(std::string_view text) {
  return parse_name<ReminderCheck>(text, check_names, "whether letters are decided again: one of");
}

DunningRun dunning_run(const Ledger& ledger, const DunningPolicy& policy, const AsOf& as_of,
                       const DunningRunOptions& options) {
  const LedgerState& state = ledger.state();
  Dunning dunning(state, policy, as_of, options);
  dunning.add_promises(promises_to_pay(ledger, as_of, options.party));
  if (options.party) {
    for (const std::uint32_t id : documents_of(state, *options.party)) dunning.add(id);
  } else {
    for (std::uint32_t id = 0; id < state.documents.size(); ++id) dunning.add(id);
  }
  return dunning.take();
}

Derivation DunningRun::explain(const DunnedItem& item) const {
  Derivation derivation;
  dunning(policy, item.item, as_of, derivation);
  if (item.hold != item.answer.hold)
    derivation.step(Text{"its letter is held back", "催款函暂缓"}, Operation::look_up,
                    to_string(item.hold));
  return derivation;
}

Derivation DunningRun::explain(const DunningLetter& letter) const {
  Derivation derivation;
  constexpr Text amount_label{"amount", "催收金额"};
  constexpr Text fee_label{"fee", "催款费"};
  DerivationStep sum{.label = amount_label, .operation = Operation::sum, .result = letter.amount};
  for (const DunnedItem& each : letter.items)
    sum.operands.push_back({Label(item_name(each), item_name(each)), each.answer.amount});
  derivation.add(std::move(sum));
  DerivationStep level{.label = Text{"level", "催款级别"},
                       .operation = Operation::maximum,
                       .result = std::int64_t{letter.level}};
  for (const DunnedItem& each : letter.items)
    level.operands.push_back(
        {Label(item_name(each), item_name(each)), std::int64_t{each.answer.level}});
  derivation.add(std::move(level));
  static_cast<void>(policy.fee(letter.level, letter.amount, derivation));
  derivation.step(Text{"total", "合计"}, Operation::sum, letter.total,
                  Operand{amount_label, letter.amount}, Operand{fee_label, letter.fee});
  return derivation;
}

LetterValues DunningRun::values(const DunningLetter& letter, Language language) const {
  const DunnedItem& oldest = letter.items.front();
  LetterValues values;
  const auto put = [&](LetterPlace place, std::string text) {
    values[static_cast<std::size_t>(place)] = std::move(text);
  };
  put(LetterPlace::party, letter.party);
  put(LetterPlace::date, to_string(as_of));
  put(LetterPlace::level, std::to_string(letter.level));
  put(LetterPlace::oldest_due, to_string(oldest.item.due_date));
  put(LetterPlace::days_overdue, std::to_string(oldest.days_overdue));
  put(LetterPlace::amount, to_string(letter.amount));
  put(LetterPlace::fee, to_string(letter.fee));
  put(LetterPlace::total, to_string(letter.total));
  put(LetterPlace::credits, to_string(letter.credits));
  put(LetterPlace::items, lines_of(letter, language));
  return values;
}

std::string DunningRun::text(const DunningLetter& letter, Language language) const {
  return policy.letter(letter.level, language).fill(values(letter, language));
}

Expected<std::vector<ReminderId>> record_reminders(Ledger& ledger, const DunningPolicy& policy,
                                                   std::span<const DunningLetter> letters,
                                                   const ReminderBooking& booking,
                                                   std::int64_t recorded_at_us) {
  constexpr const char* what = "cannot keep reminders";
  const LedgerState& state = ledger.state();
  state.check_moment(recorded_at_us);
  DocumentBatch batch(state);
  if (!booking.fee_number.empty() && letters.size() > 1)
    throw_faults(what, {{.field = "fee_number",
                         .value = booking.fee_number,
                         .expected = "none for several letters"}});
  std::set<std::pair<DocumentId, std::int32_t>> items;
  BookingRates rates(state, booking.rates, booking.date);
  std::vector<std::optional<Decimal>> rate_of;
  for (std::size_t i = 0; i < letters.size(); ++i)
    rate_of.push_back(is_zero(letters[i].fee) ? std::nullopt : rates.of(letters[i].fee, i));
  throw_faults(what, rates.faults());
  std::vector<Reminder> reminders;
  for (const DunningLetter& letter : letters) {
    const std::size_t row = reminders.size();
    Reminder reminder{.date = booking.date, .lines = {}};
    for (const DunnedItem& each : letter.items) {
      reminder.lines.push_back({.document = each.document,
                                .installment = each.installment,
                                .level = each.answer.level,
                                .amount = each.answer.amount});
      if (!items.emplace(each.document, each.installment).second)
        batch.add_faults({{.field = "letters",
                           .value = each.number,
                           .expected = "letters that ask for each item once"}},
                         row);
    }
    check_reminder(state, reminder);
    batch.refuse(refusals_of(ledger, policy, letter, reminder, booking.check));
    if (!is_zero(letter.fee) && booking.fee_number.empty())
      batch.check(fee_of(state, letter, booking, rate_of[row]),
                  row);  // Its number will be a free one.
    else if (!is_zero(letter.fee))
      batch.look_at(fee_of(state, letter, booking, rate_of[row]), row);
    reminders.push_back(std::move(reminder));
  }
  if (Refusals refusals = batch.refusals(what); !refusals.empty()) return refusals;
  std::vector<ReminderId> kept;
  for (std::size_t i = 0; i < reminders.size(); ++i) {
    if (!is_zero(letters[i].fee))
      reminders[i].fee =
          ledger.post(fee_of(state, letters[i], booking, rate_of[i]), recorded_at_us).value();
    kept.push_back(ledger.remind(reminders[i], recorded_at_us).value());
  }
  return kept;
}

Expected<ReminderId> record_reminder(Ledger& ledger, const DunningPolicy& policy,
                                     const DunningLetter& letter, const ReminderBooking& booking,
                                     std::int64_t recorded_at_us) {
  const auto kept =
      record_reminders(ledger, policy, std::span(&letter, 1), booking, recorded_at_us);
  if (!kept) return kept.error();
  return kept->front();
}

}  // namespace o2c::inline v1
