#include "o2c/cost/price_table.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/error.hpp"

#include "packing_columns.hpp"
#include "price_line.hpp"
#include "pricing_form.hpp"

namespace o2c::inline v1 {
namespace {

constexpr int most_cost_digits = 12;

// A column of costs, and its place among the inputs of a price.
struct CostColumn {
  std::size_t column;
  std::string name;
};

// The prices of one currency: the one at the term of the profit, of the costs alone, and the
// others, of it and of the costs; or all of the costs alone if it is not rounded first.
struct CurrencyLines {
  std::optional<PriceLine> basis;
  std::vector<PriceLine> terms;
  // Where freight is by containers: by what it is multiplied in these prices.
  const FreightTariff* tariff = nullptr;
  Ratio freight_in_basis{};
  std::vector<Ratio> freight_in_terms{};
};

class PriceTable {
 public:
  PriceTable(TableSource& products, const PriceTableOptions& options)
      : options_(options), table_(products, "products") {
    check();
    std::vector<std::optional<RouteItem>> inputs{std::nullopt};
    columns_.push_back({table_.column("goods"), "goods"});
    for (const detail::BearerRow& row : detail::bearer_rows) {
      if (row.item == RouteItem::insurance) continue;
      const std::string name = to_string(row.item);
      if (const auto column = table_.find(name)) {
        columns_.push_back({*column, name});
        inputs.emplace_back(row.item);
      }
    }
    for (const PricingCurrency& currency : options.currencies) {
      lines_.push_back(lines_of(currency, inputs));
      if (currency.tariff && !packings_) packings_.emplace(table_);
    }
  }

  std::shared_ptr<const ArrowTable> priced() {
    for (std::size_t i = 0; i < options_.currencies.size() * options_.terms.size(); ++i)
      prices_.push_back(detail::room_for<Int128>(table_.rows()));
    const std::size_t threads = std::max<std::size_t>(1, options_.threads);
    std::vector<FaultList> faults(threads);
    table_.for_blocks(threads,
                      [&](std::size_t t, const HeldRows& rows) { price_block(rows, faults[t]); });
    FaultList all;
    for (FaultList& some : faults) all.merge(std::move(some));
    all.throw_if_any("products");
    return finished();
  }

 private:
  void check() const {
    if (options_.currencies.empty()) throw_invalid("no currency to price in");
    if (options_.terms.empty()) throw_invalid("no term to price by");
    if (options_.cost_digits < 0 || options_.cost_digits > most_cost_digits)
      throw_invalid("cost_digits " + std::to_string(options_.cost_digits) + ": expected 0 to 12");
    for (const PricingCurrency& currency : options_.currencies)
      if (currency.tariff) o2c::check(*currency.tariff);
    std::vector<std::string> names;
    for (const PricingCurrency& currency : options_.currencies)
      for (const PriceTerm& term : options_.terms) names.push_back(name_of(currency, term));
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) throw_invalid("the column " + in_quotes(*twice) + " stands twice");
  }

  static std::string name_of(const PricingCurrency& currency, const PriceTerm& term) {
    return to_string(currency.currency) + " " + to_string(term);
  }

  [[nodiscard]] CurrencyLines lines_of(const PricingCurrency& currency,
                                       const std::vector<std::optional<RouteItem>>& inputs) const {
    const PricingRule& rule = options_.rule;
    const PricingForm form(options_.home, rule, currency, inputs);
    const std::vector<int> scales(inputs.size(), options_.cost_digits);
    std::vector<int> with_basis = scales;
    with_basis.push_back(rule.step.scale());
    CurrencyLines lines;
    if (currency.tariff) lines.tariff = &*currency.tariff;
    // Takes the freight's factor, if there is one, out of the others.
    const auto freight_of = [&](LinearForm& of) {
      if (!currency.tariff) return Ratio();
      const auto at = of.factors.begin() + static_cast<std::ptrdiff_t>(inputs.size());
      const Ratio factor = *at;
      of.factors.erase(at);
      return factor;
    };
    if (rule.rounded_first) {
      LinearForm basis = form.basis();
      lines.freight_in_basis = freight_of(basis);
      lines.basis.emplace(basis.factors, basis.constant, scales, rule.step, rule.rounding);
    }
    for (const PriceTerm& term : options_.terms) {
      LinearForm of = rule.rounded_first ? form.from_basis(term) : form.from_costs(term);
      lines.freight_in_terms.push_back(freight_of(of));
      lines.terms.emplace_back(of.factors, of.constant, rule.rounded_first ? with_basis : scales,
                               rule.step, rule.rounding);
    }
    return lines;
  }

