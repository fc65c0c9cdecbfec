#include "terms_words.hpp"

#include <array>
#include <string>

#include "o2c/number/error.hpp"
#include "o2c/receivable/terms.hpp"

namespace o2c::inline v1::detail {
namespace {

struct Phrase {
  std::string_view text;  // Small letters; a space stands for any spaces or hyphens.
  Word word;
  std::uint8_t value = 0;

  constexpr Phrase(std::string_view phrase, Word means) : text(phrase), word(means) {}
  template <class Enum>
  constexpr Phrase(std::string_view phrase, Word means, Enum which)
      : text(phrase), word(means), value(static_cast<std::uint8_t>(which)) {}
};

// The longest that fits counts, so their order does not.
constexpr auto phrases = std::to_array<Phrase>({
    {";", Word::separator},
    {",", Word::separator},
    {"；", Word::separator},
    {"，", Word::separator},
    {"、", Word::separator},
    {"。", Word::separator},
    {"and", Word::separator},
    {"%", Word::percent},
    {"％", Word::percent},
    {"percent", Word::percent},
    {"per cent", Word::percent},
    {"/", Word::slash},
    {"+", Word::plus},
    {"-", Word::minus},

    {":", Word::filler},
    {"：", Word::filler},
    {"the", Word::filler},
    {"of", Word::filler},
    {"by", Word::filler},
    {"is", Word::filler},
    {"to be", Word::filler},
    {"in", Word::filler},
    {"within", Word::filler},
    {"due", Word::filler},
    {"date", Word::date},
    {"date of", Word::filler},
    {"usance", Word::filler},
    {"远期", Word::filler},
    {"不可撤销", Word::filler},
    {"paid", Word::filler},
    {"payable", Word::filler},
    {"payment", Word::filler},
    {"full payment", Word::filler},
    {"irrevocable", Word::filler},  // Every credit is (UCP 600 art. 3).
    {"confirmed", Word::filler},    // Another bank, too, has to pay, no later (UCP 600 art. 8).
    {"保兑", Word::filler},
    {"of total", Word::filler},
    {"of the total", Word::filler},
    {"of contract value", Word::filler},
    {"of the contract value", Word::filler},
    {"of invoice value", Word::filler},
    {"of the invoice value", Word::filler},
    {"付款", Word::filler},
    {"支付", Word::filler},
    {"付清", Word::filler},
    {"付", Word::filler},
    {"内", Word::filler},
    {"以内", Word::filler},
    {"的", Word::filler},
    {"在", Word::filler},
    {"于", Word::filler},
    {"应", Word::filler},
    {"到期", Word::filler},
    {"货款", Word::filler},
    {"合同总价", Word::filler},
    {"合同金额", Word::filler},
    {"总额", Word::filler},

    {"balance", Word::balance},
    {"remainder", Word::balance},
    {"remaining", Word::balance},
    {"rest", Word::balance},
    {"余款", Word::balance},
    {"余额", Word::balance},
    {"尾款", Word::balance},
    {"其余", Word::balance},
    {"of rest", Word::of_the_rest},
    {"of the rest", Word::of_the_rest},
    {"of the balance", Word::of_the_rest},
    {"of the remainder", Word::of_the_rest},
    {"deposit", Word::deposit},
    {"down payment", Word::deposit},
    {"定金", Word::deposit},
    {"订金", Word::prepayment},  // Not 定金, whose payer loses it by his default.
    {"预付款", Word::prepayment},
    {"retention", Word::retention},
    {"retention money", Word::retention},
    {"质保金", Word::retention},
    {"保留款", Word::retention},

    {"t/t", Word::instrument, Instrument::tt},
    {"tt", Word::instrument, Instrument::tt},
    {"telegraphic transfer", Word::instrument, Instrument::tt},
    {"wire transfer", Word::instrument, Instrument::tt},
    {"电汇", Word::instrument, Instrument::tt},
    {"l/c", Word::instrument, Instrument::lc_usance},
    {"lc", Word::instrument, Instrument::lc_usance},
    {"letter of credit", Word::instrument, Instrument::lc_usance},
    {"信用证", Word::instrument, Instrument::lc_usance},
    {"d/p", Word::instrument, Instrument::dp},
    {"dp", Word::instrument, Instrument::dp},
    {"documents against payment", Word::instrument, Instrument::dp},
    {"付款交单", Word::instrument, Instrument::dp},
    {"d/a", Word::instrument, Instrument::da},
    {"da", Word::instrument, Instrument::da},
    {"documents against acceptance", Word::instrument, Instrument::da},
    {"承兑交单", Word::instrument, Instrument::da},
    {"open account", Word::instrument, Instrument::open_account},
    {"o/a", Word::instrument, Instrument::open_account},
    {"赊销", Word::instrument, Instrument::open_account},
    {"cash", Word::instrument, Instrument::cash},
    {"现金", Word::instrument, Instrument::cash},
    {"cash against documents", Word::documents_for_cash},
    {"cad", Word::documents_for_cash},
    {"cash on delivery", Word::cash_at, Anchor::delivery},
    {"cod", Word::cash_at, Anchor::delivery},
    {"cash with order", Word::cash_at, Anchor::order},
    {"cash with the order", Word::cash_at, Anchor::order},
    {"cwo", Word::cash_at, Anchor::order},
    {"cia", Word::cash_at, Anchor::contract},
    {"款到发货", Word::payment_first},

    {"in advance", Word::advance},
    {"advance", Word::advance},
    {"prepaid", Word::advance},
    {"prepayment", Word::advance},
    {"预付", Word::advance},
    {"net", Word::net},
    {"n/", Word::net},
    {"净", Word::net},
    {"day", Word::days},
    {"days", Word::days},
    {"天", Word::days},
    {"日", Word::days},
    {"号", Word::day_number},
    {"week", Word::weeks},
    {"weeks", Word::weeks},
    {"周", Word::weeks},
    {"month", Word::months},
    {"months", Word::months},
    {"个月", Word::months},
    {"business day", Word::business_days},
    {"business days", Word::business_days},
    {"working day", Word::business_days},
    {"working days", Word::business_days},
    {"banking day", Word::business_days},
    {"banking days", Word::business_days},
    {"个工作日", Word::business_days},
    {"工作日", Word::business_days},
    {"个银行工作日", Word::business_days},
    {"eom", Word::end_of_month},
    {"end of month", Word::end_of_month},
    {"end of the month", Word::end_of_month},
    {"month end", Word::end_of_month},
    {"月底", Word::end_of_month},
    {"月末", Word::end_of_month},
    {"月结", Word::month_account},
    {"proximo", Word::proximo},
    {"prox", Word::proximo},
    {"next month", Word::next_month},
    {"of next month", Word::next_month},
    {"following month", Word::next_month},
    {"of the following month", Word::next_month},
    {"次月", Word::next_month},
    {"下月", Word::next_month},
    {"st", Word::ordinal},
    {"nd", Word::ordinal},
    {"rd", Word::ordinal},
    {"th", Word::ordinal},
    {"cut off", Word::cut_off},
    {"cutoff", Word::cut_off},
    {"next monday", Word::weekday, Weekday::monday},
    {"next tuesday", Word::weekday, Weekday::tuesday},
    {"next wednesday", Word::weekday, Weekday::wednesday},
    {"next thursday", Word::weekday, Weekday::thursday},
    {"next friday", Word::weekday, Weekday::friday},
    {"next saturday", Word::weekday, Weekday::saturday},
    {"next sunday", Word::weekday, Weekday::sunday},
    {"at sight", Word::at_sight},
    {"即期", Word::at_sight},
    {"见票即付", Word::at_sight},

    {"order", Word::anchor, Anchor::order},
    {"purchase order", Word::anchor, Anchor::order},
    {"order confirmation", Word::anchor, Anchor::order},
    {"下单", Word::anchor, Anchor::order},
    {"下单日", Word::anchor, Anchor::order},
    {"订单日", Word::anchor, Anchor::order},
    {"contract", Word::anchor, Anchor::contract},
    {"contract signing", Word::anchor, Anchor::contract},
    {"signing", Word::anchor, Anchor::contract},
    {"signing of contract", Word::anchor, Anchor::contract},
    {"signing of the contract", Word::anchor, Anchor::contract},
    {"合同签订", Word::anchor, Anchor::contract},
    {"合同签订日", Word::anchor, Anchor::contract},
    {"签订合同", Word::anchor, Anchor::contract},
    {"签约", Word::anchor, Anchor::contract},
    {"签约日", Word::anchor, Anchor::contract},
    {"invoice", Word::anchor, Anchor::invoice},
    {"开票", Word::anchor, Anchor::invoice},
    {"开票日", Word::anchor, Anchor::invoice},
    {"发票", Word::anchor, Anchor::invoice},
    {"发票日", Word::anchor, Anchor::invoice},
    {"发票日期", Word::anchor, Anchor::invoice},
    {"documents sent", Word::anchor, Anchor::documents_sent},
    {"copy of b/l", Word::anchor, Anchor::documents_sent},
    {"copy of the b/l", Word::anchor, Anchor::documents_sent},
    {"copy of bill of lading", Word::anchor, Anchor::documents_sent},
    {"copy of the bill of lading", Word::anchor, Anchor::documents_sent},
    {"copy of documents", Word::anchor, Anchor::documents_sent},
    {"copy of the documents", Word::anchor, Anchor::documents_sent},
    {"b/l copy", Word::anchor, Anchor::documents_sent},
    {"提单副本", Word::anchor, Anchor::documents_sent},
    {"提单复印件", Word::anchor, Anchor::documents_sent},
    {"单据寄出日", Word::anchor, Anchor::documents_sent},
    {"b/l", Word::anchor, Anchor::bl},
    {"bl", Word::anchor, Anchor::bl},
    {"bill of lading", Word::anchor, Anchor::bl},
    {"shipment", Word::anchor, Anchor::bl},
    {"shipping", Word::anchor, Anchor::bl},
    {"提单", Word::anchor, Anchor::bl},
    {"提单日", Word::anchor, Anchor::bl},
    {"提单日期", Word::anchor, Anchor::bl},
    {"装运", Word::anchor, Anchor::bl},
    {"装运日", Word::anchor, Anchor::bl},
    {"装船", Word::anchor, Anchor::bl},
    {"发货", Word::anchor, Anchor::bl},
    {"发货日", Word::anchor, Anchor::bl},
    {"delivery", Word::anchor, Anchor::delivery},
    {"receipt of goods", Word::anchor, Anchor::delivery},
    {"receipt of the goods", Word::anchor, Anchor::delivery},
    {"货到", Word::anchor, Anchor::delivery},
    {"到货", Word::anchor, Anchor::delivery},
    {"交货", Word::anchor, Anchor::delivery},
    {"交货日", Word::anchor, Anchor::delivery},
    {"收货", Word::anchor, Anchor::delivery},
    {"acceptance of goods", Word::anchor, Anchor::acceptance},
    {"acceptance of the goods", Word::anchor, Anchor::acceptance},
    {"final acceptance", Word::anchor, Anchor::acceptance},
    {"验收", Word::anchor, Anchor::acceptance},
    {"验收合格", Word::anchor, Anchor::acceptance},
    {"验收日", Word::anchor, Anchor::acceptance},
    {"acceptance", Word::acceptance},
    {"receipt", Word::receipt},
    {"receipt of invoice", Word::invoice_receipt},
    {"receipt of the invoice", Word::invoice_receipt},
    {"invoice receipt", Word::invoice_receipt},
    {"收到发票", Word::invoice_receipt},
    {"票到", Word::invoice_receipt},
    {"receipt of", Word::other_receipt},
    {"presentation", Word::anchor, Anchor::presentation},
    {"presentation of documents", Word::anchor, Anchor::presentation},
    {"presentation of the documents", Word::anchor, Anchor::presentation},
    {"交单", Word::anchor, Anchor::presentation},
    {"交单日", Word::anchor, Anchor::presentation},
    {"sight", Word::anchor, Anchor::sight},
    {"见票", Word::anchor, Anchor::sight},
    {"见票日", Word::anchor, Anchor::sight},
    {"acceptance of draft", Word::anchor, Anchor::draft_acceptance},
    {"acceptance of the draft", Word::anchor, Anchor::draft_acceptance},
    {"承兑", Word::anchor, Anchor::draft_acceptance},
    {"承兑日", Word::anchor, Anchor::draft_acceptance},

    {"on", Word::on},
    {"at", Word::on},
    {"upon", Word::on},
    {"against", Word::against},
    {"见", Word::against},
    {"凭", Word::against},
    {"after", Word::after},
    {"from", Word::after},
    {"后", Word::after},
    {"起", Word::after},
    {"before", Word::before},
    {"prior to", Word::before},
    {"前", Word::before},

    {"discount", Word::discount},
    {"折扣", Word::discount},
    {"before tax", Word::before_tax},
    {"full payment only", Word::full_payment_only},
    {"grace", Word::grace},
    {"no roll", Word::roll, Roll::none},
    {"roll following", Word::roll, Roll::following},
    {"roll modified following", Word::roll, Roll::modified_following},
    {"roll preceding", Word::roll, Roll::preceding},
    {"roll modified preceding", Word::roll, Roll::modified_preceding},
});

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t letters_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_letter(text[end])) ++end;
  return end - at;
}

