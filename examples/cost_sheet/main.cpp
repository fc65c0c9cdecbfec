// Prints what a product costs, and its prices by the terms, currencies and quantities of its sheet.

#include <exception>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <o2c/cost/quotation_file.hpp>
#include <o2c/number/error.hpp>

namespace {

constexpr const char* usage =
    "usage: cost_sheet SHEET.toml [--explain] [--lang en|zh]\n"
    "Prints what one unit costs for each quantity of the sheet, and its prices side by side.\n"
    "Exit status: 0, 2 for bad input.\n";

constexpr int bad_input = 2;

struct Arguments {
  std::string sheet;
  bool explain = false;
  o2c::Language language = o2c::Language::en;
};

/// Nothing: they are none that the program has.
std::optional<Arguments> read_arguments(std::span<char*> words) {
  if (words.empty()) return std::nullopt;
  Arguments read{.sheet = words[0]};
  for (words = words.subspan(1); !words.empty(); words = words.subspan(1)) {
    const std::string_view option = words[0];
    if (option == "--explain") {
      read.explain = true;
    } else if (option == "--lang" && words.size() > 1) {
      words = words.subspan(1);
      const std::string_view language = words[0];
      if (language != "en" && language != "zh") return std::nullopt;
      read.language = language == "zh" ? o2c::Language::zh : o2c::Language::en;
    } else {
      return std::nullopt;
    }
  }
  return read;
}

o2c::QuotationSheet read_sheet(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw o2c::InvalidArgument(path + ": cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return o2c::quotation_from_toml(text, path);
}

/// For reading: prices are exact, and rounded only here.
std::string four_digits(const o2c::Ratio& exact) {
  return to_string(round(exact, 4, o2c::Rounding::half_up));
}

void print_costs(const o2c::QuotationSheet& asked, const o2c::Quantity& quantity,
                 o2c::Language language) {
  const o2c::UnitCosts costs = asked.sheet.costs(quantity);
  std::cout << asked.sheet.product() << ", " << quantity << '\n';
  for (const o2c::LineCost& line : costs.lines) {
    const o2c::Text category = describe(line.category);
    std::cout << std::setw(12) << four_digits(line.amount) << "  " << line.name << " ("
              << (language == o2c::Language::zh ? category.zh : category.en) << ")\n";
  }
  std::cout << std::setw(12) << four_digits(costs.total) << ' ' << asked.sheet.currency() << "\n\n";
}

void print_prices(const o2c::QuotationSheet& asked, const Arguments& arguments) {
  for (const o2c::Quantity& quantity : asked.quantities) {
    print_costs(asked, quantity, arguments.language);
    for (const o2c::PricingCurrency& currency : asked.currencies)
      for (const o2c::PriceTerm& term : asked.terms) {
        o2c::Derivation steps;
        const o2c::Quote made = quote(asked.sheet, asked.rule, currency, term, quantity, steps);
        std::cout << std::setw(12) << made.price << ' ' << made.currency << "  " << to_string(term)
                  << ", " << four_digits(100 * made.profit_rate) << "%\n";
        if (arguments.explain) std::cout << steps.to_text(arguments.language) << '\n';
      }
    std::cout << '\n';
  }
}

}  // namespace

int main(int count, char** words) {
  const auto arguments =
      read_arguments(std::span(words, static_cast<std::size_t>(count)).subspan(1));
  if (!arguments) {
    std::cerr << usage;
    return bad_input;
  }
  try {
    print_prices(read_sheet(arguments->sheet), *arguments);
    return 0;
  } catch (const o2c::Error& error) {
    for (const o2c::Fault& fault : error.faults()) std::cerr << to_string(fault) << '\n';
    if (error.faults().empty()) std::cerr << error.what() << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return bad_input;
}
