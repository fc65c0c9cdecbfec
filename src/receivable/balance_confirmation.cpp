#include "o2c/receivable/balance_confirmation.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/number/detail/aligned.hpp"
#include "o2c/number/error.hpp"

#include "template_places.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 6> place_names{"company",  "party", "as_of",
                                                      "balances", "items", "reply_to"};

constexpr std::string_view standard_en = R"(BALANCE CONFIRMATION

To: {party}

By our books the balances between us at the end of {as_of} are as follows. A positive amount is owed to us, a negative one by us.

{balances}

{items}

Please compare them with your books, sign and stamp one of the statements below, and return this letter to {reply_to}.

{company}

1. We confirm that the amounts above are right and owed.

Signature and stamp: ____________________    Date: ____________________

2. By our books the amounts differ as follows:

________________________________________________________________

Signature and stamp: ____________________    Date: ____________________
)";

constexpr std::string_view standard_zh = R"(询证函

致：{party}

截至{as_of}日终，本公司账面所列与贵公司的往来余额如下。正数为贵公司应付本公司，负数为本公司应付贵公司。

{balances}

{items}

请与贵公司账簿核对，在下列两项之一签字盖章后，将本函寄回{reply_to}。

{company}

1. 上列金额核对无误，确认应付。

签字盖章：____________________    日期：____________________

2. 上列金额与本公司账簿不符，差异如下：

________________________________________________________________

签字盖章：____________________    日期：____________________
)";

std::string balance_table(const BalanceConfirmation& of, Language language) {
  const bool zh = language == Language::zh;
  std::vector<std::vector<std::string>> lines{{zh ? "币种" : "currency", zh ? "余额" : "balance"}};
  for (const Money& balance : of.balances)
    lines.push_back({to_string(balance.currency()), to_string(balance.amount())});
  if (of.balances.empty()) return zh ? "无余额\n" : "no balance\n";
  return detail::aligned(lines, 1);
}

std::string item_table(const BalanceConfirmation& of, Language language) {
  const bool zh = language == Language::zh;
  std::vector<std::vector<std::string>> lines{{zh ? "单号" : "number", zh ? "日期" : "date",
                                               zh ? "到期日" : "due", zh ? "币种" : "currency",
                                               zh ? "金额" : "amount"}};
  const auto day = [](const std::optional<Date>& date) {
    return !date || *date == Date::max() ? std::string() : to_string(*date);
  };
  for (const OpenItem& item : of.items)
    lines.push_back({item.document, day(item.invoice_date), day(item.due_date),
                     to_string(item.amount.currency()), to_string(item.amount.amount())});
  return detail::aligned(lines, 4);
}

}  // namespace

std::string to_string(ConfirmationPlace place) {
  return std::string(place_names[static_cast<std::size_t>(place)]);
}

ConfirmationTemplate::ConfirmationTemplate(std::string text) : text_(std::move(text)) {
  std::string rest = for_places(text_, place_names, [this](std::string before, std::size_t place) {
    parts_.push_back({std::move(before), static_cast<ConfirmationPlace>(place)});
  });
  parts_.push_back({std::move(rest), std::nullopt});
}

ConfirmationTemplate ConfirmationTemplate::standard(Language language) {
  return ConfirmationTemplate(std::string(language == Language::zh ? standard_zh : standard_en));
}

BalanceConfirmation balance_confirmation(const Ledger& ledger, std::string_view party,
                                         const AsOf& as_of) {
  return {.party = std::string(party),
          .as_of = as_of.date,
          .balances = ledger.balance(party, as_of),
          .items = ledger.open_items(as_of, party)};
}

std::vector<ConfirmationPart> letter_parts(const BalanceConfirmation& confirmation,
                                           const ConfirmationLetter& letter, Language language) {
  std::vector<ConfirmationPart> found(1);
  const bool lists_items =
      letter.items == ConfirmationLetter::Items::listed && !confirmation.items.empty();
  bool drop_line = false;
  for (const ConfirmationTemplate::Part& part : letter.in(language).parts()) {
    std::string_view text = part.text;
    if (drop_line && (found.back().text.empty() || found.back().text.ends_with('\n')))
      text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
    found.back().text += text;
    if (!part.place) break;
    std::string value;
    switch (*part.place) {
      case ConfirmationPlace::company:
        value = letter.company;
        break;
      case ConfirmationPlace::party:
        value = confirmation.party;
        break;
      case ConfirmationPlace::as_of:
        value = to_string(confirmation.as_of);
        break;
      case ConfirmationPlace::reply_to:
        value = letter.reply_to;
        break;
      case ConfirmationPlace::balances:
      case ConfirmationPlace::items:
        break;
    }
    const bool is_table = *part.place == ConfirmationPlace::balances ||
                          (*part.place == ConfirmationPlace::items && lists_items);
    drop_line = value.empty() && !is_table;
    found.back().text += value;
    if (!is_table) continue;
    found.back().table = part.place;
    found.emplace_back();
  }
  return found;
}

std::string to_string(const BalanceConfirmation& confirmation, const ConfirmationLetter& letter) {
  std::string text;
  for (const Language language : {Language::en, Language::zh}) {
    if (!text.empty()) text += "\n" + std::string(64, '-') + "\n\n";
    for (const ConfirmationPart& part : letter_parts(confirmation, letter, language)) {
      text += part.text;
      if (!part.table) continue;
      std::string table = *part.table == ConfirmationPlace::items
                              ? item_table(confirmation, language)
                              : balance_table(confirmation, language);
      table.pop_back();  // The line ends by the letter's own text.
      text += table;
    }
  }
  return text;
}

}  // namespace o2c::inline v1
