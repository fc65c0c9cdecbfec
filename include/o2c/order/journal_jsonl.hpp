#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

/// Writes a journal as JSON Lines (UTF-8): a first line that says so, one line for each entry in
/// the order of recording, and a last line with the head. Returns the number of entries. `name` is
/// what messages call the output. Throws JournalError when it cannot be written.
std::int64_t export_jsonl(const Journal& journal, std::ostream& out, const std::string& name);
/// The same into a file, which appears when it is whole and on the disk.
std::int64_t export_jsonl(const Journal& journal, const std::string& file);

/// Reads what export_jsonl wrote into a journal that is empty, all or nothing: the journal is then
/// the same, entry by entry and hash by hash. Returns the number of entries. `name` is what
/// messages call the input.
///
/// Throws ParseError, with every line at fault, for what is not in that form, does not give its
/// hashes, or ends early; InvalidArgument when the journal has entries.
std::int64_t import_jsonl(Journal& journal, std::istream& in, const std::string& name);
std::int64_t import_jsonl(Journal& journal, const std::string& file);

}  // namespace o2c::inline v1
