// Laws of derivations, on random chains of exact steps.

// The JSON reader of Boost 1.74 still uses them, and says so at every compilation.
#define BOOST_BIND_GLOBAL_PLACEHOLDERS

#include <algorithm>
#include <cstdint>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <boost/property_tree/json_parser.hpp>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/scaling.hpp"

namespace o2c {
namespace {

using currencies::USD;

int between(int first, int last) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(first, last + 1));
}

Money money() { return Money::from_minor(between(-1'000'000, 1'000'000), USD); }

Rounding rounding() { return static_cast<Rounding>(between(0, static_cast<int>(Rounding::floor))); }

Label label() { return {*rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()}; }

// One step whose result was computed with the library's own arithmetic.
DerivationStep computed_step() {
  DerivationStep step{.label = label()};
  const auto operand = [&step](const Value& value) { step.operands.push_back({label(), value}); };
  const Money a = money();
  const Money b = money();
  switch (between(0, 6)) {
    case 0: {
      step.operation = Operation::sum;
      Money total = Money::zero(USD);
      for (int i = between(1, 8); i > 0; --i) {
        const Money item = money();
        operand(item);
        total += item;
      }
      step.result = total;
      break;
    }
    case 1:
      step.operation = Operation::difference;
      operand(a);
      operand(b);
      step.result = a - b;
      break;
    case 2: {
      const Rate rate = Rate::from_bps(between(-20'000, 20'000));
      step.operation = Operation::product;
      step.rounding = RoundedTo{rounding(), 0.01_dec};
      operand(a);
      operand(rate);
      step.result = apply(rate, a, step.rounding->mode);
      break;
    }
    case 3: {
      const int divisor = between(1, 1000);
      step.operation = Operation::quotient;
      step.rounding = RoundedTo{rounding(), 0.01_dec};
      operand(a);
      operand(std::int64_t{divisor});
      step.result = divide(a, Ratio(divisor), step.rounding->mode);
      break;
    }
    case 4:
      step.operation = Operation::minimum;
      operand(a);
      operand(b);
      step.result = std::min(a, b);
      break;
    case 5:
      step.operation = Operation::rounded;
      step.rounding = RoundedTo{rounding(), 0.05_dec};
      operand(a);
      step.result = round_cash(a, 0.05_dec, step.rounding->mode);
      break;
    default: {
      const Date from = Date::from_days(between(0, 30'000));
      const Date to = Date::from_days(between(0, 30'000));
      step.operation = Operation::days_between;
      operand(from);
      operand(to);
      step.result = std::int64_t{to - from};
    }
  }
  return step;
}

Derivation derivation() {
  Derivation random;
  for (int i = between(1, 6); i > 0; --i) random.add(computed_step());
  return random;
}

RC_GTEST_PROP(DerivationLaws, WhatTheLibraryComputesHolds, ()) {
  RC_ASSERT(derivation().recheck().empty());
}

RC_GTEST_PROP(DerivationLaws, ChangedResultsAreFound, ()) {
  Derivation changed;
  std::vector<std::size_t> expected;
  for (int i = between(1, 6); i > 0; --i) {
    DerivationStep step = computed_step();
    if (between(0, 1) == 1) {
      if (auto* amount = std::get_if<Money>(&step.result)) {
        *amount += Money::from_minor(between(1, 100), USD);
      } else {
        std::get<std::int64_t>(step.result) -= between(1, 100);
      }
      expected.push_back(changed.steps().size());
    }
    changed.add(step);
  }
  RC_ASSERT(changed.recheck() == expected);
}

RC_GTEST_PROP(DerivationLaws, JsonReadsBack, ()) {
  const Derivation random = derivation();
  std::istringstream in(random.to_json(Language::en));
  boost::property_tree::ptree tree;
  boost::property_tree::read_json(in, tree);
  const auto& steps = tree.get_child("steps");
  RC_ASSERT(steps.size() == random.steps().size());
  auto read = steps.begin();
  for (const DerivationStep& step : random.steps()) {
    RC_ASSERT(read->second.get<std::string>("operation") == to_string(step.operation));
    RC_ASSERT(read->second.get_child("operands").size() == step.operands.size());
    const std::string value = read->second.get<std::string>("result.value");
    const std::string currency = read->second.get<std::string>("result.currency", "");
    RC_ASSERT(value + (currency.empty() ? "" : " " + currency) == value_text(step.result));
    ++read;
  }
}

// Whatever the names contain, a step is one line (plus one for each listed operand), and the table
// has no markup but its own.
RC_GTEST_PROP(DerivationLaws, NamesNeverBreakTheLayout, ()) {
  const Derivation random = derivation();
  std::ptrdiff_t lines = 0;
  for (const DerivationStep& step : random.steps()) {
    lines += 1;
    if (step.operands.size() > 4) lines += static_cast<std::ptrdiff_t>(step.operands.size());
  }
  for (const Language language : {Language::en, Language::zh}) {
    RC_ASSERT(std::ranges::count(random.to_text(language), '\n') == lines);
    const std::string html = random.to_html(language);
    RC_ASSERT(std::ranges::count(html, '<') == std::ranges::count(html, '>'));
    std::size_t rows = 0;
    for (std::size_t at = html.find("<tr><td"); at != std::string::npos;
         at = html.find("<tr><td", at + 1)) {
      ++rows;
    }
    RC_ASSERT(rows == random.steps().size());
    RC_ASSERT(html.find("<script") == std::string::npos);
  }
}

RC_GTEST_PROP(DerivationLaws, AllocationsHold, ()) {
  std::vector<Decimal> weights;
  for (int i = between(1, 6); i > 0; --i) {
    weights.push_back(Decimal::from_parts(between(1, 9999), between(0, 3)));
  }
  const auto policy = static_cast<Allocation>(between(0, 2));
  Derivation trace;
  const std::vector<Money> parts =
      allocate(money(), std::span<const Decimal>(weights), AllocationOptions(policy), trace);
  RC_ASSERT(parts.size() == weights.size());
  RC_ASSERT(trace.recheck().empty());
}

}  // namespace
}  // namespace o2c
