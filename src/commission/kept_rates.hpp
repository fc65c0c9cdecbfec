#pragma once

// Exchange rates of a settlement. Private to src/commission.

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/commission/settle.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How lines were converted before comes first, then a table: so what is settled stays what it was,
/// whatever becomes of the table.
class KeptRates {
 public:
  /// The table, if any, must outlive it.
  KeptRates(const ExchangeTable* rates, std::span<const CurrencyExchange> kept)
      : rates_(rates), kept_(kept.begin(), kept.end()) {
    std::ranges::stable_sort(kept_, {}, key_of);
  }

  /// Whether lines may be in other currencies than the plan's.
  [[nodiscard]] bool any() const noexcept { return rates_ != nullptr || !kept_.empty(); }

  /// None: there is no rate.
  [[nodiscard]] std::optional<ExchangePath> find(const Currency& from, const Currency& to,
                                                 Date date) const {
    const auto kept = std::ranges::lower_bound(kept_, std::pair(from.code(), date), {}, key_of);
    if (kept != kept_.end() && kept->from == from && kept->by.date == date) return kept->by.path;
    return rates_ == nullptr ? std::nullopt : rates_->find(from, to, date);
  }

  /// The plan's and those that there are rates of, each once.
  [[nodiscard]] std::vector<Currency> currencies(const Currency& of_plan) const {
    std::vector<Currency> known{of_plan};
    const auto add = [&known](const Currency& each) {
      if (std::ranges::find(known, each) == known.end()) known.push_back(each);
    };
    for (const CurrencyExchange& each : kept_) add(each.from);
    if (rates_ == nullptr) return known;
    for (const ExchangeRate& each : rates_->rates()) {
      add(each.base());
      add(each.quote());
    }
    return known;
  }

 private:
  static std::pair<std::string_view, Date> key_of(const CurrencyExchange& each) {
    return {each.from.code(), each.by.date};
  }

  const ExchangeTable* rates_;
  std::vector<CurrencyExchange> kept_;  // By currency and day.
};

}  // namespace o2c::inline v1
