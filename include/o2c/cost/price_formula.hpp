#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/quantity.hpp"
#include "o2c/money/unit_price.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

class Calendar;

/// What an exchange published for a day.
struct SettlementPrice {
  Date date;
  Decimal price;
  Decimal volume = 1;  ///< Traded; only volume_weighted looks at it.

  static constexpr auto fields() {
    return std::tuple{Field{"date", &SettlementPrice::date, "the trading day"},
                      Field{"price", &SettlementPrice::price, "the settlement price"},
                      Field{"volume", &SettlementPrice::volume, "traded on the day"}};
  }

  friend bool operator==(const SettlementPrice&, const SettlementPrice&) = default;
};

/// How the prices of a quotation period become one.
enum class Averaging : std::uint8_t {
  simple,          ///< Each day counts once.
  volume_weighted  ///< Each day counts as much as was traded.
};

std::string to_string(Averaging averaging);
/// Reads what to_string writes. Throws ParseError.
Averaging parse_averaging(std::string_view text);

/// A price that is fixed later (点价): the average of a reference over a quotation period, and a
/// premium (升贴水).
struct PriceFormula {
  std::string reference;  ///< Exchange and contract: "SHFE aluminium, three months".
  Date from_date;         ///< First day of the quotation period,
  Date to_date;           ///< and the last.
  Averaging averaging = Averaging::simple;
  Decimal premium{};  ///< Below zero: a discount.
  int digits = 2;     ///< Of the average, as the contract says.
  Rounding rounding = Rounding::half_up;
  Currency currency;
  Unit unit;  ///< Which the prices are for: TNE.
  /// That settlements include and the price does not: SHFE quotes with VAT, LME without.
  Rate vat = Rate::from_fraction(0);

  static constexpr auto fields() {
    return std::tuple{
        Field{"reference", &PriceFormula::reference, "exchange and contract"},
        Field{"from_date", &PriceFormula::from_date, "first day of the quotation period"},
        Field{"to_date", &PriceFormula::to_date, "and the last"},
        Field{"averaging", &PriceFormula::averaging, "simple or volume weighted"},
        Field{"premium", &PriceFormula::premium, "on the average"},
        Field{"digits", &PriceFormula::digits, "of the average"},
        Field{"rounding", &PriceFormula::rounding, "of the average"},
        Field{"currency", &PriceFormula::currency, "of the price"},
        Field{"unit", &PriceFormula::unit, "which the price is for"},
        Field{"vat", &PriceFormula::vat, "in settlements, not in the price"}};
  }

  friend bool operator==(const PriceFormula&, const PriceFormula&) = default;
};

/// Throws InvalidArgument, with all faults, for a period that ends before it begins, digits that
/// are not 0 to 38, and VAT below zero.
void check(const PriceFormula& formula);

/// The average of the period's settlements, without the VAT in them, rounded once to the formula's
/// digits. Settlements of other days are left out. With a calendar each of its business days in the
/// period needs one. Throws as check(), and InvalidArgument, with all faults, for a day that stands
/// twice or lacks its price, a period without any price, volumes below zero or of nothing;
/// Overflow.
Decimal average_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar = nullptr);
/// The same, telling each step.
Decimal average_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar, Derivation& steps);

/// The final price: average and premium. Throws as average_price.
UnitPrice final_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar = nullptr);
/// The same, telling each step.
UnitPrice final_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                      const Calendar* calendar, Derivation& steps);
/// A price until then: a stated reference price, which is taken as a settlement is, and the premium
/// (暂定价).
UnitPrice provisional_price(const PriceFormula& formula, const Decimal& reference_price);
/// The same, telling each step.
UnitPrice provisional_price(const PriceFormula& formula, const Decimal& reference_price,
                            Derivation& steps);

/// The price of an unfinished period as of a day: business days up to it at what was published, the
/// days to come at a forward price, each counting once. Throws InvalidArgument for a day that lacks
/// its price, for a formula weighted by volumes, which are not known yet, and for a day before the
/// period.
UnitPrice estimated_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                          const Decimal& forward_price, Date as_of, const Calendar& calendar);
/// The same, telling each step.
UnitPrice estimated_price(const PriceFormula& formula, std::span<const SettlementPrice> settlements,
                          const Decimal& forward_price, Date as_of, const Calendar& calendar,
                          Derivation& steps);

/// The invoice for the difference once the price and the weight are final. What was invoiced before
/// is never edited.
struct PriceSettlement {
  Money provisional;
  Money final;
  Money difference;  ///< Final less provisional: above zero a debit note, below it a credit note.

  static constexpr auto fields() {
    return std::tuple{
        Field{"provisional", &PriceSettlement::provisional, "what was invoiced before"},
        Field{"final", &PriceSettlement::final, "at the final price and weight"},
        Field{"difference", &PriceSettlement::difference, "final less provisional"}};
  }

  friend bool operator==(const PriceSettlement&, const PriceSettlement&) = default;
};

/// Throws UnitMismatch, CurrencyMismatch, Overflow, InexactResult (mode `exact`).
PriceSettlement settle_price(Money provisional, const Quantity& weighed, const UnitPrice& price,
                             Rounding rounding);
/// The same, telling each step.
PriceSettlement settle_price(Money provisional, const Quantity& weighed, const UnitPrice& price,
                             Rounding rounding, Derivation& steps);

/// A delivery whose price is fixed by a quotation period.
struct UnpricedDelivery {
  Date delivered;
  Quantity quantity;
  Date priced_on;  ///< The last day of its quotation period.

  static constexpr auto fields() {
    return std::tuple{
        Field{"delivered", &UnpricedDelivery::delivered, "when"},
        Field{"quantity", &UnpricedDelivery::quantity, "how much"},
        Field{"priced_on", &UnpricedDelivery::priced_on, "last day of its quotation period"}};
  }

  friend bool operator==(const UnpricedDelivery&, const UnpricedDelivery&) = default;
};

/// What was delivered by a day and has no final price yet, since its quotation period has not
/// ended: the exposure to the market. Nothing for no deliveries in a unit: `unit` says which.
/// Throws UnitMismatch.
Quantity unpriced_exposure(std::span<const UnpricedDelivery> deliveries, Date as_of,
                           const Unit& unit);

}  // namespace o2c::inline v1
