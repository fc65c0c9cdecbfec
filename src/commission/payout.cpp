#include "o2c/commission/payout.hpp"

#include <array>
#include <cstddef>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> entitled_names{"lines", "team"};

}  // namespace

std::string to_string(EntitledPeople people) {
  return std::string(entitled_names[static_cast<std::size_t>(people)]);
}
EntitledPeople parse_entitled_people(std::string_view text) {
  return parse_name<EntitledPeople>(text, entitled_names, "who has floors and the draw: one of");
}

namespace detail {

void throw_released_too_much(Money released, Money held) {
  const Fault fault{.field = "released",
                    .value = to_string(released),
                    .expected = "at most the " + to_string(held) + " that is held back"};
  throw InvalidArgument("cannot pay out: " + to_string(fault), {fault});
}

}  // namespace detail

}  // namespace o2c::inline v1
