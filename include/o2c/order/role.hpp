#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// In which office somebody acts on an order.
enum class Role : std::uint8_t {
  salesperson,    ///< 业务员
  manager,        ///< 业务经理
  finance,        ///< 财务
  production,     ///< 生产
  quality,        ///< 质检
  purchasing,     ///< 采购
  warehouse,      ///< 仓库
  documentation,  ///< 单证
};

inline constexpr int role_count = 8;

/// "salesperson", "manager", ...
std::string to_string(Role role);
/// Reads what to_string writes. Throws ParseError.
Role parse_role(std::string_view text);
/// For people: "salesperson", "业务员".
Text name_of(Role role) noexcept;

/// Some of the roles.
class RoleSet {
 public:
  constexpr RoleSet() noexcept = default;
  constexpr RoleSet(Role role) noexcept : bits_(bit(role)) {}  // NOLINT(*explicit*)
  constexpr RoleSet(std::initializer_list<Role> roles) noexcept {
    for (const Role role : roles) bits_ = static_cast<std::uint16_t>(bits_ | bit(role));
  }

  constexpr void add(Role role) noexcept { bits_ = static_cast<std::uint16_t>(bits_ | bit(role)); }
  [[nodiscard]] constexpr bool has(Role role) const noexcept { return (bits_ & bit(role)) != 0; }
  [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  static constexpr std::uint16_t bit(Role role) noexcept {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(role));
  }

  std::uint16_t bits_ = 0;
};

}  // namespace o2c::inline v1
