#include "o2c/receivable/provision.hpp"

#include <array>
#include <limits>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/money/aggregate.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "key_column_arrow.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> credits_names{"ignored", "oldest_first", "newest_first"};

Money narrow(Int128 minor, Currency currency) {
  if (minor != static_cast<std::int64_t>(minor))
    throw_overflow("a provision takes amounts of at most 64 bits of minor units");
  return Money::from_minor(static_cast<std::int64_t>(minor), currency);
}

// Takes credits off the amounts, in the order given, down to 0.
void lessen(std::span<Money> amounts, Money credits, ProvisionCredits order) {
  const std::size_t count = amounts.size();
  for (std::size_t i = 0; i < count && sign(credits) > 0; ++i) {
    Money& amount = amounts[order == ProvisionCredits::oldest_first ? count - 1 - i : i];
    const Money taken = std::min(amount, credits);
    amount -= taken;
    credits -= taken;
  }
}

void add_to(ProvisionRow& sum, const ProvisionRow& row) {
  for (std::size_t i = 0; i < row.exposures.size(); ++i) {
    sum.exposures[i] += row.exposures[i];
    sum.provisions[i] += row.provisions[i];
  }
  sum.exposure += row.exposure;
  sum.provision += row.provision;
}

ProvisionRow empty_row(Currency currency, std::size_t columns) {
  const Money zero = Money::zero(currency);
  return {.currency = currency,
          .exposures = std::vector<Money>(columns, zero),
          .provisions = std::vector<Money>(columns, zero),
          .exposure = zero,
          .provision = zero,
          .specific = std::nullopt};
}

template <Tracer T>
ProvisionMatrix matrix_of(AgingBuckets buckets, const LossFlows& flows, T& trace) {
  if (flows.reached.size() != buckets.size())
    throw_invalid("loss flows: expected an amount for each of " + std::to_string(buckets.size()) +
                  " buckets, got " + std::to_string(flows.reached.size()));
  std::vector<Fault> faults;
  std::vector<Ratio> rates;
  if (sign(flows.unpaid) < 0)
    faults.push_back({.field = "unpaid",
                      .value = to_string(flows.unpaid),
                      .expected = "an amount of 0 or more"});
  for (std::size_t i = 0; i < flows.reached.size(); ++i) {
    const Money reached = flows.reached[i];
    if (sign(reached) <= 0 || reached < flows.unpaid)
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = buckets.labels()[i],
                        .value = to_string(reached),
                        .expected = "more than 0, and no less than the unpaid " +
                                    to_string(flows.unpaid) + "; else state the rates"});
  }
  throw_faults("loss flows", std::move(faults));
  for (std::size_t i = 0; i < flows.reached.size(); ++i) {
    if constexpr (T::recording)
      trace.step(Text{"reached the bucket", "曾进入该账龄段"}, Operation::given, flows.reached[i],
                 Operand{Text{"bucket", "账龄段"}, buckets.labels()[i]});
    rates.push_back(loss_rate(flows.reached[i], flows.unpaid, trace));
  }
  return {.buckets = std::move(buckets), .rates = std::move(rates)};
}

}  // namespace

std::string to_string(ProvisionCredits credits) {
  return std::string(credits_names[static_cast<std::size_t>(credits)]);
}

ProvisionCredits parse_provision_credits(std::string_view text) {
  return parse_name<ProvisionCredits>(text, credits_names, "what credits do: one of");
}

ProvisionMatrix ProvisionMatrix::from_flows(AgingBuckets buckets, const LossFlows& flows) {
  NoTrace no_trace;
  return matrix_of(std::move(buckets), flows, no_trace);
}

ProvisionMatrix ProvisionMatrix::from_flows(AgingBuckets buckets, const LossFlows& flows,
                                            Derivation& trace) {
  return matrix_of(std::move(buckets), flows, trace);
}

