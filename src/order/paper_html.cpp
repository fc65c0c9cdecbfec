#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/detail/markup.hpp"

#include "paper.hpp"
#include "stage_arrows.hpp"

namespace o2c::inline v1 {

namespace {

// The same ink and rules as the order's timeline; black enough for a fax, and nothing that a
// printer leaves out.
constexpr std::string_view style = R"(
@page { size: A4; margin: 15mm 16mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 40px 44px; max-width: 800px; color: #1f2933; background: #fff;
  font: 13.5px/1.45 "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 24px;
  border-bottom: 2px solid #1d4e63; padding-bottom: 12px; }
.company { font-size: 14px; font-weight: 600; color: #1d4e63; white-space: pre-line; }
h1 { margin: 4px 0 0; font-size: 25px; line-height: 1.15; letter-spacing: .01em; }
dl { margin: 0; }
dt { color: #5b6b7a; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
dl.head { display: grid; grid-template-columns: auto auto; gap: 1px 12px; text-align: left; }
dl.head dd { font-weight: 600; text-align: right; }
.mark { margin: 14px 0 0; padding: 5px 12px; border: 1px solid #8f2219; color: #8f2219; font-weight: 600; }
dl.facts { display: grid; grid-template-columns: repeat(2, 1fr); grid-auto-flow: row dense; gap: 0 28px; margin-top: 16px; }
dl.facts div { display: flex; gap: 12px; padding: 4px 0; border-bottom: 1px solid #e6edf1; }
dl.facts div.wide { grid-column: 1 / -1; }
dl.facts dt { flex: 0 0 9.2em; }
h2 { margin: 20px 0 4px; font-size: 13.5px; color: #1d4e63; break-after: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 5px 8px; text-align: left; vertical-align: top; border: 1px solid #b8c7d0; overflow-wrap: anywhere; }
th { font-weight: 600; background: #eef3f6; }
th::first-letter, .office::first-letter { text-transform: uppercase; }
tr { break-inside: avoid; }
.num { text-align: right; white-space: nowrap; }
tfoot td { font-weight: 600; }
td:empty::after { content: "\00a0"; }
.signatures { display: flex; gap: 28px; margin-top: 30px; break-inside: avoid; }
.signatures div { flex: 1; }
.signatures .office { color: #5b6b7a; }
.signatures .name { min-height: 46px; padding-top: 18px; border-bottom: 1px solid #1f2933;
  font-size: 16px; font-weight: 600; }
.signatures .on { color: #5b6b7a; padding-top: 3px; }
footer { margin-top: 26px; color: #5b6b7a; font-size: 11px; }
@media print {
  body { padding: 0; max-width: none; font-size: 9.8pt; }
  th, td { padding: 3px 7px; }
  dl.facts div { padding: 2px 0; }
  h2 { margin-top: 13px; }
  .signatures { margin-top: 18px; }
  .signatures .name { min-height: 40px; }
  footer { margin-top: 12px; }
  body.long { font-size: 8.4pt; line-height: 1.35; }
  .long th, .long td { padding: 1px 6px; }
  .long dl.facts div { padding: 1px 0; }
  .long h2 { margin: 9px 0 2px; }
  .long .signatures { margin-top: 12px; }
  body.longest { font-size: 6.9pt; line-height: 1.25; }
  .longest th, .longest td { padding: 0 5px; }
  .longest h2 { margin: 7px 0 1px; }
}
)";

// What fits on one page at each of the sizes above, in lines as lines_of counts them.
constexpr std::size_t most_lines = 22;
constexpr std::size_t most_lines_if_long = 37;

/// About how many lines a text takes where so many bytes are one.
std::size_t lines_of(std::string_view text, std::size_t width) {
  return 1 + text.size() / width + static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

class PaperPage {
 public:
  PaperPage(const Paper& paper, const PaperFrame& frame, Language language)
      : paper_(paper), frame_(frame), language_(language) {}

  [[nodiscard]] std::string written() const {
    const std::string title = say(paper_.title);
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"" + std::string(language_ == Language::zh ? "zh-CN" : "en") +
        "\">\n<head><meta charset=\"utf-8\"><title>" +
        escaped(title + (paper_.number.empty() ? "" : " " + paper_.number)) + "</title><style>" +
        std::string(style) + "</style></head>\n<body" + size() + ">\n";
    add_head(out, title);
    if (frame_.mark) out += "<p class=\"mark\">" + shown(*frame_.mark) + "</p>\n";
    add_facts(out);
    for (const PaperTable& table : paper_.tables) add_table(out, table);
    if (!frame_.changes.empty()) add_table(out, changes());
    add_signatures(out);
    out += "<footer>" +
           shown({"Order " + frame_.order + ", as of event " + std::to_string(frame_.events) +
                      " of its history",
                  "订单" + frame_.order + "，依据其第" + std::to_string(frame_.events) +
                      "项及以前的记录"}) +
           "</footer>\n";
    return out + "</body>\n</html>\n";
  }

 private:
  [[nodiscard]] std::string say(Text text) const { return std::string(in(text, language_)); }
  /// Lines of a text stay lines: the style keeps them.
  static std::string escaped(std::string_view text) {
    std::string out;
    while (true) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      out += detail::for_markup(text.substr(0, end));
      if (end == text.size()) return out;
      out += '\n';
      text.remove_prefix(end + 1);
    }
  }
  [[nodiscard]] std::string shown(const Label& label) const { return escaped(label.in(language_)); }

  [[nodiscard]] std::size_t lines_of_table(const PaperTable& table) const {
    std::size_t lines = table.total.empty() ? 2 : 3;  // With its title and its head.
    for (const std::vector<Label>& row : table.rows) {
      std::string all;
      for (const Label& cell : row) all += cell.in(language_);
      lines += lines_of(all, 110);
    }
    return lines;
  }
  /// A paper is one page: what says more is printed smaller.
  [[nodiscard]] std::string size() const {
    std::size_t halves = 0;  // Two short facts stand beside one another.
    for (const PaperFact& fact : paper_.facts) {
      const std::string& value = fact.value.in(language_);
      halves += is_wide(value) ? 2 * lines_of(value, 90) : lines_of(value, 34);
    }
    std::size_t lines = (halves + 1) / 2;
    for (const PaperTable& table : paper_.tables) lines += lines_of_table(table);
    if (!frame_.changes.empty()) lines += lines_of_table(changes());
    if (lines <= most_lines) return {};
    return lines <= most_lines_if_long ? " class=\"long\"" : " class=\"long longest\"";
  }
  static bool is_wide(const std::string& value) {
    return value.size() > 34 || value.find('\n') != std::string::npos;
  }

  void add_head(std::string& out, const std::string& title) const {
    out += "<header><div>";
    if (!frame_.company.empty())
      out += "<div class=\"company\">" + escaped(frame_.company) + "</div>";
    out += "<h1>" + escaped(title) + "</h1></div><dl class=\"head\">";
    const auto add = [&](Text name, const std::string& value) {
      out += "<dt>" + say(name) + "</dt><dd>" + escaped(value) + "</dd>";
    };
    add({"No.", "编号"}, paper_.number.empty() ? "–" : paper_.number);
    add({"Version", "版本"}, std::to_string(frame_.version));
    add({"Date", "日期"}, to_string(paper_.dated));
    out += "</dl></header>\n";
  }

  void add_facts(std::string& out) const {
    out += "<dl class=\"facts\">\n";
    for (const PaperFact& fact : paper_.facts) {
      const std::string& value = fact.value.in(language_);
      out += "<div" + std::string(is_wide(value) ? " class=\"wide\"" : "") + "><dt>" +
             shown(fact.name) + "</dt><dd>" + escaped(value) + "</dd></div>\n";
    }
    out += "</dl>\n";
  }

  void add_table(std::string& out, const PaperTable& table) const {
    const auto cell = [&](std::size_t column, const std::string& text) {
      out += "<td" + std::string(table.columns[column].is_number ? " class=\"num\"" : "") + ">" +
             text + "</td>";
    };
    out += "<h2>" + say(table.title) + "</h2>\n<table><thead><tr>";
    for (const PaperTable::Column& column : table.columns)
      out += "<th" + std::string(column.is_number ? " class=\"num\"" : "") + ">" +
             shown(column.name) + "</th>";
    out += "</tr></thead><tbody>\n";
    for (const std::vector<Label>& row : table.rows) {
      out += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i) cell(i, shown(row[i]));
      out += "</tr>\n";
    }
    out += "</tbody>";
    if (!table.total.empty()) {
      const std::size_t first = table.columns.size() - table.total.size();
      out += "<tfoot><tr><td colspan=\"" + std::to_string(first + 1) + "\">" +
             shown(table.total.front()) + "</td>";
      for (std::size_t i = 1; i < table.total.size(); ++i) cell(first + i, shown(table.total[i]));
      out += "</tr></tfoot>";
    }
    out += "</table>\n";
  }

  [[nodiscard]] PaperTable changes() const {
    PaperTable table{{"Changed since the version before", "较上一版的变更"},
                     {{{"what", "内容"}}, {{"before", "变更前"}}, {{"now", "变更后"}}}};
    for (const PaperChange& change : frame_.changes)
      table.rows.push_back({change.what, change.before, change.after});
    return table;
  }

  void add_signatures(std::string& out) const {
    out += "<div class=\"signatures\">\n";
    for (const PaperSignature& signature : paper_.signatures)
      out += "<div><div class=\"office\">" + say(signature.office) +
             (signature.side.empty() ? "" : say({", ", "，"}) + escaped(signature.side)) +
             "</div><div class=\"name\">" + escaped(signature.name) + "</div><div class=\"on\">" +
             say({"Date: ", "日期："}) + (signature.on ? to_string(*signature.on) : "") +
             "</div></div>\n";
    out += "</div>\n";
  }

  const Paper& paper_;
  const PaperFrame& frame_;
  Language language_;
};

/// A row without its first cell, which names it.
Label rest_of(const std::vector<Label>& row) {
  Label rest;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i].en.empty()) continue;
    if (!rest.en.empty()) {
      rest.en += " · ";
      rest.zh += " · ";
    }
    rest.en += row[i].en;
    rest.zh += row[i].zh;
  }
  return rest;
}

/// All that a paper says, by name.
std::vector<PaperFact> facts_of(const Paper& paper) {
  std::vector<PaperFact> facts = paper.facts;
  for (const PaperTable& table : paper.tables) {
    if (table.is_for_reference) continue;
    for (const std::vector<Label>& row : table.rows)
      facts.push_back({{std::string(table.title.en) + ", " + row[0].en,
                        std::string(table.title.zh) + "，" + row[0].zh},
                       rest_of(row)});
    if (!table.total.empty()) facts.push_back({table.total[0], rest_of(table.total)});
  }
  return facts;
}

}  // namespace

std::vector<PaperChange> changes_between(const Paper& before, const Paper& after) {
  const std::vector<PaperFact> was = facts_of(before);
  const std::vector<PaperFact> is = facts_of(after);
  std::vector<PaperChange> changes;
  for (const PaperFact& fact : is) {
    const auto found = std::ranges::find(was, fact.name, &PaperFact::name);
    if (found == was.end())
      changes.push_back({fact.name, {}, fact.value});
    else if (found->value != fact.value)
      changes.push_back({fact.name, found->value, fact.value});
  }
  for (const PaperFact& fact : was)
    if (std::ranges::find(is, fact.name, &PaperFact::name) == is.end())
      changes.push_back({fact.name, fact.value, {}});
  return changes;
}

std::string paper_html(const Paper& paper, const PaperFrame& frame, Language language) {
  return PaperPage(paper, frame, language).written();
}

}  // namespace o2c::inline v1
