#include "o2c/commission/commission_book_file.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/explain/detail/toml_text.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/error.hpp"

#include "payout_amounts.hpp"
#include "plan_currency.hpp"
#include "plan_reader.hpp"
#include "plan_to_toml.hpp"

namespace o2c::inline v1 {
namespace {

// --- reading -----------------------------------------------------------------------------------

Period period_of(const TomlValue& value) { return Period::parse(text_of(value)); }

Money money_of(const TomlValue& value, const Currency& currency) {
  return Money::of(number_of(value), currency);
}

// An amount in the plan's currency, or with the code of its own: then its digits say how many that
// has, where it is none of ISO 4217.
Money net_of(const std::string& text, const Currency& of_plan) {
  const std::size_t space = text.find(' ');
  const Decimal amount = Decimal::parse(std::string_view(text).substr(0, space));
  if (space == std::string::npos) return Money::of(amount, of_plan);
  const std::string code = text.substr(space + 1);
  const std::optional<Currency> known = CurrencyTable::iso_4217().find(code);
  const bool is_known = known && known->digits() == amount.scale();
  return Money::of(amount, is_known ? *known : Currency(code, amount.scale()));
}

std::string net_text(const Money& net, const Currency& of_plan) {
  return net.currency() == of_plan ? to_string(net.amount()) : to_string(net);
}

// What stands in a line's brackets.
constexpr std::size_t line_texts = 5;

KnownLine known_line_of(const TomlValue& value, const Currency& currency) {
  const std::vector<std::string> texts = texts_of(value);
  if (texts.size() != line_texts)
    throw_unlike(value, "date, salesperson, document, net and print of a line");
  return {.print = LinePrint::parse(texts[4]),
          .date = Date::parse(texts[0]),
          .salesperson = texts[1],
          .document = texts[2],
          .net = net_of(texts[3], currency)};
}

class ClosedReader {
 public:
  ClosedReader(TomlReader& reader, LineFaults& faults) : reader_(&reader), faults_(&faults) {}

  /// None, when something is wrong.
  std::optional<ClosedPeriod> closed() {
    const std::size_t faults_before = faults_->size();
    std::optional<Period> period;
    reader_->require(
        "period", period, [](const TomlValue& value) { return std::optional(period_of(value)); },
        "the period that is closed, such as \"2026-11\"");
    const TomlValue* const lines = reader_->find("lines");
    std::optional<Plan> plan;
    if (std::optional<TomlReader> of_plan = reader_->inner("plan")) {
      PlanHead head = read_plan_head(*of_plan, *faults_);
      plan = read_plan(*of_plan, std::move(head), *faults_);
    } else {
      reader_->fault(reader_->line(), "plan", "", "the plan by which it was settled");
    }
    std::vector<TomlReader> payouts =
        reader_->tables("payout", "[[closed.payout]] in double brackets");
    std::vector<TomlReader> corrections =
        reader_->tables("correction", "[[closed.correction]] in double brackets");
    std::vector<TomlReader> awaiting =
        reader_->tables("awaiting", "[[closed.awaiting]] in double brackets");
    std::vector<TomlReader> exchanges =
        reader_->tables("exchange", "[[closed.exchange]] in double brackets");
    reader_->end();
    if (!plan || !period) return std::nullopt;
    ClosedPeriod closed{.period = *period, .plan = *std::move(plan)};
    currency_ = closed.plan.currency();
    if (lines != nullptr) read_lines(*lines, closed);
    for (TomlReader& each : payouts) read_payout(each, closed);
    for (TomlReader& each : corrections) read_correction(each, closed);
    for (TomlReader& each : awaiting) read_awaiting(each, closed);
    for (TomlReader& each : exchanges) read_exchange(each, closed);
    if (faults_->size() > faults_before) return std::nullopt;
    return closed;
  }

