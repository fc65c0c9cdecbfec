#include "price_line.hpp"

#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// The least common multiple, if it fits.
bool lcm_fits(Int128& a, Int128 b) {
  const auto common =
      static_cast<Int128>(detail::gcd(static_cast<UInt128>(a), static_cast<UInt128>(b)));
  return detail::multiply_fits(a, b / common);
}

}  // namespace

PriceLine::PriceLine(std::vector<Ratio> factors, Ratio constant, const std::vector<int>& scales,
                     const Decimal& step, Rounding rounding)
    : factors_(std::move(factors)),
      constant_(constant / Ratio(step)),
      step_(step),
      rounding_(rounding) {
  for (std::size_t i = 0; i < factors_.size(); ++i)
    factors_[i] = factors_[i] / Ratio(detail::power_of_ten(scales[i])) / Ratio(step);
  is_whole_ = lcm_fits(denominator_, constant_.denominator());
  for (const Ratio& factor : factors_)
    is_whole_ = is_whole_ && lcm_fits(denominator_, factor.denominator());
  const auto numerator_fits = [&](const Ratio& factor, Int128& numerator) {
    numerator = factor.numerator();
    return detail::multiply_fits(numerator, denominator_ / factor.denominator());
  };
  is_whole_ = is_whole_ && numerator_fits(constant_, constant_numerator_);
  numerators_.resize(factors_.size());
  for (std::size_t i = 0; i < factors_.size(); ++i)
    is_whole_ = is_whole_ && numerator_fits(factors_[i], numerators_[i]);
}

bool PriceLine::sum_fits(std::span<const Int128> inputs, Int128& sum) const {
  sum = constant_numerator_;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Int128 product = numerators_[i];
    if (!detail::multiply_fits(product, inputs[i]) || !detail::add_fits(sum, product)) return false;
  }
  return true;
}

Int128 PriceLine::steps(std::span<const Int128> inputs) const {
  Int128 sum = 0;
  if (is_whole_ && rounding_ != Rounding::exact && sum_fits(inputs, sum))
    return divide(sum, denominator_, rounding_);
  return round(exact_steps(inputs), 0, rounding_).coefficient();
}

Int128 PriceLine::steps(std::span<const Int128> inputs, const Ratio& besides) const {
  Int128 sum = 0;
  const Ratio own =
      is_whole_ && sum_fits(inputs, sum) ? Ratio(sum, denominator_) : exact_steps(inputs);
  return round(own + besides / step_, 0, rounding_).coefficient();
}

Ratio PriceLine::exact_steps(std::span<const Int128> inputs) const {
  Ratio exact = constant_;
  for (std::size_t i = 0; i < inputs.size(); ++i) exact += factors_[i] * Ratio(inputs[i]);
  return exact;
}

}  // namespace o2c::inline v1
