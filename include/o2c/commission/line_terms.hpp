#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// On which day a line counts (计提时点). What has not come yet, a day that is not stated, earns
/// nothing yet.
enum class EarningMoment : std::uint8_t {
  date,         ///< The line's own: of its document, or of each payment where lines are receipts.
  order,        ///< `order_date`
  invoice,      ///< `invoice_date`
  shipment,     ///< `shipment_date`
  full_payment  ///< `full_payment_date`: when the last of it was paid (全额回款).
};

std::string to_string(EarningMoment moment);
/// Reads what to_string writes. Throws ParseError.
EarningMoment parse_earning_moment(std::string_view text);
/// The column of lines that has the day, such as "invoice_date"; "date" of the line's own.
std::string day_column(EarningMoment moment);

/// As of which day lines in other currencies than the plan's are converted.
enum class RateMoment : std::uint8_t {
  date,       ///< On which the line counts.
  invoice,    ///< `invoice_date`
  period_end  ///< The last day of the period that the line is settled in, or, where the plan
              ///< accumulates over a shorter one, of that.
};

std::string to_string(RateMoment moment);
/// Reads what to_string writes. Throws ParseError.
RateMoment parse_rate_moment(std::string_view text);

/// An amount of a line besides its net, which a plan may count with it (价税合计) or leave out.
enum class BasePart : std::uint8_t { tax, freight, discount };

std::string to_string(BasePart part);
/// Reads what to_string writes. Throws ParseError.
BasePart parse_base_part(std::string_view text);

}  // namespace o2c::inline v1
