#include "fields.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "o2c/number/detail/utf8.hpp"

#include "moments.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t name_bytes_max = 500;
constexpr std::size_t payload_bytes_max = std::size_t{64} << 20U;

}  // namespace

void FieldCheck::fault(const char* field, std::string_view value, std::string expected) const {
  constexpr std::size_t shown = 200;  // Of a payload there may be millions.
  faults_->push_back({.file = place_,
                      .row = row_,
                      .field = field,
                      .value = std::string(value.substr(0, shown)),
                      .expected = std::move(expected)});
}

bool FieldCheck::utf8(const char* field, std::string_view text) const {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = detail::utf8_length(text.substr(at));
    if (length == 0 || text[at] == '\0') {
      fault(field, text,
            (length == 0 ? "text in UTF-8 (byte " : "text without U+0000 (byte ") +
                std::to_string(at) + (length == 0 ? ", from 0, is not)" : ", from 0)"));
      return false;
    }
    at += length;
  }
  return true;
}

void FieldCheck::name(const char* field, std::string_view text) const {
  if (text.empty() || text.size() > name_bytes_max)
    fault(field, text, "1 to " + std::to_string(name_bytes_max) + " bytes of text");
  else
    utf8(field, text);
}

void FieldCheck::payload(const char* field, std::string_view text) const {
  if (text.size() > payload_bytes_max)
    fault(field, text, "at most 64 MiB, not " + std::to_string(text.size()) + " bytes");
  else
    utf8(field, text);
}

void FieldCheck::moment(const char* field, std::int64_t moment_us) const {
  if (!is_moment(moment_us))
    fault(field, std::to_string(moment_us),
          "microseconds since 1970 (UTC) that are in the years 1 to 9999");
}

void FieldCheck::at_least(const char* field, std::int64_t number, std::int64_t least) const {
  if (number < least)
    fault(field, std::to_string(number), "a number of at least " + std::to_string(least));
}

void FieldCheck::event(const JournalEvent& event) const {
  name("id", event.id);
  name("event", event.event);
  at_least("event_version", event.event_version, 1);
  moment("recorded_at", event.recorded_at_us);
  name("by", event.by);
  payload("payload", event.payload);
}

}  // namespace o2c::inline v1
