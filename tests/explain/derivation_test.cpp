#include "o2c/explain/derivation.hpp"

// The JSON reader of Boost 1.74 still uses them, and says so at every compilation.
#define BOOST_BIND_GLOBAL_PLACEHOLDERS

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/property_tree/json_parser.hpp>
#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::USD;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }

// A late invoice, a commission on it, and a total of more lines than fit in one.
Derivation sample() {
  Derivation derivation;
  derivation.step(Text{"days overdue", "逾期天数"}, Operation::days_between, 31,
                  Operand{Text{"due date", "到期日"}, Date(2026, 2, 28)},
                  Operand{Text{"as of", "截止日"}, Date(2026, 3, 31)});
  derivation.step(Text{"bucket", "账龄段"}, Operation::look_up, "31-60",
                  Operand{Text{"days", "天数"}, 31});
  derivation.rounded_step(Text{"commission", "提成"}, Operation::product, Rounding::half_up,
                          0.01_dec, usd(30'864), Operand{Text{"net", "净额"}, usd(1'234'567)},
                          Operand{Text{"rate", "比率"}, 250_bps});
  DerivationStep total{.label = {"total", "合计"}, .operation = Operation::sum};
  for (int i = 1; i <= 5; ++i) {
    total.operands.push_back({{"INV-" + std::to_string(i), ""}, usd(100 * i)});
  }
  total.result = usd(1'500);
  derivation.add(total);
  return derivation;
}

TEST(Derivation, KeepsStepsInOrder) {
  const Derivation derivation = sample();
  ASSERT_EQ(derivation.steps().size(), 4U);
  const DerivationStep& commission = derivation.steps()[2];
  EXPECT_EQ(commission.label, (Label{"commission", "提成"}));
  EXPECT_EQ(commission.operation, Operation::product);
  EXPECT_EQ(commission.operands, (std::vector<NamedValue>{{{"net", "净额"}, usd(1'234'567)},
                                                          {{"rate", "比率"}, 250_bps}}));
  EXPECT_EQ(commission.result, Value(usd(30'864)));
  EXPECT_EQ(commission.rounding, (RoundedTo{Rounding::half_up, 0.01_dec}));
  EXPECT_FALSE(derivation.steps()[0].rounding);
  EXPECT_EQ(derivation, sample());
  EXPECT_NE(derivation, Derivation());
}

TEST(Derivation, NamesOutliveTheirSource) {
  Derivation derivation;
  {
    std::string name = "a document number that is too long for the small buffer";
    derivation.step(Text{name, name}, Operation::given, usd(1), Operand{Text{name, ""}, usd(1)});
    name.assign(name.size(), 'x');
  }
  EXPECT_TRUE(derivation.steps()[0].label.en.starts_with("a document"));
  EXPECT_TRUE(derivation.steps()[0].operands[0].name.en.starts_with("a document"));
}

TEST(Derivation, TextInEnglish) {
  const std::string expected =
      "1. days overdue          31  from due date 2026-02-28 to as of 2026-03-31\n"
      "2. bucket             31-60  found by days 31\n"
      "3. commission    308.64 USD  = net 12345.67 USD × rate 2.5%, rounded to 0.01 (half up)\n"
      "4. total          15.00 USD  = the sum of:\n"
      "     INV-1         1.00 USD\n"
      "     INV-2         2.00 USD\n"
      "     INV-3         3.00 USD\n"
      "     INV-4         4.00 USD\n"
      "     INV-5         5.00 USD\n";
  EXPECT_EQ(sample().to_text(Language::en), expected);
  std::ostringstream out;
  out << sample();
  EXPECT_EQ(out.str(), expected);
  EXPECT_EQ(Derivation().to_text(Language::en), "");
}

// A Chinese character is two columns wide; a name without Chinese stays English.
TEST(Derivation, TextInChinese) {
  EXPECT_EQ(sample().to_text(Language::zh),
            "1. 逾期天数          31  从 到期日 2026-02-28 到 截止日 2026-03-31\n"
            "2. 账龄段         31-60  按 天数 31 查得\n"
            "3. 提成      308.64 USD  = 净额 12345.67 USD × 比率 2.5%，舍入到 0.01（四舍五入）\n"
            "4. 合计       15.00 USD  = 合计：\n"
            "     INV-1     1.00 USD\n"
            "     INV-2     2.00 USD\n"
            "     INV-3     3.00 USD\n"
            "     INV-4     4.00 USD\n"
            "     INV-5     5.00 USD\n");
}

TEST(Derivation, TextHasNoControlCharactersFromData) {
  Derivation derivation;
  derivation.add({.label = {"a\nb\x1B[31m\xC2\x9B", ""}, .result = std::string("bad \xFF\t")});
  EXPECT_EQ(derivation.to_text(Language::en),
            "1. a\uFFFDb\uFFFD[31m\uFFFD  bad \uFFFD\uFFFD  given\n");
}

TEST(Derivation, EveryOperationReadsInBothLanguages) {
  struct Case {
    Operation operation;
    std::size_t operands;
    std::string_view english;
    std::string_view chinese;
  };
  for (const auto& [operation, count, english, chinese] : {
           Case{Operation::given, 0, "given", "已知"},
           {Operation::given, 1, "given a 1", "已知 甲 1"},
           {Operation::sum, 2, "= a 1 + a 1", "= 甲 1 + 甲 1"},
           {Operation::sum, 0, "= the sum of:", "= 合计："},
           {Operation::difference, 2, "= a 1 − a 1", "= 甲 1 − 甲 1"},
           {Operation::product, 2, "= a 1 × a 1", "= 甲 1 × 甲 1"},
           {Operation::quotient, 2, "= a 1 ÷ a 1", "= 甲 1 ÷ 甲 1"},
           {Operation::rounded, 1, "= a 1", "= 甲 1"},
           {Operation::minimum, 2, "the least of a 1, a 1", "取最小：甲 1、甲 1"},
           {Operation::maximum, 2, "the greatest of a 1, a 1", "取最大：甲 1、甲 1"},
           {Operation::days_between, 2, "from a 1 to a 1", "从 甲 1 到 甲 1"},
           {Operation::look_up, 2, "found by a 1, a 1", "按 甲 1、甲 1 查得"},
           {Operation::share, 3, "= a 1 × a 1 ÷ a 1", "= 甲 1 × 甲 1 ÷ 甲 1"},
           {Operation::count, 2, "the number of a 1, a 1", "个数：甲 1、甲 1"},
           {Operation::exchange, 2, "= a 1 × a 1", "= 甲 1 × 甲 1"},
           {Operation::maximum, 5, "the greatest of:", "取最大："},
       }) {
    Derivation derivation;
    derivation.add({.label = {"r", "r"},
                    .operation = operation,
                    .operands = std::vector<NamedValue>(count, {{"a", "甲"}, std::int64_t{1}}),
                    .result = std::int64_t{1}});
    const auto first_line = [&](Language language) {
      const std::string text = derivation.to_text(language);
      return text.substr(0, text.find('\n'));
    };
    EXPECT_TRUE(first_line(Language::en).ends_with("1  " + std::string(english)))
        << first_line(Language::en);
    EXPECT_TRUE(first_line(Language::zh).ends_with("1  " + std::string(chinese)))
        << first_line(Language::zh);
  }
}

TEST(Derivation, EveryRoundingReadsDifferently) {
  std::vector<std::string> seen;
  for (int i = 0; i <= static_cast<int>(Rounding::exact); ++i) {
    Derivation derivation;
    derivation.rounded_step(Text{"x", "x"}, Operation::rounded, static_cast<Rounding>(i), 50, 100,
                            Operand{Text{"y", "y"}, 100});
    for (const Language language : {Language::en, Language::zh}) {
      const std::string text = derivation.to_text(language);
      EXPECT_NE(text.find("50"), std::string::npos);
      EXPECT_EQ(std::ranges::count(seen, text), 0) << text;
      seen.push_back(text);
    }
  }
}

TEST(Derivation, HtmlIsAPlainEscapedTable) {
  Derivation derivation;
  derivation.add({.label = {"<script>alert('1')</script>", ""},
                  .operands = {{{"a & \"b\"", ""}, std::string("<b>")}},
                  .result = usd(100)});
  EXPECT_EQ(
      derivation.to_html(Language::en),
      "<table class=\"o2c-derivation\" lang=\"en\">\n"
      "<thead><tr><th>#</th><th>step</th><th>result</th><th>how</th></tr></thead>\n"
      "<tbody>\n"
      "<tr><td class=\"o2c-number\">1</td>"
      "<th scope=\"row\" class=\"o2c-step\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</th>"
      "<td class=\"o2c-result\">1.00 USD</td>"
      "<td class=\"o2c-how\">given a &amp; &quot;b&quot; &lt;b&gt;</td></tr>\n"
      "</tbody>\n</table>\n");
}

TEST(Derivation, HtmlListsManyOperands) {
  const std::string html = sample().to_html(Language::zh);
  EXPECT_NE(html.find("lang=\"zh\""), std::string::npos);
  EXPECT_NE(html.find("<th>结果</th>"), std::string::npos);
  EXPECT_NE(html.find("<td class=\"o2c-how\">= 合计：<ol class=\"o2c-operands\">"
                      "<li>INV-1 1.00 USD</li>"),
            std::string::npos);
}

TEST(Derivation, JsonOfOneStep) {
  Derivation derivation;
  derivation.rounded_step(Text{"converted", "折算"}, Operation::exchange, Rounding::half_even,
                          0.01_dec, Money::from_minor(72'50, CNY),
                          Operand{Text{"amount", "金额"}, usd(1000)},
                          Operand{Text{"rate", "汇率"}, 7.25_dec});
  EXPECT_EQ(derivation.to_json(Language::zh),
            R"({"language": "zh", "steps": [{"label": "折算", "operation": "exchange", )"
            R"("operands": [{"name": "金额", "value": {"type": "money", "value": "10.00", )"
            R"("currency": "USD"}}, {"name": "汇率", "value": {"type": "decimal", )"
            R"("value": "7.25"}}], "rounding": {"mode": "half_even", "unit": "0.01"}, )"
            R"("result": {"type": "money", "value": "72.50", "currency": "CNY"}}]})");
  EXPECT_EQ(Derivation().to_json(Language::en), R"({"language": "en", "steps": []})");
}

boost::property_tree::ptree parsed(const std::string& json) {
  std::istringstream in(json);
  boost::property_tree::ptree tree;
  boost::property_tree::read_json(in, tree);
  return tree;
}

TEST(Derivation, JsonNamesTheTypeOfEveryValue) {
  struct Case {
    Value value;
    std::string_view type;
    std::string_view text;
  };
  for (const auto& [value, type, text] : {Case{std::int64_t{-3}, "integer", "-3"},
                                          {1.50_dec, "decimal", "1.50"},
                                          {Ratio(1, 3), "ratio", "1/3"},
                                          {250_bps, "rate", "2.5%"},
                                          {usd(5), "money", "0.05"},
                                          {Date(2026, 3, 31), "date", "2026-03-31"},
                                          {"open", "text", "open"}}) {
    Derivation derivation;
    derivation.add({.label = {"x", ""}, .result = value});
    const auto result = parsed(derivation.to_json(Language::en)).get_child("steps").front().second;
    EXPECT_EQ(result.get<std::string>("result.type"), type);
    EXPECT_EQ(result.get<std::string>("result.value"), text);
    EXPECT_EQ(result.get<std::string>("rounding"), "null");
  }
}

TEST(Derivation, JsonListsTheAmountsOfABag) {
  Derivation derivation;
  derivation.step(Text{"both", ""}, Operation::given,
                  MoneyBag{usd(5), Money::from_minor(700, CNY)});
  EXPECT_NE(derivation.to_json(Language::en)
                .find(R"("result": {"type": "money_bag", "value": [)"
                      R"({"type": "money", "value": "7.00", "currency": "CNY"}, )"
                      R"({"type": "money", "value": "0.05", "currency": "USD"}]})"),
            std::string::npos);
}

TEST(Derivation, JsonEscapesWhatItMust) {
  Derivation derivation;
  derivation.add({.label = {"a\"b\\c\n\x01票", ""}, .result = std::string("bad \xFF")});
  const std::string json = derivation.to_json(Language::en);
  EXPECT_NE(json.find(R"("a\"b\\c\u000a\u0001票")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("bad \ufffd")"), std::string::npos) << json;
  EXPECT_EQ(parsed(json).get_child("steps").front().second.get<std::string>("label"),
            "a\"b\\c\n\x01票");
}

TEST(Language, ReadsItsNames) {
  EXPECT_EQ(parse_language("en"), Language::en);
  EXPECT_EQ(parse_language(to_string(Language::zh)), Language::zh);
  EXPECT_THROW(parse_language("de"), ParseError);
}

}  // namespace
}  // namespace o2c