  void price_block(const HeldRows& rows, FaultList& faults) {
    const std::size_t inputs = columns_.size();
    std::vector<Int128> costs(inputs * rows.count());
    for (std::size_t k = 0; k < inputs; ++k) read(k, rows, costs, faults);
    std::optional<PackingBlock> packings;
    if (packings_) packings.emplace(*packings_, rows, faults);
    std::vector<Int128> values(inputs + 1);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      std::copy_n(costs.begin() + static_cast<std::ptrdiff_t>(i * inputs), inputs, values.begin());
      std::size_t at = 0;
      for (const CurrencyLines& lines : lines_) {
        const std::span<const Int128> of_costs(values.data(), inputs);
        std::optional<Ratio> freight;
        if (lines.tariff != nullptr) freight = packings->freight_of_one(i, *lines.tariff, faults);
        const auto steps = [&](const PriceLine& line, std::span<const Int128> of,
                               const Ratio& share) {
          return freight ? line.steps(of, share * *freight) : line.steps(of);
        };
        if (lines.basis)
          values[inputs] = steps(*lines.basis, of_costs, lines.freight_in_basis) *
                           options_.rule.step.coefficient();
        for (std::size_t k = 0; k < lines.terms.size(); ++k)
          prices_[at++][rows.first() + i] =
              steps(lines.terms[k], lines.basis ? std::span<const Int128>(values) : of_costs,
                    lines.freight_in_terms[k]) *
              options_.rule.step.coefficient();
      }
    }
  }

  // One column's costs of a block, between those of the others.
  void read(std::size_t k, const HeldRows& rows, std::vector<Int128>& costs, FaultList& faults) {
    const CostColumn& column = columns_[k];
    const ColumnField& field = table_.fields()[column.column];
    const bool whole = is_integer(field.kind.type);
    AmountReader reader(field, whole ? std::optional(0) : options_.amount_digits);
    const std::array digits{static_cast<std::uint8_t>(options_.cost_digits)};
    const std::span<const std::int64_t> read =
        reader.read(rows.batch->columns[column.column], rows.begin, rows.count(), digits,
                    rows.first_row, faults);
    for (std::size_t i = 0; i < rows.count(); ++i) {
      if (read[i] < 0)
        faults.add({.row = static_cast<std::int64_t>(rows.first() + i),
                    .field = column.name,
                    .value = to_string(Decimal::from_parts(read[i], options_.cost_digits)),
                    .expected = "a cost not below zero"});
      costs[i * columns_.size() + k] = read[i];
    }
  }

  std::shared_ptr<const ArrowTable> finished() {
    TableBuilder builder(table_.rows());
    if (const auto product = table_.find("product")) add_products(builder, *product);
    auto table = std::make_shared<ArrowTable>(*builder.finish());
    std::size_t at = 0;
    const std::string format = "d:38," + std::to_string(options_.rule.step.scale());
    for (const PricingCurrency& currency : options_.currencies)
      for (const PriceTerm& term : options_.terms)
        table->columns.push_back({.name = name_of(currency, term),
                                  .format = format,
                                  .buffers = {nullptr, detail::share(std::move(prices_[at++]))},
                                  .length = table->rows});
    return table;
  }

  void add_products(TableBuilder& builder, std::size_t column) const {
    // Rows are asked for in their order, so that the batch goes along.
    std::size_t batch = 0;
    std::int64_t begin = 0;
    std::string held;
    builder.text("product", [&](std::size_t i) -> std::optional<std::string_view> {
      auto row = static_cast<std::int64_t>(i) - begin;
      while (row >= table_.batches()[batch].rows) {
        begin += table_.batches()[batch].rows;
        row -= table_.batches()[batch].rows;
        ++batch;
      }
      const ColumnView& view = table_.batches()[batch].columns[column];
      if (!view.has_value(row)) return std::nullopt;
      held = value_text(view, row);
      return held;
    });
  }

  const PriceTableOptions& options_;
  HeldTable table_;
  std::vector<CostColumn> columns_;
  std::vector<CurrencyLines> lines_;
  std::optional<PackingColumns> packings_;
  std::vector<PageArray<Int128>> prices_;
};

}  // namespace

std::shared_ptr<const ArrowTable> price_table(TableSource& products,
                                              const PriceTableOptions& options) {
  return PriceTable(products, options).priced();
}

}  // namespace o2c::inline v1