 private:
  void read_lines(const TomlValue& value, ClosedPeriod& into) {
    const auto* const list = std::get_if<TomlList>(&value.value);
    if (list == nullptr) {
      reader_->fault(value.line, "lines", value.written, "a list of lines in brackets");
      return;
    }
    for (const TomlValue& each : *list) try {
        into.lines.push_back(known_line_of(each, *currency_));
      } catch (const Error& error) {
        reader_->fault(each.line, "lines", each.written, std::string("a line: ") + error.what());
      }
  }

  void read_amount(TomlReader& from, std::string_view name, Money& to) {
    from.read(name, to, [this](const TomlValue& value) { return money_of(value, *currency_); });
  }

  void read_payout(TomlReader& from, ClosedPeriod& into) {
    PersonPayout of{.salesperson = "", .payout = no_payout(*currency_)};
    from.require("salesperson", of.salesperson, text_of, "who was paid");
    for (const PayoutAmount& amount : payout_amounts)
      read_amount(from, amount.name, amount.of(of.payout));
    of.payout.earnings.awaiting = of.payout.closing.awaiting;
    from.end();
    into.payouts.push_back(std::move(of));
  }

  void read_correction(TomlReader& from, ClosedPeriod& into) {
    const Money nothing = Money::zero(*currency_);
    BookedCorrection of{into.period, "", nothing, nothing};
    from.require("of", of.of, period_of, "the period that it corrects");
    from.require("salesperson", of.salesperson, text_of, "whose it is");
    read_amount(from, "settled", of.settled);
    read_amount(from, "recomputed", of.recomputed);
    read_amount(from, "changed", of.changed);
    read_amount(from, "overrides", of.overrides);
    read_amount(from, "pools", of.pools);
    from.end();
    into.corrections.push_back(std::move(of));
  }

  void read_awaiting(TomlReader& from, ClosedPeriod& into) {
    AwaitingCommission of{into.period, "", Money::zero(*currency_)};
    from.require("of", of.of, period_of, "the period in which it was earned");
    from.require("salesperson", of.salesperson, text_of, "who earned it");
    read_amount(from, "amount", of.amount);
    from.end();
    into.awaiting.push_back(std::move(of));
  }

  void read_exchange(TomlReader& from, ClosedPeriod& into) {
    const std::optional<Currency> currency =
        read_currency(from, "currency", "what was converted, such as \"USD\"", *faults_);
    std::optional<Date> as_of;
    from.require("as_of", as_of, date_of, "as of which day, such as 2026-11-03");
    ExchangePath path;
    std::optional<Currency> at = currency;
    for (TomlReader& each : from.tables("rates", "a list of one rate, or two")) {
      const std::optional<ExchangeRate> rate = read_rate(each);
      if (!rate || !at) continue;
      const bool inverted = rate->quote() == *at;
      path.legs.push_back({*rate, inverted});
      at = inverted ? rate->base() : rate->quote();
    }
    from.end();
    if (currency && as_of) into.exchanges.push_back({*currency, {*as_of, std::move(path)}});
  }

  std::optional<ExchangeRate> read_rate(TomlReader& from) {
    const std::optional<Currency> base =
        read_currency(from, "base", "the currency of which the rate is for one", *faults_);
    const std::optional<Currency> quote =
        read_currency(from, "quote", "the currency that the rate is in", *faults_);
    std::optional<Decimal> rate;
    from.require(
        "rate", rate, [](const TomlValue& value) { return std::optional(number_of(value)); },
        "so many of the quote for one of the base, such as \"7.10\"");
    std::optional<Date> date;
    from.require("date", date, date_of, "of which day the rate is");
    from.end();
    std::optional<ExchangeRate> made;
    if (base && quote && rate && date) try {
        made.emplace(*base, *quote, *rate, *date);
      } catch (const InvalidArgument& error) {
        for (const Fault& fault : error.faults()) from.fault_here(fault);
      }
    return made;
  }

