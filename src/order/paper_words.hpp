#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/order/sample_events.hpp"
#include "o2c/receivable/terms.hpp"

// How papers write what is not a text already.
namespace o2c::inline v1 {

/// What reads the same in every language.
inline Label same(std::string_view text) { return {std::string(text), std::string(text)}; }

/// "1, 2", "1、2"
Label listed(const std::vector<Label>& parts);
/// "10,000.5"
std::string grouped(const Decimal& number);
/// "3 pieces", "3件"
Label pieces_text(std::int32_t pieces);
/// "passed: as asked", "合格：as asked"
Label with_verdict(bool passed, const std::string& record);
Label verdict_word(events::Verdict verdict);

Label purpose_word(Purpose purpose);
Label instrument_word(Instrument instrument);
/// "B/L date, 30 days later", "提单日后30天"
Label due_text(const DateRule& due);

}  // namespace o2c::inline v1
