#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "o2c/money/currency_table.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/order/order_event.hpp"

// Events as JSON and back, by their fields().
namespace o2c::inline v1 {

using OrderJson = nlohmann::ordered_json;

template <class T>
struct OrderField {
  static constexpr bool is_optional = false;
};
template <class T>
struct OrderField<std::optional<T>> {
  static constexpr bool is_optional = true;
};

template <class T>
concept Described = requires { T::fields(); };

template <class Member>
void put_order_field(OrderJson& object, std::string_view name, const Member& member);

template <class T>
OrderJson order_json(const T& value) {
  if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, bool> ||
                std::is_same_v<T, std::int32_t>) {
    return value;
  } else if constexpr (Described<T>) {
    OrderJson object = OrderJson::object();
    std::apply(
        [&](const auto&... fields) {
          (put_order_field(object, fields.name, value.*fields.member), ...);
        },
        T::fields());
    return object;
  } else if constexpr (requires { value.begin(); }) {
    OrderJson array = OrderJson::array();
    for (const auto& item : value) array.push_back(order_json(item));
    return array;
  } else {
    return to_string(value);
  }
}

/// Never inlined: there are few types of fields, and many fields.
template <class Member>
[[gnu::noinline]] void put_order_field(OrderJson& object, std::string_view name,
                                       const Member& member) {
  if constexpr (OrderField<Member>::is_optional) {
    if (member) object[std::string(name)] = order_json(*member);
  } else {
    object[std::string(name)] = order_json(member);
  }
}

/// Terms of payment by their texts, so that those of many orders are parsed once.
using KnownTerms = std::unordered_map<std::string, PaymentTerms>;

/// What a reader of JSON knows besides it.
struct OrderReading {
  const CurrencyTable& currencies;
  std::string_view name;        ///< The field.
  KnownTerms* terms = nullptr;  ///< None: each is parsed.
  const OrderReading* outer = nullptr;
  std::optional<std::size_t> position{};  ///< In a list, instead of a name.

  /// Of what is inside; this one has to outlive it.
  [[nodiscard]] OrderReading at(std::string_view its_name) const {
    return {currencies, its_name, terms, this};
  }
  [[nodiscard]] OrderReading at(std::size_t its_position) const {
    return {currencies, {}, terms, this, its_position};
  }

  /// Its path, for messages: "ContractSigned.lines[0].quantity".
  [[nodiscard]] std::string where() const;

  [[noreturn]] void refuse(const OrderJson& json, const std::string& expected) const;
};

template <class T>
struct OrderRead;

template <class T>
T order_value(const OrderJson& json, const OrderReading& reading) {
  return OrderRead<T>::read(json, reading);
}

/// The text of a value, read by its own parser, whose error names the field.
template <class Parse>
auto parsed_text(const OrderJson& json, const OrderReading& reading, Parse parse) {
  if (!json.is_string()) reading.refuse(json, "a text");
  try {
    return parse(json.get_ref<const std::string&>());
  } catch (const ParseError& error) {
    throw ParseError(reading.where() + ": " + error.what(), error.text(), error.offset());
  }
}

template <>
struct OrderRead<std::string> {
  static std::string read(const OrderJson& json, const OrderReading& reading) {
    if (!json.is_string()) reading.refuse(json, "a text");
    return json.get<std::string>();
  }
};
template <>
struct OrderRead<bool> {
  static bool read(const OrderJson& json, const OrderReading& reading) {
    if (!json.is_boolean()) reading.refuse(json, "true or false");
    return json.get<bool>();
  }
};
template <>
struct OrderRead<std::int32_t> {
  static std::int32_t read(const OrderJson& json, const OrderReading& reading) {
    if (!json.is_number_integer()) reading.refuse(json, "a whole number");
    const auto number = json.get<std::int64_t>();
    if (number < INT32_MIN || number > INT32_MAX) reading.refuse(json, "a number of 32 bits");
    return static_cast<std::int32_t>(number);
  }
};
template <>
struct OrderRead<Decimal> {
  static Decimal read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading, [](const std::string& text) { return Decimal::parse(text); });
  }
};
template <>
struct OrderRead<Rate> {
  static Rate read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading, [](const std::string& text) { return Rate::parse(text); });
  }
};
template <>
struct OrderRead<Date> {
  static Date read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading, [](const std::string& text) { return Date::parse(text); });
  }
};
template <>
struct OrderRead<Money> {
  static Money read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading, [&](const std::string& text) {
      return parse_money(text, number_formats::plain, reading.currencies);
    });
  }
};
template <>
struct OrderRead<PaymentTerms> {
  static PaymentTerms read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading, [&](const std::string& text) {
      if (reading.terms == nullptr) return PaymentTerms::parse(text, reading.currencies);
      const auto known = reading.terms->find(text);
      if (known != reading.terms->end()) return known->second;
      return reading.terms->emplace(text, PaymentTerms::parse(text, reading.currencies))
          .first->second;
    });
  }
};
template <>
struct OrderRead<Profile> {
  static Profile read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading, [](const std::string& text) { return parse_profile(text); });
  }
};
template <>
struct OrderRead<events::Verdict> {
  static events::Verdict read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading,
                       [](const std::string& text) { return events::parse_verdict(text); });
  }
};
template <>
struct OrderRead<events::Stage> {
  static events::Stage read(const OrderJson& json, const OrderReading& reading) {
    return parsed_text(json, reading,
                       [](const std::string& text) { return events::parse_stage(text); });
  }
};
template <class T>
struct OrderRead<std::optional<T>> {
  static std::optional<T> read(const OrderJson& json, const OrderReading& reading) {
    return OrderRead<T>::read(json, reading);
  }
};
template <class T>
struct OrderRead<std::vector<T>> {
  static std::vector<T> read(const OrderJson& json, const OrderReading& reading) {
    if (!json.is_array()) reading.refuse(json, "a list");
    std::vector<T> values;
    values.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i)
      values.push_back(OrderRead<T>::read(json[i], reading.at(i)));
    return values;
  }
};
/// Never inlined, as put_order_field.
template <class Member>
[[gnu::noinline]] Member order_member(const OrderJson& json, const OrderReading& reading,
                                      std::string_view name) {
  const auto& members = json.get_ref<const OrderJson::object_t&>();
  const auto found = std::ranges::find(members, name, &OrderJson::object_t::value_type::first);
  const OrderReading inner = reading.at(name);
  if (found != members.end()) return OrderRead<Member>::read(found->second, inner);
  if constexpr (OrderField<Member>::is_optional)
    return std::nullopt;
  else
    inner.refuse(json, "to be there");
}
template <Described T>
struct OrderRead<T> {
  static T read(const OrderJson& json, const OrderReading& reading) {
    if (!json.is_object()) reading.refuse(json, "an object");
    return std::apply(
        [&](const auto&... fields) {
          return T{order_member<std::remove_cvref_t<decltype(std::declval<T>().*fields.member)>>(
              json, reading, fields.name)...};
        },
        T::fields());
  }
};

}  // namespace o2c::inline v1
