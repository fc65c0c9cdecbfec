#include "machines.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "o2c/order/after_sales.hpp"
#include "o2c/order/deal.hpp"
#include "o2c/order/production.hpp"
#include "o2c/order/sample.hpp"
#include "o2c/order/security.hpp"
#include "o2c/order/settlement.hpp"
#include "o2c/order/shipment.hpp"

#include "asked.hpp"

namespace o2c::inline v1 {

namespace {

template <class Stage, std::size_t N>
constexpr std::array<TransitionRow, N> erased(Machine machine,
                                              const std::array<Row<Stage>, N>& rows) {
  std::array<TransitionRow, N> out{};
  for (std::size_t i = 0; i < N; ++i)
    out[i] = {machine,          rows[i].from.bits(),
              rows[i].event,    static_cast<std::uint8_t>(rows[i].to.stage),
              rows[i].to.stays, rows[i].guards,
              rows[i].profiles, rows[i].when};
  return out;
}

constexpr auto deal_table = erased(Machine::deal, deal_rows);
constexpr auto amendment_table = erased(Machine::amendment, amendment_rows);
constexpr auto sample_table = erased(Machine::sample, sample_rows);
constexpr auto security_table = erased(Machine::security, security_rows);
constexpr auto production_table = erased(Machine::production, production_rows);
constexpr auto shipment_table = erased(Machine::shipment, shipment_rows);
constexpr auto settlement_table = erased(Machine::settlement, settlement_rows);
constexpr auto after_sales_table = erased(Machine::after_sales, after_sales_rows);
constexpr auto review_table = erased(Machine::review, review_rows);

/// Alternatives stand together, ask for the same, and the last of them is taken without a choice.
constexpr bool are_well_formed(std::span<const TransitionRow> rows, Profile profile,
                               std::uint8_t stage, EventKind event) {
  const TransitionRow* before = nullptr;
  std::size_t before_at = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TransitionRow& row = rows[i];
    if (row.event != event || !row.is_from(stage) || !row.profiles.has(profile)) continue;
    if (before != nullptr &&
        (before_at + 1 != i || before->when == nullptr || before->guards != row.guards))
      return false;
    before = &row;
    before_at = i;
  }
  return before == nullptr || before->when == nullptr;
}

consteval RowPlaces places_of(std::span<const TransitionRow> rows) {
  RowPlaces places{};
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t profile = 0; profile < profile_count; ++profile) {
      if (!rows[i].profiles.has(static_cast<Profile>(profile))) continue;
      for (std::uint8_t stage = 0; stage < most_stages; ++stage) {
        if (!rows[i].is_from(stage)) continue;
        RowPlace& place = places[profile][stage][index_of(rows[i].event)];
        if (place.count == 0) place.first = static_cast<std::uint8_t>(i);
        ++place.count;
        if (!are_well_formed(rows, static_cast<Profile>(profile), stage, rows[i].event))
          throw "rows for one stage and event: together, with the same guards, the last without a "
                "choice";
      }
    }
  return places;
}

}  // namespace

constexpr std::array<std::span<const TransitionRow>, machine_count> machine_rows{
    deal_table,     amendment_table,  sample_table,      security_table, production_table,
    shipment_table, settlement_table, after_sales_table, review_table};

constexpr std::array<RowPlaces, machine_count> machine_row_places{
    places_of(deal_table),       places_of(amendment_table),   places_of(sample_table),
    places_of(security_table),   places_of(production_table),  places_of(shipment_table),
    places_of(settlement_table), places_of(after_sales_table), places_of(review_table)};

/// Bit m: machine m takes the event.
constexpr std::array<std::array<std::uint16_t, event_count>, profile_count> machine_takers = [] {
  std::array<std::array<std::uint16_t, event_count>, profile_count> out{};
  for (const std::span<const TransitionRow> rows : machine_rows)
    for (const TransitionRow& row : rows)
      for (std::size_t profile = 0; profile < profile_count; ++profile)
        if (row.profiles.has(static_cast<Profile>(profile)))
          out[profile][index_of(row.event)] |=
              static_cast<std::uint16_t>(1U << static_cast<unsigned>(row.machine));
  return out;
}();

std::span<const TransitionRow> rows_of(Machine machine) noexcept {
  return machine_rows[static_cast<std::size_t>(machine)];
}

std::span<const Guard* const> common_guards() noexcept { return guards_of_all; }

std::int32_t part_of_parts(const OrderState& state, const OrderEvent& event, Machine machine) {
  return std::visit(
      [&]<class E>(const E& e) -> std::int32_t {
        if constexpr (requires { e.sample; }) {
          if (machine == Machine::sample) return e.sample;
        }
        if constexpr (requires { e.ticket; }) {
          if (machine == Machine::after_sales) return e.ticket;
          const bool is_known = e.ticket >= 1 && position(e.ticket) < state.tickets.size();
          if (machine == Machine::settlement && is_known)
            return state.tickets[position(e.ticket)].shipment;
        } else if constexpr (requires { e.shipment; }) {
          if (machine == Machine::shipment || machine == Machine::settlement) return e.shipment;
        }
        return 0;
      },
      event);
}

}  // namespace o2c::inline v1