  TomlReader* reader_;
  LineFaults* faults_;
  std::optional<Currency> currency_;
};

// --- writing -----------------------------------------------------------------------------------

void write_amount(TomlText& text, std::string_view name, const Money& amount) {
  if (sign(amount) != 0) text.line(name, toml(amount));
}

void write_exchange(TomlText& text, const CurrencyExchange& exchange) {
  text.item("exchange");
  text.line("currency", toml_currency(exchange.from));
  text.line("as_of", toml(exchange.by.date));
  std::vector<std::string> rates;
  for (const ExchangeLeg& leg : exchange.by.path.legs)
    rates.push_back("base = " + toml_currency(leg.rate.base()) +
                    ", quote = " + toml_currency(leg.rate.quote()) +
                    ", rate = " + toml(leg.rate.rate()) + ", date = " + toml(leg.rate.date()));
  text.tables("rates", rates);
}

void write_closed(TomlText& text, const ClosedPeriod& closed) {
  text.put_above("");
  text.item("closed");
  text.line("period", toml(to_string(closed.period)));
  std::string lines = "[";
  for (const KnownLine& each : closed.lines)
    lines += "\n  " +
             toml(std::vector<std::string>{to_string(each.date), each.salesperson, each.document,
                                           net_text(each.net, closed.plan.currency()),
                                           to_string(each.print)}) +
             ",";
  text.line("lines", lines + (closed.lines.empty() ? "]" : "\n]"));
  text.put_above("closed");
  for (const PersonPayout& each : closed.payouts) {
    text.item("payout");
    text.line("salesperson", toml(each.salesperson));
    for (const PayoutAmount& amount : payout_amounts)
      write_amount(text, amount.name, amount_of(each.payout, amount));
  }
  for (const BookedCorrection& each : closed.corrections) {
    text.item("correction");
    text.line("of", toml(to_string(each.of)));
    text.line("salesperson", toml(each.salesperson));
    write_amount(text, "settled", each.settled);
    write_amount(text, "recomputed", each.recomputed);
    write_amount(text, "changed", each.changed);
    write_amount(text, "overrides", each.overrides);
    write_amount(text, "pools", each.pools);
  }
  for (const AwaitingCommission& each : closed.awaiting) {
    text.item("awaiting");
    text.line("of", toml(to_string(each.of)));
    text.line("salesperson", toml(each.salesperson));
    write_amount(text, "amount", each.amount);
  }
  for (const CurrencyExchange& each : closed.exchanges) write_exchange(text, each);
  text.table("plan");
  text.put_above("closed.plan");
  write_plan(text, closed.plan);
}

}  // namespace

CommissionBook commission_book_from_toml(std::string_view text, const std::string& file) {
  LineFaults faults(file, "cannot read the book");
  const TomlTable table = parse_toml(text, faults);
  faults.throw_if_any();
  TomlReader top(table, 1, faults);
  std::vector<std::string> columns;
  top.require("columns", columns, texts_of, "the columns by which lines are known again");
  std::vector<TomlReader> readers = top.tables("closed", "[[closed]] in double brackets");
  top.end();
  std::vector<ClosedPeriod> periods;
  for (TomlReader& each : readers)
    if (std::optional<ClosedPeriod> closed = ClosedReader(each, faults).closed())
      periods.push_back(*std::move(closed));
  std::optional<CommissionBook> book;
  if (!columns.empty()) try {
      book.emplace(std::move(columns));
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults()) top.fault_here(fault);
    }
  // A period that cannot be read leaves a gap before the next.
  faults.throw_if_any();
  for (std::size_t i = 0; i < periods.size(); ++i) try {
      book->close(std::move(periods[i]));
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults()) readers[i].fault_here(fault);
      break;
    }
  faults.throw_if_any();
  return *std::move(book);
}

std::string to_toml(const CommissionBook& book) {
  TomlText text;
  text.line("columns", toml(book.columns()));
  for (const ClosedPeriod& each : book.periods()) write_closed(text, each);
  return std::move(text).text();
}

}  // namespace o2c::inline v1
