#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/aging_table.hpp"

namespace o2c::inline v1 {

/// What credits and unapplied cash do to the amounts that are provided for.
enum class ProvisionCredits : std::uint8_t {
  ignored,       ///< Nothing: all that is open of debits is provided for.
  oldest_first,  ///< They lessen a row's buckets, the oldest first, down to 0.
  newest_first   ///< The same, what is not due first.
};

std::string to_string(ProvisionCredits credits);
/// Reads what to_string writes. Throws ParseError.
ProvisionCredits parse_provision_credits(std::string_view text);

/// The loss rate of one party, in place of those of the buckets.
struct SpecificRate {
  std::string party;
  Ratio rate;  ///< [0, 1]

  friend bool operator==(const SpecificRate&, const SpecificRate&) = default;
};

/// What of a cohort of receivables ever reached each bucket, and what was never paid.
struct LossFlows {
  std::vector<Money> reached;  ///< One for each bucket, that of what is not due first.
  Money unpaid;

  friend bool operator==(const LossFlows&, const LossFlows&) = default;
};

/// The loss rate of a bucket: finally unpaid ÷ the amount that ever reached it. Throws
/// InvalidArgument when nothing ever did.
template <Tracer T>
Ratio loss_rate(Money reached, Money unpaid, T& trace) {
  const Ratio rate = ratio(unpaid, reached);
  trace.step(Text{"loss rate", "损失率"}, Operation::quotient, rate,
             Operand{Text{"finally unpaid", "最终未收回"}, unpaid},
             Operand{Text{"reached the bucket", "曾进入该账龄段"}, reached});
  return rate;
}

/// A loss rate times the forward-looking factor, 1 at most.
template <Tracer T>
Ratio adjusted_loss_rate(const Ratio& rate, const Ratio& factor, T& trace) {
  constexpr Text product_label{"rate × forward-looking factor", "损失率×前瞻性系数"};
  const Ratio product = rate * factor;
  trace.step(product_label, Operation::product, product, Operand{Text{"loss rate", "损失率"}, rate},
             Operand{Text{"forward-looking factor", "前瞻性系数"}, factor});
  const Ratio adjusted = std::min(product, Ratio(1));
  trace.step(Text{"adjusted loss rate", "调整后损失率"}, Operation::minimum, adjusted,
             Operand{product_label, product}, Operand{Text{"one", "一"}, std::int64_t{1}});
  return adjusted;
}

/// What is provided for an amount at a rate, rounded. Throws Overflow, InexactResult.
template <Tracer T>
Money loss_allowance(Money exposure, const Ratio& adjusted_rate, Rounding mode, T& trace) {
  const Money allowance = multiply(exposure, adjusted_rate, mode);
  trace.rounded_step(Text{"provision", "坏账准备"}, Operation::product, mode,
                     minor_unit(exposure.currency()), allowance,
                     Operand{Text{"exposure", "计提基数"}, exposure},
                     Operand{Text{"adjusted loss rate", "调整后损失率"}, adjusted_rate});
  return allowance;
}

/// Loss rates by age (迁徙率/账龄分析法): the simplified approach of IFRS 9 (5.5.15, B5.5.35),
/// lifetime expected losses from the first day on.
struct ProvisionMatrix {
  AgingBuckets buckets;
  std::vector<Ratio> rates;              ///< [0, 1], one for each bucket.
  Ratio forward_looking = 1;             ///< What all rates are multiplied by, to 1 at most.
  std::vector<SpecificRate> specific{};  ///< Not multiplied.
  std::optional<Ratio> disputed_rate{};  ///< Of what is in dispute, which has no bucket.
  ProvisionCredits credits = ProvisionCredits::ignored;
  Rounding rounding = Rounding::half_up;

