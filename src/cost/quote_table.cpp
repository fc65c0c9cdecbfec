#include "o2c/cost/quote_table.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr int written_rate_digits = 4;

struct QuoteRow {
  Quote quote;
  Decimal least_price;
  std::optional<std::string> refusal;
};

std::optional<std::string> refusal_of(const CostSheet& sheet, const QuoteTableOptions& options,
                                      const PricingCurrency& currency, const Quote& quote) {
  const bool zh = options.language == Language::zh;
  const Date on = options.as_of.value_or(quote.valid_until.value_or(Date::min()));
  std::string text;
  for (const Refusal& refusal : quote_refusals(sheet, options.rule, currency, quote, on))
    text += (text.empty() ? "" : zh ? "；" : "; ") + (zh ? refusal.reason.zh : refusal.reason.en);
  if (text.empty()) return std::nullopt;
  return text;
}

std::vector<QuoteRow> quoted_rows(std::span<const CostSheet> sheets,
                                  const QuoteTableOptions& options) {
  std::vector<QuoteRow> rows;
  for (const CostSheet& sheet : sheets)
    for (const Quantity& quantity : options.quantities)
      for (const PricingCurrency& currency : options.currencies)
        for (const PriceTerm& term : options.terms) {
          Quote made = quote(sheet, options.rule, currency, term, quantity);
          auto refusal = refusal_of(sheet, options, currency, made);
          const Decimal least = least_price(sheet, options.rule, currency, term, quantity);
          rows.push_back({std::move(made), least, std::move(refusal)});
        }
  return rows;
}

// What is wrong with one of the sheets is said with its product.
std::vector<QuoteRow> rows_of(std::span<const CostSheet> sheets, const QuoteTableOptions& options) {
  std::vector<QuoteRow> rows;
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    try {
      for (QuoteRow& row : quoted_rows(sheets.subspan(i, 1), options))
        rows.push_back(std::move(row));
    } catch (const Error& error) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = "product",
                        .value = sheets[i].product(),
                        .expected = std::string("a sheet that can be quoted: ") + error.what()});
    }
  }
  throw_faults("no such quotations", std::move(faults));
  return rows;
}

}  // namespace

std::shared_ptr<const ArrowTable> quote_table(std::span<const CostSheet> sheets,
                                              const QuoteTableOptions& options) {
  if (options.currencies.empty()) throw_invalid("no currency to quote in");
  if (options.terms.empty()) throw_invalid("no term to quote by");
  if (options.quantities.empty()) throw_invalid("no quantity to quote for");
  const std::vector<QuoteRow> rows = rows_of(sheets, options);
  CommonScale quantities;
  for (const QuoteRow& row : rows) quantities.include(row.quote.quantity.value());
  const int price_digits = options.rule.step.scale();
  const int cost_digits = std::min(price_digits + 2, Decimal::max_digits);
  const auto rounded = [&](Ratio Quote::* figure, int digits) {
    return [&rows, figure, digits](std::size_t i) {
      return std::optional(round(rows[i].quote.*figure, digits, Rounding::half_up).coefficient());
    };
  };
  TableBuilder table(rows.size());
  std::string term;
  return table
      .text("product", [&](std::size_t i) { return std::string_view(rows[i].quote.product); })
      .decimal("quantity", quantities.digits(),
               [&](std::size_t i) { return quantities.of(rows[i].quote.quantity.value()); })
      .text("unit", [&](std::size_t i) { return rows[i].quote.quantity.unit().code(); })
      .text("currency", [&](std::size_t i) { return rows[i].quote.currency.code(); })
      .text("term",
            [&](std::size_t i) {
              term = to_string(rows[i].quote.term);
              return std::string_view(term);
            })
      .decimal("price", price_digits,
               [&](std::size_t i) { return std::optional(rows[i].quote.price.coefficient()); })
      .decimal("least_price", price_digits,
               [&](std::size_t i) { return std::optional(rows[i].least_price.coefficient()); })
      .decimal("cost", cost_digits, rounded(&Quote::cost, cost_digits))
      .decimal("profit", cost_digits, rounded(&Quote::profit, cost_digits))
      .decimal("profit_rate", written_rate_digits,
               rounded(&Quote::profit_rate, written_rate_digits))
      .date("valid_until",
            [&](std::size_t i) {
              const auto& until = rows[i].quote.valid_until;
              return until ? std::optional(until->days()) : std::nullopt;
            })
      .text("refusal",
            [&](std::size_t i) -> std::optional<std::string_view> { return rows[i].refusal; })
      .finish();
}

}  // namespace o2c::inline v1