// Where a phrase that stands at `at` ends, or `at`.
std::size_t end_of(const Phrase& phrase, std::string_view text, std::size_t at) {
  std::size_t i = at;
  for (const char c : phrase.text) {
    if (c == ' ') {
      const std::size_t before = i;
      while (i < text.size() && (is_space(text[i]) || text[i] == '-')) ++i;
      if (i == before) return at;
    } else if (i < text.size() && small(text[i]) == c) {
      ++i;
    } else {
      return at;
    }
  }
  const bool cuts_a_word = is_letter(text[i - 1]) && letters_at(text, i) > 0;
  return cuts_a_word ? at : i;
}

// Digits, perhaps in groups of three, perhaps with a decimal point.
std::size_t number_end(std::string_view text, std::size_t at) {
  const auto digits = [&](std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end;
  };
  constexpr std::size_t group = 3;
  std::size_t end = digits(at);
  if (end - at <= group)
    while (end < text.size() && text[end] == ',' && digits(end + 1) == end + 1 + group)
      end += 1 + group;
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) end = digits(end + 1);
  return end;
}

Decimal number_of(std::string_view text, std::size_t offset, std::string_view whole) {
  std::string plain(text);
  std::erase(plain, ',');
  const DecimalScan scan = scan_decimal(plain);
  if (scan.expected != nullptr) throw_parse(whole, offset, scan.expected);
  return scan.value;
}

Token word_at(std::string_view text, std::size_t at) {
  if (is_digit(text[at])) {
    const std::size_t size = number_end(text, at) - at;
    return {.word = Word::number,
            .offset = at,
            .size = size,
            .number = number_of(text.substr(at, size), at, text)};
  }
  Token best{.offset = at};
  for (const Phrase& phrase : phrases) {
    const std::size_t size = end_of(phrase, text, at) - at;
    if (size > best.size)
      best = {.word = phrase.word, .value = phrase.value, .offset = at, .size = size};
  }
  constexpr std::size_t code_size = 3;
  if (best.size == 0 && letters_at(text, at) == code_size)
    best = {.word = Word::letters, .offset = at, .size = code_size};
  if (best.size == 0)
    throw_parse(text, at, "a word of payment terms, such as net, days, deposit, T/T, B/L, 月结");
  return best;
}

}  // namespace

std::vector<Token> terms_words(std::string_view text) {
  std::vector<Token> words;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    const Token word = word_at(text, at);
    at += word.size;
    if (word.word != Word::filler) words.push_back(word);
  }
  words.push_back({.offset = text.size()});
  return words;
}

}  // namespace o2c::inline v1::detail
