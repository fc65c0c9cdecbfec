// Laws of columns: their layout in memory does not matter, and amounts are read exactly or refused.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/columns/serial_pattern.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/number/decimal.hpp"

#include "../columns/arrow_columns.hpp"

namespace o2c {
namespace {

using hand_made::Column;

// RapidCheck has an optional of its own.
template <class T>
rc::Gen<std::optional<T>> optional(rc::Gen<T> values) {
  return rc::gen::map(rc::gen::maybe(std::move(values)), [](rc::Maybe<T> value) {
    return value ? std::optional<T>(*std::move(value)) : std::nullopt;
  });
}

hand_made::Layout random_layout() {
  return {.offset = *rc::gen::inRange(0, 20), .states_nulls = *rc::gen::arbitrary<bool>()};
}

std::optional<std::string> text_at(const ColumnView& column, std::int64_t row) {
  if (!column.has_value(row)) return std::nullopt;
  if (!column.kind.dictionary_encoded) return std::string(column.text_at(row));
  return text_at(*column.dictionary, column.code_at(row));
}

hand_made::Values<std::string> texts_of(TableSource& table) {
  hand_made::Values<std::string> found;
  while (const auto batch = table.next())
    for (std::int64_t row = 0; row < batch->rows; ++row)
      found.push_back(text_at(batch->columns[0], row));
  return found;
}

rc::Gen<hand_made::Values<std::string>> random_texts() {
  return rc::gen::container<hand_made::Values<std::string>>(
      optional(rc::gen::arbitrary<std::string>()));
}

RC_GTEST_PROP(ColumnLaws, TextIsTheSameInEveryLayout, ()) {
  const auto texts = *random_texts();
  hand_made::Values<std::int16_t> codes;
  for (std::size_t i = 0; i < texts.size(); ++i) codes.emplace_back(static_cast<std::int16_t>(i));
  for (const Column& column :
       {hand_made::text<std::int32_t>("t", texts, random_layout()),
        hand_made::text<std::int64_t>("t", texts, random_layout()),
        hand_made::text_view("t", texts, random_layout()),
        hand_made::dictionary<std::int16_t>(
            "t", "s", codes, hand_made::text_view("", texts, random_layout()), random_layout())}) {
    const auto table = hand_made::table({hand_made::batch({column})});
    RC_ASSERT(texts_of(*table) == texts);
  }
}

RC_GTEST_PROP(ColumnLaws, BitsAreTheSameAtEveryOffset, (const std::vector<bool>& valid)) {
  hand_made::Values<bool> values;
  for (const bool is_valid : valid)
    values.push_back(is_valid ? std::optional(*rc::gen::arbitrary<bool>()) : std::nullopt);
  const auto table =
      hand_made::table({hand_made::batch({hand_made::booleans("b", values, random_layout())})});
  const auto batch = table->next();
  for (std::int64_t row = 0; row < batch->rows; ++row) {
    const auto& expected = values[static_cast<std::size_t>(row)];
    RC_ASSERT(batch->columns[0].has_value(row) == expected.has_value());
    if (expected) RC_ASSERT(batch->columns[0].integer_at(row) == (*expected ? 1 : 0));
  }
}

// ---- Keys
// -----------------------------------------------------------------------------------------

RC_GTEST_PROP(KeyLaws, ACodeStandsForItsKeyAndLargerOnesForLargerKeys, ()) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  const auto base =
      *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                      rc::gen::elementOf(std::vector<std::int64_t>{least, -1, 0, most}));
  const auto near = rc::gen::map(rc::gen::inRange(-3'000, 3'000), [base](int distance) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(base) +
                                     static_cast<std::uint64_t>(distance));
  });
  const auto key = rc::gen::oneOf(near, rc::gen::elementOf(std::vector<std::int64_t>{least, most}),
                                  rc::gen::arbitrary<std::int64_t>());
  const auto first = *rc::gen::container<hand_made::Values<std::int64_t>>(optional(near));
  const auto second = *rc::gen::container<hand_made::Values<std::int64_t>>(optional(key));
  const auto table = hand_made::table(
      {hand_made::batch({hand_made::fixed<std::int64_t>("k", "l", first, random_layout())}),
       hand_made::batch({hand_made::fixed<std::int64_t>("k", "l", second, random_layout())})});
  const auto plan = std::make_shared<KeyPlan>("k", table->fields()[0].kind);
  KeyEncoder encoder(plan);
  std::map<std::uint32_t, KeyValue> known;
  bool sampled = false;
  for (const auto& values : {first, second}) {
    const auto batch = table->next();
    if (!std::exchange(sampled, true)) plan->sample(batch->columns[0]);
    std::vector<std::uint32_t> codes(values.size());
    encoder.encode({&batch->columns[0], nullptr}, 0, codes);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const KeyValue expected = values[i] ? KeyValue::of(*values[i]) : KeyValue{};
      RC_ASSERT(encoder.value(codes[i]) == expected);
      RC_ASSERT(known.try_emplace(codes[i], expected).first->second == expected);
    }
  }
  known.erase(0);
  std::vector<KeyValue> ascending;
  for (const auto& [code, value] : known)
    if (plan->codes_ascend(code)) ascending.push_back(value);
  RC_ASSERT(std::ranges::is_sorted(ascending));
}

