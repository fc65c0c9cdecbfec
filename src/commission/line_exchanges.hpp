#pragma once

// Lines of a table in other currencies than the plan's. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/time/date.hpp"

#include "kept_rates.hpp"
#include "line_table.hpp"

namespace o2c::inline v1 {

/// All that the lines of a table were converted by, which several threads look up.
class LineExchanges {
 public:
  LineExchanges(const KeptRates& rates, const Currency& to);

  /// A currency by its code: the plan's, or one that there are rates of.
  [[nodiscard]] std::optional<Currency> currency(std::string_view code) const;
  /// The number, from 1, of a conversion as of a date, and its rate; none: there is no rate.
  std::optional<std::pair<std::uint32_t, Ratio>> find(const Currency& from, Date date);
  /// These and the next once all have been found.
  [[nodiscard]] std::size_t count() const noexcept { return found_.size(); }
  [[nodiscard]] std::vector<CurrencyExchange> all() const {
    return of(std::vector<bool>(count() + 1, true));
  }
  /// Those that are used, by number: by currency and day.
  [[nodiscard]] std::vector<CurrencyExchange> of(const std::vector<bool>& used) const;
  [[nodiscard]] const CurrencyExchange& operator[](std::uint32_t number) const {
    return found_[number - 1];
  }

 private:
  KeptRates rates_;  // Its table is there while lines are read.
  Currency to_;
  std::vector<Currency> known_;
  std::mutex mutex_;
  std::map<std::pair<std::string_view, Date>, std::uint32_t> numbers_;
  std::deque<CurrencyExchange> found_;
};

/// Reads the currencies of lines, and converts their amounts, in one thread.
class LineConverter {
 public:
  LineConverter(const LineTable& lines, LineExchanges& exchanges);

  /// The digits of each line's amounts. Currencies without any rate are faults.
  std::span<const std::uint8_t> read(const HeldRows& rows, FaultList& faults);
  /// By which conversion the plan's currency is reached, by line, from 1; 0: none is needed.
  /// Missing rates are faults. `dates`: on which lines count.
  std::span<const std::uint32_t> find(const HeldRows& rows, std::span<const std::int32_t> dates,
                                      FaultList& faults);
  /// Amounts in the plan's currency: those given, where no line needs it, else in `into`. What does
  /// not fit, or is not exact where it has to be, is a fault of the column.
  std::span<const std::int64_t> convert(const HeldRows& rows, std::size_t column,
                                        std::span<const std::int64_t> amounts,
                                        std::vector<std::int64_t>& into, FaultList& faults) const;

 private:
  struct Rated {
    std::uint32_t number = 0;  ///< 0: there is no rate.
    Ratio rate{};
  };

  const Rated& rated(std::uint32_t code, std::int32_t day);

  const LineTable* lines_;
  LineExchanges* exchanges_;
  KeyEncoder currencies_;
  std::optional<DateReader> invoice_dates_;
  std::optional<DateReader> credited_dates_;
  std::vector<std::optional<Currency>> currency_of_code_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::uint8_t> digits_;
  std::unordered_map<std::uint64_t, Rated> rated_;  // By code and day.
  std::vector<std::uint32_t> numbers_;
  std::vector<const Rated*> rate_of_line_;  // Null: none is needed.
  bool any_ = false;
};

}  // namespace o2c::inline v1
