#include "o2c/number/error.hpp"

#include <utility>

#include "o2c/number/detail/utf8.hpp"

namespace o2c::inline v1 {
namespace {

void append_escaped_byte(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += "\\x";
  out += hex[byte >> 4U];
  out += hex[byte & 0xFU];
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t length_max = 100;
  std::string out = "\"";
  while (!text.empty()) {
    if (out.size() > length_max) {
      out += "...";
      break;
    }
    std::size_t length = detail::utf8_length(text);
    const char c = text.front();
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (length == 0 || control) {
      append_escaped_byte(out, c);
      length = 1;
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  out += '"';
  return out;
}

std::string to_string(const Fault& fault) {
  std::string place = fault.file;
  const auto append = [&place](const std::string& part, const char* separator) {
    if (!place.empty()) place += separator;
    place += part;
  };
  if (fault.row >= 0) append("row " + std::to_string(fault.row), ", ");
  if (!fault.field.empty()) append(fault.field, ", ");
  if (!fault.value.empty()) append(in_quotes(fault.value), fault.field.empty() ? ", " : " ");
  if (!fault.expected.empty()) append("expected " + fault.expected, ": ");
  return place;
}

Error::Error(const std::string& message, std::vector<Fault> faults)
    : std::runtime_error(message),
      faults_(std::make_shared<const std::vector<Fault>>(std::move(faults))) {}

ParseError::ParseError(const std::string& message, std::string text, std::size_t offset,
                       std::vector<Fault> faults)
    : Error(message, std::move(faults)),
      text_(std::make_shared<const std::string>(std::move(text))),
      offset_(offset) {}

const std::string& ParseError::text() const noexcept {
  static const std::string none;
  return text_ ? *text_ : none;
}

void throw_overflow(const char* what) { throw Overflow(what); }

void throw_invalid(const std::string& message) { throw InvalidArgument(message); }

void throw_division_by_zero() { throw InvalidArgument("division by zero"); }

void throw_parse(std::string_view text, std::size_t offset, std::string_view expected) {
  std::string message = in_quotes(text) + ": expected ";
  message += expected;
  message += " (at offset " + std::to_string(offset) + ")";
  std::vector<Fault> faults{Fault{.value = std::string(text), .expected = std::string(expected)}};
  throw ParseError(message, std::string(text), offset, std::move(faults));
}

}  // namespace o2c::inline v1