RC_GTEST_PROP(KeyLaws, TextCodesAreOnePerText, (const std::vector<std::string>& texts)) {
  TextCodes codes;
  std::map<std::string, std::uint32_t> expected;
  std::vector<std::uint32_t> block(texts.size());
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  codes.codes(views, block);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto next = static_cast<std::uint32_t>(expected.size());
    RC_ASSERT(block[i] == expected.try_emplace(texts[i], next).first->second);
    RC_ASSERT(codes.text(block[i]) == texts[i]);
  }
  RC_ASSERT(codes.size() == expected.size());
}

// ---- Amounts
// --------------------------------------------------------------------------------------

// What the reader makes of one value.
std::optional<std::int64_t> read_amount(const Column& column, std::uint8_t digits,
                                        std::optional<int> stated = std::nullopt) {
  const auto table = hand_made::table({hand_made::batch({column})});
  const auto batch = table->next();
  AmountReader reader(table->fields()[0], stated);
  FaultList faults;
  const std::int64_t minor =
      reader.read(batch->columns[0], 0, 1, std::span(&digits, 1), 0, faults)[0];
  return faults.empty() ? std::optional(minor) : std::nullopt;
}

RC_GTEST_PROP(AmountLaws, ADecimalIsReadExactlyOrNotAtAll, ()) {
  const int scale = *rc::gen::inRange(0, 20);
  const auto digits = *rc::gen::inRange<std::uint8_t>(0, 7);
  const Int128 wide =
      Int128{*rc::gen::arbitrary<std::int64_t>()} *
      *rc::gen::elementOf(std::vector<std::int64_t>{1, 10, 1'000, 1'000'000, 999'999'999'999});
  const std::string format = "d:38," + std::to_string(scale);
  const auto found = read_amount(hand_made::fixed<Int128>("amount", format, {wide}), digits);
  // By Decimal's own arithmetic: the amount, and the nearest number of minor units.
  const Decimal amount = Decimal::from_parts(wide, scale);
  const Int128 minor =
      round(amount * detail::power_of_ten(digits), 0, Rounding::down).coefficient();
  const bool whole = Decimal::from_parts(minor, digits) == amount;
  const bool fits = minor == static_cast<std::int64_t>(minor);
  RC_ASSERT(found.has_value() == (whole && fits));
  if (found) RC_ASSERT(Int128{*found} == minor);
}

RC_GTEST_PROP(AmountLaws, AFloatIsTheDecimalThatItCameFrom, ()) {
  const auto digits = *rc::gen::inRange<std::uint8_t>(0, 5);
  const auto limit = std::int64_t{1} << 50U;  // A double tells such units apart.
  const auto minor = *rc::gen::inRange<std::int64_t>(1 - limit, limit);
  const double value = static_cast<double>(minor) / std::pow(10.0, digits);
  const auto found = read_amount(hand_made::fixed<double>("amount", "g", {value}), digits, digits);
  RC_ASSERT(found == minor);
}

