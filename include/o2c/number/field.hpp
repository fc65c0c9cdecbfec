#pragma once

#include <string_view>

namespace o2c::inline v1 {

/// One member of a struct that users see: its name in every language and table, and what it means.
/// A struct lists its members in `static constexpr auto fields()`, a tuple of these, from which
/// bindings, tables and documentation are made.
template <class Struct, class Member>
struct Field {
  std::string_view name;
  Member Struct::* member;
  std::string_view doc;
};
template <class Struct, class Member>
Field(const char*, Member Struct::*, const char*) -> Field<Struct, Member>;

}  // namespace o2c::inline v1
