#include "json_line.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include <nlohmann/json.hpp>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

using Json = nlohmann::json;

// Takes members as they are read, so that a key that stands twice is seen.
class Reader final : public nlohmann::json_sax<Json> {
 public:
  JsonLine line;

  bool null() override { return refuse("null"); }
  bool boolean(bool /*value*/) override { return refuse("true or false"); }
  bool number_integer(number_integer_t value) override { return take(std::int64_t{value}); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return refuse("a number beyond 64 bits");
    return take(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& written) override {
    return refuse("the number " + written);
  }
  bool string(string_t& value) override { return take(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return refuse("bytes"); }
  bool start_object(std::size_t /*size*/) override {
    if (inside_) return refuse("an object");
    inside_ = true;
    return true;
  }
  bool key(string_t& name) override {
    if (line.find(name) != nullptr) return refuse(in_quotes(name) + " twice");
    line.members.emplace_back(std::move(name), std::int64_t{0});
    return true;
  }
  bool end_object() override { return true; }
  bool start_array(std::size_t /*size*/) override { return refuse("an array"); }
  bool end_array() override { return true; }
  bool parse_error(std::size_t byte, const std::string& /*token*/,
                   const Json::exception& /*error*/) override {
    line.problem = "cannot be read as JSON at byte " + std::to_string(byte);
    return false;
  }

 private:
  bool take(JsonScalar value) {
    if (!inside_) return refuse("a value alone");
    line.members.back().second = std::move(value);
    return true;
  }
  bool refuse(const std::string& what) {
    line.problem = "has " + what;
    return false;
  }

  bool inside_ = false;
};

void write_key(std::string& line, std::string_view key) {
  if (line.back() != '{') line += ',';
  line += '"';
  line += key;
  line += "\":";
}

}  // namespace

const JsonScalar* JsonLine::find(std::string_view key) const {
  const auto found = std::ranges::find(
      members, key, [](const auto& member) { return std::string_view(member.first); });
  return found == members.end() ? nullptr : &found->second;
}

JsonLine read_json_line(std::string_view line) {
  Reader reader;
  Json::sax_parse(line, &reader);
  return std::move(reader.line);
}

void write_json(std::string& line, std::string_view key, std::string_view value) {
  write_key(line, key);
  try {
    line += Json(value).dump();
  } catch (const Json::type_error&) {
    throw_invalid(std::string(key) + " " + in_quotes(value) + ": expected text in UTF-8");
  }
}

void write_json(std::string& line, std::string_view key, std::int64_t value) {
  write_key(line, key);
  line += std::to_string(value);
}

}  // namespace o2c::inline v1
