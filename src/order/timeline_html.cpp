#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "o2c/explain/detail/markup.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/order/cancellation.hpp"
#include "o2c/order/diagram.hpp"

#include "order_path.hpp"
#include "stage_arrows.hpp"
#include "wording.hpp"

namespace o2c::inline v1 {

namespace {

constexpr std::string_view style = R"(
@page { size: A4; margin: 16mm 14mm; }
body { margin: 0 auto; padding: 24px; max-width: 46em; color: #1f2933; background: #fff;
  font: 14px/1.45 "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 26px 0 8px; font-size: 15px; color: #1d4e63; break-after: avoid; }
.soft, time, td.by { color: #5b6b7a; }
.late { color: #8f2219; font-weight: 600; }
ul.stages { display: flex; flex-wrap: wrap; gap: 6px 10px; margin: 14px 0 0; padding: 0; list-style: none; }
ul.stages li { border: 1px solid #b8c7d0; border-left: 5px solid var(--machine); border-radius: 4px;
  padding: 2px 9px; font-size: 13px; }
ul.stages b { margin-left: 4px; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: 4px 8px 4px 0; text-align: left; vertical-align: top; }
th { font-size: 12px; font-weight: 400; color: #5b6b7a; border-bottom: 1px solid #b8c7d0; }
tr { break-inside: avoid; }
td.day { width: 6.2em; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.dot { width: 18px; padding: 0; position: relative; }
td.dot::before { content: ""; position: absolute; left: 7px; top: 0; bottom: 0; border-left: 2px solid #dbe4e9; }
tr:first-child td.dot::before { top: 12px; }
tr:last-child td.dot::before { bottom: calc(100% - 12px); }
td.dot::after { content: ""; position: absolute; left: 3px; top: 9px; width: 10px; height: 10px;
  border-radius: 50%; background: var(--machine); }
td.by { width: 11em; }
tr.new td { padding-top: 10px; }
tr.new td.dot::after { top: 15px; }
tr.new:first-child td { padding-top: 4px; }
tr.new:first-child td.dot::after { top: 9px; }
.to { white-space: nowrap; color: #2f7f86; }
.facts { display: block; font-size: 12.5px; color: #5b6b7a; overflow-wrap: anywhere; }
table.next td { border-bottom: 1px solid #e6edf1; }
)";

/// One for each machine; they differ in lightness, too, for grey print.
constexpr std::array<std::string_view, machine_count> colours{"#1d4e63", "#7b4173", "#e9a04c",
                                                              "#8f2219", "#2f7f86", "#5fa3b5",
                                                              "#cc5a30", "#2a2350", "#8f89b8"};

class TimelinePage {
 public:
  TimelinePage(const Order& order, Date as_of, Language language)
      : order_(order), as_of_(as_of), language_(language) {}

  [[nodiscard]] std::string written() {
    const OrderState& state = order_.state();
    const std::string title = say("Order ", "订单 ") + order_.number();
    std::string out = "<!DOCTYPE html>\n<html lang=\"" +
                      std::string(language_ == Language::zh ? "zh-CN" : "en") +
                      "\">\n<head><meta charset=\"utf-8\"><title>" + detail::for_markup(title) +
                      "</title><style>" + std::string(style) + "</style></head>\n<body>\n<h1>" +
                      detail::for_markup(title) + "</h1>\n<div class=\"soft\">";
    if (!state.party.empty())
      out += detail::for_markup(state.party) + " · " +
             std::string(in(words_of(state.profile), language_)) + " · " +
             detail::for_markup(state.salesperson) + " · ";
    out += say("as of ", "截至 ") + to_string(as_of_) + "</div>\n";
    const OrderPath path = path_of(order_);
    add_stages(out, path);
    add_history(out, path);
    add_ending(out);
    add_steps(out);
    return out + "</body>\n</html>\n";
  }

 private:
  [[nodiscard]] std::string say(std::string_view en, std::string_view zh) const {
    return std::string(in(Text{en, zh}, language_));
  }
  [[nodiscard]] static std::string coloured(Machine machine) {
    return " style=\"--machine:" + std::string(colours[static_cast<std::size_t>(machine)]) + "\"";
  }
  [[nodiscard]] std::string stage(Machine machine, std::uint8_t number) const {
    return std::string(in(stage_label(machine, number), language_));
  }
  [[nodiscard]] std::string event(EventKind kind) const {
    return std::string(in(info_of(kind).label, language_));
  }

  void add_stages(std::string& out, const OrderPath& path) const {
    out += "<ul class=\"stages\">\n";
    for (const MachinePath& each : path.machines)
      out += "<li" + coloured(each.machine) + ">" + part_name(each.machine, each.part, language_) +
             " <b>" + stage(each.machine, each.stops.back().stage) + "</b></li>\n";
    out += "</ul>\n";
  }

  void add_history(std::string& out, const OrderPath& path) const {
    out += "<h2>" + say("What happened", "经过") + "</h2>\n<table class=\"history\"><tbody>\n";
    std::optional<Date> before;
    for (std::size_t i = 0; i < order_.history().size(); ++i) {
      const OrderEntry& entry = order_.history()[i];
      const bool is_new = before != entry.on;
      before = entry.on;
      const EventKind kind = kind_of(entry.event);
      out += "<tr" + std::string(is_new ? " class=\"new\"" : "") + "><td class=\"day\">" +
             (is_new ? "<time>" + to_string(entry.on) + "</time>" : "") + "</td><td class=\"dot\"" +
             coloured(info_of(kind).machine) + "></td><td>" + event(kind);
      for (const StageChange& change : path.changes[i])
        out += " <span class=\"to\">→ " + part_name(change.machine, change.part, language_) +
               say(": ", "：") + stage(change.machine, change.to) + "</span>";
      const std::string facts = facts_of(entry.event);
      if (!facts.empty()) out += "<span class=\"facts\">" + detail::for_markup(facts) + "</span>";
      out += "</td><td class=\"by\">" + detail::for_markup(entry.by) + say(", ", "，") +
             std::string(in(name_of(entry.role), language_)) + "</td></tr>\n";
    }
    out += "</tbody></table>\n";
  }

  /// What was paid in advance, when the order was cancelled.
  void add_ending(std::string& out) const {
    const auto ended = cancellation_account(order_.state());
    if (!ended) return;
    out += "<h2>" + say("What was paid in advance", "预付款清算") +
           "</h2>\n<table class=\"next\"><tbody>\n";
    const auto add = [&](std::string_view en, std::string_view zh, Money amount) {
      if (sign(amount) != 0)
        out += "<tr><td>" + say(en, zh) + "</td><td>" + format_money(amount) + "</td></tr>\n";
    };
    add("received", "已收预付款", ended->received);
    add("of it earnest money (Civil Code art. 586)", "其中定金（民法典第586条）", ended->earnest);
    add("forfeited by its payer (art. 587)", "定金不予返还（第587条）", ended->forfeited);
    add("due besides: returned twice (art. 587)", "定金双倍返还之增加部分（第587条）",
        ended->doubled);
    add("kept, as agreed", "协议扣留", ended->kept);
    add("to be handed back", "应退还", ended->due);
    add("handed back", "已退还", ended->refunded);
    add("still to be handed back", "尚待退还", ended->left);
    out += "</tbody></table>\n";
  }

  void add_steps(std::string& out) const {
    const std::vector<NextStep> steps = order_.next_steps(as_of_);
    out += "<h2>" + say("What comes next", "下一步") + "</h2>\n";
    if (steps.empty()) {
      out += "<p>" + say("Nothing.", "无。") + "</p>\n";
      return;
    }
    out += "<table class=\"next\"><thead><tr><th>" + say("step", "事项") + "</th><th>" +
           say("by", "办理") + "</th><th>" + say("until", "期限") + "</th><th>" +
           say("what it lacks", "尚缺") + "</th></tr></thead><tbody>\n";
    for (const NextStep& step : steps) {
      const std::string of =
          step.part == 0
              ? ""
              : " <span class=\"soft\">" +
                    part_name(info_of(step.event).machine, step.part, language_) + "</span>";
      out += "<tr><td>" + event(step.event) + of + "</td><td>" + role_names(step.by, language_) +
             "</td><td class=\"day\">" + until(step) + "</td><td>";
      for (const Refusal& lack : step.lacks)
        out += "<div>" + detail::for_markup(lack.reason.in(language_)) + "</div>";
      out += "</td></tr>\n";
    }
    out += "</tbody></table>\n";
  }

  [[nodiscard]] std::string until(const NextStep& step) const {
    if (!step.due_on) return {};
    std::string out = to_string(*step.due_on);
    if (step.days_late > 0)
      out += " <span class=\"late\">" +
             say("late by " + std::to_string(step.days_late),
                 "逾期" + std::to_string(step.days_late) + "天") +
             "</span>";
    return out;
  }

  const Order& order_;
  Date as_of_;
  Language language_;
};

}  // namespace

std::string timeline_html(const Order& order, Date as_of, Language language) {
  return TimelinePage(order, as_of, language).written();
}

}  // namespace o2c::inline v1