void ProvisionMatrix::check() const {
  std::vector<Fault> faults;
  const auto check_rate = [&](const std::string& field, std::int64_t row, const Ratio& rate) {
    if (sign(rate) < 0 || rate > Ratio(1))
      faults.push_back({.row = row,
                        .field = field,
                        .value = to_string(rate),
                        .expected = "a rate within 0 and 1"});
  };
  if (rates.size() != buckets.size())
    faults.push_back(
        {.field = "rates",
         .value = std::to_string(rates.size()),
         .expected = "a rate for each of " + std::to_string(buckets.size()) + " buckets"});
  for (std::size_t i = 0; i < rates.size(); ++i)
    check_rate("rates", static_cast<std::int64_t>(i), rates[i]);
  if (sign(forward_looking) < 0)
    faults.push_back({.field = "forward_looking",
                      .value = to_string(forward_looking),
                      .expected = "a factor of 0 or more"});
  if (disputed_rate) check_rate("disputed_rate", -1, *disputed_rate);
  std::unordered_set<std::string_view> parties;
  for (std::size_t i = 0; i < specific.size(); ++i) {
    check_rate("specific", static_cast<std::int64_t>(i), specific[i].rate);
    if (!parties.insert(specific[i].party).second)
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = "specific",
                        .value = specific[i].party,
                        .expected = "a party that stands only once"});
  }
  throw_faults("a provision matrix", std::move(faults));
}

Provision::Provision(const AgingTable& aging, ProvisionMatrix matrix)
    : matrix_(std::move(matrix)), as_of_(aging.as_of()), columns_(matrix_.buckets.labels()) {
  matrix_.check();
  if (aging.buckets() != matrix_.buckets)
    throw_invalid("a provision: expected an aging of " + to_string(matrix_.buckets) + ", got " +
                  to_string(aging.buckets()));
  if (!aging.line().has_credits)
    throw_invalid("a provision: expected an aging whose credits stand apart");
  if (aging.line().has_disputed) {
    if (!matrix_.disputed_rate)
      throw_invalid("a provision: the aging has disputes, expected a disputed_rate");
    columns_.emplace_back("disputed");
  }
  for (const KeyColumn& key : aging.keys()) keys_.emplace_back(key.name(), key.kind());
  if (!matrix_.specific.empty() &&
      std::ranges::find(keys_, "party", &KeyColumn::name) == keys_.end())
    throw_invalid("a provision with specific rates: expected an aging by party");
  RatesByParty specific;
  for (const SpecificRate& each : matrix_.specific) specific.emplace(each.party, each.rate);
  for (std::size_t row = 0; row < aging.rows(); ++row) add_row(aging, row, specific);
  provide();
}

void Provision::add_row(const AgingTable& aging, std::size_t row, const RatesByParty& specific) {
  ProvisionRow provided = empty_row(aging.currency(row), columns_.size());
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    const KeyValue value = aging.keys()[k][row];
    keys_[k].push_back(value);
    if (keys_[k].name() != "party" || specific.empty()) continue;
    const auto rate = specific.find(keys_[k].holds_text() ? std::string(value.text)
                                                          : std::to_string(value.integer));
    if (rate != specific.end()) provided.specific = rate->second;
  }
  const AgingLine& line = aging.line();
  const auto figure = [&](std::size_t cell) {
    return narrow(aging.minor(row, cell - AgingLine::first_bucket), provided.currency);
  };
  for (std::size_t i = 0; i < columns_.size(); ++i)
    provided.exposures[i] = figure(AgingLine::first_bucket + i);
  if (matrix_.credits != ProvisionCredits::ignored) {
    Money credits = -figure(line.credits());
    if (line.has_unapplied) credits -= figure(line.unapplied());
    lessen(std::span(provided.exposures).first(matrix_.rates.size()), credits, matrix_.credits);
  }
  provided.exposure = sum(provided.exposures, provided.currency);
  rows_.push_back(std::move(provided));
}

// The rate of a column for those without one of their own.
template <Tracer T>
Ratio Provision::rate_of(std::size_t column, T& trace) const {
  if (column < matrix_.rates.size()) return matrix_.rate(column, trace);
  trace.step(Text{"adjusted loss rate", "调整后损失率"}, Operation::given, *matrix_.disputed_rate);
  return *matrix_.disputed_rate;
}