  static constexpr auto fields() {
    return std::tuple{
        Field{"buckets", &ProvisionMatrix::buckets, "what the rates go by"},
        Field{"rates", &ProvisionMatrix::rates, "the loss rate of each bucket"},
        Field{"forward_looking", &ProvisionMatrix::forward_looking, "what rates are multiplied by"},
        Field{"specific", &ProvisionMatrix::specific, "rates of single parties"},
        Field{"disputed_rate", &ProvisionMatrix::disputed_rate, "of what is in dispute"},
        Field{"credits", &ProvisionMatrix::credits, "what credits do to the amounts"},
        Field{"rounding", &ProvisionMatrix::rounding, "of each bucket's provision"}};
  }

  /// The rates of flows: finally unpaid ÷ what ever reached the bucket. Throws InvalidArgument that
  /// names each bucket which nothing reached, or less than what is unpaid.
  static ProvisionMatrix from_flows(AgingBuckets buckets, const LossFlows& flows);
  /// The same with the derivation of each bucket's rate.
  static ProvisionMatrix from_flows(AgingBuckets buckets, const LossFlows& flows,
                                    Derivation& trace);
  /// Throws InvalidArgument with every fault: rates that are too few, too many, or not within [0,
  /// 1]; a negative factor; a party with two rates.
  void check() const;
  /// The rate that applies to a bucket of a party. Throws Overflow.
  template <Tracer T>
  Ratio rate(std::size_t bucket, T& trace) const {
    return adjusted_loss_rate(rates.at(bucket), forward_looking, trace);
  }

  friend bool operator==(const ProvisionMatrix&, const ProvisionMatrix&) = default;
};

/// The provision for one row of an aging, or for all of a currency.
struct ProvisionRow {
  Currency currency;
  std::vector<Money> exposures;   ///< By bucket, then what is disputed if the aging has such.
  std::vector<Money> provisions;  ///< Likewise.
  Money exposure;                 ///< Their sum.
  Money provision;                ///< Their sum.
  std::optional<Ratio> specific;  ///< The rate of the party, if it has one of its own.

  friend bool operator==(const ProvisionRow&, const ProvisionRow&) = default;
};

/// What is provided for the receivables of an aging, by bucket and row.
///
/// What stands in a bucket at one rate, in one currency, is rounded once, and divided among its
/// rows by the largest remainder, so no part is a minor unit away from its exact share; the total
/// is the sum of the parts. A party with a rate of its own is rounded by itself.
class Provision {
 public:
  /// Throws InvalidArgument: the aging has other buckets, or netted credits, or disputes without a
  /// rate; specific rates without the key `party`. Overflow, InexactResult.
  Provision(const AgingTable& aging, ProvisionMatrix matrix);

  [[nodiscard]] const ProvisionMatrix& matrix() const noexcept { return matrix_; }
  [[nodiscard]] Date as_of() const noexcept { return as_of_; }
  /// The labels of the buckets, then "disputed" if the aging has it.
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
  [[nodiscard]] const std::vector<KeyColumn>& keys() const noexcept { return keys_; }
  [[nodiscard]] const std::vector<ProvisionRow>& rows() const noexcept { return rows_; }
  /// The sums of all rows, for each currency.
  [[nodiscard]] const std::vector<ProvisionRow>& totals() const noexcept { return totals_; }
  /// How the provision of a row came about. Throws InvalidArgument beyond the last.
  [[nodiscard]] Derivation explain(std::size_t row) const;

 private:
  using RatesByParty = std::unordered_map<std::string, Ratio>;
  void add_row(const AgingTable& aging, std::size_t row, const RatesByParty& specific);
  void provide();
  template <Tracer T>
  Ratio rate_of(std::size_t column, T& trace) const;

  ProvisionMatrix matrix_;
  Date as_of_;
  std::vector<std::string> columns_;
  std::vector<KeyColumn> keys_;
  std::vector<ProvisionRow> rows_;
  std::vector<ProvisionRow> totals_;
  std::vector<ProvisionRow> general_;  // Totals of what has no specific rate.
};

/// A row for each of the aging's: the keys, `currency`, `exposure`, `provision`, and for each
/// column `exposure_...` and `provision_...`.
std::shared_ptr<const ArrowTable> to_arrow(const Provision& provision);

}  // namespace o2c::inline v1
