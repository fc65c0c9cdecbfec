#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/order/order_state.hpp"

namespace o2c::inline v1 {

/// What a guard is asked about.
struct Asked {
  const OrderState& state;
  const OrderPolicy& policy;
  std::int32_t part = 0;              ///< The sample, shipment or ticket, from 1; else 0.
  const OrderEntry* entry = nullptr;  ///< Null for guards that look at the state only.
};

/// A condition of the trade: its name, what has to hold, what would cure it, where it comes from.
struct Guard {
  std::string_view name;
  Text expected;
  Text cure;
  std::string_view source;
  bool of_event;  ///< It looks at what the event says, besides the state.
  bool (*holds)(const Asked&);
  Label (*lacking)(const Asked&) = nullptr;  ///< What exactly is missing, in figures.
};

/// Which of two rows is taken, by what the order has come to with the event.
struct Choice {
  Text when;
  bool (*holds)(const OrderState&, std::int32_t part);
};

/// Some of the profiles.
class Profiles {
 public:
  constexpr Profiles(std::initializer_list<Profile> profiles) noexcept {
    for (const Profile profile : profiles)
      bits_ = static_cast<std::uint8_t>(bits_ | 1U << static_cast<unsigned>(profile));
  }
  [[nodiscard]] constexpr bool has(Profile profile) const noexcept {
    return (bits_ >> static_cast<unsigned>(profile) & 1U) != 0;
  }

 private:
  std::uint8_t bits_ = 0;
};

inline constexpr Profiles export_only{Profile::export_sale};
inline constexpr Profiles route_only{Profile::route_sale};
inline constexpr Profiles framework_only{Profile::framework};
inline constexpr Profiles import_only{Profile::import};
inline constexpr Profiles all_profiles{Profile::export_sale, Profile::route_sale,
                                       Profile::framework, Profile::import};

/// The guards of a row.
class Guards {
 public:
  static constexpr std::size_t most = 6;

  constexpr Guards() noexcept = default;
  constexpr Guards(std::initializer_list<const Guard*> guards) {
    for (const Guard* guard : guards) guards_.at(count_++) = guard;
  }
  [[nodiscard]] constexpr const Guard* const* begin() const noexcept { return guards_.data(); }
  [[nodiscard]] constexpr const Guard* const* end() const noexcept {
    return guards_.data() + count_;
  }
  friend constexpr bool operator==(const Guards&, const Guards&) = default;

 private:
  std::array<const Guard*, most> guards_{};
  std::uint8_t count_ = 0;
};

/// A row of a machine's table: in any of the stages `from`, the event leads to the stage `to` if
/// all guards hold. Of rows for the same stage and event the first is taken whose choice holds;
/// they have the same guards, and the last of them has no choice.
template <class Stage>
struct Row {
  /// One stage, or several.
  class From {
   public:
    constexpr From(Stage stage) noexcept : bits_(bit(stage)) {}  // NOLINT(*explicit*)
    constexpr From(std::initializer_list<Stage> stages) noexcept {
      for (const Stage stage : stages) bits_ |= bit(stage);
    }
    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }

   private:
    static constexpr std::uint32_t bit(Stage stage) noexcept {
      return std::uint32_t{1} << static_cast<unsigned>(stage);
    }
    std::uint32_t bits_ = 0;
  };
  /// A stage, or where it is.
  struct To {
    Stage stage{};
    bool stays = false;

    constexpr To(Stage to) noexcept : stage(to) {}  // NOLINT(*explicit*)
    constexpr explicit To(bool stay) noexcept : stays(stay) {}
  };

  From from;
  EventKind event;
  To to;
  Guards guards{};
  Profiles profiles = all_profiles;
  const Choice* when = nullptr;
};

/// A row of any machine's table.
struct TransitionRow {
  Machine machine{};
  std::uint32_t from = 0;  ///< Bit n: stage n.
  EventKind event{};
  std::uint8_t to = 0;
  bool stays = false;  ///< It leads to where it comes from.
  Guards guards{};
  Profiles profiles = all_profiles;
  const Choice* when = nullptr;

  [[nodiscard]] constexpr bool is_from(std::uint8_t stage) const noexcept {
    return (from >> stage & 1U) != 0;
  }
};

/// The table of a machine.
std::span<const TransitionRow> rows_of(Machine machine) noexcept;
/// What every event has to be, besides what its row asks for.
std::span<const Guard* const> common_guards() noexcept;

}  // namespace o2c::inline v1