void Provision::provide() {
  std::map<Currency, std::vector<std::size_t>> rows_of;
  for (std::size_t i = 0; i < rows_.size(); ++i) rows_of[rows_[i].currency].push_back(i);
  NoTrace no_trace;
  std::vector<Ratio> rates;
  for (std::size_t c = 0; c < columns_.size(); ++c) rates.push_back(rate_of(c, no_trace));
  for (const auto& [currency, rows] : rows_of) {
    ProvisionRow general = empty_row(currency, columns_.size());
    std::vector<std::size_t> shared;  // Rows without a rate of their own.
    for (const std::size_t i : rows) {
      ProvisionRow& row = rows_[i];
      if (!row.specific) {
        shared.push_back(i);
        continue;
      }
      for (std::size_t c = 0; c < columns_.size(); ++c)
        row.provisions[c] =
            loss_allowance(row.exposures[c], *row.specific, matrix_.rounding, no_trace);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      std::vector<Money> weights;
      for (const std::size_t i : shared) weights.push_back(rows_[i].exposures[c]);
      const Money whole = sum(weights, currency);
      const Money provided = loss_allowance(whole, rates[c], matrix_.rounding, no_trace);
      general.exposures[c] = whole;
      general.provisions[c] = provided;
      if (is_zero(whole)) continue;
      const std::vector<Money> parts = allocate(provided, std::span<const Money>(weights));
      for (std::size_t i = 0; i < shared.size(); ++i) rows_[shared[i]].provisions[c] = parts[i];
    }
    general.exposure = sum(general.exposures, currency);
    general.provision = sum(general.provisions, currency);
    ProvisionRow total = empty_row(currency, columns_.size());
    for (const std::size_t i : rows) {
      rows_[i].provision = sum(rows_[i].provisions, currency);
      add_to(total, rows_[i]);
    }
    general_.push_back(std::move(general));
    totals_.push_back(std::move(total));
  }
}

Derivation Provision::explain(std::size_t at) const {
  if (at >= rows_.size())
    throw_invalid("row " + std::to_string(at) + ": the provision has " +
                  std::to_string(rows_.size()) + " rows");
  const ProvisionRow& row = rows_[at];
  const ProvisionRow& general = *std::ranges::find(general_, row.currency, &ProvisionRow::currency);
  Derivation derivation;
  std::vector<NamedValue> parts;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const Money exposure = row.exposures[c];
    if (is_zero(exposure)) continue;
    constexpr Text exposure_label{"exposure", "计提基数"};
    derivation.step(exposure_label, Operation::given, exposure,
                    Operand{Text{"bucket", "账龄段"}, columns_[c]});
    if (row.specific) {
      loss_allowance(exposure, *row.specific, matrix_.rounding, derivation);
    } else {
      const Money whole = general.exposures[c];
      const Ratio rate = rate_of(c, derivation);
      const Money provided = loss_allowance(whole, rate, matrix_.rounding, derivation);
      // The share is cut to minor units, and may have got one of the spare ones.
      const Money cut = Money::rounded(Ratio(provided.amount()) * ratio(exposure, whole),
                                       row.currency, Rounding::down);
      derivation.rounded_step(
          Text{"share of the bucket's provision", "分摊的坏账准备"}, Operation::share,
          cut == row.provisions[c] ? Rounding::down : Rounding::up, minor_unit(row.currency),
          row.provisions[c], Operand{Text{"provision", "坏账准备"}, provided},
          Operand{exposure_label, exposure},
          Operand{Text{"exposure of the bucket", "账龄段计提基数"}, whole});
    }
    parts.push_back({Label(columns_[c], columns_[c]), row.provisions[c]});
  }
  if (parts.empty()) parts.push_back({Text{"exposure", "计提基数"}, row.exposure});
  derivation.add({.label = Text{"provision", "坏账准备"},
                  .operation = Operation::sum,
                  .operands = std::move(parts),
                  .result = row.provision});
  return derivation;
}

std::shared_ptr<const ArrowTable> to_arrow(const Provision& provision) {
  const std::vector<ProvisionRow>& rows = provision.rows();
  CommonScale scale;
  for (const ProvisionRow& row : rows) scale.include(row.exposure);
  auto result = std::make_shared<ArrowTable>();
  result->rows = static_cast<std::int64_t>(rows.size());
  for (const KeyColumn& key : provision.keys()) result->columns.push_back(to_arrow(key));
  TableBuilder builder(rows.size());
  builder.text("currency", [&](std::size_t i) { return rows[i].currency.code(); })
      .decimal("exposure", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].exposure); })
      .decimal("provision", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].provision); });
  for (std::size_t c = 0; c < provision.columns().size(); ++c)
    builder
        .decimal("exposure_" + provision.columns()[c], scale.digits(),
                 [&](std::size_t i) { return scale.of(rows[i].exposures[c]); })
        .decimal("provision_" + provision.columns()[c], scale.digits(),
                 [&](std::size_t i) { return scale.of(rows[i].provisions[c]); });
  const auto built = builder.finish();
  result->columns.insert(result->columns.end(), built->columns.begin(), built->columns.end());
  return result;
}

}  // namespace o2c::inline v1