RC_GTEST_PROP(AmountLaws, AFloatThatIsFurtherOffIsRefused, ()) {
  const auto cents = *rc::gen::inRange<std::int64_t>(-100'000'000, 100'000'000);
  const int thousandths = *rc::gen::inRange(2, 999);
  const double value = (static_cast<double>(cents) + static_cast<double>(thousandths) / 1000) / 100;
  RC_ASSERT(read_amount(hand_made::fixed<double>("amount", "g", {value}), 2, 2) == std::nullopt);
}

// ---- Serial numbers

// Read one character after the other.
std::int64_t serial_by_hand(const std::string& example, const std::string& text) {
  if (text.size() != example.size()) return SerialPattern::none;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::int64_t serial = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = is_digit(example[i]);
    if (digit ? !is_digit(text[i]) : text[i] != example[i]) return SerialPattern::none;
    serial = serial * 10 + (digit ? text[i] - '0' : 0);
  }
  return serial;
}

RC_GTEST_PROP(SerialLaws, ASerialIsTheTextsDigits, ()) {
  const auto characters = rc::gen::element('0', '1', '5', '8', '9', 'A', '-', ':', '/', '\xB1');
  const auto example = *rc::gen::container<std::string>(characters);
  const std::string_view shown = example;
  const auto pattern = SerialPattern::of(std::span(&shown, 1));
  const std::size_t first_digit = example.find_first_of("0123456789");
  RC_ASSERT(pattern.has_value() == (first_digit != std::string::npos && example.size() <= 32 &&
                                    example.size() - first_digit <= 18));
  if (!pattern) return;
  auto text = example;  // Most often of the same form.
  for (int change = *rc::gen::inRange(0, 4); change > 0; --change)
    text[*rc::gen::inRange<std::size_t>(0, text.size())] = *characters;
  if (*rc::gen::inRange(0, 10) == 0) text += '0';
  const std::string_view read = text;
  std::int64_t serial = 0;
  const std::size_t count = pattern->serials(std::span(&read, 1), std::span(&serial, 1));
  RC_ASSERT(serial == serial_by_hand(example, text));
  RC_ASSERT(count == (serial == SerialPattern::none ? 0U : 1U));
}

// ---- There and back
// -------------------------------------------------------------------------------

RC_GTEST_PROP(ExportLaws, WhatIsExportedIsReadBack, ()) {
  const auto texts = *random_texts();
  auto bytes = std::make_shared<std::string>();
  auto offsets = std::make_shared<std::vector<std::int64_t>>(1, 0);
  auto valid = std::make_shared<std::vector<std::byte>>();
  std::vector<bool> has_value;
  std::int64_t nulls = 0;
  for (const auto& text : texts) {
    *bytes += text.value_or("");
    offsets->push_back(static_cast<std::int64_t>(bytes->size()));
    has_value.push_back(text.has_value());
    nulls += text ? 0 : 1;
  }
  *valid = hand_made::bits(has_value);
  const auto rows = static_cast<std::int64_t>(texts.size());
  auto table = std::make_shared<ArrowTable>();
  table->rows = rows;
  table->columns.push_back(
      {.name = "t",
       .format = "U",
       .buffers = {nulls > 0 ? std::shared_ptr<const void>(valid, valid->data()) : nullptr,
                   std::shared_ptr<const void>(offsets, offsets->data()),
                   std::shared_ptr<const void>(bytes, bytes->data())},
       .null_count = nulls,
       .length = rows});
  for (int time = 0; time < 2; ++time) {
    ArrowArrayStream stream{};
    export_arrow(table, stream);
    const auto imported = import_arrow(stream);
    RC_ASSERT(texts_of(*imported) == texts);
  }
  RC_ASSERT(table.use_count() == 1);
}

}  // namespace
}  // namespace o2c
