#pragma once

// Names of the tables of events. Private to src/order.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "o2c/order/order_event.hpp"

namespace o2c::inline v1 {

/// The table that has a row for each event.
inline constexpr std::string_view all_events_table = "events";

/// Rows are numbered in 32 bits, and the numbers above are spoken for.
inline constexpr std::size_t events_most = 0x7FFF'FFFF;

/// The lists among the fields of T, whose items are in tables of their own.
template <class T>
void add_list_names(std::string_view name, std::vector<std::string>& names) {
  if constexpr (requires { T::fields(); }) {
    std::apply(
        [&](const auto&... fields) {
          (add_list_names<std::remove_cvref_t<decltype(std::declval<T>().*fields.member)>>(
               fields.name, names),
           ...);
        },
        T::fields());
  } else if constexpr (!std::is_same_v<T, std::string> && requires { typename T::value_type; }) {
    if constexpr (std::is_same_v<T, std::optional<typename T::value_type>>)
      add_list_names<typename T::value_type>(name, names);
    else
      names.emplace_back(name);
  }
}

/// What is said of a kind of event, for its tables.
struct EventTableForm {
  std::vector<std::string> lists;
  bool has_fields = false;
};

/// By kind.
template <class... Events>
std::vector<EventTableForm> event_table_forms(TypeList<Events...> /*all*/) {
  std::vector<EventTableForm> forms;
  (
      [&] {
        EventTableForm& form = forms.emplace_back();
        form.has_fields = std::tuple_size_v<decltype(Events::fields())> > 0;
        add_list_names<Events>({}, form.lists);
      }(),
      ...);
  return forms;
}

}  // namespace o2c::inline v1
