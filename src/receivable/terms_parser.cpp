// Terms are read in every way that the shorthand allows; those that make sense must agree.
#include <algorithm>
#include <exception>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/receivable/terms.hpp"

#include "terms_clauses.hpp"
#include "terms_instalments.hpp"
#include "terms_words.hpp"

namespace o2c::inline v1 {
namespace {

[[noreturn]] void throw_two_readings(std::string_view text,
                                     const std::vector<PaymentTerms>& readings) {
  std::string expected = "one of its readings:";
  for (const PaymentTerms& terms : readings)
    expected += (&terms == readings.data() ? " " : ", or ") + in_quotes(to_string(terms));
  throw_parse(text, 0, expected);
}

}  // namespace

PaymentTerms PaymentTerms::parse(std::string_view text, const CurrencyTable& currencies) {
  const std::vector<detail::Token> words = detail::terms_words(text);
  std::vector<PaymentTerms> found;
  std::exception_ptr furthest;
  std::size_t offset = 0;
  std::exception_ptr senseless;
  for (unsigned bits = 0; bits < detail::Readings::count; ++bits) {
    const detail::Readings readings(bits);
    try {
      PaymentTerms terms =
          terms_of(read_clauses(text, words, currencies, readings), text, readings);
      if (std::ranges::find(found, terms) == found.end()) found.push_back(std::move(terms));
    } catch (const ParseError& error) {
      if (!furthest || error.offset() > offset) furthest = std::current_exception();
      offset = std::max(offset, error.offset());
    } catch (const InvalidArgument&) {
      if (!senseless) senseless = std::current_exception();
    }
  }
  if (found.size() == 1) return std::move(found.front());
  if (found.size() > 1) throw_two_readings(text, found);
  std::rethrow_exception(senseless ? senseless : furthest);
}

}  // namespace o2c::inline v1
