#include "line_exchanges.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "o2c/number/error.hpp"

#include "line_base.hpp"

namespace o2c::inline v1 {

LineExchanges::LineExchanges(const KeptRates& rates, const Currency& to)
    : rates_(rates), to_(to), known_(rates.currencies(to)) {}

std::optional<Currency> LineExchanges::currency(std::string_view code) const {
  const auto found = std::ranges::find(known_, code, &Currency::code);
  return found == known_.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::pair<std::uint32_t, Ratio>> LineExchanges::find(const Currency& from,
                                                                   Date date) {
  std::optional<ExchangePath> path = rates_.find(from, to_, date);
  if (!path) return std::nullopt;
  const Ratio rate = path->factor();
  const std::lock_guard lock(mutex_);
  const auto known = std::ranges::find(known_, from);
  const auto [found, is_new] =
      numbers_.try_emplace({known->code(), date}, static_cast<std::uint32_t>(found_.size() + 1));
  if (is_new) found_.push_back({from, {date, std::move(*path)}});
  return std::pair(found->second, rate);
}

std::vector<CurrencyExchange> LineExchanges::of(const std::vector<bool>& used) const {
  std::vector<CurrencyExchange> of;
  for (const auto& each : numbers_)
    if (used[each.second]) of.push_back((*this)[each.second]);
  return of;
}

LineConverter::LineConverter(const LineTable& lines, LineExchanges& exchanges)
    : lines_(&lines), exchanges_(&exchanges), currencies_(lines.currencies->plan) {
  const auto open = [&](std::optional<std::size_t> column, std::optional<DateReader>& reader) {
    // A column without any value may be of no type.
    if (column && lines.table.fields()[*column].kind.type != ColumnType::nulls)
      reader.emplace(lines.table.fields()[*column]);
  };
  open(lines.invoice_date_column, invoice_dates_);
  open(lines.credited_date_column, credited_dates_);
}

std::span<const std::uint8_t> LineConverter::read(const HeldRows& rows, FaultList& faults) {
  codes_.resize(rows.count());
  digits_.resize(rows.count());
  currencies_.encode(lines_->currencies->batch_of(lines_->table, rows), rows.begin, codes_);
  const std::size_t codes = std::size_t{std::ranges::max(codes_)} + 1;
  for (std::size_t code = currency_of_code_.size(); code < codes; ++code) {
    const KeyValue value = currencies_.value(static_cast<std::uint32_t>(code));
    currency_of_code_.push_back(value.is_null ? std::nullopt : exchanges_->currency(value.text));
  }
  for (std::size_t i = 0; i < codes_.size(); ++i) {
    const std::optional<Currency>& currency = currency_of_code_[codes_[i]];
    digits_[i] =
        currency ? static_cast<std::uint8_t>(currency->digits()) : AmountReader::unknown_digits;
    if (!currency)
      faults.add(lines_->fault(rows, i, lines_->currencies->column,
                               std::string(lines_->plan->currency().code()) +
                                   ", as the plan, or a currency that the rates have"));
  }
  return digits_;
}

const LineConverter::Rated& LineConverter::rated(std::uint32_t code, std::int32_t day) {
  const auto [found, is_new] =
      rated_.try_emplace(std::uint64_t{code} << 32U | static_cast<std::uint32_t>(day), Rated());
  if (is_new)
    if (const auto of = exchanges_->find(*currency_of_code_[code], Date::from_days(day)))
      found->second = {of->first, of->second};
  return found->second;
}

std::span<const std::uint32_t> LineConverter::find(const HeldRows& rows,
                                                   std::span<const std::int32_t> dates,
                                                   FaultList& faults) {
  numbers_.assign(rows.count(), 0);
  rate_of_line_.assign(rows.count(), nullptr);
  any_ = false;
  const auto optional_date = [](std::int32_t day) {
    return day == DateReader::null_date ? std::nullopt : std::optional(Date::from_days(day));
  };
  const auto read = [&](std::optional<DateReader>& reader, std::optional<std::size_t> column) {
    return reader ? reader->read(rows.batch->columns[*column], rows.begin, rows.count(),
                                 rows.first_row, faults)
                  : std::span<const std::int32_t>();
  };
  const auto invoiced = read(invoice_dates_, lines_->invoice_date_column);
  const auto credited = read(credited_dates_, lines_->credited_date_column);
  const auto on = [](std::span<const std::int32_t> days, std::size_t i) {
    return days.empty() ? DateReader::null_date : days[i];
  };
  // Most lines are of the day of the one before.
  std::pair<std::int32_t, std::int32_t> last_dates(0, 0);
  std::optional<Date> day;
  bool is_known = false;
  for (std::size_t i = 0; i < codes_.size(); ++i) {
    const std::optional<Currency>& from = currency_of_code_[codes_[i]];
    if (!from || *from == lines_->plan->currency()) continue;
    const std::int32_t of_credited = on(credited, i);
    const std::pair these(dates[i],
                          of_credited == DateReader::null_date ? on(invoiced, i) : of_credited);
    if (!is_known || these != last_dates)
      day = rate_date(*lines_->plan, lines_->period, optional_date(these.first),
                      optional_date(these.second));
    last_dates = these;
    is_known = true;
    if (!day) {
      faults.add(lines_->fault(rows, i, *lines_->invoice_date_column,
                               "a date, as of which the plan converts the line"));
      continue;
    }
    const Rated& found = rated(codes_[i], day->days());
    if (found.number == 0) {
      faults.add(lines_->fault(rows, i, lines_->currencies->column,
                               "a rate from " + std::string(from->code()) + " to " +
                                   std::string(lines_->plan->currency().code()) + " on " +
                                   to_string(*day)));
      continue;
    }
    numbers_[i] = found.number;
    rate_of_line_[i] = &found;
    any_ = true;
  }
  return numbers_;
}

std::span<const std::int64_t> LineConverter::convert(const HeldRows& rows, std::size_t column,
                                                     std::span<const std::int64_t> amounts,
                                                     std::vector<std::int64_t>& into,
                                                     FaultList& faults) const {
  if (!any_ || amounts.empty()) return amounts;
  const Currency& to = lines_->plan->currency();
  // The base may stand there already.
  if (into.data() != amounts.data()) into.assign(amounts.begin(), amounts.end());
  for (std::size_t i = 0; i < into.size(); ++i) {
    if (rate_of_line_[i] == nullptr || into[i] == 0) continue;
    try {
      into[i] = convert_at(Money::from_minor(into[i], *currency_of_code_[codes_[i]]), to,
                           rate_of_line_[i]->rate, lines_->plan->terms().rounding)
                    .minor();
    } catch (const Error& error) {
      faults.add(lines_->fault(rows, i, column,
                               std::string("amounts that can be counted: ") + error.what()));
    }
  }
  return into;
}

}  // namespace o2c::inline v1
